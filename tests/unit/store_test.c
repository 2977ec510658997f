#include "store.h"

#include "forge.h"

struct place {
	struct forge f;
	char path[64];
	int home;
	char name[SATCHEL_NAME_MAX];
};

static struct sat_rd
first_note(const struct forge *f)
{
	struct sat_rd rest = sat_wr_rd(&f->roots), note = rest;

	assert_true(sat_note_next(&rest, "satchel root v1", &note, NULL));
	return note;
}

static void
place_open(struct place *p)
{
	struct sat_rd note;

	forge_open(&p->f);
	strcpy(p->path, "/tmp/satchel-store-XXXXXX");
	assert_non_null(mkdtemp(p->path));
	assert_true(sat_dir_open(SAT_CWD, p->path, false, &p->home, NULL));
	note = first_note(&p->f);
	assert_true(
	    sat_store_create(p->home, &p->f.root[0], &note, false, NULL));
	sat_name_file(p->f.root[0].directory, p->name);
}

static void
place_close(struct place *p)
{
	char command[128];

	sat_dir_close(&p->home);
	(void)snprintf(command, sizeof(command), "rm -r %s", p->path);
	assert_int_equal(system(command), 0);
	forge_close(&p->f);
}

/* Installs the forge's bundle as it stands, up to step |steps|: 1 history, 2
 * the release, 3 state. */
static void
install(struct place *p, int steps)
{
	struct sat_trusted t = { .st = p->f.last, .root = p->f.root[0] };
	struct sat_rd note = sat_wr_rd(&p->f.note);
	struct sat_rd roots = sat_wr_rd(&p->f.roots);
	struct sat_rd history = sat_wr_rd(&p->f.history);
	struct sat_store s;
	struct sat_out o;
	int fd = -1;

	t.seen = t.st.issued;
	assert_true(sat_store_open(p->home, p->name, true, &s, NULL));
	if (steps >= 1)
		assert_true(sat_store_add_history(&s, &t, &note, NULL));
	if (steps >= 2) {
		assert_true(sat_scratch_open(p->f.path, &fd, NULL));
		assert_true(sat_scratch_pwrite(
		    fd, 0, p->f.payload.p, p->f.payload.len, NULL));
		assert_true(sat_store_release_out(&s, &t.st, &o, NULL));
		assert_true(sat_bundle_write(&o, &note, &roots, &history, fd, 0,
		    p->f.payload.len, NULL, NULL));
		assert_true(sat_out_commit(&o, NULL));
		sat_scratch_close(&fd);
	}
	if (steps >= 3)
		assert_true(sat_store_set_state(&s, &t, NULL));
	sat_store_close(&s);
}

