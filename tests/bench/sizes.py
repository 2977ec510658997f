"""sizes.py BUNDLE: the bytes of a bundle by part, from its archive headers and
root page as satchel(5) describes them.  Nothing is verified here."""
import json
import struct
import sys

TREES = ("records", "strings", "entries", "postings")  # as the root page lists them
WRITTEN = ("strings", "entries", "postings", "records")  # as they follow in PAYLOAD
PAGE, REF, CHILD = 512, 64, 58  # bytes: root page, its line for a tree, a node's child without its key


def members(f):
    """name: (offset, size) of each member"""
    at, found = 0, {}
    while True:
        f.seek(at)
        header = f.read(PAGE)
        if len(header) < PAGE or header == bytes(PAGE):
            return found
        size = int(header[124:135], 8)
        found[header[:100].rstrip(b"\0").decode()] = (at + PAGE, size)
        at += PAGE + (size + PAGE - 1) // PAGE * PAGE


def nodes(f, base, offset, stored):
    """-> bytes in nodes, blocks, bytes in blocks before deflate"""
    f.seek(base + offset)
    page = f.read(stored)
    level, count = page[1], struct.unpack_from("<H", page, 2)[0]
    total, blocks, raw, at = stored, 0, 0, 8
    for _ in range(count):
        child, size, unpacked = struct.unpack_from("<32xQII", page, at)
        key = struct.unpack_from("<H", page, at + CHILD - 2)[0]
        at += CHILD + key
        if level == 1:
            blocks, raw = blocks + 1, raw + unpacked
        else:
            more = nodes(f, base, child, size)
            total, blocks, raw = total + more[0], blocks + more[1], raw + more[2]
    return total, blocks, raw


def parts(path):
    """-> {"file", "records", "terms", "trees": {name: {bytes, nodes, blocks, raw}}, "rest"}"""
    with open(path, "rb") as f:
        base, size = members(f)["PAYLOAD"]
        f.seek(0, 2)
        whole = f.tell()
        f.seek(base + size - PAGE)
        page = f.read(PAGE)
        records, terms = struct.unpack_from("<QQ", page, 48)
        trees, begin, refs = {}, 0, {}
        for i, name in enumerate(TREES):
            refs[name] = struct.unpack_from("<32xQIIQB", page, 64 + i * REF)
        for name in WRITTEN:
            offset, stored, raw, _items, level = refs[name]
            if stored == 0:
                trees[name] = {"bytes": 0, "nodes": 0, "blocks": 0, "raw": 0}
                continue
            in_nodes, blocks, unpacked = nodes(f, base, offset, stored) if level > 0 else (0, 1, raw)
            trees[name] = {"bytes": offset + stored - begin, "nodes": in_nodes, "blocks": blocks, "raw": unpacked}
            begin = offset + stored
    return {"file": whole, "records": records, "terms": terms, "trees": trees,
            "rest": whole - sum(t["bytes"] for t in trees.values())}


if __name__ == "__main__":
    print(json.dumps(parts(sys.argv[1]), indent=1))
