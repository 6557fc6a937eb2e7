/* Gathers what is said in the morning. */
#include "report/brief.h"

#include "check/replies.h"
#include "report/changed_words.h"

#include "base/banned.h"

th_str th_call_words(th_call call)
{
    static const char *const words[TH_CALLS] = {[TH_CALL_UNSENT] = "Chưa gửi",
                                                [TH_CALL_UNREADABLE] = "Đã gửi, chưa đọc được",
                                                [TH_CALL_ERRORS] = "Có lỗi hoặc thiếu biểu",
                                                [TH_CALL_WARNINGS] = "Có cảnh báo"};
    return th_str_of(words[call]);
}

th_str th_brief_deadline(const th_brief *brief, uint32_t unit)
{
    int year, month, day;
    th_str stated = th_score_deadline(brief->r->ds, unit);
    size_t gap = th_str_find(stated, TH_STR(" "), 0);
    th_str date = th_str_sub(stated, 0, gap), clock = {0};
    if (gap != SIZE_MAX)
        clock = th_str_sub(stated, gap + 1, stated.len);
    if (!th_date_parse(date, &year, &month, &day))
        return stated;
    return th_str_fmt(brief->r->arena, TH_FMT "%s%02d/%02d/%d", TH_ARG(clock), clock.len ? " " : "", day, month, year);
}

/* Units may be many, and so may findings: each is looked at once. */
static void sort_by_unit(th_brief *brief)
{
    const th_report *r = brief->r;
    const th_findings *findings = &r->ds->findings;
    uint32_t *units = th_arena_array(r->arena, findings->n, sizeof *units);
    brief->of_units = th_arena_array(r->arena, findings->n, sizeof *brief->of_units);
    brief->first_of = th_arena_array(r->arena, (size_t)r->nunits + 2, sizeof *brief->first_of);
    for (size_t i = 0; i < findings->n; i++) {
        th_str code = findings->at[i].place.unit;
        units[i] = code.len ? th_definition_unit(r->d, code) : TH_NONE;
        if (units[i] != TH_NONE)
            brief->first_of[units[i] + 2]++;
    }
    for (uint32_t u = 0; u < r->nunits; u++)
        brief->first_of[u + 2] += brief->first_of[u + 1];
    for (size_t i = 0; i < findings->n; i++)
        if (units[i] != TH_NONE)
            brief->of_units[brief->first_of[units[i] + 1]++] = &findings->at[i];
}

/* ---- whom to call ---- */

static th_call call_of(const th_situation *unit)
{
    if (unit->closed)
        return TH_CALLS;
    if (!unit->source && (unit->rejected || unit->unopened.len))
        return TH_CALL_UNREADABLE;
    if (!unit->source) /* what waits for the secretariat is not for the unit to mend */
        return unit->held ? TH_CALLS : TH_CALL_UNSENT;
    if (unit->level[TH_LEVEL_BLOCK] || unit->level[TH_LEVEL_ERROR] || unit->missing)
        return TH_CALL_ERRORS;
    return unit->level[TH_LEVEL_WARNING] ? TH_CALL_WARNINGS : TH_CALLS;
}

/* "; xem trước: bieu.xlsx › B07 › G12 (KT-012)": the gravest finding of the unit, without its words. */
static th_str first_place(const th_brief *brief, uint32_t unit)
{
    const th_report *r = brief->r;
    const th_finding *gravest = NULL;
    for (size_t i = brief->first_of[unit]; i < brief->first_of[unit + 1]; i++) {
        const th_finding *finding = brief->of_units[i];
        if (finding->entered || !th_finding_is_open(finding) || finding->level < TH_LEVEL_WARNING ||
            !finding->place.file.len)
            continue;
        if (!gravest || finding->level > gravest->level)
            gravest = finding;
    }
    if (!gravest)
        return (th_str){0};
    th_str cell = th_cell_name(r->arena, gravest->place.row, gravest->place.col);
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_fmt(&out, "; xem trước: " TH_FMT, TH_ARG(gravest->place.file));
    if (gravest->place.sheet.len)
        th_buf_fmt(&out, " › " TH_FMT, TH_ARG(gravest->place.sheet));
    if (cell.len)
        th_buf_fmt(&out, " › " TH_FMT, TH_ARG(cell));
    th_buf_fmt(&out, " (" TH_FMT ")", TH_ARG(gravest->rule));
    return th_buf_str(&out);
}

static th_str counts_of(const th_brief *brief, const th_situation *unit)
{
    size_t errors = unit->level[TH_LEVEL_ERROR] + unit->level[TH_LEVEL_BLOCK];
    th_buf out;
    th_buf_init(&out, brief->r->arena);
    if (unit->missing)
        th_buf_fmt(&out, "thiếu %u biểu", unit->missing);
    if (errors)
        th_buf_fmt(&out, "%s%zu lỗi", out.len ? ", " : "", errors);
    if (unit->level[TH_LEVEL_WARNING])
        th_buf_fmt(&out, "%s%zu cảnh báo", out.len ? ", " : "", unit->level[TH_LEVEL_WARNING]);
    return th_buf_str(&out);
}

