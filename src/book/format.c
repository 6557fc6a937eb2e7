/* What kind of number a format shows (ECMA-376 18.8.30, 18.8.31), and what a cell with it shows. */
#include "book/book.h"

#include "base/ascii.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

enum { LONGEST_CODE = 1024 /* Excel takes 255 characters */ };
enum { MOST_DECIMALS = 15, SECONDS_A_DAY = 86400, LAST_SERIAL = 2958465 /* 9999-12-31 */, EPOCH_1904 = 1462 };

static const struct {
    unsigned id;
    const char *code;
} builtins[] = {
    {0, "General"},
    {1, "0"},
    {2, "0.00"},
    {3, "#,##0"},
    {4, "#,##0.00"},
    {5, "#,##0;-#,##0"},
    {6, "#,##0;[Red]-#,##0"},
    {7, "#,##0.00;-#,##0.00"},
    {8, "#,##0.00;[Red]-#,##0.00"},
    {9, "0%"},
    {10, "0.00%"},
    {11, "0.00E+00"},
    {12, "# ?/?"},
    {13, "# ?\?/?\?"},
    {14, "m/d/yyyy"},
    {15, "d-mmm-yy"},
    {16, "d-mmm"},
    {17, "mmm-yy"},
    {18, "h:mm AM/PM"},
    {19, "h:mm:ss AM/PM"},
    {20, "h:mm"},
    {21, "h:mm:ss"},
    {22, "m/d/yyyy h:mm"},
    {27, "yyyy\"-\"mm"},
    {28, "m/d"},
    {29, "m/d"},
    {30, "m-d-yy"},
    {31, "yyyy\"-\"m\"-\"d"},
    {32, "h:mm"},
    {33, "h:mm:ss"},
    {34, "h:mm"},
    {35, "h:mm:ss"},
    {36, "yyyy\"-\"mm"},
    {37, "#,##0;-#,##0"},
    {38, "#,##0;[Red]-#,##0"},
    {39, "#,##0.00;-#,##0.00"},
    {40, "#,##0.00;[Red]-#,##0.00"},
    {41, "#,##0"},
    {42, "#,##0"},
    {43, "#,##0.00"},
    {44, "#,##0.00"},
    {45, "mm:ss"},
    {46, "[h]:mm:ss"},
    {47, "mm:ss.0"},
    {48, "##0.0E+0"},
    {49, "@"},
    {50, "yyyy\"-\"mm"},
    {51, "m/d"},
    {52, "yyyy\"-\"mm"},
    {53, "m/d"},
    {54, "m/d"},
    {55, "h:mm"},
    {56, "h:mm:ss"},
    {57, "yyyy\"-\"mm"},
    {58, "m/d"},
};

th_str th_format_builtin(unsigned id)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (builtins[i].id == id)
            return th_str_of(builtins[i].code);
    return (th_str){0};
}

/* What the first section of a code holds outside of quotes. */
typedef struct marks {
    bool date, percent, text, digit, point, exponent, elapsed;
    int decimals;
} marks;

/* Does a section in brackets show elapsed time?  [h], [mm] and [ss] do, while [Red], [$-42A] and [>100] say nothing
 * about the kind. */
static bool is_elapsed(th_str inside)
{
    if (inside.len == 0)
        return false;
    for (size_t i = 0; i < inside.len; i++) {
        char c = inside.ptr[i] | 0x20;
        if ((c != 'h' && c != 'm' && c != 's') || c != (inside.ptr[0] | 0x20))
            return false;
    }
    return true;
}

static void note_mark(marks *seen, char c)
{
    switch (c) {
    case 'd':
    case 'D':
    case 'm':
    case 'M':
    case 'y':
    case 'Y':
    case 'h':
    case 'H':
    case 's':
    case 'S':
    case 'b':
    case 'B': seen->date = true; break;
    case '%': seen->percent = true; break;
    case '@': seen->text = true; break;
    case '.': seen->point = true; break;
    case '0':
    case '#':
    case '?':
        seen->digit = true;
        seen->decimals += seen->point && !seen->exponent;
        break;
    default: break;
    }
}

