#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section F: the tree and the index, made by a hostile builder and properly
# signed.
load helpers

setup_file() {
	attacked
	wide_release
}
setup() { victim; }

# looked_up WORD...: a look-up in bent.satchel ends in an answer, in none or in
# 6; it is never killed, and what is printed of a terminal's is escaped.
looked_up() {
	local got=0
	satchel "$@" -b bent.satchel --now "$NOW" >out 2>err || got=$?
	case $got in 0 | 1 | 6) ;; *) echo "$got, of $*: $(cat err)" && return 1 ;; esac
	if cat out err | LC_ALL=C grep -aE $'\x1b|\xc2[\x80-\x9f]|\xe2\x80[\x8b\xaa-\xae]'; then return 1; fi
}
# looked: what a desk would ask of it.
looked() {
	bent "$1" "$2" "$3"
	case $1 in
	S) set -- tarsenia-cert/duty duty amara ;;
	L) set -- p0150/c example p0150 ;;
	esac
	looked_up show "$1"
	looked_up find "$2"
	looked_up find "$3"
	looked_up find "role:d*"
	looked_up list
}

@test "attack 64: first keys that are not their child's, keys unsorted, ranges that overlap" {
	each looked <<'END'
L|key records/0/5 p0000|the key of child 5 is not after that of the child before it
L|key records/0/5 zzz|the key of child 6 is not after that of the child before it
L|key records/0/5 p0260/d|a block's first id is not its node's key
L|key records/0/0 p|its first key is not the one that is said above it
L|key records/0 p|its first key is not the one that is said above it
L|key records/1 p3000|its last key is not before the first of the next node
L|key records/1 p3328/d|its first key is not the one that is said above it
L|key strings/3 hex:0161|is not after that of the child before it
L|key strings/3 hex:01ff|is not after that of the child before it
L|key strings/0 hex:0100|the index does not match the records: strings
L|key strings/3 hex:01|has 1 bytes, which no key of this tree has
L|key records/0/5 hex:|has 0 bytes, which no key of this tree has
L|key entries/5 p|has 1 bytes, which no key of this tree has
L|key postings/1 p|has 1 bytes, which no key of this tree has
L|first records/0/5 1|the first item of child 4 is not before the next child's
L|first records/1 6658|a block holds another number of records than its node says
L|first records/0/0 1|its first item is not the one that is said above it
L|first strings/4 4384|the index does not match the records: strings
L|first entries/4 4386|the index does not match the records: entries
L|poke strings 0.first 1|its first item is not the one that is said above it
L|poke postings 1.first 8191|does not have a byte an item
L|poke postings 1.first 8193|has more items than bytes
END
}

@test "attack 65: children outside, behind their parents, over each other; towers of nodes" {
	each looked <<'END'
L|poke records 0.offset max|child 0 does not lie before it
L|poke records 0.offset max-1|child 0 does not lie before it
L|poke records/0 3.offset +1|child 3 is not right behind what comes before it
L|poke records/0 3.offset -1|child 3 is not right behind what comes before it
L|poke records/0 3.offset 0|child 3 is not right behind what comes before it
L|poke records/0 63.stored +1|child 63 does not lie before it
L|poke records/0 63.stored max|over 1 MiB
L|poke records/0 63.raw max|over 1 MiB
L|poke records 1.stored 40000|child 1 is larger than any node
L|poke records 1.offset 0|child 1 overlaps what comes before it
L|poke records 0.stored +1|child 0
L|poke strings 3.offset +100000000|child 3 does not lie before it
L|poke root records.offset max|its root runs past the trees' end
L|poke root records.offset 0|its root does not lie behind what comes before it
L|poke root strings.offset max|its root runs past the trees' end
L|poke root records.stored max|over 1 MiB
L|poke root records.level 1|records node at level 1: says it is at level 2
L|poke root records.level 0|root page, records: its root has more items than bytes
L|poke root records.level 8|says it is at level 2
L|poke root records.level 9|level 9, at most 8 allowed
L|poke root records.level 255|level 255, at most 8 allowed
L|poke records level 1|says it is at level 1
L|poke records/0 level 2|says it is at level 2
L|poke records/0 tree 1|is of another tree (1)
L|poke records/0 tree 255|is of another tree (255)
L|poke records/0 n 65|65 children, 1 to 64 allowed
L|poke records/0 n max|65535 children, 1 to 64 allowed
L|poke records/0 n 0|0 children, 1 to 64 allowed
L|poke records/0 n 63|63 children, 64 due
L|poke strings n 13|strings node at level 1
L|poke strings n 11|strings node at level 1
L|poke records/0 zero 1|a reserved field is not zero
L|lift records 1|a root with a single child
L|lift strings 1|a root with a single child
L|lift records 6|a root with a single child
L|lift records 7|level 9, at most 8 allowed
L|lift records 252|level 254, at most 8 allowed
S|lift records 1|a root with a single child
END
}

