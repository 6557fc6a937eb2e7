/* Attributes of OpenDocument: whole numbers that count, and lengths. */
#include "book/ods.h"

#include "book/decimal.h"

#include "base/banned.h"

/* Beyond any sheet; ten times as much still fits into 32 bits. */
enum { MOST_COUNT = 100000000 };

uint32_t th_ods_count(th_str text, uint32_t otherwise)
{
    uint32_t n = 0;
    text = th_str_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        if (!th_is_digit(text.ptr[i]))
            return otherwise;
        n = n < MOST_COUNT ? n * 10 + (uint32_t)(text.ptr[i] - '0') : n;
    }
    return n > 0 ? n : otherwise;
}

double th_ods_points(th_str length)
{
    static const struct {
        const char *unit;
        double points;
    } units[] = {{"pt", 1}, {"cm", 72 / 2.54}, {"mm", 7.2 / 2.54}, {"in", 72}, {"pc", 12}, {"px", 0.75}};
    double number;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        th_str unit = th_str_of(units[i].unit);
        if (th_str_ends(length, unit) && th_decimal_read(th_str_sub(length, 0, length.len - unit.len), &number))
            return number * units[i].points;
    }
    return 0;
}
