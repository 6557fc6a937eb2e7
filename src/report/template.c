/* Writes the blank workbook of a definition: headings, input cells with validation, formulas, and the hidden sheets. */
#include "report/template.h"

#include "draw/figure.h"
#include "draw/validation.h"
#include "report/plan.h"
#include "report/template_plan.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { LONGEST_CHOICES = 255, MOST_LENGTH = 31 };
#define META_NAME "_META"
#define CHOICES_NAME "_DANH_MUC"
#define LEAST_REAL -1e15 /* a bound that no figure meets: a number is asked for, whatever its sign */

typedef struct writer {
    th_arena *arena;
    const th_template_input *in;
    const th_definition *d;
    th_output *output;
    th_template_plan plan;
    th_tab **tabs;  /* by form */
    th_str *ranges; /* by catalogue: where its values stand */
} writer;

/* ---- validation ---- */

/* The cells that are validated, and what is known of what belongs there. */
typedef struct field {
    th_area area;
    th_type type;
    uint32_t catalogue;      /* or TH_NONE */
    const th_indicator *ind; /* NULL: a column of a list */
    th_str label;
} field;

static bool is_whole(th_type type)
{
    return type == TH_TYPE_INT || type == TH_TYPE_MONEY;
}

static void bound(const field *f, th_validation *v)
{
    bool low = f->ind && f->ind->min, high = f->ind && f->ind->max;
    v->kind = is_whole(f->type) ? TH_VALID_WHOLE : TH_VALID_DECIMAL;
    v->bounds = TH_AT_LEAST;
    if (high)
        v->bounds = low ? TH_BETWEEN : TH_AT_MOST;
    v->least = !high && f->type == TH_TYPE_REAL ? LEAST_REAL : 0;
    if (low)
        v->least = th_exact_to_double(f->ind->min);
    if (high)
        v->most = th_exact_to_double(f->ind->max);
}

/* What kind of value belongs there, and the hint that says so; "": anything does. */
static th_str expect(const writer *w, const field *f, th_validation *v)
{
    static const char *const yes_no[] = {"Có", "Không", NULL};
    if (f->catalogue != TH_NONE) {
        v->kind = TH_VALID_OF_RANGE;
        v->source = w->ranges[f->catalogue];
        return TH_STR("Chọn một giá trị trong danh sách.");
    }
    if (f->type == TH_TYPE_BOOL) {
        v->kind = TH_VALID_OF_WORDS;
        v->words = yes_no;
        return TH_STR("Có hoặc Không.");
    }
    if (is_whole(f->type) || f->type == TH_TYPE_REAL || f->type == TH_TYPE_PERCENT)
        bound(f, v);
    if (is_whole(f->type))
        return TH_STR("Một số nguyên. Không phát sinh thì ghi 0.");
    if (f->type == TH_TYPE_REAL)
        return TH_STR("Một số. Không phát sinh thì ghi 0.");
    if (f->type == TH_TYPE_PERCENT)
        return TH_STR("Theo phần trăm: 98,7 là 98,7 %.");
    if (f->type == TH_TYPE_RANK)
        return TH_STR("Hạng trên tổng số, ví dụ 05/63.");
    return f->type == TH_TYPE_DATE ? TH_STR("Ngày/tháng/năm.") : (th_str){0};
}

/* A value that is not on the list may stand all the same ("trên 3.071", "05/63"): Excel asks, it does not forbid. */
static void validate(const writer *w, th_tab *tab, const field *f)
{
    th_validation v = {.warning_title = "Xem lại giá trị",
                       .warning = "Giá trị này khác với điều biểu mẫu chờ đợi. Vẫn ghi?"};
    th_str hint = expect(w, f, &v);
    if (!hint.len)
        return;
    if (f->ind && f->ind->unit.len)
        hint = th_str_fmt(w->arena, TH_FMT " Đơn vị tính: " TH_FMT ".", TH_ARG(hint), TH_ARG(f->ind->unit));
    v.title = th_str_cstr(w->arena, th_template_clip(f->label, MOST_LENGTH));
    v.hint = th_str_cstr(w->arena, th_template_clip(hint, LONGEST_CHOICES));
    th_tab_validate(tab, f->area, &v);
}