static void find_calls(th_brief *brief)
{
    const th_report *r = brief->r;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_situation *unit = &brief->units[u];
        th_call call = call_of(unit);
        if (call == TH_CALLS)
            continue;
        th_str why = brief->words[u], deadline = th_brief_deadline(brief, u);
        if (call >= TH_CALL_ERRORS)
            why = th_str_fmt(r->arena, TH_FMT TH_FMT, TH_ARG(counts_of(brief, unit)), TH_ARG(first_place(brief, u)));
        else if (call == TH_CALL_UNSENT && deadline.len)
            why = th_str_fmt(r->arena, TH_FMT ", hạn " TH_FMT, TH_ARG(why), TH_ARG(deadline));
        th_strs_add(&brief->calls[call], r->arena,
                    th_str_fmt(r->arena, TH_FMT ": " TH_FMT, TH_ARG(r->d->units[u].name), TH_ARG(why)));
    }
}

/* ---- what has changed ---- */

static th_str name_of_unit(const th_brief *brief, uint32_t unit)
{
    return unit == TH_NONE ? TH_STR("chưa rõ") : brief->r->d->units[unit].name;
}

static void note_change(th_brief *brief, th_brief_change change)
{
    TH_PUSH(brief->r->arena, brief->changes, brief->nchanges, brief->changes_cap, change);
}

static void add_files(th_brief *brief, const th_run_changes *changes)
{
    const th_report *r = brief->r;
    for (size_t i = 0; i < changes->nfiles; i++) {
        const th_file_change *change = &changes->files[i];
        th_source now;
        th_file_change plain = *change;
        if (change->now) {
            /* Why a file does not count names who decided it. */
            now = *change->now;
            now.reason = (th_str){0};
            plain.now = &now;
        }
        th_changed_words words = th_changed_file(r->arena, r->ds, &plain);
        th_str file = change->now ? change->now->file : change->before->file;
        note_change(brief, (th_brief_change){
                               .kind = TH_STR("Tệp"),
                               .unit = name_of_unit(brief, change->unit),
                               .about = th_str_fmt(r->arena, TH_FMT ": " TH_FMT, TH_ARG(file), TH_ARG(words.about.vi)),
                               .before = words.before.vi,
                               .now = words.now.vi,
                               .fill = words.fill});
    }
}

static void add_forms_changed(th_brief *brief, const th_run_changes *changes)
{
    const th_report *r = brief->r;
    for (size_t i = 0; i < changes->nforms; i++) {
        const th_form_change *change = &changes->forms[i];
        th_changed_words words = th_changed_form(r->arena, r->d, change);
        note_change(brief, (th_brief_change){.kind = TH_STR("Số liệu"),
                                             .unit = name_of_unit(brief, change->unit),
                                             .about = words.about.vi,
                                             .before = words.before.vi,
                                             .now = words.now.vi,
                                             .fill = words.fill});
    }
}

/* What is no figure may be the name of a person. */
static th_str figure_told(const th_fact *fact, th_str shown)
{
    if (!fact || fact->value.state != TH_STATE_VALUE)
        return TH_STR("(trống)");
    return fact->value.num ? shown : TH_STR("(chữ)");
}

static void note_figures(th_brief *brief, const th_run_changes *changes)
{
    const th_report *r = brief->r;
    for (size_t i = 0; i < changes->nfigures; i++) {
        const th_figure_change *change = &changes->figures[i];
        const th_fact *known = change->now ? change->now : change->before;
        if (known->item)
            continue;
        th_changed_words words = th_changed_figure(r->arena, r->d, change);
        note_change(brief, (th_brief_change){.kind = TH_STR("Số liệu"),
                                             .unit = name_of_unit(brief, change->unit),
                                             .about = th_str_fmt(r->arena, TH_FMT " " TH_FMT,
                                                                 TH_ARG(r->d->indicators[known->indicator].code),
                                                                 TH_ARG(words.about.vi)),
                                             .before = figure_told(change->before, words.before.vi),
                                             .now = figure_told(change->now, words.now.vi),
                                             .fill = words.fill});
    }
}

/* Rows of lists are counted, by unit and form. */
static void add_rows(th_brief *brief, const th_run_changes *changes)
{
    const th_report *r = brief->r;
    size_t *rows = th_arena_array(r->arena, r->nunits * r->d->nforms, sizeof *rows);
    for (size_t i = 0; i < changes->nfigures; i++) {
        const th_figure_change *change = &changes->figures[i];
        const th_fact *known = change->now ? change->now : change->before;
        if (known->item && change->unit != TH_NONE)
            rows[change->unit * r->d->nforms + r->d->columns[known->indicator].form]++;
    }
    for (uint32_t u = 0; u < r->nunits; u++)
        for (size_t form = 0; form < r->d->nforms; form++)
            if (rows[u * r->d->nforms + form])
                note_change(brief, (th_brief_change){.kind = TH_STR("Danh sách"),
                                                     .unit = r->d->units[u].name,
                                                     .about = r->d->forms[form].title,
                                                     .now = th_str_fmt(r->arena, "%zu dòng thêm, sửa hoặc bỏ",
                                                                       rows[u * r->d->nforms + form]),
                                                     .fill = TH_FILL_CHANGED});
}

