#include "base/limits.h"

#include "base/banned.h"

#define MIB ((size_t)1024 * 1024)

const th_limits th_limits_default = {
    .file_bytes = 256 * MIB,
    .inflated_bytes = 512 * MIB,
    .ratio = 200,
    .ratio_floor = 32 * MIB,
    .zip_entries = 16384,
    .xml_depth = 64,
    .xml_attributes = 256,
    .cell_chars = 32767,
    .sheets = 4096,
    .cells = 2000000,
    .seconds = 20,
    .memory_bytes = 512 * MIB,
};
