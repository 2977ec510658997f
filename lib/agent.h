/* agent: signatures by a local ssh-agent, which keeps the secret key to itself
 * (RFC 9987); the only sockets of the program. */
#ifndef SAT_AGENT_H
#define SAT_AGENT_H

#include "key.h"

struct sat_agent {
	int fd;		/* -1: closed */
	char path[256]; /* for messages */
};

/* Connects to the socket |path| of this machine: EIO. */
SATCHEL_MUST bool
sat_agent_open(const char *path, struct sat_agent *a, struct satchel_err *err);
void sat_agent_close(struct sat_agent *a); /* a closed one is fine */

/* held[i]: the agent has the secret half of |keys|[i]. */
SATCHEL_MUST bool
sat_agent_holds(struct sat_agent *a, const struct sat_pubkey *keys, size_t n,
    bool *held, struct satchel_err *err);

/* Asks for the signature of |k| over |msg| and verifies it before it is given
 * out: ENO if the agent refuses, EUNTRUSTED if the signature is not good. */
SATCHEL_MUST bool
sat_agent_sign(struct sat_agent *a, const struct sat_pubkey *k, const void *msg,
    size_t n, uint8_t sig[64], struct satchel_err *err);

/* The two replies by themselves, from their type byte on; for those above and
 * for the tests.  EFORMAT; an agent's "no" to a signature is ENO. */
SATCHEL_MUST bool
sat_agent_identities(const struct sat_rd *reply, const struct sat_pubkey *keys,
    size_t n, bool *held, struct satchel_err *err);
SATCHEL_MUST bool sat_agent_signature(
    const struct sat_rd *reply, uint8_t sig[64], struct satchel_err *err);

#endif
