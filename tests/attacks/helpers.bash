# helpers.bash: what the attacks share.  The world is that of ../cmd: an open
# directory whose release 1 is installed on a State's machine.  Attackers hold
# officers' keys where an attack needs it: MKBAD signs whatever it is told to.
# shellcheck disable=SC2034,SC2154 # used by the tests; set by ../cmd/helpers
load ../cmd/helpers

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BUILD=${SATCHEL_BUILD:-$ROOT/build}
SATCHEL=${SATCHEL:-$BUILD/satchel}
MKBAD=${MKBAD:-$BUILD/tests/mkbad}
SHARED_SATCHEL=${SHARED_SATCHEL:-$BUILD/shared/satchel}
VECTORS=${SATCHEL_VECTORS:-${SATCHEL_SHARED:-$ROOT/../shared}/vectors}
K=un.example_officer
R=un.example_root

# Whatever stands in the records and texts of the invented directory; none of
# it may be printed of a file that is refused.
CONTENT='Tarsenia|Tarsinia|تارسينيا|Devkota|Amara|Nørwia|norwia|Chen Xiaoyu|Operations|Cyber|555 ?0|Duty desk|Directory of Desks|2027-02-01|[0-9a-f]{64}'

# attacked: the world with releases 1 and 2; $1: what else, "exercise".
attacked() {
	[ -x "$MKBAD" ] || (cd "$ROOT" && make --no-print-directory -s tools)
	world
	second_release
	[ "${1:-}" != exercise ] || exercise_world
	key mallory
}
# third_release: root 2, of the same keys, and release 3 under it.
third_release() {
	(cd "$W" && { cat live.roots && root_text live.roots | note "keys/$R-a.key" "keys/$R-b.key"; } >live2.roots)
	source_live "$W/live-3" 3 2026-11-16T09:00:00Z
	satchel build "$W/live-3" --roots "$W/live2.roots" --previous "$W/2.satchel" -o "$W/3.satchel" >/dev/null
	signed "$W/3.satchel" "$W/live2.roots" "$W/keys" a b
}
# wide_release: release 2 again, of 4,300 parties: trees of two and three
# levels, leads and siblings, a list in the long form.  What fills the records
# (the name again, as a note) brings the index no term.
wide_release() {
	local name
	mkdir -p "$W/wide/parties"
	cp "$W/live-2/release.yaml" "$W/wide"
	python3 - >"$W/wide/parties/p.yaml" <<'END'
import hashlib
def word(i, k):
    h = hashlib.sha256(b"%d.%d" % (i, k)).digest()
    return "".join("bcdfghklmnprstvz"[b & 15] + "aeiou"[b % 5] for b in h[:4])
print("---\n".join('satchel: "1"\nparty: p%04d\nname: %s\ncontacts:\n  - {id: c, role: duty, kind: org, name: %s, emails: [{address: %s@d.example}], note: %s}\n'
    % (i, word(i, 0), word(i, 1), word(i, 2), " ".join([word(i, 1)] * 50)) for i in range(4300)), end="")
END
	satchel build "$W/wide" --roots "$W/live.roots" --previous "$W/1.satchel" -o "$W/wide.satchel" >/dev/null
	name=$W/keys/$K
	"$MKBAD" bundle "$W/wide.satchel" "$W/wide.signed" -k "$name-a.key" -k "$name-b.key"
	mv "$W/wide.signed" "$W/wide.satchel"
}
# key NAME: one more pair in $W/keys.
key() { satchel keygen "un.example/$1" -o "$W/keys" --no-passphrase >"$W/$1.out"; }

# victim: a State with release 1 installed, in a folder of the test's own.
victim() {
	cd "$BATS_TEST_TMPDIR" || return
	KA=$W/keys/${K}-a.key KB=$W/keys/${K}-b.key KC=$W/keys/${K}-c.key
	RA=$W/keys/${R}-a.key RB=$W/keys/${R}-b.key RC=$W/keys/${R}-c.key
	state
}

# ---- fixtures ----------------------------------------------------------------

