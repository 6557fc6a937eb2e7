/* What a cell computes as a tree in one order: its text, and its value. */
#include "fact/computed.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_DEPTH = 32, MOST_NODES = 2000 };

/* ---- making ---- */

th_computed *th_computed_new(th_arena *arena, th_computed_kind kind)
{
    th_computed *made = th_arena_alloc(arena, sizeof *made);
    made->kind = kind;
    return made;
}

static void push_part(th_arena *arena, th_computed *to, th_computed *part)
{
    TH_PUSH(arena, to->args, to->nargs, to->cap, part);
}

/* A number joins the number that the sum or product has already. */
static void join_number(th_arena *arena, th_computed *to, const th_exact *number)
{
    for (size_t i = 0; i < to->nargs; i++) {
        th_computed *part = to->args[i];
        if (part->kind != TH_COMPUTED_NUMBER)
            continue;
        part->num = to->kind == TH_COMPUTED_SUM ? th_exact_add(arena, part->num, number)
                                                : th_exact_mul(arena, part->num, number);
        return;
    }
    th_computed *made = th_computed_new(arena, TH_COMPUTED_NUMBER);
    made->num = number;
    push_part(arena, to, made);
}

void th_computed_add(th_arena *arena, th_computed *to, th_computed *part, bool inverse)
{
    if (to->kind == TH_COMPUTED_CALL) {
        push_part(arena, to, part);
        return;
    }
    if (to->kind == part->kind) {
        for (size_t i = 0; i < part->nargs; i++)
            th_computed_add(arena, to, part->args[i], part->args[i]->inverse != inverse);
        return;
    }
    if (part->kind == TH_COMPUTED_NUMBER) {
        const th_exact *number = part->num;
        if (inverse)
            number = to->kind == TH_COMPUTED_SUM ? th_exact_neg(arena, number)
                                                 : th_exact_div(arena, th_exact_int(arena, 1), number);
        join_number(arena, to, number);
        return;
    }
    if (part->blank && to->kind == TH_COMPUTED_SUM)
        return;
    th_computed *copy = th_computed_new(arena, part->kind);
    *copy = *part;
    copy->inverse = inverse;
    push_part(arena, to, copy);
}

/* ---- text ---- */

static bool is_commutative(th_str name)
{
    static const char *const names[] = {"AND", "AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "OR"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(name, th_str_of(names[i])))
            return true;
    return false;
}

/* Numbers first, then by text, what is added or multiplied before what is subtracted or divided by. */
static int by_key(const void *left, const void *right)
{
    const th_computed *const *a = left, *const *b = right;
    const th_computed *one = *a, *other = *b;
    if ((one->kind == TH_COMPUTED_NUMBER) != (other->kind == TH_COMPUTED_NUMBER))
        return one->kind == TH_COMPUTED_NUMBER ? -1 : 1;
    if (one->inverse != other->inverse)
        return one->inverse ? 1 : -1;
    return th_str_cmp(one->key, other->key);
}

/* What may not stand in a word of the text becomes "_". */
static void put_name(th_buf *out, th_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        bool bars = (unsigned char)word.ptr[i] <= ' ' || word.ptr[i] == '(' || word.ptr[i] == ')';
        th_buf_byte(out, bars ? '_' : word.ptr[i]);
    }
}

