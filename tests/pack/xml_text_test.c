/* Characters of XML: well-formed UTF-8 and nothing else, wherever it stands in a piece and wherever a piece is cut; and
 * UTF-16 of both orders. */
#include "pack/xml.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool take_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    (void)ctx;
    (void)name;
    (void)attrs;
    (void)n;
    return true;
}

static bool take_end(void *ctx, th_str name)
{
    (void)ctx;
    (void)name;
    return true;
}

static bool take_text(void *ctx, th_str s)
{
    th_buf_add(ctx, s);
    return true;
}

static bool is_read(th_arena *arena, th_str xml, size_t cut, th_buf *text)
{
    th_buf_init(text, arena);
    const th_xml_handler handler = {.ctx = text, .start = take_start, .end = take_end, .text = take_text};
    th_xml *scanner = th_xml_new(arena, &th_limits_default, &handler);
    return th_xml_feed(scanner, xml.ptr, cut) && th_xml_feed(scanner, xml.ptr + cut, xml.len - cut) &&
           th_xml_end(scanner) == TH_OK;
}

typedef struct character {
    const char *bytes;
    bool is;
} character;

/* The first and the last of each length, and their neighbours (RFC 3629, 4). */
static const character characters[] = {
    {"\x7F", true},
    {"\x80", false},
    {"\xBF", false},
    {"\xC0\x80", false},
    {"\xC1\xBF", false}, /* overlong */
    {"\xC2\x80", true},
    {"\xC2\x7F", false},
    {"\xC2\xC0", false},
    {"\xDF\xBF", true},
    {"\xE0\x9F\xBF", false},
    {"\xE0\xA0\x80", true},
    {"\xE0\xBF\xBF", true},
    {"\xE1\x80\x80", true},
    {"\xE1\xBB\x87", true}, /* ệ */
    {"\xE1\xBB", false},
    {"\xED\x9F\xBF", true},
    {"\xED\xA0\x80", false}, /* half a pair of surrogates */
    {"\xEE\x80\x80", true},
    {"\xEF\xBF\xBD", true},
    {"\xF0\x8F\xBF\xBF", false},
    {"\xF0\x90\x80\x80", true},
    {"\xF3\xBF\xBF\xBF", true},
    {"\xF4\x8F\xBF\xBF", true},
    {"\xF4\x90\x80\x80", false}, /* beyond U+10FFFF */
    {"\xF5\x80\x80\x80", false},
    {"\xF0\x9F\x98", false},
    {"\xFF", false},
};

static void each_character_at_each_place(void **state)
{
    (void)state;
    enum { PLACES = 140 }; /* more than two of the blocks that the scanner looks at as a whole */
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        for (size_t place = 0; place < PLACES; place++) {
            th_buf xml, text;
            th_buf_init(&xml, arena);
            th_buf_add(&xml, TH_STR("<a>"));
            for (size_t k = 0; k < PLACES; k++)
                if (k == place)
                    th_buf_add(&xml, th_str_of(characters[i].bytes));
                else
                    th_buf_byte(&xml, 'x');
            th_buf_add(&xml, TH_STR("</a>"));
            /* in one piece, and cut inside the character */
            for (size_t cut = 3 + place; cut <= 4 + place; cut++)
                if (is_read(arena, th_buf_str(&xml), cut, &text) != characters[i].is)
                    fail_msg("character %zu at %zu", i, place);
            if (is_read(arena, th_buf_str(&xml), 0, &text) != characters[i].is)
                fail_msg("character %zu at %zu, whole", i, place);
        }
    th_arena_free(arena);
}

static void add_unit(th_buf *out, bool big, unsigned unit)
{
    th_buf_byte(out, (char)(big ? unit >> 8 : unit & 0xFF));
    th_buf_byte(out, (char)(big ? unit & 0xFF : unit >> 8));
}

/* The first and the last character of the basic plane, of its letters, and of the planes beyond. */
static void both_orders_of_utf16(void **state)
{
    (void)state;
    static const struct {
        unsigned units[2];
        const char *is;
    } rows[] = {
        {{0x41}, "A"},
        {{0x7F}, "\x7F"},
        {{0x80}, "\xC2\x80"},
        {{0x1EC7}, "ệ"},
        {{0xD7FF}, "\xED\x9F\xBF"},
        {{0xE000}, "\xEE\x80\x80"},
        {{0xFFFD}, "\xEF\xBF\xBD"},
        {{0xD800, 0xDC00}, "\xF0\x90\x80\x80"},
        {{0xDBFF, 0xDFFF}, "\xF4\x8F\xBF\xBF"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int big = 0; big < 2; big++) {
            th_buf xml, text;
            th_buf_init(&xml, arena);
            add_unit(&xml, big, 0xFEFF);
            for (const char *at = "<a>"; *at; at++)
                add_unit(&xml, big, (unsigned char)*at);
            for (size_t k = 0; k < 2 && rows[i].units[k]; k++)
                add_unit(&xml, big, rows[i].units[k]);
            for (const char *at = "</a>"; *at; at++)
                add_unit(&xml, big, (unsigned char)*at);
            for (size_t cut = 0; cut <= xml.len; cut++)
                if (!is_read(arena, th_buf_str(&xml), cut, &text) ||
                    !th_str_eq(th_buf_str(&text), th_str_of(rows[i].is)))
                    fail_msg("row %zu, %s, cut at %zu", i, big ? "big" : "little", cut);
            assert_false(is_read(arena, th_str_sub(th_buf_str(&xml), 0, xml.len - 1), 5, &text));
        }
    th_arena_free(arena);
}

/* Other first bytes are no mark: "\xFF" or "\xFE" alone are no UTF-8 either. */
static void marks_that_are_none(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool read;
    } rows[] = {
        {"\xEF\xBB\xBF<a/>", true}, {"<a/>", true}, {"\xFF<a/>", false}, {"\xFE<a/>", false}, {"\xFF\xFF<a/>", false},
        {"\xFE\xFE<a/>", false},    {"<a", false},  {"<", false},        {"", false},
    };
    th_arena *arena = th_arena_new(0);
    th_buf text;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str xml = th_str_of(rows[i].bytes);
        for (size_t cut = 0; cut <= xml.len; cut++)
            if (is_read(arena, xml, cut, &text) != rows[i].read)
                fail_msg("row %zu, cut at %zu", i, cut);
    }
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_at_each_place),
        cmocka_unit_test(both_orders_of_utf16),
        cmocka_unit_test(marks_that_are_none),
    };
    return cmocka_run_group_tests_name("xml text", tests, NULL, NULL);
}
