#include "bytecode.h"

#include <stdlib.h>
#include <string.h>

// The form is that of ldump.c in Lua 5.4. It is the library's own, of functions it has compiled itself; yet each step is
// bounded, so that a library that writes another form makes reading fail and no more.

typedef struct input {
    const char *next;
    size_t left;
    bool failed;
} input;

static const char *take(input *in, size_t count) {
    if (in->failed || count > in->left) {
        in->failed = true;
        return NULL;
    }
    const char *bytes = in->next;
    in->next += count;
    in->left -= count;
    return bytes;
}

static void take_copy(input *in, void *to, size_t size) {
    const char *bytes = take(in, size);
    if (bytes != NULL) memcpy(to, bytes, size);
    else memset(to, 0, size);
}

static uint8_t take_byte(input *in) {
    uint8_t byte;
    take_copy(in, &byte, 1);
    return byte;
}

// Seven bits a byte, the highest first; the last byte has its eighth bit set.
static size_t take_size(input *in) {
    size_t size = 0;
    for (;;) {
        uint8_t byte = take_byte(in);
        if (in->failed || size >> (8 * sizeof size - 7) != 0) {
            in->failed = true;
            return 0;
        }
        size = size << 7 | (byte & 0x7F);
        if (byte & 0x80) return size;
    }
}

// Its length is written plus one; 0 is no string.
static clua_node take_string(input *in) {
    size_t size = take_size(in);
    if (size == 0) return (clua_node){CLUA_NOTHING, 0, 0};
    const char *bytes = take(in, size - 1);
    if (size - 1 > UINT32_MAX) in->failed = true;
    return (clua_node){CLUA_STRING, (uint32_t)(size - 1), (uintptr_t)bytes};
}

static bool take_header(input *in) {
    const char start[] = LUA_SIGNATURE "\x54\x00\x19\x93\r\n\x1a\n\x04\x08\x08";
    const int64_t integer = 0x5678;
    const double number = 370.5;
    char bytes[sizeof start - 1 + sizeof integer + sizeof number];
    take_copy(in, bytes, sizeof bytes);
    const char *numbers = bytes + sizeof start - 1;
    return !in->failed && memcmp(bytes, start, sizeof start - 1) == 0 && memcmp(numbers, &integer, 8) == 0
        && memcmp(numbers + 8, &number, 8) == 0;
}

static clua_node take_constant(input *in) {
    clua_node node = {CLUA_NOTHING, 0, 0};
    switch (take_byte(in)) {
    case LUA_TNIL: break;
    case LUA_TBOOLEAN: node.tag = CLUA_BOOLEAN; break;
    case LUA_TBOOLEAN | 1 << 4: node = (clua_node){CLUA_BOOLEAN, 0, 1}; break;
    case LUA_TNUMBER:
        node.tag = CLUA_INTEGER;
        take_copy(in, &node.payload, 8);
        break;
    case LUA_TNUMBER | 1 << 4:
        node.tag = CLUA_NUMBER;
        take_copy(in, &node.payload, 8);
        break;
    case LUA_TSTRING:
    case LUA_TSTRING | 1 << 4: node = take_string(in); break;
    default: in->failed = true;
    }
    return node;
}

typedef struct output {
    char *bytes;
    size_t length;
} output;

static int append_dump(lua_State *L, const void *bytes, size_t size, void *context) {
    (void)L;
    output *out = context;
    if (size > DUMP_LIMIT - out->length) return 1;
    if (size > 0) memcpy(out->bytes + out->length, bytes, size);
    out->length += size;
    return 0;
}

bool clua_bytecode_read(lua_State *L, bytecode *function, char *dump) {
    output out = {dump, 0};
    *function = (bytecode){0};
    if (lua_dump(L, append_dump, &out, 1) != 0) return false;
    input in = {dump, out.length, false};
    if (!take_header(&in)) return false;
    take_byte(&in); // upvalues
    take_string(&in); // the source's name
    take_size(&in); // the line it begins in
    take_size(&in); // the line it ends in
    function->parameters = take_byte(&in);
    function->takes_more = take_byte(&in) != 0;
    function->registers = take_byte(&in);
    function->code_count = take_size(&in);
    if (in.failed || function->code_count > in.left / 4) return false;
    function->code = malloc(function->code_count * 4 + 1);
    if (function->code == NULL) return false;
    take_copy(&in, function->code, function->code_count * 4);
    function->constant_count = take_size(&in);
    if (!in.failed && function->constant_count <= in.left) {
        function->constants = calloc(function->constant_count + 1, sizeof *function->constants);
    }
    if (function->constants == NULL) in.failed = true;
    for (size_t i = 0; !in.failed && i < function->constant_count; i++) function->constants[i] = take_constant(&in);
    if (in.failed) clua_bytecode_free(function);
    return !in.failed;
}

void clua_bytecode_free(bytecode *function) {
    free(function->code);
    free(function->constants);
    *function = (bytecode){0};
}
