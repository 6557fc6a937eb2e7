/* Findings: the texts of their kinds filled in, counted and put in order. */
#include "base/finding.h"

#include <stdlib.h>

#include "base/banned.h"

typedef enum remedy {
#define TH_REMEDY(id, unit_vi, unit_en, secretariat_vi, secretariat_en) REMEDY_##id,
#include "base/remedies.def"
#undef TH_REMEDY
} remedy;

typedef struct kind_row {
    th_str code;
    th_level level;
    th_str vi, en, fix_vi, fix_en;
    remedy remedy;
} kind_row;

static const kind_row kinds[TH_FINDING_KINDS] = {
#define TH_FINDING(id, code, level, vi, en, fix_vi, fix_en, remedy)                                                    \
    [TH_F_##id] = {{code, sizeof(code) - 1},                                                                           \
                   level,                                                                                              \
                   {vi, sizeof(vi) - 1},                                                                               \
                   {en, sizeof(en) - 1},                                                                               \
                   {fix_vi, sizeof(fix_vi) - 1},                                                                       \
                   {fix_en, sizeof(fix_en) - 1},                                                                       \
                   REMEDY_##remedy},
#include "base/findings.def"
#include "base/findings_odd.def"
#include "base/findings_entered.def"
#undef TH_FINDING
};

static const struct {
    th_words unit, secretariat;
} remedies[] = {
#define TH_REMEDY(id, unit_vi, unit_en, secretariat_vi, secretariat_en)                                                \
    [REMEDY_##id] = {{{unit_vi, sizeof(unit_vi) - 1}, {unit_en, sizeof(unit_en) - 1}},                                 \
                     {{secretariat_vi, sizeof(secretariat_vi) - 1}, {secretariat_en, sizeof(secretariat_en) - 1}}},
#include "base/remedies.def"
#undef TH_REMEDY
};

static const struct {
    th_str vi, en;
} levels[] = {
    [TH_LEVEL_NOTE] = {{"ghi chú", sizeof("ghi chú") - 1}, {"note", 4}},
    [TH_LEVEL_WARNING] = {{"cảnh báo", sizeof("cảnh báo") - 1}, {"warning", 7}},
    [TH_LEVEL_ERROR] = {{"lỗi", sizeof("lỗi") - 1}, {"error", 5}},
    [TH_LEVEL_BLOCK] = {{"chặn", sizeof("chặn") - 1}, {"blocked", 7}},
};

th_str th_finding_code(th_finding_kind kind)
{
    return kinds[kind].code;
}

th_words th_finding_pattern(th_finding_kind kind)
{
    return (th_words){kinds[kind].vi, kinds[kind].en};
}

th_level th_finding_level(th_finding_kind kind)
{
    return kinds[kind].level;
}

/* `pattern` with "{fix}" replaced. */
static th_str remedy_with(th_arena *arena, th_str pattern, th_str fix)
{
    const th_str gap = TH_STR("{fix}");
    size_t at = th_str_find(pattern, gap, 0);
    if (at == SIZE_MAX)
        return pattern;
    th_str before = th_str_sub(pattern, 0, at), after = th_str_sub(pattern, at + gap.len, pattern.len);
    return th_str_fmt(arena, TH_FMT TH_FMT TH_FMT, TH_ARG(before), TH_ARG(fix), TH_ARG(after));
}

th_words th_finding_remedy(th_arena *arena, const th_finding *finding, th_audience audience)
{
    const remedy who = kinds[finding->kind].remedy;
    /* Where no unit is named, or the figure is not the unit's own, none can be asked. */
    const bool nobody =
        audience == TH_FOR_SECRETARIAT && (finding->entered || (!finding->place.unit.len && !finding->place.file.len));
    if (nobody || !finding->fix_vi.len)
        return (th_words){finding->fix_vi, finding->fix_en};
    const th_words said = audience == TH_FOR_UNIT ? remedies[who].unit : remedies[who].secretariat;
    return (th_words){remedy_with(arena, said.vi, finding->fix_vi), remedy_with(arena, said.en, finding->fix_en)};
}

th_str th_level_vi(th_level level)
{
    return levels[level].vi;
}

th_str th_level_en(th_level level)
{
    return levels[level].en;
}

/* Does the placeholder that ends at `end` stand alone between quotation marks? */
static bool is_quoted(th_str pattern, size_t end)
{
    const th_str open = TH_STR("“"), close = TH_STR("”");
    size_t from = end - 2; /* of the brace */
    return from >= open.len && th_str_eq(th_str_sub(pattern, from - open.len, open.len), open) &&
           th_str_starts(th_str_sub(pattern, end + 1, pattern.len), close);
}

/* Replaces {1}..{6} by their arguments, a quoted one that is empty by “(trống)” without the marks; a brace that opens
 * no placeholder is kept. */
static th_str fill_template(th_arena *arena, th_str pattern, th_arguments arguments, bool english)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];
        if (c == '{' && i + 2 < pattern.len && pattern.ptr[i + 2] == '}' && pattern.ptr[i + 1] >= '1' &&
            pattern.ptr[i + 1] <= '6') {
            size_t which = (size_t)(pattern.ptr[i + 1] - '1');
            th_str said = which < arguments.n ? th_words_in(arguments.at[which], english) : (th_str){0};
            i += 2;
            if (said.len || !is_quoted(pattern, i)) {
                th_buf_add(&out, said);
                continue;
            }
            out.len -= TH_STR("“").len; /* nothing is not quoted */
            th_buf_add(&out, english ? TH_STR("(blank)") : TH_STR("(trống)"));
            i += TH_STR("”").len;
        } else {
            th_buf_byte(&out, c);
        }
    }
    return th_buf_end(&out);
}

