/* Who a path leads to, what stands there, and whether it may be replaced. */
#include "batch/guard.h"

#include "base/ascii.h"
#include "batch/files.h"
#include "batch/process.h"
#include "batch/walls.h"
#include "report/recognise.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { DEEPEST = 128, RESAVED = 32, LONGEST_HEADER = 4096 };

static const struct {
    const char *vi, *en;
} readings[TH_READINGS] = {
    [TH_READS_INPUT] = {"tệp nguồn", "the input"},
    [TH_READS_INBOX] = {"tệp nguồn", "the input"},
    [TH_READS_DEFINITION] = {"bộ biểu mẫu", "the definition"},
    [TH_READS_LEDGER] = {"sổ ban thư ký", "the ledger"},
    [TH_READS_LAST_YEAR] = {"số liệu năm trước", "last year's records"},
    [TH_READS_PREVIOUS] = {"kết quả lượt trước", "the outcome of the previous run"},
    [TH_READS_FONTS] = {"tệp đổi phông", "the font rules"},
    [TH_READS_SCORES] = {"bảng có điểm đã gõ", "the workbook with typed scores"},
};

/* ---- what cannot be looked at ---- */

static th_trouble words_of_unseen(const th_guard *guard, const char *path, th_words why)
{
    return (th_trouble){th_str_fmt(guard->arena, "không xem được “%s” là gì (" TH_FMT "), nên không ghi gì; chạy lại",
                                   path, TH_ARG(why.vi)),
                        th_str_fmt(guard->arena,
                                   "what “%s” is cannot be seen (" TH_FMT "), so nothing is written; run again", path,
                                   TH_ARG(why.en))};
}

/* What stands there may be anything: that it could not be looked at is no answer. */
static th_status refuse_unseen(const th_guard *guard, const char *path, th_words why, th_trouble *trouble)
{
    *trouble = (th_trouble){th_str_fmt(guard->arena,
                                       "“%s” đã có, nhưng không xem được là gì (" TH_FMT
                                       "), nên không bị ghi đè; chạy lại, đặt tên khác, hoặc thêm --force để thay",
                                       path, TH_ARG(why.vi)),
                            th_str_fmt(guard->arena,
                                       "“%s” is there already, and what it is cannot be seen (" TH_FMT
                                       "), so it is kept; run again, choose another name, or add --force to replace it",
                                       path, TH_ARG(why.en))};
    return TH_FAILED;
}

static void note_unseen(th_guard *guard, const char *path, int reason)
{
    if (th_process_is_fault(reason) && !guard->unseen.vi.len)
        guard->unseen = words_of_unseen(guard, path, th_system_words(guard->arena, reason));
}

/* What stat() or lstat() finds there.  False too where that is not known, which is noted. */
static bool is_there(th_guard *guard, const char *path, struct stat *st, int (*look)(const char *, struct stat *))
{
    if (look(path, st) == 0)
        return true;
    note_unseen(guard, path, errno);
    return false;
}

static th_status refuse_if_unseen(const th_guard *guard, th_trouble *trouble)
{
    if (!guard->unseen.vi.len)
        return TH_OK;
    *trouble = guard->unseen;
    return TH_FAILED;
}

/* ---- what is read ---- */

static void note_read(th_guard *guard, const char *path, const struct stat *st, th_reading as)
{
    th_guarded found = {st->st_dev, st->st_ino, as, th_str_copy(guard->arena, th_str_of(path))};
    TH_PUSH(guard->arena, guard->at, guard->n, guard->cap, found);
}

/* All files below a folder, and the folders below an inbox.  What a link leads to is noted, and no folder is entered
 * through one: it may lead back. */
static void note_folder(th_guard *guard, const char *path, th_reading as, int depth)
{
    DIR *dir = depth < DEEPEST ? opendir(path) : NULL;
    struct dirent *entry;
    th_arena *scratch = th_arena_scratch(guard->arena);
    while (dir && (errno = 0, entry = readdir(dir))) {
        struct stat st, own;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        th_arena_reset(scratch);
        const char *full = th_str_cstr(scratch, th_str_fmt(scratch, "%s/%s", path, entry->d_name));
        if (!is_there(guard, full, &st, stat) || !is_there(guard, full, &own, lstat))
            continue;
        if (as == TH_READS_INBOX || !S_ISDIR(st.st_mode))
            note_read(guard, full, &st, as);
        if (S_ISDIR(own.st_mode))
            note_folder(guard, full, as, depth + 1);
    }
    if (depth < DEEPEST)
        note_unseen(guard, path, errno); /* the end of a folder is none */
    th_arena_free(scratch);
    if (dir)
        closedir(dir);
}

