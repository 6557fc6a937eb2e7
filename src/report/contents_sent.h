/* MỤC LỤC of the edition for the departments (report/sent_copy.h). */
#ifndef TH_REPORT_CONTENTS_SENT_H
#define TH_REPORT_CONTENTS_SENT_H

#include "report/writer.h"

void th_contents_sent(const th_report *r);

#endif
