#include "vectors.h"

#include "pairs.h"

static const char body[] = "satchel statement v1\ntitle A  text\n";

static struct sat_rd
window(const struct sat_wr *w)
{
	struct sat_rd r = sat_wr_rd(w);

	r.file = "test";
	return r;
}

/* Reads the |n| bytes of |p| as a note and counts, or says no. */
static bool
counts(const void *p, size_t n, const struct sat_pubkey *keys, size_t nkeys,
    size_t *count, struct satchel_err *e)
{
	struct sat_rd r = exact(p, n);
	struct sat_note note;
	bool ok = sat_note_read(&r, 1, &note, e) &&
		  sat_note_count(&note, keys, nkeys, count, NULL, e);

	if (!ok)
		assert_int_equal(e->code, SATCHEL_EUNTRUSTED);
	drop(&r);
	return ok;
}

static void
a_note_splits_into_text_and_lines(void **state)
{
	struct pair a = pair_of("un.example/a"), b = pair_of("un.example/b");
	const struct pair *const signer[] = { &a, &b };
	struct sat_pubkey keys[3] = { pair_of("un.example/c").pub, b.pub,
		a.pub };
	size_t count = 0, who[SAT_MAX_SIG_LINES] = { 0 };
	struct sat_note n;
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	sat_wr_init(&w, 4096);
	put_note(&w, body, signer, 2);
	r = window(&w);
	assert_true(sat_note_read(&r, 1, &n, &e));
	assert_true(sat_rd_is(&n.text, body) && n.n == 2);
	assert_string_equal(n.sig[0].name, "un.example/a");
	assert_memory_equal(n.sig[1].id, b.pub.id, 4);
	assert_true(n.sig[0].sized);
	assert_true(sat_note_count(&n, keys, 3, &count, who, &e));
	assert_int_equal(count, 2);
	assert_true(who[0] == 2 && who[1] == 1);
	assert_true(sat_note_count(&n, keys, 2, &count, NULL, &e));
	assert_int_equal(count, 1);
	assert_true(sat_note_count(&n, keys, 0, &count, NULL, &e));
	assert_int_equal(count, 0);
	sat_wr_free(&w);
}

static void
every_byte_changed_is_refused(void **state)
{
	struct pair a = pair_of("un.example/a"), b = pair_of("un.example/b");
	const struct pair *const signer[] = { &a, &b };
	const struct sat_pubkey keys[] = { a.pub, b.pub };
	struct satchel_err e;
	struct sat_wr w;
	size_t count;

	(void)state;
	sat_wr_init(&w, 4096);
	put_note(&w, body, signer, 2);
	for (size_t i = 0; i < w.len; i++)
		for (unsigned d = 1; d < 256; d += d < 3 ? 1 : 9) {
			w.p[i] = (uint8_t)(w.p[i] + d);
			count = 0;
			/* a changed name or id makes the line a stranger's */
			if (counts(w.p, w.len, keys, 2, &count, &e) &&
			    count == 2)
				fail_msg("byte %zu + %u", i, d);
			w.p[i] = (uint8_t)(w.p[i] - d);
		}
	assert_true(counts(w.p, w.len, keys, 2, &count, &e) && count == 2);
	sat_wr_free(&w);
}

static void
every_piece_of_a_note_is_refused(void **state)
{
	struct pair a = pair_of("un.example/a"), b = pair_of("un.example/b");
	const struct pair *const signer[] = { &a, &b };
	const struct sat_pubkey keys[] = { a.pub, b.pub };
	struct satchel_err e;
	struct sat_wr w;
	size_t count;

	(void)state;
	sat_wr_init(&w, 4096);
	put_note(&w, body, signer, 2);
	for (size_t i = 0; i < w.len; i++)
		for (size_t j = i; j <= w.len; j++) {
			if (j - i == w.len)
				continue;
			count = 0;
			if (counts(w.p + i, j - i, keys, 2, &count, &e) &&
			    count == 2)
				fail_msg("%zu to %zu", i, j);
		}
	sat_wr_free(&w);
}

