"""A workbook with legacy text wherever text lives: cells in several fonts, runs, sheet names, names, formulas, a
drop-down list, conditional formats, header and footer, comments, a table, a chart, a text box, a picture, a macro."""
import io
import pathlib
import struct
import zipfile
import zlib

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"


def codes(name):
    """Letter → its code as CP1252 shows it, from the cases of the encoding tests."""
    table = {}
    for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
        field = line.split("\t")
        if field[0] == "primary":
            table.setdefault(field[4], field[1].encode().decode("unicode_escape") if "\\u" in field[1] else field[1])
    return table


TCVN3, VNI = codes("tcvn3.test"), codes("vni.test")


def tcvn3(text):
    return "".join(TCVN3.get(c, c) for c in text)


def vni(text):
    return "".join(VNI.get(c, c) for c in text)


def esc(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def png(width=24, height=16):
    row = b"\0" + b"\x20\x60\xC0" * width
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b""))


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006/"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def relations(*items):
    return HEAD + f'<Relationships xmlns="{PKG}relationships">' + "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(items, 1)) + "</Relationships>"


def parts(x=tcvn3, v=vni, names=("Tình hình", "Danh mục"), fonts=(".VnTime", ".VnTimeH", "VNI-Times", ".VnArial")):
    """The package as {name: text or bytes}.  With x = v = str and Unicode fonts: what the conversion must give."""
    time, capitals, vnit, arial = fonts
    caps = (lambda t: t) if x is tcvn3 else (lambda t: t.upper())
    first, second = x(names[0]), x(names[1])
    strings = [  # 0..
        f"<si><t>{esc(x('Báo cáo tình hình'))}</t></si>",
        f"<si><t>{esc(x('Đơn vị tính: đồng'))}</t></si>",
        f'<si><r><rPr><b/><sz val="13"/><rFont val="{capitals}"/></rPr><t>{caps(x("á"))}</t></r>'
        f'<r><rPr><sz val="13"/><rFont val="{time}"/></rPr><t xml:space="preserve">{x("p dụng cho các Sở")} </t></r></si>',
        "<si><t>Tổng số đã là Unicode</t></si>",
        f"<si><t>{esc(v('Ủy ban nhân dân'))}</t></si>",
        "<si><t>F &amp; &lt;G&gt;</t></si>",
        f"<si><t>{x('đạt')}</t></si>",
        f"<si><t>{x('Không đạt')}</t></si>",
        "<si><t>plain _x0041_ text</t></si>",
        f"<si><t>{x('Chỉ tiêu')}</t></si>",
        f"<si><t>{x('Thực hiện')}</t></si>",
    ]
    extra = [] if x is tcvn3 else [f"<si><t>{esc(x('Báo cáo tình hình').upper())}</t></si>"]
    title = 0 if x is tcvn3 else 11  # the first cell that uses it decides what stays in its place
    if extra:
        strings[0], extra[0] = extra[0], strings[0]
    p = {}
    p["[Content_Types].xml"] = HEAD + f'<Types xmlns="{PKG}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' \
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>' \
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>' \
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>' + "".join(
            f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in [
                ("xl/worksheets/sheet1.xml", SML + "worksheet+xml"), ("xl/worksheets/sheet2.xml", SML + "worksheet+xml"),
                ("xl/styles.xml", SML + "styles+xml"), ("xl/sharedStrings.xml", SML + "sharedStrings+xml"),
                ("xl/comments1.xml", SML + "comments+xml"), ("xl/tables/table1.xml", SML + "table+xml"),
                ("xl/drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"),
                ("xl/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
                ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
                ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")]) + "</Types>"
    p["_rels/.rels"] = HEAD + f'<Relationships xmlns="{PKG}relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>' \
        f'<Relationship Id="rId2" Type="{PKG}relationships/metadata/core-properties" Target="docProps/core.xml"/>' \
        f'<Relationship Id="rId3" Type="{REL}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    p["xl/workbook.xml"] = HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><workbookPr codeName="ThisWorkbook"/><sheets>' \
        f'<sheet name="{first}" sheetId="1" r:id="rId1"/><sheet name="{second}" sheetId="2" r:id="rId2"/></sheets>' \
        f"<definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'{first}'!$1:$2</definedName>" \
        f"<definedName name=\"{x('Đơn_giá')}\" comment=\"{x('giá đã duyệt')}\">'{first}'!$B$5:$B$6</definedName></definedNames><calcPr calcId=\"191029\"/></workbook>"
    p["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml"),
                                                ("sharedStrings", "sharedStrings.xml")).replace(
        "</Relationships>", '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>')
    p["xl/vbaProject.bin"] = bytes(range(256)) * 40
    face = lambda name, more="": f'<font>{more}<sz val="12"/><color rgb="FF1F3F6E"/><name val="{name}"/><family val="1"/></font>'
    p["xl/styles.xml"] = HEAD + f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0&quot; {x("đồng")}&quot;"/></numFmts>' \
        f'<fonts count="6">{face("Times New Roman")}{face(time)}{face(capitals, "<b/>")}{face(vnit, "<i/>")}{face("Symbol")}{face("Arial")}</fonts>' \
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' \
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' \
        '<cellXfs count="7">' + "".join(f'<xf numFmtId="0" fontId="{i}" fillId="0" borderId="0" xfId="0" applyFont="1"/>' for i in range(6)) + \
        '<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' \
        f'<dxfs count="1"><dxf><font><color rgb="FF9C1C1C"/></font></dxf></dxfs></styleSheet>'
    p["xl/sharedStrings.xml"] = HEAD + f'<sst xmlns="{MAIN}" count="16" uniqueCount="{len(strings) + len(extra)}">' + "".join(strings + extra) + "</sst>"
    s = lambda ref, style, index: f'<c r="{ref}" s="{style}" t="s"><v>{index}</v></c>'
    p["xl/worksheets/sheet1.xml"] = HEAD + f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><sheetPr codeName="Sheet1"/><dimension ref="A1:E12"/><cols><col min="1" max="1" width="31.5" customWidth="1"/><col min="2" max="2" width="22" customWidth="1"/></cols><sheetData>' \
        f'<row r="1" ht="24" customHeight="1">{s("A1", 2, 0)}</row><row r="2">{s("A2", 1, title)}{s("B2", 1, 1)}</row><row r="3">{s("A3", 1, 2)}{s("B3", 0, 3)}</row>' \
        f'<row r="4">{s("A4", 3, 4)}{s("B4", 4, 5)}{s("C4", 0, 8)}</row>' \
        f'<row r="5">{s("A5", 1, 6)}<c r="B5" s="6"><v>1500000</v></c><c r="C5"><f>IF(A5=&quot;{x("đạt")}&quot;,1,0)</f><v>1</v></c></row>' \
        f'<row r="6">{s("A6", 5, 7)}<c r="B6" s="6"><v>2500000</v></c><c r="C6"><f>COUNTIF(A5:A6,"{x("Không đạt")}")</f><v>1</v></c></row>' \
        f'<row r="7"><c r="A7" s="1" t="inlineStr"><is><t>{x("Chữ viết trong ô")}</t></is></c><c r="B7" s="6"><f>SUM({x("Đơn_giá")})</f><v>4000000</v></c></row>' \
        f'<row r="8"><c r="A8" s="1" t="str"><f>IF(C5=1,"{x("Hoàn thành")}","")</f><v>{x("Hoàn thành")}</v></c><c r="B8"><f>SUM(\'{second}\'!B2:B3)</f><v>7</v></c></row></sheetData>' \
        '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>' \
        f'<conditionalFormatting sqref="A5:A6"><cfRule type="containsText" dxfId="0" priority="1" operator="containsText" text="{x("Không")}"><formula>NOT(ISERROR(SEARCH("{x("Không")}",A5)))</formula></cfRule></conditionalFormatting>' \
        f'<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" errorTitle="{x("Sai dữ liệu")}" error="{x("Chọn trong danh sách")}" promptTitle="{x("Kết quả")}" prompt="{x("Chọn đạt hoặc không đạt")}" sqref="A5:A6"><formula1>"{x("đạt")},{x("Không đạt")}"</formula1></dataValidation></dataValidations>' \
        f'<hyperlinks><hyperlink ref="B2" location="\'{second}\'!A1" display="{x("Đơn vị tính: đồng")}"/></hyperlinks>' \
        f'<headerFooter><oddHeader>&amp;L&amp;"{arial},Bold"&amp;12{x("Sở Thông tin và Truyền thông")}&amp;RR&amp;&amp;D</oddHeader><oddFooter>&amp;C&amp;"{time},Regular"{x("Trang")} &amp;P/&amp;N</oddFooter></headerFooter>' \
        '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/></worksheet>'
    p["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("drawing", "../drawings/drawing1.xml"), ("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("comments", "../comments1.xml"))
    p["xl/worksheets/sheet2.xml"] = HEAD + f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><sheetData><row r="1">{s("A1", 1, 9)}{s("B1", 1, 10)}<c r="C1"/></row>' \
        f'<row r="2">{s("A2", 1, 6)}<c r="B2"><v>3</v></c></row><row r="3">{s("A3", 1, 7)}<c r="B3"><v>4</v></c></row>' \
        f'<row r="5"><c r="B5"><f>SUM(Bang1[{x("Thực hiện")}])</f><v>7</v></c></row></sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    p["xl/worksheets/_rels/sheet2.xml.rels"] = relations(("table", "../tables/table1.xml"))
    p["xl/tables/table1.xml"] = HEAD + f'<table xmlns="{MAIN}" id="1" name="Bang1" displayName="Bang1" ref="A1:B3" totalsRowShown="0"><autoFilter ref="A1:B3"/>' \
        f'<tableColumns count="2"><tableColumn id="1" name="{x("Chỉ tiêu")}"/><tableColumn id="2" name="{x("Thực hiện")}"/></tableColumns></table>'
    p["xl/comments1.xml"] = HEAD + f'<comments xmlns="{MAIN}"><authors><author>{x("Nguyễn Văn Bình")}</author></authors><commentList><comment ref="B5" authorId="0"><text>' \
        f'<r><rPr><b/><sz val="9"/><rFont val="Tahoma"/></rPr><t xml:space="preserve">{x("Người duyệt:")}\n</t></r><r><rPr><sz val="9"/><rFont val="{arial}"/></rPr><t>{x("số liệu quý I")}</t></r></text></comment></commentList></comments>'
    p["xl/drawings/vmlDrawing1.vml"] = '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">' \
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t202" style="position:absolute;visibility:hidden">' \
        '<v:fill color2="#ffffe1"/><x:ClientData ObjectType="Note"><x:Row>4</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>'
    anchor = lambda c1, r1, c2, r2, inside: f"<xdr:twoCellAnchor><xdr:from><xdr:col>{c1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>" \
        f"<xdr:to><xdr:col>{c2}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r2}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    p["xl/drawings/drawing1.xml"] = HEAD + f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{REL}">' + \
        anchor(0, 10, 4, 24, f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="{x("Biểu đồ 1")}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
               f'<a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>') + \
        anchor(5, 1, 6, 4, '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Picture 2"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
               '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="300000" cy="200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>') + \
        anchor(5, 5, 8, 9, '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="4" name="TextBox 3"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="400000"/></a:xfrm>'
               '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/>'
               f'<a:p><a:r><a:rPr lang="vi-VN" sz="1100" b="1"><a:latin typeface="{time}"/></a:rPr><a:t>{x("Ghi chú")}</a:t></a:r><a:r><a:rPr lang="vi-VN" sz="1100"><a:latin typeface="{time}"/></a:rPr><a:t>{x(": số liệu ước")}</a:t></a:r></a:p></xdr:txBody></xdr:sp>') + "</xdr:wsDr>"
    p["xl/drawings/_rels/drawing1.xml.rels"] = relations(("chart", "../charts/chart1.xml"), ("image", "../media/image1.png"))
    cache = "".join(f'<c:pt idx="{i}"><c:v>{x(t)}</c:v></c:pt>' for i, t in enumerate(("đạt", "Không đạt")))
    p["xl/charts/chart1.xml"] = HEAD + f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200"><a:latin typeface="{time}"/></a:defRPr></a:pPr><a:r><a:rPr lang="vi-VN"/><a:t>{x("Kết quả thực hiện")}</a:t></a:r></a:p></c:rich></c:tx></c:title>' \
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>\'{second}\'!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{x("Thực hiện")}</c:v></c:pt></c:strCache></c:strRef></c:tx>' \
        f"<c:cat><c:strRef><c:f>'{second}'!$A$2:$A$3</c:f><c:strCache><c:ptCount val=\"2\"/>{cache}</c:strCache></c:strRef></c:cat>" \
        f"<c:val><c:numRef><c:f>'{second}'!$B$2:$B$3</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>3</c:v></c:pt><c:pt idx=\"1\"><c:v>4</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>" \
        '<c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
    p["xl/media/image1.png"] = png()
    p["docProps/core.xml"] = HEAD + f'<cp:coreProperties xmlns:cp="{PKG}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{x("Báo cáo tình hình")}</dc:title><dc:creator>{x("Nguyễn Văn Bình")}</dc:creator></cp:coreProperties>'
    p["docProps/app.xml"] = HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">' \
        f'<Application>Microsoft Excel</Application><TitlesOfParts><vt:vector size="2" baseType="lpstr"><vt:lpstr>{first}</vt:lpstr><vt:lpstr>{second}</vt:lpstr></vt:vector></TitlesOfParts></Properties>'
    return p


def package(p):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for i, (name, content) in enumerate(p.items()):
            info = zipfile.ZipInfo(name, (2007, 3, 1 + i, 8, 30, 2 * i))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, content)
    return out.getvalue()


def before():
    return parts()


def after():
    return parts(str, str, fonts=("Times New Roman", "Times New Roman", "Times New Roman", "Arial"))


if __name__ == "__main__":
    import sys
    pathlib.Path(sys.argv[1]).write_bytes(package(before()))
