#include "CTextDigest.h"

#include <blake2.h>
#include <stdlib.h>

struct ctext_digest {
    blake2b_state state;
};

ctext_digest *ctext_digest_create(void) {
    ctext_digest *digest = malloc(sizeof *digest);
    if (digest != NULL && blake2b_init(&digest->state, CTEXT_DIGEST_SIZE) != 0) {
        free(digest);
        return NULL;
    }
    return digest;
}

void ctext_digest_add(ctext_digest *digest, const void *bytes, size_t length) {
    if (length > 0) blake2b_update(&digest->state, bytes, length);
}

void ctext_digest_finish(ctext_digest *digest, uint8_t output[CTEXT_DIGEST_SIZE]) {
    blake2b_final(&digest->state, output, CTEXT_DIGEST_SIZE);
    free(digest);
}
