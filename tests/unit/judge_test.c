#include "release.h"

static struct world w;

static bool
judge(struct satchel_home *h, const char *name, enum sat_purpose purpose,
    struct satchel_check_opts *o, struct satchel_err *err)
{
	struct sat_judged j;

	o->now = o->now == 0 ? NOW : o->now;
	if (!sat_judge(h, in(&w, name), o, purpose, &j, err)) {
		assert_int_equal(j.bundle.file.fd, -1);
		assert_int_equal(j.store.dir, -1);
		assert_int_equal(j.store.lock, -1);
		assert_null(j.chain);
		return false;
	}
	sat_judged_free(&j);
	return true;
}

static void
refused(struct satchel_home *h, const char *name, enum sat_purpose purpose,
    struct satchel_check_opts o, enum satchel_code code)
{
	struct satchel_err err = { 0 };

	assert_false(judge(h, name, purpose, &o, &err));
	if (err.code != code)
		fail_msg("%s: code %d: %s", name, (int)err.code, err.msg);
	assert_true(err.file[0] != '\0');
}

static void
a_root_is_found_by_its_whole_fingerprint_alone(void **unused)
{
	static const char *const files[] = { "x.roots", "r1.satchel" };
	char typed[4][200];
	struct satchel_err err = { 0 };
	struct sat_root r = { .version = 77 };
	struct sat_rd note;
	uint8_t *mem;

	(void)unused;
	strcpy(typed[0], w.fingerprint);
	for (size_t i = 0; i < 65; i++)
		typed[1][i] = (char)(typed[0][i] >= 'a' && typed[0][i] <= 'f'
					 ? typed[0][i] - 'a' + 'A'
					 : typed[0][i]);
	typed[2][0] = '\0'; /* in groups of four, with spaces at the ends */
	for (size_t i = 0; i < 64; i += 4)
		(void)sprintf(
		    typed[2] + strlen(typed[2]), "  %.4s ", typed[0] + i);
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < COUNT(files); k++) {
			if (!sat_find_root(in(&w, files[k]), typed[i], &r,
				&note, &mem, &err))
				fail_msg("\"%s\" in %s: %s", typed[i], files[k],
				    err.msg);
			assert_int_equal(r.version, 1);
			assert_true(sat_rd_begins(&note, "satchel root v1\n"));
			free(mem);
		}
}

