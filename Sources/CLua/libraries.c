#include "internal.h"

#include <string.h>

// The sandbox begins with nothing and takes in what stands in these lists.

typedef struct allowed {
    const char *name;
    lua_CFunction own; // NULL: the stock one
} allowed;

static const allowed base_names[] = {
    {"assert", NULL},
    {"error", NULL},
    {"getmetatable", NULL}, // honours __metatable, which every table of ours has
    {"ipairs", NULL},
    {"next", clua_base_next},
    {"pairs", clua_base_pairs},
    {"pcall", NULL},
    {"rawequal", NULL},
    {"rawget", clua_base_rawget},
    {"rawlen", clua_base_rawlen},
    {"require", clua_require},
    {"select", NULL},
    {"setmetatable", clua_base_setmetatable},
    {"tonumber", NULL},
    {"tostring", clua_base_tostring},
    {"type", NULL},
    {"xpcall", clua_base_xpcall},
    {NULL, NULL},
};

static const allowed math_names[] = {
    {"abs", NULL},   {"acos", NULL}, {"asin", NULL},       {"atan", NULL},       {"ceil", NULL},
    {"cos", NULL},   {"deg", NULL},  {"exp", NULL},        {"floor", NULL},      {"fmod", NULL},
    {"huge", NULL},  {"log", NULL},  {"max", NULL},        {"maxinteger", NULL}, {"min", NULL},
    {"mininteger", NULL},            {"modf", NULL},       {"pi", NULL},         {"rad", NULL},
    {"random", clua_math_random},    {"sin", NULL},        {"sqrt", NULL},       {"tan", NULL},
    {"tointeger", NULL},             {"type", NULL},       {"ult", NULL},        {NULL, NULL},
};

static const allowed string_names[] = {
    {"byte", NULL},    {"char", NULL},  {"find", clua_string_find}, {"format", clua_string_format},
    {"gmatch", clua_string_gmatch},     {"gsub", clua_string_gsub}, {"len", NULL},
    {"lower", clua_string_lower},   {"match", clua_string_match},                {"pack", NULL},
    {"packsize", NULL}, {"rep", clua_string_rep}, {"reverse", clua_string_reverse},          {"sub", NULL},
    {"unpack", NULL},  {"upper", clua_string_upper}, {NULL, NULL},
};

static const allowed table_names[] = {
    {"concat", clua_table_concat}, {"insert", clua_table_insert}, {"move", clua_table_move}, {"pack", NULL},
    {"remove", clua_table_remove}, {"sort", clua_table_sort},     {"unpack", clua_table_unpack}, {NULL, NULL},
};

static const allowed utf8_names[] = {
    {"char", NULL}, {"charpattern", NULL}, {"codepoint", NULL}, {"codes", NULL},
    {"len", NULL},  {"offset", NULL},      {NULL, NULL},
};

static const allowed os_names[] = {
    {"clock", NULL}, {"date", clua_os_date}, {"time", clua_os_time}, {NULL, NULL},
};

static const struct {
    const char *name;
    lua_CFunction open;
    const allowed *names;
} libraries[] = {
    {"math", luaopen_math, math_names},    {"string", luaopen_string, string_names},
    {"table", luaopen_table, table_names}, {"utf8", luaopen_utf8, utf8_names},
    {"os", luaopen_os, os_names},
};

// What standard Lua has and rules do not, why, and what to use. Reading one raises this.
static const struct {
    const char *library; // NULL: a global
    const char *name;
    const char *advice;
} dropped[] = {
    // Ways to the machine: files, processes, the environment.
    {NULL, "io", "rules read no files; use list(\"lists/…\")"},
    {NULL, "dofile", "use require(\"…\")"},
    {NULL, "loadfile", "use require(\"…\")"},
    {NULL, "package", "use require(\"…\")"},
    {"os", "execute", "rules start no programs"},
    {"os", "exit", "return from check instead"},
    {"os", "getenv", "rules see no environment"},
    {"os", "remove", "rules touch no files"},
    {"os", "rename", "rules touch no files"},
    {"os", "tmpname", "rules touch no files"},
    {"os", "setlocale", "the locale is always C"},
    {"os", "difftime", "subtract the times"},
    // Ways around the sandbox: code from text or bytes, the inside of functions, tables behind their metatables.
    {NULL, "load", "write the code in the file"},
    {NULL, "loadstring", "write the code in the file"},
    {NULL, "debug", "it would open the sandbox"},
    {NULL, "rawset", "assign with t[k] = v"},
    {NULL, "_G", "each file has globals of its own; use their names"},
    {"string", "dump", "compiled Lua is never run"},
    // Ways out of the budget: its hook watches one coroutine only, and collections take as long as they take.
    {NULL, "coroutine", "use a function with a loop"},
    {NULL, "collectgarbage", "memory is looked after"},
    // Ways to answers that differ from run to run, or into the output.
    {"math", "randomseed", "math.random is seeded by the comment"},
    {NULL, "print", "use log(…)"},
    {NULL, "warn", "use log(…)"},
};

