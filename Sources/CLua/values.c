#include "internal.h"

#include <stdlib.h>
#include <string.h>

// Depth of what the host hands in: JSON may nest, and each level costs a C frame and Lua stack.
enum { PUSH_DEPTH_LIMIT = 1200 };
// Depth and size of what the host reads, as documented for LuaValue.
enum { READ_DEPTH_LIMIT = 32, READ_NODE_LIMIT = 1000000 };

char *clua_copy_text(const char *bytes, size_t length) {
    char *copy = malloc(length + 1);
    if (copy == NULL) return NULL;
    memcpy(copy, bytes, length);
    copy[length] = 0;
    return copy;
}

bool clua_writer_text(const clua_writer *writer, size_t at, const char **bytes, size_t *length) {
    if (at >= writer->count) return false;
    const clua_node *node = &writer->nodes[at];
    if (node->tag == CLUA_STRING) *bytes = (const char *)(uintptr_t)node->payload;
    else if (node->tag == CLUA_COPY) *bytes = writer->bytes + node->payload;
    else return false;
    *length = node->count;
    if (*bytes == NULL) *bytes = "";
    return true;
}

// Pushes a value within a table, for which clua_push_value has made room.
static void push_part(lua_State *L, clua_state *S, size_t *position, int depth) {
    if (*position < S->writer.count) {
        const clua_node *node = &S->writer.nodes[*position];
        if (node->tag == CLUA_STRING || node->tag == CLUA_COPY) {
            const char *bytes;
            size_t length;
            clua_writer_text(&S->writer, (*position)++, &bytes, &length);
            lua_pushlstring(L, bytes, length);
            return;
        }
        if (clua_push_plain(L, node)) {
            (*position)++;
            return;
        }
    }
    clua_push_value(L, S, position, depth);
}

// Each value takes a node at least, so a count beyond the nodes is the host's mistake.
static void check_count(lua_State *L, const clua_state *S, size_t position, uint32_t count) {
    if (count > S->writer.count - position) clua_raise(L, "the host wrote an unfinished table");
}

void clua_push_items(lua_State *L, clua_state *S, size_t *position, int depth, uint32_t count) {
    check_count(L, S, *position, count);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        push_part(L, S, position, depth + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_members(lua_State *L, clua_state *S, size_t *position, int depth, uint32_t count) {
    check_count(L, S, *position, count);
    lua_createtable(L, 0, (int)count);
    for (uint32_t i = 0; i < count; i++) {
        const char *key;
        size_t length;
        if (!clua_writer_text(&S->writer, *position, &key, &length)) {
            clua_raise(L, "the host wrote a table with a key that is no string");
        }
        (*position)++;
        lua_pushlstring(L, key, length);
        push_part(L, S, position, depth + 1);
        lua_rawset(L, -3);
    }
}

static void push_table(lua_State *L, clua_state *S, size_t *position, int depth, const clua_node *node) {
    if (node->count == 0) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_EMPTY);
        return;
    }
    if (node->tag == CLUA_LIST) clua_push_items(L, S, position, depth, node->count);
    else push_members(L, S, position, depth, node->count);
    clua_wrap(L);
}

static void push_shaped(lua_State *L, clua_state *S, size_t *position, int depth, uint32_t number) {
    const map_shape *shape = number < KIND_LIMIT ? S->shapes[number] : NULL;
    if (shape == NULL) clua_raise(L, "the host wrote a table of an unknown shape");
    clua_push_items(L, S, position, depth, shape->count);
    clua_wrap_shaped(L, (int32_t)number);
}

void clua_push_value(lua_State *L, clua_state *S, size_t *position, int depth) {
    if (S->writer.failed) luaL_error(L, "not enough memory");
    if (depth > PUSH_DEPTH_LIMIT) clua_raise(L, "the value is nested too deep");
    luaL_checkstack(L, 8, "the value is nested too deep");
    if (*position >= S->writer.count) {
        lua_pushnil(L);
        return;
    }
    const clua_node node = S->writer.nodes[(*position)++];
    switch (node.tag) {
    case CLUA_STRING: lua_pushlstring(L, (const char *)(uintptr_t)node.payload, node.count); break;
    case CLUA_COPY: lua_pushlstring(L, S->writer.bytes + node.payload, node.count); break;
    case CLUA_LIST:
    case CLUA_MAP: push_table(L, S, position, depth, &node); break;
    case CLUA_SHAPED: push_shaped(L, S, position, depth, node.count); break;
    case CLUA_HANDLE_NODE: clua_push_handle(L, S, (int32_t)node.count, (int32_t)node.payload); break;
    case CLUA_RECORD_NODE: clua_push_record(L, S, (int32_t)node.count, (int32_t)node.payload); break;
    default:
        if (!clua_push_plain(L, &node)) lua_pushnil(L);
    }
}

