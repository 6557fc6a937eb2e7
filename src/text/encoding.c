/* What people call the encodings and the evidence for them. */
#include "text/encoding.h"

#include "base/banned.h"

th_words th_encoding_words(th_encoding encoding)
{
    static const th_words names[TH_ENCODINGS] = {
#define TH_ENCODING(id, vi, en, candidate) [TH_ENC_##id] = {{vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}},
#include "text/encodings.def"
    };
    return names[encoding];
}

th_str th_encoding_name(th_encoding encoding)
{
    return th_encoding_words(encoding).vi;
}

th_str th_evidence_vi(th_evidence evidence)
{
    static const char *const words[] = {
        [TH_EVIDENCE_NONE] = "",
        [TH_EVIDENCE_RUN_FONT] = "phông của đoạn chữ",
        [TH_EVIDENCE_CELL_FONT] = "phông của ô",
        [TH_EVIDENCE_CONTENT] = "nội dung chữ",
        [TH_EVIDENCE_COLUMN] = "đa số ô trong cột",
        [TH_EVIDENCE_SHEET] = "đa số ô trong trang",
        [TH_EVIDENCE_WORKBOOK] = "đa số ô trong tệp",
        [TH_EVIDENCE_NFD] = "dấu rời được ghép lại",
    };
    return th_str_of(words[evidence]);
}

th_str th_evidence_en(th_evidence evidence)
{
    static const char *const words[] = {
        [TH_EVIDENCE_NONE] = "",
        [TH_EVIDENCE_RUN_FONT] = "font of the run",
        [TH_EVIDENCE_CELL_FONT] = "font of the cell",
        [TH_EVIDENCE_CONTENT] = "the text itself",
        [TH_EVIDENCE_COLUMN] = "most cells of the column",
        [TH_EVIDENCE_SHEET] = "most cells of the sheet",
        [TH_EVIDENCE_WORKBOOK] = "most cells of the file",
        [TH_EVIDENCE_NFD] = "combining marks composed",
    };
    return th_str_of(words[evidence]);
}

bool th_text_suspicious(th_str s)
{
    /* In UTF-8, the characters U+0080 to U+00FF are C2 80 to C3 BF. */
    for (size_t i = 0; i + 1 < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == 0xC2 || c == 0xC3)
            return true;
    }
    return false;
}
