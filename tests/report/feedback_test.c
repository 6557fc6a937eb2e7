/* The reply to one unit, read back with our own reader: what it is told of its file, which findings are its own and
 * where they lead, its points with their reasons, and its own sheets with the cells in question marked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "definition_fixture.h"
#include "pack/zip.h"
#include "report/feedback.h"
#include "scratch_file.h"

#include <stdlib.h>
#include <unistd.h>

#define REPLY "PHIẾU PHẢN HỒI"
enum { VERDICT_ROW = 3, FILE_ROW = 4, FIRST_FINDING = 8 };
enum { LEVEL = 1, SHEET, CELL, TEXT, FIX, CHOICE, EXPLANATION, RAW, UNDERSTOOD, RULE, MARK };

static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu\n"
                               "I,,Phần một,100,tổng các dòng con,,\n"
                               "I.1,I,Lượt mượn,60,theo tỷ lệ so mục tiêu,M.01,500\n"
                               "I.2,I,Chất lượng,40,Cụm chấm,,\n";
static const char receipts[] = "Đơn vị,Tệp,Lúc nhận\nA,0.xlsx,2025-01-03 08:00\n";

/* The sheet "Trang 1" of unit A, as its file holds it: B2 and B3 are figures of the fixture. */
static const char sheet_csv[] = "STT,Chỉ tiêu,Năm nay\n1,Tổng lượt mượn,400\n1.1,Người lớn,\n1.2,Trẻ em,nhiều\n";

typedef struct reply {
    th_fixture f;
    th_scores *scores;
    th_feedback in;
    th_str bytes;
    th_book *book; /* the reply, read back */
} reply;

static th_place place(const char *unit, const char *file, const char *sheet, uint32_t row, uint32_t col)
{
    return (th_place){
        .unit = th_str_of(unit), .file = th_str_of(file), .sheet = th_str_of(sheet), .row = row, .col = col};
}

static th_finding *finding(reply *r, th_level level, const char *rule, th_place where)
{
    th_finding *made = th_findings_add(&r->f.ds->findings, r->f.arena, TH_F_CHECK_FAILED, &where,
                                       TH_WITH(TH_STR("a"), TH_STR("b"), TH_STR("c"), TH_STR("d")));
    made->level = level;
    made->rule = th_str_of(rule);
    made->fix_vi = (th_str){0};
    made->vi = th_str_fmt(r->f.arena, "về %s", rule);
    return made;
}

static th_book *read_book(th_arena *arena, th_str bytes, const char *name)
{
    th_book *book = NULL;
    th_findings faults = {0};
    assert_true(th_book_open(arena, &th_limits_default, &(th_book_file){.bytes = bytes, .name = th_str_of(name)}, &book,
                             &faults) < TH_FAILED);
    th_book_normalise(book);
    return book;
}

