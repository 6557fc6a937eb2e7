/* Writes the hidden cells of a form and the colours that follow from them. */
#include "report/template_state.h"

#include "draw/coloured.h"
#include "draw/formula.h"
#include "draw/pen.h"
#include "report/template_faults.h"

#include "base/banned.h"

/* One form whose hidden cells are written. */
typedef struct stated_form {
    th_arena *arena;
    const th_template_rules *rules;
    const th_template_plan *plan;
    const th_template_form *place;
    th_tab *tab;
} stated_form;

static th_str own_cell_at(const stated_form *of, uint32_t row, uint32_t col)
{
    return th_ref_cell(of->arena, (th_str){0}, row, col);
}

static void hidden_formula(const stated_form *of, uint32_t row, uint32_t col, th_str formula)
{
    th_tab_formula_text(of->tab, row, col, (th_live_text){formula, {0}}, NULL);
}

/* ---- figures as the program reads them ---- */

static th_str clean_number(const stated_form *of, const th_indicator *ind, th_str cell)
{
    if (ind->type == TH_TYPE_BOOL)
        return th_template_yes_no(of->arena, cell);
    bool whole = ind->type == TH_TYPE_INT || ind->type == TH_TYPE_RANK;
    th_str number = cell;
    if (whole) /* a part in a billion is no fraction (text/value_number.c) */
        number = TH_FORMULA(of->arena, "IF(ABS({x}-ROUND({x},0))<=ABS({x})/10^9,ROUND({x},0),\"\")", {"x", cell});
    th_str otherwise = TH_STR("\"\"");
    if (ind->type == TH_TYPE_RANK)
        otherwise = TH_FORMULA(
            of->arena, "IFERROR(VALUE(LEFT({x},FIND(\"/\",{x})-1)),IFERROR(IF(VALUE({x})<1000,VALUE({x}),\"\"),\"\"))",
            {"x", cell}); /* VALUE of a date would be its serial */
    return TH_FORMULA(of->arena, "IF(ISNUMBER({x}),{number},{otherwise})", {"x", cell}, {"number", number},
                      {"otherwise", otherwise});
}

static void clean_cells(const stated_form *of, uint32_t i, th_measure measure)
{
    const th_indicator *ind = &of->plan->d->indicators[i];
    uint32_t row = of->plan->row[i], col = th_template_column_of(of->place, measure);
    if (col == TH_NONE || !th_template_is_cleaned(ind, measure))
        return;
    th_str cell = own_cell_at(of, row, col), formula = clean_number(of, ind, cell);
    if (measure == TH_NOW && ind->blank_is_zero && ind->type != TH_TYPE_BOOL)
        formula = TH_FORMULA(of->arena, "IF({x}=\"\",0,{clean})", {"x", cell}, {"clean", formula});
    else
        formula = TH_FORMULA(of->arena, "IF({x}=\"\",\"\",{clean})", {"x", cell}, {"clean", formula});
    hidden_formula(of, row, th_template_clean_column(of->place, measure), formula);
    uint32_t many = th_template_of_column(of->place, measure);
    if (ind->type == TH_TYPE_RANK && many != TH_NONE)
        hidden_formula(of, row, many,
                       TH_FORMULA(of->arena, "IFERROR(VALUE(MID({x},FIND(\"/\",{x})+1,9)),\"\")", {"x", cell}));
}

/* ---- flags ---- */

static bool marks_this(const th_rule_mark *mark, uint32_t row_indicator, uint32_t i, th_measure measure)
{
    return !mark->list && mark->measure == measure && (mark->index == TH_NONE ? row_indicator : mark->index) == i;
}

