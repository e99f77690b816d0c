#include "internal.h"

#include <string.h>

// Files: each runs in an environment of its own, an empty proxy whose values stand in a table behind it, so that
// every assignment of a global passes through here.

// __newindex of an environment. Upvalue: the values.
static int assign_global(lua_State *L) {
    if (clua_of(L)->sealed) {
        const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
        clua_raise(L, "assignment to global \"%s\" at run time; make it local or set it when the file loads", name);
    }
    lua_settop(L, 3);
    lua_rawset(L, lua_upvalueindex(1));
    return 0;
}

// The values begin with a copy of all that is allowed: reading a library costs one step, and nothing is shared that
// an assignment could change.
static void push_environment(lua_State *L) {
    int base = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_GLOBALS);
    lua_newtable(L); // base + 2: the values
    for (lua_pushnil(L); lua_next(L, base + 1);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, base + 2);
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_DROPPED);
    lua_setmetatable(L, base + 2);
    lua_newtable(L); // base + 3: the proxy
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, base + 2);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, base + 2);
    lua_pushcclosure(L, assign_global, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, base + 3);
    lua_replace(L, base + 1);
    lua_settop(L, base + 1);
}

// Pushes the function that a chunk of text is, or raises.
static void push_chunk(lua_State *L, const char *name, size_t name_length, const char *source, size_t length) {
    clua_state *S = clua_of(L);
    static const char mark[] = {(char)0xEF, (char)0xBB, (char)0xBF};
    if (length >= sizeof mark && memcmp(source, mark, sizeof mark) == 0) {
        source += sizeof mark;
        length -= sizeof mark;
    }
    const chunk *known = clua_remember_chunk(S, name, name_length);
    if (known == NULL) luaL_error(L, "not enough memory");
    lua_pushliteral(L, "@");
    lua_pushlstring(L, name, name_length);
    lua_concat(L, 2);
    int status;
    if (length > 0 && source[0] == LUA_SIGNATURE[0]) {
        lua_pushfstring(L, "%s:1: this is compiled Lua; only text is run", known->id);
        status = LUA_ERRSYNTAX;
    } else {
        status = luaL_loadbufferx(L, source, length, lua_tostring(L, -1), "t");
    }
    if (status != LUA_OK) {
        // Raised again as a plain error; the address tells later what it was.
        const char *message = lua_tostring(L, -1);
        if (status == LUA_ERRMEM) S->memory_message = message;
        else S->syntax_message = message;
        lua_error(L);
    }
    lua_remove(L, -2);
    push_environment(L);
    lua_setupvalue(L, -2, 1);
}

typedef struct source {
    const char *name, *bytes;
    size_t name_length, length;
} source;

static int run(lua_State *L) {
    const source *text = lua_touserdata(L, 1);
    push_chunk(L, text->name, text->name_length, text->bytes, text->length);
    lua_call(L, 0, 0);
    return 0;
}

int clua_run(clua_state *S, const char *name, size_t name_length, const char *bytes, size_t length) {
    const source text = {name != NULL ? name : "", bytes != NULL ? bytes : "", name_length, length};
    return clua_protect_function(S, run, &text);
}

// require

// What REGISTRY_MODULES holds while a module runs: false, which no module's value is.
static int loaded_value(lua_State *L, int modules, const char *name) {
    lua_pushvalue(L, -1);
    int type = lua_rawget(L, modules);
    if (type == LUA_TBOOLEAN && !lua_toboolean(L, -1)) {
        clua_raise(L, "module \"%s\" requires itself; move what both need into a third file", name);
    }
    if (type == LUA_TNIL) lua_pop(L, 1);
    return type != LUA_TNIL;
}

// Calls the chunk on top and leaves its value. Protected, so that a failed one can be required again and fails again
// the same way.
static void run_module(lua_State *L, int modules, int key) {
    lua_pushvalue(L, key);
    lua_pushboolean(L, 0);
    lua_rawset(L, modules);
    lua_pushcfunction(L, clua_handler);
    lua_insert(L, -2);
    int handler = lua_gettop(L) - 1;
    lua_pushvalue(L, 1);
    int status = lua_pcall(L, 1, 1, handler);
    if (status != LUA_OK) {
        lua_pushvalue(L, key);
        lua_pushnil(L);
        lua_rawset(L, modules);
        if (status == LUA_ERRMEM) clua_of(L)->memory_message = lua_tostring(L, -1);
        lua_error(L);
    }
    // A module without a value of its own is true, as in standard Lua.
    if (lua_isnil(L, -1) || (lua_isboolean(L, -1) && !lua_toboolean(L, -1))) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
}

static void keep_module(lua_State *L, int modules, int key) {
    lua_pushvalue(L, key);
    lua_pushvalue(L, -2);
    lua_rawset(L, modules);
}

int clua_require(lua_State *L) {
    clua_state *S = clua_of(L);
    size_t length;
    const char *name = luaL_checklstring(L, 1, &length);
    lua_settop(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_MODULES); // 2
    lua_pushvalue(L, 1);
    if (loaded_value(L, 2, name)) return 1;
    if (S->sealed) clua_raise(L, "require \"%s\" at run time; require it when the file loads", name);
    clua_writer_clear(&S->writer);
    int answer = S->host.module(S->host.context, name, length);
    if (answer == CLUA_REFUSED) clua_raise_refusal(L);
    if (answer == CLUA_MISSING) clua_raise(L, "there is no module \"%s\"", name);
    const char *file = "", *bytes = "";
    size_t file_length = 0, byte_length = 0;
    if (S->writer.failed || !clua_writer_text(&S->writer, 0, &file, &file_length)
        || !clua_writer_text(&S->writer, 1, &bytes, &byte_length)) {
        return luaL_error(L, "not enough memory");
    }
    lua_settop(L, 2);
    lua_pushliteral(L, "@");
    lua_pushlstring(L, file, file_length);
    lua_concat(L, 2); // 3: one file has one value, by whatever name it is required
    lua_pushvalue(L, 3);
    if (!loaded_value(L, 2, name)) {
        push_chunk(L, file, file_length, bytes, byte_length);
        run_module(L, 2, 3);
        keep_module(L, 2, 3);
    }
    keep_module(L, 2, 1);
    return 1;
}
