/* Records of a sheet that stand where a cell should.
 *
 * Nothing in an .xls proves that its bytes are those that were written.  One changed bit in the id of a cell makes it
 * a record that readers pass over, and its figure is gone.  But cells stand in order, so what stands between two of
 * them, and begins with an address between theirs, is taken for a cell that cannot be read; other unknown records are
 * counted. */
#include "book/biff.h"

#include "book/refuse.h"

#include "base/banned.h"

enum { ADDRESS = 4, ARRAY2 = 0x0021, TABLE2 = 0x0036, TABLE3 = 0x0037, ROW2 = 0x0008 };
enum { SHRFMLA5 = 0x00BC, DBCELL = 0x00D7, ARRAY = 0x0221, TABLE = 0x0236, SHRFMLA = 0x04BC };

/* Does such a record stand among the cells of a sheet that is as it should be? */
static bool belongs_among_cells(int version, const th_biff_record *record)
{
    switch (record->id) {
    case TH_BIFF_MERGEDCELLS: /* some writers put it there */
        return record->len >= 2 && record->len == 2 + 8 * th_biff_u16(record->data);
    case TH_BIFF_ROW:
    case ROW2:
    case TH_BIFF_CONTINUE:
    case TH_BIFF_IXFE:
    case ARRAY:
    case ARRAY2:
    case TABLE:
    case TABLE2:
    case TABLE3:
    case SHRFMLA:
    case DBCELL: return true;
    case SHRFMLA5: return version < 8;
    default: return false;
    }
}

static bool stands_before(uint32_t row, uint32_t col, uint32_t other_row, uint32_t other_col)
{
    return row < other_row || (row == other_row && col < other_col);
}

static th_status lost_cell(th_biff *biff, const th_biff_strange *strange)
{
    const th_cell cell = {.row = strange->row, .col = strange->col, .format_decimals = -1};
    th_arena *arena = biff->book->arena;
    return th_book_unreadable(biff->book, &biff->book->sheets[biff->sheet], &cell, true,
                              TH_TROUBLE(arena, "ở chỗ của ô này là một bản ghi mang mã lạ (%04X)",
                                         "a record with an unknown id (%04X) stands in its place",
                                         (unsigned)strange->id));
}

/* Decides about the record that waits, now that a cell at (row, col) follows it.  Unless it stands before that one, and
 * behind the last, it is no cell; with an id that exists it has to share its row with one of them. */
static th_status settle_strange(th_biff *biff, th_biff_strange *strange, bool cell_follows, uint32_t row, uint32_t col)
{
    if (!strange->waiting)
        return TH_OK;
    strange->waiting = false;
    bool behind = strange->after_cell ? stands_before(strange->last_row, strange->last_col, strange->row, strange->col)
                                      : strange->after_row;
    bool between =
        cell_follows && behind && strange->col < TH_BIFF_COLUMNS && stands_before(strange->row, strange->col, row, col);
    bool in_row = strange->row == row || (strange->after_cell && strange->row == strange->last_row);
    if (between && (!strange->known || in_row))
        return lost_cell(biff, strange);
    if (strange->known)
        return TH_OK;
    if (strange->passed_over++ == 0)
        strange->first = strange->id;
    return TH_OK;
}

th_status th_biff_strange_record(th_biff *biff, th_biff_strange *strange, const th_biff_record *record)
{
    strange->after_row = strange->after_row || record->id == TH_BIFF_ROW || record->id == ROW2;
    if (belongs_among_cells(biff->version, record))
        return TH_OK;
    bool known = th_biff_knows(record->id), begun = strange->after_row || strange->after_cell;
    if (known && (!begun || record->len < ADDRESS))
        return TH_OK;
    bool addressed = record->len >= ADDRESS;
    uint32_t row = addressed ? th_biff_u16(record->data) : UINT32_MAX;
    uint32_t col = addressed ? th_biff_u16(record->data + 2) : UINT32_MAX;
    bool both_unknown = !known && !strange->known; /* then the second may be a damaged cell too */
    if (settle_strange(biff, strange, both_unknown, row, col) >= TH_FAILED)
        return TH_FAILED;
    strange->waiting = true;
    strange->known = known;
    strange->id = record->id;
    strange->row = row;
    strange->col = col;
    return TH_OK;
}

th_status th_biff_strange_cell(th_biff *biff, th_biff_strange *strange, const th_biff_record *record, uint32_t last)
{
    if (!record) {
        th_status status = settle_strange(biff, strange, false, 0, 0);
        if (status < TH_FAILED && strange->passed_over)
            th_biff_passed_over(biff, strange->passed_over, strange->first);
        return status;
    }
    uint32_t row = th_biff_u16(record->data);
    if (settle_strange(biff, strange, true, row, th_biff_u16(record->data + 2)) >= TH_FAILED)
        return TH_FAILED;
    strange->after_cell = true;
    strange->last_row = row;
    strange->last_col = last;
    return TH_OK;
}
