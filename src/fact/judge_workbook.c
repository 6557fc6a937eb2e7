/* Whose a workbook is, and of which year.  Where sheets disagree:
 *
 * A sheet that names another unit, or another year, is withheld by itself where a clear majority of the sheets speaks
 * against it: at least two others for each such sheet, or more than there are of them where the name of the file, its
 * folder or _META agrees with the majority.  Where one of these names the unit or year of the few, or there is no
 * such majority, the whole workbook is in question.  A sheet that names no unit goes with the others, and one that
 * states no year is of the period.  A row of Sổ nhận outranks the names of file and folder; it makes no foreign sheet
 * count.  Of several sheets that are one form the first of this unit and the period is read; the others have no say of
 * the year. */
#include "fact/extract.h"
#include "fact/folder.h"
#include "fact/nearest_units.h"
#include "fact/reading.h"

#include "base/banned.h"

static th_str year_text(th_arena *arena, int year)
{
    return th_str_fmt(arena, "%d", year);
}

/* The workbook counts for nothing; the finding is the reason. */
static th_status leave_out(th_reading *reading, th_finding_kind kind, const th_place *place, th_arguments arguments)
{
    size_t first = reading->first_finding;
    th_raise(reading, kind, place, arguments);
    th_extract_refuse(reading->ds, &reading->source, first);
    return TH_FAILED;
}

/* Do `own` sheets outweigh the `others` that contradict them?  `supported`: something beside the sheets agrees. */
static bool is_clear_majority(size_t own, size_t others, bool supported)
{
    return own >= 2 * others || (supported && own > others);
}

/* ---- the unit ---- */

/* What names the unit beside the titles. */
typedef struct unit_evidence {
    uint32_t file, folder, registered; /* TH_NONE: it names none */
} unit_evidence;

static th_str text_of_spot(const th_spot *spot)
{
    return th_str_trim(th_sheet_at(spot->sheet, spot->row, spot->col)->text);
}

static th_str text_of_title(const th_named_unit *named)
{
    return named->whole.len ? named->whole : text_of_spot(&named->title);
}

/* Does the sheet look like a form, whether it is the one that is read or another one of the same form? */
static bool is_form(const th_reading *reading, size_t index)
{
    return reading->claimed[index] != TH_NONE;
}

/* The first title row of a form that nearly has the name of a unit, as it does with a slip of the pen. */
static th_str find_near_row(const th_reading *reading, th_spot *spot)
{
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_sheet *sheet = &reading->book->sheets[index];
        uint32_t end = is_form(reading, index) ? th_title_end(reading, sheet) : 0;
        for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
            const th_cell *cell = &sheet->cells[i];
            if (cell->type != TH_CELL_TEXT)
                continue;
            th_str nearest = th_nearest_units(reading->arena, reading->d, cell->text);
            if (nearest.len) {
                *spot = (th_spot){.sheet = sheet, .form = TH_NONE, .row = cell->row, .col = cell->col};
                return nearest;
            }
        }
    }
    return (th_str){0};
}

/* Leaves out a workbook that is nobody's: says what was read, and whose name it nearly is. */
static th_status leave_out_unknown(th_reading *reading, const th_named_unit *near)
{
    th_spot spot = near->title;
    th_words why = TH_WORDS_ARE("các dòng tiêu đề không có tên đơn vị nào trong danh sách",
                                "no title row names a unit of the list");
    if (near->unit != TH_NONE) {
        th_str read = text_of_title(near), nearest = th_nearest_units(reading->arena, reading->d, read);
        why =
            TH_WORDS(reading->arena,
                     "dòng “" TH_FMT "” có tên gần với " TH_FMT ", nhưng phần còn lại của dòng là của một đơn vị khác",
                     "row “" TH_FMT "” has a name near " TH_FMT ", but the rest of the row is another unit's",
                     TH_ARG(read), TH_ARG(nearest));
    } else {
        th_str nearest = find_near_row(reading, &spot);
        if (nearest.len)
            why = TH_WORDS(reading->arena, "dòng “" TH_FMT "” không có đúng tên đơn vị nào, gần nhất là " TH_FMT,
                           "row “" TH_FMT "” has no unit's name exactly, the nearest being " TH_FMT,
                           TH_ARG(text_of_spot(&spot)), TH_ARG(nearest));
    }
    th_place place = th_place_of(reading, spot.sheet, TH_NONE, spot.row, spot.col);
    return leave_out(reading, TH_F_FILE_NO_UNIT, &place, TH_WITH(why));
}

