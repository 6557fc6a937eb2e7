/* Numbers with what stands around them, dates, and serials: the edges of each, digit by digit. */
#include "text/number.h"
#include "text/value.h"
#include "text/value_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* "1542 /63 d1 ~ >" … : num, den, decimals, then one letter for each flag, then the rest in brackets. */
static th_str shown(th_arena *arena, const th_numeral *numeral)
{
    static const struct {
        char letter;
        size_t at;
    } flags[] = {{'%', offsetof(th_numeral, percent)},   {'m', offsetof(th_numeral, money)},
                 {'a', offsetof(th_numeral, ambiguous)}, {'g', offsetof(th_numeral, grouped)},
                 {'z', offsetof(th_numeral, zero_word)}, {'n', offsetof(th_numeral, not_collected)}};
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, numeral->num ? th_exact_text(arena, numeral->num) : TH_STR("-"));
    if (numeral->den)
        th_buf_fmt(&out, "/" TH_FMT, TH_ARG(th_exact_text(arena, numeral->den)));
    if (numeral->decimals)
        th_buf_fmt(&out, " d%d", numeral->decimals);
    if (numeral->scale)
        th_buf_fmt(&out, " e%d", numeral->scale);
    if (numeral->qualifiers)
        th_buf_fmt(&out, " q");
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (*(const bool *)((const char *)numeral + flags[i].at))
            th_buf_fmt(&out, " %c", flags[i].letter);
    if (numeral->rest.len)
        th_buf_fmt(&out, " [" TH_FMT "]", TH_ARG(numeral->rest));
    return th_buf_str(&out);
}

static const char *const numerals[][2] = {
    {"7", "7"},
    {"007", "7"},
    {"1.542", "1542 g"},
    {"1.54", "1.54 d2"},
    {"1.5", "1.5 d1"},
    {"1.5421", "1.5421 d4"},
    {"0.542", "0.542 d3"},
    {"12.542", "12542 g"},
    {"123.542", "123542 g"},
    {"1234.542", "1234.542 d3"},
    {"1.542.000", "1542000"},
    {"1.542.00", "-"},
    {"1.542,5", "1542.5 d1"},
    {"1,542", "1.542 d3 a"},
    {"1,54", "1.54 d2"},
    {"1,542,000", "1542000"},
    {"1,542.5", "1542.5 d1"},
    {"1,542,00", "-"},
    {"1 542", "1542"},
    {"1 542 000,25", "1542000.25 d2"},
    {"1 54", "1 [54]"},
    {"0,5", "0.5 d1"},
    {"0 542", "0 [542]"},
    {"-5", "-5"},
    {"+5", "5"},
    {"(5)", "-5"},
    {"(1.542)", "-1542 g"},
    {"5/63", "5/63"},
    {"5 / 63", "5/63"},
    {"01 trong 07", "1/7"},
    {"01 trong số 07", "1/7"},
    {"12 trên tổng số 30", "12/30"},
    {"12 trên 30", "12/30"},
    {"5/", "5 [/]"},
    {"5/x", "5 [/x]"},
    {"95%", "95 %"},
    {"95 %", "95 %"},
    {"95 phần trăm", "95 %"},
    {"950 tỷ", "950 e9"},
    {"950 tỉ đồng", "950 e9 m"},
    {"950 triệu đồng", "950 e6 m"},
    {"950 nghìn", "950 e3"},
    {"950 nghìn tỷ", "950 e12"},
    {"5 đ", "5 m"},
    {"5đ", "5 m"},
    {"5 vnđ", "5 m"},
    {"5 ₫", "5 m"},
    {"5 đơn vị", "5 [đơn vị]"}, /* "đ" is no whole word here */
    {"5 tỷ lệ", "5 e9 [lệ]"},
    {"50 xã trở lên", "50 q [xã]"},
    {"trên 50", "50 q"},
    {"ước đạt trên 50 xã", "50 q [xã]"},
    {"trênh 50", "-"},
    {"50.", "50"},
    {"50 .; xã", "50 [xã]"},
    {"50, xã", "50 [xã]"},
    {"-", "- z"},
    {"--", "- z"},
    {"–", "- z"},
    {"\xE2\x80\x90", "- z"}, /* U+2010, the first of the dashes */
    {"\xE2\x80\x95", "- z"}, /* U+2015, the last */
    {"\xE2\x80\x96", "-"},   /* U+2016 is none */
    {"Không", "- z"},
    {"Không.", "- z"},
    {"không có vụ việc nào", "- z [vụ việc nào]"},
    {"không phát sinh", "- z"},
    {"không có 3 vụ", "-"},
    {"…", "- n"},
    {"..", "- n"},
    {".", "-"},
    {"_", "- n"},
    {"__", "- n"},
    {". .", "- n"},
    {"'7", "7"},
    {"'", "-"},
    {"", "-"},
    {"bảy", "-"},
    {"１２", "12"},
    {"1\xC2\xA0"
     "542",
     "1542"},
    {"1\xE2\x80\xAF"
     "542",
     "1542"},
    {"1\xE2\x80\x8B"
     "542",
     "1542"}, /* a zero-width space is nothing */
    {"\xE2\x88\x92"
     "5",
     "-5"}, /* U+2212 */
};

