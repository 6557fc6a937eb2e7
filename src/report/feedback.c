/* Writes the feedback workbook of one unit: the findings, the points with their reasons, and the unit's own sheets
 * with the cells in question marked. */
#include "report/feedback.h"

#include "check/replies.h"
#include "convert/redraw.h"
#include "draw/pen.h"
#include "draw/validation.h"
#include "report/feedback_columns.h"
#include "report/feedback_slip.h"
#include "report/plan.h"
#include "report/verdict.h"
#include "text/utf8.h"

#include "base/banned.h"

#define SHEET_NAME "PHIẾU PHẢN HỒI"
#define POINTS_NAME "PHIẾU ĐIỂM"
/* What is read on paper, and written there, comes first: up to REPLY it is printed, the rest is for whoever mends the
 * file. */
enum { NUMBER = 0, LEVEL, SHEET, CELL, TEXT, FIX, CHOICE, REPLY, RAW, UNDERSTOOD, RULE, MARK, UNIT, COLUMNS };
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

static bool is_about(const reply *answer, const th_finding *finding)
{
    if (finding->entered) /* about a figure that the secretariat entered: the unit is not to blame */
        return false;
    if (answer->in->unit != TH_NONE && th_str_eq(finding->place.unit, answer->d->units[answer->in->unit].code))
        return true;
    return answer->in->source && finding->place.file.len && th_str_eq(finding->place.file, answer->in->source->file);
}

/* Puts causes first, the grave ones before the others, and what follows from them at the end; otherwise keeps the
 * order. */
static void put_in_order(reply *answer)
{
    const th_finding **ordered = th_arena_array(answer->arena, answer->n + 1, sizeof *ordered);
    size_t n = 0;
    for (int follows = 0; follows < 2; follows++)
        for (int level = TH_LEVEL_BLOCK; level >= TH_LEVEL_NOTE; level--)
            for (size_t i = 0; i < answer->n; i++)
                if ((answer->list[i]->folded.len > 0) == follows && (int)answer->list[i]->level == level)
                    ordered[n++] = answer->list[i];
    answer->list = ordered;
}

static void gather(reply *answer)
{
    for (size_t i = 0; i < answer->ds->findings.n; i++)
        if (is_about(answer, &answer->ds->findings.at[i])) {
            const th_finding *finding = &answer->ds->findings.at[i];
            TH_PUSH(answer->arena, answer->list, answer->n, answer->cap, finding);
        }
    put_in_order(answer);
}

static size_t count_of_level(const reply *answer, th_level level)
{
    size_t n = 0;
    for (size_t i = 0; i < answer->n; i++)
        n += answer->list[i]->level == level && !answer->list[i]->folded.len;
    return n;
}

static const th_fact *fact_at(const reply *answer, const th_place *place)
{
    for (size_t i = 0; place->row != TH_NO_CELL && i < answer->ds->nfacts; i++) {
        const th_fact *f = &answer->ds->facts[i];
        if (f->unit == answer->in->unit && f->row == place->row && f->col == place->col &&
            th_str_eq(f->sheet, place->sheet) &&
            (!place->file.len || th_str_eq(answer->ds->sources[f->source].file, place->file)))
            return f;
    }
    return NULL;
}

/* The forms of a unit may come in several files; this workbook shows the sheets of one. */
static bool is_of_other_file(const reply *answer, const th_place *place)
{
    return place->file.len && answer->in->source && !th_str_eq(place->file, answer->in->source->file);
}

static size_t sheet_of(const reply *answer, const th_place *place)
{
    if (is_of_other_file(answer, place))
        return SIZE_MAX;
    for (size_t i = 0; answer->in->book && place->sheet.len && i < answer->in->book->nsheets; i++)
        if (th_str_eq(answer->in->book->sheets[i].name, place->sheet))
            return i;
    return SIZE_MAX;
}

static th_str sheet_text(const reply *answer, const th_place *place)
{
    if (!is_of_other_file(answer, place))
        return place->sheet;
    return th_str_fmt(answer->arena, TH_FMT " › " TH_FMT, TH_ARG(place->file), TH_ARG(place->sheet));
}

