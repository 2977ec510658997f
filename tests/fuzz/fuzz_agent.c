/* What an ssh-agent answers. */
#include <stdint.h>
#include <string.h>

#include "agent.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_pubkey keys[2] = { { .name = "un.example/a" },
		{ .name = "un.example/b" } };
	struct sat_rd r = sat_rd_of(data, size, 0, "agent");
	bool held[2] = { false, false };
	struct satchel_err err = { 0 };
	uint8_t sig[64];

	memset(keys[0].pk, 'a', sizeof(keys[0].pk));
	if (!sat_agent_identities(&r, keys, 2, held, &err) &&
	    err.msg[0] == '\0')
		__builtin_trap(); /* a refusal says why */
	if (!sat_agent_signature(&r, sig, &err) && err.msg[0] == '\0')
		__builtin_trap();
	return 0;
}
