/* Exact rational numbers: reading, rounding, writing.  Small ones are computed in 64 bits, all others by GMP. */
#include "base/exact.h"

#include "base/ascii.h"
#include "base/small_ratio.h"

#include <gmp.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

_Static_assert(sizeof(long) == sizeof(int64_t), "numbers go to GMP and come from it as long");

enum { LARGEST_EXPONENT = 400, MOST_DIGITS = 1000 };

typedef struct large_ratio {
    mpq_t ratio;
} large_ratio;

struct th_exact {
    th_small_ratio small;
    large_ratio *large; /* NULL: it is `small` */
    th_arena *arena;    /* that pays for it */
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
    large_ratio *value = what;
    mpq_clear(value->ratio);
}

static large_ratio *new_large(th_arena *arena)
{
    large_ratio *made = th_arena_alloc(arena, sizeof *made);
    pay_from(arena);
    mpq_init(made->ratio);
    th_arena_defer(arena, clear, made);
    return made;
}

static const th_exact *exact_of_small(th_arena *arena, th_small_ratio small)
{
    th_exact *made = th_arena_alloc(arena, sizeof *made);
    *made = (th_exact){.small = small, .arena = arena};
    return made;
}

static const th_exact *exact_of_large(th_arena *arena, large_ratio *large)
{
    const mpz_srcptr num = mpq_numref(large->ratio), den = mpq_denref(large->ratio);
    if (mpz_fits_slong_p(num) && mpz_fits_slong_p(den) && mpz_get_si(num) != INT64_MIN)
        return exact_of_small(arena, (th_small_ratio){mpz_get_si(num), mpz_get_si(den)});
    th_exact *made = th_arena_alloc(arena, sizeof *made);
    *made = (th_exact){.large = large, .arena = arena};
    return made;
}

/* The number as GMP has it, in memory of `arena`, which is set to pay. */
static const large_ratio *large_of(th_arena *arena, const th_exact *value)
{
    if (value->large) {
        pay_from(arena);
        return value->large;
    }
    large_ratio *made = new_large(arena);
    mpz_set_si(mpq_numref(made->ratio), value->small.num);
    mpz_set_si(mpq_denref(made->ratio), value->small.den);
    return made;
}

const th_exact *th_exact_int(th_arena *arena, long long value)
{
    if (value != INT64_MIN)
        return exact_of_small(arena, (th_small_ratio){value, 1});
    large_ratio *large = new_large(arena);
    mpz_set_si(mpq_numref(large->ratio), value);
    return exact_of_large(arena, large);
}

