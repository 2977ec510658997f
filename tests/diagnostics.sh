#!/bin/sh
# diagnostics.sh: the rules of the check in the manual's DIAGNOSTICS are those
# of lib/rules.c, every one and nothing else; with --write, it puts them there.
set -eu
cd "$(dirname "$0")/.."
manual=cmd/satchel.1
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT

cat >"$tmp/list.c" <<'END'
#include <stdio.h>
#include "rules.h"

/* Text that mdoc takes as it is: no macro, no escape, ASCII. */
static void
text(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (*p == '.' || *p == '\'')
		fputs("\\&", stdout);
	while (*p != '\0') {
		unsigned long cp = *p;
		int more = *p < 0xc0 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;

		if (more > 0)
			cp = *p & (0x3fu >> more);
		for (p++; more > 0; more--, p++)
			cp = cp << 6 | (*p & 0x3fu);
		if (cp == '\\')
			fputs("\\e", stdout);
		else if (cp == '"')
			fputs("\\(dq", stdout);
		else if (cp < 0x80)
			putchar((int)cp);
		else
			printf("\\[u%04lX]", cp);
	}
}

int
main(void)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < sat_rule_count(); i++) {
		const struct sat_rule *r = sat_rule((enum sat_rule_id)i);

		printf(".It Bo %s Bc Pq %s\n", r->id,
		    r->warning ? "warning" : "error");
		text(r->what);
		puts(".\n.br");
		fputs("Reported for: ", stdout);
		text(r->example);
		puts(".");
	}
	puts(".El");
}
END
${CC:-cc} -std=c11 -Ilib -Iinclude -o "$tmp/list" "$tmp/list.c" lib/rules.c
"$tmp/list" | fold -s -w 76 | sed 's/ $//' >"$tmp/want"
sed -n '/^\.\\" begin rules/,/^\.\\" end rules/p' "$manual" | sed '1d;$d' >"$tmp/have"

if [ "${1-}" = --write ]; then
	sed -e "/^\\.\\\\\" begin rules/r $tmp/want" \
	    -e '/^\.\\" begin rules/,/^\.\\" end rules/{/^\.\\" begin/b
/^\.\\" end/b
d
}' "$manual" >"$tmp/manual"
	cat "$tmp/manual" >"$manual"
	exit
fi
if ! diff -u "$tmp/have" "$tmp/want"; then
	echo "diagnostics: $manual is not as lib/rules.c: tests/diagnostics.sh --write" >&2
	exit 1
fi
# Every rule id is unique and is spelled as the others are.
sed -n 's/^\.It Bo \([^ ]*\) .*/\1/p' "$tmp/want" | sort >"$tmp/ids"
if [ -n "$(uniq -d "$tmp/ids")" ] || grep -qv '^[a-z][a-z0-9-]*$' "$tmp/ids"; then
	echo "diagnostics: a rule id is there twice or is misspelled" >&2
	exit 1
fi
