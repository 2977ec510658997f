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
		struct sat_evidence e = { .found = true,
			.epoch = 1,
			.number = 7,
			.note = rd("a note") };

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

/* ---- a store that somebody or something has changed ---------------------------- */

static void
put_file(struct place *p, const char *path, const void *bytes, size_t n)
{
	int dir = -1;

	assert_true(sat_dir_open(p->home, p->name, false, &dir, NULL));
	assert_true(sat_file_save(dir, path, true, 0600, bytes, n, NULL));
	sat_dir_close(&dir);
}

static void
remove_file(struct place *p, const char *path)
{
	int dir = -1;

	assert_true(sat_dir_open(p->home, p->name, false, &dir, NULL));
	assert_true(sat_dir_remove(dir, path, NULL));
	sat_dir_close(&dir);
}

/* The note of root |v| of the forge. */
static struct sat_rd
note_of(const struct forge *f, size_t v)
{
	struct sat_rd rest = sat_wr_rd(&f->roots), note = rest;

	for (size_t i = 0; i < v; i++)
		assert_true(
		    sat_note_next(&rest, "satchel root v1", &note, NULL));
	return note;
}

static void
opens_as_damaged(struct place *p, const char *why)
{
	struct satchel_err err = { 0 };
	struct sat_store s;

	assert_false(sat_store_open(p->home, p->name, false, &s, &err));
	if (err.code != SATCHEL_EFORMAT || strstr(err.msg, why) == NULL)
		fail_msg("%s: code %d: %s", why, (int)err.code, err.msg);
	assert_non_null(strstr(err.hint, "--replace"));
	assert_int_equal(s.dir, -1);
	assert_int_equal(s.lock, -1);
}

static void
roots_that_do_not_follow_are_a_damaged_store(void **unused)
{
	struct sat_rd one, two, three;
	struct sat_store s;
	struct sat_root r;
	struct place p;

	(void)unused;
	place_open(&p);
	for (int i = 0; i < 2; i++) {
		r = forge_next_root(&p.f);
		forge_root(&p.f, &r, 0x03);
	}
	one = note_of(&p.f, 1);
	two = note_of(&p.f, 2);
	three = note_of(&p.f, 3);
	put_file(&p, "roots/3", three.p, three.n);
	opens_as_damaged(&p, "a root is missing");
	put_file(&p, "roots/2", two.p, two.n);
	put_file(&p, "roots/2.tmp", "x", 1); /* left by a crash */
	put_file(&p, "roots/0", "x", 1);
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	assert_int_equal(s.known.n, 3);
	assert_int_equal(s.state.root, 3);
	sat_store_close(&s);
	put_file(&p, "roots/2", one.p, one.n); /* of another version */
	opens_as_damaged(&p, "roots/2");
	put_file(&p, "roots/2", "satchel root v1\n", 16);
	opens_as_damaged(&p, "roots/2");
	/* a good root 2, but not the one that root 3 names */
	p.f.nroots = 1;
	r = forge_next_root(&p.f);
	r.expires++;
	forge_root(&p.f, &r, 0x03);
	two = note_of(&p.f, 4);
	put_file(&p, "roots/2", two.p, two.n);
	opens_as_damaged(&p, "do not follow");
	remove_file(&p, "roots/3");
	remove_file(&p, "roots/2");
	remove_file(&p, "roots/1");
	opens_as_damaged(&p, "no roots");
	place_close(&p);
}

static void
a_history_that_is_not_what_it_says_is_a_damaged_store(void **unused)
{
	struct sat_rd note;
	struct sat_store s;
	struct place p;

	(void)unused;
	place_open(&p);
	install(&p, 3);
	put_file(&p, "history/.tmp", "x", 1); /* passed over */
	put_file(&p, "history/1.x", "x", 1);
	put_file(&p, "history/x", "x", 1);
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	assert_int_equal(s.known.accepted, 1);
	sat_store_close(&s);
	note = sat_wr_rd(&p.f.note);
	put_file(&p, "history/1.2", note.p, note.n); /* of release 1.1 */
	opens_as_damaged(&p, "history/1.2");
	put_file(&p, "history/1.2", "rubbish\n", 8);
	opens_as_damaged(&p, "history/1.2");
	remove_file(&p, "history/1.2");
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	sat_store_close(&s);
	place_close(&p);
}

