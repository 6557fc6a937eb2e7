/* Reading a record stream, which may come from anywhere: every field is checked, and a
 * stream without the `end` record of each of its parts adds nothing. */
#include "fact/stream.h"

#include "base/ascii.h"
#include "base/digest.h"
#include "book/reference.h"
#include "fact/stream_words.h"
#include "text/encoding.h"
#include "text/utf8.h"

#include <limits.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_FIELD_BYTES = 1 << 20, HASH_DIGITS = 64 };

typedef struct stream_reader {
    th_dataset *ds;
    th_dataset *fresh;      /* what this stream brings; taken over when it ends well */
    th_arena *scratch;      /* of its lists, until they are taken over; what they name is of the other's arena */
    th_arena *line_scratch; /* of one line */
    th_stream_use use;
    bool version_1;
    bool open;      /* inside a part: its first line was read, its `end` was not */
    size_t line;    /* number of the line, for messages */
    size_t records; /* of the part */
    size_t sources; /* of the parts before: a record names a file of its own part */
    size_t rows;    /* `row` records of the part, and the highest item they name */
    size_t last_item;
    const char *part; /* where the part begins: what its `end` hashes */
    size_t unknown;   /* facts of a unit or an indicator that the definition does not know */
    th_str unknown_code;
    th_trouble *trouble;
} stream_reader;

bool th_stream_is(th_str bytes)
{
    return th_str_starts(bytes, TH_STR(TH_STREAM_BEGINS));
}

static bool complain(stream_reader *reader, const char *vi, const char *en)
{
    *reader->trouble = (th_trouble){th_str_fmt(reader->ds->arena, "dòng %zu: %s", reader->line, vi),
                                    th_str_fmt(reader->ds->arena, "line %zu: %s", reader->line, en)};
    return false;
}

/* ---- fields ---- */

/* A backslash stands before one of `\\ t n r` and nothing else. */
static bool is_escaped_well(th_str field)
{
    for (size_t i = 0; i < field.len; i++) {
        if (field.ptr[i] != '\\')
            continue;
        i++;
        if (i == field.len || th_str_find(TH_STR("\\tnr"), th_str_sub(field, i, 1), 0) == SIZE_MAX)
            return false;
    }
    return true;
}

static bool cut_line(stream_reader *reader, th_str text, th_stream_line *line)
{
    th_str field;
    while (th_str_cut(&text, '\t', &field)) {
        if (line->n == TH_STREAM_MOST_FIELDS || field.len > MOST_FIELD_BYTES)
            return complain(reader, "quá nhiều hoặc quá dài", "too many fields, or too long a field");
        if (!is_escaped_well(field) || !th_utf8_valid(field))
            return complain(reader, "có ký tự không hợp lệ", "it holds a character that may not stand here");
        line->fields[line->n++] = field;
    }
    return true;
}

/* Last year's facts are of the period before, all others of the period at hand: what was reported two years ago is not
 * what a form calls last year. */
static bool is_of_period(stream_reader *reader, long period)
{
    th_arena *arena = reader->ds->arena;
    bool last_year = reader->use == TH_STREAM_LAST_YEAR;
    int now = reader->ds->definition->period;
    if (period == (last_year ? now - 1 : now))
        return true;
    th_words wanted = TH_WORDS(arena, "đợt này là kỳ %d", "this run is of %d", now);
    if (last_year)
        wanted = TH_WORDS(arena, "năm trước của đợt này là kỳ %d", "the year before this run is %d", now - 1);
    *reader->trouble = (th_trouble){
        th_str_fmt(arena, "dòng %zu: bản ghi là của kỳ %ld; " TH_FMT, reader->line, period, TH_ARG(wanted.vi)),
        th_str_fmt(arena, "line %zu: the record is of period %ld; " TH_FMT, reader->line, period, TH_ARG(wanted.en))};
    return false;
}

/* ---- records ---- */

/* The part's source by its file's name; where two inboxes hold the same name, the unit's own (TH_NONE: any). */
static bool find_source(const stream_reader *reader, th_str file, uint32_t unit, uint32_t *at)
{
    const th_dataset *fresh = reader->fresh;
    bool found = false;
    for (size_t i = fresh->nsources; i-- > reader->sources;) {
        if (!th_str_eq(fresh->sources[i].file, file))
            continue;
        *at = (uint32_t)i;
        found = true;
        if (fresh->sources[i].unit == unit)
            break;
    }
    return found;
}

