#include "internal.h"

#include <stdlib.h>

struct name_slot {
    const void *name;
    int32_t position;
};

static size_t place_of(const name_table *names, const void *name) {
    // Multiplying by the golden ratio's 64 bits spreads what differs in a few (Knuth, TAOCP 3, 6.4).
    return (size_t)((uint64_t)(uintptr_t)name * 0x9E3779B97F4A7C15u >> names->shift);
}

static size_t mask_of(const name_table *names) { return ((size_t)1 << (64 - names->shift)) - 1; }

// At most a quarter full, so that most names are found at once.
bool clua_names_open(name_table *names, size_t count) {
    size_t slots = 4;
    for (names->shift = 62; slots < 4 * count; slots *= 2) names->shift--;
    names->slots = calloc(slots, sizeof *names->slots);
    return names->slots != NULL;
}

void clua_names_add(name_table *names, const void *name, int32_t position) {
    size_t mask = mask_of(names), at = place_of(names, name);
    while (names->slots[at].name != NULL) at = (at + 1) & mask;
    names->slots[at] = (struct name_slot){name, position};
}

int32_t clua_names_find(const name_table *names, const void *name) {
    if (name == NULL) return -1;
    size_t mask = mask_of(names);
    for (size_t at = place_of(names, name);; at = (at + 1) & mask) {
        if (names->slots[at].name == name) return names->slots[at].position;
        if (names->slots[at].name == NULL) return -1;
    }
}
