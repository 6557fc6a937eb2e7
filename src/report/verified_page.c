/* The page of a verification, part by part. */
#include "report/verified_page.h"

#include "report/html.h"

#include "base/banned.h"

enum { MOST_CELLS = 500 };

#define STYLE                                                                                                          \
    "*{box-sizing:border-box}\n"                                                                                       \
    "html{font:16px/1.45 'Times New Roman',Times,serif;color:#000;background:#fff}\n"                                  \
    "body{max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere;word-wrap:break-word}\n"                   \
    "h1{font-size:1.5rem;text-align:center;margin:.2rem 0 1rem}h2{font-size:1.1rem;margin:1.4rem 0 .4rem}\n"           \
    "table{border-collapse:collapse;width:100%;font-size:.9rem}\n"                                                     \
    "th,td{text-align:left;vertical-align:top;padding:.25rem .4rem;border:1px solid #777}\n"                           \
    "thead th{background:#eee}td.h{font-family:monospace;font-size:.75rem}\n"                                          \
    ".box{padding:.6rem .8rem;border:2px solid #000;margin:.6rem 0;font-weight:700}\n"                                 \
    ".sign{border:0;margin-top:2.5rem}.sign td{border:0;text-align:center;height:7rem;width:50%}\n"                    \
    "@media print{@page{size:A4;margin:15mm}html{font-size:11pt}body{padding:0;max-width:none}\n"                      \
    "tr,.box{page-break-inside:avoid}h2{page-break-after:avoid}thead{display:table-header-group}}\n"

static void put_fact_of_page(th_buf *out, const char *label, th_str value, const char *class)
{
    th_buf_fmt(out, "<tr><th>%s</th><td%s>", label, class);
    th_html_put(out, value);
    th_buf_add(out, TH_STR("</td></tr>\n"));
}

static void put_what(th_buf *out, const th_verification *verification)
{
    th_buf_add(out, TH_STR("<h2>1. Sổ được đối chiếu</h2>\n<table><tbody>\n"));
    put_fact_of_page(out, "Tệp", verification->book, "");
    put_fact_of_page(out, "SHA-256 của tệp", verification->book_sha256, " class=\"h\"");
    put_fact_of_page(out, "Sổ ghi do chương trình", verification->made_with, "");
    put_fact_of_page(out, "Đối chiếu bằng", verification->verified_with, "");
    put_fact_of_page(out, "Bộ biểu mẫu khi đối chiếu, SHA-256", verification->definition_sha256, " class=\"h\"");
    if (verification->memory != TH_MEMORY_NONE)
        put_fact_of_page(out, "Sổ lưu", th_memory_check_words(verification->memory).vi, "");
    th_buf_add(out, TH_STR("</tbody></table>\n"));
}

static void put_cell_of(th_buf *out, th_str value)
{
    th_html_element(out, "td", value);
}

static void put_part_row(th_buf *out, const th_verified_part *part)
{
    th_buf_add(out, TH_STR("<tr>"));
    put_cell_of(out, part->made.name);
    put_cell_of(out, th_made_word(part->made.kind));
    th_html_element(out, "td class=\"h\"", part->made.sha256);
    th_buf_add(out, TH_STR("<td>"));
    th_html_put(out, th_listed_state_words(part->state).vi);
    if (part->found.len && !th_str_eq(part->found, part->made.name)) {
        th_buf_add(out, TH_STR(" (“"));
        th_html_put(out, part->found);
        th_buf_add(out, TH_STR("”)"));
    }
    if (part->now.len && !th_str_eq(part->now, part->made.sha256)) {
        th_buf_add(out, TH_STR("; nay là "));
        th_html_put(out, part->now);
    }
    th_buf_add(out, TH_STR("</td></tr>\n"));
}

