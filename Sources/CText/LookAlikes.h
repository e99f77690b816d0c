// Letters of one script that pose as those of another.
#pragma once

#include "CTextFolding.h"

#include <cstddef>
#include <cstdint>

namespace folding {

/// Adds a change to a list, or only counts it where there is no room.
inline void append(ctext_changes &changes, size_t start, size_t end, size_t folded_start, size_t folded_end) {
    if (changes.count < changes.capacity) {
        changes.list[changes.count] = {static_cast<int32_t>(start), static_cast<int32_t>(end),
                                       static_cast<int32_t>(folded_start), static_cast<int32_t>(folded_end)};
    }
    changes.count++;
}

/// A letter of Turkish, and an i in disguise only where Turkish would not have it.
constexpr uint32_t dotless_i = 0x131;

/// Whether the table of look-alikes has this letter, which is folded.
bool has_look_alikes(uint32_t character);

/// A noncharacter that stands for a capital which looks like another Latin letter than its small letter does, as Ν looks
/// like N and ν like v, until it is known what the word is written in; 0 for all others.
uint32_t mark_of_capital(uint32_t character);

/// Writes each word that mixes scripts in the script that most of its letters can only belong to; where all or as many
/// look alike, in the script that most of them have; in Latin on a tie. A word is a run of letters, marks and ASCII
/// digits. Marks of capitals become letters, and the dotless i becomes i where it poses as one.
///
/// `length` is the text's and becomes the result's; what lies behind it up to `capacity` is used for work. Returns
/// whether there was room.
bool unify_scripts(uint8_t *text, size_t &length, size_t capacity, ctext_changes *changes);

}  // namespace folding