@test "attack 66: gaps, bytes that nothing refers to, two references to one block" {
	each looked <<'END'
L|gap records/0/5 1|child 5 is not right behind what comes before it
L|gap records/0/0 1|child 0 is not right behind what comes before it
L|gap strings/0 1|child 0 is not right behind what comes before it
L|gap records/0 1|is not right behind its last child
L|gap records 1|is not right behind its last child
L|gap entries 512|is not right behind its last child
L|gap postings/1 4096|child 1 is not right behind what comes before it
S|gap records 1|its root does not lie behind what comes before it
S|gap strings 1|its root does not lie behind what comes before it
S|end 1|the trees end at byte
L|end 512|the trees end at byte
L|end 1048576|the trees end at byte
L|tail 1|root page
L|tail 512|root page
L|hide strings/11|is not right behind its last child
L|hide strings/5|child 5 is not right behind what comes before it
L|hide records/1|a root with a single child
L|hide records/1/3|records node at level 1
L|twin strings/3|the first item of child 3 is not before the next child's
L|twin records/0/5|65 children, 1 to 64 allowed
L|twin records/1/3|the first item of child 3 is not before the next child's
L|twin records/0|the first item of child 0 is not before the next child's
L|split records/0 10|10 children, 64 due in all but the last of a level
L|split records/0 63|63 children, 64 due in all but the last of a level
L|poke root tail 1|bytes after its last field are not zero
L|poke root last 1|bytes after its last field are not zero
L|poke root zero 1|a reserved field is not zero
L|poke root records.nul 1|bytes that must be zero are not
END
	# two entries for one block, items and order as they should be
	FROM=$W/wide.satchel bad twin.satchel "twin strings/11" "first strings/12 12902"
	refused 6 "child 12 is not right behind what comes before it" twin.satchel
}

@test "attack 67: a lead block in another's place" {
	# as large, raw, as the one that is due there, or said to be
	lead=$("$MKBAD" dump "$W/wide.satchel" | sed -n 's,^records/0/0 .* raw \([0-9]*\) .*,\1,p')
	other=$("$MKBAD" dump "$W/wide.satchel" | sed -n 's,^records/1/0 .* raw \([0-9]*\) .*,\1,p')
	FROM=$W/wide.satchel bad lead.satchel "trade records/0/0 records/1/0"
	refused 6 "a block's first id is not its node's key" lead.satchel
	FROM=$W/wide.satchel bad lead.satchel "trade records/0/0 records/1/0" "poke records/0 0.raw $lead" "poke records/1 0.raw $other"
	refused 6 "" lead.satchel
	cp lead.satchel bent.satchel
	satchel list --plain -b "$W/wide.satchel" --now "$NOW" >true.list
	for id in p0000/c p0003/c p0150/c p1000/c p3000/c p3327/c p3328/c p3200/c p4299/c; do
		got=0
		satchel show --json $id -b lead.satchel --now "$NOW" >out 2>err || got=$?
		case $got in
		0) satchel show --json $id -b "$W/wide.satchel" --now "$NOW" | cmp - out ;;
		6) [ ! -s out ] ;;
		*) echo "$id: $got $(cat err)" && return 1 ;;
		esac
	done
	each looked <<'END'
