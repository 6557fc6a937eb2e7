/* Words the state of the whole for the departments. */
#include "report/sent_words.h"

#include "report/verdict.h"

#include "base/banned.h"

th_str th_sent_is(void)
{
    return TH_STR("Bản gửi đơn vị: không nêu họ tên, số điện thoại và các nội dung nhạy cảm khác, kết quả kiểm tra và "
                  "ý kiến đang trao đổi riêng với từng đơn vị; danh sách có tên người chỉ nêu số dòng. Đơn vị xem phần "
                  "của mình ở phiếu phản hồi.");
}

th_str th_sent_figures(const th_report *r)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_fmt(&out, "SỐ LIỆU: %s %u/" TH_FMT, readiness->missing ? "CHƯA ĐỦ, có" : "đủ", readiness->in,
               TH_ARG(th_plan_of_units(r)));
    if (readiness->closed)
        th_buf_fmt(&out, " (%u không xếp hạng)", readiness->closed);
    th_buf_byte(&out, '.');
    if (readiness->missing)
        th_buf_add(&out, TH_STR(" Số tổng nào chưa đủ đều ghi rõ có mấy đơn vị."));
    return th_buf_str(&out);
}

th_str th_sent_stage(const th_report *r)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    th_str stage = th_verdict_stage(r->arena, readiness);
    if (readiness->stage != TH_STAGE_PROVISIONAL)
        return stage;
    return th_str_fmt(r->arena, TH_FMT ": còn nội dung đang kiểm tra, thứ tự có thể đổi", TH_ARG(stage));
}

th_str th_sent_ranking(const th_report *r)
{
    if (!r->d->nrankings)
        return TH_STR("XẾP HẠNG: bộ biểu mẫu không có bảng xếp hạng.");
    return th_str_fmt(r->arena, "XẾP HẠNG: " TH_FMT ".", TH_ARG(th_sent_stage(r)));
}
