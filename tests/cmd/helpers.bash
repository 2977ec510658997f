# helpers.bash: what the tests of the commands share.  Each test file makes its
# keys, roots and releases once, in $BATS_FILE_TMPDIR; every machine (two
# officers, a State) is a store of its own.
# shellcheck disable=SC2034 # used by the tests

SATCHEL=${SATCHEL:-$BATS_TEST_DIRNAME/../../build/satchel}
NOW=2026-11-20T09:00:00Z # releases below are issued on 2 November 2026
STALE=2027-03-01T00:00:00Z
EXPIRED=2027-07-01T00:00:00Z
PAST=2026-10-01T00:00:00Z # before the program was made

unset SATCHEL_PASSPHRASE_FILE XDG_DATA_HOME NO_COLOR CLICOLOR_FORCE PAGER LESS LESSCHARSET
export LC_ALL=C.UTF-8 TZ=UTC

satchel() {
	"$SATCHEL" "$@"
}

# status N COMMAND...: runs it; $output is standard output, $stderr the rest.
status() {
	local want=$1 got=0
	shift
	"$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" </dev/null || got=$?
	output=$(cat "$BATS_TEST_TMPDIR/out")
	stderr=$(cat "$BATS_TEST_TMPDIR/err")
	last=$(tail -n 1 "$BATS_TEST_TMPDIR/out")
	if [ "$got" -ne "$want" ]; then
		printf 'exit status %d, not %d, of: %s\nstdout: %s\nstderr: %s\n' \
			"$got" "$want" "$*" "$output" "$stderr" >&2
		return 1
	fi
}

# has TEXT PATTERN: a fixed string in it.
has() {
	case $1 in *"$2"*) ;; *)
		printf 'no "%s" in: %s\n' "$2" "$1" >&2
		return 1
		;;
	esac
}
hasnt() {
	case $1 in *"$2"*)
		printf '"%s" in: %s\n' "$2" "$1" >&2
		return 1
		;;
	esac
}
# all_exercise: every line of $output says so.
all_exercise() {
	if [ -z "$output" ] || grep -v EXERCISE <<<"$output" >&2; then
		return 1
	fi
}
# no_wide TEXT [COLUMNS]: no line is wider than 80 columns.
no_wide() {
	printf '%s\n' "$1" | python3 -c '
import sys, unicodedata
for l in sys.stdin:
    l = l.rstrip("\n")
    w = sum(0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
            else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in l)
    if w > int(sys.argv[1]):
        sys.exit("%d columns: %s" % (w, l))' "${2:-80}"
}
# field NAME: of the JSON line in $output.
field() {
	printf '%s\n' "$output" | head -n 1 |
		python3 -c 'import json,sys; v=json.loads(sys.stdin.readline())[sys.argv[1]]; print(v if isinstance(v,(str,int)) and not isinstance(v,bool) else json.dumps(v))' "$1"
}
# terminal FILE COMMAND...: runs it on a terminal, typing FILE; prints what the
# terminal shows.
terminal() {
	local typed=$1
	shift
	python3 "$BATS_TEST_DIRNAME/terminal.py" "$typed" "$@"
}

# ---- sources ---------------------------------------------------------------

# release_yaml FOLDER DIRECTORY EDITION PROFILE RELEASE ISSUED
release_yaml() {
	mkdir -p "$1/parties"
	cat >"$1/release.yaml" <<END
satchel: "1"
directory: $2
title: Directory of Desks
profile: $4
release: $5
issued: "$6"
next_by: "2027-02-01T00:00:00Z"
expires: "2027-06-01T00:00:00Z"
edition: $3
END
}

# source_live FOLDER [RELEASE [ISSUED]]: an open directory of organisations.
source_live() {
	release_yaml "$1" un.example/desks live open "${2:-1}" "${3:-2026-11-02T09:00:00Z}"
	cat >"$1/parties/desks.yaml" <<'END'
satchel: "1"
party: tarsenia-cert
name: {en: Tarsenia National CERT, ar: تارسينيا}
aliases: [Tarsinia, Old Tarsen]
timezone: Asia/Kathmandu
hours: ["Su-Th 09:00-17:00"]
languages: [en, ar]
contacts:
  - id: duty
    role: technical
    kind: org
    name: Duty desk of the night and of the day
    organization: National Cyber Security Agency
    phones:
      - {number: "+999 1 555 0911", features: [voice], when: always, pref: "2"}
      - {number: "+999 1 555 0912", ext: "301", features: [voice, fax], pref: "1", label: Room 7}
      - {number: "+999 1 555 0913", features: [fax], pref: "1"}
    emails: [{address: duty@cert.tarsenia.example, shared: "yes"}]
    verify: |
      Call back on the number of the card.
      Ask for the officer of the day.
    keys:
      - {type: openpgp, fingerprint: D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B, for: duty@cert.tarsenia.example}
    note: A note that is so long that it does not fit on one line of eighty columns, and so goes on below.
    x-xtr-member-of: [FIRST, APCERT]
  - id: amara
    role: policy
    kind: individual
    name: Amara Devkota
    salutation: Ms.
    title: Director
    unit: International Security Department
    phones: [{number: "+999 98 555 0177", features: [mobile], when: after-hours}]
    valid_until: "2026-12-31"
---
satchel: "1"
party: norwia
name: Nørwia Ministry
contacts:
  - id: ops
    role: policy
    kind: org
    name: وحدة العمليات
    name_latin: Operations Unit
    emails: [{address: ops@norwia.example}]
  - id: wei
    role: policy
    kind: individual
    name: 陈晓雨
    name_latin: Chen Xiaoyu
    phones: [{number: "+999 2 555 0001"}]
END
}

