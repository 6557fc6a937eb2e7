/* Workbooks made in memory for the tests of `fact`, and a small definition of another field: bakeries. */
#ifndef TH_TESTS_FACT_BOOK_FIXTURE_H
#define TH_TESTS_FACT_BOOK_FIXTURE_H

#include "definition_fixture.h"
#include "fact/extract.h"

static const th_fixture_part bakery_parts[] = {
    {"cai-dat.csv", "Khóa,Giá trị\nTên cụm,Hội làm bánh\nKỳ,2024\n"},
    {"don-vi.csv",
     "Mã,Tên,Tên khác,Thứ tự,Từ năm,Đến năm\nHA,Hạ,,1,,\nHL,Hạ Long,Lò bánh Hạ Long,2,,\nBT,Bến Tre,,3,,\n"},
    {"bieu.csv", "Mã,Tên,Trang,Kiểu,Bắt buộc\nF1,Sản lượng bánh,Biểu 01|SL,chỉ tiêu,Có\nF2,Danh sách thợ,Biểu 02,danh "
                 "sách + chỉ tiêu,Không\n"},
    {"cot.csv", "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Bắt buộc,Danh mục\n*,,STT,TT,STT,Không,\n*,,Chỉ tiêu,,nhãn,Có,\n*,,Mã "
                "số,,mã,Không,\n*,,ĐVT,Đơn vị tính,ĐVT,Không,\n"
                "*,,Năm trước,,năm trước,Không,\n*,,Năm nay,,năm nay,Có,\n*,,So sánh (%),,so sánh,Không,\n*,,Ghi "
                "chú,,ghi chú,Không,\n"
                "F2,T.STT,STT,,STT,Không,\nF2,T.ten,Họ tên,,chữ,Có,\nF2,T.loai,Loại,,danh mục,Có,LOAI\nF2,T.nam,Số "
                "năm,,số nguyên,Không,\n"},
    {"danh-muc.csv", "Mã,Giá trị,Tên khác\nLOAI,Thợ cả,\nLOAI,Thợ phụ,Phụ\n"},
    {"chi-tieu.csv", "Mã,Biểu,STT,Mã số trên biểu,Nhóm,Nhãn,Nhãn khác,ĐVT,Kiểu,Số lẻ,Bắt buộc,Nhỏ nhất,Lớn nhất,Gộp,Tử "
                     "số,Mẫu số,Chiều tốt,Năm tham chiếu,Khi trống,Danh mục\n"
                     "S.01,F1,1,01,,Tổng số bánh,,cái,số nguyên,,Có,,,tổng,,,,,thiếu,\n"
                     "S.02,F1,,02,Bánh mì,Loại to,,cái,số nguyên,,Có,,,tổng,,,,,thiếu,\n"
                     "S.03,F1,,03,Bánh bao,Loại to,,cái,số nguyên,,Có,,,tổng,,,,,thiếu,\n"
                     "S.04,F1,2,04,,Tỷ lệ bánh to,,%,phần trăm,,Không,,,tỷ số,S.02,S.01,,,thiếu,\n"
                     "S.05,F1,3,05,,Doanh thu,,đồng,tiền,,Không,,,tổng,,,,,thiếu,\n"
                     "S.06,F1,4,06,,Bánh hỏng,,cái,số nguyên,,Không,,,tổng,,,,,coi là 0,\n"
                     "S.07,F1,5,07,,Xếp hạng,,hạng,hạng,,Không,,,tốt nhất,,,giảm,,thiếu,\n"
                     "S.08,F1,6,08,,Có lò điện,,có/không,có/không,,Không,,,đếm,,,,,thiếu,\n"
                     "T.01,F2,,,,Tổng số thợ,,người,số nguyên,,Có,,,tổng,,,,,thiếu,\n"},
};
enum { BAKERY_PARTS = sizeof bakery_parts / sizeof *bakery_parts };

typedef struct bakery {
    th_arena *arena;
    th_definition *d;
    th_book *book;
    th_dataset *ds;
    th_status status;
} bakery;

static inline bakery bakery_open(void)
{
    bakery b = {.arena = th_arena_new(0)};
    b.d = th_fixture_definition(b.arena, bakery_parts, BAKERY_PARTS);
    b.book = th_book_new(b.arena, &th_limits_default);
    b.ds = th_dataset_new(b.arena, b.d);
    return b;
}

