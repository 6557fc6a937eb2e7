/* The record stream: written, read and written again it is the same; what is wrong adds nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "fact/stream.h"

static th_str written(const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, ds->arena);
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

/* A workbook with everything a record may hold: scales, text, findings, odd characters, a list, a conversion. */
static bakery full(void)
{
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01"), l = sheet(&b, "Biểu 02");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 0.1);
    text(&b, s, 7, 1, "Doanh thu");
    text(&b, s, 7, 5, "trên 1,25 triệu đồng");
    text(&b, s, 8, 1, "Xếp hạng");
    text(&b, s, 8, 5, "05/63");
    text(&b, s, 9, 1, "Lạ\\ \t\n\r");
    number(&b, s, 9, 5, -1e-300);
    text(&b, s, 10, 1, "Tỷ lệ bánh to");
    number(&b, s, 10, 5, 1.0 / 3);
    static const char *const header[] = {"STT", "Họ tên", "Loại", "Số năm"};
    for (uint32_t c = 0; c < 4; c++)
        text(&b, l, 3, c, header[c]);
    number(&b, l, 4, 0, 1);
    text(&b, l, 4, 1, "\\n là\nxuống dòng");
    text(&b, l, 4, 2, "Thợ lạ");
    uint32_t font = th_book_font(b.book, TH_STR(".VnTime"));
    const th_cell c = {.row = 20,
                       .col = 8,
                       .type = TH_CELL_TEXT,
                       .font = font,
                       .format_decimals = -1,
                       .raw = th_text_encode(b.arena, TH_ENC_TCVN3, TH_STR("Bánh hỏng"))};
    th_sheet_push(b.book, &b.book->sheets[s], &c);
    extract(&b, "a\tb.xlsx");
    return b;
}

static void what_is_read_is_what_was_written(void **state)
{
    (void)state;
    bakery b = full();
    th_str once = written(b.ds), why = {0};
    assert_true(th_stream_is(once));
    assert_true(b.ds->nfacts > 5 && b.ds->nconversions == 1 && b.ds->findings.n > 2);
    th_dataset *again = th_dataset_new(b.arena, b.d);
    assert_int_equal(th_stream_read(again, once, false, &why), TH_OK);
    th_str twice = written(again);
    assert_int_equal(once.len, twice.len);
    assert_true(th_str_eq(once, twice));
    assert_int_equal(again->nfacts, b.ds->nfacts);
    th_arena_free(b.arena);
}

static th_status read(bakery *b, th_str bytes, th_str *why)
{
    th_dataset *ds = th_dataset_new(b->arena, b->d);
    *why = (th_str){0};
    th_status status = th_stream_read(ds, bytes, false, why);
    if (status != TH_OK) {
        assert_true(why->len > 0);
        assert_int_equal(ds->nsources + ds->nfacts + ds->nconversions + ds->findings.n + ds->nstored, 0);
    }
    return status;
}

static void every_cut_is_noticed(void **state)
{
    (void)state;
    bakery b = full();
    th_str all = written(b.ds), why;
    for (size_t n = 0; n + 1 < all.len; n += n + 200 < all.len ? 97 : 1) {
        th_status status = read(&b, th_str_sub(all, 0, n), &why);
        assert_true(status == TH_FAILED);
    }
    th_arena_free(b.arena);
}

#define FILE_A "file\ta.xlsx\tab\t1\txlsx\tHL\t2024\t0\t\t1\t9\n"
#define HEAD "tonghop-records\t1\n" FILE_A
#define FACT(unit, period, code, measure, state, num, file, cell)                                                      \
    "fact\t" unit "\t" period "\t" code "\t" measure "\t" state "\t" num "\t\t\t0\t0\t0\t" file "\tTrang 1\t" cell     \
    "\t5\t0\t0\t\n"

