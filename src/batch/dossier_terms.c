/* Writing and reading what a run went by. */
#include "batch/dossier_terms.h"

#include "batch/dossier_files.h"
#include "batch/dossier_sums.h"
#include "batch/dossier_table.h"
#include "text/utf8.h"
#include "text/value.h"

#include "base/banned.h"

typedef enum term {
    PROGRAM = 0,
    PERIOD,
    STEP,
    VERSION,
    NUMBER,
    BEGAN,
    DAY,
    AS_OF,
    CREATED,
    EMPTY,
    TEMPORARY,
    LITTER,
    LEDGER,
    DEFINITION_HASH,
    LEDGER_HASH,
    WORKBOOK_HASH,
    LIMIT,
    TERMS
} term;

static const char *const term_keys[TERMS] = {[PROGRAM] = "chương trình",
                                             [PERIOD] = "kỳ",
                                             [STEP] = "bước",
                                             [VERSION] = "lần",
                                             [NUMBER] = "lượt",
                                             [BEGAN] = "bắt đầu (giờ UTC)",
                                             [DAY] = "ngày của lượt",
                                             [AS_OF] = "xét hạn nộp vào ngày",
                                             [CREATED] = "ngày giờ ghi trong bảng tổng hợp (giây từ 1970)",
                                             [EMPTY] = "công bố dù chưa có tệp nào được tính",
                                             [TEMPORARY] = "tệp tạm không đọc",
                                             [LITTER] = "tệp của hệ điều hành không đọc",
                                             [LEDGER] = "sổ ban thư ký",
                                             [DEFINITION_HASH] = "SHA-256 của bộ biểu mẫu",
                                             [LEDGER_HASH] = "SHA-256 của sổ ban thư ký",
                                             [WORKBOOK_HASH] = "SHA-256 của bảng tổng hợp",
                                             [LIMIT] = "giới hạn"};
static const char yes[] = "có", before_all[] = "không xét";

/* ---- writing ---- */

static void put_term(th_buf *out, term key, th_str value)
{
    th_buf_fmt(out, "%s = " TH_FMT "\r\n", term_keys[key], TH_ARG(value));
}

static void put_counted_term(th_buf *out, term key, long long count)
{
    put_term(out, key, th_table_number(out->arena, count));
}

th_str th_dossier_terms_text(th_arena *arena, const th_dossier_terms *terms)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("# Lượt chạy này theo những gì.  “tonghop merge --dossier” đọc tệp này để chạy lại.\r\n"));
    put_term(&out, PROGRAM, terms->program);
    put_counted_term(&out, PERIOD, terms->period);
    put_term(&out, STEP, terms->step);
    put_counted_term(&out, VERSION, terms->version);
    put_counted_term(&out, NUMBER, terms->number);
    put_term(&out, BEGAN, terms->began);
    put_term(&out, DAY, th_table_day(arena, terms->day));
    put_term(&out, AS_OF, terms->as_of ? th_table_day(arena, terms->as_of) : th_str_of(before_all));
    put_counted_term(&out, CREATED, terms->created);
    if (terms->allow_empty)
        put_term(&out, EMPTY, th_str_of(yes));
    put_counted_term(&out, TEMPORARY, (long long)terms->left.temporary);
    put_counted_term(&out, LITTER, (long long)terms->left.litter);
    if (terms->ledger.len)
        put_term(&out, LEDGER, terms->ledger);
    put_term(&out, DEFINITION_HASH, terms->definition_hash);
    if (terms->ledger_hash.len)
        put_term(&out, LEDGER_HASH, terms->ledger_hash);
    put_term(&out, WORKBOOK_HASH, terms->workbook_hash);
    th_limit_stated own, usual;
    for (size_t row = 0; th_limits_at(&terms->limits, row, &own) && th_limits_at(&th_limits_default, row, &usual);
         row++)
        if (own.value != usual.value)
            put_term(&out, LIMIT, th_str_fmt(arena, "%s=%zu", own.name, own.value));
    return th_buf_str(&out);
}

/* ---- reading ---- */

typedef struct terms_reading {
    th_arena *arena;
    const th_limits *allowed;
    th_dossier_terms *terms;
    th_trouble *trouble;
} terms_reading;

static bool refuse_term(const terms_reading *reading, th_str line)
{
    *reading->trouble =
        TH_TROUBLE(reading->arena, "tệp " TH_DOSSIER_PROGRAM " của hồ sơ có dòng không đúng: “" TH_FMT "”",
                   "file " TH_DOSSIER_PROGRAM " of the dossier has a line that is wrong: “" TH_FMT "”", TH_ARG(line));
    return false;
}

static bool to_day(th_str value, int *serial)
{
    int year, month, day;
    if (!th_date_parse(value, &year, &month, &day))
        return false;
    *serial = th_date_serial(year, month, day);
    return true;
}

