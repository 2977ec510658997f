#include "ustar.h"

#include <stdio.h>
#include <string.h>

/* Where things stand in a header (POSIX.1-2017 pax, "ustar Interchange
 * Format"). */
enum {
	AT_NAME = 0,
	AT_MODE = 100,
	AT_UID = 108,
	AT_GID = 116,
	AT_SIZE = 124,
	SIZE_DIGITS = 11, /* octal: 8 GiB less one byte */
	AT_MTIME = 136,
	AT_SUM = 148,
	AT_TYPE = 156,
	AT_MAGIC = 257
};

const char *const sat_member_name[SAT_MEMBERS] = { "STATEMENT", "ROOTS",
	"HISTORY", "PAYLOAD" };

uint64_t
sat_member_max(enum sat_member m)
{
	static const uint64_t max[SAT_MEMBERS] = { SAT_MAX_STATEMENT,
		SAT_MAX_ROOTS, SAT_MAX_HISTORY, SAT_MAX_PAYLOAD - 1 };

	return max[m];
}

/* |n| octal digits of |v|, which fits them. */
static void
put_octal(uint8_t *p, size_t n, uint64_t v)
{
	for (; n > 0; v >>= 3)
		p[--n] = (uint8_t)('0' + (v & 7)); /* '0' to '7' */
}

void
sat_ustar_header(enum sat_member m, uint64_t size, uint8_t out[SAT_TAR_BLOCK])
{
	unsigned sum = 0;

	memset(out, 0, SAT_TAR_BLOCK);
	memcpy(out + AT_NAME, sat_member_name[m], strlen(sat_member_name[m]));
	memcpy(out + AT_MODE, "0000444", 7);
	memcpy(out + AT_UID, "0000000", 7);
	memcpy(out + AT_GID, "0000000", 7);
	put_octal(out + AT_SIZE, SIZE_DIGITS, size);
	put_octal(out + AT_MTIME, 11, 0);
	out[AT_TYPE] = '0';
	memcpy(out + AT_MAGIC, "ustar\00000", 8);
	memset(out + AT_SUM, ' ', 8); /* as the sum counts its own field */
	for (size_t i = 0; i < SAT_TAR_BLOCK; i++)
		sum += out[i];
	put_octal(out + AT_SUM, 6, sum);
	out[AT_SUM + 6] = '\0';
}

/* The size field, or false if it is not eleven octal digits. */
static bool
size_of(const uint8_t header[SAT_TAR_BLOCK], uint64_t *size)
{
	uint64_t v = 0;

	for (size_t i = AT_SIZE; i < AT_SIZE + SIZE_DIGITS; i++) {
		if (header[i] < '0' || header[i] > '7')
			return false;
		v = v << 3 | (uint64_t)(header[i] - '0'); /* 33 bits */
	}
	*size = v;
	return true;
}

static const char *
field_at(size_t i)
{
	static const struct {
		size_t end;
		const char *name;
	} field[] = { { AT_MODE, "name" }, { AT_UID, "mode" },
		{ AT_GID, "uid" }, { AT_SIZE, "gid" }, { AT_MTIME, "size" },
		{ AT_SUM, "mtime" }, { AT_TYPE, "checksum" },
		{ AT_TYPE + 1, "typeflag" }, { AT_MAGIC, "linkname" },
		{ AT_MAGIC + 8, "magic" }, { SAT_TAR_BLOCK, "tail" } };
	size_t f = 0;

	while (i >= field[f].end)
		f++;
	return field[f].name;
}

bool
sat_ustar_check(enum sat_member m, const uint8_t header[SAT_TAR_BLOCK],
    const char *file, uint64_t off, uint64_t *size, struct satchel_err *err)
{
	const char *name = sat_member_name[m];
	uint8_t want[SAT_TAR_BLOCK];
	uint64_t n;
	size_t i = 0;

	if (memcmp(header, name, strlen(name) + 1) != 0) {
		sat_fail_off(err, SATCHEL_EFORMAT, file, off,
		    "the archive member %s is due here", name);
		if (m == SAT_STATEMENT)
			sat_hint(err, "this is not a satchel bundle");
		return false;
	}
	if (!size_of(header, &n))
		return sat_fail_off(err, SATCHEL_EFORMAT, file, off + AT_SIZE,
		    "the size of member %s is not 11 octal digits", name);
	sat_ustar_header(m, n, want);
	while (i < SAT_TAR_BLOCK && header[i] == want[i])
		i++;
	if (i < SAT_TAR_BLOCK)
		return sat_fail_off(err, SATCHEL_EFORMAT, file, off + i,
		    "the %s field of member %s is not the canonical one",
		    field_at(i), name);
	if (n > sat_member_max(m))
		return sat_fail_off(err, SATCHEL_ELIMIT, file, off + AT_SIZE,
		    "member %s has %llu bytes, at most %llu allowed", name,
		    (unsigned long long)n,
		    (unsigned long long)sat_member_max(m));
	*size = n;
	return true;
}

size_t
sat_ustar_padding(uint64_t size)
{
	return (size_t)(-size % SAT_TAR_BLOCK); /* below 512 */
}
