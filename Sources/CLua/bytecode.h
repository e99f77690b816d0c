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
    OP_SETUPVAL = 10,
    OP_GETFIELD = 14,
    OP_SETTABUP = 15,
    OP_SETTABLE = 16,
    OP_SETI = 17,
    OP_SETFIELD = 18,
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

// The parts of an instruction.
static inline uint32_t step_code(uint32_t step) { return step & 0x7F; }
static inline uint32_t part_a(uint32_t step) { return step >> 7 & 0xFF; }
static inline uint32_t part_b(uint32_t step) { return step >> 16 & 0xFF; }
static inline uint32_t part_c(uint32_t step) { return step >> 24; }
static inline uint32_t part_bx(uint32_t step) { return step >> 15; }
static inline bool part_k(uint32_t step) { return step >> 15 & 1; }

typedef struct bytecode {
    uint32_t *code;
    size_t code_count;
    clua_node *constants; // strings as CLUA_STRING: where they stand in the dump
    size_t constant_count;
    int parameters;
    int registers;
    bool takes_more; // "..."
} bytecode;

// The longest dump that is read.
enum { DUMP_LIMIT = 16384 };

// Reads the function on top of the stack, by way of `dump`, which must have room for DUMP_LIMIT bytes and stay. False
// where it is no Lua function, too long, another version's, or made for another machine; then nothing is held.
// `clua_bytecode_free` frees.
bool clua_bytecode_read(lua_State *L, bytecode *function, char *dump);
void clua_bytecode_free(bytecode *function);

#endif
