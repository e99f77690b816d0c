#include "CTextJSON.h"

#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <new>

using namespace simdjson;

static_assert(CTEXT_JSON_PADDING == SIMDJSON_PADDING, "the header promises what simdjson needs");
static_assert(CTEXT_JSON_DEPTH == DEFAULT_MAX_DEPTH, "the header promises simdjson's own limit");

namespace {

// The layout of simdjson's tape (its doc/tape.md): a tag in the upper 8 bits, a payload in the lower 56.
constexpr uint64_t payload_mask = 0x00FFFFFFFFFFFFFF;
// A container's payload: the index after its end, and in 24 bits how many it holds; all ones when more.
constexpr uint64_t count_limit = 0xFFFFFF;

// Most lines fit; growing in powers of two keeps a file of ever longer lines from reallocating at each.
constexpr size_t least_capacity = 16 * 1024;

/// Memory for the members of an object or for a mended copy, kept from line to line.
template <typename Element>
struct Scratch {
    Element *elements = nullptr;
    size_t capacity = 0;

    ~Scratch() { std::free(elements); }

    bool reserve(size_t needed) {
        if (needed <= capacity) return true;
        size_t grown = capacity * 2 > needed ? capacity * 2 : needed;
        void *moved = std::realloc(elements, grown * sizeof(Element));
        if (!moved) return false;
        elements = static_cast<Element *>(moved);
        capacity = grown;
        return true;
    }
};

/// The number that four hexadecimal digits spell, or -1.
int hexadecimal(const uint8_t *digits) {
    int value = 0;
    for (int index = 0; index < 4; index++) {
        uint8_t digit = digits[index];
        int nibble = digit >= '0' && digit <= '9'   ? digit - '0'
                     : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                     : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                    : -1;
        if (nibble < 0) return -1;
        value = value * 16 + nibble;
    }
    return value;
}

/// The value of the \uXXXX escape that begins at `index`, or -1.
int escape(const uint8_t *bytes, size_t length, size_t index) {
    if (index + 6 > length || bytes[index] != '\\' || bytes[index + 1] != 'u') return -1;
    return hexadecimal(bytes + index + 2);
}

/// Writes \ufffd over each surrogate escape that has no partner. Says whether there was one.
bool mend_surrogates(uint8_t *bytes, size_t length) {
    bool mended = false;
    for (size_t index = 0; index < length;) {
        if (bytes[index] != '\\') {
            index++;
            continue;
        }
        int unit = escape(bytes, length, index);
        if (unit < 0xD800 || unit > 0xDFFF) {
            index += unit < 0 ? 2 : 6;
            continue;
        }
        int partner = unit < 0xDC00 ? escape(bytes, length, index + 6) : -1;
        if (partner >= 0xDC00 && partner <= 0xDFFF) {
            index += 12;
            continue;
        }
        std::memcpy(bytes + index, "\\ufffd", 6);
        mended = true;
        index += 6;
    }
    return mended;
}

}  // namespace

struct CTextJSONParser {
    dom::parser parser;
    Scratch<CTextJSONMember> members;
    size_t member_count = 0;
    Scratch<uint8_t> copy;

    error_code parse(const uint8_t *bytes, size_t length) {
        if (length > parser.capacity()) {
            size_t grown = least_capacity;
            while (grown < length) grown *= 2;
            if (error_code error = parser.allocate(grown)) return error;
            if (error_code error = parser.doc.allocate(grown)) return error;
        }
        return parser.parse(bytes, length, false).error();
    }

    CTextJSONStatus status(error_code error) const {
        if (error == MEMALLOC) return CTextJSONStatusOutOfMemory;
        if (error) return CTextJSONStatusInvalid;
        return (parser.doc.tape[1] >> 56) == '{' ? CTextJSONStatusObject : CTextJSONStatusOtherRoot;
    }

    /// The index after the value at `index`.
    size_t end(size_t index) const {
        const uint64_t *tape = parser.doc.tape.get();
        switch (tape[index] >> 56) {
        case '{':
        case '[':
            return uint32_t(tape[index]);
        case 'l':
        case 'u':
        case 'd':
            return index + 2;
        default:
            return index + 1;
        }
    }

    uint32_t count(size_t index) const {
        const uint64_t *tape = parser.doc.tape.get();
        uint64_t stated = (tape[index] & payload_mask) >> 32;
        if (stated < count_limit) return uint32_t(stated);
        bool is_object = (tape[index] >> 56) == '{';
        size_t last = uint32_t(tape[index]) - 1;
        uint32_t counted = 0;
        for (size_t next = index + 1; next < last; next = end(is_object ? next + 1 : next)) counted++;
        return counted;
    }

    void read_string(size_t index, CTextJSONValue &value) const {
        const uint8_t *stored = parser.doc.string_buf.get() + (parser.doc.tape[index] & payload_mask);
        uint32_t length;
        std::memcpy(&length, stored, sizeof length);
        value.kind = CTextJSONKindString;
        value.count = 0;
        value.text = stored + sizeof length;
        value.length = length;
        value.index = index;
    }

