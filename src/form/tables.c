/* The sheets of a definition and their columns, as data for the loader.  ARCHITECTURE.md lists them for people, under
 * "The definition". */
#include "form/load.h"

#include "base/banned.h"

enum { C = TH_FIELD_COLUMN, F = TH_FIELD_COLUMN | TH_FIELD_FILLED, SECOND = TH_FIELD_SECOND };

#define TEXT(type, name, member, flags)                                                                                \
    {                                                                                                                  \
        name, th_read_text, flags, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                   \
    }
#define CODE(type, name, member, flags)                                                                                \
    {                                                                                                                  \
        name, th_read_code, flags, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                   \
    }
#define LIST(type, name, member)                                                                                       \
    {                                                                                                                  \
        name, th_read_list, 0, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                       \
    }
#define BOOL(type, name, member)                                                                                       \
    {                                                                                                                  \
        name, th_read_bool, 0, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                       \
    }
#define INT(type, name, member)                                                                                        \
    {                                                                                                                  \
        name, th_read_int, 0, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                        \
    }
#define NUMBER(type, name, member)                                                                                     \
    {                                                                                                                  \
        name, th_read_number, 0, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                     \
    }
#define POINTS(type, name, member, flags)                                                                              \
    {                                                                                                                  \
        name, th_read_points, flags, offsetof(type, member), SIZE_MAX, NULL, TH_TABLES                                 \
    }
#define WORD(type, name, member, flags, words)                                                                         \
    {                                                                                                                  \
        name, th_read_word, flags, offsetof(type, member), SIZE_MAX, words, TH_TABLES                                  \
    }
#define SPECIAL(type, name, reader, member, also, flags)                                                               \
    {                                                                                                                  \
        name, reader, flags, offsetof(type, member), also, NULL, TH_TABLES                                             \
    }
#define REFERENCE(type, name, member, flags, target)                                                                   \
    {                                                                                                                  \
        name, th_read_reference, (flags) | SECOND, offsetof(type, member), SIZE_MAX, NULL, target                      \
    }
#define EXPRESSION(type, name, member, text, flags)                                                                    \
    {                                                                                                                  \
        name, th_read_expression, (flags) | SECOND, offsetof(type, member), offsetof(type, text), NULL, TH_TABLES      \
    }

static const th_word aggregates[] = {
#define TH_AGGREGATE(id, vi) {vi, TH_AGG_##id},
#include "form/aggregates.def"
#undef TH_AGGREGATE
    {"tỷ số", TH_AGG_RATIO},
    {0},
};
static const th_word scorings[] = {
#define TH_SCORING(id, vi, kind) {vi, TH_SCORE_##id},
#include "form/scorings.def"
#undef TH_SCORING
    {0},
};
static const th_word scopes[] = {
    {"từng dòng", TH_SCOPE_ROW}, {"đơn vị", TH_SCOPE_UNIT}, {"cụm", TH_SCOPE_CLUSTER}, {0}};
static const th_word levels[] = {
    {"chặn", TH_LEVEL_BLOCK}, {"lỗi", TH_LEVEL_ERROR}, {"cảnh báo", TH_LEVEL_WARNING}, {"ghi chú", TH_LEVEL_NOTE}, {0}};
static const th_word betters[] = {{"tăng", 1}, {"giảm", -1}, {0}};
static const th_word directions[] = {{"giảm dần", 1}, {"tăng dần", -1}, {0}};

static const th_word states[] = {{"bật", TH_RULE_ON}, {"giảm mức", TH_RULE_REDUCED}, {"tắt", TH_RULE_OFF}, {0}};
static const th_word measure_words[] = {
    {"năm nay", TH_NOW}, {"năm trước", TH_PREVIOUS}, {"kế hoạch", TH_PLAN}, {"so sánh", TH_COMPARED}, {0}};

/* Reads a word that means yes or no.  th_read_word() fills an int, so it is given one in place of the bool. */
static void read_state(th_field_spot *spot, const th_word *words)
{
    th_field field = *spot->field;
    bool *state = (bool *)((char *)spot->item + field.offset);
    int value = *state;
    th_field_spot into = *spot;
    field.words = words;
    field.offset = 0;
    into.field = &field;
    into.item = &value;
    th_read_word(&into);
    *state = value;
}

static void read_blank(th_field_spot *spot)
{
    static const th_word words[] = {{"thiếu", 0}, {"coi là 0", 1}, {0}};
    read_state(spot, words);
}

