/* What a sheet of the definition is called: the file of a folder without its ending. */
#include "form/load.h"

#include "base/banned.h"

th_str th_source_sheet_name(const th_source_sheet *s)
{
    th_str name = s->sheet->name.len ? s->sheet->name : s->sheet->raw_name;
    static const th_str ending = {".csv", 4};
    return th_str_ends(name, ending) ? th_str_sub(name, 0, name.len - ending.len) : name;
}
