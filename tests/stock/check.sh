#!/bin/sh
# check.sh FILE.satchel ROOTS FINGERPRINT
# Checks a release with tar, sha256sum, awk, base64 and openssl alone.  ROOTS
# is a file of root notes (a .roots file), FINGERPRINT the SHA-256 of the root
# text in it that you trust: 64 hex digits that you had by another way.
# The last line is "OK ..." (exit 0), or the reason why not (exit 1).
set -eu
LC_ALL=C && export LC_ALL
no() { echo "NOT GOOD: $*" >&2 && exit 1; }
[ $# -eq 3 ] || { echo "usage: check.sh FILE.satchel ROOTS FINGERPRINT" >&2 && exit 2; }
pin=$(printf %s "$3" | tr -d ' ' | tr A-F a-f)
printf %s "$pin" | grep -Eqx '[0-9a-f]{64}' || no "a fingerprint is 64 hex digits"
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT && trap 'exit 1' HUP INT TERM
dash=$(printf '\342\200\224')

sha() { sha256sum <"$1" | cut -d' ' -f1; }
size() { wc -c <"$1" | tr -d ' '; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
get() { sed -n "s/^$2 //p" "$1"; } # get TEXT FIELD: its value or values
layout() { # layout TEXT: its field names in order, the key lines as one
	cut -d' ' -f1 "$1" | awk '!/^(root|release)-key$/ || $0 != last { printf "%s ", $0 } { last = $0 }'
}

# split FILE FIRSTLINE OUT: the notes of FILE as OUT.1.text, OUT.1.sigs, OUT.2...;
# prints how many.  A note is text, a blank line and its signature lines.
split() {
	[ "$(tr -d '\n -~\342\200\224' <"$1" | wc -c)" -eq 0 ] || no "$2: a byte that is not allowed"
	[ "$(tail -c 1 "$1" | hex)" = 0a ] || no "$2: the last line does not end"
	awk -v first="$2" -v out="$3" -v dash="$dash" '
	function start() {
		close(text); close(sigs)
		text = out "." ++n ".text"; sigs = out "." n ".sigs"
		insigs = lines = 0
		if ($0 != first) bad = 1
	}
	NR == 1 || (lines && $0 == first) { start() }
	insigs && index($0, dash " ") == 1 && NF == 3 && $0 == $1 " " $2 " " $3 && ++lines <= 32 { print $2, $3 >sigs; next }
	!insigs && $0 == "" { insigs = 1; next }
	!insigs && /^[ -~]+$/ { print >text; next }
	{ bad = 1; exit }
	END { if (bad || !lines) exit 1; print n }' "$1" || no "$2: not a signed note"
}

# signed TEXT KEYS: how many different keys of KEYS signed TEXT.txt (lines in
# TEXT.sigs).  A bad signature of one of them refuses the whole file.
signed() {
	cut -d' ' -f1 "$1.sigs" | sort -c 2>"$t/err" || no "signature lines are not sorted by name"
	: >"$t/ids" && : >"$t/who"
	while read -r name sig; do
		printf %s "$sig" | base64 -d >"$t/sig" 2>"$t/err" || no "signature of $name: not base64"
		[ "$(base64 <"$t/sig" | tr -d '\n')" = "$sig" ] || no "signature of $name: base64 is not canonical"
		[ "$(size "$t/sig")" -ge 5 ] || no "signature of $name: too short"
		id=$(head -c 4 "$t/sig" | hex)
		echo "$name $id" >>"$t/ids"
		while read -r vkey; do
			case $vkey in "$name+$id+"*) ;; *) continue ;; esac
			printf %s "${vkey#"$name+$id+"}" | base64 -d >"$t/vkey" 2>"$t/err" || no "key $name: not base64"
			[ "$(size "$t/vkey") $(head -c 1 "$t/vkey" | hex)" = "33 01" ] || no "key $name: not Ed25519"
			[ "$({ printf '%s\n' "$name" && cat "$t/vkey"; } | sha256sum | cut -c1-8)" = "$id" ] || no "key $name: wrong id"
			[ "$(size "$t/sig")" -eq 68 ] || no "signature of $name: not 68 bytes"
			tail -c 64 "$t/sig" >"$t/sig64"
			{ printf '\060\052\060\005\006\003\053\145\160\003\041\000' && tail -c 32 "$t/vkey"; } >"$t/key.der"
			openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$t/key.der" -in "$1.text" \
				-sigfile "$t/sig64" >"$t/err" 2>&1 || no "signature of $name is bad"
			tail -c 32 "$t/vkey" | hex >>"$t/who" && echo >>"$t/who"
		done <"$2"
	done <"$1.sigs"
	[ -z "$(sort "$t/ids" | uniq -d)" ] || no "one key signed twice"
	sort -u "$t/who" | wc -l
}

# quorum NOTE ROOTTEXT ROLE: NOTE has enough signatures of that root's keys.
quorum() {
	get "$2" "$3-key" >"$t/keys"
	good=$(signed "$1" "$t/keys")
	[ "$good" -ge "$(get "$2" "$3-threshold")" ] || no "$good good signatures on ${1##*/}, too few of its $3 keys"
}

