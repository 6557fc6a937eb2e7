"""Workbooks of the school sample, changed."""
import re
import zipfile


def with_figure(source, figure, to):
    """The workbook with another number of classes (HS.04, cell F13 of the first sheet), and so other bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data, n = re.subn(rb'(<c r="F13"[^>]*><v>)[^<]*(</v>)', rb"\g<1>%d\g<2>" % figure, data)
                assert n == 1, source
            new.writestr(info, data)


def with_cells(source, cells, to):
    """The workbook with other values in cells of its first sheet: a number, or a text.  Its bytes are the same each time."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as new:
        for info in old.infolist():
            data = old.read(info)
            for cell, value in cells.items() if info.filename == "xl/worksheets/sheet1.xml" else ():
                content = b"<v>%d</v>" % value if isinstance(value, int) else b"<is><t>%s</t></is>" % value.encode()
                kind = b"" if isinstance(value, int) else b' t="inlineStr"'
                data, n = re.subn(rb'<c r="%s"( s="\d+")?[^>]*>.*?</c>' % cell.encode(), rb'<c r="%s"\1%s>%s</c>' % (cell.encode(), kind, content), data)
                assert n == 1, (source, cell)
            info.compress_type = zipfile.ZIP_STORED
            new.writestr(info, data)
