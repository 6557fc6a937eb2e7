/* The page, part by part. */
#include "report/page.h"

#include "base/ascii.h"
#include "base/digest.h"
#include "report/html.h"
#include "report/page_style.h"
#include "text/value.h"

#include "base/banned.h"

enum { MOST_CHANGES = 40, HEX_DIGITS = 64 };

/* ---- values ---- */

th_str th_page_encoded(th_arena *arena, th_str path)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (th_is_digit(c) || th_is_letter(c) || c == '/' || c == '.' || c == '-' || c == '_')
            th_buf_byte(&out, c);
        else
            th_buf_fmt(&out, "%%%02X", (unsigned)(unsigned char)c);
    }
    return th_buf_str(&out);
}

static void put_link(th_buf *out, th_str to, th_str value)
{
    if (to.len)
        th_buf_fmt(out, "<a href=\"" TH_FMT "\">", TH_ARG(to));
    th_html_put(out, value);
    if (to.len)
        th_buf_add(out, TH_STR("</a>"));
}

static const char *class_of_fill(th_look fill)
{
    if (fill == TH_FILL_GOOD)
        return "good";
    if (fill == TH_FILL_ERROR)
        return "bad";
    return fill == TH_FILL_WARNING ? "warn" : "";
}

/* ---- until when ---- */

static void put_until(th_arena *arena, th_buf *out, const th_page *page)
{
    th_str whom = page->contact.len ? page->contact : TH_STR("người phụ trách máy chủ");
    th_str line =
        th_str_fmt(arena, "Số liệu đến " TH_FMT ". Nếu hôm nay là ngày khác: máy chủ không chạy, gọi " TH_FMT ".",
                   TH_ARG(page->until), TH_ARG(whom));
    if (!page->until.len)
        line =
            th_str_fmt(arena, "Chưa có lượt nào ghi được kết quả. Nếu chờ quá một ngày: gọi " TH_FMT ".", TH_ARG(whom));
    th_html_element(out, "h1", line);
}

/* ---- verdicts and calls ---- */

static void put_night_notes(th_arena *arena, th_buf *out, const th_strs *notes)
{
    for (size_t i = 0; i < notes->n; i++)
        th_html_element(out, "p class=\"box warn\"", th_str_fmt(arena, "Lưu ý: " TH_FMT ".", TH_ARG(notes->at[i])));
}

static void put_verdict(th_buf *out, th_verdict verdict)
{
    th_buf_fmt(out, "<p class=\"box %s\">", class_of_fill(verdict.fill));
    th_html_put(out, verdict.text);
    th_buf_add(out, TH_STR("</p>\n"));
}

static void put_calls(th_arena *arena, th_buf *out, const th_brief *brief)
{
    bool any = false;
    th_buf_add(out, TH_STR("<h2>Cần liên hệ</h2>\n"));
    for (size_t call = 0; call < TH_CALLS; call++) {
        const th_strs *units = &brief->calls[call];
        if (!units->n)
            continue;
        any = true;
        th_html_element(out, "h3", th_str_fmt(arena, TH_FMT " (%zu)", TH_ARG(th_call_words((th_call)call)), units->n));
        th_buf_add(out, TH_STR("<ul>\n"));
        for (size_t i = 0; i < units->n; i++)
            th_html_element(out, "li", units->at[i]);
        th_buf_add(out, TH_STR("</ul>\n"));
    }
    if (!any)
        th_buf_add(out, TH_STR("<p>Không đơn vị nào cần liên hệ.</p>\n"));
}

/* ---- the units ---- */

static void put_number_cell(th_buf *out, const char *column, size_t n)
{
    th_buf_fmt(out, "<td class=\"n\" data-of=\"%s\">%zu</td>", column, n);
}

static void put_link_cell(th_buf *out, const char *column, th_str to, const char *text)
{
    th_buf_fmt(out, "<td class=\"k\" data-of=\"%s\">", column);
    if (to.len)
        put_link(out, to, th_str_of(text));
    else
        th_buf_add(out, TH_STR("chưa có"));
    th_buf_add(out, TH_STR("</td>"));
}

static void page_unit(th_buf *out, const th_brief *brief, uint32_t u, const th_page_links *links)
{
    const th_report *r = brief->r;
    const th_situation *unit = &brief->units[u];
    th_buf_add(out, TH_STR("<tr><th scope=\"row\">"));
    th_html_put(out, r->d->units[u].name);
    th_buf_fmt(out, "</th><td class=\"%s\" data-of=\"Trạng thái\">", class_of_fill(unit->fill));
    th_html_put(out, brief->words[u]);
    th_buf_add(out, TH_STR("</td><td class=\"n\" data-of=\"Số biểu\">"));
    if (unit->source)
        th_buf_fmt(out, "%u/%zu", th_dataset_unit_forms(r->ds, u), r->d->nforms);
    else
        th_buf_add(out, TH_STR("–"));
    th_buf_add(out, TH_STR("</td>"));
    put_number_cell(out, "Chặn", unit->level[TH_LEVEL_BLOCK]);
    put_number_cell(out, "Lỗi", unit->level[TH_LEVEL_ERROR]);
    put_number_cell(out, "Cảnh báo", unit->level[TH_LEVEL_WARNING]);
    if (links->feedback)
        put_link_cell(out, "Phiếu phản hồi", links->feedback[u], "phiếu (.xlsx)");
    if (links->letters)
        put_link_cell(out, "Lời nhắn", links->letters[u], "lời nhắn (.txt)");
    th_buf_add(out, TH_STR("</tr>\n"));
}

