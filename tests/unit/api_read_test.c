#include "release.h"

#include "armor.h"
#include "open.h"

static struct world w;

static struct satchel *
opened(struct satchel_home *h, const char *path)
{
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_err err = { 0 };
	struct satchel *s = NULL;

	if (!satchel_open(h, path, &o, &s, &err))
		fail_msg("%s", err.msg);
	return s;
}

/* ---- the store ------------------------------------------------------------ */

static void
opening_a_store_makes_nothing(void **unused)
{
	struct satchel_home *h = world_home(&w, "fresh");
	const char *const *names;
	struct satchel_err err;
	struct satchel_pin pin = { .root = 77 };
	size_t n = 77;

	(void)unused;
	assert_true(satchel_home_directories(h, &names, &n, &err));
	assert_int_equal(n, 0);
	assert_false(satchel_home_pin(h, NULL, &pin, &err));
	assert_int_equal(err.code, SATCHEL_EPIN);
	assert_int_equal(pin.root, 77);
	assert_string_equal(satchel_home_warning(h), "");
	satchel_home_close(h);
	satchel_home_close(NULL);
	assert_false(world_has(&w, "fresh"));
}

static void
a_store_others_may_write_to_is_warned_of(void **unused)
{
	struct satchel_home *h;

	(void)unused;
	assert_int_equal(mkdir(in(&w, "loose"), 0700), 0);
	assert_int_equal(chmod(in(&w, "loose"), 0777), 0);
	h = world_home(&w, "loose");
	assert_true(satchel_home_warning(h)[0] != '\0');
	satchel_home_close(h);
	assert_int_equal(chmod(in(&w, "loose"), 0700), 0);
	h = world_home(&w, "loose");
	assert_string_equal(satchel_home_warning(h), "");
	satchel_home_close(h);
}

