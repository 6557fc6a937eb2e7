/* Passwords: reading the lines of a text, and trying them one after the other. */
#include "pack/keyring.h"

#include "text/utf8.h"

#include "base/banned.h"

#define OF_EXCEL "VelvetSweatshop"

/* ---- the text ---- */

/* UTF-16 with a mark, as editors of Windows save "Unicode", in UTF-8. */
static th_str narrow_text(th_arena *arena, th_str bytes)
{
    bool big = th_str_starts(bytes, TH_STR("\xFE\xFF"));
    th_buf out;
    if (!big && !th_str_starts(bytes, TH_STR("\xFF\xFE")))
        return th_str_starts(bytes, TH_STR("\xEF\xBB\xBF")) ? th_str_sub(bytes, 3, bytes.len) : bytes;
    th_buf_init(&out, arena);
    uint32_t high = 0;
    for (size_t i = 2; i + 2 <= bytes.len; i += 2) {
        uint32_t unit = (uint32_t)(unsigned char)bytes.ptr[i + big] | (uint32_t)(unsigned char)bytes.ptr[i + !big] << 8;
        if ((unit & 0xFC00) == 0xD800) {
            high = unit;
            continue;
        }
        if (high && (unit & 0xFC00) == 0xDC00)
            unit = 0x10000 + ((high & 0x3FF) << 10 | (unit & 0x3FF));
        high = 0;
        th_utf8_put(&out, unit);
    }
    return th_buf_str(&out);
}

/* A file's name as it is compared: composed, in lower case, with "/" between folders. */
static th_str compared_name(th_arena *arena, th_str name)
{
    th_str lower = th_str_copy(arena, th_text_lower(arena, th_text_nfc(arena, th_str_trim(name))));
    char *at = (char *)(uintptr_t)lower.ptr;
    for (size_t i = 0; i < lower.len; i++)
        if (at[i] == '\\')
            at[i] = '/';
    return lower;
}

/* Does it end as the name of a workbook does? */
static bool names_workbook(th_str lower)
{
    static const char *const endings[] = {".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xls", ".xlt", ".ods", ".ots"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (th_str_ends(lower, th_str_of(endings[i])))
            return true;
    return false;
}

static th_password password_of_line(th_arena *arena, th_str line)
{
    th_password password = {.of_any = line};
    th_str rest = line, name;
    if (th_str_find(line, TH_STR("="), 0) == SIZE_MAX || !th_str_cut(&rest, '=', &name))
        return password;
    password.file = compared_name(arena, name);
    password.of_file = th_str_trim(rest);
    if (names_workbook(password.file))
        password.of_any = (th_str){0};
    return password;
}

th_status th_passwords_read(th_arena *arena, th_str bytes, th_passwords *passwords, th_trouble *trouble)
{
    th_password *list = NULL;
    size_t n = 0, cap = 0;
    th_str rest = narrow_text(arena, bytes), line;
    *passwords = (th_passwords){0};
    if (!th_utf8_valid(rest)) {
        *trouble = TH_TROUBLE_IS("tệp mật khẩu không ở dạng UTF-8; hãy lưu lại bằng UTF-8",
                                 "the file of passwords is not in UTF-8; save it as UTF-8");
        return TH_FAILED;
    }
    for (size_t number = 1; th_str_cut(&rest, '\n', &line); number++) {
        if (th_str_ends(line, TH_STR("\r")))
            line.len--;
        if (!th_str_trim(line).len)
            continue;
        th_password password = password_of_line(arena, line);
        if (password.of_any.len > TH_PASSWORD_LONGEST || password.of_file.len > TH_PASSWORD_LONGEST ||
            n == TH_PASSWORDS_MOST) {
            *trouble = TH_TROUBLE(arena, "dòng %zu của tệp mật khẩu quá dài, hoặc tệp có quá %d dòng",
                                  "line %zu of the file of passwords is too long, or there are more than %d lines",
                                  number, TH_PASSWORDS_MOST);
            return TH_FAILED;
        }
        TH_PUSH(arena, list, n, cap, password);
    }
    *passwords = (th_passwords){list, n};
    return TH_OK;
}

/* ---- which passwords a file is tried with ---- */

/* Is this the file's name: with all its folders, some of them or none, with its ending or without? */
static bool is_name_of(th_str name, th_str line)
{
    enum { LONGEST_ENDING = 5 };
    for (size_t cut = 0; cut <= LONGEST_ENDING && cut < name.len; cut++) {
        th_str whole = th_str_sub(name, 0, name.len - cut);
        if (cut && name.ptr[name.len - cut] != '.')
            continue;
        if (!th_str_ends(whole, line))
            continue;
        th_str before = th_str_trim(th_str_sub(whole, 0, whole.len - line.len));
        if (!before.len || th_str_ends(before, TH_STR("/")) || th_str_ends(before, TH_STR("›")))
            return true;
    }
    return false;
}

static void add_password(th_keyring *ring, th_str key)
{
    for (size_t i = 0; i < ring->keys.n; i++)
        if (th_str_eq(ring->keys.at[i], key))
            return;
    if (key.len)
        th_strs_add(&ring->keys, ring->arena, key);
}

/* Adds a password as it was typed; without blanks that an editor left behind; and composed as Windows types it. */
static void add_variants(th_keyring *ring, th_str key)
{
    add_password(ring, key);
    add_password(ring, th_str_trim(key));
    add_password(ring, th_text_nfc(ring->arena, th_str_trim(key)));
}

void th_keyring_init(th_keyring *ring, th_arena *arena, const th_limits *limits, th_str name)
{
    *ring = (th_keyring){.arena = arena, .limits = limits, .rounds = TH_KEYRING_ROUNDS};
    add_password(ring, TH_STR(OF_EXCEL));
    const th_passwords *passwords = limits->passwords;
    if (!passwords)
        return;
    th_str compared = compared_name(arena, name);
    for (size_t i = 0; i < passwords->n; i++)
        if (passwords->at[i].file.len && is_name_of(compared, passwords->at[i].file))
            add_variants(ring, passwords->at[i].of_file);
    for (size_t i = 0; i < passwords->n; i++)
        add_variants(ring, passwords->at[i].of_any);
}

bool th_keyring_try(th_keyring *ring, uint32_t rounds, bool (*fits)(void *ctx, th_str key), void *ctx)
{
    ring->tried = 0;
    for (size_t i = 0; i < ring->keys.n; i++) {
        if (rounds > ring->rounds)
            return false;
        ring->rounds -= rounds;
        ring->tried++;
        if (fits(ctx, ring->keys.at[i])) {
            ring->fitted = i;
            return true;
        }
    }
    return false;
}

bool th_keyring_gave_up(const th_keyring *ring)
{
    return ring->tried < ring->keys.n;
}
