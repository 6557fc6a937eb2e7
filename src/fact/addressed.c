/* What formulas compute: the cells they refer to become figures of the definition. */
#include "fact/computed.h"
#include "fact/reading.h"

#include "book/formula.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_PARTS = 300, HUNDRED = 100 };

/* The formula at hand. */
typedef struct formula_at_hand {
    th_reading *reading;
    const th_addressed *cell;
    size_t parts;
    bool lost; /* it says something that is not understood */
} formula_at_hand;

static int by_cell(const void *left, const void *right)
{
    const th_addressed *a = left, *b = right;
    if (a->sheet->index != b->sheet->index)
        return a->sheet->index < b->sheet->index ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

static const th_addressed *address_at(const th_reading *reading, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_addressed wanted = {.sheet = sheet, .row = row, .col = col};
    return reading->naddressed ? bsearch(&wanted, reading->addressed, reading->naddressed, sizeof wanted, by_cell)
                               : NULL;
}

static bool is_percent(const th_reading *reading, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_cell *cell = th_sheet_at(sheet, row, col);
    return cell && cell->type == TH_CELL_NUMBER &&
           th_cell_raw(reading->arena, reading->book, cell).format == TH_FORMAT_PERCENT;
}

static th_computed *number_of(th_arena *arena, const th_exact *number)
{
    th_computed *made = th_computed_new(arena, TH_COMPUTED_NUMBER);
    made->num = number;
    return made;
}

static th_computed *closed(const formula_at_hand *at, th_computed *node)
{
    return node ? th_computed_close(at->reading->arena, at->reading->d, node) : NULL;
}

/* The node times `factor`. */
static th_computed *scaled(const formula_at_hand *at, th_computed *node, const th_exact *factor)
{
    th_arena *arena = at->reading->arena;
    if (!node)
        return NULL;
    th_computed *product = th_computed_new(arena, TH_COMPUTED_PRODUCT);
    th_computed_add(arena, product, number_of(arena, factor), false);
    th_computed_add(arena, product, node, false);
    return closed(at, product);
}

/* "R[1]C[-2]" from the cell of the formula. */
static th_str offset_text(const formula_at_hand *at, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    long long down = (long long)row - at->cell->row, right = (long long)col - at->cell->col;
    th_str where = sheet == at->cell->sheet ? (th_str){0} : sheet->name;
    return th_str_fmt(at->reading->arena, TH_FMT "%sR[%lld]C[%lld]", TH_ARG(where), where.len ? "!" : "", down, right);
}

/* Which row of a list: that of a criterion; so many rows from the formula's own; or, from outside, the nth. */
static th_str row_text(const formula_at_hand *at, const th_addressed *target)
{
    const th_definition *d = at->reading->d;
    th_arena *arena = at->reading->arena;
    if (target->criterion != TH_NONE)
        return th_str_fmt(arena, "#" TH_FMT, TH_ARG(d->criteria[target->criterion].code));
    bool same_list = at->cell->item && d->columns[at->cell->indicator].form == d->columns[target->indicator].form;
    if (!same_list)
        return th_str_fmt(arena, "=%u", target->item);
    return th_str_fmt(arena, "%lld", (long long)target->item - at->cell->item);
}

/* The cell as a figure; a cell that is none as what it is. */
static th_computed *cell_part(formula_at_hand *at, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    th_arena *arena = at->reading->arena;
    const th_addressed *target = address_at(at->reading, sheet, row, col);
    th_computed *made = th_computed_new(arena, TH_COMPUTED_OTHER);
    at->lost = at->lost || ++at->parts > MOST_PARTS;
    if (!target) {
        const th_cell *cell = th_sheet_at(sheet, row, col);
        made->blank = !cell || (cell->type == TH_CELL_TEXT && !th_str_trim(cell->text).len);
        made->text = offset_text(at, sheet, row, col);
        return closed(at, made);
    }
    made->kind = target->item ? TH_COMPUTED_ITEM : TH_COMPUTED_FIGURE;
    made->index = target->indicator;
    made->measure = target->measure;
    if (target->item)
        made->text = row_text(at, target);
    made = closed(at, made);
    bool percent = is_percent(at->reading, sheet, row, col);
    return percent ? scaled(at, made, th_exact_parse(arena, TH_STR("0.01"))) : made;
}

/* The column of a list over all its rows, where the range covers them; NULL where it does not, or is more. */
static th_computed *whole_column(const formula_at_hand *at, const th_sheet *sheet, const th_formula_node *range)
{
    const th_reading *reading = at->reading;
    const th_addressed *first = NULL;
    size_t all = 0, inside = 0;
    for (size_t i = 0; i < reading->naddressed; i++) {
        const th_addressed *address = &reading->addressed[i];
        if (address->sheet != sheet || address->col != range->col1 || !address->item)
            continue;
        if (address->criterion != TH_NONE)
            return NULL;
        all++;
        inside += address->row >= range->row1 && address->row <= range->row2;
        first = address;
    }
    if (range->col1 != range->col2 || !all || inside != all)
        return NULL;
    th_computed *made = th_computed_new(reading->arena, TH_COMPUTED_ITEM);
    made->index = first->indicator;
    made->text = TH_STR("*");
    return closed(at, made);
}

/* Every figure of the range, and every other number in it. */
static void add_cells(formula_at_hand *at, th_computed *to, const th_sheet *sheet, const th_formula_node *range)
{
    th_arena *arena = at->reading->arena;
    th_computed *whole = whole_column(at, sheet, range);
    if (whole) {
        th_computed_add(arena, to, whole, false);
        return;
    }
    for (size_t i = 0; i < at->reading->naddressed && !at->lost; i++) {
        const th_addressed *address = &at->reading->addressed[i];
        if (address->sheet == sheet && address->row >= range->row1 && address->row <= range->row2 &&
            address->col >= range->col1 && address->col <= range->col2)
            th_computed_add(arena, to, cell_part(at, sheet, address->row, address->col), false);
    }
    for (size_t i = th_sheet_row(sheet, range->row1);
         i < sheet->ncells && sheet->cells[i].row <= range->row2 && !at->lost; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (cell->col >= range->col1 && cell->col <= range->col2 && cell->type != TH_CELL_TEXT &&
            !address_at(at->reading, sheet, cell->row, cell->col))
            th_computed_add(arena, to, cell_part(at, sheet, cell->row, cell->col), false);
    }
}

/* The sheet a reference is to; NULL: there is none of this name. */
static const th_sheet *referred_sheet(const formula_at_hand *at, th_str name)
{
    if (!name.len)
        return at->cell->sheet;
    const th_book *book = at->reading->book;
    for (size_t i = 0; i < book->nsheets; i++)
        if (th_str_eq(book->sheets[i].name, name) || th_str_eq(book->sheets[i].raw_name, name))
            return &book->sheets[i];
    return NULL;
}

static th_computed *part_of_node(formula_at_hand *at, const th_formula_node *node);

/* Adds what an argument or operand gives; a range gives its cells, and an argument that is not there nothing known. */
static void add_node(formula_at_hand *at, th_computed *to, const th_formula_node *node, bool inverse)
{
    if (!node) {
        at->lost = true;
        return;
    }
    if (node->kind == TH_FORMULA_RANGE) {
        const th_sheet *sheet = referred_sheet(at, node->text);
        if (sheet)
            add_cells(at, to, sheet, node);
        else
            at->lost = true;
        return;
    }
    th_computed *part = part_of_node(at, node);
    if (part)
        th_computed_add(at->reading->arena, to, part, inverse);
    else
        at->lost = true;
}

static bool is_constant(const th_formula_node *node)
{
    return node && (node->kind == TH_FORMULA_TEXT || node->kind == TH_FORMULA_NUMBER);
}

/* The formula inside IFERROR(…;"") or IF(…;"";…), which only keep a blank from being computed; NULL: this is none. */
static const th_formula_node *inside_guard(const th_formula_node *call)
{
    if (th_str_eq(call->text, TH_STR("IFERROR")) && call->nargs == 2 && is_constant(call->args[1]))
        return call->args[0];
    if (!th_str_eq(call->text, TH_STR("IF")) || call->nargs < 2)
        return NULL;
    if (call->nargs == 2)
        return call->args[1];
    if (is_constant(call->args[1]) != is_constant(call->args[2]))
        return call->args[is_constant(call->args[1]) ? 2 : 1];
    return NULL;
}

/* SUBTOTAL(9;…) and SUBTOTAL(109;…) add up. */
static bool is_subtotal(const th_formula_node *call)
{
    const th_formula_node *how = call->nargs > 1 ? call->args[0] : NULL;
    return th_str_eq(call->text, TH_STR("SUBTOTAL")) && how && how->kind == TH_FORMULA_NUMBER &&
           ((int)how->number == 9 || (int)how->number == 109);
}

static th_computed *part_of_call(formula_at_hand *at, const th_formula_node *call)
{
    const th_formula_node *inside = inside_guard(call);
    if (inside)
        return inside->kind == TH_FORMULA_RANGE ? NULL : part_of_node(at, inside);
    bool subtotal = is_subtotal(call), product = th_str_eq(call->text, TH_STR("PRODUCT"));
    th_computed *made = th_computed_new(at->reading->arena, subtotal  ? TH_COMPUTED_SUM
                                                            : product ? TH_COMPUTED_PRODUCT
                                                                      : TH_COMPUTED_CALL);
    made->text = call->text;
    for (size_t i = subtotal; i < call->nargs; i++)
        add_node(at, made, call->args[i], false);
    return closed(at, made);
}

/* A word for an operation that is no sum and no product. */
static th_str name_of_operation(char op)
{
    switch (op) {
    case 'l': return TH_STR("<=");
    case 'g': return TH_STR(">=");
    case 'd': return TH_STR("<>");
    case '&': return TH_STR("&");
    case '=': return TH_STR("=");
    case '<': return TH_STR("<");
    case '>': return TH_STR(">");
    default: return TH_STR("^");
    }
}

static th_computed *part_of_operation(formula_at_hand *at, const th_formula_node *node)
{
    th_arena *arena = at->reading->arena;
    bool sum = node->op == '+' || node->op == '-' || node->op == 'n',
         product = node->op == '*' || node->op == '/' || node->op == '%';
    if (node->op == 'r')
        return part_of_node(at, node->args[0]);
    th_computed *made = th_computed_new(arena, sum       ? TH_COMPUTED_SUM
                                               : product ? TH_COMPUTED_PRODUCT
                                                         : TH_COMPUTED_CALL);
    if (!sum && !product)
        made->text = name_of_operation(node->op);
    add_node(at, made, node->args[0], node->op == 'n');
    if (node->op == '%')
        th_computed_add(arena, made, number_of(arena, th_exact_parse(arena, TH_STR("0.01"))), false);
    if (node->nargs > 1)
        add_node(at, made, node->args[1], node->op == '-' || node->op == '/');
    return closed(at, made);
}

/* NULL: it is not understood. */
static th_computed *part_of_node(formula_at_hand *at, const th_formula_node *node)
{
    th_arena *arena = at->reading->arena;
    th_computed *made = NULL;
    switch (node->kind) {
    case TH_FORMULA_NUMBER: return closed(at, number_of(arena, th_exact_double(arena, node->number)));
    case TH_FORMULA_CELL: {
        const th_sheet *sheet = referred_sheet(at, node->text);
        return sheet ? cell_part(at, sheet, node->row1, node->col1) : NULL;
    }
    case TH_FORMULA_OP: return part_of_operation(at, node);
    case TH_FORMULA_SUM:
        made = th_computed_new(arena, TH_COMPUTED_SUM);
        for (size_t i = 0; i < node->nargs; i++)
            add_node(at, made, node->args[i], false);
        return closed(at, made);
    case TH_FORMULA_CALL: return part_of_call(at, node);
    case TH_FORMULA_TEXT:
        made = th_computed_new(arena, TH_COMPUTED_OTHER);
        made->text = node->text;
        return closed(at, made);
    case TH_FORMULA_RANGE:
    default: return NULL;
    }
}

static th_str computes_of(th_reading *reading, const th_addressed *cell, const th_formula *formula)
{
    formula_at_hand at = {.reading = reading, .cell = cell};
    th_formula_node *node = th_formula_parse_any(reading->arena, formula);
    th_computed *made = node ? part_of_node(&at, node) : NULL;
    if (made && is_percent(reading, cell->sheet, cell->row, cell->col))
        made = scaled(&at, made, th_exact_int(reading->arena, HUNDRED));
    return made && !at.lost ? made->key : TH_STR(TH_COMPUTED_UNKNOWN);
}

void th_address_formulas(th_reading *reading)
{
    if (reading->naddressed > 1)
        qsort(reading->addressed, reading->naddressed, sizeof *reading->addressed, by_cell);
    for (size_t i = 0; i < reading->naddressed; i++) {
        const th_addressed *cell = &reading->addressed[i];
        const th_formula *formula = cell->fact ? th_sheet_formula_at(cell->sheet, cell->row, cell->col) : NULL;
        if (!formula)
            continue;
        th_fact *fact = &reading->ds->facts[cell->fact - 1];
        const th_fact_formula kept = {th_fact_formula_of(fact).relative, computes_of(reading, cell, formula)};
        fact->kept_formula = th_fact_formula_keep(reading->ds->arena, kept);
    }
}
