#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "file.h"
#include "yaml.h"

/* All documents of one text. */
struct read {
	struct sat_arena a;
	struct sat_diag d;
	struct sat_node root[8];
	size_t roots;
};

static void
read_bytes(const void *p, size_t n, const char *file, struct read *r)
{
	/* a copy of exactly that size, for the sanitizer's sake */
	uint8_t *copy = malloc(n > 0 ? n : 1);
	struct sat_yaml *y = NULL;
	struct satchel_err err;
	struct sat_node root;
	bool more = true;

	memset(r, 0, sizeof(*r));
	assert_non_null(copy);
	memcpy(copy, p, n);
	assert_true(sat_yaml_open(copy, n, file, &r->d, &y, &err));
	while (more) {
		assert_true(sat_yaml_next(y, &r->a, &root, &more, &err));
		if (more && r->roots < 8)
			r->root[r->roots++] = root;
	}
	assert_true(sat_yaml_next(y, &r->a, &root, &more, &err));
	assert_false(more); /* the end stays the end */
	sat_yaml_close(y);
	free(copy);
	sat_diag_sort(&r->d);
	assert_true(sat_diag_done(&r->d, &err));
}

static void
forget(struct read *r)
{
	sat_arena_free(&r->a);
	sat_diag_free(&r->d);
}

/* "line:col rule, line:col rule" */
static const char *
findings(const struct read *r, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < r->d.n && len < size; i++)
		len += (size_t)snprintf(buf + len, size - len, "%s%u:%u %s",
		    i > 0 ? ", " : "", r->d.list[i].line, r->d.list[i].col,
		    r->d.list[i].rule);
	return buf;
}

