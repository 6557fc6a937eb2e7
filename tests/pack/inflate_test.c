/* Inflating, with ISA-L and with zlib (the same cases, built twice): what comes out, in pieces, and what a damaged
 * or cut stream gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "pack/inflate.h"

#include <string.h>
#include <zlib.h>

enum { LARGEST_PIECE = 64 * 1024 };

static th_str deflated(th_arena *a, th_str plain, int level)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, plain.len);
    char *out = th_arena_array(a, room, 1);
    z.next_in = (Bytef *)(uintptr_t)plain.ptr;
    z.avail_in = (uInt)plain.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (th_str){out, room - z.avail_out};
}

/* Rows that repeat and digits that do not, so that stored, fixed and dynamic blocks occur. */
static th_str text_of(th_arena *a, size_t n)
{
    th_buf buf;
    th_buf_init(&buf, a);
    uint32_t seed = 7;
    while (buf.len < n) {
        seed = seed * 1664525 + 1013904223;
        th_buf_fmt(&buf, "<c r=\"A1\"><v>%u</v></c>", (unsigned)seed);
    }
    buf.len = n;
    return th_buf_str(&buf);
}

static bool collect(void *ctx, const char *piece, size_t len)
{
    assert_true(len > 0 && len <= LARGEST_PIECE);
    th_buf_add(ctx, (th_str){piece, len});
    return true;
}

static bool stop(void *ctx, const char *piece, size_t len)
{
    (void)piece;
    (void)len;
    ++*(int *)ctx;
    return false;
}

static void what_goes_in_comes_out(void **state)
{
    static const size_t sizes[] = {0, 1, 100, 65535, 65536, 65537, 300000};
    (void)state;
    th_arena *a = th_arena_new(0);
    th_inflate *i = th_inflate_new(a); /* one for all */
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int level = 0; level <= 9; level += 3) {
            th_str plain = text_of(a, sizes[s]);
            th_buf out;
            th_inflated inflated;
            th_buf_init(&out, a);
            assert_int_equal(
                th_inflate_run(i, deflated(a, plain, level), plain.len, (th_inflate_sink){collect, &out}, &inflated),
                TH_OK);
            assert_true(th_str_eq(th_buf_str(&out), plain));
            assert_true(inflated.length == plain.len);
            assert_true(inflated.crc == th_crc32(0, plain));
        }
    assert_true(th_crc32(0, TH_STR("123456789")) == 0xCBF43926);
    assert_true(th_crc32(th_crc32(0, TH_STR("1234")), TH_STR("56789")) == 0xCBF43926);
    th_arena_free(a);
}

static void a_cut_stream_fails_at_every_byte(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_inflate *i = th_inflate_new(a);
    th_str plain = text_of(a, 3000), stream = deflated(a, plain, 6);
    for (size_t cut = 0; cut < stream.len; cut++) {
        th_buf out;
        th_inflated inflated;
        th_buf_init(&out, a);
        th_status status =
            th_inflate_run(i, th_str_sub(stream, 0, cut), plain.len, (th_inflate_sink){collect, &out}, &inflated);
        if (status < TH_FAILED && (inflated.length != plain.len || inflated.crc != th_crc32(0, plain)))
            fail_msg("cut at %zu of %zu", cut, stream.len);
    }
    th_arena_free(a);
}

/* Whatever bits flip, a stream that is accepted with other bytes has another CRC: the caller sees it. */
static void damage_fails_or_shows_in_the_checksum(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_inflate *i = th_inflate_new(a);
    th_str plain = text_of(a, 3000), stream = deflated(a, plain, 6);
    char *bytes = th_str_cstr(a, stream);
    for (size_t bit = 0; bit < stream.len * 8; bit++) {
        th_buf out;
        th_inflated inflated;
        th_buf_init(&out, a);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        th_status status =
            th_inflate_run(i, (th_str){bytes, stream.len}, plain.len, (th_inflate_sink){collect, &out}, &inflated);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        if (status < TH_FAILED && !th_str_eq(th_buf_str(&out), plain))
            assert_true(inflated.crc != th_crc32(0, plain) || inflated.length != plain.len);
    }
    th_arena_free(a);
}

