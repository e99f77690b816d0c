#include "CTextDomains.h"

#include <libpsl.h>

#include <cstdint>

size_t ctext_registrable_start(const char *host) {
    const char *domain = psl_registrable_domain(psl_builtin(), host);
    return domain == nullptr ? SIZE_MAX : static_cast<size_t>(domain - host);
}

bool ctext_is_top_level_domain(const char *label) {
    return psl_is_public_suffix2(psl_builtin(), label, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}