static void numbers_with_what_stands_around_them(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        th_numeral numeral = th_numeral_read(arena, th_str_of(numerals[i][0]));
        th_str is = shown(arena, &numeral);
        if (!th_str_eq(is, th_str_of(numerals[i][1])))
            fail_msg("“%s”: %.*s, not %s", numerals[i][0], (int)is.len, is.ptr, numerals[i][1]);
    }
    th_arena_free(arena);
}

/* Every day of the calendar, counted one by one: its serial, and back.  1900-02-29 is a day of Excel alone. */
static void every_day_has_its_serial(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int serial = 1;
    for (int year = 1900; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            int days = lengths[month - 1] + (month == 2 && (leap || year == 1900));
            for (int day = 1; day <= days; day++, serial++) {
                int y, m, d;
                th_date_of_serial(serial, &y, &m, &d);
                if (y != year || m != month || d != day)
                    fail_msg("%d is %d-%d-%d", serial, y, m, d);
                if (serial != 60 && th_date_serial(year, month, day) != serial)
                    fail_msg("%d-%d-%d is %d", year, month, day, th_date_serial(year, month, day));
            }
        }
    assert_int_equal(serial - 1, 2958465); /* 9999-12-31 */
}

/* A rank that Excel made a date of: "05/63" shows as mmm-yy, "05/11" as d-mmm. */
static void ranks_that_became_dates(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        const char *code;
        int num, den; /* 0: it cannot be told */
    } rows[] = {
        {1963, 5, 1, "mmm-yy", 5, 63},      {2000, 5, 1, "mmm-yy", 0, 0},     {2011, 5, 1, "mmm-yy", 5, 11},
        {1963, 5, 2, "mmm-yy", 0, 0},       {2022, 11, 5, "d-mmm", 5, 11},    {2022, 5, 11, "d-mmm", 5, 11},
        {2022, 5, 5, "d-mmm", 5, 5},        {2022, 12, 31, "d-mmm", 12, 31},  {2022, 5, 11, "dd/mm/yyyy", 0, 0},
        {2022, 5, 11, "d-mmm h", 0, 0},     {2022, 5, 11, "d", 0, 0},         {2022, 5, 1, "m", 0, 0},
        {1900, 1, 1, "d-mmm", 1, 1},        {9999, 12, 31, "d-mmm", 12, 31},  {2022, 5, 11, "d\"h\"-mmm", 5, 11},
        {2022, 5, 11, "[$-h]d-mmm", 5, 11}, {2022, 5, 11, "d\\h-mmm", 5, 11},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const th_raw raw = {.kind = TH_RAW_DATE,
                            .number = th_date_serial(rows[i].year, rows[i].month, rows[i].day),
                            .format = TH_FORMAT_DATE,
                            .format_code = th_str_of(rows[i].code),
                            .format_decimals = -1};
        th_value value = th_value_read(arena, &raw, TH_TYPE_RANK, TH_STR("hạng"));
        bool read = value.state == TH_STATE_VALUE;
        if (read != (rows[i].num > 0))
            fail_msg("row %zu", i);
        if (read && (th_exact_cmp(value.num, th_exact_int(arena, rows[i].num)) != 0 ||
                     th_exact_cmp(value.den, th_exact_int(arena, rows[i].den)) != 0))
            fail_msg("row %zu: %.*s", i, TH_ARG(th_exact_text(arena, value.num)));
    }
    static const double no_days[] = {0, 0.5, 44000.5, 2958466, -1};
    for (size_t i = 0; i < sizeof no_days / sizeof *no_days; i++) {
        const th_raw raw = {.kind = TH_RAW_DATE,
                            .number = no_days[i],
                            .format = TH_FORMAT_DATE,
                            .format_code = TH_STR("d-mmm"),
                            .format_decimals = -1};
        assert_int_equal(th_value_read(arena, &raw, TH_TYPE_RANK, TH_STR("hạng")).state, TH_STATE_UNREADABLE);
    }
    th_arena_free(arena);
}

