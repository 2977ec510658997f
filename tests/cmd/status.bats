#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	exercise_world
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
}

@test "nothing pinned: 8, and the first step" {
	status 8 satchel status
	has "$stderr" "satchel pin FILE --fingerprint HEX"
}

@test "pinned, nothing installed" {
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 0 satchel status --now "$NOW"
	has "$output" "un.example/desks"
	has "$output" "nothing yet"
	hasnt "$output" "on paper"
}

@test "installed: root, release, freshness, and a line to keep on paper" {
	state
	status 0 satchel status --now "$NOW"
	has "$output" "release 1 (epoch 1) of 2026-11-02"
	has "$output" "fresh"
	f=$(tar xOf "$W/1.satchel" STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1)
	[ "$last" = "1.1 $f" ]
	no_wide "$output"
	status 0 satchel status --now "$STALE"
	has "$output" "STALE"
	status 7 satchel status --now "$STALE" --strict
}

@test "two directories, each; -d one; every line of the exercise says so" {
	state
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" -d un.example/contacts/exercise --now "$NOW" >/dev/null
	status 0 satchel status --now "$NOW" --json
	[ "$(wc -l <<<"$output")" -eq 2 ]
	status 0 satchel status --now "$NOW" -d un.example/contacts/exercise
	all_exercise
	status 0 satchel status --now "$NOW" -d un.example/desks
	hasnt "$output" EXERCISE
	status 8 satchel status -d un.example/nowhere
}

@test "pinned, nothing installed: an exercise says so; an expired root too" {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/fresh
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	status 0 satchel status --now "$NOW"
	all_exercise
	has "$output" "nothing yet"
	hasnt "$output" EXPIRED
	status 0 satchel status --now 2040-01-01T00:00:00Z
	has "$output" "EXPIRED: a new root is due"
}

@test "--json" {
	state
	status 0 satchel status --now "$NOW" --json
	[ "$(field installed_release)" = 1 ]
	[ "$(field freshness)" = fresh ]
	[ "$(field readable)" = true ]
}

@test "an installed release that cannot be read: said, and not 0" {
	state
	: >"$(echo "$SATCHEL_HOME"/*/releases/1.1.satchel)"
	run satchel status --now "$NOW"
	[ "$status" -ne 0 ]
	has "$output" "CANNOT BE READ"
}
