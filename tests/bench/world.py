"""What is measured: the data, the bundle made of it and the peers' files, all
in a folder for each number of contacts.  What is there is used again; the
bundle is made anew when the program is another."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import planted

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
NOW = "2026-11-20T09:00:00Z"  # the invented release is of November 2026
MADE = ("all.jsonl", "all.csv", "all.cdb.txt", "columns.txt", "queries.tsv", "src")

# name of the file: tokenizer, and further options of FTS5
INDEXES = {"fts.db": ("unicode61", ""),
           "nodetail.db": ("unicode61", ", detail=none, columnsize=0"),
           "trigram.db": ("trigram", "")}


class Failed(Exception):
    pass


def run(*argv, env=None):
    done = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(argv)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def generator():
    shared = os.environ.get("SATCHEL_SHARED") or os.path.join(TOP, "..", "shared")
    path = os.path.join(shared, "bench", "gen.py")
    return path if os.path.exists(path) else None


def made(folder, contacts):
    """Is |folder| the generator's, complete, and of that many contacts?"""
    try:
        with open(os.path.join(folder, "src", "release.yaml"), encoding="utf-8") as f:
            named = re.search(r"^directory: .*-(\d+)$", f.read(), re.MULTILINE)
    except OSError:
        return False
    return (named is not None and int(named[1]) == contacts and
            all(os.path.exists(os.path.join(folder, m)) for m in MADE))


def data(contacts, folder):
    """-> the folder with the sources and the peers' input"""
    given = os.environ.get("SATCHEL_BENCH_DATA")
    for place in (given and os.path.join(given, str(contacts)), given, folder):
        if place and made(place, contacts):
            return place
    if not generator():
        raise Failed(f"no data of {contacts} contacts: neither SATCHEL_BENCH_DATA has it (a folder that gen.py {contacts} "
                     "DIR --also jsonl,csv,cdb made, or a folder of such, named by their numbers) nor is there a "
                     "generator at SATCHEL_SHARED/bench/gen.py")
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, generator(), str(contacts), folder, "--also", "jsonl,csv,cdb", "--jobs", "2")
    return folder


