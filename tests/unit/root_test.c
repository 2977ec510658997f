#include "vectors.h"

#include "pairs.h"
#include "root.h"

/* Everything the tests sign with: r0..r9 for roots, o0..o3 for releases. */
static struct pair
root_pair(unsigned i)
{
	char name[30];

	(void)snprintf(name, sizeof(name), "un.example/r%u", i);
	return pair_of(name);
}

static struct pair
officer(unsigned i)
{
	char name[30];

	(void)snprintf(name, sizeof(name), "un.example/o%u", i);
	return pair_of(name);
}

/* Version 1, 2 of 3 and 2 of 3. */
static struct sat_root
good_root(void)
{
	struct sat_root r = { .directory = "un.example/points-of-contact",
		.version = 1,
		.epoch = 1,
		.minimum_release = 1,
		.issued = 1768003200, /* 2026-01-10 */
		.expires = 1925769600,
		.root_threshold = 2,
		.release_threshold = 2,
		.root_keys = 3,
		.release_keys = 3 };

	for (unsigned i = 0; i < 3; i++) {
		r.root_key[i] = root_pair(i).pub;
		r.release_key[i] = officer(i).pub;
	}
	return r;
}

static bool
reads(const char *s, struct sat_root *r, struct satchel_err *e)
{
	struct sat_rd t = exact(s, strlen(s));
	bool ok = sat_root_read(&t, r, e);

	drop(&t);
	return ok;
}

static void
a_root_reads_back(void **state)
{
	struct sat_root r = good_root(), got;
	struct satchel_err e;
	struct sat_hash h;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	sat_root_write(&r, &w);
	if (!reads(text(&w), &got, &e))
		fail_msg("%s", e.msg);
	sat_sha256(w.p, w.len, &h);
	assert_true(sat_hash_eq(&h, &got.digest));
	assert_string_equal(got.directory, r.directory);
	assert_true(got.version == 1 && got.epoch == 1 && !got.has_previous);
	assert_true(got.issued == r.issued && got.expires == r.expires);
	assert_true(got.root_threshold == 2 && got.release_threshold == 2);
	assert_true(got.root_keys == 3 && got.release_keys == 3);
	assert_memory_equal(got.root_key, r.root_key, sizeof(r.root_key));
	assert_memory_equal(
	    got.release_key, r.release_key, sizeof(r.release_key));
	sat_wr_free(&w);
}

static void
a_root_is_written_as_the_manual_shows(void **state)
{
	struct sat_root r = good_root();
	struct sat_wr w, v;

	(void)state;
	r.version = 3;
	r.epoch = 2;
	r.has_previous = true;
	memset(r.previous.b, 0xab, 32);
	r.minimum_release = 38;
	r.root_keys = r.release_keys = 1;
	r.root_threshold = r.release_threshold = 1;
	sat_wr_init(&w, 4096);
	sat_wr_init(&v, 4096);
	sat_root_write(&r, &w);
	sat_wr_str(&v, "satchel root v1\n"
		       "directory un.example/points-of-contact\n"
		       "version 3\nepoch 2\n"
		       "issued 2026-01-10T00:00:00Z\n"
		       "expires 2031-01-10T00:00:00Z\n"
		       "previous sha256:abababababababababababababababab"
		       "abababababababababababababababab\n"
		       "minimum-release 38\nroot-threshold 1\nroot-key ");
	sat_vkey_write(&r.root_key[0], &v);
	sat_wr_str(&v, "\nrelease-threshold 1\nrelease-key ");
	sat_vkey_write(&r.release_key[0], &v);
	sat_wr_str(&v, "\n");
	assert_string_equal(text(&w), text(&v));
	sat_wr_free(&w);
	sat_wr_free(&v);
}

/* Puts |to| in place of the first |from| of the good root, or of the text
 * after |from| if |to| begins with a plus. */
static void
edited(const char *from, const char *to, struct sat_wr *out)
{
	struct sat_root r = good_root();
	struct sat_wr w;
	const char *all, *at;

	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	sat_root_write(&r, &w);
	all = text(&w);
	at = strstr(all, from);
	assert_non_null(at);
	sat_wr_reset(out);
	sat_wr_put(out, all, (size_t)(at - all));
	sat_wr_str(out, to);
	sat_wr_str(out, at + strlen(from));
	sat_wr_free(&w);
}

