/* The edges of BIFF: the shortest record of each kind, the last column, spans that touch, and Excel 2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xls_builder.h"

static int setup(void **state)
{
    *state = th_arena_new(64 * 1024 * 1024);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

/* A record of a sheet of version 5 or 8, and how much of it must be there. */
static const struct {
    const char *what;
    int version;
    unsigned id;
    const char *data;
    size_t len, need; /* what is shorter than `need` is cut */
    size_t ncells;
} records[] = {
    {"a number", 8, TH_BIFF_NUMBER, "\2\0\1\0\0\0\0\0\0\0\0\0\xF0\x3F", 14, 14, 1},
    {"a short number", 8, TH_BIFF_RK, "\2\0\1\0\0\0\6\0\0\0", 10, 10, 1},
    {"a boolean", 8, TH_BIFF_BOOLERR, "\2\0\1\0\0\0\1\0", 8, 8, 1},
    {"a text of the table", 8, TH_BIFF_LABELSST, "\2\0\1\0\0\0\0\0\0\0", 10, 10, 1},
    {"a formula", 8, TH_BIFF_FORMULA, "\2\0\1\0\0\0\0\0\0\0\0\0\xF0\x3F", 14, 14, 1},
    {"two short numbers", 8, TH_BIFF_MULRK, "\2\0\1\0\0\0\6\0\0\0\0\0\6\0\0\0\2\0", 18, 18, 2},
    {"one short number", 8, TH_BIFF_MULRK, "\2\0\1\0\0\0\6\0\0\0\1\0", 12, 12, 1},
    {"a label", 8, TH_BIFF_LABEL, "\2\0\1\0\0\0\2\0\0ab", 11, 11, 1},
    {"an empty label without flags", 8, TH_BIFF_LABEL, "\2\0\1\0\0\0\0\0", 8, 8, 0},
    {"a label of Excel 5", 5, TH_BIFF_LABEL, "\2\0\1\0\0\0\2\0ab", 10, 10, 1},
    {"a rich label", 8, TH_BIFF_RSTRING, "\2\0\1\0\0\0\2\0\0ab\1\0\1\0\1\0", 17, 17, 1},
    {"merged cells", 8, TH_BIFF_MERGEDCELLS, "\1\0\0\0\1\0\0\0\0\0", 10, 10, 0},
    {"no merged cells", 8, TH_BIFF_MERGEDCELLS, "\0\0", 2, 2, 0},
};

static bytes with_record(size_t i, size_t len)
{
    made m;
    globals(&m, records[i].version);
    if (records[i].version == 8) {
        begin(&m.b, TH_BIFF_SST);
        put4(&m.b, 1);
        put4(&m.b, 1);
        put2(&m.b, 2);
        put1(&m.b, 0);
        put_text(&m.b, "ab");
        end(&m.b);
    }
    start_sheet(&m);
    begin(&m.b, records[i].id);
    for (size_t k = 0; k < len; k++)
        put1(&m.b, (unsigned char)records[i].data[k]);
    end(&m.b);
    eof(&m.b);
    return m.b;
}

static void what_is_cut_is_damaged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        for (size_t len = 0; len <= records[i].len; len++) {
            th_arena *arena = th_arena_new(64 * 1024 * 1024);
            th_book *book;
            bytes stream = with_record(i, len);
            th_status status = read_stream(arena, &stream, &book);
            bool damaged = status == TH_FAILED && count_of(book, TH_F_FILE_DAMAGED) == 1;
            if (damaged != (len < records[i].need))
                fail_msg("%s of %zu bytes: status %d", records[i].what, len, (int)status);
            if (!damaged && (status != TH_OK || book->sheets[0].ncells != records[i].ncells))
                fail_msg("%s of %zu bytes: %zu cells", records[i].what, len, book->sheets[0].ncells);
            free(stream.at);
            th_arena_free(arena);
        }
}

