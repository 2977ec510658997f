#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section A: keys and what holds them.
load helpers

setup_file() {
	attacked
	mkdir "$W/locked"
	echo correct horse >"$W/passphrase"
	satchel keygen un.example/officer-a -o "$W/locked" --passphrase-file "$W/passphrase" >/dev/null
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o "$W/unsigned.satchel" >/dev/null
}
setup() {
	victim
	cp "$W/unsigned.satchel" u.satchel
}

@test "attack 11: a libsodium that takes bad points is not used" {
	shared
	shim weak_points
	status 9 with weak_points verify "$W/2.satchel" --now "$NOW"
	has "$stderr" "libsodium"
	[ -z "$output" ]
	status 9 with weak_points install "$W/2.satchel" --now "$NOW"
	status 9 with weak_points pin "$W/live.roots" --fingerprint "$(print_of "$W/live.roots")"
	status 9 with weak_points sign u.satchel -k "$KA" --release 2 --now "$NOW"
	[ -z "$output" ]
}

# A key file of the same seed with another public half: to sign with it would
# give the secret away.
@test "attack 12: a secret key file whose public half is not the seed's" {
	{ head -n 1 "$KA" && sed -n 2p "$KB" && tail -n +3 "$KA"; } >swapped.key
	chmod 600 swapped.key
	status 6 satchel sign u.satchel -k swapped.key --release 2 --now "$NOW"
	has "$stderr" "swapped.key"
	hasnt "$output$stderr" "$(tail -n 1 "$KA" | cut -d' ' -f2)"
	# one bit of the seed
	python3 - "$KA" <<'END' >bit.key
import base64, sys
l = open(sys.argv[1]).read().split("\n")
b = bytearray(base64.b64decode(l[3][4:]))
b[0] ^= 1
l[3] = "box " + base64.b64encode(bytes(b)).decode()
sys.stdout.write("\n".join(l))
END
	chmod 600 bit.key
	status 6 satchel sign u.satchel -k bit.key --release 2 --now "$NOW"
	has "$stderr" "bit.key"
	cmp u.satchel "$W/unsigned.satchel"
}

# kdf OPS MEM: refused at once, by what the line says.
refused_kdf() {
	sed "s/^kdf argon2id13 ops [0-9]* mem [0-9]*/kdf argon2id13 ops $1 mem $2/" "$W/locked/$K-a.key" >kdf.key
	chmod 600 kdf.key
	status 6 timeout 10 prlimit --as=1000000000 "$SATCHEL" sign u.satchel -k kdf.key --release 2 --now "$NOW" --passphrase-file "$W/passphrase"
	has "$stderr" kdf.key
	has "$stderr" "$3"
}
@test "attack 13: a key file whose kdf costs a terabyte, or nothing" {
	each refused_kdf <<'END'
4|1099511627776|mem
4|2147483649|mem
4|18446744073709551615|
4|67108863|mem
4|8192|mem
4|0|
0|268435456|
2|268435456|ops
17|268435456|ops
4294967296|268435456|ops
END
	sed 's/^kdf .*/kdf none/' "$W/locked/$K-a.key" >none.key
	chmod 600 none.key
	status 6 satchel sign u.satchel -k none.key --release 2 --now "$NOW"
	cmp u.satchel "$W/unsigned.satchel"
}

@test "attack 13: no memory for the kdf is an error and no weaker key" {
	status 9 prlimit --as=200000000 "$SATCHEL" sign u.satchel -k "$W/locked/$K-a.key" --release 2 --now "$NOW" --passphrase-file "$W/passphrase"
	has "$stderr" "memory"
	mkdir weak
	status 9 prlimit --as=200000000 "$SATCHEL" keygen un.example/weak -o weak --passphrase-file "$W/passphrase"
	[ -z "$(ls weak)" ]
}

