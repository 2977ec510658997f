#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section C: container and compression.
load helpers

setup_file() {
	attacked
	wide_release
}
setup() { victim; }

@test "attack 33: streams that hold more or less than their node says" {
	each bent <<'END'
S|stream records bomb 50000000|does not come to the 2093 bytes it declares
S|stream records cut 1|does not come to the 2093 bytes it declares
S|stream records cut 100|does not come to the 2093 bytes it declares
S|stream records add hex:00|does not come to the 2093 bytes it declares
S|stream records is hex:0300|does not come to the 2093 bytes it declares
S|stream records is hex:ffffffff|does not come to the 2093 bytes it declares
S|stream records bomb 2093|its first record does not end in a line feed
S|poke root records.raw +1|does not come to the 2094 bytes it declares
S|poke root records.raw -1|does not come to the 2092 bytes it declares
S|poke root records.raw 1048576|over its limit with more than one record
S|poke root records.raw 1048577|its root is over 1 MiB
S|poke root records.raw max|its root is over 1 MiB
L|stream records/0/0 bomb 50000000|does not come to the
L|stream records/0/5 bomb 50000000|does not come to the
L|stream records/0/5 cut 1|does not come to the
L|stream records/0/5 add x|does not come to the
L|poke records/0 5.raw +1|does not come to the
L|poke records/0 5.raw -1|does not come to the
L|poke records/0 5.raw 1048576|child 5 is over its limit
END
}

@test "attack 33: a bomb costs no memory beyond what is declared" {
	FROM=$W/wide.satchel bad bomb.satchel "stream records/0/5 bomb 500000000"
	first=$("$MKBAD" dump "$W/wide.satchel" | sed -n 's,^records/0/5 level 0 first \([0-9]*\) .*,\1,p')
	id=$(printf 'p%04d/c' $((first / 2 + 3)))
	name=$(satchel show --plain "$id" -b "$W/wide.satchel" --now "$NOW" | sed -n 's/^name: //p')
	for c in "verify bomb.satchel" "show $id -b bomb.satchel" "find $name -b bomb.satchel" "list -b bomb.satchel"; do
		# shellcheck disable=SC2086 # words
		status 6 prlimit --as=300000000 "$SATCHEL" $c --now "$NOW"
		has "$stderr" "does not come to the"
	done
	# the other blocks are as good as ever
	status 0 satchel show p0000/c -b bomb.satchel --now "$NOW"
}

@test "attack 34: nothing is inflated before its digest was met" {
	dump=$("$MKBAD" dump "$W/2.satchel")
	size=$(stat -c %s "$W/2.satchel")
	stored=$(sed -n 's/^records .* stored \([0-9]*\) .*/\1/p' <<<"$dump")
	payload=$(tar xOf "$W/2.satchel" PAYLOAD | wc -c)
	end=$((size - 1024 - (512 - payload % 512) % 512 - 512)) # of the record block
	for ((at = end - stored; at < end; at += stored / 12)); do
		flipped "$W/2.satchel" "$at" flip.satchel
		refused 6 "PAYLOAD has another SHA-256 than STATEMENT says" flip.satchel
		status 6 satchel verify flip.satchel --quick --now "$NOW"
		has "$stderr" "records block: its digest is not the one in the page that refers to it: the bytes were changed"
		status 6 satchel show tarsenia-cert/duty -b flip.satchel --now "$NOW"
		has "$stderr" "its digest is not the one"
		[ -z "$output" ]
	done
}