/* MULRK says where it begins and where it ends; both must agree with its length. */
static void several_numbers_fill_their_columns(void **state)
{
    static const struct {
        unsigned first, n, last;
        size_t more; /* bytes behind the last column */
        bool damaged;
        size_t ncells, unreadable;
    } cases[] = {{0, 3, 2, 0, false, 3, 0},     {0, 3, 1, 0, true, 0, 0},     {0, 3, 3, 0, true, 0, 0},
                 {5, 1, 5, 0, false, 1, 0},     {0, 3, 2, 1, true, 0, 0},     {0, 2, 1, 5, true, 0, 0},
                 {253, 3, 255, 0, false, 3, 0}, {254, 3, 256, 0, false, 2, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made m;
        globals(&m, 8);
        start_sheet(&m);
        begin(&m.b, TH_BIFF_MULRK);
        put2(&m.b, 7);
        put2(&m.b, cases[i].first);
        for (unsigned k = 0; k < cases[i].n; k++) {
            put2(&m.b, 0);
            put4(&m.b, (k + 1) << 2 | 2);
        }
        put2(&m.b, cases[i].last);
        for (size_t k = 0; k < cases[i].more; k++)
            put1(&m.b, 0);
        end(&m.b);
        eof(&m.b);
        th_book *book;
        th_status status = read_stream(*state, &m.b, &book);
        assert_int_equal(status == TH_FAILED, cases[i].damaged);
        free(m.b.at);
        if (cases[i].damaged)
            continue;
        assert_int_equal(book->sheets[0].ncells, cases[i].ncells);
        assert_int_equal(count_of(book, TH_F_FILE_CELL), cases[i].unreadable);
        for (size_t k = 0; k < cases[i].ncells; k++) {
            const th_cell *cell = &book->sheets[0].cells[k];
            assert_int_equal(cell->row, 7);
            assert_int_equal(cell->col, cases[i].first + k);
            assert_true(cell->number == (double)k + 1);
        }
    }
}

static void there_are_256_columns_and_65536_rows(void **state)
{
    made m;
    globals(&m, 8);
    start_sheet(&m);
    number(&m.b, 0, 255, 0, 1);
    number(&m.b, 1, 256, 0, 2);
    number(&m.b, 65535, 0, 0, 3);
    number(&m.b, 4, 0, 4, 4); /* the last format there is */
    number(&m.b, 5, 0, 5, 5);
    eof(&m.b);
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_WARN);
    const th_sheet *sheet = &book->sheets[0];
    assert_true(th_sheet_at(sheet, 0, 255)->number == 1);
    assert_null(th_sheet_at(sheet, 1, 256));
    assert_true(th_sheet_at(sheet, 65535, 0)->number == 3);
    assert_true(th_sheet_at(sheet, 4, 0)->number == 4);
    assert_int_equal(th_sheet_at(sheet, 5, 0)->type, TH_CELL_ERROR);
    assert_int_equal(count_of(book, TH_F_FILE_CELL), 2);
    assert_int_equal(book->findings.at[0].place.row, 1);
    assert_int_equal(book->findings.at[0].place.col, 256);
    free(m.b.at);
}

static void row(bytes *b, unsigned at, size_t len, unsigned flags)
{
    begin(b, TH_BIFF_ROW);
    for (size_t i = 0; i < len; i += 2)
        put2(b, (i == 0) * at + (i == 12) * flags);
    end(b);
}

static void colinfo(bytes *b, unsigned first, unsigned last, unsigned width, unsigned flags)
{
    begin(b, TH_BIFF_COLINFO);
    put2(b, first);
    put2(b, last);
    put2(b, width);
    put2(b, 0);
    put2(b, flags);
    end(b);
}

static void rows_and_columns_are_hidden_where_they_say_so(void **state)
{
    static const uint32_t hidden_rows[] = {2, 3, 4, 6, 9, 10}, hidden_cols[] = {1, 3, 5, 6, 254, 255};
    made m;
    globals(&m, 8);
    start_sheet(&m);
    row(&m.b, 2, 16, 0x20);
    row(&m.b, 3, 16, 0x20);
    row(&m.b, 4, 14, 0x20);
    row(&m.b, 5, 16, 0x9F);
    row(&m.b, 6, 16, 0xFF);
    row(&m.b, 7, 12, 0x20); /* too short to say so */
    row(&m.b, 9, 16, 0x20);
    row(&m.b, 10, 16, 0x40); /* somebody gave it the height 0 */
    colinfo(&m.b, 1, 1, 0, 0);
    colinfo(&m.b, 3, 3, 2560, 1);
    colinfo(&m.b, 4, 4, 384, 2);
    colinfo(&m.b, 5, 6, 0, 3);
    colinfo(&m.b, 9, 8, 256, 1);     /* ends before it begins */
    colinfo(&m.b, 254, 256, 256, 1); /* Excel writes 256 for "all the rest" */
    colinfo(&m.b, 256, 256, 256, 1);
    for (unsigned i = 0; i < 12; i++)
        number(&m.b, i, i, 0, i);
    eof(&m.b);
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
    const th_sheet *sheet = &book->sheets[0];
    for (uint32_t at = 0, h = 0, v = 0; at < 300; at++) {
        bool in_row = h < 6 && hidden_rows[h] == at, in_col = v < 6 && hidden_cols[v] == at;
        h += in_row;
        v += in_col;
        assert_int_equal(th_sheet_flags(sheet, at, 0), in_row ? TH_CELL_HIDDEN_ROW : 0);
        assert_int_equal(th_sheet_flags(sheet, 0, at), in_col ? TH_CELL_HIDDEN_COL : 0);
    }
    static const th_width widths[] = {{1, 1, 0}, {3, 3, 10}, {4, 4, 1.5}, {5, 6, 0}, {254, 255, 1}};
    assert_int_equal(sheet->nwidths, sizeof widths / sizeof *widths);
    for (size_t i = 0; i < sheet->nwidths; i++) {
        assert_int_equal(sheet->widths[i].first, widths[i].first);
        assert_int_equal(sheet->widths[i].last, widths[i].last);
        assert_true(sheet->widths[i].characters == widths[i].characters);
    }
    free(m.b.at);
}

