#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	satchel build "$W/live-1" --roots "$W/live.roots" -o "$W/u.satchel" --like "$W/1.satchel" >/dev/null
	for o in a b; do
		SATCHEL_HOME=$W/keys/home-$o-live.roots satchel sign "$W/u.satchel" -k "$W/keys/un.example_officer-$o.key" \
			--release 1 --now "$NOW" --detached "$W/$o.line" >/dev/null
	done
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$W/u.satchel" u.satchel
}

@test "adds our lines, in any order, and the bundle is the signed one" {
	status 0 satchel attach u.satchel "$W/b.line" "$W/a.line"
	has "$output" "2 signatures added"
	cmp u.satchel "$W/1.satchel"
}

@test "what is there already is not added again" {
	satchel attach u.satchel "$W/a.line" >/dev/null
	status 0 satchel attach u.satchel "$W/a.line"
	has "$output" "nothing new"
	status 0 satchel attach u.satchel "$W/a.line" "$W/b.line"
	has "$output" "1 signature added"
}

@test "64 raw bytes" {
	sed 's/.* //' "$W/a.line" | base64 -d | tail -c 64 >raw
	status 0 satchel attach u.satchel raw
	has "$output" "1 signature added"
	tar xOf u.satchel STATEMENT | grep -qF "$(cat "$W/a.line")"
}

@test "all or none: one bad file and the bundle is as before" {
	before=$(sha256sum <u.satchel)
	head -c 64 /dev/zero >zero
	run satchel attach u.satchel "$W/a.line" zero
	[ "$status" -ne 0 ]
	[ "$(sha256sum <u.satchel)" = "$before" ]
	run satchel attach u.satchel "$W/a.line" nowhere
	[ "$status" -eq 9 ]
	[ "$(sha256sum <u.satchel)" = "$before" ]
}

@test "usage" {
	status 2 satchel attach u.satchel
	status 9 satchel attach nowhere "$W/a.line"
}
