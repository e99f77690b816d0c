#include "CTextStatistics.h"

#include "CTextBytes.h"
#include "CharacterTable.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstring>

namespace {

// What the counts need of a character: its script, what it is counted as, and how it joins its neighbours.
enum : uint32_t {
    script_mask = 0xFF,
    kind_shift = 8,
    kind_mask = 7,
    is_blank = 1 << 11,
    is_pictograph = 1 << 12,
    cluster_shift = 16,
};

/// What a character is counted as: one of these.
enum Kind : uint32_t { other, digit, letter, cased, capital, kind_count };

uint32_t properties_of(UChar32 character) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t script = uscript_getScript(character, &status);
    uint32_t result = script >= 0 && script <= 0xFF ? static_cast<uint32_t>(script) : 0;
    uint32_t category = U_GET_GC_MASK(character);
    Kind kind = category & U_GC_LU_MASK                  ? capital
                : category & (U_GC_LT_MASK | U_GC_LL_MASK) ? cased
                : category & U_GC_L_MASK                 ? letter
                : category & U_GC_ND_MASK                ? digit
                                                         : other;
    result |= kind << kind_shift;
    if (u_isUWhiteSpace(character)) result |= is_blank;
    if (u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC)) result |= is_pictograph;
    int32_t cluster = u_getIntPropertyValue(character, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return result | static_cast<uint32_t>(cluster) << cluster_shift;
}

struct PropertyPage {
    uint32_t properties[256];

    explicit PropertyPage(uint32_t first) {
        for (uint32_t index = 0; index < 256; index++) {
            properties[index] = properties_of(static_cast<UChar32>(first + index));
        }
    }
};

// What it holds are constants of Unicode.
CharacterTable<PropertyPage> table;

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

/// Letters by script. Those of one script mostly stand in a row, and Latin ones stand in almost every text.
struct ScriptCounts {
    uint32_t script = USCRIPT_LATIN;
    size_t in_row = 0, latin = 0;

    void turn_to(uint32_t next, ctext_statistics *result) {
        if (script == USCRIPT_LATIN) {
            latin += in_row;
        } else if (in_row > 0) {
            add(static_cast<int32_t>(script), in_row, result);
        }
        script = next;
        in_row = 0;
    }

    void finish(ctext_statistics *result) {
        turn_to(USCRIPT_LATIN, result);
        if (latin == 0) return;
        // A text of seventeen scripts loses one of them.
        if (result->script_count == CTEXT_SCRIPTS) result->script_count--;
        add(USCRIPT_LATIN, latin, result);
    }

    static void add(int32_t script, size_t letters, ctext_statistics *result) {
        size_t slot = 0;
        while (slot < result->script_count && result->scripts[slot].script != script) slot++;
        if (slot == CTEXT_SCRIPTS) return;
        if (slot == result->script_count) result->scripts[result->script_count++] = {script, 0};
        result->scripts[slot].letters += letters;
    }
};

/// The longest run of one grapheme cluster, white space aside.
///
/// A cluster of one character is known by the character. One of several is known by a hash with the highest bit set,
/// and its bytes are compared where the hashes agree.
class RunState {
public:
    size_t longest = 0;

    explicit RunState(const uint8_t *text) : text(text) {}

    /// A character that begins a cluster.
    void begin(uint32_t character, size_t place) {
        finish(place);
        open = character;
        start = place;
    }

    /// One of a row of characters that are clusters of their own: `begin` without what only the end of the row needs.
    void follow(uint32_t character) {
        run = open == last ? run + 1 : 1;
        if (run > longest) longest = run;
        last = open;
        open = character;
    }

    /// More of such a row, in which no two that stand side by side are the same: its last two.
    void skip(uint32_t before, uint32_t character) {
        run = 1;
        last = before;
        open = character;
    }

    /// The end of such a row, whose last character begins at a place; it had one before it.
    void end_row(size_t place, size_t size) {
        start = place;
        last_start = place - size;
        last_size = size;
    }

    /// A character that goes on with the cluster.
    void join(uint32_t character) {
        // The multiplier of Knuth's multiplicative hashing for 64 bits (TAOCP 3, 6.4).
        if (open != none) open = (open * 0x9E3779B97F4A7C15 + character) | joined;
    }

    /// White space, which begins a cluster of its own.
    void interrupt(size_t place) {
        finish(place);
        last = none;
    }

    /// Takes in that so many of a byte end at a place, after what begins no run with them.
    void resume(uint8_t byte, size_t count, size_t place) {
        open = none;
        last = byte;
        last_start = place - 1;
        last_size = 1;
        run = count;
    }

    /// Ends the open cluster, if there is one.
    void finish(size_t place) {
        if (open == none) return;
        bool is_repeated = open == last && (open < joined || has_bytes_of_last(place - start));
        run = is_repeated ? run + 1 : 1;
        if (run > longest) longest = run;
        last = open;
        last_start = start;
        last_size = place - start;
        open = none;
    }

private:
    static constexpr uint64_t joined = uint64_t{1} << 63, none = UINT64_MAX;

    const uint8_t *text;
    // The cluster that ended last, and the one that has begun.
    uint64_t last = none, open = none;
    size_t start = 0, last_start = 0, last_size = 0, run = 0;

    bool has_bytes_of_last(size_t size) const {
        return size == last_size && std::memcmp(text + start, text + last_start, size) == 0;
    }
};

// The first byte of the first unified ideograph; a look at it spares others the call.
constexpr uint8_t first_of_han = 0xE4;

