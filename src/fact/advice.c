/* What to do about a cell that is not understood. */
#include "fact/advice.h"

#include "base/ascii.h"

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

/* "1o5", "2O": digits and the letter o alone, the letter being meant for a 0. */
static bool has_letter_for_zero(th_str raw)
{
    bool letter = false, digit = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        letter = letter || c == 'o' || c == 'O';
        digit = digit || th_is_digit(c);
        if (!th_is_digit(c) && c != 'o' && c != 'O' && c != '.' && c != ',' && c != ' ' && c != '%')
            return false;
    }
    return letter && digit;
}

static th_words advice_for_number(th_str raw)
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
    return TH_WORDS_ARE("ghi lại bằng số, đơn vị tính để ở cột Đơn vị tính.",
                        "enter a plain number; the unit belongs in its own column.");
}

th_words th_advice_for(th_type type, th_str raw)
{
    switch ((int)type) {
    case TH_TYPE_DATE:
        return TH_WORDS_ARE("ghi lại đủ ngày, tháng, năm, như 28/12/2022.",
                            "enter day, month and year, such as 28/12/2022.");
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
    return advice_for_number(raw);
}

th_words th_advice_for_points(void)
{
    return TH_WORDS_ARE("ghi lại một số điểm, như 9,5; chưa chấm thì để trống.",
                        "enter points, such as 9.5; leave the cell blank where there are none yet.");
}
