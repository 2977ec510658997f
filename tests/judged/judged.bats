# judged.bats: the answers that a user would call right come first.  The shares
# are printed; queries by rule over real records are in tests/real.

load ../cmd/helpers

setup() {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
	W=$BATS_TEST_TMPDIR
	mkdir -p "$W/keys"
	keys "$W/keys"
	roots "$W/x.roots" un.example/points-of-contact/exercise "$W/keys"
	satchel build "$BATS_TEST_DIRNAME/../../testdata/roster" --roots "$W/x.roots" -o "$W/1.satchel" >/dev/null
	signed "$W/1.satchel" "$W/x.roots" "$W/keys" a b
	pinned "$SATCHEL_HOME" "$W/x.roots"
	satchel install "$W/1.satchel" --now "$NOW" >/dev/null
}

@test "judged: each query of the table is answered as the table says" {
	local bad=0
	python3 -B "$BATS_TEST_DIRNAME/judged.py" "$SATCHEL" >"$W/out" || bad=1
	sed 's/^/# /' "$W/out" >&3
	[ $bad -eq 0 ]
}
