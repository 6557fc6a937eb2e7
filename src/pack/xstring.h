/* Strings of spreadsheets (ECMA-376 22.9.2.19): a character that XML cannot hold is "_x000D_"; "_x005F_" is an
 * underscore that protects one from being read so. */
#ifndef TH_PACK_XSTRING_H
#define TH_PACK_XSTRING_H

#include "base/str.h"

#include <stdint.h>

/* An escape of seven bytes at `at`, and the character it stands for. */
bool th_xstring_escape_at(th_str s, size_t at, uint32_t *code);
th_str th_xstring_read(th_arena *arena, th_str s); /* `s` itself when it holds none */
th_str th_xstring_write(th_arena *arena, th_str s);

#endif