/* Unit A has sent 0.xlsx, which the test may change before the reply is written. */
static reply begin(void)
{
    reply r = {.f.arena = th_arena_new(0)};
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", criteria}, {"so-nhan.csv", receipts}};
    r.f.d = th_fixture_definition(r.f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(r.f.d);
    r.f.ds = th_dataset_new(r.f.arena, r.f.d);
    th_fixture_source(r.f.ds, 0);
    th_fixture_source(r.f.ds, 1);
    r.f.ds->sources[0].forms = 1;
    r.f.ds->sources[0].cells = 3;
    th_fixture_fact(r.f.ds, 0, "M.01", TH_NOW, "400");
    th_fixture_fact(r.f.ds, 0, "M.02", TH_NOW, "");
    th_fixture_fact(r.f.ds, 0, "M.03", TH_NOW, "nhiều");
    th_fixture_fact(r.f.ds, 1, "M.01", TH_NOW, "999");
    th_dataset_seal(r.f.ds);
    th_check_results checks = {0};
    r.scores = th_score_run(r.f.arena, r.f.ds, &checks);
    r.f.ds->findings.n = 0;
    th_book *sent = read_book(r.f.arena, th_str_of(sheet_csv), "0.csv");
    sent->sheets[0].name = TH_STR("Trang 1");
    r.in = (th_feedback){.ds = r.f.ds,
                         .scores = r.scores,
                         .source = &r.f.ds->sources[0],
                         .book = sent,
                         .program = TH_STR("tonghop"),
                         .created = 1736467200};
    return r;
}

static void write_reply(reply *r)
{
    const char *path = scratch_path(r->f.arena);
    assert_non_null(path);
    th_trouble trouble = {0};
    th_drawn to = {.path = path};
    assert_int_equal(th_feedback_write(r->f.arena, &r->in, &to, &trouble), TH_OK);
    r->bytes = scratch_bytes(r->f.arena, path);
    assert_true(th_str_eq(to.bytes, r->bytes));
    r->book = read_book(r->f.arena, r->bytes, "phieu.xlsx");
}

static const th_sheet *sheet_named(const reply *r, const char *name)
{
    for (size_t s = 0; s < r->book->nsheets; s++)
        if (th_str_eq(r->book->sheets[s].name, th_str_of(name)))
            return &r->book->sheets[s];
    return NULL;
}

static const char *said(const reply *r, const char *sheet, uint32_t row, uint32_t col)
{
    const th_cell *cell = th_sheet_at(sheet_named(r, sheet), row, col);
    return cell && cell->type == TH_CELL_TEXT ? th_str_cstr(r->f.arena, cell->text) : "";
}

static bool says(const reply *r, const char *sheet, uint32_t row, uint32_t col, const char *what)
{
    return strstr(said(r, sheet, row, col), what) != NULL;
}

/* A part of the package that libxlsxwriter wrote; "" when it is not there. */
static th_str part(const reply *r, const char *name)
{
    th_zip zip = {0};
    th_str bytes = {0};
    assert_int_equal(th_zip_open(r->f.arena, &th_limits_default, r->bytes, &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(name));
    if (entry)
        assert_int_equal(th_zip_read(r->f.arena, &zip, entry, &bytes), TH_OK);
    return bytes;
}

static bool holds(th_str text, const char *what)
{
    return th_str_find(text, th_str_of(what), 0) != SIZE_MAX;
}

/* ---- the verdict ---- */

/* What the first line says with so many findings of each level. */
static void verdict(size_t blocks, size_t errors, size_t warnings, size_t notes, const char *want)
{
    reply r = begin();
    size_t counts[] = {
        [TH_LEVEL_NOTE] = notes, [TH_LEVEL_WARNING] = warnings, [TH_LEVEL_ERROR] = errors, [TH_LEVEL_BLOCK] = blocks};
    for (size_t level = 0; level < sizeof counts / sizeof *counts; level++)
        for (size_t i = 0; i < counts[level]; i++)
            finding(&r, (th_level)level, "KT", place("A", "", "", TH_NO_CELL, TH_NO_CELL));
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, VERDICT_ROW, 0), want);
    th_arena_free(r.f.arena);
}

static void the_verdict_counts_what_must_be_mended_and_what_may_be_explained(void **state)
{
    (void)state;
    verdict(0, 0, 0, 0, "ĐÃ NHẬN, KHÔNG CÓ GÌ PHẢI SỬA. Cảm ơn đơn vị.");
    verdict(0, 0, 0, 2, "ĐÃ NHẬN, KHÔNG CÓ GÌ PHẢI SỬA. Cảm ơn đơn vị.");
    verdict(0, 0, 3, 1, "ĐÃ NHẬN, CÒN 3 ĐIỂM CẦN SỬA HOẶC GIẢI TRÌNH.");
    verdict(0, 2, 0, 0, "ĐÃ NHẬN, CÒN 2 LỖI PHẢI SỬA.");
    verdict(1, 1, 1, 0, "ĐÃ NHẬN, CÒN 2 LỖI PHẢI SỬA và 1 điểm cần sửa hoặc giải trình.");
}

static void a_consequence_does_not_count(void **state)
{
    (void)state;
    reply r = begin();
    finding(&r, TH_LEVEL_ERROR, "KT-1", place("A", "", "", TH_NO_CELL, TH_NO_CELL));
    finding(&r, TH_LEVEL_ERROR, "KT-2", place("A", "", "", TH_NO_CELL, TH_NO_CELL))->folded = TH_STR("KT-1 · C2");
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, VERDICT_ROW, 0), "ĐÃ NHẬN, CÒN 1 LỖI PHẢI SỬA.");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING, TEXT), "về KT-1");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 1, LEVEL), "Hệ quả");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 1, TEXT), "Hệ quả của KT-1 · C2. về KT-2");
    th_arena_free(r.f.arena);
}