/* The title by which a sheet is another unit's than `unit`, or NULL: it names that unit alone, or none. */
static const th_named_unit *foreign_title(const th_voice *voice, uint32_t unit)
{
    if (voice->first.unit != TH_NONE && voice->first.unit != unit)
        return &voice->first;
    if (voice->other.unit != TH_NONE)
        return &voice->other;
    return voice->first.unit == TH_NONE && voice->near.unit != TH_NONE ? &voice->near : NULL;
}

/* Does `named` name the unit of a sheet that contradicts the majority? */
static bool is_of_the_few(const th_reading *reading, const th_identity *id, uint32_t named)
{
    for (size_t index = 0; index < reading->book->nsheets && named != TH_NONE && named != id->unit; index++) {
        const th_named_unit *title = is_form(reading, index) ? foreign_title(&id->voices[index], id->unit) : NULL;
        if (title && title->unit == named)
            return true;
    }
    return false;
}

static bool is_clearly_of_unit(const th_reading *reading, const th_identity *id, const unit_evidence *evidence)
{
    size_t own = 0, others = 0;
    bool supported = evidence->registered == id->unit || evidence->file == id->unit || evidence->folder == id->unit;
    bool contradicted = evidence->registered != id->unit &&
                        (is_of_the_few(reading, id, evidence->file) || is_of_the_few(reading, id, evidence->folder));
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_voice *voice = &id->voices[index];
        bool foreign = foreign_title(voice, id->unit) != NULL;
        /* _META, or a sheet that only speaks because no form does */
        if (!is_form(reading, index)) {
            contradicted = contradicted || foreign;
            supported = supported || voice->first.unit == id->unit;
            continue;
        }
        own += !foreign && voice->first.unit == id->unit;
        others += foreign;
    }
    return !contradicted && is_clear_majority(own, others, supported);
}

static void withhold_foreign_sheets(th_reading *reading, const th_identity *id)
{
    th_str unit = reading->d->units[id->unit].name;
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_named_unit *title = is_form(reading, index) ? foreign_title(&id->voices[index], id->unit) : NULL;
        if (!title)
            continue;
        const th_spot *spot = &title->title;
        th_str text = text_of_title(title);
        th_place place = th_place_of(reading, spot->sheet, reading->claimed[index], spot->row, spot->col);
        th_raise(reading, TH_F_FORM_OTHER_UNIT, &place, TH_WITH(spot->sheet->name, text, unit))->raw =
            th_str_copy(reading->ds->arena, text);
        reading->foreign[index] =
            th_str_fmt(reading->ds->arena, "trang ghi “" TH_FMT "”, tệp là của " TH_FMT, TH_ARG(text), TH_ARG(unit));
    }
}

/* Do the sheets name more than one unit, or one of them nearly? */
static bool disagree(const th_reading *reading, const th_identity *id)
{
    bool several = id->several;
    for (size_t index = 0; index < reading->book->nsheets && !several; index++)
        several = is_form(reading, index) && foreign_title(&id->voices[index], id->unit);
    return several;
}

static th_status leave_out_several(th_reading *reading, const th_identity *id)
{
    const th_named_unit *second = &id->second;
    th_str names = id->names;
    if (second->unit == TH_NONE) {
        second = &id->near;
        names = th_str_fmt(reading->arena, TH_FMT ", “" TH_FMT "”", TH_ARG(names), TH_ARG(text_of_title(second)));
    }
    th_place place = th_place_of(reading, second->title.sheet, TH_NONE, second->title.row, second->title.col);
    return leave_out(reading, TH_F_FILE_TWO_UNITS, &place, TH_WITH(names));
}

/* What the names of folder and file say against the content. */
static th_status judge_names(th_reading *reading, const unit_evidence *evidence)
{
    uint32_t unit = reading->source.unit;
    th_place place = th_place_of(reading, NULL, TH_NONE, TH_NO_CELL, TH_NO_CELL);
    if (evidence->folder != TH_NONE && evidence->folder != unit && evidence->registered != unit)
        return leave_out(reading, TH_F_FILE_FOLDER_UNIT, &place,
                         TH_WITH(reading->d->units[evidence->folder].name, reading->d->units[unit].name));
    if (evidence->file != TH_NONE && evidence->file != unit)
        th_raise(reading, TH_F_FILE_NAME_UNIT, &place,
                 TH_WITH(reading->d->units[evidence->file].name, reading->d->units[unit].name));
    return TH_OK;
}

