/* Reading a compound file: header, directory, and chains of sectors. */
#include "pack/cfb.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

/* [MS-CFB] 2.1: the largest number a sector can have; greater ones are markers. */
#define MAX_REGULAR 0xFFFFFFFAu
#define END_OF_CHAIN 0xFFFFFFFEu
#define NO_STREAM 0xFFFFFFFFu

enum { HEADER = 512, DIR_ENTRY = 128, DIFAT_IN_HEADER = 109 };
enum { OBJECT_STORAGE = 1, OBJECT_STREAM = 2, OBJECT_ROOT = 5 };

static const unsigned char magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};

static uint32_t cfb_u16(const char *bytes)
{
    const unsigned char *octets = (const unsigned char *)bytes;
    return (uint32_t)octets[0] | (uint32_t)octets[1] << 8;
}

static uint32_t cfb_u32(const char *bytes)
{
    return cfb_u16(bytes) | cfb_u16(bytes + 2) << 16;
}

static th_status cfb_fail(th_cfb *cfb, const char *vi, const char *en)
{
    cfb->trouble = (th_trouble){th_str_of(vi), th_str_of(en)};
    return TH_FAILED;
}

bool th_cfb_sniff(th_str bytes)
{
    return bytes.len >= sizeof magic && memcmp(bytes.ptr, magic, sizeof magic) == 0;
}

/* Sector 0 begins one whole sector behind the start of the file, in version 4 too (2.2). */
static size_t sector_start(const th_cfb *cfb, uint32_t sector)
{
    return ((size_t)sector + 1) << cfb->sector_shift;
}

/* How many bytes of a sector the file really has: fewer than all in a last one that is cut, 0 behind it. */
static size_t sector_bytes(const th_cfb *cfb, uint32_t sector)
{
    if (sector >= cfb->sectors)
        return 0;
    size_t start = sector_start(cfb, sector), size = (size_t)1 << cfb->sector_shift;
    size_t rest = cfb->bytes.len - start;
    return rest < size ? rest : size;
}

/* Word `index` of a sector; NO_STREAM when the file does not reach so far. */
static uint32_t sector_word(const th_cfb *cfb, uint32_t sector, uint32_t index)
{
    size_t at = (size_t)index * 4;
    if (sector_bytes(cfb, sector) < at + 4)
        return NO_STREAM;
    return cfb_u32(cfb->bytes.ptr + sector_start(cfb, sector) + at);
}

/* The sector that holds part `index` of the FAT.  The walk along the DIFAT ends after at most index / 127 steps, and
 * the sectors of the file bound the index. */
static uint32_t fat_sector(const th_cfb *cfb, uint32_t index)
{
    if (index < DIFAT_IN_HEADER)
        return cfb_u32(cfb->bytes.ptr + 76 + (size_t)index * 4);
    uint32_t per = (1u << (cfb->sector_shift - 2)) - 1, sector = cfb->first_difat;
    index -= DIFAT_IN_HEADER;
    for (; index >= per; index -= per) {
        if (sector >= cfb->sectors)
            return NO_STREAM;
        sector = sector_word(cfb, sector, per); /* the last word leads on */
    }
    return sector_word(cfb, sector, index);
}

/* The sector that follows in the chain; NO_STREAM when the FAT does not reach so far. */
static uint32_t next_sector(const th_cfb *cfb, uint32_t sector)
{
    unsigned shift = cfb->sector_shift - 2;
    uint32_t fat = fat_sector(cfb, sector >> shift);
    return fat >= cfb->sectors ? NO_STREAM : sector_word(cfb, fat, sector & ((1u << shift) - 1));
}

static th_status read_header(th_str bytes, th_cfb *cfb)
{
    *cfb = (th_cfb){.bytes = bytes};
    if (!th_cfb_sniff(bytes))
        return cfb_fail(cfb, "không phải tệp .xls", "not an .xls file");
    if (bytes.len < HEADER)
        return cfb_fail(cfb, "tệp bị cắt ngay ở phần đầu", "the file ends within its header");
    uint32_t major = cfb_u16(bytes.ptr + 26);
    cfb->sector_shift = cfb_u16(bytes.ptr + 30);
    cfb->mini_shift = cfb_u16(bytes.ptr + 32);
    /* Some writers state another major version, so only the size of a sector counts. */
    if ((cfb->sector_shift != 9 && cfb->sector_shift != 12) || cfb->mini_shift != 6 || major == 0)
        return cfb_fail(cfb, "phần đầu tệp ghi kích thước khối không hợp lệ",
                        "the header states an impossible sector size");
    cfb->first_dir = cfb_u32(bytes.ptr + 48);
    cfb->mini_cutoff = cfb_u32(bytes.ptr + 56);
    cfb->first_minifat = cfb_u32(bytes.ptr + 60);
    cfb->first_difat = cfb_u32(bytes.ptr + 68);
    if (cfb->mini_cutoff != 4096)
        return cfb_fail(cfb, "phần đầu tệp ghi ngưỡng khối nhỏ không hợp lệ",
                        "the header states an impossible mini stream cutoff");
    size_t size = (size_t)1 << cfb->sector_shift;
    if (bytes.len <= size)
        return cfb_fail(cfb, "tệp không có nội dung sau phần đầu", "there is nothing behind the header");
    size_t sectors = (bytes.len - size + size - 1) >> cfb->sector_shift;
    if (sectors > MAX_REGULAR)
        return cfb_fail(cfb, "tệp quá lớn", "the file is too large");
    cfb->sectors = (uint32_t)sectors;
    return TH_OK;
}