/* Framing: |fmt| with the signature line of a key for each %s. */
static void
framing_faults_are_refused(void **state)
{
	static const struct {
		const char *fmt;
		const char *hint;
		bool ok;
	} c[] = {
		{ "text\n\n%s", "", true },
		{ "text\n\nmore\n\n%s", "", true }, /* as C2SP has it */
		{ "text\n%s", "", false },
		{ "text\n\n\xe2\x80\x94 a.example/x\n", "", false },
		{ "text\n\n", "", false },
		{ "text\n", "", false },
		{ "text", "", false },
		{ "", "", false },
		{ "\n", "", false },
		{ "\n\n%s", "", false },
		{ "\n%s", "", false },
		{ "%s", "", false },
		{ "text\n\n%s\n", "", false },
		{ "text\n\n%sx\n", "", false },
		{ "text\n\n%s ", "", false },
		{ "text\n\n %s", "", false },
		{ "text\n\n-%s", "", false },
		{ "te\txt\n\n%s", "", false },
		{ "te\x7fxt\n\n%s", "", false },
		{ "te\xc3\xa9xt\n\n%s", "", false },
		{ "\xef\xbb\xbftext\n\n%s", "", false },
		{ "text\r\n\r\n%s", "binary mode", false },
		{ "text\n\n%s\r", "binary mode", false },
	};
	struct pair a = pair_of("un.example/a");
	struct sat_wr w, line;

	(void)state;
	sat_wr_init(&w, 4096);
	sat_wr_init(&line, 4096);
	for (size_t i = 0; i < COUNT(c); i++) {
		const char *at = strstr(c[i].fmt, "%s");
		struct satchel_err e = { 0 };
		struct sat_note n;
		struct sat_rd r;
		bool ok;

		memset(&n, 0x5a, sizeof(n));
		sat_wr_reset(&w);
		sat_wr_reset(&line);
		put_line(&line, &a, "text\n", 5);
		sat_wr_put(&w, c[i].fmt,
		    at == NULL ? strlen(c[i].fmt) : (size_t)(at - c[i].fmt));
		if (at != NULL) {
			sat_wr_put(&w, line.p, line.len);
			sat_wr_str(&w, at + 2);
		}
		r = exact(w.p, w.len);
		ok = sat_note_read(&r, 1, &n, &e);
		if (ok != c[i].ok)
			fail_msg("case %zu", i);
		if (!ok) {
			assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
			assert_non_null(strstr(e.hint, c[i].hint));
			assert_int_equal(n.n, (size_t)0x5a5a5a5a5a5a5a5a);
		}
		drop(&r);
	}
	sat_wr_free(&w);
	sat_wr_free(&line);
}

/* "— NAME " and base64 of |n| bytes of |fill|. */
static void
raw_line(struct sat_wr *w, const char *name, uint8_t fill, size_t n)
{
	uint8_t raw[1000];

	memset(raw, fill, sizeof(raw));
	sat_wr_printf(w, "\xe2\x80\x94 %s ", name);
	sat_base64_write(w, raw, n);
	sat_wr_str(w, "\n");
}

static bool
lines_read(const struct sat_wr *w, size_t min, struct satchel_err *e)
{
	struct sat_rd r = exact(w->p, w->len);
	struct sat_note n;
	bool ok = sat_note_read(&r, min, &n, e);

	if (!ok)
		assert_int_equal(e->code, SATCHEL_EUNTRUSTED);
	drop(&r);
	return ok;
}

static void
there_are_at_most_32_lines(void **state)
{
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	sat_wr_str(&w, "text\n\n");
	assert_true(lines_read(&w, 0, &e));
	assert_false(lines_read(&w, 1, &e));
	for (unsigned i = 1; i <= 33; i++) {
		char name[20];

		(void)snprintf(name, sizeof(name), "a.b%02u", i);
		raw_line(&w, name, 1, 68);
		assert_int_equal(lines_read(&w, 1, &e), i <= 32);
	}
	assert_non_null(strstr(e.msg, "32"));
	sat_wr_free(&w);
}

