/*
 * checksrc - the budgets and the form of the sources, as written in CONTRIBUTING.
 *
 *   checksrc EXCEPTIONS FILE.c FILE.h ...
 *
 * Prints one line for each fault, FILE:LINE: RULE: what, and fails if there is one.
 *
 *   file       at most 600 lines; a header 150
 *   function   at most 60 lines from { to }
 *   complex    at most 15 ways through a function: if, for, while, case, ? (McCabe 1976, on
 *              conditions as a whole); not for the parsers in tools/
 *   params     at most 6 parameters
 *   nesting    at most 4 blocks inside each other
 *   line       at most 100 characters; no tab, no blank at the end
 *   banned     functions that invite mistakes, goto, // comments
 *   todo       a note of work to do needs an issue's number: (#12)
 *   header     begins with a comment that says what it is; has an include guard
 *   letters    invisible, bidirectional or look-alike letters
 *
 * Exceptions are lines "src RULE FILE[:FUNCTION] reason"; an unused one is a fault.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_LINES = 600,
    HEADER_LINES = 150,
    FUNCTION_LINES = 60,
    COMPLEX = 15,
    PARAMS = 6,
    NESTING = 4,
    COLUMNS = 100,
    MAX_EXCEPTIONS = 256
};

static struct exception {
    char rule[16], place[200];
    int line;
    bool used;
} exception[MAX_EXCEPTIONS];
static int n_exceptions, faults;

static const char *file;
static int line_no;

/* What is known of the function that is being read. */
static struct {
    char name[128];
    int begin, params, depth, ways;
    bool inside, told_nesting;
} fn;
static char head[4000]; /* the text at the left margin before a function's { */

static bool excepted(const char *rule)
{
    char place[400];

    for (int i = 0; i < n_exceptions; i++) {
        snprintf(place, sizeof place, "%s:%s", file, fn.name);
        if (strcmp(exception[i].rule, rule) == 0 &&
            (strcmp(exception[i].place, file) == 0 || strcmp(exception[i].place, place) == 0)) {
            exception[i].used = true;
            return true;
        }
    }
    return false;
}

static void fault(const char *rule, const char *what, int number)
{
    if (excepted(rule))
        return;
    printf(number >= 0 ? "%s:%d: %s: %s (%d)\n" : "%s:%d: %s: %s\n", file, line_no, rule, what,
           number);
    faults++;
}

static void read_exceptions(const char *path)
{
    char line[1000], reason[600];
    FILE *f = fopen(path, "r");

    for (int n = 1; f && fgets(line, sizeof line, f); n++) {
        struct exception *e = &exception[n_exceptions];

        if (strncmp(line, "src ", 4) != 0)
            continue;
        if (n_exceptions == MAX_EXCEPTIONS ||
            sscanf(line, "src %15s %199s %599[^\n]", e->rule, e->place, reason) != 3) {
            printf("%s:%d: an exception needs a rule, a place and a reason\n", path, n);
            faults++;
            continue;
        }
        e->line = n;
        n_exceptions++;
    }
    if (f)
        fclose(f);
}

/* ---- letters ---- */

static unsigned code_point(const unsigned char *s, int *len)
{
    *len = *s < 0x80 ? 1 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : 4;
    unsigned c = *s < 0x80 ? *s : *s & (0xffu >> (*len + 1));

    for (int i = 1; i < *len; i++)
        c = c << 6 | (s[i] & 0x3f);
    return c;
}

static bool is_deceiving(unsigned c)
{
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xa0 || (c >= 0x370 && c <= 0x52f) ||
           (c >= 0xff01 && c <= 0xff5e);
}

