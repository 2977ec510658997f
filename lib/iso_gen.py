#!/usr/bin/env python3
"""Writes lib/iso_table.h: countries, their United Nations membership and
calling codes, and the language subtags that BCP 47 knows.

    lib/iso_gen.py [/usr/share/iso-codes/json] > lib/iso_table.h

Sources
    countries, languages   Debian's package iso-codes (iso_3166-1.json,
                           iso_639-2.json, iso_639-3.json, iso_639-5.json)
    UN membership          un.org/en/about-us/member-states: 193 Member States;
                           un.org/en/about-us/non-member-states: the Holy See
                           and the State of Palestine
    calling codes          ITU-T, List of Recommendation E.164 assigned country
                           codes (Annex to the ITU Operational Bulletin)
    free mail              the providers' own pages on who may register
"""
import json
import sys

# alpha-3: calling codes, for every Member State and observer
CALLING = """
AFG 93|ALB 355|DZA 213|AND 376|AGO 244|ATG 1|ARG 54|ARM 374|AUS 61|AUT 43
AZE 994|BHS 1|BHR 973|BGD 880|BRB 1|BLR 375|BEL 32|BLZ 501|BEN 229|BTN 975
BOL 591|BIH 387|BWA 267|BRA 55|BRN 673|BGR 359|BFA 226|BDI 257|CPV 238|KHM 855
CMR 237|CAN 1|CAF 236|TCD 235|CHL 56|CHN 86|COL 57|COM 269|COG 242|CRI 506
CIV 225|HRV 385|CUB 53|CYP 357|CZE 420|PRK 850|COD 243|DNK 45|DJI 253|DMA 1
DOM 1|ECU 593|EGY 20|SLV 503|GNQ 240|ERI 291|EST 372|SWZ 268|ETH 251|FJI 679
FIN 358|FRA 33|GAB 241|GMB 220|GEO 995|DEU 49|GHA 233|GRC 30|GRD 1|GTM 502
GIN 224|GNB 245|GUY 592|HTI 509|HND 504|HUN 36|ISL 354|IND 91|IDN 62|IRN 98
IRQ 964|IRL 353|ISR 972|ITA 39|JAM 1|JPN 81|JOR 962|KAZ 7|KEN 254|KIR 686
KWT 965|KGZ 996|LAO 856|LVA 371|LBN 961|LSO 266|LBR 231|LBY 218|LIE 423|LTU 370
LUX 352|MDG 261|MWI 265|MYS 60|MDV 960|MLI 223|MLT 356|MHL 692|MRT 222|MUS 230
MEX 52|FSM 691|MCO 377|MNG 976|MNE 382|MAR 212|MOZ 258|MMR 95|NAM 264|NRU 674
NPL 977|NLD 31|NZL 64|NIC 505|NER 227|NGA 234|MKD 389|NOR 47|OMN 968|PAK 92
PLW 680|PAN 507|PNG 675|PRY 595|PER 51|PHL 63|POL 48|PRT 351|QAT 974|KOR 82
MDA 373|ROU 40|RUS 7|RWA 250|KNA 1|LCA 1|VCT 1|WSM 685|SMR 378|STP 239|SAU 966
SEN 221|SRB 381|SYC 248|SLE 232|SGP 65|SVK 421|SVN 386|SLB 677|SOM 252|ZAF 27
SSD 211|ESP 34|LKA 94|SDN 249|SUR 597|SWE 46|CHE 41|SYR 963|TJK 992|THA 66
TLS 670|TGO 228|TON 676|TTO 1|TUN 216|TUR 90|TKM 993|TUV 688|UGA 256|UKR 380
ARE 971|GBR 44|TZA 255|USA 1|URY 598|UZB 998|VUT 678|VEN 58|VNM 84|YEM 967
ZMB 260|ZWE 263
VAT 379 39|PSE 970
"""
OBSERVERS = {"VAT", "PSE"}

