#ifndef CLUA_INTERNAL_H
#define CLUA_INTERNAL_H

#include "CLua.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <string.h>

// Kinds of records and handles are small numbers; 256 is far more than a host needs.
enum { KIND_LIMIT = 256 };

// Where the main thread keeps, below every call, what entry points need without a registry lookup.
enum {
    SLOT_FUNCTIONS = 1, // slot -> function
    SLOT_PROXIES,       // record kind -> proxy
    SLOT_VALUES,        // record kind -> the values kept of its own record
    SLOT_INSTANCES,     // metatables of the records handed out since begin
    SLOT_INDEX,         // "__index"
    SLOT_DEAD,          // raises: the record is closed
    SLOT_HANDLER,       // the message handler
    SLOT_CALLED,        // the proxy that functions were called with last
    SLOT_LAST = SLOT_CALLED,
};

// The same and more, by number in the registry, for code that runs inside a call. Lua itself uses 1 to 3.
enum {
    REGISTRY_FUNCTIONS = 16,
    REGISTRY_SLOTS, // function -> slot
    REGISTRY_PROXIES,
    REGISTRY_VALUES,
    REGISTRY_INSTANCES,
    REGISTRY_RECORDS, // record kind -> what its instances share
    REGISTRY_HANDLES, // handle kind -> metatable
    REGISTRY_LIST,    // metatable of read-only tables
    REGISTRY_EMPTY,   // the read-only table that has nothing
    REGISTRY_SHAPES,  // shape -> metatable of its maps
    REGISTRY_GLOBALS, // what every environment begins with
    REGISTRY_DROPPED, // metatable that explains names left out
    REGISTRY_MODULES, // required name or "@" and chunk name -> value, or the marker of one being loaded
    REGISTRY_PATTERNS, // slot -> text and pattern, of those in clua_state.patterns
    REGISTRY_QUICK, // patterns that quick.c holds
    REGISTRY_STOCK_FORMAT, // the library function that ours ends in
};

// Keys that Lua code can't make: addresses.
extern const char clua_data_key;   // in a read-only proxy: the table behind it
extern const char clua_shape_key;  // in a shape's metatable: its keys in order
extern const char clua_record_key; // in a record's metatable and memo: which record it is

// Finds a name's position by the address of Lua's string: equal short strings are one object, and whoever owns the
// table keeps its names alive.
typedef struct name_slot {
    const void *name;
    int32_t position;
} name_slot;

typedef struct name_table {
    name_slot *slots; // open addressing
    int shift;        // 64 less the bits of the number of slots
} name_table;

// What the host answered for a field of a kind's own record.
typedef struct field_answer {
    uint64_t opening; // when it was asked; 0: never
    uint32_t place;   // of what Lua holds, among the values kept; 0: it holds nothing yet
    clua_node node;   // the first; of what takes more than one node it tells the kind and the length alone
} field_answer;

typedef struct record_kind {
    char *name;
    int32_t kind;
    int32_t field_count;
    name_table names;
    field_answer *answers;
    int32_t kept_count;
    uint32_t *kept; // places among the values kept that are taken
    uint64_t opening; // counts `clua_begin` and `clua_end`
    int32_t instance;
    bool alive;
} record_kind;

// Maps that all have the same keys.
typedef struct map_shape {
    uint32_t count;
    name_table names;
} map_shape;

typedef struct chunk {
    char *name;
    size_t length;
    char id[LUA_IDSIZE]; // as Lua shortens the name in messages
} chunk;

// Patterns of `string.find` and its like that were used last, by the address of their text.
enum { PATTERN_BITS = 6 };

typedef struct known_pattern {
    const char *text; // NULL: none
    const struct pattern *compiled;
} known_pattern;

// Free blocks by size, in steps of 16 bytes up to 512.
enum { POOL_COUNT = 32 };

typedef struct clua_memory {
    void *free[POOL_COUNT];
    struct slab *slabs;
} clua_memory;

// A function's beginning, run without Lua; see quick.c.
typedef struct quick_function quick_function;

