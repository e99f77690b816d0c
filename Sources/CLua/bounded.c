#include "internal.h"

#include <ctype.h>
#include <string.h>

// Library functions of which the stock ones can loop for as long as a rule likes without an instruction of Lua, where no
// hook fires: `("").rep(1e15)`, `table.move({}, 1, 1e15, 2)`, or anything over a table whose `__len` or `__index` is a
// C function. They do what the manual says (6.4, 6.6) and count their steps.

int clua_string_rep(lua_State *L) {
    size_t length, separator_length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &separator_length);
    size_t each = length + separator_length;
    if (count <= 0 || each == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (each < length || (size_t)count > (size_t)PTRDIFF_MAX / each) luaL_error(L, "resulting string too large");
    luaL_Buffer buffer;
    size_t total = (size_t)count * each - separator_length;
    char *to = luaL_buffinitsize(L, &buffer, total);
    for (lua_Integer i = 0; i < count; i++) {
        clua_take_steps(L, 1);
        memcpy(to, text, length);
        to += length;
        if (separator_length > 0 && i + 1 < count) {
            memcpy(to, separator, separator_length);
            to += separator_length;
        }
    }
    luaL_pushresultsize(&buffer, total);
    return 1;
}

static void check_table(lua_State *L, int index) { luaL_checktype(L, index, LUA_TTABLE); }

// Tables of the program's own are read-only, whatever way they would be changed.
static void check_changeable(lua_State *L, int index) {
    check_table(L, index);
    if (lua_rawgetp(L, index, &clua_data_key) != LUA_TNIL) {
        clua_raise(L, "this table is read-only; copy what you want to change");
    }
    lua_pop(L, 1);
}

int clua_table_insert(lua_State *L) {
    check_changeable(L, 1);
    lua_Integer end = (lua_Integer)((lua_Unsigned)luaL_len(L, 1) + 1), position = end;
    switch (lua_gettop(L)) {
    case 2: break;
    case 3:
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1 < (lua_Unsigned)end, 2, "position out of bounds");
        for (lua_Integer i = end; i > position; i--) {
            clua_take_steps(L, 1);
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
        }
        break;
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, position);
    return 0;
}

int clua_table_remove(lua_State *L) {
    check_changeable(L, 1);
    lua_Integer size = luaL_len(L, 1), position = luaL_optinteger(L, 2, size);
    if (position != size) {
        luaL_argcheck(L, (lua_Unsigned)position - 1 <= (lua_Unsigned)size, 2, "position out of bounds");
    }
    lua_geti(L, 1, position);
    for (; position < size; position++) {
        clua_take_steps(L, 1);
        lua_geti(L, 1, position + 1);
        lua_seti(L, 1, position);
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

int clua_table_move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1);
    check_changeable(L, target);
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        // Backwards where the target lies behind the source in the same table.
        bool forward = to > last || to <= first || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ));
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer offset = forward ? i : count - 1 - i;
            clua_take_steps(L, 1);
            lua_geti(L, 1, first + offset);
            lua_seti(L, target, to + offset);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static void add_part(lua_State *L, luaL_Buffer *buffer, lua_Integer at) {
    clua_take_steps(L, 1);
    lua_geti(L, 1, at);
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid value (at index %I) in table for 'concat'", (LUAI_UACINT)at);
    }
    luaL_addvalue(buffer);
}

int clua_table_concat(lua_State *L) {
    check_table(L, 1);
    size_t length;
    const char *separator = luaL_optlstring(L, 2, "", &length);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    lua_Integer last = lua_isnoneornil(L, 4) ? luaL_len(L, 1) : luaL_checkinteger(L, 4);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (; first < last; first++) {
        add_part(L, &buffer, first);
        luaL_addlstring(&buffer, separator, length);
    }
    if (first == last) add_part(L, &buffer, first);
    luaL_pushresult(&buffer);
    return 1;
}

int clua_table_unpack(lua_State *L) {
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
    if (first > last) return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first;
    if (count >= INT32_MAX || !lua_checkstack(L, (int)count + 1)) return luaL_error(L, "too many results to unpack");
    for (lua_Unsigned i = 0; i <= count; i++) {
        clua_take_steps(L, 1);
        lua_geti(L, 1, (lua_Integer)((lua_Unsigned)first + i));
    }
    return (int)count + 1;
}

