#!/usr/bin/env bats
# What every command does alike: help, hints, colour, the pager, "-".
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	exercise_world
}
setup() {
	state
	cd "$BATS_TEST_TMPDIR" || return
	: >nothing
	export TERM=xterm
	ESC=$(printf '\033')
}
# commands: all of them, with their verbs
commands() {
	satchel complete -- "" | cut -f1 | grep -v -e help -e '^--' | while read -r c; do
		case $c in
		root) printf '%s\n' "root new" "root next" "root show" "root sign" ;;
		key) echo "key export" ;;
		*) echo "$c" ;;
		esac
	done
}

@test "every command's help begins with an example of itself, at 80 and 60 columns" {
	[ "$(commands | wc -l)" -ge 25 ]
	while read -r c; do
		# shellcheck disable=SC2086 # words
		status 0 satchel $c --help
		grep -q "^  satchel $c" <<<"$(head -n 1 <<<"$output")" || { echo "$c has no example" && false; }
		has "$output" "usage: satchel $c"
		has "$output" "--color"
		no_wide "$output"
	done < <(commands)
}

@test "the examples of the help are understood: no option of theirs is unknown" {
	while read -r line; do
		# what comes after a pipe or a redirection is the shell's
		line=${line%%|*} line=${line%%>*}
		eval "set -- ${line#satchel }"
		run satchel "$@" </dev/null
		[ "$status" -ne 2 ] || [[ $output == *"--release"* || $output == *"digits"* || $output == *"passphrase"* || $output == *SSH_AUTH_SOCK* ]] || { echo "$line: $output" && false; }
	done < <(commands | while read -r c; do
		# shellcheck disable=SC2086 # words
		satchel $c --help | sed '/^$/q' | tr -s ' \n' ' ' | sed 's/ satchel /\nsatchel /g' | grep . || true
	done)
}

@test "a verb, an option, a field, a code, a colour that is not there: the nearest" {
	status 2 satchel shwo x
	has "$stderr" "did you mean show?"
	status 2 satchel root nxet x
	has "$stderr" "did you mean next?"
	status 2 satchel find x --limti=3
	has "$stderr" "did you mean --limit?"
	status 2 satchel find nmae:amara --now "$NOW"
	has "$stderr" 'there is no field "nmae"'
	has "$stderr" "did you mean name:?"
	status 2 satchel find zz:amara --now "$NOW"
	hasnt "$stderr" "did you mean"
	status 1 satchel show tarsenia-crt --now "$NOW"
	has "$stderr" "did you mean tarsenia-cert (Tarsenia National CERT)?"
	status 0 satchel show Tarsenia-CERT --now "$NOW"
	status 1 satchel show tarsinia --now "$NOW" # a name, no id
	has "$stderr" "did you mean tarsenia-cert?"
	status 1 satchel show tarsenia-cert/dutty --now "$NOW"
	has "$stderr" "did you mean tarsenia-cert"
	status 1 satchel show xyzzy --now "$NOW"
	has "$stderr" "satchel list shows all"
	status 2 satchel find x --color=nevr
	has "$stderr" "did you mean never?"
}

@test "--color and NO_COLOR: auto, always, never; before the command too" {
	status 0 satchel find duty --now "$NOW"
	hasnt "$output" "$ESC"
	for how in "find duty --color=always" "find duty --color always" "--color=always find duty"; do
		# shellcheck disable=SC2086 # words
		status 0 satchel $how --now "$NOW"
		has "$output" "${ESC}[1m"
	done
	NO_COLOR=1 status 0 satchel find duty --color=always --now "$NOW"
	has "$output" "${ESC}[1m" # what is said on the line itself counts
	status 1 satchel find nobody --color=always --now "$NOW"
	has "$stderr" "${ESC}[1;31merror"
	run terminal nothing "$SATCHEL" find duty --now "$NOW"
	has "$output" "${ESC}[1m"
	NO_COLOR=1 run terminal nothing "$SATCHEL" find duty --now "$NOW"
	hasnt "$output" "$ESC"
	run terminal nothing "$SATCHEL" find duty --color=never --now "$NOW"
	hasnt "$output" "$ESC"
	TERM=dumb run terminal nothing "$SATCHEL" find duty --now "$NOW"
	hasnt "$output" "$ESC"
	for how in --json --plain; do
		status 0 satchel find duty $how --color=always --now "$NOW"
		hasnt "$output" "$ESC"
	done
}

@test "a pager on a terminal, PAGER or less; not in a pipe, not with --no-pager, --plain, TERM=dumb" {
	export PAGER="sed 's/^/PAGED /'"
	run terminal nothing "$SATCHEL" list --now "$NOW"
	has "$output" "PAGED tarsenia-cert"
	run terminal nothing "$SATCHEL" help
	has "$output" "PAGED usage"
	run terminal nothing "$SATCHEL" sign --help
	has "$output" "PAGED usage"
	run terminal nothing "$SATCHEL" root show "$W/live.roots"
	has "$output" "PAGED root"
	for how in "--no-pager list" "list --no-pager" "list --plain"; do
		# shellcheck disable=SC2086 # words
		run terminal nothing "$SATCHEL" $how --now "$NOW"
		has "$output" "tarsenia-cert"
		hasnt "$output" PAGED
	done
	TERM=dumb run terminal nothing "$SATCHEL" list --now "$NOW"
	hasnt "$output" PAGED
	for PAGER in '' cat; do
		run terminal nothing "$SATCHEL" list --now "$NOW"
		has "$output" "tarsenia-cert"
	done
	PAGER="sed s/^/PAGED/" status 0 satchel list --now "$NOW"
	hasnt "$output" PAGED
	PAGER="sed s/^/PAGED/" run terminal nothing "$SATCHEL" verify "$W/1.satchel" --now "$NOW"
	hasnt "$output" PAGED # one verdict, not a listing
}

