/* Requests in a folder. */
#include "batch/request.h"

#include "batch/new_file.h"
#include "text/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/banned.h"

static bool is_request(th_arena *arena, const char *name)
{
    th_str lower = th_text_lower(arena, th_str_of(name));
    return th_str_eq(lower, TH_STR("chay")) || th_str_eq(lower, TH_STR("chay.txt")) ||
           th_str_eq(lower, TH_STR("chay.txt.txt")); /* where endings are hidden one is typed once more */
}

/* The requests that are there, by path. */
static th_strs find_requests(th_arena *arena, const char *folder)
{
    th_strs found = {0};
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (is_request(arena, entry->d_name))
            th_strs_add(&found, arena, th_str_fmt(arena, "%s/%s", folder, entry->d_name));
    if (dir)
        closedir(dir);
    return found;
}

bool th_request_is_there(th_arena *arena, const char *folder)
{
    return find_requests(arena, folder).n > 0;
}

th_status th_request_take(th_arena *arena, const char *folder, th_trouble *trouble)
{
    th_strs found = find_requests(arena, folder);
    for (size_t i = 0; i < found.n; i++) {
        const char *path = th_str_cstr(arena, found.at[i]);
        if (unlink(path) == 0 || errno == ENOENT)
            continue;
        int why = errno;
        *trouble = th_trouble_of_system(
            arena, TH_WORDS(arena, "không xóa được yêu cầu “%s”", "request “%s” cannot be removed", path), why);
        return TH_FAILED;
    }
    return TH_OK;
}

th_status th_request_answer(th_arena *arena, const char *folder, th_str text, th_trouble *trouble)
{
    const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_REQUEST_ANSWER, folder));
    const char *part = th_str_cstr(arena, th_str_fmt(arena, "%s/." TH_REQUEST_ANSWER ".part", folder));
    th_buf out;
    th_str line;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("\xEF\xBB\xBF")); /* without this mark old editors assume another code page */
    while (text.len && th_str_cut(&text, '\n', &line))
        th_buf_fmt(&out, TH_FMT "\r\n", TH_ARG(line));
    unlink(part); /* of a run that was killed */
    int why = th_new_file(part, th_buf_str(&out), 0664);
    if (!why && rename(part, path) != 0)
        why = errno;
    if (!why)
        return TH_OK;
    unlink(part);
    *trouble = th_trouble_of_system(arena, TH_WORDS(arena, "không ghi được “%s”", "“%s” cannot be written", path), why);
    return TH_FAILED;
}
