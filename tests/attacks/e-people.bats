#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section E: people and text.
load helpers

setup_file() {
	attacked
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o "$W/u.satchel" >/dev/null
}
setup() { victim; }

# tame: nothing in out or err would move a terminal or turn its text around.
tame() {
	if cat out err | LC_ALL=C grep -aE $'\x1b|\x07|\x08|\xc2[\x80-\x9f]|\xe2\x80[\x8b\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf'; then
		return 1
	fi
}
# on_tty COMMAND...: on a terminal of its own, without colours of ours.
on_tty() {
	: >typed
	NO_COLOR=1 python3 "$ROOT/tests/cmd/terminal.py" typed "$SATCHEL" "$@" >out 2>err || true
}
EVIL=$'a\x1b[31mb\x1b]52;c;aGk=\x07\xc2\x9b2J\xe2\x80\xaec\xe2\x80\x8b\x08'

@test "attack 55: escapes in names of files, words and ids, on a terminal and in a pipe" {
	cp "$W/2.satchel" "$EVIL"
	: >"$EVIL.bad"
	mkdir -p src/parties && cp "$W/live-1/release.yaml" src && cp "$W/live-1/parties/desks.yaml" "src/parties/$EVIL.yaml" && echo "x: y" >>"src/parties/$EVIL.yaml"
	for c in "verify|$EVIL.bad" "install|$EVIL.bad" "show|$EVIL" "find|$EVIL" "show|-b|$EVIL|$EVIL" "pin|$EVIL.bad|--fingerprint|$(printf '%064d' 0)" \
		"sign|$W/u.satchel|-k|$EVIL.bad|--release|2" "show|x|-d|$EVIL" "check|src" "keygen|$EVIL|--no-passphrase" "$EVIL" "verify|--$EVIL" "find|name:$EVIL" \
		"who|$EVIL" "build|src|--roots|$W/live.roots|-o|$EVIL.new" "root|show|$EVIL.bad" "verify|$EVIL"; do
		IFS='|' read -ra args <<<"$c"
		"$SATCHEL" "${args[@]}" >out 2>err </dev/null || true
		tame
		on_tty "${args[@]}"
		tame
	done
}

# spoken TEXT: what a record may not say, put into it by a hostile builder.
spoken() {
	"$MKBAD" records "$W/2.satchel" | python3 -c 'import sys
t = sys.stdin.read()
sys.stdout.write(t.replace("Duty desk of", "Duty " + '"$1"' + " desk of"))' >lines
	bad bent.satchel "records lines"
	refused 6 "a record's name has a value of a wrong form" bent.satchel || refused 6 "not canonical JSON" bent.satchel
	for c in "show tarsenia-cert/duty" "find desk" "list" "show --json tarsenia-cert/duty" "show --plain tarsenia-cert/duty" "find --json desk"; do
		# shellcheck disable=SC2086 # words
		"$SATCHEL" $c -b bent.satchel --now "$NOW" >out 2>err </dev/null || true
		tame
	done
	on_tty show tarsenia-cert/duty -b bent.satchel --now "$NOW"
	tame
}
@test "attack 55: escapes and controls in a record that is signed" {
	each spoken <<'END'
"\x1b[2J"
"\x1b]52;c;aGk=\x07"
"\x07"
"\x08\x08\x08"
"\r"
"\x7f"
"\x9b2J"
"\u0085"
"\u202e"
"\u2066"
"\u200b"
"\ufeff"
END
	# nothing but ASCII gets into a statement
	bad ascii.satchel "line title Desks$(printf '\033')[2J" 2>/dev/null && return 1
	text_of "$W/2.satchel" | sed $'s/^title .*/title D\u00e9sks/' >t
	{ cat t && echo && lines_of "$W/2.satchel"; } >n && stated n.satchel n
	refused 3 "in a signed text; allowed are 0x20 to 0x7e and LF" n.satchel
}

