"""The measures: a function each, that returns one table.

A table is {"title", "note", "rows": {label: {field: number}}, "goals": [...]};
a goal has a text, the value, the limit and whether it holds.  The goals were
set for a million contacts."""
import os
import re
import shutil
import subprocess

import sizes
import world as w

TRUE = ("/bin/true", ["/bin/true"])
MEGABYTE = 1e6 / 1024  # in KiB


def goal(text, value, limit, least=False):
    return {"goal": text, "value": value, "sign": ">=" if least else "<=", "limit": limit,
            "holds": value >= limit if least else value <= limit}


def table(title, rows, goals=(), note=""):
    return {"title": title, "note": note, "rows": rows, "goals": list(goals)}


def median(rows, label):
    return rows[label]["median_us"]


def over(rows, label, other):
    return median(rows, label) / median(rows, other)


def scripts(world):
    """a word of each planted script, in its spellings"""
    han, arabic = world.asked("han"), world.asked("arabic")
    rows = [("Han, 3", han), ("Han, 2", han[:2]), ("Han, 1", han[:1]), ("Arabic", arabic),
            ("Arabic, harakat", "\u064e".join(arabic)), ("Arabic, hamza", "\u0623\u062d\u0645\u062f"),
            ("Arabic, no hamza", "\u0627\u062d\u0645\u062f"), ("Cyrillic", world.asked("cyrillic")),
            ("Cyrillic, yo", world.asked("cyrillic").replace("\u0435", "\u0451")), ("Cyrillic by Latin", "ivanov"),
            ("dotless i", "y\u0131lmaz"), ("dotless i, plain", "yilmaz"), ("umlaut plain", "muller"),
            ("sharp s", "gro\u00df"), ("ss for sharp s", "gross")]
    return [("satchel " + label, world.find(word)) for label, word in rows]


def exact(world, timer):
    rows = timer.time([TRUE, ("cdb id", world.cdb_id()), ("sqlite id", world.sqlite_id()), ("satchel id", world.show()),
                       ("satchel id, --json", world.show("--json")), ("satchel id, -b", world.show("-b", world.bundle))], 8)
    return table("exact look-up: an id to its record, verified", rows,
                 [goal("satchel id over /bin/true", over(rows, "satchel id", TRUE[0]), 1.1)],
                 "satchel reads the installed release, who is there now and whom to try next; --json the record alone; "
                 "with -b the signatures are checked too")


def words(world, timer):
    ask = world.asked
    rows = timer.time(
        [TRUE, ("fts word", world.fts(ask("word"))), ("fts word, detail=none", world.fts(ask("word"), "nodetail.db")),
         ("fts two words", world.fts(ask("and"))), ("fts prefix", world.fts(ask("prefix"))),
         ("fts field", world.fts("languages:sw AND role:laboratory")),
         ("satchel word", world.find(ask("word"))), ("satchel two words", world.find(*ask("and").split())),
         ("satchel prefix", world.find(ask("prefix"))), ("satchel field", world.find(*ask("field").split())),
         ("satchel phone", world.find(ask("number"))), ("satchel e-mail", world.find(ask("email"))),
         *scripts(world), ("satchel miss", world.find(ask("miss")), 1)], 12)
    goals = []
    for kind in ("word", "two words", "prefix"):
        goals.append(goal(f"satchel {kind} over /bin/true", over(rows, f"satchel {kind}", TRUE[0]), 1.5))
        goals.append(goal(f"satchel {kind} over fts {kind}", over(rows, f"satchel {kind}", f"fts {kind}"), 0.4))
    return table("words, fields, scripts", rows, goals, "FTS5 verifies nothing")


def common(world, timer):
    word = world.asked("common")
    rows = timer.time([TRUE, ("fts any ten", world.fts(word, more=" LIMIT 10")),
                       ("fts best ten, bm25", world.fts(word, more=" ORDER BY rank LIMIT 10")),
                       ("satchel best ten", world.find(word, limit=10))], 8)
    return table(f"ten hits of a common word ({word})", rows,
                 [goal("satchel over fts any ten", over(rows, "satchel best ten", "fts any ten"), 0.5),
                  goal("satchel over fts best ten", over(rows, "satchel best ten", "fts best ten, bm25"), 0.01)])


