#!/bin/sh
# layers.sh "LAYER 1's stems" "LAYER 2's stems" ...: lib/ keeps its layers,
# cmd/ stays out of lib/, and each outside library has the users it should.
set -eu
LC_ALL=C && export LC_ALL
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "usage: layers.sh LAYER... (make layers)" >&2 && exit 2; }
bad=$(mktemp) && trap 'rm -f "$bad"' EXIT

# One table: stem, number of its layer.
table=$(n=0 && for layer; do
	n=$((n + 1))
	for stem in $layer; do echo "$stem $n"; done
done)
layer_of() { echo "$table" | awk -v s="$1" '$1 == s { print $2; exit }'; }
includes() { sed -n 's/^[ \t]*#[ \t]*include[ \t]*["<]\([^">]*\)[">].*/\1/p' "$1"; }

for f in lib/*.c lib/*.h; do
	stem=$(basename "${f%.[ch]}")
	mine=$(layer_of "$stem")
	case $stem in *_gen) continue ;; esac # a generator is no part of the library
	[ "$mine" ] || { echo "$f: in no layer of the Makefile" >>"$bad" && continue; }
	for inc in $(includes "$f"); do
		[ -f "lib/$inc" ] || continue
		theirs=$(layer_of "$(basename "${inc%.h}")")
		[ "${theirs:-0}" -le "$mine" ] || echo "$f: layer $mine includes $inc of layer $theirs" >>"$bad"
	done
done

for f in cmd/*.[ch]; do
	[ -f "$f" ] || continue
	for inc in $(includes "$f"); do
		case $inc in
		satchel.h | satchel_build.h) ;;
		*.h) [ ! -f "lib/$inc" ] || [ -f "cmd/$inc" ] || echo "$f: includes $inc of lib/" >>"$bad" ;;
		esac
	done
done

only() { # only HEADER STEM...: lib/ and cmd/ use HEADER nowhere else
	header=$1 && shift
	grep -lE "^[ 	]*#[ 	]*include[ 	]*<$header>" lib/*.[ch] cmd/*.[ch] 2>/dev/null | while read -r f; do
		stem=$(basename "${f%.[ch]}")
		case " $* " in *" $stem "*) ;; *) echo "$f: includes <$header>, which is for: $*" >>"$bad" ;; esac
	done
}
only zlib.h deflate
only yaml.h yaml
only jansson.h json

cat "$bad" >&2
[ ! -s "$bad" ]
