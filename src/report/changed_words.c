/* What has changed, in words. */
#include "report/changed_words.h"

#include "score/score.h"

#include "base/banned.h"

enum { POINT_DECIMALS = 2 };

static const struct {
    const char *vi, *en;
    th_look fill;
} source_statuses[TH_SOURCE_STATUSES] = {[TH_SOURCE_ACCEPTED] = {"đã nhận", "accepted", TH_FILL_GOOD},
                                         [TH_SOURCE_REJECTED] = {"bị loại", "refused", TH_FILL_ERROR},
                                         [TH_SOURCE_REPLACED] = {"bị thay thế", "replaced", TH_FILL_WARNING},
                                         [TH_SOURCE_WAITING] = {"chờ", "waiting", TH_FILL_WARNING},
                                         [TH_SOURCE_WITHDRAWN] = {"đã rút", "withdrawn", TH_FILL_WARNING},
                                         [TH_SOURCE_ASIDE] = {"không tính", "set aside", 0},
                                         [TH_SOURCE_DOCUMENT] = {"văn bản kèm theo", "accompanying document", 0}};

th_words th_source_status_words(th_source_status status)
{
    return (th_words){th_str_of(source_statuses[status].vi), th_str_of(source_statuses[status].en)};
}

th_look th_source_status_fill(th_source_status status)
{
    return source_statuses[status].fill;
}

/* "05/01/2023"; in English "2023-01-05" */
static th_words day_words(th_arena *arena, int serial)
{
    int year, month, day;
    th_date_of_serial(serial, &year, &month, &day);
    return (th_words){th_str_fmt(arena, "%02d/%02d/%04d", day, month, year),
                      th_str_fmt(arena, "%04d-%02d-%02d", year, month, day)};
}

th_changed_words th_changed_file(th_arena *arena, const th_dataset *ds, const th_file_change *change)
{
    static const struct {
        const char *vi, *en;
    } about[TH_FILE_CHANGES] = {[TH_FILE_FIRST] = {"đơn vị nộp lần đầu", "the first of the unit"},
                                [TH_FILE_ADDED] = {"tệp mới", "a new file"},
                                [TH_FILE_CHANGED] = {"nội dung tệp đã đổi", "the content of the file changed"},
                                [TH_FILE_STATUS] = {"cùng tệp, đổi tình trạng", "the same file, another status"},
                                [TH_FILE_GONE] = {"không còn trong hộp thư", "no longer in the inbox"}};
    th_changed_words words = {.about = {th_str_of(about[change->kind].vi), th_str_of(about[change->kind].en)}};
    uint32_t late = change->unit != TH_NONE && change->now ? th_score_days_late(ds, change->unit) : 0;
    if (change->kind == TH_FILE_FIRST && late)
        words.about = (th_words){th_str_fmt(arena, TH_FMT ", muộn %u ngày", TH_ARG(words.about.vi), late),
                                 th_str_fmt(arena, TH_FMT ", %u days late", TH_ARG(words.about.en), late)};
    if (change->now && change->now->reason.len) /* which is there in Vietnamese only */
        words.about =
            (th_words){th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(words.about.vi), TH_ARG(change->now->reason)),
                       th_str_fmt(arena, TH_FMT ": “" TH_FMT "”", TH_ARG(words.about.en), TH_ARG(change->now->reason))};
    if (change->before)
        words.before = th_source_status_words(change->before->status);
    if (change->now) {
        words.now = th_source_status_words(change->now->status);
        words.fill = th_source_status_fill(change->now->status);
    } else {
        words.now = TH_WORDS_ARE("không còn", "gone");
        words.fill = TH_FILL_WARNING;
    }
    return words;
}

th_changed_words th_changed_figure(th_arena *arena, const th_definition *d, const th_figure_change *change)
{
    const th_fact *known = change->now ? change->now : change->before;
    const th_words nothing = TH_WORDS_ARE("(trống)", "(blank)");
    th_changed_words words = {.before = change->was, .now = change->is, .fill = TH_FILL_CHANGED};
    if (known->item) {
        th_str title = d->forms[d->columns[known->indicator].form].title;
        if (change->now)
            words.about = TH_WORDS(arena, "dòng mới hoặc đã sửa, " TH_FMT,
                                   "a row that is new or was changed, “" TH_FMT "”", TH_ARG(title));
        else
            words.about = TH_WORDS(arena, "dòng không còn, " TH_FMT, "a row that is gone, “" TH_FMT "”", TH_ARG(title));
        return words;
    }
    words.about = th_words_quoted(d->indicators[known->indicator].label);
    if (known->measure != TH_NOW)
        words.about = (th_words){
            th_str_fmt(arena, TH_FMT ", " TH_FMT, TH_ARG(words.about.vi), TH_ARG(th_measure_vi(known->measure))),
            th_str_fmt(arena, TH_FMT ", " TH_FMT, TH_ARG(words.about.en),
                       TH_ARG(th_measure_words(arena, known->measure).en))};
    words.before = words.before.vi.len ? words.before : nothing;
    words.now = words.now.vi.len ? words.now : nothing;
    return words;
}

