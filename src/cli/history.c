/* tonghop history --store STORE [CODE [UNIT]]: the runs of a store, or what an indicator has been from run to run; one
 * line each, with tabs between its fields. */
#include "cli/cli.h"

#include "store/store.h"

#include "base/banned.h"

/* "05/01/2023", in English "2023-01-05"; nothing for 0. */
static void print_day(const th_cli *cli, int serial)
{
    int year, month, day;
    if (!serial)
        return;
    th_date_of_serial(serial, &year, &month, &day);
    if (cli->english)
        printf("%04d-%02d-%02d", year, month, day);
    else
        printf("%02d/%02d/%04d", day, month, year);
}

static void print_next(th_str text)
{
    fputc('\t', stdout);
    th_print_escaped(stdout, text);
}

static void print_run(const th_cli *cli, const th_store_run *run)
{
    enum { HASH_DIGITS_SHOWN = 8 };
    printf("%lld\t", run->number);
    print_day(cli, run->day);
    print_next(run->started);
    print_next(run->ended);
    fputc('\t', stdout);
    print_day(cli, run->as_of);
    printf("\t%d", run->exit_code);
    print_next(th_str_sub(run->definition_sha256, 0, HASH_DIGITS_SHOWN));
    print_next(th_str_sub(run->ledger_sha256, 0, HASH_DIGITS_SHOWN));
    print_next(th_str_sub(run->workbook_sha256, 0, HASH_DIGITS_SHOWN));
    print_next(run->program);
    fputc('\n', stdout);
}

static th_status print_runs(const th_cli *cli, th_store *store, th_arena *arena, th_trouble *trouble)
{
    th_store_runs runs;
    if (th_store_list(store, arena, &runs, trouble) != TH_OK)
        return TH_FAILED;
    if (!cli->no_header)
        puts(
            TH_SAY(cli,
                   "lượt\tngày\tbắt đầu (UTC)\tkết thúc (UTC)\txét hạn ngày\tmã thoát\tbộ biểu mẫu\tsổ\tbảng tổng hợp\t"
                   "chương trình",
                   "run\tday\tstarted (UTC)\tended (UTC)\tas of\texit code\tdefinition\tledger\tworkbook\tprogram"));
    for (size_t i = 0; i < runs.n; i++)
        print_run(cli, &runs.at[i]);
    return TH_OK;
}

static void print_value(const th_cli *cli, const th_store_figure *figure)
{
    th_str shown = th_words_in(figure->shown, cli->english);
    if (th_str_eq(figure->state, TH_STR("unreadable"))) {
        fputs("“", stdout);
        th_print_escaped(stdout, figure->raw);
        fputs(TH_SAY(cli, "” (không đọc được)", "” (unreadable)"), stdout);
    } else if (shown.len) {
        th_print_escaped(stdout, shown);
    } else {
        fputs(TH_SAY(cli, "(trống)", "(blank)"), stdout);
    }
}

/* Which cell of the row of an indicator it is, or which row of a list. */
static void print_which(const th_cli *cli, th_arena *arena, const th_store_figure *figure)
{
    th_measure m;
    if (figure->item)
        printf(TH_SAY(cli, "dòng %lld", "row %lld"), figure->item);
    else if (th_measure_find(figure->measure, &m))
        th_print_escaped(stdout, th_words_in(th_measure_words(arena, m), cli->english));
}

static void print_figure(const th_cli *cli, th_arena *arena, const th_store_figure *figure)
{
    th_print_escaped(stdout, figure->unit_name.len ? figure->unit_name : figure->unit);
    fputc('\t', stdout);
    print_which(cli, arena, figure);
    fputc('\t', stdout);
    print_value(cli, figure);
    fputc('\t', stdout);
    print_day(cli, figure->from_day);
    printf("\t%lld\t", figure->from_run);
    if (figure->to_run) {
        print_day(cli, figure->to_day);
        printf("\t%lld", figure->to_run);
    } else {
        printf("%s\t", TH_SAY(cli, "nay", "now"));
    }
    print_next(figure->file);
    print_next(figure->sheet);
    print_next(figure->cell);
    print_next(figure->entered);
    fputc('\n', stdout);
}

static void print_heading(const th_cli *cli, th_str code, const th_store_history *history)
{
    th_print_escaped(stdout, code);
    fputs(" · ", stdout);
    th_print_escaped(stdout, history->label);
    if (history->measured_in.len) {
        fputs(" (", stdout);
        th_print_escaped(stdout, history->measured_in);
        fputs(")", stdout);
    }
    puts(TH_SAY(cli, "\nđơn vị\tcột\tgiá trị\ttừ ngày\ttừ lượt\tđến ngày\tđến lượt\ttệp\ttrang\tô\tban thư ký nhập",
                "\nunit\tcolumn\tvalue\tfrom day\tfrom run\tto day\tto run\tfile\tsheet\tcell\tentered by hand"));
}

static th_status print_history(const th_cli *cli, th_store *store, th_arena *arena, th_trouble *trouble)
{
    const th_store_question question = {.code = th_str_of(cli->operands[0]),
                                        .unit = th_str_of(cli->noperands > 1 ? cli->operands[1] : NULL)};
    th_store_history history;
    if (th_store_look_back(store, arena, &question, &history, trouble) != TH_OK)
        return TH_FAILED;
    if (!cli->no_header)
        print_heading(cli, question.code, &history);
    for (size_t i = 0; i < history.n; i++)
        print_figure(cli, arena, &history.at[i]);
    return TH_OK;
}

static int history_in(const th_cli *cli, th_arena *arena)
{
    th_store *store;
    th_trouble trouble = {0};
    th_status told = th_store_open(arena, cli->store, TH_STORE_READ, &store, &trouble);
    if (told == TH_OK)
        told = cli->noperands ? print_history(cli, store, arena, &trouble) : print_runs(cli, store, arena, &trouble);
    if (told != TH_OK)
        th_print_trouble(cli, trouble);
    return told == TH_OK ? TH_EXIT_CLEAN : TH_EXIT_NOTHING;
}

int th_cli_history(const th_cli *cli)
{
    if (!cli->store || cli->noperands > 2)
        return th_cli_usage(cli, "history cần --store KHO.db, rồi một mã chỉ tiêu và một đơn vị nếu muốn",
                            "history needs --store STORE.db, and then a code and a unit as wanted");
    return history_in(cli, cli->guard->arena);
}
