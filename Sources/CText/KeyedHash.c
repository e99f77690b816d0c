#include "CTextKeyedHash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(crypto_shorthash_KEYBYTES == CTEXT_HASH_KEY_SIZE, "the key's size");
_Static_assert(crypto_shorthash_BYTES == sizeof(uint64_t), "the hash's size");

uint64_t ctext_keyed_hash(const void *bytes, size_t length, const uint8_t key[CTEXT_HASH_KEY_SIZE]) {
    uint8_t output[crypto_shorthash_BYTES];
    crypto_shorthash(output, bytes, length, key);
    uint64_t hash = 0;
    for (size_t i = sizeof output; i-- > 0;) hash = hash << 8 | output[i];
    return hash;
}