static void
each_fault_is_found_once_at_its_place(void **state)
{
	static const struct {
		const char *text;
		size_t n; /* 0: strlen */
		const char *want;
	} cases[] = {
		{ "", 0, "" },
		{ "# nothing\n", 0, "" },
		{ "a: b\n", 0, "" },
		{ "a: b\r\nc: d\r\n", 0, "" },
		{ "a: &x b\n", 0, "1:4 anchor" },
		{ "a: &x\n  b: c\n", 0, "1:4 anchor" },
		{ "&x a: b\n", 0, "1:1 anchor" },
		{ "a: [&x b, &y c]\n", 0, "1:5 anchor, 1:11 anchor" },
		{ "a: *x\n", 0, "1:4 alias" },
		{ "a:\n  - *x\n", 0, "2:5 alias" },
		{ "*x : b\n", 0, "1:1 alias" },
		{ "*x", 0, "1:1 alias" },
		{ "a: &\xc3\xa9 b\n", 0, "1:4 anchor" },
		{ "a: !!str b\n", 0, "1:4 tag" },
		{ "a: ! b\n", 0, "1:4 tag" },
		{ "a: ! 'b'\n", 0, "1:4 tag" },
		{ "a: ! |\n  b\n", 0, "1:4 tag" },
		{ "a: !\nb: c\n", 0, "1:4 tag" },
		{ "a: ! [b]\n", 0, "1:4 tag" },
		{ "\xc3\xa9: \xe2\x82\xac!\nb: ! c\n", 0, "2:4 tag" },
		{ "a: !x!y b\n", 0, "1:4 tag" },
		{ "! a: b\n", 0, "1:1 tag" },
		{ "a: '!'\nb: c!d\n", 0, "" },
		{ "<<: {a: b}\n", 0, "1:1 merge-key" },
		{ "'<<': a\nb: <<\n", 0, "" },
		{ "%YAML 1.1\n---\na: b\n", 0, "1:1 directive" },
		{ "%TAG !a! x:\n---\na: b\n", 0, "1:1 directive" },
		{ "%FOO\n---\na: b\n", 0, "1:1 directive" },
		{ "a: b\n...\n%YAML 1.1\n---\na: b\n", 0, "3:1 directive" },
		{ "a: b\na: c\n", 0, "2:1 duplicate-key" },
		{ "a: b\n'a': c\n\"\\x61\": d\n", 0,
		    "2:1 duplicate-key, 3:1 duplicate-key" },
		{ "{a: b, a: c, b: d}", 0, "1:8 duplicate-key" },
		{ "a: b\nA: c\n", 0, "" },
		{ "? [a]\n: b\n", 0, "1:3 key-scalar" },
		{ "? {a: b}\n: [c]\nd: e\n", 0, "1:3 key-scalar" },
		{ "{[a]: b, c: d}\n", 0, "1:2 key-scalar" },
		{ "a: [[[[[[[b]]]]]]]\n", 0, "" },
		{ "a: [[[[[[[[b]]]]]]]]\n", 0, "1:11 depth" },
		{ "a: [[[[[[[[b, *x", 0, "1:11 depth" },
		{ "[[[[[[[[b]]]]]]]]", 0, "" },
		{ "- - - - - - - - a\n", 0, "" },
		{ "- - - - - - - - - a\n", 0, "1:17 depth" },
		{ "- - - - - - - - a: b\n", 0, "1:17 depth" },
		{ "a:\n\tb: c\n", 0, "2:1 syntax" },
		{ "a: [b\n", 0, "2:1 syntax" },
		{ "a: b: c\n", 0, "1:5 syntax" },
		{ "a: \"\\ud83d\\ude00\"\n", 0, "1:4 syntax" },
		/* bytes */
		{ "a: \xe9t\xe9 b\n", 0, "1:4 utf8, 1:6 utf8" },
		{ "a: \xff\xfe\xfd\xc3\xa9\xe9", 0, "1:4 utf8, 1:6 utf8" },
		{ "a: \xed\xa0\x80\n", 0, "1:4 utf8" },
		{ "\xff\xfe"
		  "a\0",
		    4, "1:1 utf8" },
		{ "a\0:\0 \0b\0", 8, "1:1 utf8" },
		{ "\xef\xbb\xbf"
		  "a: b\n",
		    0, "1:1 bom" },
		{ "\xef\xbb\xbf"
		  "a: &x b\n",
		    0, "1:1 bom, 1:4 anchor" },
		{ "a: b\n\xef\xbb\xbf---\na: b\n", 0, "2:1 character" },
		{ "a: b # \x01\n", 0, "1:8 character" },
		{ "a: b\0c\n", 7, "1:5 character" },
		{ "# x\ra: &x b\n", 0, "1:4 character" },
		{ "a: b\r", 0, "1:5 character" },
		{ "a: \xc2\x85"
		  "b\n",
		    0, "1:4 character" },
		{ "# \xe2\x80\xa8"
		  "a: &x b\na: &x b\n",
		    0, "1:3 character, 2:4 anchor" },
		{ "\xe2\x80\x8b"
		  "a: b \xe2\x80\x8b&c\n",
		    0, "1:1 character, 1:7 character" },
		{ "\xe2\x80\x8b\xe2\x80\x8b"
		  "a: &x b\n",
		    0, "1:1 character, 1:2 character, 1:6 anchor" },
		{ "a: \xef\xbf\xbe\n", 0, "1:4 character" },
		{ "a: \"\\ufffe\"\n", 0, "1:4 character" },
		{ "a: \xef\xbf\xbd \xf0\x9f\x93\x9f\n", 0, "" },
		{ "a: \"\\0\"\n", 0, "1:4 character" },
		{ "a: \"\\u200e\\u202e\"\n", 0, "1:4 character" },
		{ "\"b\\u200ba\": c\nba: d\n", 0,
		    "1:1 character, 2:1 duplicate-key" },
		{ "a: b\tc\n", 0, "1:5 character" },
		{ "a:\tb\t# c\t\n", 0, "" },
		{ "a: b\n  \tc\td \t\n", 0, "2:5 character" },
		{ "a: |\t# x\n  b\tc\n", 0, "2:4 character" },
		{ "a: |\n  \tb\n", 0, "2:3 syntax" },
		{ "a: ' \tb'\n", 0, "1:6 character" },
		{ "a: \"b\\tc\"\n", 0, "1:4 character" },
		{ "a: \"\xc3\xa9\tc\"\n", 0, "1:6 character" },
		/* joiners */
		{ "a: \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\n", 0, "" },
		{ "# \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\n", 0, "" },
		{ "a: \"\xdb\x8c\\u200c\xd8\xae\"\n", 0, "" },
		{ "a: x\xe2\x80\x8dx\n", 0, "1:5 joiner" },
		{ "a: \"x\\u200dx\"\n", 0, "1:4 joiner" },
		{ "a: \xdb\x8c\xe2\x80\x8cx\n", 0, "1:5 joiner" },
		{ "a: x\xe2\x80\x8c\xdb\x8c\n", 0, "1:5 joiner" },
		{ "a: \xdb\x8c\xe2\x80\x8c\n", 0, "1:5 joiner" },
		{ "a: \xdb\x8c\xe2\x80\x8c\xe2\x80\x8c\xdb\x8c\n", 0,
		    "1:5 joiner, 1:6 joiner" },
		{ "a: \xd9\xa1\xe2\x80\x8c\xd9\xa2\n", 0, "1:5 joiner" },
		{ "\xe2\x80\x8c", 0, "1:1 joiner" },
		/* normalization */
		{ "a: \xc3\xa9 # e\xcc\x81\n", 0, "" },
		{ "a: e\xcc\x81\n", 0, "1:4 nfc" },
		{ "e\xcc\x81: a\n", 0, "1:1 nfc" },
		{ "a: \"e\\u0301\"\n", 0, "1:4 nfc" },
		{ "a: \xe2\x84\xab\n", 0, "1:4 nfc" }, /* U+212B */
		{ "a: \xea\xb0\x80\xe1\x86\xa8\n", 0, "1:4 nfc" },
		{ "a: \xe0\xa4\x95\xe0\xa4\xbc\n", 0, "" },
	};
	char buf[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t n = cases[i].n != 0 ? cases[i].n : strlen(cases[i].text);
		struct read r;

		read_bytes(cases[i].text, n, "a.yaml", &r);
		if (strcmp(findings(&r, buf, sizeof(buf)), cases[i].want) != 0)
			fail_msg("case %zu %s\nwant %s\ngot  %s", i,
			    cases[i].text, cases[i].want, buf);
		forget(&r);
	}
}

