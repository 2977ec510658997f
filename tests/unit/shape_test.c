#include "unit.h"

#include "shape.h"

struct verdict {
	const char *s;
	bool good;
};

static void
judge(bool (*rule)(const char *), const struct verdict *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rule(v[i].s) != v[i].good)
			fail_msg("\"%s\" should be %s", v[i].s,
			    v[i].good ? "good" : "refused");
}

static void
days_exist(void **state)
{
	static const struct {
		const char *s;
		int64_t day; /* -1: refused */
	} cases[] = {
		{ "1970-01-01", 0 },
		{ "2026-11-01", 20758 },
		{ "2000-02-29", 11016 },
		{ "2024-02-29", 19782 },
		{ "2026-02-29", -1 },
		{ "1900-02-29", -1 },
		{ "2026-00-10", -1 },
		{ "2026-13-10", -1 },
		{ "2026-04-31", -1 },
		{ "2026-04-00", -1 },
		{ "2026-4-30", -1 },
		{ "26-04-30", -1 },
		{ "2026-04-30T", -1 },
		{ "2026/04/30", -1 },
		{ "", -1 },
		{ "20260430", -1 },
		{ " 2026-04-3", -1 },
		{ "+026-04-30", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t day = -1;
		char out[11];

		assert_int_equal(
		    sat_day_read(cases[i].s, &day), cases[i].day >= 0);
		assert_int_equal(day, cases[i].day);
		if (day < 0)
			continue;
		sat_day_write(day, out);
		assert_string_equal(out, cases[i].s);
	}
	for (int64_t day = -719162; day < 2932896; day += 97) {
		char out[11]; /* years 1 to 9999 */
		int64_t back;

		sat_day_write(day, out);
		assert_true(sat_day_read(out, &back));
		assert_int_equal(back, day);
	}
}

static int64_t
second_of(const char *day, int64_t second)
{
	int64_t d;

	assert_true(sat_day_read(day, &d));
	return d * SAT_DAY + second;
}

static void
months_end_where_the_day_does_not_exist(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} cases[] = {
		{ "2026-11-01", 12, "2027-11-01" },
		{ "2026-11-01", 8, "2027-07-01" },
		{ "2026-10-31", 4, "2027-02-28" },
		{ "2024-02-29", 12, "2025-02-28" },
		{ "2026-11-01", -12, "2025-11-01" },
		{ "2024-02-29", -12, "2023-02-28" },
		{ "2026-01-15", -1, "2025-12-15" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    sat_months_after(
			second_of(cases[i].from, 86399), cases[i].months),
		    second_of(cases[i].to, 86399));
}

static void
moments_are_days_or_times(void **state)
{
	static const struct verdict v[] = { { "2026-05-04", true },
		{ "2026-05-04T09:30:00Z", true },
		{ "2026-05-04T09:30:00.25Z", true },
		{ "2026-05-04T09:30:00+05:45", true },
		{ "2026-05-04T09:30:00-00:00", true },
		{ "2026-05-04T23:59:60Z", true },
		{ "2026-05-04T09:30Z", false },
		{ "2026-05-04 09:30:00Z", false },
		{ "2026-05-04T09:30:00", false },
		{ "2026-05-04T24:00:00Z", false },
		{ "2026-05-04T09:60:00Z", false },
		{ "2026-05-04T09:30:00.Z", false },
		{ "2026-05-04T09:30:00+5:45", false },
		{ "2026-05-04T09:30:00+24:00", false },
		{ "2026-02-30T09:30:00Z", false }, { "tomorrow", false },
		{ "", false }, { "2026-05-04T09:30:00ZZ", false } };

	(void)state;
	judge(sat_is_moment, v, COUNT(v));
}

static void
holidays_recur_or_not_and_run_forwards(void **state)
{
	static const struct {
		const char *s;
		bool good, reversed;
	} cases[] = {
		{ "--05-09", true, false },
		{ "--02-29", true, false },
		{ "2026-12-14", true, false },
		{ "2026-12-14/2026-12-16", true, false },
		{ "2026-12-14/2026-12-14", true, false },
		{ "2026-12-16/2026-12-14", true, true },
		{ "--12-24/--12-26", true, false },
		{ "--12-26/--12-24", true, true },
		{ "--02-30", false, false },
		{ "--13-01", false, false },
		{ "-05-09", false, false },
		{ "05-09", false, false },
		{ "2026-02-29", false, false },
		{ "2026-12-14/--12-16", false, false },
		{ "2026-12-14/", false, false },
		{ "/2026-12-14", false, false },
		{ "2026-12-14/2026-12-15/2026-12-16", false, false },
		{ "9 May", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool reversed = false;

		assert_int_equal(
		    sat_is_holiday(cases[i].s, &reversed), cases[i].good);
		assert_int_equal(reversed, cases[i].reversed);
	}
}

static bool
is_directory(const char *s)
{
	const char *why = NULL;
	bool ok = sat_is_directory(s, &why);

	assert_int_equal(ok, why == NULL);
	return ok;
}

static void
directories_are_segments(void **state)
{
	static const struct verdict v[] = {
		{ "un.example/points-of-contact", true }, { "abc", true },
		{ "a/b", true }, { "0-/9", true }, { "ab", false },
		{ "a//b", false }, { "/ab", false }, { "ab/", false },
		{ "a.-b", false }, { "-ab", false }, { "A/b", false },
		{ "a_b", false }, { "a b", false }, { "", false },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aa"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		    true },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aa"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		    false }
	};
	static const struct verdict exercises[] = {
		{ "un.example/exercise", true }, { "un.exercise", true },
		{ "exercise", true }, { "un.example/exercises", false },
		{ "un.example/my-exercise", false },
		{ "exercise/contacts", false }, { "", false }
	};

	(void)state;
	judge(is_directory, v, COUNT(v));
	judge(sat_is_exercise, exercises, COUNT(exercises));
}

static void
tokens_and_numbers_have_their_letters(void **state)
{
	static const struct verdict parties[] = { { "a", true },
		{ "007", true }, { "cert.example", true }, { "A_b-c.d", true },
		{ ".a", false }, { "a/b", false }, { "", false },
		{ "a b", false }, { "\xc3\xa9", false },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aa"
		  "aa",
		    true },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aa"
		  "aaa",
		    false } };
	static const struct verdict ids[] = { { "dip-1", true }, { "a", true },
		{ "a-", true }, { "1a", false }, { "-a", false },
		{ "A", false }, { "a_b", false }, { "", false },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false } };
	static const struct verdict exts[] = { { "1", true },
		{ "12345678", true }, { "123456789", false }, { "", false },
		{ "x1", false }, { "1 2", false } };
	static const struct verdict keys[] = {
		{ "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", true },
		{ "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo", false },
		{ "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==", false },
		{ "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=", false },
		{ "", false }
	};
	uint32_t n = 7;

	(void)state;
	judge(sat_is_party, parties, COUNT(parties));
	judge(sat_is_local, ids, COUNT(ids));
	judge(sat_is_ext, exts, COUNT(exts));
	judge(sat_is_key32, keys, COUNT(keys));
	assert_true(sat_is_hex("0123456789abcdefABCDEF", 22));
	assert_false(sat_is_hex("0123456789abcdefABCDEF", 21));
	assert_false(sat_is_hex("0123456789abcdefABCDEg", 22));
	assert_true(sat_integer_read("10000", 1, 10000, &n));
	assert_int_equal(n, 10000);
	assert_false(sat_integer_read("10001", 1, 10000, &n));
	assert_false(sat_integer_read("0", 1, 10000, &n));
	assert_false(sat_integer_read("01", 1, 10000, &n));
	assert_false(sat_integer_read("+1", 1, 10000, &n));
	assert_false(sat_integer_read("", 1, 10000, &n));
	assert_int_equal(n, 10000);
}

