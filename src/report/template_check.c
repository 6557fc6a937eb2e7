/* Writes TỰ KIỂM TRA. */
#include "report/template_check.h"

#include "draw/coloured.h"
#include "draw/formula.h"
#include "draw/pen.h"
#include "report/expr_words.h"
#include "report/template_faults.h"
#include "report/template_state.h"
#include "text/utf8.h"

#include "base/banned.h"

enum {
    STT = 0,
    RESULT,
    WANTED,
    LEFT_SIDE,
    SIGN,
    RIGHT_SIDE,
    PLACE,
    TO_DO,
    HOW_GRAVE,
    RULE_CODE,
    CHECK_COLUMNS,
    ADDRESS = CHECK_COLUMNS
};
#define OWN_BROKEN "MẪU BỊ HỎNG CÔNG THỨC (đã xóa dòng, hoặc cắt và dán ô): chép số sang một mẫu mới"
enum { VERDICT_ROW = 2, COUNT_ROW = 3, STEPS_ROW = 4, HEAD_ROW_OF_CHECK = 12, FIGURES_ROW = 13 };

typedef struct own_check {
    th_arena *arena;
    const th_template_rules *rules;
    const th_template_plan *plan;
    const th_definition *d;
    th_pen *pen;
} own_check;

static th_str own_check_cell(const own_check *of, uint32_t row, uint32_t col)
{
    return th_ref_cell(of->arena, (th_str){0}, row, col);
}

/* ---- places ---- */

/* The cell of a mark, with the sheet it stands on. */
static th_target place_of_mark(const own_check *of, const th_rule_mark *mark)
{
    uint32_t form = mark->list ? of->d->columns[mark->index].form : of->d->indicators[mark->index].form;
    const th_template_form *place = &of->plan->forms[form];
    if (!mark->list)
        return (th_target){place->name, of->plan->row[mark->index], th_template_column_of(place, mark->measure)};
    uint32_t col = 0;
    for (uint32_t k = 0; k < place->nlist_columns; k++)
        if (place->list_columns[k].column == mark->index)
            col = k;
    return (th_target){place->name, place->list_head, col};
}

/* The cell to look at as a link.  Its address, "'B03_BCVT'!G12" or "", is a formula in a hidden column beside: rows
 * that are inserted into a list move what stands below, and neither a text nor a link of the file would follow. */
static void live_place(const own_check *of, uint32_t row, th_str address)
{
    th_str cell = own_check_cell(of, row, ADDRESS);
    th_tab_formula_text(of->pen->tab, row, ADDRESS, (th_live_text){address, {0}}, NULL);
    th_pen_formula_text(
        of->pen, row, PLACE,
        (th_live_text){
            TH_FORMULA(of->arena,
                       "IF({at}=\"\",\"\",HYPERLINK(\"#\"&{at},SUBSTITUTE(SUBSTITUTE({at},\"'!\",\" \"),\"'\",\"\")))",
                       {"at", cell}),
            {0}},
        TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_LINK);
}

static th_str column_letter(const own_check *of, uint32_t col)
{
    th_str name = th_cell_name(of->arena, 0, col);
    return th_str_sub(name, 0, name.len - 1);
}

static void place_of_rule(const own_check *of, uint32_t row, const th_template_rule *rule)
{
    if (!rule->nmarks) {
        th_pen_text(of->pen, row, PLACE, (th_str){0}, TH_LOOK_MIDDLE | TH_LOOK_SMALL);
        return;
    }
    th_target to = place_of_mark(of, &rule->marks[0]);
    th_str sheet = th_str_fmt(of->arena, "'" TH_FMT "'!", TH_ARG(to.sheet));
    live_place(of, row,
               TH_FORMULA(of->arena, "\"{sheet}{letter}\"&ROW({cell})", {"sheet", sheet},
                          {"letter", column_letter(of, to.col)},
                          {"cell", th_ref_cell(of->arena, to.sheet, to.row, to.col)}));
}

