/* Creating, opening, closing and copying a store. */
#include "store/connection.h"
#include "store/disk.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* ---- what is at a path ---- */

/* [SQLite file format] 1.3: where the header has what. */
enum { HEADER_BYTES = 100, VERSION_AT = 60, APPLICATION_AT = 68 };

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static th_status refuse(th_arena *arena, const char *path, th_trouble *trouble, th_words why)
{
    trouble->vi = th_str_fmt(arena, "kho số liệu %s: " TH_FMT, path, TH_ARG(why.vi));
    trouble->en = th_str_fmt(arena, "the store %s: " TH_FMT, path, TH_ARG(why.en));
    return TH_FAILED;
}

static th_status refuse_call(th_arena *arena, const char *path, th_trouble *trouble)
{
    return refuse(arena, path, trouble, th_system_words(arena, errno));
}

/* The first bytes of a file; less where it is shorter.  -1: errno says why. */
static ssize_t read_database_header(const char *path, uint8_t header[HEADER_BYTES])
{
    struct stat file;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t n = -1;
    if (fstat(fd, &file) == 0) {
        errno = S_ISDIR(file.st_mode) ? EISDIR : EINVAL;
        n = S_ISREG(file.st_mode) ? pread(fd, header, HEADER_BYTES, 0) : -1;
    }
    int reason = errno;
    close(fd);
    errno = reason;
    return n;
}

/* Before SQLite sees the file, so that nothing that is no store is so much as unlocked. */
static th_status know_store(th_arena *arena, const char *path, th_trouble *trouble)
{
    static const char magic[] = "SQLite format 3"; /* with its NUL */
    uint8_t header[HEADER_BYTES] = {0};
    ssize_t n = read_database_header(path, header);
    if (n < 0)
        return refuse_call(arena, path, trouble);
    if (n < HEADER_BYTES || memcmp(header, magic, sizeof magic) != 0)
        return refuse(
            arena, path, trouble,
            TH_WORDS_ARE("tệp này không phải kho số liệu, hoặc đã hỏng, và được giữ nguyên. Cách xử lý: xem lại "
                         "đường dẫn; nếu đúng là kho thì đổi tên tệp để giữ lại, rồi khôi phục từ bản sao",
                         "it is no store, or is damaged, and was left as it is. To mend it: check the path; "
                         "where it is a store, keep it under another name and restore a copy"));
    if (big_endian(header + APPLICATION_AT) != TH_STORE_APPLICATION || !big_endian(header + VERSION_AT))
        return refuse(arena, path, trouble,
                      TH_WORDS_ARE("đây là cơ sở dữ liệu của chương trình khác và được giữ nguyên. Cách xử lý: xem lại "
                                   "đường dẫn của kho số liệu",
                                   "it is a database of another program, and was left as it is. To mend it: check the "
                                   "path of the store"));
    if (big_endian(header + VERSION_AT) > TH_STORE_VERSION)
        return refuse(arena, path, trouble,
                      TH_WORDS_ARE("do phiên bản tonghop mới hơn ghi và được giữ nguyên. Cách xử lý: cài phiên bản mới "
                                   "hơn của chương trình rồi chạy lại",
                                   "a later version of tonghop wrote it, and it was left as it is. To mend it: install "
                                   "the later version of the program and run again"));
    return TH_OK;
}

/* A journal of another store would be played back into a new one at this path. */
static th_status find_nothing(th_arena *arena, const char *path, th_trouble *trouble)
{
    static const char *const endings[] = {"", "-journal", "-wal"};
    struct stat there;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *name = th_str_cstr(arena, th_str_fmt(arena, "%s%s", path, endings[i]));
        if (lstat(name, &there) == 0) {
            *trouble =
                TH_TROUBLE(arena,
                           "đã có tệp %s, nên không tạo kho số liệu ở đó. Cách xử lý: chọn đường dẫn khác, hoặc "
                           "chuyển tệp này đi nơi khác nếu không còn cần",
                           "there is a file %s, so that no store is made there. To mend it: choose another path, "
                           "or move that file away if it is not needed",
                           name);
            return TH_FAILED;
        }
        if (errno != ENOENT)
            return refuse_call(arena, name, trouble);
    }
    return TH_OK;
}

/* ---- a file that appears whole ---- */

