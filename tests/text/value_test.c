/* Values: what a cell means for a row of a given type and unit; dates; words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "base/ascii.h"
#include "text/value.h"
#include "text/fold.h"
#include "text/number.h"

#include "text/cases.h"

/* A cell as the file writes it: "=0.987;percent;1" a number with the class of its format and the decimals that
 * shows, "=23132;date;mmm-yy" a date, "#DIV/0!" an error, "TRUE" and "FALSE", "BLANK", anything else text. */
static th_raw cell(th_arena *a, th_str s)
{
    th_raw raw = {.kind = TH_RAW_TEXT, .text = s, .format_decimals = -1};
    if (th_str_eq(s, TH_STR("TRUE")) || th_str_eq(s, TH_STR("FALSE"))) {
        raw.kind = TH_RAW_BOOL;
        raw.number = s.ptr[0] == 'T';
    } else if (th_str_eq(s, TH_STR("BLANK"))) {
        raw.kind = TH_RAW_BLANK;
    } else if (th_str_starts(s, TH_STR("#"))) {
        raw.kind = TH_RAW_ERROR;
    } else if (th_str_starts(s, TH_STR("=")) && s.len > 1 && (s.ptr[1] == '-' || th_is_digit(s.ptr[1]))) {
        th_str rest = th_str_sub(s, 1, s.len), number = {0}, format = {0};
        th_str_cut(&rest, ';', &number);
        th_str_cut(&rest, ';', &format);
        raw.kind = TH_RAW_NUMBER;
        raw.text = (th_str){0};
        raw.number = strtod(th_str_cstr(a, number), NULL);
        long decimals;
        if (th_str_eq(format, TH_STR("date"))) {
            raw.kind = TH_RAW_DATE;
            raw.format = TH_FORMAT_DATE;
            raw.format_code = rest;
        } else if (th_str_eq(format, TH_STR("percent"))) {
            raw.format = TH_FORMAT_PERCENT;
        }
        if (raw.kind == TH_RAW_NUMBER && th_str_to_long(rest, &decimals))
            raw.format_decimals = (int)decimals;
    }
    return raw;
}

/* "1542 d0 [ước đạt trên] (chữ → số)", "5/63 d0", "blank", "? reason", "! guess" */
static th_str dump(th_arena *a, const th_value *v)
{
    if (v->state == TH_STATE_BLANK)
        return TH_STR("blank");
    if (v->state == TH_STATE_UNREADABLE)
        return th_str_fmt(a, "%c " TH_FMT, v->not_integer ? '!' : '?', TH_ARG(th_value_trouble(v).vi));
    if (!v->num)
        return v->text;
    th_str num = th_exact_text(a, v->num), q = th_qualifier_vi(a, v->qualifiers), did = th_did_vi(a, v->did);
    th_buf out;
    th_buf_init(&out, a);
    th_buf_fmt(&out, TH_FMT, TH_ARG(num));
    if (v->den)
        th_buf_fmt(&out, "/" TH_FMT, TH_ARG(th_exact_text(a, v->den)));
    th_buf_fmt(&out, " d%d", v->decimals);
    if (v->text.len)
        th_buf_fmt(&out, " " TH_FMT, TH_ARG(v->text));
    if (q.len)
        th_buf_fmt(&out, " [" TH_FMT "]", TH_ARG(q));
    if (did.len)
        th_buf_fmt(&out, " (" TH_FMT ")", TH_ARG(did));
    return th_buf_str(&out);
}

static bool value(th_arena *a, const test_line *t)
{
    th_type type;
    if (!th_type_find(a, t->fields[0], &type)) {
        printf("%s:%u: unknown type\n", t->file, t->number);
        return false;
    }
    th_raw raw = cell(a, t->fields[2]);
    th_value v = th_value_read(a, &raw, type, t->fields[1]);
    bool good = agree(t, dump(a, &v), t->fields[3]);
    return t->nfields > 4 ? agree(t, th_value_vi(a, &v, type), t->fields[4]) && good : good;
}

static void numbers(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/numbers.test", 155, value), 0);
}

static bool date(th_arena *a, const test_line *t)
{
    int y, m, d;
    th_str got = th_date_parse(t->fields[0], &y, &m, &d) ? th_str_fmt(a, "%04d-%02d-%02d", y, m, d) : TH_STR("no");
    return agree(t, got, t->fields[1]);
}

static void dates(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/dates.test", 30, date), 0);
}

