/* Numbers as Vietnamese write them, with what stands around them: qualifiers before the figure ("ước đạt trên"), and
 * a scale ("tỷ", "triệu"), '%' and a unit of measure behind it. */
#ifndef TH_TEXT_NUMBER_H
#define TH_TEXT_NUMBER_H

#include "text/value.h"

typedef struct th_numeral {
    const th_exact *num; /* NULL: no number could be read */
    const th_exact *den; /* the denominator of "123/216" and "01 trong 07"; NULL: none */
    int decimals;        /* how many are written */
    uint32_t qualifiers;
    th_str before, after; /* the words of the qualifiers as they were written: "hơn", "trở lên" */
    bool percent;         /* '%' or "phần trăm" stands behind the figure */
    int scale;            /* the power of ten of the scale: tỷ 9, triệu 6, nghìn 3; 0: none */
    bool money;           /* "đ" or "đồng" stands behind the figure */
    bool ambiguous;       /* "1,542": the comma may mark thousands or decimals */
    bool grouped;         /* "1.542": one dot before three digits, which marks thousands by the Vietnamese rule */
    bool zero_word;       /* "-", "Không", "KPS": nothing happened */
    bool not_collected;   /* "…", "........", "chưa có số liệu": not counted yet */
    th_str rest;          /* what follows and is not understood here, in lower case: a unit of measure */
} th_numeral;

/* `text`: NFC. */
th_numeral th_numeral_read(th_arena *arena, th_str text);

/* The text in lower case, trimmed, with one ASCII space for each run of spaces of any kind and without invisible
 * characters. */
th_str th_numeral_plain(th_arena *arena, th_str text);

#endif
