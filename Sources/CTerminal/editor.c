#include "CTerminal.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum {
    CONTROL_C = 0x03,
    ESCAPE = 0x1B,
    IDLE_MILLISECONDS = 300,
    // The bytes of one key come together; a person needs longer from Escape to the next.
    SEQUENCE_MILLISECONDS = 30,
    REMEMBERED_LINES = 500,
    LONGEST_CHARACTER = 4,
};

struct cterminal_editor {
    EditLine *lines;
    History *history;
    char *prompt;
    cterminal_idle idle;
    void *context;
    int can_be_left;
};

static char *prompt_of(EditLine *lines) {
    cterminal_editor *editor = NULL;
    el_get(lines, EL_CLIENTDATA, &editor);
    return editor->prompt;
}

static void wait_for_input(cterminal_editor *editor) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    while (poll(&input, 1, IDLE_MILLISECONDS) == 0) {
        if (editor->idle(editor->context)) el_set(editor->lines, EL_REFRESH);
    }
}

// Whether a byte is all of a key that leaves the line.
static int leaves(const cterminal_editor *editor, char byte) {
    if (!editor->can_be_left) return 0;
    if (byte == CONTROL_C) return 1;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return byte == ESCAPE && poll(&input, 1, SEQUENCE_MILLISECONDS) == 0;
}

// Reads one character, byte by byte; 1, 0 at the end, -1 on an error.
static int read_character(EditLine *lines, wchar_t *character) {
    cterminal_editor *editor = NULL;
    el_get(lines, EL_CLIENTDATA, &editor);
    char bytes[LONGEST_CHARACTER];
    for (size_t count = 0; count < LONGEST_CHARACTER;) {
        if (count == 0) wait_for_input(editor);
        ssize_t length = read(STDIN_FILENO, bytes + count, 1);
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) return (int)length;
        if (count == 0 && leaves(editor, bytes[0])) return 0;
        count++;
        mbstate_t state = {0};
        size_t used = mbrtowc(character, bytes, count, &state);
        if (used == 0) *character = 0;
        if (used != (size_t)-1 && used != (size_t)-2) return 1;
        if (used == (size_t)-1) break;
    }
    *character = L'?';
    return 1;
}

cterminal_editor *cterminal_editor_create(const char *prompt, cterminal_idle idle, void *context) {
    // The characters of the text are UTF-8 whatever the person's locale is.
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "");
    cterminal_editor *editor = calloc(1, sizeof *editor);
    if (editor == NULL) return NULL;
    editor->idle = idle;
    editor->context = context;
    editor->prompt = strdup(prompt);
    editor->lines = el_init("modfilter", stdin, stdout, stderr);
    editor->history = history_init();
    if (editor->prompt == NULL || editor->lines == NULL || editor->history == NULL) {
        cterminal_editor_free(editor);
        return NULL;
    }
    HistEvent event;
    history(editor->history, &event, H_SETSIZE, REMEMBERED_LINES);
    el_set(editor->lines, EL_CLIENTDATA, editor);
    el_set(editor->lines, EL_PROMPT, prompt_of);
    el_set(editor->lines, EL_EDITOR, "emacs");
    el_set(editor->lines, EL_SIGNAL, 1);
    el_set(editor->lines, EL_HIST, history, editor->history);
    el_set(editor->lines, EL_GETCFN, read_character);
    return editor;
}

void cterminal_editor_let_leave(cterminal_editor *editor) {
    editor->can_be_left = 1;
    // Ctrl-C comes as a character, and no longer ends the program: already while the prompt is written, since libedit
    // sets the terminal only when it begins to read. It gives the terminal back as it was when the editor was made.
    el_set(editor->lines, EL_SETTY, "-d", "-isig", NULL);
    struct termios mode;
    if (tcgetattr(STDIN_FILENO, &mode) != 0) return;
    mode.c_lflag &= ~(tcflag_t)ISIG;
    tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

const char *cterminal_editor_read(cterminal_editor *editor, size_t *length) {
    int count = 0;
    const char *line = el_gets(editor->lines, &count);
    if (line == NULL || count <= 0) return NULL;
    HistEvent event;
    if (count > 1) history(editor->history, &event, H_ENTER, line);
    *length = line[count - 1] == '\n' ? (size_t)count - 1 : (size_t)count;
    return line;
}

void cterminal_editor_free(cterminal_editor *editor) {
    if (editor->lines != NULL) el_end(editor->lines);
    if (editor->history != NULL) history_end(editor->history);
    free(editor->prompt);
    free(editor);
}
