#include "LookAlikes.h"

#include "FoldingPage.h"
#include "FoldingTables.h"

#include <cstring>
#include <string_view>
#include <vector>

namespace folding {

namespace {

/// A letter of a word: what stands there, what it becomes, and its script.
struct Letter {
    uint32_t original, character, script;
    /// The Latin letter that it looks like as a capital, or 0 where that is the one of the small letter.
    uint32_t capital;
};

/// The row of a letter in the table of look-alikes, or NULL.
const char32_t *look_alikes(uint32_t character) {
    constexpr size_t width = 1 + script_count;
    size_t low = 0, high = sizeof folding_tables::alike / (width * sizeof(char32_t));
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char32_t *row = folding_tables::alike + width * middle;
        if (row[0] == character) return row + 1;
        if (row[0] < character) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return nullptr;
}

/// The look-alike of a letter in a script, given by its place in the table, or 0.
uint32_t look_alike(const Letter &letter, uint32_t place) {
    if (letter.capital != 0 && 1u << place == latin) return letter.capital;
    const char32_t *row = look_alikes(letter.character);
    return row == nullptr || row[place] == U' ' ? 0 : row[place];
}

// What stands for the first of the capitals with a face of their own; the others follow it.
constexpr uint32_t first_mark = 0xFDD0;
constexpr size_t capital_count = sizeof folding_tables::two_faced / (3 * sizeof(char16_t));

/// The small letter of a mark of a capital, with the capital's look-alike; `nullptr` for what is none.
const char16_t *capital_of(uint32_t mark) {
    size_t index = mark - first_mark;
    return index < capital_count ? folding_tables::two_faced + 3 * index + 1 : nullptr;
}

/// Whether somebody may have meant this letter: no Cyrillic word of today is written with ԝ, and hardly one with ѕ.
bool is_in_use(uint32_t character) {
    return character < 0x400 || character > 0x52F || (character < 0x460 && character != 0x455);
}

/// Whether a script other than its own, of those given, has a letter in use that looks like this one.
bool is_ambiguous(const Letter &letter, uint32_t scripts) {
    for (uint32_t place = 0; place < script_count; place++) {
        if ((scripts & ~letter.script & 1u << place) == 0) continue;
        uint32_t other = look_alike(letter, place);
        if (other != 0 && is_in_use(other)) return true;
    }
    return false;
}

bool is_mixed(uint32_t scripts) { return (scripts & (scripts - 1)) != 0; }

/// Letters of a word by script.
struct Counts {
    /// Those that can belong to no other script of the word, and all of them as they stand.
    size_t own[script_count] = {}, standing[script_count] = {};

    Counts(const std::vector<Letter> &word, uint32_t scripts) {
        for (const Letter &letter : word) {
            if (letter.script == 0) continue;
            bool is_own = !is_ambiguous(letter, scripts);
            for (uint32_t place = 0; place < script_count; place++) {
                size_t count = letter.script >> place & 1;
                standing[place] += count;
                own[place] += is_own ? count : 0;
            }
        }
    }

    /// The script that the word is written in: that of most letters which leave no choice, or else that of most
    /// letters; the first, which is Latin, on a tie.
    uint32_t script(uint32_t scripts) const {
        uint32_t best = script_count;
        for (uint32_t place = 0; place < script_count; place++) {
            if ((scripts >> place & 1) != 0 && (best == script_count || precedes(place, best))) best = place;
        }
        return best;
    }

private:
    bool precedes(uint32_t left, uint32_t right) const {
        return own[left] != own[right] ? own[left] > own[right] : standing[left] > standing[right];
    }
};

/// Writes a word in one script as far as its letters allow. With fewer scripts in it other letters may leave no choice,
/// so this goes on until nothing changes, which is after as many rounds as there are scripts, at most.
void unify(std::vector<Letter> &word, uint32_t scripts) {
    while (is_mixed(scripts)) {
        uint32_t target = Counts(word, scripts).script(scripts), left = 0;
        for (Letter &letter : word) {
            bool is_foreign = letter.script != 0 && letter.script != 1u << target;
            if (uint32_t other = is_foreign ? look_alike(letter, target) : 0) {
                letter.character = other;
                letter.script = 1u << target;
            }
            left |= letter.script;
        }
        if (left == scripts) return;
        scripts = left;
    }
}

bool is_turkish_vowel(uint32_t character) {
    return std::u32string_view(U"aeıioöuüâîû").find(static_cast<char32_t>(character)) != std::u32string_view::npos;
}

/// Whether the dotless i at a place can't be Turkish: there it never stands beside a vowel, and no o, ö, u or ü comes
/// after it, but for the suffix -yor (G. Lewis, Turkish Grammar, on vowel harmony and hiatus).
bool poses_as_i(const std::vector<Letter> &word, size_t place) {
    if (place > 0 && is_turkish_vowel(word[place - 1].character)) return true;
    for (size_t index = place + 1; index < word.size(); index++) {
        uint32_t character = word[index].character;
        if (!is_turkish_vowel(character)) continue;
        if (index == place + 1) return true;
        bool is_suffix = character == 'o' && index == place + 2 && word[index - 1].character == 'y';
        return !is_suffix && (character == 'o' || character == 'u' || character == U'ö' || character == U'ü');
    }
    return false;
}

/// Makes i's of the dotless i's of a word that is not Turkish, but all Latin.
void dot(std::vector<Letter> &word) {
    bool poses = false;
    for (size_t place = 0; place < word.size(); place++) {
        if ((word[place].script & ~latin) != 0) return;
        poses |= word[place].character == dotless_i && poses_as_i(word, place);
    }
    if (!poses) return;
    for (Letter &letter : word) {
        if (letter.character == dotless_i) letter.character = 'i';
    }
}

size_t encoded_size(uint32_t character) { return static_cast<size_t>(U8_LENGTH(character)); }

class Unifier {
public:
    Unifier(uint8_t *text, size_t length, size_t capacity, ctext_changes *changes)
        : text(text), length(length), output(text + length), room(capacity - length), changes(changes) {}

