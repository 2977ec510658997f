#include "verify.h"

#include "forge.h"

/* What a State knows after it accepted some of the forge's work. */
struct state {
	struct sat_root root[FORGE_ROOTS];
	struct sat_rd text[FORGE_ROOTS];
	struct sat_wr texts[FORGE_ROOTS];
	struct sat_accepted history[16];
	struct sat_known k;
};

static void
pin(struct state *s, const struct forge *f, size_t first, size_t last)
{
	memset(s, 0, sizeof(*s));
	for (size_t v = first; v <= last; v++) {
		size_t i = v - first;

		s->root[i] = f->root[v - 1];
		sat_wr_init(&s->texts[i], 1 << 16);
		sat_root_write(&s->root[i], &s->texts[i]);
		s->text[i] = sat_wr_rd(&s->texts[i]);
	}
	s->k.first = (uint32_t)first;
	s->k.n = last - first + 1;
	s->k.root = s->root;
	s->k.text = s->text;
	s->k.history = s->history;
}

static void
accept(struct state *s, const struct sat_statement *st)
{
	struct sat_accepted *a = &s->history[s->k.accepted++];

	a->epoch = s->k.epoch = st->epoch;
	a->release = s->k.release = st->release;
	a->digest = s->k.digest = st->digest;
	a->issued = st->issued;
	s->k.seen = st->issued;
}

static void
forget(struct state *s)
{
	for (size_t i = 0; i < s->k.n; i++)
		sat_wr_free(&s->texts[i]);
}

/* Verifies the bundle as it stands and returns the exit status. */
static int
judge_as(struct forge *f, struct state *s, struct sat_verify_opts o,
    struct sat_trusted *t, struct sat_evidence *e)
{
	struct sat_chain *chain = NULL;
	struct satchel_err err = { 0 };
	struct sat_bundle b;
	bool ok;

	forge_bundle(f);
	assert_true(sat_bundle_open(SAT_CWD, f->path, &b, &err));
	ok = sat_verify_chain(&b, &chain, &err);
	if (ok && !sat_verify_pinned(chain, &s->k))
		ok = sat_fail(&err, SATCHEL_EPIN, "not pinned");
	memset(t, 0, sizeof(*t));
	ok = ok && sat_verify(&b, chain, &s->k, &o, t, e, &err);
	if (!ok) {
		assert_int_not_equal(err.code, SATCHEL_OK);
		assert_true(err.msg[0] != '\0');
		assert_int_equal(t->st.release, 0); /* untouched */
	}
	free(chain);
	sat_bundle_close(&b);
	return ok ? 0 : satchel_status(err.code);
}

static int
judge(struct forge *f, struct state *s, struct sat_trusted *t)
{
	struct sat_evidence e;
	struct sat_verify_opts o = { .clock = T0 + DAYS(1),
		.installing = true };

	return judge_as(f, s, o, t, &e);
}

static int
status_of(struct forge *f, struct state *s)
{
	struct sat_trusted t;

	return judge(f, s, &t);
}

static void
a_good_release_is_trusted(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_trusted t;

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	assert_int_equal(judge(&f, &s, &t), 0);
	assert_int_equal(t.signers, 2);
	assert_string_equal(t.signer[0], "un.example/officer-a");
	assert_int_equal(t.threshold, 2);
	assert_int_equal(t.freshness, SATCHEL_FRESH);
	assert_false(t.older);
	assert_false(t.same);
	accept(&s, &t.st);
	assert_int_equal(judge(&f, &s, &t), 0);
	assert_true(t.same);
	forget(&s);
	forge_close(&f);
}

static void
too_few_signatures_are_not_authentic(void **unused)
{
	static const struct {
		unsigned signers;
		int status;
	} t[] = {
		{ 0x30, 0 }, { 0x70, 0 }, { 0x00, 3 }, { 0x10, 3 },
		{ 0x90, 3 }, /* officer d is no release key */
		{ 0x03, 3 }, /* root keys sign no releases */
		{ 0x13, 3 },
		{ 0xb0, 0 }, /* an unknown line beside enough good ones */
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct forge f;
		struct state s;
		struct sat_trusted tr;

		forge_open(&f);
		pin(&s, &f, 1, 1);
		f.last.release = 0;
		f.last.has_previous = false;
		forge_statement(&f, forge_next(&f), t[i].signers);
		assert_int_equal(judge(&f, &s, &tr), t[i].status);
		if (t[i].signers == 0xb0)
			assert_int_equal(tr.signers, 2);
		forget(&s);
		forge_close(&f);
	}
}

