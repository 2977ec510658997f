/* tzif_fixture: a small time zone file (RFC 9636), byte by byte. */
#ifndef TZIF_FIXTURE_H
#define TZIF_FIXTURE_H

#include "unit.h"

static inline void
put_be(struct sat_wr *w, uint64_t v, int bytes)
{
	while (bytes-- > 0)
		sat_wr_u8(w, (uint8_t)(v >> (8 * bytes)));
}

/* AAA, from 1000 on BBB an hour west, from 2000 on AAA. */
static inline void
put_part(struct sat_wr *w, char version, int bytes)
{
	sat_wr_str(w, "TZif");
	sat_wr_u8(w, (uint8_t)version);
	sat_wr_fill(w, 0, 15);
	for (int i = 0; i < 3; i++)
		put_be(w, 0, 4); /* isut, isstd, leap */
	put_be(w, 2, 4);
	put_be(w, 2, 4);
	put_be(w, 8, 4);
	put_be(w, 1000, bytes);
	put_be(w, 2000, bytes);
	sat_wr_put(w, "\1\0", 2);
	put_be(w, 0, 4);
	sat_wr_put(w, "\0\0", 2);
	put_be(w, (uint32_t)-3600, 4);
	sat_wr_put(w, "\1\4", 2);
	sat_wr_put(w, "AAA\0BBB", 8);
}

/* A whole file; after its last time CCC, two hours east. */
static inline void
put_file(struct sat_wr *w, char version)
{
	sat_wr_init(w, 10000);
	put_part(w, version, 4);
	if (version != 0) {
		put_part(w, version, 8);
		sat_wr_str(w, "\nCCC-2\n");
	}
}

#endif
