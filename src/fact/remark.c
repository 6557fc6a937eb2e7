/* Telling a remark beside a figure from a second figure for the same thing, and from a direction against its sign.
 *
 * What stands behind a figure and its unit of measure is taken clause by clause: the words before the next number say
 * what that number is.  None, or words such as "điều chỉnh" and "đúng là", or the name of the very column ("kế hoạch"
 * in a plan), give another figure for the same thing, unless it is the same.  All other words are a remark. */
#include "fact/remark.h"

#include "base/ascii.h"
#include "text/fold.h"
#include "text/number.h"
#include "text/same_unit.h"
#include "text/utf8.h"
#include "text/value_read.h"

#include "base/banned.h"

/* ---- words ---- */

static bool is_listed_word(th_str word, const char *const *list)
{
    for (; *list; list++)
        if (th_str_eq(word, th_str_of(*list)))
            return true;
    return false;
}

static bool mentions(th_str s, const char *part)
{
    return th_str_find(s, th_str_of(part), 0) != SIZE_MAX;
}

static bool says_word(th_arena *arena, th_str s, const char *word)
{
    th_str rest = th_fold(arena, s), piece, wanted = th_fold(arena, th_str_of(word));
    while (th_str_cut(&rest, ' ', &piece)) {
        while (piece.len && th_is_one_of(piece.ptr[0], "(,;:"))
            piece = th_str_sub(piece, 1, piece.len);
        while (piece.len && th_is_one_of(piece.ptr[piece.len - 1], "),;:."))
            piece = th_str_sub(piece, 0, piece.len - 1);
        if (th_str_eq(piece, wanted))
            return true;
    }
    return false;
}

/* Does the text hold each of several words, which blanks separate? */
static bool says_words(th_arena *arena, th_str s, const char *words)
{
    th_str rest = th_str_of(words), word;
    while (th_str_cut(&rest, ' ', &word))
        if (!says_word(arena, s, th_str_cstr(arena, word)))
            return false;
    return true;
}

static bool has_digits(th_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (th_is_digit(s.ptr[i]))
            return true;
    return false;
}

/* The words before a number without those that say nothing of what it is: "đã điều chỉnh lên" is "dieu chinh". */
static th_str core_of(th_arena *arena, th_str lead)
{
    static const char *const fillers[] = {"so",  "lieu", "la",     "lai", "thanh", "len", "xuong", "da",
                                          "can", "xin",  "khoang", "uoc", "tren",  "hon", "gan",   "theo",
                                          "de",  "nghi", "sau",    "khi", "duoc",  "se",  "nay",   NULL};
    th_str rest = th_fold_weak(arena, lead), word;
    th_buf out;
    th_buf_init(&out, arena);
    while (th_str_cut(&rest, ' ', &word)) {
        while (word.len && !th_is_letter(word.ptr[0]) && !th_is_digit(word.ptr[0]) && (unsigned char)word.ptr[0] < 0x80)
            word = th_str_sub(word, 1, word.len);
        while (word.len && th_is_one_of(word.ptr[word.len - 1], ":=>-.,"))
            word = th_str_sub(word, 0, word.len - 1);
        if (!word.len || is_listed_word(word, fillers))
            continue;
        if (out.len)
            th_buf_byte(&out, ' ');
        th_buf_add(&out, word);
    }
    return th_buf_str(&out);
}

/* Do these words say that the number behind them is the figure of the cell itself? */
static bool names_the_figure(th_str core, th_measure measure)
{
    static const char *const any[] = {"dieu chinh", "sua",        "dinh chinh", "dung", "dung ra",  "thuc te",
                                      "thuc",       "moi",        "hoac",       "hay",  "bang",     "ra soat",
                                      "cap nhat",   "chinh thuc", "chot",       "hien", "hien tai", NULL};
    static const char *const now[] = {"thuc hien", "thuc dat", "ca nam", "nam", "tong", "tong cong", "luy ke", NULL};
    static const char *const plan[] = {"ke hoach", "kh", "ke hoach nam", "ke hoach giao", "kh giao", "giao", "chi tieu",
                                       "muc tieu", NULL};
    static const char *const previous[] = {"thuc hien", "nam truoc", "cung ki", "cung ky", NULL};
    if (!core.len || is_listed_word(core, any))
        return true;
    switch (measure) {
    case TH_NOW: return is_listed_word(core, now);
    case TH_PLAN: return is_listed_word(core, plan);
    case TH_PREVIOUS: return is_listed_word(core, previous);
    case TH_COMPARED:
    case TH_REMARK:
    case TH_MEASURES:
    default: return false;
    }
}

