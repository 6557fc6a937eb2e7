/* The block of indicators on the sheet of a form, below its list where it has one. */
#ifndef TH_REPORT_FORM_BLOCK_H
#define TH_REPORT_FORM_BLOCK_H

#include "report/writer.h"

void th_form_block(th_writer *writer, uint32_t form);

#endif
