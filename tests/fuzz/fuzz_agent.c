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
	struct satchel_err err;
	uint8_t sig[64];

	memset(keys[0].pk, 'a', sizeof(keys[0].pk));
	(void)sat_agent_identities(&r, keys, 2, held, &err);
	(void)sat_agent_signature(&r, sig, &err);
	return 0;
}
