#!/usr/bin/env bats
# A release that satchel made is checked without satchel: check.sh with tar,
# sha256sum, awk, base64 and openssl, check-signify.sh with signify.

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	export STOCK="$BATS_TEST_DIRNAME" ROOT="$BATS_TEST_DIRNAME/../.." D="$BATS_FILE_TMPDIR"
	export SATCHEL="${SATCHEL:-$ROOT/build/satchel}" SATCHEL_HOME="$D/home"
	local n at=--now=2026-11-20T09:00:00Z
	for n in root-a root-b root-c officer-a officer-b officer-c; do
		"$SATCHEL" keygen "un.example/$n" -o "$D" --no-passphrase >/dev/null || return
	done
	for n in mine other; do
		"$SATCHEL" root new $n.roots --directory un.example/points-of-contact/exercise \
			--root-key un.example_root-a.pub --root-key un.example_root-b.pub --root-key un.example_root-c.pub --root-threshold 2 \
			--release-key un.example_officer-a.pub --release-key un.example_officer-b.pub --release-key un.example_officer-c.pub \
			--release-threshold 2 --issued "2026-10-2$(wc -c <<<$n)T00:00:00Z" >/dev/null || return
		"$SATCHEL" root sign $n.roots -k un.example_root-a.key >/dev/null || return
		"$SATCHEL" root sign $n.roots -k un.example_root-b.key >/dev/null || return
	done
	for n in mine other; do sed '/^$/,$d' $n.roots | sha256sum | cut -d' ' -f1 >$n.fingerprint; done
	"$SATCHEL" pin mine.roots --fingerprint "$(cat mine.fingerprint)" >/dev/null || return
	"$STOCK/../release2.sh" roster-2 || return
	sign() { "$SATCHEL" sign "$1.satchel" -k "un.example_officer-$3.key" --release "$2" $at >/dev/null; }
	"$SATCHEL" build "$ROOT/testdata/roster" --roots mine.roots -o one.satchel >/dev/null || return
	cp one.satchel none.satchel && sign one 1 a || return
	cp one.satchel short.satchel && sign one 1 b || return
	"$SATCHEL" build roster-2 --roots mine.roots --previous one.satchel -o two.satchel >/dev/null || return
	sign two 2 b && sign two 2 c
}

check() { run "$STOCK/check.sh" "$D/$1.satchel" "${2:-$D/mine.roots}" "${3:-$(cat "$D/mine.fingerprint")}"; }
signify() {
	local f=$1 m=$2
	shift 2
	run "$STOCK/check-signify.sh" "$D/$f.satchel" "$m" "${@/#/$D/un.example_}"
}
all=(officer-a.pub officer-b.pub officer-c.pub)
flip() { python3 "$STOCK/make.py" flip "$D/one.satchel" "$D/flipped.satchel" "$@"; }
refused() { echo "$output" && [ "$status" -eq 1 ] && [[ $output == "NOT GOOD: $1"* ]]; }

@test "a good release is accepted, and OK is the last line" {
	check one
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == "OK un.example/points-of-contact/exercise (exercise) epoch 1 release 1, "* ]]
	check two
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == "OK "*" release 2, "* ]]
}

