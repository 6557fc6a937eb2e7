#include "check/words.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2, CELLS_NAMED = 6 };

typedef struct writer {
    th_arena *arena;
    const th_broken *b;
    th_buf out;
    bool english;
    bool plain; /* figures inside a computation: "label 12", not "label says 12" */
} writer;

static th_str number(th_arena *arena, const th_exact *num)
{
    return th_exact_vi(arena, num, SHOWN_DECIMALS, true);
}

static const th_indicator *indicator_of(const writer *w, const th_expr *e)
{
    uint32_t i = e->kind == TH_EX_ROW ? w->b->env->row_indicator : e->index;
    return &w->b->ds->definition->indicators[i];
}

static th_operand value_of(const writer *w, const th_expr *e)
{
    uint32_t index = (uint32_t)(indicator_of(w, e) - w->b->ds->definition->indicators);
    return w->b->env->indicator(w->b->env->ctx, index, e->measure);
}

static bool counts_percent(const writer *w, const th_expr *e)
{
    return e->measure == TH_COMPARED || indicator_of(w, e)->type == TH_TYPE_PERCENT;
}

/* "số vụ" (năm trước) 12: the label, the measure when not this year's, the figure as written. */
static void figure(writer *w, const th_expr *e)
{
    const th_indicator *ind = indicator_of(w, e);
    th_operand v = value_of(w, e);
    th_buf_fmt(&w->out, "“" TH_FMT "”", TH_ARG(ind->label));
    if (e->measure != TH_NOW) {
        th_str name =
            e->measure == TH_STORED ? TH_STR("đã chốt năm trước") : th_text_lower(w->arena, th_measure_vi(e->measure));
        th_buf_fmt(&w->out, " (" TH_FMT ")", TH_ARG(name));
    }
    if (w->b->check->scope == TH_SCOPE_CLUSTER) /* nobody wrote it: it is added up */
        th_buf_fmt(&w->out, w->english ? " of " TH_FMT : " của " TH_FMT, TH_ARG(w->b->ds->definition->cluster_short));
    bool cluster = w->b->check->scope == TH_SCOPE_CLUSTER;
    th_buf_add(&w->out, w->plain     ? TH_STR(" ")
                        : w->english ? (cluster ? TH_STR(" is ") : TH_STR(" says "))
                                     : (cluster ? TH_STR(" là ") : TH_STR(" ghi ")));
    if (v.state != TH_STATE_VALUE) {
        th_buf_add(&w->out, w->english ? TH_STR("missing") : TH_STR("chưa có"));
        return;
    }
    th_str q = th_qualifier_vi(w->arena, v.qualifiers);
    if (q.len)
        th_buf_fmt(&w->out, TH_FMT " ", TH_ARG(q));
    th_buf_add(&w->out, v.kind == TH_IS_TEXT ? v.text : number(w->arena, v.num));
    if (counts_percent(w, e))
        th_buf_add(&w->out, TH_STR(" %"));
}

static bool is_figure(const th_expr *e)
{
    return e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW;
}

static void words(writer *w, const th_expr *e);

static void call(writer *w, const th_expr *e)
{
    if (e->func == TH_FN_TY_LE && e->nargs == 2) {
        if (is_figure(e->args[0]) && is_figure(e->args[1])) { /* 133/139: what a clerk would type into a calculator */
            th_buf_fmt(&w->out, TH_FMT "/" TH_FMT, TH_ARG(number(w->arena, value_of(w, e->args[0]).num)),
                       TH_ARG(number(w->arena, value_of(w, e->args[1]).num)));
            return;
        }
        th_buf_add(&w->out, TH_STR("100 × "));
        words(w, e->args[0]);
        th_buf_add(&w->out, TH_STR(" : "));
        words(w, e->args[1]);
        return;
    }
    if (e->func == TH_FN_TANG && e->nargs == 1 && is_figure(e->args[0])) {
        th_expr compared = *e->args[0];
        compared.measure = TH_COMPARED;
        figure(w, &compared);
        return;
    }
    static const struct {
        th_func func;
        const char *vi, *en;
    } phrases[] = {
        {TH_FN_COUNT, "số dòng ", "rows of "},
        {TH_FN_COUNTIF, "số dòng ", "rows of "},
        {TH_FN_COUNTIFS, "số dòng ", "rows of "},
    };
    const char *phrase = NULL;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (phrases[i].func == e->func)
            phrase = w->english ? phrases[i].en : phrases[i].vi;
    if (phrase)
        th_buf_add(&w->out, th_str_of(phrase));
    for (size_t i = 0; i < e->nargs; i++) {
        if (i)
            th_buf_add(&w->out, TH_STR(", "));
        words(w, e->args[i]);
    }
}

static th_str sign(th_op op)
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