static void check_letters(const char *line, const char *code)
{
    int columns = 0, len;

    for (const char *s = line; *s && *s != '\n'; s += len, columns++)
        if (is_deceiving(code_point((const unsigned char *)s, &len)))
            fault("letters", "an invisible or look-alike letter", -1);
    for (const char *s = code; *s; s++)
        if ((unsigned char)*s >= 0x80) {
            fault("letters", "code is ASCII outside of texts and comments", -1);
            break;
        }
    if (columns > COLUMNS)
        fault("line", "too long", columns);
}

/* ---- code without texts and comments ---- */

static bool in_comment, formatted;

/* Copies the line with the contents of comments and quotes left out. */
static void strip(const char *line, char *code)
{
    char quote = 0;

    for (const char *s = line; *s && *s != '\n'; s++) {
        if (in_comment) {
            if (s[0] == '*' && s[1] == '/')
                in_comment = false, s++;
        } else if (quote) {
            if (*s == '\\')
                s++;
            else if (*s == quote)
                quote = 0, *code++ = *s;
        } else if (s[0] == '/' && s[1] == '*') {
            in_comment = true, s++;
        } else if (s[0] == '/' && s[1] == '/') {
            fault("banned", "comments are written /* so */", -1);
            break;
        } else {
            if (*s == '"' || *s == '\'')
                quote = *s;
            *code++ = *s;
        }
        if (!*s)
            break;
    }
    *code = '\0';
}

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static int count_word(const char *code, const char *word)
{
    size_t n = strlen(word);
    int count = 0;

    for (const char *s = code; (s = strstr(s, word)) != NULL; s += n)
        count += (s == code || !is_letter(s[-1])) && !is_letter(s[n]);
    return count;
}

static int count_text(const char *code, const char *text)
{
    int count = 0;

    for (const char *s = code; (s = strstr(s, text)) != NULL; s += strlen(text))
        count++;
    return count;
}

/* The word as a function that is called; goto is not one and counts anyway. */
static bool calls(const char *code, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = code; (s = strstr(s, word)) != NULL; s += n)
        if ((s == code || !(is_letter(s[-1]) || s[-1] == '.' || s[-1] == '>')) &&
            (s[n] == '(' || (strcmp(word, "goto") == 0 && !is_letter(s[n]))))
            return true;
    return false;
}

static void check_words(const char *line, const char *code)
{
    static const char *const banned[] = { "strcpy",   "strcat", "strncpy", "strncat", "sprintf",
                                          "vsprintf", "gets",   "strtok",  "atoi",    "atol",
                                          "atof",     "alloca", "system",  "popen",   "setjmp",
                                          "longjmp",  "goto",   "mktemp",  "tmpnam",  "asctime",
                                          "ctime",    "rand",   "srand" };
    static const char *const notes[] = { "TODO", "FIXME", "XXX", "HACK" };

    for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
        if (calls(code, banned[i]))
            fault("banned", banned[i], -1);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (count_word(line, notes[i]) && !strstr(line, "(#") && !strstr(file, "checksrc"))
            fault("todo", "needs the number of an issue, as in (#12)", -1);
    size_t n = strlen(line);
    if (strchr(line, '\t'))
        fault("line", "a tab", -1);
    if (n > 1 && line[n - 1] == '\n' && isspace((unsigned char)line[n - 2]))
        fault("line", "a blank at the end", -1);
}

/* ---- functions ---- */

/* Parameters in the outermost brackets of a function's head. */
static int count_params(const char *text)
{
    const char *open = strchr(text, '('), *s;
    int depth = 0, n = 1;

    if (!open)
        return 0;
    for (s = open; *s; s++) {
        depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
        n += *s == ',' && depth == 1;
        if (depth == 0)
            break;
    }
    return n;
}

static void begin_function(void)
{
    const char *open = strchr(head, '('), *s = open;

    while (s > head && !is_letter(s[-1]))
        s--;
    const char *end = s;
    while (s > head && is_letter(s[-1]))
        s--;
    snprintf(fn.name, sizeof fn.name, "%.*s", (int)(end - s), s);
    fn.inside = true;
    fn.begin = line_no;
    fn.depth = 0;
    fn.ways = 1;
    fn.told_nesting = false;
    fn.params = count_params(head);
    if (fn.params > PARAMS)
        fault("params", fn.name, fn.params);
}

