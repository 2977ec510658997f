#include "release.h"

static struct world w;

/* The whole build, all of whose options can be chosen. */
static bool
build(struct satchel_build_opts *o, struct satchel_build_report *rep,
    struct satchel_err *err)
{
	o->source = o->source != NULL ? o->source : in(&w, "source");
	o->roots = o->roots != NULL ? o->roots : in(&w, "x.roots");
	o->out = o->out != NULL ? o->out : in(&w, "out.satchel");
	return satchel_build(o, rep, err);
}

static bool
build_free(struct satchel_build_opts *o, struct satchel_err *err)
{
	struct satchel_build_report rep;
	bool ok = build(o, &rep, err);

	satchel_findings_free(&rep.findings);
	return ok;
}

static bool
same_files(const char *a, const char *b)
{
	size_t n = 0, m = 0;
	char *p = slurp(in(&w, a), &n), *q = slurp(in(&w, b), &m);
	bool same = p != NULL && q != NULL && n == m && memcmp(p, q, n) == 0;

	free(p);
	free(q);
	return same;
}

static void
drop_file(const char *name)
{
	assert_int_equal(unlink(in(&w, name)), 0);
}

/* |n| party files of |each| contacts. */
static void
many_parties(unsigned n, unsigned each)
{
	for (unsigned i = 0; i < n; i++) {
		struct sat_wr y;
		char name[64];

		sat_wr_init(&y, 1 << 20);
		sat_wr_printf(&y,
		    "satchel: \"1\"\nparty: p%03u\nname: Party %u\n"
		    "timezone: UTC\ncontacts:\n",
		    i, i);
		for (unsigned k = 0; k < each; k++)
			sat_wr_printf(&y,
			    "  - id: c%u\n    role: desk\n    kind: org\n"
			    "    name: Desk %u of %u\n"
			    "    emails: [{address: c%u@p%u.example}]\n",
			    k, k * 7919 % 1000, i, k, i);
		(void)snprintf(
		    name, sizeof(name), "many/parties/%02u/p%u.yaml", i % 7, i);
		folder_put(&w.f, name, y.p, y.len);
		sat_wr_free(&y);
	}
	folder_copy(&w.f, "many/release.yaml", in(&w, "source/release.yaml"));
}

