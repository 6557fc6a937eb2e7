/* The characters in which legacy bytes are shown: from bytes to CP1252 and back, and from CP1258 to CP1252. */
#include "text/view.h"

#include "text/encoding.h"
#include "text/utf8.h"

#include "base/banned.h"

const uint16_t th_cp1252[TH_CP1252_TO - TH_CP1252_FROM] = {
#define TH_CP1252(byte, unicode) [(byte)-TH_CP1252_FROM] = (unicode),
#include "text/cp1252.def"
#undef TH_CP1252
};

int th_legacy_byte_at(th_str s, size_t at, size_t *len)
{
    unsigned char lead = (unsigned char)s.ptr[at];
    *len = 1;
    if (lead < 0x80)
        return lead;
    if ((lead == 0xC2 || lead == 0xC3) && at + 1 < s.len && ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80) {
        *len = 2;
        return (lead & 3) << 6 | ((unsigned char)s.ptr[at + 1] & 0x3F);
    }
    size_t next = at;
    uint32_t c = th_utf8_next(s, &next);
    *len = next - at;
    if (c == TH_REPLACEMENT)
        return -1;
    for (int byte = TH_CP1252_FROM; byte < TH_CP1252_TO; byte++)
        if (th_cp1252[byte - TH_CP1252_FROM] == c)
            return byte;
    return -1;
}

th_str th_text_from_cp1258_view(th_arena *arena, th_str s)
{
    static const struct {
        uint16_t seen, byte;
    } differs[] = {{0x102, 0xC3}, {0x300, 0xCC}, {0x110, 0xD0}, {0x309, 0xD2}, {0x1A0, 0xD5},
                   {0x1AF, 0xDD}, {0x303, 0xDE}, {0x103, 0xE3}, {0x301, 0xEC}, {0x111, 0xF0},
                   {0x323, 0xF2}, {0x1A1, 0xF5}, {0x1B0, 0xFD}, {0x20AB, 0xFE}};
    th_buf out;
    th_buf_init(&out, arena);
    bool any = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = th_utf8_next(s, &at), byte = c;
        for (size_t i = 0; c > 0xFF && i < sizeof differs / sizeof *differs; i++)
            byte = differs[i].seen == c ? differs[i].byte : byte;
        any = any || byte != c;
        th_utf8_put(&out, byte);
    }
    return any ? th_buf_str(&out) : s;
}