static void
values_are_strings_with_style_and_place(void **state)
{
	static const char text[] = "# c\n"
				   "no: yes\n"
				   "time: 17:30\n"
				   "q: '+92'\n"
				   "none:\n"
				   "empty: ''\n"
				   "tilde: ~\n"
				   "text: |\n"
				   "  a\n"
				   "  b\n"
				   "list:\n"
				   "- x\n"
				   "-\n"
				   "map:\n"
				   "  k: v\n"
				   "flow: [ {\xc3\xa9: w}, ]\n";
	static const struct {
		const char *key, *value;
		enum sat_style style;
		uint32_t line, col;
	} want[] = {
		{ "no", "yes", SAT_PLAIN, 2, 5 },
		{ "time", "17:30", SAT_PLAIN, 3, 7 },
		{ "q", "+92", SAT_QUOTED, 4, 4 },
		{ "none", "", SAT_ABSENT, 5, 6 },
		{ "empty", "", SAT_QUOTED, 6, 8 },
		{ "tilde", "~", SAT_PLAIN, 7, 8 },
		{ "text", "a\nb\n", SAT_BLOCK, 8, 7 },
	};
	const struct sat_node *m, *v;
	struct read r;

	(void)state;
	read_bytes(text, strlen(text), "a.yaml", &r);
	assert_int_equal(r.d.n, 0);
	assert_int_equal(r.roots, 1);
	m = &r.root[0];
	assert_int_equal(m->n, 10);
	assert_int_equal(m->at.line, 2);
	assert_int_equal(m->at.col, 1);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		v = &m->u.pair[i].value;
		assert_string_equal(m->u.pair[i].key, want[i].key);
		assert_int_equal(m->u.pair[i].at.line, want[i].line);
		assert_int_equal(m->u.pair[i].at.col, 1);
		assert_string_equal(v->u.s, want[i].value);
		assert_int_equal(v->n, strlen(want[i].value));
		assert_int_equal(v->style, want[i].style);
		assert_int_equal(v->at.line, want[i].line);
		assert_int_equal(v->at.col, want[i].col);
	}
	v = sat_node_get(m, "list");
	assert_int_equal(v->type, SAT_LIST);
	assert_int_equal(v->at.line, 12);
	assert_int_equal(v->at.col, 1);
	assert_int_equal(v->n, 2);
	assert_int_equal(v->u.item[1].style, SAT_ABSENT);
	assert_int_equal(v->u.item[1].at.col, 2);
	v = sat_node_get(m, "map");
	assert_int_equal(v->at.line, 15);
	assert_int_equal(v->at.col, 3);
	v = sat_node_get(m, "flow");
	assert_int_equal(v->at.col, 7);
	assert_int_equal(v->n, 1);
	assert_int_equal(v->u.item[0].at.col, 9);
	assert_int_equal(v->u.item[0].u.pair[0].at.col, 10);
	assert_int_equal(v->u.item[0].u.pair[0].value.at.col, 13);
	forget(&r);
}

