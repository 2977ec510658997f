#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section A: signatures and keys.
load helpers

setup_file() { attacked exercise; }
setup() { victim; }

@test "attack 0: the fixtures themselves are good, and made again to the byte" {
	bad same.satchel
	cmp same.satchel "$W/2.satchel"
	accepted same.satchel
	status 0 satchel install same.satchel --now "$NOW"
}

@test "attack 1: no signature, or one over another text" {
	text_of "$W/2.satchel" >text
	{ cat text && echo; } >none
	stated none.satchel none
	refused 3 "no signature" none.satchel verify install
	stated bare.satchel text
	refused 3 "no text and blank line" bare.satchel
	: >empty
	stated empty.satchel empty
	refused 3 "no text and blank line" empty.satchel
	# some bytes of the member, from the first on; all of them in flip_test
	size=$(tar xOf "$W/2.satchel" STATEMENT | wc -c)
	for ((at = 512; at < 512 + size; at += 97)); do
		flipped "$W/2.satchel" $at flip.satchel
		status 3 satchel verify flip.satchel --now "$NOW"
		[ "$output" = "$(verdict 3)" ]
		silent
	done
	status 3 satchel install flip.satchel --now "$NOW"
}

@test "attack 2: too few signers" {
	text_of "$W/2.satchel" >text
	note "$KA" <text >one
	stated one.satchel one
	refused 3 "1 good signature of release keys, 2 needed" one.satchel verify install
	note "$KA" "$W/keys/un.example_mallory.key" <text >two
	stated two.satchel two
	refused 3 "1 good signature of release keys, 2 needed" two.satchel verify install
	note "$W/keys/un.example_mallory.key" <text >other
	stated other.satchel other
	refused 3 "0 good signatures of release keys, 2 needed" other.satchel verify install
	note "$RA" "$RB" "$RC" <text >roots # keys of the other role
	stated roots.satchel roots
	refused 3 "0 good signatures" roots.satchel verify install
}

@test "attack 3: the same key counted twice, in a statement" {
	text_of "$W/2.satchel" >text
	note "$KA" <text >one
	{ cat one && tail -n 1 one; } >twice
	stated twice.satchel twice
	refused 3 "signature line 2 repeats the name and key id" twice.satchel
	# another signature under the same name and id
	{ cat one && echo other | "$MKBAD" line "$W/keys/$K-a.pub" "$KA"; } >again
	stated again.satchel again
	refused 3 "repeats the name and key id" again.satchel
	# officer-a's key under another name is a line nobody knows
	renamed "$KA" un.example/officer-z z.key
	note "$KA" z.key <text >z
	stated z.satchel z
	refused 3 "1 good signature of release keys, 2 needed" z.satchel verify install
	renamed "$KA" un.example/officer-b b.key
	note "$KA" b.key <text >b
	stated b.satchel b
	refused 3 "1 good signature of release keys, 2 needed" b.satchel verify install
}

# twice_in_a_root NAME SED MESSAGE: root 1 with a key twice is neither pinned
# nor followed to.
twice_in_a_root() {
	newest_text "$W/live.roots" | sed -E "$2" >new.text
	cmp -s new.text <(newest_text "$W/live.roots") && return 1
	note "$RA" "$RB" <new.text >"$1.roots"
	status 6 satchel pin "$1.roots" --fingerprint "$(sha256sum <new.text | cut -d' ' -f1)"
	has "$stderr" "$3"
	root_text "$W/live.roots" -E -e "$2" >next.text
	{ cat "$W/live.roots" && note "$RA" "$RB" <next.text; } >next.roots
	bad next.satchel "roots next.roots"
	refused 6 "$3" next.satchel
}
@test "attack 3: the same key twice in a root: in a role, in both, under two names" {
	a=$("$MKBAD" vkey "$KA") ra=$("$MKBAD" vkey "$RA")
	renamed "$KA" un.example/officer-aa aa.key
	renamed "$KA" un.example/root-aa ra.key
	aa=$("$MKBAD" vkey aa.key) raa=$("$MKBAD" vkey ra.key)
	twice_in_a_root line "s,^release-key .*officer-b.*,release-key $a," "a name is there twice"
	twice_in_a_root names "s,^release-key .*officer-b.*,release-key $aa," "are the same public key"
	twice_in_a_root role "s,^release-key .*officer-c.*,release-key $ra," "stands there twice"
	twice_in_a_root both "s,^root-key .*root-b.*,root-key $raa," "are the same public key"
}

@test "attack 4: root show names who holds which key: that two of them collude is for people to prevent" {
	status 0 satchel root show "$W/live.roots"
	for n in root-a root-b root-c officer-a officer-b officer-c; do
		has "$output" "un.example/$n"
	done
	has "$output" "2 of 3"
}

@test "attack 5: a bad signature by a known key, beside enough good ones" {
	text_of "$W/2.satchel" >text
	{ note "$KA" "$KB" <text && echo other | "$MKBAD" line "$W/keys/$K-c.pub" "$KC"; } >three
	stated three.satchel three
	refused 3 "the signature of un.example/officer-c is not good" three.satchel
	# of a known key, but not 64 bytes long
	{ note "$KA" "$KB" <text && "$MKBAD" line "$W/keys/$K-c.pub" "$KC" <text |
		python3 -c 'import base64,sys; n=sys.stdin.read().split(" "); print(n[0], n[1], base64.b64encode(base64.b64decode(n[2])[:-1]).decode())'; } >short
	stated short.satchel short
	refused 3 "the signature of un.example/officer-c is not good" short.satchel
}