static void more_than_allowed_and_a_sink_that_stops(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_inflate *i = th_inflate_new(a);
    th_str plain = text_of(a, 200000), stream = deflated(a, plain, 9);
    th_buf out;
    th_inflated inflated;
    int calls = 0;
    th_buf_init(&out, a);
    assert_int_equal(th_inflate_run(i, stream, plain.len - 1, (th_inflate_sink){collect, &out}, &inflated), TH_FAILED);
    assert_int_equal(th_inflate_run(i, stream, plain.len, (th_inflate_sink){stop, &calls}, &inflated), TH_FAILED);
    assert_int_equal(calls, 1);
    assert_int_equal(th_inflate_run(i, TH_STR("\xFF\xFF\xFF"), 10, (th_inflate_sink){collect, &out}, &inflated),
                     TH_FAILED);
    assert_int_equal(th_inflate_run(i, (th_str){0}, 10, (th_inflate_sink){collect, &out}, &inflated), TH_FAILED);
    th_arena_free(a);
}

/* ---- files of gzip ---- */

static th_str gzipped(th_arena *a, th_str plain)
{
    enum { OF_GZIP = 16 };
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 6, Z_DEFLATED, MAX_WBITS + OF_GZIP, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&zlib, plain.len);
    char *out = th_arena_array(a, room, 1);
    zlib.next_in = (Bytef *)(uintptr_t)plain.ptr;
    zlib.avail_in = (uInt)plain.len;
    zlib.next_out = (Bytef *)out;
    zlib.avail_out = (uInt)room;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    deflateEnd(&zlib);
    return (th_str){out, room - zlib.avail_out};
}

static th_str joined(th_arena *a, th_str one, th_str other)
{
    th_buf out;
    th_buf_init(&out, a);
    th_buf_add(&out, one);
    th_buf_add(&out, other);
    return th_buf_str(&out);
}

/* One member or two, of less and of more than goes through at once. */
static void members_of_gzip_follow_one_another(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 300000};
    (void)state;
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
        th_arena *a = th_arena_new(0);
        th_str plain = text_of(a, sizes[size]), file = gzipped(a, plain), out;
        assert_true(th_gzip_is(file));
        assert_int_equal(th_gzip_inflate(a, file, plain.len, &out), TH_OK);
        assert_true(th_str_eq(out, plain));
        if (plain.len)
            assert_int_equal(th_gzip_inflate(a, file, plain.len - 1, &out), TH_FATAL);
        th_str twice = joined(a, plain, plain), two = joined(a, file, file);
        assert_int_equal(th_gzip_inflate(a, two, twice.len, &out), TH_OK);
        assert_true(th_str_eq(out, twice));
        if (plain.len)
            assert_int_equal(th_gzip_inflate(a, two, twice.len - 1, &out), TH_FATAL);
        assert_int_equal(th_gzip_inflate(a, joined(a, file, TH_STR("x")), plain.len, &out), TH_FAILED);
        th_arena_free(a);
    }
}

/* Cut or changed at each byte: its own bytes, or a reason.  In the head alone are bytes that say nothing of them. */
static void damaged_gzip_is_never_read_as_something_else(void **state)
{
    (void)state;
    th_arena *whole = th_arena_new(0);
    th_str plain = text_of(whole, 2000), file = gzipped(whole, plain);
    for (size_t i = 0; i < 2 * file.len; i++) {
        th_arena *a = th_arena_new(0);
        th_str changed = th_str_copy(a, file), out;
        if (i < file.len)
            changed.len = i;
        else
            ((char *)(uintptr_t)changed.ptr)[i - file.len] ^= 0x10;
        if (th_gzip_inflate(a, changed, 2 * plain.len, &out) == TH_OK)
            assert_true(i >= file.len && th_str_eq(out, plain));
        th_arena_free(a);
    }
    th_arena_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(a_cut_stream_fails_at_every_byte),
        cmocka_unit_test(damage_fails_or_shows_in_the_checksum),
        cmocka_unit_test(more_than_allowed_and_a_sink_that_stops),
        cmocka_unit_test(members_of_gzip_follow_one_another),
        cmocka_unit_test(damaged_gzip_is_never_read_as_something_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