/* What is left must not break a second rule for the same reason. */
static void
a_fault_leaves_the_value_that_was_meant(void **state)
{
	static const struct {
		const char *text, *value;
	} cases[] = {
		{ "a: +999 \xe2\x80\x8e"
		  "1 555 0142\n",
		    "+999 1 555 0142" },
		{ "a: \"Duty\\u202e Officer\"\n", "Duty Officer" },
		{ "a: \"Duty\\LOfficer\"\n", "Duty Officer" },
		{ "a: \"\\tDuty\\rOfficer\\t\"\n", "Duty Officer" },
		{ "a: Mo-Fr\t09:00-17:00\n", "Mo-Fr 09:00-17:00" },
		{ "a: e\xcc\x81\n", "\xc3\xa9" },
		{ "\"\\u200ba\": b\n", "b" },
		{ "a: &x b\n", "b" },
		{ "a: !!int 7\n", "7" },
		{ "<<: {b: c}\na: b\n", "b" },
		{ "a: b\na: c\n", "b" },
		{ "? [x, y]\n: z\na: b\n", "b" },
		{ "a: \xff"
		  "b\n",
		    "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct read r;

		read_bytes(cases[i].text, strlen(cases[i].text), "a", &r);
		assert_int_equal(r.d.n, 1);
		assert_int_equal(r.roots, 1);
		assert_int_equal(r.root[0].n, 1);
		assert_string_equal(
		    sat_node_str(&r.root[0], "a"), cases[i].value);
		forget(&r);
	}
}

static void
an_alias_is_a_value_that_nobody_knows(void **state)
{
	struct read r;

	(void)state;
	read_bytes("a: *x\n", 6, "a.yaml", &r);
	assert_int_equal(r.roots, 1);
	assert_int_equal(r.root[0].u.pair[0].value.style, SAT_FAULTY);
	forget(&r);
}

static void
documents_come_one_by_one(void **state)
{
	static const char text[] = "a: b\n---\n---\nc: d\n...\n---\n[e\n";
	struct read r;

	(void)state;
	read_bytes(text, strlen(text), "a.yaml", &r);
	assert_int_equal(r.roots, 3); /* the last has no usable tree */
	assert_string_equal(sat_node_str(&r.root[0], "a"), "b");
	assert_int_equal(r.root[1].style, SAT_ABSENT);
	assert_string_equal(sat_node_str(&r.root[2], "c"), "d");
	assert_int_equal(r.d.n, 1);
	assert_string_equal(r.d.list[0].rule, "syntax");
	assert_string_equal(r.d.list[0].file, "a.yaml");
	forget(&r);
}

static void
repeats_among_many_keys_are_found(void **state)
{
	static char text[20000];
	size_t len = 0;
	struct read r;

	(void)state;
	for (int i = 0; i < 1000; i++)
		len += (size_t)snprintf(
		    text + len, sizeof(text) - len, "k%d: v\n", i % 997);
	read_bytes(text, len, "a.yaml", &r);
	assert_int_equal(r.d.n, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(r.d.list[i].line, 998 + i);
	assert_int_equal(r.root[0].n, 997);
	assert_string_equal(r.root[0].u.pair[996].key, "k996");
	forget(&r);
}

static void
a_file_of_rubbish_ends_early(void **state)
{
	static char text[200000];
	struct read r;

	(void)state;
	memset(text, 1, sizeof(text));
	read_bytes(text, sizeof(text), "a.yaml", &r);
	assert_int_equal(r.d.n, 100);
	assert_int_equal(r.roots, 0);
	assert_non_null(strstr(r.d.list[99].message, "was not read"));
	assert_null(strstr(r.d.list[98].message, "was not read"));
	forget(&r);
	memset(text, '\n', sizeof(text));
	for (size_t i = 0; i + 11 < sizeof(text); i += 11)
		memcpy(text + i, "%TAG !a! b", 10);
	read_bytes(text, sizeof(text), "a.yaml", &r);
	assert_int_equal(r.d.n, 1);
	forget(&r);
	memset(text, '[', sizeof(text));
	read_bytes(text, sizeof(text), "a.yaml", &r);
	assert_int_equal(r.d.n, 1);
	assert_int_equal(r.d.list[0].col, 9);
	forget(&r);
}

/* ---- data from beside the project; skipped where it is absent ---------- */

static const char *
shared(const char *path, char *buf, size_t size)
{
	const char *base = getenv("SATCHEL_SHARED");

	(void)snprintf(
	    buf, size, "%s/%s", base != NULL ? base : "../shared", path);
	return buf;
}

static bool
load(const char *path, uint8_t **p, size_t *n)
{
	char buf[1000];

	return sat_file_load(
	    SAT_CWD, shared(path, buf, sizeof(buf)), 1 << 24, p, n, NULL);
}

/* The rule that each of the dirty files of this layer breaks. */
static const char *
dirty_rule(const char *file)
{
	static const struct {
		const char *part, *rule;
	} names[] = {
		{ "zwj-", "joiner" },
		{ "zwnj-", "joiner" },
		{ "alias.yaml", "alias" },
		{ "anchor.yaml", "anchor" },
		{ "bom-", "character" },
		{ "bom.yaml", "bom" },
		{ "arabic-letter", "character" },
		{ "bidi-", "character" },
		{ "c1-", "character" },
		{ "carriage-", "character" },
		{ "control-", "character" },
		{ "zero-width", "character" },
		{ "deep-", "depth" },
		{ "delete-ch", "character" },
		{ "directive", "directive" },
		{ "dup-key", "duplicate-key" },
		{ "to-right-mark", "character" },
		{ "left-mark", "character" },
		{ "line-separator", "character" },
		{ "list-as", "key-scalar" },
		{ "merge", "merge-key" },
		{ "next-line", "character" },
		{ "not-nfc", "nfc" },
		{ "not-utf8", "utf8" },
		{ "paragraph-sep", "character" },
		{ "soft-hy", "character" },
		{ "surrogate", "utf8" },
		{ "tab-escaped", "character" },
		{ "tab-indent", "syntax" },
		{ "tag-char", "character" },
		{ "tag-int", "tag" },
		{ "tag-non", "tag" },
		{ "utf16", "utf8" },
		{ "word-joiner", "character" },
	};

	if (strncmp(file, "valid-", 6) == 0 || strncmp(file, "name-", 5) == 0)
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strstr(file, names[i].part) != NULL)
			return names[i].rule;
	return NULL;
}

static void
check_dirty(const char *file, const char *line, const char *col)
{
	const char *rule = dirty_rule(file);
	char path[300], want[300], got[1000];
	uint8_t *p;
	size_t n;
	struct read r;

	(void)snprintf(path, sizeof(path), "data/dirty/%s", file);
	assert_true(load(path, &p, &n));
	read_bytes(p, n, file, &r);
	free(p);
	(void)snprintf(want, sizeof(want), "%s:%s %s", line, col, rule);
	if (strcmp(findings(&r, got, sizeof(got)), rule != NULL ? want : "") !=
	    0)
		fail_msg("%s: want %s, got %s", file,
		    rule != NULL ? want : "nothing", got);
	forget(&r);
}

static void
every_dirty_file_has_its_one_fault(void **state)
{
	uint8_t *p;
	size_t n, files = 0, mine = 0;
	char *line, *rest;

	(void)state;
	if (!load("data/dirty/expected.tsv", &p, &n))
		skip();
	rest = (char *)p;
	while ((line = strtok_r(rest, "\n", &rest)) != NULL) {
		char *file = strtok_r(line, "\t", &line);
		char *at = strtok_r(line, "\t", &line);
		char *col = strtok_r(line, "\t", &line);

		if (strcmp(file, "file") == 0)
			continue;
		check_dirty(file, at, col);
		files++;
		mine += dirty_rule(file) != NULL;
	}
	assert_true(files > 300);
	assert_int_equal(mine, 56);
	free(p);
}

static bool
same(const struct sat_node *v, json_t *j)
{
	if (json_is_string(j))
		return v->type == SAT_STR && v->n == json_string_length(j) &&
		       memcmp(v->u.s, json_string_value(j), v->n) == 0;
	if (json_is_null(j))
		return v->style == SAT_ABSENT;
	if (json_is_array(j)) {
		if (v->type != SAT_LIST || v->n != json_array_size(j))
			return false;
		for (size_t i = 0; i < v->n; i++)
			if (!same(&v->u.item[i], json_array_get(j, i)))
				return false;
		return true;
	}
	if (v->type != SAT_MAP || v->n != json_object_size(j))
		return false;
	for (size_t i = 0; i < v->n; i++) {
		json_t *k = json_object_get(j, v->u.pair[i].key);

		if (k == NULL || !same(&v->u.pair[i].value, k))
			return false;
	}
	return true;
}

static void
valid_files_give_the_exact_strings(void **state)
{
	static const char *const names[] = { "block-scalars", "comment-not-nfc",
		"comments", "crlf", "custody", "documents", "hours", "joiners",
		"lengths", "limits", "open-foreign-country-code",
		"poc-65536-bytes", "poc-folder", "poc-observer", "quoting",
		"release-12-months", "release-names", "release-poc-8-months",
		"scripts", "strings", "timezones" };
	char path[300];
	uint8_t *p, *q;
	size_t n, m;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct read r;
		json_t *j;

		(void)snprintf(
		    path, sizeof(path), "data/dirty/valid-%s.yaml", names[i]);
		if (!load(path, &p, &n))
			skip();
		(void)snprintf(
		    path, sizeof(path), "data/dirty/valid-%s.json", names[i]);
		assert_true(load(path, &q, &m));
		j = json_loadb((char *)q, m, 0, NULL);
		assert_non_null(j);
		read_bytes(p, n, names[i], &r);
		assert_int_equal(r.d.n, 0);
		assert_int_equal(r.roots, json_array_size(j));
		for (size_t k = 0; k < r.roots; k++)
			if (!same(&r.root[k], json_array_get(j, k)))
				fail_msg("%s: document %zu", names[i], k + 1);
		json_decref(j);
		forget(&r);
		free(p);
		free(q);
	}
}

