/* What the tests of rules share: a definition with the rule R and a few figures of unit A, and the finding of R. */
#ifndef TH_TESTS_CHECK_ONE_RULE_H
#define TH_TESTS_CHECK_ONE_RULE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"
#include "definition_fixture.h"

typedef struct tried {
    th_fixture f;
    th_check_results results;
} tried;

/* Rules over figures of unit A: "M.01 300|M.02 100"; a figure that is not named has no cell. */
static inline tried begin_with(const char *rules, const char *figures, const char *explanations)
{
    static const char head[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái,Cách sửa\n";
    tried t = {.f.arena = th_arena_new(0)};
    th_str csv = th_str_fmt(t.f.arena, "%s%s\n", head, rules);
    const th_fixture_part parts[] = {
        TH_FIXTURE_PARTS, {"kiem-tra.csv", th_str_cstr(t.f.arena, csv)}, {"giai-trinh.csv", explanations}};
    t.f.d = th_fixture_definition(t.f.arena, parts, sizeof parts / sizeof *parts - !explanations);
    assert_non_null(t.f.d);
    t.f.ds = th_dataset_new(t.f.arena, t.f.d);
    th_fixture_source(t.f.ds, 0);
    th_str rest = th_str_of(figures), figure;
    while (th_str_cut(&rest, '|', &figure)) {
        th_str code = th_str_sub(figure, 0, th_str_find(figure, TH_STR(" "), 0));
        th_str typed = th_str_sub(figure, code.len + 1, figure.len);
        th_fixture_fact(t.f.ds, 0, th_str_cstr(t.f.arena, code), TH_NOW, th_str_cstr(t.f.arena, typed));
    }
    return t;
}

static inline tried begin(const char *rules, const char *figures)
{
    return begin_with(rules, figures, NULL);
}

static inline void finish(tried *t)
{
    th_dataset_seal(t->f.ds);
    th_check_run(t->f.arena, t->f.ds, &t->results);
}

static inline const th_finding *raised(const tried *t)
{
    for (size_t i = 0; i < t->f.ds->findings.n; i++)
        if (th_str_eq(t->f.ds->findings.at[i].rule, TH_STR("R")))
            return &t->f.ds->findings.at[i];
    return NULL;
}

#endif
