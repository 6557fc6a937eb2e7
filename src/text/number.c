#include "text/number.h"

#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

typedef struct phrase { const char *words; uint32_t meaning; } phrase;

/* Longest first; folded (lower case, one space). */
static const phrase before[] = {
    {"ước đạt", TH_Q_ESTIMATE}, {"ước tính", TH_Q_ESTIMATE}, {"ước", TH_Q_ESTIMATE}, {"tối thiểu", TH_Q_AT_LEAST}, {"ít nhất", TH_Q_AT_LEAST},
    {"không dưới", TH_Q_AT_LEAST}, {"tối đa", TH_Q_AT_MOST}, {"không quá", TH_Q_AT_MOST}, {"khoảng", TH_Q_ABOUT}, {"xấp xỉ", TH_Q_ABOUT},
    {"trên", TH_Q_OVER}, {"hơn", TH_Q_OVER}, {"dưới", TH_Q_UNDER}, {"gần", TH_Q_NEAR}, {"từ", TH_Q_AT_LEAST}, {"tăng", TH_Q_GROWTH},
    {"giảm", TH_Q_DECLINE}, {"đạt", 0}, {"bằng", 0}, {"là", 0}, {"hạng", 0}, {"thứ", 0}, {"xếp", 0}, {"đứng", 0},
    {">=", TH_Q_AT_LEAST}, {"≥", TH_Q_AT_LEAST}, {"<=", TH_Q_AT_MOST}, {"≤", TH_Q_AT_MOST}, {">", TH_Q_OVER}, {"<", TH_Q_UNDER}, {"≈", TH_Q_ABOUT}, {"~", TH_Q_ABOUT},
};
static const phrase after[] = {{"trở lên", TH_Q_AT_LEAST}, {"trở xuống", TH_Q_AT_MOST}};
static const struct {
    const char *word;
    int power;
} scales[] = {{"nghìn tỷ", 12}, {"nghìn tỉ", 12}, {"tỷ", 9}, {"tỉ", 9}, {"triệu", 6}, {"nghìn", 3}, {"ngàn", 3}};
static const char *const zero_words[] = {"không", "không có", "kps", "không phát sinh", "không phát sinh số liệu"};

static void skip_spaces(th_str *s)
{
    *s = th_str_trim(*s);
}

/* A word is taken only when no letter follows it: "tỷ" in "tỷ lệ" is followed by a space, "từ" in "từng" is not. */
static bool take(th_str *s, const char *words)
{
    th_str w = th_str_of(words);
    if (!th_str_starts(*s, w))
        return false;
    bool sign = (unsigned char)w.ptr[0] < 'A';
    th_str rest = th_str_sub(*s, w.len, s->len);
    size_t at = 0;
    uint32_t next = rest.len ? th_utf8_next(rest, &at) : ' ';
    bool letter = (next >= 'a' && next <= 'z') || next >= 0xC0;
    if (!sign && letter && next < 0x2000)
        return false;
    *s = rest;
    skip_spaces(s);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Groups of three after '.' (or spaces): thousands; ',' decimals.  A single dot not followed by exactly three
 * digits is the decimal point of an en-US typist; "1,542" may be either and is said to be. */
static const th_exact *digits(th_arena *arena, th_str *s, int *decimals, bool *ambiguous)
{
    th_buf plain;
    th_buf_init(&plain, arena);
    size_t i = 0, dots = 0, group = 0, whole = 0;
    bool grouped = true;
    *decimals = 0;
    for (; i < s->len; i++) {
        char c = s->ptr[i];
        if (is_digit(c)) {
            th_buf_byte(&plain, c);
            group++;
            whole += dots == 0;
        } else if (c == '.' && i + 1 < s->len && is_digit(s->ptr[i + 1])) {
            grouped = grouped && (dots == 0 ? group >= 1 && group <= 3 : group == 3);
            dots++;
            group = 0;
            th_buf_byte(&plain, '.');
        } else {
            break;
        }
    }
    if (plain.len == 0)
        return NULL;
    bool comma = i + 1 < s->len && s->ptr[i] == ',' && is_digit(s->ptr[i + 1]);
    grouped = grouped && dots > 0 && group == 3 && !(whole == 1 && plain.ptr[0] == '0');
    if (dots > 1 && !grouped)
        return NULL;
    if (comma && dots > 0 && !grouped)
        return NULL;
    th_buf number;
    th_buf_init(&number, arena);
    for (size_t k = 0; k < plain.len; k++)
        if (plain.ptr[k] != '.' || !grouped)
            th_buf_byte(&number, plain.ptr[k]);
    if (dots == 1 && !grouped)
        *decimals = (int)group;
    if (comma) {
        size_t from = ++i;
        th_buf_byte(&number, '.');
        while (i < s->len && is_digit(s->ptr[i]))
            th_buf_byte(&number, s->ptr[i++]);
        *decimals = (int)(i - from);
        *ambiguous = dots == 0 && i - from == 3 && whole <= 3 && plain.ptr[0] != '0';
        if (i + 1 < s->len && s->ptr[i] == ',' && is_digit(s->ptr[i + 1]))
            return NULL; /* "1,234,567": the thousands of another country */
    }
    *s = th_str_sub(*s, i, s->len);
    return th_exact_parse(arena, th_buf_str(&number));
}

static void take_scale(th_numeral *n, th_str *s)
{
    for (size_t i = 0; i < sizeof scales / sizeof *scales && !n->scale; i++)
        if (take(s, scales[i].word))
            n->scale = scales[i].power;
}

static bool take_any(th_numeral *n, th_str *s, const phrase *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (take(s, list[i].words)) {
            n->qualifiers |= list[i].meaning;
            return true;
        }
    return false;
}

static bool special_word(th_numeral *n, th_str s)
{
    if (th_str_eq(s, TH_STR("-")) || th_str_eq(s, TH_STR("–")) || th_str_eq(s, TH_STR("—")))
        n->zero_word = true;
    for (size_t i = 0; i < sizeof zero_words / sizeof *zero_words; i++)
        n->zero_word = n->zero_word || th_str_eq(s, th_str_of(zero_words[i]));
    n->not_collected = th_str_eq(s, TH_STR("…")) || th_str_eq(s, TH_STR("..."));
    return n->zero_word || n->not_collected;
}

/* One space for every kind; lower case. */
static th_str plain_text(th_arena *arena, th_str text)
{
    th_str lower = th_text_lower(arena, th_text_nfc(arena, text));
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < lower.len;) {
        uint32_t c = th_utf8_next(lower, &at);
        bool space = c <= ' ' || c == 0xA0 || c == 0x2007 || c == 0x202F || c == 0x2009 || c == 0x3000 || c == 0x200B || c == 0xFEFF;
        if (space && (out.len == 0 || out.ptr[out.len - 1] == ' '))
            continue;
        th_utf8_put(&out, space ? ' ' : c == 0x2212 ? '-' : c);
    }
    return th_str_trim(th_buf_str(&out));
}