# bad OUT EDIT...: release 2 ($FROM) with the edits, signed by officers a and b.
bad() {
	local out=$1
	shift
	"$MKBAD" bundle "${FROM:-$W/2.satchel}" "$out" -k "$KA" -k "$KB" "$@"
}
# flipped FILE OFFSET OUT: a copy with one bit of that byte changed.
flipped() { "$MKBAD" flip "$@"; }
# note KEY...: the text on standard input as a note.
note() { "$MKBAD" sign "$@"; }
# text_of BUNDLE, roots_of BUNDLE, lines_of BUNDLE: the statement without its
# signatures; the member ROOTS; the signature lines.
text_of() { tar xOf "$1" STATEMENT | sed '/^$/,$d'; }
roots_of() { tar xOf "$1" ROOTS; }
lines_of() { tar xOf "$1" STATEMENT | sed '1,/^$/d'; }
# stated OUT FILE: release 2 with FILE for its STATEMENT, as it is.
stated() { "$MKBAD" bundle "${FROM:-$W/2.satchel}" "$1" "statement $2"; }

# root_text FILE [SED]...: the newest root of a chain as the next one would
# stand: version + 1, previous; then edited.
root_text() {
	local file=$1
	shift
	python3 - "$file" <<'END' >root.text
import hashlib, sys
last = open(sys.argv[1], encoding="utf-8").read().split("satchel root v1\n")[-1]
text = "satchel root v1\n" + last.split("\n\n")[0] + "\n"
digest = hashlib.sha256(text.encode()).hexdigest()
for line in text.splitlines():
    word, _, value = line.partition(" ")
    if word == "version":
        value = str(int(value) + 1)
    if word == "previous":
        value = "sha256:" + digest
    print(word, value)
END
	sed "$@" -e "" root.text
}
# text_as_is FILE: the newest root's text alone.
newest_text() {
	python3 -c '
import sys
last = open(sys.argv[1], encoding="utf-8").read().split("satchel root v1\n")[-1]
sys.stdout.write("satchel root v1\n" + last.split("\n\n")[0] + "\n")' "$1"
}
# rooted OUT ROOTS [EDIT]...: release 2 ($FROM) under the newest root of ROOTS.
rooted() {
	local out=$1 roots=$2 digest
	shift 2
	digest=$(newest_text "$roots" | sha256sum | cut -d' ' -f1)
	bad "$out" "roots $roots" "line root $(grep -c '^satchel root v1$' "$roots") sha256:$digest" "$@"
}
# renamed KEY NAME OUT: the same secret key under another name.
renamed() {
	python3 - "$@" <<'END'
import base64, hashlib, sys
lines = open(sys.argv[1]).read().split("\n")
raw = base64.b64decode(lines[1].rsplit("+", 1)[1] if lines[1].count("+") == 2 else lines[1].split("+", 2)[2])
name = sys.argv[2]
ident = hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8]
lines[1] = "public %s+%s+%s" % (name, ident, base64.b64encode(raw).decode())
open(sys.argv[3], "w").write("\n".join(lines))
END
	chmod 600 "$3"
}
# vkey NAME HEX: the text of a public key that nobody holds.
vkey_of() {
	python3 - "$@" <<'END'
import base64, hashlib, sys
raw = b"\x01" + bytes.fromhex(sys.argv[2])
ident = hashlib.sha256(sys.argv[1].encode() + b"\n" + raw).hexdigest()[:8]
print("%s+%s+%s" % (sys.argv[1], ident, base64.b64encode(raw).decode()))
END
}

# ---- other builds -------------------------------------------------------------

# shared: the program linked dynamically, which can be preloaded.
shared() {
	if [ "$SHARED_SATCHEL" = "$ROOT/build/shared/satchel" ]; then
		(cd "$ROOT" && flock build make --no-print-directory -s all B=build/shared SHARED=1)
	fi
}
# shim NAME: tests/preload/NAME.c as a library.
shim() {
	[ -e "$BATS_FILE_TMPDIR/$1.so" ] ||
		"${CC:-cc}" -D_GNU_SOURCE -Wall -Wextra -O1 -shared -fPIC -o "$BATS_FILE_TMPDIR/$1.so" "$ROOT/tests/preload/$1.c" -ldl
}
# with NAME COMMAND...: the shared program with that library.
with() {
	local name=$1
	shift
	LD_PRELOAD=$BATS_FILE_TMPDIR/$name.so "$SHARED_SATCHEL" "$@"
}
# unit NAME: the unit tests of one module, as they were built.
unit() {
	[ -x "$BUILD/tests/unit/$1" ] || (cd "$ROOT" && flock build make --no-print-directory -s "build/tests/unit/$1")
	(cd "$ROOT" && CMOCKA_MESSAGE_OUTPUT=TAP "$BUILD/tests/unit/$1") >"$BATS_TEST_TMPDIR/unit.out" 2>&1
	unlike "$(grep -v '# SKIP' "$BATS_TEST_TMPDIR/unit.out")" '^not ok'
}