/* Each makes one field of a properly signed statement wrong. */
static void
wrong_payload(struct sat_statement *s)
{
	s->payload++;
}
static void
wrong_history_digest(struct sat_statement *s)
{
	s->history++;
}
static void
other_directory(struct sat_statement *s)
{
	strcpy(s->directory, "un.example/other/exercise");
}
static void
epoch_too_high(struct sat_statement *s)
{
	s->epoch = 2;
}
static void
unknown_root(struct sat_statement *s)
{
	s->root = 2;
}
static void
root_text_differs(struct sat_statement *s)
{
	s->root_digest.b[0] ^= 1;
}
static void
from_the_future(struct sat_statement *s)
{
	s->issued += DAYS(3) + 1;
	s->next_by += DAYS(3) + 1;
	s->expires += DAYS(3) + 1;
}
static void
just_not_from_the_future(struct sat_statement *s)
{
	s->issued += DAYS(3);
	s->next_by += DAYS(3);
	s->expires += DAYS(3);
}
static void
edition_live(struct sat_statement *s)
{
	s->exercise = false;
}
static void
next_by_before_issued(struct sat_statement *s)
{
	s->next_by = s->issued;
}

static void
a_signed_wrong_field_is_refused(void **unused)
{
	static const struct {
		void (*make)(struct sat_statement *);
		int status;
	} t[] = {
		{ wrong_payload, 6 },
		{ wrong_history_digest, 6 },
		{ other_directory, 8 },
		{ epoch_too_high, 6 },
		{ unknown_root, 6 },
		{ root_text_differs, 6 },
		{ from_the_future, 7 },
		{ just_not_from_the_future, 0 },
		{ edition_live, 6 },
		{ next_by_before_issued, 6 },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct forge f;
		struct state s;
		struct sat_statement st;

		forge_open(&f);
		pin(&s, &f, 1, 1);
		f.last.release = 0;
		f.last.has_previous = false;
		st = forge_next(&f);
		t[i].make(&st);
		forge_statement(&f, st, 0x30);
		assert_int_equal(status_of(&f, &s), t[i].status);
		forget(&s);
		forge_close(&f);
	}
}

static void
an_older_release_is_refused_unless_archived(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_trusted t;
	struct sat_evidence e;
	struct sat_wr note1 = { 0 };
	struct sat_statement one;
	struct sat_verify_opts o = { .clock = T0 + DAYS(2), .archive = true };

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	one = f.last;
	accept(&s, &one);
	note1 = f.note;
	memset(&f.note, 0, sizeof(f.note));
	forge_statement(&f, forge_next(&f), 0x30);
	assert_int_equal(status_of(&f, &s), 0);
	accept(&s, &f.last);
	sat_wr_free(&f.note);
	f.note = note1;
	sat_wr_reset(&f.history);
	assert_int_equal(status_of(&f, &s), 4);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	assert_true(t.older);
	forget(&s);
	forge_close(&f);
}

static void
two_texts_for_one_number_are_a_fork(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_trusted t;
	struct sat_evidence e;
	struct sat_statement st;
	struct sat_verify_opts o = { .clock = T0, .archive = true };

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	accept(&s, &f.last);
	st = f.last;
	strcpy(st.title, "Another title");
	forge_statement(&f, st, 0x30);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 5);
	assert_true(e.found);
	assert_false(e.is_root);
	/* one signature less: not authentic, and no evidence */
	forge_statement(&f, st, 0x10);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 3);
	assert_false(e.found);
	forget(&s);
	forge_close(&f);
}

static void
rewritten_history_is_a_fork(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_statement st;

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	accept(&s, &f.last); /* release 1 as this State has it */
	st = f.last;
	strcpy(st.title, "A release 1 that nobody here saw");
	forge_statement(&f, st, 0x30);
	forge_statement(&f, forge_next(&f), 0x30);
	forge_statement(&f, forge_next(&f), 0x30);
	assert_int_equal(f.last.release, 3);
	assert_int_equal(status_of(&f, &s), 5);
	forget(&s);
	forge_close(&f);
}

