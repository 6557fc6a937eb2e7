/* What a sheet of the definition is called.  In a folder each sheet is a file, whose ending is no part of the name. */
#include "form/load.h"

#include "base/banned.h"

th_str th_source_sheet_name(const th_source_sheet *source)
{
    th_str name = source->sheet->name;
    static const th_str ending = {".csv", 4};
    return th_str_ends(name, ending) ? th_str_sub(name, 0, name.len - ending.len) : name;
}
