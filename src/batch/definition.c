/* A definition found on disk, hashed and loaded; and written in its other form. */
#include "batch/definition.h"

#include "base/digest.h"
#include "batch/drawing.h"
#include "batch/inbox.h"
#include "batch/publish.h"
#include "book/book.h"
#include "fact/folder.h"
#include "report/definition.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

#define ROW_END "\r\n"

/* A text file that has the name of a sheet ("kiem-tra.txt", "kiem-tra.csv.txt") is handed on, to be refused by name: a
 * sheet that may be absent would be missed by nobody. */
static bool is_part(th_arena *arena, th_str name)
{
    th_str ending = th_book_ending(name);
    if (ending.len)
        return true;
    bool text = th_str_ends(name, TH_STR(".txt")) || th_str_ends(name, TH_STR(".tsv"));
    return text && th_definition_has_sheet(arena, th_str_sub(name, 0, th_str_find(name, TH_STR("."), 0)));
}

/* What a part adds to that of which the hash is taken. */
static void add_hashed(th_buf *all, th_str name, th_str bytes)
{
    th_buf_fmt(all, TH_FMT "\n%zu\n", TH_ARG(name), bytes.len);
    th_buf_add(all, bytes);
}

th_str th_definition_hash_one(th_arena *arena, th_str name, th_str bytes)
{
    th_buf all;
    th_buf_init(&all, arena);
    add_hashed(&all, name, bytes);
    return th_sha256(arena, th_buf_str(&all));
}

/* The files of a definition, or of a ledger; `all` gets their names and bytes, for the hash. */
static th_status read_all_parts(th_arena *arena, const th_definition_source *source, const char *path,
                                th_definition_parts *parts, th_buf *all)
{
    th_inputs files = {0};
    if (th_folder_list(arena, path, &files, source->trouble) != TH_OK)
        return TH_FAILED;
    th_definition_part *read = th_arena_array(arena, files.n, sizeof *read);
    *parts = (th_definition_parts){.at = read};
    th_buf_init(all, arena);
    for (size_t i = 0; i < files.n; i++) {
        th_str bytes;
        if (!is_part(arena, files.at[i].name)) /* such as a README beside the tables */
            continue;
        if (th_file_read(arena, source->limits, &files.at[i], &bytes, source->faults) != TH_OK)
            return TH_FAILED;
        read[parts->n++] = (th_definition_part){.name = files.at[i].name, .bytes = bytes};
        add_hashed(all, files.at[i].name, bytes);
    }
    if (parts->n)
        return TH_OK;
    *source->trouble = TH_TROUBLE(arena, "“%s” không có tệp .csv, .xlsx, .xls hay .ods nào",
                                  "“%s” has no .csv, .xlsx, .xls or .ods file", path);
    return TH_FAILED;
}

static th_status read_definition(th_arena *arena, const th_definition_source *source, th_definition_parts *parts,
                                 th_buf *all)
{
    return read_all_parts(arena, source, source->path, parts, all);
}

/* A sheet of a ledger that is a folder goes by the folder, too: the definition may have a file of the same name. */
static th_str shown_of_part(th_arena *arena, const char *ledger, th_str name)
{
    th_str folder = th_str_of(ledger), base;
    while (th_str_ends(folder, TH_STR("/")))
        folder.len--;
    base = th_name_base(folder);
    return th_str_eq(base, name) ? name : th_str_fmt(arena, TH_FMT "/" TH_FMT, TH_ARG(base), TH_ARG(name));
}

/* Adds the parts of the ledger to those of the definition. */
static th_status add_ledger(th_arena *arena, const th_definition_source *source, th_definition_parts *parts)
{
    th_definition_parts ledger;
    th_buf all;
    if (read_all_parts(arena, source, source->ledger, &ledger, &all) != TH_OK)
        return TH_FAILED;
    *source->ledger_hash = th_sha256(arena, th_buf_str(&all));
    th_definition_part *both = th_arena_array(arena, parts->n + ledger.n, sizeof *both);
    for (size_t i = 0; i < parts->n; i++)
        both[i] = parts->at[i];
    for (size_t i = 0; i < ledger.n; i++) {
        th_definition_part *part = &both[parts->n + i];
        *part = ledger.at[i];
        part->of_ledger = true;
        part->shown = shown_of_part(arena, source->ledger, part->name);
    }
    *parts = (th_definition_parts){both, parts->n + ledger.n};
    return TH_OK;
}