/* ---- a second figure ---- */

typedef struct remark_at_hand {
    th_arena *arena;
    const th_wanted *wanted;
    const th_value *value;
    th_str unit;
    int period;
    int scale; /* of the figure itself: "950 tỷ" 9 */
} remark_at_hand;

static bool states_no_other(const remark_at_hand *at, const th_numeral *other)
{
    if (at->value->den || other->den)
        return at->value->den && other->den && th_exact_cmp(at->value->num, other->num) == 0 &&
               th_exact_cmp(at->value->den, other->den) == 0;
    const int own = th_unit_scale(at->arena, at->unit);
    const int shifts[] = {0, at->scale ? at->scale - own : 0, other->scale - own};
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++)
        if (th_exact_cmp(th_exact_mul(at->arena, other->num, th_exact_pow10(at->arena, shifts[i])), at->value->num) ==
            0)
            return true;
    return false;
}

/* A year, a month or a day is when, and no figure: what follows it is looked at in its place. */
static bool is_time(th_arena *arena, th_str lead)
{
    static const char *const units[] = {"nam", "thang", "quy", "ngay", "ki", "ky", "lan", "den", "het", NULL};
    th_str rest = th_fold_weak(arena, lead), word, last = {0};
    while (th_str_cut(&rest, ' ', &word))
        if (word.len)
            last = word;
    while (last.len && th_is_one_of(last.ptr[0], "("))
        last = th_str_sub(last, 1, last.len);
    return is_listed_word(last, units);
}

static int year_of(const th_numeral *numeral)
{
    double value = th_exact_to_double(numeral->num);
    return (int)(value >= 1900 && value <= 2999 ? value : 0);
}

/* Does it say more than the unit of measure in any of its words?  "16 người dân" are not 16 of "cá nhân", though "16
 * người" are. */
static bool says_more_than_unit(const remark_at_hand *at, th_str rest)
{
    th_str told = th_fold(at->arena, rest), same = th_fold(at->arena, at->unit);
    for (size_t i = 0; same.len; i++) {
        if (told.len > same.len && th_str_starts(told, same))
            return true;
        same = th_fold(at->arena, th_same_unit(at->arena, at->unit, i));
    }
    return false;
}

/* Is what follows the number a thing of its own, as in "5 nam" and "700 năm trước"? */
static bool counts_something_else(const remark_at_hand *at, const th_numeral *other)
{
    static const char *const openings[] = {"năm",      "so ", "cùng ", "trong ", "kế hoạch",
                                           "mục tiêu", "kỳ ", "quý ",  "tháng "};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (th_str_starts(other->rest, th_str_of(openings[i])))
            return true;
    return !th_value_is_unit(at->arena, other->rest, at->unit) || says_more_than_unit(at, other->rest);
}

/* The figure that a clause states for the same thing; .num is NULL where it states none. */
static th_numeral figure_of_clause(const remark_at_hand *at, th_str clause)
{
    size_t digit = 0;
    while (digit < clause.len && !th_is_digit(clause.ptr[digit]))
        digit++;
    th_numeral none = {0};
    if (digit == clause.len)
        return none;
    th_str lead = th_str_sub(clause, 0, digit);
    th_numeral other = th_numeral_read(at->arena, th_str_sub(clause, digit, clause.len));
    if (!other.num)
        return none;
    int year = year_of(&other);
    if (is_time(at->arena, lead) && (year || !names_the_figure(core_of(at->arena, lead), at->wanted->measure))) {
        int meant = at->wanted->measure == TH_PREVIOUS ? at->period - 1 : at->period;
        bool own = year == meant && has_digits(other.rest);
        if (!own)
            return none;
        return figure_of_clause(at, th_str_trim(other.rest)); /* "năm 2022: 800" */
    }
    bool percent = at->wanted->type == TH_TYPE_PERCENT || mentions(at->unit, "%");
    if ((other.percent && !percent) || (other.den && !at->value->den))
        return none;
    if (!names_the_figure(core_of(at->arena, lead), at->wanted->measure) || counts_something_else(at, &other))
        return none;
    return other;
}

