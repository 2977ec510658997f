#include "release.h"

static struct world w;

static bool
compare(struct satchel_home *h, const char *a, const char *b,
    struct satchel_comparison *c, struct satchel_err *err)
{
	struct satchel_check_opts o = { .now = NOW };
	char path[2][200];

	strcpy(path[0], in(&w, a));
	if (b != NULL)
		strcpy(path[1], in(&w, b));
	memset(err, 0, sizeof(*err));
	return satchel_compare(
	    h, path[0], b == NULL ? NULL : path[1], &o, c, err);
}

static void
refused(struct satchel_home *h, const char *a, const char *b,
    enum satchel_code code)
{
	struct satchel_comparison c = { .epoch = 77 };
	struct satchel_err err;

	assert_false(compare(h, a, b, &c, &err));
	if (err.code != code)
		fail_msg("%s, %s: code %d: %s", a, b == NULL ? "-" : b,
		    (int)err.code, err.msg);
	assert_int_equal(c.epoch, 77);
}

static void
any_two_of_bundles_statements_and_proofs_are_compared(void **unused)
{
	static const struct {
		const char *a, *b;
		enum satchel_relation relation;
		bool linked;
	} cases[] = {
		{ "r1.satchel", "r1.satchel", SATCHEL_SAME, false },
		{ "r1.satchel", "r1.statement", SATCHEL_SAME, false },
		{ "r1.proof", "r1.statement", SATCHEL_SAME, false },
		{ "r1.satchel", "r2.satchel", SATCHEL_FIRST_OLDER, true },
		{ "r2.satchel", "r1.proof", SATCHEL_SECOND_OLDER, true },
		/* release 3 names 2 itself, and 1 in its HISTORY alone */
		{ "r3.statement", "r2.satchel", SATCHEL_SECOND_OLDER, true },
		{ "r3.statement", "r1.satchel", SATCHEL_SECOND_OLDER, false },
		{ "r3.satchel", "r1.proof", SATCHEL_SECOND_OLDER, true },
	};
	struct satchel_home *h = world_pin(&w, "plain");

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_comparison c;
		struct satchel_err err;

		if (!compare(h, cases[i].a, cases[i].b, &c, &err))
			fail_msg("%s, %s: %s", cases[i].a, cases[i].b, err.msg);
		if (c.relation != cases[i].relation ||
		    c.linked != cases[i].linked)
			fail_msg("%s, %s: %d %d", cases[i].a, cases[i].b,
			    (int)c.relation, c.linked);
		assert_int_equal(c.a.signers, 2);
	}
	satchel_home_close(h);
}

static void
a_fork_is_told_and_both_texts_are_kept(void **unused)
{
	static const char dir[] = "forked/x.example_contacts/evidence";
	struct satchel_home *h = world_pin(&w, "forked");
	struct satchel_comparison c;
	struct satchel_err err;

	(void)unused;
	assert_true(compare(h, "r1.satchel", "fork.satchel", &c, &err));
	assert_int_equal(c.relation, SATCHEL_FORKED);
	assert_int_equal(c.epoch, 1);
	assert_int_equal(c.release, 1);
	assert_string_equal(c.text_a, c.a.fingerprint);
	assert_string_equal(c.text_b, c.b.fingerprint);
	assert_int_equal(world_count(&w, dir), 2);
	/* a later release of the other line */
	assert_true(compare(h, "r3.satchel", "fork.satchel", &c, &err));
	assert_int_equal(c.relation, SATCHEL_FORKED);
	assert_int_equal(c.release, 1);
	satchel_home_close(h);
}

static void
what_contradicts_the_installed_release_is_a_fork_too(void **unused)
{
	static const char dir[] = "held/x.example_contacts/evidence";
	struct satchel_home *h = world_pin(&w, "held");
	struct satchel_comparison c;
	struct satchel_err err;

	(void)unused;
	refused(h, "r1.satchel", NULL, SATCHEL_ENO); /* nothing installed */
	assert_true(world_install(h, in(&w, "r2.satchel"), NULL));
	assert_true(compare(h, "r1.satchel", NULL, &c, &err));
	assert_int_equal(c.relation, SATCHEL_FIRST_OLDER);
	assert_true(c.linked);
	assert_true(world_install(h, in(&w, "r3.satchel"), NULL));
	assert_true(compare(h, "fork.satchel", NULL, &c, &err));
	assert_int_equal(c.relation, SATCHEL_FORKED);
	assert_true(world_count(&w, dir) > 0);
	satchel_home_close(h);
	/* two that agree with each other and not with what is held */
	h = world_pin(&w, "held2");
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	refused(h, "fork.satchel", "fork.satchel", SATCHEL_EFORK);
	satchel_home_close(h);
}

