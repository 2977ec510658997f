#!/bin/bash
# coverage.sh [MODULE...]: builds with --coverage in a folder of its own, runs
# all unit programs, and prints for each file of lib/ how much of its lines and
# branches they reach, the least first.  A MODULE's lines go to
# $B/MODULE.c.gcov, those that nothing reached marked "#####".  B names the
# folder (build/coverage).  No part of make check.
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build/coverage}
export LC_ALL=C.UTF-8 TZ=UTC
command -v gcov >/dev/null || { echo "coverage: gcov is missing; it comes with gcc" >&2; exit 1; }

make --no-print-directory -s unit B="$B" HARDEN= LDHARD= SHARED=1 CFLAGS="-O0 -g --coverage" || exit 1
find "$B" -name '*.gcda' -delete
failed=0
for t in tests/unit/*_test.c; do
	t=$B/tests/unit/$(basename "$t" .c)
	"$t" >"$t.log" 2>&1 || { echo "coverage: $t failed; see $t.log" >&2; failed=1; }
done

summary() { # "lines branches MODULE" in percent, of each file that has code
	local f
	for f in lib/*.c; do
		f=$(basename "$f" .c)
		[ -e "$B/lib/$f.gcno" ] || continue
		gcov -b -n -o "$B/lib" "$B/lib/$f.gcno" 2>/dev/null |
			awk -v want="lib/$f.c" -v name="$f" '
				/^File/ { mine = index($0, "'\''" want "'\''") > 0 }
				mine && /^Lines executed/ { split($2, p, ":"); lines = p[2] + 0; n = $4 }
				mine && /^Taken at least/ { split($4, p, ":"); branches = p[2] + 0 }
				END { if (n > 0) printf "%6.1f%% of %4d lines %6.1f%% of branches  %s\n", lines, n, branches, name }'
	done
}
summary | sort -n
for f in "$@"; do
	gcov -b -o "$B/lib" "$B/lib/$f.gcno" >/dev/null 2>&1 && mv -f "$f.c.gcov" "$B/" && rm -f ./*.gcov
done
exit $failed
