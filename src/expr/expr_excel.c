/* Writing an Excel formula that recomputes an expression, from its tree.
 *
 * Excel counts a blank cell as 0 and stops at #DIV/0!, where the value of an expression is missing (an empty text in
 * a cell).  So each piece of the tree brings, beside its formula, what must hold before it may be computed: `figures`
 * must be numbers, none of `texts` may hold, which say that a cell is empty, and no condition of `steps` may hold,
 * asked in order, since a divisor may itself have a divisor.  guarded() writes them around the formula.  Only functions
 * that Excel 2010 and LibreOffice 7 both compute are written.
 */
#include "expr/expr_types.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_FORMULA = 8000, MOST_STEPS = 40 };
enum { COMPARES = 1, ADDS, MULTIPLIES, SIGNS, STANDS_ALONE }; /* how tightly a formula binds */

typedef struct piece {
    th_strs figures, texts, steps;
    th_str formula;
    int binds;
    bool may_be_blank; /* the formula itself gives "" where something is missing */
    bool none;         /* something in it has no cell */
} piece;

typedef struct translation {
    th_arena *arena;
    const th_excel *map;
    bool blank_is_zero;
    th_strs *asked; /* with blank_is_zero: the cells, as they are met */
} translation;

static piece translate(const translation *excel, const th_expr *e);

static piece nothing(void)
{
    return (piece){.none = true};
}

static piece piece_of(th_str formula, int binds)
{
    return (piece){.formula = formula, .binds = binds};
}

static void add_once(th_arena *arena, th_strs *list, th_str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (th_str_eq(list->at[i], s))
            return;
    th_strs_add(list, arena, s);
}

static void merge_lists(th_arena *arena, th_strs *to, const th_strs *from)
{
    for (size_t i = 0; i < from->n; i++)
        add_once(arena, to, from->at[i]);
}

static th_str wrapped(const translation *excel, const piece *part, int least)
{
    return part->binds >= least ? part->formula : th_str_fmt(excel->arena, "(" TH_FMT ")", TH_ARG(part->formula));
}

/* The whole is computed from `part`, so it needs what the part needs. */
static void needs(const translation *excel, piece *whole, const piece *part)
{
    whole->none = whole->none || part->none;
    merge_lists(excel->arena, &whole->figures, &part->figures);
    merge_lists(excel->arena, &whole->texts, &part->texts);
    merge_lists(excel->arena, &whole->steps, &part->steps);
    if (part->may_be_blank)
        add_once(excel->arena, &whole->steps,
                 th_str_fmt(excel->arena, TH_FMT "=\"\"", TH_ARG(wrapped(excel, part, ADDS))));
}

static bool is_guarded(const piece *part)
{
    return part->figures.n || part->texts.n || part->steps.n || part->may_be_blank;
}

/* What stands before a formula that needs what the piece needs, with `missing` for where it is not there.  The number
 * of parentheses to close behind it. */
static size_t open_guards(const piece *part, const char *missing, th_buf *out)
{
    size_t open = 0;
    size_t conditions = (part->figures.n ? 1 : 0) + part->texts.n;
    if (conditions) {
        th_buf_add(out, conditions > 1 ? TH_STR("IF(OR(") : TH_STR("IF("));
        const char *comma = "";
        if (part->figures.n) {
            for (size_t i = 0; i < part->figures.n; i++)
                th_buf_fmt(out, "%s" TH_FMT, i ? "," : "COUNT(", TH_ARG(part->figures.at[i]));
            th_buf_fmt(out, ")<%zu", part->figures.n);
            comma = ",";
        }
        for (size_t i = 0; i < part->texts.n; i++, comma = ",")
            th_buf_fmt(out, "%s" TH_FMT, comma, TH_ARG(part->texts.at[i]));
        th_buf_fmt(out, "%s%s,", conditions > 1 ? ")," : ",", missing);
        open++;
    }
    for (size_t i = 0; i < part->steps.n; i++, open++)
        th_buf_fmt(out, "IF(" TH_FMT ",%s,", TH_ARG(part->steps.at[i]), missing);
    return open;
}

