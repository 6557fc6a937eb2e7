/* Putting values, and what was done to them, into Vietnamese words. */
#include "text/value.h"

#include "text/fold.h"

#include "base/banned.h"

typedef struct word {
    uint32_t bit;
    const char *vi, *en;
} word;

static const th_words types[TH_TYPES] = {
#define TH_TYPE(id, vi, en) [TH_TYPE_##id] = {{vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}},
#include "text/types.def"
#undef TH_TYPE
};

th_words th_type_words(th_type type)
{
    return type < TH_TYPES ? types[type] : (th_words){0};
}

th_str th_type_vi(th_type type)
{
    return th_type_words(type).vi;
}

bool th_type_find(th_arena *scratch, th_str name, th_type *out)
{
    for (unsigned type = 0; type < TH_TYPES; type++)
        if (th_fold_eq(scratch, name, types[type].vi)) {
            *out = (th_type)type;
            return true;
        }
    return false;
}

bool th_type_is_number(th_type type)
{
    return type == TH_TYPE_INT || type == TH_TYPE_REAL || type == TH_TYPE_PERCENT || type == TH_TYPE_MONEY;
}

/* The names of some bits, in one language. */
typedef struct bit_words {
    const word *at;
    size_t n;
    const char *between;
    bool english;
} bit_words;

static th_str words_of_bits(th_arena *arena, uint32_t bits, const bit_words *words)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < words->n; i++) {
        const word *said = &words->at[i];
        if (!(bits & said->bit))
            continue;
        if (out.len)
            th_buf_add(&out, th_str_of(words->between));
        th_buf_add(&out, th_str_of(words->english ? said->en : said->vi));
    }
    return th_buf_str(&out);
}

th_words th_qualifier_words(th_arena *arena, uint32_t qualifiers)
{
    static const word words[] = {
        {TH_Q_GROWTH, "tăng", "up"},
        {TH_Q_DECLINE, "giảm", "down"},
        {TH_Q_ESTIMATE, "ước đạt", "an estimated"},
        {TH_Q_ABOUT, "khoảng", "about"},
        {TH_Q_OVER, "trên", "over"},
        {TH_Q_UNDER, "dưới", "under"},
        {TH_Q_AT_LEAST, "tối thiểu", "at least"},
        {TH_Q_AT_MOST, "tối đa", "at most"},
        {TH_Q_NEAR, "gần", "nearly"},
    };
    const bit_words vi = {words, sizeof words / sizeof *words, " ", false};
    const bit_words en = {words, sizeof words / sizeof *words, " ", true};
    return (th_words){words_of_bits(arena, qualifiers, &vi), words_of_bits(arena, qualifiers, &en)};
}

th_str th_qualifier_vi(th_arena *arena, uint32_t qualifiers)
{
    return th_qualifier_words(arena, qualifiers).vi;
}

th_str th_did_vi(th_arena *arena, uint32_t did)
{
    static const word words[] = {
        {.bit = TH_DID_TEXT_TO_NUMBER, .vi = "chữ → số"},
        {.bit = TH_DID_SCALE, .vi = "quy đổi đơn vị"},
        {.bit = TH_DID_PERCENT_FORMAT, .vi = "ô định dạng %"},
        {.bit = TH_DID_FROM_DATE, .vi = "khôi phục từ ngày tháng"},
        {.bit = TH_DID_ZERO_WORD, .vi = "“không” → 0"},
        {.bit = TH_DID_PERCENT_BARE, .vi = "số nhỏ hơn 1 trong dòng %"},
        {.bit = TH_DID_ROUND_DOUBLE, .vi = "bỏ phần lẻ khi tính"},
        {.bit = TH_DID_MINUS_DROPPED, .vi = "điểm trừ ghi số âm"},
        {.bit = TH_DID_MINUS_ADDED, .vi = "“giảm” → số âm"},
    };
    const bit_words named = {words, sizeof words / sizeof *words, "; ", false};
    return words_of_bits(arena, did, &named);
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

bool th_value_states_same(const th_value *a, const th_value *b)
{
    if (a->state != b->state || a->qualifiers != b->qualifiers)
        return false;
    if (!a->num || !b->num)
        return !a->num && !b->num && th_str_eq(a->text, b->text);
    return th_exact_same(a->num, b->num) && th_exact_same(a->den, b->den);
}

static th_words number_in_words(th_arena *arena, const th_value *value)
{
    th_words num = value->decimals < 0 ? th_exact_words(arena, value->num, 2, true)
                                       : th_exact_words(arena, value->num, value->decimals, false);
    if (value->den) {
        th_words den = th_exact_words(arena, value->den, 0, true);
        num = (th_words){th_str_fmt(arena, TH_FMT "/" TH_FMT, TH_ARG(num.vi), TH_ARG(den.vi)),
                         th_str_fmt(arena, TH_FMT "/" TH_FMT, TH_ARG(num.en), TH_ARG(den.en))};
    }
    th_words said = th_qualifier_words(arena, value->qualifiers);
    return said.vi.len ? (th_words){th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(said.vi), TH_ARG(num.vi)),
                                    th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(said.en), TH_ARG(num.en))}
                       : num;
}

th_words th_value_words(th_arena *arena, const th_value *value, th_type type)
{
    th_str text = value->text;
    if (value->state != TH_STATE_VALUE)
        return (th_words){0};
    if (type == TH_TYPE_DATE && text.len == 10) /* YYYY-MM-DD */
        return (th_words){th_str_fmt(arena, "%d/%d/%.4s", two(text.ptr + 8), two(text.ptr + 5), text.ptr), text};
    if (!value->num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL)
        return th_words_quoted(text);
    return number_in_words(arena, value);
}

th_str th_value_vi(th_arena *arena, const th_value *value, th_type type)
{
    return th_value_words(arena, value, type).vi;
}