struct clua_state {
    lua_State *L;
    clua_memory memory;
    size_t used;
    uint64_t allocated; // all that was ever asked for
    bool asked_time;    // since the host looked last
    uint64_t failing; // the allocation that fails, counted from now; 0: none. For tests
    size_t settled; // what was used when all garbage was collected last
    clua_budget budget;
    clua_host host;
    clua_writer writer;
    clua_writer reader;
    int first_argument; // stack index of the host call's first argument; 0: no call
    known_pattern patterns[1 << PATTERN_BITS];
    // Of the call that is running; see budget.c.
    int64_t steps;   // that it may still take
    int64_t poll_at; // where steps call for a look at the clock
    int64_t started; // the thread's CPU time at the first signal in the call
    int64_t looked;  // the monotonic clock when the other was looked at last
    int stride;      // instructions between two runs of the hook
    int spent;       // SPENT_…
    volatile bool is_hooked; // it runs long, or its instructions are counted
    clua_state *outer;       // whose call it interrupts
    uint64_t session; // counts `clua_end`: what was handed out before is closed
    volatile bool running;
    bool sealed;
    bool seeded;
    int64_t time;
    uint64_t seed;
    uint64_t random[4];
    int32_t function_count;
    quick_function **quick; // by function
    int32_t quick_count;
    size_t quick_calls;
    int32_t instance_count;
    int32_t called_kind; // of the record in SLOT_CALLED; -1: none
    int32_t record_limit; // above the highest kind of record defined
    record_kind *records[KIND_LIMIT];
    char *handles[KIND_LIMIT];
    map_shape *shapes[KIND_LIMIT];
    chunk *chunks;
    size_t chunk_count;
    size_t chunk_capacity;
    const char *syntax_message; // the last message of the parser, known again by its address
    const char *memory_message; // Lua's own "not enough memory", likewise
    char number[64];
    char type_name[128];
    clua_failure failure;
    char message[4096];
    char traceback[8192];
    char position_file[1024]; // found by the handler, or by the allocator when it had to refuse
    size_t position_length;
    int position_line;
    char file[1024];
};

static inline clua_state *clua_of(lua_State *L) { return *(clua_state **)lua_getextraspace(L); }

// memory.c
void *clua_allocate(void *context, void *block, size_t old_size, size_t new_size);
void clua_free_pools(clua_memory *memory);

// failure.c
int clua_handler(lua_State *L);
void clua_note_position(clua_state *S, int level);
int clua_fail(clua_state *S, int status, const char *message);
int clua_note_failure(clua_state *S, int lua_status);
_Noreturn void clua_raise(lua_State *L, const char *format, ...);
_Noreturn void clua_raise_closed(lua_State *L);
_Noreturn void clua_raise_refusal(lua_State *L);
const chunk *clua_remember_chunk(clua_state *S, const char *name, size_t length);

// budget.c
enum { SPENT_NOTHING, SPENT_TIME, SPENT_STEPS };
void clua_enter(clua_state *S);
void clua_budget_grew(clua_state *S); // it holds more memory than before
void clua_leave(clua_state *S);
void clua_poll(lua_State *L); // looks at the clock and at the steps left; raises where either is spent

static inline void clua_take_steps(lua_State *L, size_t count) {
#ifndef CLUA_UNBUDGETED // what Benchmarks/budget compares with; never built into what ships
    clua_state *S = clua_of(L);
    S->steps -= (int64_t)count;
    if (S->steps < S->poll_at) clua_poll(L);
#endif
}

// state.c
int clua_protect(clua_state *S, int arguments, int results);
void clua_settle(clua_state *S);
// A comment may leave more behind than what was there once garbage was collected, up to this.
enum { SETTLED_MARGIN = 4 << 20 };
int clua_protect_function(clua_state *S, lua_CFunction function, const void *argument);

// Pushes what needs no memory: nil, booleans and numbers.
static inline bool clua_push_plain(lua_State *L, const clua_node *node) {
    double number;
    switch (node->tag) {
    case CLUA_NOTHING: lua_pushnil(L); return true;
    case CLUA_BOOLEAN: lua_pushboolean(L, node->payload != 0); return true;
    case CLUA_INTEGER: lua_pushinteger(L, (lua_Integer)node->payload); return true;
    case CLUA_NUMBER:
        memcpy(&number, &node->payload, sizeof number);
        lua_pushnumber(L, number);
        return true;
    default: return false;
    }
}

// quick.c
// Tries to answer without Lua; false where Lua has to be asked.
bool clua_quick_call(clua_state *S, int32_t function, record_kind *record, clua_result *result);
void clua_free_quick(clua_state *S);

// Never NULL: hosts lend nothing at all for an empty string.
static inline const char *clua_text_of(const clua_node *node) {
    return node->payload != 0 ? (const char *)(uintptr_t)node->payload : "";
}

