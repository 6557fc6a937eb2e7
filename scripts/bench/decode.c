/* make bench: legacy text to NFC, 20 MB of it five times over; with "iconv" as second argument by iconv(3), which has
 * a TCVN3 of another variant and no VNI.  Prints nothing: bench.py takes the time, and "rate" prints MB/s. */
#define _POSIX_C_SOURCE 200809L
#include "text/encoding.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BYTES = 20000000, TIMES = 5 };

static const char text[] = "Tổng số thôn, tổ dân phố được phủ sóng di động; hồ sơ trước hạn 906, đúng hạn 23. "
                           "Đơn vị: đồng. ";

/* What the bytes are, of text that CP1252 shows. */
static size_t to_bytes(const char *utf8, size_t n, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)utf8[i];
        if (c < 0x80)
            out[len++] = (char)c;
        else
            out[len++] = (char)((c & 3) << 6 | ((unsigned char)utf8[++i] & 0x3F));
    }
    return len;
}

static int by_iconv(th_str legacy)
{
    char *bytes = malloc(legacy.len), *out = malloc(legacy.len * 4);
    if (!bytes || !out)
        return 1;
    size_t n = to_bytes(legacy.ptr, legacy.len, bytes);
    for (int i = 0; i < TIMES; i++) {
        iconv_t cd = iconv_open("UTF-8", "TCVN5712-1");
        char *in = bytes, *to = out;
        size_t left = n, room = legacy.len * 4;
        if (cd == (iconv_t)-1 || iconv(cd, &in, &left, &to, &room) == (size_t)-1)
            return 1;
        iconv_close(cd);
    }
    free(bytes);
    free(out);
    return 0;
}

int main(int argc, char **argv)
{
    th_encoding encoding = argc > 1 && strcmp(argv[1], "VNI") == 0 ? TH_ENC_VNI : TH_ENC_TCVN3;
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena))
        return 1;
    th_str one = th_text_encode(arena, encoding, th_str_of(text));
    th_buf all;
    th_buf_init(&all, arena);
    th_buf_reserve(&all, BYTES + one.len);
    while (all.len < BYTES)
        th_buf_add(&all, one);
    if (argc > 2 && strcmp(argv[2], "iconv") == 0)
        return by_iconv(th_buf_str(&all));
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < TIMES; i++) {
        th_arena *own = th_arena_new(0);
        if (!own || th_text_decode(own, encoding, false, th_buf_str(&all)).len == 0)
            return 1;
        th_arena_free(own);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    if (argc > 2 && strcmp(argv[2], "rate") == 0)
        printf("%s %.0f MB/s\n", argv[1], (double)all.len * TIMES / seconds / 1e6);
    th_arena_free(arena);
    return 0;
}
