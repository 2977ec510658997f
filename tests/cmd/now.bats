#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# The desk's question, over the invented directory of testdata/roster.
load helpers

setup_file() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir -p "$W/keys"
	keys "$W/keys"
	roots "$W/x.roots" un.example/points-of-contact/exercise "$W/keys"
	satchel build "$BATS_TEST_DIRNAME/../../testdata/roster" --roots "$W/x.roots" -o "$W/1.satchel" >"$W/build.out"
	signed "$W/1.satchel" "$W/x.roots" "$W/keys" a b
	SATCHEL_HOME=$W/state
	pinned "$SATCHEL_HOME" "$W/x.roots"
	SATCHEL_HOME=$SATCHEL_HOME satchel install "$W/1.satchel" --now "$NOW" >/dev/null
}
setup() { export SATCHEL_HOME=$W/state; }

# ids: of the entries on the screen, in their order.
ids() { sed -n 's/^EXERCISE \(24\/7\|OPEN\|ON CALL\|CLOSED\|NOT KNOWN\|NOT VALID\) *\([A-Z]\{3\}[^ ]*\) .*/\2/p' <<<"$output" | tr '\n' ' '; }
# flat: $output on one line, without the word before each line.
flat() { printf '%s\n' "$output" | sed 's/^EXERCISE *//' | tr -s '\n ' ' '; }
# members NAME...: of each JSON line of $output.
members() {
	printf '%s\n' "$output" | python3 -c 'import json,sys
for l in sys.stdin:
    o = json.loads(l)
    print(*(o["record"]["id"] if n == "id" else o.get(n, "-") for n in sys.argv[1:]), sep=" ")' "$@"
}

@test "a party on its weekend: 24/7 first, then on call, then the mission" {
	status 0 satchel now xtr --now "$NOW"
	all_exercise
	no_wide "$output"
	[ "$(ids)" = "XTR/dip-2 XTR/tech-1 XTR/dip-1 XTR " ]
	has "$output" "EXERCISE now Fri 20 Nov 2026 09:00 UTC"
	has "$output" "2 at any time, 1 on call, 1 closed"
	has "$output" "ring +99915550911  voice, at any time"
	has "$output" "ON CALL    XTR/dip-1  Amara Devkota  diplomatic"
	has "$output" "ring +999985550177  mobile, text, at any time"
	has "$output" "Fri 20 Nov 14:45 there (UTC+05:45)"
	has "$(flat)" "closed, outside hours; opens Sun 22 Nov 09:00 there, 03:15 UTC"
	has "$(flat)" "CLOSED XTR Permanent Mission of Tarsenia to the United Nations mission, as a last resort then +9992125550100 office hours write mission-ny@mfa.gov.example"
	has "$(flat)" "National Cyber Security Agency, Tarsenia; confirmed 2026-10-14"
}

@test "their time, UTC, and here" {
	TZ=Europe/Helsinki status 0 satchel now xtr/dip-1 --now "$NOW"
	has "$(flat)" "now Fri 20 Nov 2026 09:00 UTC, 11:00 here (EET)"
	has "$(flat)" "opens Sun 22 Nov 09:00 there, 03:15 UTC, 05:15 here"
	TZ=America/New_York status 0 satchel now xtr/dip-1 --now "$NOW"
	has "$(flat)" "opens Sun 22 Nov 09:00 there, 03:15 UTC, Sat 21 Nov 22:15 here"
	TZ=Nowhere/Atall status 0 satchel now xtr/dip-1 --now "$NOW"
	hasnt "$(flat)" " here"
}