static void no_file_and_a_refused_file_are_said_so(void **state)
{
    (void)state;
    reply r = begin();
    r.in.source = NULL;
    r.in.book = NULL;
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, VERDICT_ROW, 0), "CỤM CHƯA NHẬN ĐƯỢC TỆP NÀO của đơn vị; hạn nộp 05/01/2025.");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING, 0), "Không có phát hiện nào.");
    assert_null(sheet_named(&r, "Trang 1"));
    th_arena_free(r.f.arena);

    r = begin();
    r.f.ds->sources[0].status = TH_SOURCE_REJECTED;
    r.f.ds->sources[0].reason = TH_STR("Tệp bị cắt.");
    finding(&r, TH_LEVEL_ERROR, "TEP-1", place("A", "", "", TH_NO_CELL, TH_NO_CELL));
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, VERDICT_ROW, 0), "KHÔNG NHẬN: tệp này chưa dùng được. Tệp bị cắt.");
    th_arena_free(r.f.arena);
}

/* ---- the file, the findings ---- */

static void the_file_is_named_with_its_hash_its_moment_and_what_was_read(void **state)
{
    (void)state;
    reply r = begin();
    r.f.ds->sources[0].sha256 = TH_STR("0123456789abcdef0123");
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, FILE_ROW, 0), "Tệp: 0.xlsx · SHA-256 0123456789abcdef… · nhận lúc 2025-01-03 "
                                                      "08:00 · đọc được 1 biểu, 3 ô");
    th_arena_free(r.f.arena);

    /* another accepted file of the same unit is named; one that does not count, and another unit's, are not */
    r = begin();
    for (uint32_t u = 0; u < 3; u++)
        th_fixture_source(r.f.ds, u == 2 ? 1 : 0);
    r.f.ds->sources[2].file = TH_STR("bo-sung.xlsx");
    r.f.ds->sources[3].file = TH_STR("cu.xlsx");
    r.f.ds->sources[3].status = TH_SOURCE_REPLACED;
    r.in.source = &r.f.ds->sources[0];
    write_reply(&r);
    assert_true(says(&r, REPLY, FILE_ROW, 0, " · còn tệp bo-sung.xlsx (0 biểu được tính)"));
    assert_false(says(&r, REPLY, FILE_ROW, 0, "cu.xlsx"));
    assert_false(says(&r, REPLY, FILE_ROW, 0, "1.xlsx"));
    th_arena_free(r.f.arena);
}

static void a_unit_is_told_of_its_own_findings_only(void **state)
{
    (void)state;
    reply r = begin();
    finding(&r, TH_LEVEL_ERROR, "cua-don-vi", place("A", "", "", TH_NO_CELL, TH_NO_CELL));
    finding(&r, TH_LEVEL_ERROR, "don-vi-khac", place("B", "1.xlsx", "Trang 1", 1, 2));
    finding(&r, TH_LEVEL_ERROR, "cua-tep", place("", "0.xlsx", "", TH_NO_CELL, TH_NO_CELL));
    finding(&r, TH_LEVEL_ERROR, "cua-cum", place("", "", "", TH_NO_CELL, TH_NO_CELL));
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, FIRST_FINDING, RULE), "cua-don-vi");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 1, RULE), "cua-tep");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 2, RULE), "");
    assert_string_equal(said(&r, REPLY, VERDICT_ROW, 0), "ĐÃ NHẬN, CÒN 2 LỖI PHẢI SỬA.");
    assert_int_equal((int)th_sheet_at(sheet_named(&r, REPLY), FIRST_FINDING + 1, 0)->number, 2);
    th_arena_free(r.f.arena);

    /* a file that names no unit still gets its findings, and no points */
    r = begin();
    r.in.unit = TH_NONE;
    finding(&r, TH_LEVEL_ERROR, "don-vi-khac", place("A", "", "", TH_NO_CELL, TH_NO_CELL));
    finding(&r, TH_LEVEL_ERROR, "cua-tep", place("", "0.xlsx", "", TH_NO_CELL, TH_NO_CELL));
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, FIRST_FINDING, RULE), "cua-tep");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 1, RULE), "");
    assert_null(sheet_named(&r, "PHIẾU ĐIỂM"));
    th_arena_free(r.f.arena);
}

