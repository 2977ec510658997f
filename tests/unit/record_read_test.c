/* record_read: what makes a stored record readable, at its limits; the wrong
 * forms are in record_test. */
#include "format.h"
#include "record.h"
#include "unit.h"

#define CONTACT                                                                \
	"{\"id\":\"lab/d\",\"party\":[\"Lab\"],\"role\":\"technical\","        \
	"\"kind\":\"org\",\"name\":\"D\","                                     \
	"\"phones\":[{\"number\":\"+9991555\"}]"

static bool
reads(const char *json, size_t n)
{
	struct sat_rd line = exact(json, n);
	struct satchel_record r = { .id = "untouched", .json_len = 77 };
	struct satchel_err err = { 0 };
	struct sat_arena a = { 0 };
	bool ok = sat_record_read(&line, &a, &r, &err);

	if (ok) {
		assert_int_equal(r.json_len, n);
		assert_memory_equal(r.json, json, n);
	} else {
		assert_string_equal(r.id, "untouched");
		assert_int_equal(r.json_len, 77);
		assert_int_equal(err.code, SATCHEL_EFORMAT);
	}
	sat_arena_free(&a);
	drop(&line);
	return ok;
}

/* The builder asks for Normalization Form C by its own Unicode data; who
 * reads, perhaps years later or earlier, does not. */
static void
text_need_not_be_in_nfc_to_be_read(void **state)
{
	static const char *const names[] = {
		"e\xcc\x81",	/* e and an acute accent: U+00E9 in NFC */
		"\xe2\x84\xab", /* U+212B, in NFC U+00C5 */
		"\xea\xb0\x80\xe1\x86\xa8", /* a Hangul syllable and a jamo */
		"a\xcc\x81\xcc\xa7", /* marks out of their canonical order */
		"\xf0\x9e\xa5\x8b",  /* U+1E94B */
		"\xf0\x91\xbb\xa0",  /* U+11EE0, of Unicode 15 */
		"\xcd\xb8",	     /* U+0378, of no Unicode so far */
	};
	char json[256];

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		int n = snprintf(json, sizeof(json),
		    "{\"id\":\"lab\",\"name\":{\"en\":\"%s\"},"
		    "\"aliases\":[\"%s\"],\"x-a-b\":\"%s\"}",
		    names[i], names[i], names[i]);

		if (!reads(json, (size_t)n))
			fail_msg("not read: %s", json);
	}
}

static void
codes_are_taken_by_their_form(void **state)
{
	static const struct {
		const char *more;
		bool good;
	} cases[] = {
		{ ",\"languages\":[\"xx\"]", true }, /* no language now */
		{ ",\"languages\":[\"e\"]", false },
		{ ",\"timezone\":\"Moon/Tranquility\"", true },
		{ ",\"timezone\":\"EST\"", false },
		{ ",\"unit\":\"a\xe2\x80\x8d"
		  "b\"",
		    true }, /* a joiner between Latin letters */
		{ ",\"unit\":\"a\xe2\x80\x8b"
		  "b\"",
		    false }, /* a zero width space */
		{ ",\"unit\":\"\xef\xbf\xbe\"", false }, /* U+FFFE */
		{ ",\"unit\":\"\xef\xbf\xbd\"", true },	 /* U+FFFD */
		{ ",\"unit\":\"a\\nb\"", true },
		{ ",\"unit\":\"\xe3\x80\x80"
		  "a\"",
		    false },			      /* U+3000 in front */
		{ ",\"unit\":\"a\xc2\xa0\"", false }, /* U+00A0 at the end */
	};
	char json[512];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *unit = strstr(cases[i].more, "unit");
		int n = unit != NULL
			    ? snprintf(json, sizeof(json),
				  "{\"id\":\"lab/d\",\"party\":[\"Lab\"],"
				  "\"role\":\"r\",\"kind\":\"org\","
				  "\"name\":\"D\"%s,\"phones\":[{\"number\":"
				  "\"+9991555\"}]}",
				  cases[i].more)
			    : snprintf(json, sizeof(json), CONTACT "%s}",
				  cases[i].more);

		if (reads(json, (size_t)n) != cases[i].good)
			fail_msg("%s", json);
	}
}

