/* A sheet's XML whole and in pieces: what is taken by heart is what the scanner sees. */
#include "../book/sheet_pieces.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char padding[] = "                                                                "
                                  "                                                                </worksheet>";
    th_arena *arena = th_arena_new((size_t)256 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return 0;
    }
    th_buf xml;
    th_buf_init(&xml, arena);
    th_buf_add(&xml, TH_STR("<worksheet>"));
    th_buf_add(&xml, (th_str){(const char *)data, size});
    th_buf_add(&xml, th_str_of(padding));
    th_str s = th_buf_str(&xml), whole = sheet_in_pieces(arena, s, s.len, 1), bytes = sheet_in_pieces(arena, s, 0, 1);
    size_t cut = size ? data[0] * (size_t)7 % s.len : 0;
    if (!th_str_eq(whole, bytes) || !th_str_eq(whole, sheet_in_pieces(arena, s, cut, s.len)))
        abort();
    th_arena_free(arena);
    return 0;
}
