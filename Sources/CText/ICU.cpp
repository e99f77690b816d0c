#include "CTextICU.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <bitset>
#include <cctype>
#include <climits>
#include <cstring>
#include <memory>

namespace {

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

bool ctext_is_word_character(uint32_t character) {
    return (U_GET_GC_MASK(static_cast<UChar32>(character)) & word_mask) != 0;
}

int32_t ctext_digit(uint32_t character) {
    UChar32 value = static_cast<UChar32>(character);
    int32_t type = u_getIntPropertyValue(value, UCHAR_NUMERIC_TYPE);
    return type == U_NT_DECIMAL || type == U_NT_DIGIT ? static_cast<int32_t>(u_getNumericValue(value)) : -1;
}

bool ctext_is_white_space(uint32_t character) { return u_isUWhiteSpace(static_cast<UChar32>(character)); }

int32_t ctext_columns(uint32_t character) {
    UChar32 value = static_cast<UChar32>(character);
    switch (u_charType(value)) {
    case U_NON_SPACING_MARK: case U_ENCLOSING_MARK: case U_FORMAT_CHAR: case U_CONTROL_CHAR: return 0;
    default: break;
    }
    int32_t width = u_getIntPropertyValue(value, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

uint32_t ctext_icu_version(void) {
    UVersionInfo version;
    u_getVersion(version);
    return uint32_t(version[0]) << 24 | uint32_t(version[1]) << 16 | uint32_t(version[2]) << 8 | version[3];
}

int32_t ctext_edge(uint32_t character) {
    if (!ctext_is_word_character(character)) return CTEXT_EDGE_NONE;
    return is_glued(static_cast<UChar32>(character)) ? CTEXT_EDGE_GLUED : CTEXT_EDGE_WORD;
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

namespace {

using Scripts = std::bitset<USCRIPT_CODE_LIMIT>;

/// The writing systems that a character may be of (Unicode Technical Standard 39, section 5.1: Han is part of Japanese,
/// Korean and Bopomofo texts). Latin letters may stand in each of the three (section 5.2, "Highly Restrictive").
Scripts writing_systems(UChar32 character) {
    UScriptCode codes[32];
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = uscript_getScriptExtensions(character, codes, 32, &status);
    Scripts scripts;
    if (U_FAILURE(status)) return scripts.set();
    for (int32_t index = 0; index < count; index++) scripts.set(static_cast<size_t>(codes[index]));
    if (scripts[USCRIPT_COMMON] || scripts[USCRIPT_INHERITED]) return scripts.set();
    const bool is_han = scripts[USCRIPT_HAN] || scripts[USCRIPT_LATIN];
    if (is_han || scripts[USCRIPT_HIRAGANA] || scripts[USCRIPT_KATAKANA]) scripts.set(USCRIPT_JAPANESE);
    if (is_han || scripts[USCRIPT_HANGUL]) scripts.set(USCRIPT_KOREAN);
    if (is_han || scripts[USCRIPT_BOPOMOFO]) scripts.set(USCRIPT_HAN_WITH_BOPOMOFO);
    return scripts;
}

}  // namespace

bool ctext_mixes_scripts(const char *text, size_t length) {
    Scripts left;
    left.set();
    for (size_t index = 0; index < length && left.any();) {
        UChar32 character;
        U8_NEXT(text, index, length, character);
        if (character >= 0) left &= writing_systems(character);
    }
    return left.none();
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
