/* Which functions a test enters: linked into the programs that scripts/mutate builds with -finstrument-functions.  Each
 * function entered sets one byte of a file shared by all processes of the test, at the function's place in the program;
 * nothing is called, so that a worker behind its walls and one that is killed are counted like any other. */
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef TH_REACH_FILE
#error "the file that the reached functions are written to"
#endif

enum { REACH_BYTES = 64 << 20 };

extern char __executable_start;
static volatile unsigned char *reached;

void __cyg_profile_func_enter(void *function, void *call_site);
void __cyg_profile_func_exit(void *function, void *call_site);

__attribute__((constructor, no_instrument_function)) static void open_reach(void)
{
    int fd = open(TH_REACH_FILE, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    void *at = mmap(0, REACH_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED) {
        reached = at;
    }
    close(fd);
}

__attribute__((no_instrument_function)) void __cyg_profile_func_enter(void *function, void *call_site)
{
    (void)call_site;
    uintptr_t at = (uintptr_t)function - (uintptr_t)&__executable_start;
    if (reached && at < REACH_BYTES && !reached[at]) {
        reached[at] = 1;
    }
}

__attribute__((no_instrument_function)) void __cyg_profile_func_exit(void *function, void *call_site)
{
    (void)function;
    (void)call_site;
}
