/* Which lists are too long for the workbook, and what their files are called. */
#include "report/long_list.h"

#include "draw/csv_file.h"
#include "report/conversion_rows.h"
#include "report/source_file.h"
#include "report/source_words.h"
#include "report/writer.h"

#include "base/banned.h"

/* Puts the rows of a list into its file. */
typedef void rows_writer(const th_report *r, th_csv_file *file);

static const struct {
    const char *sheet, *infix;
    const char *const *labels;
    size_t columns;
    rows_writer *put_rows;
} lists[TH_LONG_LISTS] = {
    [TH_LONG_SOURCES] = {"NGUỒN SỐ LIỆU", ".nguon-so-lieu-", th_source_labels, TH_SOURCE_COLUMNS, th_source_file_rows},
    [TH_LONG_CONVERSIONS] = {"CHUYỂN MÃ", ".chuyen-ma-", th_conversion_labels, TH_CONVERSION_COLUMNS,
                             th_conversion_file_rows},
};

th_str th_long_list_sheet(th_long_list_id id)
{
    return th_str_of(lists[id].sheet);
}

th_str th_long_list_infix(th_long_list_id id)
{
    return th_str_of(lists[id].infix);
}

th_str th_long_list_ending(th_arena *arena, th_long_list_id id, th_str sha256)
{
    return th_str_fmt(arena, "%s" TH_FMT ".csv", lists[id].infix, TH_ARG(th_str_sub(sha256, 0, TH_LONG_DIGEST)));
}

th_str th_long_list_head(th_arena *arena, th_long_list_id id)
{
    return th_csv_file_head(arena, lists[id].labels, lists[id].columns);
}

th_str th_long_row_label(th_long_row row)
{
    static const char *const labels[TH_LONG_TOLD] = {[TH_LONG_FILE] = "Tệp",
                                                     [TH_LONG_ROWS] = "Số dòng (trừ tên cột)",
                                                     [TH_LONG_BYTES] = "Số byte",
                                                     [TH_LONG_SHA256] = "SHA-256"};
    return th_str_of(labels[row]);
}

bool th_long_list_apart(const th_report *r, th_long_list_id id)
{
    return r->in->long_lists && r->in->long_lists->at[id].rows;
}

static th_status write_list(const th_report *r, th_long_list_id id, size_t rows, th_trouble *trouble)
{
    th_long_list *list = &r->in->long_lists->at[id];
    th_csv_file *file = th_csv_file_new(r->arena, list->path, trouble);
    if (!file)
        return TH_FAILED;
    for (size_t i = 0; i < lists[id].columns; i++)
        th_csv_file_plain(file, th_str_of(lists[id].labels[i]));
    th_csv_file_end_row(file);
    lists[id].put_rows(r, file);
    th_csv_written written;
    th_status status = th_csv_file_close(file, &written, trouble);
    if (status != TH_OK)
        return status;
    *list = (th_long_list){list->path, rows, written.bytes, written.sha256};
    return TH_OK;
}

th_status th_long_lists_write(const th_report *r, th_trouble *trouble)
{
    const size_t rows[TH_LONG_LISTS] = {[TH_LONG_SOURCES] = r->ds->nfacts, [TH_LONG_CONVERSIONS] = r->conversions.n};
    const th_long_lists *all = r->in->long_lists;
    th_status status = TH_OK;
    for (size_t id = 0; all && id < TH_LONG_LISTS && status == TH_OK; id++)
        if (rows[id] > all->most)
            status = write_list(r, (th_long_list_id)id, rows[id], trouble);
    return status;
}

void th_long_list_tell(th_writer *writer, th_long_list_id id, uint32_t last_col)
{
    th_pen *p = &writer->pen;
    th_arena *arena = writer->r->arena;
    const th_long_list *list = &writer->r->in->long_lists->at[id];
    const th_str said[TH_LONG_TOLD] = {
        [TH_LONG_FILE] =
            th_str_fmt(arena, "(tên của sổ này)" TH_FMT, TH_ARG(th_long_list_ending(arena, id, list->sha256))),
        [TH_LONG_ROWS] = th_str_fmt(arena, "%zu", list->rows),
        [TH_LONG_BYTES] = th_str_fmt(arena, "%llu", (unsigned long long)list->bytes),
        [TH_LONG_SHA256] = list->sha256};
    for (uint32_t k = 0; k < TH_LONG_TOLD; k++) {
        th_pen_text(p, TH_LONG_FIRST + k, 0, th_long_row_label((th_long_row)k),
                    TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_HEAD);
        th_pen_merge(p, th_across(TH_LONG_FIRST + k, 1, last_col), said[k], TH_LOOK_CELL);
    }
}
