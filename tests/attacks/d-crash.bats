#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
# Section D: power cuts, disk faults, and what they leave (50); with them 20, a
# rollback offered after each of them.
load helpers

setup_file() {
	attacked
	third_release
	shared
	shim fault
}
setup() {
	victim
	PRINT=$(print_of "$W/live.roots")
	export FAULT_LOG=$BATS_TEST_TMPDIR/fault.log
}

# tree FOLDER: what is in a store, but locks and what a crash leaves behind.
tree() { (cd "$1" && find . -type f ! -name '*lock' ! -name '*.tmp' ! -path './.new-*' ! -path './.replaced-*' | sort | xargs -r sha256sum); }
# mark: which release is installed, and under which root; "none" for no pin.
mark() {
	local got=0
	satchel status --json --now "$NOW" >mark.out 2>mark.err || got=$?
	case $got in
	0) sed 's/.*"root":\([0-9]*\),.*"installed_epoch":\([0-9]*\),"installed_release":\([0-9]*\),.*/\1 \2.\3/' mark.out ;;
	8) echo none ;;
	*) cat mark.out mark.err && return 1 ;;
	esac
}

# swept OLD NEW ARGUMENTS...: the command, which turns the store "old" into
# "new", with a fault at its nth call, for every n and in every way.  OLD and
# NEW are what mark says; in between may come a root before its release.
swept() {
	local old=$1 new=$2 mode n got calls now
	shift 2
	export SATCHEL_HOME=$PWD/new
	rm -rf new && { [ ! -e old ] || cp -R old new; }
	status 0 with fault "$@"
	calls=$(cat fault.log)
	tree new >new.tree
	[ "$(mark)" = "$new" ]
	export SATCHEL_HOME=$PWD/store
	for mode in fail full kill short; do
		case $mode in
		full) export FAULT_MODE=fail FAULT_ERRNO=28 ;;
		*) export FAULT_MODE=$mode FAULT_ERRNO=5 ;;
		esac
		for ((n = 1; n <= calls; n++)); do
			got=0
			rm -rf store && { [ ! -e old ] || cp -R old store; }
			FAULT_N=$n with fault "$@" >out 2>err </dev/null || got=$?
			echo "$mode at call $n of $calls: exit status $got, $(head -n 1 err)"
			case $mode:$got in
			fail:[09] | full:[09] | short:0 | short:137 | short:159 | kill:137 | kill:159) ;;
			*) return 1 ;; # 159: the filter of system calls takes the kill for an attack
			esac
			if [ $got -eq 9 ]; then grep -q 'error: ' err; fi
			now=$(mark)
			case $got:$now in
			0:"$new") ;;
			9:"$new" | 9:"$old" | 1*:"$new" | 1*:"$old") ;;
			9:"${new%% *} ${old##* }" | 1*:"${new%% *} ${old##* }") ;;
			*) echo "the store holds $now" && return 1 ;;
			esac
			after "$now"
			# the next run ends where the undisturbed one did
			status 0 satchel "$@"
			tree store >store.tree
			# (a third release is removed by the next install at the latest)
			unlike "$(diff new.tree store.tree | grep -v '^> .*releases/1.1.satchel$')" '^[<>]'
			[ "$(find store -name '*.tmp' -o -name '.new-*' | wc -l)" -le 1 ]
		done
	done
	[ "$calls" -gt 10 ]
}
# after MARK: what is there can be read and is whole, and an older release is
# not taken.
after() {
	case $1 in
	none | *" 0.0") return ;;
	esac
	status 0 satchel verify --quick --archive --now "$NOW"
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
	case $1 in
	*" 1.1") ;;
	*) status 4 satchel install "$W/1.satchel" --now "$NOW" ;; # attack 20
	esac
	[ "$(mark)" = "$1" ]
}

@test "attack 50: a pin, cut off or failing at every step" {
	swept none "1 0.0" pin "$W/live.roots" --fingerprint "$PRINT"
}

@test "attack 50: a pin that replaces another, cut off or failing at every step" {
	{ newest_text "$W/live.roots" | sed 's/^expires .*/expires 2032-01-01T00:00:00Z/' | note "$RA" "$RB"; } >other.roots
	cp -R "$SATCHEL_HOME" old
	mkdir old/un.example_desks/evidence && echo proof >old/un.example_desks/evidence/1.1-0123456789abcdef
	eval "$(declare -f after | sed '1s/after/whole/')"
	after() { # evidence is never deleted
		whole "$1"
		[ "$(cat "$SATCHEL_HOME"/un.example_desks/evidence/* "$SATCHEL_HOME"/.*/evidence/* 2>/dev/null)" = proof ]
	}
	swept "1 1.1" "1 0.0" pin other.roots --fingerprint "$(print_of other.roots)" --replace
	after "1 0.0"
}

@test "attack 50: a first install, cut off or failing at every step" {
	rm -rf old && pinned "$PWD/old" "$W/live.roots"
	swept "1 0.0" "1 1.1" install "$W/1.satchel" --now "$NOW"
}

@test "attacks 20 and 50: an install, cut off or failing at every step, and then a rollback" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	cp -R "$SATCHEL_HOME" old
	swept "1 1.2" "2 1.3" install "$W/3.satchel" --now "$NOW" # with root 2
}

