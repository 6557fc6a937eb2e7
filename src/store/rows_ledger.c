/* What the secretariat entered, as rows of the store. */
#include "form/entered_rows.h"
#include "store/rows.h"

#include "base/banned.h"

void th_rows_of_ledger(th_span_rows *rows, const th_store_entry *entry)
{
    const th_definition *d = entry->ds->definition;
    th_entered_rows entered;
    th_entered_rows_of(rows->arena, d, &entered);
    for (size_t i = 0; i < entered.n; i++) {
        const th_entered_row *from = &entered.at[i];
        th_str *row = th_spans_add(rows);
        row[TH_AT(ledger, sheet)] = th_str_of(from->sheet);
        row[TH_AT(ledger, number)] = th_span_number(rows->arena, (long long)from->number);
        if (from->unit == TH_ANY)
            row[TH_AT(ledger, unit)] = TH_STR("*");
        else if (from->unit != TH_NONE)
            row[TH_AT(ledger, unit)] = d->units[from->unit].code;
        row[TH_AT(ledger, text)] = from->text;
    }
}
