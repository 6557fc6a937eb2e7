/* Rewriting the texts in formulas, number formats, headers and footers, among codes that stay as they are. */
#include "convert/rewrite.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

/* What was rewritten so far, piece by piece. */
typedef struct rewritten_text {
    th_rewrite *w;
    th_buf out;
    bool changed;
} rewritten_text;

static void keep_piece(rewritten_text *pieces, th_str s)
{
    th_buf_add(&pieces->out, s);
}

static void put_piece(rewritten_text *pieces, th_str before, th_str after)
{
    pieces->changed = pieces->changed || !th_str_eq(before, after);
    th_buf_add(&pieces->out, after);
}

static void put_doubled(th_buf *out, th_str s, char quote)
{
    for (size_t i = 0; i < s.len; i++) {
        th_buf_byte(out, s.ptr[i]);
        if (s.ptr[i] == quote)
            th_buf_byte(out, quote);
    }
}

/* Reads the text between the quotes that open at `at`, with doubled quotes made single; *end is behind the closing
 * quote.  False when no quote closes it. */
static bool text_in_quotes(th_arena *arena, th_str s, size_t at, th_str *text, size_t *end)
{
    th_buf out;
    char quote = s.ptr[at];
    th_buf_init(&out, arena);
    for (size_t i = at + 1; i < s.len; i++) {
        if (s.ptr[i] != quote) {
            th_buf_byte(&out, s.ptr[i]);
        } else if (i + 1 < s.len && s.ptr[i + 1] == quote) {
            th_buf_byte(&out, quote);
            i++;
        } else {
            *text = th_buf_str(&out);
            *end = i + 1;
            return true;
        }
    }
    return false;
}

/* ---- formulas ---- */

static bool is_name_char(char c)
{
    return (unsigned char)c >= 0x80 || th_is_alnum(c) || c == '_' || c == '.' || c == '\\' || c == '?';
}

static size_t end_of_name(th_str s, size_t at)
{
    while (at < s.len && is_name_char(s.ptr[at]))
        at++;
    return at;
}

/* What a string literal becomes.  In a validation, one like "§¹t,Kh«ng" may be a drop-down list, whose items are
 * then read one by one. */
static th_str literal(th_rewrite *w, th_str text, th_str font, th_text_kind kind)
{
    th_str whole = th_rewrite_text(w, text, font, false, kind);
    if (!th_str_eq(whole, text) || kind != TH_IN_VALIDATION || th_str_find(text, TH_STR(","), 0) == SIZE_MAX)
        return whole;
    th_buf out;
    th_str rest = text, item;
    th_buf_init(&out, w->scratch);
    while (th_str_cut(&rest, ',', &item)) {
        if (out.len)
            th_buf_byte(&out, ',');
        th_buf_add(&out, th_rewrite_text(w, item, font, false, kind));
    }
    return th_buf_str(&out);
}

/* The sheet "A" or the range of sheets "A:B" by their new names, in quotes; `raw` when neither was renamed. */
static th_str sheets_now(th_rewrite *w, th_str names, th_str raw)
{
    th_str name;
    bool changed = false;
    th_buf out;
    th_buf_init(&out, w->scratch);
    th_buf_byte(&out, '\'');
    for (bool more = false; th_str_cut(&names, ':', &name); more = true) {
        const th_known *known = th_dictionary_find(&w->sheets, w->scratch, name);
        th_str now = known ? known->after : name;
        changed = changed || !th_str_eq(now, name);
        if (more)
            th_buf_byte(&out, ':');
        put_doubled(&out, now, '\'');
    }
    th_buf_byte(&out, '\'');
    return changed ? th_buf_str(&out) : raw;
}

/* Rewrites what begins with a single quote, and returns where it ends.  'A'! and 'A:B'! name sheets of this book;
 * '[book]A'! and anything else stay as they are. */
