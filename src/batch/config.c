/* Reading tonghop.conf: each line goes to libinih by itself, so that its number and its length are known. */
#include "batch/config.h"

#include "batch/files.h"
#include "report/message.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/value.h"

#include <ini.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_KEPT = 999, DEFAULT_KEPT = 30, MOST_BYTES = 1 << 20 };

typedef enum config_kind { KIND_PATH, KIND_COUNT, KIND_DAY, KIND_COMMAND, KIND_ADDRESSES, KIND_TEXT } config_kind;
typedef enum config_need { NEED_MAY, NEED_MUST, NEED_REPEATS } config_need; /* what repeats must be there, too */

static const struct {
    const char *name;
    config_kind kind;
    config_need need;
    const char *initial, *example, *vi, *en;
} keys[TH_CONFIG_KEYS] = {
#define TH_CONFIG(id, name, kind, need, initial, example, vi, en)                                                      \
    {name, KIND_##kind, NEED_##need, initial, example, vi, en},
#include "batch/config_keys.def"
#undef TH_CONFIG
};

typedef struct config_reading {
    th_arena *arena;
    th_config *config;
    th_config_faults *faults;
    th_str names[TH_CONFIG_KEYS]; /* folded */
    size_t line;
    bool seen; /* libinih found a key and a value in the line */
} config_reading;

void th_config_faults_add(th_config_faults *faults, th_arena *arena, size_t line, th_trouble what)
{
    const th_config_fault fault = {line, what};
    TH_PUSH(arena, faults->at, faults->n, faults->cap, fault);
}

static void fault(config_reading *reading, th_trouble what)
{
    th_config_faults_add(reading->faults, reading->arena, reading->line, what);
}

const char *th_config_path(th_arena *arena, const char *folder, th_str stated)
{
    if (th_str_starts(stated, TH_STR("/")) || strcmp(folder, ".") == 0)
        return th_str_cstr(arena, stated);
    return th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT, folder, TH_ARG(stated)));
}

const char *th_config_spool(th_arena *arena, const th_config *config)
{
    const char *store = config->path[TH_CONFIG_STORE];
    if (config->path[TH_CONFIG_SPOOL] || !store)
        return config->path[TH_CONFIG_SPOOL];
    const char *slash = strrchr(store, '/');
    return th_str_cstr(arena, th_str_fmt(arena, "%.*sthu-cho-gui", slash ? (int)(slash + 1 - store) : 0, store));
}

const char *th_config_dossiers(th_arena *arena, const th_config *config)
{
    const char *kept = config->path[TH_CONFIG_KEPT];
    if (config->path[TH_CONFIG_DOSSIERS] || !kept)
        return config->path[TH_CONFIG_DOSSIERS];
    return th_str_cstr(arena, th_str_fmt(arena, "%s/ho-so", kept));
}

/* ---- values ---- */

static void take_path(config_reading *reading, th_config_key key, th_str value)
{
    th_config *config = reading->config;
    const char *path = th_config_path(reading->arena, config->folder, value);
    if (key == TH_CONFIG_OUT && !th_str_ends(value, TH_STR(".xlsx"))) {
        fault(reading,
              TH_TROUBLE(reading->arena, "“%s” là một bảng tính: tên phải kết thúc bằng .xlsx, không phải “" TH_FMT "”",
                         "“%s” is a workbook: its name has to end in .xlsx, not be “" TH_FMT "”", keys[key].name,
                         TH_ARG(value)));
        return;
    }
    config->path[key] = path;
    if (key == TH_CONFIG_INBOX)
        TH_PUSH(reading->arena, config->inboxes, config->ninboxes, config->inboxes_cap, path);
}

static void take_count(config_reading *reading, th_config_key key, th_str value)
{
    long number, most = key == TH_CONFIG_JOBS ? TH_CONFIG_MOST_JOBS : MOST_KEPT;
    unsigned *into = key == TH_CONFIG_JOBS ? &reading->config->jobs : &reading->config->keep;
    if (!th_str_to_long(value, &number) || number < 1 || number > most)
        fault(reading,
              TH_TROUBLE(reading->arena, "“%s” là một số từ 1 đến %ld, không phải “" TH_FMT "”",
                         "“%s” is a number from 1 to %ld, not “" TH_FMT "”", keys[key].name, most, TH_ARG(value)));
    else
        *into = (unsigned)number;
}