# patched PYTHON STATUS MESSAGE: of the good file's bytes |b|.
patched() {
	python3 -c 'import sys
b = bytearray(open(sys.argv[1], "rb").read())
n = len(b)
def size(at, v): # a member with another size, its checksum right
    b[at + 124:at + 135] = b"%011o" % v
    b[at + 148:at + 156] = b"        "
    b[at + 148:at + 155] = b"%06o\0" % sum(b[at:at + 512])
def at(name): return b.index(name.encode() + b"\0" * (100 - len(name)) + b"0000444")
def len_of(name): return int(b[at(name) + 124:at(name) + 135], 8)
'"$1"'
open("patched.satchel", "wb").write(b)' "$W/2.satchel"
	cmp -s patched.satchel "$W/2.satchel" && return 1
	refused "$2" "$3" patched.satchel
}
@test "attack 35: cut, extended, with sizes one off" {
	each patched <<'END'
b += b"\0"|6|bytes, its headers ask for
b += b"\0" * 512|6|bytes, its headers ask for
b += b"\0" * 1048576|6|bytes, its headers ask for
b += b"x"|6|bytes, its headers ask for
b[-1] = 1|6|the archive's end is not NUL
b[-1024] = 1|6|the archive's end is not NUL
b = b[:-1]|6|bytes, its headers ask for
b = b[:-512]|6|bytes, its headers ask for
b = b[:-1024]|6|bytes, its headers ask for
b = b[:-2048]|6|bytes, its headers ask for
b = b[:at("PAYLOAD") + 512]|6|bytes, its headers ask for
b = b[:at("PAYLOAD")]|6|the file ends here
b = b[:at("PAYLOAD") + 100]|6|the file ends here
b = b[:at("HISTORY")]|6|the file ends here
b = b[:at("ROOTS") + 700]|6|the file ends inside ROOTS
b = b[:600]|6|the file ends inside STATEMENT
b = b[:512]|6|the file ends inside STATEMENT
b = b[:511]|6|the file ends here
b = b[:1]|6|the file ends here
size(0, len_of("STATEMENT") + 1)|3|
size(0, len_of("STATEMENT") - 1)|6|
size(0, 0)|6|
size(at("ROOTS"), len_of("ROOTS") + 1)|3|
size(at("ROOTS"), len_of("ROOTS") - 1)|6|
size(at("ROOTS"), 0)|6|
size(at("HISTORY"), len_of("HISTORY") + 1)|6|
size(at("HISTORY"), len_of("HISTORY") - 1)|6|
size(at("PAYLOAD"), len_of("PAYLOAD") + 1)|6|PAYLOAD has another size
size(at("PAYLOAD"), len_of("PAYLOAD") - 1)|6|PAYLOAD has another size
size(at("PAYLOAD"), 0)|6|PAYLOAD has another size
size(at("PAYLOAD"), 0o77777777777)|6|PAYLOAD has another size
size(0, 65537)|6|member STATEMENT has 65537 bytes, at most 65536 allowed
size(at("ROOTS"), 1048577)|6|member ROOTS has 1048577 bytes, at most 1048576 allowed
size(at("HISTORY"), 1048577)|6|member HISTORY has 1048577 bytes, at most 1048576 allowed
p = at("PAYLOAD") + 512; b[p:p + 512], b[p + 512:p + 1024] = b[p + 512:p + 1024], b[p:p + 512]|6|
p = at("PAYLOAD") + 512; b[p:p + 512] = b[p + 512:p + 1024]|6|
END
}

@test "attack 35: pages swapped, left out, referred to twice" {
	each bent <<'END'
L|swap records/0/5 records/0/6|the first item of child 5 is not before the next child's
L|trade records/0/5 records/0/6|a block's first id is not its node's key
L|swap strings/1 strings/2|the first item of child 1 is not before the next child's
L|trade strings/1 strings/2|the index does not match the records: strings
L|trade entries/1 entries/2|the index does not match the records: entries
L|trade postings/0 postings/1|postings node at level 1: child 0
L|swap records/0 records/1|records node at level
L|drop records/0/5|63 children, 64 due in all but the last of a level
L|drop records/1|a root with a single child
L|drop strings/11|the index does not match the records: strings
L|drop postings/1|a root with a single child
END
}

