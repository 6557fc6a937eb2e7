/* A definition and figures as one text, the input of fuzz_definition:
 *
 *   [Đơn vị]
 *   Mã<TAB>Tên<TAB>...
 *   A<TAB>Thư viện A<TAB>...
 *   [Số liệu]
 *   Đơn vị<TAB>Mã<TAB>Cột<TAB>Giá trị
 *   A<TAB>M.01<TAB>nay<TAB>95
 *
 * Each table becomes a .csv of the definition, but "Số liệu", whose third column is a measure or the number of a row of
 * a list.  An artifact of the fuzzer can be read, and cut down by hand. */
#ifndef TH_TESTS_MADE_DEFINITION_H
#define TH_TESTS_MADE_DEFINITION_H

#include "../definition_fixture.h"

#define MADE_FIGURES TH_STR("Số liệu")

enum { MADE_TABLES = 40, MADE_ROWS = 400, MADE_COLUMNS = 40 };

typedef struct made_table {
    th_str name;
    th_strs *rows; /* the first holds the labels */
    size_t nrows, cap;
} made_table;

typedef struct made_text {
    made_table tables[MADE_TABLES];
    size_t n;
} made_text;

static th_strs made_row(th_arena *arena, th_str line)
{
    th_strs cells = {0};
    th_str cell;
    while (cells.n < MADE_COLUMNS && th_str_cut(&line, '\t', &cell))
        th_strs_add(&cells, arena, cell);
    return cells;
}

static made_text made_read(th_arena *arena, th_str text)
{
    made_text made = {0};
    th_str line;
    while (th_str_cut(&text, '\n', &line)) {
        if (th_str_starts(line, TH_STR("[")) && th_str_ends(line, TH_STR("]")) && made.n < MADE_TABLES) {
            made.tables[made.n++] = (made_table){.name = th_str_sub(line, 1, line.len - 2)};
            continue;
        }
        made_table *table = made.n ? &made.tables[made.n - 1] : NULL;
        if (table && table->nrows < MADE_ROWS)
            TH_PUSH(arena, table->rows, table->nrows, table->cap, made_row(arena, line));
    }
    return made;
}

static th_str made_print(th_arena *arena, const made_text *made)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t t = 0; t < made->n; t++) {
        th_buf_fmt(&out, "[" TH_FMT "]\n", TH_ARG(made->tables[t].name));
        for (size_t i = 0; i < made->tables[t].nrows; i++)
            for (size_t k = 0; k < made->tables[t].rows[i].n; k++)
                th_buf_fmt(&out, TH_FMT "%c", TH_ARG(made->tables[t].rows[i].at[k]),
                           k + 1 < made->tables[t].rows[i].n ? '\t' : '\n');
    }
    return th_buf_str(&out);
}

static made_table *made_table_named(const made_text *made, th_str name)
{
    for (size_t t = 0; t < made->n; t++)
        if (th_str_eq(made->tables[t].name, name))
            return (made_table *)(uintptr_t)&made->tables[t];
    return NULL;
}

static th_str made_csv(th_arena *arena, const made_table *table)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < table->nrows; i++) {
        for (size_t k = 0; k < table->rows[i].n; k++) {
            th_str cell = table->rows[i].at[k];
            th_buf_add(&out, k ? TH_STR(",\"") : TH_STR("\""));
            for (size_t c = 0; c < cell.len; c++)
                th_buf_add(&out, cell.ptr[c] == '"' ? TH_STR("\"\"") : th_str_sub(cell, c, 1));
            th_buf_byte(&out, '"');
        }
        th_buf_add(&out, TH_STR("\r\n"));
    }
    return th_buf_str(&out);
}

static th_definition_parts made_parts(th_arena *arena, const made_text *made)
{
    th_definition_part *at = th_arena_array(arena, made->n, sizeof *at);
    th_definition_parts parts = {at, 0};
    for (size_t t = 0; t < made->n; t++)
        if (!th_str_eq(made->tables[t].name, MADE_FIGURES))
            at[parts.n++] = (th_definition_part){.name = th_str_fmt(arena, TH_FMT ".csv", TH_ARG(made->tables[t].name)),
                                                 .bytes = made_csv(arena, &made->tables[t])};
    return parts;
}

/* ---- the one that all others come from ---- */

