/* Writes QUY TẮC: each rule as this run applied it: both sides in codes and in words, tolerance, what a missing figure
 * means, level, state with who, when, why and on what ground, and what came of it.  Results are counted live from MA
 * TRẬN KIỂM TRA, findings from KIỂM TRA, each found by the code of the rule, whatever the order of the rows. */
#include "report/sheets.h"

#include "check/suspect.h"
#include "draw/formula.h"
#include "report/expr_words.h"
#include "report/lookups.h"
#include "report/matrix_cells.h"
#include "report/matrix_place.h"
#include "text/utf8.h"

#include "base/banned.h"

enum {
    CODE = TH_RULES_CODE,
    NAME,
    SCOPE,
    LEFT,
    SIGN,
    RIGHT,
    WORDS,
    TOLERANCE,
    MISSING,
    LEVEL,
    STATE,
    WHO,
    PASSED,
    FAILED,
    WAITING,
    FINDINGS,
    COLUMNS,
    HEAD = TH_RULES_HEAD,
    FIRST = TH_RULES_FIRST
};

#define SMALL_TEXT (TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL)
#define SMALL_MIDDLE (SMALL_TEXT | TH_LOOK_CENTER)

/* For how many units, the cluster being one more, the matrix says that a rule has passed, has failed or waits. */
typedef struct unit_counts {
    uint32_t passed, failed, waiting;
} unit_counts;

typedef struct rules_writer {
    th_writer writer;
    unit_counts *counts; /* by check */
    bool *suspect;       /* by check */
} rules_writer;

/* ---- what the matrix says ---- */

static void count_by_unit(const th_report *r, unit_counts *counts)
{
    size_t columns = (size_t)r->nunits + 1;
    const th_matrix_cell *cells = th_matrix_cells(r->arena, r->in);
    for (size_t i = 0; i < r->d->nchecks * columns; i++) {
        unit_counts *at = &counts[i / columns];
        at->failed += cells[i].failed > 0;
        at->passed += cells[i].passed && !cells[i].failed;
        at->waiting += cells[i].skipped && !cells[i].passed && !cells[i].failed;
    }
}

/* ---- a rule in words ---- */

static th_str scope_words(th_scope scope)
{
    static const char *const words[] = {
        [TH_SCOPE_ROW] = "từng dòng", [TH_SCOPE_UNIT] = "đơn vị", [TH_SCOPE_CLUSTER] = "cụm"};
    return th_str_of(words[scope]);
}

static th_str tolerance_words(th_arena *arena, const th_check *check)
{
    enum { DECIMALS = 10 };
    if (!check->tolerance)
        return TH_STR("tự động, theo số lẻ đã ghi");
    if (!th_exact_sign(check->tolerance))
        return TH_STR("chính xác");
    return th_str_fmt(arena, TH_FMT "%s", TH_ARG(th_exact_vi(arena, check->tolerance, DECIMALS, true)),
                      check->tolerance_relative ? " %" : "");
}

static th_str missing_words(th_arena *arena, const th_check *check)
{
    static const char *const words[] = {
        [TH_MISSING_SKIP] = "bỏ qua", [TH_MISSING_ZERO] = "coi là 0", [TH_MISSING_SKIP_ALL] = "bỏ qua khi trống hết"};
    if (check->missing_left == check->missing_right)
        return th_str_of(words[check->missing_left]);
    return th_str_fmt(arena, "vế trái: %s; vế phải: %s", words[check->missing_left], words[check->missing_right]);
}

static th_str level_words(th_arena *arena, const th_check *check)
{
    th_str level = th_level_vi(check->level);
    if (check->state != TH_RULE_REDUCED || check->level == TH_LEVEL_NOTE)
        return level;
    return th_str_fmt(arena, TH_FMT " (gốc: " TH_FMT ")", TH_ARG(th_level_vi(check->level - 1)), TH_ARG(level));
}

static bool is_out_of_period(const th_definition *d, const th_check *check)
{
    return d->period &&
           ((check->from_year && d->period < check->from_year) || (check->to_year && d->period > check->to_year));
}

/* ---- reasons that were given for its findings ---- */

static bool settles(const th_finding *finding)
{
    return finding->explanation.len || finding->closed.len;
}

