# planted.bats: large invented directories with known answers, where their
# generator is at hand: every planted query finds exactly what was planted,
# however it is spelled, and reads no more than a path through the trees.

load helpers

gen=${SATCHEL_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/bench/gen.py

# directory CONTACTS SEED: made, built, signed and installed in $W/CONTACTS.
directory() {
	local d=$W/$1
	python3 -B "$gen" "$1" "$d" --seed "$2" --also jsonl >/dev/null
	roots "$d/live.roots" "bench.example/contacts-$1" "$W/keys"
	satchel build "$d/src" --roots "$d/live.roots" -o "$d/1.satchel" >/dev/null
	signed "$d/1.satchel" "$d/live.roots" "$W/keys" a b
	rm -rf "$W/keys"/home-* # the next directory has another root
	pinned "$d/home" "$d/live.roots"
	SATCHEL_HOME=$d/home satchel install "$d/1.satchel" --now "$NOW" >/dev/null
}

setup_file() {
	[ -e "$gen" ] || return 0
	W=$BATS_FILE_TMPDIR
	export W
	mkdir -p "$W/keys"
	keys "$W/keys"
	directory 10000 1
	directory 1000 2
}
setup() {
	[ -e "$gen" ] || skip "no generator here"
	export SATCHEL_HOME=$W/10000/home
}

# reads BYTES DIGESTS COMMAND...: at most that, by --stats.
reads() {
	local bytes=$1 digests=$2
	shift 2
	status 0 satchel "$@" --stats
	[[ ${stderr-} =~ bytes\ read\ ([0-9]+),\ digests\ ([0-9]+) ]]
	if [ "${BASH_REMATCH[1]}" -gt "$bytes" ] || [ "${BASH_REMATCH[2]}" -gt "$digests" ]; then
		echo "$*: ${BASH_REMATCH[0]}; allowed: $bytes, $digests" >&2
		return 1
	fi
}

@test "planted: every query finds exactly its truth among 10,000" {
	python3 -B "$BATS_TEST_DIRNAME/../bench/planted.py" "$W/10000" "$SATCHEL"
}

@test "planted: and among 1,000 others, in a bundle that is not installed" {
	export SATCHEL_HOME=$W/1000/home
	python3 -B "$BATS_TEST_DIRNAME/../bench/planted.py" "$W/1000" "$SATCHEL" -b "$W/1000/1.satchel"
}

@test "planted: a look-up reads a path, not the directory" {
	local id
	id=$(sed -n 's/^exact\t\([^\t]*\).*/\1/p' "$W/10000/queries.tsv")
	[ "$(stat -c %s "$W/10000/1.satchel")" -gt 1000000 ]
	reads 65536 20 show --json "$id"
	reads 98304 24 find quexhavenshire
	reads 98304 24 find 'quexhav*'
	reads 131072 28 find zirconotto velvetbourne
	reads 98304 24 find --limit 10 duty
	reads 98304 24 find +999555017739
	reads 196608 36 find zx-desk@planted.example
}

@test "planted: ten times the contacts take a node or two more" {
	local small large
	for query in "find quexhavenshire" "find quexhav*" "find zirconotto velvetbourne" \
		"find --limit 10 duty" "find +999555017739" "find zx-desk@planted.example"; do
		for n in 1000 10000; do
			# shellcheck disable=SC2086 # words
			SATCHEL_HOME=$W/$n/home status 0 satchel $query --stats
			[[ ${stderr-} =~ bytes\ read\ ([0-9]+),\ digests\ ([0-9]+) ]]
			[ $n = 1000 ] && small=("${BASH_REMATCH[@]:1}") || large=("${BASH_REMATCH[@]:1}")
		done
		if [ "${large[0]}" -gt $((small[0] + 32768)) ] || [ "${large[1]}" -gt $((small[1] + 8)) ]; then
			echo "$query: ${small[*]}, then ${large[*]}" >&2
			return 1
		fi
	done
}
