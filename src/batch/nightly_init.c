/* Making the folder of a cluster ready. */
#include "batch/nightly_init.h"

#include "batch/config.h"
#include "batch/definition.h"
#include "batch/inbox.h"
#include "batch/litter.h"
#include "batch/new_file.h"
#include "store/store.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static const char marker_text[] =
    "\xEF\xBB\xBF"
    "ĐỪNG XÓA, ĐỪNG ĐỔI TÊN TỆP NÀY.\r\n"
    "\r\n"
    "Tệp này do tonghop đặt ở hộp thư. Mỗi đêm chương trình tìm tệp này trước khi đọc:\r\n"
    "không thấy nghĩa là ổ đĩa mạng chưa gắn, hoặc thư mục đã bị chuyển đi, và chương trình\r\n"
    "không ghi gì. Tệp này không phải báo cáo của đơn vị nào.\r\n"
    "\r\n"
    "Do not delete or rename this file: it tells tonghop that this is the inbox.\r\n";

static const char *const folders[] = {"",        "dinh-nghia",       "hop-thu",     "so-ban-thu-ky",  "yeu-cau",
                                      "ket-qua", "ket-qua/phan-hoi", "ket-qua/luu", "ket-qua/luu/tep"};

#define INIT_LEDGER "so-ban-thu-ky/so-ban-thu-ky.xlsx"

typedef struct init_work {
    th_arena *arena;
    const th_init_options *options;
    th_init_steps *steps;
    th_trouble *trouble;
} init_work;

static const char *path_of(const init_work *work, const char *name)
{
    if (!*name)
        return work->options->folder;
    return th_str_cstr(work->arena, th_str_fmt(work->arena, "%s/%s", work->options->folder, name));
}

static void note_init_step(const init_work *work, const char *path, bool made)
{
    const th_init_step step = {path, made};
    TH_PUSH(work->arena, work->steps->at, work->steps->n, work->steps->cap, step);
}

static th_status refuse_step(const init_work *work, const char *path, int why)
{
    *work->trouble = th_trouble_of_system(
        work->arena, TH_WORDS(work->arena, "không tạo được “%s”", "“%s” cannot be made", path), why);
    return TH_FAILED;
}

static th_status make_place(const init_work *work, const char *name)
{
    struct stat st;
    const char *path = path_of(work, name);
    bool made = mkdir(path, 0777) == 0;
    int why = errno;
    if (!made && (why != EEXIST || stat(path, &st) != 0 || !S_ISDIR(st.st_mode)))
        return refuse_step(work, path, why);
    note_init_step(work, path, made);
    return TH_OK;
}

static th_status make_file(const init_work *work, const char *name, th_str bytes)
{
    const char *path = path_of(work, name);
    int why = th_new_file(path, bytes, 0666);
    if (why && why != EEXIST)
        return refuse_step(work, path, why);
    note_init_step(work, path, !why);
    return TH_OK;
}

/* Sheets of entered rows, of which the ledger that is made gets the rows. */
static bool goes_into_ledger(const init_work *work, th_str name)
{
    bool csv = th_str_ends(name, TH_STR(".csv"));
    return csv && access(path_of(work, INIT_LEDGER), F_OK) != 0 &&
           th_definition_enters(work->arena, th_str_sub(name, 0, th_str_find(name, TH_STR("."), 0)));
}

/* The files of the definition, as they are; a folder that holds any keeps what it has. */
static th_status copy_definition(const init_work *work)
{
    const char *folder = path_of(work, "dinh-nghia");
    th_inputs there = {0}, files = {0};
    if (th_folder_list(work->arena, folder, &there, work->trouble) != TH_OK)
        return TH_FAILED;
    work->steps->has_definition = there.n || work->options->definition;
    if (there.n || !work->options->definition)
        return TH_OK;
    if (th_folder_list(work->arena, work->options->definition, &files, work->trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < files.n; i++) {
        th_findings findings = {0};
        th_str bytes;
        if (goes_into_ledger(work, files.at[i].name)) {
            work->steps->nentered++;
            continue;
        }
        if (th_file_read(work->arena, work->options->limits, &files.at[i], &bytes, &findings) != TH_OK) {
            *work->trouble = (th_trouble){findings.at[0].vi, findings.at[0].en};
            return TH_FAILED;
        }
        th_str name = th_str_fmt(work->arena, "dinh-nghia/" TH_FMT, TH_ARG(files.at[i].name));
        if (make_file(work, th_str_cstr(work->arena, name), bytes) != TH_OK)
            return TH_FAILED;
    }
    return TH_OK;
}

static th_status make_config(const init_work *work)
{
    th_str text = th_config_text(work->arena, work->options->english);
    return make_file(work, TH_CONFIG_FILE, text);
}

static th_status make_store(const init_work *work)
{
    const char *path = path_of(work, "so-lieu.db");
    bool there = access(path, F_OK) == 0;
    if (!there && th_store_create(work->arena, path, work->trouble) != TH_OK)
        return TH_FAILED;
    note_init_step(work, path, !there);
    return TH_OK;
}

/* The ledger of the definition that the folder has, with the rows that its files no longer hold.  A definition that has
 * faults is for --check to tell of. */
static th_status make_ledger(const init_work *work)
{
    const char *path = path_of(work, INIT_LEDGER);
    const char *definition = work->steps->nentered ? work->options->definition : path_of(work, "dinh-nghia");
    bool there = access(path, F_OK) == 0;
    th_findings faults = {0};
    th_trouble why = {0};
    th_guard guard = {.arena = work->arena, .limits = work->options->limits};
    const th_definition_source source = {
        .path = definition, .limits = work->options->limits, .faults = &faults, .trouble = &why};
    const th_layout_target target = {
        .out = path, .created = work->options->created, .guard = &guard, .entries = work->steps->nentered > 0};
    if (!there && work->steps->has_definition && th_ledger_publish(work->arena, &source, &target) >= TH_FAILED) {
        *work->trouble = why;
        return why.vi.len ? TH_FAILED : TH_OK;
    }
    if (there || work->steps->has_definition)
        note_init_step(work, path, !there);
    return TH_OK;
}

th_status th_nightly_init(th_arena *arena, const th_init_options *options, th_init_steps *steps, th_findings *faults,
                          th_trouble *trouble)
{
    const init_work work = {arena, options, steps, trouble};
    const th_definition_source source = {
        .path = options->definition, .limits = options->limits, .faults = faults, .trouble = trouble};
    th_definition *definition;
    th_str hash;
    if (options->definition && th_definition_open(arena, &source, &definition, &hash) >= TH_FAILED)
        return TH_FAILED;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (make_place(&work, folders[i]) != TH_OK)
            return TH_FAILED;
    if (copy_definition(&work) != TH_OK || make_ledger(&work) != TH_OK || make_store(&work) != TH_OK ||
        make_file(&work, "hop-thu/" TH_INBOX_MARKER, (th_str){marker_text, sizeof marker_text - 1}) != TH_OK)
        return TH_FAILED;
    return make_config(&work);
}
