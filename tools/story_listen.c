/*
 * Steps of stories about what the program sends, and about lists of many pages: listen, heard,
 * signed, pages, every.
 */
#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/test_listen.h"
#include "story.h"

static struct test_listener *listener;

void assert_failed(const char *belief, const char *at, int line)
{
    fprintf(stderr, "%s:%d: %s\n", at, line, belief);
    abort();
}

/* ---- a program that listens ---- */

/* listen STATUS: from now on; its port is $HOOK. */
static bool do_listen(char *s)
{
    int status = (int)strtol(word(&s), NULL, 10);

    if (listener)
        test_listen_answer(listener, status);
    else
        listener = test_listen(status);
    let("HOOK", format("%d", test_listen_port(listener)));
    return true;
}

/* heard N: the N-th request has come; it is the answer that is looked at from now on. */
static bool do_heard(char *s)
{
    const char *n = word(&s);
    const char *text = listener ? test_listen_heard(listener, strtoul(n, NULL, 10)) : NULL;

    if (!text)
        return wrong("so many messages did not come", n);
    answer = (struct answer){ .head = format("%s", text) };
    char *gap = strstr(answer.head, "\r\n\r\n");
    if (!gap)
        return wrong("this message has no end", text);
    gap[2] = '\0';
    answer.body = gap + 4;
    answer.n_body = strlen(answer.body);
    return true;
}

/* signed whsec_...: as a receiver checks it by Standard Webhooks. */
static bool do_signed(char *s)
{
    const char *secret = word(&s);
    unsigned char key[100], mac[EVP_MAX_MD_SIZE], want[100];
    unsigned n = 0;
    char *text = format("%s.%s.%s", http_header(&answer, "webhook-id"),
                        http_header(&answer, "webhook-timestamp"), answer.body);
    size_t len = strlen(secret);

    if (strncmp(secret, "whsec_", 6) != 0 || len > 6 + 100)
        return wrong("this is no secret", secret);
    int k = EVP_DecodeBlock(key, (const unsigned char *)secret + 6, (int)len - 6);
    k -= secret[len - 1] == '=';
    k -= secret[len - 2] == '=';
    if (!HMAC(EVP_sha256(), key, k, (unsigned char *)text, strlen(text), mac, &n))
        return wrong("HMAC did not work", NULL);
    EVP_EncodeBlock(want, mac, (int)n);
    return strcmp(http_header(&answer, "webhook-signature"), format("v1,%s", want)) == 0 ||
           wrong("the signature is another", http_header(&answer, "webhook-signature"));
}

/* ---- many pages, many addresses ---- */

static struct answer get(const char *path)
{
    return http_ask(node->port, "GET", path, format("Accept-Language: en\r\n%s", identity), NULL,
                    NULL);
}

/* pages PATH MEMBER: follows "next" until it is null; out: how many members there were. */
static bool do_pages(char *s)
{
    char *path = word(&s), *member = word(&s);
    size_t all = 0;

    for (int page = 0; path && page < 1000; page++) {
        answer = get(path);
        json_t *root = json_loadb(answer.body, answer.n_body, 0, NULL);
        const char *next = json_string_value(json_object_get(root, "next"));

        if (answer.status != 200 || !root)
            return wrong(format("page %s answers %d", path, answer.status), answer.body);
        all += json_array_size(json_object_get(root, member));
        path = next ? format("%s", next) : NULL;
        json_decref(root);
    }
    say(format("%zu", all));
    return !path || wrong("there is no end of pages", path);
}

/* every N COLUMN PATH: for each line of the CSV that came last, whose column is put for % in the
 * path, the answer is 200 and its unit has that code; at least N lines. */
static bool do_every(char *s)
{
    size_t least = strtoul(word(&s), NULL, 10), column = strtoul(word(&s), NULL, 10), n = 0;
    char *path = word(&s), *gap = strchr(path, '%'), *save = NULL;

    for (char *line = strtok_r(strchr(answer.body, '\n'), "\r\n", &save); line && gap;
         line = strtok_r(NULL, "\r\n", &save), n++) {
        char *field = line;

        for (size_t i = 1; i < column; i++)
            field += strcspn(field, ",") + 1;
        char *code = format("%.*s", (int)strcspn(field, ","), field);
        char *to = format("%.*s%s%s", (int)(gap - path), path, code, gap + 1);
        struct answer a = get(to);
        if (a.status != 200 || !strstr(a.body, format("\"code\":\"%s\"", code)))
            return wrong(format("%s answers %d", to, a.status), a.body);
        free(a.head);
    }
    return n >= least || wrong(format("there are only %zu lines", n), NULL);
}

bool listen_step(const char *verb, char *s, bool *ret_ok)
{
    static const struct {
        const char *verb;
        bool (*run)(char *s);
    } steps[] = { { "listen", do_listen },
                  { "heard", do_heard },
                  { "signed", do_signed },
                  { "pages", do_pages },
                  { "every", do_every } };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].verb, verb) == 0) {
            *ret_ok = steps[i].run(s);
            return true;
        }
    return false;
}

void listen_end(void)
{
    if (listener)
        test_listen_end(&listener);
}
