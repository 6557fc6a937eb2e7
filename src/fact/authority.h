/* The authority that a title names before a place: "Sở Giáo dục và Đào tạo tỉnh Sơn La" is not "Sở TT&TT Sơn La". */
#ifndef TH_FACT_AUTHORITY_H
#define TH_FACT_AUTHORITY_H

#include "base/str.h"

typedef struct th_authority {
    th_str kind; /* "sở", "phòng" …; empty: none is named */
    th_str key; /* initials of what it is of, "và" left out: "tttt" of "Thông tin và Truyền thông" and of "TT&TT" */
} th_authority;

/* Of the folded text that stands before a place.  What stands before a comma, a dash or a bracket is somebody above
 * ("UBND tỉnh Sơn La - Sở …") and is left out; a people's committee is no authority of its own line. */
th_authority th_authority_before(th_arena *arena, th_str head);
/* May both be the same?  One that is named by its kind alone may be any of the kind. */
bool th_authority_fits(th_authority one, th_authority other);

#endif