/* The frozen parts stand before those of now. */
static void add_frozen(th_arena *arena, const th_definition_parts *frozen, th_definition_parts *parts, th_str *hash)
{
    th_definition_part *both = th_arena_array(arena, frozen->n + parts->n, sizeof *both);
    th_buf all;
    th_buf_init(&all, arena);
    for (size_t i = 0; i < frozen->n; i++) {
        const th_definition_part *part = &frozen->at[i];
        both[i] = *part;
        if (part->age != TH_PART_OF_FIGURES || part->of_ledger)
            continue;
        add_hashed(&all, part->name, part->bytes);
    }
    for (size_t i = 0; i < parts->n; i++)
        both[frozen->n + i] = parts->at[i];
    *parts = (th_definition_parts){both, frozen->n + parts->n};
    *hash = th_sha256(arena, th_buf_str(&all));
}

/* The files of the frozen definition as if they lay there now. */
static void take_frozen_for_now(th_arena *arena, const th_definition_parts *frozen, th_definition_parts *parts)
{
    th_definition_part *now = th_arena_array(arena, frozen->n + 1, sizeof *now);
    *parts = (th_definition_parts){.at = now};
    for (size_t i = 0; i < frozen->n; i++) {
        if (frozen->at[i].age != TH_PART_OF_FIGURES || frozen->at[i].of_ledger)
            continue;
        now[parts->n] = frozen->at[i];
        now[parts->n++].age = TH_PART_NOW;
    }
}

th_status th_definition_open(th_arena *arena, const th_definition_source *source, th_definition **definition,
                             th_str *hash)
{
    th_definition_parts parts;
    th_buf all;
    th_buf_init(&all, arena);
    if (source->only_frozen)
        take_frozen_for_now(arena, source->frozen, &parts);
    else if (read_definition(arena, source, &parts, &all) != TH_OK)
        return TH_FAILED;
    *hash = th_sha256(arena, th_buf_str(&all));
    if (source->ledger && add_ledger(arena, source, &parts) != TH_OK)
        return TH_FAILED;
    if (source->now)
        *source->now = parts;
    if (source->frozen)
        add_frozen(arena, source->frozen, &parts, hash);
    th_status status = th_definition_load(arena, source->limits, &parts, definition, source->faults);
    th_definition_shorten_faults(arena, source->faults);
    return status;
}

static th_str fault_in(th_arena *arena, const th_finding *fault, th_str sentence)
{
    th_str cell = th_cell_name(arena, fault->place.row, fault->place.col);
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, TH_FMT "%s" TH_FMT, TH_ARG(fault->rule), fault->place.file.len ? " " : "",
               TH_ARG(fault->place.file));
    if (fault->place.sheet.len)
        th_buf_fmt(&out, " › " TH_FMT, TH_ARG(fault->place.sheet));
    if (cell.len)
        th_buf_fmt(&out, " › " TH_FMT, TH_ARG(cell));
    th_buf_fmt(&out, ": " TH_FMT, TH_ARG(sentence));
    return th_buf_str(&out);
}

th_trouble th_definition_fault_words(th_arena *arena, const th_finding *fault)
{
    return (th_trouble){fault_in(arena, fault, fault->vi), fault_in(arena, fault, fault->en)};
}

/* ---- the other form of it ---- */

/* A sheet as .csv, or the whole as a workbook. */
typedef struct part_written {
    th_outfile out;
    th_str bytes; /* of a .csv */
} part_written;

typedef struct definition_job {
    const th_layout *layout;
    int64_t created;
    const char *path;
    bool ledger;
} definition_job;

static th_status draw_definition(void *ctx, th_arena *arena, th_trouble *trouble)
{
    const definition_job *job = ctx;
    if (job->ledger)
        return th_ledger_write(arena, job->layout, job->created, &(th_drawn){.path = job->path}, trouble);
    return th_definition_write(arena, job->layout, job->created, &(th_drawn){.path = job->path}, trouble);
}