# source_exercise FOLDER: one State that does not exist.
source_exercise() {
	release_yaml "$1" un.example/contacts/exercise exercise global-poc 1 2026-11-02T09:00:00Z
	cat >"$1/parties/XTR.yaml" <<'END'
satchel: "1"
state: XTR
name: {en: Tarsenia}
revised: "2026-10-01"
timezone: Asia/Kathmandu
hours: ["24/7"]
languages: [en]
mission:
  name: Permanent Mission of Tarsenia to the United Nations
  phones: [{number: "+999 212 555 0100"}]
  emails: [{address: mission@tarsenia.example}]
contacts:
  - id: dip-1
    role: diplomatic
    kind: org
    name: Operations Room
    organization: Ministry of Foreign Affairs
    phones: [{number: "+999 1 555 0100", when: always}]
  - id: tech-1
    role: technical
    kind: org
    name: Duty desk
    organization: National Cyber Security Agency
    emails: [{address: duty@cert.example, shared: "yes"}]
END
}

# ---- keys, roots, releases -------------------------------------------------

# keys FOLDER: three root keys and three officers.
keys() {
	local n
	for n in root-a root-b root-c officer-a officer-b officer-c; do
		satchel keygen un.example/$n -o "$1" --no-passphrase >"$1/$n.out"
	done
}

# roots FILE DIRECTORY KEYS: signed by two of three; sets $print.
roots() {
	local k=$3/un.example
	satchel root new "$1" --directory "$2" --issued 2026-10-26T09:00:00Z \
		--root-key "${k}_root-a.pub" --root-key "${k}_root-b.pub" \
		--root-key "${k}_root-c.pub" --root-threshold 2 \
		--release-key "${k}_officer-a.pub" --release-key "${k}_officer-b.pub" \
		--release-key "${k}_officer-c.pub" --release-threshold 2 >/dev/null
	satchel root sign "$1" -k "${k}_root-a.key" >/dev/null
	satchel root sign "$1" -k "${k}_root-b.key" >/dev/null
	print=$(print_of "$1")
}
print_of() {
	satchel root show --json "$1" | tail -n 1 | sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/'
}

# pinned HOME ROOTS: a new machine.
pinned() {
	SATCHEL_HOME=$1 satchel pin "$2" --fingerprint "$(print_of "$2")" >/dev/null
}

# signed BUNDLE ROOTS KEYS OFFICER...: signed by each, on a machine of its own.
signed() {
	local bundle=$1 roots=$2 keys=$3 o
	shift 3
	for o in "$@"; do
		[ -d "$keys/home-$o-$(basename "$roots")" ] || pinned "$keys/home-$o-$(basename "$roots")" "$roots"
		SATCHEL_HOME=$keys/home-$o-$(basename "$roots") satchel sign "$bundle" \
			-k "$keys/un.example_officer-$o.key" --now "$NOW" \
			--release "$(number_of "$bundle")" >/dev/null
	done
}
number_of() { # the statement is text, 512 bytes into the file
	head -c 4096 "$1" | sed -n 's/^release \([0-9]*\)$/\1/p' | head -n 1
}

# world: keys, the live directory's roots, release 1 signed by two officers,
# all below $W.
world() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir -p "$W/keys"
	keys "$W/keys"
	roots "$W/live.roots" un.example/desks "$W/keys"
	source_live "$W/live-1"
	satchel build "$W/live-1" --roots "$W/live.roots" -o "$W/1.satchel" >"$W/build.out"
	signed "$W/1.satchel" "$W/live.roots" "$W/keys" a b
}
# second_release: release 2 of the live directory, signed.
second_release() {
	source_live "$W/live-2" 2 2026-11-12T09:00:00Z
	sed -i 's/0911/0919/' "$W/live-2/parties/desks.yaml"
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" -o "$W/2.satchel" >/dev/null
	signed "$W/2.satchel" "$W/live.roots" "$W/keys" a b
}
# exercise_world: the exercise's roots and release, besides.
exercise_world() {
	roots "$W/exercise.roots" un.example/contacts/exercise "$W/keys"
	source_exercise "$W/exercise-1"
	satchel build "$W/exercise-1" --roots "$W/exercise.roots" -o "$W/x.satchel" >"$W/x-build.out"
	signed "$W/x.satchel" "$W/exercise.roots" "$W/keys" a b
}
# state: a State with release 1 installed, a store of the test's own.
state() {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/state
	pinned "$SATCHEL_HOME" "$W/live.roots"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
}
# flipped FILE OFFSET OUT: a copy with one bit of that byte changed.
flipped() {
	python3 - "$@" <<'END'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
b[int(sys.argv[2])] ^= 1
open(sys.argv[3], "wb").write(b)
END
}
