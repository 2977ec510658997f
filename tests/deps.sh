#!/bin/sh
# deps.sh [build|check|fuzz|lint|bench]: installs what is missing and says so;
# says nothing where nothing is.  Each set holds the one before it, bench the
# first alone.
set -eu
case ${1:-build} in
build) sets=" build " ;;
check) sets=" build check " ;;
fuzz) sets=" build check fuzz " ;;
lint) sets=" build check fuzz lint " ;;
bench) sets=" build bench " ;;
*) echo "usage: deps.sh [build|check|fuzz|lint|bench]" >&2 && exit 2 ;;
esac

# set, Debian package, how to see that it is there, what it is for
table='
build|gcc|cmd gcc|the compiler
build|libc6-dev|file /usr/include/stdio.h|headers of the C library
build|make|cmd make|builds and runs everything
build|pkg-config|cmd pkg-config|finds the libraries
build|libsodium-dev|lib libsodium|Ed25519, Argon2, BLAKE2b, SHA-256
build|libyaml-dev|lib yaml-0.1|reads the sources
build|zlib1g-dev|lib zlib|compresses the records
build|libdeflate-dev|lib libdeflate|reads them back
build|libutf8proc-dev|lib libutf8proc|normal forms and column widths
build|libjansson-dev|lib jansson|reads JSON
build|libqrcodegen-dev|lib qrcodegen|draws QR codes
build|tzdata|file /usr/share/zoneinfo/Asia/Kathmandu|time zones, signed into a release
build|openssl|cmd openssl|checks a release without satchel, in the demo
check|libcmocka-dev|lib cmocka|runs the tests of the library
check|bats|cmd bats|runs the tests of the commands
check|minisign|cmd minisign|makes and checks signatures in the tests
check|signify-openbsd|cmd signify-openbsd|makes and checks signatures in the tests
check|mandoc|cmd mandoc|checks the manuals
check|shellcheck|cmd shellcheck|checks the shell scripts
check|binutils|cmd nm|looks for stray names in the library
check|expect|cmd expect|types passphrases in the tests
check|tmux|cmd tmux|shows the screen to the tests
check|strace|cmd strace|sees which files a command opens
check|faketime|cmd faketime|sets wrong clocks
check|python3|cmd python3|reads what satchel exports, and makes odd input
check|python3-vobject|file /usr/lib/python3/dist-packages/vobject/__init__.py|reads the vCards that satchel exports
check|khard|cmd khard|an address book that reads them too
check|default-jdk-headless|cmd javac|compiles the reader of vCards that uses ez-vcard
check|libez-vcard-java|file /usr/share/java/ez-vcard.jar|a third reader of them, and a strict one
check|libvinnie-java|file /usr/share/java/vinnie.jar|the parser that ez-vcard needs
check|zbar-tools|cmd zbarimg|reads QR codes
check|zsh|cmd zsh|completes commands in the tests
check|fish|cmd fish|completes commands in the tests
check|less|cmd less|shows long output a page at a time
check|git|cmd git|lists the files of the project
check|iso-codes|file /usr/share/iso-codes/json/iso_3166-1.json|the table of countries is compared with it
fuzz|clang|cmd clang|has the fuzzer
fuzz|libclang-rt-14-dev|file /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a|the fuzzer itself
lint|clang-format|cmd clang-format|looks at the layout of the code
lint|clang-tidy|cmd clang-tidy|looks for faults in the code
lint|clang-tools|cmd scan-build|looks for faults in the code
lint|cppcheck|cmd cppcheck|looks for faults in the code
bench|python3|cmd python3|makes the data, runs the measurements
bench|sqlite3|cmd sqlite3|FTS5, to compare with
bench|tinycdb|cmd cdb|a constant database, to compare with
bench|minisign|cmd minisign|signed files, to compare with
bench|signify-openbsd|cmd signify-openbsd|signed files, to compare with
bench|zstd|cmd zstd|compressed files, to compare with
bench|ripgrep|cmd rg|a search without an index, to compare with
'

there() { # there KIND WHAT
	case $1 in
	cmd) command -v "$2" >/dev/null ;;
	lib) pkg-config --exists "$2" 2>/dev/null ;;
	file) for f in $2; do [ -e "$f" ] && return; done && false ;;
	esac
}

missing='' why=''
while IFS='|' read -r set package probe reason; do
	case $sets in *" ${set:-none} "*) ;; *) continue ;; esac
	there "${probe%% *}" "${probe#* }" && continue
	missing="$missing $package"
	why="$why$(printf '  %-20s %s' "$package" "$reason")
"
done <<END
$table
END
[ "$missing" ] || exit 0

printf 'deps: not on this machine yet:\n%s' "$why" >&2
as=''
[ "$(id -u)" -eq 0 ] || as=sudo
# shellcheck disable=SC2086 # a list of packages, a word or none for sudo
if ! command -v apt-get >/dev/null; then
	echo "deps: there is no apt-get here; please install these (Debian names), then run make again" >&2
	exit 1
elif [ "$as" ] && ! command -v $as >/dev/null; then
	echo "deps: please have an administrator run: apt-get install$missing" >&2
	exit 1
else
	echo "deps: installing them with apt-get" >&2
	$as apt-get -q update </dev/null >&2 || echo "deps: the list of packages could not be renewed; trying with the old one" >&2
	$as env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing </dev/null >&2
fi
