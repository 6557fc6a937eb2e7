/* What came of a verification, in words. */
#include "report/verification.h"

#include "base/banned.h"

th_words th_listed_state_words(th_listed_state state)
{
    switch (state) {
    case TH_LISTED_SAME: return TH_WORDS_ARE("khớp", "as listed");
    case TH_LISTED_RENAMED: return TH_WORDS_ARE("khớp, tên khác", "as listed, under another name");
    case TH_LISTED_REPLACED:
        return TH_WORDS_ARE("đã thay sau khi lập sổ; bản cũ khớp", "replaced since; the listed one was found");
    case TH_LISTED_CHANGED:
        return TH_WORDS_ARE("đã đổi sau khi lập sổ; không còn bản cũ", "changed since; the listed one was not found");
    case TH_LISTED_MISSING: return TH_WORDS_ARE("không tìm thấy", "not found");
    case TH_LISTED_NEW: return TH_WORDS_ARE("mới có, sổ không kê", "new, not listed");
    case TH_LISTED_STATES:
    default: return (th_words){0};
    }
}

th_words th_memory_check_words(th_memory_check memory)
{
    switch (memory) {
    case TH_MEMORY_UNPROVED:
        return TH_WORDS_ARE("chưa đối chiếu với sổ lưu (thêm --store hoặc --dossier)",
                            "not held against the store (add --store or --dossier)");
    case TH_MEMORY_PROVED: return TH_WORDS_ARE("đã đối chiếu với sổ lưu", "held against what was kept");
    case TH_MEMORY_UNKNOWN:
        return TH_WORDS_ARE("sổ lưu không có lượt trước mà sổ này kê",
                            "the store has no such previous run as the workbook lists");
    case TH_MEMORY_NONE:
    default: return (th_words){0};
    }
}

/* A cell as it is quoted. */
static th_str quoted(th_arena *arena, th_str text, const char *blank)
{
    enum { MOST_QUOTED = 120 };
    if (!text.len)
        return th_str_of(blank);
    size_t end = text.len;
    if (end > MOST_QUOTED)
        for (end = MOST_QUOTED; end && ((unsigned char)text.ptr[end] & 0xC0) == 0x80; end--) {}
    return th_str_fmt(arena, "“" TH_FMT "%s”", TH_ARG(th_str_sub(text, 0, end)), end < text.len ? "…" : "");
}

th_words th_difference_words(th_arena *arena, const th_difference *difference)
{
    th_str cell = th_cell_name(arena, difference->row, difference->col), sheet = difference->sheet;
    th_words found = {quoted(arena, difference->found, "trống"), quoted(arena, difference->found, "nothing")};
    th_words wanted = {quoted(arena, difference->expected, "trống"), quoted(arena, difference->expected, "nothing")};
    switch (difference->kind) {
    case TH_SHEET_LOST: return TH_WORDS(arena, "thiếu trang " TH_FMT, "sheet " TH_FMT " is missing", TH_ARG(sheet));
    case TH_SHEET_CAME: return TH_WORDS(arena, "thêm trang " TH_FMT, "sheet " TH_FMT " was added", TH_ARG(sheet));
    case TH_SHEET_RENAMED:
        return TH_WORDS(arena, "trang " TH_FMT " đã đổi tên thành " TH_FMT, "sheet " TH_FMT " was renamed " TH_FMT,
                        TH_ARG(difference->expected), TH_ARG(difference->found));
    case TH_FORMULA_LOST:
        return (th_words){
            th_str_fmt(arena, TH_FMT " › " TH_FMT ": sổ ghi giá trị " TH_FMT ", lập lại là công thức " TH_FMT,
                       TH_ARG(sheet), TH_ARG(cell), TH_ARG(found.vi), TH_ARG(wanted.vi)),
            th_str_fmt(arena, TH_FMT " › " TH_FMT ": the value " TH_FMT " stands where there is a formula, " TH_FMT,
                       TH_ARG(sheet), TH_ARG(cell), TH_ARG(found.en), TH_ARG(wanted.en))};
    case TH_FORMULA_CAME:
    case TH_DIFFERENT_FORMULA:
    case TH_DIFFERENT_VALUE:
    default:
        return (th_words){th_str_fmt(arena, TH_FMT " › " TH_FMT ": sổ ghi " TH_FMT ", lập lại là " TH_FMT,
                                     TH_ARG(sheet), TH_ARG(cell), TH_ARG(found.vi), TH_ARG(wanted.vi)),
                          th_str_fmt(arena, TH_FMT " › " TH_FMT ": the workbook has " TH_FMT ", derived " TH_FMT,
                                     TH_ARG(sheet), TH_ARG(cell), TH_ARG(found.en), TH_ARG(wanted.en))};
    }
}