static const th_field setting_fields[] = {
    TEXT(th_setting, "Khóa", key, F),
    TEXT(th_setting, "Giá trị", value, C),
};
static const th_field unit_fields[] = {
    TEXT(th_unit, "Mã", code, F),  TEXT(th_unit, "Tên", name, F),     LIST(th_unit, "Tên khác", aliases),
    INT(th_unit, "Thứ tự", order), INT(th_unit, "Từ năm", from_year), INT(th_unit, "Đến năm", to_year),
};
static const th_field form_fields[] = {
    TEXT(th_form, "Mã", code, F),        TEXT(th_form, "Tên", title, F),
    LIST(th_form, "Trang", sheets),      SPECIAL(th_form, "Kiểu", th_read_form_kind, kind, SIZE_MAX, F),
    BOOL(th_form, "Bắt buộc", required),
};
static const th_field column_fields[] = {
    {"Biểu", th_read_column_form, F | SECOND, offsetof(th_column, form), SIZE_MAX, NULL, TH_TABLE_FORMS},
    CODE(th_column, "Mã", code, C),
    TEXT(th_column, "Nhãn", label, F),
    LIST(th_column, "Nhãn khác", aliases),
    SPECIAL(th_column, "Vai trò", th_read_role, role, offsetof(th_column, type), F),
    BOOL(th_column, "Bắt buộc", required),
    REFERENCE(th_column, "Danh mục", catalogue, 0, TH_TABLE_CATALOGUES),
    BOOL(th_column, "Nhạy cảm", sensitive),
};
static const th_field indicator_fields[] = {
    CODE(th_indicator, "Mã", code, F),
    REFERENCE(th_indicator, "Biểu", form, F, TH_TABLE_FORMS),
    TEXT(th_indicator, "STT", stt, 0),
    TEXT(th_indicator, "Mã số trên biểu", printed_code, 0),
    TEXT(th_indicator, "Nhóm", group, 0),
    TEXT(th_indicator, "Nhãn", label, F),
    LIST(th_indicator, "Nhãn khác", aliases),
    TEXT(th_indicator, "ĐVT", unit, 0),
    SPECIAL(th_indicator, "Kiểu", th_read_type, type, SIZE_MAX, F),
    INT(th_indicator, "Số lẻ", decimals),
    BOOL(th_indicator, "Bắt buộc", required),
    NUMBER(th_indicator, "Nhỏ nhất", min),
    NUMBER(th_indicator, "Lớn nhất", max),
    WORD(th_indicator, "Gộp", aggregate, 0, aggregates),
    REFERENCE(th_indicator, "Tử số", numerator, 0, TH_TABLE_INDICATORS),
    REFERENCE(th_indicator, "Mẫu số", denominator, 0, TH_TABLE_INDICATORS),
    WORD(th_indicator, "Chiều tốt", better, 0, betters),
    INT(th_indicator, "Năm tham chiếu", reference_year),
    SPECIAL(th_indicator, "Khi trống", read_blank, blank_is_zero, SIZE_MAX, 0),
    REFERENCE(th_indicator, "Danh mục", catalogue, 0, TH_TABLE_CATALOGUES),
    BOOL(th_indicator, "Nhạy cảm", sensitive),
};
static const th_field catalogue_fields[] = {
    TEXT(th_catalogue_row, "Mã", code, F),
    TEXT(th_catalogue_row, "Giá trị", value, F),
    LIST(th_catalogue_row, "Tên khác", aliases),
};
static const th_field check_fields[] = {
    TEXT(th_check, "Mã", code, F),
    TEXT(th_check, "Tên", name, C),
    WORD(th_check, "Phạm vi", scope, F, scopes),
    EXPRESSION(th_check, "Vế trái", left, left_text, F),
    SPECIAL(th_check, "So sánh", th_read_comparison, op, offsetof(th_check, pairing), F),
    EXPRESSION(th_check, "Vế phải", right, right_text, F),
    SPECIAL(th_check, "Dung sai", th_read_tolerance, tolerance, offsetof(th_check, tolerance_relative), 0),
    WORD(th_check, "Mức", level, 0, levels),
    SPECIAL(th_check, "Khi thiếu", th_read_missing, missing_left, offsetof(th_check, missing_right), 0),
    WORD(th_check, "Trạng thái", state, 0, states),
    TEXT(th_check, "Ai đổi", state_who, 0),
    SPECIAL(th_check, "Ngày đổi", th_read_moment, state_date, SIZE_MAX, 0),
    TEXT(th_check, "Lý do đổi", state_why, 0),
    TEXT(th_check, "Cách sửa", fix, 0),
    TEXT(th_check, "Căn cứ", basis, 0),
    BOOL(th_check, "Tính điểm", costs_points),
    INT(th_check, "Từ kỳ", from_year),
    INT(th_check, "Đến kỳ", to_year),
};
static const th_field criterion_fields[] = {
    TEXT(th_criterion, "Mã", code, F),
    {"Cha", th_read_reference, TH_FIELD_COLUMN | TH_FIELD_BETWEEN, offsetof(th_criterion, parent), SIZE_MAX, NULL,
     TH_TABLE_CRITERIA},
    TEXT(th_criterion, "Tiêu chí", title, F),
    POINTS(th_criterion, "Điểm tối đa", max, F),
    WORD(th_criterion, "Cách chấm", scoring, F, scorings),
    EXPRESSION(th_criterion, "Biểu thức", expr, expr_text, 0),
    EXPRESSION(th_criterion, "Mục tiêu", target, target_text, 0),
    POINTS(th_criterion, "Mục tiêu khi trống", target_default, 0),
    BOOL(th_criterion, "Vượt hẳn", target_strict),
    POINTS(th_criterion, "Điểm mỗi lần", per_event, 0),
    BOOL(th_criterion, "Cần minh chứng", proof),
};
static const th_field band_fields[] = {
    REFERENCE(th_band_row, "Tiêu chí", criterion, F, TH_TABLE_CRITERIA),
    NUMBER(th_band_row, "Từ", band.from),
    NUMBER(th_band_row, "Đến", band.to),
    POINTS(th_band_row, "Điểm", band.points, F),
};
static const th_field ranking_fields[] = {
    TEXT(th_ranking, "Mã", code, F),
    TEXT(th_ranking, "Tên", name, F),
    EXPRESSION(th_ranking, "Biểu thức", expr, expr_text, F),
    WORD(th_ranking, "Chiều", direction, 0, directions),
    LIST(th_ranking, "Nhãn hạng", labels),
};
static const th_field step_fields[] = {
    REFERENCE(th_step_row, "Xếp hạng", ranking, F, TH_TABLE_RANKINGS),
    INT(th_step_row, "Thứ tự", order),
    TEXT(th_step_row, "Tên", step.name, 0),
    {"Biểu thức", th_read_step, F | SECOND, offsetof(th_step_row, step.expr), offsetof(th_step_row, step.expr_text),
     NULL, TH_TABLES},
    WORD(th_step_row, "Chiều", step.direction, 0, directions),
};
static const th_word decisions[] = {
    {"nhận", TH_RECEIPT_ACCEPT}, {"chờ", TH_RECEIPT_WAIT}, {"rút", TH_RECEIPT_WITHDRAW}, {0}};