# swept WHERE FIELD: 0, 1, the greatest and the one before it, signed again.
swept() {
	local from=$1 edit=$2 v got
	for v in 0 1 max-1 max; do
		FROM=$W/$from.satchel bad swept.satchel "$edit $v"
		cmp -s swept.satchel "$W/$from.satchel" && continue
		ran 6 "$SATCHEL" verify swept.satchel --now "$NOW"
		[ "$output" = "DAMAGED: get another copy" ]
		silent
		[ "$v" != max ] || ran 6 "$SATCHEL" install swept.satchel --now "$NOW"
		# a look-up finds the same record or nothing
		case $v in 0 | max) ;; *) continue ;; esac
		got=0
		satchel show --json "$3" -b swept.satchel --now "$NOW" >out 2>err || got=$?
		case $got in
		0) cmp out "$from.json" ;;
		1 | 6) [ ! -s out ] ;;
		*) echo "show: $got, $(cat err)" && return 1 ;;
		esac
	done
}
@test "attack 36: every number of the root page at its limits" {
	satchel show --json tarsenia-cert/duty -b "$W/2.satchel" --now "$NOW" >2.json
	satchel show --json p2150/c -b "$W/wide.satchel" --now "$NOW" >wide.json
	before=$(installed)
	for f in magic zero seed count terms tail last; do
		swept 2 "poke root $f" tarsenia-cert/duty
	done
	for t in records strings entries postings; do
		for f in digest offset stored raw items level nul; do
			swept 2 "poke root $t.$f" tarsenia-cert/duty
			swept wide "poke root $t.$f" p2150/c
		done
	done
	[ "$(installed)" = "$before" ]
}
@test "attack 36: every number of a node at its limits" {
	satchel show --json p2150/c -b "$W/wide.satchel" --now "$NOW" >wide.json
	before=$(installed)
	for f in tree level n zero; do
		for node in records records/0 strings; do
			swept wide "poke $node $f" p2150/c
		done
	done
	for f in digest offset stored raw first keylen; do
		for child in "records 1" "records/0 0" "records/1 3" "strings 11" "entries 5" "postings 0"; do
			swept wide "poke ${child% *} ${child#* }.$f" p2150/c
		done
	done
	[ "$(installed)" = "$before" ]
}

@test "attack 36: a sparse file of 5 GiB, signed as such" {
	bad big.satchel "line payload 5368709632 sha256:$(printf '%064d' 0)"
	python3 - big.satchel <<'END'
import sys
f = open(sys.argv[1], "r+b")
b = f.read()
at = b.index(b"PAYLOAD" + b"\0" * 93)
h = bytearray(b[at:at + 512])
payload = b[at + 512:at + 512 + int(h[124:135], 8)]
h[124:135] = b"%011o" % 5368709632
h[148:156] = b"        "
h[148:155] = b"%06o\0" % sum(h)
f.seek(at)
f.write(h)
f.truncate(at + 512)
f.seek(at + 512)
f.write(payload[:-512])
f.seek(at + 512 + 5368709632 - 512)
f.write(payload[-512:])
f.truncate(at + 512 + 5368709632 + 1024)
END
	status 6 timeout 20 prlimit --as=300000000 "$SATCHEL" verify big.satchel --now "$NOW"
	has "$stderr" "root page: the trees end at byte"
	status 6 timeout 20 prlimit --as=300000000 "$SATCHEL" show tarsenia-cert/duty -b big.satchel --now "$NOW"
	truncate -s 5368709120 sparse.satchel
	refused 6 "the archive member STATEMENT is due here" sparse.satchel
	cp "$W/2.satchel" grown.satchel && truncate -s 5368709120 grown.satchel
	refused 6 "bytes, its headers ask for" grown.satchel
}

@test "attack 37: of what is not signed, nothing is read, by no command" {
	# hostile in every part, and no quorum: the answer is always about signatures
	text_of "$W/2.satchel" | sed 's/^release 2/release x/' >text
	note "$W/keys/un.example_mallory.key" <text >other
	stated un.satchel other
	"$MKBAD" bundle un.satchel hostile.satchel "statement other" "payload $W/live.roots"
	for f in un.satchel hostile.satchel; do
		refused 3 "0 good signatures of release keys" $f verify install
		for verb in info list "show norwia" "find amara" "find phone:0911"; do
			# shellcheck disable=SC2086 # words
			status 3 satchel $verb -b $f --now "$NOW"
			has "$stderr" "0 good signatures of release keys"
			[ -z "$output" ]
			silent
		done
		status 6 satchel sign $f -k "$KA" --release 2 --now "$NOW" # any number of lines is enough: then it is read
	done
	# what runs before a signature was checked is small, and fuzzed
	[ "$(cat "$ROOT"/lib/ustar.c "$ROOT"/lib/note.c "$ROOT"/lib/bundle.c | grep -vcE '^\s*(/?\*|$)')" -lt 600 ]
	for t in archive note root; do [ -e "$ROOT/tests/fuzz/fuzz_$t.c" ]; done
}

