#include "agent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Message numbers of RFC 9987, 6.1, and the largest message we read or write;
 * OpenSSH has the same ceiling. */
enum {
	FAILURE = 5,
	REQUEST_IDENTITIES = 11,
	IDENTITIES_ANSWER = 12,
	SIGN_REQUEST = 13,
	SIGN_RESPONSE = 14,
	MAX_MESSAGE = 256 << 10,
	MAX_IDENTITIES = 2048
};

static const char algorithm[] = "ssh-ed25519"; /* RFC 8709 */

/* ---- the parts of messages (RFC 4251, 5): big-endian ------------------------ */

static bool
take_u32(struct sat_rd *r, uint32_t *v)
{
	uint8_t b[4];

	if (!sat_rd_copy(r, b, sizeof(b)))
		return false;
	*v = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 |
	     b[3];
	return true;
}

static bool
take_string(struct sat_rd *r, struct sat_rd *s)
{
	struct sat_rd rest = *r;
	uint32_t n;

	if (!take_u32(&rest, &n) || !sat_rd_take(&rest, n, s))
		return false;
	*r = rest;
	return true;
}

static void
put_u32(struct sat_wr *w, uint32_t v)
{
	const uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v }; /* each the low byte */

	sat_wr_put(w, b, sizeof(b));
}

static void
put_string(struct sat_wr *w, const void *p, size_t n)
{
	put_u32(w, (uint32_t)n); /* at most MAX_MESSAGE */
	sat_wr_put(w, p, n);
}

/* A public key: its algorithm and its 32 bytes. */
static bool
is_key(struct sat_rd blob, const struct sat_pubkey *k)
{
	struct sat_rd name, pk;

	return take_string(&blob, &name) && sat_rd_is(&name, algorithm) &&
	       take_string(&blob, &pk) && sat_rd_end(&blob) &&
	       sat_rd_eq(&pk, k->pk, sizeof(k->pk));
}

static void
put_key(struct sat_wr *w, const struct sat_pubkey *k)
{
	put_u32(w, 4 + sizeof(algorithm) - 1 + 4 + sizeof(k->pk));
	put_string(w, algorithm, sizeof(algorithm) - 1);
	put_string(w, k->pk, sizeof(k->pk));
}

/* ---- replies ------------------------------------------------------------------ */

static bool
nonsense(const struct sat_rd *at, struct satchel_err *err)
{
	return sat_rd_fail(
	    err, at, "the agent's reply is not as RFC 9987 has it");
}

bool
sat_agent_identities(const struct sat_rd *reply, const struct sat_pubkey *keys,
    size_t n, bool *held, struct satchel_err *err)
{
	struct sat_rd r = *reply, blob, comment;
	bool found[SAT_MAX_KEYS] = { false };
	uint32_t count;
	uint8_t type;

	if (n > SAT_MAX_KEYS)
		return sat_fail(err, SATCHEL_ELIMIT, "%zu keys, at most %d", n,
		    SAT_MAX_KEYS);
	if (!sat_rd_u8(&r, &type) || type != IDENTITIES_ANSWER ||
	    !take_u32(&r, &count) || count > MAX_IDENTITIES)
		return nonsense(reply, err);
	for (uint32_t i = 0; i < count; i++) {
		if (!take_string(&r, &blob) || !take_string(&r, &comment))
			return nonsense(&r, err);
		for (size_t k = 0; k < n; k++)
			found[k] = found[k] || is_key(blob, &keys[k]);
	}
	if (!sat_rd_end(&r))
		return nonsense(&r, err);
	memcpy(held, found, n * sizeof(*held));
	return true;
}

bool
sat_agent_signature(
    const struct sat_rd *reply, uint8_t sig[64], struct satchel_err *err)
{
	struct sat_rd r = *reply, blob, name, bytes;
	uint8_t type;

	if (!sat_rd_u8(&r, &type))
		return nonsense(reply, err);
	if (type == FAILURE && sat_rd_end(&r)) {
		sat_fail(err, SATCHEL_ENO, "the agent did not sign");
		return sat_hint(
		    err, "it may have been told no, or be locked (ssh-add -X)");
	}
	if (type != SIGN_RESPONSE || !take_string(&r, &blob) ||
	    !sat_rd_end(&r) || !take_string(&blob, &name) ||
	    !sat_rd_is(&name, algorithm) || !take_string(&blob, &bytes) ||
	    !sat_rd_end(&blob) || bytes.n != 64)
		return nonsense(reply, err);
	memcpy(sig, bytes.p, 64);
	return true;
}

/* ---- the socket ----------------------------------------------------------------- */

/* A signal is how a user asks to stop; only those arrive here. */
static bool
failed(const struct sat_agent *a, const char *what, struct satchel_err *err)
{
	if (errno == EINTR) {
		sat_fail(err, SATCHEL_ECANCEL, "stopped");
		return sat_err_file(err, a->path);
	}
	return sat_fail_errno(err, a->path, what, errno);
}

