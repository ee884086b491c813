/* What a good password is, and how it is changed. NIST SP 800-63B, 5.1.1.2: length counts,
 * not the kinds of letters; common and guessable ones are refused. */
#include <string.h>

#include "common/account/account_desk.h"
#include "core/text.h"

enum { SHORTEST = 12, LONGEST = 200, OWN_LETTERS = 4 };

/* What people make passwords of, here and elsewhere, folded. A password must have four
 * letters or more beside these, digits and signs. */
static const char *const common[] = {
    "password",  "passwort",      "matkhau",   "matma",   "qwertyuiop", "qwerty",   "qwertz",
    "asdfghjkl", "asdfgh",        "zxcvbnm",   "zxcvbn",  "iloveyou",   "anhyeuem", "emyeuanh",
    "yeuem",     "welcome",       "letmein",   "monkey",  "dragon",     "sunshine", "princess",
    "football",  "superman",      "trustno",   "master",  "secret",     "login",    "changeme",
    "default",   "administrator", "admin",     "quantri", "nguoidung",  "taikhoan", "vietnam",
    "hanoi",     "saigon",        "hochiminh", "tphcm",   "danang",     "chinhphu", "congchuc",
    "lienthong", "nhanvien",      "canbo",     "congan",  "hello",      "xinchao",  "test",
    "demo",      "abcdefgh",      "abcdef",    "abcd",    "abc",        "haiphong", "cantho",
    "baovat",    "khongbiet",     "doilacho",  "nguyen",  "user",       "guest",    "root",
    NULL
};

static bool is_letter(char ch)
{
    return ch >= 'a' && ch <= 'z';
}

/* Folded, without blanks; then without what is guessable. */
static size_t own_letters(struct ctx *c, const char *password, const char *const *names)
{
    const char *s = text_fold(c->arena, password);
    struct buf b = { .arena = c->arena };
    size_t n = 0;
    bool seen[26] = { false };

    for (; *s; s++)
        if (*s != ' ')
            buf_put(&b, s, 1);
    for (s = buf_str(&b); *s;) {
        size_t skip = 0;

        for (size_t i = 0; common[i]; i++)
            if (strncmp(s, common[i], strlen(common[i])) == 0 && strlen(common[i]) > skip)
                skip = strlen(common[i]);
        for (size_t i = 0; names[i]; i++)
            if (strlen(names[i]) > 2 && strncmp(s, names[i], strlen(names[i])) == 0 &&
                strlen(names[i]) > skip)
                skip = strlen(names[i]);
        if (!skip && is_letter(*s)) {
            n += !seen[*s - 'a'];
            seen[*s - 'a'] = true;
        }
        s += skip ? skip : 1;
    }
    return n;
}

static size_t different(const char *s)
{
    bool seen[256] = { false };
    size_t n = 0;

    for (; *s; s++) {
        n += !seen[(unsigned char)*s];
        seen[(unsigned char)*s] = true;
    }
    return n;
}

bool account_password_check(struct ctx *c, const char *field, const char *password,
                            const struct account *who)
{
    const char *names[12] = { 0 };
    const char *own = text_fold(c->arena, arena_printf(c->arena, "%s %s", who->name, who->person));

    text_split(c->arena, own, ' ', names, COUNT(names) - 1);
    if (text_chars(password) < SHORTEST)
        return fail_field(c, field,
                          "at least 12 letters or signs; several words are easiest to remember");
    if (strlen(password) > LONGEST)
        return fail_field(c, field, "this is too long: at most %d letters", LONGEST);
    if (different(password) < 6 || own_letters(c, password, names) < OWN_LETTERS)
        return fail_field(
            c, field,
            "too easy to guess: it is made of a common word, a name, a row of keys or digits");
    return true;
}
