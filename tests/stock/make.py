#!/usr/bin/env python3
"""Makes releases that check.sh must judge, without any code of satchel.

make.py pack DIR OUT            the archive of DIR's four members
make.py flip IN OUT MEMBER [AT] one bit turned in MEMBER (or header, padding)
make.py cases DIR               releases under chains of roots, NAME.satchel each,
                                with NAME.fingerprint and NAME.roots
"""
import base64
import hashlib
import os
import subprocess
import sys
import tempfile

MEMBERS = ('STATEMENT', 'ROOTS', 'HISTORY', 'PAYLOAD')
DIRECTORY = 'un.example/stock/exercise'


def sha(data):
    return hashlib.sha256(data).hexdigest()


def header(name, size):
    h = bytearray(512)

    def put(at, data):
        h[at:at + len(data)] = data
    put(0, name.encode())
    put(100, b'0000444\0' + b'0000000\0' * 2 + b'%011o\0' % size + b'00000000000\0')
    put(148, b' ' * 8)
    put(156, b'0')
    put(257, b'ustar\00000')
    put(148, b'%06o\0 ' % sum(h))
    return bytes(h)


def pack(members):
    return b''.join(header(n, len(m)) + m + b'\0' * (-len(m) % 512)
                    for n, m in zip(MEMBERS, members)) + b'\0' * 1024


def flip(data, member, at):
    start = 0
    for name in MEMBERS:
        size = int(data[start + 124:start + 135], 8)
        if member == name:
            off = start + 512 + at
        elif member == 'header' and name == 'HISTORY':
            off = start + at
        elif member == 'padding' and name == 'STATEMENT':
            off = start + 512 + size + at
        else:
            start += 512 + size + -size % 512
            continue
        return data[:off] + bytes([data[off] ^ 1]) + data[off + 1:]
    sys.exit('no such place')


class Key:
    """A key of the tests: its seed is the hash of a word."""

    def __init__(self, name, word=None):
        self.name = name
        seed = hashlib.sha256((word or name).encode()).digest()
        self.der = bytes.fromhex('302e020100300506032b657004220420') + seed
        self.public = self.openssl('pkey', '-pubout', '-outform', 'DER')[-32:]
        self.id = hashlib.sha256(name.encode() + b'\n\x01' + self.public).digest()[:4]
        self.vkey = '%s+%s+%s' % (name, self.id.hex(),
                                  base64.b64encode(b'\x01' + self.public).decode())

    def openssl(self, verb, *args, text=None):
        with tempfile.TemporaryDirectory() as d:
            key, message = os.path.join(d, 'key'), os.path.join(d, 'message')
            with open(key, 'wb') as f:
                f.write(self.der)
            if text is None:
                how = ['-inform', 'DER', '-in', key]
            else:
                with open(message, 'wb') as f:
                    f.write(text)
                how = ['-keyform', 'DER', '-inkey', key, '-in', message]
            return subprocess.run(['openssl', verb, *how, *args], check=True,
                                  stdout=subprocess.PIPE).stdout

    def line(self, text, damage=0):
        sig = bytearray(self.openssl('pkeyutl', '-sign', '-rawin', text=text))
        sig[20] ^= damage
        return '\u2014 %s %s\n' % (self.name, base64.b64encode(self.id + sig).decode())


def note(text, keys):
    return (text + '\n' + ''.join(k.line(text.encode()) for k in
                                  sorted(keys, key=lambda k: k.name))).encode()


def root(version, roots, officers, previous=None, epoch=1, minimum=1):
    lines = ['satchel root v1', 'directory ' + DIRECTORY, 'version %d' % version, 'epoch %d' % epoch,
             'issued 2026-01-10T00:00:00Z', 'expires 2031-01-10T00:00:00Z',
             'previous ' + ('sha256:' + sha(previous.encode()) if previous else 'none'),
             'minimum-release %d' % minimum, 'root-threshold 2']
    lines += ['root-key ' + k.vkey for k in roots] + ['release-threshold 2']
    lines += ['release-key ' + k.vkey for k in officers]
    return '\n'.join(lines) + '\n'


def statement(rootn, roottext, release, history, payload, epoch=1):
    previous = 'sha256:' + history.split()[-2].decode() if history else 'none'
    lines = ['satchel statement v1', 'directory ' + DIRECTORY, 'title Directory', 'edition exercise',
             'epoch %d' % epoch, 'release %d' % release, 'issued 2026-11-02T09:00:00Z',
             'next-by 2027-02-01T00:00:00Z', 'expires 2027-06-01T00:00:00Z',
             'root %d sha256:%s' % (rootn, sha(roottext.encode())), 'previous ' + previous,
             'history %d sha256:%s' % (release - 1, sha(history)),
             'records 3 rfc6962-sha256:' + sha(b'records'),
             'tree 512 blake2b-256:' + hashlib.blake2b(payload[-512:], digest_size=32).hexdigest(),
             'payload %d sha256:%s' % (len(payload), sha(payload))]
    return '\n'.join(lines) + '\n'


