/* Putting values, and what was done to them, into Vietnamese words. */
#include "text/value.h"

#include "text/fold.h"

#include "base/banned.h"

typedef struct word {
    uint32_t bit;
    const char *vi;
} word;

static const char *const types[TH_TYPES] = {
#define TH_TYPE(id, vi, en) [TH_TYPE_##id] = vi,
#include "text/types.def"
#undef TH_TYPE
};

th_str th_type_vi(th_type type)
{
    return type < TH_TYPES ? th_str_of(types[type]) : (th_str){0};
}

bool th_type_find(th_arena *scratch, th_str name, th_type *out)
{
    for (unsigned type = 0; type < TH_TYPES; type++)
        if (th_fold_eq(scratch, name, th_str_of(types[type]))) {
            *out = (th_type)type;
            return true;
        }
    return false;
}

bool th_type_is_number(th_type type)
{
    return type == TH_TYPE_INT || type == TH_TYPE_REAL || type == TH_TYPE_PERCENT || type == TH_TYPE_MONEY;
}

static th_str words_of_bits(th_arena *arena, uint32_t bits, const word *words, size_t n, th_str between)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++) {
        if (!(bits & words[i].bit))
            continue;
        if (out.len)
            th_buf_add(&out, between);
        th_buf_add(&out, th_str_of(words[i].vi));
    }
    return th_buf_str(&out);
}

th_str th_qualifier_vi(th_arena *arena, uint32_t qualifiers)
{
    static const word words[] = {
        {TH_Q_GROWTH, "tăng"},        {TH_Q_DECLINE, "giảm"},   {TH_Q_ESTIMATE, "ước đạt"},
        {TH_Q_ABOUT, "khoảng"},       {TH_Q_OVER, "trên"},      {TH_Q_UNDER, "dưới"},
        {TH_Q_AT_LEAST, "tối thiểu"}, {TH_Q_AT_MOST, "tối đa"}, {TH_Q_NEAR, "gần"},
    };
    return words_of_bits(arena, qualifiers, words, sizeof words / sizeof *words, TH_STR(" "));
}

th_str th_did_vi(th_arena *arena, uint32_t did)
{
    static const word words[] = {
        {TH_DID_TEXT_TO_NUMBER, "chữ → số"},
        {TH_DID_SCALE, "quy đổi đơn vị"},
        {TH_DID_PERCENT_FORMAT, "ô định dạng %"},
        {TH_DID_FROM_DATE, "khôi phục từ ngày tháng"},
        {TH_DID_ZERO_WORD, "“không” → 0"},
        {TH_DID_PERCENT_BARE, "số nhỏ hơn 1 trong dòng %"},
        {TH_DID_ROUND_DOUBLE, "bỏ phần lẻ khi tính"},
    };
    return words_of_bits(arena, did, words, sizeof words / sizeof *words, TH_STR("; "));
}

/* Two digits as a number. */
static int two(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

const th_exact *th_value_printed(const th_value *value)
{
    return value->printed ? value->printed : value->num;
}

th_str th_value_vi(th_arena *arena, const th_value *value, th_type type)
{
    if (value->state != TH_STATE_VALUE)
        return (th_str){0};
    if (type == TH_TYPE_DATE && value->text.len == 10) /* from YYYY-MM-DD */
        return th_str_fmt(arena, "%d/%d/%.4s", two(value->text.ptr + 8), two(value->text.ptr + 5), value->text.ptr);
    if (!value->num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL)
        return value->text;
    th_str num = value->decimals < 0 ? th_exact_vi(arena, value->num, 2, true)
                                     : th_exact_vi(arena, value->num, value->decimals, false);
    if (value->den)
        num = th_str_fmt(arena, TH_FMT "/" TH_FMT, TH_ARG(num), TH_ARG(th_exact_vi(arena, value->den, 0, true)));
    th_str qualifier = th_qualifier_vi(arena, value->qualifiers);
    return qualifier.len ? th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(qualifier), TH_ARG(num)) : num;
}
