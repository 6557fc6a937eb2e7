/* The memory before a run, written and read.  Three kinds of rows: the run that left it, a content of a file, a file of
 * the inbox. */
#include "batch/dossier_memory.h"

#include "batch/dossier_files.h"
#include "batch/dossier_table.h"

#include "base/banned.h"

enum { KIND = 0, FILE_NAME, CONTENT, INPUT, INPUT_CONTENT, UNIT, FIRST, BEFORE, LAST, WAITS, COUNTS, COLUMNS };
enum { LAST_PERIOD = 9999 };

static const char memory_header[] = "Dòng\tTệp\tSHA-256\tTệp trong hộp thư\tSHA-256 của tệp trong hộp thư\tĐơn vị\t"
                                    "Thấy lần đầu\tLượt trước lần đầu\tThấy lần cuối\tChờ nhận\tBiểu được tính";
#define KIND_RUN "lượt trước"
#define KIND_CONTENT "nội dung"
#define KIND_INBOX "hộp thư"
#define YES "có"

static th_str counted_forms(th_arena *arena, const th_strs *forms)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < forms->n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i ? "|" : "", TH_ARG(forms->at[i]));
    return th_buf_str(&out);
}

th_str th_dossier_memory_text(th_arena *arena, const th_memory *memory)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "%s\n", memory_header);
    const th_str run[COLUMNS] = {[KIND] = TH_STR(KIND_RUN),
                                 [FILE_NAME] = th_table_number(arena, memory->period),
                                 [LAST] = th_table_day(arena, memory->day)};
    th_table_put(&out, run, COLUMNS);
    for (size_t i = 0; i < memory->n; i++) {
        const th_remembered *known = &memory->at[i];
        const th_str row[COLUMNS] = {[KIND] = TH_STR(KIND_CONTENT),
                                     [FILE_NAME] = known->file,
                                     [CONTENT] = known->sha256,
                                     [INPUT] = known->input,
                                     [INPUT_CONTENT] = known->input_sha256,
                                     [UNIT] = known->unit,
                                     [FIRST] = th_table_day(arena, known->first_seen),
                                     [BEFORE] = th_table_day(arena, known->seen_before),
                                     [LAST] = th_table_day(arena, known->last_seen),
                                     [WAITS] = known->waits ? TH_STR(YES) : (th_str){0},
                                     [COUNTS] = counted_forms(arena, &known->counts)};
        th_table_put(&out, row, COLUMNS);
    }
    for (size_t i = 0; i < memory->ninbox; i++) {
        const th_str row[COLUMNS] = {
            [KIND] = TH_STR(KIND_INBOX), [FILE_NAME] = memory->inbox[i].name, [CONTENT] = memory->inbox[i].sha256};
        th_table_put(&out, row, COLUMNS);
    }
    return th_buf_str(&out);
}

/* ---- reading ---- */

static bool take_last_run(th_table_reader *reader, th_memory *memory)
{
    long period;
    if (!th_table_take_number(reader, FILE_NAME, 0, LAST_PERIOD, &period) ||
        !th_table_take_day(reader, LAST, &memory->day))
        return false;
    memory->period = (int)period;
    return true;
}

static bool take_content(th_table_reader *reader, th_memory *memory)
{
    const th_str *fields = reader->fields;
    th_remembered known = {.file = fields[FILE_NAME],
                           .sha256 = fields[CONTENT],
                           .input = fields[INPUT],
                           .input_sha256 = fields[INPUT_CONTENT],
                           .unit = fields[UNIT],
                           .waits = th_str_eq(fields[WAITS], TH_STR(YES))};
    if (!th_table_take_day(reader, FIRST, &known.first_seen) ||
        !th_table_take_day(reader, BEFORE, &known.seen_before) || !th_table_take_day(reader, LAST, &known.last_seen))
        return false;
    th_str rest = fields[COUNTS], form;
    while (rest.len && th_str_cut(&rest, '|', &form))
        th_strs_add(&known.counts, reader->arena, form);
    TH_PUSH(reader->arena, memory->at, memory->n, memory->cap, known);
    return true;
}

static bool take_remembered_row(th_table_reader *reader, th_memory *memory)
{
    const th_str kind = reader->fields[KIND];
    if (th_str_eq(kind, TH_STR(KIND_RUN)))
        return take_last_run(reader, memory);
    if (th_str_eq(kind, TH_STR(KIND_CONTENT)))
        return take_content(reader, memory);
    if (!th_str_eq(kind, TH_STR(KIND_INBOX)))
        return th_table_refuse(reader);
    const th_inbox_file file = {reader->fields[FILE_NAME], reader->fields[CONTENT]};
    TH_PUSH(reader->arena, memory->inbox, memory->ninbox, memory->inbox_cap, file);
    return true;
}

th_status th_dossier_memory_read(th_arena *arena, th_str bytes, th_memory *memory, th_trouble *trouble)
{
    th_table_reader reader = {.arena = arena, .file = TH_DOSSIER_MEMORY, .trouble = trouble};
    *memory = (th_memory){0};
    if (th_table_begin(&reader, bytes, th_str_of(memory_header)) != TH_OK)
        return TH_FAILED;
    while (th_table_next(&reader))
        if (!take_remembered_row(&reader, memory))
            return TH_FAILED;
    return trouble->vi.len ? TH_FAILED : TH_OK;
}
