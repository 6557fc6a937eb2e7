/* The encoding of an XML part, and its bytes as UTF-8 (XML 1.0, 4.3.3 and appendix F).
 *
 * A byte order mark decides first, then whether the first '<' is one byte or two, then the declaration.  UTF-8 passes
 * as it is; a part that calls itself UTF-16 in single bytes is read as UTF-8, which its writer meant.  Pages of one
 * byte a letter are the rows of xml_charsets.def.  Any other encoding is refused by its name. */
#ifndef TH_PACK_XML_DECODE_H
#define TH_PACK_XML_DECODE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/trouble.h"

#include <stdint.h>

typedef enum th_xml_encoding {
    TH_XML_UNDECIDED = 0,
    TH_XML_UTF8,
    TH_XML_UTF16_LE,
    TH_XML_UTF16_BE,
    TH_XML_BYTES /* a page of one byte a letter */
} th_xml_encoding;

typedef struct th_xml_decoder {
    th_arena *arena;
    th_xml_encoding encoding;
    th_buf head;           /* the bytes that are needed to decide */
    th_buf converted;      /* the piece at hand in UTF-8 */
    unsigned char odd[4];  /* UTF-16: the bytes of an incomplete character */
    size_t nodd;           /* how many there are */
    uint32_t letters[128]; /* BYTES: of the codes from 0x80 on; 0: none */
    th_str name;           /* BYTES: what the part calls its encoding */
} th_xml_decoder;

void th_xml_decoder_init(th_xml_decoder *decoder, th_arena *arena);
/* `piece` as UTF-8: *out is valid until the next call, and empty as long as the encoding is not known.  Whether what
 * passes as UTF-8 is well-formed is not looked at.  False: *why says what is wrong. */
bool th_xml_decode(th_xml_decoder *decoder, th_str piece, th_str *out, th_trouble *why);
/* Did the last piece end with a whole character? */
bool th_xml_decoded(const th_xml_decoder *decoder);

/* A whole part in UTF-8, its declaration changed to say so.  Where it is UTF-8 already, or cannot be decoded, the part
 * itself. */
th_str th_xml_in_utf8(th_arena *arena, th_str part);

#endif
