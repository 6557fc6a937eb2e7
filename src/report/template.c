#include "report/template.h"

#include "report/cells.h"
#include "draw/lines.h"
#include "draw/output.h"
#include "draw/pen.h"
#include "report/template_plan.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { LONGEST_CHOICES = 255, MOST_LENGTH = 31 };
static const char meta_name[] = "_META", choices_name[] = "_DANH_MUC";

typedef struct writer {
    th_arena *arena;
    const th_template_input *in;
    const th_definition *d;
    th_report report; /* what the pen needs of it */
    th_template_plan plan;
    lxw_worksheet **sheets; /* by form */
    lxw_worksheet *choices;
    th_str *ranges; /* by catalogue: where its values stand */
} writer;

static char *cstr(const writer *w, th_str s)
{
    return th_str_cstr(w->arena, s);
}

/* ---- validation ---- */

/* A value that is not on the list may stand all the same ("trên 3.071", "05/63"): Excel asks, it does not forbid. */
static void validate(const writer *w, lxw_worksheet *sheet, uint32_t row1, uint32_t row2, uint32_t col, th_type type,
                     uint32_t catalogue, const th_indicator *ind, th_str label)
{
    static char yes[] = "Có", no[] = "Không";
    static char *yes_no[] = {yes, no, NULL};
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_ANY,
                             .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
                             .ignore_blank = LXW_VALIDATION_ON,
                             .error_title = (char[]){"Xem lại giá trị"}};
    th_str hint = {0};
    if (catalogue != TH_NONE) {
        v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v.value_formula = cstr(w, w->ranges[catalogue]);
        hint = TH_STR("Chọn một giá trị trong danh sách.");
    } else if (type == TH_TYPE_BOOL) {
        v.validate = LXW_VALIDATION_TYPE_LIST;
        v.value_list = yes_no;
        hint = TH_STR("Có hoặc Không.");
    } else if (type == TH_TYPE_INT || type == TH_TYPE_MONEY || type == TH_TYPE_REAL || type == TH_TYPE_PERCENT) {
        bool low = ind && ind->min, high = ind && ind->max;
        v.validate =
            type == TH_TYPE_INT || type == TH_TYPE_MONEY ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
        v.criteria = low && high ? LXW_VALIDATION_CRITERIA_BETWEEN
                     : high      ? LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO
                                 : LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
        v.minimum_number = low ? th_exact_to_double(ind->min) : 0;
        v.maximum_number = high ? th_exact_to_double(ind->max) : 0;
        v.value_number = high ? v.maximum_number : low ? v.minimum_number : type == TH_TYPE_REAL ? -1e15 : 0;
        hint = type == TH_TYPE_INT || type == TH_TYPE_MONEY ? TH_STR("Một số nguyên. Không phát sinh thì ghi 0.")
                                                            : TH_STR("Một số. Không phát sinh thì ghi 0.");
        if (type == TH_TYPE_PERCENT)
            hint = TH_STR("Theo phần trăm: 98,7 là 98,7 %.");
    } else if (type == TH_TYPE_RANK) {
        hint = TH_STR("Hạng trên tổng số, ví dụ 05/63.");
    } else if (type == TH_TYPE_DATE) {
        hint = TH_STR("Ngày/tháng/năm.");
    } else {
        return;
    }
    if (ind && ind->unit.len)
        hint = th_str_fmt(w->arena, TH_FMT " Đơn vị tính: " TH_FMT ".", TH_ARG(hint), TH_ARG(ind->unit));
    v.input_title = cstr(w, th_template_clip(label, MOST_LENGTH));
    v.input_message = cstr(w, th_template_clip(hint, LONGEST_CHOICES));
    v.error_message = (char[]){"Giá trị này khác với điều biểu mẫu chờ đợi. Vẫn ghi?"};
    worksheet_data_validation_range(sheet, row1, (lxw_col_t)col, row2, (lxw_col_t)col, &v);
}

static const char *format_of(const writer *w, th_type type, const th_indicator *ind)
{
    switch (type) {
    case TH_TYPE_INT:
    case TH_TYPE_MONEY: return ind && th_plan_decimals(ind) == TH_PLAIN ? "0" : "#,##0";
    case TH_TYPE_DATE: return "dd/mm/yyyy";
    case TH_TYPE_REAL:
    case TH_TYPE_PERCENT: return ind && ind->decimals > 0 ? th_pen_format(&w->report, ind->decimals, 0, NULL) : NULL;
    case TH_TYPE_TEXT:
    case TH_TYPE_RATIO:
    case TH_TYPE_RANK: /* as text, or Excel makes a date of 05/63 */
    case TH_TYPE_ENUM:
    case TH_TYPE_BOOL:
    case TH_TYPE_DOCNO:
    case TH_TYPES:
    default: return "@";
    }
}

