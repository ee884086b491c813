#include "core/buf.h"
#include "core/test.h"

TEST(arena_memory_is_zeroed_although_it_was_used_before)
{
    struct arena *a = arena_new(1 << 20);

    for (int round = 0; round < 3; round++) {
        size_t n = round == 1 ? 40000 : 5000; /* in the first block, in a larger one, again */
        char *p = arena_alloc(a, n);

        for (size_t i = 0; i < n; i++)
            CHECK_INT(p[i], 0);
        memset(p, 'x', n);
        memset(arena_room(a, n), 'y', n);
        arena_reset(a);
    }
    arena_free(&a);
}

TEST(arena_lists_have_zeroed_places_wherever_they_grow)
{
    LIST(int64_t) list = { 0 };
    struct arena *a = arena_new(1 << 20);

    memset(arena_room(a, 10000), 'x', 10000);
    arena_reset(a);
    for (int64_t i = 0; i < 500; i++) {
        int64_t *at = LIST_PUSH(a, &list);

        CHECK_INT(*at, 0);
        *at = i;
        if (i % 3 == 0) /* now and then it is not the last and must move */
            (void)arena_strdup(a, "between");
    }
    for (int64_t i = 0; i < 500; i++)
        CHECK_INT(list.v[i], i);
    arena_free(&a);
}

TEST(arena_buffer_that_is_the_last_grows_in_its_place)
{
    struct arena *a = arena_new(1 << 20); /* its own: how full the other one is, is chance */
    struct buf b = { .arena = a };
    char *first;

    buf_text(&b, "a");
    first = b.p;
    for (int i = 0; i < 3000; i++)
        buf_text(&b, "b");
    CHECK(b.p == first);
    (void)arena_strdup(a, "between");
    buf_reserve(&b, b.cap);
    CHECK(b.p != first);
    CHECK_INT((int64_t)strlen(b.p), 3001);
    CHECK_STR(arena_strndup(a, b.p, 3), "abb");
    arena_free(&a);
}

TEST(arena_takes_back_only_what_was_last)
{
    struct arena *a = arena_new(1 << 20);
    char *first = arena_room(a, 100), *second = arena_room(a, 50);

    arena_give_back(a, first, 100); /* not the last: stays */
    CHECK(arena_room(a, 10) == second + 64);
    arena_give_back(a, second + 64, 10);
    CHECK(arena_room(a, 20) == second + 64);
    arena_give_back(a, NULL, 0);
    arena_free(&a);
}
