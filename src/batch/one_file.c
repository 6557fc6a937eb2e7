/* Reading one file through book and fact, and what becomes of files that are no workbook. */
#include "batch/one_file.h"

#include "base/digest.h"
#include "batch/returned.h"
#include "batch/timings.h"
#include "book/book.h"
#include "fact/extract.h"
#include "report/recognise.h"

#include "base/banned.h"

static void add_findings_of_file(th_dataset *ds, const th_findings *findings, th_str file)
{
    for (size_t i = 0; findings && i < findings->n; i++) {
        th_finding finding = findings->at[i];
        finding.place.file = file;
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, finding);
    }
}

static th_source source_of(th_arena *arena, const th_one_file *file)
{
    return (th_source){.file = file->input->name,
                       .member = file->member,
                       .unit = TH_NONE,
                       .period = file->definition->period,
                       .base_alone = file->input->base_alone,
                       .loose_alone = file->input->loose_alone,
                       .loose_base_alone = file->input->loose_base_alone,
                       .archive_alone = file->input->archive_alone,
                       .archive_loose_alone = file->input->archive_loose_alone,
                       .archive_sha256 = file->input->archive_sha256,
                       .bytes = file->bytes.len,
                       .sha256 = file->bytes.ptr ? th_sha256(arena, file->bytes) : (th_str){0},
                       .receipt = TH_NONE};
}

static th_str stream_of(th_arena *arena, const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

/* A file that was refused: one source, and the findings that name it. */
static void reject(th_dataset *ds, th_source *source, const th_findings *findings)
{
    size_t first = ds->findings.n;
    add_findings_of_file(ds, findings, source->file);
    source->unit = TH_NONE;
    th_extract_refuse(ds, source, first);
}

static bool holds_figures(const th_dataset *ds)
{
    for (size_t i = 0; i < ds->nfacts; i++)
        if (ds->facts[i].measure == TH_NOW && ds->facts[i].value.state != TH_STATE_BLANK)
            return true;
    return false;
}

/* A workbook of ours that is nobody's submission: a result, a feedback workbook, a definition, a template that nobody
 * filled in.  What it is is said, and no figure of it is taken; of a feedback workbook what was written in it is. */
static bool is_set_aside(th_dataset *ds, th_mark mark)
{
    switch (mark) {
    case TH_MARK_RESULT:
    case TH_MARK_FEEDBACK:
    case TH_MARK_DEFINITION:
    case TH_MARK_LEDGER:
    case TH_MARK_DECISIONS:
    case TH_MARK_MINUTES: return true;
    case TH_MARK_TEMPLATE: return !holds_figures(ds);
    case TH_MARK_NONE:
    case TH_MARK_CONVERTED:
    case TH_MARKS:
    default: return false;
    }
}

static th_dataset *named_only(const th_definition *definition, th_source source, const th_book *book, th_mark mark)
{
    th_arena *arena = book->arena;
    int year = 0;
    th_dataset *ds = mark == TH_MARK_FEEDBACK ? th_returned_dataset(definition, source, book, &year) : NULL;
    if (ds)
        return ds;
    ds = th_dataset_new(arena, definition);
    th_place place = {.file = source.file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_words name = {th_mark_vi(mark), th_mark_en(mark)};
    if (year)
        name = (th_words){th_str_fmt(arena, TH_FMT " của năm %d", TH_ARG(name.vi), year),
                          th_str_fmt(arena, TH_FMT " of %d", TH_ARG(name.en), year)};
    th_finding *finding = th_findings_add(&ds->findings, arena, TH_F_FILE_OURS, &place, TH_WITH(name));
    source.status = TH_SOURCE_ASIDE;
    source.reason = finding->vi;
    TH_PUSH(arena, ds->sources, ds->nsources, ds->sources_cap, source);
    return ds;
}

th_str th_one_file_refused(th_arena *arena, const th_one_file *file)
{
    th_dataset *ds = th_dataset_new(arena, file->definition);
    th_source source = source_of(arena, file);
    reject(ds, &source, file->said);
    return stream_of(arena, ds);
}

static th_dataset *aside(th_arena *arena, const th_one_file *file, th_source_status status, th_str format,
                         th_str reason)
{
    th_dataset *ds = th_dataset_new(arena, file->definition);
    th_source source = source_of(arena, file);
    source.format = format;
    source.reason = reason;
    source.status = status;
    add_findings_of_file(ds, file->said, source.file);
    TH_PUSH(arena, ds->sources, ds->nsources, ds->sources_cap, source);
    return ds;
}

th_str th_one_file_aside(th_arena *arena, const th_one_file *file, th_source_status status, th_str format,
                         th_str reason)
{
    return stream_of(arena, aside(arena, file, status, format, reason));
}

static th_dataset *read_book(th_arena *arena, const th_one_file *file, th_book *book, const th_findings *said)
{
    th_dataset *ds = th_dataset_new(arena, file->definition);
    ds->labels = file->labels;
    th_source source = source_of(arena, file);
    th_findings findings = *said;
    source.format = th_book_format_name(arena, book);
    th_book_normalise(book);
    if (book->format == TH_BOOK_XLS)
        th_book_second_reading(arena, book, book->bytes, &findings);
    th_timings_work(file->timings, TH_STEP_EXTRACT);
    size_t first = ds->findings.n;
    add_findings_of_file(ds, file->said, source.file);
    add_findings_of_file(ds, &book->findings, source.file);
    add_findings_of_file(ds, &findings, source.file);
    th_extract(ds, book, &source, first);
    th_mark mark = th_report_recognise(book);
    return is_set_aside(ds, mark) ? named_only(file->definition, source, book, mark) : ds;
}

static th_dataset *dataset_of(th_arena *arena, const th_one_file *file)
{
    th_timings_work(file->timings, TH_STEP_READ);
    th_book_format format = th_book_sniff(file->bytes, file->input->name);
    if (th_book_kind_of(format) == TH_BOOK_IS_DOCUMENT)
        return aside(arena, file, TH_SOURCE_DOCUMENT, th_book_name_of_format(format),
                     th_book_words_of_format(th_book_name_of_format(format)).vi);
    th_findings findings = {0};
    th_book *book = NULL;
    const th_book_file opened = {.bytes = file->bytes, .name = file->input->name};
    if (th_book_open(arena, file->limits, &opened, &book, &findings) < TH_FAILED)
        return read_book(arena, file, book, &findings);
    th_dataset *ds = th_dataset_new(arena, file->definition);
    th_source source = source_of(arena, file);
    add_findings_of_file(ds, file->said, source.file);
    reject(ds, &source, &findings);
    return ds;
}

th_str th_one_file_read(th_arena *arena, const th_one_file *file)
{
    return stream_of(arena, dataset_of(arena, file));
}

bool th_one_file_pass(th_arena *arena, const th_one_file *file, th_stream_sink sink)
{
    return th_stream_pass(arena, dataset_of(arena, file), sink);
}
