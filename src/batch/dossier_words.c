/* Texts for whoever opens a dossier. */
#include "batch/dossier_words.h"

#include "batch/dossier_files.h"
#include "batch/dossier_sums.h"
#include "batch/dossier_table.h"
#include "batch/moments.h"

#include "base/banned.h"

#define TEXT_MARK "\xEF\xBB\xBF" /* without it Notepad and Excel may assume another code page */

th_str th_dossier_step_words(const th_freeze_row *row)
{
    return row->step == TH_FREEZE_POINTS ? TH_STR("chốt điểm") : TH_STR("chốt số liệu");
}

/* ---- quyet-dinh.tsv ---- */

enum { UNIT = 0, UNIT_NAME, FORM, FILE_NAME, CONTENT, DECISION, WHY, DECIDED_COLUMNS };
#define DECIDED_HEADER "Đơn vị\tTên đơn vị\tBiểu\tTệp\tSHA-256\tQuyết định\tVì sao"

static th_str day_for_people(th_arena *arena, int serial)
{
    int year, month, day;
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

static th_str decision_of_status(th_arena *arena, const th_source *source)
{
    switch (source->status) {
    case TH_SOURCE_WAITING: return TH_STR("chờ Ban thư ký nhận");
    case TH_SOURCE_WITHDRAWN: return TH_STR("đã rút");
    case TH_SOURCE_REJECTED: return TH_STR("không đọc được, không tính");
    case TH_SOURCE_REPLACED: return TH_STR("không tính, có tệp khác thay");
    case TH_SOURCE_ASIDE: return TH_STR("không phải tệp nộp của kỳ này");
    case TH_SOURCE_DOCUMENT: return TH_STR("văn bản kèm theo");
    case TH_SOURCE_ACCEPTED:
    case TH_SOURCE_STATUSES:
    default: break;
    }
    if (source->kept_of)
        return th_str_fmt(arena, "giữ của ngày " TH_FMT, TH_ARG(day_for_people(arena, source->kept_of)));
    return TH_STR("đã nhận");
}

static th_str decision_of_form(th_arena *arena, const th_source *source, const th_held_form *held)
{
    if (!held->counts)
        return source->status == TH_SOURCE_ACCEPTED ? TH_STR("không tính, lấy ở tệp khác")
                                                    : decision_of_status(arena, source);
    if (held->disputed)
        return TH_STR("tính, trừ số liệu mà tệp khác ghi khác");
    if (source->kept_of)
        return th_str_fmt(arena, "tính, giữ của ngày " TH_FMT, TH_ARG(day_for_people(arena, source->kept_of)));
    return TH_STR("tính");
}

static void put_decision(th_buf *out, const th_dataset *ds, const th_source *source, th_str form, th_str decision)
{
    th_str row[DECIDED_COLUMNS] = {[FORM] = form,
                                   [FILE_NAME] = source->file,
                                   [CONTENT] = source->sha256,
                                   [DECISION] = decision,
                                   [WHY] = source->reason};
    if (source->unit != TH_NONE) {
        row[UNIT] = ds->definition->units[source->unit].code;
        row[UNIT_NAME] = ds->definition->units[source->unit].name;
    }
    th_table_put(out, row, DECIDED_COLUMNS);
}

th_str th_dossier_decided_text(th_arena *arena, const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(TEXT_MARK DECIDED_HEADER "\n"));
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        bool any = false;
        for (size_t k = 0; k < ds->nheld; k++) {
            if (ds->held[k].source != i)
                continue;
            put_decision(&out, ds, source, ds->definition->forms[ds->held[k].form].code,
                         decision_of_form(arena, source, &ds->held[k]));
            any = true;
        }
        if (!any)
            put_decision(&out, ds, source, (th_str){0}, decision_of_status(arena, source));
    }
    return th_buf_str(&out);
}

/* ---- nhat-ky.txt ---- */

/* The time zone of the machine says what a moment was called there. */
static th_str moment_for_people(th_arena *arena, th_str utc)
{
    int64_t moment;
    return th_moment_of_utc(utc, &moment) ? th_moment_shown(arena, moment) : utc;
}

