/* Reading whole numbers, reals, percents and money, from number cells and from text. */
#include "base/ascii.h"
#include "text/value_read.h"

#include "text/fold.h"
#include "text/number.h"
#include "text/same_unit.h"

#include "base/banned.h"

enum {
    COMPUTED_DECIMALS = 9, /* nobody types more, so a number that needs more was computed */
    NOISE_DECIMALS = 9,    /* a deviation by one part in a billion is binary noise */
    EXCEL_DIGITS = 15      /* all that Excel shows of a double */
};

static const th_exact *shifted(th_arena *arena, const th_exact *num, int power)
{
    return power ? th_exact_mul(arena, num, th_exact_pow10(arena, power)) : num;
}

static bool has(th_str s, th_str part)
{
    return th_str_find(s, part, 0) != SIZE_MAX;
}

/* ---- units of measure ---- */

typedef struct measure {
    int scale;    /* "tỷ đồng" 9, "triệu đồng" 6, "đồng" 0 */
    bool money;   /* counted in đồng */
    bool percent; /* "%" */
} measure;

/* What follows `words` in a folded text that begins with them as whole words; *found is false, and the result empty,
 * when it does not. */
static th_str after_words(th_str s, th_str words, bool *found)
{
    th_str rest = th_str_sub(s, words.len, s.len);
    *found = words.len > 0 && th_str_starts(s, words) &&
             (rest.len == 0 || rest.ptr[0] == ' ' || rest.ptr[0] == '/' || rest.ptr[0] == ',');
    return *found ? th_str_trim(rest) : (th_str){0};
}

static measure measure_of(th_arena *arena, th_str unit, th_type type)
{
    static const struct {
        const char *folded; /* "tỷ" folds to "tỉ" */
        int power;
    } scales[] = {{"nghìn tỉ", 12}, {"ngàn tỉ", 12}, {"tỉ", 9},   {"triệu", 6}, {"tr", 6},    {"trđ", 6},
                  {"tr.đ", 6},      {"nghìn", 3},    {"ngàn", 3}, {"1000", 3},  {"1.000", 3}, {"1000đ", 3}};
    /* In tỷ lệ, tỷ số, tỷ suất and tỷ trọng the word is "ratio", and no scale. */
    static const char *const no_scale[] = {"lệ", "số", "suất", "trọng"};
    th_str folded = th_fold(arena, unit), rest = folded;
    measure made = {.percent = type == TH_TYPE_PERCENT || has(folded, TH_STR("%"))};
    for (size_t i = 0; i < sizeof scales / sizeof *scales && !made.scale; i++) {
        bool found;
        th_str then = after_words(folded, th_str_of(scales[i].folded), &found);
        for (size_t k = 0; found && k < sizeof no_scale / sizeof *no_scale; k++)
            found = !th_str_starts(then, th_str_of(no_scale[k]));
        if (found) {
            made.scale = scales[i].power;
            rest = then;
        }
    }
    bool dong = has(folded, TH_STR("đồng")) || has(folded, TH_STR("vnd")) || has(folded, TH_STR("vnđ")) ||
                th_str_eq(rest, TH_STR("đ"));
    made.money = type == TH_TYPE_MONEY || dong || th_str_ends(folded, TH_STR("trđ")) ||
                 th_str_ends(folded, TH_STR("00đ")) || th_str_ends(folded, TH_STR("tr.đ"));
    return made;
}

int th_unit_scale(th_arena *scratch, th_str unit)
{
    return measure_of(scratch, unit, TH_TYPE_REAL).scale;
}

static bool has_digit(th_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (th_is_digit(s.ptr[i]))
            return true;
    return false;
}

/* Is this a remark, such as a comparison with last year?  It says how the figure stands, and not what is counted. */
static bool is_remark(th_str rest)
{
    static const char *const openings[] = {"so với", "so cùng", "cùng kỳ",  "cùng kì", "trong năm",
                                           "năm",    "(",       "mục tiêu", "kế hoạch"};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (th_str_starts(rest, th_str_of(openings[i])))
            return true;
    return false;
}

/* Is `rest` what people write for the unit?  It may say more ("vị trí trạm BTS" for "vị trí") or less ("thuê bao"
 * for "thuê bao/100 dân"), but no further figure may follow, as in "22 điểm cầu, 10 điểm". */