/* "'TỰ KIỂM TRA'!$B$12="sai",…": one of the rules that mark this figure is broken. */
static void add_broken(const stated_form *of, uint32_t i, th_measure measure, th_buf *out)
{
    for (uint32_t c = 0; c < of->plan->d->nchecks; c++) {
        const th_template_rule *rule = &of->rules->at[c];
        bool rows = rule->asked == TH_ASKED_OF_ROWS, marked = false;
        for (size_t k = 0; k < rule->nmarks && rule->asked; k++)
            marked = marked || marks_this(&rule->marks[k], i, i, measure);
        if (!marked || (rows && !th_template_row_result(of->rules, c, i).len))
            continue;
        th_str cell = rows ? own_cell_at(of, of->plan->row[i], of->place->hidden + TH_HIDDEN_RULES + rule->slot)
                           : th_ref_cell(of->arena, TH_STR(TH_OWN_CHECK_NAME), rule->row, 1);
        th_buf_fmt(out, "%s" TH_FMT "=\"" TH_OWN_WRONG "\"", out->len ? "," : "", TH_ARG(cell));
    }
}

static th_str out_of_range(const stated_form *of, const th_indicator *ind, th_str number)
{
    th_str low = ind->min
                     ? TH_FORMULA(of->arena, "{x}<{min}", {"x", number}, {"min", th_exact_text(of->arena, ind->min)})
                     : TH_STR("FALSE"),
           high = ind->max
                      ? TH_FORMULA(of->arena, "{x}>{max}", {"x", number}, {"max", th_exact_text(of->arena, ind->max)})
                      : TH_STR("FALSE");
    return TH_FORMULA(of->arena, "IF(ISNUMBER({x}),OR({low},{high}),FALSE)", {"x", number}, {"low", low},
                      {"high", high});
}

/* What is wrong with the figure itself, whatever the rules say; `rest`: what is said where nothing is. */
static th_str flag_of_figure(const stated_form *of, uint32_t i, th_measure measure, th_str rest)
{
    const th_indicator *ind = &of->plan->d->indicators[i];
    th_str cell = own_cell_at(of, of->plan->row[i], th_template_column_of(of->place, measure)), number = cell;
    if (th_template_is_cleaned(ind, measure))
        number = own_cell_at(of, of->plan->row[i], th_template_clean_column(of->place, measure));
    if (ind->type == TH_TYPE_PERCENT)
        rest = TH_FORMULA(of->arena, "IF(AND({x}>0,{x}<1),{bare},{rest})", {"x", cell},
                          {"bare", th_str_fmt(of->arena, "%d", TH_FLAG_BARE)}, {"rest", rest});
    if (ind->min || ind->max)
        rest = TH_FORMULA(of->arena, "IF({out},{range},{rest})", {"out", out_of_range(of, ind, number)},
                          {"range", th_str_fmt(of->arena, "%d", TH_FLAG_RANGE)}, {"rest", rest});
    /* "trên 3.071" is a way to write a figure; the program reads it, and no formula does. */
    th_str told =
        TH_FORMULA(of->arena,
                   "AND(ISTEXT({x}),SUMPRODUCT(--(LEFT({x},5)={about}))>0,SUMPRODUCT(--ISNUMBER(FIND({digits},"
                   "{x})))>0)",
                   {"x", cell}, {"about", TH_STR("{\"trên \",\"khoản\",\"ước đ\",\"dưới \"}")},
                   {"digits", TH_STR("{0,1,2,3,4,5,6,7,8,9}")});
    return TH_FORMULA(of->arena, "IF(AND({x}<>\"\",NOT(ISNUMBER({number}))),IF({told},0,{unread}),{rest})", {"x", cell},
                      {"number", number}, {"told", told}, {"rest", rest},
                      {"unread", th_str_fmt(of->arena, "%d", TH_FLAG_UNREAD)});
}