static th_str understood(const reply *answer, const th_finding *finding)
{
    const th_fact *fact = fact_at(answer, &finding->place);
    if (!fact)
        return (th_str){0};
    switch (fact->value.state) {
    case TH_STATE_VALUE: return th_value_vi(answer->arena, &fact->value, th_plan_fact_type(answer->d, fact));
    case TH_STATE_BLANK: return TH_STR("để trống");
    case TH_STATE_UNREADABLE: return fact->value.withheld ? TH_STR("chưa tính") : TH_STR("không hiểu được");
    case TH_STATE_ABSENT:
    default: return (th_str){0};
    }
}

/* ---- the first sheet ---- */

static th_look fill_of_finding(const th_finding *finding)
{
    if (finding->folded.len)
        return TH_INK_GREY;
    if (finding->level >= TH_LEVEL_ERROR)
        return TH_FILL_ERROR;
    return finding->level == TH_LEVEL_WARNING ? TH_FILL_WARNING : 0;
}

/* "05/01/2023 17:00", of "2023-01-05 17:00"; what is no date stays. */
static th_str shown_deadline(th_arena *arena, th_str deadline)
{
    int year, month, day;
    size_t gap = th_str_find(deadline, TH_STR(" "), 0);
    if (!th_date_parse(th_str_sub(deadline, 0, gap), &year, &month, &day))
        return deadline;
    th_str hour = gap == SIZE_MAX ? (th_str){0} : th_str_sub(deadline, gap, deadline.len);
    return th_str_fmt(arena, "%02d/%02d/%04d" TH_FMT, day, month, year, TH_ARG(hour));
}

/* What a unit needs to know that has sent nothing: until when, where to, and whom to ask. */
static th_str nothing_came(const reply *answer)
{
    th_buf out;
    th_buf_init(&out, answer->arena);
    th_buf_add(&out, TH_STR("CỤM CHƯA NHẬN ĐƯỢC TỆP NÀO của đơn vị"));
    th_str deadline = answer->in->unit == TH_NONE ? (th_str){0} : th_score_deadline(answer->ds, answer->in->unit);
    if (deadline.len)
        th_buf_fmt(&out, "; hạn nộp " TH_FMT "%s", TH_ARG(shown_deadline(answer->arena, deadline)),
                   th_score_is_overdue(answer->ds, answer->in->unit) ? " (đã qua)" : "");
    if (answer->d->host.len)
        th_buf_fmt(&out, "; gửi về " TH_FMT, TH_ARG(answer->d->host));
    if (answer->in->contact.len)
        th_buf_fmt(&out, "; hỏi " TH_FMT, TH_ARG(answer->in->contact));
    th_buf_add(&out, TH_STR("."));
    return th_buf_str(&out);
}

static void unit_verdict(th_pen *p, const reply *answer)
{
    size_t errors = count_of_level(answer, TH_LEVEL_ERROR) + count_of_level(answer, TH_LEVEL_BLOCK),
           warnings = count_of_level(answer, TH_LEVEL_WARNING);
    const th_source *source = answer->in->source;
    th_look look = TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_WRAP | TH_LOOK_BORDER, fill = TH_FILL_GOOD;
    th_str text = TH_STR("ĐÃ NHẬN, KHÔNG CÓ GÌ PHẢI SỬA. Cảm ơn đơn vị.");
    if (!source) {
        text = nothing_came(answer);
        fill = TH_FILL_ERROR;
    } else if (source->status == TH_SOURCE_REJECTED) {
        text = th_str_fmt(answer->arena, "KHÔNG NHẬN: tệp này chưa dùng được. " TH_FMT, TH_ARG(source->reason));
        fill = TH_FILL_ERROR;
    } else if (errors) {
        text = th_str_fmt(answer->arena, "ĐÃ NHẬN, CÒN %zu LỖI PHẢI SỬA%s.", errors,
                          warnings
                              ? th_str_cstr(answer->arena,
                                            th_str_fmt(answer->arena, " và %zu điểm cần sửa hoặc giải trình", warnings))
                              : "");
        fill = TH_FILL_ERROR;
    } else if (warnings) {
        text = th_str_fmt(answer->arena, "ĐÃ NHẬN, CÒN %zu ĐIỂM CẦN SỬA HOẶC GIẢI TRÌNH.", warnings);
        fill = TH_FILL_WARNING;
    }
    th_pen_merge(p, th_across(VERDICT, 0, REPLY), text, look | fill);
}

