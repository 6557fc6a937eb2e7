/* Archives: files in one file (.zip, .rar, .7z), read from memory into memory; nothing is ever written.
 * archive.c is the home of libarchive. */
#ifndef TH_PACK_ARCHIVE_H
#define TH_PACK_ARCHIVE_H

#include "base/limits.h"
#include "base/trouble.h"
#include "pack/member_name.h"

typedef enum th_member_state {
    TH_MEMBER_WHOLE = 0,
    TH_MEMBER_LOCKED,  /* it has a password */
    TH_MEMBER_DAMAGED, /* its bytes are not those that were packed */
    TH_MEMBER_LINK,    /* a link, a device: there is nothing to read */
    TH_MEMBER_OUTSIDE  /* its name leads out of the archive */
} th_member_state;

typedef struct th_member {
    th_member_name name; /* no two are equal: the second "a.xlsx" is called "a (2).xlsx" */
    th_member_state state;
    th_str bytes; /* when the state is TH_MEMBER_WHOLE */
} th_member;

typedef enum th_archive_state {
    TH_ARCHIVE_WHOLE = 0,
    TH_ARCHIVE_LOCKED,  /* even its list of members has a password */
    TH_ARCHIVE_DAMAGED, /* trouble says why */
    TH_ARCHIVE_LIMIT    /* likewise */
} th_archive_state;

typedef struct th_archive {
    th_archive_state state;
    th_trouble trouble;
    th_member
        *at; /* sorted by name; those of one name by their bytes, so that their order in the file decides nothing */
    size_t n, cap;
    size_t left; /* members that `leaves` told to leave out, which are only counted */
} th_archive;

/* Is this a member to leave out, such as the litter of operating systems?  It is counted and not read. */
typedef bool (*th_archive_leaves)(th_arena *arena, th_str name);

/* Reads all members; folders are no members.  Their number is bounded by limits->archive_members, all their bytes
 * together by limits->file_bytes.  TH_FAILED: archive->state says what is wrong with the whole, and there are no
 * members. */
th_status th_archive_read(th_arena *arena, const th_limits *limits, th_str bytes, th_archive_leaves leaves,
                          th_archive *archive);
/* Opens the locale that the names of members are read with, for a process that can open nothing later. */
void th_archive_open_language(void);

#endif
