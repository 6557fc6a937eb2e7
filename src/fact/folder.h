/* What the name of a file says by the folders that it lies in.  A name is relative to the inbox, with "/" between
 * folders; an archive is a folder too: "Sơn La/bo-sung.zip › SL.xlsx". */
#ifndef TH_FACT_FOLDER_H
#define TH_FACT_FOLDER_H

#include "base/str.h"

#define TH_MEMBER_OF " › "

/* `name` as a file system or an archive has it.  The sign of a member in it is none, and is shown by its bytes: a file
 * that is called "a.zip › b.xlsx" lies in no archive. */
th_str th_name_without_sign(th_arena *arena, th_str name);
/* Takes the last part from *name, which is empty afterwards when that was the only one.  False: nothing was left. */
bool th_name_cut_last(th_str *name, th_str *last);
/* The name without its folders. */
th_str th_name_base(th_str name);

/* How a name that a person typed names a file.  Between an archive and its member people type "/", "\" or ">" as
 * well. */
typedef enum th_naming {
    TH_NAMES_OTHER = 0,
    TH_NAMES_IN_FULL,
    TH_NAMES_BASE,            /* the file's name without its folders */
    TH_NAMES_IN_FULL_LOOSELY, /* with folders; the letters' case, blanks around it or a missing ending apart */
    TH_NAMES_BASE_LOOSELY
} th_naming;
th_naming th_name_names(th_arena *scratch, th_str typed, th_str name);
/* What loose naming compares: the name in lower case, without its ending. */
th_str th_name_loose(th_arena *arena, th_str name);

/* The year other than `period` that the file's own name states, a date apart; 0: none.  *of_period: it states the
 * period's year. */
int th_file_name_other_year(th_arena *arena, th_str name, int period, bool *of_period);
/* The archive that a member is of; empty: a file of its own. */
th_str th_name_archive(th_str name);
/* Does it lie in `folder`, or in an archive of that name, at any depth?  In "" lies everything. */
bool th_name_lies_in(th_str name, th_str folder);

/* The year other than `period` that the innermost folder with a year is of; 0: none.  A folder that names the period's
 * year too ("2021-2022") is of it, and a date ("nhận 05.01.2023") is not a folder's year. */
int th_folder_other_year(th_arena *arena, th_str name, int period);

#endif
