/* The sentence of a broken rule, in both languages, and the cells it sends the reader to. */
#include "one_rule.h"

typedef struct told {
    const char *rule, *figures, *vi, *en; /* what the sentence begins with */
    const char *fix_vi;                   /* all of it; NULL: not looked at */
} told;

static void every_sentence(const told *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tried t = begin(wanted[i].rule, wanted[i].figures);
        finish(&t);
        const th_finding *finding = raised(&t);
        assert_non_null(finding);
        th_str got[] = {finding->vi, finding->en};
        const char *want[] = {wanted[i].vi, wanted[i].en};
        for (size_t k = 0; k < 2; k++) {
            if (!th_str_starts(got[k], th_str_of(want[k])))
                print_error("got “" TH_FMT "”\nnot “%s”\n", TH_ARG(got[k]), want[k]);
            assert_true(th_str_starts(got[k], th_str_of(want[k])));
        }
        if (wanted[i].fix_vi)
            assert_string_equal(th_str_cstr(t.f.arena, finding->fix_vi), wanted[i].fix_vi);
        th_arena_free(t.f.arena);
    }
}

#define RULE(left, op, right) "R,,đơn vị," left "," op "," right ",0,lỗi,bỏ qua,bật,"

static void a_rule_is_told_figure_by_figure(void **state)
{
    (void)state;
    static const told wanted[] = {
        {RULE("M.01", "=", "M.02+M.03"), "M.01 9|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Người lớn” 1 + “Trẻ em” 2 = 3 (lệch 6).",
         "“Tổng lượt mượn” says 9 but must equal “Người lớn” 1 + “Trẻ em” 2 = 3 (difference 6).", NULL},
        {RULE("M.01", "<=", "M.02"), "M.01 9|M.02 1", "“Tổng lượt mượn” ghi 9 không được lớn hơn “Người lớn” ghi 1",
         "“Tổng lượt mượn” says 9 but must not exceed “Người lớn”, which says 1", NULL},
        {RULE("M.01", "<>", "M.02"), "M.01 1|M.02 1", "“Tổng lượt mượn” ghi 1 không được trùng với “Người lớn” ghi 1.",
         "“Tổng lượt mượn” says 1 but must differ from “Người lớn”, which says 1.", NULL},
        {RULE("M.01", "cùng có", "M.02"), "M.01 3|M.02 0",
         "“Tổng lượt mượn” ghi 3 và “Người lớn” ghi 0: phải cùng có hoặc cùng không.",
         "“Tổng lượt mượn” says 3 and “Người lớn” says 0: both or neither must occur.", NULL},
        {RULE("M.01", "không cùng có", "M.02"), "M.01 3|M.02 2",
         "“Tổng lượt mượn” ghi 3 và “Người lớn” ghi 2: không được cùng có.",
         "“Tổng lượt mượn” says 3 and “Người lớn” says 2: not both may occur.", NULL},
        {RULE("M.05", "=", "3"), "M.05 trên 5", "“Sách mới” ghi trên 5 nhưng phải bằng 3 (lệch 2).",
         "“Sách mới” says over 5 but must equal 3 (difference 2).", NULL},
        {RULE("M.01", "=", "(M.02+M.03)*2"), "M.01 9|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng (“Người lớn” 1 + “Trẻ em” 2) × 2 = 6 (lệch 3).",
         "“Tổng lượt mượn” says 9 but must equal (“Người lớn” 1 + “Trẻ em” 2) × 2 = 6 (difference 3).", NULL},
        {RULE("M.01", "=", "M.02*2+M.03"), "M.01 9|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Người lớn” 1 × 2 + “Trẻ em” 2 = 4 (lệch 5).",
         "“Tổng lượt mượn” says 9 but must equal “Người lớn” 1 × 2 + “Trẻ em” 2 = 4 (difference 5).", NULL},
        {RULE("M.01", "=", "-M.02"), "M.01 9|M.02 1",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng -“Người lớn” 1 = -1 (lệch 10).",
         "“Tổng lượt mượn” says 9 but must equal -“Người lớn” 1 = -1 (difference 10).", NULL},
        {RULE("M.04", "=", "TY_LE(M.03;M.01)"), "M.04 90%|M.03 1|M.01 2",
         "“Tỷ lệ trẻ em” ghi 90 % nhưng phải bằng 1/2 = 50 % (lệch 40).",
         "“Tỷ lệ trẻ em” says 90 % but must equal 1/2 = 50 % (difference 40).", NULL},
        {RULE("M.04", "=", "TY_LE(M.02+M.03;M.01)"), "M.04 90%|M.02 0|M.03 1|M.01 2",
         "“Tỷ lệ trẻ em” ghi 90 % nhưng phải bằng 100 × (“Người lớn” 0 + “Trẻ em” 1) : “Tổng lượt mượn” 2 = 50 %",
         "“Tỷ lệ trẻ em” says 90 % but must equal 100 × (“Người lớn” 0 + “Trẻ em” 1) : “Tổng lượt mượn” 2 = 50 %",
         NULL}};
    every_sentence(wanted, sizeof wanted / sizeof *wanted);
}

