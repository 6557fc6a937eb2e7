/* Lays out the consolidated workbook: names of the sheets, rows and columns of everything, before a cell is written. */
#include "report/figure_key.h"
#include "report/plan.h"

#include "draw/figure.h"
#include "draw/lines.h"
#include "report/column_width.h"
#include "report/gap.h"
#include "report/marks.h"
#include "report/sent_copy.h"
#include "report/slip_plan.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_NAME = 31, FORM_HEAD = 4, MOST_TURNED = 12, PAGE_WIDTH = 150 };

static const struct {
    const char *name, *text;
} fixed_sheets[TH_SHEETS] = {
#define TH_REPORT_SHEET(id, name, writer, vi, en) {name, vi},
#include "report/sheets.def"
#undef TH_REPORT_SHEET
};

/* ---- sheet names: legal, at most 31 characters, unique without case ---- */

static bool is_sheet_name_taken(const th_report *r, th_str name, uint32_t forms)
{
    th_str folded = th_text_lower(r->arena, name);
    for (size_t i = 0; i < TH_SHEETS; i++)
        if (th_str_eq(th_text_lower(r->arena, r->names[i]), folded))
            return true;
    for (uint32_t i = 0; i < forms; i++)
        if (th_str_eq(th_text_lower(r->arena, r->forms[i].name), folded))
            return true;
    return th_str_eq(folded, TH_STR("history")); /* Excel keeps this name for itself. */
}

static th_str legal(const th_report *r, th_str code, uint32_t suffix)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    th_str tail = suffix ? th_str_fmt(r->arena, " (%u)", suffix) : (th_str){0};
    size_t room = MOST_NAME - tail.len;
    for (size_t at = 0, n = 0; at < code.len;) {
        uint32_t c = th_utf8_next(code, &at);
        n += c > 0xFFFF ? 2 : 1;
        if (n > room)
            break;
        bool bad = c < 0x20 || c == '[' || c == ']' || c == ':' || c == '*' || c == '?' || c == '/' || c == '\\' ||
                   c == '\'' || c >= 0xFFFE;
        th_utf8_put(&out, bad ? '_' : c);
    }
    if (!out.len)
        th_buf_add(&out, TH_STR("Biểu"));
    th_buf_add(&out, tail);
    return th_buf_str(&out);
}

static void name_sheets(th_report *r)
{
    for (size_t i = 0; i < TH_SHEETS; i++)
        if (i != TH_SHEET_FORMS)
            r->names[i] = th_str_of(fixed_sheets[i].name);
    for (uint32_t form = 0; form < r->d->nforms; form++) {
        th_str name = legal(r, r->d->forms[form].code, 0);
        for (uint32_t k = 2; is_sheet_name_taken(r, name, form); k++)
            name = legal(r, r->d->forms[form].code, k);
        r->forms[form].name = name;
    }
}

/* The departments see no sheet of findings, of what people decided, of raw texts. */
bool th_plan_has(const th_report *r, th_sheet_id id)
{
    static const bool sent[TH_SHEETS] = {
        [TH_SHEET_CONTENTS] = true, [TH_SHEET_RANKING] = true, [TH_SHEET_SLIPS] = true,   [TH_SHEET_SUMMARY] = true,
        [TH_SHEET_FORMS] = true,    [TH_SHEET_DIVIDER] = true, [TH_SHEET_SCORING] = true, [TH_SHEET_SOURCES] = true,
        [TH_SHEET_JOURNAL] = true,  [TH_SHEET_CONTROL] = true};
    return !r->in->whole || sent[id];
}

th_str th_plan_sheet_text(const th_report *r, th_sheet_id id)
{
    if (r->many && id == TH_SHEET_SUMMARY)
        return TH_STR("mọi chỉ tiêu: số của cả cụm, nhỏ nhất, lớn nhất; số của từng đơn vị ở trang của biểu");
    if (r->many && id == TH_SHEET_FORMS)
        return TH_STR("mỗi biểu một trang, mỗi đơn vị một dòng");
    return th_str_of(fixed_sheets[id].text);
}

/* ---- TỔNG HỢP ---- */

