#include "release.h"

#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "armor.h"

static struct world w;

/* ---- keys in other forms ----------------------------------------------------- */

static bool
take(void *ctx, const void *p, size_t n)
{
	sat_wr_put(ctx, p, n);
	return true;
}

static bool
refuse(void *ctx, const void *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return false;
}

static void
a_key_is_given_to_a_file_with_its_mode_or_to_the_caller(void **unused)
{
	const char *key = key_of_name(&w, "officer-a", "key");
	const char *public = key_of_name(&w, "officer-a", "pub");
	struct satchel_err err;
	struct stat st;
	struct sat_wr out;

	(void)unused;
	assert_true(satchel_key_export(
	    key, NULL, SATCHEL_PEM, false, in(&w, "a.pem"), NULL, NULL, &err));
	assert_int_equal(stat(in(&w, "a.pem"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_false(satchel_key_export(
	    key, NULL, SATCHEL_PEM, false, in(&w, "a.pem"), NULL, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_true(satchel_key_export(public, NULL, SATCHEL_OPENSSH, true,
	    in(&w, "a.ssh.pub"), NULL, NULL, &err));
	assert_int_equal(stat(in(&w, "a.ssh.pub"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	sat_wr_init(&out, 1 << 16);
	assert_true(satchel_key_export(
	    key, NULL, SATCHEL_OPENSSH, false, NULL, take, &out, &err));
	assert_true(strncmp(text(&out), "-----BEGIN OPENSSH PRIVATE KEY-----",
			35) == 0);
	sat_wr_reset(&out);
	/* a secret key file tells its public half without a passphrase */
	assert_true(satchel_key_export(
	    key, NULL, SATCHEL_MINISIGN, true, NULL, take, &out, &err));
	assert_true(strncmp(text(&out), "untrusted comment: ", 19) == 0);
	sat_wr_free(&out);
	assert_false(satchel_key_export(
	    key, NULL, SATCHEL_PEM, false, NULL, refuse, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_false(satchel_key_export(
	    public, NULL, SATCHEL_PEM, false, NULL, refuse, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT); /* no secret in it */
}

/* ---- an agent that holds two of the officers' keys ------------------------------ */

struct server {
	int listener;
	struct sat_seckey *key[2];
	pthread_t thread;
};

static void
be32(struct sat_wr *out, size_t v)
{
	for (int i = 24; i >= 0; i -= 8)
		sat_wr_u8(out, (uint8_t)(v >> i));
}

static void
string(struct sat_wr *out, const void *p, size_t n)
{
	be32(out, n);
	sat_wr_put(out, p, n);
}

static void
identities(const struct server *s, struct sat_wr *out)
{
	sat_wr_u8(out, 12);
	be32(out, 2);
	for (size_t i = 0; i < 2; i++) {
		be32(out, 51);
		string(out, "ssh-ed25519", 11);
		string(out, sat_seckey_public(s->key[i])->pk, 32);
		string(out, "", 0);
	}
}

/* |p|: a key in 4 + 51 bytes, the data in 4 + some, flags in 4. */
static void
answer(const struct server *s, const uint8_t *p, size_t n, struct sat_wr *out)
{
	uint8_t sig[64] = { 0 };

	for (size_t i = 0; i < 2; i++)
		if (memcmp(p + 23, sat_seckey_public(s->key[i])->pk, 32) == 0)
			assert_true(sat_seckey_sign(
			    s->key[i], p + 59, n - 63, sig, NULL));
	sat_wr_u8(out, 14);
	be32(out, 83);
	string(out, "ssh-ed25519", 11);
	string(out, sig, 64);
}

static void *
serve(void *arg)
{
	struct server *s = arg;
	uint8_t body[4096];
	int fd = accept(s->listener, NULL, NULL);

	while (recv(fd, body, 4, MSG_WAITALL) == 4) {
		size_t n = (size_t)body[2] << 8 | body[3];
		struct sat_wr reply, out;

		if (recv(fd, body, n, MSG_WAITALL) != (ssize_t)n)
			break;
		sat_wr_init(&reply, 4096);
		sat_wr_init(&out, 4096);
		if (body[0] == 11)
			identities(s, &reply);
		else
			answer(s, body + 1, n - 1, &reply);
		string(&out, reply.p, reply.len);
		if (write(fd, out.p, out.len) != (ssize_t)out.len)
			n = 0;
		sat_wr_free(&reply);
		sat_wr_free(&out);
	}
	(void)close(fd);
	return NULL;
}

static void
start(struct server *s)
{
	static const char *const who[2] = { "officer-a", "officer-b" };
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	for (size_t i = 0; i < 2; i++)
		assert_true(sat_api_secret(
		    key_of_name(&w, who[i], "key"), NULL, &s->key[i], NULL));
	strcpy(at.sun_path, in(&w, "socket"));
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
	(void)unlink(in(&w, "socket"));
	for (size_t i = 0; i < 2; i++)
		sat_seckey_close(s->key[i]);
}

static void
an_agent_signs_with_the_release_key_it_is_told(void **unused)
{
	struct satchel_home *h = world_pin(&w, "agent");
	struct satchel_check_opts o = { .now = NOW };
	char signer[SATCHEL_NAME_MAX] = "untouched";
	struct satchel_release r, old;
	struct satchel_signing *s = NULL;
	struct satchel_agent *a = NULL;
	struct satchel_err err = { 0 };
	struct server server;

	(void)unused;
	assert_false(satchel_agent_open(in(&w, "socket"), &a, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_null(a);
	start(&server);
	assert_true(satchel_agent_open(in(&w, "socket"), &a, &err));
	assert_true(satchel_sign_open(
	    h, in(&w, "draft.satchel"), &o, &s, &r, &old, &err));
	/* two are held: which of them must be said */
	assert_false(satchel_sign_agent_key(s, a, NULL, signer, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	assert_false(satchel_sign_agent_key(
	    s, a, key_of_name(&w, "officer-c", "pub"), signer, &err));
	assert_int_equal(err.code, SATCHEL_ENO); /* not held */
	assert_false(satchel_sign_agent_key(
	    s, a, key_of_name(&w, "root-a", "pub"), signer, &err));
	assert_int_equal(err.code, SATCHEL_EUNTRUSTED); /* no release key */
	assert_string_equal(signer, "untouched");
	assert_true(satchel_sign_agent_key(
	    s, a, key_of_name(&w, "officer-b", "pub"), signer, &err));
	assert_string_equal(signer, "x.example/officer-b");
	if (!satchel_sign_agent(s, a, key_of_name(&w, "officer-b", "pub"), NULL,
		NULL, signer, &err))
		fail_msg("%s", err.msg);
	satchel_sign_close(s);
	satchel_agent_close(a);
	satchel_agent_close(NULL);
	stop(&server);
	world_sign(&w, "draft.satchel", "officer-a");
	assert_true(world_install(h, in(&w, "draft.satchel"), &err));
	satchel_home_close(h);
}

/* ---- receipts ---------------------------------------------------------------------- */

static bool
receipt(struct satchel_home *h, int64_t now, const char *add, const char *out,
    char **made, struct satchel_err *err)
{
	char state[SATCHEL_NAME_MAX] = "untouched";
	struct satchel_release r = { .release = 77 };
	bool ok = satchel_receipt_make(h, NULL, key_of_name(&w, "state", "key"),
	    NULL, now, add, out, made, &r, state, err);

	assert_string_equal(state, ok ? "x.example/state" : "untouched");
	assert_int_equal(r.release, ok ? 1 : 77);
	return ok;
}

static void
a_receipt_is_made_of_what_is_installed_alone(void **unused)
{
	struct satchel_home *h = world_pin(&w, "receipts");
	struct satchel_err err = { 0 };
	char *made = NULL, *p;
	size_t before = 0, after = 0;

	(void)unused;
	assert_false(receipt(h, NOW, NULL, NULL, &made, &err));
	assert_int_equal(err.code, SATCHEL_ENO); /* nothing is installed */
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_true(receipt(h, NOW, NULL, NULL, &made, &err));
	assert_true(strncmp(made, "satchel receipt v1\n", 19) == 0);
	assert_non_null(strstr(made, "\ntime 2026-11-03T00:00:00Z\n"));
	free(made);
	made = NULL;
	assert_true(receipt(h, NOW, NULL, in(&w, "r.receipt"), &made, &err));
	assert_null(made);
	assert_false(receipt(h, NOW, NULL, in(&w, "r.receipt"), &made, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	/* a clock that cannot be right */
	assert_false(receipt(h, 5, NULL, NULL, &made, &err));
	assert_int_equal(err.code, SATCHEL_EDATE);
	/* into the very bundle, once; into no other */
	free(slurp(in(&w, "other.satchel"), &before));
	assert_false(
	    receipt(h, NOW, in(&w, "other.satchel"), NULL, &made, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	p = slurp(in(&w, "other.satchel"), &after);
	assert_int_equal(before, after);
	free(p);
	folder_copy(&w.f, "copy.satchel", in(&w, "r1.satchel"));
	assert_true(receipt(h, NOW, in(&w, "copy.satchel"), NULL, &made, &err));
	assert_false(
	    receipt(h, NOW, in(&w, "copy.satchel"), NULL, &made, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	satchel_home_close(h);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	world_release(&w, 1);
	make_release_yaml(&w, 1, "Draft");
	assert_true(world_build(&w, NULL, NULL, "draft.satchel", NULL));
	make_release_yaml(&w, 1, "Other");
	assert_true(world_build(&w, NULL, NULL, "other.satchel", NULL));
	return 0;
}

static int
tear_down(void **unused)
{
	(void)unused;
	world_free(&w);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_key_is_given_to_a_file_with_its_mode_or_to_the_caller),
		cmocka_unit_test(
		    an_agent_signs_with_the_release_key_it_is_told),
		cmocka_unit_test(a_receipt_is_made_of_what_is_installed_alone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
