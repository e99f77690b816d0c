#include "CXML.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Different names in a document: libxml2 keeps all, and finds them in a list once they are some thousand. An export has
/// some fifty.
enum { most_words = 10000 };

/// More names or namespaces than any format has.
enum { most_names = 48, most_spaces = 4, longest_message = 240 };

struct CXMLParser {
    xmlParserCtxtPtr parser;
    CXMLEvents events;
    void *context;

    /// The names as the parser's dictionary holds them, so that comparing is comparing addresses.
    const xmlChar *names[most_names];
    size_t name_count;
    const char *spaces[most_spaces];
    size_t space_count;
    const xmlChar *attribute;
    /// The namespace that was looked at last, and what it is.
    const xmlChar *last_uri;
    int32_t last_space;

    /// The entity that is given to libxml2: one of HTML's characters.
    xmlEntity entity;
    xmlChar entity_text[8];

    CXMLStatus status;
    int64_t line;
    char message[longest_message];
};

static void fail(CXMLParser *self, CXMLStatus status, const char *message);

static int32_t space_of(CXMLParser *self, const xmlChar *uri) {
    if (uri == NULL) return -1;
    if (uri == self->last_uri) return self->last_space;
    const char *rest = (const char *)uri;
    if (strncmp(rest, "http://", 7) == 0) rest += 7;
    else if (strncmp(rest, "https://", 8) == 0) rest += 8;
    self->last_uri = uri;
    self->last_space = -1;
    for (size_t index = 0; index < self->space_count; index++) {
        if (strncmp(rest, self->spaces[index], strlen(self->spaces[index])) == 0) self->last_space = (int32_t)index;
    }
    return self->last_space;
}

static void start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                  const xmlChar **namespace_list, int attributes, int defaulted, const xmlChar **list) {
    (void)prefix, (void)namespaces, (void)namespace_list, (void)defaulted;
    CXMLParser *self = context;
    if (xmlDictSize(self->parser->dict) > most_words) {
        fail(self, CXMLStatusBroken, "it has more than 10,000 different names");
        return;
    }
    int32_t place = -1;
    for (size_t index = 0; index < self->name_count; index++) {
        if (self->names[index] == name) place = (int32_t)index;
    }
    const xmlChar *value = NULL;
    size_t length = 0;
    // Five pointers each: local name, prefix, namespace, beginning and end of the value.
    for (int index = 0; index < attributes; index++, list += 5) {
        if (value != NULL || list[0] != self->attribute) continue;
        value = list[3];
        length = (size_t)(list[4] - list[3]);
    }
    self->events.start(self->context, place, space_of(self, uri), value, length);
}

static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    CXMLParser *self = context;
    self->events.end(self->context);
}

static void text(void *context, const xmlChar *bytes, int count) {
    CXMLParser *self = context;
    if (count > 0) self->events.text(self->context, bytes, (size_t)count, false);
}

static void section(void *context, const xmlChar *bytes, int count) {
    CXMLParser *self = context;
    if (count > 0) self->events.text(self->context, bytes, (size_t)count, true);
}

static void fail(CXMLParser *self, CXMLStatus status, const char *message) {
    if (self->status != CXMLStatusFine) return;
    self->status = status;
    self->line = self->parser->input != NULL ? self->parser->input->line : 0;
    size_t length = strcspn(message, "\r\n");
    if (length >= longest_message) length = longest_message - 1;
    memcpy(self->message, message, length);
    self->message[length] = 0;
    xmlStopParser(self->parser);
}

/// Knows HTML's named characters and nothing that a document declares.
static xmlEntityPtr entity(void *context, const xmlChar *name) {
    CXMLParser *self = context;
    // While a declaration is read, libxml2 asks for what it declares.
    if (self->parser->inSubset != 0) return NULL;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    // In an attribute libxml2 would take the first byte only.
    if (known == NULL || self->parser->instate == XML_PARSER_ATTRIBUTE_VALUE) {
        char message[longest_message];
        snprintf(message, sizeof message, "%.60s", (const char *)name);
        fail(self, CXMLStatusEntity, message);
        return NULL;
    }
    int length = xmlCopyCharMultiByte(self->entity_text, (int)known->value);
    self->entity_text[length] = 0;
    self->entity.name = name;
    self->entity.content = self->entity_text;
    self->entity.length = length;
    return &self->entity;
}

static void take_error(void *context, xmlErrorPtr error) {
    CXMLParser *self = context;
    if (error->level < XML_ERR_FATAL) return;
    fail(self, CXMLStatusBroken, error->message != NULL ? error->message : "it is no XML");
}

CXMLParser *cxml_create(CXMLQuestion question, CXMLEvents events, void *context) {
    if (question.name_count > most_names || question.space_count > most_spaces) return NULL;
    CXMLParser *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    self->events = events;
    self->context = context;
    xmlInitParser();
    // What is left out is ignored: declarations, comments, processing instructions, anything external.
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start,
        .endElementNs = end,
        .characters = text,
        .ignorableWhitespace = text,
        .cdataBlock = section,
        .getEntity = entity,
        .serror = take_error,
    };
    self->parser = xmlCreatePushParserCtxt(&handler, self, NULL, 0, NULL);
    if (self->parser == NULL) {
        free(self);
        return NULL;
    }
    // The bytes are UTF-8 by now, whatever the declaration says. Without XML_PARSE_HUGE depth, names and lengths are
    // bounded.
    xmlCtxtUseOptions(self->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    self->entity.type = XML_ENTITY_DECL;
    self->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    for (size_t index = 0; index < question.name_count; index++) {
        self->names[index] = xmlDictLookup(self->parser->dict, (const xmlChar *)question.names[index], -1);
    }
    self->name_count = question.name_count;
    memcpy(self->spaces, question.spaces, question.space_count * sizeof *question.spaces);
    self->space_count = question.space_count;
    self->attribute = xmlDictLookup(self->parser->dict, (const xmlChar *)question.attribute, -1);
    return self;
}

void cxml_destroy(CXMLParser *self) {
    if (self == NULL) return;
    // Declarations of entities are kept in a document even where nobody asked for one.
    xmlDocPtr document = self->parser->myDoc;
    xmlFreeParserCtxt(self->parser);
    if (document != NULL) xmlFreeDoc(document);
    free(self);
}

CXMLStatus cxml_read(CXMLParser *self, const uint8_t *bytes, size_t count, bool is_end) {
    if (self->status != CXMLStatusFine) return self->status;
    // What it returns also tells of faults that do no harm, such as a prefix that stands for no namespace.
    xmlParseChunk(self->parser, (const char *)bytes, (int)count, 0);
    if (is_end && self->status == CXMLStatusFine) {
        bool is_behind = self->parser->instate == XML_PARSER_EPILOG;
        int64_t line = cxml_line(self);
        xmlParseChunk(self->parser, NULL, 0, 1);
        if (self->status == CXMLStatusBroken && !is_behind) {
            self->status = CXMLStatusTruncated;
            self->line = line;
        }
    }
    if (!self->parser->wellFormed) fail(self, CXMLStatusBroken, "it is no well-formed XML");
    return self->status;
}

int64_t cxml_line(const CXMLParser *self) {
    if (self->status != CXMLStatusFine) return self->line;
    return self->parser->input != NULL ? self->parser->input->line : 0;
}

const char *cxml_message(const CXMLParser *self) { return self->message; }
