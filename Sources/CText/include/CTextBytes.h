// Loops over bytes that the compiler turns into vector instructions: the fast path of ASCII text.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a text holds, in one look.
typedef struct {
    bool ascii;   ///< no byte above 0x7F
    bool markup;  ///< a `<`, `&` or `[`
    bool hidden;  ///< of ASCII text: a control character other than white space
} ctext_profile;
ctext_profile ctext_profile_of(const uint8_t *text, size_t length);

/// The first index from `from` on at which one of four bytes stands, or `length`.
size_t ctext_find_any(const uint8_t *text, size_t from, size_t length, const uint8_t bytes[4]);

/// Whether a link could stand here: a `.` with a letter, digit or non-ASCII byte after it, or `:/`.
bool ctext_may_hold_link(const uint8_t *text, size_t length);

/// Copies the text with ASCII capitals made small.
void ctext_copy_lowercase(const uint8_t *text, size_t length, uint8_t *output);

typedef struct {
    bool plain;   ///< no byte above 0x7F, and no control character other than white space
    bool blanks;  ///< white space of ASCII
} ctext_word_profile;
/// The same for the short texts of word lists, and what they hold, in one look.
ctext_word_profile ctext_copy_lowercase_word(const uint8_t *text, size_t length, uint8_t *output);

/// How many ASCII bytes stand at the start of a text.
size_t ctext_ascii_length(const uint8_t *text, size_t length);

/// Copies UTF-8 with each run of ASCII white space as one space, and none at the ends. Returns how many bytes it has.
size_t ctext_collapse_blanks(const uint8_t *text, size_t length, uint8_t *output);

typedef struct {
    size_t letters, capitals, digits;
    size_t line_ends;  ///< `\r\n`, which is one character
    size_t longest_run;
} ctext_ascii_counts;
/// Counts over ASCII text.
ctext_ascii_counts ctext_count_ascii(const uint8_t *text, size_t length);

/// Has the memory at an address fetched, which will be looked at soon.
static inline void ctext_prefetch(const void *address) { __builtin_prefetch(address); }

#ifdef __cplusplus
}
#endif