static void
each_rule_of_one_root_is_kept(void **state)
{
	static const struct {
		const char *from, *to;
		bool ok;
	} c[] = {
		{ "epoch 1", "epoch 1", true },
		{ "minimum-release 1\n", "minimum-release 10000\n", true },
		{ "root-threshold 2", "root-threshold 1", true },
		{ "root-threshold 2", "root-threshold 3", true },
		{ "satchel root v1", "satchel root v2", false },
		{ "satchel root v1", "satchel statement v1", false },
		{ "satchel root v1\n", "", false },
		{ "directory un.example/points-of-contact",
		    "directory Un.example", false },
		{ "directory un.example/points-of-contact", "directory ",
		    false },
		{ "version 1", "version 0", false },
		{ "version 1", "version 01", false },
		{ "version 1", "version 2", false }, /* previous none */
		{ "version 1", "version 257", false },
		{ "version 1", "version  1", false },
		{ "version 1", "version 1 ", false },
		{ "version 1", " version 1", false },
		{ "version 1", "version 1\nversion 1", false },
		{ "version 1\n", "", false },
		{ "version 1\nepoch 1\n", "epoch 1\nversion 1\n", false },
		{ "epoch 1", "epoch 2", false }, /* over the version */
		{ "epoch 1", "epoch 0", false },
		{ "issued 2026-01-10", "issued 1969-01-10", false },
		{ "issued 2026-01-10", "issued 2031-01-10", false },
		{ "issued 2026-01-10", "issued 2031-01-09", true },
		{ "T00:00:00Z", "T00:00:60Z", false },
		{ "T00:00:00Z", "T00:00:00z", false },
		{ "previous none",
		    "previous sha256:abababababababababababababababab"
		    "abababababababababababababababab",
		    false },
		{ "previous none", "previous None", false },
		{ "minimum-release 1\n", "minimum-release 0\n", false },
		{ "minimum-release 1\n", "minimum-release 10001\n", false },
		{ "root-threshold 2", "root-threshold 0", false },
		{ "root-threshold 2", "root-threshold 4", false },
		{ "release-threshold 2", "release-threshold 4", false },
		{ "release-threshold 2", "release-threshold 17", false },
		{ "root-key", "root-keys", false },
		{ "root-key", "release-key", false },
		{ "root-threshold 2\n", "", false },
		{ "release-threshold 2\n", "release-threshold 2\nx-new 1\n",
		    false },
		{ "satchel root v1\n", "\nsatchel root v1\n", false },
	};
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_root r = { .version = 77 };
		struct satchel_err e = { 0 };

		edited(c[i].from, c[i].to, &w);
		if (reads(text(&w), &r, &e) != c[i].ok)
			fail_msg(
			    "\"%s\" as \"%s\": %s", c[i].from, c[i].to, e.msg);
		if (c[i].ok)
			continue;
		assert_int_equal(e.code, SATCHEL_EFORMAT);
		assert_true(e.has_offset && r.version == 77);
	}
	sat_wr_free(&w);
}

static void
every_byte_after_and_every_cut_is_refused(void **state)
{
	struct sat_root r = good_root(), got;
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	sat_root_write(&r, &w);
	for (size_t n = 0; n < w.len; n++) {
		struct sat_rd t = exact(w.p, n);

		/* a release key fewer is another good root */
		if (sat_root_read(&t, &got, &e))
			assert_true(got.release_keys < 3 && w.p[n - 1] == '\n');
		drop(&t);
	}
	sat_wr_str(&w, "\n");
	assert_false(reads(text(&w), &got, &e));
	sat_wr_free(&w);
}

/* Writes |r| as it is and says whether it is read. */
static bool
accepts(const struct sat_root *r, const char *why)
{
	struct sat_root got;
	struct satchel_err e = { 0 };
	struct sat_wr w;
	bool ok;

	sat_wr_init(&w, 1 << 20);
	sat_root_write(r, &w);
	ok = reads(text(&w), &got, &e);
	if (!ok)
		assert_non_null(strstr(e.msg, why));
	sat_wr_free(&w);
	return ok;
}

