#include "pattern.h"

// Following a pattern through a subject, counting steps: each item tried and each byte looked at is one.

// How deep a match may nest, as in standard Lua (luaconf.h, MAXCCALLS of lstrlib.c): each repetition and capture is a
// level.
enum { DEPTH_LIMIT = 200 };

static void escape(const matcher *m) {
    if (m->escape != NULL) longjmp(*m->escape, 1);
}

static inline void spend(matcher *m, size_t steps) {
    m->S->steps -= (int64_t)steps;
    if (m->S->steps >= m->S->poll_at) return;
    escape(m);
    clua_poll(m->L);
}

static inline bool matches_one(const matcher *m, const pattern_item *item, const char *at) {
    if (at == m->end) return false;
    switch (item->kind) {
    case ITEM_BYTE: return *at == (char)item->first;
    case ITEM_SET: return set_has(&m->pattern->sets[item->number], *at);
    default: return true;
    }
}

// Where the longest run of an item ends.
static const char *end_of_run(const matcher *m, const pattern_item *item, const char *at) {
    const char *end = m->end;
    if (item->kind == ITEM_ANY) return end;
    if (item->kind == ITEM_BYTE) {
        while (at < end && *at == (char)item->first) at++;
        return at;
    }
    const byte_set set = m->pattern->sets[item->number];
    while (at < end && set_has(&set, *at)) at++;
    return at;
}

static const char *follow(matcher *m, const pattern_item *item, const char *at, int depth);

// From the longest run down to the shortest.
static const char *follow_runs(
    matcher *m, const pattern_item *item, const char *shortest, const char *longest, int depth
) {
    const pattern_item *next = item + 1;
    bool begins_with_byte = next->kind == ITEM_BYTE && (next->repeat == 0 || next->repeat == '+');
    for (const char *at = longest; at >= shortest; at--) {
        spend(m, 1);
        if (begins_with_byte && (at == m->end || *at != (char)next->first)) continue;
        const char *end = follow(m, next, at, depth + 1);
        if (end != NULL) return end;
    }
    return NULL;
}

// From no repetition up to the longest.
static const char *follow_shortest(matcher *m, const pattern_item *item, const char *at, int depth) {
    for (;; at++) {
        const char *end = follow(m, item + 1, at, depth + 1);
        if (end != NULL || !matches_one(m, item, at)) return end;
    }
}

static const char *end_of_balance(matcher *m, const pattern_item *item, const char *at) {
    if (at == m->end || *at != (char)item->first) return NULL;
    size_t open = 1;
    for (const char *next = at + 1; next < m->end; next++) {
        if (*next == (char)item->second) {
            if (--open > 0) continue;
            spend(m, (size_t)(next - at));
            return next + 1;
        }
        if (*next == (char)item->first) open++;
    }
    spend(m, (size_t)(m->end - at));
    return NULL;
}

static const char *end_of_back(matcher *m, const pattern_item *item, const char *at) {
    capture earlier = m->captures[item->first];
    if (earlier.length == CAPTURE_POSITION || m->end - at < earlier.length) return NULL;
    spend(m, (size_t)earlier.length);
    return memcmp(earlier.start, at, (size_t)earlier.length) == 0 ? at + earlier.length : NULL;
}

static bool is_frontier(const matcher *m, const pattern_item *item, const char *at) {
    const byte_set *set = &m->pattern->sets[item->number];
    return !set_has(set, at == m->start ? 0 : at[-1]) && set_has(set, at == m->end ? 0 : *at);
}

static void check_depth(const matcher *m, int depth) {
    if (depth < DEPTH_LIMIT) return;
    escape(m);
    luaL_error(m->L, "pattern too complex");
}

static const char *follow(matcher *m, const pattern_item *item, const char *at, int depth) {
    check_depth(m, depth);
    for (;; item++) {
        spend(m, 1);
        switch (item->kind) {
        case ITEM_END: return at;
        case ITEM_TAIL: return at == m->end ? at : NULL;
        case ITEM_ERROR: escape(m); clua_raise_pattern(m->L, item);
        case ITEM_OPEN:
            m->captures[item->first].start = at;
            check_depth(m, ++depth);
            continue;
        case ITEM_POSITION:
            m->captures[item->first] = (capture){at, CAPTURE_POSITION};
            check_depth(m, ++depth);
            continue;
        case ITEM_CLOSE:
            m->captures[item->first].length = at - m->captures[item->first].start;
            check_depth(m, ++depth);
            continue;
        case ITEM_BACK:
            at = end_of_back(m, item, at);
            if (at == NULL) return NULL;
            continue;
        case ITEM_BALANCE:
            at = end_of_balance(m, item, at);
            if (at == NULL) return NULL;
            continue;
        case ITEM_FRONTIER:
            if (!is_frontier(m, item, at)) return NULL;
            continue;
        }
        if (!matches_one(m, item, at)) {
            // Nothing is repeated, so this is no level.
            if (item->repeat == 0 || item->repeat == '+') return NULL;
            continue;
        }
        switch (item->repeat) {
        case 0: at++; continue;
        case '?': {
            const char *end = follow(m, item + 1, at + 1, depth + 1);
            if (end != NULL) return end;
            continue;
        }
        case '-': return follow_shortest(m, item, at, depth);
        default: {
            const char *longest = end_of_run(m, item, at + 1), *shortest = item->repeat == '+' ? at + 1 : at;
            spend(m, (size_t)(longest - at));
            check_depth(m, depth + 1);
            if (!item->is_exclusive) return follow_runs(m, item, shortest, longest, depth);
            at = longest;
            depth++;
        }
        }
    }
}

// The first place from which a match may begin: one where the first item, if it needs a byte, has it. NULL: none.
static const char *next_start(matcher *m, const char *from) {
    const pattern_item *first = m->pattern->items;
    if (m->pattern->is_anchored || (first->repeat != 0 && first->repeat != '+')) return from;
    const char *at = from;
    if (first->kind == ITEM_BYTE) {
        at = from < m->end ? memchr(from, first->first, (size_t)(m->end - from)) : NULL;
        if (at == NULL) at = m->end;
    } else if (first->kind == ITEM_SET) {
        const byte_set *set = &m->pattern->sets[first->number];
        while (at < m->end && !set_has(set, *at)) at++;
    } else {
        return from;
    }
    spend(m, (size_t)(at - from));
    return at < m->end ? at : NULL;
}

const char *clua_search(matcher *m, const char *from, const char **end) {
    for (const char *at = from; (at = next_start(m, at)) != NULL; at++) {
        *end = follow(m, m->pattern->items, at, 0);
        if (*end != NULL) return at;
        if (m->pattern->is_anchored || at == m->end) return NULL;
    }
    return NULL;
}