static void end_function(void)
{
    if (line_no - fn.begin - 1 > FUNCTION_LINES)
        fault("function", fn.name, line_no - fn.begin - 1);
    if (fn.ways > COMPLEX && strncmp(file, "tools/", 6) != 0)
        fault("complex", fn.name, fn.ways);
    fn.inside = false;
    fn.name[0] = '\0';
    head[0] = '\0';
}

static void follow(const char *code)
{
    if (!fn.inside && code[0] == '{' && strchr(head, '(') && !strchr(head, '=') &&
        !strchr(head, ';')) {
        begin_function();
        return;
    }
    if (fn.inside && code[0] == '}') {
        end_function();
        return;
    }
    if (!fn.inside) {
        if (code[0] == '#' || code[0] == '}' || strchr(code, ';') || !*code)
            head[0] = '\0';
        else
            snprintf(head + strlen(head), sizeof head - strlen(head), "%s", code);
        return;
    }
    for (const char *s = code; *s; s++)
        fn.depth += *s == '{' ? 1 : *s == '}' ? -1 : 0;
    if (fn.depth > NESTING && !fn.told_nesting) {
        fn.told_nesting = true;
        fault("nesting", fn.name, fn.depth);
    }
    fn.ways += count_word(code, "if") + count_word(code, "for") + count_word(code, "while") +
               count_word(code, "case") + count_text(code, "?");
}

/* ---- files ---- */

static void check_header(const char *first, const char *all)
{
    char guard[200] = "#ifndef ", *g = guard + strlen(guard);

    if (strncmp(first, "/*", 2) != 0)
        fault("header", "begins with a comment that says what it is", -1);
    const char *path = strncmp(file, "src/", 4) == 0 ? file + 4 : file;
    const char *slash = strrchr(path, '/'), *folder = path;
    if (slash)
        for (folder = slash; folder > path && folder[-1] != '/';)
            folder--;
    for (const char *s = folder; *s && g < guard + sizeof guard - 1; s++)
        *g++ = (char)(isalnum((unsigned char)*s) ? toupper((unsigned char)*s) : '_');
    *g = '\0';
    if (!strstr(all, guard))
        fault("header", guard, -1);
}

static void check_file(const char *path)
{
    static char line[20000], code[20000], first[200], all[200000];
    bool is_header = strcmp(path + strlen(path) - 2, ".h") == 0;
    FILE *f = fopen(path, "r");

    file = path;
    line_no = 0;
    in_comment = false, formatted = true;
    head[0] = fn.name[0] = all[0] = first[0] = '\0';
    fn.inside = false;
    while (f && fgets(line, sizeof line, f)) {
        if (++line_no == 1)
            snprintf(first, sizeof first, "%.199s", line);
        if (is_header)
            snprintf(all + strlen(all), sizeof all - strlen(all), "%s", line);
        if (strstr(line, "clang-format on"))
            formatted = true;
        strip(line, code);
        check_words(line, code);
        if (formatted)
            check_letters(line, code);
        if (strstr(line, "clang-format off"))
            formatted = false;
        follow(code);
    }
    if (f)
        fclose(f);
    if (line_no > (is_header ? HEADER_LINES : FILE_LINES))
        fault("file", "too many lines", line_no);
    if (is_header)
        check_header(first, all);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    read_exceptions(argv[1]);
    for (int i = 2; i < argc; i++)
        check_file(argv[i]);
    for (int i = 0; i < n_exceptions; i++)
        if (!exception[i].used) {
            printf("%s:%d: the exception %s %s is not needed any more\n", argv[1],
                   exception[i].line, exception[i].rule, exception[i].place);
            faults++;
        }
    return faults != 0;
}
