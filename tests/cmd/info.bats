#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	exercise_world
}
setup() { state; }

@test "the installed release: its fields, 80 columns" {
	status 0 satchel info --now "$NOW"
	for f in "un.example/desks" "Directory of Desks" "live" "1 (epoch 1)" 2026-11-02T09:00:00Z \
		2027-02-01T00:00:00Z 2027-06-01T00:00:00Z fresh "version 1" "checked when it was installed"; do
		has "$output" "$f"
	done
	no_wide "$output"
}

@test "-b BUNDLE, or BUNDLE: its signers, and nothing is written" {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/other
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 0 satchel info -b "$W/1.satchel" --now "$NOW"
	has "$output" "un.example/officer-b"
	first=$output
	status 0 satchel info "$W/1.satchel" --now "$NOW"
	[ "$output" = "$first" ]
	status 2 satchel info "$W/1.satchel" -b "$W/1.satchel"
	[ -z "$(ls "$SATCHEL_HOME"/*/releases 2>/dev/null)" ]
}

@test "the search index: terms, fold table" {
	status 0 satchel info --json --now "$NOW"
	[ "$(field fold_table)" = 1 ]
	[ "$(field searchable)" = true ]
	# terms as the root page says: at byte 56 of the last 512 of PAYLOAD
	[ "$(field terms)" = "$(tar xOf "$W/1.satchel" PAYLOAD | tail -c 512 | od -An -tu8 -j 56 -N 8 | tr -d ' ')" ]
	terms=$(field terms)
	status 0 satchel info --plain --now "$NOW"
	has "$output" "search index: $terms terms, by fold table 1"
}

@test "--json: the statement, field by field" {
	status 0 satchel info --json --now "$NOW"
	printf '%s' "$output" >"$BATS_TEST_TMPDIR/json"
	tar xOf "$W/1.satchel" STATEMENT >"$BATS_TEST_TMPDIR/statement"
	python3 - "$BATS_TEST_TMPDIR" <<'END'
import json, sys
j = json.load(open(sys.argv[1] + "/json"))
s = dict(l.split(" ", 1) for l in open(sys.argv[1] + "/statement").read().split("\n\n")[0].split("\n")[1:])
for k, v in [("directory", "directory"), ("title", "title"), ("edition", "edition"), ("issued", "issued"), ("next_by", "next-by"), ("expires", "expires")]:
    assert j[k] == s[v], (k, j[k], s[v])
assert str(j["release"]) == s["release"] and str(j["epoch"]) == s["epoch"]
assert j["records_root"] == s["records"].split(":")[1] and str(j["records"]) == s["records"].split()[0]
assert j["freshness"] == "fresh" and j["v"] == 1 and j["previous"] == ""
END
}

@test "nothing installed: 1; not pinned: 8; --archive and --strict" {
	status 0 satchel info --strict --now "$NOW"
	status 7 satchel info --strict --now "$EXPIRED"
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/other
	status 8 satchel info
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 1 satchel info
}

@test "several pinned and none named: 2, and how to" {
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	status 2 satchel info --now "$NOW"
	has "$stderr" "-d DIRECTORY"
	status 0 satchel info -d un.example/desks --now "$NOW"
}

@test "a bundle that fails shows nothing: 3, 6" {
	flipped "$W/1.satchel" 540 "$BATS_TEST_TMPDIR/flip"
	status 3 satchel info "$BATS_TEST_TMPDIR/flip" --now "$NOW"
	[ -z "$output" ]
	: >"$BATS_TEST_TMPDIR/empty"
	status 6 satchel info "$BATS_TEST_TMPDIR/empty" --now "$NOW"
	[ -z "$output" ]
}
