/* What is known of a sheet on paper while it is written: widths and heights, which rows stay together, where a page has
 * to begin.  draw/tab.h has what others call. */
#ifndef TH_DRAW_PAPER_H
#define TH_DRAW_PAPER_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

typedef struct th_paper th_paper;

th_paper *th_paper_new(th_arena *arena);
void th_paper_saw(th_paper *paper, uint32_t row, uint32_t col);                         /* a cell */
void th_paper_width(th_paper *paper, uint32_t first, uint32_t last, double characters); /* 0: hidden */
void th_paper_height(th_paper *paper, uint32_t row, double points);                     /* 0: hidden */
void th_paper_list(th_paper *paper);                                                    /* the sheet is one */
/* An amendment of a sheet's end (pack/zip_write.h): its first page has the footer of the others, and no header. */
th_str th_paper_first_page(const void *nothing, th_arena *arena, th_str bytes);

#endif
