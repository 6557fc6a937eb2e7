/* Draws the minutes of an appraisal, one sheet from top to bottom, for A4 upright. */
#include "report/minutes.h"

#include "draw/pen.h"
#include "report/award_note.h"
#include "report/signing.h"
#include "report/verdict.h"
#include "text/utf8.h"

#include "base/banned.h"

/* Columns of the widest table, the changes of points; the others merge some of them. */
enum { WHO = 0, WHAT, SELF, COMPUTED, GIVEN, COUNTS, DIFFERENCE, REMARK, REPLY, GROUND, MINUTES_COLUMNS };
enum { SIGNATURE_HEIGHT = 34, BLANK_MEMBERS = 5, SHOWN_HASH = 16, LAST = GROUND };
static const char minutes_points[] = "#,##0.00";

typedef struct minutes_sheet {
    th_pen p;
    th_arena *arena;
    const th_minutes *in;
    const th_dataset *ds;
    const th_definition *d;
    th_report_input input; /* of `report` */
    th_report report;      /* as the verdicts want it, without a plan */
    uint32_t row;
} minutes_sheet;

/* A column of a table: its head, and the columns of the sheet that it takes. */
typedef struct minutes_column {
    const char *title;
    uint32_t first, last;
    th_look look;
} minutes_column;

enum { TEXT_LOOK = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, MIDDLE_LOOK = TEXT_LOOK | TH_LOOK_CENTER };

/* ---- lines and tables ---- */

static void minutes_line(minutes_sheet *sheet, th_str text, th_look look)
{
    th_pen_merge(&sheet->p, th_across(sheet->row++, 0, LAST), text, look | TH_LOOK_WRAP);
}

static void minutes_section(minutes_sheet *sheet, const char *title)
{
    sheet->row++;
    minutes_line(sheet, th_str_of(title), TH_LOOK_BOLD | TH_LOOK_LARGE);
}

static void minutes_table_head(minutes_sheet *sheet, const minutes_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++)
        th_pen_merge(&sheet->p, th_across(sheet->row, columns[i].first, columns[i].last), th_str_of(columns[i].title),
                     TH_LOOK_HEADER | TH_LOOK_SMALL);
    sheet->row++;
}

static void minutes_table_row(minutes_sheet *sheet, const minutes_column *columns, const th_str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        th_pen_merge(&sheet->p, th_across(sheet->row, columns[i].first, columns[i].last), texts[i], columns[i].look);
    sheet->row++;
}

static void minutes_none(minutes_sheet *sheet, const char *what)
{
    minutes_line(sheet, th_str_of(what), TH_LOOK_ITALIC);
}

/* "2023-01-05 17:00" without its time. */
static th_str day_alone(th_str date)
{
    return th_str_sub(date, 0, th_str_find(date, TH_STR(" "), 0));
}