/* No title names a unit, and Sổ nhận says whose the file is: a title that nearly names one is shown. */
static void take_registered(th_reading *reading, th_identity *id, uint32_t registered)
{
    id->unit = registered;
    th_spot spot = id->near.title;
    if (registered == TH_NONE || (id->near.unit == TH_NONE && !find_near_row(reading, &spot).len))
        return;
    th_str text = id->near.unit == TH_NONE ? text_of_spot(&spot) : text_of_title(&id->near);
    th_place place = th_place_of(reading, spot.sheet, TH_NONE, spot.row, spot.col);
    reading->source.unit = registered; /* whose the note is */
    th_raise(reading, TH_F_RECEIPT_TITLE, &place, TH_WITH(text, reading->d->units[registered].name))->raw =
        th_str_copy(reading->ds->arena, text);
}

static th_status judge_unit(th_reading *reading)
{
    th_str file = reading->source.file;
    th_identity id = th_identify_unit(reading);
    th_hear_strangers(reading, &id);
    const unit_evidence evidence = {.file = th_extract_unit_of_base_name(reading->arena, reading->d, file),
                                    .folder = th_extract_unit_of_folder(reading->arena, reading->d, file),
                                    .registered = th_registered_unit(reading->arena, reading->d, &reading->source)};
    if (id.unit == TH_NONE)
        take_registered(reading, &id, evidence.registered);
    else if (disagree(reading, &id)) {
        if (!is_clearly_of_unit(reading, &id, &evidence))
            return leave_out_several(reading, &id);
        withhold_foreign_sheets(reading, &id);
    }
    if (id.unit == TH_NONE)
        return leave_out_unknown(reading, &id.near);
    reading->source.unit = id.unit;
    return judge_names(reading, &evidence);
}

/* ---- the year ---- */

/* The years that the forms of a workbook state; of sheets of another unit nothing is asked. */
typedef struct form_years {
    bool *wrong;            /* by sheet: it states another year */
    size_t n, forms;        /* how many of those that are read, of how many */
    size_t right;           /* how many of them state the year of the period */
    th_spot *at;            /* by sheet: where */
    th_stated_year *stated; /* by sheet: which */
    size_t first;           /* the first of these sheets */
} form_years;

/* Of several sheets that are one form, the first that is neither of another unit nor of another year is read. */
static void choose_among_sheets(th_reading *reading, const form_years *years)
{
    size_t nsheets = reading->book->nsheets;
    for (size_t index = 0; index < nsheets; index++) {
        if (reading->form_of[index] == TH_NONE || (!reading->foreign[index].len && !years->wrong[index]))
            continue;
        for (size_t other = 0; other < nsheets; other++)
            if (reading->claimed[other] == reading->form_of[index] && !reading->foreign[other].len &&
                !years->wrong[other]) {
                reading->form_of[other] = reading->form_of[index];
                reading->form_of[index] = TH_NONE;
                break;
            }
    }
}

static void hear_year(th_reading *reading, form_years *years, size_t index)
{
    const th_sheet *sheet = &reading->book->sheets[index];
    th_spot *at = &years->at[index];
    *at = (th_spot){.sheet = sheet, .form = reading->claimed[index]};
    years->wrong[index] = !th_identify_year(reading, sheet, &years->stated[index], &at->row, &at->col);
}

static form_years look_at_years(th_reading *reading)
{
    size_t nsheets = reading->book->nsheets;
    form_years years = {.wrong = th_arena_array(reading->arena, nsheets + 1, sizeof(bool)),
                        .at = th_arena_array(reading->arena, nsheets + 1, sizeof(th_spot)),
                        .stated = th_arena_array(reading->arena, nsheets + 1, sizeof(th_stated_year))};
    for (size_t index = 0; index < nsheets; index++)
        if (is_form(reading, index) && !reading->foreign[index].len)
            hear_year(reading, &years, index);
    choose_among_sheets(reading, &years);
    for (size_t index = 0; index < nsheets; index++) {
        if (reading->form_of[index] == TH_NONE || reading->foreign[index].len)
            continue;
        years.forms++;
        years.right += !years.wrong[index] && years.stated[index].year.len > 0;
        if (years.wrong[index] && !years.n++)
            years.first = index;
    }
    return years;
}

/* What the forms state outranks the folder; where they state no year the folder decides. */
static th_status judge_folder_year(th_reading *reading, const form_years *years)
{
    int other = th_folder_other_year(reading->arena, reading->source.file, reading->d->period);
    if (!other)
        return TH_OK;
    th_place place = th_place_of(reading, NULL, TH_NONE, TH_NO_CELL, TH_NO_CELL);
    const th_arguments both = TH_WITH(year_text(reading->arena, other), year_text(reading->arena, reading->d->period));
    if (!years->right)
        return leave_out(reading, TH_F_FILE_OTHER_YEAR, &place, both);
    th_raise(reading, TH_F_FILE_FOLDER_YEAR, &place, both);
    return TH_OK;
}

