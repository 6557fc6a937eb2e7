/* Parts of a file's name, and the years among them. */
#include "fact/folder.h"

#include "base/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

th_str th_name_without_sign(th_arena *arena, th_str name)
{
    const th_str sign = TH_STR(TH_MEMBER_OF);
    th_buf out;
    if (th_str_find(name, sign, 0) == SIZE_MAX)
        return name;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < name.len; i++) {
        th_buf_byte(&out, name.ptr[i]);
        if (!th_str_starts(th_str_sub(name, i, name.len), sign))
            continue;
        for (size_t k = 1; k + 1 < sign.len; k++)
            th_buf_fmt(&out, "\\x%02X", (unsigned)(unsigned char)name.ptr[++i]);
    }
    return th_buf_str(&out);
}

/* The length of the sign that parts two folders or members, at the end of `head`; 0: there is none. */
static size_t length_of_sign(th_str head)
{
    const th_str member = TH_STR(TH_MEMBER_OF);
    if (th_str_ends(head, TH_STR("/")))
        return 1;
    return th_str_ends(head, member) ? member.len : 0;
}

bool th_name_cut_last(th_str *name, th_str *last)
{
    if (!name->len)
        return false;
    for (size_t i = name->len; i > 0; i--) {
        th_str head = th_str_sub(*name, 0, i);
        size_t sign = length_of_sign(head);
        if (!sign)
            continue;
        *last = th_str_sub(*name, i, name->len - i);
        *name = th_str_sub(*name, 0, i - sign);
        return true;
    }
    *last = *name;
    *name = (th_str){0};
    return true;
}

th_str th_name_base(th_str name)
{
    th_str last = {0};
    th_name_cut_last(&name, &last);
    return last;
}

static bool is_date_sign(char c)
{
    return c == '.' || c == '-' || c == '/' || c == '_';
}

/* An ending is short and has a letter: "05.01" has none. */
static th_str without_short_ending(th_str name)
{
    enum { LONGEST = 5 };
    bool letter = false;
    for (size_t i = name.len; i > 1 && name.len - i <= LONGEST; i--) {
        char c = name.ptr[i - 1];
        if (c == '.')
            return letter ? th_str_sub(name, 0, i - 1) : name;
        if (!th_is_letter(c) && !th_is_digit(c))
            break;
        letter = letter || th_is_letter(c);
    }
    return name;
}

th_str th_name_loose(th_arena *arena, th_str name)
{
    return without_short_ending(th_text_lower(arena, th_str_trim(name)));
}

static bool is_named_loosely(th_arena *scratch, th_str lower, th_str name)
{
    return th_str_eq(lower, th_text_lower(scratch, name)) || th_str_eq(lower, th_name_loose(scratch, name));
}

th_str th_name_archive(th_str name)
{
    size_t at = th_str_find(name, TH_STR(TH_MEMBER_OF), 0);
    return at == SIZE_MAX ? (th_str){0} : th_str_sub(name, 0, at);
}

bool th_name_lies_in(th_str name, th_str folder)
{
    th_str rest = th_str_sub(name, folder.len, name.len);
    return !folder.len || (th_str_starts(name, folder) &&
                           (th_str_starts(rest, TH_STR("/")) || th_str_starts(rest, TH_STR(TH_MEMBER_OF))));
}

/* The parts of a name with one sign between them. */
static th_str with_plain_signs(th_arena *arena, th_str name)
{
    static const th_str signs[] = {{"›", sizeof "›" - 1}, {">", 1}, {"\\", 1}, {"/", 1}};
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < name.len;) {
        size_t sign = 0, length = 0;
        for (; sign < sizeof signs / sizeof *signs && !length; sign++)
            if (th_str_starts(th_str_sub(name, i, name.len), signs[sign]))
                length = signs[sign].len;
        if (!length) {
            th_buf_byte(&out, name.ptr[i++]);
            continue;
        }
        while (out.len && out.ptr[out.len - 1] == ' ')
            out.len--;
        th_buf_byte(&out, '/');
        for (i += length; i < name.len && name.ptr[i] == ' ';)
            i++;
    }
    return th_buf_str(&out);
}