/* The piece as a formula of its own: its value, or "". */
static th_str guarded(const translation *excel, const piece *part)
{
    th_buf out;
    th_buf_init(&out, excel->arena);
    size_t open = open_guards(part, "\"\"", &out);
    th_buf_add(&out, part->formula);
    while (open--)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

th_str th_excel_quoted(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_byte(&out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            th_buf_byte(&out, '"');
        th_buf_byte(&out, text.ptr[i]);
    }
    th_buf_byte(&out, '"');
    return th_buf_str(&out);
}

static piece excel_number(const translation *excel, const th_exact *num)
{
    int sign = th_exact_sign(num);
    return piece_of(th_exact_text(excel->arena, num), sign < 0 ? SIGNS : STANDS_ALONE);
}

/* The word that stands in the cell as long as its figure is missing. */
static th_str gap_of(const translation *excel, uint32_t index, th_measure measure)
{
    return excel->map->gap ? excel->map->gap(excel->map->ctx, index, measure) : (th_str){0};
}

/* A text that is not the word of a missing figure. */
static th_str is_a_text(const translation *excel, th_str cell, th_str gap)
{
    if (!gap.len)
        return th_str_fmt(excel->arena, "ISTEXT(" TH_FMT ")", TH_ARG(cell));
    return th_str_fmt(excel->arena, "AND(ISTEXT(" TH_FMT ")," TH_FMT "<>" TH_FMT ")", TH_ARG(cell), TH_ARG(cell),
                      TH_ARG(th_excel_quoted(excel->arena, gap)));
}

static void needs_text(const translation *excel, piece *part, th_str cell, th_str gap)
{
    th_strs_add(&part->texts, excel->arena, th_str_fmt(excel->arena, TH_FMT "=\"\"", TH_ARG(cell)));
    if (gap.len)
        th_strs_add(
            &part->texts, excel->arena,
            th_str_fmt(excel->arena, TH_FMT "=" TH_FMT, TH_ARG(cell), TH_ARG(th_excel_quoted(excel->arena, gap))));
}

static piece excel_figure(const translation *excel, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, excel->arena);
    uint32_t index = e->kind == TH_EX_ROW ? excel->map->row_indicator : e->index;
    if (index == UINT32_MAX || !excel->map->indicator(excel->map->ctx, index, e->measure, &ref))
        return nothing();
    th_str cell = th_buf_str(&ref), gap = gap_of(excel, index, e->measure);
    piece part = piece_of(cell, STANDS_ALONE);
    if (excel->blank_is_zero && !e->textual) {
        part.formula = th_str_fmt(excel->arena, "N(" TH_FMT ")", TH_ARG(cell));
        th_strs_add(&part.steps, excel->arena, is_a_text(excel, cell, gap));
        add_once(excel->arena, excel->asked, cell);
    } else if (e->textual)
        needs_text(excel, &part, cell, gap);
    else
        th_strs_add(&part.figures, excel->arena, cell);
    return part;
}

/* Writes a piece as a truth value: a comparison is one, and a number is true unless it is 0. */
static piece excel_truth(const translation *excel, const th_expr *e)
{
    piece part = translate(excel, e);
    if (!part.none && !th_expr_is_bool(e)) {
        if (part.may_be_blank) /* ""<>0 is TRUE: the piece has to be asked first */
            add_once(excel->arena, &part.steps,
                     th_str_fmt(excel->arena, TH_FMT "=\"\"", TH_ARG(wrapped(excel, &part, ADDS))));
        part.may_be_blank = false;
        bool mixed = e->kind == TH_EX_CALL &&
                     e->func == TH_FN_IF; /* TRUE<>0 and FALSE<>0 are both TRUE; N() makes 1 and 0 of them */
        part.formula = mixed ? th_str_fmt(excel->arena, "N(" TH_FMT ")<>0", TH_ARG(part.formula))
                             : th_str_fmt(excel->arena, TH_FMT "<>0", TH_ARG(wrapped(excel, &part, ADDS)));
        part.binds = COMPARES;
    }
    return part;
}

static th_str divisor_is_zero(const translation *excel, const piece *divisor)
{
    return th_str_fmt(excel->arena, TH_FMT "=0", TH_ARG(wrapped(excel, divisor, ADDS)));
}

static bool is_safe_divisor(const th_expr *e)
{
    return e->kind == TH_EX_NUMBER && th_exact_sign(e->num) != 0;
}

