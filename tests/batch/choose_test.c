/* Which file counts, form by form: the order of what decides, conflicts, and what is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/choose.h"
#include "batch/precedence.h"
#include "batch/receipts.h"
#include "batch/side_by_side.h"
#include "definition_fixture.h"

typedef struct inbox {
    th_arena *arena;
    th_definition *d;
    th_dataset *all, *ds;
} inbox;

static inbox open_inbox(const char *register_rows)
{
    static const th_fixture_part sheets[] = {TH_FIXTURE_PARTS};
    enum { SHEETS = sizeof sheets / sizeof *sheets };
    th_fixture_part parts[SHEETS + 1];
    memcpy(parts, sheets, sizeof sheets);
    parts[SHEETS] = (th_fixture_part){"so-nhan.csv", register_rows};
    inbox box = {.arena = th_arena_new(0)};
    box.d = th_fixture_definition(box.arena, parts, SHEETS + 1);
    assert_non_null(box.d);
    box.all = th_dataset_new(box.arena, box.d);
    box.ds = th_dataset_new(box.arena, box.d);
    return box;
}

/* A file of the first unit with one figure of M.01 and one of M.03, signed on a day. */
static uint32_t add_file(inbox *box, const char *name, const char *figure, int signed_on)
{
    uint32_t source = (uint32_t)box->all->nsources;
    th_str file = th_str_of(name);
    th_source file_source = {.file = file,
                             .sha256 = file,
                             .bytes = 1,
                             .unit = 0,
                             .receipt = TH_NONE,
                             .period = box->d->period,
                             .edition = th_edition_of_name(box->arena, file)};
    TH_PUSH(box->arena, box->all->sources, box->all->nsources, box->all->sources_cap, file_source);
    uint32_t form = box->d->indicators[th_definition_indicator(box->d, TH_STR("M.01"))].form;
    th_held_form held = {.source = source, .form = form, .sheet = TH_STR("Trang 1"), .signed_on = signed_on};
    TH_PUSH(box->arena, box->all->held, box->all->nheld, box->all->held_cap, held);
    static const char *const codes[] = {"M.01", "M.03"};
    for (size_t i = 0; i < 2; i++) {
        th_fixture_fact(box->all, 0, codes[i], TH_NOW, i ? "100" : figure);
        box->all->facts[box->all->nfacts - 1].source = source;
    }
    return source;
}

static const th_fact *figure_of(const inbox *box)
{
    uint32_t wanted = th_definition_indicator(box->d, TH_STR("M.01"));
    for (size_t i = 0; i < box->ds->nfacts; i++)
        if (box->ds->facts[i].indicator == wanted)
            return &box->ds->facts[i];
    return NULL;
}

static void choose(inbox *box)
{
    th_receipts_bind(box->all);
    th_choose(box->ds, box->all);
}

static size_t findings_of(const inbox *box, th_finding_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < box->ds->findings.n; i++)
        n += box->ds->findings.at[i].kind == kind;
    return n;
}

/* Two files, and which counts: 1, 2, or 0 when they are in conflict.  Either order of reading gives the same. */
typedef struct duel {
    const char *rows, *one;
    int one_signed;
    const char *other;
    int other_signed, counts;
} duel;

static void assert_duel(const duel *wanted, bool turned)
{
    inbox box = open_inbox(wanted->rows ? wanted->rows : "Đơn vị,Tệp\n");
    if (turned)
        add_file(&box, wanted->other, "22", wanted->other_signed);
    add_file(&box, wanted->one, "11", wanted->one_signed);
    if (!turned)
        add_file(&box, wanted->other, "22", wanted->other_signed);
    choose(&box);
    const th_fact *fact = figure_of(&box);
    assert_non_null(fact);
    assert_int_equal(box.ds->nfacts, 2);
    if (!wanted->counts) {
        assert_int_equal(fact->value.state, TH_STATE_UNREADABLE);
        assert_int_equal(findings_of(&box, TH_F_UNIT_CONFLICT), 1);
    } else {
        assert_int_equal(fact->value.state, TH_STATE_VALUE);
        assert_string_equal(th_str_cstr(box.arena, fact->raw), wanted->counts == 1 ? "11" : "22");
    }
    th_arena_free(box.arena);
}

