/* A bundle's archive as a file, with the framing of what is in it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bundle.h"
#include "root.h"
#include "statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is accepted is what would be written: header, member, padding. */
static void
canonical(const uint8_t *data, size_t size, const struct sat_bundle *b)
{
	struct sat_rd r = sat_rd_of(data, size, 0, "fuzz"), header, member, pad;

	for (int m = SAT_STATEMENT; m < SAT_PAYLOAD; m++) {
		uint8_t want[SAT_TAR_BLOCK];
		size_t n = b->member[m].n;

		sat_ustar_header((enum sat_member)m, n, want);
		if (!sat_rd_take(&r, SAT_TAR_BLOCK, &header) ||
		    !sat_rd_eq(&header, want, sizeof(want)) ||
		    !sat_rd_take(&r, n, &member) ||
		    !sat_rd_eq(&b->member[m], member.p, n) ||
		    !sat_rd_take(&r, sat_ustar_padding(n), &pad) ||
		    !sat_rd_all_nul(&pad))
			abort();
	}
}

static void
framing(const struct sat_bundle *b)
{
	struct sat_rd rest = b->member[SAT_HISTORY];
	struct sat_history_line line;
	struct sat_chain *c = NULL;
	struct sat_statement s;
	struct satchel_err err;
	struct sat_note n;
	uint32_t i = 1;

	if (sat_note_read(&b->member[SAT_STATEMENT], 0, &n, &err))
		(void)!sat_statement_read(&n.text, &s, &err);
	if (sat_chain_read(&b->member[SAT_ROOTS], 1, &c, &err))
		free(c);
	while (i <= SAT_MAX_RELEASE && sat_history_next(&rest, i, &line, &err))
		i++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_bundle b;
	struct satchel_err err;
	char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "/tmp/satchel-fuzz-%d", getpid());
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
	if (sat_bundle_open(SAT_CWD, path, &b, &err)) {
		canonical(data, size, &b);
		framing(&b);
		if (sat_bundle_end(&b, &err) &&
		    b.payload_off + b.payload_len +
			    sat_ustar_padding(b.payload_len) + SAT_USTAR_END !=
			size)
			abort();
		sat_bundle_close(&b);
	}
	(void)unlink(path);
	return 0;
}
