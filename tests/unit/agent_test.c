#include "agent.h"

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "pairs.h"

/* ---- replies ------------------------------------------------------------------ */

static void
be32(struct sat_wr *w, uint32_t v)
{
	for (int i = 24; i >= 0; i -= 8)
		sat_wr_u8(w, (uint8_t)(v >> i));
}

static void
string(struct sat_wr *w, const void *p, size_t n)
{
	be32(w, (uint32_t)n);
	sat_wr_put(w, p, n);
}

static void
key_blob(struct sat_wr *w, const char *algorithm, const uint8_t *pk, size_t n)
{
	struct sat_wr b;

	sat_wr_init(&b, 4096);
	string(&b, algorithm, strlen(algorithm));
	string(&b, pk, n);
	string(w, b.p, b.len);
	sat_wr_free(&b);
}

static void
an_identity(struct sat_wr *w, const char *algorithm, const struct pair *p)
{
	key_blob(w, algorithm, p->pub.pk, 32);
	string(w, "comment", 7);
}

/* Runs the reader over an exact copy of |w|. */
static bool
identities(const struct sat_wr *w, const struct sat_pubkey *keys, size_t n,
    bool *held, struct satchel_err *err)
{
	struct sat_rd r = exact(w->p, w->len);
	bool ok = sat_agent_identities(&r, keys, n, held, err);

	drop(&r);
	return ok;
}

static void
the_keys_that_are_held_are_told_from_all_that_are_not(void **state)
{
	struct pair a = pair_of("un.example/a"), b = pair_of("un.example/b");
	struct pair c = pair_of("un.example/c");
	const struct sat_pubkey keys[] = { a.pub, b.pub };
	bool held[2] = { true, false };
	struct satchel_err err;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	sat_wr_u8(&w, 12);
	be32(&w, 4);
	an_identity(&w, "ssh-rsa", &a); /* the right bytes, another kind */
	an_identity(&w, "ssh-ed25519", &c);
	an_identity(&w, "ssh-ed25519", &b);
	key_blob(&w, "ssh-ed25519", a.pub.pk, 31);
	string(&w, "", 0);
	assert_true(identities(&w, keys, 2, held, &err));
	assert_false(held[0]);
	assert_true(held[1]);
	sat_wr_free(&w);
}

static void
an_agent_without_keys_holds_none(void **state)
{
	struct pair a = pair_of("un.example/a");
	bool held[1] = { true };
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 64);
	sat_wr_u8(&w, 12);
	be32(&w, 0);
	assert_true(identities(&w, &a.pub, 1, held, NULL));
	assert_false(held[0]);
	sat_wr_free(&w);
}

static void
every_cut_of_a_list_is_refused_and_leaves_the_answer_alone(void **state)
{
	struct pair a = pair_of("un.example/a");
	bool held[1] = { true };
	struct satchel_err err;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 16);
	sat_wr_u8(&w, 12);
	be32(&w, 2);
	an_identity(&w, "ssh-ed25519", &a);
	an_identity(&w, "ssh-ed25519", &a);
	assert_true(identities(&w, &a.pub, 1, held, NULL));
	for (size_t n = w.len; n-- > 0;) {
		struct sat_wr cut = w;

		cut.len = n;
		held[0] = false;
		assert_false(identities(&cut, &a.pub, 1, held, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_false(held[0]);
	}
	sat_wr_u8(&w, 0); /* one byte more */
	assert_false(identities(&w, &a.pub, 1, held, &err));
	sat_wr_free(&w);
}

static void
a_count_and_a_kind_that_lie_are_refused(void **state)
{
	static const struct {
		uint8_t type;
		uint32_t count;
	} bad[] = { { 12, 1 }, { 12, 2048 }, { 12, 2049 }, { 12, UINT32_MAX },
		{ 11, 0 }, { 5, 0 }, { 14, 0 } };
	struct pair a = pair_of("un.example/a");
	bool held[1] = { true };
	struct sat_wr w;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		sat_wr_init(&w, 64);
		sat_wr_u8(&w, bad[i].type);
		be32(&w, bad[i].count);
		assert_false(identities(&w, &a.pub, 1, held, NULL));
		sat_wr_free(&w);
	}
	assert_true(held[0]);
}