// Reading: what the host asks to see, flat, in an order that does not depend on addresses.

static void read_node(lua_State *L, clua_state *S, uint32_t tag, uint32_t count, uint64_t payload) {
    if (S->reader.count >= READ_NODE_LIMIT) luaL_error(L, "the value has more than %d parts", READ_NODE_LIMIT);
    clua_write(&S->reader, tag, count, payload);
    if (S->reader.failed) luaL_error(L, "not enough memory");
}

static void read_string(lua_State *L, clua_state *S, uint32_t tag, int index) {
    size_t length;
    const char *bytes = lua_tolstring(L, index, &length);
    // No memory limit leaves room for a longer one.
    if (length > UINT32_MAX) luaL_error(L, "the string is too long");
    read_node(L, S, tag, (uint32_t)length, (uint64_t)(uintptr_t)bytes);
}

// A function keeps the slot it got when the host first saw it.
static int32_t function_slot(lua_State *L, clua_state *S, int index) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_SLOTS);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) == LUA_TNUMBER) {
        int32_t slot = (int32_t)lua_tointeger(L, -1);
        lua_pop(L, 2);
        return slot;
    }
    lua_pop(L, 1);
    int32_t slot = S->function_count + 1;
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_FUNCTIONS);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, slot);
    lua_pop(L, 1);
    lua_pushvalue(L, index);
    lua_pushinteger(L, slot);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    S->function_count = slot;
    return slot;
}

static void read_value(lua_State *L, clua_state *S, int index, int depth);

static void read_table(lua_State *L, clua_state *S, int index, int depth) {
    if (depth > READ_DEPTH_LIMIT) {
        luaL_error(L, "the table is nested more than %d deep; does it hold itself?", READ_DEPTH_LIMIT);
    }
    luaL_checkstack(L, 12, "the table is nested too deep");
    clua_push_underlying(L, index);
    int table = lua_gettop(L);
    size_t head = S->reader.count;
    read_node(L, S, CLUA_TABLE, 0, 0);
    uint32_t items = 0;
    while (lua_rawgeti(L, table, (lua_Integer)items + 1) != LUA_TNIL) {
        read_value(L, S, table + 1, depth);
        lua_settop(L, table);
        items++;
    }
    lua_settop(L, table);
    clua_keys keys = clua_push_sorted_keys(L, table, true);
    for (size_t i = 1; i <= keys.count; i++) {
        lua_rawgeti(L, table + 1, (lua_Integer)i);
        read_string(L, S, CLUA_STRING, table + 2);
        lua_rawget(L, table);
        read_value(L, S, table + 2, depth);
        lua_settop(L, table + 1);
    }
    lua_settop(L, table - 1);
    uint64_t others = keys.others - items;
    S->reader.nodes[head].count = items;
    S->reader.nodes[head].payload = (uint64_t)keys.count << 32 | (others & UINT32_MAX);
}

static void read_value(lua_State *L, clua_state *S, int index, int depth) {
    int32_t kind, which;
    switch (lua_type(L, index)) {
    case LUA_TNIL: read_node(L, S, CLUA_NOTHING, 0, 0); break;
    case LUA_TBOOLEAN: read_node(L, S, CLUA_BOOLEAN, 0, (uint64_t)lua_toboolean(L, index)); break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            read_node(L, S, CLUA_INTEGER, 0, (uint64_t)lua_tointeger(L, index));
        } else {
            double number = lua_tonumber(L, index);
            uint64_t bits;
            memcpy(&bits, &number, sizeof bits);
            read_node(L, S, CLUA_NUMBER, 0, bits);
        }
        break;
    case LUA_TSTRING: read_string(L, S, CLUA_STRING, index); break;
    case LUA_TFUNCTION: read_node(L, S, CLUA_FUNCTION, 0, (uint64_t)function_slot(L, S, index)); break;
    case LUA_TTABLE:
        if (clua_to_record(L, index, &kind, &which) != 0) read_node(L, S, CLUA_RECORD_NODE, (uint32_t)kind, 0);
        else read_table(L, S, index, depth + 1);
        break;
    case LUA_TUSERDATA:
        if (clua_to_handle(L, index, &kind, &which)) {
            read_node(L, S, CLUA_HANDLE_NODE, (uint32_t)kind, (uint32_t)which);
            break;
        }
        // fall through
    default: {
        const char *name = luaL_typename(L, index);
        read_node(L, S, CLUA_OTHER, (uint32_t)strlen(name), (uint64_t)(uintptr_t)name);
    }
    }
}