static bool is_the_same_name(th_arena *arena, th_str typed, th_str name)
{
    return th_str_eq(typed, name) ||
           (th_name_archive(name).len && th_str_eq(with_plain_signs(arena, typed), with_plain_signs(arena, name)));
}

/* Offices copy names from Windows; a file of this machine may have the backslash in its own name. */
static th_str with_our_slashes(th_arena *arena, th_str typed, th_str name)
{
    const char backslash = '\\';
    th_buf out;
    if (th_str_find(typed, TH_STR("\\"), 0) == SIZE_MAX || th_str_find(name, TH_STR("\\"), 0) != SIZE_MAX)
        return typed;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < typed.len; i++)
        th_buf_byte(&out, typed.ptr[i] == backslash ? '/' : typed.ptr[i]);
    return th_buf_str(&out);
}

th_naming th_name_names(th_arena *scratch, th_str typed, th_str name)
{
    typed = with_our_slashes(scratch, typed, name);
    th_str base = th_name_base(name), lower = th_text_lower(scratch, th_str_trim(typed));
    if (!lower.len)
        return TH_NAMES_OTHER;
    if (is_the_same_name(scratch, typed, name))
        return TH_NAMES_IN_FULL;
    if (th_str_eq(typed, base))
        return TH_NAMES_BASE;
    if (base.len != name.len && is_named_loosely(scratch, lower, name))
        return TH_NAMES_IN_FULL_LOOSELY;
    return is_named_loosely(scratch, lower, base) ? TH_NAMES_BASE_LOOSELY : TH_NAMES_OTHER;
}

/* Is there a day or a month beyond the sign of a date, as in "05.01.2023" and "2022-12-30"?  In "2021-2022" there is
 * none. */
static bool is_part_of_date(th_str text, size_t first, size_t end)
{
    enum { DAY = 2 };
    size_t before = 0, after = 0;
    if (first > 0 && is_date_sign(text.ptr[first - 1]))
        while (before + 1 < first && th_is_digit(text.ptr[first - 2 - before]))
            before++;
    if (end < text.len && is_date_sign(text.ptr[end]))
        while (end + 1 + after < text.len && th_is_digit(text.ptr[end + 1 + after]))
            after++;
    return (before > 0 && before <= DAY) || (after > 0 && after <= DAY);
}

/* "ngày 5 tháng 1 năm 2023" is a date as well. */
static bool is_after_month(th_arena *arena, th_str text, size_t first)
{
    th_str before = th_fold_weak(arena, th_str_sub(text, 0, first));
    size_t month = SIZE_MAX;
    for (size_t at = th_str_find(before, TH_STR("thang"), 0); at != SIZE_MAX;
         at = th_str_find(before, TH_STR("thang"), at + 1))
        month = at; /* the last one: "6 tháng, nhận ngày 5 tháng 1 năm 2023" */
    return month != SIZE_MAX && before.len - month <= sizeof "thang 12 nam";
}

/* The year that a part of a name is of; 0: none, or that of the period is among them. */
static int year_of_part(th_arena *arena, th_str text, int period, bool *of_period)
{
    enum { DIGITS = 4, FIRST_YEAR = 1990, LAST_YEAR = 2100 };
    int other = 0;
    *of_period = false;
    for (size_t i = 0, end; i < text.len; i = end) {
        end = i + 1;
        if (!th_is_digit(text.ptr[i]))
            continue;
        while (end < text.len && th_is_digit(text.ptr[end]))
            end++;
        long year;
        if (end - i != DIGITS || !th_str_to_long(th_str_sub(text, i, DIGITS), &year) || year < FIRST_YEAR ||
            year > LAST_YEAR)
            continue;
        if (year == period)
            *of_period = true;
        else if (!is_part_of_date(text, i, end) && !is_after_month(arena, text, i))
            other = (int)year;
    }
    return *of_period ? 0 : other;
}

int th_file_name_other_year(th_arena *arena, th_str name, int period, bool *of_period)
{
    return year_of_part(arena, th_name_base(name), period, of_period);
}

int th_folder_other_year(th_arena *arena, th_str name, int period)
{
    th_str part;
    th_name_cut_last(&name, &part); /* the file itself */
    while (th_name_cut_last(&name, &part)) {
        bool of_period;
        int other = year_of_part(arena, part, period, &of_period);
        if (other || of_period)
            return other;
    }
    return 0;
}
