#include "internal.h"

#include <stdlib.h>
#include <string.h>

// Lua's memory: counted, capped, and for small blocks taken from pools of the state's own.
//
// A comment's strings and tables come and go in batches with each collection, more of them than malloc keeps at hand;
// a list of free blocks for each size does. Pools are given back when the state closes: what Lua holds at its peak
// bounds them, and the limit bounds that.

// 16: malloc's alignment. 512: above it malloc is as fast.
enum { BLOCK_STEP = 16, BLOCK_LIMIT = POOL_COUNT * BLOCK_STEP, SLAB_SIZE = 64 << 10 };

typedef struct slab {
    struct slab *next;
    size_t unused; // keeps the blocks behind it aligned
} slab;

static const uint64_t AGAIN = UINT64_MAX;

static size_t pool_of(size_t size) { return (size - 1) / BLOCK_STEP; }

// Cuts a fresh slab into blocks of one size.
static bool refill(clua_memory *memory, size_t pool) {
    slab *added = malloc(SLAB_SIZE);
    if (added == NULL) return false;
    added->next = memory->slabs;
    memory->slabs = added;
    size_t size = (pool + 1) * BLOCK_STEP;
    char *block = (char *)(added + 1), *end = (char *)added + SLAB_SIZE;
    for (; block + size <= end; block += size) {
        *(void **)block = memory->free[pool];
        memory->free[pool] = block;
    }
    return true;
}

static void *take(clua_memory *memory, size_t size) {
    if (size > BLOCK_LIMIT) return malloc(size);
    size_t pool = pool_of(size);
    if (memory->free[pool] == NULL && !refill(memory, pool)) return NULL;
    void *block = memory->free[pool];
    memory->free[pool] = *(void **)block;
    return block;
}

static void give_back(clua_memory *memory, void *block, size_t size) {
    if (block == NULL || size == 0) return;
    if (size > BLOCK_LIMIT) {
        free(block);
        return;
    }
    *(void **)block = memory->free[pool_of(size)];
    memory->free[pool_of(size)] = block;
}

static void *resize(clua_memory *memory, void *block, size_t old_size, size_t new_size) {
    if (old_size > BLOCK_LIMIT && new_size > BLOCK_LIMIT) return realloc(block, new_size);
    if (old_size > 0 && old_size <= BLOCK_LIMIT && new_size <= BLOCK_LIMIT && pool_of(old_size) == pool_of(new_size)) {
        return block;
    }
    void *moved = take(memory, new_size);
    if (moved == NULL) return NULL;
    if (old_size > 0) memcpy(moved, block, old_size < new_size ? old_size : new_size);
    give_back(memory, block, old_size);
    return moved;
}

// Whether this allocation is the one that is to fail. Lua collects garbage and asks once more: that fails too.
static bool must_fail(clua_state *S) {
    if (S->failing == 0) return false;
    if (S->failing == AGAIN) S->failing = 0;
    else if (--S->failing == 0) S->failing = AGAIN;
    else return false;
    return true;
}

// Refuses what would go beyond the limit. Lua then collects garbage and asks again; the second refusal becomes an
// error, which carries no position, so it is noted here.
void *clua_allocate(void *context, void *block, size_t old_size, size_t new_size) {
    clua_state *S = context;
    if (block == NULL) old_size = 0; // Lua passes the object's type instead
    if (new_size == 0) {
        give_back(&S->memory, block, old_size);
        S->used -= old_size;
        return NULL;
    }
    // No block takes more than a quarter: what the C library does with one string or table then takes a few
    // milliseconds at most.
    size_t limit = S->budget.memory;
    if (new_size > old_size
        && (S->used > limit || new_size - old_size > limit - S->used || new_size > limit / 4
            || must_fail(S))) {
        if (S->L != NULL) clua_note_position(S, 0);
        return NULL;
    }
    void *moved = resize(&S->memory, block, old_size, new_size);
    if (moved == NULL) {
        // Lua relies on shrinking to succeed. The old block serves; it will join the pool of its new size.
        if (new_size > old_size) return NULL;
        moved = block;
    }
    S->used = S->used - old_size + new_size;
    if (new_size > old_size) {
        S->allocated += new_size - old_size;
        if (S->is_hooked) clua_budget_grew(S);
    }
    return moved;
}

void clua_free_pools(clua_memory *memory) {
    for (slab *next, *at = memory->slabs; at != NULL; at = next) {
        next = at->next;
        free(at);
    }
}
