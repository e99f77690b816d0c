#include "CTextMatch.h"

#include <hs.h>
#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace {

// Plain bytes only. With AVX-512, Vectorscan up to 5.4.12 loses matches of expressions such as <[^>]*>, where it skips
// ahead by a negated byte (https://github.com/VectorCamp/vectorscan/pull/378); literals don't take that way.
constexpr unsigned literal_flags = HS_FLAG_DOTALL;
constexpr unsigned atom_flags = HS_FLAG_DOTALL | HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH;

hs_database_t *unwrapped(const ctext_database *database) {
    return reinterpret_cast<hs_database_t *>(const_cast<ctext_database *>(database));
}

void explain(hs_compile_error_t *failure, char *error, size_t capacity) {
    if (failure == nullptr) return;
    if (capacity > 0) std::snprintf(error, capacity, "%s", failure->message);
    hs_free_compile_error(failure);
}

struct Receiver {
    ctext_found found;
    void *context;
};

int receive(unsigned expression, unsigned long long, unsigned long long end, unsigned, void *context) {
    auto *receiver = static_cast<Receiver *>(context);
    receiver->found(receiver->context, expression, end);
    return 0;
}

}  // namespace

ctext_database *ctext_database_compile(const char *const *expressions, const uint8_t *kinds, size_t count,
                                       char *error, size_t error_capacity) {
    std::vector<unsigned> flags(count), numbers(count);
    for (size_t index = 0; index < count; index++) {
        flags[index] = kinds[index] == CTEXT_LITERAL ? literal_flags : atom_flags;
        numbers[index] = static_cast<unsigned>(index);
    }
    hs_database_t *database = nullptr;
    hs_compile_error_t *failure = nullptr;
    hs_error_t status = hs_compile_multi(expressions, flags.data(), numbers.data(), static_cast<unsigned>(count),
                                         HS_MODE_BLOCK, nullptr, &database, &failure);
    explain(failure, error, error_capacity);
    return status == HS_SUCCESS ? reinterpret_cast<ctext_database *>(database) : nullptr;
}

void ctext_database_free(ctext_database *database) { hs_free_database(unwrapped(database)); }

ctext_scratch *ctext_scratch_allocate(const ctext_database *database) {
    hs_scratch_t *scratch = nullptr;
    if (hs_alloc_scratch(unwrapped(database), &scratch) != HS_SUCCESS) return nullptr;
    return reinterpret_cast<ctext_scratch *>(scratch);
}

void ctext_scratch_free(ctext_scratch *scratch) { hs_free_scratch(reinterpret_cast<hs_scratch_t *>(scratch)); }

bool ctext_scan(const ctext_database *database, ctext_scratch *scratch, const char *text, size_t length,
                ctext_found found, void *context) {
    Receiver receiver{found, context};
    return hs_scan(unwrapped(database), text, static_cast<unsigned>(length), 0,
                   reinterpret_cast<hs_scratch_t *>(scratch), receive, &receiver) == HS_SUCCESS;
}

struct ctext_regex {
    RE2 expression;
};

ctext_regex *ctext_regex_compile(const char *pattern, size_t length, char *error, size_t error_capacity) {
    RE2::Options options;
    options.set_log_errors(false);
    // RE2's own default, named here because it is what keeps a pattern's memory and compile time bounded.
    options.set_max_mem(8 << 20);
    auto regex = std::unique_ptr<ctext_regex>(new ctext_regex{RE2(re2::StringPiece(pattern, length), options)});
    if (regex->expression.ok()) return regex.release();
    if (error_capacity > 0) std::snprintf(error, error_capacity, "%s", regex->expression.error().c_str());
    return nullptr;
}

void ctext_regex_free(ctext_regex *regex) { delete regex; }

void ctext_regex_atoms(const char *pattern, size_t length, ctext_atom found, void *context) {
    RE2::Options options;
    options.set_log_errors(false);
    re2::FilteredRE2 filter;
    int number;
    if (filter.Add(re2::StringPiece(pattern, length), options, &number) != RE2::NoError) return;
    std::vector<std::string> atoms;
    filter.Compile(&atoms);
    for (const std::string &atom : atoms) found(context, atom.data(), atom.size());
}

bool ctext_regex_find(const ctext_regex *regex, const char *text, size_t length, size_t from, int32_t group,
                      size_t *start, size_t *end) {
    re2::StringPiece whole(text, length), groups[2];
    if (!regex->expression.Match(whole, from, length, RE2::UNANCHORED, groups, group + 1)) return false;
    const re2::StringPiece &found = groups[group];
    if (found.data() == nullptr) return false;
    *start = static_cast<size_t>(found.data() - text);
    *end = *start + found.size();
    return true;
}
