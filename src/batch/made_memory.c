/* Rows of a memory: for people, and to be read back. */
#include "batch/made_memory.h"

#include "text/value.h"

#include "base/banned.h"

#define LAST_RUN "Lượt trước"
#define PERIOD "kỳ "
#define UNIT "đơn vị "
#define COUNTS "tính biểu "
#define WAITS "chờ nhận"
#define BEFORE "lượt trước đó "
#define LAST_SEEN "thấy lần cuối "
#define INSIDE "trong tệp "
#define PART "; "

th_str th_made_day(th_arena *arena, int serial)
{
    int year, month, day;
    if (!serial)
        return (th_str){0};
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%04d-%02d-%02d", year, month, day);
}

static bool serial_of_text(th_str text, int *serial)
{
    int year, month, day;
    if (!th_date_parse(text, &year, &month, &day))
        return false;
    *serial = th_date_serial(year, month, day);
    return true;
}

static void put_detail(th_buf *out, const char *label, th_str value)
{
    th_buf_fmt(out, "%s%s" TH_FMT, out->len ? PART : "", label, TH_ARG(value));
}

/* "đơn vị LCA; tính biểu B01, B02; chờ nhận; thấy lần cuối 2023-01-04; trong tệp …": what lay in the inbox comes last,
 * with its hash, since it may hold any text. */
static th_str detail_of(th_arena *arena, const th_remembered *known)
{
    th_buf out, forms;
    th_buf_init(&out, arena);
    th_buf_init(&forms, arena);
    if (known->unit.len)
        put_detail(&out, UNIT, known->unit);
    for (size_t i = 0; i < known->counts.n; i++)
        th_buf_fmt(&forms, "%s" TH_FMT, i ? ", " : "", TH_ARG(known->counts.at[i]));
    if (forms.len)
        put_detail(&out, COUNTS, th_buf_str(&forms));
    if (known->waits)
        put_detail(&out, WAITS, (th_str){0});
    if (known->seen_before)
        put_detail(&out, BEFORE, th_made_day(arena, known->seen_before));
    put_detail(&out, LAST_SEEN, th_made_day(arena, known->last_seen));
    if (!th_str_eq(known->input, known->file) || !th_str_eq(known->input_sha256, known->sha256))
        put_detail(&out, INSIDE,
                   th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(known->input_sha256), TH_ARG(known->input)));
    return th_buf_end(&out);
}

void th_made_memory(th_arena *arena, const th_memory *memory, th_made_from *made)
{
    const th_made last = {.kind = TH_MADE_REMEMBERED,
                          .name = TH_STR(LAST_RUN),
                          .when = th_made_day(arena, memory->day),
                          .detail = th_str_fmt(arena, PERIOD "%d", memory->period)};
    TH_PUSH(arena, made->at, made->n, made->cap, last);
    for (size_t i = 0; i < memory->n; i++) {
        const th_remembered *known = &memory->at[i];
        const th_made row = {.kind = TH_MADE_REMEMBERED,
                             .name = known->file,
                             .when = th_made_day(arena, known->first_seen),
                             .detail = detail_of(arena, known),
                             .sha256 = known->sha256};
        TH_PUSH(arena, made->at, made->n, made->cap, row);
    }
    for (size_t i = 0; i < memory->ninbox; i++) {
        const th_made row = {
            .kind = TH_MADE_INBOX_BEFORE, .name = memory->inbox[i].name, .sha256 = memory->inbox[i].sha256};
        TH_PUSH(arena, made->at, made->n, made->cap, row);
    }
}

/* ---- read back ---- */

/* The next part, without its label: true where it has this one. */
static bool has_label(th_str *part, const char *label)
{
    th_str wanted = th_str_of(label);
    if (!th_str_starts(*part, wanted))
        return false;
    *part = th_str_sub(*part, wanted.len, part->len);
    return true;
}

static bool take_inside(th_str part, th_remembered *known)
{
    return th_str_cut(&part, ' ', &known->input_sha256) && (known->input = part).len;
}

static bool take_detail(th_arena *arena, th_str part, th_remembered *known)
{
    th_str form;
    if (has_label(&part, UNIT)) {
        known->unit = part;
    } else if (has_label(&part, COUNTS)) {
        while (part.len && th_str_cut(&part, ',', &form))
            th_strs_add(&known->counts, arena, th_str_trim(form));
    } else if (has_label(&part, WAITS)) {
        known->waits = true;
    } else if (has_label(&part, BEFORE)) {
        return serial_of_text(part, &known->seen_before);
    } else {
        return has_label(&part, LAST_SEEN) && serial_of_text(part, &known->last_seen);
    }
    return true;
}

static bool take_remembered(th_arena *arena, const th_made *row, th_memory *memory)
{
    th_remembered known = {.file = row->name, .sha256 = row->sha256, .input = row->name, .input_sha256 = row->sha256};
    th_str rest = row->detail;
    if (row->when.len && !serial_of_text(row->when, &known.first_seen))
        return false;
    while (rest.len) {
        if (has_label(&rest, INSIDE)) {
            if (!take_inside(rest, &known))
                return false;
            break;
        }
        size_t end = th_str_find(rest, TH_STR(PART), 0);
        th_str part = end == SIZE_MAX ? rest : th_str_sub(rest, 0, end);
        if (!take_detail(arena, part, &known))
            return false;
        rest = end == SIZE_MAX ? (th_str){0} : th_str_sub(rest, end + sizeof PART - 1, rest.len);
    }
    TH_PUSH(arena, memory->at, memory->n, memory->cap, known);
    return true;
}

static bool take_last_of_memory(const th_made *row, th_memory *memory)
{
    long period;
    th_str detail = row->detail;
    if (!has_label(&detail, PERIOD) || !th_str_to_long(detail, &period) || period < 0 || period > INT32_MAX)
        return false;
    memory->period = (int)period;
    return !row->when.len || serial_of_text(row->when, &memory->day);
}

bool th_made_memory_take(th_arena *arena, const th_made *row, th_memory *memory)
{
    if (row->kind == TH_MADE_INBOX_BEFORE) {
        const th_inbox_file file = {row->name, row->sha256};
        TH_PUSH(arena, memory->inbox, memory->ninbox, memory->inbox_cap, file);
        return true;
    }
    bool last = th_str_eq(row->name, TH_STR(LAST_RUN)) && !row->sha256.len;
    return last ? take_last_of_memory(row, memory) : take_remembered(arena, row, memory);
}
