#ifndef CLUA_H
#define CLUA_H
#include <lua.h>
#endif
