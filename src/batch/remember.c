/* Kept copies come to a run, what was known of each content is found, and what the next run is to know is kept. */
#include "batch/remember.h"

#include "base/lookup.h"
#include "batch/inbox.h"
#include "fact/due.h"
#include "fact/folder.h"
#include "score/score.h"

#include "base/banned.h"

enum { MARK_DIGITS = 8 };

static bool is_needed(const th_remembered *known)
{
    return known->counts.n || known->waits;
}

/* ---- kept copies ---- */

th_str th_marked_name(th_arena *arena, const th_source *source)
{
    return th_str_fmt(arena, TH_FMT " [" TH_FMT "]", TH_ARG(th_source_name(source)),
                      TH_ARG(th_str_sub(source->sha256, 0, MARK_DIGITS)));
}

/* "SL.xlsx [3fa9c21b] (của ngày 05-01-2023)": no "/", which would be a folder. */
static th_str shown_copy(th_arena *arena, const th_remembered *known)
{
    int year, month, day;
    th_date_of_serial(known->last_seen, &year, &month, &day);
    return th_str_fmt(arena, TH_FMT " [" TH_FMT "] (của ngày %02d-%02d-%d)", TH_ARG(known->input),
                      TH_ARG(th_str_sub(known->input_sha256, 0, MARK_DIGITS)), day, month, year);
}

/* `there` holds the hashes of what is read already. */
static void add_kept_of(th_arena *arena, const th_memory *memory, const th_taken *taken, th_lookup *there,
                        th_inputs *inputs)
{
    for (size_t i = 0; i < memory->n; i++) {
        const th_remembered *known = &memory->at[i];
        if (!is_needed(known) || !known->input_sha256.len || th_lookup_find(there, known->input_sha256))
            continue;
        *th_lookup_at(there, arena, known->input_sha256) = 1;
        th_input input = {.path = th_str_fmt(arena, "%s/" TH_FMT, taken->kept, TH_ARG(known->input_sha256)),
                          .name = known->input,
                          .shown = shown_copy(arena, known),
                          .kept_of = known->last_seen};
        TH_PUSH(arena, inputs->at, inputs->n, inputs->cap, input);
    }
}

void th_kept_add(th_arena *arena, const th_memory *memory, const th_taken *taken, th_inputs *inputs)
{
    th_lookup there = {0};
    for (size_t i = 0; i < taken->nfiles; i++)
        *th_lookup_at(&there, arena, taken->files[i].sha256) = 1;
    add_kept_of(arena, memory, taken, &there, inputs);
    if (memory->frozen)
        add_kept_of(arena, memory->frozen, taken, &there, inputs);
    th_inputs_mark_names(arena, inputs);
}

/* The name of the input, or of a member of it, as it is shown. */
static th_str name_as_shown(th_arena *arena, const th_input *input, th_str name)
{
    if (!th_str_starts(name, input->name))
        return name;
    return th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(input->shown),
                      TH_ARG(th_str_sub(name, input->name.len, name.len - input->name.len)));
}

void th_kept_name(th_dataset *all, const th_input *input, size_t first, size_t first_finding)
{
    if (!input->kept_of)
        return;
    for (size_t i = first; i < all->nsources; i++) {
        th_source *source = &all->sources[i];
        source->named = th_str_eq(source->file, input->shown) ? input->name : source->file;
        source->file = name_as_shown(all->arena, input, source->named);
        source->kept_of = input->kept_of;
    }
    for (size_t i = first_finding; i < all->findings.n; i++) {
        th_place *place = &all->findings.at[i].place;
        if (!th_str_eq(place->file, input->shown))
            place->file = name_as_shown(all->arena, input, place->file);
    }
}

/* ---- what was known of a content ---- */

/* Contents of one hash, chained: a file may have been there under several names. */
typedef struct known_contents {
    const th_memory *memory;
    th_lookup first; /* index + 1 in the memory, by hash */
    uint32_t *next;  /* likewise; 0 ends */
} known_contents;

static known_contents contents_of(th_arena *arena, const th_memory *memory)
{
    known_contents known = {.memory = memory, .next = th_arena_array(arena, memory->n + 1, sizeof(uint32_t))};
    for (size_t i = memory->n; i-- > 0;) {
        uint32_t *first = th_lookup_at(&known.first, arena, memory->at[i].sha256);
        known.next[i] = *first;
        *first = (uint32_t)i + 1;
    }
    return known;
}

