/* Whether a workbook is locked by the password that Excel itself uses when a sheet or book is only protected
 * ("VelvetSweatshop"): then nobody knows a password, and the way out is another.  Nothing is decrypted but the verifier
 * that stands in the file ([MS-OFFCRYPTO] 2.3.4 to 2.3.7). */
#ifndef TH_PACK_PASSWORD_H
#define TH_PACK_PASSWORD_H

#include "base/limits.h"

#include <stdbool.h>

/* `record`: the data of FILEPASS; BIFF2 to BIFF5 know XOR only. */
bool th_password_default_biff(th_str record, int version);
/* `info`: the stream EncryptionInfo of an encrypted OOXML package. */
bool th_password_default_ooxml(th_arena *arena, const th_limits *limits, th_str info);

#endif
