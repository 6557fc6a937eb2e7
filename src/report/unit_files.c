/* Says of units whose forms are from several files which form is from which, and what the other files state. */
#include "report/unit_files.h"

#include "base/banned.h"

enum { NAMED_FORMS = 2, MOST_PASSED_OVER = 2000 };

/* ---- in MỤC LỤC ---- */

/* The day by which a file is told from the others, or 0 where none is known. */
static int day_of_file(const th_report *r, uint32_t source)
{
    const th_receipt *receipt = th_dataset_receipt(r->ds, &r->ds->sources[source]);
    int day = receipt ? (int)receipt->serial : 0;
    for (size_t i = 0; !day && i < r->ds->nheld; i++)
        if (r->ds->held[i].source == source)
            day = r->ds->held[i].signed_on;
    return day;
}

static void add_forms(const th_report *r, th_buf *out, uint32_t source)
{
    uint32_t n = th_dataset_source_forms(r->ds, &r->ds->sources[source]);
    if (n > NAMED_FORMS) {
        th_buf_fmt(out, "%u biểu", n);
        return;
    }
    bool first = true;
    for (size_t i = 0; i < r->ds->nheld; i++) {
        const th_held_form *held = &r->ds->held[i];
        if (held->source != source || !held->counts)
            continue;
        th_buf_fmt(out, "%s" TH_FMT, first ? "" : ", ", TH_ARG(r->d->forms[held->form].code));
        first = false;
    }
}

static void add_unit_file(const th_report *r, th_buf *out, uint32_t source)
{
    int year, month, day, serial = day_of_file(r, source);
    th_str words = th_edition_vi(r->arena, r->ds->sources[source].edition);
    add_forms(r, out, source);
    th_buf_fmt(out, ": " TH_FMT, TH_ARG(words.len ? words : TH_STR("bản")));
    if (!serial) {
        th_buf_fmt(out, " “" TH_FMT "”", TH_ARG(r->ds->sources[source].file));
        return;
    }
    th_date_of_serial(serial, &year, &month, &day);
    th_buf_fmt(out, " %02d/%02d", day, month);
}

static bool counts_for(const th_report *r, uint32_t source, uint32_t unit)
{
    const th_source *at = &r->ds->sources[source];
    return at->unit == unit && at->status == TH_SOURCE_ACCEPTED && th_dataset_source_forms(r->ds, at);
}

th_str th_unit_files(const th_report *r, uint32_t unit)
{
    size_t n = 0;
    th_buf out;
    th_buf_init(&out, r->arena);
    const th_source *first = th_dataset_source(r->ds, unit);
    for (int others = 0; others < 2; others++) /* the file with the most forms, then the others */
        for (uint32_t source = 0; source < r->ds->nsources; source++) {
            if ((&r->ds->sources[source] != first) != (others == 1) || !counts_for(r, source, unit))
                continue;
            if (n++)
                th_buf_add(&out, TH_STR(" · "));
            add_unit_file(r, &out, source);
        }
    return n > 1 ? th_buf_str(&out) : (th_str){0};
}

/* ---- below NHẬT KÝ ---- */

enum { FILE_ = 0, UNIT, FORM, CODE, CELL, STATED, COUNTED, STATE, COLUMNS };

static th_str stated_text(const th_report *r, const th_fact *fact)
{
    if (!fact)
        return TH_STR("không có");
    if (fact->value.state != TH_STATE_VALUE)
        return fact->raw.len ? fact->raw : TH_STR("bỏ trống");
    return th_value_vi(r->arena, &fact->value, th_plan_fact_type(r->d, fact));
}

static const th_fact *counted_fact(const th_report *r, const th_fact *passed)
{
    if (passed->item)
        return th_dataset_list_cell(r->ds, passed->unit, passed->indicator, passed->item);
    return th_dataset_find(r->ds, passed->unit, passed->indicator, passed->measure);
}

static void passed_over_row(th_writer *writer, uint32_t row, const th_passed_over *passed)
{
    th_pen *pen = &writer->pen;
    const th_report *r = writer->r;
    const th_fact *fact = &passed->fact;
    const th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    uint32_t form = th_dataset_form_of(r->ds, fact);
    th_str code =
        fact->item ? th_str_fmt(r->arena, TH_FMT ", dòng %u", TH_ARG(r->d->columns[fact->indicator].code), fact->item)
                   : r->d->indicators[fact->indicator].code;
    th_pen_text(pen, row, FILE_, r->ds->sources[fact->source].file, text);
    th_pen_text(pen, row, UNIT, r->d->units[fact->unit].name, text);
    th_pen_text(pen, row, FORM, r->d->forms[form].code, middle);
    th_pen_text(pen, row, CODE, code, middle);
    th_pen_text(pen, row, CELL,
                th_str_fmt(r->arena, TH_FMT "!" TH_FMT, TH_ARG(fact->sheet),
                           TH_ARG(th_cell_name(r->arena, fact->row, fact->col))),
                middle);
    th_pen_text(pen, row, STATED, stated_text(r, fact), middle);
    if (passed->in_conflict) {
        th_pen_text(pen, row, COUNTED, TH_STR("chưa tính số nào"), middle);
        th_pen_text(pen, row, STATE, TH_STR("chờ Sổ nhận"), middle | TH_FILL_ERROR);
    } else {
        th_pen_text(pen, row, COUNTED, stated_text(r, counted_fact(r, fact)), middle);
        th_pen_text(pen, row, STATE, TH_STR("bị thay thế"), middle | TH_FILL_WARNING);
    }
}

uint32_t th_unit_files_passed_over(th_writer *writer, uint32_t row)
{
    th_pen *pen = &writer->pen;
    const th_report *r = writer->r;
    static const char *const labels[COLUMNS] = {"Tệp không được tính", "Đơn vị",       "Biểu",      "Mã", "Ô",
                                                "Tệp này ghi",         "Số đang tính", "Tình trạng"};
    size_t n = r->ds->npassed_over < MOST_PASSED_OVER ? r->ds->npassed_over : MOST_PASSED_OVER;
    if (!n)
        return row;
    th_pen_text(pen, row++, 0, TH_STR("Số liệu không được tính vì lấy ở tệp khác"), TH_LOOK_BOLD | TH_LOOK_LARGE);
    if (n < r->ds->npassed_over)
        th_pen_text(pen, row++, 0,
                    th_str_fmt(r->arena, "%zu số khác nhau; dưới đây là %zu số đầu.", r->ds->npassed_over, n), 0);
    th_pen_header(pen, row++, labels, COLUMNS);
    for (size_t i = 0; i < n; i++)
        passed_over_row(writer, row++, &r->ds->passed_over[i]);
    return row + 1;
}
