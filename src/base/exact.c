/* Exact rational numbers, by GMP: reading, rounding, writing. */
#include "base/exact.h"

#include "base/ascii.h"

#include <gmp.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { LARGEST_EXPONENT = 400, MOST_DIGITS = 1000 };

struct th_exact {
    mpq_t ratio;
    th_arena *arena; /* that pays for it */
};

/* ---- GMP's memory ---- */

/* GMP asks for memory without saying for what, and ends the process when there is none.  Here it is the arena of the
 * number at hand whose recovery point is jumped to, as for any other allocation; what GMP was about is thrown away with
 * the arena.  Set before each operation that may allocate. */
static th_arena *paying;

static void *paid(void *memory)
{
    if (!memory)
        th_arena_exhaust(paying);
    return memory;
}

static void *allocate_limbs(size_t size)
{
    return paid(malloc(size));
}

static void *grow_limbs(void *old, size_t old_size, size_t size)
{
    (void)old_size;
    return paid(realloc(old, size));
}

static void free_limbs(void *old, size_t size)
{
    (void)size;
    free(old);
}

static void pay_from(th_arena *arena)
{
    if (!paying)
        mp_set_memory_functions(allocate_limbs, grow_limbs, free_limbs);
    paying = arena;
}

/* ---- numbers ---- */

static void clear(void *what)
{
    th_exact *value = what;
    mpq_clear(value->ratio);
}

static th_exact *new_exact(th_arena *arena)
{
    th_exact *made = th_arena_alloc(arena, sizeof *made);
    made->arena = arena;
    pay_from(arena);
    mpq_init(made->ratio);
    th_arena_defer(arena, clear, made);
    return made;
}

const th_exact *th_exact_int(th_arena *arena, long long value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", value);
    th_exact *made = new_exact(arena);
    mpq_set_str(made->ratio, digits, 10);
    return made;
}

const th_exact *th_exact_pow10(th_arena *arena, int exponent)
{
    if (exponent > LARGEST_EXPONENT || exponent < -LARGEST_EXPONENT)
        return NULL;
    th_exact *made = new_exact(arena);
    mpz_ui_pow_ui(mpq_numref(made->ratio), 10, (unsigned long)abs(exponent));
    mpz_set_ui(mpq_denref(made->ratio), 1);
    if (exponent < 0)
        mpq_inv(made->ratio, made->ratio);
    return made;
}

/* The digits of a number, behind its sign. */
typedef struct digit_text {
    char at[MOST_DIGITS + 2];
    size_t n;
} digit_text;

/* Reads digits with an optional point into `digits`, which gets no point; `decimals` says where it stood. */
static bool take_digits(th_str s, size_t *at, digit_text *digits, int *decimals)
{
    bool point = false;
    size_t start = digits->n;
    *decimals = 0;
    for (; *at < s.len; ++*at) {
        char c = s.ptr[*at];
        if (c == '.' && !point) {
            point = true;
        } else if (th_is_digit(c)) {
            if (digits->n - start == MOST_DIGITS)
                return false;
            digits->at[digits->n++] = c;
            *decimals += point;
        } else {
            break;
        }
    }
    digits->at[digits->n] = '\0';
    return digits->n > start;
}

