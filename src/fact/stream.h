/* The record stream: plain text in UTF-8, one record a line, tab-separated, first column the record type.  It is the
 * only way from a worker to the merge, and what `tonghop extract` prints.
 *
 *   tonghop-records<TAB>2
 *   file     name member sha256 bytes format unit period status reason decides forms cells
 *   form     file form sheet state signed
 *   fact     unit period indicator measure state exact den printed text decimals qualifiers did
 *            file sheet cell raw formula encoding flags trouble computes
 *   row      unit period column    item    state … as fact
 *   text     file sheet cell encoding evidence before after
 *   reply    unit file sheet cell rule mark about why
 *   finding  kind level rule unit file sheet form cell indicator raw expected difference vi en fix_vi fix_en
 *            folded closed since
 *   unread   why code bytes
 *   inbox    shard of temporary litter
 *   listed   name
 *   run      as_of definition program ledger
 *   rank     ranking unit total rank
 *   end      number of records before it, SHA-256 of the bytes before it
 *
 * From the first line to `end` is a part: one file, and what was read of it; the last may hold findings of no file, and
 * what was seen of the inbox.
 * A stream is one part or several, one after the other, so that streams are joined with cat(1).  Only last year's may
 * have several files in a part, as earlier versions wrote them.  A part without its `end`, or whose bytes are not those
 * that were counted and hashed, makes the whole stream count for nothing.
 *
 * sha256    of the file, as it was stated: it proves nothing.  Not of zeros, and there wherever the file was read
 * name      relative to the inbox; member: which member of an archive, empty for a file of its own
 * status    accepted, rejected, replaced, waiting, withdrawn; aside: no submission of this period;
 *           document: what came along with one
 * decides   what the file itself says about whether it counts, by words of its name and titles: "replaces",
 *           the number of "lần N", "adds", "draft" (fact/edition.h); empty: nothing
 * form      a form that the file holds.  state: read; withheld, when it is of another year or unit.  signed: the date
 *           in its signature line, 2022-12-30, or empty
 * item      number of a row in its list, from 1; no higher than the part has `row` records
 * state     value, blank, unreadable, absent
 * exact     the value before it was rounded to the decimals its cell shows; printed: the value as shown.  Exact
 *           decimals or fractions ("1/3"); equal but for computed figures with more digits than their format.  den: the
 *           denominator of a ratio, the "of how many" of a rank
 * formula   of the cell, in relative notation ("SUM(R[1]C:R[3]C)"), in which it can be copied
 * computes  what that formula computes, by indicator and measure (fact/computed.h), so that copies of a form can be
 *           compared; empty: no formula, or none that was kept.  A stream without this column is read too
 * encoding  the id of a row of text/encodings.def (TCVN3, VNI, UNICODE …)
 * evidence  none, run-font, cell-font, content, sheet, workbook, nfd, column
 * level     note, warning, error, block
 * flags     1 hidden, 2 formula, 4 a whole number was needed, 8 the row was found by its label without enumeration, 16
 *           by its code though the label is another, 32 withheld: the figure does not count, whatever it is;
 *           trouble: why a value was not understood, or does not count
 *
 * An outcome is a stream of what a run decided (`merge --outcome`): the figures that count, all findings, ranks.  Its
 * last part is of no file and has the records `run` and `rank`; its findings have the last three fields, others end
 * before them.
 *
 * folded    of what the finding is a consequence; closed: why an error is open no longer; since: the day of the first
 *           of the runs in a row that found it.  Empty: it is none, it is open, the day is not known
 * as_of     the day of the run, 2023-01-05, or empty; definition: its SHA-256; ledger: that of the ledger, and no field
 *           where none was read; total: exact, as above
 *
 * unread    of a file without a hash: why it could not be opened, by a word of batch/dossier_inputs.h, with the number
 *           that the system gave (errno) and, where it was too large, its size
 * inbox     which share of how many the stream has (0 of 0: none, only what was listed), and how many temporary files
 *           and how many files of systems were passed by, which the first share counts alone
 * listed    a file that was listed, by name: there is to be a part of it.  In the first share
 *
 * reply     what a unit wrote beside a finding of its feedback workbook, which is the file; its unit is the file's
 *
 * In fields `\\ \t \n \r` are escaped.
 *
 * Version 1 is still read as last year's records: it has no member, decides, exact and formula, no hash, and numbers
 * where version 2 has names.
 */
#ifndef TH_FACT_STREAM_H
#define TH_FACT_STREAM_H

#include "base/trouble.h"
#include "fact/dataset.h"

typedef enum th_stream_use {
    TH_STREAM_SUBMITTED = 0, /* files of the period, which are to be counted */
    TH_STREAM_LAST_YEAR,     /* of the period before: the facts go to ds->stored, the rest is left out */
    TH_STREAM_OUTCOME        /* what an earlier run of the period decided */
} th_stream_use;

#define TH_STREAM_BEGINS "tonghop-records\t" /* a stream of any version */
enum { TH_STREAM_MOST_SHARDS = 100000 };

/* A part for each source, and one for the findings of none, which an outcome (ds->outcome) always has. */
void th_stream_write(th_buf *out, const th_dataset *ds);

/* Who takes a stream piece by piece: a piece ends with a line, and may end within a part. */
typedef struct th_stream_sink {
    bool (*put)(void *ctx, th_str piece); /* false: stop */
    void *ctx;
} th_stream_sink;

/* Writes the stream as th_stream_write() does, but never holds more than a piece of some hundred kilobytes of it.
 * False when the sink said so. */
bool th_stream_pass(th_arena *arena, const th_dataset *ds, th_stream_sink sink);
/* One finding, as a record of a part that is no outcome. */
void th_stream_put_finding(th_buf *out, const th_finding *finding);
bool th_stream_is(th_str bytes);
/* Appends to `ds`.  TH_FAILED: nothing was added; *trouble says why.  Records of units or indicators that
 * the definition does not know become one finding. */
th_status th_stream_read(th_dataset *ds, th_str bytes, th_stream_use use, th_trouble *trouble);

#endif
