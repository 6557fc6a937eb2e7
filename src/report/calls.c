/* Tells how many units are to be called, over the cells of MỤC LỤC. */
#include "report/calls.h"

#include "draw/formula.h"
#include "report/live_verdict.h"

#include "base/banned.h"

/* Units that are in, have all forms, and have errors; what is said of forms does not change. */
static th_live_count units_with_errors(const th_report *r, const th_situation *units, size_t n)
{
    uint32_t first = TH_CONTENTS_FIRST, last = first + r->nunits - 1;
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_add(&out,
               TH_FORMULA(r->arena, "(SUMPRODUCT(({blocks}+{errors}>0)*({forms}<>\"\"))",
                          {"blocks", th_ref_area(r->arena, (th_str){0}, th_down(TH_CONTENTS_BLOCKS, first, last))},
                          {"errors", th_ref_area(r->arena, (th_str){0}, th_down(TH_CONTENTS_ERRORS, first, last))},
                          {"forms", th_ref_area(r->arena, (th_str){0}, th_down(TH_CONTENTS_FORMS, first, last))}));
    for (uint32_t u = 0; u < r->nunits; u++)
        if (units[u].closed || (units[u].source && units[u].missing))
            th_buf_add(&out, TH_FORMULA(r->arena, "-({blocks}+{errors}>0)*({forms}<>\"\")",
                                        {"blocks", th_ref_cell(r->arena, (th_str){0}, first + u, TH_CONTENTS_BLOCKS)},
                                        {"errors", th_ref_cell(r->arena, (th_str){0}, first + u, TH_CONTENTS_ERRORS)},
                                        {"forms", th_ref_cell(r->arena, (th_str){0}, first + u, TH_CONTENTS_FORMS)}));
    th_buf_byte(&out, ')');
    return (th_live_count){th_buf_str(&out), n};
}

/* Uses the same words as th_situations_list() where that counts the units. */
void th_calls_tell(const th_report *r, th_telling *told, const th_situation *units)
{
    th_calls calls = th_situations_calls(r, units);
    th_live_count missing = {th_str_fmt(r->arena, "%zu", calls.missing), calls.missing};
    th_telling counts = th_telling_new(r->arena);
    th_telling_some(&counts, th_live_units_missing(r), ", ", " đơn vị chưa có tệp được tính");
    th_telling_some(&counts, missing, ", ", " đơn vị thiếu biểu");
    th_telling_some(&counts, units_with_errors(r, units, calls.errors), ", ", " đơn vị có lỗi");
    th_live_text said = th_telling_end(&counts);
    said.formula = th_str_fmt(r->arena, "MID(" TH_FMT ",3,9999)", TH_ARG(said.formula));
    said.text = th_str_sub(said.text, 2, said.text.len - 2);
    th_telling_live(told, said);
    th_telling_say(told, TH_STR(TH_LIST_IN_CONTENTS));
}