/* "So với lần trước: đã sửa 4 trong 6, thêm 1": what the last run said that a unit had to mend or explain. */
static void add_mended(const reply *answer, th_buf *out)
{
    size_t of[3] = {0};
    const th_run_changes *changes = answer->in->changes;
    for (size_t i = 0; changes && answer->in->unit != TH_NONE && i < changes->nfindings; i++) {
        const th_finding *finding = changes->findings[i].finding;
        if (finding->level >= TH_LEVEL_WARNING && !finding->entered &&
            th_str_eq(finding->place.unit, answer->d->units[answer->in->unit].code))
            of[changes->findings[i].kind]++;
    }
    if (of[TH_FINDING_MENDED] + of[TH_FINDING_OPEN])
        th_buf_fmt(out, "%sso với lần trước: đã sửa %zu trong %zu", out->len ? " · " : "", of[TH_FINDING_MENDED],
                   of[TH_FINDING_MENDED] + of[TH_FINDING_OPEN]);
    if (of[TH_FINDING_NEW] && of[TH_FINDING_MENDED] + of[TH_FINDING_OPEN])
        th_buf_fmt(out, ", thêm %zu", of[TH_FINDING_NEW]);
}

/* What became of the explanations: accepted, or waiting. */
static void add_accepted(const reply *answer, th_buf *out)
{
    size_t accepted = 0, waiting = th_replies_waiting(answer->ds, answer->in->unit);
    for (size_t i = 0; i < answer->n; i++)
        accepted += answer->list[i]->explanation.len > 0;
    if (accepted)
        th_buf_fmt(out, "%s%zu giải trình đã được nhận (ghi ở cột giải trình)", out->len ? " · " : "", accepted);
    if (waiting)
        th_buf_fmt(out, "%s%zu đề nghị giải trình của đơn vị đang chờ Ban thư ký xem", out->len ? " · " : "", waiting);
}

