#include "internal.h"

// math.random from the host's seed: xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
// generators", 2018), its four words filled by splitmix64 from the same paper on first use.

static uint64_t rotate(uint64_t value, int by) { return value << by | value >> (64 - by); }

static void fill(clua_state *S) {
    uint64_t seed = S->seed;
    for (int i = 0; i < 4; i++) {
        uint64_t mixed = seed += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
        S->random[i] = mixed ^ mixed >> 31;
    }
    S->seeded = true;
}

static uint64_t draw(clua_state *S) {
    if (!S->seeded) fill(S);
    uint64_t *s = S->random;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return result;
}

// Uniform in 0...limit: draws under the next mask until one fits, each with a chance of more than a half.
static uint64_t draw_up_to(clua_state *S, uint64_t limit) {
    uint64_t mask = limit;
    for (int shift = 1; shift < 64; shift *= 2) mask |= mask >> shift;
    uint64_t drawn;
    do {
        drawn = draw(S) & mask;
    } while (drawn > limit);
    return drawn;
}

int clua_math_random(lua_State *L) {
    clua_state *S = clua_of(L);
    lua_Integer low = 1, high;
    switch (lua_gettop(L)) {
    case 0:
        // 53 bits, as many as a double tells apart below 1.
        lua_pushnumber(L, (lua_Number)(draw(S) >> 11) * 0x1p-53);
        return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        if (high == 0) {
            lua_pushinteger(L, (lua_Integer)draw(S));
            return 1;
        }
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    default: return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + draw_up_to(S, (uint64_t)high - (uint64_t)low)));
    return 1;
}
