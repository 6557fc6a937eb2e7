/* Learns the rows of indicators: which rows are such, the type of their figures, their codes and groups. */
#include "expr/lexer.h"
#include "learn/learning.h"
#include "text/fold.h"

#include "base/banned.h"

static const th_role figure_roles[] = {TH_ROLE_NOW, TH_ROLE_PREVIOUS, TH_ROLE_PLAN};
enum { FIGURE_ROLES = sizeof figure_roles / sizeof *figure_roles, HEADINGS_AGAIN = 2 };

static th_str text_of_role(const th_learning *learning, const th_learn_form *form, uint32_t row, th_role role)
{
    const th_learn_column *column = th_learn_column_of(&form->figures, role);
    return column ? th_learn_shown(learning, form->sheet, row, column->col) : (th_str){0};
}

static bool has_figure_or_formula(const th_learning *learning, const th_learn_form *form, uint32_t row)
{
    for (size_t i = 0; i < FIGURE_ROLES; i++) {
        const th_learn_column *column = th_learn_column_of(&form->figures, figure_roles[i]);
        if (column && (th_learn_shown(learning, form->sheet, row, column->col).len ||
                       th_sheet_formula_at(form->sheet, row, column->col)))
            return true;
    }
    return false;
}

/* ---- types ---- */

/* What the figures of a row look like, counted. */
typedef struct figures_seen {
    size_t numbers, fractions, texts, dates, pairs, yes_no;
    bool computed; /* Does a formula compute one of them? */
} figures_seen;

static void see_text(const th_learning *learning, th_str text, figures_seen *seen)
{
    th_str weak = th_fold_weak(learning->arena, text);
    th_raw raw = {.kind = TH_RAW_TEXT, .text = text, .format_decimals = -1};
    th_value pair = th_value_read(learning->arena, &raw, TH_TYPE_RATIO, (th_str){0});
    th_value real = th_value_read(learning->arena, &raw, TH_TYPE_REAL, (th_str){0});
    if (!weak.len)
        return;
    if (th_str_eq(weak, TH_STR("co")) || th_str_eq(weak, TH_STR("khong")) || th_str_eq(weak, TH_STR("x"))) {
        seen->yes_no++;
    } else if (real.state == TH_STATE_VALUE && real.num) {
        seen->numbers++;
        seen->fractions += !th_exact_is_int(real.num);
    } else if (pair.state == TH_STATE_VALUE && pair.den) {
        seen->pairs++;
    } else {
        seen->texts++;
    }
}

static void see_figure(const th_learning *learning, const th_cell *cell, figures_seen *seen)
{
    if (!cell)
        return;
    switch ((th_cell_type)cell->type) {
    case TH_CELL_DATE: seen->dates++; break;
    case TH_CELL_BOOL: seen->yes_no++; break;
    case TH_CELL_NUMBER:
        seen->numbers++;
        seen->fractions += th_exact_decimals(th_exact_double(learning->arena, cell->number), 2) > 0;
        break;
    case TH_CELL_TEXT: see_text(learning, cell->text, seen); break;
    case TH_CELL_PENDING:
    case TH_CELL_ERROR:
    default: break;
    }
}

static figures_seen see_row(const th_learning *learning, const th_learn_form *form, uint32_t row)
{
    figures_seen seen = {0};
    for (size_t i = 0; i < FIGURE_ROLES; i++) {
        const th_learn_column *column = th_learn_column_of(&form->figures, figure_roles[i]);
        if (!column)
            continue;
        see_figure(learning, th_sheet_at(form->sheet, row, column->col), &seen);
        seen.computed = seen.computed || th_sheet_formula_at(form->sheet, row, column->col);
    }
    return seen;
}

static bool has_word(th_str weak, const char *word)
{
    return th_str_find(weak, th_str_of(word), 0) != SIZE_MAX;
}

/* The unit of measure decides before what stands in the cells, because cells may be blank or mistyped.  A row of a
 * blank form that states no unit either is taken for text. */
static th_type type_of_row(const th_learning *learning, const figures_seen *seen, th_str unit)
{
    th_str weak = th_fold_weak(learning->arena, unit);
    /* Without its marks "hạng" is a part of "tháng" and the same as "hàng", which are units too. */
    bool is_rank = has_word(th_fold(learning->arena, unit), "hạng") || th_str_eq(unit, TH_STR("hang")) ||
                   th_str_eq(weak, TH_STR("xep hang"));
    bool only_dates = seen->dates && !seen->numbers && !seen->texts && !seen->pairs;
    if (th_str_eq(unit, TH_STR("%")) || has_word(weak, "phan tram"))
        return TH_TYPE_PERCENT;
    if (has_word(weak, "co/khong") || (seen->yes_no && !seen->numbers && !seen->texts))
        return TH_TYPE_BOOL;
    if (is_rank)
        return TH_TYPE_RANK;
    if (has_word(weak, "ngay/thang"))
        return TH_TYPE_DATE;
    /* A row with a unit of measure whose cells are dates is a rank: the spreadsheet made a date of its "05/63". */
    if (only_dates)
        return weak.len ? TH_TYPE_RANK : TH_TYPE_DATE;
    if (seen->pairs && seen->pairs >= seen->numbers + seen->texts)
        return TH_TYPE_RATIO;
    bool money = th_str_eq(weak, TH_STR("dong")) || has_word(weak, " dong") || th_str_eq(weak, TH_STR("d"));
    if (money) /* Amounts in millions or billions of đồng have decimals, plain ones have none. */
        return seen->fractions || has_word(weak, "trieu") || has_word(weak, "ti ") ? TH_TYPE_REAL : TH_TYPE_MONEY;
    if (seen->texts > seen->numbers)
        return TH_TYPE_TEXT;
    if (seen->fractions)
        return TH_TYPE_REAL;
    return seen->numbers || weak.len || seen->computed ? TH_TYPE_INT : TH_TYPE_TEXT;
}