static void
lines_are_sorted_and_none_is_repeated(void **state)
{
	static const struct {
		const char *a, *b;
		uint8_t fill_a, fill_b;
		bool ok;
	} c[] = {
		{ "a.b", "a.c", 1, 1, true },
		{ "a.b", "a.b", 1, 2, true }, /* a tie, another id */
		{ "a.b", "a.b", 2, 1, true },
		{ "a.b", "a.b", 1, 1, false }, /* the same line */
		{ "a.c", "a.b", 1, 1, false },
		{ "a.b", "a.b0", 1, 1, true },
		{ "a.b0", "a.b", 1, 1, false },
		{ "a-b", "a.b", 1, 1, true },
		{ "a.b", "A.c", 1, 1, false },	      /* no name */
		{ "a.b", "\xd0\xb0.b", 1, 1, false }, /* a Cyrillic a */
		{ "a.b", "", 1, 1, false },
		{ "a.b", "b.c d", 1, 1, false },
	};
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	for (size_t i = 0; i < COUNT(c); i++) {
		sat_wr_reset(&w);
		sat_wr_str(&w, "text\n\n");
		raw_line(&w, c[i].a, c[i].fill_a, 68);
		raw_line(&w, c[i].b, c[i].fill_b, 68);
		if (lines_read(&w, 1, &e) != c[i].ok)
			fail_msg("case %zu", i);
	}
	/* the same name and id, another signature; and not side by side */
	for (int apart = 0; apart < 2; apart++) {
		uint8_t sig[64] = { 1 };
		struct sat_pubkey k = { .name = "a.b", .id = "123" };

		sat_wr_reset(&w);
		sat_wr_str(&w, "text\n\n");
		sat_note_line(&k, sig, &w);
		if (apart)
			raw_line(&w, "a.b", 9, 68);
		sig[0] = 2;
		sat_note_line(&k, sig, &w);
		assert_false(lines_read(&w, 1, &e));
		assert_non_null(strstr(e.msg, "repeats"));
	}
	sat_wr_free(&w);
}

static void
a_line_holds_five_bytes_or_more(void **state)
{
	static const size_t size[] = { 0, 1, 4, 5, 6, 67, 68, 69, 999 };
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	for (size_t i = 0; i < COUNT(size); i++) {
		sat_wr_reset(&w);
		sat_wr_str(&w, "text\n\n");
		raw_line(&w, "a.b", 0, size[i]);
		assert_int_equal(lines_read(&w, 1, &e), size[i] >= 5);
	}
	sat_wr_reset(&w);
	sat_wr_str(&w, "text\n\n\xe2\x80\x94 a.b AAAAAAB=\n"); /* 5, loose */
	assert_false(lines_read(&w, 1, &e));
	sat_wr_free(&w);
}

static void
a_known_key_signs_well_or_spoils_the_note(void **state)
{
	struct pair a = pair_of("un.example/a"), b = pair_of("un.example/b");
	const struct sat_pubkey keys[] = { a.pub, b.pub };
	static const size_t size[] = { 5, 67, 69, 72 };
	struct satchel_err e;
	struct sat_wr w;
	uint8_t raw[72];
	size_t count;

	(void)state;
	sat_wr_init(&w, 4096);
	for (size_t i = 0; i < COUNT(size); i++) {
		memset(raw, 0, sizeof(raw));
		memcpy(raw, b.pub.id, 4);
		crypto_sign_detached(
		    raw + 4, NULL, (const uint8_t *)"text\n", 5, b.sk);
		sat_wr_reset(&w);
		sat_wr_str(&w, "text\n\n");
		put_line(&w, &a, "text\n", 5);
		sat_wr_str(&w, "\xe2\x80\x94 un.example/b ");
		sat_base64_write(&w, raw, size[i]);
		sat_wr_str(&w, "\n");
		assert_false(counts(w.p, w.len, keys, 2, &count, &e));
		assert_non_null(strstr(e.msg, "un.example/b"));
		/* b is a stranger: ignored */
		assert_true(counts(w.p, w.len, keys, 1, &count, &e));
		assert_int_equal(count, 1);
	}
	sat_wr_reset(&w);
	sat_wr_str(&w, "text\n\n");
	put_line(&w, &a, "text\n", 5);
	put_line(&w, &b, "text", 4); /* signed another text */
	assert_false(counts(w.p, w.len, keys, 2, &count, &e));
	assert_non_null(strstr(e.msg, "un.example/b"));
	assert_true(counts(w.p, w.len, keys, 1, &count, &e) && count == 1);
	sat_wr_free(&w);
}

static void
one_public_key_counts_once_under_any_name(void **state)
{
	struct pair a = pair_of("un.example/a"), z = a;
	struct sat_pubkey keys[3] = { a.pub };
	size_t count = 0, who[SAT_MAX_SIG_LINES] = { 9, 9 };
	struct satchel_err e;
	struct sat_note n;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	assert_true(sat_pubkey_make("un.example/z", a.pub.pk, &z.pub, &e));
	keys[1] = z.pub;
	sat_wr_init(&w, 4096);
	sat_wr_str(&w, "text\n\n");
	put_line(&w, &a, "text\n", 5);
	put_line(&w, &z, "text\n", 5);
	r = window(&w);
	assert_true(sat_note_read(&r, 1, &n, &e));
	assert_true(sat_note_count(&n, keys, 2, &count, who, &e));
	assert_true(count == 1 && who[0] == 0 && who[1] == 9);
	sat_wr_free(&w);
}

