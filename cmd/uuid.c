/* uuid: with the SHA-1 that version 5 asks for; nothing here rests on its
 * strength. */
#include "uuid.h"

#include <stdio.h>
#include <string.h>

const uint8_t uuid_url[16] = { 0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
	0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 };

/* FIPS 180-4, 6.1 */
struct sha1 {
	uint32_t h[5];
	uint8_t block[64];
	size_t used;
	uint64_t bytes;
};

static uint32_t
rotate(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
word_of(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static uint32_t
mix(unsigned t, uint32_t b, uint32_t c, uint32_t d)
{
	switch (t / 20) {
	case 0:
		return ((b & c) | (~b & d)) + 0x5a827999;
	case 1:
		return (b ^ c ^ d) + 0x6ed9eba1;
	case 2:
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	default:
		return (b ^ c ^ d) + 0xca62c1d6;
	}
}

static void
block(struct sha1 *s)
{
	uint32_t w[80], v[5];

	for (unsigned t = 0; t < 16; t++)
		w[t] = word_of(s->block + (size_t)t * 4);
	for (unsigned t = 16; t < 80; t++)
		w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	memcpy(v, s->h, sizeof(v));
	for (unsigned t = 0; t < 80; t++) {
		uint32_t x =
		    rotate(v[0], 5) + mix(t, v[1], v[2], v[3]) + v[4] + w[t];

		v[4] = v[3];
		v[3] = v[2];
		v[2] = rotate(v[1], 30);
		v[1] = v[0];
		v[0] = x;
	}
	for (unsigned i = 0; i < 5; i++)
		s->h[i] += v[i];
	s->used = 0;
}

static void
byte(struct sha1 *s, uint8_t b)
{
	s->block[s->used++] = b;
	s->bytes++;
	if (s->used == sizeof(s->block))
		block(s);
}

static void
finish(struct sha1 *s, uint8_t digest[20])
{
	uint64_t bits = s->bytes * 8;

	byte(s, 0x80);
	while (s->used != 56)
		byte(s, 0);
	for (unsigned i = 0; i < 8; i++)
		byte(s, (uint8_t)(bits >> (56 - 8 * i) & 0xff));
	for (unsigned i = 0; i < 20; i++)
		digest[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)) & 0xff);
}

void
uuid_of(const uint8_t space[16], const char *name, uint8_t uuid[16],
    char text[UUID_SIZE])
{
	struct sha1 s = { .h = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
			      0xc3d2e1f0 } };
	uint8_t digest[20];
	size_t n = 0;

	for (size_t i = 0; i < 16; i++)
		byte(&s, space[i]);
	for (; *name != '\0'; name++)
		byte(&s, (uint8_t)*name);
	finish(&s, digest);
	digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x50); /* version 5 */
	digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80); /* its variant */
	memcpy(uuid, digest, 16);
	for (size_t i = 0; text != NULL && i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text[n++] = '-';
		(void)snprintf(text + n, UUID_SIZE - n, "%02x", digest[i]);
		n += 2;
	}
}
