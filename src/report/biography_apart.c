/* Formulas over the table of NGUỒN SỐ LIỆU that says where in the file each code stands. */
#include "report/biography_apart.h"

#include "draw/formula.h"
#include "report/figure_key.h"
#include "report/long_list.h"
#include "report/lookups.h"
#include "report/source_index.h"

#include "base/banned.h"

static const char no_rows[] = "không có số liệu";

th_str th_biography_unit_of_key(th_arena *arena, th_str key)
{
    return TH_FORMULA(arena, "LEFT({key},FIND(\"{between}\",{key})-1)", {"key", key},
                      {"between", TH_STR(TH_KEY_BETWEEN)});
}

th_str th_biography_code_of_key(th_arena *arena, th_str key)
{
    return TH_FORMULA(arena,
                      "MID({key},FIND(\"{between}\",{key})+LEN(\"{between}\"),FIND(\"{between}\",{key},"
                      "FIND(\"{between}\",{key})+1)-FIND(\"{between}\",{key})-LEN(\"{between}\"))",
                      {"key", key}, {"between", TH_STR(TH_KEY_BETWEEN)});
}

th_str th_biography_row_of_code(const th_report *r, th_str code)
{
    return TH_FORMULA(r->arena, "IFERROR(MATCH({code},{codes},0),0)", {"code", th_lookup_literal(r->arena, code)},
                      {"codes", th_source_index_column(r, TH_INDEX_CODE)});
}

size_t th_biography_row_of_fact(const th_report *r, const th_fact *f)
{
    return f ? th_plan_fact_row(r, th_plan_fact_index(r, f)) - TH_INDEX_FIRST + 1 : 0;
}

th_str th_biography_rows_of_code(const th_report *r, th_str row)
{
    th_str above = th_str_fmt(r->arena, "%d", TH_INDEX_FIRST);
    th_str from = th_source_index_column(r, TH_INDEX_FROM), to = th_source_index_column(r, TH_INDEX_TO);
    th_str told = TH_FORMULA(r->arena, "\"dòng \"&INDEX({from},{row})&\" đến \"&INDEX({to},{row})&\" của tệp\"",
                             {"from", from}, {"to", to}, {"row", row});
    return TH_FORMULA(r->arena, "IF({row}=0,\"{none}\",HYPERLINK(\"#'{sheet}'!A\"&({row}+{above}),{told}))",
                      {"row", row}, {"none", th_str_of(no_rows)}, {"sheet", r->names[TH_SHEET_SOURCES]},
                      {"above", above}, {"told", told});
}

th_str th_biography_rows_now(const th_report *r, const th_fact *f)
{
    if (!f)
        return th_str_of(no_rows);
    const th_source_range *range = &r->source_ranges[f->item ? r->d->nindicators + f->indicator : f->indicator];
    return th_str_fmt(r->arena, "dòng %u đến %u của tệp", range->first + TH_INDEX_FILE_FIRST,
                      range->last - 1 + TH_INDEX_FILE_FIRST);
}

th_str th_biography_where(const th_report *r)
{
    th_str ending = th_long_list_ending(r->arena, TH_LONG_SOURCES, r->in->long_lists->at[TH_LONG_SOURCES].sha256);
    return th_str_fmt(r->arena,
                      "Tìm khóa ở ô “Đang xem” trong tệp (tên của sổ này)" TH_FMT
                      ", đặt cạnh sổ: dòng ấy ghi giá trị, tệp, trang, ô, nguyên văn",
                      TH_ARG(ending));
}
