#!/usr/bin/env python3
"""judged.py SATCHEL [TABLE]: asks every query of the table of the installed
release and says which share has the expected answer first, and which among
the first three.

A line of TABLE (judged.tsv) is a query, the id that a user would call right,
and why, separated by tabs; a fourth word says that it does not come first yet.
What does not come first is printed.  The exit status is 1 if a line is not as
it says: so a mark that is out of date is found too.
"""
import json
import os
import subprocess
import sys


def table(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]


def found(satchel, query):
    """the ids, in order, and their kinds of match; words are split as a shell would"""
    words = [query] if query.startswith('"') else query.split()
    done = subprocess.run([satchel, "find", "--json", "--limit", "20", "--", *words],
                          capture_output=True, text=True, check=False)
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != (0 if hits else 1):
        sys.exit(f"judged: {query}: exit status {done.returncode}: {done.stderr}")
    return [h["record"]["id"] for h in hits]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    satchel = sys.argv[1]
    rows = table(sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, "judged.tsv"))
    first = three = otherwise = 0
    for query, right, why, *mark in rows:
        ids = found(satchel, query)
        first += ids[:1] == [right]
        three += right in ids[:3]
        otherwise += (ids[:1] == [right]) == bool(mark)
        if ids[:1] != [right]:
            place = f"place {ids.index(right) + 1}" if right in ids else "not found"
            print(f"judged: {query}: {right} is {place}, first {ids[0] if ids else 'nothing'} ({', '.join([why, *mark])})")
    n = len(rows)
    print(f"judged: {first} of {n} first ({100 * first / n:.0f} %), {three} among the first three ({100 * three / n:.0f} %)")
    if otherwise:
        print(f"judged: {otherwise} not as the table says")
    sys.exit(1 if otherwise else 0)


if __name__ == "__main__":
    main()
