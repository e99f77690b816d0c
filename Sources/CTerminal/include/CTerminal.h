// What a person types at a terminal: lines to edit, by libedit, and single keys.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct cterminal_editor cterminal_editor;

/// Called about three times a second while the person does not type; returns whether it has written anything, so that
/// the line must be drawn again.
typedef int (*cterminal_idle)(void *context);

/// An editor of standard input. NULL where memory is short or the terminal can't be used.
cterminal_editor *cterminal_editor_create(const char *prompt, cterminal_idle idle, void *context);
/// From now on Escape and Ctrl-C leave a line: there is none then.
void cterminal_editor_let_leave(cterminal_editor *editor);
/// The next line without its end, valid until the next call; NULL at the end of the input, or
/// where it was left.
const char *cterminal_editor_read(cterminal_editor *editor, size_t *length);
/// Gives the terminal back as it was.
void cterminal_editor_free(cterminal_editor *editor);

typedef struct cterminal_keys cterminal_keys;

/// What cterminal_keys_next gives beside characters.
enum { CTERMINAL_END = -1, CTERMINAL_SIGNALLED = -2, CTERMINAL_CONTINUED = -3 };

/// Single keys of standard input, without Return and without echo, once cterminal_keys_begin is called.
///
/// SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP and SIGCONT are held back from now on and taken while a key is waited for,
/// so that none leaves the terminal as it is then. Call it before any other thread starts, so that all inherit that.
/// NULL where memory is short or standard input is no terminal.
cterminal_keys *cterminal_keys_create(void);
/// Sets the terminal to single keys.
void cterminal_keys_begin(cterminal_keys *keys);
/// Gives the terminal back as it was, and signals their effect, until the next begin.
void cterminal_keys_end(cterminal_keys *keys);
/// The next key: a Unicode scalar; CTERMINAL_END at the end of the input and for Ctrl-D; CTERMINAL_SIGNALLED, with its
/// number in `number`, for a signal that ends programs; CTERMINAL_CONTINUED after the program was stopped, when the
/// screen may show something else. Arrows and other keys that are no character are passed over.
int32_t cterminal_keys_next(cterminal_keys *keys, int *number);
void cterminal_keys_free(cterminal_keys *keys);