/* Cuts the next clause off `rest`. */
static th_str next_clause(th_str *rest)
{
    size_t end = 0;
    for (; end < rest->len; end++) {
        char c = rest->ptr[end];
        bool space = end + 1 < rest->len && rest->ptr[end + 1] == ' ';
        if (c == '(' || c == ')' || c == ';' || (space && (c == ',' || c == '.')))
            break;
    }
    th_str clause = th_str_trim(th_str_sub(*rest, 0, end));
    *rest = th_str_sub(*rest, end + (end < rest->len), rest->len);
    return clause;
}

/* "gồm 5 xã, 3 phường": what follows are parts. */
static bool begins_parts(th_arena *arena, th_str clause)
{
    static const char *const openings[] = {"gom", "bao gom", "trong do", "chia ra", "trong", "co"};
    th_str weak = th_fold_weak(arena, clause);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (th_str_starts(weak, th_str_of(openings[i])))
            return true;
    return false;
}

/* The first figure that differs from that of the cell, among those for the same thing. */
static const th_exact *other_figure(const remark_at_hand *at, th_str remark)
{
    while (remark.len) {
        th_str clause = next_clause(&remark);
        if (begins_parts(at->arena, clause))
            return NULL;
        th_numeral other = figure_of_clause(at, clause);
        if (other.num && !states_no_other(at, &other))
            return other.num;
    }
    return NULL;
}

/* ---- increase and decrease ---- */

enum { MAY_RISE = 1, MAY_FALL = 2, MAY_CHANGE = MAY_RISE | MAY_FALL };

/* What the label says that the row counts: increases, decreases, or a change either way. */
static unsigned directions_of_row(const th_reading *reading, const th_wanted *wanted)
{
    static const char *const rises[] = {"mới", "thêm", "phát triển"};
    th_str label = th_text_lower(reading->arena, wanted->label);
    const th_exact *least = wanted->item ? NULL : reading->d->indicators[wanted->indicator].min;
    bool rise = mentions(label, "tăng") && !mentions(label, "tăng cường"), fall = mentions(label, "giảm");
    bool change = mentions(label, "chênh lệch") || mentions(label, "biến động") || mentions(label, "tăng trưởng");
    bool negative = !wanted->item && (!least || th_exact_sign(least) < 0);
    for (size_t i = 0; i < sizeof rises / sizeof *rises && !fall; i++)
        rise = rise || mentions(label, rises[i]);
    if (negative && (change || mentions(label, "tăng")))
        return MAY_CHANGE;
    const unsigned up = rise || change ? MAY_RISE : 0;
    return up | (fall || change ? MAY_FALL : 0u);
}

static bool is_signed_row(const th_reading *reading, const th_wanted *wanted)
{
    const th_exact *least = wanted->item ? NULL : reading->d->indicators[wanted->indicator].min;
    bool negative = !wanted->item && (!least || th_exact_sign(least) < 0);
    return negative && directions_of_row(reading, wanted) == MAY_CHANGE;
}

/* Do the words beside a figure of a signed row say the other direction?  "2 (giảm)", "-2 (tăng 2 bậc)"; that an
 * increase is 3 smaller than another is no such thing. */
static bool is_against_sign(const remark_at_hand *at, th_str rest)
{
    static const char *const up[] = {"tăng", "lên"}, *const down[] = {"giảm", "tụt", "lùi", "xuống"};
    bool rises = says_word(at->arena, rest, up[0]) || says_word(at->arena, rest, up[1]), falls = false;
    for (size_t i = 0; i < sizeof down / sizeof *down; i++)
        falls = falls || says_word(at->arena, rest, down[i]);
    int sign = th_exact_sign(at->value->num);
    if (rises == falls || !sign || (sign > 0) == rises)
        return false;
    size_t digit = 0;
    while (digit < rest.len && !th_is_digit(rest.ptr[digit]))
        digit++;
    if (digit == rest.len)
        return true;
    th_numeral by = th_numeral_read(at->arena, th_str_sub(rest, digit, rest.len));
    return by.num && (year_of(&by) || th_exact_cmp(by.num, th_exact_abs(at->arena, at->value->num)) == 0);
}

