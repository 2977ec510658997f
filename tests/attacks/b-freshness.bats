#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section B: freshness, order, history.
load helpers

setup_file() {
	attacked
	third_release
}
setup() { victim; }

# next OUT N ISSUED HISTORY PREVIOUS [EDIT]...: release N with that history.
numbered() {
	local out=$1 n=$2 issued=$3 history=$4 previous=$5
	shift 5
	bad "$out" "history $history" "line release $n" "line issued $issued" "line previous $previous" "$@"
}
# history N START: N lines of invented releases, a minute apart, from START on.
history_of() {
	python3 - "$1" "$2" <<'END'
import datetime, hashlib, sys
t = datetime.datetime.strptime(sys.argv[2], "%Y-%m-%dT%H:%M:%SZ")
for n in range(1, int(sys.argv[1]) + 1):
    t += datetime.timedelta(minutes=1)
    print(n, hashlib.sha256(b"%d" % n).hexdigest(), t.strftime("%Y-%m-%dT%H:%M:%SZ"))
END
}
last_of() { echo "sha256:$(tail -n 1 "$1" | cut -d' ' -f2)"; }
print_text() { text_of "$1" | sha256sum | cut -d' ' -f1; }

@test "attack 19: an older release, its own root's or after the root was replaced" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	refused 4 "release 1.1 is older than the one installed here" "$W/1.satchel" verify install
	satchel install "$W/3.satchel" --now "$NOW" >/dev/null
	refused 4 "release 1.2" "$W/2.satchel" verify install
	refused 4 "release 1.1" "$W/1.satchel" verify install
	status 0 satchel install "$W/3.satchel" --now "$NOW"
	has "$output" "ALREADY INSTALLED"
	# the old statement with the new ROOTS
	bad mixed.satchel "roots $W/live2.roots"
	refused 4 "release 1.2" mixed.satchel verify install
	# the new one with the old ROOTS: root 2 is known here and may be left out
	FROM=$W/3.satchel bad short.satchel "roots $W/live.roots"
	accepted short.satchel
	# read as what it is, and never installed
	status 0 satchel verify "$W/2.satchel" --archive --now "$NOW"
	[ "${last%%:*}" = "OLDER THAN YOURS" ]
	status 2 satchel install "$W/2.satchel" --archive --now "$NOW"
}

@test "attack 21: the same old file for ever" {
	status 0 satchel find amara --now "$STALE"
	has "$output" "STALE  a newer release was due by 2027-02-01"
	status 0 satchel show tarsenia-cert/duty --now "$EXPIRED"
	has "$output" "EXPIRED  since 2027-06-01"
	for now in "$STALE" "$EXPIRED" 2126-01-01T00:00:00Z; do
		for verb in verify "find amara" "show tarsenia-cert/duty" list info; do
			# shellcheck disable=SC2086 # words
			status 7 satchel $verb --strict --now "$now"
			has "$stderr" "refused by --strict"
			# shellcheck disable=SC2086
			status 0 satchel $verb --now "$now"
			hasnt "$output" GOOD
		done
	done
	status 0 satchel verify --strict --now 2027-01-31T23:59:59Z # the last second
	status 7 satchel verify --strict --now 2027-02-01T00:00:00Z
}

