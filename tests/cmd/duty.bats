#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# What a duty officer asks, over the invented directory of testdata/roster:
# through a pipe and on a screen of 80 columns, in three locales (which need
# not be installed: the answer is the same, byte for byte).
load helpers
load desk

LOCALES="C fr_FR.UTF-8 ar_EG.UTF-8"

setup_file() {
	roster_world
	export SATCHEL_HOME=$W/state
	pinned "$SATCHEL_HOME" "$W/x.roots"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	export TMUX_TMPDIR=$W
	tmux -u -f /dev/null -L duty new-session -d -x 80 -y 200 -s base "sleep 600"
}
teardown_file() { TMUX_TMPDIR=$BATS_FILE_TMPDIR tmux -L duty kill-server || true; }
setup() {
	W=$BATS_FILE_TMPDIR
	export W SATCHEL_HOME=$W/state TMUX_TMPDIR=$W
	cd "$BATS_TEST_TMPDIR" || exit
	export at=$NOW words=()
}

# piped LOCALE STATUS ARGUMENT...: sets $output and $stderr
piped() {
	local got want=$2
	{
		got=0
		env LANG="$1" LC_ALL="$1" "$SATCHEL" "${@:3}" --now "$at" 2>err </dev/null || got=$?
		echo $got >status
	} | cat >out
	output=$(cat out) stderr=$(cat err) got=$(cat status)
	if [ "$got" -ne "$want" ]; then
		printf 'LC_ALL=%s: exit status %d, not %d, of: %s\n%s\n%s\n' "$1" "$got" "$want" "${*:3}" "$output" "$stderr" >&2
		return 1
	fi
}

# on_screen LOCALE ARGUMENT...: sets $screen, lines that the terminal had to
# break joined again, and last the exit status.
on_screen() {
	local id
	{
		printf 'cd %q\n' "$PWD"
		printf '%q ' env LANG="$1" LC_ALL="$1" PAGER=cat SATCHEL_HOME="$SATCHEL_HOME" "$SATCHEL" "${@:2}" --now "$at"
		printf '\necho "status $?"\nsleep 60\n'
	} >asked.sh
	id=$(tmux -u -L duty new-window -d -P -F '#{window_id}' -t base: "env -u COLUMNS bash asked.sh")
	for _ in $(seq 100); do
		screen=$(tmux -L duty capture-pane -p -J -t "$id")
		grep -q '^status [0-9]*' <<<"$screen" && break
		sleep 0.05
	done
	tmux -L duty kill-window -t "$id"
	screen=$(printf '%s\n' "$screen" | sed 's/ *$//;/^status /q')
}

# asked STATUS ARGUMENT...: everywhere, with all of $words in the answer, no
# line of it too wide, and EXERCISE on every line of data.
asked() {
	local l w all plain=''
	for l in $LOCALES; do
		piped "$l" "$@"
		all=$output$'\n'$stderr
		[ "${first-$all}" = "$all" ] || {
			diff <(echo "$first") <(echo "$all") >&2
			false
		}
		first=$all
	done
	for w in "${words[@]}"; do has "$all" "$w"; done
	for l in $LOCALES; do
		on_screen "$l" "${@:2}"
		[ "$(tail -n 1 <<<"$screen")" = "status $1" ]
		no_wide "$screen"
		plain=$(sed '$d' <<<"$screen" | tr -s ' \n' ' ')
		for w in "${words[@]}"; do has "$plain" "$(tr -s ' ' <<<"$w")"; done
	done
	if [ "$2" != export ] && [ "$output" ]; then all_exercise; fi
}

@test "find tarsenia" {
	words=("XTR  Tarsenia" "XTR/dip-1" "XTR/dip-2" "XTR/tech-1" "+99915550911  voice, at any time" "4 found")
	asked 0 find tarsenia
	hasnt "$output" "no exact match"
}

@test 'find "tarsinia cert": an alias and a word' {
	words=("XTR/tech-1  Tarsenia National CERT duty desk" "+99915550911" "duty@cert.gov.example" "1 found")
	asked 0 find "tarsinia cert"
}

@test "find xtr dip" {
	words=("XTR/dip-1  Ms. Amara Devkota  diplomatic" "XTR/dip-2  MFA Operations Room" "2 found")
	asked 0 find xtr dip
	hasnt "$output" XTR/tech-1
}

@test "find Tarsénie, find تارسينيا: what find tarsenia finds" {
	words=("XTR/tech-1" "+99915550911" "4 found")
	asked 0 find Tarsénie
	unset first
	asked 0 find تارسينيا
	hasnt "$output" "no exact match"
}

@test "find tarsania: the nearest, and said so" {
	words=('no exact match for "tarsania"; nearest: tarsenia' "XTR/tech-1" "4 found")
	asked 0 find tarsania
}

@test "find korvania: both States of that name, no silent pick" {
	words=("XKA  Korvania" "XKB  Democratic Republic of Korvania" "+999215550911" "+999225550911" "8 found")
	asked 0 find korvania
}