@test "in a pipe no pager is looked for, and the forms for programs read no time zone of this machine" {
	[ -x "$(command -v strace)" ] || skip "strace is not installed"
	for how in --json --plain; do
		ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o log -e trace=file "$SATCHEL" show norwia/ops $how >/dev/null
		grep -q state log
		[ "$(grep -cE '"[^"]*/less"|zoneinfo|/etc/localtime' log)" -eq 0 ]
	done
	# the same look-up for people says "here"
	ASAN_OPTIONS=detect_leaks=0 TZ=Asia/Kathmandu strace -f -qq -o log -e trace=file "$SATCHEL" show norwia/ops >/dev/null
	[ "$(grep -c Kathmandu log)" -eq 1 ]
	[ "$(grep -c '"[^"]*/less"' log)" -eq 0 ]
}

@test "the pager changes no exit status, and one that leaves early is no fault" {
	PAGER="sed s/^/P/" run terminal nothing "$SATCHEL" find nobody --now "$NOW"
	[ "$status" -eq 1 ]
	has "$output" "nothing in release 1"
	PAGER=true run terminal nothing "$SATCHEL" list --now "$NOW"
	[ "$status" -eq 0 ]
	hasnt "$output" error
	PAGER="head -n 1" run terminal nothing "$SATCHEL" show tarsenia-cert norwia --now "$NOW"
	[ "$status" -eq 0 ]
	hasnt "$output" error
	PAGER="sh -c 'sleep 1; sed s/^/LATE/'" run terminal nothing "$SATCHEL" list --now "$NOW"
	has "$output" "LATEtarsenia-cert" # it is waited for
}

@test "less itself: pages what is long, leaves at once what fits, shows right-to-left as it is" {
	export TMUX_TMPDIR=$BATS_TEST_TMPDIR
	look() { # look ROWS COMMAND: what the screen shows
		tmux -u -L "r$1" new-session -d -x 80 -y "$1" "env -u PAGER -u LESS PS1='ready> ' bash --norc --noprofile -i"
		tmux -L "r$1" send-keys "clear; '$SATCHEL' $2 --now $NOW" Enter
		for _ in $(seq 50); do
			sleep 0.2
			screen=$(tmux -L "r$1" capture-pane -p)
			grep -q "$3" <<<"$screen" && break
		done
		tmux -L "r$1" kill-server
	}
	look 40 "find unit" '^ready> $'
	has "$screen" "وحدة العمليات"
	has "$screen" "ready>"
	look 8 "show tarsenia-cert" '^:$'
	grep -qx : <<<"$screen"
	hasnt "$screen" "ready>"
}

@test '"-" is standard input where words or ids are read: a line each' {
	from() { printf '%b' "$1" >in && status "$2" bash -c '"$@" <in' sh "$SATCHEL" "${@:3}" --now "$NOW"; }
	from 'tarsenia-cert/duty\n\n  norwia/wei  \r\n' 0 show - --json
	[ "$(grep -c '"record"' <<<"$output")" -eq 2 ]
	from 'tarsinia duty\n' 0 find -
	has "$output" "1 found"
	from 'duty\n' 0 find tarsinia -
	has "$output" "1 found"
	from 'تارسينيا' 0 find -
	from '+999 1 555 0911\n' 0 who -
	has "$output" "tarsenia-cert/duty"
	from '' 2 show -
	has "$stderr" "what to work on is missing"
	from 'a\0b\n' 2 find -
	has "$stderr" "NUL"
	head -c 70000 /dev/zero | tr '\0' x >in
	status 2 bash -c '"$0" find - <in' "$SATCHEL"
	has "$stderr" "64 KiB"
	yes x | head -n 100 >in
	status 2 bash -c '"$0" find - <in' "$SATCHEL"
	has "$stderr" "more lines than are allowed"
}

@test "a bundle cannot come from standard input, and that is said" {
	for c in "verify -" "install -" "info -" "attach - x" "sign - -k x" "compare - x" "pin - --fingerprint x" "build - --roots x -o y" "check -"; do
		# shellcheck disable=SC2086 # words
		status 2 satchel $c
		has "$stderr" '"-": standard input cannot be used here'
		has "$stderr" "save it to a file first"
	done
	status 2 satchel find x -b -
	has "$stderr" "cannot come from standard input"
}

@test "a reader that goes away: quiet, and no other status" {
	run bash -c '"$0" list --now '"$NOW"' | head -n 0; echo "${PIPESTATUS[0]}"' "$SATCHEL"
	[ "$output" = 0 ]
}

@test "the same in every locale" {
	status 0 satchel show norwia/ops --now "$NOW"
	want=$output
	for l in C ar_EG.UTF-8 fr_FR.UTF-8 tr_TR.UTF-8; do
		status 0 env LC_ALL=$l LANG=$l "$SATCHEL" show norwia/ops --now "$NOW"
		[ "$output" = "$want" ]
	done
}
