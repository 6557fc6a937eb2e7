/* Text files that may name their encoding themselves: pages, and workbooks of one XML file. */
#ifndef TH_BOOK_CHARSET_H
#define TH_BOOK_CHARSET_H

#include "base/str.h"

/* The bytes as UTF-8 without a mark.  A byte order mark decides, then the zeros of UTF-16; then `declared` ("utf-8",
 * "windows-1258"; "" unknown), unless the bytes are none of that or are UTF-8 beyond doubt; else legacy bytes stand in
 * their CP1252 view, which the text room reads.  May be a view of `bytes`. */
th_str th_charset_text(th_arena *arena, th_str bytes, th_str declared);

/* What an XML declaration at the beginning names: <?xml version="1.0" encoding="..."?>.  "" when it names none. */
th_str th_charset_of_xml(th_str bytes);

#endif
