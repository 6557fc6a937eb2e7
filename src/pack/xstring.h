/* Strings of spreadsheets (ECMA-376 22.9.2.19).  A character that XML cannot hold is written as "_x000D_", and where a
 * text happens to look like such an escape, its underscore is written as "_x005F_". */
#ifndef TH_PACK_XSTRING_H
#define TH_PACK_XSTRING_H

#include "base/str.h"

#include <stdint.h>

/* Is there an escape of seven bytes at `at`?  *code is the character it stands for. */
bool th_xstring_escape_at(th_str s, size_t at, uint32_t *code);
th_str th_xstring_read(th_arena *arena, th_str s); /* `s` itself when it holds none */
th_str th_xstring_write(th_arena *arena, th_str s);

#endif
