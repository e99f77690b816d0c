#ifndef CLUA_H
#define CLUA_H

// A sandboxed Lua state for a host that must never be jumped over.
//
// Two rules hold everywhere. The host calls only what is declared here, and nothing declared here raises: whatever can
// fail runs under a protected call and comes back as a status. When Lua calls the host, the host writes down what it
// wants to say and returns a status; the C function raises or pushes afterwards, when no frame of the host is left.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct clua_state clua_state;

// Statuses. What went wrong is told by `clua_last_failure`.
enum { CLUA_OK, CLUA_SYNTAX, CLUA_RUNTIME, CLUA_MEMORY, CLUA_HANDLER, CLUA_BUDGET };

// Tags of nodes.
enum {
    CLUA_NOTHING,
    CLUA_BOOLEAN,     // payload 0 or 1
    CLUA_INTEGER,     // payload: the bits of an int64_t
    CLUA_NUMBER,      // payload: the bits of a double
    CLUA_STRING,      // count: length; payload: address
    CLUA_COPY,        // count: length; payload: offset into the writer's bytes
    CLUA_LIST,        // count values follow
    CLUA_MAP,         // count pairs of a string and a value follow
    CLUA_LAZY_LIST,   // count: length. A field's value only: `clua_host.list` is asked for the list when it is read
    CLUA_HANDLE_NODE, // count: kind; payload: id
    CLUA_RECORD_NODE, // count: kind; payload: instance
    CLUA_SHAPED,      // count: shape; the values of its keys follow
    CLUA_FIELD,       // behind a field's value. count: another field of the record; its value follows, a plain one
    CLUA_TABLE,       // read only. count: items; payload: members * 2^32 + keys that are neither
    CLUA_FUNCTION,    // read only. payload: slot
    CLUA_OTHER,       // read only. count: length; payload: address of the type's name
};

// One value, or the head of one, in preorder.
typedef struct clua_node {
    uint32_t tag;
    uint32_t count;
    uint64_t payload;
} clua_node;

// Values on their way into or out of Lua. Emptied, it keeps its memory.
typedef struct clua_writer {
    clua_node *nodes;
    size_t count;
    size_t capacity;
    char *bytes;
    size_t byte_count;
    size_t byte_capacity;
    bool failed; // no memory for what was written
} clua_writer;

bool clua_writer_grow(clua_writer *writer, size_t nodes, size_t bytes);

static inline void clua_write(clua_writer *writer, uint32_t tag, uint32_t count, uint64_t payload) {
    if (writer->count == writer->capacity && !clua_writer_grow(writer, 1, 0)) return;
    writer->nodes[writer->count++] = (clua_node){tag, count, payload};
}

void clua_write_copy(clua_writer *writer, const void *bytes, size_t length);
void clua_write_borrowed(clua_writer *writer, const void *bytes, size_t length);

static inline void clua_writer_clear(clua_writer *writer) {
    writer->count = 0;
    writer->byte_count = 0;
    writer->failed = false;
}

// What a callback answers. With CLUA_REFUSED the writer holds one string: the message.
enum { CLUA_ANSWERED, CLUA_REFUSED, CLUA_MISSING };

// The host's side. Each callback leaves its values in the writer, which it finds empty; `list` adds to what is there.
typedef struct clua_host {
    void *context;
    int (*field)(void *context, int32_t field, int32_t kind, int32_t instance);
    int (*list)(void *context, int32_t field, int32_t kind, int32_t instance); // answers one list
    int (*call)(void *context, int32_t function, int32_t count, bool has_handle, int32_t kind, int32_t id);
    int (*module)(void *context, const char *name, size_t length); // answers two strings: chunk name, source
} clua_host;

// The last failure. Valid until the next call of the state.
typedef struct clua_failure {
    int status;
    const char *message;
    size_t message_length;
    const char *file;
    size_t file_length;
    int line; // 0: unknown
    const char *traceback;
    size_t traceback_length;
} clua_failure;

enum { CLUA_FIRST_NOTHING, CLUA_FIRST_BOOLEAN, CLUA_FIRST_NUMBER, CLUA_FIRST_OTHER };

