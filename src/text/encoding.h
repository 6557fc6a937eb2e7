/* Legacy Vietnamese encodings: decoders and the evidence for them.
 *
 * Input is text as a workbook holds it: UTF-8 in which each legacy byte appears
 * as the character CP1252 (or Latin-1) gives it; U+00AD is TCVN3 "ư".  A letter
 * above U+00FF that is not CP1252's (a real Vietnamese letter) is kept.
 * The encodings are rows of encodings.def, the tables rows of tcvn3.def, vni.def and so on.
 *
 *   view.c       the characters in which legacy bytes are shown
 *   decode.c     tables: from the legacy characters of one encoding to NFC, and back
 *   viqr.c, utf8_seen.c  the encodings that are no tables
 *   font.c       what a font name says
 *   detect.c     which encoding a text is in
 *   normalise.c  one cell: its runs, each read in its encoding
 */
#ifndef TH_TEXT_ENCODING_H
#define TH_TEXT_ENCODING_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_encoding {
#define TH_ENCODING(id, name, candidate) TH_ENC_##id,
#include "text/encodings.def"
    TH_ENCODINGS
} th_encoding; /* TH_ENC_UNICODE is 0 */

/* Why a text was read that way; record streams hold the numbers. */
typedef enum th_evidence {
    TH_EVIDENCE_NONE = 0, /* was Unicode already, nothing to decide */
    TH_EVIDENCE_RUN_FONT,
    TH_EVIDENCE_CELL_FONT,
    TH_EVIDENCE_CONTENT, /* the model of Vietnamese syllables decided */
    TH_EVIDENCE_SHEET,   /* the vote of the sheet */
    TH_EVIDENCE_WORKBOOK,
    TH_EVIDENCE_NFD,    /* decomposed Unicode, composed */
    TH_EVIDENCE_COLUMN, /* the vote of the column */
    TH_EVIDENCES
} th_evidence;

/* What a font name says. */
typedef struct th_font_reading {
    th_encoding encoding; /* TH_ENC_UNICODE when it says nothing */
    bool known;           /* the name is certain evidence for `encoding` */
    bool capitals;        /* drawn as capitals (.VnTimeH): upper-case after decoding */
    bool symbol;          /* Symbol, Wingdings: never converted */
} th_font_reading;

th_str th_encoding_name(th_encoding encoding); /* "TCVN3", "VNI" */
th_str th_evidence_vi(th_evidence evidence);
th_str th_evidence_en(th_evidence evidence);
th_font_reading th_font_read(th_str font_name);
/* The Unicode font that looks most like a legacy one (".VnTimeH" → "Times New Roman"); "" when it is none. */
th_str th_font_modern(th_str font_name);

/* Decodes; characters that are no code of `e` are kept.  Result is NFC. */
th_str th_text_decode(th_arena *arena, th_encoding encoding, bool capitals, th_str s);
/* The reverse, for tests and samples: NFC to legacy characters in their CP1252 view. */
th_str th_text_encode(th_arena *arena, th_encoding encoding, th_str nfc);

/* `s` as CP1252 would show the bytes that CP1258 (Vietnamese Windows) showed: U+01B0 back to U+00FD.  Returns
 * `s` itself when it holds none of the fourteen characters in which the two differ. */
th_str th_text_from_cp1258_view(th_arena *arena, th_str s);

/* Does `s` hold any character that a legacy letter may appear as (U+0080..U+00FF)? */
bool th_text_suspicious(th_str s);
/* Vietnamese plausibility: +1 for each syllable with a diacritic that is a valid
 * Vietnamese syllable, -1 for each word with non-ASCII letters that is not. */
int th_text_score(th_str nfc_or_legacy);

/* One run of equally formatted text. */
typedef struct th_run_text {
    th_str text; /* raw */
    th_str font; /* name; may be empty */
} th_run_text;

/* The same run, read. */
typedef struct th_run_reading {
    th_str text; /* NFC; a letter whose mark stood in the next run is in this one */
    th_encoding encoding;
    th_evidence evidence;
    bool capitals; /* upper-cased, because its font draws capitals */
} th_run_reading;

typedef struct th_normal {
    th_str text;          /* NFC */
    th_encoding encoding; /* of the run that was converted; the first if several */
    th_evidence evidence;
    bool changed;        /* differs from the raw text */
    bool doubtful;       /* two readings are equally likely; the text was left */
    bool lost;           /* "?" or a lost soft hyphen where a letter must have stood */
    bool open;           /* the votes of column, sheet and workbook may decide otherwise: read it again with them */
    th_encoding suspect; /* UNICODE, or a rare encoding that reads the text faultlessly where no other does */
    int syllables;       /* that the suspect makes valid */
    th_encoding leaning; /* UNICODE, or what reads an undecided text best: many such texts decide together */
    bool foreign;        /* letters that are Vietnamese in no reading */
} th_normal;

/* Votes of a column, sheet or workbook: how many cells were decided for each encoding. */
typedef struct th_votes {
    uint32_t n[TH_ENCODINGS];
    uint32_t suspected[TH_ENCODINGS]; /* syllables that speak for a rare encoding */
    uint32_t leaning[TH_ENCODINGS];   /* undecided texts by what reads them best; UNICODE: foreign ones */
} th_votes;
/* The vote of one normalised cell: its encoding when it was converted, Unicode when it holds Vietnamese letters
 * that only Unicode has; none when it is doubtful or says nothing. */
void th_votes_add(th_votes *votes, const th_normal *cell);
/* Rare encodings for which a workbook holds evidence enough: a set, bit e for encoding e. */
uint32_t th_votes_admitted(const th_votes *book);

/* What is known beyond the cell; all may be NULL or 0. */
typedef struct th_text_context {
    const th_votes *column, *sheet, *book; /* NULL on the first pass */
    uint32_t admitted;                     /* rare encodings that may be guessed (th_votes_admitted) */
    bool ignore_fonts;                     /* decide by content alone */
} th_text_context;

/* Normalises one cell text made of `nruns` runs (at least one).  `context` may be NULL.  `readings`, when not NULL,
 * has room for nruns.  Order of evidence: run font, cell font,
 * contradicted by content (two syllables valid one way and invalid the other),
 * content, column, sheet, workbook; on a tie the text stays and is reported. */
th_normal th_text_normalise(th_arena *arena, const th_run_text *runs, size_t nruns, const th_text_context *context,
                            th_run_reading *readings);

#endif
