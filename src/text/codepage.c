/* The bytes of old text files and of .xls: shown one by one as CP1252 shows them, or decoded from a code page by
 * iconv. */
#include "text/codepage.h"

#include "text/utf8.h"
#include "text/view.h"

#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

th_str th_codepage_view(th_arena *arena, th_str bytes)
{
    bool plain = true;
    for (size_t i = 0; i < bytes.len && plain; i++)
        plain = (unsigned char)bytes.ptr[i] < 0x80;
    if (plain)
        return th_str_copy(arena, bytes);
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, bytes.len * 2);
    for (size_t i = 0; i < bytes.len; i++)
        th_utf8_put(&out, th_legacy_view((unsigned char)bytes.ptr[i]));
    return th_buf_str(&out);
}

/* The pages whose name is not "CP" and their number. */
static const struct {
    unsigned number;
    const char *name;
} named_pages[] = {{1200, "UTF-16LE"}, {10000, "MACINTOSH"},         {10007, "MAC-CYRILLIC"},
                   {10017, "MAC-UK"},  {10029, "MAC-CENTRALEUROPE"}, {10079, "MAC-IS"}};
static const uint16_t numbered_pages[] = {437, 737,  775,  850,  852,  855,  857,  858,  860,  861,
                                          862, 863,  864,  865,  866,  869,  874,  932,  936,  949,
                                          950, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258};
enum { LONGEST_NAME = 24 };

static bool name_of_page(unsigned codepage, char name[LONGEST_NAME])
{
    for (size_t i = 0; i < sizeof named_pages / sizeof *named_pages; i++)
        if (named_pages[i].number == codepage) {
            snprintf(name, LONGEST_NAME, "%s", named_pages[i].name);
            return true;
        }
    for (size_t i = 0; i < sizeof numbered_pages / sizeof *numbered_pages; i++)
        if (numbered_pages[i] == codepage) {
            snprintf(name, LONGEST_NAME, "CP%u", codepage);
            return true;
        }
    return false;
}

bool th_codepage_known(unsigned codepage)
{
    char name[LONGEST_NAME];
    return name_of_page(codepage, name);
}

bool th_codepage_decode(th_arena *arena, unsigned codepage, th_str bytes, th_str *out)
{
    char name[LONGEST_NAME];
    if (!name_of_page(codepage, name))
        return false;
    size_t left = bytes.len, room = bytes.len * 4, size = room;
    char *in = th_arena_alloc(arena, left), *to = th_arena_alloc(arena, room), *text = to;
    if (left)
        memcpy(in, bytes.ptr, left);        /* iconv takes a char **, although it does not write through it */
    iconv_t cd = iconv_open("UTF-8", name); /* opened last: if the arena jumped, it would leak */
    if (cd == (iconv_t)-1)
        return false;
    bool done = iconv(cd, &in, &left, &to, &room) != (size_t)-1 && left == 0;
    /* CP1258 holds a letter back, for a tone may follow */
    done = done && iconv(cd, NULL, NULL, &to, &room) != (size_t)-1;
    iconv_close(cd);
    *out = (th_str){text, size - room};
    return done;
}

bool th_codepage_letters(const char *name, uint32_t letters[128])
{
    for (uint32_t i = 0; i < 128; i++)
        letters[i] = 0x80 + i;
    if (!*name)
        return true;
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1)
        return false;
    for (uint32_t i = 0; i < 128; i++) {
        char code = (char)(0x80 + i), *in = &code, text[8], *to = text;
        size_t left = 1, room = sizeof text;
        bool known_code = iconv(cd, &in, &left, &to, &room) != (size_t)-1;
        /* CP1258 holds a letter back, for a tone may follow */
        known_code = iconv(cd, NULL, NULL, &to, &room) != (size_t)-1 && known_code;
        size_t at = 0;
        if (known_code)
            letters[i] = th_utf8_next((th_str){text, sizeof text - room}, &at);
        else if (i >= 0x20 || strncmp(name, "CP125", 5) != 0)
            letters[i] = 0;
    }
    iconv_close(cd);
    return true;
}

/* Opens the code pages above, those that XML may be in (pack/xml_charsets.def), and those that FreeXL and libarchive
 * know besides. */
void th_codepages_open(void)
{
    static const char *const names[] = {"ASCII",        "UTF-16LE",    "UTF-16BE",
                                        "MACINTOSH",    "CP437",       "CP720",
                                        "CP737",        "CP775",       "CP850",
                                        "CP852",        "CP855",       "CP857",
                                        "CP858",        "CP860",       "CP861",
                                        "CP862",        "CP863",       "CP864",
                                        "CP865",        "CP866",       "CP869",
                                        "CP874",        "CP932",       "CP936",
                                        "CP949",        "CP950",       "CP1250",
                                        "CP1251",       "CP1252",      "CP1253",
                                        "CP1254",       "CP1255",      "CP1256",
                                        "CP1257",       "CP1258",      "CP1361",
                                        "SJIS",         "ISO-8859-2",  "ISO-8859-3",
                                        "ISO-8859-4",   "ISO-8859-5",  "ISO-8859-6",
                                        "ISO-8859-7",   "ISO-8859-8",  "ISO-8859-9",
                                        "ISO-8859-10",  "ISO-8859-11", "ISO-8859-13",
                                        "ISO-8859-14",  "ISO-8859-15", "ISO-8859-16",
                                        "TIS-620",      "KOI8-R",      "KOI8-U",
                                        "MAC-CYRILLIC", "MAC-UK",      "MAC-CENTRALEUROPE",
                                        "MAC-IS"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)iconv_open("UTF-8", names[i]); /* never closed: that would give the file back */
}
