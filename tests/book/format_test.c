/* Numbers, dates and durations as the XML of workbooks writes them, and what number formats show of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "base/ascii.h"
#include "book/book.h"
#include "book/decimal.h"
#include "book/iso.h"

#include <math.h>
#include <string.h>

#define SECOND (1.0 / 86400)

/* ---- decimals ---- */

static void a_decimal_is_the_nearest_double(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"0", 0},
                 {"1542", 1542},
                 {"-0.5", -0.5},
                 {".5", 0.5},
                 {"5.", 5},
                 {"0.1", 0.1},
                 {"1.005", 1.005},
                 {"-12.75", -12.75},
                 {"9", 9},
                 {"1234567890.12345", 1234567890.12345},
                 {"999999999999999", 999999999999999},
                 {"0.000000000000001", 1e-15},
                 {"-0.00000000000001", -1e-14},
                 {"99999999999999.9", 99999999999999.9},
                 /* one digit more than both halves of the quotient are exact for */
                 {"9007199254740993", 9007199254740992},
                 {"0.9007199254740993", 0.9007199254740993},
                 {"72057594037927945", 72057594037927952.0},
                 {"0.1234567890123456", 0.1234567890123456},
                 {"1.5E-7", 1.5e-7},
                 {"1e3", 1000},
                 {"+2", 2},
                 {" 12 ", 12},
                 {"\t-3.25\n", -3.25},
                 {"1.7976931348623157E308", 1.7976931348623157e308}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = NAN;
        if (!th_decimal_read(th_str_of(cases[i].text), &value) || value != cases[i].value)
            fail_msg("“%s” is read as %.17g", cases[i].text, value);
    }
}

static void what_is_no_decimal_is_not_read(void **state)
{
    th_arena *arena = *state;
    static const char *const wrong[] = {"",      " ",    "-",    ".",   "-.", "e",   "E5",     "1,5",       "1 2",
                                        "1.2.3", "0x10", "NaN",  "inf", "1e", "--1", "1-",     "1.797E309", "12a",
                                        "+-1",   "1.5.", "1..2", "/1",  ":",  "1:2", "-1e309", "e+1",       "abc"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double value;
        if (th_decimal_read(th_str_of(wrong[i]), &value))
            fail_msg("“%s” is read as %.17g", wrong[i], value);
    }
    /* up to 399 characters */
    char *digits = th_arena_alloc(arena, 401);
    memset(digits, '0', 400);
    double value;
    digits[398] = '7';
    assert_true(th_decimal_read((th_str){digits, 399}, &value));
    assert_true(value == 7);
    assert_false(th_decimal_read((th_str){digits, 400}, &value));
}

/* ---- dates ---- */

static void iso_dates_are_serials(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double serial;
    } cases[] = {{"1900-01-01", 1},
                 {"1900-02-28", 59},
                 {"1900-02-29", 60}, /* a day of Excel's calendar alone */
                 {"1900-03-01", 61},
                 {"1899-12-30", 0},
                 {"1899-12-30T12:00:00", 0.5},
                 {"2000-02-29", 36585},
                 {"2022-04-19", 44670},
                 {"2023-01-31", 44957},
                 {"2023-12-31", 45291},
                 {"2024-02-29", 45351},
                 {"9999-12-31", 2958465},
                 {" 2022-04-19 ", 44670},
                 {"2022-04-19T13:30", 44670 + 13.5 / 24},
                 {"2022-04-19T13:30:00Z", 44670 + 13.5 / 24},
                 {"2022-04-19T00:00:01", 44670 + SECOND},
                 {"2022-04-19T00:00:00.5", 44670 + SECOND / 2},
                 {"2022-04-19T00:00:00,25", 44670 + SECOND / 4},
                 {"2022-04-19T23:59:60", 44671},
                 {"2022-04-19T24:00:00", 44671}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double serial = -1;
        if (!th_iso_date(th_str_of(cases[i].text), &serial) || fabs(serial - cases[i].serial) > 1e-9)
            fail_msg("“%s” is %.12g", cases[i].text, serial);
    }
}

