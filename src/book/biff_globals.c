/* The globals of an .xls: fonts, number formats, cell formats, the list of sheets, the shared strings. */
#include "book/biff.h"
#include "text/codepage.h"

#include <stdlib.h>

#include "base/banned.h"

/* Excel knows some 1,000 fonts, 250 formats of a user's own and 4,050 XFs. */
enum { FONTS = 16384, FORMATS = 16384, XFS = 65536, SMALLEST_STRING = 3, BELIEVED = 1 << 18 };

/* The `count` characters of a font name, format code or sheet name, Unicode from BIFF8 on. */
static bool short_string(th_biff *biff, const th_biff_record *record, size_t offset, uint32_t count, th_str *out)
{
    if (biff->version < 8) {
        if (record->len < offset + count)
            return false;
        *out = th_biff_bytes(biff, record->data + offset, count, 0);
        return true;
    }
    th_biff_text text = {0};
    th_biff_cursor cursor = th_biff_cursor_at(biff, record, offset);
    cursor.may_continue = false;
    if (count > 0 && !th_biff_unicode(&cursor, count, &text))
        return false;
    *out = text.raw;
    return true;
}

enum { ITALIC = 2, UNDERLINED = 4, STRUCK = 8, BOLD = 600, XF8 = 20, XF5 = 16 };

/* Alignment, wrapped text and borders of an XF ([MS-XLS] 2.5.20; for BIFF5 OpenOffice.org, 5.115). */
static uint8_t look_of_xf(const th_biff *biff, const th_biff_record *record)
{
    unsigned look = 0, left = 0, right = 0, top = 0, bottom = 0;
    if ((biff->version == 8 && record->len >= XF8) || (biff->version == 5 && record->len >= XF5))
        look = record->data[6] & (TH_CELL_ALIGN | TH_CELL_WRAP);
    if (biff->version == 8 && record->len >= XF8) {
        left = record->data[10] & 15;
        right = record->data[10] >> 4;
        top = record->data[11] & 15;
        bottom = record->data[11] >> 4;
    } else if (biff->version == 5 && record->len >= XF5) {
        uint32_t fill = th_biff_u32(record->data + 8), lines = th_biff_u32(record->data + 12);
        bottom = fill >> 22 & 7;
        top = lines & 7;
        left = lines >> 3 & 7;
        right = lines >> 6 & 7;
    }
    look |= left ? TH_CELL_LEFT : 0;
    look |= right ? TH_CELL_RIGHT : 0;
    look |= top ? TH_CELL_TOP : 0;
    look |= bottom ? TH_CELL_BOTTOM : 0;
    return (uint8_t)look;
}

static th_status take_font(th_biff *biff, const th_biff_record *record)
{
    size_t at = 4; /* of the length of the name */
    if (biff->version > 2)
        at = biff->version >= 5 ? 14 : 6;
    th_str name = {0};
    if (record->len <= at || !short_string(biff, record, at + 1, record->data[at], &name))
        return th_biff_damaged(biff, "bảng phông chữ bị cắt", "the table of fonts is cut");
    if (biff->nfonts == FONTS)
        return th_biff_damaged(biff, "bảng phông chữ quá dài", "the table of fonts is too long");
    unsigned bits = th_biff_u16(record->data + 2);
    th_face face = {.name = name, .twips = (uint16_t)th_biff_u16(record->data), .italic = bits & ITALIC};
    face.bold = biff->version >= 5 ? th_biff_u16(record->data + 6) >= BOLD : bits & 1;
    face.struck = bits & STRUCK;
    face.underline = biff->version >= 5 ? record->data[10] != 0 : (bits & UNDERLINED) != 0;
    face.raised = biff->version >= 5 && th_biff_u16(record->data + 8) == 1;
    TH_PUSH(biff->arena, biff->fonts, biff->nfonts, biff->fonts_cap, th_book_face(biff->book, face));
    return TH_OK;
}

