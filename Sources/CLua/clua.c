#include "CLua.h"

#include <stdlib.h>

// The face of the state while its inside is being built: every call fails and says so.

static const clua_failure unbuilt = {.status = CLUA_RUNTIME, .message = "the Lua state is not built yet", .message_length = 30};

clua_state *clua_create(size_t limit, const clua_host *host) { (void)limit; (void)host; return NULL; }
void clua_set_context(clua_state *S, void *context) { (void)S; (void)context; }
int clua_open(clua_state *S) { (void)S; return CLUA_RUNTIME; }
void clua_close(clua_state *S) { (void)S; }
clua_writer *clua_get_writer(clua_state *S) { (void)S; return NULL; }
const clua_failure *clua_last_failure(clua_state *S) { (void)S; return &unbuilt; }
int clua_set_function(clua_state *S, int32_t function) { (void)S; (void)function; return CLUA_RUNTIME; }
int clua_define_handle(clua_state *S, int32_t kind, bool has_call, int32_t call) { (void)S; (void)kind; (void)has_call; (void)call; return CLUA_RUNTIME; }
int clua_define_record(clua_state *S, int32_t kind) { (void)S; (void)kind; return CLUA_RUNTIME; }
int clua_run(clua_state *S, const char *name, size_t n, const char *source, size_t length) { (void)S; (void)name; (void)n; (void)source; (void)length; return CLUA_RUNTIME; }
void clua_seal(clua_state *S) { (void)S; }
void clua_begin(clua_state *S, int32_t kind, int32_t instance) { (void)S; (void)kind; (void)instance; }
void clua_end(clua_state *S) { (void)S; }
int clua_call(clua_state *S, int32_t f, int32_t kind, int32_t instance, bool a, clua_result *r) { (void)S; (void)f; (void)kind; (void)instance; (void)a; (void)r; return CLUA_RUNTIME; }
void clua_set_time(clua_state *S, int64_t t) { (void)S; (void)t; }
void clua_set_seed(clua_state *S, uint64_t s) { (void)S; (void)s; }
size_t clua_memory_in_use(const clua_state *S) { (void)S; return 0; }
void clua_collect(clua_state *S) { (void)S; }
bool clua_argument_string(clua_state *S, int32_t at, const char **b, size_t *l) { (void)S; (void)at; (void)b; (void)l; return false; }
bool clua_argument_integer(clua_state *S, int32_t at, int64_t *v) { (void)S; (void)at; (void)v; return false; }
bool clua_argument_number(clua_state *S, int32_t at, double *v) { (void)S; (void)at; (void)v; return false; }
bool clua_argument_boolean(clua_state *S, int32_t at, bool *v) { (void)S; (void)at; (void)v; return false; }
bool clua_argument_record(clua_state *S, int32_t at, int32_t *k, int32_t *i) { (void)S; (void)at; (void)k; (void)i; return false; }
bool clua_argument_handle(clua_state *S, int32_t at, int32_t *k, int32_t *i) { (void)S; (void)at; (void)k; (void)i; return false; }
const char *clua_argument_type(clua_state *S, int32_t at) { (void)S; (void)at; return "no value"; }
bool clua_argument_value(clua_state *S, int32_t at) { (void)S; (void)at; return false; }
const clua_writer *clua_reader(const clua_state *S) { (void)S; return NULL; }
void clua_caller(clua_state *S, const char **f, size_t *l, int *n) { (void)S; *f = NULL; *l = 0; *n = 0; }
