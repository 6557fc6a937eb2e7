/* Entries of a zip package replaced, by libzip. */
#include "pack/package.h"

#include <zip.h>

#include "base/banned.h"

/* The level is stated, so that the bytes do not depend on a default of libzip. */
enum { LEVEL = 6 };

static bool replace(th_arena *arena, zip_t *archive, const th_replacement *replacement)
{
    zip_int64_t index = zip_name_locate(archive, th_str_cstr(arena, replacement->entry->stored_name), ZIP_FL_ENC_RAW);
    if (index < 0)
        return false;
    zip_source_t *source = zip_source_buffer(archive, replacement->bytes.ptr, replacement->bytes.len, 0);
    if (!source)
        return false;
    if (zip_file_replace(archive, (zip_uint64_t)index, source, 0) < 0) {
        zip_source_free(source);
        return false;
    }
    int method = replacement->entry->method == 0 ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    return zip_set_file_compression(archive, (zip_uint64_t)index, method, LEVEL) == 0 &&
           zip_file_set_dostime(archive, (zip_uint64_t)index, replacement->entry->time, replacement->entry->date, 0) ==
               0;
}

/* The package as libzip wrote it, copied out of the source that holds it. */
static bool read_back(th_arena *arena, zip_source_t *source, th_str *out)
{
    zip_stat_t stat;
    if (zip_source_open(source) < 0)
        return false;
    bool done = zip_source_stat(source, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE);
    if (done) {
        char *bytes = th_arena_alloc(arena, (size_t)stat.size);
        done = zip_source_read(source, bytes, stat.size) == (zip_int64_t)stat.size;
        if (done)
            *out = (th_str){bytes, (size_t)stat.size};
    }
    zip_source_close(source);
    return done;
}

/* A source with a copy of the package of its own: libzip 1.7.3 frees memory that it was only lent when the first entry
 * to change is not the first of the package. */
static zip_source_t *copied(th_str package, zip_error_t *error)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, error);
    if (source && (zip_source_begin_write(source) < 0 ||
                   zip_source_write(source, package.ptr, package.len) != (zip_int64_t)package.len ||
                   zip_source_commit_write(source) < 0)) {
        zip_source_free(source);
        return NULL;
    }
    return source;
}

static void free_source(void *source)
{
    zip_source_free(source);
}

th_status th_package_replace(th_arena *arena, th_str *package, const th_replacement *replacements, size_t n,
                             th_trouble *trouble)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = copied(*package, &error);
    zip_t *archive = source ? zip_open_from_source(source, 0, &error) : NULL;
    bool done = archive != NULL;
    if (archive) {
        zip_source_keep(
            source); /* closing the archive releases its reference to the source, which is still to be read */
        th_arena_defer(arena, free_source, source);
    } else if (source) {
        zip_source_free(source);
    }
    for (size_t i = 0; i < n && done; i++)
        done = replace(arena, archive, &replacements[i]);
    if (archive && !done)
        zip_discard(archive);
    else if (archive && zip_close(archive) < 0) {
        done = false;
        zip_discard(archive);
    }
    done = done && read_back(arena, source, package);
    zip_error_fini(&error);
    if (!done)
        *trouble = TH_TROUBLE_IS("không ghi lại được gói tệp", "the package cannot be written again");
    return done ? TH_OK : TH_FAILED;
}
