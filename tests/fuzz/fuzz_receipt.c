/* A line that may be a receipt: what is read is written back the same. */
#include <stdint.h>
#include <stdlib.h>

#include "receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd line = sat_rd_of(data, size, 0, "line");
	struct sat_receipt r;
	struct sat_wr w;

	if (!sat_receipt_read(&line, &r))
		return 0;
	sat_wr_init(&w, 1 << 12);
	sat_receipt_write(&r, &w);
	if (w.len != size + 1 || !sat_rd_eq(&line, w.p, size))
		abort();
	sat_wr_free(&w);
	return 0;
}
