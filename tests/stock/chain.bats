#!/usr/bin/env bats
# check.sh on releases that make.py made with openssl alone: chains of roots,
# and every reason to refuse.

setup_file() {
	export STOCK="$BATS_TEST_DIRNAME" CASES="$BATS_FILE_TMPDIR"
	python3 "$STOCK/make.py" cases "$CASES"
}

check() { # check NAME
	run "$STOCK/check.sh" "$CASES/$1.satchel" "$CASES/$1.roots" "$(cat "$CASES/$1.fingerprint")"
}

@test "every good release is accepted, and OK is the last line" {
	for f in "$CASES"/good-*.satchel; do
		check "$(basename "$f" .satchel)"
		echo "$f: $output"
		[ "$status" -eq 0 ]
		[[ ${lines[-1]} == "OK un.example/stock/exercise (exercise) epoch 1 release "* ]]
	done
}

@test "every bad release is refused, with one line that says why" {
	n=0
	for f in "$CASES"/bad-*.satchel; do
		check "$(basename "$f" .satchel)"
		echo "$f: $output"
		[ "$status" -eq 1 ]
		[[ $output == "NOT GOOD: "* ]]
		[ "${#lines[@]}" -eq 1 ]
		n=$((n + 1))
	done
	[ "$n" -ge 20 ]
}

@test "each is refused for its own reason" {
	while read -r name reason; do
		check "bad-$name"
		echo "$name: $output"
		[[ $output == *"$reason"* ]]
	done <<-END
		short 1 good signatures on statement.1, too few of its release keys
		same-line-twice one key signed twice
		same-key-other-name 1 good signatures on statement.1
		third-signature signature of un.example/officer-c is bad
		lines-unsorted not sorted
		no-signature not a signed note
		key-twice-in-root a key stands twice
		root-not-signed-by-old too few of its root keys
		root-not-signed-by-new too few of its root keys
		root-previous root 3 does not follow root 2
		root-gap wrong version
		root-epoch-leap epoch or minimum-release fell
		revoked release 3 was revoked
		older-root-named another root than the newest
		directory directory is not the root's
		epoch epoch is not the root's
		field-order not the lines of a statement
		payload-size PAYLOAD is not what was signed
		history-short HISTORY is not what was signed
		previous HISTORY does not lead to this release
		release-number HISTORY is not what was signed
	END
}

@test "any POSIX shell runs it" {
	for shell in dash "bash --posix"; do
		run $shell "$STOCK/check.sh" "$CASES/good-chain.satchel" "$CASES/good-chain.roots" "$(cat "$CASES/good-chain.fingerprint")"
		[ "$status" -eq 0 ]
	done
}

@test "satchel refuses the same ones, each with its exit status" {
	satchel=${SATCHEL:-$STOCK/../../build/satchel}
	while read -r name want; do
		export SATCHEL_HOME="$BATS_TEST_TMPDIR/$name"
		run "$satchel" pin "$CASES/$name.roots" --fingerprint "$(cat "$CASES/$name.fingerprint")"
		[ "$status" -ne 0 ] || run "$satchel" verify "$CASES/$name.satchel" --now=2026-11-20T09:00:00Z
		echo "$name: $status, $want is due: $output"
		[ "$status" -eq "$want" ]
	done <<-END
		bad-short 3
		bad-short-with-stranger 3
		bad-same-line-twice 3
		bad-same-key-other-name 3
		bad-third-signature 3
		bad-lines-unsorted 3
		bad-no-signature 3
		bad-key-twice-in-root 6
		bad-root-not-signed-by-old 3
		bad-root-not-signed-by-new 3
		bad-root-unsigned 3
		bad-root-previous 3
		bad-root-gap 3
		bad-root-epoch-leap 6
		bad-revoked 4
		bad-older-root-named 4
		bad-directory 8
		bad-epoch 6
		bad-field-order 6
		bad-field-twice 6
		bad-payload-size 6
		bad-history-short 6
		bad-previous 6
		bad-release-number 6
	END
}

@test "satchel finds no fault in the good ones before their payload, which is none" {
	satchel=${SATCHEL:-$STOCK/../../build/satchel}
	for f in "$CASES"/good-*.satchel; do
		name=$(basename "$f" .satchel)
		export SATCHEL_HOME="$BATS_TEST_TMPDIR/$name"
		"$satchel" pin "$CASES/$name.roots" --fingerprint "$(cat "$CASES/$name.fingerprint")"
		run "$satchel" verify "$f" --now=2026-11-20T09:00:00Z
		echo "$name: $output"
		[ "$status" -eq 6 ]
		[[ $output == *"root page"* ]]
	done
}
