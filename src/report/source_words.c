/* The words of a row of NGUỒN SỐ LIỆU. */
#include "report/source_words.h"

#include "report/aggregate.h"
#include "report/gap.h"
#include "report/source_formula.h"
#include "text/encoding.h"

#include "base/banned.h"

const char *const th_source_labels[TH_SOURCE_COLUMNS] = {"Mã",
                                                         "Chỉ tiêu",
                                                         "Đơn vị",
                                                         "Số liệu",
                                                         "Dòng",
                                                         "Giá trị",
                                                         "Nguyên văn",
                                                         "Tệp",
                                                         "Trang",
                                                         "Ô",
                                                         "Bảng mã",
                                                         "Quy tắc áp dụng",
                                                         "Khớp TỔNG HỢP",
                                                         "SHA-256 (16 ký tự đầu)",
                                                         "Công thức ở tệp gốc",
                                                         "Phát hiện",
                                                         "Cộng năm nay của các đơn vị",
                                                         "Khóa",
                                                         "Từ kèm số",
                                                         "Điều chỉnh, giải trình",
                                                         "Năm trước, đã chốt",
                                                         "Lượt tổng hợp trước",
                                                         "Cộng vào chỉ tiêu thứ"};

enum { EXACT_DECIMALS = 15, TERM_DECIMALS = 6 };

/* Why there is no figure, though something stands in the cell. */
static th_str trouble_of(const th_report *r, const th_value *value)
{
    if (value->state != TH_STATE_UNREADABLE)
        return (th_str){0};
    if (value->withheld)
        return th_str_fmt(r->arena, "chưa tính: " TH_FMT, TH_ARG(th_value_trouble(value).vi));
    const char *because = th_value_trouble(value).vi.len ? "; " : "";
    return th_str_fmt(r->arena, "không đọc được%s" TH_FMT, because, TH_ARG(th_value_trouble(value).vi));
}

static th_str rules_of(const th_report *r, const th_fact *f)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    const th_str parts[] = {
        th_did_vi(r->arena, f->value.did),
        th_qualifier_vi(r->arena, f->value.qualifiers),
        f->found_by == TH_FOUND_BY_BARE_LABEL ? TH_STR("tên dòng không tính số thứ tự, “trong đó”") : (th_str){0},
        f->found_by == TH_FOUND_BY_CODE ? TH_STR("tìm theo mã số, tên dòng khác") : (th_str){0},
        f->formula ? TH_STR("kết quả của công thức") : (th_str){0},
        f->value.printed ? th_str_fmt(r->arena, "ô hiện " TH_FMT ", giá trị đúng " TH_FMT,
                                      TH_ARG(th_exact_vi(r->arena, f->value.printed, f->value.decimals, false)),
                                      TH_ARG(th_exact_vi(r->arena, f->value.num, EXACT_DECIMALS, true)))
                         : (th_str){0},
        f->hidden ? TH_STR("ô đang ẩn") : (th_str){0},
        th_gap_counts_zero(r, f)           ? TH_STR("để trống, hiểu là 0")
        : f->value.state == TH_STATE_BLANK ? TH_STR("để trống: thiếu")
                                           : (th_str){0},
        trouble_of(r, &f->value),
        f->adjusted ? th_str_fmt(r->arena, "điều chỉnh: " TH_FMT ", " TH_FMT ", " TH_FMT, TH_ARG(f->adjusted->by->who),
                                 TH_ARG(f->adjusted->by->date), TH_ARG(f->adjusted->by->basis))
                    : (th_str){0},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].len)
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? "; " : "", TH_ARG(parts[i]));
    return th_buf_str(&out);
}

/* "trên", "trong 63": what stands beside the number in its cell. */
static th_str qualifier_of(const th_report *r, const th_fact *f)
{
    th_str words = th_qualifier_vi(r->arena, f->value.qualifiers);
    if (f->value.state != TH_STATE_VALUE || !f->value.den)
        return words;
    return th_str_fmt(r->arena, TH_FMT "%strong " TH_FMT, TH_ARG(words), words.len ? ", " : "",
                      TH_ARG(th_exact_vi(r->arena, f->value.den, TERM_DECIMALS, true)));
}

static th_str stated_as(const th_report *r, const th_value *value, th_type type, th_str raw)
{
    if (value->state == TH_STATE_VALUE)
        return th_value_words(r->arena, value, type).vi;
    return raw.len ? th_str_fmt(r->arena, "“" TH_FMT "”", TH_ARG(raw)) : TH_STR("(trống)");
}

static th_str entered_of(const th_report *r, const th_fact *f)
{
    th_str told = r->told[th_plan_fact_index(r, f)];
    if (!f->adjusted)
        return told;
    const th_adjustment *by = f->adjusted->by;
    th_type type = th_plan_fact_type(r->d, f);
    bool stated = f->adjusted->stated.state != TH_STATE_ABSENT;
    th_str before = stated ? stated_as(r, &f->adjusted->stated, type, f->raw) : TH_STR("(không có)");
    return th_str_fmt(r->arena, "điều chỉnh " TH_FMT " → " TH_FMT ": " TH_FMT ", " TH_FMT ", " TH_FMT "%s" TH_FMT,
                      TH_ARG(before), TH_ARG(stated_as(r, &f->value, type, f->raw)), TH_ARG(by->who), TH_ARG(by->date),
                      TH_ARG(by->basis), told.len ? "; " : "", TH_ARG(told));
}

static th_str stored_of(const th_report *r, const th_fact *f)
{
    if (f->item || f->measure != TH_NOW)
        return (th_str){0};
    const th_fact *stored = th_dataset_stored(r->ds, f->unit, f->indicator);
    return stored ? stated_as(r, &stored->value, th_plan_fact_type(r->d, stored), stored->raw)
                  : TH_STR("không có số liệu đã chốt");
}

/* Rows of lists are held against each other by what they say, not by their number: THAY ĐỔI has them. */
static th_str before_of(const th_report *r, const th_fact *f)
{
    const th_dataset *previous = r->in->changes ? r->in->changes->previous : NULL;
    if (r->in->whole) /* the departments are not told of earlier runs */
        return (th_str){0};
    if (!previous)
        return TH_STR(TH_NO_RUN_BEFORE);
    if (f->item)
        return TH_STR("xem trang THAY ĐỔI");
    const th_fact *before = th_dataset_find(previous, f->unit, f->indicator, f->measure);
    return before ? stated_as(r, &before->value, th_plan_fact_type(r->d, before), before->raw) : TH_STR("(không có)");
}

th_source_words th_source_words_of(const th_report *r, const th_fact *f)
{
    return (th_source_words){
        .encoding = f->encoding == TH_ENC_UNICODE ? (th_str){0} : th_encoding_name((th_encoding)f->encoding),
        .rules = rules_of(r, f),
        .qualifier = qualifier_of(r, f),
        .formula = th_source_formula(r->arena, f),
        .entered = entered_of(r, f),
        .stored = stored_of(r, f),
        .before = before_of(r, f),
    };
}

bool th_source_is_addend(const th_report *r, const th_fact *f)
{
    return !f->item && f->measure == TH_NOW && r->d->indicators[f->indicator].aggregate == TH_AGG_SUM;
}
