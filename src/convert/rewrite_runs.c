/* Rewriting rich text: its runs, with their fonts, are read together and put back one by one. */
#include "convert/rewrite.h"

#include "pack/xstring.h"

#include "base/banned.h"

static void replace_font(th_rewrite *w, th_edit *edit, const th_edit_token *t, const char *attribute)
{
    size_t from, to;
    th_str name = th_edit_value(edit, t, attribute), now = name.len ? th_rewrite_font(w, name) : name;
    if (!th_str_eq(name, now) && th_edit_attr(edit, t, attribute, &from, &to))
        th_edit_replace(edit, from, to, now);
}

/* How many elements of one name are open behind a tag of that name. */
static size_t depth_after(size_t depth, th_edit_kind kind)
{
    if (kind == TH_EDIT_START)
        return depth + 1;
    return kind == TH_EDIT_CLOSE && depth ? depth - 1 : depth;
}

void th_rewrite_runs(th_rewrite *w, th_edit *edit, th_str container, const th_str *texts, size_t n)
{
    th_edit_token t;
    size_t k = 0, phonetic = 0, depth = 1;
    while (depth && th_edit_next(edit, &t)) {
        bool open = t.kind == TH_EDIT_START, any = open || t.kind == TH_EDIT_EMPTY;
        if (th_str_eq(t.name, container))
            depth = depth_after(depth, t.kind);
        if (th_spells(t.name, "rPh"))
            phonetic = depth_after(phonetic, t.kind);
        else if (any && th_spells(t.name, "rFont"))
            replace_font(w, edit, &t, "val");
        else if (any && (th_spells(t.name, "latin") || th_spells(t.name, "ea") || th_spells(t.name, "cs")))
            replace_font(w, edit, &t, "typeface");
        if (!any || phonetic || !th_spells(t.name, "t"))
            continue;
        /* Several <t> outside of runs were read as one text, which goes into the first of them; the others become
         * empty. */
        th_str raw, now = k < n && texts ? texts[k] : (th_str){0};
        size_t from, to;
        k++;
        if (!open || !th_edit_content(edit, &raw, &from, &to) || !texts)
            continue;
        if (!th_str_eq(th_spells(container, "p") ? raw : th_xstring_read(w->scratch, raw), now))
            th_edit_replace(edit, from, to, th_spells(container, "p") ? now : th_xstring_write(w->scratch, now));
    }
}

typedef struct gathered_runs {
    th_run_text *runs;
    size_t n, cap;
} gathered_runs;

/* Collects the runs of a rich text that stands in no cell, each with the font it names.  `edit` is a copy, so the
 * walk of the caller stays where it is. */
static void gather_runs(th_rewrite *w, th_edit edit, th_str container, gathered_runs *gathered)
{
    th_edit_token t;
    th_str font = {0}, usual = {0};
    bool in_run = false;
    size_t depth = 1;
    while (depth && th_edit_next(&edit, &t)) {
        bool open = t.kind == TH_EDIT_START, any = open || t.kind == TH_EDIT_EMPTY;
        if (th_str_eq(t.name, container))
            depth = depth_after(depth, t.kind);
        if (th_spells(t.name, "r") || th_spells(t.name, "fld")) {
            in_run = open;
            font = usual;
        } else if (any && th_spells(t.name, "rFont")) {
            font = th_edit_value(&edit, &t, "val");
        } else if (any && th_spells(t.name, "latin")) {
            font = th_edit_value(&edit, &t, "typeface");
            usual = in_run ? usual : font;
        } else if (any && th_spells(t.name, "t")) {
            th_run_text run = {{0}, font};
            size_t from, to;
            if (open && th_edit_content(&edit, &run.text, &from, &to) && !th_spells(container, "p"))
                run.text = th_xstring_read(w->scratch, run.text);
            TH_PUSH(w->scratch, gathered->runs, gathered->n, gathered->cap, run);
        }
    }
}

void th_rewrite_rich(th_rewrite *w, th_edit *edit, th_str container, th_text_kind kind)
{
    gathered_runs gathered = {0};
    gather_runs(w, *edit, container, &gathered);
    th_str raw;
    size_t from, to;
    /* Comments of a thread are plain text, without runs. */
    if (gathered.n == 0 && th_edit_content(edit, &raw, &from, &to)) {
        th_str now = th_rewrite_text(w, raw, (th_str){0}, true, kind);
        if (!th_str_eq(now, raw))
            th_edit_replace(edit, from, to, now);
        return;
    }
    if (gathered.n == 0) {
        th_rewrite_runs(w, edit, container, NULL, 0);
        return;
    }
    th_text_context context = {.book = &w->book->votes, .admitted = w->book->admitted};
    if (w->sheet)
        context = th_sheet_context(w->book, w->sheet, UINT32_MAX);
    th_run_reading *readings = th_arena_array(w->scratch, gathered.n, sizeof *readings);
    th_normal normal = th_text_normalise(w->scratch, gathered.runs, gathered.n, &context, readings);
    th_str *texts = th_arena_array(w->scratch, gathered.n, sizeof *texts);
    th_buf before;
    th_buf_init(&before, w->scratch);
    for (size_t i = 0; i < gathered.n; i++) {
        texts[i] = readings[i].text;
        th_buf_add(&before, gathered.runs[i].text);
    }
    const th_change change = {.kind = kind,
                              .encoding = normal.encoding,
                              .evidence = normal.evidence,
                              .before = th_buf_str(&before),
                              .after = normal.text};
    /* Beside a comment of a thread Excel keeps a copy for older programs, which shows nothing of its own. */
    bool is_copy = kind == TH_IN_COMMENT && th_str_starts(change.before, TH_STR("[Threaded comment]"));
    if (normal.changed && !is_copy)
        th_rewrite_note(w, &change);
    th_rewrite_runs(w, edit, container, normal.changed ? texts : NULL, gathered.n);
}
