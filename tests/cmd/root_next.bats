#!/usr/bin/env bats
# The life of a chain of roots: rotations, what they change, who may sign them.
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir "$W/keys"
	keys "$W/keys"
	for n in root-d officer-d; do
		satchel keygen un.example/$n -o "$W/keys" --no-passphrase >/dev/null
	done
	roots "$W/live.roots" un.example/desks "$W/keys"
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	K=$W/keys/un.example
	cp "$W/live.roots" r.roots
}
# officers FILE NAME...: sign bundle FILE, each on a machine that pinned r.roots
officers() { keys=$W/keys/test-$BATS_TEST_NUMBER && mkdir -p "$keys" && cp "$W"/keys/*.key "$keys" && signed "$1" "$PWD/r.roots" "$keys" "${@:2}"; }
next() { satchel root next "$@" --issued 2026-10-27T09:00:00Z; }
# by FILE NAME...: signed with those root keys
by() {
	local file=$1 n
	shift
	for n in "$@"; do satchel root sign "$file" -k "${K}_root-$n.key" >/dev/null || return; done
}
# changes: what the last version of $1 changed, one a line
changes() {
	satchel root show --json "$1" | tail -n 1 | python3 -c '
import json, sys
for c in json.loads(sys.stdin.read())["changes"]:
    print(c["field"], c["change"], c.get("name", ""), c.get("was", ""), c.get("now", ""))' | sed 's/  */ /g;s/ $//'
}

@test "next appends version N+1, unsigned; what is there stays, byte for byte" {
	cp r.roots before
	status 0 next r.roots
	has "$output" "root version 2, not signed yet"
	has "$output" "2 of root 1's keys and 2 of its own"
	head -c "$(stat -c %s before)" r.roots | cmp - before
	grep -qx 'version 2' r.roots
	grep -qx "previous sha256:$(print_of before)" r.roots
	no_wide "$output"
}

@test "next lasts as long as the root before, unless --expires says otherwise" {
	next r.roots >/dev/null
	status 0 satchel root show --plain r.roots
	first=$(grep -m 1 '^expires: ' <<<"$output")
	[ "$(date -ud "$(tail -n +2 <<<"$output" | grep '^expires: ' | tail -n 1 | cut -d' ' -f2)" +%s)" -eq \
		$(($(date -ud "${first#* }" +%s) + 86400)) ]
	cp "$W/live.roots" e.roots
	next e.roots --expires 2028-01-01T00:00:00Z >/dev/null
	grep -qx 'expires 2028-01-01T00:00:00Z' e.roots
}

