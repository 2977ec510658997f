#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	second_release
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
	pinned "$SATCHEL_HOME" "$W/live.roots"
}
snapshot() { find "$SATCHEL_HOME" -type f ! -name '*lock' | sort | xargs sha256sum; }

@test "verifies, installs, and says so last" {
	status 0 satchel install "$W/1.satchel" --now "$NOW"
	has "$last" "INSTALLED: release 1 (epoch 1) of 2026-11-02"
	no_wide "$output"
	status 0 satchel list --now "$NOW"
	status 0 satchel install "$W/2.satchel" --now "$NOW" --json
	[ "$(field installed)" = true ]
	[ "$(field release)" = 2 ]
}

@test "the same again changes nothing: 0" {
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	before=$(snapshot)
	status 0 satchel install "$W/1.satchel" --now "$NOW"
	has "$last" "ALREADY INSTALLED"
	[ "$(snapshot)" = "$before" ]
	status 0 satchel install "$W/1.satchel" --now "$NOW" --json
	[ "$(field installed)" = false ]
}

@test "an older one: 4, and the installed one stays" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	before=$(snapshot)
	status 4 satchel install "$W/1.satchel" --now "$NOW"
	[ "$(snapshot)" = "$before" ]
	[ -z "$output" ]
}

@test "a damaged one: 6, not signed: 3, and nothing is left" {
	before=$(snapshot)
	flipped "$W/1.satchel" $(($(stat -c %s "$W/1.satchel") - 1600)) flip.satchel
	status 6 satchel install flip.satchel --now "$NOW"
	satchel build "$W/live-1" --roots "$W/live.roots" -o none.satchel >/dev/null
	status 3 satchel install none.satchel --now "$NOW"
	[ "$(snapshot)" = "$before" ]
	[ -z "$(find "$SATCHEL_HOME" -name '*.tmp')" ]
}

@test "--expect-at-least E.N" {
	status 4 satchel install "$W/1.satchel" --expect-at-least 1.2 --now "$NOW"
	status 4 satchel install "$W/1.satchel" --expect-at-least 2.1 --now "$NOW"
	for bad in 1 1. .1 1.0 0.1 01.1 1.1.1 1.1x 123456.1; do
		status 2 satchel install "$W/1.satchel" --expect-at-least "$bad" --now "$NOW"
		has "$stderr" "EPOCH.RELEASE is allowed"
	done
	status 0 satchel install "$W/1.satchel" --expect-at-least 1.1 --now "$NOW"
}

@test "dated over 48 hours ahead: 7, unless --accept-date" {
	source_live d 1 2026-11-26T09:00:00Z
	satchel build d --roots "$W/live.roots" -o f.satchel >/dev/null
	mkdir k
	cp "$W"/keys/*.key k
	signed f.satchel "$W/live.roots" "$BATS_TEST_TMPDIR/k" a b
	status 7 satchel install f.satchel --now "$NOW"
	has "$stderr" "--accept-date"
	status 0 satchel install f.satchel --now "$NOW" --accept-date
}

@test "not pinned: 8" {
	SATCHEL_HOME=$BATS_TEST_TMPDIR/none status 8 satchel install "$W/1.satchel" --now "$NOW"
}

@test "a stale one installs, with the banner; --strict says 7" {
	status 7 satchel install "$W/1.satchel" --now "$STALE" --strict
	status 0 satchel install "$W/1.satchel" --now "$STALE"
	has "$output" "STALE"
}