@test "attack 20: between root and release, the old release of the old root" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	# root 2 came through, release 3 did not
	FROM=$W/3.satchel bad broken.satchel "poke root terms +1"
	status 6 satchel install broken.satchel --now "$NOW"
	[ -e "$SATCHEL_HOME/un.example_desks/roots/2" ]
	[ "$(mark)" = "2 1.2" ]
	status 4 satchel install "$W/1.satchel" --now "$NOW"
	# what is installed stays readable, with a banner, and the good one follows
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
	has "$output" "ROOT CHANGED"
	status 0 satchel install "$W/3.satchel" --now "$NOW"
	[ "$(mark)" = "2 1.3" ]
}

@test "attack 50: a disk that is full, or too small for the release" {
	unshare -m true 2>/dev/null || skip "to mount a small file system one has to be root"
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	tree "$SATCHEL_HOME" >before
	cp -R "$SATCHEL_HOME" copy
	for blocks in 0 4096 8192 12288 16384 20480; do
		mkdir -p disk
		# shellcheck disable=SC2016 # expanded inside
		unshare -m env NOW="$NOW" W="$W" SATCHEL="$SATCHEL" bash -c '
			mount -t tmpfs -o size=65536,mode=700 tmpfs disk && cp -R copy/. disk
			free=$(df --output=avail -B1 disk | tail -n 1)
			[ "$free" -le "$1" ] || head -c $((free - $1)) /dev/zero >disk/filler
			SATCHEL_HOME=$PWD/disk "$SATCHEL" install "$W/3.satchel" --now "$NOW" >out 2>err
			echo $? >got
			rm -f disk/filler
			SATCHEL_HOME=$PWD/disk "$SATCHEL" show tarsenia-cert/duty --now "$NOW" >out2 2>&1 || echo bad >>got
			SATCHEL_HOME=$PWD/disk "$SATCHEL" install "$W/3.satchel" --now "$NOW" >out3 2>&1 || echo bad >>got
			find disk -name "*.tmp"
		' _ $blocks >left
		[ ! -s left ]
		case $(cat got) in 0 | 9) ;; *) cat got err out2 out3 && return 1 ;; esac
		[ "$(cat got)" = 0 ] || has "$(cat err)" "No space left on device"
	done
	tree "$SATCHEL_HOME" | cmp before -
}

@test "attack 50: a limit on the size of files" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	tree "$SATCHEL_HOME" >before
	got=0
	(trap '' XFSZ && ulimit -f 4 && "$SATCHEL" install "$W/3.satchel" --now "$NOW") >out 2>err || got=$?
	[ $got -eq 9 ]
	has "$(cat err)" "File too large"
	unlike "$(tree "$SATCHEL_HOME" | diff before - | grep -v roots/2)" '^[<>]'
	(ulimit -f 4 && "$SATCHEL" install "$W/3.satchel" --now "$NOW") >out 2>err || got=$?
	[ $got -ne 0 ]
	status 0 satchel show tarsenia-cert/duty --now "$NOW"
	status 0 satchel install "$W/3.satchel" --now "$NOW"
}

@test "attack 50: a store that cannot be written to" {
	as=()
	[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=65534 --clear-groups)
	open=$(mktemp -d) # the folders of bats are closed to others
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	cp -R "$SATCHEL_HOME" "$open/home" && cp "$W/3.satchel" "$open"
	export SATCHEL_HOME=$open/home
	find "$open" -type d -exec chmod 555 {} +
	find "$open" -type f -exec chmod 444 {} +
	tree "$SATCHEL_HOME" >before
	got=0
	"${as[@]}" "$SATCHEL" install "$open/3.satchel" --now "$NOW" >out 2>err || got=$?
	"${as[@]}" "$SATCHEL" show tarsenia-cert/duty --now "$NOW" >shown # reading goes on
	tree "$SATCHEL_HOME" >after
	chmod -R u+w "$open" && rm -rf "$open"
	[ $got -eq 9 ]
	has "$(cat err)" "ermission denied"
	has "$(cat shown)" "0919"
	cmp before after
}

# read_fault MODE ARGUMENTS...: every read in turn.
read_fault() {
	local mode=$1 n=0 calls=1 got
	shift
	export FAULT_READ=1 FAULT_MODE=$mode FAULT_ERRNO=5
	while [ $n -lt "$calls" ]; do
		n=$((n + 1)) got=0
		: >fault.log
		FAULT_N=$n with fault "$@" >out 2>err </dev/null || got=$?
		calls=$(cat fault.log)
		echo "$mode at read $n of $calls: exit status $got, $(head -n 1 err)"
		# the state is a cache, and is rebuilt if it cannot be read
		case $got in
		0) [ "$(sed '/^STALE\|^CLOCK/d' out)" = "$(sed '/^STALE\|^CLOCK/d' good)" ] || [ "$1" = install ] ;;
		3 | 6 | 8 | 9) grep -q 'error: ' err ;;
		*) return 1 ;;
		esac
		if grep GOOD out; then [ $got -eq 0 ]; fi
	done
	unset FAULT_READ
}
@test "attacks 49 and 50: every read fails, or finds the file cut off" {
	satchel install "$W/2.satchel" --now "$NOW" >/dev/null
	for mode in fail eof; do
		for c in "show tarsenia-cert/duty" "find amara" "verify $W/2.satchel" "verify" "list"; do
			# shellcheck disable=SC2086 # words
			satchel $c --now "$NOW" >good
			# shellcheck disable=SC2086
			read_fault $mode $c --now "$NOW"
		done
	done
	before=$(installed)
	read_fault fail install "$W/2.satchel" --now "$NOW"
	read_fault eof install "$W/2.satchel" --now "$NOW"
	[ "$(installed)" = "$before" ]
}