static marks marks_of_code(th_str code)
{
    marks seen = {0};
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        if (c == ';')
            break;
        if (c == '"') {
            size_t end = th_str_find(code, TH_STR("\""), i + 1);
            i = end == SIZE_MAX ? code.len : end;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '[') {
            size_t end = th_str_find(code, TH_STR("]"), i + 1);
            seen.elapsed = seen.elapsed || (end != SIZE_MAX && is_elapsed(th_str_sub(code, i + 1, end - i - 1)));
            i = end == SIZE_MAX ? code.len : end;
        } else if ((c == 'E' || c == 'e') && i + 1 < code.len && (code.ptr[i + 1] == '+' || code.ptr[i + 1] == '-')) {
            seen.exponent = true;
            i++;
        } else {
            note_mark(&seen, c);
        }
    }
    return seen;
}

th_format th_format_class(th_str code, int *decimals)
{
    int unused;
    if (!decimals)
        decimals = &unused;
    code = th_str_sub(code, 0, LONGEST_CODE); /* thousands of cell formats may share a code */
    *decimals = -1;
    if (code.len == 0 || th_str_eq(code, TH_STR("General")) || th_str_eq(code, TH_STR("GENERAL")))
        return TH_FORMAT_GENERAL;
    th_str rest = code;
    /* A locale or a colour may stand before the word, as in "[$-409]General". */
    while (th_str_starts(rest, TH_STR("["))) {
        size_t end = th_str_find(rest, TH_STR("]"), 0);
        if (end == SIZE_MAX)
            break;
        rest = th_str_sub(rest, end + 1, rest.len);
    }
    if (th_str_starts(rest, TH_STR("General")) || th_str_starts(rest, TH_STR("general")))
        return TH_FORMAT_GENERAL;
    marks seen = marks_of_code(code);
    if (seen.date || seen.elapsed)
        return TH_FORMAT_DATE;
    if (seen.text && !seen.digit)
        return TH_FORMAT_TEXT;
    if (seen.digit && !seen.exponent)
        *decimals = seen.decimals > MOST_DECIMALS ? MOST_DECIMALS : seen.decimals;
    return seen.percent ? TH_FORMAT_PERCENT : TH_FORMAT_GENERAL;
}

/* The serial in the 1900 system. */
static double serial_1900(const th_book *book, const th_cell *cell)
{
    return book->date1904 && cell->number >= 1 ? cell->number + EPOCH_1904 : cell->number;
}

bool th_serial_is_date(const th_book *book, double serial)
{
    return serial >= 0 && serial + (book->date1904 ? EPOCH_1904 : 0) < LAST_SERIAL + 1.0;
}

/* How long, in hours, minutes and seconds.  The epoch of the book is nothing to it. */
static th_str duration(th_arena *arena, double days)
{
    long long ms = llround(days * SECONDS_A_DAY * 1000), seconds = ms / 1000;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (ms % 1000)
        th_buf_fmt(&out, ".%03lld", ms % 1000);
    return th_buf_str(&out);
}

