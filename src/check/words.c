/* A broken rule as a clerk would read it: the expression in words, figure by figure, and where to look. */
#include "check/words.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2, CELLS_NAMED = 6, LAST_YEAR = 9999 };

typedef struct sentence_writer {
    th_arena *arena;
    const th_broken *broken;
    th_buf out;
    bool english;
    bool relative; /* English, behind "must equal": "label, which says 12" */
    bool plain;    /* figures inside a computation: "label 12", not "label says 12" */
    int decimals;  /* that tell the two sides apart */
} sentence_writer;

static th_str shown_number(const sentence_writer *writer, const th_exact *num)
{
    return th_words_in(th_exact_words(writer->arena, num, writer->decimals, true), writer->english);
}

/* "2022" where the figure is a year. */
static th_str shown_year(const sentence_writer *writer, const th_exact *num, bool year)
{
    return year && th_exact_is_int(num) ? th_exact_text(writer->arena, num) : shown_number(writer, num);
}

static const th_indicator *indicator_of(const sentence_writer *writer, const th_expr *e)
{
    uint32_t i = e->kind == TH_EX_ROW ? writer->broken->env->row_indicator : e->index;
    return &writer->broken->ds->definition->indicators[i];
}

static th_operand figure_value(const sentence_writer *writer, const th_expr *e)
{
    uint32_t index = (uint32_t)(indicator_of(writer, e) - writer->broken->ds->definition->indicators);
    return writer->broken->env->indicator(writer->broken->env->ctx, index, e->measure);
}

static bool counts_percent(const sentence_writer *writer, const th_expr *e)
{
    return e->measure == TH_COMPARED || indicator_of(writer, e)->type == TH_TYPE_PERCENT;
}

static th_str measure_in_words(const sentence_writer *writer, th_measure m)
{
    return th_words_in(th_measure_words(writer->arena, m), writer->english);
}

/* How a figure follows its label: " ghi ", since the unit wrote it; " là ", since it was added up over the cluster. */
static th_str verb_of(const sentence_writer *writer, bool added_up)
{
    static const char *const verbs[2][3] = {{" ghi ", " says ", ", which says "}, {" là ", " is ", ", which is "}};
    return th_str_of(writer->plain ? " " : verbs[added_up][writer->english + writer->relative]);
}

/* “số vụ” (năm trước) 12: the label, the measure when it is not this year's, the figure as written. */
static void write_figure(sentence_writer *writer, const th_expr *e)
{
    const th_indicator *ind = indicator_of(writer, e);
    th_operand operand = figure_value(writer, e);
    th_buf_fmt(&writer->out, "“" TH_FMT "”", TH_ARG(ind->label));
    if (e->measure != TH_NOW) {
        th_str name = measure_in_words(writer, e->measure);
        th_buf_fmt(&writer->out, " (" TH_FMT ")", TH_ARG(name));
    }
    bool cluster = writer->broken->check->scope == TH_SCOPE_CLUSTER;
    if (cluster)
        th_buf_fmt(&writer->out, writer->english ? " of " TH_FMT : " của " TH_FMT,
                   TH_ARG(writer->broken->ds->definition->cluster_short));
    th_buf_add(&writer->out, verb_of(writer, cluster));
    if (operand.state != TH_STATE_VALUE) {
        th_buf_add(&writer->out, writer->english ? TH_STR("missing") : TH_STR("chưa có"));
        return;
    }
    th_str qualifiers = th_words_in(th_qualifier_words(writer->arena, operand.qualifiers), writer->english);
    if (qualifiers.len)
        th_buf_fmt(&writer->out, TH_FMT " ", TH_ARG(qualifiers));
    th_buf_add(&writer->out, operand.kind == TH_IS_TEXT
                                 ? operand.text
                                 : shown_year(writer, operand.num, th_indicator_is_year(indicator_of(writer, e))));
    if (counts_percent(writer, e))
        th_buf_add(&writer->out, TH_STR(" %"));
}

static bool is_figure(const th_expr *e)
{
    return e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW;
}

static void write_words(sentence_writer *writer, const th_expr *e);