/* Two keys of one name and id, which 2^32 tries make: the line is of the
 * first, whose signature it is not. */
static void
a_colliding_key_id_does_not_help(void **state)
{
	struct pair a = pair_of("un.example/a"), b = pair_of("un.example/b");
	struct sat_pubkey keys[2] = { a.pub, b.pub };
	struct satchel_err e;
	struct sat_wr w;
	size_t count;

	(void)state;
	memcpy(keys[1].name, a.pub.name, sizeof(a.pub.name));
	memcpy(keys[1].id, a.pub.id, sizeof(a.pub.id));
	b.pub = keys[1];
	sat_wr_init(&w, 4096);
	sat_wr_str(&w, "text\n\n");
	put_line(&w, &b, "text\n", 5);
	assert_false(counts(w.p, w.len, keys, 2, &count, &e));
	sat_wr_free(&w);
}

static void
an_added_line_goes_to_its_place(void **state)
{
	static const char *const order[] = { "un.example/m", "un.example/z",
		"un.example/a", "un.example/n" };
	struct sat_pubkey keys[COUNT(order)];
	struct satchel_err e;
	struct sat_wr w, next;
	struct sat_note n;
	struct sat_rd r;
	size_t count = 0;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	sat_wr_init(&next, 1 << 16);
	sat_wr_printf(&w, "%s\n", body);
	for (size_t i = 0; i < COUNT(order); i++) {
		struct pair p = pair_of(order[i]);
		uint8_t sig[64];

		keys[i] = p.pub;
		crypto_sign_detached(
		    sig, NULL, (const uint8_t *)body, sizeof(body) - 1, p.sk);
		r = window(&w);
		assert_true(sat_note_read(&r, 0, &n, &e));
		sat_wr_reset(&next);
		assert_true(sat_note_add(&n, &p.pub, sig, &next, &e));
		sat_wr_reset(&w);
		sat_wr_put(&w, next.p, next.len);
		r = window(&w);
		assert_true(sat_note_read(&r, 1, &n, &e));
		assert_int_equal(n.n, i + 1);
		assert_true(sat_note_count(&n, keys, i + 1, &count, NULL, &e));
		assert_int_equal(count, i + 1);
		sat_wr_reset(&next);
		assert_false(sat_note_add(&n, &p.pub, sig, &next, &e));
		assert_int_equal(e.code, SATCHEL_ENO);
		assert_int_equal(next.len, 0);
	}
	sat_wr_free(&w);
	sat_wr_free(&next);
}

