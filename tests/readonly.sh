#!/bin/sh
# readonly.sh [libsatchel.a]: a program that uses every function of satchel.h
# links without libyaml, so that a State's reader carries no YAML parser.
set -eu
cd "$(dirname "$0")/.."
lib=${1:-build/libsatchel.a}
[ -f "$lib" ] || { echo "readonly.sh: $lib is not built" >&2 && exit 1; }
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT

# Every function of the header, as the compiler sees it.
{ echo '#include "satchel.h"' && cat include/satchel.h; } | cc -E -P -Iinclude - |
	tr '\n' ' ' | grep -oE '\bsatchel_[a-z_]+\(' | tr -d '(' | sort -u >"$t/names"
[ "$(wc -l <"$t/names")" -ge 10 ] || { echo "readonly.sh: satchel.h has hardly a function" >&2 && exit 1; }
{
	echo '#include "satchel.h"'
	echo '#include <stdio.h>'
	echo 'typedef void fn(void);'
	echo 'int main(void) {'
	sed 's/.*/	printf("%p\\n", (void *)(fn *)&);/' "$t/names"
	echo '	return 0; }'
} >"$t/all.c"
# shellcheck disable=SC2046 # flags are words
cc -std=gnu11 -w -Iinclude -Wl,-Map="$t/map" -o "$t/all" "$t/all.c" "$lib" $(pkg-config --libs libsodium zlib libdeflate libutf8proc jansson) -lpthread

if grep -q 'libyaml\|(yaml\.o)' "$t/map"; then
	echo "readonly.sh: satchel.h reaches libyaml:" >&2
	grep -m 5 -A 1 '(yaml\.o)' "$t/map" >&2
	exit 1
fi
if readelf -d "$t/all" | grep -q 'NEEDED.*yaml'; then
	echo "readonly.sh: the program needs libyaml" >&2
	exit 1
fi
