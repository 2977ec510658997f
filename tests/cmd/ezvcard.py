#!/usr/bin/python3
"""ezvcard.py VERSION READ JSON: what EzRead.java read in an export (READ) is
what the records say (JSON: the output of export --json), one card for each
contact and mission and no more."""
import json
import sys
import uuid

version, read, lines = sys.argv[1:]
tel = "tel:" if version == "4.0" else ""


def by_pref(items):
    return sorted(items or [], key=lambda i: int(i.get("pref", 101)))


def card(o):
    r = o["record"]
    mission = "/" not in r["id"]
    v = r["mission"] if mission else r
    party = (r["name"].get("en") or r["name"].get("und") or next(iter(r["name"].values()))) if mission else r["party"][0]
    mark = "EXERCISE " if o["edition"] == "exercise" else ""
    uid = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, o["directory"]), r["id"])
    orgs = [party] if mission else [v[k] for k in ("organization", "unit") if "organization" in v and k in v]
    out = [version, "urn:uuid:%s" % uid, mark + (v.get("name") or party)] + ["ORG " + o for o in orgs]
    for p in by_pref(v.get("phones")):
        out.append("TEL " + tel + p["number"] + (";ext=" + p["ext"] if "ext" in p else ""))
    return out + ["EMAIL " + m["address"] for m in by_pref(v.get("emails"))]


records = [json.loads(l) for l in open(lines, encoding="utf-8")]
want = [card(o) for o in records if "/" in o["record"]["id"] or "mission" in o["record"]]
got = [l.split("\t") for l in open(read, encoding="utf-8").read().split("\n")[:-1]]
for g, w in zip(got, want):
    if g != w:
        sys.exit("%r\nis not\n%r" % (g, w))
if len(got) != len(want):
    sys.exit("%d cards, not %d" % (len(got), len(want)))
print("%d cards" % len(got))
