"""The figures of the seven departments: printed ones from figures.tsv, the others illustrative."""
import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cum2-2022"
UNITS = ["SL", "LCH", "DB", "LCA", "HG", "CB", "LS"]


def rows(name):
    with open(SAMPLE / "dinh-nghia" / name, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def figures():
    with open(SAMPLE / "figures.tsv", encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


FORMS, COLUMNS, INDICATORS, CRITERIA = rows("bieu.csv"), rows("cot.csv"), rows("chi-tieu.csv"), rows("cham-diem.csv")
CHECKS = rows("kiem-tra.csv")
NAMES = {r["Mã"]: r["Tên"] for r in rows("don-vi.csv")}
FILES = {r["Đơn vị"]: r["Tệp"] for r in rows("so-nhan.csv")}
BY_CODE = {r["Mã"]: r for r in INDICATORS}

# illustrative unless figures.tsv prints it; one value a unit, in the order of UNITS
NOW = {
    "TTC.04": [26, 17, 24, 28, 22, 21, 26], "TTC.05": [5, 4, 5, 6, 4, 4, 5], "TTC.06": [2, 1, 2, 2, 2, 2, 2],
    "TTC.08": [6, 6, 6, 7, 6, 6, 6], "TTC.09": [3, 2, 2, 3, 2, 2, 3],
    "TTC.10": [12, 8, 10, 9, 11, 10, 11], "TTC.11": [204, 106, 129, 152, 193, 161, 200],
    "TTC.12": [2247, 956, 1445, 1562, 2071, 1462, 1676],
    "TTC.13": [1287700, 478400, 635900, 770600, 892700, 542200, 809600],
    "TTC.14": [299500, 105300, 139700, 171984, 191200, 131500, 202300],
    "VB.07": [6, 5, 5, 6, 5, 5, 7],
    "BCVT.01a": [2190, 931, 1402, 1542, 2040, 1431, 1648], "BCVT.02a": [1752, 745, 1098, 1239, 1615, 1184, 1391],
    "BCVT.03a": [173700, 57900, 71200, 85760, 105100, 71000, 125400],
    "BCVT.04a": [123, 24, 38, 18, 41, 27, 46], "BCVT.04b": [216, 31, 52, 20, 60, 36, 128],
    "BCVT.05a": [52, 18, 29, 26, 34, 21, 45], "BCVT.05b": [88, 27, 44, 31, 57, 30, 140],
    "BCVT.06a": [201, 104, 126, 152, 193, 160, 200], "BCVT.17a": [202, 105, 127, 152, 190, 161, 200],
    "BCVT.07": [1612, 702, 918, 1240, 1126, 1037, 1308], "BCVT.08": [84, 37, 46, 58, 52, 69, 131],
    "BCVT.09": [3702, 1585, 2104, 2967, 2432, 2290, 3125],
    "BCVT.10": [1120300, 418600, 559700, 724300, 767800, 485200, 842000],
    "BCVT.12": [1215, 452, 611, 803, 846, 531, 950], "BCVT.13": [96.5, 41.2, 52.8, 88.4, 61.7, 47.3, 102.6],
    "BCVT.14": [118, 61, 74, 96, 102, 88, 121], "BCVT.15": [120, 60, 70, 95, 105, 88, 120], "BCVT.16": [100] * 7,
    "CNTT.01": [46, 48, 37, 17, 52, 58, 5], "CNTT.02": [44, 50, 46, 18, 49, 55, 9], "CNTT.03": [47, 51, 41, 20, 53, 57, 6],
    "CNTT.04": [43, 46, 48, 16, 50, 56, 7],
    "CNTT.06a": [2410, 1460, 1822, 2105, 2230, 1715, 2048], "CNTT.06b": [2480, 1502, 1822, 2140, 2316, 1768, 2075],
    "CNTT.07a": [3920, 1985, 2478, 2930, 3610, 3040, 3815], "CNTT.07b": [4180, 2150, 2592, 3055, 3905, 3260, 3990],
    "CNTT.08a": [118400, 76200, 96715, 131800, 99400, 84300, 142600], "CNTT.08b": [123600, 80100, 99400, 134200, 104700, 88500, 145100],
    "CNTT.22a": [109700, 70400, 91300, 128500, 94800, 81280, 139900], "CNTT.22b": [117200, 76900, 97200, 133400, 101600, 83500, 144300],
    "CNTT.09": [4210, 2635, 3122, 4875, 3540, 3827, 5106], "CNTT.10": [640, 415, 520, 870, 560, 1000, 915],
    "CNTT.11": [7820, 4360, 3071, 9150, 6940, 8500, 9730], "CNTT.12": [241, 132, 164, 198, 226, 256, 237],
    "CNTT.14": [18, 14, 16, 20, 17, 22, 21], "CNTT.15": [12, 8, 10, 9, 11, 10, 11], "CNTT.16": [204, 106, 129, 152, 193, 161, 200],
    "CNTT.17": [31, 24, 27, 38, 29, 23, 42], "CNTT.18": [2310, 1012, 1502, 1705, 2190, 1590, 1815],
    "CNTT.19": [48200, 19700, 27400, 61300, 33800, 24100, 72500], "CNTT.20": [0] * 7,
    "BCXB.01": [760, 824, 690, 905, 715, 648, 1012], "BCXB.02": [14, 9, 11, 16, 12, 10, 18], "BCXB.03": [7, 4, 5, 9, 6, 5, 8],
    "BCXB.04": [12, 8, 10, 9, 11, 10, 11], "BCXB.05": [150, 92, 110, 165, 120, 105, 200], "BCXB.06": [100, 98, 99, 100, 97, 98, 100],
    "BCXB.07": [3, 2, 2, 5, 3, 2, 4], "BCXB.08": [9, 6, 7, 12, 8, 7, 10],
    "TTKT.02": [2, 2, 3, 3, 2, 3, 3], "TTKT.03": [4, 3, 5, 6, 4, 5, 4], "TTKT.04": [5, 4, 7, 8, 5, 8, 6], "TTKT.05": [14, 9, 31, 22, 17, 41, 22],
    "TTKT.06": [2, 1, 12, 3, 1, 23, 2], "TTKT.07": [6500000, 3000000, 101500000, 7750000, 2500000, 201500000, 5500000],
    "TTKT.08": [11, 7, 9, 14, 8, 10, 13], "TTKT.09": [11, 7, 9, 14, 8, 10, 13], "TTKT.10": [0] * 7,
    "CCHC.02": [128, 96, 138, 182, 117, 107, 138], "CCHC.03": [4, 2, 3, 5, 3, 2, 4], "CCHC.04": [0, 0, 0, 0, 1, 0, 0], "CCHC.05": [0] * 7,
    "CCHC.07": [39, 38, 38, 40, 37, 39, 40], "CCHC.08": [37, 34, 35, 40, 33, 36, 40], "CCHC.09": [6, 9, 8, 3, 11, 10, 4],
    "PTTD.01": [5, 5, 6, 7, 6, 5, 7],
    "PTTD.07a": [186, 74, 102, 133, 141, 98, 165], "PTTD.07b": [203, 85, 118, 139, 160, 112, 172],
    "PTTD.08": [42000000, 25000000, 38000000, 56000000, 31000000, 75000000, 61000000],
    "PTTD.10": [60500000, 28000000, 880500000, 72000000, 35500000, 46000000, 83500000],
    "PTTD.11": [12400000, 6150000, 19800000, 14250000, 5318304, 9720000, 16300000],
    "PTTD.12": [85, 40, 70, 110, 65, 58, 120], "PTTD.13": [2, 1, 7, 3, 2, 1, 3], "PTTD.14": [33, 22, 31, 36, 28, 27, 33],
    "PTTD.15": [8, 6, 7, 10, 7, 6, 10],
    "KTTH.02": [0] * 7, "KTTH.03": [1, 0, 1, 1, 0, 1, 1], "KTTH.04": [0, 0, 0, 1, 0, 0, 0], "KTTH.05": [2, 1, 2, 2, 2, 1, 3],
    "KTTH.06": [2] * 7, "KTTH.07": [4, 4, 4, 4, 4, 3, 4], "KTTH.08": [3, 2, 2, 3, 2, 2, 2],
    "KTTH.11": [0, 0, 0, 1, 0, 0, 0], "KTTH.12": [0] * 7, "KTTH.13": [1, 1, 1, 1, 0, 1, 1], "KTTH.14": [0, 0, 0, 1, 0, 0, 1],
    "KTTH.15": [2, 3, 2, 2, 2, 2, 2], "KTTH.16": [1, 2, 1, 1, 2, 1, 1], "KTTH.17": [4, 3, 4, 4, 3, 3, 4], "KTTH.18": [30, 20, 28, 33, 26, 25, 30],
    "KTTH.20": [24, 19, 23, 27, 21, 20, 24],
    "DKTD.01": [31, 21, 29, 34, 26, 26, 31], "DKTD.02": [4, 3, 4, 5, 3, 3, 4], "DKTD.03": [3, 2, 2, 3, 2, 2, 3],
    "DKTD.07": [6, 4, 6, 7, 5, 5, 6],
}
COLLECTIVE, INDIVIDUAL = [12, 9, 11, 13, 10, 9, 12], [41, 33, 39, 45, 36, 34, 40]  # add up to the printed 76 and 268
RANK_BEFORE = [48, 50, 44, 19, 53, 59, 7]
TOTALS = {  # written as formulas
    "TTC.03": ["TTC.04", "TTC.05", "TTC.06"], "TTC.07": ["TTC.08", "TTC.09"], "CNTT.13": ["CNTT.14", "CNTT.15", "CNTT.16"],
    "TTKT.01": ["TTKT.02", "TTKT.03"], "CCHC.01": ["CCHC.02", "CCHC.03", "CCHC.04", "CCHC.05"], "CCHC.06a": ["CCHC.02", "CCHC.03"],
    "PTTD.09": ["PTTD.10", "PTTD.11"], "KTTH.01": [f"KTTH.0{i}" for i in range(2, 9)], "KTTH.10": [f"KTTH.{i}" for i in range(11, 20)],
}
DIFFERENCES = {"CCHC.06b": ("CCHC.01", "CCHC.05")}
COPIES = {"BCVT.01b": "TTC.12", "BCVT.02b": "TTC.12", "BCVT.03b": "TTC.14", "BCVT.06b": "TTC.11", "BCVT.17b": "TTC.11", "CCHC.06b": "CCHC.01",
          "DKTD.04": "KTTH.18", "DKTD.05": "KTTH.17", "DKTD.06": "KTTH.06"}
RATIOS = {r["Mã"]: (r["Tử số"], r["Mẫu số"]) for r in INDICATORS if r["Tử số"] and r["Mẫu số"]}
YES = ["TTC.15", "CNTT.23", "PTTD.02", "PTTD.03", "PTTD.04", "PTTD.05", "PTTD.06"]
PLANS = {"BCXB.01": [750, 800, 700, 900, 720, 650, 1000], "TTKT.01": [6, 5, 8, 9, 6, 8, 7], "VB.06": [4, 3, 3, 4, 3, 3, 4],
         "BCVT.14": NOW["BCVT.15"], "BCVT.03c": [60, 55, 55, 55, 55, 55, 60], "BCVT.12": [1200, 450, 600, 800, 850, 530, 940]}
UNCHANGED = {"TTC.08", "TTC.09", "TTC.10", "TTC.11", "TTC.12", "BCVT.04b", "BCVT.05b", "BCVT.06a", "BCVT.17a", "CNTT.12", "CNTT.14", "CNTT.15", "CNTT.16", "CCHC.07",
             "BCXB.04", "BCXB.08", "CNTT.06b", "CNTT.07b"}
COMPARED_IN_WORDS = {("DB", "BCVT.14"): "tăng 123%"}  # as printed; 74/60 is 123 % of the year before, so +23 %
TYPED = {  # as printed, with its qualifier or at its own decimals, where a number or a formula would not say the same
    ("LCA", "BCVT.01c"): "98,7%", ("LCA", "BCVT.02c"): "79,3%", ("LCA", "BCVT.03c"): "50%", ("LCA", "PTTD.07c"): "95%",
    ("HG", "BCVT.01c"): "98,5%", ("DB", "CNTT.07c"): "trên 95%", ("DB", "CNTT.08c"): "trên 97%", ("DB", "CNTT.11"): "trên 3.071",
    ("CB", "CNTT.22c"): "trên 97%", ("CB", "CNTT.10"): "gần 1.000", ("CB", "CNTT.11"): "hơn 8.500", ("CB", "PTTD.08"): "ước đạt trên 75.000.000 đồng",
    ("DB", "PTTD.09"): "trên 900.000.000đ", ("LS", "BCXB.05"): "trên 200", ("LS", "BCVT.11"): "104", ("DB", "TTKT.07"): "101.500.000đ",
}
REMARKS = {("LS", "CNTT.01"): "Năm đánh giá 2021", ("DB", "CNTT.01"): "Năm đánh giá 2021; năm 2020: 44/63", ("LCH", "CNTT.01"): "Năm đánh giá 2021",
           ("LS", "BCVT.12"): "Ước thực hiện cả năm", ("CB", "BCVT.07"): "Tăng 69 vị trí so với năm 2021"}


def before(code, now, unit):
    i = UNITS.index(unit)
    if code in UNCHANGED:
        return now
    if code == "BCVT.07":
        return now - NOW["BCVT.08"][i]
    if code == "BCVT.09":
        return 2994 if unit == "LS" else now - NOW["BCVT.08"][i] - 17
    if code == "BCVT.10":
        return 719934 if unit == "LS" else round(now * 0.94)
    if code in ("TTC.13", "TTC.14"):
        return round(now * 0.00988) * 100
    if code == "BCVT.14":
        return 60 if unit == "DB" else now - 7
    if isinstance(now, float):
        return round(now * 0.93, 1)
    if now < 20:
        return max(now - 1, 0) if now else 0
    step = 1000 if BY_CODE[code]["Kiểu"] == "tiền" else 1
    return round(now * 0.92 / step) * step


def unit_figures(unit):
    """{(code, measure): value}; measures nay, truoc, ke_hoach, so_sanh, ghi_chu. Totals, copies and ratios are filled in too."""
    i = UNITS.index(unit)
    v = {}
    for code, values in NOW.items():
        v[code, "nay"] = values[i]
    v["KTTH.19", "nay"] = INDIVIDUAL[i] - sum(NOW[f"KTTH.{k}"][i] for k in range(11, 19))
    v["VB.06", "nay"] = PLANS["VB.06"][i]
    assert sum(NOW[c][i] for c in TOTALS["KTTH.01"]) == COLLECTIVE[i], unit
    assert v["KTTH.19", "nay"] >= 0
    for code in list(dict.fromkeys(c for c, _ in v)):
        r = BY_CODE[code]
        if r["Kiểu"] in ("số nguyên", "số thực", "tiền") and not code.startswith("DKTD.0") or code == "DKTD.07":
            if code not in ("CNTT.05", "BCVT.15"):
                v[code, "truoc"] = before(code, v[code, "nay"], unit)
    for measure in ("nay", "truoc"):
        for code, parts in TOTALS.items():
            if all((p, measure) in v for p in parts):
                v[code, measure] = sum(v[p, measure] for p in parts)
        for code, source in COPIES.items():
            if (source, measure) in v and (measure == "nay" or code.startswith("BCVT") or code.startswith("CCHC")):
                v[code, measure] = v[source, measure]
        for code, (a, b) in RATIOS.items():
            if (a, measure) in v and (b, measure) in v:
                v[code, measure] = 100 * v[a, measure] / v[b, measure]
        v["BCVT.11", measure] = round(100 * v["BCVT.10", measure] / v["TTC.13", measure], 1)
        v["BCXB.06", measure] = NOW["BCXB.06"][i]
        v["BCVT.16", measure] = 100
    for k in range(1, 5):
        change = RANK_BEFORE[i] - NOW["CNTT.01"][i]
        v[f"CNTT.0{k}", "nay"] = f"{NOW[f'CNTT.0{k}'][i]}/63"
        v[f"CNTT.0{k}", "truoc"] = f"{NOW[f'CNTT.0{k}'][i] + change}/63"
    v["CNTT.05", "nay"] = RANK_BEFORE[i] - NOW["CNTT.01"][i]
    v["CCHC.09", "nay"], v["CCHC.09", "truoc"] = f"{NOW['CCHC.09'][i]}/20", f"{NOW['CCHC.09'][i] + 1}/20"
    for code in YES:
        v[code, "nay"] = "Có"
    v["CNTT.23", "truoc"] = "Có"
    v["TTC.01", "nay"], v["TTC.02", "nay"], v["TTC.17", "nay"] = f"Sở Thông tin và Truyền thông tỉnh {NAMES[unit]}", 2022, "Nguyễn Văn A, 0900 000 000"
    for code, values in PLANS.items():
        v[code, "ke_hoach"] = values[i]
    v["CNTT.21", "nay"] = v["CNTT.21", "truoc"] = 0
    for f in figures():
        if f["kind"] == "fact" and f["indicator"] == "TTC.16" and unit in f["unit"].split("|"):
            v["TTC.16", "nay"] = f["sentence"] or f["value"]
        if f["where"] == "list" and f["indicator"] == "KQNB.02" and f["unit"] == unit:
            v["CNTT.21", "nay"] += 1
    v.setdefault(("TTC.16", "nay"), "“Đoàn kết, sáng tạo, đẩy mạnh chuyển đổi số”")
    for (u, code), text in REMARKS.items():
        if u == unit:
            v[code, "ghi_chu"] = text
    for code, r in BY_CODE.items():
        now, last = v.get((code, "nay")), v.get((code, "truoc"))
        if r["Kiểu"] in ("số nguyên", "số thực", "tiền") and code not in ("TTC.02", "CNTT.05") and now is not None and last and (unit, code) not in TYPED:
            v[code, "so_sanh"] = 100 * now / last
    return v


ISSUER = {"LCH": "Ủy ban nhân dân tỉnh", "LS": "Ủy ban nhân dân tỉnh", "HG": "Ủy ban nhân dân tỉnh", "DB": "UBND tỉnh"}  # other departments: "UBND"


def documents(unit):
    """Rows of B02: number, date (y, m, d), summary, issuer, role."""
    about = {"552/KH-CTĐS2": ("Kế hoạch tổ chức công tác thi đua, khen thưởng của Cụm thi đua số 2 năm 2022", "Cụm", "Căn cứ"),
             "553/QĐ-CTĐS2": ("Quyết định ban hành Quy chế tổ chức và hoạt động của Cụm thi đua số 2 năm 2022", "Cụm", "Căn cứ"),
             "2337/KH-CTĐS2": ("Kế hoạch tổ chức tổng kết Cụm thi đua số 2 năm 2022", "Cụm", "Căn cứ"),
             "2377/KH-UBND": ("Kế hoạch phát triển bưu chính trên địa bàn tỉnh giai đoạn 2021-2025", "UBND", "Tham mưu"),
             "49/KH-UBND": ("Kế hoạch thực hiện Đề án 06 trên địa bàn tỉnh giai đoạn 2022-2025, tầm nhìn đến năm 2030", "UBND", "Tham mưu"),
             "2644/QĐ-UBND": ("Quyết định ban hành Bộ chỉ số đánh giá mức độ chuyển đổi số của tỉnh", "UBND", "Tham mưu"),
             "1177/QĐ-UBND": ("Quyết định phân công giúp đỡ xã Trường Hà đạt chuẩn nông thôn mới", "UBND", "Tham mưu")}
    out, pending = [], None
    for f in figures():
        if f["where"] == "list" and f["unit"] == unit and f["indicator"] == "VB.01":
            pending = f["value"]
        elif f["where"] == "list" and f["unit"] == unit and f["indicator"] == "VB.02" and pending:
            out.append((pending, tuple(int(x) for x in f["value"].split("-")), *about[pending]))
            pending = None
    i = UNITS.index(unit)
    drafted = sum(1 for d in out if d[4] == "Tham mưu")
    topics = ["phát triển hạ tầng số", "an toàn thông tin mạng", "chuyển đổi số của tỉnh", "thông tin cơ sở"]
    for k in range(PLANS["VB.06"][i] - drafted):
        out.append((f"{310 + 7 * k + i}/KH-UBND", (2022, 3 + k, 9 + i), f"Kế hoạch {topics[k]} năm 2022", "UBND", "Tham mưu"))
    for k in range(3):
        out.append((f"{41 + 13 * k + i}/KH-STTTT", (2022, 2 + 3 * k, 11 + i),
                    ["Kế hoạch phát động phong trào thi đua năm 2022", "Hướng dẫn đăng ký thi đua năm 2022", "Kế hoạch tổng kết công tác thi đua, khen thưởng năm 2022"][k],
                    "Sở", "Tự ban hành"))
    return [(*d[:3], ISSUER.get(unit, d[3]) if d[3] == "UBND" else d[3], d[4]) for d in out]


def awards(unit, v):
    """Rows of B10, exactly as many as B09 says."""
    grade = {"Cờ thi đua của Chính phủ": ("Nhà nước", "QĐ-TTg"), "Bằng khen Thủ tướng": ("Nhà nước", "QĐ-TTg"), "Huân, huy chương": ("Nhà nước", "QĐ-CTN"),
             "CSTĐ toàn quốc": ("Nhà nước", "QĐ-TTg"), "Kỷ niệm chương": ("Bộ", "QĐ-BTTTT"), "Cờ thi đua cấp Bộ/tỉnh": ("Bộ", "QĐ-BTTTT"),
             "Bằng khen Bộ/UBND tỉnh": ("Tỉnh", "QĐ-UBND"), "CSTĐ cấp Bộ/tỉnh": ("Tỉnh", "QĐ-UBND")}
    family = ["Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D", "Hoàng Văn E"]
    out, people, groups = [], 0, 0
    for r in INDICATORS:
        if r["Biểu"] != "B09_KT" or r["Mã"] in ("KTTH.01", "KTTH.10", "KTTH.20"):
            continue
        collective = r["Nhóm"] == "Tập thể"
        for k in range(v[r["Mã"], "nay"]):
            level, series = grade.get(r["Nhãn"], ("Sở", "QĐ-STTTT"))
            if collective:
                groups += 1
                name, post = f"Phòng, đơn vị số {groups}", "Sở Thông tin và Truyền thông"
            else:
                people += 1
                name, post = f"{family[people % 5]} {people}", "Chuyên viên" if people % 4 else "Trưởng phòng"
            n = int(r["Mã"][-2:])
            out.append((name, "Tập thể" if collective else "Cá nhân", post, r["Nhãn"], level, "Thường xuyên" if n % 3 else "Chuyên đề",
                        f"{120 + 11 * n + UNITS.index(unit)}/{series}", (2022, 1 + n % 12, 5 + UNITS.index(unit))))
    return out


def results(unit):
    """Columns of B13: highlights, awards, difficulties, proposals."""
    cells = {f"KQNB.0{k}": [] for k in range(1, 5)}
    for f in figures():
        if f["where"] == "list" and f["indicator"] in cells and f["unit"] == unit and f["sentence"] not in cells[f["indicator"]]:
            cells[f["indicator"]].append(f["sentence"])
    if not cells["KQNB.01"]:
        cells["KQNB.01"].append("Hoàn thành các chỉ tiêu, nhiệm vụ được giao trong năm.")
    cells["KQNB.03"].append("Kinh phí chi cho công tác thi đua, khen thưởng còn hạn chế.")
    if not cells["KQNB.04"]:
        cells["KQNB.04"].append("Đề nghị Ủy ban nhân dân tỉnh, Cụm trưởng tổ chức tập huấn cho công chức làm công tác thi đua, khen thưởng.")
    return cells


def self_scores(unit):
    """{criterion code: points}; deductions positive."""
    share = [0.93, 0.9, 0.91, 0.96, 0.9, 0.89, 0.95][UNITS.index(unit)]
    leaves = {r["Mã"] for r in CRITERIA} - {r["Cha"] for r in CRITERIA}
    out = {}
    for r in CRITERIA:
        if r["Mã"] not in leaves:
            continue
        most = float(r["Điểm tối đa"])
        if r["Mã"].startswith("IV"):
            out[r["Mã"]] = {"LS": {"IV.1": 15, "IV.3": 20, "IV.5": 5}, "LCA": {"IV.4": 10}}.get(unit, {}).get(r["Mã"], 0)
            if r["Mã"] == "IV.2":
                out["IV.2"] = RANK_BEFORE[UNITS.index(unit)] - NOW["CNTT.01"][UNITS.index(unit)]
        elif r["Mã"].startswith("V"):
            out[r["Mã"]] = 2 if unit == "HG" and r["Mã"] == "V.4" else 0
        else:
            out[r["Mã"]] = most if r["Cách chấm"] == "đạt hoặc không" else round(most * share * 2) / 2
    return out


def score_rows(unit):
    """Rows of B12: code, title, most, grounds, points, bonus, deduction, evidence; points None where children add up."""
    scores = self_scores(unit)
    out = []
    for r in CRITERIA:
        code, points = r["Mã"], scores.get(r["Mã"])
        whole = points is not None and points == int(points)
        points = int(points) if whole else points
        grounds = "Theo biểu tương ứng" if points is not None and r["Biểu thức"] else None
        bonus = points if code.startswith("IV.") and points else None
        deduction = points if code.startswith("V.") and points else None
        evidence = "Quyết định công nhận" if bonus else "Biểu 07" if deduction else None
        out.append((code, r["Tiêu chí"], int(r["Điểm tối đa"]), grounds, points, bonus, deduction, evidence))
    return out


def lists(unit, v):
    """{column code: cells} of the list forms, for counting."""
    out = {}
    for codes, found in ((["VB.01", "VB.02", "VB.03", "VB.04", "VB.05"], documents(unit)),
                         ([f"KTCT.{k:02}" for k in range(2, 10)], awards(unit, v)),
                         (["CD.01", "CD.ND", "CD.02", "CD.03", "CD.04", "CD.05", "CD.06", "CD.07"], score_rows(unit))):
        out |= {code: [row[k] for row in found] for k, code in enumerate(codes)}
    return out | results(unit)