static uint32_t *filled(th_arena *arena, size_t n)
{
    uint32_t *all = th_arena_array(arena, n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = TH_NONE;
    return all;
}

/* Does Nhóm get a row of its own?  Not where the row before it already says the same. */
static void find_groups(th_report *r)
{
    const th_definition *d = r->d;
    for (uint32_t form = 0; form < d->nforms; form++) {
        const th_indicator *before = NULL;
        for (uint32_t i = 0; i < d->nindicators; i++) {
            const th_indicator *ind = &d->indicators[i];
            if (ind->form != form)
                continue;
            r->forms[form].indicators = true;
            r->group_row[i] =
                ind->group.len &&
                !(before && (th_str_eq(before->group, ind->group) || th_str_eq(before->label, ind->group)));
            before = ind;
        }
    }
}

static void place_summary(th_report *r)
{
    uint32_t row = TH_SUMMARY_HEAD + 1;
    for (uint32_t form = 0; form < r->d->nforms; form++) {
        if (!r->forms[form].indicators)
            continue;
        row++; /* The title of the form stands here. */
        for (uint32_t i = 0; i < r->d->nindicators; i++)
            if (r->d->indicators[i].form == form) {
                row += r->group_row[i];
                r->summary_row[i] = row++;
            }
    }
    r->summary_end = row;
    r->cluster_col = TH_SUMMARY_UNITS + (r->many ? 0 : r->nunits);
}

/* ---- the sheets of the forms ---- */

static bool stands_in_list(const th_report *r, uint32_t c, uint32_t form)
{
    const th_column *col = &r->d->columns[c];
    if (r->in->whole && col->form == form && th_sent_hides_column(r->d, c))
        return false;
    return col->form == form && col->code.len && r->d->forms[form].kind & (TH_FORM_LIST | TH_FORM_SCORES);
}

static double list_width(const th_report *r, uint32_t c, const uint32_t *longest)
{
    const th_column *col = &r->d->columns[c];
    double head = (double)th_utf8_count(col->label) / 2.2, body = (double)longest[c];
    double least = head > 22 ? 22 : head;
    double most = col->type == TH_TYPE_TEXT || col->type == TH_TYPE_DOCNO ? 46 : 30;
    if (col->role == TH_ROLE_STT)
        least = 6, most = 8;
    double width = body > most ? most : body;
    width = width < least ? least : width;
    return width < 7 ? 7 : width;
}

/* Long texts share what is left of a page's width. */
static void widen_texts(th_report *r, uint32_t form, uint32_t columns, const uint32_t *longest)
{
    th_form_place *place = &r->forms[form];
    double total = 0, room;
    uint32_t cut = 0;
    for (uint32_t c = 0; c < columns; c++)
        total += place->width[c];
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        cut += stands_in_list(r, c, form) && longest[c] > place->width[r->list_col[c]] + 1;
    room = cut && total < PAGE_WIDTH ? (PAGE_WIDTH - total) / cut : 0;
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (stands_in_list(r, c, form) && longest[c] > place->width[r->list_col[c]] + 1)
            place->width[r->list_col[c]] += room;
}

static void place_list(th_report *r, uint32_t form, const uint32_t *items, const uint32_t *longest)
{
    th_form_place *place = &r->forms[form];
    uint32_t col = 1, row = FORM_HEAD + 1;
    place->width[0] = 13;
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (stands_in_list(r, c, form)) {
            r->list_col[c] = col;
            place->width[col++] = list_width(r, c, longest);
        }
    place->list = col > 1;
    widen_texts(r, form, col, longest);
    if (!place->list)
        return;
    place->list_head = FORM_HEAD;
    place->columns = col;
    for (uint32_t u = 0; u < r->nunits; u++) {
        r->list_start[(size_t)form * r->nunits + u] = row;
        row += items[(size_t)form * r->nunits + u];
    }
    place->list_rows = row > FORM_HEAD + 1 ? row - FORM_HEAD - 1 : 1;
    place->end = FORM_HEAD + 1 + place->list_rows;
}

static void place_counts(th_report *r, uint32_t form)
{
    static const double wide[] = {16, 9, 34}; /* unit, rows, values */
    th_form_place *place = &r->forms[form];
    uint32_t col = TH_COUNTED_VALUES;
    place->counted = true;
    place->list_head = FORM_HEAD;
    memcpy(place->width, wide, sizeof wide);
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (th_sent_tells_values(r->d, c, form))
            place->width[col++] = wide[TH_COUNTED_VALUES];
    place->columns = col;
    place->end = FORM_HEAD + 1 + r->nunits + 1;
}

static const th_measure measure_order[] = {TH_PREVIOUS, TH_PLAN, TH_NOW, TH_COMPARED, TH_REMARK};
enum { MEASURES_SHOWN = sizeof measure_order / sizeof *measure_order };

static bool is_shown(const bool *present, uint32_t i, th_measure m)
{
    return m == TH_NOW || present[(size_t)i * TH_MEASURES + (size_t)m];
}

/* The list above has already given the columns their widths, and so a field takes as many columns as it needs. */
static uint32_t take_columns(th_form_place *place, uint32_t *col, double need)
{
    uint32_t first = *col;
    double have = place->width[first];
    while (*col + 1 < place->columns && have < need)
        have += place->width[++*col];
    if (have < need)
        place->width[*col] += need - have;
    ++*col;
    return first;
}

#define LEAST_FIGURE 9.5
#define COVERAGE 7.5

static void place_fields(th_report *r, uint32_t form)
{
    static const double wanted[TH_FIELDS] = {6, 34, 9, 9, 11};
    th_form_place *place = &r->forms[form];
    uint32_t col = 0;
    for (size_t i = 0; i < TH_FIELDS; i++) {
        place->first[i] = take_columns(place, &col, wanted[i]);
        place->last[i] = col - 1;
    }
    place->heads = 1;
    place->units = col;
    place->cluster = col + r->nunits;
    for (uint32_t u = 0; u <= r->nunits; u++)
        if (place->width[col + u] < LEAST_FIGURE)
            place->width[col + u] = LEAST_FIGURE;
    th_column_widths(r, form, &place->width[col]);
    col = place->cluster + 1;
    if (place->width[col] < COVERAGE)
        place->width[col] = COVERAGE;
    col++;
    if (place->columns < col)
        place->columns = col;
}

/* The columns that the measures take.  `widths`: what each needs, [indicator * TH_MEASURES + measure]; NULL: enough. */
static void place_measures(th_report *r, uint32_t form, const bool *present, const double *widths)
{
    enum { ENOUGH = 12 };
    th_form_place *place = &r->forms[form];
    uint32_t col = 1;
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        for (size_t k = 0; k < MEASURES_SHOWN && r->d->indicators[i].form == form; k++)
            if (is_shown(present, i, measure_order[k])) {
                size_t at = (size_t)i * TH_MEASURES + (size_t)measure_order[k];
                r->measure_at[at] = take_columns(place, &col, widths ? widths[at] : ENOUGH);
                r->measure_last[at] = col - 1;
            }
    if (place->columns < col)
        place->columns = col;
}

/* Lays out a few indicators below a list with the units as rows, so that the sheet gets no wider than the list. */
static void place_turned(th_report *r, uint32_t form, const bool *present)
{
    th_form_place *place = &r->forms[form];
    place->turned = true;
    place->heads = 2;
    place->units = place->block_head + place->heads;
    place->cluster = place->units + r->nunits;
    place->end = place->cluster + 2;
    place_measures(r, form, present, NULL);
}

/* Lays out the indicators with many units as rows, the cluster's above them. */
static void place_rows(th_report *r, uint32_t form, const bool *present)
{
    th_form_place *place = &r->forms[form];
    double *widths = th_arena_array(r->arena, r->d->nindicators * TH_MEASURES, sizeof *widths);
    place->turned = true;
    place->heads = TH_TURNED_HEADS;
    place->cluster = place->block_head + place->heads;
    place->units = place->cluster + 2;
    place->end = place->units + r->nunits;
    place->width[0] = th_column_width_of_names(r);
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        if (r->d->indicators[i].form == form)
            th_column_widths_turned(r, i, &present[(size_t)i * TH_MEASURES], &widths[(size_t)i * TH_MEASURES]);
    place_measures(r, form, present, widths);
}

static void place_indicators(th_report *r, uint32_t form, const bool *present)
{
    th_form_place *place = &r->forms[form];
    size_t shown = 0;
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        for (size_t k = 0; k < MEASURES_SHOWN && r->d->indicators[i].form == form; k++)
            shown += is_shown(present, i, measure_order[k]);
    place->block_head = place->list || place->counted ? place->end + 2 : FORM_HEAD;
    if (r->many) {
        place_rows(r, form, present);
        return;
    }
    if (place->list && shown <= MOST_TURNED) {
        place_turned(r, form, present);
        return;
    }
    place_fields(r, form);
    uint32_t row = place->block_head + 1;
    for (uint32_t i = 0; i < r->d->nindicators; i++) {
        if (r->d->indicators[i].form != form)
            continue;
        row += r->group_row[i];
        for (size_t k = 0; k < MEASURES_SHOWN; k++)
            if (is_shown(present, i, measure_order[k]))
                r->measure_at[(size_t)i * TH_MEASURES + (size_t)measure_order[k]] = row++;
    }
    place->end = row;
}

static void place_forms(th_report *r)
{
    const th_dataset *ds = r->ds;
    const th_definition *d = r->d;
    bool *present = th_arena_array(r->arena, d->nindicators * TH_MEASURES, sizeof *present);
    uint32_t *items = th_arena_array(r->arena, d->nforms * r->nunits, sizeof *items);
    uint32_t *longest = th_arena_array(r->arena, d->ncolumns, sizeof *longest);
    for (size_t k = 0; k < ds->nfacts; k++) {
        const th_fact *f = &ds->facts[k];
        if (f->item == 0) {
            if (f->value.state == TH_STATE_VALUE || f->value.state == TH_STATE_UNREADABLE)
                present[(size_t)f->indicator * TH_MEASURES + (size_t)f->measure] = true;
            continue;
        }
        uint32_t *n = &items[(size_t)d->columns[f->indicator].form * r->nunits + f->unit];
        *n = f->item > *n ? f->item : *n;
        th_str text = f->value.text.len ? f->value.text : f->raw;
        if (f->value.num)
            text = th_value_vi(r->arena, &f->value, d->columns[f->indicator].type);
        uint32_t chars = (uint32_t)th_line_width(text, th_look_points(0)) + 1 + (f->value.num != NULL);
        longest[f->indicator] = chars > longest[f->indicator] ? chars : longest[f->indicator];
    }
    for (uint32_t form = 0; form < d->nforms; form++) {
        th_form_place *place = &r->forms[form];
        size_t beside = r->many ? d->nindicators * MEASURES_SHOWN : r->nunits;
        place->width =
            th_arena_array(r->arena, d->ncolumns + beside + TH_FIELDS + MOST_TURNED + 4, sizeof *place->width);
        place->end = FORM_HEAD + 1;
        place->columns = 1;
        if (r->in->whole && th_sent_counts_list(r->d, form))
            place_counts(r, form);
        else
            place_list(r, form, items, longest);
        if (place->indicators)
            place_indicators(r, form, present);
    }
}

/* ---- NGUỒN SỐ LIỆU ---- */

/* The end of the facts of the indicator that the first of them is of. */
static size_t end_of_indicator(const th_dataset *ds, size_t first)
{
    size_t end = first;
    while (end < ds->nfacts && ds->facts[end].item == 0 && ds->facts[end].indicator == ds->facts[first].indicator)
        end++;
    return end;
}

/* As the facts are sorted; but of each indicator the figures of this year come first, so that the addends of its total
 * stand below each other. */
static void place_sources(th_report *r)
{
    const th_dataset *ds = r->ds;
    r->source_row = th_arena_array(r->arena, ds->nfacts, sizeof *r->source_row);
    for (size_t first = 0, end; first < ds->nfacts; first = end) {
        end = end_of_indicator(ds, first);
        if (end == first) {
            r->source_row[first] = (uint32_t)first; /* the cell of a list */
            end++;
            continue;
        }
        uint32_t row = (uint32_t)first;
        for (int now = 1; now >= 0; now--)
            for (size_t k = first; k < end; k++)
                if ((ds->facts[k].measure == TH_NOW) == now) {
                    if (row == first)
                        r->first_fact[ds->facts[k].indicator] = (uint32_t)k;
                    r->source_row[k] = row++;
                }
    }
}

/* ---- CHẤM ĐIỂM ---- */

/* Parts that count for the base, then bonuses, then deductions. */
enum { BASE = 0, BONUSES, DEDUCTIONS };

static int kind_of_part(const th_criterion *part)
{
    if (!part->bonus)
        return BASE;
    return part->sign < 0 ? DEDUCTIONS : BONUSES;
}

static void place_children(th_report *r, uint32_t parent, int kind, uint32_t *n)
{
    for (uint32_t c = 0; c < r->d->ncriteria; c++) {
        if (r->d->criteria[c].parent != parent || (parent == TH_NONE && kind_of_part(&r->d->criteria[c]) != kind))
            continue;
        r->criterion_row[c] = TH_SCORE_FIRST + *n * r->nunits;
        r->criterion_order[(*n)++] = c;
        place_children(r, c, kind, n);
    }
}

static void place_scores(th_report *r)
{
    uint32_t n = 0;
    place_children(r, TH_NONE, BASE, &n);
    r->bonus_row = TH_SCORE_FIRST + n * r->nunits;
    place_children(r, TH_NONE, BONUSES, &n);
    r->deduction_row = TH_SCORE_FIRST + n * r->nunits;
    place_children(r, TH_NONE, DEDUCTIONS, &n);
    r->base_row = TH_SCORE_FIRST + n * r->nunits;
    r->total_row = r->base_row + r->nunits;
    r->waiting_row = r->total_row + r->nunits;
    r->self_row = r->waiting_row + r->nunits;
    r->totals_end = r->self_row + r->nunits;
}

/* ---- all of it ---- */

void th_plan_make(th_report *r)
{
    th_arena *arena = r->arena;
    const th_definition *d = r->d;
    r->nunits = (uint32_t)d->nunits;
    r->many = r->nunits > TH_MOST_BESIDE;
    r->forms = th_arena_array(arena, d->nforms, sizeof *r->forms);
    r->summary_row = filled(arena, d->nindicators);
    r->group_row = th_arena_array(arena, d->nindicators, sizeof *r->group_row);
    r->measure_at = filled(arena, d->nindicators * TH_MEASURES);
    r->measure_last = filled(arena, d->nindicators * TH_MEASURES);
    r->list_start = filled(arena, d->nforms * d->nunits);
    r->list_col = filled(arena, d->ncolumns);
    r->criterion_order = filled(arena, d->ncriteria);
    r->criterion_row = filled(arena, d->ncriteria);
    r->slip_row = filled(arena, d->nunits);
    r->board_row = filled(arena, d->nrankings);
    r->board_value = filled(arena, d->nrankings);
    r->first_fact = filled(arena, d->nindicators);
    r->first_finding = filled(arena, d->nunits);
    r->rules = th_rule_rows_make(arena, r->ds);
    name_sheets(r);
    find_groups(r);
    th_marks_make(r);
    th_gaps_make(r);
    place_summary(r);
    place_forms(r);
    place_sources(r);
    place_scores(r);
    th_slips_place(r);
    r->key_units = th_figure_key_units(r);
}

uint32_t th_plan_fact_row(const th_report *r, size_t fact)
{
    const th_fact *f = &r->ds->facts[fact];
    if (r->source_ranges)
        return r->source_ranges[f->item ? r->d->nindicators + f->indicator : f->indicator].row;
    return r->source_row[fact] < TH_SOURCE_MOST ? TH_SOURCE_FIRST + r->source_row[fact] : TH_NONE;
}

uint32_t th_plan_fact_index(const th_report *r, const th_fact *f)
{
    return (uint32_t)(f - r->ds->facts);
}

void th_plan_fact_home(const th_report *r, const th_fact *f, th_str *sheet, uint32_t *row, uint32_t *col)
{
    if (f->item > 0) {
        uint32_t form = r->d->columns[f->indicator].form;
        *sheet = r->forms[form].name;
        *row = r->list_start[(size_t)form * r->nunits + f->unit] + f->item - 1;
        *col = r->list_col[f->indicator];
    } else if (f->measure == TH_NOW) {
        th_cell_at at;
        *sheet = th_plan_now_cell(r, f->indicator, f->unit, &at);
        *row = at.row;
        *col = at.col;
    } else {
        *sheet = r->forms[r->d->indicators[f->indicator].form].name;
        th_cell_at at;
        bool stands = th_plan_measure_cell(r, f->indicator, f->measure, f->unit, &at);
        *row = stands ? at.row : TH_NONE;
        *col = stands ? at.col : TH_NONE;
    }
}

bool th_plan_measure_cell(const th_report *r, uint32_t indicator, th_measure m, uint32_t unit, th_cell_at *at)
{
    const th_form_place *place = &r->forms[r->d->indicators[indicator].form];
    uint32_t of_measure = r->measure_at[(size_t)indicator * TH_MEASURES + (size_t)m],
             of_unit = unit == r->nunits ? place->cluster : place->units + unit;
    *at = place->turned ? (th_cell_at){of_unit, of_measure} : (th_cell_at){of_measure, of_unit};
    return of_measure != TH_NONE;
}

th_str th_plan_now_cell(const th_report *r, uint32_t indicator, uint32_t unit, th_cell_at *at)
{
    if (r->many) {
        th_plan_measure_cell(r, indicator, TH_NOW, unit, at);
        return r->forms[r->d->indicators[indicator].form].name;
    }
    *at = (th_cell_at){r->summary_row[indicator], TH_SUMMARY_UNITS + unit};
    return r->names[TH_SHEET_SUMMARY];
}

th_str th_plan_unit_cell(const th_report *r, uint32_t unit, th_cell_at *at)
{
    *at = (th_cell_at){TH_SUMMARY_HEAD, r->many ? 0 : TH_SUMMARY_UNITS + unit};
    for (uint32_t form = 0; r->many && form < r->d->nforms; form++)
        if (r->forms[form].indicators) {
            *at = (th_cell_at){r->forms[form].units + unit, 0};
            return r->forms[form].name;
        }
    return r->names[TH_SHEET_SUMMARY];
}

th_str th_plan_unit_name(const th_report *r, uint32_t unit)
{
    if (r->many)
        return th_ref_cell(r->arena, r->names[TH_SHEET_CONTENTS], TH_CONTENTS_FIRST + unit, 0);
    return th_ref_cell(r->arena, r->names[TH_SHEET_SUMMARY], TH_SUMMARY_HEAD, TH_SUMMARY_UNITS + unit);
}

th_type th_plan_fact_type(const th_definition *d, const th_fact *f)
{
    if (f->item)
        return d->columns[f->indicator].type;
    return f->measure == TH_COMPARED ? TH_TYPE_PERCENT
           : f->measure == TH_REMARK ? TH_TYPE_TEXT
                                     : d->indicators[f->indicator].type;
}

th_str th_plan_of_units(const th_report *r)
{
    th_str noun = r->d->unit_noun.len ? r->d->unit_noun : TH_STR("đơn vị");
    return th_str_fmt(r->arena, "%u " TH_FMT, r->nunits, TH_ARG(noun));
}

th_str th_plan_number_of_units(const th_report *r)
{
    th_str noun = r->d->unit_noun.len ? r->d->unit_noun : TH_STR("đơn vị");
    return th_str_fmt(r->arena, "Số " TH_FMT, TH_ARG(noun));
}

bool th_plan_is_figure(const th_fact *f)
{
    return f->value.state == TH_STATE_VALUE && f->value.num;
}

bool th_plan_reported(const th_report *r, uint32_t unit)
{
    return th_dataset_source(r->ds, unit) != NULL;
}

/* How many decimals a figure shows; a year has no separator either. */
int th_plan_decimals(const th_indicator *ind)
{
    return th_indicator_is_year(ind) ? TH_PLAIN : ind->decimals;
}
