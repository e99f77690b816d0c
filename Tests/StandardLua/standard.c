#include "StandardLua.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

char *standard_lua_run(const char *chunk, size_t chunk_length, const char *name, size_t *length) {
    lua_State *L = luaL_newstate();
    if (L == NULL) return NULL;
    luaL_openlibs(L);
    if (luaL_loadbufferx(L, chunk, chunk_length, name, "t") == LUA_OK) lua_pcall(L, 0, 1, 0);
    const char *answer = lua_tolstring(L, -1, length);
    char *copy = answer != NULL ? malloc(*length + 1) : NULL;
    if (copy != NULL) memcpy(copy, answer, *length + 1);
    lua_close(L);
    return copy;
}
