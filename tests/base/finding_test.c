/* Findings: their sentences, places, levels, counts and order; the names of cells. */
#include "base/same.h"

#include "base/finding.h"

static th_finding *one(th_findings *list, th_arena *arena, th_finding_kind kind, th_arguments arguments)
{
    return th_findings_add(list, arena, kind, NULL, arguments);
}

static void placeholders_take_their_arguments(void **state)
{
    th_arena *arena = *state;
    th_findings list = {0};
    const th_str a = TH_STR("a"), b = TH_STR("b"), c = TH_STR("c"), d = TH_STR("d"), e = TH_STR("e"), f = TH_STR("f");
    th_finding *checked = one(&list, arena, TH_F_CHECK_FAILED, TH_WITH(a, b));
    same(checked->vi, "a");
    same(checked->fix_vi, "b");
    same(one(&list, arena, TH_F_CHECK_FAILED, TH_WITH(a))->fix_en, ""); /* an argument that was not given */
    same(one(&list, arena, TH_F_RULE_SUSPECT, TH_WITH(a, b, c, d))->en,
         "Rule a “b” fails for cd: the rule may be wrong rather than the figures.");
    same(one(&list, arena, TH_F_DEF_VALUE, TH_WITH(a, b, c, d))->en, "Column “a” says “b”; expected c.d");
    same(one(&list, arena, TH_F_ODD_SCALE, TH_WITH(a, b, c, d, e, f))->vi,
         "“a” ghi b, trong khi c là d: có thể ghi nhầm hàng e (đúng là f?).");
    /* Nothing is not quoted. */
    same(one(&list, arena, TH_F_DEF_VALUE, TH_WITH(a, TH_STR(""), c, d))->vi, "Cột “a” ghi (trống), cần c.d");
    same(one(&list, arena, TH_F_DEF_VALUE, TH_WITH(a, TH_STR(""), c, d))->en, "Column “a” says (blank); expected c.d");
    /* What is filled in is not read again. */
    same(one(&list, arena, TH_F_CHECK_FAILED, TH_WITH(TH_STR("{2} {7} {"), b))->vi, "{2} {7} {");
    same(one(&list, arena, TH_F_FILE_EMPTY, TH_WITHOUT)->en, "The file is empty (0 bytes).");
    assert_int_equal(list.n, 9);
}

static void an_argument_reads_in_the_language_of_its_template(void **state)
{
    th_arena *arena = *state;
    th_findings list = {0};
    const th_words reason = TH_WORDS_ARE("thiếu trang", "a sheet is missing");
    th_finding *finding = one(&list, arena, TH_F_TEXT_PART, TH_WITH(TH_STR("Tờ 1"), reason));
    same(finding->vi, "Phần “Tờ 1” của tệp được giữ nguyên, chưa chuyển mã: thiếu trang.");
    same(finding->en, "Part “Tờ 1” of the file was left as it is: a sheet is missing.");
}

static void each_reader_is_told_what_to_do(void **state)
{
    th_arena *arena = *state;
    th_findings list = {0};
    th_place place = {.unit = TH_STR("U1"), .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *finding = th_findings_add(&list, arena, TH_F_FORM_MISSING, &place, TH_WITH(TH_STR("B1")));
    same(th_finding_remedy(arena, finding, TH_FOR_UNIT).vi, "bổ sung biểu này vào tệp rồi gửi lại.");
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).vi,
         "đề nghị đơn vị: bổ sung biểu này vào tệp rồi gửi lại.");
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).en,
         "ask the unit: add this form to the workbook and send it again.");
    finding = th_findings_add(&list, arena, TH_F_UNIT_CONFLICT, &place, TH_WITHOUT);
    same(th_finding_remedy(arena, finding, TH_FOR_UNIT).vi, "báo ban thư ký tệp nào là bản cần tính.");
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).vi, "ghi vào Sổ nhận tệp nào được nhận.");
    /* Nobody can be asked where no unit is named, or where the secretariat entered the figure itself. */
    finding = th_findings_add(&list, arena, TH_F_FORM_MISSING, NULL, TH_WITHOUT);
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).vi, "bổ sung biểu này vào tệp rồi gửi lại.");
    finding = th_findings_add(&list, arena, TH_F_VALUE_RANGE, &place, TH_WITHOUT);
    finding->entered = true;
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).vi, "kiểm tra lại số liệu và đơn vị tính.");
    /* What needs no mending, or a rule that says nothing of it. */
    finding = th_findings_add(&list, arena, TH_F_FILE_SAME, &place, TH_WITHOUT);
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).vi, "");
    finding = th_findings_add(&list, arena, TH_F_CHECK_FAILED, &place, TH_WITH(TH_STR("a")));
    same(th_finding_remedy(arena, finding, TH_FOR_SECRETARIAT).vi, "");
}

