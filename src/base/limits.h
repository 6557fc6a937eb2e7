/* Limits on what one file may cost.  Each is named in the message when it is hit
 * and can be set by an option; the defaults are calibrated on honest workbooks. */
#ifndef TH_BASE_LIMITS_H
#define TH_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

typedef struct th_limits {
    size_t file_bytes;       /* 256 MiB: size of the file */
    size_t inflated_bytes;   /* 512 MiB: all parts that are read, inflated */
    size_t ratio;            /* 200: inflated to stored, looked at beyond ratio_floor */
    size_t ratio_floor;      /* 32 MiB */
    size_t zip_entries;      /* 16,384 */
    uint32_t xml_depth;      /* 64 */
    uint32_t xml_attributes; /* 256 an element */
    size_t cell_chars;       /* 32,767 a cell (Excel's own) */
    uint32_t sheets;         /* 4,096 */
    size_t cells;            /* 2,000,000 present cells in a grid */
    unsigned seconds;        /* 20: CPU and wall time of one worker */
    size_t memory_bytes;     /* 512 MiB: budget of the arena of one file */
} th_limits;

extern const th_limits th_limits_default;

#endif
