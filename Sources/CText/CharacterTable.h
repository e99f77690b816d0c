// Characters in C++: reading them out of UTF-8, and tables of what is known of each.
#pragma once

#include <unicode/utf8.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

/// Reads a character of four bytes, or a broken one, which gives U+FFFD.
__attribute__((noinline)) inline uint32_t next_rare_character(const uint8_t *text, size_t length, size_t &index) {
    auto end = static_cast<int32_t>(length - index < 4 ? length - index : 4);
    int32_t offset = 0;
    UChar32 character;
    U8_NEXT_OR_FFFD(text + index, offset, end, character);
    index += static_cast<size_t>(offset);
    return static_cast<uint32_t>(character);
}

/// Reads the character at `index`, which must be below `length`, and moves `index` behind it. Broken UTF-8 gives
/// U+FFFD.
__attribute__((always_inline)) inline uint32_t next_character(const uint8_t *text, size_t length, size_t &index) {
    uint32_t first = text[index];
    if (first < 0x80) {
        index += 1;
        return first;
    }
    if ((first & 0xF0) == 0xE0 && length - index >= 3) {
        uint32_t second = text[index + 1] ^ 0x80u, third = text[index + 2] ^ 0x80u;
        uint32_t character = (first & 0x0F) << 12 | second << 6 | third;
        if ((second | third) < 0x40 && character >= 0x800 && (character & 0xF800) != 0xD800) {
            index += 3;
            return character;
        }
    } else if (first >= 0xC2 && first < 0xE0 && length - index >= 2) {
        uint32_t second = text[index + 1] ^ 0x80u;
        if (second < 0x40) {
            index += 2;
            return (first & 0x1F) << 6 | second;
        }
    }
    return next_rare_character(text, length, index);
}

/// What is known of characters, in pages of 256, each made when one of its characters is first met.
///
/// It remembers constants, so it may be shared between threads: a page never changes once it can be seen, and of two
/// made at the same time one is thrown away. Pages live as long as the process. `Page` is made from the number of the
/// first character.
template <typename Page>
class CharacterTable {
public:
    const Page &page(uint32_t character) {
        const Page *page = pages[character >> 8].load(std::memory_order_acquire);
        return page != nullptr ? *page : make(character >> 8);
    }

private:
    std::atomic<const Page *> pages[0x110000 >> 8] = {};

    __attribute__((noinline)) const Page &make(uint32_t number) {
        const Page *made = new Page(number << 8), *known = nullptr;
        if (pages[number].compare_exchange_strong(known, made, std::memory_order_acq_rel)) return *made;
        delete made;
        return *known;
    }
};
