#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	second_release
	exercise_world
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
	pinned "$SATCHEL_HOME" "$W/live.roots"
}

@test "GOOD is the last line, after who signed and until when" {
	status 0 satchel verify "$W/1.satchel" --now "$NOW"
	[ "${last%%:*}" = GOOD ]
	has "$output" "2, of 2 needed"
	has "$output" "un.example/officer-a"
	has "$output" "2027-02-01T00:00:00Z"
	has "$output" "fingerprint"
	[ -z "$stderr" ]
	no_wide "$output"
}

@test "--quick says QUICK" {
	status 0 satchel verify "$W/1.satchel" --quick --now "$NOW"
	[ "${last%%:*}" = QUICK ]
	hasnt "$output" GOOD
}

@test "--json and --plain" {
	status 0 satchel verify "$W/1.satchel" --json --now "$NOW"
	[ "$(field verdict)" = GOOD ]
	[ "$(field index_checked)" = true ]
	[ "$(field signers)" = '["un.example/officer-a", "un.example/officer-b"]' ]
	status 0 satchel verify "$W/1.satchel" --plain --now "$NOW"
	has "$output" "release: 1 (epoch 1)"
	[ "${last%%:*}" = GOOD ]
}

@test "STALE and EXPIRED: exit 0, loudly; --strict: 7" {
	status 0 satchel verify "$W/1.satchel" --now "$STALE"
	[ "${last%%:*}" = STALE ]
	has "$output" "STALE  a newer release was due by 2027-02-01"
	status 0 satchel verify "$W/1.satchel" --now "$EXPIRED"
	[ "${last%%:*}" = STALE ]
	has "$output" "EXPIRED  since 2027-06-01"
	status 7 satchel verify "$W/1.satchel" --now "$STALE" --strict
	has "$stderr" "--strict"
	status 0 satchel verify "$W/1.satchel" --now "$NOW" --strict
}

@test "a clock that is wrong calls nothing fresh" {
	status 0 satchel verify "$W/1.satchel" --now "$PAST"
	[ "${last%%:*}" = STALE ]
	has "$output" "CLOCK WRONG"
	hasnt "$output" GOOD
	status 7 satchel verify "$W/1.satchel" --now "$PAST" --strict
}

@test "not pinned: 8, no verdict; --root and --fingerprint do without a pin" {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/none
	status 8 satchel verify "$W/1.satchel" --now "$NOW"
	[ -z "$output" ]
	status 0 satchel verify "$W/1.satchel" --root "$W/live.roots" --fingerprint "$(print_of "$W/live.roots")" --now "$NOW"
	[ "${last%%:*}" = GOOD ]
	[ ! -e "$SATCHEL_HOME" ]
	status 2 satchel verify "$W/1.satchel" --root "$W/live.roots"
	run satchel verify "$W/1.satchel" --root "$W/live.roots" --fingerprint "$(print_of "$W/exercise.roots")" --now "$NOW"
	[ "$status" -ne 0 ]
}

@test "another directory: 8, and nothing of it is shown" {
	status 8 satchel verify "$W/x.satchel" --now "$NOW"
	hasnt "$output$stderr" Tarsenia
}

@test "OLDER THAN YOURS: 4; with --archive labelled, 0" {
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	status 4 satchel verify "$W/1.satchel" --now "$NOW"
	[ "${last%%:*}" = "OLDER THAN YOURS" ]
	status 0 satchel verify "$W/1.satchel" --archive --now "$NOW"
	[ "${last%%:*}" = "OLDER THAN YOURS" ]
	has "$output" "OLDER  release 1"
}

