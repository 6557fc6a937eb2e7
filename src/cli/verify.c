/* tonghop verify OUT.xlsx …: is a consolidated workbook still what its inputs come to?
 *
 * Exit codes: 0 it is; 1 it agrees with the inputs that it lists, and one has changed since, or another version of the
 * program computes differently; 2 it differs; 3 it cannot be verified. */
#include "cli/cli.h"

#include "base/ascii.h"
#include "batch/verify.h"
#include "batch/verify_page.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_SHOWN = 20 };

static int code_of_verification(const th_verification *verification)
{
    switch (verification->as) {
    case TH_VERIFIED_SAME: return TH_EXIT_CLEAN;
    case TH_VERIFIED_CHANGED:
    case TH_VERIFIED_VERSION: return TH_EXIT_WARNINGS;
    case TH_VERIFIED_DIFFERS: return TH_EXIT_ERRORS;
    case TH_VERIFIED_NOT:
    default: return TH_EXIT_NOTHING;
    }
}

static void say_line(const th_cli *cli, FILE *to, const char *label, th_words words)
{
    fprintf(to, "%s", label);
    th_print_escaped(to, TH_SAY(cli, words.vi, words.en));
    fputc('\n', to);
}

/* Parts that are as listed are counted, the others named. */
static void print_parts(const th_cli *cli, th_arena *arena, const th_verification *verification)
{
    size_t same = 0;
    for (size_t i = 0; i < verification->nparts; i++)
        same += verification->parts[i].state == TH_LISTED_SAME || verification->parts[i].state == TH_LISTED_RENAMED;
    printf(TH_SAY(cli, "Đầu vào      %zu/%zu khớp mã SHA-256\n", "Inputs       %zu/%zu as listed, by SHA-256\n"), same,
           verification->nparts);
    for (size_t i = 0; i < verification->nparts; i++) {
        const th_verified_part *part = &verification->parts[i];
        if (part->state == TH_LISTED_SAME)
            continue;
        th_words state = th_listed_state_words(part->state);
        bool renamed = part->found.len && !th_str_eq(part->found, part->made.name);
        th_str also = renamed ? th_str_fmt(arena, " (“" TH_FMT "”)", TH_ARG(part->found)) : (th_str){0};
        th_words line = {
            th_str_fmt(arena, TH_FMT ": " TH_FMT TH_FMT, TH_ARG(part->made.name), TH_ARG(state.vi), TH_ARG(also)),
            th_str_fmt(arena, TH_FMT ": " TH_FMT TH_FMT, TH_ARG(part->made.name), TH_ARG(state.en), TH_ARG(also))};
        say_line(cli, stdout, "    ", line);
    }
}

/* Is a figure different?  People ask for those first, and then for texts that tell of them. */
static bool tells_figure(const th_difference *difference)
{
    bool found = difference->found.len && th_is_digit(difference->found.ptr[0]);
    return found || (difference->expected.len && th_is_digit(difference->expected.ptr[0]));
}

/* In which round a difference is told: those that nothing explains, then explained figures, then texts. */
static int round_of(const th_verification *verification, size_t at)
{
    if (!verification->explained[at])
        return 0;
    return tells_figure(&verification->differences.at[at]) ? 1 : 2;
}

static void print_differences(const th_cli *cli, th_arena *arena, const th_verification *verification)
{
    enum { ROUNDS = 3 };
    const th_differences *differences = &verification->differences;
    size_t told = 0;
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < differences->n && told < MOST_SHOWN; i++) {
            if (round_of(verification, i) != round)
                continue;
            say_line(cli, stdout, "    ", th_difference_words(arena, &differences->at[i]));
            told++;
        }
    if (differences->total > told)
        printf(TH_SAY(cli, "    … và %zu ô nữa\n", "    … and %zu more\n"), differences->total - told);
}

/* What the inputs of today would change, held against the workbook. */
static void print_since(const th_cli *cli, th_arena *arena, const th_differences *since)
{
    size_t told = 0;
    if (!since->total)
        return;
    printf(TH_SAY(cli, "Nếu lập lại hôm nay, %zu ô sẽ khác:\n", "Made again today, %zu cells would differ:\n"),
           since->total);
    for (int texts = 0; texts < 2; texts++)
        for (size_t i = 0; i < since->n && told < MOST_SHOWN; i++) {
            th_difference turned = since->at[i];
            if (turned.row == TH_NO_CELL || tells_figure(&turned) == (texts == 1))
                continue;
            turned.found = since->at[i].expected;
            turned.expected = since->at[i].found;
            say_line(cli, stdout, "    ", th_difference_words(arena, &turned));
            told++;
        }
    if (since->total > told)
        printf(TH_SAY(cli, "    … và %zu ô nữa\n", "    … and %zu more\n"), since->total - told);
}

