"""now.py RECORDS ANSWERS: what `satchel now --json` said of every contact
must be what the records say when read with Python's time zones."""
import datetime
import json
import sys
import zoneinfo

UTC = datetime.timezone.utc
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


def days_of(text):
    for part in text.split(","):
        a, _, b = part.partition("-")
        i = DAYS.index(a)
        yield i
        while b and DAYS[i % 7] != b:
            i += 1
            yield i % 7


def minutes(text):
    h, m = text.split(":")
    return int(h) * 60 + int(m)


def open_at(hours, local):
    for item in hours:
        if item == "24/7":
            return True
        days, times = item.split(" ")
        for span in times.split(","):
            a, b = map(minutes, span.split("-"))
            if b < a:
                b += 1440
            for d in days_of(days):
                for week in (0, 7):
                    t = (local.weekday() + week - d) * 1440 + local.hour * 60 + local.minute
                    if a <= t < b:
                        return True
    return False


def holiday(party, local):
    day = local.strftime("%Y-%m-%d")
    for h in party.get("holidays", []):
        a, _, b = h["date"].partition("/")
        b = b or a
        d = "-" + day[4:] if a.startswith("--") else day
        if a <= d <= b:
            return h["label"]
    return None


def duty(rec, party, t):
    local = t.astimezone(zoneinfo.ZoneInfo(rec["timezone"]))
    day = local.strftime("%Y-%m-%d")
    if day < rec.get("valid_from", day) or day > rec.get("valid_until", day):
        return "not-valid", None
    if "24/7" in rec["hours"]:
        return "24/7", None
    label = holiday(party, local)
    if label is None and open_at(rec["hours"], local):
        return "open", None
    for p in rec.get("phones", []):
        spoken = set(p.get("features", ["voice"])) & {"voice", "mobile", "main-number"}
        if p.get("when") in ("always", "after-hours") and spoken:
            return "on-call", label
    return "closed", label


def changes(rec, party, t, now_open):
    """The first minute from t on when it is otherwise, within 20 days."""
    t = t.replace(second=0) if t.second == 0 else t.replace(second=0) + datetime.timedelta(minutes=1)
    for _ in range(20 * 1440):
        if (duty(rec, party, t)[0] == "open") != now_open:
            return t
        t += datetime.timedelta(minutes=1)
    return None


def main():
    records = {}
    for line in open(sys.argv[1], encoding="utf-8"):
        r = json.loads(line)["record"]
        records[r["id"]] = r
    checked = 0
    for line in open(sys.argv[2], encoding="utf-8"):
        if not line.strip():
            continue
        a = json.loads(line)
        rec = records[a["record"]["id"]]
        party = records[rec["id"].split("/")[0]]
        t = datetime.datetime.fromisoformat(a["at"].replace("Z", "+00:00"))
        want, label = duty(rec, party, t)
        where = (rec["id"], a["at"], a)
        assert a["duty"] == want, (where, want)
        assert a.get("holiday") == label, (where, label)
        local = datetime.datetime.fromisoformat(a["local"])
        assert local == t and local.utcoffset() == t.astimezone(zoneinfo.ZoneInfo(rec["timezone"])).utcoffset(), where
        at = a.get("closes") or a.get("opens")
        if want in ("open", "closed", "on-call") and at and checked % 7 == 0:
            got = datetime.datetime.fromisoformat(at.replace("Z", "+00:00"))
            assert got == changes(rec, party, t, want == "open") or got - t > datetime.timedelta(days=19), where
        checked += 1
    assert checked > 800, checked


main()
