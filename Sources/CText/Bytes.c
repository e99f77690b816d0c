#include "CTextBytes.h"

#include <string.h>

static inline uint8_t is_blank(uint8_t byte) {
    return (uint8_t)(byte == ' ') | (uint8_t)((uint8_t)(byte - '\t') < 5);
}

/// Whether a byte is a control character of ASCII other than white space.
static inline uint8_t is_hidden(uint8_t byte) {
    return ((uint8_t)(byte < ' ') & (uint8_t)((uint8_t)(byte - '\t') >= 5)) | (uint8_t)(byte == 0x7F);
}

static inline uint8_t is_capital(uint8_t byte) { return (uint8_t)((uint8_t)(byte - 'A') < 26); }

// A loop over a piece becomes a few vector instructions, where one of any length would end in single bytes, which in
// short texts are most of the work. The last piece overlaps the one before where seeing bytes twice does no harm, and
// is filled up where it would. What is found is gathered place by place and put together at the end.
enum { piece = 16 };

__attribute__((always_inline)) static inline uint8_t any(const uint8_t found[piece]) {
    uint8_t result = 0;
    for (size_t index = 0; index < piece; index++) result |= found[index];
    return result;
}

static inline void profile_piece(const uint8_t *restrict text, uint8_t *restrict high, uint8_t *restrict markup,
                                 uint8_t *restrict hidden) {
    for (size_t index = 0; index < piece; index++) {
        uint8_t byte = text[index];
        high[index] |= byte;
        markup[index] |= (uint8_t)(byte == '<') | (uint8_t)(byte == '&') | (uint8_t)(byte == '[');
        // As `is_hidden`, in what vectors compare at once, signed numbers: what is not ASCII counts as hidden as well.
        hidden[index] |= (uint8_t)((int8_t)byte < ' ') & (uint8_t)((int8_t)(byte + (0x80 - '\t')) >= 5 - 0x80);
        hidden[index] |= (uint8_t)(byte == 0x7F);
    }
}

