/* Looking back into a store: what an indicator was, the codes of two runs; and whatever is damaged in it, whoever reads
 * gets an answer or a trouble. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/changes.h"
#include "scratch_file.h"
#include "store/connection.h"
#include "store/spans.h"
#include "stored_run.h"

typedef struct looked_into {
    th_arena *arena;
    const char *folder, *path;
    th_store *store;
} looked_into;

static void went_well(th_status status, th_trouble trouble)
{
    if (status != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.vi));
}

/* Three nights, and the store open for reading. */
static looked_into three_nights(void)
{
    looked_into k = {.arena = th_arena_new(0)};
    th_trouble trouble = {0};
    const th_definition *d = stored_definition(k.arena);
    k.folder = scratch_folder(k.arena);
    assert_non_null(d);
    assert_non_null(k.folder);
    k.path = th_str_cstr(k.arena, th_str_fmt(k.arena, "%s/so-lieu.db", k.folder));
    went_well(th_store_create(k.arena, k.path, &trouble), trouble);
    went_well(th_store_open(k.arena, k.path, TH_STORE_WRITE, &k.store, &trouble), trouble);
    for (int night = 1; night <= 3; night++) {
        th_store_entry entry = stored_run(k.arena, d, night);
        went_well(th_store_record(k.store, &entry, &trouble), trouble);
    }
    th_store_close(k.store);
    went_well(th_store_open(k.arena, k.path, TH_STORE_READ, &k.store, &trouble), trouble);
    return k;
}

static void is_text(th_str got, const char *want)
{
    if (!th_str_eq(got, th_str_of(want)))
        fail_msg("“" TH_FMT "” instead of “%s”", TH_ARG(got), want);
}

static th_store_history look(const looked_into *k, const char *code, const char *unit)
{
    th_store_history history;
    th_trouble trouble = {0};
    const th_store_question question = {th_str_of(code), th_str_of(unit)};
    went_well(th_store_look_back(k->store, k->arena, &question, &history, &trouble), trouble);
    return history;
}

static void what_an_indicator_was(void **state)
{
    (void)state;
    looked_into k = three_nights();
    th_store_history history = look(&k, "M.01", "");
    is_text(history.label, "Tổng lượt mượn");
    is_text(history.measured_in, "lượt");
    /* of the first library this year until the second run, this year since, the plan and last year; of two others */
    static const struct {
        const char *unit, *measure, *vi;
        long long from, to;
    } want[] = {{"A", "nay", "700", 1, 2},   {"A", "nay", "701", 3, 0},      {"A", "ke_hoach", "500", 1, 0},
                {"A", "truoc", "390", 1, 0}, {"B", "nay", "trên 600", 2, 0}, {"C", "nay", "2", 3, 0}};
    assert_int_equal(history.n, sizeof want / sizeof *want);
    for (size_t i = 0; i < history.n; i++) {
        const th_store_figure *figure = &history.at[i];
        is_text(figure->unit, want[i].unit);
        is_text(figure->measure, want[i].measure);
        is_text(figure->shown.vi, want[i].vi);
        assert_int_equal(figure->from_run, want[i].from);
        assert_int_equal(figure->to_run, want[i].to);
        assert_int_equal(figure->from_day, STORED_FIRST_DAY + want[i].from - 1);
        assert_int_equal(figure->to_day, want[i].to ? STORED_FIRST_DAY + want[i].to - 1 : 0);
        is_text(figure->sheet, "Trang 1");
    }
    is_text(history.at[0].file, "0.xlsx");
    is_text(history.at[4].shown.en, "over 600");
    assert_int_equal(look(&k, "M.01", "Thư viện B").n, 1);
    assert_int_equal(look(&k, "M.01", "A").n, 4);
    th_arena_free(k.arena);
}

static void what_a_list_was(void **state)
{
    (void)state;
    looked_into k = three_nights();
    th_store_history history = look(&k, "DS.ten", "");
    assert_true(history.is_list);
    assert_int_equal(history.n, 1);
    assert_int_equal(history.at[0].item, 1);
    is_text(history.at[0].shown.vi, "=1+2");
    th_arena_free(k.arena);
}

/* The type of an indicator may change; what was recorded is still told as it was. */
static void an_indicator_of_another_type_since(void **state)
{
    (void)state;
    looked_into k = three_nights();
    th_sql_do(k.store->sql, "PRAGMA query_only=OFF");
    th_sql_do(k.store->sql, "UPDATE codes SET type = 'chữ' WHERE code = 'M.01'");
    is_text(look(&k, "M.01", "A").at[0].shown.vi, "700");
    th_sql_do(k.store->sql, "UPDATE codes SET type = 'hạng' WHERE code = 'DS.ten'");
    is_text(look(&k, "DS.ten", "").at[0].shown.vi, "=1+2");
    th_arena_free(k.arena);
}

