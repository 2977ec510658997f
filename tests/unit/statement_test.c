#include "unit.h"

#include "statement.h"

#define AB "abababababababababababababababababababababababababababababababab"

/* The example of the format: release 41. */
static const char good[] = "satchel statement v1\n"
			   "directory un.example/points-of-contact\n"
			   "title Directory of Points of Contact\n"
			   "edition live\n"
			   "epoch 1\n"
			   "release 41\n"
			   "issued 2026-03-01T09:00:00Z\n"
			   "next-by 2026-04-01T00:00:00Z\n"
			   "expires 2026-09-01T00:00:00Z\n"
			   "root 3 sha256:" AB "\n"
			   "previous sha256:" AB "\n"
			   "history 40 sha256:" AB "\n"
			   "records 1873 rfc6962-sha256:" AB "\n"
			   "tree 512 blake2b-256:" AB "\n"
			   "payload 34244 sha256:" AB "\n";

static bool
reads(const char *s, size_t n, struct sat_statement *st, struct satchel_err *e)
{
	struct sat_rd t = exact(s, n);
	bool ok = sat_statement_read(&t, st, e);

	drop(&t);
	return ok;
}

static void
a_statement_reads_back(void **state)
{
	struct sat_statement s;
	struct satchel_err e;
	struct sat_hash h;
	struct sat_wr w;

	(void)state;
	if (!reads(good, sizeof(good) - 1, &s, &e))
		fail_msg("%s", e.msg);
	assert_string_equal(s.directory, "un.example/points-of-contact");
	assert_string_equal(s.title, "Directory of Points of Contact");
	assert_true(!s.exercise && s.epoch == 1 && s.release == 41);
	assert_true(s.issued == 1772355600 && s.next_by == 1775001600 &&
		    s.expires == 1788220800);
	assert_true(s.root == 3 && s.has_previous && s.history == 40);
	assert_true(s.records == 1873 && s.payload == 34244);
	memset(h.b, 0xab, 32);
	assert_true(sat_hash_eq(&h, &s.root_digest) &&
		    sat_hash_eq(&h, &s.previous) &&
		    sat_hash_eq(&h, &s.history_digest) &&
		    sat_hash_eq(&h, &s.records_root) &&
		    sat_hash_eq(&h, &s.tree_digest) &&
		    sat_hash_eq(&h, &s.payload_digest));
	sat_sha256(good, sizeof(good) - 1, &h);
	assert_true(sat_hash_eq(&h, &s.digest));
	sat_wr_init(&w, 4096);
	sat_statement_write(&s, &w);
	assert_string_equal(text(&w), good);
	sat_wr_free(&w);
}

/* |to| for the first |from|, and again for |from2| if there is one. */
static size_t
edit(const char *from, const char *to, const char *from2, const char *to2,
    char out[4096])
{
	const char *at = strstr(good, from);
	char first[4096];

	assert_non_null(at);
	(void)snprintf(first, sizeof(first), "%.*s%s%s", (int)(at - good), good,
	    to, at + strlen(from));
	if (from2 == NULL)
		return (size_t)snprintf(out, 4096, "%s", first);
	at = strstr(first, from2);
	assert_non_null(at);
	return (size_t)snprintf(out, 4096, "%.*s%s%s", (int)(at - first), first,
	    to2, at + strlen(from2));
}

