#include "quick.h"

#include <stdlib.h>

// Takes a function apart for `quick.c`, once.

// A function that gives up too often is no longer tried; what it begins with.
enum { FIRST_CREDIT = 64 };
// Lua keeps each string of up to so many bytes once (LUAI_MAXSHORTLEN), as fields' names are.
enum { NAME_LIMIT = 40 };

static int64_t signed_b(uint32_t step) { return (int64_t)part_b(step) - 127; }
static int64_t signed_bx(uint32_t step) { return (int64_t)part_bx(step) - 65535; }
static int64_t signed_jump(uint32_t step) { return (int64_t)(step >> 7) - 16777215; }

// Whether an instruction names only registers and constants that are there. Those not known here are never followed.
static bool is_sound(const bytecode *body, uint32_t step) {
    const uint32_t a = part_a(step), b = part_b(step);
    const bool a_fits = a < REGISTER_LIMIT, b_fits = b < REGISTER_LIMIT;
    switch (step_code(step)) {
    case OP_LOADK: return a_fits && part_bx(step) < body->constant_count;
    case OP_LOADNIL: return a + b < REGISTER_LIMIT;
    case OP_GETFIELD: return a_fits && b_fits && part_c(step) < body->constant_count;
    case OP_EQK: return a_fits && b < body->constant_count;
    case OP_MOVE:
    case OP_NOT:
    case OP_LEN:
    case OP_TESTSET:
    case OP_EQ:
    case OP_LT:
    case OP_LE: return a_fits && b_fits;
    case OP_SELF: return a + 1 < REGISTER_LIMIT && b_fits && part_k(step) && part_c(step) < body->constant_count;
    case OP_CALL: return a + 2 < REGISTER_LIMIT;
    case OP_RETURN: return a + b <= REGISTER_LIMIT;
    default: return a_fits;
    }
}

// How far the jump at `at` leads, counted from behind it. False where none stands there, or it leads back or out.
static bool read_jump(const bytecode *body, size_t at, int32_t *length) {
    if (at >= body->code_count || step_code(body->code[at]) != OP_JMP) return false;
    const int64_t far = signed_jump(body->code[at]), most = (int64_t)(body->code_count - at - 1);
    *length = (int32_t)far;
    return far >= 0 && far <= most;
}

static quick_step take_apart(const bytecode *body, size_t at) {
    const quick_step unknown = {.code = STEP_UNKNOWN};
    const uint32_t step = body->code[at];
    if (!is_sound(body, step)) return unknown;
    quick_step taken = {
        .code = (uint8_t)step_code(step), .a = (uint8_t)part_a(step), .b = (uint8_t)part_b(step), .k = part_k(step)};
    switch (taken.code) {
    case OP_LOADI:
    case OP_LOADF: taken.integer = signed_bx(step); break;
    case OP_LOADK: taken.operand = (int32_t)part_bx(step); break;
    case OP_CALL:
        // One argument beside the text, and one result.
        if (taken.b != 3 || part_c(step) != 2) return unknown;
        break;
    case OP_GETFIELD: taken.kind = -1; // and as those below
    case OP_SELF: taken.operand = (int32_t)part_c(step); break;
    case OP_JMP: return read_jump(body, at, &taken.operand) ? taken : unknown;
    case OP_EQI:
    case OP_LTI:
    case OP_LEI:
    case OP_GTI:
    case OP_GEI: taken.number = (double)signed_b(step); // and as those below
    case OP_EQ:
    case OP_LT:
    case OP_LE:
    case OP_EQK:
    case OP_TEST:
        if (!read_jump(body, at + 1, &taken.operand)) return unknown;
        taken.operand++;
        break;
    default: break;
    }
    return taken;
}

static void find_names(lua_State *L, quick_function *quick) {
    const bytecode *body = &quick->body;
    for (size_t i = 0; i < body->constant_count; i++) {
        const clua_node *constant = &body->constants[i];
        if (constant->tag != CLUA_STRING || constant->count > NAME_LIMIT) continue;
        lua_pushlstring(L, clua_text_of(constant), constant->count);
        quick->names[i] = lua_topointer(L, -1);
        lua_pop(L, 1);
    }
}

// Takes the patterns apart that stand in `text:match("…")`.
static void find_patterns(lua_State *L, quick_function *quick) {
    const bytecode *body = &quick->body;
    int count = 0;
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_QUICK);
    for (size_t i = 0; i + 1 < body->code_count && count < PATTERN_LIMIT; i++) {
        const quick_step *self = &quick->steps[i], *load = self + 1;
        if (self->code != OP_SELF || load->code != OP_LOADK) continue;
        const clua_node *constant = &body->constants[load->operand];
        if (!clua_is_match(&body->constants[self->operand]) || constant->tag != CLUA_STRING) continue;
        const char *text = clua_text_of(constant);
        quick->patterns[count++] = (known_pattern){text, clua_compile_pattern(L, text, constant->count, true)};
        lua_rawseti(L, -2, luaL_len(L, -2) + 1);
    }
}

// (quick_function)
static int prepare(lua_State *L) {
    quick_function *quick = lua_touserdata(L, 1);
    bytecode *body = &quick->body;
    lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_FUNCTIONS);
    lua_rawgeti(L, -1, quick->function);
    if (!clua_bytecode_read(L, body, quick->dump)) return 0;
    if (body->parameters < 1 || body->takes_more || body->registers > REGISTER_LIMIT) return 0;
    quick->names = calloc(body->constant_count + 1, sizeof *quick->names);
    quick->steps = calloc(body->code_count + 1, sizeof *quick->steps);
    if (quick->names == NULL || quick->steps == NULL) return 0;
    for (size_t i = 0; i < body->code_count; i++) quick->steps[i] = take_apart(body, i);
    find_names(L, quick);
    find_patterns(L, quick);
    quick->credit = FIRST_CREDIT;
    return 0;
}

quick_function *clua_quick_of(clua_state *S, int32_t function) {
    const int32_t count = S->function_count + 1;
    if (function < 0 || function >= count) return NULL;
    if (function >= S->quick_count) {
        quick_function **grown = realloc(S->quick, (size_t)count * sizeof *grown);
        if (grown == NULL) return NULL;
        memset(grown + S->quick_count, 0, (size_t)(count - S->quick_count) * sizeof *grown);
        S->quick = grown;
        S->quick_count = count;
    }
    if (S->quick[function] != NULL) return S->quick[function];
    quick_function *quick = calloc(1, sizeof *quick);
    if (quick == NULL) return NULL;
    quick->function = function;
    quick->dump = malloc(DUMP_LIMIT);
    if (quick->dump != NULL) clua_protect_function(S, prepare, quick);
    S->quick[function] = quick;
    return quick;
}

void clua_free_quick(clua_state *S) {
    for (int32_t i = 0; i < S->quick_count; i++) {
        if (S->quick[i] == NULL) continue;
        clua_bytecode_free(&S->quick[i]->body);
        free(S->quick[i]->steps);
        free(S->quick[i]->names);
        free(S->quick[i]->dump);
        free(S->quick[i]);
    }
    free(S->quick);
}
