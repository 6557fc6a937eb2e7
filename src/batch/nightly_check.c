/* A configuration held against what it names. */
#define _XOPEN_SOURCE 700 /* statvfs of the same year as POSIX */
#include "batch/nightly_check.h"

#include "batch/definition.h"
#include "batch/inbox.h"
#include "batch/ledger.h"
#include "batch/litter.h"
#include "fact/stream.h"
#include "report/page.h"
#include "store/disk.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/banned.h"

enum { WORKBOOKS_NEEDED = 3 };

typedef struct nightly_look {
    th_arena *arena;
    const th_config *config;
    const th_nightly_checking *checking;
    th_config_faults *faults;
    th_nightly_disk *disk;
} nightly_look;

static void complain_of(const nightly_look *look, th_config_key key, th_trouble what)
{
    th_config_faults_add(look->faults, look->arena, look->config->line[key], what);
}

static void complain_of_system(const nightly_look *look, th_config_key key, th_words what)
{
    int why = errno;
    complain_of(look, key, th_trouble_of_system(look->arena, what, why));
}

void th_config_guard(const th_config *config, th_guard *guard)
{
    th_guard_reads(guard, config->path[TH_CONFIG_DEFINITION], TH_READS_DEFINITION);
    th_guard_reads(guard, config->path[TH_CONFIG_LAST_YEAR], TH_READS_LAST_YEAR);
    th_guard_reads(guard, config->path[TH_CONFIG_LEDGER], TH_READS_LEDGER);
    for (size_t i = 0; i < config->ninboxes; i++)
        th_guard_reads(guard, config->inboxes[i], TH_READS_INBOX);
}

/* ---- what is read ---- */

static void check_definition(const nightly_look *look)
{
    th_findings found = {0};
    th_trouble why = {0};
    th_definition *definition;
    th_str hash, ledger_hash;
    const char *path = look->config->path[TH_CONFIG_DEFINITION], *ledger = look->config->path[TH_CONFIG_LEDGER];
    const th_definition_source source = {.path = path,
                                         .limits = look->checking->limits,
                                         .faults = &found,
                                         .trouble = &why,
                                         .ledger = ledger && access(ledger, R_OK) == 0 ? ledger : NULL,
                                         .ledger_hash = &ledger_hash};
    if (!path || th_definition_open(look->arena, &source, &definition, &hash) < TH_FAILED)
        return;
    for (size_t i = 0; i < found.n; i++)
        complain_of(look, TH_CONFIG_DEFINITION, th_definition_fault_words(look->arena, &found.at[i]));
    if (why.vi.len)
        complain_of(look, TH_CONFIG_DEFINITION, why);
}

/* A workbook, or a folder of tables. */
static void check_ledger(const nightly_look *look)
{
    th_trouble why = {0};
    const char *path = look->config->path[TH_CONFIG_LEDGER];
    if (path && th_ledger_is_whole(look->arena, look->checking->limits, path, &why) != TH_OK)
        complain_of(
            look, TH_CONFIG_LEDGER,
            (th_trouble){th_str_fmt(look->arena, "không đọc được sổ ban thư ký “%s”: " TH_FMT, path, TH_ARG(why.vi)),
                         th_str_fmt(look->arena, "the ledger “%s” cannot be read: " TH_FMT, path, TH_ARG(why.en))});
}

static bool is_a_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static unsigned long long size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (unsigned long long)st.st_size : 0;
}

static void check_inbox(const nightly_look *look, const char *path)
{
    th_inputs inputs = {0};
    th_findings ignored = {0};
    th_trouble why = {0};
    const th_listing listing = {.paths = &path, .npaths = 1, .limits = look->checking->limits};
    if (!is_a_folder(path)) {
        complain_of(look, TH_CONFIG_INBOX,
                    TH_TROUBLE(look->arena, "không có hộp thư “%s”; xem lại đường dẫn, ổ đĩa mạng đã gắn chưa",
                               "there is no inbox “%s”; see whether the path is right and the share is mounted", path));
    } else if (th_inbox_list(look->arena, &listing, &inputs, &ignored, &why) != TH_OK) {
        complain_of(look, TH_CONFIG_INBOX, why);
    } else if (!th_inbox_is_marked(look->arena, path)) {
        complain_of(look, TH_CONFIG_INBOX, th_inbox_unmarked(look->arena, path));
    }
    for (size_t i = 0; i < inputs.n; i++)
        look->disk->needed += size_of(inputs.at[i].path.ptr);
}

