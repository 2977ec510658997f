#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

# forked SOURCE OUT [BUILD OPTION...]: another release of the same number,
# signed by officers who forgot that they had signed one.
forked() {
	local source=$1 out=$2 o
	shift 2
	satchel build "$source" --roots "$W/live.roots" -o "$out" "$@" >/dev/null
	for o in a b; do
		rm -rf "$W/forgot-$o"
		pinned "$W/forgot-$o" "$W/live.roots"
		SATCHEL_HOME=$W/forgot-$o satchel sign "$out" -k "$W/keys/un.example_officer-$o.key" --now "$NOW" \
			--release "$(number_of "$out")" >/dev/null
	done
}
setup_file() {
	world
	second_release
	exercise_world
	forked "$W/live-1" "$W/1b.satchel"
	forked "$W/live-2" "$W/2b.satchel" --previous "$W/1b.satchel"
	source_live "$W/live-3" 3 2026-11-15T09:00:00Z
	satchel build "$W/live-3" --roots "$W/live.roots" --previous "$W/2.satchel" -o "$W/3.satchel" >/dev/null
	signed "$W/3.satchel" "$W/live.roots" "$W/keys" a b
	for f in 1 2 3 1b 2b; do tar xOf "$W/$f.satchel" STATEMENT >"$W/$f.statement"; done
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/state
	pinned "$SATCHEL_HOME" "$W/live.roots"
}
print_is() { tar xOf "$1" STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1; }
compare() { # STATUS A B
	local want=$1
	shift
	status "$want" satchel compare "$@" --plain --now "$NOW"
}

@test "the same release, whatever carries it" {
	for a in "$W/1.satchel" "$W/1.statement"; do
		for b in "$W/1.satchel" "$W/1.statement"; do
			compare 0 "$a" "$b"
			has "$last" "SAME: release 1"
		done
	done
	has "$output" "check number: $(print_is "$W/1.satchel")"
}

@test "B left out is what is installed" {
	compare 1 "$W/1.statement"
	has "$stderr" "no release of un.example/desks is installed"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	compare 0 "$W/1.statement"
	compare 1 "$W/2.statement"
	has "$last" "SECOND OLDER: 1.1 before 1.2, which follows from it"
}

@test "older and newer, and whether the newer one follows" {
	compare 1 "$W/1.satchel" "$W/2.satchel"
	has "$last" "FIRST OLDER: 1.1 before 1.2, which follows from it"
	compare 1 "$W/2.satchel" "$W/1.satchel"
	has "$last" "SECOND OLDER: 1.1 before 1.2"
	compare 1 "$W/1.statement" "$W/3.satchel"
	has "$last" "FIRST OLDER: 1.1 before 1.3, which follows from it"
	compare 1 "$W/1.statement" "$W/3.statement"
	has "$last" "FIRST OLDER: 1.1 before 1.3, which may follow from it or not"
}

@test "a fork: both statements, both fingerprints, 5, both kept" {
	for a in "$W/1.satchel" "$W/1.statement"; do
		compare 5 "$a" "$W/1b.satchel"
		has "$last" "FORK: "
		has "$output" "first: release 1 (epoch 1) of 2026-11-02"
		has "$output" "second: release 1 (epoch 1) of 2026-11-02"
		has "$output" "check number: $(print_is "$W/1.satchel")"
		has "$output" "check number: $(print_is "$W/1b.satchel")"
		has "$output" "two texts: of release 1 (epoch 1)"
	done
	[ "$(find "$SATCHEL_HOME/un.example_desks/evidence" -type f | wc -l)" -eq 2 ]
	status 5 satchel compare "$W/1.satchel" "$W/1b.satchel" --json --now "$NOW"
	has "$output" '"relation":"fork"'
	has "$output" '"fork_release":1'
}

@test "a fork of which one side was accepted here: the other is kept" {
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	compare 5 "$W/1b.statement"
	[ "$(find "$SATCHEL_HOME/un.example_desks/evidence" -type f | wc -l)" -eq 1 ]
	# two States that agree, against this one
	compare 5 "$W/1b.statement" "$W/1b.satchel"
	has "$stderr" "two different releases 1.1"
}

@test "a fork further back shows in previous and in the histories" {
	compare 5 "$W/1b.statement" "$W/2.statement"
	has "$output" "two texts: of release 1 (epoch 1)"
	has "$output" "by the first: $(print_is "$W/1b.satchel")"
	has "$output" "by the second: $(print_is "$W/1.satchel")"
	compare 5 "$W/3.satchel" "$W/1b.statement"
	has "$output" "by the first: $(print_is "$W/1.satchel")"
	compare 5 "$W/2b.satchel" "$W/3.satchel"
	has "$output" "two texts: of release 1 (epoch 1)"
	compare 5 "$W/2b.satchel" "$W/2.satchel"
	has "$output" "two texts: of release 1 (epoch 1)"
	compare 5 "$W/2b.statement" "$W/2.satchel"
	has "$output" "two texts: of release 2 (epoch 1)"
}

@test "different directories: 8; one that is not pinned: 8" {
	compare 8 "$W/1.satchel" "$W/x.satchel"
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	compare 8 "$W/1.satchel" "$W/x.satchel"
	has "$stderr" "different directories: un.example/desks and un.example/contacts/exercise"
	compare 0 "$W/x.satchel" "$W/x.satchel"
	all_exercise
	compare 0 "$W/1.satchel" "$W/1.statement"
}

@test "what is not authentic is refused with its own status" {
	flipped "$W/1.statement" 90 bad
	compare 3 bad "$W/1.satchel"
	compare 3 "$W/1.satchel" bad
	[ -z "$output" ]
	sed '$d' "$W/1.statement" >few
	compare 3 few "$W/1.satchel"
	has "$stderr" "1 good signature of release keys, 2 needed"
	flipped "$W/1.satchel" 100 bad.satchel
	compare 6 bad.satchel "$W/1.satchel"
	compare 6 "$W/live.roots" "$W/1.satchel"
	compare 9 nowhere "$W/1.satchel"
	: >empty
	compare 6 empty "$W/1.satchel"
}

@test "a proof stands for its release" {
	satchel prove --help >/dev/null 2>&1 || skip "no command prove yet"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	satchel prove norwia/ops -o p.proof --now "$NOW" >/dev/null
	compare 0 p.proof "$W/1.satchel"
	compare 1 p.proof "$W/2.satchel"
	compare 5 p.proof "$W/1b.satchel"
	sed -i 's/Operations/Operationz/' p.proof
	compare 6 p.proof "$W/1.satchel"
}

@test "the check number is shown whole, in groups for the telephone" {
	status 0 satchel compare "$W/1.satchel" "$W/1.satchel" --now "$NOW"
	no_wide "$output"
	[ "$(grep -oE '\b[0-9a-f]{4}( [0-9a-f]{4}){7}$' <<<"$output" | wc -l)" -eq 4 ]
	has "$output" "to the end"
	status 0 satchel compare --help
	no_wide "$output"
	status 2 satchel compare
	status 2 satchel compare a b c
}