/* A reply to a request for a signature. */
static void
signed_reply(struct sat_wr *w, uint8_t type, const char *algorithm, size_t n)
{
	static const uint8_t bytes[80] = { 1, 2, 3 };
	struct sat_wr b;

	sat_wr_init(&b, 4096);
	string(&b, algorithm, strlen(algorithm));
	string(&b, bytes, n);
	sat_wr_u8(w, type);
	string(w, b.p, b.len);
	sat_wr_free(&b);
}

static void
a_signature_has_sixty_four_bytes_and_the_right_kind(void **state)
{
	static const struct {
		uint8_t type;
		const char *algorithm;
		size_t n;
		bool ok;
	} c[] = { { 14, "ssh-ed25519", 64, true },
		{ 14, "ssh-ed25519", 63, false },
		{ 14, "ssh-ed25519", 65, false },
		{ 14, "ssh-ed25519", 0, false }, { 14, "ssh-rsa", 64, false },
		{ 14, "", 64, false }, { 13, "ssh-ed25519", 64, false },
		{ 12, "ssh-ed25519", 64, false } };

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		uint8_t sig[64] = { 9 };
		struct satchel_err err;
		struct sat_wr w;
		struct sat_rd r;

		sat_wr_init(&w, 4096);
		signed_reply(&w, c[i].type, c[i].algorithm, c[i].n);
		r = exact(w.p, w.len);
		assert_int_equal(sat_agent_signature(&r, sig, &err), c[i].ok);
		assert_int_equal(sig[0], c[i].ok ? 1 : 9);
		for (size_t n = r.n; c[i].ok && n-- > 0;) {
			struct sat_rd cut = r;

			cut.n = n;
			assert_false(sat_agent_signature(&cut, sig, &err));
			assert_int_equal(err.code, SATCHEL_EFORMAT);
		}
		drop(&r);
		sat_wr_free(&w);
	}
}

