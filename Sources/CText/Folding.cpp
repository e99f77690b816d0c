#include "CTextFolding.h"

#include "CharacterTable.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstring>
#include <string>

namespace {

const icu::Normalizer2 *normalizer() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return U_SUCCESS(status) ? instance : nullptr;
}

/// What a character folds to where nothing attached follows it. The lowest three bits of an entry say what it is.
enum : uint32_t {
    kind_mask = 7,
    same = 0,       // the character itself
    // 1 to 3: so many bytes, in the entry's upper three
    pooled = 4,     // longer: its place in the page's pool (16 bits), its length (8 bits)
    removed = 5,    // nothing
    attached = 6,   // may change with what stands before it; if it only wants its place among other marks by
                    // combining class, that class (8 bits from bit 8), or else 0
    ends_open = 8,  // what it folds to ends in a combining mark
};

struct FoldingPage {
    uint32_t entries[256];
    std::string pool;

    explicit FoldingPage(uint32_t first) {
        const icu::Normalizer2 *folding = normalizer();
        for (uint32_t index = 0; index < 256; index++) {
            // Without ICU's data a text that stays as it is beats none.
            entries[index] = folding == nullptr ? same : entry(*folding, static_cast<UChar32>(first + index));
        }
    }

private:
    uint32_t entry(const icu::Normalizer2 &folding, UChar32 character) {
        if (folding.isInert(character)) return same;
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString source(character), folded;
        folding.normalize(source, folded, status);
        if (U_FAILURE(status)) return same;
        if (!folding.hasBoundaryBefore(character)) {
            if (folded.isEmpty()) return removed;
            bool stays = folded == source && u_getIntPropertyValue(character, UCHAR_NFC_QUICK_CHECK) == UNORM_YES;
            return attached | (stays ? static_cast<uint32_t>(u_getCombiningClass(character)) << 8 : 0);
        }
        if (folded == source) return same;
        bool is_open = u_getCombiningClass(folded.char32At(folded.length() - 1)) != 0;
        std::string bytes;
        folded.toUTF8String(bytes);
        uint32_t result = is_open ? ends_open : 0;
        if (bytes.size() <= 3) {
            for (size_t index = 0; index < bytes.size(); index++) {
                result |= static_cast<uint32_t>(static_cast<uint8_t>(bytes[index])) << (8 + 8 * index);
            }
            return result | static_cast<uint32_t>(bytes.size());
        }
        auto place = static_cast<uint32_t>(pool.size());
        pool += bytes;
        return result | pooled | static_cast<uint32_t>(bytes.size()) << 8 | place << 16;
    }
};

// What it holds are constants of Unicode.
CharacterTable<FoldingPage> table;

/// Small letters for the capitals among eight ASCII bytes; other bytes come out as anything.
uint64_t lowercased(uint64_t word) {
    const uint64_t ones = 0x0101010101010101;
    uint64_t low = word & (0x7F * ones);
    uint64_t capitals = (low + (0x80 - 'A') * ones) & ~(low + (0x80 - 'Z' - 1) * ones) & (0x80 * ones);
    return low | capitals >> 2;
}

class Folder {
public:
    Folder(const uint8_t *text, size_t length, uint8_t *output, size_t capacity, ctext_changes *changes)
        : text(text), length(length), output(output), capacity(capacity), changes(changes) {}

    /// Folds the text. Returns whether there was room.
    bool run() {
        // What changes with every character stands in registers, apart from what the rare cases share.
        size_t in = 0, out = 0;
        while (in < length) {
            if (capacity - out < 16) return false;
            if (text[in] < 0x80) {
                size_t size = foldASCII(in, out);
                in += size;
                out += size;
                base = in - 1;
                folded_base = out - 1;
                is_base_open = false;
                continue;
            }
            size_t start = in;
            uint32_t character = next_character(text, length, in);
            uint32_t entry = table.page(character).entries[character & 0xFF];
            uint32_t kind = entry & kind_mask;
            if (kind == same && character != 0xFFFD) {
                base = start;
                folded_base = out;
                is_base_open = false;
                size_t size = in - start;
                if (length - start >= 4) {
                    std::memcpy(output + out, text + start, 4);
                } else {
                    std::memcpy(output + out, text + start, size);
                }
                out += size;
                continue;
            }
            index = in;
            count = out;
            if (kind >= removed ? !foldAttached(start) : !replace(start, character, entry)) return false;
            in = index;
            out = count;
        }
        count = out;
        return true;
    }

    size_t count = 0;

private:
    const uint8_t *const text;
    const size_t length;
    uint8_t *const output;
    const size_t capacity;
    ctext_changes *const changes;
    size_t index = 0;

    // The last character that nothing before it can change: where it stands, where its folded form stands, and whether
    // that ends in a combining mark.
    size_t base = 0, folded_base = 0;
    bool is_base_open = true;

