#include "core/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/tr.h"

enum { CONNECT_MS = 5000, ANSWER_MAX = 64 << 10 };

/* ---- where to ---- */

struct range {
    uint32_t from;
    int bits;
};

static bool is_special_4(uint32_t a)
{
    /* RFC 6890: this network, private, shared, loopback, link-local, protocol assignments,
     * documentation, relays, private, benchmarks, documentation, multicast and reserved */
    static const struct range special[] = {
        { 0x00000000, 8 },  { 0x0a000000, 8 },  { 0x64400000, 10 }, { 0x7f000000, 8 },
        { 0xa9fe0000, 16 }, { 0xac100000, 12 }, { 0xc0000000, 24 }, { 0xc0000200, 24 },
        { 0xc0586300, 24 }, { 0xc0a80000, 16 }, { 0xc6120000, 15 }, { 0xc6336400, 24 },
        { 0xcb007100, 24 }, { 0xe0000000, 3 },
    };

    for (size_t i = 0; i < COUNT(special); i++)
        if ((a ^ special[i].from) >> (32 - special[i].bits) == 0)
            return true;
    return false;
}

static uint32_t word_at(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Only 2000::/3 is the open Internet; in it an IPv4 address may hide (6to4, Teredo), and
 * outside it in mapped and translated addresses: all of these are refused. */
static bool is_special_6(const unsigned char p[16])
{
    uint32_t first = word_at(p);

    return first >> 29 != 1 || first >> 16 == 0x2002 || first == 0x20010000 || first == 0x20010db8;
}

bool fetch_is_special(const struct sockaddr *to)
{
    if (to->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, to, sizeof in);
        return is_special_4(ntohl(in.sin_addr.s_addr));
    }
    if (to->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, to, sizeof in);
        return is_special_6(in.sin6_addr.s6_addr);
    }
    return true;
}

const char *fetch_url_fault(const char *url, bool local)
{
    bool plain = strncmp(url, "http://", 7) == 0;
    const char *host = url + (plain ? 7 : 8);
    size_t n = strncmp(url, "https://", 8) == 0 || plain ? strcspn(host, "/?#") : 0;

    if (n == 0 || strpbrk(url, " \t\r\n\"<>\\#"))
        return N_("write an address like https://example.gov.vn/units");
    if (memchr(host, '@', n))
        return N_("the address must not hold a name or password");
    if (!plain)
        return NULL;
    return local ? NULL : N_("the address must begin with https://");
}

/* ---- libcurl ---- */

struct sending {
    const struct fetch *f;
    size_t got;
    bool refused;
};

static curl_socket_t on_socket(void *arg, curlsocktype what, struct curl_sockaddr *to)
{
    struct sending *s = arg;

    (void)what;
    if (!s->f->local && fetch_is_special(&to->addr)) {
        s->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t on_answer(char *p, size_t size, size_t n, void *arg)
{
    struct sending *s = arg;

    (void)p;
    s->got += size * n;
    return s->got <= ANSWER_MAX ? size * n : 0; /* 0 ends it: the status is known by then */
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t k, curl_off_t d)
{
    const struct sending *s = arg;

    (void)a, (void)b, (void)k, (void)d;
    return s->f->stopped && atomic_load(s->f->stopped);
}

static void begin(void)
{
    ASSERT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

static void set_up(CURL *h, struct sending *s, struct curl_slist *headers)
{
    const struct fetch *f = s->f;

    curl_easy_setopt(h, CURLOPT_URL, f->url);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_POST, 1L);
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, f->body.p);
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)f->body.n);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(h, CURLOPT_USERAGENT, "lienthong");
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)f->timeout_ms);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, s);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_answer);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, s);
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(h, CURLOPT_XFERINFODATA, s);
}

void fetch_post(struct arena *a, const struct fetch *f, struct fetched *ret)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sending s = { .f = f };
    struct curl_slist *headers = NULL;
    long status = 0;

    pthread_once(&once, begin);
    CURL *h = curl_easy_init();
    ASSERT(h);
    headers = curl_slist_append(headers, arena_printf(a, "Content-Type: %s", f->type));
    headers = curl_slist_append(headers, "Expect:"); /* no waiting for 100 */
    for (size_t i = 0; f->headers && f->headers[i]; i++)
        headers = curl_slist_append(headers, f->headers[i]);
    ASSERT(headers);
    set_up(h, &s, headers);
    CURLcode rc = curl_easy_perform(h);
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    *ret = (struct fetched){ (int)status, "" };
    if (s.refused)
        ret->fault = "the address is of this machine or of a private network";
    else if (rc != CURLE_OK && !(rc == CURLE_WRITE_ERROR && s.got > ANSWER_MAX))
        ret->fault = arena_strdup(a, curl_easy_strerror(rc));
    if (s.refused || (*ret->fault && rc != CURLE_OK))
        ret->status = 0;
    curl_easy_cleanup(h);
    curl_slist_free_all(headers);
}
