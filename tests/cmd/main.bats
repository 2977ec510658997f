#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup() { export SATCHEL_HOME=$BATS_TEST_TMPDIR/home; }

@test "without a command: eight lines and two examples on standard error, 2" {
	status 2 satchel
	[ -z "$output" ]
	has "$stderr" "usage: satchel COMMAND"
	[ "$(wc -l <<<"$stderr")" -le 10 ]
	[ "$(grep -c '^  satchel ' <<<"$stderr")" -eq 2 ]
	no_wide "$stderr" 60
}

@test "help, --help and -h: the list on standard output, 80 columns" {
	for how in help --help -h; do
		status 0 satchel $how
		for c in pin verify install status log info find show list keygen root check build sign attach; do
			has "$output" "  $c "
		done
		[ -z "$stderr" ]
		no_wide "$output"
	done
}

@test "help COMMAND and COMMAND --help say the same" {
	for c in pin verify install status log info find show list keygen root check build sign attach; do
		status 0 satchel help $c
		has "$output" "usage: satchel $c"
		no_wide "$output"
		first=$output
		status 0 satchel $c --help
		[ "$output" = "$first" ]
	done
}

@test "root new|next|sign|show --help" {
	for c in new next sign show; do
		status 0 satchel root $c --help
		has "$output" "usage: satchel root $c"
	done
	status 0 satchel root --help
	has "$output" "new|next|sign|show"
	status 2 satchel root
	status 2 satchel root shwo x
	has "$stderr" "did you mean show?"
}

@test "--version" {
	status 0 satchel --version
	[ "$output" = "satchel 0.1.0" ]
}

@test "an unknown command is named, and the nearest" {
	status 2 satchel fnid x
	has "$stderr" 'unknown command "fnid"'
	has "$stderr" "hint: did you mean find?"
	status 2 satchel xyzzy
	has "$stderr" "satchel help lists the commands"
}

@test "an unknown option is named, and the nearest" {
	status 2 satchel find --jsno x
	has "$stderr" 'unknown option "--jsno"'
	has "$stderr" "did you mean --json?"
	status 2 satchel find -q x
	has "$stderr" 'unknown option "-q"'
	status 2 satchel find -qz
	has "$stderr" '"--" before a word'
}

@test "options: values missing, twice, empty, not asked for, out of range" {
	status 2 satchel find x --limit
	has "$stderr" "its value is missing"
	status 2 satchel find x --limit 3 --limit=4
	has "$stderr" "it is given twice"
	status 2 satchel find x --json=yes
	has "$stderr" "takes no value"
	for n in 0 4294967296 -1 1x 01 '' 99999999999999999999; do
		status 2 satchel find x "--limit=$n"
		has "$stderr" "a whole number from 1 to 4294967295"
	done
	for n in 1 999999999 4294967295; do # reads no further than the options
		got=0
		said=$(satchel find x "--limit=$n" 2>&1) || got=$?
		hasnt "$said" "a whole number"
		[ "$got" -ne 2 ]
	done
	status 2 satchel info -b ''
	has "$stderr" "it is empty"
	status 2 satchel find x --json --plain
	has "$stderr" "--json and --plain: one of them"
}

@test "--now takes RFC 3339 in UTC and @seconds, nothing else" {
	for t in 2026-12-01T09:00:00Z 2028-02-29T23:59:59Z @1796115600 @0; do
		status 8 satchel status --now "$t"
	done
	for t in 2026-12-01 2026-12-01T09:00:00 2026-12-01T09:00:00+01:00 2027-02-29T00:00:00Z \
		2026-13-01T00:00:00Z 2026-12-00T00:00:00Z 2026-12-01T24:00:00Z 2026-12-01T09:00:60Z \
		1969-12-31T23:59:59Z @ @-1 @1x @9999999999999 now; do
		status 2 satchel status --now "$t"
		has "$stderr" "2026-03-01T09:00:00Z or @SECONDS is allowed"
	done
}

@test "operands: too few, too many, after --" {
	status 2 satchel find
	has "$stderr" "what to work on is missing"
	status 2 satchel list x
	has "$stderr" '"x" is one argument too many'
	status 8 satchel find -- --limit
}

@test "without HOME and SATCHEL_HOME: 2, and what to set" {
	status 2 env -u HOME -u SATCHEL_HOME -u XDG_DATA_HOME "$SATCHEL" status
	has "$stderr" "set SATCHEL_HOME"
}

@test "the store: SATCHEL_HOME, else XDG_DATA_HOME, else HOME" {
	status 8 env -u SATCHEL_HOME XDG_DATA_HOME="$BATS_TEST_TMPDIR/xdg" "$SATCHEL" status
	status 8 env -u SATCHEL_HOME HOME="$BATS_TEST_TMPDIR/h" "$SATCHEL" status
	[ ! -e "$BATS_TEST_TMPDIR/xdg" ] # reading creates nothing
	[ ! -e "$BATS_TEST_TMPDIR/h" ]
}

@test "a full disk at standard output is 9; a reader that goes away is quiet" {
	[ -w /dev/full ] || skip "no /dev/full"
	run bash -c '"$0" help >/dev/full' "$SATCHEL"
	[ "$status" -eq 9 ]
	has "$output" "cannot write to standard output"
	run bash -c '{ "$0" help; echo "status $?" >&2; } | true' "$SATCHEL"
	[ "$output" = "status 0" ] || [ "$output" = "" ]
}

@test "control characters in arguments are escaped in messages" {
	status 2 satchel "$(printf 'a\033[31mb\342\200\256')"
	has "$stderr" "a<U+001B>[31mb<U+202E>"
	status 2 satchel "$(printf 'a\377')"
	has "$stderr" "a<0xFF>"
}

@test "no core files" {
	export ASAN_OPTIONS=detect_leaks=0 # which strace would upset
	status 0 bash -c 'ulimit -c unlimited 2>/dev/null; exec strace -e trace=setrlimit,prlimit64 -o "$1" "$0" help' "$SATCHEL" "$BATS_TEST_TMPDIR/trace"
	grep -Eq 'RLIMIT_CORE, \{rlim_cur=0, rlim_max=0\}' "$BATS_TEST_TMPDIR/trace"
}
