// A thin face of libedit: lines that a person edits at a terminal, with a history.
#pragma once

#include <stddef.h>

typedef struct cterminal_editor cterminal_editor;

/// Called about three times a second while the person does not type; returns whether it has written anything, so that
/// the line must be drawn again.
typedef int (*cterminal_idle)(void *context);

/// An editor of standard input. NULL where memory is short or the terminal can't be used.
cterminal_editor *cterminal_editor_create(const char *prompt, cterminal_idle idle, void *context);
/// The next line without its end, valid until the next call; NULL at the end of the input.
const char *cterminal_editor_read(cterminal_editor *editor, size_t *length);
/// Gives the terminal back as it was.
void cterminal_editor_free(cterminal_editor *editor);