static const char made_scheme[] = "[Danh mục]\n"
                                  "Mã\tGiá trị\tTên khác\n"
                                  "LOAI\tTruyện\tTruyện tranh\n"
                                  "LOAI\tGiáo khoa\tSGK\n"
                                  "[Chấm điểm]\n"
                                  "Mã\tCha\tTiêu chí\tĐiểm tối đa\tCách chấm\tBiểu thức\tMục tiêu\tMục tiêu khi "
                                  "trống\tVượt hẳn\tĐiểm mỗi lần\tCần minh chứng\n"
                                  "A\t\tPhục vụ\t60\ttổng các dòng con\t\t\t\t\t\t\n"
                                  "A.1\tA\tBạn đọc trẻ\t20\ttheo tỷ lệ so mục tiêu\tTY_LE(M.03;M.01)\t50%\t\t\t\t\n"
                                  "A.2\tA\tLượt mượn\t10\tso với đơn vị dẫn đầu\tM.01\t\t\t\t\t\n"
                                  "A.3\tA\tTỷ lệ\t10\ttheo bậc\tM.04\t\t\t\t\t\n"
                                  "A.4\tA\tXếp hạng\t10\ttheo thứ hạng\tM.06\t\t\t\t\t\n"
                                  "A.5\tA\tMở cửa\t10\tđạt hoặc không\tCO(M.07)\t1\t\t\t\t\n"
                                  "B\t\tSách\t40\ttổng các dòng con\t\t\t\t\t\t\n"
                                  "B.1\tB\tSách mới\t20\ttheo mức vượt mục tiêu\tM.05\tKE_HOACH(M.05)\t10\tCó\t\t\n"
                                  "B.2\tB\tDanh sách\t10\ttheo số lần\tCOUNT(DS.ten)\t\t\t\t2\t\n"
                                  "B.3\tB\tĐánh giá\t10\tCụm chấm\t\t\t\t\t\tCó\n"
                                  "C\t\tThưởng\t5\tnhóm thưởng\t\t\t\t\t\t\n"
                                  "C.1\tC\tSáng kiến\t5\tCụm chấm\t\t\t\t\t\t\n"
                                  "D\t\tTrừ\t10\tnhóm trừ\t\t\t\t\t\t\n"
                                  "D.1\tD\tLỗi\t10\ttheo số lần\tSO_LOI()\t\t\t\t1\t\n"
                                  "[Thang điểm]\n"
                                  "Tiêu chí\tTừ\tĐến\tĐiểm\n"
                                  "A.3\t50\t\t10\n"
                                  "A.3\t\t\t4\n"
                                  "A.4\t1\t3\t10\n"
                                  "A.4\t4\t\t5\n";
static const char made_rest[] =
    "[Kiểm tra]\n"
    "Mã\tTên\tPhạm vi\tVế trái\tSo sánh\tVế phải\tDung sai\tMức\tKhi thiếu\tTrạng thái\tAi đổi\tNgày đổi\tLý do "
    "đổi\tCách sửa\tCăn cứ\tTính điểm\tTừ kỳ\tĐến kỳ\n"
    "K1\tTổng\tđơn vị\tM.01\t=\tM.02 + M.03\t0\tlỗi\tbỏ qua\tbật\t\t\t\t\t\tCó\t\t\n"
    "K2\tTỷ lệ\tđơn vị\tM.04\t=\tTY_LE(M.03;M.01)\ttự động\tlỗi\tbỏ qua\tbật\t\t\t\t\t\t\t\t\n"
    "K3\tSo sánh\ttừng dòng\tSO_SANH(DONG)\t=\tTY_LE(DONG;TRUOC(DONG))\t\tcảnh báo\tbỏ qua\tbật\t\t\t\t\t\t\t\t\n"
    "[Xếp hạng]\n"
    "Mã\tTên\tBiểu thức\tChiều\tNhãn hạng\n"
    "XH\tXếp hạng\tDIEM()\tgiảm dần\tNhất|Nhì|Ba\n"
    "[Phân định]\n"
    "Xếp hạng\tThứ tự\tTên\tBiểu thức\tChiều\n"
    "XH\t1\tĐiểm A\tDIEM(A)\tgiảm dần\n"
    "XH\t2\tHội nghị\tHội nghị quyết định\t\n"
    "[Điều kiện]\n"
    "Xếp hạng\tDanh hiệu\tĐiều kiện\tDiễn giải\n"
    "XH\tCờ\tBIEU_THIEU() = 0\tnộp đủ\n"
    "[Số liệu]\n"
    "Đơn vị\tMã\tCột\tGiá trị\n"
    "A\tM.01\tnay\t100\nA\tM.02\tnay\t60\nA\tM.03\tnay\t40\nA\tM.04\tnay\t40,0%\nA\tM.06\tnay\t5/20\nA\tM.07\tnay\tCó\n"
    "B\tM.01\tnay\t90\nB\tM.02\tnay\t60\nB\tM.03\tnay\t40\nB\tM.05\tnay\ttrên 7\nB\tM.05\tke_hoach\t5\n"
    "C\tM.01\tnay\t95\nC\tM.01\ttruoc\t80\nC\tM.01\tso_sanh\t118,75\nC\tM.04\tnay\tkhông\n"
    "A\tDS.ten\t1\tSách A\nA\tDS.loai\t1\tTruyện\nA\tDS.ten\t2\tSách B\n";

static th_str made_first(th_arena *arena)
{
    static const char *const fixture[][2] = {{"Cài đặt", th_fixture_settings},
                                             {"Đơn vị", th_fixture_units},
                                             {"Biểu", th_fixture_forms},
                                             {"Cột", th_fixture_columns},
                                             {"Chỉ tiêu", th_fixture_indicators}};
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < sizeof fixture / sizeof *fixture; i++) {
        th_buf_fmt(&out, "[%s]\n", fixture[i][0]);
        for (const char *c = fixture[i][1]; *c; c++)
            th_buf_byte(&out, *c == ',' ? '\t' : *c); /* none of its cells has a comma inside */
    }
    th_buf_add(&out, th_str_of(made_scheme));
    th_buf_add(&out, th_str_of(made_rest));
    return th_buf_str(&out);
}

#endif
