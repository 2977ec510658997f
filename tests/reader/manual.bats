#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# The manuals beside the code keep up with it.
load ../cmd/helpers

setup() {
	TOP=$BATS_TEST_DIRNAME/../..
	cd "$TOP" || return
}
# functions HEADER: their names, as the compiler sees them.
functions() {
	cc -E -P -Iinclude "include/$1" | tr '\n' ' ' | grep -oE '\bsatchel_[a-z_]+\(' | tr -d '(' | sort -u
}

@test "satchel.3 has and explains every function of both headers, and no other" {
	functions satchel_build.h | grep -v '^satchel_x' >"$BATS_TEST_TMPDIR/want"
	sed -n 's/^\.Fo \(satchel_.*\)/\1/p' include/satchel.3 | sort >"$BATS_TEST_TMPDIR/synopsis"
	sed -n 's/^\.Fn \(satchel_[a-z_]*\).*/\1/p' include/satchel.3 | sort -u >"$BATS_TEST_TMPDIR/text"
	diff "$BATS_TEST_TMPDIR/want" "$BATS_TEST_TMPDIR/synopsis"
	diff "$BATS_TEST_TMPDIR/want" "$BATS_TEST_TMPDIR/text"
}

@test "satchel.3 has every error code" {
	sed -n '/^enum satchel_code/,/^}/s/^\tSATCHEL_\([A-Z]*\).*/\1/p' include/satchel.h >"$BATS_TEST_TMPDIR/want"
	sed -n 's/^\.It Bq Er SATCHEL_//p' include/satchel.3 >"$BATS_TEST_TMPDIR/got"
	diff "$BATS_TEST_TMPDIR/want" "$BATS_TEST_TMPDIR/got"
}

@test "the example of satchel.3 compiles without a warning, and finds" {
	sed -n '/^\.Bd -literal/,/^\.Ed/p' include/satchel.3 | sed '/^\.[BE]d/d; s/\\e/\\/g' >"$BATS_TEST_TMPDIR/example.c"
	# shellcheck disable=SC2046 # flags are words
	cc -std=c11 -Wall -Wextra -Wpedantic -Werror -D_POSIX_C_SOURCE=200809L -Iinclude -o "$BATS_TEST_TMPDIR/example" \
		"$BATS_TEST_TMPDIR/example.c" "${SATCHEL%/*}/libsatchel.a" \
		$(pkg-config --libs libsodium zlib libdeflate libutf8proc) -lpthread
	world
	state
	status 0 "$BATS_TEST_TMPDIR/example" "$SATCHEL_HOME" amara
	has "$output" "tarsenia-cert/amara"
	status 1 "$BATS_TEST_TMPDIR/example" "$SATCHEL_HOME" nobodyatall
	status 8 "$BATS_TEST_TMPDIR/example" "$BATS_TEST_TMPDIR/none" amara
}

@test "every section of satchel.5 that the code cites is there" {
	status 0 python3 -B "$BATS_TEST_DIRNAME/cited.py" lib/satchel.5 include/*.h lib/*.[ch] cmd/*.[ch] tests/*/*.[ch]
	[ "$output" -ge 20 ]
}
