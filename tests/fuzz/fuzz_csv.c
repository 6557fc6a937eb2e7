/* .csv, and values: every field is read as every type. */
#include "book/book.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    th_arena *arena = th_arena_new((size_t)64 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return 0;
    }
    th_limits limits = th_limits_default;
    limits.cells = 200; /* each is read as a value of every type */
    th_book *book = th_book_new(arena, &limits);
    if (th_csv_read(book, (th_str){(const char *)data, size}) < TH_FAILED) {
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
    th_arena_free(arena);
    return 0;
}
