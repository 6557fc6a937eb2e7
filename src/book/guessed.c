/* Texts whose bytes nothing in the file explains.
 *
 * A font that is not in the file would have said which letters they are; a code page of DOS says it only where no
 * Vietnamese program wrote its own letters into a file that states one; that of a Macintosh stands in files of Windows
 * too, whose texts are read by content then, and doubtful.  So the text decides by its content first.
 * Where that makes no Vietnamese of it, the page decodes it; where no page does, the text is doubtful as it stands. */
#include "book/guessed.h"

#include "text/codepage.h"
#include "text/view.h"

#include "base/banned.h"

/* The bytes that `raw` shows as CP1252 does.  False where a character shows none. */
static bool bytes_shown(th_arena *arena, th_str raw, th_str *out)
{
    size_t n = 0;
    char *bytes = th_arena_alloc(arena, raw.len);
    for (size_t at = 0; at < raw.len; n++) {
        size_t len;
        int byte = th_legacy_byte_at(raw, at, &len);
        if (byte < 0)
            return false;
        bytes[n] = (char)byte;
        at += len;
    }
    *out = (th_str){bytes, n};
    return true;
}

void th_guessed_settle(const th_book *book, th_cell *cell)
{
    th_str bytes, text;
    if (!(cell->flags & TH_CELL_GUESSED))
        return;
    bool legacy = cell->encoding != TH_ENC_UNICODE;
    if (book->page && legacy && !cell->doubtful) {
        cell->doubtful = book->page >= 10000; /* a Macintosh wrote no Vietnamese of that time: the page is wrong */
        return;
    }
    if (book->page && !legacy && bytes_shown(book->arena, cell->raw, &bytes) &&
        th_codepage_decode(book->arena, book->page, bytes, &text)) {
        cell->text = text;
        cell->raw = text;
        cell->runs = NULL;
        cell->nruns = 0;
        return;
    }
    cell->doubtful = true;
}
