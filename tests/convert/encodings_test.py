#!/usr/bin/python3
"""Letters by content alone: workbooks in each encoding with the fonts hidden; text of other languages, which stays.

The sentences are the Unicode cells of the samples, written in each encoding by the tables of the encoding tests."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent)]
import rich_workbook as rich  # noqa: E402
from tally import count, finish  # noqa: E402

TONGHOP = os.environ.get("TONGHOP", str(ROOT / "build/tonghop"))
INBOX = ROOT / "samples/cum2-2022/hop-thu"
tmp = pathlib.Path(tempfile.mkdtemp())

# Cells that must come out right, in percent: of more than 20 characters, and of all.  BKHCM1 and VIQR have letters that
# are ASCII punctuation ("Q}-UBND" for QĐ-UBND, "Nhi. Thanh"), which a text by itself does not prove.
LONG, ALL = 99.0, 97.0
LOWEST = {"BKHCM1": (LONG, 84.0), "VIQR": (97.0, ALL)}


def unescaped(text):
    return re.sub(r"\\([tnr\\])", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m[1]], text)


def inspect(path, *options):
    shown = subprocess.run([TONGHOP, "inspect", "--no-header", *options, str(path)], capture_output=True, text=True).stdout
    out = {}
    for line in shown.split("\n"):
        field = line.split("\t")
        if len(field) == 6:
            out[field[0], field[1]] = (field[2], unescaped(field[3]), field[5])
    return out


def workbook(path, texts):
    """One column of strings, in the default font."""
    protect = lambda t: re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda m: "_x%04X_" % ord(m[0]), rich.esc(t)).replace("\r", "&#13;")
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t xml:space="preserve">{protect(t)}</t></is></c></row>' for i, t in enumerate(texts, 1))
    p = rich.before()
    keep = {k: p[k] for k in ("_rels/.rels", "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml", "xl/vbaProject.bin")}
    keep["xl/workbook.xml"] = rich.HEAD + f'<workbook xmlns="{rich.MAIN}" xmlns:r="{rich.REL}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    keep["xl/_rels/workbook.xml.rels"] = rich.relations(("worksheet", "worksheets/sheet1.xml"))
    keep["xl/worksheets/sheet1.xml"] = rich.HEAD + f'<worksheet xmlns="{rich.MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    path.write_bytes(rich.package(keep))
    return path


def sentences():
    found = dict.fromkeys(text for f in sorted(INBOX.iterdir()) for kind, text, flags in inspect(f).values()
                          if kind == "s" and any(ord(c) > 0x7F for c in text))
    return [t for t in found if not re.search(r"[^\x20-\x7EÀ-ỹ₫–—“”…]", t)]


def cases(name):
    out = []
    for line in (rich.DATA / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            out.append([re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), f) for f in line.split("\t")])
    return out


def tables():
    """{encoding: letter → code}; the first code of a letter is the one it is written with."""
    out = {"TCVN3": dict(rich.TCVN3), "VNI": dict(rich.VNI)}
    for encoding, kind, code, _, _, letter in cases("rare.test"):
        if kind in ("primary", "alt"):
            out.setdefault(encoding, {}).setdefault(letter, code)
    return out


def cp1252(data):
    return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def never_guessed():
    rows = (ROOT / "src/text/encodings.def").read_text(encoding="utf-8")
    return re.findall(r'^TH_ENCODING\(\w+, "([^"]*)", "[^"]*", NEVER\)$', rows, flags=re.M)


def writers():
    for name, table in tables().items():
        if name not in never_guessed():
            small = not all(c in table for c in "ÁẤ")  # no capitals with tones: they are drawn by fonts
            yield name, lambda t, table=table, small=small: "".join(table.get(c, c) for c in (t.lower() if small else t)), small
    yield "UTF-8 once", lambda t: cp1252(t.encode()), False
    yield "UTF-8 twice", lambda t: cp1252(cp1252(t.encode()).encode()), False
    yield "references", lambda t: "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in t), False
    yield "decomposed", lambda t: __import__("unicodedata").normalize("NFD", t), False


def rates():
    texts = sentences()
    count(len(texts) > 150, f"only {len(texts)} sentences in the samples")
    for name, encode, small in writers():
        want = [t.lower() if small else t for t in texts]
        got = inspect(workbook(tmp / "a.xlsx", [encode(t) for t in want]), "--ignore-fonts")
        right = {i for i, t in enumerate(want) if got.get(("A", f"A{i + 1}"), ("", "", ""))[1] == t}
        long = [i for i, t in enumerate(want) if len(t) > 20]
        rate, rate_long = 100 * len(right) / len(want), 100 * len(right & set(long)) / len(long)
        print(f"{name:12s} {rate:6.2f} % of {len(want)} cells, {rate_long:6.2f} % of those over 20 characters")
        lowest_long, lowest = LOWEST.get(name, (LONG, ALL))
        count(rate >= lowest, f"{name}: {rate:.2f} % of all")
        count(rate_long >= lowest_long, f"{name}: {rate_long:.2f} % of the long ones")
        wrong = [(encode(want[i]), got[("A", f"A{i + 1}")][1], want[i]) for i in range(len(want))
                 if i not in right and got.get(("A", f"A{i + 1}"), ("", encode(want[i]), ""))[1] != encode(want[i])]
        count(len(wrong) <= len(want) // 100, f"{name}: made worse: {wrong[:5]}")


def every_row_of_vni():
    rows = [(r[1], r[4]) for r in cases("vni.test")]
    got = inspect(workbook(tmp / "vni.xlsx", [code for code, _ in rows]), "--ignore-fonts")
    for i, (code, letter) in enumerate(rows, 1):
        count(got[("A", f"A{i}")][1] == letter, f"VNI {code!r}: {got[('A', f'A{i}')]} is not {letter}")


OTHERS = {
    "French": "Été, où çà, garçon, élève, naïve, Noël, cœur, hôtel, forêt, être, très, déjà, août, Français à l'étranger, "
              "Société générale des théâtres, L'année dernière à Orléans, Dépenses réelles, Budget voté, préfecture, Côte-d'Or",
    "German": "Straße, Größe, Übersicht, Änderung, Öl, für, müssen, können, Fußgänger, Bücher, Jahresabschluß, Köln, München, "
              "Anzahl der Gemeinden nach Größenklassen, Übertrag aus früheren Jahren, Gebühren und Beiträge, Löhne, Gehälter",
    "Czech": "Žluťoučký kůň, příliš, ďábelské ódy, Česká republika, Přehled výdajů, Náklady, Základní škola, řeka, šťastný, "
             "Vývoj počtu obyvatel v krajích, Zůstatek, Účet, Město, účetní období, výsledek hospodaření",
    "Spanish": "año, niño, ¿qué?, ¡sí!, español, administración, público, Córdoba, índice, número, Cuántos, más, está, país",
    "Portuguese": "ação, informação, município, São Paulo, não, três, público, política, saúde, educação, câmbio, órgão, países",
    "Danish": "Rødovre, Ærø, Århus, København, år, størrelse, udgift, øvrige, bjærg, Sønderjylland",
    "Polish": "Łódź, województwo świętokrzyskie, gmina, ludność, żółw, Gdańsk, Kraków, różne, ćwiczenia",
    "English": "naïve café, résumé, £500, §12, ©2022, ®, 25 µm, 5 °C, ±3, 1½, “quoted” – dash… €20, don't, (a+b), x^2, so. What?",
}


def other_languages_stay():
    for language, text in OTHERS.items():
        texts = [t.strip() for t in text.split(",")] + [text]
        got = inspect(workbook(tmp / "other.xlsx", texts))
        for i, t in enumerate(texts, 1):
            kind, shown, flags = got[("A", f"A{i}")]
            count(shown == t and "legacy" not in flags, f"{language}: {t!r} became {shown!r} ({flags})")


def a_workbook_of_another_language_outvotes_chance_words():
    """Short Danish words that TCVN3 happens to read ("Høng" as "Hứng"), among others that nothing reads."""
    texts = ["Høng", "Søn", "Odense SØ", "København", "Rødovre", "Sønderjylland", "ingeniør", "Hørsholm", "Århus", "Næstved", "Ærøskøbing",
             "Køge", "Tønder", "Brønderslev", "Helsingør", "Frederiksværk", "Jyderup", "Kalundborg", "Slagelse"]
    got = inspect(workbook(tmp / "danish.xlsx", texts))
    for i, t in enumerate(texts, 1):
        count(got[("A", f"A{i}")][1] == t, f"{t!r} became {got[('A', f'A{i}')]}")


def unicode_stays():
    """Cells of the samples that are Unicode, all in one workbook without fonts: none changes; in a converted sample
    nothing is left to convert."""
    texts = [t for name in ("unicode.test",) for t, *_ in cases(name)] + sentences()
    got = inspect(workbook(tmp / "unicode.xlsx", texts))
    changed = [(t, got[("A", f"A{i}")]) for i, t in enumerate(texts, 1) if got[("A", f"A{i}")][1] != t or got[("A", f"A{i}")][2]]
    count(not changed, f"Unicode text changed: {changed[:5]}")
    for f in sorted(INBOX.iterdir()):
        out = tmp / (f.stem + ".out.xlsx")
        subprocess.run([TONGHOP, "convert", "-q", str(f), str(out)], capture_output=True)
        left = [v for v in inspect(out).values() if "legacy" in v[2] or "doubtful" in v[2]]
        count(not left, f"{f.name}: converted, and still {left[:3]}")


def a_text_valid_by_itself_is_not_outvoted():
    """Texts of another encoding, or of none, in a workbook of one: the votes do not make of them what nobody writes."""
    book = ["Đơn vị tính", "Tên hàng", "Ghi chú", "Hàng hoá", "bộ", "Nguyên liệu", "Dụng cụ", "Tổng cộng", "chiếc", "Số lượng"]
    written = tables() | {"Unicode": {}}
    texts = {("TCVN3", "VNI"): ["Công Ty", "Kho Công Ty", "lít", "Tổng số", "Lưu y :", "Xã", "Thị trấn", "cộng"],
             ("TCVN3", "Unicode"): ["Công Ty", "lít", "Tên", "Không", "Thôn", "Mã", "Có", "Xã Thông Nông", "Cân"],
             ("VNI", "TCVN3"): ["có", "Tổng số", "Nghề", "Khẩu", "Mẫu số", "hộp"],
             ("VNI", "Unicode"): ["Thôn", "Khó", "Nhóm", "Hòa", "Xóm", "lít", "Công Ty"]}
    for (host, guest), lone in texts.items():
        encode = lambda t, name: "".join(written[name].get(c, c) for c in t)
        own = [(t, encode(t, host)) for t in book if all(ord(c) < 128 or c in written[host] for c in t)]
        rows = own + [pair for t in lone for pair in ((t, encode(t, guest)), own[len(t) % len(own)])]
        got = inspect(workbook(tmp / "mixed.xlsx", [raw for _, raw in rows]))
        for i, (text, raw) in enumerate(rows, 1):
            count(got[("A", f"A{i}")][1] == text, f"{guest} in {host}: {raw!r} became {got[('A', f'A{i}')]}, not {text}")


rates()
every_row_of_vni()
other_languages_stay()
a_workbook_of_another_language_outvotes_chance_words()
unicode_stays()
a_text_valid_by_itself_is_not_outvoted()
for f in tmp.iterdir():
    f.unlink()
tmp.rmdir()
finish()