static void add_source(stream_reader *reader, const th_source *source)
{
    th_dataset *fresh = reader->fresh;
    TH_PUSH(reader->scratch, fresh->sources, fresh->nsources, fresh->sources_cap, *source);
}

/* SHA-256 in hex; of zeros only is the hash of nothing.  A file that was not read has none. */
static bool is_hash(th_str hash, long status)
{
    bool zeros = true;
    if (!hash.len)
        return status != TH_SOURCE_ACCEPTED;
    for (size_t i = 0; i < hash.len; i++) {
        if (th_hex_value(hash.ptr[i]) < 0)
            return false;
        zeros = zeros && hash.ptr[i] == '0';
    }
    return hash.len == HASH_DIGITS && !zeros;
}

static bool read_file(stream_reader *reader, const th_stream_line *line)
{
    enum { NAME = 1, MEMBER, SHA256, BYTES, FORMAT, UNIT, PERIOD, STATUS, REASON, DECIDES, FORMS, CELLS, FIELDS };
    th_arena *arena = reader->ds->arena;
    const th_str *field = line->fields;
    long bytes, period, status, forms, cells;
    if (line->n != FIELDS || !th_stream_whole(field[BYTES], 0, LONG_MAX, &bytes) ||
        !th_stream_whole(field[PERIOD], 0, 9999, &period) ||
        !th_stream_word_find(TH_STREAM_STATUSES, field[STATUS], &status) ||
        !th_stream_whole(field[FORMS], 0, INT_MAX, &forms) || !th_stream_whole(field[CELLS], 0, INT_MAX, &cells))
        return complain(reader, "bản ghi “file” sai", "the “file” record is wrong");
    if (!is_of_period(reader, period))
        return false;
    if (reader->use != TH_STREAM_LAST_YEAR && reader->fresh->nsources > reader->sources)
        return complain(reader, "một phần chỉ nói về một tệp", "a part is of one file");
    /* what the secretariat entered is of a source without bytes, and of no unit */
    bool entered = reader->use == TH_STREAM_OUTCOME && !field[SHA256].len && !field[UNIT].len;
    if (reader->use != TH_STREAM_LAST_YEAR && !entered && !is_hash(field[SHA256], status))
        return complain(reader, "mã kiểm của tệp không thể đúng", "the hash of the file cannot be right");
    th_edition edition;
    if (!th_edition_parse(field[DECIDES], &edition))
        return complain(reader, "trường “decides” sai", "the field “decides” is wrong");
    th_source source = {.file = th_stream_text(arena, field[NAME]),
                        .member = th_stream_text(arena, field[MEMBER]),
                        .sha256 = th_stream_text(arena, field[SHA256]),
                        .bytes = (uint64_t)bytes,
                        .format = th_stream_text(arena, field[FORMAT]),
                        .unit = th_definition_unit(reader->ds->definition, field[UNIT]),
                        .period = (int)period,
                        .reason = th_stream_text(arena, field[REASON]),
                        .receipt = TH_NONE,
                        .forms = (uint32_t)forms,
                        .cells = (uint32_t)cells};
    source.status = (th_source_status)status;
    source.edition = edition;
    add_source(reader, &source);
    return true;
}

static bool read_held(stream_reader *reader, const th_stream_line *line)
{
    enum { FILE_NAME = 1, FORM, SHEET, STATE, SIGNED, FIELDS };
    th_dataset *fresh = reader->fresh;
    const th_str *field = line->fields;
    th_held_form held = {0};
    int year, month, day;
    if (line->n != FIELDS ||
        !find_source(reader, th_stream_text(fresh->arena, field[FILE_NAME]), TH_NONE, &held.source))
        return complain(reader, "bản ghi “form” sai", "the “form” record is wrong");
    held.withheld = th_str_eq(field[STATE], TH_STR("withheld"));
    bool dated = field[SIGNED].len > 0;
    if ((!held.withheld && !th_str_eq(field[STATE], TH_STR("read"))) ||
        (dated && !th_date_parse(field[SIGNED], &year, &month, &day)))
        return complain(reader, "bản ghi “form” sai", "the “form” record is wrong");
    if (dated)
        held.signed_on = th_date_serial(year, month, day);
    held.sheet = th_stream_text(fresh->arena, field[SHEET]);
    held.form = th_definition_form(reader->ds->definition, field[FORM]);
    if (held.form != TH_NONE)
        TH_PUSH(reader->scratch, fresh->held, fresh->nheld, fresh->held_cap, held);
    return true;
}

