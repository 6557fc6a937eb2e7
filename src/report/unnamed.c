/* Learns names and numbers, and takes them out of texts. */
#include "report/unnamed.h"

#include "base/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { LEAST_WORDS = 2, MOST_WORDS = 6, MOST_APART = 2, ALLOWED = 1, TOLD = 2 };
enum { LEAST_KNOWN_DIGITS = 6, LEAST_PHONE = 9, MOST_PHONE = 12 };

/* A piece of a text: letters, or digits. */
typedef struct piece {
    size_t from, to; /* bytes */
    bool digits, capital;
    th_str folded; /* of letters */
} piece;

typedef struct pieces {
    piece *at;
    size_t n, cap;
} pieces;

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return th_is_letter((long)c);
    return c >= 0xC0 && !(c >= 0x2000 && c < 0x2100);
}

static void take_piece(th_arena *arena, th_str text, size_t *at, pieces *all)
{
    size_t from = *at, to = from;
    uint32_t first = th_utf8_next(text, &to);
    bool digits = th_is_digit((long)first);
    if (!digits && !is_letter(first)) {
        *at = to;
        return;
    }
    for (size_t next = to; to < text.len; to = next) {
        uint32_t c = th_utf8_next(text, &next);
        if (digits ? !th_is_digit((long)c) : !is_letter(c))
            break;
    }
    piece found = {.from = from, .to = to, .digits = digits, .capital = !digits && th_utf8_lower(first) != first};
    if (!digits)
        found.folded = th_fold_weak(arena, th_str_sub(text, from, to - from));
    TH_PUSH(arena, all->at, all->n, all->cap, found);
    *at = to;
}

static pieces cut(th_arena *arena, th_str text)
{
    pieces all = {0};
    for (size_t at = 0; at < text.len;)
        take_piece(arena, text, &at, &all);
    return all;
}

/* What stands between two pieces of one name, or of one number. */
static bool is_together(th_str text, const piece *left, const piece *right)
{
    th_str between = th_str_sub(text, left->to, right->from - left->to);
    if (between.len > MOST_APART)
        return false;
    for (size_t i = 0; i < between.len; i++)
        if (!strchr(" _-.", between.ptr[i]))
            return false;
    return true;
}

/* How many pieces from `first` on, all letters or all digits, stand together; at most `most`. */
static size_t together(th_str text, const pieces *all, size_t first, size_t most)
{
    size_t n = 1;
    while (n < most && first + n < all->n && all->at[first + n].digits == all->at[first].digits &&
           is_together(text, &all->at[first + n - 1], &all->at[first + n]))
        n++;
    return n;
}

static th_str key_of_pieces(th_arena *arena, th_str text, const piece *first, size_t n)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++) {
        if (first[i].digits) {
            th_buf_add(&out, th_str_sub(text, first[i].from, first[i].to - first[i].from));
            continue;
        }
        th_buf_add(&out, i ? TH_STR(" ") : (th_str){0});
        th_buf_add(&out, first[i].folded);
    }
    return th_buf_str(&out);
}

/* ---- learning ---- */

