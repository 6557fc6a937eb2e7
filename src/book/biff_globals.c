#include "book/biff.h"
#include "pack/password.h"

#include "base/banned.h"

/* Excel knows some 1,000 fonts, 250 formats of a user's own and 4,050 XFs. */
enum { FONTS = 16384, FORMATS = 16384, XFS = 65536, SMALLEST_STRING = 3, BELIEVED = 1 << 18 };

/* Font names, format codes and sheet names: `count` characters, Unicode from BIFF8 on. */
static bool short_string(th_biff *b, const th_biff_record *r, size_t offset, uint32_t count, th_str *out)
{
    if (b->version < 8) {
        if (r->len < offset + count)
            return false;
        *out = th_biff_bytes(b, r->data + offset, count, 0);
        return true;
    }
    th_biff_text text = {0};
    th_biff_cursor c = th_biff_cursor_at(b, r, offset);
    c.may_continue = false;
    if (count > 0 && !th_biff_unicode(&c, count, &text))
        return false;
    *out = text.raw;
    return true;
}

enum { ITALIC = 2, UNDERLINED = 4, BOLD = 600, XF8 = 20, XF5 = 16 };

/* Alignment, wrapped text and borders ([MS-XLS] 2.5.20; BIFF5 after OpenOffice.org, 5.115). */
static uint8_t look_of(const th_biff *b, const th_biff_record *r)
{
    unsigned look = 0, left = 0, right = 0, top = 0, bottom = 0;
    if ((b->version == 8 && r->len >= XF8) || (b->version == 5 && r->len >= XF5))
        look = r->data[6] & (TH_CELL_ALIGN | TH_CELL_WRAP);
    if (b->version == 8 && r->len >= XF8) {
        left = r->data[10] & 15;
        right = r->data[10] >> 4;
        top = r->data[11] & 15;
        bottom = r->data[11] >> 4;
    } else if (b->version == 5 && r->len >= XF5) {
        uint32_t fill = th_biff_u32(r->data + 8), lines = th_biff_u32(r->data + 12);
        bottom = fill >> 22 & 7;
        top = lines & 7;
        left = lines >> 3 & 7;
        right = lines >> 6 & 7;
    }
    return (uint8_t)(look | (left ? TH_CELL_LEFT : 0) | (right ? TH_CELL_RIGHT : 0) | (top ? TH_CELL_TOP : 0) |
                     (bottom ? TH_CELL_BOTTOM : 0));
}

static th_status take_font(th_biff *b, const th_biff_record *r)
{
    size_t at = b->version >= 5 ? 14 : b->version > 2 ? 6 : 4; /* of the length of the name */
    th_str name = {0};
    if (r->len <= at || !short_string(b, r, at + 1, r->data[at], &name))
        return th_biff_damaged(b, "bảng phông chữ bị cắt", "the table of fonts is cut");
    if (b->nfonts == FONTS)
        return th_biff_damaged(b, "bảng phông chữ quá dài", "the table of fonts is too long");
    unsigned bits = th_biff_u16(r->data + 2);
    th_face face = {.name = name, .twips = (uint16_t)th_biff_u16(r->data), .italic = bits & ITALIC};
    face.bold = b->version >= 5 ? th_biff_u16(r->data + 6) >= BOLD : bits & 1;
    face.underline = b->version >= 5 ? r->data[10] != 0 : (bits & UNDERLINED) != 0;
    TH_PUSH(b->arena, b->fonts, b->nfonts, b->fonts_cap, th_book_face(b->book, face));
    return TH_OK;
}

static th_status take_format(th_biff *b, const th_biff_record *r)
{
    size_t at = b->version >= 4 ? 2 : 0; /* of the length */
    size_t width = b->version == 8 ? 2 : 1;
    th_str code = {0};
    bool fits = r->len >= at + width;
    if (fits) { /* a code that is longer than its record is cut there: some writers count one too many */
        size_t here = r->len - at - width, head = b->version == 8 ? 1 : 0;
        uint32_t count = width == 2 ? th_biff_u16(r->data + at) : r->data[at];
        size_t wide = head && here && (r->data[at + width] & 1) ? 2 : 1;
        size_t most = here > head ? (here - head) / wide : 0;
        fits = short_string(b, r, at + width, count < most ? count : (uint32_t)most, &code);
    }
    if (!fits)
        return th_biff_damaged(b, "bảng định dạng số bị cắt", "the table of number formats is cut");
    if (b->nformats == FORMATS)
        return th_biff_damaged(b, "bảng định dạng số quá dài", "the table of number formats is too long");
    /* Up to BIFF4 a format is known by its place in the list. */
    uint32_t id = b->version >= 5 ? th_biff_u16(r->data) : (uint32_t)b->nformats;
    th_biff_format format = {id, th_book_number_format(b->book, code)};
    TH_PUSH(b->arena, b->formats, b->nformats, b->formats_cap, format);
    return TH_OK;
}

static th_status take_xf(th_biff *b, const th_biff_record *r)
{
    if (r->len < 4)
        return th_biff_damaged(b, "bảng định dạng ô bị cắt", "the table of cell formats is cut");
    if (b->nxfs == XFS)
        return th_biff_damaged(b, "bảng định dạng ô quá dài", "the table of cell formats is too long");
    th_biff_xf xf = {0};
    if (b->version >= 5) {
        xf.font = (uint16_t)th_biff_u16(r->data);
        xf.format = (uint16_t)th_biff_u16(r->data + 2);
        xf.blank.look = look_of(b, r);
    } else {
        xf.font = r->data[0];
        xf.format = b->version == 2 ? r->data[2] & 0x3F : r->data[1];
    }
    TH_PUSH(b->arena, b->xfs, b->nxfs, b->xfs_cap, xf);
    return TH_OK;
}

