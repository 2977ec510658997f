#!/usr/bin/env bats
# The library as it is installed: an archive, shared objects, pkg-config files;
# an example in C and one in Python that pin, open and find with it.
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load ../cmd/helpers

setup_file() {
	T=$(realpath "$BATS_TEST_DIRNAME/../..")
	A=$BATS_FILE_TMPDIR/archive S=$BATS_FILE_TMPDIR/shared
	export T A S
	quiet make --no-print-directory -s -C "$T" install PREFIX="$A"
	quiet make --no-print-directory -s -C "$T" install-lib SHARED=1 B=build/shared PREFIX="$S"
	world
}
quiet() { "$@" >"$BATS_FILE_TMPDIR/log" 2>&1 || { cat "$BATS_FILE_TMPDIR/log" && false; }; }
# flags PREFIX WHAT...: of pkg-config, for what is installed there
flags() { PKG_CONFIG_PATH=$1/lib/pkgconfig pkg-config "${@:2}" satchel; }
# functions HEADER: that it declares
functions() { cc -E -P -I "$T/include" -include "$1" -x c /dev/null | grep -oE '\bsatchel_[a-z0-9_]+\(' | tr -d '(' | sort -u; }
# exported FILE: without their version
exported() { nm -D --defined-only "$1" | awk '$2 != "A" { sub(/@.*/, "", $NF); print $NF }' | sort -u; }
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	want=$(printf 'tarsenia-cert/duty\tDuty desk of the night and of the day\t+99915550911\t+99915550912\t+99915550913')
	print=$(print_of "$W/live.roots")
}

@test "make install: the program, three manuals, completion for three shells, headers, pkg-config; nowhere else" {
	want="bin/satchel
include/satchel.h
include/satchel_build.h
lib/libsatchel.a
lib/pkgconfig/satchel-build.pc
lib/pkgconfig/satchel.pc
share/bash-completion/completions/satchel
share/fish/vendor_completions.d/satchel.fish
share/man/man1/satchel.1
share/man/man3/satchel.3
share/man/man5/satchel.5
share/zsh/site-functions/_satchel"
	diff <(printf '%s\n' "$want") <(cd "$A" && find . -type f | sed 's,^\./,,' | sort)
	[ "$(cd "$A" && find . -type f -perm /111)" = ./bin/satchel ]
	[ "$("$A/bin/satchel" --version)" = "satchel $(flags "$A" --modversion)" ]
}

@test "DESTDIR: written there, and named nowhere" {
	quiet make --no-print-directory -s -C "$T" install DESTDIR="$PWD/d" PREFIX=/usr
	[ -x d/usr/bin/satchel ]
	grep -qx 'prefix=/usr' d/usr/lib/pkgconfig/satchel.pc
	run grep -r "$PWD" d/usr/lib/pkgconfig
	[ -z "$output" ]
}

@test "SHARED=1: versioned, and no archive" {
	[ "$(readlink -f "$S/lib/libsatchel.so")" = "$S/lib/libsatchel.so.$(flags "$S" --modversion)" ]
	readelf -d "$S/lib/libsatchel.so" | grep -q 'SONAME.*\[libsatchel.so.0\]'
	readelf -d "$S/lib/libsatchel-build.so" | grep -q 'SONAME.*\[libsatchel-build.so.0\]'
	[ ! -e "$S/lib/libsatchel.a" ]
	readelf -lW "$S/lib/libsatchel.so" | grep -q 'GNU_STACK.* RW ' # no executable stack
	readelf -d "$S/lib/libsatchel.so" | grep -q BIND_NOW
}

@test "the shared libraries export the functions of their headers and nothing that is not satchel_" {
	exported "$S/lib/libsatchel.so" >reads
	exported "$S/lib/libsatchel-build.so" >builds
	run grep -hv '^satchel_' reads builds
	[ -z "$output" ]
	[ "$(comm -23 <(functions satchel.h) reads)" = "" ]
	diff <(functions satchel_build.h) builds
	[ "$(wc -l <reads)" -lt "$(wc -l <builds)" ]
	nm -D "$S/lib/libsatchel.so" | grep -q ' satchel_open@@SATCHEL_0'
}