static bool is_title(th_str folded)
{
    static const char *const titles[] = {"ong", "ba", "anh", "chi", "co", "thay", "em", "dc",
                                         "ths", "ts", "gs",  "pgs", "bs", "ks",   "cn", "cv"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (th_str_eq(folded, th_str_of(titles[i])))
            return true;
    return false;
}

static void remember_name(th_unnamed *unnamed, th_str text, const piece *first, size_t n)
{
    if (n < LEAST_WORDS || n > MOST_WORDS)
        return;
    uint32_t *known = th_lookup_at(&unnamed->known, unnamed->arena, key_of_pieces(unnamed->arena, text, first, n));
    *known = *known == ALLOWED ? ALLOWED : TOLD;
}

/* "ông Nguyễn Văn An": what stands before a name may be small, what stands behind it makes it the name of something
 * else ("Văn phòng Sở"). */
static void learn_name(th_unnamed *unnamed, th_str text, const pieces *all, size_t first, size_t end)
{
    while (first < end && !all->at[first].capital)
        first++;
    for (size_t i = first; i < end; i++)
        if (!all->at[i].capital)
            return;
    remember_name(unnamed, text, &all->at[first], end - first);
    while (first < end && is_title(all->at[first].folded)) {
        first++;
        remember_name(unnamed, text, &all->at[first], end - first);
    }
}

static void learn_number(th_unnamed *unnamed, th_str text, const piece *first, size_t n)
{
    th_str digits = key_of_pieces(unnamed->arena, text, first, n);
    if (digits.len >= LEAST_KNOWN_DIGITS)
        *th_lookup_at(&unnamed->known, unnamed->arena, digits) = TOLD;
}

void th_unnamed_learn(th_unnamed *unnamed, th_str text)
{
    pieces all = cut(unnamed->arena, text);
    for (size_t i = 0, n; i < all.n; i += n) {
        n = together(text, &all, i, all.n);
        if (all.at[i].digits)
            learn_number(unnamed, text, &all.at[i], n);
        else
            learn_name(unnamed, text, &all, i, i + n);
    }
}

void th_unnamed_allow(th_unnamed *unnamed, th_str text)
{
    pieces all = cut(unnamed->arena, text);
    if (all.n)
        *th_lookup_at(&unnamed->known, unnamed->arena, key_of_pieces(unnamed->arena, text, all.at, all.n)) = ALLOWED;
}

/* ---- taking out ---- */

static bool was_learnt(const th_unnamed *unnamed, th_str key)
{
    const uint32_t *known = th_lookup_find(&unnamed->known, key);
    return known && *known == TOLD;
}

/* "0912 345 678", "+84 912 345 678". */
static bool is_phone(th_str text, const piece *first, th_str digits)
{
    bool abroad = first->from && text.ptr[first->from - 1] == '+';
    return digits.len >= LEAST_PHONE && digits.len <= MOST_PHONE && (abroad || digits.ptr[0] == '0');
}

static size_t longest_known_number(const th_unnamed *unnamed, th_arena *scratch, th_str text, const pieces *all,
                                   size_t at)
{
    for (size_t n = together(text, all, at, all->n - at); n; n--) {
        th_str digits = key_of_pieces(scratch, text, &all->at[at], n);
        if (is_phone(text, &all->at[at], digits) || was_learnt(unnamed, digits))
            return n;
    }
    return 0;
}

static size_t longest_known_name(const th_unnamed *unnamed, th_arena *scratch, th_str text, const pieces *all,
                                 size_t at)
{
    for (size_t n = together(text, all, at, MOST_WORDS); n >= LEAST_WORDS; n--)
        if (was_learnt(unnamed, key_of_pieces(scratch, text, &all->at[at], n)))
            return n;
    return 0;
}

/* Is it an address of mail?  *end is where it ends: before the next blank, comma, semicolon or bracket. */
static bool is_mail(th_str text, const piece *first, size_t *end)
{
    size_t to = first->from;
    bool at = false;
    while (to < text.len && !strchr(" \t\n,;()<>", text.ptr[to])) {
        at = at || (text.ptr[to] == '@' && to > first->from);
        to++;
    }
    *end = to;
    return at;
}

th_str th_unnamed_text(const th_unnamed *unnamed, th_str text)
{
    th_arena *scratch = th_arena_scratch(unnamed->arena);
    pieces all = cut(scratch, text);
    size_t kept = 0; /* everything before it is in `out` */
    th_buf out;
    th_buf_init(&out, scratch);
    for (size_t i = 0; i < all.n; i++) {
        size_t end = 0;
        if (all.at[i].from < kept)
            continue;
        if (!is_mail(text, &all.at[i], &end)) {
            size_t n = all.at[i].digits ? longest_known_number(unnamed, scratch, text, &all, i)
                                        : longest_known_name(unnamed, scratch, text, &all, i);
            end = n ? all.at[i + n - 1].to : 0;
        }
        if (!end)
            continue;
        th_buf_add(&out, th_str_sub(text, kept, all.at[i].from - kept));
        th_buf_add(&out, TH_STR(TH_SILENT));
        kept = end;
    }
    th_str result = text;
    if (kept) {
        th_buf_add(&out, th_str_sub(text, kept, text.len));
        result = th_str_copy(unnamed->arena, th_buf_str(&out));
    }
    th_arena_free(scratch);
    return result;
}