static void input_cell(const writer *w, lxw_worksheet *sheet, uint32_t row, uint32_t col, const char *format,
                       th_look look)
{
    th_look all = look | TH_LOOK_BORDER | TH_LOOK_INPUT | TH_FILL_INPUT;
    worksheet_write_blank(sheet, row, (lxw_col_t)col, th_styles_get(w->report.styles, all, format));
}

/* ---- heading ---- */

static void heading(writer *w, th_pen *p, const th_template_form *f)
{
    const th_definition *d = w->d;
    uint32_t half = f->columns / 2, last = f->columns - 1;
    th_look small = TH_LOOK_CENTER;
    th_str agency = th_definition_setting(d, TH_STR("Cơ quan chủ quản")),
           attached = th_definition_setting(d, TH_STR("Kèm theo"));
    th_pen_merge(p, 0, 0, 0, half - 1, agency, small);
    th_pen_merge(p, 0, half, 0, last, th_str_fmt(w->arena, "Biểu số: " TH_FMT, TH_ARG(d->forms[f->form].code)), small);
    if (w->in->unit != TH_NONE) {
        th_pen_merge(p, 1, 0, 1, half - 1, th_template_unit_name(w->arena, d, w->in->unit), small | TH_LOOK_BOLD);
    } else if (f->form == w->plan.first) {
        th_pen_merge(p, 1, 0, 1, half - 1, TH_STR("Tên đơn vị: …"),
                     small | TH_LOOK_BOLD | TH_LOOK_INPUT | TH_FILL_INPUT);
    } else {
        th_pen_merge(p, 1, 0, 1, half - 1, TH_STR(" "), small | TH_LOOK_BOLD);
        th_pen_formula_text(p, 1, 0, th_cells_at(w->arena, w->plan.forms[w->plan.first].name, 1, 0),
                            TH_STR("Tên đơn vị: …"), small | TH_LOOK_BOLD);
    }
    th_pen_merge(p, 1, half, 1, last, attached, small | TH_LOOK_ITALIC);
    th_pen_merge(p, 2, half, 2, last, th_str_fmt(w->arena, "Đơn vị nhận: " TH_FMT, TH_ARG(d->cluster)),
                 small | TH_LOOK_ITALIC);
    th_pen_merge(p, 4, 0, 4, last, th_text_upper(w->arena, d->forms[f->form].title),
                 TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER | TH_LOOK_WRAP);
    th_pen_height(p, 4, 24);
    th_pen_merge(p, 5, 0, 5, last, th_str_fmt(w->arena, "Năm %d", d->period), TH_LOOK_ITALIC | TH_LOOK_CENTER);
    if (f->unit_of_all.len)
        th_pen_merge(p, 6, 0, 6, last, th_str_fmt(w->arena, "Đơn vị tính: " TH_FMT, TH_ARG(f->unit_of_all)),
                     TH_LOOK_ITALIC | TH_LOOK_RIGHT);
}

/* "A | B | C | 1 | 2 | 3=2/1": columns of words have letters, columns of figures numbers. */
static void letters(const writer *w, th_pen *p, uint32_t row, const th_template_column *columns, uint32_t n)
{
    uint32_t letter = 0, number = 0, now = 0, before = 0;
    for (uint32_t c = 0; c < n; c++)
        if (columns[c].figure) {
            number++;
            now = columns[c].role == TH_ROLE_NOW ? number : now;
            before = columns[c].role == TH_ROLE_PREVIOUS ? number : before;
        }
    number = 0;
    for (uint32_t c = 0; c < n; c++) {
        th_str text = columns[c].figure ? th_str_fmt(w->arena, "%u", ++number)
                                        : th_str_fmt(w->arena, "%c", (int)('A' + (letter++ % 26)));
        if (columns[c].role == TH_ROLE_COMPARED && now && before)
            text = th_str_fmt(w->arena, "%u=%u/%u", number, now, before);
        th_pen_text(p, row, c, text, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_LOOK_ITALIC);
    }
}

