/* Writes the blank workbook of a definition: headings, input cells with validation, formulas, and the hidden sheets. */
#include "report/template.h"

#include "draw/figure.h"
#include "draw/validation.h"
#include "fact/own_sheets.h"
#include "report/plan.h"
#include "report/template_check.h"
#include "report/template_faults.h"
#include "report/template_plan.h"
#include "report/template_points.h"
#include "report/template_state.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { LONGEST_CHOICES = 255, MOST_LENGTH = 31 };
#define META_NAME "_META"
#define LEAST_REAL -1e15 /* Every figure is above it, so that a validation asks for any number, whatever its sign. */

typedef struct writer {
    th_arena *arena;
    const th_template_input *in;
    const th_definition *d;
    th_output *output;
    th_template_plan plan;
    th_template_rules rules;
    th_tab **tabs;  /* by form */
    th_str *ranges; /* by catalogue: where its values stand */
} writer;

/* ---- validation ---- */

/* Cells that get a validation, and what is known of what belongs there. */
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

static void bound(const field *input, th_validation *valid)
{
    bool low = input->ind && input->ind->min, high = input->ind && input->ind->max;
    valid->kind = is_whole(input->type) ? TH_VALID_WHOLE : TH_VALID_DECIMAL;
    valid->bounds = TH_AT_LEAST;
    if (high)
        valid->bounds = low ? TH_BETWEEN : TH_AT_MOST;
    valid->least = !high && input->type == TH_TYPE_REAL ? LEAST_REAL : 0;
    if (low)
        valid->least = th_exact_to_double(input->ind->min);
    if (high)
        valid->most = th_exact_to_double(input->ind->max);
}

/* Sets what kind of value belongs there, and the hint that says so; the hint is "" where anything does. */
static th_str expect(const writer *template, const field *input, th_validation *valid)
{
    static const char *const yes_no[] = {"Có", "Không", NULL};
    if (input->catalogue != TH_NONE) {
        valid->kind = TH_VALID_OF_RANGE;
        valid->source = template->ranges[input->catalogue];
        return TH_STR("Chọn một giá trị trong danh sách.");
    }
    if (input->type == TH_TYPE_BOOL) {
        valid->kind = TH_VALID_OF_WORDS;
        valid->words = yes_no;
        return TH_STR("Có hoặc Không.");
    }
    if (is_whole(input->type) || input->type == TH_TYPE_REAL || input->type == TH_TYPE_PERCENT)
        bound(input, valid);
    if (is_whole(input->type))
        return TH_STR("Một số nguyên. Không phát sinh thì ghi 0.");
    if (input->type == TH_TYPE_REAL)
        return TH_STR("Một số. Không phát sinh thì ghi 0.");
    if (input->type == TH_TYPE_PERCENT)
        return TH_STR("Theo phần trăm: 98,7 là 98,7 %.");
    if (input->type == TH_TYPE_RANK)
        return TH_STR("Hạng trên tổng số, ví dụ 05/63.");
    return input->type == TH_TYPE_DATE ? TH_STR("Ngày/tháng/năm.") : (th_str){0};
}

/* A value beyond the rule may be right all the same ("trên 3.071", "05/63"); Excel asks and does not forbid. */
static void validate(const writer *template, th_tab *tab, const field *input)
{
    th_validation valid = {.warning_title = "Xem lại giá trị",
                           .warning = "Giá trị này khác với điều biểu mẫu chờ đợi. Vẫn ghi?"};
    th_str hint = expect(template, input, &valid);
    if (!hint.len)
        return;
    if (input->ind && input->ind->unit.len)
        hint = th_str_fmt(template->arena, TH_FMT " Đơn vị tính: " TH_FMT ".", TH_ARG(hint), TH_ARG(input->ind->unit));
    valid.title = th_str_cstr(template->arena, th_template_clip(input->label, MOST_LENGTH));
    valid.hint = th_str_cstr(template->arena, th_template_clip(hint, LONGEST_CHOICES));
    th_tab_validate(tab, input->area, &valid);
}