th_str th_dossier_runs_text(th_arena *arena, const th_dossier *dossier)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(TEXT_MARK "CÁC LƯỢT CHẠY, theo kho số liệu\r\n\r\n"
                                      "Mã thoát: 0 sạch; 1 có cảnh báo; 2 có lỗi.  Giờ của máy chạy.\r\n\r\n"));
    for (size_t i = 0; i < dossier->runs.n; i++) {
        const th_store_run *run = &dossier->runs.at[i];
        th_buf_fmt(&out, "Lượt %lld: " TH_FMT " đến " TH_FMT, run->number,
                   TH_ARG(moment_for_people(arena, run->started)), TH_ARG(moment_for_people(arena, run->ended)));
        th_buf_fmt(&out, ", mã thoát %d, " TH_FMT "\r\n    bảng tổng hợp " TH_FMT "\r\n", run->exit_code,
                   TH_ARG(run->program), TH_ARG(run->workbook_sha256));
    }
    th_buf_add(&out,
               TH_STR("\r\nLƯỢT LẬP HỒ SƠ NÀY ĐÃ NÊU (các phát hiện ở trang KIỂM TRA của bảng tổng hợp)\r\n\r\n"));
    for (size_t i = 0; i < dossier->nsaid; i++)
        th_buf_fmt(&out, "- " TH_FMT "\r\n", TH_ARG(dossier->said[i].vi));
    if (!dossier->nsaid)
        th_buf_add(&out, TH_STR("Không có điều gì khác.\r\n"));
    return th_buf_str(&out);
}

/* ---- DOC-TOI.txt ---- */

static const char what_there_is[] =
    "TRONG HỒ SƠ CÓ GÌ\r\n"
    "  " TH_DOSSIER_WORKBOOK "            bảng tổng hợp đã chốt (mở bằng Excel hoặc LibreOffice)\r\n"
    "  " TH_DOSSIER_SENT "        bản gửi các đơn vị: không nêu điều nhạy cảm, phát hiện, phương án\r\n"
    "  " TH_DOSSIER_MINUTES "  biên bản thẩm định: tệp nào được tính, điểm nào đã đổi, vì sao\r\n"
    "  " TH_DOSSIER_ORIGINALS "/                     tệp gốc các đơn vị đã gửi, mỗi đơn vị một thư mục\r\n"
    "                           (“khac”: chưa rõ của ai)\r\n"
    "  " TH_DOSSIER_INPUTS "                  từng tệp gốc: tên khi nộp, tên trong bảng tổng hợp, mã SHA-256\r\n"
    "  " TH_DOSSIER_DECIDED "           từng biểu lấy từ tệp nào: tính, chờ, giữ của ngày nào, vì sao\r\n"
    "  " TH_DOSSIER_DEFINITION "/              bộ biểu mẫu: chỉ tiêu, quy tắc kiểm tra, cách chấm điểm\r\n"
    "  " TH_DOSSIER_LEDGER "/           sổ ban thư ký: những gì ban thư ký đã quyết định\r\n"
    "  " TH_DOSSIER_FEEDBACK "/                phiếu phản hồi đã lập cho từng đơn vị\r\n"
    "  " TH_DOSSIER_RUNS "              các lượt chạy trong đợt\r\n"
    "  " TH_DOSSIER_PROGRAM "         chương trình nào, ngày nào, giới hạn nào\r\n"
    "  " TH_DOSSIER_FREEZES "                 những lần chốt và mở chốt cho tới nay\r\n"
    "  " TH_DOSSIER_FROZEN "/, " TH_DOSSIER_FROZEN_PARTS ", " TH_DOSSIER_FROZEN_MEMORY "\r\n"
    "                           bộ biểu mẫu và sổ của ngày chốt trước đó, khi lượt này theo bản đã chốt\r\n"
    "  " TH_DOSSIER_OUTCOME ", " TH_DOSSIER_PREVIOUS ", " TH_DOSSIER_MEMORY ", " TH_DOSSIER_LISTED
    ", " TH_DOSSIER_LAST_YEAR "\r\n"
    "                           số liệu và điều đã biết trước lượt này, để chạy lại; tệp nào không cần thì không có\r\n"
    "  " TH_SUMS_FILE "               mã SHA-256 của mọi tệp trên\r\n"
    "  Tệp .tsv, .txt, .csv mở được bằng Notepad hoặc Excel (bảng mã UTF-8).\r\n";