static void header(const writer *w, th_pen *p, uint32_t row, const th_template_column *columns, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++)
        th_pen_text(p, row, c, columns[c].label, TH_LOOK_HEADER);
    th_pen_height(p, row, 30);
    letters(w, p, row + 1, columns, n);
}

/* ---- rows of indicators ---- */

static bool has_parts(const writer *w, uint32_t i)
{
    return w->plan.formula[i] != NULL;
}

static void formula_cell(writer *w, th_pen *p, uint32_t row, uint32_t col, th_str formula, const char *format)
{
    worksheet_write_formula_str(p->sheet, row, (lxw_col_t)col, cstr(w, formula),
                                th_styles_get(w->report.styles, TH_LOOK_FIGURE | TH_FILL_TOTAL, format), "");
}

static void figure_cell(writer *w, th_pen *p, uint32_t i, uint32_t row, uint32_t col, th_role role)
{
    const th_indicator *ind = &w->d->indicators[i];
    th_measure measure = role == TH_ROLE_PREVIOUS ? TH_PREVIOUS : role == TH_ROLE_PLAN ? TH_PLAN : TH_NOW;
    const char *format = format_of(w, ind->type, ind);
    th_str formula = {0};
    if (role == TH_ROLE_COMPARED) {
        if (th_template_compared(w->arena, &w->plan, i, &formula))
            formula_cell(w, p, row, col, formula, "0.0");
        else
            input_cell(w, p->sheet, row, col, "@", TH_LOOK_RIGHT);
        return;
    }
    if (measure != TH_PLAN && has_parts(w, i) && th_template_formula(w->arena, &w->plan, i, measure, &formula)) {
        formula_cell(w, p, row, col, formula, format);
        return;
    }
    bool words = ind->type == TH_TYPE_TEXT || ind->type == TH_TYPE_ENUM || ind->type == TH_TYPE_BOOL;
    input_cell(w, p->sheet, row, col, format, words ? TH_LOOK_WRAP | TH_LOOK_CENTER : TH_LOOK_RIGHT);
    validate(w, p->sheet, row, row, col, ind->type, ind->catalogue, ind, ind->label);
}

static void indicator_row(writer *w, th_pen *p, const th_template_form *f, uint32_t i)
{
    const th_indicator *ind = &w->d->indicators[i];
    uint32_t row = w->plan.row[i];
    th_look bold = has_parts(w, i) ? TH_LOOK_BOLD : 0;
    for (uint32_t c = 0; c < f->nindicator_columns; c++) {
        switch (f->indicator_columns[c].role) {
        case TH_ROLE_STT: th_pen_text(p, row, c, ind->stt, TH_LOOK_MIDDLE); break;
        case TH_ROLE_LABEL: th_pen_text(p, row, c, ind->label, TH_LOOK_CELL | bold); break;
        case TH_ROLE_CODE: th_pen_text(p, row, c, ind->printed_code, TH_LOOK_MIDDLE); break;
        case TH_ROLE_UNIT: th_pen_text(p, row, c, ind->unit, TH_LOOK_MIDDLE); break;
        case TH_ROLE_REMARK: input_cell(w, p->sheet, row, c, "@", TH_LOOK_WRAP); break;
        case TH_ROLE_PREVIOUS:
        case TH_ROLE_PLAN:
        case TH_ROLE_NOW:
        case TH_ROLE_COMPARED: figure_cell(w, p, i, row, c, f->indicator_columns[c].role); break;
        case TH_ROLE_CRITERION:
        case TH_ROLE_SELF_SCORE:
        case TH_ROLE_VALUE:
        case TH_ROLES:
        default: break;
        }
    }
}

static void indicators(writer *w, th_pen *p, const th_template_form *f)
{
    header(w, p, f->block_head, f->indicator_columns, f->nindicator_columns);
    for (uint32_t i = 0; i < w->d->nindicators; i++) {
        const th_indicator *ind = &w->d->indicators[i];
        if (ind->form != f->form)
            continue;
        for (uint32_t c = 0; c < f->nindicator_columns && w->plan.group_row[i]; c++)
            th_pen_text(p, w->plan.row[i] - 1, c,
                        f->indicator_columns[c].role == TH_ROLE_LABEL ? ind->group : (th_str){0},
                        TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_GROUP);
        indicator_row(w, p, f, i);
    }
}

/* ---- lists ---- */

