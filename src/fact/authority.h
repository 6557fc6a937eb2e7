/* The authority that a title names before a place: "Sở Giáo dục và Đào tạo tỉnh Sơn La" is not "Sở TT&TT Sơn La". */
#ifndef TH_FACT_AUTHORITY_H
#define TH_FACT_AUTHORITY_H

#include "base/str.h"

typedef struct th_authority {
    th_str kind; /* "sở", "phòng" …; empty: none is named */
    th_str key; /* initials of what it is of, "và" left out: "tttt" of "Thông tin và Truyền thông" and of "TT&TT" */
    th_str full; /* its words, "và" left out; empty where one of them is an abbreviation */
} th_authority;

/* Of the folded text that stands before a place.  What stands before a comma, a dash or a bracket is somebody above
 * ("UBND tỉnh Sơn La - Sở …") and is left out, unless only that names an authority ("Sở Giáo dục - Đào tạo", "Sở Tư
 * pháp, tỉnh"); a people's committee is no authority of its own line. */
th_authority th_authority_before(th_arena *arena, th_str head);
/* Of a folded line that begins with the authority, "đơn vị:" aside.  More kinds are known here than before a place, as
 * "trung tâm" or "ban" inside a line may be anything. */
th_authority th_authority_leading(th_arena *arena, th_str line);
/* Is the kind a people's committee or the like, whose key is a place? */
bool th_is_committee(th_str kind);
/* Is what is of this kind another body than the one it belongs to, as a school is and a division is not? */
bool th_has_own_seal(th_str kind);
/* May both be the same?  One that is named by its kind alone may be any of the kind; initials decide where one of them
 * is abbreviated, as "Sở NV" is Sở Nội vụ and Sở Ngoại vụ, which are not each other. */
bool th_authority_fits(th_authority one, th_authority other);

#endif
