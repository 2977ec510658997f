#!/usr/bin/env bats
# satchel.1 keeps up with the program.
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers

setup_file() {
	world
	second_release
}
setup() {
	state
	manual=$BATS_TEST_DIRNAME/../../cmd/satchel.1
}

@test "satchel.1 has every command and every option that the program's help has, and no other option" {
	satchel complete -- "" | cut -f1 | grep -v -e '^help$' -e '^--' >"$BATS_TEST_TMPDIR/commands"
	python3 - "$SATCHEL" "$manual" "$BATS_TEST_TMPDIR/commands" <<'END'
import re, subprocess, sys
satchel, manual, commands = sys.argv[1], open(sys.argv[2], encoding="utf-8").read(), open(sys.argv[3]).read().split()
def run(*words):
    return subprocess.run([satchel, *words], stdout=subprocess.PIPE, check=True).stdout.decode()
verbs = []
for c in commands:
    sub = [l.split("\t")[0] for l in run("complete", "--", c, "").split("\n") if re.fullmatch(r"[a-z]+", l)] if c in ("root", "key") else []
    verbs += [c + " " + s for s in sub] or [c]
sections = dict(re.findall(r"^\.Ss (\S+)\n(.*?)(?=^\.S[sh] )", manual, re.S | re.M))
common = manual[manual.index(".Sh DESCRIPTION"):manual.index(".Sh COMMANDS")]
bad, known = [], set()
for v in verbs:
    text = sections.get(v.split()[0])
    if text is None:
        bad.append("no section for " + v)
        continue
    for letter, option in re.findall(r"^  (?:-(\w), )?--([a-z0-9-]+)", run(*v.split(), "--help"), re.M):
        known |= {"-" + option, letter}
        pattern = r"Fl (?:\w Ns , Fl )?(?:-%s%s)\b" % (re.escape(option), "|" + letter if letter else "")
        if not re.search(pattern, common) and not re.search(pattern, text):
            bad.append("%s: --%s is not in the manual" % (v, option))
for option in re.findall(r"(?:^\.It|^\.Op|^)\.? ?Fl (-?[a-z0-9-]+)", manual, re.M):
    if option.strip("-") and option not in known | {"-help", "h", "-version", "-", "v"}:
        bad.append("the manual has %s, which no command has" % option)
if bad:
    sys.exit("\n".join(bad))
END
}

@test "satchel.1 names every member of the JSON of every command, which begins with its version" {
	cd "$BATS_TEST_TMPDIR" || return
	{
		satchel info --json --now "$NOW"
		satchel verify --json --now "$NOW"
		satchel status --json --now "$NOW"
		satchel log --json
		satchel find dutty --json --now "$NOW"
		satchel show norwia --json --now "$NOW"
		satchel now --json --now "$NOW"
		satchel list --json --now "$NOW"
		satchel who +99915550911 --json --now "$NOW"
		satchel compare "$W/1.satchel" "$W/2.satchel" --json --now "$NOW" || true
		satchel root show "$W/live.roots" --json
		satchel prove norwia/wei -o p.proof --json --now "$NOW"
		satchel verify p.proof --json --now "$NOW"
		satchel check "$W/live-1" --json
		satchel install "$W/2.satchel" --json --now "$NOW" || true
		satchel diff --json --now "$NOW" || true
		satchel export --json --now "$NOW"
		satchel verify /dev/null --json --now "$NOW" 2>/dev/null || true
		SATCHEL_HOME=$PWD/other satchel pin "$W/live.roots" --fingerprint "$(print_of "$W/live.roots")" --json
		satchel build "$W/live-1" --roots "$W/live.roots" -o out.satchel --json 2>/dev/null
	} >json
	python3 - "$manual" json <<'END'
import json, re, sys
manual = open(sys.argv[1], encoding="utf-8").read()
named = set(re.findall(r"^\.Li (\w+)", manual[manual.index(".Sh JSON"):manual.index(".Sh ENVIRONMENT")], re.M))
def members(v, at=""):
    for k, x in v.items():
        yield k
        if k not in ("record", "was", "now", "card"):
            for y in x if isinstance(x, list) else [x]:
                if isinstance(y, dict):
                    yield from members(y)
lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
bad = [l for l in lines if not l.startswith('{"v":1,')]
missing = {m for l in lines for m in members(json.loads(l))} - named - {"v"}
if bad or missing or len(lines) < 30:
    sys.exit("%s\nnot in the manual: %s; %d lines" % ("\n".join(bad), missing, len(lines)))
END
}
