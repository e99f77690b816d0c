#include "CTextICU.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <cctype>
#include <climits>
#include <cstring>
#include <memory>

namespace {

const icu::Normalizer2 *folding() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return U_SUCCESS(status) ? instance : nullptr;
}

constexpr uint32_t letter_mask = U_GC_L_MASK;
constexpr uint32_t word_mask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;

UScriptCode script_of(UChar32 character) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(character, &status);
}

bool is_glued(UChar32 character) {
    switch (script_of(character)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
        // The prolonged sound mark, voicing marks and their like belong to both kana.
        return uscript_hasScript(character, USCRIPT_KATAKANA) && u_charType(character) != U_OTHER_PUNCTUATION;
    default:
        return false;
    }
}

}  // namespace

size_t ctext_fold(const char *text, size_t length, char *output, size_t capacity) {
    const icu::Normalizer2 *normalizer = folding();
    if (normalizer == nullptr || length > INT32_MAX / 4 || capacity > INT32_MAX) return SIZE_MAX;
    UErrorCode status = U_ZERO_ERROR;
    icu::CheckedArrayByteSink sink(output, static_cast<int32_t>(capacity));
    normalizer->normalizeUTF8(0, icu::StringPiece(text, static_cast<int32_t>(length)), sink, nullptr, status);
    if (U_FAILURE(status)) return SIZE_MAX;
    return static_cast<size_t>(sink.NumberOfBytesAppended());
}

size_t ctext_fold_changes(const char *text, size_t length, ctext_change *changes, size_t capacity) {
    const icu::Normalizer2 *normalizer = folding();
    if (normalizer == nullptr || length > INT32_MAX / 4) return 0;
    UErrorCode status = U_ZERO_ERROR;
    icu::Edits edits;
    // The bytes themselves are not wanted: a sink without room only counts.
    char none[1];
    icu::CheckedArrayByteSink sink(none, 0);
    normalizer->normalizeUTF8(0, icu::StringPiece(text, static_cast<int32_t>(length)), sink, &edits, status);
    if (U_FAILURE(status)) return 0;
    size_t count = 0;
    auto iterator = edits.getFineChangesIterator();
    while (iterator.next(status)) {
        if (count < capacity) {
            int32_t source = iterator.sourceIndex(), folded = iterator.destinationIndex();
            changes[count] = {source, source + iterator.oldLength(), folded, folded + iterator.newLength()};
        }
        count++;
    }
    return count;
}

bool ctext_is_word_character(uint32_t character) {
    return (U_GET_GC_MASK(static_cast<UChar32>(character)) & word_mask) != 0;
}

bool ctext_is_white_space(uint32_t character) { return u_isUWhiteSpace(static_cast<UChar32>(character)); }

int32_t ctext_edge(uint32_t character) {
    if (!ctext_is_word_character(character)) return CTEXT_EDGE_NONE;
    return is_glued(static_cast<UChar32>(character)) ? CTEXT_EDGE_GLUED : CTEXT_EDGE_WORD;
}

namespace {

/// Whether a grapheme cluster ends between two characters: rules GB3 to GB13 of Unicode Standard Annex 29.
struct ClusterState {
    int32_t previous = -1;
    bool pictograph = false;      // GB11: Extended_Pictographic Extend* so far
    bool joined_pictograph = false;  // and then a zero-width joiner
    bool odd_regional = false;    // GB12, GB13: an odd number of regional indicators so far

