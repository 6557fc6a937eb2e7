/* What has changed, in words. */
#include "report/changed_words.h"

#include "score/score.h"

#include "base/banned.h"

enum { POINT_DECIMALS = 2 };

static const struct {
    const char *vi;
    th_look fill;
} source_statuses[TH_SOURCE_STATUSES] = {
    [TH_SOURCE_ACCEPTED] = {"đã nhận", TH_FILL_GOOD},        [TH_SOURCE_REJECTED] = {"bị loại", TH_FILL_ERROR},
    [TH_SOURCE_REPLACED] = {"bị thay thế", TH_FILL_WARNING}, [TH_SOURCE_WAITING] = {"chờ", TH_FILL_WARNING},
    [TH_SOURCE_WITHDRAWN] = {"đã rút", TH_FILL_WARNING},     [TH_SOURCE_ASIDE] = {"không tính", 0},
    [TH_SOURCE_DOCUMENT] = {"văn bản kèm theo", 0}};

th_str th_source_status_vi(th_source_status status)
{
    return th_str_of(source_statuses[status].vi);
}

th_look th_source_status_fill(th_source_status status)
{
    return source_statuses[status].fill;
}

/* "05/01/2023" */
static th_str day_vi(th_arena *arena, int serial)
{
    int year, month, day;
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%02d/%02d/%04d", day, month, year);
}

th_changed_words th_changed_file(th_arena *arena, const th_dataset *ds, const th_file_change *change)
{
    static const char *const about[TH_FILE_CHANGES] = {[TH_FILE_FIRST] = "đơn vị nộp lần đầu",
                                                       [TH_FILE_ADDED] = "tệp mới",
                                                       [TH_FILE_CHANGED] = "nội dung tệp đã đổi",
                                                       [TH_FILE_STATUS] = "cùng tệp, đổi tình trạng",
                                                       [TH_FILE_GONE] = "không còn trong hộp thư"};
    th_changed_words words = {.about = th_str_of(about[change->kind])};
    uint32_t late = change->unit != TH_NONE && change->now ? th_score_days_late(ds, change->unit) : 0;
    if (change->kind == TH_FILE_FIRST && late)
        words.about = th_str_fmt(arena, TH_FMT ", muộn %u ngày", TH_ARG(words.about), late);
    if (change->now && change->now->reason.len)
        words.about = th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(words.about), TH_ARG(change->now->reason));
    if (change->before)
        words.before = th_source_status_vi(change->before->status);
    if (change->now) {
        words.now = th_source_status_vi(change->now->status);
        words.fill = th_source_status_fill(change->now->status);
    } else {
        words.now = TH_STR("không còn");
        words.fill = TH_FILL_WARNING;
    }
    return words;
}

th_changed_words th_changed_figure(th_arena *arena, const th_definition *d, const th_figure_change *change)
{
    const th_fact *known = change->now ? change->now : change->before;
    const th_str nothing = TH_STR("(trống)");
    th_changed_words words = {.before = change->was.vi, .now = change->is.vi, .fill = TH_FILL_CHANGED};
    if (known->item) {
        words.about = th_str_fmt(arena, "%s, " TH_FMT, change->now ? "dòng mới hoặc đã sửa" : "dòng không còn",
                                 TH_ARG(d->forms[d->columns[known->indicator].form].title));
        return words;
    }
    words.about = d->indicators[known->indicator].label;
    if (known->measure != TH_NOW)
        words.about = th_str_fmt(arena, TH_FMT ", " TH_FMT, TH_ARG(words.about), TH_ARG(th_measure_vi(known->measure)));
    words.before = words.before.len ? words.before : nothing;
    words.now = words.now.len ? words.now : nothing;
    return words;
}

static th_str figures_vi(th_arena *arena, size_t n)
{
    return n ? th_str_fmt(arena, "%zu ô có số liệu", n) : TH_STR("(trống)");
}

