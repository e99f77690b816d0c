// BLAKE2b with 256 bits (RFC 7693): tells whether bytes are the same ones, also where somebody wishes they were.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CTEXT_DIGEST_SIZE 32

typedef struct {
    uint64_t state[8];
    uint64_t count;  ///< bytes that went in, without those that wait in `buffer`
    uint8_t buffer[128];
    size_t waiting;
} ctext_digest;

void ctext_digest_start(ctext_digest *digest);
void ctext_digest_add(ctext_digest *digest, const void *bytes, size_t length);
/// Writes the digest of all that was added. `digest` is of no use after it.
void ctext_digest_finish(ctext_digest *digest, uint8_t output[CTEXT_DIGEST_SIZE]);

#ifdef __cplusplus
}
#endif
