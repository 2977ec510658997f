"""qr.py [--inverse] >PBM: the half blocks that satchel card --qr draws, as a
picture that zbarimg reads.  In colour, ink is dark; without, it is light."""
import re
import sys

inverse = "--inverse" in sys.argv
lines = sys.stdin.read().split("\n")
ink = inverse or any("\033[38;5;16;48;5;231m" in l for l in lines)
rows = []
for line in lines:
    line = re.sub("\033\\[[0-9;]*m", "", line.rstrip("\r"))
    if len(line) < 21 or set(line) - set(" \u2580\u2584\u2588"):
        continue
    for half in ("\u2588\u2580", "\u2588\u2584"):
        rows.append([(c in half) == ink for c in line])
scale = 6
width = len(rows[0]) * scale
print("P1\n%d %d" % (width, len(rows) * scale))
for row in rows:
    one = " ".join(("1 " if dark else "0 ") * scale for dark in row)
    print("\n".join([one] * scale))
