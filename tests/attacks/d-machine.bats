#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section D: files and machine.
load helpers

setup_file() {
	attacked
	shared
	shim swap
	shim twice
}
setup() { victim; }

@test "attack 46: the file is another when it is opened again" {
	flipped "$W/2.satchel" $(($(stat -c %s "$W/2.satchel") - 1600)) bad.satchel
	cp "$W/2.satchel" a.satchel
	export SWAP_PATH=a.satchel SWAP_LOG=$PWD/opens
	for c in install verify "info -b" "show tarsenia-cert/duty -b" "find amara -b" "list -b"; do
		for with in bad.satchel "$W/1.satchel"; do
			anew
			# shellcheck disable=SC2086 # words
			SWAP_WITH=$with status 0 with swap $c a.satchel --now "$NOW"
			[ "$(cat opens)" -eq 1 ]
		done
	done
	# the verdict is of the file that was opened, and whatever verify looked at
	cp bad.satchel a.satchel
	SWAP_WITH=$W/2.satchel status 6 with swap verify a.satchel --now "$NOW"
	[ "$output" = "$(verdict 6)" ]
	[ "$(cat opens)" -eq 1 ]
	# an officer's signature: on what was verified
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o u.satchel >/dev/null
	bad other.satchel "line title Something else" "statement "<(text_of "$W/2.satchel" | sed 's/^title .*/title Something else/' && echo)
	cp u.satchel a.satchel
	SWAP_WITH=other.satchel status 0 with swap sign a.satchel -k "$KA" --release 2 --now "$NOW"
	[ "$(cat opens)" -eq 1 ]
	text_of a.satchel | cmp - <(text_of u.satchel)
}

@test "attack 47: a medium that gives other bytes when it is read again" {
	wide_release
	cp "$W/wide.satchel" stick.satchel
	export TWICE_PATH=stick.satchel TWICE_FROM=16384
	# install reads PAYLOAD once, and checks its own copy
	status 0 with twice install stick.satchel --now "$NOW"
	cmp "$SATCHEL_HOME/un.example_desks/releases/1.2.satchel" "$W/wide.satchel"
	status 0 satchel verify --now "$NOW"
	[ "${last%%:*}" = GOOD ]
	# whatever else it reads twice: what it takes was checked
	anew
	before=$(installed)
	got=0
	TWICE_FROM=0 with twice install stick.satchel --now "$NOW" >out 2>err || got=$?
	case $got in
	0) cmp "$SATCHEL_HOME/un.example_desks/releases/1.2.satchel" "$W/wide.satchel" ;;
	3 | 6) [ "$(installed)" = "$before" ] ;;
	*) return 1 ;;
	esac
	cp "$W/2.satchel" stick.satchel
	TWICE_FROM=0
	# verify has no copy: what it reads twice must be the same
	got=0
	with twice verify stick.satchel --now "$NOW" >out 2>err || got=$?
	case $got in
	0) ;;
	6) [ "$(cat out)" = "$(verdict 6)" ] ;;
	*) return 1 ;;
	esac
	# a look-up uses the bytes that it has checked
	for c in "show tarsenia-cert/duty" "find duty" list; do
		got=0
		# shellcheck disable=SC2086 # words
		satchel $c -b "$W/2.satchel" --now "$NOW" >good
		# shellcheck disable=SC2086
		with twice $c -b stick.satchel --now "$NOW" >out 2>err || got=$?
		case $got in
		0) cmp out good ;;
		6) unlike "$(cat out)" . ;;
		*) return 1 ;;
		esac
	done
	# an officer does not sign what changed under him
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o stick2.satchel >/dev/null
	cp stick2.satchel u.satchel
	got=0
	TWICE_PATH=stick2.satchel with twice sign stick2.satchel -k "$KA" --release 2 --now "$NOW" >out 2>err || got=$?
	if [ $got -eq 0 ]; then
		status 0 satchel verify stick2.satchel --now "$NOW" || status 3 satchel verify stick2.satchel --now "$NOW"
		tar xOf stick2.satchel PAYLOAD | cmp - <(tar xOf u.satchel PAYLOAD)
	else
		cmp stick2.satchel u.satchel
	fi
}