static void check_readable(const nightly_look *look, th_config_key key, th_str begins)
{
    const char *path = look->config->path[key];
    char start[64];
    if (!path)
        return;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t n = -1;
    if (fd >= 0)
        n = read(fd, start, begins.len < sizeof start ? begins.len : sizeof start);
    if (n < 0)
        complain_of_system(look, key, TH_WORDS(look->arena, "không đọc được “%s”", "“%s” cannot be read", path));
    else if (!th_str_eq((th_str){start, (size_t)n}, begins))
        complain_of(look, key,
                    TH_TROUBLE(look->arena, "“%s” không phải tệp bản ghi do tonghop lập",
                               "“%s” is no record stream of tonghop", path));
    if (fd >= 0)
        close(fd);
}

/* ---- what is written ---- */

static void check_folder(const nightly_look *look, th_config_key key, const char *path)
{
    if (!is_a_folder(path))
        complain_of(look, key,
                    TH_TROUBLE(look->arena,
                               "không có thư mục “%s”; tạo thư mục này, hoặc chạy lại “tonghop nightly --init”",
                               "there is no folder “%s”; make it, or run “tonghop nightly --init” again", path));
    else if (access(path, R_OK | W_OK | X_OK) != 0)
        complain_of_system(
            look, key, TH_WORDS(look->arena, "không ghi được vào thư mục “%s”", "folder “%s” cannot be written", path));
}

static const char *folder_above(th_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return th_str_cstr(arena, (th_str){path, slash == path ? 1 : (size_t)(slash - path)});
}

/* The folder of dossiers is made when something is frozen, long after the folder of the cluster was set up: until then
 * the folder that it is to stand in is looked at. */
static void check_dossiers(const nightly_look *look)
{
    const char *path = th_config_dossiers(look->arena, look->config);
    th_config_key key = look->config->path[TH_CONFIG_DOSSIERS] ? TH_CONFIG_DOSSIERS : TH_CONFIG_KEPT;
    struct stat st;
    th_trouble why = {0};
    if (!path)
        return;
    if (lstat(path, &st) == 0)
        check_folder(look, key, path);
    else if (key == TH_CONFIG_DOSSIERS) /* the folder of what is kept is looked at by itself */
        check_folder(look, key, folder_above(look->arena, path));
    if (th_guard_allows_folder(look->checking->guard, path, &why) != TH_OK)
        complain_of(look, key, why);
}

static void check_page(const nightly_look *look)
{
    th_trouble why = {0};
    const th_outfile page = {.path = look->config->path[TH_CONFIG_PAGE], .headers = {TH_STR(TH_PAGE_BEGINS)}};
    if (!page.path)
        return;
    check_folder(look, TH_CONFIG_PAGE, folder_above(look->arena, page.path));
    if (th_guard_allows(look->checking->guard, &page, &why) != TH_OK)
        complain_of(look, TH_CONFIG_PAGE, why);
}

static void check_outputs(const nightly_look *look)
{
    static const th_config_key written[] = {TH_CONFIG_FEEDBACK, TH_CONFIG_KEPT, TH_CONFIG_REQUESTS};
    const char *out = look->config->path[TH_CONFIG_OUT];
    th_guard *guard = look->checking->guard;
    th_trouble why;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        const char *path = look->config->path[written[i]];
        if (!path)
            continue;
        check_folder(look, written[i], path);
        if (th_guard_allows_folder(guard, path, &why) != TH_OK)
            complain_of(look, written[i], why);
    }
    check_dossiers(look);
    check_page(look);
    if (!out)
        return;
    const th_outfile file = {.path = out, .mark = TH_MARK_RESULT, .may_be_saved = true};
    check_folder(look, TH_CONFIG_OUT, folder_above(look->arena, out));
    if (th_guard_allows(guard, &file, &why) != TH_OK)
        complain_of(look, TH_CONFIG_OUT, why);
}

static void check_store(const nightly_look *look)
{
    const char *path = look->config->path[TH_CONFIG_STORE];
    th_trouble why = {0};
    th_store *store;
    if (!path)
        return;
    if (th_guard_allows_folder(look->checking->guard, path, &why) != TH_OK)
        complain_of(look, TH_CONFIG_STORE, why);
    else if (access(path, F_OK) != 0)
        complain_of(look, TH_CONFIG_STORE,
                    TH_TROUBLE(look->arena, "không có “%s”; chạy lại “tonghop nightly --init” để tạo",
                               "there is no “%s”; run “tonghop nightly --init” again, which makes it", path));
    else if (th_disk_allows(look->arena, path, &why) != TH_OK ||
             th_store_open(look->arena, path, TH_STORE_READ, &store, &why) != TH_OK)
        complain_of(look, TH_CONFIG_STORE, why);
    else
        th_store_close(store);
}

