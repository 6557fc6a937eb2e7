/* Writes the feedback workbook of one unit: the findings, the points with their reasons, and the unit's own sheets
 * with the cells in question marked. */
#include "report/feedback.h"

#include "convert/redraw.h"
#include "draw/pen.h"
#include "report/plan.h"
#include "text/utf8.h"

#include "base/banned.h"

#define SHEET_NAME "PHIẾU PHẢN HỒI"
#define POINTS_NAME "ĐIỂM"
enum { NUMBER = 0, LEVEL, SHEET, CELL, RAW, UNDERSTOOD, RULE, TEXT, FIX, MARK, REPLY, COLUMNS };
enum { VERDICT = 3, FILE_ROW = 4, HOW = 5, HEAD = 7, FIRST = 8, SHOWN_HASH = 16 };
enum { MOST_MARKS = 2000 };
enum { RED = 0xF7D9D5, AMBER = 0xFCE9C4, BLUE = 0xDDEBF6 };

typedef struct reply {
    th_arena *arena;
    const th_feedback *in;
    const th_dataset *ds;
    const th_definition *d;
    const th_finding **list;
    size_t n, cap;
    th_strs names; /* of the unit's sheets in this workbook */
} reply;

/* ---- what is about this unit ---- */

static bool is_about(const reply *r, const th_finding *f)
{
    if (r->in->unit != TH_NONE && th_str_eq(f->place.unit, r->d->units[r->in->unit].code))
        return true;
    return r->in->source && f->place.file.len && th_str_eq(f->place.file, r->in->source->file);
}

static void gather(reply *r)
{
    for (size_t i = 0; i < r->ds->findings.n; i++)
        if (is_about(r, &r->ds->findings.at[i])) {
            const th_finding *f = &r->ds->findings.at[i];
            TH_PUSH(r->arena, r->list, r->n, r->cap, f);
        }
}

static size_t count(const reply *r, th_level level)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->list[i]->level == level && !r->list[i]->folded.len;
    return n;
}

static const th_fact *fact_at(const reply *r, const th_place *p)
{
    for (size_t i = 0; p->row != TH_NO_CELL && i < r->ds->nfacts; i++) {
        const th_fact *f = &r->ds->facts[i];
        if (f->unit == r->in->unit && f->row == p->row && f->col == p->col && th_str_eq(f->sheet, p->sheet) &&
            (!p->file.len || th_str_eq(r->ds->sources[f->source].file, p->file)))
            return f;
    }
    return NULL;
}

/* The forms of a unit may come in several files; this workbook shows the sheets of one. */
static bool is_of_other_file(const reply *r, const th_place *place)
{
    return place->file.len && r->in->source && !th_str_eq(place->file, r->in->source->file);
}

static size_t sheet_of(const reply *r, const th_place *place)
{
    if (is_of_other_file(r, place))
        return SIZE_MAX;
    for (size_t s = 0; r->in->book && place->sheet.len && s < r->in->book->nsheets; s++)
        if (th_str_eq(r->in->book->sheets[s].name, place->sheet))
            return s;
    return SIZE_MAX;
}

static th_str sheet_text(const reply *r, const th_place *place)
{
    if (!is_of_other_file(r, place))
        return place->sheet;
    return th_str_fmt(r->arena, TH_FMT " › " TH_FMT, TH_ARG(place->file), TH_ARG(place->sheet));
}

static th_str understood(const reply *r, const th_finding *f)
{
    const th_fact *fact = fact_at(r, &f->place);
    if (!fact)
        return (th_str){0};
    switch (fact->value.state) {
    case TH_STATE_VALUE: return th_value_vi(r->arena, &fact->value, th_plan_fact_type(r->d, fact));
    case TH_STATE_BLANK: return TH_STR("để trống");
    case TH_STATE_UNREADABLE: return TH_STR("không hiểu được");
    case TH_STATE_ABSENT:
    default: return (th_str){0};
    }
}

/* ---- the first sheet ---- */

