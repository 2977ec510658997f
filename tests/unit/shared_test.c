#include "shared.h"
#include "unit.h"

static const char *
name_of(const void *ctx, uint32_t file)
{
	const char *const *names = ctx;

	return names[file];
}

static const char *const names[] = { "a.yaml", "b.yaml", "c.yaml" };

/* "file:line:col rule: message" of each finding. */
static void
report(struct sat_shared *s, struct sat_wr *w)
{
	struct sat_diag d = { 0 };

	assert_true(sat_shared_report(s, &d, name_of, names, NULL));
	sat_diag_sort(&d);
	for (size_t i = 0; i < d.n; i++)
		sat_wr_printf(w, "%s:%u:%u %s: %s\n", d.list[i].file,
		    d.list[i].line, d.list[i].col, d.list[i].rule,
		    d.list[i].message);
	sat_diag_free(&d);
}

static uint32_t
party(struct sat_shared *s, const char *id, uint32_t file, uint32_t line)
{
	const struct sat_mark at = { line, 1 };
	uint32_t n = 77;

	assert_true(sat_shared_party(s, id, file, &at, &n, NULL));
	return n;
}

static void
number(struct sat_shared *s, uint32_t who, const char *digits, uint32_t line)
{
	const struct sat_mark at = { line, 5 };

	assert_true(sat_shared_number(s, who, digits, &at, NULL));
}

static void
email(struct sat_shared *s, uint32_t who, const char *address, uint32_t line)
{
	const struct sat_mark at = { line, 5 };

	assert_true(sat_shared_email(s, who, address, &at, NULL));
}

static void
what_stands_in_two_parties_is_told_at_the_later_place(void **state)
{
	struct sat_shared *s = sat_shared_new();
	uint32_t c = party(s, "cc", 2, 1), a = party(s, "aa", 0, 1);
	uint32_t b = party(s, "bb", 1, 1);
	struct sat_wr w;

	(void)state;
	number(s, c, "99915550142", 9);
	number(s, a, "99915550142", 4);
	number(s, a, "99915550142", 8); /* the same party again */
	number(s, b, "99915550143", 4); /* another number */
	email(s, a, "Desk@a.example", 5);
	email(s, b, "desk@A.example", 6); /* case aside it is the same */
	email(s, b, "desk@b.example", 7);
	assert_int_equal(sat_shared_parties(s), 3);
	sat_wr_init(&w, 4096);
	report(s, &w);
	assert_string_equal(text(&w),
	    "b.yaml:6:5 email-same: address \"desk@A.example\" is aa's too "
	    "(a.yaml:5:5)\n"
	    "c.yaml:9:5 phone-same: number \"+99915550142\" is aa's too "
	    "(a.yaml:4:5)\n");
	sat_wr_free(&w);
	sat_shared_free(s);
	sat_shared_free(NULL);
}

static void
a_party_that_stands_twice_is_told_where_it_stood_first(void **state)
{
	struct sat_shared *s = sat_shared_new();
	struct sat_wr w;

	(void)state;
	(void)party(s, "bb", 2, 3);
	(void)party(s, "aa", 0, 1);
	(void)party(s, "bb", 1, 9);
	(void)party(s, "bb", 1, 2);
	(void)party(s, "BB", 1, 20); /* ids have their case */
	sat_wr_init(&w, 4096);
	report(s, &w);
	assert_string_equal(text(&w),
	    "b.yaml:9:1 party-twice: party bb stands in this directory "
	    "already (b.yaml:2:1)\n"
	    "c.yaml:3:1 party-twice: party bb stands in this directory "
	    "already (b.yaml:2:1)\n");
	sat_wr_free(&w);
	sat_shared_free(s);
}

static void
of_nothing_nothing_is_told(void **state)
{
	struct sat_shared *s = sat_shared_new();
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 64);
	report(s, &w);
	assert_int_equal(w.len, 0);
	sat_shared_free(s);
}

/* Many values, whatever part they fall into, and each pair of them found. */
static void
tell_many(const char *scratch)
{
	enum { EACH = 50000, AGAIN = 97 };
	struct sat_shared *s = sat_shared_new();
	uint32_t a = party(s, "aa", 0, 1), b = party(s, "bb", 1, 1);
	struct sat_diag d = { 0 };
	char value[32];

	sat_shared_spill(s, scratch);
	for (uint32_t i = 0; i < EACH; i++) {
		(void)snprintf(value, sizeof(value), "9991%08u", i);
		number(s, a, value, i + 1);
		(void)snprintf(value, sizeof(value), "a%u@a.example", i);
		email(s, a, value, i + 1);
	}
	for (uint32_t i = 0; i < AGAIN; i++) {
		(void)snprintf(value, sizeof(value), "9991%08u", i * 515);
		number(s, b, value, i + 1);
		(void)snprintf(value, sizeof(value), "a%u@a.example", i * 515);
		email(s, b, value, i + 1);
	}
	assert_true(sat_shared_report(s, &d, name_of, names, NULL));
	assert_int_equal(d.n, 2 * AGAIN);
	assert_int_equal(d.warnings, 2 * AGAIN);
	sat_diag_free(&d);
	sat_shared_free(s);
}

static void
a_hundred_thousand_values_are_told_apart(void **state)
{
	(void)state;
	tell_many(NULL);
	tell_many("/tmp/satchel-shared-test");
}

static void
a_scratch_file_that_cannot_be_made_is_a_failure(void **state)
{
	const struct sat_mark at = { 1, 1 };
	struct sat_shared *s = sat_shared_new();
	struct satchel_err err = { 0 };
	uint32_t a = party(s, "aa", 0, 1);
	bool ok = true;

	(void)state;
	sat_shared_spill(s, "/tmp/satchel-not-there/x");
	for (int i = 0; ok && i < 2000; i++)
		ok = sat_shared_number(s, a, "99915550142", &at, &err);
	assert_false(ok);
	assert_int_equal(err.code, SATCHEL_EIO);
	sat_shared_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_stands_in_two_parties_is_told_at_the_later_place),
		cmocka_unit_test(
		    a_party_that_stands_twice_is_told_where_it_stood_first),
		cmocka_unit_test(of_nothing_nothing_is_told),
		cmocka_unit_test(a_hundred_thousand_values_are_told_apart),
		cmocka_unit_test(
		    a_scratch_file_that_cannot_be_made_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
