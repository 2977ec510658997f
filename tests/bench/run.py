#!/usr/bin/env python3
"""run.py CONTACTS SATCHEL SPAWN [FOLDER]: measures satchel and what people use
today in one run, at 1,000 contacts and at CONTACTS (make bench N=CONTACTS).

Answers come first: if one planted query does not find exactly what was
planted, nothing is measured.  Then a table a measure: medians, ratios to the
first row, the goals and whether they hold; the same goes to FOLDER/N.json
(build/bench), and what several sizes cost is compared last.  The exit status
is 1 if an answer is wrong or a command fails; a goal that is missed is none of
that, since it depends on the machine.

SATCHEL_BENCH_DATA    data made beforehand: see world.py
SATCHEL_BENCH_DROP    "files": drop only the data files from the page cache
SATCHEL_BENCH_SCALE   stretches the time given to each table (1)
"""
import glob
import json
import math
import os
import platform
import subprocess
import sys
import time

import measures
import planted
import world as w
from timing import Timer

COLUMNS = {"median_us": ("median us", 0), "min_us": ("min", 0), "p90_us": ("p90", 0), "cpu_us": ("cpu us", 0),
           "rss_kib": ("RSS KiB", 0), "ratio": ("ratio", 2), "rounds": ("rounds", 0), "bytes": ("bytes", 0),
           "digests": ("digests", 0), "contact": ("a contact", 1), "record": ("a record", 1), "tar": ("tar czf", 2)}
GROWTH = [("build", "build", "satchel build", "median_us"), ("verify, full", "build", "satchel verify, full", "median_us"),
          ("verify --quick", "quick", "satchel verify --quick", "median_us"), ("build, KiB", "build", "satchel build", "rss_kib"),
          ("bundle, bytes", "size", "the bundle", "bytes"), ("id", "exact", "satchel id", "median_us"),
          ("word", "words", "satchel word", "median_us"), ("common, 10", "common", "satchel best ten", "median_us"),
          ("typo, 2", "typos", "satchel typo, 2", "median_us"), ("substring", "substring", "satchel substring", "median_us"),
          ("id, bytes read", "reads", "id", "bytes"), ("word, bytes read", "reads", "word", "bytes"),
          ("typo, 2, bytes read", "reads", "typo, 2", "bytes"), ("look-up, KiB", "memory", "satchel, the largest", "rss_kib")]


def show(t):
    columns = [c for c in COLUMNS if c in next(iter(t["rows"].values()))]
    print(f"\n{t['title']}")
    print(f"{'':32}" + "".join(f"{COLUMNS[c][0]:>12}" for c in columns))
    for label, row in t["rows"].items():
        print(f"{label:32}" + "".join(f"{row[c]:12.{COLUMNS[c][1]}f}" for c in columns))
    for g in t["goals"]:
        print(f"  goal: {g['goal']} {g['sign']} {g['limit']:g}: {g['value']:.3g}, {'holds' if g['holds'] else 'does not hold'}")
    if t["note"]:
        print(f"  {t['note']}")
    sys.stdout.flush()


def machine():
    model = "unknown"
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as f:
        for line in f:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    return {"cpus": len(os.sched_getaffinity(0)), "model": model, "kernel": platform.release(),
            "load": os.getloadavg()[0], "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}


def measure(contacts, satchel, spawn, folder):
    begin = time.monotonic()
    world = w.World(contacts, satchel, folder)
    print(f"\n=== {contacts} contacts ({world.data})", flush=True)
    world.prepare_bundle()
    world.prepare_peers()
    world.peers_answer()
    os.environ.update(world.env)
    asked, wrong = planted.compare(planted.Asker(satchel), world.data, planted.truths(world.data))
    print(f"answers: {asked - len(wrong)} of {asked} exactly as planted", flush=True)
    if wrong:
        raise w.Failed("\n".join(wrong))
    timer = Timer(world, spawn, float(os.environ.get("SATCHEL_BENCH_SCALE", "1")) * (0.2 if contacts <= 10000 else 1))
    tables = {}

    def add(name, t):
        tables[name] = t
        show(t)
    for f in (measures.exact, measures.words, measures.common, measures.typos, measures.substring, measures.slow_peers,
              measures.quick, measures.build, measures.dropped):
        add(f.__name__, f(world, timer))
    add("memory", measures.memory(tables))
    add("reads", measures.reads(world))
    add("size", measures.size(world))
    with open(os.path.join(folder, f"{contacts}.json"), "w", encoding="utf-8") as f:
        json.dump({"contacts": contacts, "machine": machine(), "satchel": world.run(satchel, "--version").strip(),
                   "answers": asked, "seconds": time.monotonic() - begin, "measures": tables}, f, indent=1, ensure_ascii=False)
        f.write("\n")
    goals = [g for t in tables.values() for g in t["goals"]]
    print(f"\n{sum(g['holds'] for g in goals)} of {len(goals)} goals hold at {contacts} contacts (they were set for 1,000,000); "
          f"{time.monotonic() - begin:.0f} s")


def growth(folder):
    """How costs grow: the exponent of the number of contacts, smallest to largest."""
    done = []
    for path in glob.glob(os.path.join(folder, "*.json")):
        with open(path, encoding="utf-8") as f:
            done.append(json.load(f))
    done.sort(key=lambda d: d["contacts"])
    if len(done) < 2:
        return
    print("\ngrowth (1: with the contacts; 0: not at all)")
    print(f"{'':24}" + "".join(f"{d['contacts']:>14}" for d in done) + f"{'exponent':>12}")
    for label, name, row, column in GROWTH:
        values = [d["measures"][name]["rows"][row][column] for d in done]
        exponent = math.log(values[-1] / values[0]) / math.log(done[-1]["contacts"] / done[0]["contacts"])
        print(f"{label:24}" + "".join(f"{v:14.0f}" for v in values) + f"{exponent:12.2f}")


def main():
    contacts, satchel, spawn = int(sys.argv[1]), *map(os.path.abspath, sys.argv[2:4])
    folder = sys.argv[4] if len(sys.argv) > 4 else os.path.join(w.TOP, "build", "bench")
    cpus = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cpus[:2])  # the goals are for two
    os.umask(0o077)
    m = machine()
    print(f"{m['model']}, {m['cpus']} processors used, Linux {m['kernel']}, load {m['load']:.1f}")
    try:
        for n in dict.fromkeys((1000, contacts)):
            if n == contacts or w.generator():
                measure(n, satchel, spawn, folder)
        growth(folder)
    except (w.Failed, subprocess.SubprocessError, OSError) as e:
        sys.exit(f"bench: {e}")


if __name__ == "__main__":
    main()
