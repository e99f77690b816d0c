#include "internal.h"

#include <stdlib.h>
#include <string.h>

// A record is an empty proxy. A kind's own record, which the host opens with each comment, answers from what the host
// has said in this opening: numbers and the like without a table, the rest from a list that is emptied afterwards. One
// that was handed out has a memo table as its metatable's __index, which the virtual machine reads without calling C;
// only a field that is not in the memo reaches C, by the memo's own metatable. `fields.c` has what answers.

const char clua_record_key = 0;

// What REGISTRY_RECORDS keeps for each kind.
enum { SHARED_NEWINDEX = 1, SHARED_PAIRS, SHARED_NAME, SHARED_MEMO_METATABLE, SHARED_LAST = SHARED_MEMO_METATABLE };

// In a metatable clua_record_key leads to: an integer, alive (negative: the kind's own record, -kind - 1; else an
// instance, kind * 2^32 + instance), or a closed record's kind as a float.

static int read_only(lua_State *L) {
    clua_raise(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

static int no_pairs(lua_State *L) {
    clua_raise(L, "%s can't be walked; name the fields you want", lua_tostring(L, lua_upvalueindex(1)));
}

// Pushes a proxy whose metatable reads by `index`, and below it the metatable. `shared` is what the kind's records share.
static void push_proxy(lua_State *L, int index, int shared, lua_Integer mark) {
    static const struct {
        const char *name;
        int from;
    } entries[] = {{"__newindex", SHARED_NEWINDEX}, {"__pairs", SHARED_PAIRS}, {"__name", SHARED_NAME}};
    lua_createtable(L, 0, 8);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        lua_rawgeti(L, shared, entries[i].from);
        lua_setfield(L, -2, entries[i].name);
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, index);
    lua_setfield(L, -2, "__index");
    lua_pushinteger(L, mark);
    lua_rawsetp(L, -2, &clua_record_key);
    lua_newtable(L);
    lua_pushvalue(L, -2);
    lua_setmetatable(L, -2);
}

void clua_push_record(lua_State *L, clua_state *S, int32_t kind, int32_t instance) {
    const record_kind *record = kind >= 0 && kind < KIND_LIMIT ? S->records[kind] : NULL;
    if (record == NULL) clua_raise(L, "the host wrote a record of an unknown kind");
    luaL_checkstack(L, 8, NULL);
    if (record->alive && record->instance == instance) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_PROXIES);
        lua_rawgeti(L, -1, kind);
        lua_remove(L, -2);
        return;
    }
    int base = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_RECORDS);
    lua_rawgeti(L, base + 1, kind);
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, instance);
    lua_rawsetp(L, -2, &clua_record_key);
    lua_rawgeti(L, base + 2, SHARED_MEMO_METATABLE);
    lua_setmetatable(L, -2);
    push_proxy(L, base + 3, base + 2, (lua_Integer)kind << 32 | (uint32_t)instance);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_INSTANCES);
    lua_pushvalue(L, base + 4);
    lua_rawseti(L, -2, S->instance_count + 1);
    S->instance_count++;
    lua_pop(L, 1);
    lua_replace(L, base + 1);
    lua_settop(L, base + 1);
}

int clua_to_record(lua_State *L, int index, int32_t *kind, int32_t *instance) {
    if (!lua_checkstack(L, 2) || !lua_getmetatable(L, index)) return 0;
    int type = lua_rawgetp(L, -1, &clua_record_key);
    bool closed = type == LUA_TNUMBER && !lua_isinteger(L, -1);
    lua_Integer mark = closed ? (lua_Integer)lua_tonumber(L, -1) : lua_tointeger(L, -1);
    lua_pop(L, 2);
    if (type != LUA_TNUMBER) return 0;
    *instance = 0;
    if (closed) {
        *kind = (int32_t)mark;
        return -1;
    }
    if (mark < 0) {
        const record_kind *record = clua_of(L)->records[-mark - 1];
        *kind = (int32_t)(-mark - 1);
        *instance = record->instance;
        return record->alive ? 1 : -1;
    }
    *kind = (int32_t)(mark >> 32);
    *instance = (int32_t)(uint32_t)mark;
    return 1;
}

// Lets go of what a kind's own record has kept. Runs unprotected, so it may only overwrite what is there.
static void forget(clua_state *S, record_kind *record) {
    lua_State *L = S->L;
    record->opening++;
    if (record->kept_count == 0) return;
    lua_settop(L, SLOT_LAST);
    lua_rawgeti(L, SLOT_VALUES, record->kind);
    for (; record->kept_count > 0; record->kept_count--) {
        lua_pushnil(L);
        lua_rawseti(L, SLOT_LAST + 1, record->kept[record->kept_count - 1]);
    }
    lua_settop(L, SLOT_LAST);
}

void clua_begin(clua_state *S, int32_t kind, int32_t instance) {
    record_kind *record = kind >= 0 && kind < KIND_LIMIT ? S->records[kind] : NULL;
    if (record == NULL || S->running) return;
    if (record->alive) S->session++;
    forget(S, record);
    record->instance = instance;
    record->alive = true;
}

static int renew_instances(lua_State *L) {
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_INSTANCES);
    return 0;
}

