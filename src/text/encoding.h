/* Legacy Vietnamese encodings: decoders and the evidence for them.
 *
 * Input is text as a workbook holds it: UTF-8 in which each legacy byte appears
 * as the character CP1252 (or Latin-1) gives it; U+00AD is TCVN3 "ư".  A letter
 * above U+00FF that is not CP1252's (a real Vietnamese letter) is kept.
 * The encodings are rows of encodings.def, the tables rows of tcvn3.def, vni.def.
 */
#ifndef TH_TEXT_ENCODING_H
#define TH_TEXT_ENCODING_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_encoding {
#define TH_ENCODING(id, name) TH_ENC_##id,
#include "text/encodings.def"
#undef TH_ENCODING
    TH_ENCODINGS
} th_encoding; /* TH_ENC_UNICODE is 0 */

typedef enum th_evidence {                       /* why a text was read that way */
                           TH_EVIDENCE_NONE = 0, /* was Unicode already, nothing to decide */
                           TH_EVIDENCE_RUN_FONT,
                           TH_EVIDENCE_CELL_FONT,
                           TH_EVIDENCE_CONTENT, /* the model of Vietnamese syllables decided */
                           TH_EVIDENCE_SHEET,   /* the vote of the sheet */
                           TH_EVIDENCE_WORKBOOK,
                           TH_EVIDENCE_NFD /* decomposed Unicode, composed */
} th_evidence;

typedef struct th_font_reading { /* what a font name says */
    th_encoding encoding;        /* TH_ENC_UNICODE when it says nothing */
    bool known;                  /* the name is certain evidence for `encoding` */
    bool capitals;               /* drawn as capitals (.VnTimeH): upper-case after decoding */
    bool symbol;                 /* Symbol, Wingdings: never converted */
} th_font_reading;

th_str th_encoding_name(th_encoding e); /* "TCVN3", "VNI", "NFD" */
th_str th_evidence_vi(th_evidence e);
th_font_reading th_font_read(th_str font_name);

/* Decodes; characters that are no code of `e` are kept.  Result is NFC. */
th_str th_text_decode(th_arena *arena, th_encoding e, bool capitals, th_str s);
/* The reverse, for tests and samples: NFC to legacy characters in their CP1252 view. */
th_str th_text_encode(th_arena *arena, th_encoding e, th_str nfc);

/* `s` as CP1252 would show the bytes that CP1258 (Vietnamese Windows) showed: U+01B0 back to U+00FD.  Returns
 * `s` itself when it holds none of the fourteen characters in which the two differ. */
th_str th_text_from_cp1258_view(th_arena *arena, th_str s);

/* Does `s` hold any character that a legacy letter may appear as (U+0080..U+00FF)? */
bool th_text_suspicious(th_str s);
/* Vietnamese plausibility: +1 for each syllable with a diacritic that is a valid
 * Vietnamese syllable, -1 for each word with non-ASCII letters that is not. */
int th_text_score(th_str nfc_or_legacy);

typedef struct th_run_text { /* one run of equally formatted text */
    th_str text;             /* raw */
    th_str font;             /* name; may be empty */
} th_run_text;

typedef struct th_normal {
    th_str text;          /* NFC */
    th_encoding encoding; /* of the run that was converted; the first if several */
    th_evidence evidence;
    bool changed;  /* differs from the raw text */
    bool doubtful; /* two readings are equally likely; the text was left */
    bool lost;     /* "?" or a lost soft hyphen where a letter must have stood */
} th_normal;

/* Votes of a sheet or workbook: how many cells were decided for each encoding. */
typedef struct th_votes {
    uint32_t n[TH_ENCODINGS];
} th_votes;
/* The vote of one normalised cell: its encoding when it was converted, Unicode when it holds Vietnamese letters
 * that only Unicode has; none when it is doubtful or says nothing. */
void th_votes_add(th_votes *votes, const th_normal *cell);

/* Normalises one cell text made of `nruns` runs (at least one).  `sheet`, `book`
 * may be NULL on the first pass.  Order of evidence: run font, cell font,
 * contradicted by content (two syllables valid one way and invalid the other),
 * content, sheet, workbook; on a tie the text stays and is reported. */
th_normal th_text_normalise(th_arena *arena, const th_run_text *runs, size_t nruns, const th_votes *sheet,
                            const th_votes *book);

#endif