static void take_as_of(config_reading *reading, th_str value)
{
    int year, month, day;
    th_config *config = reading->config;
    if (th_str_eq(th_fold_weak(reading->arena, value), TH_STR("hom nay"))) {
        config->as_of = TH_DAY_TODAY;
    } else if (th_date_parse(value, &year, &month, &day)) {
        config->as_of = TH_DAY_STATED;
        config->day = th_date_serial(year, month, day);
    } else {
        fault(reading,
              TH_TROUBLE(reading->arena,
                         "không hiểu ngày “" TH_FMT "”; ghi “hôm nay”, hoặc một ngày như 2023-01-06, hoặc bỏ dòng này",
                         "“" TH_FMT "” is no day; write “hôm nay”, a date such as 2023-01-06, or leave the line out",
                         TH_ARG(value)));
    }
}

/* The next argument of a command; false behind the last one, or where a quotation mark is not closed: then *open. */
static bool next_argument(th_str value, size_t *at, th_buf *argument, bool *open)
{
    bool quoted = false;
    while (*at < value.len && (value.ptr[*at] == ' ' || value.ptr[*at] == '\t'))
        ++*at;
    if (*at == value.len)
        return false;
    for (; *at < value.len && (quoted || (value.ptr[*at] != ' ' && value.ptr[*at] != '\t')); ++*at) {
        bool twice = quoted && th_str_eq(th_str_sub(value, *at, 2), TH_STR("\"\""));
        if (value.ptr[*at] != '"' || twice)
            th_buf_byte(argument, value.ptr[*at]);
        else
            quoted = !quoted;
        *at += twice;
    }
    *open = quoted;
    return !quoted;
}

/* What would be an order to a shell, which there is none of. */
static bool is_for_a_shell(th_str argument)
{
    static const char *const orders[] = {"|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1"};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (th_str_eq(argument, th_str_of(orders[i])))
            return true;
    return false;
}

static void take_command(config_reading *reading, th_str value)
{
    size_t at = 0, n = 0, cap = 0;
    bool open = false;
    const char **arguments = NULL;
    th_buf argument;
    for (th_buf_init(&argument, reading->arena); next_argument(value, &at, &argument, &open);
         th_buf_init(&argument, reading->arena)) {
        if (is_for_a_shell(th_buf_str(&argument))) {
            fault(reading, TH_TROUBLE(reading->arena,
                                      "lệnh không chạy qua shell nên không dùng được “" TH_FMT
                                      "”; ghi vào một tệp lệnh rồi ghi tên tệp đó ở đây",
                                      "no shell sees the command, so that “" TH_FMT
                                      "” means nothing; write a script and name it here",
                                      TH_ARG(th_buf_str(&argument))));
            return;
        }
        const char *copy = th_str_cstr(reading->arena, th_buf_str(&argument));
        TH_PUSH(reading->arena, arguments, n, cap, copy);
    }
    if (open) {
        fault(reading, TH_TROUBLE_IS("thiếu dấu ngoặc kép \" ở cuối; tham số có dấu cách đặt trong \"…\"",
                                     "a quotation mark \" is not closed; an argument with spaces stands in \"…\""));
        return;
    }
    if (arguments && strchr(arguments[0], '/'))
        arguments[0] = th_config_path(reading->arena, reading->config->folder, th_str_of(arguments[0]));
    TH_PUSH(reading->arena, arguments, n, cap, NULL);
    reading->config->mail = arguments;
}

/* "a@b.vn, c@d.vn"; one only where it is said from whom. */
static void take_addresses(config_reading *reading, th_config_key key, th_str value)
{
    th_str rest = value, address;
    th_strs found = {0};
    while (rest.len && th_str_cut(&rest, ',', &address)) {
        address = th_str_trim(address);
        if (th_message_is_address(address)) {
            th_strs_add(&found, reading->arena, address);
            continue;
        }
        fault(reading,
              TH_TROUBLE(reading->arena, "“" TH_FMT "” không phải địa chỉ thư; ghi như “thu-ky@vi-du.gov.vn”",
                         "“" TH_FMT "” is no mail address; write it like “thu-ky@vi-du.gov.vn”", TH_ARG(address)));
        return;
    }
    if (key == TH_CONFIG_MAIL_TO)
        reading->config->mail_to = found;
    else if (found.n == 1)
        reading->config->mail_from = found.at[0];
    else
        fault(reading, TH_TROUBLE(reading->arena, "“%s” chỉ có một địa chỉ", "“%s” is one address", keys[key].name));
}