static void
other_fingerprints_are_refused_and_never_told(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_root r;
	struct sat_rd note;
	char bad[8][80];
	uint8_t *mem = (uint8_t *)1;

	(void)unused;
	strcpy(bad[0], "");
	strcpy(bad[1], w.fingerprint);
	bad[1][63] = '\0'; /* one digit short */
	(void)sprintf(bad[2], "%s0", w.fingerprint);
	strcpy(bad[3], w.fingerprint);
	bad[3][10] = 'g';
	for (size_t i = 0; i < 4; i++) {
		assert_false(sat_find_root(
		    in(&w, "x.roots"), bad[i], &r, &note, &mem, &err));
		assert_int_equal(err.code, SATCHEL_EUSAGE);
		assert_null(mem);
	}
	strcpy(bad[4], w.fingerprint);
	bad[4][0] = bad[4][0] == '0' ? '1' : '0';
	assert_false(
	    sat_find_root(in(&w, "x.roots"), bad[4], &r, &note, &mem, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED);
	assert_null(strstr(err.msg, w.fingerprint + 8));
	assert_null(strstr(err.hint, w.fingerprint + 8));
	assert_null(mem);
}

static void
a_root_that_does_not_meet_its_own_threshold_is_not_found(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_root r;
	struct sat_rd note;
	size_t n = 0;
	char *p = slurp(in(&w, "x.roots"), &n), *end = strstr(p, "\n\n");
	uint8_t *mem;

	(void)unused;
	folder_put(&w.f, "unsigned.roots", p, (size_t)(end + 2 - p));
	free(p);
	assert_false(sat_find_root(
	    in(&w, "unsigned.roots"), w.fingerprint, &r, &note, &mem, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED);
	assert_false(sat_find_root(
	    in(&w, "nothing"), w.fingerprint, &r, &note, &mem, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_false(sat_find_root(in(&w, "source/release.yaml"), w.fingerprint,
	    &r, &note, &mem, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
}

static void
without_a_pin_nothing_is_judged(void **unused)
{
	struct satchel_home *h = world_home(&w, "absent");
	struct satchel_check_opts o = { 0 };

	(void)unused;
	refused(h, "r1.satchel", SAT_TO_READ, o, SATCHEL_EPIN);
	satchel_home_close(h);
	assert_false(world_has(&w, "absent"));
}

static void
the_pinned_directory_is_found_or_named(void **unused)
{
	struct satchel_home *h = world_pin(&w, "named");
	struct satchel_check_opts o = { 0 },
				  named = { .directory = "x.example/contacts" },
				  other = { .directory = "x.example/other" },
				  odd = { .directory = "../named" };
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(judge(h, "r1.satchel", SAT_TO_READ, &o, &err));
	assert_true(judge(h, "r1.satchel", SAT_TO_READ, &named, &err));
	assert_false(judge(h, "r1.satchel", SAT_TO_READ, &other, &err));
	assert_int_equal(err.code, SATCHEL_EPIN);
	assert_false(judge(h, "r1.satchel", SAT_TO_READ, &odd, &err));
	assert_int_equal(err.code, SATCHEL_EPIN);
	satchel_home_close(h);
}

static void
each_purpose_asks_for_its_own_signatures(void **unused)
{
	struct satchel_home *h = world_pin(&w, "purposes");
	struct satchel_check_opts o = { 0 };
	struct satchel_err err = { 0 };

	(void)unused;
	refused(h, "none.satchel", SAT_TO_READ, o, SATCHEL_EUNTRUSTED);
	refused(h, "none.satchel", SAT_TO_VERIFY, o, SATCHEL_EUNTRUSTED);
	refused(h, "none.satchel", SAT_TO_INSTALL, o, SATCHEL_EUNTRUSTED);
	refused(h, "one.satchel", SAT_TO_INSTALL, o, SATCHEL_EUNTRUSTED);
	assert_true(judge(h, "none.satchel", SAT_TO_SIGN, &o, &err));
	assert_true(judge(h, "one.satchel", SAT_TO_SIGN, &o, &err));
	assert_true(judge(h, "r1.satchel", SAT_TO_INSTALL, &o, &err));
	refused(h, "x.roots", SAT_TO_SIGN, o, SATCHEL_EFORMAT);
	satchel_home_close(h);
}

static void
a_given_root_judges_without_a_store(void **unused)
{
	struct satchel_home *h = world_home(&w, "absent");
	struct satchel_check_opts o = { .root_file = in(&w, "x.roots"),
		.fingerprint = w.fingerprint };
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(judge(h, "r1.satchel", SAT_TO_VERIFY, &o, &err));
	/* of another chain: its officers' names are the same, its keys not */
	refused(h, "stranger.satchel", SAT_TO_VERIFY, o, SATCHEL_EPIN);
	assert_false(world_has(&w, "absent"));
	satchel_home_close(h);
}

static void
an_install_takes_the_lock_and_keeps_new_roots(void **unused)
{
	struct satchel_home *h = world_pin(&w, "locked");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_err err = { 0 };
	struct sat_judged j;

	(void)unused;
	if (!sat_judge(
		h, in(&w, "second.satchel"), &o, SAT_TO_VERIFY, &j, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(j.store.lock, -1);
	assert_int_equal(j.trusted.root.version, 2);
	sat_judged_free(&j);
	assert_false(world_has(&w, "locked/x.example_contacts/roots/2"));
	assert_true(sat_judge(
	    h, in(&w, "second.satchel"), &o, SAT_TO_INSTALL, &j, &err));
	assert_true(j.store.lock >= 0);
	sat_judged_free(&j);
	assert_true(world_has(&w, "locked/x.example_contacts/roots/2"));
	/* what root 1 alone signed for is now old */
	refused(h, "r1.satchel", SAT_TO_INSTALL, o, SATCHEL_EROLLBACK);
	o.archive = true;
	assert_true(judge(h, "r1.satchel", SAT_TO_READ, &o, &err));
	refused(h, "r1.satchel", SAT_TO_INSTALL, o, SATCHEL_EROLLBACK);
	satchel_home_close(h);
}

static void
a_fork_is_kept_as_evidence_but_not_by_reading(void **unused)
{
	struct satchel_home *h = world_pin(&w, "forked");
	struct satchel_check_opts o = { 0 };
	static const char dir[] = "forked/x.example_contacts/evidence";

	(void)unused;
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	refused(h, "fork.satchel", SAT_TO_READ, o, SATCHEL_EFORK);
	assert_int_equal(world_count(&w, dir), 0);
	refused(h, "fork.satchel", SAT_TO_VERIFY, o, SATCHEL_EFORK);
	assert_int_equal(world_count(&w, dir), 1);
	refused(h, "fork.satchel", SAT_TO_INSTALL, o, SATCHEL_EFORK);
	assert_int_equal(world_count(&w, dir), 1);
	satchel_home_close(h);
}

/* A second directory, x.example/other, and its release 1. */
static void
make_other(void)
{
	const char *root[] = { key_of_name(&w, "root-b", "pub") };
	const char *officer[] = { key_of_name(&w, "officer-c", "pub") };
	struct satchel_root_new n = { .directory = "x.example/other",
		.issued = NOW,
		.expires = NOW + 86400,
		.root_threshold = 1,
		.release_threshold = 1,
		.root_key_files = root,
		.root_keys = 1,
		.release_key_files = officer,
		.release_keys = 1,
		.minimum_release = 1 };
	struct satchel_build_opts o = { .source = in(&w, "source"),
		.roots = in(&w, "other.roots"),
		.out = in(&w, "other.satchel") };
	struct satchel_build_report rep;
	char *yaml, *name;
	size_t len = 0;

	assert_true(satchel_root_new(in(&w, "other.roots"), &n, NULL));
	assert_true(satchel_root_sign(in(&w, "other.roots"),
	    key_of_name(&w, "root-b", "key"), NULL, NULL));
	make_release_yaml(&w, 1, "Other");
	yaml = slurp(in(&w, "source/release.yaml"), &len);
	name = strstr(yaml, "contacts\n");
	assert_non_null(name);
	memcpy(name, "other   ", 8);
	folder_put(&w.f, "source/release.yaml", yaml, len);
	free(yaml);
	assert_true(satchel_build(&o, &rep, NULL));
	satchel_findings_free(&rep.findings);
	world_sign(&w, "other.satchel", "officer-c");
}

static void
of_several_directories_the_right_one_judges(void **unused)
{
	struct satchel_home *h = world_pin(&w, "several");
	struct satchel_check_opts o = { 0 },
				  named = { .directory = "x.example/contacts" };
	struct satchel_root *roots = NULL;
	struct satchel_err err = { 0 };
	struct satchel_pin pin;
	size_t n = 0;

	(void)unused;
	make_other();
	refused(h, "other.satchel", SAT_TO_READ, o, SATCHEL_EPIN);
	assert_true(satchel_root_show(in(&w, "other.roots"), &roots, &n, NULL));
	assert_true(satchel_pin(
	    h, in(&w, "other.roots"), roots[0].fingerprint, false, &pin, &err));
	free(roots);
	assert_true(judge(h, "other.satchel", SAT_TO_INSTALL, &o, &err));
	assert_true(judge(h, "r1.satchel", SAT_TO_INSTALL, &o, &err));
	assert_true(judge(h, "r1.satchel", SAT_TO_READ, &named, &err));
	refused(h, "other.satchel", SAT_TO_READ, named, SATCHEL_EPIN);
	refused(h, "stranger.satchel", SAT_TO_READ, o, SATCHEL_EPIN);
	satchel_home_close(h);
}

static void
a_root_out_of_its_place_is_not_pinned(void **unused)
{
	struct satchel_root *roots = NULL;
	struct satchel_err err = { 0 };
	struct sat_root r;
	struct sat_rd note;
	size_t n = 0, len = 0;
	uint8_t *mem;
	char *p, *second;

	(void)unused;
	assert_true(satchel_root_show(in(&w, "two.roots"), &roots, &n, NULL));
	assert_int_equal(n, 2);
	assert_true(sat_find_root(
	    in(&w, "two.roots"), roots[1].fingerprint, &r, &note, &mem, &err));
	free(mem);
	p = slurp(in(&w, "two.roots"), &len);
	second = strstr(p + 1, "satchel root v1\n");
	assert_non_null(second);
	folder_put(&w.f, "second.roots", second, len - (size_t)(second - p));
	free(p);
	assert_false(sat_find_root(in(&w, "second.roots"), roots[1].fingerprint,
	    &r, &note, &mem, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED);
	assert_non_null(strstr(err.msg, "stands at place 1"));
	free(roots);
}

/* A second root that adds nothing, and release 1 built on both. */
static void
make_second(void)
{
	struct satchel_root_next next = { .issued = NOW };
	struct satchel_build_opts o = { .source = in(&w, "source"),
		.roots = in(&w, "two.roots"),
		.out = in(&w, "second.satchel") };
	struct satchel_build_report rep;

	folder_copy(&w.f, "two.roots", in(&w, "x.roots"));
	assert_true(satchel_root_next(in(&w, "two.roots"), &next, NULL));
	assert_true(satchel_root_sign(
	    in(&w, "two.roots"), key_of_name(&w, "root-b", "key"), NULL, NULL));
	assert_true(satchel_build(&o, &rep, NULL));
	satchel_findings_free(&rep.findings);
	world_sign(&w, "second.satchel", "officer-a");
	world_sign(&w, "second.satchel", "officer-c");
}

static int
set_up(void **unused)
{
	struct world other;

	(void)unused;
	world_init(&w);
	world_release(&w, 1);
	make_release_yaml(&w, 1, "Test");
	assert_true(world_build(&w, NULL, NULL, "none.satchel", NULL));
	folder_copy(&w.f, "one.satchel", in(&w, "none.satchel"));
	world_sign(&w, "one.satchel", "officer-b");
	make_release_yaml(&w, 1, "Fork");
	assert_true(world_build(&w, NULL, NULL, "fork.satchel", NULL));
	world_sign(&w, "fork.satchel", "officer-b");
	world_sign(&w, "fork.satchel", "officer-c");
	make_second();
	world_init(&other);
	world_release(&other, 1);
	folder_copy(&w.f, "stranger.satchel", in(&other, "r1.satchel"));
	world_free(&other);
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
		    a_root_is_found_by_its_whole_fingerprint_alone),
		cmocka_unit_test(other_fingerprints_are_refused_and_never_told),
		cmocka_unit_test(
		    a_root_that_does_not_meet_its_own_threshold_is_not_found),
		cmocka_unit_test(without_a_pin_nothing_is_judged),
		cmocka_unit_test(the_pinned_directory_is_found_or_named),
		cmocka_unit_test(each_purpose_asks_for_its_own_signatures),
		cmocka_unit_test(a_given_root_judges_without_a_store),
		cmocka_unit_test(an_install_takes_the_lock_and_keeps_new_roots),
		cmocka_unit_test(a_fork_is_kept_as_evidence_but_not_by_reading),
		cmocka_unit_test(of_several_directories_the_right_one_judges),
		cmocka_unit_test(a_root_out_of_its_place_is_not_pinned),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