static void merges_of_one_record_are_all_taken(void **state)
{
    /* Rows, then columns; the third is one cell, and two end before they begin. */
    static const unsigned ranges[][4] = {{0, 0, 0, 3}, {2, 5, 1, 1}, {7, 7, 7, 7},
                                         {9, 8, 0, 1}, {9, 9, 2, 1}, {65534, 65535, 254, 255}};
    made m;
    globals(&m, 8);
    start_sheet(&m);
    begin(&m.b, TH_BIFF_MERGEDCELLS);
    put2(&m.b, sizeof ranges / sizeof *ranges);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (size_t k = 0; k < 4; k++)
            put2(&m.b, ranges[i][k]);
    end(&m.b);
    eof(&m.b);
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
    static const size_t kept[] = {0, 1, 5};
    assert_int_equal(book->sheets[0].nmerges, 3);
    for (size_t i = 0; i < 3; i++) {
        const th_merge *merge = &book->sheets[0].merges[i];
        const unsigned *range = ranges[kept[i]];
        assert_int_equal(merge->row1, range[0]);
        assert_int_equal(merge->row2, range[1]);
        assert_int_equal(merge->col1, range[2]);
        assert_int_equal(merge->col2, range[3]);
    }
    free(m.b.at);
}

/* ---- Excel 2 ---- */

static void old_start(bytes *b, int version)
{
    static const unsigned ids[] = {[2] = 0x0009, [3] = 0x0209, [4] = 0x0409};
    begin(b, ids[version]);
    put2(b, (unsigned)version);
    put2(b, TH_BOF_WORKSHEET);
    if (version > 2)
        put2(b, 0);
    end(b);
}

static void old_cell(bytes *b, unsigned at_row, unsigned col, unsigned xf_index, unsigned format)
{
    put2(b, at_row);
    put2(b, col);
    put1(b, xf_index);
    put1(b, format);
    put1(b, 0);
}

static void every_cell_of_excel_2(bytes *b)
{
    old_start(b, 2);
    begin(b, TH_BIFF_INTEGER);
    old_cell(b, 0, 0, 0, 0);
    put2(b, 0x0102);
    end(b);
    begin(b, 0x0003);
    old_cell(b, 1, 0, 0, 0);
    put_double(b, -2.5);
    end(b);
    begin(b, 0x0004);
    old_cell(b, 2, 0, 0, 0);
    put1(b, 2);
    put_text(b, "ab");
    end(b);
    begin(b, 0x0005);
    old_cell(b, 3, 0, 0, 0);
    put1(b, 0x2A);
    put1(b, 1);
    end(b);
    begin(b, 0x0005);
    old_cell(b, 4, 0, 0, 0);
    put1(b, 1);
    put1(b, 0);
    end(b);
    begin(b, 0x0006);
    old_cell(b, 5, 0, 0, 0);
    put_double(b, 12);
    put1(b, 0);
    end(b);
    begin(b, 0x0006);
    old_cell(b, 6, 0, 0, 0);
    for (int i = 0; i < 6; i++)
        put1(b, 0);
    put2(b, 0xFFFF);
    put1(b, 0);
    end(b);
    begin(b, 0x0007);
    put1(b, 3);
    put_text(b, "chu");
    end(b);
    eof(b);
}

