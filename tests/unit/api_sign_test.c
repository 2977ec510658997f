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

static struct satchel_signing *
to_sign(struct satchel_home *h, const char *name, struct satchel_release *r)
{
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_signing *s = NULL;
	struct satchel_release old;
	struct satchel_err err = { 0 };

	if (!satchel_sign_open(h, in(&w, name), &o, &s, r, &old, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(old.release, 0);
	return s;
}

static void
an_officer_signs_a_number_once_and_only_with_a_release_key(void **unused)
{
	struct satchel_home *h = world_pin(&w, "officer");
	char signer[SATCHEL_NAME_MAX] = "untouched";
	struct satchel_signing *s;
	struct satchel_release r;
	struct satchel_err err;
	char hex[SATCHEL_HEX_SIZE];

	(void)unused;
	s = to_sign(h, "draft.satchel", &r);
	assert_int_equal(r.signers, 0);
	strcpy(hex, r.fingerprint);
	failed(satchel_sign_finish(s, key_of_name(&w, "root-a", "key"), NULL,
		   NULL, NULL, signer, &err),
	    &err, SATCHEL_EUNTRUSTED);
	assert_string_equal(signer, "untouched");
	assert_true(satchel_sign_finish(s, key_of_name(&w, "officer-a", "key"),
	    NULL, NULL, NULL, signer, &err));
	assert_string_equal(signer, "x.example/officer-a");
	satchel_sign_close(s);
	satchel_sign_close(NULL);
	/* the same text again: the same key has its line, another may add one */
	s = to_sign(h, "draft.satchel", &r);
	assert_int_equal(r.signers, 1);
	failed(satchel_sign_finish(s, key_of_name(&w, "officer-a", "key"), NULL,
		   NULL, NULL, signer, &err),
	    &err, SATCHEL_ENO);
	satchel_sign_close(s);
	/* another text for this number */
	s = to_sign(h, "rival.satchel", &r);
	failed(satchel_sign_finish(s, key_of_name(&w, "officer-a", "key"), NULL,
		   NULL, NULL, signer, &err),
	    &err, SATCHEL_EFORK);
	failed(satchel_sign_finish(s, key_of_name(&w, "officer-a", "key"), NULL,
		   NULL, r.fingerprint, signer, &err),
	    &err, SATCHEL_EFORK);
	assert_true(satchel_sign_finish(s, key_of_name(&w, "officer-a", "key"),
	    NULL, NULL, hex, signer, &err));
	satchel_sign_close(s);
	satchel_home_close(h);
}

static void
a_detached_signature_is_attached_elsewhere(void **unused)
{
	struct satchel_home *h = world_pin(&w, "detached");
	struct satchel_home *state = world_pin(&w, "state");
	const char *line = in(&w, "b.line"), *both[2];
	char signer[SATCHEL_NAME_MAX];
	struct satchel_signing *s;
	struct satchel_release r;
	struct satchel_err err;
	size_t added = 77;

	(void)unused;
	folder_copy(&w.f, "loose.satchel", in(&w, "plain.satchel"));
	s = to_sign(h, "loose.satchel", &r);
	assert_true(satchel_sign_finish(s, key_of_name(&w, "officer-b", "key"),
	    NULL, line, NULL, signer, &err));
	satchel_sign_close(s);
	s = to_sign(h, "loose.satchel", &r);
	assert_int_equal(r.signers, 0); /* the bundle is as it was */
	satchel_sign_close(s);
	/* all or none: the second file holds no signature */
	both[0] = line;
	both[1] = in(&w, "x.roots");
	failed(satchel_attach(in(&w, "loose.satchel"), both, 2, &added, &err),
	    &err, SATCHEL_EUNTRUSTED);
	assert_int_equal(added, 77);
	s = to_sign(h, "loose.satchel", &r);
	assert_int_equal(r.signers, 0);
	satchel_sign_close(s);
	/* twice the same is one */
	both[1] = line;
	assert_true(
	    satchel_attach(in(&w, "loose.satchel"), both, 2, &added, &err));
	assert_int_equal(added, 1);
	assert_true(
	    satchel_attach(in(&w, "loose.satchel"), both, 1, &added, &err));
	assert_int_equal(added, 0);
	world_sign(&w, "loose.satchel", "officer-c");
	assert_true(world_install(state, in(&w, "loose.satchel"), &err));
	satchel_home_close(state);
	satchel_home_close(h);
}

static void
what_is_signed_was_checked_whole(void **unused)
{
	struct satchel_home *h = world_pin(&w, "careful");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_signing *s = NULL;
	struct satchel_release r = { .release = 77 }, old;
	struct satchel_err err;
	struct satchel *open = NULL;
	struct satchel_record rec;
	size_t n = 0;

	(void)unused;
	free(slurp(in(&w, "plain.satchel"), &n));
	world_flip(&w, "plain.satchel", "bad.satchel", n - 2000);
	failed(
	    satchel_sign_open(h, in(&w, "bad.satchel"), &o, &s, &r, &old, &err),
	    &err, SATCHEL_EFORMAT);
	assert_null(s);
	assert_int_equal(r.release, 77);
	/* and what would be signed can be read */
	s = to_sign(h, "plain.satchel", &r);
	assert_true(satchel_signing_release(s, &open, &err));
	assert_true(satchel_get(open, "north/duty", &rec, &err));
	satchel_close(open);
	satchel_sign_close(s);
	satchel_home_close(h);
}

static void
the_release_installed_here_is_given_for_comparison(void **unused)
{
	struct satchel_home *h = world_pin(&w, "compared");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_release r, old = { .release = 77 };
	struct satchel_signing *s = NULL;
	struct satchel_err err = { 0 };

	(void)unused;
	folder_copy(&w.f, "r1.satchel", in(&w, "plain.satchel"));
	world_sign(&w, "r1.satchel", "officer-a");
	world_sign(&w, "r1.satchel", "officer-c");
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	make_release_yaml(&w, 2, "Test");
	assert_true(world_build(&w, "r1.satchel", NULL, "two.satchel", NULL));
	if (!satchel_sign_open(
		h, in(&w, "two.satchel"), &o, &s, &r, &old, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(r.release, 2);
	assert_int_equal(old.release, 1);
	assert_string_equal(r.previous, old.fingerprint);
	satchel_sign_close(s);
	satchel_home_close(h);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	make_release_yaml(&w, 1, "Test");
	assert_true(world_build(&w, NULL, NULL, "draft.satchel", NULL));
	assert_true(world_build(&w, NULL, NULL, "rival.satchel", NULL));
	assert_true(world_build(&w, NULL, NULL, "plain.satchel", NULL));
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
		    an_officer_signs_a_number_once_and_only_with_a_release_key),
		cmocka_unit_test(a_detached_signature_is_attached_elsewhere),
		cmocka_unit_test(what_is_signed_was_checked_whole),
		cmocka_unit_test(
		    the_release_installed_here_is_given_for_comparison),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
