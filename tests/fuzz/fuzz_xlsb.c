/* .xlsb: a package as it is; anything else as the records of the sheet of one, so that mutations reach the cells.  What
 * was read is used: normalised, shown, every run and formula looked at. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* Where the record at `at` ends; 0 when no record stands there. */
static size_t end_of_record(th_str s, size_t at)
{
    size_t length = 0;
    at += (unsigned char)s.ptr[at] >= 128 ? 2 : 1;
    for (unsigned i = 0; i < 4; i++, at++) {
        if (at >= s.len)
            return 0;
        length |= (size_t)((unsigned char)s.ptr[at] & 127) << (7 * i);
        if ((unsigned char)s.ptr[at] < 128)
            return length < s.len - at ? at + 1 + length : 0;
    }
    return 0;
}

/* A record is doubled, dropped, renamed, gets the body of another, or lies about its length. */
static th_str mutate_part(th_arena *arena, th_str s, unsigned seed)
{
    static const uint8_t ids[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 17, 18, 19, 35, 36, 43, 44, 46, 47, 60, 62};
    size_t starts[256], n = 0;
    for (size_t at = 0; at < s.len && n < 256; n++) {
        starts[n] = at;
        size_t end = end_of_record(s, at);
        if (!end)
            break;
        at = end;
    }
    if (n < 2)
        return s;
    size_t chosen = seed % (n - 1), from = starts[chosen], to = starts[chosen + 1], other = starts[(seed >> 8) % n];
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, th_str_sub(s, 0, from));
    switch (seed >> 16 & 3) {
    case 0: break;
    case 1:
        th_buf_add(&out, th_str_sub(s, from, to - from));
        th_buf_add(&out, th_str_sub(s, from, to - from));
        break;
    case 2:
        th_buf_byte(&out, (char)ids[(seed >> 18) % sizeof ids]);
        th_buf_add(&out, th_str_sub(s, from + 1, to - from - 1));
        break;
    default: th_buf_add(&out, th_str_sub(s, other, to - from)); break;
    }
    th_buf_add(&out, th_str_sub(s, to, s.len));
    return th_buf_str(&out);
}

#define MUTATE_PLAIN mutate_part
#include "mutate_package.h"

#include "book/book.h"

static void add_string(th_buf *out, const char *s)
{
    zip4(out, strlen(s));
    for (; *s; s++)
        zip2(out, (unsigned char)*s);
}

static void add_record(th_buf *out, unsigned id, th_str body)
{
    th_buf_byte(out, (char)(id < 128 ? id : (id & 127) | 128));
    if (id >= 128)
        th_buf_byte(out, (char)(id >> 7));
    th_buf_byte(out, (char)body.len); /* all are short */
    th_buf_add(out, body);
}

static th_str workbook_of(th_arena *arena)
{
    th_buf out, body;
    th_buf_init(&out, arena);
    th_buf_init(&body, arena);
    zip4(&body, 0);
    zip4(&body, 1);
    add_string(&body, "a");
    add_string(&body, "a");
    add_record(&out, 156, th_buf_str(&body));
    return th_buf_str(&out);
}

static th_str strings_of(th_arena *arena)
{
    th_buf out, body;
    th_buf_init(&out, arena);
    th_buf_init(&body, arena);
    th_buf_byte(&body, 1);
    add_string(&body, "\xF1y ban");
    zip4(&body, 1);
    zip4(&body, 1);
    add_record(&out, 19, th_buf_str(&body));
    return th_buf_str(&out);
}

static th_str package_of(th_arena *arena, th_str sheet)
{
    package p;
    th_buf part;
    if (th_str_starts(sheet, TH_STR("PK")))
        return sheet;
    th_buf_init(&part, arena);
    add_record(&part, 145, (th_str){0});
    add_record(&part, 0, (th_str){"\0\0\0\0\0\0\0\0\0\0\0\0", 12});
    th_buf_add(&part, sheet);
    add_record(&part, 146, (th_str){0});
    package_begin(&p, arena);
    package_add(&p, "xl/workbook.bin", workbook_of(arena));
    package_add(&p, "xl/_rels/workbook.bin.rels",
                TH_STR("<r><Relationship Id='a' Type='x/worksheet' Target='a.bin'/><Relationship Id='s' "
                       "Type='x/sharedStrings' Target='s.bin'/></r>"));
    package_add(&p, "xl/s.bin", strings_of(arena));
    package_add(&p, "xl/a.bin", th_buf_str(&part));
    return package_end(&p);
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_book *book = NULL;
    th_findings findings = {0};
    th_status status =
        th_book_open(arena, &th_limits_default,
                     &(th_book_file){.bytes = package_of(arena, input), .name = TH_STR("a.xlsb")}, &book, &findings);
    if ((status == TH_FAILED) != (book == NULL) || (status == TH_FAILED && findings.n != 1))
        abort(); /* a refusal has one reason */
    if (book)
        th_book_normalise(book);
    size_t bytes = 0;
    for (size_t i = 0; book && i < book->nsheets; i++) {
        const th_sheet *sheet = &book->sheets[i];
        for (size_t k = 0; k < sheet->nformulas; k++)
            bytes += sheet->formulas[k].text.len;
        for (size_t k = 0; k < sheet->ncells; k++) {
            const th_cell *cell = &sheet->cells[k];
            bytes += th_cell_shown(arena, book, cell).len + book->fonts[cell->font].len;
            for (uint32_t r = 0; r < cell->nruns; r++)
                if (cell->runs[r].start > cell->raw.len || cell->runs[r].font >= book->nfonts ||
                    (r && cell->runs[r].start < cell->runs[r - 1].start))
                    abort();
        }
    }
    if (bytes == SIZE_MAX)
        abort();
    return book;
}