/* [MS-XLS] 2.4.28 */
static th_status take_bound(th_biff *b, const th_biff_record *r)
{
    th_biff_bound bound = {0};
    if (r->len < 7 || !short_string(b, r, 7, r->data[6], &bound.name))
        return th_biff_damaged(b, "danh sách trang bị cắt", "the list of sheets is cut");
    bound.offset = th_biff_u32(r->data);
    unsigned state = r->data[4] & 3;
    bound.visibility = state == 0 ? TH_VISIBLE : state == 1 ? TH_HIDDEN : TH_VERY_HIDDEN;
    bound.type = r->data[5];
    TH_PUSH(b->arena, b->bounds, b->nbounds, b->bounds_cap, bound);
    return TH_OK;
}

/* [MS-XLS] 2.4.265.  The count is a hint: strings are taken while there are bytes,
 * never more than counted. */
static th_status take_sst(th_biff *b, const th_biff_record *r)
{
    if (r->len < 8 || b->nsst > 0)
        return th_biff_damaged(b, "bảng chữ dùng chung bị cắt", "the table of shared strings is cut");
    uint32_t unique = th_biff_u32(r->data + 4);
    th_biff_cursor c = th_biff_cursor_at(b, r, 8);
    if (unique <= BELIEVED && unique <= (b->stream.len - r->at) / SMALLEST_STRING) {
        b->sst = th_arena_array(b->arena, unique, sizeof *b->sst);
        b->sst_cap = unique;
    }
    while (b->nsst < unique) {
        if (c.at == c.end && !th_biff_go_on(&c))
            break;
        uint8_t count[2];
        th_biff_text text;
        if (c.at == c.end)
            continue; /* an empty CONTINUE */
        if (!th_biff_take(&c, count, 2) || !th_biff_unicode(&c, th_biff_u16(count), &text))
            return th_biff_damaged(b, "bảng chữ dùng chung bị cắt", "the table of shared strings is cut");
        TH_PUSH(b->arena, b->sst, b->nsst, b->sst_cap, text);
    }
    return TH_OK;
}

th_status th_biff_global(th_biff *b, const th_biff_record *r)
{
    switch (r->id) {
    case TH_BIFF_FILEPASS:
        return th_biff_refused(b,
                               th_password_default_biff((th_str){(const char *)r->data, r->len}, b->version)
                                   ? TH_F_FILE_PROTECTED
                                   : TH_F_FILE_PASSWORD,
                               (th_str){0}, (th_str){0});
    case TH_BIFF_CODEPAGE: b->codepage = r->len >= 2 ? (uint16_t)th_biff_u16(r->data) : 0; return TH_OK;
    case TH_BIFF_DATEMODE: b->book->date1904 = r->len >= 2 && th_biff_u16(r->data) == 1; return TH_OK;
    case TH_BIFF_FONT:
    case TH_BIFF_FONT | 0x0200: return take_font(b, r);
    case TH_BIFF_FORMAT: return take_format(b, r);
    case TH_BIFF_FORMAT2: return b->version < 4 ? take_format(b, r) : TH_OK;
    case TH_BIFF_XF2: return b->version == 2 ? take_xf(b, r) : TH_OK;
    case TH_BIFF_XF3:
    case TH_BIFF_XF4:
    case TH_BIFF_XF: return take_xf(b, r);
    case TH_BIFF_BOUNDSHEET: return b->version >= 5 ? take_bound(b, r) : TH_OK;
    case TH_BIFF_SST: return b->version == 8 ? take_sst(b, r) : TH_OK;
    default: return TH_OK;
    }
}

bool th_biff_font(const th_biff *b, uint32_t index, uint32_t *book_font)
{
    *book_font = 0;
    if (index >= 4) /* there is no font 4 ([MS-XLS] 2.5.129) */
        index--;
    if (index >= b->nfonts)
        return b->nfonts == 0; /* a file without fonts says nothing, which is no damage */
    *book_font = b->fonts[index];
    return true;
}

static uint32_t builtin_code(const th_biff *b, uint32_t id)
{
    th_str code = th_format_builtin(id);
    return code.len ? th_book_number_format(b->book, code) : 0;
}

void th_biff_resolve(th_biff *b)
{
    /* BIFF2 may do without XFs: the cell itself says font and format, in one byte. */
    b->bare = b->version == 2 && b->nxfs == 0;
    if (b->bare)
        for (uint32_t i = 0; i < 256; i++) {
            th_biff_xf xf = {.font = (uint16_t)(i >> 6), .format = i & 0x3F};
            TH_PUSH(b->arena, b->xfs, b->nxfs, b->xfs_cap, xf);
        }
    uint32_t *own = th_arena_array(b->arena, UINT16_MAX + 1, sizeof *own); /* by id: index + 1 */
    for (size_t i = 0; i < b->nformats; i++)
        own[b->formats[i].id] = b->formats[i].code + 1;
    for (size_t i = 0; i < b->nxfs; i++) {
        th_biff_xf *xf = &b->xfs[i];
        int decimals = -1;
        xf->no_font = !th_biff_font(b, xf->font, &xf->blank.font);
        xf->blank.format_code = own[xf->format] ? own[xf->format] - 1 : builtin_code(b, xf->format);
        xf->blank.format = (uint8_t)th_format_class(b->book->formats[xf->blank.format_code], &decimals);
        xf->blank.format_decimals = (int8_t)decimals;
    }
}
