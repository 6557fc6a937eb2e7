/* The compound file: streams in either place, and every way of being broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cfb_builder.h"

#include "pack/cfb.h"

static int setup(void **state)
{
    *state = th_arena_new(16 * 1024 * 1024);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

static bytes stream_of(size_t n)
{
    bytes s = {0};
    for (size_t i = 0; i < n; i++)
        put1(&s, (unsigned)(i * 7 + i / 256));
    return s;
}

static th_status read_it(th_arena *a, th_str file, th_str *out)
{
    th_cfb cfb;
    th_cfb_stream stream;
    if (th_cfb_open(a, file, &cfb) != TH_OK || !th_cfb_find(a, &cfb, TH_STR("WORKBOOK"), &stream))
        return TH_FAILED;
    return th_cfb_read(a, &cfb, &stream, out);
}

static void reads_streams_of_every_length(void **state)
{
    static const size_t lengths[] = {0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 40000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        bytes s = stream_of(lengths[i]), f = compound(&s, "Workbook");
        th_str out;
        assert_int_equal(read_it(*state, view(&f), &out), TH_OK);
        assert_int_equal(out.len, s.n);
        if (s.n)
            assert_memory_equal(out.ptr, s.at, s.n);
        free(s.at);
        free(f.at);
    }
}

static void finds_names_without_case_and_memory(void **state)
{
    (void)state;
    bytes s = stream_of(10), f = compound(&s, "EncryptedPackage");
    assert_true(th_cfb_sniff(view(&f)));
    assert_true(th_cfb_has(view(&f), TH_STR("encryptedpackage")));
    assert_false(th_cfb_has(view(&f), TH_STR("Workbook")));
    assert_false(th_cfb_has(TH_STR("PK"), TH_STR("Workbook")));
    free(s.at);
    free(f.at);
}

/* Version 4: sectors of 4,096 bytes, the header padded to one, sizes of 64 bits. */
static void reads_version_4(void **state)
{
    bytes s = stream_of(9000), three = compound(&s, "Workbook"), f = {0};
    for (size_t i = 0; i < 512; i++)
        put1(&f, three.at[i]);
    f.at[26] = 4;
    f.at[30] = 12;
    while (f.n < 4096)
        put1(&f, 0);
    put4(&f, 0xFFFFFFFD); /* sector 0, the FAT: itself, directory, mini FAT, three of data */
    put4(&f, 0xFFFFFFFE);
    put4(&f, 0xFFFFFFFE);
    put4(&f, 4);
    put4(&f, 5);
    put4(&f, 0xFFFFFFFE);
    while (f.n < 2 * 4096)
        put4(&f, 0xFFFFFFFF);
    for (size_t i = 1024; i < 1024 + 512; i++) /* sector 1, the directory */
        put1(&f, three.at[i]);
    while (f.n < 4 * 4096)
        put1(&f, 0);
    for (size_t i = 0; i < s.n; i++)
        put1(&f, s.at[i]);
    th_str out;
    assert_int_equal(read_it(*state, view(&f), &out), TH_OK); /* the last sector is cut, but not what is needed of it */
    assert_int_equal(out.len, s.n);
    assert_memory_equal(out.ptr, s.at, s.n);
    set4(&f, 2 * 4096 + 128 + 124, 1); /* 4 GiB more, which are not there */
    assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
    free(s.at);
    free(three.at);
    free(f.at);
}

/* Sectors out of order are put in order. */
static void follows_the_chain(void **state)
{
    bytes s = stream_of(4096), f = compound(&s, "Workbook");
    size_t fat = 512, data = 512 * 4;
    /* swap the second and the third sector of the stream: 3 -> 5 -> 4 -> 6 */
    uint8_t spare[512];
    memcpy(spare, f.at + data + 512, 512);
    memmove(f.at + data + 512, f.at + data + 1024, 512);
    memcpy(f.at + data + 1024, spare, 512);
    set4(&f, fat + 3 * 4, 5);
    set4(&f, fat + 5 * 4, 4);
    set4(&f, fat + 4 * 4, 6);
    th_str out;
    assert_int_equal(read_it(*state, view(&f), &out), TH_OK);
    assert_memory_equal(out.ptr, s.at, s.n);
    free(s.at);
    free(f.at);
}

static void a_loop_is_a_reason(void **state)
{
    th_str out;
    bytes s = stream_of(9000), f = compound(&s, "Workbook");
    set4(&f, 512 + 7 * 4, 3); /* the stream bites its tail */
    assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
    set4(&f, 512 + 1 * 4, 1); /* the directory is its own next sector */
    assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
    assert_false(th_cfb_has(view(&f), TH_STR("Nothing")));
    free(s.at);
    free(f.at);
    s = stream_of(900);
    f = compound(&s, "Workbook");
    set4(&f, 512 * 3, 0); /* the mini FAT: 0 -> 0 */
    assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
    free(s.at);
    free(f.at);
}

/* Whichever sector of the chain is its own next one. */
static void a_loop_at_each_sector(void **state)
{
    enum { FIRST = 3, SECTORS = 18, MINI = 15 };
    th_str out;
    for (uint32_t sector = FIRST; sector + 1 < FIRST + SECTORS; sector++) {
        bytes s = stream_of(SECTORS * 512), f = compound(&s, "Workbook");
        assert_int_equal(read_it(*state, view(&f), &out), TH_OK);
        set4(&f, 512 + sector * 4, sector);
        assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
        free(s.at);
        free(f.at);
    }
    for (uint32_t sector = 0; sector + 1 < MINI; sector++) {
        bytes s = stream_of(MINI * 64), f = compound(&s, "Workbook");
        assert_int_equal(read_it(*state, view(&f), &out), TH_OK);
        set4(&f, 512 * 3 + sector * 4, sector);
        assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
        free(s.at);
        free(f.at);
    }
}