/* "Lào Cai: theo kế hoạch mới (An, 2023-01-08)", a line each; the same said of several cells of a unit once. */
static size_t add_reasons(const th_report *r, const th_rule_row *rule, th_buf *out)
{
    enum { MOST_SHOWN = 4000 }; /* bytes; each reason also stands at its finding in KIỂM TRA */
    size_t n = 0;
    for (uint32_t i = rule->first_finding; i != TH_NONE; i = r->rules.next[i]) {
        const th_finding *finding = &r->ds->findings.at[i];
        if (!settles(finding))
            continue;
        uint32_t unit = th_definition_unit(r->d, finding->place.unit);
        th_str whose = TH_STR("chưa rõ đơn vị"), reason = finding->explanation;
        if (unit != TH_NONE)
            whose = r->d->units[unit].name;
        if (finding->closed.len)
            reason = finding->closed;
        th_str line = th_str_fmt(r->arena, TH_FMT ": " TH_FMT, TH_ARG(whose), TH_ARG(reason));
        if (out->len < MOST_SHOWN && th_str_find(th_buf_str(out), line, 0) == SIZE_MAX)
            th_buf_fmt(out, "%s" TH_FMT, out->len ? "\n" : "", TH_ARG(line));
        n++;
    }
    return n;
}

static th_str state_words(const rules_writer *rules, const th_rule_row *row, size_t settled)
{
    const th_report *r = rules->writer.r;
    th_str state = TH_STR("đang dùng");
    const th_check *check = row->check == TH_NONE ? NULL : &r->d->checks[row->check];
    if (check && check->state == TH_RULE_REDUCED)
        state = TH_STR("giảm mức");
    if (check && check->state == TH_RULE_OFF)
        state = is_out_of_period(r->d, check) ? TH_STR("ngoài kỳ") : TH_STR("tạm ngừng");
    if (check && rules->suspect[row->check])
        state = th_str_fmt(r->arena, TH_FMT "; đang ngờ (QT-001)", TH_ARG(state));
    return settled ? th_str_fmt(r->arena, TH_FMT "; đã giải trình %zu", TH_ARG(state), settled) : state;
}

static void add_part(th_buf *out, const char *before, th_str text)
{
    if (text.len)
        th_buf_fmt(out, "%s%s" TH_FMT, out->len ? ", " : "", before, TH_ARG(text));
}

/* Writes who changed the state, when and why; on what ground the rule stands; and the reasons for its findings. */
static void state_cells(rules_writer *rules, uint32_t row, uint32_t index)
{
    const th_report *r = rules->writer.r;
    const th_rule_row *rule = &r->rules.at[index];
    th_pen *p = &rules->writer.pen;
    th_buf who, reasons;
    th_buf_init(&who, r->arena);
    th_buf_init(&reasons, r->arena);
    const th_check *check = rule->check == TH_NONE ? NULL : &r->d->checks[rule->check];
    if (check) {
        add_part(&who, "", check->state_who);
        add_part(&who, "", check->state_date);
        add_part(&who, "", check->state_why);
        if (check->basis.len)
            th_buf_fmt(&who, "%sCăn cứ: " TH_FMT, who.len ? "\n" : "", TH_ARG(check->basis));
    }
    size_t settled = add_reasons(r, rule, &reasons);
    if (reasons.len)
        th_buf_fmt(&who, "%s" TH_FMT, who.len ? "\n" : "", TH_ARG(th_buf_str(&reasons)));
    th_look fill = 0;
    if (check && (check->state != TH_RULE_ON || rules->suspect[rule->check]))
        fill = TH_FILL_WARNING;
    th_pen_text(p, row, STATE, state_words(rules, rule, settled), SMALL_MIDDLE | fill);
    th_pen_text(p, row, WHO, th_buf_str(&who), SMALL_TEXT);
}

/* ---- live counts ---- */

