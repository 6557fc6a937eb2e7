/* When a mail is worth it: something has changed, something waits for a decision, or a run failed; and not twice for
 * the same.  On the day before the deadline and on that day one reminds of what is missing or waits. */
#ifndef TH_BATCH_MAIL_H
#define TH_BATCH_MAIL_H

#include "batch/morning.h"
#include "batch/spool.h"

/* Is anybody to get mail? */
bool th_mail_is_asked(const th_config *config);
/* After a run that published: puts a message into the folder of mail, if there is reason for one.  `day`: that of the
 * run.  TH_WARN: that is done, and mail of earlier runs waits that a command should have sent, says *trouble. */
th_status th_mail_after_night(const th_morning *morning, int day, th_trouble *trouble);
/* After a try that wrote nothing: tells why. */
th_status th_mail_after_failure(const th_morning *morning, th_str why, th_trouble *trouble);
/* After a systemd unit ended without a result: tells so, unless a run has said itself why it failed. */
th_status th_mail_of_unit(const th_morning *morning, th_str unit, th_trouble *trouble);

#endif