L|trade records/0/0 records/0/1|a compressed block does not come to the
L|trade records/0/63 records/1/0|
L|swap records/0/0 records/1/0|
END
}

@test "attack 68: front coding and terms that break the rules" {
	each looked <<'END'
S|prefix text:duty hex:09|the index does not match the records: strings
S|prefix text:duty hex:ff|the index does not match the records: strings
S|prefix text:duty hex:00|the index does not match the records: strings
S|prefix text:7 hex:01|the index does not match the records: strings
S|suffix text:duty hex:00|the index does not match the records: strings
S|suffix text:duty hex:ff|the index does not match the records: strings
S|suffix text:duty hex:02ff80|the index does not match the records: strings
S|suffix text:duty hex:03eda080|the index does not match the records: strings
S|suffix text:duty hex:02c080|the index does not match the records: strings
S|suffix text:7 hex:020037|the index does not match the records: strings
S|suffix text:7 hex:020437|the index does not match the records: strings
S|suffix text:7 hex:0101|the index does not match the records: strings
S|mask text:duty hex:00|the index does not match the records: strings
S|mask text:duty hex:8100|the index does not match the records: strings
S|mask text:duty hex:40|the index does not match the records: strings
S|mask text:duty hex:8010|the index does not match the records: strings
S|mask code:policy hex:01|the index does not match the records: strings
S|mask phone:1 hex:01|the index does not match the records: strings
S|mask text:duty hex:8080808080808080808001|the index does not match the records: strings
S|mask text:duty hex:ffffffffffffffffffffff01|the index does not match the records: strings
S|unsort text:duty|the index does not match the records: strings
S|double text:duty|the index does not match the records: strings
S|leave text:duty|the index does not match the records: strings
S|strings-end hex:00|the index does not match the records: strings
S|strings-end hex:0002037802|the index does not match the records: strings
S|cut strings 1|the index does not match the records: strings
S|cut strings 5|the index does not match the records: strings
L|split-at #500 both|the index does not match the records: strings
L|unsort #1500|the index does not match the records: strings
L|double #1092|the index does not match the records: strings
S|poke root strings.items +1|the number of terms is not that
S|poke root terms max|the number of terms is not that
END
}

@test "attack 69: entries and postings that break the rules" {
	each looked <<'END'
S|entry text:duty hex:00|the index does not match the records: entries
S|entry text:duty hex:0006|the index does not match the records: entries
S|entry text:duty hex:01070105|the index does not match the records: entries
S|entry text:duty hex:010701|the index does not match the records: entries
S|entry text:duty hex:8100050105|the index does not match the records: entries
S|entry text:duty hex:ffffffffffffffffffffff0105|the index does not match the records: entries
S|df text:duty 0|the index does not match the records: entries
S|df text:duty 8|the index does not match the records: entries
S|df text:duty 18446744073709551615|the index does not match the records: entries
S|df text:example 3|the index does not match the records: entries
S|df text:example 7|the index does not match the records: entries
S|df text:example 1|the index does not match the records: postings
S|ordinal text:duty 7|the index does not match the records: entries
S|ordinal text:duty 4294967296|the index does not match the records: entries
S|ordinal text:duty 18446744073709551615|the index does not match the records: entries
S|len text:example 1|the index does not match the records: entries
S|len text:example 0|the index does not match the records: entries
S|len text:example 200|the index does not match the records: entries
S|len text:example 18446744073709551615|the index does not match the records: entries
S|place 1|the index does not match the records: entries
S|place 1000000|the index does not match the records: entries
S|place 18446744073709551615|the index does not match the records: entries
S|entries-end hex:00|the index does not match the records: entries
S|entries-end hex:0101|the index does not match the records: entries
S|split-at text:duty|the index does not match the records: entries
S|cut entries 1|the index does not match the records: entries
S|cut entries 100|the index does not match the records: entries
L|split-at #500|the index does not match the records: entries
S|list text:example hex:0000|the index does not match the records: postings
S|list text:example hex:0402|the index does not match the records: postings
S|list text:example hex:0410|the index does not match the records: postings
S|list text:example hex:0300|the index does not match the records: postings
S|list text:example hex:0307|the index does not match the records: postings
S|list text:example hex:0480|the index does not match the records: postings
S|list text:example hex:04|the index does not match the records: postings
S|list text:example hex:048400|the index does not match the records: postings
S|list text:example hex:03ffffffffffffffffffff01|the index does not match the records: postings
S|list text:example hex:ffffffffffffffffffffff01|the index does not match the records: postings
S|list code:policy hex:040204|the index does not match the records: postings
S|list code:policy hex:0406|the index does not match the records: postings
S|long text:example|the index does not match the records: postings
L|df code:duty 4299|the index does not match the records: entries
L|df code:duty 8601|the index does not match the records: entries
L|len code:duty 4321|the index does not match the records: entries
L|table code:duty 0 0|the index does not match the records: postings
L|table code:duty 0 1|the index does not match the records: postings
L|table code:duty 0 3|the index does not match the records: postings
L|table code:duty 0 255|the index does not match the records: postings
L|table code:duty 3 255|the index does not match the records: postings
L|table code:duty 4 2|the index does not match the records: postings
L|table code:duty 8 1|the index does not match the records: postings
L|table code:duty 12 3|the index does not match the records: postings
L|table code:duty 16 1|the index does not match the records: postings
L|table code:duty 17 255|the index does not match the records: postings
L|table code:duty 20 0|the index does not match the records: postings
L|table code:duty 20 2|the index does not match the records: postings
L|table code:duty 21 3|the index does not match the records: postings
L|table code:duty 4321 0|the index does not match the records: postings
L|table code:duty 4321 255|the index does not match the records: postings
L|poke root postings.items +1|child 1 has more items than bytes
S|poke root postings.items +1|its root has more items than bytes
END
}

