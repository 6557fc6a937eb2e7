/* A definition found on disk, hashed and loaded; and written in its other form. */
#include "batch/definition.h"

#include "base/digest.h"
#include "batch/files.h"
#include "batch/publish.h"
#include "book/book.h"
#include "report/definition.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

static bool is_part(th_str name)
{
    return th_str_ends(name, TH_STR(".csv")) || th_str_ends(name, TH_STR(".xlsx")) ||
           th_str_ends(name, TH_STR(".xls")) || th_str_ends(name, TH_STR(".ods"));
}

/* The files of a definition; `all`: names and bytes, for the hash. */
static th_status read_definition(th_arena *arena, const th_limits *limits, const char *path, th_definition_part **parts,
                                 size_t *nparts, th_buf *all, th_findings *faults, th_trouble *trouble)
{
    th_inputs files = {0};
    th_findings skipped = {0};
    if (th_inputs_list(arena, &path, 1, &files, &skipped, trouble) != TH_OK)
        return TH_FAILED;
    *parts = th_arena_array(arena, files.n, sizeof **parts);
    *nparts = 0;
    th_buf_init(all, arena);
    for (size_t i = 0; i < files.n; i++) {
        th_str bytes;
        if (!is_part(files.at[i].name)) /* such as a README beside the tables */
            continue;
        if (th_file_read(arena, limits, &files.at[i], &bytes, faults) != TH_OK)
            return TH_FAILED;
        (*parts)[(*nparts)++] = (th_definition_part){files.at[i].name, bytes};
        th_buf_fmt(all, TH_FMT "\n%zu\n", TH_ARG(files.at[i].name), bytes.len);
        th_buf_add(all, bytes);
    }
    if (*nparts)
        return TH_OK;
    *trouble = TH_TROUBLE(arena, "“%s” không có tệp .csv, .xlsx, .xls hay .ods nào",
                          "“%s” has no .csv, .xlsx, .xls or .ods file", path);
    return TH_FAILED;
}

th_status th_definition_open(th_arena *arena, const th_limits *limits, const char *path, th_definition **definition,
                             th_str *hash, th_findings *faults, th_trouble *trouble)
{
    th_definition_part *parts;
    size_t nparts;
    th_buf all;
    if (read_definition(arena, limits, path, &parts, &nparts, &all, faults, trouble) != TH_OK)
        return TH_FAILED;
    *hash = th_sha256(arena, th_buf_str(&all));
    return th_definition_load(arena, limits, parts, nparts, definition, faults);
}

/* ---- the other form of it ---- */

static th_status publish_part(th_arena *arena, const th_layout *layout, int64_t created, const char *path, th_str bytes,
                              th_trouble *trouble)
{
    th_publication publication;
    if (th_publish_begin(arena, path, &publication, trouble) != TH_OK)
        return TH_FAILED;
    th_str why = {0};
    bool done = bytes.ptr ? th_publish_write(&publication, bytes, arena, trouble) == TH_OK
                          : th_definition_write(arena, layout, created, publication.part, &why) == TH_OK;
    if (why.len)
        *trouble = TH_TROUBLE_OF(why, "the workbook cannot be written");
    if (done)
        return th_publish_commit(arena, &publication, trouble);
    th_publish_abandon(&publication);
    return TH_FAILED;
}

static th_str csv_of(th_arena *arena, const th_layout_sheet *sheet)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("\xEF\xBB\xBF")); /* without this mark Excel assumes another code page */
    for (size_t col = 0; col < sheet->ncolumns; col++) {
        if (col)
            th_buf_byte(&out, ',');
        th_csv_field(&out, sheet->columns[col].label, true);
    }
    th_buf_add(&out, sheet->ncolumns ? TH_STR("\r\n") : (th_str){0});
    for (size_t row = 0; row < sheet->nrows; row++) {
        for (size_t col = 0; col < sheet->rows[row].n; col++) {
            if (col)
                th_buf_byte(&out, ',');
            th_csv_field(&out, sheet->rows[row].at[col], true);
        }
        th_buf_add(&out, TH_STR("\r\n"));
    }
    return th_buf_str(&out);
}

static th_status write_folder(th_arena *arena, const th_layout *layout, const char *folder, th_trouble *trouble)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        *trouble = TH_TROUBLE(arena, "không tạo được thư mục “%s”: %s", "folder “%s” cannot be made: %s", folder,
                              strerror(errno));
        return TH_FAILED;
    }
    for (size_t i = 0; i < layout->n; i++) {
        const th_layout_sheet *sheet = &layout->sheets[i];
        if (sheet->nrows == 0 && !sheet->required)
            continue;
        const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT ".csv", folder, TH_ARG(sheet->stem)));
        if (publish_part(arena, layout, 0, path, csv_of(arena, sheet), trouble) != TH_OK)
            return TH_FAILED;
    }
    return TH_OK;
}

th_status th_definition_convert(th_arena *arena, const th_limits *limits, const char *path, const char *out,
                                int64_t created, th_findings *faults, th_trouble *trouble)
{
    th_definition_part *parts;
    size_t nparts;
    th_buf all;
    th_layout layout;
    if (read_definition(arena, limits, path, &parts, &nparts, &all, faults, trouble) != TH_OK ||
        th_definition_lay_out(arena, limits, parts, nparts, &layout, faults) != TH_OK)
        return TH_FAILED;
    struct stat from, to;
    if (stat(path, &from) == 0 && stat(out, &to) == 0 && from.st_dev == to.st_dev && from.st_ino == to.st_ino) {
        *trouble =
            TH_TROUBLE_IS("kết quả chính là bộ biểu mẫu đang đọc", "the result is the definition that is being read");
        return TH_FAILED;
    }
    return th_layout_publish(arena, &layout, out, created, trouble);
}

th_status th_layout_publish(th_arena *arena, const th_layout *layout, const char *out, int64_t created,
                            th_trouble *trouble)
{
    if (th_str_ends(th_str_of(out), TH_STR(".xlsx")))
        return publish_part(arena, layout, created, out, (th_str){0}, trouble);
    return write_folder(arena, layout, out, trouble);
}
