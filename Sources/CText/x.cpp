#include "CText.h"
#include <simdjson.h>
#include <hs.h>
#include <re2/re2.h>
#include <unicode/unorm2.h>
#include <libpsl.h>

