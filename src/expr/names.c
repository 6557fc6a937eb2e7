/* The names of measures and the signs of operators. */
#include "expr/lexer.h"
#include "text/utf8.h"

#include "base/banned.h"

static const struct {
    th_str key, vi, en;
} measures[] = {
#define TH_MEASURE(id, key, vi, en) [TH_##id] = {{key, sizeof(key) - 1}, {vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}},
#include "expr/measures.def"
#undef TH_MEASURE
};

static const struct {
    th_op op;
    th_str sign;
} operators[] = {
#define TH_OPERATOR(id, sign) {TH_OP_##id, {sign, sizeof(sign) - 1}},
#include "expr/operators.def"
#undef TH_OPERATOR
};

th_str th_measure_vi(th_measure m)
{
    return measures[m].vi;
}

th_words th_measure_words(th_arena *arena, th_measure m)
{
    return (th_words){th_text_lower(arena, measures[m].vi), measures[m].en};
}

th_str th_measure_key(th_measure m)
{
    return measures[m].key;
}

bool th_measure_find(th_str key, th_measure *out)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (th_str_eq(measures[i].key, key)) {
            *out = (th_measure)i;
            return true;
        }
    return false;
}

th_str th_op_text(th_op op)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (operators[i].op == op)
            return operators[i].sign;
    return TH_STR("-"); /* NEG */
}

bool th_op_find(th_str s, size_t at, th_op *op, size_t *len)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (th_str_starts(th_str_sub(s, at, s.len), operators[i].sign)) {
            *op = operators[i].op;
            *len = operators[i].sign.len;
            return true;
        }
    return false;
}