static void
history_must_be_what_the_statement_says(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_statement st;

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	forge_statement(&f, forge_next(&f), 0x30);
	assert_int_equal(status_of(&f, &s), 0);
	f.history.p[5] ^= 1; /* not signed again */
	assert_int_equal(status_of(&f, &s), 6);
	f.history.p[5] ^= 1;
	st = f.last;
	st.previous.b[3] ^= 1; /* signed, but not the last line */
	f.last.release = 0;    /* keep HISTORY as it is */
	forge_statement(&f, st, 0x30);
	assert_int_equal(status_of(&f, &s), 6);
	forget(&s);
	forge_close(&f);
}

static void
roots_are_followed_by_both_thresholds(void **unused)
{
	static const struct {
		unsigned signers; /* of root 2, whose keys are b, c, d */
		int status;
	} t[] = {
		{ 0x06, 0 }, /* b and c are of both */
		{ 0x0b, 0 }, /* a, b of the old; b, d of the new */
		{ 0x03, 3 }, /* old enough, new not */
		{ 0x0c, 3 }, /* new enough, old not */
		{ 0x30, 3 },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct forge f;
		struct state s;
		struct sat_root r;

		forge_open(&f);
		pin(&s, &f, 1, 1);
		r = forge_next_root(&f);
		r.root_key[0] = r.root_key[1];
		r.root_key[1] = r.root_key[2];
		r.root_key[2] = *forge_pub(&f, 3);
		forge_root(&f, &r, t[i].signers);
		f.last.release = 0;
		f.last.has_previous = false;
		forge_statement(&f, forge_next(&f), 0x30);
		assert_int_equal(status_of(&f, &s), t[i].status);
		forget(&s);
		forge_close(&f);
	}
}

static void
releases_of_a_replaced_root_are_old(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_root r;
	struct sat_trusted t;
	struct sat_evidence e;
	struct sat_verify_opts o = { .clock = T0, .archive = true };

	(void)unused;
	forge_open(&f); /* release 1 is of root 1 */
	r = forge_next_root(&f);
	r.release_key[0] = *forge_pub(&f, 5);
	r.release_key[1] = *forge_pub(&f, 6);
	r.release_key[2] = *forge_pub(&f, 7);
	forge_root(&f, &r, 0x03);
	pin(&s, &f, 1, 1);
	assert_int_equal(status_of(&f, &s), 4);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	assert_true(t.older);
	/* keys of root 1 that claim to speak for root 2 */
	f.last.release = 0;
	f.last.has_previous = false;
	forge_statement(&f, forge_next(&f), 0x10 | 0x01);
	assert_int_equal(status_of(&f, &s), 3);
	forget(&s);
	forge_close(&f);
}

static void
minimum_release_revokes(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_root r;
	struct sat_statement st;

	(void)unused;
	forge_open(&f);
	r = forge_next_root(&f);
	r.minimum_release = 2;
	forge_root(&f, &r, 0x03);
	pin(&s, &f, 1, 1);
	st = f.last;
	st.root = 2;
	st.root_digest = f.root[1].digest;
	forge_statement(&f, st, 0x30);
	assert_int_equal(status_of(&f, &s), 4);
	forge_statement(&f, forge_next(&f), 0x30);
	assert_int_equal(status_of(&f, &s), 0);
	forget(&s);
	forge_close(&f);
}

static void
a_new_epoch_cures_a_stolen_quorum(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_root r;
	struct sat_trusted t;
	struct sat_statement st;

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	st = f.last; /* the thief's: the highest number there is */
	accept(&s, &st);
	s.k.release = 10000;
	s.history[0].release = 10000;
	r = forge_next_root(&f);
	r.epoch = 2;
	r.release_key[0] = *forge_pub(&f, 6);
	r.release_key[1] = *forge_pub(&f, 7);
	r.release_keys = 2;
	forge_root(&f, &r, 0x03);
	forge_statement(&f, forge_next(&f), 0xc0);
	assert_int_equal(f.last.epoch, 2);
	assert_int_equal(f.last.release, 1);
	assert_int_equal(judge(&f, &s, &t), 0);
	assert_int_equal(t.seen, f.last.issued);
	forget(&s);
	forge_close(&f);
}

