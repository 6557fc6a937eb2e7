/* The authority that a title names before a place: "Sở Giáo dục và Đào tạo tỉnh Sơn La" is not "Sở TT&TT Sơn La". */
#ifndef TH_FACT_AUTHORITY_H
#define TH_FACT_AUTHORITY_H

#include "base/str.h"

typedef struct th_authority {
    th_str kind; /* "sở", "phòng" …; empty: none is named */
    th_str key; /* initials of what it is of, "và" left out: "tttt" of "Thông tin và Truyền thông" and of "TT&TT" */
    th_str full; /* its words, "và" left out; empty where one of them is an abbreviation */
} th_authority;

/* The authority that a folded text names, which stands before a place.  What stands before a comma, a dash or a bracket
 * is somebody above ("UBND tỉnh Sơn La - Sở …") and is left out, unless only that names an authority ("Sở Giáo dục -
 * Đào tạo", "Sở Tư pháp, tỉnh"); a people's committee is no authority of its own line. */
th_authority th_authority_before(th_arena *arena, th_str head);
/* The authority that a folded line begins with, apart from "đơn vị:".  More kinds are known here than before a place,
 * as "trung tâm" or "ban" inside a line may be anything. */
th_authority th_authority_leading(th_arena *arena, th_str line);
/* Is the kind a people's committee or the like, whose key is a place? */
bool th_is_committee(th_str kind);
/* Is a body of this kind distinct from the one it belongs to?  A school is, a division is not. */
bool th_has_own_seal(th_str kind);
/* May the two be the same authority?  One that is named by its kind alone may be any of that kind.  Where one of them
 * is abbreviated, initials decide: "Sở NV" may be Sở Nội vụ and may be Sở Ngoại vụ, though those two differ. */
bool th_authority_fits(th_authority one, th_authority other);

#endif
