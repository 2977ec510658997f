#include "scan.h"
#include "text.h"
#include "unit.h"
#include "utf8.h"

/* "line:col rule " of each finding. */
static void
put_rules(struct sat_diag *d, struct sat_wr *w)
{
	sat_diag_sort(d);
	for (size_t i = 0; i < d->n; i++)
		sat_wr_printf(w, "%u:%u %s ", d->list[i].line, d->list[i].col,
		    d->list[i].rule);
}

#define BYTES(s) (s), sizeof(s) - 1

static void
what_a_parser_gets_is_the_file_without_its_faults(void **state)
{
	static const struct {
		const char *p;
		size_t n;
		const char *left; /* NULL: nothing is to be parsed */
		const char *rules;
	} cases[] = {
		{ BYTES("a: b\n"), "a: b\n", "" },
		{ BYTES(""), "", "" },
		{ BYTES("\tok\r\nok\r\n"), "\tok\r\nok\r\n", "" },
		{ BYTES("\xc3\xa9\xf0\x9f\x99\x82"), "\xc3\xa9\xf0\x9f\x99\x82",
		    "" },
		/* a byte order mark is skipped and the columns go on from 1 */
		{ BYTES("\xef\xbb\xbf"
			"a\n"),
		    "a\n", "1:1 bom " },
		{ BYTES("\xef\xbb\xbf"
			"a\xe2\x80\x8b\n"),
		    "a\n", "1:1 bom 1:2 character " },
		{ BYTES("a\n\xef\xbb\xbf"), "a\n", "2:1 character " },
		/* cut out where it stands; columns are code points */
		{ BYTES("a\x01"
			"b\n"),
		    "ab\n", "1:2 character " },
		{ BYTES("\xc3\xa9\xe2\x80\xae"
			"b\n"),
		    "\xc3\xa9"
		    "b\n",
		    "1:2 character " },
		{ BYTES("# \xe2\x81\xa6 comment\nb: \x7f\n"),
		    "#  comment\nb: \n", "1:3 character 2:4 character " },
		{ BYTES("a\rb\n"), "ab\n", "1:2 character " },
		{ BYTES("a\r"), "a", "1:2 character " },
		/* bytes that are no UTF-8: one finding for a run of them */
		{ BYTES("a\xff\xfe\xfd"
			"b\n"),
		    "ab\n", "1:2 utf8 " },
		{ BYTES("a\xc3"), "a", "1:2 utf8 " },
		{ BYTES("\xe2\x80"
			"b"),
		    "b", "1:1 utf8 " },
		{ BYTES("x\xed\xa0\x80y"), "xy", "1:2 utf8 " },
		/* joiners, by their neighbours */
		{ BYTES("a\xe2\x80\x8d"
			"b"),
		    "ab", "1:2 joiner " },
		{ BYTES("\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7"),
		    "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7", "" },
		/* what is read as UTF-16 is not read at all */
		{ BYTES("\xff\xfe"
			"a\0"),
		    NULL, "1:1 utf8 " },
		{ BYTES("\xfe\xff\0a"), NULL, "1:1 utf8 " },
		{ BYTES("a\0b\0"), NULL, "1:1 utf8 " },
		{ BYTES("ab\0b\n"), "abb\n", "1:3 character " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_rd r = exact(cases[i].p, cases[i].n);
		struct satchel_err err = { 0 };
		struct sat_diag d = { 0 };
		struct sat_scan s;
		struct sat_wr w;

		assert_true(sat_scan(r.p, r.n, "x.yaml", &d, &s, &err));
		sat_wr_init(&w, 4096);
		put_rules(&d, &w);
		if (strcmp(text(&w), cases[i].rules) != 0)
			fail_msg("case %zu: %s, not %s", i, text(&w),
			    cases[i].rules);
		assert_int_equal(s.readable, cases[i].left != NULL);
		if (s.readable) {
			if (s.n != strlen(cases[i].left) ||
			    memcmp(s.p, cases[i].left, s.n) != 0)
				fail_msg("case %zu: %.*s", i, (int)s.n,
				    (const char *)s.p);
		}
		sat_scan_free(&s);
		sat_scan_free(&s);
		sat_diag_free(&d);
		sat_wr_free(&w);
		drop(&r);
	}
}

/* Is |p| scanned without a finding? */
static bool
is_clean(const uint8_t *p, size_t n)
{
	struct satchel_err err = { 0 };
	struct sat_diag d = { 0 };
	struct sat_scan s;
	bool clean;

	assert_true(sat_scan(p, n, "x.yaml", &d, &s, &err));
	clean = d.n == 0;
	assert_int_equal(clean, s.cuts == 0);
	sat_scan_free(&s);
	sat_diag_free(&d);
	return clean;
}

/* Common letters are told faster: none too many. */
static void
each_character_has_its_finding_or_none(void **state)
{
	(void)state;
	for (uint32_t cp = 1; cp < 0x110000; cp++) {
		uint8_t text[8] = { 'a', 'b' };
		size_t n = 2;

		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		n += sat_utf8_put(cp, text + n);
		text[n++] = 'c';
		if (is_clean(text, n) !=
		    (cp == '\n' || cp == '\t' ||
			sat_text_allows(cp, 'b', text + n - 1, text + n)))
			fail_msg("U+%04X", cp);
	}
}

static void
bytes_that_only_look_like_letters_have_one(void **state)
{
	(void)state;
	for (uint32_t lead = 0x80; lead < 0x100; lead++)
		for (uint32_t next = 0; next < 0x10000; next += 0x3f) {
			const uint8_t text[] = { 'a', (uint8_t)lead,
				(uint8_t)(next >> 8), (uint8_t)next, 'b' };

			if (is_clean(text, sizeof(text)))
				assert_true(
				    sat_utf8_valid(text, sizeof(text), NULL));
			assert_false(is_clean(text, 2)); /* cut short */
		}
}

/* A clean file is not copied, so that large ones cost nothing. */
static void
a_clean_file_is_read_where_it_lies(void **state)
{
	static const uint8_t clean[] = "satchel: \"1\"\nname: J\xc3\xbcrgen\n";
	struct satchel_err err = { 0 };
	struct sat_diag d = { 0 };
	struct sat_scan s;

	(void)state;
	assert_true(sat_scan(clean, sizeof(clean) - 1, "x.yaml", &d, &s, &err));
	assert_ptr_equal(s.p, clean);
	assert_null(s.copy);
	assert_int_equal(s.cuts, 0);
	sat_scan_free(&s);
}

static void
places_are_those_of_the_file_and_not_of_what_is_left(void **state)
{
	/* cuts at columns 2 and 3 of line 1, and at 5 of line 2 */
	static const char file[] = "a\x01\x02"
				   "bcd\nabcd\x03"
				   "ef\n";
	static const struct {
		size_t line, col;
		uint32_t at_line, at_col;
	} cases[] = { { 0, 0, 1, 1 }, { 0, 1, 1, 4 }, { 0, 3, 1, 6 },
		{ 1, 0, 2, 1 }, { 1, 3, 2, 4 }, { 1, 4, 2, 6 },
		{ 2, 0, 3, 1 } };
	struct satchel_err err = { 0 };
	struct sat_diag d = { 0 };
	struct sat_scan s;

	(void)state;
	assert_true(sat_scan(
	    (const uint8_t *)file, sizeof(file) - 1, "x.yaml", &d, &s, &err));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_mark m =
		    sat_scan_mark(&s, cases[i].line, cases[i].col);

		assert_int_equal(m.line, cases[i].at_line);
		assert_int_equal(m.col, cases[i].at_col);
	}
	sat_scan_free(&s);
	sat_diag_free(&d);
}