static const th_field receipt_fields[] = {
    REFERENCE(th_receipt, "Đơn vị", unit, F, TH_TABLE_UNITS),
    TEXT(th_receipt, "Tệp", file, 0),
    WORD(th_receipt, "Quyết định", decision, 0, decisions),
    SPECIAL(th_receipt, "Lúc nhận", th_read_moment, time, offsetof(th_receipt, serial), 0),
    TEXT(th_receipt, "Số, ngày văn bản", document, 0),
    TEXT(th_receipt, "Kênh", channel, 0),
    TEXT(th_receipt, "Bản ký", signed_copy, 0),
    SPECIAL(th_receipt, "Gia hạn đến", th_read_moment, extended_to, offsetof(th_receipt, extended_serial), 0),
    TEXT(th_receipt, "Ai", who, 0),
};
static const th_field award_fields[] = {
    {"Đơn vị", th_read_one_or_any, F | SECOND, offsetof(th_award, unit), SIZE_MAX, NULL, TH_TABLE_UNITS},
    {"Tiêu chí", th_read_one_or_any, F | SECOND, offsetof(th_award, criterion), SIZE_MAX, NULL, TH_TABLE_CRITERIA},
    SPECIAL(th_award, "Điểm", th_read_award, points, offsetof(th_award, kind), F),
    TEXT(th_award, "Mã xác nhận", mark, 0),
    TEXT(th_award, "Ai", who, 0),
    SPECIAL(th_award, "Ngày", th_read_moment, date, SIZE_MAX, 0),
    TEXT(th_award, "Căn cứ", basis, 0),
    TEXT(th_award, "Nhận xét", remark, 0),
    TEXT(th_award, "Giải trình", reply, 0),
};
static const th_field title_fields[] = {
    REFERENCE(th_title_row, "Xếp hạng", ranking, F, TH_TABLE_RANKINGS),
    TEXT(th_title_row, "Danh hiệu", title.name, F),
    EXPRESSION(th_title_row, "Điều kiện", title.condition, title.condition_text, F),
    TEXT(th_title_row, "Diễn giải", title.words, 0),
};
static const th_field adjustment_fields[] = {
    REFERENCE(th_adjustment, "Đơn vị", unit, F, TH_TABLE_UNITS),
    REFERENCE(th_adjustment, "Mã", indicator, F, TH_TABLE_INDICATORS),
    WORD(th_adjustment, "Cột", measure, 0, measure_words),
    TEXT(th_adjustment, "Giá trị cũ", old_text, 0),
    TEXT(th_adjustment, "Giá trị", text, F),
    TEXT(th_adjustment, "Ai", who, F),
    SPECIAL(th_adjustment, "Ngày", th_read_moment, date, SIZE_MAX, F),
    TEXT(th_adjustment, "Căn cứ", basis, F),
};
static const th_field explanation_fields[] = {
    REFERENCE(th_explanation, "Đơn vị", unit, F, TH_TABLE_UNITS),
    TEXT(th_explanation, "Quy tắc", rule, F),
    TEXT(th_explanation, "Mã giải trình", mark, F),
    TEXT(th_explanation, "Lý do", why, F),
    TEXT(th_explanation, "Ai", who, F),
    SPECIAL(th_explanation, "Ngày", th_read_moment, date, SIZE_MAX, 0),
};
static const th_field ballot_fields[] = {
    REFERENCE(th_ballot, "Đơn vị", unit, F, TH_TABLE_UNITS),
    REFERENCE(th_ballot, "Xếp hạng", ranking, 0, TH_TABLE_RANKINGS),
    POINTS(th_ballot, "Số phiếu", votes, F),
    TEXT(th_ballot, "Căn cứ", basis, 0),
};