@test "attack 22: a stolen quorum signs the highest number; a new epoch cures it" {
	history_of 9999 2026-11-12T09:00:00Z | sed "1s/.*/1 $(print_text "$W/1.satchel") 2026-11-02T09:00:00Z/" >history
	numbered fast.satchel 10000 2026-11-19T21:00:00Z history "$(last_of history)"
	status 0 satchel install fast.satchel --now "$NOW"
	status 4 satchel install "$W/2.satchel" --now "$NOW"
	# nothing is above it: 10001, and numbers that overflow
	history_of 10000 2026-11-12T09:00:00Z >longer
	for n in 10001 65536 4294967298 18446744073709551618 99999999999999999999 02 +2 2.0 0x2 -1 0; do
		numbered over.satchel "$n" 2026-11-20T21:00:00Z longer "$(last_of longer)"
		refused 6 "statement line 6" over.satchel verify install
	done
	# root 2 of epoch 2, with other officers
	key officer-d
	key officer-e
	v=$("$MKBAD" vkey "$W/keys/un.example_officer-d.key") u=$("$MKBAD" vkey "$W/keys/un.example_officer-e.key")
	{ cat "$W/live.roots" && root_text "$W/live.roots" -e 's/^epoch 1/epoch 2/' -e '/officer-b+/d' -e "s,^release-key .*officer-a.*,release-key $v," \
		-e "s,^release-key .*officer-c.*,release-key $u," | note "$RA" "$RB"; } >cured.roots
	KA=$W/keys/un.example_officer-d.key KB=$W/keys/un.example_officer-e.key
	: >none
	rooted cured.satchel cured.roots "history none" "line epoch 2" "line release 1" "line previous none"
	status 0 satchel install cured.satchel --now "$NOW"
	has "$last" "release 1 (epoch 2)"
	KA=$W/keys/$K-a.key KB=$W/keys/$K-b.key
	refused 4 "release 1.10000" fast.satchel verify install
	# the thieves' next try, under the new root: their keys are not in it
	numbered again.satchel 9999 2026-11-19T22:00:00Z <(head -n 9998 history) "sha256:$(sed -n 9998p history | cut -d' ' -f2)" "roots cured.roots" "line root 2 sha256:$(newest_text cured.roots | sha256sum | cut -d' ' -f1)"
	refused 3 "STATEMENT names root 2, but only keys of root 1 signed it" again.satchel verify install
}

# clock NOW FILE WORD...: what verify says at that time.
at_clock() {
	status 0 satchel verify "$2" --now "$1"
	[ "${last%%:*}" = "$3" ]
	[ -z "$4" ] || has "$output" "$4"
	if [ "$3" != GOOD ]; then hasnt "$output" GOOD; fi
}
@test "attack 23: the clock is set back, forward, or to 1970" {
	satchel install "$W/3.satchel" --now "$NOW" >/dev/null # issued 2026-11-16T09:00:00Z
	F=$W/3.satchel
	each at_clock <<END
1970-01-01T00:00:00Z|$F|STALE|CLOCK WRONG
2000-01-01T00:00:00Z|$F|STALE|CLOCK WRONG
2026-10-31T23:59:59Z|$F|STALE|CLOCK WRONG
2026-11-01T00:00:00Z|$F|STALE|CLOCK WRONG
2026-11-15T08:59:59Z|$F|STALE|CLOCK WRONG
2026-11-15T09:00:00Z|$F|GOOD|
2026-11-20T09:00:00Z|$F|GOOD|
2027-01-31T23:59:59Z|$F|GOOD|
2027-02-01T00:00:00Z|$F|STALE|STALE
2027-06-01T00:00:00Z|$F|STALE|EXPIRED
2106-02-07T06:28:16Z|$F|STALE|EXPIRED
9999-12-31T23:59:59Z|$F|STALE|EXPIRED
END
	status 7 satchel verify "$F" --strict --now 1970-01-01T00:00:00Z
	has "$stderr" "clock is wrong"
	# what was stale by the store's memory is not fresh because the clock is old
	numbered late.satchel 4 2027-03-01T00:00:00Z <({ tar xOf "$F" HISTORY && echo "3 $(print_text "$F") 2026-11-16T09:00:00Z"; }) \
		"sha256:$(print_text "$F")" "roots $W/live2.roots" "line root 2 sha256:$(newest_text "$W/live2.roots" | sha256sum | cut -d' ' -f1)" \
		"line next-by 2027-04-01T00:00:00Z" "line expires 2027-09-01T00:00:00Z"
	status 0 satchel install late.satchel --now 2027-03-02T00:00:00Z
	status 0 satchel verify "$F" --archive --now "$NOW"
	hasnt "$output" GOOD
	status 0 satchel find amara --now "$NOW"
	has "$output" "CLOCK WRONG"
	status 7 satchel find amara --strict --now "$NOW"
	status 0 satchel find amara --strict --now 2027-03-31T00:00:00Z
	hasnt "$output" "CLOCK WRONG"
}

