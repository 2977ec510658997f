#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() {
	roster_world
	odd_world
}

# scan [--inverse]: what a camera reads of the code in $output.
scan() {
	printf '%s\n' "$output" | python3 "$BATS_TEST_DIRNAME/qr.py" "$@" >"$BATS_TEST_TMPDIR/code.pbm"
	zbarimg --quiet --raw --nodbus "$BATS_TEST_TMPDIR/code.pbm"
}

@test "a small vCard: name, what to dial first, at most 350 bytes" {
	roster_state
	status 0 satchel card xtr/dip-1 --now "$NOW"
	[ "$(sed -n 3p <<<"$output")" = "FN:EXERCISE Amara Devkota" ]
	[ "$(sed -n 5p <<<"$output")" = "TEL:+99915550142;ext=301" ]
	[ "$last" = "END:VCARD" ]
	for id in $(satchel export --json --now "$NOW" | sed -n 's/.*"record":{"id":"\([^"]*\)".*/\1/p'); do
		satchel card "$id" --now "$NOW" >"$BATS_TEST_TMPDIR/card" 2>/dev/null || continue
		[ "$(wc -c <"$BATS_TEST_TMPDIR/card")" -le 351 ] # with its line feed
	done
}

@test "the code on the screen, read by zbarimg: the same card, byte for byte" {
	roster_state
	for id in XTR/dip-1 XHN/tech-1 XQM/tech-1 XHP/tech-1 XKA/dip-1 XTR; do
		status 0 satchel card $id --now "$NOW"
		card=$output
		status 0 satchel card $id --qr --now "$NOW"
		no_wide "$output"
		[ "$(scan)" = "$card" ]
		status 0 satchel card $id --qr --inverse --now "$NOW"
		[ "$(scan --inverse)" = "$card" ]
	done
}

@test "the code in colour on a terminal" {
	roster_state
	card=$(satchel card XTR/tech-1 --now "$NOW")
	output=$(TERM=xterm-256color terminal /dev/null "$SATCHEL" card XTR/tech-1 --qr --now "$NOW")
	has "$output" $'\033[38;5;16;48;5;231m'
	[ "$(scan)" = "$card" ]
}

@test "a name too long for it is not cut: the shorter one stands, or nothing" {
	odd_state
	status 0 satchel card odd/wide --now "$NOW"
	has "$output" 'FN:Chen\, Xiaoyu; the "second" \\ of that name'
	has "$output" 'N:Chen\, Xiaoyu\; the "second" \\ of that name;;;;'
	has "$output" "TEL:+99915550003"
	has "$output" "EMAIL:first@odd.example"
}

@test "--json; nobody: 1; a zone: 1" {
	roster_state
	status 0 satchel card XTR/dip-1 --json --now "$NOW"
	[ "$(field card)" = "$(satchel card XTR/dip-1 --now "$NOW")" ]
	status 1 satchel card XZZ --now "$NOW"
	status 1 satchel card zone:Asia/Kathmandu --now "$NOW"
}
