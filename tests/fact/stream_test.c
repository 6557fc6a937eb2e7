/* The record stream: written, read and written again it is the same; what is wrong adds nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "base/digest.h"
#include "fact/stream.h"
#include "fact/stream_parts.h"

static th_str written(const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, ds->arena);
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

/* A workbook with everything a record may hold: scales, text, findings, odd characters, a list, a conversion. */
static bakery full(void)
{
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01"), l = sheet(&b, "Biểu 02");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 0.1);
    text(&b, s, 7, 1, "Doanh thu");
    text(&b, s, 7, 5, "trên 1,25 triệu đồng");
    text(&b, s, 8, 1, "Xếp hạng");
    text(&b, s, 8, 5, "05/63");
    text(&b, s, 9, 1, "Lạ\\ \t\n\r");
    number(&b, s, 9, 5, -1e-300);
    text(&b, s, 10, 1, "Tỷ lệ bánh to");
    number(&b, s, 10, 5, 1.0 / 3);
    static const char *const header[] = {"STT", "Họ tên", "Loại", "Số năm"};
    for (uint32_t c = 0; c < 4; c++)
        text(&b, l, 3, c, header[c]);
    number(&b, l, 4, 0, 1);
    text(&b, l, 4, 1, "\\n là\nxuống dòng");
    text(&b, l, 4, 2, "Thợ lạ");
    uint32_t font = th_book_font(b.book, TH_STR(".VnTime"));
    const th_cell c = {.row = 20,
                       .col = 8,
                       .type = TH_CELL_TEXT,
                       .font = font,
                       .format_decimals = -1,
                       .raw = th_text_encode(b.arena, TH_ENC_TCVN3, TH_STR("Bánh hỏng"))};
    th_sheet_push(b.book, &b.book->sheets[s], &c);
    extract(&b, "a\tb.xlsx");
    return b;
}

static void what_is_read_is_what_was_written(void **state)
{
    (void)state;
    bakery b = full();
    b.ds->facts[0].value = th_value_withheld(b.arena, TH_STR("vì"));
    th_str once = written(b.ds);
    th_trouble why = {0};
    assert_true(th_stream_is(once));
    assert_true(b.ds->nfacts > 5 && b.ds->nconversions == 1 && b.ds->findings.n > 2);
    th_dataset *again = th_dataset_new(b.arena, b.d);
    assert_int_equal(th_stream_read(again, once, TH_STREAM_SUBMITTED, &why), TH_OK);
    th_str twice = written(again);
    assert_int_equal(once.len, twice.len);
    assert_true(th_str_eq(once, twice));
    assert_int_equal(again->nfacts, b.ds->nfacts);
    assert_true(again->facts[0].value.withheld && !again->facts[1].value.withheld);
    th_arena_free(b.arena);
}

static th_status read(bakery *b, th_str bytes, th_trouble *why)
{
    th_dataset *ds = th_dataset_new(b->arena, b->d);
    *why = (th_trouble){0};
    th_status status = th_stream_read(ds, bytes, TH_STREAM_SUBMITTED, why);
    if (status != TH_OK) {
        assert_true(why->vi.len > 0 && why->en.len > 0);
        assert_int_equal(ds->nsources + ds->nfacts + ds->nconversions + ds->findings.n + ds->nstored, 0);
    }
    return status;
}

static void every_cut_is_noticed(void **state)
{
    (void)state;
    bakery b = full();
    th_str all = written(b.ds);
    th_trouble why;
    for (size_t n = 0; n + 1 < all.len; n += n + 200 < all.len ? 97 : 1) {
        th_status status = read(&b, th_str_sub(all, 0, n), &why);
        assert_true(status == TH_FAILED);
    }
    th_arena_free(b.arena);
}

#define FIRST "tonghop-records\t2\n"
#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define FILE_A "file\ta.xlsx\t\t" HASH "\t1\txlsx\tHL\t2024\taccepted\t\t\t1\t9\n"
/* `whose` is the code of a unit and the period. */
#define FACT(whose, code, measure, state, num, file, cell)                                                             \
    "fact\t" whose "\t" code "\t" measure "\t" state "\t" num "\t\t" num "\t\t0\t0\t0\t" file "\tTrang 1\t" cell       \
    "\t5\t\tUNICODE\t0\t\n"
