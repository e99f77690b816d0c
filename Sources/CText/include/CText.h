// Thin C faces of the text libraries: Swift sees none of their macros or templates.
#pragma once

#include "CTextBytes.h"
#include "CTextDigest.h"
#include "CTextDomains.h"
#include "CTextEncoding.h"
#include "CTextFolding.h"
#include "CTextICU.h"
#include "CTextKeyedHash.h"
#include "CTextMatch.h"
#include "CTextStatistics.h"
#include "CTextWordIndex.h"
#if __has_include("CTextJSON.h")
#include "CTextJSON.h"
#endif