static th_words figures_counted(th_arena *arena, size_t n)
{
    return n ? TH_WORDS(arena, "%zu ô có số liệu", "%zu cells with figures", n) : TH_WORDS_ARE("(trống)", "(blank)");
}

th_changed_words th_changed_form(th_arena *arena, const th_definition *d, const th_form_change *change)
{
    return (th_changed_words){.about = change->form == TH_NONE
                                           ? TH_WORDS_ARE("mọi biểu của đơn vị", "all forms of the unit")
                                           : th_words_quoted(d->forms[change->form].title),
                              .before = figures_counted(arena, change->before),
                              .now = figures_counted(arena, change->now),
                              .fill = change->now ? TH_FILL_GOOD : TH_FILL_WARNING};
}

th_changed_words th_changed_finding(th_arena *arena, const th_finding_change *change)
{
    const th_finding *finding = change->finding;
    th_changed_words words = {.about = {finding->vi, finding->en}};
    th_words level = {th_finding_level_vi(finding), th_finding_level_en(finding)};
    if (change->kind == TH_FINDING_NEW) {
        words.now = (th_words){th_str_fmt(arena, TH_FMT ", mới", TH_ARG(level.vi)),
                               th_str_fmt(arena, TH_FMT ", new", TH_ARG(level.en))};
        words.fill = finding->level >= TH_LEVEL_ERROR ? TH_FILL_ERROR : TH_FILL_WARNING;
    } else if (change->kind == TH_FINDING_MENDED) {
        words.before = level;
        words.now = TH_WORDS_ARE("không còn", "gone");
        words.fill = TH_FILL_GOOD;
    } else {
        th_words since = day_words(arena, finding->since);
        words.before = level;
        words.now = TH_WORDS_ARE("vẫn còn", "still open");
        if (finding->since)
            words.now = (th_words){th_str_fmt(arena, "vẫn còn, từ " TH_FMT, TH_ARG(since.vi)),
                                   th_str_fmt(arena, "still open, since " TH_FMT, TH_ARG(since.en))};
    }
    return words;
}

static th_words standing_words(th_arena *arena, const th_rank_held *held)
{
    if (!held || !held->total)
        return TH_WORDS_ARE("chưa có điểm", "no points yet");
    th_words total = th_exact_words(arena, held->total, POINT_DECIMALS, false);
    if (!held->rank)
        return (th_words){th_str_fmt(arena, TH_FMT " điểm", TH_ARG(total.vi)),
                          th_str_fmt(arena, TH_FMT " points", TH_ARG(total.en))};
    return (th_words){th_str_fmt(arena, "thứ %u, " TH_FMT " điểm", held->rank, TH_ARG(total.vi)),
                      th_str_fmt(arena, "rank %u, " TH_FMT " points", held->rank, TH_ARG(total.en))};
}

th_changed_words th_changed_rank(th_arena *arena, const th_definition *d, const th_rank_change *change)
{
    const th_rank_held *known = change->now ? change->now : change->before;
    th_changed_words words = {.before = standing_words(arena, change->before),
                              .now = standing_words(arena, change->now),
                              .fill = TH_FILL_CHANGED};
    for (size_t row = 0; row < d->nrankings; row++)
        if (th_str_eq(d->rankings[row].code, known->ranking))
            words.about = th_words_quoted(d->rankings[row].name);
    return words;
}

/* Says that the program has changed, and what it moved: where no file, definition or ledger differs, whatever moved was
 * moved by the program. */