# typed: keygen on a terminal; while it waits for the passphrase, the limits
# of the process, who may look into it, and its arguments go to a file each.
typed() {
	cat >typed.exp <<'END'
set timeout 60
spawn -noecho {*}$argv
expect "Passphrase"
exec cat /proc/[exp_pid]/limits > limits
exec stat -c %U /proc/[exp_pid]/environ > owner
exec cat /proc/[exp_pid]/cmdline > cmdline
send "correct horse battery\r"
expect "again"
send "correct horse battery\r"
expect eof
catch wait result
exit [lindex $result 3]
END
	expect -f typed.exp "$@"
}
@test "attack 14: a passphrase is not echoed, not in the arguments, not in a core dump" {
	mkdir tty
	as=()
	[ "$(id -u)" -ne 0 ] || { chmod 777 tty . && as=(setpriv --reuid=65534 --clear-groups); }
	status 0 typed "${as[@]}" "$SATCHEL" keygen un.example/typed -o tty
	hasnt "$output" "correct horse"
	has "$output" "un.example/typed+"
	grep -Eq '^Max core file size +0 +0 ' limits
	[ "$(cat owner)" = root ] # not dumpable: it belongs to root, whoever runs it
	hasnt "$(tr '\0' ' ' <cmdline)" "correct"
	grep -q '^kdf argon2id13' "tty/un.example_typed.key"
	# no option takes it
	hasnt "$(satchel keygen --help; satchel sign --help)" "--passphrase "
}

@test "attack 14: without a terminal, standard input is not asked for a passphrase" {
	printf 'correct horse\n' >typed
	got=0
	setsid "$SATCHEL" sign u.satchel -k "$W/locked/$K-a.key" --release 2 --now "$NOW" <typed >out 2>err || got=$?
	[ "$got" -eq 2 ]
	has "$(cat err)" "there is no terminal"
	cmp u.satchel "$W/unsigned.satchel"
	got=0
	setsid "$SATCHEL" keygen un.example/stdin -o . <typed >out 2>err || got=$?
	[ "$got" -eq 2 ]
	[ ! -e un.example_stdin.key ]
}

# misread SED MESSAGE: sign refuses a text that does not read back.
misread() {
	text_of u.satchel | sed "$1" >text
	{ cat text && echo; } >draft
	FROM=u.satchel stated draft.satchel draft
	cp draft.satchel before.satchel
	status 6 satchel sign draft.satchel -k "$KA" --release 2 --now "$NOW"
	has "$stderr" "$2"
	[ -z "$output" ]
	cmp draft.satchel before.satchel
}
@test "attack 15: sign shows what it signs, has the number typed, and refuses what does not read back" {
	status 0 satchel sign u.satchel -k "$KA" --release 2 --now "$NOW"
	while read -r word value; do
		case $word in
		satchel | root | history | tree | payload | records | previous) ;;
		*) has "$output" "$value" ;;
		esac
	done < <(text_of u.satchel)
	cp "$W/unsigned.satchel" u.satchel
	status 2 satchel sign u.satchel -k "$KA" --release 1 --now "$NOW"
	has "$stderr" "nothing was signed"
	cmp u.satchel "$W/unsigned.satchel"
	each misread <<'END'
s/^release 2$/release 02/|release
s/^title /title  /|title
s/^title .*/& /|title
s/^edition live/edition exercise/|edition
s/^title .*/&\ncomment harmless/|edition
s/^issued .*/issued 2026-11-12T08:59:60Z/|issued
s/^records .*/&\nrecords 1/|
$s/$/\nextra 1/|
1s/v1/v2/|statement v1
END
}

@test "attack 16: a bundle that is not whole is not signed" {
	size=$(stat -c %s u.satchel)
	for at in 5000 $((size - 4000)) $((size - 2000)) $((size - 1100)) $((size - 1)); do
		flipped "$W/unsigned.satchel" "$at" bad.satchel
		cp bad.satchel before.satchel
		status 6 satchel sign bad.satchel -k "$KA" --release 2 --now "$NOW"
		[ -z "$output" ]
		silent
		status 6 satchel sign bad.satchel -k "$KA" --release 2 --detached line --now "$NOW"
		[ ! -e line ]
		cmp bad.satchel before.satchel
	done
	# and the journal knows nothing of it
	status 0 satchel sign u.satchel -k "$KA" --release 2 --now "$NOW"
}

