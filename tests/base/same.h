/* What the tests of base share: an arena for each program, and a comparison of strings. */
#ifndef TH_TESTS_BASE_SAME_H
#define TH_TESTS_BASE_SAME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "base/str.h"

static inline void same(th_str got, const char *want)
{
    th_str wanted = th_str_of(want);
    if (!th_str_eq(got, wanted))
        print_error("got “" TH_FMT "”, want “%s”\n", TH_ARG(got), want);
    assert_true(th_str_eq(got, wanted));
}

#endif
