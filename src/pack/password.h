/* Is a workbook locked with the password that Excel itself uses for a book or sheet that is only protected
 * ("VelvetSweatshop")?  Then no person knows a password, and the advice is to remove the protection.  Nothing is
 * decrypted but the verifier in the file ([MS-OFFCRYPTO] 2.3.4 to 2.3.7). */
#ifndef TH_PACK_PASSWORD_H
#define TH_PACK_PASSWORD_H

#include "base/limits.h"

#include <stdbool.h>

/* `record` is the data of FILEPASS.  BIFF2 to BIFF5 have only XOR obfuscation. */
bool th_password_default_biff(th_str record, int version);
/* `info` is the stream EncryptionInfo of an encrypted OOXML package. */
bool th_password_default_ooxml(th_arena *arena, const th_limits *limits, th_str info);

#endif