class World:
    """All paths, and the environment that every command is started in."""

    def __init__(self, contacts, satchel, folder):
        self.contacts, self.satchel = contacts, os.path.abspath(satchel)
        self.dir = os.path.abspath(os.path.join(folder, str(contacts)))
        self.keys = os.path.abspath(os.path.join(folder, "keys"))
        os.makedirs(self.keys, exist_ok=True)
        os.makedirs(self.dir, exist_ok=True)
        self.env = {"PATH": os.environ["PATH"], "HOME": self.dir, "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm",
                    "SATCHEL_HOME": self.path("home")}
        self.data = data(contacts, self.path("data"))
        self.sources = os.path.join(self.data, "src")
        self.bundle, self.roots = self.path("release.satchel"), self.path("live.roots")
        csv = os.stat(os.path.join(self.data, "all.csv"))
        if self.stamped("data-was", f"{os.path.realpath(self.data)} {csv.st_size} {csv.st_mtime_ns}"):
            shutil.rmtree(self.path("peer"), ignore_errors=True)
            self.stamp("made-by", "")
        os.makedirs(self.path("peer"), exist_ok=True)

    def stamp(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)

    def stamped(self, name, text):
        """Was |text| another so far?  It is |text| now."""
        try:
            with open(self.path(name), encoding="utf-8") as f:
                if f.read() == text:
                    return False
        except OSError:
            pass
        self.stamp(name, text)
        return True

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def peer(self, name):
        return self.path("peer", name)

    def run(self, *argv):
        return run(*argv, env=self.env)

    def asked(self, kind):
        return planted.queries(self.data)[kind][0]

    # ---- the bundle --------------------------------------------------------

    def key(self, name, ending):
        return os.path.join(self.keys, f"bench.example_{name}.{ending}")

    def build(self, out):
        return [self.satchel, "build", self.sources, "--roots", self.roots, "--threads", "2", "--force", "-o", out]

    def prepare_bundle(self):
        with open(self.satchel, "rb") as f:
            program = hashlib.sha256(f.read()).hexdigest()
        if not self.stamped("made-by", program):
            return
        self.stamp("made-by", "")  # until it is
        shutil.rmtree(self.path("home"), ignore_errors=True)
        for path in (self.roots, self.bundle):
            if os.path.exists(path):
                os.unlink(path)
        for name in ("root", "officer-a", "officer-b"):
            if not os.path.exists(self.key(name, "key")):
                self.run(self.satchel, "keygen", f"bench.example/{name}", "-o", self.keys, "--no-passphrase")
        self.run(self.satchel, "root", "new", self.roots, "--directory", f"bench.example/contacts-{self.contacts}",
                 "--issued", "2026-10-26T09:00:00Z", "--root-key", self.key("root", "pub"), "--root-threshold", "1",
                 "--release-key", self.key("officer-a", "pub"), "--release-key", self.key("officer-b", "pub"),
                 "--release-threshold", "2")
        self.run(self.satchel, "root", "sign", self.roots, "-k", self.key("root", "key"))
        shown = json.loads(self.run(self.satchel, "root", "show", "--json", self.roots))
        self.run(*self.build(self.bundle))
        self.run(self.satchel, "pin", self.roots, "--fingerprint", shown["fingerprint"])
        for name in ("officer-a", "officer-b"):
            self.run(self.satchel, "sign", self.bundle, "-k", self.key(name, "key"), "--release", "1", "--now", NOW)
        self.run(self.satchel, "install", self.bundle, "--now", NOW)
        self.stamp("made-by", program)

    # ---- the peers' files --------------------------------------------------

    def sqlite_build(self, name, out):
        """the command that makes that index, as |out|"""
        tokenizer, more = INDEXES[name]
        with open(os.path.join(self.data, "columns.txt"), encoding="ascii") as f:
            columns = f.read().strip()
        script = self.peer(name + ".sql")
        with open(script, "w", encoding="utf-8") as f:
            f.write("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;\n"
                    f"CREATE TABLE contact(id TEXT UNIQUE, {columns.split(',', 1)[1]});\n"
                    f".mode csv\n.import {self.data}/all.csv contact\n"
                    f"CREATE VIRTUAL TABLE fts USING fts5({columns}, content='contact', tokenize='{tokenizer}'{more});\n"
                    "INSERT INTO fts(fts) VALUES('rebuild'); INSERT INTO fts(fts) VALUES('optimize');\n")
        return ["sh", "-c", f'rm -f "{out}" && exec sqlite3 "{out}" ".read {script}"']

    def tar_build(self, out):
        return ["tar", "-C", self.data, "-czf", out, "src"]

    def zstd_build(self, out):
        return ["zstd", "-q", "-f", "-3", self.peer("all.yaml"), "-o", out]

    def cdb_build(self, out):
        return ["cdb", "-c", out, os.path.join(self.data, "all.cdb.txt")]

    def once(self, name, command):
        """the file that command(out) makes, whole, unless it is there"""
        if not os.path.exists(self.peer(name)):
            self.run(*command(self.peer("part-" + name)))
            os.rename(self.peer("part-" + name), self.peer(name))

    def prepare_peers(self):
        self.once("all.yaml", lambda out: ["sh", "-c", f'cat "{self.sources}"/parties/*.yaml >"{out}"'])
        for name in INDEXES:
            self.once(name, lambda out, name=name: self.sqlite_build(name, out))
        self.once("src.tar.gz", self.tar_build)
        self.once("all.yaml.zst", self.zstd_build)
        self.once("all.cdb", self.cdb_build)
        key = os.path.join(self.keys, "minisign")
        if not os.path.exists(key + ".pub"):
            self.run("minisign", "-G", "-W", "-f", "-p", key + ".pub", "-s", key + ".key")
        for name, path in (("fts", self.peer("fts.db")), ("release", self.bundle)):
            self.run("minisign", "-S", "-W", "-s", key + ".key", "-m", path, "-x", self.peer(name + ".minisig"))

        signify = os.path.join(self.keys, "signify")
        if not os.path.exists(signify + ".pub"):
            self.run("signify-openbsd", "-G", "-n", "-p", signify + ".pub", "-s", signify + ".sec")
        self.run("signify-openbsd", "-S", "-s", signify + ".sec", "-m", self.bundle, "-x", self.peer("release.sig"))

    def signify(self):
        return ["signify-openbsd", "-V", "-q", "-p", os.path.join(self.keys, "signify.pub"), "-m", self.bundle,
                "-x", self.peer("release.sig")]

    def minisign(self, name, path):
        return ["minisign", "-V", "-q", "-p", os.path.join(self.keys, "minisign.pub"), "-m", path,
                "-x", self.peer(name + ".minisig")]

    # ---- what is asked of the peers ------------------------------------------

    def sqlite_id(self):
        return ["sqlite3", self.peer("fts.db"), f"SELECT * FROM contact WHERE id='{self.asked('exact')}'"]

    def fts(self, match, name="fts.db", more=""):
        return ["sqlite3", self.peer(name), "SELECT c.* FROM fts JOIN contact c ON c.rowid=fts.rowid "
                f"WHERE fts MATCH '{match}'{more}"]

    def cdb_id(self):
        return ["cdb", "-q", self.peer("all.cdb"), self.asked("exact")]

    def find(self, *words, limit=None):
        return [self.satchel, "find", *(["--limit", str(limit)] if limit else []), "--", *words]

    def show(self, *options):
        return [self.satchel, "show", *options, self.asked("exact")]

    def peers_answer(self):
        """A peer that finds nothing is quick: each must find its needle."""
        for kind, argv in (("exact", self.sqlite_id()), ("exact", self.cdb_id()), ("word", self.fts(self.asked("word"))),
                           ("and", self.fts(self.asked("and"))), ("prefix", self.fts(self.asked("prefix"))),
                           ("word", self.fts(self.asked("word"), "nodetail.db")),
                           ("substr", self.fts(f'"{self.asked("substr")}"', "trigram.db"))):
            want, got = planted.queries(self.data)[kind][1], len(self.run(*argv).splitlines())
            if got != want:
                raise Failed(f"{argv[0]}: {kind}: {got} lines in place of {want}")
