/* What a font name says about the text drawn in it. */
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

static bool starts_without_case(th_str s, const char *lower, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = i < s.len ? s.ptr[i] : '\0';
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != lower[i])
            return false;
    }
    return true;
}

th_font_reading th_font_read(th_str font_name)
{
    th_str name = th_str_trim(font_name);
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++) {
        size_t n = strlen(fonts[i].prefix);
        if (!starts_without_case(name, fonts[i].prefix, n))
            continue;
        char last = name.ptr[name.len - 1];
        return (th_font_reading){.encoding = fonts[i].encoding,
                                 .known = fonts[i].certain,
                                 .capitals = fonts[i].suffix && name.len > n && (last == 'H' || last == 'h'),
                                 .symbol = fonts[i].symbol};
    }
    return (th_font_reading){0};
}