static void what_decides(void **state)
{
    (void)state;
    static const duel duels[] = {
        {NULL, "A.xlsx", 0, "B.xlsx", 0, 0},
        {NULL, "A (1).xlsx", 0, "A.xlsx", 0, 0},
        {NULL, "A sửa.xlsx", 0, "B.xlsx", 0, 1},
        {NULL, "A.xlsx", 9, "B sửa.xlsx", 1, 2},
        {NULL, "A bổ sung.xlsx", 0, "B sửa.xlsx", 0, 0},
        {NULL, "A lần 3.xlsx", 1, "B lần 2.xlsx", 9, 1},
        {NULL, "A sửa.xlsx", 5, "B lần 2.xlsx", 9, 2},
        {NULL, "A dự thảo.xlsx", 9, "B.xlsx", 1, 2},
        {NULL, "A.xlsx", 10, "B.xlsx", 9, 1},
        {NULL, "A.xlsx", 10, "B.xlsx", 0, 0},
        {NULL, "cũ/A sửa lần 9.xlsx", 10, "B.xlsx", 1, 2},
        {NULL, "nháp/A.xlsx", 10, "Sơn La/B.xlsx", 1, 2},
        {"Đơn vị,Tệp\nA,A.xlsx\n", "A.xlsx", 1, "B sửa.xlsx", 9, 1},
        {"Đơn vị,Tệp\nA,A.xlsx\n", "cũ/A.xlsx", 1, "B.xlsx", 9, 1},
        {"Đơn vị,Tệp,Lúc nhận\nA,A.xlsx,2025-01-02\nA,B.xlsx,2025-01-03\n", "A.xlsx", 9, "B.xlsx", 1, 2},
        {"Đơn vị,Tệp\nA,A.xlsx\nA,B.xlsx\n", "A.xlsx", 0, "B.xlsx", 0, 0},
        {"Đơn vị,Tệp,Quyết định\nA,A.xlsx,chờ\n", "A.xlsx", 9, "B.xlsx", 1, 2},
        {"Đơn vị,Tệp,Quyết định\nA,A.xlsx,rút\n", "A.xlsx", 9, "B.xlsx", 1, 2},
        {"Đơn vị,Tệp\nB,A.xlsx\n", "A.xlsx", 9, "B.xlsx", 1, 2},
        {"Đơn vị,Tệp,Quyết định\nB,A.xlsx,rút\n", "A.xlsx", 9, "B.xlsx", 1, 2},
        {"Đơn vị,Tệp,Quyết định,Lúc nhận\nA,A.xlsx,nhận,2025-01-02\nA,A.xlsx,rút,\n", "A.xlsx", 9, "B.xlsx", 1, 2},
        {"Đơn vị,Tệp,Quyết định,Lúc nhận\nA,A.xlsx,rút,3/1/2025\nA,A.xlsx,nhận,2025-01-02\n", "A.xlsx", 9, "B.xlsx", 1,
         2},
        {NULL, "A chưa sửa.xlsx", 0, "B.xlsx", 0, 0},
    };
    for (size_t i = 0; i < sizeof duels / sizeof *duels; i++) {
        assert_duel(&duels[i], false);
        assert_duel(&duels[i], true);
    }
}

static void withhold(inbox *box, uint32_t source)
{
    for (size_t i = 0; i < box->all->nheld; i++)
        if (box->all->held[i].source == source)
            box->all->held[i].withheld = true;
    for (size_t i = 0; i < box->all->nfacts; i++)
        if (box->all->facts[i].source == source)
            box->all->facts[i].value = (th_value){.state = TH_STATE_UNREADABLE, .withheld = true};
}

