/* Deciding the encoding of an XML part, and converting its pieces to UTF-8. */
#include "pack/xml_decode.h"

#include "base/ascii.h"
#include "text/codepage.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { MARK = 4, LONGEST_DECLARATION = 1024, LONGEST_CHARSET = 40 };

void th_xml_decoder_init(th_xml_decoder *decoder, th_arena *arena)
{
    *decoder = (th_xml_decoder){.arena = arena};
    th_buf_init(&decoder->head, arena);
    th_buf_init(&decoder->converted, arena);
}

/* ---- deciding ---- */

/* The beginnings by which an encoding is known before its declaration can be read. */
static const struct {
    const char *bytes;
    size_t n;
    th_xml_encoding encoding; /* UNDECIDED: one that is not read */
    size_t mark;              /* how many of the bytes are a byte order mark */
    const char *name;
} beginnings[] = {
    {"\xFF\xFE\0\0", 4, TH_XML_UNDECIDED, 0, "UTF-32"},
    {"\0\0\xFE\xFF", 4, TH_XML_UNDECIDED, 0, "UTF-32"},
    {"<\0\0\0", 4, TH_XML_UNDECIDED, 0, "UTF-32"},
    {"\0\0\0<", 4, TH_XML_UNDECIDED, 0, "UTF-32"},
    {"\x4C\x6F\xA7\x94", 4, TH_XML_UNDECIDED, 0, "EBCDIC"},
    {"\xFF\xFE", 2, TH_XML_UTF16_LE, 2, ""},
    {"\xFE\xFF", 2, TH_XML_UTF16_BE, 2, ""},
    {"\xEF\xBB\xBF", 3, TH_XML_UTF8, 3, ""},
    {"<\0", 2, TH_XML_UTF16_LE, 0, ""},
    {"\0<", 2, TH_XML_UTF16_BE, 0, ""},
};

static bool refuse_charset(th_arena *arena, th_str name, th_trouble *why)
{
    *why = TH_TROUBLE(arena, "XML ghi bằng bảng mã “" TH_FMT "”, chưa đọc được",
                      "its XML is in the encoding “" TH_FMT "”, which is not read", TH_ARG(name));
    return false;
}

/* The value of encoding="…" in a declaration; "" where there is none. */
static th_str declared(th_str declaration)
{
    size_t at = th_str_find(declaration, TH_STR("encoding"), 0);
    if (at == SIZE_MAX)
        return (th_str){0};
    at += TH_STR("encoding").len;
    while (at < declaration.len && (th_is_space(declaration.ptr[at]) || declaration.ptr[at] == '='))
        at++;
    if (at >= declaration.len || (declaration.ptr[at] != '"' && declaration.ptr[at] != '\''))
        return (th_str){0};
    const char *from = declaration.ptr + at + 1, *end = memchr(from, declaration.ptr[at], declaration.len - at - 1);
    return end ? th_str_trim((th_str){from, (size_t)(end - from)}) : (th_str){0};
}

/* In small letters, without what parts the words of a name: "ISO_8859-1" is "iso88591". */
static th_str plain_name(char *room, th_str name)
{
    size_t n = 0;
    for (size_t i = 0; i < name.len && n < LONGEST_CHARSET; i++)
        if (name.ptr[i] != '-' && name.ptr[i] != '_' && name.ptr[i] != ' ')
            room[n++] = (char)th_to_lower(name.ptr[i]);
    return (th_str){room, n};
}

/* Has the part, whose bytes are ASCII so far, an encoding that ASCII is part of, so that its bytes are read as they
 * are?  "UTF-16" cannot be true of single bytes, and stands in what programs write that built a text and saved it in
 * UTF-8. */
static bool passes_as_utf8(th_str name)
{
    static const char *const names[] = {"", "utf8", "usascii", "ascii", "iso646us", "utf16", "utf16le", "unicode"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(name, th_str_of(names[i])))
            return true;
    return false;
}

static bool use_charset(th_xml_decoder *decoder, th_str name, th_trouble *why)
{
    static const struct {
        const char *name, *iconv;
    } charsets[] = {
#define TH_XML_CHARSET(name, iconv) {name, iconv},
#include "pack/xml_charsets.def"
    };
    char room[LONGEST_CHARSET];
    th_str plain = plain_name(room, name);
    decoder->encoding = TH_XML_UTF8;
    if (passes_as_utf8(plain))
        return true;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (th_str_eq(plain, th_str_of(charsets[i].name)) && th_codepage_letters(charsets[i].iconv, decoder->letters)) {
            decoder->encoding = TH_XML_BYTES;
            decoder->name = th_str_copy(decoder->arena, name);
            return true;
        }
    return refuse_charset(decoder->arena, th_str_sub(name, 0, LONGEST_CHARSET), why);
}

/* Decides by what has arrived, if that is enough; *mark is how long the byte order mark is.  False: the part is
 * refused. */