static th_status take_format(th_biff *biff, const th_biff_record *record)
{
    size_t at = biff->version >= 4 ? 2 : 0; /* of the length */
    size_t width = biff->version == 8 ? 2 : 1;
    th_str code = {0};
    bool fits = record->len >= at + width;
    /* Some writers count one character too many: a code ends where its record does. */
    if (fits) {
        size_t here = record->len - at - width, head = biff->version == 8 ? 1 : 0;
        uint32_t count = width == 2 ? th_biff_u16(record->data + at) : record->data[at];
        size_t wide = head && here && (record->data[at + width] & 1) ? 2 : 1;
        size_t most = here > head ? (here - head) / wide : 0;
        fits = short_string(biff, record, at + width, count < most ? count : (uint32_t)most, &code);
    }
    if (!fits)
        return th_biff_damaged(biff, "bảng định dạng số bị cắt", "the table of number formats is cut");
    if (biff->nformats == FORMATS)
        return th_biff_damaged(biff, "bảng định dạng số quá dài", "the table of number formats is too long");
    /* Up to BIFF4 the number of a format is its place in the list. */
    uint32_t id = biff->version >= 5 ? th_biff_u16(record->data) : (uint32_t)biff->nformats;
    th_biff_format format = {id, th_book_number_format(biff->book, code)};
    TH_PUSH(biff->arena, biff->formats, biff->nformats, biff->formats_cap, format);
    return TH_OK;
}

static th_status take_xf(th_biff *biff, const th_biff_record *record)
{
    if (record->len < 4)
        return th_biff_damaged(biff, "bảng định dạng ô bị cắt", "the table of cell formats is cut");
    if (biff->nxfs == XFS)
        return th_biff_damaged(biff, "bảng định dạng ô quá dài", "the table of cell formats is too long");
    th_biff_xf xf = {0};
    if (biff->version >= 5) {
        xf.font = (uint16_t)th_biff_u16(record->data);
        xf.format = (uint16_t)th_biff_u16(record->data + 2);
        xf.blank.look = look_of_xf(biff, record);
    } else {
        xf.font = record->data[0];
        xf.format = biff->version == 2 ? record->data[2] & 0x3F : record->data[1];
    }
    TH_PUSH(biff->arena, biff->xfs, biff->nxfs, biff->xfs_cap, xf);
    return TH_OK;
}

/* BOUNDSHEET ([MS-XLS] 2.4.28). */
static th_status take_bound(th_biff *biff, const th_biff_record *record)
{
    th_biff_bound bound = {.visibility = TH_VISIBLE};
    if (record->len < 7 || !short_string(biff, record, 7, record->data[6], &bound.name))
        return th_biff_damaged(biff, "danh sách trang bị cắt", "the list of sheets is cut");
    bound.offset = th_biff_u32(record->data);
    unsigned state = record->data[4] & 3;
    if (state != 0)
        bound.visibility = state == 1 ? TH_HIDDEN : TH_VERY_HIDDEN;
    bound.type = record->data[5];
    TH_PUSH(biff->arena, biff->bounds, biff->nbounds, biff->bounds_cap, bound);
    return TH_OK;
}

/* The next shared string.  False where the bytes end; *cut: in the middle of it. */
static bool next_shared_string(th_biff_cursor *cursor, th_biff_text *text, bool *cut)
{
    uint8_t count[2];
    *cut = false;
    while (cursor->at == cursor->end) /* an empty CONTINUE may come */
        if (!th_biff_go_on(cursor))
            return false;
    *cut = !th_biff_take(cursor, count, 2) || !th_biff_unicode(cursor, th_biff_u16(count), text);
    return !*cut;
}

/* The shared strings ([MS-XLS] 2.4.265).  Some writers count too many of them, others too few or none: the bytes say
 * how many there are.  Behind those that were counted anything may stand, so what is no string there is no damage. */