/* What does not count replaces nothing; where nothing else is there, or only an empty form, it is shown. */
static void a_withheld_form_replaces_none(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *figure;
        bool shown;
        size_t said;
    } rows[] = {
        {"Đơn vị,Tệp\n", "11", false, 1},
        {"Đơn vị,Tệp\nA,B sửa.xlsx\n", "11", false, 1},
        {"Đơn vị,Tệp\nA,A.xlsx\n", "11", false, 0},
        {"Đơn vị,Tệp,Quyết định\nA,A.xlsx,rút\n", "11", true, 0},
        {"Đơn vị,Tệp\n", "", true, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        inbox box = open_inbox(rows[i].rows);
        add_file(&box, "A.xlsx", rows[i].figure, 0);
        if (!rows[i].figure[0])
            box.all->facts[1].value = (th_value){.state = TH_STATE_BLANK};
        withhold(&box, add_file(&box, "B sửa.xlsx", "22", 0));
        choose(&box);
        assert_int_equal(figure_of(&box)->value.withheld, rows[i].shown);
        assert_int_equal(findings_of(&box, TH_F_UNIT_HELD_BACK), rows[i].said);
        assert_int_equal(box.all->held[1].counts, false);
        th_arena_free(box.arena);
    }
}

/* A names no date, so B and C are told apart by theirs, and A by nothing. */
static void three_files(void **state)
{
    (void)state;
    inbox box = open_inbox("Đơn vị,Tệp\n");
    add_file(&box, "A.xlsx", "11", 0);
    add_file(&box, "B.xlsx", "22", 5);
    add_file(&box, "C.xlsx", "33", 6);
    choose(&box);
    assert_int_equal(figure_of(&box)->value.state, TH_STATE_UNREADABLE);
    assert_int_equal(findings_of(&box, TH_F_UNIT_CONFLICT), 1);
    assert_int_equal(findings_of(&box, TH_F_UNIT_REPLACED), 1);
    assert_int_equal(box.all->sources[1].status, TH_SOURCE_REPLACED);
    assert_int_equal(box.ds->npassed_over, 2);
    th_arena_free(box.arena);
}

static void the_same_figures_count_once(void **state)
{
    (void)state;
    inbox box = open_inbox("Đơn vị,Tệp\n");
    add_file(&box, "A.xlsx", "1.100", 0);
    add_file(&box, "B.xlsx", "1100", 0);
    choose(&box);
    assert_int_equal(figure_of(&box)->value.state, TH_STATE_VALUE);
    assert_int_equal(findings_of(&box, TH_F_UNIT_SAME_FIGURES), 1);
    assert_int_equal(box.ds->npassed_over, 0);
    assert_int_equal(th_dataset_unit_forms(box.all, 0), 1);
    th_arena_free(box.arena);
}

static void a_base_name_fits_where_it_occurs_once(void **state)
{
    (void)state;
    inbox box = open_inbox("Đơn vị,Tệp\nA,SL.xlsx\nA,x/KQ.xlsx\nA,LC\nA,y/dn\nA,Y/HG.XLSX\n");
    static const struct {
        const char *name;
        uint32_t receipt;
    } files[] = {
        {"a/SL.xlsx", TH_NONE}, {"b/SL.xlsx", TH_NONE}, {"x/KQ.xlsx", 1},       {"lc.xlsx", TH_NONE},
        {"LC.ods", TH_NONE},    {"y/DN.xlsx", 3},       {"z/DN.xlsx", TH_NONE}, {"y/hg.xlsx", 4},
    };
    enum { FILES = sizeof files / sizeof *files };
    for (size_t i = 0; i < FILES; i++)
        add_file(&box, files[i].name, "11", 0);
    th_receipts_bind(box.all);
    for (size_t i = 0; i < FILES; i++)
        assert_int_equal(box.all->sources[i].receipt, files[i].receipt);
    size_t nearly = 0;
    for (size_t i = 0; i < box.all->findings.n; i++)
        nearly += box.all->findings.at[i].kind == TH_F_RECEIPT_NEARLY;
    assert_int_equal(nearly, 2);
    th_arena_free(box.arena);
}

