/* .xlsx: rich values ([MS-XLSX] 2.3.6).  The value of such a cell stands in a part of its own; the cell itself holds
 * "#VALUE!" for programs that do not know them.  The attribute vm of the cell counts the entries of <valueMetadata>,
 * an entry counts those of <futureMetadata name="XLRICHVALUE">, these count the values, and a value names the structure
 * by which its fields are known.  A picture shows no text; of others the field that Excel shows is taken. */
#include "book/xlsx.h"

#include "base/banned.h"

enum { MOST_BYTES = 16 << 20 };

typedef struct structure {
    th_str type;
    size_t shown; /* which field is shown, from 1; 0: none */
    size_t error; /* likewise, the number of an error */
} structure;

typedef struct rich_reader {
    th_xlsx *xlsx;
    th_arena *arena;
    unsigned depth;
    /* of metadata.xml */
    enum { NOWHERE, IN_TYPES, IN_FUTURE, IN_VALUES } place;
    size_t ntypes, type; /* which of the types are rich values, from 1 */
    size_t *future, nfuture, future_cap;
    size_t *values, nvalues, values_cap; /* 1 + the index of a rich value, or 0 */
    /* of the other parts */
    structure *structures;
    size_t nstructures, structures_cap, nkeys;
    th_xlsx_rich_value *rich;
    size_t nrich, rich_cap, field;
    const structure *of;
    th_buf text;
} rich_reader;

static size_t whole_number(th_str s)
{
    long value;
    return th_str_to_long(s, &value) && value >= 0 ? (size_t)value : SIZE_MAX;
}

static bool is_rich_type(const th_xml_attr *attrs, size_t n)
{
    return th_str_eq(th_xml_attr_get(attrs, n, "name"), TH_STR("XLRICHVALUE"));
}

static bool start_in_metadata(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    rich_reader *reader = ctx;
    if (th_str_eq(name, TH_STR("metadataTypes"))) {
        reader->place = IN_TYPES;
    } else if (th_str_eq(name, TH_STR("futureMetadata"))) {
        reader->place = is_rich_type(attrs, n) ? IN_FUTURE : NOWHERE;
    } else if (th_str_eq(name, TH_STR("valueMetadata"))) {
        reader->place = IN_VALUES;
    } else if (th_str_eq(name, TH_STR("cellMetadata"))) {
        reader->place = NOWHERE;
    } else if (reader->place == IN_TYPES && th_str_eq(name, TH_STR("metadataType"))) {
        reader->ntypes++;
        if (is_rich_type(attrs, n))
            reader->type = reader->ntypes;
    } else if (reader->place == IN_FUTURE && th_str_eq(name, TH_STR("rvb"))) {
        TH_PUSH(reader->arena, reader->future, reader->nfuture, reader->future_cap,
                whole_number(th_xml_attr_get(attrs, n, "i")));
    } else if (reader->place == IN_VALUES && th_str_eq(name, TH_STR("bk"))) {
        TH_PUSH(reader->arena, reader->values, reader->nvalues, reader->values_cap, 0);
    } else if (reader->place == IN_VALUES && th_str_eq(name, TH_STR("rc")) && reader->nvalues &&
               whole_number(th_xml_attr_get(attrs, n, "t")) == reader->type) {
        size_t which = whole_number(th_xml_attr_get(attrs, n, "v"));
        if (which < reader->nfuture && reader->future[which] < SIZE_MAX)
            reader->values[reader->nvalues - 1] = reader->future[which] + 1;
    }
    return true;
}

static bool start_in_structures(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    rich_reader *reader = ctx;
    if (th_str_eq(name, TH_STR("s"))) {
        structure one = {.type = th_str_copy(reader->arena, th_xml_attr_get(attrs, n, "t"))};
        TH_PUSH(reader->arena, reader->structures, reader->nstructures, reader->structures_cap, one);
        reader->nkeys = 0;
    } else if (th_str_eq(name, TH_STR("k")) && reader->nstructures) {
        structure *one = &reader->structures[reader->nstructures - 1];
        th_str key = th_xml_attr_get(attrs, n, "n");
        reader->nkeys++;
        if (th_str_eq(key, TH_STR("_DisplayString")))
            one->shown = reader->nkeys;
        else if (th_str_eq(key, TH_STR("errorType")) && th_str_eq(one->type, TH_STR("_error")))
            one->error = reader->nkeys;
    }
    return true;
}

