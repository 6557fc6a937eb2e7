/* Asks of cells whether what stands there may stand there. */
#include "report/template_faults.h"

#include "draw/formula.h"
#include "text/fold.h"
#include "text/yes_no.h"

#include "base/banned.h"

/* ---- catalogues ---- */

static void add_writing(th_arena *arena, th_strs *all, th_str text)
{
    for (size_t i = 0; i < all->n; i++)
        if (th_str_eq(all->at[i], text))
            return;
    if (text.len)
        th_strs_add(all, arena, text);
}

th_strs th_template_writings(th_arena *arena, const th_catalogue *catalogue)
{
    th_strs all = {0};
    for (size_t i = 0; i < catalogue->n; i++)
        th_strs_add(&all, arena, catalogue->values[i].text);
    for (size_t i = 0; i < catalogue->n; i++) {
        const th_catalogue_value *value = &catalogue->values[i];
        add_writing(arena, &all, th_fold_weak(arena, value->text));
        for (size_t k = 0; k < value->aliases.n; k++) {
            add_writing(arena, &all, value->aliases.at[k]);
            add_writing(arena, &all, th_fold_weak(arena, value->aliases.at[k]));
        }
    }
    return all;
}

th_str th_template_writings_range(th_arena *arena, const th_definition *d, uint32_t catalogue)
{
    size_t n = th_template_writings(arena, &d->catalogues[catalogue]).n;
    return th_ref_area(arena, TH_STR(TH_CHOICES_SHEET), th_down(catalogue, 0, (uint32_t)n - 1));
}

/* ---- one cell, or many ---- */

/* "+(TRIM(x)="có")+(TRIM(x)="x")…": a conditional format must not hold an array of constants. */
static void add_words(th_arena *arena, th_buf *out, th_str cells, const char *const *words)
{
    for (; *words; words++)
        th_buf_add(out, TH_FORMULA(arena, "+(TRIM({x})=\"{word}\")", {"x", cells}, {"word", th_str_of(*words)}));
}

th_str th_template_yes_no(th_arena *arena, th_str cell)
{
    th_buf yes, no;
    th_buf_init(&yes, arena);
    th_buf_init(&no, arena);
    add_words(arena, &yes, cell, th_yes_words);
    add_words(arena, &no, cell, th_no_words);
    return TH_FORMULA(arena, "IF(0{yes}>0,\"Có\",IF(0{no}>0,\"Không\",\"\"))", {"yes", th_buf_str(&yes)},
                      {"no", th_buf_str(&no)});
}

th_template_flag th_template_fault_flag(th_cell_wanted wanted)
{
    if (wanted.catalogue != TH_NONE)
        return TH_FLAG_UNLISTED;
    if (wanted.type == TH_TYPE_DATE)
        return TH_FLAG_NO_DAY;
    return wanted.type == TH_TYPE_BOOL ? TH_FLAG_NO_WORD : TH_FLAG_UNREAD;
}

/* Is a text a day, such as 5/3/2022, 05-03-2022 or 5.3.22?  DATE() of its parts must give the day that was typed, or
 * else there is no such day.  A text that cannot be taken apart makes an error on the way, and then 1/… is no
 * number. */
static th_str typed_day(th_arena *arena, th_str cells)
{
    th_str text = TH_FORMULA(arena, "SUBSTITUTE(SUBSTITUTE(TRIM({x}),\"-\",\"/\"),\".\",\"/\")", {"x", cells}),
           first = TH_FORMULA(arena, "FIND(\"/\",{t})", {"t", text}),
           second = TH_FORMULA(arena, "FIND(\"/\",{t},{first}+1)", {"t", text}, {"first", first}),
           day = TH_FORMULA(arena, "VALUE(LEFT({t},{first}-1))", {"t", text}, {"first", first}),
           month = TH_FORMULA(arena, "VALUE(MID({t},{first}+1,{second}-{first}-1))", {"t", text}, {"first", first},
                              {"second", second}),
           year = TH_FORMULA(arena, "VALUE(MID({t},{second}+1,9))", {"t", text}, {"second", second});
    return TH_FORMULA(arena, "ISNUMBER(1/((DAY(DATE({year},{month},{day}))={day})*({month}<=12)*({year}<=9999)))",
                      {"year", year}, {"month", month}, {"day", day});
}

static th_str fault_of_day(th_arena *arena, th_str cells)
{
    return TH_FORMULA(arena,
                      "ISNUMBER(1/LEN({x}))*(1-ISNUMBER({x})*ISNUMBER(1/(({x}>=1)*({x}<2958466)))-ISTEXT({x})*{typed})",
                      {"x", cells}, {"typed", typed_day(arena, cells)});
}