static bool decide(th_xml_decoder *decoder, th_str head, size_t *mark, th_trouble *why)
{
    *mark = 0;
    if (head.len < MARK)
        return true;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (memcmp(head.ptr, beginnings[i].bytes, beginnings[i].n) == 0) {
            decoder->encoding = beginnings[i].encoding;
            *mark = beginnings[i].mark;
            return decoder->encoding || refuse_charset(decoder->arena, th_str_of(beginnings[i].name), why);
        }
    if (!th_str_starts(head, TH_STR("<?xm"))) {
        decoder->encoding = TH_XML_UTF8;
        return true;
    }
    size_t end = th_str_find(head, TH_STR("?>"), 0);
    if (end == SIZE_MAX && head.len < LONGEST_DECLARATION)
        return true;
    return use_charset(decoder, declared(th_str_sub(head, 0, end)), why);
}

/* ---- converting ---- */

/* Converts a piece of UTF-16 unit by unit; a high surrogate waits for its low one. */
static void convert_utf16(th_xml_decoder *decoder, th_str piece)
{
    unsigned char *odd = decoder->odd;
    for (size_t i = 0; i < piece.len; i++) {
        odd[decoder->nodd++] = (unsigned char)piece.ptr[i];
        if (decoder->nodd % 2)
            continue;
        uint32_t units[2] = {0, 0};
        for (size_t k = 0; k < decoder->nodd / 2; k++)
            units[k] = decoder->encoding == TH_XML_UTF16_LE ? (uint32_t)odd[2 * k] | (uint32_t)odd[2 * k + 1] << 8
                                                            : (uint32_t)odd[2 * k] << 8 | odd[2 * k + 1];
        bool high = units[0] >= 0xD800 && units[0] < 0xDC00;
        if (high && decoder->nodd == 2)
            continue;
        if (high && units[1] >= 0xDC00 && units[1] < 0xE000)
            th_utf8_put(&decoder->converted, 0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00));
        else
            th_utf8_put(&decoder->converted, units[0]);
        /* After half a pair, the unit that followed it still has to be read. */
        if (high && !(units[1] >= 0xDC00 && units[1] < 0xE000)) {
            if (units[1] >= 0xD800 && units[1] < 0xDC00) {
                odd[0] = odd[2];
                odd[1] = odd[3];
                decoder->nodd = 2;
                continue;
            }
            th_utf8_put(&decoder->converted, units[1]);
        }
        decoder->nodd = 0;
    }
}

static bool convert_bytes(th_xml_decoder *decoder, th_str piece, th_trouble *why)
{
    for (size_t i = 0; i < piece.len; i++) {
        unsigned char c = (unsigned char)piece.ptr[i];
        uint32_t letter = c < 0x80 ? c : decoder->letters[c - 0x80];
        if (!letter && c) {
            *why = TH_TROUBLE(decoder->arena, "XML ghi bảng mã “" TH_FMT "” nhưng có ký tự ngoài bảng mã ấy",
                              "its XML says it is in “" TH_FMT "”, and holds a code that has no letter there",
                              TH_ARG(decoder->name));
            return false;
        }
        th_utf8_put(&decoder->converted, letter);
    }
    return true;
}

bool th_xml_decode(th_xml_decoder *decoder, th_str piece, th_str *out, th_trouble *why)
{
    *out = (th_str){0};
    if (decoder->encoding == TH_XML_UNDECIDED) {
        size_t mark;
        if (decoder->head.len || piece.len < MARK) {
            th_buf_add(&decoder->head, piece);
            piece = th_buf_str(&decoder->head);
        }
        if (!decide(decoder, piece, &mark, why))
            return false;
        if (decoder->encoding == TH_XML_UNDECIDED) {
            if (!decoder->head.len)
                th_buf_add(&decoder->head, piece);
            return true;
        }
        piece = th_str_sub(piece, mark, piece.len);
    }
    *out = piece;
    if (decoder->encoding == TH_XML_UTF8)
        return true;
    decoder->converted.len = 0;
    bool done = true;
    if (decoder->encoding == TH_XML_BYTES)
        done = convert_bytes(decoder, piece, why);
    else
        convert_utf16(decoder, piece);
    *out = th_buf_str(&decoder->converted);
    return done;
}

bool th_xml_decoded(const th_xml_decoder *decoder)
{
    return decoder->encoding != TH_XML_UNDECIDED && decoder->nodd == 0;
}

th_str th_xml_in_utf8(th_arena *arena, th_str part)
{
    th_xml_decoder decoder;
    th_str text;
    th_trouble why;
    th_xml_decoder_init(&decoder, arena);
    if (!th_xml_decode(&decoder, part, &text, &why) || !th_xml_decoded(&decoder) || decoder.encoding == TH_XML_UTF8)
        return part;
    size_t end = th_str_starts(text, TH_STR("<?xml")) ? th_str_find(text, TH_STR("?>"), 0) : SIZE_MAX;
    th_str name = end == SIZE_MAX ? (th_str){0} : declared(th_str_sub(text, 0, end));
    if (!name.len)
        return text;
    size_t at = (size_t)(name.ptr - text.ptr);
    return th_str_fmt(arena, TH_FMT "UTF-8" TH_FMT, TH_ARG(th_str_sub(text, 0, at)),
                      TH_ARG(th_str_sub(text, at + name.len, text.len)));
}