@test "what only reads needs no YAML parser, linked either way" {
	run readelf -d "$S/lib/libsatchel.so"
	hasnt "$output" yaml
	readelf -d "$S/lib/libsatchel-build.so" | grep -q yaml
	run flags "$A" --libs --static
	hasnt "$output" yaml
	"$T/tests/readonly.sh" "$A/lib/libsatchel.a"
}

@test "C: pins, opens, finds; by the archive and by the shared library" {
	for p in "$A" "$S"; do
		# shellcheck disable=SC2046 # flags are words
		cc -std=c11 -Wall -Wextra -Werror -o find "$T/tests/api/find.c" $(flags "$p" --cflags --libs)
		rm -rf store
		status 0 env LD_LIBRARY_PATH="$p/lib" ./find store "$W/live.roots" "$print" "$W/1.satchel" tarsinia duty
		[ "$output" = "$want" ]
		status 1 env LD_LIBRARY_PATH="$p/lib" ./find store "$W/live.roots" "$print" "$W/1.satchel" nobody
		rm -rf store
		status 3 env LD_LIBRARY_PATH="$p/lib" ./find store "$W/live.roots" "${print//[0-8]/9}" "$W/1.satchel" duty
		has "$stderr" "no root with that fingerprint"
		[ -z "$output" ]
		flipped "$W/1.satchel" 700 bad.satchel
		status 3 env LD_LIBRARY_PATH="$p/lib" ./find store "$W/live.roots" "$print" bad.satchel duty
		[ -z "$output" ]
	done
}

@test "both headers compile by themselves, as C99 and as C++" {
	for h in satchel.h satchel_build.h; do
		echo "#include <$h>" >t.c
		cc -std=c99 -Wall -Wextra -Wpedantic -Werror -I "$A/include" -fsyntax-only t.c
		if command -v c++ >/dev/null; then
			c++ -std=c++11 -Wall -Wextra -Werror -I "$A/include" -x c++ -fsyntax-only t.c
		fi
	done
}

@test "a program that builds links with satchel-build" {
	cat >key.c <<'END'
#include <satchel_build.h>
#include <stdio.h>
int
main(void)
{
	char vkey[256];
	struct satchel_err err;

	if (!satchel_keygen("un.example/x", ".", NULL, vkey, sizeof(vkey), &err))
		return satchel_status(err.code);
	puts(vkey);
	return 0;
}
END
	for p in "$A" "$S"; do
		rm -f un.example_x.*
		# shellcheck disable=SC2046 # flags are words
		cc -o key key.c $(PKG_CONFIG_PATH=$p/lib/pkgconfig pkg-config --cflags --libs satchel-build)
		status 0 env LD_LIBRARY_PATH="$p/lib" ./key
		has "$output" "un.example/x+"
	done
}

@test "Python: the same, by ctypes" {
	python() { LD_LIBRARY_PATH=$S/lib python3 "$T/tests/api/find.py" "$@"; }
	status 0 python store "$W/live.roots" "$print" "$W/1.satchel" tarsinia duty
	[ "$output" = "$want" ]
	status 0 python store "$W/live.roots" "$print" "$W/1.satchel" تارسينيا duty
	[ "$output" = "$want" ]
	status 1 python store "$W/live.roots" "$print" "$W/1.satchel" nobody
	rm -rf store
	status 3 python store "$W/live.roots" "${print//[0-8]/9}" "$W/1.satchel" duty
	has "$stderr" "no root with that fingerprint"
}

@test "Python's structs are as large as C's" {
	python3 - "$T/tests/api/find.py" <<'END' >sizes.c
import re, sys
print('#include <satchel.h>\n#include <stdio.h>\nint main(void) {')
for n in "err", "record", "pin", "check_opts", "hit", "hits":
    print('printf("%%zu\\n", sizeof(struct satchel_%s));' % n)
print('return 0; }')
END
	cc -I "$A/include" -o sizes sizes.c
	diff <(./sizes) <(LD_LIBRARY_PATH=$S/lib PYTHONPATH=$T/tests/api python3 -B -c '
import ctypes, find
for c in find.Err, find.Record, find.Pin, find.CheckOpts, find.Hit, find.Hits:
    print(ctypes.sizeof(c))')
}