static void
a_build_says_what_it_made_and_it_is_good(void **unused)
{
	struct satchel_check_opts c = { .now = NOW };
	struct satchel_build_opts o = { .out = in(&w, "good.satchel") };
	struct satchel_home *h = world_pin(&w, "home-good");
	struct satchel_build_report rep;
	enum satchel_verdict verdict;
	struct satchel_err err = { 0 };
	struct satchel_release r;
	struct stat st;

	(void)unused;
	if (!build(&o, &rep, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(rep.parties, 2);
	assert_int_equal(rep.contacts, 3);
	assert_int_equal(rep.zones, 1);
	assert_true(rep.terms > 10);
	assert_int_equal(rep.release.records, 6);
	assert_int_equal(rep.release.threshold, 2);
	assert_int_equal(stat(in(&w, "good.satchel"), &st), 0);
	assert_int_equal(rep.file_size, st.st_size);
	assert_int_equal(rep.findings.errors, 0);
	assert_false(
	    satchel_verify(h, in(&w, "good.satchel"), &c, &r, &verdict, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED); /* nobody signed it */
	world_sign(&w, "good.satchel", "officer-b");
	world_sign(&w, "good.satchel", "officer-c");
	if (!satchel_verify(h, in(&w, "good.satchel"), &c, &r, &verdict, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(verdict, SATCHEL_GOOD);
	assert_string_equal(r.fingerprint, rep.release.fingerprint);
	satchel_findings_free(&rep.findings);
	satchel_home_close(h);
	drop_file("good.satchel");
}

static void
the_same_sources_give_other_bytes_but_with_like_the_same(void **unused)
{
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(world_build(&w, NULL, NULL, "a.satchel", &err));
	assert_true(world_build(&w, NULL, NULL, "b.satchel", &err));
	assert_false(same_files("a.satchel", "b.satchel"));
	assert_true(world_build(&w, NULL, "a.satchel", "c.satchel", &err));
	assert_true(same_files("a.satchel", "c.satchel"));
	drop_file("a.satchel");
	drop_file("b.satchel");
	drop_file("c.satchel");
}

static void
any_number_of_threads_gives_the_same_bytes(void **unused)
{
	static const unsigned threads[] = { 1, 2, 3, 16, 17, 1000 };
	const char *first = NULL;
	char name[32];

	(void)unused;
	many_parties(60, 40);
	for (size_t i = 0; i < COUNT(threads); i++) {
		struct satchel_build_opts o = { .source = in(&w, "many"),
			.like = first,
			.threads = threads[i] };
		struct satchel_err err = { 0 };

		(void)snprintf(name, sizeof(name), "t%zu.satchel", i);
		o.out = in(&w, name);
		if (!build_free(&o, &err))
			fail_msg("%u threads: %s", threads[i], err.msg);
		if (i > 0 && !same_files("t0.satchel", name))
			fail_msg("%u threads give other bytes", threads[i]);
		if (i > 0)
			drop_file(name);
		first = in(&w, "t0.satchel");
	}
	drop_file("t0.satchel");
}

static void
what_cannot_be_built_leaves_no_file(void **unused)
{
	const char *folder[] = { NULL, in(&w, "nowhere"), NULL, NULL, NULL };
	char *roots = in(&w, "nowhere.roots"), *previous = in(&w, "no.satchel"),
	     *beyond = in(&w, "no/folder/out.satchel");
	const struct {
		struct satchel_build_opts o;
		enum satchel_code code;
	} cases[] = {
		{ { .source = folder[1] }, SATCHEL_EIO },
		{ { .roots = roots }, SATCHEL_EIO },
		{ { .previous = previous }, SATCHEL_EIO },
		{ { .like = previous }, SATCHEL_EIO },
		{ { .tzdir = "/nonexistent" }, SATCHEL_EIO },
		{ { .out = beyond }, SATCHEL_EIO },
		{ { .roots = "/dev/null" }, SATCHEL_EIO },
		/* no root, no bundle */
		{ { .roots = in(&w, "source/release.yaml") },
		    SATCHEL_EUNTRUSTED },
		{ { .like = in(&w, "source/release.yaml") }, SATCHEL_EFORMAT },
	};
	size_t before = world_count(&w, ".");

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_build_opts o = cases[i].o;
		struct satchel_err err = { 0 };

		assert_false(build_free(&o, &err));
		if (err.code != cases[i].code)
			fail_msg(
			    "case %zu: code %d: %s", i, (int)err.code, err.msg);
		assert_int_equal(world_count(&w, "."), before);
	}
}

static void
an_error_in_the_sources_is_told_and_nothing_is_built(void **unused)
{
	struct satchel_build_opts o = { .threads = 4 };
	struct satchel_build_report rep;
	size_t before = world_count(&w, ".");
	struct satchel_err err = { 0 };

	(void)unused;
	folder_text(&w.f, "source/parties/bad.yaml",
	    "satchel: \"1\"\nparty: bad\nname: Bad\ncontacts: []\n");
	assert_false(build(&o, &rep, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_true(rep.findings.errors > 0);
	assert_string_equal(rep.findings.finding[0].file, "parties/bad.yaml");
	satchel_findings_free(&rep.findings);
	assert_int_equal(world_count(&w, "."), before);
	drop_file("source/parties/bad.yaml");
}

static void
an_output_that_exists_is_kept_unless_it_may_be_replaced(void **unused)
{
	struct satchel_build_opts o = { 0 };
	struct satchel_err err = { 0 };
	size_t n = 0;
	char *p;

	(void)unused;
	folder_text(&w.f, "out.satchel", "precious");
	assert_false(build_free(&o, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	p = slurp(in(&w, "out.satchel"), &n);
	assert_string_equal(p, "precious");
	free(p);
	o.replace = true;
	assert_true(build_free(&o, &err));
	p = slurp(in(&w, "out.satchel"), &n);
	assert_string_equal(p, "STATEMENT"); /* an archive */
	free(p);
	drop_file("out.satchel");
}

/* Says stop at call |*ctx|, counted down. */
static bool
stop(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
	(void)done;
	(void)total;
	assert_non_null(stage);
	return --*(long *)ctx != 0;
}

static void
a_build_that_is_cancelled_anywhere_leaves_nothing(void **unused)
{
	size_t before = world_count(&w, ".");
	long n = 1;

	(void)unused;
	for (;; n++) {
		long calls = n;
		struct satchel_build_opts o = { .progress = stop,
			.progress_ctx = &calls };
		struct satchel_err err = { 0 };

		if (build_free(&o, &err))
			break;
		assert_int_equal(err.code, SATCHEL_ECANCEL);
		assert_int_equal(world_count(&w, "."), before);
	}
	assert_true(n > 4); /* reading, sorting, indexing, packing, writing */
	drop_file("out.satchel");
}

static void
a_cancelled_build_keeps_the_file_it_would_have_replaced(void **unused)
{
	long calls = 3;
	struct satchel_build_opts o = {
		.progress = stop, .progress_ctx = &calls, .replace = true
	};
	struct satchel_err err = { 0 };
	size_t n = 0;
	char *p;

	(void)unused;
	folder_text(&w.f, "out.satchel", "precious");
	assert_false(build_free(&o, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	p = slurp(in(&w, "out.satchel"), &n);
	assert_string_equal(p, "precious");
	free(p);
	drop_file("out.satchel");
}

static void
a_source_without_records_is_no_release(void **unused)
{
	struct satchel_build_opts o = { .source = in(&w, "empty") };
	struct satchel_err err = { 0 };

	(void)unused;
	folder_copy(&w.f, "empty/release.yaml", in(&w, "source/release.yaml"));
	assert_false(build_free(&o, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(world_has(&w, "out.satchel"));
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
		cmocka_unit_test(a_build_says_what_it_made_and_it_is_good),
		cmocka_unit_test(
		    the_same_sources_give_other_bytes_but_with_like_the_same),
		cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
		cmocka_unit_test(what_cannot_be_built_leaves_no_file),
		cmocka_unit_test(
		    an_error_in_the_sources_is_told_and_nothing_is_built),
		cmocka_unit_test(
		    an_output_that_exists_is_kept_unless_it_may_be_replaced),
		cmocka_unit_test(
		    a_build_that_is_cancelled_anywhere_leaves_nothing),
		cmocka_unit_test(
		    a_cancelled_build_keeps_the_file_it_would_have_replaced),
		cmocka_unit_test(a_source_without_records_is_no_release),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