#define TEN "0123456789"
#define NINETY TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void
each_rule_is_kept(void **state)
{
	static const char dir[] = "un.example/points-of-contact";
	static const char nothing[] =
	    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
	    "7852b855\n";
	static const struct {
		const char *from, *to, *from2, *to2;
		bool ok;
	} c[] = {
		{ dir, "un.example/exercise", "live", "exercise", true },
		{ dir, "un.example/exercise", NULL, NULL, false },
		{ "live", "exercise", NULL, NULL, false },
		{ "live", "Live", NULL, NULL, false },
		{ "live", "live ", NULL, NULL, false },
		{ dir, "un.exercise", "live", "exercise", true },
		{ dir, "un/exercise/x", "live", "exercise", false },
		{ dir, "un", NULL, NULL, false },
		{ dir, "un example", NULL, NULL, false },
		{ "statement v1", "statement v2", NULL, NULL, false },
		{ "statement v1", "root v1", NULL, NULL, false },
		{ "title Directory of Points of Contact", "title x", NULL, NULL,
		    true },
		{ "title Directory of Points of Contact",
		    "title ~ two  spaces !", NULL, NULL, true },
		{ "title Directory of Points of Contact", "title " NINETY TEN,
		    NULL, NULL, true },
		{ "title Directory of Points of Contact",
		    "title " NINETY TEN "0", NULL, NULL, false },
		{ "title Directory of Points of Contact", "title ", NULL, NULL,
		    false },
		{ "title Directory of Points of Contact", "title", NULL, NULL,
		    false },
		{ "title D", "title  D", NULL, NULL, false },
		{ "Contact\n", "Contact \n", NULL, NULL, false },
		{ "title D", "title \xc3\x89", NULL, NULL, false },
		{ "title D", "title \x1b", NULL, NULL, false },
		{ "title D", "title \x7f", NULL, NULL, false },
		{ "title D", "title \t", NULL, NULL, false },
		{ "Contact\n", "Contact\r\n", NULL, NULL, false },
		{ "epoch 1", "epoch 256", NULL, NULL, true },
		{ "epoch 1", "epoch 257", NULL, NULL, false },
		{ "epoch 1", "epoch 0", NULL, NULL, false },
		{ "epoch 1", "epoch 01", NULL, NULL, false },
		{ "release 41", "release 10000", "history 40", "history 9999",
		    true },
		{ "release 41", "release 10001", "history 40", "history 10000",
		    false },
		{ "release 41", "release 999999999", NULL, NULL, false },
		{ "release 41", "release 0", NULL, NULL, false },
		{ "release 41", "release 42", NULL, NULL, false },
		{ "release 41", "release 4294967337", NULL, NULL, false },
		{ "release 41", "release 2", "history 40", "history 1", true },
		{ "release 41", "release 1", "history 40", "history 0", false },
		{ "2026-03-01T09", "2026-04-01T00", NULL, NULL, false },
		{ "2026-03-01T09:00:00Z", "2026-03-31T23:59:59Z", NULL, NULL,
		    true },
		{ "2026-04-01", "2026-09-01", NULL, NULL, false },
		{ "2026-03-01", "1969-03-01", NULL, NULL, false },
		{ "2026-03-01", "1970-03-01", NULL, NULL, true },
		{ "09:00:00Z", "09:00:60Z", NULL, NULL, false },
		{ "2026-09-01", "10000-09-01", NULL, NULL, false },
		{ "root 3", "root 256", NULL, NULL, true },
		{ "root 3", "root 257", NULL, NULL, false },
		{ "root 3", "root 0", NULL, NULL, false },
		{ "root 3 ", "root 3  ", NULL, NULL, false },
		{ "root 3 sha256:", "root 3 sha512:", NULL, NULL, false },
		{ "root 3 sha256:ab", "root 3 sha256:AB", NULL, NULL, false },
		{ "root 3 sha256:ab", "root 3 sha256:", NULL, NULL, false },
		{ "root 3 sha256:ab", "root 3 sha256:ababab", NULL, NULL,
		    false },
		{ "previous sha256:" AB, "previous none", NULL, NULL, false },
		{ "previous sha256:", "previous ", NULL, NULL, false },
		{ "records 1873", "records 1", NULL, NULL, true },
		{ "records 1873", "records 0", NULL, NULL, false },
		{ "records 1873", "records 4294967295", NULL, NULL, true },
		{ "records 1873", "records 4294967296", NULL, NULL, false },
		{ "records 1873 rfc6962-sha256", "records 1873 sha256", NULL,
		    NULL, false },
		{ "tree 512", "tree 511", NULL, NULL, false },
		{ "tree 512", "tree 513", NULL, NULL, false },
		{ "tree 512 blake2b-256", "tree 512 sha256", NULL, NULL,
		    false },
		{ "payload 34244", "payload 512", NULL, NULL, false },
		{ "payload 34244", "payload 8589934591", NULL, NULL, true },
		{ "payload 34244", "payload 8589934592", NULL, NULL, false },
		{ "payload 34244", "payload 18446744073709585860", NULL, NULL,
		    false },
		{ "edition live\n", "", NULL, NULL, false },
		{ "edition live\n", "edition live\nedition live\n", NULL, NULL,
		    false },
		{ "epoch 1\nrelease 41\n", "release 41\nepoch 1\n", NULL, NULL,
		    false },
		{ "epoch 1\n", "epoch 1\nx-note y\n", NULL, NULL, false },
		{ "epoch 1\n", "epoch 1\n\n", NULL, NULL, false },
		{ "satchel", " satchel", NULL, NULL, false },
	};
	char s[4096];

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_statement st = { .epoch = 77 };
		struct satchel_err e = { 0 };
		size_t n = edit(c[i].from, c[i].to, c[i].from2, c[i].to2, s);

		if (reads(s, n, &st, &e) != c[i].ok)
			fail_msg(
			    "\"%s\" as \"%s\": %s", c[i].from, c[i].to, e.msg);
		if (c[i].ok)
			continue;
		assert_int_equal(e.code, SATCHEL_EFORMAT);
		assert_true(e.has_offset && st.epoch == 77);
		assert_non_null(strstr(e.msg, "line"));
	}
	{
		struct sat_statement st;
		struct satchel_err e;
		char first[4096], want[8192];
		size_t n;

		/* release 1: no previous, and the digest of nothing */
		n = edit("release 41", "release 1", "previous sha256:" AB,
		    "previous none", first);
		assert_false(reads(first, n, &st, &e));
		*strstr(first, "history") = '\0';
		(void)snprintf(want, sizeof(want), "%shistory 0 %s%s", first,
		    nothing, strstr(good, "records"));
		if (!reads(want, strlen(want), &st, &e))
			fail_msg("%s", e.msg);
		assert_false(st.has_previous);
		(void)snprintf(want, sizeof(want), "%shistory 0 sha256:%s\n%s",
		    first, AB, strstr(good, "records"));
		assert_false(reads(want, strlen(want), &st, &e));
	}
}

