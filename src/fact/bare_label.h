/* A label without what forms print around it: enumeration ("a)", "4.1.", "I."), "Trong đó:", footnote marks, and the
 * unit of measure in brackets. */
#ifndef TH_FACT_BARE_LABEL_H
#define TH_FACT_BARE_LABEL_H

#include "base/str.h"

/* Of a weak key (text/fold.h).  Never empty where the key is not: a label that is nothing but a number stays. */
th_str th_bare_label(th_str weak);
/* A strong key without "III - ", "1-", "a - " before a word: the weak key has no dash any more. */
th_str th_without_dashed_number(th_str strong);
/* Without footnote marks at the end, and without the number or formula of a column: "Năm nay (3)=(1)+(2)". */
th_str th_without_footnotes(th_str label);
/* Is the folded word a Roman number such as forms, groups and units are counted with: "iv", "xviii"? */
bool th_is_roman(th_str word);

#endif