def typos(world, timer):
    word = world.asked("word")
    rows = timer.time([TRUE, ("fts exact word", world.fts(word)), ("satchel typo, 1", world.find(world.asked("typo1"))),
                       ("satchel typo, 1, first letter", world.find("x" + word[1:])),
                       ("satchel typo, 2", world.find(world.asked("typo2"))),
                       ("satchel typo, 2, first letter", world.find("x" + word[1:-1] + "x"))], 8)
    return table("typos", rows, [goal("satchel typo, 2 over fts exact word",
                                      over(rows, "satchel typo, 2", "fts exact word"), 1.5)],
                 "FTS5, cdb and ripgrep find none of these")


def substring(world, timer):
    needle, word, email = (world.asked(k) for k in ("substr", "word", "email"))
    part = email[email.index("@") - 3:email.index("@") + 5]
    rows = timer.time([TRUE, ("fts trigram", world.fts(f'"{needle}"', "trigram.db")),
                       ("satchel substring", world.find(f'"{needle}"')),
                       ("satchel, in a word", world.find(f'"{word[2:9]}"')),
                       ("satchel, in an e-mail", world.find(f'"{part}"'))], 8)
    return table("a part of a word", rows,
                 [goal("satchel over fts trigram", over(rows, "satchel substring", "fts trigram"), 1.2),
                  goal("size of the bundle over that of the trigram index",
                       os.path.getsize(world.bundle) / os.path.getsize(world.peer("trigram.db")), 0.1)])


def slow_peers(world, timer):
    word, yaml = world.asked("word"), world.peer("all.yaml")

    def checked(argv):
        return ["sh", "-c", " ".join(world.minisign("fts", world.peer("fts.db"))) + ' && exec "$@"', "sh", *argv]
    rows = timer.time([TRUE, ("satchel id", world.show()), ("satchel word", world.find(word)),
                       ("minisign + sqlite id", checked(world.sqlite_id())),
                       ("minisign + fts word", checked(world.fts(word))),
                       ("rg word", ["rg", "-i", "-F", "--", word, yaml]), ("grep -iF word", ["grep", "-iF", "--", word, yaml]),
                       ("zstdcat | grep", ["sh", "-c", 'zstdcat "$1" | grep -iF -- "$2"', "sh", world.peer("all.yaml.zst"), word])],
                      20, rounds=50)
    return table("the same, verified by what there is today, or without an index", rows,
                 [goal("minisign + sqlite id over satchel id (at a million)", over(rows, "minisign + sqlite id", "satchel id"), 800, True)])


def quick(world, timer):
    bundle = world.bundle
    rows = [("b2sum", ["b2sum", bundle]), ("minisign -V", world.minisign("release", bundle)),
            ("signify -V", world.signify()),
            ("openssl dgst -sha256", ["openssl", "dgst", "-sha256", bundle]), ("sha256sum", ["sha256sum", bundle]),
            ("satchel verify --quick", [world.satchel, "verify", bundle, "--quick", "--now", w.NOW])]
    if shutil.which("b3sum"):
        rows.append(("b3sum, 2 threads", ["b3sum", "--num-threads", "2", bundle]))
    rows = timer.time(rows, 12, rounds=100)
    return table(f"verify --quick, and what else reads the same {os.path.getsize(bundle)} bytes", rows,
                 [goal("satchel verify --quick over b2sum", over(rows, "satchel verify --quick", "b2sum"), 0.55)])


def build(world, timer):
    scratch = world.peer
    rows = timer.time([("tar czf", world.tar_build(scratch("scratch.tar.gz"))),
                       ("zstd -3", world.zstd_build(scratch("scratch.zst"))),
                       ("tinycdb, of its own text", world.cdb_build(scratch("scratch.cdb"))),
                       ("sqlite, CSV to FTS5", world.sqlite_build("fts.db", scratch("scratch.db"))),
                       ("satchel build", world.build(scratch("scratch.satchel"))),
                       ("satchel verify, full", [world.satchel, "verify", world.bundle, "--now", w.NOW])],
                      50, rounds=5, warm=False)
    for name in ("scratch.tar.gz", "scratch.zst", "scratch.cdb", "scratch.db", "scratch.satchel"):
        os.unlink(scratch(name))
    return table("build, and the full verification", rows,
                 [goal("satchel build over sqlite", over(rows, "satchel build", "sqlite, CSV to FTS5"), 0.5),
                  goal("satchel build over tar czf", over(rows, "satchel build", "tar czf"), 1.2),
                  goal("satchel build over tar czf, then", over(rows, "satchel build", "tar czf"), 1.0),
                  goal("satchel verify over satchel build", over(rows, "satchel verify, full", "satchel build"), 1.0),
                  goal("satchel build, memory in MB", rows["satchel build"]["rss_kib"] / MEGABYTE, 400),
                  goal("satchel build, memory in MB, then", rows["satchel build"]["rss_kib"] / MEGABYTE, 128)])


