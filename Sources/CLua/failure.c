#include "internal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

// Everything here writes into the state's own buffers: telling of a failure must not need memory.

// Copies text and cuts what does not fit before a whole character, with "…" behind it. Returns the length.
static size_t copy_cut(char *target, size_t room, const char *text, size_t length) {
    if (length < room) {
        memcpy(target, text, length);
        target[length] = 0;
        return length;
    }
    static const char ellipsis[] = "\xE2\x80\xA6";
    size_t kept = room - sizeof ellipsis;
    while (kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80) kept--;
    memcpy(target, text, kept);
    memcpy(target + kept, ellipsis, sizeof ellipsis);
    return kept + sizeof ellipsis - 1;
}

// Finds the innermost Lua code at or above `level`.
static bool find_lua_frame(lua_State *L, int level, lua_Debug *frame) {
    while (lua_getstack(L, level++, frame)) {
        lua_getinfo(L, "Sl", frame);
        if (frame->currentline > 0) return true;
    }
    return false;
}

static size_t source_name(const lua_Debug *frame, const char **name) {
    bool marked = frame->srclen > 0 && frame->source[0] == '@';
    *name = frame->source + marked;
    return frame->srclen - marked;
}

void clua_note_position(clua_state *S, int level) {
    lua_Debug frame;
    S->position_length = 0;
    S->position_line = 0;
    if (!find_lua_frame(S->L, level, &frame)) return;
    const char *name;
    size_t length = source_name(&frame, &name);
    S->position_length = copy_cut(S->position_file, sizeof S->position_file, name, length);
    S->position_line = frame.currentline;
}

static size_t append(char *target, size_t used, size_t room, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(target + used, room - used, format, arguments);
    va_end(arguments);
    if (length < 0) return used;
    return (size_t)length < room - used ? used + (size_t)length : used;
}

static size_t append_frame(char *target, size_t used, size_t room, const lua_Debug *frame) {
    if (frame->currentline > 0) {
        used = append(target, used, room, "%s:%d: in ", frame->short_src, frame->currentline);
    } else {
        used = append(target, used, room, "in ");
    }
    if (frame->name != NULL && *frame->namewhat != 0) {
        return append(target, used, room, "%s '%s'\n", frame->namewhat, frame->name);
    }
    if (*frame->what == 'm') return append(target, used, room, "the file\n");
    if (*frame->what == 'C') return append(target, used, room, "a built-in function\n");
    return append(target, used, room, "the function at line %d\n", frame->linedefined);
}

// Frames of the innermost and outermost calls; of a runaway recursion the middle says nothing more.
enum { TRACEBACK_HEAD = 16, TRACEBACK_TAIL = 8 };
// Each look at a frame walks there: the end of a deep stack is not looked for.
enum { MOST_FRAMES = 1000 };

// At most `MOST_FRAMES`, for a stack as deep or deeper.
static int count_frames(lua_State *L) {
    lua_Debug frame;
    int low = 0, high = MOST_FRAMES;
    if (lua_getstack(L, high, &frame)) return high;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (lua_getstack(L, middle, &frame)) low = middle;
        else high = middle;
    }
    return high;
}

static void note_traceback(clua_state *S) {
    lua_State *L = S->L;
    int frames = count_frames(L);
    size_t used = 0;
    S->traceback[0] = 0;
    for (int level = 1; level < frames; level++) {
        lua_Debug frame;
        if (level == TRACEBACK_HEAD && frames == MOST_FRAMES) {
            used = append(S->traceback, used, sizeof S->traceback, "... more than %d more\n", MOST_FRAMES - level);
            break;
        }
        if (level == TRACEBACK_HEAD && frames - TRACEBACK_TAIL > level) {
            used = append(S->traceback, used, sizeof S->traceback, "... %d more\n", frames - TRACEBACK_TAIL - level);
            level = frames - TRACEBACK_TAIL;
        }
        if (!lua_getstack(L, level, &frame)) break;
        lua_getinfo(L, "Sln", &frame);
        // The frame of our own below everything has no name and no line.
        if (frame.currentline <= 0 && frame.name == NULL) continue;
        used = append_frame(S->traceback, used, sizeof S->traceback, &frame);
    }
    if (used > 0) used--; // the last line's end
    S->traceback[used] = 0;
    S->failure.traceback_length = used;
}

// Lua calls it where the error was raised, the stack still whole. The value goes on as it is.
int clua_handler(lua_State *L) {
    clua_state *S = clua_of(L);
    clua_note_position(S, 1);
    note_traceback(S);
    return 1;
}

static int describe(lua_State *L) {
    clua_push_text(L, 1);
    return 1;
}

// Splits "chunk:line: text" where `chunk` is one that was loaded.
static void split_position(clua_state *S, const char **text, size_t *length) {
    for (size_t i = 0; i < S->chunk_count; i++) {
        const chunk *candidate = &S->chunks[i];
        size_t id = strlen(candidate->id);
        if (*length < id + 4 || memcmp(*text, candidate->id, id) != 0 || (*text)[id] != ':') continue;
        size_t at = id + 1;
        int line = 0;
        while (at < *length && (*text)[at] >= '0' && (*text)[at] <= '9' && line < 100000000) {
            line = line * 10 + ((*text)[at++] - '0');
        }
        if (at == id + 1 || at + 2 > *length || (*text)[at] != ':' || (*text)[at + 1] != ' ') continue;
        S->failure.file_length = copy_cut(S->file, sizeof S->file, candidate->name, candidate->length);
        S->failure.line = line;
        *text += at + 2;
        *length -= at + 2;
        return;
    }
}

