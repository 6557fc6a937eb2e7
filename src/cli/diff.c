/* tonghop diff --store STORE [RUN RUN]: what differs between two runs, one line each, with tabs between its fields. */
#include "cli/cli.h"

#include "check/changes.h"
#include "fact/stream.h"
#include "report/changed_words.h"
#include "store/store.h"

#include "base/banned.h"

typedef struct two_outcomes {
    const th_cli *cli;
    th_arena *arena;
    th_store *store;
    long long numbers[2]; /* before, now */
    th_definition *d;
    th_dataset *runs[2];
    th_run_changes changes;
} two_outcomes;

/* ---- which runs ---- */

/* "12", "cuoi", "last", "cuoi-1"; false: it is none of these. */
static bool read_number(th_str typed, long long last, long long *number)
{
    static const char *const words[] = {"cuối", "cuoi", "last"};
    long whole;
    if (th_str_to_long(typed, &whole)) {
        *number = whole;
        return whole > 0;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!th_str_starts(typed, th_str_of(words[i])))
            continue;
        th_str back = th_str_sub(typed, th_str_of(words[i]).len, typed.len);
        whole = 0;
        if (back.len && (back.ptr[0] != '-' || !th_str_to_long(th_str_sub(back, 1, back.len), &whole) || whole < 1))
            return false;
        *number = last - whole;
        return true;
    }
    return false;
}

static th_status choose_runs(two_outcomes *two, th_trouble *trouble)
{
    static const char *const usual[] = {"last-1", "last"};
    const char *const *typed = two->cli->noperands ? two->cli->operands : usual;
    long long last;
    if (th_store_last(two->store, &last, trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < 2; i++) {
        if (read_number(th_str_of(typed[i]), last, &two->numbers[i]) && two->numbers[i] > 0 && two->numbers[i] <= last)
            continue;
        *trouble = TH_TROUBLE(two->arena, "không có lượt “%s”: kho có %lld lượt; ghi một số từ 1, “cuoi” hoặc “cuoi-1”",
                              "there is no run “%s”: the store has %lld; write a number from 1, “last” or “last-1”",
                              typed[i], last);
        return TH_FAILED;
    }
    return TH_OK;
}

static th_status read_run(two_outcomes *two, size_t i, th_trouble *trouble)
{
    th_str bytes;
    if (th_store_outcome(two->store, two->arena, two->numbers[i], &bytes, trouble) != TH_OK)
        return TH_FAILED;
    two->runs[i] = th_dataset_new(two->arena, two->d);
    if (th_stream_read(two->runs[i], bytes, TH_STREAM_OUTCOME, trouble) != TH_OK)
        return TH_FAILED;
    th_dataset_seal(two->runs[i]);
    return TH_OK;
}

/* ---- what is printed ---- */

/* What a line is about. */
typedef struct diff_place {
    th_words kind;
    th_str unit, code, file, sheet, cell;
} diff_place;

static void print_line(const two_outcomes *two, const diff_place *place, const th_changed_words *words)
{
    bool english = two->cli->english;
    const th_str fields[] = {th_words_in(place->kind, english),
                             place->unit,
                             place->code,
                             th_words_in(words->about, english),
                             th_words_in(words->before, english),
                             th_words_in(words->now, english),
                             place->file,
                             place->sheet,
                             place->cell};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (i)
            fputc('\t', stdout);
        th_print_escaped(stdout, fields[i]);
    }
    fputc('\n', stdout);
}

static th_str unit_called(const two_outcomes *two, uint32_t unit)
{
    if (unit == TH_NONE)
        return (th_str){0};
    return two->d->units[unit].name.len ? two->d->units[unit].name : two->d->units[unit].code;
}

static void print_files_and_ranks(const two_outcomes *two)
{
    for (size_t i = 0; i < two->changes.nfiles; i++) {
        const th_file_change *change = &two->changes.files[i];
        const th_changed_words words = th_changed_file(two->arena, two->runs[1], change);
        const diff_place place = {.kind = TH_WORDS_ARE("Tệp", "File"),
                                  .unit = unit_called(two, change->unit),
                                  .file = change->now ? change->now->file : change->before->file};
        print_line(two, &place, &words);
    }
    for (size_t i = 0; i < two->changes.nranks; i++) {
        const th_rank_change *change = &two->changes.ranks[i];
        const th_changed_words words = th_changed_rank(two->arena, two->d, change);
        const diff_place place = {.kind = TH_WORDS_ARE("Xếp hạng", "Rank"),
                                  .unit = unit_called(two, change->unit),
                                  .code = change->now ? change->now->ranking : change->before->ranking};
        print_line(two, &place, &words);
    }
}