    bool run() {
        std::vector<Letter> word;
        for (size_t index = 0; index < length;) {
            size_t start = index, end = index;
            uint32_t scripts = 0;
            for (; index < length; end = index) {
                uint32_t character = next_character(text, length, index), found;
                if (!is_of_word(character, found)) break;
                scripts |= found;
            }
            if (is_mixed(scripts) && !rewrite(word, start, end)) return false;
        }
        return copied == 0 || copy(length);
    }

    /// How many bytes were written; none where nothing changed.
    size_t count = 0;

private:
    const uint8_t *const text;
    const size_t length;
    uint8_t *const output;
    const size_t room;
    ctext_changes *const changes;
    // How much of the text stands in the output.
    size_t copied = 0;

    static bool is_of_word(uint32_t character, uint32_t &scripts) {
        scripts = 0;
        if (character < 0x80) {
            if ((character | 0x20) - 'a' < 26) scripts = latin;
            return scripts != 0 || character - '0' < 10;
        }
        if (const char16_t *capital = capital_of(character)) {
            scripts = scripts_of(entry_of(capital[0])) | other;
            return true;
        }
        uint32_t entry = entry_of(character);
        scripts = scripts_of(entry);
        return scripts != 0 || (entry & kind_mask) == attached;
    }

    bool rewrite(std::vector<Letter> &word, size_t start, size_t end) {
        word.clear();
        uint32_t scripts = 0;
        bool has_dotless = false;
        for (size_t index = start; index < end;) {
            Letter letter = {};
            letter.original = letter.character = next_character(text, end, index);
            if (const char16_t *capital = capital_of(letter.character)) {
                letter.character = capital[0];
                letter.capital = capital[1];
            }
            is_of_word(letter.character, letter.script);
            if (letter.character == dotless_i) {
                letter.script = latin;
                has_dotless = true;
            }
            scripts |= letter.script;
            word.push_back(letter);
        }
        unify(word, scripts);
        if (has_dotless) dot(word);
        size_t index = start;
        for (const Letter &letter : word) {
            size_t size = encoded_size(letter.original);
            if (letter.character != letter.original && !replace(index, size, letter.character)) return false;
            index += size;
        }
        return true;
    }

    /// Copies the text up to a place.
    bool copy(size_t end) {
        if (room - count < end - copied) return false;
        std::memcpy(output + count, text + copied, end - copied);
        count += end - copied;
        copied = end;
        return true;
    }

    bool replace(size_t index, size_t size, uint32_t character) {
        size_t folded_size = encoded_size(character);
        if (!copy(index) || room - count < folded_size) return false;
        int32_t end = 0;
        U8_APPEND_UNSAFE(output + count, end, character);
        size_t from = count;
        count += folded_size;
        if (changes != nullptr && size != folded_size) append(*changes, index, index + size, from, count);
        copied = index + size;
        return true;
    }
};

}  // namespace

bool has_look_alikes(uint32_t character) { return look_alikes(character) != nullptr; }

uint32_t mark_of_capital(uint32_t character) {
    for (size_t index = 0; index < capital_count; index++) {
        if (folding_tables::two_faced[3 * index] == character) return first_mark + static_cast<uint32_t>(index);
    }
    return 0;
}

bool unify_scripts(uint8_t *text, size_t &length, size_t capacity, ctext_changes *changes) {
    Unifier unifier(text, length, capacity, changes);
    if (!unifier.run()) return false;
    if (unifier.count == 0) return true;
    std::memmove(text, text + length, unifier.count);
    length = unifier.count;
    return true;
}

}  // namespace folding
