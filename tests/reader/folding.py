#!/usr/bin/env python3
"""folding.py FOLD_TABLE_C: compares the committed fold table with the manual's
rules ("Folding", "Words") as reader.py has them, code point by code point.
Those that only one side's version of Unicode assigns are counted, not compared.
"""
import re
import sys
import unicodedata

import reader

KIND = {" ": 0, "w": 1, "m": 2, "g": 3}


def table(path):
    with open(path, encoding="ascii") as f:
        source = f.read()
    arrays = {name: [int(x) for x in re.findall(r"\d+", body)] for name, body in
              re.findall(r"sat_fold_(\w+)\[[^]]*\] = \{([^}]*)\}", source)}
    return arrays["block"], arrays["cell"], arrays["start"], bytes(arrays["text"])


def main():
    block, cell, start, text = table(sys.argv[1])
    same = unknown = 0
    for c in range(0x110000):
        if 0xd800 <= c <= 0xdfff:
            continue
        ch = chr(c)
        n = cell[block[c >> 7] * 128 + (c & 127)]
        folded = reader.fold(ch)
        if 0xac00 <= c <= 0xd7a3:  # by arithmetic, not by the table
            got, want = n, 1
        elif n < 4:
            got, want = (ch, n), (folded, KIND[reader.letter(ch)])
        else:
            got, want = text[start[n - 4]:start[n - 3]].decode(), folded
        if got == want:
            same += 1
        elif unicodedata.category(ch) == "Cn" or (n == 0 and unicodedata.unidata_version > "15.0.0"):
            unknown += 1
        else:
            print(f"U+{c:04X}: the table has {got!a}, the manual {want!a}", file=sys.stderr)
            return 1
    print(f"{same} the same, {unknown} not known to Unicode {unicodedata.unidata_version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