@test "attack 38: no header byte but the canonical one, no member more, none twice" {
	size=$(stat -c %s "$W/2.satchel")
	python3 - "$W/2.satchel" <<'END' >headers
import sys
b = open(sys.argv[1], "rb").read()
for name in (b"STATEMENT", b"ROOTS", b"HISTORY", b"PAYLOAD"):
    print(b.index(name + b"\0" * (100 - len(name)) + b"0000444"))
END
	while read -r at; do
		# each field of a header, and the bytes around it
		for i in 0 9 50 99 100 107 108 115 116 123 124 134 135 136 147 148 153 154 155 156 157 256 257 262 263 264 265 296 329 345 500 511; do
			flipped "$W/2.satchel" $((at + i)) flip.satchel
			ran 6 "$SATCHEL" verify flip.satchel --now "$NOW"
			[ "$output" = "DAMAGED: get another copy" ]
			silent
		done
	done <headers
	each patched <<'END'
p = at("PAYLOAD"); b[p:p] = b[0:at("ROOTS")]|6|the archive member PAYLOAD is due here
b[0:0] = b[at("PAYLOAD"):-1024]|6|the archive member STATEMENT is due here
p, q, r = at("ROOTS"), at("HISTORY"), at("PAYLOAD"); b[p:r] = b[q:r] + b[p:q]|6|the archive member ROOTS is due here
b[-1024:-1024] = b[0:at("ROOTS")]|6|bytes, its headers ask for
b[0:0] = b"\0" * 1024|6|the archive member STATEMENT is due here
p = at("PAYLOAD"); b[p + 156] = 53|6|the typeflag field of member PAYLOAD is not the canonical one
p = at("PAYLOAD"); b[p + 156] = 50; b[p + 157:p + 164] = b"HISTORY"; size(p, len_of("PAYLOAD"))|6|the checksum field of member PAYLOAD is not the canonical one
p = at("ROOTS"); b[p:p + 6] = b"./ROOT"|6|the archive member ROOTS is due here
size(0, len_of("STATEMENT")); b[124] = 32|6|
b[124:135] = b"%10o " % len_of("STATEMENT")|6|
b[124:136] = b"\x80" + (1500).to_bytes(11, "big")|6|the size of member STATEMENT is not 11 octal digits
END
	# the same members by other hands
	mkdir members
	tar xf "$W/2.satchel" -C members
	for how in "--format=ustar" "--format=gnu" "--format=pax" "--format=v7" "--format=ustar --mode=0444 --owner=0 --group=0 --mtime=@0" "--format=ustar --mode=0444 --owner=0:0 --group=0:0 --numeric-owner --mtime=@0"; do
		# shellcheck disable=SC2086 # words
		tar cf other.tar -C members $how STATEMENT ROOTS HISTORY PAYLOAD
		refused 6 "member STATEMENT" other.tar
	done
	gzip -k <"$W/2.satchel" >2.gz
	refused 6 "this is not a satchel bundle" 2.gz
}

# endless FILE: every command that reads a file gives up at once.
endless() {
	local c
	while read -r c; do
		echo "command: $c"
		got=0
		# shellcheck disable=SC2086 # words
		timeout 20 prlimit --as=500000000 "$SATCHEL" $c </dev/null >out 2>err || got=$?
		case $got in 2 | 3 | 6 | 9) ;; *) echo "$got: $(cat err)" && return 1 ;; esac
		grep -q 'error: ' err
	done <<END
verify $1 --now $NOW
install $1 --now $NOW
sign $1 -k $KA --release 2 --now $NOW
sign $W/2.satchel -k $1 --release 2 --now $NOW
pin $1 --fingerprint $(printf '%064d' 0)
attach $1 $W/2.satchel
attach copy.satchel $1
show tarsenia-cert/duty -b $1 --now $NOW
find amara -b $1 --now $NOW
list -b $1 --now $NOW
info -b $1 --now $NOW
root show $1
root sign $1 -k $RA
root sign $W/live.roots -k $1
verify $W/2.satchel --root $1 --fingerprint $(printf '%064d' 0) --now $NOW
build $W/live-1 --roots $1 -o o.satchel
build $W/live-2 --roots $W/live.roots --previous $1 -o o.satchel
build $W/live-1 --roots $W/live.roots --like $1 -o o.satchel
check $1
END
}
@test "attack 39: /dev/zero, a fifo, a sparse terabyte in the place of every file" {
	cp "$W/2.satchel" copy.satchel
	before=$(installed)
	mkfifo fifo
	truncate -s 1T sparse
	{ printf 'satchel root v1\n' && head -c 65536 /dev/zero | tr '\0' a; } >text && truncate -s 1T text
	for f in /dev/zero fifo sparse text; do endless $f; done
	[ "$(installed)" = "$before" ]
	cmp copy.satchel "$W/2.satchel"
	[ ! -e o.satchel ]
	# and in a source folder
	for f in fifo sparse; do
		rm -rf src && cp -R "$W/live-1" src
		mv $f src/parties/x.yaml
		got=0
		timeout 20 prlimit --as=500000000 "$SATCHEL" check src >out 2>err || got=$?
		[ "$got" -eq 1 ] || [ "$got" -eq 9 ] || [ "$got" -eq 6 ]
		has "$(cat out err)" "x.yaml"
	done
}