static void every_cell_of_excel_2_is_read(void **state)
{
    bytes b = {0};
    every_cell_of_excel_2(&b);
    th_book *book;
    assert_int_equal(read_stream(*state, &b, &book), TH_OK);
    assert_int_equal(book->biff, 2);
    assert_int_equal(book->sheets[0].ncells, 7);
    static const struct {
        th_cell_type type;
        const char *shown;
    } cells[] = {{TH_CELL_NUMBER, "258"}, {TH_CELL_NUMBER, "-2.5"}, {TH_CELL_TEXT, "ab"}, {TH_CELL_ERROR, "#N/A"},
                 {TH_CELL_BOOL, "TRUE"},  {TH_CELL_NUMBER, "12"},   {TH_CELL_TEXT, "chu"}};
    for (uint32_t i = 0; i < 7; i++) {
        const th_cell *cell = th_sheet_at(&book->sheets[0], i, 0);
        assert_non_null(cell);
        assert_int_equal(cell->type, cells[i].type);
        assert_string_equal(th_str_cstr(*state, th_cell_shown(*state, book, cell)), cells[i].shown);
        assert_int_equal(cell->flags, i >= 5 ? TH_CELL_FORMULA : 0);
    }
    free(b.at);
}

static void old_versions_are_known_by_their_first_record(void **state)
{
    for (int version = 2; version <= 4; version++) {
        bytes b = {0};
        old_start(&b, version);
        begin(&b, version == 2 ? 0x0003 : TH_BIFF_NUMBER);
        if (version == 2)
            old_cell(&b, 1, 2, 0, 0);
        else
            cell(&b, 1, 2, 0);
        put_double(&b, 7);
        end(&b);
        eof(&b);
        th_book *book;
        assert_int_equal(read_stream(*state, &b, &book), TH_OK);
        assert_int_equal(book->biff, version);
        assert_true(th_sheet_at(&book->sheets[0], 1, 2)->number == 7);
        free(b.at);
    }
}

/* Some programs state an old version in a record with the id of today. */
static void the_version_is_stated_where_the_id_is_of_today(void **state)
{
    static const struct {
        unsigned stated;
        int version; /* 0: there is none */
    } cases[] = {{0x0600, 8}, {0x0500, 5}, {0x0400, 4}, {0x0300, 3}, {0x0200, 2}, {0x0007, 2},
                 {0x0000, 2}, {0x0700, 0}, {0x0100, 0}, {0x0601, 0}, {0x0001, 0}, {0x0008, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {0};
        begin(&b, 0x0809);
        put2(&b, cases[i].stated);
        put2(&b, TH_BOF_WORKSHEET);
        end(&b);
        eof(&b);
        th_book *book;
        th_status status = read_stream(*state, &b, &book);
        assert_int_equal(status == TH_FAILED, !cases[i].version);
        if (cases[i].version)
            assert_int_equal(book->biff, cases[i].version);
        free(b.at);
    }
    for (size_t len = 0; len < 4; len++) {
        static const unsigned char start[] = {0, 6, TH_BOF_WORKSHEET};
        bytes b = {0};
        begin(&b, 0x0809);
        for (size_t i = 0; i < len; i++)
            put1(&b, start[i]);
        end(&b);
        eof(&b);
        th_book *book;
        assert_int_equal(read_stream(*state, &b, &book), TH_FAILED);
        free(b.at);
    }
}

/* ---- fonts, formats, looks ---- */

static void a_font_is_as_its_bits_say(void **state)
{
    static const struct {
        unsigned twips, bits, weight, underline;
        bool bold, italic, underlined;
    } cases[] = {{200, 0, 400, 0, false, false, false},   {260, 2, 400, 0, false, true, false},
                 {260, 0, 600, 0, true, false, false},    {260, 0, 599, 0, false, false, false},
                 {280, 0, 700, 1, true, false, true},     {280, 1, 400, 33, false, false, true},
                 {280, 0xFD, 400, 0, false, false, false}};
    for (int version = 5; version <= 8; version += 3)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            made m = {.version = version};
            bof(&m.b, version, TH_BOF_GLOBALS);
            begin(&m.b, TH_BIFF_FONT);
            put2(&m.b, cases[i].twips);
            put2(&m.b, cases[i].bits);
            put2(&m.b, 0);
            put2(&m.b, cases[i].weight);
            put2(&m.b, 0);
            put1(&m.b, cases[i].underline);
            for (int k = 0; k < 3; k++)
                put1(&m.b, 0);
            put1(&m.b, 2);
            if (version == 8)
                put1(&m.b, 0);
            put_text(&m.b, "Ar");
            end(&m.b);
            xf(&m.b, version, 0, 0);
            start_sheet(&m);
            number(&m.b, 0, 0, 0, 1);
            eof(&m.b);
            th_book *book;
            assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
            const th_face *face = &book->faces[th_sheet_at(&book->sheets[0], 0, 0)->font];
            assert_string_equal(th_str_cstr(*state, face->name), "Ar");
            assert_int_equal(face->twips, cases[i].twips);
            assert_int_equal(face->bold, cases[i].bold);
            assert_int_equal(face->italic, cases[i].italic);
            assert_int_equal(face->underline, cases[i].underlined);
            free(m.b.at);
        }
}