void th_guard_reads(th_guard *guard, const char *path, th_reading as)
{
    struct stat st;
    if (!path || !is_there(guard, path, &st, stat))
        return;
    note_read(guard, path, &st, as);
    if (S_ISDIR(st.st_mode))
        note_folder(guard, path, as, 0);
}

static const th_guarded *guarded_as(const th_guard *guard, const struct stat *st)
{
    for (size_t i = 0; i < guard->n; i++)
        if (guard->at[i].dev == st->st_dev && guard->at[i].ino == st->st_ino && guard->at[i].as != TH_READS_SCORES)
            return &guard->at[i];
    return NULL;
}

/* ---- why not ---- */

static th_status refuse_read(const th_guard *guard, const char *path, const th_guarded *read, th_trouble *trouble)
{
    *trouble = (th_trouble){
        th_str_fmt(guard->arena, "“%s” chính là %s “" TH_FMT "” đang đọc, không được ghi đè; đặt tên khác cho kết quả",
                   path, readings[read->as].vi, TH_ARG(read->path)),
        th_str_fmt(guard->arena, "“%s” is %s “" TH_FMT "”, which is never written; choose another name for the result",
                   path, readings[read->as].en, TH_ARG(read->path))};
    return TH_FAILED;
}

static th_status refuse_inside(const th_guard *guard, const char *path, const th_guarded *read, th_trouble *trouble)
{
    *trouble = (th_trouble){
        th_str_fmt(guard->arena,
                   "“%s” nằm trong “" TH_FMT "” (%s), lần chạy sau sẽ bị đọc lẫn vào; ghi kết quả ra thư mục khác",
                   path, TH_ARG(read->path), readings[read->as].vi),
        th_str_fmt(guard->arena,
                   "“%s” lies in “" TH_FMT "” (%s) and would be read with it next time; write to another folder", path,
                   TH_ARG(read->path), readings[read->as].en)};
    return TH_FAILED;
}

/* What stands there, and what ought to: "và là phiếu phản hồi, không phải bảng tổng hợp". */
static th_trouble unlike(const th_guard *guard, const th_outfile *out, th_mark found)
{
    if (out->mark == TH_MARK_NONE)
        return TH_TROUBLE_IS("và không bắt đầu như kết quả của lệnh này",
                             "and does not begin like a result of this command");
    if (found == TH_MARK_NONE)
        return (th_trouble){
            th_str_fmt(guard->arena, "và không phải " TH_FMT " do tonghop lập", TH_ARG(th_mark_vi(out->mark))),
            th_str_fmt(guard->arena, "and is not " TH_FMT " of tonghop", TH_ARG(th_mark_en(out->mark)))};
    return (th_trouble){th_str_fmt(guard->arena, "và là " TH_FMT ", không phải " TH_FMT, TH_ARG(th_mark_vi(found)),
                                   TH_ARG(th_mark_vi(out->mark))),
                        th_str_fmt(guard->arena, "and is " TH_FMT ", not " TH_FMT, TH_ARG(th_mark_en(found)),
                                   TH_ARG(th_mark_en(out->mark)))};
}

static th_status refuse_other(const th_guard *guard, const th_outfile *out, th_mark found, th_trouble *trouble)
{
    th_trouble what = unlike(guard, out, found);
    *trouble = (th_trouble){
        th_str_fmt(guard->arena, "“%s” đã có " TH_FMT ", nên không bị ghi đè; đặt tên khác, hoặc thêm --force để thay",
                   out->path, TH_ARG(what.vi)),
        th_str_fmt(guard->arena,
                   "“%s” is there already " TH_FMT ", so it is kept; choose another name, or add --force to replace it",
                   out->path, TH_ARG(what.en))};
    return TH_FAILED;
}

