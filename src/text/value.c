/* Reading a cell as a value of its type.  Dates, yes and no, and texts are read here; numbers and pairs in files of
 * their own. */
#include "text/value.h"

#include "text/fold.h"
#include "text/number.h"
#include "text/value_read.h"
#include "text/yes_no.h"

#include "base/banned.h"

/* The serials that a bare number in a row of dates may stand for, 1990-01-01 to 2099-12-31: 2022 is a year there,
 * and not 1905-07-14.  In a cell that is formatted as a date 5 is no day of 1900 either but a typed number. */
enum {
    FIRST_BARE_SERIAL = 32874,
    LAST_BARE_SERIAL = 73050,
    FIRST_SERIAL = 3654, /* 1910-01-01 */
    LAST_SERIAL = 2958465
};

static th_value read_date(th_arena *arena, const th_raw *raw)
{
    int year, month, day;
    bool first = raw->kind == TH_RAW_DATE || raw->format == TH_FORMAT_DATE;
    int low = first ? FIRST_SERIAL : FIRST_BARE_SERIAL;
    int high = first ? LAST_SERIAL : LAST_BARE_SERIAL;
    if (raw->kind == TH_RAW_DATE || raw->kind == TH_RAW_NUMBER) {
        if (first && raw->number > 0 && raw->number < low)
            return th_value_unreadable(
                arena, TH_WORDS_ARE("gõ một số, Excel hiện thành ngày", "a number that Excel shows so"));
        if (!(raw->number >= low && raw->number < high + 1.0))
            return th_value_unreadable(arena, TH_WORDS_ARE("không phải ngày", "not a date"));
        th_date_of_serial((int)raw->number, &year, &month, &day);
    } else if (raw->kind != TH_RAW_TEXT || !th_date_parse(th_numeral_plain(arena, raw->text), &year, &month, &day)) {
        return th_value_unreadable(arena, TH_WORDS_ARE("không phải ngày", "not a date"));
    }
    return (th_value){.state = TH_STATE_VALUE,
                      .num = th_exact_int(arena, th_date_serial(year, month, day)),
                      .text = th_str_fmt(arena, "%04d-%02d-%02d", year, month, day)};
}

const char *const th_yes_words[] = {"có", "x",   "đạt", "rồi", "đã", "đúng", "true",
                                    "1",  "yes", "✓",   "✔",   "☑",  "√",    NULL};
const char *const th_no_words[] = {"không", "chưa", "chưa có", "không có", "không đạt", "sai", "false",
                                   "0",     "no",   "-",       "–",        "kps",       "☐",   NULL};

static bool is_one_of_words(th_str folded, const char *const *words)
{
    for (; *words; words++)
        if (th_str_eq(folded, th_str_of(*words)))
            return true;
    return false;
}

static th_value read_bool(th_arena *arena, const th_raw *raw)
{
    int known = -1;
    if (raw->kind == TH_RAW_BOOL || raw->kind == TH_RAW_NUMBER) {
        if (raw->number == 0 || raw->number == 1)
            known = raw->number == 1;
    } else if (raw->kind == TH_RAW_TEXT) {
        th_str plain = th_numeral_plain(arena, raw->text);
        while (plain.len > 1 && (plain.ptr[plain.len - 1] == '.' || plain.ptr[plain.len - 1] == ' '))
            plain.len--;
        if (is_one_of_words(plain, th_yes_words))
            known = 1;
        else if (is_one_of_words(plain, th_no_words))
            known = 0;
    }
    if (known < 0)
        return th_value_unreadable(arena,
                                   TH_WORDS_ARE("cần “Có” hoặc “Không”", "“Có” (yes) or “Không” (no) is expected"));
    return (th_value){
        .state = TH_STATE_VALUE, .num = th_exact_int(arena, known), .text = known ? TH_STR("Có") : TH_STR("Không")};
}

static th_value read_words(th_arena *arena, const th_raw *raw)
{
    th_value v = {.state = TH_STATE_VALUE};
    if (raw->kind == TH_RAW_NUMBER)
        v.text = th_double_text(arena, raw->number);
    else if (raw->kind == TH_RAW_BOOL)
        v.text = raw->number != 0 ? TH_STR("Có") : TH_STR("Không");
    else
        v.text = th_str_trim(raw->text);
    return v;
}

static bool says_nothing(th_arena *arena, const th_raw *raw)
{
    return raw->kind == TH_RAW_BLANK || (raw->kind == TH_RAW_TEXT && th_numeral_plain(arena, raw->text).len == 0);
}

th_value th_value_read(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    if (says_nothing(arena, raw))
        return (th_value){.state = TH_STATE_BLANK};
    if (raw->kind == TH_RAW_ERROR)
        return th_value_unreadable(arena, th_words_quoted(raw->text));
    switch (type) {
    case TH_TYPE_INT:
    case TH_TYPE_REAL:
    case TH_TYPE_PERCENT:
    case TH_TYPE_MONEY: return th_value_read_number(arena, raw, type, unit);
    case TH_TYPE_RATIO:
    case TH_TYPE_RANK: return th_value_read_pair(arena, raw, type, unit);
    case TH_TYPE_DATE: return read_date(arena, raw);
    case TH_TYPE_BOOL: return read_bool(arena, raw);
    case TH_TYPE_TEXT:
    case TH_TYPE_ENUM:
    case TH_TYPE_DOCNO:
    case TH_TYPES:
    default: return read_words(arena, raw);
    }
}
