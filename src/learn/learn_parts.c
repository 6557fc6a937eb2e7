/* Writes what was learnt as the sheets of a definition: .csv with the columns of the tables in form/tables.c. */
#include "book/book.h"
#include "fact/header_year.h"
#include "form/layout.h"
#include "form/load.h"
#include "learn/learning.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

enum { REPORTER_ROWS = 3, REPORTER_COLUMNS = 3, SHORTEST_REPORTER = 4 };

/* One sheet of the definition while it is written, row by row. */
typedef struct part_writer {
    th_learning *learning;
    const th_table_spec *spec;
    th_str *cells; /* of the row at hand, by field, and empty until they are put */
    th_buf csv;
} part_writer;

/* A cell may hold control characters, which the reader of .csv would refuse: spaces take their place. */
static th_str one_line(th_arena *arena, th_str text)
{
    char *line = th_str_cstr(arena, text);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = ' ';
    return th_str_trim((th_str){line, text.len});
}

static void end_row(part_writer *part)
{
    for (size_t i = 0; i < part->spec->nfields; i++) {
        if (i)
            th_buf_byte(&part->csv, ',');
        th_csv_field(&part->csv, one_line(part->learning->arena, part->cells[i]), true);
        part->cells[i] = (th_str){0};
    }
    th_buf_add(&part->csv, TH_STR("\r\n"));
}

static part_writer begin_part(th_learning *learning, th_table_id id)
{
    part_writer part = {.learning = learning, .spec = &th_table_specs[id]};
    part.cells = th_arena_array(learning->arena, part.spec->nfields, sizeof *part.cells);
    th_buf_init(&part.csv, learning->arena);
    for (size_t i = 0; i < part.spec->nfields; i++)
        part.cells[i] = th_str_of(part.spec->fields[i].name);
    end_row(&part);
    return part;
}

/* Puts a text into the column called `column` of the row at hand. */
static void put(part_writer *part, const char *column, th_str text)
{
    for (size_t i = 0; i < part->spec->nfields; i++)
        if (strcmp(part->spec->fields[i].name, column) == 0)
            part->cells[i] = text;
}

static void put_yes_no(part_writer *part, const char *column, bool yes)
{
    put(part, column, yes ? TH_STR("Có") : TH_STR("Không"));
}

static void end_part(part_writer *part)
{
    th_learning *learning = part->learning;
    th_str stem = th_layout_stem(learning->arena, th_str_of(part->spec->name));
    th_definition_part made = {.name = th_str_fmt(learning->arena, TH_FMT ".csv", TH_ARG(stem)),
                               .bytes = th_buf_str(&part->csv)};
    TH_PUSH(learning->arena, learning->out->parts, learning->out->nparts, learning->out->parts_cap, made);
}

/* ---- the sheets ---- */

static void put_setting(part_writer *part, const char *key, th_str value)
{
    put(part, "Khóa", th_str_of(key));
    put(part, "Giá trị", value);
    end_row(part);
}

static void write_settings(th_learning *learning)
{
    part_writer part = begin_part(learning, TH_TABLE_SETTINGS);
    put_setting(&part, "Tên cụm", TH_STR("Cụm (điền tên)"));
    put_setting(&part, "Kỳ", th_str_fmt(learning->arena, "%d", learning->year));
    put_setting(&part, "Gọi đơn vị là", TH_STR("Đơn vị"));
    put_setting(&part, "Phiên bản", TH_STR("0.1"));
    end_part(&part);
}

/* Who reports: the last text above the title of the first form that is not the number of the form ("Biểu số 03"). */
static th_str reporting_unit(const th_learning *learning)
{
    const th_sheet *sheet = learning->forms[0].sheet;
    th_str found = {0};
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < REPORTER_ROWS; i++) {
        const th_cell *cell = &sheet->cells[i];
        th_str text = cell->type == TH_CELL_TEXT ? th_str_trim(cell->text) : (th_str){0};
        if (cell->col < REPORTER_COLUMNS && text.len >= SHORTEST_REPORTER &&
            th_str_find(th_fold_weak(learning->arena, text), TH_STR("bieu"), 0) == SIZE_MAX)
            found = text;
    }
    return found.len ? found : TH_STR("Đơn vị 1");
}

/* A workbook is of one unit; the secretariat replaces this row by the list of all of them. */
static void write_units(th_learning *learning)
{
    part_writer part = begin_part(learning, TH_TABLE_UNITS);
    put(&part, "Mã", TH_STR("DV1"));
    put(&part, "Tên", reporting_unit(learning));
    put(&part, "Thứ tự", TH_STR("1"));
    end_row(&part);
    end_part(&part);
}

