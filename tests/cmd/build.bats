#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir "$W/keys"
	keys "$W/keys"
	roots "$W/live.roots" un.example/desks "$W/keys"
	roots "$W/exercise.roots" un.example/contacts/exercise "$W/keys"
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	source_live d
}

@test "writes a bundle that tar reads, says how much is in it, and the records line" {
	status 0 satchel build d --roots "$W/live.roots" -o 1.satchel
	has "$output" "1.satchel: release 1 (epoch 1) of 2026-11-02, not signed yet"
	has "$output" "parties       2"
	has "$output" "contacts      4"
	no_wide "$(grep -v '^records ' <<<"$output")"
	[ "$(tar tf 1.satchel | tr '\n' ' ')" = "STATEMENT ROOTS HISTORY PAYLOAD " ]
	line=$(tar xOf 1.satchel STATEMENT | grep '^records ')
	grep -qxF "$line" <<<"$output"
}

@test "--json" {
	status 0 satchel build d --roots "$W/live.roots" -o 1.satchel --json
	[ "$(field parties)" = 2 ]
	[ "$(field contacts)" = 4 ]
	[ "$(field zones)" = 1 ]
	[ "$(field release)" = 1 ]
	[ "$(field fingerprint)" = "$(tar xOf 1.satchel STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1)" ]
}

@test "an exercise says so on every line" {
	source_exercise x
	status 0 satchel build x --roots "$W/exercise.roots" -o x.satchel
	all_exercise
}

@test "the warnings are counted" {
	sed -i 's/title: Director/title: ""/' d/parties/desks.yaml
	status 0 satchel build d --roots "$W/live.roots" -o 1.satchel
	has "$last" "satchel check shows them"
}

@test "errors of the sources: 1, the findings, no output file" {
	sed -i 's/organization:/organisation:/' d/parties/desks.yaml
	status 1 satchel build d --roots "$W/live.roots" -o 1.satchel
	has "$stderr" "d/parties/desks.yaml:13:5: error: "
	[ -z "$output" ]
	[ "$(ls)" = "d" ] || [ "$(find . -name '*satchel*')" = "" ]
}

@test "an output that is there is kept: 9; --force replaces it" {
	echo mine >1.satchel
	status 9 satchel build d --roots "$W/live.roots" -o 1.satchel
	has "$stderr" "exists already"
	[ "$(cat 1.satchel)" = mine ]
	status 0 satchel build d --roots "$W/live.roots" -o 1.satchel --force
	tar tf 1.satchel >/dev/null
}

@test "an output that is a link or a folder is never followed" {
	echo mine >target
	ln -s target 1.satchel
	status 9 satchel build d --roots "$W/live.roots" -o 1.satchel --force
	[ "$(cat target)" = mine ]
	mkdir 2.satchel
	status 9 satchel build d --roots "$W/live.roots" -o 2.satchel --force
}

@test "--like gives the same bytes" {
	satchel build d --roots "$W/live.roots" -o 1.satchel >/dev/null
	status 0 satchel build d --roots "$W/live.roots" --like 1.satchel -o again.satchel
	cmp 1.satchel again.satchel
	status 0 satchel build d --roots "$W/live.roots" -o other.satchel
	run cmp -s 1.satchel other.satchel
	[ "$status" -eq 1 ] # another seed
}

@test "the number of threads changes nothing" {
	satchel build d --roots "$W/live.roots" -o 1.satchel --threads 1 >/dev/null
	satchel build d --roots "$W/live.roots" -o 2.satchel --threads 4 --like 1.satchel >/dev/null
	cmp 1.satchel 2.satchel
}

@test "release 2 needs --previous, and chains to it" {
	satchel build d --roots "$W/live.roots" -o 1.satchel >/dev/null
	signed 1.satchel "$W/live.roots" "$W/keys" a b
	source_live e 2 2026-11-12T09:00:00Z
	run satchel build e --roots "$W/live.roots" -o 2.satchel
	[ "$status" -ne 0 ]
	has "$output" "previous"
	[ ! -e 2.satchel ]
	status 0 satchel build e --roots "$W/live.roots" --previous 1.satchel -o 2.satchel
	first=$(tar xOf 1.satchel STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1)
	grep -qx "previous sha256:$first" <<<"$(tar xOf 2.satchel STATEMENT)"
	[ "$(tar xOf 2.satchel HISTORY)" = "1 $first 2026-11-02T09:00:00Z" ]
}

@test "roots of another directory are refused" {
	run satchel build d --roots "$W/exercise.roots" -o 1.satchel
	[ "$status" -ne 0 ]
	[ ! -e 1.satchel ]
}

@test "what is missing is named: 2" {
	status 2 satchel build d --roots "$W/live.roots"
	has "$stderr" "-o OUT is missing"
	status 2 satchel build d -o x
	has "$stderr" "--roots FILE is missing"
	status 2 satchel build -o x --roots y
}

@test "no folder, no roots, no place for the output: 9" {
	status 9 satchel build nowhere --roots "$W/live.roots" -o 1.satchel
	status 9 satchel build d --roots nowhere -o 1.satchel
	status 9 satchel build d --roots "$W/live.roots" -o no/such/1.satchel
}

@test "a signal that asks to stop leaves nothing behind: 9" {
	python3 - <<'END'
with open("d/parties/big.yaml", "w") as f:
    for i in range(150000):
        f.write('---\nsatchel: "1"\nparty: p%d\nname: Party %d\ncontacts:\n  - {id: a, role: b, kind: org, name: Desk %d, phones: [{number: "+9991%08d"}]}\n' % (i, i, i, i))
END
	mkdir out
	"$SATCHEL" build d --roots "$W/live.roots" -o out/big.satchel >/dev/null 2>err &
	pid=$!
	sleep 0.3
	kill -TERM $pid 2>/dev/null || skip "built before the signal came"
	got=0
	wait $pid || got=$?
	[ $got -ne 0 ] || skip "built before the signal came"
	[ $got -eq 9 ]
	[ -z "$(ls -A out)" ]
}

@test "a release below the root's minimum: built, with a warning" {
	roots low.roots un.example/desks "$W/keys"
	satchel root next low.roots --minimum-release 5 --now "$NOW" >/dev/null
	satchel root sign low.roots -k "$W/keys/un.example_root-a.key" >/dev/null
	satchel root sign low.roots -k "$W/keys/un.example_root-b.key" >/dev/null
	status 0 satchel build d --roots low.roots -o low.satchel
	has "$stderr" "no release below 5"
}
