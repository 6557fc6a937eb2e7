/* Words of names and titles that say whether a file replaces another, adds to it, or is a draft. */
#include "fact/edition.h"

#include "base/ascii.h"
#include "fact/folder.h"
#include "text/fold.h"

#include "base/banned.h"

enum { TITLE_WORDS = 5, MOST_TIMES = 99 };

typedef enum edition_word { SAYS_REPLACES, SAYS_ADDS, SAYS_DRAFT } edition_word;

typedef struct phrase {
    const char *words; /* as text/fold.h folds them: a final y is i */
    edition_word meaning;
    const char *not_before; /* words that change the meaning when they follow */
} phrase;

/* With diacritics each phrase has one meaning. */
static const phrase strong_phrases[] = {
    {"sửa", SAYS_REPLACES, "chữa"},    {"thay thế", SAYS_REPLACES, ""}, {"đính chính", SAYS_REPLACES, ""},
    {"hiệu chỉnh", SAYS_REPLACES, ""}, {"bổ sung", SAYS_ADDS, ""},      {"dự thảo", SAYS_DRAFT, "văn"},
    {"nháp", SAYS_DRAFT, ""},          {"trình kí", SAYS_DRAFT, ""},
};
/* Without them "sua" is also milk and a repair, "nhap" also an entry. */
static const phrase weak_phrases[] = {
    {"sua", SAYS_REPLACES, "chua hoc tuoi bot"},
    {"bansua", SAYS_REPLACES, ""},
    {"suadoi", SAYS_REPLACES, ""},
    {"dasua", SAYS_REPLACES, ""},
    {"thay the", SAYS_REPLACES, ""},
    {"thaythe", SAYS_REPLACES, ""},
    {"dinh chinh", SAYS_REPLACES, ""},
    {"dinhchinh", SAYS_REPLACES, ""},
    {"hieu chinh", SAYS_REPLACES, ""},
    {"bo sung", SAYS_ADDS, ""},
    {"bosung", SAYS_ADDS, ""},
    {"du thao", SAYS_DRAFT, "van"},
    {"duthao", SAYS_DRAFT, ""},
    {"ban nhap", SAYS_DRAFT, ""},
    {"bannhap", SAYS_DRAFT, ""},
    {"file nhap", SAYS_DRAFT, ""},
    {"tep nhap", SAYS_DRAFT, ""},
    {"trinh ki", SAYS_DRAFT, ""},
    {"trinhki", SAYS_DRAFT, ""},
};

typedef struct word_list {
    th_str *at;
    size_t n, cap;
} word_list;

static bool is_letter_or_digit(char c)
{
    return th_is_letter(c) || th_is_digit(c) || (unsigned char)c >= 0x80;
}

static word_list cut_words(th_arena *arena, th_str folded)
{
    word_list words = {0};
    for (size_t i = 0; i < folded.len;) {
        size_t start = i;
        while (i < folded.len && is_letter_or_digit(folded.ptr[i]))
            i++;
        if (i > start) {
            th_str word = th_str_sub(folded, start, i - start);
            TH_PUSH(arena, words.at, words.n, words.cap, word);
        }
        while (i < folded.len && !is_letter_or_digit(folded.ptr[i]))
            i++;
    }
    return words;
}

/* Dashes and quotes beyond ASCII are no diacritics. */
static bool are_same_words(const word_list *one, const word_list *other)
{
    bool same = one->n == other->n;
    for (size_t i = 0; i < one->n && same; i++)
        same = th_str_eq(one->at[i], other->at[i]);
    return same;
}

static bool is_in_words(th_str word, th_str list)
{
    th_str one;
    while (th_str_cut(&list, ' ', &one))
        if (one.len && th_str_eq(one, word))
            return true;
    return false;
}

/* How many words of the phrase stand at `at`: all of them, or 0. */
static size_t phrase_at(const word_list *words, size_t at, th_str wanted)
{
    th_str one;
    size_t n = 0;
    while (th_str_cut(&wanted, ' ', &one)) {
        if (at + n >= words->n || !th_str_eq(words->at[at + n], one))
            return 0;
        n++;
    }
    return n;
}

