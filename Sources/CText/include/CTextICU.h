// Unicode work done by ICU: folding, character classes, scripts, words.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Folds UTF-8 by NFKC_Casefold, which also removes default-ignorable (zero-width) characters.
/// Writes at most `capacity` bytes. Returns how many bytes the result has, which may be more; SIZE_MAX on failure.
size_t ctext_fold(const char *text, size_t length, char *output, size_t capacity);

/// A stretch of text that folding changed, as half-open ranges of bytes.
typedef struct {
    int32_t source_start, source_end, folded_start, folded_end;
} ctext_change;

/// Lists what `ctext_fold` changes, in order. Returns how many changes there are, which may be more than `capacity`.
size_t ctext_fold_changes(const char *text, size_t length, ctext_change *changes, size_t capacity);

/// What a character is at the edge of a word.
enum {
    CTEXT_EDGE_NONE = 0,   ///< no part of a word
    CTEXT_EDGE_WORD = 1,   ///< letter, mark or number
    CTEXT_EDGE_GLUED = 2,  ///< the same in a script that writes words without spaces or glues particles to them
};
int32_t ctext_edge(uint32_t character);

/// Letter (L), mark (M) or number (N).
bool ctext_is_word_character(uint32_t character);
bool ctext_is_white_space(uint32_t character);

/// How many scripts `ctext_statistics` tells apart in one text.
#define CTEXT_SCRIPTS 16

typedef struct {
    size_t clusters, letters, cased, capitals, digits, longest_run;
    size_t script_count;
    int32_t script[CTEXT_SCRIPTS];
    size_t script_letters[CTEXT_SCRIPTS];
} ctext_statistics_result;

/// What is known of characters, looked up in ICU page by page; for one thread.
typedef struct ctext_characters ctext_characters;
/// NULL where memory is short.
ctext_characters *ctext_characters_create(void);
void ctext_characters_free(ctext_characters *characters);

/// Counts over UTF-8; grapheme clusters by Unicode Standard Annex 29, rules GB3 to GB13 of Unicode 15.
void ctext_statistics(ctext_characters *characters, const char *text, size_t length,
                      ctext_statistics_result *result);

/// ICU's number of the script with this long name in lower case (`han`), or -1.
int32_t ctext_script_named(const char *name, size_t length);
/// Writes the long name in lower case. Returns its length, at most `capacity`.
size_t ctext_script_name(int32_t script, char *output, size_t capacity);

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
