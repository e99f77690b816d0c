#include "CTextDomains.h"

#include <libpsl.h>
#include <unicode/uidna.h>

#include <cstdint>

size_t ctext_registrable_start(const char *host) {
    const char *domain = psl_registrable_domain(psl_builtin(), host);
    return domain == nullptr ? SIZE_MAX : static_cast<size_t>(domain - host);
}

bool ctext_is_top_level_domain(const char *label) {
    return psl_is_public_suffix2(psl_builtin(), label, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

size_t ctext_unicode_host(const char *host, size_t length, char *output, size_t capacity) {
    // One for the process: it never changes, and ICU lets threads share it.
    static const UIDNA *const idna = [] {
        UErrorCode status = U_ZERO_ERROR;
        return uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
    }();
    if (idna == nullptr || length > INT32_MAX || capacity > INT32_MAX) return SIZE_MAX;
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t count = uidna_nameToUnicodeUTF8(idna, host, static_cast<int32_t>(length), output,
                                            static_cast<int32_t>(capacity), &info, &status);
    // What browsers let pass: hyphens at odd places and empty labels.
    constexpr uint32_t harmless = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LEADING_HYPHEN |
                                  UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    if (U_FAILURE(status) || (info.errors & ~harmless) != 0) return SIZE_MAX;
    return static_cast<size_t>(count);
}
