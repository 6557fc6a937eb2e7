#include "text/value.h"

#include "text/fold.h"
#include "text/number.h"
#include "text/utf8.h"

#include <stdint.h>

#include "base/banned.h"

enum { COMPUTED_DECIMALS = 9, NOISE_DECIMALS = 9 };

static const struct {
    const char *vi;
} types[] = {
#define TH_TYPE(id, vi, en) [TH_TYPE_##id] = {vi},
#include "text/types.def"
#undef TH_TYPE
};

th_str th_type_vi(th_type type)
{
    return th_str_of(types[type].vi);
}

bool th_type_find(th_arena *scratch, th_str name, th_type *out)
{
    for (unsigned t = 0; t < TH_TYPES; t++)
        if (th_fold_eq(scratch, name, th_str_of(types[t].vi))) {
            *out = (th_type)t;
            return true;
        }
    return false;
}

bool th_type_is_number(th_type type)
{
    return type == TH_TYPE_INT || type == TH_TYPE_REAL || type == TH_TYPE_PERCENT || type == TH_TYPE_MONEY;
}

static th_value unreadable(th_str why)
{
    return (th_value){.state = TH_STATE_UNREADABLE, .trouble = why};
}

int th_unit_scale(th_arena *arena, th_str unit)
{
    static const struct {
        const char *word;
        int power;
    } scales[] = {{"nghìn tỷ", 12}, {"tỷ", 9}, {"tỉ", 9}, {"triệu", 6}, {"nghìn", 3}, {"ngàn", 3}};
    th_str folded = th_fold(arena, unit);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (th_str_starts(folded, th_fold(arena, th_str_of(scales[i].word))))
            return scales[i].power;
    return 0;
}

/* What follows a number must be its unit of measure, or begin with a word of it ("vị trí trạm BTS" for "vị trí"). */
static bool rest_is_unit(th_arena *arena, th_str rest, th_str unit)
{
    if (rest.len == 0)
        return true;
    th_str r = th_fold(arena, rest), u = th_fold(arena, unit);
    if (u.len == 0)
        return false;
    if (th_str_starts(r, u) || th_str_starts(u, r) || th_str_find(r, u, 0) != SIZE_MAX)
        return true;
    size_t space = th_str_find(u, TH_STR(" "), 0);
    th_str first = space == SIZE_MAX ? u : th_str_sub(u, 0, space);
    size_t slash = th_str_find(first, TH_STR("/"), 0);
    if (slash != SIZE_MAX)
        first = th_str_sub(first, 0, slash);
    return first.len > 0 && th_str_starts(r, first);
}

static const th_exact *shifted(th_arena *arena, const th_exact *num, int power)
{
    return power ? th_exact_mul(arena, num, th_exact_pow10(arena, power)) : num;
}

static th_value need_integer(th_arena *arena, th_value v)
{
    if (th_exact_is_int(v.num))
        return v;
    const th_exact *near = th_exact_round(arena, v.num, 0);
    const th_exact *gap = th_exact_abs(arena, th_exact_sub(arena, v.num, near));
    const th_exact *noise = th_exact_mul(arena, th_exact_abs(arena, v.num), th_exact_pow10(arena, -NOISE_DECIMALS));
    if (th_exact_cmp(gap, noise) <= 0) { /* binary noise of a computed whole number */
        v.num = near;
        v.did |= TH_DID_ROUND_DOUBLE;
        v.decimals = 0;
        return v;
    }
    v.trouble = th_exact_vi(arena, shifted(arena, v.num, 3), 0, true); /* 1.542 typed on an en-US machine */
    v.state = TH_STATE_UNREADABLE;
    v.not_integer = true;
    return v;
}

