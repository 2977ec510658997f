#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	exercise_world
}
setup() { state; }

@test "parties: code, contacts, name; a total" {
	status 0 satchel list --now "$NOW"
	grep -Eqx 'norwia +2  Nørwia Ministry' <<<"$output"
	grep -Eqx 'tarsenia-cert +2  Tarsenia National CERT' <<<"$output"
	[ "$last" = "2 parties, 4 contacts" ]
	no_wide "$output"
}

@test "--plain: tabs; --json: an object a line" {
	status 0 satchel list --plain --now "$NOW"
	[ "$output" = "$(printf 'norwia\t2\tNørwia Ministry\ntarsenia-cert\t2\tTarsenia National CERT')" ]
	status 0 satchel list --json --now "$NOW"
	[ "$(field id)" = norwia ]
	[ "$(field contacts)" = 2 ]
	[ "$(field freshness)" = fresh ]
}

@test "banners; an exercise on every line" {
	status 0 satchel list --now "$EXPIRED"
	has "$output" EXPIRED
	status 0 satchel list --now "$EXPIRED" --json
	[ "$(field freshness)" = expired ]
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" -d un.example/contacts/exercise --now "$NOW" >/dev/null
	status 0 satchel list -d un.example/contacts/exercise --now "$NOW"
	all_exercise
	has "$output" "XTR"
}

@test "a reader that goes away is quiet" {
	run bash -c '"$0" list --now "$1" | head -n 1' "$SATCHEL" "$NOW"
	[ "$status" -eq 0 ]
	hasnt "$output" error
}