static const th_field closing_fields[] = {
    REFERENCE(th_closing, "Đơn vị", unit, F, TH_TABLE_UNITS),
    TEXT(th_closing, "Mã phát hiện", mark, 0),
    TEXT(th_closing, "Lý do", why, F),
    TEXT(th_closing, "Căn cứ", basis, 0),
    TEXT(th_closing, "Ai", who, F),
    SPECIAL(th_closing, "Ngày", th_read_moment, date, SIZE_MAX, F),
};
static const th_word stages[] = {{"đã thẩm định", TH_STAGE_APPRAISED}, {"đã công nhận", TH_STAGE_RECOGNISED}, {0}};
static const th_field stage_fields[] = {
    REFERENCE(th_stage_row, "Đơn vị", unit, 0, TH_TABLE_UNITS),
    WORD(th_stage_row, "Bước", stage, F, stages),
    TEXT(th_stage_row, "Số văn bản", document, F),
    TEXT(th_stage_row, "Ai", who, F),
    SPECIAL(th_stage_row, "Ngày", th_read_moment, date, SIZE_MAX, F),
};

static const th_field petition_fields[] = {
    REFERENCE(th_petition, "Đơn vị", unit, F, TH_TABLE_UNITS),
    REFERENCE(th_petition, "Tiêu chí", criterion, 0, TH_TABLE_CRITERIA),
    TEXT(th_petition, "Nội dung", subject, F),
    TEXT(th_petition, "Trả lời", answer, 0),
    TEXT(th_petition, "Ai", who, 0),
    SPECIAL(th_petition, "Ngày", th_read_moment, date, SIZE_MAX, 0),
};
static const th_word freeze_steps[] = {
    {"chốt số liệu", TH_FREEZE_FIGURES}, {"chốt điểm", TH_FREEZE_POINTS}, {"mở chốt", TH_FREEZE_NOTHING}, {0}};
static const th_field freeze_fields[] = {
    WORD(th_freeze_row, "Bước", step, F, freeze_steps),
    SPECIAL(th_freeze_row, "Ngày", th_read_moment, date, SIZE_MAX, F),
    TEXT(th_freeze_row, "Ai", who, F),
    TEXT(th_freeze_row, "Căn cứ", basis, 0),
};

/* How an item is added to its array and found there.  `owner` is the definition, or empty for rows that become part
 * of an item of another sheet later. */