static th_value from_text(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    th_numeral n = th_numeral_read(arena, raw->text);
    th_value v = {.state = TH_STATE_VALUE, .num = n.num, .decimals = n.decimals, .qualifiers = n.qualifiers, .did = TH_DID_TEXT_TO_NUMBER};
    if (n.not_collected)
        return (th_value){.state = TH_STATE_BLANK};
    if (n.zero_word) {
        v.num = th_exact_int(arena, 0);
        v.did |= TH_DID_ZERO_WORD;
        return v;
    }
    if (!n.num)
        return unreadable(TH_STR("không có số"));
    bool ratio_unit = n.den && th_str_find(unit, TH_STR("/"), 0) != SIZE_MAX;
    if (n.den && !ratio_unit)
        return unreadable(TH_STR("là một tỷ số"));
    if (n.ambiguous && type == TH_TYPE_INT)
        return (th_value){.state = TH_STATE_UNREADABLE, .not_integer = true, .trouble = th_exact_vi(arena, shifted(arena, n.num, 3), 0, true)};
    bool counts_percent = type == TH_TYPE_PERCENT || th_str_find(unit, TH_STR("%"), 0) != SIZE_MAX;
    if (n.percent && !counts_percent)
        return unreadable(TH_STR("là phần trăm"));
    if (!n.den && !rest_is_unit(arena, n.rest, unit))
        return unreadable(th_str_fmt(arena, "không rõ “" TH_FMT "”", TH_ARG(n.rest)));
    int into = th_unit_scale(arena, unit);
    if (n.scale || (n.money && into)) {
        int shift = n.scale - into;
        v.num = shifted(arena, n.num, shift);
        v.did |= shift ? TH_DID_SCALE : 0;
        v.decimals = v.decimals > shift ? v.decimals - shift : 0;
    }
    return v;
}

static th_value from_number(th_arena *arena, const th_raw *raw, th_type type)
{
    th_value v = {.state = TH_STATE_VALUE, .num = th_exact_double(arena, raw->number)};
    if (!v.num)
        return unreadable(TH_STR("không phải số"));
    int shown = raw->format_decimals;
    if (type == TH_TYPE_PERCENT && raw->format == TH_FORMAT_PERCENT) {
        v.num = shifted(arena, v.num, 2);
        v.did |= TH_DID_PERCENT_FORMAT;
    } else if (type == TH_TYPE_PERCENT && th_exact_sign(v.num) > 0 && th_exact_cmp(v.num, th_exact_int(arena, 1)) < 0) {
        v.did |= TH_DID_PERCENT_BARE;
    }
    int exact = th_exact_decimals(v.num, COMPUTED_DECIMALS);
    v.decimals = exact > COMPUTED_DECIMALS ? -1 : exact;
    if (shown >= 0 && v.decimals == -1 && type != TH_TYPE_INT) { /* what a reader of the sheet sees */
        v.num = th_exact_round(arena, v.num, shown);
        v.decimals = shown;
        v.did |= TH_DID_ROUND_DOUBLE;
    }
    return v;
}

static th_value read_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    th_value v;
    if (raw->kind == TH_RAW_NUMBER)
        v = from_number(arena, raw, type);
    else if (raw->kind == TH_RAW_TEXT)
        v = from_text(arena, raw, type, unit);
    else if (raw->kind == TH_RAW_DATE)
        return unreadable(TH_STR("ô là ngày tháng"));
    else
        return unreadable(TH_STR("không phải số"));
    if (v.state != TH_STATE_VALUE || (type != TH_TYPE_INT && type != TH_TYPE_MONEY))
        return v;
    return type == TH_TYPE_INT ? need_integer(arena, v) : v;
}

/* "05/63" that Excel made a date: its format says which two parts were typed. */
static th_value from_date(th_arena *arena, const th_raw *raw)
{
    int y, m, d;
    th_date_of_serial((int)raw->number, &y, &m, &d);
    th_str code = th_fold(arena, raw->format_code);
    bool has_day = th_str_find(code, TH_STR("d"), 0) != SIZE_MAX, has_year = th_str_find(code, TH_STR("y"), 0) != SIZE_MAX;
    th_value v = {.state = TH_STATE_VALUE, .did = TH_DID_FROM_DATE};
    if (has_year && !has_day) { /* mmm-yy: month and year of two digits */
        v.num = th_exact_int(arena, m);
        v.den = th_exact_int(arena, y % 100);
    } else if (has_day && !has_year) { /* d-mmm: first part day, as typed day/month */
        v.num = th_exact_int(arena, d);
        v.den = th_exact_int(arena, m);
    } else {
        return unreadable(TH_STR("ô là ngày tháng"));
    }
    return v;
}