#define GOOD FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "B2")

/* A part around `body`, with the count and the hash that belong to it. */
static th_str sealed(th_arena *arena, const char *body)
{
    th_str part = th_str_fmt(arena, FIRST "%s", body);
    size_t records = 0;
    for (const char *at = body; *at; at++)
        records += *at == '\n';
    return th_str_fmt(arena, TH_FMT "end\t%zu\t" TH_FMT "\n", TH_ARG(part), records, TH_ARG(th_sha256(arena, part)));
}

static void a_wrong_record_spoils_the_stream(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "what\tis\n",
        "\n",
        FILE_A FACT("HL\t2024", "S.01", "luc_nao", "value", "5", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "maybe", "5", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "3", "5", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5x", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "1/0", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "1e999999999", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "b.xlsx", "B2"),
        /* a figure of another unit than its file: nobody reports for others */
        FILE_A "fact\tBT\t2024\tS.01\tnay\tvalue\t5\t\t5\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t\tUNICODE\t0\t\n",
        "form\ta.xlsx\tF1\tBiểu 01\tread\t\n",
        FILE_A "form\ta.xlsx\tF1\tBiểu 01\tseen\t\n",
        FILE_A "form\ta.xlsx\tF1\tBiểu 01\tread\t2022-13-40\n",
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "2B"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "B0"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "ZZZZZZZ1"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "B99999999999999999999"),
        FILE_A FACT("HL\t2023", "S.01", "nay", "value", "5", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "\\x", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5\\", "a.xlsx", "B2"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx\xFF", "B2"),
        FILE_A "fact\tHL\n",
        /* a value that is withheld */
        FILE_A "fact\tHL\t2024\tS.01\tnay\tvalue\t5\t\t5\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t\tUNICODE\t32\t\n",
        /* exact without printed, an encoding by its number, a flag too many */
        FILE_A "fact\tHL\t2024\tS.01\tnay\tvalue\t5\t\t\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t\tUNICODE\t0\t\n",
        FILE_A "fact\tHL\t2024\tS.01\tnay\tvalue\t5\t\t5\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t\t0\t0\t\n",
        FILE_A "fact\tHL\t2024\tS.01\tnay\tvalue\t5\t\t5\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t\tUNICODE\t24\t\n",
        FILE_A "row\tHL\t2024\tT.ten\t0\tvalue\t\t\t\tx\t0\t0\t0\ta.xlsx\tT\tB2\tx\t\tUNICODE\t0\t\n",
        /* the second row of a list of one cell */
        FILE_A "row\tHL\t2024\tT.ten\t2\tvalue\t\t\t\tx\t0\t0\t0\ta.xlsx\tT\tB2\tx\t\tUNICODE\t0\t\n",
        FILE_A "text\ta.xlsx\tT\tB2\tKLINGON\tnone\tx\ty\n",
        FILE_A "text\ta.xlsx\tT\tB2\tTCVN3\t1\tx\ty\n",
        FILE_A "text\tb.xlsx\tT\tB2\tTCVN3\tnone\tx\ty\n",
        FILE_A "finding\tXX-999\tnote\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n",
        FILE_A "finding\tTEP-001\t1\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n",
        "file\ta.xlsx\t\t" HASH "\t-1\txlsx\tHL\t2024\taccepted\t\t\t1\t9\n",
        "file\ta.xlsx\t\t" HASH "\t1\txlsx\tHL\t2023\taccepted\t\t\t1\t9\n",
        "file\ta.xlsx\t\t" HASH "\t1\txlsx\tHL\t2024\t0\t\t\t1\t9\n",
        "file\ta.xlsx\tab\t1\txlsx\tHL\t2024\taccepted\t\t1\t9\n",
        FILE_A "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n",
    };
    bakery b = bakery_open();
    th_trouble why;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_int_equal(read(&b, sealed(b.arena, bodies[i]), &why), TH_FAILED);
    assert_int_equal(read(&b, sealed(b.arena, FILE_A GOOD), &why), TH_OK);
    assert_int_equal(read(&b, sealed(b.arena, ""), &why), TH_OK);
    th_arena_free(b.arena);
}

