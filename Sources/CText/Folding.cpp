#include "CTextFolding.h"

#include "FoldingPage.h"
#include "LookAlikes.h"

#include <unicode/bytestream.h>
#include <unicode/stringpiece.h>

#include <cstring>

namespace {

using namespace folding;

/// Small letters for the capitals among eight ASCII bytes; other bytes come out as anything.
uint64_t lowercased(uint64_t word) {
    const uint64_t ones = 0x0101010101010101;
    uint64_t low = word & (0x7F * ones);
    uint64_t capitals = (low + (0x80 - 'A') * ones) & ~(low + (0x80 - 'Z' - 1) * ones) & (0x80 * ones);
    return low | capitals >> 2;
}

/// The highest bits of bytes that are not ASCII and of control characters but white space, among eight bytes.
uint64_t stops(uint64_t word) {
    const uint64_t ones = 0x0101010101010101;
    uint64_t low = word & (0x7F * ones);
    uint64_t found = (word | ~(low + (0x80 - ' ') * ones) | (low + ones)) & (0x80 * ones);
    if (found == 0) return 0;
    uint64_t blanks = (low + (0x80 - '\t') * ones) & ~(low + (0x80 - '\r' - 1) * ones) & ~word;
    return found & ~blanks;
}

/// Four bytes, the first lowest.
uint32_t load(const uint8_t *text) {
    uint32_t word;
    std::memcpy(&word, text, 4);
    return word;
}

// As many bytes as a step writes at most without looking for room.
constexpr size_t slack = 16;

/// Folds characters of three bytes that become themselves or another of three bytes, as nearly all Han and kana.
/// Returns how many bytes they have. A function of its own, so that all it needs stands in registers.
__attribute__((noinline)) size_t fold_three_bytes(
    const uint8_t *__restrict text, size_t length, uint8_t *__restrict output, size_t capacity, uint32_t &entries) {
    if (length < 4 || capacity < slack) return 0;
    const size_t last = length - 4 < capacity - slack ? length - 4 : capacity - slack;
    uint32_t seen = 0;
    size_t index = 0;
    for (; index <= last; index += 3) {
        uint32_t word = load(text + index);
        if ((word & 0xC0C0F0) != 0x8080E0) break;
        uint32_t page = (word & 0x0F) << 4 | (word >> 10 & 0x0F);
        // Less would do with fewer bytes: broken.
        if (page < 0x800 >> 8) break;
        uint32_t entry = entry_of(page << 8 | (word >> 2 & 0xC0) | (word >> 16 & 0x3F)), kind = entry & kind_mask;
        if (kind != same) {
            if (kind != 3) break;
            word = entry >> 8;
        }
        seen |= entry;
        std::memcpy(output + index, &word, 4);
    }
    entries |= seen;
    return index;
}

class Folder {
public:
    Folder(const uint8_t *text, size_t length, uint8_t *output, size_t capacity, ctext_changes *changes)
        : text(text), length(length), output(output), capacity(capacity), changes(changes) {}

    /// Folds the text. Returns whether there was room.
    bool run() {
        // What changes with every character stands in registers, apart from what the rare cases share.
        size_t in = 0, out = 0;
        uint32_t entries = 0;
        while (in < length) {
            if (capacity - out < slack) return false;
            if (text[in] < 0x80) {
                size_t size = foldASCII(in, out);
                if (size > 0) {
                    in += size;
                    out += size;
                    base = in - 1;
                    folded_base = out - 1;
                    continue;
                }
            }
            size_t run = fold_three_bytes(text + in, length - in, output + out, capacity - out, entries);
            if (run > 0) {
                in += run;
                out += run;
                base = in - 3;
                folded_base = out - 3;
                continue;
            }
            index = in;
            count = out;
            if (!foldCharacter(entries)) return false;
            in = index;
            out = count;
        }
        count = out;
        scripts = scripts_of(entries) | ((ascii & 0x4040404040404040) != 0 ? latin : 0);
        return true;
    }

    size_t count = 0;
    /// In which of the scripts that look alike there may be letters.
    uint32_t scripts = 0;

private:
    const uint8_t *const text;
    const size_t length;
    uint8_t *const output;
    const size_t capacity;
    ctext_changes *const changes;
    size_t index = 0;

    // The last character that nothing before it can change: where it stands, and where its folded form stands.
    size_t base = 0, folded_base = 0;
    // All bytes of ASCII together: those of letters have the bit 0x40.
    uint64_t ascii = 0;

    /// Folds the character at `index`.
    bool foldCharacter(uint32_t &entries) {
        size_t start = index;
        uint32_t character = next_character(text, length, index);
        uint32_t entry = entry_of(character), size = entry & kind_mask;
        if (size >= removed) return foldAttached(start);
        entries |= entry;
        base = start;
        folded_base = count;
        if (size == same) {
            size = static_cast<uint32_t>(index - start);
            if (character == 0xFFFD) {
                // Perhaps for broken UTF-8.
                size = 3;
                std::memcpy(output + count, "\xEF\xBF\xBD", 3);
            } else {
                std::memcpy(output + count, text + start, size);
            }
        } else if (size == pooled) {
            size = entry >> 8 & 0xFF;
            if (capacity - count < size) return false;
            std::memcpy(output + count, table.page(character).pool.data() + (entry >> 16), size);
        } else {
            uint32_t bytes = entry >> 8;
            std::memcpy(output + count, &bytes, 4);
        }
        count += size;
        if (size != index - start) note(start, folded_base);
        return true;
    }