static void words(writer *w, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER:
        th_buf_add(&w->out, number(w->arena, e->num));
        if (e->percent)
            th_buf_add(&w->out, TH_STR(" %"));
        break;
    case TH_EX_TEXT: th_buf_fmt(&w->out, "“" TH_FMT "”", TH_ARG(e->text)); break;
    case TH_EX_INDICATOR:
    case TH_EX_ROW: figure(w, e); break;
    case TH_EX_COLUMN:
        th_buf_fmt(&w->out, "“" TH_FMT "”", TH_ARG(w->b->ds->definition->columns[e->index].label));
        break;
    case TH_EX_CRITERION: th_buf_add(&w->out, w->b->ds->definition->criteria[e->index].title); break;
    case TH_EX_OP:
        if (e->nargs == 1) {
            th_buf_add(&w->out, sign(e->op));
            words(w, e->args[0]);
        } else {
            bool sum = e->op == TH_OP_MUL || e->op == TH_OP_DIV;
            for (size_t i = 0; i < e->nargs; i++) {
                const th_expr *arg = e->args[i];
                bool wrap = sum && arg->kind == TH_EX_OP && (arg->op == TH_OP_ADD || arg->op == TH_OP_SUB);
                if (i)
                    th_buf_add(&w->out, sign(e->op));
                if (wrap)
                    th_buf_byte(&w->out, '(');
                words(w, arg);
                if (wrap)
                    th_buf_byte(&w->out, ')');
            }
        }
        break;
    case TH_EX_CALL: call(w, e); break;
    default: break;
    }
}

static bool bare(const th_expr *e)
{
    return is_figure(e) || e->kind == TH_EX_NUMBER;
}

/* Of IF() only the branch that was taken is worth a word. */
static const th_expr *taken(const writer *w, const th_expr *e)
{
    while (e->kind == TH_EX_CALL && e->func == TH_FN_IF && e->nargs == 3) {
        th_operand condition = th_expr_eval(w->arena, e->args[0], w->b->env, NULL);
        if (condition.state != TH_STATE_VALUE || !condition.num)
            break;
        e = e->args[th_exact_sign(condition.num) ? 1 : 2];
    }
    return e;
}

static th_str side(writer *w, const th_expr *whole, const th_operand *value)
{
    const th_expr *e = taken(w, whole);
    th_buf_init(&w->out, w->arena);
    bool growth = e->kind == TH_EX_CALL && e->func == TH_FN_TANG;
    w->plain = !is_figure(e) && !growth;
    words(w, e);
    if (!bare(e) && !growth)
        th_buf_fmt(&w->out, " = " TH_FMT TH_FMT, TH_ARG(number(w->arena, value->num)),
                   TH_ARG(th_expr_calls(e, TH_FN_TY_LE) ? TH_STR(" %") : TH_STR("")));
    return th_buf_str(&w->out);
}

static th_str relation(th_op op, bool english)
{
    static const struct {
        th_op op;
        const char *vi, *en;
    } rows[] = {
        {TH_OP_EQ, "nhưng phải bằng", "but must equal"}, {TH_OP_NE, "không được trùng với", "must differ from"},
        {TH_OP_LT, "phải nhỏ hơn", "must be less than"}, {TH_OP_LE, "không được lớn hơn", "must not exceed"},
        {TH_OP_GT, "phải lớn hơn", "must exceed"},       {TH_OP_GE, "không được nhỏ hơn", "must not be less than"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].op == op)
            return th_str_of(english ? rows[i].en : rows[i].vi);
    return th_op_text(op);
}

/* Cells of one sheet in the order of the rule, neighbours below or beside each other as a range: "G12, G13:G16". */
typedef struct cells {
    th_str sheet;
    uint32_t row1, col1, row2, col2;
} cells;

static bool extends(const cells *c, const th_fact *f)
{
    if (!th_str_eq(c->sheet, f->sheet))
        return false;
    bool below = c->col1 == c->col2 && f->col == c->col1 && f->row == c->row2 + 1;
    bool beside = c->row1 == c->row2 && f->row == c->row1 && f->col == c->col2 + 1;
    return below || beside;
}

static bool is_inside(const cells *c, const th_fact *f)
{
    return th_str_eq(c->sheet, f->sheet) && f->row >= c->row1 && f->row <= c->row2 && f->col >= c->col1 &&
           f->col <= c->col2;
}

/* The left side's cell stands first and alone: it is what the others are held against. */
static size_t gather_cells(const th_broken *b, cells *list, size_t most, bool *more)
{
    size_t n = 0;
    for (size_t i = 0; i < b->sources->n; i++) {
        if (!b->sources->at[i].operand.source)
            continue;
        const th_fact *f = &b->ds->facts[b->sources->at[i].operand.source - 1];
        bool said = false;
        for (size_t k = 0; k < n && !said; k++)
            said = is_inside(&list[k], f);
        if (said)
            continue;
        if (n > 1 && extends(&list[n - 1], f)) {
            list[n - 1].row2 = f->row;
            list[n - 1].col2 = f->col;
        } else if (n < most) {
            list[n++] = (cells){f->sheet, f->row, f->col, f->row, f->col};
        } else {
            *more = true;
        }
    }
    return n;
}

