/* Rows go into a buffer, and in pieces from there into the file and its digest. */
#include "draw/csv_file.h"

#include "base/digest.h"
#include "book/book.h"

#include <errno.h>
#include <stdio.h>

#include "base/banned.h"

enum { PIECE = 256 * 1024 };

struct th_csv_file {
    th_arena *arena, *texts; /* `texts`: of the row at hand */
    const char *path;
    FILE *to;
    th_hashing *hashing;
    th_buf row;
    bool begun; /* the row at hand has a field */
    int failed; /* errno of the first failure; 0: none */
    uint64_t bytes;
};

static const char mark[] = "\xEF\xBB\xBF";

th_str th_csv_file_head(th_arena *arena, const char *const *labels, size_t n)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, th_str_of(mark));
    for (size_t i = 0; i < n; i++) {
        if (i)
            th_buf_byte(&out, ',');
        th_csv_field(&out, th_str_of(labels[i]), true);
    }
    th_buf_add(&out, TH_STR("\r\n"));
    return th_buf_str(&out);
}

static void release_stream(void *what)
{
    th_csv_file *file = what;
    if (file->to)
        fclose(file->to);
    file->to = NULL;
}

static th_trouble csv_not_written(const th_csv_file *file, int code)
{
    return th_trouble_of_system(
        file->arena, TH_WORDS(file->arena, "không ghi được “%s”", "“%s” cannot be written", file->path), code);
}

th_csv_file *th_csv_file_new(th_arena *arena, const char *path, th_trouble *trouble)
{
    th_csv_file *file = th_arena_alloc(arena, sizeof *file);
    *file = (th_csv_file){.arena = arena, .texts = th_arena_scratch(arena), .path = path};
    file->hashing = th_hashing_new(arena);
    th_buf_init(&file->row, arena);
    th_buf_reserve(&file->row, 2 * (size_t)PIECE);
    th_arena_defer(arena, release_stream, file);
    file->to = fopen(path, "wbxe");
    if (file->to) {
        th_buf_add(&file->row, th_str_of(mark));
        return file;
    }
    *trouble = csv_not_written(file, errno);
    return NULL;
}

static void empty_row(th_csv_file *file)
{
    th_str piece = th_buf_str(&file->row);
    th_hashing_add(file->hashing, piece);
    file->bytes += piece.len;
    if (!file->failed && piece.len && fwrite(piece.ptr, 1, piece.len, file->to) != piece.len)
        file->failed = errno ? errno : EIO;
    file->row.len = 0;
}

static void put_next(th_csv_file *file, th_str text)
{
    if (file->begun)
        th_buf_byte(&file->row, ',');
    file->begun = true;
    th_csv_field(&file->row, text, true);
}

void th_csv_file_text(th_csv_file *file, th_str text)
{
    put_next(file, text.len ? th_csv_inert(file->texts, text) : text);
}

void th_csv_file_plain(th_csv_file *file, th_str text)
{
    put_next(file, text);
}

void th_csv_file_number(th_csv_file *file, size_t number)
{
    put_next(file, th_str_fmt(file->texts, "%zu", number));
}

void th_csv_file_end_row(th_csv_file *file)
{
    th_buf_add(&file->row, TH_STR("\r\n"));
    file->begun = false;
    th_arena_reset(file->texts);
    if (file->row.len >= PIECE)
        empty_row(file);
}

/* The file as it reads back now; false: it cannot be read. */
static bool hash_again(th_csv_file *file, th_str *sha256)
{
    FILE *from = fopen(file->path, "rbe");
    size_t n = 0;
    th_buf_reserve(&file->row, PIECE);
    while (from && (n = fread(file->row.ptr, 1, PIECE, from)) > 0)
        th_hashing_add(file->hashing, (th_str){file->row.ptr, n});
    bool done = from && !ferror(from);
    if (from)
        fclose(from);
    *sha256 = th_hashing_end(file->hashing, file->arena);
    return done;
}

th_status th_csv_file_close(th_csv_file *file, th_csv_written *written, th_trouble *trouble)
{
    empty_row(file);
    FILE *to = file->to;
    file->to = NULL;
    if (fclose(to) != 0 && !file->failed)
        file->failed = errno;
    if (file->failed) {
        *trouble = csv_not_written(file, file->failed);
        return TH_FAILED;
    }
    th_str again = {0};
    *written = (th_csv_written){file->bytes, th_hashing_end(file->hashing, file->arena)};
    if (hash_again(file, &again) && th_str_eq(again, written->sha256))
        return TH_OK;
    *trouble = TH_TROUBLE(file->arena, "“%s” không chứa đúng những gì đã ghi", "“%s” does not hold what was written",
                          file->path);
    return TH_FATAL;
}