static th_look fill_of(const th_finding *f)
{
    if (f->folded.len)
        return TH_INK_GREY;
    if (f->level >= TH_LEVEL_ERROR)
        return TH_FILL_ERROR;
    return f->level == TH_LEVEL_WARNING ? TH_FILL_WARNING : 0;
}

static void verdict(th_pen *p, const reply *r)
{
    size_t errors = count(r, TH_LEVEL_ERROR) + count(r, TH_LEVEL_BLOCK), warnings = count(r, TH_LEVEL_WARNING);
    const th_source *s = r->in->source;
    th_look look = TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_WRAP | TH_LOOK_BORDER, fill = TH_FILL_GOOD;
    th_str text = TH_STR("ĐÃ NHẬN, KHÔNG CÓ GÌ PHẢI SỬA. Cảm ơn đơn vị.");
    if (!s) {
        text = TH_STR("CHƯA NHẬN ĐƯỢC TỆP NÀO của đơn vị.");
        fill = TH_FILL_ERROR;
    } else if (s->status == TH_SOURCE_REJECTED) {
        text = th_str_fmt(r->arena, "KHÔNG NHẬN: tệp này chưa dùng được. " TH_FMT, TH_ARG(s->reason));
        fill = TH_FILL_ERROR;
    } else if (errors) {
        text = th_str_fmt(
            r->arena, "ĐÃ NHẬN, CÒN %zu LỖI PHẢI SỬA%s.", errors,
            warnings ? th_str_cstr(r->arena, th_str_fmt(r->arena, " và %zu điểm cần sửa hoặc giải trình", warnings))
                     : "");
        fill = TH_FILL_ERROR;
    } else if (warnings) {
        text = th_str_fmt(r->arena, "ĐÃ NHẬN, CÒN %zu ĐIỂM CẦN SỬA HOẶC GIẢI TRÌNH.", warnings);
        fill = TH_FILL_WARNING;
    }
    th_pen_merge(p, th_across(VERDICT, 0, REPLY), text, look | fill);
}

static void about_file(th_pen *p, const reply *r)
{
    const th_source *s = r->in->source;
    th_buf out;
    th_buf_init(&out, r->arena);
    if (s) {
        th_buf_fmt(&out, "Tệp: " TH_FMT, TH_ARG(s->file));
        if (s->sha256.len)
            th_buf_fmt(&out, " · SHA-256 " TH_FMT "…", TH_ARG(th_str_sub(s->sha256, 0, SHOWN_HASH)));
        if (s->receipt != TH_NONE && r->d->receipts[s->receipt].time.len)
            th_buf_fmt(&out, " · nhận lúc " TH_FMT, TH_ARG(r->d->receipts[s->receipt].time));
        th_buf_fmt(&out, " · đọc được %u biểu, %u ô", s->forms, s->cells);
        for (size_t i = 0; i < r->ds->nsources; i++) {
            const th_source *other = &r->ds->sources[i];
            if (other != s && other->unit == s->unit && other->status == TH_SOURCE_ACCEPTED)
                th_buf_fmt(&out, " · còn tệp " TH_FMT " (%u biểu được tính)", TH_ARG(other->file),
                           th_dataset_source_forms(r->ds, other));
        }
    }
    th_pen_merge(p, th_across(FILE_ROW, 0, REPLY), th_buf_str(&out), TH_LOOK_WRAP);
    th_pen_merge(
        p, th_across(HOW, 0, REPLY),
        r->n ? TH_STR("Cách làm: bấm vào cột Ô để tới chỗ cần xem (ô được tô màu, rê chuột để đọc lý do); sửa trong "
                      "tệp của đơn vị, lưu rồi gửi lại. Nếu số liệu đúng, ghi lý do vào cột cuối và gửi lại phiếu này.")
             : TH_STR(" "),
        TH_LOOK_WRAP | TH_LOOK_ITALIC);
}