static th_str cells_to_look_at(th_arena *arena, const th_broken *b, bool english)
{
    cells list[CELLS_NAMED];
    bool more = false;
    size_t n = gather_cells(b, list, CELLS_NAMED, &more);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++) {
        th_buf_add(&out, i == 0   ? (english ? TH_STR("look at ") : TH_STR("xem lại ô "))
                         : i == 1 ? (english ? TH_STR(" or ") : TH_STR(" hoặc "))
                                  : TH_STR(", "));
        if (i && !th_str_eq(list[0].sheet, list[i].sheet))
            th_buf_fmt(&out, "“" TH_FMT "” ", TH_ARG(list[i].sheet));
        th_buf_add(&out, th_cell_name(arena, list[i].row1, list[i].col1));
        if (list[i].row1 != list[i].row2 || list[i].col1 != list[i].col2)
            th_buf_fmt(&out, ":" TH_FMT, TH_ARG(th_cell_name(arena, list[i].row2, list[i].col2)));
    }
    if (n)
        th_buf_fmt(&out, english ? "%s, save and send the file again." : "%s rồi lưu và gửi lại tệp.",
                   more ? ", …" : "");
    return th_buf_str(&out);
}

/* What the definition says to do, then the cells. */
static th_str fix(th_arena *arena, const th_broken *b, bool english)
{
    th_str look = cells_to_look_at(arena, b, english), said = b->check->fix;
    if (!said.len)
        return look;
    bool ends = th_str_ends(said, TH_STR("."));
    return look.len ? th_str_fmt(arena, TH_FMT "%s " TH_FMT, TH_ARG(said), ends ? "" : ".",
                                 TH_ARG(th_str_fmt(arena, "%s" TH_FMT, english ? "Look" : "Xem",
                                                   TH_ARG(th_str_sub(look, english ? 4 : 3, look.len)))))
                    : said;
}

th_sentence th_check_words(th_arena *arena, const th_broken *b)
{
    th_sentence s = {0};
    for (int english = 0; english < 2; english++) {
        writer w = {.arena = arena, .b = b, .english = english};
        th_str left = side(&w, b->check->left, b->left), right = side(&w, b->check->right, b->right);
        const th_exact *diff = th_exact_abs(arena, th_exact_sub(arena, b->left->num, b->right->num));
        th_str gap = number(arena, diff);
        th_buf out;
        th_buf_init(&out, arena);
        if (b->check->pairing == TH_PAIR_NOT_BOTH)
            th_buf_fmt(&out,
                       english ? TH_FMT " and " TH_FMT ": not both may occur."
                               : TH_FMT " và " TH_FMT ": không được cùng có.",
                       TH_ARG(left), TH_ARG(right));
        else if (b->check->pairing == TH_PAIR_BOTH_OR_NEITHER)
            th_buf_fmt(&out,
                       english ? TH_FMT " and " TH_FMT ": both or neither must occur."
                               : TH_FMT " và " TH_FMT ": phải cùng có hoặc cùng không.",
                       TH_ARG(left), TH_ARG(right));
        else if (b->cut_off)
            th_buf_fmt(&out,
                       english ? TH_FMT ", recomputed from " TH_FMT ": cut off, not rounded."
                               : TH_FMT ", tính lại từ " TH_FMT ": số đã bị cắt bỏ, không làm tròn.",
                       TH_ARG(left), TH_ARG(right));
        else if (b->check->op == TH_OP_NE)
            th_buf_fmt(&out, TH_FMT " " TH_FMT " " TH_FMT ".", TH_ARG(left), TH_ARG(relation(b->check->op, english)),
                       TH_ARG(right));
        else
            th_buf_fmt(&out,
                       english ? TH_FMT " " TH_FMT " " TH_FMT " (difference " TH_FMT ")."
                               : TH_FMT " " TH_FMT " " TH_FMT " (lệch " TH_FMT ").",
                       TH_ARG(left), TH_ARG(relation(b->check->op, english)), TH_ARG(right), TH_ARG(gap));
        if (english)
            s.en = th_buf_str(&out);
        else
            s.vi = th_buf_str(&out);
        s.difference = gap;
    }
    s.expected =
        th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(th_op_text(b->check->op)), TH_ARG(number(arena, b->right->num)));
    s.fix_vi = fix(arena, b, false);
    s.fix_en = fix(arena, b, true);
    return s;
}
