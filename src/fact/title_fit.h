/* Does the rest of a title line fit the unit whose name stands in it? */
#ifndef TH_FACT_TITLE_FIT_H
#define TH_FACT_TITLE_FIT_H

#include "form/definition.h"

/* `title` is folded; the unit's name stands at `at`, `len` bytes long.  No:
 *   a number, a letter or a Roman numeral follows that belongs to the name ("Trường TH Tân Lập 3", "Tân Lập-3", "Phòng
 *   II"), also of a part of the unit ("Tân Lập - cơ sở 2");
 *   an authority stands before it that is none of those the unit's names state ("Sở Giáo dục và Đào tạo tỉnh Sơn La"
 *   where they state "Sở TT&TT Sơn La");
 *   the place is of another level than the unit's names state ("thành phố Sơn La" where they say "tỉnh").
 * Units whose names state no authority, or no level, are of any. */
bool th_title_fits(th_arena *arena, const th_unit *unit, th_str title, size_t at, size_t len);

#endif