@test "code, name, other script, alias, typo, more words: the same party, no other" {
	local q
	for q in xtr XTR Tarsenia Tarsénie تارسينيا "republic of tarsenia" "old tarsen" tarsania; do
		# shellcheck disable=SC2086 # several words
		status 0 satchel now $q --now "$NOW"
		[ "$(ids)" = "XTR/dip-2 XTR/tech-1 XTR/dip-1 XTR " ] || { echo "$q: $(ids)" && return 1; }
	done
	has "$output" 'no exact match for "tarsania"; nearest: tarsenia, tarsinia'
	for q in "xtr dip" "tarsenia dip" "XTR DIPLO" "tarsinia diplomatic" "xtr --role diplomatic"; do
		# shellcheck disable=SC2086
		status 0 satchel now $q --now "$NOW"
		[ "$(ids)" = "XTR/dip-2 XTR/dip-1 XTR " ] || { echo "$q: $(ids)" && return 1; }
	done
	for q in "xtr cert" "tarsinia cert" "xtr tech" xtr/tech-1 XTR/TECH-1; do
		# shellcheck disable=SC2086
		status 0 satchel now $q --now "$NOW"
		[ "$(ids)" = "XTR/tech-1 XTR " ] || { echo "$q: $(ids)" && return 1; }
	done
}

@test "several ids: each once; a party and a word that is nowhere: none" {
	status 0 satchel now xtr/tech-1 xav XAV/dip-1 xtr --now "$NOW" --json
	[ "$(members id | sort | tr '\n' ' ')" = "XAV/dip-1 XAV/tech-1 XTR/dip-1 XTR/dip-2 XTR/tech-1 " ]
	status 1 satchel now xtr zzzzqqqq --now "$NOW"
	[ -z "$output" ]
	has "$stderr" "nothing in release 1 has all of: xtr zzzzqqqq"
}

@test "a name of two States: both, and the mission of neither" {
	status 0 satchel now korvania --now "$NOW" # XKA by name, XKB by an alias
	has "$(ids)" XKA/
	has "$(ids)" XKB/
	[ "$(ids | tr ' ' '\n' | sed -n 's,/.*,,p' | sort -u | tr '\n' ' ')" = "XKA XKB " ]
	[ "$(ids | tr ' ' '\n' | grep -cx 'X..')" -eq 0 ]
	hasnt "$output" "last resort"
}

@test "a holiday: why, and when it opens" {
	status 0 satchel now xtr dip --at 2026-12-15T05:00:00Z --now "$NOW"
	has "$(flat)" "at Tue 15 Dec 2026 05:00 UTC"
	has "$(flat)" "closed, holiday: Harvest Festival; opens Thu 17 Dec 09:00 there, 03:15 UTC"
	has "$output" "24/7       XTR/dip-2"
	status 0 satchel now xtr --at 2027-05-09T05:00:00Z --now "$NOW"
	has "$(flat)" "closed, holiday: National Day; opens Mon 10 May 09:00 there"
}

@test "open: until when" {
	status 0 satchel now xtr/dip-1 --at 2026-11-22T04:00:00Z --now "$NOW"
	has "$(flat)" "OPEN XTR/dip-1 Amara Devkota diplomatic ring +99915550142 ext 301 voice, office hours"
	has "$(flat)" " until Sun 22 Nov 17:00 there, 11:15 UTC"
}

@test "--lang: who speaks it, the best in common, and how many do not" {
	status 0 satchel now --lang ar,fr --limit 100 --now "$NOW" --json
	[ "$(members language | sort -u | tr '\n' ' ')" = "ar fr " ]
	members left_out total | sort -u >"$BATS_TEST_TMPDIR/n"
	[ "$(awk '{print $1 + $2}' "$BATS_TEST_TMPDIR/n")" = 65 ]
	status 0 satchel now xtr --lang fr --now "$NOW"
	[ "$(ids)" = "XTR/dip-1 XTR " ]
	has "$output" "; speaks fr"
	has "$(flat)" "2 left out, who speak no fr; without --lang they are shown too"
	status 1 satchel now xtr tech --lang fr --at 2026-11-21T00:00:00Z --now "$NOW"
	[ "$(ids)" = "XTR " ]
	has "$output" "NOBODY ANSWERS THEN"
	status 1 satchel now --lang tlh --now "$NOW"
	has "$stderr" "65 were left out: they speak no tlh"
	status 2 satchel now --lang 'fr;ar' --now "$NOW"
	has "$stderr" "language tags, best first"
	status 2 satchel now --lang fr, --now "$NOW"
}

