/* A list of which the departments are told only how many rows it has: a row a unit, its number of rows, and how many of
 * them have each value of the columns that are a catalogue and not sensitive. */
#ifndef TH_REPORT_COUNTED_LIST_H
#define TH_REPORT_COUNTED_LIST_H

#include "report/writer.h"

void th_counted_list_write(th_writer *writer, uint32_t form);

#endif
