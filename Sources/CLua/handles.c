#include "internal.h"

#include <string.h>

// Host functions, and handles: userdata of eight bytes. No other full userdata reaches Lua code, so its type alone
// says that it is a handle.

typedef struct handle {
    int32_t kind;
    int32_t id;
} handle;

static int push_results(lua_State *L, clua_state *S) {
    size_t position = 0;
    int top = lua_gettop(L);
    while (position < S->writer.count) {
        luaL_checkstack(L, 4, "too many results");
        clua_push_value(L, S, &position, 0);
    }
    if (S->writer.failed) luaL_error(L, "not enough memory");
    return lua_gettop(L) - top;
}

static int call_host(lua_State *L, lua_Integer function, int first, const handle *self) {
    clua_state *S = clua_of(L);
    clua_writer_clear(&S->writer);
    S->first_argument = first;
    int status = S->host.call(
        S->host.context, (int32_t)function, lua_gettop(L) - first + 1, self != NULL, self ? self->kind : 0,
        self ? self->id : 0);
    S->first_argument = 0;
    if (status != CLUA_ANSWERED) clua_raise_refusal(L);
    return push_results(L, S);
}

// Upvalue: the function.
static int call_function(lua_State *L) { return call_host(L, lua_tointeger(L, lua_upvalueindex(1)), 1, NULL); }

// Upvalues: the function, the kind, the method's name or nil for a call of the handle itself.
static int call_method(lua_State *L) {
    clua_state *S = clua_of(L);
    lua_Integer kind = lua_tointeger(L, lua_upvalueindex(2));
    const handle *self = lua_type(L, 1) == LUA_TUSERDATA ? lua_touserdata(L, 1) : NULL;
    if (self == NULL || self->kind != kind) {
        const char *method = lua_tostring(L, lua_upvalueindex(3));
        clua_raise(
            L, "%s is called on a %s, with a colon: x:%s(…)", method, S->handles[kind], method);
    }
    const handle copy = *self;
    return call_host(L, lua_tointeger(L, lua_upvalueindex(1)), 2, &copy);
}

// __index of the methods table. Upvalues: the kind's name, the list of method names.
static int unknown_method(lua_State *L) {
    const char *kind = lua_tostring(L, lua_upvalueindex(1));
    if (lua_type(L, 2) != LUA_TSTRING) clua_raise(L, "%s has methods only", kind);
    size_t length;
    const char *method = lua_tolstring(L, 2, &length);
    const char *meant = clua_nearest(L, lua_upvalueindex(2), method, length);
    if (meant == NULL) clua_raise(L, "%s has no method \"%s\"", kind, method);
    clua_raise(L, "%s has no method \"%s\"; did you mean \"%s\"?", kind, method, meant);
}

static int handle_read_only(lua_State *L) {
    clua_raise(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

static int handles_equal(lua_State *L) {
    const handle *a = lua_touserdata(L, 1), *b = lua_touserdata(L, 2);
    lua_pushboolean(L, a != NULL && b != NULL && a->kind == b->kind && a->id == b->id);
    return 1;
}

void clua_push_handle(lua_State *L, clua_state *S, int32_t kind, int32_t id) {
    if (kind < 0 || kind >= KIND_LIMIT || S->handles[kind] == NULL) {
        clua_raise(L, "the host wrote a handle of an unknown kind");
    }
    handle *made = lua_newuserdatauv(L, sizeof *made, 0);
    *made = (handle){kind, id};
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_HANDLES);
    lua_rawgeti(L, -1, kind);
    lua_setmetatable(L, -3);
    lua_pop(L, 1);
}

bool clua_to_handle(lua_State *L, int index, int32_t *kind, int32_t *id) {
    if (lua_type(L, index) != LUA_TUSERDATA) return false;
    const handle *found = lua_touserdata(L, index);
    *kind = found->kind;
    *id = found->id;
    return true;
}

// Definition

static int set_function(lua_State *L) {
    clua_state *S = clua_of(L);
    const char *name = "";
    size_t length = 0;
    clua_writer_text(&S->writer, 0, &name, &length);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_GLOBALS);
    lua_pushlstring(L, name, length);
    lua_pushinteger(L, *(const int32_t *)lua_touserdata(L, 1));
    lua_pushcclosure(L, call_function, 1);
    lua_rawset(L, -3);
    return 0;
}

int clua_set_function(clua_state *S, int32_t function) {
    if (S->writer.failed) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    return clua_protect_function(S, set_function, &function);
}

typedef struct handle_definition {
    int32_t kind;
    bool has_call;
    int32_t call;
} handle_definition;

static void add_methods(lua_State *L, clua_state *S, const handle_definition *definition, int methods, int names) {
    for (size_t at = 1; at + 1 < S->writer.count; at += 2) {
        const char *name = "";
        size_t length = 0;
        clua_writer_text(&S->writer, at, &name, &length);
        lua_pushlstring(L, name, length);
        lua_pushinteger(L, (lua_Integer)S->writer.nodes[at + 1].payload);
        lua_pushinteger(L, definition->kind);
        lua_pushvalue(L, -3);
        lua_pushcclosure(L, call_method, 3);
        lua_pushvalue(L, -2);
        lua_rawseti(L, names, (lua_Integer)(at / 2) + 1);
        lua_rawset(L, methods);
    }
}

static int define_handle(lua_State *L) {
    clua_state *S = clua_of(L);
    const handle_definition *definition = lua_touserdata(L, 1);
    const char *name = S->handles[definition->kind];
    lua_newtable(L); // 2: metatable
    lua_newtable(L); // 3: methods
    lua_newtable(L); // 4: their names
    add_methods(L, S, definition, 3, 4);
    lua_createtable(L, 0, 1);
    lua_pushstring(L, name);
    lua_pushvalue(L, 4);
    lua_pushcclosure(L, unknown_method, 2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, 3);
    lua_pushvalue(L, 3);
    lua_setfield(L, 2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, handle_read_only, 1);
    lua_setfield(L, 2, "__newindex");
    lua_pushcfunction(L, handles_equal);
    lua_setfield(L, 2, "__eq");
    lua_pushstring(L, name);
    lua_setfield(L, 2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, 2, "__metatable");
    if (definition->has_call) {
        lua_pushinteger(L, definition->call);
        lua_pushinteger(L, definition->kind);
        lua_pushstring(L, name);
        lua_pushcclosure(L, call_method, 3);
        lua_setfield(L, 2, "__call");
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_HANDLES);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, definition->kind);
    return 0;
}

int clua_define_handle(clua_state *S, int32_t kind, bool has_call, int32_t call) {
    const char *name;
    size_t length;
    if (kind < 0 || kind >= KIND_LIMIT || S->handles[kind] != NULL) {
        return clua_fail(S, CLUA_RUNTIME, "the kind of handle is out of range or taken");
    }
    if (S->writer.failed) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    if (!clua_writer_text(&S->writer, 0, &name, &length)) return clua_fail(S, CLUA_RUNTIME, "a handle needs a name");
    S->handles[kind] = clua_copy_text(name, length);
    if (S->handles[kind] == NULL) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    const handle_definition definition = {kind, has_call, call};
    return clua_protect_function(S, define_handle, &definition);
}
