#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fuzzy.h"

static unsigned
distance(const char *word, const char *term)
{
	struct sat_fuzzy f;

	assert_true(sat_fuzzy_init(&f, (const uint8_t *)word, strlen(word)));
	return sat_fuzzy_distance(&f, (const uint8_t *)term, strlen(term), 0);
}

static void
typos_are_allowed_by_length(void **state)
{
	struct sat_fuzzy f;
	uint8_t word[65];

	(void)state;
	assert_false(sat_fuzzy_init(&f, (const uint8_t *)"abc", 3));
	assert_true(sat_fuzzy_init(&f, (const uint8_t *)"abcd", 4));
	assert_int_equal(f.k, 1);
	assert_true(sat_fuzzy_init(&f, (const uint8_t *)"abcdefg", 7));
	assert_int_equal(f.k, 1);
	assert_true(sat_fuzzy_init(&f, (const uint8_t *)"abcdefgh", 8));
	assert_int_equal(f.k, 2);
	assert_false(sat_fuzzy_init(&f, (const uint8_t *)"жжж", 6));
	assert_true(sat_fuzzy_init(&f, (const uint8_t *)"жжжж", 8));
	assert_int_equal(f.k, 1);
	memset(word, 'a', sizeof(word));
	assert_true(sat_fuzzy_init(&f, word, 64));
	assert_false(sat_fuzzy_init(&f, word, 65));
	assert_false(sat_fuzzy_init(&f, (const uint8_t *)"abcd\xff", 5));
}

static void
every_kind_of_typo_counts_one(void **state)
{
	(void)state;
	assert_int_equal(distance("amara", "amara"), 0);
	assert_int_equal(distance("amara", "amra"), 1);
	assert_int_equal(distance("amara", "ammara"), 1);
	assert_int_equal(distance("amara", "amora"), 1);
	assert_int_equal(distance("amara", "maara"), 1);
	assert_int_equal(distance("amara", "bmara"), 1); /* the first letter */
	assert_int_equal(distance("amara", "mara"), 1);
	assert_int_equal(distance("amara", "xamara"), 1);
	assert_int_equal(distance("amara", "amaraz"), 1);
	assert_true(distance("amara", "amxry") > 1);
	assert_true(distance("amara", "am") > 1);
	assert_true(distance("amara", "") > 1);
	assert_int_equal(distance("ministry", "mnistr"), 2);
	assert_int_equal(distance("ministry", "imnisrty"), 2);
	assert_true(distance("ministry", "mnisr") > 2);
	assert_int_equal(distance("новиков", "новикув"), 1);
	assert_true(distance("abcd", "cb") > 1);
	assert_true(distance("abcdefgh", "cabdefgh") == 2); /* OSA */
}

/* By the book, on bytes. */
static unsigned
plain(const char *a, const char *b)
{
	unsigned d[20][20];
	size_t n = strlen(a), m = strlen(b);

	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			unsigned x;

			if (i == 0 || j == 0) {
				d[i][j] = (unsigned)(i + j);
				continue;
			}
			x = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (d[i - 1][j] + 1 < x)
				x = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < x)
				x = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < x)
				x = d[i - 2][j - 2] + 1;
			d[i][j] = x;
		}
	return d[n][m];
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
a_pass_over_sorted_terms_is_the_plain_algorithm(void **state)
{
	enum { N = 4000 };
	static char term[N][16];
	uint32_t x = 1;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		size_t n = 1 + (x = x * 1664525u + 1013904223u) / 7 % 12;

		for (size_t j = 0; j < n; j++)
			term[i][j] =
			    (char)('a' + (x = x * 1664525u + 1013904223u) /
					     65536 % 3);
	}
	qsort(term, N, sizeof(term[0]), by_bytes);
	for (size_t w = 0; w < N; w += 37) {
		struct sat_fuzzy f;
		const char *last = "";

		if (!sat_fuzzy_init(&f, (uint8_t *)term[w], strlen(term[w])))
			continue;
		for (size_t i = 0; i < N; i++) {
			size_t same = 0;
			unsigned got, want = plain(term[w], term[i]);

			while (
			    last[same] != '\0' && last[same] == term[i][same])
				same++;
			got = sat_fuzzy_distance(
			    &f, (uint8_t *)term[i], strlen(term[i]), same);
			if (want <= f.k)
				assert_int_equal(got, want);
			else
				assert_true(got > f.k);
			last = term[i];
		}
	}
}