bool th_value_is_unit(th_arena *arena, th_str rest, th_str unit)
{
    bool found;
    th_str told = th_fold(arena, rest), known = th_fold(arena, unit), same = known;
    if (told.len == 0 || is_remark(told))
        return true;
    for (size_t i = 0; same.len; i++) {
        th_str beyond = after_words(told, same, &found);
        if (found)
            return !has_digit(beyond) || is_remark(beyond);
        same = th_fold(arena, th_same_unit(arena, known, i));
    }
    th_str then;
    /* The words may stand anywhere in the unit. */
    for (size_t at = 0; at < known.len; at++) {
        bool boundary = at == 0 || known.ptr[at - 1] == ' ' || known.ptr[at - 1] == '/' || known.ptr[at - 1] == '(';
        if (boundary)
            after_words(th_str_sub(known, at, known.len), told, &found);
        if (boundary && found)
            return true;
    }
    size_t end = 0; /* of the first part of "tin, bài" or "thuê bao/100 dân" */
    while (end < known.len && known.ptr[end] != ',' && known.ptr[end] != '/' && known.ptr[end] != '(')
        end++;
    then = after_words(told, th_str_trim(th_str_sub(known, 0, end)), &found);
    return found && !has_digit(then);
}

/* ---- numbers in cells ---- */

/* How many decimals 15 significant digits leave to `num`.  Excel takes a double for no more than these. */
static int places_of_excel(th_arena *arena, const th_exact *num)
{
    const th_exact *size = th_exact_abs(arena, num), *limit = th_exact_int(arena, 1);
    int digits = 0;
    for (; digits < EXCEL_DIGITS && th_exact_cmp(size, limit) >= 0; digits++)
        limit = shifted(arena, limit, 1);
    return EXCEL_DIGITS - digits;
}

static const th_exact *binary_noise_removed(th_arena *arena, const th_exact *num)
{
    const th_exact *shown = th_exact_round(arena, num, places_of_excel(arena, num));
    return shown && th_exact_decimals(shown, COMPUTED_DECIMALS) <= COMPUTED_DECIMALS ? shown : NULL;
}

th_value th_value_unreadable(th_arena *arena, th_words why)
{
    return (th_value){.state = TH_STATE_UNREADABLE, .trouble = th_words_keep(arena, why)};
}

th_value th_value_withheld(th_arena *arena, th_str why)
{
    th_value value = th_value_unreadable(arena, (th_words){.vi = why});
    value.withheld = true;
    return value;
}

static th_value not_integer(th_arena *arena, th_value v)
{
    /* 1.542 typed where the dot is the decimal point */
    v.trouble = th_words_keep(arena, th_exact_words(arena, shifted(arena, v.num, 3), 0, true));
    v.state = TH_STATE_UNREADABLE;
    v.not_integer = true;
    return v;
}

th_value th_value_need_integer(th_arena *arena, th_value v)
{
    if (v.state != TH_STATE_VALUE || th_exact_is_int(v.num))
        return v;
    const th_exact *near = th_exact_round(arena, v.num, 0);
    const th_exact *gap = th_exact_abs(arena, th_exact_sub(arena, v.num, near));
    const th_exact *noise = th_exact_mul(arena, th_exact_abs(arena, v.num), th_exact_pow10(arena, -NOISE_DECIMALS));
    if (th_exact_cmp(gap, noise) > 0)
        return not_integer(arena, v);
    v.num = near;
    v.did |= TH_DID_ROUND_DOUBLE;
    v.decimals = 0;
    return v;
}

static bool is_bare_percent(const th_exact *num, th_arena *arena)
{
    return th_exact_sign(num) > 0 && th_exact_cmp(num, th_exact_int(arena, 1)) < 0;
}

th_value th_value_of_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    th_value v = {.state = TH_STATE_VALUE, .num = th_exact_double(arena, raw->number)};
    if (!v.num)
        return th_value_unreadable(arena, TH_WORDS_ARE("không phải số", "not a number"));
    bool percent = measure_of(arena, unit, type).percent;
    if (raw->format == TH_FORMAT_PERCENT) {
        if (!percent)
            return th_value_unreadable(arena, TH_WORDS_ARE("là phần trăm", "a percentage"));
        v.num = shifted(arena, v.num, 2);
        v.did |= TH_DID_PERCENT_FORMAT;
    } else if (type == TH_TYPE_PERCENT && is_bare_percent(v.num, arena)) {
        v.did |= TH_DID_PERCENT_BARE;
    }
    int exact = th_exact_decimals(v.num, COMPUTED_DECIMALS), shown = raw->format_decimals;
    bool whole = type == TH_TYPE_INT || type == TH_TYPE_RANK;
    if (exact <= COMPUTED_DECIMALS) {
        bool hides = shown >= 0 && shown < exact && !whole;
        v.decimals = hides ? shown : exact;
        v.printed = hides ? th_exact_round(arena, v.num, shown) : NULL;
        return v;
    }
    const th_exact *clean = binary_noise_removed(arena, v.num); /* 0.1 + 0.2 is 0.3 */
    if (clean) {
        v.num = clean;
        v.decimals = th_exact_decimals(clean, COMPUTED_DECIMALS);
        v.did |= TH_DID_ROUND_DOUBLE;
    } else if (shown >= 0 && shown <= COMPUTED_DECIMALS && !whole) {
        v.num = th_exact_round(arena, v.num, places_of_excel(arena, v.num));
        v.printed = th_exact_round(arena, v.num, shown);
        v.decimals = shown;
    } else {
        v.decimals = -1;
    }
    return v;
}

