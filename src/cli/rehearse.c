/* tonghop rehearse -d DEFINITION [FILES...]: what a definition does before it is used in earnest.  Writes nothing. */
#include "cli/cli.h"

#include "check/rehearsal.h"
#include "score/reachable.h"

#include "base/banned.h"

enum { POINT_DECIMALS = 2 };

/* One list: its heading stands before the first line, so that an empty list is not there. */
typedef struct told_list {
    const th_cli *cli;
    const char *heading;
    bool to_mend; /* it must be mended; otherwise it is for information, which --quiet leaves out */
    size_t n;
} told_list;

static bool start_line(told_list *list, th_str code, th_str name)
{
    list->n++;
    if (list->cli->quiet && !list->to_mend)
        return false;
    if (list->n == 1)
        printf("\n%s\n", list->heading);
    fputs("  ", stdout);
    th_print_escaped(stdout, code);
    fputs("  ", stdout);
    th_print_escaped(stdout, name);
    return true;
}

static void finish_line(const told_list *list, th_words why)
{
    if (why.vi.len)
        fputs(": ", stdout);
    th_print_escaped(stdout, th_words_in(why, list->cli->english));
    puts("");
}

/* How often a rule was asked, as far as it was. */
static th_words how_often(const th_run *run, const th_check *check, const th_rehearsed_rule *rule)
{
    uint32_t times = rule->passed + rule->failed;
    if (check->scope == TH_SCOPE_CLUSTER)
        return (th_words){0};
    if (check->scope == TH_SCOPE_ROW)
        return TH_WORDS(run->arena, "%u đơn vị, %u dòng", "units: %u, rows: %u", rule->units, times);
    return TH_WORDS(run->arena, "%u đơn vị", "units: %u", rule->units);
}

static size_t print_rules(const th_run *run, const th_rehearsal *rehearsal, th_rehearsed outcome, told_list list)
{
    const th_definition *d = run->definition;
    for (uint32_t i = 0; i < d->nchecks; i++) {
        const th_rehearsed_rule *rule = &rehearsal->rules[i];
        if (rule->outcome == outcome && start_line(&list, d->checks[i].code, d->checks[i].name))
            finish_line(&list, rule->why.vi.len ? rule->why : how_often(run, &d->checks[i], rule));
    }
    return list.to_mend ? list.n : 0;
}

static size_t print_all_rules(const th_cli *cli, const th_run *run, const th_rehearsal *rehearsal)
{
    const struct {
        th_rehearsed outcome;
        bool to_mend;
        const char *heading;
    } lists[] = {
        {TH_REHEARSED_NEVER_HELD, true,
         TH_SAY(cli, "Quy tắc không đơn vị nào đạt (xem lại quy tắc hoặc cách điền):",
                "Rules that failed for every unit (look at the rule, or at how forms are filled in):")},
        {TH_REHEARSED_NO_FIGURES, true,
         TH_SAY(cli, "Quy tắc chưa lần nào xét được (xem lại biểu thức, chỉ tiêu):",
                "Rules that were never evaluated (look at their expressions and indicators):")},
        {TH_REHEARSED_NOT_ASKED, false,
         TH_SAY(cli, "Quy tắc không được xét lần này (để biết):", "Rules that were not asked this time (to know):")},
        {TH_REHEARSED_NEVER_FAILED, false,
         TH_SAY(cli, "Quy tắc chưa lần nào không đạt (để biết):", "Rules that never failed (to know):")},
    };
    size_t to_mend = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        to_mend +=
            print_rules(run, rehearsal, lists[i].outcome, (told_list){cli, lists[i].heading, lists[i].to_mend, 0});
    return to_mend;
}

static void print_unchecked(const th_cli *cli, const th_run *run, const th_rehearsal *rehearsal)
{
    const th_definition *d = run->definition;
    told_list list = {.cli = cli,
                      .heading = TH_SAY(cli, "Chỉ tiêu không quy tắc nào xét (để biết; không kể ô chữ):",
                                        "Indicators that no rule checks (to know; free text is not counted):")};
    for (uint32_t i = 0; i < d->nindicators; i++)
        if (rehearsal->unchecked[i] && start_line(&list, d->indicators[i].code, d->indicators[i].label))
            finish_line(&list, (th_words){0});
}

