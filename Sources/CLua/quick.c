#include "bytecode.h"
#include "pattern.h"

// Most checks compare a few fields with constants and stay silent: `return comment.length < 5`. Entering Lua costs ten
// times what such a check does, so a function is first tried here: an evaluator for those of Lua's instructions that
// read fields, compare, match a constant pattern and jump forward. It has no effects, so at the first instruction or
// value that it does not know, or that would raise, it gives up, and Lua calls the function from its beginning.

// A function that gives up too often is no longer tried: an answer earns one, giving up costs two.
enum { FIRST_CREDIT = 64, MOST_CREDIT = 256, PRICE = 2 };
// More than such a function needs.
enum { REGISTER_LIMIT = 32 };
// Lua keeps each string of up to so many bytes once (LUAI_MAXSHORTLEN), as fields' names are.
enum { NAME_LIMIT = 40 };

enum { PATTERN_LIMIT = 4 };

struct quick_function {
    int32_t function;
    int credit;
    char *dump; // holds the strings of the constants
    bytecode body;
    const void **names; // of short string constants: the address of Lua's own string, which the function keeps alive
    known_pattern patterns[PATTERN_LIMIT]; // by the address of the constant's text
};

// Values are nodes: nil, booleans, numbers, strings (CLUA_STRING), records that are open, and what only Lua holds, of
// which a node tells the kind and length. Two more stand for themselves:
enum {
    SOMETHING = CLUA_OTHER, // neither nil nor false
    METHOD = CLUA_FUNCTION, // string.match
};

static bool is_plain(const clua_node *value) { return value->tag <= CLUA_NUMBER; }

static bool is_false(const clua_node *value) {
    return value->tag == CLUA_NOTHING || (value->tag == CLUA_BOOLEAN && value->payload == 0);
}