/* The unit and the indicator of a fact; false (and counted) when the definition does not know them. */
static bool know_codes(stream_reader *reader, th_str unit, th_str code, bool row, th_fact *fact)
{
    const th_definition *d = reader->ds->definition;
    fact->unit = th_definition_unit(d, unit);
    fact->indicator = row ? th_definition_column(d, code) : th_definition_indicator(d, code);
    bool of_form = fact->indicator != TH_NONE && (!row || d->columns[fact->indicator].form != TH_NONE);
    if (fact->unit != TH_NONE && of_form)
        return true;
    if (!reader->unknown++)
        reader->unknown_code = th_str_copy(reader->ds->arena, fact->unit == TH_NONE ? unit : code);
    return false;
}

/* A fact without a file is one of last year, of a stream that was cut down to its figures. */
static bool source_of_fact(stream_reader *reader, th_str file, int period, th_fact *fact)
{
    if (find_source(reader, file, fact->unit, &fact->source)) {
        uint32_t unit = reader->fresh->sources[fact->source].unit;
        bool own = reader->use == TH_STREAM_LAST_YEAR || unit == fact->unit ||
                   (reader->use == TH_STREAM_OUTCOME && unit == TH_NONE);
        return own || complain(reader, "số liệu là của đơn vị khác với đơn vị của tệp",
                               "a figure is of another unit than its file");
    }
    if (reader->use != TH_STREAM_LAST_YEAR)
        return complain(reader, "số liệu không có tệp nguồn", "a figure names no file it comes from");
    add_source(reader, &(th_source){.file = th_str_copy(reader->ds->arena, file),
                                    .unit = fact->unit,
                                    .period = period,
                                    .receipt = TH_NONE});
    fact->source = (uint32_t)reader->fresh->nsources - 1;
    return true;
}

/* The flags of a fact whose value was read.  A row is found in one way, and what is withheld has no value. */
static bool take_flags(th_str typed, th_fact *fact)
{
    enum { HIDDEN = 1, FORMULA = 2, NOT_INTEGER = 4, BY_BARE_LABEL = 8, BY_CODE = 16, WITHHELD = 32, ALL = 63 };
    long flags;
    if (!th_stream_whole(typed, 0, ALL, &flags) || ((flags & BY_BARE_LABEL) && (flags & BY_CODE)) ||
        ((flags & WITHHELD) && fact->value.state != TH_STATE_UNREADABLE))
        return false;
    fact->hidden = flags & HIDDEN;
    fact->formula = flags & FORMULA;
    fact->value.not_integer = flags & NOT_INTEGER;
    fact->value.withheld = flags & WITHHELD;
    if (flags & BY_BARE_LABEL)
        fact->found_by = TH_FOUND_BY_BARE_LABEL;
    else if (flags & BY_CODE)
        fact->found_by = TH_FOUND_BY_CODE;
    return true;
}

/* Figures of one sheet stand together, and share its name. */
static th_str sheet_of_fact(const stream_reader *reader, th_str field)
{
    const th_dataset *fresh = reader->fresh;
    th_str name = th_stream_text(reader->line_scratch, field);
    if (fresh->nfacts && th_str_eq(fresh->facts[fresh->nfacts - 1].sheet, name))
        return fresh->facts[fresh->nfacts - 1].sheet;
    return th_str_copy(fresh->arena, name);
}