th_finding *th_findings_add(th_findings *list, th_arena *arena, th_finding_kind kind, const th_place *place,
                            th_arguments arguments)
{
    const kind_row *row = &kinds[kind];
    th_finding finding = {
        .kind = kind,
        .level = row->level,
        .rule = row->code,
        .place = {.row = TH_NO_CELL, .col = TH_NO_CELL},
        .vi = fill_template(arena, row->vi, arguments, false),
        .en = fill_template(arena, row->en, arguments, true),
        .fix_vi = fill_template(arena, row->fix_vi, arguments, false),
        .fix_en = fill_template(arena, row->fix_en, arguments, true),
    };
    if (place)
        finding.place = (th_place){
            .unit = th_str_copy(arena, place->unit),
            .file = th_str_copy(arena, place->file),
            .sheet = th_str_copy(arena, place->sheet),
            .form = th_str_copy(arena, place->form),
            .row = place->row,
            .col = place->col,
        };
    TH_PUSH(arena, list->at, list->n, list->cap, finding);
    return &list->at[list->n - 1];
}

bool th_finding_is_open(const th_finding *finding)
{
    return !finding->folded.len && !finding->closed.len;
}

bool th_finding_costs(const th_finding *finding)
{
    return finding->costs_points && finding->level >= TH_LEVEL_ERROR && !finding->entered &&
           th_finding_is_open(finding);
}

size_t th_findings_count(const th_findings *list, th_level level)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += list->at[i].level == level && th_finding_is_open(&list->at[i]);
    return n;
}

size_t th_findings_folded(const th_findings *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += list->at[i].folded.len > 0;
    return n;
}

th_str th_finding_level_vi(const th_finding *finding)
{
    if (finding->folded.len)
        return TH_STR("hệ quả");
    return finding->closed.len ? TH_STR("lỗi đã đóng") : th_level_vi(finding->level);
}

th_str th_finding_level_en(const th_finding *finding)
{
    if (finding->folded.len)
        return TH_STR("consequence");
    return finding->closed.len ? TH_STR("closed error") : th_level_en(finding->level);
}

static int by_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Who has sent nothing is told first: the rest can be judged when that is in. */
static bool is_of_nothing_sent(const th_finding *finding)
{
    bool not_sent = finding->kind == TH_F_UNIT_MISSING || finding->kind == TH_F_UNIT_FILE_GONE;
    return not_sent && finding->level >= TH_LEVEL_ERROR && th_finding_is_open(finding);
}

static int findings_in_order(const void *left, const void *right)
{
    const th_finding *a = left, *b = right;
    if (is_of_nothing_sent(a) != is_of_nothing_sent(b))
        return is_of_nothing_sent(a) ? -1 : 1;
    if (a->about_rule != b->about_rule)
        return a->about_rule ? -1 : 1;
    if ((a->folded.len > 0) != (b->folded.len > 0))
        return b->folded.len ? -1 : 1;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    int order = th_str_cmp(a->place.file, b->place.file);
    if (!order)
        order = th_str_cmp(a->place.sheet, b->place.sheet);
    if (!order)
        order = by_u32(a->place.row, b->place.row);
    if (!order)
        order = by_u32(a->place.col, b->place.col);
    if (!order)
        order = th_str_cmp(a->rule, b->rule);
    if (!order)
        order = th_str_cmp(a->indicator, b->indicator);
    if (!order)
        order = th_str_cmp(a->place.unit, b->place.unit);
    return order ? order : th_str_cmp(a->vi, b->vi);
}

void th_findings_sort(th_findings *list)
{
    list->by_cell = (th_findings_by_cell){0};
    if (list->n > 1)
        qsort(list->at, list->n, sizeof *list->at, findings_in_order);
}

void th_findings_drop(th_findings *list)
{
    list->by_cell = (th_findings_by_cell){0};
    list->n--;
}

/* Texts may hold any character but NUL. */
static th_str cell_key(th_arena *arena, const th_place *place)
{
    return th_str_fmt(arena, TH_FMT "%c" TH_FMT "%c%u %u", TH_ARG(place->unit), '\0', TH_ARG(place->sheet), '\0',
                      (unsigned)place->row, (unsigned)place->col);
}

static void note_cells(th_findings *list, th_arena *arena)
{
    th_findings_by_cell *known = &list->by_cell;
    th_arena *scratch = th_arena_scratch(arena);
    while (known->n < list->n) {
        uint32_t *last = th_lookup_at(&known->last, arena, cell_key(scratch, &list->at[known->n].place));
        TH_PUSH(arena, known->before, known->n, known->cap, *last);
        *last = (uint32_t)known->n;
    }
    th_arena_free(scratch);
}

bool th_findings_warn_at(th_findings *list, th_arena *arena, const th_place *place)
{
    note_cells(list, arena);
    th_arena *scratch = th_arena_scratch(arena);
    const uint32_t *last = th_lookup_find(&list->by_cell.last, cell_key(scratch, place));
    size_t at = last ? *last : 0;
    while (at && list->at[at - 1].level < TH_LEVEL_WARNING)
        at = list->by_cell.before[at - 1];
    th_arena_free(scratch);
    return at > 0;
}

th_str th_cell_name(th_arena *arena, uint32_t row, uint32_t col)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_cell_put(&out, row, col);
    return th_buf_end(&out);
}

void th_cell_put(th_buf *out, uint32_t row, uint32_t col)
{
    if (row == TH_NO_CELL || col == TH_NO_CELL)
        return;
    char letters[8];
    size_t n = 0;
    for (uint64_t left = (uint64_t)col + 1; left > 0; left = (left - 1) / 26)
        letters[n++] = (char)('A' + (left - 1) % 26);
    while (n)
        th_buf_byte(out, letters[--n]);
    th_buf_long(out, (long long)row + 1);
}