static void set_failure(clua_state *S, int status, const char *text, size_t length) {
    S->failure.status = status;
    S->failure.file = S->file;
    S->failure.file_length = S->position_length;
    memcpy(S->file, S->position_file, S->position_length);
    S->failure.line = S->position_line;
    split_position(S, &text, &length);
    S->failure.message_length = copy_cut(S->message, sizeof S->message, text, length);
    S->failure.message = S->message;
    S->failure.traceback = S->traceback;
    S->position_length = 0;
    S->position_line = 0;
}

// A failure that is not Lua's.
int clua_fail(clua_state *S, int status, const char *message) {
    S->position_length = 0;
    S->position_line = 0;
    S->failure.traceback_length = 0;
    set_failure(S, status, message, strlen(message));
    return status;
}

// Takes the error value from the top of the stack.
int clua_note_failure(clua_state *S, int lua_status) {
    lua_State *L = S->L;
    int status = lua_status == LUA_ERRMEM   ? CLUA_MEMORY
                 : lua_status == LUA_ERRERR ? CLUA_HANDLER
                                            : CLUA_RUNTIME;
    if (lua_status != LUA_ERRRUN) S->failure.traceback_length = 0;
    if (lua_type(L, -1) != LUA_TSTRING && S->spent == SPENT_NOTHING) {
        // A value of the rule's own: its `__tostring` runs protected, and within the call's budget, like all its code.
        lua_pushcfunction(L, describe);
        lua_insert(L, -2);
        size_t line = S->position_length;
        int position = S->position_line;
        if (lua_pcall(L, 1, 1, 0) != LUA_OK) status = CLUA_HANDLER;
        S->position_length = line;
        S->position_line = position;
    }
    size_t length = 0;
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
    if (text == NULL) {
        text = "an error that can't be told";
        length = strlen(text);
    }
    if (text == S->syntax_message) status = CLUA_SYNTAX;
    if (text == S->memory_message) status = CLUA_MEMORY;
    if (S->spent != SPENT_NOTHING) status = CLUA_BUDGET;
    set_failure(S, status, text, length);
    lua_settop(L, SLOT_LAST);
    return status;
}

const clua_failure *clua_last_failure(clua_state *S) { return &S->failure; }

// Puts "file:line: " of the innermost Lua code before a message, also where a C function stands in between.
static void push_position(lua_State *L) {
    lua_Debug frame;
    // From level 0: in a hook that is Lua code, else the C function that raises, which has no line.
    if (find_lua_frame(L, 0, &frame)) {
        lua_pushfstring(L, "%s:%d: ", frame.short_src, frame.currentline);
    } else {
        lua_pushliteral(L, "");
    }
}

void clua_raise(lua_State *L, const char *format, ...) {
    va_list arguments;
    luaL_checkstack(L, 3, NULL);
    push_position(L);
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    lua_error(L);
    abort(); // not reached: lua_error does not return
}

// Raised when a value is read after its comment.
void clua_raise_closed(lua_State *L) {
    clua_raise(L, "this value belongs to an earlier call; keep what you need of it in a local, not the value itself");
}

// Raises what the host has written into the writer.
void clua_raise_refusal(lua_State *L) {
    const char *bytes = "the host refused";
    size_t length = strlen(bytes);
    clua_writer_text(&clua_of(L)->writer, 0, &bytes, &length);
    luaL_checkstack(L, 3, NULL);
    push_position(L);
    lua_pushlstring(L, bytes, length);
    lua_concat(L, 2);
    lua_error(L);
    abort(); // not reached: lua_error does not return
}

// NULL when there is no memory. The address holds until the next chunk is added.
const chunk *clua_remember_chunk(clua_state *S, const char *name, size_t length) {
    for (size_t i = 0; i < S->chunk_count; i++) {
        if (S->chunks[i].length == length && memcmp(S->chunks[i].name, name, length) == 0) {
            return &S->chunks[i];
        }
    }
    if (S->chunk_count == S->chunk_capacity) {
        size_t capacity = S->chunk_capacity == 0 ? 16 : S->chunk_capacity * 2;
        chunk *moved = realloc(S->chunks, capacity * sizeof *moved);
        if (moved == NULL) return NULL;
        S->chunks = moved;
        S->chunk_capacity = capacity;
    }
    chunk *added = &S->chunks[S->chunk_count];
    added->name = clua_copy_text(name, length);
    if (added->name == NULL) return NULL;
    added->length = length;
    // Lua shows the last bytes of a name that is too long.
    size_t room = sizeof added->id - 1;
    if (length <= room) snprintf(added->id, sizeof added->id, "%s", added->name);
    else snprintf(added->id, sizeof added->id, "...%s", added->name + length - (room - 3));
    S->chunk_count++;
    return added;
}