static const char *format_of(const writer *template, th_type type, const th_indicator *ind)
{
    switch (type) {
    case TH_TYPE_INT:
    case TH_TYPE_MONEY: return ind && th_plan_decimals(ind) == TH_PLAIN ? "0" : "#,##0";
    case TH_TYPE_DATE: return "dd/mm/yyyy";
    case TH_TYPE_REAL:
    case TH_TYPE_PERCENT:
        return ind && ind->decimals > 0 ? th_figure_format(template->arena, ind->decimals, 0, NULL) : NULL;
    case TH_TYPE_TEXT:
    case TH_TYPE_RATIO:
    case TH_TYPE_RANK: /* The format is text, for otherwise Excel would make a date of 05/63. */
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

static void heading(writer *template, th_pen *p, const th_template_form *form)
{
    const th_definition *d = template->d;
    uint32_t half = form->columns / 2, last = form->columns - 1;
    th_look small = TH_LOOK_CENTER;
    th_str agency = th_definition_setting(d, TH_STR("Cơ quan chủ quản")),
           attached = th_definition_setting(d, TH_STR("Kèm theo"));
    th_pen_merge(p, th_across(0, 0, half - 1), agency, small);
    th_pen_merge(p, th_across(0, half, last),
                 th_str_fmt(template->arena, "Biểu số: " TH_FMT, TH_ARG(d->forms[form->form].code)), small);
    if (template->in->unit != TH_NONE) {
        th_pen_merge(p, th_across(1, 0, half - 1), th_template_unit_name(template->arena, d, template->in->unit),
                     small | TH_LOOK_BOLD);
    } else if (form->form == template->plan.first) {
        th_pen_merge(p, th_across(1, 0, half - 1), TH_STR("Tên đơn vị: …"),
                     small | TH_LOOK_BOLD | TH_LOOK_INPUT | TH_FILL_INPUT);
    } else {
        th_pen_merge(p, th_across(1, 0, half - 1), TH_STR(" "), small | TH_LOOK_BOLD);
        th_pen_formula_text(
            p, 1, 0,
            (th_live_text){th_ref_cell(template->arena, template->plan.forms[template->plan.first].name, 1, 0),
                           TH_STR("Tên đơn vị: …")},
            small | TH_LOOK_BOLD);
    }
    th_pen_merge(p, th_across(1, half, last), attached, small | TH_LOOK_ITALIC);
    th_pen_merge(p, th_across(2, half, last), th_str_fmt(template->arena, "Đơn vị nhận: " TH_FMT, TH_ARG(d->cluster)),
                 small | TH_LOOK_ITALIC);
    th_pen_merge(p, th_across(4, 0, last), th_text_upper(template->arena, d->forms[form->form].title),
                 TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER | TH_LOOK_WRAP);
    th_pen_height(p, 4, 24);
    th_pen_merge(p, th_across(5, 0, last), th_str_fmt(template->arena, "Năm %d", d->period),
                 TH_LOOK_ITALIC | TH_LOOK_CENTER);
    if (form->unit_of_all.len)
        th_pen_merge(p, th_across(6, 0, last),
                     th_str_fmt(template->arena, "Đơn vị tính: " TH_FMT, TH_ARG(form->unit_of_all)),
                     TH_LOOK_ITALIC | TH_LOOK_RIGHT);
}

/* Writes "A | B | C | 1 | 2 | 3=2/1": columns of words have letters, columns of figures have numbers. */
static void letters(const writer *template, th_pen *p, uint32_t row, const th_template_column *columns, uint32_t n)
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
        th_str text = columns[c].figure ? th_str_fmt(template->arena, "%u", ++number)
                                        : th_str_fmt(template->arena, "%c", (int)('A' + (letter++ % 26)));
        if (columns[c].role == TH_ROLE_COMPARED && now && before)
            text = th_str_fmt(template->arena, "%u=%u/%u", number, now, before);
        th_pen_text(p, row, c, text, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_LOOK_ITALIC);
    }
}

static void block_header(const writer *template, th_pen *p, uint32_t row, const th_template_column *columns, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++)
        th_pen_text(p, row, c, columns[c].label, TH_LOOK_HEADER);
    th_pen_height(p, row, 30);
    letters(template, p, row + 1, columns, n);
}

/* ---- rows of indicators ---- */

