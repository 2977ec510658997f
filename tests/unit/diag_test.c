#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diag.h"
#include "rules.h"
#include "utf8.h"

static void
add(struct sat_diag *d, const char *file, uint32_t line, uint32_t col,
    enum sat_rule_id id, const char *text)
{
	const struct sat_mark m = { line, col };

	sat_diag_add(d, sat_rule(id), file, &m, NULL, "%s", text);
}

static void
findings_are_sorted_and_repeats_dropped(void **state)
{
	static const struct {
		const char *file;
		uint32_t line, col;
		enum sat_rule_id id;
		const char *text;
	} in[] = {
		{ "b.yaml", 1, 1, SAT_RULE_TAG, "six" },
		{ "a.yaml", 10, 1, SAT_RULE_TAG, "four" },
		{ "a.yaml", 9, 12, SAT_RULE_TAG, "three" },
		{ "a.yaml", 9, 2, SAT_RULE_ALIAS, "one" },
		{ "a.yaml", 9, 2, SAT_RULE_ALIAS, "one" },
		{ "a.yaml", 9, 2, SAT_RULE_TAG, "two" },
		{ "a.yaml", 10, 1, SAT_RULE_TAG, "four" },
		{ "a/b.yaml", 1, 1, SAT_RULE_BOM, "five" },
	};
	static const char *const want[] = { "one", "two", "three", "four",
		"five", "six" };
	struct sat_diag d = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(in) / sizeof(*in); i++)
		add(&d, in[i].file, in[i].line, in[i].col, in[i].id,
		    in[i].text);
	assert_int_equal(d.errors, 7);
	assert_int_equal(d.warnings, 1);
	sat_diag_sort(&d);
	assert_int_equal(d.n, 6);
	assert_int_equal(d.errors, 5);
	assert_int_equal(d.warnings, 1);
	for (size_t i = 0; i < d.n; i++)
		assert_string_equal(d.list[i].message, want[i]);
	assert_true(sat_diag_done(&d, NULL));
	sat_diag_free(&d);
	assert_int_equal(d.n, 0);
}

static void
two_messages_of_one_rule_at_one_place_stay(void **state)
{
	struct sat_diag d = { 0 };

	(void)state;
	add(&d, "a.yaml", 1, 1, SAT_RULE_TAG, "x");
	add(&d, "a.yaml", 1, 1, SAT_RULE_TAG, "y");
	sat_diag_sort(&d);
	assert_int_equal(d.n, 2);
	sat_diag_free(&d);
}

static void
merging_moves_everything(void **state)
{
	struct sat_diag d = { 0 }, from = { 0 };
	char file[] = "b.yaml";
	const struct sat_mark m = { 3, 4 };

	(void)state;
	add(&d, "a.yaml", 1, 1, SAT_RULE_BOM, "kept");
	sat_diag_add(&from, sat_rule(SAT_RULE_TAG), file, &m, "do this",
	    "\"%s\" has %d", "x", 5);
	memset(file, 'z', sizeof(file) - 1); /* it was copied */
	sat_diag_merge(&d, &from);
	assert_int_equal(from.n, 0);
	assert_int_equal(d.n, 2);
	assert_string_equal(d.list[1].file, "b.yaml");
	assert_string_equal(d.list[1].message, "\"x\" has 5");
	assert_string_equal(d.list[1].hint, "do this");
	assert_int_equal(d.list[1].line, 3);
	assert_int_equal(d.list[1].col, 4);
	assert_int_equal(d.errors, 1);
	assert_int_equal(d.warnings, 1);
	sat_diag_free(&d);
	sat_diag_free(&from);
}

static void
a_lost_finding_is_not_forgotten(void **state)
{
	struct sat_diag d = { 0 }, from = { .nomem = true };
	struct satchel_err err;

	(void)state;
	assert_true(sat_diag_done(&d, &err));
	sat_diag_merge(&d, &from);
	assert_false(sat_diag_done(&d, &err));
	assert_int_equal(err.code, SATCHEL_ENOMEM);
	sat_diag_free(&d);
}

static void
a_long_message_is_cut_between_characters(void **state)
{
	struct sat_diag d = { 0 };
	char text[3001];
	size_t n;

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		memset(text, 'a', shift);
		for (size_t i = shift; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "\xe5\xa1\x94", 4);
		add(&d, "a.yaml", 1, (uint32_t)shift, SAT_RULE_TAG, text);
		n = strlen(d.list[shift].message);
		assert_true(n > 1000 && n < 1024);
		assert_true(sat_utf8_valid(d.list[shift].message, n, NULL));
	}
	sat_diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_sorted_and_repeats_dropped),
		cmocka_unit_test(two_messages_of_one_rule_at_one_place_stay),
		cmocka_unit_test(merging_moves_everything),
		cmocka_unit_test(a_lost_finding_is_not_forgotten),
		cmocka_unit_test(a_long_message_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