static size_t print_unreachable(const th_cli *cli, const th_run *run)
{
    const th_definition *d = run->definition;
    const th_reach *reach = th_score_reachable(run->arena, d);
    told_list list = {
        .cli = cli,
        .heading = TH_SAY(cli, "Tiêu chí không ai đạt được điểm tối đa:", "Criteria whose maximum nobody can reach:"),
        .to_mend = true};
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        if (!reach[i].short_of_max || !start_line(&list, d->criteria[i].code, d->criteria[i].title))
            continue;
        printf(TH_SAY(cli, " (tối đa " TH_FMT ")", " (maximum " TH_FMT ")"),
               TH_ARG(th_cli_number(cli, run->arena, d->criteria[i].max, POINT_DECIMALS)));
        finish_line(&list, reach[i].why);
    }
    return list.n;
}

/* A file that does not count would make every rule look as if nobody had its figures. */
static size_t print_refused(const th_cli *cli, const th_run *run)
{
    size_t n = 0;
    for (size_t i = 0; i < run->ds->findings.n; i++) {
        const th_finding *finding = &run->ds->findings.at[i];
        if (finding->level != TH_LEVEL_BLOCK || finding->kind == TH_F_CHECK_FAILED)
            continue;
        th_print_finding(cli, stdout, run, finding);
        n++;
    }
    return n;
}

static size_t units_in(const th_run *run)
{
    size_t received = 0;
    for (uint32_t u = 0; u < run->definition->nunits; u++)
        received += th_dataset_source(run->ds, u) != NULL;
    return received;
}

/* Where no file counts, rules are no more rehearsed than where none was given; but then one was asked for. */
static void print_extent(const th_cli *cli, const th_run *run)
{
    if (!cli->noperands)
        puts(TH_SAY(cli, "Chỉ xét bộ biểu mẫu, không có tệp nào.", "The definition alone, without files."));
    else if (!units_in(run))
        puts(TH_SAY(cli, "Không tệp nào được tính, nên các quy tắc chưa được thử.",
                    "No file counts, so the rules were not rehearsed."));
    else
        printf(TH_SAY(cli, "Thử trên số liệu của %zu/%zu đơn vị.\n", "Rehearsed over the figures of %zu/%zu units.\n"),
               units_in(run), run->definition->nunits);
}

/* All that is said; the exit code. */
static int tell_of_rehearsal(const th_cli *cli, const th_run *run)
{
    th_print_set_aside(cli, run);
    bool in_vain = cli->noperands && !units_in(run);
    if (!cli->quiet || in_vain)
        print_extent(cli, run);
    size_t to_mend = run->faults.n + in_vain + print_refused(cli, run);
    th_rehearsal rehearsal = th_rehearse(run->arena, run->ds, units_in(run) ? &run->checks : NULL);
    to_mend += print_all_rules(cli, run, &rehearsal);
    to_mend += print_unreachable(cli, run);
    print_unchecked(cli, run, &rehearsal);
    if (!cli->quiet)
        printf(TH_SAY(cli, "\n%zu điều cần sửa hoặc xem lại\n", "\nto be mended or looked at: %zu\n"), to_mend);
    return to_mend ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

int th_cli_rehearse(const th_cli *cli)
{
    if (!cli->definition || cli->out || (cli->last_year && !cli->noperands))
        return th_cli_usage(cli, "rehearse cần -d BỘ-BIỂU-MẪU, không ghi tệp nào; --last-year cần thêm tệp của đơn vị",
                            "rehearse needs -d DEFINITION and writes no file; --last-year needs files of units, too");
    th_run_options options = th_cli_run_options(cli);
    th_run *run = NULL;
    int code = TH_EXIT_NOTHING;
    if (th_run_do(&options, &run) == TH_OK) {
        if (TH_ARENA_GUARD(run->arena))
            th_print_faults(cli, NULL);
        else
            code = tell_of_rehearsal(cli, run);
    } else {
        th_print_faults(cli, run);
    }
    th_run_free(run);
    return code;
}
