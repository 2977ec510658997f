/* A raw deflate stream: what zlib takes is taken, and comes out the same.
 * First two bytes: the size declared; two more: that of a dictionary. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "inflate.h"
#include "inflate_zlib.h"

enum { DICT = 40000, OUT = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In memory of just its size, so that a byte too far is seen. */
static uint8_t *
exactly(const uint8_t *p, size_t n)
{
	uint8_t *q = malloc(n > 0 ? n : 1);

	if (q == NULL)
		abort();
	if (n > 0)
		memcpy(q, p, n);
	return q;
}

/* Something of words that repeat. */
static const uint8_t *
words(void)
{
	static uint8_t w[DICT];
	static const char text[] = "\"phones\":[{\"number\":\"+999 ";

	for (size_t i = 0; w[0] == 0 && i < sizeof(w); i++)
		w[i] = i % 41 == 0 ? (uint8_t)(i / 41)
				   : (uint8_t)text[i % (sizeof(text) - 1)];
	w[0] = 'w';
	return w;
}

static void
compare(const struct sat_rd *r, const uint8_t *dict, size_t dict_len, size_t n)
{
	static const uint8_t none[OUT];
	uint8_t *ours = exactly(none, n), *theirs = exactly(none, n);
	struct satchel_err err;
	bool a = sat_inflate(r, dict, dict_len, ours, n, &err);
	bool b = zlib_inflates(r->p, r->n,
	    dict_len > 32768 ? dict + (dict_len - 32768) : dict,
	    dict_len > 32768 ? 32768 : dict_len, theirs, n);

	if (b && (!a || memcmp(ours, theirs, n) != 0))
		abort();
	free(ours);
	free(theirs);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd r = sat_rd_of(data, size, 0, "fuzz");
	uint16_t n, dict_len;
	uint8_t *in, *dict;

	if (!sat_rd_u16(&r, &n) || !sat_rd_u16(&r, &dict_len))
		return 0;
	in = exactly(r.p, r.n);
	r.p = in;
	dict = exactly(words(), dict_len % DICT);
	compare(&r, dict, dict_len % DICT, n);
	compare(&r, NULL, 0, n);
	free(in);
	free(dict);
	return 0;
}