static th_value read_pair(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    if (raw->kind == TH_RAW_DATE)
        return from_date(arena, raw);
    if (raw->kind == TH_RAW_NUMBER) {
        th_value v = from_number(arena, raw, type);
        if (type == TH_TYPE_RANK && v.state == TH_STATE_VALUE)
            return need_integer(arena, v);
        return v;
    }
    if (raw->kind != TH_RAW_TEXT)
        return unreadable(TH_STR("không phải số"));
    th_numeral n = th_numeral_read(arena, raw->text);
    if (n.not_collected || n.zero_word)
        return (th_value){.state = TH_STATE_BLANK};
    if (!n.num || (n.rest.len && !n.den && !rest_is_unit(arena, n.rest, unit)))
        return unreadable(type == TH_TYPE_RANK ? TH_STR("không có thứ hạng") : TH_STR("không có tỷ số"));
    if (n.den && th_exact_sign(n.den) == 0)
        return unreadable(TH_STR("mẫu số bằng 0"));
    th_value v = {.state = TH_STATE_VALUE, .num = n.num, .den = n.den, .decimals = n.decimals, .qualifiers = n.qualifiers};
    if (type == TH_TYPE_RANK)
        return need_integer(arena, v);
    if (!n.den)
        return unreadable(TH_STR("không có mẫu số"));
    return v;
}

static th_value read_date(th_arena *arena, const th_raw *raw)
{
    int y, m, d;
    if (raw->kind == TH_RAW_DATE || (raw->kind == TH_RAW_NUMBER && raw->number >= 1 && raw->number < 2958466))
        th_date_of_serial((int)raw->number, &y, &m, &d);
    else if (raw->kind != TH_RAW_TEXT || !th_date_parse(raw->text, &y, &m, &d))
        return unreadable(TH_STR("không phải ngày"));
    return (th_value){.state = TH_STATE_VALUE, .num = th_exact_int(arena, th_date_serial(y, m, d)), .text = th_str_fmt(arena, "%04d-%02d-%02d", y, m, d)};
}

static th_value read_bool(th_arena *arena, const th_raw *raw)
{
    static const char *const yes[] = {"có", "x", "đạt", "rồi", "true", "1", "yes"}, *const no[] = {"không", "chưa", "không có", "false", "0", "no", "-"};
    int known = -1;
    if (raw->kind == TH_RAW_BOOL || raw->kind == TH_RAW_NUMBER)
        known = raw->number == 1 ? 1 : raw->number == 0 ? 0 : -1;
    th_str folded = raw->kind == TH_RAW_TEXT ? th_fold(arena, raw->text) : (th_str){0};
    for (size_t i = 0; raw->kind == TH_RAW_TEXT && i < sizeof yes / sizeof *yes; i++)
        known = th_str_eq(folded, th_fold(arena, th_str_of(yes[i]))) ? 1 : known;
    for (size_t i = 0; raw->kind == TH_RAW_TEXT && i < sizeof no / sizeof *no; i++)
        known = th_str_eq(folded, th_fold(arena, th_str_of(no[i]))) ? 0 : known;
    if (raw->kind == TH_RAW_TEXT && th_str_eq(th_str_trim(raw->text), TH_STR("-")))
        known = 0;
    if (known < 0)
        return unreadable(TH_STR("cần “Có” hoặc “Không”"));
    return (th_value){.state = TH_STATE_VALUE, .num = th_exact_int(arena, known), .text = known ? TH_STR("Có") : TH_STR("Không")};
}

static th_value read_text(th_arena *arena, const th_raw *raw)
{
    th_value v = {.state = TH_STATE_VALUE};
    switch (raw->kind) {
    case TH_RAW_NUMBER: v.text = th_double_text(arena, raw->number); break;
    case TH_RAW_BOOL: v.text = raw->number != 0 ? TH_STR("Có") : TH_STR("Không"); break;
    case TH_RAW_TEXT:
    case TH_RAW_DATE: v.text = th_str_trim(raw->text); break;
    case TH_RAW_ERROR: return unreadable(raw->text);
    case TH_RAW_BLANK:
    default: return (th_value){.state = TH_STATE_BLANK};
    }
    if (v.text.len == 0)
        v.state = TH_STATE_BLANK;
    return v;
}

