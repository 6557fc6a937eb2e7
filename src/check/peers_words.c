/* Formulas of peers in the cells of one unit's copy, and in what a formula differs from them. */
#include "check/peers.h"

#include "base/ascii.h"

#include "base/banned.h"

enum { MOST_TERMS = 12 };

/* ---- where a figure stands ---- */

typedef struct peer_cell {
    th_str sheet; /* empty: it is not known where */
    uint32_t row, col;
} peer_cell;

/* A blank has no fact: it stands in the row of its indicator, in the column of its measure. */
static peer_cell place_of_blank(const th_peer_view *view, const th_computed *leaf)
{
    const th_dataset *ds = view->ds;
    const th_fact *row = NULL, *col = NULL;
    if (leaf->kind != TH_COMPUTED_FIGURE)
        return (peer_cell){0};
    for (th_measure m = TH_NOW; m < TH_MEASURES && !row; m++)
        row = th_dataset_find(ds, view->home->unit, leaf->index, m);
    for (uint32_t i = 0; i < ds->definition->nindicators && row && !col; i++) {
        const th_fact *fact = ds->definition->indicators[i].form == ds->definition->indicators[leaf->index].form
                                  ? th_dataset_find(ds, view->home->unit, i, leaf->measure)
                                  : NULL;
        if (fact && th_str_eq(fact->sheet, row->sheet))
            col = fact;
    }
    return row && col ? (peer_cell){row->sheet, row->row, col->col} : (peer_cell){0};
}

static peer_cell place_of_leaf(const th_peer_view *view, const th_computed *leaf)
{
    const th_fact *fact = th_peer_fact(view, leaf);
    return fact ? (peer_cell){fact->sheet, fact->row, fact->col} : place_of_blank(view, leaf);
}

static void put_sheet(const th_peer_view *view, th_buf *out, th_str sheet)
{
    if (!th_str_eq(sheet, view->home->sheet))
        th_buf_fmt(out, "'" TH_FMT "'!", TH_ARG(sheet));
}

static long after_sign(th_str text, size_t *at)
{
    long value = 0;
    bool negative = *at < text.len && text.ptr[*at] == '-';
    for (*at += negative; *at < text.len && th_is_digit(text.ptr[*at]) && value < TH_NO_CELL; ++*at)
        value = value * 10 + (text.ptr[*at] - '0');
    return negative ? -value : value;
}

/* "R[1]C[-2]" from the cell at hand; what is no such text as it stands. */
static void put_other(const th_peer_view *view, th_buf *out, th_str text)
{
    size_t at = 2;
    if (!th_str_starts(text, TH_STR("R["))) {
        th_buf_add(out, text);
        return;
    }
    long row = (long)view->home->row + after_sign(text, &at);
    at += 3; /* "]C[" */
    long col = (long)view->home->col + after_sign(text, &at);
    if (row >= 0 && col >= 0)
        th_buf_add(out, th_cell_name(view->arena, (uint32_t)row, (uint32_t)col));
}

static void put_leaf(const th_peer_view *view, th_buf *out, const th_computed *leaf)
{
    const th_definition *d = view->ds->definition;
    if (leaf->kind == TH_COMPUTED_NUMBER) {
        th_buf_add(out, th_exact_vi(view->arena, leaf->num, 9, true));
        return;
    }
    if (leaf->kind == TH_COMPUTED_OTHER) {
        put_other(view, out, leaf->text);
        return;
    }
    peer_cell cell = place_of_leaf(view, leaf);
    if (cell.sheet.len) {
        put_sheet(view, out, cell.sheet);
        th_buf_add(out, th_cell_name(view->arena, cell.row, cell.col));
        return;
    }
    th_str label = leaf->kind == TH_COMPUTED_ITEM ? d->columns[leaf->index].label : d->indicators[leaf->index].label;
    th_buf_fmt(out, "“" TH_FMT "”", TH_ARG(label));
}

/* ---- formulas ---- */