th_changed_words th_changed_form(th_arena *arena, const th_definition *d, const th_form_change *change)
{
    return (th_changed_words){.about = change->form == TH_NONE ? TH_STR("mọi biểu của đơn vị")
                                                               : d->forms[change->form].title,
                              .before = figures_vi(arena, change->before),
                              .now = figures_vi(arena, change->now),
                              .fill = change->now ? TH_FILL_GOOD : TH_FILL_WARNING};
}

th_changed_words th_changed_finding(th_arena *arena, const th_finding_change *change)
{
    const th_finding *finding = change->finding;
    th_changed_words words = {.about = finding->vi};
    th_str level = th_finding_level_vi(finding);
    if (change->kind == TH_FINDING_NEW) {
        words.now = th_str_fmt(arena, TH_FMT ", mới", TH_ARG(level));
        words.fill = finding->level >= TH_LEVEL_ERROR ? TH_FILL_ERROR : TH_FILL_WARNING;
    } else if (change->kind == TH_FINDING_MENDED) {
        words.before = level;
        words.now = TH_STR("không còn");
        words.fill = TH_FILL_GOOD;
    } else {
        words.before = level;
        words.now = finding->since ? th_str_fmt(arena, "vẫn còn, từ " TH_FMT, TH_ARG(day_vi(arena, finding->since)))
                                   : TH_STR("vẫn còn");
    }
    return words;
}

static th_str standing_vi(th_arena *arena, const th_rank_held *held)
{
    if (!held || !held->total)
        return TH_STR("chưa có điểm");
    th_str total = th_exact_vi(arena, held->total, POINT_DECIMALS, false);
    if (!held->rank)
        return th_str_fmt(arena, TH_FMT " điểm", TH_ARG(total));
    return th_str_fmt(arena, "thứ %u, " TH_FMT " điểm", held->rank, TH_ARG(total));
}

th_changed_words th_changed_rank(th_arena *arena, const th_definition *d, const th_rank_change *change)
{
    const th_rank_held *known = change->now ? change->now : change->before;
    th_changed_words words = {
        .before = standing_vi(arena, change->before), .now = standing_vi(arena, change->now), .fill = TH_FILL_CHANGED};
    for (size_t row = 0; row < d->nrankings; row++)
        if (th_str_eq(d->rankings[row].code, known->ranking))
            words.about = d->rankings[row].name;
    return words;
}

th_str th_changed_heading(th_arena *arena, const th_dataset *ds, const th_run_changes *changes)
{
    const th_dataset *previous = changes->previous;
    if (!previous)
        return TH_STR("Không có lượt trước: chạy với --previous và tệp mà --outcome của lượt trước đã ghi.");
    th_str when =
        previous->as_of ? th_str_fmt(arena, " (ngày " TH_FMT ")", TH_ARG(day_vi(arena, previous->as_of))) : (th_str){0};
    const char *definition =
        th_str_eq(previous->outcome.definition_hash, ds->outcome.definition_hash) ? "" : " Bộ biểu mẫu đã đổi.";
    const char *ledger =
        th_str_eq(previous->outcome.ledger_hash, ds->outcome.ledger_hash) ? "" : " Sổ ban thư ký đã đổi.";
    const char *program = th_str_eq(previous->outcome.program, ds->outcome.program) ? "" : " Chương trình đã đổi.";
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "So với lượt trước" TH_FMT ": %zu tệp, %zu biểu, %zu số liệu và dòng danh sách, ", TH_ARG(when),
               changes->nfiles, changes->nforms, changes->nfigures);
    th_buf_fmt(&out, "%zu chỗ trong xếp hạng thay đổi; ", changes->nranks);
    th_buf_fmt(&out, "phát hiện: %zu mới, %zu không còn, %zu vẫn còn.%s%s%s", changes->nfindings_of[TH_FINDING_NEW],
               changes->nfindings_of[TH_FINDING_MENDED], changes->nfindings_of[TH_FINDING_OPEN], definition, ledger,
               program);
    return th_buf_str(&out);
}