static const th_exact *parse_decimal(th_arena *arena, th_str s)
{
    size_t at = 0;
    digit_text digits;
    digits.n = 0;
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
        if (s.ptr[0] == '-')
            digits.at[digits.n++] = '-';
        at = 1;
    }
    int decimals;
    if (!take_digits(s, &at, &digits, &decimals))
        return NULL;
    long exponent = 0;
    if (at < s.len && (s.ptr[at] == 'e' || s.ptr[at] == 'E')) {
        if (!th_str_to_long(th_str_sub(s, at + 1, s.len), &exponent) || exponent > LARGEST_EXPONENT ||
            exponent < -LARGEST_EXPONENT)
            return NULL;
        at = s.len;
    }
    if (at != s.len)
        return NULL;
    th_exact *whole = new_exact(arena);
    if (mpq_set_str(whole->ratio, digits.at, 10) != 0)
        return NULL;
    const th_exact *scaled = whole;
    long shift = exponent - decimals;
    for (; scaled && shift < 0; shift += LARGEST_EXPONENT)
        scaled = th_exact_mul(arena, scaled,
                              th_exact_pow10(arena, shift < -LARGEST_EXPONENT ? -LARGEST_EXPONENT : (int)shift));
    if (scaled && exponent - decimals > 0)
        scaled = th_exact_mul(arena, scaled, th_exact_pow10(arena, (int)(exponent - decimals)));
    return scaled;
}

const th_exact *th_exact_parse(th_arena *arena, th_str text)
{
    size_t slash = th_str_find(text, TH_STR("/"), 0);
    if (slash == SIZE_MAX)
        return parse_decimal(arena, text);
    return th_exact_div(arena, parse_decimal(arena, th_str_sub(text, 0, slash)),
                        parse_decimal(arena, th_str_sub(text, slash + 1, text.len)));
}

