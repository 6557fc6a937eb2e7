/* Headers of a .rar, byte by byte: sizes, checksums, passwords, and where there is nothing more to read. */
#include "pack/rar.h"

#include "base/ascii.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 100 };

static th_str bytes_of(th_arena *arena, const char *const *parts, size_t n)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n && parts[i]; i++)
        for (const char *at = parts[i]; *at && at[1]; at += 2) {
            while (*at == ' ')
                at++;
            th_buf_byte(&out, (char)(th_hex_value((unsigned char)*at) << 4 | th_hex_value((unsigned char)at[1])));
        }
    return th_buf_str(&out);
}

#define MARK_4 "526172211a0700"
#define MARK_5 "526172211a070100"
/* Checksum, kind, flags, size of the header; then packed and unpacked size, system, checksum, time, version, method,
 * length of the name, attributes, and here no name at all. */
#define FILE_4(flags, size, packed, unpacked, crc)                                                                     \
    "0000 74" flags size packed unpacked "00" crc "00000000 07 30 0000 20000000"
#define ARCHIVE_4(flags) "0000 73" flags "0d00 000000000000"

typedef struct listing {
    const char *parts[6];
    size_t n;
    struct {
        uint64_t size;
        uint32_t crc;
        bool has_crc, locked;
    } last;
} listing;

static void assert_listing(th_arena *arena, const listing *wanted, size_t index)
{
    th_rar_files files;
    th_str bytes = bytes_of(arena, wanted->parts, sizeof wanted->parts / sizeof *wanted->parts);
    th_rar_list(arena, bytes, MOST, &files);
    if (files.n != wanted->n)
        fail_msg("listing %zu: %zu files", index, files.n);
    if (!files.n)
        return;
    const th_rar_file *last = &files.at[files.n - 1];
    if (last->size != wanted->last.size || last->has_crc != wanted->last.has_crc ||
        (last->has_crc && last->crc != wanted->last.crc) || last->locked != wanted->last.locked)
        fail_msg("listing %zu: size %llu, checksum %x", index, (unsigned long long)last->size, last->crc);
}