static void what_belongs_together_stands_in_parentheses(void **state)
{
    (void)state;
    static const told wanted[] = {
        {RULE("M.01", "=", "M.02-(M.03-M.05)"), "M.01 9|M.02 5|M.03 2|M.05 1",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Người lớn” 5 - (“Trẻ em” 2 - “Sách mới” 1) = 4 (lệch 5).",
         "“Tổng lượt mượn” says 9 but must equal “Người lớn” 5 - (“Trẻ em” 2 - “Sách mới” 1) = 4 (difference 5).",
         NULL},
        {RULE("M.01", "=", "M.02/(M.03*M.05)"), "M.01 9|M.02 6|M.03 3|M.05 1",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Người lớn” 6 : (“Trẻ em” 3 × “Sách mới” 1) = 2 (lệch 7).",
         "“Tổng lượt mượn” says 9 but must equal “Người lớn” 6 : (“Trẻ em” 3 × “Sách mới” 1) = 2 (difference 7).",
         NULL},
        {RULE("M.01", "=", "(M.02-M.03)*2"), "M.01 9|M.02 5|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng (“Người lớn” 5 - “Trẻ em” 2) × 2 = 6 (lệch 3).",
         "“Tổng lượt mượn” says 9 but must equal (“Người lớn” 5 - “Trẻ em” 2) × 2 = 6 (difference 3).", NULL},
        {RULE("M.01", "=", "M.02-M.03*M.05"), "M.01 9|M.02 5|M.03 2|M.05 1",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Người lớn” 5 - “Trẻ em” 2 × “Sách mới” 1 = 3 (lệch 6).",
         "“Tổng lượt mượn” says 9 but must equal “Người lớn” 5 - “Trẻ em” 2 × “Sách mới” 1 = 3 (difference 6).", NULL}};
    every_sentence(wanted, sizeof wanted / sizeof *wanted);
}

static void functions_are_named_with_their_arguments(void **state)
{
    (void)state;
    static const told wanted[] = {
        {RULE("M.01", "=", "MAX(M.02;M.03)"), "M.01 9|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng số lớn hơn trong hai số (“Người lớn” 1; “Trẻ em” 2) = 2 (lệch 7).",
         "“Tổng lượt mượn” says 9 but must equal the larger of (“Người lớn” 1; “Trẻ em” 2) = 2 (difference 7).", NULL},
        {RULE("M.01", "=", "ABS(M.02)"), "M.01 9|M.02 1",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng giá trị tuyệt đối của “Người lớn” 1 = 1",
         "“Tổng lượt mượn” says 9 but must equal the absolute value of “Người lớn” 1 = 1", NULL},
        {RULE("M.01", "=", "ABS(M.02-M.03)"), "M.01 9|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng chênh lệch giữa “Người lớn” 1 và “Trẻ em” 2 = 1",
         "“Tổng lượt mượn” says 9 but must equal the difference of “Người lớn” 1 and “Trẻ em” 2 = 1", NULL},
        {RULE("M.01", "=", "IF(M.05>3;M.02;M.03)"), "M.01 9|M.05 4|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Người lớn” ghi 1 (lệch 8).",
         "“Tổng lượt mượn” says 9 but must equal “Người lớn”, which says 1 (difference 8).", NULL},
        {RULE("M.01", "=", "IF(M.05>3;M.02;M.03)"), "M.01 9|M.05 3|M.02 1|M.03 2",
         "“Tổng lượt mượn” ghi 9 nhưng phải bằng “Trẻ em” ghi 2 (lệch 7).",
         "“Tổng lượt mượn” says 9 but must equal “Trẻ em”, which says 2 (difference 7).", NULL},
        {RULE("M.05", "=", "\"COUNTIFS(DS.loai;\"\"sách\"\";DS.ten;\"\"<>x\"\")\""), "M.05 9",
         "“Sách mới” ghi 9 nhưng phải bằng số dòng có “Loại” là “sách” và “Tên sách” <>x = 0 (lệch 9).",
         "“Sách mới” says 9 but must equal rows with “Loại” being “sách” and “Tên sách” <>x = 0 (difference 9).",
         NULL}};
    every_sentence(wanted, sizeof wanted / sizeof *wanted);
}