static void
no_key_and_no_name_stands_twice(void **state)
{
	struct sat_root r = good_root();
	struct satchel_err e;

	(void)state;
	assert_true(accepts(&r, ""));
	r.root_key[1] = r.root_key[0];
	assert_false(accepts(&r, "twice"));
	r = good_root();
	r.root_key[2] = r.root_key[1];
	r.root_key[1] = good_root().root_key[2];
	assert_false(accepts(&r, "not sorted"));
	r = good_root(); /* in both roles, under its own name */
	r.release_key[2] = r.root_key[1];
	assert_false(accepts(&r, "stands there twice"));
	r = good_root(); /* in both roles, under another */
	assert_true(sat_pubkey_make(
	    "un.example/z", r.root_key[1].pk, &r.release_key[2], &e));
	assert_false(accepts(&r, "the same public key"));
	r = good_root(); /* twice in one role */
	assert_true(sat_pubkey_make(
	    "un.example/z", r.root_key[0].pk, &r.root_key[2], &e));
	assert_false(accepts(&r, "the same public key"));
	r = good_root(); /* another key under a name of the other role */
	assert_true(sat_pubkey_make(
	    r.root_key[0].name, officer(7).pub.pk, &r.release_key[2], &e));
	assert_false(accepts(&r, "stands there twice"));
}

static void
a_key_of_small_order_is_no_root_key(void **state)
{
	struct sat_root r = good_root();
	crypto_hash_sha256_state s;
	uint8_t hash[32], raw[33] = { 1, 1 }; /* type, then the point 1 */

	(void)state;
	memcpy(r.root_key[0].pk, raw + 1, 32);
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const uint8_t *)r.root_key[0].name,
	    strlen(r.root_key[0].name));
	crypto_hash_sha256_update(&s, (const uint8_t *)"\n", 1);
	crypto_hash_sha256_update(&s, raw, sizeof(raw));
	crypto_hash_sha256_final(&s, hash);
	memcpy(r.root_key[0].id, hash, 4);
	assert_false(accepts(&r, "prime order"));
}

static void
a_role_has_at_most_16_keys(void **state)
{
	struct sat_root r = good_root();
	struct sat_root got;
	struct satchel_err e;
	struct sat_wr w;
	const char *all, *at;

	(void)state;
	r.root_keys = SAT_MAX_KEYS;
	for (unsigned i = 0; i < SAT_MAX_KEYS; i++) {
		char name[20];

		(void)snprintf(name, sizeof(name), "un.example/r%02u", i);
		r.root_key[i] = pair_of(name).pub;
	}
	r.root_threshold = SAT_MAX_KEYS;
	assert_true(accepts(&r, ""));
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	sat_root_write(&r, &w);
	all = text(&w);
	at = strstr(all, "release-threshold");
	{
		struct pair more = pair_of("un.example/r16");
		struct sat_wr v;

		sat_wr_init(&v, SAT_MAX_ROOT_TEXT);
		sat_wr_put(&v, all, (size_t)(at - all));
		sat_wr_str(&v, "root-key ");
		sat_vkey_write(&more.pub, &v);
		sat_wr_str(&v, "\n");
		sat_wr_str(&v, at);
		assert_false(reads(text(&v), &got, &e));
		assert_non_null(strstr(e.msg, "16"));
		sat_wr_free(&v);
	}
	sat_wr_free(&w);
}

static void
a_text_is_at_most_16_kib(void **state)
{
	uint8_t *big = calloc(1, SAT_MAX_ROOT_TEXT + 1);
	struct sat_rd t = sat_rd_of(big, SAT_MAX_ROOT_TEXT + 1, 0, "test");
	struct sat_root r;
	struct satchel_err e;

	(void)state;
	assert_non_null(big);
	assert_false(sat_root_read(&t, &r, &e));
	assert_non_null(strstr(e.msg, "16384"));
	free(big);
}

/* ---- chains ----------------------------------------------------------- */

/* |r| signed by the root pairs whose numbers |who| lists, sorted. */
static void
sign_root(const struct sat_root *r, const char *who, struct sat_wr *w)
{
	struct sat_wr t;

	sat_wr_init(&t, 1 << 16);
	sat_root_write(r, &t);
	sat_wr_put(w, t.p, t.len);
	sat_wr_str(w, "\n");
	for (; *who != '\0'; who++) {
		struct pair p = root_pair((unsigned)(*who - '0'));

		put_line(w, &p, t.p, t.len);
	}
	sat_wr_free(&t);
}

