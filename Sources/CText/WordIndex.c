#include "CTextWordIndex.h"

#include <stdlib.h>
#include <string.h>

#include "CTextICU.h"

// MARK: Edges

enum { page_size = 256, page_count = 0x110000 / page_size };

struct ctext_edges {
    uint8_t *pages[page_count];
};

ctext_edges *ctext_edges_create(void) { return calloc(1, sizeof(ctext_edges)); }

void ctext_edges_free(ctext_edges *edges) {
    if (edges == NULL) return;
    for (size_t page = 0; page < page_count; page++) free(edges->pages[page]);
    free(edges);
}

static uint8_t edge_of(ctext_edges *edges, uint32_t character) {
    size_t page = character / page_size;
    if (page >= page_count) return CTEXT_EDGE_NONE;
    uint8_t *known = edges->pages[page];
    if (known == NULL) {
        known = malloc(page_size);
        if (known == NULL) return (uint8_t)ctext_edge(character);
        for (uint32_t offset = 0; offset < page_size; offset++) {
            known[offset] = (uint8_t)ctext_edge((uint32_t)(page * page_size) + offset);
        }
        edges->pages[page] = known;
    }
    return known[character % page_size];
}

// MARK: Hashes

// Odd numbers without a pattern: the fractions of the golden ratio and of the square roots of 3 and 5.
static const uint64_t golden = 0x9E3779B97F4A7C15, root3 = 0xBB67AE8584CAA73B, root5 = 0x3C6EF372FE94F82B;