    bool breaks_before(UChar32 character) {
        int32_t next = u_getIntPropertyValue(character, UCHAR_GRAPHEME_CLUSTER_BREAK);
        bool next_pictograph = next == U_GCB_OTHER && u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC);
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

void count_script(ctext_statistics_result *result, int32_t script) {
    for (size_t index = 0; index < result->script_count; index++) {
        if (result->script[index] == script) {
            result->script_letters[index]++;
            return;
        }
    }
    if (result->script_count == CTEXT_SCRIPTS) return;
    result->script[result->script_count] = script;
    result->script_letters[result->script_count++] = 1;
}

}  // namespace

void ctext_statistics(const char *text, size_t length, ctext_statistics_result *result) {
    *result = {};
    ClusterState clusters;
    RunState runs;
    size_t latin = 0;
    int32_t index = 0;
    int32_t end = static_cast<int32_t>(length > INT32_MAX ? INT32_MAX : length);
    while (index < end) {
        UChar32 character;
        U8_NEXT_OR_FFFD(text, index, end, character);
        if (clusters.breaks_before(character)) result->clusters++;
        uint32_t category = U_GET_GC_MASK(character);
        bool blank = character < 0x80 ? std::isspace(character) != 0 : u_isUWhiteSpace(character);
        runs.add(character, blank);
        if (category & letter_mask) {
            result->letters++;
            if (character < 0x80) {
                latin++;
                result->cased++;
                if (category & U_GC_LU_MASK) result->capitals++;
            } else {
                if (category & (U_GC_LU_MASK | U_GC_LT_MASK | U_GC_LL_MASK)) {
                    result->cased++;
                    if (category & U_GC_LU_MASK) result->capitals++;
                }
                count_script(result, script_of(character));
            }
        } else if (category & U_GC_ND_MASK) {
            result->digits++;
        }
    }
    result->longest_run = runs.longest;
    if (latin == 0) return;
    // Latin letters of ASCII are the many; they are added in one go.
    for (size_t slot = 0; slot < result->script_count; slot++) {
        if (result->script[slot] == USCRIPT_LATIN) {
            result->script_letters[slot] += latin;
            return;
        }
    }
    size_t slot = result->script_count < CTEXT_SCRIPTS ? result->script_count++ : CTEXT_SCRIPTS - 1;
    result->script[slot] = USCRIPT_LATIN;
    result->script_letters[slot] = latin;
}

size_t ctext_script_name(int32_t script, char *output, size_t capacity) {
    const char *name = uscript_getName(static_cast<UScriptCode>(script));
    if (name == nullptr) return 0;
    size_t length = std::strlen(name);
    if (length > capacity) length = capacity;
    for (size_t index = 0; index < length; index++) {
        output[index] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[index])));
    }
    return length;
}

int32_t ctext_script_named(const char *name, size_t length) {
    char candidate[64];
    int32_t count = u_getIntPropertyMaxValue(UCHAR_SCRIPT) + 1;
    for (int32_t script = 0; script < count; script++) {
        size_t size = ctext_script_name(script, candidate, sizeof candidate);
        if (size > 0 && size == length && std::memcmp(candidate, name, length) == 0) return script;
    }
    return -1;
}

struct ctext_words {
    UBreakIterator *iterator = nullptr;
    UText text = UTEXT_INITIALIZER;
    int32_t position = 0;

    ~ctext_words() {
        if (iterator != nullptr) ubrk_close(iterator);
        utext_close(&text);
    }
};

ctext_words *ctext_words_open(void) {
    auto words = std::make_unique<ctext_words>();
    UErrorCode status = U_ZERO_ERROR;
    words->iterator = ubrk_open(UBRK_WORD, "", nullptr, 0, &status);
    return U_SUCCESS(status) ? words.release() : nullptr;
}

void ctext_words_close(ctext_words *words) { delete words; }

bool ctext_words_start(ctext_words *words, const char *text, size_t length) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&words->text, text, static_cast<int64_t>(length), &status);
    ubrk_setUText(words->iterator, &words->text, &status);
    if (U_FAILURE(status)) return false;
    words->position = ubrk_first(words->iterator);
    return true;
}

bool ctext_words_next(ctext_words *words, size_t *start, size_t *end) {
    while (true) {
        int32_t from = words->position;
        int32_t to = ubrk_next(words->iterator);
        if (to == UBRK_DONE) return false;
        words->position = to;
        if (ubrk_getRuleStatus(words->iterator) < UBRK_WORD_NONE_LIMIT) continue;
        *start = static_cast<size_t>(from);
        *end = static_cast<size_t>(to);
        return true;
    }
}
