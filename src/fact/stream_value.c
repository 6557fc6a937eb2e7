/* In the record stream: the value of a figure. */
#include "fact/stream_words.h"

#include "base/banned.h"

/* A printed value is the exact one rounded: at its decimals, or where a row in "triệu đồng" was brought to "đồng" at
 * those of its own unit. */
static bool is_printed_of(th_arena *arena, const th_value *value, int decimals)
{
    enum { MOST_SCALE = 12 };
    if (!value->num || th_exact_cmp(value->num, value->printed) == 0)
        return true;
    bool fits = decimals >= 0 && th_exact_cmp(th_exact_round(arena, value->num, decimals), value->printed) == 0;
    for (int scale = 1; scale <= MOST_SCALE && !fits; scale++) {
        const th_exact *shown =
            th_exact_round(arena, th_exact_mul(arena, value->num, th_exact_pow10(arena, -scale)), 0);
        fits = th_exact_cmp(th_exact_mul(arena, shown, th_exact_pow10(arena, scale)), value->printed) == 0;
    }
    return fits;
}

bool th_stream_value(th_arena *arena, th_arena *scratch, const th_str *field, th_value *value)
{
    enum { STATE = 0, EXACT, DEN, PRINTED, TEXT, DECIMALS, QUALIFIERS, DID };
    long state, decimals, qualifiers, did;
    if (!th_stream_word_find(TH_STREAM_STATES, field[STATE], &state) ||
        !th_stream_exact(scratch, field[EXACT], &value->num) || !th_stream_exact(scratch, field[DEN], &value->den) ||
        !th_stream_exact(scratch, field[PRINTED], &value->printed) ||
        !th_stream_whole(field[DECIMALS], -1, 400, &decimals) ||
        !th_stream_whole(field[QUALIFIERS], 0, 1023, &qualifiers) || !th_stream_whole(field[DID], 0, 1023, &did))
        return false;
    if (!value->printed != !value->num || !is_printed_of(scratch, value, (int)decimals))
        return false;
    if (value->num && th_exact_cmp(value->num, value->printed) == 0)
        value->printed = NULL;
    value->num = th_exact_copy(arena, value->num);
    value->den = th_exact_copy(arena, value->den);
    value->printed = th_exact_copy(arena, value->printed);
    value->state = (th_state)state;
    value->text = th_stream_text(arena, field[TEXT]);
    value->decimals = (int)decimals;
    value->qualifiers = (uint32_t)qualifiers;
    value->did = (uint32_t)did;
    return true;
}