/* Is this the name of the directory entry?  Entries are named in UTF-16LE, with a length that includes the NUL. */
static bool entry_named(const char *entry, th_str name)
{
    uint32_t bytes = cfb_u16(entry + 64);
    if (bytes < 2 || bytes > 64 || bytes / 2 - 1 != name.len)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (entry[2 * i + 1] != 0 || th_to_lower(entry[2 * i]) != th_to_lower(name.ptr[i]))
            return false;
    return true;
}

static th_cfb_stream entry_stream(const th_cfb *cfb, const char *entry)
{
    /* Some writers of version 3 leave the upper half of the size uninitialised (2.6.1). */
    uint64_t high = cfb->sector_shift == 9 ? 0 : cfb_u32(entry + 124);
    return (th_cfb_stream){cfb_u32(entry + 116), high << 32 | cfb_u32(entry + 120)};
}

bool th_cfb_has(th_str bytes, th_str name)
{
    th_cfb cfb;
    if (read_header(bytes, &cfb) != TH_OK)
        return false;
    uint32_t sector = cfb.first_dir;
    for (uint32_t steps = 0; steps < cfb.sectors && sector < cfb.sectors; steps++) {
        const char *at = bytes.ptr + sector_start(&cfb, sector);
        size_t size = sector_bytes(&cfb, sector);
        for (size_t i = 0; i + DIR_ENTRY <= size; i += DIR_ENTRY)
            if (at[i + 66] == OBJECT_STREAM && entry_named(at + i, name))
                return true;
        sector = next_sector(&cfb, sector);
    }
    return false;
}

th_status th_cfb_open(th_arena *arena, th_str bytes, th_cfb *cfb)
{
    th_status status = read_header(bytes, cfb);
    if (status != TH_OK)
        return status;
    size_t cap = 0, streams = 0;
    uint32_t sector = cfb->first_dir;
    while (sector < cfb->sectors) {
        if (cfb->ndir == cfb->sectors)
            return cfb_fail(cfb, "danh mục của tệp nối vòng", "the directory chain is a loop");
        /* The last sector of a file may be short where only padding is missing: a name that is not there is missed
         * when it is looked for. */
        for (size_t i = 66; i < sector_bytes(cfb, sector); i += DIR_ENTRY)
            streams += bytes.ptr[sector_start(cfb, sector) + i] == OBJECT_STREAM;
        TH_PUSH(arena, cfb->dir, cfb->ndir, cap, sector);
        sector = next_sector(cfb, sector);
    }
    if (cfb->ndir == 0 || sector != END_OF_CHAIN)
        return cfb_fail(cfb, "danh mục của tệp trỏ ra ngoài tệp", "the directory chain leaves the file");
    if (sector_bytes(cfb, cfb->dir[0]) < DIR_ENTRY || bytes.ptr[sector_start(cfb, cfb->dir[0]) + 66] != OBJECT_ROOT ||
        streams == 0)
        return cfb_fail(cfb, "danh mục của tệp trống, có thể chưa chép xong", "the directory is empty");
    return TH_OK;
}

/* Directory entry `index`, or NULL. */
static const char *dir_entry(const th_cfb *cfb, uint32_t index)
{
    unsigned per = cfb->sector_shift - 7;
    size_t sector = index >> per, at = (size_t)(index & ((1u << per) - 1)) * DIR_ENTRY;
    if (sector >= cfb->ndir || sector_bytes(cfb, cfb->dir[sector]) < at + DIR_ENTRY)
        return NULL;
    return cfb->bytes.ptr + sector_start(cfb, cfb->dir[sector]) + at;
}

/* The children of the root form a binary tree (2.6.4).  Not every writer sorts it, so all of it is walked, each entry
 * once. */
