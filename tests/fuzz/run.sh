#!/bin/sh
# fuzz/run.sh [TARGET...]: fuzzes each target (default: all) for SECONDS (60),
# two at a time, from testdata/fuzz/TARGET.  New inputs stay in build/fuzz; a
# crash is left there too, and its path printed.
set -eu
cd "$(dirname "$0")/../.."
tests/deps.sh fuzz
seconds=${SECONDS_EACH:-60}
B=build/fuzz
# digests are off below the signature, or no fuzzer would get past them
FLAGS="-O1 -g -DSAT_FUZZ_NO_DIGEST -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
if [ $# -eq 0 ]; then
	for target in tests/fuzz/fuzz_*.c; do
		target=${target##*/fuzz_}
		set -- "$@" "${target%.c}"
	done
fi

make -s B=$B CC=clang HARDEN= LDHARD= SHARED=1 CFLAGS="$FLAGS -fsanitize=fuzzer-no-link" $B/libsatchel.a
libs=$(pkg-config --libs libsodium zlib libdeflate libutf8proc yaml-0.1)
for target; do
	# shellcheck disable=SC2086 # flags are words
	clang -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -Iinclude -Ilib \
		$FLAGS -fsanitize=fuzzer -o "$B/fuzz_$target" "tests/fuzz/fuzz_$target.c" $B/libsatchel.a $libs -lpthread
	mkdir -p "$B/corpus/$target" "testdata/fuzz/$target" "$B/crash"
done

# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$@" | xargs -P 2 -I{} sh -c '
	target=$1 seconds=$2 B=$3
	log=$B/$target.log
	if "$B/fuzz_$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$B/crash/$target-" "$B/corpus/$target" "testdata/fuzz/$target" >"$log" 2>&1 </dev/null; then
		echo "$target: $(sed -n "s/^stat::number_of_executed_units: */ /p" "$log") executions, nothing found"
	else
		echo "$target: FAILED"
		tail -n 40 "$log"
		exit 1
	fi' sh {} "$seconds" "$B"
