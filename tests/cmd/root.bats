#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir "$W/keys"
	keys "$W/keys"
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	K=$W/keys/un.example
}
new() {
	satchel root new "$@" --directory un.example/desks --root-key "${K}_root-a.pub" --root-key "${K}_root-b.pub" \
		--root-threshold 2 --release-key "${K}_officer-a.pub" --release-key "${K}_officer-b.pub" \
		--release-key "${K}_officer-c.pub" --release-threshold 2 --issued 2026-10-26T09:00:00Z
}

@test "new writes version 1, unsigned, and says what is next" {
	status 0 new r.roots
	has "$output" "not signed yet"
	has "$output" "2 root keys"
	grep -qx 'satchel root v1' r.roots
	grep -qx 'version 1' r.roots
	grep -qx 'expires 2031-10-26T09:00:00Z' r.roots || grep -q '^expires 2031-10-2' r.roots
	has "$stderr" "one lost key stops everything"
}

@test "new keeps a file that is there: 9" {
	new r.roots
	cp r.roots before
	status 9 new r.roots
	cmp r.roots before
}

@test "new: what is missing is named" {
	status 2 satchel root new r.roots
	has "$stderr" "--directory is missing"
	status 2 satchel root new r.roots --directory a.b --root-key x --root-threshold 1 --release-key y
	has "$stderr" "--release-threshold is missing"
	[ ! -e r.roots ]
}

@test "new refuses a threshold over the keys, one key twice, one key in both roles" {
	run satchel root new r.roots --directory a.b/c --root-key "${K}_root-a.pub" --root-threshold 2 --release-key "${K}_officer-a.pub" --release-threshold 1
	[ "$status" -ne 0 ]
	run satchel root new r.roots --directory a.b/c --root-key "${K}_root-a.pub" --root-key "${K}_root-a.pub" --root-threshold 1 --release-key "${K}_officer-a.pub" --release-threshold 1
	[ "$status" -ne 0 ]
	run satchel root new r.roots --directory a.b/c --root-key "${K}_root-a.pub" --root-threshold 1 --release-key "${K}_root-a.pub" --release-threshold 1
	[ "$status" -ne 0 ]
	[ ! -e r.roots ]
}

@test "sign adds one signature; show says who and whether it is enough" {
	new r.roots
	status 0 satchel root sign r.roots -k "${K}_root-a.key"
	has "$output" "fingerprint"
	has "$last" "signed by un.example/root-a; more signatures are needed"
	status 0 satchel root show r.roots
	has "$output" "NOT ENOUGH"
	status 0 satchel root sign r.roots --key="${K}_root-b.key"
	has "$last" "complete"
	status 0 satchel root show r.roots
	has "$output" "complete"
	has "$output" "2 of 3"
	no_wide "$output"
}

@test "the fingerprint is the SHA-256 of the text, by stock tools" {
	new r.roots
	text=$(sed '/^$/,$d' r.roots)
	want=$(printf '%s\n' "$text" | sha256sum | cut -d' ' -f1)
	status 0 satchel root show --json r.roots
	[ "$(field fingerprint)" = "$want" ]
	status 0 satchel root show --plain r.roots
	has "$output" "fingerprint: $want"
}

@test "sign refuses the same key twice and a key of another role" {
	new r.roots
	satchel root sign r.roots -k "${K}_root-a.key" >/dev/null
	cp r.roots before
	run satchel root sign r.roots -k "${K}_root-a.key"
	[ "$status" -ne 0 ]
	run satchel root sign r.roots -k "${K}_officer-a.key"
	[ "$status" -ne 0 ]
	cmp r.roots before
}

@test "sign without -k: 2; with a key file that is not one: 6" {
	new r.roots
	status 2 satchel root sign r.roots
	has "$stderr" "-k KEY is missing"
	cp "${K}_root-a.pub" public
	chmod 600 public
	status 6 satchel root sign r.roots -k public
	status 9 satchel root sign r.roots -k nowhere
}

@test "a wrong passphrase: 3, nothing changed; a right one signs" {
	echo right >pass
	satchel keygen un.example/root-x --passphrase-file pass >/dev/null
	satchel root new x.roots --directory a.b/c --root-key un.example_root-x.pub --root-threshold 1 \
		--release-key "${K}_officer-a.pub" --release-threshold 1 >/dev/null
	cp x.roots before
	echo wrong >wrong
	status 3 satchel root sign x.roots -k un.example_root-x.key --passphrase-file wrong
	cmp x.roots before
	hasnt "$stderr" wrong-
	status 0 satchel root sign x.roots -k un.example_root-x.key --passphrase-file pass
	has "$last" "complete"
}

@test "a secret key that others can read is refused" {
	new r.roots
	cp "${K}_root-a.key" open.key
	chmod 644 open.key
	run satchel root sign r.roots -k open.key
	[ "$status" -ne 0 ]
	has "$output" "hint:"
}

@test "show: not a chain, no file, --json one version a line" {
	echo nonsense >n
	run satchel root show n
	[ "$status" -eq 3 ] || [ "$status" -eq 6 ]
	status 9 satchel root show nowhere
	new r.roots
	status 0 satchel root show --json r.roots
	[ "$(printf '%s\n' "$output" | wc -l)" -eq 1 ]
	[ "$(field version)" = 1 ]
	[ "$(field complete)" = false ]
}
