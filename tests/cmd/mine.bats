#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() { roster_world; }
setup() { roster_state; }

@test "every party of the roster is what its file says: 0" {
	for f in "$W"/r1/parties/*.yaml; do
		status 0 satchel mine "$(basename "$f" .yaml)" "$f" --now "$NOW"
		has "$last" "SAME: "
		all_exercise
	done
}

@test "a number that is another: 1, and both stand there" {
	sed 's/+999 1 555 0911/+999 1 555 0919/' "$W/r1/parties/XTR.yaml" >"$BATS_TEST_TMPDIR/own-copy.yaml"
	status 1 satchel mine xtr "$BATS_TEST_TMPDIR/own-copy.yaml" --now "$NOW"
	has "$output" "release  +99915550911"
	has "$output" "yours    +99915550919"
	has "$output" "DIFFERS: XTR"
	has "$output" "tell the custodian"
	no_wide "$output"
	all_exercise
	status 1 satchel mine xtr "$BATS_TEST_TMPDIR/own-copy.yaml" --json --now "$NOW"
	[ "$(field same)" = false ]
	[ "$(field numbers)" -eq 1 ]
}

@test "a contact that only one of the two has" {
	sed '/id: dip-2/,/hours: \["24/d; /deputy: dip-2/d' "$W/r1/parties/XTR.yaml" >"$BATS_TEST_TMPDIR/XTR.yaml"
	status 1 satchel mine XTR "$BATS_TEST_TMPDIR/XTR.yaml" --now "$NOW"
	has "$output" "XTR/dip-2  MFA Operations Room  only in the release"
	sed 's/id: tech-1/id: tech-9/' "$W/r1/parties/XTR.yaml" >"$BATS_TEST_TMPDIR/XTR.yaml"
	status 1 satchel mine XTR "$BATS_TEST_TMPDIR/XTR.yaml" --now "$NOW"
	has "$output" "XTR/tech-9  Tarsenia National CERT duty desk  only in your file"
	has "$output" "XTR/tech-1  Tarsenia National CERT duty desk  only in the release"
}

@test "a file with an error: 6, with its place; another party's; none" {
	sed 's/+999 1 555 0911/0911/' "$W/r1/parties/XTR.yaml" >"$BATS_TEST_TMPDIR/XTR.yaml"
	status 6 satchel mine XTR "$BATS_TEST_TMPDIR/XTR.yaml" --now "$NOW"
	[ -z "$output" ]
	has "$stderr" "XTR.yaml:50:23: error: number \"0911\" is not international"
	printf 'a: [\n' >"$BATS_TEST_TMPDIR/broken.yaml"
	status 6 satchel mine XTR "$BATS_TEST_TMPDIR/broken.yaml" --now "$NOW"
	status 1 satchel mine XTR "$W/r1/parties/XBE.yaml" --now "$NOW"
	has "$stderr" "there is no party XTR in it"
	status 1 satchel mine XZZ "$W/r1/parties/XBE.yaml" --now "$NOW"
	status 2 satchel mine XTR/dip-1 "$W/r1/parties/XTR.yaml" --now "$NOW"
	status 9 satchel mine XTR "$BATS_TEST_TMPDIR/nothing.yaml" --now "$NOW"
}

@test "an open directory: the party's document of several" {
	odd_world
	odd_state
	{ printf 'satchel: "1"\nparty: other\nname: Other\ncontacts: [{id: a, role: r, kind: org, name: A, emails: [{address: a@b.example}]}]\n---\n' &&
		cat "$W/odd/parties/odd.yaml"; } >"$BATS_TEST_TMPDIR/both.yaml"
	status 0 satchel mine odd "$BATS_TEST_TMPDIR/both.yaml" --now "$NOW"
}