# sourced PYTHON STATUS [MESSAGE]: the name of a contact holds it.
sourced() {
	rm -rf src && cp -R "$W/live-1" src
	python3 -c 'import sys
p = "src/parties/desks.yaml"
t = open(p, encoding="utf-8").read()
u = t.replace("Duty desk of", "Duty " + '"$1"' + " desk of", 1)
assert t != u
open(p, "w", encoding="utf-8", newline="").write(u)'
	status "$2" satchel check src
	printf '%s\n' "$output" >out && printf '%s\n' "$stderr" >err
	if [ "$2" = 1 ]; then
		grep -q 'desks.yaml:.* error: ' out err
		tame
		status 1 satchel build src --roots "$W/live.roots" -o never.satchel
		[ ! -e never.satchel ]
	fi
}
@test "attack 56: what turns or hides text is refused, real scripts are not" {
	each sourced <<'END'
"\u202a"|1
"\u202b"|1
"\u202c"|1
"\u202d"|1
"\u202e"|1
"\u2066"|1
"\u2067"|1
"\u2068"|1
"\u2069"|1
"\u200e"|1
"\u200f"|1
"\u061c"|1
"\u200b"|1
"\u2060"|1
"\ufeff"|1
"\u00ad"|1
"\u200d"|1
"\u200c"|1
"\u2028"|1
"\u2029"|1
"\U000e0041"|1
"\x1b"|1
"\x07"|1
"\x85"|1
"\x9b"|1
"e\u0301"|1
"\u212b"|1
"شرطة"|0
"משטרה"|0
"می\u200cخواهم"|0
"क्\u200dष"|0
"é"|0
"陈晓雨"|0
"Жуков"|0
END
	# in a comment too
	cp -R "$W/live-1" com && printf '# harmless \u202e\n' >>com/parties/desks.yaml
	status 1 satchel check com
	# an Arabic and a Hebrew name are read, signed, found
	rm -rf src && cp -R "$W/live-1" src && sed -i 's/Duty desk of/شرطة משטרה of/' src/parties/desks.yaml
	status 0 satchel build src --roots "$W/live.roots" -o rtl.satchel
	signed rtl.satchel "$W/live.roots" "$W/keys" a b --replace 2>/dev/null || "$MKBAD" bundle rtl.satchel rtl.satchel -k "$KA" -k "$KB"
	rm -rf "$SATCHEL_HOME" && pinned "$SATCHEL_HOME" "$W/live.roots"
	status 0 satchel install rtl.satchel --now "$NOW"
	status 0 satchel find משטרה --now "$NOW"
	has "$output" "tarsenia-cert/duty"
}

# yaml PYTHON: a party file that is refused, at once, with its place.
yaml() {
	rm -rf src && mkdir -p src/parties && cp "$W/live-1/release.yaml" src
	python3 -c 'import sys
good = open(sys.argv[1], encoding="utf-8").read()
open("src/parties/x.yaml", "w", encoding="utf-8", newline="").write('"$1"')' "$W/live-1/parties/desks.yaml"
	status 1 timeout 20 prlimit --as=600000000 "$SATCHEL" check src
	printf '%s\n%s\n' "$output" "$stderr" | grep -Eq 'parties/x.yaml:[0-9]+(:[0-9]+)?: error: '
}
@test "attack 57: aliases, depth, repeated and merged keys, tags, directives" {
	each yaml <<'END'
good.replace("name: Duty desk", "name: &a Duty desk", 1)
good.replace("timezone: Asia/Kathmandu", "timezone: *a", 1)
"a: &a [x,x]\n" + "".join("%s: &%s [*%s,*%s,*%s,*%s,*%s,*%s,*%s,*%s,*%s]\n" % ((chr(98+i),) * 2 + (chr(97+i),) * 9) for i in range(20))
"x: " + "[" * 32000
"x: " + "{a: " * 32000
"x: " + "[" * 9 + "]" * 9 + "\n"
"".join(" " * i + "a:\n" for i in range(5000))
"- " * 5000
good.replace("name: Duty", "name: One\n    name: Duty", 1)
good.replace("kind: org", "kind: org\n    \"kind\": org", 1)
good.replace("name: Duty", "<<: {name: x}\n    name: Duty", 1)
good.replace("name: Duty", "name: !!str Duty", 1)
good.replace("name: Duty", "name: !evil Duty", 1)
good.replace("name: Duty", "name: !!python/object/apply:os.system [id]\n    note: Duty", 1)
"%YAML 1.1\n---\n" + good
"%TAG ! tag:x.example,2000:\n---\n" + good
good.replace("kind: org", "kind: [org", 1)
good + "\x00"
"\ufeff\ufeff" + good
good.replace("party: tarsenia-cert", "party: tarsenia-cert\nparty: other", 1)
"x" * 20000000
"\t" + good
"a: \"" + "x" * 1000000
"? " * 20000
END
	# no is a word, 17:30 a time, +92 keeps its plus
	rm -rf src && cp -R "$W/live-1" src
	sed -i 's/languages: \[en, ar\]/languages: [no, en]/; s/unit: .*/unit: 17:30/; s/title: Director/title: "yes"/' src/parties/desks.yaml
	status 0 satchel build src --roots "$W/live.roots" -o n.satchel
	"$MKBAD" records n.satchel | grep -F '"languages":["no","en"]'
	"$MKBAD" records n.satchel | grep -F '"unit":"17:30"'
	"$MKBAD" records n.satchel | grep -F '"title":"yes"'
	# one document a file in the other profile
	release_yaml poc un.example/contacts/exercise exercise global-poc 1 2026-11-02T09:00:00Z
	source_exercise poc
	cat poc/parties/XTR.yaml >one && { cat one && echo "---" && cat one; } >poc/parties/XTR.yaml
	status 1 satchel check poc
	has "$output$stderr" "XTR.yaml"
}