static th_str fault_of_choice(th_arena *arena, th_str cells, th_str writings)
{
    return TH_FORMULA(arena, "ISNUMBER(1/LEN({x}))*ISERROR(MATCH(TRIM({x}),{writings},0))", {"x", cells},
                      {"writings", writings});
}

static th_str fault_of_word(th_arena *arena, th_str cells)
{
    th_buf known;
    th_buf_init(&known, arena);
    add_words(arena, &known, cells, th_yes_words);
    add_words(arena, &known, cells, th_no_words);
    return TH_FORMULA(arena, "ISNUMBER(1/LEN({x}))*ISERROR(1/(0{known}))", {"x", cells}, {"known", th_buf_str(&known)});
}

/* A text is no figure, unless it is written like "trên 3.071": the program reads such a text, though no formula
 * does. */
static th_str fault_of_number(th_arena *arena, th_type type, th_str cells)
{
    th_str fault =
        TH_FORMULA(arena,
                   "ISTEXT({x})*ISNUMBER(1/LEN({x}))*(1-ISNUMBER(1/((LEFT({x},5)=\"trên \")+(LEFT({x},5)=\"khoản\")+"
                   "(LEFT({x},5)=\"ước đ\")+(LEFT({x},5)=\"dưới \")))*ISNUMBER(VALUE(SUBSTITUTE(SUBSTITUTE(MID({x},"
                   "FIND(\" \",{x}),30),\".\",\"\"),\",\",\"\"))))",
                   {"x", cells});
    if (type != TH_TYPE_INT)
        return fault;
    return TH_FORMULA(arena, "{fault}+ISNUMBER({x})*(1-ISNUMBER(1/(ABS({x}-ROUND({x},0))<=ABS({x})/10^9)))",
                      {"fault", fault}, {"x", cells});
}

th_str th_template_fault(th_arena *arena, th_cell_wanted wanted, th_str cells, th_str writings)
{
    th_str fault = {0};
    if (wanted.catalogue != TH_NONE)
        fault = fault_of_choice(arena, cells, writings);
    else if (wanted.type == TH_TYPE_DATE)
        fault = fault_of_day(arena, cells);
    else if (wanted.type == TH_TYPE_BOOL)
        fault = fault_of_word(arena, cells);
    else if (th_type_is_number(wanted.type))
        fault = fault_of_number(arena, wanted.type, cells);
    return TH_FORMULA(arena, "ISERROR({x})+{fault}", {"x", cells}, {"fault", fault.len ? fault : TH_STR("0")});
}

/* ---- lists ---- */

/* The rows above a list, in which hidden cells stand: of a column's cells that are blank in a row that was begun the
 * first one, of those that are wrong the first one, and how many. */
static uint32_t row_of_first_blank(const th_template_form *place)
{
    return place->list_head - 2;
}

static uint32_t row_of_first_wrong(const th_template_form *place)
{
    return place->list_head - 1;
}

static uint32_t row_of_count(const th_template_form *place)
{
    return place->list_head + 1;
}

static bool is_scored(const th_template_rules *rules, const th_template_form *place)
{
    return rules->plan->d->forms[place->form].kind & TH_FORM_SCORES;
}

/* Points that a unit gives itself have flags of their own, and the points at most are printed. */
static bool may_be_wrong(const th_template_form *place, uint32_t k)
{
    return place->list_columns[k].role == TH_ROLE_VALUE && k != place->most_column;
}

static bool must_be_filled(const th_template_rules *rules, const th_template_form *place, uint32_t k)
{
    return !is_scored(rules, place) && place->list_columns[k].role == TH_ROLE_VALUE &&
           rules->plan->d->columns[place->list_columns[k].column].required;
}

static th_cell_wanted wanted_of_column(const th_template_column *column)
{
    return (th_cell_wanted){column->type, column->catalogue};
}

/* "((LEN of one column is no 0)+…>0)": the rows that were begun. */
static th_str begun_rows(const th_template_rules *rules, const th_template_form *place, th_str sheet)
{
    th_buf out;
    th_buf_init(&out, rules->arena);
    for (uint32_t k = 0; k < place->nlist_columns; k++)
        if (place->list_columns[k].role != TH_ROLE_STT)
            th_buf_fmt(&out, "%sISNUMBER(1/LEN(" TH_FMT "))", out.len ? "+" : "",
                       TH_ARG(th_ref_area(rules->arena, sheet, th_template_list_area(place, k))));
    return th_buf_str(&out);
}