@test "FORK: 5" {
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	satchel build "$W/live-1" --roots "$W/live.roots" -o fork.satchel >/dev/null
	mkdir k
	cp "$W"/keys/*.key k
	signed fork.satchel "$W/live.roots" "$BATS_TEST_TMPDIR/k" a b
	status 5 satchel verify fork.satchel --now "$NOW"
	[ "${last%%:*}" = FORK ]
}

@test "NOT AUTHENTIC: 3, nothing of the file on standard output" {
	cp "$W/1.satchel" one.satchel
	satchel build "$W/live-1" --roots "$W/live.roots" -o none.satchel >/dev/null
	status 3 satchel verify none.satchel --now "$NOW"
	[ "$output" = "NOT AUTHENTIC: do not use it" ]
	flipped "$W/1.satchel" 540 flip.satchel # in the text of the statement
	status 3 satchel verify flip.satchel --now "$NOW"
	[ "${output%%:*}" = "NOT AUTHENTIC" ]
}

@test "DAMAGED: 6, where, and nothing of the file" {
	flipped "$W/1.satchel" $(($(stat -c %s "$W/1.satchel") - 1600)) flip.satchel
	status 6 satchel verify flip.satchel --now "$NOW"
	[ "${output%%:*}" = DAMAGED ]
	has "$stderr" "flip.satchel"
	head -c -512 "$W/1.satchel" >cut.satchel
	status 6 satchel verify cut.satchel --now "$NOW"
	[ "${output%%:*}" = DAMAGED ]
	: >empty
	status 6 satchel verify empty --now "$NOW"
	echo hello >text
	status 6 satchel verify text --now "$NOW"
	status 6 satchel verify text --now "$NOW" --json
	[ "$(field verdict)" = DAMAGED ]
	[ "$(field status)" = 6 ]
}

@test "not a file: 9, no verdict" {
	status 9 satchel verify nowhere --now "$NOW"
	[ -z "$output" ]
	mkdir dir
	status 9 satchel verify dir --now "$NOW"
	mkfifo fifo
	status 9 timeout 10 "$SATCHEL" verify fifo --now "$NOW"
	status 9 satchel verify /dev/zero --now "$NOW"
	ln -s "$W/1.satchel" link
	status 9 satchel verify link --now "$NOW"
}

@test "without FILE: the installed release, all of it" {
	status 1 satchel verify --now "$NOW"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	status 0 satchel verify --now "$NOW"
	[ "${last%%:*}" = GOOD ]
	f=$(echo "$SATCHEL_HOME"/*/releases/1.1.satchel)
	chmod u+w "$f"
	flipped "$f" $(($(stat -c %s "$f") - 1600)) "$f"
	status 6 satchel verify --now "$NOW"
	[ "${last%%:*}" = DAMAGED ]
}

@test "an exercise says so on every line, the verdict too" {
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	status 0 satchel verify "$W/x.satchel" -d un.example/contacts/exercise --now "$NOW"
	all_exercise
	has "$last" "GOOD: EXERCISE"
}

@test "verify writes nothing into the store" {
	before=$(find "$SATCHEL_HOME" -type f | sort | xargs sha256sum)
	satchel verify "$W/1.satchel" --now "$NOW" >/dev/null
	satchel verify "$W/2.satchel" --now "$NOW" >/dev/null
	[ "$(find "$SATCHEL_HOME" -type f | sort | xargs sha256sum)" = "$before" ]
}

@test "a store that others may write to: a warning; with --strict 9" {
	chmod 777 "$SATCHEL_HOME"
	status 0 satchel verify "$W/1.satchel" --now "$NOW"
	has "$stderr" "warning: "
	status 9 satchel verify "$W/1.satchel" --now "$NOW" --strict
}

@test "a file is opened once, bundle or proof: what is verified is what was looked at" {
	[ -x "$(command -v strace)" ] || skip "strace is not installed"
	cp "$W/1.satchel" "$BATS_TEST_TMPDIR/once.satchel"
	satchel prove -b "$W/1.satchel" norwia/ops -o "$BATS_TEST_TMPDIR/once.proof" --now "$NOW"
	for kind in satchel proof; do
		ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o "$BATS_TEST_TMPDIR/log" -e trace=open,openat "$SATCHEL" verify "$BATS_TEST_TMPDIR/once.$kind" --now "$NOW" >/dev/null
		[ "$(grep -c "once\.$kind\"" "$BATS_TEST_TMPDIR/log")" -eq 1 ]
	done
}
