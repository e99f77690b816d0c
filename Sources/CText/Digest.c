#include "CTextDigest.h"

#include <string.h>

// The initial values of SHA-512 and the order of message words: RFC 7693, sections 2.6 and 2.7.
static const uint64_t initial[8] = {
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
};

static const uint8_t order[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

enum { block_size = 128, rounds = 12 };

static inline uint64_t rotated(uint64_t word, unsigned bits) { return word >> bits | word << (64 - bits); }

static inline void mix(uint64_t *v, size_t a, size_t b, size_t c, size_t d, uint64_t x, uint64_t y) {
    v[a] += v[b] + x;
    v[d] = rotated(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = rotated(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = rotated(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = rotated(v[b] ^ v[c], 63);
}

static void compress(ctext_digest *digest, const uint8_t *block, int is_last) {
    uint64_t v[16], m[16];
    memcpy(v, digest->state, sizeof digest->state);
    memcpy(v + 8, initial, sizeof initial);
    // The count is below 2^64 here, so that its upper half is 0.
    v[12] ^= digest->count;
    if (is_last) v[14] = ~v[14];
    for (size_t index = 0; index < 16; index++) {
        m[index] = 0;
        for (size_t byte = 0; byte < 8; byte++) m[index] |= (uint64_t)block[8 * index + byte] << 8 * byte;
    }
    for (size_t round = 0; round < rounds; round++) {
        const uint8_t *s = order[round % 10];
        mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
        mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
        mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
        mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
        mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
        mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
        mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
        mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    for (size_t index = 0; index < 8; index++) digest->state[index] ^= v[index] ^ v[index + 8];
}

void ctext_digest_start(ctext_digest *digest) {
    memset(digest, 0, sizeof *digest);
    memcpy(digest->state, initial, sizeof initial);
    // No key, one lane: section 2.5.
    digest->state[0] ^= 0x01010000 ^ CTEXT_DIGEST_SIZE;
}

void ctext_digest_add(ctext_digest *digest, const void *bytes, size_t length) {
    const uint8_t *next = bytes;
    while (length > 0) {
        // The last block waits, since it is compressed in another way.
        if (digest->waiting == block_size) {
            digest->count += block_size;
            compress(digest, digest->buffer, 0);
            digest->waiting = 0;
        }
        size_t part = block_size - digest->waiting;
        if (part > length) part = length;
        memcpy(digest->buffer + digest->waiting, next, part);
        digest->waiting += part;
        next += part;
        length -= part;
    }
}

void ctext_digest_finish(ctext_digest *digest, uint8_t output[CTEXT_DIGEST_SIZE]) {
    digest->count += digest->waiting;
    memset(digest->buffer + digest->waiting, 0, block_size - digest->waiting);
    compress(digest, digest->buffer, 1);
    for (size_t index = 0; index < CTEXT_DIGEST_SIZE; index++) {
        output[index] = (uint8_t)(digest->state[index / 8] >> 8 * (index % 8));
    }
}