static void judge_direction(th_reading *reading, const remark_at_hand *at, th_str rest, th_cell_remark *remark)
{
    const th_words against =
        TH_WORDS_ARE("chữ tăng, giảm trái với dấu của số", "the words of increase or decrease are against the sign");
    const th_words only =
        TH_WORDS_ARE("chỉ ghi mức tăng, giảm, chưa ghi số đạt được", "it states a change and not the figure itself");
    const th_value *value = at->value;
    bool growth = value->qualifiers & TH_Q_GROWTH, decline = value->qualifiers & TH_Q_DECLINE;
    bool both_ways = is_signed_row(reading, at->wanted);
    int sign = th_exact_sign(value->num);
    if (both_ways && (is_against_sign(at, rest) || (growth && sign < 0)))
        remark->doubt = against;
    if (both_ways || !(growth || decline)) {
        remark->plain = both_ways;
        remark->negative = both_ways && decline && sign > 0;
        return;
    }
    unsigned may = directions_of_row(reading, at->wanted);
    if (!may)
        remark->doubt = only;
    else if (!(may & (growth ? MAY_RISE : MAY_FALL)))
        remark->doubt = against;
}

/* ---- all of it ---- */

/* The part of the text from the bracket or the first further number on: the unit of measure before it is no remark. */
static th_str remark_in(th_str rest)
{
    size_t at = 0;
    while (at < rest.len && rest.ptr[at] != '(' && !th_is_digit(rest.ptr[at]))
        at++;
    return th_str_sub(rest, at, rest.len);
}

/* "(*)" is the mark of a footnote, and "(xã)" names the unit of measure. */
static bool is_a_remark(const remark_at_hand *at, th_str remark)
{
    th_str inner = remark;
    while (inner.len && th_is_one_of(inner.ptr[0], "( "))
        inner = th_str_sub(inner, 1, inner.len);
    while (inner.len && th_is_one_of(inner.ptr[inner.len - 1], ") ."))
        inner = th_str_sub(inner, 0, inner.len - 1);
    bool letters = false;
    for (size_t i = 0; i < inner.len; i++)
        letters =
            letters || th_is_letter(inner.ptr[i]) || th_is_digit(inner.ptr[i]) || (unsigned char)inner.ptr[i] >= 0xC0;
    if (letters && th_is_digit(remark.ptr[0])) {
        /* "so với năm 2021" */
        th_numeral first = th_numeral_read(at->arena, inner);
        return !first.num || !year_of(&first) || has_digits(first.rest);
    }
    return letters && (has_digits(inner) || !th_value_is_unit(at->arena, inner, at->unit));
}

/* "7 giấy phép đang trình", "12 hộ chưa duyệt": such words behind the unit say that the thing is not there yet, or no
 * longer.  Where the unit or the label has them too, they name what is counted. */
static bool is_short_of_it(const remark_at_hand *at, th_str rest)
{
    static const char *const words[] = {"đang", "chưa", "chờ",      "sắp",     "sẽ",     "bị",   "hủy",
                                        "huỷ",  "hết",  "tạm dừng", "thu hồi", "bãi bỏ", "nháp", "xin"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (says_words(at->arena, rest, words[i]) && !says_words(at->arena, at->unit, words[i]) &&
            !says_words(at->arena, at->wanted->label, words[i]))
            return true;
    return false;
}

th_cell_remark th_cell_remark_of(th_reading *reading, const th_wanted *wanted, th_str text, const th_value *value,
                                 th_str unit)
{
    th_cell_remark remark = {0};
    if (value->state != TH_STATE_VALUE || !value->num || wanted->measure == TH_COMPARED ||
        !(th_type_is_number(wanted->type) || wanted->type == TH_TYPE_RANK || wanted->type == TH_TYPE_RATIO))
        return remark;
    th_arena *arena = reading->arena;
    th_numeral numeral = th_numeral_read(arena, text);
    if (!numeral.num || numeral.zero_word)
        return remark;
    const remark_at_hand at = {.arena = arena,
                               .wanted = wanted,
                               .value = value,
                               .unit = unit,
                               .period = reading->d->period,
                               .scale = numeral.scale};
    th_str beside = remark_in(numeral.rest);
    remark.said = is_a_remark(&at, beside) || is_short_of_it(&at, numeral.rest);
    const th_exact *other = remark.said ? other_figure(&at, numeral.rest) : NULL;
    if (other) {
        th_words shown = th_exact_words(arena, other, 2, true);
        remark.doubt = (th_words){
            th_str_fmt(arena, "ngoài số đầu còn ghi " TH_FMT " cho cùng chỉ tiêu", TH_ARG(shown.vi)),
            th_str_fmt(arena, "besides the first figure it says " TH_FMT " for the same thing", TH_ARG(shown.en))};
    } else if (!wanted->points) {
        judge_direction(reading, &at, numeral.rest, &remark);
    }
    return remark;
}
