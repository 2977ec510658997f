#!/usr/bin/env bats
# What Tab offers: "satchel complete" by itself, and through real shells.
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	W=$BATS_FILE_TMPDIR
	export W
	mkdir -p "$W/keys" "$W/bin"
	keys "$W/keys"
	exercise_world
	ln -s "$(realpath "$SATCHEL")" "$W/bin/satchel"
}
setup() {
	export SATCHEL_HOME=$BATS_TEST_TMPDIR/state PATH=$W/bin:$PATH TMUX_TMPDIR=$BATS_TEST_TMPDIR
	pinned "$SATCHEL_HOME" "$W/exercise.roots"
	satchel install "$W/x.satchel" --now "$NOW" >/dev/null
	scripts=$(realpath "$BATS_TEST_DIRNAME/../../cmd/completion")
	cd "$BATS_TEST_TMPDIR" || return
	servers=0
	touch "a file.satchel" b.satchel
}

# offered WORD...: the candidates, without what they are, on one line
offered() {
	status 0 satchel complete -- "$@"
	[ -z "$stderr" ]
	output=$(cut -f1 <<<"$output" | paste -sd' ')
}

@test "commands, their verbs, their options" {
	offered ""
	for c in find show now who install root help; do has " $output " " $c "; done
	hasnt " $output " " complete "
	offered ins
	[ "$output" = install ]
	offered root ne
	[ "$output" = "new next" ]
	offered key ""
	[ "$output" = export ]
	offered help sho
	[ "$output" = show ]
	offered find --li
	[ "$output" = --limit ]
	offered --no-pager find --color ""
	[ "$output" = "always auto never" ]
	offered find --color=n
	[ "$output" = --color=never ]
	offered nonsense ""
	[ -z "$output" ]
	offered root next r.roots --add-r
	[ "$output" = "--add-root-key --add-release-key" ]
	status 0 satchel complete
	[ -z "$output" ]
}

@test "countries, ids, roles, languages, directories of the installed release; in the case typed" {
	offered show X
	[ "$output" = "XTR XTR/dip-1 XTR/tech-1" ]
	offered show xtr/d
	[ "$output" = xtr/dip-1 ]
	offered show xa
	[ -z "$output" ]
	offered find x
	[ "$output" = xtr ]
	offered find ro
	[ "$output" = role: ]
	offered find role:
	[ "$output" = "role:diplomatic role:technical" ]
	offered find lang:
	[ "$output" = lang:en ]
	offered find state:X
	[ "$output" = state:XTR ]
	offered now --role t
	[ "$output" = technical ]
	offered now xtr --lang=e
	[ "$output" = --lang=en ]
	offered list -d ""
	[ "$output" = un.example/contacts/exercise ]
	offered diff a b x
	[ "$output" = xtr ]
}

@test "where a file belongs, files; where a number does, nothing" {
	for w in "verify |" "install |b" "info |" "attach x |y" "find -b |" "sign x -k |" "root sign |" "check |"; do
		# shellcheck disable=SC2086 # words
		offered ${w%|*} "${w#*|}"
		[ "$output" = :file ] || { echo "$w: $output" && false; }
	done
	offered find --limit ""
	[ -z "$output" ]
	offered pin x --fingerprint ""
	[ -z "$output" ]
	offered install x ""
	[ -z "$output" ]
	offered who ""
	[ -z "$output" ]
}

@test "without a store: no word, no complaint" {
	SATCHEL_HOME=$BATS_TEST_TMPDIR/none
	offered find x
	[ -z "$output" ]
	[ ! -e "$SATCHEL_HOME" ]
}

@test "names with anything odd in them cannot get into a command line" {
	mkdir -p "$SATCHEL_HOME/\$(touch hacked)"
	satchel complete -- list -d "" >out 2>/dev/null || true
	run grep hacked out
	[ -z "$output" ]
	[ ! -e hacked ]
}

# tab COMMAND SETUP TYPED KEYS...: what the shell's screen then shows
tab() {
	local shell=$1 init=$2 typed=$3
	shift 3
	tmux() { command tmux -u -L "s$servers" "$@"; }
	servers=$((servers + 1)) was=
	tmux new-session -d -x 100 -y 20 -c "$PWD" "$shell"
	tmux send-keys "$init; PS1='ready> '; clear; cd '$PWD'" Enter
	for _ in $(seq 50); do
		sleep 0.1
		tmux capture-pane -p | grep -q '^ready> $' && break
	done
	tmux send-keys -l "$typed"
	tmux send-keys "$@"
	for _ in $(seq 50); do # until it changes, and then stays
		sleep 0.2
		screen=$(tmux capture-pane -p | grep -v '^$')
		[ "$screen" != "ready> $typed" ] && [ "$screen" = "$was" ] && break
		was=$screen
	done
	tmux kill-server
}
in_bash() { tab "bash --norc --noprofile -i" ". $scripts/satchel.bash" "$@"; }
in_zsh() { tab "zsh -f -i" "fpath=($scripts \$fpath); autoload -Uz compinit; compinit -u -D" "$@"; }

@test "bash: a command, a role after its colon, a file with a space, ids" {
	in_bash "satchel inst" Tab
	[ "${screen%% }" = "ready> satchel install" ]
	in_bash "satchel find role:t" Tab
	[ "${screen%% }" = "ready> satchel find role:technical" ]
	in_bash "satchel find --color=n" Tab
	[ "${screen%% }" = "ready> satchel find --color=never" ]
	in_bash "satchel info a" Tab
	[ "${screen%% }" = 'ready> satchel info a\ file.satchel' ]
	in_bash "satchel show xtr/" Tab Tab
	has "$screen" "xtr/dip-1   xtr/tech-1"
	in_bash "satchel find ro" Tab
	[ "$screen" = "ready> satchel find role:" ] # no space after it
}

@test "zsh: a command, a role after its colon, a file, ids with their names" {
	command -v zsh || skip "no zsh"
	in_zsh "satchel inst" Tab
	has "$screen" "ready> satchel install"
	in_zsh "satchel find role:t" Tab
	has "$screen" "ready> satchel find role:technical"
	in_zsh "satchel info b" Tab
	has "$screen" "ready> satchel info b.satchel"
	in_zsh "satchel show xtr/" Tab Tab
	has "$screen" "xtr/dip-1"
	has "$screen" "-- Duty desk"
}

@test "fish: a command, a role, a file, ids with their names" {
	command -v fish || skip "no fish"
	in_fish() {
		output=$(HOME=$BATS_TEST_TMPDIR fish -N -c "source $scripts/satchel.fish; complete -C '$1'")
	}
	in_fish "satchel inst"
	has "$output" "install"
	has "$output" "verify a bundle"
	in_fish "satchel find role:t"
	[ "$output" = role:technical ]
	in_fish "satchel info b"
	has "$output" "b.satchel"
	in_fish "satchel show xtr/t"
	[ "$output" = "$(printf 'xtr/tech-1\tDuty desk')" ]
}