/* The name of the cell, which leads to it; a finding about a whole sheet leads to the sheet. */
static void finding_place(th_pen *p, const reply *answer, uint32_t row, const th_finding *finding)
{
    th_look look = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL | TH_LOOK_CENTER;
    th_str cell = th_cell_name(answer->arena, finding->place.row, finding->place.col);
    size_t sheet = sheet_of(answer, &finding->place);
    if (sheet == SIZE_MAX) {
        th_pen_text(p, row, CELL, cell, look);
        return;
    }
    th_target target = {.sheet = answer->names.at[sheet]};
    if (cell.len) {
        target.row = finding->place.row;
        target.col = finding->place.col;
    }
    th_pen_link(p, row, CELL, target);
    th_pen_text(p, row, CELL, cell.len ? cell : TH_STR("xem"), look | TH_INK_LINK);
}

static void finding_row(th_pen *p, const reply *r, uint32_t row, size_t i)
{
    const th_finding *f = r->list[i];
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_pen_number(p, row, NUMBER, (double)i + 1, (th_style){middle, "0"});
    th_pen_text(p, row, LEVEL, th_text_capital(r->arena, th_finding_level_vi(f)), middle | TH_LOOK_BOLD | fill_of(f));
    th_pen_text(p, row, SHEET, sheet_text(r, &f->place), text);
    finding_place(p, r, row, f);
    th_pen_text(p, row, RAW, f->raw, text);
    th_pen_text(p, row, UNDERSTOOD, understood(r, f), text);
    th_pen_text(p, row, RULE, f->rule, middle);
    th_str words = f->folded.len
                       ? th_str_fmt(r->arena, "Hệ quả của " TH_FMT ". " TH_FMT, TH_ARG(f->folded), TH_ARG(f->vi))
                       : f->vi;
    th_pen_text(p, row, TEXT, words, text);
    th_pen_text(p, row, FIX, th_text_capital(r->arena, f->fix_vi), text);
    th_pen_text(p, row, MARK, f->level >= TH_LEVEL_WARNING ? f->mark : (th_str){0}, middle | TH_INK_GREY);
    bool may_explain = f->mark.len && f->level >= TH_LEVEL_WARNING && !f->folded.len;
    th_pen_text(p, row, REPLY, f->explanation, text | (may_explain ? TH_FILL_INPUT : 0));
}

/* A receipt: which forms were found, and how many figures. */
static void forms_read(th_pen *p, const reply *r, uint32_t row)
{
    static const char *const labels[] = {"Biểu", "Trang", "Số liệu đã đọc", "Còn trống"};
    if (r->in->unit == TH_NONE || !r->in->source || r->in->source->status != TH_SOURCE_ACCEPTED)
        return;
    th_pen_text(p, row++, 0, TH_STR("Các biểu đã đọc"), TH_LOOK_BOLD | TH_LOOK_LARGE);
    th_pen_merge(p, th_across(row, 0, SHEET), th_str_of(labels[0]), TH_LOOK_HEADER);
    th_pen_merge(p, th_across(row, CELL, RAW), th_str_of(labels[1]), TH_LOOK_HEADER);
    th_pen_text(p, row, UNDERSTOOD, th_str_of(labels[2]), TH_LOOK_HEADER);
    th_pen_text(p, row, RULE, th_str_of(labels[3]), TH_LOOK_HEADER);
    row++;
    for (uint32_t f = 0; f < r->d->nforms; f++, row++) {
        size_t filled = 0, blank = 0;
        th_str sheet = {0};
        for (size_t i = 0; i < r->ds->nfacts; i++) {
            const th_fact *fact = &r->ds->facts[i];
            uint32_t form = fact->item ? r->d->columns[fact->indicator].form : r->d->indicators[fact->indicator].form;
            if (fact->unit != r->in->unit || form != f)
                continue;
            sheet = fact->sheet;
            filled += fact->value.state == TH_STATE_VALUE;
            blank += fact->value.state == TH_STATE_BLANK;
        }
        th_pen_merge(p, th_across(row, 0, SHEET), r->d->forms[f].title, TH_LOOK_CELL);
        th_pen_merge(p, th_across(row, CELL, RAW), sheet.len ? sheet : TH_STR("không có"), TH_LOOK_CELL);
        th_pen_number(p, row, UNDERSTOOD, (double)filled, (th_style){TH_LOOK_MIDDLE, "#,##0"});
        th_pen_number(p, row, RULE, (double)blank, (th_style){TH_LOOK_MIDDLE, "#,##0"});
    }
}