static const char how_to_check[] =
    "KIỂM TRA HỒ SƠ CÒN NGUYÊN VẸN\r\n"
    "  Linux, trong thư mục này:     sha256sum -c " TH_SUMS_FILE "\r\n"
    "  Windows, từng tệp:            certutil -hashfile " TH_DOSSIER_WORKBOOK " SHA256\r\n"
    "                                rồi so với dòng cùng tên trong " TH_SUMS_FILE "\r\n"
    "  Mã của chính tệp " TH_SUMS_FILE " nên ghi vào biên bản giấy hoặc văn bản gửi kèm.\r\n"
    "\r\n"
    "CHẠY LẠI TỪ HỒ SƠ (cần chương trình tonghop, không cần gì khác)\r\n"
    "  tonghop merge --dossier THƯ-MỤC-NÀY -o Ket-qua.xlsx\r\n"
    "  Cùng phiên bản chương trình thì được bảng trùng từng byte với " TH_DOSSIER_WORKBOOK
    "; chương trình tự nêu điều đó.\r\n"
    "\r\n"
    "Đừng sửa tệp nào trong thư mục này.  Cần sửa thì mở chốt trong sổ ban thư ký và chốt lại: hồ sơ mới\r\n"
    "đứng bên cạnh, mang số lần tiếp theo; hồ sơ này giữ nguyên.\r\n";

static const char *value_or_dash(th_arena *arena, th_str value)
{
    return value.len ? th_str_cstr(arena, value) : "(không ghi)";
}

static void put_unit_codes(th_buf *out, const th_definition *d)
{
    th_buf_add(out, TH_STR("\r\nMã đơn vị: "));
    for (uint32_t u = 0; u < d->nunits; u++)
        th_buf_fmt(out, "%s" TH_FMT " " TH_FMT, u ? "; " : "", TH_ARG(d->units[u].code), TH_ARG(d->units[u].name));
    th_buf_add(out, TH_STR("\r\n\r\n"));
}

th_str th_dossier_readme_text(th_arena *arena, const th_dossier *dossier, th_str pdf)
{
    const th_definition *d = dossier->run->definition;
    const th_freeze_row *row = dossier->due.row;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, TEXT_MARK "HỒ SƠ ĐỢT: " TH_FMT ", kỳ %d\r\n\r\n", TH_ARG(d->cluster), d->period);
    th_buf_fmt(&out, "Bước        " TH_FMT ", lần %u\r\n", TH_ARG(th_dossier_step_words(row)), dossier->due.version);
    th_buf_fmt(&out, "Ngày        " TH_FMT "\r\nAi          %s\r\n", TH_ARG(row->date), value_or_dash(arena, row->who));
    th_buf_fmt(&out, "Căn cứ      %s\r\n", value_or_dash(arena, row->basis));
    if (dossier->runs.n)
        th_buf_fmt(&out, "Lượt chạy   số %lld, lúc " TH_FMT "\r\n", dossier->runs.at[dossier->runs.n - 1].number,
                   TH_ARG(moment_for_people(arena, dossier->runs.at[dossier->runs.n - 1].started)));
    th_buf_fmt(&out, "Chương trình  %s\r\n", dossier->options->program);
    put_unit_codes(&out, d);
    th_buf_add(&out, th_str_of(what_there_is));
    if (pdf.len)
        th_buf_fmt(&out, "  (Không có " TH_DOSSIER_PDF ": " TH_FMT ".)\r\n", TH_ARG(pdf));
    else
        th_buf_add(&out, TH_STR("  " TH_DOSSIER_PDF "             bảng tổng hợp để in và đọc không cần Excel\r\n"));
    th_buf_add(&out, TH_STR("\r\n"));
    th_buf_add(&out, th_str_of(how_to_check));
    return th_buf_str(&out);
}
