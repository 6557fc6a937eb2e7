/* The words of the mail. */
#include "report/morning_mail.h"

#include "report/plain.h"

#include "base/banned.h"

enum { MOST_CALLS = 9, MOST_WAITS = 6, MOST_TOLD = 6, MOST_NOTES = 3, LINE_CHARACTERS = 300, NAME_CHARACTERS = 48 };

static void put_mail_line(th_arena *arena, th_buf *out, th_str line)
{
    th_buf_fmt(out, TH_FMT "\n", TH_ARG(th_plain_cut(arena, th_plain(arena, line), LINE_CHARACTERS)));
}

static th_str subject_of(th_arena *arena, const th_brief *brief, const th_mail_facts *facts)
{
    const struct {
        size_t n;
        const char *what;
    } parts[] = {{brief->calls[TH_CALL_UNREADABLE].n, "đơn vị gửi tệp không mở được"},
                 {brief->calls[TH_CALL_ERRORS].n, "đơn vị có lỗi hoặc thiếu biểu"},
                 {brief->decisions, "việc chờ quyết định"}};
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "[" TH_FMT "] ", TH_ARG(th_plain_cut(arena, brief->r->d->cluster, NAME_CHARACTERS)));
    if (facts->reminder.len)
        th_buf_fmt(&out, TH_FMT ": ", TH_ARG(facts->reminder));
    th_buf_fmt(&out, "%zu/%u đã nộp", brief->in, brief->r->nunits);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            th_buf_fmt(&out, ", %zu %s", parts[i].n, parts[i].what);
    th_buf_fmt(&out, " – " TH_FMT, TH_ARG(facts->date));
    return th_buf_str(&out);
}

static void put_calls_told(th_arena *arena, th_buf *out, const th_brief *brief)
{
    size_t n = 0;
    for (size_t call = 0; call < TH_CALLS; call++)
        for (size_t i = 0; i < brief->calls[call].n; i++)
            if (n++ < MOST_CALLS)
                put_mail_line(arena, out, th_str_fmt(arena, "- " TH_FMT, TH_ARG(brief->calls[call].at[i])));
    if (n > MOST_CALLS)
        th_buf_fmt(out, "… và %zu đơn vị nữa\n", n - MOST_CALLS);
    if (!n)
        th_buf_add(out, TH_STR("- không đơn vị nào\n"));
}

static void put_waits_told(th_buf *out, const th_brief *brief)
{
    for (size_t i = 0; i < brief->nwaits && i < MOST_WAITS; i++)
        th_buf_fmt(out, "- %zu %s\n", brief->waits[i].n, brief->waits[i].what);
    if (brief->nwaits > MOST_WAITS)
        th_buf_fmt(out, "… và %zu việc nữa\n", brief->nwaits - MOST_WAITS);
    if (!brief->nwaits)
        th_buf_add(out, TH_STR("- không có việc gì\n"));
}

/* How many notes the mail holds.  Changes get the lines that notes leave. */
static size_t notes_told(const th_brief *brief)
{
    return brief->notes.n < MOST_NOTES ? brief->notes.n : MOST_NOTES;
}

static void put_changes_told(th_arena *arena, th_buf *out, const th_brief *brief)
{
    size_t most = MOST_TOLD - notes_told(brief);
    put_mail_line(arena, out, brief->heading);
    for (size_t i = 0; i < brief->nchanges && i < most; i++) {
        const th_brief_change *change = &brief->changes[i];
        th_buf line;
        th_buf_init(&line, arena);
        th_buf_fmt(&line, "- " TH_FMT, TH_ARG(change->unit));
        th_buf_fmt(&line, "%s" TH_FMT, change->unit.len ? ": " : "", TH_ARG(change->about));
        if (change->before.len)
            th_buf_fmt(&line, "; " TH_FMT " →", TH_ARG(change->before));
        th_buf_fmt(&line, "%s" TH_FMT, change->before.len ? " " : "; ", TH_ARG(change->now));
        put_mail_line(arena, out, th_buf_str(&line));
    }
    if (brief->nchanges > most)
        th_buf_fmt(out, "… và %zu thay đổi nữa, xem trang THAY ĐỔI\n", brief->nchanges - most);
}

