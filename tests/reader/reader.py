#!/usr/bin/env python3
"""reader.py BUNDLE FINGERPRINT: checks a release and rebuilds its index.

A second reader, written from lib/satchel.5 alone, to show that the manual is
enough.  FINGERPRINT is the SHA-256 of the root text that is trusted; it is
pinned each time, so that root's own signatures count too.  The reader uses
Python's standard library and the command openssl, and no code of satchel.
The last line is "OK ...", or on standard error why not, with the manual's
exit status.  Sections named below are the manual's.
"""
import base64
import functools
import hashlib
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import zlib

FOLD_TABLE = 1
MAX_PAYLOAD = 8 << 30
MAX_PAGE = 1 << 20
RECORDS, STRINGS, ENTRIES, POSTINGS = range(4)
TREE = ["records", "strings", "entries", "postings"]


class Refuse(Exception):
    def __init__(self, status, why):
        super().__init__(why)
        self.status = status


def need(condition, status, why):
    if not condition:
        raise Refuse(status, why)


def sha256(*parts):
    h = hashlib.sha256()
    for p in parts:
        h.update(p)
    return h.digest()


def blake2b(data):
    return hashlib.blake2b(data, digest_size=32).digest()


# ---- Text: values in one spelling ------------------------------------------

def base64_of(text, status=3):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = None
    need(raw is not None and base64.b64encode(raw).decode() == text, status,
         "base64 that is not canonical")
    return raw


def number(text, low, high, what, status=6):
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text) is not None
         and low <= int(text) <= high, status, f"{what}: no number as it should be")
    return int(text)


def seconds(text, what, status=6):
    m = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", text, re.ASCII)
    need(m is not None, status, f"{what}: no time")
    y, mo, d, h, mi, s = map(int, m.groups())
    need(is_day(text[:10]) and y >= 1970 and h < 24 and mi < 60 and s < 60,
         status, f"{what}: no time")
    days = (y - 1970) * 365 + (y - 1969) // 4 - (y - 1901) // 100 + (y - 1601) // 400
    days += sum(month_days(y, i) for i in range(1, mo)) + d - 1
    return days * 86400 + h * 3600 + mi * 60 + s


def month_days(y, m):
    leap = y % 4 == 0 and y % 100 != 0 or y % 400 == 0
    return [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]


def is_day(text):
    m = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII)
    if not m:
        return False
    y, mo, d = map(int, m.groups())
    return 1 <= mo <= 12 and 1 <= d <= month_days(y, mo)


def digest(text, kind, what, status=6):
    m = re.fullmatch(re.escape(kind) + ":([0-9a-f]{64})", text)
    need(m is not None, status, f"{what}: no {kind} digest")
    return bytes.fromhex(m.group(1))


def is_name(text):
    return 3 <= len(text) <= 100 and \
        re.fullmatch(r"[a-z0-9][a-z0-9-]*([./][a-z0-9][a-z0-9-]*)*", text) is not None


# ---- The archive -------------------------------------------------------------

MEMBERS = [("STATEMENT", 64 << 10), ("ROOTS", 1 << 20), ("HISTORY", 1 << 20),
           ("PAYLOAD", MAX_PAYLOAD - 1)]


def header(name, size):
    h = bytearray(512)

    def put(at, text):
        h[at:at + len(text)] = text

    put(0, name.encode())
    put(100, b"0000444\0")
    put(108, b"0000000\0")
    put(116, b"0000000\0")
    put(124, b"%011o\0" % size)
    put(136, b"00000000000\0")
    put(148, b" " * 8)
    put(156, b"0")
    put(257, b"ustar\00000")
    put(148, b"%06o\0 " % sum(h))
    return bytes(h)


def split_archive(data):
    at, members = 0, {}
    for name, most in MEMBERS:
        head = data[at:at + 512]
        need(len(head) == 512 and re.fullmatch(b"[0-7]{11}", head[124:135]) is not None,
             6, f"the header of {name}")
        size = int(head[124:135], 8)
        need(head == header(name, size), 6, f"the header of {name}")
        need(size <= most, 6, f"{name} is too large")
        at += 512
        members[name] = data[at:at + size]
        need(len(members[name]) == size, 6, f"the file ends inside {name}")
        at += size
        padding = data[at:at + -size % 512]
        need(padding == bytes(-size % 512), 6, f"the padding of {name}")
        at += len(padding)
    need(data[at:] == bytes(1024), 6, "the end of the archive")
    return members


# ---- Keys ----------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):  # RFC 8032, 5.1.4
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    z = 2 * a[3] * b[3] * D % P
    w = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, w - z, w + z, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P


