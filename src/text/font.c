/* What the name of a font says about text that is set in it, and which modern font can take its place. */
#include "base/ascii.h"
#include "text/encoding.h"

#include <string.h>

#include "base/banned.h"

static const struct {
    const char *prefix;
    char suffix;
    th_encoding encoding;
    bool certain, symbol;
} fonts[] = {
#define TH_FONT(prefix, suffix, encoding, certain, symbol) {prefix, suffix, TH_ENC_##encoding, certain, symbol},
#include "text/fonts.def"
#undef TH_FONT
};

static const struct {
    const char *prefix, *modern;
} moderns[] = {
#define TH_MODERN_FONT(prefix, modern) {prefix, modern},
#include "text/modern_fonts.def"
#undef TH_MODERN_FONT
};

static bool starts_without_case(th_str s, const char *lower, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = i < s.len ? s.ptr[i] : '\0';
        if (th_to_lower(c) != lower[i])
            return false;
    }
    return true;
}

static bool draws_capitals(th_str name, size_t prefix, char suffix)
{
    if (suffix == 'a')
        return name.len >= prefix + 3 && starts_without_case(th_str_sub(name, name.len - 3, 3), "hoa", 3);
    return suffix == 'H' && name.len > prefix && (name.ptr[name.len - 1] | 0x20) == 'h';
}

th_font_reading th_font_read(th_str font_name)
{
    th_str name = th_str_trim(font_name);
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++) {
        size_t n = strlen(fonts[i].prefix);
        if (starts_without_case(name, fonts[i].prefix, n))
            return (th_font_reading){.encoding = fonts[i].encoding,
                                     .known = fonts[i].certain,
                                     .capitals = draws_capitals(name, n, fonts[i].suffix),
                                     .symbol = fonts[i].symbol};
    }
    return (th_font_reading){0};
}

th_str th_font_modern(th_str font_name)
{
    th_str name = th_str_trim(font_name);
    if (th_font_read(name).encoding == TH_ENC_UNICODE)
        return (th_str){0};
    for (size_t i = 0; i < sizeof moderns / sizeof *moderns; i++)
        if (starts_without_case(name, moderns[i].prefix, strlen(moderns[i].prefix)))
            return th_str_of(moderns[i].modern);
    return (th_str){0};
}
