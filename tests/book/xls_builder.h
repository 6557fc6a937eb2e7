/* Writes .xls by hand for the tests: BIFF records. */
#ifndef TESTS_BOOK_XLS_BUILDER_H
#define TESTS_BOOK_XLS_BUILDER_H

#include "../pack/cfb_builder.h"

#include "book/biff.h"
#include "book/book.h"

/* begin(b, id); put...; end(b); */
static inline void begin(bytes *b, unsigned id)
{
    put2(b, id);
    b->record = b->n;
    put2(b, 0);
}
static inline void end(bytes *b)
{
    size_t len = b->n - b->record - 2;
    b->at[b->record] = (uint8_t)len;
    b->at[b->record + 1] = (uint8_t)(len >> 8);
}
static inline void bof(bytes *b, int version, unsigned type)
{
    begin(b, 0x0809);
    put2(b, version == 8 ? 0x0600 : 0x0500);
    put2(b, type);
    put2(b, 0x1234);
    put2(b, 1997);
    if (version == 8) {
        put4(b, 0);
        put4(b, 6);
    }
    end(b);
}
static inline void eof(bytes *b)
{
    begin(b, TH_BIFF_EOF);
    end(b);
}
static inline void font(bytes *b, int version, const char *name)
{
    begin(b, TH_BIFF_FONT);
    for (int i = 0; i < 14; i++)
        put1(b, 0);
    put1(b, (unsigned)strlen(name));
    if (version == 8)
        put1(b, 0);
    put_text(b, name);
    end(b);
}
static inline void xf(bytes *b, int version, unsigned font_index, unsigned format)
{
    begin(b, TH_BIFF_XF);
    put2(b, font_index);
    put2(b, format);
    for (int i = 4; i < (version == 8 ? 20 : 16); i++)
        put1(b, 0);
    end(b);
}
/* Returns where the offset of the sheet has to be set. */
static inline size_t boundsheet(bytes *b, int version, const char *name, unsigned state, unsigned type)
{
    begin(b, TH_BIFF_BOUNDSHEET);
    size_t at = b->n;
    put4(b, 0);
    put1(b, state);
    put1(b, type);
    put1(b, (unsigned)strlen(name));
    if (version == 8)
        put1(b, 0);
    put_text(b, name);
    end(b);
    return at;
}
static inline void cell(bytes *b, unsigned row, unsigned col, unsigned xf_index)
{
    put2(b, row);
    put2(b, col);
    put2(b, xf_index);
}
static inline void number(bytes *b, unsigned row, unsigned col, unsigned xf_index, double value)
{
    begin(b, TH_BIFF_NUMBER);
    cell(b, row, col, xf_index);
    put_double(b, value);
    end(b);
}
static inline void label_sst(bytes *b, unsigned row, unsigned col, unsigned xf_index, uint32_t sst)
{
    begin(b, TH_BIFF_LABELSST);
    cell(b, row, col, xf_index);
    put4(b, sst);
    end(b);
}
/* FORMULA with a number, or {kind, value} of [MS-XLS] 2.5.133. */
static inline void formula_number(bytes *b, unsigned row, unsigned col, double value)
{
    begin(b, TH_BIFF_FORMULA);
    cell(b, row, col, 0);
    put_double(b, value);
    for (int i = 0; i < 8; i++)
        put1(b, 0);
    end(b);
}
static inline void formula_other(bytes *b, unsigned row, unsigned col, unsigned kind, unsigned value)
{
    begin(b, TH_BIFF_FORMULA);
    cell(b, row, col, 0);
    put1(b, kind);
    put1(b, 0);
    put1(b, value);
    put1(b, 0);
    put2(b, 0);
    put2(b, 0xFFFF);
    for (int i = 0; i < 8; i++)
        put1(b, 0);
    end(b);
}

/* A workbook of one sheet while it is written. */
typedef struct made {
    bytes b;
    size_t offset_at; /* where BOUNDSHEET wants the offset */
    int version;
} made;

/* Globals: fonts Arial, B, C, D, .VnTime (index 5, since there is no 4); XFs 0 General,
 * 1 percent, 2 date, 3 .VnTime, 4 a format of its own. */
static inline void globals(made *m, int version)
{
    static const char *const fonts[] = {"Arial", "B", "C", "D", ".VnTime"};
    *m = (made){.version = version};
    bof(&m->b, version, TH_BOF_GLOBALS);
    for (int i = 0; i < 5; i++)
        font(&m->b, version, fonts[i]);
    begin(&m->b, TH_BIFF_FORMAT);
    put2(&m->b, 164);
    if (version == 8) {
        put2(&m->b, 5);
        put1(&m->b, 0);
    } else {
        put1(&m->b, 5);
    }
    put_text(&m->b, "0.000");
    end(&m->b);
    xf(&m->b, version, 0, 0);
    xf(&m->b, version, 1, 10);
    xf(&m->b, version, 0, 14);
    xf(&m->b, version, 5, 0);
    xf(&m->b, version, 0, 164);
}

static inline void start_sheet(made *m)
{
    m->offset_at = boundsheet(&m->b, m->version, "Bieu 01", 0, 0);
    eof(&m->b);
    set4(&m->b, m->offset_at, (uint32_t)m->b.n);
    bof(&m->b, m->version, TH_BOF_WORKSHEET);
}

static inline th_status read_stream(th_arena *a, const bytes *b, th_book **book)
{
    *book = th_book_new(a, &th_limits_default);
    return th_xls_read(*book, view(b));
}

static inline size_t count_of(const th_book *book, th_finding_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < book->findings.n; i++)
        n += book->findings.at[i].kind == kind;
    return n;
}

#endif