@test "attack 69: a list that lies is refused by the look-up that reads it" {
	lie() { # EDIT WORD MESSAGE
		FROM=$W/2.satchel bad bent.satchel "$1"
		status 6 satchel find "$2" -b bent.satchel --now "$NOW"
		has "$stderr" "$3"
		[ -z "$output" ]
	}
	each lie <<'END'
df text:example 3|example|records
df text:example 7|example|records
list text:example hex:0402|example|breaks the format
list text:example hex:0300|example|breaks the format
list text:example hex:0410|example|breaks the format
list text:example hex:0000|example|breaks the format
list text:example hex:04|example|breaks the format
list text:example hex:0480|example|breaks the format
ordinal text:duty 7|duty|breaks the format
df text:duty 0|duty|breaks the format
entry text:duty hex:00|duty|breaks the format
prefix text:duty hex:09|duty|breaks the format
suffix text:duty hex:02ff80|duty|breaks the format
mask text:duty hex:00|duty|breaks the format
unsort text:duty|duty|breaks the format
double text:duty|duty|breaks the format
long text:example|example|breaks the format
END
}

# rewritten SED MESSAGE: record 6, tarsenia-cert/duty, in other words; index
# and digests are those of the words.
rewritten() {
	"$MKBAD" records "$W/2.satchel" | python3 -c 'import sys
l = sys.stdin.read().split("\n")
r = l[5]
l[5] = '"$1"'
sys.stdout.write("\n".join(l))' >lines
	"$MKBAD" records "$W/2.satchel" | cmp -s - lines && return 1
	bad bent.satchel "records lines"
	refused 6 "$2" bent.satchel
	looked_up show tarsenia-cert/duty
	looked_up find duty
	looked_up find "duty d*"
	looked_up list
}
@test "attack 70: JSON that is not canonical" {
	each rewritten <<'END'
r.replace('"role":', '"role": ', 1)|not canonical JSON
r + " "|bytes after the JSON text
" " + r|
r.replace('"kind":"org"', '"kind":"org","kind":"org"')|
r.replace('"role":"technical","kind":"org"', '"kind":"org","role":"technical"')|out of order
r.replace("Duty desk", "D\\u0075ty desk", 1)|not canonical JSON
r.replace("Duty desk", "Duty\\/desk", 1)|not canonical JSON
r.replace("Duty desk", "Duty\\tdesk", 1)|not canonical JSON
r.replace("Duty desk", "Duty\tdesk", 1)|not canonical JSON
r.replace("Duty desk", "Duty\x1b[2Jdesk", 1)|not canonical JSON
r.replace("Duty desk", "Duty\x9b2Jdesk", 1)|
r.replace("Duty desk", "Duty\u202edesk", 1)|
r.replace("Duty desk", "Duty\u200bdesk", 1)|
r.replace("Duty desk", " Duty desk", 1)|
r.replace("Duty desk", "", 1)|
r.replace('"Duty desk of the night and of the day"', "null", 1)|not canonical JSON
r.replace('"Duty desk of the night and of the day"', "true", 1)|not canonical JSON
r.replace('"Duty desk of the night and of the day"', "1.0", 1)|not canonical JSON
r.replace('"Duty desk of the night and of the day"', "1e3", 1)|not canonical JSON
r.replace('"Duty desk of the night and of the day"', "01", 1)|not canonical JSON
r.replace('"Duty desk of the night and of the day"', "-0", 1)|not canonical JSON
r.replace('"Duty desk of the night and of the day"', "1", 1)|a value of a wrong form
r.replace('"Duty desk of the night and of the day"', '["Duty desk"]', 1)|a value of a wrong form
r.replace('"Duty desk of the night and of the day"', "[" * 8 + "]" * 8, 1)|
r.replace('"Duty desk of the night and of the day"', "[" * 100000 + "]" * 100000, 1)|a record has
r.replace("Duty desk", "x" * 65536, 1)|a record has
r.replace("Duty desk", "x" * 1000000, 1)|a record has
r.replace("Duty desk", "x" * 60000, 1)|a value of a wrong form
r.replace('"kind":"org"', '"kind":"org","color":"red"')|is missing or out of order
r[:-1] + ',"x-a-b":"c"}'|
r[:-1] + ',"zz":"c"}'|is unknown or out of order
r[:-1] + ",}"|not canonical JSON
r[:-1]|
r + "}"|bytes after the JSON text
r + r|
""|
"{}"|
"[]"|
"null"|
'{"id":"tarsenia-cert/duty"}'|
r.replace('"id":"tarsenia-cert/duty"', '"id":"tarsenia-cert/../duty"')|
r.replace('"id":"tarsenia-cert/duty"', '"id":"tarsenia-cert/duty/x"')|
r.replace('"id":"tarsenia-cert/duty",', "")|
r.replace("+99915550919", "+999 1 555 0919")|a value of a wrong form
r.replace("+99915550919", "911")|a value of a wrong form
r.replace('"kind":"org"', '"kind":"ghost"')|a value of a wrong form
r.replace('"verify"', '"verify":"a","verify"')|
r.replace("\\n", "\n")|
END
}

@test "attack 71: an index of other words than the records hold" {
	"$MKBAD" records "$W/2.satchel" >lines
	lying() { # SED
		sed "$1" lines >other
		cmp -s lines other && return 1
		bad bent.satchel "index other"
		refused 6 "the index does not match the records" bent.satchel
	}
	each lying <<'END'
1s/.*/-/
2s/.*/-/
6s/.*/-/
6s/"Duty desk/"Duty desk extra/
6s/of the night and of the day/of the night/
6s/+99915550919/+99915550918/
5s/"name":"Amara Devkota"/"name":"Amara Devkoti"/
4s/Old Tarsen/Old Tarsem/
6s/D7A1738B/D7A1738C/
END
	# and where the index cannot be checked at all, it is not used
	bad other.satchel "index other" "poke root fold 99"
	status 0 satchel verify other.satchel --now "$NOW"
	has "$last" "but the index, which this version cannot check"
	status 6 satchel find duty -b other.satchel --now "$NOW"
	has "$stderr" "newer fold table"
	[ -z "$output" ]
	status 0 satchel show tarsenia-cert/duty -b other.satchel --now "$NOW"
	status 6 satchel sign other.satchel -k "$KC" --release 2 --now "$NOW"
	has "$stderr" "fold table"
}