/* The cell in question or, where none is, the left side's cell alone, then the others: neighbours as a range, each cell
 * once, cells of another sheet with its name. */
static void the_cells_to_look_at_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *figures, *elsewhere; /* a figure that stands in another sheet; NULL: none */
        const char *fix_vi;
    } wanted[] = {
        {RULE("M.01", "=", "3"), "M.01 9", NULL, "xem lại ô A1 rồi lưu và gửi lại tệp."},
        {RULE("M.01", "=", "M.02"), "M.01 9|M.02 1", NULL, "xem lại ô A1 hoặc A2 rồi lưu và gửi lại tệp."},
        {RULE("M.01", "=", "M.02+M.03"), "M.01 9|M.02 1|M.03 1", NULL,
         "xem lại ô A1 hoặc A2:A3 rồi lưu và gửi lại tệp."},
        {RULE("M.01", "=", "M.02+M.05"), "M.01 9|M.02 1|M.05 1", NULL,
         "xem lại ô A1, A2 hoặc A5 rồi lưu và gửi lại tệp."},
        {RULE("M.01", "=", "M.02+M.03+M.02"), "M.01 9|M.02 1|M.03 1", NULL,
         "xem lại ô A1 hoặc A2:A3 rồi lưu và gửi lại tệp."},
        {RULE("M.01", "=", "M.01+M.02"), "M.01 9|M.02 1", NULL, "xem lại ô A2 hoặc A1 rồi lưu và gửi lại tệp."},
        {RULE("M.01", "=", "M.02+M.03"), "M.01 9|M.02 1|M.03 1", "M.03",
         "xem lại ô A1, A2 hoặc “Trang khác” A3 rồi lưu và gửi lại tệp."},
        {"R,,đơn vị,M.01,=,M.02,0,lỗi,bỏ qua,bật,Đối chiếu sổ gốc", "M.01 9|M.02 1", NULL,
         "Đối chiếu sổ gốc. Xem lại ô A1 hoặc A2 rồi lưu và gửi lại tệp."},
        {"R,,đơn vị,M.01,=,M.02,0,lỗi,bỏ qua,bật,Đối chiếu sổ gốc.", "M.01 9|M.02 1", NULL,
         "Đối chiếu sổ gốc. Xem lại ô A1 hoặc A2 rồi lưu và gửi lại tệp."}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        tried t = begin(wanted[i].rule, wanted[i].figures);
        for (size_t k = 0; wanted[i].elsewhere && k < t.f.ds->nfacts; k++)
            if (t.f.ds->facts[k].indicator == th_definition_indicator(t.f.d, th_str_of(wanted[i].elsewhere)))
                t.f.ds->facts[k].sheet = TH_STR("Trang khác");
        for (size_t k = 0; k < t.f.ds->nfacts; k++)
            t.f.ds->facts[k].col = 0;
        finish(&t);
        assert_string_equal(th_str_cstr(t.f.arena, raised(&t)->fix_vi), wanted[i].fix_vi);
        th_arena_free(t.f.arena);
    }
}

/* Of the cluster: its figures were added up, nobody wrote them. */
static void a_rule_of_the_cluster_tells_sums(void **state)
{
    (void)state;
    tried t = begin("R,,cụm,M.01,>=,1000,0,lỗi,bỏ qua,bật,", "M.01 9");
    for (uint32_t u = 1; u < 4; u++) {
        th_fixture_source(t.f.ds, u);
        th_fixture_fact(t.f.ds, u, "M.01", TH_NOW, "1");
    }
    finish(&t);
    assert_true(th_str_starts(raised(&t)->vi, TH_STR("“Tổng lượt mượn” của Cụm là 12 không được nhỏ hơn 1.000")));
    assert_true(th_str_starts(raised(&t)->en, TH_STR("“Tổng lượt mượn” of Cụm is 12 but must not be less than 1,000")));
    th_arena_free(t.f.arena);
}

