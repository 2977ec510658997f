#!/usr/bin/env python3
"""queries.py BUNDLE SATCHEL KIND [COUNT]: asks COUNT queries of one kind that
are made by rule from the bundle's own records, through `satchel find`, and
says how often the right contact came first.

  plain    a name with an accent, typed without; in capitals where no name has one
  phone    a number, typed with spaces in other places; an address in capitals
           where there are no numbers
  typo     a word of a name with one letter wrong, and the rest of the name

Exit status 0 if all were first.  What fails is printed with the record's id
and place alone.
"""
import json
import os
import subprocess
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "reader"))
import reader  # noqa: E402


def contacts(path):
    with open(path, "rb") as f:
        members = reader.split_archive(f.read())
    statement = reader.Statement(reader.split_note(members["STATEMENT"], "STATEMENT")[0])
    payload = reader.Payload(members["PAYLOAD"], statement.tree)
    for b in payload.blocks[reader.RECORDS]:
        for line in b.raw[:-1].split(b"\n"):
            v = json.loads(line)
            if "/" in v["id"] and not v["id"].startswith("zone:"):
                yield v


def stripped(s):
    return "".join(c for c in unicodedata.normalize("NFD", s) if not 0x300 <= ord(c) <= 0x36F)


def latin(s):
    return all(c == " " or c.isalpha() and "LATIN" in unicodedata.name(c, "") for c in s)


def party(v):
    return v["id"].split("/")[0]


def spread(items, count):
    """|count| of them, evenly, always the same."""
    step = max(1, len(items) // count)
    return items[::step][:count]


class Names:
    """Which contacts hold all words of a name: where more than one does, the
    answer is a list in file order, not a single right one.  Where each does,
    as with a member's many offices, the party is what can be right."""

    def __init__(self, all_contacts):
        self.holders = {}
        for v in all_contacts:
            for text in [v["name"], v.get("organization", ""), *v.get("party", [])]:
                for w in reader.words_of(reader.fold(text)):
                    self.holders.setdefault(w, set()).add(v["id"])
        self.single = True

    def alone(self, v):
        words = list(reader.words_of(reader.fold(v["name"])))
        held = set.intersection(*(self.holders[w] for w in words)) if words else set()
        return held == {v["id"]} if self.single else {i.split("/")[0] for i in held} == {party(v)}


def plain(all_contacts, names):
    def alone(v):
        return latin(v["name"]) and len(v["name"].split()) > 1 and names.alone(v)
    accented = [v for v in all_contacts if alone(v) and stripped(v["name"]) != v["name"]]
    if accented:
        return [(v, stripped(v["name"])) for v in accented]
    return [(v, v["name"].upper()) for v in all_contacts if alone(v)]


def phone(all_contacts, names):
    holders = {}
    for v in all_contacts:
        for n in {p["number"] for p in v.get("phones", [])}:
            holders.setdefault(n, []).append(v)
    out = []
    for n, who in holders.items():
        if len(who) == 1:
            out.append((who[0], "phone:" + n[:3] + " " + " ".join(n[i:i + 3] for i in range(3, len(n), 3))))
    if out:
        return out
    for v in all_contacts:
        for e in v.get("emails", []):
            holders.setdefault(e["address"], []).append(v)
    return [(who[0], a.upper()) for a, who in holders.items() if len(who) == 1]


def typo(all_contacts, names):
    known = set()
    for v in all_contacts:
        known.update(stripped(v["name"]).lower().split())
    out = []
    for v in all_contacts:
        words = v["name"].split()
        long = [w for w in words if len(w) >= 7 and latin(w) and w.isalpha()]
        if not long or not all(w.isalpha() for w in words) or not names.alone(v):
            continue
        w = max(long, key=len)
        wrong = w[:3] + ("x" if w[3].lower() != "x" else "q") + w[4:]
        if stripped(wrong).lower() not in known:
            out.append((v, " ".join(wrong if x == w else x for x in words)))
    return out


def main():
    bundle, satchel, kind = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    everyone = list(contacts(bundle))
    names = Names(everyone)
    make = {"plain": plain, "phone": phone, "typo": typo}[kind]
    asked = spread(make(everyone, names), count)
    if not asked:
        names.single = False
        asked = spread(make(everyone, names), count)
    first = three = 0
    for v, query in asked:
        out = subprocess.run([satchel, "find", "-b", bundle, "--json", "--limit", "5", "--", query],
                             capture_output=True, text=True)
        hits = [json.loads(line) for line in out.stdout.splitlines()]
        ids = [h["record"]["id"] for h in hits if "record" in h]
        if names.single:
            right = [i == v["id"] for i in ids if i != party(v)]  # the party itself may stand before
        else:
            right = [i.split("/")[0] == party(v) for i in ids]
        first += right[:1] == [True]
        three += any(right[:3])
        if right[:1] != [True]:
            place = right.index(True) + 1 if any(right) else "not found"
            print(f"{kind}: {v['id']}: place {place}, status {out.returncode}")
    print(f"{kind}: {first} of {len(asked)} first, {three} among the first three")
    sys.exit(0 if asked and first == len(asked) else 1)


if __name__ == "__main__":
    main()