static void
a_refusal_is_an_answer(void **state)
{
	static const uint8_t no[] = { 5, 0 };
	struct sat_rd r = sat_rd_of(no, 1, 0, "agent");
	struct satchel_err err;
	uint8_t sig[64];

	(void)state;
	assert_false(sat_agent_signature(&r, sig, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	r.n = 2;
	assert_false(sat_agent_signature(&r, sig, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
}

/* ---- a whole conversation -------------------------------------------------------- */

/* An agent of one client. */
struct server {
	int listener;
	struct pair pair;
	int answers; /* then it hangs up */
	bool lies;
	char path[64];
	pthread_t thread;
};

static bool
get(int fd, uint8_t *p, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t got = read(fd, p + at, n - at);

		if (got <= 0)
			return false;
		at += (size_t)got;
	}
	return true;
}

static void
sign(struct server *s, const uint8_t *body, uint32_t n, struct sat_wr *w)
{
	struct sat_rd r = sat_rd_of(body + 1 + 4 + 51, n - 1 - 4 - 51, 0, NULL);
	struct sat_wr b;
	uint8_t sig[64], len[4];

	assert_true(sat_rd_copy(&r, len, 4)); /* of the data; flags follow */
	crypto_sign_detached(sig, NULL, r.p, r.n - 4, s->pair.sk);
	if (s->lies)
		sig[3] ^= 1;
	sat_wr_init(&b, 256);
	string(&b, "ssh-ed25519", 11);
	string(&b, sig, 64);
	sat_wr_u8(w, 14);
	string(w, b.p, b.len);
	sat_wr_free(&b);
}

static void *
serve(void *arg)
{
	struct server *s = arg;
	uint8_t head[4], body[4096];
	int fd = accept(s->listener, NULL, NULL);

	for (; s->answers > 0 && get(fd, head, 4); s->answers--) {
		uint32_t n = (uint32_t)head[2] << 8 | head[3];
		struct sat_wr w, out;

		if (n > sizeof(body) || !get(fd, body, n))
			break;
		sat_wr_init(&w, 4096);
		sat_wr_init(&out, 4096);
		if (body[0] == 11) {
			sat_wr_u8(&w, 12);
			be32(&w, 1);
			an_identity(&w, "ssh-ed25519", &s->pair);
		} else {
			sign(s, body, n, &w);
		}
		string(&out, w.p, w.len);
		for (size_t i = 0; i < out.len; i++) /* a byte at a time */
			if (write(fd, out.p + i, 1) != 1)
				break;
		sat_wr_free(&w);
		sat_wr_free(&out);
	}
	(void)close(fd);
	return NULL;
}

static void
start(struct server *s, int answers, bool lies)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	s->pair = pair_of("un.example/officer-a");
	s->answers = answers;
	s->lies = lies;
	(void)snprintf(s->path, sizeof(s->path), "/tmp/satchel-agent-%u",
	    (unsigned)getpid());
	(void)unlink(s->path);
	memcpy(at.sun_path, s->path, strlen(s->path) + 1);
	s->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(
	    bind(s->listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(s->listener, 1), 0);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void
stop(struct server *s)
{
	assert_int_equal(pthread_join(s->thread, NULL), 0);
	(void)close(s->listener);
	(void)unlink(s->path);
}

static void
an_agent_is_asked_what_it_holds_and_signs(void **state)
{
	struct pair other = pair_of("un.example/officer-b");
	struct sat_pubkey keys[2];
	bool held[2] = { true, false };
	struct sat_agent a;
	struct server s;
	uint8_t sig[64];

	(void)state;
	start(&s, 2, false);
	keys[0] = other.pub;
	keys[1] = s.pair.pub;
	assert_true(sat_agent_open(s.path, &a, NULL));
	assert_true(sat_agent_holds(&a, keys, 2, held, NULL));
	assert_false(held[0]);
	assert_true(held[1]);
	assert_true(sat_agent_sign(&a, &s.pair.pub, "text\n", 5, sig, NULL));
	assert_true(sat_ed25519_verify(s.pair.pub.pk, "text\n", 5, sig));
	sat_agent_close(&a);
	sat_agent_close(&a);
	stop(&s);
}

static void
a_signature_that_is_not_good_is_not_given_out(void **state)
{
	uint8_t sig[64] = { 7 };
	struct satchel_err err;
	struct sat_agent a;
	struct server s;

	(void)state;
	start(&s, 1, true);
	assert_true(sat_agent_open(s.path, &a, NULL));
	assert_false(sat_agent_sign(&a, &s.pair.pub, "text\n", 5, sig, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED);
	assert_non_null(strstr(err.msg, "un.example/officer-a"));
	assert_int_equal(sig[0], 7);
	sat_agent_close(&a);
	stop(&s);
}

static void
an_agent_that_hangs_up_is_an_error_of_the_socket(void **state)
{
	bool held[1] = { true };
	struct satchel_err err;
	struct sat_agent a;
	struct server s;

	(void)state;
	start(&s, 0, false);
	assert_true(sat_agent_open(s.path, &a, NULL));
	assert_false(sat_agent_holds(&a, &s.pair.pub, 1, held, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_true(held[0]);
	sat_agent_close(&a);
	stop(&s);
}

static void
a_socket_that_is_none_is_told(void **state)
{
	char longest[200];
	struct satchel_err err;
	struct sat_agent a = { .fd = -7 };

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[199] = '\0';
	assert_false(sat_agent_open("/nowhere/agent", &a, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_false(sat_agent_open("/dev/null", &a, &err));
	assert_false(sat_agent_open("", &a, &err));
	assert_false(sat_agent_open(longest, &a, &err));
	longest[108] = '\0'; /* no room for the NUL */
	assert_false(sat_agent_open(longest, &a, &err));
	assert_int_equal(a.fd, -7);
}

static int
begin(void **state)
{
	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_keys_that_are_held_are_told_from_all_that_are_not),
		cmocka_unit_test(an_agent_without_keys_holds_none),
		cmocka_unit_test(
		    every_cut_of_a_list_is_refused_and_leaves_the_answer_alone),
		cmocka_unit_test(a_count_and_a_kind_that_lie_are_refused),
		cmocka_unit_test(
		    a_signature_has_sixty_four_bytes_and_the_right_kind),
		cmocka_unit_test(a_refusal_is_an_answer),
		cmocka_unit_test(an_agent_is_asked_what_it_holds_and_signs),
		cmocka_unit_test(a_signature_that_is_not_good_is_not_given_out),
		cmocka_unit_test(
		    an_agent_that_hangs_up_is_an_error_of_the_socket),
		cmocka_unit_test(a_socket_that_is_none_is_told),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