@test "attack 23: the same through the system's clock, with libfaketime" {
	lib=$(find /usr/lib -name libfaketime.so.1 | head -n 1)
	[ -n "$lib" ] || skip "libfaketime is not installed"
	shared
	for t in 1970-01-02 2000-01-01 2026-10-31; do
		status 0 env LD_PRELOAD="$lib" FAKETIME="$t 00:00:00" TZ=UTC "$SHARED_SATCHEL" verify "$W/1.satchel"
		[ "${last%%:*}" = STALE ]
		has "$output" "CLOCK WRONG"
		has "$output" "$t"
	done
	status 0 env LD_PRELOAD="$lib" FAKETIME="2026-11-20 09:00:00" TZ=UTC "$SHARED_SATCHEL" verify "$W/1.satchel"
	[ "${last%%:*}" = GOOD ]
	status 0 env LD_PRELOAD="$lib" FAKETIME="2030-01-01 00:00:00" TZ=UTC "$SHARED_SATCHEL" find amara
	has "$output" "EXPIRED"
}

@test "attack 24: a date in the future does not become the memory of the store" {
	numbered future.satchel 2 2099-01-01T00:00:00Z <(tar xOf "$W/2.satchel" HISTORY) "sha256:$(print_text "$W/1.satchel")" \
		"line next-by 2099-02-01T00:00:00Z" "line expires 2099-03-01T00:00:00Z"
	refused 7 "more than 48 hours ahead" future.satchel install
	# 48 hours to the second
	for t in "2026-11-22T09:00:01Z 7" "2026-11-22T09:00:00Z 0"; do
		rm -rf other && SATCHEL_HOME=$PWD/other pinned "$PWD/other" "$W/live.roots"
		numbered near.satchel 2 "${t% *}" <(tar xOf "$W/2.satchel" HISTORY) "sha256:$(print_text "$W/1.satchel")"
		SATCHEL_HOME=$PWD/other status "${t#* }" satchel install near.satchel --now "$NOW"
	done
	status 0 satchel install future.satchel --accept-date --now "$NOW"
	grep -q '^seen-time 2026-11-02T09:00:00Z$' "$SATCHEL_HOME/un.example_desks/state"
	status 0 satchel find amara --now "$NOW"
	hasnt "$output" "CLOCK WRONG"
	status 0 satchel install future.satchel --accept-date --now "$NOW"
	# the good release that comes after it is not refused for its date
	numbered after.satchel 3 2026-11-19T09:00:00Z <({ tar xOf future.satchel HISTORY && echo "2 $(print_text future.satchel) 2099-01-01T00:00:00Z"; }) \
		"sha256:$(print_text future.satchel)"
	refused 6 "times do not rise" after.satchel verify install # a history that runs back stays refused
}

@test "attack 25: two different releases of one number: neither is taken, both are kept" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	bad fork.satchel "line title Directory of Desks, the other"
	refused 5 "there are two different releases 1.2, both properly signed" fork.satchel verify install
	has "$stderr" "hint: trust neither"
	E=$SATCHEL_HOME/un.example_desks/evidence
	tar xOf fork.satchel STATEMENT | cmp - "$E/1.2-$(print_text fork.satchel | cut -c1-16)"
	tar xOf "$W/2.satchel" STATEMENT | cmp - "$SATCHEL_HOME/un.example_desks/history/1.2"
	# what did not reach the threshold is no evidence, and no fork
	text_of fork.satchel | sed 's/other/third/' | note "$KA" >one
	stated one.satchel one
	refused 3 "1 good signature" one.satchel verify install
	[ "$(ls "$E")" = "1.2-$(print_text fork.satchel | cut -c1-16)" ]
	# never by --archive; at most 16 of a number are kept
	status 5 satchel verify fork.satchel --archive --now "$NOW"
	for i in $(seq 20); do
		bad more.satchel "line title Number $i"
		status 5 satchel install more.satchel --now "$NOW"
	done
	[ "$(find "$E" -type f | wc -l)" -eq 16 ]
	status 0 satchel verify "$W/2.satchel" --now "$NOW"
}

