#include "internal.h"

#include <stdlib.h>
#include <string.h>

// Walking tables in an order that is the same in every run: Lua's own depends on addresses.

// Order: integers, other numbers, strings by bytes, false, true.

typedef struct key {
    int rank;
    uint32_t position;
    union {
        lua_Integer integer;
        lua_Number number;
        struct {
            const char *bytes;
            size_t length;
        } string;
    } value;
} key;

enum { RANK_INTEGER, RANK_NUMBER, RANK_STRING, RANK_FALSE, RANK_TRUE, RANK_NONE };

// The strings stay where they are as long as the table holds them.
static key key_at(lua_State *L, int index) {
    key made = {.rank = RANK_NONE};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            made.rank = RANK_INTEGER;
            made.value.integer = lua_tointeger(L, index);
        } else {
            made.rank = RANK_NUMBER;
            made.value.number = lua_tonumber(L, index);
        }
        break;
    case LUA_TSTRING:
        made.rank = RANK_STRING;
        made.value.string.bytes = lua_tolstring(L, index, &made.value.string.length);
        break;
    case LUA_TBOOLEAN: made.rank = lua_toboolean(L, index) ? RANK_TRUE : RANK_FALSE; break;
    }
    return made;
}

static int compare(const void *left, const void *right) {
    const key *a = left, *b = right;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->rank == RANK_INTEGER) {
        return (a->value.integer > b->value.integer) - (a->value.integer < b->value.integer);
    }
    if (a->rank == RANK_NUMBER) return (a->value.number > b->value.number) - (a->value.number < b->value.number);
    if (a->rank != RANK_STRING) return 0;
    size_t n = a->value.string.length, m = b->value.string.length;
    int order = memcmp(a->value.string.bytes, b->value.string.bytes, n < m ? n : m);
    return order != 0 ? order : (n > m) - (n < m);
}

static _Noreturn void raise_unordered(lua_State *L, int index) {
    clua_raise(
        L, "can't order a table that has a %s for a key; use strings or numbers for keys", luaL_typename(L, index));
}

// Heapsort: no memory, no recursion, and no worst case for whoever chose the keys.
static void sift(lua_State *L, key *keys, size_t root, size_t count) {
    clua_take_steps(L, 1);
    const key moved = keys[root];
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare(&keys[child], &keys[child + 1]) < 0) child++;
        if (compare(&moved, &keys[child]) >= 0) break;
        keys[root] = keys[child];
    }
    keys[root] = moved;
}

static void sort_keys(lua_State *L, key *keys, size_t count) {
    for (size_t i = count / 2; i > 0; i--) sift(L, keys, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        const key largest = keys[0];
        keys[0] = keys[end - 1];
        keys[end - 1] = largest;
        sift(L, keys, 0, end - 1);
    }
}

// Pushes the list of a table's keys in order. With `only_strings` others are counted and left out; else a key that
// has no order raises.
clua_keys clua_push_sorted_keys(lua_State *L, int table, bool only_strings) {
    clua_keys result = {0, 0};
    luaL_checkstack(L, 8, NULL);
    table = lua_absindex(L, table);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        clua_take_steps(L, 1);
        if (lua_type(L, -2) == LUA_TSTRING || !only_strings) result.count++;
        else result.others++;
    }
    lua_createtable(L, result.count < INT32_MAX ? (int)result.count : 0, 0);
    if (result.count == 0) return result;
    int found = lua_gettop(L);
    key *keys = lua_newuserdatauv(L, result.count * sizeof *keys, 0);
    size_t count = 0;
    bool sorted = true;
    for (lua_pushnil(L); lua_next(L, table) && count < result.count; lua_pop(L, 1)) {
        key next = key_at(L, -2);
        if (only_strings && next.rank != RANK_STRING) continue;
        if (next.rank == RANK_NONE) raise_unordered(L, -2);
        next.position = (uint32_t)count + 1;
        if (count > 0 && compare(&keys[count - 1], &next) > 0) sorted = false;
        keys[count++] = next;
        lua_pushvalue(L, -2);
        lua_rawseti(L, found, (lua_Integer)count);
    }
    lua_settop(L, found + 1);
    if (!sorted) {
        sort_keys(L, keys, count);
        lua_createtable(L, (int)count, 0);
        for (size_t i = 0; i < count; i++) {
            lua_rawgeti(L, found, keys[i].position);
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        lua_replace(L, found);
    }
    lua_settop(L, found);
    return result;
}

static void check_walkable(lua_State *L) {
    int32_t kind, instance;
    luaL_checktype(L, 1, LUA_TTABLE);
    if (clua_to_record(L, 1, &kind, &instance) != 0) {
        clua_raise(L, "%s can't be walked; name the fields you want", clua_of(L)->records[kind]->name);
    }
}

// Upvalues: the table, its keys in order, the last position.
static int pairs_step(lua_State *L) {
    lua_Integer position = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        lua_settop(L, 0);
        if (lua_rawgeti(L, lua_upvalueindex(2), ++position) == LUA_TNIL) return 1;
        lua_pushvalue(L, 1);
        // A key that was removed on the way is passed over.
        if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) continue;
        lua_pushinteger(L, position);
        lua_replace(L, lua_upvalueindex(3));
        return 2;
    }
}

int clua_base_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    clua_push_underlying(L, 1);
    clua_push_sorted_keys(L, 2, false);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_step, 3);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

// Without state between calls, so it looks at the whole table each time; `pairs` does not.
int clua_base_next(lua_State *L) {
    check_walkable(L);
    lua_settop(L, 2);
    clua_push_underlying(L, 1);
    bool from_start = lua_isnil(L, 2);
    key after = key_at(L, 2), best = {.rank = RANK_NONE};
    if (!from_start && after.rank == RANK_NONE) raise_unordered(L, 2);
    lua_pushnil(L); // 4: the best key
    lua_pushnil(L); // 5: its value
    for (lua_pushnil(L); lua_next(L, 3); lua_pop(L, 1)) {
        clua_take_steps(L, 1);
        key next = key_at(L, 6);
        if (next.rank == RANK_NONE) raise_unordered(L, 6);
        if (!from_start && compare(&next, &after) <= 0) continue;
        if (best.rank != RANK_NONE && compare(&next, &best) >= 0) continue;
        best = next;
        lua_copy(L, 6, 4);
        lua_copy(L, 7, 5);
    }
    lua_settop(L, 5);
    return best.rank == RANK_NONE ? (lua_settop(L, 4), 1) : 2;
}

int clua_base_rawget(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    clua_push_underlying(L, 1);
    lua_pushvalue(L, 2);
    lua_rawget(L, 3);
    return 1;
}

int clua_base_rawlen(lua_State *L) {
    int type = lua_type(L, 1);
    luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
    if (type == LUA_TTABLE) clua_push_underlying(L, 1);
    else lua_pushvalue(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
    return 1;
}