/* Rows of a scoring form are its criteria; only the unit's own columns are open. */
static void score_row(writer *w, th_pen *p, const th_template_form *f, uint32_t criterion, uint32_t row)
{
    const th_criterion *c = &w->d->criteria[criterion];
    bool first_text = true;
    th_look bold = c->leaf ? 0 : TH_LOOK_BOLD | TH_FILL_GROUP;
    for (uint32_t k = 0; k < f->nlist_columns; k++) {
        const th_template_column *col = &f->list_columns[k];
        if (col->role == TH_ROLE_CRITERION)
            th_pen_text(p, row, k, c->code, TH_LOOK_MIDDLE | bold);
        else if (col->role == TH_ROLE_STT)
            th_pen_text(p, row, k, (th_str){0}, TH_LOOK_MIDDLE | bold);
        else if (col->role == TH_ROLE_VALUE && col->type == TH_TYPE_TEXT && first_text)
            th_pen_text(p, row, k, c->title, TH_LOOK_CELL | bold);
        else if (col->role == TH_ROLE_SELF_SCORE && c->leaf)
            input_cell(w, p->sheet, row, k, "0.00", TH_LOOK_RIGHT);
        else if (k == f->most_column)
            th_pen_exact(p, row, k, c->max, TH_LOOK_FIGURE | bold, "#,##0.##");
        else if (c->leaf)
            input_cell(w, p->sheet, row, k, col->type == TH_TYPE_TEXT ? "@" : NULL, TH_LOOK_WRAP);
        else
            th_pen_text(p, row, k, (th_str){0}, TH_LOOK_CELL | bold);
        first_text = first_text && !(col->role == TH_ROLE_VALUE && col->type == TH_TYPE_TEXT);
    }
}

static void list_row(writer *w, th_pen *p, const th_template_form *f, uint32_t row)
{
    for (uint32_t k = 0; k < f->nlist_columns; k++) {
        const th_template_column *col = &f->list_columns[k];
        if (col->role != TH_ROLE_STT) {
            input_cell(w, p->sheet, row, k, format_of(w, col->type, NULL),
                       col->type == TH_TYPE_TEXT ? TH_LOOK_WRAP : TH_LOOK_CENTER);
            continue;
        }
        th_str others = th_cells_between(w->arena, (th_str){0}, row, k + 1, row, f->nlist_columns - 1);
        th_str formula = th_str_fmt(w->arena, "IF(COUNTA(" TH_FMT ")=0,\"\",ROW()-%u)", TH_ARG(others), f->list_first);
        worksheet_write_formula_str(p->sheet, row, (lxw_col_t)k, cstr(w, formula),
                                    th_styles_get(w->report.styles, TH_LOOK_MIDDLE, NULL), "");
    }
}

static void list(writer *w, th_pen *p, const th_template_form *f)
{
    bool scores = w->d->forms[f->form].kind & TH_FORM_SCORES;
    header(w, p, f->list_head, f->list_columns, f->nlist_columns);
    for (uint32_t i = 0; i < f->list_rows; i++) {
        if (scores)
            score_row(w, p, f, i, f->list_first + i);
        else
            list_row(w, p, f, f->list_first + i);
    }
    for (uint32_t k = 0; k < f->nlist_columns && !scores && f->list_rows; k++)
        if (f->list_columns[k].role == TH_ROLE_VALUE)
            validate(w, p->sheet, f->list_first, f->list_first + f->list_rows - 1, k, f->list_columns[k].type,
                     f->list_columns[k].catalogue, NULL, f->list_columns[k].label);
}

/* ---- the workbook ---- */

static void protect(lxw_worksheet *sheet)
{
    lxw_protection free = {.format_cells = LXW_TRUE,
                           .format_columns = LXW_TRUE,
                           .format_rows = LXW_TRUE,
                           .insert_rows = LXW_TRUE,
                           .sort = LXW_TRUE,
                           .autofilter = LXW_TRUE,
                           .insert_hyperlinks = LXW_TRUE};
    worksheet_protect(sheet, NULL, &free); /* no password: it guards against slips, not against people */
}

