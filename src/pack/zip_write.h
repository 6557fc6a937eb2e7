/* Zip written: a package in a new file or in memory, entry after entry, deflated by zlib.
 *
 * The bytes are those that minizip writes from the same parts.  Every call of the machine is checked, down to the one
 * that closes the file: a function that returns false has left the reason in errno, and the file is good for nothing.
 */
#ifndef TH_PACK_ZIP_WRITE_H
#define TH_PACK_ZIP_WRITE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

typedef struct th_zip_writer th_zip_writer;

/* Makes the file; one that is there, or a link of that name, is left alone.  NULL: errno says why. */
th_zip_writer *th_zip_write_open(const char *path);
/* From here on, what is opened in this process makes no file, whatever its path: its bytes are added to `into`, which
 * stays the caller's.  NULL: files again.  For who writes by a library that knows paths only, where no file can be
 * made. */
void th_zip_write_divert(th_buf *into);
/* Parts of the packages written from here on are changed on their way: `amend` gets the bytes of one and returns
 * others, for what the library that writes it cannot say.  Of parts that may be large it gets the end only.  NULL: none
 * is.  It works only in a program where that library writes through this module, which says so at its start
 * (th_zip_write_answers). */
enum { TH_ZIP_TAIL = 128 * 1024 };
typedef struct th_zip_amendment {
    const struct th_zip_amendment *next;
    th_str part; /* of a tail: what the names of the parts begin with */
    bool tail;   /* the last TH_ZIP_TAIL bytes, or a few more */
    th_str (*amend)(const void *ctx, th_arena *arena, th_str bytes);
    const void *ctx;
} th_zip_amendment;
void th_zip_write_amend(const th_zip_amendment *amendment);
void th_zip_write_answers(void);
bool th_zip_write_amends(void); /* has it been said? */

/* In the entry that is begun next, the first `marker` gives place to what `fill` adds, so that a large part need not
 * stand in memory before it is deflated.  It works where amendments do. */
typedef struct th_zip_filling {
    th_str marker;
    bool (*fill)(const void *ctx, th_zip_writer *writer);
    const void *ctx;
} th_zip_filling;
void th_zip_write_fill(th_zip_filling filling);

/* Begins an entry; `time` and `date` are as MS-DOS writes them. */
bool th_zip_write_begin(th_zip_writer *writer, th_str name, uint16_t time, uint16_t date);
bool th_zip_write_add(th_zip_writer *writer, th_str bytes);
bool th_zip_write_end(th_zip_writer *writer); /* of the entry */
/* Writes the directory.  The file is closed and the writer gone, whatever it returns. */
bool th_zip_write_close(th_zip_writer *writer);

#endif
