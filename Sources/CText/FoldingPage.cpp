#include "FoldingPage.h"

#include "FoldingTables.h"
#include "LookAlikes.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstddef>

namespace folding {

CharacterTable<Page> table;

namespace {

constexpr UChar32 tatweel = 0x0640;

// Vietnamese puts two marks on a letter, polytonic Greek three.
constexpr int32_t most_diacritical_marks = 3;
// No language needs more: Burmese and Tibetan stack the most.
constexpr int32_t most_marks = 8;

bool is_mark(UChar32 character) { return (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0; }

/// What no reader sees and no text needs: controls but white space, and noncharacters, some of which stand for capitals
/// while a text is folded.
bool is_hidden(UChar32 character) {
    if (character < 0xA0) {
        bool is_control = character < 0x20 || character >= 0x7F;
        return is_control && !(character >= '\t' && character <= '\r') && character != 0x85;
    }
    return character >= 0xFDD0 && character <= 0xFDEF;
}

bool is_clutter(UChar32 character) {
    return character == tatweel || is_diacritical_mark(character) || is_hidden(character);
}

constexpr size_t unified_count = sizeof folding_tables::unified / (2 * sizeof(char16_t));

/// The place of the first character from this one on for which another stands.
size_t unified_place(UChar32 character) {
    size_t low = 0, high = unified_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (folding_tables::unified[2 * middle] < character) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool is_unified_at(size_t place, UChar32 character) {
    return place < unified_count && folding_tables::unified[2 * place] == character;
}

/// The character that stands for this one.
UChar32 unified(UChar32 character) {
    size_t place = unified_place(character);
    return is_unified_at(place, character) ? folding_tables::unified[2 * place + 1] : character;
}

/// Takes out the marks that are too many, before they are put in order: that takes time by the square of their number.
icu::UnicodeString thinned(const icu::UnicodeString &cluster) {
    int32_t diacritical = 0, marks = 0;
    for (int32_t index = 0; index < cluster.length(); index = cluster.moveIndex32(index, 1)) {
        diacritical += is_diacritical_mark(cluster.char32At(index));
    }
    icu::UnicodeString result;
    for (int32_t index = 0; index < cluster.length(); index = cluster.moveIndex32(index, 1)) {
        UChar32 character = cluster.char32At(index);
        if (is_diacritical_mark(character)) {
            if (diacritical > most_diacritical_marks) continue;
        } else if (is_mark(character)) {
            if (++marks > most_marks) continue;
        }
        result.append(character);
    }
    return result;
}

/// Takes out clutter that folding by Unicode leaves, and brings together what is read alike.
icu::UnicodeString cleaned(const icu::UnicodeString &folded) {
    icu::UnicodeString result;
    UChar32 previous = -1;
    int32_t marks = 0;
    for (int32_t index = 0; index < folded.length(); index = folded.moveIndex32(index, 1)) {
        UChar32 character = folded.char32At(index);
        if (is_clutter(character)) continue;
        if (is_mark(character)) {
            bool is_repeated = character == previous && u_getCombiningClass(character) != 0;
            if (is_repeated || ++marks > most_marks) continue;
        } else {
            marks = 0;
        }
        previous = character;
        result.append(unified(character));
    }
    return result;
}

/// The script of a letter, if it is one of those that look alike, or 0.
uint32_t script_of(UChar32 character) {
    if ((U_GET_GC_MASK(character) & U_GC_L_MASK) == 0) return 0;
    // Whose letter it is, its word tells.
    if (character == dotless_i) return latin | other;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(character, &status)) {
    case USCRIPT_LATIN: return latin;
    case USCRIPT_CYRILLIC: return cyrillic;
    case USCRIPT_GREEK: return greek;
    case USCRIPT_ARMENIAN: return armenian;
    default: return has_look_alikes(static_cast<uint32_t>(character)) ? other : 0;
    }
}

/// In which of the scripts that look alike a text has letters.
uint32_t scripts_in(const icu::UnicodeString &text) {
    uint32_t scripts = 0;
    for (int32_t index = 0; index < text.length(); index = text.moveIndex32(index, 1)) {
        scripts |= script_of(text.char32At(index));
    }
    return scripts;
}

}  // namespace

const icu::Normalizer2 *normalizer() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return U_SUCCESS(status) ? instance : nullptr;
}

bool is_diacritical_mark(UChar32 character) {
    return (character >= 0x0300 && character <= 0x036F) || (character >= 0x1AB0 && character <= 0x1AFF) ||
           (character >= 0x1DC0 && character <= 0x1DFF) || (character >= 0x20D0 && character <= 0x20FF) ||
           (character >= 0xFE20 && character <= 0xFE2F) || (character >= 0x0483 && character <= 0x0489) ||
           (character >= 0xA66F && character <= 0xA67D && character != 0xA673);
}

icu::UnicodeString fold_cluster(const icu::Normalizer2 &normalizer, const icu::UnicodeString &cluster) {
    icu::UnicodeString text = thinned(cluster);
    // What is taken out can let its neighbours join. Each round but the last takes something out or simplifies it.
    while (true) {
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString folded;
        normalizer.normalize(text, folded, status);
        if (U_FAILURE(status)) return text;
        text = cleaned(folded);
        if (text == folded) return text;
    }
}

/// The entry of a character that may change with what stands before it.
static uint32_t attached_entry(const icu::Normalizer2 &normalizer, const icu::UnicodeString &source) {
    UChar32 character = source.char32At(0);
    UErrorCode status = U_ZERO_ERROR;
    bool composes = u_getIntPropertyValue(character, UCHAR_NFC_QUICK_CHECK) != UNORM_YES;
    bool is_changed = !normalizer.isNormalized(source, status);
    if (is_diacritical_mark(character)) return composes || is_changed ? attached : removed;
    if (fold_cluster(normalizer, source).isEmpty()) return removed;
    return attached | (composes || is_changed ? 0 : static_cast<uint32_t>(u_getCombiningClass(character)) << 8);
}

Page::Page(uint32_t first) {
    const icu::Normalizer2 *instance = normalizer();
    // Unified ideographs, the greater part of all pages: no rule of Unicode changes one or joins it to another, and none
    // looks like a letter. A page is made while somebody waits, so they are not asked about one by one.
    bool is_of_ideographs = first >= 0x4E00 && first <= 0x9F00;
    size_t place = is_of_ideographs ? unified_place(static_cast<UChar32>(first)) : 0;
    for (uint32_t index = 0; index < 256; index++) {
        if (is_of_ideographs && !is_unified_at(place, static_cast<UChar32>(first + index))) {
            entries[index] = same;
            continue;
        }
        place++;
        // Without ICU's data a text that stays as it is beats none.
        entries[index] = instance == nullptr ? static_cast<uint32_t>(same) : entry(*instance, first + index);
    }
}

uint32_t Page::entry(const icu::Normalizer2 &normalizer, UChar32 character) {
    // No text can hold a surrogate.
    if (U_IS_SURROGATE(character)) character = 0xFFFD;
    // What it looks like, its word tells.
    if (uint32_t mark = mark_of_capital(static_cast<uint32_t>(character))) {
        UChar32 small = u_foldCase(character, U_FOLD_CASE_DEFAULT);
        return replacement(icu::UnicodeString(static_cast<UChar32>(mark))) |
               (script_of(small) | other) << script_shift;
    }
    bool is_inert = normalizer.isInert(character) && !is_clutter(character);
    // The short way for nearly all characters: a page is made while somebody waits.
    if (is_inert && unified(character) == character) return same | script_of(character) << script_shift;
    icu::UnicodeString source(character);
    if (!is_inert && !normalizer.hasBoundaryBefore(character)) return attached_entry(normalizer, source);
    icu::UnicodeString folded = is_inert ? icu::UnicodeString(unified(character)) : fold_cluster(normalizer, source);
    if (folded.isEmpty()) return removed;
    // What tatweel was taken from.
    if (!normalizer.hasBoundaryBefore(folded.char32At(0))) return attached;
    uint32_t scripts = scripts_in(folded) << script_shift;
    return folded == source ? same | scripts : scripts | replacement(folded);
}

uint32_t Page::replacement(const icu::UnicodeString &folded) {
    uint32_t result = 0;
    std::string bytes;
    folded.toUTF8String(bytes);
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

}  // namespace folding
