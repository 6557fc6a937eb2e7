/* The scanner: the same events wherever the pieces are cut, and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "pack/xml.h"

#include <string.h>

static bool start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_buf *out = ctx;
    th_buf_fmt(out, "<" TH_FMT, TH_ARG(name));
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(out, " " TH_FMT "=[" TH_FMT "]", TH_ARG(attrs[i].local), TH_ARG(attrs[i].value));
    th_buf_byte(out, '>');
    return true;
}

static bool end(void *ctx, th_str name)
{
    th_buf_fmt(ctx, "</" TH_FMT ">", TH_ARG(name));
    return true;
}

static bool text(void *ctx, th_str s)
{
    th_buf_add(ctx, s);
    return true;
}

static th_status scan(th_arena *a, th_str xml, size_t cut, th_buf *out)
{
    th_buf_init(out, a);
    th_xml_handler handler = {.ctx = out, .start = start, .end = end, .text = text};
    th_xml *x = th_xml_new(a, &th_limits_default, &handler);
    if (!th_xml_feed(x, xml.ptr, cut) || !th_xml_feed(x, xml.ptr + cut, xml.len - cut))
        return TH_FAILED;
    return th_xml_end(x);
}

static const char document[] = "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- ghi chú > --><x:a b='Đ&amp;&#x1EA1;' c=\"x > "
                               "y\">Quyết định\r\nsố &lt;801&gt;\rhết&#13;"
                               "<![CDATA[<&ề]]><e/> ở <f g = '1' ></f></x:a>\n";
static const char events[] = "<a b=[Đ&ạ] c=[x > y]>Quyết định\nsố <801>\nhết\r<&ề<e></e> ở <f g=[1]></f></a>";

static void cut_anywhere(void **state)
{
    (void)state;
    th_str xml = th_str_of(document);
    for (size_t cut = 0; cut <= xml.len; cut++) {
        th_arena *a = th_arena_new(0);
        th_buf out;
        if (scan(a, xml, cut, &out) != TH_OK || !th_str_eq(th_buf_str(&out), th_str_of(events)))
            fail_msg("cut at %zu: %.*s", cut, (int)out.len, out.ptr);
        th_arena_free(a);
    }
}

static void utf16_cut_anywhere(void **state)
{
    (void)state;
    th_arena *whole = th_arena_new(0);
    th_buf wide;
    th_buf_init(&wide, whole);
    th_buf_add(&wide, TH_STR("\xFF\xFE"));
    for (const char *p = "<a b='c'>x"; *p; p++) {
        th_buf_byte(&wide, *p);
        th_buf_byte(&wide, 0);
    }
    th_buf_add(&wide, (th_str){"\xA1\x1E\x3D\xD8\x00\xDE", 6}); /* ạ and a pair of surrogates */
    for (const char *p = "</a>"; *p; p++) {
        th_buf_byte(&wide, *p);
        th_buf_byte(&wide, 0);
    }
    for (size_t cut = 0; cut <= wide.len; cut++) {
        th_arena *a = th_arena_new(0);
        th_buf out;
        assert_int_equal(scan(a, th_buf_str(&wide), cut, &out), TH_OK);
        assert_true(th_str_eq(th_buf_str(&out), TH_STR("<a b=[c]>xạ😀</a>")));
        th_arena_free(a);
    }
    th_arena_free(whole);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "text",
                                      "<a>",
                                      "</a>",
                                      "<a></b>",
                                      "<a b></a>",
                                      "<a b=c/>",
                                      "<a>&unknown;</a>",
                                      "<a>&#xZZ;</a>",
                                      "<!DOCTYPE a><a/>",
                                      "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                                      "<a b='1'",
                                      "<>",
                                      "<a><!-- </a>",
                                      "<a><![CDATA[ </a>"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        th_arena *a = th_arena_new(0);
        th_buf out;
        th_str xml = th_str_of(bad[i]);
        if (scan(a, xml, xml.len / 2, &out) == TH_OK)
            fail_msg("read: %s", bad[i]);
        th_arena_free(a);
    }
}

