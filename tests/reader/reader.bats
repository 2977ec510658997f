#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031 # set by helpers.bash; tests are subshells
# A reader that knows lib/satchel.5 and no code of satchel agrees with it.
load ../cmd/helpers

reader() {
	python3 -B "$BATS_TEST_DIRNAME/reader.py" "$@"
}

setup_file() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir "$W/keys"
	keys "$W/keys"
	roots "$W/x.roots" un.example/points-of-contact/exercise "$W/keys"
	print_of "$W/x.roots" >"$W/print"
	satchel build "$BATS_TEST_DIRNAME/../../testdata/roster" --roots "$W/x.roots" -o "$W/1.satchel" >"$W/build"
	signed "$W/1.satchel" "$W/x.roots" "$W/keys" a b
	"$BATS_TEST_DIRNAME/../release2.sh" "$W/sources"
	satchel build "$W/sources" --roots "$W/x.roots" --previous "$W/1.satchel" -o "$W/2.satchel" >"$W/build"
	signed "$W/2.satchel" "$W/x.roots" "$W/keys" a c
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	print=$(cat "$W/print")
}

@test "a second reader accepts the roster, page by page and term by term" {
	status 0 reader "$W/1.satchel" "$print"
	has "$output" "signers un.example/officer-a, un.example/officer-b"
	has "$output" "25 of kind party"
	has "$output" " 0 values with letters it does not know"
	[ "$last" = "OK un.example/points-of-contact/exercise release 1" ]
}

@test "and the release after it, with its history" {
	status 0 reader "$W/2.satchel" "$print"
	has "$output" "26 of kind party"
	[ "$last" = "OK un.example/points-of-contact/exercise release 2" ]
}

@test "it counts what satchel counts, and sees the same fingerprint" {
	status 0 reader "$W/1.satchel" "$print"
	terms=$(sed -n 's/^index *\([0-9]*\) terms.*/\1/p' <<<"$output")
	contacts=$(sed -n 's/.*, \([0-9]*\) of kind contact.*/\1/p' <<<"$output")
	theirs=$(sed -n 's/^statement.* sha256 \([0-9a-f]*\)$/\1/p' <<<"$output")
	status 0 satchel build "$BATS_TEST_DIRNAME/../../testdata/roster" --roots "$W/x.roots" \
		--like "$W/1.satchel" -o again.satchel --json
	[ "$(field terms)" = "$terms" ]
	[ "$(field contacts)" = "$contacts" ]
	[ "$(field fingerprint)" = "$theirs" ]
}

@test "the fold table is the one that the manual describes" {
	status 0 python3 -B "$BATS_TEST_DIRNAME/folding.py" "$BATS_TEST_DIRNAME/../../lib/fold_table.c"
	[ "${output%% *}" -gt 1100000 ]
}

@test "it accepts a directory of many blocks, with lists long enough for segments" {
	python3 -B "$BATS_TEST_DIRNAME/many.py" many 4400
	roots many.roots un.example/many "$W/keys"
	satchel build many --roots many.roots -o many.satchel >out.build
	signed many.satchel "$PWD/many.roots" "$W/keys" a b
	status 0 reader many.satchel "$(print_of many.roots)"
	has "$output" "levels: records 2, strings 1, entries 1, postings 1"
	grep -q ' [1-9][0-9]* in segments' <<<"$output"
	has "$last" "OK un.example/many"
}

@test "it refuses as satchel does: another root, a missing signature, changed bytes" {
	status 8 reader "$W/1.satchel" "$(printf '%064d' 0)"
	satchel build "$BATS_TEST_DIRNAME/../../testdata/roster" --roots "$W/x.roots" -o unsigned.satchel >out.build
	status 3 reader unsigned.satchel "$print"
	pinned state "$W/x.roots"
	size=$(stat -c %s "$W/1.satchel")
	for at in 0 600 700 1400 2600 5000 10000 $((size - 2000)) $((size - 1)); do
		flipped "$W/1.satchel" "$at" bad.satchel
		want=0 got=0
		SATCHEL_HOME=state satchel verify bad.satchel --now "$NOW" >out 2>&1 || want=$?
		reader bad.satchel "$print" >out 2>&1 || got=$?
		echo "byte $at: satchel $want, reader $got"
		[ "$got" -ne 0 ]
		[ "$got" -eq "$want" ]
	done
}
