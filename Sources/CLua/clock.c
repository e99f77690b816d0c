#include "internal.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>

// os.time and os.date in UTC, with the host's time for now: an answer must not depend on the machine it is found on.

static const struct {
    const char *name;
    size_t offset;
    int standard; // INT_MIN: required
    int base;     // what the C library counts from
} fields[] = {
    {"year", offsetof(struct tm, tm_year), INT_MIN, 1900}, {"month", offsetof(struct tm, tm_mon), INT_MIN, 1},
    {"day", offsetof(struct tm, tm_mday), INT_MIN, 0},     {"hour", offsetof(struct tm, tm_hour), 12, 0},
    {"min", offsetof(struct tm, tm_min), 0, 0},            {"sec", offsetof(struct tm, tm_sec), 0, 0},
};

enum { FIELD_COUNT = sizeof fields / sizeof *fields };

static int read_date_field(lua_State *L, size_t field) {
    int exact;
    int type = lua_getfield(L, 1, fields[field].name);
    lua_Integer value = lua_tointegerx(L, -1, &exact);
    lua_pop(L, 1);
    if (!exact) {
        if (type != LUA_TNIL) return luaL_error(L, "field '%s' is not an integer", fields[field].name);
        if (fields[field].standard == INT_MIN) {
            return luaL_error(L, "field '%s' missing in date table", fields[field].name);
        }
        value = fields[field].standard;
    }
    if (value < (lua_Integer)INT_MIN + fields[field].base || value > INT_MAX) {
        return luaL_error(L, "field '%s' is out-of-bound", fields[field].name);
    }
    return (int)(value - fields[field].base);
}

static void write_date(lua_State *L, const struct tm *date, int table) {
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        int value;
        memcpy(&value, (const char *)date + fields[i].offset, sizeof value);
        lua_pushinteger(L, (lua_Integer)value + fields[i].base);
        lua_setfield(L, table, fields[i].name);
    }
    lua_pushinteger(L, date->tm_yday + 1);
    lua_setfield(L, table, "yday");
    lua_pushinteger(L, date->tm_wday + 1);
    lua_setfield(L, table, "wday");
    lua_pushboolean(L, 0);
    lua_setfield(L, table, "isdst");
}

int clua_os_time(lua_State *L) {
    if (lua_isnoneornil(L, 1)) {
        clua_of(L)->asked_time = true;
        lua_pushinteger(L, clua_of(L)->time);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct tm date = {0};
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        int value = read_date_field(L, i);
        memcpy((char *)&date + fields[i].offset, &value, sizeof value);
    }
    errno = 0;
    time_t seconds = timegm(&date);
    if (seconds == (time_t)-1 && errno != 0) {
        return luaL_error(L, "time result cannot be represented in this installation");
    }
    // As in standard Lua the fields are brought into their ranges, where the table is the rule's own.
    if (!lua_getmetatable(L, 1)) write_date(L, &date, 1);
    lua_pushinteger(L, seconds);
    return 1;
}

// The conversions of C99, after "E" and "O" those that take them.
static bool is_conversion(const char *at, const char *end, size_t *length) {
    const char *known = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    *length = 1;
    if (at < end && (*at == 'E' || *at == 'O')) {
        known = *at == 'E' ? "cCxXyY" : "deHImMSuUVwWy";
        at++;
        *length = 2;
    }
    return at < end && *at != 0 && strchr(known, *at) != NULL;
}

int clua_os_date(lua_State *L) {
    size_t length;
    const char *format = luaL_optlstring(L, 1, "%c", &length);
    const char *end = format + length;
    if (lua_isnoneornil(L, 2)) clua_of(L)->asked_time = true;
    time_t seconds = (time_t)luaL_optinteger(L, 2, clua_of(L)->time);
    struct tm date;
    if (*format == '!') format++; // UTC is what it always is
    if (gmtime_r(&seconds, &date) == NULL) {
        return luaL_error(L, "date result cannot be represented in this installation");
    }
    if (strncmp(format, "*t", 2) == 0) {
        lua_createtable(L, 0, 9);
        write_date(L, &date, lua_gettop(L));
        return 1;
    }
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (format < end) {
        if (*format != '%') {
            luaL_addchar(&buffer, *format++);
            continue;
        }
        size_t conversion;
        if (!is_conversion(++format, end, &conversion)) {
            return luaL_argerror(L, 1, "invalid conversion specifier");
        }
        char pattern[4] = {'%', format[0], conversion == 2 ? format[1] : 0, 0};
        format += conversion;
        // The longest conversion of the C locale is %c, below 64 bytes.
        char *target = luaL_prepbuffsize(&buffer, 256);
        luaL_addsize(&buffer, strftime(target, 256, pattern, &date));
    }
    luaL_pushresult(&buffer);
    return 1;
}
