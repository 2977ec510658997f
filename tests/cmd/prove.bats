#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() { roster_world; }
setup() {
	roster_state
	P=$BATS_TEST_TMPDIR/p.proof
}
alone() { # with nothing of satchel
	python3 -B "$BATS_TEST_DIRNAME/../proof.py" "$1" "${2:-2}" "$W"/keys/un.example_officer-?.pub
}

@test "prove, then verify: the record, and the verdict last" {
	status 0 satchel prove xtr/tech-1 -o "$P" --now "$NOW"
	has "$output" "proves XTR/tech-1, release 1"
	status 0 satchel verify "$P" --now "$NOW"
	has "$output" "+99915550911"
	has "$last" "GOOD: EXERCISE proof, release 1: this one record is as it was signed"
	[ "$(wc -c <"$P")" -lt 8192 ]
}

@test "every record of the roster, checked by Python and openssl alone" {
	n=0
	for id in $(satchel export --json --now "$NOW" | sed -n 's/.*"record":{"id":"\([^"]*\)".*/\1/p') zone:Asia/Kathmandu; do
		satchel prove "$id" -o "$P$n" --now "$NOW" >/dev/null
		status 0 alone "$P$n"
		has "$output" "2 signatures"
		has "$output" "{\"id\":\"$id\""
		n=$((n + 1))
	done
	[ "$n" -gt 80 ]
	status 1 alone "${P}0" 3
}

@test "both refuse a proof with another record, salt, path, index or statement" {
	satchel prove XTR/tech-1 -o "$P" --now "$NOW" >/dev/null
	at=$(grep -an '^record {' "$P" | cut -d : -f 1)
	sed "${at}s/0911/0912/" "$P" >"$P-record"
	sed "2s/.*/index 1/" "$P" >"$P-index"
	sed "3s/.*/salt AAAAAAAAAAAAAAAAAAAAAA==/" "$P" >"$P-salt"
	sed "$((at + 1))d" "$P" >"$P-path"
	sed "s/^release 1$/release 2/" "$P" >"$P-statement"
	sed "s/^records [0-9]*/records 99/" "$P" >"$P-size"
	for f in record index salt path; do
		status 6 satchel verify "$P-$f" --now "$NOW"
		hasnt "$output" GOOD
		hasnt "$output" "+999"
		status 1 alone "$P-$f"
	done
	for f in statement size; do
		status 3 satchel verify "$P-$f" --now "$NOW"
		hasnt "$output" "+999"
		status 1 alone "$P-$f"
	done
}

@test "no pin: 8; another's pin: refused; a file that is there is kept" {
	satchel prove XTR/tech-1 -o "$P" --now "$NOW" >/dev/null
	SATCHEL_HOME=$BATS_TEST_TMPDIR/none status 8 satchel verify "$P" --now "$NOW"
	cp "$P" "$P-kept"
	status 9 satchel prove XTR/dip-1 -o "$P" --now "$NOW"
	cmp "$P" "$P-kept"
	status 1 satchel prove XTR/dip-9 -o "$P-new" --now "$NOW"
	[ ! -e "$P-new" ]
	status 2 satchel prove XTR/dip-1 --now "$NOW"
}

@test "an older proof after a newer release: 4, with --archive it is shown" {
	satchel prove XKB/tech-1 -o "$P" --now "$NOW" >/dev/null
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	status 4 satchel verify "$P" --now "$NOW"
	[ "$output" = "OLDER THAN YOURS: superseded or revoked" ]
	status 0 satchel verify "$P" --archive --now "$NOW"
	has "$output" "+999225550911"
	has "$last" "OLDER THAN YOURS: "
	satchel prove XTR -o "$P-2" --now "$NOW" >/dev/null
	P=$P-2
	status 0 satchel verify "$P" --now "$STALE"
	has "$last" "STALE: "
	status 7 satchel verify "$P" --now "$STALE" --strict
}

@test "--json" {
	status 0 satchel prove XTR/tech-1 -o "$P" --json --now "$NOW"
	[ "$(field id)" = XTR/tech-1 ]
	status 0 satchel verify "$P" --json --now "$NOW"
	[ "$(field verdict)" = GOOD ]
	[ "$(field proof)" = true ]
	has "$output" '"record":{"id":"XTR/tech-1"'
}