@test "attack 26: history rewritten for a State that skips releases" {
	rewritten=$(sed '1s/^1 ....../1 000000/' <(tar xOf "$W/3.satchel" HISTORY))
	FROM=$W/3.satchel bad skip.satchel "history "<(echo "$rewritten")
	refused 5 "HISTORY: release 1 is not the one accepted here" skip.satchel verify install
	ls "$SATCHEL_HOME/un.example_desks/evidence/"1.3-*
	# only its time
	FROM=$W/3.satchel bad time.satchel "history "<(sed '1s/T09:00:00Z/T09:00:01Z/' <(tar xOf "$W/3.satchel" HISTORY))
	refused 6 "another time for a release held here" time.satchel verify install
	# without being signed: damage
	"$MKBAD" bundle "$W/3.satchel" raw.satchel "statement "<(tar xOf "$W/3.satchel" STATEMENT) "history "<(echo "$rewritten")
	refused 6 "HISTORY has another SHA-256" raw.satchel verify install
	# the true one
	status 0 satchel install "$W/3.satchel" --now "$NOW"
}

# history_lie SED MESSAGE: of release 3.
history_lie() {
	FROM=$W/3.satchel bad lie.satchel "history "<(tar xOf "$W/3.satchel" HISTORY | sed "$1") "line history 2 sha256:$(tar xOf "$W/3.satchel" HISTORY | sed "$1" | sha256sum | cut -d' ' -f1)"
	refused 6 "$2" lie.satchel verify install
}
@test "attack 26: a history that is no history" {
	each history_lie <<'END'
1s/^1 /2 /|line of release 1 is due
2s/^2 /1 /|line of release 2 is due
2d|line of release 2 is due
$a3 0000000000000000000000000000000000000000000000000000000000000000 2026-11-15T00:00:00Z|more lines
2s/T09:00:00Z/T09:00:00+00:00/|not "N SHA-256 TIME"
2s/ 2026-11-12/ 2026-11-01/|times do not rise
2s/ 2026-11-12/ 2026-11-17/|times do not rise
2s/^2 ./2 x/|not "N SHA-256 TIME"
2s/^2 ......../2 00000000/|last line is not the previous release
1s/^1 /01 /|line of release 1 is due
1s/$/ /|not "N SHA-256 TIME"
1s/$/\n/|line of release 2 is due
END
}

@test "attack 27: members of two good releases mixed" {
	for m in STATEMENT ROOTS HISTORY PAYLOAD; do
		tar xOf "$W/2.satchel" $m >2.$m
		tar xOf "$W/3.satchel" $m >3.$m
	done
	for a in 2 3; do for b in 2 3; do for c in 2 3; do for d in 2 3; do
		case $a$b$c$d in 2222 | 3333) continue ;; esac
		"$MKBAD" bundle "$W/2.satchel" mix.satchel "payload $d.PAYLOAD" "roots $b.ROOTS" "history $c.HISTORY" "statement $a.STATEMENT"
		anew
		before=$(installed)
		for verb in verify install; do
			got=0
			satchel $verb mix.satchel --now "$NOW" >out 2>err || got=$?
			output=$(cat out) stderr=$(cat err)
			case $got in 3 | 4 | 6) ;; *) echo "$a$b$c$d: $got" && return 1 ;; esac
			[ "$verb" = install ] || [ "$output" = "$(verdict $got)" ]
			silent
		done
		[ "$(installed)" = "$before" ]
	done; done; done; done
	status 0 satchel install "$W/3.satchel" --now "$NOW"
}

