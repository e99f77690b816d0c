#include "CTextDomains.h"
