#define _GNU_SOURCE // SIGEV_THREAD_ID
#include "internal.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// What a call may use: time, and steps inside C functions that loop.
//
// Time costs nothing until a call runs long. Each thread that calls Lua has a timer of its own CPU time, which sends
// that thread a signal every few milliseconds. A signal that finds the thread in the same call as the one before arms
// Lua's count hook, and the hook looks at the clock. Once the budget is spent the hook fires at every instruction, so
// that what catches the error runs into the next one.
//
// A strict budget needs no clock: the hook is armed from the start and counts instructions.

// The kernel checks such timers at its own ticks, 100 to 1,000 a second; a shorter interval would not be kept.
enum { TICK_NANOSECONDS = 4000000 };
// Instructions between two runs of the hook once a call runs long: each looks at the clock. One is enough where the
// call holds much memory, as an instruction that joins or compares such strings takes milliseconds.
enum { USUAL_STRIDE = 16, MUCH_MEMORY = 4 << 20 };
// The same for a strict budget, where it only counts.
enum { STRICT_STRIDE = 1000 };
// To collect what a call leaves behind is the call's work too: measured at 0.3 to 0.5 ms a megabyte of small tables.
enum { COLLECTING_NANOSECONDS_PER_KB = 400 };
// The CPU clock, which asks the kernel, is looked at this often at most.
enum { LOOK_NANOSECONDS = 20000 };
// Steps in C functions between two looks at the clock.
enum { POLL_STEPS = 1024 };

// Above the ones that the C library and runtimes take for themselves.
#define TICK_SIGNAL (SIGRTMIN + 6)

// SAFETY: a thread's own, and touched by its signal handler only while it runs this thread.
typedef struct watch {
    clua_state *volatile state; // the one that the thread is calling; NULL: none
    volatile uint64_t call;     // counts calls
    uint64_t seen;              // the call that the last signal found
    timer_t timer;
    bool has_timer;
} watch;

static _Thread_local watch here;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t thread_end;
static bool is_ready;

static int64_t now_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t clock_now(void) { return now_of(CLOCK_THREAD_CPUTIME_ID); }

static void on_count(lua_State *L, lua_Debug *frame);

static void arm(clua_state *S, int stride) {
    S->is_hooked = true;
    S->stride = stride;
    // Walks all frames of the stack: not to be called often.
    lua_sethook(S->L, on_count, LUA_MASKCOUNT, stride);
}

// The bytes that the call may have left behind.
static size_t held(const clua_state *S) { return S->used > S->settled ? S->used - S->settled : 0; }

static bool holds_much(const clua_state *S) { return held(S) > MUCH_MEMORY; }

void clua_budget_grew(clua_state *S) {
    if (S->is_hooked && S->stride == USUAL_STRIDE && holds_much(S)) arm(S, 1);
}

// Only what the manual and POSIX allow in a signal handler: lua_sethook, clock_gettime.
static void on_tick(int number) {
    (void)number;
    clua_state *S = here.state;
    if (S == NULL || !S->running) return;
    if (here.seen != here.call) {
        // It began since the last signal; taken as soon after it, so that no call gets more than its budget.
        S->started = clock_now() - TICK_NANOSECONDS;
        here.seen = here.call;
    } else if (!S->is_hooked) {
        arm(S, holds_much(S) ? 1 : USUAL_STRIDE);
    }
}

static void stop_timer(void *context) {
    watch *mine = context;
    if (mine->has_timer) timer_delete(mine->timer);
    mine->has_timer = false;
}

static void install(void) {
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
    is_ready = sigaction(TICK_SIGNAL, &action, NULL) == 0 && pthread_key_create(&thread_end, stop_timer) == 0;
}

// False where the system has no timer to give.
static bool start_timer(void) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
    return false; // puts signals off until the thread waits for something, which an endless loop never does
#endif
#endif
    pthread_once(&once, install);
    if (!is_ready) return false;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, TICK_SIGNAL);
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = TICK_SIGNAL};
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    const struct itimerspec every = {{0, TICK_NANOSECONDS}, {0, TICK_NANOSECONDS}};
    if (pthread_sigmask(SIG_UNBLOCK, &signals, NULL) != 0 || pthread_setspecific(thread_end, &here) != 0) return false;
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &here.timer) != 0) return false;
    here.has_timer = true;
    return timer_settime(here.timer, 0, &every, NULL) == 0;
}

static _Noreturn void raise_spent(lua_State *L) {
    clua_state *S = clua_of(L);
    if (S->spent == SPENT_TIME) {
        clua_raise(
            L, "the rule ran longer than its budget of %d ms; let it do less, or raise budget.time in the policy",
            (int)(S->budget.time / 1000000));
    }
    clua_raise(
        L, "the rule took more than its budget of %I steps; let it do less, or raise budget.steps in the policy",
        (LUAI_UACINT)S->budget.steps);
}

// From here on every instruction and every step raises, whatever the rule catches.
static _Noreturn void spend(lua_State *L, int what) {
    clua_state *S = clua_of(L);
    S->spent = what;
    S->steps = S->poll_at = 0;
    arm(S, 1);
    raise_spent(L);
}

static void look_at_clock(lua_State *L) {
    clua_state *S = clua_of(L);
    if (!S->is_hooked || S->budget.is_strict) return;
    // The monotonic clock costs a tenth of the other.
    int64_t now = now_of(CLOCK_MONOTONIC);
    if (now - S->looked < LOOK_NANOSECONDS) return;
    S->looked = now;
    int64_t collecting = (int64_t)(held(S) >> 10) * COLLECTING_NANOSECONDS_PER_KB;
    if (clock_now() - S->started + collecting >= S->budget.time) spend(L, SPENT_TIME);
}

static void on_count(lua_State *L, lua_Debug *frame) {
    (void)frame;
    clua_state *S = clua_of(L);
    if (S->spent != SPENT_NOTHING) raise_spent(L);
    if (S->budget.is_strict) clua_take_steps(L, STRICT_STRIDE);
    else look_at_clock(L);
}

void clua_poll(lua_State *L) {
    clua_state *S = clua_of(L);
    if (S->spent != SPENT_NOTHING) raise_spent(L);
    if (S->steps < 0) spend(L, SPENT_STEPS);
    look_at_clock(L);
    S->poll_at = S->steps > POLL_STEPS ? S->steps - POLL_STEPS : 0;
}

void clua_enter(clua_state *S) {
#ifdef CLUA_UNBUDGETED
    S->running = true;
    return;
#endif
    S->spent = SPENT_NOTHING;
    S->steps = S->budget.steps;
    S->poll_at = S->steps > POLL_STEPS ? S->steps - POLL_STEPS : 0;
    S->outer = here.state;
    // Where there is no timer, instructions are counted: a rule must end in any case.
    if (S->budget.is_strict || (!here.has_timer && !start_timer())) {
        arm(S, S->budget.is_strict ? STRICT_STRIDE : USUAL_STRIDE);
        S->started = S->budget.is_strict ? 0 : clock_now();
    }
    here.call++;
    here.state = S;
    S->running = true;
}

void clua_leave(clua_state *S) {
    S->running = false;
#ifdef CLUA_UNBUDGETED
    return;
#endif
    here.state = S->outer;
    if (!S->is_hooked) return;
    S->is_hooked = false;
    lua_sethook(S->L, NULL, 0, 0);
}
