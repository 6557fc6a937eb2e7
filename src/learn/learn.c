/* Proposes a definition from a workbook: the order of the work, the codes and titles of the forms, and the year. */
#include "learn/learn.h"

#include "base/ascii.h"
#include "fact/printed.h"
#include "learn/learning.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { LONGEST_CODE = 16, FIRST_TITLE_ROW = 2, SHORTEST_TITLE = 4 };

/* "Biểu 03" gives BIEU_03: letters lose their diacritics, and whatever else stands between them becomes one '_'.  An
 * expression takes only what begins with a letter for a code, and so a name that begins with a digit gets a B. */
static th_str code_from_name(th_arena *arena, th_str name)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_str weak = th_text_upper(arena, th_fold_weak(arena, name));
    for (size_t i = 0; i < weak.len && out.len < LONGEST_CODE; i++) {
        char c = weak.ptr[i];
        bool good = th_is_upper(c) || th_is_digit(c);
        if (!out.len && th_is_digit(c))
            th_buf_byte(&out, 'B');
        if (good)
            th_buf_byte(&out, c);
        else if (out.len && out.ptr[out.len - 1] != '_')
            th_buf_byte(&out, '_');
    }
    while (out.len && out.ptr[out.len - 1] == '_')
        out.len--;
    if (!out.len)
        th_buf_byte(&out, 'B');
    return th_str_copy(arena, th_buf_str(&out));
}

static bool is_form_code(const th_learning *learning, th_str code)
{
    for (size_t i = 0; i < learning->nforms; i++)
        if (th_str_eq(learning->forms[i].code, code))
            return true;
    return false;
}

/* "BCVT (2)" gives BCVT_2.  Where two sheets would have the same code, the later one gets a number. */
static th_str unique_form_code(const th_learning *learning, th_str name)
{
    th_str code = code_from_name(learning->arena, name), own = code;
    for (size_t n = 2; is_form_code(learning, own); n++)
        own = th_str_fmt(learning->arena, TH_FMT "_%zu", TH_ARG(code), n);
    return own;
}

/* "THÔNG TIN CHUNG" gives "Thông tin chung", as a title reads in a list of forms. */
static th_str sentence_case(th_arena *arena, th_str capitals)
{
    th_str lower = th_text_lower(arena, capitals);
    size_t first = 0;
    th_utf8_next(lower, &first);
    return th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(th_text_upper(arena, th_str_sub(lower, 0, first))),
                      TH_ARG(th_str_sub(lower, first, lower.len)));
}

/* The longest text in capitals above the header, or, where none is in capitals, the longest text.  The first rows are
 * passed over, because they name who reports and who receives. */
static th_str title_of(const th_learning *learning, const th_sheet *sheet, uint32_t header)
{
    th_str best = {0};
    bool best_capitals = false;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < header && sheet->cells[i].row < TH_TITLE_ROWS; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (cell->type != TH_CELL_TEXT || cell->row < FIRST_TITLE_ROW)
            continue;
        th_str text = th_str_trim(cell->text);
        bool capitals = th_str_eq(text, th_text_upper(learning->arena, text));
        bool better = capitals > best_capitals || (capitals == best_capitals && text.len > best.len);
        if (text.len >= SHORTEST_TITLE && better) {
            best = text;
            best_capitals = capitals;
        }
    }
    if (!best.len)
        return sheet->name;
    return best_capitals ? sentence_case(learning->arena, best) : best;
}

/* The year that a title states ("NĂM 2022"), or 0.  A line that also names a month is a date, and the year in which a
 * report was signed is not the year that it is about. */
static long year_of_sheet(const th_learning *learning, const th_sheet *sheet)
{
    const th_str word = TH_STR("nam ");
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < TH_TITLE_ROWS; i++) {
        const th_cell *cell = &sheet->cells[i];
        th_str text = cell->type == TH_CELL_TEXT ? th_fold_weak(learning->arena, cell->text) : (th_str){0};
        size_t at = th_str_find(text, word, 0);
        long year;
        if (at != SIZE_MAX && th_str_find(text, TH_STR("thang"), 0) == SIZE_MAX &&
            th_str_to_long(th_str_trim(th_str_sub(text, at + word.len, 4)), &year) && th_learn_is_year(year))
            return year;
    }
    return 0;
}

static void find_year(th_learning *learning)
{
    for (size_t i = 0; i < learning->book->nsheets; i++) {
        long year = year_of_sheet(learning, &learning->book->sheets[i]);
        if (year) {
            learning->year = (int)year;
            learning->out->year_stated = true;
            return;
        }
    }
}

static void learn_sheet(th_learning *learning, const th_sheet *sheet)
{
    th_learn_form form = {.sheet = sheet, .code = unique_form_code(learning, sheet->name)};
    form.figures = th_learn_figures_header(learning, sheet);
    form.list = th_learn_list_header(learning, sheet, form.figures.found ? form.figures.row : th_sheet_rows(sheet));
    if (!form.figures.found && !form.list.found) {
        th_learn_note(learning, sheet, 0, 0,
                      TH_WORDS_ARE("không thấy hàng tiêu đề của biểu nào trên trang này",
                                   "this sheet has no row that looks like the header of a form"));
        return;
    }
    form.title = title_of(learning, sheet, form.list.found ? form.list.row : form.figures.row);
    if (form.figures.found)
        th_learn_rows(learning, &form);
    if (form.list.found)
        th_learn_list(learning, &form);
    TH_PUSH(learning->arena, learning->forms, learning->nforms, learning->forms_cap, form);
}

th_status th_learn(th_arena *arena, const th_book *book, int year, th_learned *learned)
{
    *learned = (th_learned){.year = year};
    th_learning learning = {.arena = arena, .book = book, .out = learned, .year = year};
    find_year(&learning);
    learned->year = learning.year;
    for (size_t i = 0; i < book->nsheets; i++)
        /* "_META" of a template says what the program wrote there; it is no form. */
        if (book->sheets[i].ncells && !th_str_starts(book->sheets[i].name, TH_STR("_")))
            learn_sheet(&learning, &book->sheets[i]);
    if (!learning.nforms)
        return TH_FAILED;
    th_learn_rules(&learning);
    th_learn_write(&learning);
    return TH_OK;
}