static void
an_installed_file_that_was_exchanged_is_told(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_statement st;
	struct sat_store s;
	struct sat_bundle b;
	struct place p;
	uint8_t *one = NULL;
	size_t n = 0;
	int dir = -1;

	(void)unused;
	place_open(&p);
	install(&p, 3);
	assert_true(sat_dir_open(p.home, p.name, false, &dir, NULL));
	assert_true(sat_file_load(
	    dir, "releases/1.1.satchel", 1 << 20, &one, &n, NULL));
	sat_dir_close(&dir);
	forge_statement(&p.f, forge_next(&p.f), 0x30);
	install(&p, 3);
	put_file(&p, "releases/1.2.satchel", one, n); /* an older one */
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	assert_int_equal(s.state.release, 2);
	assert_false(sat_store_release(&s, &b, &st, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	sat_store_close(&s);
	free(one);
	place_close(&p);
}

static void
a_root_that_is_stored_is_never_written_again(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_store s;
	struct sat_rd one, two;
	struct sat_root r;
	struct place p;

	(void)unused;
	place_open(&p);
	r = forge_next_root(&p.f);
	forge_root(&p.f, &r, 0x03);
	one = note_of(&p.f, 1);
	two = note_of(&p.f, 2);
	assert_true(sat_store_open(p.home, p.name, true, &s, NULL));
	assert_false(sat_store_add_root(&s, 1, &one, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_true(sat_store_add_root(&s, 2, &two, &err));
	sat_store_close(&s);
	/* a root that came with a refused install is not overlooked */
	assert_true(sat_store_open_quick(p.home, p.name, &s, NULL));
	assert_int_equal(s.known.root[s.known.n - 1].version, 2);
	sat_store_close(&s);
	place_close(&p);
}

static void
what_is_no_store_is_passed_over(void **unused)
{
	struct sat_arena a = { 0 };
	char **names = NULL;
	struct place p;
	size_t n = 0;
	int dir = -1;

	(void)unused;
	place_open(&p);
	assert_true(sat_file_save(p.home, "file", false, 0600, "x", 1, NULL));
	assert_true(sat_dir_open(p.home, "empty", true, &dir, NULL));
	sat_dir_close(&dir);
	assert_true(sat_dir_open(p.home, ".hidden/roots", true, &dir, NULL));
	sat_dir_close(&dir);
	assert_true(sat_store_list(p.home, &a, &names, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(names[0], p.name);
	sat_arena_free(&a);
	place_close(&p);
}

static void
a_temporary_release_that_was_left_goes_with_the_next(void **unused)
{
	struct sat_store s;
	struct place p;
	int dir = -1;

	(void)unused;
	place_open(&p);
	install(&p, 3);
	put_file(&p, "releases/1.9.satchel.tmp", "x", 1);
	put_file(&p, "releases/notes", "x", 1);
	forge_statement(&p.f, forge_next(&p.f), 0x30);
	install(&p, 3);
	assert_true(sat_dir_open(p.home, p.name, false, &dir, NULL));
	assert_false(sat_dir_has(dir, "releases/1.9.satchel.tmp"));
	assert_false(sat_dir_has(dir, "releases/notes"));
	sat_dir_close(&dir);
	assert_true(sat_store_open(p.home, p.name, false, &s, NULL));
	assert_true(sat_store_has_release(&s, 1, 1));
	assert_true(sat_store_has_release(&s, 1, 2));
	sat_store_close(&s);
	place_close(&p);
}

static void
evidence_of_roots_has_names_of_its_own(void **unused)
{
	struct sat_evidence e = { .found = true,
		.is_root = true,
		.number = 7,
		.note = rd("a note") };
	char path[SATCHEL_NAME_MAX + 64];
	struct sat_store s;
	struct place p;

	(void)unused;
	place_open(&p);
	assert_true(sat_store_open(p.home, p.name, true, &s, NULL));
	assert_true(sat_store_evidence(&s, &e, NULL));
	sat_store_close(&s);
	(void)snprintf(
	    path, sizeof(path), "%s/evidence/root-7-0000000000000000", p.name);
	assert_true(sat_dir_has(p.home, path));
	place_close(&p);
}

static void
the_last_line_of_a_number_counts_in_the_journal(void **unused)
{
	struct satchel_err err = { 0 };
	char hex[SATCHEL_HEX_SIZE];
	struct sat_statement st;
	struct sat_store s;
	struct sat_wr w;
	struct place p;

	(void)unused;
	place_open(&p);
	st = p.f.last;
	sat_hash_hex(&st.digest, hex);
	sat_wr_init(&w, 4096);
	sat_wr_str(&w, "rubbish\n1.1 short\n1.10 ");
	sat_wr_fill(&w, 'a', 64);
	sat_wr_str(&w, "\n1.1 ");
	sat_wr_fill(&w, 'b', 64);
	sat_wr_printf(&w, "\n1.1 %s\n", hex);
	put_file(&p, "signed", w.p, w.len);
	assert_true(sat_store_open(p.home, p.name, true, &s, NULL));
	assert_true(sat_store_journal(&s, &st, NULL, &err));
	st.release = 10; /* of which another text was signed */
	assert_false(sat_store_journal(&s, &st, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EFORK);
	assert_non_null(strstr(err.hint, "aaaaaaaa"));
	st.release = 11;
	assert_true(sat_store_journal(&s, &st, NULL, &err));
	sat_store_close(&s);
	sat_wr_free(&w);
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
		cmocka_unit_test(roots_that_do_not_follow_are_a_damaged_store),
		cmocka_unit_test(
		    a_history_that_is_not_what_it_says_is_a_damaged_store),
		cmocka_unit_test(an_installed_file_that_was_exchanged_is_told),
		cmocka_unit_test(a_root_that_is_stored_is_never_written_again),
		cmocka_unit_test(what_is_no_store_is_passed_over),
		cmocka_unit_test(
		    a_temporary_release_that_was_left_goes_with_the_next),
		cmocka_unit_test(evidence_of_roots_has_names_of_its_own),
		cmocka_unit_test(
		    the_last_line_of_a_number_counts_in_the_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
