#include "release.h"

static struct world w;

static void
failed(bool ok, const struct satchel_err *err, enum satchel_code code)
{
	assert_false(ok);
	if (err->code != code)
		fail_msg("code %d: %s", (int)err->code, err->msg);
	assert_true(err->msg[0] != '\0');
}

static bool
stop(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx;
	assert_int_equal(total, 0);
	return done > 1000000;
}

static void
check_hands_over_findings_and_a_folder_that_is_not_there_fails(void **unused)
{
	struct satchel_findings f = { .n = 77 };
	struct satchel_err err;

	(void)unused;
	assert_true(
	    satchel_check(in(&w, "source"), NULL, NULL, NULL, &f, &err));
	assert_int_equal(f.errors, 0);
	satchel_findings_free(&f);
	assert_int_equal(f.n, 0);
	folder_text(&w.f, "faulty/release.yaml", "satchel: \"2\"\n");
	assert_true(
	    satchel_check(in(&w, "faulty"), NULL, NULL, NULL, &f, &err));
	assert_true(f.errors > 1);
	assert_non_null(f.finding);
	assert_string_equal(f.finding[0].file, "release.yaml");
	satchel_findings_free(&f);
	satchel_findings_free(&f);
	failed(satchel_check(in(&w, "nowhere"), NULL, NULL, NULL, &f, &err),
	    &err, SATCHEL_EIO);
	assert_null(f.owner);
	failed(satchel_check(
		   in(&w, "source"), "/nonexistent", NULL, NULL, &f, &err),
	    &err, SATCHEL_EIO);
	failed(satchel_check(in(&w, "source"), NULL, stop, NULL, &f, &err),
	    &err, SATCHEL_ECANCEL);
	assert_null(f.owner);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	make_release_yaml(&w, 1, "Test");
	return 0;
}

static int
tear_down(void **unused)
{
	(void)unused;
	world_free(&w);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    check_hands_over_findings_and_a_folder_that_is_not_there_fails),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