@test "attack 40: leaves that are nodes, sizes one off: all inclusion probes" {
	unit digest_test
	grep -q '^ok .*a_leaf_is_not_a_node_and_none_is_doubled' "$BATS_TEST_TMPDIR/unit.out"
	[ -e "$VECTORS/rfc6962-merkle" ] || skip "no vectors at $VECTORS"
	grep -q '^ok .*all_inclusion_probes_end_as_published' "$BATS_TEST_TMPDIR/unit.out"
}

# digest_line WORD VALUE: is no line of a statement.
digest_line() {
	bad short.satchel "line $1 $2"
	refused 6 "statement line" short.satchel
}
@test "attack 41: digests that are empty, short, long or in capitals" {
	h=$(printf '%064d' 0)
	each digest_line <<END
tree|512 blake2b-256:
tree|512 blake2b-256:00
tree|512 blake2b-256:${h:1}
tree|512 blake2b-256:0$h
tree|512 blake2b-256:none
tree|512
tree|512 sha256:$h
payload|2248 sha256:
payload|2248 sha256:${h:1}
payload|2248 sha256:0$h
payload|2248 SHA256:$h
payload|2248 sha256:${h:2}AA
records|7 rfc6962-sha256:
records|7 rfc6962-sha256:${h:1}
records|7 sha256:$h
history|1 sha256:
history|0 sha256:
root|1 sha256:
root|1 sha256:${h:1}
root|1
previous|sha256:
previous|none
previous|sha256:${h:1}
END
}

# lied SED MESSAGE: the index is that of other records than are stored.
lied() {
	"$MKBAD" records "$W/2.satchel" >lines
	sed "$1" lines >other
	cmp -s lines other && return 1
	bad lied.satchel "index other"
	refused 6 "$2" lied.satchel
}
@test "attack 42: a key that leads to another record, or a record that no key leads to" {
	# record 6, 0911's desk, is found under another's number and the other way round
	"$MKBAD" records "$W/2.satchel" >lines
	grep -n 'norwia/wei\|tarsenia-cert/duty' lines
	each lied <<'END'
3s/+99925550001/+99915550919/;6s/+99915550919/+99925550001/|the index does not match the records
6s/.*/-/|the index does not match the records
6s/"Duty desk/"Dusty desk/|the index does not match the records
6s/National Cyber/International Cyber/|the index does not match the records
3s/"role":"policy"/"role":"technical"/|the index does not match the records
2s/"name_latin":"Operations Unit"/"name_latin":"Amara Devkota"/|the index does not match the records
END
	# one pointer of one term: two records under each other's numbers
	bad pointer.satchel "ordinal text:amara 5"
	refused 6 "the index does not match the records: entries" pointer.satchel
	# ... which a look-up would follow, were it installed: so verify must not pass it
	status 6 satchel verify pointer.satchel --now "$NOW"
	status 0 satchel verify pointer.satchel --quick --now "$NOW"
	hasnt "$output" GOOD
	[ "${last%%:*}" = QUICK ]
}

