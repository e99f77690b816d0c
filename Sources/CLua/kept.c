#include "bytecode.h"
#include "internal.h"

#include <stdlib.h>

// Finds checks that change a local of their file: what one comment leaves there another comment's verdict depends on.

typedef struct question {
    int32_t function;
    int number; // of the upvalue; 0: none
} question;

// The upvalue that an instruction changes, from 1: itself, or a table that it holds. `loaded` has, by register, which
// upvalue was put there last.
static int changed_upvalue(uint32_t step, int *loaded) {
    const uint32_t a = part_a(step);
    switch (step_code(step)) {
    case OP_SETUPVAL: return (int)part_b(step) + 1;
    case OP_SETTABUP: return (int)a + 1;
    case OP_SETTABLE:
    case OP_SETI:
    case OP_SETFIELD: return loaded[a];
    case OP_GETUPVAL: loaded[a] = (int)part_b(step) + 1; return 0;
    default: loaded[a] = 0; return 0;
    }
}

// (question)
static int find_changed(lua_State *L) {
    question *asked = lua_touserdata(L, 1);
    bytecode body;
    int loaded[256] = {0};
    char *dump = lua_newuserdatauv(L, DUMP_LIMIT, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_FUNCTIONS);
    lua_rawgeti(L, -1, asked->function);
    if (!clua_bytecode_read(L, &body, dump)) return 0;
    for (size_t i = 0; i < body.code_count && asked->number == 0; i++) {
        int number = changed_upvalue(body.code[i], loaded);
        // Globals live in the upvalue _ENV; assigning one is an error of its own.
        const char *name = number > 0 ? lua_getupvalue(L, 4, number) : NULL;
        if (name != NULL && strcmp(name, "_ENV") != 0) asked->number = number;
        lua_settop(L, 4); // the question, the dump, the functions, the function
    }
    clua_bytecode_free(&body);
    return 0;
}

const char *clua_changed_local(clua_state *S, int32_t function) {
    question asked = {function, 0};
    if (clua_protect_function(S, find_changed, &asked) != CLUA_OK || asked.number == 0) return NULL;
    lua_settop(S->L, SLOT_LAST);
    lua_rawgeti(S->L, SLOT_FUNCTIONS, function);
    const char *name = lua_getupvalue(S->L, SLOT_LAST + 1, asked.number);
    lua_settop(S->L, SLOT_LAST);
    return name;
}