static void a_finding_copies_its_place(void **state)
{
    th_arena *arena = *state;
    th_findings list = {0};
    char unit[] = "U1";
    th_place place = {{unit, 2}, TH_STR("f.xlsx"), TH_STR("Trang"), TH_STR("B1"), 4, 7};
    th_finding *finding = th_findings_add(&list, arena, TH_F_FORM_MISSING, &place, TH_WITHOUT);
    unit[0] = 'x';
    same(finding->place.unit, "U1");
    same(finding->place.file, "f.xlsx");
    same(finding->place.sheet, "Trang");
    same(finding->place.form, "B1");
    assert_int_equal(finding->place.row, 4);
    assert_int_equal(finding->place.col, 7);
    same(finding->rule, "BIEU-001");
    assert_int_equal(finding->kind, TH_F_FORM_MISSING);
    assert_int_equal(finding->level, TH_LEVEL_ERROR);
    finding = th_findings_add(&list, arena, TH_F_FILE_EMPTY, NULL, TH_WITHOUT);
    assert_true(finding == &list.at[1] && finding->place.row == TH_NO_CELL && finding->place.col == TH_NO_CELL);
    assert_int_equal(finding->place.unit.len, 0);
}

static void levels_have_names_and_folded_ones_their_own(void **state)
{
    (void)state;
    static const char *const vi[] = {"ghi chú", "cảnh báo", "lỗi", "chặn"};
    static const char *const en[] = {"note", "warning", "error", "blocked"};
    for (unsigned i = 0; i < 4; i++) {
        th_finding finding = {.level = (th_level)i};
        same(th_level_vi((th_level)i), vi[i]);
        same(th_level_en((th_level)i), en[i]);
        same(th_finding_level_vi(&finding), vi[i]);
        same(th_finding_level_en(&finding), en[i]);
        finding.folded = TH_STR("KT-1");
        same(th_finding_level_vi(&finding), "hệ quả");
        same(th_finding_level_en(&finding), "consequence");
    }
    same(th_finding_code(TH_F_FILE_UNREADABLE), "TEP-001");
    assert_int_equal(th_finding_level(TH_F_FILE_UNREADABLE), TH_LEVEL_BLOCK);
    assert_int_equal(th_finding_level(TH_F_INBOX_LEFT), TH_LEVEL_NOTE);
    assert_int_equal(th_finding_level(TH_F_VALUE_MISSING), TH_LEVEL_WARNING);
}

static void counts_leave_out_what_is_folded(void **state)
{
    th_arena *arena = *state;
    th_findings list = {0};
    static const th_finding_kind kinds[] = {TH_F_FILE_EMPTY, TH_F_INBOX_LEFT, TH_F_VALUE_MISSING, TH_F_VALUE_MISSING,
                                            TH_F_FORM_MISSING};
    for (size_t i = 0; i < 5; i++)
        one(&list, arena, kinds[i], TH_WITHOUT);
    assert_int_equal(th_findings_folded(&list), 0);
    list.at[2].folded = TH_STR("KT-1");
    list.at[4].folded = TH_STR("KT-1");
    static const size_t counts[] = {1, 1, 0, 1};
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(th_findings_count(&list, (th_level)i), counts[i]);
    assert_int_equal(th_findings_folded(&list), 2);
}

/* Findings that differ from `base` in one thing each, in their order; `consequences` numbers them. */
static void the_order_goes_from_the_gravest_to_the_text(void **state)
{
    (void)state;
    th_finding base = {.level = TH_LEVEL_WARNING, .rule = TH_STR("R2"), .indicator = TH_STR("I2"), .vi = TH_STR("v2")};
    base.place = (th_place){TH_STR("U2"), TH_STR("f2"), TH_STR("s2"), {0}, 5, 5};
    th_finding in_order[22];
    size_t n = 0;
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++)
        in_order[i] = base;
    /* Who has sent nothing, before all others. */
    for (size_t i = 0; i < 2; i++) {
        in_order[n].kind = i ? TH_F_UNIT_FILE_GONE : TH_F_UNIT_MISSING;
        in_order[n].place.file = i ? TH_STR("f9") : TH_STR("f8");
        in_order[n++].level = TH_LEVEL_ERROR;
    }
    in_order[n].about_rule = true; /* before all levels */
    in_order[n++].level = TH_LEVEL_NOTE;
    in_order[n++].level = TH_LEVEL_BLOCK;
    in_order[n++].level = TH_LEVEL_ERROR;
    in_order[n].place.file = TH_STR("f1");
    in_order[n++].place.row = 9;
    in_order[n].place.sheet = TH_STR("s1");
    in_order[n++].place.row = 9;
    in_order[n].place.row = 4;
    in_order[n++].place.col = 9;
    in_order[n].place.col = 4;
    in_order[n++].rule = TH_STR("R9");
    in_order[n].rule = TH_STR("R1");
    in_order[n++].indicator = TH_STR("I9");
    in_order[n].indicator = TH_STR("I1");
    in_order[n++].place.unit = TH_STR("U9");
    in_order[n].place.unit = TH_STR("U1");
    in_order[n++].vi = TH_STR("v9");
    in_order[n++].vi = TH_STR("v1");
    n++; /* base itself */
    in_order[n++].vi = TH_STR("v3");
    in_order[n++].place.unit = TH_STR("U3");
    in_order[n++].indicator = TH_STR("I3");
    in_order[n++].rule = TH_STR("R3");
    in_order[n++].place.col = 6;
    in_order[n++].place.row = TH_NO_CELL;
    in_order[n++].level = TH_LEVEL_NOTE;
    in_order[n].folded = TH_STR("x"); /* last, whatever its level */
    in_order[n++].level = TH_LEVEL_BLOCK;
    assert_int_equal(n, 22);
    th_finding mixed[22];
    for (size_t i = 0; i < n; i++) {
        in_order[i].consequences = (uint32_t)i;
        mixed[i * 7 % n] = in_order[i];
    }
    th_findings list = {.at = mixed, .n = n, .cap = n};
    th_findings_sort(&list);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(mixed[i].consequences, i);
    list = (th_findings){0};
    th_findings_sort(&list);
}