static void
telephone_numbers_lose_their_spaces(void **state)
{
	static const struct {
		const char *s;
		enum sat_number_fault fault;
		const char *stored;
		size_t digits;
	} cases[] = {
		{ "+999 (1) 555-01.42", SAT_NUMBER_GOOD, "+99915550142", 11 },
		{ "(+999) 1555", SAT_NUMBER_GOOD, "+9991555", 7 },
		{ "+123456789012345", SAT_NUMBER_GOOD, "+123456789012345", 15 },
		{ "+1234567890123456", SAT_NUMBER_LENGTH, NULL, 16 },
		{ "+999155", SAT_NUMBER_LENGTH, NULL, 6 },
		{ "+", SAT_NUMBER_LENGTH, NULL, 0 },
		{ "+0999155501", SAT_NUMBER_ZERO, NULL, 10 },
		{ "9991555014", SAT_NUMBER_NO_PLUS, NULL, 10 },
		{ "", SAT_NUMBER_NO_PLUS, NULL, 0 },
		{ "++9991555014", SAT_NUMBER_CHARACTER, NULL, 0 },
		{ "+999+1555014", SAT_NUMBER_CHARACTER, NULL, 0 },
		{ "+999 1555 ext 1", SAT_NUMBER_CHARACTER, NULL, 0 },
		{ "+999\xc2\xa0"
		  "1555014",
		    SAT_NUMBER_CHARACTER, NULL, 0 },
		{ "+\xd9\xa9\xd9\xa9\xd9\xa9"
		  "1555014",
		    SAT_NUMBER_CHARACTER, NULL, 0 },
		{ "+999/1555014", SAT_NUMBER_CHARACTER, NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[SAT_NUMBER_SIZE] = "untouched";
		size_t digits = 0;

		assert_int_equal(
		    sat_number_read(cases[i].s, out, &digits), cases[i].fault);
		assert_string_equal(out,
		    cases[i].stored == NULL ? "untouched" : cases[i].stored);
		assert_int_equal(digits, cases[i].digits);
	}
}

static bool
is_email(const char *s)
{
	const char *why = NULL;
	bool ok = sat_is_email(s, &why);

	assert_int_equal(ok, why == NULL);
	return ok;
}

static bool
is_uri(const char *s)
{
	const char *why = NULL;
	bool ok = sat_is_uri(s, &why);

	assert_int_equal(ok, why == NULL);
	return ok;
}

static void
addresses_are_dot_atoms(void **state)
{
	static const struct verdict v[] = { { "desk@lab.example", true },
		{ "a@b", true },
		{ "a.b+c!#$%&'*-/=?^_`{|}~@lab.example", true },
		{ "\xce\xb4@\xcf\x80.example", true },
		{ "desk@xn--hxajbheg2az3al.example", true },
		{ "DESK@Lab.Example", true }, { "", false }, { "@", false },
		{ "desk@", false }, { "@lab.example", false },
		{ ".desk@lab.example", false }, { "desk.@lab.example", false },
		{ "de..sk@lab.example", false }, { "desk@.example", false },
		{ "desk@lab.example.", false }, { "desk@lab..example", false },
		{ "desk@-lab.example", false }, { "desk@lab-.example", false },
		{ "desk@lab_one.example", false },
		{ "desk@[192.0.2.1]", false },
		{ "\"desk\"@lab.example", false },
		{ "Desk <desk@lab.example>", false },
		{ "desk @lab.example", false },
		{ "desk@lab.example, b@c", false },
		{ "desk\xe3\x80\x80@lab.example", false },
		{ "desk(room)@lab.example", false }, { "a@b@c", false } };

	(void)state;
	judge(is_email, v, COUNT(v));
}

static void
uris_are_absolute(void **state)
{
	static const struct verdict v[] = { { "https://lab.example/a?b=c#d",
						true },
		{ "https://[2001:db8::1]:8443/x", true },
		{ "mailto:desk@lab.example", true }, { "urn:isbn:1", true },
		{ "xmpp:desk@lab.example", true }, { "a+b-c.d:x", true },
		{ "https://lab.example/%5B%5d", true }, { "", false },
		{ "https:", false }, { "//lab.example/", false },
		{ "lab.example", false }, { "1https://lab.example", false },
		{ "https://lab.example/a b", false },
		{ "https://lab.example/\xc3\xa9", false },
		{ "https://lab.example/%5", false },
		{ "https://lab.example/%", false },
		{ "https://lab.example/%zz", false },
		{ "https://lab.example/[1]", false },
		{ "https://lab.example/#a#b", false },
		{ "https://lab.example/<a>", false },
		{ "https://lab.example/\"", false },
		{ "https://lab.example/\\", false } };

	(void)state;
	judge(is_uri, v, COUNT(v));
}

/* RFC 5646 appendix A and 2.2.9 */
static void
language_tags_are_well_formed(void **state)
{
	static const struct verdict v[] = { { "de", true }, { "zh-Hant", true },
		{ "zh-cmn-Hans-CN", true }, { "sr-Latn-RS", true },
		{ "sl-rozaj-biske", true }, { "de-CH-1901", true },
		{ "sl-IT-nedis", true }, { "hy-Latn-IT-arevela", true },
		{ "es-419", true }, { "de-CH-x-phonebk", true },
		{ "az-Arab-x-AZE-derbend", true }, { "en-US-u-islamcal", true },
		{ "zh-CN-a-myext-x-private", true },
		{ "en-a-myext-b-another", true }, { "und", true },
		{ "EN-gb", true }, { "abcd", true }, { "abcdefgh", true },
		{ "en-1abc", true }, { "zh-min-nan", true }, { "", false },
		{ "e", false }, { "de-419-DE", false }, { "a-DE", false },
		{ "ar-a-aaa-b-bbb-a-ccc", false }, { "en_GB", false },
		{ "en-", false }, { "-en", false }, { "en--GB", false },
		{ "en-a", false }, { "en-a-b-cc", false }, { "en-x", false },
		{ "en-x-", false }, { "x-private", false },
		{ "i-klingon", false }, { "abcdefghi", false },
		{ "en-abcdefghi", false }, { "e1", false },
		{ "abcd-efg", false }, { "en-GB-US", false },
		{ "en-a-bb-*", false }, { "en-\xc3\xa9", false },
		{ "toolongtag-x", false } };

	(void)state;
	judge(sat_is_language, v, COUNT(v));
	assert_int_equal(sat_language_primary("zh-Hant"), 2);
	assert_int_equal(sat_language_primary("ast"), 3);
}

static void
zones_are_areas_and_places(void **state)
{
	static const struct verdict v[] = { { "Asia/Kathmandu", true },
		{ "America/Argentina/Buenos_Aires", true },
		{ "America/Port-au-Prince", true }, { "UTC", true },
		{ "Etc/UTC", true }, { "US/Eastern", true }, { "EST", false },
		{ "GMT", false }, { "Japan", false }, { "UTC+3", false },
		{ "Etc/GMT+3", false }, { "../etc/passwd", false },
		{ "Asia/../UTC", false }, { "/Asia/Tokyo", false },
		{ "Asia/", false }, { "Asia//Tokyo", false },
		{ "posix/Asia/Tokyo", false }, { "right/Asia/Tokyo", false },
		{ "Asia/To kyo", false }, { "Asia/.Tokyo", false },
		{ "", false } };

	(void)state;
	judge(sat_is_zone, v, COUNT(v));
}

static void
latin_letters_are_told_from_others(void **state)
{
	static const struct verdict v[] = { { "Amara", true },
		{ "\xe7\x8e\x8b"
		  "a",
		    true },
		{ "\xc3\xa9", true }, { "\xc5\x82", true },
		{ "\xef\xbc\xa1", true }, /* full-width A */
		{ "115", false }, { "", false },
		{ "\xe7\x8e\x8b\xe4\xbc\x9f", false },
		{ "\xd0\x90\xd0\xb0", false }, { "\xce\x91", false },
		{ "\xc3\x97", false }, { "-- !", false } };

	(void)state;
	judge(sat_has_latin, v, COUNT(v));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_exist),
		cmocka_unit_test(months_end_where_the_day_does_not_exist),
		cmocka_unit_test(moments_are_days_or_times),
		cmocka_unit_test(holidays_recur_or_not_and_run_forwards),
		cmocka_unit_test(directories_are_segments),
		cmocka_unit_test(tokens_and_numbers_have_their_letters),
		cmocka_unit_test(telephone_numbers_lose_their_spaces),
		cmocka_unit_test(addresses_are_dot_atoms),
		cmocka_unit_test(uris_are_absolute),
		cmocka_unit_test(language_tags_are_well_formed),
		cmocka_unit_test(zones_are_areas_and_places),
		cmocka_unit_test(latin_letters_are_told_from_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
