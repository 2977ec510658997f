#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() { roster_world; }
setup() { roster_state; }

@test "a listed number, typed in any way; and what that does not prove" {
	for n in "+999 1 555 0911" "+999-1-555-0911" "00999 1 555 0911" "999 1 555 0911" "(+999) 1 555.0911" \
		"tel:+999-1-555-0911;ext=5" "+999 (0) 1 555 0911 ext. 12" "٩٩٩ ١ ٥٥٥ ٠٩١١" "＋９９９ １ ５５５ ０９１１" " +99915550911 "; do
		status 0 satchel who "$n" --now "$NOW"
		has "$output" "LISTED: "
		hasnt "$output" "NOT LISTED"
		has "$output" "Caller ID can be forged: hang up and call back on the listed number."
		has "$output" "XTR/tech-1"
		no_wide "$output"
		all_exercise
	done
	# the groups of a number without quotes
	status 0 satchel who +999 1 555 0911 --now "$NOW"
	has "$output" "XTR/tech-1"
}

@test "a number that is not listed: the nearest are, and said to be no more" {
	status 1 satchel who +999-1-555-0999 --now "$NOW"
	has "$output" "NOT LISTED: +99915550999"
	has "$output" "begins like it"
	has "$output" "XTR/tech-1"
	status 1 satchel who "+999 1 555 0912" --now "$NOW"
	has "$output" "one digit differs"
	status 1 satchel who "01 555 0911" --now "$NOW"
	has "$output" "NOT LISTED"
	has "$output" "ends like it: type the whole number"
	status 1 satchel who "+998 77 123 4567" --now "$NOW"
	has "$output" "Nothing near it is listed either."
}

@test "a mission's number and address" {
	status 0 satchel who "+999 212 555 0100" --now "$NOW"
	has "$output" "XTR"
	status 0 satchel who mission-ny@mfa.gov.example --now "$NOW"
	has "$output" "Permanent Mission of Tarsenia"
}

@test "an address in either case, with a name, a scheme, brackets" {
	for a in duty@cert.gov.example DUTY@CERT.GOV.EXAMPLE "Duty desk <duty@cert.gov.example>" \
		"mailto:duty@cert.gov.example?subject=x" "duty@cert.gov.example."; do
		status 0 satchel who "$a" --now "$NOW"
		has "$output" "XTR/tech-1"
		has "$output" "do not reply"
	done
}

@test "an impostor's address" {
	for a in duty@cert.gov-example.com duty@cert.g0v.example duty@cert-gov.example duty@cert.gov.exarnple \
		duty@cert.gov.example.org duty@certgov.example duty@сert.gov.example; do
		status 1 satchel who "$a" --now "$NOW"
		has "$output" "NOT LISTED"
		has "$output" "POSSIBLE IMPOSTOR"
		has "$output" "duty@cert.gov.example"
	done
	has "$output" "letters beyond a to z" # the last has a Cyrillic one
	status 1 satchel who someone@cert.gov.example --now "$NOW"
	has "$output" "of the same domain"
	hasnt "$output" IMPOSTOR
}

@test "a fingerprint in small letters with blanks; a key id is refused with the reason" {
	for f in "d7a1 738b 44e2 15e4 ba77 577c 9e61 7f6f 4c7e bb5b" D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B \
		"D7:A1:73:8B:44:E2:15:E4:BA:77:57:7C:9E:61:7F:6F:4C:7E:BB:5B" "openpgp4fpr:D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B" \
		0xD7A1738B44E215E4BA77577C9E617F6F4C7EBB5B; do
		status 0 satchel who "$f" --now "$NOW"
		has "$output" "XTR/tech-1"
	done
	status 1 satchel who D7A1738B44E215E4BA77577C9E617F6F4C7EBB5C --now "$NOW"
	has "$output" "NOT LISTED"
	hasnt "$output" XTR
	for k in 4EBB5B 4C7EBB5B 0x9E617F6F4C7EBB5B; do
		status 2 satchel who $k --now "$NOW"
		[ -z "$output" ]
		has "$stderr" "are a key id, not a fingerprint: anyone can make another key"
	done
	status 2 satchel who "$(printf 'a%.0s' {1..41})" --now "$NOW"
	has "$stderr" "40 or 64"
}

@test "what is none of the three: 2" {
	for q in hello "" " " "a@" "@b.example" "a b@c d" "12" "+" "1234567890123456" "$(printf 'x%.0s' {1..2000})"; do
		status 2 satchel who --now "$NOW" -- "$q"
		[ -z "$output" ]
	done
}

@test "--json: listed, nearness, where it stands, the record" {
	status 0 satchel who "+999 1 555 0911" --json --now "$NOW"
	[ "$(field listed)" = true ]
	[ "$(field type)" = number ]
	[ "$(field nearness)" = listed ]
	[ "$(field field)" = phones ]
	has "$output" '"record":{"id":"XTR/tech-1"'
	status 1 satchel who duty@cert.gov-example.com --json --now "$NOW"
	[ "$(field listed)" = false ]
	[ "$(field nearness)" = impostor ]
	status 1 satchel who "+998 77 123 4567" --json --now "$NOW"
	[ "$(wc -l <<<"$output")" -eq 1 ]
	hasnt "$output" '"record"'
}

@test "--plain; a bundle that is not installed; any locale" {
	status 0 satchel who "+999 1 555 0911" --plain --now "$NOW"
	has "$output" "nearness: listed"
	has "$output" "match: phones +99915550911"
	status 0 satchel who "+999 45 555 0911" -b "$W/2.satchel" --now "$NOW"
	has "$output" "XNW/tech-1"
	status 1 satchel who "+999 22 555 0911" -b "$W/2.satchel" --now "$NOW"
	has "$output" "one digit differs"
	for l in C ar_EG.UTF-8 fr_FR.UTF-8; do
		LC_ALL=$l status 0 satchel who "+999 1 555 0911" --now "$NOW"
	done
}
