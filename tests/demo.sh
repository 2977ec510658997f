#!/bin/sh
# demo.sh: the whole way, from keys to a look-up, in a folder that is thrown
# away; every command is shown before it runs.  It fails if a step does not end
# as it should, so it is a test too.  SATCHEL names the program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
SATCHEL=${SATCHEL:-$here/../build/satchel}
[ -x "$SATCHEL" ] || { echo "demo: $SATCHEL is not built; run make" >&2 && exit 1; }
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && trap 'exit 1' HUP INT TERM
cd "$dir"
unset SATCHEL_PASSPHRASE_FILE SATCHEL_HOME
mkdir bin keys && ln -s "$SATCHEL" bin/satchel && PATH=$dir/bin:$PATH
cp "$here/stock/check.sh" . && cp -R "$here/../testdata/roster" roster-1 && "$here/release2.sh" roster-2
AT=--now=2026-11-20T09:00:00Z # the invented releases are of November 2026

say() { printf '\n\033[1m# %s\033[0m\n' "$*" | if [ -t 1 ]; then cat; else sed 's/\x1b\[[0-9]*m//g'; fi; }
show() { printf '%s\n' "$*" | fold -s -w 100; }
run() { # run COMMAND...: shows it, and it must succeed
	show "$ $*"
	"$@"
}
short() { # short LINES COMMAND...: as run, but only the last of what it prints
	n=$1 && shift
	show "$ $*"
	"$@" >out || { cat out && exit 1; }
	tail -n "$n" out
}
refused() { # refused STATUS COMMAND...: it must fail with that status
	want=$1 && shift
	show "$ $*"
	got=0 && "$@" || got=$?
	echo "(exit status $got)"
	[ "$got" -eq "$want" ] || { echo "demo: exit status $want was expected" >&2 && exit 1; }
}
on() { # on MACHINE LINES COMMAND...: as short, with that machine's store
	export SATCHEL_HOME="$dir/$1"
	machine=$1 n=$2 && shift 2
	show "$machine\$ $*"
	"$@" >out || { cat out && exit 1; }
	tail -n "$n" out
}

say "1. Keys: three for the root of trust, three for the officers who sign releases."
echo "(In earnest each is made on its holder's own machine with a passphrase; here --no-passphrase.)"
for name in root-a root-b root-c officer-a officer-b officer-c; do
	short 1 satchel keygen "un.example/$name" -o keys --no-passphrase
done

say "2. The root of trust: who may sign, and how many must. Two of three, for both."
k=keys/un.example
run satchel root new exercise.roots --directory un.example/points-of-contact/exercise \
	--root-key ${k}_root-a.pub --root-key ${k}_root-b.pub --root-key ${k}_root-c.pub --root-threshold 2 \
	--release-key ${k}_officer-a.pub --release-key ${k}_officer-b.pub --release-key ${k}_officer-c.pub --release-threshold 2 \
	--issued 2026-10-26T09:00:00Z
short 1 satchel root sign exercise.roots -k ${k}_root-a.key
short 1 satchel root sign exercise.roots -k ${k}_root-c.key
run satchel root show exercise.roots
fingerprint=$(satchel root show --json exercise.roots | sed -n 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/p')

say "3. The custodian checks the sources and compiles release 1."
run satchel check roster-1
run satchel build roster-1 --roots exercise.roots -o release-1.satchel

say "4. Two officers, each with the fingerprint pinned on the own machine, verify all of it and sign."
lines=99
for o in officer-a officer-b; do
	on $o 9 satchel pin exercise.roots --fingerprint "$fingerprint"
	on $o $lines satchel sign release-1.satchel -k ${k}_$o.key --release 1 "$AT"
	lines=1
done

say "5. A State pins the fingerprint that it got by another way: once. Then it verifies and installs."
export SATCHEL_HOME="$dir/state"
refused 8 satchel verify release-1.satchel "$AT"
run satchel pin exercise.roots --fingerprint "$fingerprint"
run satchel verify release-1.satchel "$AT"
short 2 satchel install release-1.satchel "$AT"
run satchel status "$AT"

say "6. The desk: any spelling, any script, with typos; every byte shown was verified."
run satchel find tarsinia cert "$AT"
run satchel find تارسينيا role:diplomatic "$AT"
run satchel find щербакова "$AT"
run satchel find 陈晓雨 "$AT"
run satchel find dvorackova "$AT"
run satchel find tarsania "$AT"
run satchel find korvania role:technical "$AT"
run satchel find phone:+999-1-555-0911 "$AT"
run satchel show XTR/dip-1 "$AT"

say "7. Two weeks later: release 2, one number changed, one State joined."
short 3 satchel build roster-2 --roots exercise.roots --previous release-1.satchel -o release-2.satchel
on officer-a 1 satchel sign release-2.satchel -k ${k}_officer-a.key --release 2 "$AT"
export SATCHEL_HOME="$dir/state"
refused 3 satchel install release-2.satchel "$AT"
on officer-b 1 satchel sign release-2.satchel -k ${k}_officer-b.key --release 2 "$AT"
export SATCHEL_HOME="$dir/state"
short 1 satchel install release-2.satchel "$AT"
run satchel find norwend "$AT"

say "8. What must not work: the old release again, and a release with one bit turned."
refused 4 satchel install release-1.satchel "$AT"
cp release-2.satchel turned.satchel && chmod u+w turned.satchel
at=$(($(wc -c <turned.satchel) - 4000))
byte=$(od -An -tu1 -j $at -N 1 turned.satchel)
printf '%b' "\\0$(printf %o $((byte ^ 1)))" | dd of=turned.satchel bs=1 seek=$at conv=notrunc 2>/dev/null
echo "(one bit of turned.satchel, at byte $at, is not what was signed)"
refused 6 satchel verify turned.satchel "$AT"
run satchel status "$AT"

say "9. And without satchel: tar, sha256sum, awk, base64 and openssl come to the same answer."
run ./check.sh release-2.satchel exercise.roots "$fingerprint"
refused 1 ./check.sh turned.satchel exercise.roots "$fingerprint"

say "Done. Nothing is left behind: $dir is removed."
