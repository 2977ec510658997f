#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "part.h"

static bool
plainly(const uint8_t *term, size_t n, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 1; i + len <= n; i++)
		if (memcmp(term + i, part, len) == 0)
			return true;
	return false;
}

/* |text| after a class byte, and what a buffer holds of longer terms. */
static struct sat_term
term_of(const char *text, size_t lcp)
{
	struct sat_term t = { .n = 1 + strlen(text), .lcp = lcp };

	memset(t.b, 'a', sizeof(t.b));
	t.b[0] = 1;
	memcpy(t.b + 1, text, strlen(text));
	for (size_t i = 8; i-- > 0;)
		t.head = t.head << 8 | t.b[lcp + i];
	return t;
}

static void
a_part_ends_with_the_term_and_not_behind_it(void **state)
{
	static const struct {
		const char *term, *part;
		bool in;
	} c[] = {
		{ "amara", "amara", true },
		{ "amara", "a", true },
		{ "amara", "ra", true },
		{ "amara", "mar", true },
		{ "amara", "amaraa", false },
		{ "amar", "mara", false },
		{ "b", "a", false },
		{ "m", "\1m", false }, /* the class is no part of it */
		{ "abcdefghijklmnopqrst", "ghijklmnop", true },
		{ "abcdefghijklmnopqrst", "qrst", true },
		{ "abcdefghijklmnopqrst", "tt", false },
		{ "x\x80y", "\x80", true },
		{ "x\x81y", "\x80", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct sat_term t = term_of(c[i].term, 0);
		struct sat_part f;

		sat_part_init(
		    &f, (const uint8_t *)c[i].part, strlen(c[i].part));
		if (sat_part_in(&f, &t) != c[i].in)
			fail_msg("%s in %s", c[i].part, c[i].term);
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(a, b);
}

static uint32_t
next(uint32_t *x)
{
	*x = *x * 1664525u + 1013904223u;
	return *x >> 16;
}

static void
a_pass_over_sorted_terms_is_the_plain_search(void **state)
{
	enum { N = 5000 };
	static char text[N][32];
	uint32_t x = 7;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		size_t n = 1 + next(&x) % (i % 2 == 0 ? 8 : 30);

		for (size_t j = 0; j < n; j++)
			text[i][j] = (char)('a' + next(&x) % 3);
	}
	qsort(text, N, sizeof(text[0]), by_bytes);
	for (size_t p = 0; p < 400; p++) {
		char part[16] = "";
		size_t len = 1 + next(&x) % 12, found = 0;
		const char *last = "";
		struct sat_part f;

		for (size_t j = 0; j < len; j++)
			part[j] = (char)('a' + next(&x) % 3);
		sat_part_init(&f, (const uint8_t *)part, len);
		for (size_t i = 0; i < N; i++) {
			size_t same = 0;
			struct sat_term t;
			bool in;

			while (
			    last[same] != '\0' && last[same] == text[i][same])
				same++;
			/* the class is shared too */
			t = term_of(text[i], i > 0 ? same + 1 : 0);
			in = sat_part_in(&f, &t);
			assert_int_equal(in, plainly(t.b, t.n, part));
			found += in;
			last = text[i];
		}
		assert_true(found > 0 || len > 5);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_ends_with_the_term_and_not_behind_it),
		cmocka_unit_test(a_pass_over_sorted_terms_is_the_plain_search),
	};

	return cmocka_run_group_tests_name("part", tests, NULL, NULL);
}
