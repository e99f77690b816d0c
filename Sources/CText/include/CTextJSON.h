#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// simdjson's DOM parser for Swift, which cannot import its templates. One parser serves one thread.

#ifdef __cplusplus
extern "C" {
#endif

/// Parses one document after the other in the same memory.
typedef struct CTextJSONParser CTextJSONParser;

/// How many bytes behind a document must be readable. What they hold has no influence on the result.
enum { CTEXT_JSON_PADDING = 64 };

/// How deep objects and arrays may stand in each other, the outermost counted.
enum { CTEXT_JSON_DEPTH = 1024 };

typedef enum __attribute__((enum_extensibility(closed))) {
    CTextJSONStatusObject,
    /// Valid JSON, but its root is no object.
    CTextJSONStatusOtherRoot,
    /// Refused: broken JSON or UTF-8, too deep, or a number that fits neither 64 bits nor a double.
    CTextJSONStatusInvalid,
    CTextJSONStatusOutOfMemory,
} CTextJSONStatus;

typedef enum __attribute__((enum_extensibility(closed))) {
    CTextJSONKindNull,
    CTextJSONKindFalse,
    CTextJSONKindTrue,
    CTextJSONKindInteger,
    /// An integer above INT64_MAX.
    CTextJSONKindUnsigned,
    CTextJSONKindNumber,
    CTextJSONKindString,
    CTextJSONKindArray,
    CTextJSONKindObject,
} CTextJSONKind;

/// A value of the document that was parsed last. Strings are valid until the next parse.
typedef struct {
    CTextJSONKind kind;
    /// Of a container: how many values (array) or members (object) it holds.
    uint32_t count;
    /// Of a string: its bytes, UTF-8, which may hold NUL.
    const uint8_t *text;
    /// Of a string: how many bytes.
    size_t length;
    /// Of a number: the bits of an int64_t, uint64_t or double.
    uint64_t bits;
    /// Where it stands, for CTextJSONRead.
    size_t index;
} CTextJSONValue;

/// A member of the root object. At least 8 bytes can be read from where its key begins, however short it is.
typedef struct {
    const uint8_t *key;
    size_t keyLength;
    CTextJSONValue value;
} CTextJSONMember;

/// NULL when memory is out.
CTextJSONParser *CTextJSONParserCreate(void);
void CTextJSONParserDestroy(CTextJSONParser *parser);

/// Parses one document. Lone surrogate escapes read as U+FFFD.
///
/// `bytes` must be followed by CTEXT_JSON_PADDING readable bytes.
CTextJSONStatus CTextJSONParse(CTextJSONParser *parser, const uint8_t *bytes, size_t length);

/// The members of the root object in document order, duplicates included; valid until the next parse.
///
/// NULL with a count of 0 unless the last parse found an object.
const CTextJSONMember *CTextJSONMembers(const CTextJSONParser *parser, size_t *count);

/// Reads the value at `index` and says where the next one stands: a container's first child, or else what follows.
///
/// In an object each value is preceded by its key, a string. The caller keeps count by `CTextJSONValue.count`.
size_t CTextJSONRead(const CTextJSONParser *parser, size_t index, CTextJSONValue *value);

/// Whether the bytes are valid UTF-8.
bool CTextIsUTF8(const uint8_t *bytes, size_t length);

/// How many of the bytes are line feeds.
size_t CTextCountLines(const uint8_t *bytes, size_t length);

/// The index after the last line feed, 0 where there is none.
size_t CTextEndOfLines(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
