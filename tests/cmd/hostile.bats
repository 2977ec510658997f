#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031 # set by helpers.bash; tests are subshells
# hostile.bats: what a clumsy or hostile hand may hand to the program: each has
# a clear message and its exit status, and nothing that was there is lost.
load helpers

setup_file() {
	world
	export SATCHEL NOW
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/home
	pinned "$SATCHEL_HOME" "$W/live.roots"
}

# refused STATUS FILE PATTERN: by every command that reads a bundle.
refused() {
	local c
	for c in verify install info find; do
		case $c in
		info) status "$1" satchel info -b "$2" --now "$NOW" ;;
		find) status "$1" satchel find -b "$2" --now "$NOW" desk ;;
		*) status "$1" satchel $c "$2" --now "$NOW" ;;
		esac
		has "$stderr" "$3"
		hasnt "$output$stderr" Tarsenia
	done
	status 1 satchel info --now "$NOW" # nothing came to be installed
}

@test "not a bundle at all: 6" {
	printf 'Dear colleague,\n\nplease find attached.\n' >letter
	refused 6 letter "letter"
	head -c 100000 /dev/urandom >noise
	refused 6 noise "noise"
	cp /bin/true program
	refused 6 program "program"
}

@test "an empty file: 6, and it says so" {
	: >empty
	refused 6 empty "is empty"
}

@test "cut at every 512 bytes: 6" {
	local size at
	size=$(stat -c %s "$W/1.satchel")
	for ((at = 512; at < size; at += 512)); do
		head -c $at "$W/1.satchel" >./cut
		status 6 satchel verify cut --now "$NOW"
		has "$stderr" "cut"
		status 6 satchel install cut --now "$NOW"
		[ -z "$output" ] || hasnt "$output" Tarsenia
	done
	status 1 satchel info --now "$NOW"
}

@test "a folder, a fifo, a device, a link: 9, at once" {
	mkdir folder
	mkfifo fifo
	ln -s "$W/1.satchel" link
	refused 9 folder "not a regular file"
	refused 9 fifo "not a regular file"
	refused 9 /dev/zero "not a regular file"
	refused 9 /dev/null "not a regular file"
	refused 9 link "symbolic link"
	refused 9 absent "No such file"
}

@test "a file that may not be read: 9" {
	cp "$W/1.satchel" secret
	chmod 000 secret
	if [ "$(id -u)" = 0 ]; then # root reads it all the same: be somebody else
		chmod 755 . "$BATS_TEST_TMPDIR"
		cp "$SATCHEL" ./program
		status 9 setpriv --reuid 65534 --regid 65534 --clear-groups env SATCHEL_HOME="$BATS_TEST_TMPDIR/none" ./program verify secret
		has "$stderr" "Permission denied"
	else
		status 9 satchel verify secret
		has "$stderr" "Permission denied"
	fi
}

@test "a sparse file of 5 GiB: 6, at once and in little memory" {
	truncate -s 5G sparse
	refused 6 sparse "sparse"
	cp "$W/1.satchel" large
	truncate -s 5G large
	(
		ulimit -v 200000
		status 6 satchel verify large --now "$NOW"
		has "$stderr" "5368709120"
	)
}