/* Under its name, else under another one that it had. */
static const th_remembered *known_of(const known_contents *known, const th_source *source)
{
    const uint32_t *first =
        source->sha256.len && !source->stated ? th_lookup_find(&known->first, source->sha256) : NULL;
    const th_remembered *found = NULL;
    for (uint32_t i = first ? *first : 0; i; i = known->next[i - 1]) {
        const th_remembered *content = &known->memory->at[i - 1];
        if (th_str_eq(content->file, th_source_name(source)))
            return content;
        found = found ? found : content;
    }
    return found;
}

/* A kept copy whose content the inbox holds after all, such as in an archive. */
static void drop_kept_copy(th_dataset *all, th_source *copy, const th_source *there)
{
    copy->status = TH_SOURCE_REPLACED;
    copy->reason = th_str_fmt(all->arena, "cùng nội dung với “" TH_FMT "” trong hộp thư", TH_ARG(there->file));
}

/* What was not there when the figures were frozen, or was another unit's then, is none of what is frozen. */
static void bind_to_freeze(th_dataset *all, const th_memory *frozen)
{
    th_arena *scratch = th_arena_scratch(all->arena);
    known_contents known = contents_of(scratch, frozen);
    for (size_t i = 0; i < all->nsources; i++) {
        th_source *source = &all->sources[i];
        source->at_freeze = known_of(&known, source);
        bool of_unit = source->at_freeze && source->unit != TH_NONE &&
                       th_str_eq(source->at_freeze->unit, all->definition->units[source->unit].code);
        source->after_freeze = source->unit != TH_NONE && !source->stated && !of_unit;
    }
    th_arena_free(scratch);
}

void th_memory_bind(th_dataset *all, const th_memory *memory)
{
    if (memory->frozen)
        bind_to_freeze(all, memory->frozen);
    th_arena *scratch = th_arena_scratch(all->arena);
    known_contents known = contents_of(scratch, memory);
    th_lookup there = {0};
    for (uint32_t i = 0; i < all->nsources; i++) {
        th_source *source = &all->sources[i];
        source->remembered = known_of(&known, source);
        if (!source->kept_of && !source->stated && source->status == TH_SOURCE_ACCEPTED)
            *th_lookup_at(&there, scratch, source->sha256) = i + 1;
    }
    for (size_t i = 0; i < all->nsources; i++) {
        th_source *source = &all->sources[i];
        const uint32_t *same = source->kept_of ? th_lookup_find(&there, source->sha256) : NULL;
        if (same && source->status == TH_SOURCE_ACCEPTED && source->sha256.len)
            drop_kept_copy(all, source, &all->sources[*same - 1]);
    }
    th_arena_free(scratch);
}

/* ---- what came too late ---- */

/* When the content was first seen, and the last run that did not see it. */
typedef struct arrival {
    int first_seen, seen_before;
} arrival;

static arrival arrival_of(const th_dataset *all, const th_memory *memory, const th_source *source)
{
    if (source->remembered)
        return (arrival){source->remembered->first_seen, source->remembered->seen_before};
    return (arrival){all->day, memory->day};
}

/* The first day on which the unit, or the whole cluster, was appraised; 0: it was not. */
static int appraised_on(const th_definition *d, uint32_t unit)
{
    int first = 0;
    for (size_t i = 0; i < d->nstages; i++) {
        int day = d->stages[i].unit == unit || d->stages[i].unit == TH_NONE ? th_due_day(d->stages[i].date) : 0;
        if (day && (!first || day < first))
            first = day;
    }
    return first;
}

static bool is_after_deadline(const th_dataset *all, uint32_t unit, arrival came)
{
    int deadline = th_due_day(th_score_deadline(all, unit));
    return all->as_of && deadline && came.seen_before > deadline;
}

static bool is_after_appraisal(const th_dataset *all, uint32_t unit, arrival came)
{
    int appraised = appraised_on(all->definition, unit);
    return appraised && came.seen_before && came.first_seen > appraised;
}

th_words th_late_after(const th_dataset *all, const th_source *source)
{
    if (source->after_freeze) {
        int frozen_year, frozen_month, frozen_day;
        th_date_of_serial(all->memory->frozen_on, &frozen_year, &frozen_month, &frozen_day);
        return TH_WORDS(all->arena, "%02d/%02d/%d", "%02d/%02d/%d", frozen_day, frozen_month, frozen_year);
    }
    int year, month, day, appraised = appraised_on(all->definition, source->unit),
                          deadline = th_due_day(th_score_deadline(all, source->unit));
    bool by_deadline = deadline && (!appraised || deadline < appraised);
    th_date_of_serial(by_deadline ? deadline : appraised, &year, &month, &day);
    if (by_deadline)
        return TH_WORDS(all->arena, "hạn %02d/%02d/%d", "the deadline, %02d/%02d/%d", day, month, year);
    return TH_WORDS(all->arena, "ngày thẩm định %02d/%02d/%d", "it was appraised on %02d/%02d/%d", day, month, year);
}

