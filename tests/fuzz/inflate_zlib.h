/* inflate_zlib: the other inflater, which ours must agree with. */
#ifndef INFLATE_ZLIB_H
#define INFLATE_ZLIB_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

/* Does zlib inflate the whole of |in| into exactly |n| bytes at |out|? */
static inline bool
zlib_inflates(const uint8_t *in, size_t in_len, const uint8_t *dict,
    size_t dict_len, uint8_t *out, size_t n)
{
	uint8_t nothing[1];
	z_stream z;
	int status;
	bool whole;

	memset(&z, 0, sizeof(z));
	if (inflateInit2(&z, -15) != Z_OK)
		return false;
	status = dict_len == 0 ? Z_OK
			       : inflateSetDictionary(&z, dict, (uInt)dict_len);
	z.next_in = in;
	z.avail_in = (uInt)in_len;
	z.next_out = n > 0 ? out : nothing;
	z.avail_out = (uInt)n;
	if (status == Z_OK)
		status = inflate(&z, Z_FINISH);
	whole = status == Z_STREAM_END && z.avail_in == 0 && z.avail_out == 0;
	(void)inflateEnd(&z);
	return whole;
}

#endif