// Closes what was handed out: its metatable now leads to an error. Overwrites only, like `forget`.
static void close_instances(clua_state *S) {
    lua_State *L = S->L;
    lua_settop(L, SLOT_LAST);
    for (int32_t i = 1; i <= S->instance_count; i++) {
        lua_rawgeti(L, SLOT_INSTANCES, i);
        lua_pushvalue(L, SLOT_INDEX);
        lua_pushvalue(L, SLOT_DEAD);
        lua_rawset(L, SLOT_LAST + 1);
        lua_rawgetp(L, SLOT_LAST + 1, &clua_record_key);
        lua_Integer kind = lua_tointeger(L, -1) >> 32;
        lua_pop(L, 1);
        lua_pushnumber(L, (lua_Number)kind);
        lua_rawsetp(L, SLOT_LAST + 1, &clua_record_key);
        lua_settop(L, SLOT_LAST);
        lua_pushnil(L);
        lua_rawseti(L, SLOT_INSTANCES, i);
    }
    // A hostile rule may have grown the list: give its memory back, if there is room for a new one.
    if (S->instance_count > 1024 && clua_protect_function(S, renew_instances, NULL) == CLUA_OK) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_INSTANCES);
        lua_replace(L, SLOT_INSTANCES);
    }
    S->instance_count = 0;
}

void clua_end(clua_state *S) {
    if (S->running) return;
    S->session++;
    for (int32_t kind = 0; kind < S->record_limit; kind++) {
        record_kind *record = S->records[kind];
        if (record == NULL || !record->alive) continue;
        forget(S, record);
        record->alive = false;
    }
    if (S->instance_count > 0) close_instances(S);
    lua_settop(S->L, SLOT_LAST);
    // What one comment took must not be missing for the next.
    if (S->used > S->settled + SETTLED_MARGIN) clua_settle(S);
}

// Definition

static int define_record(lua_State *L) {
    clua_state *S = clua_of(L);
    int32_t kind = *(const int32_t *)lua_touserdata(L, 1);
    record_kind *record = S->records[kind];
    lua_createtable(L, record->field_count, 0); // 2: field -> name
    lua_createtable(L, 0, record->field_count); // 3: name -> field
    for (int32_t field = 0; field < record->field_count; field++) {
        const char *name = "";
        size_t length = 0;
        clua_writer_text(&S->writer, (size_t)field + 1, &name, &length);
        lua_pushlstring(L, name, length);
        clua_names_add(&record->names, lua_topointer(L, -1), field);
        lua_pushvalue(L, -1);
        lua_rawseti(L, 2, (lua_Integer)field + 1);
        lua_pushinteger(L, field);
        lua_rawset(L, 3);
    }
    lua_createtable(L, SHARED_LAST, 0); // 4: what its records share
    lua_pushstring(L, record->name);
    lua_pushcclosure(L, read_only, 1);
    lua_rawseti(L, 4, SHARED_NEWINDEX);
    lua_pushstring(L, record->name);
    lua_pushcclosure(L, no_pairs, 1);
    lua_rawseti(L, 4, SHARED_PAIRS);
    lua_pushstring(L, record->name);
    lua_rawseti(L, 4, SHARED_NAME);
    lua_createtable(L, record->field_count + 1, 0); // 5: the values kept of its own record
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_EMPTY);
    lua_rawseti(L, 5, clua_place_of_empty(record));
    lua_createtable(L, 0, 1);
    clua_push_reader(L, record, false, 2, 3, 5);
    lua_setfield(L, -2, "__index");
    lua_rawseti(L, 4, SHARED_MEMO_METATABLE);
    clua_push_reader(L, record, true, 2, 3, 5); // 6
    push_proxy(L, 6, 4, -(lua_Integer)kind - 1); // 7: metatable, 8: proxy
    static const struct {
        int table, value;
    } kept[] = {{REGISTRY_RECORDS, 4}, {REGISTRY_VALUES, 5}, {REGISTRY_PROXIES, 8}};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, kept[i].table);
        lua_pushvalue(L, kept[i].value);
        lua_rawseti(L, -2, kind);
        lua_pop(L, 1);
    }
    return 0;
}

int clua_define_record(clua_state *S, int32_t kind) {
    const char *name;
    size_t length;
    if (kind < 0 || kind >= KIND_LIMIT || S->records[kind] != NULL) {
        return clua_fail(S, CLUA_RUNTIME, "the kind of record is out of range or taken");
    }
    if (S->writer.failed) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    if (!clua_writer_text(&S->writer, 0, &name, &length)) return clua_fail(S, CLUA_RUNTIME, "a record needs a name");
    record_kind *record = calloc(1, sizeof *record);
    if (record == NULL) return clua_fail(S, CLUA_MEMORY, "not enough memory");
    S->records[kind] = record;
    if (kind >= S->record_limit) S->record_limit = kind + 1;
    record->kind = kind;
    record->opening = 1;
    record->field_count = (int32_t)S->writer.count - 1;
    record->name = clua_copy_text(name, length);
    size_t count = (size_t)record->field_count + 1;
    record->kept = calloc(count, sizeof *record->kept);
    record->answers = calloc(count, sizeof *record->answers);
    bool named = clua_names_open(&record->names, count);
    if (!named || record->name == NULL || record->kept == NULL || record->answers == NULL) {
        return clua_fail(S, CLUA_MEMORY, "not enough memory");
    }
    return clua_protect_function(S, define_record, &kind);
}
