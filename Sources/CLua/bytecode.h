#ifndef CLUA_BYTECODE_H
#define CLUA_BYTECODE_H

#include "CLua.h"

#include <lua.h>

// Lua 5.4's virtual machine, as far as `quick.c` knows it (lopcodes.h of the Lua sources has the whole of it). Numbers
// that are not named here are instructions that only Lua itself can run.
enum {
    OP_MOVE = 0,
    OP_LOADI = 1,
    OP_LOADF = 2,
    OP_LOADK = 3,
    OP_LOADFALSE = 5,
    OP_LFALSESKIP = 6,
    OP_LOADTRUE = 7,
    OP_LOADNIL = 8,
    OP_GETUPVAL = 9,
    OP_GETFIELD = 14,
    OP_SELF = 20,
    OP_NOT = 51,
    OP_LEN = 52,
    OP_JMP = 56,
    OP_EQ = 57,
    OP_LT = 58,
    OP_LE = 59,
    OP_EQK = 60,
    OP_EQI = 61,
    OP_LTI = 62,
    OP_LEI = 63,
    OP_GTI = 64,
    OP_GEI = 65,
    OP_TEST = 66,
    OP_TESTSET = 67,
    OP_CALL = 68,
    OP_RETURN = 70,
    OP_RETURN0 = 71,
    OP_RETURN1 = 72,
};

typedef struct bytecode {
    uint32_t *code;
    size_t code_count;
    clua_node *constants; // strings as CLUA_STRING: where they stand in the dump
    size_t constant_count;
    int parameters;
    int registers;
    bool takes_more; // "..."
} bytecode;

// Reads a function as `lua_dump` writes it. False where it is another version's, or made for another machine; then
// nothing is held. `clua_bytecode_free` frees.
bool clua_bytecode_read(bytecode *function, const char *dump, size_t length);
void clua_bytecode_free(bytecode *function);

#endif