static bool find_below_root(th_arena *arena, const th_cfb *cfb, th_str name, th_cfb_stream *out)
{
    const char *root = dir_entry(cfb, 0); /* th_cfb_open has checked that it is a root */
    if (!root)
        return false;
    size_t entries = cfb->ndir << (cfb->sector_shift - 7);
    bool *seen = th_arena_array(arena, entries, sizeof *seen);
    uint32_t *todo = NULL;
    size_t n = 0, cap = 0;
    TH_PUSH(arena, todo, n, cap, cfb_u32(root + 76));
    while (n > 0) {
        uint32_t index = todo[--n];
        const char *entry = index < entries && !seen[index] ? dir_entry(cfb, index) : NULL;
        if (!entry)
            continue;
        seen[index] = true;
        if (entry[66] == OBJECT_STREAM && entry_named(entry, name)) {
            *out = entry_stream(cfb, entry);
            return true;
        }
        TH_PUSH(arena, todo, n, cap, cfb_u32(entry + 68));
        TH_PUSH(arena, todo, n, cap, cfb_u32(entry + 72));
    }
    return false;
}

bool th_cfb_find(th_arena *arena, const th_cfb *cfb, th_str name, th_cfb_stream *out)
{
    if (find_below_root(arena, cfb, name, out))
        return true;
    size_t entries = cfb->ndir << (cfb->sector_shift - 7);
    for (size_t i = 0; i < entries; i++) {
        const char *entry = dir_entry(cfb, (uint32_t)i);
        if (entry && entry[66] == OBJECT_STREAM && entry_named(entry, name)) {
            *out = entry_stream(cfb, entry);
            return true;
        }
    }
    return false;
}

/* Marks a sector as used; false when it already was, which means that the chain is a loop. */
static bool visit_sector(uint8_t *seen, uint32_t sector)
{
    uint8_t bit = (uint8_t)(1u << (sector & 7));
    bool fresh = !(seen[sector >> 3] & bit);
    seen[sector >> 3] |= bit;
    return fresh;
}

/* Reads `size` bytes, no more than the file has, along a chain of sectors. */
static th_status read_sectors(th_arena *arena, th_cfb *cfb, uint32_t first, size_t size, th_str *out)
{
    bool in_order = true;
    uint32_t sector = first, steps = 0;
    size_t whole = (size_t)1 << cfb->sector_shift;
    uint8_t *seen = th_arena_alloc(arena, ((size_t)cfb->sectors >> 3) + 1);
    /* The chain is checked before anything is copied, so that one that breaks, or stands in order, needs no copy. */
    for (size_t left = size; left > 0; steps++) {
        size_t want = left < whole ? left : whole;
        if (sector_bytes(cfb, sector) < want)
            return cfb_fail(cfb, "tệp ngắn hơn phần dữ liệu đã khai", "the file is shorter than the data it declares");
        if (!visit_sector(seen, sector))
            return cfb_fail(cfb, "dữ liệu của tệp nối vòng", "a stream's chain is a loop");
        in_order = in_order && sector == first + steps;
        left -= want;
        if (left > 0)
            sector = next_sector(cfb, sector);
    }
    if (in_order) {
        *out = (th_str){cfb->bytes.ptr + (size ? sector_start(cfb, first) : 0), size};
        return TH_OK;
    }
    char *copy = th_arena_alloc(arena, size);
    sector = first;
    for (size_t at = 0; at < size; at += whole) {
        size_t want = size - at < whole ? size - at : whole;
        memcpy(copy + at, cfb->bytes.ptr + sector_start(cfb, sector), want);
        sector = next_sector(cfb, sector);
    }
    *out = (th_str){copy, size};
    return TH_OK;
}

/* The number of sectors in a chain.  Nothing else tells the length of the mini stream's FAT. */
static size_t chain_length(const th_cfb *cfb, uint32_t first)
{
    size_t n = 0;
    for (uint32_t sector = first; sector < cfb->sectors && n < cfb->sectors; sector = next_sector(cfb, sector))
        n++;
    return n;
}

/* How many of `size` bytes along a chain are there: fewer where its last sector is also the last of the file, and
 * short. */
static size_t bytes_there(const th_cfb *cfb, uint32_t first, size_t size)
{
    size_t whole = (size_t)1 << cfb->sector_shift;
    uint32_t sector = first;
    if (size == 0)
        return 0;
    for (size_t left = size; left > whole && sector < cfb->sectors; left -= whole)
        sector = next_sector(cfb, sector);
    size_t want = (size - 1) % whole + 1, there = sector_bytes(cfb, sector);
    return there < want && sector + 1 == cfb->sectors ? size - (want - there) : size;
}

typedef struct mini_streams {
    uint32_t first; /* sector of the area */
    th_str area, fat;
} mini_streams;