/* "2", "02", "hai". */
static uint32_t count_of_word(th_arena *arena, th_str word)
{
    static const char *const names[] = {"một", "hai", "ba", "bốn", "năm"};
    long number = 0;
    if (th_str_to_long(word, &number))
        return number > 0 && number <= MOST_TIMES ? (uint32_t)number : 0;
    th_str weak = th_fold_weak(arena, word);
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(weak, th_fold_weak(arena, th_str_of(names[i]))))
            return i + 1;
    return 0;
}

/* "lần 2", "lần thứ hai", "lan2": the number, or 0. */
static uint32_t times_at(th_arena *arena, const word_list *words, size_t at, th_str times_word)
{
    th_str word = words->at[at];
    if (!th_str_starts(word, times_word))
        return 0;
    th_str rest = th_str_sub(word, times_word.len, word.len);
    if (rest.len)
        return th_is_digit(rest.ptr[0]) ? count_of_word(arena, rest) : 0;
    size_t next = at + 1;
    if (next < words->n && th_str_eq(th_fold_weak(arena, words->at[next]), TH_STR("thu")))
        next++;
    return next < words->n ? count_of_word(arena, words->at[next]) : 0;
}

static void take_meaning(th_edition *edition, edition_word meaning)
{
    edition->replaces = edition->replaces || meaning == SAYS_REPLACES;
    edition->adds = edition->adds || meaning == SAYS_ADDS;
    edition->draft = edition->draft || meaning == SAYS_DRAFT;
}

/* "Luật sửa đổi, bổ sung", "du-thao-nghi-dinh": what is revised or drafted is a law, not the file. */
static bool is_about_law(const word_list *weak)
{
    static const char *const laws[] = {"luat", "nghi dinh", "nghi quyet", "thong tu", "phap lenh"};
    for (size_t at = 0; at < weak->n; at++)
        for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
            if (phrase_at(weak, at, th_str_of(laws[i])))
                return true;
    return false;
}

static th_edition edition_of(th_arena *arena, th_str text)
{
    word_list words = cut_words(arena, th_fold(arena, text)), weak = cut_words(arena, th_fold_weak(arena, text));
    if (is_about_law(&weak))
        return (th_edition){0};
    bool strong = !are_same_words(&words, &weak);
    const phrase *phrases = strong ? strong_phrases : weak_phrases;
    size_t n = strong ? sizeof strong_phrases / sizeof *strong_phrases : sizeof weak_phrases / sizeof *weak_phrases;
    /* "chưa sửa", "cần bổ sung", "trước khi sửa": what is still to be done */
    const th_str denials = strong ? TH_STR("chưa không cần phải khi") : TH_STR("chua khong can phai khi");
    /* "số dự thảo", "góp ý dự thảo": drafts are counted, or something is done with them */
    const th_str of_drafts = TH_STR("số lượng lệ ý í định kiến các");
    th_edition edition = {0};
    for (size_t at = 0; at < words.n; at++) {
        uint32_t times = times_at(arena, &words, at, strong ? TH_STR("lần") : TH_STR("lan"));
        if (times > edition.times)
            edition.times = times;
        for (size_t i = 0; i < n; i++) {
            size_t length = phrase_at(&words, at, th_str_of(phrases[i].words));
            th_str after = at + length < words.n ? words.at[at + length] : (th_str){0};
            th_str before = at ? words.at[at - 1] : (th_str){0};
            bool is_object = phrases[i].meaning == SAYS_DRAFT && is_in_words(before, of_drafts);
            if (length && !is_object && !is_in_words(after, th_str_of(phrases[i].not_before)) &&
                !is_in_words(before, denials))
                take_meaning(&edition, phrases[i].meaning);
        }
    }
    edition.replaces = edition.replaces || edition.times > 1;
    return edition;
}

