#include "lineage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
sat_chain_follow(const struct sat_chain *c, bool complete,
    struct sat_root *root, struct satchel_err *err)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct sat_note *note = &c->note[i];
		bool lenient = !complete && i + 1 == c->n;

		if (lenient || i == 0) {
			if (!sat_root_read(&note->text, &root[i], err))
				return false;
			if (root[i].version != i + 1)
				return sat_fail(err, SATCHEL_EUNTRUSTED,
				    "root %u stands at place %zu",
				    (unsigned)root[i].version, i + 1);
		}
		if (lenient)
			break;
		if (i == 0 ? !sat_root_meets(note, &root[0], err)
			   : !sat_root_next(&root[i - 1], note, &root[i], err))
			return false;
	}
	return true;
}

/* The previous release, verified by the chain as a State that pinned its
 * first root would. */
static bool
read_previous(struct sat_lineage *l, const struct sat_chain *chain,
    struct sat_root *root, const char *path, struct satchel_err *err)
{
	struct sat_verify_opts v = { .clock = SATCHEL_RELEASED,
		.archive = true };
	struct sat_rd text[SAT_MAX_ROOT_VERSIONS];
	struct sat_known k = {
		.first = 1, .n = chain->n, .root = root, .text = text
	};
	struct sat_chain *theirs = NULL;
	struct sat_trusted *t = malloc(sizeof(*t));
	struct sat_evidence e;
	struct sat_bundle b;
	bool ok = false;

	b.file.fd = -1;
	b.mem = NULL;
	for (size_t i = 0; i < chain->n; i++)
		text[i] = chain->note[i].text;
	if (t == NULL) {
		sat_fail_nomem(err);
		goto out;
	}
	if (!sat_bundle_open(SAT_CWD, path, &b, err) ||
	    !sat_verify_chain(&b, &theirs, err) ||
	    !sat_verify(&b, theirs, &k, &v, t, &e, err))
		goto out;
	l->has_previous = true;
	l->previous = t->st;
	sat_wr_put(
	    &l->history, b.member[SAT_HISTORY].p, b.member[SAT_HISTORY].n);
	sat_history_write(&(struct sat_history_line){ t->st.release,
			      t->st.digest, t->st.issued },
	    &l->history);
	ok = sat_wr_done(&l->history, "HISTORY", err);
out:
	if (!ok)
		sat_err_file(err, path);
	sat_bundle_close(&b);
	free(theirs);
	free(t);
	return ok;
}

/* The bundle to be like need not be signed: every byte of it is held by its
 * statement, and nothing but the seed and zone records is taken. */
static bool
open_like(struct sat_lineage *l, const char *path, struct satchel_err *err)
{
	struct sat_bundle *b = &l->like_bundle;
	struct sat_statement st;
	struct sat_note n;

	if (!sat_bundle_open(SAT_CWD, path, b, err))
		return false;
	if (!sat_note_read(&b->member[SAT_STATEMENT], 0, &n, err) ||
	    !sat_statement_read(&n.text, &st, err))
		return sat_err_file(err, path);
	if (st.payload != b->payload_len) {
		sat_fail(err, SATCHEL_EFORMAT,
		    "PAYLOAD has another size than STATEMENT says");
		return sat_err_file(err, path);
	}
	return sat_tree_open(&b->file, b->payload_off, b->payload_len,
	    &st.tree_digest, &l->like, err);
}

bool
sat_lineage_open(const struct satchel_build_opts *o, struct sat_lineage *l,
    struct satchel_err *err)
{
	struct sat_chain *chain = NULL;
	struct sat_root *root = calloc(SAT_MAX_ROOT_VERSIONS, sizeof(*root));
	size_t n = 0;
	bool ok = false;

	memset(l, 0, sizeof(*l));
	l->like_bundle.file.fd = -1;
	sat_wr_init(&l->history, SAT_MAX_HISTORY);
	if (root == NULL) {
		sat_fail_nomem(err);
		goto out;
	}
	if (!sat_file_load(SAT_CWD, o->roots, SAT_MAX_ROOTS, &l->mem, &n, err))
		goto out;
	l->roots = sat_rd_of(l->mem, n, 0, o->roots);
	if (!sat_key_selftest(err) ||
	    !sat_chain_read(&l->roots, 1, &chain, err) ||
	    !sat_chain_follow(chain, true, root, err)) {
		sat_err_file(err, o->roots);
		goto out;
	}
	l->root = root[chain->n - 1];
	if (o->previous != NULL &&
	    !read_previous(l, chain, root, o->previous, err))
		goto out;
	ok = o->like == NULL || open_like(l, o->like, err);
out:
	free(chain);
	free(root);
	if (!ok)
		sat_lineage_close(l);
	return ok;
}

void
sat_lineage_close(struct sat_lineage *l)
{
	sat_tree_close(l->like);
	l->like = NULL;
	sat_bundle_close(&l->like_bundle);
	sat_wr_free(&l->history);
	free(l->mem);
	l->mem = NULL;
}

bool
sat_lineage_fits(const struct sat_lineage *l, const struct sat_release_yaml *y,
    struct satchel_err *err)
{
	const struct sat_statement *p = &l->previous;

	if (strcmp(y->directory, l->root.directory) != 0)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "release.yaml is of %s, the roots are of %s", y->directory,
		    l->root.directory);
	if (!l->has_previous && y->release != 1) {
		sat_fail(err, SATCHEL_EFORMAT,
		    "release %u follows a previous one", (unsigned)y->release);
		return sat_hint(err, "--previous OLD.satchel");
	}
	if (!l->has_previous)
		return true;
	if (p->epoch < l->root.epoch)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "a new epoch begins with release 1 and no --previous");
	if (y->release != p->release + 1)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "release %u after release %u; the next is %u",
		    (unsigned)y->release, (unsigned)p->release,
		    (unsigned)p->release + 1);
	if (y->issued <= p->issued)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "issued is not later than the previous release's");
	return true;
}