/* How many cells in the row of the rule in the matrix begin so. */
static void live_count(rules_writer *rules, th_cell_at at, const th_rule_row *rule, uint32_t n)
{
    static const char *const begins[] = {[PASSED] = "\"đạt*\"", [FAILED] = "\"sai*\"", [WAITING] = "\"–*\""};
    const th_report *r = rules->writer.r;
    th_str match = th_lookup_match(
        r->arena, (th_key_cell){th_ref_cell(r->arena, (th_str){0}, at.row, CODE), rule->code}, th_matrix_codes(r));
    th_str cells = th_matrix_index(r, th_matrix_units(r, true), match, TH_STR("0"));
    th_str formula =
        TH_FORMULA(r->arena, "COUNTIF({cells},{begin})", {"cells", cells}, {"begin", th_str_of(begins[at.col])});
    th_look fill = at.col == FAILED && n ? TH_FILL_WARNING : 0;
    th_pen_formula(&rules->writer.pen, at.row, at.col,
                   (th_live){match.len ? formula : match, th_exact_int(r->arena, n)},
                   (th_style){SMALL_MIDDLE | fill, "#,##0"});
}

static void findings_cell(rules_writer *rules, uint32_t row, const th_rule_row *rule)
{
    const th_report *r = rules->writer.r;
    th_pen *p = &rules->writer.pen;
    size_t n = r->ds->findings.n, rows = n < TH_SOURCE_MOST ? n : TH_SOURCE_MOST;
    uint32_t last = TH_FINDING_FIRST + (rows ? (uint32_t)rows - 1 : 0);
    th_str area = th_ref_area(r->arena, r->names[TH_SHEET_FINDINGS], th_down(TH_FINDING_RULE, TH_FINDING_FIRST, last));
    th_str formula =
        th_lookup_count(r->arena, (th_key_cell){th_ref_cell(r->arena, (th_str){0}, row, CODE), rule->code}, area);
    bool linked = rule->first_finding < rows;
    if (n > rows)
        formula = (th_str){0};
    if (linked)
        th_pen_link(p, row, FINDINGS,
                    (th_target){r->names[TH_SHEET_FINDINGS], TH_FINDING_FIRST + rule->first_finding, TH_FINDING_RULE});
    th_pen_formula(p, row, FINDINGS, (th_live){formula, th_exact_int(r->arena, rule->findings)},
                   (th_style){SMALL_MIDDLE | (linked ? TH_INK_LINK : 0), "#,##0"});
}

/* ---- rows ---- */

static void check_row(rules_writer *rules, uint32_t row, uint32_t index)
{
    const th_report *r = rules->writer.r;
    const th_rule_row *rule = &r->rules.at[index];
    const th_check *check = &r->d->checks[rule->check];
    const unit_counts *counts = &rules->counts[rule->check];
    th_pen *p = &rules->writer.pen;
    th_cell_at there = th_matrix_field_at(r, rule->check, TH_MATRIX_CODE);
    th_pen_link(p, row, CODE, (th_target){r->names[TH_SHEET_MATRIX], there.row, there.col});
    th_pen_text(p, row, CODE, check->code, SMALL_MIDDLE | TH_INK_LINK);
    th_pen_text(p, row, NAME, check->name, SMALL_TEXT);
    th_pen_text(p, row, SCOPE, scope_words(check->scope), SMALL_MIDDLE);
    th_pen_text(p, row, LEFT, check->left_text, SMALL_TEXT);
    th_pen_text(p, row, SIGN, th_check_sign(check), SMALL_MIDDLE);
    th_pen_text(p, row, RIGHT, check->right_text, SMALL_TEXT);
    th_pen_text(p, row, WORDS, th_check_vi(r->arena, r->d, check), SMALL_TEXT);
    th_pen_text(p, row, TOLERANCE, tolerance_words(r->arena, check), SMALL_MIDDLE);
    th_pen_text(p, row, MISSING, missing_words(r->arena, check), SMALL_MIDDLE);
    th_pen_text(p, row, LEVEL, level_words(r->arena, check), SMALL_MIDDLE);
    state_cells(rules, row, index);
    live_count(rules, (th_cell_at){row, PASSED}, rule, counts->passed);
    live_count(rules, (th_cell_at){row, FAILED}, rule, counts->failed);
    live_count(rules, (th_cell_at){row, WAITING}, rule, counts->waiting);
    findings_cell(rules, row, rule);
}

/* The sentence of a kind, with an ellipsis where its figures and names go. */
static th_str pattern_words(th_arena *arena, th_finding_kind kind)
{
    th_str pattern = th_finding_pattern(kind).vi;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.ptr[i] == '{' && i + 2 < pattern.len && pattern.ptr[i + 2] == '}') {
            th_buf_add(&out, TH_STR("…"));
            i += 2;
        } else
            th_buf_byte(&out, pattern.ptr[i]);
    }
    return th_buf_str(&out);
}