static size_t quoted_sheet(rewritten_text *pieces, th_str s, size_t at)
{
    th_str name;
    size_t end;
    if (!text_in_quotes(pieces->w->scratch, s, at, &name, &end)) {
        keep_piece(pieces, th_str_sub(s, at, s.len - at));
        return s.len;
    }
    th_str raw = th_str_sub(s, at, end - at);
    if (end >= s.len || s.ptr[end] != '!' || (name.len && name.ptr[0] == '[')) {
        keep_piece(pieces, raw);
        return end;
    }
    put_piece(pieces, raw, sheets_now(pieces->w, name, raw));
    return end;
}

/* Rewrites A! or A:B!, which get quotes when a sheet was renamed. */
static size_t bare_sheet(rewritten_text *pieces, th_str s, size_t at, size_t end)
{
    th_str raw = th_str_sub(s, at, end - at);
    put_piece(pieces, raw, sheets_now(pieces->w, raw, raw));
    return end;
}

/* Rewrites a name, a function, a cell, or sheets before "!", and returns where it ends.  With `external` they belong to
 * another book, and stay as they are. */
static size_t name_or_sheet(rewritten_text *pieces, th_str s, size_t at, bool external)
{
    size_t end = end_of_name(s, at), second = end;
    if (end < s.len && s.ptr[end] == ':')
        second = end_of_name(s, end + 1);
    if (!external && second > end + 1 && second < s.len && s.ptr[second] == '!')
        return bare_sheet(pieces, s, at, second);
    if (!external && end < s.len && s.ptr[end] == '!')
        return bare_sheet(pieces, s, at, end);
    th_str raw = th_str_sub(s, at, end - at);
    const th_known *known = external ? NULL : th_dictionary_find(&pieces->w->names, pieces->w->scratch, raw);
    put_piece(pieces, raw, known && (end >= s.len || s.ptr[end] != '(') ? known->after : raw);
    return end;
}

/* Rewrites what stands in brackets, and returns where it ends.  Brackets that hold only digits name another book, as
 * in [1]Sheet!A1.  The innermost brackets of a reference to a table hold the name of a column, which an "@" may
 * precede. */
static size_t brackets(rewritten_text *pieces, th_str s, size_t at, bool *external)
{
    size_t from = at + 1, end = from;
    *external = true;
    while (end < s.len && s.ptr[end] != ']' && s.ptr[end] != '[') {
        *external = *external && th_is_digit(s.ptr[end]);
        end += s.ptr[end] == '\'' && end + 1 < s.len ? 2 : 1;
    }
    end = end > s.len ? s.len : end;
    *external = *external && end > from;
    if (end >= s.len || s.ptr[end] == '[') {
        keep_piece(pieces, th_str_sub(s, at, end - at));
        return end;
    }
    from += s.ptr[from] == '@';
    th_str column = th_str_sub(s, from, end - from);
    const th_known *known = th_dictionary_find(&pieces->w->columns, pieces->w->scratch, column);
    keep_piece(pieces, th_str_sub(s, at, from - at));
    put_piece(pieces, column, known ? known->after : column);
    keep_piece(pieces, TH_STR("]"));
    return end + 1;
}

th_str th_rewrite_formula(th_rewrite *w, th_str formula, th_str font, th_text_kind kind)
{
    rewritten_text pieces = {.w = w};
    th_buf_init(&pieces.out, w->scratch);
    th_buf_reserve(&pieces.out, formula.len + 16);
    bool external = false;
    for (size_t at = 0; at < formula.len;) {
        char c = formula.ptr[at];
        th_str text;
        size_t end;
        bool after_external = external;
        external = false;
        if (c == '"') {
            if (!text_in_quotes(w->scratch, formula, at, &text, &end))
                return formula;
            th_str now = literal(w, text, font, kind);
            if (th_str_eq(now, text)) {
                keep_piece(&pieces, th_str_sub(formula, at, end - at));
            } else {
                pieces.changed = true;
                th_buf_byte(&pieces.out, '"');
                put_doubled(&pieces.out, now, '"');
                th_buf_byte(&pieces.out, '"');
            }
            at = end;
        } else if (c == '\'') {
            at = quoted_sheet(&pieces, formula, at);
        } else if (c == '[') {
            at = brackets(&pieces, formula, at, &external);
        } else if (is_name_char(c)) {
            at = name_or_sheet(&pieces, formula, at, after_external);
        } else {
            th_buf_byte(&pieces.out, c);
            at++;
        }
    }
    return pieces.changed ? th_buf_str(&pieces.out) : formula;
}

