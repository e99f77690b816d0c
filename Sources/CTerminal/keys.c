#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

enum {
    CONTROL_D = 0x04,
    ESCAPE = 0x1B,
    // The bytes of one key come together; a person needs longer from Escape to the next.
    SEQUENCE_MILLISECONDS = 30,
    REPLACEMENT = 0xFFFD,
};

struct cterminal_keys {
    struct termios original;
    sigset_t held;
    sigset_t mask;
    int signals;
    int has_begun;
};

cterminal_keys *cterminal_keys_create(void) {
    cterminal_keys *keys = calloc(1, sizeof *keys);
    if (keys == NULL) return NULL;
    sigemptyset(&keys->held);
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT};
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) sigaddset(&keys->held, numbers[index]);
    keys->signals = signalfd(-1, &keys->held, SFD_CLOEXEC | SFD_NONBLOCK);
    if (keys->signals < 0 || tcgetattr(STDIN_FILENO, &keys->original) != 0) {
        if (keys->signals >= 0) close(keys->signals);
        free(keys);
        return NULL;
    }
    pthread_sigmask(SIG_BLOCK, &keys->held, &keys->mask);
    return keys;
}

// Not in the background: that would stop the program for asking.
static void set_single(cterminal_keys *keys) {
    if (tcgetpgrp(STDIN_FILENO) != getpgrp()) return;
    struct termios single = keys->original;
    single.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    single.c_cc[VMIN] = 1;
    single.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &single);
}

void cterminal_keys_begin(cterminal_keys *keys) {
    if (keys->has_begun) return;
    pthread_sigmask(SIG_BLOCK, &keys->held, NULL);
    // A terminal that is gone shows itself as the end of the input.
    if (tcgetattr(STDIN_FILENO, &keys->original) != 0) return;
    set_single(keys);
    keys->has_begun = 1;
}

void cterminal_keys_end(cterminal_keys *keys) {
    if (keys->has_begun) tcsetattr(STDIN_FILENO, TCSADRAIN, &keys->original);
    keys->has_begun = 0;
    pthread_sigmask(SIG_SETMASK, &keys->mask, NULL);
}

void cterminal_keys_free(cterminal_keys *keys) {
    cterminal_keys_end(keys);
    close(keys->signals);
    free(keys);
}

// Stops as the person wishes, with the terminal as it was, and goes on when they do.
static void stop(cterminal_keys *keys) {
    tcsetattr(STDIN_FILENO, TCSADRAIN, &keys->original);
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTSTP);
    raise(SIGTSTP);
    // It is here that the program stops.
    pthread_sigmask(SIG_UNBLOCK, &stops, NULL);
    pthread_sigmask(SIG_BLOCK, &stops, NULL);
    set_single(keys);
}

// What a signal comes to: CTERMINAL_SIGNALLED or CTERMINAL_CONTINUED; 0 where there was none.
static int32_t take_signal(cterminal_keys *keys, int *number) {
    struct signalfd_siginfo signal;
    if (read(keys->signals, &signal, sizeof signal) != (ssize_t)sizeof signal) return 0;
    switch (signal.ssi_signo) {
    case SIGTSTP: stop(keys); return 0;
    // Whoever had the terminal meanwhile has set it as they like.
    case SIGCONT: set_single(keys); return CTERMINAL_CONTINUED;
    default: *number = (int)signal.ssi_signo; return CTERMINAL_SIGNALLED;
    }
}

static int has_more(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, SEQUENCE_MILLISECONDS) > 0;
}

static int read_byte(unsigned char *byte) {
    ssize_t count;
    do count = read(STDIN_FILENO, byte, 1);
    while (count < 0 && errno == EINTR);
    return count == 1;
}

// Passes over what follows an Escape: the rest of an arrow's sequence (ECMA-48, 5.4), or a letter typed with Alt.
static void skip_sequence(void) {
    unsigned char byte = 0;
    if (!has_more() || !read_byte(&byte)) return;
    if (byte == 'O') {
        if (has_more()) read_byte(&byte);
    } else if (byte == '[') {
        do {
            if (!has_more() || !read_byte(&byte)) return;
        } while (byte < 0x40 || byte > 0x7E);
    }
}

// The scalar that begins with a byte.
static int32_t read_scalar(unsigned char first) {
    if (first < 0x80) return first;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : -1;
    if (more < 0 || first > 0xF4) return REPLACEMENT;
    int32_t scalar = first & (0x3F >> more);
    for (; more > 0; more--) {
        unsigned char byte = 0;
        if (!has_more() || !read_byte(&byte) || (byte & 0xC0) != 0x80) return REPLACEMENT;
        scalar = scalar << 6 | (byte & 0x3F);
    }
    return scalar;
}

int32_t cterminal_keys_next(cterminal_keys *keys, int *number) {
    for (;;) {
        struct pollfd sources[2] = {
            {.fd = keys->signals, .events = POLLIN},
            {.fd = STDIN_FILENO, .events = POLLIN},
        };
        if (poll(sources, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return CTERMINAL_END;
        }
        if (sources[0].revents != 0) {
            int32_t event = take_signal(keys, number);
            if (event != 0) return event;
            continue;
        }
        unsigned char byte = 0;
        if (!read_byte(&byte) || byte == CONTROL_D) return CTERMINAL_END;
        if (byte == ESCAPE) skip_sequence();
        else return read_scalar(byte);
    }
}