/* What holds all small streams, and the list of their sectors, may lack padding at the end: each stream is held against
 * what is there. */
static th_status find_mini(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, mini_streams *out)
{
    const char *root = dir_entry(cfb, 0);
    if (!root)
        return cfb_fail(cfb, "danh mục của tệp trống, có thể chưa chép xong", "the directory is empty");
    th_cfb_stream mini = entry_stream(cfb, root);
    if (mini.size > cfb->bytes.len || stream->size > mini.size)
        return cfb_fail(cfb, "tệp ngắn hơn phần dữ liệu đã khai", "the file is shorter than the data it declares");
    out->first = mini.first;
    size_t size = bytes_there(cfb, mini.first, (size_t)mini.size);
    size_t fat_size = chain_length(cfb, cfb->first_minifat) << cfb->sector_shift;
    if (read_sectors(arena, cfb, mini.first, size, &out->area) != TH_OK)
        return TH_FAILED;
    return read_sectors(arena, cfb, cfb->first_minifat, bytes_there(cfb, cfb->first_minifat, fat_size), &out->fat);
}

static uint32_t next_mini_sector(const mini_streams *mini, uint32_t sector)
{
    size_t at = (size_t)sector * 4;
    return at + 4 <= mini->fat.len ? cfb_u32(mini->fat.ptr + at) : NO_STREAM;
}

static th_status read_mini(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str *out)
{
    mini_streams mini;
    if (find_mini(arena, cfb, stream, &mini) != TH_OK)
        return TH_FAILED;
    size_t size = (size_t)stream->size, whole = (size_t)1 << cfb->mini_shift;
    char *copy = th_arena_alloc(arena, size);
    uint8_t *seen = th_arena_alloc(arena, (mini.area.len >> (cfb->mini_shift + 3)) + 1);
    uint32_t sector = stream->first;
    for (size_t at = 0; at < size; at += whole) {
        size_t want = size - at < whole ? size - at : whole, from = (size_t)sector << cfb->mini_shift;
        if (sector > MAX_REGULAR || from > mini.area.len || mini.area.len - from < want)
            return cfb_fail(cfb, "dữ liệu của tệp trỏ ra ngoài tệp", "a stream's chain leaves the file");
        if (!visit_sector(seen, sector))
            return cfb_fail(cfb, "dữ liệu của tệp nối vòng", "a stream's chain is a loop");
        memcpy(copy + at, mini.area.ptr + from, want);
        sector = next_mini_sector(&mini, sector);
    }
    *out = (th_str){copy, size};
    return TH_OK;
}

th_status th_cfb_read(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str *out)
{
    *out = (th_str){0};
    if (stream->size > cfb->bytes.len)
        return cfb_fail(cfb, "tệp ngắn hơn phần dữ liệu đã khai", "the file is shorter than the data it declares");
    if (stream->size < cfb->mini_cutoff)
        return read_mini(arena, cfb, stream, out);
    return read_sectors(arena, cfb, stream->first, (size_t)stream->size, out);
}

static void replace_sectors(const th_cfb *cfb, uint32_t first, th_str data, char *copy)
{
    size_t whole = (size_t)1 << cfb->sector_shift;
    uint32_t sector = first;
    for (size_t at = 0; at < data.len && sector < cfb->sectors; at += whole) {
        th_str piece = th_str_sub(data, at, whole);
        memcpy(copy + sector_start(cfb, sector), piece.ptr, piece.len);
        sector = next_sector(cfb, sector);
    }
}

/* The mini stream as a whole is a stream of the root, of which this one fills some mini sectors. */
static void replace_mini(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str data, char *copy)
{
    mini_streams mini;
    if (find_mini(arena, cfb, stream, &mini) != TH_OK)
        return;
    char *changed = th_arena_alloc(arena, mini.area.len);
    memcpy(changed, mini.area.ptr, mini.area.len);
    size_t whole = (size_t)1 << cfb->mini_shift;
    uint32_t sector = stream->first;
    for (size_t at = 0; at < data.len; at += whole) {
        th_str piece = th_str_sub(data, at, whole);
        size_t to = (size_t)sector << cfb->mini_shift;
        if (sector > MAX_REGULAR || to > mini.area.len || mini.area.len - to < piece.len)
            return;
        memcpy(changed + to, piece.ptr, piece.len);
        sector = next_mini_sector(&mini, sector);
    }
    replace_sectors(cfb, mini.first, (th_str){changed, mini.area.len}, copy);
}

void th_cfb_replace(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str data, char *copy)
{
    if (stream->size < cfb->mini_cutoff)
        replace_mini(arena, cfb, stream, data, copy);
    else
        replace_sectors(cfb, stream->first, data, copy);
}