/* What is wrong is not in the workbook itself. */
static th_words words_of_files(th_arena *arena, const th_verification *verification)
{
    if (verification->changed_beside)
        return TH_WORDS(
            arena,
            "KHÔNG KHỚP: %zu tệp kèm theo sổ không còn đúng như sổ ghi (SHA-256), %zu dòng khác với lập lại từ "
            "đầu vào",
            "IT DIFFERS: %zu files beside the workbook are not what it says (SHA-256), %zu of their rows are "
            "not what the inputs come to",
            verification->changed_beside, verification->rows_beside);
    return TH_WORDS(
        arena, "Sổ khớp với đầu vào (%zu ô), nhưng thiếu %zu tệp kèm theo sổ: đặt lại cạnh sổ, hoặc thêm --inputs",
        "The workbook is what the inputs come to (%zu cells), but %zu files that go beside it are missing: put "
        "them there, or add --inputs",
        verification->differences.cells, verification->missing_beside);
}

th_words th_verification_words(th_arena *arena, const th_verification *verification)
{
    if ((verification->as == TH_VERIFIED_DIFFERS && verification->changed_beside) ||
        (verification->as == TH_VERIFIED_CHANGED && verification->missing_beside && !verification->differences.total))
        return words_of_files(arena, verification);
    size_t total = verification->differences.total, wrong = total - verification->nexplained;
    switch (verification->as) {
    case TH_VERIFIED_SAME:
        return TH_WORDS(arena, "Khớp: %zu ô của sổ đúng như lập lại từ đầu vào",
                        "It agrees: %zu cells are what the inputs come to", verification->differences.cells);
    case TH_VERIFIED_CHANGED:
        return total
                   ? TH_WORDS(arena, "Đầu vào đã đổi sau khi lập sổ: %zu ô liên quan nay tính ra khác; các ô khác khớp",
                              "An input has changed since the workbook was made: %zu cells that it touches come to "
                              "something else now; all others agree",
                              total)
                   : TH_WORDS(arena, "Sổ khớp với các đầu vào nó kê (%zu ô), nhưng nay đầu vào đã khác",
                              "The workbook agrees with the inputs that it lists (%zu cells), and the inputs are "
                              "others now",
                              verification->differences.cells);
    case TH_VERIFIED_VERSION:
        return TH_WORDS(arena,
                        "Phiên bản chương trình khác tính khác ở %zu ô: sổ do " TH_FMT " lập, đây là " TH_FMT
                        "; chưa kết luận được là sổ bị sửa",
                        "Another version of the program comes to something else in %zu cells: " TH_FMT
                        " made the workbook, this is " TH_FMT "; that it was changed cannot be told",
                        wrong, TH_ARG(verification->made_with), TH_ARG(verification->verified_with));
    case TH_VERIFIED_DIFFERS:
        return TH_WORDS(arena, "KHÔNG KHỚP: %zu ô của sổ khác với lập lại từ đầu vào",
                        "IT DIFFERS: %zu cells are not what the inputs come to", wrong ? wrong : total);
    case TH_VERIFIED_NOT:
    default:
        return (th_words){th_str_fmt(arena, "Không đối chiếu được: " TH_FMT, TH_ARG(verification->why.vi)),
                          th_str_fmt(arena, "It cannot be verified: " TH_FMT, TH_ARG(verification->why.en))};
    }
}

th_words th_difference_note(th_difference_kind kind)
{
    switch (kind) {
    case TH_DIFFERENT_FORMULA: return TH_WORDS_ARE("công thức khác", "another formula");
    case TH_FORMULA_LOST: return TH_WORDS_ARE("giá trị thay công thức", "a value in place of a formula");
    case TH_FORMULA_CAME: return TH_WORDS_ARE("công thức thay giá trị", "a formula in place of a value");
    case TH_SHEET_LOST: return TH_WORDS_ARE("thiếu trang", "sheet missing");
    case TH_SHEET_CAME: return TH_WORDS_ARE("thêm trang", "sheet added");
    case TH_SHEET_RENAMED: return TH_WORDS_ARE("trang đổi tên", "sheet renamed");
    case TH_DIFFERENT_VALUE:
    default: return (th_words){0};
    }
}