@test "attack 6: lines by unknown keys are ignored and never shown, up to 32 in all" {
	text_of "$W/2.satchel" >text
	{ note "$KA" "$KB" <text && for i in $(seq 10 40); do
		renamed "$W/keys/un.example_mallory.key" "un.example/unknown-$i" u.key
		note u.key <text | tail -n 1
	done; } >many
	for n in 1 2 15 30; do
		sed "$((17 + n + 2)),\$d" many >some
		stated some.satchel some
		[ "$(lines_of some.satchel | wc -l)" -eq $((n + 2)) ]
		accepted some.satchel
		has "$output" "2, of 2 needed"
		hasnt "$output" unknown
		hasnt "$output" mallory
	done
	head -n 49 many >thirty-three
	stated more.satchel thirty-three
	[ "$(lines_of more.satchel | wc -l)" -eq 33 ]
	refused 3 "more than 32 signature lines" more.satchel
}

@test "attack 7: another key with the key id of an officer" {
	# a key id is 32 bits: what a collision would look like to a verifier
	text_of "$W/2.satchel" >text
	{ note "$KA" <text && "$MKBAD" line "$W/keys/$K-b.pub" "$W/keys/un.example_mallory.key" <text; } >collide
	stated collide.satchel collide
	refused 3 "the signature of un.example/officer-b is not good" collide.satchel
	{ note "$KA" "$KB" <text && "$MKBAD" line "$W/keys/$K-c.pub" "$W/keys/un.example_mallory.key" <text; } >collide
	stated collide.satchel collide
	refused 3 "the signature of un.example/officer-c is not good" collide.satchel
}

@test "attack 8: a name that only looks like an officer's" {
	text_of "$W/2.satchel" >text
	note "$KA" "$KB" <text >good
	sed 's,officer-b,оfficer-b,' good >cyrillic # U+043E
	stated cyrillic.satchel cyrillic
	refused 3 "has no proper key name" cyrillic.satchel
	sed 's,un.example/officer-b,Un.example/officer-b,' good >upper
	stated upper.satchel upper
	refused 3 "has no proper key name" upper.satchel
	newest_text "$W/live.roots" | sed 's,officer-b+,оfficer-b+,' >root.text
	{ cat root.text && echo && echo x; } >cyrillic.roots
	status 3 satchel pin cyrillic.roots --fingerprint "$(sha256sum <root.text | cut -d' ' -f1)"
	newest_text "$W/live.roots" | sed 's,officer-b+,Officer-b+,' >root.text
	note "$RA" "$RB" <root.text >upper.roots
	status 6 satchel pin upper.roots --fingerprint "$(sha256sum <root.text | cut -d' ' -f1)"
	status 2 satchel keygen un.example/оfficer-a --no-passphrase
}

@test "attack 9: a text of one kind for another: root for statement, statement for root, another directory's" {
	newest_text "$W/live.roots" >root.text
	note "$KA" "$KB" <root.text >as-statement
	stated kind.satchel as-statement
	refused 6 'the first line is "satchel statement v1"' kind.satchel
	text_of "$W/2.satchel" >text
	{ cat "$W/live.roots" && note "$RA" "$RB" <text; } >kind.roots
	bad kind2.satchel "roots kind.roots"
	refused 3 'a line "satchel root v1" is due here' kind2.satchel
	status 3 satchel pin kind.roots --fingerprint "$(print_of "$W/live.roots")"
	# the exercise's statement, by the very same officers
	tar xOf "$W/x.satchel" STATEMENT >exercise
	stated exercise.satchel exercise
	refused 8 "another directory" exercise.satchel
	sed -i 's/statement v1/proof v1/' text
	note "$KA" "$KB" <text >as-proof
	stated proof.satchel as-proof
	refused 6 'the first line is "satchel statement v1"' proof.satchel
}

@test "attack 10: small-order, mixed-order and non-canonical points, S over the order" {
	unit key_test # 914 cases of CCTV, 151 of Wycheproof
	[ -e "$VECTORS/cctv-ed25519" ] || skip "no vectors at $VECTORS"
	grep -q '^ok .*cctv_cases_exactly_305' unit.out
	grep -q '^ok .*wycheproof_cases_exactly' unit.out
}

@test "attack 10: a root with a key of small order, of mixed order, or off the curve" {
	while read -r hex; do
		v=$(vkey_of un.example/officer-b "$hex")
		newest_text "$W/live.roots" | sed "s,^release-key .*officer-b.*,release-key $v," >small.text
		note "$RA" "$RB" <small.text >small.roots
		status 6 satchel pin small.roots --fingerprint "$(sha256sum <small.text | cut -d' ' -f1)"
		has "$stderr" "not a point of prime order"
	done <<'END'
0100000000000000000000000000000000000000000000000000000000000000
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
0000000000000000000000000000000000000000000000000000000000000000
26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05
9599999999999999999999999999999999999999999999999999999999999999
eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
0200000000000000000000000000000000000000000000000000000000000000
END
}