static th_status refuse_saved(const th_guard *guard, const th_outfile *out, th_trouble *trouble)
{
    *trouble =
        TH_TROUBLE(guard->arena,
                   "“%s” đã được mở và lưu lại sau khi tonghop lập, có thể có nội dung gõ thêm, nên không bị ghi "
                   "đè; cất tệp đi, đặt tên khác, hoặc thêm --force để thay",
                   "“%s” was saved by somebody after it was made and may hold what they typed, so it is kept; "
                   "move it away, choose another name, or add --force to replace it",
                   out->path);
    return TH_FAILED;
}

/* ---- what stands there ---- */

typedef struct standing {
    const th_guard *guard;
    const th_outfile *out;
    th_str bytes;
} standing;

/* In a process of its own: whoever put the file there may have made it to harm. */
static int recognise(void *ctx)
{
    const standing *file = ctx;
    th_arena *arena = th_arena_new(file->guard->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        return TH_PROCESS_NO_MEMORY;
    const th_book_file opened = {
        .bytes = file->bytes, .name = th_str_of(file->out->path), .only = th_report_recognised_by()};
    th_findings ignored = {0};
    th_book *book;
    int code = TH_MARK_NONE;
    th_walls_raise_here(-1);
    if (th_book_open(arena, file->guard->limits, &opened, &book, &ignored) < TH_FAILED) {
        code = (int)th_book_mark(book);
        if (th_book_mark(book) != file->out->mark)
            code = (int)th_report_recognise(book);
        if (book->resaved)
            code += RESAVED;
    }
    th_arena_free(arena);
    return code;
}

/* What a file has in one place, as far as it goes; an errno where it cannot be looked at. */
static int look_at_text(const char *path, off_t at, int from, th_str wanted, bool *holds)
{
    char found[LONGEST_HEADER];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    *holds = false;
    if (fd < 0)
        return errno;
    struct stat st;
    ssize_t n = -1;
    int why = fstat(fd, &st) == 0 ? 0 : errno;
    bool fits = wanted.len <= sizeof found && !why && (unsigned long long)st.st_size >= wanted.len;
    if (fits && (lseek(fd, at, from) < 0 || (n = read(fd, found, wanted.len)) < 0))
        why = errno;
    close(fd);
    *holds = n == (ssize_t)wanted.len && memcmp(found, wanted.ptr, wanted.len) == 0;
    return why;
}

static th_status allows_text(const th_guard *guard, const th_outfile *out, th_trouble *trouble)
{
    for (size_t i = 0; i < sizeof out->headers / sizeof *out->headers; i++) {
        bool begins = false, ends = true;
        int why = out->headers[i].len ? look_at_text(out->path, 0, SEEK_SET, out->headers[i], &begins) : 0;
        if (begins && out->ends.len)
            why = look_at_text(out->path, -(off_t)out->ends.len, SEEK_END, out->ends, &ends);
        if (why)
            return refuse_unseen(guard, out->path, th_system_words(guard->arena, why), trouble);
        if (begins && ends)
            return TH_OK;
    }
    return refuse_other(guard, out, TH_MARK_NONE, trouble);
}

static th_status allows_workbook(const th_guard *guard, const th_outfile *out, th_trouble *trouble)
{
    th_trouble why;
    standing file = {guard, out, {0}};
    const th_input input = {.path = th_str_of(out->path), .name = th_str_of(out->path)};
    th_arena *scratch = th_arena_scratch(guard->arena);
    const th_refusal refusal = th_file_fetch(scratch, guard->limits, &input, &file.bytes);
    int code = -1;
    if (refusal.why)
        why = th_refusal_words(guard->arena, guard->limits, &refusal);
    else
        code = th_process_run(guard->arena, guard->limits, recognise, &file, &why);
    th_arena_free(scratch);
    if (code < 0)
        return refuse_unseen(guard, out->path, why, trouble);
    th_mark found = (th_mark)(code % RESAVED);
    if (found != out->mark)
        return refuse_other(guard, out, found, trouble);
    if (code >= RESAVED && !out->may_be_saved)
        return refuse_saved(guard, out, trouble);
    return TH_OK;
}

/* ---- where it stands ---- */

static const char *folder_of_output(th_arena *arena, const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!slash)
        return ".";
    return th_str_cstr(arena, (th_str){path, slash == path ? 1 : (size_t)(slash - path)});
}