static bool is_scores(const th_learn_form *form)
{
    return form->list.found && th_learn_column_of(&form->list, TH_ROLE_CRITERION) &&
           th_learn_column_of(&form->list, TH_ROLE_SELF_SCORE);
}

static th_str kind_of_form(const th_learn_form *form)
{
    if (is_scores(form))
        return TH_STR("chấm điểm");
    if (!form->list.found)
        return TH_STR("chỉ tiêu");
    return form->figures.found ? TH_STR("danh sách + chỉ tiêu") : TH_STR("danh sách");
}

static void write_forms(th_learning *learning)
{
    part_writer part = begin_part(learning, TH_TABLE_FORMS);
    for (size_t i = 0; i < learning->nforms; i++) {
        const th_learn_form *form = &learning->forms[i];
        put(&part, "Mã", form->code);
        put(&part, "Tên", form->title);
        put(&part, "Trang", form->sheet->name);
        put(&part, "Kiểu", kind_of_form(form));
        put_yes_no(&part, "Bắt buộc", true);
        end_row(&part);
    }
    end_part(&part);
    learning->out->forms = learning->nforms;
}

static bool is_listed(const th_learning *learning, const th_strs *labels, th_str label)
{
    for (size_t i = 0; i < labels->n; i++)
        if (th_fold_eq(learning->arena, labels->at[i], label))
            return true;
    return false;
}

/* "Thực hiện năm 2022" in a workbook of 2022 becomes "Thực hiện năm {Kỳ}", which will fit next year as well. */
static th_str heading_by_period(const th_learning *learning, th_str heading)
{
    static const char *const words[] = {"-1", "", "+1"};
    long year = th_year_in(heading), away = year - learning->year;
    th_str digits = th_str_fmt(learning->arena, "%ld", year);
    size_t at = year && away >= -1 && away <= 1 ? th_str_find(heading, digits, 0) : SIZE_MAX;
    if (at == SIZE_MAX)
        return heading;
    return th_str_fmt(learning->arena, "%.*s{Kỳ%s}" TH_FMT, (int)at, heading.ptr, words[away + 1],
                      TH_ARG(th_str_sub(heading, at + digits.len, heading.len)));
}

/* The different ways in which the forms write the heading of a role. */
static th_strs labels_of_role(const th_learning *learning, th_role role)
{
    th_strs labels = {0};
    for (size_t i = 0; i < learning->nforms; i++) {
        const th_learn_header *figures = &learning->forms[i].figures;
        const th_learn_column *column = th_learn_column_of(figures, role);
        if (column && figures->found && !is_listed(learning, &labels, column->label))
            th_strs_add(&labels, learning->arena, column->label);
    }
    return labels;
}

/* A column of figures is declared once for all forms ("*"); further ways of writing its heading become its other
 * labels. */
static void write_shared_columns(part_writer *part)
{
    for (th_role role = TH_ROLE_STT; role <= TH_ROLE_REMARK; role++) {
        th_strs labels = labels_of_role(part->learning, role);
        if (!labels.n)
            continue;
        th_buf others;
        th_buf_init(&others, part->learning->arena);
        for (size_t i = 1; i < labels.n; i++)
            th_buf_fmt(&others, "%s" TH_FMT, i > 1 ? "|" : "", TH_ARG(heading_by_period(part->learning, labels.at[i])));
        put(part, "Biểu", TH_STR("*"));
        put(part, "Nhãn", heading_by_period(part->learning, labels.at[0]));
        put(part, "Nhãn khác", th_buf_str(&others));
        put(part, "Vai trò", th_role_words(role).vi);
        put_yes_no(part, "Bắt buộc", role == TH_ROLE_LABEL || role == TH_ROLE_NOW);
        end_row(part);
    }
}

/* Criteria and scores mean something on a form of scores only; elsewhere such a column has the type of its cells. */
static th_str role_of_list_column(const th_learn_form *form, const th_learn_column *column)
{
    bool of_scores = column->role != TH_ROLE_VALUE && th_role_is_of_list(column->role);
    bool typed = column->role == TH_ROLE_VALUE || (of_scores && !is_scores(form));
    return typed ? th_type_vi(column->type) : th_role_words(column->role).vi;
}

/* Proposed, where it is: the person who reads the definition decides. */
static void put_sensitive(part_writer *part, th_str label, th_type type)
{
    if (th_learn_is_personal(part->learning, label, type))
        put_yes_no(part, "Nhạy cảm", true);
}