static void
what_is_not_authentic_is_not_compared(void **unused)
{
	struct satchel_home *h = world_pin(&w, "strict");
	struct satchel_home *none = world_home(&w, "none");
	struct satchel_check_opts o = { .directory = "x.example/other" };
	struct satchel_comparison c;
	struct satchel_err err = { 0 };

	(void)unused;
	refused(h, "one.satchel", "r1.satchel", SATCHEL_EUNTRUSTED);
	refused(h, "r1.satchel", "one.satchel", SATCHEL_EUNTRUSTED);
	refused(h, "r1.satchel", "x.roots", SATCHEL_EFORMAT);
	refused(h, "nothing", "r1.satchel", SATCHEL_EIO);
	refused(h, "bad.proof", "r1.satchel", SATCHEL_EFORMAT);
	refused(none, "r1.satchel", "r2.satchel", SATCHEL_EPIN);
	refused(none, "r1.statement", "r2.satchel", SATCHEL_EPIN);
	assert_false(satchel_compare(
	    h, in(&w, "r1.satchel"), in(&w, "r2.satchel"), &o, &c, &err));
	assert_int_equal(err.code, SATCHEL_EPIN);
	satchel_home_close(none);
	satchel_home_close(h);
}

/* ---- receipts ------------------------------------------------------------------- */

static bool
verify_with(struct satchel_home *h, const char *bundle,
    struct satchel_receipts *r, struct satchel_err *err)
{
	struct satchel_check_opts o = { .now = NOW, .receipts = r };
	struct satchel_release release;
	enum satchel_verdict v;

	return satchel_verify(h, in(&w, bundle), &o, &release, &v, err);
}

static void
receipts_are_counted_by_known_keys_and_never_change_the_verdict(void **unused)
{
	const char *keys[] = { key_of_name(&w, "state", "pub") };
	const char *files[] = { in(&w, "r1.receipt") };
	struct satchel_home *h = world_pin(&w, "receipts");
	struct satchel_receipts r = { .files = files, .nfiles = 1 };
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.err.code, SATCHEL_OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(r.known, 0);
	assert_int_equal(r.unknown, 1);
	r.key_files = keys;
	r.keys = 1;
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.n, 1);
	assert_true(r.receipt[0].good);
	assert_int_equal(r.receipt[0].time, NOW);
	assert_string_equal(r.receipt[0].state, "x.example/state");
	/* a key in the store is known as well; a file that is none is counted */
	r.keys = 0;
	folder_copy(&w.f, "receipts/x.example_contacts/states/s.pub",
	    key_of_name(&w, "state", "pub"));
	folder_text(&w.f, "receipts/x.example_contacts/states/t.pub", "no\n");
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.n, 1);
	assert_int_equal(r.known, 1);
	assert_int_equal(r.unreadable, 1);
	/* of another release: told, and the verdict stands */
	assert_true(verify_with(h, "r2.satchel", &r, &err));
	assert_int_equal(r.n, 0);
	assert_int_equal(r.err.code, SATCHEL_ENO);
	files[0] = in(&w, "nothing");
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.err.code, SATCHEL_EIO);
	/* receipts are no signatures */
	files[0] = in(&w, "r1.receipt");
	assert_false(verify_with(h, "one.satchel", &r, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED);
	satchel_home_close(h);
}