/* As flag_of_figure(), for words and days. */
static th_str flag_of_words(const stated_form *of, uint32_t i, th_measure measure, th_str rest)
{
    const th_indicator *ind = &of->plan->d->indicators[i];
    th_str cell = own_cell_at(of, of->plan->row[i], th_template_column_of(of->place, measure)), writings = {0};
    const th_cell_wanted wanted = {ind->type, measure == TH_NOW ? ind->catalogue : TH_NONE};
    if (wanted.catalogue != TH_NONE)
        writings = th_template_writings_range(of->arena, of->plan->d, wanted.catalogue);
    return TH_FORMULA(of->arena, "IF({fault}>0,{flag},{rest})",
                      {"fault", th_template_fault(of->arena, wanted, cell, writings)},
                      {"flag", th_str_fmt(of->arena, "%d", th_template_fault_flag(wanted))}, {"rest", rest});
}

static bool is_to_fill(const stated_form *of, uint32_t i, th_measure measure)
{
    const th_indicator *ind = &of->plan->d->indicators[i];
    return measure == TH_NOW && ind->required && !ind->blank_is_zero && !of->plan->formula[i];
}

static void flag_cell(const stated_form *of, uint32_t i, th_measure measure)
{
    const th_indicator *ind = &of->plan->d->indicators[i];
    uint32_t row = of->plan->row[i], col = th_template_column_of(of->place, measure);
    if (col == TH_NONE)
        return;
    bool figure = measure != TH_COMPARED && (th_type_is_number(ind->type) || ind->type == TH_TYPE_RANK);
    th_str cell = own_cell_at(of, row, col), rest = TH_STR("0");
    th_buf broken;
    th_buf_init(&broken, of->arena);
    add_broken(of, i, measure, &broken);
    if (is_to_fill(of, i, measure))
        rest = TH_FORMULA(of->arena, "IF({x}=\"\",{blank},0)", {"x", cell},
                          {"blank", th_str_fmt(of->arena, "%d", TH_FLAG_BLANK)});
    if (broken.len)
        rest = TH_FORMULA(of->arena, "IF(OR({broken}),{rule},{rest})", {"broken", th_buf_str(&broken)},
                          {"rule", th_str_fmt(of->arena, "%d", TH_FLAG_RULE)}, {"rest", rest});
    if (figure)
        rest = flag_of_figure(of, i, measure, rest);
    else if (measure != TH_COMPARED)
        rest = flag_of_words(of, i, measure, rest);
    else if (!broken.len)
        return;
    hidden_formula(of, row, th_template_flag_column(of->place, measure),
                   /* A cell that was cut and pasted elsewhere takes its formulas along. */
                   TH_FORMULA(of->arena, "IFERROR(IF(ROW({x})=ROW(),{flag},{unread}),{unread})", {"x", cell},
                              {"flag", rest}, {"unread", th_str_fmt(of->arena, "%d", TH_FLAG_UNREAD)}));
}

static void rules_of_row(const stated_form *of, uint32_t i)
{
    for (uint32_t c = 0; c < of->plan->d->nchecks; c++) {
        const th_template_rule *rule = &of->rules->at[c];
        th_str formula = {0};
        if (rule->asked == TH_ASKED_OF_ROWS)
            formula = th_template_row_result(of->rules, c, i);
        if (formula.len)
            hidden_formula(of, of->plan->row[i], of->place->hidden + TH_HIDDEN_RULES + rule->slot, formula);
    }
}

/* ---- lists ---- */

/* Above a column of a list: is a rule broken that is about all of it? */
static void flags_of_columns(const stated_form *of)
{
    for (uint32_t k = 0; k < of->place->nlist_columns; k++) {
        th_buf broken;
        th_buf_init(&broken, of->arena);
        for (uint32_t c = 0; c < of->plan->d->nchecks; c++)
            for (size_t at = 0; at < of->rules->at[c].nmarks && of->rules->at[c].asked; at++)
                if (of->rules->at[c].marks[at].list &&
                    of->rules->at[c].marks[at].index == of->place->list_columns[k].column)
                    th_buf_fmt(&broken, "%s" TH_FMT "=\"" TH_OWN_WRONG "\"", broken.len ? "," : "",
                               TH_ARG(th_ref_cell(of->arena, TH_STR(TH_OWN_CHECK_NAME), of->rules->at[c].row, 1)));
        if (broken.len)
            hidden_formula(of, of->place->list_head, of->place->hidden + k,
                           TH_FORMULA(of->arena, "IF(OR({broken}),1,0)", {"broken", th_buf_str(&broken)}));
    }
}