// __index at the end of a chain. Upvalues: name -> advice, the prefix ("os." or "").
static int explain_dropped(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) return 1;
    clua_raise(
        L, "%s%s is not available to rules; %s", lua_tostring(L, lua_upvalueindex(2)), lua_tostring(L, 2),
        lua_tostring(L, 3));
}

// Pushes the metatable that explains what was dropped from a library, or from the globals where it is NULL.
static void push_dropped_metatable(lua_State *L, const char *library) {
    lua_createtable(L, 0, 2);
    lua_newtable(L);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        const char *from = dropped[i].library;
        if ((from == NULL) != (library == NULL) || (from != NULL && strcmp(from, library) != 0)) continue;
        lua_pushstring(L, dropped[i].advice);
        lua_setfield(L, -2, dropped[i].name);
    }
    if (library == NULL) lua_pushliteral(L, "");
    else lua_pushfstring(L, "%s.", library);
    lua_pushcclosure(L, explain_dropped, 2);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

// Copies what is allowed from the table at `from` into the one at `to`.
static void take(lua_State *L, const allowed *names, int from, int to) {
    for (; names->name != NULL; names++) {
        if (names->own != NULL) lua_pushcfunction(L, names->own);
        else lua_getfield(L, from, names->name);
        lua_setfield(L, to, names->name);
    }
}

static int library_read_only(lua_State *L) {
    clua_raise(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

// Pushes a read-only face of the library at `real`: the virtual machine reads through __index, `pairs` by the data key.
static void push_library_proxy(lua_State *L, const char *name, int real) {
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, real);
    lua_rawsetp(L, -2, &clua_data_key);
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, real);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, library_read_only, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

// Keeps a library function that one of ours ends in.
static void keep_stock(lua_State *L, int library, const char *name, int slot) {
    if (lua_getfield(L, library, name) == LUA_TFUNCTION) lua_rawseti(L, LUA_REGISTRYINDEX, slot);
    else lua_pop(L, 1);
}

static void open_library(lua_State *L, size_t which, int globals) {
    const char *name = libraries[which].name;
    int top = lua_gettop(L);
    lua_pushcfunction(L, libraries[which].open);
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
    keep_stock(L, top + 1, "format", REGISTRY_STOCK_FORMAT);
    lua_newtable(L);
    take(L, libraries[which].names, top + 1, top + 2);
    push_dropped_metatable(L, name);
    lua_setmetatable(L, top + 2);
    if (libraries[which].open == luaopen_string) {
        // Methods of strings: ("x"):rep(2) reads the real table, and nobody sees the metatable.
        lua_pushliteral(L, "");
        lua_getmetatable(L, -1);
        lua_pushvalue(L, top + 2);
        lua_setfield(L, -2, "__index");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_pop(L, 2);
    }
    push_library_proxy(L, name, top + 2);
    lua_setfield(L, globals, name);
    lua_settop(L, top);
}

void clua_open_libraries(lua_State *L) {
    lua_settop(L, 0);
    lua_newtable(L); // 1: what environments begin with
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    take(L, base_names, 2, 1);
    lua_settop(L, 1);
    // The stock library has filled the state's globals; no chunk ever sees them.
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) open_library(L, i, 1);
    lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_GLOBALS);
    push_dropped_metatable(L, NULL);
    lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_DROPPED);
    clua_open_lists(L);
}