static bool
send_all(struct sat_agent *a, const struct sat_wr *w, struct satchel_err *err)
{
	for (size_t at = 0; at < w->len;) {
		ssize_t n = write(a->fd, w->p + at, w->len - at);

		if (n < 0)
			return failed(a, "write to the agent", err);
		at += (size_t)n; /* not negative */
	}
	return true;
}

static bool
receive(struct sat_agent *a, uint8_t *to, size_t size, struct satchel_err *err)
{
	for (size_t at = 0; at < size;) {
		ssize_t n = read(a->fd, to + at, size - at);

		if (n < 0)
			return failed(a, "read from the agent", err);
		if (n == 0) {
			sat_fail(err, SATCHEL_EIO, "the agent hung up");
			return sat_err_file(err, a->path);
		}
		at += (size_t)n; /* positive */
	}
	return true;
}

/* Sends |w|, whose first four bytes make room for its length; the caller frees
 * the memory of |reply|. */
static bool
ask(struct sat_agent *a, struct sat_wr *w, uint8_t **mem, struct sat_rd *reply,
    struct satchel_err *err)
{
	uint8_t head[4] = { 0 }, *p;
	struct sat_rd r = sat_rd_of(head, sizeof(head), 0, a->path);
	uint32_t n = 0;

	if (!sat_wr_done(w, "a request to the agent", err))
		return false;
	for (size_t i = 0; i < 4; i++) /* w->len is at least 4 */
		w->p[i] = (uint8_t)((w->len - 4) >> (24 - 8 * i));
	if (!send_all(a, w, err) || !receive(a, head, sizeof(head), err))
		return false;
	if (!take_u32(&r, &n) || n < 1 || n > MAX_MESSAGE)
		return nonsense(&r, err);
	p = malloc(n);
	if (p == NULL)
		return sat_fail_nomem(err);
	if (!receive(a, p, n, err)) {
		free(p);
		return false;
	}
	*mem = p;
	*reply = sat_rd_of(p, n, 0, a->path);
	return true;
}

bool
sat_agent_open(const char *path, struct sat_agent *a, struct satchel_err *err)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct sat_agent new = { .fd = -1 };
	size_t n = strlen(path);

	(void)snprintf(new.path, sizeof(new.path), "%s", path);
	if (n == 0 || n >= sizeof(at.sun_path))
		return sat_fail_errno(
		    err, path, "connect to the agent", ENAMETOOLONG);
	memcpy(at.sun_path, path, n);
	new.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (new.fd < 0)
		return sat_fail_errno(err, path, "open a socket", errno);
	/* the address of a socket is passed under its general type */
	if (connect(new.fd, (const struct sockaddr *)&at, sizeof(at)) != 0) {
		failed(&new, "connect to the agent", err);
		sat_hint(err, "is an ssh-agent running, and SSH_AUTH_SOCK its "
			      "socket?");
		sat_agent_close(&new);
		return false;
	}
	*a = new;
	return true;
}

void
sat_agent_close(struct sat_agent *a)
{
	if (a->fd >= 0)
		(void)close(a->fd);
	a->fd = -1;
}

bool
sat_agent_holds(struct sat_agent *a, const struct sat_pubkey *keys, size_t n,
    bool *held, struct satchel_err *err)
{
	struct sat_rd reply;
	uint8_t *mem = NULL;
	struct sat_wr w;
	bool ok;

	sat_wr_init(&w, MAX_MESSAGE);
	put_u32(&w, 0);
	sat_wr_u8(&w, REQUEST_IDENTITIES);
	ok = ask(a, &w, &mem, &reply, err) &&
	     sat_agent_identities(&reply, keys, n, held, err);
	sat_wr_free(&w);
	free(mem);
	return ok;
}

bool
sat_agent_sign(struct sat_agent *a, const struct sat_pubkey *k, const void *msg,
    size_t n, uint8_t sig[64], struct satchel_err *err)
{
	uint8_t *mem = NULL, made[64];
	struct sat_rd reply;
	struct sat_wr w;
	bool ok;

	sat_wr_init(&w, MAX_MESSAGE);
	put_u32(&w, 0);
	sat_wr_u8(&w, SIGN_REQUEST);
	put_key(&w, k);
	put_string(&w, msg, n);
	put_u32(&w, 0); /* no flags: they are for RSA */
	ok = ask(a, &w, &mem, &reply, err) &&
	     (sat_agent_signature(&reply, made, err) ||
		 sat_err_file(err, a->path));
	sat_wr_free(&w);
	free(mem);
	if (!ok)
		return false;
	if (!sat_ed25519_verify(k->pk, msg, n, made)) {
		sat_fail(err, SATCHEL_EUNTRUSTED,
		    "the agent's signature for %s is not good", k->name);
		return sat_err_file(err, a->path);
	}
	memcpy(sig, made, sizeof(made));
	return true;
}
