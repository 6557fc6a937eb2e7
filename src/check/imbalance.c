/* Each addend of a broken equation in turn: what would it have to be, and is that how clerks err? */
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

/* The sign that the i-th operand of a sum or a difference has in it. */
static int sign_within(const th_expr *e, size_t i)
{
    bool taken_away = e->kind == TH_EX_OP && (e->op == TH_OP_NEG || (e->op == TH_OP_SUB && i > 0));
    return taken_away ? -1 : 1;
}

/* Collects the figures that are added or taken away.  What is computed otherwise cannot be the slip of one cell. */
static void gather_addends(th_arena *arena, const th_broken *broken, const th_expr *e, int sign, addends *list)
{
    bool sum = e->kind == TH_EX_CALL && e->func == TH_FN_SUM;
    bool adds = e->kind == TH_EX_OP && (e->op == TH_OP_ADD || e->op == TH_OP_SUB || e->op == TH_OP_NEG);
    if (e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) {
        uint32_t i = e->kind == TH_EX_ROW ? broken->env->row_indicator : e->index;
        addend part = {e, broken->env->indicator(broken->env->ctx, i, e->measure), sign};
        TH_PUSH(arena, list->at, list->n, list->cap, part);
    }
    for (size_t i = 0; (sum || adds) && i < e->nargs; i++)
        gather_addends(arena, broken, e->args[i], sign * sign_within(e, i), list);
}

/* "1542" and "1452": the same but for two neighbouring digits that changed places. */
static bool is_swapped(th_arena *arena, const th_exact *a, const th_exact *b)
{
    th_str one = th_exact_text(arena, a), other = th_exact_text(arena, b);
    if (one.len != other.len || th_exact_sign(a) < 0 || th_exact_sign(b) < 0)
        return false;
    for (size_t i = 0; i + 1 < one.len; i++)
        if (one.ptr[i] != other.ptr[i])
            return one.ptr[i] == other.ptr[i + 1] && one.ptr[i + 1] == other.ptr[i] && one.ptr[i] != '.' &&
                   one.ptr[i + 1] != '.' &&
                   th_str_eq(th_str_sub(one, i + 2, one.len), th_str_sub(other, i + 2, other.len));
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

/* What kind of slip it would be to write the addend where `instead` was meant; NONE: no clerk errs so. */
static th_slip slip_of(th_arena *arena, const addend *part, const th_exact *instead)
{
    bool there = part->value.state == TH_STATE_VALUE && part->value.num;
    if (!there)
        return part->value.state == TH_STATE_UNREADABLE || th_exact_sign(instead) <= 0 ? TH_SLIP_NONE : TH_SLIP_BLANK;
    if (th_exact_sign(part->value.num) == 0)
        return TH_SLIP_NONE;
    if (th_exact_sign(instead) != 0 && is_scaled(arena, part->value.num, instead))
        return TH_SLIP_SCALE;
    if (is_swapped(arena, part->value.num, instead))
        return TH_SLIP_SWAP;
    if (th_exact_cmp(instead, th_exact_neg(arena, part->value.num)) == 0)
        return TH_SLIP_SIGN;
    return th_exact_sign(instead) == 0 ? TH_SLIP_EXTRA : TH_SLIP_NONE;
}

static th_words number_shown(th_arena *arena, const th_exact *number)
{
    return th_exact_words(arena, number, SHOWN_DECIMALS, true);
}

static void say_culprit(th_arena *arena, const th_broken *broken, th_culprit *culprit)
{
    static const char *const words[][2] = {
        [TH_SLIP_NONE] = {"", ""},
        [TH_SLIP_SCALE] = {"lệch hàng nghìn", "a thousands slip"},
        [TH_SLIP_SWAP] = {"hai chữ số đổi chỗ", "two digits swapped"},
        [TH_SLIP_SIGN] = {"sai dấu", "a wrong sign"},
        [TH_SLIP_BLANK] = {"", ""},
        [TH_SLIP_EXTRA] = {"", ""},
    };
    th_str cell = {0};
    th_words now = number_shown(arena, culprit->stands.num), then = number_shown(arena, culprit->instead);
    uint32_t i = culprit->figure->kind == TH_EX_ROW ? broken->env->row_indicator : culprit->figure->index;
    th_str name = broken->ds->definition->indicators[i].label;
    if (culprit->stands.source) {
        const th_fact *f = &broken->ds->facts[culprit->stands.source - 1];
        cell = th_cell_name(arena, f->row, f->col);
    }
    for (int english = 0; english < 2; english++) {
        th_str label = cell.len ? th_str_fmt(arena, "“" TH_FMT "” (%s " TH_FMT ")", TH_ARG(name),
                                             english ? "cell" : "ô", TH_ARG(cell))
                                : th_str_fmt(arena, "“" TH_FMT "”", TH_ARG(name));
        th_str *out = english ? &culprit->en : &culprit->vi;
        if (culprit->slip == TH_SLIP_BLANK)
            *out = th_str_fmt(arena,
                              english ? " " TH_FMT " has no figure; with " TH_FMT " both sides agree."
                                      : " " TH_FMT " chưa có số liệu; nếu là " TH_FMT " thì hai bên khớp.",
                              TH_ARG(label), TH_ARG(th_words_in(then, english)));
        else if (culprit->slip == TH_SLIP_EXTRA)
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
                TH_ARG(label), words[culprit->slip][english], TH_ARG(th_words_in(then, english)),
                TH_ARG(th_words_in(now, english)));
    }
}

/* What the addend would have to be for both sides to agree, all others staying; a missing figure counts as 0. */
static const th_exact *balancing(th_arena *arena, const addend *part, const th_exact *diff)
{
    bool there = part->value.state == TH_STATE_VALUE && part->value.num;
    const th_exact *now = there ? part->value.num : th_exact_int(arena, 0);
    return part->sign > 0 ? th_exact_sub(arena, now, diff) : th_exact_add(arena, now, diff);
}

th_culprit th_imbalance_explain(th_arena *arena, const th_broken *broken)
{
    th_culprit best = {0};
    addends list = {0};
    if (broken->check->op != TH_OP_EQ || broken->check->pairing || broken->cut_off)
        return best;
    const th_exact *diff = th_exact_sub(arena, broken->left->num, broken->right->num);
    gather_addends(arena, broken, broken->check->left, 1, &list);
    gather_addends(arena, broken, broken->check->right, -1, &list);
    for (th_slip kind = TH_SLIP_SCALE; kind <= TH_SLIP_EXTRA && list.n > 1; kind++) {
        size_t found = 0;
        for (size_t i = 0; i < list.n; i++) {
            const addend *part = &list.at[i];
            const th_exact *instead = balancing(arena, part, diff);
            if (slip_of(arena, part, instead) != kind)
                continue;
            if (!found++)
                best = (th_culprit){.slip = kind, .figure = part->figure, .stands = part->value, .instead = instead};
        }
        if (found == 1)
            say_culprit(arena, broken, &best);
        if (found > 1)
            best = (th_culprit){0}; /* two cells explain it alike: neither is named */
        if (found)
            return best;
    }
    return best;
}