static void
a_full_note_takes_no_line_more(void **state)
{
	struct pair p = pair_of("un.example/z");
	uint8_t sig[64] = { 0 };
	struct satchel_err e;
	struct sat_wr w, next;
	struct sat_note n;
	struct sat_rd r;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	sat_wr_init(&next, 1 << 16);
	sat_wr_str(&w, "text\n\n");
	for (uint8_t i = 1; i <= 32; i++)
		raw_line(&w, "a.b", i, 68);
	r = window(&w);
	assert_true(sat_note_read(&r, 1, &n, &e));
	assert_false(sat_note_add(&n, &p.pub, sig, &next, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	sat_wr_free(&w);
	sat_wr_free(&next);
}

static void
notes_in_a_row_come_apart(void **state)
{
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd rest, one = rd("?");
	size_t len[3];

	(void)state;
	sat_wr_init(&w, 1 << 16);
	for (size_t i = 0; i < 3; i++) {
		sat_wr_printf(&w, "first v1\nnumber %zu\n\n", i);
		raw_line(&w, "a.b", 1, 68);
		if (i == 1)
			raw_line(&w, "a.c", 1, 68);
		len[i] = w.len;
	}
	rest = window(&w);
	for (size_t i = 0; i < 3; i++) {
		struct sat_note n;

		assert_true(sat_note_next(&rest, "first v1", &one, &e));
		assert_int_equal(one.off + one.n, len[i]);
		assert_true(sat_note_read(&one, 1, &n, &e));
		assert_int_equal(n.n, i == 1 ? 2 : 1);
	}
	assert_true(sat_rd_end(&rest));
	rest = window(&w);
	assert_false(sat_note_next(&rest, "first v2", &one, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_false(sat_note_next(&rest, "first", &one, &e));
	rest = rd("first v1\nno blank line\n");
	assert_false(sat_note_next(&rest, "first v1", &one, &e));
	rest = rd("first v1\n\n\xe2\x80\x94 a.b AAAA");
	assert_false(sat_note_next(&rest, "first v1", &one, &e));
	rest = rd("first v1\n\n");
	assert_true(sat_note_next(&rest, "first v1", &one, &e));
	assert_true(one.n == 10 && sat_rd_end(&rest));
	sat_wr_free(&w);
}

/* ---- the published notes ---------------------------------------------- */

/*
 * satchel takes only small letters in names, and lines sorted by them; the
 * published notes have neither.  A signature covers the text alone, so that
 * each note is rewritten: names as satchel has them, ids of those names, lines
 * in their order; all else stays, above all what is wrong with it.
 */
static const struct {
	const char *theirs, *ours;
} renamed[] = { { "PeterNeumann", "peter.neumann" },
	{ "EnochRoot", "enoch.root" },
	{ "example.com/foo", "example.com/foo" } };

static const char *
our_name(const struct sat_rd *theirs)
{
	for (size_t i = 0; i < COUNT(renamed); i++)
		if (sat_rd_is(theirs, renamed[i].theirs))
			return renamed[i].ours;
	return NULL;
}

/* A published vkey under our name. */
static struct sat_pubkey
our_key(const char *vkey)
{
	const char *plus = strchr(vkey, '+');
	struct sat_rd name = sat_rd_of(vkey, (size_t)(plus - vkey), 0, NULL);
	struct sat_rd data = rd(strchr(plus + 1, '+') + 1);
	struct sat_pubkey k;
	uint8_t raw[33];
	size_t n;

	assert_true(sat_base64_read(&data, raw, sizeof(raw), &n));
	assert_true(sat_pubkey_make(our_name(&name), raw + 1, &k, NULL));
	return k;
}

/* One line, rewritten if it is a signature line of a published key. */
static void
rewrite(const struct sat_rd *line, const json_t *vkeys, struct sat_wr *w)
{
	struct sat_rd r = *line, name;
	uint8_t raw[100];
	size_t n, space = 0, i;
	json_t *j;

	while (space < r.n && (space < 4 || r.p[space] != ' '))
		space++;
	if (!sat_rd_word(&r, "\xe2\x80\x94 ") ||
	    !sat_rd_take(&r, space - 4, &name) || our_name(&name) == NULL ||
	    !sat_rd_word(&r, " ") ||
	    !sat_base64_read(&r, raw, sizeof(raw), &n)) {
		sat_wr_put(w, line->p, line->n);
		return;
	}
	json_array_foreach(vkeys, i, j)
	{
		const char *vkey = json_text(j, "vkey");
		struct sat_rd id = rd(strchr(vkey, '+') + 1);
		uint8_t their_id[4];

		id.n = 8;
		assert_true(sat_hex_read(&id, false, their_id, 4));
		if (strncmp(vkey, (const char *)name.p, name.n) == 0 &&
		    memcmp(their_id, raw, 4) == 0)
			memcpy(raw, our_key(vkey).id, 4);
	}
	sat_wr_printf(w, "\xe2\x80\x94 %s ", our_name(&name));
	sat_base64_write(w, raw, n);
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Signature lines that stand in a row at the end, sorted. */
static void
sort_lines(struct sat_wr *w)
{
	char *copy = strdup(text(w)), *at = strstr(copy, "\n\n\xe2"), *end;
	char *line[200];
	size_t n = 0;

	if (at != NULL && w->p[w->len - 1] == '\n') {
		at += 2;
		w->len = (size_t)(at - copy);
		for (; (end = strchr(at, '\n')) != NULL; at = end + 1) {
			*end = '\0';
			assert_true(n < COUNT(line));
			line[n++] = at;
		}
		qsort(line, n, sizeof(*line), by_bytes);
		for (size_t i = 0; i < n; i++)
			sat_wr_printf(w, "%s\n", line[i]);
	}
	free(copy);
}

/* The note of case |j| as it would be among satchel's. */
static void
translate(const json_t *j, const json_t *vkeys, struct sat_wr *w)
{
	struct sat_rd msg = json_hex(j, "msg_hex"), rest = msg, line;
	bool plain = memchr(msg.p, '\0', msg.n) == NULL &&
		     strstr(json_text(j, "name"), "line after") == NULL;

	while (sat_rd_line(&rest, &line)) {
		rewrite(&line, vkeys, w);
		sat_wr_str(w, "\n");
	}
	rewrite(&rest, vkeys, w);
	drop(&msg);
	if (plain)
		sort_lines(w);
}

static void
the_published_notes_end_as_published(void **state)
{
	json_t *all = vectors_load("sumdb-note/note_vectors.json"), *j;
	json_t *c2sp = json_pack("{ss}", "vkey",
	    "example.com/foo+530d903a+"
	    "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
	json_t *known = json_copy(json_object_get(all, "vkeys"));
	size_t i;

	(void)state;
	json_array_append_new(known, c2sp);
	/* the last two published ones are bad */
	json_array_remove(known, 2);
	json_array_remove(known, 2);
	json_array_foreach(json_object_get(all, "notes"), i, j)
	{
		const json_t *keys = json_object_get(j, "keys");
		bool twice =
		    strcmp(json_text(j, "name"), "duplicate lines") == 0;
		size_t nkeys = json_array_size(keys), count = 0, k;
		struct sat_pubkey key[4];
		struct satchel_err e = { 0 };
		struct sat_wr w;
		bool ok;

		for (k = 0; k < nkeys; k++)
			key[k] =
			    our_key(json_string_value(json_array_get(keys, k)));
		sat_wr_init(&w, 1 << 20);
		translate(j, known, &w);
		ok = counts(w.p, w.len, key, nkeys, &count, &e) && count > 0;
		/* satchel refuses a repeated line, as TUF does */
		if (ok !=
		    (json_is_true(json_object_get(j, "accept")) && !twice))
			fail_msg("%s: %s", json_text(j, "name"), e.msg);
		if (ok)
			assert_int_equal(count,
			    json_array_size(json_object_get(j, "verified")));
		if (twice)
			assert_non_null(strstr(e.msg, "repeats"));
		sat_wr_free(&w);
	}
	assert_int_equal(i, 14);
	json_decref(known);
	json_decref(all);
}

static void
the_published_signer_signs_the_same(void **state)
{
	json_t *all = vectors_load("sumdb-note/note_vectors.json");
	const json_t *j = json_object_get(all, "signer");
	struct sat_rd data = rd(strstr(json_text(j, "skey"), "c74f20a3+") + 9),
		      r;
	const char *t = json_text(j, "text"), *want;
	uint8_t raw[33], sig[64], ours[68];
	struct pair p = pair_of("peter.neumann");
	struct sat_seckey *s = NULL;
	struct satchel_err e;
	struct sat_wr w;
	uint8_t pk[32];
	size_t n;

	(void)state;
	assert_true(sat_base64_read(&data, raw, sizeof(raw), &n) && n == 33);
	crypto_sign_seed_keypair(pk, p.sk, raw + 1);
	assert_true(sat_pubkey_make("peter.neumann", pk, &p.pub, &e));
	sat_wr_init(&w, 1 << 16);
	sat_wr_str(&w, "satchel secret key v1\npublic ");
	sat_vkey_write(&p.pub, &w);
	sat_wr_str(&w, "\nkdf none\nbox ");
	sat_base64_write(&w, raw + 1, 32);
	sat_wr_str(&w, "\n");
	r = window(&w);
	assert_true(sat_seckey_open(&r, NULL, &s, &e));
	assert_true(sat_seckey_sign(s, t, strlen(t), sig, &e));
	sat_seckey_close(s);
	want = strrchr(json_text(j, "want"), ' ') + 1;
	r = sat_rd_of(want, strlen(want) - 1, 0, NULL);
	assert_true(sat_base64_read(&r, ours, sizeof(ours), &n) && n == 68);
	assert_memory_equal(ours + 4, sig, 64);
	sat_wr_free(&w);
	json_decref(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_splits_into_text_and_lines),
		cmocka_unit_test(every_byte_changed_is_refused),
		cmocka_unit_test(every_piece_of_a_note_is_refused),
		cmocka_unit_test(framing_faults_are_refused),
		cmocka_unit_test(there_are_at_most_32_lines),
		cmocka_unit_test(lines_are_sorted_and_none_is_repeated),
		cmocka_unit_test(a_line_holds_five_bytes_or_more),
		cmocka_unit_test(a_known_key_signs_well_or_spoils_the_note),
		cmocka_unit_test(one_public_key_counts_once_under_any_name),
		cmocka_unit_test(a_colliding_key_id_does_not_help),
		cmocka_unit_test(an_added_line_goes_to_its_place),
		cmocka_unit_test(a_full_note_takes_no_line_more),
		cmocka_unit_test(notes_in_a_row_come_apart),
		cmocka_unit_test(the_published_notes_end_as_published),
		cmocka_unit_test(the_published_signer_signs_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
