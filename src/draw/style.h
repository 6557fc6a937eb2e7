/* How the cells of our own sheets look: a set of bits, made into a format once per set and number format.
 * One face throughout, Times New Roman; few colours, each with one meaning. */
#ifndef TH_DRAW_STYLE_H
#define TH_DRAW_STYLE_H

#include "draw/cell_format.h"

#define TH_FACE "Times New Roman"

typedef uint32_t th_look; /* TH_LOOK_* | a fill | an ink */

enum {
    TH_LOOK_BOLD = 1 << 0,
    TH_LOOK_ITALIC = 1 << 1,
    TH_LOOK_WRAP = 1 << 2,
    TH_LOOK_BORDER = 1 << 3,
    TH_LOOK_CENTER = 1 << 4,
    TH_LOOK_RIGHT = 1 << 5,
    TH_LOOK_TOP = 1 << 6,
    TH_LOOK_SMALL = 1 << 7, /* 10 points */
    TH_LOOK_LARGE = 1 << 8, /* 13 points */
    TH_LOOK_HUGE = 1 << 9,  /* 16 points */
    TH_LOOK_INDENT = 1 << 10,
    TH_LOOK_STRONG_TOP = 1 << 11, /* a heavier line above: totals */
    TH_LOOK_INPUT = 1 << 12,      /* open on a protected sheet */
    TH_LOOK_SHRINK = 1 << 13      /* a figure wider than its column is shown smaller, never as "###"; not with WRAP */
};

/* Fills: what each colour means is said in the legend of MỤC LỤC. */
enum {
    TH_FILL_NONE = 0,
    TH_FILL_HEAD = 1 << 16,    /* header rows */
    TH_FILL_GROUP = 2 << 16,   /* title rows of forms, parts, groups */
    TH_FILL_TOTAL = 3 << 16,   /* the cluster */
    TH_FILL_INPUT = 4 << 16,   /* to be filled in by the secretariat */
    TH_FILL_ERROR = 5 << 16,   /* a finding of level lỗi or chặn, or unreadable */
    TH_FILL_WARNING = 6 << 16, /* cảnh báo */
    TH_FILL_CHANGED = 7 << 16, /* recovered, scaled or qualified */
    TH_FILL_GOOD = 8 << 16,
    TH_FILL_MASK = 15 << 16
};

enum {
    TH_INK_BLACK = 0,
    TH_INK_GREY = 1 << 20,
    TH_INK_LINK = 2 << 20,
    TH_INK_RED = 3 << 20,
    TH_INK_AMBER = 4 << 20,
    TH_INK_GREEN = 5 << 20,
    TH_INK_MASK = 7 << 20
};

/* The usual combinations. */
enum {
    TH_LOOK_CELL = TH_LOOK_BORDER | TH_LOOK_WRAP,
    TH_LOOK_MIDDLE = TH_LOOK_CELL | TH_LOOK_CENTER,
    TH_LOOK_FIGURE = TH_LOOK_BORDER | TH_LOOK_RIGHT,
    TH_LOOK_HEADER = TH_LOOK_CELL | TH_LOOK_CENTER | TH_LOOK_BOLD | TH_FILL_HEAD
};

unsigned th_look_points(th_look look); /* size of the face */

typedef struct th_styles th_styles; /* of one workbook; th_output_dress() makes them */

th_styles *th_styles_new(th_output *output); /* also makes the workbook's default face TH_FACE */
/* `number`: a number format, or NULL for General.  The workbook is dressed. */
const th_cell_format *th_style_get(th_output *output, th_look look, const char *number);

#endif