def strict_point(raw):
    """Canonical, on the curve, of order L exactly (Strict verification)."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return False
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return False
    if x & 1 != sign:
        x = P - x
    point, sum_, n = (x, y, 1, x * y % P), (0, 1, 1, 0), L
    neutral = x == 0 and y == 1
    while n:
        if n & 1:
            sum_ = add(sum_, point)
        point, n = add(point, point), n >> 1
    return not neutral and sum_[0] % P == 0 and (sum_[1] - sum_[2]) % P == 0


def good_signature(key, text, sig):
    if not strict_point(key) or not strict_point(sig[:32]) or \
            int.from_bytes(sig[32:], "little") >= L:
        return False
    with tempfile.TemporaryDirectory() as t:
        files = {"key": bytes.fromhex("302a300506032b6570032100") + key,
                 "text": text, "sig": sig}
        for name, content in files.items():
            with open(f"{t}/{name}", "wb") as f:
                f.write(content)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER",
             "-inkey", f"{t}/key", "-in", f"{t}/text", "-sigfile", f"{t}/sig"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            check=False).returncode == 0


def verifier_key(text):
    parts = text.split("+", 2)
    need(len(parts) == 3 and is_name(parts[0])
         and re.fullmatch("[0-9a-f]{8}", parts[1]) is not None, 6, "a key")
    raw = base64_of(parts[2], 6)
    need(len(raw) == 33 and raw[0] == 1 and strict_point(raw[1:]), 6,
         f"the key {parts[0]}")
    key_id = sha256(parts[0].encode(), b"\n", raw)[:4]
    need(key_id.hex() == parts[1], 6, f"the id of key {parts[0]}")
    return parts[0], key_id, raw[1:]


# ---- Signed texts ----------------------------------------------------------------

DASH = "\u2014 ".encode()


def split_note(note, what):
    """Text and signature lines: [(name, id, signature)]."""
    at = note.rfind(b"\n\n")
    need(at >= 1, 3, f"{what}: no text and blank line")
    text, rest = note[:at + 1], note[at + 2:]
    need(re.fullmatch(b"[\\n -~]*", text) is not None, 3, f"{what}: a byte that is not allowed")
    need(rest.endswith(b"\n"), 3, f"{what}: the last line does not end")
    lines = []
    for line in rest[:-1].split(b"\n"):
        need(line.startswith(DASH), 3, f"{what}: a line that is no signature")
        try:
            name, sig = line[len(DASH):].decode("ascii").split(" ")
        except ValueError:
            raise Refuse(3, f"{what}: a signature line's form") from None
        need(is_name(name), 3, f"{what}: a signer's name")
        raw = base64_of(sig)
        need(len(raw) >= 5, 3, f"{what}: a short signature")
        lines.append((name, raw[:4], raw[4:]))
    need(1 <= len(lines) <= 32, 3, f"{what}: {len(lines)} signature lines")
    need([x[0] for x in lines] == sorted(x[0] for x in lines), 3, f"{what}: lines are not sorted")
    need(len({x[:2] for x in lines}) == len(lines), 3, f"{what}: a key twice")
    return text, lines


def count(note, keys, what):
    """The names of the different keys with a good signature."""
    text, lines = note
    known = {(name, key_id): key for name, key_id, key in keys}
    signers = {}
    for name, key_id, sig in lines:
        key = known.get((name, key_id))
        if key is None:
            continue
        need(len(sig) == 64 and good_signature(key, text, sig), 3,
             f"{what}: the signature of {name} is bad")
        signers.setdefault(key, name)
    return sorted(signers.values())


class Lines:
    """The lines WORD VALUE of a signed text, in order."""

    def __init__(self, text, what):
        need(text.endswith(b"\n"), 6, f"{what}: the last line does not end")
        self.left = text.decode("ascii").split("\n")[:-1]
        self.what = what

    def take(self, word):
        need(self.left and self.left[0].startswith(word + " "), 6,
             f"{self.what}: a line {word} is due")
        value = self.left.pop(0)[len(word) + 1:]
        need(value and value == value.strip(" "), 6, f"{self.what}: the value of {word}")
        return value

    def many(self, word):
        values = [self.take(word)]
        while self.left and self.left[0].startswith(word + " "):
            values.append(self.take(word))
        return values

    def number(self, word, low, high):
        return number(self.take(word), low, high, f"{self.what}: {word}")

    def sized(self, word, low, high, kind):
        parts = self.take(word).split(" ")
        need(len(parts) == 2, 6, f"{self.what}: {word}")
        return (number(parts[0], low, high, f"{self.what}: {word}"),
                digest(parts[1], kind, f"{self.what}: {word}"))

    def previous(self):
        value = self.take("previous")
        return None if value == "none" else digest(value, "sha256", f"{self.what}: previous")


# ---- Roots -------------------------------------------------------------------------

class Root:
    def __init__(self, text, what):
        need(len(text) <= 16384, 6, f"{what}: too long")
        t = Lines(text, what)
        self.digest = sha256(text)
        need(t.take("satchel") == "root v1", 6, what)
        self.directory = t.take("directory")
        need(is_name(self.directory), 6, f"{what}: directory")
        self.version = t.number("version", 1, 256)
        self.epoch = t.number("epoch", 1, self.version)
        issued, expires = (seconds(t.take(w), w) for w in ("issued", "expires"))
        need(issued < expires, 6, f"{what}: issued and expires")
        self.previous = t.previous()
        need((self.previous is None) == (self.version == 1), 6, f"{what}: previous")
        self.minimum = t.number("minimum-release", 1, 10000)
        self.root_threshold, self.root_keys = self.role(t, "root")
        self.release_threshold, self.release_keys = self.role(t, "release")
        need(not t.left, 6, f"{what}: a line too many")
        keys = self.root_keys + self.release_keys
        need(len({k[0] for k in keys}) == len({k[2] for k in keys}) == len(keys), 6,
             f"{what}: a name or key twice")

    @staticmethod
    def role(t, role):
        threshold = t.number(f"{role}-threshold", 1, 16)
        keys = [verifier_key(v) for v in t.many(f"{role}-key")]
        need(threshold <= len(keys) <= 16, 6, f"{t.what}: {role}-threshold")
        need([k[0] for k in keys] == sorted({k[0] for k in keys}), 6, f"{t.what}: {role}-key order")
        return threshold, keys


def split_roots(data):
    notes = []
    while data:
        need(data.startswith(b"satchel root v1\n"), 3, "ROOTS: a root is due")
        at = data.find(b"\n\n") + 2
        need(at >= 2, 3, "ROOTS: no blank line")
        while data.startswith(DASH, at):
            at = data.find(b"\n", at) + 1
            need(at > 0, 3, "ROOTS: the last line does not end")
        notes.append(split_note(data[:at], f"ROOTS: root {len(notes) + 1}"))
        data = data[at:]
    need(1 <= len(notes) <= 256, 3, "ROOTS: 1 to 256 roots")
    return notes


def trust(notes, fingerprint):
    """All roots, authentic by the pinned one."""
    places = [i for i, n in enumerate(notes) if sha256(n[0]) == fingerprint]
    need(places, 8, "no root in it has the fingerprint that is trusted")
    pin = places[0]
    roots = {pin: Root(notes[pin][0], f"root {pin + 1}")}
    need(roots[pin].version == pin + 1, 3, "the pinned root is out of place")
    need(len(count(notes[pin], roots[pin].root_keys, "the pinned root"))
         >= roots[pin].root_threshold, 3, "the pinned root is not signed by its own keys")
    for i in range(pin - 1, -1, -1):
        need(sha256(notes[i][0]) == roots[i + 1].previous, 3, f"root {i + 1} is not the one meant")
        try:
            roots[i] = Root(notes[i][0], f"root {i + 1}")
        except Refuse as e:
            raise Refuse(3, str(e)) from None
        need(roots[i].version == i + 1, 3, f"root {i + 1} is out of place")
    for i in range(pin + 1, len(notes)):
        old, what = roots[i - 1], f"root {i + 1}"
        need(len(count(notes[i], old.root_keys, what)) >= old.root_threshold, 3,
             f"{what}: not signed by root {i}")
        new = Root(notes[i][0], what)
        need(new.directory == old.directory and new.version == i + 1
             and new.previous == old.digest, 3, f"{what} does not follow")
        need(old.epoch <= new.epoch <= old.epoch + 1 and
             (old.epoch, old.minimum) <= (new.epoch, new.minimum), 3,
             f"{what}: epoch or minimum-release")
        need(len(count(notes[i], new.root_keys, what)) >= new.root_threshold, 3,
             f"{what}: not signed by its own keys")
        roots[i] = new
    return [roots[i] for i in range(len(notes))]


# ---- The statement, history -----------------------------------------------------------

class Statement:
    def __init__(self, text):
        t = Lines(text, "STATEMENT")
        self.digest = sha256(text)
        need(t.take("satchel") == "statement v1", 6, "STATEMENT")
        self.directory = t.take("directory")
        need(is_name(self.directory), 6, "STATEMENT: directory")
        self.title = t.take("title")
        need(len(self.title) <= 100, 6, "STATEMENT: title")
        exercise = re.split("[./]", self.directory)[-1] == "exercise"
        self.edition = t.take("edition")
        need(self.edition == ("exercise" if exercise else "live"), 6, "STATEMENT: edition")
        self.epoch = t.number("epoch", 1, 256)
        self.release = t.number("release", 1, 10000)
        self.issued, self.next_by, self.expires = (
            seconds(t.take(w), w) for w in ("issued", "next-by", "expires"))
        need(self.issued < self.next_by < self.expires, 6, "STATEMENT: times")
        self.root, self.root_digest = t.sized("root", 1, 256, "sha256")
        self.previous = t.previous()
        need((self.previous is None) == (self.release == 1), 6, "STATEMENT: previous")
        n, self.history = t.sized("history", 0, 9999, "sha256")
        need(n == self.release - 1, 6, "STATEMENT: history")
        need(n > 0 or self.history == sha256(), 6, "STATEMENT: history")
        self.records, self.records_root = t.sized("records", 1, 2**32 - 1, "rfc6962-sha256")
        _, self.tree = t.sized("tree", 512, 512, "blake2b-256")
        self.payload, self.payload_digest = t.sized("payload", 513, MAX_PAYLOAD - 1, "sha256")
        need(not t.left, 6, "STATEMENT: a line too many")


def check_statement(note, roots):
    newest, signers = roots[-1], []
    for root in reversed(roots):
        signers = count(note, root.release_keys, "STATEMENT")
        if len(signers) >= root.release_threshold:
            break
    else:
        raise Refuse(3, "STATEMENT: too few good signatures")
    s = Statement(note[0])
    need(s.directory == newest.directory, 8, "STATEMENT: another directory")
    need(root is newest or s.root <= root.version, 3, "STATEMENT: signed by keys of an earlier root")
    need(s.root <= len(roots) and roots[s.root - 1].digest == s.root_digest, 6, "STATEMENT: root")
    need(root is newest and s.root == newest.version, 4, "it is of a root that was replaced")
    need(s.epoch >= newest.epoch, 4, "its epoch was ended")
    need(s.epoch == newest.epoch, 6, "STATEMENT: epoch")
    need(s.release >= newest.minimum, 4, "it was revoked")
    return s, signers


def check_history(data, s):
    need(sha256(data) == s.history, 6, "HISTORY: another digest")
    lines, before = data.decode("ascii", "replace").split("\n"), -1
    need(lines.pop() == "" and len(lines) == s.release - 1, 6, "HISTORY: its lines")
    for i, line in enumerate(lines, 1):
        m = re.fullmatch("([0-9]+) ([0-9a-f]{64}) (.*)", line)
        need(m is not None and m.group(1) == str(i), 6, f"HISTORY: line {i}")
        now = seconds(m.group(3), "HISTORY")
        need(before < now < s.issued, 6, "HISTORY: times do not rise")
        before = now
        need(i < len(lines) or bytes.fromhex(m.group(2)) == s.previous, 6, "HISTORY: previous")


# ---- PAYLOAD: pages ------------------------------------------------------------------------

def u(data, at, size):
    need(at + size <= len(data), 6, "an integer is cut short")
    return int.from_bytes(data[at:at + size], "little")


def varint(data, at):
    value = shift = 0
    while True:
        need(at < len(data) and shift < 70, 6, "a varint")
        byte = data[at]
        at += 1
        value |= (byte & 0x7f) << shift
        if byte < 0x80:
            need((byte or not shift) and value < 1 << 64, 6, "a varint")
            return value, at
        shift += 7


class Block:
    def __init__(self, raw, first, items, key):
        self.raw, self.first, self.items, self.key = raw, first, items, key


class Payload:
    def __init__(self, data, page_digest):
        self.data, self.cursor, self.pages = data, 0, 0
        page = data[-512:]
        need(blake2b(page) == page_digest, 6, "the root page's digest")
        need(page[:8] == b"SATCHEL1" and u(page, 12, 4) == 0 and not any(page[320:]), 6, "the root page")
        self.fold, self.seed = u(page, 8, 4), page[16:48]
        self.records, self.terms = u(page, 48, 8), u(page, 56, 8)
        self.ref = [self.reference(page[64 * (i + 1):64 * (i + 2)]) for i in range(4)]
        items = [r[4] for r in self.ref]
        need(0 < self.records < 2**32 and items[RECORDS] == self.records, 6, "the number of records")
        need(items[STRINGS] == items[ENTRIES] == self.terms, 6, "the number of terms")
        self.blocks = {}
        for tree in (STRINGS, ENTRIES, POSTINGS, RECORDS):
            self.blocks[tree] = []
            if items[tree]:
                h, offset, stored, raw, n, level = self.ref[tree]
                self.walk(tree, level, h, offset, stored, raw, 0, n, None, None, True, True, None)
        need(self.cursor == len(data) - 512, 6, "the trees do not fill PAYLOAD")

    @staticmethod
    def reference(r):
        need(not any(r[57:]) and r[56] <= 8, 6, "a reference in the root page")
        items = u(r, 48, 8)
        need(items or not any(r), 6, "a reference to nothing")
        return r[:32], u(r, 32, 8), u(r, 40, 4), u(r, 44, 4), items, r[56]

    def page(self, what, h, offset, stored, raw):
        need(0 < stored <= MAX_PAGE and 0 < raw <= MAX_PAGE, 6, f"{what}: its size")
        page = self.data[offset:offset + stored]
        need(len(page) == stored and blake2b(page) == h, 6, f"{what}: its digest")
        self.pages += 1
        return page

    def advance(self, what, offset, stored):
        need(offset == self.cursor, 6, f"{what}: it lies at {offset}, not at {self.cursor}")
        self.cursor += stored

    def walk(self, tree, level, h, offset, stored, raw, first, end, low, high, root, last, lead):
        """The page and all below it; returns a block's raw bytes."""
        what = f"{TREE[tree]}, level {level}, items {first} to {end}"
        page = self.page(what, h, offset, stored, raw)
        if level == 0:
            self.advance(what, offset, stored)
            return self.block(what, tree, page, raw, first, end, low, last, lead)
        need(raw == stored, 6, f"{what}: raw and stored")
        children = self.node(what, tree, level, page)
        need(len(children) >= (2 if root else 1) and len(children) <= 64
             and (last or len(children) == 64), 6, f"{what}: {len(children)} children")
        need(children[0][4] == first and (low is None or children[0][5] == low), 6,
             f"{what}: its first child")
        lead = None
        for i, c in enumerate(children):
            newest = i + 1 == len(children)
            child_end = end if newest else children[i + 1][4]
            child_high = high if newest else children[i + 1][5]
            need(c[4] < child_end, 6, f"{what}: ordinals do not rise")
            if tree in (RECORDS, STRINGS):
                need(1 <= len(c[5]) <= (512 if tree == RECORDS else 255), 6, f"{what}: a key")
                need(child_high is None or c[5] < child_high, 6, f"{what}: keys do not rise")
            else:
                need(not c[5], 6, f"{what}: a key")
            got = self.walk(tree, level - 1, *c[:4], c[4], child_end,
                            c[5] if tree in (RECORDS, STRINGS) else None,
                            child_high if tree in (RECORDS, STRINGS) else None,
                            False, last and newest, lead)
            lead = got if i == 0 else lead
        self.advance(what, offset, stored)
        return None

    @staticmethod
    def node(what, tree, level, page):
        need(u(page, 0, 1) == tree and u(page, 1, 1) == level and u(page, 4, 4) == 0, 6, f"{what}: its head")
        children, at = [], 8
        for _ in range(u(page, 2, 2)):
            size = u(page, at + 56, 2)
            need(at + 58 + size <= len(page), 6, f"{what}: cut short")
            children.append((page[at:at + 32], u(page, at + 32, 8), u(page, at + 40, 4),
                             u(page, at + 44, 4), u(page, at + 48, 8), page[at + 58:at + 58 + size]))
            at += 58 + size
        need(at == len(page), 6, f"{what}: bytes left over")
        return children

    def block(self, what, tree, page, raw, first, end, key, last, lead):
        items = end - first
        if tree == RECORDS:
            inflate = zlib.decompressobj(-15, zdict=lead[-32768:]) if lead else zlib.decompressobj(-15)
            try:
                data = inflate.decompress(page, raw + 1)
            except zlib.error as e:
                raise Refuse(6, f"{what}: {e}") from None
            need(inflate.eof and not inflate.unused_data and not inflate.unconsumed_tail
                 and len(data) == raw, 6, f"{what}: it does not inflate to {raw} bytes")
            need(raw <= 32768 or items == 1, 6, f"{what}: too large")
        else:
            need(raw == len(page), 6, f"{what}: raw and stored")
            data = page
            need(raw <= 8192 or tree == ENTRIES, 6, f"{what}: too large")
            need(tree != POSTINGS or items == raw and (last or raw == 8192), 6, f"{what}: its size")
        self.blocks[tree].append(Block(data, first, items, key))
        return data


