/* The locks that unlock.h opens, each in a file of its own: seals_ooxml.c, seals_xls.c, seals_ods.c. */
#ifndef TH_PACK_SEALS_H
#define TH_PACK_SEALS_H

#include "pack/cfb.h"
#include "pack/unlock.h"

/* Bytes of a salt: programs write 16; a digest takes it once for each piece of a package, whatever its length. */
enum { TH_SALT_MOST = 4096 };

/* What they all say of a lock: see th_unlocking. */
th_unlocking th_seal_damaged(th_unlocked *out, const char *vi, const char *en);
th_unlocking th_seal_unknown(th_unlocked *out);                       /* a way of locking that is not known */
th_unlocking th_seal_holds(const th_keyring *ring, th_unlocked *out); /* after th_keyring_try() said no */
th_unlocking th_seal_opened(const th_keyring *ring, th_str plain, th_unlocked *out);

/* `cfb` was opened, and has a stream EncryptedPackage. */
th_unlocking th_unlock_ooxml(th_keyring *ring, th_cfb *cfb, th_unlocked *out);
/* A compound file with a workbook, or a bare stream.  The result is the same file with a stream in the plain. */
th_unlocking th_unlock_xls(th_keyring *ring, th_str bytes, th_unlocked *out);
/* The result is a package of what a workbook is read from: content.xml and styles.xml. */
th_unlocking th_unlock_ods(th_keyring *ring, th_str bytes, th_unlocked *out);

#endif
