#include "learn/learn.h"

#include "book/book.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { TITLE_ROWS = 12, LONGEST_CODE = 16, MOST_NOTES = 200 };

void th_learn_note(th_learning *l, const th_sheet *sheet, uint32_t row, uint32_t col, const char *what)
{
    if (l->out->notes.n < MOST_NOTES)
        th_strs_add(&l->out->notes, l->arena,
                    th_str_fmt(l->arena, TH_FMT " › " TH_FMT ": %s", TH_ARG(sheet->name),
                               TH_ARG(th_cell_name(l->arena, row, col)), what));
}

/* ---- sheets ---- */

/* "Biểu 03" → BIEU_03; "BCVT (2)" → BCVT_2; unique. */
static th_str code_of(const th_learning *l, th_str name)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    th_str weak = th_text_upper(l->arena, th_fold_weak(l->arena, name));
    for (size_t i = 0; i < weak.len && out.len < LONGEST_CODE; i++) {
        char c = weak.ptr[i];
        bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (good && !out.len && c >= '0' && c <= '9')
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
    th_str code = th_str_copy(l->arena, th_buf_str(&out)), own = code;
    for (size_t n = 2, i = 0; i < l->nforms;) {
        bool taken = th_str_eq(l->forms[i].code, own);
        i = taken ? 0 : i + 1;
        if (taken)
            own = th_str_fmt(l->arena, TH_FMT "_%zu", TH_ARG(code), n++);
    }
    return own;
}

/* The longest text in capitals above the header; else the longest. */
static th_str title_of(const th_learning *l, const th_sheet *sheet, uint32_t header)
{
    th_str best = {0};
    bool best_capitals = false;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < header && sheet->cells[i].row < TITLE_ROWS; i++) {
        const th_cell *c = &sheet->cells[i];
        if (c->type != TH_CELL_TEXT || c->row < 2) /* the first rows name who reports and who receives */
            continue;
        th_str text = th_str_trim(c->text);
        bool capitals = th_str_eq(text, th_text_upper(l->arena, text));
        if (text.len > 3 && (capitals > best_capitals || (capitals == best_capitals && text.len > best.len))) {
            best = text;
            best_capitals = capitals;
        }
    }
    if (!best.len)
        return sheet->name;
    if (!best_capitals)
        return best;
    th_str lower = th_text_lower(l->arena, best); /* "Thông tin chung" */
    size_t first = 0;
    th_utf8_next(lower, &first);
    return th_str_fmt(l->arena, TH_FMT TH_FMT, TH_ARG(th_text_upper(l->arena, th_str_sub(lower, 0, first))),
                      TH_ARG(th_str_sub(lower, first, lower.len)));
}

static long year_of(const th_learning *l, const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < TITLE_ROWS; i++) {
        const th_cell *c = &sheet->cells[i];
        th_str text = c->type == TH_CELL_TEXT ? th_fold_weak(l->arena, c->text) : (th_str){0};
        size_t at = th_str_find(text, TH_STR("nam "), 0);
        long year;
        if (at != SIZE_MAX && th_str_find(text, TH_STR("thang"), 0) == SIZE_MAX &&
            th_str_to_long(th_str_trim(th_str_sub(text, at + 4, 4)), &year) && year >= 1990 && year <= 2100)
            return year;
    }
    return 0;
}

static void find_year(th_learning *l)
{
    for (size_t s = 0; s < l->book->nsheets; s++) {
        long year = year_of(l, &l->book->sheets[s]);
        if (year) {
            l->year = (int)year;
            l->out->year_stated = true;
            return;
        }
    }
}

static void learn_sheet(th_learning *l, const th_sheet *sheet)
{
    th_learn_form f = {.sheet = sheet, .code = code_of(l, sheet->name)};
    f.figures = th_learn_figures_header(l, sheet);
    f.list = th_learn_list_header(l, sheet, f.figures.found ? f.figures.row : th_sheet_rows(sheet));
    if (!f.figures.found && !f.list.found) {
        th_learn_note(l, sheet, 0, 0, "không thấy hàng tiêu đề của biểu nào trên trang này");
        return;
    }
    f.title = title_of(l, sheet, f.list.found ? f.list.row : f.figures.row);
    if (f.figures.found)
        th_learn_rows(l, &f);
    if (f.list.found)
        th_learn_list(l, &f);
    TH_PUSH(l->arena, l->forms, l->nforms, l->forms_cap, f);
}

/* ---- the parts of a definition ---- */

