#include "CTextICU.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <memory>
#include <new>

namespace {

// What the counts need of a character, packed: ICU is asked once a page of 256 characters, not once a character.
enum : uint32_t {
    script_mask = 0xFF,
    is_letter = 1 << 8,
    is_cased = 1 << 9,
    is_capital = 1 << 10,
    is_digit = 1 << 11,
    is_blank = 1 << 12,
    is_pictograph = 1 << 13,
    cluster_shift = 16,
};

uint32_t properties_of(UChar32 character) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t script = uscript_getScript(character, &status);
    uint32_t result = script >= 0 && script <= 0xFF ? static_cast<uint32_t>(script) : 0;
    uint32_t category = U_GET_GC_MASK(character);
    if (category & U_GC_L_MASK) result |= is_letter;
    if (category & (U_GC_LU_MASK | U_GC_LT_MASK | U_GC_LL_MASK)) result |= is_cased;
    if (category & U_GC_LU_MASK) result |= is_capital;
    if (category & U_GC_ND_MASK) result |= is_digit;
    if (u_isUWhiteSpace(character)) result |= is_blank;
    if (u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC)) result |= is_pictograph;
    int32_t cluster = u_getIntPropertyValue(character, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return result | static_cast<uint32_t>(cluster) << cluster_shift;
}

constexpr size_t page_count = 256, page_size = 256;

}  // namespace

struct ctext_characters {
    std::unique_ptr<uint32_t[]> pages[page_count];

    uint32_t properties(UChar32 character) {
        size_t page = static_cast<size_t>(character) / page_size;
        if (page >= page_count) return properties_of(character);
        if (pages[page] == nullptr && !fill(page)) return properties_of(character);
        return pages[page][static_cast<size_t>(character) % page_size];
    }

    bool fill(size_t page) {
        pages[page].reset(new (std::nothrow) uint32_t[page_size]);
        if (pages[page] == nullptr) return false;
        for (size_t index = 0; index < page_size; index++) {
            pages[page][index] = properties_of(static_cast<UChar32>(page * page_size + index));
        }
        return true;
    }
};

ctext_characters *ctext_characters_create(void) { return new (std::nothrow) ctext_characters; }
void ctext_characters_free(ctext_characters *characters) { delete characters; }

namespace {

/// Whether a grapheme cluster ends between two characters: rules GB3 to GB13 of Unicode Standard Annex 29.
struct ClusterState {
    int32_t previous = -1;
    bool pictograph = false;      // GB11: Extended_Pictographic Extend* so far
    bool joined_pictograph = false;  // and then a zero-width joiner
    bool odd_regional = false;    // GB12, GB13: an odd number of regional indicators so far

    bool breaks_before(uint32_t properties) {
        int32_t next = static_cast<int32_t>(properties >> cluster_shift);
        bool next_pictograph = next == U_GCB_OTHER && (properties & is_pictograph) != 0;
        if (next == U_GCB_OTHER && previous == U_GCB_OTHER && !next_pictograph) {
            // Almost every character: nothing joins, and nothing is to be remembered.
            pictograph = joined_pictograph = odd_regional = false;
            return true;
        }
        bool result = decide(next, next_pictograph);
        if (next_pictograph) {
            pictograph = true;
            joined_pictograph = false;
        } else if (next == U_GCB_ZWJ) {
            joined_pictograph = pictograph;
            pictograph = false;
        } else if (next != U_GCB_EXTEND) {
            pictograph = joined_pictograph = false;
        } else {
            joined_pictograph = false;
        }
        odd_regional = next == U_GCB_REGIONAL_INDICATOR && !odd_regional;
        previous = next;
        return result;
    }

