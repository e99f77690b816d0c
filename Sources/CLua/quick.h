#ifndef CLUA_QUICK_H
#define CLUA_QUICK_H

#include "bytecode.h"
#include "pattern.h"

// A function as `quick.c` runs it; `quick_prepare.c` makes it of Lua's instructions.

enum {
    // More than such a function needs.
    REGISTER_LIMIT = 32,
    PATTERN_LIMIT = 4,
    // In place of an instruction that is not known, or that names what is not there: no instruction of Lua's.
    STEP_UNKNOWN = 0x7F,
};

// An instruction taken apart. Registers are below REGISTER_LIMIT, constants are there, and jumps lead forward, to a step
// or right behind the last one.
typedef struct quick_step {
    uint8_t code; // Lua's
    uint8_t a, b;
    bool k;
    // Which constant; of a jump how far it leads from the step behind it; of one that compares the same for the jump
    // that stands behind it.
    int32_t operand;
    union {
        int64_t integer; // that stands in the instruction
        double number; // the same, where it is compared with a number
        struct {
            int32_t kind; // of the record that a field was read from last; -1: none
            int32_t field; // and which field the name was; -1: none
        };
    };
} quick_step;

struct quick_function {
    int32_t function;
    int credit;
    char *dump; // holds the strings of the constants
    bytecode body;
    quick_step *steps; // as many as the body has instructions
    const void **names; // of short string constants: the address of Lua's own string, which the function keeps alive
    known_pattern patterns[PATTERN_LIMIT]; // by the address of the constant's text
};

// NULL where there is no such function, or no memory. One that is not to be tried has no credit.
quick_function *clua_quick_of(clua_state *S, int32_t function);

static inline bool clua_is_match(const clua_node *name) {
    return name->tag == CLUA_STRING && name->count == 5 && memcmp(clua_text_of(name), "match", 5) == 0;
}

#endif