/* One line without control characters: a cell may hold any, a .csv may not. */
static th_str plain(th_arena *arena, th_str s)
{
    char *text = th_str_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            text[i] = ' ';
    return th_str_trim((th_str){text, s.len});
}

static void line(th_buf *out, const th_str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            th_buf_byte(out, ',');
        th_csv_field(out, plain(out->arena, cells[i]), true);
    }
    th_buf_add(out, TH_STR("\r\n"));
}
#define LINE(out, ...)                                                                                                 \
    line((out), (const th_str[]){__VA_ARGS__}, sizeof((const th_str[]){__VA_ARGS__}) / sizeof(th_str))
#define S(text) TH_STR(text)

static void part(th_learning *l, const char *name, const th_buf *bytes)
{
    th_definition_part p = {th_str_of(name), th_buf_str(bytes)};
    TH_PUSH(l->arena, l->out->parts, l->out->nparts, l->out->parts_cap, p);
}

static th_str number(const th_learning *l, long n)
{
    return th_str_fmt(l->arena, "%ld", n);
}

static void settings(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Khóa"), S("Giá trị"));
    LINE(&out, S("Tên cụm"), S("Cụm (điền tên)"));
    LINE(&out, S("Kỳ"), number(l, l->year));
    LINE(&out, S("Gọi đơn vị là"), S("Đơn vị"));
    LINE(&out, S("Phiên bản"), S("0.1"));
    part(l, "cai-dat.csv", &out);
}

/* Who reports: what stands above the title of the first form, to be replaced by the list of units. */
static th_str reporting_unit(const th_learning *l)
{
    const th_sheet *sheet = l->forms[0].sheet;
    th_str found = {0};
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < 3; i++) {
        const th_cell *c = &sheet->cells[i];
        th_str text = c->type == TH_CELL_TEXT ? th_str_trim(c->text) : (th_str){0};
        if (c->col < 3 && text.len > 3 && th_str_find(th_fold_weak(l->arena, text), S("bieu"), 0) == SIZE_MAX)
            found = text;
    }
    return found.len ? found : S("Đơn vị 1");
}

static void units(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Mã"), S("Tên"), S("Tên khác"), S("Thứ tự"), S("Từ năm"), S("Đến năm"));
    LINE(&out, S("DV1"), reporting_unit(l), S(""), S("1"), S(""), S(""));
    part(l, "don-vi.csv", &out);
}

static bool is_scores(const th_learn_form *f)
{
    return f->list.found && th_learn_column_of(&f->list, TH_ROLE_CRITERION) &&
           th_learn_column_of(&f->list, TH_ROLE_SELF_SCORE);
}

static void forms(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Mã"), S("Tên"), S("Trang"), S("Kiểu"), S("Bắt buộc"));
    for (size_t i = 0; i < l->nforms; i++) {
        const th_learn_form *f = &l->forms[i];
        th_str kind = is_scores(f)       ? S("chấm điểm")
                      : !f->list.found   ? S("chỉ tiêu")
                      : f->figures.found ? S("danh sách + chỉ tiêu")
                                         : S("danh sách");
        LINE(&out, f->code, f->title, f->sheet->name, kind, S("Có"));
    }
    part(l, "bieu.csv", &out);
}

static th_str role_name(th_role role)
{
    static const char *const names[] = {
#define TH_ROLE(id, vi) vi,
#include "form/roles.def"
#undef TH_ROLE
    };
    return th_str_of(names[role]);
}

static bool is_said(const th_learning *l, const th_strs *said, th_str label)
{
    for (size_t i = 0; i < said->n; i++)
        if (th_fold_eq(l->arena, said->at[i], label))
            return true;
    return false;
}

/* A role is shared by all forms; the ways its heading is written become its other labels. */
static void shared_columns(th_learning *l, th_buf *out)
{
    for (th_role role = TH_ROLE_STT; role <= TH_ROLE_REMARK; role++) {
        th_strs labels = {0};
        for (size_t i = 0; i < l->nforms; i++) {
            const th_learn_column *c = th_learn_column_of(&l->forms[i].figures, role);
            if (c && l->forms[i].figures.found && !is_said(l, &labels, c->label))
                th_strs_add(&labels, l->arena, c->label);
        }
        if (!labels.n)
            continue;
        th_buf others;
        th_buf_init(&others, l->arena);
        for (size_t i = 1; i < labels.n; i++)
            th_buf_fmt(&others, "%s" TH_FMT, i > 1 ? "|" : "", TH_ARG(labels.at[i]));
        bool needed = role == TH_ROLE_LABEL || role == TH_ROLE_NOW;
        LINE(out, S("*"), S(""), labels.at[0], th_buf_str(&others), role_name(role), needed ? S("Có") : S("Không"),
             S(""));
    }
}