static void
every_cut_and_every_odd_byte_is_refused(void **state)
{
	size_t n = sizeof(good) - 1;
	struct sat_statement st;
	struct satchel_err e;
	char s[4096];

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_false(reads(good, i, &st, &e));
	memcpy(s, good, n);
	s[n] = '\n';
	assert_false(reads(s, n + 1, &st, &e));
	s[n] = '\0';
	assert_false(reads(s, n + 1, &st, &e));
	for (size_t i = 0; i < n; i++) {
		static const char odd[] = { '\0', '\n', '\r', '\t', '\x7f',
			'\x80' };

		for (size_t k = 0; k < sizeof(odd); k++) {
			if (good[i] == odd[k])
				continue;
			memcpy(s, good, n);
			s[i] = odd[k];
			if (reads(s, n, &st, &e))
				fail_msg("byte %zu is %d", i, odd[k]);
		}
	}
}

static void
history_lines_read_back_in_order(void **state)
{
	struct sat_history_line l = { .release = 1, .issued = 1772355600 };
	struct sat_history_line got = { .release = 77 };
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	memset(l.digest.b, 0xab, 32);
	sat_wr_init(&w, 4096);
	sat_history_write(&l, &w);
	l.release = 2;
	sat_history_write(&l, &w);
	assert_string_equal(text(&w),
	    "1 " AB " 2026-03-01T09:00:00Z\n2 " AB " 2026-03-01T09:00:00Z\n");
	r = sat_wr_rd(&w);
	assert_false(sat_history_next(&r, 2, &got, &e));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	assert_true(r.n == w.len && got.release == 77);
	assert_true(sat_history_next(&r, 1, &got, &e));
	assert_true(got.release == 1 && got.issued == l.issued &&
		    sat_hash_eq(&got.digest, &l.digest));
	assert_true(sat_history_next(&r, 2, &got, &e) && got.release == 2);
	assert_true(sat_rd_end(&r));
	assert_false(sat_history_next(&r, 3, &got, &e));
	sat_wr_free(&w);
}

static void
a_history_line_has_one_form(void **state)
{
	static const char *const bad[] = {
		"1 " AB " 2026-03-01T09:00:00Z", /* no LF */
		"01 " AB " 2026-03-01T09:00:00Z\n",
		"1  " AB " 2026-03-01T09:00:00Z\n",
		"1 " AB "  2026-03-01T09:00:00Z\n",
		"1 " AB " 2026-03-01T09:00:00Z \n",
		"1 " AB " 2026-03-01T09:00:00Z\r\n",
		"1 " AB "a 2026-03-01T09:00:00Z\n",
		"1 ABAB" AB " 2026-03-01T09:00:00Z\n",
		"1 sha256:" AB " 2026-03-01T09:00:00Z\n",
		"1 " AB "\n",
		"1\n",
		"1 \n",
		"\n",
		"",
		" 1 " AB " 2026-03-01T09:00:00Z\n",
		"1 " AB " 2026-03-01T09:00:61Z\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sat_history_line got = { .release = 77 };
		struct sat_rd all = exact(bad[i], strlen(bad[i])), r = all;
		struct satchel_err e;

		if (sat_history_next(&r, 1, &got, &e))
			fail_msg("case %zu", i);
		assert_true(r.n == all.n && got.release == 77);
		drop(&all);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_statement_reads_back),
		cmocka_unit_test(each_rule_is_kept),
		cmocka_unit_test(every_cut_and_every_odd_byte_is_refused),
		cmocka_unit_test(history_lines_read_back_in_order),
		cmocka_unit_test(a_history_line_has_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
