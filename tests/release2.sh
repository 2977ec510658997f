#!/bin/sh
# release2.sh DIR: writes to the new folder DIR the sources of release 2 of
# testdata/roster: one number of XKB/tech-1 changed, XNW joined.
set -eu
[ $# -eq 1 ] || { echo "usage: release2.sh DIR" >&2 && exit 2; }
here=$(dirname "$0")
mkdir -- "$1"
cp -R "$here/../testdata/roster/." "$1"

edit() { # edit FILE PATTERN TEXT: exactly one line of FILE changes
	sed "s/$2/$3/" "$1" >"$1.new"
	[ "$(diff "$1" "$1.new" | grep -c '^>')" -eq 1 ] || { echo "release2.sh: $1: not one \"$2\"" >&2 && exit 1; }
	mv "$1.new" "$1"
}
edit "$1/release.yaml" '^release: 1$' 'release: 2'
edit "$1/release.yaml" '^issued: .*' 'issued: "2026-11-16T09:00:00Z"'
edit "$1/parties/XKB.yaml" '^revised: .*' 'revised: "2026-11-12"'
edit "$1/parties/XKB.yaml" '+999 22 555 0911' '+999 22 555 0921'
cat >"$1/parties/XNW.yaml" <<'END'
satchel: "1"
state: XNW
name: {en: Norwend, nb: Norvend, se: Norvenda}
revised: "2026-11-10"
timezone: Arctic/Longyearbyen
hours: ["Mo-Fr 08:00-15:45"]
languages: [nb, en]
mission:
  name: Permanent Mission of Norwend
  phones: [{number: "+999 212 555 0145"}]
  emails: [{address: un@mfa.norwend.example}]
contacts:
  - id: dip-1
    role: diplomatic
    kind: individual
    name: Åse Bjørnstad
    title: underdirektør
    organization: Utenriksdepartementet
    phones: [{number: "+999 45 555 0142"}]
    emails: [{address: sikkerhet@mfa.norwend.example, shared: "yes"}]
  - id: tech-1
    role: technical
    kind: org
    name: NorwendCERT vakt
    organization: Direktoratet for samband
    phones: [{number: "+999 45 555 0911", when: always}]
    emails: [{address: vakt@cert.norwend.example, shared: "yes"}]
    hours: ["24/7"]
END
