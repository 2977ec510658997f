#!/usr/bin/env python3
"""find.py: a State's whole way in Python, by the shared library alone.

    LD_LIBRARY_PATH=... find.py STORE un.roots FINGERPRINT un-41.satchel tarsenia cert

Nothing but the standard library: the structs of satchel.h are declared here.
"""
import ctypes
import json
import sys
import time
from ctypes import POINTER, Structure, byref, c_bool, c_char, c_char_p, c_int, c_int64, c_size_t, c_uint, c_uint32, c_uint64, c_void_p

NAME_MAX, HEX_SIZE = 101, 65


class Err(Structure):
    _fields_ = [("code", c_int), ("line", c_uint32), ("col", c_uint32), ("offset", c_uint64), ("has_offset", c_bool),
                ("file", c_char * 256), ("msg", c_char * 256), ("hint", c_char * 256)]


class Record(Structure):
    _fields_ = [("kind", c_int), ("id", c_char_p), ("value", c_void_p), ("json", POINTER(c_char)), ("json_len", c_size_t)]


class Pin(Structure):
    _fields_ = [("directory", c_char * NAME_MAX), ("pinned_root", c_uint32), ("root", c_uint32),
                ("root_fingerprint", c_char * HEX_SIZE), ("root_issued", c_int64), ("root_expires", c_int64),
                ("epoch", c_uint32), ("minimum_release", c_uint32), ("release_threshold", c_uint32),
                ("root_threshold", c_uint32), ("installed_epoch", c_uint32), ("installed_release", c_uint32),
                ("installed_fingerprint", c_char * HEX_SIZE), ("seen_time", c_int64)]


class CheckOpts(Structure):
    _fields_ = [("directory", c_char_p), ("now", c_int64), ("quick", c_bool), ("archive", c_bool),
                ("accept_date", c_bool), ("at_least_epoch", c_uint32), ("at_least_release", c_uint32),
                ("root_file", c_char_p), ("fingerprint", c_char_p), ("receipts", c_void_p),
                ("file", c_void_p), ("threads", c_uint),
                ("progress", c_void_p), ("progress_ctx", c_void_p)]


class Hit(Structure):
    _fields_ = [("record", Record), ("match", c_int), ("field", c_char_p)]


class Hits(Structure):
    _fields_ = [("n", c_size_t), ("hit", POINTER(Hit)), ("total", c_uint64), ("more", c_bool),
                ("guesses", c_size_t), ("guess", c_void_p)]


lib = ctypes.CDLL("libsatchel.so.0")
for name, arguments in {
    "home_open": [c_char_p, POINTER(c_void_p), POINTER(Err)],
    "pin": [c_void_p, c_char_p, c_char_p, c_bool, POINTER(Pin), POINTER(Err)],
    "open": [c_void_p, c_char_p, POINTER(CheckOpts), POINTER(c_void_p), POINTER(Err)],
    "find": [c_void_p, POINTER(c_char_p), c_size_t, c_size_t, POINTER(Hits), POINTER(Err)],
}.items():
    function = getattr(lib, "satchel_" + name)
    function.argtypes, function.restype = arguments, c_bool
for name in "home_close", "close":
    getattr(lib, "satchel_" + name).argtypes = [c_void_p]


class SatchelError(Exception):
    def __init__(self, err):
        super().__init__(err.msg.decode())
        self.hint = err.hint.decode()
        self.status = lib.satchel_status(err.code)


def must(function, *args):
    err = Err()
    if not function(*args, byref(err)):
        raise SatchelError(err)


def find(store, roots, fingerprint, bundle, words):
    """The records, as Python values, that have all of the words."""
    home, release, pin, hits = c_void_p(), c_void_p(), Pin(), Hits()
    opts = CheckOpts(now=int(time.time()))
    must(lib.satchel_home_open, store.encode(), byref(home))
    try:
        must(lib.satchel_pin, home, roots.encode(), fingerprint.encode(), False, byref(pin))
        must(lib.satchel_open, home, bundle.encode(), byref(opts), byref(release))
        array = (c_char_p * len(words))(*(w.encode() for w in words))
        must(lib.satchel_find, release, array, len(words), 20, byref(hits))
        # copied here: what a hit points to goes with the release
        return [json.loads(h.record.json[:h.record.json_len].decode()) for h in hits.hit[:hits.n]]
    finally:
        lib.satchel_close(release)
        lib.satchel_home_close(home)


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    try:
        found = find(*sys.argv[1:5], sys.argv[5:])
    except SatchelError as e:
        print("find.py: %s" % e, file=sys.stderr)
        sys.exit(e.status)
    for r in found:
        print("\t".join([r["id"], r["name"] if "/" in r["id"] else ""] + [p["number"] for p in r.get("phones", [])]))
    sys.exit(not found)