# ---- what must hold ----------------------------------------------------------

# installed: what must not change, in one line a file.
installed() {
	local list=("$SATCHEL_HOME"/*/releases/* "$SATCHEL_HOME"/*/history/* "$SATCHEL_HOME"/*/state)
	sha256sum -- "${list[@]}" 2>/dev/null || true
}
# ran WANT COMMAND...: as status, with fewer processes.
ran() {
	local want=$1 got=0
	shift
	"$@" >out 2>err </dev/null || got=$?
	output=$(<out) stderr=$(<err)
	if [ "$got" -ne "$want" ]; then
		printf 'exit status %d, not %d, of: %s\nstdout: %s\nstderr: %s\n' "$got" "$want" "$*" "$output" "$stderr" >&2
		return 1
	fi
}
# silent: nothing of the content was printed.
silent() {
	if [[ $output$stderr =~ $CONTENT ]]; then
		echo "content of a refused file was printed: ${BASH_REMATCH[0]}" >&2
		return 1
	fi
}
verdict() { # the one line that verify prints of what has that status
	case $1 in
	3) echo "NOT AUTHENTIC: do not use it" ;;
	4) echo "OLDER THAN YOURS: superseded or revoked" ;;
	5) echo "FORK: two releases with one number: call the custodian" ;;
	6) echo "DAMAGED: get another copy" ;;
	esac
}
# refused STATUS MESSAGE BUNDLE [verify|install|sign]...: by each of the three
# (or those named) with that status and message; nothing of it is printed, and
# what is installed stays.
refused() {
	local want=$1 message=$2 file=$3 verb before extra line
	shift 3
	[ $# -gt 0 ] || set -- verify install sign
	before=$(installed) line=$(verdict "$want")
	for verb in "$@"; do
		extra=()
		[ "$verb" != sign ] || extra=(-k "$KC" --release 2)
		ran "$want" "$SATCHEL" "$verb" "$file" "${extra[@]}" --now "$NOW" || return 1
		has "$stderr" "$message" || return 1
		has "$stderr" "error: " || return 1
		if [ "$verb" = verify ]; then
			[ "$output" = "$line" ] || { echo "verify printed: $output" >&2 && return 1; }
		else
			[ -z "$output" ] || { echo "$verb printed: $output" >&2 && return 1; }
		fi
		silent || return 1
	done
	[ "$(installed)" = "$before" ] || { echo "what was installed has changed" >&2 && return 1; }
}
# bent S|L EDIT MESSAGE: one edit of the small or of the wide release, which is
# then neither verified, nor installed, nor signed.
bent() {
	local from=$W/2.satchel
	[ "$1" = S ] || from=$W/wide.satchel
	FROM=$from bad bent.satchel "$2"
	if cmp -s bent.satchel "$from"; then echo "that changes nothing" >&2 && return 1; fi
	refused 6 "$3" bent.satchel
}
# accepted BUNDLE: the fixture is good but for what the test does to it.
accepted() {
	ran 0 "$SATCHEL" verify "$1" --now "$NOW"
	last=${output##*$'\n'}
	[ "${last%%:*}" = GOOD ] || { echo "verify printed: $output" >&2 && return 1; }
}
# unlike TEXT PATTERN: no line of it matches.
unlike() {
	if grep -E "$2" <<<"$1" >&2; then return 1; fi
}
# each FUNCTION <TABLE: calls it with the fields of every line, "|" between
# them; "#" begins a comment.  The last case printed is the one that failed.
each() {
	local a b c d
	while IFS='|' read -r a b c d <&9; do
		case $a in '' | '#'*) continue ;; esac
		echo "case: $a|$b|$c|$d"
		"$1" "$a" "$b" "$c" "$d" 9<&-
	done 9<&0
}
# anew: the victim's store as it was at first.
anew() {
	rm -rf "$SATCHEL_HOME"
	state
}
