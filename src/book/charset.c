/* Reading the bytes of a text file by the encoding that it names, as far as its bytes agree. */
#include "book/charset.h"

#include "base/ascii.h"
#include "book/book.h"
#include "book/csv.h"
#include "text/codepage.h"

#include <stdint.h>

#include "base/banned.h"

enum { DECLARATION = 256 };

/* Names of code pages as pages and XML write them (the IANA registry of character sets), in small letters.  CP1252 is
 * the view of legacy bytes, and so is whatever names itself a legacy Vietnamese encoding: content decides there. */
static const struct {
    const char *name;
    unsigned codepage;
} charsets[] = {
    {"windows-1250", 1250}, {"windows-1251", 1251}, {"windows-1253", 1253}, {"windows-1254", 1254},
    {"windows-1255", 1255}, {"windows-1256", 1256}, {"windows-1257", 1257}, {"windows-1258", 1258},
    {"cp1250", 1250},       {"cp1251", 1251},       {"cp1258", 1258},       {"windows-874", 874},
    {"shift_jis", 932},     {"shift-jis", 932},     {"windows-31j", 932},   {"gb2312", 936},
    {"gbk", 936},           {"gb18030", 936},       {"euc-kr", 949},        {"ks_c_5601-1987", 949},
    {"big5", 950},          {"macintosh", 10000},   {"ibm437", 437},        {"ibm850", 850},
};

static unsigned codepage_named(th_str name)
{
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        th_str known = th_str_of(charsets[i].name);
        bool same = known.len == name.len;
        for (size_t k = 0; same && k < name.len; k++)
            same = th_to_lower(name.ptr[k]) == known.ptr[k];
        if (same)
            return charsets[i].codepage;
    }
    return 0;
}

th_str th_charset_text(th_arena *arena, th_str bytes, th_str declared)
{
    unsigned codepage = codepage_named(declared);
    th_str text;
    if (codepage && th_csv_is_legacy(bytes) && th_codepage_decode(arena, codepage, bytes, &text))
        return text;
    return th_csv_text(arena, bytes);
}

th_str th_charset_of_xml(th_str bytes)
{
    th_str start = th_str_sub(bytes, 0, DECLARATION);
    size_t end = th_str_find(start, TH_STR("?>"), 0), at = th_str_find(start, TH_STR("encoding"), 0);
    if (!th_str_starts(start, TH_STR("<?xml")) || end == SIZE_MAX || at == SIZE_MAX || at > end)
        return (th_str){0};
    for (at += sizeof "encoding" - 1; at < end && (th_is_space(start.ptr[at]) || start.ptr[at] == '='); at++)
        ;
    char quote = start.ptr[at];
    size_t from = at + 1;
    if (quote != '"' && quote != '\'')
        return (th_str){0};
    for (at = from; at < end && start.ptr[at] != quote; at++)
        ;
    return th_str_sub(start, from, at - from);
}