static bool read_fact(stream_reader *reader, const th_stream_line *line, bool row)
{
    enum {
        UNIT = 1,
        PERIOD,
        CODE,
        MEASURE,
        VALUE,
        FILE_NAME = 13,
        SHEET,
        CELL,
        RAW,
        RELATIVE,
        ENCODING,
        FLAGS,
        TROUBLE,
        COMPUTES,
        FIELDS
    };
    th_dataset *fresh = reader->fresh;
    th_arena *arena = fresh->arena;
    const th_str *field = line->fields;
    th_fact fact = {0};
    long item = 0, period, encoding;
    if (line->n != FIELDS && line->n != COMPUTES)
        return complain(reader, "bản ghi số liệu thiếu trường", "the record of a figure lacks a field");
    bool named =
        row ? th_stream_whole(field[MEASURE], 1, TH_MOST_ROWS, &item) : th_measure_find(field[MEASURE], &fact.measure);
    if (!named || !th_stream_whole(field[PERIOD], 0, 9999, &period) ||
        !th_stream_value(reader->ds->arena, reader->line_scratch, field + VALUE, &fact.value) ||
        !th_stream_cell(field[CELL], &fact.row, &fact.col) ||
        !th_stream_word_find(TH_STREAM_ENCODINGS, field[ENCODING], &encoding) || !take_flags(field[FLAGS], &fact))
        return complain(reader, "bản ghi số liệu sai", "the record of a figure is wrong");
    if (!is_of_period(reader, period))
        return false;
    reader->rows += row;
    if ((size_t)item > reader->last_item)
        reader->last_item = (size_t)item;
    if (reader->use != TH_STREAM_LAST_YEAR && (fact.row == TH_NO_CELL || !field[SHEET].len))
        return complain(reader, "số liệu không có ô nguồn", "a figure names no cell it comes from");
    if (!know_codes(reader, field[UNIT], field[CODE], row, &fact))
        return true;
    if (!source_of_fact(reader, th_stream_text(reader->line_scratch, field[FILE_NAME]), (int)period, &fact))
        return false;
    fact.item = (uint32_t)item;
    fact.sheet = sheet_of_fact(reader, field[SHEET]);
    th_str raw = th_stream_text(reader->line_scratch, field[RAW]);
    fact.raw = th_str_eq(raw, fact.value.text) ? fact.value.text : th_str_copy(arena, raw);
    fact.encoding = (uint8_t)encoding;
    fact.value.trouble = th_words_keep(arena, (th_words){.vi = th_stream_text(arena, field[TROUBLE])});
    const th_fact_formula formula = {
        .relative = th_stream_text(reader->line_scratch, field[RELATIVE]),
        .computes = line->n == FIELDS ? th_stream_text(reader->line_scratch, field[COMPUTES]) : (th_str){0}};
    fact.kept_formula = th_fact_formula_keep(arena, formula);
    TH_PUSH(reader->scratch, fresh->facts, fresh->nfacts, fresh->facts_cap, fact);
    return true;
}

static bool read_text(stream_reader *reader, const th_stream_line *line)
{
    enum { FILE_NAME = 1, SHEET, CELL, ENCODING, EVIDENCE, BEFORE, AFTER, FIELDS };
    th_dataset *fresh = reader->fresh;
    th_arena *arena = fresh->arena;
    const th_str *field = line->fields;
    th_conversion conversion = {0};
    long encoding, evidence;
    if (line->n != FIELDS || !th_stream_cell(field[CELL], &conversion.row, &conversion.col) ||
        !th_stream_word_find(TH_STREAM_ENCODINGS, field[ENCODING], &encoding) ||
        !th_stream_word_find(TH_STREAM_EVIDENCES, field[EVIDENCE], &evidence) ||
        !find_source(reader, th_stream_text(arena, field[FILE_NAME]), TH_NONE, &conversion.source))
        return complain(reader, "bản ghi “text” sai", "the “text” record is wrong");
    conversion.sheet = th_stream_text(arena, field[SHEET]);
    conversion.encoding = (uint8_t)encoding;
    conversion.evidence = (uint8_t)evidence;
    conversion.before = th_stream_text(arena, field[BEFORE]);
    conversion.after = th_stream_text(arena, field[AFTER]);
    TH_PUSH(reader->scratch, fresh->conversions, fresh->nconversions, fresh->conversions_cap, conversion);
    return true;
}

