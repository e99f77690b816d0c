#include "internal.h"

#include <stdlib.h>
#include <string.h>

// A record is an empty proxy. Its metatable's __index is the memo table, which the virtual machine reads without
// calling C; only a field that is not in the memo reaches `read_field`, by the memo's own metatable.

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

static _Noreturn void unknown_field(lua_State *L, const record_kind *record, int names) {
    if (lua_type(L, 2) != LUA_TSTRING) {
        clua_raise(L, "%s has named fields only, not a %s for a key", record->name, luaL_typename(L, 2));
    }
    size_t length;
    const char *field = lua_tolstring(L, 2, &length);
    const char *meant = clua_nearest(L, names, field, length);
    if (meant == NULL) clua_raise(L, "%s has no field \"%s\"", record->name, field);
    clua_raise(L, "%s has no field \"%s\"; did you mean \"%s\"?", record->name, field, meant);
}

// The field that the key at 2 names. The function's upvalues: the kind's record_kind, name -> field, field -> name.
static int32_t field_of_key(lua_State *L, const record_kind *record) {
    int32_t field = clua_names_find(&record->names, lua_topointer(L, 2));
    if (field >= 0) return field;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNUMBER) unknown_field(L, record, lua_upvalueindex(3));
    field = (int32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return field;
}

static void ask_host(lua_State *L, clua_state *S, const record_kind *record, int32_t field, int32_t instance) {
    clua_writer_clear(&S->writer);
    if (S->host.field(S->host.context, field, record->kind, instance) != CLUA_ANSWERED) clua_raise_refusal(L);
}

// Keeps the value at 3 in the memo at 1 and returns it.
static int keep_value(lua_State *L) {
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_rawset(L, 1);
    return 1;
}

// The same in the kind's own memo, which has to be emptied again.
static int keep_own_value(lua_State *L, record_kind *record, int32_t field) {
    keep_value(L);
    // Only after it is stored: emptying the memo must never add a key.
    if (record->dirty_count < record->field_count) record->dirty[record->dirty_count++] = (uint32_t)field;
    return 1;
}

// Pushes a value that is as easily pushed again, so that it need not be in the memo: a plain one, an empty table, or
// an own record.
static bool push_easily(lua_State *L, clua_state *S, const clua_node *node) {
    if (clua_push_plain(L, node)) return true;
    if ((node->tag == CLUA_LIST || node->tag == CLUA_MAP) && node->count == 0) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_EMPTY);
        return true;
    }
    if (node->tag != CLUA_RECORD_NODE || node->count >= KIND_LIMIT) return false;
    const record_kind *record = S->records[node->count];
    if (record == NULL || !record->alive || record->instance != (int32_t)node->payload) return false;
    clua_push_record(L, S, record->kind, record->instance);
    return true;
}

// __index of the memo of a kind's own record: (memo, key). What is easily pushed again goes into the memo when it is
// read a second time: mostly it is not, and emptying the memo costs more than another call.
static int read_own_field(lua_State *L) {
    record_kind *record = lua_touserdata(L, lua_upvalueindex(1));
    int32_t field = field_of_key(L, record);
    field_answer *answer = &record->answers[field];
    if (!record->alive) clua_raise(L, "%s can be read only while it is being judged", record->name);
    clua_state *S = clua_of(L);
    if (answer->opening == record->opening && push_easily(L, S, &answer->node)) {
        return answer->node.tag == CLUA_NOTHING ? 1 : keep_own_value(L, record, field);
    }
    ask_host(L, S, record, field, record->instance);
    const clua_node nothing = {CLUA_NOTHING, 0, 0};
    const clua_node *node = S->writer.count > 0 ? S->writer.nodes : &nothing;
    if (!S->writer.failed && push_easily(L, S, node)) {
        answer->opening = record->opening;
        answer->node = *node;
        return 1;
    }
    size_t position = 0;
    clua_push_value(L, S, &position, 0);
    return keep_own_value(L, record, field);
}

// __index of the memo of a record that was handed out.
static int read_field(lua_State *L) {
    const record_kind *record = lua_touserdata(L, lua_upvalueindex(1));
    int32_t field = field_of_key(L, record);
    lua_rawgetp(L, 1, &clua_record_key);
    int32_t instance = (int32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    clua_state *S = clua_of(L);
    ask_host(L, S, record, field, instance);
    size_t position = 0;
    clua_push_value(L, S, &position, 0);
    return lua_isnil(L, 3) ? 1 : keep_value(L);
}

// Pushes a proxy whose metatable reads `memo`, and below it the metatable. `shared` is what the kind's records share.
static void push_proxy(lua_State *L, int memo, int shared, lua_Integer mark) {
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
    lua_pushvalue(L, memo);
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

// Empties a kind's memo. Runs unprotected, so it may only overwrite what is there.
static void forget(clua_state *S, int32_t kind) {
    lua_State *L = S->L;
    record_kind *record = S->records[kind];
    if (record->dirty_count == 0) return;
    lua_settop(L, SLOT_LAST);
    lua_rawgeti(L, SLOT_MEMOS, kind);
    lua_rawgeti(L, SLOT_NAMES, kind);
    for (int32_t i = 0; i < record->dirty_count; i++) {
        lua_rawgeti(L, SLOT_LAST + 2, (lua_Integer)record->dirty[i] + 1);
        lua_pushnil(L);
        lua_rawset(L, SLOT_LAST + 1);
    }
    lua_settop(L, SLOT_LAST);
    record->dirty_count = 0;
}

void clua_begin(clua_state *S, int32_t kind, int32_t instance) {
    record_kind *record = kind >= 0 && kind < KIND_LIMIT ? S->records[kind] : NULL;
    if (record == NULL || S->running) return;
    forget(S, kind);
    record->instance = instance;
    record->opening++;
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
    for (int32_t kind = 0; kind < S->record_limit; kind++) {
        if (S->records[kind] == NULL) continue;
        forget(S, kind);
        S->records[kind]->alive = false;
    }
    if (S->instance_count > 0) close_instances(S);
    lua_settop(S->L, SLOT_LAST);
}

// Definition

// Pushes the metatable of memos that `read` fills. The names by field are at 2, the fields by name at 3.
static void push_memo_metatable(lua_State *L, record_kind *record, lua_CFunction read) {
    lua_createtable(L, 0, 1);
    lua_pushlightuserdata(L, record);
    lua_pushvalue(L, 3);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, read, 3);
    lua_setfield(L, -2, "__index");
}

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
    push_memo_metatable(L, record, read_field);
    lua_rawseti(L, 4, SHARED_MEMO_METATABLE);
    lua_createtable(L, 0, record->field_count); // 5: the memo
    push_memo_metatable(L, record, read_own_field);
    lua_setmetatable(L, 5);
    push_proxy(L, 5, 4, -(lua_Integer)kind - 1); // 6: metatable, 7: proxy
    static const struct {
        int table, value;
    } kept[] = {{REGISTRY_NAMES, 2}, {REGISTRY_RECORDS, 4}, {REGISTRY_MEMOS, 5}, {REGISTRY_PROXIES, 7}};
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
    record->field_count = (int32_t)S->writer.count - 1;
    record->name = clua_copy_text(name, length);
    size_t count = (size_t)record->field_count + 1;
    record->dirty = calloc(count, sizeof *record->dirty);
    record->answers = calloc(count, sizeof *record->answers);
    bool named = clua_names_open(&record->names, count);
    if (!named || record->name == NULL || record->dirty == NULL || record->answers == NULL) {
        return clua_fail(S, CLUA_MEMORY, "not enough memory");
    }
    return clua_protect_function(S, define_record, &kind);
}