/* ---- numbers in text ---- */

static th_value ambiguous(th_arena *arena, const th_numeral *numeral)
{
    th_value v = {.num = numeral->num,
                  .decimals = numeral->decimals,
                  .qualifiers = numeral->qualifiers,
                  .did = TH_DID_TEXT_TO_NUMBER};
    return not_integer(arena, v);
}

/* Why a written figure does not fit the row; empty when it does. */
static th_words objection(th_arena *arena, const th_numeral *numeral, const measure *wanted, th_str unit)
{
    if (numeral->den && !has(unit, TH_STR("/")))
        return TH_WORDS_ARE("là một tỷ số", "a ratio");
    if (numeral->percent && !wanted->percent)
        return TH_WORDS_ARE("là phần trăm", "a percentage");
    if (numeral->money && !wanted->money && !th_str_starts(th_fold(arena, unit), TH_STR("đ")))
        return TH_WORDS_ARE("là số tiền", "an amount of money");
    if (numeral->percent && !has_digit(numeral->rest)) /* "100% xã, phường" names what the share is of */
        return (th_words){0};
    if (!numeral->den && !th_value_is_unit(arena, numeral->rest, unit))
        return TH_WORDS(arena, "không rõ “" TH_FMT "”", "“" TH_FMT "” is not clear", TH_ARG(numeral->rest));
    return (th_words){0};
}

static th_value number_from_text(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    th_numeral numeral = th_numeral_read(arena, raw->text);
    measure wanted = measure_of(arena, unit, type);
    if (numeral.not_collected)
        return (th_value){.state = TH_STATE_BLANK};
    if (numeral.zero_word) {
        if (numeral.rest.len && !th_value_is_unit(arena, numeral.rest, unit))
            return th_value_unreadable(arena, TH_WORDS_ARE("không có số", "no number in it"));
        if (type == TH_TYPE_PERCENT) /* where nothing happened there is no share */
            return (th_value){.state = TH_STATE_BLANK};
        return (th_value){
            .state = TH_STATE_VALUE, .num = th_exact_int(arena, 0), .did = TH_DID_TEXT_TO_NUMBER | TH_DID_ZERO_WORD};
    }
    if (!numeral.num)
        return th_value_unreadable(arena, TH_WORDS_ARE("không có số", "no number in it"));
    th_words why = objection(arena, &numeral, &wanted, unit);
    if (why.vi.len)
        return th_value_unreadable(arena, why);
    bool whole = type == TH_TYPE_INT || (type == TH_TYPE_MONEY && wanted.scale == 0);
    if (numeral.ambiguous && whole && !numeral.scale)
        return ambiguous(arena, &numeral);
    if (numeral.grouped && type == TH_TYPE_PERCENT && !numeral.scale)
        return th_value_unreadable(arena, TH_WORDS_ARE("có dấu chấm: không rõ là phần nghìn hay phần lẻ",
                                                       "it has a dot: thousands or a fraction, which is not clear"));
    th_value v = {.state = TH_STATE_VALUE,
                  .num = numeral.num,
                  .decimals = numeral.decimals,
                  .qualifiers = numeral.qualifiers,
                  .did = TH_DID_TEXT_TO_NUMBER};
    if (type == TH_TYPE_PERCENT && !numeral.percent && is_bare_percent(numeral.num, arena))
        v.did |= TH_DID_PERCENT_BARE;
    if (numeral.scale || (numeral.money && wanted.scale)) {
        int shift = numeral.scale - wanted.scale;
        v.num = shifted(arena, v.num, shift);
        v.did |= shift ? TH_DID_SCALE : 0;
        int exact = th_exact_decimals(v.num, COMPUTED_DECIMALS);
        v.decimals = exact <= COMPUTED_DECIMALS ? exact : -1;
        if (!shift)
            v.decimals = numeral.decimals;
    }
    return v;
}

th_value th_value_read_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    th_value v;
    if (raw->kind == TH_RAW_NUMBER)
        v = th_value_of_number(arena, raw, type, unit);
    else if (raw->kind == TH_RAW_TEXT)
        v = number_from_text(arena, raw, type, unit);
    else if (raw->kind == TH_RAW_DATE)
        v = th_value_unreadable(arena, TH_WORDS_ARE("ô là ngày tháng", "the cell is a date"));
    else
        v = th_value_unreadable(arena, TH_WORDS_ARE("không phải số", "not a number"));
    return type == TH_TYPE_INT ? th_value_need_integer(arena, v) : v;
}
