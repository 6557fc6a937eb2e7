/* Notes what was not understood, for the person who reads the proposal. */
#include "learn/learning.h"

#include "base/banned.h"

enum { MOST_NOTES = 200 };

void th_learn_note(th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col, th_words what)
{
    th_learned *out = learning->out;
    if (out->nnotes == MOST_NOTES)
        return;
    th_str cell = th_cell_name(learning->arena, row, col);
    th_str place = th_str_fmt(learning->arena, TH_FMT " › " TH_FMT, TH_ARG(sheet->name), TH_ARG(cell));
    th_words note = {th_str_fmt(learning->arena, TH_FMT ": " TH_FMT, TH_ARG(place), TH_ARG(what.vi)),
                     th_str_fmt(learning->arena, TH_FMT ": " TH_FMT, TH_ARG(place), TH_ARG(what.en))};
    TH_PUSH(learning->arena, out->notes, out->nnotes, out->notes_cap, note);
}