/* What a function is called in front of its arguments, in Vietnamese and in English. */
static const char *const function_words[TH_FUNCS][2] = {
    [TH_FN_SUM] = {"tổng của ", "the sum of "},
    [TH_FN_MIN] = {"số nhỏ nhất trong ", "the smallest of "},
    [TH_FN_MAX] = {"số lớn nhất trong ", "the largest of "},
    [TH_FN_ROUND] = {"số đã làm tròn ", "the rounded "},
    [TH_FN_ABS] = {"giá trị tuyệt đối của ", "the absolute value of "},
    [TH_FN_IF] = {"theo điều kiện ", "depending on "},
    [TH_FN_AND] = {"đồng thời ", "all of "},
    [TH_FN_OR] = {"ít nhất một trong ", "any of "},
    [TH_FN_NOT] = {"không ", "not "},
    [TH_FN_COUNT] = {"số dòng có ", "rows with "},
    [TH_FN_COUNTIF] = {"số dòng có ", "rows with "},
    [TH_FN_COUNTIFS] = {"số dòng có ", "rows with "},
    [TH_FN_SUMIF] = {"tổng có điều kiện của ", "the conditional sum of "},
    [TH_FN_TY_LE] = {"tỷ lệ ", "the share "},
    [TH_FN_LECH] = {"mức lệch (%) giữa ", "how far apart (%) are "},
    [TH_FN_TANG] = {"mức tăng của ", "the growth of "},
    [TH_FN_MAU] = {"mẫu số của ", "the denominator of "},
    [TH_FN_CO] = {"có (1) hay không (0) ở ", "yes (1) or no (0) in "},
    [TH_FN_KY] = {"năm báo cáo", "the reporting year"},
};

/* “Loại” là “sách”, “Mức” >= 5: a column of a list and what it is asked for. */
static void write_criterion(sentence_writer *writer, const th_expr *column, const th_expr *wanted)
{
    write_words(writer, column);
    bool compared = wanted->kind == TH_EX_TEXT && wanted->text.len &&
                    th_str_find(TH_STR("<>="), (th_str){wanted->text.ptr, 1}, 0) != SIZE_MAX;
    if (compared) {
        th_buf_fmt(&writer->out, " " TH_FMT, TH_ARG(wanted->text));
        return;
    }
    th_buf_add(&writer->out, writer->english ? TH_STR(" being ") : TH_STR(" là "));
    write_words(writer, wanted);
}

/* The criteria of COUNTIF and COUNTIFS: pairs of a column and what it is asked for. */
static void write_criteria(sentence_writer *writer, const th_expr *e)
{
    for (size_t i = 0; i + 1 < e->nargs; i += 2) {
        if (i)
            th_buf_add(&writer->out, writer->english ? TH_STR(" and ") : TH_STR(" và "));
        write_criterion(writer, e->args[i], e->args[i + 1]);
    }
}

/* Is `part`, the operand at `index` of `op`, in parentheses?  A sum is, where it is multiplied, divided or taken away;
 * a product, where something is divided by it. */
static bool needs_parentheses(th_op op, size_t index, const th_expr *part)
{
    if (part->kind != TH_EX_OP || part->nargs < 2)
        return false;
    bool sum = part->op == TH_OP_ADD || part->op == TH_OP_SUB, product = part->op == TH_OP_MUL || part->op == TH_OP_DIV;
    bool behind = index > 0 && (op == TH_OP_SUB || op == TH_OP_DIV);
    return (sum && (op == TH_OP_MUL || op == TH_OP_DIV || op == TH_OP_NEG || behind)) ||
           (product && op == TH_OP_DIV && behind);
}

static void write_operand(sentence_writer *writer, th_op op, size_t index, const th_expr *part)
{
    bool wrap = needs_parentheses(op, index, part);
    if (wrap)
        th_buf_byte(&writer->out, '(');
    write_words(writer, part);
    if (wrap)
        th_buf_byte(&writer->out, ')');
}

/* 133/139 is what a clerk would type into a calculator; a share of sums is written out. */
static void write_ratio(sentence_writer *writer, const th_expr *top, const th_expr *bottom)
{
    if (is_figure(top) && is_figure(bottom)) {
        th_buf_fmt(&writer->out, TH_FMT "/" TH_FMT, TH_ARG(shown_number(writer, figure_value(writer, top).num)),
                   TH_ARG(shown_number(writer, figure_value(writer, bottom).num)));
        return;
    }
    th_buf_add(&writer->out, TH_STR("100 × "));
    write_operand(writer, TH_OP_MUL, 1, top);
    th_buf_add(&writer->out, TH_STR(" : "));
    write_operand(writer, TH_OP_DIV, 1, bottom);
}

