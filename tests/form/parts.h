/* A good definition in parts, and loading it with some of them replaced. */
#ifndef TH_TEST_FORM_PARTS_H
#define TH_TEST_FORM_PARTS_H

#include "form/definition.h"

#include <stdio.h>
#include <string.h>

typedef struct part {
    const char *name, *csv;
} part;

enum { PARTS = 13 };

static const part good[PARTS] = {
    {"cai-dat.csv",
     "Khóa,Giá trị\nTên cụm,Cụm trạm y tế\nTên gọi tổng,Cụm\nGọi đơn vị là,Trạm\nKỳ,2024\nHạn nộp,5/1/2025 17h00\n"
     "Ngày lập,2025-01-10\nTổng điểm,100\nGhi riêng,tự do\n"},
    {"don-vi.csv", "Mã,Tên,Tên khác,Thứ tự,Từ năm,Đến năm\nTB,Trạm B,Trạm Bê|T.B,2,,\nTC,Trạm C,,,2025,\nTA,Trạm "
                   "A,,1,2020,2024\nTD,Trạm D,,3,,2023\n"},
    {"bieu.csv", "Mã,Tên,Trang,Kiểu,Bắt buộc\nB1,Khám bệnh,B1|Biểu 1,chỉ tiêu,Có\nB2,Thuốc,B2,danh sách + chỉ "
                 "tiêu,Có\nB3,Tự chấm,B3,Chấm điểm,Không\n"},
    {"cot.csv", "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Bắt buộc,Danh mục\n*,,STT,TT,STT,Không,\n*,,Chỉ tiêu,Nội "
                "dung,nhãn,Có,\n*,,Năm nay,,năm nay,Có,\n"
                "*,,So sánh (%),,so sánh,,\nB1,,Thực hiện,,năm nay,Có,\nB2,TH.01,Tên "
                "thuốc,,chữ,Có,\nB2,TH.02,Loại,,danh mục,Có,LOAI\n"
                "B2,TH.03,Tiền,,tiền,,\nB3,CD.01,Mã tiêu chí,,mã tiêu chí,Có,\nB3,CD.02,Tự chấm,,điểm tự chấm,,\n"},
    {"chi-tieu.csv", "Mã,Biểu,STT,Mã số trên biểu,Nhóm,Nhãn,Nhãn khác,ĐVT,Kiểu,Số lẻ,Bắt buộc,Nhỏ nhất,Lớn nhất,Gộp,Tử "
                     "số,Mẫu số,Chiều tốt,Năm tham chiếu,Khi trống,Danh mục\n"
                     "KB.01,B1,1,,,Lượt khám,Số lượt khám|Khám,lượt,số nguyên,0,Có,0,1.000.000,tổng,,,tăng,0,thiếu,\n"
                     "KB.02,B1,2,02,Lượt khám,Trẻ em,,lượt,số nguyên,,Có,0,,tổng,,,,,coi là 0,\n"
                     "KB.03,B1,3,,,Tỷ lệ trẻ em,,%,phần trăm,1,Không,0,100,tỷ số của tổng,KB.02,KB.01,,,,\n"
                     "KB.04,B1,4,,,Hạng,,hạng,hạng,,,1,\"20,5\",tốt nhất,,,giảm,-1,,\n"
                     "KB.05,B2,5,,,Có bác sĩ,,,có/không,,,,,đếm,,,,,,\n"
                     "KB.06,B1,6,,,Mức đạt,,,danh mục,,,,,danh sách,,,,,,MUC\n"},
    {"danh-muc.csv", "Mã,Giá trị,Tên khác\nLOAI,Tây y,Thuốc tây|TY\nLOAI,Đông y,\nMUC,Đạt,\nMUC,Chưa đạt,\n"},
    {"kiem-tra.csv", "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái,Cách sửa,Căn cứ\n"
                     "K1,Trẻ em,đơn vị,KB.02,<=,KB.01,0,lỗi,bỏ qua,bật,sửa.,Biểu 1\n"
                     "K2,So sánh,từng dòng,SO_SANH(DONG),=,TY_LE(DONG;TRUOC(DONG)),,cảnh báo,bỏ qua|coi là 0,tắt,,\n"
                     "K3,Thuốc,Cụm,KB.01,cùng có,\"COUNTIFS(TH.02;\"\"thuốc tây\"\";TH.01;\"\"<>\"\")\",\"0,5\",,,,,\n"
                     "K4,Mức,đơn vị,\"IF(KB.06 = \"\"dat\"\";1;0)\",=,1,,,coi là 0,,,\n"},
    {"cham-diem.csv", "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống,Vượt hẳn,Điểm mỗi "
                      "lần,Cần minh chứng,Ghi chú\n"
                      "I.1,I,Khám,60,theo tỷ lệ so mục tiêu,KB.01,KE_HOACH(KB.01),60%,Có,,,\n"
                      "I,,Phần một,100,tổng các dòng con,,,,,,,\n"
                      "I.2,I,Hạng,30,theo thứ hạng,KB.04,,,,,,\n"
                      "I.3,I,Khác,10,Cụm chấm,,,,,,,\n"
                      "II,,Thưởng,5,nhóm thưởng,,,,,,,\n"
                      "II.1,II,Sáng kiến,10,theo số lần,COUNT(TH.01),,,,\"0,5\",Có,\n"
                      "III,,Trừ,20,nhóm trừ,,,,,,,\n"
                      "III.1,III,Muộn,20,theo số lần,SO_NGAY_MUON(),,,,2,,\n"},
    {"thang-diem.csv", "Tiêu chí,Từ,Đến,Điểm\nI.2,,5,30\nI.2,,10,15\nI.2,,,0\n"},
    {"xep-hang.csv",
     "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba\nX2,Theo hạng,KB.04,tăng dần,\n"},
    {"phan-dinh.csv",
     "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,2,Nộp sớm,GIO_NHAN(),tăng dần\nXH,1,Phần một,DIEM(I),giảm dần\n"},
    {"so-nhan.csv", "Đơn vị,Tệp,Lúc nhận\nTB,b.xlsx,2025-01-04 12:00\nTrạm A,a.xlsx,4/1/2025\nTD,d.xlsx,2025-01-04\n"},
    {"cum-cham.csv",
     "Đơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\nTA,I.3,\"7,5\",Tổ,2025-01-09,BB\nTB,I.3,không được giao,Tổ,,\n"},
};