/* A part speaks for one file of one unit, with a hash and cells that a file can have. */
static void nobody_speaks_for_others(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        /* two files in a part, and hashes that no file has */
        FILE_A "file\tb.xlsx\t\t" HASH "\t1\txlsx\tBT\t2024\taccepted\t\t\t1\t9\n",
        "file\ta.xlsx\t\tab\t1\txlsx\tHL\t2024\taccepted\t\t\t1\t9\n",
        "file\ta.xlsx\t\t\t1\txlsx\tHL\t2024\taccepted\t\t\t1\t9\n",
        "file\ta.xlsx\t\t" ZEROS "\t1\txlsx\tHL\t2024\taccepted\t\t\t1\t9\n",
        "file\ta.xlsx\t\t" ZEROS "\t1\txlsx\tHL\t2024\trejected\t\t\t1\t9\n",
        /* no cell, and cells that no sheet has */
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", ""),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "B1048577"),
        FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "XFE1"),
    };
    bakery b = bakery_open();
    th_trouble why;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_int_equal(read(&b, sealed(b.arena, bodies[i]), &why), TH_FAILED);
    assert_int_equal(
        read(&b, sealed(b.arena, FILE_A FACT("HL\t2024", "S.01", "nay", "value", "5", "a.xlsx", "XFD1048576")), &why),
        TH_OK);
    th_arena_free(b.arena);
}

