/* What was not understood, for the person who reads the proposal. */
#include "learn/learning.h"

#include "base/banned.h"

enum { MOST_NOTES = 200 };

void th_learn_note(th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col, const char *what)
{
    if (learning->out->notes.n < MOST_NOTES)
        th_strs_add(&learning->out->notes, learning->arena,
                    th_str_fmt(learning->arena, TH_FMT " › " TH_FMT ": %s", TH_ARG(sheet->name),
                               TH_ARG(th_cell_name(learning->arena, row, col)), what));
}