root_form() { # root_form TEXT: it says what a root must, and no key stands twice
	[ "$(layout "$1")" = "satchel directory version epoch issued expires previous minimum-release \
root-threshold root-key release-threshold release-key " ] || no "${1##*/}: not the lines of a root"
	[ -z "$(sed -n 's/^[a-z]*-key //p' "$1" | cut -d+ -f3- | sort | uniq -d)" ] || no "${1##*/}: a key stands twice"
	for role in root release; do [ "$(get "$1" $role-threshold)" -ge 1 ] || no "${1##*/}: $role-threshold"; done
}

# header NAME SUM: the only tar header that a member may have; member NAME: all of it.
header() {
	printf %s "$1" && head -c $((100 - ${#1})) /dev/zero
	printf '0000444\0000000000\0000000000\000%011o\00000000000000\000' "$(size "$t/$1")"
	printf '%b0' "$2"
	head -c 100 /dev/zero && printf 'ustar\00000' && head -c 247 /dev/zero
}
member() {
	sum=$(header "$1" '        ' | od -An -v -tu1 | awk '{ for (i = 1; i <= NF; i++) n += $i } END { printf "%06o", n }')
	header "$1" "$sum\0000 "
	cat "$t/$1" && head -c $(((512 - $(size "$t/$1") % 512) % 512)) /dev/zero
}

# 1. The archive: four members in order and not a byte more.
cp -- "$1" "$t/file" || no "cannot read $1"
[ "$(tar tf "$t/file" 2>"$t/err" | tr '\n' ' ')" = "STATEMENT ROOTS HISTORY PAYLOAD " ] || no "not an archive of the four members"
for m in STATEMENT ROOTS HISTORY PAYLOAD; do
	tar xOf "$t/file" "$m" >"$t/$m" 2>"$t/err" || no "$m cannot be unpacked"
	member $m
done >"$t/again"
head -c 1024 /dev/zero >>"$t/again"
cmp -s "$t/file" "$t/again" || no "a byte of the archive is changed, missing or left over"

# 2. The root that you trust, which must be in ROOTS too; then every later one.
split "$2" "satchel root v1" "$t/mine" >"$t/n"
for text in "$t"/mine.*.text; do [ "$(sha "$text")" != "$pin" ] || cp "$text" "$t/pin"; done
[ -f "$t/pin" ] || no "no root in $2 has this fingerprint"
n=$(split "$t/ROOTS" "satchel root v1" "$t/root")
pinned='' && i=0
while [ "$i" -lt "$n" ]; do
	last=$t/root.$i.text && i=$((i + 1)) && new=$t/root.$i.text
	if [ "$i" -gt 1 ] && [ "$(get "$new" previous)" != "sha256:$(sha "$last")" ]; then no "root $i does not follow root $((i - 1))"; fi
	if cmp -s "$new" "$t/pin"; then
		pinned=$i
	elif [ "$pinned" ]; then
		quorum "$t/root.$i" "$last" root
		[ "$(get "$new" directory)" = "$(get "$last" directory)" ] || no "root $i: another directory"
		awk -v a="$(get "$last" epoch) $(get "$last" minimum-release)" -v b="$(get "$new" epoch) $(get "$new" minimum-release)" \
			'BEGIN { split(a, x); split(b, y); exit !(y[1] == x[1] + 1 || (y[1] == x[1] && y[2] >= x[2])) }' || no "root $i: epoch or minimum-release fell"
	fi
	[ -z "$pinned" ] || { root_form "$new" && quorum "$t/root.$i" "$new" root; }
	[ -z "$pinned" ] || [ "$(get "$new" version)" = "$i" ] || no "root $i: wrong version"
done
[ "$pinned" ] || no "the root that you trust is not in this release"

# 3. The statement: signatures first, then what it says.
notes=$(split "$t/STATEMENT" "satchel statement v1" "$t/statement")
[ "$notes" -eq 1 ] || no "two statements"
s=$t/statement.1.text && root=$new
quorum "$t/statement.1" "$root" release
[ "$(layout "$s")" = "satchel directory title edition epoch release issued next-by expires root previous history records tree payload " ] ||
	no "not the lines of a statement"
for field in directory epoch; do [ "$(get "$s" $field)" = "$(get "$root" $field)" ] || no "$field is not the root's"; done
[ "$(get "$s" root)" = "$n sha256:$(sha "$root")" ] || no "signed under another root than the newest"
release=$(get "$s" release)
[ "$release" -ge "$(get "$root" minimum-release)" ] || no "release $release was revoked"
[ "$(get "$s" payload)" = "$(size "$t/PAYLOAD") sha256:$(sha "$t/PAYLOAD")" ] || no "PAYLOAD is not what was signed"
[ "$(get "$s" history)" = "$((release - 1)) sha256:$(sha "$t/HISTORY")" ] || no "HISTORY is not what was signed"
awk -v want="$((release - 1)) $(get "$s" previous)" 'NF != 3 || $1 != NR { exit bad = 1 } { last = $2 }
	END { exit bad || want != NR " " (NR ? "sha256:" last : "none") }' "$t/HISTORY" || no "HISTORY does not lead to this release"

[ "$({ get "$s" next-by && date -u +%Y-%m-%dT%H:%M:%SZ; } | sort | tail -n 1)" = "$(get "$s" next-by)" ] || echo "note: a newer release was due; ask for it"
echo "OK $(get "$s" directory) ($(get "$s" edition)) epoch $(get "$s" epoch) release $release, issued $(get "$s" issued), next by $(get "$s" next-by), statement sha256 $(sha "$s")"