static piece excel_operation(const translation *excel, const th_expr *e)
{
    static const struct {
        th_op op;
        const char *sign;
        int binds, left, right;
    } rows[] = {
        {TH_OP_ADD, "+", ADDS, ADDS, ADDS},
        {TH_OP_SUB, "-", ADDS, ADDS, MULTIPLIES},
        {TH_OP_MUL, "*", MULTIPLIES, MULTIPLIES, SIGNS},
        {TH_OP_DIV, "/", MULTIPLIES, MULTIPLIES, SIGNS},
        {TH_OP_EQ, "=", COMPARES, ADDS, ADDS},
        {TH_OP_NE, "<>", COMPARES, ADDS, ADDS},
        {TH_OP_LT, "<", COMPARES, ADDS, ADDS},
        {TH_OP_LE, "<=", COMPARES, ADDS, ADDS},
        {TH_OP_GT, ">", COMPARES, ADDS, ADDS},
        {TH_OP_GE, ">=", COMPARES, ADDS, ADDS},
    };
    piece a = translate(excel, e->args[0]), whole = {0};
    needs(excel, &whole, &a);
    if (e->op == TH_OP_NEG) {
        whole.formula = th_str_fmt(excel->arena, "-" TH_FMT, TH_ARG(wrapped(excel, &a, STANDS_ALONE)));
        whole.binds = SIGNS;
        return whole;
    }
    piece b = translate(excel, e->args[1]);
    needs(excel, &whole, &b);
    if (e->op == TH_OP_DIV && !b.none && !is_safe_divisor(e->args[1]))
        add_once(excel->arena, &whole.steps, divisor_is_zero(excel, &b));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].op == e->op) {
            /* A sign on the right gets parentheses of its own: a-(-b). */
            int right = b.binds == SIGNS ? STANDS_ALONE : rows[i].right;
            whole.formula = th_str_fmt(excel->arena, TH_FMT "%s" TH_FMT, TH_ARG(wrapped(excel, &a, rows[i].left)),
                                       rows[i].sign, TH_ARG(wrapped(excel, &b, right)));
            whole.binds = rows[i].binds;
        }
    return whole;
}

static piece excel_ratio(const translation *excel, const th_expr *e)
{
    piece a = translate(excel, e->args[0]), b = translate(excel, e->args[1]), whole = {.binds = MULTIPLIES};
    needs(excel, &whole, &a);
    needs(excel, &whole, &b);
    if (whole.none)
        return whole;
    if (!is_safe_divisor(e->args[1]))
        add_once(excel->arena, &whole.steps, divisor_is_zero(excel, &b));
    whole.formula = th_str_fmt(excel->arena, "100*" TH_FMT "/" TH_FMT, TH_ARG(wrapped(excel, &a, STANDS_ALONE)),
                               TH_ARG(wrapped(excel, &b, STANDS_ALONE)));
    return whole;
}

static piece excel_choice(const translation *excel, const th_expr *e)
{
    piece condition = excel_truth(excel, e->args[0]), yes = translate(excel, e->args[1]),
          no = translate(excel, e->args[2]);
    piece whole = {.binds = STANDS_ALONE, .may_be_blank = is_guarded(&yes) || is_guarded(&no)};
    needs(excel, &whole, &condition);
    whole.none = whole.none || yes.none || no.none;
    whole.formula = th_str_fmt(excel->arena, "IF(" TH_FMT "," TH_FMT "," TH_FMT ")", TH_ARG(condition.formula),
                               TH_ARG(guarded(excel, &yes)), TH_ARG(guarded(excel, &no)));
    return whole;
}

/* AND and OR.  One operand that decides is enough, whatever is missing beside it; otherwise a missing one makes the
 * result missing. */