static void first_sheet(const reply *r, th_tab *tab)
{
    static const char *const labels[COLUMNS] = {"STT",
                                                "Mức",
                                                "Trang",
                                                "Ô",
                                                "Ghi trong tệp",
                                                "Đã hiểu là",
                                                "Quy tắc",
                                                "Vấn đề",
                                                "Cách sửa",
                                                "Mã giải trình",
                                                "Giải trình của đơn vị"};
    static const double widths[COLUMNS] = {5, 10, 15, 7, 16, 15, 9, 56, 44, 10, 30};
    th_pen p = th_pen_over(tab);
    th_pen_widths(&p, widths, COLUMNS);
    th_str unit = r->in->unit == TH_NONE ? TH_STR("chưa rõ đơn vị") : r->d->units[r->in->unit].name;
    th_pen_heading(&p, th_str_fmt(r->arena, "PHIẾU PHẢN HỒI SỐ LIỆU NĂM %d", r->d->period),
                   th_str_fmt(r->arena, "Gửi: " TH_FMT, TH_ARG(unit)), REPLY);
    verdict(&p, r);
    about_file(&p, r);
    th_pen_header(&p, HEAD, labels, COLUMNS);
    for (size_t i = 0; i < r->n; i++)
        finding_row(&p, r, FIRST + (uint32_t)i, i);
    uint32_t row = FIRST + (uint32_t)r->n;
    if (!r->n)
        th_pen_merge(&p, (th_area){row++, 0, FIRST, REPLY}, TH_STR("Không có phát hiện nào."),
                     TH_LOOK_CELL | TH_LOOK_CENTER);
    else
        th_tab_filter(tab, (th_area){HEAD, 0, row - 1, REPLY});
    forms_read(&p, r, row + 1);
    th_pen_page(&p, HEAD, HEAD, 0);
}

/* ---- points ---- */

enum { CODE = 0, CRITERION, MOST, SELF, COMPUTED, GIVEN, NOW, WHY, POINT_COLUMNS };
enum { POINT_HEAD = 4, POINT_DECIMALS = 2 };

static void point(th_pen *p, uint32_t row, uint32_t col, const th_exact *n, th_look look)
{
    th_pen_exact(p, row, col, n, (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL | look, "#,##0.00"});
}

static void points_sheet(const reply *r, th_tab *tab)
{
    static const char *const labels[POINT_COLUMNS] = {"Mã",       "Tiêu chí", "Tối đa",    "Tự chấm",
                                                      "Máy tính", "Cụm chấm", "Đang tính", "Vì sao"};
    static const double widths[POINT_COLUMNS] = {9, 56, 9, 10, 10, 10, 10, 56};
    th_pen p = th_pen_over(tab);
    th_pen_widths(&p, widths, POINT_COLUMNS);
    th_pen_heading(&p, TH_STR("Điểm của đơn vị và lý do"),
                   r->in->scores->provisional ? TH_STR("TẠM TÍNH: chưa phải điểm chính thức của Cụm")
                                              : TH_STR("Điểm chính thức của Cụm"),
                   POINT_COLUMNS - 1);
    th_pen_header(&p, POINT_HEAD, labels, POINT_COLUMNS);
    uint32_t row = POINT_HEAD + 1;
    for (uint32_t c = 0; c < r->d->ncriteria; c++, row++) {
        const th_criterion *criterion = &r->d->criteria[c];
        const th_points *x = th_score_points(r->in->scores, c, r->in->unit);
        th_look look = criterion->leaf ? 0 : TH_LOOK_BOLD | TH_FILL_GROUP, small = TH_LOOK_SMALL | look;
        th_pen_text(&p, row, CODE, criterion->code, TH_LOOK_MIDDLE | small);
        th_pen_text(&p, row, CRITERION, criterion->title, TH_LOOK_CELL | small);
        point(&p, row, MOST, criterion->max, look);
        point(&p, row, SELF, x->self, look);
        point(&p, row, COMPUTED, x->computed, look);
        point(&p, row, GIVEN, x->cluster, look);
        point(&p, row, NOW, x->official, look | TH_LOOK_BOLD);
        th_pen_text(&p, row, WHY, x->why, TH_LOOK_CELL | small | (x->differs ? TH_FILL_WARNING : 0));
    }
    th_pen_text(&p, row, CRITERION, TH_STR("Tổng điểm"), TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_TOTAL);
    point(&p, row, NOW, r->in->scores->total[r->in->unit], TH_LOOK_BOLD | TH_FILL_TOTAL);
    th_pen_page(&p, POINT_HEAD, POINT_HEAD, CRITERION + 1);
}