static const struct {
    int version;
    const char *data; /* of an XF, from its sixth byte */
    unsigned look;
} looks[] = {
    {8, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 0},
    {8, "\2\0\0\0\0\0\0\0\0\0\0\0\0\0", 2},
    {8, "\x0F\0\0\0\0\0\0\0\0\0\0\0\0\0", 7 | TH_CELL_WRAP},
    {8, "\x70\xFF\xFF\xFF\0\0\0\0\0\0\0\0\0\0", 0},
    {8, "\0\0\0\0\1\0\0\0\0\0\0\0\0\0", TH_CELL_LEFT},
    {8, "\0\0\0\0\x10\0\0\0\0\0\0\0\0\0", TH_CELL_RIGHT},
    {8, "\0\0\0\0\0\1\0\0\0\0\0\0\0\0", TH_CELL_TOP},
    {8, "\0\0\0\0\0\x80\0\0\0\0\0\0\0\0", TH_CELL_BOTTOM},
    {8, "\x09\0\0\0\x88\x88\xFF\0\0\0\0\0\0\0", 1 | TH_CELL_WRAP | TH_CELL_BORDERS},
    {5, "\x0E\0\0\0\0\0\0\0\0\0", 6 | TH_CELL_WRAP},
    {5, "\0\0\0\0\x40\0\0\0\0\0", TH_CELL_BOTTOM},
    {5, "\0\0\0\0\0\1\0\0\0\0", TH_CELL_BOTTOM},
    {5, "\0\0\0\0\x3F\xFE\0\0\0\0", 0},
    {5, "\0\0\0\0\0\0\4\0\0\0", TH_CELL_TOP},
    {5, "\0\0\0\0\0\0\x20\0\0\0", TH_CELL_LEFT},
    {5, "\0\0\0\0\0\0\0\1\0\0", TH_CELL_RIGHT},
    {5, "\0\0\0\0\0\0\0\xFE\0\0", 0},
};

/* [MS-XLS] 2.5.20 and, for BIFF5, OpenOffice.org's 5.115: alignment, wrapped text, and a border on each side. */
static void a_look_is_read_side_by_side(void **state)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        made m = {.version = looks[i].version};
        bof(&m.b, m.version, TH_BOF_GLOBALS);
        font(&m.b, m.version, "Arial");
        begin(&m.b, TH_BIFF_XF);
        for (size_t k = 0; k < 6; k++)
            put1(&m.b, 0);
        for (size_t k = 6; k < (m.version == 8 ? 20 : 16); k++)
            put1(&m.b, (unsigned char)looks[i].data[k - 6]);
        end(&m.b);
        start_sheet(&m);
        number(&m.b, 0, 0, 0, 1);
        begin(&m.b, TH_BIFF_BLANK);
        cell(&m.b, 1, 1, 0);
        end(&m.b);
        begin(&m.b, TH_BIFF_MULBLANK);
        put2(&m.b, 2);
        put2(&m.b, 254);
        for (size_t k = 0; k < 3; k++)
            put2(&m.b, 0);
        put2(&m.b, 256);
        end(&m.b);
        eof(&m.b);
        th_book *book;
        assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
        const th_sheet *sheet = &book->sheets[0];
        if (th_sheet_at(sheet, 0, 0)->look != looks[i].look)
            fail_msg("row %zu: %#x", i, th_sheet_at(sheet, 0, 0)->look);
        bool bordered = looks[i].look & TH_CELL_BORDERS;
        static const uint32_t places[][2] = {{1, 1}, {2, 254}, {2, 255}};
        assert_int_equal(sheet->nblanks, bordered ? 3 : 0);
        for (size_t k = 0; k < sheet->nblanks; k++) {
            assert_int_equal(sheet->blanks[k].row, places[k][0]);
            assert_int_equal(sheet->blanks[k].col, places[k][1]);
            assert_int_equal(sheet->blanks[k].look, looks[i].look);
        }
        free(m.b.at);
    }
}

