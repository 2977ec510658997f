"""terminal.py TYPED COMMAND...: runs COMMAND on a terminal of its own, types
the lines of TYPED one by one whenever it waits, and prints what is shown."""
import os
import pty
import select
import sys
import time

lines = open(sys.argv[1], "rb").read().splitlines(keepends=True)
pid, fd = pty.fork()
if pid == 0:
    os.environ.setdefault("TERM", "xterm")
    os.environ.setdefault("PAGER", "cat")
    os.execvp(sys.argv[2], sys.argv[2:])
shown, quiet, end = b"", 0, time.time() + 60
while time.time() < end:
    if select.select([fd], [], [], 0.1)[0]:
        try:
            got = os.read(fd, 4096)
        except OSError:
            break
        if not got:
            break
        shown += got
        quiet = 0
        continue
    quiet += 1
    if quiet >= 3 and lines and shown.rstrip(b" ").endswith(b":"):
        os.write(fd, lines.pop(0))
        quiet = 0
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.stdout.buffer.flush()
status = os.waitpid(pid, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) & 0x7F)
