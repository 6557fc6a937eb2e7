"""Vietnamese text as the legacy fonts hold it: characters in their CP1252 view, and the runs of a cell.

The two tables stand here once more, apart from those of the program, so that the samples test it."""
import re
import unicodedata

SMALL = "àảãáạằẳẵắặăầẩẫấậâèẻẽéẹềểễếệêđìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵ"
TCVN3 = dict(zip(SMALL, bytes.fromhex(
    "b5b6b7b8b9bbbcbdbec6a8c7c8c9cacba9cccecfd0d1d2d3d4d5d6aaaed7d8dcdddedfe1e2e3e4e5e6e7e8e9abeaebecedeeaceff1f2f3f4f5f6f7f8f9adfafbfcfdfe"
).decode("latin-1"), strict=True))
TCVN3 |= dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))  # toned capitals have no code

TONES = {"\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0301": "ù", "\u0323": "ï"}
CIRCUMFLEX = {"\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0301": "á", "\u0323": "ä", "": "â"}
BREVE = {"\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0301": "é", "\u0323": "ë", "": "ê"}
VNI_WHOLE = {"đ": "ñ", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö"}


def vni_small(c):
    """A small letter: its base, then the byte of its marks."""
    if c in VNI_WHOLE:
        return VNI_WHOLE[c]
    base, *marks = unicodedata.normalize("NFD", c)
    tone = next((m for m in marks if m in TONES), "")
    if "\u0302" in marks or "\u0306" in marks:
        return base + (CIRCUMFLEX if "\u0302" in marks else BREVE)[tone]
    return (VNI_WHOLE[unicodedata.normalize("NFC", base + "\u031b")] if "\u031b" in marks else base) + TONES[tone]


VNI = {c: vni_small(c) for c in SMALL} | {c.upper(): vni_small(c).upper() for c in SMALL}


def tcvn3_runs(text):
    """[(characters, capitals font?)]: a toned capital is its small letter in a font that draws capitals."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return [("".join(TCVN3.get(c.lower(), c.lower()) for c in text), True)]
    runs = []
    for c in text:
        capital = ord(c) > 127 and c.isupper() and c not in TCVN3
        char = TCVN3.get(c.lower() if capital else c, c)
        if runs and runs[-1][1] == capital:
            runs[-1] = (runs[-1][0] + char, capital)
        else:
            runs.append((char, capital))
    return runs


def vni(text):
    """The keyboards of VNI leave the mark small where only the first letter of a word is a capital ("Uûy ban")."""
    def first(m):
        whole = VNI[m.group()]
        return whole[0] + whole[1:].lower()
    text = re.sub("[%s](?=[a-z%s])" % (SMALL.upper(), SMALL), first, text)
    return "".join(VNI.get(c, c) if c in SMALL or c in SMALL.upper() else c for c in text)


class Writing:
    """How one department types: encoding and fonts."""

    def __init__(self, kind):
        self.kind = kind
        self.font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(kind, "Times New Roman")
        self.capitals = ".VnTimeH"

    def runs(self, text):
        """[(characters, font)]"""
        text = unicodedata.normalize("NFC", str(text))
        if self.kind == "tcvn3":
            runs = [(t, self.capitals if capital else self.font) for t, capital in tcvn3_runs(text)]
        elif self.kind == "vni":
            runs = [(vni(text), self.font)]
        elif self.kind == "nfd":
            runs = [(unicodedata.normalize("NFD", text), self.font)]
        else:
            runs = [(text, self.font)]
        if self.kind in ("tcvn3", "vni"):
            for t, _ in runs:
                t.encode("cp1252")  # else the export writes "?"
        return runs

    def name(self, text):
        """A sheet name: no font draws capitals there, so they are typed as they are."""
        if self.kind == "tcvn3":
            return "".join(TCVN3.get(c, c) for c in text)
        return "".join(t for t, _ in self.runs(text))