static bool is_computed(const writer *template, uint32_t i)
{
    return template->plan.formula[i] != NULL;
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

/* Last year's accepted figure, which is not to be typed again; false: none is known. */
static bool stored_cell(const writer *template, th_pen *p, uint32_t i, uint32_t col)
{
    const th_fact *fact = template->plan.stored ? template->plan.stored[i] : NULL;
    const th_indicator *ind = &template->d->indicators[i];
    uint32_t row = template->plan.row[i];
    if (!fact)
        return false;
    bool number = th_type_is_number(ind->type) && fact->value.num && !fact->value.qualifiers;
    th_look look = TH_LOOK_FIGURE | TH_FILL_TOTAL | TH_LOOK_ITALIC;
    if (number)
        th_pen_exact(p, row, col, th_value_printed(&fact->value),
                     (th_style){look, format_of(template, ind->type, ind)});
    else
        th_pen_text(p, row, col, th_value_vi(template->arena, &fact->value, ind->type), look | TH_LOOK_WRAP);
    return true;
}

static void figure_cell(writer *template, th_pen *p, uint32_t i, uint32_t col, th_role role)
{
    const th_indicator *ind = &template->d->indicators[i];
    uint32_t row = template->plan.row[i];
    th_measure measure = role_measure(role);
    const char *format = format_of(template, ind->type, ind);
    th_str formula = {0};
    if (role == TH_ROLE_COMPARED) {
        if (th_template_compared(template->arena, &template->plan, i, &formula))
            formula_cell(p, row, col, formula, "0.0");
        else
            input_cell(p, row, col, "@", TH_LOOK_RIGHT);
        return;
    }
    if (measure == TH_PREVIOUS && stored_cell(template, p, i, col))
        return;
    if (measure != TH_PLAN && is_computed(template, i) &&
        th_template_formula(template->arena, &template->plan, i, measure, &formula)) {
        formula_cell(p, row, col, formula, format);
        return;
    }
    bool words = ind->type == TH_TYPE_TEXT || ind->type == TH_TYPE_ENUM || ind->type == TH_TYPE_BOOL;
    input_cell(p, row, col, format, words ? TH_LOOK_WRAP | TH_LOOK_CENTER : TH_LOOK_RIGHT);
    validate(template, p->tab, &(field){th_across(row, col, col), ind->type, ind->catalogue, ind, ind->label});
}

static void blank_row(writer *template, th_pen *p, const th_template_form *form, uint32_t i)
{
    const th_indicator *ind = &template->d->indicators[i];
    uint32_t row = template->plan.row[i];
    th_look bold = is_computed(template, i) ? TH_LOOK_BOLD : 0;
    for (uint32_t c = 0; c < form->nindicator_columns; c++) {
        switch (form->indicator_columns[c].role) {
        case TH_ROLE_STT: th_pen_text(p, row, c, ind->stt, TH_LOOK_MIDDLE); break;
        case TH_ROLE_LABEL: th_pen_text(p, row, c, ind->label, TH_LOOK_CELL | bold); break;
        case TH_ROLE_CODE: th_pen_text(p, row, c, ind->printed_code, TH_LOOK_MIDDLE); break;
        case TH_ROLE_UNIT: th_pen_text(p, row, c, ind->unit, TH_LOOK_MIDDLE); break;
        case TH_ROLE_REMARK: input_cell(p, row, c, "@", TH_LOOK_WRAP); break;
        case TH_ROLE_PREVIOUS:
        case TH_ROLE_PLAN:
        case TH_ROLE_NOW:
        case TH_ROLE_COMPARED: figure_cell(template, p, i, c, form->indicator_columns[c].role); break;
        case TH_ROLE_CRITERION:
        case TH_ROLE_SELF_SCORE:
        case TH_ROLE_MAX_SCORE:
        case TH_ROLE_SELF_TOTAL:
        case TH_ROLE_VALUE:
        case TH_ROLES:
        default: break;
        }
    }
}

static void indicators(writer *template, th_pen *p, const th_template_form *form)
{
    block_header(template, p, form->block_head, form->indicator_columns, form->nindicator_columns);
    for (uint32_t i = 0; i < template->d->nindicators; i++) {
        const th_indicator *ind = &template->d->indicators[i];
        if (ind->form != form->form)
            continue;
        for (uint32_t c = 0; c < form->nindicator_columns && template->plan.group_row[i]; c++)
            th_pen_text(p, template->plan.row[i] - 1, c,
                        form->indicator_columns[c].role == TH_ROLE_LABEL ? ind->group : (th_str){0},
                        TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_GROUP);
        blank_row(template, p, form, i);
    }
}

/* ---- lists ---- */

/* The rows of a scoring form are its criteria, and only the unit's own columns may be filled in. */
static void score_row(writer *template, th_pen *p, const th_template_form *form, uint32_t criterion, uint32_t row)
{
    const th_criterion *item = &template->d->criteria[criterion];
    bool first_text = true;
    th_look bold = item->leaf ? 0 : TH_LOOK_BOLD | TH_FILL_GROUP;
    for (uint32_t k = 0; k < form->nlist_columns; k++) {
        const th_template_column *col = &form->list_columns[k];
        if (col->role == TH_ROLE_CRITERION)
            th_pen_text(p, row, k, item->code, TH_LOOK_MIDDLE | bold);
        else if (col->role == TH_ROLE_STT)
            th_pen_text(p, row, k, (th_str){0}, TH_LOOK_MIDDLE | bold);
        else if (col->role == TH_ROLE_VALUE && col->type == TH_TYPE_TEXT && first_text)
            th_pen_text(p, row, k, item->title, TH_LOOK_CELL | bold);
        else if (col->role == TH_ROLE_SELF_SCORE && item->leaf)
            input_cell(p, row, k, "0.00", TH_LOOK_RIGHT);
        else if (k == form->most_column)
            th_pen_exact(p, row, k, item->max, (th_style){TH_LOOK_FIGURE | bold, "#,##0.##"});
        else if (item->leaf)
            input_cell(p, row, k, col->type == TH_TYPE_TEXT ? "@" : NULL, TH_LOOK_WRAP);
        else
            th_pen_text(p, row, k, (th_str){0}, TH_LOOK_CELL | bold);
        first_text = first_text && !(col->role == TH_ROLE_VALUE && col->type == TH_TYPE_TEXT);
    }
}

static void list_row(writer *template, th_pen *p, const th_template_form *form, uint32_t row)
{
    for (uint32_t k = 0; k < form->nlist_columns; k++) {
        const th_template_column *col = &form->list_columns[k];
        if (col->role != TH_ROLE_STT) {
            input_cell(p, row, k, format_of(template, col->type, NULL),
                       col->type == TH_TYPE_TEXT ? TH_LOOK_WRAP : TH_LOOK_CENTER);
            continue;
        }
        th_str others = th_ref_area(template->arena, (th_str){0}, th_across(row, k + 1, form->nlist_columns - 1));
        th_str formula =
            th_str_fmt(template->arena, "IF(COUNTA(" TH_FMT ")=0,\"\",ROW()-%u)", TH_ARG(others), form->list_first);
        th_pen_formula(p, row, k, (th_live){.formula = formula}, (th_style){TH_LOOK_MIDDLE, NULL});
    }
}

static void list(writer *template, th_pen *p, const th_template_form *form)
{
    bool scores = template->d->forms[form->form].kind & TH_FORM_SCORES;
    block_header(template, p, form->list_head, form->list_columns, form->nlist_columns);
    for (uint32_t i = 0; i < form->list_rows; i++) {
        if (scores)
            score_row(template, p, form, i, form->list_first + i);
        else
            list_row(template, p, form, form->list_first + i);
    }
    for (uint32_t k = 0; k < form->nlist_columns && !scores && form->list_rows; k++) {
        const th_template_column *column = &form->list_columns[k];
        th_area area = th_down(k, form->list_first, form->list_first + form->list_rows - 1);
        if (column->role == TH_ROLE_VALUE)
            validate(template, p->tab, &(field){area, column->type, column->catalogue, NULL, column->label});
    }
}

/* ---- the workbook ---- */

static void form_sheet(writer *template, uint32_t form)
{
    const th_template_form *place = &template->plan.forms[form];
    th_pen p = th_pen_over(template->tabs[form]);
    for (uint32_t c = 0; c < place->columns; c++)
        th_pen_width(&p, c, c, place->widths[c]);
    heading(template, &p, place);
    if (place->has_list)
        list(template, &p, place);
    if (place->has_indicators)
        indicators(template, &p, place);
    th_template_states(&template->rules, template->tabs[form], form);
    uint32_t last = place->columns - 1, half = place->columns / 2;
    if (place->has_indicators && template->plan.stored)
        th_pen_merge(&p, th_across(place->end, 0, last),
                     th_str_fmt(template->arena,
                                "Ô xám in nghiêng ở cột Năm trước: số đã chốt của năm %d, đã khóa; thấy khác thì nêu ở "
                                "cột Ghi chú.",
                                template->d->period - 1),
                     TH_LOOK_ITALIC | TH_LOOK_SMALL);
    th_pen_merge(&p, th_across(place->end + 1, half, last), TH_STR("…, ngày … tháng … năm …"),
                 TH_LOOK_ITALIC | TH_LOOK_CENTER | TH_LOOK_INPUT);
    static const char *const signs[][2] = {{"NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"},
                                           {"(Ký, họ tên)", "(Ký, họ tên, đóng dấu)"}};
    for (uint32_t k = 0; k < 2; k++) {
        th_look look = TH_LOOK_CENTER | (k ? TH_LOOK_ITALIC : TH_LOOK_BOLD) | TH_LOOK_INPUT;
        th_pen_merge(&p, th_across(place->end + 2 + k, 0, half - 1), th_str_of(signs[k][0]), look);
        th_pen_merge(&p, th_across(place->end + 2 + k, half, last), th_str_of(signs[k][1]), look);
    }
    uint32_t head = place->has_list ? place->list_head : place->block_head;
    th_pen_page(&p, head, head + 1, place->label_column + 1);
    th_tab_protect(template->tabs[form]);
}

static void meta_sheet(const writer *template)
{
    th_tab *tab = th_output_add(template->output, TH_STR(META_NAME));
    const struct {
        const char *key;
        th_str value;
    } lines[] = {
        {"Mẫu", template->d->cluster},
        {"Phiên bản", template->d->version},
        {"Bộ biểu mẫu SHA-256", template->in->definition_hash},
        {"Kỳ", th_str_fmt(template->arena, "%d", template->d->period)},
        {"Lập bằng", template->in->program},
        {"Đơn vị", template->in->unit == TH_NONE ? (th_str){0} : template->d->units[template->in->unit].code},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        th_tab_text(tab, (uint32_t)i, 0, th_str_of(lines[i].key), NULL);
        if (lines[i].value.len)
            th_tab_text(tab, (uint32_t)i, 1, lines[i].value, NULL);
    }
    th_tab_hide(tab);
}

static void choices_sheet(writer *template)
{
    template->ranges = th_arena_array(template->arena, template->d->ncatalogues + 1, sizeof *template->ranges);
    if (!template->d->ncatalogues)
        return;
    th_tab *tab = th_output_add(template->output, TH_STR(TH_CHOICES_SHEET));
    for (uint32_t c = 0; c < template->d->ncatalogues; c++) {
        const th_catalogue *catalogue = &template->d->catalogues[c];
        th_strs writings = th_template_writings(template->arena, catalogue);
        for (size_t i = 0; i < writings.n; i++)
            th_tab_text(tab, (uint32_t)i, c, writings.at[i], NULL);
        th_area values = th_down(c, 0, (uint32_t)catalogue->n - 1);
        th_str range = th_ref_area(template->arena, TH_STR(TH_CHOICES_SHEET), values);
        template->ranges[c] = th_str_fmt(template->arena, "=" TH_FMT, TH_ARG(range));
    }
    th_tab_hide(tab);
}

th_status th_template_write(th_arena *arena, const th_template_input *in, const char *path, th_trouble *trouble)
{
    writer template = {.arena = arena, .in = in, .d = in->d};
    template.output = th_output_new(arena, path, trouble);
    if (!template.output)
        return TH_FAILED;
    th_output_dress(template.output, &(th_letterhead){.cluster = in->d->cluster, .period = in->d->period});
    th_template_plan_make(arena, in->d, &template.plan);
    th_template_plan_recall(arena, &template.plan, in->last_year, in->unit);
    th_output_describe(template.output, &(th_about){.mark = TH_MARK_TEMPLATE, .created = in->created});
    template.rules = th_template_rules_make(arena, &template.plan, TH_OWN_CHECK_FIRST);
    th_tab *own_check = th_output_add(template.output, TH_STR(TH_OWN_CHECK_NAME));
    template.tabs = th_arena_array(arena, in->d->nforms + 1, sizeof(th_tab *));
    for (uint32_t form = 0; form < in->d->nforms; form++)
        template.tabs[form] = th_output_add(template.output, template.plan.forms[form].name);
    th_str unit = in->unit == TH_NONE ? in->d->cluster : th_template_unit_name(arena, in->d, in->unit);
    th_tab *points = th_template_has_points(arena, &template.plan)
                         ? th_output_add(template.output, TH_STR(TH_OWN_POINTS_SHEET))
                         : NULL;
    if (points)
        th_template_points_sheet(arena, &template.plan, points, unit);
    choices_sheet(&template);
    th_template_check_sheet(&template.rules, own_check, unit);
    for (uint32_t form = 0; form < in->d->nforms; form++) {
        if (!template.tabs[form]) {
            *trouble = TH_TROUBLE(arena, "không tạo được trang “" TH_FMT "”", "sheet “" TH_FMT "” cannot be added",
                                  TH_ARG(template.plan.forms[form].name));
            return TH_FAILED;
        }
        form_sheet(&template, form);
    }
    meta_sheet(&template);
    return th_output_close(template.output, trouble);
}
