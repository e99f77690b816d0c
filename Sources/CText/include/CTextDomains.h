// Names of hosts: the Public Suffix List as libpsl carries it, and internationalised names by ICU.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where the domain that was registered starts in a host: `example.co.uk` in `www.example.co.uk`.
///
/// `host` is in lower case and ends in NUL. Returns SIZE_MAX where there is none, as in `co.uk`.
size_t ctext_registrable_start(const char *host);

/// Whether a top-level domain (lower case, ends in NUL) stands in the list's ICANN section.
bool ctext_is_top_level_domain(const char *label);

/// The Unicode form of an internationalised host by UTS 46 (non-transitional), small letters: Punycode is decoded, width
/// and compatibility are mapped, `。` separates labels. Writes at most `capacity` bytes.
///
/// Returns how many bytes the result has; SIZE_MAX where the host is not valid or has no room.
size_t ctext_unicode_host(const char *host, size_t length, char *output, size_t capacity);

/// Whether UTS 46 leaves a character out of hosts, as it does with the soft hyphen and the zero width space.
bool ctext_is_left_out_of_hosts(uint32_t character);

#ifdef __cplusplus
}
#endif