/* The part of one file and one fact, and what may happen to its last line. */
static void count_and_hash_are_those_of_the_part(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_str part = sealed(b.arena, FILE_A GOOD);
    th_trouble why;
    size_t end = th_str_find(part, TH_STR("end\t2\t"), 0);
    th_str before = th_str_sub(part, 0, end), hash = th_str_sub(part, end + 6, 64);
    const th_str wrong[] = {
        before,
        th_str_fmt(b.arena, TH_FMT "end\t2\n", TH_ARG(before)),
        th_str_fmt(b.arena, TH_FMT "end\t1\t" TH_FMT "\n", TH_ARG(before), TH_ARG(hash)),
        th_str_fmt(b.arena, TH_FMT "end\t3\t" TH_FMT "\n", TH_ARG(before), TH_ARG(hash)),
        th_str_fmt(b.arena, TH_FMT "end\t2\t" TH_FMT "0\n", TH_ARG(before), TH_ARG(hash)),
        th_str_fmt(b.arena, TH_FMT "end\t2\t%064d\n", TH_ARG(before), 0),
        th_str_fmt(b.arena, TH_FMT "end\t2\t" TH_FMT "\n", TH_ARG(th_str_sub(before, 0, end - 2)), TH_ARG(hash)),
        th_str_fmt(b.arena, TH_FMT FILE_A, TH_ARG(part)),
        th_str_fmt(b.arena, TH_FMT "end\t0\n", TH_ARG(part)),
        TH_STR(""),
        TH_STR("tonghop-records"),
        TH_STR("tonghop-records\t3\nend\t0\n"),
        TH_STR(FIRST),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(read(&b, wrong[i], &why), TH_FAILED);
    th_str changed = th_str_copy(b.arena, part);
    size_t value = th_str_find(part, TH_STR("value\t5"), 0) + 6;
    char *byte = th_str_cstr(b.arena, changed);
    byte[value] = '6';     /* one figure, both in exact … */
    byte[value + 3] = '6'; /* … and in printed */
    assert_int_equal(read(&b, th_str_of(byte), &why), TH_FAILED);
    assert_true(th_str_find(why.vi, TH_STR("mã kiểm"), 0) != SIZE_MAX);
    th_arena_free(b.arena);
}

static void parts_are_joined_by_cat(void **state)
{
    (void)state;
    bakery b = bakery_open();
    const char *other =
        "file\ta.xlsx\tb.zip\t" HASH
        "\t2\txlsx\tHA\t2024\taccepted\t\t\t1\t9\n" FACT("HA\t2024", "S.01", "nay", "value", "7", "a.xlsx", "C3");
    th_str one = sealed(b.arena, FILE_A GOOD), two = sealed(b.arena, other);
    th_trouble why = {0};
    th_str both = th_str_fmt(b.arena, TH_FMT TH_FMT, TH_ARG(one), TH_ARG(two));
    assert_int_equal(th_stream_read(b.ds, both, TH_STREAM_SUBMITTED, &why), TH_OK);
    assert_int_equal(b.ds->nsources, 2);
    assert_int_equal(b.ds->nfacts, 2);
    assert_int_equal(b.ds->facts[0].source, 0); /* of two files of one name, the one of its own part */
    assert_int_equal(b.ds->facts[1].source, 1);
    assert_true(th_str_eq(b.ds->sources[1].member, TH_STR("b.zip")));
    th_str broken = th_str_fmt(b.arena, TH_FMT TH_FMT, TH_ARG(one), TH_ARG(th_str_sub(two, 0, two.len - 9)));
    assert_int_equal(read(&b, broken, &why), TH_FAILED);
    /* a record names a file of its own part, not of one before */
    th_str bare = th_str_fmt(b.arena, TH_FMT TH_FMT, TH_ARG(one), TH_ARG(sealed(b.arena, GOOD)));
    assert_int_equal(read(&b, bare, &why), TH_FAILED);
    th_arena_free(b.arena);
}

static void exact_printed_and_formula_travel(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_trouble why = {0};
    th_str part =
        sealed(b.arena, FILE_A "fact\tHL\t2024\tS.04\tnay\tvalue\t33.3333333333333\t\t33.33\t\t2\t0\t64\ta.xlsx\tT\tB2"
                               "\t33,33\tR[1]C/R[2]C\tTCVN3\t2\t\t(* S.02:nay /S.03:nay)\n");
    assert_int_equal(th_stream_read(b.ds, part, TH_STREAM_SUBMITTED, &why), TH_OK);
    const th_fact *fact = &b.ds->facts[0];
    assert_true(th_str_eq(th_exact_text(b.arena, fact->value.num), TH_STR("33.3333333333333")));
    assert_true(th_str_eq(th_exact_text(b.arena, fact->value.printed), TH_STR("33.33")));
    assert_true(th_str_eq(th_fact_formula_of(fact).relative, TH_STR("R[1]C/R[2]C")));
    assert_true(th_str_eq(th_fact_formula_of(fact).computes, TH_STR("(* S.02:nay /S.03:nay)")));
    assert_int_equal(fact->encoding, TH_ENC_TCVN3);
    assert_true(fact->formula && !fact->hidden && !fact->value.not_integer);
    assert_true(th_str_eq(written(b.ds), part));
    /* what is printed is the exact value rounded, or the stream is refused */
    th_str far =
        sealed(b.arena, FILE_A "fact\tHL\t2024\tS.04\tnay\tvalue\t33.3333333333333\t\t34\t\t2\t0\t64\ta.xlsx\tT\tB2"
                               "\t33,33\tR[1]C/R[2]C\tTCVN3\t2\t\n");
    assert_int_equal(th_stream_read(b.ds, far, TH_STREAM_SUBMITTED, &why), TH_FAILED);
    th_arena_free(b.arena);
}

static void parts_are_cut_and_sealed_again(void **state)
{
    (void)state;
    bakery b = full();
    th_str once = written(b.ds), rest = once, twice = th_str_fmt(b.arena, TH_FMT TH_FMT, TH_ARG(once), TH_ARG(once));
    th_stream_part part = {0}, other = {0};
    assert_true(th_stream_part_next(&rest, &part));
    assert_int_equal(rest.len, 0);
    assert_true(th_str_eq(part.name, TH_STR("a\\tb.xlsx")) && th_str_eq(part.bytes, once));
    assert_int_equal(part.size, b.ds->sources[0].bytes);
    rest = twice;
    assert_true(th_stream_part_next(&rest, &other) && th_stream_part_next(&rest, &other));
    assert_int_equal(other.line, part.records + 2);
    assert_false(th_stream_part_next(&rest, &other));
    for (size_t cut = 1; cut < once.len; cut += 97) {
        rest = th_str_sub(once, 0, cut);
        assert_false(th_stream_part_next(&rest, &other));
        assert_int_equal(rest.len, cut);
    }
    /* one record more, and the whole of it is read; a count or a word that is wrong is not */
    static const char *const right[] = {"inbox\t1\t3\t2\t0", "inbox\t0\t0\t0\t0", "listed\ta.xlsx",
                                        "unread\tempty\t0\t0"};
    static const char *const wrong[] = {"inbox\t4\t3\t2\t0",      "inbox\t0\t3\t0\t0", "inbox\t1\t3\t-1\t0",
                                        "inbox\t1\t100001\t0\t0", "inbox\t1\t3",       "listed\t",
                                        "listed\ta\tb",           "unread\t\t0\t0",    "unread\tempty\tx\t0"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        th_trouble why = {0};
        th_dataset *ds = th_dataset_new(b.arena, b.d);
        th_str more = th_stream_part_with(b.arena, &part, th_str_of(right[i]));
        assert_int_equal(th_stream_read(ds, more, TH_STREAM_SUBMITTED, &why), TH_OK);
        assert_int_equal(ds->nfacts, b.ds->nfacts);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        th_trouble why = {0};
        th_str more = th_stream_part_with(b.arena, &part, th_str_of(wrong[i]));
        assert_int_equal(th_stream_read(b.ds, more, TH_STREAM_SUBMITTED, &why), TH_FAILED);
    }
    th_arena_free(b.arena);
}

/* What is said of a file does not depend on its name, and depends on each figure. */
static void a_content_is_what_is_stated(void **state)
{
    (void)state;
    bakery b = full(), c = full();
    c.ds->sources[0].file = TH_STR("khac.xlsx");
    th_str one = written(b.ds), other = written(c.ds);
    th_stream_part of_one = {0}, of_other = {0};
    assert_true(th_stream_part_next(&one, &of_one) && th_stream_part_next(&other, &of_other));
    th_str content = th_stream_part_content(b.arena, &of_one);
    assert_true(th_str_eq(content, th_stream_part_content(b.arena, &of_other)));
    c.ds->facts[0].value.num = th_exact_int(c.arena, 4711);
    other = written(c.ds);
    of_other = (th_stream_part){0};
    assert_true(th_stream_part_next(&other, &of_other));
    assert_false(th_str_eq(content, th_stream_part_content(b.arena, &of_other)));
    th_arena_free(b.arena);
    th_arena_free(c.arena);
}

static void replies_travel_with_the_file_they_are_in(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_trouble why = {0};
    th_str part = sealed(b.arena, FILE_A "reply\tHL\ta.xlsx\tPhiếu\tK9\tKT-001\t0a1b2c3d\tlệch 5\tvì\\n\\tthế\n");
    th_str other = sealed(b.arena, "file\tb.xlsx\t\t" HASH "\t1\txlsx\t\t2024\taside\t\t\t0\t0\n"
                                   "reply\t\tb.xlsx\tPhiếu\tK9\t\t\t\tkhông rõ của ai\n");
    assert_int_equal(th_stream_read(b.ds, other, TH_STREAM_SUBMITTED, &why), TH_OK);
    assert_int_equal(th_stream_read(b.ds, part, TH_STREAM_SUBMITTED, &why), TH_OK);
    assert_int_equal(b.ds->nreplies, 2);
    assert_int_equal(b.ds->replies[0].unit, TH_NONE);
    const th_reply *reply = &b.ds->replies[1];
    assert_true(reply->source == 1 && reply->row == 8 && reply->col == 10);
    assert_true(th_str_eq(reply->why, TH_STR("vì\n\tthế")) && th_str_eq(reply->about, TH_STR("lệch 5")));
    static const char *const wrong[] = {
        /* of another unit than its file, of no file, at no cell, without words, without a field */
        FILE_A "reply\tBT\ta.xlsx\tT\tK9\tKT-001\t0a1b2c3d\tx\ty\n",
        FILE_A "reply\t\ta.xlsx\tT\tK9\tKT-001\t0a1b2c3d\tx\ty\n",
        FILE_A "reply\tHL\tb.xlsx\tT\tK9\tKT-001\t0a1b2c3d\tx\ty\n",
        FILE_A "reply\tHL\ta.xlsx\tT\t\tKT-001\t0a1b2c3d\tx\ty\n",
        FILE_A "reply\tHL\ta.xlsx\tT\tK9\tKT-001\t0a1b2c3d\tx\t\n",
        FILE_A "reply\tHL\ta.xlsx\tT\tK9\tKT-001\t0a1b2c3d\ty\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(read(&b, sealed(b.arena, wrong[i]), &why), TH_FAILED);
    /* last year's replies are of no use, and sealing keeps each with its file */
    th_dataset *before = th_dataset_new(b.arena, b.d);
    th_str old = sealed(b.arena, "file\ta.xlsx\t\tab\t1\txlsx\tHL\t2023\taside\t\t\t0\t0\n"
                                 "reply\tHL\ta.xlsx\tT\tK9\tKT-001\t0a1b2c3d\tx\ty\n");
    assert_int_equal(th_stream_read(before, old, TH_STREAM_LAST_YEAR, &why), TH_OK);
    assert_int_equal(before->nreplies, 0);
    th_dataset_seal(b.ds);
    assert_true(th_str_eq(b.ds->sources[b.ds->replies[1].source].file, TH_STR("a.xlsx")));
    th_arena_free(b.arena);
}

static void a_field_of_ten_megabytes_is_refused(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_buf out;
    th_buf_init(&out, b.arena);
    th_buf_add(&out, TH_STR(FIRST "file\t"));
    for (size_t i = 0; i < 10u << 20; i++)
        th_buf_byte(&out, 'a');
    th_buf_add(&out, TH_STR("\t\tab\t1\txlsx\tHL\t2024\taccepted\t\t\t1\t9\nend\t1\n"));
    th_trouble why;
    assert_int_equal(read(&b, th_buf_str(&out), &why), TH_FAILED);
    assert_true(th_str_find(why.vi, TH_STR("dòng 2"), 0) != SIZE_MAX);
    th_arena_free(b.arena);
}

static void unknown_codes_are_said_and_the_rest_counts(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_trouble why = {0};
    th_str bytes = sealed(b.arena, FILE_A FACT("HL\t2024", "S.99", "nay", "value", "5", "a.xlsx", "B2")
                                       FACT("HL\t2024", "S.01", "nay", "value", "6", "a.xlsx", "B3"));
    assert_int_equal(th_stream_read(b.ds, bytes, TH_STREAM_SUBMITTED, &why), TH_OK);
    assert_int_equal(b.ds->nfacts, 1);
    assert_int_equal(count_of(&b, TH_F_FILE_RECORDS), 1);
    assert_true(says(&b, TH_F_FILE_RECORDS, TH_STR("S.99")));
    th_arena_free(b.arena);
}

static void last_years_figures_are_of_an_earlier_period(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_trouble why = {0};
    th_str now = sealed(b.arena, GOOD);
    th_str before = sealed(b.arena, FACT("HL\t2023", "S.01", "nay", "value", "5", "a.xlsx", "B2"));
    assert_int_equal(th_stream_read(b.ds, now, TH_STREAM_LAST_YEAR, &why), TH_FAILED);
    assert_false(b.ds->has_stored);
    assert_int_equal(th_stream_read(b.ds, before, TH_STREAM_LAST_YEAR, &why), TH_OK);
    th_dataset_seal(b.ds);
    assert_true(b.ds->has_stored);
    assert_int_equal(b.ds->nfacts, 0);
    const th_fact *fact = th_dataset_stored(b.ds, 1, th_definition_indicator(b.d, TH_STR("S.01")));
    assert_true(fact && th_exact_cmp(fact->value.num, th_exact_int(b.arena, 5)) == 0);
    th_arena_free(b.arena);
}

/* Of two files that say the same once, of two that do not neither; a third that agrees with one decides nothing. */
static void last_years_figures_that_two_files_dispute(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_trouble why = {0};
    const char *one = FACT("HL\t2023", "S.01", "nay", "value", "5", "a.xlsx", "B2"),
               *same = FACT("HL\t2023", "S.01", "nay", "value", "5", "b.xlsx", "B2"),
               *other = FACT("HL\t2023", "S.01", "nay", "value", "6", "c.xlsx", "B2");
    th_str agreed = sealed(b.arena, th_str_cstr(b.arena, th_str_fmt(b.arena, "%s%s", one, same)));
    assert_int_equal(th_stream_read(b.ds, agreed, TH_STREAM_LAST_YEAR, &why), TH_OK);
    assert_int_equal(b.ds->nstored, 1);
    assert_int_equal(b.ds->findings.n, 0);
    bakery c = bakery_open();
    th_str disputed = sealed(c.arena, th_str_cstr(c.arena, th_str_fmt(c.arena, "%s%s%s", one, other, same)));
    assert_int_equal(th_stream_read(c.ds, disputed, TH_STREAM_LAST_YEAR, &why), TH_OK);
    assert_int_equal(c.ds->nstored, 0);
    assert_int_equal(c.ds->findings.n, 1);
    assert_int_equal(c.ds->findings.at[0].level, TH_LEVEL_WARNING);
    th_arena_free(b.arena);
    th_arena_free(c.arena);
}

/* Every record type as version 1 wrote it. */
#define OLD                                                                                                            \
    "tonghop-records\t1\n"                                                                                             \
    "file\ta.xlsx\tab\t1\txlsx\tHL\t2023\t0\t\t1\t9\n"                                                                 \
    "fact\tHL\t2023\tS.01\tnay\tvalue\t5\t\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t2\t1\t\n"                                     \
    "row\tHL\t2023\tT.nam\t1\tvalue\t7\t\t\t0\t0\t0\ta.xlsx\tT\tB3\t7\t0\t0\t\n"                                       \
    "text\ta.xlsx\tT\tB2\t2\t7\tx\ty\n"                                                                                \
    "finding\tTEP-001\t1\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n"

static void version_1_is_last_years(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_trouble why = {0};
    assert_int_equal(th_stream_read(b.ds, TH_STR(OLD "end\t5\n"), TH_STREAM_SUBMITTED, &why), TH_FAILED);
    assert_true(th_str_find(why.vi, TH_STR("phiên bản 1"), 0) != SIZE_MAX);
    assert_int_equal(th_stream_read(b.ds, TH_STR(OLD "end\t4\n"), TH_STREAM_LAST_YEAR, &why), TH_FAILED);
    assert_int_equal(th_stream_read(b.ds, TH_STR(OLD "end\t5\tab\n"), TH_STREAM_LAST_YEAR, &why), TH_FAILED);
    assert_int_equal(th_stream_read(b.ds, TH_STR(OLD "end\t5\n"), TH_STREAM_LAST_YEAR, &why), TH_OK);
    assert_int_equal(b.ds->nstored, 2);
    const th_fact *fact = &b.ds->stored[0];
    assert_int_equal(fact->encoding, TH_ENC_TCVN3);
    assert_true(fact->hidden && !fact->formula && fact->value.printed == NULL);
    assert_true(th_exact_cmp(fact->value.num, th_exact_int(b.arena, 5)) == 0);
    assert_int_equal(b.ds->stored[1].item, 1);
    th_arena_free(b.arena);
}

static void version_1_with_a_number_it_did_not_know_is_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "file\ta.xlsx\tab\t1\txlsx\tHL\t2023\t3\t\t1\t9\n",
        "file\ta.xlsx\tab\t1\txlsx\tHL\t2023\taccepted\t\t1\t9\n",
        "fact\tHL\t2023\tS.01\tnay\tvalue\t5\t\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t16\t1\t\n",
        "fact\tHL\t2023\tS.01\tnay\tvalue\t5\t\t\t0\t0\t0\ta.xlsx\tT\tB2\t5\t-1\t1\t\n",
        "finding\tTEP-001\t4\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n",
        "finding\tTEP-001\n",
        "fact\n",
        "text\n",
    };
    bakery b = bakery_open();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        th_trouble why = {0};
        th_str bytes = th_str_fmt(b.arena, "tonghop-records\t1\n%send\t1\n", lines[i]);
        assert_int_equal(th_stream_read(b.ds, bytes, TH_STREAM_LAST_YEAR, &why), TH_FAILED);
        assert_int_equal(b.ds->nstored, 0);
    }
    th_arena_free(b.arena);
}