static bool start_in_values(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    rich_reader *reader = ctx;
    if (th_str_eq(name, TH_STR("rv"))) {
        size_t which = whole_number(th_xml_attr_get(attrs, n, "s"));
        reader->of = which < reader->nstructures ? &reader->structures[which] : NULL;
        reader->field = 0;
        th_xlsx_rich_value value = {0};
        if (reader->of &&
            (th_str_eq(reader->of->type, TH_STR("_localImage")) || th_str_eq(reader->of->type, TH_STR("_webimage"))))
            value.shown = TH_XLSX_SHOWS_PICTURE;
        TH_PUSH(reader->arena, reader->rich, reader->nrich, reader->rich_cap, value);
    } else if (th_str_eq(name, TH_STR("v")) && reader->of) {
        reader->field++;
        reader->text.len = 0;
    }
    return true;
}

/* The errors that only rich values have, by their number. */
static th_str error_shown(th_str number)
{
    static const char *const errors[] = {
        [8] = "#SPILL!", [9] = "#CONNECT!", [10] = "#BLOCKED!", [11] = "#UNKNOWN!", [12] = "#FIELD!", [13] = "#CALC!"};
    size_t which = whole_number(number);
    bool known = which < sizeof errors / sizeof *errors && errors[which];
    return known ? th_str_of(errors[which]) : (th_str){0};
}

static bool end_in_values(void *ctx, th_str name)
{
    rich_reader *reader = ctx;
    if (!th_str_eq(name, TH_STR("v")) || !reader->of || !reader->nrich)
        return true;
    th_xlsx_rich_value *value = &reader->rich[reader->nrich - 1];
    th_str text = th_buf_str(&reader->text);
    if (reader->field == reader->of->shown && text.len) {
        *value = (th_xlsx_rich_value){TH_XLSX_SHOWS_TEXT, th_str_copy(reader->arena, text)};
    } else if (reader->field == reader->of->error && error_shown(text).len) {
        *value = (th_xlsx_rich_value){TH_XLSX_SHOWS_ERROR, error_shown(text)};
    }
    reader->text.len = 0;
    return true;
}

static bool text_in_values(void *ctx, th_str text)
{
    rich_reader *reader = ctx;
    if (reader->of && text.len <= reader->xlsx->book->limits->cell_chars - reader->text.len)
        th_buf_add(&reader->text, text);
    return true;
}

static bool no_end_here(void *ctx, th_str name)
{
    (void)ctx;
    (void)name;
    return true;
}

static bool no_text_here(void *ctx, th_str text)
{
    (void)ctx;
    (void)text;
    return true;
}

/* Reads the part that a relation of this type leads to. */
static bool read_rich_part(rich_reader *reader, const th_xlsx_relation *rel, th_str folder,
                           const th_xml_handler *handler)
{
    const th_zip_entry *entry = rel ? th_xlsx_entry(reader->arena, &reader->xlsx->zip, folder, rel->target) : NULL;
    return entry && entry->inflated <= MOST_BYTES && th_xlsx_try_part(reader->xlsx, entry, handler);
}

void th_xlsx_rich_values(th_xlsx *xlsx, const th_xlsx_relations *rels, th_str folder)
{
    const th_xlsx_relation *metadata = th_xlsx_relation_typed(rels, TH_STR("/sheetMetadata"));
    const th_xlsx_relation *structures = th_xlsx_relation_typed(rels, TH_STR("/rdRichValueStructure"));
    const th_xlsx_relation *values = th_xlsx_relation_typed(rels, TH_STR("/rdRichValue"));
    if (!metadata || !structures || !values)
        return;
    rich_reader reader = {.xlsx = xlsx, .arena = xlsx->book->arena};
    th_buf_init(&reader.text, reader.arena);
    const th_xml_handler of_metadata = {
        .ctx = &reader, .start = start_in_metadata, .end = no_end_here, .text = no_text_here};
    const th_xml_handler of_structures = {
        .ctx = &reader, .start = start_in_structures, .end = no_end_here, .text = no_text_here};
    const th_xml_handler of_values = {
        .ctx = &reader, .start = start_in_values, .end = end_in_values, .text = text_in_values};
    if (!read_rich_part(&reader, metadata, folder, &of_metadata) ||
        !read_rich_part(&reader, structures, folder, &of_structures) ||
        !read_rich_part(&reader, values, folder, &of_values))
        return;
    xlsx->metas = th_arena_array(reader.arena, reader.nvalues, sizeof *xlsx->metas);
    xlsx->nmetas = reader.nvalues;
    for (size_t i = 0; i < reader.nvalues; i++)
        if (reader.values[i] && reader.values[i] <= reader.nrich)
            xlsx->metas[i] = reader.rich[reader.values[i] - 1];
}
