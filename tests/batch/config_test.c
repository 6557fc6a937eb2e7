/* tonghop.conf: what is taken, and what is said of each line that is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/config.h"

#include <stdio.h>
#include <string.h>

#define WHOLE "bộ biểu mẫu = dn\nhộp thư = ht\nkết quả = kq/o.xlsx\nlưu = luu\nsố liệu = s.db\n"
enum { WHOLE_LINES = 5 };

typedef struct parsed {
    th_arena *arena;
    th_config config;
    th_config_faults faults;
    th_status status;
} parsed;

static parsed parse_bytes(th_str bytes)
{
    parsed made = {.arena = th_arena_new(0)};
    made.status = th_config_parse(made.arena, bytes, "/srv/cum", &made.config, &made.faults);
    return made;
}

static parsed parse_text(const char *text)
{
    return parse_bytes(th_str_of(text));
}

/* The only fault: its line, and words of both sentences. */
static void assert_fault(const char *text, size_t line, const char *vi, const char *en)
{
    parsed made = parse_text(text);
    if (made.status != TH_FAILED || made.faults.n != 1)
        print_message("%s: %zu faults\n", text, made.faults.n);
    assert_int_equal(made.status, TH_FAILED);
    assert_int_equal(made.faults.n, 1);
    assert_int_equal(made.faults.at[0].line, line);
    th_trouble what = made.faults.at[0].what;
    if (th_str_find(what.vi, th_str_of(vi), 0) == SIZE_MAX || th_str_find(what.en, th_str_of(en), 0) == SIZE_MAX)
        fail_msg("“%s”: " TH_FMT " / " TH_FMT, text, TH_ARG(what.vi), TH_ARG(what.en));
    th_arena_free(made.arena);
}

static void keys_are_known_without_their_marks(void **state)
{
    (void)state;
    static const char *const ways[] = {"năm trước = a.records", "NAM TRUOC=a.records", "nam-truoc : a.records",
                                       "  nam_truoc\t=\ta.records  ", "na\xCC\x86m trước = a.records\r"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        th_arena *arena = th_arena_new(0);
        parsed made = parse_bytes(th_str_fmt(arena, WHOLE "%s\n", ways[i]));
        assert_int_equal(made.status, TH_OK);
        assert_string_equal(made.config.path[TH_CONFIG_LAST_YEAR], "/srv/cum/a.records");
        assert_int_equal(made.config.line[TH_CONFIG_LAST_YEAR], WHOLE_LINES + 1);
        th_arena_free(made.arena);
        th_arena_free(arena);
    }
}

static void values_are_taken(void **state)
{
    (void)state;
    parsed made = parse_text("\xEF\xBB\xBF# ghi chú\r\n; ghi chú\r\n\r\n" WHOLE
                             "hộp thư = /mnt/ht 2\ngiữ = 7\nsố tiến trình = 3\nngày = 6/1/2023\nliên hệ = Bà A = 1");
    assert_int_equal(made.status, TH_OK);
    assert_string_equal(made.config.path[TH_CONFIG_DEFINITION], "/srv/cum/dn");
    assert_int_equal(made.config.line[TH_CONFIG_DEFINITION], 4);
    assert_int_equal(made.config.ninboxes, 2);
    assert_string_equal(made.config.inboxes[0], "/srv/cum/ht");
    assert_string_equal(made.config.inboxes[1], "/mnt/ht 2");
    assert_int_equal(made.config.keep, 7);
    assert_int_equal(made.config.jobs, 3);
    assert_int_equal(made.config.as_of, TH_DAY_STATED);
    assert_int_equal(made.config.day, 44932);
    assert_true(th_str_eq(made.config.contact, TH_STR("Bà A = 1")));
    assert_null(made.config.path[TH_CONFIG_FEEDBACK]);
    assert_null(made.config.mail);
    th_arena_free(made.arena);
    made = parse_text(WHOLE "ngày = HÔM NAY");
    assert_int_equal(made.config.as_of, TH_DAY_TODAY);
    assert_int_equal(made.config.keep, 30);
    assert_int_equal(made.config.jobs, 0);
    th_arena_free(made.arena);
}

