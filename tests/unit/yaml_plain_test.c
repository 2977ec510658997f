#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../fuzz/yaml_same.h"
#include "file.h"

/* Reads |text| both ways; how many documents went the shorter one. */
static size_t
plain_of(const char *name, const uint8_t *text, size_t n)
{
	/* a copy of exactly that size, for the sanitizer's sake */
	uint8_t *copy = malloc(n > 0 ? n : 1);
	size_t documents, plain;

	assert_non_null(copy);
	memcpy(copy, text, n);
	if (!yaml_same(copy, n, &documents, &plain))
		fail_msg("%s is not the same both ways", name);
	free(copy);
	return plain;
}

static void
each_takes(const char *const *texts, size_t n, size_t want)
{
	for (size_t i = 0; i < n; i++) {
		size_t got = plain_of(
		    texts[i], (const uint8_t *)texts[i], strlen(texts[i]));

		if (got != want)
			fail_msg("%zu documents were plain in case %zu:\n%s",
			    got, i, texts[i]);
	}
}

static void
what_sources_are_written_in_is_plain(void **state)
{
	static const char *const texts[] = {
		"a: b\n",
		"a: b",
		"---\na: b\n",
		"# c\n\n  # d\n---\n# e\na: b # f\n",
		"a:\n",
		"a:\nb: c\n",
		"a:   # x\nb: c  \n",
		"a:\n  b: c\n  d:\n    e: f\ng: h\n",
		"a:\n- b\n- c: d\n  e: f\n-\nf: g\n",
		"a:\n  - b\n  -\n  - - c\n    - d\n  - e\nf: g\n",
		"- a\n-\n  b: c\n-\n  - d\n",
		"  a: b\n  c: d\n",
		"a: [b, c d, \"e\", 'f', ]\nb: []\nc: {}\nd: {e: f, g: [h], "
		"}\n",
		"a: {b: {c: [d, [e, {f: g}]]}}\n",
		"a: [b:c, https://d.example/, 17:30, e#f]\n",
		"a: \"b \\\" \\\\ c\" # d\nb: 'it''s'\nc: ''\nd: \"\"\n",
		"a: b   # c: d\nb: c#d:e # f\nc: d:e f:g  \n",
		"a: b c d e f g h i j k l m n o p\xc3\xa9 # \xc3\xa9\n",
		"a: \"0123456789 0123456789 \xc3\xa9\\\"\"\n",
		"a: '0123456789 01234567''89 \"'\n",
		"a: +999 1\nb: (c)\nc: ~\nd: ./e\ne: _f\n",
		"a: b 'c' \"d\" [e] {f}, & * ! | > % @ `\n",
		"a: \xc3\xa9t\xc3\xa9 # \xc3\xa9\nb: [\xc3\xa9, c]\n",
		"a: {b: \xe6\xbc\xa2, c: \"\xe6\xbc\xa2\", d: e}\n",
		"a: \xe0\xa4\xb9\xe0\xa4\xbf\n",
		"a: \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\n",
		"a: |\n  b\n  c\n",
		"a: >\n  b\n  c\n\n  d\n   e\n  f\n\n\ng: h\n",
		"a: |- # x\n    b\n\n   \n      c  \nd: >+\n  e\n\n\nf: >-\n  "
		"g\n",
		"- |\n b\n- >-\n c\n d\n",
		"a:\n- |+\n b\n\n# c\nd: e\n",
		"a: |\n  --- b\n  # c\nd: e\n",
		"a: |\n  \xc3\xa9\nb: c\n",
	};
	static const char *const two[] = {
		"a: b\n---\nc: d\n",
		"a:\n---\n- c\n",
		"---\na: |\n  b\n---\nc: d",
	};

	(void)state;
	each_takes(texts, sizeof(texts) / sizeof(*texts), 1);
	each_takes(two, sizeof(two) / sizeof(*two), 2);
}

static void
whatever_is_odd_is_left_to_libyaml(void **state)
{
	static const char *const texts[] = {
		"",
		"# a\n",
		"---\n",
		"--- a: b\n",
		"---\n---\n",
		"a\n",
		"\"a\": b\n",
		"a: b\n...\n",
		"%YAML 1.1\n---\na: b\n",
		"a: &x b\n",
		"a: *x\n",
		"a: !x b\n",
		"? a\n: b\n",
		"<<: a\n",
		"a: b\na: c\n",
		"a: [b: c]\n",
		"a: [b,, c]\n",
		"a: [,]\n",
		"a: [b\n",
		"a: [b,\n  c]\n",
		"a: [b}\n",
		"a: {b}\n",
		"a: {b: }\n",
		"a: {b:c}\n",
		"a: {b: c d: e}\n",
		"a: [b] c\n",
		"a: [b]#c\n",
		"a: [b # c]\n",
		"a: [b:, c]\n",
		"a: [b?, c]\n",
		"a: [[[[[[[[b]]]]]]]]\n",
		"a: b: c\n",
		"a: b:\n",
		"a: b c d e f g h i: j\n",
		"a: b: # c\n",
		"a: b :\n",
		"a: b\n c\n",
		"a: b # c\n d\n",
		"a:\n  b\n",
		"a: - b\n",
		"a: \"b\n  c\"\n",
		"a: \"b\" c\n",
		"a: \"b\"#c\n",
		"a: \"\\u0062\"\n",
		"a: 'b\n",
		"a: 'b'c\n",
		"a: -b\n",
		"a: @b\n",
		"a: `b\n",
		"a: %b\n",
		"a: ,b\n",
		"a:\tb\n",
		"a: b\tc\n",
		"a: b\r\n",
		"# a\r\nb: c\n",
		"a:b\n",
		"a:\n  b: c\n d: e\n",
		"a:\n  - b\n - c\n",
		"- a\nb: c\n",
		"a: b\n- c\n",
		"---a: b\n",
		"a: b\n---c\n",
		"a: e\xcc\x81\n",
		"a: \xe2\x80\x8b b\n",
		"a: |\n\n  b\n",
		"a: |\nb: c\n",
		"a: |2\n  b\n",
		"a: |\n  b",
		"a: |\n  b\n c\n",
		"a: |\n  b\tc\n",
		"- - |\n  b\n",
	};

	(void)state;
	each_takes(texts, sizeof(texts) / sizeof(*texts), 0);
}