static void
after_a_hundred_faults_the_rest_is_not_read(void **state)
{
	static const size_t faults[] = { 99, 100, 101, 5000 };

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct satchel_err err = { 0 };
		struct sat_diag d = { 0 };
		struct sat_scan s;
		struct sat_wr w;

		sat_wr_init(&w, 1 << 20);
		for (size_t k = 0; k < faults[i]; k++)
			sat_wr_str(&w, "a\x01\n");
		assert_true(sat_scan(w.p, w.len, "x.yaml", &d, &s, &err));
		assert_int_equal(s.readable, faults[i] < 100);
		assert_int_equal(d.n, faults[i] < 100 ? faults[i] : 100);
		sat_diag_sort(&d);
		assert_int_equal(
		    strstr(d.list[d.n - 1].message, "was not read") != NULL,
		    faults[i] >= 100);
		sat_scan_free(&s);
		sat_diag_free(&d);
		sat_wr_free(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_a_parser_gets_is_the_file_without_its_faults),
		cmocka_unit_test(each_character_has_its_finding_or_none),
		cmocka_unit_test(bytes_that_only_look_like_letters_have_one),
		cmocka_unit_test(a_clean_file_is_read_where_it_lies),
		cmocka_unit_test(
		    places_are_those_of_the_file_and_not_of_what_is_left),
		cmocka_unit_test(after_a_hundred_faults_the_rest_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
