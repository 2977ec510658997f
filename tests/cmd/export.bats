#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() {
	roster_world
	odd_world
}

# as FORMAT OPTION... : exports, and reads it back.
as() {
	local form=$1 t=$BATS_TEST_TMPDIR
	shift
	satchel export "$@" --now "$NOW" >"$t/$form"
	satchel export --json "${@:2}" --now "$NOW" >"$t/json"
	status 0 /usr/bin/python3 -B "$BATS_TEST_DIRNAME/readback.py" "$form" "$t/$form" "$t/json"
}

@test "the whole roster, read back by vobject, csv and the rest" {
	roster_state
	as vcard4 --vcard
	[ "$output" = "90 entries" ]
	as vcard4 --vcard=4
	as vcard3 --vcard=3
	as csv --csv
	as tsv --tsv
	as mutt --mutt
	as aerc --aerc
	[ "$output" = "90 entries" ]
}

@test "formulas, quotes, semicolons, line feeds, right-to-left and Han names: the same" {
	odd_state
	for f in vcard4 vcard3; do
		as $f --vcard=${f#vcard}
		[ "$output" = "5 entries" ]
	done
	as csv --csv
	as tsv --tsv
	as mutt --mutt
	as aerc --aerc
}

@test "a query: those that find finds; a typo is said where it is not data" {
	roster_state
	as vcard4 --vcard role:technical lang:ar
	[ "$output" = "4 entries" ]
	as csv --csv xtr
	[ "$output" = "4 entries" ]
	status 0 satchel export --csv tarsania --now "$NOW"
	has "$stderr" 'no exact match for "tarsania"'
	has "$output" "XTR/dip-1"
	status 1 satchel export --csv nobodyatall --now "$NOW"
	[ -z "$output" ]
	has "$stderr" "nothing has all of these words"
}

@test "khard reads every card, number and address of both versions" {
	roster_state
	t=$BATS_TEST_TMPDIR
	for v in 4 3; do
		mkdir "$t/book$v"
		satchel export --vcard=$v --now "$NOW" >"$t/all.vcf"
		python3 - "$t/all.vcf" "$t/book$v" <<'END'
import re, sys
cards = re.findall("BEGIN:VCARD.*?END:VCARD\r\n", open(sys.argv[1], newline="", encoding="utf-8").read(), re.S)
for i, c in enumerate(cards):
    open("%s/%d.vcf" % (sys.argv[2], i), "w", newline="", encoding="utf-8").write(c)
END
		printf '[addressbooks]\n[[book]]\npath = %s\n' "$t/book$v" >"$t/khard.conf"
		khard -c "$t/khard.conf" phone --parsable | cut -f 1 | sort >"$t/phones"
		khard -c "$t/khard.conf" email --parsable | grep @ | cut -f 1 | sort >"$t/emails"
		khard -c "$t/khard.conf" list --parsable | wc -l >"$t/cards"
		satchel export --json --now "$NOW" | python3 -c '
import json, sys
phones, emails, n = [], [], 0
for l in sys.stdin:
    r = json.loads(l)["record"]
    v = r if "/" in r["id"] else r.get("mission")
    if v is None:
        continue
    n += 1
    phones += [p["number"] + (";ext=" + p["ext"] if "ext" in p else "") for p in v.get("phones", [])]
    emails += [e["address"] for e in v.get("emails", [])]
for name, list in ("phones", phones), ("emails", emails), ("cards", [str(n)]):
    open(sys.argv[1] + "/want-" + name, "w").write("".join(x + "\n" for x in list))' "$t"
		for f in phones emails cards; do
			sort "$t/want-$f" | diff - "$t/$f"
		done
	done
}

@test "UIDs and order are the same each time, and another directory's are others" {
	roster_state
	satchel export --vcard --now "$NOW" >"$BATS_TEST_TMPDIR/a"
	satchel export --vcard --now "$NOW" >"$BATS_TEST_TMPDIR/b"
	cmp "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b"
	[ "$(grep -a '^UID' "$BATS_TEST_TMPDIR/a" | sort -u | wc -l)" -eq 90 ]
}

@test "JSON lines: every party and contact, as signed; no time zones" {
	roster_state
	status 0 satchel export --json --now "$NOW"
	[ "$(wc -l <<<"$output")" -eq "$(satchel list --json --now "$NOW" | python3 -c '
import json, sys
print(sum(1 + json.loads(l)["contacts"] for l in sys.stdin))')" ]
	hasnt "$output" '"id":"zone:'
}

@test "stale: said on standard error, not in the data" {
	roster_state
	status 0 satchel export --mutt --now "$STALE" xtr
	has "$stderr" "STALE"
	hasnt "$output" STALE
	status 0 satchel export --mutt --now "$EXPIRED" xtr
	has "$stderr" "EXPIRED"
	status 7 satchel export --mutt --now "$EXPIRED" --strict xtr
	[ -z "$output" ]
}

@test "a contact past its own dates says so in the card and in the book" {
	roster_state
	satchel export --vcard --now 2027-04-03T00:00:00Z xhn/dip-1 | tr -d '\r' | sed -e ':a;N;$!ba;s/\n //g' >"$BATS_TEST_TMPDIR/card"
	grep -q 'NOTE:.*NO LONGER VALID' "$BATS_TEST_TMPDIR/card"
	satchel export --vcard --now "$NOW" xhn/dip-1 >"$BATS_TEST_TMPDIR/card"
	hasnt "$(cat "$BATS_TEST_TMPDIR/card")" "LONGER VALID"
	status 0 satchel book --html --now 2027-04-03T00:00:00Z
	has "$output" '<div class="past">NO LONGER VALID, by its own dates</div>'
	status 0 satchel card xhn/dip-1 --now 2027-04-03T00:00:00Z
	has "$stderr" "XHN/dip-1: NO LONGER VALID"
}

@test "one format, and a known one: 2" {
	roster_state
	for o in "" "--csv --tsv" "--vcard=5" "--vcard --json" "--vcard=" "--csv=1"; do
		# shellcheck disable=SC2086 # words
		[ "$o" = "--vcard=" ] || status 2 satchel export $o --now "$NOW"
	done
}

@test "on a terminal nothing moves the cursor, and nothing is isolated in the data" {
	odd_state
	terminal /dev/null "$SATCHEL" export --csv --now "$NOW" >"$BATS_TEST_TMPDIR/shown"
	python3 -c '
import sys
s = open(sys.argv[1], encoding="utf-8").read()
assert "\033" not in s and "\ufeff" not in s and "=HYPERLINK" in s, s' "$BATS_TEST_TMPDIR/shown"
}

@test "a pipe that ends early is no fault; a full disk is" {
	roster_state
	satchel export --csv --now "$NOW" | head -n 1 >/dev/null
	status 9 bash -c '"$0" export --csv --now "$1" >/dev/full' "$SATCHEL" "$NOW"
}

@test "what takes over a second shows on a terminal how far it is, its rate and the time left" {
	cd "$BATS_TEST_TMPDIR"
	python3 -B "$BATS_TEST_DIRNAME/../reader/many.py" many 500
	roots many.roots un.example/many "$W/keys"
	satchel build many --roots many.roots -o many.satchel >/dev/null
	signed many.satchel "$PWD/many.roots" "$W/keys" a b
	pinned "$PWD/state" "$PWD/many.roots"
	export SATCHEL NOW SATCHEL_HOME=$PWD/state
	satchel export --json -b many.satchel --now "$NOW" >out
	[ "$(wc -c <out)" -gt 250000 ]
	# a reader that is slow to begin keeps it waiting
	script -qec '"$SATCHEL" export --json -b many.satchel --now "$NOW" | (sleep 1.7 && cat >/dev/null)' typed </dev/null >seen
	grep -aqE 'exporting +[0-9]+ %, [0-9]+ records a second, [0-9]+ s left' seen
	[ "$(tail -c 4 seen | od -An -tx1)" = " 0d 1b 5b 4b" ] # and takes it away
	satchel export --json -b many.satchel --now "$NOW" 2>err | (sleep 1.7 && cat >/dev/null)
	[ ! -s err ]
}