static void check_disk(const nightly_look *look)
{
    struct statvfs system;
    th_nightly_disk *disk = look->disk;
    const char *out = look->config->path[TH_CONFIG_OUT], *kept = look->config->path[TH_CONFIG_KEPT];
    if (out)
        disk->needed += WORKBOOKS_NEEDED * size_of(out);
    disk->known = kept && statvfs(kept, &system) == 0;
    if (!disk->known)
        return;
    disk->free = (unsigned long long)system.f_bavail * system.f_frsize;
    if (disk->free < disk->needed)
        complain_of(look, TH_CONFIG_KEPT,
                    TH_TROUBLE(look->arena, "ổ đĩa của “%s” còn %llu MB, một lượt chạy cần tới %llu MB; dọn bớt ổ đĩa",
                               "the disk of “%s” has %llu MB free, and a run may need %llu MB; make room on it", kept,
                               disk->free >> 20, (disk->needed >> 20) + 1));
}

/* ---- programs ---- */

static bool is_program(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static bool is_on_path(th_arena *arena, const char *name)
{
    th_str places = th_str_of(getenv("PATH")), place;
    while (th_str_cut(&places, ':', &place))
        if (is_program(th_str_cstr(arena, th_str_fmt(arena, TH_FMT "/%s", TH_ARG(place), name))))
            return true;
    return false;
}

/* Mail that nobody gets, or that nothing sends. */
static void check_mail_is_whole(const nightly_look *look)
{
    const th_config *config = look->config;
    const char *spool = th_config_spool(look->arena, config);
    th_trouble why = {0};
    if (config->line[TH_CONFIG_MAIL] && !config->line[TH_CONFIG_MAIL_TO])
        complain_of(look, TH_CONFIG_MAIL,
                    TH_TROUBLE_IS("có “lệnh gửi thư” mà chưa có “gửi thư tới”; thêm dòng ấy, hoặc bỏ dòng này",
                                  "“lệnh gửi thư” is stated without “gửi thư tới”; add that, or leave this line out"));
    if (config->line[TH_CONFIG_MAIL_TO] && !config->line[TH_CONFIG_MAIL])
        complain_of(look, TH_CONFIG_MAIL_TO,
                    TH_TROUBLE_IS("có “gửi thư tới” mà chưa có “lệnh gửi thư”; thêm dòng ấy, hoặc bỏ dòng này",
                                  "“gửi thư tới” is stated without “lệnh gửi thư”; add that, or leave this line out"));
    if (spool && config->mail_to.n && th_guard_allows_folder(look->checking->guard, spool, &why) != TH_OK)
        complain_of(look, config->path[TH_CONFIG_SPOOL] ? TH_CONFIG_SPOOL : TH_CONFIG_MAIL_TO, why);
    if (spool && is_a_folder(spool))
        check_folder(look, TH_CONFIG_SPOOL, spool);
}

static void check_mail(const nightly_look *look)
{
    check_mail_is_whole(look);
    const char *const program = look->config->mail ? look->config->mail[0] : NULL;
    if (!program || (strchr(program, '/') ? is_program(program) : is_on_path(look->arena, program)))
        return;
    complain_of(look, TH_CONFIG_MAIL,
                TH_TROUBLE(look->arena, "không có chương trình “%s”, hoặc không được phép chạy; ghi đường dẫn đầy đủ",
                           "there is no program “%s”, or it may not be run; write its full path", program));
}

th_status th_nightly_check(th_arena *arena, const th_nightly_checking *checking, th_config_faults *faults,
                           th_nightly_disk *disk)
{
    th_config config;
    const nightly_look look = {arena, &config, checking, faults, disk};
    th_config_read(arena, checking->file, &config, faults);
    th_config_guard(&config, checking->guard);
    check_definition(&look);
    check_ledger(&look);
    for (size_t i = 0; i < config.ninboxes; i++)
        check_inbox(&look, config.inboxes[i]);
    check_readable(&look, TH_CONFIG_LAST_YEAR, TH_STR(TH_STREAM_BEGINS));
    check_outputs(&look);
    check_store(&look);
    check_disk(&look);
    check_mail(&look);
    return faults->n ? TH_FAILED : TH_OK;
}