static void
a_new_store_knows_one_root_and_no_release(void **unused)
{
	struct satchel_err err = { 0 };
	struct place p;
	struct sat_store s;
	struct sat_bundle b;
	struct sat_statement st;

	(void)unused;
	place_open(&p);
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	assert_int_equal(s.known.n, 1);
	assert_int_equal(s.known.first, 1);
	assert_int_equal(s.state.release, 0);
	assert_false(sat_store_release(&s, &b, &st, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	sat_store_close(&s);
	place_close(&p);
}

static void
after_any_step_the_store_is_the_old_or_the_new_one(void **unused)
{
	(void)unused;
	for (int steps = 0; steps <= 3; steps++) {
		struct place p;
		struct sat_store s;
		struct sat_bundle b;
		struct sat_statement st;
		uint32_t shown = steps >= 3 ? 2 : 1;

		place_open(&p);
		install(&p, 3);
		forge_statement(&p.f, forge_next(&p.f), 0x30);
		install(&p, steps);
		assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
		/* the floor rises with history, before the release is there */
		assert_int_equal(s.known.release, steps >= 1 ? 2 : 1);
		assert_int_equal(s.state.release, shown);
		assert_true(sat_store_release(&s, &b, &st, NULL));
		assert_int_equal(st.release, shown);
		sat_bundle_close(&b);
		sat_store_close(&s);
		install(&p, 3); /* and the next run works */
		assert_true(sat_store_open_quick(p.home, p.name, &s, NULL));
		assert_int_equal(s.state.release, 2);
		sat_store_close(&s);
		place_close(&p);
	}
}

static void
a_bad_state_is_rebuilt(void **unused)
{
	static const char *const bad[] = { "", "satchel state v1\n", "rubbish",
		"satchel state v1\ndirectory x.example/y\nroot 1\nepoch 1\n"
		"release 9\nstatement none\nseen-time 2026-11-04T00:00:00Z\n" };

	(void)unused;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct place p;
		struct sat_store s;
		int dir = -1;

		place_open(&p);
		install(&p, 3);
		assert_true(sat_dir_open(p.home, p.name, false, &dir, NULL));
		assert_true(sat_file_save(
		    dir, "state", true, 0600, bad[i], strlen(bad[i]), NULL));
		sat_dir_close(&dir);
		assert_true(sat_store_open_quick(p.home, p.name, &s, NULL));
		assert_int_equal(s.state.release, 1);
		assert_int_equal(s.state.seen, T0);
		sat_store_close(&s);
		place_close(&p);
	}
}

static void
the_newest_two_releases_are_kept(void **unused)
{
	struct place p;
	struct sat_store s;

	(void)unused;
	place_open(&p);
	for (int i = 0; i < 4; i++) {
		install(&p, 3);
		forge_statement(&p.f, forge_next(&p.f), 0x30);
	}
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	assert_int_equal(s.known.accepted, 4);
	assert_false(sat_store_has_release(&s, 1, 2));
	assert_true(sat_store_has_release(&s, 1, 3));
	assert_true(sat_store_has_release(&s, 1, 4));
	sat_store_close(&s);
	place_close(&p);
}

static void
a_second_pin_needs_replace_and_keeps_the_old_folder(void **unused)
{
	struct satchel_err err = { 0 };
	struct place p;
	struct sat_arena a = { 0 };
	struct sat_rd note;
	char **names = NULL;
	size_t n = 0;

	(void)unused;
	place_open(&p);
	install(&p, 3);
	note = first_note(&p.f);
	assert_false(
	    sat_store_create(p.home, &p.f.root[0], &note, false, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	for (int i = 0; i < 2; i++)
		assert_true(
		    sat_store_create(p.home, &p.f.root[0], &note, true, NULL));
	assert_true(sat_dir_list(p.home, 100, &a, &names, &n, NULL));
	assert_int_equal(n, 3); /* two hidden, one in use */
	assert_true(sat_store_list(p.home, &a, &names, &n, NULL));
	assert_int_equal(n, 1);
	sat_arena_free(&a);
	place_close(&p);
}

static void
evidence_is_kept_once_and_sixteen_times_at_most(void **unused)
{
	struct place p;
	struct sat_store s;
	struct sat_arena a = { 0 };
	char **names = NULL, evidence[256];
	size_t n = 0;
	int dir = -1;

	(void)unused;
	place_open(&p);
	assert_true(sat_store_open(p.home, p.name, true, &s, NULL));
	for (unsigned i = 0; i < 40; i++) {
		struct sat_evidence e = { .found = true, .epoch = 1,
			.number = 7, .note = rd("a note") };

		e.digest.b[0] = (uint8_t)(i / 2); /* each twice */
		assert_true(sat_store_evidence(&s, &e, NULL));
	}
	sat_store_close(&s);
	(void)snprintf(evidence, sizeof(evidence), "%s/evidence", p.name);
	assert_true(sat_dir_open(p.home, evidence, false, &dir, NULL));
	assert_true(sat_dir_list(dir, 100, &a, &names, &n, NULL));
	assert_int_equal(n, 16);
	sat_dir_close(&dir);
	sat_arena_free(&a);
	place_close(&p);
}

static void
the_journal_refuses_a_second_text(void **unused)
{
	struct satchel_err err = { 0 };
	struct place p;
	struct sat_store s;
	struct sat_statement st;
	char hex[SATCHEL_HEX_SIZE];

	(void)unused;
	place_open(&p);
	st = p.f.last;
	sat_hash_hex(&st.digest, hex);
	assert_true(sat_store_open(p.home, p.name, true, &s, NULL));
	assert_true(sat_store_journal(&s, &st, NULL, NULL));
	assert_true(sat_store_journal(&s, &st, NULL, NULL));
	st.digest.b[0] ^= 1;
	assert_false(sat_store_journal(&s, &st, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EFORK);
	assert_false(sat_store_journal(&s, &st, "00", &err));
	assert_true(sat_store_journal(&s, &st, hex, NULL));
	assert_true(sat_store_journal(&s, &st, NULL, NULL));
	sat_store_close(&s);
	place_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_store_knows_one_root_and_no_release),
		cmocka_unit_test(
		    after_any_step_the_store_is_the_old_or_the_new_one),
		cmocka_unit_test(a_bad_state_is_rebuilt),
		cmocka_unit_test(the_newest_two_releases_are_kept),
		cmocka_unit_test(
		    a_second_pin_needs_replace_and_keeps_the_old_folder),
		cmocka_unit_test(
		    evidence_is_kept_once_and_sixteen_times_at_most),
		cmocka_unit_test(the_journal_refuses_a_second_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
