/* The order of files: Sổ nhận, folder, words, dates. */
#include "batch/precedence.h"

#include "book/book.h"
#include "fact/folder.h"
#include "text/fold.h"

#include "base/banned.h"

/* "nháp.zip" is a folder called "nháp". */
static th_str without_archive_ending(th_str part)
{
    size_t dot = part.len;
    while (dot > 0 && part.ptr[dot - 1] != '.')
        dot--;
    bool archive = th_book_kind_of(th_book_format_named(part)) == TH_BOOK_IS_ARCHIVE;
    return archive && dot ? th_str_sub(part, 0, dot - 1) : part;
}

bool th_in_old_folder(th_arena *arena, th_str name)
{
    static const char *const names[] = {"cũ",  "bản cũ",  "nháp",   "bản nháp", "lưu",
                                        "luu", "lưu trữ", "backup", "bak",      "old"};
    th_str part;
    th_name_cut_last(&name, &part); /* the file itself */
    while (th_name_cut_last(&name, &part)) {
        th_str folder = th_fold(arena, without_archive_ending(part));
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (th_str_eq(folder, th_fold(arena, th_str_of(names[i]))))
                return true;
        /* "cu", "nhap" without diacritics are no other words for a folder */
        if (th_str_eq(folder, TH_STR("cu")) || th_str_eq(folder, TH_STR("nhap")))
            return true;
    }
    return false;
}

bool th_is_put_away(const th_dataset *ds, const th_source *source)
{
    return th_in_old_folder(ds->arena, th_source_name(source)) ||
           th_folder_other_year(ds->arena, th_source_name(source), ds->definition->period);
}

/* +1 when the first is larger, -1 when the second is. */
static int by_rank(double one, double other)
{
    return (one > other) - (one < other);
}

/* Compares as by_rank() does where both are known; 0 is unknown. */
static int by_known(double one, double other)
{
    return one > 0 && other > 0 ? by_rank(one, other) : 0;
}

static int word_rank(th_edition edition)
{
    enum { DRAFT = 0, NOTHING, CORRECTION };
    if (edition.draft)
        return DRAFT;
    return edition.replaces || edition.adds ? CORRECTION : NOTHING;
}

static double received_at(const th_dataset *ds, const th_source *source)
{
    return source->receipt == TH_NONE ? 0 : ds->definition->receipts[source->receipt].serial;
}

typedef struct criterion {
    int order;
    th_precedence why;
} criterion;

/* The first criterion that tells them apart decides, if it does so in favour of the first. */
static th_precedence first_decisive(const criterion *criteria, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (criteria[i].order)
            return criteria[i].order > 0 ? criteria[i].why : TH_PRECEDENCE_NONE;
    return TH_PRECEDENCE_NONE;
}

/* Of two kept copies of a file: did the inbox hold `one` after `other`?  Copies that were seen on the same days came
 * neither before nor after. */
static bool came_after(const th_remembered *one, const th_remembered *other)
{
    return one && other && one->first_seen >= other->last_seen && other->first_seen < one->last_seen;
}

/* A file that was written over is not what its unit wants to have said. */
static bool is_written_over(const th_source *kept, const th_source *later)
{
    return kept->kept_of && th_str_eq(th_source_name(kept), th_source_name(later)) &&
           (!later->kept_of || came_after(later->remembered, kept->remembered));
}

static bool counted_then(const th_dataset *ds, const th_remembered *known, uint32_t form)
{
    for (size_t i = 0; known && i < known->counts.n; i++)
        if (th_str_eq(known->counts.at[i], ds->definition->forms[form].code))
            return true;
    return false;
}

th_precedence th_precedes_by_itself(const th_dataset *ds, const th_held_form *one, const th_held_form *other)
{
    const th_source *a = &ds->sources[one->source], *b = &ds->sources[other->source];
    const criterion criteria[] = {
        {by_rank(is_written_over(b, a), is_written_over(a, b)), TH_BY_OVERWRITING},
        {by_rank(!th_is_put_away(ds, a), !th_is_put_away(ds, b)), TH_BY_FOLDER},
        {by_rank(word_rank(a->edition), word_rank(b->edition)), TH_BY_WORDS},
        {by_known(a->edition.times, b->edition.times), TH_BY_TIMES},
        {by_known(one->signed_on, other->signed_on), TH_BY_DATE},
        {by_rank(counted_then(ds, a->remembered, one->form), counted_then(ds, b->remembered, other->form)),
         TH_BY_COUNTING},
    };
    return first_decisive(criteria, sizeof criteria / sizeof *criteria);
}

static th_precedence precedes_unfrozen(const th_dataset *ds, const th_held_form *one, const th_held_form *other)
{
    const th_source *a = &ds->sources[one->source], *b = &ds->sources[other->source];
    const criterion criteria[] = {
        {by_rank(a->receipt != TH_NONE, b->receipt != TH_NONE), TH_BY_RECEIPT},
        {by_known(received_at(ds, a), received_at(ds, b)), TH_BY_LATER_RECEIPT},
    };
    for (size_t i = 0; i < sizeof criteria / sizeof *criteria; i++)
        if (criteria[i].order)
            return criteria[i].order > 0 ? criteria[i].why : TH_PRECEDENCE_NONE;
    return th_precedes_by_itself(ds, one, other);
}

/* What counted when the figures were frozen counts; the reason is that of then, as long as there is one. */
th_precedence th_precedes(const th_dataset *ds, const th_held_form *one, const th_held_form *other)
{
    bool counted = counted_then(ds, ds->sources[one->source].at_freeze, one->form),
         other_counted = counted_then(ds, ds->sources[other->source].at_freeze, other->form);
    if (other_counted && !counted)
        return TH_PRECEDENCE_NONE;
    th_precedence why = precedes_unfrozen(ds, one, other);
    return !why && counted && !other_counted ? TH_BY_FREEZE : why;
}

static const struct {
    const char *vi, *en;
} reasons[] = {
    [TH_PRECEDENCE_NONE] = {"", ""},
    [TH_BY_RECEIPT] = {"Sổ nhận có ghi tệp này", "the register names it"},
    [TH_BY_LATER_RECEIPT] = {"theo Sổ nhận, tệp này được nhận sau", "by the register it was received later"},
    [TH_BY_OVERWRITING] = {"tệp trong hộp thư đã được ghi đè", "the file in the inbox was written over"},
    [TH_BY_FOLDER] = {"tệp kia nằm trong thư mục bản cũ hoặc của năm khác",
                      "the other is in a folder of old files or of another year"},
    [TH_BY_WORDS] = {"tên hoặc tiêu đề của tệp cho biết như vậy", "the name or title of the file says so"},
    [TH_BY_TIMES] = {"tệp này ghi lần sau", "it states a later number"},
    [TH_BY_DATE] = {"tệp này ghi ngày ký sau", "it was signed later"},
    [TH_BY_FREEZE] = {"số liệu đã chốt", "the figures are frozen"},
    [TH_BY_COUNTING] = {"tệp này đã được tính từ trước", "it counted before"},
};

th_str th_precedence_vi(th_precedence why)
{
    return th_str_of(reasons[why].vi);
}

th_str th_precedence_en(th_precedence why)
{
    return th_str_of(reasons[why].en);
}
