/* Dates, times and durations as the XML of workbooks writes them (ISO 8601; .ods, and strict .xlsx). */
#ifndef TH_BOOK_ISO_H
#define TH_BOOK_ISO_H

#include "base/str.h"

/* "2022-04-19[T13:30[:00][.5][Z]]": serial of the 1900 system; false too before 1900, but for its day 0, which is a
 * time of day. */
bool th_iso_date(th_str text, double *serial);
/* A date, a time of day or a duration as a serial of a workbook, whose day 0 is 1899-12-31 or that of 1904. */
bool th_iso_serial(th_str text, bool date1904, double *serial);
/* "13:30:00", "T13:30:00.5": part of a day. */
bool th_iso_clock(th_str text, double *days);
/* "PT13H30M00S", "-P1DT2H": days. */
bool th_iso_duration(th_str text, double *days);

#endif