th_words th_changed_program(th_arena *arena, const th_dataset *ds, const th_run_changes *changes)
{
    const th_run_outcome *was = changes->previous ? &changes->previous->outcome : NULL, *is = &ds->outcome;
    if (!was || th_str_eq(was->program, is->program))
        return (th_words){0};
    th_words from_to =
        TH_WORDS(arena, "Chương trình đổi từ " TH_FMT " sang " TH_FMT,
                 "The program has changed from " TH_FMT " to " TH_FMT, TH_ARG(was->program), TH_ARG(is->program));
    size_t figures = changes->nfigures + changes->nforms;
    size_t findings = changes->nfindings_of[TH_FINDING_MENDED] + changes->nfindings_of[TH_FINDING_NEW];
    bool others = changes->nfiles || !th_str_eq(was->definition_hash, is->definition_hash) ||
                  !th_str_eq(was->ledger_hash, is->ledger_hash);
    th_words moved = TH_WORDS_ARE("; tệp, biểu mẫu hoặc sổ cũng đã đổi, nên không tách riêng được số đổi vì chương "
                                  "trình",
                                  "; files, the definition or the ledger have changed, too, so that what it moved "
                                  "cannot be told apart");
    if (!others && !figures && !changes->nranks && !findings)
        moved = TH_WORDS_ARE("; không số nào đổi", "; no figure has moved");
    else if (!others)
        moved =
            TH_WORDS(arena, ": %zu số đổi, %zu thứ hạng đổi, %zu phát hiện đổi, dù không tệp, biểu mẫu hay sổ nào đổi",
                     ": %zu figures, %zu ranks and %zu findings have changed, though no file, definition or ledger has",
                     figures, changes->nranks, findings);
    return (th_words){th_str_fmt(arena, TH_FMT TH_FMT ".", TH_ARG(from_to.vi), TH_ARG(moved.vi)),
                      th_str_fmt(arena, TH_FMT TH_FMT ".", TH_ARG(from_to.en), TH_ARG(moved.en))};
}

/* The words that stand behind how much has changed: what else may have moved figures. */
static th_words other_causes(th_arena *arena, const th_dataset *ds, const th_run_changes *changes)
{
    const th_dataset *previous = changes->previous;
    th_words program = th_changed_program(arena, ds, changes);
    const struct {
        bool other;
        const char *vi, *en;
    } causes[] = {
        {!th_str_eq(previous->outcome.definition_hash, ds->outcome.definition_hash), "Bộ biểu mẫu đã đổi.",
         "The definition has changed."},
        {!th_str_eq(previous->outcome.ledger_hash, ds->outcome.ledger_hash), "Sổ ban thư ký đã đổi.",
         "The ledger has changed."},
    };
    th_words words = {0};
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].other)
            words = (th_words){th_str_fmt(arena, TH_FMT " %s", TH_ARG(words.vi), causes[i].vi),
                               th_str_fmt(arena, TH_FMT " %s", TH_ARG(words.en), causes[i].en)};
    if (program.vi.len)
        words = (th_words){th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(words.vi), TH_ARG(program.vi)),
                           th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(words.en), TH_ARG(program.en))};
    return words;
}

/* A run with a memory finds the one before by itself, where there is one. */
static th_words words_without_previous(const th_dataset *ds)
{
    if (!ds->memory)
        return TH_WORDS_ARE("Không có lượt trước: chạy với --previous và tệp mà --outcome của lượt trước đã ghi.",
                            "There is no previous run: run with --previous and the file that --outcome of it wrote.");
    if (ds->memory->day)
        return TH_WORDS_ARE("Không so được với lượt trước, vì bộ biểu mẫu đã khác; từ lượt sau lại so được.",
                            "The previous run cannot be compared with, since the definition has changed; the next run "
                            "will be compared with this one.");
    return TH_WORDS_ARE("Không có lượt trước: đây là lượt đầu tiên của kỳ này.",
                        "There is no previous run: this is the first one of the period.");
}

th_words th_changed_heading(th_arena *arena, const th_dataset *ds, const th_run_changes *changes)
{
    const th_dataset *previous = changes->previous;
    if (!previous)
        return words_without_previous(ds);
    th_words when = {0}, others = other_causes(arena, ds, changes), day = day_words(arena, previous->day);
    if (previous->day)
        when = (th_words){th_str_fmt(arena, " (ngày " TH_FMT ")", TH_ARG(day.vi)),
                          th_str_fmt(arena, " (of " TH_FMT ")", TH_ARG(day.en))};
    const size_t *found = changes->nfindings_of;
    th_words counts =
        TH_WORDS(arena, "%zu tệp, %zu biểu, %zu số liệu và dòng danh sách, %zu chỗ trong xếp hạng thay đổi",
                 "%zu files, %zu forms, %zu figures and rows of lists, %zu places in rankings changed", changes->nfiles,
                 changes->nforms, changes->nfigures, changes->nranks);
    th_words findings = TH_WORDS(arena, "phát hiện: %zu mới, %zu không còn, %zu vẫn còn.",
                                 "findings: %zu new, %zu gone, %zu still open.", found[TH_FINDING_NEW],
                                 found[TH_FINDING_MENDED], found[TH_FINDING_OPEN]);
    return (th_words){th_str_fmt(arena, "So với lượt trước" TH_FMT ": " TH_FMT "; " TH_FMT TH_FMT, TH_ARG(when.vi),
                                 TH_ARG(counts.vi), TH_ARG(findings.vi), TH_ARG(others.vi)),
                      th_str_fmt(arena, "Since the previous run" TH_FMT ": " TH_FMT "; " TH_FMT TH_FMT, TH_ARG(when.en),
                                 TH_ARG(counts.en), TH_ARG(findings.en), TH_ARG(others.en))};
}