/* A number in a row of dates is a day where it shows as one, or is one of 1990 to 2099. */
static void numbers_that_are_days(void **state)
{
    (void)state;
    static const struct {
        int kind;
        double number;
        const char *day; /* NULL: none */
    } rows[] = {
        {TH_RAW_DATE, 0, NULL},
        {TH_RAW_DATE, 5, NULL},
        {TH_RAW_DATE, 2958465, "9999-12-31"},
        {TH_RAW_DATE, 2958466, NULL},
        {TH_RAW_NUMBER, 32873, NULL},
        {TH_RAW_NUMBER, 32874, "1990-01-01"},
        {TH_RAW_NUMBER, 73051, NULL},
        {TH_RAW_NUMBER, 73050, "2099-12-31"},
        {TH_RAW_NUMBER, 2022, NULL},
        {TH_RAW_DATE, 3653, NULL},
        {TH_RAW_DATE, 3654, "1910-01-01"},
        {TH_RAW_DATE, 2022, NULL},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const th_raw raw = {.kind = (unsigned)rows[i].kind, .number = rows[i].number, .format_decimals = -1};
        th_value value = th_value_read(arena, &raw, TH_TYPE_DATE, (th_str){0});
        bool read = value.state == TH_STATE_VALUE;
        if (read != (rows[i].day != NULL) || (read && !th_str_eq(value.text, th_str_of(rows[i].day))))
            fail_msg("row %zu: %.*s", i, TH_ARG(value.text));
    }
    th_arena_free(arena);
}

/* What stands behind a figure is its unit of measure: as the definition writes it, shorter, or with more. */
static void what_is_a_unit_of_measure(void **state)
{
    (void)state;
    static const struct {
        const char *rest, *unit;
        bool is;
    } rows[] = {
        {"", "xã", true},
        {"xã", "xã", true},
        {"Xã", "xã", true},
        {"xã, phường", "xã", true},
        {"vị trí trạm BTS", "vị trí", true},
        {"vị trí 3", "vị trí", false}, /* a further figure */
        {"vị trí so với 3", "vị trí", true},
        {"xãy", "xã", false},
        {"thuê bao", "thuê bao/100 dân", true},
        {"dân", "thuê bao/100 dân", true},
        {"dâ", "thuê bao/100 dân", false},
        {"ân", "thuê bao/100 dân", false},
        {"bài", "tin, bài", true},
        {"tin", "tin, bài", true},
        {"tin bài", "tin, bài", true},
        {"hộ", "xã", false},
        {"so với năm trước", "xã", true},
        {"cùng kỳ", "xã", true},
        {"(tăng 3)", "xã", true},
        {"10 điểm", "điểm", false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_value_is_unit(arena, th_str_of(rows[i].rest), th_str_of(rows[i].unit)) != rows[i].is)
            fail_msg("“%s” of “%s”", rows[i].rest, rows[i].unit);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_with_what_stands_around_them),
        cmocka_unit_test(every_day_has_its_serial),
        cmocka_unit_test(ranks_that_became_dates),
        cmocka_unit_test(numbers_that_are_days),
        cmocka_unit_test(what_is_a_unit_of_measure),
    };
    return cmocka_run_group_tests_name("numeral", tests, NULL, NULL);
}
