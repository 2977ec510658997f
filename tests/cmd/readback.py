#!/usr/bin/python3
"""readback.py FORMAT FILE JSON: what other programs read in an export (vcard4,
vcard3 by vobject; csv by the csv module, strictly; tsv; mutt; aerc) is what the
records say, one entry for each contact and mission and no more.  JSON: the
output of export --json."""
import csv
import io
import json
import sys
import uuid

form, path, lines = sys.argv[1:]
raw = open(path, "rb").read()
objects = [json.loads(l) for l in open(lines, encoding="utf-8")]


def shown(names):
    return names.get("en") or names.get("und") or next(iter(names.values()))


def by_pref(items):
    return sorted(items or [], key=lambda i: int(i.get("pref", 101)))


class Entry:
    """What can be reached: a contact, or a party's mission."""

    def __init__(self, o):
        r = o["record"]
        self.id, self.r, self.o = r["id"], r, o
        self.mission = "/" not in self.id
        self.party = shown(r["name"]) if self.mission else r["party"][0]
        v = r["mission"] if self.mission else r
        self.name = v.get("name") or self.party
        self.organization = self.party if self.mission else v.get("organization")
        self.phones, self.emails = by_pref(v.get("phones")), by_pref(v.get("emails"))
        self.mark = "EXERCISE " if o["edition"] == "exercise" else ""
        space = uuid.uuid5(uuid.NAMESPACE_URL, o["directory"])
        self.uid = "urn:uuid:%s" % uuid.uuid5(space, self.id)

    def get(self, key):
        return None if self.mission else self.r.get(key)


entries = [Entry(o) for o in objects if "/" in o["record"]["id"] or "mission" in o["record"]]
seen = {}


def same(e, what, got, want):
    if got != want:
        sys.exit("%s: %s is %r, not %r" % (e.id, what, got, want))


def vcards(version):
    import vobject
    for l in raw.split(b"\r\n"):
        l.decode("utf-8")  # no character is cut by a fold
        if len(l) > 75 or b"\n" in l or b"\r" in l:
            sys.exit("a line of %d octets, or a bare CR or LF: %r" % (len(l), l))
    if not raw.endswith(b"\r\n"):
        sys.exit("the last line has no end")
    for card in vobject.readComponents(raw.decode("utf-8")):
        same(card, "version", card.version.value, version)
        e = next(e for e in entries if e.uid == card.uid.value)
        seen[e.id] = seen.get(e.id, 0) + 1
        same(e, "FN", card.fn.value, e.mark + e.name)
        same(e, "N", card.n.value.family, e.mark + e.name)
        same(e, "N prefix", card.n.value.prefix, e.get("salutation") or "")
        org = [o for o in (e.organization, e.get("unit")) if o]
        same(e, "ORG", card.contents["org"][0].value if "org" in card.contents else [], org if e.organization else [])
        for name, key in (("title", "title"), ("nickname", "name_latin")):
            got = card.contents[name][0].value if name in card.contents else None
            same(e, name, got, e.get(key))
        tel = "tel:" if version == "4.0" else ""
        same(e, "TEL", [t.value for t in card.contents.get("tel", [])],
             [tel + p["number"] + (";ext=" + p["ext"] if "ext" in p else "") for p in e.phones])
        same(e, "EMAIL", [m.value for m in card.contents.get("email", [])], [m["address"] for m in e.emails])
        note = card.note.value
        for text in ("note", "verify", "valid_until", "confirmed"):
            if e.get(text) and e.get(text) not in note:
                sys.exit("%s: %s is not in the note: %r" % (e.id, text, note))
        if e.o["edition"] == "exercise" and "EXERCISE" not in note:
            sys.exit("%s: the note does not say EXERCISE" % e.id)
        if version == "4.0":
            same(e, "LANG", [l.value for l in card.contents.get("lang", [])], e.get("languages") or [])
            same(e, "KIND", card.kind.value, "org" if e.mission else e.get("kind"))
            deputy = e.get("deputy") and str(next(x for x in entries if x.id == e.id.split("/")[0] + "/" + e.get("deputy")).uid)
            same(e, "RELATED", card.contents["related"][0].value if "related" in card.contents else None, deputy)
        for t in card.contents.get("tel", []):
            same(e, "TEL TYPE", "work" in [x.lower() for x in t.params["TYPE"]], True)


