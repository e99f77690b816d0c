// BLAKE2b with 256 bits (RFC 7693) by libb2: tells whether bytes are the same ones, also where somebody wishes they
// were.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CTEXT_DIGEST_SIZE 32

typedef struct ctext_digest ctext_digest;
/// NULL where memory is short.
ctext_digest *ctext_digest_create(void);
void ctext_digest_add(ctext_digest *digest, const void *bytes, size_t length);
/// Writes the digest of all that was added, and frees it.
void ctext_digest_finish(ctext_digest *digest, uint8_t output[CTEXT_DIGEST_SIZE]);

#ifdef __cplusplus
}
#endif
