#include "receipt.h"

#include "armor.h"
#include "pairs.h"

static const char statement[] = "satchel statement v1\nrelease 41\n";
#define NOON INT64_C(1795176000)
#define LAST INT64_C(253402300799)

static struct sat_seckey *
key_of(const char *name)
{
	struct sat_seckey *k = NULL;
	struct sat_pubkey pub;
	struct sat_wr file;
	struct sat_rd r;

	sat_wr_init(&file, 4096);
	assert_true(sat_seckey_new(name, NULL, &file, &pub, NULL));
	r = sat_wr_rd(&file);
	assert_true(sat_seckey_open(&r, NULL, &k, NULL));
	sat_wr_free(&file);
	return k;
}

/* Through its line and back, from memory without a byte to spare. */
static struct sat_receipt
through(const struct sat_receipt *r)
{
	struct sat_receipt back;
	struct sat_wr w;
	struct sat_rd line;

	sat_wr_init(&w, 4096);
	sat_receipt_write(r, &w);
	assert_int_equal(w.p[w.len - 1], '\n');
	line = exact(w.p, w.len - 1);
	assert_true(sat_receipt_read(&line, &back));
	drop(&line);
	sat_wr_free(&w);
	return back;
}

static void
a_receipt_is_of_one_key_one_time_and_one_text(void **state)
{
	static const int64_t times[] = { 0, 1, NOON, INT32_MAX,
		INT64_C(1) << 32, LAST };
	struct sat_seckey *k = key_of("xtr.example/registry");
	struct sat_rd t = rd(statement);
	struct sat_pubkey other = *sat_seckey_public(k);

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		const struct sat_pubkey *pub = sat_seckey_public(k);
		struct sat_rd less = t;
		struct sat_receipt r, b;

		assert_true(sat_receipt_make(k, &t, times[i], &r, NULL));
		b = through(&r);
		assert_int_equal(b.time, times[i]);
		assert_true(sat_receipt_is_of(&b, pub));
		assert_true(sat_receipt_good(&b, pub, &t));
		less.n--;
		assert_false(sat_receipt_good(&b, pub, &less));
		b.time++;
		assert_false(sat_receipt_good(&b, pub, &t));
		b.time--;
		b.sig[40] ^= 1;
		assert_false(sat_receipt_good(&b, pub, &t));
		strcpy(other.name, "xtr.example/registrz");
		assert_false(sat_receipt_good(&r, &other, &t));
	}
	sat_seckey_close(k);
}

static void
what_is_signed_is_the_documented_message(void **state)
{
	struct sat_seckey *k = key_of("xtr.example/registry");
	const struct sat_pubkey *pub = sat_seckey_public(k);
	static const char first[] = "satchel-receipt/v1\ntime 1795176000\n";
	char message[256];
	struct sat_rd t = rd(statement);
	struct sat_receipt r;

	(void)state;
	assert_true(sat_receipt_make(k, &t, NOON, &r, NULL));
	(void)snprintf(message, sizeof(message), "%s%s", first, statement);
	assert_int_equal(
	    crypto_sign_verify_detached(
		r.sig, (const uint8_t *)message, strlen(message), pub->pk),
	    0);
	sat_seckey_close(k);
}

static void
its_key_id_is_not_that_of_the_same_key_for_notes(void **state)
{
	struct pair p = pair_of("xtr.example/registry");
	static const char prefix[] = "xtr.example/registry\n\xff"
				     "satchel-receipt/v1";
	uint8_t all[sizeof(prefix) - 1 + 32], h[32], id[4];

	(void)state;
	memcpy(all, prefix, sizeof(prefix) - 1);
	memcpy(all + sizeof(prefix) - 1, p.pub.pk, 32);
	crypto_hash_sha256(h, all, sizeof(all));
	sat_receipt_id(&p.pub, id);
	assert_memory_equal(id, h, 4);
	assert_memory_not_equal(id, p.pub.id, 4);
}

static void
times_that_no_text_can_hold_are_refused(void **state)
{
	struct sat_seckey *k = key_of("xtr.example/registry");
	struct sat_receipt r = { .time = 7 };
	struct sat_rd t = rd(statement);
	struct satchel_err err;

	(void)state;
	assert_false(sat_receipt_make(k, &t, -1, &r, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	assert_false(sat_receipt_make(k, &t, LAST + 1, &r, &err));
	assert_int_equal(r.time, 7);
	sat_seckey_close(k);
}

/* "— NAME base64" of |n| bytes, whose time begins with |high|. */
static void
line_of(struct sat_wr *w, const char *begin, size_t n, uint8_t high)
{
	uint8_t raw[100] = { 0 };

	raw[4] = high;
	sat_wr_reset(w);
	sat_wr_str(w, begin);
	sat_base64_write(w, raw, n);
}

static void
only_seventy_six_bytes_after_a_name_are_a_receipt(void **state)
{
	static const struct {
		const char *begin;
		size_t n;
		uint8_t high;
		bool ok;
	} c[] = {
		{ "\xe2\x80\x94 abc ", 76, 0, true },
		{ "\xe2\x80\x94 abc ", 75, 0, false },
		{ "\xe2\x80\x94 abc ", 77, 0, false },
		{ "\xe2\x80\x94 abc ", 68, 0, false }, /* a signature */
		{ "\xe2\x80\x94 abc ", 0, 0, false },
		{ "\xe2\x80\x94 abc ", 76, 0x80, false }, /* negative */
		{ "\xe2\x80\x94 abc ", 76, 0x01, false }, /* beyond 9999 */
		{ "\xe2\x80\x94 ABC ", 76, 0, false },
		{ "\xe2\x80\x94 abc", 76, 0, false },
		{ "\xe2\x80\x94  abc ", 76, 0, false },
		{ "- abc ", 76, 0, false },
		{ "", 76, 0, false },
	};
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 4096);
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_receipt r = { .time = 7 };
		struct sat_rd line;

		line_of(&w, c[i].begin, c[i].n, c[i].high);
		line = exact(w.p, w.len);
		assert_int_equal(sat_receipt_read(&line, &r), c[i].ok);
		assert_int_equal(r.time, c[i].ok ? 0 : 7);
		drop(&line);
	}
	sat_wr_free(&w);
}

