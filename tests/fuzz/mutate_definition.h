/* Definitions made from the tables of form/: a cell, a row, a table or a figure is changed into something that its
 * column takes, now and then into what it does not.  What does not load is mostly made anew, so that the others are
 * scored and drawn. */
#ifndef TH_TESTS_MUTATE_DEFINITION_H
#define TH_TESTS_MUTATE_DEFINITION_H

#include "made_definition.h"

#include "expr/expr_types.h"
#include "form/load.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum { MAKING_TRIES = 4, MAKING_DEPTH = 4 };

typedef struct making {
    th_arena *arena;
    made_text *made;
    uint64_t state;
} making;

/* A number below `n`. */
static size_t any(making *m, size_t n)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    m->state ^= m->state << 17;
    return n ? (size_t)(m->state >> 11) % n : 0;
}

#define ANY_OF(m, list) th_str_of((list)[any(m, sizeof(list) / sizeof *(list))])

static const char *const numbers[] = {"0",
                                      "1",
                                      "2",
                                      "3",
                                      "5",
                                      "10",
                                      "20",
                                      "60",
                                      "100",
                                      "0,5",
                                      "99,99",
                                      "33,3",
                                      "-1",
                                      "12345678901234567890",
                                      "0,000000000000001",
                                      "999999999999999",
                                      "1000000000000000000000000000000000000000000000000000000000000000000000"};
static const char *const typed[] = {"",
                                    "0",
                                    "95",
                                    "100",
                                    "-3",
                                    "12,5",
                                    "98,7%",
                                    "trên 97",
                                    "khoảng 1.234.567",
                                    "5/63",
                                    "05/20",
                                    "7/0",
                                    "Có",
                                    "Không",
                                    "không",
                                    "x",
                                    "tăng 12%",
                                    "giảm 5 lần",
                                    "2024-05-06",
                                    "31/12/2024",
                                    "Truyện",
                                    "truyện tranh",
                                    "12/QĐ-UBND",
                                    "1.234",
                                    "1e308",
                                    "999999999999999999999",
                                    "0,1",
                                    "1/3",
                                    "Giáo khoa",
                                    "Sách A",
                                    "-",
                                    "#REF!"};
static const char *const texts[] = {"",
                                    "a",
                                    "Thư viện",
                                    "Lượt mượn",
                                    "=1+1",
                                    "@SUM(A1)",
                                    "{Kỳ}",
                                    "Năm {Kỳ-1}",
                                    "Tæng sè l­ît",
                                    "a\xE2\x80\xAE\xE2\x80\xA8z",
                                    "[:]*?/\\",
                                    "History",
                                    "'a'",
                                    "_x0041_ ]]> & < \"",
                                    "TỔNG HỢP",
                                    "MỤC LỤC",
                                    "e\xCC\x81\xCC\xA3",
                                    "\xF0\x9F\x98\x80",
                                    "a|b|c",
                                    "Tên dài hơn ba mươi mốt chữ cái thì phải cắt",
                                    "Hội nghị quyết định"};
static const char *const dates[] = {
    "",           "2025-01-05",       "2025-01-05 17:00",       "31/12/2024", "5/1/2025 15h20",
    "1900-02-29", "9999-12-31 23:59", "ngày 5 tháng 1 năm 2025"};

/* ---- what stands in the text already ---- */

static const made_table *table_of(const making *m, th_table_id id)
{
    return made_table_named(m->made, th_str_of(th_table_specs[id].name));
}

static size_t column_called(const made_table *table, const char *name)
{
    for (size_t k = 0; table->nrows && k < table->rows[0].n; k++)
        if (th_str_eq(table->rows[0].at[k], th_str_of(name)))
            return k;
    return SIZE_MAX;
}

/* A cell of some row of this column; "" where there is none. */
static th_str some_cell(making *m, th_table_id id, const char *column)
{
    const made_table *table = table_of(m, id);
    size_t k = table ? column_called(table, column) : SIZE_MAX;
    size_t row = table && table->nrows > 1 ? 1 + any(m, table->nrows - 1) : 0;
    return row && k < table->rows[row].n ? table->rows[row].at[k] : (th_str){0};
}

static th_str some_code(making *m, th_table_id id)
{
    return some_cell(m, id, "Mã");
}

/* Of a list column: one that forms share has no code. */
static th_str some_column(making *m)
{
    th_str code = {0};
    for (int i = 0; i < 8 && !code.len; i++)
        code = some_code(m, TH_TABLE_COLUMNS);
    return code;
}

/* ---- expressions ---- */