static void deep_and_wide_stop_at_the_limits(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_buf xml, out;
    th_buf_init(&xml, a);
    for (int i = 0; i < 200000; i++)
        th_buf_add(&xml, TH_STR("<a>"));
    assert_int_equal(scan(a, th_buf_str(&xml), 7, &out), TH_FAILED);
    xml.len = 0;
    th_buf_add(&xml, TH_STR("<a"));
    for (int i = 0; i < 60000; i++)
        th_buf_fmt(&xml, " b%d=''", i);
    th_buf_add(&xml, TH_STR("/>"));
    assert_int_equal(scan(a, th_buf_str(&xml), 7, &out), TH_FAILED);
    th_arena_free(a);
}

static bool count_text(void *ctx, th_str s)
{
    *(size_t *)ctx += s.len;
    return true;
}

static bool ignore_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    (void)ctx;
    (void)attrs;
    return name.len && n <= th_limits_default.xml_attributes;
}

static bool ignore_end(void *ctx, th_str name)
{
    (void)ctx;
    return name.len > 0;
}

/* A tag is refused that is longer than 8 MB; a text is given away as it arrives, and may be of any length. */
static void a_text_is_longer_than_any_tag(void **state)
{
    enum { PIECE = 64 * 1024, PIECES = 160 }; /* 10 MB */
    (void)state;
    static char letters[PIECE];
    memset(letters, 'x', sizeof letters);
    for (int tag = 0; tag < 2; tag++) {
        th_arena *a = th_arena_new(0);
        size_t length = 0;
        th_xml_handler handler = {.ctx = &length, .start = ignore_start, .end = ignore_end, .text = count_text};
        th_xml *xml = th_xml_new(a, &th_limits_default, &handler);
        th_str open = tag ? TH_STR("<a b='") : TH_STR("<a>");
        th_str close = tag ? TH_STR("'></a>") : TH_STR("</a>");
        bool read = th_xml_feed(xml, open.ptr, open.len);
        for (int i = 0; i < PIECES && read; i++)
            read = th_xml_feed(xml, letters, sizeof letters);
        read = read && th_xml_feed(xml, close.ptr, close.len) && th_xml_end(xml) == TH_OK;
        assert_int_equal(read, !tag);
        assert_int_equal(length, tag ? 0 : (size_t)PIECE * PIECES);
        th_arena_free(a);
    }
}

/* What an encoding is stated by, and what states none: then it is UTF-8. */
static void encodings_are_stated_in_quotes(void **state)
{
    static const struct {
        const char *stated;
        bool read;
    } rows[] = {
        {"encoding='UTF-8'", true},
        {"encoding=\"utf-8\"", true},
        {"encoding = 'UTF-8'", true},
        {"encoding=' UTF-8 '", true},
        {"encoding='ebcdic'", false},
        {"encoding=\"ebcdic\"", false},
        {"encoding = ' ebcdic'", false},
        {"encoding=xebcdicx", true},
        {"encoding=\"ebcdic'", true},
        {"encoding=", true},
        {"encoding='", true},
        {"encoding", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_arena *a = th_arena_new(0);
        th_buf out;
        th_str xml = th_str_fmt(a, "<?xml version='1.0' %s?><a>ệ</a>", rows[i].stated);
        bool read = scan(a, xml, 9, &out) == TH_OK && th_str_eq(th_buf_str(&out), TH_STR("<a>ệ</a>"));
        if (read != rows[i].read)
            fail_msg("%s", rows[i].stated);
        th_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(utf16_cut_anywhere),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(deep_and_wide_stop_at_the_limits),
        cmocka_unit_test(a_text_is_longer_than_any_tag),
        cmocka_unit_test(encodings_are_stated_in_quotes),
    };
    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