static void
a_range_without_a_near_term_is_told_and_never_one_with(void **state)
{
	enum { N = 3000, STEP = 12 };
	static char term[N][16];
	size_t passed = 0, asked = 0;
	uint32_t x = 9;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		size_t n = 1 + (x = x * 1664525u + 1013904223u) / 7 % 12;

		for (size_t j = 0; j < n; j++)
			term[i][j] =
			    (char)('a' + (x = x * 1664525u + 1013904223u) /
					     65536 % 6);
	}
	qsort(term, N, sizeof(term[0]), by_bytes);
	for (size_t w = 0; w < N; w += 29) {
		struct sat_fuzzy f;

		if (!sat_fuzzy_init(&f, (uint8_t *)term[w], strlen(term[w])))
			continue;
		for (size_t i = 0; i < N; i += STEP) {
			size_t end = i + STEP < N ? i + STEP : N;
			const char *high = end < N ? term[end] : NULL;
			bool near = false, may;

			for (size_t j = i; j < end; j++)
				near |=
				    plain(term[w], term[j]) <= f.k &&
				    (high == NULL || strcmp(term[j], high) < 0);
			may = sat_fuzzy_between(&f, (uint8_t *)term[i],
			    strlen(term[i]), (const uint8_t *)high,
			    high == NULL ? 0 : strlen(high));
			if (near && !may)
				fail_msg("%s from %s to %s", term[w], term[i],
				    high == NULL ? "the end" : high);
			passed += !may;
			asked++;
		}
	}
	assert_true(passed > asked / 2);
}

static bool
between(const char *word, const char *low, const char *high)
{
	struct sat_fuzzy f;

	assert_true(sat_fuzzy_init(&f, (const uint8_t *)word, strlen(word)));
	return sat_fuzzy_between(&f, (const uint8_t *)low, strlen(low),
	    (const uint8_t *)high, high == NULL ? 0 : strlen(high));
}

static void
the_ends_of_a_range_are_exact(void **state)
{
	(void)state;
	assert_true(between("amara", "amara", "amara2"));
	assert_true(between("amara", "amar", "amara"));	      /* amar itself */
	assert_true(between("amara", "amaq", "amard"));	      /* amara */
	assert_false(between("amara", "amaraxx", "amaraxy")); /* two too many */
	assert_true(between("amara", "amaray", "amarb")); /* amaray itself */
	assert_true(between("amara", "bmara", "bmb"));
	assert_false(between("amara", "bmarb", "bmb"));
	assert_false(between("amara", "zz", "zzz"));
	assert_true(between("amara", "y", NULL)); /* yamara */
	assert_false(between("amara", "20", "29"));
	assert_true(between("amara", "8", "9")); /* 8mara */
	assert_true(between("\u043d\u043e\u0432\u0438", "\u043d\u043e", NULL));
	assert_false(between("abcdefgh", "xyza", "xyzz"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typos_are_allowed_by_length),
		cmocka_unit_test(every_kind_of_typo_counts_one),
		cmocka_unit_test(
		    a_pass_over_sorted_terms_is_the_plain_algorithm),
		cmocka_unit_test(
		    a_range_without_a_near_term_is_told_and_never_one_with),
		cmocka_unit_test(the_ends_of_a_range_are_exact),
	};

	return cmocka_run_group_tests_name("fuzzy", tests, NULL, NULL);
}