/* "số lớn hơn trong hai số (a; b)" */
static bool is_choice_of_two(const th_expr *e)
{
    return (e->func == TH_FN_MAX || e->func == TH_FN_MIN) && e->nargs == 2;
}

/* "số lớn nhất trong (a; b)": several arguments in parentheses, so that it is clear where they end. */
static void write_function(sentence_writer *writer, const th_expr *e)
{
    static const char *const of_two[2][2] = {{"số nhỏ hơn trong hai số ", "the smaller of "},
                                             {"số lớn hơn trong hai số ", "the larger of "}};
    if (is_choice_of_two(e))
        th_buf_add(&writer->out, th_str_of(of_two[e->func == TH_FN_MAX][writer->english]));
    else if (e->func < TH_FUNCS && function_words[e->func][writer->english])
        th_buf_add(&writer->out, th_str_of(function_words[e->func][writer->english]));
    if (e->func == TH_FN_COUNTIF || e->func == TH_FN_COUNTIFS) {
        write_criteria(writer, e);
        return;
    }
    bool wrap = e->nargs > 1 || (e->nargs == 1 && e->args[0]->kind == TH_EX_OP);
    if (wrap)
        th_buf_byte(&writer->out, '(');
    for (size_t i = 0; i < e->nargs; i++) {
        if (i)
            th_buf_add(&writer->out, TH_STR("; "));
        write_words(writer, e->args[i]);
    }
    if (wrap)
        th_buf_byte(&writer->out, ')');
}

/* "chênh lệch giữa a và b" says what the absolute value of a - b is. */
static void write_distance(sentence_writer *writer, const th_expr *difference)
{
    th_buf_add(&writer->out, writer->english ? TH_STR("the difference of ") : TH_STR("chênh lệch giữa "));
    write_operand(writer, TH_OP_MUL, 0, difference->args[0]);
    th_buf_add(&writer->out, writer->english ? TH_STR(" and ") : TH_STR(" và "));
    write_operand(writer, TH_OP_MUL, 1, difference->args[1]);
}

static bool is_difference(const th_expr *e)
{
    return e->kind == TH_EX_OP && e->op == TH_OP_SUB && e->nargs == 2;
}

static void write_call(sentence_writer *writer, const th_expr *e)
{
    if (e->func == TH_FN_ABS && e->nargs == 1 && is_difference(e->args[0])) {
        write_distance(writer, e->args[0]);
    } else if (e->func == TH_FN_TY_LE && e->nargs == 2) {
        write_ratio(writer, e->args[0], e->args[1]);
    } else if (e->func == TH_FN_TANG && e->nargs == 1 && is_figure(e->args[0])) {
        th_expr compared = *e->args[0];
        compared.measure = TH_COMPARED;
        write_figure(writer, &compared);
    } else {
        write_function(writer, e);
    }
}

static th_str sign_of_op(th_op op)
{
    switch (op) {
    case TH_OP_ADD: return TH_STR(" + ");
    case TH_OP_SUB: return TH_STR(" - ");
    case TH_OP_MUL: return TH_STR(" × ");
    case TH_OP_DIV: return TH_STR(" : ");
    case TH_OP_NEG: return TH_STR("-");
    case TH_OP_EQ:
    case TH_OP_NE:
    case TH_OP_LT:
    case TH_OP_LE:
    case TH_OP_GT:
    case TH_OP_GE:
    default: return th_op_text(op);
    }
}

static bool tells_year(const sentence_writer *writer, const th_expr *e)
{
    if (is_figure(e) && e->measure != TH_COMPARED && th_indicator_is_year(indicator_of(writer, e)))
        return true;
    bool tells = e->kind == TH_EX_CALL && e->func == TH_FN_KY;
    for (size_t i = 0; i < e->nargs && !tells; i++)
        tells = tells_year(writer, e->args[i]);
    return tells;
}

/* A number of four digits beside years is one. */
static bool may_be_year(const sentence_writer *writer, const th_exact *num)
{
    const th_check *check = writer->broken->check;
    const double value = th_exact_to_double(num);
    return value >= TH_FIRST_YEAR && value <= LAST_YEAR &&
           (tells_year(writer, check->left) || tells_year(writer, check->right));
}

