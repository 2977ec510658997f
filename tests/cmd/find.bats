#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	exercise_world
}
setup() { state; }

@test "a word: id, name, role, organization, party, phone, e-mail; a total" {
	status 0 satchel find amara --now "$NOW"
	has "$output" "tarsenia-cert/amara  Ms. Amara Devkota  policy"
	has "$output" "Tarsenia National CERT"
	has "$output" "+999985550177  mobile, after hours"
	[ "$last" = "1 found" ]
	no_wide "$output"
}

@test "the first phone is the most preferred that a person answers" {
	status 0 satchel find duty --now "$NOW"
	has "$output" "+99915550912 ext 301  voice, fax, office hours  Room 7"
	hasnt "$output" "+99915550913"
	has "$output" "duty@cert.tarsenia.example  shared"
}

@test "words and fields are joined by AND" {
	status 0 satchel find tarsenia role:policy --now "$NOW" --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
	has "$output" '"record":{"id":"tarsenia-cert/amara",'
	status 1 satchel find amara role:technical --now "$NOW"
}

@test "any spelling, any script: accents, Arabic, Chinese" {
	status 0 satchel find norwia --now "$NOW"
	status 0 satchel find NØRWIA --now "$NOW"
	status 0 satchel find وحدة --now "$NOW"
	has "$output" "norwia/ops"
	status 0 satchel find 陈晓雨 --now "$NOW"
	has "$output" "norwia/wei"
	no_wide "$output"
}

@test "a phone as it is dialled, an e-mail, a prefix, a part" {
	status 0 satchel find 'phone:+999 98 555 0177' --now "$NOW"
	has "$output" "tarsenia-cert/amara"
	status 0 satchel find email:ops@norwia.example --now "$NOW"
	has "$output" "norwia/ops"
	status 0 satchel find 'devk*' --now "$NOW"
	has "$output" "tarsenia-cert/amara"
	status 0 satchel find '"evkot"' --now "$NOW"
	has "$output" "tarsenia-cert/amara"
}

@test "a typo: says that nothing was exact, and what stands for it" {
	status 0 satchel find devkotta --now "$NOW"
	has "$output" 'no exact match for "devkotta"; nearest: devkota'
	has "$output" "tarsenia-cert/amara"
	status 0 satchel find devkotta --json --now "$NOW"
	[ "$(field match)" = fuzzy ]
	has "$output" '"guesses":[{"word":"devkotta","meant":"devkota","match":"fuzzy"}]'
}

@test "none found: 1, nothing but banners on standard output, a hint" {
	status 1 satchel find zzzzqqqq --now "$NOW"
	[ -z "$output" ]
	has "$stderr" "zzzzqqqq"
	has "$stderr" "hint: "
	status 1 satchel find zzzzqqqq --json --now "$STALE"
	[ -z "$output" ]
	status 1 satchel find zzzzqqqq --now "$STALE"
	has "$output" STALE
}

@test "--limit: the best N, and how many there are" {
	status 0 satchel find '"e"' --limit 1 --now "$NOW" || status 0 satchel find tarsenia --limit 1 --now "$NOW"
	has "$last" "1 shown, of "
	has "$last" "--limit N shows more"
}

@test "--json: the record byte for byte, and what is known of the release" {
	status 0 satchel find amara --json --now "$STALE"
	[ "$(field freshness)" = stale ]
	[ "$(field edition)" = live ]
	[ "$(field match)" = exact ]
	[ "$(field total)" = 1 ]
	printf '%s' "$output" | python3 -c '
import json, sys
line = sys.stdin.read().rstrip("\n")
r = json.loads(line)["record"]
assert r["phones"][0]["number"] == "+999985550177"
assert json.dumps(r, ensure_ascii=False, separators=(",", ":")) in line'
}

@test "--plain: one field a line" {
	status 0 satchel find amara --plain --now "$NOW"
	has "$output" "id: tarsenia-cert/amara"
	has "$output" "phones.1.number: +999985550177"
	has "$output" "match: exact"
}

@test "STALE, EXPIRED, CLOCK WRONG stand above the records" {
	status 0 satchel find amara --now "$STALE"
	has "$(head -n 1 <<<"$output")" "STALE  a newer release was due"
	status 0 satchel find amara --now "$EXPIRED"
	has "$(head -n 1 <<<"$output")" "EXPIRED  since"
	has "$output" "tarsenia-cert/amara"
	status 0 satchel find amara --now "$PAST"
	has "$(head -n 1 <<<"$output")" "CLOCK WRONG"
	status 7 satchel find amara --now "$STALE" --strict
	[ -z "$output" ]
}

@test "an exercise says so on every line" {
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" -d un.example/contacts/exercise --now "$NOW" >/dev/null
	status 0 satchel find duty -d un.example/contacts/exercise --now "$NOW"
	all_exercise
	has "$output" "XTR/tech-1"
	no_wide "$output"
	status 0 satchel find duty -d un.example/contacts/exercise --now "$NOW" --plain
	all_exercise
	status 0 satchel find duty -d un.example/contacts/exercise --now "$NOW" --json
	[ "$(field edition)" = exercise ]
}

@test "-b reads a bundle, without installing it" {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/other
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 0 satchel find amara -b "$W/1.satchel" --now "$NOW"
	has "$output" "tarsenia-cert/amara"
	status 1 satchel find amara --now "$NOW"
}

@test "--stats says what was read, on standard error" {
	status 0 satchel find amara --stats --now "$NOW"
	has "$stderr" "stats: bytes read "
	has "$stderr" "digests "
}

@test "--raw is refused on a terminal; right-to-left is isolated there only" {
	: >"$BATS_TEST_TMPDIR/typed"
	run terminal "$BATS_TEST_TMPDIR/typed" "$SATCHEL" find amara --raw --now "$NOW"
	[ "$status" -eq 2 ]
	status 0 satchel find amara --raw --now "$NOW"
	run terminal "$BATS_TEST_TMPDIR/typed" "$SATCHEL" find ops --now "$NOW"
	has "$output" "$(printf '\342\201\250')وحدة العمليات$(printf '\342\201\251')"
	has "$output" "$(printf '\033[1m')"
	NO_COLOR=1 run terminal "$BATS_TEST_TMPDIR/typed" "$SATCHEL" find ops --now "$NOW"
	hasnt "$output" "$(printf '\033')"
	status 0 satchel find ops --now "$NOW"
	hasnt "$output" "$(printf '\342\201\250')"
}