/* Is a folder that is read as this read without the folders in it? */
static bool is_laid_out(th_reading as)
{
    return as == TH_READS_DEFINITION || as == TH_READS_LEDGER;
}

/* Of the folders that are read as a whole, the one in which `folder` lies, or NULL: an inbox with all below it, a
 * definition or ledger without what is below. */
static const th_guarded *folder_around(th_guard *guard, const char *folder)
{
    struct stat st, below = {0};
    th_str path = th_str_of(folder);
    for (size_t up = 0; up < DEEPEST && is_there(guard, path.ptr, &st, stat); up++) {
        if (up && st.st_dev == below.st_dev && st.st_ino == below.st_ino)
            return NULL; /* the root is its own parent */
        const th_guarded *read = guarded_as(guard, &st);
        if (read && (read->as == TH_READS_INBOX || (is_laid_out(read->as) && up == 0)))
            return read;
        below = st;
        path = th_str_of(th_str_cstr(guard->arena, th_str_fmt(guard->arena, TH_FMT "/..", TH_ARG(path))));
    }
    return NULL;
}

static bool name_is_taken(const th_guard *guard, th_str key)
{
    for (size_t i = 0; i < guard->written.n; i++)
        if (th_str_eq(guard->written.at[i], key))
            return true;
    return false;
}

/* Two outputs of one command under one name: the second would replace the first.  A file that is there goes by its
 * inode, too, for links lead to it under other names. */
static th_status take_name(th_guard *guard, const char *path, th_trouble *trouble)
{
    struct stat st;
    const char *name, *folder = folder_of_output(guard->arena, path, &name);
    th_str keys[2] = {{0}};
    if (is_there(guard, folder, &st, stat))
        keys[0] = th_str_fmt(guard->arena, "%ju %ju %s", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino, name);
    if (is_there(guard, path, &st, stat))
        keys[1] = th_str_fmt(guard->arena, "%ju %ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!keys[i].len)
            continue;
        if (name_is_taken(guard, keys[i])) {
            *trouble = TH_TROUBLE(guard->arena, "“%s” là tên của hai kết quả trong cùng một lệnh; đặt tên khác nhau",
                                  "“%s” is the name of two results of one command; choose different names", path);
            return TH_FAILED;
        }
        th_strs_add(&guard->written, guard->arena, keys[i]);
    }
    return TH_OK;
}

th_status th_guard_spares(const th_guard *guard, const char *path, th_trouble *trouble)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    int why = there ? 0 : errno;
    const th_guarded *read = there ? guarded_as(guard, &st) : NULL;
    if (th_process_is_fault(why))
        *trouble = words_of_unseen(guard, path, th_system_words(guard->arena, why));
    if (th_process_is_fault(why) || refuse_if_unseen(guard, trouble) != TH_OK)
        return TH_FAILED;
    return read ? refuse_read(guard, path, read, trouble) : TH_OK;
}

/* What holds of every output: it is not read, no link leads astray, and no other output has the name. */
static th_status allows_name(th_guard *guard, const char *path, th_trouble *trouble)
{
    struct stat st;
    const char *name;
    if (th_guard_spares(guard, path, trouble) != TH_OK)
        return TH_FAILED;
    if (!is_there(guard, path, &st, stat) && is_there(guard, path, &st, lstat) && !guard->unseen.vi.len) {
        *trouble = TH_TROUBLE(guard->arena, "“%s” là liên kết tới một chỗ không có; sửa liên kết hoặc đặt tên khác",
                              "“%s” is a link that leads nowhere; mend it or choose another name", path);
        return TH_FAILED;
    }
    const th_guarded *read = folder_around(guard, folder_of_output(guard->arena, path, &name));
    if (read)
        return refuse_inside(guard, path, read, trouble);
    if (take_name(guard, path, trouble) != TH_OK)
        return TH_FAILED;
    return refuse_if_unseen(guard, trouble);
}

