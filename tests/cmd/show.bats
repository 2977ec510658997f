#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	exercise_world
}
setup() { state; }

@test "a contact: what to dial first, then all there is, 80 columns" {
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
	has "$(sed -n 1p <<<"$output")" "tarsenia-cert/duty  Duty desk of the night and of the day  technical"
	has "$(sed -n 2p <<<"$output")" "phone         +99915550912 ext 301"
	has "$(sed -n 3p <<<"$output")" "+99915550913"
	has "$(sed -n 4p <<<"$output")" "+99915550911  voice, at any time"
	has "$output" "Call back on the number of the card."
	has "$output" "                Ask for the officer of the day."
	has "$output" "openpgp  for duty@cert.tarsenia.example"
	has "$output" "D7A1 738B 44E2 15E4 BA77 577C 9E61 7F6F 4C7E BB5B"
	has "$output" "x-xtr-member-of: FIRST, APCERT"
	no_wide "$output"
}

@test "every value of the record is on the card" {
	status 0 satchel show tarsenia-cert/duty --now "$NOW" --json
	printf '%s' "$output" >"$BATS_TEST_TMPDIR/json"
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
	printf '%s' "$output" | python3 -c '
import json, sys
card = " ".join(sys.stdin.read().split())
def walk(v, key):
    if isinstance(v, dict):
        for k, x in v.items(): walk(x, k)
    elif isinstance(v, list):
        for x in v: walk(x, key)
    elif key not in ("pref", "when", "kind", "shared", "fingerprint", "state"):
        assert " ".join(v.split()) in card, (key, v)
walk(json.load(open(sys.argv[1]))["record"], "")' "$BATS_TEST_TMPDIR/json"
}

@test "a party: its contacts, then itself" {
	status 0 satchel show tarsenia-cert --now "$NOW"
	has "$output" "tarsenia-cert/amara"
	has "$output" "tarsenia-cert/duty"
	has "$output" "Tarsinia, Old Tarsen"
	hasnt "$output" norwia
	status 0 satchel show tarsenia-cert --now "$NOW" --json
	[ "$(wc -l <<<"$output")" -eq 3 ]
}

@test "lower case will do for a State" {
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" -d un.example/contacts/exercise --now "$NOW" >/dev/null
	for id in XTR xtr XTR/dip-1 xtr/DIP-1; do
		status 0 satchel show $id -d un.example/contacts/exercise --now "$NOW"
		has "$output" "XTR/dip-1"
		all_exercise
	done
	has "$output" "Operations Room"
	status 0 satchel show Norwia/OPS -d un.example/desks --now "$NOW"
	has "$output" "norwia/ops"
}

@test "several; one that is not there: 1, the others are shown" {
	status 0 satchel show norwia/ops tarsenia-cert/amara --now "$NOW"
	has "$output" "norwia/ops"
	has "$output" "tarsenia-cert/amara"
	status 1 satchel show nowhere norwia/ops --now "$NOW"
	has "$output" "norwia/ops"
	has "$stderr" 'no record "nowhere" in release 1'
	has "$stderr" "hint: satchel find"
}

@test "dates that are past are called so, days after in every zone" {
	status 0 satchel show tarsenia-cert/amara --now 2027-01-01T11:59:59Z
	hasnt "$output" "NO LONGER VALID"
	status 0 satchel show tarsenia-cert/amara --now 2027-01-01T12:00:00Z
	has "$output" "NO LONGER VALID"
}

@test "a zone" {
	status 0 satchel show zone:Asia/Kathmandu --now "$NOW"
	has "$output" "UTC+05:45"
}

@test "--plain: a path and a value a line, line feeds escaped" {
	status 0 satchel show tarsenia-cert/duty --plain --now "$NOW"
	has "$output" 'verify: Call back on the number of the card.\nAsk for the officer of the day.'
	has "$output" "phones.2.ext: 301"
	has "$output" "x-xtr-member-of.2: APCERT"
}

@test "banners, --strict, --stats" {
	status 0 satchel show norwia/ops --now "$STALE"
	has "$(head -n 1 <<<"$output")" STALE
	status 7 satchel show norwia/ops --now "$STALE" --strict
	status 0 satchel show norwia/ops --now "$NOW" --stats
	has "$stderr" "stats: "
}

@test "odd ids: 1" {
	for id in '' / a/ /a "$(printf 'a\nb')" "$(printf 'x%.0s' {1..300})" ../../etc; do
		status 1 satchel show --now "$NOW" -- "$id"
		[ -z "$output" ]
	done
}