/* Forged or not, a reply speaks for the unit of its file and for no other. */
static bool read_reply(stream_reader *reader, const th_stream_line *line)
{
    enum { UNIT = 1, FILE_NAME, SHEET, CELL, RULE, MARK, ABOUT, WHY, FIELDS };
    th_dataset *fresh = reader->fresh;
    th_arena *arena = fresh->arena;
    const th_str *field = line->fields;
    th_reply reply = {0};
    if (line->n != FIELDS || !th_stream_cell(field[CELL], &reply.row, &reply.col) || reply.row == TH_NO_CELL ||
        !field[WHY].len)
        return complain(reader, "bản ghi “reply” sai", "the “reply” record is wrong");
    reply.unit = th_definition_unit(reader->ds->definition, field[UNIT]);
    if (!find_source(reader, th_stream_text(arena, field[FILE_NAME]), reply.unit, &reply.source))
        return complain(reader, "lời giải trình không có tệp nguồn", "a reply names no file it comes from");
    if (fresh->sources[reply.source].unit != reply.unit)
        return complain(reader, "lời giải trình là của đơn vị khác với đơn vị của tệp",
                        "a reply is of another unit than its file");
    reply.sheet = th_stream_text(arena, field[SHEET]);
    reply.rule = th_stream_text(arena, field[RULE]);
    reply.mark = th_stream_text(arena, field[MARK]);
    reply.about = th_stream_text(arena, field[ABOUT]);
    reply.why = th_stream_text(arena, field[WHY]);
    TH_PUSH(reader->scratch, fresh->replies, fresh->nreplies, fresh->replies_cap, reply);
    return true;
}

static bool find_kind(th_str code, th_finding_kind *kind)
{
    for (unsigned k = 0; k < TH_FINDING_KINDS; k++)
        if (th_str_eq(th_finding_code((th_finding_kind)k), code)) {
            *kind = (th_finding_kind)k;
            return true;
        }
    return false;
}

static bool read_finding(stream_reader *reader, const th_stream_line *line)
{
    enum { CODE = 1, LEVEL, RULE, CELL = 8, FIELDS = 17, FOLDED = FIELDS, CLOSED, SINCE, OUTCOME_FIELDS };
    th_dataset *fresh = reader->fresh;
    th_arena *arena = fresh->arena;
    const th_str *field = line->fields;
    th_finding finding = {0};
    th_place *place = &finding.place;
    long level;
    bool outcome = line->n == OUTCOME_FIELDS;
    if ((line->n != FIELDS && !outcome) || !find_kind(field[CODE], &finding.kind) ||
        !th_stream_word_find(TH_STREAM_LEVELS, field[LEVEL], &level) ||
        !th_stream_cell(field[CELL], &place->row, &place->col) ||
        (outcome && !th_stream_day(field[SINCE], &finding.since)))
        return complain(reader, "bản ghi “finding” sai", "the “finding” record is wrong");
    finding.level = (th_level)level;
    th_str cell; /* read already */
    th_str *into[] = {
        &finding.rule, &place->unit,       &place->file,    &place->sheet,     &place->form,
        &cell,         &finding.indicator, &finding.raw,    &finding.expected, &finding.difference,
        &finding.vi,   &finding.en,        &finding.fix_vi, &finding.fix_en,
    };
    for (size_t i = 0; i < sizeof into / sizeof *into; i++)
        *into[i] = th_stream_text(arena, field[RULE + i]);
    if (outcome) {
        finding.folded = th_stream_text(arena, field[FOLDED]);
        finding.closed = th_stream_text(arena, field[CLOSED]);
    }
    TH_PUSH(reader->scratch, fresh->findings.at, fresh->findings.n, fresh->findings.cap, finding);
    return true;
}

/* ---- parts ---- */

/* The first line of a part.  Version 1 names neither its bytes nor its encodings for sure: it may only be compared
 * with. */