static void a_finding_shows_its_cell_and_how_that_was_understood(void **state)
{
    (void)state;
    static const char *const understood[] = {"400", "để trống", "không hiểu được"};
    reply r = begin();
    for (uint32_t i = 0; i < 3; i++)
        finding(&r, TH_LEVEL_ERROR, "KT", place("A", "0.xlsx", "Trang 1", i, TH_NOW))->raw = TH_STR("thô");
    finding(&r, TH_LEVEL_ERROR, "KT", place("A", "0.xlsx", "Trang 1", 0, TH_NOW + 1)); /* no figure stands there */
    finding(&r, TH_LEVEL_ERROR, "KT", place("A", "khac.xlsx", "Trang 1", 0, TH_NOW));
    finding(&r, TH_LEVEL_ERROR, "KT", place("A", "0.xlsx", "Trang 1", TH_NO_CELL, TH_NO_CELL));
    write_reply(&r);
    for (uint32_t i = 0; i < 3; i++) {
        th_str cell = th_cell_name(r.f.arena, i, TH_NOW);
        assert_string_equal(said(&r, REPLY, FIRST_FINDING + i, CELL), th_str_cstr(r.f.arena, cell));
        assert_string_equal(said(&r, REPLY, FIRST_FINDING + i, SHEET), "Trang 1");
        assert_string_equal(said(&r, REPLY, FIRST_FINDING + i, RAW), "thô");
        assert_string_equal(said(&r, REPLY, FIRST_FINDING + i, UNDERSTOOD), understood[i]);
    }
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 3, UNDERSTOOD), "");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 4, UNDERSTOOD), "");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 4, SHEET), "khac.xlsx › Trang 1");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 5, CELL), "xem");
    /* every cell of this file is a link to it, one of another file is none */
    th_str sheet = part(&r, "xl/worksheets/sheet1.xml");
    assert_true(holds(sheet, "ref=\"D9\" location=\"'Trang 1'!$A$1\"") ||
                holds(sheet, "ref=\"D9\" location=\"'Trang 1'!A1\""));
    assert_true(holds(sheet, "ref=\"D11\"") && holds(sheet, "ref=\"D14\"") && !holds(sheet, "ref=\"D13\""));
    th_arena_free(r.f.arena);
}

/* The mark of a reason that was given stays, so that the reply can be sent back as it is. */
static void only_what_asks_for_a_reason_or_has_one_shows_its_mark(void **state)
{
    (void)state;
    reply r = begin();
    finding(&r, TH_LEVEL_WARNING, "KT-1", place("A", "", "", TH_NO_CELL, TH_NO_CELL))->mark = TH_STR("ab12");
    th_finding *note = finding(&r, TH_LEVEL_NOTE, "KT-2", place("A", "", "", TH_NO_CELL, TH_NO_CELL));
    note->mark = TH_STR("cd34");
    note->explanation = TH_STR("đã sửa kỳ trước");
    finding(&r, TH_LEVEL_NOTE, "KT-3", place("A", "", "", TH_NO_CELL, TH_NO_CELL))->mark = TH_STR("ef56");
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, FIRST_FINDING, MARK), "ab12");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 1, MARK), "cd34");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 2, MARK), "");
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 1, EXPLANATION), "đã sửa kỳ trước");
    th_arena_free(r.f.arena);
}

