#include "unit.h"

#include "utf8.h"

static void
every_scalar_value_reads_back(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		uint8_t b[4], *exact_b;
		const uint8_t *p;
		uint32_t got = 0;
		size_t n;

		if (cp == 0xd800)
			cp = 0xe000;
		n = sat_utf8_put(cp, b);
		exact_b = b + 4 - n; /* at the very end */
		memmove(exact_b, b, n);
		p = exact_b;
		if (!sat_utf8_next(&p, b + 4, &got) || got != cp || p != b + 4)
			fail_msg("U+%04X", (unsigned)cp);
	}
}

static void
only_the_shortest_form_is_valid(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf", /* overlong */
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf", /* surrogates */
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xfe",
		"\xc2",
		"\xe2\x80",
		"\xf0\x9f\x98", /* cut short */
		"\xc2"
		"a",
		"\xe2\x80"
		"a",
		"\xf0\x9f\x98"
		"a",
		"ok\xc3",
	};
	size_t count = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sat_rd r = exact(bad[i], strlen(bad[i]));
		const uint8_t *p = r.p;
		uint32_t cp = 7;

		assert_false(sat_utf8_valid(r.p, r.n, &count));
		assert_int_equal(count, 7);
		if (*p != 'o') {
			assert_false(sat_utf8_next(&p, r.p + r.n, &cp));
			assert_true(p == r.p && cp == 7);
		}
		drop(&r);
	}
	assert_true(sat_utf8_valid("", 0, &count) && count == 0);
	assert_true(sat_utf8_valid(
			"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10, &count) &&
		    count == 4);
	assert_true(sat_utf8_valid("a\0b", 3, NULL));
}

static void
code_points_have_their_class(void **state)
{
	static const struct {
		uint32_t first, last;
		enum sat_cp class;
	} c[] = {
		{ 0x00, 0x1f, SAT_CP_CONTROL },
		{ 0x20, 0x7e, SAT_CP_PLAIN },
		{ 0x7f, 0x9f, SAT_CP_CONTROL },
		{ 0xa0, 0xac, SAT_CP_PLAIN },
		{ 0xad, 0xad, SAT_CP_ZERO_WIDTH },
		{ 0xae, 0x61b, SAT_CP_PLAIN },
		{ 0x61c, 0x61c, SAT_CP_DIRECTION },
		{ 0x61d, 0x200a, SAT_CP_PLAIN },
		{ 0x200b, 0x200b, SAT_CP_ZERO_WIDTH },
		{ 0x200c, 0x200d, SAT_CP_JOINER },
		{ 0x200e, 0x200f, SAT_CP_DIRECTION },
		{ 0x2010, 0x2027, SAT_CP_PLAIN },
		{ 0x2028, 0x2029, SAT_CP_SEPARATOR },
		{ 0x202a, 0x202e, SAT_CP_BIDI },
		{ 0x202f, 0x205f, SAT_CP_PLAIN },
		{ 0x2060, 0x2060, SAT_CP_ZERO_WIDTH },
		{ 0x2061, 0x2065, SAT_CP_PLAIN },
		{ 0x2066, 0x2069, SAT_CP_BIDI },
		{ 0x206a, 0xfefe, SAT_CP_PLAIN },
		{ 0xfeff, 0xfeff, SAT_CP_ZERO_WIDTH },
		{ 0xff00, 0xdffff, SAT_CP_PLAIN },
		{ 0xe0000, 0xe007f, SAT_CP_TAG },
		{ 0xe0080, 0x10ffff, SAT_CP_PLAIN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		for (uint32_t cp = c[i].first; cp <= c[i].last; cp++)
			if (sat_cp_class(cp) != c[i].class)
				fail_msg("U+%04X is %s", (unsigned)cp,
				    sat_cp_name(sat_cp_class(cp)));
		assert_non_null(sat_cp_name(c[i].class));
	}
}

static void
white_space_is_unicodes(void **state)
{
	static const uint32_t space[] = { 9, 10, 11, 12, 13, 32, 0x85, 0xa0,
		0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
		0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
		0x3000 };
	size_t next = 0;

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		bool is = next < COUNT(space) && space[next] == cp;

		if (sat_cp_space(cp) != is)
			fail_msg("U+%04X", (unsigned)cp);
		next += is;
	}
	assert_int_equal(next, COUNT(space));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_value_reads_back),
		cmocka_unit_test(only_the_shortest_form_is_valid),
		cmocka_unit_test(code_points_have_their_class),
		cmocka_unit_test(white_space_is_unicodes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
