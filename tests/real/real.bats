#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2164 # set by helpers.bash; tests are subshells
# real.bats: real public records, where they are at hand: every set builds,
# signs, verifies, installs and answers.  Queries are made by rule from the
# sets' own content (queries.py), so that none of it stands here.

load ../cmd/helpers

sets=${SATCHEL_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/data/real

# set NAME: sources to an installed release, then three queries of each kind.
set_answers() {
	[ -d "$sets/$1" ] || skip "no real data here"
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
	cd "$BATS_TEST_TMPDIR"
	local directory fingerprint k
	directory=$(sed -n 's/^directory: //p' "$sets/$1/release.yaml")
	for k in root officer-a officer-b; do
		satchel keygen "test.example/$k" --no-passphrase
	done
	satchel root new x.roots --directory "$directory" --issued 2026-11-01T00:00:00Z \
		--root-key test.example_root.pub --root-threshold 1 \
		--release-key test.example_officer-a.pub --release-key test.example_officer-b.pub --release-threshold 2
	satchel root sign x.roots -k test.example_root.key
	fingerprint=$(satchel root show x.roots --json | sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/')
	status 0 satchel check "$sets/$1"
	hasnt "$output" "error:"
	satchel build "$sets/$1" --roots x.roots -o r.satchel
	satchel pin x.roots --fingerprint "$fingerprint"
	for k in a b; do
		satchel sign r.satchel -k test.example_officer-$k.key --release 1 --now "$NOW"
	done
	status 0 satchel verify r.satchel --now "$NOW"
	has "$last" GOOD
	satchel install r.satchel --now "$NOW"
	for k in plain phone typo; do
		python3 "$BATS_TEST_DIRNAME/queries.py" r.satchel "$SATCHEL" $k 5
	done
}

@test "real: csirt" { set_answers csirt; }
@test "real: congress-legislators" { set_answers congress-legislators; }
@test "real: foia" { set_answers foia; }
@test "real: diodb" { set_answers diodb; }
@test "real: embassies" { set_answers embassies; }
@test "real: publicbodies" { set_answers publicbodies; }