// Whether the values on top are out of order: the second must come before the first. Pops them.
static bool is_out_of_order(lua_State *L, bool has_function) {
    bool answer;
    clua_take_steps(L, 1);
    if (has_function) {
        lua_pushvalue(L, 2);
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -4);
        lua_call(L, 2, 1);
        answer = lua_toboolean(L, -1);
        lua_pop(L, 3);
    } else {
        answer = lua_compare(L, -1, -2, LUA_OPLT);
        lua_pop(L, 2);
    }
    return answer;
}

// Merges two runs that follow each other from one table into another.
static void merge(
    lua_State *L, int from, int to, lua_Integer start, lua_Integer middle, lua_Integer end, bool has_function
) {
    for (lua_Integer left = start, right = middle, at = start; at < end; at++) {
        bool takes_left = left < middle;
        if (takes_left && right < end) {
            lua_rawgeti(L, from, left + 1);
            lua_rawgeti(L, from, right + 1);
            takes_left = !is_out_of_order(L, has_function);
        }
        lua_rawgeti(L, from, takes_left ? ++left : ++right);
        lua_rawseti(L, to, at + 1);
    }
}

// A merge sort: equal elements keep their order, and the same comparisons are made in every run. The stock sort takes
// a pivot by the clock.
int clua_table_sort(lua_State *L) {
    check_changeable(L, 1);
    lua_Integer count = luaL_len(L, 1);
    if (count < 2) return 0;
    luaL_argcheck(L, count < INT32_MAX, 1, "array too big");
    bool has_function = !lua_isnoneornil(L, 2);
    if (has_function) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    int from = 3, to = 4;
    lua_newtable(L);
    lua_newtable(L);
    for (lua_Integer i = 1; i <= count; i++) {
        clua_take_steps(L, 1);
        lua_geti(L, 1, i);
        lua_rawseti(L, from, i);
    }
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer start = 0; start < count; start += 2 * width) {
            lua_Integer middle = start + width < count ? start + width : count;
            merge(L, from, to, start, middle, middle + width < count ? middle + width : count, has_function);
        }
        from = 7 - from;
        to = 7 - to;
    }
    for (lua_Integer i = 1; i <= count; i++) {
        clua_take_steps(L, 1);
        lua_rawgeti(L, from, i);
        lua_seti(L, 1, i);
    }
    return 0;
}

// What `xpcall` calls where an error was raised. Upvalue: the rule's own handler. Lua runs handlers without hooks where
// a hook has raised, so that after a spent budget the rule's own must not run.
static int guarded_handler(lua_State *L) {
    if (clua_of(L)->spent != SPENT_NOTHING) return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

int clua_base_xpcall(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, guarded_handler, 1);
    lua_replace(L, 2);
    lua_pushvalue(L, 1);
    lua_insert(L, 3); // function, handler, function, arguments
    bool succeeded = lua_pcall(L, count - 2, LUA_MULTRET, 2) == LUA_OK;
    lua_pushboolean(L, succeeded);
    lua_replace(L, 2);
    return lua_gettop(L) - 1;
}

// The string of which another one of the same length is made, for which the work is counted: four bytes take about as
// long as a step of the others.
static const char *counted_string(lua_State *L, size_t *length) {
    const char *text = luaL_checklstring(L, 1, length);
    clua_take_steps(L, *length / 4);
    return text;
}

static int map_bytes(lua_State *L, int (*map)(int)) {
    size_t length;
    const char *text = counted_string(L, &length);
    luaL_Buffer buffer;
    char *result = luaL_buffinitsize(L, &buffer, length);
    for (size_t i = 0; i < length; i++) result[i] = (char)map((unsigned char)text[i]);
    luaL_pushresultsize(&buffer, length);
    return 1;
}

int clua_string_lower(lua_State *L) { return map_bytes(L, tolower); }

int clua_string_upper(lua_State *L) { return map_bytes(L, toupper); }

int clua_string_reverse(lua_State *L) {
    size_t length;
    const char *text = counted_string(L, &length);
    luaL_Buffer buffer;
    char *result = luaL_buffinitsize(L, &buffer, length);
    for (size_t i = 0; i < length; i++) result[i] = text[length - 1 - i];
    luaL_pushresultsize(&buffer, length);
    return 1;
}