static inline size_t sheet(bakery *b, const char *name)
{
    th_book_sheet(b->book, th_str_of(name), TH_VISIBLE);
    return b->book->nsheets - 1;
}

static inline void text(bakery *b, size_t s, uint32_t row, uint32_t col, const char *typed)
{
    const th_cell c = {.row = row, .col = col, .type = TH_CELL_TEXT, .raw = th_str_of(typed), .format_decimals = -1};
    th_sheet_push(b->book, &b->book->sheets[s], &c);
}

static inline void number(bakery *b, size_t s, uint32_t row, uint32_t col, double value)
{
    const th_cell c = {.row = row, .col = col, .type = TH_CELL_NUMBER, .number = value, .format_decimals = -1};
    th_sheet_push(b->book, &b->book->sheets[s], &c);
}

/* A formula that gave an error. */
static inline void error(bakery *b, size_t s, uint32_t row, uint32_t col, const char *raw)
{
    const th_cell c = {.row = row,
                       .col = col,
                       .type = TH_CELL_ERROR,
                       .raw = th_str_of(raw),
                       .format_decimals = -1,
                       .flags = TH_CELL_FORMULA};
    th_sheet_push(b->book, &b->book->sheets[s], &c);
}

/* A formula whose result was not stored. */
static inline void pending(bakery *b, size_t s, uint32_t row, uint32_t col)
{
    const th_cell c = {
        .row = row, .col = col, .type = TH_CELL_PENDING, .format_decimals = -1, .flags = TH_CELL_FORMULA};
    th_sheet_push(b->book, &b->book->sheets[s], &c);
}

/* Title block of a form, then the header in rows 4 and 5: "Thực hiện" stands over the figures. */
static inline void frame(bakery *b, size_t s, const char *unit, const char *year)
{
    static const char *const top[] = {"STT", "Chỉ tiêu", "Mã số", "ĐVT", "Thực hiện"};
    text(b, s, 0, 0, unit);
    text(b, s, 2, 0, year);
    for (uint32_t c = 0; c < 5; c++)
        text(b, s, 4, c, top[c]);
    th_sheet_merge(b->book, &b->book->sheets[s], (th_merge){4, 4, 4, 5});
    text(b, s, 5, 4, "Năm trước");
    text(b, s, 5, 5, "Năm nay");
    for (uint32_t c = 0; c < 4; c++)
        th_sheet_merge(b->book, &b->book->sheets[s], (th_merge){4, c, 5, c});
}

static inline void figure(bakery *b, size_t s, uint32_t row, const char *label, double now)
{
    text(b, s, row, 1, label);
    number(b, s, row, 5, now);
}

static inline void extract(bakery *b, const char *file)
{
    for (size_t s = 0; s < b->book->nsheets; s++)
        th_sheet_seal(&b->book->sheets[s]);
    th_book_normalise(b->book);
    const th_source source = {.file = th_str_of(file), .sha256 = TH_STR(TH_FIXTURE_HASH), .bytes = 1};
    b->status = th_extract(b->ds, b->book, &source, b->ds->findings.n);
}

static inline size_t count_of(const bakery *b, th_finding_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < b->ds->findings.n; i++)
        n += b->ds->findings.at[i].kind == kind;
    return n;
}

static inline bool says(const bakery *b, th_finding_kind kind, th_str words)
{
    for (size_t i = 0; i < b->ds->findings.n; i++)
        if (b->ds->findings.at[i].kind == kind)
            return th_str_find(b->ds->findings.at[i].vi, words, 0) != SIZE_MAX;
    return false;
}

static inline uint32_t row_of(const bakery *b, th_finding_kind kind)
{
    for (size_t i = 0; i < b->ds->findings.n; i++)
        if (b->ds->findings.at[i].kind == kind)
            return b->ds->findings.at[i].place.row;
    return TH_NO_CELL;
}

/* "12", "" when there is no such value; facts need not be sealed. */
static inline const char *value_of(const bakery *b, const char *code, th_measure m)
{
    for (size_t i = 0; i < b->ds->nfacts; i++) {
        const th_fact *f = &b->ds->facts[i];
        if (!f->item && f->measure == m && f->value.state == TH_STATE_VALUE &&
            th_str_eq(b->d->indicators[f->indicator].code, th_str_of(code)))
            return th_str_cstr(b->arena, f->value.num ? th_exact_text(b->arena, f->value.num) : f->value.text);
    }
    return "";
}

#endif