static void built_in_row(rules_writer *rules, uint32_t row, uint32_t index)
{
    const th_report *r = rules->writer.r;
    const th_rule_row *rule = &r->rules.at[index];
    th_pen *p = &rules->writer.pen;
    th_pen_text(p, row, CODE, rule->code, SMALL_MIDDLE);
    th_pen_text(p, row, NAME, TH_STR("Dựng sẵn trong chương trình"), SMALL_TEXT | TH_INK_GREY);
    th_pen_blanks(p, row, SCOPE, RIGHT, SMALL_TEXT);
    th_pen_text(p, row, WORDS, pattern_words(r->arena, rule->kind), SMALL_TEXT);
    th_pen_blanks(p, row, TOLERANCE, MISSING, SMALL_TEXT);
    th_pen_text(p, row, LEVEL, th_level_vi(th_finding_level(rule->kind)), SMALL_MIDDLE);
    state_cells(rules, row, index);
    th_pen_blanks(p, row, PASSED, WAITING, SMALL_MIDDLE);
    findings_cell(rules, row, rule);
}

static th_str counted_rules(const th_report *r, const bool *suspect)
{
    size_t off = 0, reduced = 0, doubted = 0;
    for (size_t i = 0; i < r->d->nchecks; i++) {
        off += r->d->checks[i].state == TH_RULE_OFF;
        reduced += r->d->checks[i].state == TH_RULE_REDUCED;
        doubted += suspect[i];
    }
    return th_str_fmt(
        r->arena,
        "%zu quy tắc của bộ biểu mẫu: %zu không áp dụng, %zu giảm mức, %zu đang ngờ; dưới cùng là %zu phép "
        "dựng sẵn có phát hiện trong lượt này, các phép dựng sẵn khác không phát hiện gì. Đạt, sai, chưa "
        "xét: số đơn vị, đếm trực tiếp ở MA TRẬN KIỂM TRA; phát hiện: số dòng ở KIỂM TRA.",
        r->d->nchecks, off, reduced, doubted, r->rules.n - r->d->nchecks);
}

void th_report_rules(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Mã",        "Quy tắc", "Phạm vi",    "Vế trái",
                                                "So sánh",   "Vế phải", "Bằng lời",   "Dung sai",
                                                "Khi thiếu", "Mức",     "Tình trạng", "Ai, ngày, lý do, căn cứ",
                                                "Đạt",       "Sai",     "Chưa xét",   "Phát hiện"};
    static const double widths[COLUMNS] = {9, 28, 9, 20, 9, 24, 44, 11, 12, 10, 13, 30, 6, 6, 7, 7};
    rules_writer rules = {.writer = th_writer_of(r, TH_SHEET_RULES)};
    rules.counts = th_arena_array(r->arena, r->d->nchecks, sizeof *rules.counts);
    rules.suspect = th_suspect_list(r->arena, r->d, r->in->checks);
    count_by_unit(r, rules.counts);
    th_pen *p = &rules.writer.pen;
    th_pen_expect(p, 2 * r->rules.n + 1);
    th_pen_widths(p, widths, COLUMNS);
    th_pen_heading(p, TH_STR("Quy tắc đã áp dụng"), counted_rules(r, rules.suspect), COLUMNS - 1);
    th_pen_header(p, HEAD, labels, COLUMNS);
    for (uint32_t i = 0; i < r->rules.n; i++) {
        if (r->rules.at[i].check == TH_NONE)
            built_in_row(&rules, FIRST + i, i);
        else
            check_row(&rules, FIRST + i, i);
    }
    if (!r->rules.n)
        th_pen_merge(p, th_across(FIRST, 0, COLUMNS - 1),
                     TH_STR("Bộ biểu mẫu không có quy tắc nào, và các phép dựng sẵn không phát hiện gì."),
                     TH_LOOK_CELL | TH_LOOK_CENTER);
    else {
        th_tab_filter(p->tab, (th_area){HEAD, 0, HEAD + (uint32_t)r->rules.n, COLUMNS - 1});
        th_pen_first_page_only(p, HEAD, COLUMNS - 1);
    }
    th_pen_page(p, HEAD, HEAD, NAME + 1);
}
