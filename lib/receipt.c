#include "receipt.h"

#include <string.h>

#include "armor.h"

#define IDENTIFIER "satchel-receipt/v1"

/* U+2014 and a space begin a signature line (C2SP signed-note). */
static const char dash[] = "\xe2\x80\x94 ";

enum { TYPE = 0xff, ID = 4, TIME = 8, SIGNATURE = 64 };
enum { DECODED = ID + TIME + SIGNATURE, HEAD = 64 };
#define LAST INT64_C(253402300799) /* the end of 9999, as in all texts */

void
sat_receipt_id(const struct sat_pubkey *k, uint8_t id[4])
{
	static const uint8_t sep[] = { '\n', TYPE };
	struct sat_sha256_state s;
	struct sat_hash h;

	sat_sha256_begin(&s);
	sat_sha256_add(&s, k->name, strlen(k->name));
	sat_sha256_add(&s, sep, sizeof(sep));
	sat_sha256_add(&s, IDENTIFIER, strlen(IDENTIFIER));
	sat_sha256_add(&s, k->pk, sizeof(k->pk));
	sat_sha256_end(&s, &h);
	memcpy(id, h.b, ID);
}

/* What is signed.  Its first line keeps it apart from every other text. */
static void
message(const struct sat_rd *text, int64_t time, struct sat_wr *w)
{
	sat_wr_printf(w, IDENTIFIER "\ntime %lld\n", (long long)time);
	sat_wr_put(w, text->p, text->n);
}

bool
sat_receipt_make(const struct sat_seckey *k, const struct sat_rd *text,
    int64_t time, struct sat_receipt *r, struct satchel_err *err)
{
	struct sat_receipt new = { .time = time };
	struct sat_wr w;
	bool ok;

	if (time < 0 || time > LAST)
		return sat_fail(err, SATCHEL_EUSAGE,
		    "a receipt's time is outside 1970 to 9999");
	memcpy(new.name, sat_seckey_public(k)->name, sizeof(new.name));
	sat_receipt_id(sat_seckey_public(k), new.id);
	sat_wr_init(&w, HEAD + SAT_MAX_STATEMENT);
	message(text, time, &w);
	ok = sat_wr_done(&w, "a statement", err) &&
	     sat_seckey_sign(k, w.p, w.len, new.sig, err);
	sat_wr_free(&w);
	if (ok)
		*r = new;
	return ok;
}

bool
sat_receipt_read(const struct sat_rd *line, struct sat_receipt *r)
{
	struct sat_rd rest = *line, name, skip;
	struct sat_receipt new = { .time = 0 };
	uint8_t raw[DECODED];
	const uint8_t *space;
	uint64_t time = 0;
	size_t n;

	if (!sat_rd_word(&rest, dash))
		return false;
	space = memchr(rest.p, ' ', rest.n);
	if (space == NULL ||
	    !sat_rd_take(&rest, (size_t)(space - rest.p), &name) ||
	    !sat_rd_take(&rest, 1, &skip) || !sat_name_ok(&name) ||
	    !sat_base64_read(&rest, raw, sizeof(raw), &n) || n != sizeof(raw))
		return false;
	for (size_t i = 0; i < TIME; i++)
		time = time << 8 | raw[ID + i];
	if (time > (uint64_t)LAST)
		return false;
	memcpy(new.name, name.p, name.n); /* at most 100 bytes */
	memcpy(new.id, raw, ID);
	new.time = (int64_t)time; /* at most LAST */
	memcpy(new.sig, raw + ID + TIME, SIGNATURE);
	*r = new;
	return true;
}

void
sat_receipt_write(const struct sat_receipt *r, struct sat_wr *w)
{
	uint8_t raw[DECODED];

	memcpy(raw, r->id, ID);
	for (size_t i = 0; i < TIME; i++) /* big-endian, not negative */
		raw[ID + i] = (uint8_t)((uint64_t)r->time >> (56 - 8 * i));
	memcpy(raw + ID + TIME, r->sig, SIGNATURE);
	sat_wr_str(w, dash);
	sat_wr_printf(w, "%s ", r->name);
	sat_base64_write(w, raw, sizeof(raw));
	sat_wr_str(w, "\n");
}

bool
sat_receipt_is_of(const struct sat_receipt *r, const struct sat_pubkey *k)
{
	uint8_t id[ID];

	sat_receipt_id(k, id);
	return strcmp(r->name, k->name) == 0 &&
	       memcmp(r->id, id, sizeof(id)) == 0;
}

bool
sat_receipt_good(const struct sat_receipt *r, const struct sat_pubkey *k,
    const struct sat_rd *text)
{
	struct sat_wr w;
	bool good;

	sat_wr_init(&w, HEAD + SAT_MAX_STATEMENT);
	message(text, r->time, &w);
	good = sat_receipt_is_of(r, k) && sat_wr_done(&w, "", NULL) &&
	       sat_ed25519_verify(k->pk, w.p, w.len, r->sig);
	sat_wr_free(&w);
	return good;
}

bool
sat_receipt_add(const struct sat_note *n, const struct sat_receipt *r,
    struct sat_wr *w, struct satchel_err *err)
{
	bool written = false;

	for (size_t i = 0; i < n->n; i++)
		if (strcmp(n->sig[i].name, r->name) == 0 &&
		    memcmp(n->sig[i].id, r->id, ID) == 0)
			return sat_fail(err, SATCHEL_ENO,
			    "a receipt of %s is there already", r->name);
	if (n->n >= SAT_MAX_SIG_LINES)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%d lines are there already, as many as allowed",
		    SAT_MAX_SIG_LINES);
	sat_wr_put(w, n->text.p, n->text.n);
	sat_wr_str(w, "\n");
	for (size_t i = 0; i <= n->n; i++) {
		if (!written &&
		    (i == n->n || strcmp(n->sig[i].name, r->name) > 0)) {
			sat_receipt_write(r, w);
			written = true;
		}
		if (i == n->n)
			break;
		sat_wr_put(w, n->sig[i].line.p, n->sig[i].line.n);
		sat_wr_str(w, "\n");
	}
	return sat_wr_done(w, "STATEMENT", err);
}

void
sat_receipt_text(const struct sat_receipt *r, const struct sat_statement *st,
    struct sat_wr *w)
{
	char hex[SATCHEL_HEX_SIZE], at[21];

	sat_hash_hex(&st->digest, hex);
	sat_time_write(r->time, at);
	sat_wr_printf(w,
	    "satchel receipt v1\ndirectory %s\nepoch %u\nrelease %u\n"
	    "statement sha256:%s\ntime %s\n\n",
	    st->directory, (unsigned)st->epoch, (unsigned)st->release, hex, at);
	sat_receipt_write(r, w);
}
