/* Freezes, written and read. */
#include "batch/dossier_freezes.h"

#include "batch/dossier_files.h"
#include "batch/dossier_memory.h"
#include "batch/dossier_table.h"

#include <limits.h>

#include "base/banned.h"

enum {
    NUMBER = 0,
    STEP,
    VERSION,
    PERIOD,
    DATE,
    WHO,
    BASIS,
    RUN,
    OPENED,
    OPENED_DATE,
    OPENED_WHO,
    OPENED_BASIS,
    PROGRAM,
    FREEZE_COLUMNS
};
enum { PATH = 0, NAME, SHOWN, OF_LEDGER, AGE, PART_COLUMNS };
enum { LAST_PERIOD = 9999 };

static const char freezes_header[] = "Số\tBước\tLần\tKỳ\tNgày\tAi\tCăn cứ\tLượt chốt\tLượt mở chốt\tNgày mở\tAi mở\t"
                                     "Căn cứ mở\tChương trình";
static const char parts_header[] = "Tệp\tTên\tGọi là\tLà sổ ban thư ký\tCủa ngày chốt";
#define YES "có"
#define OF_FIGURES "số liệu"
#define OF_POINTS "điểm"

/* ---- writing ---- */

static th_str freezes_text(th_arena *arena, const th_freezes *freezes)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "%s\n", freezes_header);
    for (size_t i = 0; i < freezes->n; i++) {
        const th_freeze *freeze = &freezes->at[i];
        const th_str row[FREEZE_COLUMNS] = {[NUMBER] = th_table_number(arena, freeze->number),
                                            [STEP] = th_freeze_step_vi(freeze->by.step),
                                            [VERSION] = th_table_number(arena, freeze->version),
                                            [PERIOD] = th_table_number(arena, freeze->period),
                                            [DATE] = freeze->by.date,
                                            [WHO] = freeze->by.who,
                                            [BASIS] = freeze->by.basis,
                                            [RUN] = th_table_number(arena, freeze->run),
                                            [OPENED] = th_table_number(arena, freeze->opened),
                                            [OPENED_DATE] = freeze->opened_by.date,
                                            [OPENED_WHO] = freeze->opened_by.who,
                                            [OPENED_BASIS] = freeze->opened_by.basis,
                                            [PROGRAM] = freeze->program};
        th_table_put(&out, row, FREEZE_COLUMNS);
    }
    return th_buf_str(&out);
}

/* Parts are called by their numbers: each is another file, and so a list cannot ask for more than the dossier holds. */
static th_str path_of_part(th_arena *arena, size_t number)
{
    return th_str_fmt(arena, TH_DOSSIER_FROZEN "/%zu", number);
}

static th_status write_parts(th_tree *tree, const th_definition_parts *parts)
{
    th_arena *arena = tree->arena;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "%s\n", parts_header);
    for (size_t i = 0; i < parts->n; i++) {
        const th_definition_part *part = &parts->at[i];
        th_str path = path_of_part(arena, i + 1);
        th_str row[PART_COLUMNS] = {[PATH] = path, [NAME] = part->name, [SHOWN] = part->shown};
        row[AGE] = part->age == TH_PART_OF_POINTS ? TH_STR(OF_POINTS) : TH_STR(OF_FIGURES);
        if (part->of_ledger)
            row[OF_LEDGER] = TH_STR(YES);
        th_table_put(&out, row, PART_COLUMNS);
        if (th_tree_put(tree, path, part->bytes) != TH_OK)
            return TH_FAILED;
    }
    return th_tree_put(tree, TH_STR(TH_DOSSIER_FROZEN_PARTS), th_buf_str(&out));
}

th_status th_dossier_freezes_write(th_tree *tree, const th_freezes *freezes, const th_frozen *frozen)
{
    if (freezes && th_tree_put(tree, TH_STR(TH_DOSSIER_FREEZES), freezes_text(tree->arena, freezes)) != TH_OK)
        return TH_FAILED;
    if (!frozen)
        return TH_OK;
    if (write_parts(tree, &frozen->parts) != TH_OK)
        return TH_FAILED;
    return th_tree_put(tree, TH_STR(TH_DOSSIER_FROZEN_MEMORY), th_dossier_memory_text(tree->arena, &frozen->memory));
}

/* ---- reading ---- */

static bool take_step(th_table_reader *reader, int *step)
{
    static const int steps[] = {TH_FREEZE_FIGURES, TH_FREEZE_POINTS};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (th_str_eq(reader->fields[STEP], th_freeze_step_vi(steps[i]))) {
            *step = steps[i];
            return true;
        }
    return th_table_refuse(reader);
}

