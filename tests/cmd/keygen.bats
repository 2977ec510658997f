#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup() { cd "$BATS_TEST_TMPDIR" || return; }

@test "writes a public and a secret file, says which, and the vkey" {
	mkdir keys.d
	status 0 satchel keygen un.example/officer-a -o keys.d --no-passphrase
	has "$output" "keys.d/un.example_officer-a.pub"
	has "$output" "keys.d/un.example_officer-a.key"
	has "$output" "un.example/officer-a+"
	[ "$(stat -c %a keys.d/un.example_officer-a.key)" = 600 ]
	[ "$(stat -c %a keys.d/un.example_officer-a.pub)" = 644 ]
	grep -q '^kdf none' keys.d/un.example_officer-a.key
	hasnt "$output" "$(sed -n 's/^box //p' keys.d/un.example_officer-a.key)"
}

@test "keeps files that are there: 9" {
	satchel keygen ab.c --no-passphrase >/dev/null
	cp ab.c.key before
	status 9 satchel keygen ab.c --no-passphrase
	has "$stderr" "exists already"
	cmp ab.c.key before
}

@test "names that are not allowed: 2, nothing written" {
	for n in ab A.b a..b .ab ab. 'a b' -- a_b "$(printf 'x%.0s' {1..101})"; do
		status 2 satchel keygen --no-passphrase -- "$n"
	done
	[ -z "$(ls -- *.pub *.key 2>/dev/null)" ]
}

@test "--passphrase-file encrypts; SATCHEL_PASSPHRASE_FILE too" {
	echo 'correct horse' >pass
	status 0 satchel keygen a.b --passphrase-file pass
	grep -q '^kdf argon2id13 ops 4 mem 268435456' a.b.key
	SATCHEL_PASSPHRASE_FILE=pass status 0 satchel keygen a.c
	grep -q '^kdf argon2id13' a.c.key
}

@test "a passphrase file that is not there, or empty: 9, nothing written" {
	status 9 satchel keygen a.b --passphrase-file none
	has "$stderr" "none: error: cannot open the passphrase file"
	echo >empty
	status 9 satchel keygen a.b --passphrase-file empty
	head -c 2000 /dev/zero | tr '\0' x >long
	status 9 satchel keygen a.b --passphrase-file long
	[ ! -e a.b.key ]
}

@test "--no-passphrase and --passphrase-file together: 2" {
	status 2 satchel keygen a.b --no-passphrase --passphrase-file x
}

@test "without a terminal the passphrase cannot be asked: 2" {
	run setsid "$SATCHEL" keygen a.b </dev/null
	[ "$status" -eq 2 ]
	has "$output" "no terminal"
	[ ! -e a.b.key ]
}

@test "on a terminal it asks twice and shows nothing of it" {
	printf 'tops3cret\ntops3cret\n' >typed
	run terminal typed "$SATCHEL" keygen a.b
	[ "$status" -eq 0 ]
	has "$output" "Passphrase for the new key:"
	has "$output" "The same again:"
	hasnt "$output" tops3cret
	grep -q '^kdf argon2id13' a.b.key
}

@test "two that differ: 2, nothing written; an empty one too" {
	printf 'tops3cret\ntops3cret2\n' >typed
	run terminal typed "$SATCHEL" keygen a.b
	[ "$status" -eq 2 ]
	has "$output" "differ"
	printf '\n' >typed
	run terminal typed "$SATCHEL" keygen a.b
	[ "$status" -eq 2 ]
	has "$output" "empty passphrase"
	[ ! -e a.b.key ]
}

@test "Ctrl-C at the question: the terminal echoes again, 9, nothing written" {
	printf '\003\n' >typed
	cat >run.sh <<END
"$SATCHEL" keygen a.b
echo "status \$?"
stty -a | grep -o -e '-*echo '
END
	run terminal typed bash run.sh
	has "$output" "status 9"
	has "$output" "echo "
	hasnt "$output" "-echo "
	[ ! -e a.b.key ]
}

@test "a secret is never in the arguments and never traced" {
	export ASAN_OPTIONS=detect_leaks=0 # which strace would upset
	status 0 strace -f -e trace=execve,prctl -o trace "$SATCHEL" keygen a.b --no-passphrase
	grep -q 'PR_SET_DUMPABLE, SUID_DUMP_DISABLE\|PR_SET_DUMPABLE, 0' trace
}