static th_status take_sst(th_biff *biff, const th_biff_record *record)
{
    if (record->len < 8 || biff->nsst > 0)
        return th_biff_damaged(biff, "bảng chữ dùng chung bị cắt", "the table of shared strings is cut");
    uint32_t unique = th_biff_u32(record->data + 4);
    th_biff_cursor cursor = th_biff_cursor_at(biff, record, 8);
    th_biff_text text;
    bool cut;
    if (unique <= BELIEVED && unique <= (biff->stream.len - record->at) / SMALLEST_STRING) {
        biff->sst = th_arena_array(biff->arena, unique, sizeof *biff->sst);
        biff->sst_cap = unique;
    }
    while (next_shared_string(&cursor, &text, &cut))
        TH_PUSH(biff->arena, biff->sst, biff->nsst, biff->sst_cap, text);
    if (biff->book->limits->strict && !cut && biff->nsst != unique)
        th_biff_odd(biff, "bảng chữ dùng chung khai sai số chuỗi", "the table of shared strings is counted wrong");
    return cut && biff->nsst < unique
               ? th_biff_damaged(biff, "bảng chữ dùng chung bị cắt", "the table of shared strings is cut")
               : TH_OK;
}

static void take_codepage(th_biff *biff, const th_biff_record *record)
{
    biff->codepage = record->len >= 2 ? (uint16_t)th_biff_u16(record->data) : 0;
    bool dos = biff->codepage < 1000 && th_codepage_known(biff->codepage);
    bool mac = biff->codepage == TH_BIFF_MAC || biff->codepage == 32768;
    biff->book->page = dos ? biff->codepage : 0;
    if (mac)
        biff->book->page = TH_BIFF_MAC;
}

/* SUPBOOK ([MS-XLS] 2.4.271): the sheets of this book, functions of add-ins, or another book, of whose path the pieces
 * are parted by control characters. */
static void take_supbook(th_biff *biff, const th_biff_record *record)
{
    enum { SHORT = 4, OWN_SHEETS = 0x0401, ADD_INS = 0x3A01 };
    uint32_t says = record->len >= SHORT ? th_biff_u16(record->data + 2) : OWN_SHEETS;
    bool own = record->len <= SHORT && (says == OWN_SHEETS || says == ADD_INS);
    th_str path;
    th_outside_book(biff->arena, &biff->outside, !own);
    if (own || biff->book->linked_to.len || !short_string(biff, record, SHORT, says, &path))
        return;
    size_t from = path.len;
    while (from > 0 && (unsigned char)path.ptr[from - 1] >= 0x20 && path.ptr[from - 1] != '/' &&
           path.ptr[from - 1] != '\\')
        from--;
    biff->book->linked_to = th_str_copy(biff->arena, th_str_sub(path, from, path.len));
}

/* EXTERNSHEET (2.4.105): which book each entry is of. */
static void take_externsheet(th_biff *biff, const th_biff_record *record)
{
    enum { ENTRY = 6 };
    size_t n = record->len >= 2 ? th_biff_u16(record->data) : 0;
    for (size_t i = 0; i < n && 2 + (i + 1) * ENTRY <= record->len; i++)
        th_outside_reference(biff->arena, &biff->outside, th_biff_u16(record->data + 2 + i * ENTRY));
}

