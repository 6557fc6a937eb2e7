#include "learn/learn.h"

#include "text/fold.h"

#include "base/banned.h"

enum { FEW_VALUES = 12, LEAST_ROWS = 6, BLANKS_END = 3 };

typedef struct column_look {
    size_t n, numbers, fractions, dates, documents, longest;
    th_strs values; /* different ones, up to FEW_VALUES + 1 */
} column_look;

static bool looks_like_document(th_str text)
{
    size_t slash = th_str_find(text, TH_STR("/"), 0);
    return text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9' && slash != SIZE_MAX &&
           th_str_find(text, TH_STR("-"), 0) != SIZE_MAX && text.len < 40;
}

static void look_at(const th_learning *l, const th_cell *c, column_look *look)
{
    if (!c || c->type == TH_CELL_PENDING || c->type == TH_CELL_ERROR)
        return;
    th_str shown = th_str_trim(th_cell_shown(l->arena, l->book, c));
    if (!shown.len)
        return;
    int y, m, d;
    look->n++;
    look->longest = shown.len > look->longest ? shown.len : look->longest;
    look->dates +=
        c->type == TH_CELL_DATE || (c->type == TH_CELL_TEXT && shown.len <= 10 && th_date_parse(shown, &y, &m, &d));
    look->documents += c->type == TH_CELL_TEXT && looks_like_document(shown);
    if (c->type == TH_CELL_NUMBER) {
        look->numbers++;
        look->fractions += !th_exact_is_int(th_exact_double(l->arena, c->number));
    }
    for (size_t i = 0; i < look->values.n; i++)
        if (th_fold_eq(l->arena, look->values.at[i], shown))
            return;
    if (look->values.n <= FEW_VALUES)
        th_strs_add(&look->values, l->arena, shown);
}

/* Does the row hold anything of the list besides its number? */
static bool is_item(const th_learning *l, const th_learn_form *f, uint32_t row)
{
    size_t n = 0;
    for (size_t i = 0; i < f->list.n; i++)
        n += f->list.columns[i].role != TH_ROLE_STT && th_learn_shown(l, f->sheet, row, f->list.columns[i].col).len > 0;
    return n >= 1;
}

static uint32_t end_of(const th_learning *l, const th_learn_form *f)
{
    uint32_t end = f->figures.found && f->figures.row > f->list.row ? f->figures.row : th_sheet_rows(f->sheet),
             blanks = 0;
    for (uint32_t row = f->list.data; row < end; row++) {
        bool item = is_item(l, f, row);
        blanks = item ? 0 : blanks + 1;
        if (blanks == BLANKS_END || th_learn_is_footer(l, f->sheet, row))
            return row;
    }
    return end;
}

static void add_catalogue(th_learning *l, th_learn_column *c, const column_look *look, th_str code)
{
    c->catalogue = code;
    for (size_t i = 0; i < look->values.n; i++) {
        th_buf_fmt(&l->catalogues, TH_FMT ",", TH_ARG(code));
        th_str value = look->values.at[i];
        th_buf_byte(&l->catalogues, '"');
        for (size_t k = 0; k < value.len; k++) {
            if (value.ptr[k] == '"')
                th_buf_byte(&l->catalogues, '"');
            th_buf_byte(&l->catalogues, (unsigned char)value.ptr[k] < ' ' ? ' ' : value.ptr[k]);
        }
        th_buf_add(&l->catalogues, TH_STR("\",\r\n"));
    }
    l->ncatalogues++;
}

static void settle(th_learning *l, th_learn_form *f, th_learn_column *c, uint32_t end)
{
    column_look look = {0};
    for (uint32_t row = f->list.data; row < end; row++)
        look_at(l, th_sheet_at(f->sheet, row, c->col), &look);
    c->type = TH_TYPE_TEXT;
    if (!look.n)
        return;
    if (look.dates * 2 > look.n)
        c->type = TH_TYPE_DATE;
    else if (look.documents * 2 > look.n)
        c->type = TH_TYPE_DOCNO;
    else if (look.numbers * 2 > look.n)
        c->type = look.fractions ? TH_TYPE_REAL : TH_TYPE_INT;
    else if (look.n >= LEAST_ROWS && look.values.n <= FEW_VALUES && look.values.n * 3 <= look.n && look.longest < 60) {
        c->type = TH_TYPE_ENUM;
        add_catalogue(l, c, &look, th_str_fmt(l->arena, "DM_%zu", l->ncatalogues + 1));
    }
}

void th_learn_list(th_learning *l, th_learn_form *f)
{
    uint32_t end = end_of(l, f);
    for (size_t i = 0; i < f->list.n; i++) {
        th_learn_column *c = &f->list.columns[i];
        for (size_t n = i + 1; !c->code.len; n++) {
            th_str code = th_str_fmt(l->arena, TH_FMT ".C%02zu", TH_ARG(f->code), n);
            if (!th_learn_is_taken(l, f, code))
                c->code = code;
        }
        if (c->role == TH_ROLE_VALUE)
            settle(l, f, c, end);
    }
}
