/* .xlsb: fonts, number formats, borders and alignment of the cell formats. */
#include "book/xlsb.h"

#include "book/refuse.h"

#include "base/banned.h"

enum { LONGEST_CODE = 32767, FORMAT_IDS = 65536, MOST_TABLE = 65536 };

typedef struct record_styles {
    th_xlsx *xlsx;
    uint32_t *formats; /* by id: 1 + index into the book's */
    uint8_t *borders;  /* bits of th_cell.look */
    size_t nborders, borders_cap;
    bool in_xfs; /* those of cells, not those of named styles */
} record_styles;

static bool wanted_of_styles(uint32_t id)
{
    switch (id) {
    case TH_XLSB_FONT:
    case TH_XLSB_FMT:
    case TH_XLSB_BORDER:
    case TH_XLSB_XF:
    case TH_XLSB_BEGIN_CELL_XFS:
    case TH_XLSB_END_CELL_XFS: return true;
    default: return false;
    }
}

/* BrtFont ([MS-XLSB] 2.4.149). */
static bool take_record_font(record_styles *styles, const th_xlsb_record *record)
{
    enum { NAME = 21, ITALIC = 2, STRUCK = 8, BOLD = 600 };
    th_xlsx *xlsx = styles->xlsx;
    th_buf name;
    th_buf_init(&name, xlsx->book->arena);
    if (xlsx->nfonts == MOST_TABLE || !th_xlsb_string(&name, record, NAME, LONGEST_CODE))
        return false;
    th_face face = {.name = th_buf_str(&name),
                    .twips = (uint16_t)th_biff_u16(record->data),
                    .bold = th_biff_u16(record->data + 4) >= BOLD,
                    .italic = record->data[2] & ITALIC,
                    .underline = record->data[8] != 0,
                    .raised = th_biff_u16(record->data + 6) == 1,
                    .struck = record->data[2] & STRUCK};
    TH_PUSH(xlsx->book->arena, xlsx->fonts, xlsx->nfonts, xlsx->fonts_cap, th_book_face(xlsx->book, face));
    return true;
}

/* BrtFmt (2.4.148). */
static bool take_record_format(record_styles *styles, const th_xlsb_record *record)
{
    th_book *book = styles->xlsx->book;
    th_buf code;
    th_buf_init(&code, book->arena);
    if (record->len < 2 || !th_xlsb_string(&code, record, 2, LONGEST_CODE))
        return false;
    styles->formats[th_biff_u16(record->data)] = th_book_number_format(book, th_buf_str(&code)) + 1;
    return true;
}

/* BrtBorder (2.4.54): flags, then style and colour of each side. */
static bool take_record_border(record_styles *styles, const th_xlsb_record *record)
{
    static const struct {
        size_t at;
        uint8_t bit;
    } sides[] = {{1, TH_CELL_TOP}, {11, TH_CELL_BOTTOM}, {21, TH_CELL_LEFT}, {31, TH_CELL_RIGHT}};
    uint8_t look = 0;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        if (sides[i].at < record->len && record->data[sides[i].at])
            look |= sides[i].bit;
    if (styles->nborders == MOST_TABLE)
        return false;
    TH_PUSH(styles->xlsx->book->arena, styles->borders, styles->nborders, styles->borders_cap, look);
    return true;
}

static uint32_t code_of_format(const record_styles *styles, uint32_t id)
{
    if (styles->formats[id])
        return styles->formats[id] - 1;
    th_str builtin = th_format_builtin(id);
    return builtin.len ? th_book_number_format(styles->xlsx->book, builtin) : 0;
}

/* BrtXF (2.4.826). */
static bool take_record_xf(record_styles *styles, const th_xlsb_record *record)
{
    enum { LENGTH = 14, WRAPPED = 0x40, CENTRED = 2, CENTRED_OVER = 6 };
    th_xlsx *xlsx = styles->xlsx;
    if (record->len < LENGTH || xlsx->nxfs == MOST_TABLE)
        return false;
    size_t font = th_biff_u16(record->data + 4), border = th_biff_u16(record->data + 8);
    th_cell xf = {.font = font < xlsx->nfonts ? xlsx->fonts[font] : 0,
                  .format_code = code_of_format(styles, th_biff_u16(record->data + 2))};
    int decimals;
    xf.format = (uint8_t)th_format_class(xlsx->book->formats[xf.format_code], &decimals);
    xf.format_decimals = (int8_t)decimals;
    uint8_t align = record->data[12] & TH_CELL_ALIGN;
    if (align <= CENTRED + 1 || align == CENTRED_OVER)
        xf.look = align;
    xf.look |= record->data[12] & WRAPPED ? TH_CELL_WRAP : 0;
    xf.look |= border < styles->nborders ? styles->borders[border] : 0;
    TH_PUSH(xlsx->book->arena, xlsx->xfs, xlsx->nxfs, xlsx->xfs_cap, xf);
    return true;
}

static bool record_of_styles(void *ctx, const th_xlsb_record *record)
{
    record_styles *styles = ctx;
    bool fits = true;
    switch (record->id) {
    case TH_XLSB_FONT: fits = take_record_font(styles, record); break;
    case TH_XLSB_FMT: fits = take_record_format(styles, record); break;
    case TH_XLSB_BORDER: fits = take_record_border(styles, record); break;
    case TH_XLSB_BEGIN_CELL_XFS: styles->in_xfs = true; break;
    case TH_XLSB_END_CELL_XFS: styles->in_xfs = false; break;
    default: fits = !styles->in_xfs || take_record_xf(styles, record); break;
    }
    if (!fits)
        th_book_refuse(styles->xlsx->book, NULL, TH_F_FILE_DAMAGED, TH_STR("bảng định dạng ô bị cắt hoặc quá dài"),
                       TH_STR("the table of cell formats is cut or too long"));
    return fits;
}

th_status th_xlsb_styles(th_xlsx *xlsx, const th_zip_entry *entry)
{
    record_styles styles = {.xlsx = xlsx,
                            .formats = th_arena_array(xlsx->book->arena, FORMAT_IDS, sizeof *styles.formats)};
    const th_xlsb_handler handler = {&styles, wanted_of_styles, record_of_styles};
    return th_xlsb_read_part(xlsx, entry, &handler);
}
