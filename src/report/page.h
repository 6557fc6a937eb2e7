/* The page of the morning, trang-thai.html: one file without scripts, pictures or anything from elsewhere, for a phone,
 * a screen and paper.  Until when its figures are is its largest line, because a page that is old looks like one that
 * is new.
 *
 * It is a head and a main part.  The main part is of a run that published; when a later one fails, the same main part
 * stands below a head that says so.  The first line has the digest of the main part: one that somebody changed is not
 * taken over.
 *
 * No value reaches the page but through escaping, and nothing here reads the clock. */
#ifndef TH_REPORT_PAGE_H
#define TH_REPORT_PAGE_H

#include "report/brief.h"

#define TH_PAGE_BEGINS "<!-- tonghop trang-thai "

/* A day of the last weeks, and how its last run ended. */
typedef struct th_page_day {
    int day;  /* a serial of the 1900 system */
    int code; /* exit code; -1: there was no run */
} th_page_day;

/* Paths from the folder of the page, percent-encoded; "": nothing to lead to. */
typedef struct th_page_links {
    th_str workbook, decisions;
    th_str *feedback, *letters; /* [unit] */
} th_page_links;

typedef struct th_page {
    th_str until;   /* "01:34 thứ Năm 05/01/2023" */
    th_str contact; /* whom to call; may be empty */
    th_page_links links;
    const th_page_day *days; /* the oldest first */
    size_t ndays;
} th_page;

/* The last try, which wrote nothing; both empty: it was not so. */
typedef struct th_page_failure {
    th_str at, why;
} th_page_failure;

/* The main part of a run. */
th_str th_page_main(th_arena *arena, const th_brief *brief, const th_page *page);
/* What stands there when none is at hand: of brief, only until when the figures are, which may be never (""). */
th_str th_page_main_alone(th_arena *arena, const th_page *page);
th_str th_page_whole(th_arena *arena, const th_page_failure *failure, th_str main_part);
/* The main part of a page of ours as it was written; "" where it is none, or was changed. */
th_str th_page_main_of(th_arena *arena, th_str bytes);

/* "../so%20lieu.xlsx": each byte that means something in a link, or is none of ASCII, as %XX. */
th_str th_page_encoded(th_arena *arena, th_str path);

#endif
