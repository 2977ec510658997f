/* fuzz_source: any bytes as release.yaml (first byte 0), a custody file (1),
 * a party file of global-poc (2) or of open: every rule is put to them, and a
 * party without an error becomes records that can be read back. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "custody.h"
#include "format.h"
#include "record.h"
#include "yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
make(const struct sat_node *party, const struct sat_node *contact)
{
	struct sat_arena a = { 0 };
	struct satchel_record r;
	struct satchel_err err;
	struct sat_node made;
	struct sat_rd line;
	struct sat_wr w;

	sat_wr_init(&w, 16 << 20);
	if (!sat_record_make(party, contact, "2026-10-05", &a, &made, &err))
		abort();
	sat_json_write(&made, &w);
	if (!sat_wr_done(&w, "record", NULL))
		abort();
	line = sat_wr_rd(&w);
	if (w.len <= SAT_MAX_RECORD && !sat_record_read(&line, &a, &r, &err))
		abort();
	sat_wr_free(&w);
	sat_arena_free(&a);
}

static void
make_all(const struct sat_node *party)
{
	const struct sat_node *list = sat_node_get(party, "contacts");

	make(party, NULL);
	for (size_t i = 0; i < list->n; i++)
		if (list->u.item[i].type == SAT_MAP)
			make(party, &list->u.item[i]);
}

static void
check(uint8_t kind, struct sat_check *c, struct sat_node *root)
{
	struct sat_custody log = { .file = c->file };
	struct sat_rounds rounds = { 0 };
	size_t errors = c->d->errors;
	struct satchel_err err;
	bool ok = true;

	if (root->type != SAT_MAP)
		return;
	if (!sat_check_trim(c->a, root))
		abort();
	if (kind == 0) {
		ok = sat_check_release(c, root, &err);
		if (c->has_issued)
			rounds = sat_rounds_of(root, c->issued);
	} else if (kind == 1) {
		ok = sat_check_custody(c, root, &err);
		if (c->d->errors == errors)
			ok = ok && sat_custody_read(root, &rounds, c->a, &log);
	} else {
		ok = sat_check_party(c, root, &err);
		if (c->d->errors == errors)
			make_all(root);
	}
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_tzdata tz;
	struct sat_diag d = { 0 };
	struct sat_arena a = { 0 };
	struct sat_check c = { .profile = SAT_PROFILE_OPEN,
		.edition = SAT_EDITION_EXERCISE,
		.has_observers = true,
		.has_issued = true,
		.issued = 1793491200,
		.tz = &tz,
		.d = &d,
		.file = "parties/XTR.yaml",
		.a = &a };
	struct sat_yaml *y = NULL;
	struct satchel_err err;
	struct sat_node root;
	uint8_t kind;
	bool more = true;

	if (size == 0 || !sat_tzdata_open(NULL, &tz, &err))
		return 0;
	kind = data[0] & 3;
	if (kind == 1 || kind == 2)
		c.profile = SAT_PROFILE_POC;
	if (!sat_yaml_open(data + 1, size - 1, c.file, &d, &y, &err))
		abort();
	while (more) {
		if (!sat_yaml_next(y, &a, &root, &more, &err))
			abort();
		if (more)
			check(kind, &c, &root);
	}
	sat_diag_sort(&d);
	sat_yaml_close(y);
	sat_arena_free(&a);
	sat_diag_free(&d);
	sat_tzdata_close(&tz);
	return 0;
}