static void
a_receipt_whose_time_was_changed_is_not_good(void **unused)
{
	const char *keys[] = { key_of_name(&w, "state", "pub") };
	const char *files[] = { in(&w, "late.receipt") };
	struct satchel_receipts r = {
		.key_files = keys, .keys = 1, .files = files, .nfiles = 1
	};
	struct satchel_home *h = world_pin(&w, "late");
	struct satchel_err err = { 0 };
	size_t n = 0;
	char *p = slurp(in(&w, "r1.receipt"), &n), *line;

	(void)unused;
	line = strstr(p, "x.example/state "); /* id in 5 1/3 digits, time */
	assert_non_null(line);
	line += strlen("x.example/state ") + 14;
	*line = *line == 'A' ? 'B' : 'A';
	folder_put(&w.f, "late.receipt", p, n);
	free(p);
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.n, 1);
	assert_false(r.receipt[0].good);
	satchel_home_close(h);
}

static void
of_one_key_a_good_receipt_counts_once(void **unused)
{
	const char *keys[] = { key_of_name(&w, "state", "pub") };
	const char *files[] = { in(&w, "late.receipt"), in(&w, "r1.receipt"),
		in(&w, "r1.receipt"), in(&w, "late.receipt") };
	struct satchel_receipts r = { .key_files = keys,
		.keys = 1,
		.files = files,
		.nfiles = COUNT(files) };
	struct satchel_home *h = world_pin(&w, "once");
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(world_has(&w, "late.receipt"));
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.err.code, SATCHEL_OK);
	assert_int_equal(r.n, 1);
	assert_true(r.receipt[0].good);
	assert_int_equal(r.receipt[0].time, NOW);
	/* a file without one is told */
	files[1] = in(&w, "x.roots");
	r.nfiles = 2;
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.err.code, SATCHEL_EFORMAT);
	/* another statement is for another release */
	files[0] = in(&w, "r2.statement");
	assert_true(verify_with(h, "r1.satchel", &r, &err));
	assert_int_equal(r.err.code, SATCHEL_ENO);
	satchel_home_close(h);
}

/* r1.statement, r1.proof, r1.receipt and so on. */
static void
make_parts(void)
{
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_home *h = world_pin(&w, "maker");
	char name[32], state[SATCHEL_NAME_MAX];
	struct satchel_release r;
	struct satchel *s;

	for (unsigned i = 1; i <= 3; i++) {
		struct sat_bundle b;

		(void)snprintf(name, sizeof(name), "r%u.satchel", i);
		assert_true(sat_bundle_open(SAT_CWD, in(&w, name), &b, NULL));
		(void)snprintf(name, sizeof(name), "r%u.statement", i);
		folder_put(&w.f, name, b.member[SAT_STATEMENT].p,
		    b.member[SAT_STATEMENT].n);
		sat_bundle_close(&b);
	}
	assert_true(satchel_open(h, in(&w, "r1.satchel"), &o, &s, NULL));
	assert_true(satchel_prove(s, "south/duty", in(&w, "r1.proof"), NULL));
	satchel_close(s);
	world_flip(&w, "r1.proof", "bad.proof", 120); /* in its record */
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_true(
	    satchel_receipt_make(h, NULL, key_of_name(&w, "state", "key"), NULL,
		NOW, NULL, in(&w, "r1.receipt"), NULL, &r, state, NULL));
	satchel_home_close(h);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	for (unsigned n = 1; n <= 3; n++)
		world_release(&w, n);
	make_release_yaml(&w, 1, "Fork");
	assert_true(world_build(&w, NULL, NULL, "fork.satchel", NULL));
	world_sign(&w, "fork.satchel", "officer-c");
	folder_copy(&w.f, "one.satchel", in(&w, "fork.satchel"));
	world_sign(&w, "fork.satchel", "officer-a");
	make_parts();
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
		    any_two_of_bundles_statements_and_proofs_are_compared),
		cmocka_unit_test(a_fork_is_told_and_both_texts_are_kept),
		cmocka_unit_test(
		    what_contradicts_the_installed_release_is_a_fork_too),
		cmocka_unit_test(what_is_not_authentic_is_not_compared),
		cmocka_unit_test(
		    receipts_are_counted_by_known_keys_and_never_change_the_verdict),
		cmocka_unit_test(a_receipt_whose_time_was_changed_is_not_good),
		cmocka_unit_test(of_one_key_a_good_receipt_counts_once),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
