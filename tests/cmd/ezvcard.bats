#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031 # set by helpers.bash; tests are subshells
# The vCards that satchel exports, read and validated by ez-vcard.
load helpers
load desk

setup_file() {
	roster_world
	odd_world
	javac -cp "$jars" -d "$W" "$BATS_TEST_DIRNAME/EzRead.java"
}
jars=/usr/share/java/ez-vcard.jar:/usr/share/java/vinnie.jar

# read_by_ez VERSION OPTION [QUERY...]: sets $output, what ezvcard.py says
read_by_ez() {
	local t=$BATS_TEST_TMPDIR
	satchel export "${@:2}" --now "$NOW" >"$t/vcf"
	satchel export --json "${@:3}" --now "$NOW" >"$t/json"
	java -cp "$jars:$W" EzRead <"$t/vcf" >"$t/read"
	status 0 /usr/bin/python3 -B "$BATS_TEST_DIRNAME/ezvcard.py" "$1" "$t/read" "$t/json"
}

@test "vCard 4.0 of the whole roster: as many cards as records, and the same fields" {
	roster_state
	read_by_ez 4.0 --vcard
	[ "$output" = "90 cards" ]
}

@test "vCard 3.0 of the whole roster" {
	roster_state
	read_by_ez 3.0 --vcard=3
	[ "$output" = "90 cards" ]
}

@test "a query; both versions" {
	roster_state
	read_by_ez 4.0 --vcard role:technical lang:ar
	[ "$output" = "4 cards" ]
	read_by_ez 3.0 --vcard=3 role:technical lang:ar
	[ "$output" = "4 cards" ]
}

@test "formulas, quotes, semicolons, line feeds, right-to-left and Han names" {
	odd_state
	read_by_ez 4.0 --vcard
	[ "$output" = "5 cards" ]
	read_by_ez 3.0 --vcard=3
	[ "$output" = "5 cards" ]
}

@test "it would be seen: a number changed in one card, a card left out" {
	roster_state
	satchel export --vcard --now "$NOW" >"$BATS_TEST_TMPDIR/vcf"
	satchel export --json --now "$NOW" >"$BATS_TEST_TMPDIR/json"
	sed '0,/tel:+999/s//tel:+998/' "$BATS_TEST_TMPDIR/vcf" | java -cp "$jars:$W" EzRead >"$BATS_TEST_TMPDIR/read"
	status 1 /usr/bin/python3 -B "$BATS_TEST_DIRNAME/ezvcard.py" 4.0 "$BATS_TEST_TMPDIR/read" "$BATS_TEST_TMPDIR/json"
	has "$stderr" "+998"
	satchel export --vcard --now "$NOW" | sed '0,/END:VCARD/d' | java -cp "$jars:$W" EzRead >"$BATS_TEST_TMPDIR/read"
	status 1 /usr/bin/python3 -B "$BATS_TEST_DIRNAME/ezvcard.py" 4.0 "$BATS_TEST_TMPDIR/read" "$BATS_TEST_TMPDIR/json"
}
