#include "CTextBytes.h"

#include <string.h>

// Long enough for the vector loop to pay, short enough for counts of it to fit a byte.
enum { block = 64 };

static inline uint8_t is_blank(uint8_t byte) {
    return (uint8_t)(byte == ' ') | (uint8_t)((uint8_t)(byte - '\t') < 5);
}

ctext_profile ctext_profile_of(const uint8_t *text, size_t length) {
    uint8_t high = 0, markup = 0;
    for (size_t index = 0; index < length; index++) {
        uint8_t byte = text[index];
        high |= byte;
        markup |= (uint8_t)(byte == '<') | (uint8_t)(byte == '&') | (uint8_t)(byte == '[');
    }
    return (ctext_profile){.ascii = high < 0x80, .markup = markup != 0};
}

size_t ctext_find_any(const uint8_t *text, size_t from, size_t length, const uint8_t bytes[4]) {
    const uint8_t first = bytes[0], second = bytes[1], third = bytes[2], fourth = bytes[3];
    size_t index = from;
    while (length - index >= 16) {
        uint8_t found = 0;
        for (size_t offset = 0; offset < 16; offset++) {
            uint8_t byte = text[index + offset];
            found |= (uint8_t)(byte == first) | (uint8_t)(byte == second) | (uint8_t)(byte == third) |
                     (uint8_t)(byte == fourth);
        }
        if (found) break;
        index += 16;
    }
    for (; index < length; index++) {
        uint8_t byte = text[index];
        if (byte == first || byte == second || byte == third || byte == fourth) return index;
    }
    return length;
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));

static inline bytes16 load(const uint8_t *text) {
    bytes16 bytes;
    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

bool ctext_may_hold_link(const uint8_t *text, size_t length) {
    if (length < 2) return false;
    const size_t last = length - 1;
    if (last < sizeof(bytes16)) {
        for (size_t index = 0; index < last; index++) {
            uint8_t byte = text[index], next = text[index + 1];
            if ((byte == '.' && next > '/') || (byte == ':' && next == '/')) return true;
        }
        return false;
    }
    bytes16 found = {0};
    for (size_t start = 0; start < last; start += sizeof(bytes16)) {
        // The last block overlaps the one before it, so that no bytes are left for a slow loop.
        const uint8_t *block = text + (start + sizeof(bytes16) <= last ? start : last - sizeof(bytes16));
        bytes16 byte = load(block), next = load(block + 1);
        // Above the slash stand digits, letters, all that is not ASCII, and some signs, which cost a closer look.
        found |= (bytes16)((byte == '.') & (next > '/')) | (bytes16)((byte == ':') & (next == '/'));
    }
    uint64_t halves[2];
    memcpy(halves, &found, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

bool ctext_has_capital(const uint8_t *text, size_t length) {
    uint8_t found = 0;
    for (size_t index = 0; index < length; index++) found |= (uint8_t)((uint8_t)(text[index] - 'A') < 26);
    return found != 0;
}

void ctext_copy_lowercase(const uint8_t *restrict text, size_t length, uint8_t *restrict output) {
    for (size_t index = 0; index < length; index++) {
        uint8_t byte = text[index];
        output[index] = byte | (uint8_t)((uint8_t)((uint8_t)(byte - 'A') < 26) << 5);
    }
}

static inline uint8_t starts_triple(const uint8_t *text) {
    return (uint8_t)(text[0] == text[1]) & (uint8_t)(text[0] == text[2]) & (is_blank(text[0]) ^ 1);
}

/// The longest run of three or more, or 0.
static size_t longest_run(const uint8_t *text, size_t length) {
    size_t longest = 0, index = 0;
    while (index + 2 < length) {
        size_t end = length - 2 - index < 32 ? length - 2 : index + 32;
        if (end - index == 32) {
            uint8_t found = 0;
            for (size_t offset = 0; offset < 32; offset++) found |= starts_triple(text + index + offset);
            if (!found) {
                index = end;
                continue;
            }
        }
        while (index < end) {
            if (!starts_triple(text + index)) {
                index++;
                continue;
            }
            size_t start = index;
            while (index < length && text[index] == text[start]) index++;
            if (index - start > longest) longest = index - start;
        }
    }
    return longest;
}

ctext_ascii_counts ctext_count_ascii(const uint8_t *text, size_t length) {
    ctext_ascii_counts counts = {0};
    for (size_t start = 0; start < length; start += block) {
        size_t end = length - start < block ? length : start + block;
        uint8_t letters = 0, capitals = 0, digits = 0;
        for (size_t index = start; index < end; index++) {
            uint8_t byte = text[index];
            letters += (uint8_t)((uint8_t)((byte | 0x20) - 'a') < 26);
            capitals += (uint8_t)((uint8_t)(byte - 'A') < 26);
            digits += (uint8_t)((uint8_t)(byte - '0') < 10);
        }
        counts.letters += letters;
        counts.capitals += capitals;
        counts.digits += digits;
    }
    // Runs of three are rare: only where there is one are runs measured.
    uint8_t visible = 0, pairs = 0, triples = 0, line_ends = 0;
    for (size_t index = 0, last = length < 2 ? 0 : length - 2; index < last; index++) {
        uint8_t byte = text[index];
        uint8_t seen = is_blank(byte) ^ 1;
        uint8_t pair = (uint8_t)(byte == text[index + 1]) & seen;
        visible |= seen;
        pairs |= pair;
        triples |= pair & (uint8_t)(byte == text[index + 2]);
        line_ends |= (uint8_t)(byte == '\r');
    }
    if (length >= 2) {
        uint8_t seen = is_blank(text[length - 2]) ^ 1;
        visible |= seen;
        pairs |= seen & (uint8_t)(text[length - 2] == text[length - 1]);
    }
    if (length >= 1) visible |= is_blank(text[length - 1]) ^ 1;
    counts.longest_run = triples ? longest_run(text, length) : pairs ? 2 : visible;
    if (line_ends || (length >= 2 && text[length - 2] == '\r')) {
        for (size_t index = 0; index + 1 < length; index++) {
            counts.line_ends += text[index] == '\r' && text[index + 1] == '\n';
        }
    }
    return counts;
}

bool ctext_has_single_spaces(const uint8_t *text, size_t length) {
    uint8_t other = 0;
    if (length == 0) return true;
    if (is_blank(text[0]) || is_blank(text[length - 1])) return false;
    for (size_t index = 0, last = length - 1; index < last; index++) {
        uint8_t byte = text[index], next = text[index + 1];
        other |= (uint8_t)((uint8_t)(byte - '\t') < 5) | ((uint8_t)(byte == ' ') & (uint8_t)(next == ' '));
    }
    return other == 0;
}

size_t ctext_collapse_blanks(const uint8_t *restrict text, size_t length, uint8_t *restrict output) {
    size_t count = 0;
    uint8_t was_blank = 1;
    for (size_t index = 0; index < length; index++) {
        uint8_t byte = text[index], blank = is_blank(byte);
        output[count] = blank ? ' ' : byte;
        count += (blank & was_blank) ^ 1;
        was_blank = blank;
    }
    return count - (count > 0 && was_blank);
}