static int read_protected(lua_State *L) {
    read_value(L, clua_of(L), 1, 0);
    return 0;
}

// Arguments

static int argument_index(clua_state *S, int32_t at) {
    if (S->first_argument == 0 || at < 0 || at > lua_gettop(S->L) - S->first_argument) return 0;
    return S->first_argument + at;
}

static int argument_type(clua_state *S, int32_t at, int *index) {
    *index = argument_index(S, at);
    return *index == 0 ? LUA_TNONE : lua_type(S->L, *index);
}

bool clua_argument_string(clua_state *S, int32_t at, const char **bytes, size_t *length) {
    int index;
    if (argument_type(S, at, &index) != LUA_TSTRING) return false;
    *bytes = lua_tolstring(S->L, index, length);
    return true;
}

bool clua_argument_integer(clua_state *S, int32_t at, int64_t *value) {
    int index, exact;
    if (argument_type(S, at, &index) != LUA_TNUMBER) return false;
    *value = lua_tointegerx(S->L, index, &exact);
    return exact;
}

bool clua_argument_number(clua_state *S, int32_t at, double *value) {
    int index;
    if (argument_type(S, at, &index) != LUA_TNUMBER) return false;
    *value = lua_tonumber(S->L, index);
    return true;
}

bool clua_argument_boolean(clua_state *S, int32_t at, bool *value) {
    int index;
    if (argument_type(S, at, &index) != LUA_TBOOLEAN) return false;
    *value = lua_toboolean(S->L, index);
    return true;
}

bool clua_argument_record(clua_state *S, int32_t at, int32_t *kind, int32_t *instance) {
    int index;
    return argument_type(S, at, &index) == LUA_TTABLE && clua_to_record(S->L, index, kind, instance) == 1;
}

bool clua_argument_handle(clua_state *S, int32_t at, int32_t *kind, int32_t *id) {
    int index;
    return argument_type(S, at, &index) == LUA_TUSERDATA && clua_to_handle(S->L, index, kind, id);
}

const char *clua_argument_type(clua_state *S, int32_t at) {
    int index, type = argument_type(S, at, &index);
    int32_t kind, which;
    if (type == LUA_TNONE) return "no value";
    if (type == LUA_TUSERDATA && clua_to_handle(S->L, index, &kind, &which)) return S->handles[kind];
    int record = type == LUA_TTABLE ? clua_to_record(S->L, index, &kind, &which) : 0;
    if (record == 1) return S->records[kind]->name;
    if (record == -1) {
        snprintf(S->type_name, sizeof S->type_name, "%s of an earlier call", S->records[kind]->name);
        return S->type_name;
    }
    return lua_typename(S->L, type);
}

bool clua_argument_value(clua_state *S, int32_t at) {
    lua_State *L = S->L;
    clua_writer_clear(&S->reader);
    int index = argument_index(S, at);
    if (index == 0) {
        clua_write(&S->reader, CLUA_NOTHING, 0, 0);
        return true;
    }
    int top = lua_gettop(L);
    // Reading may ask the host for a lazy list's elements, which an error may leave in the writer.
    size_t nodes = S->writer.count, bytes = S->writer.byte_count;
    bool done = false;
    const char *message = "not enough memory";
    size_t length = strlen(message);
    if (lua_checkstack(L, 4)) {
        lua_pushcfunction(L, read_protected);
        lua_pushvalue(L, index);
        done = lua_pcall(L, 1, 0, 0) == LUA_OK;
        if (!done && lua_type(L, -1) == LUA_TSTRING) message = lua_tolstring(L, -1, &length);
    }
    if (!done) {
        clua_writer_clear(&S->reader);
        clua_write_copy(&S->reader, message, length);
    }
    lua_settop(L, top);
    S->writer.count = nodes;
    S->writer.byte_count = bytes;
    return done;
}

void clua_caller(clua_state *S, const char **file, size_t *length, int *line) {
    clua_note_position(S, 1);
    *file = S->position_file;
    *length = S->position_length;
    *line = S->position_line;
}
