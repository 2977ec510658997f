#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	cc -std=gnu11 -I"$BATS_TEST_DIRNAME/../../cmd" -o "$W/plant" "$BATS_TEST_DIRNAME/plant.c" \
		"$BATS_TEST_DIRNAME/../../cmd/confine.c" -lpthread
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	got=$("$W/plant" what)
	bits=${got% *} landlock=${got#* }
}
calls() { [ $((bits & 1)) -ne 0 ] || skip "no seccomp here"; }
files() { [ $((bits & 2)) -ne 0 ] || skip "no Landlock here"; }
# dies COMMAND...: of SIGSYS
dies() {
	local got=0
	{ "$@" </dev/null >/dev/null; } 2>/dev/null || got=$?
	[ "$got" -eq 159 ] || {
		echo "exit status $got, not 159, of: $*" >&2
		return 1
	}
}

@test "a planted call dies: sockets, programs, processes, other memory, the kernel" {
	calls
	for c in socket local connect bind sendto execve execveat fork ptrace peek poke bpf mount kexec \
		io_uring unshare kill code type keyctl; do
		dies "$W/plant" "$c"
	done
}

@test "what a command needs goes on: threads; what is newer than the program is absent" {
	status 0 "$W/plant" thread
	calls
	status 1 "$W/plant" newer
	has "$stderr" "not implemented"
}

@test "a local socket only if asked for, and nothing but local" {
	calls
	status 0 "$W/plant" -l local
	status 1 "$W/plant" -l connect
	dies "$W/plant" -l socket
	dies "$W/plant" -l bind
	dies "$W/plant" -l execve
}

@test "files: nothing but what was granted" {
	files
	mkdir -p in made
	echo x >in/file
	ln -s ../made in/link
	status 1 "$W/plant" read in/file
	status 1 "$W/plant" list in
	status 0 "$W/plant" -r in/file read in/file
	status 1 "$W/plant" -r in/file write in/new
	status 1 "$W/plant" -r in/file write in/file
	status 1 "$W/plant" -r in/file list in/link
	status 1 "$W/plant" -r in/file read /etc/passwd
	status 0 "$W/plant" -w made/new write made/new
	status 1 "$W/plant" -w made/new read in/file
	status 0 "$W/plant" -s in read in/file
	status 1 "$W/plant" -s in write in/new
	status 0 "$W/plant" -t made/not/there/yet write made/other
	status 0 "$W/plant" -f in/file read in/file
	[ ! -e in/new ]
}

@test "--version -v says what is active" {
	status 0 satchel --version -v
	has "$output" "satchel "
	[ $((bits & 1)) -eq 0 ] || has "$output" "seccomp: "
	[ $((bits & 2)) -eq 0 ] || has "$output" "Landlock       version $landlock"
	no_wide "$output"
	status 0 satchel --version
	hasnt "$output" seccomp
}

# under_strace FILE COMMAND...: its exit status is the command's.
under_strace() {
	local log=$1
	shift
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o "$log" -e trace=network,execve,execveat,fork,vfork "$SATCHEL" "$@" </dev/null >/dev/null 2>err
}

@test "no command opens a socket or starts a program" {
	[ -x "$(command -v strace)" ] || skip "strace is not installed"
	state
	K=$W/keys/un.example
	cp "$W/1.satchel" b.satchel
	satchel build "$W/live-1" --roots "$W/live.roots" -o u.satchel --like "$W/1.satchel" >/dev/null
	SATCHEL_HOME=$PWD/officer pinned "$PWD/officer" "$W/live.roots"
	satchel keygen xtr.example/registry -o . --no-passphrase >/dev/null
	SATCHEL_HOME=$PWD/officer satchel sign u.satchel -k "${K}_officer-a.key" --release 1 --detached a.line --now "$NOW" >/dev/null
	cp u.satchel a.satchel
	n=0
	while read -r -a words; do
		under_strace "log.$n" "${words[@]}" || {
			cat err >&2
			echo "failed: ${words[*]}" >&2
			return 1
		}
		[ "$(grep -c execve "log.$n")" -eq 1 ]
		if grep -E 'socket|connect|bind|send|recv|fork' "log.$n" >&2; then return 1; fi
		n=$((n + 1))
	done <<END
pin $W/live.roots --fingerprint $(print_of "$W/live.roots")
verify b.satchel --now $NOW
install b.satchel --now $NOW
status
log
info
find duty
find -b b.satchel duty
show norwia
list
compare b.satchel
receipt -k xtr.example_registry.key --now $NOW
receipt -k xtr.example_registry.key --now $NOW --add b.satchel
keygen un.example/new -o . --no-passphrase
key export ${K}_officer-a.key --openssh
root show $W/live.roots
check $W/live-1
build $W/live-1 --roots $W/live.roots -o new.satchel
sign u.satchel -k ${K}_officer-b.key --release 1 --now $NOW
attach a.satchel a.line
--version -v
help
END
	[ "$n" -eq 22 ]
}

@test "the program itself dies of a call that is planted while it reads" {
	calls
	[ -x "$(command -v gdb)" ] || skip "gdb is not installed"
	state
	nm "$SATCHEL" 2>/dev/null | grep -q ' satchel_find$' || skip "the program has no symbols"
	for at in satchel_find satchel_close; do
		gdb -nx -batch -ex "break $at" -ex run -ex 'print (int)socket(2, 1, 0)' -ex continue \
			--args "$SATCHEL" find duty >gdb.out 2>&1 </dev/null || true
		grep -q "^Breakpoint 1.*$at (" gdb.out || skip "gdb cannot stop it here"
		grep -q 'SIGSYS' gdb.out
	done
}

@test "from the first record on a look-up opens nothing and maps no code" {
	files
	state
	[ -x "$(command -v strace)" ] || skip "strace is not installed"
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o log "$SATCHEL" find duty >/dev/null
	grep -q landlock_restrict_self log
	[ "$(sed -n '/landlock_restrict_self/,$p' log | grep -cE 'open|socket|exec|mmap.*PROT_EXEC')" -eq 0 ]
}

@test "what is made of another bundle is written, and only there" {
	state
	mkdir in made
	cp "$W/1.satchel" in/b.satchel
	status 0 satchel prove -b in/b.satchel norwia/ops -o made/ops.proof --now "$NOW"
	status 0 satchel verify made/ops.proof --now "$NOW"
	files
	[ -x "$(command -v strace)" ] || skip "strace is not installed"
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o log "$SATCHEL" prove -b in/b.satchel norwia/ops -o made/2.proof --now "$NOW" >/dev/null
	[ "$(grep -c landlock_restrict_self log)" -eq 2 ]
}
