#include "forge.h"
#include "pairs.h"

#include "armor.h"
#include "sign.h"

#define TEXT "satchel statement v1\na text to be signed\n"

enum { KEYS = 3 };

struct keys {
	struct pair p[KEYS];
	struct sat_pubkey pub[KEYS];
};

static struct keys
make_keys(void)
{
	static const char *const names[KEYS] = { "un.example/a", "un.example/b",
		"un.example/c" };
	struct keys k;

	for (size_t i = 0; i < KEYS; i++) {
		k.p[i] = pair_of(names[i]);
		k.pub[i] = k.p[i].pub;
	}
	return k;
}

static void
raw_by(const struct pair *p, uint8_t sig[64])
{
	crypto_sign_detached(
	    sig, NULL, (const uint8_t *)TEXT, strlen(TEXT), p->sk);
}

/* "untrusted comment" and base64 of |alg|, a number of its own choice, and
 * the signature: signify's and minisign's form. */
static void
put_signify(struct sat_wr *w, const struct pair *p, const char *alg)
{
	uint8_t b[74];

	memcpy(b, alg, 2);
	memset(b + 2, 0x77, 8);
	raw_by(p, b + 10);
	sat_wr_str(w, "untrusted comment: verify with a.pub\n");
	sat_base64_write(w, b, sizeof(b));
	sat_wr_u8(w, '\n');
}

/* How many signatures |file| holds; 0: it was refused and |n| is untouched. */
static size_t
found_in(const struct sat_rd *file, const struct keys *k,
    struct sat_found_sig *sig, size_t max, struct satchel_err *err)
{
	struct sat_rd text = rd(TEXT);
	size_t n = 77;

	if (sat_signatures_in(file, &text, k->pub, KEYS, sig, max, &n, err)) {
		assert_true(n > 0 && n <= max);
		return n;
	}
	assert_int_equal(n, 77);
	assert_int_equal(err->code, SATCHEL_EUNTRUSTED);
	assert_true(err->hint[0] != '\0');
	return 0;
}

static void
every_form_of_signature_is_told_apart_by_its_content(void **state)
{
	const struct keys k = make_keys();
	struct sat_found_sig sig[4];
	struct satchel_err err;
	uint8_t raw[64];
	struct sat_rd r;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	for (size_t form = 0; form < 4; form++) {
		sat_wr_reset(&w);
		raw_by(&k.p[1], raw);
		if (form == 0)
			sat_wr_put(&w, raw, sizeof(raw));
		else if (form == 1)
			sat_note_line(&k.pub[1], raw, &w);
		else
			put_signify(&w, &k.p[1], "Ed");
		if (form == 3) /* minisign's second half, not looked at */
			sat_wr_str(&w, "trusted comment: x\nAAAA\n");
		r = exact(w.p, w.len);
		assert_int_equal(found_in(&r, &k, sig, 4, &err), 1);
		assert_ptr_equal(sig[0].key, &k.pub[1]);
		assert_memory_equal(sig[0].sig, raw, sizeof(raw));
		drop(&r);
	}
	sat_wr_free(&w);
}

static void
several_lines_are_found_up_to_the_room_there_is(void **state)
{
	const struct keys k = make_keys();
	struct sat_found_sig sig[4];
	struct satchel_err err;
	uint8_t raw[64];
	struct sat_rd r;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	for (size_t i = 0; i < KEYS; i++) {
		raw_by(&k.p[i], raw);
		sat_note_line(&k.pub[i], raw, &w);
	}
	r = sat_wr_rd(&w);
	assert_int_equal(found_in(&r, &k, sig, 4, &err), 3);
	assert_ptr_equal(sig[2].key, &k.pub[2]);
	assert_int_equal(found_in(&r, &k, sig, 2, &err), 2);
	sat_wr_free(&w);
}