# ---- Records -------------------------------------------------------------------------------

BAD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060"
                 "\u2066-\u2069\ufeff\ufffe\uffff\U000e0000-\U000e007f]")
WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008" \
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def is_text(v, most=None):
    return isinstance(v, str) and v != "" and not BAD.search(v) and v == v.strip(WHITE) and \
        (most is None or len(v) <= most)


def text(most=None):
    return lambda v: is_text(v, most)


def form(pattern):
    return lambda v: is_text(v) and re.fullmatch(pattern, v, re.ASCII) is not None


def words(*w):
    return lambda v: v in w


def listed(one, most=32, unique=False):
    return lambda v: isinstance(v, list) and 1 <= len(v) <= most and all(map(one, v)) and \
        (not unique or len(set(v)) == len(v))


def is_holiday(v):
    if not is_text(v):
        return False
    ends = v.split("/")
    if len(ends) == 2 and len(ends[0]) != len(ends[1]) or len(ends) > 2:
        return False
    return ends == sorted(ends) and all(
        is_day("2000" + e[1:] if e.startswith("--") else e) for e in ends)


def is_names(v):
    return isinstance(v, dict) and 1 <= len(v) <= 31 and \
        list(v) == sorted(v, key=str.encode) and all(map(LANGUAGE, v)) and \
        all(is_text(x, 200) for x in v.values())