/* What a run came to is written and read like the rest, and is neither records of files nor of another period. */
static void an_outcome_is_one(void **state)
{
    (void)state;
    bakery b = full();
    b.ds->day = th_date_serial(2025, 1, 6);
    b.ds->outcome = (th_run_outcome){
        .known = true, .definition_hash = TH_STR("ab"), .program = TH_STR("tonghop x\ty"), .ledger_hash = TH_STR("cd")};
    const th_rank_held held[] = {{0, TH_STR("XH"), th_exact_parse(b.arena, TH_STR("873.85")), 3},
                                 {1, TH_STR("XH"), NULL, 0}};
    for (size_t i = 0; i < 2; i++)
        TH_PUSH(b.arena, b.ds->outcome.ranks, b.ds->outcome.nranks, b.ds->outcome.ranks_cap, held[i]);
    b.ds->findings.at[0].since = th_date_serial(2025, 1, 3);
    b.ds->findings.at[0].folded = TH_STR("KT-1");
    b.ds->findings.at[1].closed = TH_STR("giữ nguyên");
    /* what the secretariat entered: of no unit, without a hash */
    const th_source entered = {
        .file = TH_STR("dieu-chinh.csv"), .unit = TH_NONE, .period = b.d->period, .receipt = TH_NONE};
    TH_PUSH(b.arena, b.ds->sources, b.ds->nsources, b.ds->sources_cap, entered);
    b.ds->facts[0].source = (uint32_t)b.ds->nsources - 1;
    th_str once = written(b.ds);
    th_trouble why = {0};
    th_dataset *again = th_dataset_new(b.arena, b.d);
    if (th_stream_read(again, once, TH_STREAM_OUTCOME, &why) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(why.en));
    assert_true(th_str_eq(once, written(again)));
    assert_int_equal(again->day, b.ds->day);
    assert_true(th_str_eq(again->outcome.ledger_hash, TH_STR("cd")));
    assert_int_equal(again->outcome.nranks, 2);
    assert_int_equal(again->findings.at[0].since, b.ds->findings.at[0].since);
    assert_false(th_finding_is_open(&again->findings.at[0]) || th_finding_is_open(&again->findings.at[1]));
    assert_int_equal(read(&b, once, &why), TH_FAILED);
    assert_int_equal(th_stream_read(th_dataset_new(b.arena, b.d), once, TH_STREAM_LAST_YEAR, &why), TH_FAILED);
    th_arena_free(b.arena);
}

