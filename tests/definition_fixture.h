/* A small definition and dataset for tests of the rooms right of `fact`: three
 * libraries report loans; nothing of the samples. */
#ifndef TH_TESTS_DEFINITION_FIXTURE_H
#define TH_TESTS_DEFINITION_FIXTURE_H

#include "fact/dataset.h"

#include <stdio.h>
#include <string.h>

typedef struct th_fixture {
    th_arena *arena;
    th_definition *d;
    th_dataset *ds;
} th_fixture;

typedef struct th_fixture_part {
    const char *name, *csv;
} th_fixture_part;

/* Loads; prints the faults and returns NULL when there are any. */
static inline th_definition *th_fixture_definition(th_arena *arena, const th_fixture_part *parts, size_t n)
{
    th_definition_part *p = th_arena_array(arena, n, sizeof *p);
    for (size_t i = 0; i < n; i++)
        p[i] = (th_definition_part){.name = th_str_of(parts[i].name), .bytes = th_str_of(parts[i].csv)};
    th_definition *d = NULL;
    th_findings faults = {0};
    th_status status = th_definition_load(arena, &th_limits_default, &(th_definition_parts){p, n}, &d, &faults);
    for (size_t i = 0; i < faults.n; i++)
        fprintf(stderr, TH_FMT " " TH_FMT " row %u: " TH_FMT "\n", TH_ARG(faults.at[i].place.file),
                TH_ARG(faults.at[i].place.sheet), faults.at[i].place.row + 1, TH_ARG(faults.at[i].vi));
    return status >= TH_FAILED ? NULL : d;
}

/* "95", "trên 97", "5/63": as typed in a text cell of unit `u`, row and column made up from the code. */
static inline void th_fixture_fact(th_dataset *ds, uint32_t u, const char *code, th_measure m, const char *typed)
{
    uint32_t i = th_definition_indicator(ds->definition, th_str_of(code));
    const th_indicator *ind = &ds->definition->indicators[i];
    th_raw raw = {.kind = *typed ? TH_RAW_TEXT : TH_RAW_BLANK, .text = th_str_of(typed), .format_decimals = -1};
    th_fact f = {.unit = u,
                 .indicator = i,
                 .measure = m,
                 .source = u,
                 .sheet = TH_STR("Trang 1"),
                 .row = i,
                 .col = (uint32_t)m,
                 .raw = raw.text};
    if (m == TH_COMPARED)
        f.value = th_value_read(ds->arena, &raw, TH_TYPE_PERCENT, TH_STR("%"));
    else
        f.value = th_value_read(ds->arena, &raw, ind->type, ind->unit);
    th_dataset_add(ds, &f);
}

static inline void th_fixture_list(th_dataset *ds, uint32_t u, const char *column, uint32_t item, const char *typed)
{
    uint32_t c = th_definition_column(ds->definition, th_str_of(column));
    th_raw raw = {.kind = TH_RAW_TEXT, .text = th_str_of(typed), .format_decimals = -1};
    th_fact f = {.unit = u,
                 .indicator = c,
                 .item = item,
                 .source = u,
                 .sheet = TH_STR("Trang 2"),
                 .row = item,
                 .col = c,
                 .raw = raw.text};
    f.value = th_value_read(ds->arena, &raw, ds->definition->columns[c].type, (th_str){0});
    th_dataset_add(ds, &f);
}

/* Of a file that was never there; the reader of records only asks whether it can be one. */
#define TH_FIXTURE_HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static inline void th_fixture_source(th_dataset *ds, uint32_t u)
{
    th_source s = {.file = th_str_fmt(ds->arena, "%u.xlsx", u),
                   .sha256 = TH_STR(TH_FIXTURE_HASH),
                   .unit = u,
                   .receipt = TH_NONE,
                   .period = ds->definition->period};
    for (uint32_t i = 0; i < ds->definition->nreceipts; i++)
        if (th_str_eq(ds->definition->receipts[i].file, s.file))
            s.receipt = i;
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, s);
}

