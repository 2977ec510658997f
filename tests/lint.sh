#!/bin/bash
# lint.sh: every reader of the code that is not a test.  Prints what each one
# dislikes, and last a line that counts: "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.." || exit 1
tests/deps.sh lint || exit 1
mapfile -t code < <(git ls-files 'lib/*.[ch]' 'cmd/*.[ch]' 'include/*.h' 'tests/*.[ch]' 'tests/*/*.[ch]' | grep -v '_table\.[ch]$')
mapfile -t ours < <(git ls-files 'lib/*.c' 'cmd/*.c' | grep -v '_gen\.c$')
mapfile -t shell < <(git ls-files '*.sh' .ci/run)
mapfile -t bats < <(git ls-files '*.bats')
libs=(libsodium zlib libdeflate libutf8proc yaml-0.1 jansson)
# shellcheck disable=SC2207 # flags are words
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -Iinclude $(pkg-config --cflags "${libs[@]}"))
log=build/lint passed=0 failed=0
mkdir -p $log

look() { # look NAME COMMAND...
	local name=$1
	shift
	if "$@" >"$log/$name" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $name"
		head -n 200 "$log/$name"
	fi
}
quiet() { # quiet COMMAND...: succeeds, and has nothing to say
	local out status
	out=$("$@" 2>&1) && status=0 || status=$?
	printf '%s' "$out"
	[ "$status" -eq 0 ] && [ -z "$out" ]
}
analyzer() { make --no-print-directory -s B=build/lint/gcc HARDEN= CFLAGS="-O2 -fanalyzer" build/lint/gcc/libsatchel.a; }
scan() {
	rm -rf build/lint/scan-objects
	scan-build --status-bugs -o build/lint/scan make --no-print-directory -s B=build/lint/scan-objects HARDEN= CFLAGS=-O1 build/lint/scan-objects/libsatchel.a
}
tidy() { printf '%s\n' "${ours[@]}" | xargs -P 2 -n 4 sh -c 'clang-tidy --quiet "$@" -- '"${flags[*]}"' 2>/dev/null' clang-tidy; }
no_secrets() { # the first line of a secret key, in any file but the tests' own
	! git grep -IlE '^satchel secret key v1$|^untrusted comment: .*secret key' -- . ':!testdata/keys' ':!testdata/fuzz' ':!tests' ':!lib' ':!README.md'
}
kept_apart() { # where the tests keep secret keys, nothing but their own: names under .example
	! git grep -hE '^public ' -- testdata/keys testdata/fuzz | grep -v '^public [a-z0-9.-]*\.example/'
}

look clang-format clang-format --dry-run -Werror "${code[@]}"
look gcc-fanalyzer quiet analyzer
look scan-build scan
look cppcheck quiet cppcheck -q --std=c11 --language=c --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	--suppress=missingIncludeSystem -Iinclude -Ilib -Icmd "${ours[@]}"
look clang-tidy quiet tidy
look shellcheck shellcheck "${shell[@]}"
look shellcheck-bats shellcheck -e SC2030,SC2031 "${bats[@]}" # a test of bats is a subshell
look manuals tests/manuals.sh cmd/satchel.1 include/satchel.3 lib/satchel.5
look layers make --no-print-directory -s layers
look build make --no-print-directory -s build/libsatchel.a
look symbols tests/symbols.sh
look readonly tests/readonly.sh
look no-secrets no_secrets
look kept-apart kept_apart

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