/* A column in which something is looked for, what is looked for, and which column of the form is named then. */
typedef struct sought {
    uint32_t form, hidden, shown;
    uint32_t row1, row2;
    th_str what; /* as a formula has it */
} sought;

/* One step of "IF(COUNTIF(area,what)>0,"'B03'!G"&(MATCH(what,area,0)+…),": the first place where it is. */
static size_t add_first_place(const own_check *of, const sought *at, th_buf *out)
{
    th_str name = of->plan->forms[at->form].name,
           area = th_ref_area(of->arena, name, th_down(at->hidden, at->row1, at->row2));
    th_buf_add(out,
               TH_FORMULA(of->arena,
                          "IF(COUNTIF({area},{what})>0,\"'{sheet}'!{letter}\"&(MATCH({what},{area},0)+ROW({above})),",
                          {"area", area}, {"what", at->what}, {"sheet", name}, {"letter", column_letter(of, at->shown)},
                          {"above", th_ref_cell(of->arena, name, at->row1 - 1, at->hidden)}));
    return 1;
}

static th_str end_places(th_buf *out, size_t open)
{
    th_buf_add(out, TH_STR("\"\""));
    while (open--)
        th_buf_byte(out, ')');
    return th_buf_str(out);
}

enum { MOST_STEPS_OF_PLACE = 60 }; /* no more than 64 functions stand one in the other */

/* The steps that look into the columns of a list, and at the points that a unit gives itself. */
static size_t add_places_of_list(const own_check *of, uint32_t form, th_template_flag flag, th_buf *out)
{
    const th_template_form *place = &of->plan->forms[form];
    size_t steps = 0;
    for (uint32_t k = 0; k < place->nlist_columns; k++) {
        uint32_t row;
        bool points = place->list_columns[k].role == TH_ROLE_SELF_SCORE;
        if (points)
            steps += add_first_place(of,
                                     &(sought){form, place->hidden, k, place->list_first,
                                               place->list_first + place->list_rows - 1,
                                               th_str_fmt(of->arena, "%d", (int)flag)},
                                     out);
        if (points || !th_template_first_fault(of->rules, form, k, flag, &row))
            continue;
        th_str cell = th_ref_cell(of->arena, place->name, row, place->hidden + k);
        th_buf_add(out, TH_FORMULA(of->arena, "IF({cell}>0,\"'{sheet}'!{letter}\"&({far}-{cell}),", {"cell", cell},
                                   {"sheet", place->name}, {"letter", column_letter(of, k)},
                                   {"far", th_str_fmt(of->arena, "%d", TH_FAR_DOWN)}));
        steps++;
    }
    return steps;
}

/* The first cell of the workbook with this flag. */
static th_str first_flagged(const own_check *of, th_template_flag flag)
{
    static const th_measure measures[] = {TH_NOW, TH_PREVIOUS, TH_PLAN};
    th_str what = th_str_fmt(of->arena, "%d", (int)flag);
    th_buf out;
    th_buf_init(&out, of->arena);
    size_t open = 0;
    for (uint32_t form = 0; form < of->d->nforms; form++) {
        const th_template_form *place = &of->plan->forms[form];
        if (place->has_list && open + place->nlist_columns < MOST_STEPS_OF_PLACE)
            open += add_places_of_list(of, form, flag, &out);
        for (size_t k = 0; k < 3 && open < MOST_STEPS_OF_PLACE && place->has_indicators; k++) {
            uint32_t col = th_template_column_of(place, measures[k]);
            bool may = col != TH_NONE && (flag != TH_FLAG_BLANK || measures[k] == TH_NOW);
            if (may)
                open += add_first_place(of,
                                        &(sought){form, th_template_flag_column(place, measures[k]), col,
                                                  place->block_head + 1, place->end, what},
                                        &out);
        }
    }
    return end_places(&out, open);
}

static bool has_row_rule(const own_check *of, uint32_t check, uint32_t form)
{
    for (uint32_t i = 0; i < of->d->nindicators; i++)
        if (of->d->indicators[i].form == form && th_template_row_result(of->rules, check, i).len)
            return true;
    return false;
}