@test "attack 28: a chain of roots with a gap, in another order, not signed by old or new" {
	root_text "$W/live.roots" | note "$RA" "$RB" >two
	root_text <(cat "$W/live.roots" two) | note "$RA" "$RB" >three
	try() { # STATUS MESSAGE NOTE...
		anew
		cat "$W/live.roots" "${@:3}" >try.roots
		rooted try.satchel try.roots
		refused "$1" "$2" try.satchel
	}
	cat "$W/live.roots" two three >good.roots
	rooted good.satchel good.roots
	accepted good.satchel
	try 3 "root 3 stands where root 2 is due" three
	try 3 "root 3 stands where root 2 is due" three two
	try 3 "root 2 stands where root 3 is due" two two
	root_text "$W/live.roots" -e 's/^version 2/version 4/' | note "$RA" "$RB" >four
	try 3 "root 4 stands where root 2 is due" four
	root_text "$W/live.roots" -e 's/^version 2/version 1/' | note "$RA" "$RB" >one
	try 6 'previous is "none" in version 1' one
	root_text "$W/live.roots" -e 's/^previous .*/previous sha256:'"$(printf '%064d' 0)/" | note "$RA" "$RB" >previous
	try 3 "previous of root 2 is not the digest of root 1" previous
	root_text "$W/live.roots" -e 's/desks/decks/' | note "$RA" "$RB" >directory
	try 3 "a root of another directory" directory
	root_text "$W/live.roots" -e 's/^epoch 1/epoch 3/' | note "$RA" "$RB" >epoch
	try 6 "epoch" epoch
	root_text "$W/live.roots" | note "$RA" >short
	try 3 "1 good signatures of keys of root 1, 2 are needed" short
	root_text "$W/live.roots" | note "$KA" "$KB" "$KC" >officers
	try 3 "0 good signatures of keys of root 1" officers
	# signed by old, not by new; by new, not by old
	key root-d
	key root-e
	d=$W/keys/un.example_root-d.key e=$W/keys/un.example_root-e.key
	root_text "$W/live.roots" -e "s,^root-key .*root-a.*,root-key $("$MKBAD" vkey "$d")," -e "s,^root-key .*root-b.*,root-key $("$MKBAD" vkey "$e")," \
		-e '/^root-key .*root-c/d' >new.text
	note "$RA" "$RB" "$d" <new.text >old
	try 3 "1 good signatures of keys of root 2, 2 are needed" old
	note "$RA" "$d" "$e" <new.text >new
	try 3 "1 good signatures of keys of root 1, 2 are needed" new
	# all four, and a fifth line that a root key did not make
	{ note "$RA" "$RB" "$d" "$e" <new.text; } >both
	anew
	cat "$W/live.roots" both >both.roots
	rooted both.satchel both.roots
	accepted both.satchel
	{ note "$RA" "$RB" <new.text && echo other | "$MKBAD" line "$W/keys/$R-c.pub" "$RC" && note "$d" "$e" <new.text | sed '1,/^$/d'; } >spoilt
	try 3 "the signature of un.example/root-c is not good" spoilt
}