# no_input MESSAGE FILE: as input of every command.
not_read() {
	local c
	for c in "verify $1" "install $1" "sign $1 -k $KA --release 2" "show tarsenia-cert/duty -b $1" "info -b $1"; do
		# shellcheck disable=SC2086 # words
		status 9 timeout 20 "$SATCHEL" $c --now "$NOW"
		has "$stderr" "$2"
		[ -z "$output" ]
	done
	status 9 timeout 20 "$SATCHEL" pin "$1" --fingerprint "$(print_of "$W/live.roots")"
	has "$stderr" "$2"
	status 9 timeout 20 "$SATCHEL" root show "$1"
	status 9 timeout 20 "$SATCHEL" build "$W/live-1" --roots "$1" -o never.satchel
	status 9 timeout 20 "$SATCHEL" sign "$W/2.satchel" -k "$1" --release 2 --now "$NOW"
}
@test "attack 48: links, folders, fifos and devices in the place of a file that is read" {
	ln -s "$W/2.satchel" link
	ln -s /nowhere dangling
	ln -s loop loop
	mkdir folder
	mkfifo fifo
	each not_read <<END
link|is a symbolic link
dangling|is a symbolic link
loop|is a symbolic link
folder|is not a regular file
fifo|is not a regular file
/dev/null|is not a regular file
/dev/zero|is not a regular file
nowhere|No such file or directory
$W/2.satchel/x|Not a directory
END
	# a hard link is the file itself
	ln "$W/2.satchel" hard 2>/dev/null || cp "$W/2.satchel" hard
	status 0 satchel verify hard --now "$NOW"
}

# not_written PATH: what lies there stays as it is.
not_written() {
	local c
	while read -r c; do
		echo "command: $c"
		# shellcheck disable=SC2086 # words
		status 9 timeout 20 "$SATCHEL" $c
		[ "$(cat precious)" = precious ]
	done <<END
build $W/live-1 --roots $W/live.roots -o $1
sign $W/u.satchel -k $KA --release 2 --detached $1 --now $NOW
root new $1 --directory un.example/desks --root-key $W/keys/$R-a.pub --root-threshold 1 --release-key $W/keys/$K-a.pub --release-threshold 1
END
}
@test "attack 48: links, folders, fifos and devices in the place of a file that is written" {
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o "$W/u.satchel" >/dev/null
	echo precious >precious
	ln -s precious link
	ln -s newfile dangling
	mkdir folder
	mkfifo fifo
	each not_written <<END
link
dangling
folder
fifo
/dev/null
precious
nowhere/x
END
	[ ! -e newfile ]
	[ -L link ] && [ -L dangling ] && [ -p fifo ]
	# a bundle or a chain of roots that is a link is not signed through it
	cp "$W/u.satchel" real.satchel && ln -s real.satchel link.satchel
	status 9 satchel sign link.satchel -k "$KA" --release 2 --now "$NOW"
	cmp real.satchel "$W/u.satchel"
	newest_text "$W/live.roots" >r && echo >>r && ln -s r link.roots
	status 9 satchel root sign link.roots -k "$RA"
	status 9 satchel attach link.satchel "$W/2.satchel"
	# keygen: nor where a link of that name is
	mkdir keys && ln -s ../precious keys/un.example_x.key && ln -s ../precious keys/un.example_y.pub
	status 9 satchel keygen un.example/x -o keys --no-passphrase
	status 9 satchel keygen un.example/y -o keys --no-passphrase
	[ "$(cat precious)" = precious ]
	[ ! -e keys/un.example_x.pub ] && [ ! -e keys/un.example_y.key ]
}

# planted PATH: in the store, a link (or folder, or fifo) in the place of it;
# nothing is written through it, and what is shown is what was installed.
planted() {
	local kind got c
	for kind in link file folder fifo; do
		anew
		satchel install "$W/2.satchel" --now "$NOW" >/dev/null
		rm -rf trap && cp -R "$SATCHEL_HOME/$1" trap
		rm -rf "${SATCHEL_HOME:?}/$1"
		case $kind in
		link) ln -s "$PWD/trap" "$SATCHEL_HOME/$1" ;;
		file) [ -f trap ] && ln -s /etc/passwd "$SATCHEL_HOME/$1" || echo x >"$SATCHEL_HOME/$1" ;;
		folder) mkdir "$SATCHEL_HOME/$1" ;;
		fifo) mkfifo "$SATCHEL_HOME/$1" ;;
		esac
		find trap -type f | sort | xargs -r sha256sum >before
		for c in "show tarsenia-cert/duty" "find amara" status "verify" "install $W/2.satchel" "install $W/1.satchel"; do
			got=0
			# shellcheck disable=SC2086 # words
			timeout 20 "$SATCHEL" $c --now "$NOW" >out 2>err || got=$?
			echo "$1 as $kind: $c: $got $(head -n 1 err)"
			case $got in
			0 | 1 | 4 | 6 | 8 | 9) ;;
			*) return 1 ;;
			esac
			if grep -q '0911' out; then return 1; fi # the number of the release before
		done
		find trap -type f | sort | xargs -r sha256sum | cmp before -
	done
}
@test "attack 48: links, folders and fifos in every place of the store" {
	D=un.example_desks
	each planted <<END
$D
$D/state
$D/roots
$D/roots/1
$D/history
$D/history/1.2
$D/releases
$D/releases/1.2.satchel
$D/lock
END
	# the store itself
	mv "$SATCHEL_HOME" moved && ln -s "$PWD/moved" "$SATCHEL_HOME"
	for c in "show tarsenia-cert/duty" "install $W/2.satchel" status; do
		# shellcheck disable=SC2086 # words
		status 9 satchel $c --now "$NOW"
		[ -z "$output" ]
	done
}