/* A row with a content mark is about files with these bytes alone, whatever folder they lie in. */
static void a_content_mark_chooses_among_files_of_one_name(void **state)
{
    (void)state;
    inbox box = open_inbox("Đơn vị,Tệp,Quyết định,Lúc nhận\nA,SL.xlsx [aaaaaaaa],nhận,2025-01-03\n"
                           "A,SL.xlsx [bbbbbbbb],chờ,2025-01-04\nA,KQ.xlsx,,\nA,KQ.xlsx [dddddddd],rút,\n"
                           "A,kq [eeeeeeee],,\n");
    static const struct {
        const char *name, *sha256;
        uint32_t receipt;
    } files[] = {{"a/SL.xlsx", "aaaaaaaa01", 0},
                 {"b/SL.xlsx", "bbbbbbbb02", 1},
                 {"c/SL.xlsx", "cccccccc03", TH_NONE},
                 {"d/SL.xlsx", "aaaaaaaa01", 0},
                 {"KQ.xlsx", "eeeeeeee04", 4}};
    enum { FILES = sizeof files / sizeof *files };
    for (size_t i = 0; i < FILES; i++) {
        uint32_t source = add_file(&box, files[i].name, "11", 0);
        box.all->sources[source].sha256 = th_str_of(files[i].sha256);
    }
    th_receipts_bind(box.all);
    th_receipts_without_file(box.all);
    for (size_t i = 0; i < FILES; i++)
        assert_int_equal(box.all->sources[i].receipt, files[i].receipt);
    assert_int_equal(box.all->sources[1].status, TH_SOURCE_WAITING);
    /* The row about other bytes of KQ.xlsx has done its work: the file that came after it has a row of its own. */
    for (size_t i = 0; i < box.all->findings.n; i++)
        assert_true(box.all->findings.at[i].kind == TH_F_RECEIPT_WAIT ||
                    box.all->findings.at[i].kind == TH_F_RECEIPT_NEARLY);
    th_arena_free(box.arena);
}

static void a_row_about_other_bytes_is_questioned(void **state)
{
    (void)state;
    inbox box = open_inbox("Đơn vị,Tệp\nA,SL.xlsx [aaaaaaaa]\nA,KQ.xlsx [aaaaaaaa]\n");
    uint32_t source = add_file(&box, "SL.xlsx", "11", 0);
    box.all->sources[source].sha256 = TH_STR("bbbbbbbb02");
    th_receipts_bind(box.all);
    th_receipts_without_file(box.all);
    assert_int_equal(box.all->sources[0].receipt, TH_NONE);
    assert_int_equal(box.all->findings.n, 2);
    assert_int_equal(box.all->findings.at[0].kind, TH_F_RECEIPT_OTHER_CONTENT);
    assert_int_equal(box.all->findings.at[1].kind, TH_F_RECEIPT_WITHOUT_FILE);
    th_arena_free(box.arena);
}

static void old_folders(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    static const char *const old[] = {"cũ/a.xlsx", "Sơn La/Bản cũ/a.xlsx", "LƯU/a.xlsx", "backup/x/a.xlsx",
                                      "cu/a.xlsx"};
    static const char *const not_old[] = {"cũ.xlsx", "Sơn La/a.xlsx", "củ/a.xlsx", "a backup.xlsx", "Lưu Xá/a.xlsx"};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        assert_true(th_in_old_folder(arena, th_str_of(old[i])));
    for (size_t i = 0; i < sizeof not_old / sizeof *not_old; i++)
        assert_false(th_in_old_folder(arena, th_str_of(not_old[i])));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_decides),
        cmocka_unit_test(a_withheld_form_replaces_none),
        cmocka_unit_test(three_files),
        cmocka_unit_test(the_same_figures_count_once),
        cmocka_unit_test(a_base_name_fits_where_it_occurs_once),
        cmocka_unit_test(a_content_mark_chooses_among_files_of_one_name),
        cmocka_unit_test(a_row_about_other_bytes_is_questioned),
        cmocka_unit_test(old_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
