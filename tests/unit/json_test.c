#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "json.h"

static bool
read_text(const char *s, size_t n, struct sat_arena *a, struct sat_node *v,
    struct satchel_err *err)
{
	struct sat_rd r = sat_rd_of(s, n, 1000, "x.satchel");

	return sat_json_read(&r, a, v, err);
}

static void
canonical_text_is_read_and_written_alike(void **state)
{
	static const char *const good[] = {
		"{}",
		"[]",
		"\"\"",
		"0",
		"-1",
		"9223372036854775807",
		"-9223372036854775808",
		"{\"id\":\"XTR\"}",
		"{\"b\":\"1\",\"a\":\"2\"}", /* the order is the text's */
		"{\"a\":[\"x\",[],{}],\"\":{\"c\":\"\"}}",
		"\"a\\\"b\\\\c\\nd/e\"",
		"\"\xd8\xaa\xd8\xa7\xf0\x90\x8c\x95\"",
		"[[1793491200,20700,\"+0545\"],[-1,0,\"\"]]",
		"[[[[[[[[\"deep\"]]]]]]]]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct sat_arena a = { 0 };
		struct satchel_err err = { 0 };
		struct sat_node v;
		struct sat_wr w;

		if (!read_text(good[i], strlen(good[i]), &a, &v, &err))
			fail_msg("%s: %s", good[i], err.msg);
		sat_wr_init(&w, 1000);
		sat_json_write(&v, &w);
		assert_true(sat_wr_done(&w, "it", &err));
		assert_int_equal(w.len, strlen(good[i]));
		assert_memory_equal(w.p, good[i], w.len);
		sat_wr_free(&w);
		sat_arena_free(&a);
	}
}

/* Wherever it stands: strings are looked at in words of eight bytes. */
static void
each_character_that_needs_it_is_escaped(void **state)
{
	static const char signs[] = "\"\\\n";
	struct sat_node v = { .type = SAT_STR };
	struct satchel_err err;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1000);
	for (size_t n = 1; n < 40; n++)
		for (size_t i = 0; i < n * 3; i++) {
			char s[41], want[50];
			size_t at = i / 3;

			memset(s, i % 2 == 0 ? '!' : '\x8a', sizeof(s));
			s[at] = signs[i % 3];
			(void)snprintf(want, sizeof(want), "\"%.*s\\%c%.*s\"",
			    (int)at, s, s[at] == '\n' ? 'n' : s[at],
			    (int)(n - at - 1), s + at + 1);
			v.u.s = s;
			v.n = n;
			sat_wr_reset(&w);
			sat_json_write(&v, &w);
			assert_true(sat_wr_done(&w, "it", &err));
			assert_int_equal(w.len, strlen(want));
			assert_memory_equal(w.p, want, w.len);
		}
	sat_wr_free(&w);
}

static void
the_nodes_hold_what_the_text_says(void **state)
{
	static const char text[] =
	    "{\"id\":\"XTR\",\"offsets\":[[5,-3600,\"a\\nb\"]]}";
	struct sat_arena a = { 0 };
	const struct sat_node *row;
	struct sat_node v;

	(void)state;
	assert_true(read_text(text, strlen(text), &a, &v, NULL));
	assert_string_equal(sat_node_str(&v, "id"), "XTR");
	row = &sat_node_get(&v, "offsets")->u.item[0];
	assert_int_equal(row->n, 3);
	assert_int_equal(row->u.item[1].type, SAT_INT);
	assert_int_equal(row->u.item[1].u.i, -3600);
	assert_string_equal(row->u.item[2].u.s, "a\nb");
	assert_int_equal(row->u.item[2].n, 3);
	sat_arena_free(&a);
}