@test "attack 28: TUF's rotations, 15 of roots and 10 of what they sign" {
	cases=$VECTORS/tuf-conformance/rotation_cases.json
	[ -e "$cases" ] || skip "no vectors at $VECTORS"
	T=$W/keys/un.example_tuf
	for i in 0 1 2 3 4 5 6 7 8 9; do
		key "tuf-$i"
		V[i]=$("$MKBAD" vkey "$T-$i.key")
	done
	python3 - "$cases" <<'END' >tuf.cases
import json, sys
c = json.load(open(sys.argv[1]))
for name, steps in c["root_rotation_cases"].items():
    print("root", name, *["%s/%d/%s/%d" % (",".join(map(str, s["keys"])), s["threshold"], ",".join(map(str, s["sigs"])), s["res"]) for s in steps])
for name, s in c["non_root_rotation_cases"].items():
    print("release", name, "%s/%d/%s/%d" % (",".join(map(str, s["keys"])), s["threshold"], ",".join(map(str, s["sigs"])), s["res"]))
END
	# role WORD KEYS THRESHOLD: its lines in a root text
	role() {
		local i
		echo "$1-threshold $3"
		for i in ${2//,/ }; do echo "$1-key ${V[i]}"; done
	}
	signers() { local i; for i in ${1//,/ }; do echo "$T-$i.key"; done; }
	done_=0
	while read -r kind name steps; do
		: >tuf.roots
		rm -rf tuf
		n=0
		for step in $steps; do
			IFS=/ read -r tuf_keys threshold sigs good <<<"$step"
			n=$((n + 1))
			if [ "$kind" = root ]; then
				other=$(newest_text "$W/live.roots" | sed -n '/^release-/p') mine=$(role root "$tuf_keys" "$threshold")
				by=$(signers "$sigs")
			else
				mine=$(newest_text "$W/live.roots" | sed -n '/^root-/p') other=$(role release "$tuf_keys" "$threshold")
				by="$RA $RB"
			fi
			before=none
			[ $n -eq 1 ] || before=sha256:$(newest_text tuf.roots | sha256sum | cut -d' ' -f1)
			{ newest_text "$W/live.roots" | sed -n '1,/^minimum/p' | sed -e "s/^version .*/version $n/" -e "s/^previous .*/previous $before/" && echo "$mine" && echo "$other"; } >tuf.text
			# shellcheck disable=SC2086 # words
			note $by <tuf.text >>tuf.roots
			if [ $n -eq 1 ]; then
				cp tuf.roots first.roots
				SATCHEL_HOME=$PWD/tuf status 0 satchel pin tuf.roots --fingerprint "$(sha256sum <tuf.text | cut -d' ' -f1)"
			fi
			by="$KA $KB"
			[ "$kind" = root ] || by=$(signers "$sigs")
			rooted tuf.satchel tuf.roots
			# shellcheck disable=SC2086
			text_of tuf.satchel | note $by >tuf.note
			FROM=tuf.satchel stated tuf2.satchel tuf.note
			want=0
			[ "$good" = 1 ] || want=3
			SATCHEL_HOME=$PWD/tuf status $want satchel verify tuf2.satchel --now "$NOW" || { echo "case $name, step $n" >&2 && return 1; }
		done
		done_=$((done_ + 1))
	done <tuf.cases
	[ $done_ -eq 25 ]
	unit root_test
}

@test "attack 29: two different roots of one version" {
	satchel install "$W/3.satchel" --now "$NOW" >/dev/null # and root 2
	{ cat "$W/live.roots" && root_text "$W/live.roots" -e 's/^expires .*/expires 2032-01-01T00:00:00Z/' | note "$RA" "$RB"; } >other.roots
	FROM=$W/3.satchel rooted other.satchel other.roots
	refused 5 "there are two different roots 2, both properly signed" other.satchel verify install
	newest_text other.roots | cmp - <(sed '/^$/,$d' "$SATCHEL_HOME"/un.example_desks/evidence/root-2-*)
	# no later root of theirs makes up for it
	{ cat other.roots && root_text other.roots | note "$RA" "$RB" "$RC"; } >later.roots
	FROM=$W/3.satchel rooted later.satchel later.roots
	refused 5 "two different roots 2" later.satchel verify install
	status 0 satchel verify "$W/3.satchel" --now "$NOW"
	# one signature less: only not authentic
	{ cat "$W/live.roots" && root_text "$W/live.roots" -e 's/^expires .*/expires 2033-01-01T00:00:00Z/' | note "$RA"; } >one.roots
	FROM=$W/3.satchel rooted one.satchel one.roots
	refused 3 "root 2 is not the one that is stored" one.satchel verify install
	[ "$(find "$SATCHEL_HOME/un.example_desks/evidence" -type f | wc -l)" -eq 1 ]
	# another root 1 is another pin
	{ newest_text "$W/live.roots" | sed 's/^expires .*/expires 2032-01-01T00:00:00Z/' | note "$RA" "$RB"; } >first.roots
	FROM=$W/1.satchel rooted first.satchel first.roots
	refused 8 "it is of no directory that is pinned here" first.satchel verify install
}

@test "attack 30: a pin of ten years ago, expired roots, and twelve of them" {
	newest_text "$W/live.roots" | sed -e 's/^issued .*/issued 2016-01-01T00:00:00Z/' -e 's/^expires .*/expires 2017-01-01T00:00:00Z/' >old.text
	note "$RA" "$RB" <old.text >old.roots
	export SATCHEL_HOME=$PWD/old
	status 0 satchel pin old.roots --fingerprint "$(sha256sum <old.text | cut -d' ' -f1)"
	"$MKBAD" chain old.roots 11 "$RB" "$RC"
	rooted old.satchel old.roots
	accepted old.satchel
	status 0 satchel install old.satchel --now "$NOW"
	status 0 satchel status --now "$NOW"
	has "$output" "root          version 12"
	has "$output" "2017-01-01"
	has "$output" "EXPIRED: a new root is due"
	status 0 satchel find amara --now "$NOW"
}

@test "attack 30: 256 roots are followed, 257 are not" {
	cp "$W/live.roots" many.roots
	"$MKBAD" chain many.roots 255 "$RA" "$RC"
	rooted many.satchel many.roots
	status 0 satchel install many.satchel --now "$NOW"
	[ "$(find "$SATCHEL_HOME/un.example_desks/roots" -type f | wc -l)" -eq 256 ]
	root_text many.roots | note "$RA" "$RC" >one
	cat many.roots one >more.roots
	bad more.satchel "roots more.roots"
	refused 3 "more than 256 roots" more.satchel verify install
}

@test "attack 31: a release by keys that were revoked since, offered to a new machine" {
	v=$("$MKBAD" vkey "$W/keys/un.example_mallory.key")
	{ cat "$W/live.roots" && root_text "$W/live.roots" -e "s,^release-key .*officer-a.*,release-key $v," -e '/officer-b+/d' | note "$RA" "$RB"; } >4.roots
	rm -rf fresh && export SATCHEL_HOME=$PWD/fresh
	# sorted by name, as it must be
	newest_text 4.roots >4.text
	python3 - 4.text <<'END' >sorted.text
import sys
lines = open(sys.argv[1]).read().splitlines(True)
i = [n for n, l in enumerate(lines) if l.startswith("release-key ")]
lines[i[0]:i[-1] + 1] = sorted(lines[i[0]:i[-1] + 1])
sys.stdout.write("".join(lines))
END
	{ cat "$W/live.roots" && note "$RA" "$RB" <sorted.text; } >4.roots
	status 0 satchel pin 4.roots --fingerprint "$(sha256sum <sorted.text | cut -d' ' -f1)"
	# as it was: it does not hold the pinned root at all
	refused 8 "it is of no directory that is pinned here" "$W/2.satchel" verify install
	bad old.satchel "roots 4.roots"
	refused 4 "release 1.2 is signed by keys that were revoked since" old.satchel verify install
	status 0 satchel verify old.satchel --archive --now "$NOW"
	[ "${last%%:*}" = "OLDER THAN YOURS" ]
	has "$output" "OLDER  release 2 was superseded or revoked"
	status 0 satchel find amara -b old.satchel --archive --now "$NOW"
	has "$output" "OLDER"
	status 4 satchel find amara -b old.satchel --now "$NOW"
	[ -z "$output" ]
}

@test "attack 31: minimum-release revokes, also what is installed" {
	{ cat "$W/live2.roots" && root_text "$W/live2.roots" -e 's/^minimum-release .*/minimum-release 3/' | note "$RA" "$RB"; } >min.roots
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	rooted revoked.satchel min.roots "line title Another text of release two, so"
	status 5 satchel verify revoked.satchel --now "$NOW"
	FROM=$W/3.satchel rooted three.satchel min.roots
	status 0 satchel install three.satchel --now "$NOW"
	# and when the root alone came through
	{ cat min.roots && root_text min.roots -e 's/^minimum-release .*/minimum-release 4/' | note "$RA" "$RB"; } >min4.roots
	FROM=$W/3.satchel rooted four.satchel min4.roots "line title Directory"
	got=0
	satchel install four.satchel --now "$NOW" >out 2>&1 || got=$?
	[ $got -eq 5 ] || [ $got -eq 4 ]
	[ -e "$SATCHEL_HOME/un.example_desks/roots/4" ]
	status 4 satchel find amara --now "$NOW"
	has "$stderr" "was revoked by root 4"
	[ -z "$output" ]
	status 0 satchel find amara --archive --now "$NOW"
	has "$output" "OLDER"
}

@test "attack 32: a store that was deleted or restored from a backup" {
	cp -R "$SATCHEL_HOME" backup
	satchel install "$W/3.satchel" --now "$NOW" >/dev/null
	status 0 satchel status --now "$NOW"
	paper=$(tail -n 1 <<<"$output")
	[ "$paper" = "1.3 $(print_text "$W/3.satchel")" ]
	rm -rf "$SATCHEL_HOME" && mv backup "$SATCHEL_HOME"
	before=$(installed)
	status 4 satchel install "$W/2.satchel" --expect-at-least "${paper% *}" --now "$NOW"
	has "$stderr" "release 1.2 is below 1.3"
	[ "$(installed)" = "$before" ]
	status 0 satchel install "$W/3.satchel" --expect-at-least "${paper% *}" --now "$NOW"
	rm -rf "$SATCHEL_HOME" && pinned "$SATCHEL_HOME" "$W/live.roots"
	status 4 satchel install "$W/1.satchel" --expect-at-least "${paper% *}" --now "$NOW"
	status 1 satchel find amara --now "$NOW"
}