static void
another_text_for_a_stored_root_is_evidence(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_root two;
	struct sat_trusted t;
	struct sat_evidence e;
	struct sat_verify_opts o = { .clock = T0 };
	size_t before;

	(void)unused;
	forge_open(&f);
	before = f.roots.len;
	two = forge_next_root(&f);
	forge_root(&f, &two, 0x03);
	pin(&s, &f, 1, 2);
	f.roots.len = before;
	f.nroots = 1;
	two.expires += 1;
	forge_root(&f, &two, 0x03);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 5);
	assert_true(e.found && e.is_root);
	f.roots.len = before;
	f.nroots = 1;
	forge_root(&f, &two, 0x01); /* too few: only not authentic */
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 3);
	assert_false(e.found);
	forget(&s);
	forge_close(&f);
}

static void
a_later_root_may_be_pinned(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_root r;

	(void)unused;
	forge_open(&f);
	for (int i = 0; i < 3; i++) {
		r = forge_next_root(&f);
		forge_root(&f, &r, 0x03);
	}
	f.last.release = 0;
	f.last.has_previous = false;
	forge_statement(&f, forge_next(&f), 0x30);
	pin(&s, &f, 3, 3);
	assert_int_equal(status_of(&f, &s), 0);
	/* an earlier root is held by "previous", not by signatures */
	f.roots.p[20] ^= 1; /* in root 1's text */
	assert_int_not_equal(status_of(&f, &s), 0);
	f.roots.p[20] ^= 1;
	forget(&s);
	/* not pinned at all */
	pin(&s, &f, 3, 3);
	s.texts[0].p[30] ^= 1;
	assert_int_equal(status_of(&f, &s), 8);
	forget(&s);
	forge_close(&f);
}

static void
the_clock_is_never_believed_alone(void **unused)
{
	static const struct {
		int64_t clock, seen;
		enum satchel_freshness f;
		bool wrong;
	} t[] = {
		{ T0 + 1, 0, SATCHEL_FRESH, false },
		{ T0 + DAYS(30) - 1, 0, SATCHEL_FRESH, false },
		{ T0 + DAYS(30), 0, SATCHEL_STALE, false },
		{ T0 + DAYS(200) - 1, 0, SATCHEL_STALE, false },
		{ T0 + DAYS(200), 0, SATCHEL_EXPIRED, false },
		{ 0, T0, SATCHEL_CLOCK_WRONG, true },
		{ T0 - DAYS(1), T0, SATCHEL_FRESH, false },
		{ T0 - DAYS(1) - 1, T0, SATCHEL_CLOCK_WRONG, true },
		{ SATCHEL_RELEASED - 1, 0, SATCHEL_CLOCK_WRONG, true },
		{ T0, T0 + DAYS(40), SATCHEL_STALE, true },
		{ T0, T0 + DAYS(400), SATCHEL_EXPIRED, true },
	};
	struct sat_statement st = { .issued = T0,
		.next_by = T0 + DAYS(30),
		.expires = T0 + DAYS(200) };

	(void)unused;
	for (size_t i = 0; i < COUNT(t); i++) {
		assert_int_equal(
		    sat_freshness(&st, t[i].clock, t[i].seen), t[i].f);
		assert_int_equal(
		    sat_clock_wrong(t[i].clock, t[i].seen), t[i].wrong);
	}
}

static void
a_future_date_never_poisons_the_memory(void **unused)
{
	struct forge f;
	struct state s;
	struct sat_trusted t;
	struct sat_evidence e;
	struct sat_statement st;
	struct sat_verify_opts o = {
		.clock = T0 + DAYS(1), .installing = true, .accept_date = true
	};

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	accept(&s, &f.last);
	st = forge_next(&f);
	from_the_future(&st);
	forge_statement(&f, st, 0x30);
	assert_int_equal(status_of(&f, &s), 7);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	assert_int_equal(t.seen, T0);
	forget(&s);
	forge_close(&f);
}

/* ---- the order of refusals, and what is not asked of whom ----------------------- */

static void
keys_of_an_earlier_root_cannot_speak_for_a_later_one(void **unused)
{
	struct sat_verify_opts o = { .clock = T0, .archive = true };
	struct sat_statement st;
	struct sat_evidence e;
	struct sat_trusted t;
	struct sat_root r;
	struct forge f;
	struct state s;

	(void)unused;
	forge_open(&f);
	st = f.last;
	r = forge_next_root(&f); /* officers b, c, d in place of a, b, c */
	for (int i = 0; i < 3; i++)
		r.release_key[i] = *forge_pub(&f, 5 + i);
	forge_root(&f, &r, 0x03);
	pin(&s, &f, 1, 1);
	st.root = 2;
	st.root_digest = f.root[1].digest;
	forge_statement(&f, st, 0x30); /* a and b: enough for root 1 alone */
	assert_int_equal(status_of(&f, &s), 3);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 3);
	forge_statement(&f, st, 0x60);
	assert_int_equal(status_of(&f, &s), 0);
	forget(&s);
	forge_close(&f);
}

