/* How a cell of the definition becomes a field of an item.  A reader is only called for a cell that is filled. */
#include "expr/lexer.h"
#include "expr/number.h"
#include "form/load.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

enum { MINUTES_OF_DAY = 24 * 60 };

static void *field_of(const th_field_spot *spot)
{
    return (char *)spot->item + spot->field->offset;
}

static void *also_of(const th_field_spot *spot)
{
    return (char *)spot->item + spot->field->also;
}

static bool is_word(const th_field_spot *spot, th_str text, const char *word)
{
    th_arena *arena = spot->l->arena;
    return th_fold_eq(arena, text, th_str_of(word)) ||
           th_str_eq(th_fold_weak(arena, text), th_fold_weak(arena, th_str_of(word)));
}

void th_read_text(th_field_spot *spot)
{
    *(th_str *)field_of(spot) = th_str_copy(spot->l->arena, spot->text);
}

void th_read_code(th_field_spot *spot)
{
    th_read_text(spot);
    if (!th_lexer_is_code(spot->text) || th_str_eq(spot->text, TH_STR("DONG")))
        th_fault_value(spot, "một mã gồm chữ, số, dấu chấm, bắt đầu bằng chữ (trừ DONG)",
                       "a code of letters, digits and points, beginning with a letter (not DONG)", (th_str){0});
}

void th_read_list(th_field_spot *spot)
{
    th_strs *list = field_of(spot);
    th_str rest = spot->text, item;
    while (th_str_cut(&rest, '|', &item)) {
        item = th_str_trim(item);
        if (item.len)
            th_strs_add(list, spot->l->arena, th_str_copy(spot->l->arena, item));
    }
}