static void petitions_stand_with_their_answers(void **state)
{
    (void)state;
    reply r = begin();
    th_definition *d = r.f.d;
    const th_petition rows[] = {{.unit = 1, .criterion = TH_NONE, .subject = TH_STR("của đơn vị khác")},
                                {.unit = 0,
                                 .criterion = 0,
                                 .subject = TH_STR("xem lại điểm"),
                                 .answer = TH_STR("giữ nguyên"),
                                 .who = TH_STR("Tổ"),
                                 .date = TH_STR("2025-01-20")},
                                {.unit = 0, .criterion = TH_NONE, .subject = TH_STR("gia hạn")}};
    for (size_t i = 0; i < 3; i++)
        TH_PUSH(r.f.arena, d->petitions, d->npetitions, d->petitions_cap, rows[i]);
    write_reply(&r);
    uint32_t row = FIRST_FINDING + 2;
    assert_string_equal(said(&r, REPLY, row, 0), "Kiến nghị và trả lời");
    assert_string_equal(said(&r, REPLY, row + 2, TEXT), "xem lại điểm");
    assert_string_equal(said(&r, REPLY, row + 2, FIX), "giữ nguyên");
    assert_string_equal(said(&r, REPLY, row + 2, RAW), "Tổ, 2025-01-20");
    assert_string_equal(said(&r, REPLY, row + 3, TEXT), "gia hạn");
    assert_string_equal(said(&r, REPLY, row + 3, FIX), "chưa trả lời");
    assert_string_equal(said(&r, REPLY, row + 5, 0), "Các biểu đã đọc");
    th_arena_free(r.f.arena);
}

static void the_receipt_counts_the_figures_of_each_form(void **state)
{
    (void)state;
    reply r = begin();
    write_reply(&r);
    uint32_t row = FIRST_FINDING + 2; /* a line without findings, and an empty one */
    assert_string_equal(said(&r, REPLY, row, 0), "Các biểu đã đọc");
    const th_sheet *sheet = sheet_named(&r, REPLY);
    assert_string_equal(said(&r, REPLY, row + 2, 0), "Lượt mượn");
    assert_string_equal(said(&r, REPLY, row + 2, TEXT), "Trang 1");
    assert_int_equal((int)th_sheet_at(sheet, row + 2, FIX)->number, 1); /* 400; not the other unit's 999 */
    assert_int_equal((int)th_sheet_at(sheet, row + 2, RAW)->number, 1); /* blank; unreadable is neither */
    assert_string_equal(said(&r, REPLY, row + 3, 0), "Danh sách sách mới");
    assert_string_equal(said(&r, REPLY, row + 3, TEXT), "không có");
    assert_int_equal((int)th_sheet_at(sheet, row + 3, FIX)->number, 0);
    th_arena_free(r.f.arena);

    r = begin();
    r.f.ds->sources[0].status = TH_SOURCE_REJECTED;
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, row, 0), "");
    th_arena_free(r.f.arena);
}

/* ---- the other sheets ---- */

static void points_stand_with_their_reasons(void **state)
{
    (void)state;
    enum { COMPUTED = 5, NOW = 7, WHY = 8, WAY = 9, FIRST_CRITERION = 5 };
    reply r = begin();
    write_reply(&r);
    const th_sheet *sheet = sheet_named(&r, "PHIẾU ĐIỂM");
    assert_non_null(sheet);
    assert_true(says(&r, "PHIẾU ĐIỂM", 2, 0, "TẠM TÍNH"));
    assert_string_equal(said(&r, "PHIẾU ĐIỂM", FIRST_CRITERION + 1, 0), "I.1");
    assert_int_equal((int)th_sheet_at(sheet, FIRST_CRITERION + 1, COMPUTED)->number, 48); /* 60 × 400/500 */
    assert_string_equal(said(&r, "PHIẾU ĐIỂM", FIRST_CRITERION + 1, WHY), "đạt 400, mục tiêu 500");
    assert_string_equal(said(&r, "PHIẾU ĐIỂM", FIRST_CRITERION + 2, WAY), "Cụm chấm theo minh chứng");
    assert_string_equal(said(&r, "PHIẾU ĐIỂM", FIRST_CRITERION + 3, 1), "Tổng điểm");
    assert_int_equal((int)th_sheet_at(sheet, FIRST_CRITERION + 3, NOW)->number, 48);
    th_arena_free(r.f.arena);

    r = begin();
    r.scores->readiness.stage = TH_STAGE_READY;
    write_reply(&r);
    assert_true(says(&r, "PHIẾU ĐIỂM", 2, 0, "ĐỦ ĐIỀU KIỆN TRÌNH"));
    th_arena_free(r.f.arena);

    r = begin();
    r.in.scores = NULL;
    write_reply(&r);
    assert_null(sheet_named(&r, "PHIẾU ĐIỂM"));
    th_arena_free(r.f.arena);
}