static void take_value(config_reading *reading, th_config_key key, th_str value)
{
    switch (keys[key].kind) {
    case KIND_PATH: take_path(reading, key, value); break;
    case KIND_COUNT: take_count(reading, key, value); break;
    case KIND_DAY: take_as_of(reading, value); break;
    case KIND_COMMAND: take_command(reading, value); break;
    case KIND_ADDRESSES: take_addresses(reading, key, value); break;
    case KIND_TEXT: reading->config->contact = th_text_nfc(reading->arena, value); break;
    default: break;
    }
}

/* ---- lines ---- */

static th_config_key key_named(const config_reading *reading, th_str typed)
{
    th_str folded = th_fold_weak(reading->arena, typed);
    size_t key = 0;
    while (key < TH_CONFIG_KEYS && !th_str_eq(reading->names[key], folded))
        key++;
    return (th_config_key)key;
}

static void refuse_unknown(config_reading *reading, th_str typed)
{
    size_t near = th_fold_nearest(reading->arena, th_fold_weak(reading->arena, typed), reading->names, TH_CONFIG_KEYS);
    if (near == SIZE_MAX)
        fault(reading,
              TH_TROUBLE(reading->arena, "không có khóa “" TH_FMT "”; bỏ dòng này, hoặc thêm “#” ở đầu dòng",
                         "there is no key “" TH_FMT "”; leave the line out, or begin it with “#”", TH_ARG(typed)));
    else
        fault(reading, TH_TROUBLE(reading->arena, "không có khóa “" TH_FMT "”; có phải “%s”?",
                                  "there is no key “" TH_FMT "”; did you mean “%s”?", TH_ARG(typed), keys[near].name));
}

/* libinih calls this for the one line it was given.  Non-zero: go on. */
static int take_entry(void *ctx, const char *section, const char *name, const char *value)
{
    (void)section;
    config_reading *reading = ctx;
    th_config *config = reading->config;
    th_str typed = th_text_nfc(reading->arena, th_str_copy(reading->arena, th_str_of(name)));
    th_config_key key = key_named(reading, typed);
    reading->seen = true;
    if (key == TH_CONFIG_KEYS) {
        refuse_unknown(reading, typed);
    } else if (config->line[key] && keys[key].need != NEED_REPEATS) {
        fault(reading, TH_TROUBLE(reading->arena, "khóa “%s” đã có ở dòng %zu; giữ một dòng, bỏ dòng kia",
                                  "key “%s” stands in line %zu already; keep one of the lines", keys[key].name,
                                  config->line[key]));
    } else if (!*value) {
        config->line[key] = reading->line;
        fault(reading,
              TH_TROUBLE(reading->arena, "khóa “%s” chưa có giá trị; ghi giá trị sau dấu “=”, hoặc bỏ dòng này",
                         "key “%s” has no value; write it behind “=”, or leave the line out", keys[key].name));
    } else {
        config->line[key] = reading->line;
        take_value(reading, key, th_str_copy(reading->arena, th_str_of(value)));
    }
    return 1;
}

/* What libinih takes for a comment behind a value would be gone from it without a word. */
static bool has_comment_behind(th_str line)
{
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] == ';' && (line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
            return true;
    return false;
}

static void read_config_line(config_reading *reading, th_str line)
{
    th_str text = th_str_trim(line);
    if (!text.len || text.ptr[0] == '#' || text.ptr[0] == ';')
        return;
    if (!th_utf8_valid(text) || th_str_find(text, (th_str){"", 1}, 0) != SIZE_MAX) {
        fault(reading, TH_TROUBLE_IS("dòng này không phải chữ UTF-8; lưu tệp lại với bảng mã UTF-8",
                                     "the line is not in UTF-8; save the file in that encoding"));
    } else if (text.len > TH_CONFIG_LINE) {
        fault(reading, TH_TROUBLE(reading->arena, "dòng dài %zu byte, nhiều nhất là %d; rút ngắn dòng này",
                                  "the line has %zu bytes, %d are allowed; shorten it", text.len, TH_CONFIG_LINE));
    } else if (has_comment_behind(text)) {
        fault(reading, TH_TROUBLE_IS("ghi chú sau dấu “;” phải đứng ở dòng riêng, bắt đầu bằng “#”",
                                     "a comment behind “;” has to stand in a line of its own that begins with “#”"));
    } else if (text.ptr[0] == '[') {
        fault(reading, TH_TROUBLE_IS("tệp này không có mục “[…]”; bỏ dòng này",
                                     "there are no sections “[…]”; leave the line out"));
    } else {
        reading->seen = false;
        if (ini_parse_string(th_str_cstr(reading->arena, text), take_entry, reading) != 0 || !reading->seen)
            fault(reading, TH_TROUBLE_IS("dòng này không có dấu “=”; ghi “khóa = giá trị”",
                                         "there is no “=” in the line; write “key = value”"));
    }
}

