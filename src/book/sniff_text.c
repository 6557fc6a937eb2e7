/* Recognising files that are text: what XML, a page, a message, a list of values or a note is.  The beginning is looked
 * at as bytes of ASCII, whatever the text is encoded in. */
#include "book/book.h"

#include "base/ascii.h"
#include "book/csv.h"

#include <string.h>

#include "base/banned.h"

enum { VIEW = 4096, TEXT_LOOKED_AT = 64 * 1024 };

/* The beginning of a text without its mark and leading blanks; of UTF-16 the ASCII letters, and '?' for all others. */
typedef struct text_view {
    char bytes[VIEW];
    size_t len;
} text_view;

static bool is_marked_utf16(th_str bytes, bool *little)
{
    *little = th_str_starts(bytes, TH_STR("\xFF\xFE"));
    return *little || th_str_starts(bytes, TH_STR("\xFE\xFF"));
}

static th_str view_text(th_str bytes, text_view *view)
{
    bool little;
    view->len = 0;
    if (!is_marked_utf16(bytes, &little) && !th_csv_is_utf16(bytes, &little)) {
        th_str start = th_str_trim(th_str_sub(bytes, 0, VIEW));
        return th_str_starts(start, TH_STR("\xEF\xBB\xBF")) ? th_str_trim(th_str_sub(start, 3, start.len)) : start;
    }
    for (size_t i = 0; i + 1 < bytes.len && view->len < VIEW; i += 2) {
        char low = bytes.ptr[i + !little], high = bytes.ptr[i + little];
        bool mark = (unsigned char)low == 0xFF && (unsigned char)high == 0xFE;
        mark = mark || ((unsigned char)low == 0xFE && (unsigned char)high == 0xFF);
        if (!mark)
            view->bytes[view->len++] = (char)(high ? '?' : low);
    }
    return th_str_trim((th_str){view->bytes, view->len});
}

/* Does `word`, which is in small letters, stand there, in whatever case? */
static bool word_stands_at(th_str text, size_t at, const char *word)
{
    size_t n = strlen(word);
    if (at > text.len || text.len - at < n)
        return false;
    for (size_t k = 0; k < n; k++)
        if (th_to_lower(text.ptr[at + k]) != word[k])
            return false;
    return true;
}

static bool view_holds(th_str text, const char *word)
{
    for (size_t i = 0; i < text.len; i++)
        if (word_stands_at(text, i, word))
            return true;
    return false;
}

/* ---- markup ---- */

/* Where the first element begins, behind declarations, comments and a DOCTYPE. */
static size_t first_element(th_str text)
{
    size_t at = 0;
    while (at < text.len) {
        while (at < text.len && th_is_space(text.ptr[at]))
            at++;
        th_str rest = th_str_sub(text, at, text.len);
        bool comment = th_str_starts(rest, TH_STR("<!--"));
        if (!comment && !th_str_starts(rest, TH_STR("<?")) && !th_str_starts(rest, TH_STR("<!")))
            return at;
        size_t end = th_str_find(rest, comment ? TH_STR("-->") : TH_STR(">"), 2);
        size_t subset = comment ? SIZE_MAX : th_str_find(rest, TH_STR("["), 2);
        if (subset < end) {
            /* a DOCTYPE with declarations of its own */
            end = th_str_find(rest, TH_STR("]"), subset);
            end = end == SIZE_MAX ? end : th_str_find(rest, TH_STR(">"), end);
        }
        if (end == SIZE_MAX)
            return text.len;
        at += end + (comment ? 3 : 1);
    }
    return at;
}

/* The name of the first element, without prefix; "" where the text begins with none. */
static th_str root_name(th_str text)
{
    size_t at = first_element(text), from = at + 1;
    if (at >= text.len || text.ptr[at] != '<')
        return (th_str){0};
    for (at = from; at < text.len && (th_is_alnum(text.ptr[at]) || th_is_one_of(text.ptr[at], ":_-.")); at++)
        if (text.ptr[at] == ':')
            from = at + 1;
    return th_str_sub(text, from, at - from);
}

static bool root_is(th_str bytes, const char *name, text_view *view, th_str *text)
{
    *text = view_text(bytes, view);
    return th_str_eq(root_name(*text), th_str_of(name));
}

bool th_is_xml_2003(th_str bytes, th_str name)
{
    text_view view;
    th_str text;
    (void)name;
    return root_is(bytes, "Workbook", &view, &text);
}

static bool is_flat_document(th_str bytes, const char *kind)
{
    text_view view;
    th_str text;
    return root_is(bytes, "document", &view, &text) && view_holds(text, "urn:oasis:names:tc:opendocument") &&
           view_holds(text, kind);
}

bool th_is_fods(th_str bytes, th_str name)
{
    (void)name;
    return is_flat_document(bytes, "opendocument.spreadsheet");
}

/* Word 2003 XML, Word in one XML file, flat OpenDocument text. */
bool th_is_word_xml(th_str bytes, th_str name)
{
    text_view view;
    th_str text;
    (void)name;
    return root_is(bytes, "wordDocument", &view, &text) || is_flat_document(bytes, "opendocument.text") ||
           (th_str_eq(root_name(text), TH_STR("package")) && view_holds(text, "word.document"));
}

