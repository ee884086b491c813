#include "core/catalogue.h"
#include "core/test.h"
#include "core/text.h"
#include "core/tr.h"

TEST(tr_every_text_of_the_catalogue_is_found)
{
    CHECK(n_catalogue > 20);
    for (size_t i = 0; i < n_catalogue; i++) {
        const struct catalogue_text *t = &catalogue[i];

        CHECK_STR(tr("vi", t->key), t->vi ? t->vi : t->key);
        CHECK_STR(tr("de", t->key), t->de ? t->de : t->key);
        CHECK_STR(tr("en", t->key), t->key);
        CHECK(!t->vi || text_valid(t->vi, strlen(t->vi)));
    }
    CHECK_STR(tr("vi", "there is no such page"), "không có trang này");
    CHECK_STR(tr("vi", "no such text"), "no such text");
    CHECK_STR(tr("de", ""), "");
}

TEST(tr_the_language_is_the_one_that_is_liked_best)
{
    static const struct {
        const char *header, *lang;
    } t[] = {
        { "", "vi" },
        { "de", "de" },
        { "de-AT,de;q=0.9,en;q=0.8", "de" },
        { "fr-FR,fr;q=0.9,en;q=0.8,de;q=0.7", "en" },
        { "de;q=0.3, en;q=0.9", "en" },
        { "en;q=0.301,de;q=0.31", "de" },
        { "en;q=0, de;q=0.1", "de" },
        { "EN-us", "en" },
        { "*", "vi" },
        { "*;q=0.5, en;q=0.2", "vi" },
        { "den, eng", "vi" },
        { "en; q=0.1,de; q=1.0", "de" },
        { "fr,;q=,,;;,de", "de" },
        { "d", "vi" },
        { ",,,", "vi" },
    };

    for (size_t i = 0; i < COUNT(t); i++)
        CHECK_STR(tr_lang_match(t[i].header), t[i].lang);
}

TEST(tr_percentages_are_rounded_to_hundredths)
{
    c->lang = "vi";
    CHECK_STR(tr_percent(c, 8150, 9831), "82,90 %");
    CHECK_STR(tr_percent(c, 0, 10), "0,00 %");
    CHECK_STR(tr_percent(c, 10, 10), "100,00 %");
    CHECK_STR(tr_percent(c, 1, 3), "33,33 %");
    CHECK_STR(tr_percent(c, 2, 3), "66,67 %");
    CHECK_STR(tr_percent(c, 1, 20000), "0,01 %"); /* half is rounded up */
    CHECK_STR(tr_percent(c, 1, 0), "–");
    c->lang = "en";
    CHECK_STR(tr_percent(c, 8150, 9831), "82.90%");
}

TEST(tr_counts_and_days_are_written_as_people_do)
{
    int64_t d = day(2025, 8, 28), ms = (d * 86400 + 2 * 3600 + 30 * 60) * 1000;

    c->lang = "vi";
    CHECK_STR(tr_count(c, 16051), "16.051");
    CHECK_STR(tr_day(c, d), "28/8/2025");
    CHECK_STR(tr_day_short(c, d), "28/08/2025");
    CHECK_STR(tr_moment(c, ms), "28/08/2025, 09:30");
    c->lang = "de";
    CHECK_STR(tr_count(c, -1234567), "-1.234.567");
    CHECK_STR(tr_day(c, d), "28. August 2025");
    CHECK_STR(tr_day_short(c, d), "28.08.2025");
    c->lang = "en";
    CHECK_STR(tr_count(c, 999), "999");
    CHECK_STR(tr_count(c, -100), "-100");
    CHECK_STR(tr_count(c, 1000), "1,000");
    CHECK_STR(tr_day(c, d), "28 August 2025");
    CHECK_STR(tr_day_short(c, d), "28 Aug 2025");
}

TEST(tr_one_and_many_have_their_own_texts)
{
    c->lang = "en";
    CHECK_STR(TN("%lld task", "%lld tasks", 1), "1 task");
    CHECK_STR(TN("%lld task", "%lld tasks", 0), "0 tasks");
    CHECK_STR(TN("%lld task", "%lld tasks", 2), "2 tasks");
    c->lang = "vi";
    CHECK_STR(TF("the file has more than %lld lines", 7LL), "tệp có nhiều hơn 7 dòng");
}

TEST(tr_long_texts_are_not_cut_inside_a_character)
{
    struct buf b = { .arena = c->arena };

    for (int i = 0; i < 700; i++)
        buf_text(&b, "ề");
    CHECK_INT(strlen(TF("Error: %s", buf_str(&b))), strlen("Error: ") + 2100);
    for (int i = 0; i < 4; i++) { /* each place where the cut can fall */
        fail(c, ERR_INPUT, "Error: %s", buf_str(&b));
        CHECK(text_valid(c->err.message, strlen(c->err.message)));
        CHECK(strlen(c->err.message) > 590);
        CHECK_FAILED(c, ERR_INPUT);
        buf_put(&b, "x", 1);
        memmove(b.p + 1, b.p, b.n - 1);
        b.p[0] = 'x';
    }
}