/* Another key that is not there may be what an unknown one is meant for: what is missing is said last. */
static void say_missing_keys(config_reading *reading)
{
    reading->line = 0;
    for (size_t key = 0; key < TH_CONFIG_KEYS; key++)
        if (keys[key].need != NEED_MAY && !reading->config->line[key])
            fault(reading, TH_TROUBLE(reading->arena, "thiếu khóa “%s”; thêm một dòng, ví dụ “%s = %s”",
                                      "key “%s” is missing; add a line, such as “%s = %s”", keys[key].name,
                                      keys[key].name, keys[key].initial));
}

th_status th_config_parse(th_arena *arena, th_str bytes, const char *folder, th_config *config,
                          th_config_faults *faults)
{
    config_reading reading = {.arena = arena, .config = config, .faults = faults};
    *config = (th_config){.folder = folder, .keep = DEFAULT_KEPT};
    for (size_t key = 0; key < TH_CONFIG_KEYS; key++)
        reading.names[key] = th_fold_weak(arena, th_str_of(keys[key].name));
    if (th_str_starts(bytes, TH_STR("\xEF\xBB\xBF")))
        bytes = th_str_sub(bytes, 3, bytes.len);
    if (th_str_starts(bytes, TH_STR("\xFF\xFE")) || th_str_starts(bytes, TH_STR("\xFE\xFF"))) {
        fault(&reading, TH_TROUBLE_IS("tệp lưu ở bảng mã UTF-16; lưu lại với bảng mã UTF-8",
                                      "the file is in UTF-16; save it in UTF-8"));
        return TH_FAILED;
    }
    th_str line;
    while (bytes.len && th_str_cut(&bytes, '\n', &line)) {
        reading.line++;
        read_config_line(&reading, line);
    }
    say_missing_keys(&reading);
    return faults->n ? TH_FAILED : TH_OK;
}

th_status th_config_read(th_arena *arena, const char *file, th_config *config, th_config_faults *faults)
{
    const char *slash = strrchr(file, '/');
    th_str folder = TH_STR("."), bytes;
    if (slash)
        folder = (th_str){file, slash == file ? 1 : (size_t)(slash - file)};
    const th_input input = {.path = th_str_of(file), .name = th_str_of(file)};
    th_limits limits = th_limits_default;
    limits.file_bytes = MOST_BYTES;
    th_findings findings = {0};
    if (th_file_read(arena, &limits, &input, &bytes, &findings) == TH_OK)
        return th_config_parse(arena, bytes, th_str_cstr(arena, folder), config, faults);
    *config = (th_config){.folder = th_str_cstr(arena, folder)};
    const th_finding *finding = &findings.at[0];
    th_config_faults_add(faults, arena, 0,
                         (th_trouble){th_str_fmt(arena, "%s: " TH_FMT, file, TH_ARG(finding->vi)),
                                      th_str_fmt(arena, "%s: " TH_FMT, file, TH_ARG(finding->en))});
    return TH_FAILED;
}

/* ---- the file of --init ---- */

th_str th_config_text(th_arena *arena, bool english)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(
        &out, th_words_in(TH_WORDS_ARE(
                              "# Cấu hình của “tonghop nightly”.  Mỗi dòng một “khóa = giá trị”.\r\n"
                              "# Dòng bắt đầu bằng “#” là ghi chú.  Tên tệp, thư mục tính từ thư mục chứa tệp này.\r\n"
                              "# Kiểm tra sau khi sửa: tonghop nightly --check tonghop.conf\r\n",
                              "# What “tonghop nightly” goes by: one “key = value” a line.\r\n"
                              "# A line that begins with “#” is a comment.  Paths begin at the folder of this file.\r\n"
                              "# To check it after a change: tonghop nightly --check tonghop.conf\r\n"),
                          english));
    for (size_t key = 0; key < TH_CONFIG_KEYS; key++) {
        bool stated = keys[key].initial[0] != '\0';
        const char *help = keys[key].vi;
        const char *value = keys[key].example;
        if (english)
            help = keys[key].en;
        if (stated)
            value = keys[key].initial;
        th_buf_fmt(&out, "\r\n# %s\r\n%s%s = %s\r\n", help, stated ? "" : "# ", keys[key].name, value);
    }
    return th_buf_str(&out);
}
