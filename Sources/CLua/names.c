#include "internal.h"

#include <stdlib.h>

// At most a quarter full, so that most names are found at once.
bool clua_names_open(name_table *names, size_t count) {
    size_t slots = 4;
    for (names->shift = 62; slots < 4 * count; slots *= 2) names->shift--;
    names->slots = calloc(slots, sizeof *names->slots);
    return names->slots != NULL;
}

void clua_names_add(name_table *names, const void *name, int32_t position) {
    size_t mask = ((size_t)1 << (64 - names->shift)) - 1, at = clua_names_place(names, name);
    while (names->slots[at].name != NULL) at = (at + 1) & mask;
    names->slots[at] = (name_slot){name, position};
}