@test "a source folder without release.yaml, without a party, with one twice" {
	mkdir -p none/parties
	status 6 satchel check none
	has "$stderr" "release.yaml"
	source_live src
	rm src/parties/*
	status 1 satchel check src
	has "$output" "no-party"
	rm -r src
	source_live src
	cp src/parties/desks.yaml src/parties/again.yaml
	status 1 satchel check src
	has "$output" "parties/desks.yaml"
	has "$output" "tarsenia-cert"
	status 1 satchel build src --roots "$W/live.roots" -o out.satchel
	[ ! -e out.satchel ]
}

@test "a source file of 100 MB is not read: a finding, in little memory" {
	source_live src
	truncate -s 100M src/parties/huge.yaml
	(
		ulimit -v 200000
		status 1 satchel check src
		has "$output" "parties/huge.yaml:1:1: error:"
	)
}

@test "10,000 errors: all of them, sorted, and --max-errors" {
	source_live src
	local i
	for ((i = 0; i < 100; i++)); do
		{
			printf 'satchel: "1"\nparty: p%d\nname: Desk\nx-a-b:\n' $i
			printf 'contacts:\n'
			seq 100 | awk '{ printf "  - {id: c%d, role: desk, kind: org, name: Desk, phones: [{number: \"+12\"}]}\n", $1 }'
		} | sed '/^x-a-b:$/d' >"src/parties/$(printf %03d $i).yaml"
	done
	status 1 satchel check src
	[ "$(printf '%s\n' "$output" | grep -c ': error: ')" -eq 10000 ]
	printf '%s\n' "$output" | grep ': error: ' | awk -F: '{ printf "%s %09d %09d\n", $1, $2, $3 }' >places
	sort -c places
	status 1 satchel check src --max-errors 7
	[ "$(printf '%s\n' "$output" | grep -c ': error: ')" -eq 7 ]
	has "$output" "9993 more"
}

@test "no space for the output: 9, nothing left, nothing lost" {
	[ "$(id -u)" = 0 ] || skip "a full disk needs root to make"
	mkdir small
	unshare -m bash -e <<-'END'
		mount -t tmpfs -o size=4k tmpfs small
		cd small
		got=0
		"$SATCHEL" build "$W/live-1" --roots "$W/live.roots" -o out.satchel >/dev/null 2>../stderr || got=$?
		[ "$got" -eq 9 ]
		[ -z "$(ls -A)" ]
		echo kept >old.satchel
		got=0
		"$SATCHEL" build "$W/live-1" --roots "$W/live.roots" -o old.satchel --force >/dev/null 2>>../stderr || got=$?
		[ "$got" -eq 9 ]
		[ "$(cat old.satchel)" = kept ]
	END
	grep -q "No space left" stderr
}

@test "a full disk under the store: 9, and what was installed stays" {
	[ "$(id -u)" = 0 ] || skip "a full disk needs root to make"
	second_release
	mkdir small
	unshare -m bash -e <<-'END'
		mount -t tmpfs -o size=96k tmpfs small
		cp -r "$SATCHEL_HOME/." small
		export SATCHEL_HOME=$PWD/small
		"$SATCHEL" install "$W/1.satchel" --now "$NOW" >/dev/null
		dd if=/dev/zero of=small/filler bs=1k 2>/dev/null || true
		got=0
		"$SATCHEL" install "$W/2.satchel" --now "$NOW" >/dev/null 2>stderr || got=$?
		[ "$got" -eq 9 ]
		"$SATCHEL" info --json --now "$NOW" | grep -q '"release":1'
		rm small/filler
		"$SATCHEL" install "$W/2.satchel" --now "$NOW" >/dev/null
		"$SATCHEL" info --json --now "$NOW" | grep -q '"release":2'
	END
	grep -q "No space left" stderr
}

@test "a key file of another kind, a secret key the world can read, a wrong passphrase" {
	local key=$W/keys/un.example_officer-a
	status 6 satchel sign "$W/1.satchel" -k "$W/live.roots" --release 1 --now "$NOW"
	cp "$key.pub" public.key
	chmod 600 public.key
	status 6 satchel sign "$W/1.satchel" -k public.key --release 1 --now "$NOW"
	cp "$key.key" open.key
	chmod 644 open.key
	status 9 satchel sign "$W/1.satchel" -k open.key --release 1 --now "$NOW"
	has "$stderr" "chmod 600"
	echo right >right
	echo wrong >wrong
	satchel keygen un.example/officer-x --passphrase-file right
	status 3 satchel root sign "$W/live.roots" -k un.example_officer-x.key --passphrase-file wrong
	has "$stderr" passphrase
	hasnt "$stderr" wrong$'\n'
}