const th_exact *th_exact_pow10(th_arena *arena, int exponent)
{
    if (exponent > LARGEST_EXPONENT || exponent < -LARGEST_EXPONENT)
        return NULL;
    unsigned places = (unsigned)abs(exponent);
    if (places <= TH_SMALL_MOST_PLACES) {
        int64_t power = th_small_pow10(places);
        return exact_of_small(arena, exponent < 0 ? (th_small_ratio){1, power} : (th_small_ratio){power, 1});
    }
    large_ratio *large = new_large(arena);
    mpz_ui_pow_ui(mpq_numref(large->ratio), 10, places);
    if (exponent < 0)
        mpq_inv(large->ratio, large->ratio);
    return exact_of_large(arena, large);
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

static const th_exact *whole_of_digits(th_arena *arena, const digit_text *digits)
{
    long small;
    if (digits->n <= TH_SMALL_MOST_PLACES && th_str_to_long((th_str){digits->at, digits->n}, &small))
        return exact_of_small(arena, (th_small_ratio){small, 1});
    large_ratio *large = new_large(arena);
    return mpq_set_str(large->ratio, digits->at, 10) == 0 ? exact_of_large(arena, large) : NULL;
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
    const th_exact *scaled = whole_of_digits(arena, &digits);
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

/* The whole number, with a point before its last `places` digits. */
static void put_places(th_buf *out, uint64_t scaled, unsigned places)
{
    uint64_t unit = (uint64_t)th_small_pow10(places);
    th_buf_long(out, (long long)(scaled / unit));
    if (places)
        th_buf_byte(out, '.');
    for (scaled %= unit, unit /= 10; unit; scaled %= unit, unit /= 10)
        th_buf_byte(out, (char)('0' + scaled / unit));
}

static th_str text_of_places(th_arena *arena, long long scaled, unsigned places)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (scaled < 0)
        th_buf_byte(&out, '-');
    put_places(&out, scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled, places);
    return th_buf_end(&out);
}

/* Most doubles were typed as decimals of at most 15 digits.  Such a decimal is a whole number below 10^15 over a power
 * of ten.  A double holds both exactly, so that dividing them rounds once, just as reading the decimal does: where the
 * quotient is `value`, the decimal is its text.  False: none was found. */
static bool is_short_decimal(double value, long long *scaled, unsigned *places)
{
    double size = fabs(value);
    if (size < 1e-4 || size >= 1e15) /* NaN passes here and fails below */
        return false;
    for (*places = 0; *places <= DBL_DIG; ++*places) {
        double unit = (double)th_small_pow10(*places), whole = size * unit;
        if (!(whole < 1e15))
            return false;
        *scaled = llround(value * unit);
        if ((double)*scaled / unit == value)
            return true;
    }
    return false;
}

th_str th_double_text(th_arena *arena, double value)
{
    char text[40] = "";
    long long scaled;
    unsigned places;
    if (value == 0)
        return TH_STR("0"); /* or minus zero would be printed as "-0" */
    if (is_short_decimal(value, &scaled, &places))
        return text_of_places(arena, scaled, places);
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

static bool subtract_small(th_small_ratio a, th_small_ratio b, th_small_ratio *out)
{
    return th_small_add(a, th_small_neg(b), out);
}

#define BINARY(name, in_small, in_large)                                                                               \
    const th_exact *name(th_arena *arena, const th_exact *a, const th_exact *b)                                        \
    {                                                                                                                  \
        th_small_ratio small;                                                                                          \
        if (!a || !b)                                                                                                  \
            return NULL;                                                                                               \
        if (!a->large && !b->large && in_small(a->small, b->small, &small))                                            \
            return exact_of_small(arena, small);                                                                       \
        large_ratio *made = new_large(arena);                                                                          \
        in_large(made->ratio, large_of(arena, a)->ratio, large_of(arena, b)->ratio);                                   \
        return exact_of_large(arena, made);                                                                            \
    }
BINARY(th_exact_add, th_small_add, mpq_add)
BINARY(th_exact_sub, subtract_small, mpq_sub)
BINARY(th_exact_mul, th_small_mul, mpq_mul)
static BINARY(divide, th_small_div, mpq_div)

    const th_exact *th_exact_div(th_arena *arena, const th_exact *a, const th_exact *b)
{
    return th_exact_sign(b) ? divide(arena, a, b) : NULL;
}

const th_exact *th_exact_neg(th_arena *arena, const th_exact *value)
{
    if (!value || !value->large)
        return value ? exact_of_small(arena, th_small_neg(value->small)) : NULL;
    large_ratio *made = new_large(arena);
    mpq_neg(made->ratio, value->large->ratio);
    return exact_of_large(arena, made);
}

const th_exact *th_exact_copy(th_arena *arena, const th_exact *value)
{
    if (!value || !value->large)
        return value ? exact_of_small(arena, value->small) : NULL;
    large_ratio *made = new_large(arena);
    mpq_set(made->ratio, value->large->ratio);
    return exact_of_large(arena, made);
}

const th_exact *th_exact_abs(th_arena *arena, const th_exact *value)
{
    return th_exact_sign(value) < 0 ? th_exact_neg(arena, value) : value;
}

/* |value| * 10^decimals, plus one half when rounding, cut to a whole number. */
static large_ratio *scaled_whole(th_arena *arena, const th_exact *value, int decimals, bool half)
{
    const th_exact *scaled = th_exact_mul(arena, th_exact_abs(arena, value), th_exact_pow10(arena, decimals));
    if (half)
        scaled = th_exact_add(arena, scaled, th_exact_parse(arena, TH_STR("1/2")));
    if (!scaled)
        return NULL;
    large_ratio *whole = new_large(arena);
    const large_ratio *of = large_of(arena, scaled);
    mpz_fdiv_q(mpq_numref(whole->ratio), mpq_numref(of->ratio), mpq_denref(of->ratio));
    return whole;
}

/* Rounds `value` to so many decimals, halves away from zero; without `half`, cuts off the rest. */
static const th_exact *to_places(th_arena *arena, const th_exact *value, int decimals, bool half)
{
    uint64_t small;
    th_small_ratio made;
    if (!value)
        return NULL;
    if (!value->large && th_small_scaled(value->small, decimals, half, &small) &&
        th_small_make((th_wide)small, th_small_pow10((unsigned)decimals), &made))
        return exact_of_small(arena, value->small.num < 0 ? th_small_neg(made) : made);
    large_ratio *whole = scaled_whole(arena, value, decimals, half);
    if (!whole)
        return NULL;
    const th_exact *result = th_exact_div(arena, exact_of_large(arena, whole), th_exact_pow10(arena, decimals));
    return th_exact_sign(value) < 0 ? th_exact_neg(arena, result) : result;
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
    if (!a->large && !b->large)
        return th_small_cmp(a->small, b->small);
    int order = mpq_cmp(large_of(a->arena, a)->ratio, large_of(a->arena, b)->ratio);
    return (order > 0) - (order < 0);
}

int th_exact_sign(const th_exact *value)
{
    if (!value)
        return 0;
    return value->large ? mpq_sgn(value->large->ratio) : (value->small.num > 0) - (value->small.num < 0);
}

bool th_exact_is_int(const th_exact *value)
{
    if (!value)
        return false;
    return value->large ? mpz_cmp_ui(mpq_denref(value->large->ratio), 1) == 0 : value->small.den == 1;
}

int th_exact_decimals(const th_exact *value, int max)
{
    if (!value || !value->large)
        return value ? th_small_decimals(value->small, max) : 0;
    mpz_t scaled;
    pay_from(value->arena);
    mpz_init_set(scaled, mpq_numref(value->large->ratio));
    int decimals = 0;
    while (decimals <= max && !mpz_divisible_p(scaled, mpq_denref(value->large->ratio))) {
        mpz_mul_ui(scaled, scaled, 10);
        decimals++;
    }
    mpz_clear(scaled);
    return decimals;
}

/* mpq_get_d cuts off: of the two doubles around the number the nearer one. */
static double double_of_large(th_arena *arena, const large_ratio *value)
{
    double near = mpq_get_d(value->ratio);
    double next = nextafter(near, mpq_sgn(value->ratio) < 0 ? -INFINITY : INFINITY);
    if (!isfinite(near) || !isfinite(next))
        return near;
    mpq_t low, high, gap_low, gap_high;
    pay_from(arena);
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

double th_exact_to_double(const th_exact *value)
{
    const int64_t whole_double = (int64_t)1 << DBL_MANT_DIG;
    if (!value)
        return NAN;
    /* Two whole numbers that doubles hold: their quotient is rounded once. */
    if (!value->large && th_small_size(value->small) <= (uint64_t)whole_double && value->small.den <= whole_double)
        return (double)value->small.num / (double)value->small.den;
    return double_of_large(value->arena, large_of(value->arena, value));
}

/* The decimal digits of |value|, rounded to `decimals` places.  The caller puts the point where it belongs. */
static th_str digits_of(th_arena *arena, const th_exact *value, int decimals)
{
    uint64_t small;
    th_buf padded;
    th_str digits;
    th_buf_init(&padded, arena);
    if (!value->large && th_small_scaled(value->small, decimals, true, &small)) {
        th_buf_long(&padded, (long long)small);
        digits = th_buf_end(&padded);
    } else {
        const large_ratio *whole = scaled_whole(arena, value, decimals, true);
        char *text = th_arena_array(arena, mpz_sizeinbase(mpq_numref(whole->ratio), 10) + 2, 1);
        mpz_get_str(text, 10, mpq_numref(whole->ratio));
        digits = th_str_of(text);
    }
    if (digits.len > (size_t)decimals)
        return digits;
    th_buf_init(&padded, arena);
    for (size_t i = digits.len; i <= (size_t)decimals; i++)
        th_buf_byte(&padded, '0');
    th_buf_add(&padded, digits);
    return th_buf_str(&padded);
}

static th_str text_of_fraction(th_arena *arena, const th_exact *value)
{
    if (!value->large)
        return th_str_fmt(arena, "%lld/%lld", (long long)value->small.num, (long long)value->small.den);
    const large_ratio *large = value->large;
    size_t room = mpz_sizeinbase(mpq_numref(large->ratio), 10) + mpz_sizeinbase(mpq_denref(large->ratio), 10) + 3;
    char *text = th_arena_array(arena, room, 1);
    mpq_get_str(text, 10, large->ratio);
    return th_str_of(text);
}

void th_exact_put(th_buf *out, const th_exact *value)
{
    uint64_t scaled;
    if (!value)
        return;
    int places = value->large ? TH_SMALL_MOST_PLACES + 1 : th_small_decimals(value->small, TH_SMALL_MOST_PLACES);
    if (places <= TH_SMALL_MOST_PLACES && th_small_scaled(value->small, places, false, &scaled)) {
        if (value->small.num < 0)
            th_buf_byte(out, '-');
        put_places(out, scaled, (unsigned)places);
        return;
    }
    th_arena *scratch = th_arena_scratch(out->arena); /* it leaves ten times its length behind */
    th_buf_add(out, th_exact_text(scratch, value));
    th_arena_free(scratch);
}

th_str th_exact_text(th_arena *arena, const th_exact *value)
{
    if (!value)
        return (th_str){0};
    int decimals = th_exact_decimals(value, LARGEST_EXPONENT);
    if (decimals > LARGEST_EXPONENT)
        return text_of_fraction(arena, value);
    th_str digits = digits_of(arena, value, decimals);
    th_buf out;
    th_buf_init(&out, arena);
    if (th_exact_sign(value) < 0)
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
                            .negative = th_exact_sign(value) < 0};
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
