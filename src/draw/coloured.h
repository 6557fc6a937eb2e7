/* Cells that take a colour as long as a formula holds.  The formula looks at cells of its own sheet only, as Excel 2010
 * asks; it is that of the first cell of the area, and moves with the others as far as its references are relative. */
#ifndef TH_DRAW_COLOURED_H
#define TH_DRAW_COLOURED_H

#include "draw/tab.h"

typedef enum th_colour {
    TH_COLOUR_CHANGED = 0, /* red, the text as well */
    TH_COLOUR_ERROR,
    TH_COLOUR_WARNING,
    TH_COLOUR_GOOD,
    TH_COLOUR_SETTLED, /* green text, no fill */
    TH_COLOUR_GREY,    /* grey text, no fill: settled */
    TH_COLOUR_WANTED,  /* yellow: still to be filled in */
    TH_COLOURS
} th_colour;

/* Colours the cells of `area` for which `formula`, without '=', is true.  Of several colours the first that holds
 * counts. */
void th_tab_colour(th_tab *tab, th_area area, th_str formula, th_colour colour);
/* Shades an area of shares up to 1: the darker, the less.  Black text is readable on each shade, and the shades are
 * told apart without colour. */
void th_tab_shade(th_tab *tab, th_area area);

#endif
