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

static const char *root_files[1], *officer_files[2];

static struct satchel_root_new
good_root(void)
{
	root_files[0] = key_of_name(&w, "root-a", "pub");
	officer_files[0] = key_of_name(&w, "officer-b", "pub");
	officer_files[1] = key_of_name(&w, "officer-a", "pub");
	return (struct satchel_root_new){ .directory = "x.example/contacts",
		.issued = NOW,
		.expires = NOW + 86400,
		.root_threshold = 1,
		.release_threshold = 2,
		.root_key_files = root_files,
		.root_keys = 1,
		.release_key_files = officer_files,
		.release_keys = 2,
		.minimum_release = 1 };
}

static void
a_root_is_made_once_and_only_if_it_is_one(void **unused)
{
	struct satchel_root_new n = good_root();
	struct satchel_root *roots = NULL;
	struct satchel_err err;
	size_t count = 0;

	(void)unused;
	assert_true(satchel_root_new(in(&w, "new.roots"), &n, &err));
	assert_true(
	    satchel_root_show(in(&w, "new.roots"), &roots, &count, &err));
	assert_int_equal(count, 1);
	assert_false(roots[0].complete);
	assert_int_equal(roots[0].signers, 0);
	/* sorted by name, however they were given */
	assert_string_equal(roots[0].release_key[0], "x.example/officer-a");
	free(roots);
	failed(
	    satchel_root_new(in(&w, "new.roots"), &n, &err), &err, SATCHEL_EIO);
	for (size_t i = 0; i < 8; i++) {
		n = good_root();
		switch (i) {
		case 0:
			n.directory = "No Name";
			break;
		case 1:
			n.root_keys = 0;
			break;
		case 2:
			n.release_keys = 17;
			break;
		case 3:
			n.release_threshold = 3;
			break;
		case 4:
			n.root_threshold = 0;
			break;
		case 5:
			n.expires = n.issued;
			break;
		case 6: /* one key in both roles */
			officer_files[1] = root_files[0];
			break;
		default:
			n.minimum_release = 0;
		}
		if (satchel_root_new(in(&w, "bad.roots"), &n, &err))
			fail_msg("case %zu is made", i);
		assert_false(world_has(&w, "bad.roots"));
	}
	n = good_root();
	officer_files[0] = key_of_name(&w, "officer-b", "key");
	failed(satchel_root_new(in(&w, "bad.roots"), &n, &err), &err,
	    SATCHEL_EFORMAT); /* no public key file */
	assert_false(world_has(&w, "bad.roots"));
}

static void
a_root_is_signed_by_its_own_keys_once_each(void **unused)
{
	struct satchel_root_new n = good_root();
	struct satchel_root *roots = NULL;
	struct satchel_err err;
	size_t count = 0;

	(void)unused;
	assert_true(satchel_root_new(in(&w, "signed.roots"), &n, &err));
	failed(satchel_root_sign(in(&w, "signed.roots"),
		   key_of_name(&w, "root-b", "key"), NULL, &err),
	    &err, SATCHEL_EUNTRUSTED);
	failed(satchel_root_sign(in(&w, "signed.roots"),
		   key_of_name(&w, "officer-a", "key"), NULL, &err),
	    &err, SATCHEL_EUNTRUSTED);
	assert_true(satchel_root_sign(in(&w, "signed.roots"),
	    key_of_name(&w, "root-a", "key"), NULL, &err));
	failed(satchel_root_sign(in(&w, "signed.roots"),
		   key_of_name(&w, "root-a", "key"), NULL, &err),
	    &err, SATCHEL_ENO);
	assert_true(
	    satchel_root_show(in(&w, "signed.roots"), &roots, &count, &err));
	assert_true(roots[0].complete);
	assert_int_equal(roots[0].signers, 1);
	assert_string_equal(roots[0].signer[0], "x.example/root-a");
	free(roots);
}

