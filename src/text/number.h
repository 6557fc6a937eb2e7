/* Numbers in Vietnamese writing, with what stands around them: qualifiers before
 * ("ước đạt trên"), a scale ("tỷ", "triệu"), '%' and a unit of measure after. */
#ifndef TH_TEXT_NUMBER_H
#define TH_TEXT_NUMBER_H

#include "text/value.h"

typedef struct th_numeral {
    const th_exact *num; /* NULL: no number could be read */
    const th_exact *den; /* "123/216", "01 trong 07" */
    int decimals;        /* as written */
    uint32_t qualifiers;
    bool percent;       /* '%' stands behind it */
    int scale;          /* power of ten of the scale word: tỷ 9, triệu 6, nghìn 3; 0 none */
    bool money;         /* đ, đồng */
    bool ambiguous;     /* "1,542": thousands or decimals */
    bool grouped;       /* "1.542": one dot, three digits: thousands by the Vietnamese rule */
    bool zero_word;     /* "-", "Không", "KPS" */
    bool not_collected; /* "…", "........", "chưa có số liệu" */
    th_str rest;        /* what follows and is not understood here: a unit of measure, lower case */
} th_numeral;

/* `text`: NFC. */
th_numeral th_numeral_read(th_arena *arena, th_str text);

/* Lower case, one ASCII space for every run of spaces of any kind, invisible characters dropped, trimmed. */
th_str th_numeral_plain(th_arena *arena, th_str text);

#endif
