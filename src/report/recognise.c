/* Knows a workbook of ours without its mark, by its sheets. */
#include "report/recognise.h"

#include "base/banned.h"

enum { MOST_NAMES = 4 };

/* All sheets of a row must be there; `first` also asks that the first of them is the first of the book.  These names
 * were written by earlier versions, and so they stay even if the sheets are called differently one day. */
static const struct {
    th_mark mark;
    bool first;
    const char *names[MOST_NAMES];
} signs[] = {
    {TH_MARK_RESULT, true, {"MỤC LỤC", "TỔNG HỢP", "NGUỒN SỐ LIỆU", "NHẬT KÝ"}},
    {TH_MARK_FEEDBACK, true, {"PHIẾU PHẢN HỒI"}},
    {TH_MARK_LEDGER, true, {"Cách ghi sổ", "Sổ nhận", "Cụm chấm", "Điều chỉnh"}},
    {TH_MARK_DECISIONS, true, {"Chờ quyết định", "Sổ nhận", "Cụm chấm", "Giải trình"}},
    {TH_MARK_DEFINITION, true, {"Hướng dẫn", "Giá trị cho phép", "Cài đặt", "Đơn vị"}},
    {TH_MARK_TEMPLATE, false, {"_META"}},
};

/* Of all other sheets the name is enough; of "_META" the first cell is looked at. */
th_str th_report_recognised_by(void)
{
    return TH_STR("_META");
}

static const th_sheet *sheet_called(const th_book *book, const char *name)
{
    for (size_t i = 0; i < book->nsheets; i++)
        if (th_str_eq(book->sheets[i].raw_name, th_str_of(name)))
            return &book->sheets[i];
    return NULL;
}

/* "_META" alone proves nothing, because others may use that name, too. */
static bool is_of_a_template(const th_book *book, const th_sheet *meta)
{
    const th_cell *cell = meta->visibility == TH_VISIBLE ? NULL : th_sheet_at(meta, 0, 0);
    return cell && th_str_eq(th_cell_shown(book->arena, book, cell), TH_STR("Mẫu"));
}

th_mark th_report_recognise(const th_book *book)
{
    if (th_book_mark(book) != TH_MARK_NONE && th_book_mark(book) != TH_MARK_CONVERTED)
        return th_book_mark(book);
    for (size_t row = 0; row < sizeof signs / sizeof *signs; row++) {
        const th_sheet *first = sheet_called(book, signs[row].names[0]);
        bool all = first && (!signs[row].first || first->index == 0);
        for (size_t i = 1; i < MOST_NAMES && signs[row].names[i]; i++)
            all = all && sheet_called(book, signs[row].names[i]);
        if (all && (signs[row].mark != TH_MARK_TEMPLATE || is_of_a_template(book, first)))
            return signs[row].mark;
    }
    return th_book_mark(book);
}