static th_str day_in_words(th_arena *arena, th_str date)
{
    int year, month, day;
    if (!th_date_parse(day_alone(date), &year, &month, &day))
        return date;
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

static th_str who_and_when(th_arena *arena, th_str who, th_str date)
{
    return th_str_fmt(arena, TH_FMT "%s" TH_FMT, TH_ARG(who), who.len && date.len ? ", " : "",
                      TH_ARG(day_in_words(arena, date)));
}

/* ---- the head ---- */

/* What is to be filled in by hand. */
static th_str or_dots(th_str text)
{
    return text.len ? text : TH_STR("……………");
}

static void minutes_head(minutes_sheet *sheet)
{
    th_pen *p = &sheet->p;
    th_arena *arena = sheet->arena;
    const th_freeze_row *freeze = sheet->in->freeze;
    bool points = freeze->step == TH_FREEZE_POINTS;
    th_look centre = TH_LOOK_CENTER | TH_LOOK_WRAP, strong = centre | TH_LOOK_BOLD;
    th_pen_merge(p, th_across(0, 0, COMPUTED), th_text_upper(arena, sheet->d->cluster), strong);
    th_pen_merge(p, th_across(0, GIVEN, LAST), TH_STR("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), strong);
    th_pen_merge(p, th_across(1, 0, COMPUTED), TH_STR("Số:          /BB"), centre);
    th_pen_merge(p, th_across(1, GIVEN, LAST), TH_STR("Độc lập - Tự do - Hạnh phúc"), strong);
    th_pen_merge(p, th_across(3, 0, LAST), th_str_of(points ? "BIÊN BẢN THẨM ĐỊNH" : "BIÊN BẢN THẨM ĐỊNH SỐ LIỆU"),
                 strong | TH_LOOK_HUGE);
    th_pen_height(p, 3, 26);
    th_pen_merge(p, th_across(4, 0, LAST), sheet->d->title, centre | TH_LOOK_ITALIC);
    sheet->row = 6;
    minutes_line(sheet, th_str_fmt(arena, "Căn cứ: " TH_FMT, TH_ARG(or_dots(freeze->basis))), 0);
    minutes_line(sheet,
                 th_str_fmt(arena, "%s lần %u, ngày " TH_FMT ", người ghi: " TH_FMT ".",
                            points ? "Chốt điểm" : "Chốt số liệu", sheet->in->version,
                            TH_ARG(day_in_words(arena, freeze->date)), TH_ARG(or_dots(freeze->who))),
                 0);
    th_str open = th_verdict_open(&sheet->report);
    minutes_line(sheet,
                 th_str_fmt(arena, "Trạng thái khi chốt: " TH_FMT "%s" TH_FMT ".",
                            TH_ARG(th_verdict_stage(arena, &sheet->in->scores->readiness)), open.len ? "; còn: " : "",
                            TH_ARG(open)),
                 0);
}

/* ---- who sat ---- */

static th_strs members_of(const minutes_sheet *sheet)
{
    th_strs members = {0};
    th_str rest = th_definition_setting(sheet->d, TH_STR(TH_MINUTES_MEMBERS)), member;
    while (rest.len && th_str_cut(&rest, '|', &member))
        if (th_str_trim(member).len)
            th_strs_add(&members, sheet->arena, th_str_trim(member));
    return members;
}

static void members_section(minutes_sheet *sheet)
{
    static const minutes_column columns[] = {{"STT", WHO, WHO, MIDDLE_LOOK},
                                             {"Họ tên, chức vụ", WHAT, REMARK, TEXT_LOOK},
                                             {"Ký tên", REPLY, LAST, TEXT_LOOK}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const th_strs members = members_of(sheet);
    size_t n = members.n ? members.n : BLANK_MEMBERS;
    minutes_section(sheet, "I. Thành phần thẩm định");
    minutes_table_head(sheet, columns, COLUMNS);
    for (size_t i = 0; i < n; i++) {
        const th_str texts[COLUMNS] = {th_str_fmt(sheet->arena, "%zu", i + 1),
                                       i < members.n ? members.at[i] : (th_str){0}};
        th_pen_height(&sheet->p, sheet->row, SIGNATURE_HEIGHT);
        minutes_table_row(sheet, columns, texts, COLUMNS);
    }
}

/* ---- which files count ---- */

static void files_section(minutes_sheet *sheet)
{
    static const minutes_column columns[] = {{"Đơn vị", WHO, WHO, TEXT_LOOK},
                                             {"Tệp", WHAT, DIFFERENCE, TEXT_LOOK},
                                             {"Số biểu", REMARK, REMARK, MIDDLE_LOOK},
                                             {"Nhận lúc", REPLY, REPLY, MIDDLE_LOOK},
                                             {"Mã SHA-256 (đầu)", GROUND, GROUND, MIDDLE_LOOK}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    minutes_section(sheet, "II. Tệp được tính");
    minutes_table_head(sheet, columns, COLUMNS);
    for (uint32_t u = 0; u < sheet->d->nunits; u++) {
        bool any = false;
        for (size_t i = 0; i < sheet->ds->nsources; i++) {
            const th_source *source = &sheet->ds->sources[i];
            uint32_t forms = source->unit == u ? th_dataset_source_forms(sheet->ds, source) : 0;
            if (!forms || !source->sha256.len)
                continue;
            const th_receipt *receipt = th_dataset_receipt(sheet->ds, source);
            const th_str texts[COLUMNS] = {sheet->d->units[u].name, source->file, th_str_fmt(sheet->arena, "%u", forms),
                                           receipt ? receipt->time : (th_str){0},
                                           th_str_sub(source->sha256, 0, SHOWN_HASH)};
            minutes_table_row(sheet, columns, texts, COLUMNS);
            any = true;
        }
        const th_str texts[COLUMNS] = {sheet->d->units[u].name, TH_STR("chưa có tệp được tính")};
        if (!any)
            minutes_table_row(sheet, columns, texts, COLUMNS);
    }
}

/* ---- what became of the units' own scores ---- */

static const th_award *award_for(const th_definition *d, uint32_t criterion, uint32_t unit)
{
    for (size_t i = 0; i < d->nawards; i++)
        if (d->awards[i].unit == unit && d->awards[i].criterion == criterion)
            return &d->awards[i];
    return NULL;
}

static bool is_other_than_self(const minutes_sheet *sheet, uint32_t criterion, uint32_t unit)
{
    const th_points *points = th_score_points(sheet->in->scores, criterion, unit);
    if (!sheet->d->criteria[criterion].leaf || !sheet->in->scores->totals[unit].total)
        return false;
    if (!points->self)
        return points->official && points->from == TH_FROM_CLUSTER;
    return !points->official || th_exact_cmp(points->self, points->official) != 0;
}

static void minutes_points_cell(minutes_sheet *sheet, uint32_t col, const th_exact *points, th_look look)
{
    th_pen_exact(&sheet->p, sheet->row, col, points,
                 (th_style){TH_LOOK_FIGURE | TH_LOOK_TOP | TH_LOOK_SMALL | look, minutes_points});
}

static void given_points(minutes_sheet *sheet, const th_points *points, const th_award *award)
{
    if (award && (award->kind == TH_AWARD_NOT_ASSIGNED || points->from == TH_FROM_CONFIRMED))
        th_pen_text(&sheet->p, sheet->row, GIVEN, th_award_text(sheet->arena, award), MIDDLE_LOOK);
    else
        minutes_points_cell(sheet, GIVEN, points->cluster, 0);
}

static void change_row(minutes_sheet *sheet, uint32_t criterion, uint32_t unit)
{
    th_pen *p = &sheet->p;
    const th_points *points = th_score_points(sheet->in->scores, criterion, unit);
    const th_award *award = award_for(sheet->d, criterion, unit);
    const th_criterion *asked = &sheet->d->criteria[criterion];
    const th_exact *difference =
        points->self && points->official ? th_exact_sub(sheet->arena, points->official, points->self) : NULL;
    th_pen_text(p, sheet->row, WHO, sheet->d->units[unit].name, TEXT_LOOK);
    th_pen_text(p, sheet->row, WHAT,
                th_str_fmt(sheet->arena, TH_FMT " " TH_FMT, TH_ARG(asked->code), TH_ARG(asked->title)), TEXT_LOOK);
    minutes_points_cell(sheet, SELF, points->self, 0);
    minutes_points_cell(sheet, COMPUTED, points->computed, 0);
    given_points(sheet, points, award);
    minutes_points_cell(sheet, COUNTS, points->official, TH_LOOK_BOLD);
    minutes_points_cell(sheet, DIFFERENCE, difference, 0);
    th_pen_text(p, sheet->row, REMARK, award ? award->remark : (th_str){0}, TEXT_LOOK);
    th_pen_text(p, sheet->row, REPLY, award ? award->reply : (th_str){0}, TEXT_LOOK);
    th_str ground = award && award->basis.len
                        ? award->basis
                        : th_str_fmt(sheet->arena, TH_FMT TH_FMT, TH_ARG(points->why), TH_ARG(points->beside));
    if (award && award->who.len)
        ground = th_str_fmt(sheet->arena, TH_FMT "%s(" TH_FMT ")", TH_ARG(ground), ground.len ? " " : "",
                            TH_ARG(who_and_when(sheet->arena, award->who, award->date)));
    th_pen_text(p, sheet->row, GROUND, ground, TEXT_LOOK);
    sheet->row++;
}

static void changes_section(minutes_sheet *sheet)
{
    static const minutes_column columns[] = {{"Đơn vị", WHO, WHO, 0},
                                             {"Tiêu chí", WHAT, WHAT, 0},
                                             {"Tự chấm", SELF, SELF, 0},
                                             {"Máy tính", COMPUTED, COMPUTED, 0},
                                             {"Cụm chấm", GIVEN, GIVEN, 0},
                                             {"Điểm tính", COUNTS, COUNTS, 0},
                                             {"Lệch", DIFFERENCE, DIFFERENCE, 0},
                                             {"Nhận xét", REMARK, REMARK, 0},
                                             {"Giải trình", REPLY, REPLY, 0},
                                             {"Căn cứ", GROUND, GROUND, 0}};
    size_t n = 0;
    minutes_section(sheet, "III. Điểm khác điểm đơn vị tự chấm");
    for (uint32_t u = 0; u < sheet->d->nunits; u++)
        for (uint32_t c = 0; c < sheet->d->ncriteria; c++) {
            if (!is_other_than_self(sheet, c, u))
                continue;
            if (!n++)
                minutes_table_head(sheet, columns, sizeof columns / sizeof *columns);
            change_row(sheet, c, u);
        }
    if (!n)
        minutes_none(sheet, "Không có.");
}

/* ---- figures that were entered ---- */

/* What the unit had stated, as far as the figure is in use. */
static th_str old_figure(const minutes_sheet *sheet, const th_adjustment *entered)
{
    const th_fact *fact = th_dataset_find(sheet->ds, entered->unit, entered->indicator, (th_measure)entered->measure);
    if (!fact || !fact->adjusted || fact->adjusted->by != entered)
        return th_str_fmt(sheet->arena, TH_FMT "%s(chưa dùng)", TH_ARG(entered->old_text),
                          entered->old_text.len ? " " : "");
    th_str shown = th_value_vi(sheet->arena, &fact->adjusted->stated, sheet->d->indicators[entered->indicator].type);
    return shown.len ? shown : TH_STR("trống");
}

static th_str indicator_in_words(const minutes_sheet *sheet, const th_adjustment *entered)
{
    const th_indicator *indicator = &sheet->d->indicators[entered->indicator];
    th_str measure = {0};
    if (entered->measure != TH_NOW)
        measure = th_str_fmt(sheet->arena, " (" TH_FMT ")", TH_ARG(th_measure_vi((th_measure)entered->measure)));
    return th_str_fmt(sheet->arena, TH_FMT " " TH_FMT TH_FMT, TH_ARG(indicator->code), TH_ARG(indicator->label),
                      TH_ARG(measure));
}

static void adjustments_section(minutes_sheet *sheet)
{
    static const minutes_column columns[] = {{"Đơn vị", WHO, WHO, TEXT_LOOK},
                                             {"Chỉ tiêu", WHAT, COMPUTED, TEXT_LOOK},
                                             {"Giá trị cũ", GIVEN, COUNTS, MIDDLE_LOOK},
                                             {"Giá trị mới", DIFFERENCE, REMARK, MIDDLE_LOOK},
                                             {"Căn cứ", REPLY, REPLY, TEXT_LOOK},
                                             {"Ai, ngày", GROUND, GROUND, TEXT_LOOK}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    minutes_section(sheet, "IV. Số liệu Ban thư ký điều chỉnh");
    if (sheet->d->nadjustments)
        minutes_table_head(sheet, columns, COLUMNS);
    else
        minutes_none(sheet, "Không có.");
    for (size_t i = 0; i < sheet->d->nadjustments; i++) {
        const th_adjustment *entered = &sheet->d->adjustments[i];
        const th_str texts[COLUMNS] = {sheet->d->units[entered->unit].name,
                                       indicator_in_words(sheet, entered),
                                       old_figure(sheet, entered),
                                       entered->text,
                                       entered->basis,
                                       who_and_when(sheet->arena, entered->who, entered->date)};
        minutes_table_row(sheet, columns, texts, COLUMNS);
    }
}

/* ---- what was closed ---- */

static void closings_section(minutes_sheet *sheet)
{
    static const minutes_column columns[] = {{"Đơn vị", WHO, WHO, TEXT_LOOK},
                                             {"Việc", WHAT, COMPUTED, TEXT_LOOK},
                                             {"Lý do", GIVEN, REMARK, TEXT_LOOK},
                                             {"Căn cứ", REPLY, REPLY, TEXT_LOOK},
                                             {"Ai, ngày", GROUND, GROUND, TEXT_LOOK}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    minutes_section(sheet, "V. Đơn vị không xếp hạng, lỗi giữ nguyên");
    if (sheet->d->nclosings)
        minutes_table_head(sheet, columns, COLUMNS);
    else
        minutes_none(sheet, "Không có.");
    for (size_t i = 0; i < sheet->d->nclosings; i++) {
        const th_closing *closing = &sheet->d->closings[i];
        th_str what = TH_STR("không xếp hạng");
        if (closing->mark.len)
            what = th_str_fmt(sheet->arena, "giữ nguyên lỗi " TH_FMT, TH_ARG(closing->mark));
        const th_str texts[COLUMNS] = {sheet->d->units[closing->unit].name, what, closing->why, closing->basis,
                                       who_and_when(sheet->arena, closing->who, closing->date)};
        minutes_table_row(sheet, columns, texts, COLUMNS);
    }
}

/* ---- what it comes to ---- */

static th_str order_in_ranking(const minutes_sheet *sheet, const th_standing *standing, size_t place)
{
    if (!standing->ranked)
        return TH_STR("–");
    return sheet->in->scores->readiness.complete ? th_str_fmt(sheet->arena, "%u", standing->rank)
                                                 : th_str_fmt(sheet->arena, "(%zu)", place + 1);
}

static th_str label_of(const minutes_sheet *sheet, const th_standing *standing)
{
    if (!standing->ranked)
        return TH_STR("không xếp");
    return sheet->in->scores->readiness.complete ? standing->label : th_verdict_partial(&sheet->report);
}

static void ranking_table(minutes_sheet *sheet, uint32_t ranking)
{
    static const minutes_column columns[] = {{"Thứ", WHO, WHO, MIDDLE_LOOK},
                                             {"Đơn vị", WHAT, COMPUTED, TEXT_LOOK},
                                             {"Điểm", GIVEN, DIFFERENCE, TEXT_LOOK},
                                             {"Xếp", REMARK, LAST, TEXT_LOOK}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    minutes_line(sheet, sheet->d->rankings[ranking].name, TH_LOOK_BOLD);
    minutes_table_head(sheet, columns, COLUMNS);
    for (size_t i = 0; i < sheet->d->nunits; i++) {
        const th_standing *standing = &sheet->in->scores->standings[ranking][i];
        const th_str texts[COLUMNS] = {order_in_ranking(sheet, standing, i), sheet->d->units[standing->unit].name,
                                       (th_str){0}, label_of(sheet, standing)};
        uint32_t row = sheet->row;
        minutes_table_row(sheet, columns, texts, COLUMNS);
        th_pen_exact(&sheet->p, row, GIVEN, standing->value,
                     (th_style){TH_LOOK_FIGURE | TH_LOOK_TOP | TH_LOOK_BOLD | TH_LOOK_SMALL, minutes_points});
    }
}

static void results_section(minutes_sheet *sheet)
{
    minutes_section(sheet, "VI. Kết quả");
    if (!sheet->d->nrankings)
        minutes_none(sheet, "Bộ biểu mẫu không có bảng xếp hạng.");
    for (uint32_t ranking = 0; ranking < sheet->d->nrankings; ranking++)
        ranking_table(sheet, ranking);
}

static void closing_lines(minutes_sheet *sheet)
{
    sheet->row++;
    minutes_line(sheet, TH_STR("Biên bản lập xong, các thành viên đã đọc lại và thống nhất ký tên ở mục I."), 0);
    sheet->row++;
    th_pen_signatures(&sheet->p, sheet->row, LAST);
}

/* ---- all of it ---- */

static void draw_sections(minutes_sheet *sheet)
{
    static const double widths[MINUTES_COLUMNS] = {11, 22, 8, 8, 8, 8, 8, 14, 14, 18};
    th_pen_widths(&sheet->p, widths, MINUTES_COLUMNS);
    minutes_head(sheet);
    members_section(sheet);
    files_section(sheet);
    changes_section(sheet);
    adjustments_section(sheet);
    closings_section(sheet);
    results_section(sheet);
    closing_lines(sheet);
    th_pen_page_upright(&sheet->p);
}

th_status th_minutes_write(th_arena *arena, const th_minutes *in, th_drawn *to, th_trouble *trouble)
{
    const th_definition *d = in->ds->definition;
    th_output *output = th_output_new(arena, to->path, trouble);
    if (!output)
        return TH_FAILED;
    th_letterhead letterhead = {.cluster = d->cluster,
                                .host = d->host,
                                .made_on = day_alone(in->freeze->date),
                                .period = d->period,
                                .contents = TH_STR(TH_MINUTES_SHEET)};
    th_signing_fill(arena, d, true, &letterhead);
    th_output_dress(output, &letterhead);
    th_output_describe(output, &(th_about){.mark = TH_MARK_MINUTES,
                                           .title = "Biên bản thẩm định",
                                           .author = th_str_cstr(arena, d->host),
                                           .company = th_str_cstr(arena, d->cluster),
                                           .created = in->created});
    th_tab *tab = th_output_add(output, TH_STR(TH_MINUTES_SHEET));
    minutes_sheet sheet = {.p = th_pen_over(tab),
                           .arena = arena,
                           .in = in,
                           .ds = in->ds,
                           .d = d,
                           .input = {.ds = in->ds, .checks = in->checks, .scores = in->scores}};
    sheet.report = (th_report){.arena = arena, .in = &sheet.input, .ds = in->ds, .d = d, .nunits = (uint32_t)d->nunits};
    draw_sections(&sheet);
    th_tab_activate(tab);
    th_status status = th_output_close(output, trouble);
    to->bytes = th_output_bytes(output);
    return status;
}
