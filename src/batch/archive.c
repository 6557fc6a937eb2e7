/* Members of an archive: which are read, and what is said of the others. */
#include "batch/archive.h"

#include "base/digest.h"
#include "batch/litter.h"
#include "book/book.h"
#include "fact/folder.h"
#include "pack/archive.h"

#include "base/banned.h"

static const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};

bool th_archive_is(const th_one_file *file)
{
    return th_book_kind_of(th_book_sniff(file->bytes, file->input->name)) == TH_BOOK_IS_ARCHIVE;
}

/* Is the member left out, or one of its folders: litter, temporary, or hidden, which is of use to nobody either? */
static bool is_left(th_arena *arena, th_str name)
{
    th_str part;
    while (th_str_cut(&name, '/', &part))
        if (th_is_litter(arena, part) || th_is_temporary(arena, part) ||
            (th_str_starts(part, TH_STR(".")) && !th_str_eq(part, TH_STR(".."))))
            return true;
    return false;
}

/* ---- the archive itself ---- */

typedef struct content {
    size_t books, documents, others; /* others: each has a finding of its own */
} content;

static th_book_kind kind_of_member(const th_member *member)
{
    return th_book_kind_of(th_book_sniff(member->bytes, member->name.text));
}

static content count_content(const th_archive *archive)
{
    content count = {0};
    for (size_t i = 0; i < archive->n; i++) {
        th_book_kind kind =
            archive->at[i].state == TH_MEMBER_WHOLE ? kind_of_member(&archive->at[i]) : TH_BOOK_IS_REFUSED;
        count.books += kind == TH_BOOK_IS_READ;
        count.documents += kind == TH_BOOK_IS_DOCUMENT;
        count.others += kind == TH_BOOK_IS_REFUSED || kind == TH_BOOK_IS_ARCHIVE;
    }
    return count;
}

static th_str reason_of_archive(th_arena *arena, content count, size_t left)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "là tệp nén, có %zu bảng tính", count.books);
    if (count.documents)
        th_buf_fmt(&out, ", %zu văn bản kèm theo", count.documents);
    if (count.others)
        th_buf_fmt(&out, ", %zu tệp không đọc được", count.others);
    if (left)
        th_buf_fmt(&out, "; bỏ qua %zu tệp tạm, tệp ẩn, tệp của hệ điều hành", left);
    return th_buf_str(&out);
}

static th_str format_of_archive(const th_one_file *file)
{
    return th_book_name_of_format(th_book_sniff(file->bytes, file->input->name));
}

static th_str refused_part(th_arena *arena, const th_one_file *archive, th_finding_kind kind, th_trouble why)
{
    th_findings said = {0};
    th_one_file file = *archive;
    th_trouble_add(&said, arena, kind, &nowhere, why);
    file.said = &said;
    return th_one_file_refused(arena, &file);
}

static th_str part_without_books(th_arena *arena, const th_one_file *archive, content count)
{
    th_trouble along = count.documents
                           ? TH_TROUBLE(arena, " (chỉ có %zu văn bản)", " (only %zu documents)", count.documents)
                           : (th_trouble){0};
    return refused_part(arena, archive, TH_F_ARCHIVE_NO_BOOK, along);
}

static th_str part_of_archive(th_arena *arena, const th_one_file *file, const th_archive *archive)
{
    static const th_finding_kind kinds[] = {[TH_ARCHIVE_WHOLE] = TH_F_ARCHIVE_NO_BOOK,
                                            [TH_ARCHIVE_LOCKED] = TH_F_ARCHIVE_LOCKED,
                                            [TH_ARCHIVE_DAMAGED] = TH_F_ARCHIVE_DAMAGED,
                                            [TH_ARCHIVE_LIMIT] = TH_F_ARCHIVE_LIMIT};
    if (archive->state != TH_ARCHIVE_WHOLE)
        return refused_part(arena, file, kinds[archive->state], archive->trouble);
    content count = count_content(archive);
    if (!count.books && !count.others)
        return part_without_books(arena, file, count);
    return th_one_file_aside(arena, file, TH_SOURCE_ASIDE, format_of_archive(file),
                             reason_of_archive(arena, count, archive->left));
}

/* ---- one member ---- */

static void say_name(th_arena *arena, const th_member_name *name, th_findings *said)
{
    if (name->unknown)
        th_trouble_add(said, arena, TH_F_MEMBER_NAME_UNKNOWN, &nowhere, (th_trouble){0});
    else if (name->in_page.len)
        th_trouble_add(said, arena, TH_F_MEMBER_NAME, &nowhere, th_words_quoted(name->in_page));
}