static void
any_other_text_is_refused(void **state)
{
	static const struct {
		const char *text;
		size_t n; /* 0: strlen */
	} bad[] = {
		{ "", 0 },
		{ " {}", 0 },
		{ "{} ", 0 },
		{ "{}\n", 0 },
		{ "{\"a\": \"b\"}", 0 },
		{ "[\"a\", \"b\"]", 0 },
		{ "{\"a\":\"b\",\"a\":\"b\"}", 0 }, /* duplicate */
		{ "\"\\u0061\"", 0 },
		{ "\"\\/\"", 0 },
		{ "\"\\t\"", 0 },
		{ "\"\\u00e9\"", 0 },
		{ "\"\\u0000\"", 0 },
		{ "\"\xff\"", 0 },
		{ "\"\xed\xa0\x80\"", 0 },
		{ "\"a\nb\"", 0 },
		{ "\"a\0b\"", 5 },
		{ "{}\0", 3 },
		{ "1.0", 0 },
		{ "1e3", 0 },
		{ "01", 0 },
		{ "-0", 0 },
		{ "+1", 0 },
		{ "9223372036854775808", 0 },
		{ "true", 0 },
		{ "null", 0 },
		{ "[false]", 0 },
		{ "{", 0 },
		{ "[1,]", 0 },
		{ "{}{}", 0 },
		{ "'a'", 0 },
		{ "NaN", 0 },
		{ "[[[[[[[[[\"deep\"]]]]]]]]]", 0 },
		{ "/**/1", 0 },
		{ "\xef\xbb\xbf{}", 0 },
		{ "-", 0 },
		{ "[", 0 },
		{ "{\"a\"", 0 },
		{ "{\"a\":", 0 },
		{ "{\"a\":1", 0 },
		{ "{\"a\":1,}", 0 },
		{ "{,}", 0 },
		{ "[,1]", 0 },
		{ "[1", 0 },
		{ "[1}", 0 },
		{ "{1:2}", 0 },
		{ "{\"a\",1}", 0 },
		{ "[1,,2]", 0 },
		{ "]", 0 },
		{ "\"a", 0 },
		{ "\"a\\\"", 0 },
		{ "\"\\", 0 },
		{ "-9223372036854775809", 0 },
		{ "12345678901234567890", 0 },
		{ "[00]", 0 },
		{ "\"\\b\"", 0 },
		{ "[1]]", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		size_t n = bad[i].n != 0 ? bad[i].n : strlen(bad[i].text);
		struct sat_node v = { .type = SAT_INT, .u.i = 42 };
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };

		if (read_text(bad[i].text, n, &a, &v, &err))
			fail_msg("accepted: %s", bad[i].text);
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_true(err.has_offset);
		assert_in_range(err.offset, 1000, 1000 + n);
		assert_string_equal(err.file, "x.satchel");
		assert_int_equal(v.u.i, 42);
		sat_arena_free(&a);
	}
}

static void
a_flood_of_brackets_is_refused_early(void **state)
{
	static char text[60000];
	struct satchel_err err = { 0 };
	struct sat_arena a = { 0 };
	struct sat_node v;

	(void)state;
	memset(text, '[', sizeof(text));
	assert_false(read_text(text, sizeof(text), &a, &v, &err));
	assert_int_equal(err.offset, 1008);
	sat_arena_free(&a);
}

static void
writing_deeper_than_a_record_fails(void **state)
{
	struct sat_node level[10];
	struct sat_wr w;

	(void)state;
	memset(level, 0, sizeof(level));
	for (size_t i = 0; i < 10; i++)
		level[i].type = SAT_LIST;
	for (size_t i = 0; i < 9; i++) {
		level[i].n = 1;
		level[i].u.item = &level[i + 1];
	}
	sat_wr_init(&w, 1000);
	sat_json_write(&level[2], &w); /* eight */
	assert_true(sat_wr_done(&w, "it", NULL));
	assert_int_equal(w.len, 16);
	sat_json_write(&level[1], &w);
	assert_false(sat_wr_done(&w, "it", NULL));
	sat_wr_free(&w);
}

/* jansson, told to be as strict as it can be, agrees on what it accepts. */
static void
another_reader_sees_the_same(void **state)
{
	static const char text[] =
	    "{\"a\":[\"x\\ny\",[],{\"\":-12}],\"b\":\"\\\"\\\\\xc3\xa9\"}";
	struct sat_arena a = { 0 };
	char cut[sizeof(text)];
	struct sat_node v;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++) {
		for (int c = 1; c < 256; c++) {
			json_t *j;
			char *again = NULL;
			bool same;

			memcpy(cut, text, sizeof(text));
			if (i < sizeof(text) - 1)
				cut[i] = (char)c;
			j = json_loadb(cut, sizeof(text) - 1,
			    JSON_REJECT_DUPLICATES, NULL);
			if (j != NULL)
				again = json_dumps(j, JSON_COMPACT);
			/* of what jansson writes as it read it, only its short
			 * escapes of control characters are refused */
			same = again != NULL && strcmp(again, cut) == 0 &&
			       strstr(cut, "\\b") == NULL &&
			       strstr(cut, "\\f") == NULL &&
			       strstr(cut, "\\r") == NULL &&
			       strstr(cut, "\\t") == NULL;
			if (read_text(cut, sizeof(text) - 1, &a, &v, NULL) !=
			    same)
				fail_msg("byte %zu, 0x%02x: %s", i, c, cut);
			free(again);
			json_decref(j);
			sat_arena_reset(&a);
		}
	}
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_text_is_read_and_written_alike),
		cmocka_unit_test(each_character_that_needs_it_is_escaped),
		cmocka_unit_test(the_nodes_hold_what_the_text_says),
		cmocka_unit_test(any_other_text_is_refused),
		cmocka_unit_test(a_flood_of_brackets_is_refused_early),
		cmocka_unit_test(another_reader_sees_the_same),
		cmocka_unit_test(writing_deeper_than_a_record_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
