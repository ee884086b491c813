/*
 * po2c - turns the merged catalogues into one C table and its hash table.
 *
 *   po2c vi.po de.po > catalogue.c
 *
 * Reads what msgcat writes: msgid and msgstr in one or more quoted lines,
 * already escaped as in C. Fuzzy and empty translations count as missing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/catalogue.h"

enum { MAX = 8192, LINE = 8192 };
static struct text {
    char *key, *to[2];
} text[MAX];
static size_t n_text;

static char *join(char *old, const char *quoted)
{
    const char *from = strchr(quoted, '"'), *end = strrchr(quoted, '"');
    size_t had = old ? strlen(old) : 0, n = (size_t)(end - from - 1);
    char *s = realloc(old, had + n + 1);

    if (!s || !from || end == from)
        exit(1);
    memcpy(s + had, from + 1, n);
    s[had + n] = '\0';
    return s;
}

static void keep(char *key, char *value, int lang, int fuzzy)
{
    size_t i = 0;

    if (!key || !*key)
        return;
    while (i < n_text && strcmp(text[i].key, key) != 0)
        i++;
    if (i == MAX)
        exit(1);
    if (i == n_text)
        text[n_text++].key = key;
    if (value && *value && !fuzzy)
        text[i].to[lang] = value;
}

static void read_po(const char *path, int lang)
{
    static char line[LINE];
    FILE *f = fopen(path, "r");
    char *key = NULL, *value = NULL, **now = NULL;
    int fuzzy = 0, next_fuzzy = 0;

    if (!f) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof line, f)) {
        if (!strncmp(line, "#,", 2) && strstr(line, "fuzzy"))
            next_fuzzy = 1;
        if (!strncmp(line, "msgid ", 6)) {
            keep(key, value, lang, fuzzy);
            key = value = NULL;
            fuzzy = next_fuzzy;
            next_fuzzy = 0;
            now = &key;
        } else if (!strncmp(line, "msgstr ", 7)) {
            now = &value;
        }
        if (now && strchr(line, '"') && line[0] != '#')
            *now = join(*now, line);
    }
    keep(key, value, lang, fuzzy);
    fclose(f);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct text *)a)->key, ((const struct text *)b)->key);
}

static void put_slots(void)
{
    static unsigned short slot[MAX * 4];
    size_t n = 64;

    while (n < n_text * 2)
        n *= 2;
    for (size_t i = 0; i < n_text; i++) {
        size_t at = catalogue_hash(text[i].key, strlen(text[i].key)) & (n - 1);

        while (slot[at])
            at = (at + 1) & (n - 1);
        slot[at] = (unsigned short)(i + 1);
    }
    printf("const unsigned short catalogue_slot[] = {");
    for (size_t i = 0; i < n; i++)
        printf("%s%u,", i % 16 ? " " : "\n    ", slot[i]);
    printf("\n};\nconst size_t n_catalogue_slot = COUNT(catalogue_slot);\n");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 1;
    read_po(argv[1], 0);
    read_po(argv[2], 1);
    /* The C table is searched by the text itself, so no key may need an escape. */
    for (size_t i = 0; i < n_text; i++)
        if (strchr(text[i].key, '\\')) {
            fprintf(stderr, "a key with a quote or a line end: %s\n", text[i].key);
            return 1;
        }
    qsort(text, n_text, sizeof text[0], by_key);
    printf("/* Written by tools/po2c; do not edit. */\n#include \"core/catalogue.h\"\n\n"
           "const struct catalogue_text catalogue[] = {\n");
    for (size_t i = 0; i < n_text; i++) {
        printf("    { \"%s\", ", text[i].key);
        for (int k = 0; k < 2; k++)
            printf(text[i].to[k] ? "\"%s\"%s" : "%s%s", text[i].to[k] ? text[i].to[k] : "NULL",
                   k ? " },\n" : ", ");
    }
    printf(
        "    { \"\\x7f\", NULL, NULL },\n};\nconst size_t n_catalogue = COUNT(catalogue) - 1;\n");
    put_slots();
    return 0;
}