/* The sheets of the definition, one text each. */
static const char th_fixture_settings[] = "Khóa,Giá trị\n"
                                          "Tên cụm,Cụm thư viện\n"
                                          "Tên gọi tổng,Cụm\n"
                                          "Gọi đơn vị là,Thư viện\n"
                                          "Kỳ,2024\n"
                                          "Ngày lập,2025-01-10\n"
                                          "Hạn nộp,2025-01-05\n"
                                          "Tổng điểm,100\n";
static const char th_fixture_units[] = "Mã,Tên,Tên khác,Thứ tự,Từ năm,Đến năm\n"
                                       "A,Thư viện A,,1,,\n"
                                       "B,Thư viện B,,2,,\n"
                                       "C,Thư viện C,,3,,\n"
                                       "D,Thư viện D,,4,,\n";
static const char th_fixture_forms[] = "Mã,Tên,Trang,Kiểu,Bắt buộc\n"
                                       "B1,Lượt mượn,B1,chỉ tiêu,Có\n"
                                       "B2,Danh sách sách mới,B2,danh sách,Không\n"
                                       "B3,Tự chấm,B3,chấm điểm,Không\n";
static const char th_fixture_columns[] = "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Bắt buộc,Danh mục\n"
                                         "*,,Chỉ tiêu,,nhãn,Có,\n"
                                         "*,,Năm trước,,năm trước,Không,\n"
                                         "*,,Kế hoạch,,kế hoạch,Không,\n"
                                         "*,,Năm nay,,năm nay,Có,\n"
                                         "*,,So sánh (%),,so sánh,Không,\n"
                                         "B2,DS.ten,Tên sách,,chữ,Có,\n"
                                         "B2,DS.loai,Loại,,chữ,Không,\n"
                                         "B3,CD.ma,Mã tiêu chí,,mã tiêu chí,Có,\n"
                                         "B3,CD.diem,Điểm tự chấm,,điểm tự chấm,Không,\n";
static const char th_fixture_indicators[] =
    "Mã,Biểu,STT,Mã số trên biểu,Nhóm,Nhãn,Nhãn khác,ĐVT,Kiểu,Số lẻ,Bắt buộc,Nhỏ nhất,Lớn nhất,Gộp,Tử số,Mẫu số,"
    "Chiều tốt,Năm tham chiếu,Khi trống,Danh mục\n"
    "M.01,B1,1,,,Tổng lượt mượn,,lượt,số nguyên,,Có,0,,tổng,,,tăng,,thiếu,\n"
    "M.02,B1,1.1,,,Người lớn,,lượt,số nguyên,,Có,0,,tổng,,,,,thiếu,\n"
    "M.03,B1,1.2,,,Trẻ em,,lượt,số nguyên,,Có,0,,tổng,,,,,thiếu,\n"
    "M.04,B1,2,,,Tỷ lệ trẻ em,,%,phần trăm,1,Không,0,100,tỷ số,M.03,M.01,,,thiếu,\n"
    "M.05,B1,3,,,Sách mới,,cuốn,số nguyên,,Không,0,,tổng,,,,,thiếu,\n"
    "M.06,B1,4,,,Xếp hạng,,hạng,hạng,,Không,1,20,tốt nhất,,,giảm,,thiếu,\n"
    "M.07,B1,5,,,Mở cửa chủ nhật,,có/không,có/không,,Không,,,đếm,,,,,thiếu,\n";

#define TH_FIXTURE_PARTS                                                                                               \
    {"cai-dat.csv", th_fixture_settings}, {"don-vi.csv", th_fixture_units}, {"bieu.csv", th_fixture_forms},            \
        {"cot.csv", th_fixture_columns},                                                                               \
    {                                                                                                                  \
        "chi-tieu.csv", th_fixture_indicators                                                                          \
    }

#endif
