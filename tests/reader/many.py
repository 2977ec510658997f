#!/usr/bin/env python3
"""many.py FOLDER N: the sources of a directory of N invented parties with one
contact each: enough for nodes above nodes and for lists in segments, in many
scripts."""
import os
import random
import sys
import unicodedata

SYLLABLES = {
    "Latin": "ka lo mé ñu øst ßen æra þor łód ı̇z ĳk ŀol dž ﬁn ſel éa ốc".split(),
    "Cyrillic": "ка ло мё ню щу їв".split(),
    "Arabic": "كا لى مة نو شـد ٣٤ ۵۶ گک ئُّ".split(),
    "Greek": "κα λό μῆς ςΣ ᾳ".split(),
    "Devanagari": "का लो मि नु शर्".split(),
    "Hebrew": "קַ לוֹ מי".split(),
    "Han": "外 交 部 東 京 龜 〇 神".split(),
    "Kana": "か が ガ ｶﾞ ー の".split(),
    "Thai": "ก ที่ น้ำ ไทย".split(),
    "Hangul": "김 민 수 각".split(),
    "Other": "½ № ℡ Ⅷ ² Ⓐ ㎏ 𝒜 ᏣꭰꮿⲀ ꙮ".split(),
}


def word(r):
    script = r.choice(sorted(SYLLABLES))
    return "".join(r.choice(SYLLABLES[script]) for _ in range(r.randint(1, 5)))


def words(r, n):
    marks = ["'", "-", "_", ".", "ʼ", "ʻ", "・"]
    text = " ".join(word(r) + (r.choice(marks) + word(r) if r.random() < .2 else "") for _ in range(n))
    return unicodedata.normalize("NFC", text)


def quoted(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    folder, n = sys.argv[1], int(sys.argv[2])
    r = random.Random(1)
    os.makedirs(f"{folder}/parties")
    with open(f"{folder}/release.yaml", "w", encoding="utf-8") as f:
        f.write('satchel: "1"\ndirectory: un.example/many\ntitle: Many Desks\nprofile: open\nrelease: 1\n'
                'issued: "2026-11-02T09:00:00Z"\nnext_by: "2027-02-01T00:00:00Z"\n'
                'expires: "2027-06-01T00:00:00Z"\nedition: live\n')
    with open(f"{folder}/parties/all.yaml", "w", encoding="utf-8") as f:
        for i in range(n):
            note = words(r, 60 if i % 500 == 0 else r.randint(1, 12))[:480].strip()
            if i % 100 == 0:
                note = "x" * 300  # a word in two pieces
            f.write(f'---\nsatchel: "1"\nparty: P{i:05}\nname: {quoted(words(r, 2))}\ncontacts:\n'
                    f'  - id: desk\n    role: {r.choice(["policy", "technical", "press"])}\n    kind: org\n'
                    f'    name: {quoted("Desk " + words(r, 2))}\n    organization: {quoted(words(r, 3))}\n'
                    f'    phones: [{{number: "+999 {r.randint(10**6, 10**9)}", label: Room {i}}}]\n'
                    f'    emails: [{{address: desk{i}@m{i % 7}.example}}]\n'
                    f'    languages: [{r.choice(["en", "zh-Hant", "ar", "sr-Latn"])}]\n'
                    f'    note: {quoted(note)}\n    x-many-rest: [a{i % 10}, {quoted(word(r).strip())}]\n')


if __name__ == "__main__":
    main()