static bool take_freeze(th_table_reader *reader, th_freezes *freezes)
{
    const th_str *fields = reader->fields;
    long number, version, period, run, opened;
    th_freeze freeze = {.by = {.date = fields[DATE], .who = fields[WHO], .basis = fields[BASIS]},
                        .opened_by = {.step = TH_FREEZE_NOTHING,
                                      .date = fields[OPENED_DATE],
                                      .who = fields[OPENED_WHO],
                                      .basis = fields[OPENED_BASIS]},
                        .program = fields[PROGRAM]};
    if (!take_step(reader, &freeze.by.step) || !th_table_take_number(reader, NUMBER, 0, LONG_MAX, &number) ||
        !th_table_take_number(reader, VERSION, 1, INT_MAX, &version) ||
        !th_table_take_number(reader, PERIOD, 0, LAST_PERIOD, &period) ||
        !th_table_take_number(reader, RUN, 0, LONG_MAX, &run) ||
        !th_table_take_number(reader, OPENED, 0, LONG_MAX, &opened))
        return false;
    freeze.number = number;
    freeze.version = (int)version;
    freeze.period = (int)period;
    freeze.run = run;
    freeze.opened = opened;
    TH_PUSH(reader->arena, freezes->at, freezes->n, freezes->cap, freeze);
    return true;
}

typedef struct parts_reading {
    th_table_reader table;
    const th_dossier_fetch *fetch;
    th_definition_part *at;
    size_t n, cap;
} parts_reading;

static bool take_part(parts_reading *reading)
{
    const th_str *fields = reading->table.fields;
    th_definition_part part = {.name = fields[NAME],
                               .shown = fields[SHOWN],
                               .of_ledger = th_str_eq(fields[OF_LEDGER], TH_STR(YES)),
                               .age = TH_PART_OF_FIGURES};
    bool points = th_str_eq(fields[AGE], TH_STR(OF_POINTS));
    if ((!points && !th_str_eq(fields[AGE], TH_STR(OF_FIGURES))) ||
        !th_str_eq(fields[PATH], path_of_part(reading->table.arena, reading->n + 1)))
        return th_table_refuse(&reading->table);
    if (points)
        part.age = TH_PART_OF_POINTS;
    if (reading->fetch->file(reading->fetch->ctx, fields[PATH], &part.bytes, reading->table.trouble) != TH_OK)
        return false;
    TH_PUSH(reading->table.arena, reading->at, reading->n, reading->cap, part);
    return true;
}

/* The one of its period that was there before the run, and holds. */
static const th_freeze *held_before(const th_dossier_freezes *read, th_freeze_step step)
{
    const th_freeze *held = th_freeze_holding(&read->freezes, step, read->period);
    return held && held->run < read->run ? held : NULL;
}

static th_status read_frozen(th_arena *arena, const th_dossier_fetch *fetch, th_frozen *frozen, th_trouble *trouble)
{
    th_str bytes;
    parts_reading reading = {.table = {.arena = arena, .file = TH_DOSSIER_FROZEN_PARTS, .trouble = trouble},
                             .fetch = fetch};
    if (fetch->file(fetch->ctx, TH_STR(TH_DOSSIER_FROZEN_PARTS), &bytes, trouble) != TH_OK ||
        th_table_begin(&reading.table, bytes, th_str_of(parts_header)) != TH_OK)
        return TH_FAILED;
    while (th_table_next(&reading.table))
        if (!take_part(&reading))
            return TH_FAILED;
    frozen->parts = (th_definition_parts){reading.at, reading.n};
    if (trouble->vi.len || fetch->file(fetch->ctx, TH_STR(TH_DOSSIER_FROZEN_MEMORY), &bytes, trouble) != TH_OK)
        return TH_FAILED;
    return th_dossier_memory_read(arena, bytes, &frozen->memory, trouble);
}

th_status th_dossier_freezes_read(th_arena *arena, const th_dossier_fetch *fetch, th_dossier_freezes *read,
                                  th_trouble *trouble)
{
    th_str bytes;
    th_table_reader reader = {.arena = arena, .file = TH_DOSSIER_FREEZES, .trouble = trouble};
    read->freezes = (th_freezes){0};
    read->frozen = (th_frozen){0};
    if (fetch->file(fetch->ctx, TH_STR(TH_DOSSIER_FREEZES), &bytes, trouble) != TH_OK ||
        th_table_begin(&reader, bytes, th_str_of(freezes_header)) != TH_OK)
        return TH_FAILED;
    while (th_table_next(&reader))
        if (!take_freeze(&reader, &read->freezes))
            return TH_FAILED;
    if (trouble->vi.len)
        return TH_FAILED;
    if (!fetch->has(fetch->ctx, TH_STR(TH_DOSSIER_FROZEN_PARTS)))
        return TH_OK;
    read->frozen.figures = held_before(read, TH_FREEZE_FIGURES);
    read->frozen.points = held_before(read, TH_FREEZE_POINTS);
    if (read->frozen.figures)
        return read_frozen(arena, fetch, &read->frozen, trouble);
    *trouble =
        TH_TROUBLE_IS("hồ sơ có phần đã chốt mà " TH_DOSSIER_FREEZES " không ghi lần chốt nào trước lượt này",
                      "the dossier has frozen parts, and " TH_DOSSIER_FREEZES " names no freeze before this run");
    return TH_FAILED;
}
