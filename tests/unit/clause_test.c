#include "clause.h"
#include "unit.h"

static const char want_letter[] = { 'w', 'e', '>', '<', '~' };

/* What clause |c| asks, as "word/w code=x/w +digits confirm". */
static void
put_atom(const struct sat_atom *at, struct sat_wr *w)
{
	sat_wr_put(w, at->key + 1, at->n - 1);
	sat_wr_printf(w, "/%c ", want_letter[at->want]);
}

static void
put_clause(const struct sat_clause *c, struct sat_wr *w)
{
	for (size_t i = 0; i < c->words; i++)
		put_atom(&c->word[i], w);
	if (c->code.n > 0) {
		sat_wr_str(w, "code=");
		put_atom(&c->code, w);
	}
	if (c->digits_n > 0)
		sat_wr_printf(w, "%s%s ", c->plus ? "+" : "#", c->digits);
	if (c->confirm)
		sat_wr_str(w, "confirm ");
	if (c->open_left || c->open_right)
		sat_wr_printf(w, "open%s%s ", c->open_left ? "<" : "",
		    c->open_right ? ">" : "");
}

static bool
read_query(const char *typed, bool join, struct sat_arena *a, struct sat_wr *w,
    bool *joined, struct satchel_err *err)
{
	const char *word[80];
	char *s = sat_arena_copy(a, typed, strlen(typed));
	struct sat_clause *c = NULL;
	size_t words = 0, n = 0;

	for (char *p = s; p != NULL; words++) {
		char *bar = strchr(p, '|');

		if (bar != NULL)
			*bar++ = '\0';
		word[words] = p;
		p = bar;
	}
	if (!sat_clauses_read(word, words, join, a, &c, &n, joined, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			sat_wr_str(w, "; ");
		put_clause(&c[i], w);
	}
	return true;
}

static void
each_word_says_how_it_is_looked_up(void **state)
{
	static const struct {
		const char *typed, *clauses;
	} cases[] = {
		{ "Müller", "muller/w code=muller/w " },
		{ "name:Müller", "muller/w " },
		{ "state:XTR", "code=xtr/w " },
		{ "role:Duty-Officer", "code=duty-officer/w " },
		{ "name:O'Brien", "o/w brien/w confirm " },
		{ "foreign-affairs",
		    "foreign/w affairs/w code=foreign-affairs/w confirm " },
		{ "a b", "a/w code=a/w ; b/w code=b/w " },
		/* stars and quotes */
		{ "name:dev*", "dev/> open> " },
		{ "name:o'br*", "o/w br/> confirm open> " },
		{ "name:\"uller\"", "uller/~ open<> " },
		{ "name:\"gen Mül\"", "gen/< mul/> confirm open<> " },
		{ "name:\"a b c\"", "a/< b/e c/> confirm open<> " },
		{ "role:\"off\"", "code=off/~ " },
		{ "role:off*", "code=off/> " },
		/* scripts without spaces: grams, exactly */
		{ "name:外", "外/e " },
		{ "name:外交", "外交/e " },
		{ "name:外交部", "外交/e 交部/e confirm " },
		{ "name:\"外交\"", "外交/e open<> " },
		/* nothing to look for is passed over */
		{ "- name:a", "a/w " },
		{ "name:\"...\" name:a", "a/w " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };
		struct sat_wr w;
		bool joined;

		sat_wr_init(&w, 4096);
		if (!read_query(cases[i].typed, true, &a, &w, &joined, &err))
			fail_msg("%s: %s", cases[i].typed, err.msg);
		assert_false(joined);
		if (strcmp(text(&w), cases[i].clauses) != 0)
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].typed,
			    text(&w), cases[i].clauses);
		sat_wr_free(&w);
		sat_arena_free(&a);
	}
}

