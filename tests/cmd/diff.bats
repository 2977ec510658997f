#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() { roster_world; }

@test "one changed number, one State that joined: the addendum, 80 columns" {
	roster_state
	status 1 satchel diff "$W/1.satchel" "$W/2.satchel" --now "$NOW"
	has "$output" "parties       1 joined, 0 left, 1 changed"
	has "$output" "contacts      2 joined, 0 left, 1 changed"
	has "$output" "to confirm    1 number, 0 addresses, 0 keys"
	has "$output" "confirm each by another route"
	has "$output" "phones      was  +999225550911"
	has "$output" "now  +999225550921"
	has "$output" "revised     was  2026-08-03"
	has "$output" "XNW/dip-1  Åse Bjørnstad  joined"
	hasnt "$output" "zone:"
	no_wide "$output"
	all_exercise
	# numbers and keys come first
	[ "$(grep -n '+999225550921' <<<"$output" | cut -d : -f 1)" -lt "$(grep -n revised <<<"$output" | cut -d : -f 1)" ]
}

@test "both check numbers stand in it" {
	roster_state
	status 1 satchel diff "$W/1.satchel" "$W/2.satchel" --now "$NOW" --plain
	has "$output" "check number: $(satchel info "$W/1.satchel" --json --now "$NOW" | sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/')"
	has "$output" "check number: $(satchel info "$W/2.satchel" --json --now "$NOW" | sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/')"
	has "$output" "XKB/tech-1: changed: phones: was +999225550911"
	has "$output" ": confirm by another route"
}

@test "the same: 0; the installed one against a file; no names: the last install" {
	roster_state
	status 0 satchel diff "$W/1.satchel" "$W/1.satchel" --now "$NOW"
	has "$output" "0 joined, 0 left, 0 changed"
	status 0 satchel diff "$W/1.satchel" --now "$NOW"
	status 1 satchel diff "$W/2.satchel" --now "$NOW"
	has "$output" "+999225550921"
	status 1 satchel diff --now "$NOW"
	[ -z "$output" ]
	has "$stderr" "no release before the installed one"
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	status 1 satchel diff --now "$NOW"
	has "$output" "+999225550921"
}

@test "one party, in small letters too; one that is in neither" {
	roster_state
	for p in XKB xkb; do
		status 1 satchel diff "$W/1.satchel" "$W/2.satchel" $p --now "$NOW"
		has "$output" "+999225550921"
		hasnt "$output" XNW
	done
	status 0 satchel diff "$W/1.satchel" "$W/2.satchel" XTR --now "$NOW"
	status 1 satchel diff "$W/1.satchel" "$W/2.satchel" XZZ --now "$NOW"
	[ -z "$output" ]
	has "$stderr" "no party XZZ in either release"
}

@test "--json: totals, then a line for each record that changed" {
	roster_state
	status 1 satchel diff "$W/1.satchel" "$W/2.satchel" --json --now "$NOW"
	printf '%s\n' "$output" | python3 -c '
import json, sys
lines = [json.loads(l) for l in sys.stdin]
t, changes = lines[0], lines[1:]
assert t["what"] == "totals" and t["numbers"] == 1 and t["parties_joined"] == 1 and t["contacts_joined"] == 2, t
assert [r["release"] for r in t["releases"]] == [1, 2]
assert all(c["what"] == "change" and c["v"] == 1 for c in changes)
assert {c["id"]: c["change"] for c in changes} == {"XKB": "changed", "XKB/tech-1": "changed", "XNW": "joined", "XNW/dip-1": "joined", "XNW/tech-1": "joined", "zone:Arctic/Longyearbyen": "joined"}
f = next(c for c in changes if c["id"] == "XKB/tech-1")["fields"]
assert len(f) == 1 and f[0]["confirm"] and f[0]["was"]["number"] == "+999225550911" and f[0]["now"]["number"] == "+999225550921", f'
}

@test "the older one is read though superseded; a newer one in its place is told" {
	roster_state 2
	status 1 satchel diff "$W/1.satchel" "$W/2.satchel" --now "$NOW"
	status 4 satchel diff "$W/2.satchel" "$W/1.satchel" --now "$NOW"
	[ -z "$output" ]
	status 1 satchel diff "$W/2.satchel" "$W/1.satchel" --archive --now "$NOW"
	has "$output" "the first is the newer one"
	has "$output" "XNW  left"
}

@test "nothing of a file that is not authentic, damaged, or of another directory" {
	roster_state
	world >/dev/null 2>&1 || true
	size=$(wc -c <"$W/2.satchel")
	flipped "$W/2.satchel" 700 "$BATS_TEST_TMPDIR/sig"
	status 3 satchel diff "$W/1.satchel" "$BATS_TEST_TMPDIR/sig" --now "$NOW"
	[ -z "$output" ]
	flipped "$W/2.satchel" $((size - 4000)) "$BATS_TEST_TMPDIR/page"
	got=0
	satchel diff "$W/1.satchel" "$BATS_TEST_TMPDIR/page" --now "$NOW" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || got=$?
	[ "$got" -eq 6 ]
	SATCHEL_HOME=$BATS_TEST_TMPDIR/empty status 8 satchel diff "$W/1.satchel" "$W/2.satchel" --now "$NOW"
}

@test "install says what changed since the release before" {
	roster_state
	status 0 satchel install "$W/2.satchel" --now "$NOW"
	has "$output" "to confirm    1 number, 0 addresses, 0 keys"
	has "$last" "INSTALLED: release 2"
	status 0 satchel install "$W/2.satchel" --now "$NOW"
	hasnt "$output" "to confirm"
}

@test "install --json has the totals; a first install has none" {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/state
	pinned "$SATCHEL_HOME" "$W/x.roots"
	status 0 satchel install "$W/1.satchel" --json --now "$NOW"
	hasnt "$output" numbers
	status 0 satchel install "$W/2.satchel" --json --now "$NOW"
	[ "$(field numbers)" -eq 1 ]
	[ "$(field parties_joined)" -eq 1 ]
}

@test "sign shows every changed number before it asks" {
	roster_state
	cp "$W/2.satchel" "$BATS_TEST_TMPDIR/2.satchel"
	printf '9\n' >"$BATS_TEST_TMPDIR/typed"
	got=0
	terminal "$BATS_TEST_TMPDIR/typed" "$SATCHEL" sign "$BATS_TEST_TMPDIR/2.satchel" \
		-k "$W/keys/un.example_officer-c.key" --now "$NOW" >"$BATS_TEST_TMPDIR/shown" || got=$?
	[ "$got" -eq 2 ]
	shown=$(cat "$BATS_TEST_TMPDIR/shown")
	has "$shown" "+999225550911"
	has "${shown%%type the number*}" "+999225550921"
	has "$shown" "nothing was signed"
}

@test "odd words of a record are escaped, and --plain keeps a line a line" {
	odd_world
	odd_state
	sed 's/First line, with/Another line\n      and with/' "$W/odd/parties/odd.yaml" >"$BATS_TEST_TMPDIR/odd.yaml"
	status 1 satchel mine odd "$BATS_TEST_TMPDIR/odd.yaml" --plain --now "$NOW"
	has "$output" 'note: release First line, with a comma; and a semicolon.\nSecond line: "quoted" \\n is no line feed.'
	[ "$(wc -l <<<"$output")" -eq 3 ]
}