/* Why the member is not opened; false: it is. */
static bool say_refusal(th_arena *arena, const th_member *member, th_findings *said)
{
    switch (member->state) {
    case TH_MEMBER_WHOLE:
        if (kind_of_member(member) != TH_BOOK_IS_ARCHIVE)
            return false;
        th_trouble_add(said, arena, TH_F_ARCHIVE_NESTED, &nowhere, (th_trouble){0});
        return true;
    case TH_MEMBER_LOCKED: th_trouble_add(said, arena, TH_F_ARCHIVE_LOCKED, &nowhere, (th_trouble){0}); return true;
    case TH_MEMBER_DAMAGED:
        th_trouble_add(said, arena, TH_F_ARCHIVE_DAMAGED, &nowhere,
                       TH_TROUBLE_IS("tệp này giải nén không đúng", "this file does not unpack rightly"));
        return true;
    case TH_MEMBER_LINK:
        th_trouble_add(said, arena, TH_F_INBOX_NOT_READ, &nowhere,
                       TH_TROUBLE_IS("là liên kết trong tệp nén", "it is a link in an archive"));
        return true;
    case TH_MEMBER_OUTSIDE:
    default:
        th_trouble_add(said, arena, TH_F_INBOX_NOT_READ, &nowhere,
                       TH_TROUBLE_IS("tên tệp dẫn ra ngoài tệp nén", "its name leads out of the archive"));
        return true;
    }
}

static th_str name_of_member(th_arena *arena, const th_one_file *archive, const th_member *member)
{
    return th_str_fmt(arena, TH_FMT TH_MEMBER_OF TH_FMT, TH_ARG(archive->input->name),
                      TH_ARG(th_name_without_sign(arena, member->name.text)));
}

static th_str part_of_member(th_arena *arena, const th_one_file *archive, const th_member *member)
{
    th_findings said = {0};
    const th_input input = {.path = archive->input->path,
                            .name = name_of_member(arena, archive, member),
                            .archive_alone = archive->input->base_alone,
                            .archive_loose_alone = archive->input->loose_alone && archive->input->loose_base_alone,
                            .archive_sha256 = archive->input->archive_sha256};
    const th_one_file file = {.definition = archive->definition,
                              .timings = archive->timings,
                              .limits = archive->limits,
                              .input = &input,
                              .member = member->name.text,
                              .bytes = member->bytes,
                              .said = &said};
    say_name(arena, &member->name, &said);
    return say_refusal(arena, member, &said) ? th_one_file_refused(arena, &file) : th_one_file_read(arena, &file);
}

static th_str part_without_memory(th_arena *arena, const th_one_file *archive, const th_member *member)
{
    th_findings said = {0};
    const th_input input = {.name = name_of_member(arena, archive, member)};
    th_one_file file = *archive;
    file.input = &input;
    file.member = member->name.text;
    file.bytes = member->bytes;
    file.said = &said;
    th_trouble_add(&said, arena, TH_F_FILE_WORKER, &nowhere,
                   TH_TROUBLE(arena, "cần quá %zu MB bộ nhớ (giới hạn “memory-mb”)",
                              "it needs more than %zu MB of memory (limit “memory-mb”)",
                              archive->limits->memory_bytes >> 20));
    return th_one_file_refused(arena, &file);
}

/* Puts a member, in memory of its own, so that the many members of an archive need no more than the largest of them. */
static bool put_member(th_arena *arena, const th_one_file *archive, const th_member *member, th_stream_sink sink)
{
    th_arena *own = th_arena_new(archive->limits->memory_bytes);
    if (!own || TH_ARENA_GUARD(own)) {
        th_arena_free(own);
        return sink.put(sink.ctx, part_without_memory(arena, archive, member));
    }
    bool ok = sink.put(sink.ctx, part_of_member(own, archive, member));
    th_arena_free(own);
    return ok;
}

bool th_archive_read_members(th_arena *arena, const th_one_file *file, th_stream_sink sink)
{
    th_archive archive;
    th_input input = *file->input;
    th_one_file hashed = *file;
    input.archive_sha256 = th_sha256(arena, file->bytes);
    hashed.input = &input;
    th_archive_read(arena, file->limits, file->bytes, is_left, &archive);
    bool ok = sink.put(sink.ctx, part_of_archive(arena, file, &archive));
    for (size_t i = 0; ok && i < archive.n; i++)
        ok = put_member(arena, &hashed, &archive.at[i], sink);
    return ok;
}

bool th_archive_member(th_arena *arena, const th_one_file *file, th_str sha256, th_str *bytes)
{
    th_archive archive;
    if (!th_archive_is(file) || th_archive_read(arena, file->limits, file->bytes, is_left, &archive) != TH_OK)
        return false;
    for (size_t i = 0; i < archive.n; i++)
        if (archive.at[i].state == TH_MEMBER_WHOLE && th_str_eq(th_sha256(arena, archive.at[i].bytes), sha256)) {
            *bytes = archive.at[i].bytes;
            return true;
        }
    return false;
}
