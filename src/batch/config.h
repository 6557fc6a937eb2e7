/* tonghop.conf, which `nightly` goes by: one `key = value` a line.  The home of libinih.
 *
 * It is in UTF-8, with or without a mark.  A line that begins with "#" or ";" is a comment; comments have lines of
 * their own.  Keys are the rows of config_keys.def.  A path is relative to the folder of the file, so that the folder
 * can be moved.  No line is longer than 199 bytes, because libinih would cut it.
 *
 * A command is split at spaces into a program and its arguments, and no shell sees it.  "…" holds spaces together, and
 * "" inside quotes is a quotation mark; nothing else is special. */
#ifndef TH_BATCH_CONFIG_H
#define TH_BATCH_CONFIG_H

#include "base/limits.h"
#include "base/trouble.h"

enum { TH_CONFIG_LINE = 199, TH_CONFIG_MOST_JOBS = 256 };

typedef enum th_config_key {
#define TH_CONFIG(id, name, kind, need, initial, example, vi, en) TH_CONFIG_##id,
#include "batch/config_keys.def"
#undef TH_CONFIG
    TH_CONFIG_KEYS
} th_config_key;

typedef enum th_config_day { TH_DAY_NONE = 0, TH_DAY_TODAY, TH_DAY_STATED } th_config_day;

typedef struct th_config {
    const char *folder;               /* in which the file lies */
    const char *path[TH_CONFIG_KEYS]; /* of a key of kind PATH, NUL-terminated; NULL: not stated */
    size_t line[TH_CONFIG_KEYS];      /* from 1, where it stands; 0: not stated */
    const char **inboxes;
    size_t ninboxes, inboxes_cap;
    unsigned keep; /* how many generations */
    unsigned jobs; /* 0: not stated */
    th_config_day as_of;
    int day;           /* TH_DAY_STATED: a serial of the 1900 system */
    const char **mail; /* the program and its arguments, NULL behind the last; NULL: not stated */
    th_strs mail_to;   /* addresses */
    th_str mail_from;  /* an address, or "" */
    th_str contact;
} th_config;

/* What is wrong with the file, or with what it names: what, and what to write. */
typedef struct th_config_fault {
    size_t line; /* from 1; 0: of no line */
    th_trouble what;
} th_config_fault;

typedef struct th_config_faults {
    th_config_fault *at;
    size_t n, cap;
} th_config_faults;

/* Reads a configuration and notes all its faults, in the order of lines; TH_FAILED where there is any.  What is right
 * is in *config even so. */
th_status th_config_read(th_arena *arena, const char *file, th_config *config, th_config_faults *faults);
/* Reads a configuration whose bytes are at hand; `folder` is where its paths begin. */
th_status th_config_parse(th_arena *arena, th_str bytes, const char *folder, th_config *config,
                          th_config_faults *faults);
void th_config_faults_add(th_config_faults *faults, th_arena *arena, size_t line, th_trouble what);

/* The file as `nightly --init` writes it, with its comments in one of the languages. */
th_str th_config_text(th_arena *arena, bool english);

/* The folder of mail to be sent, as stated or beside the store; NULL: neither is stated. */
const char *th_config_spool(th_arena *arena, const th_config *config);

/* The folder of dossiers, as stated or in the folder of what is kept; NULL: neither is stated. */
const char *th_config_dossiers(th_arena *arena, const th_config *config);

/* A path as stated: relative to the folder, unless it begins with "/". */
const char *th_config_path(th_arena *arena, const char *folder, th_str stated);

#endif
