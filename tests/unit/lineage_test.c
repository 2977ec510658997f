#include "release.h"

#include "lineage.h"

static struct world w;

static bool
open_lineage(const char *roots, const char *previous, const char *like,
    struct sat_lineage *l, struct satchel_err *err)
{
	struct satchel_build_opts o = { .roots = in(&w, roots),
		.previous = previous == NULL ? NULL : in(&w, previous),
		.like = like == NULL ? NULL : in(&w, like) };

	return sat_lineage_open(&o, l, err);
}

static void
refused(const char *roots, const char *previous, const char *like,
    enum satchel_code code)
{
	struct satchel_err err = { 0 };
	struct sat_lineage l;

	assert_false(open_lineage(roots, previous, like, &l, &err));
	if (err.code != code)
		fail_msg("%s %s: code %d: %s", roots,
		    previous == NULL ? "" : previous, (int)err.code, err.msg);
	assert_true(err.file[0] != '\0');
}

static void
a_first_release_has_no_history(void **unused)
{
	struct sat_lineage l;

	(void)unused;
	assert_true(open_lineage("x.roots", NULL, NULL, &l, NULL));
	assert_false(l.has_previous);
	assert_int_equal(l.history.len, 0);
	assert_int_equal(l.root.version, 1);
	assert_null(l.like);
	sat_lineage_close(&l);
}

static void
a_later_one_has_the_previous_history_and_a_line_for_it(void **unused)
{
	char hex[SATCHEL_HEX_SIZE], want[128];
	struct sat_lineage l;

	(void)unused;
	assert_true(open_lineage("x.roots", "r2.satchel", NULL, &l, NULL));
	assert_true(l.has_previous);
	assert_int_equal(l.previous.release, 2);
	sat_hash_hex(&l.previous.digest, hex);
	(void)snprintf(want, sizeof(want), "2 %s 2026-11-03T00:00:00Z\n", hex);
	assert_true(l.history.len > strlen(want));
	assert_memory_equal(
	    l.history.p + l.history.len - strlen(want), want, strlen(want));
	assert_int_equal(l.history.p[0], '1');
	sat_lineage_close(&l);
}

static void
a_previous_release_must_be_signed_and_of_these_roots(void **unused)
{
	(void)unused;
	refused("x.roots", "unsigned.satchel", NULL, SATCHEL_EUNTRUSTED);
	refused("x.roots", "one.satchel", NULL, SATCHEL_EUNTRUSTED);
	refused("x.roots", "other.satchel", NULL, SATCHEL_EUNTRUSTED);
	refused("x.roots", "none.satchel", NULL, SATCHEL_EIO);
	refused("x.roots", "x.roots", NULL, SATCHEL_EFORMAT);
}

static void
roots_must_be_complete(void **unused)
{
	(void)unused;
	refused("unsigned.roots", NULL, NULL, SATCHEL_EUNTRUSTED);
	refused("half.roots", NULL, NULL, SATCHEL_EUNTRUSTED);
	refused("none.roots", NULL, NULL, SATCHEL_EIO);
}

static void
what_is_to_be_like_is_held_by_its_statement_signed_or_not(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_lineage l;
	size_t n = 0;
	char *p;

	(void)unused;
	assert_true(
	    open_lineage("x.roots", NULL, "unsigned.satchel", &l, &err));
	assert_non_null(l.like);
	sat_lineage_close(&l);
	/* the last byte of the root page, before padding and two blocks */
	p = slurp(in(&w, "unsigned.satchel"), &n);
	free(p);
	world_flip(&w, "unsigned.satchel", "flipped.satchel",
	    n - SAT_USTAR_END - 1 - 512);
	refused("x.roots", NULL, "flipped.satchel", SATCHEL_EFORMAT);
	refused("x.roots", NULL, "none.satchel", SATCHEL_EIO);
	/* in its STATEMENT, behind the first header: "satchel statement v1" */
	world_flip(&w, "unsigned.satchel", "flipped.satchel", 512 + 10);
	refused("x.roots", NULL, "flipped.satchel", SATCHEL_EFORMAT);
}

