#include "batch/definition.h"

#include "base/digest.h"
#include "batch/files.h"

#include "base/banned.h"

static bool is_part(th_str name)
{
    return th_str_ends(name, TH_STR(".csv")) || th_str_ends(name, TH_STR(".xlsx")) ||
           th_str_ends(name, TH_STR(".xls")) || th_str_ends(name, TH_STR(".ods"));
}

th_status th_definition_open(th_arena *arena, const th_limits *limits, const char *path, th_definition **definition,
                             th_str *hash, th_findings *faults, th_str *trouble)
{
    th_inputs files = {0};
    th_findings skipped = {0};
    if (th_inputs_list(arena, &path, 1, &files, &skipped, trouble) != TH_OK)
        return TH_FAILED;
    th_definition_part *parts = th_arena_array(arena, files.n, sizeof *parts);
    size_t nparts = 0;
    th_buf all;
    th_buf_init(&all, arena);
    for (size_t i = 0; i < files.n; i++) {
        th_str bytes;
        if (!is_part(files.at[i].name)) /* a README beside the tables is no table */
            continue;
        if (th_file_read(arena, limits, &files.at[i], &bytes, faults) != TH_OK)
            return TH_FAILED;
        parts[nparts++] = (th_definition_part){files.at[i].name, bytes};
        th_buf_fmt(&all, TH_FMT "\n%zu\n", TH_ARG(files.at[i].name), bytes.len);
        th_buf_add(&all, bytes);
    }
    if (nparts == 0) {
        *trouble = th_str_fmt(arena, "“%s” không có tệp .csv, .xlsx, .xls hay .ods nào", path);
        return TH_FAILED;
    }
    *hash = th_sha256(arena, th_buf_str(&all));
    return th_definition_load(arena, limits, parts, nparts, definition, faults);
}