static void the_codes_of_two_runs(void **state)
{
    (void)state;
    looked_into k = three_nights();
    th_trouble trouble = {0};
    th_definition *d = NULL;
    th_dataset *ds[2];
    const long long runs[] = {2, 3};
    went_well(th_store_codes(k.store, k.arena, runs, &d, &trouble), trouble);
    assert_int_equal(d->period, 2024);
    assert_int_equal(d->nunits, 4);
    assert_int_equal(d->nindicators, 7);
    for (size_t i = 0; i < 2; i++) {
        th_str bytes;
        ds[i] = th_dataset_new(k.arena, d);
        went_well(th_store_outcome(k.store, k.arena, runs[i], &bytes, &trouble), trouble);
        went_well(th_stream_read(ds[i], bytes, TH_STREAM_OUTCOME, &trouble), trouble);
        th_dataset_seal(ds[i]);
        for (size_t f = 0; f < ds[i]->findings.n; f++) /* that every code is known */
            assert_true(ds[i]->findings.at[f].place.unit.len > 0);
    }
    th_run_changes changes;
    th_changes_find(k.arena, ds[1], ds[0], &changes);
    assert_int_equal(changes.nfigures, 1);
    is_text(changes.figures[0].was.vi, "700");
    is_text(changes.figures[0].is.vi, "701");
    th_sql_do(k.store->sql, "PRAGMA query_only=OFF");
    th_sql_do(k.store->sql, "UPDATE codes SET to_run = 2 WHERE kind = 'period'");
    th_sql_do(k.store->sql, "INSERT INTO codes (kind, code, from_run) VALUES ('period', '2025', 3)");
    assert_int_equal(th_store_codes(k.store, k.arena, runs, &d, &trouble), TH_FAILED);
    assert_true(th_str_find(trouble.vi, TH_STR("hai kỳ khác nhau"), 0) != SIZE_MAX);
    th_arena_free(k.arena);
}

static void who_reads_may_copy(void **state)
{
    (void)state;
    looked_into k = three_nights();
    th_trouble trouble = {0};
    const char *copy = th_str_cstr(k.arena, th_str_fmt(k.arena, "%s/copy.db", k.folder));
    went_well(th_store_copy(k.store, copy, &trouble), trouble);
    th_sql_do(k.store->sql, "DELETE FROM parts"); /* and still changes nothing */
    assert_int_equal(th_sql_result(k.store->sql, &trouble), TH_FAILED);
    th_arena_free(k.arena);
}

/* SQLite would take such a name for an address, and a store elsewhere for this one. */
static void a_name_that_looks_like_an_address(void **state)
{
    (void)state;
    looked_into k = three_nights();
    th_trouble trouble = {0};
    th_store *store;
    char before[SCRATCH_LONGEST_PATH];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(k.folder), 0);
    went_well(th_store_create(k.arena, "file:a.db?mode=memory", &trouble), trouble);
    went_well(th_store_open(k.arena, "file:a.db?mode=memory", TH_STORE_WRITE, &store, &trouble), trouble);
    th_store_close(store);
    assert_int_equal(access("file:a.db?mode=memory", F_OK), 0);
    assert_int_equal(access("a.db", F_OK), -1);
    assert_int_equal(chdir(before), 0);
    th_arena_free(k.arena);
}

/* ---- damage ---- */

static void answers_or_complains(th_status status, th_trouble trouble)
{
    assert_true(status == TH_OK || (status == TH_FAILED && trouble.vi.len && trouble.en.len));
}

static void read_everything(th_arena *arena, th_store *store)
{
    static const char *const codes[] = {"M.01", "M.05", "M.07", "DS.ten", "DS.loai"};
    th_store_runs runs;
    th_memory memory;
    th_trouble trouble = {0};
    answers_or_complains(th_store_list(store, arena, &runs, &trouble), trouble);
    answers_or_complains(th_store_memory(store, arena, &memory, &trouble), trouble);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        th_store_history history;
        const th_store_question question = {.code = th_str_of(codes[i])};
        answers_or_complains(th_store_look_back(store, arena, &question, &history, &trouble), trouble);
    }
    for (long long run = 1; run <= 3; run++) {
        th_str bytes;
        th_definition *d;
        answers_or_complains(th_store_outcome(store, arena, run, &bytes, &trouble), trouble);
        answers_or_complains(th_store_codes(store, arena, (const long long[]){run, 3}, &d, &trouble), trouble);
    }
}

static void what_is_damaged_is_read_without_harm(void **state)
{
    (void)state;
    enum { TRIES = 150, FLIPS = 12 };
    looked_into k = three_nights();
    th_store_close(k.store);
    th_str whole = scratch_bytes(k.arena, k.path);
    uint32_t draw = 2463534242u;
    size_t opened = 0;
    for (size_t i = 0; i < TRIES; i++) {
        th_arena *arena = th_arena_new(0);
        th_store *store;
        th_trouble trouble = {0};
        char *bytes = th_arena_alloc(arena, whole.len);
        memcpy(bytes, whole.ptr, whole.len);
        for (size_t flip = 0; flip < 1 + i % FLIPS; flip++) {
            draw ^= draw << 13;
            draw ^= draw >> 17;
            draw ^= draw << 5;
            bytes[draw % whole.len] ^= (char)(1 << draw / 65536 % 8);
        }
        FILE *to = fopen(k.path, "wb");
        assert_non_null(to);
        assert_int_equal(fwrite(bytes, 1, whole.len, to), whole.len);
        fclose(to);
        th_status status = th_store_open(arena, k.path, TH_STORE_READ, &store, &trouble);
        answers_or_complains(status, trouble);
        if (status == TH_OK) {
            opened++;
            read_everything(arena, store);
        }
        th_arena_free(arena);
    }
    assert_true(opened > TRIES / 10); /* else nothing is tried */
    th_arena_free(k.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_indicator_was),
        cmocka_unit_test(what_a_list_was),
        cmocka_unit_test(an_indicator_of_another_type_since),
        cmocka_unit_test(the_codes_of_two_runs),
        cmocka_unit_test(who_reads_may_copy),
        cmocka_unit_test(a_name_that_looks_like_an_address),
        cmocka_unit_test(what_is_damaged_is_read_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