static void
a_number_is_told_however_it_is_written(void **state)
{
	static const struct {
		const char *typed, *clauses;
		bool joined;
	} cases[] = {
		{ "phone:+999-1-555-0142", "+99915550142 ", false },
		{ "phone:|+999 1 555 0142", "+99915550142 ", true },
		{ "phone:0142", "#0142 ", false },
		{ "phone:42", "#42 ", false },
		{ "phone:4", "", false },
		{ "phone:+99915", "", false }, /* the start alone */
		{ "phone:+9991555", "+9991555 ", false },
		{ "phone:\"+999 (0)1 555\"", "+9991555 ", false },
		{ "phone:(0)1555", "#01555 ", false }, /* no code before it */
		{ "phone:0142x", "", false },
		{ "phone:\"1\xe2\x80\x93"
		  "555\xe2\x80\x94"
		  "01\"",
		    "#155501 ", false }, /* dashes */
		{ "phone:123456789012345678901234",
		    "#123456789012345678901234 ", false },
		{ "phone:1234567890123456789012345", "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };
		struct sat_wr w;
		bool joined = false;

		sat_wr_init(&w, 4096);
		if (!read_query(cases[i].typed, true, &a, &w, &joined, &err))
			fail_msg("%s: %s", cases[i].typed, err.msg);
		if (strcmp(text(&w), cases[i].clauses) != 0 ||
		    joined != cases[i].joined)
			fail_msg("%s: \"%s\", not \"%s\"; %d", cases[i].typed,
			    text(&w), cases[i].clauses, joined);
		sat_wr_free(&w);
		sat_arena_free(&a);
	}
}

static void
neighbours_are_one_number_only_if_asked_and_long_enough(void **state)
{
	static const struct {
		const char *typed;
		size_t apart, together;
	} cases[] = {
		{ "+999 1 555 0142", 4, 1 },
		{ "555 0142", 2, 1 },
		{ "55 0142", 2, 2 }, /* six digits */
		{ "amara 555 0142", 3, 2 },
		{ "555 0142 amara", 3, 2 },
		{ "555 amara 0142", 3, 3 },
		{ "555 +999 1555", 3, 2 }, /* + begins another */
		{ "555 name:0142", 2, 2 },
		{ "\"555\" 0142", 2, 2 },
		{ "name:555 0142", 2, 2 },
		{ "555 0142*", 2, 2 },
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		bool join = i % 2 == 1, joined = false;
		struct sat_clause *c = NULL;
		struct sat_arena a = { 0 };
		size_t n = 0,
		       due = join ? cases[i / 2].together : cases[i / 2].apart;

		assert_true(sat_clauses_read(
		    &cases[i / 2].typed, 1, join, &a, &c, &n, &joined, NULL));
		if (n != due)
			fail_msg("%s: %zu clauses", cases[i / 2].typed, n);
		assert_int_equal(joined, join && due < cases[i / 2].apart);
		sat_arena_free(&a);
	}
}

#define PRINT "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b"

static void
a_key_is_told_by_its_form_or_its_field(void **state)
{
	static const struct {
		const char *typed;
		const char *code; /* "": none */
		bool key;	  /* looked for among keys */
	} cases[] = {
		{ PRINT, PRINT, true },
		{ "D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B", PRINT, true },
		{ "d7a1738b", "d7a1738b", false }, /* might be a role */
		{ "key:D7A1738B", "d7a1738b", true },
		{ "key:\"D7A1 738B 44E2\"", "d7a1738b44e2", true },
		{ "key:D7:A1:73", "d7a173", true },
		{ "key:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
		    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c"
		    "1d"
		    "1e1f",
		    true },
		{ "name:" PRINT, "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_clause *c = NULL;
		struct sat_arena a = { 0 };
		size_t n = 0;
		bool joined;

		assert_true(sat_clauses_read(
		    &cases[i].typed, 1, true, &a, &c, &n, &joined, NULL));
		assert_int_equal(n, 1);
		if (cases[i].code[0] == '\0') {
			assert_int_equal(c->code.n, 0);
		} else {
			assert_int_equal(c->code.n, strlen(cases[i].code) + 1);
			assert_memory_equal(
			    c->code.key + 1, cases[i].code, c->code.n - 1);
			assert_int_equal(
			    (c->code.fields & SAT_FIELD(SAT_F_KEY)) != 0,
			    cases[i].key);
		}
		sat_arena_free(&a);
	}
}

static void
nothing_to_look_for_is_refused(void **state)
{
	static const char *const bad[] = { "-", "...", "\"\"", "- - -" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct satchel_err err = { 0 };
		struct sat_clause *c = NULL;
		struct sat_arena a = { 0 };
		size_t n = 77;
		bool joined;

		assert_false(sat_clauses_read(
		    &bad[i], 1, true, &a, &c, &n, &joined, &err));
		assert_int_equal(err.code, SATCHEL_EUSAGE);
		assert_null(c);
		assert_int_equal(n, 77);
		sat_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_word_says_how_it_is_looked_up),
		cmocka_unit_test(a_number_is_told_however_it_is_written),
		cmocka_unit_test(
		    neighbours_are_one_number_only_if_asked_and_long_enough),
		cmocka_unit_test(a_key_is_told_by_its_form_or_its_field),
		cmocka_unit_test(nothing_to_look_for_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
