#include "CTextDomains.h"

#include <libpsl.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/utf16.h>

#include <cstdint>

namespace {

/// One for the process: it never changes, and ICU lets threads share it.
const UIDNA *shared_idna() {
    static const UIDNA *const idna = [] {
        UErrorCode status = U_ZERO_ERROR;
        return uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
    }();
    return idna;
}

}  // namespace

size_t ctext_registrable_start(const char *host) {
    const char *domain = psl_registrable_domain(psl_builtin(), host);
    return domain == nullptr ? SIZE_MAX : static_cast<size_t>(domain - host);
}

bool ctext_is_top_level_domain(const char *label) {
    return psl_is_public_suffix2(psl_builtin(), label, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

size_t ctext_unicode_host(const char *host, size_t length, char *output, size_t capacity) {
    const UIDNA *idna = shared_idna();
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

bool ctext_is_left_out_of_hosts(uint32_t character) {
    // Far the most characters are told by this look alone.
    if (!u_hasBinaryProperty(static_cast<UChar32>(character), UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return false;
    const UIDNA *idna = shared_idna();
    if (idna == nullptr) return false;
    UChar label[4] = {u'a'}, output[8];
    int32_t length = 1;
    U16_APPEND_UNSAFE(label, length, static_cast<UChar32>(character));
    label[length++] = u'a';
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t count = uidna_labelToUnicode(idna, label, length, output, 8, &info, &status);
    return U_SUCCESS(status) && info.errors == 0 && count == 2;
}
