/* A sheet's XML whole and in pieces: what is taken by heart is what the scanner sees. */
enum { TARGET_MEGABYTES = 256 };
#include "target.h"

#include "../book/sheet_pieces.h"

static bool fuzz_try(th_arena *arena, th_str input)
{
    static const char padding[] = "                                                                "
                                  "                                                                </worksheet>";
    th_buf xml;
    th_buf_init(&xml, arena);
    th_buf_add(&xml, TH_STR("<worksheet>"));
    th_buf_add(&xml, input);
    th_buf_add(&xml, th_str_of(padding));
    th_str s = th_buf_str(&xml), whole = sheet_in_pieces(arena, s, s.len, 1), bytes = sheet_in_pieces(arena, s, 0, 1);
    size_t cut = input.len ? (unsigned char)input.ptr[0] * (size_t)7 % s.len : 0;
    if (!th_str_eq(whole, bytes) || !th_str_eq(whole, sheet_in_pieces(arena, s, cut, s.len)))
        abort();
    return true;
}