// What a rule answered. Valid until the next call of the state.
typedef struct clua_result {
    int first;
    int first_type;  // one of Lua's own type numbers, when CLUA_FIRST_OTHER
    int second_type; // likewise, when it is neither string, number nor nil; else 0
    bool boolean;
    double number;
    const char *second; // a string, or a number as Lua prints it
    size_t second_length;
} clua_result;

// What a call may use.
typedef struct clua_budget {
    int64_t time;   // nanoseconds of the thread's CPU time
    int64_t steps;  // of C functions that loop: bytes looked at, elements moved, comparisons; and if strict, instructions
    size_t memory;  // bytes that the whole state may hold
    bool is_strict; // steps alone count, never time, so that every run ends at the same place
} clua_budget;

// NULL when there is no memory. `clua_open` must follow; `clua_close` ends it in every case.
clua_state *clua_create(const clua_budget *budget, const clua_host *host);
void clua_set_budget(clua_state *S, const clua_budget *budget);
// Lets the allocation of this number, counted from 1 and from now, fail; 0 lets none. For tests. Returns how many were
// still to come before the one that was chosen earlier; 0: it has failed.
uint64_t clua_fail_allocation(clua_state *S, uint64_t number);
void clua_set_context(clua_state *S, void *context); // the host, for callbacks
int clua_open(clua_state *S);
void clua_close(clua_state *S);

clua_writer *clua_get_writer(clua_state *S);
const clua_failure *clua_last_failure(clua_state *S);

// Definitions. The writer holds the name, and:
// nothing more;
int clua_set_function(clua_state *S, int32_t function);
// pairs of a method's name and its function;
int clua_define_handle(clua_state *S, int32_t kind, bool has_call, int32_t call);
// the fields' names.
int clua_define_record(clua_state *S, int32_t kind);
// The keys of a shape of maps; no name.
int clua_define_shape(clua_state *S, int32_t shape);

int clua_run(clua_state *S, const char *name, size_t name_length, const char *source, size_t length);
void clua_seal(clua_state *S);

void clua_begin(clua_state *S, int32_t kind, int32_t instance);
void clua_end(clua_state *S);
// With `has_argument` the writer holds one value, the function's second argument.
int clua_call(clua_state *S, int32_t function, int32_t kind, int32_t instance, bool has_argument, clua_result *result);
// Whether `clua_call` would answer nil, false or nothing, where that can be told without entering Lua; else false.
bool clua_is_silent(clua_state *S, int32_t function, int32_t kind, int32_t instance);

// The name of a local of its file that a function changes, or NULL. Valid as long as the function.
const char *clua_changed_local(clua_state *S, int32_t function);

void clua_set_time(clua_state *S, int64_t seconds);
void clua_set_seed(clua_state *S, uint64_t seed);
size_t clua_memory_in_use(const clua_state *S);
uint64_t clua_memory_allocated(const clua_state *S); // all that was ever asked for
bool clua_take_asked_time(clua_state *S); // whether Lua asked what time it is since the last call of this
size_t clua_quick_calls(const clua_state *S); // calls that were answered without Lua; see quick.c
void clua_collect(clua_state *S);

// Arguments of the host function that is running, from 0, `self` left out. None of them converts or allocates.
bool clua_argument_string(clua_state *S, int32_t at, const char **bytes, size_t *length);
bool clua_argument_integer(clua_state *S, int32_t at, int64_t *value);
bool clua_argument_number(clua_state *S, int32_t at, double *value);
bool clua_argument_boolean(clua_state *S, int32_t at, bool *value);
bool clua_argument_record(clua_state *S, int32_t at, int32_t *kind, int32_t *instance);
bool clua_argument_handle(clua_state *S, int32_t at, int32_t *kind, int32_t *id);
const char *clua_argument_type(clua_state *S, int32_t at);
// Reads an argument with all it holds into `clua_reader`; on failure the reader holds the message as one string.
bool clua_argument_value(clua_state *S, int32_t at);
const clua_writer *clua_reader(const clua_state *S);
// The file and line of the Lua code that called the host.
void clua_caller(clua_state *S, const char **file, size_t *length, int *line);

#endif