static inline uint64_t mix(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/// Hashes a part of a text of `length` bytes.
static inline uint64_t hash_of(const uint8_t *text, size_t start, size_t end, size_t length) {
    uint64_t hash = golden * (end - start), word;
    while (end - start > 8) {
        memcpy(&word, text + start, 8);
        hash = mix(hash ^ word ^ root3, root5);
        start += 8;
    }
    if (length - start >= 8) {
        memcpy(&word, text + start, 8);
        // Shifted twice, since a shift by all 64 bits of an empty rest is none. The first byte is the lowest on the
        // machines that Vectorscan runs on.
        unsigned spare = 4 * (unsigned)(8 - (end - start));
        word = word << spare << spare >> spare >> spare;
    } else {
        word = 0;
        for (size_t index = 0; index < end - start; index++) word |= (uint64_t)text[start + index] << 8 * index;
    }
    return mix(hash ^ word ^ root5, root3);
}

// MARK: Anchors in a text

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef bool mask64 __attribute__((ext_vector_type(64)));

/// A bit for each of 64 bytes: `words` for letters and digits of ASCII, `high` for what is not ASCII.
static inline void classify(const uint8_t *bytes, uint64_t *words, uint64_t *high) {
    bytes64 block;
    memcpy(&block, bytes, sizeof block);
    mask64 is_word = __builtin_convertvector((((block | 0x20) - 'a') < 26) | ((block - '0') < 10), mask64);
    mask64 is_high = __builtin_convertvector(block > 0x7F, mask64);
    memcpy(words, &is_word, sizeof *words);
    memcpy(high, &is_high, sizeof *high);
}

static inline bool is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// The character at `index` and its length; U+FFFD and 1 where there is none.
static inline uint32_t character_at(const uint8_t *text, size_t index, size_t length, size_t *size) {
    uint8_t first = text[index];
    size_t left = length - index;
    *size = 1;
    if (first < 0x80) return first;
    if (first >= 0xC2 && first < 0xE0 && left > 1 && is_continuation(text[index + 1])) {
        *size = 2;
        return (uint32_t)(first & 0x1F) << 6 | (text[index + 1] & 0x3F);
    }
    if (left < 3 || !is_continuation(text[index + 1]) || !is_continuation(text[index + 2])) return 0xFFFD;
    if ((first & 0xF0) == 0xE0) {
        *size = 3;
        return (uint32_t)(first & 0x0F) << 12 | (uint32_t)(text[index + 1] & 0x3F) << 6 | (text[index + 2] & 0x3F);
    }
    if (first < 0xF0 || first > 0xF4 || left < 4 || !is_continuation(text[index + 3])) return 0xFFFD;
    *size = 4;
    return (uint32_t)(first & 0x07) << 18 | (uint32_t)(text[index + 1] & 0x3F) << 12 |
           (uint32_t)(text[index + 2] & 0x3F) << 6 | (text[index + 3] & 0x3F);
}

/// Calls `visit(start, end, is_word)` for each anchor, in order but for a single character, which follows the pair
/// that starts with it. A macro, since a call for each anchor would cost as much as finding it.
#define for_each_anchor(edges, text, length, visit)                                                        \
    do {                                                                                                   \
        size_t position_ = 0, word_start_ = 0;                                                             \
        bool in_word_ = false;                                                                             \
        while (position_ < (length)) {                                                                     \
            uint64_t words_, high_;                                                                        \
            uint8_t tail_[64];                                                                             \
            size_t left_ = (length) - position_;                                                           \
            if (left_ >= 64) {                                                                             \
                classify((text) + position_, &words_, &high_);                                             \
            } else {                                                                                       \
                memset(tail_, 0, sizeof tail_);                                                            \
                memcpy(tail_, (text) + position_, left_);                                                  \
                classify(tail_, &words_, &high_);                                                          \
            }                                                                                              \
            size_t plain_ = high_ != 0 ? (size_t)__builtin_ctzll(high_) : left_ < 64 ? left_ : 64;         \
            uint64_t turns_ = words_ ^ (words_ << 1 | in_word_);                                           \
            if (plain_ < 64) turns_ &= ((uint64_t)1 << plain_) - 1;                                        \
            uint64_t starts_ = turns_ & words_, ends_ = turns_ & ~words_;                                  \
            for (; ends_ != 0; ends_ &= ends_ - 1) {                                                       \
                if (!in_word_) {                                                                           \
                    word_start_ = position_ + (size_t)__builtin_ctzll(starts_);                            \
                    starts_ &= starts_ - 1;                                                                \
                }                                                                                          \
                visit(word_start_, position_ + (size_t)__builtin_ctzll(ends_), true);                      \
                in_word_ = false;                                                                          \
            }                                                                                              \
            if (starts_ != 0) {                                                                            \
                word_start_ = position_ + (size_t)__builtin_ctzll(starts_);                                \
                in_word_ = true;                                                                           \
            }                                                                                              \
            position_ += plain_;                                                                           \
            while (position_ < (length) && (text)[position_] >= 0x80) {                                    \
                size_t size_;                                                                              \
                uint32_t character_ = character_at((text), position_, (length), &size_);                   \
                uint8_t edge_ = edge_of((edges), character_);                                              \
                if (in_word_ != (edge_ == CTEXT_EDGE_WORD)) {                                              \
                    if (in_word_) visit(word_start_, position_, true);                                     \
                    word_start_ = position_;                                                               \
                    in_word_ = !in_word_;                                                                  \
                }                                                                                          \
                size_t next_ = position_ + size_;                                                          \
                if (edge_ == CTEXT_EDGE_GLUED) {                                                           \
                    if (next_ < (length)) {                                                                \
                        character_at((text), next_, (length), &size_);                                     \
                        visit(position_, next_ + size_, false);                                            \
                    }                                                                                      \
                    visit(position_, next_, false);                                                        \
                }                                                                                          \
                position_ = next_;                                                                         \
            }                                                                                              \
        }                                                                                                  \
        if (in_word_) visit(word_start_, (length), true);                                                  \
    } while (0)

/// Of two words that follow each other.
static inline uint64_t hash_of_pair(uint64_t first, uint64_t second) { return mix(first ^ root5, second ^ golden); }

size_t ctext_anchors(ctext_edges *edges, const uint8_t *text, size_t length, ctext_anchor *anchors, size_t capacity) {
    size_t count = 0, previous_start = 0;
    uint64_t previous = 0;
#define add(from, to, sum, words)                                                          \
    do {                                                                                   \
        if (count < capacity) anchors[count] = (ctext_anchor){from, (to) - (from), sum, words}; \
        count++;                                                                           \
    } while (0)
#define take(from, to, is_word)                                                            \
    do {                                                                                   \
        uint64_t hash_ = hash_of(text, from, to, length);                                  \
        add(from, to, hash_, is_word);                                                     \
        if (is_word && previous != 0) add(previous_start, to, hash_of_pair(previous, hash_), true); \
        previous = is_word ? hash_ : 0;                                                    \
        previous_start = from;                                                             \
    } while (0)
    for_each_anchor(edges, text, length, take);
#undef take
#undef add
    return count;
}

// MARK: The index

struct ctext_word_index {
    size_t capacity, count;
    uint64_t *hashes;  // by number
    int32_t *slots;    // open addressing at a load of at most one half; -1 is free
    size_t slot_mask;
    // A bit for each hash: small enough to stay near the processor, it answers for most words of a text.
    uint64_t *filter;
    unsigned filter_shift;
};

ctext_word_index *ctext_word_index_create(size_t capacity) {
    if (capacity > INT32_MAX) return NULL;
    ctext_word_index *index = calloc(1, sizeof *index);
    if (index == NULL) return NULL;
    size_t slots = 8;
    while (slots < 2 * capacity) slots *= 2;
    // 16 bits for each anchor: one word of a text in 16 is looked up for nothing.
    unsigned bits = 6;
    while (bits < 32 && (size_t)1 << bits < 16 * capacity) bits++;
    index->capacity = capacity;
    index->slot_mask = slots - 1;
    index->filter_shift = 64 - bits;
    index->hashes = malloc(sizeof(uint64_t) * (capacity + 1));
    index->slots = malloc(sizeof(int32_t) * slots);
    index->filter = calloc(((size_t)1 << bits) / 64, sizeof(uint64_t));
    if (index->hashes == NULL || index->slots == NULL || index->filter == NULL) {
        ctext_word_index_free(index);
        return NULL;
    }
    memset(index->slots, 0xFF, sizeof(int32_t) * slots);
    return index;
}

void ctext_word_index_free(ctext_word_index *index) {
    if (index == NULL) return;
    free(index->hashes);
    free(index->slots);
    free(index->filter);
    free(index);
}

const uint64_t *ctext_word_index_hashes(const ctext_word_index *index) { return index == NULL ? NULL : index->hashes; }

static inline size_t slot_of(const ctext_word_index *index, uint64_t hash) {
    size_t slot = (size_t)hash & index->slot_mask;
    while (index->slots[slot] >= 0 && index->hashes[index->slots[slot]] != hash) slot = (slot + 1) & index->slot_mask;
    return slot;
}

int32_t ctext_word_index_find(const ctext_word_index *index, uint64_t hash) {
    return index->slots[slot_of(index, hash)];
}

int32_t ctext_word_index_insert(ctext_word_index *index, uint64_t hash) {
    size_t slot = slot_of(index, hash);
    if (index->slots[slot] >= 0) return index->slots[slot];
    if (index->count == index->capacity) return -1;
    size_t bit = (size_t)(hash >> index->filter_shift);
    index->filter[bit / 64] |= (uint64_t)1 << bit % 64;
    index->hashes[index->count] = hash;
    index->slots[slot] = (int32_t)index->count;
    return (int32_t)index->count++;
}

void ctext_word_index_scan(const ctext_word_index *index, ctext_edges *edges, const uint8_t *text, size_t length,
                           ctext_anchor_found found, void *context) {
    const uint64_t *filter = index->filter;
    const unsigned shift = index->filter_shift;
    size_t previous_start = 0;
    uint64_t previous = 0;
#define look_up(from, sum)                                                                      \
    do {                                                                                        \
        size_t bit_ = (size_t)((sum) >> shift);                                                 \
        if (filter[bit_ / 64] >> bit_ % 64 & 1) {                                               \
            int32_t number_ = ctext_word_index_find(index, sum);                                \
            if (number_ >= 0) found(context, (uint32_t)number_, from);                          \
        }                                                                                       \
    } while (0)
#define look_up_all(from, to, is_word)                                                          \
    do {                                                                                        \
        uint64_t hash_ = hash_of(text, from, to, length);                                       \
        look_up(from, hash_);                                                                   \
        if (is_word && previous != 0) {                                                         \
            uint64_t pair_ = hash_of_pair(previous, hash_);                                     \
            look_up(previous_start, pair_);                                                     \
        }                                                                                       \
        previous = is_word ? hash_ : 0;                                                         \
        previous_start = from;                                                                  \
    } while (0)
    for_each_anchor(edges, text, length, look_up_all);
#undef look_up_all
#undef look_up
}