static void write_words(sentence_writer *writer, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER:
        th_buf_add(&writer->out, shown_year(writer, e->num, may_be_year(writer, e->num)));
        if (e->percent)
            th_buf_add(&writer->out, TH_STR(" %"));
        break;
    case TH_EX_TEXT: th_buf_fmt(&writer->out, "“" TH_FMT "”", TH_ARG(e->text)); break;
    case TH_EX_INDICATOR:
    case TH_EX_ROW: write_figure(writer, e); break;
    case TH_EX_COLUMN:
        th_buf_fmt(&writer->out, "“" TH_FMT "”", TH_ARG(writer->broken->ds->definition->columns[e->index].label));
        break;
    case TH_EX_CRITERION: th_buf_add(&writer->out, writer->broken->ds->definition->criteria[e->index].title); break;
    case TH_EX_OP:
        for (size_t i = 0; i < e->nargs; i++) {
            if (i || e->nargs == 1)
                th_buf_add(&writer->out, sign_of_op(e->op));
            write_operand(writer, e->op, i, e->args[i]);
        }
        break;
    case TH_EX_CALL: write_call(writer, e); break;
    default: break;
    }
}

static bool is_bare_operand(const th_expr *e)
{
    return is_figure(e) || e->kind == TH_EX_NUMBER;
}

/* Of IF() only the branch that was taken is worth a word. */
static const th_expr *taken(const sentence_writer *writer, const th_expr *e)
{
    while (e->kind == TH_EX_CALL && e->func == TH_FN_IF && e->nargs == 3) {
        th_operand condition = th_expr_eval(writer->arena, e->args[0], writer->broken->env, NULL);
        if (condition.state != TH_STATE_VALUE || !condition.num)
            break;
        e = e->args[th_exact_sign(condition.num) ? 1 : 2];
    }
    return e;
}

static th_str side_in_words(sentence_writer *writer, const th_expr *whole, const th_operand *value)
{
    const th_expr *e = taken(writer, whole);
    th_buf_init(&writer->out, writer->arena);
    bool growth = e->kind == TH_EX_CALL && e->func == TH_FN_TANG;
    writer->plain = !is_figure(e) && !growth;
    write_words(writer, e);
    if (!is_bare_operand(e) && !growth)
        th_buf_fmt(&writer->out, " = " TH_FMT TH_FMT,
                   TH_ARG(shown_year(writer, value->num, may_be_year(writer, value->num))),
                   TH_ARG(th_expr_calls(e, TH_FN_TY_LE) ? TH_STR(" %") : TH_STR("")));
    return th_buf_str(&writer->out);
}

static th_str relation_in_words(th_op op, bool english)
{
    static const struct {
        th_op op;
        const char *vi, *en;
    } rows[] = {
        {TH_OP_EQ, "nhưng phải bằng", "but must equal"},
        {TH_OP_NE, "không được trùng với", "but must differ from"},
        {TH_OP_LT, "phải nhỏ hơn", "but must be less than"},
        {TH_OP_LE, "không được lớn hơn", "but must not exceed"},
        {TH_OP_GT, "phải lớn hơn", "but must exceed"},
        {TH_OP_GE, "không được nhỏ hơn", "but must not be less than"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].op == op)
            return th_str_of(english ? rows[i].en : rows[i].vi);
    return th_op_text(op);
}

/* Cells of one sheet in the order of the rule, neighbours below or beside each other as a range: "G12, G13:G16". */
typedef struct cell_range {
    th_str sheet;
    uint32_t row1, col1, row2, col2;
} cell_range;

static bool extends(const cell_range *range, const th_fact *f)
{
    if (!th_str_eq(range->sheet, f->sheet))
        return false;
    bool below = range->col1 == range->col2 && f->col == range->col1 && f->row == range->row2 + 1;
    bool beside = range->row1 == range->row2 && f->row == range->row1 && f->col == range->col2 + 1;
    return below || beside;
}

static bool is_inside(const cell_range *range, const th_fact *f)
{
    return th_str_eq(range->sheet, f->sheet) && f->row >= range->row1 && f->row <= range->row2 &&
           f->col >= range->col1 && f->col <= range->col2;
}

/* The cell in question stands first and alone; where none is, that of the left side, which the others are held
 * against. */
