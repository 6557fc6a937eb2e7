/* The compound file alone: any bytes. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "pack/cfb.h"

static bool fuzz_try(th_arena *arena, th_str input)
{
    static const char *const names[] = {"Workbook", "Book", "EncryptedPackage"};
    bool found = false;
    th_cfb cfb;
    volatile char last = 0;
    for (int i = 0; i < 3; i++) {
        th_cfb_stream stream;
        th_str out;
        th_cfb_has(input, th_str_of(names[i]));
        if (th_cfb_open(arena, input, &cfb) == TH_OK && th_cfb_find(arena, &cfb, th_str_of(names[i]), &stream) &&
            th_cfb_read(arena, &cfb, &stream, &out) == TH_OK)
            for (size_t k = 0; k < out.len; k++, found = true)
                last = (char)(last ^ out.ptr[k]);
    }
    return found;
}