th_str th_cell_date(th_arena *arena, const th_book *book, const th_cell *cell)
{
    if (th_serial_is_date(book, cell->number) && marks_of_code(book->formats[cell->format_code]).elapsed)
        return duration(arena, cell->number);

    double serial = serial_1900(book, cell);
    if (!(serial >= 0) || serial >= LAST_SERIAL + 1.0)
        return th_double_text(arena, cell->number); /* there is no such date, so the cell shows the number */
    double day = floor(serial);
    long ms = lround((serial - day) * SECONDS_A_DAY * 1000); /* a double of this size is exact to a microsecond */
    if (ms == SECONDS_A_DAY * 1000L) {
        day += 1;
        ms = 0;
    }
    th_buf out;
    th_buf_init(&out, arena);
    if (day >= 1) {
        int year, month, date;
        th_date_of_serial((int)day, &year, &month, &date);
        th_buf_fmt(&out, "%04d-%02d-%02d", year, month, date);
        if (ms == 0)
            return th_buf_str(&out);
        th_buf_byte(&out, 'T');
    }
    long seconds = ms / 1000;
    th_buf_fmt(&out, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (ms % 1000)
        th_buf_fmt(&out, ".%03ld", ms % 1000);
    return th_buf_str(&out);
}

/* Bytes at the end of `raw` in raised runs. */
static size_t raised_at_end(const th_book *book, const th_cell *cell)
{
    size_t end = cell->raw.len;
    for (uint32_t i = cell->nruns; i-- > 0;) {
        const th_cell_run *run = &cell->runs[i];
        if (run->font >= book->nfaces || !book->faces[run->font].raised || run->start > end)
            break;
        end = run->start;
    }
    return cell->raw.len - end;
}

static const char *raised_digit(char c)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    return digits[c - '0'];
}

/* The text as people see it: digits that are raised behind a figure are the mark of a footnote, or a power, and none of
 * the figure's. */
static th_str text_with_raised_digits(th_arena *arena, const th_book *book, const th_cell *cell)
{
    th_str text = cell->text.len ? cell->text : cell->raw;
    size_t raised = raised_at_end(book, cell);
    if (!raised || raised >= text.len || raised >= cell->raw.len)
        return text;
    size_t from = text.len - raised;
    char before = text.ptr[from - 1];
    if (memcmp(text.ptr + from, cell->raw.ptr + cell->raw.len - raised, raised) != 0 ||
        !(th_is_digit(before) || before == '%' || before == ' '))
        return text;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, th_str_sub(text, 0, from));
    for (size_t i = from; i < text.len; i++)
        if (th_is_digit(text.ptr[i]))
            th_buf_add(&out, th_str_of(raised_digit(text.ptr[i])));
        else
            th_buf_byte(&out, text.ptr[i]);
    return th_buf_str(&out);
}

/* Is every byte of the text the one that is stored?  Only then runs, which count stored bytes, tell where they are. */
static bool is_as_stored(const th_cell *cell)
{
    return !cell->text.len ||
           (cell->text.len == cell->raw.len && memcmp(cell->text.ptr, cell->raw.ptr, cell->raw.len) == 0);
}

static bool has_a_digit(th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (th_is_digit(text.ptr[i]))
            return true;
    return false;
}

static bool is_struck(const th_book *book, const th_cell *cell, uint32_t run)
{
    return cell->runs[run].font < book->nfaces && book->faces[cell->runs[run].font].struck;
}

static th_str text_of_run(const th_cell *cell, uint32_t run)
{
    size_t end = run + 1 < cell->nruns ? cell->runs[run + 1].start : cell->raw.len;
    return th_str_sub(cell->raw, cell->runs[run].start, end);
}

/* Which of two figures counts, one of them struck out ("12" and then "15"), is not for a program to choose: the text is
 * made one that is no figure, and says why. */
static th_str text_with_struck(th_arena *arena, const th_book *book, const th_cell *cell, th_str text)
{
    bool struck = false, other = false;
    for (uint32_t i = 0; i < cell->nruns; i++) {
        bool digit = has_a_digit(text_of_run(cell, i));
        struck = struck || (digit && is_struck(book, cell, i));
        other = other || (digit && !is_struck(book, cell, i));
    }
    if (!struck || !other || !is_as_stored(cell))
        return text;
    th_buf out;
    th_buf_init(&out, arena);
    for (uint32_t i = 0; i < cell->nruns; i++) {
        bool marked = is_struck(book, cell, i);
        th_buf_add(&out, marked ? TH_STR("[gạch bỏ: ") : TH_STR(""));
        th_buf_add(&out, text_of_run(cell, i));
        th_buf_add(&out, marked ? TH_STR("]") : TH_STR(""));
    }
    return th_buf_str(&out);
}

