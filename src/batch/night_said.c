/* Sentences beside the findings. */
#include "batch/night_said.h"

#include "base/banned.h"

void th_night_say(th_nightly *night, th_trouble what, int least)
{
    TH_PUSH(night->arena, night->said, night->nsaid, night->said_cap, what);
    if (night->least < least)
        night->least = least;
}