th_value th_value_read(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    if (raw->kind == TH_RAW_BLANK || (raw->kind == TH_RAW_TEXT && th_fold(arena, raw->text).len == 0 && th_str_trim(raw->text).len == 0))
        return (th_value){.state = TH_STATE_BLANK};
    if (raw->kind == TH_RAW_ERROR)
        return unreadable(raw->text);
    switch (type) {
    case TH_TYPE_INT:
    case TH_TYPE_REAL:
    case TH_TYPE_PERCENT:
    case TH_TYPE_MONEY: return read_number(arena, raw, type, unit);
    case TH_TYPE_RATIO:
    case TH_TYPE_RANK: return read_pair(arena, raw, type, unit);
    case TH_TYPE_DATE: return read_date(arena, raw);
    case TH_TYPE_BOOL: return read_bool(arena, raw);
    case TH_TYPE_TEXT:
    case TH_TYPE_ENUM:
    case TH_TYPE_DOCNO:
    case TH_TYPES:
    default: return read_text(arena, raw);
    }
}

static th_str join(th_arena *arena, uint32_t bits, const char *const *words, const uint32_t *masks, size_t n, const char *between)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++) {
        if (!(bits & masks[i]))
            continue;
        if (out.len)
            th_buf_add(&out, th_str_of(between));
        th_buf_add(&out, th_str_of(words[i]));
    }
    return th_buf_str(&out);
}

th_str th_qualifier_vi(th_arena *arena, uint32_t qualifiers)
{
    static const char *const words[] = {"tăng", "giảm", "ước đạt", "khoảng", "trên", "tối thiểu", "dưới", "gần", "tối đa"};
    static const uint32_t masks[] = {TH_Q_GROWTH, TH_Q_DECLINE, TH_Q_ESTIMATE, TH_Q_ABOUT, TH_Q_OVER, TH_Q_AT_LEAST, TH_Q_UNDER, TH_Q_NEAR, TH_Q_AT_MOST};
    return join(arena, qualifiers, words, masks, sizeof masks / sizeof *masks, " ");
}

th_str th_did_vi(th_arena *arena, uint32_t did)
{
    static const char *const words[] = {"chữ → số", "quy đổi đơn vị", "ô định dạng %", "khôi phục từ ngày tháng", "“không” → 0", "số nhỏ hơn 1 trong dòng %", "bỏ phần lẻ khi tính"};
    static const uint32_t masks[] = {TH_DID_TEXT_TO_NUMBER, TH_DID_SCALE, TH_DID_PERCENT_FORMAT, TH_DID_FROM_DATE, TH_DID_ZERO_WORD, TH_DID_PERCENT_BARE, TH_DID_ROUND_DOUBLE};
    return join(arena, did, words, masks, sizeof masks / sizeof *masks, "; ");
}

/* Two digits as a number. */
static int two(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

th_str th_value_vi(th_arena *arena, const th_value *value, th_type type)
{
    if (value->state != TH_STATE_VALUE)
        return (th_str){0};
    if (type == TH_TYPE_DATE && value->text.len == 10) /* YYYY-MM-DD to d/m/yyyy */
        return th_str_fmt(arena, "%d/%d/%.4s", two(value->text.ptr + 8), two(value->text.ptr + 5), value->text.ptr);
    if (!value->num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL)
        return value->text;
    int decimals = value->decimals < 0 ? 2 : value->decimals;
    th_str num = th_exact_vi(arena, value->num, decimals > 0 ? decimals : th_exact_decimals(value->num, 2), false);
    if (value->den)
        num = th_str_fmt(arena, TH_FMT "/" TH_FMT, TH_ARG(num), TH_ARG(th_exact_vi(arena, value->den, 0, true)));
    th_str q = th_qualifier_vi(arena, value->qualifiers);
    return q.len ? th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(q), TH_ARG(num)) : num;
}