static void write_columns(th_learning *learning)
{
    part_writer part = begin_part(learning, TH_TABLE_COLUMNS);
    write_shared_columns(&part);
    for (size_t i = 0; i < learning->nforms; i++) {
        const th_learn_form *form = &learning->forms[i];
        for (size_t k = 0; k < form->list.n && form->list.found; k++) {
            const th_learn_column *column = &form->list.columns[k];
            put(&part, "Biểu", form->code);
            put(&part, "Mã", column->code);
            put(&part, "Nhãn", column->label);
            put(&part, "Vai trò", role_of_list_column(form, column));
            put_yes_no(&part, "Bắt buộc", false);
            put(&part, "Danh mục", column->catalogue);
            put_sensitive(&part, column->label, column->type);
            end_row(&part);
            learning->out->columns++;
        }
    }
    end_part(&part);
}

/* Years look like whole numbers, but their sum would mean nothing. */
static th_aggregate aggregate_of(const th_learning *learning, const th_learn_row *row)
{
    bool is_year = th_str_eq(th_fold_weak(learning->arena, row->unit), TH_STR("nam"));
    if (!is_year && th_type_adds_up(row->type))
        return TH_AGG_SUM;
    if (row->numerator && row->denominator)
        return TH_AGG_RATIO;
    if (row->type == TH_TYPE_RANK)
        return TH_AGG_BEST;
    return row->type == TH_TYPE_BOOL ? TH_AGG_COUNT : TH_AGG_NONE;
}

static void write_indicator(part_writer *part, const th_learn_form *form, const th_learn_row *row)
{
    th_aggregate aggregate = aggregate_of(part->learning, row);
    put(part, "Mã", row->code);
    put(part, "Biểu", form->code);
    put(part, "STT", row->stt);
    put(part, "Mã số trên biểu", row->printed_code);
    put(part, "Nhóm", row->group);
    put(part, "Nhãn", row->label);
    put(part, "ĐVT", row->unit);
    put(part, "Kiểu", th_type_vi(row->type));
    put_yes_no(part, "Bắt buộc", row->filled && row->type != TH_TYPE_TEXT);
    put(part, "Gộp", th_aggregate_vi(aggregate));
    if (aggregate == TH_AGG_SUM)
        put(part, "Nhỏ nhất", TH_STR("0"));
    if (row->numerator && row->denominator) {
        put(part, "Tử số", form->rows[row->numerator - 1].code);
        put(part, "Mẫu số", form->rows[row->denominator - 1].code);
    }
    if (row->type == TH_TYPE_RANK) /* The first of a ranking is the best. */
        put(part, "Chiều tốt", TH_STR("giảm"));
    put_sensitive(part, row->label, row->type);
    end_row(part);
}

static void write_indicators(th_learning *learning)
{
    part_writer part = begin_part(learning, TH_TABLE_INDICATORS);
    for (size_t i = 0; i < learning->nforms; i++)
        for (size_t k = 0; k < learning->forms[i].nrows; k++) {
            write_indicator(&part, &learning->forms[i], &learning->forms[i].rows[k]);
            learning->out->indicators++;
        }
    end_part(&part);
}

static void write_catalogues(th_learning *learning)
{
    if (!learning->nvalues)
        return;
    part_writer part = begin_part(learning, TH_TABLE_CATALOGUES);
    for (size_t i = 0; i < learning->nvalues; i++) {
        put(&part, "Mã", learning->values[i].catalogue);
        put(&part, "Giá trị", learning->values[i].text);
        end_row(&part);
    }
    end_part(&part);
}

static void write_checks(th_learning *learning)
{
    learning->out->rules = learning->nrules;
    if (!learning->nrules)
        return;
    part_writer part = begin_part(learning, TH_TABLE_CHECKS);
    for (size_t i = 0; i < learning->nrules; i++) {
        const th_learn_rule *rule = &learning->rules[i];
        put(&part, "Mã", th_str_fmt(learning->arena, "KT-%03zu", i + 1));
        put(&part, "Tên", rule->name);
        put(&part, "Phạm vi", rule->scope);
        put(&part, "Vế trái", rule->left);
        put(&part, "So sánh", th_op_text(TH_OP_EQ));
        put(&part, "Vế phải", rule->right);
        put(&part, "Mức", th_level_vi(rule->level));
        put(&part, "Khi thiếu", TH_STR("bỏ qua"));
        put(&part, "Trạng thái", TH_STR("bật"));
        put(&part, "Căn cứ", rule->basis);
        end_row(&part);
    }
    end_part(&part);
}

void th_learn_write(th_learning *learning)
{
    write_settings(learning);
    write_units(learning);
    write_forms(learning);
    write_columns(learning);
    write_indicators(learning);
    write_catalogues(learning);
    write_checks(learning);
}