/* The path ".NAME.part" beside `path`.  What an earlier attempt left there is removed. */
static const char *fresh_part(th_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *part = th_str_cstr(arena, th_str_fmt(arena, "%s/.%s.part", th_disk_folder(arena, path), name));
    unlink(th_str_cstr(arena, th_str_fmt(arena, "%s-journal", part)));
    unlink(part);
    return part;
}

/* Links the part to its name, since a rename would replace a file that has come there meanwhile.  On a file system
 * without links it can only look before it renames. */
static bool put_in_place(const char *part, const char *path)
{
    struct stat there;
    if (link(part, path) == 0) {
        unlink(part); /* should this fail, it is in nobody's way, and goes next time */
        return true;
    }
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return false;
    if (lstat(path, &there) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(part, path) == 0;
}

static th_status place(th_arena *arena, const char *part, const char *path, th_trouble *trouble)
{
    if (!th_disk_sync(part) || !put_in_place(part, path)) {
        th_status refused = refuse_call(arena, path, trouble);
        unlink(part);
        return refused;
    }
    th_disk_sync(th_disk_folder(arena, path)); /* where a folder can be synced */
    return TH_OK;
}

/* ---- the store ---- */

th_status th_store_create(th_arena *arena, const char *path, th_trouble *trouble)
{
    if (th_disk_allows(arena, path, trouble) != TH_OK || find_nothing(arena, path, trouble) != TH_OK)
        return TH_FAILED;
    const char *part = fresh_part(arena, path);
    th_sql *sql = th_sql_open(arena, part, TH_SQL_CREATE);
    th_status made = th_schema_create(sql, trouble);
    th_sql_close(sql);
    if (made == TH_OK)
        return place(arena, part, path, trouble);
    fresh_part(arena, path);
    return made;
}

/* Queries know the tables of this version only. */
static void check_version(th_sql *sql)
{
    if (th_sql_number(sql, "PRAGMA user_version") < TH_STORE_VERSION)
        th_sql_fail(sql,
                    TH_WORDS_ARE("do phiên bản tonghop cũ hơn ghi. Cách xử lý: chạy một lượt tổng hợp bằng phiên bản "
                                 "này, kho sẽ được nâng lên",
                                 "an earlier version of tonghop wrote it. To mend it: run this version of the "
                                 "program once, which brings the store up to date"));
}

th_status th_store_open(th_arena *arena, const char *path, th_store_use use, th_store **store, th_trouble *trouble)
{
    *store = NULL;
    if (know_store(arena, path, trouble) != TH_OK || th_disk_allows(arena, path, trouble) != TH_OK)
        return TH_FAILED;
    th_sql *sql = th_sql_open(arena, path, use == TH_STORE_WRITE ? TH_SQL_WRITE : TH_SQL_READ);
    th_sql_check(sql);
    if (use == TH_STORE_READ)
        check_version(sql);
    th_status opened = th_sql_result(sql, trouble);
    if (opened == TH_OK && use == TH_STORE_WRITE)
        opened = th_schema_upgrade(sql, th_schema_steps_known, trouble);
    if (opened != TH_OK) {
        th_sql_close(sql);
        return opened;
    }
    *store = th_arena_alloc(arena, sizeof **store);
    **store = (th_store){.arena = arena, .sql = sql, .path = th_str_cstr(arena, th_str_of(path)), .use = use};
    return TH_OK;
}

void th_store_close(th_store *store)
{
    th_sql_close(store->sql);
}

th_status th_store_copy(th_store *store, const char *path, th_trouble *trouble)
{
    th_arena *arena = store->arena;
    if (find_nothing(arena, path, trouble) != TH_OK)
        return TH_FAILED;
    const char *part = fresh_part(arena, path);
    th_sql_do(store->sql, "PRAGMA query_only=OFF"); /* under which nothing can be written anywhere */
    th_query query = th_query_of(store->sql, "VACUUM INTO ?");
    th_query_set(&query, 1, th_str_of(part));
    th_query_run(&query);
    th_query_end(&query);
    if (store->use == TH_STORE_READ)
        th_sql_do(store->sql, "PRAGMA query_only=ON");
    th_status copied = th_sql_result(store->sql, trouble);
    if (copied == TH_OK) {
        th_sql *copy = th_sql_open(arena, part, TH_SQL_READ);
        th_sql_check(copy);
        copied = th_sql_result(copy, trouble);
        th_sql_close(copy);
    }
    if (copied == TH_OK)
        return place(arena, part, path, trouble);
    fresh_part(arena, path);
    return copied;
}