static void put_tree(const th_peer_view *view, th_buf *out, const th_computed *tree, bool inside);

/* "SUM(G13:G15)" for three or more cells one below the other.  False: the sum is no such one. */
static bool put_as_range(const th_peer_view *view, th_buf *out, const th_computed *sum)
{
    enum { LEAST = 3 };
    uint32_t first = TH_NO_CELL, last = 0;
    th_str sheet = {0};
    uint32_t col = 0;
    for (size_t i = 0; i < sum->nargs; i++) {
        const th_computed *term = sum->args[i];
        if (term->inverse || (term->kind != TH_COMPUTED_FIGURE && term->kind != TH_COMPUTED_ITEM))
            return false;
        peer_cell cell = place_of_leaf(view, term);
        if (!cell.sheet.len || (i && (cell.col != col || !th_str_eq(cell.sheet, sheet))))
            return false;
        sheet = cell.sheet;
        col = cell.col;
        first = cell.row < first ? cell.row : first;
        last = cell.row > last ? cell.row : last;
    }
    if (sum->nargs < LEAST || last - first + 1 != sum->nargs)
        return false;
    th_buf_add(out, TH_STR("SUM("));
    put_sheet(view, out, sheet);
    th_buf_fmt(out, TH_FMT ":" TH_FMT ")", TH_ARG(th_cell_name(view->arena, first, col)),
               TH_ARG(th_cell_name(view->arena, last, col)));
    return true;
}

/* Terms or factors, numbers last. */
static void put_parts(const th_peer_view *view, th_buf *out, const th_computed *tree)
{
    bool sum = tree->kind == TH_COMPUTED_SUM;
    size_t n = 0;
    for (int numbers = 0; numbers < 2; numbers++)
        for (size_t i = 0; i < tree->nargs; i++) {
            const th_computed *part = tree->args[i];
            bool number = part->kind == TH_COMPUTED_NUMBER;
            if (number != (numbers == 1))
                continue;
            if (n == MOST_TERMS)
                th_buf_add(out, TH_STR("…"));
            if (++n > MOST_TERMS)
                continue;
            static const char signs[2][2] = {{'*', '/'}, {'+', '-'}};
            bool negative = sum && number && th_exact_sign(part->num) < 0;
            if ((n > 1 && !negative) || (part->inverse && sum))
                th_buf_byte(out, signs[sum][part->inverse]);
            else if (part->inverse)
                th_buf_add(out, TH_STR("1/"));
            put_tree(view, out, part, !sum || part->inverse);
        }
}

static void put_tree(const th_peer_view *view, th_buf *out, const th_computed *tree, bool inside)
{
    bool sum = tree->kind == TH_COMPUTED_SUM, wrap = inside && (sum || tree->inverse) && tree->nargs > 0;
    if (tree->kind == TH_COMPUTED_CALL) {
        th_buf_fmt(out, TH_FMT "(", TH_ARG(tree->text));
        for (size_t i = 0; i < tree->nargs; i++) {
            th_buf_add(out, th_str_of(i ? "; " : ""));
            put_tree(view, out, tree->args[i], false);
        }
        th_buf_byte(out, ')');
    } else if (!sum && tree->kind != TH_COMPUTED_PRODUCT) {
        put_leaf(view, out, tree);
    } else if (!sum || !put_as_range(view, out, tree)) {
        th_buf_add(out, th_str_of(wrap ? "(" : ""));
        put_parts(view, out, tree);
        th_buf_add(out, th_str_of(wrap ? ")" : ""));
    }
}

th_str th_peer_formula(const th_peer_view *view, const th_computed *tree)
{
    th_buf out;
    th_buf_init(&out, view->arena);
    put_tree(view, &out, tree, false);
    return th_buf_str(&out);
}

/* ---- differences ---- */

/* Terms or factors of one tree that the other lacks. */
typedef struct peer_parts {
    const th_computed *at[MOST_TERMS];
    size_t n;
    bool more; /* than are kept */
} peer_parts;

