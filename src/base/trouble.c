/* Making a finding of a trouble, and a trouble of what the system says. */
#include "base/trouble.h"

#include <errno.h>

#include "base/banned.h"

th_finding *th_trouble_add(th_findings *findings, th_arena *arena, th_finding_kind kind, const th_place *place,
                           th_trouble trouble)
{
    return th_findings_add(findings, arena, kind, place, TH_WITH(trouble));
}

th_words th_system_words(th_arena *arena, int code)
{
    static const struct {
        int code;
        const char *vi, *en;
    } known[] = {
#define TH_SYSTEM_ERROR(code, vi, en) {code, vi, en},
#include "base/system_errors.def"
#undef TH_SYSTEM_ERROR
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code)
            return (th_words){th_str_of(known[i].vi), th_str_of(known[i].en)};
    return TH_WORDS(arena, "lỗi hệ thống số %d", "system error %d", code);
}

th_trouble th_trouble_of_system(th_arena *arena, th_words what, int code)
{
    th_words why = th_system_words(arena, code);
    return (th_trouble){th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(what.vi), TH_ARG(why.vi)),
                        th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(what.en), TH_ARG(why.en))};
}