static uint32_t self_score_column(const th_template_form *place)
{
    for (uint32_t k = 0; k < place->nlist_columns; k++)
        if (place->list_columns[k].role == TH_ROLE_SELF_SCORE)
            return k;
    return TH_NONE;
}

/* Points that a unit gives itself: filled in, a number, at most the maximum.  Those that are added or taken off besides
 * may be blank. */
static void flags_of_scores(const stated_form *of)
{
    uint32_t col = self_score_column(of->place);
    for (uint32_t i = 0; i < of->plan->d->ncriteria && col != TH_NONE; i++) {
        const th_criterion *item = &of->plan->d->criteria[i];
        uint32_t row = of->place->list_first + i;
        th_template_flag blank = item->bonus ? TH_FLAG_NOTHING : TH_FLAG_BLANK;
        if (!item->leaf || !item->max)
            continue;
        hidden_formula(of, row, of->place->hidden,
                       TH_FORMULA(of->arena, "IF({x}=\"\",{n},IF(NOT(ISNUMBER({x})),3,IF(OR({x}<0,{x}>{max}),4,0)))",
                                  {"x", own_cell_at(of, row, col)}, {"n", th_str_fmt(of->arena, "%d", (int)blank)},
                                  {"max", th_exact_text(of->arena, item->max)}));
    }
}

static bool is_required_column(const stated_form *of, uint32_t k)
{
    return of->place->list_columns[k].role == TH_ROLE_VALUE &&
           of->plan->d->columns[of->place->list_columns[k].column].required;
}

th_str th_template_unfilled(const th_template_rules *rules, uint32_t form)
{
    th_str flagged = th_template_flagged(rules, form, TH_FLAG_BLANK), begun = th_template_begun_unfilled(rules, form);
    return begun.len ? th_str_fmt(rules->arena, TH_FMT "+" TH_FMT, TH_ARG(flagged), TH_ARG(begun)) : flagged;
}

/* ---- what they come to ---- */

th_area th_template_flag_area(const th_template_rules *rules, uint32_t form)
{
    const th_template_form *place = &rules->plan->forms[form];
    uint32_t first = place->has_list ? place->list_first : place->block_head;
    return (th_area){first, place->hidden, place->end, place->hidden + TH_HIDDEN_CLEAN - 1};
}

th_str th_template_flagged(const th_template_rules *rules, uint32_t form, th_template_flag flag)
{
    th_str area = th_ref_area(rules->arena, rules->plan->forms[form].name, th_template_flag_area(rules, form));
    return th_str_fmt(rules->arena, "COUNTIF(" TH_FMT ",%d)" TH_FMT, TH_ARG(area), (int)flag,
                      TH_ARG(th_template_list_flagged(rules, form, flag)));
}

size_t th_template_to_fill(const th_template_rules *rules, uint32_t form)
{
    const th_template_form *place = &rules->plan->forms[form];
    const stated_form of = {rules->arena, rules, rules->plan, place, NULL};
    size_t n = 0;
    for (uint32_t i = 0; i < rules->plan->d->nindicators; i++)
        n += rules->plan->d->indicators[i].form == form && is_to_fill(&of, i, TH_NOW);
    bool scores = (rules->plan->d->forms[form].kind & TH_FORM_SCORES) && self_score_column(place) != TH_NONE;
    for (uint32_t i = 0; i < rules->plan->d->ncriteria && scores; i++)
        n += rules->plan->d->criteria[i].leaf && !rules->plan->d->criteria[i].bonus && rules->plan->d->criteria[i].max;
    return n;
}