@test "now --lang fr" {
	words=("now Fri 20 Nov 2026 09:00 UTC" "7 at any time, 11 open, 1 on call, 3 closed" "XKA/dip-3  Centre de veille et de crise"
		"ring +999215550100" "speaks fr" "20 shown, of 22" "who speak no fr")
	asked 0 now --lang fr
	hasnt "$output" "XTR/tech-1" # English and Arabic
}

@test "now xtr, on their weekend" {
	words=("24/7       XTR/tech-1" "ring +99915550911" "ON CALL    XTR/dip-1" "ring +999985550177" "Fri 20 Nov 14:45 there (UTC+05:45)"
		"outside hours; opens Sun 22 Nov 09:00" "CLOSED     XTR" "as a last resort")
	asked 0 now xtr
}

@test "now xtr dip --at a holiday" {
	words=("at Tue 15 Dec 2026 06:00 UTC" "24/7       XTR/dip-2" "ON CALL    XTR/dip-1" "closed, holiday: Harvest Festival; opens Thu 17 Dec 09:00")
	asked 0 now xtr dip --at 2026-12-15T06:00:00Z
	hasnt "$output" XTR/tech-1
}

@test "now --role technical" {
	words=("18 at any time, 6 open, 2 on call" "24/7       QMA/tech-1" "20 shown, of 26")
	asked 0 now --role technical
	hasnt "$output" "/dip-"
}

@test 'who "+999 1 555 0911"' {
	words=("LISTED: +99915550911" "Caller ID can be forged: hang up and call back on the listed number." "XTR/tech-1")
	asked 0 who "+999 1 555 0911"
	hasnt "$output" "NOT LISTED"
}

@test "who +999-1-555-0999: not listed, and what is near" {
	words=("NOT LISTED: +99915550999" "listed, and begins like it:" "+99915550911" "XTR/tech-1")
	asked 1 who +999-1-555-0999
}

@test "who duty@cert.gov-example.com: an impostor" {
	words=("NOT LISTED: duty@cert.gov-example.com" "POSSIBLE IMPOSTOR" "duty@cert.gov.example" "XTR/tech-1")
	asked 1 who duty@cert.gov-example.com
}

@test "who and a fingerprint in lower case with spaces" {
	words=("LISTED: d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b" "D7A1 738B 44E2 15E4 BA77 577C 9E61 7F6F 4C7E BB5B" "XTR/tech-1")
	asked 0 who "d7a1 738b 44e2 15e4 ba77 577c 9e61 7f6f 4c7e bb5b"
}

@test "who 4EBB5B: refused, and why" {
	words=("are a key id, not a fingerprint" "anyone can make another key with the same" "ask for the whole fingerprint")
	asked 2 who 4EBB5B
	[ -z "$output" ]
	hasnt "$screen" XTR
}

@test "prove, then verify the proof" {
	for l in $LOCALES; do
		rm -f proof.note
		words=("proof.note: proves XTR/tech-1, release 1")
		piped "$l" 0 prove XTR/tech-1 -o proof.note
		has "$output" "${words[0]}"
	done
	words=("XTR/tech-1  Tarsenia National CERT duty desk" "+99915550911" "proof of      un.example/points-of-contact/exercise"
		"signers       2, of 2 needed" "GOOD: EXERCISE proof, release 1: this one record is as it was signed")
	asked 0 verify proof.note
}

@test "find xlo: a State that nominated nobody is no error" {
	words=("XLO: no contact was nominated in release 1; that is not an error")
	asked 1 find xlo
	hasnt "$stderr" "error:"
}

@test "diff of one changed number" {
	words=("contacts      2 joined, 0 left, 1 changed" "to confirm    1 number, 0 addresses, 0 keys" "confirm each by another route"
		"XKB/tech-1" "was  +999225550911" "now  +999225550921" "XNW  joined")
	asked 1 diff "$W/1.satchel" "$W/2.satchel"
}

@test "export --vcard role:technical lang:ar" {
	words=("FN:EXERCISE Tarsenia National CERT duty desk" "VERSION:4.0" "tel:+99915550911" "EMAIL;TYPE=work:duty@cert.gov.example")
	asked 0 export --vcard role:technical lang:ar
	[ "$(grep -c '^BEGIN:VCARD' <<<"$output")" -eq 4 ]
	hasnt "$output" "role: diplomatic"
}

@test "show xtr when the release is stale, and when it has expired: a banner, and still shown" {
	words=("XTR/dip-1  Ms. Amara Devkota" "+99915550911" "whom to ring first" "24/7       dip-2  MFA Operations Room" "Harvest Festival" "release 1 of 2026-11-02")
	at=$STALE
	asked 0 show xtr
	grep -q '^EXERCISE STALE' <<<"$output"
	unset first
	at=$EXPIRED
	asked 0 show xtr
	[[ $output = "EXERCISE EXPIRED  since 2027-06-01; this is release 1"* ]]
	has "$output" "EXPIRED 2027-06-30" # a key of theirs
}