/* ---- number formats ---- */

typedef struct literal_context {
    th_rewrite *w;
    th_text_kind kind;
} literal_context;

static th_str shown_literal(void *ctx, th_str text)
{
    const literal_context *context = ctx;
    return th_rewrite_text(context->w, text, (th_str){0}, true, context->kind);
}

th_str th_rewrite_literals(th_rewrite *w, th_str format, th_text_kind kind)
{
    literal_context context = {w, kind};
    return th_format_map(w->scratch, format, shown_literal, &context);
}

/* ---- headers and footers (ECMA-376 18.3.1.46) ---- */

/* The length of the code that begins with the '&' at `at`, when it is neither "&&" nor a font. */
static size_t code_length(th_str s, size_t at)
{
    size_t n = 2;
    char c = at + 1 < s.len ? s.ptr[at + 1] : '\0';
    if (th_is_digit(c))
        while (at + n < s.len && th_is_digit(s.ptr[at + n]))
            n++;
    else if (c == 'K')
        n = 8; /* a colour of six digits */
    return n;
}

static void put_segment(rewritten_text *pieces, th_str codes, size_t from, size_t to, th_str font)
{
    th_buf text, out;
    th_buf_init(&text, pieces->w->scratch);
    th_buf_init(&out, pieces->w->scratch);
    th_str raw = th_str_sub(codes, from, to - from);
    for (size_t i = 0; i < raw.len; i++) {
        th_buf_byte(&text, raw.ptr[i]);
        i += raw.ptr[i] == '&'; /* "&&" stands for one "&" */
    }
    th_str before = th_buf_str(&text),
           now = before.len ? th_rewrite_text(pieces->w, before, font, true, TH_IN_HEADER) : before;
    if (th_str_eq(now, before)) {
        keep_piece(pieces, raw);
        return;
    }
    put_doubled(&out, now, '&');
    put_piece(pieces, raw, th_buf_str(&out));
}

th_str th_rewrite_header(th_rewrite *w, th_str codes, th_text_kind kind)
{
    rewritten_text pieces = {.w = w};
    th_str font = {0};
    size_t from = 0;
    (void)kind;
    th_buf_init(&pieces.out, w->scratch);
    for (size_t at = 0; at < codes.len;) {
        char c = codes.ptr[at], next = at + 1 < codes.len ? codes.ptr[at + 1] : '\0';
        if (c != '&' || next == '&') {
            at += c == '&' ? 2 : 1;
            continue;
        }
        put_segment(&pieces, codes, from, at, font);
        size_t end = next == '"' ? th_str_find(codes, TH_STR("\""), at + 2) : SIZE_MAX;
        /* A font is written as &"name,style".  Each side of the page, from &L, &C or &R on, begins without a font. */
        if (end != SIZE_MAX) {
            th_str name = th_str_sub(codes, at + 2, end - at - 2);
            size_t comma = th_str_find(name, TH_STR(","), 0);
            font = comma == SIZE_MAX ? name : th_str_sub(name, 0, comma);
            keep_piece(&pieces, TH_STR("&\""));
            put_piece(&pieces, font, th_rewrite_font(w, font));
            keep_piece(&pieces, th_str_sub(name, font.len, name.len));
            keep_piece(&pieces, TH_STR("\""));
            at = end + 1;
        } else {
            size_t n = code_length(codes, at);
            if (next == 'L' || next == 'C' || next == 'R')
                font = (th_str){0};
            keep_piece(&pieces, th_str_sub(codes, at, n));
            at = at + n < codes.len ? at + n : codes.len;
        }
        from = at;
    }
    put_segment(&pieces, codes, from, codes.len, font);
    return pieces.changed ? th_buf_str(&pieces.out) : codes;
}