static bool to_count(th_str value, long *count)
{
    return th_str_to_long(value, count) && *count >= 0;
}

/* Whoever made the dossier may have asked for more of the machine than its owner would give. */
static bool are_limits_allowed(const terms_reading *reading)
{
    th_limit_stated asked, most;
    for (size_t row = 0;
         th_limits_at(&reading->terms->limits, row, &asked) && th_limits_at(reading->allowed, row, &most); row++) {
        if (asked.value <= most.value)
            continue;
        *reading->trouble = TH_TROUBLE(reading->arena,
                                       "hồ sơ lập với giới hạn %s=%zu, cao hơn mức đang cho phép; nếu tin hồ sơ này, "
                                       "chạy lại với --limit %s=%zu",
                                       "the dossier was made with the limit %s=%zu, which is more than is allowed; if "
                                       "you trust it, run again with --limit %s=%zu",
                                       asked.name, asked.value, asked.name, asked.value);
        return false;
    }
    return true;
}

static bool take_day_of_deadlines(const terms_reading *reading, th_str value)
{
    reading->terms->as_of = 0;
    return th_str_eq(value, th_str_of(before_all)) || to_day(value, &reading->terms->as_of);
}

static bool take_counted_term(th_dossier_terms *terms, term key, th_str value)
{
    long count;
    if (!to_count(value, &count))
        return false;
    switch ((int)key) {
    case PERIOD: terms->period = (int)count; break;
    case VERSION: terms->version = (unsigned)count; break;
    case NUMBER: terms->number = count; break;
    case CREATED: terms->created = count; break;
    case TEMPORARY: terms->left.temporary = (size_t)count; break;
    case LITTER: terms->left.litter = (size_t)count; break;
    default: break;
    }
    return true;
}

static bool take_ledger(th_dossier_terms *terms, th_str value)
{
    terms->ledger = value;
    return th_sums_path_is_safe(value);
}

static bool take_term(const terms_reading *reading, term key, th_str value)
{
    th_dossier_terms *terms = reading->terms;
    switch (key) {
    case PROGRAM: terms->program = value; return true;
    case STEP: terms->step = value; return true;
    case BEGAN: terms->began = value; return true;
    case DEFINITION_HASH: terms->definition_hash = value; return true;
    case LEDGER_HASH: terms->ledger_hash = value; return true;
    case WORKBOOK_HASH: terms->workbook_hash = value; return true;
    case LEDGER: return take_ledger(terms, value);
    case DAY: return to_day(value, &terms->day);
    case AS_OF: return take_day_of_deadlines(reading, value);
    case EMPTY: terms->allow_empty = true; return th_str_eq(value, th_str_of(yes));
    case PERIOD:
    case VERSION:
    case NUMBER:
    case CREATED:
    case TEMPORARY:
    case LITTER: return take_counted_term(terms, key, value);
    case LIMIT:
    case TERMS:
    default: return false;
    }
}

static bool take_line(const terms_reading *reading, th_str line)
{
    size_t at = th_str_find(line, TH_STR(" = "), 0), key = 0;
    if (!line.len || line.ptr[0] == '#')
        return true;
    if (at == SIZE_MAX)
        return refuse_term(reading, line);
    th_str name = th_str_sub(line, 0, at), value = th_str_sub(line, at + 3, line.len);
    while (key < TERMS && !th_str_eq(name, th_str_of(term_keys[key])))
        key++;
    if (key == LIMIT && th_limits_set(&reading->terms->limits, value))
        return true;
    return (key < TERMS && take_term(reading, (term)key, value)) || refuse_term(reading, line);
}

th_status th_dossier_terms_read(th_arena *arena, th_str bytes, const th_limits *limits, th_dossier_terms *terms,
                                th_trouble *trouble)
{
    const terms_reading reading = {arena, limits, terms, trouble};
    th_str line;
    *terms = (th_dossier_terms){.limits = th_limits_default};
    terms->limits.passwords = limits->passwords;
    if (th_str_starts(bytes, TH_STR("\xEF\xBB\xBF")))
        bytes = th_str_sub(bytes, 3, bytes.len);
    if (!th_utf8_valid(bytes)) {
        refuse_term(&reading, TH_STR("UTF-8"));
        return TH_FAILED;
    }
    while (bytes.len && th_str_cut(&bytes, '\n', &line))
        if (!take_line(&reading, th_str_ends(line, TH_STR("\r")) ? th_str_sub(line, 0, line.len - 1) : line))
            return TH_FAILED;
    if (terms->day)
        return are_limits_allowed(&reading) ? TH_OK : TH_FAILED;
    refuse_term(&reading, th_str_of(term_keys[DAY]));
    return TH_FAILED;
}