# recorded SED MESSAGE: other records, with an honest index and digests.
recorded() {
	"$MKBAD" records "$W/2.satchel" | sed "$1" >lines
	bad recorded.satchel "records lines"
	refused 6 "$2" recorded.satchel
}
@test "attack 43: records twice, out of order, of another number" {
	each recorded <<'END'
1p|record 1: ids do not rise
3{h;d};4{G}|ids do not rise
$p|ids do not rise
2s/"id":"[^"]*"/"id":"norwia"/|a record's name is missing or out of order
4s/"id":"[^"]*"/"id":"norwia"/|ids do not rise
END
	bad count.satchel "poke root count +1"
	refused 6 "the number of records is not that of their tree" count.satchel
	bad count.satchel "poke root count +1" "poke root records.items +1"
	refused 6 "the root page counts other records than STATEMENT" count.satchel
	h=$(text_of "$W/2.satchel" | sed -n 's/^records 7 //p')
	bad count.satchel "line records 8 $h"
	refused 6 "the root page counts other records than STATEMENT" count.satchel
	bad count.satchel "poke root count +1" "poke root records.items +1" "line records 8 $h"
	refused 6 "a block holds another number of records than its node says" count.satchel
	# at the build: two parties of one id
	cp -R "$W/live-1" src
	printf -- '---\nsatchel: "1"\nparty: norwia\nname: Another\ncontacts:\n  - {id: a, role: policy, kind: org, name: A, emails: [{address: a@d.example}]}\n' >>src/parties/desks.yaml
	status 1 satchel build src --roots "$W/live.roots" -o twice.satchel
	has "$output$stderr" "desks.yaml"
	[ ! -e twice.satchel ]
}

# stated_wrong LINE STATUS MESSAGE: one field of a statement that is signed.
stated_wrong() {
	bad wrong.satchel "line $1"
	if [ "$2" = 0 ]; then
		accepted wrong.satchel
	else
		refused "$2" "$3" wrong.satchel
	fi
}
@test "attack 44: every field of a statement that is signed again, wrong" {
	h=$(printf '%064d' 0)
	each stated_wrong <<END
satchel statement v2|6|statement line 1
satchel root v1|6|statement line 1
directory un.example/desk|8|another directory
directory un.example/desks/exercise|6|edition is exercise if and only if
title Another title|0|
edition exercise|6|edition is exercise if and only if
edition test|6|edition is "live" or "exercise"
epoch 0|6|statement line 5
epoch 2|6|STATEMENT has a higher epoch than its root
epoch 257|6|statement line 5
release 0|6|statement line 6
release 1|6|
release 3|6|history of release 3 has 2 lines
release 10001|6|statement line 6
issued 2026-11-12T09:00:01Z|0|
issued 2026-11-02T09:00:00Z|6|times do not rise
issued 2026-11-01T09:00:00Z|6|times do not rise
issued 2027-02-01T00:00:00Z|6|next-by is not after issued
issued 1969-12-31T23:59:59Z|6|statement line 7
next-by 2027-01-01T00:00:00Z|0|
next-by 2027-06-01T00:00:00Z|6|expires is not after next-by
expires 2027-05-01T00:00:00Z|0|
expires 2027-02-01T00:00:00Z|6|expires is not after next-by
root 1 sha256:$h|6|STATEMENT names another text for its root
root 2 sha256:$h|6|names a root that neither the store nor ROOTS holds
root 0 sha256:$h|6|statement line 10
root 257 sha256:$h|6|statement line 10
previous none|6|previous is "none" in release 1, and only there
previous sha256:$h|6|HISTORY's last line is not the previous release
history 0 sha256:$h|6|
history 2 sha256:$h|6|history of release 2 has 1 lines
history 1 sha256:$h|6|HISTORY has another SHA-256
records 0 rfc6962-sha256:$h|6|statement line 13
records 6 rfc6962-sha256:$h|6|counts other records
records 7 rfc6962-sha256:$h|6|the records' tree is not the one STATEMENT names
records 4294967296 rfc6962-sha256:$h|6|statement line 13
tree 511 blake2b-256:$h|6|statement line 14
tree 513 blake2b-256:$h|6|statement line 14
tree 512 blake2b-256:$h|6|its digest is not the one in the statement
payload 512 sha256:$h|6|statement line 15
payload 2247 sha256:$h|6|PAYLOAD has another size
payload 8589934592 sha256:$h|6|statement line 15
payload $(tar xOf "$W/2.satchel" PAYLOAD | wc -c) sha256:$h|6|PAYLOAD has another SHA-256
END
	# where that release is installed, the free ones are a fork
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	each stated_wrong <<END
title Another title|5|two different releases 1.2
issued 2026-11-12T09:00:01Z|5|two different releases 1.2
next-by 2027-01-01T00:00:00Z|5|two different releases 1.2
expires 2027-05-01T00:00:00Z|5|two different releases 1.2
END
}