static size_t gather_cells(const th_broken *broken, cell_range *list, size_t most, bool *more)
{
    const th_fact *suspect = broken->suspect;
    size_t n = 0, alone = 1;
    if (suspect)
        list[n++] = (cell_range){suspect->sheet, suspect->row, suspect->col, suspect->row, suspect->col};
    for (size_t i = 0; i < broken->sources->n; i++) {
        if (!broken->sources->at[i].operand.source)
            continue;
        const th_fact *f = &broken->ds->facts[broken->sources->at[i].operand.source - 1];
        if (i == 0 && suspect && f != suspect)
            alone = 2;
        bool said = false;
        for (size_t k = 0; k < n && !said; k++)
            said = is_inside(&list[k], f);
        if (said)
            continue;
        if (n > alone && extends(&list[n - 1], f)) {
            list[n - 1].row2 = f->row;
            list[n - 1].col2 = f->col;
        } else if (n < most) {
            list[n++] = (cell_range){f->sheet, f->row, f->col, f->row, f->col};
        } else {
            *more = true;
        }
    }
    return n;
}

/* "G12", "G12 or G13:G16", "G12, G13:G16 or H3"; cells of another sheet with its name. */
static th_str cells_in_words(th_arena *arena, const th_broken *broken, bool english)
{
    cell_range list[CELLS_NAMED];
    bool more = false;
    size_t n = gather_cells(broken, list, CELLS_NAMED, &more);
    const char *or_else = english ? " or " : " hoặc ";
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n && !more;
        if (i)
            th_buf_add(&out, last ? th_str_of(or_else) : TH_STR(", "));
        if (i && !th_str_eq(list[0].sheet, list[i].sheet))
            th_buf_fmt(&out, "“" TH_FMT "” ", TH_ARG(list[i].sheet));
        th_buf_add(&out, th_cell_name(arena, list[i].row1, list[i].col1));
        if (list[i].row1 != list[i].row2 || list[i].col1 != list[i].col2)
            th_buf_fmt(&out, ":" TH_FMT, TH_ARG(th_cell_name(arena, list[i].row2, list[i].col2)));
    }
    if (more)
        th_buf_fmt(&out, "%s%s", or_else, english ? "another cell that the rule uses" : "ô khác mà quy tắc dùng");
    return th_buf_str(&out);
}

static void add_lists(const th_definition *d, const th_expr *e, bool *named)
{
    if (e->kind == TH_EX_COLUMN)
        named[d->columns[e->index].form] = true;
    for (size_t i = 0; i < e->nargs; i++)
        add_lists(d, e->args[i], named);
}

/* "danh sách “Danh mục văn bản”": the lists that the rule counts. */
static th_str lists_in_words(th_arena *arena, const th_broken *broken, bool english)
{
    const th_definition *d = broken->ds->definition;
    bool *named = th_arena_array(arena, d->nforms + 1, sizeof *named);
    add_lists(d, broken->check->left, named);
    add_lists(d, broken->check->right, named);
    const char *list = english ? "the list" : "danh sách";
    th_buf out;
    th_buf_init(&out, arena);
    for (uint32_t form = 0; form < d->nforms; form++)
        if (named[form])
            th_buf_fmt(&out, "%s%s “" TH_FMT "”", out.len ? ", " : "", list, TH_ARG(d->forms[form].title));
    return th_buf_str(&out);
}

/* What the definition says to do, then the cells to look at.  The definition says it in Vietnamese, and so English
 * quotes it. */
static th_str fix_in_words(th_arena *arena, const th_broken *broken, bool english)
{
    static const char *const look[2][2] = {{"xem lại ", "look at "}, {"Xem lại ", "Look at "}};
    static const char *const then[2] = {" rồi lưu và gửi lại tệp.", ", save and send the file again."};
    th_str cells = cells_in_words(arena, broken, english), lists = lists_in_words(arena, broken, english);
    th_str said = broken->check->fix;
    if (english && said.len)
        said =
            th_str_fmt(arena, "“" TH_FMT "”", TH_ARG(th_str_sub(said, 0, said.len - th_str_ends(said, TH_STR(".")))));
    if (!cells.len && !lists.len)
        return said;
    const char *cell = "", *both = "";
    if (cells.len && !english)
        cell = "ô ";
    if (cells.len && lists.len)
        both = english ? " and " : " và ";
    th_buf out;
    th_buf_init(&out, arena);
    if (said.len)
        th_buf_fmt(&out, TH_FMT "%s ", TH_ARG(said), th_str_ends(said, TH_STR(".")) ? "" : ".");
    th_buf_fmt(&out, "%s%s" TH_FMT "%s" TH_FMT "%s", look[said.len > 0][english], cell, TH_ARG(cells), both,
               TH_ARG(lists), then[english]);
    return th_buf_str(&out);
}

