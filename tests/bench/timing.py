"""Rows of a table: commands that spawn times in turn."""
import os
import shutil
import subprocess

import world as w

FIELDS = ("rounds", "min_us", "median_us", "p90_us", "cpu_us", "rss_kib", "ratio", "status")


class Timer:
    def __init__(self, place, spawn, scale):
        self.world, self.spawn, self.scale = place, spawn, scale

    def time(self, rows, seconds, rounds=1000, warm=True, options=()):
        """rows: (label, argv) or (label, argv, exit status) -> {label: {field: number}}.
        |seconds| are stretched by the scale, but warm rounds come on top."""
        expected = {row[0]: row[2] if len(row) > 2 else 0 for row in rows}
        text = "".join("\t".join([row[0], *row[1]]) + "\n" for row in rows)
        done = subprocess.run([self.spawn, "-n", str(rounds), "-s", str(seconds * self.scale), *(["-w"] if warm else []),
                               *options], input=text, env=self.world.env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise w.Failed(done.stderr)
        out = {}
        for line in done.stdout.splitlines():
            label, *values = line.split("\t")
            out[label] = dict(zip(FIELDS, map(float, values)))
            if out[label]["status"] != expected[label]:
                raise w.Failed(f"{label}: exit status {out[label]['status']:.0f}, not {expected[label]}")
        return out

    def dropping(self):
        """The options that empty the page cache before each run, and how that is done."""
        world, options = self.world, []
        if os.geteuid() == 0 and os.environ.get("SATCHEL_BENCH_DROP", "all") == "all" and \
                os.access("/proc/sys/vm/drop_caches", os.W_OK):
            for path in programs(world.satchel, "sqlite3", "cdb", "/bin/true"):
                options += ["-k", path]
            return ["-d", *options], "all of it; the programs and their libraries are read back"
        for folder, _folders, files in os.walk(world.path("home")):
            for name in files:
                options += ["-f", os.path.join(folder, name)]
        for name in ("fts.db", "all.cdb"):
            options += ["-f", world.peer(name)]
        return options, "the data files alone (all of it only as root)"


def programs(*names):
    """the programs' files and the libraries they load"""
    found = set()
    for name in names:
        path = shutil.which(name)
        found.add(os.path.realpath(path))
        listed = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout
        found.update(word for word in listed.split() if word.startswith("/") and os.path.exists(word))
    if os.path.exists("/etc/ld.so.cache"):
        found.add("/etc/ld.so.cache")
    return sorted(found)