static void take_denominator(th_arena *arena, th_numeral *n, th_str *s)
{
    th_str rest = *s;
    bool slash = rest.len && rest.ptr[0] == '/';
    if (slash)
        rest = th_str_trim(th_str_sub(rest, 1, rest.len));
    if (!slash && !take(&rest, "trong") && !take(&rest, "trên"))
        return;
    int decimals = 0;
    bool ambiguous = false;
    const th_exact *den = digits(arena, &rest, &decimals, &ambiguous);
    if (!den)
        return;
    n->den = den;
    *s = th_str_trim(rest);
}

th_numeral th_numeral_read(th_arena *arena, th_str text)
{
    th_numeral n = {0};
    th_str s = plain_text(arena, text);
    if (s.len && s.ptr[0] == '\'') /* a leading apostrophe kept as text */
        s = th_str_sub(s, 1, s.len);
    if (s.len == 0 || special_word(&n, s))
        return n;
    while (take_any(&n, &s, before, sizeof before / sizeof *before))
        ;
    bool minus = s.len > 1 && (s.ptr[0] == '-' || s.ptr[0] == '+') && is_digit(s.ptr[1]);
    bool negative = minus && s.ptr[0] == '-';
    if (minus)
        s = th_str_sub(s, 1, s.len);
    bool brackets = s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')' && is_digit(s.ptr[1]);
    if (brackets) { /* accountants' minus */
        s = th_str_sub(s, 1, s.len - 2);
        negative = true;
    }
    n.num = digits(arena, &s, &n.decimals, &n.ambiguous);
    if (!n.num)
        return n;
    if (negative)
        n.num = th_exact_neg(arena, n.num);
    skip_spaces(&s);
    take_denominator(arena, &n, &s);
    if (s.len && s.ptr[0] == '%') {
        n.percent = true;
        s = th_str_trim(th_str_sub(s, 1, s.len));
    }
    take_scale(&n, &s);
    static const char *const money[] = {"đồng", "vnđ", "vnd", "đ", "₫"};
    for (size_t i = 0; i < sizeof money / sizeof *money && !n.money; i++)
        n.money = take(&s, money[i]);
    take_any(&n, &s, after, sizeof after / sizeof *after);
    while (s.len && (s.ptr[0] == '.' || s.ptr[0] == ';' || s.ptr[0] == ','))
        s = th_str_trim(th_str_sub(s, 1, s.len));
    n.rest = s;
    return n;
}