static void make_value(making *m, th_buf *out, unsigned depth);

static void make_criterion(making *m, th_buf *out)
{
    static const char *const wanted[] = {"\"Truyện\"", "\"<>\"", "\"=\"", "\">=5\"", "\"x\"", "5"};
    th_buf_add(out, ANY_OF(m, wanted));
}

static void make_call(making *m, th_buf *out, unsigned depth)
{
    th_func func = (th_func)any(m, TH_FUNCS);
    size_t least = th_func_least(func), most = th_func_most(func);
    size_t n = least + any(m, (most ? most : least + 3) - least + 1);
    if (func == TH_FN_COUNTIFS || func == TH_FN_SUMIF)
        n = 2;
    th_buf_fmt(out, TH_FMT "(", TH_ARG(th_func_name(func)));
    for (size_t i = 0; i < n; i++) {
        th_argument takes = th_func_argument(func, i);
        th_buf_add(out, i ? TH_STR(";") : (th_str){0});
        if (takes == TH_ARG_COLUMN || (takes == TH_ARG_EITHER && any(m, 4) == 0))
            th_buf_add(out, some_column(m));
        else if (takes == TH_ARG_CRITERION)
            th_buf_add(out, some_code(m, TH_TABLE_CRITERIA));
        else if (takes == TH_ARG_FIGURE)
            th_buf_add(out, some_code(m, TH_TABLE_INDICATORS));
        else if (i && th_func_argument(func, i - 1) == TH_ARG_COLUMN)
            make_criterion(m, out);
        else
            make_value(m, out, depth + 1);
    }
    th_buf_byte(out, ')');
}

static void make_value(making *m, th_buf *out, unsigned depth)
{
    static const char *const signs[] = {" + ", " - ", " * ", " / ", " = ", " <> ", " < ", " >= "};
    size_t what = depth >= MAKING_DEPTH ? any(m, 4) : any(m, 9);
    if (what == 0) {
        th_buf_add(out, ANY_OF(m, numbers));
        th_buf_add(out, any(m, 4) ? (th_str){0} : TH_STR("%"));
    } else if (what < 4) {
        th_buf_add(out, some_code(m, TH_TABLE_INDICATORS));
    } else if (what < 6) {
        th_buf_byte(out, '(');
        make_value(m, out, depth + 1);
        th_buf_add(out, ANY_OF(m, signs));
        make_value(m, out, depth + 1);
        th_buf_byte(out, ')');
    } else {
        make_call(m, out, depth);
    }
}