/* The last day before it on which another content was first seen under this name; 0: it is the first of its name. */
static int other_seen_before(const th_memory *memory, const th_source *source, arrival came)
{
    int last = 0;
    for (size_t i = 0; i < memory->n; i++) {
        const th_remembered *known = &memory->at[i];
        bool other = th_str_eq(known->file, th_source_name(source)) && !th_str_eq(known->sha256, source->sha256);
        if (other && known->first_seen <= came.first_seen && known->first_seen > last)
            last = known->first_seen;
    }
    return last;
}

/* Does the row of Sổ nhận that the source is bound to speak of this content? */
static bool is_accepted(const th_dataset *all, const th_memory *memory, const th_source *source, arrival came)
{
    const th_receipt *receipt = th_dataset_receipt(all, source);
    if (!receipt || receipt->decision != TH_RECEIPT_ACCEPT)
        return false;
    int other = other_seen_before(memory, source, came);
    if (receipt->mark.len || !other)
        return true;
    return (int)receipt->serial >= came.first_seen && other < came.first_seen;
}

static const th_source *file_of_the_inbox(const th_dataset *ds, const th_source *copy)
{
    for (size_t i = 0; i < ds->nsources; i++)
        if (!ds->sources[i].kept_of && th_str_eq(ds->sources[i].file, copy->named))
            return &ds->sources[i];
    return NULL;
}

/* Whoever sends another version does not ask about the one before it any more. */
static bool is_written_over_by_submission(const th_dataset *all, const th_source *kept)
{
    const th_source *there = file_of_the_inbox(all, kept);
    return there && there->unit == kept->unit &&
           (there->status == TH_SOURCE_ACCEPTED || there->status == TH_SOURCE_WAITING);
}

/* What counted is not unsettled by a deadline or an appraisal that is entered later; and where the figures are frozen,
 * nothing comes too late that had not then. */
static bool comes_too_late(const th_dataset *all, const th_memory *memory, const th_source *source)
{
    if (source->after_freeze)
        return true;
    if ((source->remembered && source->remembered->counts.n) || (source->at_freeze && !source->at_freeze->waits))
        return false;
    arrival came = arrival_of(all, memory, source);
    bool late = is_after_deadline(all, source->unit, came) || is_after_appraisal(all, source->unit, came);
    return late && !is_accepted(all, memory, source, came);
}

void th_late_settle(th_dataset *all, const th_memory *memory)
{
    for (size_t i = 0; memory->day && i < all->nsources; i++) {
        th_source *source = &all->sources[i];
        if (source->status != TH_SOURCE_ACCEPTED || source->unit == TH_NONE || source->stated ||
            !comes_too_late(all, memory, source))
            continue;
        if (source->kept_of && is_written_over_by_submission(all, source)) {
            source->status = TH_SOURCE_REPLACED;
            source->reason = TH_STR("tệp đã được ghi đè khi còn chờ nhận");
            continue;
        }
        source->status = TH_SOURCE_WAITING;
        source->waits = true;
    }
}

/* ---- why a kept copy counts ---- */

/* Is what lies there now a version that could count in its place? */
static bool is_new_version(const th_source *kept, const th_source *there)
{
    return there && (there->waits || there->status == TH_SOURCE_ACCEPTED ||
                     (there->status == TH_SOURCE_REPLACED && there->unit == kept->unit));
}

static th_words why_kept(const th_source *kept, const th_source *there)
{
    if (!there)
        return TH_WORDS_ARE("không còn trong hộp thư", "is no longer in the inbox");
    if (there->waits)
        return TH_WORDS_ARE("trong hộp thư đã là bản khác, đang chờ ban thư ký nhận",
                            "is another version in the inbox now, which waits to be accepted");
    if (there->status == TH_SOURCE_ACCEPTED)
        return TH_WORDS_ARE("trong hộp thư đã là bản khác, không có các biểu ấy",
                            "is another version in the inbox now, without these forms");
    if (is_new_version(kept, there))
        return TH_WORDS_ARE("trong hộp thư đã là bản khác, chưa được tính",
                            "is another version in the inbox now, which does not count");
    return TH_WORDS_ARE("trong hộp thư nay không dùng được", "can no longer be used as it is in the inbox");
}

