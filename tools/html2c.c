/*
 * html2c - turns a page template into C functions.
 *
 *   html2c src/systems/task/views/task_list.html > build/asan/gen/task_list.html.h
 *
 *   %! task_list(const struct task_list_view *v)     a function's head; a file may hold several
 *   % for (size_t i = 0; i < v->n; i++) {            a line of C
 *   <td>{{ v->task[i].title }}</td>                  markup and values
 *
 * The function gets "struct html h, struct ctx *c" before its own parameters, so
 * that T("...") works. The tool follows the markup to know where each {{ }}
 * stands. In text and in quoted attributes it escapes, in href, src and action it
 * percent-encodes (a value that begins the attribute must be a struct
 * html_local), and anywhere else (unquoted, in a tag, in script, style or on*)
 * it refuses: nothing can go out unescaped because somebody forgot something.
 * A value of type struct html_safe may also stand inside a tag, as attributes.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum { TEXT, TAG, VALUE } where = TEXT;
static char tag[32], attr[32], quote;
static const char *file;
static int line_no, open_function;

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line_no, what);
    exit(1);
}

static void read_name(const char *s, char ret[32])
{
    size_t n = 0;

    while (n < 31 && (isalnum((unsigned char)s[n]) || s[n] == '-'))
        n++;
    memcpy(ret, s, n);
    ret[n] = '\0';
}

/* Moves the context over one character of markup. */
static void follow(const char *s)
{
    if (where == TEXT && *s == '<' && isalpha((unsigned char)s[1])) {
        read_name(s + 1, tag);
        if (strcmp(tag, "script") == 0 || strcmp(tag, "style") == 0)
            if (!strstr(s, "src=\""))
                die("scripts and styles belong in their own files");
        where = TAG;
        attr[0] = '\0';
    } else if (where == TAG && *s == '>') {
        where = TEXT;
    } else if (where == TAG && *s == '=') {
        if (s[1] != '"' && s[1] != '\'')
            die("quote the attribute's value");
    } else if (where == TAG && (*s == '"' || *s == '\'')) {
        where = VALUE;
        quote = *s;
    } else if (where == TAG && isalpha((unsigned char)*s) && isspace((unsigned char)s[-1])) {
        read_name(s, attr);
        if (strncmp(attr, "on", 2) == 0 || strcmp(attr, "style") == 0)
            die("no inline scripts or styles");
    } else if (where == VALUE && *s == quote) {
        where = TAG;
    }
}

static int is_url(void)
{
    return !strcmp(attr, "href") || !strcmp(attr, "src") || !strcmp(attr, "action") ||
           !strcmp(attr, "formaction");
}

static void put_markup(const char *s, size_t n)
{
    if (n == 0)
        return;
    printf("    html_markup(h, \"");
    for (size_t i = 0; i < n; i++)
        if (s[i] == '\n')
            printf("\\n");
        else
            printf(s[i] == '"' || s[i] == '\\' ? "\\%c" : "%c", s[i]);
    printf("\", %zu);\n", n);
}

/* One value; where it stands decides what writes it. */
static void put_value(const char *s, const char *end)
{
    const char *writer = "put";
    int len = (int)(end - s - 2);

    if (where == TAG)
        writer = "safe";
    else if (where == VALUE && is_url())
        writer = s[-1] == quote ? "local" : "url";
    printf("#line %d \"%s\"\n", line_no, file);
    printf("    html_%s(h, %.*s);\n", writer, len, s + 2);
}

/* A line of markup: literal stretches and {{ values }}. */
static void put_line(const char *s)
{
    const char *from = s;

    while (isspace((unsigned char)*from) && *from != '\n' && where == TEXT)
        from++; /* indentation is for the reader of the template */
    s = from;
    while (*s) {
        if (strncmp(s, "{{", 2) != 0) {
            follow(s++);
            continue;
        }
        const char *end = strstr(s, "}}");
        if (!end)
            die("{{ without }}");
        put_markup(from, (size_t)(s - from));
        put_value(s, end);
        from = s = end + 2;
    }
    put_markup(from, (size_t)(s - from));
}

static void end_function(void)
{
    if (where != TEXT)
        die("the template ends inside a tag");
    if (open_function)
        printf("}\n\n");
    open_function = 0;
}

int main(int argc, char **argv)
{
    static char line[8192];

    if (argc != 2 || !(freopen((file = argv[1]), "r", stdin)))
        return 1;
    printf("/* Written by tools/html2c from %s; do not edit. */\n#include \"core/page.h\"\n"
           "#include \"core/tr.h\"\n\n",
           file);
    while (fgets(line, sizeof line, stdin)) {
        line_no++;
        char args[512] = "", name[64];
        if (sscanf(line, "%%! %63[a-z_0-9](%511[^)])", name, args) >= 1) {
            end_function();
            printf("static void %s_html(struct html h, __attribute__((unused)) struct ctx "
                   "*c%s%s)\n{\n",
                   name, args[0] ? ", " : "", args);
            open_function = 1;
        } else if (line[0] == '%') {
            printf("#line %d \"%s\"\n    %s", line_no, file, line + 1);
        } else if (open_function) {
            put_line(line);
        } else if (strspn(line, " \n") != strlen(line)) {
            die("markup before the first %! line");
        }
    }
    end_function();
    return 0;
}