/* ---- reasons ---- */

static void a_reason_stays_with_the_values_it_was_given_for(void **state)
{
    (void)state;
    static const char rules[] =
        "R,,đơn vị,M.01,=,M.02,0,cảnh báo,bỏ qua,bật,\nS,,đơn vị,M.03,=,M.02,0,cảnh báo,bỏ qua,bật,";
    tried before = begin(rules, "M.01 9|M.02 1|M.03 1");
    finish(&before);
    const char *mark = th_str_cstr(before.f.arena, raised(&before)->mark);
    assert_int_equal(raised(&before)->level, TH_LEVEL_WARNING);
    static const struct {
        const char *unit, *rule, *date, *figures;
        const char *explanation; /* NULL: the reason does not hold */
        const char *remark;      /* what is said of a reason that bears nothing */
    } wanted[] = {
        {"A", "R", "2025-01-09", "M.01 9|M.02 1|M.03 1", "do kiểm kê (Lan, 2025-01-09)", NULL},
        {"A", "r", "", "M.01 9|M.02 1|M.03 1", "do kiểm kê (Lan)", NULL},
        {"A", "R", "", "M.01 8|M.02 1|M.03 1", NULL, "GT-001"},
        {"A", "R", "", "M.01 1|M.02 1|M.03 1", NULL, "GT-002"},
        {"A", "S", "", "M.01 9|M.02 1|M.03 1", NULL, "GT-002"},
        {"B", "R", "", "M.01 9|M.02 1|M.03 1", NULL, NULL} /* it has sent nothing */
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char reasons[512];
        snprintf(reasons, sizeof reasons, "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\n%s,%s,%s,do kiểm kê,Lan,%s\n",
                 wanted[i].unit, wanted[i].rule, mark, wanted[i].date);
        tried t = begin_with(rules, wanted[i].figures, reasons);
        finish(&t);
        const th_finding *finding = raised(&t);
        if (finding) {
            const char *want = wanted[i].explanation ? wanted[i].explanation : "";
            assert_string_equal(th_str_cstr(t.f.arena, finding->explanation), want);
            assert_int_equal(finding->level, *want ? TH_LEVEL_NOTE : TH_LEVEL_WARNING);
        }
        size_t idle = 0;
        for (size_t k = 0; k < t.f.ds->findings.n; k++)
            if (th_str_starts(t.f.ds->findings.at[k].rule, TH_STR("GT-"))) {
                idle++;
                assert_non_null(wanted[i].remark);
                assert_string_equal(th_str_cstr(t.f.arena, t.f.ds->findings.at[k].rule), wanted[i].remark);
            }
        assert_int_equal(idle, wanted[i].remark != NULL);
        th_arena_free(t.f.arena);
    }
    th_arena_free(before.f.arena);
}

/* ---- forms that are left out ---- */

static void a_blocking_rule_leaves_out_its_form_and_nothing_else(void **state)
{
    (void)state;
    tried t = begin("R,,đơn vị,M.01,=,M.02,0,chặn,bỏ qua,bật,\nS,,đơn vị,M.03,=,5,0,lỗi,bỏ qua,bật,",
                    "M.01 9|M.02 1|M.03 6|M.05 ");
    th_fixture_source(t.f.ds, 1);
    th_fixture_fact(t.f.ds, 1, "M.03", TH_NOW, "6");
    th_fixture_list(t.f.ds, 0, "DS.ten", 1, "Dế mèn");
    finish(&t);
    for (size_t i = 0; i < t.f.ds->nfacts; i++) {
        const th_fact *fact = &t.f.ds->facts[i];
        bool left_out = fact->unit == 0 && !fact->item;
        th_state stated = fact->raw.len ? TH_STATE_VALUE : TH_STATE_BLANK;
        assert_int_equal(fact->value.state, left_out && fact->raw.len ? TH_STATE_UNREADABLE : stated);
    }
    for (size_t i = 0; i < t.results.n; i++)
        if (t.results.at[i].check == 1)
            assert_int_equal(t.results.at[i].outcome, t.results.at[i].unit == 0 ? TH_NOT_EVALUATED : TH_FAIL);
    th_arena_free(t.f.arena);
}