static double double_of(uint64_t bits) {
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static clua_node number_node(double number) {
    clua_node node = {CLUA_NUMBER, 0, 0};
    memcpy(&node.payload, &number, sizeof number);
    return node;
}

static clua_node integer_node(int64_t integer) { return (clua_node){CLUA_INTEGER, 0, (uint64_t)integer}; }
static clua_node boolean_node(bool is_true) { return (clua_node){CLUA_BOOLEAN, 0, is_true}; }

// Comparisons

typedef enum answer { NO, YES, UNKNOWN } answer;

// False for what is no number, and for integers that a double does not hold exactly.
static bool read_number(const clua_node *value, double *number) {
    const int64_t exact = (int64_t)1 << 53, integer = (int64_t)value->payload;
    *number = value->tag == CLUA_NUMBER ? double_of(value->payload) : (double)integer;
    return value->tag == CLUA_NUMBER || (value->tag == CLUA_INTEGER && integer >= -exact && integer <= exact);
}

static answer equals(const clua_node *left, const clua_node *right) {
    if (left->tag == CLUA_STRING && right->tag == CLUA_STRING) {
        return left->count == right->count && memcmp(clua_text_of(left), clua_text_of(right), left->count) == 0;
    }
    if (left->tag == SOMETHING || right->tag == SOMETHING) return is_false(left) || is_false(right) ? NO : UNKNOWN;
    // Of two values that are not plain only Lua knows.
    if (!is_plain(left) || !is_plain(right)) return is_plain(left) || is_plain(right) ? NO : UNKNOWN;
    if (left->tag == right->tag && left->tag != CLUA_NUMBER) return left->payload == right->payload;
    if (left->tag <= CLUA_BOOLEAN || right->tag <= CLUA_BOOLEAN) return NO;
    double a, b;
    return read_number(left, &a) && read_number(right, &b) ? a == b : UNKNOWN;
}

static answer is_less(const clua_node *left, const clua_node *right, bool or_equal) {
    double a, b;
    if (!read_number(left, &a) || !read_number(right, &b)) return UNKNOWN;
    return or_equal ? a <= b : a < b;
}

// Reading

static bool read_field(clua_state *S, const clua_node *from, const void *name, clua_node *value) {
    if (from->tag != CLUA_RECORD_NODE) return false;
    record_kind *record = S->records[from->count];
    int32_t field = clua_names_find(&record->names, name);
    return field >= 0 && clua_peek_field(S, record, field, value);
}

static bool read_length(const clua_node *from, clua_node *value) {
    switch (from->tag) {
    case CLUA_STRING:
    case CLUA_COPY:
    case CLUA_LIST:
    case CLUA_LAZY_LIST: *value = integer_node(from->count); return true;
    default: return false;
    }
}

static bool read_upvalue(clua_state *S, int32_t function, uint32_t number, clua_node *value) {
    lua_State *L = S->L;
    bool is_known = true;
    lua_settop(L, SLOT_LAST);
    lua_rawgeti(L, SLOT_FUNCTIONS, function);
    if (lua_getupvalue(L, SLOT_LAST + 1, (int)number + 1) == NULL) return false;
    switch (lua_type(L, -1)) {
    case LUA_TNIL: *value = (clua_node){CLUA_NOTHING, 0, 0}; break;
    case LUA_TBOOLEAN: *value = boolean_node(lua_toboolean(L, -1)); break;
    case LUA_TNUMBER:
        *value = lua_isinteger(L, -1) ? integer_node(lua_tointeger(L, -1)) : number_node(lua_tonumber(L, -1));
        break;
    default: is_known = false;
    }
    lua_settop(L, SLOT_LAST);
    return is_known;
}

static bool answer_with(const clua_node *values, uint32_t count, clua_result *result) {
    const clua_node *second = count > 1 ? &values[1] : NULL;
    if (second != NULL && second->tag != CLUA_NOTHING && second->tag != CLUA_STRING) return false;
    if (count > 0 && !is_plain(values)) return false;
    if (count > 0 && values->tag == CLUA_BOOLEAN) {
        result->first = CLUA_FIRST_BOOLEAN;
        result->boolean = values->payload != 0;
    } else if (count > 0 && values->tag != CLUA_NOTHING) {
        result->first = CLUA_FIRST_NUMBER;
        result->number =
            values->tag == CLUA_NUMBER ? double_of(values->payload) : (double)(int64_t)values->payload;
    }
    if (second != NULL && second->tag == CLUA_STRING) {
        result->second = clua_text_of(second);
        result->second_length = second->count;
    }
    return true;
}

// Evaluating

static int64_t signed_b(uint32_t step) { return (int64_t)part_b(step) - 127; }
static int64_t signed_bx(uint32_t step) { return (int64_t)part_bx(step) - 65535; }
static int64_t signed_jump(uint32_t step) { return (int64_t)(step >> 7) - 16777215; }

static bool is_match(const clua_node *name) {
    return name->tag == CLUA_STRING && name->count == 5 && memcmp(clua_text_of(name), "match", 5) == 0;
}

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

// text:match
static bool begin_match(const bytecode *body, const clua_node *subject, uint32_t step, clua_node *target) {
    const clua_node *name = &body->constants[part_c(step)];
    if (subject->tag != CLUA_STRING || !is_match(name)) return false;
    target[1] = *subject;
    target[0] = (clua_node){METHOD, 0, 0};
    return true;
}

// The call of it, with a constant pattern, for one result.
static bool finish_match(clua_state *S, const quick_function *quick, uint32_t step, clua_node *target) {
    if (target->tag != METHOD || part_b(step) != 3 || part_c(step) != 2 || target[2].tag != CLUA_STRING) return false;
    const char *text = clua_text_of(&target[2]);
    for (const known_pattern *known = quick->patterns; known < quick->patterns + PATTERN_LIMIT; known++) {
        if (known->text != text) continue;
        int found = clua_try_match(S, known->compiled, clua_text_of(&target[1]), target[1].count);
        target[0] = (clua_node){found == 1 ? SOMETHING : CLUA_NOTHING, 0, 0};
        return found >= 0;
    }
    return false;
}

// The answer of an instruction that compares; UNKNOWN also for others.
static answer compare(const bytecode *body, const clua_node *registers, uint32_t step) {
    const clua_node *left = &registers[part_a(step)], *right = &registers[part_b(step) % REGISTER_LIMIT];
    const clua_node number = integer_node(signed_b(step));
    switch (step_code(step)) {
    case OP_EQ: return equals(left, right);
    case OP_LT: return is_less(left, right, false);
    case OP_LE: return is_less(left, right, true);
    case OP_EQK: return equals(left, &body->constants[part_b(step)]);
    case OP_EQI: return equals(left, &number);
    case OP_LTI: return is_less(left, &number, false);
    case OP_LEI: return is_less(left, &number, true);
    case OP_GTI: return is_less(&number, left, false);
    case OP_GEI: return is_less(&number, left, true);
    case OP_TEST: return is_false(left) ? NO : YES;
    default: return UNKNOWN;
    }
}

static bool evaluate(
    clua_state *S, const quick_function *quick, const record_kind *record, clua_result *result) {
    clua_node registers[REGISTER_LIMIT];
    const bytecode *body = &quick->body;
    memset(registers, 0, (size_t)body->registers * sizeof *registers);
    registers[0] = (clua_node){CLUA_RECORD_NODE, (uint32_t)record->kind, (uint64_t)(int64_t)record->instance};
    // Jumps lead forward only, so it ends.
    for (const uint32_t *next = body->code, *end = next + body->code_count; next < end;) {
        const uint32_t step = *next++;
        clua_node *target = &registers[part_a(step) % REGISTER_LIMIT];
        const clua_node *source = &registers[part_b(step) % REGISTER_LIMIT];
        switch (step_code(step)) {
        case OP_MOVE: *target = *source; break;
        case OP_LOADI: *target = integer_node(signed_bx(step)); break;
        case OP_LOADF: *target = number_node((double)signed_bx(step)); break;
        case OP_LOADK: *target = body->constants[part_bx(step)]; break;
        case OP_LOADFALSE: *target = boolean_node(false); break;
        case OP_LFALSESKIP:
            *target = boolean_node(false);
            next++;
            break;
        case OP_LOADTRUE: *target = boolean_node(true); break;
        case OP_LOADNIL: memset(target, 0, (part_b(step) + 1) * sizeof *target); break;
        case OP_GETUPVAL:
            if (!read_upvalue(S, quick->function, part_b(step), target)) return false;
            break;
        case OP_GETFIELD:
            if (!read_field(S, source, quick->names[part_c(step)], target)) return false;
            break;
        case OP_SELF:
            if (!begin_match(body, source, step, target)) return false;
            break;
        case OP_CALL:
            if (!finish_match(S, quick, step, target)) return false;
            break;
        case OP_NOT: *target = boolean_node(is_false(source)); break;
        case OP_LEN:
            if (!read_length(source, target)) return false;
            break;
        case OP_TESTSET:
            if (is_false(source) == part_k(step)) next++;
            else *target = *source;
            break;
        case OP_JMP:
            if (signed_jump(step) < 0 || signed_jump(step) > end - next) return false;
            next += signed_jump(step);
            break;
        case OP_RETURN: return part_b(step) > 0 && !part_k(step) && answer_with(target, part_b(step) - 1, result);
        case OP_RETURN0: return true;
        case OP_RETURN1: return answer_with(target, 1, result);
        default: {
            // One that compares: where the answer is not the one wanted, the jump behind it is passed over.
            const answer found = compare(body, registers, step);
            if (found == UNKNOWN) return false;
            if ((found == YES) != part_k(step)) next++;
        }
        }
    }
    return false;
}

// Preparing

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
        const uint32_t self = body->code[i], load = body->code[i + 1];
        if (step_code(self) != OP_SELF || step_code(load) != OP_LOADK) continue;
        const clua_node *constant = &body->constants[part_bx(load)];
        if (!is_match(&body->constants[part_c(self)]) || constant->tag != CLUA_STRING) continue;
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
    for (size_t i = 0; i < body->code_count; i++) {
        if (!is_sound(body, body->code[i])) return 0;
    }
    quick->names = calloc(body->constant_count + 1, sizeof *quick->names);
    if (quick->names == NULL) return 0;
    find_names(L, quick);
    find_patterns(L, quick);
    quick->credit = FIRST_CREDIT;
    return 0;
}

// NULL where there is no such function, or no memory. One that is not to be tried has no credit.
static quick_function *quick_of(clua_state *S, int32_t function) {
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

bool clua_quick_call(clua_state *S, int32_t function, record_kind *record, clua_result *result) {
    quick_function *quick = function >= 0 && function < S->quick_count ? S->quick[function] : NULL;
    if (quick == NULL) quick = quick_of(S, function);
    if (quick == NULL || quick->credit <= 0) return false;
    if (evaluate(S, quick, record, result)) {
        if (quick->credit < MOST_CREDIT) quick->credit++;
        S->quick_calls++;
        return true;
    }
    quick->credit -= PRICE;
    return false;
}

void clua_free_quick(clua_state *S) {
    for (int32_t i = 0; i < S->quick_count; i++) {
        if (S->quick[i] == NULL) continue;
        clua_bytecode_free(&S->quick[i]->body);
        free(S->quick[i]->names);
        free(S->quick[i]->dump);
        free(S->quick[i]);
    }
    free(S->quick);
}
