#!/bin/sh
# symbols.sh [libsatchel.a]: the library exports satchel_* and sat_* alone,
# has no state of its own, and does not print, exit or look at the clock, the
# environment or the terminal; only file.o opens files.
set -eu
LC_ALL=C && export LC_ALL
cd "$(dirname "$0")/.."
lib=${1:-build/libsatchel.a}
[ -f "$lib" ] || { echo "symbols.sh: $lib is not built" >&2 && exit 1; }
bad=$(mktemp) && trap 'rm -f "$bad"' EXIT

stray_names() {
	nm -A -g --defined-only "$lib" | awk '$NF !~ /^(satchel|sat)_/ { print $1, $NF ": exported under a name that is not ours" }'
}

# Sections that a process could write to; .data.rel.ro is read-only once
# linked, and .tdata and .tbss would be state too.
state() {
	size -A "$lib" | awk '
	/\(ex / { member = $1 }
	$1 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 {
		print member ": " $2 " bytes of state in " $1
	}'
}

# What a library that only computes has no business with.
stray_calls() {
	nm -A -u "$lib" | awk '
	function never(s) {
		return s ~ /^(__)?(v?printf|vf?printf|fprintf|puts|fputs|putchar|fputc|putc|perror|fwrite)(_chk)?$/ ||
		    s ~ /^(std(in|out|err)|_?exit|_Exit|abort|quick_exit|atexit|__assert_fail)$/ ||
		    s ~ /^((secure_)?getenv|setenv|putenv|environ)$/ ||
		    s ~ /^(time|gettimeofday|clock_gettime|clock|localtime(_r)?|tzset|mktime)$/ ||
		    s ~ /^(isatty|tcgetattr|tcsetattr|getpass|ttyname|setlocale)$/ ||
		    s ~ /^(system|popen|fork|vfork|exec[vl]+[pe]*|posix_spawnp?|signal|sigaction|mmap(64)?)$/ ||
		    s ~ /^(gets|strcpy|strcat|sprintf|vsprintf|sscanf|strtok(_r)?|atoi|atol|rand|srand|tmpnam|mktemp)$/
	}
	{ split($1, at, ":"); member = at[2]; sub(/^.*\//, "", member) }
	never($NF) { print member ": calls " $NF }
	$NF ~ /^(open|open64|openat|openat64|creat|fopen|fopen64|freopen)$/ && member != "file.o" {
		print member ": calls " $NF ", which is for file.o"
	}'
}

{ stray_names && state && stray_calls; } >"$bad"
cat "$bad" >&2
[ ! -s "$bad" ]
