#!/bin/sh
# check-signify.sh FILE.satchel THRESHOLD PUBLIC-KEY...
# Checks a release with signify alone (and tar, base64, sha256sum, coreutils):
# at least THRESHOLD different keys of those given signed STATEMENT, and
# PAYLOAD, HISTORY and the newest root are the ones that it names.  The public
# keys are those that you trust: this script follows no chain of roots.
# The last line is "OK ..." (exit 0), or the reason why not (exit 1).
set -eu
LC_ALL=C && export LC_ALL
no() { echo "NOT GOOD: $*" >&2 && exit 1; }
[ $# -ge 3 ] || { echo "usage: check-signify.sh FILE.satchel THRESHOLD PUBLIC-KEY..." >&2 && exit 2; }
[ "$2" -ge 1 ] || no "a threshold is 1 or more"
file=$1 threshold=$2 && shift 2
signify=$(command -v signify-openbsd || command -v signify) || no "signify is not installed"
t=$(mktemp -d) && trap 'rm -rf "$t"' EXIT && trap 'exit 1' HUP INT TERM
dash=$(printf '\342\200\224')

cp -- "$file" "$t/file" || no "cannot read $file"
[ "$(tar tf "$t/file" 2>"$t/err" | tr '\n' ' ')" = "STATEMENT ROOTS HISTORY PAYLOAD " ] || no "not an archive of the four members"
for m in STATEMENT ROOTS HISTORY PAYLOAD; do
	tar xOf "$t/file" "$m" >"$t/$m" 2>"$t/err" || no "$m cannot be unpacked"
done
sed '/^$/,$d' "$t/STATEMENT" >"$t/text"
[ "$(head -n 1 "$t/text")" = "satchel statement v1" ] || no "STATEMENT is not a statement"
[ "$(grep -c '^$' "$t/STATEMENT")" -eq 1 ] || no "STATEMENT is not a signed note"

# For each key: does one of the signature lines hold a signature by it?  A
# signify signature is "Ed", the key's number and 64 bytes; a line's are its
# last 64, after four of the key's id.
sed '1,/^$/d' "$t/STATEMENT" >"$t/lines"
[ -z "$(sort "$t/lines" | uniq -d)" ] || no "one line stands twice"
: >"$t/good"
for key; do
	[ "$(wc -l <"$key")" -eq 2 ] || no "$key is not a public key of two lines"
	sed -n 2p "$key" | base64 -d >"$t/key" 2>"$t/err" || no "$key is not a public key"
	[ "$(wc -c <"$t/key")" -eq 42 ] || no "$key is not a public key"
	own=$(sed -n '1s/^untrusted comment: //p' "$key")
	id=$({ printf '%s\n\001' "$own" && tail -c 32 "$t/key"; } | sha256sum | cut -c1-8)
	while read -r mark name line; do
		[ "$mark" = "$dash" ] || no "a line after the text is not a signature"
		printf %s "$line" | base64 -d >"$t/line" 2>"$t/err" || no "signature of $name: not base64"
		[ "$(wc -c <"$t/line")" -eq 68 ] || continue
		{ echo "untrusted comment: $name" && { head -c 10 "$t/key" && tail -c 64 "$t/line"; } | base64 -w 0 && echo; } >"$t/sig"
		if "$signify" -V -q -p "$key" -x "$t/sig" -m "$t/text" 2>"$t/err"; then
			tail -c 32 "$t/key" | od -An -v -tx1 | tr -d ' \n' >>"$t/good"
			echo >>"$t/good"
		elif [ "$name" = "$own" ] && [ "$(head -c 4 "$t/line" | od -An -tx1 | tr -d ' \n')" = "$id" ]; then
			no "signature of $name is bad"
		fi
	done <"$t/lines"
done
good=$(sort -u "$t/good" | wc -l)
[ "$good" -ge "$threshold" ] || no "$good of the given keys signed, $threshold are needed"

named() { # named FIELD: what the statement says of it
	[ "$(grep -c "^$1 " "$t/text")" -eq 1 ] || no "not one line $1 in the statement"
	sed -n "s/^$1 //p" "$t/text"
}
sha() { sha256sum | cut -d' ' -f1; }
[ "$(named payload)" = "$(wc -c <"$t/PAYLOAD") sha256:$(sha <"$t/PAYLOAD")" ] || no "PAYLOAD is not what was signed"
[ "$(named history)" = "$(wc -l <"$t/HISTORY") sha256:$(sha <"$t/HISTORY")" ] || no "HISTORY is not what was signed"
root=$(awk '$0 == "satchel root v1" { text = ""; on = 1; n++ } $0 == "" { on = 0 } on { text = text $0 "\n" } END { printf "%s", text }' "$t/ROOTS" | sha)
[ "$(named root)" = "$(named root | cut -d' ' -f1) sha256:$root" ] || no "the newest root in ROOTS is not the one that was signed"
echo "OK $(named directory) ($(named edition)) epoch $(named epoch) release $(named release), issued $(named issued), next by $(named next-by), statement sha256 $(sha <"$t/text")"
