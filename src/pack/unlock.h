/* Opening what a password locks: the bytes of an encrypted workbook become those of a plain one.
 *
 *   .xlsx .xlsm .xlsb   a compound file with streams EncryptionInfo and EncryptedPackage ([MS-OFFCRYPTO] 2.3.4):
 *                       standard (AES-ECB, SHA-1) and agile (AES-CBC, SHA-1 to SHA-512, with its keyed digest);
 *                       "extensible" encryption is named, not opened
 *   .xls                FILEPASS ([MS-XLS] 2.4.117): XOR obfuscation of BIFF2 to BIFF8, RC4 of 40 bits, RC4 of
 *                       CryptoAPI
 *   .ods                encryption of each part (OpenDocument 1.3, part 2, 3.4): Blowfish, AES-CBC, PBKDF2
 *
 * The passwords are those of limits->passwords (pack/keyring.h), Excel's own first.  Whatever a file states, no more
 * than TH_KEYRING_ROUNDS digests are made for it.  Memory: the plain bytes, and a copy of the locked stream.
 */
#ifndef TH_PACK_UNLOCK_H
#define TH_PACK_UNLOCK_H

#include "pack/keyring.h"

/* How a workbook was locked. */
typedef enum th_seal {
    TH_SEAL_NONE = 0,
    TH_SEAL_OF_EXCEL, /* by Excel's own password: nobody knows one */
    TH_SEAL_GIVEN     /* by a password that somebody gave us */
} th_seal;

/* What became of it. */
typedef enum th_unlocking {
    TH_UNLOCKED = 0, /* `bytes` and `seal` are set */
    TH_STILL_LOCKED, /* no password fits, or it is locked in a way that is not known; `why` says more, behind a comma,
                        or is empty */
    TH_SEAL_DAMAGED, /* `why` says in which way */
    TH_SEAL_LIMIT    /* `why` says which limit */
} th_unlocking;

typedef struct th_unlocked {
    th_str bytes;
    th_seal seal;
    th_trouble why;
} th_unlocked;

/* `bytes` are those of a compound file, a bare BIFF stream or an OpenDocument package that somebody found locked. */
th_unlocking th_unlock(th_arena *arena, const th_limits *limits, th_str bytes, th_str name, th_unlocked *out);

#endif