static th_str forms_counted(const th_dataset *ds, size_t source)
{
    enum { NAMED = 4 };
    th_buf out;
    size_t n = 0;
    th_buf_init(&out, ds->arena);
    for (size_t i = 0; i < ds->nheld; i++) {
        if (ds->held[i].source != source || !ds->held[i].counts)
            continue;
        if (n < NAMED)
            th_buf_fmt(&out, "%s" TH_FMT, n ? ", " : "", TH_ARG(ds->definition->forms[ds->held[i].form].code));
        n++;
    }
    if (n > NAMED)
        th_buf_fmt(&out, " … (%zu)", n);
    return th_buf_str(&out);
}

void th_kept_say(th_dataset *ds)
{
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        th_str forms = source->kept_of ? forms_counted(ds, i) : (th_str){0};
        if (!forms.len)
            continue;
        const th_source *there = file_of_the_inbox(ds, source);
        th_place place = {.unit = ds->definition->units[source->unit].code,
                          .file = source->file,
                          .row = TH_NO_CELL,
                          .col = TH_NO_CELL};
        int year, month, day;
        th_date_of_serial(source->kept_of, &year, &month, &day);
        th_str of_day = th_str_fmt(ds->arena, "%02d/%02d/%d", day, month, year);
        bool beside = is_new_version(source, there);
        th_findings_add(&ds->findings, ds->arena, beside ? TH_F_FILE_KEPT_BESIDE : TH_F_FILE_KEPT, &place,
                        TH_WITH(source->named, why_kept(source, there), forms, of_day));
    }
}

/* ---- what the next run is to know ---- */

/* 1 + the index of each source, by its name. */
static th_lookup sources_by_name(th_arena *arena, const th_dataset *ds)
{
    th_lookup names = {0};
    for (uint32_t i = 0; i < ds->nsources; i++)
        *th_lookup_at(&names, arena, ds->sources[i].file) = i + 1;
    return names;
}

/* The archive that it is a member of, else itself. */
static const th_source *input_of(const th_dataset *ds, const th_lookup *names, const th_source *source)
{
    th_str archive = th_name_archive(source->file);
    const uint32_t *found = archive.len ? th_lookup_find(names, archive) : NULL;
    return found ? &ds->sources[*found - 1] : source;
}

static th_remembered remembered_after(th_dataset *ds, uint32_t i, const th_lookup *names)
{
    const th_source *source = &ds->sources[i], *input = input_of(ds, names, source);
    const th_remembered *known = source->remembered;
    th_remembered after = {.file = th_source_name(source),
                           .sha256 = source->sha256,
                           .input = th_source_name(input),
                           .input_sha256 = input->sha256,
                           .first_seen = known ? known->first_seen : ds->day,
                           .last_seen = source->kept_of ? source->kept_of : ds->day,
                           .waits = source->waits || source->status == TH_SOURCE_WAITING};
    if (source->unit != TH_NONE)
        after.unit = ds->definition->units[source->unit].code;
    for (size_t k = 0; k < ds->nheld; k++)
        if (ds->held[k].source == i && ds->held[k].counts && !ds->held[k].disputed)
            TH_PUSH(ds->arena, after.counts.at, after.counts.n, after.counts.cap,
                    ds->definition->forms[ds->held[k].form].code);
    return after;
}

void th_memory_after(th_dataset *ds, const th_memory *before, const th_taken *taken, th_memory *after)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    const th_lookup names = sources_by_name(scratch, ds);
    int latest = ds->day > before->day ? ds->day : before->day; /* a clock that goes back makes nobody punctual */
    *after = (th_memory){.day = latest, .period = ds->definition->period};
    for (uint32_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        if (!source->sha256.len || source->stated)
            continue;
        th_remembered known = remembered_after(ds, i, &names);
        known.seen_before = source->remembered ? source->remembered->seen_before : before->day;
        if (!source->kept_of || is_needed(&known))
            TH_PUSH(ds->arena, after->at, after->n, after->cap, known);
    }
    for (size_t i = 0; taken && i < taken->nfiles; i++)
        TH_PUSH(ds->arena, after->inbox, after->ninbox, after->inbox_cap, taken->files[i]);
    th_arena_free(scratch);
}
