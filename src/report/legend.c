/* Four lines: words in place of figures, noughts, signs, the rest. */
#include "report/legend.h"

#include "report/marks.h"

#include "base/banned.h"

void th_legend(th_writer *writer, uint32_t row, uint32_t first, uint32_t last)
{
    static const char *const lines[TH_LEGEND_ROWS] = {
        "Chú giải. Chữ thay cho số: chưa nộp · chưa mở được: đã gửi, chưa mở được tệp · chờ nhận: đã gửi, chờ ban thư "
        "ký nhận · bị loại · thiếu biểu · không gửi: biểu không bắt buộc · thiếu dòng · bỏ trống · chưa có: đơn vị "
        "ghi chưa có số liệu, “…” hoặc “-” · không đọc được · chưa tính: đã gửi mà chưa được tính.",
        "0: đơn vị ghi số 0 · 0 (KPS): đơn vị ghi “không”, “không phát sinh” hoặc “-” · 0 (trống): để trống, bộ biểu "
        "mẫu cho hiểu là 0. Số trong ô là “trên”, “hơn”, “gần”, “khoảng”… thì ghi như đơn vị viết.",
        "Dấu đứng trước số: " TH_SIGN_ERROR " có lỗi · " TH_SIGN_DOUBT " cảnh báo, còn ngờ · " TH_SIGN_EXPLAINED
        " đã giải trình hoặc đã đóng · " TH_SIGN_ADJUSTED " ban thư ký điều chỉnh · " TH_SIGN_SCALED
        " đã quy đổi đơn vị tính · " TH_SIGN_RECOVERED " khôi phục từ ngày tháng. Rê chuột vào ô để xem lý do.",
        "x: không cộng. “6/7”: mới có 6 đơn vị ghi số. “3/5 có báo cáo”: 3 đơn vị ghi Có trong 5 đơn vị trả lời.",
    };
    enum { MOST_COLUMNS = 16 };
    uint32_t end = last < MOST_COLUMNS ? last : MOST_COLUMNS;
    th_tab_tie(writer->pen.tab, row, row + TH_LEGEND_ROWS - 1);
    for (uint32_t i = 0; i < TH_LEGEND_ROWS; i++)
        th_pen_merge(&writer->pen, th_across(row + i, first, end), th_str_of(lines[i]), TH_LOOK_WRAP | TH_LOOK_SMALL);
}