/* The parts of a tree: of a sum its terms, of a product its factors; anything else is a sum of one. */
static size_t number_of_parts(const th_computed *tree, th_computed_kind kind)
{
    return tree->kind == kind ? tree->nargs : 1;
}

static const th_computed *part_at(const th_computed *tree, th_computed_kind kind, size_t i)
{
    return tree->kind == kind ? tree->args[i] : tree;
}

static size_t times_in(const th_computed *tree, th_computed_kind kind, const th_computed *part)
{
    size_t n = 0;
    for (size_t i = 0; i < number_of_parts(tree, kind); i++) {
        const th_computed *other = part_at(tree, kind, i);
        n += other->inverse == part->inverse && th_str_eq(other->key, part->key);
    }
    return n;
}

static peer_parts parts_lacking(const th_computed *of, const th_computed *in, th_computed_kind kind)
{
    peer_parts parts = {0};
    for (size_t i = 0; i < number_of_parts(of, kind); i++) {
        const th_computed *part = part_at(of, kind, i);
        size_t before = 0; /* the same part may stand in the tree several times */
        for (size_t k = 0; k < i; k++)
            before += part_at(of, kind, k)->inverse == part->inverse && th_str_eq(part_at(of, kind, k)->key, part->key);
        if (before < times_in(in, kind, part))
            continue;
        parts.more = parts.more || parts.n == MOST_TERMS;
        if (parts.n < MOST_TERMS)
            parts.at[parts.n++] = part;
    }
    return parts;
}

/* "G13, G14 và G15"; nothing of their signs. */
static th_words list_parts(const th_peer_view *view, const peer_parts *parts)
{
    th_buf vi, en;
    th_buf_init(&vi, view->arena);
    th_buf_init(&en, view->arena);
    for (size_t i = 0; i < parts->n; i++) {
        bool last = i + 1 == parts->n && !parts->more;
        if (i) {
            th_buf_add(&vi, th_str_of(last ? " và " : ", "));
            th_buf_add(&en, th_str_of(last ? " and " : ", "));
        }
        put_tree(view, &vi, parts->at[i], true);
        put_tree(view, &en, parts->at[i], true);
    }
    if (parts->more) {
        th_buf_add(&vi, TH_STR("…"));
        th_buf_add(&en, TH_STR("…"));
    }
    return (th_words){th_buf_str(&vi), th_buf_str(&en)};
}

static bool is_turned(const th_computed *reference, const th_computed *own, th_computed_kind kind, size_t *turned)
{
    peer_parts lacking = parts_lacking(reference, own, kind), beyond = parts_lacking(own, reference, kind);
    *turned = lacking.n;
    if (!lacking.n || lacking.n != beyond.n)
        return false;
    for (size_t i = 0; i < lacking.n; i++) {
        bool found = false;
        for (size_t k = 0; k < beyond.n && !found; k++)
            found = lacking.at[i]->inverse != beyond.at[k]->inverse && th_str_eq(lacking.at[i]->key, beyond.at[k]->key);
        if (!found)
            return false;
    }
    return true;
}

/* One number joined what is added or multiplied, or another took its place. */
static bool number_words(const th_peer_view *view, const peer_parts *lacking, const peer_parts *beyond, bool sum,
                         th_words *words)
{
    const th_computed *lost = lacking->n == 1 ? lacking->at[0] : NULL;
    const th_computed *found = beyond->n == 1 ? beyond->at[0] : NULL;
    bool numbers = (!lost || lost->kind == TH_COMPUTED_NUMBER) && (!found || found->kind == TH_COMPUTED_NUMBER);
    if (lacking->n > 1 || beyond->n > 1 || !numbers)
        return false;
    th_arena *arena = view->arena;
    th_words was = lost ? th_exact_words(arena, lost->num, 9, true) : (th_words){0},
             is = found ? th_exact_words(arena, found->num, 9, true) : (th_words){0};
    const char *vi[2] = {"nhân với", "cộng thêm"}, *en[2] = {"multiplied by", "the number added is"};
    if (lost && found)
        *words =
            (th_words){th_str_fmt(arena, "%s " TH_FMT " thay cho " TH_FMT, vi[sum], TH_ARG(is.vi), TH_ARG(was.vi)),
                       th_str_fmt(arena, "%s " TH_FMT " instead of " TH_FMT, en[sum], TH_ARG(is.en), TH_ARG(was.en))};
    else if (found)
        *words = (th_words){th_str_fmt(arena, "%s số " TH_FMT, vi[sum], TH_ARG(is.vi)),
                            th_str_fmt(arena, "%s " TH_FMT, en[sum], TH_ARG(is.en))};
    else
        *words = (th_words){th_str_fmt(arena, "thiếu phần %s " TH_FMT, vi[sum], TH_ARG(was.vi)),
                            th_str_fmt(arena, "%s " TH_FMT " is missing", en[sum], TH_ARG(was.en))};
    return true;
}