/* ---- the unit's own sheets ---- */

static uint32_t mark_colour(th_level level)
{
    if (level >= TH_LEVEL_ERROR)
        return RED;
    return level == TH_LEVEL_WARNING ? AMBER : BLUE;
}

static void add_mark(reply *r, th_redraw_marks *marks, const th_finding *f, size_t sheet)
{
    th_str said = th_str_fmt(r->arena, TH_FMT " " TH_FMT ": " TH_FMT "%s" TH_FMT,
                             TH_ARG(th_text_capital(r->arena, th_finding_level_vi(f))), TH_ARG(f->rule), TH_ARG(f->vi),
                             f->fix_vi.len ? "\nCách sửa: " : "", TH_ARG(f->fix_vi));
    for (size_t i = 0; i < marks->n; i++) {
        th_redraw_mark *m = &marks->at[i];
        if (m->sheet != sheet || m->row != f->place.row || m->col != f->place.col)
            continue;
        if (th_utf8_count(m->comment) < 1500) /* findings come grave first: the colour stays */
            m->comment = th_str_fmt(r->arena, TH_FMT "\n\n" TH_FMT, TH_ARG(m->comment), TH_ARG(said));
        return;
    }
    if (marks->n == MOST_MARKS) /* the list on the first sheet is whole */
        return;
    th_redraw_mark m = {sheet, f->place.row, f->place.col, mark_colour(f->level), said};
    TH_PUSH(r->arena, marks->at, marks->n, marks->cap, m);
}

static th_redraw_marks marks_of(reply *r)
{
    th_redraw_marks marks = {0};
    for (size_t i = 0; i < r->n; i++) {
        size_t sheet = sheet_of(r, &r->list[i]->place);
        if (sheet != SIZE_MAX && r->list[i]->place.row != TH_NO_CELL)
            add_mark(r, &marks, r->list[i], sheet);
    }
    return marks;
}

th_status th_feedback_write(th_arena *arena, const th_feedback *in, const char *path, th_str *trouble)
{
    reply r = {.arena = arena, .in = in, .ds = in->ds, .d = in->ds->definition};
    th_output *output = th_output_new(arena, path, trouble);
    if (!output)
        return TH_FAILED;
    th_letterhead letterhead = {.cluster = r.d->cluster,
                                .host = r.d->host,
                                .made_on = r.d->made_on,
                                .period = r.d->period,
                                .contents = TH_STR(SHEET_NAME)};
    th_output_dress(output, &letterhead);
    th_output_describe(output, &(th_about){.mark = TH_MARK_FEEDBACK, .title = SHEET_NAME, .created = in->created});
    gather(&r);
    th_tab *first = th_output_add(output, TH_STR(SHEET_NAME)), *points = NULL;
    bool scored = in->scores && in->unit != TH_NONE && r.d->ncriteria && in->scores->total[in->unit];
    if (scored)
        points = th_output_add(output, TH_STR(POINTS_NAME));
    th_redraw_marks marks = marks_of(&r);
    if (in->book && th_redraw_into(arena, in->book, &(th_redraw_target){output, &r.names}, &marks, trouble) != TH_OK)
        return TH_FAILED;
    first_sheet(&r, first);
    if (points)
        points_sheet(&r, points);
    th_tab_activate(first);
    return th_output_close(output, trouble);
}
