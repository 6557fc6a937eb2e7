/* What to do about a cell that is not understood. */
#include "fact/advice.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

/* "=SUM(G12:G15)" as text: Excel did not compute it. */
static bool is_formula_as_text(th_str raw)
{
    bool bracket = th_str_find(raw, TH_STR("("), 0) != SIZE_MAX, digit = false, letter = false;
    for (size_t i = 1; i < raw.len; i++) {
        digit = digit || th_is_digit(raw.ptr[i]);
        letter = letter || th_is_letter(raw.ptr[i]);
    }
    return raw.len > 1 && raw.ptr[0] == '=' && ((letter && digit) || bracket);
}

/* "1o5", "2O", "l2": digits and one of the letters alone, which is meant for a digit. */
static bool has_letter_for_digit(th_str raw, const char *letters)
{
    bool letter = false, digit = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        letter = letter || th_is_one_of(c, letters);
        digit = digit || th_is_digit(c);
        if (!th_is_digit(c) && !th_is_one_of(c, letters) && !th_is_one_of(c, "., %"))
            return false;
    }
    return letter && digit;
}

static bool has_letter_for_zero(th_str raw)
{
    return has_letter_for_digit(raw, "oO");
}

/* "42 tr", "1,2 tỉ rưỡi": an amount with a word of scale that was not understood. */
static bool has_word_of_scale(th_arena *arena, th_str raw)
{
    static const char *const words[] = {"tr", "trieu", "ty", "ti", "nghin", "ngan", "k"};
    th_str rest = th_fold_weak(arena, raw), word;
    bool digit = false, scale = false;
    while (th_str_cut(&rest, ' ', &word)) {
        /* "42tr" */
        while (word.len && th_is_digit(word.ptr[0])) {
            digit = true;
            word = th_str_sub(word, 1, word.len);
        }
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            scale = scale || th_str_eq(word, th_str_of(words[i]));
    }
    return digit && scale;
}

/* "241, 242", "12 và 15". */
static bool has_two_numbers(th_str raw)
{
    size_t numbers = 0;
    bool inside = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        bool joins = inside && th_is_one_of(c, ".,/") && i + 1 < raw.len && th_is_digit(raw.ptr[i + 1]);
        bool now = th_is_digit(c) || joins;
        numbers += now && !inside;
        inside = now;
    }
    return numbers > 1;
}

static th_words advice_for_number(th_arena *arena, th_str raw)
{
    if (is_formula_as_text(raw))
        return TH_WORDS_ARE(
            "ô đang ở dạng chữ nên công thức không được tính: đổi định dạng ô sang General, gõ lại công thức, "
            "lưu và gửi lại.",
            "the cell is formatted as text, so the formula is not computed: set its format to General, "
            "enter the formula again, save and send it again.");
    if (has_letter_for_zero(raw))
        return TH_WORDS_ARE("thay chữ o bằng số 0, lưu và gửi lại.",
                            "replace the letter o by the figure 0, save and send it again.");
    if (has_letter_for_digit(raw, "lI"))
        return TH_WORDS_ARE("thay chữ l bằng số 1, lưu và gửi lại.",
                            "replace the letter l by the figure 1, save and send it again.");
    if (has_word_of_scale(arena, raw))
        return TH_WORDS_ARE("ghi đủ các chữ số theo đơn vị tính của dòng, như 42.000.000 cho 42 triệu đồng.",
                            "write all digits in the unit of the row: 42,000,000, not 42 million.");
    if (has_two_numbers(raw))
        return TH_WORDS_ARE("chỉ ghi một số trong ô này; phần còn lại ghi ở cột Ghi chú.",
                            "enter one number in this cell; the rest belongs in the column of remarks.");
    return TH_WORDS_ARE("ghi lại bằng số, đơn vị tính để ở cột Đơn vị tính.",
                        "enter a plain number; the unit belongs in its own column.");
}

/* The three numbers of what was meant for a date, day first; false: there are not three. */
static bool numbers_of_date(th_str raw, long numbers[3])
{
    size_t n = 0, at = 0;
    while (at < raw.len) {
        size_t from = at;
        while (at < raw.len && th_is_digit(raw.ptr[at]))
            at++;
        if (at > from && (n == 3 || !th_str_to_long(th_str_sub(raw, from, at - from), &numbers[n++])))
            return false;
        at += at == from;
    }
    return n == 3;
}

/* "31/6/2022" is no day, and "12/25/2022" is one with the month first. */
static th_words advice_for_date(th_arena *arena, th_str raw)
{
    enum { MONTHS = 12, LONGEST = 31, FIRST_YEAR = 1900, LAST_YEAR = 2200 };
    long numbers[3];
    if (numbers_of_date(raw, numbers) && numbers[2] >= FIRST_YEAR && numbers[2] <= LAST_YEAR) {
        long day = numbers[0], month = numbers[1], year = numbers[2];
        if (month > MONTHS && month <= LONGEST && day >= 1 && day <= MONTHS)
            return TH_WORDS(arena, "ghi ngày trước, tháng sau: có phải %02ld/%02ld/%ld?",
                            "write the day before the month: is %02ld/%02ld/%ld meant?", month, day, year);
        if (month >= 1 && month <= MONTHS && day >= 1 && day <= LONGEST)
            return TH_WORDS(arena, "tháng %ld năm %ld không có ngày %ld: xem lại ngày ở văn bản gốc.",
                            "month %ld of %ld has no day %ld: look at the document itself.", month, year, day);
    }
    return TH_WORDS_ARE("ghi lại đủ ngày, tháng, năm, như 28/12/2022.",
                        "enter day, month and year, such as 28/12/2022.");
}

th_words th_advice_for(th_arena *arena, th_type type, th_str raw)
{
    switch ((int)type) {
    case TH_TYPE_DATE: return advice_for_date(arena, raw);
    case TH_TYPE_BOOL: return TH_WORDS_ARE("ghi “Có” hoặc “Không”.", "enter “Có” (yes) or “Không” (no).");
    case TH_TYPE_DOCNO:
        return TH_WORDS_ARE("ghi lại số, ký hiệu văn bản, như 552/KH-UBND.",
                            "enter the number of the document, such as 552/KH-UBND.");
    case TH_TYPE_RANK:
        return TH_WORDS_ARE("ghi lại hạng bằng số, như 5 hoặc 5/63.", "enter the rank, such as 5 or 5/63.");
    case TH_TYPE_RATIO: return TH_WORDS_ARE("ghi lại hai số, như 123/216.", "enter two figures, such as 123/216.");
    case TH_TYPE_PERCENT:
        if (!is_formula_as_text(raw) && !has_letter_for_zero(raw))
            return TH_WORDS_ARE("ghi lại một tỷ lệ bằng số, như 95,5.", "enter a percentage, such as 95.5.");
        break;
    default: break;
    }
    return advice_for_number(arena, raw);
}

th_words th_advice_for_points(void)
{
    return TH_WORDS_ARE("ghi lại một số điểm, như 9,5; chưa chấm thì để trống.",
                        "enter points, such as 9.5; leave the cell blank where there are none yet.");
}
