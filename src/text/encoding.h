/* Legacy Vietnamese encodings: decoders and the evidence for them.
 *
 * Input is text as a workbook holds it: UTF-8 in which each legacy byte appears as the character that CP1252 or
 * Latin-1 gives it, so that U+00AD, for example, is the "ư" of TCVN3.  A letter above U+00FF that is not one of CP1252
 * is a real Vietnamese letter, and is kept.  The encodings are rows of encodings.def, and their codes rows of
 * tcvn3.def, vni.def and so on.
 *
 *   view.c       the characters in which legacy bytes are shown
 *   decode.c     tables: from the legacy characters of one encoding to NFC, and back
 *   viqr.c, utf8_seen.c  the encodings that no table can describe
 *   font.c       what a font name says
 *   detect.c     which encoding a text is in
 *   normalise.c  one cell, each of whose runs is read in its own encoding
 */
#ifndef TH_TEXT_ENCODING_H
#define TH_TEXT_ENCODING_H

#include "base/words.h"

#include <stdint.h>

typedef enum th_encoding {
#define TH_ENCODING(id, vi, en, candidate) TH_ENC_##id,
#include "text/encodings.def"
    TH_ENCODINGS
} th_encoding; /* TH_ENC_UNICODE is 0, so that zeroed memory claims no legacy encoding */

/* Why a text was read the way it was.  Record streams of version 1 hold the numbers, so a new one goes to the end. */
typedef enum th_evidence {
    TH_EVIDENCE_NONE = 0, /* the text was Unicode already, and there was nothing to decide */
    TH_EVIDENCE_RUN_FONT,
    TH_EVIDENCE_CELL_FONT,
    TH_EVIDENCE_CONTENT, /* the model of Vietnamese syllables decided */
    TH_EVIDENCE_SHEET,   /* the vote of the sheet */
    TH_EVIDENCE_WORKBOOK,
    TH_EVIDENCE_NFD,    /* Unicode with combining marks, which were composed */
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

th_words th_encoding_words(th_encoding encoding);
th_str th_encoding_name(th_encoding encoding); /* "TCVN3", "VNI"; in Vietnamese */
th_str th_evidence_vi(th_evidence evidence);
th_str th_evidence_en(th_evidence evidence);
th_font_reading th_font_read(th_str font_name);
/* The Unicode font that looks most like a legacy one, "Times New Roman" for ".VnTimeH"; "" when the font is no legacy
 * one. */
th_str th_font_modern(th_str font_name);

/* Decodes to NFC.  A character that is no code of the encoding is kept. */
th_str th_text_decode(th_arena *arena, th_encoding encoding, bool capitals, th_str s);
/* The reverse, for tests and samples: from NFC to legacy characters as CP1252 shows them. */
th_str th_text_encode(th_arena *arena, th_encoding encoding, th_str nfc);

/* Text whose bytes CP1258 (Vietnamese Windows) showed, as CP1252 would have shown them: U+01B0 becomes U+00FD.
 * Returns `s` itself when it holds none of the fourteen characters in which the two differ. */
th_str th_text_from_cp1258_view(th_arena *arena, th_str s);

/* Does `s` hold a character that a legacy letter may appear as (U+0080 to U+00FF)? */
bool th_text_suspicious(th_str s);
/* How Vietnamese a text is: +1 for each word with a diacritic that is a valid Vietnamese syllable, -1 for each word
 * with letters beyond ASCII that is not. */
int th_text_score(th_str nfc_or_legacy);

/* One run of equally formatted text. */
typedef struct th_run_text {
    th_str text; /* raw */
    th_str font; /* name; may be empty */
} th_run_text;

/* A run once it has been read. */
typedef struct th_run_reading {
    th_str text; /* NFC; a letter whose mark stood in the next run belongs to this one */
    th_encoding encoding;
    th_evidence evidence;
    bool capitals; /* the text was made upper case, because its font draws capitals */
} th_run_reading;

typedef struct th_normal {
    th_str text;          /* NFC */
    th_encoding encoding; /* of the first run that was converted */
    th_evidence evidence;
    bool changed;        /* differs from the raw text */
    bool doubtful;       /* two readings are equally likely, so the text was left as it is */
    bool lost;           /* a letter is missing: "?" stands in its place, or a soft hyphen was dropped */
    bool open;           /* the votes of column, sheet and workbook may decide otherwise, so read it again with them */
    th_encoding suspect; /* UNICODE, or a rare encoding that reads the text faultlessly where no other does */
    int syllables;       /* how many words the suspect makes valid syllables */
    th_encoding leaning; /* UNICODE, or what reads an undecided text best; many such texts decide together */
    bool foreign;        /* it has letters that are Vietnamese in no reading */
} th_normal;

/* The votes of a column, sheet or workbook. */
typedef struct th_votes {
    uint32_t n[TH_ENCODINGS];         /* cells decided for each encoding */
    uint32_t suspected[TH_ENCODINGS]; /* syllables that speak for a rare encoding */
    uint32_t leaning[TH_ENCODINGS];   /* undecided texts, by the encoding that reads them best; UNICODE: foreign ones */
} th_votes;
/* Adds the vote of a normalised cell: for its encoding when it was converted, for Unicode when it holds Vietnamese
 * letters that only Unicode has.  A cell that is doubtful, or says nothing, has no vote. */
void th_votes_add(th_votes *votes, const th_normal *cell);
/* The rare encodings for which a workbook holds enough evidence, as a set: bit n stands for encoding n. */
uint32_t th_votes_admitted(const th_votes *book);

/* What is known beyond the cell.  Each member may be NULL or 0. */
typedef struct th_text_context {
    const th_votes *column, *sheet, *book; /* NULL on the first pass */
    uint32_t admitted;                     /* rare encodings that may be guessed (th_votes_admitted) */
    bool ignore_fonts;                     /* decide by content alone */
} th_text_context;

/* Normalises the text of one cell, which consists of at least one run.  `context` may be NULL; `readings` may be
 * NULL or has room for nruns.  The font of the run or cell decides first, unless the content contradicts it: two
 * syllables that are valid in another encoding and not in the font's.  Then the content decides, and after it the
 * column, the sheet and the workbook.  On a tie the text is left as it is, and reported. */
th_normal th_text_normalise(th_arena *arena, const th_run_text *runs, size_t nruns, const th_text_context *context,
                            th_run_reading *readings);

#endif