@test "its fingerprint is the one that satchel prints" {
	check one
	want=$("$SATCHEL" info -b "$D/one.satchel" --json --now=2026-11-20T09:00:00Z | sed -n 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/p')
	[ -n "$want" ]
	[[ ${lines[-1]} == *"sha256 $want" ]]
}

@test "a flipped byte is refused: STATEMENT" { flip STATEMENT 60 && check flipped && refused "signature of"; }
@test "a flipped byte is refused: ROOTS" { flip ROOTS 60 && check flipped && refused "the root that you trust is not in this release"; }
@test "a flipped byte is refused: HISTORY" {
	python3 "$STOCK/make.py" flip "$D/two.satchel" "$D/flipped.satchel" HISTORY 10
	check flipped
	refused "HISTORY is not what was signed"
}
@test "a flipped byte is refused: PAYLOAD" { flip PAYLOAD 5000 && check flipped && refused "PAYLOAD is not what was signed"; }
@test "a flipped byte is refused: a header" { flip header 300 && check flipped && refused ""; }
@test "a flipped byte is refused: padding" { flip padding 0 && check flipped && refused "a byte of the archive"; }

@test "one signature too few is refused" { check short && refused "1 good signatures"; }
@test "no signature is refused" { check none && refused ""; }

@test "the same officer twice is refused" {
	mkdir -p "$D/twice"
	tar xf "$D/short.satchel" -C "$D/twice"
	chmod u+w "$D/twice/STATEMENT"
	tail -n 1 "$D/twice/STATEMENT" >"$D/line" && cat "$D/line" >>"$D/twice/STATEMENT"
	python3 "$STOCK/make.py" pack "$D/twice" "$D/twice.satchel"
	check twice
	refused "one key signed twice"
}

@test "a wrong root is refused" {
	check one "$D/other.roots" "$(cat "$D/other.fingerprint")"
	refused "the root that you trust is not in this release"
	check one "$D/mine.roots" "$(cat "$D/other.fingerprint")"
	refused "no root in"
}

@test "a fingerprint that is not whole is refused" {
	check one "$D/mine.roots" "$(cut -c1-16 "$D/mine.fingerprint")"
	refused "a fingerprint is 64 hex digits"
}

@test "bytes missing or left over are refused" {
	head -c -512 "$D/one.satchel" >"$D/cut.satchel"
	check cut
	refused ""
	{ cat "$D/one.satchel" && head -c 512 /dev/zero; } >"$D/long.satchel"
	check long
	refused ""
	: >"$D/empty.satchel"
	check empty
	refused "not an archive of the four members"
}

@test "packing the members again gives the same bytes" {
	mkdir -p "$D/again"
	tar xf "$D/one.satchel" -C "$D/again"
	python3 "$STOCK/make.py" pack "$D/again" "$D/again.satchel"
	cmp "$D/one.satchel" "$D/again.satchel"
}

@test "signify: a good release is accepted, and OK is the last line" {
	command -v signify-openbsd >/dev/null || skip "no signify"
	signify one 2 "${all[@]}"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == "OK un.example/points-of-contact/exercise (exercise) epoch 1 release 1, "* ]]
}

@test "signify: flipped bytes are refused" {
	command -v signify-openbsd >/dev/null || skip "no signify"
	for member in STATEMENT ROOTS PAYLOAD; do
		flip $member 60
		signify flipped 2 "${all[@]}"
		refused ""
	done
	python3 "$STOCK/make.py" flip "$D/two.satchel" "$D/flipped.satchel" HISTORY 10
	signify flipped 2 "${all[@]}"
	refused "HISTORY is not what was signed"
}

@test "signify: too few signatures, one key twice or other keys are refused" {
	command -v signify-openbsd >/dev/null || skip "no signify"
	signify short 2 "${all[@]}"
	refused "1 of the given keys signed, 2 are needed"
	signify one 2 officer-a.pub officer-a.pub officer-c.pub
	refused "1 of the given keys signed, 2 are needed"
	signify one 1 root-a.pub root-b.pub
	refused "0 of the given keys signed, 1 are needed"
}

@test "the README prints check.sh as it is" {
	sed -n '/^#!\/bin\/sh$/,/^```$/p' "$ROOT/README.md" | sed '$d' | diff - "$STOCK/check.sh"
}

@test "the example root in keys/ is whole, is the one its README names, and no secret key is there" {
	run "$SATCHEL" root show --json "$ROOT/keys/exercise.roots"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *'"complete":true'* ]]
	print=$(sed '/^$/,$d' "$ROOT/keys/exercise.roots" | sha256sum | cut -d' ' -f1)
	[[ $(tr -d ' \n' <"$ROOT/keys/README.md") == *"$print"* ]]
	for f in "$ROOT"/keys/*.pub; do
		run sed -n 2p "$f"
		[ "$(base64 -d <<<"$output" | head -c 2)" = Ed ]
	done
	run grep -rIlE '^satchel secret key' "$ROOT/keys"
	[ "$status" -eq 1 ]
}