/* Root 1 as read, and the start of its successor. */
static void
two_roots(struct sat_root *one, struct sat_root *two)
{
	struct satchel_err e;
	struct sat_wr w;

	*one = good_root();
	sat_wr_init(&w, 1 << 16);
	sat_root_write(one, &w);
	assert_true(reads(text(&w), one, &e));
	*two = *one;
	two->version = 2;
	two->has_previous = true;
	two->previous = one->digest;
	sat_wr_free(&w);
}

/* Is |next| with the lines of |who| the successor of |old|?  If not, |e|. */
static bool
follows(const struct sat_root *old, const struct sat_root *next,
    const char *who, struct sat_root *got, struct satchel_err *e)
{
	struct sat_note n;
	struct sat_wr w;
	struct sat_rd r;
	bool ok;

	sat_wr_init(&w, 1 << 16);
	sign_root(next, who, &w);
	r = sat_wr_rd(&w);
	ok = sat_note_read(&r, 1, &n, e) && sat_root_next(old, &n, got, e);
	sat_wr_free(&w);
	return ok;
}

static void
a_successor_needs_both_thresholds(void **state)
{
	struct sat_root one, two, got = { .version = 77 };
	struct satchel_err e = { 0 };

	(void)state;
	two_roots(&one, &two);
	assert_true(follows(&one, &two, "01", &got, &e));
	assert_true(got.version == 2);
	got.version = 77;
	assert_false(follows(&one, &two, "0", &got, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_false(follows(&one, &two, "056", &got, &e));
	for (unsigned i = 0; i < 3; i++) /* hand over to 3, 4, 5 */
		two.root_key[i] = root_pair(i + 3).pub;
	assert_false(follows(&one, &two, "01", &got, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_false(follows(&one, &two, "34", &got, &e));
	assert_false(follows(&one, &two, "013", &got, &e));
	assert_true(got.version == 77);
	assert_true(follows(&one, &two, "0134", &got, &e));
}

static void
release_keys_do_not_sign_roots(void **state)
{
	struct sat_root one, two, got;
	struct pair a = officer(0), b = officer(1);
	struct satchel_err e;
	struct sat_note n;
	struct sat_wr w, t;
	struct sat_rd r;

	(void)state;
	two_roots(&one, &two);
	sat_wr_init(&t, 1 << 16);
	sat_wr_init(&w, 1 << 16);
	sat_root_write(&two, &t);
	sat_wr_put(&w, t.p, t.len);
	sat_wr_str(&w, "\n");
	put_line(&w, &a, t.p, t.len);
	put_line(&w, &b, t.p, t.len);
	r = sat_wr_rd(&w);
	assert_true(sat_note_read(&r, 1, &n, &e));
	assert_false(sat_root_next(&one, &n, &got, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	sat_wr_free(&t);
	sat_wr_free(&w);
}

/* Signed by all, and still no successor. */
static void
a_successor_keeps_what_must_not_change(void **state)
{
	struct sat_root one, two, next, got;
	struct satchel_err e;

	(void)state;
	two_roots(&one, &two);
	next = two;
	(void)snprintf(next.directory, sizeof(next.directory), "un.other");
	assert_false(follows(&one, &next, "012", &got, &e));
	assert_non_null(strstr(e.msg, "another directory"));
	next = two;
	next.version = 3;
	assert_false(follows(&one, &next, "012", &got, &e));
	assert_non_null(strstr(e.msg, "root 3 stands where root 2"));
	next = two;
	next.previous.b[31] ^= 1;
	assert_false(follows(&one, &next, "012", &got, &e));
	assert_non_null(strstr(e.msg, "previous"));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	next = one; /* the same again */
	assert_false(follows(&one, &next, "012", &got, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
}

static void
epoch_and_minimum_release_never_fall(void **state)
{
	static const struct {
		uint32_t epoch, min, next_epoch, next_min;
		bool ok;
	} c[] = {
		{ 2, 38, 2, 38, true },
		{ 2, 38, 2, 39, true },
		{ 2, 38, 2, 37, false },
		{ 2, 38, 1, 38, false },
		{ 2, 38, 1, 10000, false },
		{ 2, 38, 3, 1, true },
		{ 2, 38, 4, 38, false },
	};
	struct sat_root one, two, got;
	struct satchel_err e;

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		two_roots(&one, &two);
		one.version = 8;
		two.version = 9;
		one.epoch = c[i].epoch;
		one.minimum_release = c[i].min;
		two.epoch = c[i].next_epoch;
		two.minimum_release = c[i].next_min;
		if (follows(&one, &two, "01", &got, &e) != c[i].ok)
			fail_msg("case %zu", i);
	}
}

/* What is wrong inside shows only once the old threshold is met. */
static void
nothing_is_parsed_before_the_old_threshold(void **state)
{
	struct sat_root one, two, got;
	struct satchel_err e;

	(void)state;
	two_roots(&one, &two);
	two.minimum_release = 0; /* no such root */
	assert_false(follows(&one, &two, "0", &got, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_false(follows(&one, &two, "01", &got, &e));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
}

static void
a_bad_signature_of_a_known_key_spoils_it(void **state)
{
	struct sat_root one, two, got;
	struct pair c = root_pair(2);
	struct satchel_err e;
	struct sat_note n;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	two_roots(&one, &two);
	sat_wr_init(&w, 1 << 16);
	sign_root(&two, "01", &w);
	put_line(&w, &c, "other", 5);
	r = sat_wr_rd(&w);
	assert_true(sat_note_read(&r, 1, &n, &e));
	assert_false(sat_root_next(&one, &n, &got, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_non_null(strstr(e.msg, "un.example/r2"));
	sat_wr_free(&w);
}

static void
a_chain_comes_apart_into_notes(void **state)
{
	struct sat_root one, two;
	struct sat_chain *c = NULL;
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	two_roots(&one, &two);
	sat_wr_init(&w, 1 << 16);
	sign_root(&one, "012", &w);
	sign_root(&two, "01", &w);
	r = exact(w.p, w.len);
	assert_true(sat_chain_read(&r, 1, &c, &e));
	assert_true(c->n == 2 && c->note[0].n == 3 && c->note[1].n == 2);
	assert_true(sat_root_meets(&c->note[0], &one, &e));
	free(c);
	drop(&r);
	sign_root(&two, "", &w); /* an unsigned one, only last */
	r = exact(w.p, w.len);
	c = NULL;
	assert_false(sat_chain_read(&r, 1, &c, &e));
	assert_null(c);
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_true(sat_chain_read(&r, 0, &c, &e));
	assert_true(c->n == 3 && c->note[2].n == 0);
	free(c);
	c = NULL;
	drop(&r);
	sign_root(&two, "01", &w);
	r = exact(w.p, w.len);
	assert_false(sat_chain_read(&r, 0, &c, &e));
	drop(&r);
	sat_wr_free(&w);
}

static void
a_broken_chain_is_refused_as_a_whole(void **state)
{
	struct sat_root one, two;
	struct sat_chain *c = NULL;
	struct satchel_err e;
	struct sat_wr w;
	size_t ends;

	(void)state;
	two_roots(&one, &two);
	sat_wr_init(&w, 1 << 16);
	sign_root(&one, "0", &w);
	ends = w.len;
	sign_root(&two, "0", &w);
	for (size_t n = 0; n < w.len; n++) {
		struct sat_rd r = exact(w.p, n);

		if (sat_chain_read(&r, 1, &c, &e)) {
			assert_int_equal(n, ends);
			free(c);
			c = NULL;
		} else
			assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
		drop(&r);
	}
	sat_wr_str(&w, "\n");
	{
		struct sat_rd r = exact(w.p, w.len);

		assert_false(sat_chain_read(&r, 1, &c, &e));
		drop(&r);
	}
	sat_wr_free(&w);
}

static void
a_chain_has_at_most_256_roots_and_1_mib(void **state)
{
	struct sat_chain *c = NULL;
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	sat_wr_init(&w, 2 << 20);
	for (unsigned i = 0; i < 257; i++) {
		sat_wr_str(
		    &w, "satchel root v1\n\n\xe2\x80\x94 a.b AAAAAAA=\n");
		if (i < 255)
			continue;
		r = exact(w.p, w.len);
		assert_int_equal(sat_chain_read(&r, 1, &c, &e), i == 255);
		free(c);
		c = NULL;
		drop(&r);
	}
	sat_wr_reset(&w);
	sat_wr_fill(&w, 'x', SAT_MAX_ROOTS + 1);
	r = sat_wr_rd(&w);
	assert_false(sat_chain_read(&r, 1, &c, &e));
	assert_non_null(strstr(e.msg, "1 MiB"));
	sat_wr_free(&w);
}

/* ---- TUF's rotation cases ---------------------------------------------- */

/* A root with the keys, threshold and version of a case's step. */
static void
step_root(const json_t *step, const struct sat_root *old, struct sat_root *r)
{
	const json_t *keys = json_object_get(step, "keys");

	*r = good_root();
	r->root_keys = json_array_size(keys);
	for (size_t i = 0; i < r->root_keys; i++)
		r->root_key[i] = root_pair(
		    (unsigned)json_integer_value(json_array_get(keys, i)))
				     .pub;
	r->root_threshold =
	    (uint32_t)json_integer_value(json_object_get(step, "threshold"));
	if (old == NULL)
		return;
	r->version = old->version + 1;
	r->has_previous = true;
	r->previous = old->digest;
}

/* The signers of a step as sign_root takes them, sorted. */
static void
step_signers(const json_t *step, char who[11])
{
	const json_t *sigs = json_object_get(step, "sigs");

	for (int d = 0; d < 10; d++)
		for (size_t i = 0; i < json_array_size(sigs); i++)
			if (json_integer_value(json_array_get(sigs, i)) == d) {
				*who++ = (char)('0' + d);
				break;
			}
	*who = '\0';
}

/* Follows |r| from |old|, or from nothing; |*got| on success. */
static bool
take_step(const struct sat_root *r, const char *who, const struct sat_root *old,
    struct sat_root *got)
{
	struct satchel_err e;
	struct sat_note n;
	struct sat_wr w;
	struct sat_rd t;
	bool ok;

	if (old != NULL)
		return follows(old, r, who, got, &e);
	sat_wr_init(&w, 1 << 16);
	sign_root(r, who, &w);
	t = sat_wr_rd(&w);
	ok = sat_note_read(&t, 1, &n, &e) && sat_root_read(&n.text, got, &e) &&
	     sat_root_meets(&n, got, &e);
	sat_wr_free(&w);
	return ok;
}

static void
tufs_rotations_end_as_published(void **state)
{
	json_t *all = vectors_load("tuf-conformance/rotation_cases.json");
	json_t *c = json_object_get(all, "root_rotation_cases"), *steps, *step;
	const char *name;
	size_t i, ran = 0;

	(void)state;
	json_object_foreach(c, name, steps)
	{
		struct sat_root old, got, r;

		json_array_foreach(steps, i, step)
		{
			bool want = json_is_true(json_object_get(step, "res"));
			char who[11];

			step_root(step, i == 0 ? NULL : &old, &r);
			step_signers(step, who);
			if (take_step(&r, who, i == 0 ? NULL : &old, &got) !=
			    want)
				fail_msg("%s, step %zu", name, i + 1);
			if (want)
				old = got;
		}
		ran++;
	}
	assert_int_equal(ran, 15);
	json_decref(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_root_reads_back),
		cmocka_unit_test(a_root_is_written_as_the_manual_shows),
		cmocka_unit_test(each_rule_of_one_root_is_kept),
		cmocka_unit_test(every_byte_after_and_every_cut_is_refused),
		cmocka_unit_test(no_key_and_no_name_stands_twice),
		cmocka_unit_test(a_key_of_small_order_is_no_root_key),
		cmocka_unit_test(a_role_has_at_most_16_keys),
		cmocka_unit_test(a_text_is_at_most_16_kib),
		cmocka_unit_test(a_successor_needs_both_thresholds),
		cmocka_unit_test(release_keys_do_not_sign_roots),
		cmocka_unit_test(a_successor_keeps_what_must_not_change),
		cmocka_unit_test(epoch_and_minimum_release_never_fall),
		cmocka_unit_test(nothing_is_parsed_before_the_old_threshold),
		cmocka_unit_test(a_bad_signature_of_a_known_key_spoils_it),
		cmocka_unit_test(a_chain_comes_apart_into_notes),
		cmocka_unit_test(a_broken_chain_is_refused_as_a_whole),
		cmocka_unit_test(a_chain_has_at_most_256_roots_and_1_mib),
		cmocka_unit_test(tufs_rotations_end_as_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
