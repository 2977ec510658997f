#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	source_live d
}

@test "a folder without errors: 0, and a last line that counts" {
	status 0 satchel check d
	has "$last" "0 errors" || has "$last" "no faults found"
	hasnt "$output" "error:"
}

@test "findings are file:line:col: level: message [rule], with a hint" {
	sed -i 's/organization:/organisation:/' d/parties/desks.yaml
	status 1 satchel check d
	has "$output" "d/parties/desks.yaml:13:5: error: "
	has "$output" "[unknown-key]"
	has "$output" "hint: "
	has "$last" "1 error, "
}

@test "a slash at the end of the folder is not doubled" {
	sed -i 's/organization:/organisation:/' d/parties/desks.yaml
	status 1 satchel check d/
	has "$output" "d/parties/desks.yaml:13:5"
}

@test "--json: one finding a line, nothing else" {
	sed -i 's/organization:/organisation:/' d/parties/desks.yaml
	status 1 satchel check d --json
	printf '%s\n' "$output" | python3 -c '
import json, sys
all = [json.loads(l) for l in sys.stdin]
e = [f for f in all if f["level"] == "error"]
assert len(e) == 1 and e[0]["v"] == 1, e
assert (e[0]["file"], e[0]["line"], e[0]["col"], e[0]["rule"]) == ("parties/desks.yaml", 13, 5, "unknown-key"), e'
}

many() { # many N: a party with that many unknown keys
	{
		printf 'satchel: "1"\nparty: many\nname: Many\n'
		for ((i = 0; i < $1; i++)); do printf 'bad%d: x\n' "$i"; done
		printf 'contacts:\n  - {id: a, role: b, kind: org, name: C, emails: [{address: a@b.example}]}\n'
	} >d/parties/many.yaml
}

@test "errors are all printed, --max-errors N prints the first N and counts the rest" {
	many 30
	status 1 satchel check d
	[ "$(grep -c ': error: ' <<<"$output")" -eq 30 ]
	status 1 satchel check d --max-errors 4
	[ "$(grep -c ': error: ' <<<"$output")" -eq 4 ]
	has "$output" "… and 26 more errors (--max-errors)"
	has "$last" "30 errors"
}

@test "of a warning the first 20, then how many more; --all" {
	{
		printf 'satchel: "1"\nparty: many\nname: Many\ncontacts:\n'
		for ((i = 0; i < 23; i++)); do
			printf '  - {id: a%d, role: b, kind: org, name: C, note: "", emails: [{address: a%d@b.example}]}\n' "$i" "$i"
		done
	} >d/parties/many.yaml
	status 0 satchel check d
	[ "$(grep -c '\[empty\]$' <<<"$output")" -eq 20 ]
	has "$output" "… and 3 more [empty] (--all)"
	status 0 satchel check d --all
	[ "$(grep -c '\[empty\]$' <<<"$output")" -eq 23 ]
	hasnt "$output" "(--all)"
}

@test "findings come sorted by file, line and column" {
	many 5
	sed -i 's/organization:/organisation:/; s/kind: org/kind: orgy/' d/parties/desks.yaml
	status 1 satchel check d
	grep -o '^d/[^ ]*:[0-9]*:[0-9]*' <<<"$output" | uniq >got
	sort -t: -k1,1 -k2,2n -k3,3n got >sorted
	cmp got sorted
}

@test "no folder: 9; a folder without release.yaml: not 0" {
	status 9 satchel check nowhere
	has "$stderr" "nowhere"
	mkdir e
	run satchel check e
	[ "$status" -ne 0 ]
	has "$output" "release.yaml"
}

@test "a file in Latin-1 is an error at its place" {
	printf 'satchel: "1"\nparty: l\nname: Espa\361a\n' >d/parties/latin.yaml
	status 1 satchel check d
	has "$output" "d/parties/latin.yaml:3"
	has "$output" "[utf8]"
}

@test "control characters in a source never reach the screen" {
	printf 'satchel: "1"\nparty: l\nname: "a\033[31m"\n' >d/parties/esc.yaml
	status 1 satchel check d
	hasnt "$output" "$(printf '\033')"
}
