/* A bare number in a column of words: a name or a place of work that is “22” was typed into the wrong column. */
#include "base/ascii.h"
#include "check/plausible.h"

#include "base/banned.h"

enum { WORDS_LEAST = 5, WORDS_TO_ONE = 5 }; /* rows with words that make a column one of words */

/* Digits and what joins them, without any letter. */
static bool is_bare_number(th_str text)
{
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80 || th_is_letter(text.ptr[i]))
            return false;
        digit = digit || th_is_digit(text.ptr[i]);
    }
    return digit;
}

static const th_fact *text_of_item(const th_dataset *ds, uint32_t unit, uint32_t column, uint32_t item)
{
    const th_fact *cell = th_dataset_list_cell(ds, unit, column, item);
    return cell && cell->value.state == TH_STATE_VALUE && cell->raw.len ? cell : NULL;
}

static void look_at_texts(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t column)
{
    const th_column *of = &ds->definition->columns[column];
    size_t n = th_dataset_list_size(ds, unit, of->form), bare = 0, words = 0;
    for (uint32_t item = 1; item <= n; item++) {
        const th_fact *cell = text_of_item(ds, unit, column, item);
        if (cell && is_bare_number(cell->raw))
            bare++;
        else if (cell)
            words++;
    }
    if (!bare || words < WORDS_LEAST || words < bare * WORDS_TO_ONE)
        return;
    for (uint32_t item = 1; item <= n; item++) {
        const th_fact *cell = text_of_item(ds, unit, column, item);
        if (cell && is_bare_number(cell->raw))
            th_plausible_say(ds, TH_F_ODD_BARE_NUMBER, cell,
                             TH_WITH(of->label, cell->raw, th_str_fmt(arena, "%zu", words)));
    }
}

void th_plausible_texts(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t column = 0; column < d->ncolumns; column++)
        if (d->columns[column].form != TH_NONE && d->columns[column].role == TH_ROLE_VALUE &&
            d->columns[column].type == TH_TYPE_TEXT)
            for (uint32_t unit = 0; unit < d->nunits; unit++)
                look_at_texts(arena, ds, unit, column);
}