static th_arena *arena; /* of the test at hand */

static inline int setup(void **state)
{
    (void)state;
    arena = th_arena_new(0);
    return arena ? 0 : -1;
}

static inline int teardown(void **state)
{
    (void)state;
    th_arena_free(arena);
    return 0;
}

static inline th_status load_parts(const th_definition_part *parts, size_t n, th_definition **d, th_findings *faults)
{
    return th_definition_load(arena, &th_limits_default, &(th_definition_parts){parts, n}, d, faults);
}

/* Loads `good` with some parts replaced (csv) or left out (csv NULL). */
static inline th_definition *load(const part *changes, size_t n, th_findings *faults)
{
    th_definition_part parts[PARTS];
    size_t count = 0;
    for (size_t i = 0; i < PARTS; i++) {
        const char *csv = good[i].csv;
        for (size_t k = 0; k < n; k++)
            if (strcmp(changes[k].name, good[i].name) == 0)
                csv = changes[k].csv;
        if (csv)
            parts[count++] = (th_definition_part){.name = th_str_of(good[i].name), .bytes = th_str_of(csv)};
    }
    th_definition *d = NULL;
    *faults = (th_findings){0};
    th_status status = load_parts(parts, count, &d, faults);
    assert_int_equal(d == NULL, status == TH_FAILED);
    assert_int_equal(status == TH_OK, faults->n == 0);
    if (status == TH_WARN)
        assert_int_equal(d->entry_faults.n, faults->n);
    return d;
}

static inline void print(const th_findings *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        const th_finding *f = &faults->at[i];
        print_error(TH_FMT " " TH_FMT " " TH_FMT ": " TH_FMT "\n", TH_ARG(f->rule), TH_ARG(f->place.file),
                    TH_ARG(th_cell_name(arena, f->place.row, f->place.col)), TH_ARG(f->vi));
    }
}

typedef struct expected {
    const char *file, *cell, *rule, *says;
} expected;

static inline void expect(const th_findings *faults, const expected *want, size_t n)
{
    size_t bad = 0;
    for (size_t i = 0; i < n; i++) {
        size_t hits = 0;
        for (size_t k = 0; k < faults->n; k++) {
            const th_finding *f = &faults->at[k];
            hits += th_str_eq(f->place.file, th_str_of(want[i].file)) && th_str_eq(f->rule, th_str_of(want[i].rule)) &&
                    th_str_eq(th_cell_name(arena, f->place.row, f->place.col), th_str_of(want[i].cell)) &&
                    th_str_find(f->vi, th_str_of(want[i].says), 0) != SIZE_MAX && f->en.len;
        }
        if (hits != 1) {
            print_error("%zu of: %s %s %s %s\n", hits, want[i].rule, want[i].file, want[i].cell, want[i].says);
            bad++;
        }
    }
    if (bad || faults->n != n)
        print(faults);
    assert_int_equal(bad, 0);
    assert_int_equal(faults->n, n);
}

#endif