def rows(table):
    head = table[0]
    for row in table[1:]:
        if len(row) != len(head):
            sys.exit("a row of %d cells under %d" % (len(row), len(head)))
        yield dict(zip(head, row))


def phone_words(p):
    s = p["number"] + (" ext " + p["ext"] if "ext" in p else "")
    s += (" " + ",".join(p["features"]) if "features" in p else "") + (" " + p["when"] if "when" in p else "")
    return s + (" (%s)" % p["label"] if "label" in p else "")


def tables(table, undo):
    for row in rows(table):
        row = {k: undo(v) for k, v in row.items()}
        e = next(e for e in entries if e.id == row["id"])
        seen[e.id] = seen.get(e.id, 0) + 1
        want = {"record": "mission" if e.mission else "contact", "party": e.party, "name": e.name,
                "organization": e.organization or "", "phones": "; ".join(map(phone_words, e.phones)),
                "phone": e.phones[0]["number"] if e.phones else "", "email": e.emails[0]["address"] if e.emails else "",
                "emails": "; ".join(m["address"] + (" shared" if m.get("shared") == "yes" else "") for m in e.emails),
                "directory": e.o["directory"], "release": str(e.o["release"]), "epoch": str(e.o["epoch"]),
                "edition": "EXERCISE" if e.o["edition"] == "exercise" else "live",
                "languages": "; ".join(e.get("languages") or []), "scope": "; ".join(e.get("scope") or [])}
        for key in ("role", "kind", "name_latin", "salutation", "title", "unit", "deputy", "valid_from", "valid_until",
                    "verify", "note", "confirmed"):
            if not (e.mission and key == "kind"):
                want[key] = e.get(key) or ""
        for key, value in want.items():
            same(e, key, row[key], value)


def undo_defusing(cell):
    bare = cell.lstrip(" \t\r\n\"'")
    if cell and (cell[0] in "\t\r" or (bare and bare[0] in "=+-@\uff1d\uff0b\uff0d\uff20")):
        if cell[0] != "'":
            sys.exit("a spreadsheet takes %r for a formula" % cell)
        return cell[1:]
    return cell


def unescape(cell):
    out, at = "", 0
    while at < len(cell):
        if cell[at] == "\\":
            out += {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[cell[at + 1]]
            at += 1
        else:
            out += cell[at]
        at += 1
    return out


if form in ("vcard4", "vcard3"):
    vcards("4.0" if form == "vcard4" else "3.0")
elif form == "csv":
    if not raw.startswith(b"\xef\xbb\xbf"):
        sys.exit("no byte order mark")
    if raw.count(b"\r\n") - 1 != len(entries):
        sys.exit("%d lines end in CR LF, not %d" % (raw.count(b"\r\n"), len(entries) + 1))
    tables(list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)), undo_defusing)
elif form == "tsv":
    tables([l.split("\t") for l in raw.decode("utf-8").split("\n")[:-1]], unescape)
else:
    text = raw.decode("utf-8").split("\n")[:-1]
    want = []
    for e in entries:
        name = e.mark + (e.get("name_latin") + " / " if e.get("name_latin") else "") + e.name
        for m in e.emails:
            want.append([m["address"], name] + ([e.id + " " + e.party] if form == "mutt" else []))
    if [l.split("\t") for l in text[1 if form == "mutt" else 0:]] != want:
        sys.exit("%r\nis not\n%r" % (text, want))
    seen = {e.id: 1 for e in entries}
if seen != {e.id: 1 for e in entries}:
    sys.exit("%d entries, not %d" % (sum(seen.values()), len(entries)))
print("%d entries" % len(entries))
