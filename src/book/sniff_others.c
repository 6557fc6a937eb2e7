/* Recognising files of other programs by the bytes they begin with, so that each is called what it is: old
 * spreadsheets, databases, packed files, mail, and what Apple writes. */
#include "book/book.h"

#include "pack/cfb.h"
#include "pack/zip.h"

#include "base/banned.h"

static unsigned octet_at(th_str bytes, size_t at)
{
    return at < bytes.len ? (unsigned char)bytes.ptr[at] : 0;
}

static unsigned octets_at(th_str bytes, size_t at)
{
    return octet_at(bytes, at) | octet_at(bytes, at + 1) << 8;
}

static bool compound_has(th_str bytes, const char *stream)
{
    return th_cfb_sniff(bytes) && th_cfb_has(bytes, th_str_of(stream)) && !th_cfb_has(bytes, TH_STR("Workbook")) &&
           !th_cfb_has(bytes, TH_STR("Book"));
}

/* The first record, BOF, of Lotus 1-2-3 and Works, by its version; of .wk3 and later it is 26 bytes long. */
bool th_is_lotus(th_str bytes, th_str name)
{
    static const th_str starts[] = {{"\0\0\2\0\4\4", 6},       {"\0\0\2\0\5\4", 6},       {"\0\0\2\0\6\4", 6},
                                    {"\xFF\0\2\0\4\4", 6},     {"\0\0\x1A\0\0\x10\4", 7}, {"\0\0\x1A\0\2\x10\4", 7},
                                    {"\0\0\x1A\0\3\x10\4", 7}, {"\0\0\x1A\0\5\x10\4", 7}};
    (void)name;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (th_str_starts(bytes, starts[i]))
            return true;
    return false;
}

bool th_is_quattro(th_str bytes, th_str name)
{
    static const th_str starts[] = {
        {"\0\0\2\0\x20\x51", 6}, {"\0\0\2\0\x21\x51", 6}, {"\0\0\2\0\1\x10", 6}, {"\0\0\2\0\2\x10", 6}};
    (void)name;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (th_str_starts(bytes, starts[i]))
            return true;
    return compound_has(bytes, "PerfectOffice_MAIN") || compound_has(bytes, "NativeContent_MAIN");
}

/* dBASE and FoxPro: a version, a day, and descriptions of 32 bytes a field that end in a carriage return. */
bool th_is_dbase(th_str bytes, th_str name)
{
    static const th_str versions = {"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8B\x8E\xCB\xF5", 14};
    enum { FIELD = 32, BACKLINK = 263 };
    (void)name;
    if (bytes.len < FIELD + 1 || th_str_find(versions, th_str_sub(bytes, 0, 1), 0) == SIZE_MAX)
        return false;
    size_t header = octets_at(bytes, 8), record = octets_at(bytes, 10);
    bool day =
        octet_at(bytes, 2) >= 1 && octet_at(bytes, 2) <= 12 && octet_at(bytes, 3) >= 1 && octet_at(bytes, 3) <= 31;
    if (!day || header <= FIELD || header > bytes.len || record == 0)
        return false;
    return octet_at(bytes, header - 1) == '\r' ||
           (header > BACKLINK && octet_at(bytes, header - 1 - BACKLINK) == '\r') ||
           (header > FIELD + 1 && octet_at(bytes, header - 2) == '\r');
}

bool th_is_database(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("\0\1\0\0Standard Jet DB")) ||
           th_str_starts(bytes, TH_STR("\0\1\0\0Standard ACE DB")) || th_str_starts(bytes, TH_STR("SQLite format 3"));
}

bool th_is_packed(th_str bytes, th_str name)
{
    static const th_str starts[] = {{"\x1F\x8B\x08", 3},
                                    {"BZh9", 4},
                                    {"\xFD"
                                     "7zXZ\0",
                                     6},
                                    {"MSCF\0\0\0\0", 8},
                                    {"\x28\xB5\x2F\xFD", 4}};
    (void)name;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (th_str_starts(bytes, starts[i]))
            return true;
    return th_str_eq(th_str_sub(bytes, 257, 5), TH_STR("ustar"));
}

/* A message that Outlook saved, and what it makes of one that others get ("winmail.dat"). */
bool th_is_outlook(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("\x78\x9F\x3E\x22")) || compound_has(bytes, "__properties_version1.0");
}

bool th_is_ppt(th_str bytes, th_str name)
{
    (void)name;
    return compound_has(bytes, "PowerPoint Document");
}

/* Numbers, Pages and Keynote: archives of their own in a zip. */
bool th_is_apple(th_str bytes, th_str name)
{
    static const char *const parts[] = {"Index/Document.iwa", "Index.zip", "index.apxl", "index.xml", "index.numbers"};
    th_zip_names names;
    th_str part;
    if (!th_is_zip(bytes, name) || !th_zip_names_begin(bytes, &names))
        return false;
    while (th_zip_names_next(&names, &part))
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (th_str_eq(part, th_str_of(parts[i])))
                return true;
    return false;
}
