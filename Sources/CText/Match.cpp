#include "CTextMatch.h"