/// The three bytes of the unified ideograph that stands here, the first highest; 0 where none stands here.
inline uint32_t han_at(const uint8_t *text, size_t length) {
    uint32_t word = 0;
    if (length >= 4) std::memcpy(&word, text, 4);
    else if (length == 3) std::memcpy(&word, text, 3);
    // Swift runs on little-endian machines only.
    word = __builtin_bswap32(word) >> 8;
    // E4 B8 80 to E9 BF BF, with whatever between them is no character left out.
    return word - 0xE4B880 <= 0xE9BFBF - 0xE4B880 && (word & 0xC0C0) == 0x8080 ? word : 0;
}

inline uint32_t character_of(uint32_t bytes) {
    return (bytes >> 4 & 0xF000) | (bytes >> 2 & 0x0FC0) | (bytes & 0x3F);
}

/// Goes over the unified ideographs that stand here and returns how many they are. They are most of what is not ASCII
/// in a Chinese text, and all alike: letters of the script Han without case, each a cluster of its own (U+4E00 to
/// U+9FFF, all assigned by Unicode 14).
size_t pass_han(const uint8_t *text, size_t length, size_t &index, RunState &runs) {
    uint32_t last = han_at(text + index, length - index);
    if (last == 0) return 0;
    runs.begin(character_of(last), index);
    size_t place = index + 3;
    while (uint32_t next = han_at(text + place, length - place)) {
        runs.follow(character_of(next));
        place += 3;
        if (next == last) continue;
        // No run grows while each differs from the one before it.
        last = next;
        size_t row = place;
        uint32_t before = 0;
        for (uint32_t other; length - place >= 4; place += 3) {
            other = han_at(text + place, 4);
            if (other == 0 || other == last) break;
            before = last;
            last = other;
        }
        if (place > row) runs.skip(character_of(before), character_of(last));
    }
    size_t count = (place - index) / 3;
    if (count > 1) runs.end_row(place - 3, 3);
    index = place;
    return count;
}

int32_t cluster_of_ascii(uint8_t byte) {
    return byte == '\r' ? U_GCB_CR : byte == '\n' ? U_GCB_LF : byte < ' ' || byte == 0x7F ? U_GCB_CONTROL : U_GCB_OTHER;
}

/// Lets a run go on that stands at the end of ASCII counted in bulk.
void resume(const uint8_t *text, size_t end, size_t size, RunState &runs) {
    uint8_t last = text[end - 1];
    if (last == ' ' || (last >= '\t' && last <= '\r')) return runs.interrupt(end);
    size_t count = 1;
    while (count < size && text[end - 1 - count] == last) count++;
    runs.resume(last, count, end);
}

// From this length on ASCII is counted in bulk.
constexpr size_t bulk = 16;

}  // namespace

void ctext_count(const uint8_t *text, size_t length, ctext_statistics *result) {
    result->script_count = 0;
    size_t kinds[kind_count] = {}, clusters = 0;
    ClusterState state;
    RunState runs(text);
    ScriptCounts scripts;
    size_t index = 0, ascii_end = 0;
    while (index < length) {
        if (text[index] < 0x80 && index >= ascii_end) {
            size_t size = ctext_ascii_length(text + index, length - index);
            ascii_end = index + size;
            // What is counted in bulk must begin a cluster, as it does not after the few characters of the class
            // Prepend; and what follows may join the last character.
            if (size >= bulk && state.previous != U_GCB_PREPEND) {
                if (ascii_end < length) size--;
                ctext_ascii_counts counts = ctext_count_ascii(text + index, size);
                clusters += size - counts.line_ends;
                kinds[capital] += counts.capitals;
                kinds[cased] += counts.letters - counts.capitals;
                kinds[digit] += counts.digits;
                scripts.latin += counts.letters;
                runs.finish(index);
                if (counts.longest_run > runs.longest) runs.longest = counts.longest_run;
                index += size;
                if (index == length) break;
                resume(text, index, size, runs);
                state = ClusterState();
                state.previous = cluster_of_ascii(text[index - 1]);
                continue;
            }
        } else if (size_t han = text[index] < first_of_han ? 0 : pass_han(text, length, index, runs)) {
            clusters += han - 1 + state.breaks_before(static_cast<uint32_t>(U_GCB_OTHER) << cluster_shift);
            kinds[letter] += han;
            scripts.turn_to(USCRIPT_HAN, result);
            scripts.in_row += han;
            continue;
        }
        size_t place = index;
        uint32_t character = next_character(text, length, index);
        uint32_t properties = table.page(character).properties[character & 0xFF];
        if (!state.breaks_before(properties)) {
            runs.join(character);
        } else {
            clusters++;
            if (properties & is_blank) {
                runs.interrupt(place);
            } else {
                runs.begin(character, place);
            }
        }
        uint32_t kind = properties >> kind_shift & kind_mask;
        kinds[kind]++;
        if (kind < letter) continue;
        if ((properties & script_mask) != scripts.script) scripts.turn_to(properties & script_mask, result);
        scripts.in_row++;
    }
    runs.finish(length);
    scripts.finish(result);
    result->length = clusters;
    result->longest_run = runs.longest;
    result->digits = kinds[digit];
    result->capitals = kinds[capital];
    result->cased = kinds[cased] + kinds[capital];
    result->letters = kinds[letter] + result->cased;
}

size_t ctext_letters(const ctext_statistics *statistics, int32_t script) {
    for (size_t slot = 0; slot < statistics->script_count; slot++) {
        if (statistics->scripts[slot].script == script) return statistics->scripts[slot].letters;
    }
    return 0;
}
