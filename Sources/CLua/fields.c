#include "internal.h"

// Reading the fields of records.

// What the functions that read have for upvalues.
enum { UPVALUE_RECORD = 1, UPVALUE_FIELDS, UPVALUE_NAMES, UPVALUE_VALUES, UPVALUE_PROXIES };

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

// The field that the key at 2 names.
static int32_t field_of_key(lua_State *L, const record_kind *record) {
    int32_t field = clua_names_find(&record->names, lua_topointer(L, 2));
    if (field >= 0) return field;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(UPVALUE_FIELDS)) != LUA_TNUMBER) {
        unknown_field(L, record, lua_upvalueindex(UPVALUE_NAMES));
    }
    field = (int32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return field;
}

static int ask(clua_state *S, const record_kind *record, int32_t field, int32_t instance) {
    clua_writer_clear(&S->writer);
    return S->host.field(S->host.context, field, record->kind, instance);
}

static void ask_or_raise(lua_State *L, clua_state *S, const record_kind *record, int32_t field, int32_t instance) {
    if (ask(S, record, field, instance) != CLUA_ANSWERED) clua_raise_refusal(L);
    if (S->writer.failed) luaL_error(L, "not enough memory");
}

static bool is_own_record(const clua_state *S, const clua_node *node) {
    if (node->tag != CLUA_RECORD_NODE || node->count >= KIND_LIMIT) return false;
    const record_kind *record = S->records[node->count];
    return record != NULL && record->alive && record->instance == (int32_t)node->payload;
}

// Whether pushing a value needs no memory, so that its node says all.
static bool is_easy(const clua_state *S, const clua_node *node) {
    return node->tag <= CLUA_NUMBER || is_own_record(S, node);
}

// Notes what the host has told of other fields behind a value of one node.
static void note_others(clua_state *S, record_kind *record) {
    for (size_t position = 1; position + 1 < S->writer.count && S->writer.nodes[position].tag == CLUA_FIELD; position += 2) {
        uint32_t other = S->writer.nodes[position].count;
        if (other >= (uint32_t)record->field_count || !is_easy(S, &S->writer.nodes[position + 1])) continue;
        record->answers[other] = (field_answer){record->opening, 0, S->writer.nodes[position + 1]};
    }
}

// Notes what the host has answered for a field of a kind's own record.
static void note_answer(clua_state *S, record_kind *record, int32_t field) {
    const clua_node nothing = {CLUA_NOTHING, 0, 0};
    const clua_node *node = S->writer.count > 0 ? S->writer.nodes : &nothing;
    bool is_empty = node->tag >= CLUA_LIST && node->tag <= CLUA_LAZY_LIST && node->count == 0;
    uint32_t place = is_empty ? clua_place_of_empty(record) : 0;
    record->answers[field] = (field_answer){record->opening, place, *node};
    note_others(S, record);
}

// Whether a field can be pushed without asking the host once more.
static bool is_known(const clua_state *S, const record_kind *record, int32_t field) {
    const field_answer *answer = &record->answers[field];
    uint32_t tag = answer->node.tag;
    if (answer->opening != record->opening) return false;
    return answer->place != 0 || tag == CLUA_STRING || tag == CLUA_LAZY_LIST || is_easy(S, &answer->node);
}

// Keeps the value on top for the field's next readers.
static void keep(lua_State *L, record_kind *record, int32_t field) {
    uint32_t place = (uint32_t)field + 1;
    lua_pushvalue(L, -1);
    lua_rawseti(L, lua_upvalueindex(UPVALUE_VALUES), place);
    // Only after it is stored: emptying must never add to the table.
    record->kept[record->kept_count++] = place;
    record->answers[field].place = place;
}

static void push_known(lua_State *L, record_kind *record, int32_t field) {
    const field_answer *answer = &record->answers[field];
    const clua_node *node = &answer->node;
    if (answer->place != 0) {
        lua_rawgeti(L, lua_upvalueindex(UPVALUE_VALUES), answer->place);
    } else if (node->tag == CLUA_RECORD_NODE) {
        lua_rawgeti(L, lua_upvalueindex(UPVALUE_PROXIES), node->count);
    } else if (!clua_push_plain(L, node)) {
        if (node->tag == CLUA_STRING) lua_pushlstring(L, clua_text_of(node), node->count);
        else clua_push_lazy_list(L, record, record->instance, field, node->count);
        keep(L, record, field);
    }
}

// __index of a kind's own record: (record, key).
static int read_own_field(lua_State *L) {
    record_kind *record = lua_touserdata(L, lua_upvalueindex(UPVALUE_RECORD));
    int32_t field = field_of_key(L, record);
    clua_state *S = clua_of(L);
    if (!is_known(S, record, field)) {
        if (!record->alive) clua_raise(L, "%s can be read only while it is being judged", record->name);
        ask_or_raise(L, S, record, field, record->instance);
        note_answer(S, record, field);
        if (!is_known(S, record, field)) {
            size_t position = 0;
            clua_push_value(L, S, &position, 0);
            keep(L, record, field);
            return 1;
        }
    }
    push_known(L, record, field);
    return 1;
}

bool clua_peek_field(clua_state *S, record_kind *record, int32_t field, clua_node *value) {
    if (record->answers[field].opening != record->opening) {
        if (!record->alive || ask(S, record, field, record->instance) != CLUA_ANSWERED || S->writer.failed) return false;
        note_answer(S, record, field);
    }
    *value = record->answers[field].node;
    return value->tag != CLUA_RECORD_NODE || is_own_record(S, value);
}

// __index of the memo of a record that was handed out: (memo, key).
static int read_field(lua_State *L) {
    const record_kind *record = lua_touserdata(L, lua_upvalueindex(UPVALUE_RECORD));
    int32_t field = field_of_key(L, record);
    lua_rawgetp(L, 1, &clua_record_key);
    int32_t instance = (int32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    clua_state *S = clua_of(L);
    ask_or_raise(L, S, record, field, instance);
    const clua_node *node = S->writer.nodes;
    size_t position = 0;
    if (S->writer.count > 0 && node->tag == CLUA_LAZY_LIST) clua_push_lazy_list(L, record, instance, field, node->count);
    else clua_push_value(L, S, &position, 0);
    if (lua_isnil(L, 3)) return 1;
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_rawset(L, 1);
    return 1;
}

// Pushes the function that reads a kind's fields: those of its own record, or those of a memo. The names by field are
// at `names`, the fields by name at `fields`, the values kept at `values`.
void clua_push_reader(lua_State *L, record_kind *record, bool is_own, int names, int fields, int values) {
    lua_pushlightuserdata(L, record);
    lua_pushvalue(L, fields);
    lua_pushvalue(L, names);
    lua_pushvalue(L, values);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_PROXIES);
    lua_pushcclosure(L, is_own ? read_own_field : read_field, UPVALUE_PROXIES);
}