/* The characters where the number of bytes changes, in a text of two bytes each. */
static void every_width_of_a_character_is_written(void **state)
{
    static const struct {
        uint16_t units[2];
        size_t n;
        const char *text;
    } cases[] = {{{0x7F}, 1, "\x7F"},
                 {{0x80}, 1, "\xC2\x80"},
                 {{0x7FF}, 1, "\xDF\xBF"},
                 {{0x800}, 1, "\xE0\xA0\x80"},
                 {{0xD7FF}, 1, "\xED\x9F\xBF"},
                 {{0xE000}, 1, "\xEE\x80\x80"},
                 {{0xFFFD}, 1, "\xEF\xBF\xBD"},
                 {{0x1EA3}, 1, "ả"},
                 {{0xD800, 0xDC00}, 2, "\xF0\x90\x80\x80"},
                 {{0xDBFF, 0xDFFF}, 2, "\xF4\x8F\xBF\xBF"},
                 {{0xD800}, 1, "\xEF\xBF\xBD"},
                 {{0xDC00}, 1, "\xEF\xBF\xBD"},
                 {{0xD800, 'a'},
                  2,
                  "\xEF\xBF\xBD"
                  "a"},
                 {{0xD800, 0xE000}, 2, "\xEF\xBF\xBD\xEE\x80\x80"},
                 {{0xDBFF, 0xDBFF}, 2, "\xEF\xBF\xBD\xEF\xBF\xBD"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made m;
        globals(&m, 8);
        start_sheet(&m);
        begin(&m.b, TH_BIFF_LABEL);
        cell(&m.b, 0, 0, 0);
        put2(&m.b, (unsigned)cases[i].n);
        put1(&m.b, 1);
        put_wide(&m.b, cases[i].units, cases[i].n);
        end(&m.b);
        eof(&m.b);
        th_book *book;
        assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
        assert_string_equal(th_str_cstr(*state, th_sheet_at(&book->sheets[0], 0, 0)->raw), cases[i].text);
        free(m.b.at);
    }
}

/* What a sheet may be asked for before it is read: how many cells its DIMENSIONS claim. */
static void the_declared_cells_are_rows_times_columns(void **state)
{
    static const struct {
        unsigned len;
        double cells;
    } cases[] = {{14, 12000.0 * 200}, {15, 12000.0 * 200}, {13, 12000.0 * 0}, {10, 0}, {8, 0}, {7, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {0};
        static const unsigned char data[16] = {0, 0, 0, 0, 0xE0, 0x2E, 0, 0, 0, 0, 200, 0, 0, 0, 0, 0};
        begin(&b, TH_BIFF_DIMENSIONS);
        for (unsigned k = 0; k < cases[i].len; k++)
            put1(&b, data[k]);
        end(&b);
        assert_true(th_xls_declared_cells(*state, view(&b)) == cases[i].cells);
        free(b.at);
    }
    bytes b = {0};
    begin(&b, TH_BIFF_DIMENSIONS); /* of Excel 5: rows and columns are words */
    for (unsigned value = 1; value <= 4; value++)
        put2(&b, value * 10);
    end(&b);
    begin(&b, TH_BIFF_DIMENSIONS);
    for (unsigned value = 0; value < 4; value++)
        put2(&b, value);
    end(&b);
    assert_true(th_xls_declared_cells(*state, view(&b)) == 20 * 40 + 1 * 3);
    free(b.at);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_cut_is_damaged),
        TEST(several_numbers_fill_their_columns),
        TEST(there_are_256_columns_and_65536_rows),
        TEST(rows_and_columns_are_hidden_where_they_say_so),
        TEST(merges_of_one_record_are_all_taken),
        TEST(every_cell_of_excel_2_is_read),
        TEST(old_versions_are_known_by_their_first_record),
        TEST(the_version_is_stated_where_the_id_is_of_today),
        TEST(a_font_is_as_its_bits_say),
        TEST(a_look_is_read_side_by_side),
        TEST(every_width_of_a_character_is_written),
        TEST(the_declared_cells_are_rows_times_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
