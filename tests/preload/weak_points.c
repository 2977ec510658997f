/* weak_points: a libsodium from before the fix of CVE-2025-69277, which takes
 * any point for one of prime order. */
int crypto_core_ed25519_is_valid_point(const unsigned char *p);

int
crypto_core_ed25519_is_valid_point(const unsigned char *p)
{
	(void)p;
	return 1;
}
