/* The reading of typed scores, handed over in memory that both processes share. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "batch/typed_scores.h"

#include "batch/files.h"
#include "batch/process.h"
#include "batch/walls.h"
#include "book/book.h"
#include "text/number.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/banned.h"

#define HEADER "\xEF\xBB\xBFĐơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\r\n"

enum { MOST_HANDED = 20000, LONGEST = 128, NO_WORKBOOK = 1, NO_SHEET = 2 };

typedef struct handed_text {
    size_t len;
    char bytes[LONGEST];
} handed_text;

/* One th_typed, of a fixed size. */
typedef struct handed_score {
    uint32_t row, col;
    handed_text unit, criterion, points;
} handed_score;

typedef struct handed {
    size_t n;
    handed_score at[MOST_HANDED];
} handed;

typedef struct reading_job {
    const th_scored_workbook *workbook;
    th_str bytes;
    handed *to;
} reading_job;

static handed_text hand(th_str text)
{
    handed_text out = {.len = text.len < LONGEST ? text.len : LONGEST};
    if (out.len)
        memcpy(out.bytes, text.ptr, out.len);
    return out;
}

static int read_typed(void *ctx)
{
    const reading_job *job = ctx;
    const th_scored_workbook *workbook = job->workbook;
    th_arena *arena = th_arena_new(workbook->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        return TH_PROCESS_NO_MEMORY;
    const th_book_file file = {.bytes = job->bytes, .name = th_str_of(workbook->path), .only = th_typed_sheet()};
    th_findings ignored = {0};
    th_book *book;
    th_typed_list list;
    th_walls_raise_here(-1);
    if (th_book_open(arena, workbook->limits, &file, &book, &ignored) >= TH_FAILED)
        return NO_WORKBOOK;
    th_book_normalise(book);
    if (!th_typed_find(arena, book, workbook->d, &list))
        return NO_SHEET;
    job->to->n = 0;
    for (size_t i = 0; i < list.n && i < MOST_HANDED; i++)
        job->to->at[job->to->n++] = (handed_score){list.at[i].row, list.at[i].col, hand(list.at[i].unit),
                                                   hand(list.at[i].criterion), hand(list.at[i].points)};
    th_arena_free(arena);
    return 0;
}

static th_str take_handed(th_arena *arena, const handed_text *text)
{
    return th_str_copy(arena, (th_str){text->bytes, text->len < LONGEST ? text->len : LONGEST});
}

static th_trouble why_none(th_arena *arena, const char *path, int code)
{
    if (code == NO_SHEET)
        return TH_TROUBLE(arena, "“%s” không có trang CHẤM ĐIỂM của bảng tổng hợp để đọc điểm đã gõ",
                          "“%s” has no sheet “CHẤM ĐIỂM” of a consolidated workbook to read typed scores from", path);
    return TH_TROUBLE(arena, "không đọc được điểm đã gõ trong “%s”", "the typed scores of “%s” cannot be read", path);
}

static th_trouble why_unseen(th_arena *arena, const char *path, th_words why)
{
    return (th_trouble){th_str_fmt(arena, "không đọc được điểm đã gõ trong “%s”: " TH_FMT, path, TH_ARG(why.vi)),
                        th_str_fmt(arena, "the typed scores of “%s” cannot be read: " TH_FMT, path, TH_ARG(why.en))};
}

/* Has the bytes of the workbook read in a process: what it returned, or -1 and why it did not. */
static int read_in_process(th_arena *arena, reading_job *job, th_trouble *why)
{
    const th_scored_workbook *workbook = job->workbook;
    const th_input input = {.path = th_str_of(workbook->path), .name = th_str_of(workbook->path)};
    th_arena *scratch = th_arena_scratch(arena);
    const th_refusal refusal = th_file_fetch(scratch, workbook->limits, &input, &job->bytes);
    int code = -1;
    if (refusal.why == TH_REFUSED_EMPTY)
        code = NO_WORKBOOK;
    else if (refusal.why)
        *why = th_refusal_words(arena, workbook->limits, &refusal);
    else
        code = th_process_run(arena, workbook->limits, read_typed, job, why);
    th_arena_free(scratch);
    return code;
}

th_status th_typed_scores_read(th_arena *arena, const th_scored_workbook *workbook, th_typed_list *list,
                               th_trouble *trouble)
{
    handed *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *list = (th_typed_list){0};
    if (shared == MAP_FAILED) {
        *trouble = why_unseen(arena, workbook->path, th_system_words(arena, errno));
        return TH_FATAL;
    }
    reading_job job = {workbook, {0}, shared};
    th_trouble why = {0};
    int code = read_in_process(arena, &job, &why);
    for (size_t i = 0; code == 0 && i < shared->n && i < MOST_HANDED; i++) {
        const handed_score *from = &shared->at[i];
        th_typed typed = {from->row, from->col, take_handed(arena, &from->unit), take_handed(arena, &from->criterion),
                          take_handed(arena, &from->points)};
        TH_PUSH(arena, list->at, list->n, list->cap, typed);
    }
    munmap(shared, sizeof *shared);
    if (code == 0)
        return TH_OK;
    *trouble = code < 0 ? why_unseen(arena, workbook->path, why) : why_none(arena, workbook->path, code);
    return code < 0 ? TH_FATAL : TH_FAILED;
}

th_str th_typed_scores_header(void)
{
    return TH_STR(HEADER);
}

size_t th_typed_scores_proposed(const th_typed_list *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += list->at[i].points.len != 0;
    return n;
}

th_str th_typed_scores_csv(th_arena *arena, const th_typed_list *list, th_str file)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(HEADER));
    for (size_t i = 0; i < list->n; i++) {
        const th_typed *typed = &list->at[i];
        if (!typed->points.len)
            continue;
        /* What was typed may be no number, and then it may look like a formula. */
        bool number = th_numeral_read(arena, typed->points).num;
        th_str from = th_str_fmt(arena, "gõ ở ô " TH_FMT " trang CHẤM ĐIỂM, " TH_FMT,
                                 TH_ARG(th_cell_name(arena, typed->row, typed->col)), TH_ARG(file));
        const th_str fields[] = {
            typed->unit, typed->criterion,         number ? typed->points : th_csv_inert(arena, typed->points), {0},
            {0},         th_csv_inert(arena, from)};
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
            th_buf_add(&out, k ? TH_STR(",") : (th_str){0});
            th_csv_field(&out, fields[k], true);
        }
        th_buf_add(&out, TH_STR("\r\n"));
    }
    return th_buf_str(&out);
}
