/* Sentences beside the findings. */
#include "batch/night_said.h"

#include "base/ascii.h"

#include "base/banned.h"

void th_night_say(th_nightly *night, th_trouble what, int least)
{
    TH_PUSH(night->arena, night->said, night->nsaid, night->said_cap, what);
    if (night->least < least)
        night->least = least;
}

/* Does a path begin at this place of a text, or go on? */
static bool path_begins(th_str text, size_t at)
{
    char before = at ? text.ptr[at - 1] : ' ';
    return before != '.' && before != '/' && !th_is_letter(before) && !th_is_digit(before);
}

th_str th_night_told(const th_nightly *night, th_str text)
{
    th_str folder = th_str_fmt(night->arena, "%s/", night->config.folder);
    th_buf out;
    th_buf_init(&out, night->arena);
    for (size_t from = 0, at; from < text.len; from = at) {
        if (th_str_starts(th_str_sub(text, from, text.len - from), folder) && path_begins(text, from))
            from += folder.len;
        at = th_str_find(text, folder, from + 1);
        if (at == SIZE_MAX)
            at = text.len;
        th_buf_add(&out, th_str_sub(text, from, at - from));
    }
    return th_buf_str(&out);
}
