/* The compound file alone: any bytes. */
#include "pack/cfb.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"Workbook", "Book", "EncryptedPackage"};
    th_str bytes = {(const char *)data, size};
    th_arena *arena = th_arena_new((size_t)64 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return 0;
    }
    th_cfb cfb;
    volatile char last = 0;
    for (int i = 0; i < 3; i++) {
        th_cfb_stream stream;
        th_str out;
        th_cfb_has(bytes, th_str_of(names[i]));
        if (th_cfb_open(arena, bytes, &cfb) == TH_OK && th_cfb_find(arena, &cfb, th_str_of(names[i]), &stream) &&
            th_cfb_read(arena, &cfb, &stream, &out) == TH_OK)
            for (size_t k = 0; k < out.len; k++)
                last = (char)(last ^ out.ptr[k]);
    }
    th_arena_free(arena);
    return 0;
}
