/* Base64: six bits a letter. */
#include "pack/base64.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

th_str th_base64_decode(th_arena *arena, th_str text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    th_buf out;
    uint32_t bits = 0;
    unsigned n = 0;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        const char *at = memchr(letters, text.ptr[i], sizeof letters - 1);
        if (!at)
            continue; /* padding, white space */
        bits = bits << 6 | (uint32_t)(at - letters);
        n += 6;
        if (n >= 8) {
            n -= 8;
            th_buf_byte(&out, (char)(bits >> n & 0xFF));
        }
    }
    return th_buf_str(&out);
}