def dropped(world, timer):
    options, how = timer.dropping()
    rows = timer.time([("sqlite id", world.sqlite_id()), ("fts word", world.fts(world.asked("word"))),
                       ("cdb id", world.cdb_id()), TRUE, ("satchel id", world.show()),
                       ("satchel word", world.find(world.asked("word")))], 10, rounds=25, options=options)
    return table("the page cache dropped before each run", rows,
                 [goal("satchel id over sqlite id", over(rows, "satchel id", "sqlite id"), 0.75)], "dropped: " + how)


def memory(tables):
    """|tables| by name: the largest resident set of our look-ups and of sqlite's"""
    ours, theirs = 0, 0
    for name in ("exact", "words", "common", "typos", "substring"):
        for label, row in tables[name]["rows"].items():
            if label.startswith("satchel"):
                ours = max(ours, row["rss_kib"])
            elif label != TRUE[0]:
                theirs = max(theirs, row["rss_kib"])
    rows = {"peers, the largest": {"rss_kib": theirs}, "satchel, the largest": {"rss_kib": ours},
            "satchel id": {"rss_kib": tables["exact"]["rows"]["satchel id"]["rss_kib"]}}
    return table("memory of a look-up", rows, [goal("satchel, the largest, in MB", ours / MEGABYTE, 2.5)])


def reads(world):
    """bytes read and digests made, by --stats"""
    rows = {}
    for label, argv in (("id", world.show()), ("word", world.find(world.asked("word"))),
                        ("two words", world.find(*world.asked("and").split())), ("prefix", world.find(world.asked("prefix"))),
                        ("phone", world.find(world.asked("number"))), ("e-mail", world.find(world.asked("email"))),
                        ("common, 10", world.find(world.asked("common"), limit=10)), ("Han, 3", world.find(world.asked("han"))),
                        ("typo, 1", world.find(world.asked("typo1"))), ("typo, 2", world.find(world.asked("typo2"))),
                        ("substring", world.find(f'"{world.asked("substr")}"')), ("miss", world.find(world.asked("miss")))):
        done = subprocess.run([argv[0], argv[1], "--stats", *argv[2:]], env=world.env, capture_output=True, text=True, check=False)
        said = re.search(r"bytes read (\d+), digests (\d+)", done.stderr)
        if not said:
            raise w.Failed(f"{label}: no --stats: {done.stderr}")
        rows[label] = {"bytes": int(said[1]), "digests": int(said[2])}
    return table("what a look-up reads and verifies (--stats)", rows)


def size(world):
    p = sizes.parts(world.bundle)
    tar, yaml = os.path.getsize(world.peer("src.tar.gz")), os.path.getsize(world.peer("all.yaml"))
    rows = {}

    def row(label, count):
        rows[label] = {"bytes": count, "contact": count / world.contacts, "record": count / p["records"], "tar": count / tar}
    row("the YAML", yaml)
    for name, label in (("src.tar.gz", "tar czf of it"), ("all.yaml.zst", "zstd -3 of it"), ("fts.db", "sqlite, FTS5"),
                        ("nodetail.db", "sqlite, FTS5, detail=none"), ("trigram.db", "sqlite, FTS5, trigram"), ("all.cdb", "cdb")):
        row(label, os.path.getsize(world.peer(name)))
    row("the bundle", p["file"])
    for name, tree in p["trees"].items():
        row(f"  {name}", tree["bytes"])
        if tree["nodes"]:
            row(f"    {name}, nodes", tree["nodes"])
    row("  statement, roots, root page", p["rest"])
    bundle = rows["the bundle"]
    goals = [goal("bytes a contact", bundle["contact"], 141), goal("bytes a record", bundle["record"], 141),
             goal("over tar czf, then", bundle["tar"], 1.0)]
    if world.contacts <= 1000:
        goals = [goal("over tar czf, at 1,000 contacts", bundle["tar"], 1.3)]
    return table("size", rows, goals, f"{p['records']} records of {world.contacts} contacts: parties and time zones are "
                 f"records too; {p['terms']} terms; {p['trees']['records']['blocks']} record blocks, "
                 f"{p['trees']['records']['raw']} bytes before deflate")
