/* The name that a mistyped word was probably meant to be. */
#include "cli/cli.h"

#include <string.h>

#include "base/banned.h"

enum { LONGEST_WORD = 32 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters left out, added or changed, and neighbours swapped: a swap counts 1, since it is one slip of the fingers. */
static size_t slips_between(const char *typed, const char *name)
{
    size_t rows[LONGEST_WORD + 1][LONGEST_WORD + 1];
    size_t ntyped = strlen(typed), nname = strlen(name);
    if (ntyped > LONGEST_WORD || nname > LONGEST_WORD)
        return SIZE_MAX;
    for (size_t i = 0; i <= ntyped; i++)
        for (size_t j = 0; j <= nname; j++) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            size_t slips = smaller(rows[i - 1][j], rows[i][j - 1]) + 1;
            slips = smaller(slips, rows[i - 1][j - 1] + (typed[i - 1] != name[j - 1]));
            if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                slips = smaller(slips, rows[i - 2][j - 2] + 1);
            rows[i][j] = slips;
        }
    return rows[ntyped][nname];
}

const char *th_cli_nearest(const char *typed, const char *const *names, size_t nnames)
{
    const char *nearest = NULL;
    size_t fewest = SIZE_MAX, most = strlen(typed) / 3;
    if (most == 0)
        most = 1;
    for (size_t i = 0; i < nnames; i++) {
        size_t slips = slips_between(typed, names[i]);
        if (slips <= most && slips < fewest && slips < strlen(typed)) {
            nearest = names[i];
            fewest = slips;
        }
    }
    return nearest;
}
