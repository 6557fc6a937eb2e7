/* Record streams from outside, tried in a process of their own first. */
#include "batch/outside_stream.h"

#include "batch/files.h"
#include "batch/process.h"
#include "batch/walls.h"
#include "pack/inflate.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* A slow machine reads three megabytes a second. */
enum { FILES_BYTES = 4, PACKAGES_BYTES = 2, BYTES_A_FILES_SECONDS = 64 << 20 };

static size_t times(size_t number, size_t factor)
{
    size_t product;
    return __builtin_mul_overflow(number, factor, &product) ? SIZE_MAX : product;
}

static size_t size_of_stream(const char *path, bool *packed)
{
    char begins[2] = {0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    size_t size = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
    *packed =
        size && pread(fd, begins, sizeof begins, 0) == sizeof begins && th_gzip_is((th_str){begins, sizeof begins});
    if (fd >= 0)
        close(fd);
    return size;
}

size_t th_outside_stream_bytes(const th_limits *limits, const char *path)
{
    bool packed;
    size_t size = size_of_stream(path, &packed);
    return size < limits->file_bytes ? size : 0;
}

/* How much there may be to read: of what is packed, as much as may come out of it. */
static size_t most_content(const th_limits *limits, const char *path)
{
    bool packed;
    size_t size = size_of_stream(path, &packed), most = packed ? limits->inflated_bytes : limits->file_bytes;
    size = packed ? times(size, limits->ratio) : size;
    return size < most ? size : most;
}

th_limits th_outside_stream_limits(const th_limits *limits, const char *path)
{
    th_limits own = *limits;
    own.file_bytes = times(limits->file_bytes, FILES_BYTES);
    own.inflated_bytes = times(limits->inflated_bytes, PACKAGES_BYTES);
    size_t content = most_content(&own, path);
    own.seconds = times(limits->seconds, 1 + content / BYTES_A_FILES_SECONDS);
    if (__builtin_add_overflow(limits->memory_bytes, times(content, 2), &own.memory_bytes))
        own.memory_bytes = limits->memory_bytes;
    return own;
}

th_status th_outside_stream_unpack(th_arena *arena, const th_limits *limits, th_str *bytes, th_trouble *trouble)
{
    size_t most = limits->inflated_bytes, expected = 0;
    if (!th_gzip_is(*bytes))
        return TH_OK;
    bool honest = !__builtin_mul_overflow(bytes->len, limits->ratio, &expected);
    if (honest && expected < limits->ratio_floor)
        expected = limits->ratio_floor;
    if (honest && expected < most)
        most = expected;
    th_status status = th_gzip_inflate(arena, *bytes, most, bytes);
    if (status == TH_FAILED)
        *trouble = TH_TROUBLE_IS("tệp nén .gz hỏng hoặc chưa đủ", "the .gz file is damaged or not whole");
    else if (status != TH_OK)
        *trouble = TH_TROUBLE(arena, "giải nén ra quá %zu MB (giới hạn “inflated-mb”, “ratio”)",
                              "it holds more than %zu MB when unpacked (limits “inflated-mb”, “ratio”)", most >> 20);
    return status == TH_OK ? TH_OK : TH_FAILED;
}

static th_status read_whole(const th_outside_stream *stream, th_trouble *why)
{
    th_str bytes = stream->bytes;
    th_arena *scratch = th_arena_scratch(stream->arena);
    th_status status = th_outside_stream_unpack(scratch, stream->limits, &bytes, why);
    if (status == TH_OK)
        status = th_stream_read(stream->into, bytes, stream->use, why);
    *why = (th_trouble){th_str_copy(stream->arena, why->vi), th_str_copy(stream->arena, why->en)};
    th_arena_free(scratch);
    return status;
}

static int try_stream(void *ctx)
{
    const th_outside_stream *stream = ctx;
    th_trouble ignored = {0};
    if (TH_ARENA_GUARD(stream->arena))
        return TH_PROCESS_NO_MEMORY;
    th_walls_raise_here(-1);
    read_whole(stream, &ignored);
    return 0;
}

/* Why a record stream was not taken: what it was wanted for, its name, and the reason. */
static th_status refuse_outside(const th_outside_stream *stream, th_trouble why, th_trouble *trouble)
{
    static const struct {
        const char *vi, *en;
    } uses[] = {[TH_STREAM_SUBMITTED] = {"bản ghi", "records"},
                [TH_STREAM_LAST_YEAR] = {"số liệu năm trước", "last year's records"},
                [TH_STREAM_OUTCOME] = {"kết quả lượt trước", "the outcome of the previous run"}};
    *trouble =
        (th_trouble){th_str_fmt(stream->arena, "%s “%s”: " TH_FMT, uses[stream->use].vi, stream->path, TH_ARG(why.vi)),
                     th_str_fmt(stream->arena, "%s “%s”: " TH_FMT, uses[stream->use].en, stream->path, TH_ARG(why.en))};
    return TH_FAILED;
}

th_status th_outside_stream_read(th_outside_stream *stream, th_trouble *trouble)
{
    th_str name = th_str_of(stream->path);
    th_trouble why = {0};
    th_input input = {.path = name, .name = name};
    th_findings findings = {0};
    th_limits limits = *stream->limits;
    if (!stream->bytes.len) {
        limits = th_outside_stream_limits(stream->limits, stream->path);
        stream->limits = &limits;
        if (th_file_read(stream->arena, &limits, &input, &stream->bytes, &findings) != TH_OK)
            return refuse_outside(stream, (th_trouble){findings.at[0].vi, findings.at[0].en}, trouble);
    }
    int tried = th_process_run(stream->arena, stream->limits, try_stream, stream, &why);
    if (tried < 0 || read_whole(stream, &why) != TH_OK) {
        refuse_outside(stream, why, trouble);
        return tried == TH_PROCESS_FAILED ? TH_FATAL : TH_FAILED;
    }
    return TH_OK;
}