static th_status publish_part(th_arena *arena, const th_layout_target *target, const th_layout *layout,
                              const part_written *part, th_trouble *trouble)
{
    th_publication publication;
    if (th_publish_begin(arena, target->guard, &part->out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    definition_job job = {layout, target->created, publication.part, part->out.mark == TH_MARK_LEDGER};
    th_status status = part->bytes.ptr
                           ? th_publish_write(&publication, part->bytes, arena, trouble)
                           : th_drawing_do(arena, &(th_drawing){.draw = draw_definition, .ctx = &job}, trouble);
    if (status == TH_OK)
        return th_publish_commit(arena, &publication, trouble);
    *trouble = th_publish_refusal(arena, status, *trouble);
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
    th_buf_add(&out, sheet->ncolumns ? TH_STR(ROW_END) : (th_str){0});
    for (size_t row = 0; row < sheet->nrows; row++) {
        for (size_t col = 0; col < sheet->rows[row].n; col++) {
            if (col)
                th_buf_byte(&out, ',');
            th_csv_field(&out, sheet->rows[row].at[col], true);
        }
        th_buf_add(&out, TH_STR(ROW_END));
    }
    return th_buf_str(&out);
}

static void make_csv_files(th_arena *arena, const th_layout *layout, th_layout_files *files)
{
    for (size_t i = 0; i < layout->n; i++) {
        const th_layout_sheet *sheet = &layout->sheets[i];
        if (sheet->nrows == 0 && !sheet->required)
            continue;
        const th_layout_file file = {sheet->stem, csv_of(arena, sheet)};
        TH_PUSH(arena, files->at, files->n, files->cap, file);
    }
}

/* A file of the folder; what stands there under its name is ours where it begins with the same headings, which a sheet
 * that definitions do not have has none of. */
static part_written part_of_folder(th_arena *arena, const th_layout_target *target, const th_layout_file *file)
{
    th_str path = th_str_fmt(arena, "%s/" TH_FMT ".csv", target->out, TH_ARG(file->stem));
    size_t end = th_definition_has_sheet(arena, file->stem) ? th_str_find(file->bytes, TH_STR(ROW_END), 0) : SIZE_MAX;
    size_t header = end == SIZE_MAX ? 0 : end + strlen(ROW_END);
    return (part_written){{.path = th_str_cstr(arena, path), .headers = {th_str_sub(file->bytes, 0, header)}},
                          file->bytes};
}

/* A table that stays in the folder beside the new ones would be read with them. */
static th_status refuse_left_over(th_arena *arena, const char *folder, const part_written *parts, size_t n,
                                  th_trouble *trouble)
{
    th_inputs there = {0};
    if (th_folder_list(arena, folder, &there, trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < there.n; i++) {
        bool written = !is_part(arena, there.at[i].name);
        for (size_t k = 0; k < n && !written; k++)
            written = th_str_eq(th_str_of(parts[k].out.path),
                                th_str_fmt(arena, "%s/" TH_FMT, folder, TH_ARG(there.at[i].name)));
        if (written)
            continue;
        *trouble = TH_TROUBLE(arena,
                              "thư mục “%s” có sẵn “" TH_FMT
                              "”, sẽ bị đọc lẫn với bộ biểu mẫu mới; cất tệp đó đi hoặc chọn thư mục khác",
                              "folder “%s” holds “" TH_FMT
                              "”, which would be read with the new definition; move it away or choose another folder",
                              folder, TH_ARG(there.at[i].name));
        return TH_FAILED;
    }
    return TH_OK;
}

static th_status make_folder(th_arena *arena, const th_layout_target *target, bool *made, th_trouble *trouble)
{
    if (th_guard_allows_folder(target->guard, target->out, trouble) != TH_OK)
        return TH_FAILED;
    *made = mkdir(target->out, 0777) == 0;
    if (*made || errno == EEXIST)
        return TH_OK;
    int why = errno;
    th_words what = TH_WORDS(arena, "không tạo được thư mục “%s”", "folder “%s” cannot be made", target->out);
    *trouble = th_trouble_of_system(arena, what, why);
    return TH_FAILED;
}

/* All files are allowed before the first is written: a folder is not left half of one definition, half of another. */
static th_status write_folder(th_arena *arena, const th_layout_target *target, const th_layout_files *files,
                              th_trouble *trouble)
{
    part_written *parts = th_arena_array(arena, files->n, sizeof *parts);
    size_t n = files->n;
    bool made;
    if (make_folder(arena, target, &made, trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < n; i++)
        parts[i] = part_of_folder(arena, target, &files->at[i]);
    if (!made && refuse_left_over(arena, target->out, parts, n, trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < n; i++) {
        th_guard trial = *target->guard; /* which forgets the names: they are taken when the files are written */
        if (th_guard_allows(&trial, &parts[i].out, trouble) != TH_OK)
            return TH_FAILED;
    }
    for (size_t i = 0; i < n; i++)
        if (publish_part(arena, target, NULL, &parts[i], trouble) != TH_OK)
            return TH_FAILED;
    return TH_OK;
}

static bool is_workbook(const th_layout_target *target)
{
    return th_str_ends(th_str_of(target->out), TH_STR(".xlsx"));
}

static part_written whole_workbook(const th_layout_target *target, th_str bytes)
{
    return (part_written){.out = {.path = target->out, .mark = TH_MARK_DEFINITION}, .bytes = bytes};
}

static th_status publish_layout(th_arena *arena, const th_layout_target *target, const th_layout *layout,
                                th_trouble *trouble)
{
    th_layout_files files = {0};
    const part_written workbook = whole_workbook(target, (th_str){0});
    if (is_workbook(target))
        return publish_part(arena, target, layout, &workbook, trouble);
    make_csv_files(arena, layout, &files);
    return write_folder(arena, target, &files, trouble);
}

th_status th_definition_convert(th_arena *arena, const th_definition_source *source, const th_layout_target *target)
{
    th_definition_parts parts;
    th_buf all;
    th_layout layout;
    if (read_definition(arena, source, &parts, &all) != TH_OK)
        return TH_FAILED;
    th_status status = th_definition_lay_out(arena, source->limits, &parts, &layout, source->faults);
    th_definition_shorten_faults(arena, source->faults);
    if (status >= TH_FAILED || publish_layout(arena, target, &layout, source->trouble) != TH_OK)
        return TH_FAILED;
    return status;
}

th_status th_layout_files_make(th_arena *arena, const th_layout_target *target, const th_layout *layout,
                               th_layout_files *files, th_trouble *trouble)
{
    *files = (th_layout_files){0};
    if (!is_workbook(target)) {
        make_csv_files(arena, layout, files);
        return TH_OK;
    }
    th_drawn to = {0};
    th_status drawn = th_definition_write(arena, layout, target->created, &to, trouble);
    const th_layout_file file = {.bytes = to.bytes};
    TH_PUSH(arena, files->at, files->n, files->cap, file);
    return drawn;
}

th_status th_layout_files_publish(th_arena *arena, const th_layout_target *target, const th_layout_files *files,
                                  th_trouble *trouble)
{
    if (!is_workbook(target))
        return write_folder(arena, target, files, trouble);
    const part_written workbook = whole_workbook(target, files->n ? files->at[0].bytes : (th_str){0});
    if (workbook.bytes.len)
        return publish_part(arena, target, NULL, &workbook, trouble);
    *trouble = TH_TROUBLE_IS("không có gì để ghi", "there is nothing to be written");
    return TH_FAILED;
}

th_status th_ledger_publish(th_arena *arena, const th_definition_source *source, const th_layout_target *target)
{
    th_definition_parts parts;
    th_buf all;
    th_layout layout;
    const part_written workbook = {.out = {.path = target->out, .mark = TH_MARK_LEDGER}};
    if (read_definition(arena, source, &parts, &all) != TH_OK)
        return TH_FAILED;
    th_status status = th_definition_lay_out(arena, source->limits, &parts, &layout, source->faults);
    th_definition_shorten_faults(arena, source->faults);
    layout.entries = target->entries;
    if (status >= TH_FAILED || publish_part(arena, target, &layout, &workbook, source->trouble) != TH_OK)
        return TH_FAILED;
    return status;
}