/* "năm 2021"; of a part of the year what the title says, and that it is a part. */
static th_words words_of_stated(th_arena *arena, const th_stated_year *stated)
{
    if (stated->title.len)
        return TH_WORDS(arena, "“" TH_FMT "”, tức mới một phần của năm", "“" TH_FMT "”, which is a part of the year",
                        TH_ARG(stated->title));
    return TH_WORDS(arena, "năm " TH_FMT, "year " TH_FMT, TH_ARG(stated->year));
}

/* What was wanted instead: "năm 2022", "cả năm 2022". */
static th_words words_of_period(const th_reading *reading, const th_stated_year *stated)
{
    int period = reading->d->period;
    return stated->title.len ? TH_WORDS(reading->arena, "cả năm %d", "the whole of %d", period)
                             : TH_WORDS(reading->arena, "năm %d", "%d", period);
}

/* Last year's workbook sent again has the wrong year on every sheet: one cause, one finding. */
static th_status leave_out_year(th_reading *reading, const form_years *years)
{
    const th_spot *at = &years->at[years->first];
    th_place place = th_place_of(reading, at->sheet, at->form, at->row, at->col);
    th_words sheets = {0};
    if (years->n > 1)
        sheets = TH_WORDS(reading->arena, " (%zu trang)", " (%zu sheets)", years->n);
    const th_stated_year *stated = &years->stated[years->first];
    return leave_out(reading, TH_F_FILE_YEAR, &place,
                     TH_WITH(words_of_stated(reading->arena, stated), words_of_period(reading, stated), sheets));
}

static bool is_clearly_of_period(const th_reading *reading, const form_years *years)
{
    bool of_period;
    int other = th_file_name_other_year(reading->arena, reading->source.file, reading->d->period, &of_period);
    for (size_t index = 0; index < reading->book->nsheets && other; index++)
        if (years->wrong[index] && reading->form_of[index] != TH_NONE &&
            th_str_eq(years->stated[index].year, year_text(reading->arena, other)))
            return false;
    size_t others = years->forms - years->n;
    return is_clear_majority(others, years->n, of_period && years->right > years->n);
}

/* The sheet of the same form that is read and counts, or NULL. */
static const th_sheet *read_instead(const th_reading *reading, const form_years *years, size_t index)
{
    uint32_t form = reading->claimed[index];
    for (size_t other = 0; other < reading->book->nsheets && reading->form_of[index] == TH_NONE; other++)
        if (reading->form_of[other] == form && !reading->foreign[other].len && !years->wrong[other])
            return &reading->book->sheets[other];
    return NULL;
}

static void withhold_sheets_of_other_years(th_reading *reading, const form_years *years)
{
    for (size_t index = 0; index < reading->book->nsheets; index++) {
        const th_spot *at = &years->at[index];
        if (!years->wrong[index])
            continue;
        const th_words stated = words_of_stated(reading->arena, &years->stated[index]),
                       period = words_of_period(reading, &years->stated[index]);
        th_place place = th_place_of(reading, at->sheet, at->form, at->row, at->col);
        const th_sheet *read = read_instead(reading, years, index);
        th_finding *said =
            read ? th_raise(reading, TH_F_FORM_BESIDE_YEAR, &place, TH_WITH(at->sheet->name, stated, read->name))
                 : th_raise(reading, TH_F_FORM_OTHER_YEAR, &place, TH_WITH(at->sheet->name, stated, period));
        said->raw = th_str_copy(reading->ds->arena, th_sheet_at(at->sheet, at->row, at->col)->text);
        reading->foreign[index] = th_str_fmt(reading->ds->arena, "trang ghi " TH_FMT ", kỳ này là " TH_FMT,
                                             TH_ARG(stated.vi), TH_ARG(period.vi));
    }
}

static th_status judge_years(th_reading *reading)
{
    form_years years = look_at_years(reading);
    if (judge_folder_year(reading, &years) != TH_OK)
        return TH_FAILED;
    if (years.n && !is_clearly_of_period(reading, &years))
        return leave_out_year(reading, &years);
    withhold_sheets_of_other_years(reading, &years);
    return TH_OK;
}

/* ---- */

th_status th_judge_workbook(th_reading *reading)
{
    reading->foreign = th_arena_array(reading->arena, reading->book->nsheets + 1, sizeof *reading->foreign);
    return judge_unit(reading) == TH_OK ? judge_years(reading) : TH_FAILED;
}
