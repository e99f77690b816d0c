#pragma once

// A thin face of libsodium's short-input hash, SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF",
// INDOCRYPT 2012): nobody without the key can find texts of equal hash, or the text of a hash.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CTEXT_HASH_KEY_SIZE 16

uint64_t ctext_keyed_hash(const void *bytes, size_t length, const uint8_t key[CTEXT_HASH_KEY_SIZE]);

#ifdef __cplusplus
}
#endif
