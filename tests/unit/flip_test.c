/* flip: every byte of a small bundle changed, one at a time, and the bundle cut
 * off everywhere, through the public interface: nothing but refusals. */
#include "release.h"

#include <fcntl.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
enum { STEP = 3 }; /* the sanitizers take their time */
#else
enum { STEP = 1 };
#endif

struct small {
	struct world w;
	struct satchel_home *home;
	char *path; /* of the bundle */
	uint8_t *p;
	size_t n;
	size_t lines, lines_end; /* of root 1's signatures, which are not read:
				  * it is pinned by its text */
	struct satchel_release good;
};

static bool
verify(struct small *s, struct satchel_release *r, struct satchel_err *err)
{
	struct satchel_check_opts o = { .now = NOW };
	enum satchel_verdict v;

	return satchel_verify(s->home, s->path, &o, r, &v, err);
}

/* Where ROOTS' signature lines lie in the file. */
static void
find_lines(struct small *s)
{
	struct sat_bundle b;
	struct sat_note n;
	size_t at = SAT_TAR_BLOCK;

	assert_true(sat_bundle_open(SAT_CWD, s->path, &b, NULL));
	assert_true(sat_note_read(&b.member[SAT_ROOTS], 1, &n, NULL));
	at += b.member[SAT_STATEMENT].n +
	      sat_ustar_padding(b.member[SAT_STATEMENT].n) + SAT_TAR_BLOCK;
	s->lines = at + n.text.n + 1;
	s->lines_end = at + n.whole.n;
	sat_bundle_close(&b);
}

static int
open_small(void **state)
{
	struct small *s = calloc(1, sizeof(*s));
	struct satchel_pin pin;

	assert_non_null(s);
	world_init(&s->w);
	make_release_yaml(&s->w, 1, "Contacts");
	world_release(&s->w, 1);
	s->path = strdup(in(&s->w, "r1.satchel"));
	assert_non_null(s->path);
	assert_true(satchel_home_open(in(&s->w, "home"), &s->home, NULL));
	assert_true(satchel_pin(s->home, in(&s->w, "x.roots"), s->w.fingerprint,
	    false, &pin, NULL));
	assert_true(verify(s, &s->good, NULL));
	assert_true(
	    sat_file_load(SAT_CWD, s->path, 1 << 20, &s->p, &s->n, NULL));
	find_lines(s);
	*state = s;
	return 0;
}

static int
close_small(void **state)
{
	struct small *s = *state;

	satchel_home_close(s->home);
	world_free(&s->w);
	free(s->path);
	free(s->p);
	free(s);
	return 0;
}

/* Says what, where and how, and nothing out of the file. */
static void
is_refusal(const struct satchel_err *err, size_t at)
{
	static const char *const content[] = { "Northern", "Southern", "Duty",
		"Night", "999155", "Contacts", "twice", "J\xc3\xbcrgen" };
	int status = satchel_status(err->code);

	if (status != 3 && status != 6 && status != 8)
		fail_msg("byte %zu: status %d: %s", at, status, err->msg);
	assert_true(err->msg[0] != '\0');
	for (size_t i = 0; i < COUNT(content); i++)
		if (strstr(err->msg, content[i]) != NULL)
			fail_msg("byte %zu: it says %s", at, err->msg);
}

/* The answer with the file as it is on disk. */
static void
must_refuse(struct small *s, size_t at)
{
	static const struct satchel_release untouched;
	struct satchel_release r = { .release = 0 };
	struct satchel_err err = { .code = SATCHEL_OK };

	if (!verify(s, &r, &err)) {
		assert_memory_equal(&r, &untouched, sizeof(r));
		is_refusal(&err, at);
	} else if (at < s->lines || at >= s->lines_end) {
		fail_msg("byte %zu may be changed", at);
	} else {
		assert_memory_equal(&r, &s->good, sizeof(r));
	}
}

static void
put_byte(int fd, size_t at, uint8_t b)
{
	assert_int_equal(pwrite(fd, &b, 1, (off_t)at), 1);
}

static void
no_byte_can_be_changed(void **state)
{
	struct small *s = *state;
	int fd = open(s->path, O_WRONLY);

	assert_true(fd >= 0);
	for (size_t i = 0; i < s->n; i += STEP) {
		put_byte(fd, i, s->p[i] ^ (uint8_t)(1u << i % 8));
		must_refuse(s, i);
		put_byte(fd, i, s->p[i]);
	}
	close(fd);
	assert_true(verify(s, &s->good, NULL));
}

/* A look-up reads less, but of what it reads every byte counts. */
static void
a_look_up_gives_the_same_record_or_none(void **state)
{
	struct small *s = *state;
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_record r, good;
	struct satchel *whole, *bent;
	int fd = open(s->path, O_WRONLY);
	char *want;

	assert_true(fd >= 0);
	assert_true(satchel_open(s->home, s->path, &o, &whole, NULL));
	assert_true(satchel_get(whole, "north/duty", &good, NULL));
	want = strdup(good.json);
	assert_non_null(want);
	satchel_close(whole);
	for (size_t i = 0; i < s->n; i += 7 * STEP) {
		put_byte(fd, i, s->p[i] ^ 0x10);
		if (satchel_open(s->home, s->path, &o, &bent, NULL)) {
			if (satchel_get(bent, "north/duty", &r, NULL))
				assert_string_equal(r.json, want);
			satchel_close(bent);
		}
		put_byte(fd, i, s->p[i]);
	}
	close(fd);
	free(want);
}

static void
no_part_of_it_is_enough(void **state)
{
	struct small *s = *state;

	for (size_t n = s->n; n-- > 0;) {
		if (n % SAT_TAR_BLOCK > 1 && s->n - n > 64 && n % (37 * STEP))
			continue;
		assert_int_equal(truncate(s->path, (off_t)n), 0);
		must_refuse(s, s->n);
	}
	assert_true(
	    sat_file_save(SAT_CWD, s->path, true, 0600, s->p, s->n, NULL));
	assert_true(verify(s, &s->good, NULL));
}

static void
nothing_may_follow(void **state)
{
	struct small *s = *state;
	static const size_t more[] = { 1, 2, 511, 512, 513, 1024, 10240 };

	for (size_t i = 0; i < COUNT(more); i++) {
		assert_int_equal(truncate(s->path, (off_t)(s->n + more[i])), 0);
		must_refuse(s, s->n);
	}
	assert_int_equal(truncate(s->path, (off_t)s->n), 0);
	assert_true(verify(s, &s->good, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_byte_can_be_changed),
		cmocka_unit_test(a_look_up_gives_the_same_record_or_none),
		cmocka_unit_test(no_part_of_it_is_enough),
		cmocka_unit_test(nothing_may_follow),
	};

	return cmocka_run_group_tests(tests, open_small, close_small);
}
