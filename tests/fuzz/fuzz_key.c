/* Key files of both kinds, vkeys, and the values they are spelled with. */
#include <stdlib.h>
#include <string.h>

#include "armor.h"
#include "key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
same(const struct sat_rd *in, struct sat_wr *w)
{
	if (!sat_wr_done(w, "x", NULL) || !sat_rd_eq(in, w->p, w->len))
		abort();
	sat_wr_free(w);
}

static void
public_key(const struct sat_rd *in)
{
	struct sat_pubkey k;
	struct satchel_err err;
	struct sat_wr w;

	sat_wr_init(&w, 1000);
	if (sat_pubkey_read(in, &k, &err)) {
		sat_pubkey_write(&k, &w);
		same(in, &w);
	}
	if (sat_vkey_read(in, &k, &err)) {
		sat_vkey_write(&k, &w);
		same(in, &w);
	}
}

/* One with a passphrase is only looked at: it takes 64 MiB to try. */
static void
secret_key(const struct sat_rd *in)
{
	struct sat_seckey *s = NULL;
	struct satchel_err err;
	struct sat_pubkey k;
	uint8_t sig[64];
	bool encrypted;

	if (!sat_seckey_peek(in, &k, &encrypted, &err)) {
		if (sat_seckey_open(in, NULL, &s, NULL))
			abort();
		return;
	}
	if (!sat_seckey_open(in, NULL, &s, &err))
		return;
	if (encrypted || !sat_seckey_sign(s, "m", 1, sig, &err) ||
	    memcmp(sat_seckey_public(s), &k, sizeof(k)) != 0)
		abort();
	sat_seckey_close(s);
}

static void
values(const struct sat_rd *in)
{
	uint8_t raw[4096];
	struct sat_wr w;
	int64_t t;
	size_t n;

	sat_wr_init(&w, 8192);
	if (sat_base64_read(in, raw, sizeof(raw), &n)) {
		sat_base64_write(&w, raw, n);
		same(in, &w);
	}
	if (sat_time_read(in, &t)) {
		char s[21];

		sat_time_write(t, s);
		if (!sat_rd_is(in, s))
			abort();
	}
	if (sat_date_read(in, &t) && t % 86400 != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd all = sat_rd_of(data, size, 0, "fuzz");

	public_key(&all);
	secret_key(&all);
	values(&all);
	return 0;
}
