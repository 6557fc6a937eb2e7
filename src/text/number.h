/* Numbers in Vietnamese writing, with what stands around them: qualifiers before
 * ("ước đạt trên"), a scale ("tỷ", "triệu"), '%' and a unit of measure after. */
#ifndef TH_TEXT_NUMBER_H
#define TH_TEXT_NUMBER_H

#include "text/value.h"

typedef struct th_numeral {
    const th_exact *num;  /* NULL: no number could be read */
    const th_exact *den;  /* "123/216", "01 trong 07" */
    int decimals;         /* as written */
    uint32_t qualifiers;
    bool percent;         /* '%' stands behind it */
    int scale;            /* power of ten of the scale word: tỷ 9, triệu 6, nghìn 3; 0 none */
    bool money;           /* đ, đồng */
    bool ambiguous;       /* "1,542": thousands or decimals */
    bool zero_word;       /* "-", "Không", "KPS" */
    bool not_collected;   /* "…" */
    th_str rest;          /* what follows and is not understood here: a unit of measure, folded */
} th_numeral;

/* `text`: NFC. */
th_numeral th_numeral_read(th_arena *arena, th_str text);

#endif