/* Now and then longer, or deeper, than a formula of Excel can be. */
static th_str make_expression(making *m)
{
    th_buf out;
    th_buf_init(&out, m->arena);
    size_t repeats = any(m, 64) ? 0 : any(m, 100);
    bool deep = any(m, 2);
    for (size_t i = 0; i < repeats; i++)
        th_buf_add(&out, deep ? TH_STR("ABS(") : TH_STR("M.01 + "));
    make_value(m, &out, 0);
    for (size_t i = 0; i < repeats && deep; i++)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

/* ---- cells ---- */

static th_str make_text(making *m, const th_field *field)
{
    static unsigned made;
    if (strcmp(field->name, "Mã") == 0)
        return th_str_fmt(m->arena, "X%u", made++ % 1000);
    if (any(m, 32) == 0) {
        th_buf out;
        th_buf_init(&out, m->arena);
        for (size_t i = 0, n = 1 + any(m, 300); i < n; i++)
            th_buf_add(&out, TH_STR("dài "));
        return th_buf_str(&out);
    }
    return any(m, 4) ? th_str_fmt(m->arena, "Tên %zu", any(m, 1000)) : ANY_OF(m, texts);
}

static th_str make_int(making *m, const th_field *field)
{
    bool year = th_str_find(th_str_of(field->name), TH_STR("ăm"), 0) != SIZE_MAX ||
                th_str_find(th_str_of(field->name), TH_STR("kỳ"), 0) != SIZE_MAX;
    if (any(m, 4) == 0)
        return (th_str){0};
    return th_str_fmt(m->arena, "%zu", any(m, 12) + (year ? 2016u : 0u));
}

static th_str make_word(making *m, const th_word *words)
{
    size_t n = 0;
    while (words[n].vi)
        n++;
    return th_str_of(words[any(m, n)].vi);
}

static const char *const type_names[] = {
#define TH_TYPE(id, vi, en) vi,
#include "text/types.def"
#undef TH_TYPE
};
static const char *const role_names[] = {
#define TH_ROLE(id, vi, en) vi,
#include "form/roles.def"
#undef TH_ROLE
};
static const char *const kinds[] = {"chỉ tiêu", "danh sách", "chấm điểm", "chỉ tiêu|danh sách"};
static const char *const comparisons[] = {"=", "<>", "<", "<=", ">", ">=", "cùng có", "không cùng có"};
static const char *const tolerances[] = {"", "tự động", "chính xác", "0", "0,5", "1%"};
static const char *const missing[] = {"", "bỏ qua", "coi là 0", "bỏ qua khi trống hết"};
static const char *const awards[] = {"0", "1", "2,5", "5", "10", "không được giao", "theo máy"};
static const char *const yes_or_no[] = {"", "Có", "Không"};
static const char *const blanks[] = {"", "thiếu", "coi là 0"};

/* A list of names that few others have. */
static th_str make_list(making *m)
{
    return any(m, 3) ? th_str_fmt(m->arena, "L%zu|L%zu", any(m, 1000), any(m, 1000)) : ANY_OF(m, texts);
}

typedef struct reader_words {
    void (*read)(th_field_spot *spot);
    const char *const *words;
    size_t n;
} reader_words;
#define WORDS(list) list, sizeof(list) / sizeof *(list)
static const reader_words words_of_readers[] = {
    {th_read_bool, WORDS(yes_or_no)},       {th_read_moment, WORDS(dates)},    {th_read_type, WORDS(type_names)},
    {th_read_form_kind, WORDS(kinds)},      {th_read_role, WORDS(role_names)}, {th_read_comparison, WORDS(comparisons)},
    {th_read_tolerance, WORDS(tolerances)}, {th_read_missing, WORDS(missing)}, {th_read_award, WORDS(awards)},
    {th_read_number, WORDS(numbers)},       {th_read_points, WORDS(numbers)},
};

/* Something that the column takes. */
static th_str make_cell(making *m, const th_field *field)
{
    void (*read)(th_field_spot *) = field->read;
    for (size_t i = 0; i < sizeof words_of_readers / sizeof *words_of_readers; i++)
        if (words_of_readers[i].read == read)
            return th_str_of(words_of_readers[i].words[any(m, words_of_readers[i].n)]);
    if (read == th_read_text || read == th_read_code)
        return make_text(m, field);
    if (read == th_read_list)
        return make_list(m);
    if (read == th_read_int)
        return make_int(m, field);
    if (read == th_read_word)
        return make_word(m, field->words);
    if (read == th_read_expression || read == th_read_step)
        return make_expression(m);
    if (read == th_read_one_or_any && any(m, 4) == 0)
        return TH_STR("*");
    if (field->target < TH_TABLES)
        return (field->flags & TH_FIELD_FILLED) || any(m, 2) ? some_code(m, field->target) : (th_str){0};
    return ANY_OF(m, blanks);
}

static const th_field *field_called(th_table_id id, th_str label)
{
    for (size_t k = 0; id < TH_TABLES && k < th_table_specs[id].nfields; k++)
        if (th_str_eq(th_str_of(th_table_specs[id].fields[k].name), label))
            return &th_table_specs[id].fields[k];
    return NULL;
}

/* A cell of "Số liệu". */
static th_str make_figure(making *m, size_t column)
{
    static const char *const places[] = {"nay", "nay", "nay", "truoc", "ke_hoach", "so_sanh", "ghi_chu", "1", "2", "7"};
    if (column == 0)
        return some_code(m, TH_TABLE_UNITS);
    if (column == 1)
        return any(m, 3) ? some_code(m, TH_TABLE_INDICATORS) : some_column(m);
    if (column == 2)
        return ANY_OF(m, places);
    return any(m, 2) ? ANY_OF(m, typed) : th_str_fmt(m->arena, "%zu", any(m, 200));
}

/* Bytes that nobody typed; what would end the cell or the line becomes a blank. */
static th_str make_bytes(making *m, th_str cell)
{
    size_t room = cell.len + 64;
    char *copy = th_arena_alloc(m->arena, room);
    if (cell.len)
        memcpy(copy, cell.ptr, cell.len);
    size_t n = LLVMFuzzerMutate((uint8_t *)copy, cell.len, room);
    for (size_t i = 0; i < n; i++)
        if (copy[i] == '\t' || copy[i] == '\n' || copy[i] == '\r')
            copy[i] = ' ';
    return (th_str){copy, n};
}

/* ---- changes ---- */

static th_table_id id_of(const made_table *table)
{
    size_t id = 0;
    while (id < TH_TABLES && !th_str_eq(th_str_of(th_table_specs[id].name), table->name))
        id++;
    return (th_table_id)id;
}

static void make_row(making *m, made_table *table)
{
    th_table_id id = id_of(table);
    th_strs row = {0};
    for (size_t k = 0; k < table->rows[0].n; k++) {
        const th_field *field = field_called(id, table->rows[0].at[k]);
        th_str cell = id == TH_TABLES ? make_figure(m, k) : (th_str){0};
        if (field && ((field->flags & TH_FIELD_FILLED) || any(m, 2)))
            cell = make_cell(m, field);
        th_strs_add(&row, m->arena, cell);
    }
    TH_PUSH(m->arena, table->rows, table->nrows, table->cap, row);
}

static void change_cell(making *m, made_table *table)
{
    size_t row = 1 + any(m, table->nrows - 1), k = any(m, table->rows[row].n);
    th_str *cell = &table->rows[row].at[k];
    th_table_id id = id_of(table);
    const th_field *field = k < table->rows[0].n ? field_called(id, table->rows[0].at[k]) : NULL;
    if (any(m, 12) == 0)
        *cell = make_bytes(m, *cell);
    else if (id == TH_TABLES)
        *cell = make_figure(m, k);
    else if (field)
        *cell = make_cell(m, field);
}

static void remove_row(making *m, made_table *table)
{
    size_t row = 1 + any(m, table->nrows - 1);
    memmove(&table->rows[row], &table->rows[row + 1], (table->nrows - row - 1) * sizeof *table->rows);
    table->nrows--;
}

static void exchange_rows(making *m, made_table *table)
{
    size_t a = 1 + any(m, table->nrows - 1), b = 1 + any(m, table->nrows - 1);
    th_strs row = table->rows[a];
    table->rows[a] = table->rows[b];
    table->rows[b] = row;
}

/* A sheet that is not there yet, or is there a second time. */
static void make_table(making *m)
{
    const th_table_spec *spec = &th_table_specs[any(m, TH_TABLES)];
    if (m->made->n == MADE_TABLES || (made_table_named(m->made, th_str_of(spec->name)) && any(m, 16)))
        return;
    made_table *table = &m->made->tables[m->made->n++];
    *table = (made_table){.name = th_str_of(spec->name)};
    th_strs labels = {0};
    for (size_t k = 0; k < spec->nfields; k++)
        th_strs_add(&labels, m->arena, th_str_of(spec->fields[k].name));
    TH_PUSH(m->arena, table->rows, table->nrows, table->cap, labels);
    make_row(m, table);
}

static void change_something(making *m)
{
    made_table *table = &m->made->tables[any(m, m->made->n)];
    if (any(m, 3) == 0 && made_table_named(m->made, MADE_FIGURES))
        table = made_table_named(m->made, MADE_FIGURES);
    size_t what = any(m, 16);
    if (what == 0)
        make_table(m);
    else if (what < 5 && table->nrows && table->nrows < MADE_ROWS)
        make_row(m, table);
    else if (what == 5 && table->nrows > 2)
        remove_row(m, table);
    else if (what == 6 && table->nrows > 2)
        exchange_rows(m, table);
    else if (table->nrows > 1)
        change_cell(m, table);
}

static bool loads(th_arena *arena, const made_text *made)
{
    const th_definition_parts parts = made_parts(arena, made);
    th_definition *d = NULL;
    th_findings faults = {0};
    return th_definition_load(arena, &th_limits_default, &parts, &d, &faults) < TH_FAILED;
}

static th_str mutate_definition(th_arena *arena, th_str input, unsigned seed)
{
    making m = {.arena = arena, .state = seed * UINT64_C(0x9E3779B97F4A7C15) | 1};
    made_text made;
    bool as_it_is = any(&m, 8) == 0;
    if (!th_str_starts(input, TH_STR("[")))
        return made_first(arena);
    for (int i = 0; i < MAKING_TRIES; i++) {
        made = made_read(arena, input);
        m.made = &made;
        for (size_t k = 0, n = 1 + any(&m, 3); k < n && made.n; k++)
            change_something(&m);
        if (as_it_is || loads(arena, &made))
            break;
    }
    return made_print(arena, &made);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    th_arena *arena = th_arena_new((size_t)256 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return size;
    }
    th_str made = mutate_definition(arena, th_str_copy(arena, (th_str){(const char *)data, size}), seed);
    if (made.len <= most) {
        memcpy(data, made.ptr, made.len);
        size = made.len;
    }
    th_arena_free(arena);
    return size;
}

#endif