/* The sheets of the unit follow as they were sent.  A cell with several findings has one comment with all of them. */
static void the_cells_in_question_are_coloured_and_commented(void **state)
{
    (void)state;
    reply r = begin();
    th_place twice = place("A", "0.xlsx", "Trang 1", 1, 2);
    finding(&r, TH_LEVEL_ERROR, "KT-1", twice)->fix_vi = TH_STR("sửa ô C2");
    finding(&r, TH_LEVEL_WARNING, "KT-2", twice);
    finding(&r, TH_LEVEL_WARNING, "KT-3", place("A", "0.xlsx", "Trang 1", 3, 2));
    finding(&r, TH_LEVEL_NOTE, "KT-4", place("A", "", "Trang 1", 2, 2));
    finding(&r, TH_LEVEL_ERROR, "KT-5", place("A", "0.xlsx", "Trang 1", TH_NO_CELL, TH_NO_CELL));
    finding(&r, TH_LEVEL_ERROR, "KT-6", place("A", "khac.xlsx", "Trang 1", 1, 1));
    write_reply(&r);
    assert_string_equal(said(&r, "Trang 1", 1, 1), "Tổng lượt mượn");
    th_str comments = part(&r, "xl/comments1.xml"), styles = part(&r, "xl/styles.xml");
    assert_true(holds(comments, "Lỗi KT-1: về KT-1\nCách sửa: sửa ô C2\n\nCảnh báo KT-2: về KT-2<"));
    assert_true(holds(comments, ">Cảnh báo KT-3: về KT-3<"));
    assert_true(holds(comments, "ref=\"C2\"") && holds(comments, "ref=\"C3\"") && holds(comments, "ref=\"C4\""));
    assert_false(holds(comments, "KT-5") || holds(comments, "KT-6") || holds(comments, "ref=\"B2\""));
    static const char *const colours[] = {"FFF7D9D5", "FFFCE9C4", "FFDDEBF6"};
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        assert_true(holds(styles, colours[i]));
    th_arena_free(r.f.arena);
}

/* A comment does not grow without end, and no sheet gets more marks than a person can use; the list stays whole. */
static void marks_are_limited_and_the_list_is_not(void **state)
{
    (void)state;
    enum { FINDINGS = 2001 };
    reply r = begin();
    for (uint32_t i = 0; i < FINDINGS; i++) {
        finding(&r, TH_LEVEL_ERROR, "KT-A", place("A", "0.xlsx", "Trang 1", 10, 2));
        finding(&r, TH_LEVEL_ERROR, "KT-B", place("A", "0.xlsx", "Trang 1", 11 + i, 2));
    }
    write_reply(&r);
    assert_string_equal(said(&r, REPLY, FIRST_FINDING + 2 * FINDINGS - 1, RULE), "KT-B");
    th_str comments = part(&r, "xl/comments1.xml");
    assert_true(comments.len && holds(comments, "ref=\"C2010\"") && !holds(comments, "ref=\"C2011\""));
    size_t lines = 0;
    for (size_t at = 0; (at = th_str_find(comments, TH_STR("KT-A:"), at)) != SIZE_MAX; at++)
        lines++;
    assert_true(lines > 50 && lines < 150);
    th_arena_free(r.f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verdict_counts_what_must_be_mended_and_what_may_be_explained),
        cmocka_unit_test(a_consequence_does_not_count),
        cmocka_unit_test(no_file_and_a_refused_file_are_said_so),
        cmocka_unit_test(the_file_is_named_with_its_hash_its_moment_and_what_was_read),
        cmocka_unit_test(a_unit_is_told_of_its_own_findings_only),
        cmocka_unit_test(a_finding_shows_its_cell_and_how_that_was_understood),
        cmocka_unit_test(only_what_asks_for_a_reason_or_has_one_shows_its_mark),
        cmocka_unit_test(petitions_stand_with_their_answers),
        cmocka_unit_test(the_receipt_counts_the_figures_of_each_form),
        cmocka_unit_test(points_stand_with_their_reasons),
        cmocka_unit_test(the_cells_in_question_are_coloured_and_commented),
        cmocka_unit_test(marks_are_limited_and_the_list_is_not),
    };
    return cmocka_run_group_tests_name("feedback", tests, NULL, NULL);
}
