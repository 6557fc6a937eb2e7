/* What the files of a dossier are called.  Who opens one years later finds them in DOC-TOI.txt, too. */
#ifndef TH_BATCH_DOSSIER_FILES_H
#define TH_BATCH_DOSSIER_FILES_H

#define TH_DOSSIER_ORIGINALS "goc"
#define TH_DOSSIER_DEFINITION "dinh-nghia"
#define TH_DOSSIER_LEDGER "so-ban-thu-ky" /* a folder, in which the ledger has its own name */
#define TH_DOSSIER_FEEDBACK "phan-hoi"
#define TH_DOSSIER_WORKBOOK "Tong-hop.xlsx"
#define TH_DOSSIER_SENT "Tong-hop-gui.xlsx" /* the edition for the departments */
#define TH_DOSSIER_PDF "Tong-hop.pdf"
#define TH_DOSSIER_MINUTES "BIEN-BAN-THAM-DINH.xlsx"
#define TH_DOSSIER_DECIDED "quyet-dinh.tsv"
#define TH_DOSSIER_INPUTS "goc.tsv"     /* each input of the run, and its original */
#define TH_DOSSIER_LISTED "hop-thu.tsv" /* what was said of the inbox when it was listed */
#define TH_DOSSIER_MEMORY "bo-nho.tsv"  /* what was known before the run */
#define TH_DOSSIER_FREEZES "chot.tsv"   /* what was frozen and opened so far */
#define TH_DOSSIER_FROZEN "da-chot"     /* the definition and the ledger of the days of freezes, by number */
#define TH_DOSSIER_FROZEN_PARTS "da-chot.tsv"
#define TH_DOSSIER_FROZEN_MEMORY "bo-nho-chot.tsv"
#define TH_DOSSIER_OUTCOME "luot.records" /* what the run came to */
#define TH_DOSSIER_PREVIOUS "luot-truoc.records"
#define TH_DOSSIER_LAST_YEAR "nam-truoc.records"
#define TH_DOSSIER_RUNS "nhat-ky.txt"
#define TH_DOSSIER_PROGRAM "chuong-trinh.txt" /* key = value: what else the run went by */
#define TH_DOSSIER_README "DOC-TOI.txt"

#endif
