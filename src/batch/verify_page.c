/* Writes the page of a verification where the guard allows it. */
#include "batch/verify_page.h"

#include "batch/publish.h"
#include "report/verified_page.h"

#include "base/banned.h"

th_status th_verify_page_publish(th_arena *arena, th_guard *guard, const char *path,
                                 const th_verification *verification, th_trouble *trouble)
{
    const th_outfile out = {.path = path, .headers = {TH_STR(TH_VERIFIED_PAGE_BEGINS)}};
    th_publication publication;
    if (th_publish_begin(arena, guard, &out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    th_status written = th_publish_write(&publication, th_verified_page(arena, verification), arena, trouble);
    *trouble = th_publish_refusal(arena, written, *trouble);
    if (written == TH_OK)
        return th_publish_commit(arena, &publication, trouble);
    th_publish_abandon(&publication);
    return written;
}