static void
a_release_follows_its_previous_one(void **unused)
{
	static const struct {
		const char *directory;
		bool previous;
		uint32_t release;
		int64_t issued;
		bool good;
	} cases[] = {
		{ "x.example/contacts", false, 1, NOW, true },
		{ "x.example/contacts", false, 2, NOW, false },
		{ "x.example/other", false, 1, NOW, false },
		{ "x.example/contacts", true, 3, NOW + 1, true },
		{ "x.example/contacts", true, 3, NOW, false }, /* its time */
		{ "x.example/contacts", true, 2, NOW + 1, false },
		{ "x.example/contacts", true, 4, NOW + 1, false },
		{ "x.example/contacts", true, 1, NOW + 1, false },
		{ "x.example/other", true, 3, NOW + 1, false },
	};
	struct sat_lineage l[2];

	(void)unused;
	assert_true(open_lineage("x.roots", NULL, NULL, &l[0], NULL));
	assert_true(open_lineage("x.roots", "r2.satchel", NULL, &l[1], NULL));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_release_yaml y = { .release = cases[i].release,
			.issued = cases[i].issued };
		struct satchel_err err = { 0 };

		strcpy(y.directory, cases[i].directory);
		if (sat_lineage_fits(&l[cases[i].previous], &y, &err) !=
		    cases[i].good)
			fail_msg("case %zu: %s", i, err.msg);
		if (!cases[i].good)
			assert_int_equal(err.code, SATCHEL_EFORMAT);
	}
	sat_lineage_close(&l[0]);
	sat_lineage_close(&l[1]);
}

static void
a_new_epoch_begins_with_release_1_and_no_previous(void **unused)
{
	struct sat_release_yaml y = { .release = 3, .issued = NOW + 1 };
	struct satchel_err err = { 0 };
	struct sat_lineage l;

	(void)unused;
	strcpy(y.directory, "x.example/contacts");
	assert_true(open_lineage("epoch.roots", "r2.satchel", NULL, &l, NULL));
	assert_int_equal(l.root.epoch, 2);
	assert_false(sat_lineage_fits(&l, &y, &err));
	y.release = 1;
	assert_false(sat_lineage_fits(&l, &y, &err));
	assert_non_null(strstr(err.msg, "new epoch"));
	sat_lineage_close(&l);
	assert_true(open_lineage("epoch.roots", NULL, NULL, &l, NULL));
	assert_true(sat_lineage_fits(&l, &y, &err));
	sat_lineage_close(&l);
}

/* A second root after x.roots in file |name|, signed by root-a. */
static void
next_root(const char *name, const struct satchel_root_next *n, bool sign)
{
	struct satchel_err err = { 0 };

	folder_copy(&w.f, name, in(&w, "x.roots"));
	if (!satchel_root_next(in(&w, name), n, &err) ||
	    (sign && !satchel_root_sign(in(&w, name),
			 key_of_name(&w, "root-a", "key"), NULL, &err)))
		fail_msg("%s", err.msg);
}

static int
set_up(void **unused)
{
	struct satchel_root_next plain = { .issued = NOW },
				 epoch = { .issued = NOW, .new_epoch = true };
	size_t n = 0;
	char *p, *cut;

	(void)unused;
	world_init(&w);
	world_release(&w, 1);
	world_release(&w, 2);
	make_release_yaml(&w, 1, "Test");
	assert_true(world_build(&w, NULL, NULL, "unsigned.satchel", NULL));
	folder_copy(&w.f, "one.satchel", in(&w, "unsigned.satchel"));
	world_sign(&w, "one.satchel", "officer-a");
	next_root("half.roots", &plain, false);
	next_root("epoch.roots", &epoch, true);
	p = slurp(in(&w, "x.roots"), &n);
	cut = strstr(p, "\n\n");
	folder_put(&w.f, "unsigned.roots", p, (size_t)(cut + 2 - p));
	free(p);
	/* a release of the same directory under another first root */
	assert_int_equal(rename(in(&w, "x.roots"), in(&w, "kept.roots")), 0);
	assert_int_equal(unlink(key_of_name(&w, "root-b", "key")), 0);
	assert_int_equal(unlink(key_of_name(&w, "root-b", "pub")), 0);
	assert_true(satchel_keygen(
	    "x.example/root-b", w.f.path, NULL, (char[256]){ 0 }, 256, NULL));
	make_root(&w, "x.roots");
	assert_true(world_build(&w, NULL, NULL, "other.satchel", NULL));
	world_sign(&w, "other.satchel", "officer-a");
	world_sign(&w, "other.satchel", "officer-b");
	assert_int_equal(rename(in(&w, "kept.roots"), in(&w, "x.roots")), 0);
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
		cmocka_unit_test(a_first_release_has_no_history),
		cmocka_unit_test(
		    a_later_one_has_the_previous_history_and_a_line_for_it),
		cmocka_unit_test(
		    a_previous_release_must_be_signed_and_of_these_roots),
		cmocka_unit_test(roots_must_be_complete),
		cmocka_unit_test(
		    what_is_to_be_like_is_held_by_its_statement_signed_or_not),
		cmocka_unit_test(a_release_follows_its_previous_one),
		cmocka_unit_test(
		    a_new_epoch_begins_with_release_1_and_no_previous),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