@test "--role: those alone; one that nobody has, and the nearest" {
	status 0 satchel now --role technical --limit 100 --now "$NOW" --json
	[ "$(members id | grep -c .)" -eq "$(cat "$BATS_TEST_DIRNAME"/../../testdata/roster/parties/*.yaml | grep -c 'role: technical')" ]
	printf '%s\n' "$output" | python3 -c 'import json,sys
assert all(json.loads(l)["record"]["role"] == "technical" for l in sys.stdin)'
	status 1 satchel now --role techincal --now "$NOW"
	has "$stderr" 'no contact has the role "techincal"'
	has "$stderr" "did you mean --role technical?"
	status 1 satchel now xtr --role legal --at 2026-11-21T00:00:00Z --now "$NOW"
	has "$output" "NOBODY ANSWERS THEN"
	has "$(flat)" "3 left out, of another role than legal; without --role they are shown too"
}

@test "all of them: who answers first, then who opens soonest" {
	status 0 satchel now --limit 100 --now "$NOW" --json
	members duty opens >"$BATS_TEST_TMPDIR/got"
	sed 's/^24\/7/0/; s/^open/1/; s/^on-call/2/; s/^closed/3/; s/^not-known/4/; s/^not-valid/5/' "$BATS_TEST_TMPDIR/got" >"$BATS_TEST_TMPDIR/keys"
	cut -d' ' -f1 "$BATS_TEST_TMPDIR/keys" | sort -c
	grep '^3' "$BATS_TEST_TMPDIR/keys" | sort -c
	[ "$(wc -l <"$BATS_TEST_TMPDIR/got")" -eq 65 ]
	status 0 satchel now --now "$NOW"
	has "$last" "20 shown, of 65; --limit N shows more"
	no_wide "$output"
	all_exercise
}

# The same answers by other means: Python's zones and none of our code.
@test "every contact, at many times: as python's zoneinfo and a plain reading of the hours have it" {
	python3 -c 'import zoneinfo; zoneinfo.ZoneInfo("Asia/Kathmandu")' 2>/dev/null || skip "no zoneinfo"
	local t
	satchel list --json --now "$NOW" | python3 -c 'import json,sys
print(*(json.loads(l)["id"] for l in sys.stdin))' >"$BATS_TEST_TMPDIR/parties"
	# shellcheck disable=SC2046
	satchel show --json --now "$NOW" $(cat "$BATS_TEST_TMPDIR/parties") >"$BATS_TEST_TMPDIR/records"
	for t in 2026-11-20T09:00:00Z 2026-11-21T23:30:00Z 2026-12-25T10:00:00Z 2026-12-31T23:59:59Z 2027-01-01T00:00:00Z \
		2027-02-08T03:20:00Z 2027-03-14T06:59:59Z 2027-03-14T13:15:00Z 2027-03-21T05:00:00Z 2027-03-28T00:59:59Z \
		2027-03-28T07:00:00Z 2027-04-03T20:15:00Z 2027-04-05T15:30:00Z 2027-05-17T06:45:00Z; do
		satchel now --limit 1000 --json --at "$t" --now "$NOW"
		echo
	done >"$BATS_TEST_TMPDIR/answers" || true
	python3 -B "$BATS_TEST_DIRNAME/now.py" "$BATS_TEST_TMPDIR/records" "$BATS_TEST_TMPDIR/answers"
}

@test "nobody answers: 1, and the list all the same, soonest first" {
	status 1 satchel now xav/dip-1 --at 2026-11-20T22:00:00Z --now "$NOW" --json
	[ "$(members id mission opens | tr '\n' ' ')" = "XAV/dip-1 False 2026-11-22T06:00:00Z XAV True 2026-11-23T14:00:00Z " ]
	status 1 satchel now xav/dip-1 --at 2026-11-20T22:00:00Z --now "$NOW"
	has "$output" "NOBODY ANSWERS THEN"
	has "$(flat)" "CLOSED XAV/dip-1 נועה בן־שחר Noa Ben-Shahar diplomatic then +999305550142"
}

