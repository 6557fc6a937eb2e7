/* Tolerance by interval, qualifiers, printed percentages: a table of cases. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/compare.h"

/* One side of a comparison: a figure, and how it was stated. */
typedef struct side {
    const char *text;
    int decimals;
    uint32_t qualifier;
    bool stated, whole;
} side;

typedef struct row {
    const char *why;
    th_op op;
    side left, right;
    const char *tolerance; /* NULL: automatic */
    th_verdict verdict;
} row;

#define STATED(d) d, 0, true, false
#define WHOLE 0, 0, true, true
#define COMPUTED INT_MAX, 0, false, false

static const row rows[] = {
    {"50 for 49,87 rounds half up", TH_OP_EQ, {"50", STATED(0)}, {"8576000/171984", COMPUTED}, NULL, TH_HOLDS},
    {"98,7 for 1542/1562", TH_OP_EQ, {"98.7", STATED(1)}, {"154200/1562", COMPUTED}, NULL, TH_HOLDS},
    {"95 for 133/139 is cut off", TH_OP_EQ, {"95", STATED(0)}, {"13300/139", COMPUTED}, NULL, TH_CUT_OFF},
    {"94 for 133/139 is wrong", TH_OP_EQ, {"94", STATED(0)}, {"13300/139", COMPUTED}, NULL, TH_BROKEN},
    {"the other way round", TH_OP_EQ, {"13300/139", COMPUTED}, {"96", STATED(0)}, NULL, TH_HOLDS},
    {"an unrounded double of the ratio",
     TH_OP_EQ,
     {"95.68345323741008", STATED(-1)},
     {"13300/139", COMPUTED},
     NULL,
     TH_HOLDS},
    {"whole numbers are exact", TH_OP_EQ, {"119", WHOLE}, {"109", COMPUTED}, NULL, TH_BROKEN},
    {"whole numbers are exact (2)", TH_OP_EQ, {"930", WHOLE}, {"930", COMPUTED}, NULL, TH_HOLDS},
    {"two rounded figures meet", TH_OP_EQ, {"12.3", STATED(1)}, {"12", STATED(0)}, NULL, TH_HOLDS},
    {"two rounded figures do not meet", TH_OP_EQ, {"12.6", STATED(1)}, {"12", STATED(0)}, NULL, TH_BROKEN},
    {"an absolute tolerance", TH_OP_EQ, {"104", STATED(0)}, {"104.4", COMPUTED}, "0.5", TH_HOLDS},
    {"beyond an absolute tolerance", TH_OP_EQ, {"104", STATED(0)}, {"104.6", COMPUTED}, "0.5", TH_BROKEN},
    {"trên 97 against 97,3", TH_OP_EQ, {"97", 0, TH_Q_OVER, true, false}, {"97.3", COMPUTED}, NULL, TH_HOLDS},
    {"trên 97 against 96,5", TH_OP_EQ, {"97", 0, TH_Q_OVER, true, false}, {"96.5", COMPUTED}, NULL, TH_BROKEN},
    {"gần 1.000 against 986", TH_OP_EQ, {"1000", 0, TH_Q_NEAR, true, true}, {"986", COMPUTED}, NULL, TH_HOLDS},
    {"khoảng 104 against 108", TH_OP_EQ, {"104", 0, TH_Q_ABOUT, true, true}, {"108", COMPUTED}, NULL, TH_HOLDS},
    {"khoảng 104 against 120", TH_OP_EQ, {"104", 0, TH_Q_ABOUT, true, true}, {"120", COMPUTED}, NULL, TH_BROKEN},
    {"15 in a hundred exactly is not above the ceiling", TH_OP_LE, {"3", WHOLE}, {"3", COMPUTED}, NULL, TH_HOLDS},
    {"strictly above", TH_OP_GT, {"90", COMPUTED}, {"90", COMPUTED}, NULL, TH_BROKEN},
    {"strictly above (2)", TH_OP_GT, {"900001/10000", COMPUTED}, {"90", COMPUTED}, NULL, TH_HOLDS},
    {"at most, with room", TH_OP_LE, {"10.4", COMPUTED}, {"10", COMPUTED}, "0.5", TH_HOLDS},
    {"131 twice", TH_OP_NE, {"131", COMPUTED}, {"131", WHOLE}, "0", TH_BROKEN},
    {"131 and 130", TH_OP_NE, {"131", COMPUTED}, {"130", WHOLE}, "0", TH_HOLDS},
    {"0,1 + 0,2 = 0,3 exactly", TH_OP_EQ, {"0.3", COMPUTED}, {"0.3", COMPUTED}, "0", TH_HOLDS},
};

static th_side side_of(th_arena *a, const side *s)
{
    return (th_side){th_exact_parse(a, th_str_of(s->text)), s->decimals, s->qualifier, s->stated, s->whole};
}

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        th_arena *a = th_arena_new(0);
        th_side left = side_of(a, &r->left), right = side_of(a, &r->right);
        const th_exact *t = r->tolerance ? th_exact_parse(a, th_str_of(r->tolerance)) : NULL;
        if (th_compare(a, r->op, &left, &right, t) != r->verdict)
            fail_msg("%s", r->why);
        th_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row)};
    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
