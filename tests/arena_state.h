/* The state of a cmocka test is an arena, made before it and freed after it: for cmocka_unit_test_setup_teardown(). */
#ifndef TH_TESTS_ARENA_STATE_H
#define TH_TESTS_ARENA_STATE_H

#include "base/arena.h"

static inline int setup(void **state)
{
    *state = th_arena_new(0);
    return *state == NULL;
}

static inline int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

#endif