static void page_units(th_buf *out, const th_brief *brief, const th_page_links *links)
{
    th_buf_add(out, TH_STR("<h2>Từng đơn vị</h2>\n<table class=\"units\">\n<thead><tr><th scope=\"col\">Đơn vị</th>"
                           "<th scope=\"col\">Trạng thái</th><th scope=\"col\">Số biểu</th>"
                           "<th scope=\"col\">Chặn</th><th scope=\"col\">Lỗi</th><th scope=\"col\">Cảnh báo</th>"));
    if (links->feedback)
        th_buf_add(out, TH_STR("<th scope=\"col\">Phiếu phản hồi</th>"));
    if (links->letters)
        th_buf_add(out, TH_STR("<th scope=\"col\">Lời nhắn</th>"));
    th_buf_add(out, TH_STR("</tr></thead>\n<tbody>\n"));
    for (uint32_t u = 0; u < brief->r->nunits; u++)
        page_unit(out, brief, u, links);
    th_buf_add(out, TH_STR("</tbody>\n</table>\n"));
    if (links->workbook.len) {
        th_buf_add(out, TH_STR("<p class=\"screen\">"));
        put_link(out, links->workbook, TH_STR("Mở bảng tổng hợp (.xlsx)"));
        th_buf_add(out, TH_STR("</p>\n"));
    }
}

/* ---- what has changed, what waits ---- */

static void put_change(th_buf *out, const th_brief_change *change)
{
    const struct {
        const char *column;
        th_str text;
    } cells[] = {{"Loại", change->kind},
                 {"Đơn vị", change->unit},
                 {"Nội dung", change->about},
                 {"Lượt trước", change->before},
                 {"Lượt này", change->now}};
    th_buf_add(out, TH_STR("<tr>"));
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        bool last = i + 1 == sizeof cells / sizeof *cells;
        th_buf_fmt(out, "<td class=\"%s\" data-of=\"%s\">", last ? class_of_fill(change->fill) : "", cells[i].column);
        if (cells[i].text.len)
            th_html_put(out, cells[i].text);
        else
            th_buf_add(out, TH_STR("–"));
        th_buf_add(out, TH_STR("</td>"));
    }
    th_buf_add(out, TH_STR("</tr>\n"));
}

static void page_changes(th_arena *arena, th_buf *out, const th_brief *brief)
{
    th_buf_add(out, TH_STR("<h2>Thay đổi so với lượt trước</h2>\n"));
    th_html_element(out, "p", brief->heading);
    if (!brief->nchanges)
        return;
    th_buf_add(out, TH_STR("<table>\n<thead><tr><th scope=\"col\">Loại</th><th scope=\"col\">Đơn vị</th>"
                           "<th scope=\"col\">Nội dung</th><th scope=\"col\">Lượt trước</th>"
                           "<th scope=\"col\">Lượt này</th></tr></thead>\n<tbody>\n"));
    for (size_t i = 0; i < brief->nchanges && i < MOST_CHANGES; i++)
        put_change(out, &brief->changes[i]);
    th_buf_add(out, TH_STR("</tbody>\n</table>\n"));
    if (brief->nchanges > MOST_CHANGES)
        th_html_element(out, "p",
                        th_str_fmt(arena, "… và %zu thay đổi nữa, xem trang THAY ĐỔI", brief->nchanges - MOST_CHANGES));
}

static void put_waiting_list(th_arena *arena, th_buf *out, const th_brief *brief, const th_page_links *links)
{
    th_buf_add(out, TH_STR("<h2>Chờ ban thư ký</h2>\n"));
    if (!brief->nwaits) {
        th_buf_add(out, TH_STR("<p>Không có gì chờ quyết định.</p>\n"));
        return;
    }
    th_buf_add(out, TH_STR("<ul>\n"));
    for (size_t i = 0; i < brief->nwaits; i++)
        th_html_element(out, "li", th_str_fmt(arena, "%zu %s", brief->waits[i].n, brief->waits[i].what));
    th_buf_add(out, TH_STR("</ul>\n"));
    if (links->decisions.len) {
        th_buf_add(out, TH_STR("<p class=\"screen\">"));
        put_link(out, links->decisions, TH_STR("Các dòng ghi sẵn để chép vào sổ: cho-quyet-dinh.xlsx"));
        th_buf_add(out, TH_STR("</p>\n"));
    }
}

/* ---- the runs of the last weeks ---- */