/* The tree below the root says which entry has a name; where the tree is broken, any entry of that name does. */
static void entries_of_the_tree_come_first(void **state)
{
    enum { DIRECTORY = 512 * 2, ENTRY = 128, LEFT = 68, RIGHT = 72, CHILD = 76, SIZE = 120 };
    static const struct {
        uint32_t child, left, right; /* of the root; of the second entry */
        const char *second;          /* its name */
        size_t size;                 /* of what is found */
    } rows[] = {
        {1, 0xFFFFFFFF, 0xFFFFFFFF, "Workbook", 5000},
        {2, 0xFFFFFFFF, 0xFFFFFFFF, "Workbook", 4500},
        {2, 1, 0xFFFFFFFF, "Workbooks", 5000},
        {2, 0xFFFFFFFF, 1, "Workbooks", 5000},
        {2, 2, 2, "Worksheet", 5000},
        {0xFFFFFFFF, 2, 2, "Workbook", 5000},
        {77, 2, 2, "Workbook", 5000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes s = stream_of(5000), f = compound(&s, "Workbook");
        uint8_t *second = f.at + DIRECTORY + 2 * (size_t)ENTRY;
        memcpy(second, f.at + DIRECTORY + ENTRY, ENTRY);
        memset(second, 0, 64);
        for (size_t k = 0; rows[i].second[k]; k++)
            second[2 * k] = (uint8_t)rows[i].second[k];
        second[64] = (uint8_t)(2 * strlen(rows[i].second) + 2);
        set4(&f, DIRECTORY + CHILD, rows[i].child);
        set4(&f, DIRECTORY + 2 * ENTRY + LEFT, rows[i].left);
        set4(&f, DIRECTORY + 2 * ENTRY + RIGHT, rows[i].right);
        set4(&f, DIRECTORY + 2 * ENTRY + SIZE, 4500);
        th_str out;
        assert_int_equal(read_it(*state, view(&f), &out), TH_OK);
        if (out.len != rows[i].size)
            fail_msg("row %zu: %zu bytes", i, out.len);
        free(s.at);
        free(f.at);
    }
}

static void refuses_lies_in_the_header(void **state)
{
    static const struct {
        size_t at;
        uint32_t value;
    } lies[] = {
        {30, 0x00060010}, {30, 0}, {48, 0xFFFFFFFF}, {48, 5000}, {56, 0}, {76, 0xFFFFFFFF}, {76, 77777},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        bytes s = stream_of(5000), f = compound(&s, "Workbook");
        th_str out;
        set4(&f, lies[i].at, lies[i].value);
        assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
        free(s.at);
        free(f.at);
    }
}

static void refuses_sizes_beyond_the_file(void **state)
{
    bytes s = stream_of(5000), f = compound(&s, "Workbook");
    th_str out;
    set4(&f, 512 * 2 + 128 + 120, 0xFFFFFFF0);
    assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
    set4(&f, 512 * 2 + 128 + 120, 5000 + 1000);
    assert_int_equal(read_it(*state, view(&f), &out), TH_FAILED);
    free(s.at);
    free(f.at);
}

/* Cut anywhere: the whole stream, or a reason; never a part of it. */
static void cut_at_every_byte(void **state)
{
    (void)state;
    static const size_t lengths[] = {700, 4500};
    for (size_t k = 0; k < 2; k++) {
        bytes s = stream_of(lengths[k]), f = compound(&s, "Workbook");
        for (size_t n = 0; n < f.n; n++) {
            th_arena *a = th_arena_new(1024 * 1024);
            char *copy = malloc(n + 1); /* its own block, so that a read beyond it is seen */
            memcpy(copy, f.at, n);
            th_str out;
            if (read_it(a, (th_str){copy, n}, &out) == TH_OK) {
                assert_int_equal(out.len, s.n);
                assert_memory_equal(out.ptr, s.at, s.n);
            }
            th_cfb_has((th_str){copy, n}, TH_STR("Book"));
            free(copy);
            th_arena_free(a);
        }
        free(s.at);
        free(f.at);
    }
}

/* The reason says at which place a file that was not copied whole ends. */
static void what_ends_early_says_where(void **state)
{
    static const struct {
        size_t shift, length;
        const char *why;
    } rows[] = {
        {9, 8, "the file ends within its header"},        {9, 511, "the file ends within its header"},
        {9, 512, "there is nothing behind the header"},   {12, 512, "there is nothing behind the header"},
        {12, 4096, "there is nothing behind the header"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes stream = stream_of(9000), file = compound(&stream, "Workbook");
        th_cfb cfb;
        file.at[30] = (uint8_t)rows[i].shift;
        assert_int_equal(th_cfb_open(*state, th_str_sub(view(&file), 0, rows[i].length), &cfb), TH_FAILED);
        if (!th_str_eq(cfb.trouble.en, th_str_of(rows[i].why)))
            fail_msg("%zu bytes: " TH_FMT, rows[i].length, TH_ARG(cfb.trouble.en));
        free(stream.at);
        free(file.at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_streams_of_every_length, setup, teardown),
        cmocka_unit_test_setup_teardown(finds_names_without_case_and_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_version_4, setup, teardown),
        cmocka_unit_test_setup_teardown(follows_the_chain, setup, teardown),
        cmocka_unit_test_setup_teardown(a_loop_is_a_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(a_loop_at_each_sector, setup, teardown),
        cmocka_unit_test_setup_teardown(entries_of_the_tree_come_first, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_lies_in_the_header, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_sizes_beyond_the_file, setup, teardown),
        cmocka_unit_test_setup_teardown(what_ends_early_says_where, setup, teardown),
        cmocka_unit_test_setup_teardown(cut_at_every_byte, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