static void
the_next_root_changes_what_it_is_told_and_takes_both_thresholds(void **unused)
{
	const char *add[] = { key_of_name(&w, "officer-c", "pub") };
	const char *add_root[] = { key_of_name(&w, "root-b", "pub") };
	static const char *const drop[] = { "x.example/officer-a" };
	static const char *const drop_root[] = { "x.example/root-a" };
	struct satchel_root_next next = { .issued = NOW + 5,
		.add_release_files = add,
		.add_releases = 1,
		.drop_releases = drop,
		.drop_release_count = 1,
		.add_root_files = add_root,
		.add_roots = 1,
		.drop_roots = drop_root,
		.drop_root_count = 1,
		.minimum_release = 7 };
	struct satchel_root_new n = good_root();
	struct satchel_root *r = NULL;
	struct satchel_err err = { 0 };
	const char *path = in(&w, "next.roots");
	size_t count = 0;

	(void)unused;
	assert_true(satchel_root_new(path, &n, &err));
	failed(satchel_root_next(path, &next, &err), &err,
	    SATCHEL_EUNTRUSTED); /* the first is not complete */
	assert_true(satchel_root_sign(
	    path, key_of_name(&w, "root-a", "key"), NULL, &err));
	if (!satchel_root_next(path, &next, &err))
		fail_msg("%s", err.msg);
	assert_true(satchel_root_show(path, &r, &count, &err));
	assert_int_equal(count, 2);
	assert_int_equal(r[1].version, 2);
	assert_int_equal(r[1].epoch, 1);
	assert_int_equal(r[1].minimum_release, 7);
	assert_int_equal(r[1].expires, NOW + 5 + 86400); /* as long */
	assert_string_equal(r[1].release_key[0], "x.example/officer-b");
	assert_string_equal(r[1].release_key[1], "x.example/officer-c");
	assert_string_equal(r[1].root_key[0], "x.example/root-b");
	assert_false(r[1].complete);
	free(r);
	/* either alone is not enough */
	assert_true(satchel_root_sign(
	    path, key_of_name(&w, "root-b", "key"), NULL, &err));
	assert_true(satchel_root_show(path, &r, &count, &err));
	assert_false(r[1].complete);
	free(r);
	assert_true(satchel_root_sign(
	    path, key_of_name(&w, "root-a", "key"), NULL, &err));
	assert_true(satchel_root_show(path, &r, &count, &err));
	assert_true(r[1].complete);
	assert_int_equal(r[1].signers, 2);
	free(r);
}

static void
a_next_root_that_would_break_a_rule_is_not_appended(void **unused)
{
	static const char *const nobody[] = { "x.example/nobody" };
	const char *again[] = { key_of_name(&w, "officer-a", "pub") };
	const struct satchel_root_next cases[] = {
		{ .issued = NOW, .drop_roots = nobody, .drop_root_count = 1 },
		{ .issued = NOW,
		    .drop_releases = nobody,
		    .drop_release_count = 1 },
		{ .issued = NOW,
		    .add_release_files = again,
		    .add_releases = 1 },
		{ .issued = NOW, .add_root_files = again, .add_roots = 1 },
		{ .issued = NOW, .release_threshold = 3 },
		{ .issued = NOW, .expires = NOW },
		{ .issued = NOW, .minimum_release = 10001 },
		{ .issued = NOW,
		    .add_release_files = again,
		    .add_releases = 15 },
	};
	struct satchel_root_new n = good_root();
	const char *path = in(&w, "kept.roots");
	size_t before = 0, after = 0;
	char *p, *q;

	(void)unused;
	n.minimum_release = 2;
	assert_true(satchel_root_new(path, &n, NULL));
	assert_true(satchel_root_sign(
	    path, key_of_name(&w, "root-a", "key"), NULL, NULL));
	p = slurp(path, &before);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };

		if (satchel_root_next(path, &cases[i], &err))
			fail_msg("case %zu is appended", i);
		assert_true(err.msg[0] != '\0');
		q = slurp(path, &after);
		assert_int_equal(after, before);
		assert_memory_equal(p, q, before);
		free(q);
	}
	/* minimum-release never falls within an epoch, but begins again */
	assert_false(satchel_root_next(path,
	    &(struct satchel_root_next){ .issued = NOW, .minimum_release = 1 },
	    NULL));
	assert_true(satchel_root_next(path,
	    &(struct satchel_root_next){ .issued = NOW, .new_epoch = true },
	    NULL));
	free(p);
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
		cmocka_unit_test(a_root_is_made_once_and_only_if_it_is_one),
		cmocka_unit_test(a_root_is_signed_by_its_own_keys_once_each),
		cmocka_unit_test(
		    the_next_root_changes_what_it_is_told_and_takes_both_thresholds),
		cmocka_unit_test(
		    a_next_root_that_would_break_a_rule_is_not_appended),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
