#include "internal.h"

// Read-only tables: an empty proxy that holds what is behind it under a key which Lua code can't make. That is a table,
// or a lazy list: a userdata whose one user value is the table, once the host has been asked for the elements.

const char clua_data_key = 0;

typedef struct lazy_list {
    uint64_t session; // in which it can be read
    uint32_t count;
    int32_t field, kind, instance; // what to ask the host for
} lazy_list;

// What is on top of the stack comes to stand behind a proxy, which takes its place.
void clua_wrap(lua_State *L) {
    lua_createtable(L, 0, 1);
    lua_insert(L, -2);
    lua_rawsetp(L, -2, &clua_data_key);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_LIST);
    lua_setmetatable(L, -2);
}

void clua_push_lazy_list(lua_State *L, const record_kind *record, int32_t instance, int32_t field, uint32_t count) {
    luaL_checkstack(L, 4, NULL);
    if (count == 0) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_EMPTY);
        return;
    }
    lazy_list *list = lua_newuserdatauv(L, sizeof *list, 1);
    *list = (lazy_list){clua_of(L)->session, count, field, record->kind, instance};
    clua_wrap(L);
}

// Takes what the host writes behind what the writer holds: the host itself may be at work on its results.
static void push_elements(lua_State *L, clua_state *S, const lazy_list *list) {
    size_t start = S->writer.count, bytes = S->writer.byte_count, position = start;
    int status = S->host.list(S->host.context, list->field, list->kind, list->instance);
    if (status != CLUA_ANSWERED) clua_raise_refusal(L);
    if (S->writer.failed) luaL_error(L, "not enough memory");
    const clua_node *node = &S->writer.nodes[start];
    if (S->writer.count == start || node->tag != CLUA_LIST || node->count != list->count) {
        clua_raise(L, "the host wrote another list than it had announced");
    }
    position++;
    clua_push_items(L, S, &position, 0, list->count);
    S->writer.count = start;
    S->writer.byte_count = bytes;
}

static const lazy_list *check_open(lua_State *L) {
    const lazy_list *list = lua_touserdata(L, -1);
    if (list->session != clua_of(L)->session) clua_raise_closed(L);
    return list;
}

// The lazy list on top becomes the table behind it.
static void push_lazy_data(lua_State *L) {
    const lazy_list *list = check_open(L);
    luaL_checkstack(L, 8, NULL);
    if (lua_getiuservalue(L, -1, 1) != LUA_TTABLE) {
        lua_pop(L, 1);
        push_elements(L, clua_of(L), list);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, -3, 1);
    }
    lua_remove(L, -2);
}

static int list_index(lua_State *L) {
    int type = lua_rawgetp(L, 1, &clua_data_key);
    if (type == LUA_TUSERDATA) push_lazy_data(L);
    else if (type != LUA_TTABLE) return 0;
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    return 1;
}

static int list_length(lua_State *L) {
    lua_Integer length = lua_rawgetp(L, 1, &clua_data_key) == LUA_TUSERDATA ? (lua_Integer)check_open(L)->count
                                                                             : (lua_Integer)lua_rawlen(L, -1);
    lua_pushinteger(L, length);
    return 1;
}

static int empty_length(lua_State *L) {
    lua_pushinteger(L, 0);
    return 1;
}

static int list_read_only(lua_State *L) {
    clua_raise(L, "this table is read-only; copy what you want to change");
}

void clua_push_list_metatable(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"__index", list_index}, {"__len", list_length}, {"__newindex", list_read_only}, {NULL, NULL}};
    luaL_newlib(L, methods);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

// Most lists of a comment are empty: one serves for all, and answers without looking behind its proxy.
static void push_empty_list(lua_State *L) {
    lua_newtable(L);
    clua_wrap(L);
    clua_push_list_metatable(L);
    lua_pushnil(L);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, empty_length);
    lua_setfield(L, -2, "__len");
    lua_setmetatable(L, -2);
}

void clua_open_lists(lua_State *L) {
    clua_push_list_metatable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_LIST);
    push_empty_list(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_EMPTY);
}

void clua_push_underlying(lua_State *L, int index) {
    index = lua_absindex(L, index);
    switch (lua_rawgetp(L, index, &clua_data_key)) {
    case LUA_TTABLE: clua_unshape(L, index); break;
    case LUA_TUSERDATA: push_lazy_data(L); break;
    default:
        lua_pop(L, 1);
        lua_pushvalue(L, index);
    }
}
