#include "release.h"

static struct world w;

static bool
verify(struct satchel_home *h, const char *path, struct satchel_check_opts o,
    enum satchel_code code)
{
	struct satchel_proof *p = (struct satchel_proof *)&w;
	struct satchel_release r = { .release = 77 };
	struct satchel_record rec = { .id = "untouched" };
	struct satchel_err err = { 0 };

	o.now = NOW;
	if (!satchel_proof_verify(h, path, &o, &p, &r, &rec, &err)) {
		if (err.code != code)
			fail_msg("code %d: %s", (int)err.code, err.msg);
		assert_ptr_equal(p, &w);
		assert_int_equal(r.release, 77);
		assert_string_equal(rec.id, "untouched");
		return false;
	}
	assert_string_equal(rec.id, "south/duty");
	assert_int_equal(rec.kind, SATCHEL_CONTACT);
	assert_int_equal(r.signers, 2);
	satchel_proof_close(p);
	return true;
}

static const struct satchel_check_opts plain = { 0 };

static void
prove(const char *bundle, const char *out)
{
	struct satchel_check_opts o = { .now = NOW, .archive = true };
	struct satchel_home *h = world_pin(&w, "maker");
	struct satchel_err err = { 0 };
	struct satchel *s;

	assert_true(satchel_open(h, in(&w, bundle), &o, &s, &err));
	if (!satchel_prove(s, "south/duty", in(&w, out), &err))
		fail_msg("%s", err.msg);
	satchel_close(s);
	satchel_home_close(h);
}

static void
a_contact_proves_itself_to_who_has_pinned_the_root(void **unused)
{
	struct satchel_home *h = world_pin(&w, "pinned");
	struct satchel_home *none = world_home(&w, "none");
	struct satchel_check_opts named = { .directory = "x.example/contacts" },
				  other = { .directory = "x.example/other" };

	(void)unused;
	assert_true(verify(h, in(&w, "a.proof"), plain, SATCHEL_OK));
	assert_true(verify(h, in(&w, "a.proof"), named, SATCHEL_OK));
	assert_false(verify(h, in(&w, "a.proof"), other, SATCHEL_EPIN));
	assert_false(verify(none, in(&w, "a.proof"), plain, SATCHEL_EPIN));
	assert_false(world_has(&w, "none"));
	satchel_home_close(h);
	satchel_home_close(none);
}

static bool
is_proof(const char *name)
{
	struct satchel_file *f = NULL;
	bool is;

	assert_true(satchel_file_open(in(&w, name), &f, NULL));
	is = satchel_is_proof(f);
	satchel_file_close(f);
	return is;
}