static piece excel_junction(const translation *excel, const th_expr *e)
{
    const char *name = e->func == TH_FN_AND ? "AND" : "OR";
    const char *decisive = e->func == TH_FN_AND ? "FALSE" : "TRUE",
               *otherwise = e->func == TH_FN_AND ? "TRUE" : "FALSE";
    th_buf all, decided, blank;
    th_buf_init(&all, excel->arena);
    th_buf_init(&decided, excel->arena);
    th_buf_init(&blank, excel->arena);
    piece whole = {.binds = STANDS_ALONE};
    for (size_t i = 0; i < e->nargs; i++) {
        piece part = excel_truth(excel, e->args[i]);
        whole.none = whole.none || part.none;
        if (whole.none)
            return whole;
        th_str own = guarded(excel, &part);
        th_str operand = is_guarded(&part) ? own : wrapped(excel, &part, ADDS);
        th_buf_fmt(&all, "%s" TH_FMT, i ? "," : "", TH_ARG(own));
        th_buf_fmt(&decided, "%s" TH_FMT "=%s", i ? "," : "", TH_ARG(operand), decisive);
        if (is_guarded(&part))
            th_buf_fmt(&blank, "%s" TH_FMT "=\"\"", blank.len ? "," : "", TH_ARG(operand));
    }
    if (!blank.len)
        whole.formula = th_str_fmt(excel->arena, "%s(" TH_FMT ")", name, TH_ARG(th_buf_str(&all)));
    else
        whole.formula = th_str_fmt(excel->arena, "IF(OR(" TH_FMT "),%s,IF(OR(" TH_FMT "),\"\",%s))",
                                   TH_ARG(th_buf_str(&decided)), decisive, TH_ARG(th_buf_str(&blank)), otherwise);
    whole.may_be_blank = blank.len > 0;
    return whole;
}

/* Writes a criterion.  A number stays as it is, and a text has its wildcards escaped.  An operator is joined to its
 * number by '&', so that Excel writes the decimal sign of the reader's own language. */
static piece excel_criterion(const translation *excel, const th_expr *e)
{
    if (e->kind != TH_EX_TEXT)
        return translate(excel, e);
    th_wanted wanted = th_wanted_read(excel->arena, e->text);
    bool written = wanted.rest.len != e->text.len; /* the operator is there */
    if (wanted.num && written)
        return piece_of(th_str_fmt(excel->arena, "\"" TH_FMT "\"&" TH_FMT, TH_ARG(th_op_text(wanted.op)),
                                   TH_ARG(th_exact_text(excel->arena, wanted.num))),
                        COMPARES);
    if (wanted.num)
        return excel_number(excel, wanted.num);
    th_buf out;
    th_buf_init(&out, excel->arena);
    if (written)
        th_buf_add(&out, th_op_text(wanted.op));
    for (size_t i = 0; i < wanted.rest.len; i++) {
        if (wanted.rest.ptr[i] == '*' || wanted.rest.ptr[i] == '?' || wanted.rest.ptr[i] == '~')
            th_buf_byte(&out, '~');
        th_buf_byte(&out, wanted.rest.ptr[i]);
    }
    return piece_of(th_excel_quoted(excel->arena, th_buf_str(&out)), STANDS_ALONE);
}

/* The arguments "range,criterion" that restrict a list to the rows of this unit; "" when the formula is of all
 * units. */
static th_str of_this_unit(const translation *excel, uint32_t column)
{
    th_buf range, mark;
    th_buf_init(&range, excel->arena);
    th_buf_init(&mark, excel->arena);
    if (!excel->map->unit_range || !excel->map->unit_range(excel->map->ctx, column, &range, &mark))
        return (th_str){0};
    return th_str_fmt(excel->arena, TH_FMT "," TH_FMT, TH_ARG(th_buf_str(&range)), TH_ARG(th_buf_str(&mark)));
}

static bool column_range(const translation *excel, const th_expr *e, th_str *range)
{
    th_buf out;
    th_buf_init(&out, excel->arena);
    bool there = excel->map->column && excel->map->column(excel->map->ctx, e->index, &out);
    *range = th_buf_str(&out);
    return there;
}

static piece column_sum(const translation *excel, const th_expr *e)
{
    th_str range, unit = of_this_unit(excel, e->index);
    if (!column_range(excel, e, &range))
        return nothing();
    return piece_of(unit.len ? th_str_fmt(excel->arena, "SUMIFS(" TH_FMT "," TH_FMT ")", TH_ARG(range), TH_ARG(unit))
                             : th_str_fmt(excel->arena, "SUM(" TH_FMT ")", TH_ARG(range)),
                    STANDS_ALONE);
}