/* [MS-OI29500] 2.1.739: serial 60 is 1900-02-29, a day that never was. */
static void serials(void **state)
{
    (void)state;
    const struct {
        int serial, y, m, d;
    } known[] = {{1, 1900, 1, 1},      {59, 1900, 2, 28},   {60, 1900, 2, 29},
                 {61, 1900, 3, 1},     {23132, 1963, 5, 1}, {36526, 2000, 1, 1},
                 {44670, 2022, 4, 19}, {44749, 2022, 7, 7}, {2958465, 9999, 12, 31}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int y, m, d;
        th_date_of_serial(known[i].serial, &y, &m, &d);
        assert_int_equal(y, known[i].y);
        assert_int_equal(m, known[i].m);
        assert_int_equal(d, known[i].d);
    }
    for (int s = 1; s <= 2958465; s += s < 80000 ? 1 : 97) {
        int y, m, d;
        th_date_of_serial(s, &y, &m, &d);
        if (s != 60)
            assert_int_equal(th_date_serial(y, m, d), s);
    }
}

static void types(void **state)
{
    th_arena *a = *state;
    th_type found;
    for (unsigned t = 0; t < TH_TYPES; t++) {
        assert_true(th_type_find(a, th_text_upper(a, th_type_vi((th_type)t)), &found));
        assert_int_equal(found, t);
    }
    assert_false(th_type_find(a, TH_STR("số"), &found));
    assert_false(th_type_find(a, (th_str){0}, &found));
    assert_true(th_type_is_number(TH_TYPE_MONEY));
    assert_false(th_type_is_number(TH_TYPE_RATIO));
}

static void words(void **state)
{
    th_arena *a = *state;
    assert_true(th_str_eq(th_qualifier_vi(a, TH_Q_ESTIMATE | TH_Q_OVER), TH_STR("ước đạt trên")));
    assert_int_equal(th_qualifier_vi(a, 0).len, 0);
    for (uint32_t bit = 1; bit <= TH_Q_AT_MOST; bit <<= 1)
        assert_true(th_qualifier_vi(a, bit).len > 0);
    for (uint32_t bit = 1; bit <= TH_DID_ROUND_DOUBLE; bit <<= 1)
        assert_true(th_did_vi(a, bit).len > 0);
}

static void hostile_cells(void **state)
{
    th_arena *a = *state;
    static const double numbers_[] = {1e308, -1e308, 1e-308, 2147483648.0, -1, 0, 1e18, 0.1 + 0.2};
    static const char *const texts[] = {
        "",    " ",   "\xFF", "1.", ".5", "1,",      "/",     "1/", "/2",    "1//2",  "%",
        "-",   "--",  "+",    "(",  "(1", "()",      "1e400", "∞",  "١٢",    "１２",  "999999999999999999999999999999",
        "0/0", "1/0", "trên", "tỷ", "đ",  "1 tỷ tỷ", "19/4",  "..", "1.2.3", "1,2,3", "'",
        "'5",  "5'"};
    th_buf big;
    th_buf_init(&big, a);
    while (big.len < 200000)
        th_buf_add(&big, TH_STR("1.234"));
    for (unsigned t = 0; t < TH_TYPES; t++) {
        for (size_t i = 0; i < sizeof numbers_ / sizeof *numbers_; i++)
            for (int date = 0; date < 2; date++) {
                th_raw raw = {.kind = date ? TH_RAW_DATE : TH_RAW_NUMBER,
                              .number = numbers_[i],
                              .format_decimals = -1,
                              .format_code = TH_STR("d-mmm"),
                              .text = TH_STR("2022-01-01")};
                th_value v = th_value_read(a, &raw, (th_type)t, TH_STR("tỷ đồng"));
                th_value_vi(a, &v, (th_type)t);
            }
        for (size_t i = 0; i <= sizeof texts / sizeof *texts; i++) {
            th_raw raw = {.kind = TH_RAW_TEXT,
                          .text = i < sizeof texts / sizeof *texts ? th_str_of(texts[i]) : th_buf_str(&big),
                          .format_decimals = -1};
            th_value v = th_value_read(a, &raw, (th_type)t, (th_str){0});
            assert_true(v.state == TH_STATE_BLANK || v.state == TH_STATE_UNREADABLE || v.num || v.text.len);
            th_value_vi(a, &v, (th_type)t);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers, setup, teardown),
        cmocka_unit_test_setup_teardown(dates, setup, teardown),
        cmocka_unit_test_setup_teardown(serials, setup, teardown),
        cmocka_unit_test_setup_teardown(types, setup, teardown),
        cmocka_unit_test_setup_teardown(words, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_cells, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