@test "keys added, dropped, replaced; thresholds; what changed is told by name" {
	mkdir other
	satchel keygen un.example/root-b -o other --no-passphrase >/dev/null
	status 0 next r.roots --drop-root-key un.example/root-a --add-root-key "${K}_root-d.pub" \
		--drop-root-key un.example/root-b --add-root-key other/un.example_root-b.pub \
		--add-release-key "${K}_officer-d.pub" --release-threshold 3 --minimum-release 7 \
		--expires 2028-01-01T00:00:00Z
	for want in "root key dropped: un.example/root-a" "root key added: un.example/root-d" \
		"root key replaced: un.example/root-b, another key of that name" \
		"release key added: un.example/officer-d" "release threshold: 3, was 2" "minimum release: 7, was 1"; do
		has "$output" "$want"
	done
	[ "$(changes r.roots)" = "root_keys dropped un.example/root-a
root_keys replaced un.example/root-b
root_keys added un.example/root-d
release_keys added un.example/officer-d
release_threshold changed 3
minimum_release changed 7
expires changed 2028-01-01T00:00:00Z" ] || changes r.roots | diff - <(changes r.roots)
	status 0 satchel root sign r.roots -k "${K}_root-a.key" # the signer sees it too
	has "$output" "root key dropped: un.example/root-a"
}

@test "one key under another name is said to be renamed" {
	sed 's,un.example/root-c,un.example/root-z,' "${K}_root-c.pub" >z.pub
	status 0 next r.roots --drop-root-key un.example/root-c --add-root-key z.pub
	has "$output" "root key renamed: un.example/root-z, was un.example/root-c"
}

@test "warnings: a threshold of 1, a threshold of all, a date before the last" {
	status 0 satchel root next r.roots --root-threshold 1 --release-threshold 3 --issued 2026-10-01T00:00:00Z
	has "$stderr" "the root threshold is 1: any one key is enough"
	has "$stderr" "all 3 release keys are needed"
	has "$stderr" "root 2 is dated before root 1"
}

@test "what cannot be is refused, 2, and the chain stays as it was" {
	next r.roots --minimum-release 5 >/dev/null
	by r.roots a b
	cp r.roots before
	refuse() {
		status 2 next r.roots "${@:2}"
		has "$stderr" "$1"
		cmp r.roots before
	}
	refuse "root-threshold is 9, but there are 3 keys" --root-threshold 9
	refuse "un.example/officer-z is no release key" --drop-release-key un.example/officer-z
	refuse "un.example/root-a is a root key twice" --add-root-key "${K}_root-a.pub"
	refuse "un.example/officer-a stands there twice" --add-root-key "${K}_officer-a.pub"
	refuse "minimum-release falls from 5 to 4" --minimum-release 4
	refuse "expires is not after issued" --expires 2026-10-27T09:00:00Z
	refuse "from 1 to 10000" --minimum-release 10001
	sed 's,un.example/root-a,un.example/root-z,' "${K}_root-a.pub" >z.pub
	refuse "one and the same root key" --add-root-key z.pub
	status 9 next r.roots --add-root-key nowhere.pub
	cmp r.roots before
}

@test "next after a root that lacks signatures: refused, with what to do" {
	next r.roots >/dev/null
	by r.roots a
	cp r.roots before
	status 3 next r.roots
	has "$stderr" "root 2 still lacks signatures"
	has "$stderr" "hint: satchel root sign"
	cmp r.roots before
}

@test "both thresholds: new keys alone, or old keys alone, do not make a root" {
	mkdir fresh
	for n in x y; do satchel keygen un.example/root-$n -o fresh --no-passphrase >/dev/null; done
	next r.roots --drop-root-key un.example/root-a --drop-root-key un.example/root-b --drop-root-key un.example/root-c \
		--add-root-key fresh/un.example_root-x.pub --add-root-key fresh/un.example_root-y.pub >/dev/null
	cp r.roots new.roots
	K=fresh/un.example by new.roots x y
	status 0 satchel root show --json new.roots
	has "$last" '"complete":false'
	by r.roots a b
	status 0 satchel root show --json r.roots
	has "$last" '"complete":false'
	K=fresh/un.example by r.roots x y
	status 0 satchel root show --json r.roots
	has "$last" '"complete":true'
}

@test "a key that never was a root key, or no longer was in the last root, is refused" {
	next r.roots --drop-root-key un.example/root-a --add-root-key "${K}_root-d.pub" >/dev/null
	by r.roots b d a # a is of the root before: it counts there
	next r.roots >/dev/null
	cp r.roots before
	status 3 satchel root sign r.roots -k "${K}_root-a.key"
	has "$stderr" "un.example/root-a is no root key of this root"
	status 3 satchel root sign r.roots -k "${K}_officer-a.key"
	cmp r.roots before
}

@test "an expired root is shown as such, and still rotates" {
	next r.roots --expires 2026-10-28T00:00:00Z >/dev/null
	by r.roots a b
	status 0 satchel root show r.roots --now 2026-12-01T00:00:00Z
	has "$output" "EXPIRED"
	status 0 satchel root show r.roots --now 2026-10-27T10:00:00Z
	hasnt "$output" "EXPIRED"
	status 0 satchel root next r.roots --now 2026-12-01T00:00:00Z --expires 2030-01-01T00:00:00Z
	by r.roots a c
	status 0 satchel root show r.roots --json
	has "$last" '"complete":true'
	# and what is signed under it installs from the first root's pin
	source_live src
	satchel build src --roots r.roots -o 1.satchel >/dev/null
	officers 1.satchel a b
	export SATCHEL_HOME=$PWD/state
	satchel pin "$W/live.roots" --fingerprint "$(print_of "$W/live.roots")" >/dev/null
	status 0 satchel install 1.satchel --now "$NOW"
	status 0 satchel status --json --now "$NOW"
	[ "$(field root)" = 3 ]
}

@test "a new epoch: releases start again at 1, what was signed before is revoked" {
	source_live src
	satchel build src --roots r.roots -o 1.satchel >/dev/null
	officers 1.satchel a b
	export SATCHEL_HOME=$PWD/state
	pinned "$SATCHEL_HOME" r.roots
	status 0 satchel install 1.satchel --now "$NOW"
	status 0 next r.roots --new-epoch
	has "$output" "epoch: 2, was 1"
	by r.roots a b
	source_live src2 1 2026-11-12T09:00:00Z
	satchel build src2 --roots r.roots -o 2.satchel >/dev/null
	officers 2.satchel a b
	export SATCHEL_HOME=$PWD/state
	status 0 satchel install 2.satchel --now "$NOW"
	status 0 satchel status --json --now "$NOW"
	[ "$(field installed_epoch)" = 2 ]
	[ "$(field installed_release)" = 1 ]
	status 4 satchel verify 1.satchel --now "$NOW"
	status 4 satchel install 1.satchel --now "$NOW"
	hasnt "$stderr" "--archive" # which install does not have
}

@test "verify and install follow a chain of 12 from the first root's pin" {
	for v in $(seq 2 12); do
		# two keys take turns, so that no key of root 1 but one is left
		if [ $((v % 2)) = 0 ]; then
			next r.roots --drop-root-key un.example/root-a --add-root-key "${K}_root-d.pub" >/dev/null
			by r.roots b d a
		else
			next r.roots --drop-root-key un.example/root-d --add-root-key "${K}_root-a.pub" >/dev/null
			by r.roots b a d
		fi
	done
	source_live src
	satchel build src --roots r.roots -o 1.satchel >/dev/null
	officers 1.satchel a b
	export SATCHEL_HOME=$PWD/state
	satchel pin r.roots --fingerprint "$(print_of "$W/live.roots")" >/dev/null
	status 0 satchel status --json --now "$NOW"
	[ "$(field root)" = 1 ]
	status 0 satchel verify 1.satchel --now "$NOW"
	has "$last" GOOD
	status 0 satchel install 1.satchel --now "$NOW"
	status 0 satchel status --json --now "$NOW"
	[ "$(field root)" = 12 ]
	[ "$(find state/*/roots -type f | wc -l)" = 12 ]
	status 0 satchel find duty --now "$NOW"
	# a root that was left out of the middle is not jumped over
	python3 - r.roots short.roots <<'END'
import re, sys
parts = re.split(r"(?=^satchel root v1\n)", open(sys.argv[1], encoding="utf-8").read(), flags=re.M)
open(sys.argv[2], "w", encoding="utf-8").write("".join(p for p in parts if "\nversion 6\n" not in p))
END
	status 3 satchel root show short.roots
}

@test "256 versions, and no more; a State follows all of them" {
	satchel root new one.roots --directory un.example/desks --issued 2026-10-26T09:00:00Z \
		--root-key "${K}_root-a.pub" --root-threshold 1 \
		--release-key "${K}_officer-a.pub" --release-threshold 1 2>/dev/null >/dev/null
	by one.roots a
	satchel key export --pem "${K}_root-a.key" -o a.pem
	# versions 2 to 254, made and signed by other hands
	python3 - one.roots a.pem >r.roots <<'END'
import base64, hashlib, re, subprocess, sys
chain = open(sys.argv[1], encoding="utf-8").read()
text, line = chain.split("\n\n")
text += "\n"
keyid = base64.b64decode(line.split()[2])[:4]
for v in range(2, 255):
    was = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    text = re.sub(r"(?m)^version .*", "version %d" % v, text)
    text = re.sub(r"(?m)^previous .*", "previous " + was, text)
    open("text", "w").write(text)
    sig = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", sys.argv[2], "-in", "text"],
                         check=True, stdout=subprocess.PIPE).stdout
    chain += text + "\n\u2014 un.example/root-a " + base64.b64encode(keyid + sig).decode() + "\n"
sys.stdout.buffer.write(chain.encode())
END
	for _ in 255 256; do
		next r.roots >/dev/null 2>&1
		by r.roots a
	done
	cp r.roots before
	status 6 next r.roots
	has "$stderr" "at most 256 roots"
	cmp r.roots before
	source_live src
	satchel build src --roots r.roots -o 1.satchel >/dev/null
	officers 1.satchel a
	export SATCHEL_HOME=$PWD/state
	pinned "$SATCHEL_HOME" one.roots
	status 0 satchel install 1.satchel --now "$NOW"
	status 0 satchel status --json --now "$NOW"
	[ "$(field root)" = 256 ]
}