/* The marks of what libyaml reads count from the start of the file. */
static void
an_odd_document_has_its_place_in_the_file(void **state)
{
	static const char text[] = "# \xc3\xa9\na: b\n---\nc: \xc3\xa9\n---\n"
				   "d: &x e\ne: \"f\tg\"\nh: [\n";

	(void)state;
	assert_int_equal(
	    plain_of("text", (const uint8_t *)text, strlen(text)), 2);
}

/* libyaml reads no more documents than it must, and those to the last of
 * their findings. */
static void
after_an_odd_document_the_way_is_short_again(void **state)
{
	static const struct {
		const char *text;
		size_t plain;
	} cases[] = {
		{ "a: &x \xc3\xa9\n---\nc: \xc3\xa9\n---\nd: e\td\n---\nf: g\n",
		    2 },
		{ "a: *x\n---\n---\nc: d\n---\n", 1 },
		{ "a: \"b\n  c\"\n--- # d\ne: f\n---\ng: h\n", 1 },
		/* a place in the third counts from the start of the file */
		{ "a: b\n---\nc: ! d\n---\ne: f\n---\ng: ! h\n", 2 },
		/* directives may follow */
		{ "a: *x\n...\n---\nb: c\n", 0 },
		{ "a: *x\n...\n%YAML 1.1\n---\nb: c\n---\nd: e\n", 1 },
		/* not the end of a document */
		{ "a: |2\n  b\n ---\nc: d\n", 0 },
		{ "a: \"b\n---\nc: d\n", 0 },
		{ "a: [b,\n---\nc: d\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t n = plain_of(cases[i].text,
		    (const uint8_t *)cases[i].text, strlen(cases[i].text));

		if (n != cases[i].plain)
			fail_msg("case %zu: %zu were plain", i, n);
	}
}

/* ---- whole files ------------------------------------------------------- */

static size_t
file_plain(int dir, const char *name)
{
	uint8_t *p;
	size_t n, plain;

	assert_true(sat_file_load(dir, name, 1 << 24, &p, &n, NULL));
	plain = plain_of(name, p, n);
	free(p);
	return plain;
}

/* All files below |path| that end in .yaml; -1: there is no such folder. */
static int
folder_plain(const char *path, size_t *files)
{
	struct sat_arena a = { 0 };
	struct satchel_err err;
	size_t plain = 0;
	char **names;
	int dir;

	if (!sat_dir_open(SAT_CWD, path, false, &dir, &err))
		return -1;
	assert_true(sat_dir_walk(dir, ".yaml", 10000, &a, &names, files, &err));
	for (size_t i = 0; i < *files; i++)
		plain += file_plain(dir, names[i]);
	sat_dir_close(&dir);
	sat_arena_free(&a);
	return (int)plain; /* below 2^31 documents */
}

static void
the_roster_is_plain(void **state)
{
	size_t files;
	int plain = folder_plain("testdata/roster/parties", &files);

	(void)state;
	assert_int_equal(plain, files);
	assert_true(files > 20);
	assert_true(folder_plain("testdata/check", &files) > 10);
}

static void
files_from_beside_the_project_are_the_same(void **state)
{
	static const char *const folders[] = { "data/dirty", "data/real",
		"vectors/yaml-test-suite" };
	const char *base = getenv("SATCHEL_SHARED");
	char path[1000];
	size_t files;

	(void)state;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s",
		    base != NULL ? base : "../shared", folders[i]);
		if (folder_plain(path, &files) < 0)
			skip();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_sources_are_written_in_is_plain),
		cmocka_unit_test(whatever_is_odd_is_left_to_libyaml),
		cmocka_unit_test(an_odd_document_has_its_place_in_the_file),
		cmocka_unit_test(after_an_odd_document_the_way_is_short_again),
		cmocka_unit_test(the_roster_is_plain),
		cmocka_unit_test(files_from_beside_the_project_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