/* ---- codes ---- */

bool th_learn_is_taken(const th_learning *learning, const th_learn_form *form, th_str code)
{
    for (size_t k = 0; k <= learning->nforms; k++) {
        const th_learn_form *other = k < learning->nforms ? &learning->forms[k] : form;
        for (size_t i = 0; i < other->nrows; i++)
            if (th_str_eq(other->rows[i].code, code))
                return true;
        for (size_t i = 0; i < other->list.n; i++)
            if (th_str_eq(other->list.columns[i].code, code))
                return true;
    }
    return false;
}

/* Gives the row the code that the form prints.  Where an expression could not use that, or another row has it, the code
 * is made of the form's code and a number. */
static void give_code(const th_learning *learning, const th_learn_form *form, th_learn_row *row)
{
    th_str printed = row->printed_code;
    bool usable =
        th_lexer_is_code(printed) && !th_str_eq(printed, TH_STR("DONG")) && !th_learn_is_taken(learning, form, printed);
    if (usable) {
        row->code = printed;
        row->printed_code = (th_str){0}; /* The code finds the row as it is; it need not be said twice. */
        return;
    }
    for (size_t n = form->nrows + 1; !row->code.len; n++) {
        th_str code = th_str_fmt(learning->arena, TH_FMT ".%02zu", TH_ARG(form->code), n);
        if (!th_learn_is_taken(learning, form, code))
            row->code = code;
    }
}

/* ---- groups ---- */

/* The label of the nearest row above whose number begins that of this one, as "1" begins "1.a". */
static th_str parent_of(const th_learning *learning, const th_learn_form *form, size_t i)
{
    th_str stt = form->rows[i].stt;
    for (size_t k = i; k-- > 0;) {
        th_str above = form->rows[k].stt;
        bool begins = above.len && above.len < stt.len && th_str_starts(stt, above) && stt.ptr[above.len] == '.';
        if (begins && !th_fold_eq(learning->arena, form->rows[k].label, form->rows[i].label))
            return form->rows[k].label;
    }
    return (th_str){0};
}

/* Rows with the same label get the label of what they are part of as their group, so that they can be told apart. */
static void group_doubles(const th_learning *learning, th_learn_form *form)
{
    for (size_t i = 0; i < form->nrows; i++) {
        bool twice = false;
        for (size_t k = 0; k < form->nrows && !twice; k++)
            twice = k != i && th_fold_eq(learning->arena, form->rows[k].label, form->rows[i].label);
        if (twice && !form->rows[i].group.len)
            form->rows[i].group = parent_of(learning, form, i);
    }
}

/* ---- rows ---- */

/* Is the row the header once more, as it is printed at the top of a further page? */
static bool is_heading_again(const th_learning *learning, const th_learn_form *form, uint32_t row)
{
    size_t n = 0;
    for (size_t i = 0; i < form->figures.n; i++) {
        const th_learn_column *column = &form->figures.columns[i];
        n += th_fold_eq(learning->arena, th_learn_shown(learning, form->sheet, row, column->col), column->label);
    }
    return n >= HEADINGS_AGAIN;
}

/* A grand total is no indicator.  "Tổng số" may be one, and so th_is_subtotal(), which knows it, cannot decide. */
static bool is_grand_total(const th_learning *learning, th_str label)
{
    th_str weak = th_fold_weak(learning->arena, label);
    return th_str_eq(weak, TH_STR("tong cong")) || th_str_eq(weak, TH_STR("cong"));
}

static void learn_row(th_learning *learning, th_learn_form *form, uint32_t at, th_str *group)
{
    th_learn_row row = {.row = at,
                        .label = text_of_role(learning, form, at, TH_ROLE_LABEL),
                        .printed_code = text_of_role(learning, form, at, TH_ROLE_CODE),
                        .stt = text_of_role(learning, form, at, TH_ROLE_STT),
                        .unit = text_of_role(learning, form, at, TH_ROLE_UNIT)};
    if (!row.label.len || is_heading_again(learning, form, at) || is_grand_total(learning, row.label))
        return;
    /* A row that has a label and nothing else is the title of a group, to which the rows below belong. */
    if (!has_figure_or_formula(learning, form, at) && !row.unit.len && !row.printed_code.len) {
        *group = row.label;
        return;
    }
    figures_seen seen = see_row(learning, form, at);
    row.group = *group;
    row.type = type_of_row(learning, &seen, row.unit);
    row.filled = seen.numbers || seen.texts || seen.pairs || seen.yes_no || seen.dates;
    give_code(learning, form, &row);
    TH_PUSH(learning->arena, form->rows, form->nrows, form->rows_cap, row);
}

void th_learn_rows(th_learning *learning, th_learn_form *form)
{
    uint32_t last = UINT32_MAX;
    th_str group = {0};
    for (size_t i = th_sheet_row(form->sheet, form->figures.data); i < form->sheet->ncells; i++) {
        uint32_t row = form->sheet->cells[i].row;
        if (row == last)
            continue;
        last = row;
        if (th_learn_is_footer(learning, form->sheet, row))
            break;
        learn_row(learning, form, row, &group);
    }
    group_doubles(learning, form);
}