    void read(size_t index, CTextJSONValue &value) const {
        const uint64_t *tape = parser.doc.tape.get();
        value.index = index;
        value.count = 0;
        switch (tape[index] >> 56) {
        case '"':
            read_string(index, value);
            break;
        case 'l':
            value.kind = CTextJSONKindInteger;
            value.bits = tape[index + 1];
            break;
        case 'u':
            value.kind = CTextJSONKindUnsigned;
            value.bits = tape[index + 1];
            break;
        case 'd':
            value.kind = CTextJSONKindNumber;
            value.bits = tape[index + 1];
            break;
        case 't':
            value.kind = CTextJSONKindTrue;
            break;
        case 'f':
            value.kind = CTextJSONKindFalse;
            break;
        case '[':
            value.kind = CTextJSONKindArray;
            value.count = count(index);
            break;
        case '{':
            value.kind = CTextJSONKindObject;
            value.count = count(index);
            break;
        default:
            value.kind = CTextJSONKindNull;
            break;
        }
    }

    bool collect_members() {
        const uint32_t total = count(1);
        if (!members.reserve(total)) return false;
        const uint64_t *tape = parser.doc.tape.get();
        const uint8_t *strings = parser.doc.string_buf.get();
        size_t index = 2;
        for (uint32_t number = 0; number < total; number++) {
            CTextJSONMember &member = members.elements[number];
            const uint8_t *key = strings + (tape[index] & payload_mask);
            uint32_t length;
            std::memcpy(&length, key, sizeof length);
            member.key = key + sizeof length;
            member.keyLength = length;
            index++;
            if ((tape[index] >> 56) == '"') {
                // Nearly all members are strings.
                read_string(index, member.value);
                index++;
            } else {
                read(index, member.value);
                index = end(index);
            }
        }
        member_count = total;
        return true;
    }
};

CTextJSONParser *CTextJSONParserCreate(void) {
    return new (std::nothrow) CTextJSONParser;
}

void CTextJSONParserDestroy(CTextJSONParser *parser) {
    delete parser;
}

CTextJSONStatus CTextJSONParse(CTextJSONParser *parser, const uint8_t *bytes, size_t length) {
    parser->member_count = 0;
    error_code error = parser->parse(bytes, length);
    if (error == STRING_ERROR) {
        // simdjson 3.0 refuses lone surrogates; such lines are rare, so a copy is mended and parsed again.
        if (!parser->copy.reserve(length + CTEXT_JSON_PADDING)) return CTextJSONStatusOutOfMemory;
        std::memcpy(parser->copy.elements, bytes, length);
        std::memset(parser->copy.elements + length, 0, CTEXT_JSON_PADDING);
        if (mend_surrogates(parser->copy.elements, length)) error = parser->parse(parser->copy.elements, length);
    }
    CTextJSONStatus status = parser->status(error);
    if (status == CTextJSONStatusObject && !parser->collect_members()) return CTextJSONStatusOutOfMemory;
    return status;
}

const CTextJSONMember *CTextJSONMembers(const CTextJSONParser *parser, size_t *count) {
    *count = parser->member_count;
    return parser->member_count ? parser->members.elements : nullptr;
}

size_t CTextJSONRead(const CTextJSONParser *parser, size_t index, CTextJSONValue *value) {
    const uint64_t *tape = parser->parser.doc.tape.get();
    while ((tape[index] >> 56) == '}' || (tape[index] >> 56) == ']') index++;
    parser->read(index, *value);
    bool is_container = value->kind == CTextJSONKindArray || value->kind == CTextJSONKindObject;
    return is_container ? index + 1 : parser->end(index);
}

bool CTextIsUTF8(const uint8_t *bytes, size_t length) {
    return validate_utf8(reinterpret_cast<const char *>(bytes), length);
}

size_t CTextCountLines(const uint8_t *bytes, size_t length) {
    // Sixteen counters of a byte each, emptied before they can overflow. The compiler's own vector code for a plain
    // loop widens each byte to 64 bits and takes ten times as long.
    typedef uint8_t Lane __attribute__((vector_size(16)));
    constexpr size_t step = 4 * sizeof(Lane);
    size_t lines = 0;
    size_t index = 0;
    while (length - index >= step) {
        size_t rounds = (length - index) / step;
        // Each round adds up to 4 to a counter of 255 at most.
        if (rounds > 63) rounds = 63;
        Lane counts = {};
        for (const uint8_t *end = bytes + index + rounds * step; bytes + index != end; index += step) {
            Lane lanes[4];
            std::memcpy(lanes, bytes + index, step);
            for (Lane lane : lanes) counts -= Lane(lane == '\n');
        }
        for (size_t place = 0; place < sizeof(Lane); place++) lines += counts[place];
    }
    for (; index < length; index++) lines += bytes[index] == '\n';
    return lines;
}

size_t CTextEndOfLines(const uint8_t *bytes, size_t length) {
    const void *last = length ? memrchr(bytes, '\n', length) : nullptr;
    return last ? size_t(static_cast<const uint8_t *>(last) - bytes) + 1 : 0;
}
