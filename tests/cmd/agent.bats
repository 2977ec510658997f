#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	satchel build "$W/live-1" --roots "$W/live.roots" -o "$W/u.satchel" --like "$W/1.satchel" >/dev/null
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	[ -x "$(command -v ssh-agent)" ] || skip "ssh-agent is not installed"
	K=$W/keys/un.example
	cp "$W/u.satchel" u.satchel
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/officer
	pinned "$SATCHEL_HOME" "$W/live.roots"
	eval "$(ssh-agent -a "$BATS_TEST_TMPDIR/agent")" >/dev/null
}
teardown() {
	[ -z "${SSH_AGENT_PID:-}" ] || kill "$SSH_AGENT_PID"
}
holds() { satchel key export "${K}_$1.key" --openssh 2>/dev/null | ssh-add -q -; }

@test "signs by the agent, byte for byte what the key file signs" {
	holds officer-a
	status 0 satchel sign u.satchel --agent --release 1 --now "$NOW"
	has "$output" "un.example/officer-a, held by the ssh-agent"
	has "$last" "signed release 1 as un.example/officer-a"
	ssh-add -q -D
	holds officer-b
	status 0 satchel sign u.satchel --agent --release 1 --now "$NOW"
	cmp u.satchel "$W/1.satchel"
}

@test "a key made by ssh-keygen -p of what was exported" {
	satchel key export "${K}_officer-a.key" --openssh -o a 2>/dev/null
	ssh-keygen -q -p -P '' -N 'long enough' -f a
	cat >ask <<-'END'
		#!/bin/sh
		echo 'long enough'
	END
	chmod +x ask
	SSH_ASKPASS=$PWD/ask SSH_ASKPASS_REQUIRE=force ssh-add -q a
	status 0 satchel sign u.satchel --agent --release 1 --now "$NOW" --detached a.line
	status 0 satchel attach u.satchel a.line
	has "$output" "1 signature added"
}

@test "several release keys: -k says which, by its public file" {
	holds officer-a
	holds officer-b
	holds root-a
	status 2 satchel sign u.satchel --agent --release 1 --now "$NOW"
	has "$stderr" "-k NAME.pub"
	status 0 satchel sign u.satchel --agent --release 1 --now "$NOW" -k "${K}_officer-b.pub"
	has "$last" officer-b
	status 1 satchel sign u.satchel --agent --release 1 --now "$NOW" -k "${K}_officer-c.pub"
	has "$stderr" "does not hold"
	status 3 satchel sign u.satchel --agent --release 1 --now "$NOW" -k "${K}_root-a.pub"
	has "$stderr" "no release key"
}

@test "an agent without a release key, without a key, locked, gone" {
	before=$(sha256sum <u.satchel)
	status 1 satchel sign u.satchel --agent --release 1 --now "$NOW"
	has "$stderr" "holds no release key"
	ssh-keygen -q -t ed25519 -N '' -f other && ssh-add -q other
	holds root-b
	status 1 satchel sign u.satchel --agent --release 1 --now "$NOW"
	SSH_AUTH_SOCK='' status 2 satchel sign u.satchel --agent --release 1 --now "$NOW"
	has "$stderr" "SSH_AUTH_SOCK"
	SSH_AUTH_SOCK=$PWD/nowhere status 9 satchel sign u.satchel --agent --release 1 --now "$NOW"
	SSH_AUTH_SOCK=$PWD/u.satchel status 9 satchel sign u.satchel --agent --release 1 --now "$NOW"
	[ "$(sha256sum <u.satchel)" = "$before" ]
}

@test "an agent that lies: another key's signature, nonsense, silence" {
	before=$(sha256sum <u.satchel)
	for how in other short huge quiet wrongtype; do
		rm -f fake
		python3 "$BATS_TEST_DIRNAME/fake_agent.py" "$PWD/fake" "${K}_officer-a.pub" "$how" &
		for _ in $(seq 100); do [ -S fake ] && break || sleep 0.05; done
		case $how in other) want=3 ;; quiet) want=9 ;; *) want=6 ;; esac
		SSH_AUTH_SOCK=$PWD/fake status "$want" satchel sign u.satchel --agent --release 1 --now "$NOW"
		wait
	done
	[ "$(sha256sum <u.satchel)" = "$before" ]
}

@test "the journal refuses a second text, before the agent is asked to sign" {
	holds officer-a
	satchel sign u.satchel --agent --release 1 --now "$NOW" >/dev/null
	satchel build "$W/live-1" --roots "$W/live.roots" -o other.satchel >/dev/null
	before=$(sha256sum <other.satchel)
	status 5 satchel sign other.satchel --agent --release 1 --now "$NOW"
	[ "$(sha256sum <other.satchel)" = "$before" ]
}

@test "one socket, a local one, and none once a bundle is read" {
	[ -x "$(command -v strace)" ] || skip "strace is not installed"
	holds officer-a
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o log "$SATCHEL" sign u.satchel --agent --release 1 --now "$NOW" >/dev/null
	[ "$(grep -c 'socket(' log)" -eq 1 ]
	grep -q 'socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) *= ' log
	[ "$(grep -c 'connect(' log)" -eq 1 ]
	# two filters: the one that leaves a local socket, then the one for all
	[ "$(grep -c 'SECCOMP_MODE_FILTER' log)" -eq 2 ] || skip "no seccomp here"
	awk '/connect\(/ { c = NR } /SECCOMP_MODE_FILTER/ { f = NR } /u\.satchel/ && !o && !/execve/ { o = NR }
		END { exit !(c < f && f < o) }' log
}

@test "-k or --agent" {
	status 2 satchel sign u.satchel
	has "$stderr" "-k KEY is missing"
}