static piece excel_list_function(const translation *excel, const th_expr *e)
{
    piece whole = {.binds = STANDS_ALONE};
    th_buf out;
    th_buf_init(&out, excel->arena);
    th_str range;
    bool sums = e->func == TH_FN_SUMIF;
    if (sums && !column_range(excel, e->args[e->nargs > 2 ? 2 : 0], &range))
        return nothing();
    th_buf_add(&out, sums ? TH_STR("SUMIFS(") : TH_STR("COUNTIFS("));
    if (sums)
        th_buf_fmt(&out, TH_FMT ",", TH_ARG(range));
    th_str unit = of_this_unit(excel, e->args[0]->index);
    if (unit.len)
        th_buf_fmt(&out, TH_FMT ",", TH_ARG(unit));
    size_t npairs = e->func == TH_FN_COUNTIFS ? e->nargs / 2 : 1;
    for (size_t i = 0; i < npairs; i++) {
        if (!column_range(excel, e->args[2 * i], &range))
            return nothing();
        piece wanted = e->func == TH_FN_COUNT ? piece_of(TH_STR("\"<>\""), STANDS_ALONE)
                                              : excel_criterion(excel, e->args[2 * i + 1]);
        needs(excel, &whole, &wanted);
        th_buf_fmt(&out, "%s" TH_FMT "," TH_FMT, i ? "," : "", TH_ARG(range), TH_ARG(wanted.formula));
    }
    th_buf_byte(&out, ')');
    whole.formula = th_buf_str(&out);
    return whole;
}

static piece excel_operand(const translation *excel, th_func func, const th_expr *argument)
{
    if (argument->kind == TH_EX_COLUMN)
        return column_sum(excel, argument);
    return func == TH_FN_NOT ? excel_truth(excel, argument) : translate(excel, argument);
}

/* Writes the function of Excel with the same operands; a column of a list among them is summed up. */
static piece same_function(const translation *excel, const th_expr *e)
{
    piece whole = {.binds = STANDS_ALONE};
    if (e->nargs == 1 && e->args[0]->kind == TH_EX_COLUMN)
        return column_sum(excel, e->args[0]);
    th_buf out;
    th_buf_init(&out, excel->arena);
    th_buf_fmt(&out, TH_FMT "(", TH_ARG(th_func_excel(e->func)));
    for (size_t i = 0; i < e->nargs && !whole.none; i++) {
        const th_expr *argument = e->args[i];
        piece part = excel_operand(excel, e->func, argument);
        needs(excel, &whole, &part);
        th_buf_fmt(&out, "%s" TH_FMT, i ? "," : "", TH_ARG(part.formula));
    }
    th_buf_byte(&out, ')');
    whole.formula = th_buf_str(&out);
    return whole;
}

static piece excel_yes_no(const translation *excel, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, excel->arena);
    const th_expr *indicator = e->args[0];
    uint32_t index = indicator->kind == TH_EX_ROW ? excel->map->row_indicator : indicator->index;
    if (index == UINT32_MAX || !excel->map->indicator(excel->map->ctx, index, indicator->measure, &ref))
        return nothing();
    piece part =
        piece_of(th_str_fmt(excel->arena, "IF(" TH_FMT "=\"Có\",1,0)", TH_ARG(th_buf_str(&ref))), STANDS_ALONE);
    needs_text(excel, &part, th_buf_str(&ref), gap_of(excel, index, indicator->measure));
    return part;
}

static piece excel_special(const translation *excel, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, excel->arena);
    if (!excel->map->special ||
        !excel->map->special(excel->map->ctx, e->func, e->nargs ? e->args[0]->index : UINT32_MAX, &ref))
        return nothing();
    piece part = piece_of(th_buf_str(&ref), STANDS_ALONE);
    th_strs_add(&part.figures, excel->arena, part.formula);
    return part;
}

/* MAU(figure): the number that a rank or ratio is out of, such as 63 in "05/63". */
static piece excel_of_how_many(const translation *excel, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, excel->arena);
    const th_expr *figure = e->args[0];
    uint32_t index = figure->kind == TH_EX_ROW ? excel->map->row_indicator : figure->index;
    if (index == UINT32_MAX || !excel->map->of_how_many ||
        !excel->map->of_how_many(excel->map->ctx, index, figure->measure, &ref))
        return nothing();
    piece part = piece_of(th_buf_str(&ref), STANDS_ALONE);
    th_strs_add(&part.figures, excel->arena, part.formula);
    return part;
}

/* Functions that are not one function of Excel with the same operands.  A function that stands neither here nor in the
 * last column of functions.def has no formula: TANG reads what no cell holds, and the parser has replaced LECH and
 * the measures. */
