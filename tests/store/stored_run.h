/* Runs to be recorded: the libraries of definition_fixture.h, night by night. */
#ifndef TH_TESTS_STORED_RUN_H
#define TH_TESTS_STORED_RUN_H

#include "definition_fixture.h"
#include "fact/stream.h"
#include "score/outcome.h"
#include "store/store.h"

static const char stored_criteria[] =
    "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống,Vượt "
    "hẳn,Điểm mỗi lần,Cần minh chứng,Ghi chú\n"
    "I,,Phần một,100,tổng các dòng con,,,,,,,\n"
    "I.1,I,Lượt mượn,60,theo tỷ lệ so mục tiêu,M.01,700,,,,,\n"
    "I.2,I,Mở cửa chủ nhật,30,đạt hoặc không,CO(M.07)=1,,,,,,\n"
    "I.3,I,Chất lượng,10,Cụm chấm,,,,,,,\n";
static const char stored_checks[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n"
                                    "KT-1,Tổng,đơn vị,M.01,=,M.02+M.03,,lỗi,bỏ qua,bật\n";
static const char stored_rankings[] = "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba|Tư\n";
static const char stored_receipts[] = "Đơn vị,Tệp,Quyết định,Lúc nhận,\"Số, ngày văn "
                                      "bản\",Kênh\nA,0.xlsx,nhận,2025-01-03 08:00,12/TV,văn thư\nB,1.xlsx,nhận,"
                                      "2025-01-08 08:00,,\n";
static const char stored_awards[] = "Đơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\nA,I.3,\"7,5\",Tổ thẩm định,2025-01-09,Biên "
                                    "bản 1\nB,I.3,không được giao,Tổ thẩm định,2025-01-09,\n";

static const char stored_adjustments[] = "Đơn vị,Mã,Cột,Giá trị,Giá trị cũ,Ai,Ngày,Căn cứ\n"
                                         "B,M.05,năm nay,9,(trống),Ban thư ký,2025-01-09,Công văn 7\n";
static const char stored_reasons[] =
    "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\nA,KT-1,1a2b3c4d,đã soát,Trưởng phòng,2025-01-09\n";
static const char stored_ballots[] = "Đơn vị,Xếp hạng,Số phiếu,Căn cứ\nA,XH,12,Biên bản 2\n";
static const char stored_closings[] =
    "Đơn vị,Mã phát hiện,Lý do,Căn cứ,Ai,Ngày\nD,,sáp nhập,Nghị quyết 3,Ban thư ký,2025-01-09\n";
static const char stored_stages[] =
    "Đơn vị,Bước,Số văn bản,Ai,Ngày\n,đã thẩm định,Biên bản 4,Tổ thẩm định,2025-01-10\n";

static const char stored_petitions[] = "Đơn vị,Tiêu chí,Nội dung,Trả lời\nB,I.3,xin xem lại,đã xem\n";
static const char stored_freezes[] = "Bước,Ngày,Ai,Căn cứ\nchốt số liệu,2025-01-10,Trưởng ban,Biên bản 5\n";

enum { STORED_FIRST_DAY = 45665 /* 2025-01-08 */ };

static inline th_definition *stored_definition(th_arena *arena)
{
    static const th_fixture_part parts[] = {TH_FIXTURE_PARTS,
                                            {"cham-diem.csv", stored_criteria},
                                            {"kiem-tra.csv", stored_checks},
                                            {"xep-hang.csv", stored_rankings},
                                            {"so-nhan.csv", stored_receipts},
                                            {"cum-cham.csv", stored_awards},
                                            {"dieu-chinh.csv", stored_adjustments},
                                            {"giai-trinh.csv", stored_reasons},
                                            {"phieu-kin.csv", stored_ballots},
                                            {"dong.csv", stored_closings},
                                            {"trang-thai.csv", stored_stages},
                                            {"kien-nghi.csv", stored_petitions},
                                            {"chot.csv", stored_freezes}};
    return th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
}

/* What the libraries state in a night: the first is alone in the first night, and corrects itself in the third; the
 * second and the third come later. */
static inline void stored_facts(th_dataset *ds, int night)
{
    static const char *const typed[3][5] = {
        {"700", "400", "299", "Có", "12"}, {"trên 600", "301", "300", "Không", ""}, {"2", "1", "1", "Có", "lạ"}};
    static const char *const codes[] = {"M.01", "M.02", "M.03", "M.07", "M.05"};
    for (uint32_t u = 0; u < 3 && (int)u < night; u++) {
        th_fixture_source(ds, u);
        for (size_t k = 0; k < 5; k++)
            th_fixture_fact(ds, u, codes[k], TH_NOW, k == 0 && u == 0 && night >= 3 ? "701" : typed[u][k]);
        th_held_form held = {.source = u, .form = 0, .sheet = TH_STR("Trang 1"), .signed_on = 45660, .counts = true};
        TH_PUSH(ds->arena, ds->held, ds->nheld, ds->held_cap, held);
    }
    th_fixture_fact(ds, 0, "M.01", TH_PREVIOUS, "390");
    th_fixture_fact(ds, 0, "M.01", TH_PLAN, "500");
    th_fixture_list(ds, 0, "DS.ten", 1, "=1+2");
    th_fixture_list(ds, 0, "DS.loai", 1, "tab\there, “dấu” và \n xuống dòng");
}

static inline void stored_memory(th_arena *arena, th_memory *memory, int night)
{
    memory->day = STORED_FIRST_DAY + night - 1;
    for (int i = 0; i < 3 && i < night; i++) {
        th_remembered remembered = {.file = th_str_fmt(arena, "%d.xlsx", i),
                                    .sha256 = TH_STR(TH_FIXTURE_HASH),
                                    .input = th_str_fmt(arena, "gói %d.zip", i),
                                    .input_sha256 = TH_STR(TH_FIXTURE_HASH),
                                    .unit = i < 2 ? th_str_fmt(arena, "%c", 'A' + i) : (th_str){0},
                                    .first_seen = STORED_FIRST_DAY + i,
                                    .seen_before = i ? STORED_FIRST_DAY + i - 1 : 0,
                                    .last_seen = memory->day,
                                    .waits = i == 1};
        th_strs_add(&remembered.counts, arena, TH_STR("B1"));
        if (i == 0)
            th_strs_add(&remembered.counts, arena, TH_STR("B2"));
        TH_PUSH(arena, memory->at, memory->n, memory->cap, remembered);
        th_inbox_file file = {remembered.input, TH_STR(TH_FIXTURE_HASH)};
        TH_PUSH(arena, memory->inbox, memory->ninbox, memory->inbox_cap, file);
    }
}

/* All that run number `night` leaves. */
static inline th_store_entry stored_run(th_arena *arena, const th_definition *d, int night)
{
    th_dataset *ds = th_dataset_new(arena, d);
    th_memory *memory = th_arena_alloc(arena, sizeof *memory);
    ds->as_of = STORED_FIRST_DAY + night - 3; /* deadlines are compared with another day than that of the run */
    stored_facts(ds, night);
    th_dataset_seal(ds);
    th_check_results checks = {0};
    th_check_run(arena, ds, &checks);
    th_scores *scores = th_score_run(arena, ds, &checks);
    th_findings_sort(&ds->findings);
    for (size_t i = 0; i < ds->findings.n; i++)
        ds->findings.at[i].since = STORED_FIRST_DAY;
    ds->outcome.known = true;
    ds->outcome.definition_hash = TH_STR("00ff");
    ds->outcome.program = TH_STR("tonghop");
    th_score_outcome(ds, scores);
    stored_memory(arena, memory, night);
    th_buf outcome;
    th_buf_init(&outcome, arena);
    th_stream_write(&outcome, ds);
    return (th_store_entry){.run = {.number = night,
                                    .started = th_str_fmt(arena, "2025-01-%02dT01:30:00Z", 7 + night),
                                    .ended = th_str_fmt(arena, "2025-01-%02dT01:31:07Z", 7 + night),
                                    .as_of = ds->as_of,
                                    .day = STORED_FIRST_DAY + night - 1,
                                    .exit_code = 2,
                                    .program = TH_STR("tonghop 0.1.0"),
                                    .definition_sha256 = TH_STR("00ff"),
                                    .workbook_sha256 = TH_STR(TH_FIXTURE_HASH)},
                            .ds = ds,
                            .scores = scores,
                            .memory = memory,
                            .outcome = th_buf_str(&outcome)};
}

#endif