static void what_is_no_iso_date_is_none(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2022",
                                        "2022-04",
                                        "2022-04-",
                                        "2022-4-19",
                                        "22-04-19",
                                        "2022/04/19",
                                        "2022-04/19",
                                        "20220419",
                                        "2022-00-19",
                                        "2022-13-19",
                                        "2022-04-00",
                                        "2022-04-31",
                                        "2022-06-31",
                                        "2022-09-31",
                                        "2022-11-31",
                                        "2023-02-29",
                                        "2100-02-29",
                                        "1900-02-30",
                                        "1899-12-31",
                                        "1899-12-29",
                                        "1899-11-30",
                                        "1898-12-30",
                                        "1899-02-29",
                                        "2022-01-32",
                                        "2022-04-19x",
                                        "2022-04-19T",
                                        "2022-04-19 13:30",
                                        "2022-04-19T25:00",
                                        "2022-04-19T13:60",
                                        "2022-04-19T13",
                                        "2022-04-19T13:",
                                        "2022-04-19T13:3",
                                        "2022-04-19T13:30:61",
                                        "2022-04-19T13:30:00ZZ",
                                        "2022-04-19T13:30:0",
                                        "12022-04-19",
                                        "2022-04-190"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double serial;
        if (th_iso_date(th_str_of(wrong[i]), &serial))
            fail_msg("“%s” is %.12g", wrong[i], serial);
    }
}

static void times_and_durations_are_parts_of_a_day(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool (*read)(th_str text, double *days);
        double seconds; /* -1: it is none */
    } cases[] = {{"13:30:00", th_iso_clock, 13.5 * 3600},
                 {"T13:30:00.5", th_iso_clock, 13.5 * 3600 + 0.5},
                 {" 00:00 ", th_iso_clock, 0},
                 {"24:00", th_iso_clock, 86400},
                 {"25:00", th_iso_clock, -1},
                 {"10:60", th_iso_clock, -1},
                 {"10:59:60", th_iso_clock, 11 * 3600},
                 {"10:00:61", th_iso_clock, -1},
                 {"1:00", th_iso_clock, -1},
                 {"10:00x", th_iso_clock, -1},
                 {"TT10:00", th_iso_clock, -1},
                 {"", th_iso_clock, -1},
                 {"PT13H30M00S", th_iso_duration, 13.5 * 3600},
                 {"PT1.5S", th_iso_duration, 1.5},
                 {"PT0,25S", th_iso_duration, 0.25},
                 {"P2D", th_iso_duration, 2 * 86400},
                 {"P1DT2H", th_iso_duration, 26 * 3600},
                 {"-P1DT2H", th_iso_duration, -26 * 3600},
                 {"PT5M", th_iso_duration, 300},
                 {"PT123456789S", th_iso_duration, 123456789},
                 {"PT1234567890S", th_iso_duration, -1},
                 {"P1M", th_iso_duration, -1}, /* how many days are a month? */
                 {"P1Y", th_iso_duration, -1},
                 {"P2H", th_iso_duration, -1},
                 {"PT2D", th_iso_duration, -1},
                 {"P", th_iso_duration, -1},
                 {"PT", th_iso_duration, -1},
                 {"PT5", th_iso_duration, -1},
                 {"PTS", th_iso_duration, -1},
                 {"T5S", th_iso_duration, -1},
                 {"--PT5S", th_iso_duration, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double days = -5;
        bool read = cases[i].read(th_str_of(cases[i].text), &days);
        bool none = cases[i].seconds == -1;
        if (read == none || (read && fabs(days * 86400 - cases[i].seconds) > 1e-6))
            fail_msg("“%s” is %d, %.12g s", cases[i].text, read, days * 86400);
    }
}

