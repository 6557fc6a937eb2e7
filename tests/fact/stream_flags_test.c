/* The flags of a figure in the record stream: how its row was found, and that it is hidden or computed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "fact/stream.h"

static void flags_of_a_figure_travel_each_by_itself(void **state)
{
    (void)state;
    static const th_found_by ways[] = {TH_FOUND_BY_LABEL, TH_FOUND_BY_BARE_LABEL, TH_FOUND_BY_CODE};
    for (int flags = 0; flags < 8; flags++)
        for (size_t way = 0; way < 3; way++) {
            bakery b = bakery_open();
            th_trouble why = {0};
            th_buf out;
            size_t s = sheet(&b, "Biểu 01");
            frame(&b, s, "HẠ LONG", "Năm 2024");
            figure(&b, s, 6, "Tổng số bánh", 5);
            extract(&b, "a.xlsx");
            th_fact *sent = &b.ds->facts[0];
            sent->hidden = flags & 1;
            sent->formula = flags & 2;
            sent->value.not_integer = flags & 4;
            sent->found_by = ways[way];
            th_buf_init(&out, b.arena);
            th_stream_write(&out, b.ds);
            th_dataset *again = th_dataset_new(b.arena, b.d);
            assert_int_equal(th_stream_read(again, th_buf_str(&out), TH_STREAM_SUBMITTED, &why), TH_OK);
            assert_int_equal(again->nfacts, b.ds->nfacts);
            const th_fact *read = &again->facts[0];
            assert_int_equal(read->hidden, sent->hidden);
            assert_int_equal(read->formula, sent->formula);
            assert_int_equal(read->value.not_integer, sent->value.not_integer);
            assert_int_equal(read->found_by, sent->found_by);
            th_arena_free(b.arena);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(flags_of_a_figure_travel_each_by_itself)};
    return cmocka_run_group_tests_name("stream flags", tests, NULL, NULL);
}
