/* What every process that reads a file of others has in common: its limits, writing into a pipe, and
 * why it ended. */
#ifndef TH_BATCH_PROCESS_H
#define TH_BATCH_PROCESS_H

#include "base/limits.h"
#include "base/trouble.h"

#include <sys/types.h>

/* In the worker: no core, no file larger than one that is read, memory for one file. */
void th_process_restrict(const th_limits *limits);
/* In a child, right after fork: it ends when its parent does, also when that is killed.  `parent` is what getpid() said
 * before the fork. */
void th_process_die_with(pid_t parent);
/* After a call that failed: was it interrupted, so that it is tried again?  `tries` counts, from 0: who is interrupted
 * without end has another reason to stop. */
bool th_process_interrupted(unsigned *tries);
/* Is errno `reason` a fault of the machine, so that it says nothing of the file that was asked for?  Not what a file,
 * its name or its rights are the reason of. */
bool th_process_is_fault(int reason);
bool th_process_write(int fd, th_str bytes); /* all of them */
bool th_process_send(int fd, th_str bytes);  /* likewise into a socket, without a signal where nobody reads */

/* Exit status of a worker that used up its budget; of one that read an archive for too long. */
enum { TH_PROCESS_NO_MEMORY = 99, TH_PROCESS_ARCHIVE_TIME = 98 };
/* Exit status of a process when a call of the machine failed: this and the errno behind it. */
enum { TH_PROCESS_FAULT = 100 };

/* In a process that draws or reads a workbook: from here on it ends, with TH_PROCESS_FAULT, where memory or a stream
 * fails.  The program does that (cli/library_faults.c), since the libraries do not ask, or make another result of it;
 * whoever links the library of rooms into another program has the checks of th_output_close() only. */
void th_process_end_on_faults(void);
bool th_process_ends_on_faults(void);
/* Once all that the process is for stands in its place: a failure behind the result, such as of the lines that tell of
 * it, is none of the result. */
void th_process_survive_faults(void);
/* A file has been put into its place; others may follow. */
void th_process_publishes(void);
bool th_process_has_published(void);
void th_process_begin_reading(const th_limits *limits); /* it ends on faults, and has the limits of one file */
/* Once, where what was read is written anew: that may take the seconds of a file again. */
void th_process_begin_stage(const th_limits *limits);

/* Why a worker did not finish; empty when it did. */
th_trouble th_process_trouble(th_arena *arena, const th_limits *limits, int status, bool timed_out);
/* Waits for a process and gives its status; TH_PROCESS_UNKNOWN, which is neither an exit nor a signal, when the system
 * does not say. */
enum { TH_PROCESS_UNKNOWN = -1 };
int th_process_wait(pid_t pid);

/* Why a job has no answer: what it reads takes more than is allowed, or harms who reads it; or the machine failed it,
 * and that says nothing of what it reads. */
enum { TH_PROCESS_LIMITED = -1, TH_PROCESS_FAILED = -2 };
/* Runs `job` in a process of its own, with the limits of one file; what it prints goes where ours goes.  Returns
 * what the job returned (below 99), or one of these and why it did not finish.  After a fault of the machine it is done
 * once more, from its beginning. */
int th_process_run(th_arena *arena, const th_limits *limits, int (*job)(void *ctx), void *ctx, th_trouble *trouble);

#endif
