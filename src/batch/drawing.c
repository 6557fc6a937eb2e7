/* The process in which a workbook is written, and what it tells its parent. */
#include "batch/drawing.h"

#include "batch/process.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

enum { DRAWN = 0, TOLD = 1, MISREAD = 2, PIECE = 4096, MOST_TOLD = 1 << 20 };
static const char word_of_success[] = "drawn";

/* ---- in the process that draws ---- */

static bool tell(int fd, th_trouble trouble)
{
    return th_process_write(fd, trouble.vi) && th_process_write(fd, TH_STR("\0")) && th_process_write(fd, trouble.en);
}

static _Noreturn void draw_in_process(th_arena *parents, const th_drawing *drawing, int fd)
{
    th_trouble trouble = {0};
    th_process_end_on_faults();
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena) || TH_ARENA_GUARD(parents))
        _exit(TH_PROCESS_NO_MEMORY);
    th_status status = drawing->draw(drawing->ctx, arena, &trouble);
    bool told = status == TH_OK ? th_process_write(fd, th_str_of(word_of_success)) : tell(fd, trouble);
    if (told && status == TH_OK && drawing->tell)
        told = th_process_write(fd, drawing->tell(drawing->ctx, arena));
    th_arena_free(arena);
    if (!told)
        _exit(TH_PROCESS_FAULT + EPIPE);
    if (status != TH_OK)
        _exit(status == TH_FATAL ? MISREAD : TOLD);
    _exit(DRAWN);
}

/* ---- in the parent ---- */

static th_trouble what_was_told(th_arena *arena, th_str told)
{
    th_str vi = {0};
    if (!th_str_cut(&told, '\0', &vi))
        return (th_trouble){0};
    return (th_trouble){th_str_copy(arena, vi), th_str_copy(arena, told)};
}

static th_str read_told(th_arena *arena, int fd)
{
    th_buf out;
    th_buf_init(&out, arena);
    unsigned tries = 0;
    while (out.len < MOST_TOLD) {
        th_buf_reserve(&out, PIECE);
        ssize_t n = read(fd, out.ptr + out.len, PIECE);
        if (n < 0 && th_process_interrupted(&tries))
            continue;
        if (n <= 0)
            break;
        out.len += (size_t)n;
    }
    return th_buf_str(&out);
}

static th_trouble why_not_drawn(th_arena *arena, int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    if (code > TH_PROCESS_FAULT)
        return th_trouble_of_system(arena, TH_WORDS_ARE("không ghi được sổ kết quả", "the workbook cannot be written"),
                                    code - TH_PROCESS_FAULT);
    if (code == TH_PROCESS_NO_MEMORY)
        return TH_TROUBLE_IS("không ghi được sổ kết quả: không đủ bộ nhớ",
                             "the workbook cannot be written: out of memory");
    if (WIFSIGNALED(status))
        return TH_TROUBLE(arena, "tiến trình ghi sổ kết quả không xong: tín hiệu %d",
                          "the process that writes the workbook did not finish: signal %d", WTERMSIG(status));
    return TH_TROUBLE(arena, "tiến trình ghi sổ kết quả không xong: mã %d",
                      "the process that writes the workbook did not finish: code %d", code);
}

static th_status refuse_process(th_arena *arena, th_trouble *trouble)
{
    th_words what =
        TH_WORDS_ARE("không tạo được tiến trình ghi sổ kết quả", "no process can be started to write the workbook");
    *trouble = th_trouble_of_system(arena, what, errno);
    return TH_FAILED;
}

th_status th_drawing_do(th_arena *arena, const th_drawing *drawing, th_trouble *trouble)
{
    int ends[2];
    if (pipe(ends) != 0)
        return refuse_process(arena, trouble);
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) {
        int reason = errno;
        close(ends[0]);
        close(ends[1]);
        errno = reason;
        return refuse_process(arena, trouble);
    }
    if (pid == 0) {
        th_process_die_with(parent);
        close(ends[0]);
        draw_in_process(arena, drawing, ends[1]);
    }
    close(ends[1]);
    th_str told = read_told(arena, ends[0]);
    close(ends[0]);
    int status = th_process_wait(pid);
    /* Both: a word that came before a crash counts as little as a good exit that said nothing. */
    const th_str word = th_str_of(word_of_success);
    if (status == DRAWN && (drawing->tell ? th_str_starts(told, word) : th_str_eq(told, word))) {
        if (drawing->told)
            *drawing->told = th_str_copy(arena, th_str_sub(told, word.len, told.len));
        return TH_OK;
    }
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    *trouble = code == TOLD || code == MISREAD ? what_was_told(arena, told) : (th_trouble){0};
    if (!trouble->vi.len)
        *trouble = why_not_drawn(arena, status);
    return code == MISREAD ? TH_FATAL : TH_FAILED;
}