@test "beyond the offsets of the release: 24/7 alone is known" {
	status 0 satchel now xtr --at 2028-05-31T23:59:59Z --now "$NOW" --json
	[ "$(members id duty why local | sed -n 3p)" = "XTR/dip-1 on-call hours 2028-06-01T05:44:59+05:45" ]
	status 0 satchel now xtr --at 2028-06-01T00:00:00Z --now "$NOW"
	has "$(flat)" "the time there is not known"
	has "$(flat)" "whether it is open is not known: this release does not know the time there then"
	status 0 satchel now xtr --at 2026-11-02T08:59:59Z --now "$NOW"
	has "$(flat)" "the time there is not known"
	status 0 satchel now xtr --at 2028-09-01T12:00:00Z --now "$NOW"
	has "$(flat)" "NOT VALID XTR/dip-1 Amara Devkota diplomatic the time there is not known"
	has "$(flat)" "no longer valid, since the end of 2028-08-31"
	hasnt "$(flat)" "+999985550177"
}

@test "a State without a record: no error, 1; and words that are nowhere" {
	status 1 satchel now xlo --now "$NOW"
	has "$output" "EXERCISE XLO: no contact was nominated in release 1; that is not an error"
	[ "$stderr" = "hint: did you mean XLK (Lonkovia)?" ]
	status 1 satchel now France --now "$NOW"
	has "$output" "EXERCISE FRA (France): no contact was nominated"
	status 1 satchel now xlo tech --now "$NOW"
	status 1 satchel now zzzzqqqq --now "$NOW"
	has "$stderr" "nothing in release 1 has all of: zzzzqqqq"
}

@test "--plain: a field a line; --json: the record as signed" {
	status 0 satchel now xtr/dip-1 --plain --now "$NOW"
	all_exercise
	has "$output" "EXERCISE duty: on-call"
	has "$output" "EXERCISE opens_local: 2026-11-22T09:00:00+05:45"
	has "$output" "EXERCISE number: +999985550177"
	status 0 satchel now xtr/dip-1 --json --now "$NOW"
	[ "$(head -n 1 <<<"$output" | tr -d '\n' | wc -l)" -eq 0 ]
	[ "$(field edition)" = exercise ]
	[ "$(field at)" = "$NOW" ]
	[ "$(field opens)" = 2026-11-22T03:15:00Z ]
	[ "$(field local)" = 2026-11-20T14:45:00+05:45 ]
	[ "$(field answers)" = true ]
	[ "$(field mission)" = false ]
}

@test "a stale release is said to be; --strict refuses it" {
	status 0 satchel now xtr --now "$STALE"
	has "$(head -n 1 <<<"$output")" "STALE"
	status 7 satchel now xtr --now "$STALE" --strict
	status 0 satchel now xtr --now "$PAST"
	has "$output" "CLOCK WRONG"
}

@test "usage: a limit, a time" {
	status 2 satchel now --limit 0
	status 2 satchel now --at tomorrow
	status 0 satchel now --limit 1 --now "$NOW"
	has "$last" "1 shown, of 65"
}

@test "any locale, a terminal of 60, 80 and 120 columns" {
	local lang
	for lang in ar_EG.UTF-8 fr_FR.UTF-8 C; do
		LANG=$lang LC_ALL='' status 0 satchel now xav --now "$NOW"
		has "$output" "Fri 20 Nov 11:00 there (UTC+02:00)"
		has "$output" "נועה בן־שחר"
	done
	: >"$BATS_TEST_TMPDIR/typed"
	run terminal "$BATS_TEST_TMPDIR/typed" "$SATCHEL" now xav --now "$NOW"
	has "$output" "$(printf '\342\201\250')נועה בן־שחר$(printf '\342\201\251')"
}

@test "by an index or by ids: few blocks are read for one party" {
	status 0 satchel now xtr --now "$NOW" --stats
	[ "$(sed -n 's/.*blocks \([0-9]*\).*/\1/p' <<<"$stderr")" -le 12 ]
}
