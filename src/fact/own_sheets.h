/* Sheets of our own blank workbook that are no forms: what reads the workbook back leaves them aside. */
#ifndef TH_FACT_OWN_SHEETS_H
#define TH_FACT_OWN_SHEETS_H

#define TH_OWN_CHECK_SHEET "TỰ KIỂM TRA" /* and "TỰ KIỂM TRA (2)", where somebody copied it */
#define TH_OWN_POINTS_SHEET "ĐIỂM TẠM TÍNH"

#endif