# rooted_wrong SED STATUS MESSAGE: one field of root 2, signed by all.
rooted_wrong() {
	anew
	{ cat "$W/live.roots" && root_text "$W/live.roots" -E -e "$1" | note "$RA" "$RB" "$RC"; } >wrong.roots
	rooted wrong.satchel wrong.roots
	if [ "$2" = 0 ]; then
		accepted wrong.satchel
	else
		refused "$2" "$3" wrong.satchel verify install
	fi
}
@test "attack 44: every field of a root that is signed again, wrong" {
	h=$(printf '%064d' 0)
	renamed "$W/keys/un.example_mallory.key" un.example/root-a2 r.key
	renamed "$W/keys/un.example_mallory.key" un.example/officer-a2 o.key
	r=$("$MKBAD" vkey r.key) o=$("$MKBAD" vkey o.key)
	each rooted_wrong <<END
s/^satchel root v1/satchel root v1/|0|
s/^directory .*/directory un.example\/desk/|3|a root of another directory
s/^version .*/version 3/|3|root 3 stands where root 2 is due
s/^version .*/version 257/|6|root line 3
s/^epoch .*/epoch 0/|6|root line 4
s/^epoch .*/epoch 2/|4|is of an epoch that was ended
s/^epoch .*/epoch 3/|6|root line 4
s/^issued .*/issued 2026-10-27T00:00:00Z/|0|
s/^issued .*/issued 2031-10-26T09:00:00Z/|6|expires is not after issued
s/^expires .*/expires 2026-12-01T00:00:00Z/|0|
s/^expires .*/expires 2026-10-26T09:00:00Z/|6|expires is not after issued
s/^previous .*/previous none/|6|previous is "none" in version 1
s/^previous .*/previous sha256:$h/|3|previous of root 2 is not the digest of root 1
s/^minimum-release .*/minimum-release 0/|6|root line 8
s/^minimum-release .*/minimum-release 2/|0|
s/^minimum-release .*/minimum-release 3/|4|was revoked by the newest root
s/^minimum-release .*/minimum-release 10001/|6|root line 8
s/^root-threshold .*/root-threshold 0/|6|root line 9
s/^root-threshold .*/root-threshold 3/|0|
s/^root-threshold .*/root-threshold 4/|6|root-threshold is 4, but there are 3 keys
s,^root-key .*root-a\+.*,root-key $r,;s/^root-threshold .*/root-threshold 3/|3|2 good signatures of keys of root 2, 3 are needed
s/^release-threshold .*/release-threshold 0/|6|release-threshold
s/^release-threshold .*/release-threshold 3/|3|
s/^release-threshold .*/release-threshold 4/|6|release-threshold is 4, but there are 3 keys
s,^release-key .*officer-a\+.*,release-key $o,|3|
s/^(root-key .*root-a.)([0-9a-f])/\1x/|6|
s/^(release-key .*officer-a)/\1a/|6|
/^release-key/d|6|
/^root-key/d|6|
s/^expires .*/&\ncomment none/|6|root line 7
\$s/\$/\nrelease-key/|6|
END
}

@test "attack 45: no good word before the last check" {
	# the last thing that verify does is to compare the index
	FROM=$W/wide.satchel bad last.satchel "ordinal #12900 0"
	refused 6 "the index does not match the records: entries" last.satchel
	status 6 satchel verify last.satchel --json --now "$NOW"
	[ "$(field verdict)" = DAMAGED ]
	[ "$(wc -l <<<"$output")" -eq 1 ]
	# and the verdict is the last line, not written if the rest could not be
	status 0 satchel verify "$W/2.satchel" --now "$NOW"
	[ "${last%%:*}" = GOOD ]
	[ "$(grep -c GOOD <<<"$output")" -eq 1 ]
	got=0
	satchel verify "$W/2.satchel" --now "$NOW" >/dev/full 2>err || got=$?
	[ "$got" -eq 9 ]
	got=0
	satchel install "$W/2.satchel" --now "$NOW" >/dev/full 2>err || got=$?
	[ "$got" -eq 9 ]
}