th_status th_guard_allows(th_guard *guard, const th_outfile *out, th_trouble *trouble)
{
    struct stat st;
    if (allows_name(guard, out->path, trouble) != TH_OK)
        return TH_FAILED;
    if (!is_there(guard, out->path, &st, stat) || !S_ISREG(st.st_mode) || st.st_size == 0 || guard->force)
        return refuse_if_unseen(guard, trouble);
    return out->mark == TH_MARK_NONE ? allows_text(guard, out, trouble) : allows_workbook(guard, out, trouble);
}

th_status th_guard_allows_folder(th_guard *guard, const char *path, th_trouble *trouble)
{
    const th_guarded *read = folder_around(guard, path);
    const char *name;
    if (th_guard_spares(guard, path, trouble) != TH_OK)
        return TH_FAILED;
    if (!read)
        read = folder_around(guard, folder_of_output(guard->arena, path, &name));
    return read ? refuse_inside(guard, path, read, trouble) : refuse_if_unseen(guard, trouble);
}

/* Does the text begin as the shape does, in which 0 is a digit? */
static bool begins_like(th_str text, const char *shape)
{
    for (size_t at = 0; shape[at]; at++)
        if (at >= text.len || (shape[at] == '0' ? !th_is_digit(text.ptr[at]) : text.ptr[at] != shape[at]))
            return false;
    return true;
}

/* "2023-01-05T08:00:00+07:00 4711 …", as an object of JSON, or with a Z as earlier versions wrote it. */
static bool is_log_line(th_str line)
{
    static const char *const shapes[] = {"0000-00-00T00:00:00Z 0", "0000-00-00T00:00:00+00:00 0",
                                         "0000-00-00T00:00:00-00:00 0"};
    static const char *const objects[] = {"{\"time\":\"0000-00-00T00:00:00+00:00\",\"pid\":0",
                                          "{\"time\":\"0000-00-00T00:00:00-00:00\",\"pid\":0"};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (begins_like(line, objects[i]))
            return true;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t at = strlen(shapes[i]);
        if (!begins_like(line, shapes[i]))
            continue;
        while (at < line.len && th_is_digit(line.ptr[at]))
            at++;
        if (at + 1 >= line.len || line.ptr[at] != ' ')
            return false;
        return i ? (unsigned char)line.ptr[at + 1] > ' ' : th_is_lower(line.ptr[at + 1]);
    }
    return false;
}

static th_status refuse_log(const th_guard *guard, const char *path, th_trouble *trouble)
{
    *trouble =
        TH_TROUBLE(guard->arena, "“%s” không phải nhật ký của tonghop, nên không ghi thêm vào; đặt tên khác cho --log",
                   "“%s” is not a log of tonghop, so nothing is added to it; choose another name for --log", path);
    return TH_FAILED;
}

static th_status refuse_unseen_log(const th_guard *guard, const char *path, int why, th_trouble *trouble)
{
    const th_words words = th_system_words(guard->arena, why);
    *trouble = (th_trouble){th_str_fmt(guard->arena,
                                       "không xem được “%s” có phải nhật ký của tonghop không (" TH_FMT
                                       "), nên không ghi thêm vào; chạy lại, hoặc đặt tên khác cho --log",
                                       path, TH_ARG(words.vi)),
                            th_str_fmt(guard->arena,
                                       "whether “%s” is a log of tonghop cannot be seen (" TH_FMT
                                       "), so nothing is added to it; run again, or choose another name for --log",
                                       path, TH_ARG(words.en))};
    return TH_FAILED;
}

th_status th_guard_allows_log(th_guard *guard, const char *path, th_trouble *trouble)
{
    struct stat st;
    char start[LONGEST_HEADER];
    if (allows_name(guard, path, trouble) != TH_OK)
        return TH_FAILED;
    if (!is_there(guard, path, &st, stat) || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) ||
        (S_ISREG(st.st_mode) && !st.st_size))
        return refuse_if_unseen(guard, trouble);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    ssize_t n = fd < 0 ? -1 : read(fd, start, sizeof start);
    int why = n < 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    if (why && why != EISDIR)
        return refuse_unseen_log(guard, path, why, trouble);
    if (n > 0 && is_log_line((th_str){start, (size_t)n}))
        return TH_OK;
    return refuse_log(guard, path, trouble);
}