static const struct {
    const char *code;
    th_format format;
    int decimals;
} codes[] = {{"", TH_FORMAT_GENERAL, -1},
             {"General", TH_FORMAT_GENERAL, -1},
             {"GENERAL", TH_FORMAT_GENERAL, -1},
             {"[$-409]General", TH_FORMAT_GENERAL, -1},
             {"[Red][$-42A]General;-General", TH_FORMAT_GENERAL, -1},
             {"0", TH_FORMAT_GENERAL, 0},
             {"#,##0", TH_FORMAT_GENERAL, 0},
             {"0.00", TH_FORMAT_GENERAL, 2},
             {"#,##0.0;[Red]-#,##0.000", TH_FORMAT_GENERAL, 1},
             {"0.00000000000000", TH_FORMAT_GENERAL, 14},
             {"0.000000000000000", TH_FORMAT_GENERAL, 15},
             {"0.0000000000000000", TH_FORMAT_GENERAL, 15}, /* a double has no more */
             {"0.00E+00", TH_FORMAT_GENERAL, -1},
             {"0.00e-00", TH_FORMAT_GENERAL, -1},
             {"0E", TH_FORMAT_GENERAL, 0},
             {"0%", TH_FORMAT_PERCENT, 0},
             {"0.0%", TH_FORMAT_PERCENT, 1},
             {"0\"%\"", TH_FORMAT_GENERAL, 0},
             {"0\\%", TH_FORMAT_GENERAL, 0},
             {"0.0_)", TH_FORMAT_GENERAL, 1},
             {"0.0*0", TH_FORMAT_GENERAL, 1},
             {"@", TH_FORMAT_TEXT, -1},
             {"@0", TH_FORMAT_GENERAL, 0},
             {"dd/mm/yyyy", TH_FORMAT_DATE, -1},
             {"DD/MM/YYYY", TH_FORMAT_DATE, -1},
             {"mmm-yy", TH_FORMAT_DATE, -1},
             {"MMM", TH_FORMAT_DATE, -1},
             {"h:mm", TH_FORMAT_DATE, -1},
             {"H", TH_FORMAT_DATE, -1},
             {"ss", TH_FORMAT_DATE, -1},
             {"S", TH_FORMAT_DATE, -1},
             {"bbbb", TH_FORMAT_DATE, -1},
             {"B", TH_FORMAT_DATE, -1},
             {"yy", TH_FORMAT_DATE, -1},
             {"[h]:00", TH_FORMAT_DATE, -1},
             {"[mm]", TH_FORMAT_DATE, -1},
             {"[SS]", TH_FORMAT_DATE, -1},
             {"[hm]0", TH_FORMAT_GENERAL, 0},
             {"[]0", TH_FORMAT_GENERAL, 0},
             {"[Red]0.0", TH_FORMAT_GENERAL, 1},
             {"[>100]0", TH_FORMAT_GENERAL, 0},
             {"[$-42A]dd/mm/yyyy", TH_FORMAT_DATE, -1},
             {"[mm", TH_FORMAT_GENERAL, -1},
             {"0\" đồng\"", TH_FORMAT_GENERAL, 0},
             {"\"dd\"", TH_FORMAT_GENERAL, -1},
             {"\"ngày \"0", TH_FORMAT_GENERAL, 0},
             {"0\"d", TH_FORMAT_GENERAL, 0}, /* a quote that never closes goes to the end */
             {"0\\d", TH_FORMAT_GENERAL, 0},
             {"0_d", TH_FORMAT_GENERAL, 0},
             {"0*d", TH_FORMAT_GENERAL, 0},
             {"# ?/?", TH_FORMAT_GENERAL, 0},
             {"0;dd", TH_FORMAT_GENERAL, 0}};

/* ---- number formats ---- */

static void a_format_code_says_what_it_shows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        int decimals = 99;
        th_format format = th_format_class(th_str_of(codes[i].code), &decimals);
        if (format != codes[i].format || decimals != codes[i].decimals)
            fail_msg("“%s” is of class %d with %d decimals", codes[i].code, (int)format, decimals);
        assert_int_equal(th_format_class(th_str_of(codes[i].code), NULL), codes[i].format);
    }
    assert_string_equal(th_format_builtin(0).ptr, "General");
    assert_string_equal(th_format_builtin(14).ptr, "m/d/yyyy");
    assert_string_equal(th_format_builtin(49).ptr, "@");
    assert_int_equal(th_format_builtin(23).len, 0);
    assert_int_equal(th_format_builtin(164).len, 0);
}

static th_str in_capitals(void *ctx, th_str text)
{
    if (th_str_eq(text, TH_STR("quote")))
        return TH_STR("a\"b");
    char *copy = th_arena_alloc(ctx, text.len);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = (char)th_to_upper(text.ptr[i]);
    return (th_str){copy, text.len};
}