static void colour_by(const stated_form *of, th_area area, th_str red, th_str yellow)
{
    th_tab_colour(of->tab, area, red, TH_COLOUR_ERROR);
    if (yellow.len)
        th_tab_colour(of->tab, area, yellow, TH_COLOUR_WANTED);
}

static void colour_by_flag(const stated_form *of, uint32_t col, uint32_t flags, uint32_t first, uint32_t end)
{
    th_str flag = th_str_fmt(of->arena, "$" TH_FMT, TH_ARG(th_cell_name(of->arena, first, flags)));
    colour_by(of, th_down(col, first, end), TH_FORMULA(of->arena, "OR({f}=1,{f}>2)", {"f", flag}),
              TH_FORMULA(of->arena, "{f}=2", {"f", flag}));
}

/* A format looks at cells of its own sheet only, and at others where they are named by a text. */
static th_str writings_by_name(const stated_form *of, uint32_t catalogue)
{
    if (catalogue == TH_NONE)
        return (th_str){0};
    th_str range = th_template_writings_range(of->arena, of->plan->d, catalogue);
    return th_str_fmt(of->arena, "INDIRECT(\"" TH_FMT "\")", TH_ARG(range));
}

static void colours_of_faults(const stated_form *of, uint32_t last)
{
    const th_template_form *place = of->place;
    for (uint32_t k = 0; k < place->nlist_columns; k++) {
        const th_template_column *column = &place->list_columns[k];
        if (column->role != TH_ROLE_VALUE || k == place->most_column)
            continue;
        th_str fault =
            th_template_fault(of->arena, (th_cell_wanted){column->type, column->catalogue},
                              th_cell_name(of->arena, place->list_first, k), writings_by_name(of, column->catalogue));
        th_tab_colour(of->tab, th_down(k, place->list_first, last), TH_FORMULA(of->arena, "({f})>0", {"f", fault}),
                      TH_COLOUR_ERROR);
    }
}

static void colours(const stated_form *of)
{
    static const th_measure measures[] = {TH_PREVIOUS, TH_PLAN, TH_NOW, TH_COMPARED};
    const th_template_form *place = of->place;
    for (size_t i = 0; i < sizeof measures / sizeof *measures && place->has_indicators; i++) {
        uint32_t col = th_template_column_of(place, measures[i]);
        if (col != TH_NONE)
            colour_by_flag(of, col, th_template_flag_column(place, measures[i]), place->block_head + 2, place->end);
    }
    if (!place->has_list)
        return;
    th_str above = th_str_fmt(of->arena, TH_FMT "=1", TH_ARG(th_cell_name(of->arena, place->list_head, place->hidden)));
    colour_by(of, th_across(place->list_head, 0, place->nlist_columns - 1), above, (th_str){0});
    uint32_t last = place->list_first + place->list_rows - 1;
    colours_of_faults(of, last);
    if (of->plan->d->forms[place->form].kind & TH_FORM_SCORES) {
        if (self_score_column(place) != TH_NONE)
            colour_by_flag(of, self_score_column(place), place->hidden, place->list_first, last);
        return;
    }
    uint32_t first = place->list_columns[0].role == TH_ROLE_STT;
    th_str row =
        th_str_fmt(of->arena, "$" TH_FMT ":$" TH_FMT, TH_ARG(th_cell_name(of->arena, place->list_first, first)),
                   TH_ARG(th_cell_name(of->arena, place->list_first, place->nlist_columns - 1)));
    for (uint32_t k = 0; k < place->nlist_columns; k++)
        if (is_required_column(of, k))
            th_tab_colour(of->tab, th_down(k, place->list_first, last),
                          TH_FORMULA(of->arena, "AND(COUNTA({row})>0,{x}=\"\")", {"row", row},
                                     {"x", th_cell_name(of->arena, place->list_first, k)}),
                          TH_COLOUR_WANTED);
}