th_str th_double_text(th_arena *arena, double value)
{
    char text[40] = "";
    if (value == 0)
        value = 0; /* or minus zero would be printed as "-0" */
    if (fabs(value) < 1e15 && value == trunc(value))
        return th_str_fmt(arena, "%lld", (long long)value);
    /* If 15 digits round-trip, so do fewer: %g drops trailing zeros. */
    for (int precision = DBL_DIG; precision <= DBL_DECIMAL_DIG; precision++) {
        snprintf(text, sizeof text, "%.*g", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    th_str shown = th_str_of(text);
    if (th_str_find(shown, TH_STR("e"), 0) == SIZE_MAX || !isfinite(value))
        return th_str_copy(arena, shown);
    /* A number between 1e-7 and 1e21 is written out; beyond that its zeros are harder to read than an exponent. */
    double size = fabs(value);
    if (size >= 1e21 || size < 1e-7)
        return th_str_copy(arena, shown);
    return th_exact_text(arena, th_exact_parse(arena, shown));
}

const th_exact *th_exact_double(th_arena *arena, double value)
{
    return isfinite(value) ? th_exact_parse(arena, th_double_text(arena, value)) : NULL;
}

#define BINARY(name, operation)                                                                                        \
    const th_exact *name(th_arena *arena, const th_exact *a, const th_exact *b)                                        \
    {                                                                                                                  \
        if (!a || !b)                                                                                                  \
            return NULL;                                                                                               \
        th_exact *made = new_exact(arena);                                                                             \
        operation(made->ratio, a->ratio, b->ratio);                                                                    \
        return made;                                                                                                   \
    }
BINARY(th_exact_add, mpq_add)
BINARY(th_exact_sub, mpq_sub)
BINARY(th_exact_mul, mpq_mul)

const th_exact *th_exact_div(th_arena *arena, const th_exact *a, const th_exact *b)
{
    if (!a || !b || mpq_sgn(b->ratio) == 0)
        return NULL;
    th_exact *made = new_exact(arena);
    mpq_div(made->ratio, a->ratio, b->ratio);
    return made;
}

const th_exact *th_exact_neg(th_arena *arena, const th_exact *value)
{
    if (!value)
        return NULL;
    th_exact *made = new_exact(arena);
    mpq_neg(made->ratio, value->ratio);
    return made;
}

const th_exact *th_exact_copy(th_arena *arena, const th_exact *value)
{
    if (!value)
        return NULL;
    th_exact *made = new_exact(arena);
    mpq_set(made->ratio, value->ratio);
    return made;
}

const th_exact *th_exact_abs(th_arena *arena, const th_exact *value)
{
    return value && mpq_sgn(value->ratio) < 0 ? th_exact_neg(arena, value) : value;
}

/* |value| * 10^decimals, plus one half when rounding, cut to a whole number, and scaled back with its sign. */
static const th_exact *to_places(th_arena *arena, const th_exact *value, int decimals, bool half)
{
    if (!value)
        return NULL;
    const th_exact *scale = th_exact_pow10(arena, decimals);
    const th_exact *scaled = th_exact_mul(arena, th_exact_abs(arena, value), scale);
    if (half)
        scaled = th_exact_add(arena, scaled, th_exact_parse(arena, TH_STR("1/2")));
    if (!scaled)
        return NULL;
    th_exact *whole = new_exact(arena);
    mpz_fdiv_q(mpq_numref(whole->ratio), mpq_numref(scaled->ratio), mpq_denref(scaled->ratio));
    const th_exact *result = th_exact_div(arena, whole, scale);
    return mpq_sgn(value->ratio) < 0 ? th_exact_neg(arena, result) : result;
}

const th_exact *th_exact_round(th_arena *arena, const th_exact *value, int decimals)
{
    return to_places(arena, value, decimals, true);
}

const th_exact *th_exact_cut(th_arena *arena, const th_exact *value, int decimals)
{
    return to_places(arena, value, decimals, false);
}

bool th_exact_same(const th_exact *a, const th_exact *b)
{
    return a && b ? th_exact_cmp(a, b) == 0 : a == b;
}

int th_exact_cmp(const th_exact *a, const th_exact *b)
{
    pay_from(a->arena);
    int order = mpq_cmp(a->ratio, b->ratio);
    return (order > 0) - (order < 0);
}

int th_exact_sign(const th_exact *value)
{
    return value ? mpq_sgn(value->ratio) : 0;
}

bool th_exact_is_int(const th_exact *value)
{
    return value && mpz_cmp_ui(mpq_denref(value->ratio), 1) == 0;
}

int th_exact_decimals(const th_exact *value, int max)
{
    if (!value)
        return 0;
    mpz_t scaled;
    pay_from(value->arena);
    mpz_init_set(scaled, mpq_numref(value->ratio));
    int decimals = 0;
    while (decimals <= max && !mpz_divisible_p(scaled, mpq_denref(value->ratio))) {
        mpz_mul_ui(scaled, scaled, 10);
        decimals++;
    }
    mpz_clear(scaled);
    return decimals;
}

double th_exact_to_double(const th_exact *value)
{
    if (!value)
        return NAN;
    /* mpq_get_d cuts off; 40 significant digits through strtod give the nearest. */
    if (th_exact_is_int(value) && mpz_sizeinbase(mpq_numref(value->ratio), 2) <= 53)
        return mpq_get_d(value->ratio);
    double near = mpq_get_d(value->ratio);
    double next = nextafter(near, mpq_sgn(value->ratio) < 0 ? -INFINITY : INFINITY);
    if (!isfinite(near) || !isfinite(next))
        return near;
    mpq_t low, high, gap_low, gap_high;
    pay_from(value->arena);
    mpq_inits(low, high, gap_low, gap_high, NULL);
    mpq_set_d(low, near);
    mpq_set_d(high, next);
    mpq_sub(gap_low, value->ratio, low);
    mpq_abs(gap_low, gap_low);
    mpq_sub(gap_high, high, value->ratio);
    mpq_abs(gap_high, gap_high);
    double result = mpq_cmp(gap_high, gap_low) < 0 ? next : near;
    mpq_clears(low, high, gap_low, gap_high, NULL);
    return result;
}

/* The decimal digits of |value|, rounded to `decimals` places.  The caller puts the point where it belongs. */
static th_str digits_of(th_arena *arena, const th_exact *value, int decimals)
{
    const th_exact *scaled = th_exact_mul(arena, th_exact_round(arena, th_exact_abs(arena, value), decimals),
                                          th_exact_pow10(arena, decimals));
    size_t room = mpz_sizeinbase(mpq_numref(scaled->ratio), 10) + 2;
    char *digits = th_arena_array(arena, room, 1);
    mpz_get_str(digits, 10, mpq_numref(scaled->ratio));
    th_str s = th_str_of(digits);
    if (s.len > (size_t)decimals)
        return s;
    th_buf padded;
    th_buf_init(&padded, arena);
    for (size_t i = s.len; i <= (size_t)decimals; i++)
        th_buf_byte(&padded, '0');
    th_buf_add(&padded, s);
    return th_buf_str(&padded);
}

th_str th_exact_text(th_arena *arena, const th_exact *value)
{
    if (!value)
        return (th_str){0};
    int decimals = th_exact_decimals(value, LARGEST_EXPONENT);
    if (decimals > LARGEST_EXPONENT) {
        size_t room = mpz_sizeinbase(mpq_numref(value->ratio), 10) + mpz_sizeinbase(mpq_denref(value->ratio), 10) + 3;
        char *text = th_arena_array(arena, room, 1);
        mpq_get_str(text, 10, value->ratio);
        return th_str_of(text);
    }
    th_str digits = digits_of(arena, value, decimals);
    th_buf out;
    th_buf_init(&out, arena);
    if (mpq_sgn(value->ratio) < 0)
        th_buf_byte(&out, '-');
    th_buf_add(&out, th_str_sub(digits, 0, digits.len - (size_t)decimals));
    if (decimals) {
        th_buf_byte(&out, '.');
        th_buf_add(&out, th_str_sub(digits, digits.len - (size_t)decimals, (size_t)decimals));
    }
    return th_buf_str(&out);
}

/* The digits of a number, of which the last `decimals` stand behind the point; `kept` of these are shown. */
typedef struct number_digits {
    th_str all;
    size_t decimals, kept;
    bool negative;
} number_digits;

static th_str digits_with_marks(th_arena *arena, const number_digits *number, char thousands, char point)
{
    th_str digits = number->all;
    size_t whole = digits.len - number->decimals;
    th_str fraction = th_str_sub(digits, whole, number->kept);
    bool zero = true;
    for (size_t i = 0; i < digits.len; i++)
        zero = zero && digits.ptr[i] == '0';
    th_buf out;
    th_buf_init(&out, arena);
    if (number->negative && !zero)
        th_buf_byte(&out, '-');
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            th_buf_byte(&out, thousands);
        th_buf_byte(&out, digits.ptr[i]);
    }
    if (fraction.len) {
        th_buf_byte(&out, point);
        th_buf_add(&out, fraction);
    }
    return th_buf_str(&out);
}

th_words th_exact_words(th_arena *arena, const th_exact *value, int decimals, bool trim)
{
    if (!value)
        return (th_words){0};
    number_digits number = {.all = digits_of(arena, value, decimals),
                            .decimals = (size_t)decimals,
                            .kept = (size_t)decimals,
                            .negative = mpq_sgn(value->ratio) < 0};
    while (trim && number.kept && number.all.ptr[number.all.len - number.decimals + number.kept - 1] == '0')
        number.kept--;
    return (th_words){.vi = digits_with_marks(arena, &number, '.', ','),
                      .en = digits_with_marks(arena, &number, ',', '.')};
}

int th_exact_decimals_apart(th_arena *arena, const th_exact *one, const th_exact *other, int least)
{
    enum { MOST_DECIMALS = 15 };
    for (int decimals = least; decimals <= MOST_DECIMALS; decimals++)
        if (th_exact_cmp(th_exact_round(arena, one, decimals), th_exact_round(arena, other, decimals)) != 0)
            return decimals;
    return least;
}

th_str th_exact_vi(th_arena *arena, const th_exact *value, int decimals, bool trim)
{
    return th_exact_words(arena, value, decimals, trim).vi;
}
