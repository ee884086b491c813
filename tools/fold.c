/*
 * fold - prints the table behind text_fold(), from ICU's data.
 *
 * A table of pages of 256 code points. An entry is what a code point becomes:
 *   0               nothing (a combining mark)
 *   ' '             a sign: parts two words
 *   < 0x8000        that code point (lower case, base letter)
 *   0x8000 + ab     two ASCII letters, 7 bits each ("ß" -> ss, "æ" -> ae)
 * Pages that are not in the table are kept as they are. No entry is longer in
 * UTF-8 than what it stands for, so a folded text never grows.
 */
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Latin, combining marks, Greek, Cyrillic, Latin additional (Vietnamese), Greek
 * extended, punctuation, letter-like signs, full-width forms. */
static const int pages[] = { 0x00, 0x01, 0x02, 0x03, 0x04, 0x1e, 0x1f, 0x20, 0x21, 0xff };
enum { PAGES = sizeof pages / sizeof pages[0] };

static int utf8_len(UChar32 c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
}

/* Letters whose stroke is part of them: no decomposition leads to the base. */
static UChar32 base(UChar32 c)
{
    switch (c) {
    case 0x0111: return 'd'; /* đ */
    case 0x0142: return 'l'; /* ł */
    case 0x00f8: return 'o'; /* ø */
    case 0x0131: return 'i'; /* ı */
    default: return c;
    }
}

static unsigned entry(const UNormalizer2 *nfkd, UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar from[4], to[32], folded[64];
    int32_t len = 0, n, kept = 0;
    UChar32 keep[8];

    if (!u_isdefined(c))
        return (unsigned)' ';
    U16_APPEND_UNSAFE(from, len, c);
    n = unorm2_normalize(nfkd, from, len, to, 32, &e);
    n = u_strFoldCase(folded, 64, to, n, U_FOLD_CASE_DEFAULT, &e);
    if (U_FAILURE(e))
        return (unsigned)' ';
    for (int32_t i = 0; i < n && kept < 8;) {
        UChar32 k;

        U16_NEXT(folded, i, n, k);
        if (u_charType(k) != U_NON_SPACING_MARK && u_charType(k) != U_ENCLOSING_MARK &&
            u_charType(k) != U_FORMAT_CHAR)
            keep[kept++] = u_isalnum(k) ? base(k) : ' ';
    }
    if (kept == 0)
        return 0;
    if (kept == 1 && keep[0] == 0xe6) /* æ, also with a mark */
        return 0x8000u | 'a' << 7 | 'e';
    if (kept == 2 && keep[0] < 0x80 && keep[1] < 0x80 && keep[0] != ' ' && keep[1] != ' ')
        return 0x8000u | (unsigned)keep[0] << 7 | (unsigned)keep[1];
    if (kept != 1 || keep[0] == ' ')
        return (unsigned)' ';
    if (keep[0] < 0x8000 && utf8_len(keep[0]) <= utf8_len(c))
        return (unsigned)keep[0];
    return c < 0x8000 ? (unsigned)c : (unsigned)' ';
}

int main(void)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&e);

    if (U_FAILURE(e))
        return 1;
    printf("/* Written by tools/fold from ICU %s; do not edit. */\n", U_ICU_VERSION);
    printf("static const unsigned char fold_page[256] = {");
    for (int i = 0; i < PAGES; i++) /* 0: not in the table */
        printf(" [%d] = %d,", pages[i], i + 1);
    printf(" };\nstatic const unsigned short fold_to[%d][256] = {\n", PAGES);
    for (int i = 0; i < PAGES; i++) {
        printf("    {");
        for (int k = 0; k < 256; k++)
            printf("%s%u,", k % 16 ? " " : "\n        ", entry(nfkd, pages[i] * 256 + k));
        printf("\n    },\n");
    }
    printf("};\n");
    return 0;
}