static void print_notes(const th_cli *cli, th_arena *arena, const th_verification *verification)
{
    const th_differences *differences = &verification->differences;
    for (size_t i = 0; i < differences->sorted.n; i++)
        say_line(cli, stdout, TH_SAY(cli, "Đã sắp xếp lại, hoặc chèn dòng: trang ", "Sorted, or rows inserted: sheet "),
                 th_words_quoted(differences->sorted.at[i]));
    if (differences->uncomputed)
        printf(TH_SAY(cli, "Chưa tính lại %zu công thức: sổ đã lưu không kèm kết quả, nên so chữ của công thức\n",
                      "%zu formulas have no result in the saved workbook and were compared by their text\n"),
               differences->uncomputed);
    if (verification->memory != TH_MEMORY_NONE)
        say_line(cli, stdout, TH_SAY(cli, "Sổ lưu       ", "Memory       "),
                 th_memory_check_words(verification->memory));
    if (verification->unproved)
        printf(TH_SAY(cli, "Chưa đối chiếu %zu ô nói về thay đổi so với lượt trước (trang THAY ĐỔI)\n",
                      "%zu cells that tell what changed since the previous run were not verified (sheet “THAY ĐỔI”)\n"),
               verification->unproved);
    bool other = !th_str_eq(verification->made_with, verification->verified_with);
    if (other && verification->as != TH_VERIFIED_VERSION && verification->made_with.len)
        say_line(cli, stdout, "",
                 TH_WORDS(arena, "Sổ do " TH_FMT " lập, đối chiếu bằng " TH_FMT,
                          TH_FMT " made the workbook, " TH_FMT " verified it", TH_ARG(verification->made_with),
                          TH_ARG(verification->verified_with)));
}

static void print_verification(const th_cli *cli, th_arena *arena, const th_verification *verification)
{
    th_words result = th_verification_words(arena, verification);
    if (verification->as == TH_VERIFIED_NOT || cli->quiet) {
        if (verification->as != TH_VERIFIED_SAME)
            th_print_trouble(cli, result);
        return;
    }
    say_line(cli, stdout, "", result);
    print_differences(cli, arena, verification);
    print_since(cli, arena, &verification->since);
    print_parts(cli, arena, verification);
    print_notes(cli, arena, verification);
}

/* The page that is filed; also where the workbook cannot be verified, since that is filed, too. */
static th_status write_page(const th_cli *cli, th_arena *arena, const th_verification *verification)
{
    th_trouble why = {0};
    if (!cli->report)
        return TH_OK;
    if (th_verify_page_publish(arena, cli->guard, cli->report, verification, &why) == TH_OK)
        return TH_OK;
    th_print_trouble(cli, why);
    return TH_FAILED;
}

static int verify_in(const th_cli *cli, th_arena *arena)
{
    th_run_options run = th_cli_run_options(cli);
    const char *temporary = getenv("TMPDIR");
    run.inputs = cli->operands + 1;
    run.ninputs = cli->noperands - 1;
    run.previous = cli->previous;
    const th_verify_options options = {.book = cli->operands[0],
                                       .run = &run,
                                       .beside = cli->folders,
                                       .nbeside = cli->nfolders,
                                       .store = cli->store,
                                       .dossier = cli->dossier,
                                       .edition = cli->edition_stated ? &cli->edition : NULL,
                                       .temporary = temporary && temporary[0] == '/' ? temporary : "/tmp"};
    th_verification verification;
    th_verify(arena, &options, &verification);
    th_words result = th_verification_words(arena, &verification);
    th_log(cli, TH_LOG_OF_SAID, TH_SAY(cli, result.vi, result.en));
    print_verification(cli, arena, &verification);
    if (write_page(cli, arena, &verification) != TH_OK)
        return TH_EXIT_NOTHING;
    return code_of_verification(&verification);
}

int th_cli_verify(const th_cli *cli)
{
    if (!cli->noperands || (!cli->definition && !cli->dossier))
        return th_cli_usage(
            cli,
            "verify cần SỔ.xlsx, -d BỘ-BIỂU-MẪU và hộp thư (hoặc --inputs), như khi lập sổ; hoặc --dossier "
            "HỒ-SƠ",
            "verify needs OUT.xlsx, -d DEFINITION and the inbox (or --inputs), as it was made; or --dossier "
            "DOSSIER");
    th_arena *arena = th_arena_new(0);
    int code = TH_EXIT_NOTHING;
    if (!arena || TH_ARENA_GUARD(arena))
        code = th_cli_out_of_memory(cli);
    else
        code = verify_in(cli, arena);
    th_arena_free(arena);
    return code;
}