/* U+202E turns what follows around: "12" is shown as "21".  What people saw is not what is stored. */
static th_str text_turned_around(th_arena *arena, th_str text)
{
    static const char override[] = "\xE2\x80\xAE";
    size_t at = th_str_find(text, th_str_of(override), 0);
    if (at == SIZE_MAX || !has_a_digit(th_str_sub(text, at, text.len)))
        return text;
    return th_str_fmt(arena, TH_FMT "[viết ngược: " TH_FMT "]", TH_ARG(th_str_sub(text, 0, at)),
                      TH_ARG(th_str_sub(text, at + sizeof override - 1, text.len)));
}

th_str th_cell_label(const th_book *book, const th_cell *cell)
{
    th_str text = cell->text.len ? cell->text : cell->raw;
    size_t raised = raised_at_end(book, cell);
    bool mark = raised && raised < text.len && raised < cell->raw.len;
    for (size_t i = text.len - raised; mark && i < text.len; i++)
        mark = th_is_digit(text.ptr[i]) || text.ptr[i] == ' ';
    return mark ? th_str_sub(text, 0, text.len - raised) : text;
}

th_raw th_cell_raw(th_arena *arena, const th_book *book, const th_cell *cell)
{
    th_raw raw = {.format = (th_format)cell->format,
                  .format_decimals = cell->format_decimals,
                  .format_code = book->formats[cell->format_code]};
    switch ((th_cell_type)cell->type) {
    case TH_CELL_NUMBER:
        raw.kind = TH_RAW_NUMBER;
        raw.number = cell->number;
        break;
    case TH_CELL_TEXT:
        raw.kind = TH_RAW_TEXT;
        raw.text = text_with_struck(arena, book, cell, text_with_raised_digits(arena, book, cell));
        raw.text = text_turned_around(arena, raw.text);
        break;
    case TH_CELL_BOOL:
        raw.kind = TH_RAW_BOOL;
        raw.number = cell->number;
        break;
    case TH_CELL_ERROR:
        raw.kind = TH_RAW_ERROR;
        raw.text = cell->raw;
        break;
    case TH_CELL_DATE:
        raw.kind = TH_RAW_DATE;
        raw.number = serial_1900(book, cell);
        raw.text = th_cell_date(arena, book, cell);
        break;
    case TH_CELL_PENDING:
    default: break;
    }
    return raw;
}

th_str th_cell_shown(th_arena *arena, const th_book *book, const th_cell *cell)
{
    switch ((th_cell_type)cell->type) {
    case TH_CELL_NUMBER: return th_double_text(arena, cell->number);
    case TH_CELL_TEXT: return cell->text.len ? cell->text : cell->raw;
    case TH_CELL_BOOL: return cell->number != 0 ? TH_STR("TRUE") : TH_STR("FALSE");
    case TH_CELL_ERROR: return cell->raw;
    case TH_CELL_DATE: return th_cell_date(arena, book, cell);
    case TH_CELL_PENDING:
    default: return (th_str){0};
    }
}

th_str th_format_map(th_arena *arena, th_str code, th_str (*map)(void *ctx, th_str text), void *ctx)
{
    bool changed = false;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < code.len;) {
        /* A backslash escapes the character behind it. */
        if (code.ptr[at] == '\\' && at + 1 < code.len) {
            th_buf_add(&out, th_str_sub(code, at, 2));
            at += 2;
        } else if (code.ptr[at] == '"') {
            size_t end = th_str_find(code, TH_STR("\""), at + 1);
            if (end == SIZE_MAX)
                return code;
            th_str text = th_str_sub(code, at + 1, end - at - 1), now = map(ctx, text);
            now = th_str_find(now, TH_STR("\""), 0) == SIZE_MAX ? now : text; /* it could not be quoted */
            changed = changed || !th_str_eq(now, text);
            th_buf_byte(&out, '"');
            th_buf_add(&out, now);
            th_buf_byte(&out, '"');
            at = end + 1;
        } else {
            th_buf_byte(&out, code.ptr[at++]);
        }
    }
    return changed ? th_buf_str(&out) : code;
}