def is_uri(v):
    return is_text(v) and len(v.encode()) <= 2048 and re.fullmatch(
        r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", v) is not None


def is_email(v):
    return is_text(v) and len(v.encode()) <= 254 and re.fullmatch(
        r"[^\s.@\"<>()\[\],:;\\]+(\.[^\s.@\"<>()\[\],:;\\]+)*@[^\s.@_]+(\.[^\s.@_]+)*", v) is not None


def is_offsets(v):
    if not isinstance(v, list) or not 1 <= len(v) <= 32:
        return False
    for i, row in enumerate(v):
        if not (isinstance(row, list) and len(row) == 3 and type(row[0]) is type(row[1]) is int
                and abs(row[1]) < 26 * 3600 and isinstance(row[2], str)
                and re.fullmatch("[A-Za-z0-9+-]{1,16}", row[2])):
            return False
        if i and (row[0] <= v[i - 1][0] or row[1:] == v[i - 1][1:]):
            return False
    return True


def is_extra(v):
    one = lambda x: is_text(x) and len(x.encode()) <= 1024
    return one(v) or listed(one)(v)


DATE = lambda v: is_text(v) and is_day(v)
STATE = form("[A-Z]{3}")
LOCAL = form("[a-z][a-z0-9-]{0,31}")
LANGUAGE = form("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
ZONE = form("UTC|Etc/UTC|(?!Etc/|posix/|right/|SystemV/)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*)+")
TIMES = "(([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00))"
DAYS = "((Mo|Tu|We|Th|Fr|Sa|Su)(-(Mo|Tu|We|Th|Fr|Sa|Su))?)"
HOURS = form(f"24/7|{DAYS}(,{DAYS})* {TIMES}(,{TIMES})*")
PREF = form("[1-9][0-9]?|100")


def object_of(fields, required=(), extra=False):
    """A map with these keys, in this order; then x- keys if |extra|."""
    def check(v):
        if not isinstance(v, dict):
            return False
        keys = [k for k in v if not (extra and k.startswith("x-"))]
        others = [k for k in v if k not in keys]
        return list(v) == keys + others and keys == [k for k in fields if k in v] and \
            others == sorted(others) and len(others) <= 16 and \
            all(re.fullmatch("x-[a-z0-9]+-[a-z0-9][a-z0-9-]*", k) and is_extra(v[k]) for k in others) and \
            all(k in v for k in required) and all(fields[k](v[k]) for k in keys)
    return check


PHONE = object_of({
    "number": form(r"\+[1-9][0-9]{6,14}"), "ext": form("[0-9]{1,8}"),
    "features": listed(words("voice", "mobile", "text", "fax", "pager", "video", "main-number", "textphone")),
    "when": words("always", "hours", "after-hours"), "pref": PREF, "label": text(60)}, ["number"])
EMAIL = object_of({"address": is_email, "shared": words("yes", "no"), "pref": PREF}, ["address"])
SERVICE = object_of({"service": text(60), "uri": is_uri}, ["service", "uri"])
KEY = object_of({
    "type": words("openpgp", "smime", "ed25519"), "fingerprint": form("[0-9A-Fa-f]{40}([0-9A-Fa-f]{24})?"),
    "public": lambda v: is_text(v) and len(base64_of(v, 6)) == 32, "for": is_email, "expires": DATE}, ["type"])
HOLIDAY = object_of({"date": is_holiday, "label": text(60)}, ["date", "label"])
MISSION = object_of({"name": text(200), "phones": listed(PHONE), "emails": listed(EMAIL),
                     "timezone": ZONE, "hours": listed(HOURS)})
PARTY = object_of({
    "id": form("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "state": STATE, "name": is_names,
    "official_name": text(200), "aliases": listed(text(200)), "revised": DATE, "timezone": ZONE,
    "hours": listed(HOURS), "languages": listed(LANGUAGE, 12), "holidays": listed(HOLIDAY, 60),
    "mission": MISSION}, ["id", "name"], True)
CONTACT = object_of({
    "id": form("[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[a-z][a-z0-9-]{0,31}"), "party": listed(text(200), 64, True),
    "state": STATE, "role": LOCAL, "kind": words("individual", "org"), "name": text(120),
    "name_latin": text(120), "salutation": text(30), "title": text(120), "organization": text(160),
    "unit": text(120), "phones": listed(PHONE), "emails": listed(EMAIL), "services": listed(SERVICE),
    "languages": listed(LANGUAGE, 12), "timezone": ZONE, "hours": listed(HOURS), "keys": listed(KEY),
    "deputy": LOCAL, "valid_from": DATE, "valid_until": DATE, "scope": listed(text(), 16),
    "verify": text(500), "note": text(500), "confirmed": DATE},
    ["id", "party", "role", "kind", "name"], True)
ZONE_RECORD = object_of({
    "id": lambda v: is_text(v) and ZONE(v[5:]), "version": form("[ -~]{1,31}"), "offsets": is_offsets},
    ["id", "version", "offsets"])


def is_contact(v):
    if not CONTACT(v) or not ("phones" in v or "emails" in v):
        return False
    for k in v.get("keys", []):
        has = "public" if k["type"] == "ed25519" else "fingerprint"
        if (has in k) + ("public" in k) + ("fingerprint" in k) != 2 or \
                k["type"] == "smime" and len(k["fingerprint"]) != 64:
            return False
        if "for" in k and k["for"] not in [e["address"] for e in v.get("emails", [])]:
            return False
    return v.get("valid_from", "0") <= v.get("valid_until", "9") and \
        ("scope" not in v or v["role"] == "technical")


def canonical(v):
    if isinstance(v, str):
        return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if type(v) is int:
        return str(v)
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    need(isinstance(v, dict), 6, "a record holds a value of another kind")
    return "{" + ",".join(canonical(k) + ":" + canonical(x) for k, x in v.items()) + "}"


def kind_of(record_id):
    return "zone" if record_id.startswith("zone:") else "contact" if "/" in record_id else "party"


def read_record(line):
    need(len(line) <= 65536, 6, "a record is too long")
    try:
        v = json.loads(line.decode("utf-8"))  # of a key twice the last: not canonical
    except ValueError as e:
        raise Refuse(6, f"a record: {e}") from None
    need(isinstance(v, dict) and isinstance(v.get("id"), str), 6, "a record without an id")
    need(canonical(v).encode() == line, 6, f"record {v['id']}: not canonical")
    good = {"zone": ZONE_RECORD, "contact": is_contact, "party": PARTY}[kind_of(v["id"])]
    need(good(v), 6, f"record {v['id']}: keys, order or values")
    return v


def read_records(payload):
    """[(record, line)], in order."""
    records, before = [], None
    for b in payload.blocks[RECORDS]:
        need(b.raw.endswith(b"\n"), 6, "records: a line does not end")
        lines = b.raw[:-1].split(b"\n")
        need(b.first == len(records) and b.items == len(lines), 6, "records: a block's number of records")
        if before is not None:
            room = 32768 - len(before.raw)
            need(len(lines[0]) + 1 > room, 6, f"records, item {b.first}: it has room in the block before")
        before = b
        for i, line in enumerate(lines):
            v = read_record(line)
            need(i or b.key is None or v["id"].encode() == b.key, 6, "records: a block's first id")
            need(not records or records[-1][0]["id"].encode() < v["id"].encode(), 6, "records: ids do not rise")
            records.append((v, line))
    return records


# ---- Record tree ----------------------------------------------------------------------------

def record_tree(records, seed):
    stack = []  # (number of leaves, hash)
    for v, line in records:
        salt = hashlib.blake2b(b"satchel-salt v1\0" + v["id"].encode(), digest_size=16, key=seed).digest()
        stack.append((1, sha256(b"\0", salt, line)))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (n, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * n, sha256(b"\1", left, right)))
    while len(stack) > 1:
        (n, right), (m, left) = stack.pop(), stack.pop()
        stack.append((n + m, sha256(b"\1", left, right)))
    return stack[0][1]


# ---- The index: folding, words, terms -----------------------------------------------------

IGNORABLE = [(0xad, 0xad), (0x34f, 0x34f), (0x61c, 0x61c), (0x115f, 0x1160), (0x17b4, 0x17b5),
             (0x180b, 0x180f), (0x200b, 0x200f), (0x202a, 0x202e), (0x2060, 0x206f), (0x3164, 0x3164),
             (0xfe00, 0xfe0f), (0xfeff, 0xfeff), (0xffa0, 0xffa0), (0xfff0, 0xfff8), (0x1bca0, 0x1bca3),
             (0x1d173, 0x1d17a), (0xe0000, 0xe0fff)]  # Default_Ignorable_Code_Point
DROPPED = [(0x300, 0x36f), (0x591, 0x5c7), (0x610, 0x61a), (0x64b, 0x65f), (0x670, 0x670), (0x6d6, 0x6ed)]
GRAM = [(0xe00, 0xeff), (0x1000, 0x109f), (0xa9e0, 0xa9ff), (0xaa60, 0xaa7f), (0x1780, 0x17ff),
        (0x2e80, 0x2fdf), (0x3005, 0x3007), (0x3021, 0x3029), (0x3038, 0x303b), (0x3400, 0x4dbf),
        (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x323af), (0x3041, 0x30ff), (0x31f0, 0x31ff),
        (0x1aff0, 0x1b16f)]
REPLACED = {0x142: "l", 0x111: "d", 0xf0: "d", 0xf8: "o", 0x131: "i", 0xe6: "ae", 0x153: "oe", 0xfe: "th",
            0x127: "h", 0x167: "t", 0x14b: "n", 0x649: "\u064a", 0x6cc: "\u064a", 0x629: "\u0647",
            0x6a9: "\u0643", 0x640: "", 0x2be: "", 0x2bf: ""}
for _i in range(10):
    REPLACED[0x660 + _i] = REPLACED[0x6f0 + _i] = str(_i)


def within(c, ranges):
    return any(a <= c <= b for a, b in ranges)


@functools.lru_cache(None)
def decompose(ch):
    c = ord(ch)
    if unicodedata.category(ch) == "Cn":
        return ch
    if within(c, IGNORABLE):
        return ""
    if ch.casefold() != ch:  # full case folding
        return "".join(map(decompose, ch.casefold()))
    if 0xac00 <= c <= 0xd7a3:
        s = c - 0xac00
        return chr(0x1100 + s // 588) + chr(0x1161 + s % 588 // 28) + (chr(0x11a7 + s % 28) if s % 28 else "")
    mapping = [x for x in unicodedata.decomposition(ch).split() if x[0] != "<"]
    return "".join(decompose(chr(int(x, 16))) for x in mapping) or ch


def fold(s):
    while True:
        out = ""
        for ch in "".join(map(decompose, s)):
            if not (within(ord(ch), DROPPED) and unicodedata.category(ch) == "Mn"):
                out += REPLACED.get(ord(ch), ch)
        if out == s:
            return out
        s = out


@functools.lru_cache(None)
def letter(ch):
    c, k = ord(ch), unicodedata.category(ch)
    if k[0] == "L" or k == "Nl":
        return " " if 0x2b9 <= c <= 0x2bd else "g" if within(c, GRAM) else "w"
    return "w" if k in ("Nd", "No") else "m" if k[0] == "M" else " "


def words_of(folded):
    """Words, grams and bigrams."""
    kinds, out, i, before = [letter(ch) for ch in folded], [], 0, None
    while i < len(folded):
        start = i
        i += 1
        if kinds[start] == " ":
            continue
        if kinds[start] == "g":
            while i < len(folded) and i < start + 8 and kinds[i] == "m":
                i += 1
            out.append(folded[start:i])
            if before is not None and before[1] == start:
                out.append(folded[before[0]:i])
            before = (start, i)
            continue
        size = len(folded[start].encode())
        while i < len(folded) and kinds[i] in "wm" and size + len(folded[i].encode()) <= 254:
            size += len(folded[i].encode())
            i += 1
        out.append(folded[start:i])
    return out


NAME, ORG, IN_PARTY, MAIL, TITLE, NOTE, TELEPHONE, ROLE, LANG, OF_STATE, KEYS, LATIN = range(12)
CLASS_FIELDS = {1: 0x83f, 2: 0x40, 3: 0x780}


# as the manual prints it, section "Latin spellings"
LATIN_TABLE = """
U+03AC a, U+03AD e, U+03AE i, U+03AF i, U+03B1 a, U+03B2 v/b
U+03B3 g, U+03B4 d, U+03B5 e, U+03B6 z, U+03B7 i, U+03B8 th
U+03B9 i, U+03BA k/c, U+03BB l, U+03BC m, U+03BD n, U+03BE x
U+03BF o, U+03C0 p, U+03C1 r, U+03C2 s, U+03C3 s, U+03C4 t
U+03C5 y/u, U+03C6 f/ph, U+03C7 ch/h, U+03C8 ps, U+03C9 o
U+03CA i, U+03CB y, U+03CC o, U+03CD y/u, U+03CE o, U+0430 a
U+0431 b, U+0432 v, U+0433 g/h, U+0434 d, U+0435 e, U+0436 zh
U+0437 z, U+0438 i/y, U+0439 y/i, U+043A k, U+043B l, U+043C m
U+043D n, U+043E o, U+043F p, U+0440 r, U+0441 s, U+0442 t
U+0443 u, U+0444 f, U+0445 kh/h/x, U+0446 ts/c, U+0447 ch
U+0448 sh, U+0449 shch/sht, U+044A -/a, U+044B y, U+044C -
U+044D e, U+044E yu/iu, U+044F ya/ia, U+0451 e/yo, U+0452 dj
U+0453 gj, U+0454 ye/ie, U+0455 dz, U+0456 i, U+0457 yi/i
U+0458 j, U+0459 lj, U+045A nj, U+045B c, U+045C kj, U+045E u/w
U+045F dz, U+0491 g, U+0493 gh/g, U+049B q/k, U+04A3 ng/n
U+04AF u, U+04B1 u, U+04BB h, U+04D9 a, U+04E9 o
"""
LATIN_WAYS = {chr(int(x.split()[0][2:], 16)): [w.strip("-") for w in x.split()[1].split("/")]
              for x in LATIN_TABLE.replace("\n", ", ").strip(", ").split(", ")}
ACCENTED = dict(zip("\u0386\u0388\u0389\u038a\u038c\u038e\u038f", "\u03ac\u03ad\u03ae\u03af\u03cc\u03cd\u03ce"))


def latin_lower(ch):
    c = ord(ch)
    if 0x391 <= c <= 0x3ab or 0x410 <= c <= 0x42f:
        return chr(c + 0x20)
    if 0x400 <= c <= 0x40f:
        return chr(c + 0x50)
    return chr(c | 1) if 0x490 <= c <= 0x4ff else ACCENTED.get(ch, ch)


def latin_spellings(value):
    words, word = [], ""
    for ch in value + " ":
        if latin_lower(ch) in LATIN_WAYS:
            word += latin_lower(ch)
        elif ch != "\u0301":
            words.append(word)
            word = ""
    for word in words:
        if not 0 < len(word) <= 48:
            continue
        wheels = [ch for ch in dict.fromkeys(word) if len(LATIN_WAYS[ch]) > 1]
        turns = itertools.islice(itertools.product(*(LATIN_WAYS[ch] for ch in wheels)), 16)
        for turn in turns:
            way = dict(zip(wheels, turn))
            spelled = "".join(way.get(ch, LATIN_WAYS[ch][0]) for ch in word)
            if spelled:
                yield spelled


def values_of(v):
    """(field, value) of all that is searched in a record."""
    kind = kind_of(v["id"])
    if kind == "zone":
        return
    if kind == "party":
        plan = {"name": NAME, "official_name": NAME, "aliases": NAME, "state": OF_STATE}
        at = v.get("mission", {})
        if "name" in at:
            yield ORG, at["name"]
    else:
        plan = {"name": NAME, "name_latin": NAME, "party": IN_PARTY, "organization": ORG, "unit": ORG,
                "title": TITLE, "salutation": TITLE, "note": NOTE, "verify": NOTE, "scope": NOTE,
                "languages": LANG, "role": ROLE, "state": OF_STATE}
        at = v
        for s in v.get("services", []):
            yield NOTE, s["service"]
            yield NOTE, s["uri"]
        for k in v.get("keys", []):
            yield KEYS, k.get("fingerprint", k.get("public"))
    for key, value in v.items():
        field = NOTE if key.startswith("x-") else plan.get(key)
        if field is not None:
            values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
            for x in values:
                yield field, x
    for p in at.get("phones", []):
        yield TELEPHONE, p["number"]
        if "label" in p:
            yield NOTE, p["label"]
    for e in at.get("emails", []):
        yield MAIL, e["address"]


def terms_of(field, value):
    if field == TELEPHONE:
        digits = re.sub("[^0-9]", "", value)[::-1][:8]
        return [b"\2" + digits.encode()] if digits else []
    folded = fold(value)
    if field < TELEPHONE:
        return [b"\1" + w.encode() for w in words_of(folded)]
    codes = [folded]
    if field == LANG and "-" in folded:
        codes.append(folded[:folded.index("-")])
    if field == KEYS and len(value) == 44:
        codes = [base64_of(value, 6).hex()]
    return [b"\3" + c.encode() for c in codes if 0 < len(c.encode()) <= 254 and min(c.encode()) >= 0x21]


# ---- The index, out of PAYLOAD ----------------------------------------------------------------

def read_strings(payload):
    """[(term, mask)]"""
    terms = []
    for b in payload.blocks[STRINGS]:
        at, term = 0, b""
        need(b.first == len(terms), 6, "strings: an ordinal")
        while at < len(b.raw):
            common, size = u(b.raw, at, 1), u(b.raw, at + 1, 1)
            rest = b.raw[at + 2:at + 2 + size]
            need(size and len(rest) == size and common <= len(term), 6, "strings: a term")
            new = term[:common] + rest
            need(common == len(term) or new[common] != term[common], 6, "strings: a prefix is not the longest")
            mask, at = varint(b.raw, at + 2 + size)
            need(2 <= len(new) <= 255 and mask and not mask & ~CLASS_FIELDS.get(new[0], 0), 6, "strings: a mask")
            need(not terms or terms[-1][0] < new, 6, "strings: terms do not rise")
            need(term or b.key is None or b.key == new, 6, "strings: a block's first term")
            new[1:].decode("utf-8")
            term = new
            terms.append((term, mask))
        need(b.first + b.items == len(terms), 6, "strings: a block's number of terms")
    return terms


def read_runs(data, records):
    at, last, ordinals = 0, -1, []
    while at < len(data):
        v, at = varint(data, at)
        more, first = 0, last + (v >> 1)
        need(v >> 1 > (1 if ordinals else 0), 6, "postings: a gap")
        if v & 1:
            more, at = varint(data, at)
            need(more, 6, "postings: an empty run")
        last = first + more
        need(last < records, 6, "postings: an ordinal")
        ordinals.extend(range(first, last + 1))
    return ordinals


def read_list(data, records):
    if len(data) <= 4096:
        return read_runs(data, records)
    n = u(data, 0, 4)
    start, ordinals = 4 + 8 * n, []
    places = [u(data, 8 + 8 * i, 4) for i in range(n)] + [len(data) - start]
    need(n and places[0] == 0 and places == sorted(set(places)), 6, "postings: a table")
    for i in range(n):
        segment = data[start + places[i]:start + places[i + 1]]
        need(len(segment) <= 4096, 6, "postings: a segment is too long")
        new = read_runs(segment, records)
        need(new and new[0] == u(data, 4 + 8 * i, 4) and (not ordinals or new[0] > ordinals[-1] + 1), 6,
             "postings: a segment")
        ordinals.extend(new)
    return ordinals


def read_index(payload, terms):
    """{(term, field): ordinals}, and how many lists are in segments."""
    segmented = 0
    stream, index, at = b"".join(b.raw for b in payload.blocks[POSTINGS]), {}, 0
    cuts = [(b.first, b.items) for b in payload.blocks[STRINGS]]
    need(cuts == [(b.first, b.items) for b in payload.blocks[ENTRIES]], 6, "entries: cut elsewhere than strings")
    for b in payload.blocks[ENTRIES]:
        need(u(b.raw, 0, 8) == at, 6, "entries: the position in postings")
        pos = 8
        for term, mask in terms[b.first:b.first + b.items]:
            for field in range(12):
                if not mask >> field & 1:
                    continue
                n, pos = varint(b.raw, pos)
                v, pos = varint(b.raw, pos)
                if n == 1:
                    ordinals = [v]
                    need(v < payload.records, 6, "entries: an ordinal")
                else:
                    need(n and at + v <= len(stream), 6, "entries: a list's length")
                    ordinals = read_list(stream[at:at + v], payload.records)
                    segmented += v > 4096
                    at += v
                need(len(ordinals) == n, 6, "entries: a number of records")
                index[term, field] = ordinals
        need(pos == len(b.raw), 6, "entries: bytes left over")
    need(at == len(stream), 6, "postings: bytes left over")
    return index, segmented


# ---- The index, made anew -----------------------------------------------------------------------

def leb(v):
    out = bytearray()
    while v >= 0x80:
        out.append(v & 0x7f | 0x80)
        v >>= 7
    out.append(v)
    return bytes(out)


def runs(ordinals):
    out = []
    for o in ordinals:
        if out and out[-1][1] + 1 == o:
            out[-1][1] = o
        else:
            out.append([o, o])
    return out


def write_list(ordinals):
    def run(last, lo, hi):
        return leb(lo - last << 1 | (hi > lo)) + (leb(hi - lo) if hi > lo else b"")

    plain, last, segments = b"", -1, []
    for lo, hi in runs(ordinals):
        plain += run(last, lo, hi)
        if not segments or len(segments[-1][1]) + len(run(last, lo, hi)) > 4096:
            segments.append([lo, run(-1, lo, hi)])
        else:
            segments[-1][1] += run(last, lo, hi)
        last = hi
    if len(plain) <= 4096:
        return plain
    table, at = len(segments).to_bytes(4, "little"), 0
    for lo, data in segments:
        table += lo.to_bytes(4, "little") + at.to_bytes(4, "little")
        at += len(data)
    return table + b"".join(s[1] for s in segments)


def write_index(index):
    """The raw bytes of strings blocks, of entries blocks, of the stream."""
    masks, strings, entries, stream, before = {}, [], [], b"", b""
    for term, field in index:
        masks[term] = masks.get(term, 0) | 1 << field
    for term in sorted(masks):
        common = 0
        while common < min(len(term), len(before)) and term[common] == before[common]:
            common += 1
        item = bytes([common, len(term) - common]) + term[common:] + leb(masks[term])
        if not strings or len(strings[-1]) + len(item) > 8192:
            item = bytes([0, len(term)]) + term + leb(masks[term])
            strings.append(b"")
            entries.append(len(stream).to_bytes(8, "little"))
        strings[-1] += item
        before = term
        for field in range(12):
            if masks[term] >> field & 1:
                ordinals = index[term, field]
                data = write_list(ordinals)
                entries[-1] += leb(len(ordinals)) + leb(ordinals[0] if len(ordinals) == 1 else len(data))
                stream += data if len(ordinals) > 1 else b""
    return strings, entries, stream


def compare_index(payload, records, found):
    """How many values hold letters that this Python's Unicode data does not
    know: of these records nothing is compared in that field."""
    index, unsure, values = {}, set(), 0
    for ordinal, (v, _) in enumerate(records):
        for field, value in values_of(v):
            if any(unicodedata.category(ch) == "Cn" for ch in value):
                unsure |= {(ordinal, field), (ordinal, LATIN)}
                values += 1
            found_here = [(term, field) for term in terms_of(field, value)]
            if field in (NAME, ORG):
                found_here += [(b"\1" + w.encode(), LATIN) for w in latin_spellings(value)]
            for entry in found_here:
                ordinals = index.setdefault(entry, [])
                if not ordinals or ordinals[-1] != ordinal:
                    ordinals.append(ordinal)

    def sure(x):
        return {(t, f, o) for (t, f), ordinals in x.items() for o in ordinals if (o, f) not in unsure}

    missing, extra = sure(index) - sure(found), sure(found) - sure(index)
    need(not missing and not extra, 6,
         f"the index: {len(missing)} postings are missing, {len(extra)} too many, "
         f"the first {sorted(missing | extra)[:1]}")
    if not unsure:
        strings, entries, stream = write_index(index)
        need(strings == [b.raw for b in payload.blocks[STRINGS]], 6, "strings: another encoding")
        need(entries == [b.raw for b in payload.blocks[ENTRIES]], 6, "entries: another encoding")
        need(stream == b"".join(b.raw for b in payload.blocks[POSTINGS]), 6, "postings: another encoding")
    return values


# ---- all of it ------------------------------------------------------------------------------------

def check(path, fingerprint):
    with open(path, "rb") as f:
        members = split_archive(f.read())
    note = split_note(members["STATEMENT"], "STATEMENT")
    roots = trust(split_roots(members["ROOTS"]), fingerprint)
    s, signers = check_statement(note, roots)
    check_history(members["HISTORY"], s)
    need(len(members["PAYLOAD"]) == s.payload, 6, "PAYLOAD: its size")
    print(f"statement  {s.directory}, {s.edition}, epoch {s.epoch}, release {s.release}, sha256 {s.digest.hex()}")
    print(f"roots      {len(roots)}; signers {', '.join(signers)}")
    if time.time() >= s.next_by:
        print("note       a newer release was due")
    payload = Payload(members["PAYLOAD"], s.tree)
    need(sha256(members["PAYLOAD"]) == s.payload_digest, 6, "PAYLOAD: its SHA-256")
    levels = ", ".join(f"{t} {r[5]}" for t, r in zip(TREE, payload.ref))
    print(f"payload    {s.payload} bytes, {payload.pages} pages; levels: {levels}")
    records = read_records(payload)
    need(len(records) == s.records == payload.records, 6, "the number of records")
    need(record_tree(records, payload.seed) == s.records_root, 6, "the record tree")
    kinds = [kind_of(v["id"]) for v, _ in records]
    print("records    " + ", ".join(f"{kinds.count(k)} of kind {k}" for k in ("party", "contact", "zone")))
    terms = read_strings(payload)
    index, segmented = read_index(payload, terms)
    print(f"index      {len(terms)} terms, {len(index)} lists, {segmented} in segments, {sum(map(len, index.values()))} postings")
    if payload.fold != FOLD_TABLE:
        print("note       an unknown fold table: the index's contents were not compared")
    else:
        unsure = compare_index(payload, records, index)
        print(f"compared   with the records; Unicode {unicodedata.unidata_version}, "
              f"{unsure} values with letters it does not know")
    print(f"OK {s.directory} release {s.release}")


def main():
    if len(sys.argv) != 3 or not re.fullmatch("[0-9A-Fa-f]{64}", sys.argv[2].replace(" ", "")):
        print("usage: reader.py BUNDLE FINGERPRINT", file=sys.stderr)
        return 2
    try:
        check(sys.argv[1], bytes.fromhex(sys.argv[2].replace(" ", "")))
    except Refuse as e:
        print(f"{sys.argv[1]}: {e}", file=sys.stderr)
        return e.status
    except OSError as e:
        print(e, file=sys.stderr)
        return 9
    return 0


if __name__ == "__main__":
    sys.exit(main())