static void
a_proof_is_told_from_other_files(void **unused)
{
	struct satchel_file *f = NULL;
	struct satchel_err err = { 0 };

	(void)unused;
	assert_true(is_proof("a.proof"));
	assert_false(is_proof("r1.satchel"));
	assert_false(is_proof("x.roots"));
	folder_text(&w.f, "empty", "");
	assert_false(is_proof("empty"));
	assert_false(satchel_file_open(in(&w, "nothing"), &f, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_false(satchel_file_open(w.f.path, &f, &err));
	assert_null(f);
	satchel_file_close(NULL);
}

/* What was looked at is what is verified, whatever has its name by then. */
static void
an_open_file_is_verified_as_it_was_opened(void **unused)
{
	struct satchel_home *h = world_pin(&w, "once");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_err err = { 0 };
	struct satchel_release r;
	struct satchel_record rec;
	struct satchel_proof *p = NULL;
	enum satchel_verdict v;

	(void)unused;
	assert_true(satchel_file_open(in(&w, "a.proof"), &o.file, &err));
	assert_true(
	    satchel_proof_verify(h, "not there", &o, &p, &r, &rec, &err));
	satchel_proof_close(p);
	satchel_file_close(o.file);
	assert_true(satchel_file_open(in(&w, "r1.satchel"), &o.file, &err));
	assert_true(satchel_verify(h, "not there", &o, &r, &v, &err));
	assert_int_equal(v, SATCHEL_GOOD);
	assert_false(satchel_verify(h, "not there", &o, &r, &v, &err));
	assert_int_equal(err.code, SATCHEL_EIO); /* it was used up */
	satchel_file_close(o.file);
	satchel_home_close(h);
}

static void
no_proof_is_made_of_what_is_not_there_or_over_a_file(void **unused)
{
	struct satchel_home *h = world_pin(&w, "careful");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_err err = { 0 };
	struct satchel *s;

	(void)unused;
	assert_true(satchel_open(h, in(&w, "r1.satchel"), &o, &s, &err));
	assert_false(satchel_prove(s, "south/none", in(&w, "b.proof"), &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_false(world_has(&w, "b.proof"));
	assert_false(satchel_prove(s, "south/duty", in(&w, "a.proof"), &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	satchel_close(s);
	satchel_home_close(h);
}

static void
one_changed_byte_anywhere_in_a_proof_is_refused(void **unused)
{
	struct satchel_home *h = world_pin(&w, "bytes");
	struct satchel_check_opts o = { .now = NOW };
	size_t n = 0;
	char *p = slurp(in(&w, "a.proof"), &n);

	(void)unused;
	for (size_t i = 0; i < n; i++) {
		struct satchel_err err = { 0 };
		struct satchel_proof *proof;
		struct satchel_release r;
		struct satchel_record rec;

		p[i] = (char)(p[i] ^ 0x01);
		folder_put(&w.f, "bad.proof", p, n);
		p[i] = (char)(p[i] ^ 0x01);
		if (satchel_proof_verify(
			h, in(&w, "bad.proof"), &o, &proof, &r, &rec, &err))
			fail_msg("byte %zu of %zu may be changed", i, n);
		assert_int_not_equal(err.code, SATCHEL_OK);
	}
	free(p);
	satchel_home_close(h);
}

static void
an_older_proof_is_read_as_an_archive_alone(void **unused)
{
	struct satchel_home *h = world_pin(&w, "newer");
	struct satchel_check_opts archive = { .archive = true };

	(void)unused;
	assert_true(world_install(h, in(&w, "r2.satchel"), NULL));
	assert_false(verify(h, in(&w, "a.proof"), plain, SATCHEL_EROLLBACK));
	assert_true(verify(h, in(&w, "a.proof"), archive, SATCHEL_OK));
	satchel_home_close(h);
}

static void
a_proof_of_a_fork_is_kept_as_evidence(void **unused)
{
	struct satchel_home *h = world_pin(&w, "forked");

	(void)unused;
	make_release_yaml(&w, 1, "Fork");
	assert_true(world_build(&w, NULL, NULL, "fork.satchel", NULL));
	world_sign(&w, "fork.satchel", "officer-a");
	world_sign(&w, "fork.satchel", "officer-c");
	prove("fork.satchel", "fork.proof");
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_false(verify(h, in(&w, "fork.proof"), plain, SATCHEL_EFORK));
	assert_int_equal(
	    world_count(&w, "forked/x.example_contacts/evidence"), 1);
	satchel_home_close(h);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	world_release(&w, 1);
	world_release(&w, 2);
	prove("r1.satchel", "a.proof");
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
		    a_contact_proves_itself_to_who_has_pinned_the_root),
		cmocka_unit_test(a_proof_is_told_from_other_files),
		cmocka_unit_test(an_open_file_is_verified_as_it_was_opened),
		cmocka_unit_test(
		    no_proof_is_made_of_what_is_not_there_or_over_a_file),
		cmocka_unit_test(
		    one_changed_byte_anywhere_in_a_proof_is_refused),
		cmocka_unit_test(an_older_proof_is_read_as_an_archive_alone),
		cmocka_unit_test(a_proof_of_a_fork_is_kept_as_evidence),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
