/* numbers: an index whose answers are arithmetic.  Record i holds the name
 * "m2" if 2 divides i, and so on; in organization, "o5" if 5 does; in note,
 * "n3"; and the name "r0" to "r39" by i modulo 40. */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "index_fixture.h"

#include "set.h"
#include "unit.h"

enum { NUMBERS = 20000 };

struct numbers {
	struct index_fixture x;
	struct sat_dict d;
	struct sat_arena a;
};

static inline void
numbers_init(struct numbers *m)
{
	char **line = calloc(NUMBERS, sizeof(*line));

	for (unsigned i = 0; i < NUMBERS; i++) {
		line[i] = malloc(128);
		(void)snprintf(line[i], 128,
		    "{\"id\":\"p%05u/a\",\"name\":\"r%u%s%s%s\""
		    ",\"organization\":\"%s\",\"note\":\"%s\"}",
		    i, i % 40, i % 2 == 0 ? " m2" : "", i % 7 == 0 ? " m7" : "",
		    i % 1000 == 0 ? " m1000" : "", i % 5 == 0 ? "o5 m3" : "x",
		    i % 3 == 0 ? "n3 m2" : "x");
	}
	memset(m, 0, sizeof(*m));
	ix_init(&m->x, (const char *const *)(void *)line, NUMBERS, 0);
	m->d.tree = m->x.t;
	for (unsigned i = 0; i < NUMBERS; i++)
		free(line[i]);
	free(line);
}

static inline void
numbers_free(struct numbers *m)
{
	sat_dict_free(&m->d);
	sat_arena_free(&m->a);
	ix_free(&m->x);
}

/* The list of |word| in field |f|. */
static inline struct sat_lead
lead_of(struct numbers *m, const char *word, enum sat_field f,
    enum satchel_match match)
{
	struct sat_ref ref[SAT_FIELDS];
	char key[64];
	int n = snprintf(key, sizeof(key), "\001%s", word);
	size_t refs = 0;
	bool any = false;

	assert_true(sat_dict_seek(&m->d, key, (size_t)n, &any, NULL));
	assert_true(any && m->d.at.n == (size_t)n);
	assert_memory_equal(m->d.at.b, key, m->d.at.n);
	assert_true(sat_dict_refs(&m->d, ref, &refs, NULL));
	for (size_t i = 0; i < refs; i++)
		if (ref[i].field == f)
			return (struct sat_lead){ ref[i], match };
	fail_msg("%s is not in field %d", word, (int)f);
	return (struct sat_lead){ 0 };
}

#endif
