/* Names in archives: Unicode, old code pages, and what leads out. */
#include "pack/member_name.h"

#include "base/ascii.h"
#include "text/codepage.h"
#include "text/encoding.h"
#include "text/syllable.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { CP437 = 437, CP1258 = 1258 };

/* ---- letters ---- */

typedef struct name_reading {
    th_str text;
    const char *page;
    int good; /* Vietnamese syllables with a diacritic; 0: the reading does not count */
} name_reading;

static void weigh_reading(name_reading *reading)
{
    th_syllables words = th_syllables_count(reading->text);
    reading->good = words.bad ? 0 : words.good;
}

static name_reading read_in_page(th_arena *arena, th_str bytes, unsigned page, const char *name)
{
    name_reading read = {.page = name};
    if (th_codepage_decode(arena, page, bytes, &read.text)) {
        read.text = th_text_nfc(arena, read.text);
        weigh_reading(&read);
    }
    return read;
}

static name_reading read_in_encoding(th_arena *arena, th_str bytes, th_encoding encoding, const char *name)
{
    name_reading read = {.text = th_text_decode(arena, encoding, false, th_codepage_view(arena, bytes)), .page = name};
    weigh_reading(&read);
    return read;
}

/* The one text that results, or none. */
static name_reading settle_readings(const name_reading *readings, size_t n)
{
    name_reading found = {0};
    for (size_t i = 0; i < n; i++) {
        if (!readings[i].good)
            continue;
        if (found.good && !th_str_eq(found.text, readings[i].text))
            return (name_reading){0};
        if (!found.good)
            found = readings[i];
    }
    return found;
}

static name_reading read_in_old_pages(th_arena *arena, th_str bytes)
{
    const name_reading readings[] = {
        read_in_page(arena, bytes, CP1258, "CP1258"),
        read_in_encoding(arena, bytes, TH_ENC_TCVN3, "TCVN3"),
        read_in_encoding(arena, bytes, TH_ENC_VNI, "VNI"),
        read_in_page(arena, bytes, CP437, "CP437"),
    };
    return settle_readings(readings, sizeof readings / sizeof *readings);
}

static th_str with_escapes(th_arena *arena, th_str bytes, bool beyond_ascii)
{
    enum { DELETE = 0x7F };
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c < ' ' || c == DELETE || (beyond_ascii && c > DELETE))
            th_buf_fmt(&out, "\\x%02X", c);
        else
            th_buf_byte(&out, (char)c);
    }
    return th_buf_str(&out);
}

/* ---- places ---- */

static bool leads_out(th_str path)
{
    th_str part;
    if (th_str_starts(path, TH_STR("/")) || (path.len > 1 && th_is_letter(path.ptr[0]) && path.ptr[1] == ':'))
        return true;
    while (th_str_cut(&path, '/', &part))
        if (th_str_eq(part, TH_STR("..")))
            return true;
    return false;
}

/* Some writers put "\" between folders. */
static th_str with_strokes(th_arena *arena, th_str bytes)
{
    th_buf out;
    th_buf_init(&out, arena);
    while (th_str_starts(bytes, TH_STR("./")) || th_str_starts(bytes, TH_STR(".\\")))
        bytes = th_str_sub(bytes, 2, bytes.len);
    for (size_t i = 0; i < bytes.len; i++)
        th_buf_byte(&out, (char)(bytes.ptr[i] == '\\' ? '/' : bytes.ptr[i]));
    return th_buf_str(&out);
}

th_member_name th_member_name_read(th_arena *arena, th_str bytes)
{
    th_str path = with_strokes(arena, bytes);
    th_member_name name = {.outside = leads_out(path)};
    if (th_utf8_valid(path)) {
        name.text = with_escapes(arena, th_text_nfc(arena, path), false);
        return name;
    }
    name_reading read = read_in_old_pages(arena, path);
    name.unknown = !read.good;
    name.in_page = th_str_of(read.page);
    name.text = with_escapes(arena, name.unknown ? path : read.text, name.unknown);
    return name;
}
