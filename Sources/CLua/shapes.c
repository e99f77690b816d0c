#include "internal.h"

#include <stdlib.h>

// Maps that all have the same keys, such as a comment's links: behind the proxy stands the list of their values alone.
// Reading a member finds its place by the key's address. Who wants to walk such a map gets a plain one first.

const char clua_shape_key = 0;

// Upvalue: the shape.
static int shaped_index(lua_State *L) {
    const map_shape *shape = lua_touserdata(L, lua_upvalueindex(1));
    int32_t position = clua_names_find(&shape->names, lua_topointer(L, 2));
    if (position < 0) return 0;
    lua_rawgetp(L, 1, &clua_data_key);
    lua_rawgeti(L, -1, (lua_Integer)position + 1);
    return 1;
}

static int shaped_length(lua_State *L) {
    lua_pushinteger(L, 0);
    return 1;
}

void clua_wrap_shaped(lua_State *L, int32_t number) {
    lua_createtable(L, 0, 1);
    lua_insert(L, -2);
    lua_rawsetp(L, -2, &clua_data_key);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_SHAPES);
    lua_rawgeti(L, -1, number);
    lua_setmetatable(L, -3);
    lua_pop(L, 1);
}

void clua_unshape(lua_State *L, int index) {
    if (!lua_getmetatable(L, index)) return;
    if (lua_rawgetp(L, -1, &clua_shape_key) != LUA_TTABLE) {
        lua_pop(L, 2);
        return;
    }
    luaL_checkstack(L, 5, NULL);
    int values = lua_gettop(L) - 2, names = values + 2, map = names + 1;
    lua_Integer count = (lua_Integer)lua_rawlen(L, names);
    lua_createtable(L, 0, (int)count);
    for (lua_Integer at = 1; at <= count; at++) {
        lua_rawgeti(L, names, at);
        lua_rawgeti(L, values, at);
        lua_rawset(L, map);
    }
    // From here on nothing needs memory, so that the proxy and its metatable change together.
    lua_pushvalue(L, map);
    lua_rawsetp(L, index, &clua_data_key);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_LIST);
    lua_setmetatable(L, index);
    lua_replace(L, values);
    lua_settop(L, values);
}

// Definition

static int define_shape(lua_State *L) {
    clua_state *S = clua_of(L);
    int32_t number = *(const int32_t *)lua_touserdata(L, 1);
    map_shape *shape = S->shapes[number];
    lua_createtable(L, (int)shape->count, 0); // 2: the keys
    for (uint32_t at = 0; at < shape->count; at++) {
        const char *key = "";
        size_t length = 0;
        clua_writer_text(&S->writer, at, &key, &length);
        lua_pushlstring(L, key, length);
        clua_names_add(&shape->names, lua_topointer(L, -1), (int32_t)at);
        lua_rawseti(L, 2, (lua_Integer)at + 1);
    }
    clua_push_list_metatable(L); // 3: as other read-only tables, but
    lua_pushlightuserdata(L, shape);
    lua_pushcclosure(L, shaped_index, 1);
    lua_setfield(L, 3, "__index");
    lua_pushcfunction(L, shaped_length);
    lua_setfield(L, 3, "__len");
    lua_pushvalue(L, 2);
    lua_rawsetp(L, 3, &clua_shape_key);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_SHAPES);
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, number);
    return 0;
}

int clua_define_shape(clua_state *S, int32_t number) {
    if (number < 0 || number >= KIND_LIMIT || S->shapes[number] != NULL) {
        return clua_fail(S, CLUA_RUNTIME, "the number of a shape is out of range or taken");
    }
    if (S->writer.failed) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    for (size_t at = 0; at < S->writer.count; at++) {
        const char *key;
        size_t length;
        // Lua's own LUAI_MAXSHORTLEN: longer strings are not one object each.
        if (!clua_writer_text(&S->writer, at, &key, &length) || length > 40) {
            return clua_fail(S, CLUA_RUNTIME, "a shape's keys are strings of 40 bytes at most");
        }
    }
    map_shape *shape = calloc(1, sizeof *shape);
    if (shape == NULL) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    S->shapes[number] = shape;
    shape->count = (uint32_t)S->writer.count;
    if (!clua_names_open(&shape->names, shape->count)) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    return clua_protect_function(S, define_shape, &number);
}
