"""One workbook as a department would lay it out: title block, two-row header, letter row, rows, footer."""
import datetime
import itertools

import xlsxwriter

import data
from legacy import Writing


class Book:
    def __init__(self, path, unit, kind, *, codes=False, shifted=False, typed=False, dated_rank=False, names=None, meta=False, plain_header=False):
        self.unit, self.kind, self.codes, self.shifted, self.typed, self.dated_rank = unit, kind, codes, shifted, typed, dated_rank
        self.names, self.meta, self.plain_header = names or {}, meta, plain_header
        self.writing = Writing(kind)
        self.book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
        self.book.set_properties({"created": datetime.datetime(2022, 12, 28), "author": "", "title": ""})
        self.formats = {}
        self.values = data.unit_figures(unit)

    # ---- formats ----

    def style(self, font=None, **more):
        base = {"font_name": font or self.writing.font, "font_size": 11, "valign": "vcenter", **more}
        key = tuple(sorted(base.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(base)
        return self.formats[key]

    def text(self, row, col, value, merge=None, **style):
        runs = self.writing.runs(value)
        cell = self.style(**style)
        if not runs or not runs[0][0]:
            return
        if merge and merge[:2] == merge[2:]:
            merge = None
        if len(runs) == 1:
            cell = self.style(font=runs[0][1], **style)
            if merge:
                self.sheet.merge_range(*merge, runs[0][0], cell)
            else:
                self.sheet.write_string(row, col, runs[0][0], cell)
            return
        if merge:
            self.sheet.merge_range(*merge, "", cell)
        parts = []
        for characters, font in runs:
            parts += [self.style(font=font, **{k: v for k, v in style.items() if k in ("bold", "italic", "font_size")}), characters]
        self.sheet.write_rich_string(row, col, *parts, cell)

    def fit_row(self, row, texts):
        """Row height for the longest wrapped text; texts: [(text, column width)]. Excel would do it on opening, other programs do not."""
        lines = max((-(-len(str(t)) * 9 // (10 * int(w))) for t, w in texts if t), default=1)
        if lines > 1:
            self.sheet.set_row(row, 15 * lines + 2)

    # ---- the frame of a form ----

    def start(self, form, columns, widths, subtitle="Năm 2022"):
        name = self.names.get(form["Mã"], form["Mã"])
        self.sheet = self.book.add_worksheet(self.writing.name(name))
        self.form, self.row = form, (2 if self.shifted else 0)
        s, last = self.sheet, columns - 1
        s.set_landscape()
        s.set_paper(9)
        s.fit_to_pages(1, 0)
        s.set_margins(0.5, 0.4, 0.6, 0.6)
        self.widths = widths
        for c, w in enumerate(widths):
            s.set_column(c, c, w)
        font = "" if self.plain_header else f'&"{self.writing.font},Italic"&9'
        head = "".join(t for t, _ in self.writing.runs("Cụm thi đua số 2, năm 2022"))
        s.set_header(f"&R{font}{head}")
        s.set_footer(f"&C{font}Trang &P/&N")
        number = form["Mã"][1:3]
        suffix = form["Mã"].split("_")[1]
        right = max(last - 2, 3)
        self.text(self.row, 0, f"UBND TỈNH {data.NAMES[self.unit].upper()}", (self.row, 0, self.row, 2), align="center")
        self.text(self.row, right, f"Biểu số {number}/CTĐS2-{suffix}", (self.row, right, self.row, last), align="center")
        self.text(self.row + 1, 0, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", (self.row + 1, 0, self.row + 1, 2), align="center", bold=True)
        self.text(self.row + 1, right, "Đơn vị nhận: Cụm trưởng Cụm thi đua số 2", (self.row + 1, right, self.row + 1, last), align="center", italic=True)
        self.text(self.row + 3, 0, form["Tên"].upper(), (self.row + 3, 0, self.row + 3, last), align="center", bold=True, font_size=14)
        self.text(self.row + 4, 0, subtitle, (self.row + 4, 0, self.row + 4, last), align="center", italic=True)
        if self.shifted:
            self.text(self.row + 5, 0, "Số liệu tính đến hết ngày 15/12/2022", (self.row + 5, 0, self.row + 5, last), align="center", italic=True)
            self.row += 1
        self.row += 6

    def header(self, top, bottom, letters):
        """top: labels with spans [(label, columns)]; bottom: labels under the spans wider than one."""
        r, c = self.row, 0
        look = {"bold": True, "align": "center", "border": 1, "text_wrap": True, "bg_color": "#E7EEF7"}
        under = iter(bottom)
        for label, span in top:
            if span == 1:
                self.text(r, c, label, (r, c, r + 1, c), **look)
            else:
                self.text(r, c, label, (r, c, r, c + span - 1), **look)
                for k in range(span):
                    self.text(r + 1, c + k, next(under), **look)
            c += span
        self.sheet.set_row(r, 22)
        self.sheet.set_row(r + 1, 32)
        for k, letter in enumerate(letters):
            self.text(r + 2, k, letter, align="center", italic=True, border=1, font_size=9)
        self.sheet.repeat_rows(r, r + 1)
        self.row += 3

    def footer(self, last):
        self.row += 1
        place = f"{data.NAMES[self.unit]}, ngày 28 tháng 12 năm 2022"
        left, right = 1, max(last - 3, 3)
        self.text(self.row, right, place, (self.row, right, self.row, last), align="center", italic=True)
        self.text(self.row + 1, left, "NGƯỜI LẬP BIỂU", align="center", bold=True)
        self.text(self.row + 1, right, "GIÁM ĐỐC", (self.row + 1, right, self.row + 1, last), align="center", bold=True)
        self.text(self.row + 2, left, "(Ký, họ tên)", align="center", italic=True)
        self.text(self.row + 2, right, "(Ký, họ tên, đóng dấu)", (self.row + 2, right, self.row + 2, last), align="center", italic=True)
        self.text(self.row + 6, left, "Nguyễn Văn A", align="center")
        self.text(self.row + 6, right, "Trần Văn B", (self.row + 6, right, self.row + 6, last), align="center")

    # ---- indicator forms ----

    def indicator_block(self, rows):
        cols = ["stt", "label"] + (["code"] if self.codes else []) + (["extra"] if self.shifted else []) + ["unit", "truoc", "ke_hoach", "nay", "so_sanh", "ghi_chu"]
        at = {k: i for i, k in enumerate(cols)}
        names = {"stt": "STT", "label": "Chỉ tiêu", "code": "Mã số", "extra": "Phòng cung cấp số liệu", "unit": "Đơn vị tính", "ghi_chu": "Ghi chú"}
        top = [(names[k], 1) for k in cols if k in names and k != "ghi_chu"] + [("Thực hiện", 4), ("Ghi chú", 1)]
        n = len(cols) - 5
        letters = [chr(65 + i) for i in range(n)] + ["1", "2", "3", "4=3/1", "5"]
        self.header(top, ["Năm trước", "Kế hoạch", "Năm nay", "So sánh (%)"], letters)
        start, places = self.row, {}
        group = None
        for r in rows:
            heading = r["Nhóm"]
            if heading and heading != group and heading not in (x["Nhãn"] for x in rows):
                self.row += 1
            group = heading or group
            self.row += self.parted(r)
            places[r["Mã"]] = self.row
            self.row += 1
        self.row, group = start, None
        for r in rows:
            heading = r["Nhóm"]
            if heading and heading != group and heading not in (x["Nhãn"] for x in rows):
                for k in range(len(cols)):
                    self.sheet.write_blank(self.row, k, None, self.style(border=1))
                self.text(self.row, 1, heading, border=1, bold=True)
                self.row += 1
            group = heading or group
            for k in range(len(cols) * self.parted(r)):
                self.sheet.write_blank(self.row, k, None, self.style(border=1))
            self.row += self.parted(r)
            self.indicator_row(r, at, places)
        return at, places

    def parted(self, r):
        """Lào Cai leaves a row empty in the middle of the long forms."""
        return self.shifted and r["STT"] == "7"

    def indicator_row(self, r, at, places):
        row, code = self.row, r["Mã"]
        bold = code in data.TOTALS or code in data.RATIOS
        for col in at.values():
            self.sheet.write_blank(row, col, None, self.style(border=1))
        self.text(row, at["stt"], r["STT"], border=1, align="center")
        self.text(row, at["label"], r["Nhãn"], border=1, text_wrap=True, bold=bold)
        if "code" in at:
            self.text(row, at["code"], code, border=1, align="center")
        if "extra" in at:
            self.text(row, at["extra"], "Văn phòng Sở", border=1)
        self.text(row, at["unit"], r["ĐVT"], border=1, align="center", text_wrap=True)
        for measure in ("truoc", "ke_hoach", "nay"):
            self.figure(r, row, at, measure, places, bold)
        self.compared(r, row, at)
        remark = self.values.get((code, "ghi_chu"))
        if remark:
            self.text(row, at["ghi_chu"], remark, border=1, text_wrap=True)
        now = data.TYPED.get((self.unit, code)) or self.values.get((code, "nay"))
        texts = [(r["Nhãn"], "label"), (r["ĐVT"], "unit"), (remark, "ghi_chu")] + ([(now, "nay")] if isinstance(now, str) else [])
        self.fit_row(row, [(t, self.widths[at[k]]) for t, k in texts])
        if code == "BCVT.13" and self.shifted:
            self.sheet.set_row(row, None, None, {"hidden": True})
        self.row += 1

    def as_typed(self, value, r):
        """What a clerk of Điện Biên types: a text with dots and commas."""
        if r["Kiểu"] == "tiền":
            return f"{value:,}".replace(",", ".") + "đ"
        if isinstance(value, float):
            return f"{value:.1f}".replace(".", ",") + ("%" if r["Kiểu"] == "phần trăm" else "")
        return f"{value:,}".replace(",", ".")

    def figure(self, r, row, at, measure, places, bold):
        code, col = r["Mã"], at[measure]
        value = self.values.get((code, measure))
        typed = data.TYPED.get((self.unit, code)) if measure == "nay" else None
        if value is None and typed is None:
            return
        look = {"border": 1, "bold": bold}
        if typed is not None:
            self.text(row, col, typed, align="right", **look)
        elif isinstance(value, str):
            rank = r["Kiểu"] == "hạng"
            if rank and self.dated_rank and measure == "nay" and code == "CNTT.01":
                self.sheet.write_number(row, col, 23132, self.style(num_format="mmm-yy", align="right", **look))  # 05/63 typed in Excel
            else:
                self.text(row, col, value.zfill(5) if rank and self.unit == "LS" else value, align="center" if rank else "left", text_wrap=True, **look)
        elif code in data.TOTALS and all(p in places and (p, measure) in self.values for p in data.TOTALS[code]):
            ref = lambda c: xlsxwriter.utility.xl_rowcol_to_cell(places[c], col)
            self.sheet.write_formula(row, col, "=" + "+".join(ref(p) for p in data.TOTALS[code]), self.style(num_format="#,##0", **look), value)
        elif code in data.DIFFERENCES and all((p, measure) in self.values for p in data.DIFFERENCES[code]):
            a, b = (xlsxwriter.utility.xl_rowcol_to_cell(places[p], col) for p in data.DIFFERENCES[code])
            self.sheet.write_formula(row, col, f"={a}-{b}", self.style(num_format="#,##0", **look), value)
        elif code in data.RATIOS and all(p in places and (p, measure) in self.values for p in data.RATIOS[code]) and not self.typed:
            a, b = (xlsxwriter.utility.xl_rowcol_to_cell(places[p], col) for p in data.RATIOS[code])
            self.sheet.write_formula(row, col, f"={a}/{b}*100", self.style(num_format="0.0", **look), value)
        elif self.typed and (isinstance(value, float) or value >= 1000) and code != "TTC.02":
            self.text(row, col, self.as_typed(value, r), align="right", **look)
        else:
            self.sheet.write_number(row, col, value, self.style(num_format="0" if code == "TTC.02" else "0.0" if isinstance(value, float) else "#,##0", **look))

    def compared(self, r, row, at):
        code, value = r["Mã"], self.values.get((r["Mã"], "so_sanh"))
        if (self.unit, code) in data.COMPARED_IN_WORDS:
            self.text(row, at["so_sanh"], data.COMPARED_IN_WORDS[self.unit, code], border=1, align="right")
            return
        if value is None:
            return
        now = self.values[code, "nay"]
        if self.typed and (isinstance(now, float) or now >= 1000):
            self.text(row, at["so_sanh"], f"{value:.1f}".replace(".", ","), border=1, align="right")
            return
        a, b = (xlsxwriter.utility.xl_rowcol_to_cell(row, at[m]) for m in ("nay", "truoc"))
        self.sheet.write_formula(row, at["so_sanh"], f"={a}/{b}*100", self.style(num_format="0.0", border=1), value)

    def indicator_form(self, form):
        rows = [r for r in data.INDICATORS if r["Biểu"] == form["Mã"]]
        widths = [6, 44] + ([11] if self.codes else []) + ([16] if self.shifted else []) + [13, 14, 14, 16, 11, 24]
        self.start(form, len(widths), widths)
        self.sheet.fit_to_pages(1, 1)
        self.indicator_block(rows)
        self.footer(len(widths) - 1)

    # ---- list forms ----

    def list_header(self, form, widths):
        columns = [c for c in data.COLUMNS if c["Biểu"] == form["Mã"]]
        self.start(form, len(columns), widths)
        r = self.row
        for k, c in enumerate(columns):
            self.text(r, k, c["Nhãn"], (r, k, r + 1, k), bold=True, align="center", border=1, text_wrap=True, bg_color="#E7EEF7")
            self.text(r + 2, k, chr(65 + k), align="center", italic=True, border=1, font_size=9)
        self.sheet.set_row(r + 1, 34)
        self.sheet.repeat_rows(r, r + 1)
        self.row += 3
        return columns

    def list_row(self, values, bold=False):
        for k, value in enumerate(values):
            top = {"valign": "top"} if any(isinstance(v, str) and len(v) > 60 for v in values) else {}
            if value is None or value == "":
                self.sheet.write_blank(self.row, k, None, self.style(border=1))
            elif isinstance(value, tuple):
                if self.typed:
                    self.text(self.row, k, f"{value[2]}/{value[1]}/{value[0]}", border=1, align="center", **top)
                else:
                    self.sheet.write_datetime(self.row, k, datetime.datetime(*value), self.style(num_format="dd/mm/yyyy", border=1, align="center", **top))
            elif isinstance(value, (int, float)):
                look = {"align": "center"} if k == 0 else {}
                self.sheet.write_number(self.row, k, value, self.style(border=1, bold=bold, num_format="0" if isinstance(value, int) else "0.0", **look, **top))
            else:
                self.text(self.row, k, value, border=1, text_wrap=True, bold=bold, **top)
        self.fit_row(self.row, [(v, w) for v, w in zip(values, self.widths) if isinstance(v, str)])
        self.row += 1

    def documents_form(self, form):
        columns = self.list_header(form, [6, 34, 14, 52, 16, 18] + ([10, 12] if self.codes or self.shifted else [12]) + [11])
        for n, d in enumerate(data.documents(self.unit), 1):
            self.list_row([n, *d])
        self.row += 2
        self.indicator_block([r for r in data.INDICATORS if r["Biểu"] == form["Mã"]])
        self.footer(len(columns) - 1 + 2)

    def awards_form(self, form):
        columns = self.list_header(form, [6, 28, 13, 26, 27, 12, 14, 17, 13, 12])
        first = self.row
        for n, (name, kind, post, award, level, way, number, day) in enumerate(data.awards(self.unit, self.values), 1):
            self.list_row([n, name, kind, post, award, level, way, number, day, None])
        for k in range(len(columns)):
            self.sheet.write_blank(self.row, k, None, self.style(border=1))
        self.text(self.row, 1, "Tổng cộng", border=1, bold=True)
        count = self.row - first
        self.sheet.write_formula(self.row, 4, f"=COUNTA(B{first + 1}:B{self.row})", self.style(border=1, bold=True), count)
        self.row += 1
        self.footer(len(columns) - 1)

    def scores_form(self, form):
        columns = self.list_header(form, [6, 11, 44, 9, 22, 10, 9, 8, 18, 11, 14])
        rows = data.score_rows(self.unit)
        scores = {code: points for code, _, _, _, points, *_ in rows if points is not None}
        most = {code: top for code, _, top, *_ in rows}
        children = {r["Mã"]: [c["Mã"] for c in data.CRITERIA if c["Cha"] == r["Mã"]] for r in data.CRITERIA}
        places = {row[0]: self.row + k for k, row in enumerate(rows)}

        def total(code):
            return scores[code] if code in scores else min(most[code], sum(total(c) for c in children[code]))
        for n, (code, title, top, grounds, points, bonus, deduction, evidence) in enumerate(rows, 1):
            self.list_row([n, code, title, top, grounds, points, bonus, deduction, evidence, None, None], bold="." not in code)
            if code not in scores:
                cells = "+".join(f"F{places[c] + 1}" for c in children[code])
                formula = f"=MIN({top},{cells})" if code in ("IV", "V") else f"={cells}"
                self.sheet.write_formula(places[code], 5, formula, self.style(border=1, bold="." not in code, num_format="0.0" if total(code) % 1 else "0"), total(code))
        parts = [r["Mã"] for r in data.CRITERIA if not r["Cha"]]
        grand = sum(total(c) for c in parts if c != "V") - total("V")
        for k in range(len(columns)):
            self.sheet.write_blank(self.row, k, None, self.style(border=1))
        self.text(self.row, 2, "Tổng cộng", border=1, bold=True)
        self.sheet.write_formula(self.row, 9, "=" + "+".join(f"F{places[c] + 1}" for c in parts if c != "V") + f"-F{places['V'] + 1}",
                                 self.style(border=1, bold=True, num_format="0.0" if grand % 1 else "0"), grand)
        self.row += 1
        self.footer(len(columns) - 1)

    def results_form(self, form):
        columns = self.list_header(form, [6, 48, 40, 34, 34])
        cells = data.results(self.unit)
        for n, texts in enumerate(itertools.zip_longest(*(cells[f"KQNB.0{k}"] for k in range(1, 5))), 1):
            self.list_row([n, *texts])
        self.footer(len(columns) - 1)

    def write(self):
        special = {"B02_VB": self.documents_form, "B10_DS": self.awards_form, "B12_CD": self.scores_form, "B13_KQ": self.results_form}
        for form in data.FORMS:
            special.get(form["Mã"], self.indicator_form)(form)
        if self.meta:
            s = self.book.add_worksheet("_META")
            for r, (key, value) in enumerate([("mau", "CTDS2"), ("phien_ban", "1.0"), ("don_vi", self.unit), ("nam", "2022")]):
                s.write_string(r, 0, key)
                s.write_string(r, 1, value)
            s.hide()
        self.book.close()
