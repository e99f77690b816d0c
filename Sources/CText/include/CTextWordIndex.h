// Words of long lists: one look-up at each place where a word begins, however many words there are.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What characters are at the edge of a word (`ctext_edge`), looked up page by page; for one thread.
typedef struct ctext_edges ctext_edges;
/// NULL where memory is short.
ctext_edges *ctext_edges_create(void);
void ctext_edges_free(ctext_edges *edges);

/// A place of a phrase by which it can be looked up: wherever the phrase stands in a text, the text has the same
/// anchor there. It is a word between two boundaries, or two of them that follow each other whatever signs and blanks
/// stand between, or one or two characters of a script without spaces.
typedef struct {
    size_t start, length;  ///< bytes
    uint64_t hash;         ///< equal anchors have equal hashes
    bool has_words;        ///< whether it begins and ends with a word
} ctext_anchor;

/// Lists the anchors of a text. Returns how many there are, which may be more than `capacity`.
size_t ctext_anchors(ctext_edges *edges, const uint8_t *text, size_t length, ctext_anchor *anchors, size_t capacity);

/// A set of anchors, numbered from 0 in the order of their coming. Once filled it may be shared between threads.
typedef struct ctext_word_index ctext_word_index;
/// An index with room for `capacity` anchors; NULL where memory is short.
ctext_word_index *ctext_word_index_create(size_t capacity);
void ctext_word_index_free(ctext_word_index *index);
/// The number of an anchor, or -1.
int32_t ctext_word_index_find(const ctext_word_index *index, uint64_t hash);
/// The number of an anchor, which is added where it is new and there is room, else -1.
int32_t ctext_word_index_insert(ctext_word_index *index, uint64_t hash);
/// The hashes of the anchors, by number, as long as none is added.
const uint64_t *ctext_word_index_hashes(const ctext_word_index *index);

/// Called for each anchor of the index that a text has, with the byte at which it starts.
typedef void (*ctext_anchor_found)(void *context, uint32_t number, size_t start);
/// Looks up all anchors of a text: UTF-8, bytes that are none are no part of a word.
void ctext_word_index_scan(const ctext_word_index *index, ctext_edges *edges, const uint8_t *text, size_t length,
                           ctext_anchor_found found, void *context);

#ifdef __cplusplus
}
#endif
