#include "core/html.h"
#include "core/html_check.h"
#include "core/test.h"

/* ---- the writer ---- */

static const char *put(struct ctx *c, const char *s)
{
    struct buf b = { .arena = c->arena };

    html_put((struct html){ &b }, s);
    return buf_str(&b);
}

static const char *url(struct ctx *c, const char *s)
{
    struct buf b = { .arena = c->arena };

    html_url((struct html){ &b }, s);
    return buf_str(&b);
}

TEST(html_text_is_escaped)
{
    CHECK_STR(put(c, "<b>\"5G\" & 'x'</b>"), "&lt;b&gt;&quot;5G&quot; &amp; &#39;x&#39;&lt;/b&gt;");
    CHECK_STR(put(c, "Đường"), "Đường");
    CHECK_STR(put(c, ""), "");
    CHECK_STR(put(c, "&"), "&amp;");
    CHECK_STR(put(c, "a&&b"), "a&amp;&amp;b");
    CHECK_STR(put(c, "&amp;"), "&amp;amp;");
}

TEST(html_every_byte_is_escaped_or_stays)
{
    char s[] = "0123456?89abcdef";

    for (int ch = 1; ch < 128; ch++) {
        s[7] = (char)ch;
        const char *want = ch == '<'    ? "&lt;"
                           : ch == '>'  ? "&gt;"
                           : ch == '&'  ? "&amp;"
                           : ch == '"'  ? "&quot;"
                           : ch == '\'' ? "&#39;"
                                        : arena_printf(c->arena, "%c", ch);
        CHECK_STR(put(c, s), arena_printf(c->arena, "0123456%s89abcdef", want));
    }
}

TEST(html_an_address_is_percent_encoded)
{
    struct buf b = { .arena = c->arena };

    CHECK_STR(url(c, "a b/c?d=é&\"<x>"), "a%20b%2Fc%3Fd%3D%C3%A9%26%22%3Cx%3E");
    CHECK_STR(url(c, "javascript:alert(1)"), "javascript%3Aalert%281%29");
    html_url((struct html){ &b }, ((struct html_local){ "/tasks?a=1&b=2" }));
    html_put((struct html){ &b }, -5);
    html_put((struct html){ &b }, (size_t)7);
    CHECK_STR(buf_str(&b), "/tasks?a=1&amp;b=2-57");
}

/* ---- the checker ---- */

#define HEAD "<!doctype html>\n<html lang=\"en\"><head><title>x</title></head><body>"
#define FOOT "</body></html>\n"

TEST(html_check_accepts_a_good_page)
{
    CHECK_PAGE(
        HEAD
        "<nav aria-label=\"Main\"><ul><li><a href=\"/\">x</a></li></ul></nav><main>"
        "<h1>A &amp; B</h1><h2>b</h2><h3>c</h3><h2>d</h2>"
        "<form action=\"/x\" method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\"1\">"
        "<label for=\"a\">A</label><input id=\"a\" name=\"a\" aria-describedby=\"h\">"
        "<p id=\"h\">hint</p><label>B <input name=\"b\"></label>"
        "<fieldset><legend>c</legend><label><input type=\"radio\" name=\"r\"> 1</label></fieldset>"
        "<button>Go</button></form>"
        "<table><caption>t</caption><tr><th scope=\"col\">a</th></tr></table>"
        "<svg aria-hidden=\"true\"><path d=\"M0 0\"/></svg><img src=\"/x\" alt=\"\">"
        "<a href=\"#h\"><img src=\"/x\" alt=\"back\"></a></main>" FOOT);
    CHECK_PAGE("<p>a part</p>");
}

TEST(html_check_names_what_is_wrong)
{
    static const struct {
        const char *page, *says;
    } t[] = {
        { "<div><p>x</div>", "</div> where <p> is open" },
        { "<div>", "never closed: div" },
        { "</p>", "</p> where <nothing>" },
        { "a & b", "not written &amp;" },
        { "a < b", "not written &lt;" },
        { "<p class=x>a</p>", "without quotation marks: class" },
        { "<p class=\"x\" class=\"y\">a</p>", "an attribute twice: class" },
        { "<p id=\"a\">a</p><p id=\"a\">b</p>", "an id twice: a" },
        { "<p style=\"color:red\">a</p>", "security policy: style" },
        { "<p onclick=\"x()\">a</p>", "security policy: onclick" },
        { "<script>x()</script>", "content in script" },
        { "<h2>a</h2><h4>b</h4>", "jumps: h4" },
        { "<h2> </h2>", "no text in h2" },
        { "<a href=\"/\"></a>", "no text in a" },
        { "<a href=\"/\"><svg aria-hidden=\"true\"><title>x</title></svg></a>", "no text in a" },
        { "<button></button>", "no text in button" },
        { "<input name=\"q\">", "without label: q" },
        { "<label for=\"b\">x</label><select id=\"a\" name=\"q\"></select>", "without label: q" },
        { "<img src=\"/x\">", "without alt" },
        { "<svg><path d=\"\"/></svg>", "a picture" },
        { "<table><caption>x</caption><tr><td>1</td></tr></table>", "without th" },
        { "<table><tr><th>1</th></tr></table>", "without caption" },
        { "<nav><p>x</p></nav>", "nav without label" },
        { "<ul><p>x</p></ul>", "in a list stands a p" },
        { "<p><div>x</div></p>", "in a paragraph stands a div" },
        { "<a href=\"/\">x <button>y</button></a>", "in a link or button stands a button" },
        { "<form><form></form></form>", "a form in a form" },
        { "<fieldset><p>x</p></fieldset>", "without legend" },
        { "<p tabindex=\"3\">x</p>", "positive tabindex" },
        { "<div/>", "may end with />" },
        { "<p>\xff</p>", "not UTF-8" },
        { HEAD "<main><p>x</p></main>" FOOT, "no h1" },
        { HEAD "<h1>x</h1>" FOOT, "not exactly one main" },
        { HEAD "<main><h1>x</h1><a href=\"#y\">y</a></main>" FOOT, "href: there is no id y" },
        { HEAD "<main><h1>x</h1><h3>y</h3></main>" FOOT, "jumps: h3" },
        { "<!doctype html><html><head><title></title></head><body></body></html>", "has no lang" },
        { "<!doctype html><html><head><title></title></head><body></body></html>", "has no title" },
    };

    for (size_t i = 0; i < COUNT(t); i++)
        CHECK_HAS(html_check(c->arena, t[i].page), t[i].says);
}
