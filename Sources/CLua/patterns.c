#include "pattern.h"

// Taking patterns apart. A pattern that makes no sense is an error only when a match gets that far, as in standard Lua.

// Longer patterns are not kept; the longest in use are a tenth of this.
enum { KEPT_LENGTH = 256 };

enum { ERROR_PERCENT, ERROR_SET, ERROR_BALANCE, ERROR_FRONTIER, ERROR_CLOSE, ERROR_CAPTURES, ERROR_BACK };

void clua_raise_pattern(lua_State *L, const pattern_item *item) {
    static const char *const messages[] = {
        [ERROR_PERCENT] = "malformed pattern (ends with '%%')",
        [ERROR_SET] = "malformed pattern (missing ']')",
        [ERROR_BALANCE] = "malformed pattern (missing arguments to '%%b')",
        [ERROR_FRONTIER] = "missing '[' after '%%f' in pattern",
        [ERROR_CLOSE] = "invalid pattern capture",
        [ERROR_CAPTURES] = "too many captures",
        [ERROR_BACK] = "invalid capture index %%%d",
    };
    luaL_error(L, messages[item->number], (int)item->first);
    abort(); // not reached: luaL_error does not return
}

// ASCII's classes, as the C locale has them; none has a byte beyond.
static const struct {
    char letter;
    uint64_t words[2];
} classes[] = {
    {'a', {0, 0x07FFFFFE07FFFFFE}},
    {'c', {0x00000000FFFFFFFF, 0x8000000000000000}},
    {'d', {0x03FF000000000000, 0}},
    {'g', {0xFFFFFFFE00000000, 0x7FFFFFFFFFFFFFFF}},
    {'l', {0, 0x07FFFFFE00000000}},
    {'p', {0xFC00FFFE00000000, 0x78000001F8000001}},
    {'s', {0x0000000100003E00, 0}},
    {'u', {0, 0x0000000007FFFFFE}},
    {'w', {0x03FF000000000000, 0x07FFFFFE07FFFFFE}},
    {'x', {0x03FF000000000000, 0x0000007E0000007E}},
    {'z', {1, 0}}, // the zero byte: no longer in the manual, still in standard Lua
};

typedef struct compiler {
    const char *at, *end;
    pattern *made;
    byte_set *sets;
    uint32_t item_count, set_count;
    uint32_t open; // a bit for each capture that is begun and not ended
} compiler;

static void add_byte(byte_set *set, unsigned char byte) { set->words[byte >> 6] |= (uint64_t)1 << (byte & 63); }

static void add_range(byte_set *set, unsigned char first, unsigned char last) {
    for (unsigned byte = first; byte <= last; byte++) add_byte(set, (unsigned char)byte);
}

// Adds what `%letter` stands for; `false` where it is no class.
static bool add_class(byte_set *set, char letter) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if ((letter | 0x20) != classes[i].letter) continue;
        uint64_t flip = letter == classes[i].letter ? 0 : ~(uint64_t)0;
        for (int word = 0; word < 4; word++) {
            set->words[word] |= (word < 2 ? classes[i].words[word] : 0) ^ flip;
        }
        return true;
    }
    return false;
}

static pattern_item *add(compiler *c, uint8_t kind, uint8_t first) {
    pattern_item *item = &c->made->items[c->item_count++];
    *item = (pattern_item){.kind = kind, .first = first};
    return item;
}

static void add_error(compiler *c, uint32_t error, uint8_t number) {
    add(c, ITEM_ERROR, number)->number = error;
    c->at = c->end;
}

static byte_set *next_set(compiler *c) {
    byte_set *set = &c->sets[c->set_count];
    *set = (byte_set){{0}};
    return set;
}

// Where the set that begins at `at`, a '[', ends: at its ']', or NULL. The first character is never that.
static const char *end_of_set(const char *at, const char *end) {
    if (++at < end && *at == '^') at++;
    for (bool is_first = true; at < end; at++, is_first = false) {
        if (*at == ']' && !is_first) return at;
        if (*at == '%') at++;
    }
    return NULL;
}