static void add_findings_changed(th_brief *brief, const th_run_changes *changes, th_finding_change_kind kind)
{
    const th_report *r = brief->r;
    for (size_t i = 0; i < changes->nfindings; i++) {
        const th_finding *finding = changes->findings[i].finding;
        if (changes->findings[i].kind != kind || finding->level < TH_LEVEL_WARNING)
            continue;
        uint32_t unit = th_definition_unit(r->d, finding->place.unit);
        th_changed_words words = th_changed_finding(r->arena, &changes->findings[i]);
        th_str cell = th_cell_name(r->arena, finding->place.row, finding->place.col);
        th_buf about;
        th_buf_init(&about, r->arena);
        th_buf_add(&about, finding->rule);
        const th_str places[] = {finding->place.file, finding->place.sheet, cell};
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (places[k].len)
                th_buf_fmt(&about, "%s" TH_FMT, k ? " › " : " · ", TH_ARG(places[k]));
        note_change(brief, (th_brief_change){.kind = TH_STR("Phát hiện"),
                                             .unit = unit == TH_NONE ? (th_str){0} : r->d->units[unit].name,
                                             .about = th_buf_str(&about),
                                             .before = words.before.vi,
                                             .now = words.now.vi,
                                             .fill = words.fill});
    }
}

static void find_changes(th_brief *brief)
{
    const th_report *r = brief->r;
    const th_run_changes *changes = r->in->changes;
    if (!changes || !changes->previous) {
        brief->heading = TH_STR("Không có lượt trước để so sánh.");
        return;
    }
    brief->heading = th_changed_heading(r->arena, r->ds, changes).vi;
    add_files(brief, changes);
    add_forms_changed(brief, changes);
    note_figures(brief, changes);
    add_rows(brief, changes);
    add_findings_changed(brief, changes, TH_FINDING_NEW);
    add_findings_changed(brief, changes, TH_FINDING_MENDED);
}

/* ---- what waits ---- */

static void find_waiting(th_brief *brief, const th_waiting_rows *rows)
{
    const th_report *r = brief->r;
    const th_open_points *open = &r->in->scores->open;
    size_t petitions = 0;
    for (size_t i = 0; i < r->d->npetitions; i++)
        petitions += !r->d->petitions[i].answer.len;
    const th_brief_wait all[TH_BRIEF_WAITS] = {
        {rows->files, "tệp gửi sau hạn, hoặc trái số với tệp khác, chờ nhận"},
        {r->ds->nby_phone, "dòng điều chỉnh theo điện thoại chờ đơn vị xác nhận bằng tệp hoặc văn bản"},
        {r->ds->nsuspended, "dòng điều chỉnh tạm ngưng, chờ hỏi lại"},
        {r->d->nset_aside, "dòng đã nhập chưa dùng được"},
        {petitions, "kiến nghị chưa trả lời"},
        {rows->reasons, "đề nghị giải trình chờ xem"},
        {th_replies_of_state(r->ds, TH_REPLY_UNPLACED), "lời giải trình chưa gắn được với phát hiện nào"},
        {rows->scores, "dòng Cụm chấm ghi sẵn, chờ xem rồi chép vào sổ"},
        {open->to_confirm, "ô có điểm máy tính chờ Cụm xác nhận"},
        {open->to_score, "ô Cụm chưa chấm"},
    };
    enum { DECISIONS = 7 }; /* points follow */
    for (size_t i = 0; i < TH_BRIEF_WAITS; i++) {
        if (all[i].n)
            brief->waits[brief->nwaits++] = all[i];
        brief->decisions += i < DECISIONS ? all[i].n : 0;
    }
}

th_brief *th_brief_make(th_arena *arena, const th_report_input *input, const th_waiting_rows *waiting)
{
    th_brief *brief = th_arena_alloc(arena, sizeof *brief);
    th_report *r = th_arena_alloc(arena, sizeof *r);
    *r = (th_report){.arena = arena, .in = input, .ds = input->ds, .d = input->ds->definition};
    th_plan_make(r);
    brief->r = r;
    brief->units = th_situations_of(r);
    brief->words = th_arena_array(arena, r->nunits, sizeof *brief->words);
    for (uint32_t u = 0; u < r->nunits; u++) {
        brief->in += brief->units[u].source != NULL;
        brief->words[u] = brief->units[u].closed ? TH_STR("không xếp hạng (trang Đóng)") : brief->units[u].word;
    }
    brief->figures = th_situations_verdict(r, brief->units);
    brief->ranking = th_verdict_ranking_without_points(r);
    sort_by_unit(brief);
    find_calls(brief);
    find_changes(brief);
    find_waiting(brief, waiting);
    return brief;
}
