/* The letter to a unit. */
#include "report/letter.h"

#include "report/plain.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_PLACES = 5, MOST_OF_ONE = 320 };

/* ---- what to mend ---- */

static bool is_for_unit(const th_finding *finding)
{
    return !finding->entered && th_finding_is_open(finding) && finding->level >= TH_LEVEL_WARNING &&
           finding->kind != TH_F_FILE_UNWRITTEN && finding->kind != TH_F_FILE_NOT_AS_WRITTEN;
}

/* The gravest first, each level in the order of KIỂM TRA.  How many there are; the first `most` stand in `found`. */
static size_t find_places(const th_brief *brief, uint32_t unit, const th_finding **found, size_t most)
{
    size_t n = 0;
    for (int level = TH_LEVEL_BLOCK; level >= TH_LEVEL_WARNING; level--)
        for (size_t i = brief->first_of[unit]; i < brief->first_of[unit + 1]; i++) {
            const th_finding *finding = brief->of_units[i];
            if ((int)finding->level != level || !is_for_unit(finding))
                continue;
            if (n < most)
                found[n] = finding;
            n++;
        }
    return n;
}

static void put_place(th_arena *arena, th_buf *out, size_t number, const th_finding *finding)
{
    const th_place *place = &finding->place;
    const th_str parts[] = {place->file, place->sheet, th_cell_name(arena, place->row, place->col)};
    th_str remedy = th_finding_remedy(arena, finding, TH_FOR_UNIT).vi;
    th_buf line;
    th_buf_init(&line, arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].len)
            continue;
        th_buf_add(&line, line.len ? TH_STR(" › ") : (th_str){0});
        th_plain_add(&line, parts[i]);
    }
    th_buf_fmt(&line, "%s" TH_FMT, line.len ? ": " : "", TH_ARG(th_plain(arena, finding->vi)));
    if (remedy.len)
        th_buf_fmt(&line, " Cách sửa: " TH_FMT, TH_ARG(th_plain(arena, remedy)));
    th_buf_fmt(out, "%zu. " TH_FMT "\n", number, TH_ARG(th_plain_cut(arena, th_buf_str(&line), MOST_OF_ONE)));
}

/* ---- the letter ---- */

static th_str state_of(th_arena *arena, const th_brief *brief, const th_letter *letter)
{
    const th_situation *unit = &brief->units[letter->unit];
    size_t errors = unit->level[TH_LEVEL_ERROR] + unit->level[TH_LEVEL_BLOCK];
    if (!unit->source && !unit->held && !unit->rejected && !unit->unopened.len && !unit->closed)
        return th_str_fmt(arena, "Cụm chưa nhận được tệp (" TH_FMT ")", TH_ARG(brief->words[letter->unit]));
    th_buf out;
    th_buf_init(&out, arena);
    th_plain_add(&out, brief->words[letter->unit]);
    if (errors)
        th_buf_fmt(&out, ", %zu lỗi", errors);
    if (unit->level[TH_LEVEL_WARNING])
        th_buf_fmt(&out, ", %zu cảnh báo", unit->level[TH_LEVEL_WARNING]);
    return th_buf_str(&out);
}

static void put_head(th_arena *arena, th_buf *out, const th_brief *brief, const th_letter *letter)
{
    const th_definition *d = brief->r->d;
    th_str deadline = th_brief_deadline(brief, letter->unit);
    th_buf_fmt(out, TH_LETTER_BEGINS "\nGửi: " TH_FMT "\n", TH_ARG(th_plain(arena, d->units[letter->unit].name)));
    th_buf_fmt(out, TH_FMT ", kỳ %d; tính đến " TH_FMT ".\n", TH_ARG(th_plain(arena, d->cluster)), d->period,
               TH_ARG(letter->until));
    th_buf_fmt(out, "\nTình trạng: " TH_FMT ".\n", TH_ARG(state_of(arena, brief, letter)));
    if (deadline.len)
        th_buf_fmt(out, "Hạn nộp: " TH_FMT ".\n", TH_ARG(th_plain(arena, deadline)));
}

static void put_foot(th_arena *arena, th_buf *out, const th_brief *brief, const th_letter *letter)
{
    th_str host = brief->r->d->host;
    if (!host.len)
        host = TH_STR("Cụm");
    th_buf_fmt(out, "\nGửi tệp về: ban thư ký tại " TH_FMT ", theo kênh đã gửi các kỳ trước.\n",
               TH_ARG(th_plain(arena, host)));
    if (letter->contact.len)
        th_buf_fmt(out, "Hỏi: " TH_FMT ".\n", TH_ARG(th_plain(arena, letter->contact)));
}

static th_str letter_with(th_arena *arena, const th_brief *brief, const th_letter *letter, size_t shown)
{
    const th_finding *found[MOST_PLACES];
    size_t n = find_places(brief, letter->unit, found, MOST_PLACES);
    th_buf out;
    th_buf_init(&out, arena);
    put_head(arena, &out, brief, letter);
    if (!n && brief->units[letter->unit].source)
        th_buf_add(&out, TH_STR("\nChưa thấy chỗ nào cần sửa.\n"));
    else if (n && shown)
        th_buf_add(&out, TH_STR("\nXin xem lại trước:\n"));
    for (size_t i = 0; i < n && i < shown; i++)
        put_place(arena, &out, i + 1, found[i]);
    if (n && !shown)
        th_buf_fmt(&out, "\nCần xem lại %zu chỗ.\n", n);
    else if (n > shown)
        th_buf_fmt(&out, "… và %zu chỗ nữa.\n", n - shown);
    if (n)
        th_buf_fmt(&out, "Chi tiết ở phiếu phản hồi " TH_FMT " kèm theo.\n", TH_ARG(th_plain(arena, letter->feedback)));
    put_foot(arena, &out, brief, letter);
    return th_buf_str(&out);
}

th_str th_letter_text(th_arena *arena, const th_brief *brief, const th_letter *letter)
{
    size_t shown = MOST_PLACES;
    th_str text = letter_with(arena, brief, letter, shown);
    while (shown && th_utf8_count(text) > TH_LETTER_MOST)
        text = letter_with(arena, brief, letter, --shown);
    return th_plain_cut(arena, text, TH_LETTER_MOST);
}