static void form_sheet(writer *w, uint32_t form)
{
    const th_template_form *f = &w->plan.forms[form];
    th_pen p = {.r = &w->report, .sheet = w->sheets[form], .name = f->name};
    for (uint32_t c = 0; c < f->columns; c++)
        th_pen_width(&p, c, c, f->widths[c]);
    heading(w, &p, f);
    if (f->has_list)
        list(w, &p, f);
    if (f->has_indicators)
        indicators(w, &p, f);
    uint32_t last = f->columns - 1, half = f->columns / 2;
    th_pen_merge(&p, f->end + 1, half, f->end + 1, last, TH_STR("…, ngày … tháng … năm …"),
                 TH_LOOK_ITALIC | TH_LOOK_CENTER | TH_LOOK_INPUT);
    static const char *const signs[][2] = {{"NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"},
                                           {"(Ký, họ tên)", "(Ký, họ tên, đóng dấu)"}};
    for (uint32_t k = 0; k < 2; k++) {
        th_look look = TH_LOOK_CENTER | (k ? TH_LOOK_ITALIC : TH_LOOK_BOLD) | TH_LOOK_INPUT;
        th_pen_merge(&p, f->end + 2 + k, 0, f->end + 2 + k, half - 1, th_str_of(signs[k][0]), look);
        th_pen_merge(&p, f->end + 2 + k, half, f->end + 2 + k, last, th_str_of(signs[k][1]), look);
    }
    uint32_t head = f->has_list ? f->list_head : f->block_head;
    th_pen_page(&p, head, head + 1, f->label_column + 1);
    protect(w->sheets[form]);
}

static void meta_sheet(const writer *w)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->report.book, meta_name);
    const struct {
        const char *key;
        th_str value;
    } lines[] = {
        {"Mẫu", w->d->cluster},
        {"Phiên bản", w->d->version},
        {"Bộ biểu mẫu SHA-256", w->in->definition_hash},
        {"Kỳ", th_str_fmt(w->arena, "%d", w->d->period)},
        {"Lập bằng", w->in->program},
        {"Đơn vị", w->in->unit == TH_NONE ? (th_str){0} : w->d->units[w->in->unit].code},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        worksheet_write_string(sheet, (lxw_row_t)i, 0, lines[i].key, NULL);
        if (lines[i].value.len)
            worksheet_write_string(sheet, (lxw_row_t)i, 1, cstr(w, lines[i].value), NULL);
    }
    worksheet_hide(sheet);
}

static void choices_sheet(writer *w)
{
    w->ranges = th_arena_array(w->arena, w->d->ncatalogues + 1, sizeof *w->ranges);
    if (!w->d->ncatalogues)
        return;
    w->choices = workbook_add_worksheet(w->report.book, choices_name);
    for (uint32_t c = 0; c < w->d->ncatalogues; c++) {
        const th_catalogue *catalogue = &w->d->catalogues[c];
        for (size_t i = 0; i < catalogue->n; i++)
            worksheet_write_string(w->choices, (lxw_row_t)i, (lxw_col_t)c, cstr(w, catalogue->values[i].text), NULL);
        th_str range = th_cells_between(w->arena, TH_STR("_DANH_MUC"), 0, c, (uint32_t)catalogue->n - 1, c);
        w->ranges[c] = th_str_fmt(w->arena, "=" TH_FMT, TH_ARG(range));
    }
    worksheet_hide(w->choices);
}

th_status th_template_write(th_arena *arena, const th_template_input *in, const char *path, th_str *trouble)
{
    writer w = {.arena = arena, .in = in, .d = in->d};
    th_output *output = th_output_new(arena, path, trouble);
    if (!output)
        return TH_FAILED;
    lxw_workbook *book = th_output_book(output);
    w.report = (th_report){.arena = arena, .d = in->d, .book = book, .styles = th_styles_new(arena, book)};
    th_template_plan_make(arena, in->d, &w.plan);
    lxw_doc_properties about = {.created = (time_t)(in->created > 0 ? in->created : 1)};
    workbook_set_properties(book, &about);
    w.sheets = th_arena_array(arena, in->d->nforms + 1, sizeof(lxw_worksheet *));
    for (uint32_t f = 0; f < in->d->nforms; f++)
        w.sheets[f] = workbook_add_worksheet(book, cstr(&w, w.plan.forms[f].name));
    choices_sheet(&w);
    for (uint32_t f = 0; f < in->d->nforms; f++) {
        if (!w.sheets[f]) {
            *trouble = th_str_fmt(arena, "không tạo được trang “" TH_FMT "”", TH_ARG(w.plan.forms[f].name));
            return TH_FAILED;
        }
        form_sheet(&w, f);
    }
    meta_sheet(&w);
    return th_output_close(arena, output, trouble);
}
