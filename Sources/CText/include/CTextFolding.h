// Case folding of UTF-8, with the way back.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A stretch of text that folding changed, as half-open ranges of bytes.
typedef struct {
    int32_t source_start, source_end, folded_start, folded_end;
} ctext_change;

/// Changes in order; those that keep each character's length are left out.
typedef struct {
    ctext_change *list;
    size_t capacity;
    /// How many there are, which may be more than `capacity`.
    size_t count;
} ctext_changes;

/// What folding changed: first character by character, and then letters in words that mix scripts.
typedef struct {
    ctext_changes characters, words;
} ctext_fold_map;

/// Folds UTF-8 by NFKC_Casefold of Unicode, which also removes default-ignorable (zero-width) characters, and goes on
/// from there: clutter is taken out, traditional Han characters become simplified, and letters that pose as those of
/// another script become these.
///
/// `map` may be NULL. Returns how many bytes the result has, or SIZE_MAX where `capacity` is too small: the text's
/// length and 64 will do for nearly all texts, sixteen times that for all.
size_t ctext_fold(const uint8_t *text, size_t length, uint8_t *output, size_t capacity, ctext_fold_map *map);

/// Folds UTF-8 by NFKC_Casefold alone. Returns the same.
size_t ctext_fold_case(const uint8_t *text, size_t length, uint8_t *output, size_t capacity);

#ifdef __cplusplus
}
#endif
