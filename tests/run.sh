#!/bin/bash
# run.sh: builds what is needed and runs every test (make check).  Two jobs at
# a time, each with a log in build/check; failures are printed in full, and the
# last line counts: "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.." || exit 1
tests/deps.sh check || exit 1
exec </dev/null
export LC_ALL=C.UTF-8 TZ=UTC SATCHEL="$PWD/build/satchel" CMOCKA_MESSAGE_OUTPUT=TAP
unset SATCHEL_HOME SATCHEL_PASSPHRASE_FILE NO_COLOR
log=build/check
rm -rf $log && mkdir -p $log
passed=0 failed=0 skipped=0

# ---- build: as shipped, with the sanitizers, without assert --------------
build() { # build NAME TARGET...
	local name=$1
	shift
	if make --no-print-directory -s -j2 "$@" >"$log/build-$name" 2>&1 && ! grep -q 'warning:' "$log/build-$name"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: build $name (make $*), or it gave a warning"
		cat "$log/build-$name"
	fi
}
build shipped all unit tools
build sanitized asan
build ndebug ndebug

# ---- jobs: "tap|plain NAME COMMAND", a line each --------------------------
jobs() {
	local t b
	for t in tests/*/*.bats; do
		[ -e "$t" ] && echo "tap ${t#tests/} bats --tap $t"
	done
	for b in build/asan build build/ndebug; do
		for t in tests/unit/*_test.c; do
			[ -e "$t" ] || continue
			t=$(basename "$t" .c)
			echo "tap $b/unit/$t $b/tests/unit/$t"
		done
	done
	for t in tests/fuzz/fuzz_*.c; do
		[ -e "$t" ] || continue
		t=$(basename "$t" .c)
		echo "plain fuzz/$t build/asan/tests/fuzz/$t testdata/fuzz/${t#fuzz_}"
	done
	echo "plain demo tests/demo.sh"
	echo "plain layers make --no-print-directory -s layers"
	echo "plain symbols tests/symbols.sh"
	echo "plain readonly tests/readonly.sh"
	echo "plain diagnostics tests/diagnostics.sh"
	echo "plain top tests/top.sh"
	for t in cmd/satchel.1 include/satchel.3 lib/satchel.5; do
		echo "plain manual/$t tests/manuals.sh $t"
	done
	for t in tests/*.sh tests/*/*.sh .ci/run; do
		[ -e "$t" ] && echo "plain shellcheck/$t shellcheck $t"
	done
}
# shellcheck disable=SC2016 # expanded by the inner shell
jobs | LOG=$log xargs -P 2 -L 1 bash -c '
	kind=$1 name=$2 out=$LOG/${2//\//_}
	shift 2
	timeout -k 10 900 "$@" >"$out.log" 2>&1
	echo "$? $kind $name $out.log" >"$out.job"' job

# ---- count ------------------------------------------------------------------
# count KIND STATUS LOG: "passed failed skipped"; a TAP program that breaks off
# or fails without saying where has one failure more.
count() {
	case $1$2 in
	plain0) echo 1 0 0 ;;
	plain*) echo 0 1 0 ;;
	tap*) awk -v status="$2" '
		/^1\.\.[0-9]+$/ { planned += substr($0, 4) }
		/^(not )?ok [0-9]+ *(- *)?.*# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
		/^ok [0-9]/ { passed++ }
		/^not ok [0-9]/ { failed++ }
		END {
			if (passed + failed + skipped != planned || !planned || (status && !failed)) failed++
			print passed + 0, failed + 0, skipped + 0
		}' "$3" ;;
	esac
}
for job in "$log"/*.job; do
	read -r status kind name out <"$job"
	read -r p f s < <(count "$kind" "$status" "$out")
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	if [ "$f" -gt 0 ]; then
		echo "FAILED: $name (exit status $status)"
		grep -v '^ok ' "$out"
	elif [ "$s" -gt 0 ]; then
		grep -i '# *skip' "$out" | sed "s,^[a-z ]*[0-9]* *,skipped: $name: ,"
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
