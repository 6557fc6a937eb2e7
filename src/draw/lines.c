/* Counts lines by the letters' widths, as a spreadsheet breaks them: at spaces. */
#include "draw/lines.h"

#include "text/utf8.h"

#include "base/banned.h"

/* Advance widths of Times New Roman, thousandths of an em, U+0020 to U+007E (Adobe's Times-Roman.afm). */
static const unsigned short advance[] = {250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
                                         500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
                                         921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
                                         556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
                                         333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
                                         500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541};

enum { LETTER = 500, CAPITAL = 722, CHARACTER_PIXELS = 7 };
static const double pixels_a_point = 96.0 / 72.0, bold_is_wider = 1.08, safety = 0.97;

static double letter_width(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return advance[c - 0x20];
    bool capital = (c >= 0xC0 && c <= 0xDD) || c == 0x102 || c == 0x110 || c == 0x1A0 || c == 0x1AF ||
                   (c >= 0x1EA0 && c <= 0x1EF8 && c % 2 == 0);
    return capital ? CAPITAL : LETTER;
}

/* Words go to the next line when they do not fit; a word longer than a line is broken. */
unsigned th_lines(th_str text, double width, unsigned points, bool bold)
{
    double em = points * pixels_a_point * (bold ? bold_is_wider : 1.0) / 1000;
    double room = width * CHARACTER_PIXELS * safety, line = 0, word = 0;
    unsigned lines = 1;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = th_utf8_next(text, &at);
        if (c == '\n') {
            lines++;
            line = word = 0;
            continue;
        }
        double advanced = letter_width(c) * em;
        word = c == ' ' ? 0 : word + advanced;
        if (line + advanced > room && c != ' ') {
            lines++;
            line = word > room ? 0 : word - advanced;
            word = word > room ? advanced : word;
        }
        line += advanced;
    }
    return lines;
}

double th_line_width(th_str text, unsigned points)
{
    double width = 0;
    for (size_t at = 0; at < text.len;)
        width += letter_width(th_utf8_next(text, &at));
    return width * points * pixels_a_point / 1000 / CHARACTER_PIXELS / safety;
}
