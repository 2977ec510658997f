#include "unit.h"

#include <errno.h>

#include "err.h"

static void
a_failure_replaces_all_of_the_one_before(void **state)
{
	const struct sat_mark m = { 14, 9 };
	struct satchel_err e;

	(void)state;
	memset(&e, 'x', sizeof(e));
	assert_false(sat_fail_at(&e, "roster/xtr.yaml", &m, "%d digits", 17));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	assert_string_equal(e.file, "roster/xtr.yaml");
	assert_string_equal(e.msg, "17 digits");
	assert_string_equal(e.hint, "");
	assert_true(e.line == 14 && e.col == 9 && !e.has_offset);
	assert_false(sat_hint(&e, "try %s", "again"));
	assert_string_equal(e.hint, "try again");

	assert_false(sat_fail(&e, SATCHEL_ENO, "no"));
	assert_int_equal(e.code, SATCHEL_ENO);
	assert_string_equal(e.file, "");
	assert_string_equal(e.hint, "");
	assert_true(e.line == 0 && e.col == 0);
}

static void
an_offset_is_told_from_none_at_all(void **state)
{
	struct satchel_err e;

	(void)state;
	assert_false(sat_fail_off(&e, SATCHEL_ELIMIT, "b", 0, "x"));
	assert_true(e.has_offset && e.offset == 0 && e.code == SATCHEL_ELIMIT);
	assert_false(sat_fail(&e, SATCHEL_EIO, "x"));
	assert_false(e.has_offset);
}

static void
the_first_file_named_stays(void **state)
{
	struct satchel_err e;

	(void)state;
	(void)sat_fail(&e, SATCHEL_EIO, "x");
	assert_false(sat_err_file(&e, NULL));
	assert_string_equal(e.file, "");
	assert_false(sat_err_file(&e, "first"));
	assert_false(sat_err_file(&e, "second"));
	assert_string_equal(e.file, "first");
}

static void
long_messages_and_names_are_cut_and_end_in_nul(void **state)
{
	char longer[600];
	const struct sat_mark m = { 1, 1 };
	struct satchel_err e;

	(void)state;
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_false(sat_fail_at(&e, longer, &m, "%s", longer));
	assert_false(sat_hint(&e, "%s", longer));
	assert_int_equal(strlen(e.msg), sizeof(e.msg) - 1);
	assert_int_equal(strlen(e.file), sizeof(e.file) - 1);
	assert_int_equal(strlen(e.hint), sizeof(e.hint) - 1);
}

static void
system_errors_say_what_and_why(void **state)
{
	struct satchel_err e;

	(void)state;
	assert_false(sat_fail_errno(&e, "f", "open it", EACCES));
	assert_int_equal(e.code, SATCHEL_EIO);
	assert_string_equal(e.msg, "cannot open it: Permission denied");
	assert_string_equal(e.file, "f");
	assert_false(sat_fail_errno(&e, NULL, "read it", ENOMEM));
	assert_int_equal(e.code, SATCHEL_ENOMEM);
	assert_false(sat_fail_nomem(&e));
	assert_int_equal(e.code, SATCHEL_ENOMEM);
}

static void
no_error_struct_is_fine(void **state)
{
	const struct sat_mark m = { 1, 1 };

	(void)state;
	assert_false(sat_fail(NULL, SATCHEL_EIO, "x"));
	assert_false(sat_fail_at(NULL, "f", &m, "x"));
	assert_false(sat_fail_off(NULL, SATCHEL_EIO, "f", 1, "x"));
	assert_false(sat_fail_errno(NULL, "f", "x", EIO));
	assert_false(sat_fail_nomem(NULL));
	assert_false(sat_hint(NULL, "x"));
	assert_false(sat_err_file(NULL, "f"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_replaces_all_of_the_one_before),
		cmocka_unit_test(an_offset_is_told_from_none_at_all),
		cmocka_unit_test(the_first_file_named_stays),
		cmocka_unit_test(
		    long_messages_and_names_are_cut_and_end_in_nul),
		cmocka_unit_test(system_errors_say_what_and_why),
		cmocka_unit_test(no_error_struct_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