/* The first row in which a rule of single rows is broken. */
static th_str first_broken(const own_check *of, uint32_t check)
{
    const th_template_rule *rule = &of->rules->at[check];
    th_buf out;
    th_buf_init(&out, of->arena);
    size_t open = 0;
    for (uint32_t form = 0; form < of->d->nforms; form++) {
        const th_template_form *place = &of->plan->forms[form];
        if (!place->has_indicators || !has_row_rule(of, check, form))
            continue;
        uint32_t col = rule->nmarks ? th_template_column_of(place, rule->marks[0].measure) : TH_NONE;
        open += add_first_place(of,
                                &(sought){form, place->hidden + TH_HIDDEN_RULES + rule->slot,
                                          col == TH_NONE ? place->label_column : col, place->block_head + 1, place->end,
                                          TH_STR("\"" TH_OWN_WRONG "\"")},
                                &out);
    }
    return end_places(&out, open);
}

/* ---- rows ---- */

/* What stands in a row beside its result. */
typedef struct row_words {
    th_str wanted, to_do, level, code;
} row_words;

static void words_of_row(const own_check *of, uint32_t row, uint32_t number, const row_words *words)
{
    th_pen *p = of->pen;
    th_look small = TH_LOOK_CELL | TH_LOOK_SMALL, middle = TH_LOOK_MIDDLE | TH_LOOK_SMALL;
    th_pen_number(p, row, STT, number, (th_style){middle, "0"});
    th_pen_text(p, row, WANTED, words->wanted, small);
    th_pen_text(p, row, TO_DO, words->to_do, small);
    th_pen_text(p, row, HOW_GRAVE, words->level, middle);
    th_pen_text(p, row, RULE_CODE, words->code, middle | TH_INK_GREY);
}

static void live_words(const own_check *of, uint32_t row, uint32_t col, th_live_text live)
{
    th_pen *p = of->pen;
    th_pen_formula_text(p, row, col, live, TH_LOOK_MIDDLE | TH_LOOK_SMALL | (col == RESULT ? TH_LOOK_BOLD : 0));
}

static row_words words_of_check(const own_check *of, const th_check *check)
{
    th_level level = check->level;
    if (check->state == TH_RULE_REDUCED && level > TH_LEVEL_NOTE)
        level--;
    th_str wanted = th_str_fmt(of->arena, TH_FMT ". " TH_FMT ".", TH_ARG(check->name),
                               TH_ARG(th_text_capital(of->arena, th_check_vi(of->arena, of->d, check))));
    th_str fix = check->fix.len ? check->fix : TH_STR("xem lại các số ở hai vế; ô tô đỏ là vế trái.");
    return (row_words){wanted, th_text_capital(of->arena, fix), th_text_capital(of->arena, th_level_vi(level)),
                       check->code};
}

static void sides_of_rule(const own_check *of, uint32_t row, uint32_t c)
{
    th_pen *p = of->pen;
    th_style style = {TH_LOOK_FIGURE | TH_LOOK_SMALL, NULL};
    for (uint32_t right = 0; right < 2; right++)
        th_pen_formula(p, row, right ? RIGHT_SIDE : LEFT_SIDE,
                       (th_live){.formula = th_template_side(of->rules, c, right)}, style);
    th_pen_text(p, row, SIGN, th_check_sign(&of->d->checks[c]), TH_LOOK_MIDDLE | TH_LOOK_SMALL);
}

static void unit_rule(const own_check *of, uint32_t row, uint32_t c)
{
    sides_of_rule(of, row, c);
    live_words(of, row, RESULT,
               (th_live_text){th_template_result(of->rules, c, own_check_cell(of, row, LEFT_SIDE),
                                                 own_check_cell(of, row, RIGHT_SIDE)),
                              {0}});
    place_of_rule(of, row, &of->rules->at[c]);
}

