#!/bin/sh
# manuals.sh FILE...: mandoc has nothing to say about the manuals, except that
# the ones they name are not installed here.
set -u
said=$(for f; do mandoc -T lint -W style "$f"; done 2>&1 | grep -v 'outdated mandoc.db\|STYLE: referenced manual not found')
[ -z "$said" ] && exit
echo "$said" >&2
exit 1
