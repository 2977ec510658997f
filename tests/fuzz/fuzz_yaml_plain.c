/* fuzz_yaml_plain: any bytes as a source file, read with and without the
 * shorter way: the same documents, to the last mark and style, and the same
 * findings. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "yaml_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t documents, plain;

	if (!yaml_same(data, size, &documents, &plain))
		abort();
	return 0;
}
