/* How the formats of files are named, in lists and by the endings of file names. */
#include "book/book.h"

#include "base/ascii.h"

#include "base/banned.h"

static const struct {
    const char *name, *endings;
    th_book_kind kind;
    const char *vi, *en;
} formats[] = {
#define TH_BOOK_READ(id, sniff, read, name, endings) [TH_BOOK_##id] = {name, endings, TH_BOOK_IS_READ, "", ""},
#define TH_BOOK_REFUSED(id, sniff, endings, finding, vi, en) [TH_BOOK_##id] = {"", endings, TH_BOOK_IS_REFUSED, vi, en},
#define TH_BOOK_ARCHIVE(id, sniff, name, endings) [TH_BOOK_##id] = {name, endings, TH_BOOK_IS_ARCHIVE, "", ""},
#define TH_BOOK_DOCUMENT(id, sniff, name, endings, vi, en)                                                             \
    [TH_BOOK_##id] = {name, endings, TH_BOOK_IS_DOCUMENT, vi, en},
#include "book/formats.def"
#undef TH_BOOK_READ
#undef TH_BOOK_REFUSED
};

/* Does the name end so, in small letters or in capitals? */
static bool name_ends(th_str name, th_str ending)
{
    if (ending.len > name.len)
        return false;
    for (size_t i = 0; i < ending.len; i++)
        if (th_to_lower(name.ptr[name.len - ending.len + i]) != ending.ptr[i])
            return false;
    return true;
}

static th_book_format format_by_ending(th_str name, th_str *ending)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        th_str rest = th_str_of(formats[i].endings);
        while (th_str_cut(&rest, ' ', ending))
            if (ending->len && name_ends(name, *ending))
                return (th_book_format)i;
    }
    *ending = (th_str){0};
    return TH_BOOK_UNKNOWN;
}

th_book_format th_book_format_named(th_str name)
{
    th_str ending;
    return format_by_ending(name, &ending);
}

th_str th_book_ending(th_str name)
{
    th_str ending;
    bool is_read = formats[format_by_ending(name, &ending)].kind == TH_BOOK_IS_READ;
    return is_read ? th_str_sub(name, name.len - ending.len, ending.len) : (th_str){0};
}

th_book_kind th_book_kind_of(th_book_format format)
{
    return formats[format].kind;
}

th_str th_book_name_of_format(th_book_format format)
{
    return th_str_of(formats[format].name);
}

th_words th_book_words_of_format(th_str name)
{
    for (size_t i = 0; name.len && i < sizeof formats / sizeof *formats; i++)
        if (formats[i].name && th_str_eq(name, th_str_of(formats[i].name)))
            return (th_words){th_str_of(formats[i].vi), th_str_of(formats[i].en)};
    return (th_words){0};
}

th_str th_book_format_name(th_arena *arena, const th_book *book)
{
    const char *name = formats[book->format].name;
    return book->biff ? th_str_fmt(arena, "%s (BIFF%d)", name, book->biff) : th_str_of(name);
}