static th_str without_extension(th_str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '.')
            return th_str_sub(name, 0, i - 1);
    return name;
}

th_edition th_edition_of_name(th_arena *arena, th_str name)
{
    th_str part;
    th_edition edition = {0};
    if (th_name_cut_last(&name, &part))
        edition = edition_of(arena, without_extension(part));
    /* Each folder and the archive by itself, for a folder may be written with diacritics and the name without. */
    while (th_name_cut_last(&name, &part))
        edition = th_edition_both(edition, edition_of(arena, part));
    return edition;
}

/* The bracket that closes the one at `open`, brackets inside it apart; SIZE_MAX: none does. */
static size_t closing_bracket(th_str title, size_t open)
{
    size_t depth = 0;
    for (size_t i = open; i < title.len; i++) {
        depth += title.ptr[i] == '(';
        if (title.ptr[i] == ')' && --depth == 0)
            return i;
    }
    return SIZE_MAX;
}

th_edition th_edition_of_title(th_arena *arena, th_str title)
{
    th_edition edition = {0};
    if (cut_words(arena, title).n <= TITLE_WORDS)
        return edition_of(arena, title);
    for (size_t open = th_str_find(title, TH_STR("("), 0), close; open != SIZE_MAX;
         open = th_str_find(title, TH_STR("("), close)) {
        close = closing_bracket(title, open);
        if (close == SIZE_MAX)
            break;
        th_str inside = th_str_sub(title, open + 1, close - open - 1);
        if (cut_words(arena, inside).n <= TITLE_WORDS)
            edition = th_edition_both(edition, edition_of(arena, inside));
    }
    return edition;
}

th_edition th_edition_both(th_edition one, th_edition other)
{
    return (th_edition){.replaces = one.replaces || other.replaces,
                        .adds = one.adds || other.adds,
                        .draft = one.draft || other.draft,
                        .times = one.times > other.times ? one.times : other.times};
}

th_str th_edition_text(th_arena *arena, th_edition edition)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (edition.replaces)
        th_buf_add(&out, TH_STR(" replaces"));
    if (edition.times)
        th_buf_fmt(&out, " %u", edition.times);
    if (edition.adds)
        th_buf_add(&out, TH_STR(" adds"));
    if (edition.draft)
        th_buf_add(&out, TH_STR(" draft"));
    return th_str_trim(th_buf_str(&out));
}

bool th_edition_parse(th_str text, th_edition *edition)
{
    th_str word;
    *edition = (th_edition){0};
    while (text.len && th_str_cut(&text, ' ', &word)) {
        long times;
        if (th_str_eq(word, TH_STR("replaces")))
            edition->replaces = true;
        else if (th_str_eq(word, TH_STR("adds")))
            edition->adds = true;
        else if (th_str_eq(word, TH_STR("draft")))
            edition->draft = true;
        else if (th_str_to_long(word, &times) && times > 0 && times <= MOST_TIMES)
            edition->times = (uint32_t)times;
        else
            return false;
    }
    return true;
}

/* The words for what is said, in one language. */
typedef struct edition_words {
    const char *replaces, *adds, *draft, *times;
} edition_words;

static th_str edition_in_words(th_arena *arena, th_edition edition, const edition_words *words)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (edition.draft)
        th_buf_fmt(&out, " %s", words->draft);
    if (edition.adds)
        th_buf_fmt(&out, " %s", words->adds);
    if (edition.replaces)
        th_buf_fmt(&out, " %s", words->replaces);
    if (edition.times)
        th_buf_fmt(&out, " %s %u", words->times, edition.times);
    return th_str_trim(th_buf_str(&out));
}

th_str th_edition_vi(th_arena *arena, th_edition edition)
{
    static const edition_words words = {"bản sửa", "bổ sung", "dự thảo", "lần"};
    return edition_in_words(arena, edition, &words);
}

th_str th_edition_en(th_arena *arena, th_edition edition)
{
    static const edition_words words = {"corrected", "supplement", "draft", "no."};
    return edition_in_words(arena, edition, &words);
}