static const char *format_of(const writer *w, th_type type, const th_indicator *ind)
{
    switch (type) {
    case TH_TYPE_INT:
    case TH_TYPE_MONEY: return ind && th_plan_decimals(ind) == TH_PLAIN ? "0" : "#,##0";
    case TH_TYPE_DATE: return "dd/mm/yyyy";
    case TH_TYPE_REAL:
    case TH_TYPE_PERCENT: return ind && ind->decimals > 0 ? th_figure_format(w->arena, ind->decimals, 0, NULL) : NULL;
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

static void input_cell(th_pen *p, uint32_t row, uint32_t col, const char *format, th_look look)
{
    th_look all = look | TH_LOOK_BORDER | TH_LOOK_INPUT | TH_FILL_INPUT;
    th_tab_blank(p->tab, row, col, th_style_get(p->output, all, format));
}

/* ---- heading ---- */

static void heading(writer *w, th_pen *p, const th_template_form *f)
{
    const th_definition *d = w->d;
    uint32_t half = f->columns / 2, last = f->columns - 1;
    th_look small = TH_LOOK_CENTER;
    th_str agency = th_definition_setting(d, TH_STR("Cơ quan chủ quản")),
           attached = th_definition_setting(d, TH_STR("Kèm theo"));
    th_pen_merge(p, th_across(0, 0, half - 1), agency, small);
    th_pen_merge(p, th_across(0, half, last), th_str_fmt(w->arena, "Biểu số: " TH_FMT, TH_ARG(d->forms[f->form].code)),
                 small);
    if (w->in->unit != TH_NONE) {
        th_pen_merge(p, th_across(1, 0, half - 1), th_template_unit_name(w->arena, d, w->in->unit),
                     small | TH_LOOK_BOLD);
    } else if (f->form == w->plan.first) {
        th_pen_merge(p, th_across(1, 0, half - 1), TH_STR("Tên đơn vị: …"),
                     small | TH_LOOK_BOLD | TH_LOOK_INPUT | TH_FILL_INPUT);
    } else {
        th_pen_merge(p, th_across(1, 0, half - 1), TH_STR(" "), small | TH_LOOK_BOLD);
        th_pen_formula_text(
            p, 1, 0,
            (th_live_text){th_ref_cell(w->arena, w->plan.forms[w->plan.first].name, 1, 0), TH_STR("Tên đơn vị: …")},
            small | TH_LOOK_BOLD);
    }
    th_pen_merge(p, th_across(1, half, last), attached, small | TH_LOOK_ITALIC);
    th_pen_merge(p, th_across(2, half, last), th_str_fmt(w->arena, "Đơn vị nhận: " TH_FMT, TH_ARG(d->cluster)),
                 small | TH_LOOK_ITALIC);
    th_pen_merge(p, th_across(4, 0, last), th_text_upper(w->arena, d->forms[f->form].title),
                 TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER | TH_LOOK_WRAP);
    th_pen_height(p, 4, 24);
    th_pen_merge(p, th_across(5, 0, last), th_str_fmt(w->arena, "Năm %d", d->period), TH_LOOK_ITALIC | TH_LOOK_CENTER);
    if (f->unit_of_all.len)
        th_pen_merge(p, th_across(6, 0, last), th_str_fmt(w->arena, "Đơn vị tính: " TH_FMT, TH_ARG(f->unit_of_all)),
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

static void formula_cell(th_pen *p, uint32_t row, uint32_t col, th_str formula, const char *format)
{
    th_pen_formula(p, row, col, (th_live){.formula = formula}, (th_style){TH_LOOK_FIGURE | TH_FILL_TOTAL, format});
}

static th_measure role_measure(th_role role)
{
    if (role == TH_ROLE_PREVIOUS)
        return TH_PREVIOUS;
    return role == TH_ROLE_PLAN ? TH_PLAN : TH_NOW;
}

static void figure_cell(writer *w, th_pen *p, uint32_t i, uint32_t row, uint32_t col, th_role role)
{
    const th_indicator *ind = &w->d->indicators[i];
    th_measure measure = role_measure(role);
    const char *format = format_of(w, ind->type, ind);
    th_str formula = {0};
    if (role == TH_ROLE_COMPARED) {
        if (th_template_compared(w->arena, &w->plan, i, &formula))
            formula_cell(p, row, col, formula, "0.0");
        else
            input_cell(p, row, col, "@", TH_LOOK_RIGHT);
        return;
    }
    if (measure != TH_PLAN && has_parts(w, i) && th_template_formula(w->arena, &w->plan, i, measure, &formula)) {
        formula_cell(p, row, col, formula, format);
        return;
    }
    bool words = ind->type == TH_TYPE_TEXT || ind->type == TH_TYPE_ENUM || ind->type == TH_TYPE_BOOL;
    input_cell(p, row, col, format, words ? TH_LOOK_WRAP | TH_LOOK_CENTER : TH_LOOK_RIGHT);
    validate(w, p->tab, &(field){th_across(row, col, col), ind->type, ind->catalogue, ind, ind->label});
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
        case TH_ROLE_REMARK: input_cell(p, row, c, "@", TH_LOOK_WRAP); break;
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
            input_cell(p, row, k, "0.00", TH_LOOK_RIGHT);
        else if (k == f->most_column)
            th_pen_exact(p, row, k, c->max, (th_style){TH_LOOK_FIGURE | bold, "#,##0.##"});
        else if (c->leaf)
            input_cell(p, row, k, col->type == TH_TYPE_TEXT ? "@" : NULL, TH_LOOK_WRAP);
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
            input_cell(p, row, k, format_of(w, col->type, NULL),
                       col->type == TH_TYPE_TEXT ? TH_LOOK_WRAP : TH_LOOK_CENTER);
            continue;
        }
        th_str others = th_ref_area(w->arena, (th_str){0}, th_across(row, k + 1, f->nlist_columns - 1));
        th_str formula = th_str_fmt(w->arena, "IF(COUNTA(" TH_FMT ")=0,\"\",ROW()-%u)", TH_ARG(others), f->list_first);
        th_pen_formula(p, row, k, (th_live){.formula = formula}, (th_style){TH_LOOK_MIDDLE, NULL});
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
    for (uint32_t k = 0; k < f->nlist_columns && !scores && f->list_rows; k++) {
        const th_template_column *column = &f->list_columns[k];
        th_area area = th_down(k, f->list_first, f->list_first + f->list_rows - 1);
        if (column->role == TH_ROLE_VALUE)
            validate(w, p->tab, &(field){area, column->type, column->catalogue, NULL, column->label});
    }
}

/* ---- the workbook ---- */

static void form_sheet(writer *w, uint32_t form)
{
    const th_template_form *f = &w->plan.forms[form];
    th_pen p = th_pen_over(w->tabs[form]);
    for (uint32_t c = 0; c < f->columns; c++)
        th_pen_width(&p, c, c, f->widths[c]);
    heading(w, &p, f);
    if (f->has_list)
        list(w, &p, f);
    if (f->has_indicators)
        indicators(w, &p, f);
    uint32_t last = f->columns - 1, half = f->columns / 2;
    th_pen_merge(&p, th_across(f->end + 1, half, last), TH_STR("…, ngày … tháng … năm …"),
                 TH_LOOK_ITALIC | TH_LOOK_CENTER | TH_LOOK_INPUT);
    static const char *const signs[][2] = {{"NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"},
                                           {"(Ký, họ tên)", "(Ký, họ tên, đóng dấu)"}};
    for (uint32_t k = 0; k < 2; k++) {
        th_look look = TH_LOOK_CENTER | (k ? TH_LOOK_ITALIC : TH_LOOK_BOLD) | TH_LOOK_INPUT;
        th_pen_merge(&p, th_across(f->end + 2 + k, 0, half - 1), th_str_of(signs[k][0]), look);
        th_pen_merge(&p, th_across(f->end + 2 + k, half, last), th_str_of(signs[k][1]), look);
    }
    uint32_t head = f->has_list ? f->list_head : f->block_head;
    th_pen_page(&p, head, head + 1, f->label_column + 1);
    th_tab_protect(w->tabs[form]);
}

static void meta_sheet(const writer *w)
{
    th_tab *tab = th_output_add(w->output, TH_STR(META_NAME));
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
        th_tab_text(tab, (uint32_t)i, 0, th_str_of(lines[i].key), NULL);
        if (lines[i].value.len)
            th_tab_text(tab, (uint32_t)i, 1, lines[i].value, NULL);
    }
    th_tab_hide(tab);
}

static void choices_sheet(writer *w)
{
    w->ranges = th_arena_array(w->arena, w->d->ncatalogues + 1, sizeof *w->ranges);
    if (!w->d->ncatalogues)
        return;
    th_tab *tab = th_output_add(w->output, TH_STR(CHOICES_NAME));
    for (uint32_t c = 0; c < w->d->ncatalogues; c++) {
        const th_catalogue *catalogue = &w->d->catalogues[c];
        for (size_t i = 0; i < catalogue->n; i++)
            th_tab_text(tab, (uint32_t)i, c, catalogue->values[i].text, NULL);
        th_str range = th_ref_area(w->arena, TH_STR(CHOICES_NAME), th_down(c, 0, (uint32_t)catalogue->n - 1));
        w->ranges[c] = th_str_fmt(w->arena, "=" TH_FMT, TH_ARG(range));
    }
    th_tab_hide(tab);
}

th_status th_template_write(th_arena *arena, const th_template_input *in, const char *path, th_str *trouble)
{
    writer w = {.arena = arena, .in = in, .d = in->d};
    w.output = th_output_new(arena, path, trouble);
    if (!w.output)
        return TH_FAILED;
    th_output_dress(w.output, &(th_letterhead){.cluster = in->d->cluster, .period = in->d->period});
    th_template_plan_make(arena, in->d, &w.plan);
    th_output_describe(w.output, &(th_about){.mark = TH_MARK_TEMPLATE, .created = in->created});
    w.tabs = th_arena_array(arena, in->d->nforms + 1, sizeof(th_tab *));
    for (uint32_t f = 0; f < in->d->nforms; f++)
        w.tabs[f] = th_output_add(w.output, w.plan.forms[f].name);
    choices_sheet(&w);
    for (uint32_t f = 0; f < in->d->nforms; f++) {
        if (!w.tabs[f]) {
            *trouble = th_str_fmt(arena, "không tạo được trang “" TH_FMT "”", TH_ARG(w.plan.forms[f].name));
            return TH_FAILED;
        }
        form_sheet(&w, f);
    }
    meta_sheet(&w);
    return th_output_close(w.output, trouble);
}