// Reads the set at the place reached into the next one; `false` where it has no end.
static bool read_set(compiler *c) {
    const char *last = end_of_set(c->at, c->end), *at = c->at + 1;
    if (last == NULL) return false;
    byte_set *set = next_set(c);
    bool is_complement = *at == '^';
    for (at += is_complement; at < last; at++) {
        if (*at == '%') {
            if (!add_class(set, *++at)) add_byte(set, (unsigned char)*at);
        } else if (at + 2 < last && at[1] == '-') {
            add_range(set, (unsigned char)at[0], (unsigned char)at[2]);
            at += 2;
        } else {
            add_byte(set, (unsigned char)*at);
        }
    }
    for (int word = 0; is_complement && word < 4; word++) set->words[word] = ~set->words[word];
    c->at = last + 1;
    return true;
}

static void add_open(compiler *c) {
    bool is_position = c->at + 1 < c->end && c->at[1] == ')';
    uint8_t number = c->made->capture_count;
    if (number == CAPTURE_LIMIT) return add_error(c, ERROR_CAPTURES, 0);
    c->made->capture_count++;
    if (!is_position) c->open |= (uint32_t)1 << number;
    add(c, is_position ? ITEM_POSITION : ITEM_OPEN, number);
    c->at += is_position ? 2 : 1;
}

static void add_close(compiler *c) {
    if (c->open == 0) return add_error(c, ERROR_CLOSE, 0);
    uint8_t number = (uint8_t)(31 - __builtin_clz(c->open));
    c->open &= ~((uint32_t)1 << number);
    add(c, ITEM_CLOSE, number);
    c->at++;
}

static void add_back(compiler *c, char digit) {
    int number = digit - '1';
    if (number < 0 || number >= c->made->capture_count || (c->open >> number & 1) != 0) {
        return add_error(c, ERROR_BACK, (uint8_t)(digit - '0'));
    }
    add(c, ITEM_BACK, (uint8_t)number);
    c->at += 2;
}

static void add_balance(compiler *c) {
    if (c->end - c->at < 4) return add_error(c, ERROR_BALANCE, 0);
    add(c, ITEM_BALANCE, (uint8_t)c->at[2])->second = (uint8_t)c->at[3];
    c->at += 4;
}

static void add_frontier(compiler *c) {
    c->at += 2;
    if (c->at == c->end || *c->at != '[') return add_error(c, ERROR_FRONTIER, 0);
    if (!read_set(c)) return add_error(c, ERROR_SET, 0);
    add(c, ITEM_FRONTIER, 0)->number = c->set_count++;
}

// Adds what matches one byte, and how often.
static void add_single(compiler *c) {
    pattern_item *item;
    if (*c->at == '[') {
        if (!read_set(c)) return add_error(c, ERROR_SET, 0);
        item = add(c, ITEM_SET, 0);
        item->number = c->set_count++;
    } else if (*c->at == '%') {
        if (add_class(next_set(c), c->at[1])) {
            item = add(c, ITEM_SET, 0);
            item->number = c->set_count++;
        } else {
            item = add(c, ITEM_BYTE, (uint8_t)c->at[1]);
        }
        c->at += 2;
    } else {
        item = add(c, *c->at == '.' ? ITEM_ANY : ITEM_BYTE, (uint8_t)*c->at);
        c->at++;
    }
    if (c->at < c->end && *c->at != 0 && strchr("*+-?", *c->at) != NULL) item->repeat = (uint8_t)*c->at++;
}

static void add_item(compiler *c) {
    char byte = *c->at;
    if (byte == '(') return add_open(c);
    if (byte == ')') return add_close(c);
    if (byte == '$' && c->at + 1 == c->end) {
        add(c, ITEM_TAIL, 0);
        c->at++;
        return;
    }
    if (byte == '%') {
        if (c->at + 1 == c->end) return add_error(c, ERROR_PERCENT, 0);
        char letter = c->at[1];
        if (letter == 'b') return add_balance(c);
        if (letter == 'f') return add_frontier(c);
        if (letter >= '0' && letter <= '9') return add_back(c, letter);
    }
    add_single(c);
}

