// Matching: Vectorscan looks for many things in one pass, RE2 finds where one regular expression matches.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled Vectorscan database. It never changes and may be shared between threads.
typedef struct ctext_database ctext_database;

/// What an expression is.
enum {
    CTEXT_LITERAL = 0,  ///< bytes, every byte escaped; each end is reported
    CTEXT_ATOM = 1,     ///< the same without the case of ASCII letters; reported at most once
};

/// Compiles expressions; an expression's number is its index. NULL on failure, with a message in `error`.
ctext_database *ctext_database_compile(const char *const *expressions, const uint8_t *kinds, size_t count,
                                       char *error, size_t error_capacity);
void ctext_database_free(ctext_database *database);

/// Is lent bytes.
typedef void (*ctext_bytes)(void *context, const char *bytes, size_t length);
/// Lends the bytes from which `ctext_database_deserialize` makes the same database. Returns whether it could.
bool ctext_database_serialize(const ctext_database *database, ctext_bytes received, void *context);
/// Makes a database of the bytes of one; NULL where they are of another version or processor. Bytes that are none of
/// Vectorscan's are not safe: the caller must know where they come from.
ctext_database *ctext_database_deserialize(const char *bytes, size_t length);
/// Writes what a database depends on besides its expressions: Vectorscan's version and the processor. Returns the
/// length, or 0 where it is not known.
size_t ctext_database_platform(char *output, size_t capacity);

/// Scratch memory for scanning one database in one thread.
typedef struct ctext_scratch ctext_scratch;
/// NULL where memory is short.
ctext_scratch *ctext_scratch_allocate(const ctext_database *database);
void ctext_scratch_free(ctext_scratch *scratch);

/// Called for each expression found, with the byte at which it ends.
typedef void (*ctext_found)(void *context, uint32_t expression, uint64_t end);

/// Scans a text. Returns whether it could.
bool ctext_scan(const ctext_database *database, ctext_scratch *scratch, const char *text, size_t length,
                ctext_found found, void *context);

/// A regular expression compiled by RE2: time linear in the text, memory bounded. May be shared between threads.
typedef struct ctext_regex ctext_regex;

/// Compiles a pattern to a program of at most two thirds of `memory` bytes, 32 for an instruction, which bounds the
/// time as well: about a microsecond each. NULL on failure, with a message in `error`: `too large`, or what is
/// wrong with the pattern.
ctext_regex *ctext_regex_compile(const char *pattern, size_t length, size_t memory, char *error,
                                 size_t error_capacity);
/// The same for a pattern that is known to compile: it does so when it is first looked for. Has no atoms to give.
ctext_regex *ctext_regex_defer(const char *pattern, size_t length, size_t memory);
void ctext_regex_free(ctext_regex *regex);
/// Gives, once, the strings, in lower case, of which every match of the pattern holds at least one; none where there
/// are no such strings. RE2 knows them as the atoms of its filter (re2/filtered_re2.h).
void ctext_regex_atoms(ctext_regex *regex, ctext_bytes found, void *context);
/// Finds the leftmost match that starts at `from` or later; what stands before counts as context.
/// Gives the range of `group` (0 or 1), which may be empty. Returns whether there is a match.
bool ctext_regex_find(const ctext_regex *regex, const char *text, size_t length, size_t from, int32_t group,
                      size_t *start, size_t *end);

/// Patterns that are looked for in one pass, which tells which of them match a text anywhere. May be shared between
/// threads.
typedef struct ctext_regex_set ctext_regex_set;

ctext_regex_set *ctext_regex_set_create(void);
/// Adds a pattern; its number is that of those before it. It is compiled when the set is first asked.
void ctext_regex_set_add(ctext_regex_set *set, const char *pattern, size_t length);
void ctext_regex_set_free(ctext_regex_set *set);
/// Calls `found` with the number of each pattern that matches somewhere in a text, in any order, and with no more sense
/// in `end`. Returns false where it can't tell, for want of memory: any of them may match then.
bool ctext_regex_set_find(const ctext_regex_set *set, const char *text, size_t length, ctext_found found,
                          void *context);

#ifdef __cplusplus
}
#endif
