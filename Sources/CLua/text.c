#include "internal.h"

#include <string.h>

// Where the stock library would show an address, or open a door.

// Like luaL_tolstring, but a value without text of its own is only named.
void clua_push_text(lua_State *L, int index) {
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1)) clua_raise(L, "'__tostring' must return a string");
        return;
    }
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: luaL_tolstring(L, index, NULL); break;
    default: {
        int type = luaL_getmetafield(L, index, "__name");
        if (type == LUA_TSTRING) return;
        if (type != LUA_TNIL) lua_pop(L, 1);
        lua_pushstring(L, luaL_typename(L, index));
    }
    }
}

int clua_base_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    clua_push_text(L, 1);
    return 1;
}

int clua_base_setmetatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        clua_raise(L, "the metatable of this table is locked; wrap it in a table of your own");
    }
    lua_settop(L, 2);
    if (type == LUA_TTABLE) {
        // Finalisers would run outside every budget, and when a weak entry goes differs from run to run.
        static const char *const refused[] = {"__gc", "__mode"};
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            lua_pushstring(L, refused[i]);
            if (lua_rawget(L, 2) != LUA_TNIL) {
                clua_raise(L, "%s is not available to rules; memory is looked after", refused[i]);
            }
            lua_pop(L, 1);
        }
    }
    lua_setmetatable(L, 1);
    return 1;
}

// Replaces what would print an address, then lets the stock function do the rest in this very call, so that its
// messages name the right argument and function.
int clua_string_format(lua_State *L) {
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length);
    int argument = 1, top = lua_gettop(L);
    for (const char *at = format, *end = format + length; at < end; at++) {
        if (*at != '%') continue;
        if (++at < end && *at == '%') continue;
        argument++;
        while (at < end && strchr("-+ #0123456789.", *at) != NULL && *at != 0) at++;
        if (at >= end) break;
        if (*at == 'p') clua_raise(L, "the format %%p is not available to rules; addresses differ from run to run");
        if (*at != 's' || argument > top) continue;
        int type = lua_type(L, argument);
        if (type == LUA_TTABLE || type == LUA_TUSERDATA || type == LUA_TFUNCTION) {
            clua_push_text(L, argument);
            lua_replace(L, argument);
        }
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_STOCK_FORMAT);
    lua_CFunction stock = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    return stock(L);
}

// How many letters must change to make one word the other: insert, delete, replace or swap neighbours.
enum { WORD_LIMIT = 40 };

static int distance(const char *a, size_t n, const char *b, size_t m) {
    int rows[3][WORD_LIMIT + 1];
    for (size_t j = 0; j <= m; j++) rows[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two_above[j - 2] + 1 < best) {
                best = two_above[j - 2] + 1;
            }
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

// The name in a list that was probably meant, or NULL. A third of the letters may be wrong, and at least one.
const char *clua_nearest(lua_State *L, int names, const char *word, size_t length) {
    const char *nearest = NULL;
    if (length > WORD_LIMIT) return NULL;
    int least = length < 3 ? 2 : (int)length / 3 + 1;
    for (lua_Integer i = 1; lua_rawgeti(L, names, i) == LUA_TSTRING; i++) {
        size_t other;
        const char *name = lua_tolstring(L, -1, &other);
        lua_pop(L, 1); // the list holds it
        if (other > WORD_LIMIT) continue;
        int found = distance(word, length, name, other);
        if (found < least) {
            least = found;
            nearest = name;
        }
    }
    lua_pop(L, 1);
    return nearest;
}
