/* A figure as its source wrote it: the value of a fact with the number format that shows "trên 3.071" or 5/63. */
#ifndef TH_DRAW_FIGURE_H
#define TH_DRAW_FIGURE_H

#include "draw/pen.h"
#include "fact/dataset.h"

#define TH_ZERO_OF_BLANK "#,##0\" (trống)\"" /* the format of a 0 that the definition reads out of a blank */
/* How a word looks that stands in place of a figure. */
enum { TH_LOOK_GAP = TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_LOOK_ITALIC };

enum { TH_DECIMALS_UNSTATED = -1, TH_PLAIN = -2 }; /* TH_PLAIN: as a year is written, without grouping */

typedef struct th_shown {
    const th_fact *fact; /* NULL: none */
    th_type type;
    int decimals; /* of the indicator, or TH_DECIMALS_UNSTATED */
    bool raw;     /* show the raw text of an unreadable value; otherwise its cell is blank */
    th_str sign;  /* before the figure, at the left edge of its cell: what is to be known of it (report/marks.h) */
} th_shown;

/* What a fact becomes: a number, a text, or with neither a blank cell. */
typedef struct th_figure_cell {
    const th_exact *number;
    th_str text;
    th_style style;
} th_figure_cell;
th_figure_cell th_figure_cell_of(th_arena *arena, th_shown shown, th_look look);
void th_pen_figure(th_pen *p, uint32_t row, uint32_t col, th_shown shown, th_look look);
const char *th_figure_date_format(th_arena *arena, th_str sign);
/* A word in a cell that may bear a link: linked text does not wrap in every program, the result of a formula does. */
void th_pen_linked_word(th_pen *p, uint32_t row, uint32_t col, th_str word, th_look look);
/* Does th_pen_figure() write anything for it? */
bool th_figure_shows(const th_fact *f, th_type type);
/* What stands around a number. */
typedef struct th_figure_words {
    th_str sign, before, behind; /* "?", "trên", " trở lên" */
    const th_exact *of;          /* "/63"; NULL: none */
} th_figure_words;
/* The number format that shows a number with so many decimals between such words.  th_figure_format() takes the usual
 * words of the qualifiers, and "/63" for `of`. */
const char *th_figure_format_in(th_arena *arena, int decimals, const th_figure_words *words);
const char *th_figure_format(th_arena *arena, int decimals, uint32_t qualifiers, const th_exact *of);
/* The words around the value of a fact: its qualifiers as the unit wrote them, "of how many", and which word was read
 * as 0. */
th_figure_words th_figure_words_of(th_arena *arena, const th_fact *f);
/* Decimals to show: those stated, else as many as the number needs, at most 2. */
int th_figure_decimals(int stated, const th_exact *number);

#endif