@test "attack 58: what libyaml takes that is no YAML ends in values or in findings, never in a crash" {
	unit yaml_test
	[ -e "$VECTORS/yaml-test-suite" ] || skip "no suite at $VECTORS"
	grep -q '^ok .*the_yaml_test_suite_ends_in_nodes_or_findings' "$BATS_TEST_TMPDIR/unit.out"
}

@test "attack 59: a fingerprint is all 64 digits, or it is none" {
	p=$(print_of "$W/live.roots")
	export SATCHEL_HOME=$PWD/new
	for bad in "${p:0:8}" "${p:0:16}" "${p:0:63}" "${p}0" "$p$p" "sha256:$p" "${p:0:63}g" "0x$p" "${p:0:32}..." "${p//?/*}"; do
		status 2 satchel pin "$W/live.roots" --fingerprint "$bad"
		has "$stderr" "64 hex digits"
		hasnt "$output$stderr" "${p:0:12}${p:12:4}${p:16:8}"
		status 2 satchel verify "$W/2.satchel" --root "$W/live.roots" --fingerprint "$bad" --now "$NOW"
	done
	status 2 satchel pin "$W/live.roots" --fingerprint ""
	# one digit off, at each place: refused, and never told what it should be
	for i in 0 1 15 16 31 32 62 63; do
		d=${p:i:1}
		status 3 satchel pin "$W/live.roots" --fingerprint "${p:0:i}$(printf %x $((0x$d ^ 1)))${p:i+1}"
		hasnt "$output$stderr" "${p:20:16}"
	done
	[ ! -e new/un.example_desks ]
	# groups and capitals are the same digits
	status 0 satchel pin "$W/live.roots" --fingerprint "${p:0:4} ${p:4:20} ${p:24:36}  $(tr a-f A-F <<<"${p:60}")"
	# 256 bits are shown
	status 0 satchel status
	[ "$(tr -dc 0-9a-f <<<"${output#*print}" | cut -c1-64)" = "$p" ] || has "$(tr -d ' \n' <<<"$output")" "$p"
	status 0 satchel root show "$W/live.roots"
	has "$(tr -d ' \n' <<<"$output")" "$p"
}

@test "attack 60: no word of ours calls one thing by another's name" {
	for f in "$W"/keys/*.pub; do
		head -n 1 "$f" | grep -q '^untrusted comment: un.example/'
		unlike "$(cat "$f")" 'secret'
	done
	for f in "$W"/keys/*.key; do
		[ "$(head -n 1 "$f")" = "satchel secret key v1" ]
		unlike "$(cat "$f")" 'untrusted|signature'
	done
	cp "$W/u.satchel" u.satchel
	satchel sign u.satchel -k "$KA" --release 2 --detached line --now "$NOW" >out
	unlike "$(cat line out)" 'secret|private|public key'
	# a public key where a secret one is due, and the other way round
	status 6 satchel sign u.satchel -k "$W/keys/$K-a.pub" --release 2 --now "$NOW"
	has "$stderr" "public key"
	status 6 satchel root new r --directory un.example/desks --root-key "$RA" --root-threshold 1 --release-key "$W/keys/$K-a.pub" --release-threshold 1
	has "$stderr" "secret key"
	hasnt "$stderr" "$(tail -n 1 "$RA" | cut -d' ' -f2)"
}

@test "attack 61: a quorum that was lost: root next changes holders and thresholds" {
	# root-c is gone, and so are officers a and b
	cp "$W/live.roots" next.roots
	key officer-f
	status 0 satchel root next next.roots --drop-root-key un.example/root-c --drop-release-key un.example/officer-a --drop-release-key un.example/officer-b \
		--add-release-key "$W/keys/un.example_officer-f.pub" --release-threshold 2 --issued 2026-11-10T00:00:00Z
	status 0 satchel root sign next.roots -k "$RA"
	status 0 satchel root sign next.roots -k "$RB"
	KA=$KC KB=$W/keys/un.example_officer-f.key
	rooted next.satchel next.roots
	status 0 satchel install next.satchel --now "$NOW"
	has "$output" "un.example/officer-f"
	# and where the threshold itself cannot be met any more, it can be lowered beforehand
	status 0 satchel root next next.roots --release-threshold 1 --issued 2026-11-11T00:00:00Z
	has "$stderr" "warning: the release threshold is 1: any one key is enough"
	status 0 satchel root show next.roots
	has "$output" "release threshold: 1, was 2"
	# but never below one, nor without keys
	status 2 satchel root next next.roots --release-threshold 0
	got=0
	satchel root next "$W/live.roots" --root-threshold 4 >out 2>err || got=$?
	[ $got -ne 0 ]
}

@test "attack 63: a proof says nothing of its neighbours, even if all but a digit of them is known" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	status 0 satchel prove tarsenia-cert/amara -o amara.proof --now "$NOW"
	"$MKBAD" records "$W/2.satchel" >lines
	tar xOf "$W/2.satchel" PAYLOAD >payload
	python3 - amara.proof lines payload <<'END'
import base64, hashlib, itertools, re, sys
proof = open(sys.argv[1], encoding="utf-8").read().split("\n\n")[0].split("\n")
index, salt = int(proof[1][6:]), base64.b64decode(proof[2][5:])
path = [base64.b64decode(h) for h in proof[4:]]
lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
seed = open(sys.argv[3], "rb").read()[-512:][16:48]
leaf = lambda s, r: hashlib.sha256(b"\0" + s + r.encode()).digest()
salt_of = lambda r: hashlib.blake2b(b"satchel-salt v1\0" + re.match('{"id":"([^"]*)"', r)[1].encode(), key=seed, digest_size=16).digest()
# the proof is right, and path[0] is the neighbour's leaf
assert salt_of(lines[index]) == salt and lines[index] == proof[3][7:]
neighbour = lines[index ^ 1]
assert leaf(salt_of(neighbour), neighbour) == path[0]
# who knows all of it but one digit tries every digit, with every salt in reach
guesses = [neighbour] + [neighbour[:i] + d + neighbour[i + 1:] for i, c in enumerate(neighbour) if c.isdigit() for d in "0123456789"]
salts = [b"", bytes(16), salt, hashlib.sha256(b"").digest()[:16]] + [h[:16] for h in path] + [h[16:] for h in path]
salts += [hashlib.blake2b(b"satchel-salt v1\0" + b"tarsenia-cert/duty", digest_size=16).digest()]
salts += [hashlib.blake2b(b"satchel-salt v1\0" + b"tarsenia-cert/duty", key=s, digest_size=16).digest() for s in salts if s]
tries = 0
for r, s in itertools.product(guesses, salts):
    tries += 1
    assert leaf(s, r) not in path
    assert hashlib.sha256(r.encode()).digest() not in path
assert tries > 1000
# the same record has another leaf in the next release
END
	# the seed is another in every release
	tar xOf "$W/1.satchel" PAYLOAD | tail -c 512 | head -c 48 | tail -c 32 >seed1
	tail -c 512 payload | head -c 48 | tail -c 32 >seed2
	cmp -s seed1 seed2 && return 1
	# and the proof itself holds no part of it
	python3 -c 'import base64,sys
s = open("seed2", "rb").read()
p = open("amara.proof", "rb").read()
assert s not in p and base64.b64encode(s)[:40] not in p and s.hex().encode() not in p'
	# it is checked with the pinned root alone
	rm -rf other && pinned "$PWD/other" "$W/live.roots"
	SATCHEL_HOME=$PWD/other status 0 satchel verify amara.proof --now "$NOW"
	sed 's/98 555 0177/98 555 0178/; s/99985550177/99985550178/' amara.proof >forged.proof
	cmp -s forged.proof amara.proof && return 1
	SATCHEL_HOME=$PWD/other status 6 satchel verify forged.proof --now "$NOW"
	hasnt "$output$stderr" "0178"
}
