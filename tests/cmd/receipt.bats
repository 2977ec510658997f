#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	second_release
	satchel keygen xtr.example/registry -o "$W" --no-passphrase >/dev/null
	satchel keygen xnr.example/registry -o "$W" --no-passphrase >/dev/null
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	state
	X=$W/xtr.example_registry Y=$W/xnr.example_registry
	cp "$W/1.satchel" b.satchel
}
# holds FILE: line number N of what verify says of receipts
receipts() {
	status 0 satchel verify --plain --now "$NOW" "$@"
	[ "$last" = "GOOD: release 1: everything was checked" ]
}

@test "a receipt that travels alone" {
	status 0 satchel receipt -k "$X.key" --now "$NOW"
	has "$output" "satchel receipt v1"
	has "$output" "directory un.example/desks"
	has "$output" "statement sha256:$(tar xOf b.satchel STATEMENT | sed '/^$/,$d' | sha256sum | cut -d' ' -f1)"
	has "$output" "time $NOW"
	has "$last" "— xtr.example/registry "
	[ "$(printf %s "${last##* }" | base64 -d | wc -c)" -eq 76 ]
	cp "$BATS_TEST_TMPDIR/out" alone
	status 0 satchel receipt -k "$X.key" --now "$NOW" -o x.receipt
	has "$output" "the receipt is in x.receipt"
	cmp alone x.receipt
	status 9 satchel receipt -k "$X.key" --now "$NOW" -o x.receipt
	receipts b.satchel --receipt x.receipt --state-key "$X.pub"
	has "$output" "receipts: 1 by States whose keys are known here, 0 by others"
	has "$output" "receipt: xtr.example/registry holds it since $NOW"
}

@test "openssl checks one with nothing of ours: key id, time, text" {
	[ -x "$(command -v openssl)" ] || skip "openssl is not installed"
	satchel receipt -k "$X.key" --now "$NOW" -o x.receipt >/dev/null
	satchel key export "$X.pub" --pem --public -o x.pem
	tail -n 1 x.receipt | sed 's/.* //' | base64 -d >raw
	{ printf 'satchel-receipt/v1\ntime %d\n' "$(date -ud "$NOW" +%s)" && tar xOf b.satchel STATEMENT | sed '/^$/,$d'; } >message
	tail -c 64 raw >sig
	openssl pkeyutl -verify -rawin -pubin -inkey x.pem -in message -sigfile sig
	id=$({ printf 'xtr.example/registry\n\377satchel-receipt/v1' && tail -n 1 "$X.pub" | base64 -d | tail -c 32; } | sha256sum | cut -c 1-8)
	[ "$(head -c 4 raw | od -An -tx1 | tr -d ' \n')" = "$id" ]
	[ "$((0x$(head -c 12 raw | tail -c 8 | od -An -tx1 | tr -d ' \n')))" -eq "$(date -ud "$NOW" +%s)" ]
}

@test "in STATEMENT it is no signature, and takes none away" {
	status 0 satchel receipt -k "$X.key" --now "$NOW" --add b.satchel
	status 0 satchel receipt -k "$Y.key" --now "$NOW" --add b.satchel
	tar xOf b.satchel STATEMENT | sed '1,/^$/d' >lines
	[ "$(wc -l <lines)" -eq 4 ]
	cut -d' ' -f2 lines | sort -c
	receipts b.satchel
	has "$output" "signers: 2, of 2 needed"
	hasnt "$output" "signer: x"
	has "$output" "receipts: 0 by States whose keys are known here, 2 by others"
	status 0 satchel install b.satchel --now "$NOW"
	has "$output" "ALREADY INSTALLED"
	# the same release, fingerprint and all
	status 0 satchel compare b.satchel "$W/1.satchel" --now "$NOW"
	status 1 satchel receipt -k "$X.key" --now "$NOW" --add b.satchel
	has "$stderr" "there already"
}

@test "receipts never make up for a signature" {
	satchel build "$W/live-1" --roots "$W/live.roots" -o u.satchel --like "$W/1.satchel" >/dev/null
	SATCHEL_HOME=$PWD/officer pinned "$PWD/officer" "$W/live.roots"
	SATCHEL_HOME=$PWD/officer satchel sign u.satchel -k "$W/keys/un.example_officer-a.key" --release 1 --now "$NOW" >/dev/null
	satchel receipt -k "$X.key" --now "$NOW" --add u.satchel >/dev/null
	# not even one by the other officer's key
	satchel receipt -k "$W/keys/un.example_officer-b.key" --now "$NOW" --add u.satchel >/dev/null
	status 3 satchel verify u.satchel --now "$NOW"
	has "$stderr" "1 good signature of release keys, 2 needed"
}

@test "whose keys are known: states/ of the store, and --state-key" {
	satchel receipt -k "$X.key" --now "$NOW" --add b.satchel >/dev/null
	satchel receipt -k "$Y.key" --now "$NOW" --add b.satchel >/dev/null
	mkdir "$SATCHEL_HOME/un.example_desks/states"
	cp "$X.pub" "$SATCHEL_HOME/un.example_desks/states/"
	receipts b.satchel
	has "$output" "receipts: 1 by States whose keys are known here, 1 by others"
	receipts b.satchel --state-key "$Y.pub"
	has "$output" "receipts: 2 by States whose keys are known here, 0 by others"
	status 0 satchel verify b.satchel --now "$NOW" --json
	has "$output" '"receipts":[{"state":"xtr.example/registry","time":"'"$NOW"'","good":true}]'
	has "$output" '"receipts_unknown":1'
	# what is no key there is said, and keeps nobody from the release
	echo junk >"$SATCHEL_HOME/un.example_desks/states/junk.pub"
	receipts b.satchel
	has "$stderr" "1 files in states/ are no public key"
}

@test "one that is not good is shown as such, and the verdict stands" {
	satchel receipt -k "$X.key" --now "$NOW" -o x.receipt >/dev/null
	python3 - <<-'END'
		import base64
		l = open("x.receipt", encoding="utf-8").read().rstrip("\n").split("\n")
		head, b = l[-1].rsplit(" ", 1)
		b = bytearray(base64.b64decode(b))
		b[11] ^= 1
		l[-1] = head + " " + base64.b64encode(b).decode()
		open("bad.receipt", "w", encoding="utf-8").write("\n".join(l) + "\n")
	END
	receipts b.satchel --receipt bad.receipt --state-key "$X.pub"
	has "$output" "receipt: xtr.example/registry NOT GOOD, dated"
	receipts b.satchel --receipt bad.receipt --receipt x.receipt --state-key "$X.pub"
	has "$output" "receipt: xtr.example/registry holds it since"
	hasnt "$output" "NOT GOOD"
}

@test "one of another release says so; a file without one too" {
	satchel receipt -k "$X.key" --now "$NOW" -o x.receipt >/dev/null
	satchel verify "$W/2.satchel" --now "$NOW" >/dev/null
	status 1 satchel verify "$W/2.satchel" --now "$NOW" --receipt x.receipt --state-key "$X.pub"
	has "$stderr" "x.receipt: error: is for another release"
	has "$last" "GOOD: release 2"
	status 6 satchel verify b.satchel --now "$NOW" --receipt "$X.pub" --state-key "$X.pub"
	has "$last" "GOOD: release 1"
	status 9 satchel verify b.satchel --now "$NOW" --receipt nowhere
	status 6 satchel verify b.satchel --now "$NOW" --state-key x.receipt
}

@test "only for what is installed here; with a clock that can be right" {
	before=$(sha256sum <"$W/2.satchel")
	status 1 satchel receipt -k "$X.key" --now "$NOW" --add "$W/2.satchel"
	has "$stderr" "not the release that is installed here"
	[ "$(sha256sum <"$W/2.satchel")" = "$before" ]
	status 7 satchel receipt -k "$X.key" --now "$PAST"
	export SATCHEL_HOME=$PWD/fresh
	status 8 satchel receipt -k "$X.key" --now "$NOW"
	pinned "$SATCHEL_HOME" "$W/live.roots"
	status 1 satchel receipt -k "$X.key" --now "$NOW"
	has "$stderr" "no release"
}

@test "usage" {
	status 2 satchel receipt
	status 2 satchel receipt -k "$X.key" -o a --add b
	status 9 satchel receipt -k nowhere --now "$NOW"
	status 0 satchel receipt --help
	no_wide "$output"
}