/* Each of these, with the count and the hash of a whole stream, is refused. */
static void an_outcome_that_is_wrong(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "run\t2025-13-01\ta\tb",    "run\t2025-01-01\ta",   "run\t\ta\tb\tc\td",
        "run\t\ta\tb\nrun\t\ta\tb", "rank\tXH\tA\tx\t1",    "rank\tXH\tA\t1\t-1",
        "rank\tXH\tA\t1",           "rank\tXH\tA\t1\t1\t1", "rank\tXH\tA\t1\t1.5",
    };
    bakery b = bakery_open();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t records = 1;
        for (const char *at = wrong[i]; *at; at++)
            records += *at == '\n';
        th_str body = th_str_fmt(b.arena, "tonghop-records\t2\n%s\n", wrong[i]);
        th_str whole = th_str_fmt(b.arena, TH_FMT "end\t%zu\t" TH_FMT "\n", TH_ARG(body), records,
                                  TH_ARG(th_sha256(b.arena, body)));
        th_trouble why = {0};
        th_dataset *ds = th_dataset_new(b.arena, b.d);
        if (th_stream_read(ds, whole, TH_STREAM_OUTCOME, &why) == TH_OK || ds->outcome.known || ds->outcome.nranks)
            fail_msg("taken: %s", wrong[i]);
        assert_true(why.vi.len > 0);
    }
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outcome_is_one),
        cmocka_unit_test(an_outcome_that_is_wrong),
        cmocka_unit_test(what_is_read_is_what_was_written),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(a_wrong_record_spoils_the_stream),
        cmocka_unit_test(nobody_speaks_for_others),
        cmocka_unit_test(count_and_hash_are_those_of_the_part),
        cmocka_unit_test(parts_are_joined_by_cat),
        cmocka_unit_test(exact_printed_and_formula_travel),
        cmocka_unit_test(parts_are_cut_and_sealed_again),
        cmocka_unit_test(a_content_is_what_is_stated),
        cmocka_unit_test(last_years_figures_that_two_files_dispute),
        cmocka_unit_test(replies_travel_with_the_file_they_are_in),
        cmocka_unit_test(a_field_of_ten_megabytes_is_refused),
        cmocka_unit_test(unknown_codes_are_said_and_the_rest_counts),
        cmocka_unit_test(last_years_figures_are_of_an_earlier_period),
        cmocka_unit_test(version_1_is_last_years),
        cmocka_unit_test(version_1_with_a_number_it_did_not_know_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
