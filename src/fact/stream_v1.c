/* Version 1 of the record stream, kept readable because last year's accepted records may be written in it.
 *
 * A line is changed into the line of version 2 that says the same, so that there is one set of readers.  The tables
 * here are those of the time of version 1: they do not follow encodings.def.
 */
#include "fact/stream_words.h"

#include "base/banned.h"

static const char *const encoding_names[] = {"UNICODE", "NFD",     "TCVN3",  "VNI",    "UTF8",       "VPS",
                                             "VISCII",  "CP1258",  "BKHCM1", "BKHCM2", "VIETWARE_X", "VIETWARE_F",
                                             "ISC",     "VNI_MAC", "VIQR",   "NCR"};
static const char *const evidence_names[] = {"none",  "run-font", "cell-font", "content",
                                             "sheet", "workbook", "nfd",       "column"};
static const char *const status_names[] = {"accepted", "rejected", "replaced"};
static const char *const level_names[] = {"note", "warning", "error", "block"};

/* The number in field `at` becomes its name. */
static bool name_number(th_stream_line *line, size_t at, const char *const *names, size_t nnames)
{
    long number;
    if (!th_str_to_long(line->fields[at], &number) || number < 0 || (size_t)number >= nnames)
        return false;
    line->fields[at] = th_str_of(names[number]);
    return true;
}

#define NAME_NUMBER(line, at, names) name_number(line, at, names, sizeof(names) / sizeof *(names))

/* Inserts a field before field `at`.  A line has room for two more fields than the longest record of version 1. */
static void insert_field(th_stream_line *line, size_t at, th_str field)
{
    for (size_t i = line->n++; i > at; i--)
        line->fields[i] = line->fields[i - 1];
    line->fields[at] = field;
}

static bool upgrade_file(th_stream_line *line)
{
    if (line->n != 11 || !NAME_NUMBER(line, 7, status_names))
        return false;
    insert_field(line, 9, (th_str){0}); /* decides */
    insert_field(line, 2, (th_str){0}); /* member */
    return true;
}

static bool upgrade_fact(th_stream_line *line)
{
    if (line->n != 19 || !NAME_NUMBER(line, 16, encoding_names))
        return false;
    insert_field(line, 16, (th_str){0});    /* formula */
    insert_field(line, 8, line->fields[6]); /* printed: version 1 knew the printed value only */
    return true;
}

bool th_stream_upgrade(th_stream_line *line)
{
    th_str type = line->fields[0];
    if (th_str_eq(type, TH_STR("file")))
        return upgrade_file(line);
    if (th_str_eq(type, TH_STR("fact")) || th_str_eq(type, TH_STR("row")))
        return upgrade_fact(line);
    if (th_str_eq(type, TH_STR("text")))
        return line->n == 8 && NAME_NUMBER(line, 4, encoding_names) && NAME_NUMBER(line, 5, evidence_names);
    if (th_str_eq(type, TH_STR("finding")))
        return line->n == 17 && NAME_NUMBER(line, 2, level_names);
    return true;
}