static void
the_yaml_test_suite_ends_in_nodes_or_findings(void **state)
{
	struct satchel_err err;
	struct sat_arena a = { 0 };
	char buf[1000], path[1000], **names;
	size_t n, bytes, usable = 0;
	uint8_t *p;
	int dir;

	(void)state;
	if (!sat_dir_open(SAT_CWD,
		shared("vectors/yaml-test-suite/src", buf, sizeof(buf)), false,
		&dir, &err))
		skip();
	assert_true(sat_dir_list(dir, 10000, &a, &names, &n, &err));
	for (size_t i = 0; i < n; i++) {
		struct read file, in;

		(void)snprintf(path, sizeof(path),
		    "vectors/yaml-test-suite/src/%s", names[i]);
		assert_true(load(path, &p, &bytes));
		read_bytes(p, bytes, names[i], &file);
		free(p);
		assert_true(file.roots > 0 || file.d.n > 0);
		/* the cases of the file, as far as it could be read */
		for (size_t k = 0;
		     k < file.roots && file.root[0].type == SAT_LIST &&
		     k < file.root[0].n;
		     k++) {
			const char *yaml =
			    sat_node_str(&file.root[0].u.item[k], "yaml");

			if (yaml == NULL)
				continue;
			read_bytes(yaml, strlen(yaml), names[i], &in);
			usable += in.roots > 0;
			forget(&in);
		}
		forget(&file);
	}
	assert_true(n >= 351);
	assert_true(usable > 100);
	sat_dir_close(&dir);
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_is_found_once_at_its_place),
		cmocka_unit_test(values_are_strings_with_style_and_place),
		cmocka_unit_test(a_fault_leaves_the_value_that_was_meant),
		cmocka_unit_test(an_alias_is_a_value_that_nobody_knows),
		cmocka_unit_test(documents_come_one_by_one),
		cmocka_unit_test(repeats_among_many_keys_are_found),
		cmocka_unit_test(a_file_of_rubbish_ends_early),
		cmocka_unit_test(every_dirty_file_has_its_one_fault),
		cmocka_unit_test(valid_files_give_the_exact_strings),
		cmocka_unit_test(the_yaml_test_suite_ends_in_nodes_or_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