static void
a_draft_needs_no_signatures_but_all_else(void **unused)
{
	struct sat_verify_opts o = { .clock = T0, .draft = true };
	struct sat_statement st;
	struct sat_evidence e;
	struct sat_trusted t;
	struct forge f;
	struct state s;

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	st = f.last;
	forge_statement(&f, st, 0);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	assert_int_equal(t.signers, 0);
	accept(&s, &t.st);
	strcpy(st.title, "Another title");
	forge_statement(&f, st, 0x10); /* not a release yet */
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	assert_int_equal(t.signers, 1);
	forge_statement(&f, st, 0x30); /* but this is one */
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 5);
	assert_true(e.found);
	st.root_digest.b[0] ^= 1;
	forge_statement(&f, st, 0);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 6);
	forget(&s);
	forge_close(&f);
}

/* Signs a release 3 whose HISTORY is |text|. */
static int
with_history(const char *text, const struct sat_statement *one,
    const struct sat_statement *two, int64_t t1, int64_t t2, bool accepted)
{
	struct sat_statement st;
	struct forge f;
	struct state s;
	int status;

	forge_open(&f);
	pin(&s, &f, 1, 1);
	if (accepted)
		accept(&s, one);
	st = forge_next(&f);
	st.release = 3;
	st.history = 2;
	st.issued = T0 + DAYS(2);
	st.previous = two->digest;
	sat_wr_reset(&f.history);
	sat_history_write(
	    &(struct sat_history_line){ 1, one->digest, t1 }, &f.history);
	sat_history_write(
	    &(struct sat_history_line){ 2, two->digest, t2 }, &f.history);
	sat_wr_str(&f.history, text);
	f.last.release = 0; /* keep HISTORY as it is */
	forge_statement(&f, st, 0x30);
	status = status_of(&f, &s);
	forget(&s);
	forge_close(&f);
	return status;
}

static void
history_has_its_lines_and_rising_times(void **unused)
{
	struct sat_statement one = { .epoch = 1, .release = 1, .issued = T0 };
	struct sat_statement two = { .epoch = 1, .release = 2 };

	(void)unused;
	memset(one.digest.b, 1, sizeof(one.digest.b));
	memset(two.digest.b, 2, sizeof(two.digest.b));
	assert_int_equal(with_history("", &one, &two, T0, T0 + 1, false), 0);
	assert_int_equal(with_history("", &one, &two, T0, T0, false), 6);
	assert_int_equal(with_history("", &one, &two, T0, T0 - 1, false), 6);
	/* release 3 is issued at T0 and two days */
	assert_int_equal(
	    with_history("", &one, &two, T0, T0 + DAYS(2) - 1, false), 0);
	assert_int_equal(
	    with_history("", &one, &two, T0, T0 + DAYS(2), false), 6);
	assert_int_equal(with_history("\n", &one, &two, T0, T0 + 1, false), 6);
	assert_int_equal(
	    with_history("3 x\n", &one, &two, T0, T0 + 1, false), 6);
	/* of a release held here: the same, with another time, another text */
	assert_int_equal(with_history("", &one, &two, T0, T0 + 1, true), 0);
	assert_int_equal(with_history("", &one, &two, T0 - 1, T0, true), 6);
	assert_int_equal(with_history("", &two, &two, T0, T0 + 1, true), 6);
}

static bool
note_version(void *ctx, uint32_t version, const struct sat_rd *note,
    struct satchel_err *err)
{
	uint32_t *last = ctx;

	assert_true(sat_rd_begins(note, "satchel root v1\n"));
	if (version == 4)
		return sat_fail(err, SATCHEL_EIO, "the disk is full");
	assert_int_equal(version, *last + 1);
	*last = version;
	return true;
}