th_status th_biff_global(th_biff *biff, const th_biff_record *record)
{
    switch (record->id) {
    case TH_BIFF_FILEPASS: return th_biff_refused(biff, TH_F_FILE_PASSWORD, (th_str){0}, (th_str){0});
    case TH_BIFF_CODEPAGE: take_codepage(biff, record); return TH_OK;
    case TH_BIFF_DATEMODE: biff->book->date1904 = record->len >= 2 && th_biff_u16(record->data) == 1; return TH_OK;
    case TH_BIFF_PRECISION: biff->book->as_displayed = record->len >= 2 && th_biff_u16(record->data) == 0; return TH_OK;
    case TH_BIFF_SUPBOOK:
        if (biff->version == 8)
            take_supbook(biff, record);
        return TH_OK;
    case TH_BIFF_EXTERNSHEET:
        if (biff->version == 8)
            take_externsheet(biff, record);
        return TH_OK;
    case TH_BIFF_FONT:
    case TH_BIFF_FONT | 0x0200: return take_font(biff, record);
    case TH_BIFF_FORMAT: return take_format(biff, record);
    case TH_BIFF_FORMAT2: return biff->version < 4 ? take_format(biff, record) : TH_OK;
    case TH_BIFF_XF2: return biff->version == 2 ? take_xf(biff, record) : TH_OK;
    case TH_BIFF_XF3:
    case TH_BIFF_XF4:
    case TH_BIFF_XF: return take_xf(biff, record);
    case TH_BIFF_BOUNDSHEET: return biff->version >= 5 ? take_bound(biff, record) : TH_OK;
    case TH_BIFF_SST: return biff->version == 8 ? take_sst(biff, record) : TH_OK;
    default: return TH_OK;
    }
}

bool th_biff_font(const th_biff *biff, uint32_t index, uint32_t *book_font)
{
    *book_font = 0;
    if (index >= 4) /* there is no font 4 ([MS-XLS] 2.5.129) */
        index--;
    if (index >= biff->nfonts)
        return biff->nfonts == 0; /* a file that has no fonts at all is not damaged */
    *book_font = biff->fonts[index];
    return true;
}

static uint32_t builtin_code(const th_biff *biff, uint32_t id)
{
    th_str code = th_format_builtin(id);
    return code.len ? th_book_number_format(biff->book, code) : 0;
}

static int by_place_listed(const void *a, const void *b)
{
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return (first > second) - (first < second);
}

static void note_listed(th_biff *biff)
{
    biff->listed = th_arena_array(biff->arena, biff->nbounds, sizeof *biff->listed);
    for (size_t i = 0; i < biff->nbounds; i++)
        biff->listed[i] = biff->bounds[i].offset;
    if (biff->nbounds)
        qsort(biff->listed, biff->nbounds, sizeof *biff->listed, by_place_listed);
}

bool th_biff_is_listed(const th_biff *biff, size_t offset)
{
    return biff->nbounds > 0 && bsearch(&offset, biff->listed, biff->nbounds, sizeof *biff->listed, by_place_listed);
}

static void resolve_xf(const th_biff *biff, const uint32_t *own, th_biff_xf *xf)
{
    int decimals = -1;
    xf->no_font = !th_biff_font(biff, xf->font, &xf->blank.font);
    xf->blank.format_code = own[xf->format] ? own[xf->format] - 1 : builtin_code(biff, xf->format);
    xf->blank.format = (uint8_t)th_format_class(biff->book->formats[xf->blank.format_code], &decimals);
    xf->blank.format_decimals = (int8_t)decimals;
}

void th_biff_resolve(th_biff *biff)
{
    enum { BARE = 256 };
    note_listed(biff);
    uint32_t *own = th_arena_array(biff->arena, UINT16_MAX + 1, sizeof *own); /* by id: index + 1 */
    for (size_t i = 0; i < biff->nformats; i++)
        own[biff->formats[i].id] = biff->formats[i].code + 1;
    for (size_t i = 0; i < biff->nxfs; i++)
        resolve_xf(biff, own, &biff->xfs[i]);
    if (biff->nxfs > 0)
        return;
    biff->bare = th_arena_array(biff->arena, BARE, sizeof *biff->bare);
    for (uint32_t i = 0; i < BARE; i++) {
        biff->bare[i] = (th_biff_xf){.font = (uint16_t)(i >> 6), .format = i & 0x3F};
        resolve_xf(biff, own, &biff->bare[i]);
    }
}
