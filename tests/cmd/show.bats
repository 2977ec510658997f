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
	# Friday there: the office is closed, so the number of any time is first
	has "$(sed -n 2p <<<"$output")" "phone         +99915550911  voice, at any time"
	has "$(sed -n 3p <<<"$output")" "                +99915550912 ext 301  voice, fax, office hours  Room 7"
	has "$(sed -n 4p <<<"$output")" "                +99915550913  fax"
	has "$(sed -n 5p <<<"$output")" "e-mail        duty@cert.tarsenia.example"
	has "$(sed -n 6p <<<"$output")" "now           ON CALL: closed, outside hours; opens Sun 22 Nov"
	has "$output" "Fri 20 Nov 14:45 there (UTC+05:45)"
	has "$last" "release 1 of 2026-11-02, 18 days old; the next one is due by 2027-02-01"
	has "$output" "Call back on the number of the card."
	has "$output" "                Ask for the officer of the day."
	has "$output" "openpgp  for duty@cert.tarsenia.example"
	has "$output" "D7A1 738B 44E2 15E4 BA77 577C 9E61 7F6F 4C7E BB5B"
	has "$output" "x-xtr-member-of: FIRST, APCERT"
	no_wide "$output"
}

@test "in hours the most preferred number is first" {
	status 0 satchel show tarsenia-cert/duty --now 2026-11-22T04:00:00Z
	has "$(sed -n 2p <<<"$output")" "phone         +99915550912 ext 301"
	has "$(sed -n 6p <<<"$output")" "now           OPEN: until Sun 22 Nov 17:00 there, 11:15 UTC"
}

@test "if no answer: deputy, same role, other roles, mission; each with its state and number" {
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" -d un.example/contacts/exercise --now "$NOW" >/dev/null
	status 0 satchel show xtr/dip-1 -d un.example/contacts/exercise --now "$NOW"
	all_exercise
	has "$output" "if no answer  technical XTR/tech-1  Duty desk"
	has "$output" "24/7  duty@cert.example  shared"
	has "$output" "mission XTR  Permanent Mission of Tarsenia"
	has "$output" "NOT KNOWN  +9992125550100  office hours"
	no_wide "$output"
	status 0 satchel show tarsenia-cert/duty -d un.example/desks --now "$NOW"
	has "$output" "if no answer  policy tarsenia-cert/amara  Amara Devkota"
	has "$output" "ON CALL  +999985550177  mobile, after hours"
}

@test "a key that is past, and one that soon will be" {
	local d=$BATS_TEST_TMPDIR/keys p=D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B
	source_live "$d"
	cat >>"$d/parties/desks.yaml" <<-END
		    keys:
		      - {type: openpgp, fingerprint: $p, expires: "2026-11-19"}
		      - {type: openpgp, fingerprint: $p, expires: "2026-11-20"}
		      - {type: openpgp, fingerprint: $p, expires: "2026-11-21"}
		      - {type: openpgp, fingerprint: $p, expires: "2027-01-19"}
		      - {type: openpgp, fingerprint: $p, expires: "2027-01-20"}
	END
	satchel build "$d" --roots "$W/live.roots" -o "$d.satchel" >/dev/null
	cp -R "$W/keys" "$BATS_TEST_TMPDIR/k"
	rm -rf "$BATS_TEST_TMPDIR"/k/home-*
	signed "$d.satchel" "$W/live.roots" "$BATS_TEST_TMPDIR/k" a b
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/new
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 0 satchel show norwia/wei -b "$d.satchel" --now "$NOW"
	has "$output" "openpgp  EXPIRED 2026-11-19"
	has "$output" "openpgp  expires 2026-11-20, today"
	has "$output" "openpgp  expires 2026-11-21, in 1 day"
	has "$output" "openpgp  expires 2027-01-19, in 60 days"
	grep -qx " *openpgp  expires 2027-01-20" <<<"$output"
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

@test "a contact whose dates are past is called so, from midnight there on" {
	status 0 satchel show tarsenia-cert/amara --now 2026-12-31T18:14:59Z
	hasnt "$output" "NOT VALID"
	status 0 satchel show tarsenia-cert/amara --now 2026-12-31T18:15:00Z
	has "$(sed -n 2p <<<"$output")" "NOT VALID  no longer valid, since the end of 2026-12-31"
	has "$output" "+999985550177"
}

@test "a party: whom to ring first stands above its contacts" {
	status 0 satchel show tarsenia-cert --now "$NOW"
	has "$(sed -n 1p <<<"$output")" "Tarsenia National CERT: whom to ring first, Fri 20 Nov 2026 09:00 UTC"
	has "$(sed -n 2p <<<"$output")" "  ON CALL    amara  Amara Devkota"
	has "$(sed -n 3p <<<"$output")" "             +999985550177  mobile, after hours"
	no_wide "$output"
	TZ=Asia/Tokyo status 0 satchel show tarsenia-cert --now "$NOW"
	has "$(tr -s '\n ' ' ' <<<"$output")" "Fri 20 Nov 2026 09:00 UTC, 18:00 here (JST)"
}

@test "the age is of the clock, and not told where that is wrong" {
	status 0 satchel show norwia/ops --now "$STALE"
	has "$last" "release 1 of 2026-11-02, 118 days old"
	status 0 satchel show norwia/ops --now "$PAST"
	has "$last" "release 1 of 2026-11-02; the next one"
}

@test "a State that nominated nobody is no error" {
	status 1 satchel show fra --now "$NOW"
	has "$output" "FRA (France): no contact was nominated in release 1; that is not an error"
	[ -z "$stderr" ]
	status 1 satchel show fra --now "$NOW" --json
	[ -z "$output" ]
	has "$stderr" "FRA: no contact was nominated in release 1; that is not an error"
	status 1 satchel show xlo --now "$NOW"
	has "$stderr" 'no record "xlo"' # XLO is a State in exercises alone
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
	has "$output" "now.duty: on-call"
	has "$output" "now.why: hours"
	has "$output" "now.local: 2026-11-20T14:45:00+05:45"
	has "$output" "now.opens: 2026-11-22T03:15:00Z"
	has "$output" "now.number: +99915550911"
	has "$output" "now.number_answered: yes"
	has "$output" "escalation.1.id: tarsenia-cert/amara"
	has "$output" "escalation.1.number: +999985550177"
	has "$output" "release.age_days: 18"
	[ "$last" = "release.freshness: fresh" ]
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
