#!/usr/bin/python3
"""Writes what a fuzz target begins with: seeds.py TARGET FOLDER.  No seed is larger than 4 KB, so that many inputs are tried.

Readers get files of the fault matrix (tests/faults), each of which leads to another place; what is used gets workbooks of
the school sample with their cells and nothing else.  Targets that make their own inputs get none."""
import pathlib
import sys
import zipfile
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/faults"), str(ROOT / "tests")]
import compound  # noqa: E402  (beside the fault tests)
import ods_faults  # noqa: E402
import package  # noqa: E402
import xlsb_package  # noqa: E402
import xls_faults  # noqa: E402
import xml_faults  # noqa: E402

MOST = 4096


def packages():
    yield package.book()
    for _, content, _ in xml_faults.faults():
        yield content


def ods_packages():
    yield ods_faults.ods()
    for _, content, _ in ods_faults.faults():
        yield content


def xls_files():
    yield compound.xls()
    for _, content, _ in xls_faults.faults():
        yield content


def xlsb_packages():
    yield xlsb_package.xlsb()
    yield xlsb_package.all_kinds().package()


def sheet_xml(sheet):
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            if isinstance(cell.value, (int, float)):
                cells.append(f'<c r="{cell.coordinate}"><v>{cell.value}</v></c>')
            elif cell.value is not None:
                cells.append(f'<c r="{cell.coordinate}" t="inlineStr"><is><t>{escape(str(cell.value))}</t></is></c>')
        if cells:
            rows.append(f'<row r="{row[0].row}">{"".join(cells)}</row>')
    return f'<worksheet><sheetData>{"".join(rows)}</sheetData></worksheet>'


def submissions():
    """The school's workbooks as values."""
    import openpyxl
    for path in sorted((ROOT / "samples/truong-hoc/hop-thu").glob("*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        entries = {"xl/workbook.xml": "", "xl/_rels/workbook.xml.rels": ""}
        sheets = relations = ""
        for i, sheet in enumerate(book.worksheets, 1):
            sheets += f'<sheet name="{escape(sheet.title)}" sheetId="{i}" r:id="r{i}"/>'
            relations += f'<Relationship Id="r{i}" Type="x/worksheet" Target="s{i}.xml"/>'
            entries[f"xl/s{i}.xml"] = sheet_xml(sheet)
        entries["xl/workbook.xml"] = f"<workbook><sheets>{sheets}</sheets></workbook>"
        entries["xl/_rels/workbook.xml.rels"] = f"<Relationships>{relations}</Relationships>"
        yield package.zipped(entries)


def archives():
    import io
    for names in (["a.xlsx"], ["a.xlsx", "b/c.xlsx"], ["a.txt", "a.xlsx", "../b.xlsx"]):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name in names:
                file.writestr(name, package.book())
        yield out.getvalue()


def pages():
    head = '<meta charset="utf-8"><style>.t{mso-number-format:"\\@";} br{mso-data-placement:same-cell;}</style>'
    for content in ("<td>1<td rowspan=2>x<tr><td colspan=2>y", "<td x:num=44670 class=t>x<td sdval=1 sdnum='1033;0;0%'>y",
                    "<td>a<br>b<table><tr><td>1</table>c<td><font face='.VnTime'>T\u00e6ng</font>", "<td style='display:none'>&nbsp;&#7879;12"):
        yield f"{head}<p>T</p><table border=1><col><tr>{content}</table>".encode()
    yield ("<meta name=generator content=LibreOffice><a name=table0><h1><em>S</em></h1></a><table><tr><td>1</table>").encode()
    yield "\ufeff<html><table><tr><td>1".encode("utf-16-le")


def xml_books():
    """XML of Excel 2003, then flat OpenDocument."""
    head = "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='x'>"
    styles = ("<ExcelWorkbook><Date1904/></ExcelWorkbook><Styles><Style ss:ID='Default'><Alignment ss:Horizontal='Center' ss:WrapText='1'/><Font ss:FontName='.VnTime' "
              "ss:Size='12' ss:Bold='1'/><Borders><Border ss:Position='Left' ss:LineStyle='Continuous'/></Borders></Style><Style ss:ID='a' ss:Parent='Default'>"
              "<NumberFormat ss:Format='Short Date'/></Style></Styles>")
    for table in ("<Column ss:Index='2' ss:Span='3' ss:Hidden='1' ss:Width='9' ss:StyleID='a'/><Row ss:Index='3' ss:Span='2' ss:Height='0'/><Row><Cell/></Row>",
                  "<Row><Cell ss:MergeAcross='2' ss:MergeDown='1' ss:StyleID='a'><Data ss:Type='Number'>44670</Data></Cell><Cell ss:Index='9'><Data ss:Type='Boolean'>1</Data></Cell></Row>",
                  "<Row><Cell ss:Formula='=SUM(R[-1]C:R2C3)'><Data ss:Type='Error'>#N/A</Data></Cell><Cell ss:Formula='=C[1]'><Data ss:Type='DateTime'>1899-12-31T13:30:00</Data></Cell></Row>",
                  "<Row><Cell><ss:Data ss:Type='String'><B>Tæng<Font h:Face='Arial' h:Size='9'>a&#10;b</Font></B></ss:Data><Comment><Data>x</Data></Comment></Cell></Row>"):
        yield f"{head}{styles}<Worksheet ss:Name='S'><Table>{table}</Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>".encode()
    flat = ("<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>"
            "<office:automatic-styles><style:style style:name='c' style:family='table-cell'><style:text-properties fo:font-family='.VnTime'/></style:style></office:automatic-styles>"
            "<office:body><office:spreadsheet><table:table table:name='S'><table:table-column table:number-columns-repeated='3'/>%s</table:table></office:spreadsheet></office:body></office:document>")
    for row in ("<table:table-row table:number-rows-repeated='3'><table:table-cell table:style-name='c' office:value-type='float' office:value='1'/></table:table-row>",
                "<table:table-row><table:table-cell office:value-type='string'><text:p>a<text:s text:c='2'/>b</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"):
        yield (flat % row).encode()


SEEDS = {"fuzz_xml2003": [xml_books], "fuzz_html": [pages], "fuzz_xlsx": [packages], "fuzz_zip": [packages], "fuzz_rewrite": [packages, submissions], "fuzz_learn": [packages, submissions],
         "fuzz_use": [submissions], "fuzz_ods": [ods_packages], "fuzz_biff": [xls_files], "fuzz_cfb": [xls_files], "fuzz_xlsb": [xlsb_packages], "fuzz_archive": [archives]}


def main(target, folder):
    folder = pathlib.Path(folder)
    for source in SEEDS.get(target, []):
        for number, content in enumerate(content for content in source() if 0 < len(content) <= MOST):
            (folder / f"{source.__name__}-{number}").write_bytes(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
