/* Two lines of a letterhead are read together.  "UBND TỈNH SƠN LA" over "SỞ TƯ PHÁP" is written by the lower body; the
 * upper line says who stands above it.  Of "SỞ TƯ PHÁP" over "TỈNH SƠN LA" the lower line is only the place. */
#ifndef TH_FACT_LETTERHEAD_H
#define TH_FACT_LETTERHEAD_H

#include "fact/reading.h"

typedef enum th_letterhead {
    TH_LETTERHEAD_NONE = 0, /* no other line says more of whose the sheet is, or it agrees */
    TH_LETTERHEAD_ABOVE,    /* the line is who stands above another unit of the definition, which the next line names */
    TH_LETTERHEAD_ANOTHER   /* both lines together name a body that none of the unit's names states */
} th_letterhead;

/* What the neighbours of title cell `index`, which names `unit`, make of it.  *whole gets both lines where they name
 * another body.  A unit whose names state no authority may be named through any, as in title_fit.h; only a people's
 * committee of another place is never it. */
th_letterhead th_letterhead_of(const th_reading *reading, const th_sheet *sheet, size_t index, uint32_t unit,
                               th_str *whole);
/* Does the folded line say of which authority the unit is, and not only of which place? */
bool th_states_authority(const th_reading *reading, th_str line, uint32_t unit);

#endif
