/* Fills the fields of a pattern. */
#include "draw/formula.h"

#include <string.h>

#include "base/banned.h"

static const th_field *field_named(const th_field *fields, th_str name)
{
    while (fields->name && !th_str_eq(th_str_of(fields->name), name))
        fields++;
    return fields->name ? fields : NULL;
}

th_str th_formula(th_arena *arena, const char *pattern, const th_field *fields)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (const char *at = pattern; *at;) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        const th_field *field = end ? field_named(fields, (th_str){at + 1, (size_t)(end - at) - 1}) : NULL;
        if (field) {
            th_buf_add(&out, field->value);
            at = end + 1;
        } else
            th_buf_byte(&out, *at++);
    }
    return th_buf_str(&out);
}