static void put_where(th_arena *arena, th_buf *out, const th_mail_facts *facts)
{
    if (facts->workbook.len)
        put_mail_line(arena, out, th_str_fmt(arena, "Bảng tổng hợp: " TH_FMT, TH_ARG(facts->workbook)));
    if (facts->page.len)
        put_mail_line(arena, out, th_str_fmt(arena, "Trang tình trạng: " TH_FMT, TH_ARG(facts->page)));
    if (facts->contact.len)
        put_mail_line(arena, out, th_str_fmt(arena, "Liên hệ: " TH_FMT, TH_ARG(facts->contact)));
    th_buf_add(out, TH_STR("Thư tự động của tonghop; không có điểm và tên người.\n"));
}

th_mail_words th_mail_of_brief(th_arena *arena, const th_brief *brief, const th_mail_facts *facts)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (facts->reminder.len)
        put_mail_line(arena, &out, th_str_fmt(arena, TH_FMT ".", TH_ARG(facts->reminder)));
    put_mail_line(arena, &out, th_str_fmt(arena, "Số liệu đến " TH_FMT ".", TH_ARG(facts->until)));
    for (size_t i = 0; i < notes_told(brief); i++)
        put_mail_line(arena, &out, th_str_fmt(arena, "Lưu ý: " TH_FMT ".", TH_ARG(brief->notes.at[i])));
    put_mail_line(arena, &out, brief->figures.text);
    put_mail_line(arena, &out, brief->ranking.text);
    th_buf_add(&out, TH_STR("\nCẦN LIÊN HỆ\n"));
    put_calls_told(arena, &out, brief);
    th_buf_add(&out, TH_STR("\nCHỜ BAN THƯ KÝ\n"));
    put_waits_told(&out, brief);
    th_buf_add(&out, TH_STR("\nTHAY ĐỔI\n"));
    put_changes_told(arena, &out, brief);
    th_buf_byte(&out, '\n');
    put_where(arena, &out, facts);
    return (th_mail_words){subject_of(arena, brief, facts), th_buf_str(&out)};
}

th_mail_words th_mail_of_failure(th_arena *arena, th_str why, const th_mail_facts *facts)
{
    th_buf out;
    th_buf_init(&out, arena);
    put_mail_line(arena, &out,
                  th_str_fmt(arena, "Lượt chạy lúc " TH_FMT " không ghi được kết quả.", TH_ARG(facts->until)));
    put_mail_line(arena, &out, th_str_fmt(arena, "Lý do: " TH_FMT ".", TH_ARG(why)));
    th_buf_add(
        &out, TH_STR("Bảng tổng hợp của lượt trước vẫn giữ nguyên. Thư này chỉ gửi một lần cho mỗi lý do; khi chạy lại "
                     "được sẽ có thư báo.\n\n"));
    put_where(arena, &out, facts);
    return (th_mail_words){
        th_str_fmt(arena, "[tonghop] Lượt chạy không ghi được kết quả – " TH_FMT, TH_ARG(facts->date)),
        th_buf_str(&out)};
}

th_str th_mail_state(th_arena *arena, const th_brief *brief)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, TH_FMT "\n" TH_FMT "\n", TH_ARG(brief->figures.text), TH_ARG(brief->ranking.text));
    for (uint32_t u = 0; u < brief->r->nunits; u++)
        th_buf_fmt(&out, TH_FMT "\n", TH_ARG(brief->words[u]));
    for (size_t call = 0; call < TH_CALLS; call++)
        for (size_t i = 0; i < brief->calls[call].n; i++)
            th_buf_fmt(&out, TH_FMT "\n", TH_ARG(brief->calls[call].at[i]));
    for (size_t i = 0; i < brief->nwaits; i++)
        th_buf_fmt(&out, "%zu %s\n", brief->waits[i].n, brief->waits[i].what);
    for (size_t i = 0; i < brief->notes.n; i++)
        th_buf_fmt(&out, TH_FMT "\n", TH_ARG(brief->notes.at[i]));
    return th_buf_str(&out);
}