ctext_profile ctext_profile_of(const uint8_t *text, size_t length) {
    uint8_t high[piece] = {0}, markup[piece] = {0}, hidden[piece] = {0};
    if (length >= piece) {
        size_t last = length - piece;
        for (size_t index = 0; index < last; index += piece) profile_piece(text + index, high, markup, hidden);
        profile_piece(text + last, high, markup, hidden);
    } else if (length > 0) {
        uint8_t filled[piece];
        memset(filled, ' ', piece);
        memcpy(filled, text, length);
        profile_piece(filled, high, markup, hidden);
    }
    return (ctext_profile){.ascii = any(high) < 0x80, .markup = any(markup) != 0, .hidden = any(hidden) != 0};
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

static inline void lowercase_piece(const uint8_t *restrict text, uint8_t *restrict output) {
    for (size_t index = 0; index < piece; index++) {
        output[index] = text[index] | (uint8_t)(is_capital(text[index]) << 5);
    }
}

void ctext_copy_lowercase(const uint8_t *restrict text, size_t length, uint8_t *restrict output) {
    if (length >= piece) {
        size_t last = length - piece;
        for (size_t index = 0; index < last; index += piece) lowercase_piece(text + index, output + index);
        lowercase_piece(text + last, output + last);
        return;
    }
    for (size_t index = 0; index < length; index++) {
        output[index] = text[index] | (uint8_t)(is_capital(text[index]) << 5);
    }
}

ctext_word_profile ctext_copy_lowercase_word(const uint8_t *restrict text, size_t length, uint8_t *restrict output) {
    uint8_t high = 0, blanks = 0, hidden = 0;
    for (size_t index = 0; index < length; index++) {
        uint8_t byte = text[index];
        high |= byte;
        hidden |= is_hidden(byte);
        blanks |= (uint8_t)(byte == ' ') | (uint8_t)((uint8_t)(byte - '\t') < 5);
        output[index] = byte | (uint8_t)((uint8_t)((uint8_t)(byte - 'A') < 26) << 5);
    }
    return (ctext_word_profile){.plain = high < 0x80 && hidden == 0, .blanks = blanks != 0};
}

size_t ctext_ascii_length(const uint8_t *text, size_t length) {
    size_t index = 0;
    while (length - index >= piece) {
        uint8_t high = 0;
        for (size_t offset = 0; offset < piece; offset++) high |= text[index + offset];
        if (high >= 0x80) break;
        index += piece;
    }
    while (index < length && text[index] < 0x80) index++;
    return index;
}

/// What is counted over a text, place by place of its pieces.
typedef struct {
    uint8_t letters[piece], capitals[piece], digits[piece];
    uint8_t pairs[piece];  ///< two bytes above the space that are the same
} piece_counts;

/// Counts over one piece, behind which two more bytes can be read. Returns whether three bytes are the same.
__attribute__((always_inline)) static inline bool count_piece(const uint8_t *restrict text,
                                                              piece_counts *restrict counts) {
    // Copies, or the compiler makes one of the three overlapping reads from the others, at length.
    uint8_t here[piece], next[piece], after[piece], triples[piece];
    memcpy(here, text, piece);
    memcpy(next, text + 1, piece);
    memcpy(after, text + 2, piece);
    for (size_t index = 0; index < piece; index++) {
        uint8_t byte = here[index], pair = (uint8_t)(byte == next[index]);
        counts->letters[index] += (uint8_t)((uint8_t)((byte | 0x20) - 'a') < 26);
        counts->capitals[index] += is_capital(byte);
        counts->digits[index] += (uint8_t)((uint8_t)(byte - '0') < 10);
        counts->pairs[index] |= pair & (uint8_t)(byte > ' ');
        triples[index] = pair & (uint8_t)(byte == after[index]);
    }
    return any(triples) != 0;
}

/// The sum of counts that are 15 at most.
__attribute__((always_inline)) static inline uint8_t sum(const uint8_t counts[piece]) {
    uint8_t result = 0;
    for (size_t index = 0; index < piece; index++) result += counts[index];
    return result;
}

/// Finds the longest run of what is no blank that starts between two places, if it is longer than `longest`. Returns
/// the end of the last run that starts there.
static size_t find_longest_run(const uint8_t *text, size_t length, size_t from, size_t to, size_t *longest) {
    size_t index = from;
    for (size_t end; index < to && index < length; index = end) {
        for (end = index + 1; end < length && text[end] == text[index];) end++;
        if (end - index > *longest && !is_blank(text[index])) *longest = end - index;
    }
    return index;
}

ctext_ascii_counts ctext_count_ascii(const uint8_t *text, size_t length) {
    ctext_ascii_counts counts = {0};
    // Runs were looked at up to here: a long one reaches over many pieces.
    size_t seen = 0;
    for (size_t index = 0; index < length;) {
        piece_counts counted = {0};
        // Their sums fit a byte for fifteen pieces, the two at the end among them.
        for (size_t round = 2; round < 15 && length - index >= piece + 2; round++, index += piece) {
            if (count_piece(text + index, &counted)) {
                size_t from = index > seen ? index : seen;
                seen = find_longest_run(text, length, from, index + piece, &counts.longest_run);
            }
        }
        if (length - index < piece + 2) {
            // What follows the text counts as nothing and repeats nothing.
            uint8_t filled[2 * piece + 2];
            for (size_t place = 0; place < sizeof filled; place++) filled[place] = (uint8_t)(0x80 + place);
            memcpy(filled, text + index, length - index);
            bool has_run = count_piece(filled, &counted);
            if (length - index > piece) count_piece(filled + piece, &counted);
            if (has_run) find_longest_run(text, length, index > seen ? index : seen, length, &counts.longest_run);
            index = length;
        }
        counts.letters += sum(counted.letters);
        counts.capitals += sum(counted.capitals);
        counts.digits += sum(counted.digits);
        if (counts.longest_run < 2 && any(counted.pairs)) counts.longest_run = 2;
    }
    // Without two letters in a row: a short text, or an odd one.
    if (counts.longest_run == 0) find_longest_run(text, length, 0, length, &counts.longest_run);
    if (length > 0 && memchr(text, '\r', length) != NULL) {
        for (size_t index = 0; index + 1 < length; index++) {
            counts.line_ends += text[index] == '\r' && text[index + 1] == '\n';
        }
    }
    return counts;
}

/// Whether in a piece, behind which one more byte can be read, a blank seems to be no single space.
static inline bool has_loose_blank(const uint8_t *text) {
    uint8_t found[piece];
    for (size_t index = 0; index < piece; index++) {
        uint8_t byte = text[index], next = text[index + 1];
        // Most bytes below the space are blanks: a closer look tells.
        found[index] = (uint8_t)((uint8_t)(byte - '\t') < 5) | ((uint8_t)(byte == ' ') & (uint8_t)(next <= ' '));
    }
    return any(found) != 0;
}

/// The first place from `from` on of a blank that does not stand as a single space between other characters, as far as
/// that can be seen from it and the byte behind it; `length` where there is none.
static size_t find_loose_blank(const uint8_t *text, size_t from, size_t length) {
    size_t index = from;
    while (length - index > piece) {
        size_t end = index + piece;
        if (has_loose_blank(text + index)) {
            for (; index < end; index++) {
                if (is_blank(text[index]) && (text[index] != ' ' || is_blank(text[index + 1]))) return index;
            }
        }
        index = end;
    }
    for (; index < length; index++) {
        if (is_blank(text[index]) && (text[index] != ' ' || index + 1 == length || is_blank(text[index + 1]))) break;
    }
    return index;
}

size_t ctext_collapse_blanks(const uint8_t *restrict text, size_t length, uint8_t *restrict output) {
    size_t count = 0, index = 0;
    while (index < length && is_blank(text[index])) index++;
    while (index < length) {
        size_t end = find_loose_blank(text, index, length);
        memcpy(output + count, text + index, end - index);
        count += end - index;
        index = end;
        while (index < length && is_blank(text[index])) index++;
        if (index < length) output[count++] = ' ';
    }
    return count;
}