static const struct {
    const char *look, *sign, *words;
} ends[] = {{"none", "–", "không có lượt nào"},
            {"good", "✓", "không có lỗi, cảnh báo"},
            {"warn", "!", "có cảnh báo"},
            {"bad", "✗", "có lỗi hoặc còn thiếu"}};

static size_t end_of_day(const th_page_day *day)
{
    if (day->code < 0)
        return 0;
    return day->code < 2 ? (size_t)day->code + 1 : 3;
}

static void put_runs(th_buf *out, const th_page *page)
{
    if (!page->ndays)
        return;
    th_buf_add(out, TH_STR("<h2>Các lượt chạy gần đây</h2>\n<ol class=\"runs\">\n"));
    for (size_t i = 0; i < page->ndays; i++) {
        int year, month, day;
        size_t end = end_of_day(&page->days[i]);
        th_date_of_serial(page->days[i].day, &year, &month, &day);
        th_buf_fmt(out, "<li><b class=\"%s\" aria-hidden=\"true\">%s</b>%02d/%02d", ends[end].look, ends[end].sign, day,
                   month);
        th_buf_fmt(out, "<span class=\"unseen\">: %s</span></li>\n", ends[end].words);
    }
    th_buf_add(out, TH_STR("</ol>\n<p class=\"faint\">Mỗi ngày một cột, theo lượt cuối của ngày ghi được kết quả: "));
    for (size_t end = 1; end < sizeof ends / sizeof *ends; end++)
        th_buf_fmt(out, "%s %s; ", ends[end].sign, ends[end].words);
    th_buf_fmt(out, "%s %s.</p>\n", ends[0].sign, ends[0].words);
}

/* ---- parts ---- */

th_str th_page_main(th_arena *arena, const th_brief *brief, const th_page *page)
{
    const th_definition *d = brief->r->d;
    th_buf out;
    th_buf_init(&out, arena);
    th_html_element(&out, "p class=\"faint\"", th_str_fmt(arena, TH_FMT ", kỳ %d", TH_ARG(d->cluster), d->period));
    put_until(arena, &out, page);
    put_night_notes(arena, &out, &brief->notes);
    put_verdict(&out, brief->figures);
    put_verdict(&out, brief->ranking);
    put_calls(arena, &out, brief);
    page_units(&out, brief, &page->links);
    put_waiting_list(arena, &out, brief, &page->links);
    page_changes(arena, &out, brief);
    put_runs(&out, page);
    th_html_element(&out, "p class=\"faint\"",
                    th_str_fmt(arena,
                               "Trang này không có điểm và tên người; chi tiết ở bảng tổng hợp. Lập bằng " TH_FMT ".",
                               TH_ARG(brief->r->in->program)));
    return th_buf_str(&out);
}

th_str th_page_main_alone(th_arena *arena, const th_page *page)
{
    th_buf out;
    th_buf_init(&out, arena);
    put_until(arena, &out, page);
    if (page->links.workbook.len) {
        th_buf_add(&out, TH_STR("<p>"));
        put_link(&out, page->links.workbook, TH_STR("Bảng tổng hợp của lượt đó (.xlsx)"));
        th_buf_add(&out, TH_STR("</p>\n"));
    }
    put_runs(&out, page);
    return th_buf_str(&out);
}

th_str th_page_whole(th_arena *arena, const th_page_failure *failure, th_str main_part)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, TH_PAGE_BEGINS TH_FMT " -->\n", TH_ARG(th_sha256(arena, main_part)));
    th_buf_add(&out,
               TH_STR("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" "
                      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n"
                      "<title>Tình trạng số liệu</title>\n<style>\n" TH_PAGE_STYLE "</style>\n</head>\n<body>\n"));
    if (failure->at.len) {
        th_buf_add(&out, TH_STR("<p class=\"box bad\">"));
        th_html_put(&out, th_str_fmt(arena,
                                     "Lượt chạy lúc " TH_FMT " không ghi được kết quả: " TH_FMT
                                     ". Dưới đây là kết quả của lượt trước.",
                                     TH_ARG(failure->at), TH_ARG(failure->why)));
        th_buf_add(&out, TH_STR("</p>\n"));
    }
    th_buf_add(&out, TH_STR("<main>\n"));
    th_buf_add(&out, main_part);
    th_buf_add(&out, TH_STR("</main>\n</body>\n</html>\n"));
    return th_buf_str(&out);
}

th_str th_page_main_of(th_arena *arena, th_str bytes)
{
    const th_str begins = TH_STR(TH_PAGE_BEGINS), opens = TH_STR("<main>\n"), closes = TH_STR("</main>\n");
    size_t from = th_str_find(bytes, opens, 0), to = th_str_find(bytes, closes, 0);
    if (!th_str_starts(bytes, begins) || from == SIZE_MAX || to == SIZE_MAX || to < from)
        return (th_str){0};
    th_str main_part = th_str_sub(bytes, from + opens.len, to - from - opens.len);
    bool same = th_str_eq(th_str_sub(bytes, begins.len, HEX_DIGITS), th_sha256(arena, main_part));
    return same ? main_part : (th_str){0};
}
