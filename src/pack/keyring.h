/* Passwords: those that a secretariat was told, and trying them on one workbook.
 *
 * Excel's own password ("VelvetSweatshop") opens whatever Excel locked without asking anybody, and is always tried
 * first.  Others come from a text of one a line, or "file name = password".  They are data of the process that reads:
 * nothing here prints or keeps them.
 */
#ifndef TH_PACK_KEYRING_H
#define TH_PACK_KEYRING_H

#include "base/limits.h"
#include "base/status.h"
#include "base/trouble.h"

#include <stdint.h>

/* One line. */
typedef struct th_password {
    th_str file;    /* the name before "=", in lower case; "": there is none */
    th_str of_file; /* the password behind "=", for a file of that name */
    th_str of_any;  /* the line, as a password of any file; "": what stands before "=" is certainly a file's name */
} th_password;

typedef struct th_passwords {
    const th_password *at;
    size_t n;
} th_passwords;

enum {
    TH_PASSWORDS_MOST = 10000, /* lines */
    TH_PASSWORD_LONGEST = 255, /* bytes of a password, which is the most that Excel takes */
    TH_PASSWORDS_MOST_BYTES = 1 << 20
};

/* The passwords of a text: UTF-8 or UTF-16, with or without a mark, lines of Unix or Windows.  Empty lines do not
 * count; there are no comments, for a password may begin with anything.  TH_FAILED: *trouble says which line is wrong,
 * and nothing of what stands in it. */
th_status th_passwords_read(th_arena *arena, th_str bytes, th_passwords *passwords, th_trouble *trouble);

/* The passwords that are tried on one file. */
typedef struct th_keyring {
    th_arena *arena;
    const th_limits *limits;
    th_strs keys;    /* in UTF-8: Excel's own, those of lines that name the file, the others */
    uint64_t rounds; /* of digests that may still be made */
    size_t fitted;   /* index of the key that fitted */
    size_t tried;    /* how many keys were tried by the last th_keyring_try() */
} th_keyring;

enum { TH_KEYRING_EXCEL = 0 }; /* the index of Excel's own */

/* What one file may cost, whatever it states and however many passwords there are: an ordinary workbook of Excel takes
 * 100,000 rounds for each. */
enum { TH_KEYRING_ROUNDS = 6000000, TH_KEYRING_MOST_SPINS = 1000000 };

/* `passwords` may be NULL; `name` is that of the file, with folders or not. */
void th_keyring_init(th_keyring *ring, th_arena *arena, const th_limits *limits, th_str name);

/* Tries one key after the other, each of which takes `rounds`, until `fits` says yes or the rounds are spent. */
bool th_keyring_try(th_keyring *ring, uint32_t rounds, bool (*fits)(void *ctx, th_str key), void *ctx);
bool th_keyring_gave_up(const th_keyring *ring); /* not all were tried */

#endif