def cases(folder):
    R = [Key('un.example/root-' + c) for c in 'abcde']
    O = [Key('un.example/officer-' + c) for c in 'abc']
    payload = hashlib.sha512(b'payload').digest() * 70
    history = b''.join(b'%d %s 2026-0%d-01T00:00:00Z\n' % (i, sha(b'%d' % i).encode(), i) for i in (1, 2))
    one = root(1, R[:3], O)
    two = root(2, R[1:4], O, one)
    signed_one = note(one, R[:2])
    good_chain = signed_one + note(two, R[1:3])
    text = statement(2, two, 3, history, payload)

    def case(name, chain=good_chain, body=text, signers=O[:2], raw=None, history=history, pinned=one):
        st = raw if raw is not None else note(body, signers)
        files = {'satchel': pack((st, chain, history, payload)),
                 'fingerprint': sha(pinned.encode()).encode(), 'roots': signed_one if pinned == one else chain}
        for ext, data in files.items():
            with open(os.path.join(folder, name + '.' + ext), 'wb') as f:
                f.write(data)

    def changed(a, b):
        assert text.count(a) == 1
        return text.replace(a, b)

    def raw(*lines):
        return (text + '\n' + ''.join(lines)).encode()
    t = text.encode()
    alias = Key('un.example/officer-b', 'un.example/officer-a')
    case('good-chain')
    case('good-second-root-pinned', pinned=two)
    case('good-first-release', body=statement(2, two, 1, b'', payload), history=b'')
    case('good-unknown-line', signers=O[:2] + [Key('un.example/stranger')])
    case('bad-short', signers=O[:1])
    case('bad-short-with-stranger', signers=O[:1] + [Key('un.example/stranger')])
    case('bad-same-line-twice', raw=raw(O[0].line(t), O[0].line(t)))
    case('bad-same-key-other-name', raw=raw(O[0].line(t), alias.line(t)))
    case('bad-third-signature', raw=raw(O[0].line(t), O[1].line(t), O[2].line(t, damage=1)))
    case('bad-lines-unsorted', raw=raw(O[1].line(t), O[0].line(t)))
    case('bad-no-signature', raw=raw())
    twice = root(1, R[:3], [O[0], alias])
    case('bad-key-twice-in-root', chain=note(twice, R[:2]), body=statement(1, twice, 3, history, payload),
         raw=None, pinned=twice)
    case('bad-root-not-signed-by-old', chain=signed_one + note(two, [R[3], R[1]]))
    case('bad-root-not-signed-by-new', chain=signed_one + note(two, R[:2]))
    case('bad-root-unsigned', chain=signed_one + (two + '\n').encode())
    three = root(3, R[1:4], O, one)
    case('bad-root-previous', chain=good_chain + note(three, R[1:3]), body=statement(3, three, 3, history, payload))
    gap = root(3, R[1:4], O, one)
    case('bad-root-gap', chain=signed_one + note(gap, R[1:3]), body=statement(2, gap, 3, history, payload))
    leap = root(2, R[1:4], O, one, epoch=3)
    case('bad-root-epoch-leap', chain=signed_one + note(leap, R[1:3]),
         body=statement(2, leap, 3, history, payload, epoch=3))
    revoked = root(2, R[1:4], O, one, minimum=4)
    case('bad-revoked', chain=signed_one + note(revoked, R[1:3]), body=statement(2, revoked, 3, history, payload))
    case('bad-older-root-named', body=changed('root 2 sha256:' + sha(two.encode()), 'root 1 sha256:' + sha(one.encode())))
    case('bad-directory', body=changed(DIRECTORY, 'un.example/other/exercise'))
    case('bad-epoch', body=changed('epoch 1', 'epoch 2'))
    case('bad-field-order', body=changed('edition exercise\nepoch 1', 'epoch 1\nedition exercise'))
    case('bad-field-twice', body=changed('epoch 1\n', 'epoch 1\nepoch 1\n'))
    case('bad-payload-size', body=changed('payload %d' % len(payload), 'payload %d' % (len(payload) + 1)))
    case('bad-history-short', history=history.splitlines(True)[0])
    case('bad-previous', body=changed('previous sha256:' + sha(b'2'), 'previous sha256:' + sha(b'x')))
    case('bad-release-number', body=changed('release 3\n', 'release 4\n'))


def main(argv):
    if argv[1:2] == ['pack'] and len(argv) == 4:
        members = []
        for name in MEMBERS:
            with open(os.path.join(argv[2], name), 'rb') as f:
                members.append(f.read())
        with open(argv[3], 'wb') as f:
            f.write(pack(members))
    elif argv[1:2] == ['flip'] and len(argv) in (5, 6):
        with open(argv[2], 'rb') as f:
            data = f.read()
        with open(argv[3], 'wb') as f:
            f.write(flip(data, argv[4], int(argv[5]) if len(argv) == 6 else 20))
    elif argv[1:2] == ['cases'] and len(argv) == 3:
        cases(argv[2])
    else:
        sys.exit(__doc__)


main(sys.argv)