/* How many rows of all forms came to this. */
static th_str counted_rows(const own_check *of, uint32_t check, const char *result)
{
    th_buf out;
    th_buf_init(&out, of->arena);
    for (uint32_t form = 0; form < of->d->nforms; form++) {
        const th_template_form *place = &of->plan->forms[form];
        if (!place->has_indicators || !has_row_rule(of, check, form))
            continue;
        th_area flags = th_template_flag_area(of->rules, form);
        uint32_t col = place->hidden + TH_HIDDEN_RULES + of->rules->at[check].slot;
        th_buf_fmt(&out, "%sCOUNTIF(" TH_FMT ",\"%s\")", out.len ? "+" : "",
                   TH_ARG(th_ref_area(of->arena, place->name, th_down(col, flags.row1, flags.row2))), result);
    }
    return th_buf_str(&out);
}

static void tally_of_rows(const own_check *of, uint32_t row, uint32_t col, th_str formula, const char *format)
{
    th_pen *p = of->pen;
    th_pen_formula(p, row, col, (th_live){formula, th_exact_int(of->arena, 0)},
                   (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL, format});
}

/* A rule of single rows: how many rows are wrong, of how many, and the first of them. */
static void rows_rule(const own_check *of, uint32_t row, uint32_t c)
{
    th_str wrong = own_check_cell(of, row, LEFT_SIDE), right = own_check_cell(of, row, RIGHT_SIDE);
    th_pen *p = of->pen;
    tally_of_rows(of, row, LEFT_SIDE, counted_rows(of, c, TH_OWN_WRONG), "0\" dòng sai\"");
    tally_of_rows(of, row, RIGHT_SIDE, counted_rows(of, c, TH_OWN_RIGHT), "0\" dòng đạt\"");
    th_pen_text(p, row, SIGN, (th_str){0}, TH_LOOK_MIDDLE | TH_LOOK_SMALL);
    th_str formula =
        TH_FORMULA(of->arena,
                   "IF({wrong}>0,\"" TH_OWN_WRONG "\"&IF({wrong}+{right}>1,\" \"&{wrong}&\"/\"&({wrong}+{right}),\"\"),"
                   "IF({right}>0,\"" TH_OWN_RIGHT "\"&IF({right}>1,\" \"&{right},\"\"),\"" TH_OWN_UNASKED "\"))",
                   {"wrong", wrong}, {"right", right});
    live_words(of, row, RESULT, (th_live_text){formula, {0}});
    live_place(of, row, first_broken(of, c));
}

/* ---- what is asked of every figure ---- */

static th_str sum_of_forms(const own_check *of, th_template_flag flag)
{
    th_buf out;
    th_buf_init(&out, of->arena);
    for (uint32_t form = 0; form < of->d->nforms; form++) {
        th_str one =
            flag == TH_FLAG_BLANK ? th_template_unfilled(of->rules, form) : th_template_flagged(of->rules, form, flag);
        th_buf_fmt(&out, "%s" TH_FMT, form ? "+" : "", TH_ARG(one));
    }
    return th_buf_str(&out);
}

static size_t all_to_fill(const own_check *of)
{
    size_t n = 0;
    for (uint32_t form = 0; form < of->d->nforms; form++)
        n += th_template_to_fill(of->rules, form);
    return n;
}

