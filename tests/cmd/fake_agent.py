"""An ssh-agent that lies: fake_agent.py SOCKET PUBKEYFILE HOW.  It answers one
client: says that it holds the key, then signs as HOW says."""
import base64
import os
import socket
import struct
import sys

path, pub, how = sys.argv[1:4]
key = base64.b64decode(open(pub, encoding="ascii").read().split("\n")[1])[10:]


def string(b):
    return struct.pack(">I", len(b)) + b


blob = string(b"ssh-ed25519") + string(key)
server = socket.socket(socket.AF_UNIX)
server.settimeout(20)
server.bind(path)
server.listen(1)
client, _ = server.accept()
client.settimeout(20)


def receive(n):
    got = b""
    while len(got) < n:
        part = client.recv(n - len(got))
        if not part:
            sys.exit(0)
        got += part
    return got


try:
    while True:
        body = receive(struct.unpack(">I", receive(4))[0])
        if body[0] == 11:
            client.sendall(string(b"\x0c" + struct.pack(">I", 1) + string(blob) + string(b"x")))
        elif how == "other":
            client.sendall(string(b"\x0e" + string(string(b"ssh-ed25519") + string(os.urandom(64)))))
        elif how == "short":
            client.sendall(string(b"\x0e" + string(string(b"ssh-ed25519") + string(bytes(63)))))
        elif how == "wrongtype":
            client.sendall(string(b"\x0e" + string(string(b"ssh-rsa") + string(bytes(64)))))
        elif how == "huge":
            client.sendall(struct.pack(">I", 0xFFFFFFFF))
        else:
            client.close()
            break
except OSError:
    pass
