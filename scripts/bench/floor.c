/* The machine's floor: reads each package whole and inflates every entry with ISA-L through one buffer of 64 KiB,
 * and does nothing else.  No reader of .xlsx can be faster.   floor FILE|DIR... */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EOCD = 22, CENTRAL = 46, LOCAL = 30, DEFLATED = 8 };

static struct inflate_state state;
static uint8_t piece[64 * 1024];
static size_t total;

static void die(const char *path)
{
    fprintf(stderr, "floor: %s is no package\n", path);
    exit(1);
}

static size_t le(const uint8_t *bytes, int count)
{
    size_t value = 0;
    while (count-- > 0)
        value = value << 8 | bytes[count];
    return value;
}

static void inflate_entry(const char *path, uint8_t *data, size_t stored)
{
    isal_inflate_init(&state);
    state.crc_flag = ISAL_DEFLATE;
    state.next_in = data;
    state.avail_in = (uint32_t)stored;
    do {
        state.next_out = piece;
        state.avail_out = sizeof piece;
        if (isal_inflate(&state) != ISAL_DECOMP_OK || state.avail_out == sizeof piece)
            die(path);
        total += sizeof piece - state.avail_out;
    } while (state.block_state != ISAL_BLOCK_FINISH);
}

static void inflate_package(const char *path, uint8_t *bytes, size_t size)
{
    size_t end = size < EOCD ? 0 : size - EOCD;
    while (end > 0 && memcmp(bytes + end, "PK\5\6", 4) != 0)
        end--;
    size_t at = end ? le(bytes + end + 16, 4) : 0;
    for (size_t n = end ? le(bytes + end + 10, 2) : 0; n > 0; n--) {
        if (at + CENTRAL > size)
            die(path);
        size_t local = le(bytes + at + 42, 4), stored = le(bytes + at + 20, 4);
        if (local + LOCAL > size)
            die(path);
        size_t data = local + LOCAL + le(bytes + local + 26, 2) + le(bytes + local + 28, 2);
        if (data > size || stored > size - data)
            die(path);
        if (le(bytes + at + 10, 2) == DEFLATED && stored)
            inflate_entry(path, bytes + data, stored);
        else
            total += stored;
        at += CENTRAL + le(bytes + at + 28, 2) + le(bytes + at + 30, 2) + le(bytes + at + 32, 2);
    }
}

static void inflate_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        die(path);
    size_t size = (size_t)ftell(file);
    uint8_t *bytes = malloc(size + 1);
    rewind(file);
    if (!bytes || fread(bytes, 1, size, file) != size)
        die(path);
    fclose(file);
    inflate_package(path, bytes, size);
    free(bytes);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        DIR *dir = opendir(argv[i]);
        if (!dir) {
            inflate_file(argv[i]);
            continue;
        }
        struct dirent *entry;
        while ((entry = readdir(dir))) {
            char path[4096];
            int n = snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
            if (entry->d_name[0] != '.' && n > 0 && n < (int)sizeof path)
                inflate_file(path);
        }
        closedir(dir);
    }
    printf("%zu\n", total);
    return 0;
}