static bool start_part(stream_reader *reader, th_str text)
{
    reader->version_1 = th_str_eq(text, TH_STR(TH_STREAM_FIRST_LINE_1));
    if (reader->version_1 && reader->use != TH_STREAM_LAST_YEAR)
        return complain(reader,
                        "dòng bản ghi phiên bản 1 chỉ dùng được làm số liệu năm trước; hãy trích lại từ tệp gốc",
                        "records of version 1 serve only as last year's figures; extract them again from the workbook");
    if (!reader->version_1 && !th_str_eq(text, TH_STR(TH_STREAM_FIRST_LINE)))
        return complain(reader, "không phải dòng bản ghi phiên bản 2", "this is no record of version 2");
    reader->open = true;
    reader->records = reader->rows = reader->last_item = 0;
    reader->sources = reader->fresh->nsources;
    reader->part = text.ptr;
    return true;
}

static bool close_part(stream_reader *reader, const th_stream_line *line)
{
    long count;
    if (line->n != (reader->version_1 ? 2 : 3) || !th_stream_whole(line->fields[1], 0, LONG_MAX, &count))
        return complain(reader, "bản ghi “end” sai", "the “end” record is wrong");
    if ((size_t)count != reader->records)
        return complain(reader, "số bản ghi không khớp", "the number of records does not agree");
    /* every row of a list has a cell, so no list is longer than its part has cells: what follows walks through items */
    if (reader->last_item > reader->rows)
        return complain(reader, "số thứ tự dòng của danh sách lớn hơn số dòng có trong bản ghi",
                        "a row of a list is numbered beyond the rows that are recorded");
    th_str bytes = {reader->part, (size_t)(line->fields[0].ptr - reader->part)};
    if (!reader->version_1 && !th_str_eq(th_sha256(reader->ds->arena, bytes), line->fields[2]))
        return complain(reader, "nội dung không khớp mã kiểm ở bản ghi “end”",
                        "the content does not agree with the hash in the “end” record");
    reader->open = false;
    return true;
}

static bool read_line(stream_reader *reader, th_str text)
{
    th_stream_line line = {0};
    if (!reader->open)
        return start_part(reader, text);
    if (!cut_line(reader, text, &line))
        return false;
    th_str type = line.fields[0];
    if (th_str_eq(type, TH_STR("end")))
        return close_part(reader, &line);
    if (reader->version_1 && !th_stream_upgrade(&line))
        return complain(reader, "bản ghi phiên bản 1 sai", "the record of version 1 is wrong");
    reader->records++;
    if (th_str_eq(type, TH_STR("file")))
        return read_file(reader, &line);
    if (th_str_eq(type, TH_STR("form")))
        return read_held(reader, &line);
    if (th_str_eq(type, TH_STR("fact")))
        return read_fact(reader, &line, false);
    if (th_str_eq(type, TH_STR("row")))
        return read_fact(reader, &line, true);
    if (th_str_eq(type, TH_STR("text")))
        return read_text(reader, &line);
    if (th_str_eq(type, TH_STR("reply")) && !reader->version_1)
        return read_reply(reader, &line);
    if (th_str_eq(type, TH_STR("finding")))
        return read_finding(reader, &line);
    if (th_stream_is_of_inbox(type))
        return th_stream_of_inbox(&line) ||
               complain(reader, "bản ghi về hộp thư sai", "the record of the inbox is wrong");
    bool run = th_str_eq(type, TH_STR("run")), rank = th_str_eq(type, TH_STR("rank"));
    if ((run || rank) && reader->use == TH_STREAM_SUBMITTED)
        return complain(reader, "đây là kết quả của một lượt tổng hợp (--outcome), không phải bản ghi của các tệp",
                        "this is the outcome of a merge (--outcome), not the records of files");
    if (run)
        return th_stream_run(reader->fresh, &line) ||
               complain(reader, "bản ghi “run” sai", "the “run” record is wrong");
    if (rank)
        return th_stream_rank(reader->fresh, &line) ||
               complain(reader, "bản ghi “rank” sai", "the “rank” record is wrong");
    return complain(reader, "loại bản ghi lạ", "the type of the record is not known");
}

