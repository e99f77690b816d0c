#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libxml2's push parser for Swift: UTF-8 goes in piece by piece, elements and their text come out. Nothing is ever
// opened, and no entity that a document declares is expanded: only XML's own and HTML's named characters are known.

/// One parser reads one document, on one thread.
typedef struct CXMLParser CXMLParser;

/// What is called while a piece is read. Pointers are valid during the call.
typedef struct {
    /// An element begins. `name` and `space` are its places among the names and namespaces that were asked for, -1 for
    /// any other; `attribute` is the value of the one attribute that was asked for, NULL where it has none.
    void (*start)(void *context, int32_t name, int32_t space, const uint8_t *attribute, size_t length);
    /// The element that began last and has not ended ends.
    void (*end)(void *context);
    /// Text of the element, a part of it at a time; `is_section` where it stands in a CDATA section.
    void (*text)(void *context, const uint8_t *bytes, size_t count, bool is_section);
} CXMLEvents;

/// What became of a piece.
typedef enum __attribute__((enum_extensibility(closed))) {
    CXMLStatusFine,
    /// The document is over before its first element has ended.
    CXMLStatusTruncated,
    /// It refers to an entity that it declares itself, or that nobody knows.
    CXMLStatusEntity,
    /// It is no well-formed XML, or goes beyond libxml2's limits; see `cxml_message`.
    CXMLStatusBroken,
} CXMLStatus;

/// What a document is asked for. The texts must outlive the parser.
typedef struct {
    /// Local names of elements.
    const char *const *names;
    size_t name_count;
    /// How the addresses of namespaces begin, behind `http://` or `https://`.
    const char *const *spaces;
    size_t space_count;
    /// The local name of an attribute.
    const char *attribute;
} CXMLQuestion;

/// NULL when memory is out.
CXMLParser *cxml_create(CXMLQuestion question, CXMLEvents events, void *context);
void cxml_destroy(CXMLParser *parser);

/// Reads the next piece, which is UTF-8 whatever the document says. After anything but `CXMLStatusFine` there is no more
/// to come.
CXMLStatus cxml_read(CXMLParser *parser, const uint8_t *bytes, size_t count, bool is_end);

/// The line that is being read, from 1; after a failure that of the failure.
int64_t cxml_line(const CXMLParser *parser);

/// What libxml2 says of the failure, on one line; it may quote names of the document.
const char *cxml_message(const CXMLParser *parser);
