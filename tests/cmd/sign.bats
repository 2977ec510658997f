#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	satchel build "$W/live-1" --roots "$W/live.roots" -o "$W/u.satchel" --like "$W/1.satchel" >/dev/null
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	K=$W/keys/un.example
	cp "$W/u.satchel" u.satchel
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/officer
	pinned "$SATCHEL_HOME" "$W/live.roots"
}

@test "shows every field, who signed, what is installed, and signs" {
	status 0 satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW"
	for f in directory title edition release issued "next by" expires records root signers fingerprint previous installed "your key"; do
		has "$output" "$f"
	done
	has "$output" "nothing to compare with"
	has "$last" "signed release 1 as un.example/officer-a"
	no_wide "$output"
	tar xOf u.satchel STATEMENT | grep -q '^— un.example/officer-a '
	status 0 satchel sign u.satchel -k "${K}_officer-b.key" --release 1 --now "$NOW"
	has "$output" "un.example/officer-a"
	cmp u.satchel "$W/1.satchel"
}

@test "the typed number must be the release's" {
	before=$(sha256sum <u.satchel)
	status 2 satchel sign u.satchel -k "${K}_officer-a.key" --release 2 --now "$NOW"
	has "$stderr" "nothing was signed"
	printf '2\n' >typed
	run terminal typed "$SATCHEL" sign u.satchel -k "${K}_officer-a.key" --now "$NOW"
	[ "$status" -eq 2 ]
	[ "$(sha256sum <u.satchel)" = "$before" ]
	printf '1\n' >typed
	run terminal typed "$SATCHEL" sign u.satchel -k "${K}_officer-a.key" --now "$NOW"
	[ "$status" -eq 0 ]
	has "$output" "To sign it, type the number of the release:"
	has "$output" "signed release 1"
}

@test "without a terminal and without --release: 2" {
	run setsid "$SATCHEL" sign u.satchel -k "${K}_officer-a.key" --now "$NOW" </dev/null
	[ "$status" -eq 2 ]
	has "$output" "--release N"
}

@test "--detached leaves the bundle as it is; attach takes it" {
	before=$(sha256sum <u.satchel)
	status 0 satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --detached a.line --now "$NOW"
	[ "$(sha256sum <u.satchel)" = "$before" ]
	grep -q '^— un.example/officer-a ' a.line
	status 9 satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --detached a.line --now "$NOW"
}

@test "the same key twice is refused, the bundle is kept" {
	satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW" >/dev/null
	before=$(sha256sum <u.satchel)
	run satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW"
	[ "$status" -ne 0 ]
	[ "$(sha256sum <u.satchel)" = "$before" ]
}

@test "a key that is no release key is refused" {
	run satchel sign u.satchel -k "${K}_root-a.key" --release 1 --now "$NOW"
	[ "$status" -ne 0 ]
	has "$output" "release key"
}

@test "another text for a number signed before: 5, unless --replace names the old one" {
	satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW" >/dev/null
	old=$(tar xOf u.satchel STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1)
	satchel build "$W/live-1" --roots "$W/live.roots" -o other.satchel >/dev/null
	status 5 satchel sign other.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW"
	status 0 satchel sign other.satchel -k "${K}_officer-a.key" --release 1 --replace "$old" --now "$NOW"
}

@test "without a pin: 8; a damaged bundle: 6" {
	SATCHEL_HOME=$BATS_TEST_TMPDIR/none status 8 satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW"
	flipped u.satchel $(($(stat -c %s u.satchel) - 2000)) bad.satchel
	status 6 satchel sign bad.satchel -k "${K}_officer-a.key" --release 1 --now "$NOW"
}

@test "-k is needed" {
	status 2 satchel sign u.satchel
	has "$stderr" "-k KEY is missing"
}

@test "--sources: signed if the officer's own copy makes the same records, else 1" {
	satchel build "$W/live-1" --roots "$W/live.roots" -o own.satchel >/dev/null
	cp own.satchel kept.satchel
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/own
	pinned "$SATCHEL_HOME" "$W/live.roots"
	cp -R "$W/live-1" mine
	sed -i 's/0911/0999/' mine/parties/desks.yaml
	status 1 satchel sign own.satchel -k "$W/keys/un.example_officer-a.key" --release 1 --sources mine --now "$NOW"
	has "$stderr" "make other records"
	cmp own.satchel kept.satchel
	cp "$W/live-1/parties/desks.yaml" mine/parties/
	sed -i 's/^title: .*/title: Another/' mine/release.yaml
	status 1 satchel sign own.satchel -k "$W/keys/un.example_officer-a.key" --release 1 --sources mine --now "$NOW"
	has "$stderr" "another release"
	echo 'nonsense: here' >>mine/parties/desks.yaml
	status 6 satchel sign own.satchel -k "$W/keys/un.example_officer-a.key" --release 1 --sources mine --now "$NOW"
	cmp own.satchel kept.satchel
	[ -z "$(find "$SATCHEL_HOME" -name signed)" ]
	status 0 satchel sign own.satchel -k "$W/keys/un.example_officer-a.key" --release 1 --sources "$W/live-1" --now "$NOW"
	has "$output" "make the same records"
	has "$output" "signed release 1"
}