/* The rest counts: last year's definition may have had other indicators. */
static void say_of_stream(const stream_reader *reader, th_words why)
{
    th_dataset *ds = reader->ds;
    th_place place = {.file = reader->fresh->nsources ? reader->fresh->sources[0].file : (th_str){0},
                      .row = TH_NO_CELL,
                      .col = TH_NO_CELL};
    th_findings_add(&ds->findings, ds->arena, TH_F_FILE_RECORDS, &place, TH_WITH(why))->level = TH_LEVEL_WARNING;
}

/* Takes over what was read: indexes of sources move behind those already there. */
static void take_over(stream_reader *reader)
{
    th_dataset *ds = reader->ds, *from = reader->fresh;
    uint32_t moved = (uint32_t)ds->nsources;
    bool stored = reader->use == TH_STREAM_LAST_YEAR;
    if (reader->use == TH_STREAM_OUTCOME) {
        ds->outcome = from->outcome;
        ds->day = from->day;
    }
    for (size_t i = 0; !stored && i < from->nsources; i++)
        TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, from->sources[i]);
    for (size_t i = 0; !stored && i < from->nheld; i++) {
        th_held_form held = from->held[i];
        held.source += moved;
        TH_PUSH(ds->arena, ds->held, ds->nheld, ds->held_cap, held);
    }
    size_t disputed = stored ? th_stream_take_stored(ds, from) : 0;
    for (size_t i = 0; !stored && i < from->nfacts; i++) {
        th_fact fact = from->facts[i];
        fact.source += moved;
        TH_PUSH(ds->facts_arena, ds->facts, ds->nfacts, ds->facts_cap, fact);
    }
    for (size_t i = 0; !stored && i < from->nconversions; i++) {
        th_conversion conversion = from->conversions[i];
        conversion.source += moved;
        TH_PUSH(ds->arena, ds->conversions, ds->nconversions, ds->conversions_cap, conversion);
    }
    for (size_t i = 0; !stored && i < from->nreplies; i++) {
        th_reply reply = from->replies[i];
        reply.source += moved;
        TH_PUSH(ds->arena, ds->replies, ds->nreplies, ds->replies_cap, reply);
    }
    for (size_t i = 0; !stored && i < from->findings.n; i++)
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, from->findings.at[i]);
    if (reader->unknown)
        say_of_stream(reader,
                      TH_WORDS(ds->arena, "%zu bản ghi có mã lạ, ví dụ “" TH_FMT "”",
                               "records with codes that the definition does not know: %zu, such as “" TH_FMT "”",
                               reader->unknown, TH_ARG(reader->unknown_code)));
    if (disputed)
        say_of_stream(reader,
                      TH_WORDS(ds->arena,
                               "%zu bản ghi có số liệu mà hai tệp của một đơn vị ghi khác nhau, nên không dùng; "
                               "hãy dùng tệp do “merge --outcome” của năm ấy lập",
                               "records of figures that two files of a unit state otherwise, and so are not "
                               "used: %zu; take the file that “merge --outcome” wrote that year",
                               disputed));
    ds->has_stored = ds->has_stored || stored;
}

static th_status read_parts(stream_reader *reader, th_str bytes)
{
    th_str text;
    while (th_str_cut(&bytes, '\n', &text)) {
        if (text.len == 0 && !bytes.ptr)
            break; /* after the last newline */
        reader->line++;
        th_arena_reset(reader->line_scratch);
        if (!read_line(reader, text))
            return TH_FAILED;
    }
    if (!reader->open && reader->line > 0)
        return TH_OK;
    *reader->trouble =
        TH_TROUBLE_IS("thiếu bản ghi “end”, tệp chưa đủ", "the “end” record is missing: it is not whole");
    return TH_FAILED;
}

th_status th_stream_read(th_dataset *ds, th_str bytes, th_stream_use use, th_trouble *trouble)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    stream_reader reader = {.ds = ds,
                            .fresh = th_dataset_new(scratch, ds->definition),
                            .scratch = scratch,
                            .line_scratch = th_arena_scratch(ds->arena),
                            .use = use,
                            .trouble = trouble};
    reader.fresh->arena = ds->arena; /* of texts, which stay; the lists go, once they are taken over */
    th_status status = read_parts(&reader, bytes);
    if (status == TH_OK)
        take_over(&reader);
    th_arena_free(reader.line_scratch);
    th_arena_free(reader.scratch);
    return status;
}
