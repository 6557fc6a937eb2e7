/* In which layout a cell record is written.
 *
 * The records of Excel 2 have ids of their own (0x0002 to 0x0007), three bytes of attributes and byte-long lengths;
 * those of later versions an index of a format.  Programs that write .xls by hand mix both below one BOF, so what a
 * record is follows from its id and its length, not from the BOF. */
#include "book/biff.h"

#include "base/banned.h"

enum { OLD_INTEGER = 0x0002, OLD_NUMBER, OLD_LABEL, OLD_BOOLERR, OLD_FORMULA, OLD_STRING };
enum { FORMULA3 = 0x0206, FORMULA4 = 0x0406 };
enum { OLD_HEAD = 7, OLD_TOKENS = 17, TOKENS_AT = 22, LATER_IDS = 0x0200 };

/* The id that such a record has today. */
static uint16_t id_today(uint16_t id)
{
    switch (id) {
    case OLD_NUMBER: return TH_BIFF_NUMBER;
    case OLD_LABEL: return TH_BIFF_LABEL;
    case OLD_BOOLERR: return TH_BIFF_BOOLERR;
    case OLD_STRING: return TH_BIFF_STRING;
    case FORMULA3:
    case FORMULA4: return TH_BIFF_FORMULA;
    default: return id;
    }
}

/* Has the record exactly the length that its id has in Excel 2? */
static bool fits_excel_2(const th_biff_record *record)
{
    const uint8_t *bytes = record->data;
    size_t len = record->len;
    switch (record->id) {
    case OLD_INTEGER:
    case OLD_BOOLERR: return len == OLD_HEAD + 2;
    case OLD_NUMBER: return len == OLD_HEAD + 8;
    case OLD_LABEL: return len > OLD_HEAD && len == OLD_HEAD + 1u + bytes[OLD_HEAD];
    case OLD_FORMULA: return len >= OLD_TOKENS && len == OLD_TOKENS + 0u + bytes[OLD_TOKENS - 1];
    case OLD_STRING: return len >= 1 && len == 1u + bytes[0];
    default: return false;
    }
}

/* Has a formula the length that it has from Excel 5 on?  Constants of arrays may stand behind the tokens. */
static bool fits_excel_5(const th_biff_record *record)
{
    return record->len >= TOKENS_AT && record->len >= TOKENS_AT + th_biff_u16(record->data + TOKENS_AT - 2);
}

static int layout_of_formula(int version, const th_biff_record *record)
{
    if (record->id != OLD_FORMULA)
        return version == 2 ? 3 : version;
    if (version < 5)
        return version == 2 || fits_excel_2(record) ? 2 : version;
    return fits_excel_2(record) && !fits_excel_5(record) ? 2 : version;
}

int th_biff_layout(int version, th_biff_record *record)
{
    uint16_t id = record->id;
    int layout = version;
    if (id == OLD_FORMULA || id == FORMULA3 || id == FORMULA4) {
        /* From Excel 5 on only the first id is one of a formula: elsewhere the length has to prove it. */
        if (id != OLD_FORMULA && version >= 5 && !fits_excel_5(record))
            return version;
        layout = layout_of_formula(version, record);
    } else if (id >= OLD_INTEGER && id <= OLD_STRING) {
        if (version > 2 && id == OLD_INTEGER && !fits_excel_2(record))
            return version;
        if (version > 2)
            layout = fits_excel_2(record) ? 2 : version;
    } else if (id >= LATER_IDS && version == 2) {
        layout = 3; /* a later record in a sheet of Excel 2 keeps its later form */
    }
    record->id = id_today(id);
    return layout;
}
