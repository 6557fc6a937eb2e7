/* Writes NHẬT KÝ: the files that were seen, what became of them, and what made this workbook.  The time of the run is
 * not among it, so that the same inputs give the same bytes. */
#include "report/sheets.h"

#include "report/changed_words.h"
#include "report/made_from_sheet.h"
#include "report/unit_files.h"

#include "base/banned.h"

enum { FILE_ = 0, UNIT, STATUS, REASON, BYTES, FORMAT, FORMS, CELLS, RECEIVED, HASH, COLUMNS };

static th_str received(const th_report *r, const th_source *source)
{
    const th_receipt *receipt = th_dataset_receipt(r->ds, source);
    return receipt ? receipt->time : (th_str){0};
}

static th_str sender(const th_report *r, const th_source *source)
{
    if (source->unit != TH_NONE)
        return r->d->units[source->unit].name;
    return source->bytes || source->status != TH_SOURCE_ACCEPTED ? TH_STR("chưa rõ") : TH_STR("Ban thư ký");
}

static void source_row(th_writer *writer, uint32_t row, const th_source *source)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    if (r->in->source_links)
        th_pen_link_out(p, row, FILE_, r->in->source_links[source - r->ds->sources], (th_target){0});
    th_pen_text(p, row, FILE_, source->file, text);
    th_pen_text(p, row, UNIT, sender(r, source), text);
    th_pen_text(p, row, STATUS, th_source_status_words(source->status).vi,
                middle | TH_LOOK_BOLD | th_source_status_fill(source->status));
    th_pen_text(p, row, REASON, source->reason, text);
    th_pen_number(p, row, BYTES, (double)source->bytes, (th_style){middle, "#,##0"});
    th_pen_text(p, row, FORMAT, source->format, middle);
    th_pen_number(p, row, FORMS, source->forms, (th_style){middle, "0"});
    th_pen_number(p, row, CELLS, source->cells, (th_style){middle, "#,##0"});
    th_pen_text(p, row, RECEIVED, received(r, source), middle);
    th_pen_text(p, row, HASH, source->sha256, text);
}

/* Returns the first row below. */
static uint32_t made_by(th_writer *writer, uint32_t row)
{
    enum { LEDGER = 4 }; /* the line that is left out where there is none */
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const struct {
        const char *name;
        th_str value;
    } lines[] = {
        {"Trong hộp thư còn có", r->in->left_out},
        {"Chương trình", r->in->program},
        {"Bộ biểu mẫu, phiên bản", r->d->version},
        {"Bộ biểu mẫu, SHA-256", r->in->definition_hash},
        {"Sổ ban thư ký, SHA-256", r->in->ledger_hash},
        {"Kỳ báo cáo", th_str_fmt(r->arena, "%d", r->d->period)},
        {"Ngày lập", r->d->made_on},
        {"Hạn nộp", r->d->deadline},
        {"So với năm trước", r->ds->has_stored ? th_str_fmt(r->arena, "có, %zu số liệu đã chốt", r->ds->nstored)
                                               : TH_STR("không có số liệu đã chốt")},
    };
    th_pen_text(p, row++, 0, TH_STR("Sổ này được lập từ"), TH_LOOK_BOLD | TH_LOOK_LARGE);
    for (size_t i = r->in->left_out.len ? 0 : 1; i < sizeof lines / sizeof *lines; i++) {
        if (i == LEDGER && !r->in->ledger_hash.len)
            continue;
        th_pen_text(p, row, 0, th_str_of(lines[i].name), TH_LOOK_CELL);
        th_pen_merge(p, th_across(row++, 1, FORMAT), lines[i].value, TH_LOOK_CELL);
    }
    return row;
}

void th_report_journal(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Tệp",       "Đơn vị",  "Tình trạng", "Lý do",    "Kích thước (byte)",
                                                "Định dạng", "Số biểu", "Số ô",       "Nhận lúc", "SHA-256"};
    static const double widths[COLUMNS] = {34, 14, 13, 44, 13, 15, 8, 9, 17, 38};
    th_writer writer = th_writer_of(r, TH_SHEET_JOURNAL);
    th_pen *p = &writer.pen;
    th_pen_widths(p, widths, COLUMNS);
    const char *where = r->in->whole ? "có số liệu được tính" : "trong hộp thư";
    th_pen_heading(p, TH_STR("Nhật ký"), th_str_fmt(r->arena, "%zu tệp %s", r->ds->nsources, where), COLUMNS - 1);
    th_pen_header(p, TH_JOURNAL_HEAD, labels, COLUMNS);
    for (uint32_t i = 0; i < r->ds->nsources; i++)
        source_row(&writer, TH_JOURNAL_FIRST + i, &r->ds->sources[i]);
    uint32_t below = th_unit_files_passed_over(&writer, TH_JOURNAL_FIRST + (uint32_t)r->ds->nsources + 1);
    th_report_made_from(&writer, made_by(&writer, below) + 1);
    th_pen_page(p, TH_JOURNAL_HEAD, TH_JOURNAL_HEAD, 1);
}