/* Fragments of a page count, as programs on the web write them. */
bool th_is_html(th_str bytes, th_str name)
{
    static const char *const elements[] = {"html", "head", "body",   "meta", "style",  "title", "link", "script",
                                           "div",  "span", "center", "p",    "br",     "b",     "font", "h1",
                                           "h2",   "h3",   "table",  "tr",   "strong", "form",  "i",    "u"};
    text_view view;
    th_str text = view_text(bytes, &view), root = root_name(text);
    (void)name;
    if (view_holds(th_str_sub(text, 0, first_element(text)), "<!doctype html"))
        return true;
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (root.len == strlen(elements[i]) && word_stands_at(root, 0, elements[i]))
            return true;
    return th_str_starts(text, TH_STR("<")) && (view_holds(text, "<html") || view_holds(text, "<table"));
}

bool th_is_other_xml(th_str bytes, th_str name)
{
    text_view view;
    th_str text = view_text(bytes, &view);
    (void)name;
    return th_str_starts(text, TH_STR("<?xml")) || (root_name(text).len > 0 && view_holds(text, "</"));
}

/* ---- texts of other programs ---- */

static bool view_starts(th_str bytes, const char *start)
{
    text_view view;
    th_str text = view_text(bytes, &view);
    return th_str_starts(text, th_str_of(start));
}

bool th_is_sylk(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("ID;P"));
}

bool th_is_dif(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("TABLE\r\n0,1")) || th_str_starts(bytes, TH_STR("TABLE\n0,1"));
}

bool th_is_postscript(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("%!PS")) || th_str_starts(bytes, TH_STR("\xC5\xD0\xD3\xC6"));
}

bool th_is_card(th_str bytes, th_str name)
{
    (void)name;
    return view_starts(bytes, "BEGIN:VCARD") || view_starts(bytes, "BEGIN:VCALENDAR");
}

/* How many lines of the head of a message (RFC 5322) stand before the first that is none. */
static size_t message_lines(th_str text)
{
    static const char *const fields[] = {
        "mime-version:", "from:", "to:",         "subject:",      "date:",     "received:",        "return-path:",
        "delivered-to:", "x-",    "message-id:", "content-type:", "reply-to:", "content-location:"};
    th_str line;
    size_t n = 0;
    while (th_str_cut(&text, '\n', &line)) {
        bool known = n > 0 && line.len && th_is_one_of(line.ptr[0], " \t"); /* goes on with the line before */
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            known = known || word_stands_at(line, 0, fields[i]);
        if (!known)
            break;
        n++;
    }
    return n;
}

bool th_is_mht(th_str bytes, th_str name)
{
    text_view view;
    th_str text = view_text(bytes, &view);
    (void)name;
    return message_lines(text) > 1 && view_holds(text, "mime-version:") &&
           (view_holds(text, "multipart/related") || view_holds(text, "content-location:"));
}

bool th_is_message(th_str bytes, th_str name)
{
    text_view view;
    (void)name;
    return message_lines(view_text(bytes, &view)) > 1;
}

static bool is_json(th_str text)
{
    size_t at = 1;
    if (!th_str_starts(text, TH_STR("{")) && !th_str_starts(text, TH_STR("[")))
        return false;
    while (at < text.len && th_is_space(text.ptr[at]))
        at++;
    return at < text.len && th_is_one_of(text.ptr[at], text.ptr[0] == '{' ? "\"}" : "{[]");
}

/* What a folder of Google Drive or a desktop holds in place of the workbook. */
bool th_is_shortcut(th_str bytes, th_str name)
{
    text_view view;
    th_str text = view_text(bytes, &view);
    (void)name;
    return th_str_starts(text, TH_STR("[InternetShortcut]")) ||
           (is_json(text) && view_holds(text, "docs.google.com")) || th_str_starts(bytes, TH_STR("L\0\0\0\1\x14\2\0"));
}

bool th_is_json(th_str bytes, th_str name)
{
    text_view view;
    (void)name;
    return is_json(view_text(bytes, &view));
}

/* ---- values between delimiters, and other texts ---- */

/* Text in whatever encoding, without control characters. */
static bool is_text(th_str bytes)
{
    bool little;
    if (is_marked_utf16(bytes, &little) || th_csv_is_utf16(bytes, &little))
        return true;
    for (size_t i = 0; i < bytes.len && i < TEXT_LOOKED_AT; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return false;
    }
    return true;
}

/* Excel opens a .csv with one column where no delimiter stands in it.  Under any other name, or none, a text must look
 * like a table: a note beside workbooks is no submission, and a few words in the place of a workbook are its end. */
bool th_is_csv(th_str bytes, th_str name)
{
    return is_text(bytes) && (th_book_format_named(name) == TH_BOOK_CSV || th_csv_is_table(bytes));
}

/* A text that is called like what is none: "a.pdf", or "a.xlsx" where it is no table either. */
bool th_is_renamed_text(th_str bytes, th_str name)
{
    th_book_format claimed = th_book_format_named(name);
    if (claimed == TH_BOOK_UNKNOWN || claimed == TH_BOOK_CSV || !is_text(bytes))
        return false;
    return th_book_kind_of(claimed) != TH_BOOK_IS_READ || !th_csv_is_table(bytes);
}

bool th_is_note(th_str bytes, th_str name)
{
    (void)name;
    return is_text(bytes);
}