static void files_of_version_4(void **state)
{
    (void)state;
    static const listing rows[] = {
        {{MARK_4}, 0, {0}},
        {{MARK_4, ARCHIVE_4("0000")}, 0, {0}},
        {{MARK_4, ARCHIVE_4("0000"), FILE_4("0080", "2000", "02000000", "05000000", "78563412"), "aabb"},
         1,
         {5, 0x12345678, true, false}},
        /* the second begins behind the data of the first */
        {{MARK_4, FILE_4("0080", "2000", "02000000", "05000000", "78563412"), "aabb",
          FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         2,
         {9, 1, true, false}},
        /* a name makes the header longer */
        {{MARK_4, FILE_4("0080", "2200", "00000000", "05000000", "78563412"), "6162",
          FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         2,
         {9, 1, true, false}},
        /* sizes beyond 4 GB have four bytes more */
        {{MARK_4, FILE_4("0081", "2800", "00000000", "05000000", "78563412"), "00000000 02000000"},
         1,
         {(UINT64_C(2) << 32) + 5, 0x12345678, true, false}},
        {{MARK_4, FILE_4("0081", "2800", "00000000", "05000000", "78563412"), "01000000 00000000",
          FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         1,
         {5, 0x12345678, true, false}},
        /* other headers may have data, which their flags say */
        {{MARK_4, "0000 7a 0080 0b00 02000000", "aabb", FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         1,
         {9, 1, true, false}},
        {{MARK_4, "0000 7a 0000 0b00 02000000", FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         1,
         {9, 1, true, false}},
        /* a header shorter than its own beginning is none; one of seven bytes is */
        {{MARK_4, "0000 7a 0000 0600", FILE_4("0080", "2000", "00000000", "09000000", "01000000")}, 0, {0}},
        {{MARK_4, "0000 7a 0000 0700", FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         1,
         {9, 1, true, false}},
        /* data up to the end of the file; a byte more is not there, but its header was */
        {{MARK_4, FILE_4("0080", "2000", "03000000", "05000000", "78563412"), "aabb",
          FILE_4("0080", "2000", "00000000", "09000000", "01000000")},
         1,
         {5, 0x12345678, true, false}},
        {{"526172211a0800", FILE_4("0080", "2000", "00000000", "05000000", "78563412")}, 0, {0}},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_listing(arena, &rows[i], i);
    th_arena_free(arena);
}

/* Checksum of four bytes; size, kind and flags; perhaps sizes of extra records and of data; of a file then what it has,
 * its size, attributes, perhaps time and checksum, and three bytes more here. */
static void files_of_version_5(void **state)
{
    (void)state;
    static const listing rows[] = {
        {{MARK_5}, 0, {0}},
        {{MARK_5, "00000000 03 01 00 00"}, 0, {0}},
        {{MARK_5, "00000000 0c 02 00 04 05 20 78563412 000000"}, 1, {5, 0x12345678, true, false}},
        {{MARK_5, "00000000 10 02 00 06 05 20 11111111 78563412 000000"}, 1, {5, 0x12345678, true, false}},
        {{MARK_5, "00000000 07 02 00 00 05 20 0000"}, 1, {5, 0, false, false}},
        {{MARK_5, "00000000 0b 02 00 02 05 20 11111111 0000"}, 1, {5, 0, false, false}},
        /* numbers of two and three bytes */
        {{MARK_5, "00000000 0d 02 00 04 8501 20 78563412 000000"}, 1, {0x85, 0x12345678, true, false}},
        {{MARK_5, "00000000 0e 02 00 04 858001 20 78563412 000000"}, 1, {0x4005, 0x12345678, true, false}},
        /* the next begins behind the data */
        {{MARK_5, "00000000 0d 02 02 02 04 05 20 78563412 000000", "aabb",
          "00000000 0c 02 00 04 09 20 01000000 000000"},
         2,
         {9, 1, true, false}},
        {{MARK_5, "00000000 0d 02 02 03 04 05 20 78563412 000000", "aabb"}, 1, {5, 0x12345678, true, false}},
        /* an extra record of kind 1 is a password; another kind is none */
        {{MARK_5, "00000000 0d 02 01 02 04 05 20 78563412 00 0101"}, 1, {5, 0x12345678, true, true}},
        {{MARK_5, "00000000 0d 02 01 02 04 05 20 78563412 00 0102"}, 1, {5, 0x12345678, true, false}},
        {{MARK_5, "00000000 10 02 01 05 04 05 20 78563412 00 020300 0101"}, 1, {5, 0x12345678, true, true}},
        /* a header of no length, or beyond the file */
        {{MARK_5, "00000000 00 02 00 04 05 20 78563412 000000", "00000000 0c 02 00 04 09 20 01000000 000000"},
         1,
         {5, 0x12345678, true, false}},
        {{MARK_5, "00000000 7f 03 00 00", "00000000 0c 02 00 04 09 20 01000000 000000"}, 0, {0}},
        /* a number that does not end */
        {{MARK_5, "00000000 ffffffffffffffffffff 02 00 04 05 20 78563412"}, 0, {0}},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_listing(arena, &rows[i], i);
    th_arena_free(arena);
}

static void no_more_files_than_asked_for(void **state)
{
    (void)state;
    static const char *const four[] = {MARK_4, FILE_4("0080", "2000", "00000000", "05000000", "78563412"),
                                       FILE_4("0080", "2000", "00000000", "09000000", "01000000")};
    static const char *const five[] = {MARK_5, "00000000 0c 02 00 04 05 20 78563412 000000",
                                       "00000000 0c 02 00 04 09 20 01000000 000000"};
    th_arena *arena = th_arena_new(0);
    th_rar_files files;
    for (size_t most = 0; most <= 3; most++) {
        th_rar_list(arena, bytes_of(arena, four, 3), most, &files);
        assert_int_equal(files.n, most < 2 ? most : 2);
        th_rar_list(arena, bytes_of(arena, five, 3), most, &files);
        assert_int_equal(files.n, most < 2 ? most : 2);
    }
    th_arena_free(arena);
}

/* Cut anywhere, the files before the cut are known, and nothing is read beyond it. */
static void headers_cut_anywhere(void **state)
{
    (void)state;
    static const char *const four[] = {MARK_4, FILE_4("0081", "2800", "00000000", "05000000", "78563412"),
                                       "00000000 02000000"};
    static const char *const five[] = {MARK_5, "00000000 10 02 00 06 05 20 11111111 78563412 000000"};
    th_arena *arena = th_arena_new(0);
    th_str whole[] = {bytes_of(arena, four, 3), bytes_of(arena, five, 2)};
    size_t read[] = {whole[0].len, whole[1].len - 3}; /* bytes that are looked at */
    for (size_t k = 0; k < 2; k++)
        for (size_t n = 0; n <= whole[k].len; n++) {
            th_rar_files files;
            th_rar_list(arena, th_str_copy(arena, th_str_sub(whole[k], 0, n)), MOST, &files);
            assert_int_equal(files.n, n >= read[k]);
        }
    th_arena_free(arena);
}

static void parts_of_one_archive(void **state)
{
    (void)state;
    static const struct {
        const char *parts[2];
        bool volume;
    } rows[] = {
        {{MARK_4, ARCHIVE_4("0100")}, true},
        {{MARK_4, ARCHIVE_4("0000")}, false},
        {{MARK_4, ARCHIVE_4("1100")}, true},
        {{MARK_4, "0000 74 0100"}, false},
        {{MARK_4, "0000 73 01"}, false},
        {{MARK_4}, false},
        {{MARK_5, "00000000 04 01 00 01 00"}, true},
        {{MARK_5, "00000000 04 01 00 00 00"}, false},
        {{MARK_5, "00000000 04 01 00 03 00"}, true},
        {{MARK_5, "00000000 04 01 01 00 01"}, true},
        {{MARK_5, "00000000 04 01 01 01 00"}, false},
        {{MARK_5, "00000000 04 02 00 01 00"}, false},
        {{MARK_5, "00000000 04 01 00"}, false},
        {{MARK_5}, false},
        {{"504b0304", "00000000 04 01 00 01 00"}, false},
        {{NULL}, false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_rar_is_volume(bytes_of(arena, rows[i].parts, 2)) != rows[i].volume)
            fail_msg("row %zu", i);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_version_4),           cmocka_unit_test(files_of_version_5),
        cmocka_unit_test(no_more_files_than_asked_for), cmocka_unit_test(headers_cut_anywhere),
        cmocka_unit_test(parts_of_one_archive),
    };
    return cmocka_run_group_tests_name("rar", tests, NULL, NULL);
}