# garbled PYTHON MESSAGE: of the note |b|, as bytes.
garbled() {
	python3 -c 'import sys
b = open("good", "rb").read()
text, lines = b.split(b"\n\n", 1)
one, two = lines.split(b"\n")[:2]
'"b = $1"'
open("garbled", "wb").write(b)'
	stated garbled.satchel garbled
	refused 3 "$2" garbled.satchel
}
@test "attack 17: notes that are not quite notes" {
	tar xOf "$W/2.satchel" STATEMENT >good
	each garbled <<'END'
b[:-1]|does not end in LF
b[:-2]|
b + b"\n"|
b + b"\n\n"|
b[:-20] + b"\n"|is not canonical base64
b[:-1] + b" \n"|is not canonical base64
b.replace(b"=\n", b"\n")|is not canonical base64
b.replace(b"=\n", b"==\n")|is not canonical base64
b.replace(b"=\n", b"=\t\n")|is not canonical base64
text + b"\n\n" + one[:-2] + bytes([one[-2] + 1]) + b"=\n" + two + b"\n"|is not canonical base64
text + b"\n\n" + one[:60] + b"-" + one[61:] + b"\n" + two + b"\n"|is not canonical base64
text + b"\n\n" + one[:60] + b"_" + one[61:] + b"\n" + two + b"\n"|is not canonical base64
text + b"\n\n" + one.replace(b" ", b"  ") + b"\n" + two + b"\n"|
text + b"\n\n" + one.replace(b"\xe2\x80\x94", b"-") + b"\n" + two + b"\n"|em dash
text + b"\n\n" + one.replace(b"\xe2\x80\x94", b"\xe2\x80\x93") + b"\n" + two + b"\n"|em dash
text + b"\n\n" + two + b"\n" + one + b"\n"|out of order
text + b"\n\n" + one + b"\n\n" + two + b"\n"|
text + b"\n\n" + one + b"\n" + two.split(b" ")[0] + b" \n"|
text + b"\n" + lines|no text and blank line
b"\xef\xbb\xbf" + b|byte 0xef in a signed text
b.replace(b"\n", b"\r\n")|line ends were changed
b.replace(b"\n", b"\r\n", 3)|line ends were changed
b.replace(b"\n", b"\r")|line ends were changed
b"\x00" + b|byte 0x00 in a signed text
text + b"\x00\n\n" + lines|byte 0x00 in a signed text
text.replace(b"Desks", b"D\x1b[2Jsks") + b"\n\n" + lines|byte 0x1b in a signed text
text.replace(b"Desks", b"D\x9bsks") + b"\n\n" + lines|byte 0x9b in a signed text
text.replace(b"Desks", b"D\x7fsks") + b"\n\n" + lines|byte 0x7f in a signed text
text.replace(b"Desks", b"Desk\t") + b"\n\n" + lines|byte 0x09 in a signed text
b"\n" + b|
text + b" \n\n" + lines|is not good
lines|
END
	unit note_test # every byte changed, every piece
	[ -e "$VECTORS/sumdb-note" ] || skip "the published notes are not at $VECTORS"
}

@test "attack 18: no check of input is an assert: built with NDEBUG the answers are the same" {
	unlike "$(grep -rnE '\bassert *\(' "$ROOT/lib" "$ROOT/cmd" --include='*.[ch]')" .
	SATCHEL=$BUILD/ndebug/satchel
	[ -x "$SATCHEL" ] || (cd "$ROOT" && flock build make --no-print-directory -s all B=build/ndebug CFLAGS="-O2 -DNDEBUG")
	accepted "$W/2.satchel"
	for at in 0 130 600 1500 3000 6000 $(($(stat -c %s "$W/2.satchel") - 1100)); do
		flipped "$W/2.satchel" "$at" flip.satchel
		for verb in verify install; do
			a=0 b=0
			"$SATCHEL" $verb flip.satchel --now "$NOW" >a.out 2>a.err || a=$?
			"$BUILD/satchel" $verb flip.satchel --now "$NOW" >b.out 2>b.err || b=$?
			[ "$a" -eq "$b" ]
			[ "$a" -ge 3 ]
			cmp a.out b.out
			cmp a.err b.err
		done
	done
}
