// What folding knows of each character, and how it folds those that join others.
#pragma once

#include "CharacterTable.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <string>

namespace folding {

/// Scripts in which words are written, one bit each, in the order of `folding_tables::alike`; and letters that look like
/// theirs without being of one, such as those of Lisu or Cherokee.
enum Script : uint32_t { latin = 1, cyrillic = 2, greek = 4, armenian = 8, other = 16 };
constexpr uint32_t script_count = 4;

// An entry of the table. Its lowest three bits say what the character becomes where nothing is attached to it.
constexpr uint32_t kind_mask = 7;
enum Kind : uint32_t {
    same = 0,      // itself
                   // 1 to 3: so many bytes, in the entry's upper three
    pooled = 4,    // more bytes: their place in the page's pool (16 bits), their number (8 bits)
    removed = 5,   // nothing
    attached = 6,  // it may change with what stands before it; if it only takes its place among other marks, its
                   // combining class stands from bit 8 on, or else 0
};
// The next five say in which of the scripts above it has letters.
constexpr uint32_t script_shift = 3;
constexpr uint32_t scripts_of(uint32_t entry) { return entry >> script_shift & 0x1F; }

/// A page of the table.
struct Page {
    uint32_t entries[256];
    std::string pool;

    explicit Page(uint32_t first);

private:
    uint32_t entry(const icu::Normalizer2 &normalizer, UChar32 character);
    /// The entry of a character that becomes this one or these, which the pool keeps where they are long.
    uint32_t replacement(const icu::UnicodeString &folded);
};

/// What it holds are constants of Unicode.
extern CharacterTable<Page> table;

inline uint32_t entry_of(uint32_t character) { return table.page(character).entries[character & 0xFF]; }

/// NFKC_Casefold by ICU; `nullptr` where its data are missing.
const icu::Normalizer2 *normalizer();

/// The diacritical marks that any letter may take, as in blocks of this name, and the signs of old Cyrillic: those that
/// make no letter of their own with what they stand on are clutter.
bool is_diacritical_mark(UChar32 character);

/// Folds a character together with what is attached to it.
///
/// By NFKC_Casefold, without clutter: control characters but white space; Arabic's tatweel, which only stretches words;
/// diacritical marks that do not compose, and all of them where there are more than three; a mark that repeats the one
/// before it; and what comes after eight marks. Traditional Han characters become simplified ones, and Latin letters
/// beside the alphabet, such as ɑ, those that they look like.
icu::UnicodeString fold_cluster(const icu::Normalizer2 &normalizer, const icu::UnicodeString &cluster);

}  // namespace folding
