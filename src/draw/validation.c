/* The library's data validation. */
#include "draw/validation.h"

#include "draw/library.h"

#include "base/banned.h"

static uint8_t criteria_of(th_bounds bounds)
{
    static const uint8_t criteria[] = {LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
                                       LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO, LXW_VALIDATION_CRITERIA_BETWEEN};
    return criteria[bounds];
}

static char **words_of(const th_tab *tab, const char *const *words)
{
    size_t n = 0;
    while (words[n])
        n++;
    char **list = th_arena_array(tab->output->arena, n + 1, sizeof *list);
    for (size_t i = 0; i < n; i++)
        list[i] = th_tab_cstr(tab, th_str_of(words[i]));
    return list;
}

static char *text_of(const th_tab *tab, const char *text)
{
    return text ? th_tab_cstr(tab, th_str_of(text)) : NULL;
}

void th_tab_validate(th_tab *tab, th_area area, const th_validation *validation)
{
    static const uint8_t kinds[] = {LXW_VALIDATION_TYPE_ANY, LXW_VALIDATION_TYPE_INTEGER, LXW_VALIDATION_TYPE_DECIMAL,
                                    LXW_VALIDATION_TYPE_LIST, LXW_VALIDATION_TYPE_LIST_FORMULA};
    lxw_data_validation rule = {.validate = kinds[validation->kind],
                                .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
                                .error_title = text_of(tab, validation->warning_title),
                                .error_message = text_of(tab, validation->warning),
                                .input_title = text_of(tab, validation->title),
                                .input_message = text_of(tab, validation->hint)};
    if (validation->kind == TH_VALID_WHOLE || validation->kind == TH_VALID_DECIMAL) {
        rule.criteria = criteria_of(validation->bounds);
        rule.minimum_number = validation->least;
        rule.maximum_number = validation->most;
        rule.value_number = validation->bounds == TH_AT_MOST ? validation->most : validation->least;
    } else if (validation->kind == TH_VALID_OF_WORDS)
        rule.value_list = words_of(tab, validation->words);
    else if (validation->kind == TH_VALID_OF_RANGE)
        rule.value_formula = th_tab_cstr(tab, validation->source);
    worksheet_data_validation_range(tab->sheet, area.row1, (lxw_col_t)area.col1, area.row2, (lxw_col_t)area.col2,
                                    &rule);
}
