#define _GNU_SOURCE // memmem
#include "pattern.h"

// string.find, match, gmatch and gsub.

// Leaves the captures as they are: a match sets those that it has.
static void set_matcher(matcher *m, lua_State *L, const pattern *made, const char *subject, size_t length) {
    m->L = L;
    m->S = clua_of(L);
    m->pattern = made;
    m->start = subject;
    m->end = subject + length;
    m->escape = NULL;
}

// Pushes a capture by its number from 0. Without any the whole match is the first.
static void push_capture(matcher *m, int number, const char *start, const char *end) {
    const pattern *made = m->pattern;
    if (number >= made->capture_count) {
        if (number > 0) luaL_error(m->L, "invalid capture index %%%d", number + 1);
        lua_pushlstring(m->L, start, (size_t)(end - start));
        return;
    }
    if (made->unfinished >> number & 1) luaL_error(m->L, "unfinished capture");
    capture held = m->captures[number];
    if (held.length == CAPTURE_POSITION) lua_pushinteger(m->L, held.start - m->start + 1);
    else lua_pushlstring(m->L, held.start, (size_t)held.length);
}

static int push_captures(matcher *m, const char *start, const char *end, bool or_whole) {
    int count = m->pattern->capture_count == 0 && or_whole ? 1 : m->pattern->capture_count;
    luaL_checkstack(m->L, count, "too many captures");
    for (int number = 0; number < count; number++) push_capture(m, number, start, end);
    return count;
}

// The offset at which argument `index` says to begin: from 1, or negative from the end. May lie beyond the end.
static size_t offset_of(lua_State *L, int index, size_t length) {
    lua_Integer position = luaL_optinteger(L, index, 1);
    if (position > 0) return (size_t)position - 1;
    if (position == 0 || position < -(lua_Integer)length) return 0;
    return length - (size_t)-position;
}

static int find_plain(
    lua_State *L, const char *subject, size_t length, const char *text, size_t text_length, size_t offset
) {
    const char *found = memmem(subject + offset, length - offset, text, text_length);
    if (found == NULL) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - subject + 1);
    lua_pushinteger(L, found - subject + (lua_Integer)text_length);
    return 2;
}

static int search(lua_State *L, bool is_find) {
    size_t length, text_length;
    const char *subject = luaL_checklstring(L, 1, &length), *text = luaL_checklstring(L, 2, &text_length);
    size_t offset = offset_of(L, 3, length);
    if (offset > length) {
        lua_pushnil(L);
        return 1;
    }
    if (is_find && lua_toboolean(L, 4)) return find_plain(L, subject, length, text, text_length, offset);
    const pattern *made = clua_find_pattern(L, 2, text, text_length);
    if (is_find && made->is_plain) return find_plain(L, subject, length, text, text_length, offset);
    matcher m;
    set_matcher(&m, L, made, subject, length);
    const char *end, *start = clua_search(&m, subject + offset, &end);
    if (start == NULL) {
        lua_pushnil(L);
        return 1;
    }
    if (!is_find) return push_captures(&m, start, end, true);
    lua_pushinteger(L, start - subject + 1);
    lua_pushinteger(L, end - subject);
    return push_captures(&m, start, end, false) + 2;
}

int clua_string_find(lua_State *L) { return search(L, true); }
int clua_string_match(lua_State *L) { return search(L, false); }

// A match that takes longer is left to Lua, where its time is watched.
enum { QUICK_STEPS = 10000 };

int clua_try_match(clua_state *S, const pattern *made, const char *subject, size_t length) {
    matcher m;
    jmp_buf escape;
    const char *end;
    if (made->unfinished != 0) return -1;
    set_matcher(&m, S->L, made, subject, length);
    m.escape = &escape;
    S->steps = QUICK_STEPS;
    S->poll_at = 0;
    if (setjmp(escape) != 0) return -1;
    return clua_search(&m, subject, &end) != NULL;
}