static void
what_holds_no_good_signature_is_refused(void **state)
{
	const struct keys k = make_keys();
	const struct pair stranger = pair_of("un.example/stranger");
	struct sat_found_sig sig[4];
	struct satchel_err err;
	uint8_t raw[64];
	struct sat_rd r;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	for (size_t i = 0; i < 8; i++) {
		sat_wr_reset(&w);
		raw_by(&k.p[0], raw);
		switch (i) {
		case 0: /* nothing */
			break;
		case 1: /* 63 bytes */
			sat_wr_put(&w, raw, 63);
			break;
		case 2: /* one bit off */
			raw[40] ^= 1;
			sat_wr_put(&w, raw, 64);
			break;
		case 3: /* a line with another key's name */
			sat_note_line(&k.pub[1], raw, &w);
			break;
		case 4: /* nobody's key */
			raw_by(&stranger, raw);
			sat_note_line(&stranger.pub, raw, &w);
			break;
		case 5: /* no line feed at its end */
			sat_note_line(&k.pub[0], raw, &w);
			w.len--;
			break;
		case 6: /* of another algorithm */
			put_signify(&w, &k.p[0], "Xx");
			break;
		default: /* 65 bytes */
			sat_wr_put(&w, raw, 64);
			sat_wr_u8(&w, 0);
		}
		r = exact(w.p == NULL ? (const uint8_t *)"" : w.p, w.len);
		if (found_in(&r, &k, sig, 4, &err) != 0)
			fail_msg("case %zu is accepted", i);
		drop(&r);
	}
	/* a prehashed one says what to do instead */
	sat_wr_reset(&w);
	put_signify(&w, &k.p[0], "ED");
	r = sat_wr_rd(&w);
	assert_int_equal(found_in(&r, &k, sig, 4, &err), 0);
	assert_non_null(strstr(err.hint, "-l"));
	sat_wr_free(&w);
}

static void
a_statement_is_exchanged_and_all_else_copied(void **state)
{
	struct sat_bundle b, c;
	struct forge f;
	struct sat_rd all;
	uint8_t had[700], have[700];

	(void)state;
	forge_open(&f);
	forge_bundle(&f);
	assert_true(sat_bundle_open(SAT_CWD, f.path, &b, NULL));
	forge_sign(&f, &f.note, 6);
	all = sat_wr_rd(&f.note);
	assert_true(sat_bundle_restate(f.path, &b, &all, NULL));
	assert_true(sat_bundle_open(SAT_CWD, f.path, &c, NULL));
	assert_true(sat_rd_eq(&c.member[SAT_STATEMENT], all.p, all.n));
	assert_true(sat_rd_eq(&c.member[SAT_ROOTS], b.member[SAT_ROOTS].p,
	    b.member[SAT_ROOTS].n));
	assert_true(sat_rd_eq(&c.member[SAT_HISTORY], b.member[SAT_HISTORY].p,
	    b.member[SAT_HISTORY].n));
	assert_int_equal(c.payload_len, sizeof(have));
	assert_true(
	    sat_file_pread(&b.file, b.payload_off, had, sizeof(had), NULL));
	assert_true(
	    sat_file_pread(&c.file, c.payload_off, have, sizeof(have), NULL));
	assert_memory_equal(had, have, sizeof(had));
	assert_true(sat_bundle_end(&c, NULL));
	sat_bundle_close(&c);
	sat_bundle_close(&b);
	forge_close(&f);
}

static void
a_statement_over_64_kib_leaves_the_bundle_as_it_is(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_bundle b, c;
	struct sat_rd large;
	struct forge f;

	(void)state;
	forge_open(&f);
	forge_bundle(&f);
	assert_true(sat_bundle_open(SAT_CWD, f.path, &b, NULL));
	large = sat_rd_of(
	    calloc(1, SAT_MAX_STATEMENT + 1), SAT_MAX_STATEMENT + 1, 0, "");
	assert_false(sat_bundle_restate(f.path, &b, &large, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_true(sat_bundle_open(SAT_CWD, f.path, &c, NULL));
	assert_true(sat_rd_eq(&c.member[SAT_STATEMENT], f.note.p, f.note.len));
	sat_bundle_close(&c);
	large.n = SAT_MAX_STATEMENT;
	assert_true(sat_bundle_restate(f.path, &b, &large, &err));
	drop(&large);
	sat_bundle_close(&b);
	forge_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_form_of_signature_is_told_apart_by_its_content),
		cmocka_unit_test(
		    several_lines_are_found_up_to_the_room_there_is),
		cmocka_unit_test(what_holds_no_good_signature_is_refused),
		cmocka_unit_test(a_statement_is_exchanged_and_all_else_copied),
		cmocka_unit_test(
		    a_statement_over_64_kib_leaves_the_bundle_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
