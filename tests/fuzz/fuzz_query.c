/* Any words, asked of a small directory. */
#include "fuzz_payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct payload *
directory(void)
{
	static struct payload x;

	if (x.t == NULL) {
		payload_init(&x);
		payload_index(&x);
		payload_must(payload_open(&x));
	}
	return &x;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_arena a = { 0 };
	struct satchel_hits h;
	const char *word[64];
	char *text, *next;
	size_t n = 0, limit;

	if (size < 1 || size > 4200)
		return 0;
	limit = 1 + data[0] % 5u;
	text = sat_arena_copy(&a, data + 1, size - 1);
	payload_must(text != NULL);
	for (char *p = text; p != NULL && n < 64; p = next) {
		next = strchr(p, '\n');
		if (next != NULL)
			*next++ = '\0';
		word[n++] = p;
	}
	if (sat_query(directory()->t, word, n, limit, &a, &h, NULL))
		payload_check(&h, limit);
	sat_arena_free(&a);
	return 0;
}