static void figures_rows(const own_check *of)
{
    static const struct {
        th_template_flag flag;
        const char *wanted, *to_do, *level;
    } rows[] = {
        {TH_FLAG_BLANK, "Ô bắt buộc đã ghi đủ (ô chưa ghi tô vàng).", "Ghi số; không phát sinh thì ghi 0.", ""},
        {TH_FLAG_UNREAD, "Ô số là số, không phải chữ; dòng đếm là số nguyên.",
         "Gõ lại bằng số: không chữ, không đơn vị; số lẻ theo dấu phẩy của máy.", "Lỗi"},
        {TH_FLAG_RANGE, "Số nằm trong khoảng cho phép của chỉ tiêu, điểm tự chấm không quá điểm tối đa.",
         "Xem lại số và đơn vị tính.", "Cảnh báo"},
        {TH_FLAG_BARE, "Tỷ lệ ghi theo phần trăm: 98,7, không ghi 0,987.", "Ghi lại theo phần trăm.", "Cảnh báo"},
        {TH_FLAG_UNLISTED, "Ô có danh mục ghi đúng một giá trị của danh mục.",
         "Bấm mũi tên ở góc ô và chọn; không có giá trị hợp thì hỏi nơi gửi mẫu.", "Cảnh báo"},
        {TH_FLAG_NO_DAY, "Ô ngày là ngày có thật, ghi ngày/tháng/năm.", "Ghi lại, ví dụ 05/03/2022.", "Lỗi"},
        {TH_FLAG_NO_WORD, "Ô Có/Không chỉ ghi Có hoặc Không.", "Chọn Có hoặc Không; giải thích ghi ở cột Ghi chú.",
         "Lỗi"},
    };
    th_pen *p = of->pen;
    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t row = FIGURES_ROW + i;
        bool blank = rows[i].flag == TH_FLAG_BLANK;
        size_t now = blank ? all_to_fill(of) : 0;
        const row_words words = {th_str_of(rows[i].wanted), th_str_of(rows[i].to_do), th_str_of(rows[i].level), {0}};
        words_of_row(of, row, i + 1, &words);
        th_pen_formula(p, row, LEFT_SIDE, (th_live){sum_of_forms(of, rows[i].flag), th_exact_int(of->arena, (long)now)},
                       (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL, "0\" ô\""});
        th_pen_text(p, row, SIGN, (th_str){0}, TH_LOOK_MIDDLE);
        th_pen_text(p, row, RIGHT_SIDE, (th_str){0}, TH_LOOK_MIDDLE);
        th_str wrong = blank ? TH_STR(TH_OWN_UNFILLED) : TH_STR(TH_OWN_WRONG);
        live_words(
            of, row, RESULT,
            (th_live_text){TH_FORMULA(of->arena, "IF({n}>0,\"{wrong} \"&{n},\"" TH_OWN_RIGHT "\")",
                                      {"n", own_check_cell(of, row, LEFT_SIDE)}, {"wrong", wrong}),
                           now ? th_str_fmt(of->arena, TH_FMT " %zu", TH_ARG(wrong), now) : TH_STR(TH_OWN_RIGHT)});
        live_place(of, row, first_flagged(of, rows[i].flag));
    }
}

/* ---- above and below ---- */

static void verdict_rows(const own_check *of, uint32_t last)
{
    th_pen *p = of->pen;
    th_str results = th_ref_area(of->arena, (th_str){0}, th_down(RESULT, FIGURES_ROW, last)),
           blank = own_check_cell(of, FIGURES_ROW, LEFT_SIDE);
    th_str wrong = TH_FORMULA(of->arena, "COUNTIF({results},\"" TH_OWN_WRONG "*\")", {"results", results}),
           lists = TH_FORMULA(of->arena, "COUNTIF({results},\"" TH_OWN_UNFILLED "\")", {"results", results});
    th_str broken =
        TH_FORMULA(of->arena, "SUMPRODUCT(--ISERROR({all}))",
                   {"all", th_ref_area(of->arena, (th_str){0}, (th_area){FIGURES_ROW, RESULT, last, PLACE})});
    th_str formula = TH_FORMULA(
        of->arena,
        "IF({broken}>0,\"" OWN_BROKEN
        "\",IF({wrong}+{blank}+{lists}=0,\"ĐỦ, CÓ THỂ GỬI\",IF({wrong}>0,\"CÒN \"&{wrong}&\" CHỖ CẦN XEM\",\"\")"
        "&IF(AND({wrong}>0,{blank}+{lists}>0),\"; \",\"\")&IF({blank}>0,\"còn \"&{blank}&\" ô bắt buộc chưa ghi\","
        "IF({lists}>0,\"còn danh sách chưa ghi\",\"\"))))",
        {"wrong", wrong}, {"blank", blank}, {"lists", lists}, {"broken", broken});
    size_t now = all_to_fill(of);
    th_pen_height(p, VERDICT_ROW, 24);
    th_pen_merge_live(p, th_across(VERDICT_ROW, 0, RULE_CODE),
                      (th_live_text){formula, th_str_fmt(of->arena, "còn %zu ô bắt buộc chưa ghi", now)},
                      TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_BORDER | TH_LOOK_CENTER);
    th_str counted = TH_FORMULA(of->arena,
                                "\"Đạt \"&COUNTIF({results},\"" TH_OWN_RIGHT "*\")&\" · cần xem \"&{wrong}&"
                                "\" · chưa xét (chưa đủ số liệu) \"&COUNTIF({results},\"" TH_OWN_UNASKED "\")",
                                {"results", results}, {"wrong", wrong});
    th_pen_merge_live(p, th_across(COUNT_ROW, 0, RULE_CODE), (th_live_text){counted, {0}},
                      TH_LOOK_ITALIC | TH_LOOK_CENTER);
    th_area area = th_across(VERDICT_ROW, 0, RULE_CODE);
    th_tab_colour(p->tab, area, TH_FORMULA(of->arena, "{wrong}+{broken}>0", {"wrong", wrong}, {"broken", broken}),
                  TH_COLOUR_ERROR);
    th_tab_colour(p->tab, area, TH_FORMULA(of->arena, "{blank}+{lists}>0", {"blank", blank}, {"lists", lists}),
                  TH_COLOUR_WANTED);
    th_tab_colour(p->tab, area, TH_STR("TRUE"), TH_COLOUR_GOOD);
}

