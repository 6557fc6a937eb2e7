#include "check/imbalance.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 6 };

typedef struct addend {
    const th_expr *figure;
    th_operand value;
    int sign; /* in left - right */
} addend;

typedef struct addends {
    addend *at;
    size_t n, cap;
} addends;

/* Figures that are added or taken away; what is computed otherwise cannot be the slip of one cell. */
static void gather(th_arena *arena, const th_broken *b, const th_expr *e, int sign, addends *list)
{
    bool sum = e->kind == TH_EX_CALL && e->func == TH_FN_SUM;
    bool adds = e->kind == TH_EX_OP && (e->op == TH_OP_ADD || e->op == TH_OP_SUB || e->op == TH_OP_NEG);
    if (e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) {
        uint32_t i = e->kind == TH_EX_ROW ? b->env->row_indicator : e->index;
        addend a = {e, b->env->indicator(b->env->ctx, i, e->measure), sign};
        TH_PUSH(arena, list->at, list->n, list->cap, a);
    }
    for (size_t i = 0; (sum || adds) && i < e->nargs; i++)
        gather(arena, b, e->args[i], adds && (i > 0 || e->op == TH_OP_NEG) && e->op != TH_OP_ADD ? -sign : sign, list);
}

/* "1542" and "1452": the same digits but for two neighbours. */
static bool is_swapped(th_arena *arena, const th_exact *a, const th_exact *b)
{
    th_str x = th_exact_text(arena, a), y = th_exact_text(arena, b);
    if (x.len != y.len || th_exact_sign(a) < 0 || th_exact_sign(b) < 0)
        return false;
    for (size_t i = 0; i + 1 < x.len; i++)
        if (x.ptr[i] != y.ptr[i])
            return x.ptr[i] == y.ptr[i + 1] && x.ptr[i + 1] == y.ptr[i] && x.ptr[i] != '.' && x.ptr[i + 1] != '.' &&
                   th_str_eq(th_str_sub(x, i + 2, x.len), th_str_sub(y, i + 2, y.len));
    return false;
}

static bool is_scaled(th_arena *arena, const th_exact *a, const th_exact *b)
{
    static const int powers[] = {3, -3, 6, -6};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        if (th_exact_cmp(th_exact_mul(arena, a, th_exact_pow10(arena, powers[i])), b) == 0)
            return true;
    return false;
}

static th_slip slip_of(th_arena *arena, const addend *a, const th_exact *instead)
{
    bool there = a->value.state == TH_STATE_VALUE && a->value.num;
    if (!there)
        return a->value.state == TH_STATE_UNREADABLE || th_exact_sign(instead) <= 0 ? TH_SLIP_NONE : TH_SLIP_BLANK;
    if (th_exact_sign(a->value.num) == 0)
        return TH_SLIP_NONE;
    if (th_exact_sign(instead) != 0 && is_scaled(arena, a->value.num, instead))
        return TH_SLIP_SCALE;
    if (is_swapped(arena, a->value.num, instead))
        return TH_SLIP_SWAP;
    if (th_exact_cmp(instead, th_exact_neg(arena, a->value.num)) == 0)
        return TH_SLIP_SIGN;
    return th_exact_sign(instead) == 0 ? TH_SLIP_EXTRA : TH_SLIP_NONE;
}

static th_str number(th_arena *arena, const th_exact *n)
{
    return th_exact_vi(arena, n, SHOWN_DECIMALS, true);
}

static void say(th_arena *arena, const th_broken *b, th_culprit *c)
{
    static const char *const words[][2] = {
        [TH_SLIP_NONE] = {"", ""},
        [TH_SLIP_SCALE] = {"lệch hàng nghìn", "a thousands slip"},
        [TH_SLIP_SWAP] = {"hai chữ số đổi chỗ", "two digits swapped"},
        [TH_SLIP_SIGN] = {"sai dấu", "a sign"},
        [TH_SLIP_BLANK] = {"", ""},
        [TH_SLIP_EXTRA] = {"", ""},
    };
    th_str cell = {0}, now = c->stands.num ? number(arena, c->stands.num) : (th_str){0};
    uint32_t i = c->figure->kind == TH_EX_ROW ? b->env->row_indicator : c->figure->index;
    th_str name = b->ds->definition->indicators[i].label, then = number(arena, c->instead);
    if (c->stands.source) {
        const th_fact *f = &b->ds->facts[c->stands.source - 1];
        cell = th_cell_name(arena, f->row, f->col);
    }
    for (int english = 0; english < 2; english++) {
        th_str label = cell.len ? th_str_fmt(arena, "“" TH_FMT "” (%s " TH_FMT ")", TH_ARG(name),
                                             english ? "cell" : "ô", TH_ARG(cell))
                                : th_str_fmt(arena, "“" TH_FMT "”", TH_ARG(name));
        th_str *out = english ? &c->en : &c->vi;
        if (c->slip == TH_SLIP_BLANK)
            *out = th_str_fmt(arena,
                              english ? " " TH_FMT " has no figure; with " TH_FMT " both sides agree."
                                      : " " TH_FMT " chưa có số liệu; nếu là " TH_FMT " thì hai bên khớp.",
                              TH_ARG(label), TH_ARG(then));
        else if (c->slip == TH_SLIP_EXTRA)
            *out =
                th_str_fmt(arena,
                           english ? " The difference equals " TH_FMT ": it may be counted once too often, or left out."
                                   : " Chênh lệch đúng bằng " TH_FMT ": có thể số này bị tính thừa hoặc bỏ sót.",
                           TH_ARG(label));
        else
            *out = th_str_fmt(
                arena,
                english ? " " TH_FMT " may be mistyped (%s): with " TH_FMT " instead of " TH_FMT " both sides agree."
                        : " Có thể " TH_FMT " ghi nhầm (%s): nếu là " TH_FMT " thay vì " TH_FMT " thì hai bên khớp.",
                TH_ARG(label), words[c->slip][english], TH_ARG(then), TH_ARG(now));
    }
}

th_culprit th_imbalance_explain(th_arena *arena, const th_broken *b)
{
    th_culprit best = {0};
    addends list = {0};
    if (b->check->op != TH_OP_EQ || b->check->pairing || b->cut_off)
        return best;
    const th_exact *diff = th_exact_sub(arena, b->left->num, b->right->num);
    gather(arena, b, b->check->left, 1, &list);
    gather(arena, b, b->check->right, -1, &list);
    for (th_slip kind = TH_SLIP_SCALE; kind <= TH_SLIP_EXTRA && list.n > 1; kind++) {
        size_t found = 0;
        for (size_t i = 0; i < list.n; i++) {
            const addend *a = &list.at[i];
            const th_exact *now =
                a->value.state == TH_STATE_VALUE && a->value.num ? a->value.num : th_exact_int(arena, 0);
            const th_exact *instead = a->sign > 0 ? th_exact_sub(arena, now, diff) : th_exact_add(arena, now, diff);
            if (slip_of(arena, a, instead) != kind)
                continue;
            if (!found++)
                best = (th_culprit){.slip = kind, .figure = a->figure, .stands = a->value, .instead = instead};
        }
        if (found == 1) {
            say(arena, b, &best);
            return best;
        }
        best = (th_culprit){0};
        if (found)
            return best; /* two cells explain it alike: neither is named */
    }
    return best;
}
