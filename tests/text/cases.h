/* Data-driven tests: files of TH_TEST_DATA with one case a line, fields apart by TAB,
 * '#' comments, and \uXXXX, \n, \\ escapes for what cannot be seen. */
#ifndef TH_TESTS_TEXT_CASES_H
#define TH_TESTS_TEXT_CASES_H

#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAX = 8, LINE_MAX_BYTES = 8192 };

typedef struct test_line {
    const char *file;
    unsigned number;
    size_t nfields;
    th_str fields[FIELDS_MAX];
} test_line;

static inline th_str unescaped(th_arena *arena, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++) {
        char next = i + 1 < s.len ? s.ptr[i + 1] : '\0';
        if (s.ptr[i] == '\\' && next == 'u' && i + 5 < s.len) {
            char hex[5] = {s.ptr[i + 2], s.ptr[i + 3], s.ptr[i + 4], s.ptr[i + 5], '\0'};
            th_utf8_put(&out, (uint32_t)strtoul(hex, NULL, 16));
            i += 5;
        } else if (s.ptr[i] == '\\' && (next == 'n' || next == '\\')) {
            th_buf_byte(&out, next == 'n' ? '\n' : '\\');
            i++;
        } else {
            th_buf_byte(&out, s.ptr[i]);
        }
    }
    return th_buf_str(&out);
}

/* Calls `check` for each case; returns how many it found wanting. */
static inline unsigned each_case(th_arena *arena, const char *path, unsigned at_least,
                                 bool (*check)(th_arena *, const test_line *))
{
    FILE *in = fopen(path, "rb");
    char line[LINE_MAX_BYTES];
    unsigned number = 0, cases = 0, wrong = 0;
    if (!in) {
        printf("%s cannot be read\n", path);
        return 1;
    }
    while (fgets(line, sizeof line, in)) {
        number++;
        th_str rest = {line, strcspn(line, "\r\n")};
        if (rest.len == 0 || rest.ptr[0] == '#')
            continue;
        test_line t = {.file = path, .number = number};
        for (th_str field; t.nfields < FIELDS_MAX && th_str_cut(&rest, '\t', &field);)
            t.fields[t.nfields++] = unescaped(arena, field);
        cases++;
        wrong += !check(arena, &t);
    }
    fclose(in);
    if (cases < at_least) {
        printf("%s: %u cases, at least %u expected\n", path, cases, at_least);
        wrong++;
    }
    return wrong;
}

static inline bool agree(const test_line *t, th_str got, th_str want)
{
    if (th_str_eq(got, want))
        return true;
    printf("%s:%u: got  “" TH_FMT "”\n    want “" TH_FMT "”\n", t->file, t->number, TH_ARG(got), TH_ARG(want));
    return false;
}

#endif
