// Unicode work done by ICU: character classes, scripts, words.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a character is at the edge of a word.
enum {
    CTEXT_EDGE_NONE = 0,   ///< no part of a word
    CTEXT_EDGE_WORD = 1,   ///< letter, mark or number
    CTEXT_EDGE_GLUED = 2,  ///< the same in a script that writes words without spaces or glues particles to them
};
int32_t ctext_edge(uint32_t character);

/// The version of the library: its four numbers, a byte each, the first the highest.
uint32_t ctext_icu_version(void);

/// Letter (L), mark (M) or number (N).
bool ctext_is_word_character(uint32_t character);
/// Columns of a terminal: 2 for East Asian wide and full width, 0 for marks and signs that show nothing, else 1.
int32_t ctext_columns(uint32_t character);
bool ctext_is_white_space(uint32_t character);
/// What a digit stands for, 0 to 9, in any script and in circles; -1 for what is none.
int32_t ctext_digit(uint32_t character);

/// ICU's number of the script with this long name in lower case (`han`), or -1.
int32_t ctext_script_named(const char *name, size_t length);
/// Writes the long name in lower case. Returns its length, at most `capacity`.
size_t ctext_script_name(int32_t script, char *output, size_t capacity);

/// Whether the letters of a word in UTF-8 are of several scripts, as no language writes it (Unicode Technical Standard
/// 39: not even "Highly Restrictive").
bool ctext_mixes_scripts(const char *text, size_t length);

/// A break iterator for words, with ICU's dictionaries for Chinese, Japanese, Thai and their like.
typedef struct ctext_words ctext_words;
/// NULL where ICU's data are missing.
ctext_words *ctext_words_open(void);
void ctext_words_close(ctext_words *words);
/// Starts on a text, which must stay in place. Returns whether it could.
bool ctext_words_start(ctext_words *words, const char *text, size_t length);
/// Gives the next word that is not white space or punctuation. Returns whether there is one.
bool ctext_words_next(ctext_words *words, size_t *start, size_t *end);

#ifdef __cplusplus
}
#endif
