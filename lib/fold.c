#include "fold.h"

#include "fold_table.h"
#include "utf8.h"

/* The Unicode Standard 3.12, "Conjoining Jamo Behavior". */
enum {
	S_BASE = 0xac00,
	L_BASE = 0x1100,
	V_BASE = 0x1161,
	T_BASE = 0x11a7,
	S_COUNT = 11172,
	N_COUNT = 588,
	T_COUNT = 28
};

static uint16_t
cell_of(uint32_t cp)
{
	size_t row;

	if (cp > 0x10ffff)
		return SAT_L_NONE;
	row = sat_fold_block[cp >> 7];
	return sat_fold_cell[row << 7 | (cp & 127)];
}

static void
put_cp(struct sat_wr *w, uint32_t cp)
{
	uint8_t b[4];

	sat_wr_put(w, b, sat_utf8_put(cp, b));
}

static void
put_hangul(struct sat_wr *w, uint32_t s)
{
	put_cp(w, L_BASE + s / N_COUNT);
	put_cp(w, V_BASE + s % N_COUNT / T_COUNT);
	if (s % T_COUNT != 0)
		put_cp(w, T_BASE + s % T_COUNT);
}

static void
put_folded(struct sat_wr *w, uint32_t cp)
{
	uint16_t cell = cell_of(cp);

	if (cell >= 4) {
		size_t from = sat_fold_start[cell - 4];
		size_t to = sat_fold_start[cell - 3];

		sat_wr_put(w, sat_fold_text + from, to - from);
	} else if (cp - S_BASE < S_COUNT) {
		put_hangul(w, cp - S_BASE);
	} else {
		put_cp(w, cp);
	}
}

/* Folds the ASCII at |p|, which the table maps as tolower does, and returns
 * where it ends. */
static const uint8_t *
put_ascii(struct sat_wr *w, const uint8_t *p, const uint8_t *end)
{
	const uint8_t *q = p;
	uint8_t *to;

	while (q < end && *q < 0x80)
		q++;
	to = sat_wr_room(w, (size_t)(q - p));
	if (to == NULL)
		return q; /* |w| keeps the failure */
	for (size_t i = 0; i < (size_t)(q - p); i++)
		to[i] = p[i] >= 'A' && p[i] <= 'Z' ? p[i] | 0x20 : p[i];
	sat_wr_grow(w, (size_t)(q - p));
	return q;
}

void
sat_fold(const void *p, size_t n, struct sat_wr *w)
{
	struct sat_rd r = sat_rd_of(p, n, 0, NULL); /* |p| may be NULL */
	const uint8_t *s = r.p, *end = s + r.n;
	uint32_t cp;

	while (s < end) {
		if (*s < 0x80) {
			s = put_ascii(w, s, end);
		} else if (sat_utf8_next(&s, end, &cp)) {
			put_folded(w, cp);
		} else {
			put_cp(w, 0xfffd);
			s++;
		}
	}
}

enum sat_letter
sat_fold_letter(uint32_t cp)
{
	uint16_t cell = cell_of(cp);

	/* a code point that folds to others is never asked about */
	return cell < 4 ? (enum sat_letter)cell : SAT_L_NONE;
}