static void columns(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Biểu"), S("Mã"), S("Nhãn"), S("Nhãn khác"), S("Vai trò"), S("Bắt buộc"), S("Danh mục"));
    shared_columns(l, &out);
    for (size_t i = 0; i < l->nforms; i++) {
        const th_learn_form *f = &l->forms[i];
        for (size_t k = 0; k < f->list.n && f->list.found; k++) {
            const th_learn_column *c = &f->list.columns[k];
            bool scores = is_scores(f) || (c->role != TH_ROLE_CRITERION && c->role != TH_ROLE_SELF_SCORE);
            th_str role = c->role == TH_ROLE_VALUE || !scores ? th_type_vi(c->type) : role_name(c->role);
            LINE(&out, f->code, c->code, c->label, S(""), role, S("Không"), c->catalogue);
            l->out->columns++;
        }
    }
    part(l, "cot.csv", &out);
}

static void indicators(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Mã"), S("Biểu"), S("STT"), S("Mã số trên biểu"), S("Nhóm"), S("Nhãn"), S("ĐVT"), S("Kiểu"),
         S("Bắt buộc"), S("Nhỏ nhất"), S("Gộp"), S("Tử số"), S("Mẫu số"), S("Chiều tốt"));
    for (size_t i = 0; i < l->nforms; i++) {
        const th_learn_form *f = &l->forms[i];
        for (size_t k = 0; k < f->nrows; k++) {
            const th_learn_row *r = &f->rows[k];
            bool is_year = th_str_eq(th_fold_weak(l->arena, r->unit), S("nam"));
            bool adds = is_year ? false : r->type == TH_TYPE_INT || r->type == TH_TYPE_REAL || r->type == TH_TYPE_MONEY,
                 parts = r->numerator && r->denominator;
            th_str how = adds                      ? S("tổng")
                         : parts                   ? S("tỷ số của tổng")
                         : r->type == TH_TYPE_RANK ? S("tốt nhất")
                         : r->type == TH_TYPE_BOOL ? S("đếm")
                                                   : S("không");
            LINE(&out, r->code, f->code, r->stt, r->printed_code, r->group, r->label, r->unit, th_type_vi(r->type),
                 r->filled && r->type != TH_TYPE_TEXT ? S("Có") : S("Không"), adds ? S("0") : S(""), how,
                 parts ? f->rows[r->numerator - 1].code : (th_str){0},
                 parts ? f->rows[r->denominator - 1].code : (th_str){0}, r->type == TH_TYPE_RANK ? S("giảm") : S(""));
            l->out->indicators++;
        }
    }
    part(l, "chi-tieu.csv", &out);
}

static void rules(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Mã"), S("Tên"), S("Phạm vi"), S("Vế trái"), S("So sánh"), S("Vế phải"), S("Dung sai"), S("Mức"),
         S("Khi thiếu"), S("Trạng thái"), S("Cách sửa"), S("Căn cứ"));
    for (size_t i = 0; i < l->nrules; i++) {
        const th_learn_rule *r = &l->rules[i];
        LINE(&out, th_str_fmt(l->arena, "KT-%03zu", i + 1), r->name, r->scope, r->left, S("="), r->right, S(""),
             r->level, S("bỏ qua"), S("bật"), r->fix, r->basis);
    }
    l->out->rules = l->nrules;
    if (l->nrules)
        part(l, "kiem-tra.csv", &out);
}

static void catalogues(th_learning *l)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    LINE(&out, S("Mã"), S("Giá trị"), S("Tên khác"));
    th_buf_add(&out, th_buf_str(&l->catalogues));
    if (l->ncatalogues)
        part(l, "danh-muc.csv", &out);
}

th_status th_learn(th_arena *arena, const th_book *book, int year, th_learned *learned)
{
    *learned = (th_learned){.year = year};
    th_learning l = {.arena = arena, .book = book, .out = learned, .year = year};
    th_buf_init(&l.catalogues, arena);
    find_year(&l);
    learned->year = l.year;
    for (size_t s = 0; s < book->nsheets; s++)
        if (book->sheets[s].ncells && !th_str_starts(book->sheets[s].name, S("_")))
            learn_sheet(&l, &book->sheets[s]);
    if (!l.nforms)
        return TH_FAILED;
    th_learn_rules(&l);
    settings(&l);
    units(&l);
    forms(&l);
    columns(&l);
    indicators(&l);
    catalogues(&l);
    rules(&l);
    learned->forms = l.nforms;
    return TH_OK;
}