    bool decide(int32_t next, bool next_pictograph) const {
        if (previous < 0) return true;
        if (previous == U_GCB_CR && next == U_GCB_LF) return false;
        if (is_control(previous) || is_control(next)) return true;
        if (previous == U_GCB_L &&
            (next == U_GCB_L || next == U_GCB_V || next == U_GCB_LV || next == U_GCB_LVT)) return false;
        if ((previous == U_GCB_LV || previous == U_GCB_V) && (next == U_GCB_V || next == U_GCB_T)) return false;
        if ((previous == U_GCB_LVT || previous == U_GCB_T) && next == U_GCB_T) return false;
        if (next == U_GCB_EXTEND || next == U_GCB_ZWJ || next == U_GCB_SPACING_MARK) return false;
        if (previous == U_GCB_PREPEND) return false;
        if (joined_pictograph && next_pictograph) return false;
        return !(odd_regional && next == U_GCB_REGIONAL_INDICATOR);
    }

    static bool is_control(int32_t value) {
        return value == U_GCB_CR || value == U_GCB_LF || value == U_GCB_CONTROL;
    }
};

/// The longest run of one character, white space aside. A character here is a code point.
struct RunState {
    UChar32 character = -1;
    size_t run = 0, longest = 0;

    void add(UChar32 next, bool blank) {
        if (blank) {
            character = -1;
            run = 0;
            return;
        }
        run = next == character ? run + 1 : 1;
        character = next;
        if (run > longest) longest = run;
    }
};

void count_script(ctext_statistics_result *result, int32_t script, size_t letters = 1) {
    for (size_t index = 0; index < result->script_count; index++) {
        if (result->script[index] == script) {
            result->script_letters[index] += letters;
            return;
        }
    }
    if (result->script_count == CTEXT_SCRIPTS) return;
    result->script[result->script_count] = script;
    result->script_letters[result->script_count++] = letters;
}

/// The properties of a letter that joins nothing and has no case.
constexpr uint32_t plain = static_cast<uint32_t>(U_GCB_OTHER) << cluster_shift;

/// The unified ideograph that stands here, or 0. They are most of what is not ASCII in a Chinese text, and all alike:
/// letters of the script Han without case, each a cluster of its own (U+4E00 to U+9FFF, all assigned by Unicode 14).
UChar32 han_at(const char *text, int32_t index, int32_t end) {
    if (end - index < 3) return 0;
    auto lead = static_cast<uint8_t>(text[index]);
    if (lead < 0xE4 || lead > 0xE9) return 0;
    UChar32 character = (lead & 0x0F) << 12 | (text[index + 1] & 0x3F) << 6 | (text[index + 2] & 0x3F);
    return character >= 0x4E00 ? character : 0;
}

}  // namespace

void ctext_statistics(ctext_characters *characters, const char *text, size_t length,
                      ctext_statistics_result *result) {
    *result = {};
    ClusterState clusters;
    RunState runs;
    size_t latin = 0, han = 0;
    int32_t index = 0;
    int32_t end = static_cast<int32_t>(length > INT32_MAX ? INT32_MAX : length);
    while (index < end) {
        UChar32 character = han_at(text, index, end);
        if (character != 0) {
            index += 3;
            if (clusters.breaks_before(plain)) result->clusters++;
            runs.add(character, false);
            han++;
            continue;
        }
        U8_NEXT_OR_FFFD(text, index, end, character);
        uint32_t properties = characters->properties(character);
        if (clusters.breaks_before(properties)) result->clusters++;
        runs.add(character, (properties & is_blank) != 0);
        result->letters += (properties & is_letter) != 0;
        result->cased += (properties & is_cased) != 0;
        result->capitals += (properties & is_capital) != 0;
        result->digits += (properties & is_digit) != 0;
        if (properties & is_letter) {
            int32_t script = static_cast<int32_t>(properties & script_mask);
            if (script == USCRIPT_LATIN) {
                latin++;
            } else {
                count_script(result, script);
            }
        }
    }
    result->longest_run = runs.longest;
    result->letters += han;
    if (han > 0) count_script(result, USCRIPT_HAN, han);
    if (latin == 0) return;
    // Latin is counted apart, since it is in almost every text; a text of seventeen scripts loses one of them.
    size_t slot = result->script_count < CTEXT_SCRIPTS ? result->script_count++ : CTEXT_SCRIPTS - 1;
    result->script[slot] = USCRIPT_LATIN;
    result->script_letters[slot] = latin;
}
