/* .csv, and values: every field is read as every type. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "book/book.h"

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_limits limits = th_limits_default;
    limits.cells = 200; /* each is read as a value of every type */
    th_book *book = th_book_new(arena, &limits);
    bool read = th_csv_read(book, input) < TH_FAILED;
    if (read) {
        th_book_normalise(book);
        for (size_t k = 0; k < book->sheets[0].ncells; k++) {
            th_raw raw = th_cell_raw(arena, book, &book->sheets[0].cells[k]);
            for (unsigned t = 0; t < TH_TYPES; t++) {
                th_value v = th_value_read(arena, &raw, (th_type)t, TH_STR("triệu đồng"));
                th_value_vi(arena, &v, (th_type)t);
                if (v.state == TH_STATE_VALUE && th_type_is_number((th_type)t) && !v.num)
                    abort();
            }
        }
    }
    return read;
}
