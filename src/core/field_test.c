#include "core/field.h"
#include "core/test.h"

static const char *put(struct ctx *c, const struct req *q, struct field f)
{
    struct buf b = { .arena = c->arena };

    field_put((struct html){ &b }, c, q, &f);
    return buf_str(&b);
}

/* As the dispatcher shows a form again: "title" and "secret" were sent, "title" is wrong. */
static void refused(struct ctx *c, struct req *q, struct err *e)
{
    *q = test_req(POST);
    q->path = "/tasks/7/parts";
    *LIST_PUSH(c->arena, &q->params) = (struct param){ "title", "<5G>" };
    *LIST_PUSH(c->arena, &q->params) = (struct param){ "secret", "hush" };
    *LIST_PUSH(c->arena, &e->fields) = (struct err_field){ "title", "this is too short" };
    q->problem = e;
}

TEST(a_field_is_tied_to_its_label_and_hint)
{
    struct req q = test_req(GET);
    struct field f = { .name = "day", .label = "Day", .hint = "Of the product", .type = "date" };
    const char *s = put(c, &q, f);

    CHECK_HAS(s, "<label for=\"day\">Day");
    CHECK_HAS(s, "id=\"day-hint\">Of the product");
    CHECK_HAS(s, "type=\"date\" value=\"\" aria-describedby=\"day-hint\"");
    CHECK(!strstr(s, "aria-invalid"));
}

TEST(a_field_shown_again_keeps_what_was_written_and_says_what_is_wrong)
{
    struct err e = { 0 };
    struct req q;

    refused(c, &q, &e);
    const char *s = put(c, &q, (struct field){ .name = "title", .label = "T", .value = "old" });

    CHECK_HAS(s, "class=\"field wrong\"");
    CHECK_HAS(s, "value=\"&lt;5G&gt;\" aria-describedby=\"title-error\" aria-invalid=\"true\"");
    CHECK_HAS(s, "this is too short");
    CHECK_HAS(put(c, &q, (struct field){ .name = "other", .label = "O", .value = "old" }),
              "value=\"old\"");
}

TEST(a_password_is_never_sent_back)
{
    struct err e = { 0 };
    struct req q;

    refused(c, &q, &e);
    CHECK(!strstr(put(c, &q, (struct field){ .name = "secret", .label = "S", .type = "password" }),
                  "hush"));
}

TEST(of_several_forms_only_the_one_that_was_sent_is_shown_again)
{
    struct err e = { 0 };
    struct req q;
    const char *sent, *other;

    refused(c, &q, &e);
    sent = put(c, &q, (struct field){ .name = "title", .label = "T", .form = "parts" });
    other = put(c, &q, (struct field){ .name = "title", .label = "T", .form = "amend" });
    CHECK_HAS(sent, "id=\"title\"");
    CHECK_HAS(sent, "&lt;5G&gt;");
    CHECK_HAS(other, "id=\"amend-title\"");
    CHECK(!strstr(other, "5G") && !strstr(other, "too short"));
}

TEST(a_field_says_that_it_may_stay_empty_and_what_it_offers)
{
    struct req q = test_req(GET);
    const char *line = put(c, &q,
                           (struct field){ .name = "unit",
                                           .label = "Unit",
                                           .list = "units",
                                           .optional = true,
                                           .more = { " maxlength=\"9\"" } });
    const char *area =
        put(c, &q, (struct field){ .name = "text", .label = "Text", .type = FIELD_AREA });

    CHECK_HAS(line, "optional");
    CHECK_HAS(line, "autocomplete=\"off\" list=\"units\" maxlength=\"9\">");
    CHECK_HAS(area, "<textarea id=\"text\" name=\"text\" rows=\"4\">");
    CHECK_STR(field_chosen("a", "a").markup, " selected");
    CHECK_STR(field_chosen("a", "b").markup, "");
}

TEST(a_field_is_filled_by_the_address_until_something_is_sent)
{
    struct req q = test_req(GET);

    *LIST_PUSH(c->arena, &q.params) = (struct param){ "title", "from the address" };
    CHECK_HAS(put(c, &q, (struct field){ .name = "title", .label = "T" }), "from the address");
    CHECK_HAS_NOT(put(c, &q, (struct field){ .name = "title", .label = "T", .form = "parts" }),
                  "from the address");
    CHECK_HAS(put(c, &q, (struct field){ .name = "title", .label = "T", .value = "ours" }), "ours");
}