@test "attack 48: names with .. are no names" {
	for d in .. ../x a/../b /etc un.example/../desks ./un.example un.example_desks; do
		status 8 satchel show tarsenia-cert/duty -d "$d" --now "$NOW"
		status 8 satchel verify "$W/2.satchel" -d "$d" --now "$NOW"
		[ -z "$output" ]
	done
	status 2 satchel keygen ../x -o . --no-passphrase
	status 2 satchel keygen un.example/../x -o . --no-passphrase
	newest_text "$W/live.roots" | sed 's,^directory .*,directory ../../x,' >dots
	note "$RA" "$RB" <dots >dots.roots
	status 6 satchel pin dots.roots --fingerprint "$(sha256sum <dots | cut -d' ' -f1)"
	[ ! -e ../x ]
	# members with other names
	python3 - "$W/2.satchel" <<'END'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
b[0:9] = b"../../x\0\0"
b[148:156] = b"        "
b[148:155] = b"%06o\0" % sum(b[0:512])
open("dots.satchel", "wb").write(b)
END
	refused 6 "the archive member STATEMENT is due here" dots.satchel
}

@test "attack 49: a file that is cut off while it is read: no mapping, no signal" {
	unlike "$(nm -u "$BUILD/libsatchel.a" | grep -E ' U (mmap|mmap64|mremap)$')" .
	cp "$W/2.satchel" a.satchel
	# cut behind the program's back, once it holds the file open: the shim of
	# d-crash ends every read in turn; here the file itself is cut short
	for size in 100 5000 5300 5700 6200; do
		cp "$W/2.satchel" a.satchel && truncate -s "$size" a.satchel
		for c in "verify a.satchel" "show tarsenia-cert/duty -b a.satchel" "find amara -b a.satchel" "install a.satchel"; do
			# shellcheck disable=SC2086 # words
			status 6 satchel $c --now "$NOW"
		done
	done
	f=$(echo "$SATCHEL_HOME"/*/releases/1.1.satchel)
	chmod u+w "$f" && truncate -s 5400 "$f"
	for c in "show tarsenia-cert/duty" "find amara" list; do
		# shellcheck disable=SC2086
		status 6 satchel $c --now "$NOW"
		[ -z "$output" ]
	done
	status 0 satchel install "$W/1.satchel" --now "$NOW" # and it is made good
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
}

@test "attack 51: no output is left behind, none is its own input, empty input" {
	cp -R "$W/live-2" src
	mkdir made
	# previous is the output; so is like
	cp "$W/1.satchel" made/1.satchel
	status 9 satchel build src --roots "$W/live.roots" --previous made/1.satchel -o made/1.satchel
	cmp made/1.satchel "$W/1.satchel"
	status 9 satchel build src --roots "$W/live.roots" --previous "$W/1.satchel" -o "$W/live.roots"
	# faults in the sources, in the roots, in the previous one
	echo "x: [" >>src/parties/desks.yaml
	status 1 satchel build src --roots "$W/live.roots" --previous "$W/1.satchel" -o made/new.satchel
	flipped "$W/1.satchel" 600 bad.satchel
	for args in "--roots $W/live.roots --previous bad.satchel" "--roots $W/1.satchel --previous $W/1.satchel" "--roots $W/live.roots --previous $W/1.satchel --like bad.satchel"; do
		got=0
		# shellcheck disable=SC2086 # words
		satchel build "$W/live-2" $args -o made/new.satchel >o 2>e || got=$?
		[ $got -ge 3 ]
	done
	[ "$(ls -A made)" = 1.satchel ]
	# a signature whose file is the bundle, or the key
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o u.satchel >/dev/null
	cp "$KA" a.key && chmod 600 a.key && cp u.satchel before.satchel
	status 9 satchel sign u.satchel -k a.key --release 2 --detached u.satchel --now "$NOW"
	status 9 satchel sign u.satchel -k a.key --release 2 --detached a.key --now "$NOW"
	cmp u.satchel before.satchel
	cmp a.key "$KA"
	status 3 satchel attach u.satchel u.satchel
	cmp u.satchel before.satchel
	# nothing at all
	: >empty
	mkdir void
	status 6 satchel verify empty --now "$NOW"
	status 6 satchel install empty --now "$NOW"
	status 6 satchel sign empty -k "$KA" --release 2 --now "$NOW"
	status 6 satchel show tarsenia-cert/duty -b empty --now "$NOW"
	for c in "pin empty --fingerprint $(printf '%064d' 0)" "root show empty" "root sign empty -k $RA" "attach u.satchel empty" "attach empty empty" \
		"sign u.satchel -k empty --release 2 --now $NOW" "build $W/live-1 --roots empty -o made/new.satchel" "build void --roots $W/live.roots -o made/new.satchel"; do
		got=0
		# shellcheck disable=SC2086
		satchel $c >o 2>e || got=$?
		echo "$c: $got $(head -n 1 e)"
		[ $got -ne 0 ]
		cat o e | grep -q 'error'
	done
	[ ! -s empty ]
	cmp u.satchel before.satchel
	[ -z "$(find . -name '*.tmp')" ]
}

@test "attack 52: fifty installs at once" {
	third_release
	export SATCHEL_HOME=$PWD/many
	pinned "$SATCHEL_HOME" "$W/live.roots"
	for i in $(seq 50); do
		(
			got=0
			satchel install "$W/$((i % 3 + 1)).satchel" --now "$NOW" >"$i.out" 2>"$i.err" || got=$?
			echo "$got $((i % 3 + 1))" >"$i.got"
		) &
	done
	wait
	# the newest always succeeds, the others unless they came too late
	cat ./*.got | sort | uniq -c
	[ "$(cat ./*.got | wc -l)" -eq 50 ]
	unlike "$(cat ./*.got)" '^[1235-9]|^4 3'
	status 0 satchel status --json --now "$NOW"
	[ "$(field installed_release)" = 3 ]
	status 0 satchel verify --now "$NOW"
	[ "${last%%:*}" = GOOD ]
	[ -z "$(find "$SATCHEL_HOME" -name '*.tmp')" ]
	[ "$(find "$SATCHEL_HOME" -path '*/releases/*' | wc -l)" -le 2 ]
	# and fifty pins
	export SATCHEL_HOME=$PWD/pins
	for i in $(seq 50); do satchel pin "$W/live.roots" --fingerprint "$(print_of "$W/live.roots")" >/dev/null 2>"p$i.err" || echo failed >>failed & done
	wait
	[ ! -e failed ]
	status 0 satchel install "$W/1.satchel" --now "$NOW"
}

@test "attack 53: a store that others may write to, or that belongs to others" {
	chmod 777 "$SATCHEL_HOME"
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
	has "$stderr" "warning: others may write to the store (mode 0777)"
	for c in "show tarsenia-cert/duty" "find amara" list verify info "verify $W/2.satchel" "install $W/2.satchel"; do
		# shellcheck disable=SC2086 # words
		status 9 satchel $c --strict --now "$NOW"
		[ -z "$output" ]
	done
	chmod 770 "$SATCHEL_HOME"
	status 9 satchel verify --strict --now "$NOW"
	chmod 700 "$SATCHEL_HOME"
	status 0 satchel verify --strict --now "$NOW"
	[ -z "$stderr" ]
	# what is made is for its owner alone, whatever the mask
	unlike "$(find "$SATCHEL_HOME" -perm /077)" .
	(umask 0 && SATCHEL_HOME=$PWD/loose pinned "$PWD/loose" "$W/live.roots" && SATCHEL_HOME=$PWD/loose satchel install "$W/1.satchel" --now "$NOW" >/dev/null)
	unlike "$(find loose -perm /022)" .
	[ "$(id -u)" -eq 0 ] || skip "to give a folder away one has to be root"
	# one that cannot be reached is not one without a pin
	status 9 setpriv --reuid=65534 --clear-groups env SATCHEL_HOME="$SATCHEL_HOME/un.example_desks" "$SATCHEL" show tarsenia-cert/duty --now "$NOW"
	has "$stderr" "Permission denied"
	# as another user, for whom the store is neither his nor root's
	open=$(mktemp -d) && chmod 755 "$open" && cp -R "$SATCHEL_HOME" "$open/home" && chown -R 65533 "$open/home" && chmod -R a+rX "$open/home"
	got=0
	SATCHEL_HOME=$open/home setpriv --reuid=65534 --clear-groups "$SATCHEL" show tarsenia-cert/duty --strict --now "$NOW" >out 2>err || got=$?
	rm -rf "$open"
	[ $got -eq 9 ]
	has "$(cat err)" "the store belongs to another user (uid 65533)"
}

@test "attack 53: a part of the store that others may write to" {
	for part in un.example_desks un.example_desks/state un.example_desks/roots un.example_desks/history un.example_desks/releases; do
		chmod 755 "$SATCHEL_HOME"
		mode=$(stat -c %a "$SATCHEL_HOME/$part")
		chmod o+w "$SATCHEL_HOME/$part"
		status 0 satchel show tarsenia-cert/duty --now "$NOW"
		has "$stderr" "warning: others may write to $part (mode"
		status 9 satchel show tarsenia-cert/duty --strict --now "$NOW"
		[ -z "$output" ]
		chmod 700 "$SATCHEL_HOME" # nobody else can come near it
		status 0 satchel show tarsenia-cert/duty --strict --now "$NOW"
		[ -z "$stderr" ]
		chmod "$mode" "$SATCHEL_HOME/$part"
	done
	chmod 755 "$SATCHEL_HOME"
	status 0 satchel show tarsenia-cert/duty --strict --now "$NOW"
}

# crlf FILE STATUS COMMAND: with its line ends changed by mail or an editor.
crlf() {
	sed 's/$/\r/' "$1" >crlf
	chmod 600 crlf
	# shellcheck disable=SC2086 # words
	status "$2" satchel $3
	has "$stderr" "line ends were changed"
}
@test "attack 54: line ends or letters changed on the way" {
	print=$(print_of "$W/live.roots")
	satchel build "$W/live-2" --roots "$W/live.roots" --previous "$W/1.satchel" --like "$W/2.satchel" -o u.satchel >/dev/null
	satchel sign u.satchel -k "$KA" --release 2 --detached a.line --now "$NOW" >/dev/null
	each crlf <<END
$W/live.roots|3|pin crlf --fingerprint $print
$W/live.roots|3|root show crlf
$W/live.roots|3|verify $W/2.satchel --root crlf --fingerprint $print --now $NOW
$W/live.roots|3|build $W/live-1 --roots crlf -o o.satchel
$KA|6|sign u.satchel -k crlf --release 2 --now $NOW
$RA|6|root sign $W/live.roots -k crlf
$W/keys/$K-a.pub|6|root new o.roots --directory un.example/desks --root-key $W/keys/$R-a.pub --root-threshold 1 --release-key crlf --release-threshold 1
END
	tar xOf "$W/2.satchel" STATEMENT | sed 's/$/\r/' >crlf
	stated crlf.satchel crlf
	refused 3 "line ends were changed" crlf.satchel
	FROM=$W/2.satchel bad crlf.satchel "history "<(tar xOf "$W/2.satchel" HISTORY | sed 's/$/\r/')
	refused 6 "line of release 1" crlf.satchel verify install
	# the whole file, as if it were text
	sed 's/$/\r/' "$W/2.satchel" >text.satchel
	refused 6 "" text.satchel
	# letters: the dash of a signature line in Latin-1, in Windows-1252, in UTF-16
	tar xOf "$W/2.satchel" STATEMENT >note
	sed 's/—/-/' note >dash && stated dash.satchel dash
	refused 3 "does not begin with an em dash" dash.satchel
	iconv -f UTF-8 -t WINDOWS-1252 note >dash && stated dash.satchel dash
	refused 3 "does not begin with an em dash" dash.satchel
	iconv -f UTF-8 -t UTF-16 note >dash && stated dash.satchel dash
	refused 3 "" dash.satchel
	iconv -f WINDOWS-1252 -t UTF-8 note >dash && stated dash.satchel dash
	refused 3 "does not begin with an em dash" dash.satchel
}
