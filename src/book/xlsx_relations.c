/* .xlsx: where the parts of a package are: relations, and the targets they name. */
#include "book/xlsx.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

static bool no_text_in_relations(void *ctx, th_str text)
{
    (void)ctx;
    (void)text;
    return true;
}

static bool end_in_relations(void *ctx, th_str name)
{
    (void)ctx;
    (void)name;
    return true;
}

static bool relation_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_xlsx_relations *list = ctx;
    if (!th_str_eq(name, TH_STR("Relationship")))
        return true;
    th_xlsx_relation rel = {th_str_copy(list->arena, th_xml_attr_get(attrs, n, "Id")),
                            th_str_copy(list->arena, th_xml_attr_get(attrs, n, "Type")),
                            th_str_copy(list->arena, th_xml_attr_get(attrs, n, "Target")),
                            th_str_eq(th_xml_attr_get(attrs, n, "TargetMode"), TH_STR("External"))};
    TH_PUSH(list->arena, list->at, list->n, list->cap, rel);
    return true;
}

th_status th_xlsx_relations_of(th_xlsx *xlsx, th_str part, th_xlsx_relations *list)
{
    *list = (th_xlsx_relations){.arena = xlsx->book->arena};
    const th_zip_entry *entry = th_zip_find(&xlsx->zip, part);
    th_xml_handler handler = {
        .ctx = list, .start = relation_start, .end = end_in_relations, .text = no_text_in_relations};
    return entry ? th_xlsx_read_part(xlsx, entry, &handler) : TH_OK;
}

bool th_xlsx_relations_tried(th_xlsx *xlsx, const th_zip_entry *entry, th_xlsx_relations *list)
{
    const th_xml_handler handler = {
        .ctx = list, .start = relation_start, .end = end_in_relations, .text = no_text_in_relations};
    return th_xlsx_try_part(xlsx, entry, &handler);
}

th_str th_xlsx_resolve(th_arena *arena, th_str folder, th_str target)
{
    th_buf path;
    th_buf_init(&path, arena);
    if (target.len && memchr(target.ptr, '\\', target.len)) {
        /* as programs on Windows write it */
        char *copy = th_arena_array(arena, target.len, 1);
        for (size_t i = 0; i < target.len; i++)
            copy[i] = target.ptr[i] == '\\' ? '/' : target.ptr[i];
        target.ptr = copy;
    }
    if (target.len && target.ptr[0] == '/')
        target = th_str_sub(target, 1, target.len);
    else
        th_buf_add(&path, folder);
    th_str segment;
    while (th_str_cut(&target, '/', &segment)) {
        if (th_str_eq(segment, TH_STR(".."))) {
            size_t end = path.len;
            while (end > 0 && path.ptr[end - 1] != '/')
                end--;
            path.len = end > 0 ? end - 1 : 0;
        } else if (segment.len && !th_str_eq(segment, TH_STR("."))) {
            if (path.len)
                th_buf_byte(&path, '/');
            th_buf_add(&path, segment);
        }
    }
    return th_buf_str(&path);
}

/* A target is a URI, where "%20" stands for a blank; most writers put the name of the entry as it is. */
th_str th_xlsx_plain_target(th_arena *arena, th_str name)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < name.len; i++) {
        int high = name.len - i > 2 ? th_hex_value(name.ptr[i + 1]) : -1;
        int low = name.len - i > 2 ? th_hex_value(name.ptr[i + 2]) : -1;
        bool escape = name.ptr[i] == '%' && high >= 0 && low >= 0 && high + low > 0;
        th_buf_byte(&out, escape ? (char)(high * 16 + low) : name.ptr[i]);
        i += escape ? 2 : 0;
    }
    return th_buf_str(&out);
}

const th_zip_entry *th_xlsx_entry(th_arena *arena, const th_zip *zip, th_str folder, th_str target)
{
    th_str name = th_xlsx_resolve(arena, folder, target);
    const th_zip_entry *entry = th_zip_find(zip, name);
    if (entry || !name.len || !memchr(name.ptr, '%', name.len))
        return entry;
    return th_zip_find(zip, th_xlsx_plain_target(arena, name));
}

th_str th_xlsx_folder(th_str part)
{
    for (size_t i = part.len; i > 0; i--)
        if (part.ptr[i - 1] == '/')
            return th_str_sub(part, 0, i - 1);
    return (th_str){0};
}

const th_xlsx_relation *th_xlsx_relation_typed(const th_xlsx_relations *list, th_str suffix)
{
    for (size_t i = 0; i < list->n; i++)
        if (!list->at[i].external && th_str_ends(list->at[i].type, suffix))
            return &list->at[i];
    return NULL;
}

th_str th_xlsx_relations_part(th_arena *arena, th_str part)
{
    th_str folder = th_xlsx_folder(part);
    th_str name = th_str_sub(part, folder.len ? folder.len + 1 : 0, part.len);
    return th_str_fmt(arena, TH_FMT "%s_rels/" TH_FMT ".rels", TH_ARG(folder), folder.len ? "/" : "", TH_ARG(name));
}