static byte_set bytes_of(const pattern *made, const pattern_item *item) {
    byte_set set = {{0}};
    if (item->kind == ITEM_SET) return made->sets[item->number];
    if (item->kind == ITEM_BYTE) add_byte(&set, item->first);
    return set;
}

// Whether no match of what follows `item` begins with a byte that `item` matches. Captures match nothing themselves.
static bool is_exclusive(const pattern *made, const pattern_item *item) {
    const pattern_item *next = item + 1;
    while (next->kind == ITEM_OPEN || next->kind == ITEM_POSITION || next->kind == ITEM_CLOSE) next++;
    if (next->kind == ITEM_TAIL) return true;
    if (item->kind == ITEM_ANY || (next->kind != ITEM_BYTE && next->kind != ITEM_SET)) return false;
    if (next->repeat != 0 && next->repeat != '+') return false;
    byte_set these = bytes_of(made, item), those = bytes_of(made, next);
    uint64_t shared = 0;
    for (int word = 0; word < 4; word++) shared |= these.words[word] & those.words[word];
    return shared == 0;
}

const pattern *clua_compile_pattern(lua_State *L, const char *text, size_t length, bool can_anchor) {
    // Each item and each set takes a byte of the text at least, and sets begin with one of two.
    size_t set_limit = 0;
    for (size_t i = 0; i < length; i++) set_limit += text[i] == '[' || text[i] == '%';
    // No text is so long that this overflows: a string and its pattern share the memory limit.
    size_t head = sizeof(pattern) + (length + 1) * sizeof(pattern_item);
    size_t offset = (head + _Alignof(byte_set) - 1) / _Alignof(byte_set) * _Alignof(byte_set);
    pattern *made = lua_newuserdatauv(L, offset + set_limit * sizeof(byte_set), 0);
    *made = (pattern){.sets = (byte_set *)((char *)made + offset)};
    compiler c = {text, text + length, made, (byte_set *)((char *)made + offset), 0, 0, 0};
    made->is_plain = true;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != 0 && strchr("^$*+?.([%-", text[i]) != NULL) made->is_plain = false;
    }
    made->is_anchored = can_anchor && length > 0 && *text == '^';
    c.at += made->is_anchored;
    while (c.at < c.end) add_item(&c);
    add(&c, ITEM_END, 0);
    made->unfinished = c.open;
    for (pattern_item *item = made->items; item->kind != ITEM_END; item++) {
        if (item->repeat == '*' || item->repeat == '+') item->is_exclusive = is_exclusive(made, item);
    }
    return made;
}

// As in `clua_names_place`.
static size_t slot_of(const char *text) {
    return (size_t)((uint64_t)(uintptr_t)text * 0x9E3779B97F4A7C15u >> (64 - PATTERN_BITS));
}

// Patterns are mostly constants: those used last are kept, by the address of Lua's string, which is held as well.
const pattern *clua_find_pattern(lua_State *L, int index, const char *text, size_t length) {
    clua_state *S = clua_of(L);
    size_t slot = slot_of(text);
    known_pattern *known = &S->patterns[slot];
    if (known->text == text) return known->compiled;
    luaL_checkstack(L, 4, NULL);
    const pattern *made = clua_compile_pattern(L, text, length, true);
    // What one comment leaves behind must not take the next one's memory.
    if (length > KEPT_LENGTH) return made;
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_PATTERNS);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, 2 * (lua_Integer)slot + 1);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 2 * (lua_Integer)slot + 2);
    *known = (known_pattern){text, made};
    lua_pop(L, 2);
    return made;
}

void clua_hold_pattern(lua_State *L, const pattern *found, const char *text) {
    size_t slot = slot_of(text);
    // Else it was just made, and is on the stack.
    if (clua_of(L)->patterns[slot].compiled != found) return;
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_PATTERNS);
    lua_rawgeti(L, -1, 2 * (lua_Integer)slot + 2);
    lua_remove(L, -2);
}