static void
each_new_root_is_kept_before_the_next_is_looked_at(void **unused)
{
	uint32_t last = 1;
	struct sat_verify_opts o = { .clock = T0,
		.installing = true,
		.persist = note_version,
		.ctx = &last };
	struct sat_evidence e;
	struct sat_trusted t;
	struct sat_root r;
	struct forge f;
	struct state s;

	(void)unused;
	forge_open(&f);
	for (int i = 0; i < 2; i++) {
		r = forge_next_root(&f);
		forge_root(&f, &r, 0x03);
	}
	f.last.release = 0;
	f.last.has_previous = false;
	forge_statement(&f, forge_next(&f), 0x30);
	pin(&s, &f, 1, 1);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	assert_int_equal(last, 3);
	/* a root that is not authentic stops it behind the good ones */
	r = forge_next_root(&f);
	forge_root(&f, &r, 0x01);
	last = 1;
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 3);
	assert_int_equal(last, 3);
	forget(&s);
	forge_close(&f);
	/* and so does a disk that is full */
	forge_open(&f);
	for (int i = 0; i < 4; i++) {
		r = forge_next_root(&f);
		forge_root(&f, &r, 0x03);
	}
	pin(&s, &f, 1, 1);
	last = 1;
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 9);
	assert_int_equal(last, 3);
	forget(&s);
	forge_close(&f);
}

/* What stands in place of a stored root is evidence of a fork only if it
 * could have been believed. */
static void
other_roots_that_could_not_have_been_believed_are_no_evidence(void **unused)
{
	struct sat_verify_opts o = { .clock = T0 };
	struct sat_evidence e;
	struct sat_trusted t;

	(void)unused;
	for (int i = 0; i < 4; i++) {
		struct sat_root two, other;
		struct forge f;
		struct state s;
		size_t before;

		forge_open(&f);
		before = f.roots.len;
		two = other = forge_next_root(&f);
		forge_root(&f, &two, 0x03);
		pin(&s, &f, i == 3 ? 2 : 1, 2);
		f.roots.len = before;
		f.nroots = 1;
		other.expires++;
		if (i == 1)
			other.version = 3;
		if (i == 2)
			strcpy(other.directory, "un.example/other/exercise");
		forge_root(&f, &other, 0x03);
		/* 3: it is the only one that is stored, so nothing is pinned */
		assert_int_equal(judge_as(&f, &s, o, &t, &e), i == 0   ? 5
							      : i == 3 ? 8
								       : 3);
		if (i < 3)
			assert_int_equal(e.found, i == 0);
		forget(&s);
		forge_close(&f);
	}
}

