#ifndef STANDARD_LUA_H
#define STANDARD_LUA_H

#include <stddef.h>

// Runs a chunk in a new state of standard Lua, with all its libraries. Returns the string that it returns or the error
// that it ends in, for `free`; NULL where it is neither, or there is no memory.
char *standard_lua_run(const char *chunk, size_t chunk_length, const char *name, size_t *length);

#endif