static th_str blank_cells(const th_template_rules *rules, const th_template_form *place, uint32_t k, th_str sheet)
{
    return th_str_fmt(rules->arena, "ISERROR(1/LEN(" TH_FMT "))",
                      TH_ARG(th_ref_area(rules->arena, sheet, th_template_list_area(place, k))));
}

th_str th_template_begun_unfilled(const th_template_rules *rules, uint32_t form)
{
    const th_template_form *place = &rules->plan->forms[form];
    th_buf blank;
    th_buf_init(&blank, rules->arena);
    for (uint32_t k = 0; k < place->nlist_columns; k++)
        if (must_be_filled(rules, place, k))
            th_buf_fmt(&blank, "%s" TH_FMT, blank.len ? "+" : "", TH_ARG(blank_cells(rules, place, k, place->name)));
    if (!blank.len)
        return (th_str){0};
    return TH_FORMULA(rules->arena, "SUMPRODUCT(({begun}>0)*({blank}))",
                      {"begun", begun_rows(rules, place, place->name)}, {"blank", th_buf_str(&blank)});
}

/* The first row of an array of truths, told by its distance from far down: the largest is the first. */
static th_str first_row(const th_template_rules *rules, th_str truths, th_str area)
{
    return TH_FORMULA(rules->arena, "SUMPRODUCT(MAX(({truths})*({far}-ROW({area}))))", {"truths", truths},
                      {"far", th_str_fmt(rules->arena, "%d", TH_FAR_DOWN)}, {"area", area});
}

void th_template_list_faults(const th_template_rules *rules, th_tab *tab, uint32_t form)
{
    const th_template_form *place = &rules->plan->forms[form];
    th_arena *arena = rules->arena;
    for (uint32_t k = 0; k < place->nlist_columns; k++) {
        const th_template_column *column = &place->list_columns[k];
        th_str area = th_ref_area(arena, (th_str){0}, th_template_list_area(place, k)), writings = {0};
        uint32_t hidden = place->hidden + k;
        if (!may_be_wrong(place, k))
            continue;
        if (column->catalogue != TH_NONE)
            writings = th_template_writings_range(arena, rules->plan->d, column->catalogue);
        th_str fault = th_template_fault(arena, wanted_of_column(column), area, writings);
        const th_live count = {TH_FORMULA(arena, "SUMPRODUCT(--({fault}>0))", {"fault", fault}),
                               th_exact_int(arena, 0)},
                      first = {first_row(rules, TH_FORMULA(arena, "({fault})>0", {"fault", fault}), area),
                               th_exact_int(arena, 0)};
        th_tab_formula(tab, row_of_count(place), hidden, count, NULL);
        th_tab_formula(tab, row_of_first_wrong(place), hidden, first, NULL);
        if (!must_be_filled(rules, place, k))
            continue;
        th_str blank = TH_FORMULA(arena, "({begun}>0)*{blank}", {"begun", begun_rows(rules, place, (th_str){0})},
                                  {"blank", blank_cells(rules, place, k, (th_str){0})});
        th_tab_formula(tab, row_of_first_blank(place), hidden,
                       (th_live){first_row(rules, blank, area), th_exact_int(arena, 0)}, NULL);
    }
}

th_str th_template_list_flagged(const th_template_rules *rules, uint32_t form, th_template_flag flag)
{
    const th_template_form *place = &rules->plan->forms[form];
    th_buf out;
    th_buf_init(&out, rules->arena);
    for (uint32_t k = 0; k < place->nlist_columns; k++)
        if (may_be_wrong(place, k) && th_template_fault_flag(wanted_of_column(&place->list_columns[k])) == flag)
            th_buf_fmt(&out, "+" TH_FMT,
                       TH_ARG(th_ref_cell(rules->arena, place->name, row_of_count(place), place->hidden + k)));
    return th_buf_str(&out);
}

th_str th_template_list_counts(const th_template_rules *rules, uint32_t form)
{
    const th_template_form *place = &rules->plan->forms[form];
    if (!place->has_list || !place->nlist_columns)
        return (th_str){0};
    return th_ref_area(rules->arena, (th_str){0},
                       th_across(row_of_count(place), place->hidden, place->hidden + place->nlist_columns - 1));
}

bool th_template_first_fault(const th_template_rules *rules, uint32_t form, uint32_t shown_column,
                             th_template_flag flag, uint32_t *row)
{
    const th_template_form *place = &rules->plan->forms[form];
    bool blank = flag == TH_FLAG_BLANK;
    *row = blank ? row_of_first_blank(place) : row_of_first_wrong(place);
    if (blank)
        return must_be_filled(rules, place, shown_column);
    return may_be_wrong(place, shown_column) &&
           th_template_fault_flag(wanted_of_column(&place->list_columns[shown_column])) == flag;
}
