/* What a cell of OpenDocument holds, by its attributes and by the text it shows. */
#include "book/ods.h"

#include "book/decimal.h"
#include "book/iso.h"

#include "base/banned.h"

static th_ods_kind kind_of_value(th_str type)
{
    static const struct {
        const char *name;
        th_ods_kind kind;
    } kinds[] = {
        {"float", TH_ODS_NUMBER},  {"currency", TH_ODS_NUMBER}, {"percentage", TH_ODS_PERCENTAGE},
        {"date", TH_ODS_DATE},     {"time", TH_ODS_TIME},       {"boolean", TH_ODS_TRUTH},
        {"string", TH_ODS_STRING}, {"void", TH_ODS_NOTHING},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (th_ods_is(type, kinds[i].name))
            return kinds[i].kind;
    return TH_ODS_WRONG;
}

/* Both office:value-type and LibreOffice's calcext:value-type, which alone knows errors. */
static void read_kind(th_ods_value *value, const th_xml_attr *attrs, size_t nattrs)
{
    for (size_t i = 0; i < nattrs; i++) {
        if (!th_ods_is(attrs[i].local, "value-type"))
            continue;
        if (th_ods_is(attrs[i].value, "error"))
            value->is_error = true;
        else
            value->kind = kind_of_value(attrs[i].value);
    }
}

static bool states_value(const th_xml_attr *attrs, size_t nattrs)
{
    static const char *const names[] = {"value", "date-value", "time-value", "boolean-value"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_xml_attr_get(attrs, nattrs, names[i]).len > 0)
            return true;
    return false;
}

static bool read_stated_date(th_arena *arena, th_ods_value *value, th_str date)
{
    if (th_iso_date(date, &value->number))
        return true;
    if (date.len != 10 || th_str_cmp(date, TH_STR("1900")) >= 0)
        return false;
    value->kind = TH_ODS_STRING; /* older than the calendar of workbooks: kept as it is written */
    value->string = th_str_copy(arena, date);
    return true;
}

/* False: the attribute that states a value of this kind is missing or malformed. */
static bool read_stated(th_arena *arena, th_ods_value *value, const th_xml_attr *attrs, size_t nattrs)
{
    th_str truth;
    switch (value->kind) {
    case TH_ODS_NUMBER:
    case TH_ODS_PERCENTAGE: return th_decimal_read(th_xml_attr_get(attrs, nattrs, "value"), &value->number);
    case TH_ODS_DATE: return read_stated_date(arena, value, th_xml_attr_get(attrs, nattrs, "date-value"));
    case TH_ODS_TIME: return th_iso_duration(th_xml_attr_get(attrs, nattrs, "time-value"), &value->number);
    case TH_ODS_TRUTH:
        truth = th_xml_attr_get(attrs, nattrs, "boolean-value");
        value->number = th_ods_is(truth, "true");
        return th_ods_is(truth, "true") || th_ods_is(truth, "false");
    case TH_ODS_STRING: value->string = th_str_copy(arena, th_xml_attr_get(attrs, nattrs, "string-value")); return true;
    case TH_ODS_NOTHING:
    case TH_ODS_WRONG:
    default: return true;
    }
}

th_ods_value th_ods_value_read(th_arena *arena, const th_xml_attr *attrs, size_t nattrs)
{
    th_ods_value value = {.has_formula = th_xml_attr_get(attrs, nattrs, "formula").len > 0};
    read_kind(&value, attrs, nattrs);
    if (read_stated(arena, &value, attrs, nattrs))
        return value;
    /* A formula whose result nobody computed states nothing; whatever else does not fit is a fault of the file. */
    value.kind = value.has_formula && !states_value(attrs, nattrs) ? TH_ODS_NOTHING : TH_ODS_WRONG;
    return value;
}

/* LibreOffice states TRUE and FALSE as the numbers 1 and 0: only the text shown tells them apart. */
static th_cell_type type_of_number(double number, th_str shown)
{
    bool truth = (number == 1 && th_ods_is(shown, "TRUE")) || (number == 0 && th_ods_is(shown, "FALSE"));
    return truth ? TH_CELL_BOOL : TH_CELL_NUMBER;
}

/* An empty paragraph is an empty result; without any paragraph the formula was never computed. */
static bool settle_nothing(const th_ods_value *value, const th_ods_text *text, th_cell *cell)
{
    if (value->has_formula && text->paragraphs == 0) {
        cell->type = TH_CELL_PENDING;
        return true;
    }
    cell->type = TH_CELL_TEXT;
    th_ods_text_take(text, cell);
    return value->has_formula || cell->raw.len > 0;
}

static bool settle_string(const th_ods_value *value, const th_ods_text *text, th_cell *cell)
{
    cell->type = TH_CELL_TEXT;
    th_ods_text_take(text, cell);
    /* The value that is stored counts, where the paragraphs of the cell show something else. */
    if (value->string.len > 0 && !th_str_eq(value->string, cell->raw)) {
        cell->raw = value->string;
        cell->runs = NULL;
        cell->nruns = 0;
    }
    return value->has_formula || cell->raw.len > 0;
}

bool th_ods_value_settle(const th_ods_value *value, const th_ods_text *text, th_cell *cell)
{
    th_str shown = th_buf_str(&text->buf);
    cell->number = value->number;
    /* Older programs state the value 0 beside the error they show. */
    if (value->is_error || (value->has_formula && th_is_error_text(shown))) {
        cell->type = TH_CELL_ERROR;
        cell->number = 0;
        cell->raw = shown.len ? th_str_copy(text->arena, shown) : TH_STR(TH_CELL_UNREADABLE);
        return true;
    }
    switch (value->kind) {
    case TH_ODS_NUMBER: cell->type = (char)type_of_number(value->number, shown); return true;
    case TH_ODS_PERCENTAGE:
        cell->type = TH_CELL_NUMBER;
        cell->format = TH_FORMAT_PERCENT;
        return true;
    case TH_ODS_DATE:
    case TH_ODS_TIME:
        cell->type = TH_CELL_DATE;
        cell->format = TH_FORMAT_DATE;
        return true;
    case TH_ODS_TRUTH: cell->type = TH_CELL_BOOL; return true;
    case TH_ODS_NOTHING: return settle_nothing(value, text, cell);
    case TH_ODS_STRING: return settle_string(value, text, cell);
    case TH_ODS_WRONG:
    default: return true;
    }
}
