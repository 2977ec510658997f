"""proof.py PROOF THRESHOLD KEY.pub...: checks a proof with nothing of satchel:
the record's path to the record tree (RFC 9162 2.1.3.2), and by openssl the
signatures of the statement that names the tree.  Prints who signed and the
record; exit status 1 if anything is not as it should be."""
import base64, hashlib, os, subprocess, sys, tempfile

SPKI = bytes.fromhex("302a300506032b6570032100")  # RFC 8410

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def check(good, what):
    if not good:
        sys.exit("proof.py: " + what)

def tree_root(index, size, node, path):
    last = size - 1
    for h in path:
        check(last > 0, "the path is too long")
        left = index % 2 or index == last
        node = sha256(b"\x01", h, node) if left else sha256(b"\x01", node, h)
        while left and index % 2 == 0 and index > 0:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    check(last == 0, "the path is too short")
    return node

def signed(key, text, signature):
    with tempfile.TemporaryDirectory() as d:
        for name, data in (("key", SPKI + key), ("text", text), ("sig", signature)):
            with open(os.path.join(d, name), "wb") as f:
                f.write(data)
        command = "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -in text -sigfile sig"
        return subprocess.run(command.split(), cwd=d, capture_output=True).returncode == 0

proof = open(sys.argv[1], "rb").read()
head, _, note = proof.partition(b"\n\n")
lines = head.split(b"\n")
check(lines[0] == b"satchel proof v1", "it is no proof")
check([l.split(b" ")[0] for l in lines[1:4]] == [b"index", b"salt", b"record"], "its lines are not as they should be")
index, salt, record = int(lines[1][6:]), base64.b64decode(lines[2][5:], validate=True), lines[3][7:]
path = [base64.b64decode(l, validate=True) for l in lines[4:]]
check(len(salt) == 16 and all(len(h) == 32 for h in path), "a salt or a hash has a wrong length")
text, _, signatures = note.partition(b"\n\n")
text += b"\n"
fields = dict(l.split(b" ", 1) for l in text.splitlines())
size, _, root = fields[b"records"].partition(b" rfc6962-sha256:")
check(index < int(size), "its index is beyond the last record")
check(tree_root(index, int(size), sha256(b"\0", salt, record), path).hex().encode() == root, "the record does not stand there")
who = set()
for pub in sys.argv[3:]:
    name, raw = open(pub, "rb").read().splitlines()
    name, key = name.removeprefix(b"untrusted comment: "), base64.b64decode(raw)[10:]
    for line in signatures.splitlines():
        by, data = line.removeprefix("\u2014 ".encode()).rsplit(b" ", 1)
        data = base64.b64decode(data)
        if by == name and data[:4] == sha256(name, b"\n\x01", key)[:4] and signed(key, text, data[4:]):
            who.add(key)
check(len(who) >= int(sys.argv[2]), "%d of the keys signed it" % len(who))
print("%d signatures\n%s" % (len(who), record.decode()))