/* A party with |n| names, tags aa, ab ... */
static bool
reads_names(size_t n)
{
	char json[1024];
	size_t len =
	    (size_t)snprintf(json, sizeof(json), "{\"id\":\"lab\",\"name\":{");

	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(json + len, sizeof(json) - len,
		    "%s\"%c%c\":\"N\"", i == 0 ? "" : ",", (char)('a' + i / 26),
		    (char)('a' + i % 26));
	len += (size_t)snprintf(json + len, sizeof(json) - len, "}}");
	return reads(json, len);
}

/* With |n| keys x-a-a, x-a-b ..., the last |size| bytes long. */
static bool
reads_extra(size_t n, size_t size)
{
	char *json = calloc(1, 2048 + size);
	size_t len;
	bool ok;

	assert_non_null(json);
	len = (size_t)sprintf(json, "{\"id\":\"lab\",\"name\":{\"en\":\"L\"}");
	for (size_t i = 1; i < n; i++)
		len += (size_t)sprintf(
		    json + len, ",\"x-a-%c\":\"v\"", (char)('a' + i - 1));
	len += (size_t)sprintf(json + len, ",\"x-b-a\":\"");
	memset(json + len, 'v', size);
	len += size;
	len += (size_t)sprintf(json + len, "\"}");
	ok = reads(json, len);
	free(json);
	return ok;
}

/* A contact whose party has |n| names. */
static bool
reads_party_names(size_t n)
{
	char json[2048];
	size_t len = (size_t)snprintf(
	    json, sizeof(json), "{\"id\":\"lab/d\",\"party\":[");

	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(json + len, sizeof(json) - len,
		    "%s\"P%zu\"", i == 0 ? "" : ",", i);
	len += (size_t)snprintf(json + len, sizeof(json) - len,
	    "],\"role\":\"r\",\"kind\":\"org\",\"name\":\"D\","
	    "\"phones\":[{\"number\":\"+9991555\"}]}");
	return reads(json, len);
}

static void
lists_and_maps_count_up_to_their_limits(void **state)
{
	(void)state;
	assert_true(reads_names(31));
	assert_false(reads_names(32));
	assert_true(reads_extra(16, 1));
	assert_false(reads_extra(17, 1));
	assert_true(reads_extra(1, 1024));
	assert_false(reads_extra(1, 1025));
	assert_true(reads_party_names(64));
	assert_false(reads_party_names(65));
}

static size_t
put_value(char *at, const char *before, size_t n)
{
	size_t len = strlen(before);

	memcpy(at, before, len);
	memset(at + len, 'v', n);
	at[len + n] = '"';
	return len + n + 1;
}

/* A record of |size| bytes: 2 x 31 values of 1 KiB, and two with the rest. */
static bool
reads_size(size_t size)
{
	static char json[SAT_MAX_RECORD + 8];
	size_t len =
	    (size_t)sprintf(json, "{\"id\":\"lab\",\"name\":{\"en\":\"L\"}");

	for (size_t k = 0; k < 2; k++) {
		len += (size_t)sprintf(json + len, ",\"x-a-%zu\":[", k);
		for (size_t i = 0; i < 31; i++)
			len +=
			    put_value(json + len, i == 0 ? "\"" : ",\"", 1024);
		json[len++] = ']';
	}
	len += put_value(json + len, ",\"x-a-2\":[\"", 900);
	len += put_value(json + len, ",\"", size - len - 5);
	len += (size_t)sprintf(json + len, "]}");
	assert_int_equal(len, size);
	return reads(json, len);
}

static void
a_record_has_at_most_64_kib(void **state)
{
	(void)state;
	assert_true(reads_size(SAT_MAX_RECORD));
	assert_false(reads_size(SAT_MAX_RECORD + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_need_not_be_in_nfc_to_be_read),
		cmocka_unit_test(codes_are_taken_by_their_form),
		cmocka_unit_test(lists_and_maps_count_up_to_their_limits),
		cmocka_unit_test(a_record_has_at_most_64_kib),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