static void colour_of_results(const own_check *of, uint32_t last)
{
    th_str cell = th_str_fmt(of->arena, "$" TH_FMT, TH_ARG(th_cell_name(of->arena, FIGURES_ROW, RESULT))),
           level = th_str_fmt(of->arena, "$" TH_FMT, TH_ARG(th_cell_name(of->arena, FIGURES_ROW, HOW_GRAVE)));
    static const struct {
        const char *pattern;
        th_colour colour;
    } colours_of[] = {
        {"AND(LEFT({cell},3)=\"" TH_OWN_WRONG "\",OR({level}=\"Lỗi\",{level}=\"Chặn\"))", TH_COLOUR_ERROR},
        {"LEFT({cell},3)=\"" TH_OWN_WRONG "\"", TH_COLOUR_WARNING},
        {"LEFT({cell},8)=\"" TH_OWN_UNFILLED "\"", TH_COLOUR_WANTED},
        {"LEFT({cell},3)=\"" TH_OWN_RIGHT "\"", TH_COLOUR_SETTLED},
        {"{cell}=\"" TH_OWN_UNASKED "\"", TH_COLOUR_GREY}};
    for (size_t i = 0; i < sizeof colours_of / sizeof *colours_of; i++)
        th_tab_colour(of->pen->tab, (th_area){FIGURES_ROW, STT, last, PLACE},
                      TH_FORMULA(of->arena, colours_of[i].pattern, {"cell", cell}, {"level", level}),
                      colours_of[i].colour);
}

static void steps(const own_check *of)
{
    static const char *const lines[] = {
        "1. Ghi số vào ô nền vàng nhạt; ô xám là công thức, không gõ vào. Không phát sinh thì ghi 0, không để trống.",
        "2. Ô bắt buộc chưa ghi tô vàng đậm; ô cần xem tô đỏ. Dòng trên cùng của mỗi biểu nói biểu đó còn mấy chỗ.",
        "3. Chép từ tệp khác: dán “chỉ giá trị” (chuột phải › Dán đặc biệt › Giá trị), để ô giữ nguyên định dạng.",
        "4. Danh sách thiếu dòng: chèn dòng ở giữa, các tổng tính theo; thừa: xóa trắng. Không cắt (Ctrl+X) rồi dán.",
        "5. Xem bảng dưới đây: mỗi dòng một điều cần đúng. “chưa xét” là chưa đủ số liệu để xét, không phải sai.",
        "6. Số đúng mà vẫn báo “cần xem”: ghi lý do vào cột Ghi chú của dòng đó rồi gửi.",
        "7. Trang này hết chỗ đỏ và vàng thì lưu tệp và gửi; không đổi tên trang, không xóa cột.",
    };
    th_pen *p = of->pen;
    for (uint32_t i = 0; i < sizeof lines / sizeof *lines; i++)
        th_pen_merge(p, th_across(STEPS_ROW + i, 0, RULE_CODE), th_str_of(lines[i]), TH_LOOK_WRAP | TH_LOOK_SMALL);
}

