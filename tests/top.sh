#!/bin/sh
# top.sh: the top of the tree holds what it should and nothing else, so that no
# file lands there by accident.
set -eu
cd "$(dirname "$0")/.."
[ -e .git ] || exit 0 # a release archive: no list of its files
want='.ci .clang-format .clang-tidy .gitignore LICENSE Makefile README.md cmd include keys lib testdata tests'
got=$(git ls-files | cut -d/ -f1 | LC_ALL=C sort -u | tr '\n' ' ')
[ "${got% }" = "$want" ] || {
	echo "top level: $got" >&2
	exit 1
}
