// The Public Suffix List, as libpsl carries it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where the domain that was registered starts in a host: `example.co.uk` in `www.example.co.uk`.
///
/// `host` is in lower case and ends in NUL. Returns SIZE_MAX where there is none, as in `co.uk`.
size_t ctext_registrable_start(const char *host);

/// Whether a top-level domain (lower case, ends in NUL) stands in the list's ICANN section.
bool ctext_is_top_level_domain(const char *label);

#ifdef __cplusplus
}
#endif
