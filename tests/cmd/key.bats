#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	satchel build "$W/live-1" --roots "$W/live.roots" -o "$W/u.satchel" --like "$W/1.satchel" >/dev/null
	tar xOf "$W/u.satchel" STATEMENT | sed '/^$/,$d' >"$W/text"
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	K=$W/keys/un.example
	cp "$W/u.satchel" u.satchel
}
need() { [ -x "$(command -v "$1")" ] || skip "$1 is not installed"; }

@test "--openssh: ssh-keygen reads both halves, and they are one pair" {
	need ssh-keygen
	status 0 satchel key export "${K}_officer-a.key" --openssh -o a.ssh
	has "$stderr" "not encrypted"
	[ "$(stat -c %a a.ssh)" = 600 ]
	status 0 satchel key export "${K}_officer-a.key" --openssh --public
	[ "$(ssh-keygen -y -f a.ssh)" = "$output" ]
	[ "$output" = "$(satchel key export "${K}_officer-a.pub" --openssh --public)" ]
	has "$output" "ssh-ed25519 AAAA"
	has "$output" " un.example/officer-a"
	# OpenSSH writes the same file, but for its two random words
	ssh-keygen -p -P '' -N '' -f a.ssh >/dev/null
	satchel key export "${K}_officer-a.key" --openssh 2>/dev/null >again
	[ "$(wc -c <a.ssh)" -eq "$(wc -c <again)" ]
}

@test "--pem: openssl signs, attach takes its 64 bytes" {
	need openssl
	satchel key export "${K}_officer-a.key" --pem -o a.pem 2>/dev/null
	[ "$(stat -c %a a.pem)" = 600 ]
	satchel key export "${K}_officer-a.pub" --pem --public -o a.spki
	openssl pkey -in a.pem -pubout | cmp - a.spki
	openssl pkey -in a.pem | cmp - a.pem
	openssl pkeyutl -sign -rawin -inkey a.pem -in "$W/text" -out a.raw
	openssl pkeyutl -verify -rawin -pubin -inkey a.spki -in "$W/text" -sigfile a.raw
	status 0 satchel attach u.satchel a.raw
	has "$output" "1 signature added"
	tar xOf "$W/1.satchel" STATEMENT | grep officer-a >line
	tar xOf u.satchel STATEMENT | grep -qFf line
}

@test "--minisign: minisign -S -l signs, minisign and signify verify, attach takes it" {
	need minisign
	satchel key export "${K}_officer-b.key" --minisign -o b.mini 2>/dev/null
	[ "$(stat -c %a b.mini)" = 600 ]
	minisign -S -l -s b.mini -m "$W/text" -x b.minisig -W </dev/null
	minisign -V -l -p "${K}_officer-b.pub" -m "$W/text" -x b.minisig
	satchel key export "${K}_officer-b.key" --minisign --public | cmp - "${K}_officer-b.pub"
	minisign -R -s b.mini -p b.pub -W </dev/null
	[ "$(tail -n 1 b.pub)" = "$(tail -n 1 "${K}_officer-b.pub")" ]
	status 0 satchel attach u.satchel b.minisig
	has "$output" "1 signature added"
	[ -x "$(command -v signify-openbsd)" ] || return 0
	signify-openbsd -V -p "${K}_officer-b.pub" -m "$W/text" -x b.minisig
}

@test "both signatures made elsewhere: the bundle is the signed one" {
	need openssl
	need minisign
	satchel key export "${K}_officer-a.key" --pem -o a.pem 2>/dev/null
	satchel key export "${K}_officer-b.key" --minisign -o b.mini 2>/dev/null
	openssl pkeyutl -sign -rawin -inkey a.pem -in "$W/text" -out a.raw
	minisign -S -l -s b.mini -m "$W/text" -x b.minisig -W </dev/null
	status 0 satchel attach u.satchel a.raw b.minisig
	cmp u.satchel "$W/1.satchel"
}

@test "a passphrase opens the key; a wrong one is 3 and writes nothing" {
	echo correct >pass
	echo mistaken >wrong
	satchel keygen un.example/locked -o . --passphrase-file pass >/dev/null
	status 3 satchel key export un.example_locked.key --pem -o x --passphrase-file wrong
	[ ! -e x ]
	hasnt "$stderr" mistaken
	status 0 satchel key export un.example_locked.key --pem -o x --passphrase-file pass
	grep -q 'BEGIN PRIVATE KEY' x
	status 0 satchel key export un.example_locked.key --pem --public
	has "$output" "BEGIN PUBLIC KEY"
}

@test "an existing file is kept; a secret is not shown on a terminal" {
	echo mine >x
	status 9 satchel key export "${K}_officer-a.key" --pem -o x
	[ "$(cat x)" = mine ]
	: >typed
	run terminal typed "$SATCHEL" key export "${K}_officer-a.key" --pem
	[ "$status" -eq 2 ]
	hasnt "$output" "BEGIN"
	has "$output" "not shown on a terminal"
}

@test "no secret byte stands in a message, whatever is wrong with the file" {
	sed 's/^kdf none/kdf nonsense/' "${K}_officer-a.key" >bad.key
	chmod 600 bad.key
	status 6 satchel key export bad.key --pem
	[ -z "$output" ]
	hasnt "$stderr" "$(sed -n 's/^box //p' "${K}_officer-a.key")"
	status 6 satchel key export "${K}_officer-a.pub" --pem
	chmod 644 bad.key
	status 9 satchel key export bad.key --pem
	has "$stderr" "chmod 600"
}

@test "usage" {
	status 2 satchel key
	status 2 satchel key import x
	status 2 satchel key export
	status 2 satchel key export x
	status 2 satchel key export x --pem --openssh
	status 9 satchel key export nowhere --pem
	status 0 satchel key --help
	has "$output" "--openssh"
	no_wide "$output"
	status 0 satchel help key
}
