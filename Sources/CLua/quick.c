#include "quick.h"

// Most checks compare a few fields with constants and stay silent: `return comment.length < 5`. Entering Lua costs ten
// times what such a check does, so a function is first tried here: an evaluator for those of Lua's instructions that
// read fields, compare, match a constant pattern and jump forward. It has no effects, so at the first instruction or
// value that it does not know, or that would raise, it gives up, and Lua calls the function from its beginning.

// A function that gives up too often is no longer tried: an answer earns one, giving up costs two.
enum { MOST_CREDIT = 256, PRICE = 2 };
// Registers that most functions do with.
enum { FEW_REGISTERS = 4 };

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

static inline answer is_less(const clua_node *left, const clua_node *right, bool or_equal) {
    double a, b;
    if (!read_number(left, &a) || !read_number(right, &b)) return UNKNOWN;
    return or_equal ? a <= b : a < b;
}

// Reading

static bool read_field(
    clua_state *S, const quick_function *quick, quick_step *step, const clua_node *from, clua_node *value) {
    if (from->tag != CLUA_RECORD_NODE) return false;
    record_kind *record = S->records[from->count];
    if (step->kind != record->kind) {
        step->kind = record->kind;
        step->field = clua_names_find(&record->names, quick->names[step->operand]);
    }
    return step->field >= 0 && clua_peek_field(S, record, step->field, value);
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

// text:match
static bool begin_match(const quick_function *quick, const quick_step *step, const clua_node *subject, clua_node *target) {
    if (subject->tag != CLUA_STRING || !clua_is_match(&quick->body.constants[step->operand])) return false;
    target[1] = *subject;
    target[0] = (clua_node){METHOD, 0, 0};
    return true;
}

// The call of it, with a constant pattern.
static bool finish_match(clua_state *S, const quick_function *quick, clua_node *target) {
    if (target->tag != METHOD || target[2].tag != CLUA_STRING) return false;
    const char *text = clua_text_of(&target[2]);
    for (const known_pattern *known = quick->patterns; known < quick->patterns + PATTERN_LIMIT; known++) {
        if (known->text != text || known->compiled == NULL) continue;
        int found = clua_try_match(S, known->compiled, clua_text_of(&target[1]), target[1].count);
        target[0] = (clua_node){found == 1 ? SOMETHING : CLUA_NOTHING, 0, 0};
        return found >= 0;
    }
    return false;
}

static bool evaluate(clua_state *S, const quick_function *quick, const record_kind *record, clua_result *result) {
    clua_node registers[REGISTER_LIMIT];
    const int count = quick->body.registers;
    memset(registers, 0, FEW_REGISTERS * sizeof *registers);
    if (count > FEW_REGISTERS) memset(registers + FEW_REGISTERS, 0, (size_t)(count - FEW_REGISTERS) * sizeof *registers);
    registers[0] = (clua_node){CLUA_RECORD_NODE, (uint32_t)record->kind, (uint64_t)(int64_t)record->instance};
    const clua_node *constants = quick->body.constants;
    // Jumps lead forward only, so it ends.
    for (quick_step *next = quick->steps, *end = next + quick->body.code_count; next < end;) {
        quick_step *step = next++;
        clua_node *target = &registers[step->a];
        answer found = UNKNOWN;
        double number;
        switch (step->code) {
        case OP_MOVE: *target = registers[step->b]; continue;
        case OP_LOADI: *target = integer_node(step->integer); continue;
        case OP_LOADF: *target = number_node((double)step->integer); continue;
        case OP_LOADK: *target = constants[step->operand]; continue;
        case OP_LOADFALSE: *target = boolean_node(false); continue;
        case OP_LFALSESKIP:
            *target = boolean_node(false);
            next++;
            continue;
        case OP_LOADTRUE: *target = boolean_node(true); continue;
        case OP_LOADNIL: memset(target, 0, (step->b + 1u) * sizeof *target); continue;
        case OP_GETUPVAL:
            if (!read_upvalue(S, quick->function, step->b, target)) return false;
            continue;
        case OP_GETFIELD:
            if (!read_field(S, quick, step, &registers[step->b], target)) return false;
            continue;
        case OP_SELF:
            if (!begin_match(quick, step, &registers[step->b], target)) return false;
            continue;
        case OP_CALL:
            if (!finish_match(S, quick, target)) return false;
            continue;
        case OP_NOT: *target = boolean_node(is_false(&registers[step->b])); continue;
        case OP_LEN:
            if (!read_length(&registers[step->b], target)) return false;
            continue;
        case OP_TESTSET:
            if (is_false(&registers[step->b]) == step->k) next++;
            else *target = registers[step->b];
            continue;
        case OP_JMP: next += step->operand; continue;
        case OP_RETURN: return step->b > 0 && !step->k && answer_with(target, step->b - 1u, result);
        case OP_RETURN0: return true;
        case OP_RETURN1: return answer_with(target, 1, result);
        // Those that compare.
        case OP_EQ: found = equals(target, &registers[step->b]); break;
        case OP_LT: found = is_less(target, &registers[step->b], false); break;
        case OP_LE: found = is_less(target, &registers[step->b], true); break;
        case OP_EQK: found = equals(target, &constants[step->b]); break;
        case OP_TEST: found = is_false(target) ? NO : YES; break;
        case OP_EQI: {
            const clua_node wanted = number_node(step->number);
            found = equals(target, &wanted);
            break;
        }
        case OP_LTI:
            if (read_number(target, &number)) found = number < step->number;
            break;
        case OP_LEI:
            if (read_number(target, &number)) found = number <= step->number;
            break;
        case OP_GTI:
            if (read_number(target, &number)) found = number > step->number;
            break;
        case OP_GEI:
            if (read_number(target, &number)) found = number >= step->number;
            break;
        default: return false;
        }
        // Where the answer is not the one wanted, the jump behind it is passed over.
        if (found == UNKNOWN) return false;
        next += (found == YES) == step->k ? step->operand : 1;
    }
    return false;
}

bool clua_quick_call(clua_state *S, int32_t function, record_kind *record, clua_result *result) {
    quick_function *quick = function >= 0 && function < S->quick_count ? S->quick[function] : NULL;
    if (quick == NULL) quick = clua_quick_of(S, function);
    if (quick == NULL || quick->credit <= 0) return false;
    if (evaluate(S, quick, record, result)) {
        if (quick->credit < MOST_CREDIT) quick->credit++;
        S->quick_calls++;
        return true;
    }
    quick->credit -= PRICE;
    return false;
}