void th_read_bool(th_field_spot *spot)
{
    static const char *const yes[] = {"Có", "x", "TRUE", "1"}, *const no[] = {"Không", "FALSE", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (is_word(spot, spot->text, yes[i])) {
            *(bool *)field_of(spot) = true;
            return;
        }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (is_word(spot, spot->text, no[i]))
            return;
    th_fault_value(spot, "“Có” hoặc “Không”", "“Có” (yes) or “Không” (no)", (th_str){0});
}

static bool number(const th_field_spot *spot, const th_exact **num)
{
    bool percent;
    switch (th_number_read(spot->l->arena, spot->typed, num, &percent)) {
    case TH_NUMBER_OK: return true;
    case TH_NUMBER_AMBIGUOUS:
        th_fault_value(spot, "một số rõ ràng: ghi liền (1234) hoặc dùng dấu phẩy (1,234)",
                       "a number that cannot be misread: 1234, or 1,234 for decimals", (th_str){0});
        return false;
    case TH_NUMBER_MALFORMED:
    default: th_fault_value(spot, "một số", "a number", (th_str){0}); return false;
    }
}

void th_read_number(th_field_spot *spot)
{
    const th_exact *num;
    if (number(spot, &num))
        *(const th_exact **)field_of(spot) = num;
}

void th_read_points(th_field_spot *spot)
{
    const th_exact *num;
    if (!number(spot, &num))
        return;
    *(const th_exact **)field_of(spot) = num;
    if (th_exact_sign(num) < 0)
        th_fault_value(spot, "một số không âm", "a number that is not negative", (th_str){0});
}

void th_read_int(th_field_spot *spot)
{
    const th_exact *num;
    if (!number(spot, &num))
        return;
    long n;
    if (th_exact_is_int(num) && th_str_to_long(th_exact_text(spot->l->arena, num), &n) && n >= -9999 && n <= 9999)
        *(int *)field_of(spot) = (int)n;
    else
        th_fault_value(spot, "một số nguyên nhỏ", "a small whole number", (th_str){0});
}

static bool find_word(const th_field_spot *spot, th_str text, const th_word *words, int *value)
{
    for (const th_word *word = words; word->vi; word++)
        if (is_word(spot, text, word->vi)) {
            *value = word->value;
            return true;
        }
    return false;
}

/* Reports a word that is not one of `words`, and lists these. */
static void not_a_word(const th_field_spot *spot, th_str text, const th_word *words)
{
    th_buf vi;
    th_buf_init(&vi, spot->l->arena);
    th_strs all = {0};
    for (const th_word *word = words; word->vi; word++) {
        th_buf_fmt(&vi, "%s“%s”", word == words ? "" : ", ", word->vi);
        th_strs_add(&all, spot->l->arena, th_str_of(word->vi));
    }
    th_buf_byte(&vi, '\0');
    size_t near = th_fold_nearest(spot->l->arena, text, all.at, all.n);
    const char *list = vi.ptr;
    th_fault_value(spot, th_str_cstr(spot->l->arena, th_str_fmt(spot->l->arena, "một trong: %s", list)),
                   th_str_cstr(spot->l->arena, th_str_fmt(spot->l->arena, "one of: %s", list)),
                   near < all.n ? all.at[near] : (th_str){0});
}

void th_read_word(th_field_spot *spot)
{
    int value;
    if (find_word(spot, spot->text, spot->field->words, &value))
        memcpy(field_of(spot), &value, sizeof value); /* the field is an int, or an enum, which has the same size */
    else
        not_a_word(spot, spot->text, spot->field->words);
}

/* A time of day ("15:20", "15:20:00", "15h20", "15g20", "15h") in minutes; -1 for any other text. */
static int minutes_of(th_str text)
{
    char copy[16] = "";
    unsigned hours = 0, minutes = 0;
    int used = 0;
    if (text.len >= sizeof copy)
        return -1;
    memcpy(copy, text.ptr, text.len);
    if (sscanf(copy, "%2u%*1[hg]%n", &hours, &used) == 1 && used > 0 && copy[used] == '\0' && hours <= 23)
        return (int)hours * 60;
    used = 0;
    if (sscanf(copy, "%2u%*1[:hg]%2u%n", &hours, &minutes, &used) != 2 || used == 0 || hours > 23 || minutes > 59)
        return -1;
    return copy[used] == '\0' || copy[used] == ':' || copy[used] == '.' ? (int)(hours * 60 + minutes) : -1;
}

void th_read_moment(th_field_spot *spot)
{
    int year, month, day, minutes = 0;
    size_t cut = th_str_find(spot->text, TH_STR("T"), 0);
    if (cut == SIZE_MAX)
        cut = th_str_find(spot->text, TH_STR(" "), 0);
    th_str time = th_str_trim(th_str_sub(spot->text, cut == SIZE_MAX ? spot->text.len : cut + 1, spot->text.len));
    th_str date = th_str_sub(spot->text, 0, cut);
    if (time.len && (minutes = minutes_of(time)) < 0) {
        /* Not every blank is followed by a time: "ngày 5 tháng 1 năm 2023".  But what follows a whole date is meant as
         * one, and "24:10" left out would be midnight. */
        date = th_date_parse(date, &year, &month, &day) ? (th_str){0} : spot->text;
        time = (th_str){0};
        minutes = 0;
    }
    if (!th_date_parse(date, &year, &month, &day)) {
        th_fault_value(spot, "một ngày, ví dụ 2023-01-05 hoặc 5/1/2023 (kèm giờ nếu có: 15:20)",
                       "a date such as 2023-01-05 or 5/1/2023, with a time if known (15:20)", (th_str){0});
        return;
    }
    th_str iso = th_str_fmt(spot->l->arena, "%04d-%02d-%02d", year, month, day);
    if (time.len)
        iso = th_str_fmt(spot->l->arena, TH_FMT " %02d:%02d", TH_ARG(iso), minutes / 60, minutes % 60);
    *(th_str *)field_of(spot) = iso;
    if (spot->field->also != SIZE_MAX)
        *(double *)also_of(spot) = th_date_serial(year, month, day) + minutes / (double)MINUTES_OF_DAY;
}

static const th_word type_words[] = {
#define TH_TYPE(id, vi, en) {vi, TH_TYPE_##id},
#include "text/types.def"
#undef TH_TYPE
    {0},
};

void th_read_type(th_field_spot *spot)
{
    int value;
    if (find_word(spot, spot->text, type_words, &value))
        *(th_type *)field_of(spot) = (th_type)value;
    else {
        /* A number may stand wherever the indicator is used, so that its uses are not reported too. */
        *(th_type *)field_of(spot) = TH_TYPE_REAL;
        not_a_word(spot, spot->text, type_words);
    }
}

void th_read_form_kind(th_field_spot *spot)
{
    static const th_word words[] = {{"chỉ tiêu", TH_FORM_INDICATORS},
                                    {"danh sách", TH_FORM_LIST},
                                    {"chấm điểm", TH_FORM_LIST | TH_FORM_SCORES},
                                    {0}};
    unsigned *kind = field_of(spot);
    th_str rest = spot->text, part;
    while (th_str_cut(&rest, '+', &part)) {
        int value;
        if (find_word(spot, th_str_trim(part), words, &value))
            *kind |= (unsigned)value;
        else
            not_a_word(spot, th_str_trim(part), words);
    }
}

void th_read_role(th_field_spot *spot)
{
    /* The name of a type stands for the role "giá trị": a list column with values of that type. */
    static const th_word words[] = {
#define TH_ROLE(id, vi, en) {vi, TH_ROLE_##id},
#include "form/roles.def"
#undef TH_ROLE
#define TH_TYPE(id, vi, en) {vi, TH_ROLES + TH_TYPE_##id},
#include "text/types.def"
#undef TH_TYPE
        {0},
    };
    int value;
    if (!find_word(spot, spot->text, words, &value) || value == TH_ROLE_VALUE) {
        not_a_word(spot, spot->text, words);
        return;
    }
    th_role role = value < TH_ROLES ? (th_role)value : TH_ROLE_VALUE;
    bool points = role == TH_ROLE_SELF_SCORE || role == TH_ROLE_MAX_SCORE || role == TH_ROLE_SELF_TOTAL;
    th_type type = points ? TH_TYPE_REAL : TH_TYPE_TEXT;
    if (role == TH_ROLE_VALUE)
        type = (th_type)(value - TH_ROLES);
    *(th_role *)field_of(spot) = role;
    *(th_type *)also_of(spot) = type;
}

void th_read_comparison(th_field_spot *spot)
{
    th_op op;
    size_t len;
    if (is_word(spot, spot->text, "cùng có") || is_word(spot, spot->text, "không cùng có")) {
        *(th_pairing *)also_of(spot) =
            is_word(spot, spot->text, "cùng có") ? TH_PAIR_BOTH_OR_NEITHER : TH_PAIR_NOT_BOTH;
        return;
    }
    if (th_op_find(spot->text, 0, &op, &len) && len == spot->text.len && op >= TH_OP_EQ)
        *(th_op *)field_of(spot) = op;
    else
        th_fault_value(spot, "một trong: = <> < <= > >=, “cùng có”, “không cùng có”",
                       "one of: = <> < <= > >=, “cùng có” (both or neither), “không cùng có” (not both)", (th_str){0});
}

void th_read_tolerance(th_field_spot *spot)
{
    const th_exact *num;
    bool percent;
    if (is_word(spot, spot->text, "tự động"))
        return;
    if (is_word(spot, spot->text, "chính xác")) {
        *(const th_exact **)field_of(spot) = th_exact_int(spot->l->arena, 0);
        return;
    }
    if (th_number_read(spot->l->arena, spot->typed, &num, &percent) != TH_NUMBER_OK || th_exact_sign(num) < 0) {
        th_fault_value(
            spot, "“tự động”, “chính xác”, một số không âm, hoặc một tỷ lệ như 5%",
            "“tự động” (automatic), “chính xác” (exact), a number that is not negative, or a share such as 5%",
            (th_str){0});
        return;
    }
    *(const th_exact **)field_of(spot) = num;
    *(bool *)also_of(spot) = percent;
}

void th_read_missing(th_field_spot *spot)
{
    static const th_word words[] = {
        {"bỏ qua", TH_MISSING_SKIP}, {"coi là 0", TH_MISSING_ZERO}, {"bỏ qua khi trống hết", TH_MISSING_SKIP_ALL}, {0}};
    th_missing *sides[] = {field_of(spot), also_of(spot)};
    th_str rest = spot->text, part;
    for (size_t i = 0; i < 2 && th_str_cut(&rest, '|', &part); i++) {
        int value;
        if (!find_word(spot, th_str_trim(part), words, &value)) {
            not_a_word(spot, th_str_trim(part), words);
            return;
        }
        *sides[i] = *sides[1] = (th_missing)value;
    }
}

void th_read_award(th_field_spot *spot)
{
    th_award_kind *kind = also_of(spot);
    *kind = TH_AWARD_POINTS;
    if (is_word(spot, spot->text, "không được giao"))
        *kind = TH_AWARD_NOT_ASSIGNED;
    else if (is_word(spot, spot->text, "theo máy"))
        *kind = TH_AWARD_BY_MACHINE;
    else
        th_read_points(spot);
}

/* ---- references and expressions ---- */

static const struct {
    th_table_id table;
    const char *vi, *en;
} nouns[] = {
    {TH_TABLE_UNITS, "đơn vị", "unit"},
    {TH_TABLE_FORMS, "biểu", "form"},
    {TH_TABLE_COLUMNS, "cột", "column"},
    {TH_TABLE_INDICATORS, "chỉ tiêu", "indicator"},
    {TH_TABLE_CATALOGUES, "danh mục", "catalogue"},
    {TH_TABLE_CRITERIA, "tiêu chí", "criterion"},
    {TH_TABLE_RANKINGS, "xếp hạng", "ranking"},
};

static bool names_unit(th_loading *l, const th_unit *unit, th_str text)
{
    if (th_fold_eq(l->arena, text, unit->code) || th_fold_eq(l->arena, text, unit->name))
        return true;
    for (size_t i = 0; i < unit->aliases.n; i++)
        if (th_fold_eq(l->arena, text, unit->aliases.at[i]))
            return true;
    return false;
}

/* People write the name of a unit where its code is meant, so names are looked for too.  *past is set where the text
 * names a unit that is not of this period. */
static uint32_t find_unit(th_loading *l, th_str text, bool *past)
{
    for (uint32_t i = 0; i < l->d->nunits; i++)
        if (names_unit(l, &l->d->units[i], text))
            return i;
    for (size_t i = 0; i < l->npast_units; i++)
        *past = *past || names_unit(l, &l->past_units[i], text);
    return TH_NONE;
}

void th_read_reference(th_field_spot *spot)
{
    th_loading *l = spot->l;
    th_table_id target = spot->field->target;
    uint32_t index = th_codes_find(l->d, target, spot->text);
    bool past = false;
    if (index == TH_NONE && target == TH_TABLE_UNITS)
        index = find_unit(l, spot->text, &past);
    *(uint32_t *)field_of(spot) = index;
    /* An optional sheet may be absent.  Its absence was not reported, so a reference into it has to be. */
    bool absent = th_table_specs[target].kind != TH_TABLE_REQUIRED && !l->tables[target].sheet;
    if (index != TH_NONE || past || (!absent && !th_table_has_codes(l, target)))
        return;
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (nouns[i].table == target)
            th_fault_reference(spot, spot->text, nouns[i].vi, nouns[i].en,
                               th_codes_nearest(l->arena, l->d, target, spot->text));
}

void th_read_one_or_any(th_field_spot *spot)
{
    if (th_str_eq(spot->text, TH_STR("*")))
        *(uint32_t *)field_of(spot) = TH_ANY;
    else
        th_read_reference(spot);
}

void th_read_column_form(th_field_spot *spot)
{
    if (th_str_eq(spot->text, TH_STR("*")))
        *(uint32_t *)field_of(spot) = TH_NONE;
    else
        th_read_reference(spot);
}

/* Did somebody type the expression as a formula? Then it begins with "=", or the workbook took it for a formula of
 * its own, which has no result because codes are not names that Excel knows. */
static bool is_excel_formula(const th_field_spot *spot)
{
    const th_sheet *sheet = spot->l->tables[spot->table].sheet;
    const th_cell *cell = sheet ? th_sheet_at(sheet, spot->row, spot->col) : NULL;
    bool failed = cell && (cell->type == TH_CELL_ERROR || cell->type == TH_CELL_PENDING);
    return th_str_starts(spot->typed, TH_STR("=")) || (failed && th_sheet_formula_at(sheet, spot->row, spot->col));
}

void th_read_step(th_field_spot *spot)
{
    if (is_word(spot, spot->text, TH_CONFERENCE))
        *(th_str *)also_of(spot) = TH_STR(TH_CONFERENCE);
    else
        th_read_expression(spot);
}

void th_read_expression(th_field_spot *spot)
{
    *(th_str *)also_of(spot) = th_str_copy(spot->l->arena, spot->typed);
    /* Without the sheet of indicators, which was reported, every code of every expression would be unknown. */
    if (!th_table_has_codes(spot->l, TH_TABLE_INDICATORS))
        return;
    th_expr_error error = {1, TH_STR("bỏ dấu “=” ở đầu, và để ô kiểu Text (đây không phải công thức của Excel)"),
                           TH_STR("remove the “=” before it, and format the cell as text (it is no formula of Excel)")};
    if (is_excel_formula(spot)) {
        th_fault_expression(spot, &error);
        return;
    }
    th_expr *e = th_expr_parse(spot->l->arena, th_str_copy(spot->l->arena, spot->typed), &spot->l->d->names, &error);
    *(th_expr **)field_of(spot) = e;
    if (!e)
        th_fault_expression(spot, &error);
}