static th_words words_of_parts(const th_peer_view *view, const th_computed *reference, const th_computed *own,
                               th_computed_kind kind)
{
    th_arena *arena = view->arena;
    size_t turned;
    if (is_turned(reference, own, kind, &turned)) {
        if (kind == TH_COMPUTED_PRODUCT)
            return TH_WORDS_ARE("tử số và mẫu số bị đảo cho nhau", "the ratio is turned over");
        peer_parts which = parts_lacking(reference, own, kind);
        th_words list = list_parts(view, &which);
        return (th_words){th_str_fmt(arena, "đổi dấu " TH_FMT, TH_ARG(list.vi)),
                          th_str_fmt(arena, "the sign of " TH_FMT " is changed", TH_ARG(list.en))};
    }
    peer_parts lacking = parts_lacking(reference, own, kind), beyond = parts_lacking(own, reference, kind);
    th_words words;
    if (number_words(view, &lacking, &beyond, kind == TH_COMPUTED_SUM, &words))
        return words;
    th_words lost = list_parts(view, &lacking), found = list_parts(view, &beyond);
    if (!beyond.n)
        return (th_words){th_str_fmt(arena, "thiếu " TH_FMT, TH_ARG(lost.vi)),
                          th_str_fmt(arena, TH_FMT " is left out", TH_ARG(lost.en))};
    if (!lacking.n)
        return (th_words){th_str_fmt(arena, "thừa " TH_FMT, TH_ARG(found.vi)),
                          th_str_fmt(arena, TH_FMT " is there in addition", TH_ARG(found.en))};
    return (th_words){th_str_fmt(arena, TH_FMT " thay cho " TH_FMT, TH_ARG(found.vi), TH_ARG(lost.vi)),
                      th_str_fmt(arena, TH_FMT " instead of " TH_FMT, TH_ARG(found.en), TH_ARG(lost.en))};
}

th_words th_peer_difference(const th_peer_view *view, const th_computed *reference, const th_computed *own)
{
    const th_words other = TH_WORDS_ARE("công thức khác", "another formula");
    if (!own)
        return other;
    bool product = reference->kind == TH_COMPUTED_PRODUCT && own->kind != TH_COMPUTED_SUM,
         sum = reference->kind == TH_COMPUTED_SUM && own->kind != TH_COMPUTED_PRODUCT;
    if (own->kind == TH_COMPUTED_CALL &&
        (reference->kind != TH_COMPUTED_CALL || own->nargs == 0 || !th_str_eq(reference->text, own->text)))
        return TH_WORDS(view->arena, "dùng hàm " TH_FMT, "function " TH_FMT " is used", TH_ARG(own->text));
    if (product)
        return words_of_parts(view, reference, own, TH_COMPUTED_PRODUCT);
    if (sum || own->kind == TH_COMPUTED_SUM)
        return words_of_parts(view, reference, own, TH_COMPUTED_SUM);
    return own->kind == reference->kind && own->kind != TH_COMPUTED_CALL
               ? words_of_parts(view, reference, own, TH_COMPUTED_SUM)
               : other;
}