// Upvalues: the subject, the pattern taken apart, where to go on, where the last match ended (-1: there was none).
static int next_match(lua_State *L) {
    size_t length;
    const char *subject = lua_tolstring(L, lua_upvalueindex(1), &length);
    const pattern *made = lua_touserdata(L, lua_upvalueindex(2));
    lua_Integer from = lua_tointeger(L, lua_upvalueindex(3)), last = lua_tointeger(L, lua_upvalueindex(4));
    matcher m;
    set_matcher(&m, L, made, subject, length);
    while (from <= (lua_Integer)length) {
        const char *end, *start = clua_search(&m, subject + from, &end);
        if (start == NULL) break;
        from = start - subject + 1;
        // An empty match right behind the last one is part of it.
        if (end - subject == last) continue;
        for (int upvalue = 3; upvalue <= 4; upvalue++) {
            lua_pushinteger(L, end - subject);
            lua_replace(L, lua_upvalueindex(upvalue));
        }
        return push_captures(&m, start, end, true);
    }
    return 0;
}

int clua_string_gmatch(lua_State *L) {
    size_t length, text_length;
    luaL_checklstring(L, 1, &length);
    const char *text = luaL_checklstring(L, 2, &text_length);
    size_t offset = offset_of(L, 3, length);
    if (offset > length) offset = length + 1;
    lua_settop(L, 2);
    lua_pushvalue(L, 1);
    if (text_length > 0 && *text == '^') clua_compile_pattern(L, text, text_length, false);
    else clua_hold_pattern(L, clua_find_pattern(L, 2, text, text_length), text);
    lua_pushinteger(L, (lua_Integer)offset);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}

// Adds the text at 3 with its captures filled in.
static void add_text(matcher *m, luaL_Buffer *buffer, const char *start, const char *end) {
    size_t length;
    const char *text = lua_tolstring(m->L, 3, &length), *last = text + length;
    for (const char *mark; (mark = memchr(text, '%', (size_t)(last - text))) != NULL; text = mark + 2) {
        luaL_addlstring(buffer, text, (size_t)(mark - text));
        char next = mark + 1 < last ? mark[1] : 0;
        if (next == '%') {
            luaL_addchar(buffer, '%');
        } else if (next == '0') {
            luaL_addlstring(buffer, start, (size_t)(end - start));
        } else if (next >= '1' && next <= '9') {
            push_capture(m, next - '1', start, end);
            luaL_addvalue(buffer);
        } else {
            luaL_error(m->L, "invalid use of '%%' in replacement string");
        }
    }
    luaL_addlstring(buffer, text, (size_t)(last - text));
}

// Adds what stands for a match; `false` where the match stays.
static bool add_replacement(matcher *m, luaL_Buffer *buffer, const char *start, const char *end, int type) {
    lua_State *L = m->L;
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_text(m, buffer, start, end);
        return true;
    }
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(m, start, end, true), 1);
    } else {
        push_capture(m, 0, start, end);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(buffer, start, (size_t)(end - start));
        return false;
    }
    if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(buffer);
    return true;
}

int clua_string_gsub(lua_State *L) {
    size_t length, text_length;
    const char *subject = luaL_checklstring(L, 1, &length), *text = luaL_checklstring(L, 2, &text_length);
    int type = lua_type(L, 3);
    luaL_argexpected(
        L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
        "string/function/table");
    lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
    lua_settop(L, 3);
    if (type == LUA_TNUMBER) lua_tolstring(L, 3, NULL);
    const pattern *made = clua_find_pattern(L, 2, text, text_length);
    clua_hold_pattern(L, made, text); // what replaces may look for others
    matcher m;
    set_matcher(&m, L, made, subject, length);
    const char *at = subject, *last = NULL, *end;
    bool is_changed = false;
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (count < limit) {
        const char *start = clua_search(&m, at, &end);
        if (start == NULL) break;
        luaL_addlstring(&buffer, at, (size_t)(start - at));
        at = start;
        if (end != last) {
            count++;
            if (add_replacement(&m, &buffer, start, end, type)) is_changed = true;
            at = last = end;
        } else if (at < m.end) {
            luaL_addchar(&buffer, *at++);
        } else {
            break;
        }
        if (made->is_anchored) break;
    }
    if (is_changed) {
        luaL_addlstring(&buffer, at, (size_t)(m.end - at));
        luaL_pushresult(&buffer);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}