    /// Folds ASCII, eight bytes at most, up to what is hidden. Returns how many.
    size_t foldASCII(size_t in, size_t out) {
        if (length - in < 8) {
            if ((stops(text[in]) & 0x80) != 0) return 0;
            ascii |= text[in];
            output[out] = static_cast<uint8_t>(lowercased(text[in]));
            return 1;
        }
        uint64_t word;
        std::memcpy(&word, text + in, 8);
        uint64_t found = stops(word), folded = lowercased(word);
        std::memcpy(output + out, &folded, 8);
        if (found == 0) {
            ascii |= word;
            return 8;
        }
        // Swift runs on little-endian machines only: the lowest byte is the first.
        auto size = static_cast<size_t>(__builtin_ctzll(found)) / 8;
        ascii |= word & ((uint64_t{1} << 8 * size) - 1);
        return size;
    }

    /// Folds what is attached to the base, from `start` on.
    bool foldAttached(size_t start) {
        size_t end = start, marks = 0;
        bool has_clutter = false;
        // Marks stay as they are where they stand in their order, each once, on a base that has none of its own.
        bool is_simple = !endsInMark();
        uint32_t last_class = 1, last = 0;
        for (index = start; index < length; end = index) {
            uint32_t character = next_character(text, length, index);
            uint32_t entry = entry_of(character);
            if ((entry & kind_mask) < removed) break;
            if ((entry & kind_mask) == removed) {
                has_clutter |= is_diacritical_mark(static_cast<UChar32>(character));
                continue;
            }
            uint32_t combining_class = entry >> 8;
            if (combining_class < last_class || character == last || marks == 8) is_simple = false;
            last_class = combining_class;
            last = character;
            marks++;
        }
        index = end;
        if (marks == 0) {
            // A mark that went is still seen on its base.
            if (has_clutter) {
                note(base, folded_base);
            } else {
                note(start, count);
            }
            return true;
        }
        return is_simple ? copyMarks(start, end) : foldCluster(end);
    }

    /// Whether what has been written ends in a mark, or in nothing.
    bool endsInMark() const {
        if (count == 0) return true;
        size_t place = count - 1;
        while (place > 0 && (output[place] & 0xC0) == 0x80) place--;
        uint32_t character = next_character(output, count, place);
        return (entry_of(character) & kind_mask) == attached;
    }

    /// Copies marks and leaves out what is removed between them.
    bool copyMarks(size_t start, size_t end) {
        for (index = start; index < end;) {
            size_t from = index;
            uint32_t character = next_character(text, length, index);
            if ((entry_of(character) & kind_mask) == removed) {
                note(from, count);
                continue;
            }
            if (capacity - count < slack) return false;
            std::memcpy(output + count, text + from, index - from);
            count += index - from;
        }
        return true;
    }

    /// Folds the base anew, together with all that is attached to it.
    bool foldCluster(size_t end) {
        const icu::Normalizer2 *instance = normalizer();
        if (instance == nullptr) return false;
        icu::StringPiece piece(reinterpret_cast<const char *>(text + base), static_cast<int32_t>(end - base));
        icu::UnicodeString folded = fold_cluster(*instance, icu::UnicodeString::fromUTF8(piece));
        icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(output + folded_base),
                                       static_cast<int32_t>(capacity - folded_base));
        folded.toUTF8(sink);
        if (sink.Overflowed()) return false;
        count = folded_base + static_cast<size_t>(sink.NumberOfBytesWritten());
        note(base, folded_base);
        return true;
    }

    /// Notes that the text from `start` to `index` became what stands in the output from `from` on.
    void note(size_t start, size_t from) {
        if (changes == nullptr) return;
        // What stood there of the base alone is replaced.
        while (changes->count > 0 && changes->count <= changes->capacity &&
               changes->list[changes->count - 1].source_start >= static_cast<int32_t>(start)) {
            changes->count--;
        }
        append(*changes, start, index, from, count);
    }
};

bool is_possible(size_t length, size_t capacity) { return length <= INT32_MAX / 16 && capacity <= INT32_MAX; }

}  // namespace

size_t ctext_fold(const uint8_t *text, size_t length, uint8_t *output, size_t capacity, ctext_fold_map *map) {
    if (!is_possible(length, capacity)) return SIZE_MAX;
    if (map != nullptr) map->characters.count = map->words.count = 0;
    Folder folder(text, length, output, capacity, map == nullptr ? nullptr : &map->characters);
    if (!folder.run()) return SIZE_MAX;
    size_t count = folder.count;
    bool may_mix = (folder.scripts & (folder.scripts - 1)) != 0;
    if (may_mix && !unify_scripts(output, count, capacity, map == nullptr ? nullptr : &map->words)) return SIZE_MAX;
    return count;
}

size_t ctext_fold_case(const uint8_t *text, size_t length, uint8_t *output, size_t capacity) {
    const icu::Normalizer2 *instance = normalizer();
    if (instance == nullptr || !is_possible(length, capacity)) return SIZE_MAX;
    UErrorCode status = U_ZERO_ERROR;
    icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(output), static_cast<int32_t>(capacity));
    icu::StringPiece piece(reinterpret_cast<const char *>(text), static_cast<int32_t>(length));
    instance->normalizeUTF8(0, piece, sink, nullptr, status);
    return U_FAILURE(status) || sink.Overflowed() ? SIZE_MAX : static_cast<size_t>(sink.NumberOfBytesWritten());
}