// values.c
void clua_push_value(lua_State *L, clua_state *S, size_t *position, int depth);
void clua_push_items(lua_State *L, clua_state *S, size_t *position, int depth, uint32_t count); // a plain table
char *clua_copy_text(const char *bytes, size_t length);
bool clua_writer_text(const clua_writer *writer, size_t at, const char **bytes, size_t *length);

// names.c
bool clua_names_open(name_table *names, size_t count);
void clua_names_add(name_table *names, const void *name, int32_t position);

static inline size_t clua_names_place(const name_table *names, const void *name) {
    // Multiplying by the golden ratio's 64 bits spreads what differs in a few (Knuth, TAOCP 3, 6.4).
    return (size_t)((uint64_t)(uintptr_t)name * 0x9E3779B97F4A7C15u >> names->shift);
}

// -1: none, or one of Lua's long strings.
static inline int32_t clua_names_find(const name_table *names, const void *name) {
    if (name == NULL) return -1;
    size_t mask = ((size_t)1 << (64 - names->shift)) - 1;
    for (size_t at = clua_names_place(names, name);; at = (at + 1) & mask) {
        if (names->slots[at].name == name) return names->slots[at].position;
        if (names->slots[at].name == NULL) return -1;
    }
}

// shapes.c
void clua_wrap_shaped(lua_State *L, int32_t shape); // the list of values on top becomes a read-only map
void clua_unshape(lua_State *L, int index); // so does the one at `index`, whose values are on top, a plain one

// fields.c
void clua_push_reader(lua_State *L, record_kind *record, bool is_own, int names, int fields, int values);
// Reads a field of a kind's own record without Lua, as the first node of the value. False where reading it raises.
bool clua_peek_field(clua_state *S, record_kind *record, int32_t field, clua_node *value);

// Among the values kept of a kind's own record: behind those of the fields, the empty list.
static inline uint32_t clua_place_of_empty(const record_kind *record) { return (uint32_t)record->field_count + 1; }

// records.c, handles.c
void clua_push_record(lua_State *L, clua_state *S, int32_t kind, int32_t instance);
int clua_to_record(lua_State *L, int index, int32_t *kind, int32_t *instance); // 1 alive, 0 none, -1 closed
void clua_push_handle(lua_State *L, clua_state *S, int32_t kind, int32_t id);
bool clua_to_handle(lua_State *L, int index, int32_t *kind, int32_t *id);
const char *clua_nearest(lua_State *L, int names, const char *word, size_t length);

// lists.c
void clua_open_lists(lua_State *L);
void clua_wrap(lua_State *L); // the table on top becomes read-only
void clua_push_lazy_list(lua_State *L, const record_kind *record, int32_t instance, int32_t field, uint32_t count);
void clua_push_underlying(lua_State *L, int index); // the plain table behind the one at `index`, or that one itself
void clua_push_list_metatable(lua_State *L);

// tables.c
typedef struct clua_keys {
    size_t count;
    size_t others;
} clua_keys;
clua_keys clua_push_sorted_keys(lua_State *L, int table, bool only_strings);
int clua_base_pairs(lua_State *L);
int clua_base_next(lua_State *L);
int clua_base_rawget(lua_State *L);
int clua_base_rawlen(lua_State *L);

// bounded.c
int clua_base_xpcall(lua_State *L);
int clua_string_rep(lua_State *L);
int clua_string_lower(lua_State *L);
int clua_string_upper(lua_State *L);
int clua_string_reverse(lua_State *L);
int clua_table_concat(lua_State *L);
int clua_table_insert(lua_State *L);
int clua_table_move(lua_State *L);
int clua_table_remove(lua_State *L);
int clua_table_sort(lua_State *L);
int clua_table_unpack(lua_State *L);

// libraries.c, text.c, searching.c, random.c, clock.c, loading.c
void clua_open_libraries(lua_State *L);
void clua_push_text(lua_State *L, int index); // what tostring gives
int clua_base_tostring(lua_State *L);
int clua_base_setmetatable(lua_State *L);
int clua_string_format(lua_State *L);
int clua_string_find(lua_State *L);
int clua_string_match(lua_State *L);
int clua_string_gmatch(lua_State *L);
int clua_string_gsub(lua_State *L);
int clua_math_random(lua_State *L);
int clua_os_time(lua_State *L);
int clua_os_date(lua_State *L);
int clua_require(lua_State *L);

#endif
