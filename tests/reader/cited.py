#!/usr/bin/env python3
"""cited.py MANUAL SOURCE...: sections of satchel(5) that sources cite and that
are not there, on standard error; else how many citations there are."""
import re
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    sections = set(re.findall(r"^\.S[hs] (.*)$", f.read(), re.M))
cited, missing = 0, 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as f:
        text = re.sub(r"\s*\n\s*(\*|//)?\s*", " ", f.read())
    for name in re.findall(r'satchel\(5\),? "([^"]+?),?"', text):
        cited += 1
        if name not in sections:
            missing += 1
            print(f'{path}: satchel(5), "{name}"', file=sys.stderr)
print(cited)
sys.exit(missing > 0)
