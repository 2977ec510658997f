#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() { world; }
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
	P=$(print_of "$W/live.roots")
}

@test "by its fingerprint, from a chain or from a bundle" {
	status 0 satchel pin "$W/live.roots" --fingerprint "$P"
	has "$output" "pinned un.example/desks, root version 1"
	SATCHEL_HOME=$BATS_TEST_TMPDIR/other status 0 satchel pin "$W/1.satchel" --fingerprint "$P" --json
	[ "$(field directory)" = un.example/desks ]
}

@test "in upper case and in groups" {
	status 0 satchel pin "$W/live.roots" --fingerprint "$(tr a-f A-F <<<"$P" | sed 's/..../& /g')"
}

@test "typed on a terminal" {
	echo "$P" >typed
	run terminal typed "$SATCHEL" pin "$W/live.roots"
	[ "$status" -eq 0 ]
	has "$output" "Fingerprint of the root"
	has "$output" "pinned un.example/desks"
}

@test "one digit wrong, too few, too many: refused, and never says what it expected" {
	for f in "${P%?}$([ "${P: -1}" = 0 ] && echo 1 || echo 0)" "${P%?}" "${P}0" "${P:0:16}" "${P/[0-9]/g}"; do
		run satchel pin "$W/live.roots" --fingerprint "$f"
		[ "$status" -ne 0 ]
		hasnt "$output" "$P"
		hasnt "$output" "${P:0:16}"
		[ ! -e "$SATCHEL_HOME/un.example_desks/state" ]
	done
}

@test "the same pin again is fine; another one needs --replace" {
	satchel pin "$W/live.roots" --fingerprint "$P" >/dev/null
	status 0 satchel pin "$W/live.roots" --fingerprint "$P"
	mkdir k
	keys k
	roots other.roots un.example/desks k
	status 8 satchel pin other.roots --fingerprint "$print"
	has "$stderr" "--replace"
	status 0 satchel pin other.roots --fingerprint "$print" --replace
}

@test "a root that is not signed enough is not pinned" {
	sed '$d' "$W/live.roots" >one.roots
	run satchel pin one.roots --fingerprint "$P"
	[ "$status" -eq 3 ]
	[ ! -e "$SATCHEL_HOME/un.example_desks/state" ]
}

@test "without a terminal the fingerprint cannot be asked: 2" {
	run setsid "$SATCHEL" pin "$W/live.roots" </dev/null
	[ "$status" -eq 2 ]
	has "$output" "--fingerprint HEX"
}