    /// Folds ASCII, eight bytes at most. Returns how many.
    size_t foldASCII(size_t in, size_t out) {
        if (length - in < 8) {
            output[out] = static_cast<uint8_t>(lowercased(text[in]));
            return 1;
        }
        uint64_t word;
        std::memcpy(&word, text + in, 8);
        uint64_t high = word & 0x8080808080808080, folded = lowercased(word);
        std::memcpy(output + out, &folded, 8);
        // Swift runs on little-endian machines only: the lowest byte is the first.
        return high == 0 ? 8 : static_cast<size_t>(__builtin_ctzll(high)) / 8;
    }

    /// Writes what the character from `start` to `index` becomes.
    bool replace(size_t start, uint32_t character, uint32_t entry) {
        base = start;
        folded_base = count;
        is_base_open = (entry & ends_open) != 0;
        uint32_t size = entry & kind_mask;
        if (size == pooled) {
            size = entry >> 8 & 0xFF;
            if (capacity - count < size) return false;
            std::memcpy(output + count, table.page(character).pool.data() + (entry >> 16), size);
        } else {
            if (size == same) {
                // U+FFFD, also where broken UTF-8 stood.
                size = 3;
                entry = 0xBDBFEF00;
            }
            for (uint32_t offset = 0; offset < 3; offset++) {
                output[count + offset] = static_cast<uint8_t>(entry >> (8 + 8 * offset));
            }
        }
        count += size;
        if (size != index - start) note(start, folded_base);
        return true;
    }

    /// Folds what is attached to the base, from `start` on.
    bool foldAttached(size_t start) {
        size_t end = start;
        bool is_simple = true, has_marks = false;
        uint32_t last_class = is_base_open ? 0xFF : 1;
        for (index = start; index < length; end = index) {
            uint32_t character = next_character(text, length, index);
            uint32_t entry = table.page(character).entries[character & 0xFF];
            if ((entry & kind_mask) < removed) break;
            if ((entry & kind_mask) == removed) continue;
            uint32_t combining_class = entry >> 8;
            if (combining_class < last_class) is_simple = false;
            last_class = combining_class;
            has_marks = true;
        }
        index = end;
        if (!has_marks) {
            note(start, count);
            return true;
        }
        if (is_simple) return copyMarks(start, end);
        count = folded_base;
        return normalize(base, end);
    }

    /// Copies marks that stand in their order and leaves out what is removed between them.
    bool copyMarks(size_t start, size_t end) {
        if (capacity - count < end - start + 16) return false;
        for (index = start; index < end;) {
            size_t from = index;
            uint32_t character = next_character(text, length, index);
            if ((table.page(character).entries[character & 0xFF] & kind_mask) == removed) {
                note(from, count);
                continue;
            }
            std::memcpy(output + count, text + from, index - from);
            count += index - from;
        }
        return true;
    }

    /// Has ICU fold a stretch that nothing around it can change.
    bool normalize(size_t start, size_t end) {
        size_t size = ctext_fold_case(text + start, end - start, output + count, capacity - count);
        if (size == SIZE_MAX) return false;
        size_t from = count;
        count += size;
        noteAll(start, from);
        return true;
    }

    /// Notes that the text from `start` to `index` became what stands in the output from `from` on.
    void note(size_t start, size_t from) {
        if (changes != nullptr) noteAll(start, from);
    }

    __attribute__((noinline)) void noteAll(size_t start, size_t from) {
        if (changes == nullptr) return;
        // What stood there of the base alone is replaced.
        while (changes->count > 0 && changes->count <= changes->capacity &&
               changes->list[changes->count - 1].source_start >= static_cast<int32_t>(start)) {
            changes->count--;
        }
        if (changes->count < changes->capacity) {
            changes->list[changes->count] = {static_cast<int32_t>(start), static_cast<int32_t>(index),
                                             static_cast<int32_t>(from), static_cast<int32_t>(count)};
        }
        changes->count++;
    }
};

}  // namespace

size_t ctext_fold(const uint8_t *text, size_t length, uint8_t *output, size_t capacity, ctext_changes *changes) {
    if (changes != nullptr) changes->count = 0;
    if (length > INT32_MAX / 16 || capacity > INT32_MAX) return SIZE_MAX;
    Folder folder(text, length, output, capacity, changes);
    return folder.run() ? folder.count : SIZE_MAX;
}

size_t ctext_fold_case(const uint8_t *text, size_t length, uint8_t *output, size_t capacity) {
    const icu::Normalizer2 *folding = normalizer();
    if (folding == nullptr || length > INT32_MAX / 16 || capacity > INT32_MAX) return SIZE_MAX;
    UErrorCode status = U_ZERO_ERROR;
    icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(output), static_cast<int32_t>(capacity));
    icu::StringPiece piece(reinterpret_cast<const char *>(text), static_cast<int32_t>(length));
    folding->normalizeUTF8(0, piece, sink, nullptr, status);
    return U_FAILURE(status) || sink.Overflowed() ? SIZE_MAX : static_cast<size_t>(sink.NumberOfBytesWritten());
}