static th_str text_of_node(th_arena *arena, const th_definition *d, const th_computed *node)
{
    th_buf out;
    th_buf_init(&out, arena);
    switch (node->kind) {
    case TH_COMPUTED_NUMBER: return th_exact_text(arena, node->num);
    case TH_COMPUTED_FIGURE:
        return th_str_fmt(arena, TH_FMT ":" TH_FMT, TH_ARG(d->indicators[node->index].code),
                          TH_ARG(th_measure_key(node->measure)));
    case TH_COMPUTED_ITEM:
        th_buf_fmt(&out, TH_FMT "@", TH_ARG(d->columns[node->index].code));
        put_name(&out, node->text);
        return th_buf_str(&out);
    case TH_COMPUTED_OTHER:
        th_buf_byte(&out, '?');
        put_name(&out, node->text);
        return th_buf_str(&out);
    case TH_COMPUTED_SUM: th_buf_add(&out, TH_STR("(+")); break;
    case TH_COMPUTED_PRODUCT: th_buf_add(&out, TH_STR("(*")); break;
    case TH_COMPUTED_CALL:
        th_buf_byte(&out, '(');
        put_name(&out, node->text);
        break;
    default: break;
    }
    for (size_t i = 0; i < node->nargs; i++) {
        th_buf_byte(&out, ' ');
        if (node->args[i]->inverse)
            th_buf_byte(&out, node->kind == TH_COMPUTED_SUM ? '-' : '/');
        th_buf_add(&out, node->args[i]->key);
    }
    th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

/* A factor of 1 beside others says nothing; a term of 0 is kept, because somebody has typed it. */
static void drop_factor_of_one(th_arena *arena, th_computed *product)
{
    size_t kept = 0;
    const th_exact *one = th_exact_int(arena, 1);
    for (size_t i = 0; i < product->nargs; i++) {
        const th_computed *part = product->args[i];
        bool says_nothing = product->nargs > 1 && part->kind == TH_COMPUTED_NUMBER && th_exact_cmp(part->num, one) == 0;
        if (!says_nothing)
            product->args[kept++] = product->args[i];
    }
    product->nargs = kept;
}

th_computed *th_computed_close(th_arena *arena, const th_definition *d, th_computed *node)
{
    for (size_t i = 0; i < node->nargs; i++) {
        th_computed *part = node->args[i];
        if (part->kind == TH_COMPUTED_NUMBER) {
            if (!part->num)
                return NULL; /* something was divided by 0 */
            part->key = th_exact_text(arena, part->num);
        }
    }
    if (node->kind == TH_COMPUTED_NUMBER && !node->num)
        return NULL;
    if (node->kind == TH_COMPUTED_PRODUCT)
        drop_factor_of_one(arena, node);
    bool flat = node->kind == TH_COMPUTED_SUM || node->kind == TH_COMPUTED_PRODUCT;
    if (flat && node->nargs == 1 && !node->args[0]->inverse)
        return node->args[0];
    if (node->nargs > 1 && (flat || is_commutative(node->text)))
        qsort(node->args, node->nargs, sizeof *node->args, by_key);
    node->key = text_of_node(arena, d, node);
    return node;
}

/* ---- reading ---- */

typedef struct computed_reader {
    th_arena *arena;
    const th_definition *d;
    th_str s;
    size_t at, nodes;
    int depth;
} computed_reader;

static th_computed *read_node(computed_reader *reader);

static th_str take_word(computed_reader *reader)
{
    size_t from = reader->at;
    while (reader->at < reader->s.len && reader->s.ptr[reader->at] != ' ' && reader->s.ptr[reader->at] != '(' &&
           reader->s.ptr[reader->at] != ')')
        reader->at++;
    return th_str_sub(reader->s, from, reader->at - from);
}

static th_computed *read_leaf(computed_reader *reader, th_str word)
{
    th_computed *made = th_computed_new(reader->arena, TH_COMPUTED_OTHER);
    if (th_str_starts(word, TH_STR("?"))) {
        made->text = th_str_sub(word, 1, word.len);
        return th_computed_close(reader->arena, reader->d, made);
    }
    size_t colon = th_str_find(word, TH_STR(":"), 0), at = th_str_find(word, TH_STR("@"), 0);
    if (at != SIZE_MAX) {
        made->kind = TH_COMPUTED_ITEM;
        made->index = th_definition_column(reader->d, th_str_sub(word, 0, at));
        made->text = th_str_sub(word, at + 1, word.len);
    } else if (colon != SIZE_MAX) {
        made->kind = TH_COMPUTED_FIGURE;
        made->index = th_definition_indicator(reader->d, th_str_sub(word, 0, colon));
        if (!th_measure_find(th_str_sub(word, colon + 1, word.len), &made->measure))
            return NULL;
    } else {
        made->kind = TH_COMPUTED_NUMBER;
        made->num = th_exact_parse(reader->arena, word);
    }
    return made->index == TH_NONE ? NULL : th_computed_close(reader->arena, reader->d, made);
}

static th_computed *read_list(computed_reader *reader)
{
    reader->at++;
    th_str name = take_word(reader);
    th_computed *made = th_computed_new(reader->arena, TH_COMPUTED_CALL);
    if (th_str_eq(name, TH_STR("+")))
        made->kind = TH_COMPUTED_SUM;
    else if (th_str_eq(name, TH_STR("*")))
        made->kind = TH_COMPUTED_PRODUCT;
    else
        made->text = name;
    char inverse = made->kind == TH_COMPUTED_SUM ? '-' : '/';
    while (reader->at < reader->s.len && reader->s.ptr[reader->at] == ' ') {
        reader->at++;
        bool turned =
            made->kind != TH_COMPUTED_CALL && reader->at < reader->s.len && reader->s.ptr[reader->at] == inverse;
        reader->at += turned;
        th_computed *part = read_node(reader);
        if (!part)
            return NULL;
        th_computed_add(reader->arena, made, part, turned);
    }
    bool closed = reader->at < reader->s.len && reader->s.ptr[reader->at] == ')' && name.len > 0;
    reader->at++;
    return closed ? th_computed_close(reader->arena, reader->d, made) : NULL;
}

static th_computed *read_node(computed_reader *reader)
{
    if (reader->at >= reader->s.len || ++reader->nodes > MOST_NODES || reader->depth >= MOST_DEPTH)
        return NULL;
    if (reader->s.ptr[reader->at] != '(') {
        th_str word = take_word(reader);
        return word.len ? read_leaf(reader, word) : NULL;
    }
    reader->depth++;
    th_computed *made = read_list(reader);
    reader->depth--;
    return made;
}

th_computed *th_computed_read(th_arena *arena, const th_definition *d, th_str text)
{
    computed_reader reader = {.arena = arena, .d = d, .s = text};
    th_computed *made = read_node(&reader);
    return reader.at == text.len ? made : NULL;
}

bool th_computed_has(const th_computed *node, th_computed_kind kind)
{
    bool has = node->kind == kind;
    for (size_t i = 0; i < node->nargs && !has; i++)
        has = th_computed_has(node->args[i], kind);
    return has;
}

/* ---- value ---- */

typedef struct computed_values {
    th_arena *arena;
    const th_computed_figures *figures;
} computed_values;

static const th_exact *value_of_node(const computed_values *values, const th_computed *node, bool *blank);

/* MIN, MAX, AVERAGE and ABS.  A blank among their operands would be left out by the first three, so that nothing is
 * said then. */
static const th_exact *value_of_call(const computed_values *values, const th_computed *call)
{
    bool least = th_str_eq(call->text, TH_STR("MIN")), most = th_str_eq(call->text, TH_STR("MAX")),
         average = th_str_eq(call->text, TH_STR("AVERAGE")), size = th_str_eq(call->text, TH_STR("ABS"));
    const th_exact *result = NULL;
    if (!call->nargs || !(least || most || average || (size && call->nargs == 1)))
        return NULL;
    for (size_t i = 0; i < call->nargs; i++) {
        bool blank = false;
        const th_exact *value = value_of_node(values, call->args[i], &blank);
        if (!value || blank)
            return NULL;
        if (!result)
            result = value;
        else if (average)
            result = th_exact_add(values->arena, result, value);
        else if (th_exact_cmp(value, result) == (least ? -1 : 1))
            result = value;
    }
    if (average)
        return th_exact_div(values->arena, result, th_exact_int(values->arena, (long long)call->nargs));
    return size ? th_exact_abs(values->arena, result) : result;
}

static const th_exact *value_of_node(const computed_values *values, const th_computed *node, bool *blank)
{
    th_arena *arena = values->arena;
    bool sum = node->kind == TH_COMPUTED_SUM, ignored = false;
    switch (node->kind) {
    case TH_COMPUTED_NUMBER: return node->num;
    case TH_COMPUTED_FIGURE:
    case TH_COMPUTED_ITEM: return values->figures->value(values->figures->ctx, node, blank);
    case TH_COMPUTED_CALL: return value_of_call(values, node);
    case TH_COMPUTED_SUM:
    case TH_COMPUTED_PRODUCT: break;
    case TH_COMPUTED_OTHER:
    default: return NULL;
    }
    const th_exact *result = th_exact_int(arena, sum ? 0 : 1);
    for (size_t i = 0; i < node->nargs && result; i++) {
        const th_computed *part = node->args[i];
        const th_exact *value = value_of_node(values, part, &ignored);
        if (!value)
            return NULL;
        if (sum)
            result = part->inverse ? th_exact_sub(arena, result, value) : th_exact_add(arena, result, value);
        else
            result = part->inverse ? th_exact_div(arena, result, value) : th_exact_mul(arena, result, value);
    }
    return result;
}

const th_exact *th_computed_value(th_arena *arena, const th_computed *node, const th_computed_figures *figures)
{
    const computed_values values = {arena, figures};
    bool blank = false;
    return value_of_node(&values, node, &blank);
}

/* ---- equality ---- */

typedef struct guess_round {
    th_arena *arena;
    unsigned n;
} guess_round;

/* A number that belongs to the figure and the round, and to no other. */
static const th_exact *figure_of_round(void *ctx, const th_computed *leaf, bool *blank)
{
    const guess_round *round = ctx;
    unsigned long hash = 2166136261UL + round->n;
    for (size_t i = 0; i < leaf->key.len; i++)
        hash = ((hash ^ (unsigned char)leaf->key.ptr[i]) * 16777619UL) & 0xffffffffUL;
    *blank = false;
    return th_exact_int(round->arena, (long long)(hash % 99991UL) + 7);
}

static size_t zeros_added(const th_computed *node)
{
    size_t n = 0;
    for (size_t i = 0; i < node->nargs; i++)
        n += zeros_added(node->args[i]) + (node->kind == TH_COMPUTED_SUM && node->args[i]->kind == TH_COMPUTED_NUMBER &&
                                           th_exact_sign(node->args[i]->num) == 0);
    return n;
}

bool th_computed_equal(th_arena *arena, const th_computed *one, const th_computed *other)
{
    enum { ROUNDS = 3 };
    if (th_str_eq(one->key, other->key))
        return true;
    if (zeros_added(one) != zeros_added(other))
        return false;
    guess_round round = {arena, 0};
    const th_computed_figures figures = {&round, figure_of_round};
    for (; round.n < ROUNDS; round.n++) {
        const th_exact *a = th_computed_value(arena, one, &figures), *b = th_computed_value(arena, other, &figures);
        if (!a || !b || th_exact_cmp(a, b) != 0)
            return false;
    }
    return true;
}