#define ITEMS(name, owner, ...)                                                                                        \
    static void *push_##name(th_loading *l)                                                                            \
    {                                                                                                                  \
        TH_PUSH(l->arena, l->owner name, l->owner n##name, l->owner name##_cap, (__VA_ARGS__));                        \
        return &l->owner name[l->owner n##name - 1];                                                                   \
    }                                                                                                                  \
    static void *at_##name(th_loading *l, size_t i)                                                                    \
    {                                                                                                                  \
        return &l->owner name[i];                                                                                      \
    }
ITEMS(settings, d->, (th_setting){0})
ITEMS(units, d->, (th_unit){0})
ITEMS(forms, d->, (th_form){0})
ITEMS(columns, d->, (th_column){.form = TH_NONE, .catalogue = TH_NONE})
ITEMS(indicators, d->,
      (th_indicator){
          .form = TH_NONE, .decimals = -1, .numerator = TH_NONE, .denominator = TH_NONE, .catalogue = TH_NONE})
ITEMS(catalogue_rows, , (th_catalogue_row){0})
ITEMS(checks, d->, (th_check){.op = TH_OP_EQ, .level = TH_LEVEL_ERROR, .state = TH_RULE_ON})
ITEMS(criteria, d->, (th_criterion){.parent = TH_NONE, .sign = 1})
ITEMS(band_rows, , (th_band_row){.criterion = TH_NONE})
ITEMS(rankings, d->, (th_ranking){.direction = 1})
ITEMS(step_rows, , (th_step_row){.ranking = TH_NONE, .step.direction = 1})
ITEMS(receipts, d->, (th_receipt){.unit = TH_NONE})
ITEMS(awards, d->, (th_award){.unit = TH_NONE, .criterion = TH_NONE})
ITEMS(title_rows, , (th_title_row){.ranking = TH_NONE})
ITEMS(adjustments, d->, (th_adjustment){.unit = TH_NONE, .indicator = TH_NONE})
ITEMS(explanations, d->, (th_explanation){.unit = TH_NONE})
ITEMS(ballots, d->, (th_ballot){.unit = TH_NONE, .ranking = TH_NONE})
ITEMS(closings, d->, (th_closing){.unit = TH_NONE})
ITEMS(stages, d->, (th_stage_row){.unit = TH_NONE})
ITEMS(petitions, d->, (th_petition){.unit = TH_NONE, .criterion = TH_NONE})
ITEMS(freezes, d->, (th_freeze_row){0})

#define SPEC(name, kind, fields, items)                                                                                \
    {                                                                                                                  \
        name, TH_TABLE_##kind, fields, sizeof(fields) / sizeof *(fields), push_##items, at_##items                     \
    }
const th_table_spec th_table_specs[TH_TABLES] = {
    [TH_TABLE_SETTINGS] = SPEC("Cài đặt", REQUIRED, setting_fields, settings),
    [TH_TABLE_UNITS] = SPEC("Đơn vị", REQUIRED, unit_fields, units),
    [TH_TABLE_FORMS] = SPEC("Biểu", REQUIRED, form_fields, forms),
    [TH_TABLE_CATALOGUES] = SPEC("Danh mục", OPTIONAL, catalogue_fields, catalogue_rows),
    [TH_TABLE_COLUMNS] = SPEC("Cột", REQUIRED, column_fields, columns),
    [TH_TABLE_INDICATORS] = SPEC("Chỉ tiêu", REQUIRED, indicator_fields, indicators),
    [TH_TABLE_CRITERIA] = SPEC("Chấm điểm", OPTIONAL, criterion_fields, criteria),
    [TH_TABLE_CHECKS] = SPEC("Kiểm tra", OPTIONAL, check_fields, checks),
    [TH_TABLE_BANDS] = SPEC("Thang điểm", OPTIONAL, band_fields, band_rows),
    [TH_TABLE_RANKINGS] = SPEC("Xếp hạng", OPTIONAL, ranking_fields, rankings),
    [TH_TABLE_STEPS] = SPEC("Phân định", OPTIONAL, step_fields, step_rows),
    [TH_TABLE_RECEIPTS] = SPEC("Sổ nhận", ENTERED, receipt_fields, receipts),
    [TH_TABLE_AWARDS] = SPEC("Cụm chấm", ENTERED, award_fields, awards),
    [TH_TABLE_TITLES] = SPEC("Điều kiện", OPTIONAL, title_fields, title_rows),
    [TH_TABLE_ADJUSTMENTS] = SPEC("Điều chỉnh", ENTERED, adjustment_fields, adjustments),
    [TH_TABLE_EXPLANATIONS] = SPEC("Giải trình", ENTERED, explanation_fields, explanations),
    [TH_TABLE_BALLOTS] = SPEC("Phiếu kín", ENTERED, ballot_fields, ballots),
    [TH_TABLE_CLOSINGS] = SPEC("Đóng", ENTERED, closing_fields, closings),
    [TH_TABLE_STAGES] = SPEC("Trạng thái", ENTERED, stage_fields, stages),
    [TH_TABLE_PETITIONS] = SPEC("Kiến nghị", ENTERED, petition_fields, petitions),
    [TH_TABLE_FREEZES] = SPEC("Chốt", ENTERED, freeze_fields, freezes),
};