static void a_command_is_split_without_a_shell(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *arguments; /* with bars between */
    } cases[] = {
        {"sendmail -t", "sendmail|-t"},
        {"gui/thu.sh  -s \"Kết quả đêm nay\"\t-n", "/srv/cum/gui/thu.sh|-s|Kết quả đêm nay|-n"},
        {"\"/opt/gui thu\" a\"b c\"d", "/opt/gui thu|ab cd"},
        {"a \"\" \"x \"\"y\"\" z\"", "a||x \"y\" z"},
        {"a $HOME `b` * 'c d'", "a|$HOME|`b`|*|'c|d'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[256] = "";
        th_arena *arena = th_arena_new(0);
        parsed made = parse_bytes(th_str_fmt(arena, WHOLE "lệnh gửi thư = %s", cases[i].typed));
        assert_int_equal(made.status, TH_OK);
        for (size_t k = 0; made.config.mail[k]; k++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", k ? "|" : "", made.config.mail[k]);
        assert_string_equal(got, cases[i].arguments);
        th_arena_free(made.arena);
        th_arena_free(arena);
    }
    assert_fault(WHOLE "lệnh gửi thư = a \"b c", 6, "thiếu dấu ngoặc kép", "not closed");
    assert_fault(WHOLE "lệnh gửi thư = a | b", 6, "không chạy qua shell", "no shell");
    assert_fault(WHOLE "lệnh gửi thư = a > b", 6, "“>”", "“>”");
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    assert_fault(WHOLE "giữ = 0", 6, "từ 1 đến 999", "from 1 to 999");
    assert_fault(WHOLE "giữ = 1000", 6, "không phải “1000”", "not “1000”");
    assert_fault(WHOLE "số tiến trình = 257", 6, "từ 1 đến 256", "from 1 to 256");
    assert_fault(WHOLE "số tiến trình = hai", 6, "không phải “hai”", "not “hai”");
    assert_fault(WHOLE "ngày = 31/02/2023", 6, "hôm nay", "is no day");
    assert_fault(WHOLE "liên hệ =", 6, "chưa có giá trị", "has no value");
    assert_fault(WHOLE "liên hệ", 6, "không có dấu “=”", "no “=”");
    assert_fault(WHOLE "[liên hệ]", 6, "“[…]”", "“[…]”");
    assert_fault(WHOLE "liên hệ = a ; b", 6, "dòng riêng", "line of its own");
    assert_fault(WHOLE "liên hệ = \xC3(", 6, "UTF-8", "UTF-8");
    assert_fault(WHOLE "\nlưu = x", 7, "đã có ở dòng 4", "line 4 already");
    assert_fault(WHOLE "phan hoii = x", 6, "có phải “phản hồi”?", "did you mean “phản hồi”?");
    assert_fault(WHOLE "wxyz = x", 6, "không có khóa “wxyz”; bỏ", "no key “wxyz”; leave");
    assert_fault("bộ biểu mẫu = dn\nhộp thư = ht\nkết quả = o.xls\nlưu = luu\nsố liệu = s.db", 3, ".xlsx", ".xlsx");
    assert_fault("bộ biểu mẫu = dn\nkết quả = o.xlsx\nlưu = luu\nsố liệu = s.db", 0, "thiếu khóa “hộp thư”",
                 "“hộp thư” is missing");
}

static void a_line_that_libinih_would_cut_is_refused(void **state)
{
    (void)state;
    char text[sizeof WHOLE + 400];
    for (size_t len = TH_CONFIG_LINE - 1; len <= TH_CONFIG_LINE + 1; len++) {
        size_t n = (size_t)snprintf(text, sizeof text, WHOLE "lien he = ");
        size_t line = strlen("lien he = ");
        for (size_t i = line; i < len; i++)
            text[n++] = (char)('a' + (i % 26));
        text[n] = '\0';
        parsed made = parse_text(text);
        assert_int_equal(made.status, len > TH_CONFIG_LINE ? TH_FAILED : TH_OK);
        if (len <= TH_CONFIG_LINE)
            assert_true(th_str_eq(made.config.contact, (th_str){text + sizeof WHOLE - 1 + line, len - line}));
        else
            assert_int_equal(made.faults.at[0].line, WHOLE_LINES + 1);
        assert_int_equal(made.faults.n && th_str_starts(made.faults.at[0].what.vi, TH_STR("dòng dài 200 byte")),
                         len > TH_CONFIG_LINE);
        th_arena_free(made.arena);
    }
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    parsed made = parse_text("giữ = x\nabcdefgh = 1\nngày = y");
    assert_int_equal(made.faults.n, 3 + WHOLE_LINES);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(made.faults.at[i].line, i + 1);
    th_arena_free(made.arena);
    made = parse_bytes(TH_STR("\xFF\xFEl\0"));
    assert_int_equal(made.faults.n, 1);
    assert_true(th_str_find(made.faults.at[0].what.vi, TH_STR("UTF-16"), 0) != SIZE_MAX);
    th_arena_free(made.arena);
}

static void what_init_writes_can_be_read(void **state)
{
    (void)state;
    for (int english = 0; english < 2; english++) {
        th_arena *arena = th_arena_new(0);
        th_str text = th_config_text(arena, english);
        parsed made = parse_bytes(text);
        assert_int_equal(made.status, TH_OK);
        assert_string_equal(made.config.path[TH_CONFIG_OUT], "/srv/cum/ket-qua/Tong-hop.xlsx");
        assert_int_equal(made.config.as_of, TH_DAY_TODAY);
        th_arena_free(made.arena);
        th_arena_free(arena);
    }
}

/* Each key that is only shown as an example is right once its "#" is taken away. */
static void every_example_is_right(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_str text = th_config_text(arena, false), line;
    th_buf all;
    th_buf_init(&all, arena);
    size_t stated = 0;
    while (th_str_cut(&text, '\n', &line)) {
        bool example = th_str_starts(line, TH_STR("# ")) && th_str_find(line, TH_STR(" = "), 0) != SIZE_MAX &&
                       th_str_find(line, TH_STR("“"), 0) == SIZE_MAX;
        th_buf_fmt(&all, TH_FMT "\n", TH_ARG(example ? th_str_sub(line, 2, line.len) : line));
    }
    parsed made = parse_bytes(th_buf_str(&all));
    assert_int_equal(made.status, TH_OK);
    for (size_t key = 0; key < TH_CONFIG_KEYS; key++)
        stated += made.config.line[key] != 0;
    assert_int_equal(stated, TH_CONFIG_KEYS);
    th_arena_free(made.arena);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_known_without_their_marks),
        cmocka_unit_test(values_are_taken),
        cmocka_unit_test(a_command_is_split_without_a_shell),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(a_line_that_libinih_would_cut_is_refused),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(what_init_writes_can_be_read),
        cmocka_unit_test(every_example_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