static piece (*const translators[TH_FUNCS])(const translation *excel, const th_expr *e) = {
    [TH_FN_IF] = excel_choice,           [TH_FN_AND] = excel_junction,          [TH_FN_OR] = excel_junction,
    [TH_FN_COUNT] = excel_list_function, [TH_FN_COUNTIF] = excel_list_function, [TH_FN_COUNTIFS] = excel_list_function,
    [TH_FN_SUMIF] = excel_list_function, [TH_FN_TY_LE] = excel_ratio,           [TH_FN_CO] = excel_yes_no,
    [TH_FN_SO_LOI] = excel_special,      [TH_FN_SO_NGAY_MUON] = excel_special,  [TH_FN_BIEU_THIEU] = excel_special,
    [TH_FN_KY] = excel_special,          [TH_FN_GIO_NHAN] = excel_special,      [TH_FN_PHIEU_KIN] = excel_special,
    [TH_FN_DIEM] = excel_special,        [TH_FN_MAU] = excel_of_how_many,
};

static piece excel_call(const translation *excel, const th_expr *e)
{
    if (translators[e->func])
        return translators[e->func](excel, e);
    return th_func_excel(e->func).len ? same_function(excel, e) : nothing();
}

static piece by_kind(const translation *excel, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER: return excel_number(excel, e->num);
    case TH_EX_TEXT: return piece_of(th_excel_quoted(excel->arena, e->text), STANDS_ALONE);
    case TH_EX_INDICATOR:
    case TH_EX_ROW: return excel_figure(excel, e);
    case TH_EX_OP: return excel_operation(excel, e);
    case TH_EX_CALL: return excel_call(excel, e);
    case TH_EX_COLUMN: /* These two stand only inside the functions that take them. */
    case TH_EX_CRITERION:
    default: return nothing();
    }
}

static piece translate(const translation *excel, const th_expr *e)
{
    piece part = by_kind(excel, e);
    size_t bytes = part.formula.len;
    for (size_t i = 0; i < part.steps.n; i++)
        bytes += part.steps.at[i].len;
    /* A guard repeats what it guards, so nested guards double the formula at each level: give up before it grows
     * without bounds. */
    return bytes > (size_t)MOST_FORMULA * 4 ? nothing() : part;
}

bool th_expr_excel(th_arena *arena, const th_expr *expr, const th_excel *map, th_buf *out)
{
    translation excel = {.arena = arena, .map = map};
    piece part = translate(&excel, expr);
    if (part.none || part.steps.n > MOST_STEPS)
        return false;
    th_str formula = guarded(&excel, &part);
    if (th_utf8_count(formula) > MOST_FORMULA)
        return false;
    th_buf_add(out, formula);
    return true;
}

/* One side, and what it needs added to the whole; false: something has no cell, or a part of it that is missing would
 * count 0. */
static bool translate_side(th_arena *arena, const th_excel_side *side, const th_excel *map, piece *whole,
                           th_str *operand)
{
    th_strs asked = {0};
    translation excel = {arena, map, side->blank_is_zero, &asked};
    piece part = translate(&excel, side->expr);
    if (part.none || (side->blank_is_zero && (part.may_be_blank || part.texts.n)))
        return false;
    needs(&excel, whole, &part);
    *operand = wrapped(&excel, &part, STANDS_ALONE);
    if (!side->skip_all || !asked.n)
        return true;
    th_buf none;
    th_buf_init(&none, arena);
    for (size_t i = 0; i < asked.n; i++)
        th_buf_fmt(&none, "%s" TH_FMT, i ? "," : "COUNT(", TH_ARG(asked.at[i]));
    th_buf_add(&none, TH_STR(")=0"));
    add_once(arena, &whole->steps, th_buf_str(&none));
    return true;
}

bool th_expr_excel_sides(th_arena *arena, const th_excel_side sides[2], const th_excel *map, th_str missing,
                         th_excel_sides *out)
{
    piece whole = {0};
    if (!translate_side(arena, &sides[0], map, &whole, &out->left) ||
        !translate_side(arena, &sides[1], map, &whole, &out->right) || whole.steps.n > MOST_STEPS)
        return false;
    th_buf before, after;
    th_buf_init(&before, arena);
    th_buf_init(&after, arena);
    size_t open = open_guards(&whole, th_str_cstr(arena, missing), &before);
    while (open--)
        th_buf_byte(&after, ')');
    out->before = th_buf_str(&before);
    out->after = th_buf_str(&after);
    return true;
}
