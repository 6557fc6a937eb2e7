/* Names of files that are still being written, and of what systems leave. */
#include "batch/litter.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include "base/banned.h"

static bool has_ending(th_arena *arena, th_str name, const char *const *endings, size_t n)
{
    th_str lower = th_text_lower(arena, name);
    for (size_t i = 0; i < n; i++)
        if (th_str_ends(lower, th_str_of(endings[i])))
            return true;
    return false;
}

/* Excel writes a workbook it saves under eight hexadecimal digits first, without an ending.  Digits alone may be a
 * date, which a person typed. */
static bool is_nameless(th_str name)
{
    bool letter = false;
    if (name.len != 8)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (th_hex_value(name.ptr[i]) < 0 || th_is_lower(name.ptr[i]))
            return false;
        letter = letter || !th_is_digit(name.ptr[i]);
    }
    return letter;
}

/* The mark of Excel and LibreOffice that somebody has the workbook open, and files that are not whole yet. */
bool th_is_temporary(th_arena *arena, th_str name)
{
    static const char *const endings[] = {".tmp",        ".temp",       ".part",     ".partial",
                                          ".crdownload", ".opdownload", ".download", ".filepart"};
    return th_str_starts(name, TH_STR("~$")) || th_str_starts(name, TH_STR(".~lock.")) || is_nameless(name) ||
           has_ending(arena, name, endings, sizeof endings / sizeof *endings);
}

bool th_is_litter(th_arena *arena, th_str name)
{
    static const char *const names[] = {"desktop.ini",     "thumbs.db",    "thumbs.db:encryptable",
                                        "icon\r",          "ehthumbs.db",  ".ds_store",
                                        ".localized",      ".directory",   "__macosx",
                                        ".spotlight-v100", ".trashes",     ".fseventsd",
                                        ".temporaryitems", "$recycle.bin", "system volume information",
                                        "@eadir",          "lost+found"};
    th_str lower = th_text_lower(arena, name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(lower, th_str_of(names[i])))
            return true;
    return th_str_starts(name, TH_STR("._")) || th_str_starts(lower, TH_STR(".trash-"));
}

bool th_is_inbox_marker(th_arena *arena, th_str name)
{
    return th_str_eq(th_text_lower(arena, name), th_text_lower(arena, TH_STR(TH_INBOX_MARKER)));
}