static void
paths_that_are_no_folder_are_refused(void **unused)
{
	struct satchel_home *h = (struct satchel_home *)&w;
	struct satchel_err err = { 0 };
	char longest[5000];

	(void)unused;
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_false(satchel_home_open(longest, &h, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_false(satchel_home_open("", &h, &err));
	assert_false(satchel_home_open(in(&w, "x.roots"), &h, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_ptr_equal(h, &w);
}

static void
a_pin_says_what_was_pinned_and_stays(void **unused)
{
	struct satchel_home *h = world_pin(&w, "pinned");
	const char *const *names;
	struct satchel_pin pin, again;
	struct satchel_err err = { 0 };
	size_t n = 0;

	(void)unused;
	assert_true(satchel_home_pin(h, NULL, &pin, &err));
	assert_string_equal(pin.directory, "x.example/contacts");
	assert_string_equal(pin.root_fingerprint, w.fingerprint);
	assert_int_equal(pin.pinned_root, 1);
	assert_int_equal(pin.root, 1);
	assert_int_equal(pin.release_threshold, 2);
	assert_int_equal(pin.installed_release, 0);
	assert_string_equal(pin.installed_fingerprint, "");
	/* the same once more is nothing new */
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_true(satchel_pin(
	    h, in(&w, "r1.satchel"), w.fingerprint, false, &again, &err));
	assert_int_equal(again.installed_release, 1);
	assert_true(satchel_home_directories(h, &names, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(names[0], "x.example/contacts");
	satchel_home_close(h);
}

static void
another_root_of_a_pinned_directory_takes_replace(void **unused)
{
	struct satchel_home *h = world_pin(&w, "replaced");
	struct satchel_pin pin = { .root = 77 };
	struct satchel_err err = { 0 };
	struct world other;

	(void)unused;
	world_init(&other);
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_false(satchel_pin(
	    h, in(&other, "x.roots"), other.fingerprint, false, &pin, &err));
	assert_int_equal(err.code, SATCHEL_EPIN);
	assert_int_equal(pin.root, 77);
	assert_true(satchel_home_pin(h, NULL, &pin, &err));
	assert_string_equal(pin.root_fingerprint, w.fingerprint);
	assert_true(satchel_pin(
	    h, in(&other, "x.roots"), other.fingerprint, true, &pin, &err));
	assert_string_equal(pin.root_fingerprint, other.fingerprint);
	assert_int_equal(pin.installed_release, 0);
	satchel_home_close(h);
	world_free(&other);
}

/* ---- verify, install --------------------------------------------------------- */

static void
verify_tells_good_quick_and_older_and_writes_nothing(void **unused)
{
	struct satchel_home *h = world_pin(&w, "verify");
	struct satchel_check_opts o = { .now = NOW };
	enum satchel_verdict v;
	struct satchel_release r = { 0 };
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(satchel_verify(h, in(&w, "r2.satchel"), &o, &r, &v, &err));
	assert_int_equal(v, SATCHEL_GOOD);
	assert_int_equal(r.release, 2);
	assert_int_equal(r.signers, 2);
	assert_string_equal(r.signer[1], "x.example/officer-b");
	assert_true(r.signatures_checked);
	o.quick = true;
	assert_true(satchel_verify(h, in(&w, "r2.satchel"), &o, &r, &v, &err));
	assert_int_equal(v, SATCHEL_QUICK);
	assert_int_equal(
	    world_count(&w, "verify/x.example_contacts/history"), 0);
	assert_true(world_install(h, in(&w, "r2.satchel"), NULL));
	memset(&r, 0x5a, sizeof(r));
	v = SATCHEL_GOOD;
	assert_false(satchel_verify(h, in(&w, "r1.satchel"), &o, &r, &v, &err));
	assert_int_equal(err.code, SATCHEL_EROLLBACK);
	assert_int_equal(r.release, 0x5a5a5a5a);
	o.archive = true;
	assert_true(satchel_verify(h, in(&w, "r1.satchel"), &o, &r, &v, &err));
	assert_int_equal(v, SATCHEL_OLDER);
	assert_true(r.older);
	satchel_home_close(h);
}

static void
an_install_is_news_once_and_a_refusal_changes_nothing(void **unused)
{
	struct satchel_home *h = world_pin(&w, "install");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_err err = { 0 };
	struct satchel_release r = { .release = 77 };
	struct satchel_pin pin;
	size_t n = 0;
	char *p;
	bool news = true;

	(void)unused;
	assert_true(
	    satchel_install(h, in(&w, "r1.satchel"), &o, &r, &news, &err));
	assert_true(news);
	assert_true(
	    satchel_install(h, in(&w, "r1.satchel"), &o, &r, &news, &err));
	assert_false(news);
	/* one byte of PAYLOAD changed: digests say so, after the signatures */
	p = slurp(in(&w, "r2.satchel"), &n);
	free(p);
	world_flip(&w, "r2.satchel", "bad.satchel", n - 2000);
	r.release = 77;
	assert_false(
	    satchel_install(h, in(&w, "bad.satchel"), &o, &r, &news, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_int_equal(r.release, 77);
	o.at_least_epoch = 1;
	o.at_least_release = 3;
	assert_false(
	    satchel_install(h, in(&w, "r2.satchel"), &o, &r, &news, &err));
	assert_int_equal(err.code, SATCHEL_EROLLBACK);
	assert_true(satchel_home_pin(h, NULL, &pin, &err));
	assert_int_equal(pin.installed_release, 1);
	o.at_least_release = 2;
	assert_true(
	    satchel_install(h, in(&w, "r2.satchel"), &o, &r, &news, &err));
	assert_true(satchel_home_pin(h, NULL, &pin, &err));
	assert_int_equal(pin.installed_release, 2);
	assert_string_equal(pin.installed_fingerprint, r.fingerprint);
	satchel_home_close(h);
}

static void
a_copy_that_was_damaged_is_installed_anew(void **unused)
{
	static const char copy[] =
	    "mended/x.example_contacts/releases/1.1.satchel";
	struct satchel_home *h = world_pin(&w, "mended");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_release r;
	struct satchel *s;
	struct satchel_record rec;
	size_t n = 0;
	char *p;
	bool news = false;

	(void)unused;
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	p = slurp(in(&w, copy), &n);
	free(p);
	world_flip(&w, copy, copy, n - 2000);
	assert_true(
	    satchel_install(h, in(&w, "r1.satchel"), &o, &r, &news, NULL));
	assert_true(news);
	s = opened(h, NULL);
	assert_true(satchel_get(s, "north/duty", &rec, NULL));
	satchel_close(s);
	satchel_home_close(h);
}

static void
the_log_is_in_order_and_says_what_can_still_be_read(void **unused)
{
	struct satchel_home *h = world_pin(&w, "log");
	struct satchel_log_line *lines = NULL;
	size_t n = 77;

	(void)unused;
	assert_true(satchel_home_log(h, NULL, &lines, &n, NULL));
	assert_int_equal(n, 0);
	free(lines);
	for (unsigned i = 1; i <= 3; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "r%u.satchel", i);
		assert_true(world_install(h, in(&w, name), NULL));
	}
	assert_true(
	    satchel_home_log(h, "x.example/contacts", &lines, &n, NULL));
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(lines[i].release, i + 1);
		assert_int_equal(lines[i].readable, i > 0); /* the newest two */
		assert_int_equal(strlen(lines[i].fingerprint), 64);
	}
	free(lines);
	satchel_home_close(h);
}

/* ---- reading ------------------------------------------------------------------ */

static bool
collect(void *ctx, const struct satchel_record *r)
{
	struct sat_wr *out = ctx;

	sat_wr_printf(out, "%s ", r->id);
	return strcmp(r->id, "south") != 0; /* stop there */
}

static void
a_walk_begins_where_it_is_told_and_ends_when_told(void **unused)
{
	struct satchel_home *h = world_pin(&w, "walk");
	struct satchel *s = opened(h, in(&w, "r1.satchel"));
	struct sat_wr out;

	(void)unused;
	sat_wr_init(&out, 4096);
	assert_true(satchel_walk(s, "", collect, &out, NULL));
	assert_string_equal(text(&out), "north north/duty north/night south ");
	sat_wr_reset(&out);
	assert_true(satchel_walk(s, "north/e", collect, &out, NULL));
	assert_string_equal(text(&out), "north/night south ");
	sat_wr_reset(&out);
	assert_true(satchel_walk(s, "south/", collect, &out, NULL));
	assert_string_equal(text(&out), "south/duty zone:UTC ");
	sat_wr_reset(&out);
	assert_true(satchel_walk(s, "zzz", collect, &out, NULL));
	assert_int_equal(out.len, 0);
	sat_wr_free(&out);
	satchel_close(s);
	satchel_close(NULL);
	satchel_home_close(h);
}

static void
records_are_got_and_found_and_reading_is_counted(void **unused)
{
	static const char *const words[] = { "muller" };
	struct satchel_home *h = world_pin(&w, "get");
	struct satchel *s = opened(h, in(&w, "r1.satchel"));
	struct satchel_record r = { .id = "untouched" };
	struct satchel_stats before, after;
	struct satchel_err err = { 0 };
	struct satchel_hits hits;

	(void)unused;
	satchel_stats(s, &before);
	assert_false(satchel_get(s, "north/none", &r, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_string_equal(r.id, "untouched");
	satchel_stats(s, &after);
	assert_true(after.bytes_read > before.bytes_read);
	assert_true(after.digests > before.digests);
	assert_true(satchel_get(s, "north/duty", &r, &err));
	assert_int_equal(r.kind, SATCHEL_CONTACT);
	assert_true(satchel_find(s, words, 1, 20, &hits, &err));
	assert_int_equal(hits.n, 1);
	assert_string_equal(hits.hit[0].record.id, "south/duty");
	/* what satchel_get gave stays */
	assert_string_equal(r.id, "north/duty");
	satchel_close(s);
	satchel_home_close(h);
}

static void
an_installed_release_is_read_as_stale_expired_or_with_a_wrong_clock(
    void **unused)
{
	static const struct {
		const char *at;
		enum satchel_freshness freshness;
		bool wrong;
	} cases[] = {
		{ "2026-11-03T00:00:00Z", SATCHEL_FRESH, false },
		{ "2027-01-31T23:59:59Z", SATCHEL_FRESH, false },
		{ "2027-02-01T00:00:00Z", SATCHEL_STALE, false },
		{ "2027-05-31T23:59:59Z", SATCHEL_STALE, false },
		{ "2027-06-01T00:00:00Z", SATCHEL_EXPIRED, false },
		{ "1970-01-01T00:00:00Z", SATCHEL_CLOCK_WRONG, true },
	};
	struct satchel_home *h = world_pin(&w, "fresh2");

	(void)unused;
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_rd t = rd(cases[i].at);
		struct satchel_check_opts o = { 0 };
		const struct satchel_release *r;
		struct satchel *s;

		assert_true(sat_time_read(&t, &o.now));
		assert_true(satchel_open(h, NULL, &o, &s, NULL));
		r = satchel_release_of(s);
		assert_int_equal(r->freshness, cases[i].freshness);
		assert_int_equal(r->clock_wrong, cases[i].wrong);
		assert_false(r->signatures_checked);
		satchel_close(s);
	}
	satchel_home_close(h);
}

static void
a_release_with_bytes_after_its_end_is_not_opened(void **unused)
{
	struct satchel_home *h = world_pin(&w, "tail");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel *s = (struct satchel *)&w;
	struct satchel_err err = { 0 };
	size_t n = 0;
	char *p = slurp(in(&w, "r1.satchel"), &n); /* with a NUL after it */

	(void)unused;
	folder_put(&w.f, "longer.satchel", p, n + 1);
	folder_put(&w.f, "shorter.satchel", p, n - 1);
	free(p);
	assert_false(satchel_open(h, in(&w, "longer.satchel"), &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(satchel_open(h, in(&w, "shorter.satchel"), &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_ptr_equal(s, &w);
	satchel_home_close(h);
}

static void
a_revoked_release_is_read_only_as_an_archive(void **unused)
{
	struct satchel_root_next next = { .issued = NOW, .minimum_release = 2 };
	struct satchel_home *h = world_pin(&w, "revoked");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_err err = { 0 };
	struct sat_chain *chain = NULL;
	struct sat_store store;
	struct satchel *s = NULL;
	struct sat_rd all;
	size_t n = 0;
	char *p;

	(void)unused;
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	folder_copy(&w.f, "two.roots", in(&w, "x.roots"));
	assert_true(satchel_root_next(in(&w, "two.roots"), &next, NULL));
	assert_true(satchel_root_sign(
	    in(&w, "two.roots"), key_of_name(&w, "root-a", "key"), NULL, NULL));
	p = slurp(in(&w, "two.roots"), &n);
	all = sat_rd_of(p, n, 0, "");
	assert_true(sat_chain_read(&all, 1, &chain, NULL));
	assert_true(
	    sat_store_open(h->dir, "x.example_contacts", true, &store, NULL));
	assert_true(sat_store_add_root(&store, 2, &chain->note[1].whole, NULL));
	sat_store_close(&store);
	free(chain);
	free(p);
	assert_false(satchel_open(h, NULL, &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_EROLLBACK);
	o.archive = true;
	assert_true(satchel_open(h, NULL, &o, &s, &err));
	assert_true(satchel_release_of(s)->older);
	assert_true(satchel_release_of(s)->root_replaced);
	satchel_close(s);
	satchel_home_close(h);
}

static void
the_installed_copy_can_be_verified_where_it_lies(void **unused)
{
	struct satchel_home *h = world_pin(&w, "copy");
	struct satchel_check_opts o = { .now = NOW };
	enum satchel_verdict v = SATCHEL_OLDER;
	struct satchel_release r = { .release = 77 };
	struct satchel_err err = { 0 };

	(void)unused;
	assert_false(satchel_verify(h, NULL, &o, &r, &v, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_int_equal(r.release, 77);
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_true(satchel_verify(h, NULL, &o, &r, &v, &err));
	assert_int_equal(v, SATCHEL_GOOD);
	assert_int_equal(r.release, 1);
	satchel_home_close(h);
}

/* Two pins: what needs one must be told which. */
static void
of_several_pinned_directories_one_must_be_named(void **unused)
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
	struct satchel_home *h = world_pin(&w, "two");
	struct satchel_check_opts o = { .now = NOW };
	const char *const *names;
	struct satchel_root *roots = NULL;
	struct satchel_err err = { 0 };
	struct satchel *s = NULL;
	struct satchel_pin pin;
	size_t count = 0;

	(void)unused;
	assert_true(satchel_root_new(in(&w, "other.roots"), &n, NULL));
	assert_true(satchel_root_sign(in(&w, "other.roots"),
	    key_of_name(&w, "root-b", "key"), NULL, NULL));
	assert_true(
	    satchel_root_show(in(&w, "other.roots"), &roots, &count, NULL));
	assert_true(satchel_pin(
	    h, in(&w, "other.roots"), roots[0].fingerprint, false, &pin, NULL));
	free(roots);
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_true(satchel_home_directories(h, &names, &count, NULL));
	assert_int_equal(count, 2);
	assert_string_equal(names[1], "x.example/other");
	assert_false(satchel_home_pin(h, NULL, &pin, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	assert_false(satchel_open(h, NULL, &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	o.directory = "x.example/contacts";
	assert_true(satchel_open(h, NULL, &o, &s, &err));
	satchel_close(s);
	o.directory = "x.example/other"; /* nothing is installed of it */
	assert_false(satchel_open(h, NULL, &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	satchel_home_close(h);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	for (unsigned n = 1; n <= 3; n++)
		world_release(&w, n);
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
		cmocka_unit_test(opening_a_store_makes_nothing),
		cmocka_unit_test(a_store_others_may_write_to_is_warned_of),
		cmocka_unit_test(paths_that_are_no_folder_are_refused),
		cmocka_unit_test(a_pin_says_what_was_pinned_and_stays),
		cmocka_unit_test(
		    another_root_of_a_pinned_directory_takes_replace),
		cmocka_unit_test(
		    verify_tells_good_quick_and_older_and_writes_nothing),
		cmocka_unit_test(
		    an_install_is_news_once_and_a_refusal_changes_nothing),
		cmocka_unit_test(a_copy_that_was_damaged_is_installed_anew),
		cmocka_unit_test(
		    the_log_is_in_order_and_says_what_can_still_be_read),
		cmocka_unit_test(
		    a_walk_begins_where_it_is_told_and_ends_when_told),
		cmocka_unit_test(
		    records_are_got_and_found_and_reading_is_counted),
		cmocka_unit_test(
		    an_installed_release_is_read_as_stale_expired_or_with_a_wrong_clock),
		cmocka_unit_test(
		    a_release_with_bytes_after_its_end_is_not_opened),
		cmocka_unit_test(a_revoked_release_is_read_only_as_an_archive),
		cmocka_unit_test(
		    the_installed_copy_can_be_verified_where_it_lies),
		cmocka_unit_test(
		    of_several_pinned_directories_one_must_be_named),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
