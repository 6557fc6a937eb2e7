/* ĐỀ NGHỊ GIẢI TRÌNH: what units wrote in the feedback workbooks they sent back, and what became of it. */
#include "report/sheets.h"

#include "check/replies.h"

#include "base/banned.h"

enum { STATE = 0, UNIT, RULE, MARK, WHY, ABOUT, NEXT_STEP, FILE_, CELL, COLUMNS }; /* the columns */
enum { HEAD = 4, FIRST = HEAD + 1 };                                               /* rows of header and first reply */

static const struct {
    const char *vi, *next_step;
    th_look fill;
} reply_states[TH_REPLY_STATES] = {
    [TH_REPLY_WAITING] = {"chờ xem", "Chấp nhận thì chép dòng này vào trang Giải trình của bộ biểu mẫu, điền Ai, Ngày.",
                          TH_FILL_INPUT},
    [TH_REPLY_ASKED] = {"chờ xem, hai lời khác nhau",
                        "Hỏi lại đơn vị lời nào đúng, rồi chép một dòng vào trang Giải trình.", TH_FILL_WARNING},
    [TH_REPLY_REPEATED] = {"trùng dòng trên", "Lời này đã có ở dòng trên.", 0},
    [TH_REPLY_ACCEPTED] = {"đã nhận", "Đã có trong trang Giải trình.", TH_FILL_GOOD},
    [TH_REPLY_OTHER] = {"đã nhận lời khác", "Trang Giải trình đã có lý do ghi khác cho phát hiện này.", TH_FILL_GOOD},
    [TH_REPLY_GONE] =
        {"không còn lỗi này",
         "Không còn phát hiện nào của đơn vị mang mã này: đã sửa, hoặc số liệu đã đổi (khi đó mã cũng đổi).", 0},
    [TH_REPLY_UNSEEN] = {"chưa đối chiếu được", "Lần này chưa có tệp nào của đơn vị được tính.", 0},
    [TH_REPLY_UNPLACED] = {"chưa gắn được",
                           "Dòng không có quy tắc hay mã giải trình, hoặc chưa rõ đơn vị: đọc rồi trả lời đơn vị.",
                           TH_FILL_CHANGED},
};

static uint32_t row_of_its_finding(const th_report *r, const th_reply *reply)
{
    for (size_t i = 0; i < r->ds->findings.n && i < TH_SOURCE_MOST; i++)
        if (th_reply_is_to(r->ds, reply, &r->ds->findings.at[i]))
            return TH_FINDING_FIRST + (uint32_t)i;
    return TH_NONE;
}

static void reply_row(th_writer *writer, uint32_t row, const th_reply *reply)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_str unit = reply->unit == TH_NONE ? TH_STR("chưa rõ") : r->d->units[reply->unit].name;
    uint32_t finding = reply->unit == TH_NONE ? TH_NONE : row_of_its_finding(r, reply);
    th_pen_text(p, row, STATE, th_str_of(reply_states[reply->state].vi),
                middle | TH_LOOK_BOLD | reply_states[reply->state].fill);
    th_pen_text(p, row, UNIT, unit, text);
    if (finding != TH_NONE)
        th_pen_link(p, row, RULE, (th_target){r->names[TH_SHEET_FINDINGS], finding, TH_FINDING_RULE});
    th_pen_text(p, row, RULE, reply->rule, middle | (finding == TH_NONE ? 0 : TH_INK_LINK));
    th_pen_text(p, row, MARK, reply->mark, middle);
    th_pen_text(p, row, WHY, reply->why, text);
    th_pen_text(p, row, ABOUT, reply->about, text);
    th_pen_text(p, row, NEXT_STEP, th_str_of(reply_states[reply->state].next_step), text);
    th_pen_text(p, row, FILE_, r->ds->sources[reply->source].file, text);
    th_pen_text(p, row, CELL, th_cell_name(r->arena, reply->row, reply->col), middle);
}

void th_report_replies(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Tình trạng",    "Đơn vị",         "Quy tắc",
                                                "Mã giải trình", "Lời của đơn vị", "Vấn đề",
                                                "Cần làm",       "Phiếu phản hồi", "Ô"};
    static const double widths[COLUMNS] = {14, 12, 9, 11, 46, 46, 34, 24, 7};
    th_writer writer = th_writer_of(r, TH_SHEET_REPLIES);
    th_pen *p = &writer.pen;
    size_t n = r->ds->nreplies < TH_SOURCE_MOST ? r->ds->nreplies : TH_SOURCE_MOST;
    th_pen_widths(p, widths, COLUMNS);
    th_pen_heading(
        p, TH_STR("Đề nghị giải trình"),
        th_str_fmt(r->arena,
                   "%zu lời trong các phiếu phản hồi gửi lại, %zu chờ xem. Chưa chép vào trang Giải trình thì "
                   "chưa thay đổi số liệu, phát hiện hay xếp hạng nào.",
                   r->ds->nreplies, th_replies_waiting(r->ds, TH_NONE)),
        COLUMNS - 1);
    th_pen_header(p, HEAD, labels, COLUMNS);
    for (size_t i = 0; i < n; i++)
        reply_row(&writer, FIRST + (uint32_t)i, &r->ds->replies[i]);
    if (n)
        th_tab_filter(p->tab, (th_area){HEAD, 0, HEAD + (uint32_t)n, COLUMNS - 1});
    else
        th_pen_merge(p, th_across(FIRST, 0, COLUMNS - 1),
                     TH_STR("Chưa có phiếu phản hồi nào gửi lại kèm lời giải trình."), TH_LOOK_CELL | TH_LOOK_CENTER);
    th_pen_page(p, HEAD, HEAD, RULE);
}
