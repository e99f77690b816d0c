// Counts over a text.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many scripts are told apart in one text.
#define CTEXT_SCRIPTS 16

typedef struct {
    /// Grapheme clusters by Unicode Standard Annex 29, rules GB3 to GB13 of Unicode 15.
    size_t length;
    /// Letters; those of a script with case; capitals; decimal digits.
    size_t letters, cased, capitals, digits;
    /// The most times that one grapheme cluster stands in a row, white space aside.
    size_t longest_run;
    size_t script_count;
    /// The scripts by ICU's numbers, with their letters.
    struct {
        int32_t script;
        size_t letters;
    } scripts[CTEXT_SCRIPTS];
} ctext_statistics;

/// Counts over UTF-8.
void ctext_count(const uint8_t *text, size_t length, ctext_statistics *result);

/// How many letters of a script were counted.
size_t ctext_letters(const ctext_statistics *statistics, int32_t script);

#ifdef __cplusplus
}
#endif