static void put_parts_table(th_buf *out, const th_verification *verification)
{
    th_buf_add(out, TH_STR("<h2>2. Đầu vào mà sổ kê</h2>\n<table><thead><tr><th>Tên</th><th>Loại</th><th>SHA-256 sổ "
                           "ghi</th><th>Tình trạng</th></tr></thead><tbody>\n"));
    for (size_t i = 0; i < verification->nparts; i++)
        put_part_row(out, &verification->parts[i]);
    th_buf_add(out, TH_STR("</tbody></table>\n"));
}

static void put_notes(th_arena *arena, th_buf *out, const th_verification *verification)
{
    const th_differences *differences = &verification->differences;
    for (size_t i = 0; i < differences->sorted.n; i++)
        th_html_element(out, "p",
                        th_str_fmt(arena,
                                   "Trang " TH_FMT " đã sắp xếp lại hoặc chèn dòng; nội dung các dòng vẫn được so.",
                                   TH_ARG(differences->sorted.at[i])));
    if (verification->unproved)
        th_html_element(out, "p",
                        th_str_fmt(arena, "Chưa đối chiếu %zu ô nói về thay đổi so với lượt trước (trang THAY ĐỔI).",
                                   verification->unproved));
    if (differences->uncomputed)
        th_html_element(
            out, "p",
            th_str_fmt(arena, "%zu công thức chưa tính lại: sổ đã lưu không kèm kết quả, nên so chữ của công thức.",
                       differences->uncomputed));
}

static void put_cells(th_arena *arena, th_buf *out, const th_verification *verification)
{
    const th_differences *differences = &verification->differences;
    if (!differences->n)
        return;
    th_buf_add(out, TH_STR("<h2>4. Các ô khác</h2>\n<table><thead><tr><th>Trang</th><th>Ô</th><th>Sổ ghi</th><th>Lập "
                           "lại</th><th>Ghi chú</th></tr></thead><tbody>\n"));
    for (size_t i = 0; i < differences->n && i < MOST_CELLS; i++) {
        const th_difference *at = &differences->at[i];
        th_buf_add(out, TH_STR("<tr>"));
        put_cell_of(out, at->sheet);
        put_cell_of(out, th_cell_name(arena, at->row, at->col));
        put_cell_of(out, at->found);
        put_cell_of(out, at->expected);
        put_cell_of(out, verification->explained[i] ? TH_STR("do đầu vào đã đổi") : th_difference_note(at->kind).vi);
        th_buf_add(out, TH_STR("</tr>\n"));
    }
    th_buf_add(out, TH_STR("</tbody></table>\n"));
    if (differences->total > MOST_CELLS)
        th_html_element(out, "p", th_str_fmt(arena, "… và %zu ô nữa.", differences->total - MOST_CELLS));
}

th_str th_verified_page(th_arena *arena, const th_verification *verification)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(TH_VERIFIED_PAGE_BEGINS
                            "-->\n<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n"
                            "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
                            "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                            "<title>Biên bản đối chiếu bảng tổng hợp</title>\n<style>\n" STYLE
                            "</style>\n</head>\n<body>\n<h1>BIÊN BẢN ĐỐI CHIẾU BẢNG TỔNG HỢP</h1>\n"));
    put_what(&out, verification);
    put_parts_table(&out, verification);
    th_buf_add(&out, TH_STR("<h2>3. Kết quả</h2>\n"));
    th_html_element(&out, "p class=\"box\"", th_verification_words(arena, verification).vi);
    put_notes(arena, &out, verification);
    put_cells(arena, &out, verification);
    th_buf_add(&out,
               TH_STR("<p>So giá trị từng ô, và công thức bằng kết quả hoặc chữ của nó; không so màu, độ rộng, liên "
                      "kết, ghi chú.</p>\n<table class=\"sign\"><tbody><tr><td>Người đối chiếu<br>(ký, ghi rõ họ "
                      "tên)</td><td>Ngày … tháng … năm …<br>Đại diện Ban thư ký<br>(ký, ghi rõ họ tên)</td></tr>"
                      "</tbody></table>\n</body>\n</html>\n"));
    return th_buf_str(&out);
}