# Deprecated, but still in the registry (RFC 5646, 2.2.1: valid).
OLD_LANGUAGES = ["iw", "in", "ji", "jw", "mo", "sh"]

# Anyone can have an address in these within minutes.
FREE_MAIL = """
126.com 163.com aol.com gmail.com gmx.com gmx.de gmx.net googlemail.com
hotmail.com hotmail.fr icloud.com live.com mail.com mail.ru msn.com
outlook.com proton.me protonmail.com qq.com web.de yahoo.co.uk yahoo.com
yahoo.fr yandex.com yandex.ru zoho.com
"""


def load(folder, name):
    with open(f"{folder}/iso_{name}.json", encoding="utf-8") as f:
        return json.load(f)[name.split("_")[-1]]


def states(folder):
    calling = {}
    for row in CALLING.strip().replace("\n", "|").split("|"):
        code, *codes = row.split()
        assert code not in calling, code
        calling[code] = " ".join(codes)
    rows = sorted(load(folder, "3166-1"), key=lambda c: c["alpha_3"])
    assert set(calling) <= {c["alpha_3"] for c in rows}
    assert len(set(calling) - OBSERVERS) == 193
    print("static const struct sat_state states[] = {")
    for c in rows:
        code = c["alpha_3"]
        name = c.get("common_name", c["name"]).replace('"', '\\"')
        status = "SAT_UN_NONE"
        if code in OBSERVERS:
            status = "SAT_UN_OBSERVER"
        elif code in calling:
            status = "SAT_UN_MEMBER"
        print(f'\t{{ "{code}", "{c["alpha_2"]}", {status}, '
              f'"{calling.get(code, "")}",\n\t    "{name}" }},')
    print("};\n")


def languages(folder):
    two, three, short = set(OLD_LANGUAGES), set(), {}
    for e in load(folder, "639-3") + load(folder, "639-2"):
        if "alpha_2" in e:
            two.add(e["alpha_2"])
            short[e["alpha_3"]] = e["alpha_2"]
            if "bibliographic" in e:
                short[e["bibliographic"]] = e["alpha_2"]
    for e in load(folder, "639-3") + load(folder, "639-2") + \
            load(folder, "639-5"):
        code = e["alpha_3"]
        if len(code) == 3 and code not in short:
            three.add(code)
    for a in "abcdefghijklmnopqrst":  # qaa to qtz: private use
        three |= {f"q{a}{chr(b)}" for b in range(97, 123)}
    a = ord("a")
    bits = bytearray((26 * 26 + 7) // 8)
    for s in two:
        i = (ord(s[0]) - a) * 26 + ord(s[1]) - a
        bits[i // 8] |= 1 << i % 8
    array("language2", "two letters: bit 26 a + b", bits)
    bits = bytearray((26 ** 3 + 7) // 8)
    for s in three:
        i = ((ord(s[0]) - a) * 26 + ord(s[1]) - a) * 26 + ord(s[2]) - a
        bits[i // 8] |= 1 << i % 8
    array("language3", "three letters: bit 676 a + 26 b + c; only those "
          "without two", bits)
    print("/* three letters whose tag is the two (RFC 5646, 2.2.1) */")
    print("static const struct {\n\tchar is[4], tag[3];\n} shorter[] = {")
    for s in sorted(short):
        print(f'\t{{ "{s}", "{short[s]}" }},')
    print("};\n")


def array(name, what, data):
    print(f"/* {what} */\nstatic const uint8_t {name}[{len(data)}] = {{")
    for i in range(0, len(data), 12):
        print("\t" + " ".join(f"{b:#04x}," for b in data[i:i + 12]))
    print("};\n")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/iso-codes/json"
    print("/* Generated by lib/iso_gen.py (make generate), which names its "
          "sources. */\n/* clang-format off */\n")
    states(folder)
    languages(folder)
    print("static const char *const free_mail[] = {")
    for d in sorted(FREE_MAIL.split()):
        print(f'\t"{d}",')
    print("};")


main()
