#!/bin/bash
# table.sh [LOG...]: writes README.md beside it: each attack by its number, the
# tests that make it, and how they ended.  The logs are TAP, named for their
# test files as run.sh names them; without any, the tests are run first.
set -u
cd "$(dirname "$0")/../.." || exit 1
here=tests/attacks
if [ $# -eq 0 ]; then
	mkdir -p build/attacks && rm -f build/attacks/*.log
	export LC_ALL=C.UTF-8 TZ=UTC
	# shellcheck disable=SC2016 # expanded by the inner shell
	printf '%s\n' $here/*.bats | xargs -P 2 -I {} bash -c 'bats --tap "$1" >"build/attacks/attacks_$(basename "$1").log" 2>&1 </dev/null' _ {}
	set -- build/attacks/*.log
fi

# What each attack is; a few words more where a test cannot be all of it.
titles() {
	cat <<'END'
A. Signatures and keys
1|Arbitrary content, no or an invalid signature|every byte: tests/unit/flip_test.c
2|Too few signers
3|The same key counted twice
4|Two officers collude to use one token, or one holds two keys|No code can tell; `root show` prints who holds which key, and keys/README.md says how many people it takes
5|An invalid signature by a known key beside enough good ones
6|Lines by unknown keys
7|A colliding key id|made without brute force: a line labelled as an officer's, by another key
8|Confusion by name, homoglyphs
9|A text of one kind, or of another directory, for another
10|Small-order, mixed and non-canonical points; S not below L
11|An older libsodium|a library that takes bad points is preloaded; there is only the one libsodium that is installed
12|A secret key file with another public half
13|A KDF bomb, or a weak KDF, in a key file
14|A passphrase echoed, in arguments, in a core dump, from a pipe
15|An officer signs something else than is shown
16|A bundle is signed that was never checked
17|Garbled signature lines, base64, line ends
18|Input checked by `assert`|the whole run builds and tests with NDEBUG too
B. Freshness, order, history
19|Rollback to an older valid release
20|Rollback after a crash between root and release
21|Freeze: the same old file for ever
22|Fast-forward by a stolen quorum
23|A clock set back, forward, or dead
24|A release dated in the future
25|Two different releases of one number
26|History rewritten for a State that skips releases
27|Members of two releases mixed
28|Root chain: gap, order, signed by one side alone
29|Two different roots of one version
30|An expired root and rotation
31|A release by revoked keys, on a fresh machine
32|A store deleted or restored
C. Container and compression
33|Decompression bomb
34|zlib on hostile bytes
35|Blocks swapped, repeated, cut, extended
36|Lengths and offsets that overflow; over 2 GiB
37|The parser before the verifier
38|Two readings of one archive
39|Endless data
40|Leaf and node confused, odd nodes doubled
41|Empty or short hashes
42|An index that lies
43|Two records of one id, unsorted, miscounted
44|A signed field that nobody compares
45|Good news before the last check
D. Files and machine
46|The file is swapped between two opens
47|A medium that changes between two reads
48|Links, folders, fifos, devices; `..`
49|A file cut off while it is read
50|Power cut, full disk, I/O errors
51|Output left behind, input as output, empty input
52|Two installs at once
53|A store that others may write to
54|Line ends and letters changed on the way
E. People and text
55|Terminal escapes
56|Text that is turned or hidden
57|YAML bombs and tricks
58|What libyaml takes that is no YAML
59|A fingerprint compared too short
60|Words for one thing that mean another
61|A quorum that was lost
62|Who reads what, seen on the way|Signing does not hide anything: updates are fetched for all alike, or wrapped in age for transport
63|Neighbours guessed from a proof
F. The tree and the index
64|Keys that disagree, unsorted, ranges that overlap
65|Children outside, behind, over each other; depth
66|Gaps, unreferenced bytes, one block twice
67|A lead block in another's place
68|Front coding and terms
69|Entries and postings
70|JSON that is not canonical
71|An index of other words than the records hold
END
}

# "NUMBER|file: test|result" for each number of each test.
results() {
	local log file
	for log; do
		file=$(basename "$log" .log)
		awk -v file="${file#attacks_}" '
		/^(not )?ok [0-9]+ / {
			result = $1 == "ok" ? "passed" : "FAILED"
			line = $0
			sub(/^(not )?ok [0-9]+ /, "", line)
			if (match(line, / # skip.*/)) {
				result = "skipped:" substr(line, RSTART + 7)
				line = substr(line, 1, RSTART - 1)
			}
			if (line !~ /^attacks? [0-9]/) next
			colon = index(line, ":")
			n = split(substr(line, 1, colon - 1), word, /[^0-9]+/)
			for (i = 1; i <= n; i++)
				if (word[i] != "" && word[i] > 0)
					print word[i] "|" file "|" substr(line, colon + 2) "|" result
		}' "$log"
	done
}

results "$@" >build/attacks.results || exit 1
titles | awk -F '|' -v results=build/attacks.results '
BEGIN {
	while ((getline line <results) > 0) {
		split(line, f, "|")
		n = f[1]
		tests[n] = tests[n] (tests[n] == "" ? "" : "<br>") f[2] ": " f[3]
		if (f[4] == "passed") passed[n]++
		else if (f[4] == "FAILED") failed[n]++
		else { skipped[n]++; why[n] = f[4] }
	}
	print "# Attacks and faults\n"
	print "Each test is named for the number of the attack that it makes. Hostile bundles are made when they are needed, by `tests/mkbad.c`,"
	print "which signs them again, so that the check under test is the one that trips. A test looks at the exit status, at the message, at that nothing of"
	print "the refused file is printed, and at that what is installed stays. `tests/attacks/table.sh` writes this file from a run; do not edit it."
}
NF == 1 { printf "\n## %s\n\n| | attack | tests | result |\n| --- | --- | --- | --- |\n", $0; next }
{
	n = $1
	how = tests[n]
	if ($3 != "") how = how (how == "" ? "" : "<br>") "(" $3 ")"
	if (failed[n]) result = "FAILED"
	else if (passed[n]) result = "passed" (skipped[n] ? ", in part " why[n] : "")
	else if (skipped[n]) result = why[n]
	else if ($3 != "") result = "no test can"
	else result = "NO TEST"
	if (result ~ /FAILED|NO TEST/) bad++
	good += result ~ /^passed/
	printf "| %s | %s | %s | %s |\n", n, $2, how, result
}
END {
	printf "\n%d of 71 shown by a test.\n", good
	exit bad > 0
}' >$here/README.md
status=$?
grep -E 'FAILED|NO TEST' $here/README.md
tail -n 1 $here/README.md
exit $status
