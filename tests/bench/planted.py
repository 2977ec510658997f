#!/usr/bin/env python3
"""planted.py DATA SATCHEL [-b BUNDLE]: asks every planted query of a folder
that the generator made, in more than one spelling, and compares the ids that
come back with the contacts that hold the needle.

DATA has queries.tsv (kind, query, truth, expression) and all.jsonl; the truth
is looked for in all.jsonl with the expression, as grep would, and must be as
many as queries.tsv says.  Options after SATCHEL are given to every `find`.
Exit status 1 if one answer is not exactly its truth.
"""
import json
import os
import re
import subprocess
import sys

MOST = 10000  # hits asked for; no planted query has as many
NEEDLES = ("word", "and", "prefix", "substr", "cyrillic", "han", "arabic",
           "number", "email", "miss")
FATHA = "\u064e"


def queries(data):
    """kind: (query, truth, expression)"""
    with open(os.path.join(data, "queries.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    return {kind: (query, int(truth), expression) for kind, query, truth, expression in rows}


def truths(data):
    """kind: the set of ids, of the kinds whose truth is fixed"""
    asked = queries(data)
    found = {kind: set() for kind in (*NEEDLES, "field")}
    looks = {kind: re.compile(asked[kind][2], re.IGNORECASE) for kind in NEEDLES}
    any_of = re.compile("|".join(e.pattern for e in looks.values()), re.IGNORECASE)
    with open(os.path.join(data, "all.jsonl"), encoding="utf-8") as f:
        for line in f:
            if '"role":"laboratory"' in line and "sw" in json.loads(line)["languages"]:
                found["field"].add(json.loads(line)["id"])
            if any_of.search(line):
                for kind, look in looks.items():
                    if look.search(line):
                        found[kind].add(json.loads(line)["id"])
    for kind in ("typo1", "typo2"):
        found[kind] = found["word"]
    found["exact"] = {asked["exact"][0]}
    for kind, ids in found.items():
        if len(ids) != asked[kind][1]:
            raise SystemExit(f"planted: {kind}: {len(ids)} contacts hold it, "
                             f"queries.tsv says {asked[kind][1]}")
    return found


def spellings(asked):
    """(kind, label, words of find) of every query, in other spellings too"""
    query = {kind: row[0] for kind, row in asked.items()}
    word, number, email, han = (query[k] for k in ("word", "number", "email", "han"))
    arabic, cyrillic = query["arabic"], query["cyrillic"]
    yield "word", "word", [word]
    yield "word", "word, capitals", [word.upper()]
    yield "word", "word, dotless i", [word.replace("i", "\u0131")]
    yield "word", "word, accents", [word.replace("u", "\u00fc").replace("e", "e\u0301")]
    yield "and", "two words", query["and"].split()
    yield "and", "two words, turned round", query["and"].split()[::-1]
    yield "prefix", "prefix", [query["prefix"]]
    yield "substr", "substring", [f'"{query["substr"]}"']
    yield "substr", "substring, capitals", [f'"{query["substr"].upper()}"']
    yield "word", "substring in a word", [f'"{word[2:9]}"']
    yield "email", "substring in an e-mail", [f'"{email[email.index("@") - 3:email.index("@") + 5]}"']
    yield "typo1", "typo, 1", [query["typo1"]]
    yield "typo1", "typo, 1, first letter", ["x" + word[1:]]
    yield "typo1", "typo, 1, two letters swapped", [word[:4] + word[5] + word[4] + word[6:]]
    yield "typo2", "typo, 2", [query["typo2"]]
    yield "typo2", "typo, 2, first letter", ["x" + word[1:-1] + "x"]
    yield "han", "Han, 3", [han]
    yield "han", "Han, 2", [han[:2]]
    yield "han", "Han, 1", [han[:1]]
    yield "arabic", "Arabic", [arabic]
    yield "arabic", "Arabic, hamza", [arabic.replace("\u0627", "\u0623")]
    yield "arabic", "Arabic, harakat", [FATHA.join(arabic)]
    yield "cyrillic", "Cyrillic", [cyrillic]
    yield "cyrillic", "Cyrillic, with yo", [cyrillic.replace("\u0435", "\u0451").upper()]
    yield "number", "phone", [number]
    yield "number", "phone, its end", [number[-8:]]
    yield "number", "phone, spaces and brackets", [f"{number[:4]} ({number[4:6]}) {number[6:9]}-{number[9:]}"]
    yield "email", "e-mail", [email]
    yield "email", "e-mail, capitals", [email.upper()]
    yield "field", "field", query["field"].split()
    yield "miss", "a miss", [query["miss"]]


SAME = [("umlaut typed plain", ["muller"], ["M\u00fcller"]),
        ("sharp s typed ss", ["gross"], ["Gro\u00df"]),
        ("Turkish name typed plain", ["yilmaz"], ["Y\u0131lmaz"]),
        ("yo typed ye", ["\u0444\u0435\u0434\u043e\u0440\u043e\u0432"], ["\u0424\u0451\u0434\u043e\u0440\u043e\u0432"]),
        ("hamza left out", ["\u0627\u062d\u0645\u062f"], ["\u0623\u062d\u0645\u062f"])]


class Asker:
    def __init__(self, satchel, options=()):
        self.satchel, self.options = satchel, list(options)

    def find(self, words):
        """the ids that are found"""
        done = subprocess.run([self.satchel, "find", "--json", f"--limit={MOST}", *self.options, "--", *words],
                              capture_output=True, text=True, check=False)
        ids = [json.loads(line)["record"]["id"] for line in done.stdout.splitlines()]
        if done.returncode != (0 if ids else 1):
            raise SystemExit(f"planted: find {words}: exit status {done.returncode}: {done.stderr}")
        return ids

    def show(self, name):
        done = subprocess.run([self.satchel, "show", "--json", *self.options, "--", name],
                              capture_output=True, text=True, check=False)
        return [json.loads(line)["record"]["id"] for line in done.stdout.splitlines()]


def compare(asker, data, truth):
    """-> how many were asked, and what was wrong, a line each"""
    wrong, asked = [], 0
    got = asker.show(next(iter(truth["exact"])))
    asked += 1
    if set(got) != truth["exact"] or len(got) != 1:
        wrong.append(f"exact: {got} in place of {sorted(truth['exact'])}")
    for kind, label, words in spellings(queries(data)):
        got = asker.find(words)
        asked += 1
        if set(got) != truth[kind] or len(got) != len(truth[kind]):
            wrong.append(f"{label}: {words}: {len(got)} found ({', '.join(sorted(got)[:5])}), "
                         f"the truth is {len(truth[kind])} ({', '.join(sorted(truth[kind])[:5])})")
    for label, one, other in SAME:
        a, b = asker.find(one), asker.find(other)
        asked += 1
        if set(a) != set(b): # a small directory may have neither
            wrong.append(f"{label}: {one} finds {len(a)}, {other} finds {len(b)}")
    return asked, wrong


def main():
    data, satchel, *options = sys.argv[1:]
    asked, wrong = compare(Asker(satchel, options), data, truths(data))
    for line in wrong:
        print(f"planted: {line}")
    print(f"planted: {asked - len(wrong)} of {asked} exactly as planted")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