static void cells_have_names(void **state)
{
    static const struct {
        uint32_t row, col;
        const char *name;
    } cells[] = {{0, 0, "A1"},
                 {0, 25, "Z1"},
                 {8, 26, "AA9"},
                 {9, 27, "AB10"},
                 {0, 51, "AZ1"},
                 {0, 52, "BA1"},
                 {0, 701, "ZZ1"},
                 {0, 702, "AAA1"},
                 {98, 728, "ABA99"},
                 {65535, 255, "IV65536"},
                 {1048575, 16383, "XFD1048576"},
                 {TH_NO_CELL, 0, ""},
                 {0, TH_NO_CELL, ""},
                 {TH_NO_CELL - 1, 0, "A4294967295"}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        same(th_cell_name(*state, cells[i].row, cells[i].col), cells[i].name);
}

static bool warns_at(th_findings *list, th_arena *arena, const char *unit, const char *sheet, uint32_t row)
{
    const th_place place = {.unit = th_str_of(unit), .sheet = th_str_of(sheet), .row = row, .col = 3};
    return th_findings_warn_at(list, arena, &place);
}

static void a_warning_is_found_by_its_cell(void **state)
{
    th_arena *arena = *state;
    th_findings list = {0};
    th_place place = {.unit = TH_STR("U1"), .sheet = TH_STR("A"), .row = 5, .col = 3};
    assert_false(warns_at(&list, arena, "U1", "A", 5));
    th_findings_add(&list, arena, TH_F_FORM_MISSING, &place, TH_WITHOUT);
    th_findings_add(&list, arena, TH_F_FORM_MISSING, &place, TH_WITHOUT)->level = TH_LEVEL_NOTE;
    assert_true(warns_at(&list, arena, "U1", "A", 5)); /* behind a note there is the warning */
    assert_false(warns_at(&list, arena, "U1A", "", 5) || warns_at(&list, arena, "U1", "A", 6));
    list.at[0].level = TH_LEVEL_NOTE; /* levels are looked at when it is asked */
    assert_false(warns_at(&list, arena, "U1", "A", 5));
    place.row = 6;
    th_findings_add(&list, arena, TH_F_FORM_MISSING, &place, TH_WITHOUT); /* added after it was asked */
    assert_true(warns_at(&list, arena, "U1", "A", 6));
    th_findings_drop(&list);
    assert_false(warns_at(&list, arena, "U1", "A", 6));
    th_findings_add(&list, arena, TH_F_FORM_MISSING, &place, TH_WITHOUT);
    th_findings_sort(&list);
    assert_true(warns_at(&list, arena, "U1", "A", 6));
}

static void every_kind_has_words_and_a_code_of_its_own(void **state)
{
    th_findings list = {0};
    for (unsigned i = 0; i < TH_FINDING_KINDS; i++) {
        th_finding *finding = one(&list, *state, (th_finding_kind)i, TH_WITHOUT);
        assert_true(finding->rule.len > 0);
        bool words_of_caller = i == TH_F_CHECK_FAILED || i == TH_F_ODD_COLUMN; /* both are {1}, the rule's sentence */
        assert_true(words_of_caller || (finding->vi.len > 0 && finding->en.len > 0));
        assert_int_equal(finding->fix_vi.len > 0, finding->fix_en.len > 0);
        for (unsigned k = 0; k < i; k++)
            assert_false(th_str_eq(finding->rule, th_finding_code((th_finding_kind)k)));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(placeholders_take_their_arguments),
        TEST(each_reader_is_told_what_to_do),
        TEST(a_finding_copies_its_place),
        TEST(levels_have_names_and_folded_ones_their_own),
        TEST(counts_leave_out_what_is_folded),
        TEST(the_order_goes_from_the_gravest_to_the_text),
        TEST(cells_have_names),
        TEST(a_warning_is_found_by_its_cell),
        TEST(every_kind_has_words_and_a_code_of_its_own),
        TEST(an_argument_reads_in_the_language_of_its_template),
    };
    return cmocka_run_group_tests_name("finding", tests, NULL, NULL);
}