/* "Biểu này: còn 2 chỗ cần xem; 5 ô bắt buộc chưa ghi": what is wrong and what is missing are counted beside. */
static void state_line(const stated_form *of)
{
    uint32_t form = of->place->form;
    th_str red = own_cell_at(of, 0, of->place->hidden), blank = own_cell_at(of, 0, of->place->hidden + 1);
    th_str heads = {0};
    if (of->place->has_list)
        heads = TH_FORMULA(of->arena, "+SUM({heads})+SUM({counts})",
                           {"heads", th_ref_area(of->arena, (th_str){0},
                                                 th_across(of->place->list_head, of->place->hidden,
                                                           of->place->hidden + of->place->nlist_columns - 1))},
                           {"counts", th_template_list_counts(of->rules, form)});
    th_str area = th_ref_area(of->arena, (th_str){0}, th_template_flag_area(of->rules, form));
    hidden_formula(
        of, 0, of->place->hidden,
        TH_FORMULA(of->arena, "COUNTIF({area},1)+COUNTIF({area},\">2\"){heads}", {"area", area}, {"heads", heads}));
    hidden_formula(of, 0, of->place->hidden + 1, th_template_unfilled(of->rules, form));
    size_t to_fill = th_template_to_fill(of->rules, form);
    th_str said = to_fill ? th_str_fmt(of->arena, "Biểu này: còn %zu ô bắt buộc chưa ghi", to_fill)
                          : TH_STR("Biểu này: không còn chỗ nào cần xem");
    th_str formula = TH_FORMULA(
        of->arena,
        "\"Biểu này: \"&IF({red}+{blank}=0,\"không còn chỗ nào cần xem\",IF({red}>0,\"còn \"&{red}&\" chỗ cần xem\","
        "\"\")&IF(AND({red}>0,{blank}>0),\"; \",\"\")&IF({blank}>0,\"còn \"&{blank}&\" ô bắt buộc chưa ghi\",\"\"))",
        {"red", red}, {"blank", blank});
    th_pen p = th_pen_over(of->tab);
    uint32_t last = of->place->columns - 1;
    th_pen_merge_live(&p, th_across(TH_STATE_LINE, 0, last), (th_live_text){formula, said},
                      TH_LOOK_CENTER | TH_LOOK_BOLD);
    th_area line = th_across(TH_STATE_LINE, 0, last);
    colour_by(of, line, TH_FORMULA(of->arena, "{red}>0", {"red", red}),
              TH_FORMULA(of->arena, "{blank}>0", {"blank", blank}));
    th_tab_colour(of->tab, line, TH_FORMULA(of->arena, "{red}+{blank}=0", {"red", red}, {"blank", blank}),
                  TH_COLOUR_GOOD);
}

void th_template_states(const th_template_rules *rules, th_tab *tab, uint32_t form)
{
    static const th_measure measures[] = {TH_PREVIOUS, TH_PLAN, TH_NOW, TH_COMPARED};
    const th_template_plan *plan = rules->plan;
    const stated_form of = {rules->arena, rules, plan, &plan->forms[form], tab};
    for (uint32_t i = 0; i < plan->d->nindicators; i++) {
        if (plan->d->indicators[i].form != form)
            continue;
        for (size_t k = 0; k < sizeof measures / sizeof *measures; k++) {
            clean_cells(&of, i, measures[k]);
            flag_cell(&of, i, measures[k]);
        }
        rules_of_row(&of, i);
    }
    if (of.place->has_list) {
        flags_of_columns(&of);
        th_template_list_faults(rules, tab, form);
    }
    if (plan->d->forms[form].kind & TH_FORM_SCORES)
        flags_of_scores(&of);
    state_line(&of);
    colours(&of);
    uint32_t last = of.place->hidden + TH_HIDDEN_RULES + rules->nslots;
    if (of.place->hidden + of.place->nlist_columns > last)
        last = of.place->hidden + of.place->nlist_columns;
    th_tab_width(tab, of.place->hidden, last, TH_USUAL_WIDTH, true);
}
