#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	second_release
	exercise_world
}
setup() { export SATCHEL_HOME=$BATS_TEST_TMPDIR/home; }

@test "every accepted release, oldest first" {
	state
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	status 0 satchel log --plain
	[ "$(wc -l <<<"$output")" -eq 2 ]
	has "$(head -n 1 <<<"$output")" "1.1 2026-11-02T09:00:00Z "
	has "$last" "1.2 2026-11-12T09:00:00Z $(tar xOf "$W/2.satchel" STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1)"
	status 0 satchel log
	no_wide "$output"
	status 0 satchel log --json
	[ "$(field release)" = 1 ]
	[ "$(field readable)" = true ]
}

@test "nothing yet; not pinned: 8" {
	status 8 satchel log
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 0 satchel log
	[ -z "$output" ]
}

@test "an exercise says so on every line" {
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" --now "$NOW" >/dev/null
	status 0 satchel log
	[ -n "$output" ]
	all_exercise
}
