/* api_proof: the part of satchel.h that makes and checks proofs. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "open.h"
#include "proof.h"
#include "record.h"

struct satchel_proof {
	uint8_t *mem;
	struct sat_proof proof;
	struct sat_arena arena; /* of the record */
};

bool
satchel_prove(
    struct satchel *s, const char *id, const char *out, struct satchel_err *err)
{
	struct satchel_record r;
	struct sat_proof p = { .note = s->bundle.member[SAT_STATEMENT] };
	struct sat_wr w;
	bool ok;

	if (!satchel_get(s, id, &r, err))
		return false;
	p.record = sat_rd_of(r.json, r.json_len, 0, NULL);
	sat_wr_init(&w, SAT_MAX_PROOF);
	ok = sat_proof_make(s->tree, &s->st, r.id, &p, err);
	if (ok) {
		sat_proof_write(&p, &w);
		ok = sat_wr_done(&w, "a proof", err) &&
		     sat_file_save(SAT_CWD, out, false, 0644, w.p, w.len, err);
	}
	sat_wr_free(&w);
	return ok;
}

bool
satchel_file_open(
    const char *path, struct satchel_file **out, struct satchel_err *err)
{
	struct satchel_file *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return sat_fail_nomem(err);
	f->f.fd = -1;
	if (!sat_file_open(SAT_CWD, path, &f->f, err)) {
		free(f);
		return false;
	}
	*out = f;
	return true;
}

void
satchel_file_close(struct satchel_file *f)
{
	if (f == NULL)
		return;
	sat_file_close(&f->f);
	free(f);
}

bool
satchel_is_proof(const struct satchel_file *f)
{
	uint8_t start[32] = { 0 };
	size_t n =
	    f->f.size < sizeof(start) ? (size_t)f->f.size : sizeof(start);
	struct sat_rd r = sat_rd_of(start, n, 0, f->f.name);

	return sat_file_pread(&f->f, 0, start, n, NULL) && sat_proof_is(&r);
}

/* The statement by the roots of one pinned directory; a fork is kept. */
static bool
by_store(struct satchel_home *home, const char *folder,
    const struct satchel_check_opts *o, const struct sat_proof *p,
    struct sat_trusted *t, struct satchel_err *err)
{
	struct sat_verify_opts v = { .clock = o->now, .archive = o->archive };
	struct sat_evidence e;
	struct sat_store s;
	bool ok;

	if (!sat_store_open(home->dir, folder, false, &s, err))
		return false;
	ok = sat_verify_note(&p->note, &s.known, &v, t, &e, err);
	if (!ok && e.found && !sat_store_evidence(&s, &e, NULL))
		sat_hint(err, "the conflicting text could not be kept as "
			      "evidence: keep this file");
	sat_store_close(&s);
	return ok;
}

/* Any pinned directory will do whose keys signed; if none did, the first
 * refusal is the answer, but a fork above all. */
static bool
by_any(struct satchel_home *home, const struct satchel_check_opts *o,
    const struct sat_proof *p, struct sat_trusted *t, struct satchel_err *err)
{
	struct sat_arena a = { 0 };
	struct satchel_err one, worst = { 0 };
	char **folders = NULL;
	size_t n = 0;
	bool ok = false;

	if (home->dir >= 0 && !sat_store_list(home->dir, &a, &folders, &n, err))
		return false;
	if (n == 0) {
		sat_fail(&worst, SATCHEL_EPIN,
		    "no directory is pinned on this machine");
		sat_hint(&worst, "satchel pin FILE --fingerprint HEX");
	}
	for (size_t i = 0; i < n && !ok; i++) {
		ok = by_store(home, folders[i], o, p, t, &one);
		if (!ok && (worst.code == SATCHEL_OK ||
			       (worst.code == SATCHEL_EUNTRUSTED &&
				   one.code != SATCHEL_EUNTRUSTED)))
			worst = one;
	}
	sat_arena_free(&a);
	if (!ok && err != NULL)
		*err = worst;
	return ok;
}

static bool
judge(struct satchel_home *home, const struct satchel_check_opts *o,
    struct satchel_proof *p, struct sat_trusted *t, struct satchel_record *rec,
    struct satchel_err *err)
{
	char folder[SATCHEL_NAME_MAX];
	bool ok;

	if (o->directory != NULL)
		ok = sat_api_folder(home, o->directory, folder, err) &&
		     by_store(home, folder, o, &p->proof, t, err);
	else
		ok = by_any(home, o, &p->proof, t, err);
	return ok && sat_proof_check(&p->proof, &t->st, err) &&
	       sat_record_read(&p->proof.record, &p->arena, rec, err);
}

static bool
load(const char *path, const struct satchel_check_opts *o,
    struct satchel_proof *p, size_t *n, struct satchel_err *err)
{
	return o->file != NULL
		   ? sat_file_all(&o->file->f, SAT_MAX_PROOF, &p->mem, n, err)
		   : sat_file_load(
			 SAT_CWD, path, SAT_MAX_PROOF, &p->mem, n, err);
}

bool
satchel_proof_verify(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel_proof **out,
    struct satchel_release *r, struct satchel_record *rec,
    struct satchel_err *err)
{
	struct satchel_proof *p = calloc(1, sizeof(*p));
	struct sat_trusted *t = calloc(1, sizeof(*t));
	struct satchel_record found;
	struct sat_rd file;
	size_t n = 0;
	bool ok = p != NULL && t != NULL;

	if (!ok)
		sat_fail_nomem(err);
	ok = ok && load(path, opts, p, &n, err);
	if (ok) {
		file = sat_rd_of(p->mem, n, 0, path);
		ok = sat_proof_read(&file, &p->proof, err) &&
		     judge(home, opts, p, t, &found, err);
	}
	if (ok) {
		sat_api_trusted(t, r);
		*rec = found;
		*out = p;
		p = NULL; /* now the caller's */
	}
	free(t);
	satchel_proof_close(p);
	return ok;
}

void
satchel_proof_close(struct satchel_proof *p)
{
	if (p == NULL)
		return;
	sat_arena_free(&p->arena);
	free(p->mem);
	free(p);
}