static void asked_elsewhere(const own_check *of, uint32_t row)
{
    th_pen *p = of->pen;
    th_look small = TH_LOOK_CELL | TH_LOOK_SMALL;
    th_pen_merge(p, th_across(row, 0, RULE_CODE), TH_STR("Điều mẫu này không tự xét được"),
                 TH_LOOK_BOLD | TH_LOOK_LARGE);
    row++;
    for (uint32_t c = 0; c < of->d->nchecks; c++) {
        if (!of->rules->at[c].why)
            continue;
        row_words words = words_of_check(of, &of->d->checks[c]);
        th_pen_merge(p, th_across(row, 0, RESULT), words.code, small | TH_LOOK_CENTER);
        th_pen_text(p, row, WANTED, words.wanted, small);
        th_pen_merge(p, th_across(row++, LEFT_SIDE, RULE_CODE), th_str_of(of->rules->at[c].why), small);
    }
    th_pen_merge(p, th_across(row, 0, RULE_CODE),
                 TH_STR("Khi nhận tệp, chương trình còn xét: tên đơn vị và năm của tệp, số ghi lệch cột hoặc lệch "
                        "dòng, ô số mà Excel "
                        "đang hiện thành ngày, "
                        "số giống hệt năm trước, danh sách trùng, bảng mã chữ, số liệu so với các đơn vị khác."),
                 TH_LOOK_WRAP | TH_LOOK_SMALL | TH_LOOK_ITALIC);
}

void th_template_check_sheet(const th_template_rules *rules, th_tab *tab, th_str unit)
{
    static const char *const labels[CHECK_COLUMNS] = {"STT",     "Kết quả",   "Điều cần đúng", "Vế trái", "So sánh",
                                                      "Vế phải", "Ô cần xem", "Cách sửa",      "Mức",     "Mã"};
    static const double widths[CHECK_COLUMNS] = {5, 12, 56, 14, 8, 14, 16, 38, 10, 10};
    own_check of = {rules->arena, rules, rules->plan, rules->plan->d, NULL};
    th_pen over = th_pen_over(tab);
    of.pen = &over;
    uint32_t last = TH_OWN_CHECK_FIRST + rules->nrows - 1, number = TH_OWN_CHECK_FIRST - FIGURES_ROW;
    th_pen_widths(of.pen, widths, CHECK_COLUMNS);
    th_pen_merge(of.pen, th_across(0, 0, RULE_CODE),
                 th_str_fmt(of.arena, TH_OWN_CHECK_NAME " SỐ LIỆU NĂM %d", of.d->period),
                 TH_LOOK_BOLD | TH_LOOK_HUGE | TH_LOOK_CENTER);
    th_pen_merge(of.pen, th_across(1, 0, RULE_CODE), unit, TH_LOOK_CENTER);
    steps(&of);
    th_pen_header(of.pen, HEAD_ROW_OF_CHECK, labels, CHECK_COLUMNS);
    figures_rows(&of);
    for (uint32_t c = 0; c < of.d->nchecks; c++) {
        const th_template_rule *rule = &rules->at[c];
        row_words words = words_of_check(&of, &of.d->checks[c]);
        if (!rule->asked)
            continue;
        words_of_row(&of, rule->row, ++number, &words);
        if (rule->asked == TH_ASKED_OF_ROWS)
            rows_rule(&of, rule->row, c);
        else
            unit_rule(&of, rule->row, c);
    }
    verdict_rows(&of, last);
    colour_of_results(&of, last);
    th_tab_width(tab, ADDRESS, ADDRESS, TH_USUAL_WIDTH, true);
    asked_elsewhere(&of, last + 2);
    th_pen_page(of.pen, HEAD_ROW_OF_CHECK, HEAD_ROW_OF_CHECK, 0);
    th_tab_protect(tab);
}
