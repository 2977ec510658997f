/* api_keygen: the part of satchel_build.h that makes a pair of keys and opens
 * a secret one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "satchel_build.h"

enum { MAX_KEY_FILE = 4096 };

static bool
save_text(const char *dir, const char *base, const char *suffix, mode_t mode,
    const struct sat_wr *w, struct satchel_err *err)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s%s", dir, base, suffix) >=
	    (int)sizeof(path))
		return sat_fail(err, SATCHEL_EUSAGE, "the path is too long");
	return sat_file_save(SAT_CWD, path, false, mode, w->p, w->len, err);
}

/* Neither file of the pair may be there: half a pair helps nobody. */
static bool
pair_is_free(const char *dir, const char *base, struct satchel_err *err)
{
	static const char *const suffix[] = { ".key", ".pub" };
	char path[4096];

	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s%s", dir, base, suffix[i]);
		if (!sat_dir_has(SAT_CWD, path))
			continue;
		sat_fail(
		    err, SATCHEL_EIO, "exists already and is kept as it is");
		sat_err_file(err, path);
		return sat_hint(err, "another name, or another folder with -o");
	}
	return true;
}

bool
satchel_keygen(const char *name, const char *dir, const char *passphrase,
    char *vkey, size_t size, struct satchel_err *err)
{
	char base[SATCHEL_NAME_MAX];
	struct sat_rd r = sat_rd_of(name, strlen(name), 0, NULL);
	struct sat_wr secret, public, text;
	struct sat_pubkey k;
	bool ok;

	if (!sat_name_ok(&r)) {
		sat_fail(
		    err, SATCHEL_EUSAGE, "\"%.100s\" is no key name", name);
		return sat_hint(err, "3 to 100 bytes: a-z 0-9 - in segments "
				     "joined by . or /, such "
				     "as un.example/officer-a");
	}
	sat_name_file(name, base);
	if (!pair_is_free(dir, base, err))
		return false;
	sat_wr_init(&secret, MAX_KEY_FILE);
	sat_wr_init(&public, MAX_KEY_FILE);
	sat_wr_init(&text, size - 1);
	ok = sat_key_selftest(err) &&
	     sat_seckey_new(name, passphrase, &secret, &k, err);
	if (ok) {
		sat_pubkey_write(&k, &public);
		sat_vkey_write(&k, &text);
		ok = sat_wr_done(&secret, "a key", err) &&
		     sat_wr_done(&public, "a key", err) &&
		     sat_wr_done(&text, "a vkey", err) &&
		     save_text(dir, base, ".key", 0600, &secret, err) &&
		     save_text(dir, base, ".pub", 0644, &public, err);
	}
	if (ok) {
		memcpy(vkey, text.p, text.len);
		vkey[text.len] = '\0';
	}
	sat_seckey_wipe(&secret);
	sat_wr_free(&secret);
	sat_wr_free(&public);
	sat_wr_free(&text);
	return ok;
}

static void
wipe(uint8_t *p, const struct sat_rd *r)
{
	if (p != NULL)
		sodium_memzero(p, r->n);
	free(p);
}

/* A secret key file's bytes, for the caller to wipe and free. */
static bool
load_secret(
    const char *path, uint8_t **p, struct sat_rd *r, struct satchel_err *err)
{
	struct sat_file f = { .fd = -1 };
	size_t n = 0;
	bool ok;

	if (!sat_file_open(SAT_CWD, path, &f, err))
		return false;
	ok = sat_file_all(&f, MAX_KEY_FILE, p, &n, err);
	sat_file_close(&f);
	if (!ok)
		return false;
	*r = sat_rd_of(*p, n, 0, path);
	/* another file given by mistake is told for what it is */
	if ((f.mode & 077) == 0 || !sat_rd_begins(r, "satchel secret key"))
		return true;
	wipe(*p, r);
	*p = NULL;
	sat_fail(err, SATCHEL_EIO,
	    "others may read this secret key (mode %04o)",
	    (unsigned)(f.mode & 07777));
	sat_err_file(err, path);
	return sat_hint(
	    err, "chmod 600 %s; if others had access, replace the key", path);
}

bool
satchel_key_peek(const char *path, char name[SATCHEL_NAME_MAX],
    bool *needs_passphrase, struct satchel_err *err)
{
	struct sat_pubkey k;
	uint8_t *p = NULL;
	struct sat_rd r;
	bool ok;

	if (!load_secret(path, &p, &r, err))
		return false;
	ok = sat_seckey_peek(&r, &k, needs_passphrase, err) ||
	     sat_err_file(err, path);
	wipe(p, &r);
	if (ok)
		memcpy(name, k.name, sizeof(k.name));
	return ok;
}

bool
sat_api_secret(const char *path, const char *passphrase, struct sat_seckey **k,
    struct satchel_err *err)
{
	uint8_t *p = NULL;
	struct sat_rd r;
	bool ok;

	if (!sat_key_selftest(err) || !load_secret(path, &p, &r, err))
		return false;
	ok = sat_seckey_open(&r, passphrase, k, err) || sat_err_file(err, path);
	wipe(p, &r);
	return ok;
}