/* How many decimals show that the sides differ, and by how much. */
static int decimals_shown(th_arena *arena, const th_broken *broken)
{
    if (!broken->left->num || !broken->right->num || broken->check->op == TH_OP_NE)
        return SHOWN_DECIMALS;
    const th_exact *difference = th_exact_sub(arena, broken->left->num, broken->right->num);
    int decimals = th_exact_decimals_apart(arena, broken->left->num, broken->right->num, SHOWN_DECIMALS);
    return th_exact_decimals_apart(arena, difference, th_exact_int(arena, 0), decimals);
}

th_sentence th_check_words(th_arena *arena, const th_broken *broken)
{
    th_sentence sentence = {0};
    const int decimals = decimals_shown(arena, broken);
    th_words change = th_check_change_words(arena, broken);
    for (int english = 0; english < 2; english++) {
        sentence_writer writer = {.arena = arena, .broken = broken, .english = english, .decimals = decimals};
        th_str left = th_text_capital(arena, side_in_words(&writer, broken->check->left, broken->left));
        writer.relative = english && !broken->check->pairing && !broken->cut_off;
        th_str right = side_in_words(&writer, broken->check->right, broken->right);
        const th_exact *diff = th_exact_abs(arena, th_exact_sub(arena, broken->left->num, broken->right->num));
        th_str gap = shown_number(&writer, diff);
        th_buf out;
        th_buf_init(&out, arena);
        if (change.vi.len)
            th_buf_add(&out, th_words_in(change, english));
        else if (broken->check->pairing == TH_PAIR_NOT_BOTH)
            th_buf_fmt(&out,
                       english ? TH_FMT " and " TH_FMT ": not both may occur."
                               : TH_FMT " và " TH_FMT ": không được cùng có.",
                       TH_ARG(left), TH_ARG(right));
        else if (broken->check->pairing == TH_PAIR_BOTH_OR_NEITHER)
            th_buf_fmt(&out,
                       english ? TH_FMT " and " TH_FMT ": both or neither must occur."
                               : TH_FMT " và " TH_FMT ": phải cùng có hoặc cùng không.",
                       TH_ARG(left), TH_ARG(right));
        else if (broken->cut_off)
            th_buf_fmt(&out,
                       english ? TH_FMT ", recomputed from " TH_FMT ": cut off, not rounded."
                               : TH_FMT ", tính lại từ " TH_FMT ": số đã bị cắt bỏ, không làm tròn.",
                       TH_ARG(left), TH_ARG(right));
        else if (broken->check->op == TH_OP_NE)
            th_buf_fmt(&out, TH_FMT " " TH_FMT " " TH_FMT ".", TH_ARG(left),
                       TH_ARG(relation_in_words(broken->check->op, english)), TH_ARG(right));
        else
            th_buf_fmt(&out,
                       english ? TH_FMT " " TH_FMT " " TH_FMT " (difference " TH_FMT ")."
                               : TH_FMT " " TH_FMT " " TH_FMT " (lệch " TH_FMT ").",
                       TH_ARG(left), TH_ARG(relation_in_words(broken->check->op, english)), TH_ARG(right), TH_ARG(gap));
        if (english)
            sentence.en = th_buf_str(&out);
        else
            sentence.vi = th_buf_str(&out);
        if (!english)
            sentence.difference = gap;
    }
    const sentence_writer writer = {.arena = arena, .broken = broken, .decimals = decimals};
    bool year = broken->right->num && may_be_year(&writer, broken->right->num);
    sentence.expected = th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(th_op_text(broken->check->op)),
                                   TH_ARG(shown_year(&writer, broken->right->num, year)));
    sentence.fix_vi = fix_in_words(arena, broken, false);
    sentence.fix_en = fix_in_words(arena, broken, true);
    return sentence;
}