/* A bound on the change against last year reads as a change; whatever else a rule says is told figure by figure. */
static void a_change_is_told_as_one(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *now, *before, *vi, *en;
    } wanted[] = {
        {RULE("ABS(M.01-TRUOC(M.01))", "<=", "\"0,5*TRUOC(M.01)+10\""), "0", "121",
         "“Tổng lượt mượn” so với năm trước giảm từ 121 xuống 0 (100 %), quá mức 50 %.",
         "“Tổng lượt mượn” fell from 121 (last year) to 0 (100 %), beyond 50 %."},
        {RULE("ABS(TRUOC(M.01)-M.01)", "<=", "\"10+TRUOC(M.01)*0,2\""), "1500", "1000",
         "“Tổng lượt mượn” so với năm trước tăng từ 1.000 lên 1.500 (50 %), quá mức 20 %.",
         "“Tổng lượt mượn” rose from 1,000 (last year) to 1,500 (50 %), beyond 20 %."},
        {RULE("ABS(M.01-TRUOC(M.01))", "<=", "\"0,5*TRUOC(M.01)+10\""), "30", "0",
         "“Tổng lượt mượn” so với năm trước tăng từ 0 lên 30, quá mức 10.",
         "“Tổng lượt mượn” rose from 0 (last year) to 30, beyond 10."},
        {RULE("ABS(M.01-TRUOC(M.01))", "<=", "\"0,5*TRUOC(M.01)\""), "150001", "100000",
         "Chênh lệch giữa “Tổng lượt mượn” 150.001 và", "The difference of “Tổng lượt mượn” 150,001 and"},
        {RULE("ABS(M.01-TRUOC(M.01))", "<=", "\"0,5*TRUOC(M.02)\""), "0", "121",
         "Chênh lệch giữa “Tổng lượt mượn” 0 và", "The difference of “Tổng lượt mượn” 0 and"},
        {RULE("ABS(M.01-TRUOC(M.01))", "<=", "\"0,5*M.01\""), "20", "121", "Chênh lệch giữa “Tổng lượt mượn” 20 và",
         "The difference of “Tổng lượt mượn” 20 and"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        tried t = begin(wanted[i].rule, "M.03 1");
        th_fixture_fact(t.f.ds, 0, "M.01", TH_NOW, wanted[i].now);
        th_fixture_fact(t.f.ds, 0, "M.01", TH_PREVIOUS, wanted[i].before);
        th_fixture_fact(t.f.ds, 0, "M.02", TH_PREVIOUS, "4");
        finish(&t);
        const th_finding *finding = raised(&t);
        assert_non_null(finding);
        th_str got[] = {finding->vi, finding->en};
        const char *want[] = {wanted[i].vi, wanted[i].en};
        for (size_t k = 0; k < 2; k++) {
            if (!th_str_starts(got[k], th_str_of(want[k])))
                print_error("got “" TH_FMT "”\nnot “%s”\n", TH_ARG(got[k]), want[k]);
            assert_true(th_str_starts(got[k], th_str_of(want[k])));
        }
        th_arena_free(t.f.arena);
    }
}

/* A year has no mark between its digits; a number beside no year has. */
static void a_year_is_no_number(void **state)
{
    (void)state;
    static const told wanted[] = {
        {RULE("M.01", "=", "KY()"), "M.01 9", "“Tổng lượt mượn” ghi 9 nhưng phải bằng năm báo cáo = 2024 (lệch 2.015).",
         "“Tổng lượt mượn” says 9 but must equal the reporting year = 2024 (difference 2,015).", NULL},
        {RULE("M.01", "=", "2000"), "M.01 9", "“Tổng lượt mượn” ghi 9 nhưng phải bằng 2.000 (lệch 1.991).",
         "“Tổng lượt mượn” says 9 but must equal 2,000 (difference 1,991).", NULL}};
    every_sentence(wanted, sizeof wanted / sizeof *wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_told_figure_by_figure),
        cmocka_unit_test(what_belongs_together_stands_in_parentheses),
        cmocka_unit_test(functions_are_named_with_their_arguments),
        cmocka_unit_test(the_cells_to_look_at_are_named),
        cmocka_unit_test(a_rule_of_the_cluster_tells_sums),
        cmocka_unit_test(a_change_is_told_as_one),
        cmocka_unit_test(a_year_is_no_number),
        cmocka_unit_test(a_reason_stays_with_the_values_it_was_given_for),
        cmocka_unit_test(a_blocking_rule_leaves_out_its_form_and_nothing_else),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
