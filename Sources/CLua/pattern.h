#ifndef CLUA_PATTERN_H
#define CLUA_PATTERN_H

#include "internal.h"

#include <setjmp.h>
#include <stdlib.h>

// A pattern of Lua (reference manual, 6.4.1), taken apart once: `patterns.c` makes it, `matching.c` follows it.

// Bytes: bit `byte & 63` of word `byte >> 6`.
typedef struct byte_set {
    uint64_t words[4];
} byte_set;

enum {
    ITEM_END,
    ITEM_BYTE,     // the byte `first`
    ITEM_ANY,      // any byte
    ITEM_SET,      // a byte of the set `number`
    ITEM_OPEN,     // the capture `first` begins here
    ITEM_POSITION, // the capture `first` is this position
    ITEM_CLOSE,    // the capture `first` ends here
    ITEM_BACK,     // what the capture `first` holds
    ITEM_BALANCE,  // from `first` to the `second` that closes it
    ITEM_FRONTIER, // where the set `number` begins to hold
    ITEM_TAIL,     // the subject's end
    ITEM_ERROR,    // the pattern makes no sense from here on: the message `number`
};

typedef struct pattern_item {
    uint8_t kind;
    uint8_t repeat;    // 0: once; else '*', '+', '-' or '?'
    bool is_exclusive; // what follows can't begin with what is repeated: the longest run is the only one to try
    uint8_t first, second;
    uint32_t number;
} pattern_item;

enum { CAPTURE_LIMIT = 32 };

typedef struct pattern {
    bool is_anchored;
    bool is_plain; // has none of the characters that mean something to `string.find`
    uint8_t capture_count;
    uint32_t unfinished; // a bit for each capture that is never closed
    const byte_set *sets;
    pattern_item items[];
} pattern;

// What a capture holds: bytes of the subject, or CAPTURE_POSITION.
typedef struct capture {
    const char *start;
    ptrdiff_t length;
} capture;

enum { CAPTURE_POSITION = -1 };

typedef struct matcher {
    lua_State *L;
    clua_state *S;
    const pattern *pattern;
    const char *start, *end; // the subject
    jmp_buf *escape; // where to go in place of raising; NULL: raise
    capture captures[CAPTURE_LIMIT];
} matcher;

static inline bool set_has(const byte_set *set, char byte) {
    return set->words[(unsigned char)byte >> 6] >> ((unsigned char)byte & 63) & 1;
}

// patterns.c
// Takes a pattern apart and pushes it.
const pattern *clua_compile_pattern(lua_State *L, const char *text, size_t length, bool can_anchor);
// The same for the string at `index`, which may be known from before. Valid until the next, unless it is held.
const pattern *clua_find_pattern(lua_State *L, int index, const char *text, size_t length);
void clua_hold_pattern(lua_State *L, const pattern *found, const char *text); // by the stack
_Noreturn void clua_raise_pattern(lua_State *L, const pattern_item *item);

// matching.c
const char *clua_search(matcher *m, const char *from, const char **end); // where the first match begins, or NULL

// searching.c
// Whether a pattern matches, without Lua: 1, 0, or -1 where that raises.
int clua_try_match(clua_state *S, const pattern *made, const char *subject, size_t length);

#endif
