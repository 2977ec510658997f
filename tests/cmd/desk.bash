# desk.bash: the roster of testdata as two signed releases, for the tests of
# what a duty officer does.
# shellcheck disable=SC2034,SC2154 # used by the tests; set by helpers.bash

ROSTER=un.example/points-of-contact/exercise

# roster_world: keys, roots, $W/1.satchel and $W/2.satchel, where one number
# changed and a State joined.
roster_world() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir -p "$W/keys"
	[ -e "$W/keys/un.example_root-a.pub" ] || keys "$W/keys"
	roots "$W/x.roots" $ROSTER "$W/keys"
	cp -R "$BATS_TEST_DIRNAME/../../testdata/roster" "$W/r1"
	"$BATS_TEST_DIRNAME/../release2.sh" "$W/r2"
	satchel build "$W/r1" --roots "$W/x.roots" -o "$W/1.satchel" >/dev/null
	signed "$W/1.satchel" "$W/x.roots" "$W/keys" a b
	satchel build "$W/r2" --roots "$W/x.roots" --previous "$W/1.satchel" -o "$W/2.satchel" >/dev/null
	signed "$W/2.satchel" "$W/x.roots" "$W/keys" a b
}
# roster_state [RELEASE]: a State with releases up to it installed.
roster_state() {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/state
	pinned "$SATCHEL_HOME" "$W/x.roots"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
	[ "${1:-1}" -eq 1 ] || satchel install "$W/2.satchel" --now "$NOW" >/dev/null
}
# odd_world: a live directory of odd texts, $W/odd.satchel, installed by
# odd_state.
odd_world() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir -p "$W/keys"
	[ -e "$W/keys/un.example_root-a.pub" ] || keys "$W/keys"
	roots "$W/odd.roots" un.example/odd "$W/keys"
	release_yaml "$W/odd" un.example/odd live open 1 2026-11-02T09:00:00Z
	cp "$BATS_TEST_DIRNAME/odd.yaml" "$W/odd/parties/odd.yaml"
	satchel build "$W/odd" --roots "$W/odd.roots" -o "$W/odd.satchel" >/dev/null
	signed "$W/odd.satchel" "$W/odd.roots" "$W/keys" a b
}
odd_state() {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/odd-state
	pinned "$SATCHEL_HOME" "$W/odd.roots"
	satchel install "$W/odd.satchel" --now "$NOW" >/dev/null
}