static void about_file(th_pen *p, const reply *answer)
{
    const th_source *source = answer->in->source;
    th_buf out;
    th_buf_init(&out, answer->arena);
    if (source) {
        th_buf_fmt(&out, "Tệp: " TH_FMT, TH_ARG(source->file));
        if (source->sha256.len)
            th_buf_fmt(&out, " · SHA-256 " TH_FMT "…", TH_ARG(th_str_sub(source->sha256, 0, SHOWN_HASH)));
        const th_receipt *receipt = th_dataset_receipt(answer->ds, source);
        if (receipt && receipt->time.len)
            th_buf_fmt(&out, " · nhận lúc " TH_FMT, TH_ARG(receipt->time));
        th_buf_fmt(&out, " · đọc được %u biểu, %u ô", source->forms, source->cells);
        for (size_t i = 0; i < answer->ds->nsources; i++) {
            const th_source *other = &answer->ds->sources[i];
            if (other != source && other->unit == source->unit && other->status == TH_SOURCE_ACCEPTED)
                th_buf_fmt(&out, " · còn tệp " TH_FMT " (%u biểu được tính)", TH_ARG(other->file),
                           th_dataset_source_forms(answer->ds, other));
        }
    }
    add_mended(answer, &out);
    add_accepted(answer, &out);
    th_pen_merge(p, th_across(FILE_ROW, 0, REPLY), th_buf_str(&out), TH_LOOK_WRAP);
    th_pen_merge(
        p, th_across(HOW, 0, REPLY),
        answer->n
            ? TH_STR("Cách làm: bấm vào cột Ô để tới chỗ cần xem (ô được tô màu, rê chuột để đọc lý do); sửa trong "
                     "tệp của đơn vị, lưu rồi gửi lại. Cột “" TH_FEEDBACK_CHOICE "”: chọn “" TH_FEEDBACK_MENDED
                     "” hoặc “" TH_FEEDBACK_STANDS
                     "”; nếu số liệu đúng, ghi lý do vào cột bên cạnh (ô vàng) và gửi lại phiếu này; "
                     "số liệu sửa trong phiếu không được đọc.")
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

static void offer_choice(th_tab *tab, uint32_t row)
{
    static const char *const words[] = {TH_FEEDBACK_MENDED, TH_FEEDBACK_STANDS, NULL};
    th_tab_validate(tab, th_across(row, CHOICE, CHOICE),
                    &(th_validation){.kind = TH_VALID_OF_WORDS,
                                     .words = words,
                                     .title = TH_FEEDBACK_CHOICE,
                                     .hint = "Chọn “đã sửa”, hoặc “số đúng” rồi ghi lý do ở cột bên phải.",
                                     .warning_title = "Xem lại",
                                     .warning = "Chỉ chọn một trong hai; lý do ghi ở cột bên phải. Vẫn ghi?"});
}

static void answer_row(th_pen *p, const reply *answer, uint32_t row, size_t i)
{
    const th_finding *finding = answer->list[i];
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_pen_number(p, row, NUMBER, (double)i + 1, (th_style){middle, "0"});
    th_pen_text(p, row, LEVEL, th_text_capital(answer->arena, th_finding_level_vi(finding)),
                middle | TH_LOOK_BOLD | fill_of_finding(finding));
    th_pen_text(p, row, SHEET, sheet_text(answer, &finding->place), text);
    finding_place(p, answer, row, finding);
    th_pen_text(p, row, RAW, finding->raw, text);
    th_pen_text(p, row, UNDERSTOOD, understood(answer, finding), text);
    th_pen_text(p, row, RULE, finding->rule, middle);
    th_str problem = finding->folded.len ? th_str_fmt(answer->arena, "Hệ quả của " TH_FMT ". " TH_FMT,
                                                      TH_ARG(finding->folded), TH_ARG(finding->vi))
                                         : finding->vi;
    th_pen_text(p, row, TEXT, problem, text);
    th_words remedy = th_finding_remedy(answer->arena, finding, TH_FOR_UNIT);
    th_pen_text(p, row, FIX, th_text_capital(answer->arena, remedy.vi), text);
    bool marked = finding->level >= TH_LEVEL_WARNING || finding->explanation.len;
    th_pen_text(p, row, MARK, marked ? finding->mark : (th_str){0}, middle | TH_INK_GREY);
    bool may_explain = finding->mark.len && finding->level >= TH_LEVEL_WARNING && !finding->folded.len;
    th_str words = finding->explanation.len ? finding->explanation : th_replies_of_finding(answer->ds, finding);
    th_pen_text(p, row, REPLY, words, text | (may_explain ? TH_FILL_INPUT : 0));
    th_pen_text(p, row, CHOICE, (th_str){0}, middle | (may_explain ? TH_FILL_INPUT : 0));
    if (may_explain)
        offer_choice(p->tab, row);
    if (answer->in->unit != TH_NONE)
        th_pen_text(p, row, UNIT, answer->d->units[answer->in->unit].code, middle | TH_INK_GREY);
}

/* Rows of Kiến nghị of the unit, with the answers.  Returns the row after them. */
static uint32_t petitions_block(th_pen *p, const reply *answer, uint32_t row)
{
    bool headed = false;
    for (size_t i = 0; i < answer->d->npetitions; i++) {
        const th_petition *petition = &answer->d->petitions[i];
        if (petition->unit != answer->in->unit)
            continue;
        if (!headed) {
            th_pen_text(p, row++, 0, TH_STR("Kiến nghị và trả lời"), TH_LOOK_BOLD | TH_LOOK_LARGE);
            th_pen_merge(p, th_across(row, 0, CELL), TH_STR("Tiêu chí"), TH_LOOK_HEADER);
            th_pen_text(p, row, TEXT, TH_STR("Nội dung"), TH_LOOK_HEADER);
            th_pen_text(p, row, FIX, TH_STR("Trả lời"), TH_LOOK_HEADER);
            th_pen_text(p, row++, RAW, TH_STR("Ai, ngày"), TH_LOOK_HEADER);
        }
        headed = true;
        th_str about = petition->criterion == TH_NONE ? TH_STR("chung") : answer->d->criteria[petition->criterion].code;
        th_str who = th_str_fmt(answer->arena, TH_FMT "%s" TH_FMT, TH_ARG(petition->who),
                                petition->who.len && petition->date.len ? ", " : "", TH_ARG(petition->date));
        th_look cell = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL;
        th_pen_merge(p, th_across(row, 0, CELL), about, cell);
        th_pen_text(p, row, TEXT, petition->subject, cell | TH_LOOK_WRAP);
        th_pen_text(p, row, FIX, petition->answer.len ? petition->answer : TH_STR("chưa trả lời"), cell);
        th_pen_text(p, row++, RAW, who, cell);
    }
    return headed ? row + 1 : row;
}

/* What a figure adds to the control figure of its form, by which both sides compare on the telephone: numbers of this
 * year. */
static const th_exact *control_figure(const reply *answer, const th_fact *fact)
{
    bool counts = !fact->item && fact->measure == TH_NOW && fact->value.state == TH_STATE_VALUE && fact->value.num &&
                  th_type_is_number(answer->d->indicators[fact->indicator].type);
    return counts ? th_value_printed(&fact->value) : th_exact_int(answer->arena, 0);
}

/* A receipt: which forms were found, and how many figures.  Returns the row after them. */
static uint32_t forms_read(th_pen *p, const reply *answer, uint32_t row)
{
    static const char *const labels[] = {"Biểu", "Trang", "Số liệu đã đọc", "Còn trống", "Cộng cột Năm nay"};
    if (answer->in->unit == TH_NONE || !answer->in->source || answer->in->source->status != TH_SOURCE_ACCEPTED)
        return row;
    th_pen_text(p, row++, 0, TH_STR("Các biểu đã đọc"), TH_LOOK_BOLD | TH_LOOK_LARGE);
    th_pen_merge(p, th_across(row, 0, CELL), th_str_of(labels[0]), TH_LOOK_HEADER);
    th_pen_text(p, row, TEXT, th_str_of(labels[1]), TH_LOOK_HEADER);
    th_pen_text(p, row, FIX, th_str_of(labels[2]), TH_LOOK_HEADER);
    th_pen_text(p, row, RAW, th_str_of(labels[3]), TH_LOOK_HEADER);
    th_pen_text(p, row, UNDERSTOOD, th_str_of(labels[4]), TH_LOOK_HEADER);
    row++;
    for (uint32_t shown = 0; shown < answer->d->nforms; shown++, row++) {
        size_t filled = 0, blank = 0;
        th_str sheet = {0};
        const th_exact *sum = th_exact_int(answer->arena, 0);
        for (size_t i = 0; i < answer->ds->nfacts; i++) {
            const th_fact *fact = &answer->ds->facts[i];
            uint32_t form =
                fact->item ? answer->d->columns[fact->indicator].form : answer->d->indicators[fact->indicator].form;
            if (fact->unit != answer->in->unit || form != shown)
                continue;
            sheet = fact->sheet;
            filled += fact->value.state == TH_STATE_VALUE;
            blank += fact->value.state == TH_STATE_BLANK;
            sum = th_exact_add(answer->arena, sum, control_figure(answer, fact));
        }
        th_pen_merge(p, th_across(row, 0, CELL), answer->d->forms[shown].title, TH_LOOK_CELL | TH_LOOK_WRAP);
        th_pen_text(p, row, TEXT, sheet.len ? sheet : TH_STR("không có"), TH_LOOK_CELL);
        th_pen_number(p, row, FIX, (double)filled, (th_style){TH_LOOK_MIDDLE, "#,##0"});
        th_pen_number(p, row, RAW, (double)blank, (th_style){TH_LOOK_MIDDLE, "#,##0"});
        th_pen_exact(p, row, UNDERSTOOD, sum, (th_style){TH_LOOK_FIGURE, "#,##0.##"});
    }
    return row;
}

static void first_sheet(const reply *answer, th_tab *tab)
{
    static const char *const labels[COLUMNS] = {"STT",
                                                "Mức",
                                                "Trang",
                                                "Ô",
                                                TH_FEEDBACK_TEXT,
                                                "Cách sửa",
                                                TH_FEEDBACK_CHOICE,
                                                TH_FEEDBACK_REPLY,
                                                "Ghi trong tệp",
                                                "Đã hiểu là",
                                                TH_FEEDBACK_RULE,
                                                TH_FEEDBACK_MARK,
                                                TH_FEEDBACK_UNIT};
    static const double widths[COLUMNS] = {4, 8, 11, 6, 38, 29, 11, 22, 16, 15, 9, 10, 9};
    th_pen p = th_pen_over(tab);
    th_pen_widths(&p, widths, COLUMNS);
    th_tab_width(tab, UNIT, UNIT, widths[UNIT], true);
    th_str unit = answer->in->unit == TH_NONE ? TH_STR("chưa rõ đơn vị") : answer->d->units[answer->in->unit].name;
    th_pen_heading(&p, th_str_fmt(answer->arena, TH_FEEDBACK_TITLE "%d", answer->d->period),
                   th_str_fmt(answer->arena, TH_FEEDBACK_TO TH_FMT, TH_ARG(unit)), REPLY);
    unit_verdict(&p, answer);
    about_file(&p, answer);
    th_pen_header(&p, HEAD, labels, COLUMNS);
    for (size_t i = 0; i < answer->n; i++)
        answer_row(&p, answer, FIRST + (uint32_t)i, i);
    uint32_t row = FIRST + (uint32_t)answer->n;
    if (!answer->n)
        th_pen_merge(&p, (th_area){row++, 0, FIRST, REPLY}, TH_STR("Không có phát hiện nào."),
                     TH_LOOK_CELL | TH_LOOK_CENTER);
    else
        th_tab_filter(tab, (th_area){HEAD, 0, row - 1, UNIT});
    row = forms_read(&p, answer, petitions_block(&p, answer, row + 1));
    th_tab_repeat(tab, HEAD, HEAD);
    th_tab_freeze(tab, HEAD + 1, 0);
    th_tab_print_area(tab, (th_area){0, 0, row, REPLY});
    th_pen_page_upright(&p);
}

/* ---- the unit's own sheets ---- */

static uint32_t mark_colour(th_level level)
{
    if (level >= TH_LEVEL_ERROR)
        return RED;
    return level == TH_LEVEL_WARNING ? AMBER : BLUE;
}

static void add_mark(reply *answer, th_redraw_marks *marks, const th_finding *finding, size_t sheet)
{
    th_words remedy = th_finding_remedy(answer->arena, finding, TH_FOR_UNIT);
    th_str said =
        th_str_fmt(answer->arena, TH_FMT " " TH_FMT ": " TH_FMT "%s" TH_FMT,
                   TH_ARG(th_text_capital(answer->arena, th_finding_level_vi(finding))), TH_ARG(finding->rule),
                   TH_ARG(finding->vi), remedy.vi.len ? "\nCách sửa: " : "", TH_ARG(remedy.vi));
    for (size_t i = 0; i < marks->n; i++) {
        th_redraw_mark *mark = &marks->at[i];
        if (mark->sheet != sheet || mark->row != finding->place.row || mark->col != finding->place.col)
            continue;
        if (th_utf8_count(mark->comment) < 1500) /* findings come grave first: the colour stays */
            mark->comment = th_str_fmt(answer->arena, TH_FMT "\n\n" TH_FMT, TH_ARG(mark->comment), TH_ARG(said));
        return;
    }
    if (marks->n == MOST_MARKS) /* the list on the first sheet is whole */
        return;
    th_redraw_mark mark = {sheet, finding->place.row, finding->place.col, mark_colour(finding->level), said};
    TH_PUSH(answer->arena, marks->at, marks->n, marks->cap, mark);
}

static th_redraw_marks marks_of(reply *answer)
{
    th_redraw_marks marks = {0};
    for (size_t i = 0; i < answer->n; i++) {
        size_t sheet = sheet_of(answer, &answer->list[i]->place);
        if (sheet != SIZE_MAX && answer->list[i]->place.row != TH_NO_CELL)
            add_mark(answer, &marks, answer->list[i], sheet);
    }
    return marks;
}

th_status th_feedback_write(th_arena *arena, const th_feedback *in, th_drawn *to, th_trouble *trouble)
{
    reply answer = {.arena = arena, .in = in, .ds = in->ds, .d = in->ds->definition};
    th_output *output = th_output_new(arena, to->path, trouble);
    if (!output)
        return TH_FAILED;
    th_letterhead letterhead = {.cluster = answer.d->cluster,
                                .host = answer.d->host,
                                .made_on = answer.d->made_on,
                                .period = answer.d->period,
                                .contents = TH_STR(SHEET_NAME)};
    th_output_dress(output, &letterhead);
    th_output_describe(output, &(th_about){.mark = TH_MARK_FEEDBACK, .title = SHEET_NAME, .created = in->created});
    gather(&answer);
    th_tab *first = th_output_add(output, TH_STR(SHEET_NAME)), *points = NULL;
    bool scored = in->scores && in->unit != TH_NONE && answer.d->ncriteria && in->scores->totals[in->unit].total;
    if (scored)
        points = th_output_add(output, TH_STR(POINTS_NAME));
    th_redraw_marks marks = marks_of(&answer);
    if (in->book &&
        th_redraw_into(arena, in->book, &(th_redraw_target){output, &answer.names}, &marks, trouble) != TH_OK)
        return TH_FAILED;
    first_sheet(&answer, first);
    if (points)
        th_feedback_slip(arena, in, points);
    th_tab_activate(first);
    th_status status = th_output_close(output, trouble);
    to->bytes = th_output_bytes(output);
    return status;
}