static void
a_pinned_root_has_its_place_and_earlier_ones_their_form(void **unused)
{
	struct sat_verify_opts o = { .clock = T0 };
	struct satchel_err err = { 0 };
	struct sat_chain *chain = NULL;
	struct sat_evidence e;
	struct sat_trusted t;
	struct sat_bundle b;
	struct sat_root two;
	struct sat_wr junk, note;
	struct forge f;
	struct state s;

	(void)unused;
	forge_open(&f);
	two = forge_next_root(&f);
	forge_root(&f, &two, 0x03);
	pin(&s, &f, 2, 2);
	/* ROOTS that end before it */
	f.roots.len = 0;
	f.nroots = 0;
	two = forge_next_root(&f);
	forge_root(&f, &two, 0x03);
	forge_bundle(&f);
	assert_true(sat_bundle_open(SAT_CWD, f.path, &b, &err));
	assert_true(sat_verify_chain(&b, &chain, &err));
	assert_false(sat_verify(&b, chain, &s.k, &o, &t, &e, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED);
	assert_non_null(strstr(err.msg, "root 2 is missing"));
	free(chain);
	sat_bundle_close(&b);
	forget(&s);
	/* root 1 is named by root 2, but is no root */
	f.roots.len = 0;
	f.nroots = 1;
	sat_wr_init(&junk, 4096);
	sat_wr_str(&junk, "satchel root v1\nand nothing else\n");
	sat_sha256(junk.p, junk.len, &f.root[0].digest);
	forge_note(&f, &junk, 0x03, &note);
	sat_wr_put(&f.roots, note.p, note.len);
	sat_wr_free(&note);
	sat_wr_free(&junk);
	two = forge_next_root(&f);
	forge_root(&f, &two, 0x03);
	pin(&s, &f, 2, 2);
	assert_int_equal(status_of(&f, &s), 3);
	forget(&s);
	forge_close(&f);
}

/* A statement that comes alone, as in a proof. */
static int
judge_note(
    struct forge *f, struct state *s, bool archive, struct sat_evidence *e)
{
	struct sat_verify_opts o = { .clock = T0 + DAYS(1),
		.archive = archive };
	struct satchel_err err = { 0 };
	struct sat_rd note = sat_wr_rd(&f->note);
	struct sat_trusted t = { .signers = 77 };

	note.file = "x.proof";
	if (sat_verify_note(&note, &s->k, &o, &t, e, &err))
		return 0;
	assert_int_equal(t.signers, 77);
	assert_string_equal(err.file, "x.proof");
	return satchel_status(err.code);
}

static void
a_statement_alone_is_judged_by_stored_roots(void **unused)
{
	struct sat_statement st;
	struct sat_evidence e;
	struct sat_root r;
	struct forge f;
	struct state s;

	(void)unused;
	forge_open(&f);
	r = forge_next_root(&f);
	forge_root(&f, &r, 0x03);
	pin(&s, &f, 1, 1);
	assert_int_equal(judge_note(&f, &s, false, &e), 0);
	st = f.last;
	st.root = 2; /* which is not stored */
	st.root_digest = f.root[1].digest;
	forge_statement(&f, st, 0x30);
	assert_int_equal(judge_note(&f, &s, false, &e), 8);
	forge_statement(&f, st, 0x10);
	assert_int_equal(judge_note(&f, &s, false, &e), 3);
	forget(&s);
	/* a pin of root 2 does not know root 1 */
	pin(&s, &f, 2, 2);
	st.root = 1;
	st.root_digest = f.root[0].digest;
	forge_statement(&f, st, 0x30);
	assert_int_equal(judge_note(&f, &s, false, &e), 8);
	forget(&s);
	pin(&s, &f, 1, 2);
	assert_int_equal(judge_note(&f, &s, false, &e), 4);
	assert_int_equal(judge_note(&f, &s, true, &e), 0);
	/* a fork is a fork, archive or not */
	accept(&s, &f.last);
	strcpy(st.title, "Another title");
	forge_statement(&f, st, 0x30);
	assert_int_equal(judge_note(&f, &s, true, &e), 5);
	assert_true(e.found);
	forget(&s);
	forge_close(&f);
}

static void
to_read_a_release_of_the_future_is_no_danger(void **unused)
{
	struct sat_verify_opts o = { .clock = T0 };
	struct sat_statement st;
	struct sat_evidence e;
	struct sat_trusted t;
	struct forge f;
	struct state s;

	(void)unused;
	forge_open(&f);
	pin(&s, &f, 1, 1);
	st = f.last;
	from_the_future(&st);
	forge_statement(&f, st, 0x30);
	assert_int_equal(judge_as(&f, &s, o, &t, &e), 0);
	forget(&s);
	forge_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_release_is_trusted),
		cmocka_unit_test(too_few_signatures_are_not_authentic),
		cmocka_unit_test(a_signed_wrong_field_is_refused),
		cmocka_unit_test(an_older_release_is_refused_unless_archived),
		cmocka_unit_test(two_texts_for_one_number_are_a_fork),
		cmocka_unit_test(rewritten_history_is_a_fork),
		cmocka_unit_test(history_must_be_what_the_statement_says),
		cmocka_unit_test(roots_are_followed_by_both_thresholds),
		cmocka_unit_test(releases_of_a_replaced_root_are_old),
		cmocka_unit_test(minimum_release_revokes),
		cmocka_unit_test(a_new_epoch_cures_a_stolen_quorum),
		cmocka_unit_test(another_text_for_a_stored_root_is_evidence),
		cmocka_unit_test(a_later_root_may_be_pinned),
		cmocka_unit_test(the_clock_is_never_believed_alone),
		cmocka_unit_test(a_future_date_never_poisons_the_memory),
		cmocka_unit_test(
		    keys_of_an_earlier_root_cannot_speak_for_a_later_one),
		cmocka_unit_test(a_draft_needs_no_signatures_but_all_else),
		cmocka_unit_test(history_has_its_lines_and_rising_times),
		cmocka_unit_test(
		    each_new_root_is_kept_before_the_next_is_looked_at),
		cmocka_unit_test(
		    other_roots_that_could_not_have_been_believed_are_no_evidence),
		cmocka_unit_test(
		    a_pinned_root_has_its_place_and_earlier_ones_their_form),
		cmocka_unit_test(a_statement_alone_is_judged_by_stored_roots),
		cmocka_unit_test(to_read_a_release_of_the_future_is_no_danger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
