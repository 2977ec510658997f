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

static void
a_pair_is_made_with_its_modes_and_never_over_an_old_one(void **unused)
{
	char vkey[256] = "untouched", name[SATCHEL_NAME_MAX];
	struct satchel_err err;
	struct stat st;
	bool locked = true;

	(void)unused;
	assert_true(satchel_keygen(
	    "x.example/new", w.f.path, NULL, vkey, sizeof(vkey), NULL));
	assert_true(strncmp(vkey, "x.example/new+", 14) == 0);
	assert_int_equal(stat(in(&w, "x.example_new.key"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(in(&w, "x.example_new.pub"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_true(
	    satchel_key_peek(in(&w, "x.example_new.key"), name, &locked, NULL));
	assert_string_equal(name, "x.example/new");
	assert_false(locked);
	strcpy(vkey, "untouched");
	failed(satchel_keygen(
		   "x.example/new", w.f.path, NULL, vkey, sizeof(vkey), &err),
	    &err, SATCHEL_EIO);
	/* half a pair is kept too, and not made whole */
	assert_int_equal(unlink(in(&w, "x.example_new.key")), 0);
	failed(satchel_keygen(
		   "x.example/new", w.f.path, NULL, vkey, sizeof(vkey), &err),
	    &err, SATCHEL_EIO);
	assert_false(world_has(&w, "x.example_new.key"));
	failed(satchel_keygen("X", w.f.path, NULL, vkey, sizeof(vkey), &err),
	    &err, SATCHEL_EUSAGE);
	failed(satchel_keygen("x.example/none", in(&w, "none"), NULL, vkey,
		   sizeof(vkey), &err),
	    &err, SATCHEL_EIO);
	failed(
	    satchel_keygen("x.example/small", w.f.path, NULL, vkey, 20, &err),
	    &err, SATCHEL_ELIMIT);
	assert_false(world_has(&w, "x.example_small.key"));
	assert_string_equal(vkey, "untouched");
}

static void
a_secret_key_that_others_may_read_is_refused(void **unused)
{
	const char *key = key_of_name(&w, "officer-c", "key");
	char name[SATCHEL_NAME_MAX] = "untouched";
	struct sat_seckey *k = NULL;
	struct satchel_err err;
	bool locked;

	(void)unused;
	assert_int_equal(chmod(key, 0640), 0);
	failed(satchel_key_peek(key, name, &locked, &err), &err, SATCHEL_EIO);
	assert_string_equal(name, "untouched");
	failed(sat_api_secret(key, NULL, &k, &err), &err, SATCHEL_EIO);
	assert_null(k);
	assert_int_equal(chmod(key, 0600), 0);
	assert_true(satchel_key_peek(key, name, &locked, &err));
	/* another file is told for what it is, whoever may read it */
	failed(satchel_key_peek(in(&w, "x.roots"), name, &locked, &err), &err,
	    SATCHEL_EFORMAT);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
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
		    a_pair_is_made_with_its_modes_and_never_over_an_old_one),
		cmocka_unit_test(a_secret_key_that_others_may_read_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