static void the_quoted_texts_of_a_format_are_exchanged(void **state)
{
    static const struct {
        const char *code, *mapped;
    } cases[] = {{"0\" dong\"", "0\" DONG\""},
                 {"\"a\"0\"b\"", "\"A\"0\"B\""},
                 {"0\\\"x\"", "0\\\"x\""}, /* the quote that is escaped opens nothing, the other never closes */
                 {"0\\a\"a\"", "0\\a\"A\""},
                 {"0\\", "0\\"},
                 {"\"\"0", "\"\"0"},
                 {"\"a\"0\"b", "\"a\"0\"b"},
                 {"dd", "dd"},
                 {"\"quote\"0", "\"quote\"0"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str code = th_str_of(cases[i].code), mapped = th_format_map(*state, code, in_capitals, *state);
        assert_string_equal(th_str_cstr(*state, mapped), cases[i].mapped);
        if (strcmp(cases[i].code, cases[i].mapped) == 0)
            assert_ptr_equal(mapped.ptr, code.ptr);
    }
}

/* ---- cells ---- */

static void a_date_cell_is_shown_as_iso(void **state)
{
    static const struct {
        double serial;
        bool date1904;
        const char *shown;
    } cases[] = {{0, false, "00:00:00"},
                 {0.5, false, "12:00:00"},
                 {0.999999999, false, "1900-01-01"}, /* less than half a millisecond to midnight */
                 {1, false, "1900-01-01"},
                 {59, false, "1900-02-28"},
                 {60, false, "1900-02-29"},
                 {61, false, "1900-03-01"},
                 {44670, false, "2022-04-19"},
                 {44670 + 13.5 / 24, false, "2022-04-19T13:30:00"},
                 {44670 + 61 * SECOND, false, "2022-04-19T00:01:01"},
                 {44670 + 0.25 * SECOND, false, "2022-04-19T00:00:00.250"},
                 {44670 + 86399.9999 * SECOND, false, "2022-04-20"},
                 {44670 + 86399.999 * SECOND, false, "2022-04-19T23:59:59.999"},
                 {2958465, false, "9999-12-31"},
                 {2958465.5, false, "9999-12-31T12:00:00"},
                 {2958466, false, "2958466"},
                 {-1, false, "-1"},
                 {-0.5, false, "-0.5"},
                 {0.25, true, "06:00:00"},
                 {1, true, "1904-01-02"},
                 {43208, true, "2022-04-19"},
                 {2957003, true, "9999-12-31"},
                 {2957004, true, "2957004"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_book *book = th_book_new(*state, &th_limits_default);
        book->date1904 = cases[i].date1904;
        const th_cell cell = {.type = TH_CELL_DATE, .format = TH_FORMAT_DATE, .number = cases[i].serial};
        assert_string_equal(th_str_cstr(*state, th_cell_date(*state, book, &cell)), cases[i].shown);
        assert_string_equal(th_str_cstr(*state, th_cell_shown(*state, book, &cell)), cases[i].shown);
        th_raw raw = th_cell_raw(*state, book, &cell);
        assert_int_equal(raw.kind, TH_RAW_DATE);
        assert_string_equal(th_str_cstr(*state, raw.text), cases[i].shown);
        bool moved = cases[i].date1904 && cases[i].serial >= 1;
        assert_true(raw.number == cases[i].serial + (moved ? 1462 : 0));
    }
}

static void elapsed_time_is_a_duration(void **state)
{
    static const struct {
        const char *code;
        double days;
        const char *shown;
    } cases[] = {
        {"[h]:mm", 36.5 / 24, "36:30:00"},
        {"[mm]:ss", 36.5 / 24, "36:30:00"},
        {"[ss]", 36.5 / 24, "36:30:00"},
        {"[h]:mm:ss", 0.01, "00:14:24"},
        {"[h]", 100, "2400:00:00"},
        {"[h]:mm", 0, "00:00:00"},
        {"[h]:mm:ss.000", 1.00000001, "24:00:00.001"},
        {"[Red]h:mm", 0.5, "12:00:00"},
        {"h:mm", 1.5, "1900-01-01T12:00:00"},
    };
    th_book *book = th_book_new(*state, &th_limits_default);
    for (int epoch = 0; epoch < 2; epoch++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            th_cell cell = {.type = TH_CELL_DATE, .number = cases[i].days};
            cell.format_code = th_book_number_format(book, th_str_of(cases[i].code));
            book->date1904 = epoch == 1;
            if (epoch == 1 && !strchr(cases[i].code, '['))
                continue;
            assert_string_equal(th_str_cstr(*state, th_cell_date(*state, book, &cell)), cases[i].shown);
        }
}

static void excel_shows_dates_of_its_calendar_only(void **state)
{
    th_book *book = th_book_new(*state, &th_limits_default);
    assert_true(th_serial_is_date(book, 0));
    assert_true(th_serial_is_date(book, 2958465.999));
    assert_false(th_serial_is_date(book, 2958466));
    assert_false(th_serial_is_date(book, -0.001));
    assert_false(th_serial_is_date(book, NAN));
    book->date1904 = true;
    assert_true(th_serial_is_date(book, 2957003.999));
    assert_false(th_serial_is_date(book, 2957004));
}

static void a_cell_is_shown_as_it_is_read(void **state)
{
    static const struct {
        th_cell cell;
        unsigned kind;
        const char *shown;
    } cases[] = {{{.type = TH_CELL_NUMBER, .number = 0.1}, TH_RAW_NUMBER, "0.1"},
                 {{.type = TH_CELL_NUMBER, .number = -1542}, TH_RAW_NUMBER, "-1542"},
                 {{.type = TH_CELL_TEXT, .raw = {"cu", 2}, .text = {"mới", 5}}, TH_RAW_TEXT, "mới"},
                 {{.type = TH_CELL_TEXT, .raw = {"cu", 2}}, TH_RAW_TEXT, "cu"},
                 {{.type = TH_CELL_BOOL, .number = 1}, TH_RAW_BOOL, "TRUE"},
                 {{.type = TH_CELL_BOOL, .number = 0}, TH_RAW_BOOL, "FALSE"},
                 {{.type = TH_CELL_ERROR, .raw = {"#REF!", 5}}, TH_RAW_ERROR, "#REF!"},
                 {{.type = TH_CELL_PENDING, .number = 5}, TH_RAW_BLANK, ""}};
    th_book *book = th_book_new(*state, &th_limits_default);
    uint32_t code = th_book_number_format(book, TH_STR("0.0"));
    assert_int_equal(code, 1);
    assert_int_equal(th_book_number_format(book, TH_STR("General")), 0);
    assert_int_equal(th_book_number_format(book, TH_STR("0.0")), 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_cell cell = cases[i].cell;
        cell.format = TH_FORMAT_PERCENT;
        cell.format_decimals = 1;
        cell.format_code = code;
        assert_string_equal(th_str_cstr(*state, th_cell_shown(*state, book, &cell)), cases[i].shown);
        th_raw raw = th_cell_raw(*state, book, &cell);
        assert_int_equal(raw.kind, cases[i].kind);
        assert_int_equal(raw.format, TH_FORMAT_PERCENT);
        assert_int_equal(raw.format_decimals, 1);
        assert_string_equal(raw.format_code.ptr, "0.0");
        if (raw.kind == TH_RAW_NUMBER || raw.kind == TH_RAW_BOOL)
            assert_true(raw.number == cell.number);
        if (raw.kind == TH_RAW_TEXT || raw.kind == TH_RAW_ERROR)
            assert_string_equal(th_str_cstr(*state, raw.text), cases[i].shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decimal_is_the_nearest_double),
        cmocka_unit_test(what_is_no_decimal_is_not_read),
        cmocka_unit_test(iso_dates_are_serials),
        cmocka_unit_test(what_is_no_iso_date_is_none),
        cmocka_unit_test(times_and_durations_are_parts_of_a_day),
        cmocka_unit_test(a_format_code_says_what_it_shows),
        cmocka_unit_test(the_quoted_texts_of_a_format_are_exchanged),
        cmocka_unit_test(a_date_cell_is_shown_as_iso),
        cmocka_unit_test(elapsed_time_is_a_duration),
        cmocka_unit_test(excel_shows_dates_of_its_calendar_only),
        cmocka_unit_test(a_cell_is_shown_as_it_is_read),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