static void print_changed_figures(const two_outcomes *two)
{
    const th_definition *d = two->d;
    for (size_t i = 0; i < two->changes.nforms; i++) {
        const th_form_change *change = &two->changes.forms[i];
        const th_changed_words words = th_changed_form(two->arena, d, change);
        const diff_place place = {.kind = TH_WORDS_ARE("Số liệu", "Figure"),
                                  .unit = unit_called(two, change->unit),
                                  .code = change->form == TH_NONE ? (th_str){0} : d->forms[change->form].code};
        print_line(two, &place, &words);
    }
    for (size_t i = 0; i < two->changes.nfigures; i++) {
        const th_figure_change *change = &two->changes.figures[i];
        const th_fact *known = change->now ? change->now : change->before;
        const th_changed_words words = th_changed_figure(two->arena, d, change);
        diff_place place = {.kind = TH_WORDS_ARE("Số liệu", "Figure"),
                            .unit = unit_called(two, change->unit),
                            .file = change->by->file,
                            .sheet = known->sheet,
                            .cell = th_cell_name(two->arena, known->row, known->col)};
        place.code =
            known->item ? d->forms[d->columns[known->indicator].form].code : d->indicators[known->indicator].code;
        if (known->item)
            place.kind = TH_WORDS_ARE("Danh sách", "List");
        print_line(two, &place, &words);
    }
}

/* What is open in both is no difference. */
static void print_changed_findings(const two_outcomes *two)
{
    for (size_t i = 0; i < two->changes.nfindings; i++) {
        const th_finding_change *change = &two->changes.findings[i];
        const th_place *at = &change->finding->place;
        if (change->kind == TH_FINDING_OPEN)
            continue;
        const th_changed_words words = th_changed_finding(two->arena, change);
        const diff_place place = {.kind = TH_WORDS_ARE("Phát hiện", "Finding"),
                                  .unit = unit_called(two, th_definition_unit(two->d, at->unit)),
                                  .code = change->finding->rule,
                                  .file = at->file,
                                  .sheet = at->sheet,
                                  .cell = th_cell_name(two->arena, at->row, at->col)};
        print_line(two, &place, &words);
    }
}

static void print_diff(const two_outcomes *two)
{
    const th_cli *cli = two->cli;
    if (!cli->no_header) {
        printf(TH_SAY(cli, "Lượt %lld → lượt %lld. ", "Run %lld → run %lld. "), two->numbers[0], two->numbers[1]);
        th_print_escaped(stdout,
                         th_words_in(th_changed_heading(two->arena, two->runs[1], &two->changes), cli->english));
        printf(TH_SAY(cli, "\nloại\tđơn vị\tmã\tnội dung\tlượt %lld\tlượt %lld\ttệp\ttrang\tô\n",
                      "\nkind\tunit\tcode\tabout\trun %lld\trun %lld\tfile\tsheet\tcell\n"),
               two->numbers[0], two->numbers[1]);
    }
    print_files_and_ranks(two);
    print_changed_figures(two);
    print_changed_findings(two);
}

static th_status compare_runs(two_outcomes *two, th_trouble *trouble)
{
    if (th_store_open(two->arena, two->cli->store, TH_STORE_READ, &two->store, trouble) != TH_OK ||
        choose_runs(two, trouble) != TH_OK ||
        th_store_codes(two->store, two->arena, two->numbers, &two->d, trouble) != TH_OK ||
        read_run(two, 0, trouble) != TH_OK || read_run(two, 1, trouble) != TH_OK)
        return TH_FAILED;
    th_changes_find(two->arena, two->runs[1], two->runs[0], &two->changes);
    return TH_OK;
}

int th_cli_diff(const th_cli *cli)
{
    if (!cli->store || (cli->noperands && cli->noperands != 2))
        return th_cli_usage(cli, "diff cần --store KHO.db, rồi hai lượt; không ghi lượt nào thì so hai lượt cuối",
                            "diff needs --store STORE.db, and then two runs, or none for the last two");
    two_outcomes two = {.cli = cli, .arena = cli->guard->arena};
    th_trouble trouble = {0};
    if (compare_runs(&two, &trouble) != TH_OK) {
        th_print_trouble(cli, trouble);
        return TH_EXIT_NOTHING;
    }
    print_diff(&two);
    return TH_EXIT_CLEAN;
}