static void hostile_streams_add_nothing(void **state)
{
    (void)state;
    static const char *const streams[] = {
        "",
        "tonghop-records",
        "tonghop-records\t2\nend\t0\n",
        "tonghop-records\t1\n",
        "tonghop-records\t1\nend\t1\n",
        HEAD "end\t2\n",
        HEAD "end\t1\nend\t2\n",
        HEAD "end\t1\n" FILE_A,
        HEAD "what\tis\nend\t2\n",
        HEAD "\nend\t2\n",
        HEAD FACT("HL", "2024", "S.01", "luc_nao", "value", "5", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "maybe", "5", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "5x", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "1/0", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "1e999999999", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "5", "b.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "5", "a.xlsx", "2B") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "5", "a.xlsx", "ZZZZZZZ1") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "5", "a.xlsx", "B99999999999999999999") "end\t2\n",
        HEAD FACT("HL", "2023", "S.01", "nay", "value", "5", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "\\x", "a.xlsx", "B2") "end\t2\n",
        HEAD FACT("HL", "2024", "S.01", "nay", "value", "5", "a.xlsx\xFF", "B2") "end\t2\n",
        HEAD "fact\tHL\n"
             "end\t2\n",
        HEAD "row\tHL\t2024\tT.ten\t0\tvalue\t\t\tx\t0\t0\t0\ta.xlsx\tT\tB2\tx\t0\t0\t\nend\t2\n",
        HEAD "text\ta.xlsx\tT\tB2\t99\t0\tx\ty\nend\t2\n",
        HEAD "finding\tXX-999\t1\t\t\t\t\t\t\t\t\t\t\t\t\t\t\nend\t2\n",
        "tonghop-records\t1\nfile\ta.xlsx\tab\t-1\txlsx\tHL\t2024\t0\t\t1\t9\nend\t1\n",
        "tonghop-records\t1\nfile\ta.xlsx\tab\t1\txlsx\tHL\t2023\t0\t\t1\t9\nend\t1\n",
        "tonghop-records\t1\nfile\ta.xlsx\tab\t1\txlsx\tHL\t2024\t7\t\t1\t9\nend\t1\n",
        HEAD "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\nend\t2\n",
    };
    bakery b = bakery_open();
    th_str why;
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++)
        assert_int_equal(read(&b, th_str_of(streams[i]), &why), TH_FAILED);
    assert_int_equal(
        read(&b, TH_STR(HEAD FACT("HL", "2024", "S.01", "nay", "value", "5", "a.xlsx", "B2") "end\t2\n"), &why), TH_OK);
    th_arena_free(b.arena);
}

static void a_field_of_ten_megabytes_is_refused(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_buf out;
    th_buf_init(&out, b.arena);
    th_buf_add(&out, TH_STR("tonghop-records\t1\nfile\t"));
    for (size_t i = 0; i < 10u << 20; i++)
        th_buf_byte(&out, 'a');
    th_buf_add(&out, TH_STR("\tab\t1\txlsx\tHL\t2024\t0\t\t1\t9\nend\t1\n"));
    th_str why;
    assert_int_equal(read(&b, th_buf_str(&out), &why), TH_FAILED);
    th_arena_free(b.arena);
}

static void unknown_codes_are_said_and_the_rest_counts(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_str why = {0}, bytes = TH_STR(HEAD FACT("HL", "2024", "S.99", "nay", "value", "5", "a.xlsx", "B2")
                                         FACT("HL", "2024", "S.01", "nay", "value", "6", "a.xlsx", "B3") "end\t3\n");
    assert_int_equal(th_stream_read(b.ds, bytes, false, &why), TH_OK);
    assert_int_equal(b.ds->nfacts, 1);
    assert_int_equal(count_of(&b, TH_F_FILE_RECORDS), 1);
    assert_true(says(&b, TH_F_FILE_RECORDS, TH_STR("S.99")));
    th_arena_free(b.arena);
}

static void last_years_figures_are_of_an_earlier_period(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_str why = {0};
    th_str now =
        TH_STR("tonghop-records\t1\n" FACT("HL", "2024", "S.01", "nay", "value", "5", "a.xlsx", "B2") "end\t1\n");
    th_str before =
        TH_STR("tonghop-records\t1\n" FACT("HL", "2023", "S.01", "nay", "value", "5", "a.xlsx", "B2") "end\t1\n");
    assert_int_equal(th_stream_read(b.ds, now, true, &why), TH_FAILED);
    assert_false(b.ds->has_stored);
    assert_int_equal(th_stream_read(b.ds, before, true, &why), TH_OK);
    th_dataset_seal(b.ds);
    assert_true(b.ds->has_stored);
    assert_int_equal(b.ds->nfacts, 0);
    const th_fact *f = th_dataset_stored(b.ds, 1, th_definition_indicator(b.d, TH_STR("S.01")));
    assert_true(f && th_exact_cmp(f->value.num, th_exact_int(b.arena, 5)) == 0);
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_what_was_written),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(hostile_streams_add_nothing),
        cmocka_unit_test(a_field_of_ten_megabytes_is_refused),
        cmocka_unit_test(unknown_codes_are_said_and_the_rest_counts),
        cmocka_unit_test(last_years_figures_are_of_an_earlier_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
