#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016,SC2013 # set by helpers.bash; tests are subshells
# The rehearsal of keys/README.md, run as it is written: each machine is a
# folder with a store of its own, and shares nothing but the stick.
load helpers

README=$BATS_TEST_DIRNAME/../../keys/README.md

# commands: those of the rehearsal, "MACHINE COMMAND" a line.
commands() {
	sed -n '/^## Rehearsal, command by command$/,/^## Publishing/p' "$README" |
		sed -n '/^```$/,/^```$/{/^```$/d;p}' | sed ':a;/\\$/{N;s/ *\\\n */ /;ba}' | sed 's/^\([a-z-]*\)\$ /\1 /;t;s/.*/ &/'
}

# program: satchel, at the time of the invented releases; what it asks is typed.
program() {
	mkdir -p "$1"
	cat >"$1/satchel" <<END
#!/bin/sh
case "\$1 \$2" in
"root new" | "root next" | sign* | verify* | install* | find* | status*) set -- "\$@" --now $NOW ;;
esac
case \$1 in
sign) exec python3 "$BATS_TEST_DIRNAME/terminal.py" "\$TYPED" "$SATCHEL" "\$@" ;;
esac
exec "$SATCHEL" "\$@"
END
	chmod +x "$1/satchel"
}

# machine NAME: its folder, unless it is there
machine() {
	[ -d "$1" ] && return
	mkdir "$1"
	ln -s ../stick "$1/stick"
	case $1 in root-* | officer-*) mkdir "$1/secret" ;; esac
	echo "six or more random words of $1" >"$1/pass"
}

@test "the rehearsal for three root keys and three officers, every command of it" {
	SATCHEL=$(readlink -f "$SATCHEL")
	cd "$BATS_TEST_TMPDIR"
	program bin
	mkdir stick
	machine custodian
	cp -R "$BATS_TEST_DIRNAME/../../testdata/roster" custodian/roster
	"$BATS_TEST_DIRNAME/../release2.sh" custodian/roster-2
	ran=0
	while read -r -u 3 name command; do
		machine "$name"
		if [ "${command#*64-HEX-DIGITS}" != "$command" ] && [ -z "${paper-}" ]; then
			paper=$(cut -c 1-64 digits) # what the witness printed
		fi
		# the number of the release is that of its file
		printf '%s\n' "$(sed -n 's/.*stick\/\([0-9]*\)\.satchel.*/\1/p' <<<"$command")" >"$name/typed"
		(cd "$name" && env HOME="$PWD" PATH="$BATS_TEST_TMPDIR/bin:$PATH" SATCHEL_HOME="$PWD/store" \
			SATCHEL_PASSPHRASE_FILE="$PWD/pass" TYPED="$PWD/typed" \
			bash -c "${command//64-HEX-DIGITS/${paper-}}" </dev/null >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err") || {
			echo "status $? of: $name\$ $command"
			cat out err
			false
		}
		case $name in witness) cp out digits ;; esac
		case $command in
		"satchel root show"*) [ -s out ] ;;
		"satchel verify"*) grep -q "^GOOD: EXERCISE" out ;;
		"satchel find"*) grep -q "XTR/tech-1" out ;;
		esac
		ran=$((ran + 1))
	done 3< <(commands)
	[ "$ran" -ge 40 ] # it was read to its end
	grep -q "release 2 " out

	# each machine has its own secret, none is on the stick or the custodian's
	for name in root-a root-b root-c officer-a officer-b officer-c officer-d; do
		[ "$(ls "$name/secret")" = "un.example_$name.key"$'\n'"un.example_$name.pub" ]
	done
	[ -z "$(find stick/ custodian state witness -name '*.key')" ]
	# officer B is out: one of the officers left, and B, are not two
	cd custodian
	export SATCHEL_HOME=$PWD/store SATCHEL_PASSPHRASE_FILE=../officer-b/pass
	satchel build roster-2 --roots stick/exercise.roots --previous stick/1.satchel -o b.satchel >/dev/null
	run satchel sign b.satchel -k ../officer-b/secret/un.example_officer-b.key --release 2 --now "$NOW"
	[ "$status" -ne 0 ]
	has "$output" "un.example/officer-b is no release key of root 2"
}

@test "every other command of the page, and each of its options, is one that satchel has" {
	local line verb option seen=0
	while read -r line; do
		case $line in "root "*) verb=${line%"${line#root * }"} ;; *) verb=${line%% *} ;; esac
		# shellcheck disable=SC2086 # two words
		status 0 satchel $verb --help
		for option in $(grep -o -- '--[a-z-]*' <<<"$line"); do
			grep -q -- "$option\>" <<<"$output" || {
				echo "no $option in: satchel $line" >&2
				false
			}
			seen=$((seen + 1))
		done
	done < <(sed '/^## Rehearsal/,/^## Publishing/d' "$README" | sed ':a;/\\$/{N;s/ *\\\n */ /;ba}' |
		grep -o '\(^\|`\)satchel [a-z][^`]*' | sed 's/^`*satchel //')
	[ "$seen" -ge 10 ]
}