/* A note by |n| signers named a00 and so on. */
static void
note_by(struct sat_wr *w, size_t n)
{
	char name[24];

	sat_wr_str(w, statement);
	sat_wr_str(w, "\n");
	for (size_t i = 0; i < n; i++) {
		struct pair p;

		(void)snprintf(name, sizeof(name), "m%02zu", i);
		p = pair_of(name);
		put_line(w, &p, statement, strlen(statement));
	}
}

static void
its_line_takes_its_place_and_the_note_stays_a_note(void **state)
{
	static const char *const names[] = { "aaa", "m00", "m01", "zzz" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct sat_seckey *k = key_of(names[i]);
		struct pair p = pair_of("m01");
		struct sat_rd t = rd(statement), whole;
		struct sat_note note, after;
		struct sat_receipt r;
		struct satchel_err err;
		struct sat_wr w, out, again;
		size_t count;

		sat_wr_init(&w, 1 << 16);
		sat_wr_init(&out, 1 << 16);
		sat_wr_init(&again, 1 << 16);
		note_by(&w, 3);
		whole = sat_wr_rd(&w);
		assert_true(sat_note_read(&whole, 1, &note, NULL));
		assert_true(sat_receipt_make(k, &t, NOON, &r, NULL));
		assert_true(sat_receipt_add(&note, &r, &out, NULL));
		whole = sat_wr_rd(&out);
		assert_true(sat_note_read(&whole, 1, &after, &err));
		assert_int_equal(after.n, 4);
		/* the same signatures count, and this is none */
		assert_true(
		    sat_note_count(&after, &p.pub, 1, &count, NULL, &err));
		assert_int_equal(count, 1);
		assert_true(sat_note_count(
		    &after, sat_seckey_public(k), 1, &count, NULL, &err));
		assert_int_equal(count, 0);
		assert_false(sat_receipt_add(&after, &r, &again, &err));
		assert_int_equal(err.code, SATCHEL_ENO);
		sat_wr_free(&w);
		sat_wr_free(&out);
		sat_wr_free(&again);
		sat_seckey_close(k);
	}
}

static void
a_note_has_thirty_two_lines_and_no_more(void **state)
{
	struct sat_seckey *k = key_of("xtr.example/registry");
	struct sat_rd t = rd(statement);

	(void)state;
	for (size_t n = 31; n <= 32; n++) {
		struct sat_rd whole;
		struct sat_note note;
		struct sat_receipt r;
		struct satchel_err err;
		struct sat_wr w, out;

		sat_wr_init(&w, 1 << 16);
		sat_wr_init(&out, 1 << 16);
		note_by(&w, n);
		whole = sat_wr_rd(&w);
		assert_true(sat_note_read(&whole, 1, &note, NULL));
		assert_true(sat_receipt_make(k, &t, NOON, &r, NULL));
		assert_int_equal(
		    sat_receipt_add(&note, &r, &out, &err), n == 31);
		if (n == 32)
			assert_int_equal(err.code, SATCHEL_ELIMIT);
		sat_wr_free(&w);
		sat_wr_free(&out);
	}
	sat_seckey_close(k);
}

static void
alone_it_says_what_it_is_of(void **state)
{
	struct sat_statement st = { .epoch = 1, .release = 41 };
	struct sat_seckey *k = key_of("xtr.example/registry");
	struct sat_rd t = rd(statement), r, line;
	struct sat_receipt made, back;
	struct sat_wr w;

	(void)state;
	strcpy(st.directory, "un.example/desks");
	sat_sha256(t.p, t.n, &st.digest);
	assert_true(sat_receipt_make(k, &t, NOON, &made, NULL));
	sat_wr_init(&w, 4096);
	sat_receipt_text(&made, &st, &w);
	r = sat_wr_rd(&w);
	assert_true(sat_rd_word(&r,
	    "satchel receipt v1\ndirectory un.example/desks\nepoch 1\n"
	    "release 41\nstatement sha256:"));
	assert_true(sat_rd_take(&r, 64, &line));
	assert_true(sat_rd_word(&r, "\ntime 2026-11-20T12:00:00Z\n\n"));
	assert_true(sat_rd_line(&r, &line));
	assert_true(sat_rd_end(&r));
	assert_true(sat_receipt_read(&line, &back));
	assert_true(sat_receipt_good(&back, sat_seckey_public(k), &t));
	sat_wr_free(&w);
	sat_seckey_close(k);
}

static int
begin(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_is_of_one_key_one_time_and_one_text),
		cmocka_unit_test(what_is_signed_is_the_documented_message),
		cmocka_unit_test(
		    its_key_id_is_not_that_of_the_same_key_for_notes),
		cmocka_unit_test(times_that_no_text_can_hold_are_refused),
		cmocka_unit_test(
		    only_seventy_six_bytes_after_a_name_are_a_receipt),
		cmocka_unit_test(
		    its_line_takes_its_place_and_the_note_stays_a_note),
		cmocka_unit_test(a_note_has_thirty_two_lines_and_no_more),
		cmocka_unit_test(alone_it_says_what_it_is_of),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
