#include "CTextMatch.h"

#include <hs.h>
#include <re2/filtered_re2.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <numeric>
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

bool ctext_database_serialize(const ctext_database *database, ctext_bytes received, void *context) {
    char *bytes = nullptr;
    size_t length = 0;
    if (hs_serialize_database(unwrapped(database), &bytes, &length) != HS_SUCCESS) return false;
    received(context, bytes, length);
    std::free(bytes);
    return true;
}

ctext_database *ctext_database_deserialize(const char *bytes, size_t length) {
    hs_database_t *database = nullptr;
    if (hs_deserialize_database(bytes, length, &database) != HS_SUCCESS) return nullptr;
    return reinterpret_cast<ctext_database *>(database);
}

size_t ctext_database_platform(char *output, size_t capacity) {
    hs_platform_info_t platform = {};
    if (hs_populate_platform(&platform) != HS_SUCCESS) return 0;
    int length = std::snprintf(output, capacity, "Vectorscan %s, tuned %u, features %llx", hs_version(), platform.tune,
                               platform.cpu_features);
    return length < 0 || static_cast<size_t>(length) >= capacity ? 0 : static_cast<size_t>(length);
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
    // Holds the one expression, and knows what its matches must contain.
    re2::FilteredRE2 filter;
    int number = 0;
    // What is compiled when it is first asked for.
    std::string source;
    RE2::Options options;
    mutable std::once_flag once;
    mutable std::unique_ptr<RE2> later;

    // NULL where memory is short.
    const RE2 *expression() const {
        if (source.empty()) return &filter.GetRE2(number);
        std::call_once(once, [this] { later = std::make_unique<RE2>(source, options); });
        return later->ok() ? later.get() : nullptr;
    }
};

static RE2::Options regex_options(size_t memory) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(static_cast<int64_t>(memory));
    return options;
}

ctext_regex *ctext_regex_defer(const char *pattern, size_t length, size_t memory) {
    auto regex = std::make_unique<ctext_regex>();
    regex->source.assign(pattern, length);
    regex->options = regex_options(memory);
    return regex.release();
}

ctext_regex *ctext_regex_compile(const char *pattern, size_t length, size_t memory, char *error,
                                 size_t error_capacity) {
    RE2::Options options = regex_options(memory);
    auto regex = std::make_unique<ctext_regex>();
    re2::StringPiece source(pattern, length);
    RE2::ErrorCode code = regex->filter.Add(source, options, &regex->number);
    if (code == RE2::NoError) return regex.release();
    if (error_capacity == 0) return nullptr;
    if (code == RE2::ErrorPatternTooLarge) {
        std::snprintf(error, error_capacity, "too large");
    } else {
        // The filter tells no more than the code; reading the pattern again costs little where it can't be read.
        std::snprintf(error, error_capacity, "%s", RE2(source, options).error().c_str());
    }
    return nullptr;
}

void ctext_regex_free(ctext_regex *regex) { delete regex; }

// Of more atoms none is spared: each is tried, and a try takes time for all.
static const size_t most_tried_atoms = 512;

void ctext_regex_atoms(ctext_regex *regex, ctext_bytes found, void *context) {
    std::vector<std::string> atoms;
    regex->filter.Compile(&atoms);
    std::vector<size_t> by_length(atoms.size());
    std::iota(by_length.begin(), by_length.end(), size_t{0});
    std::sort(by_length.begin(), by_length.end(), [&](size_t a, size_t b) {
        return atoms[a].size() != atoms[b].size() ? atoms[a].size() < atoms[b].size() : atoms[a] < atoms[b];
    });
    std::vector<bool> is_spared(atoms.size(), false);
    // Whether there may be a match in a text that has all spared atoms and no other.
    auto may_match = [&] {
        std::vector<int> present, candidates;
        for (size_t atom = 0; atom < atoms.size(); atom++)
            if (is_spared[atom]) present.push_back(static_cast<int>(atom));
        regex->filter.AllPotentials(present, &candidates);
        return !candidates.empty();
    };
    if (atoms.size() <= most_tried_atoms && !may_match()) {
        // The shortest first: they are found most often.
        for (size_t atom : by_length) {
            is_spared[atom] = true;
            if (may_match()) is_spared[atom] = false;
        }
    }
    for (size_t atom = 0; atom < atoms.size(); atom++)
        if (!is_spared[atom]) found(context, atoms[atom].data(), atoms[atom].size());
}

bool ctext_regex_find(const ctext_regex *regex, const char *text, size_t length, size_t from, int32_t group,
                      size_t *start, size_t *end) {
    re2::StringPiece whole(text, length), groups[2];
    const RE2 *expression = regex->expression();
    if (expression == nullptr || !expression->Match(whole, from, length, RE2::UNANCHORED, groups, group + 1)) return false;
    const re2::StringPiece &found = groups[group];
    if (found.data() == nullptr) return false;
    *start = static_cast<size_t>(found.data() - text);
    *end = *start + found.size();
    return true;
}

// For the program of all patterns of a set and its states.
static const size_t set_memory = 8 << 20;

struct ctext_regex_set {
    std::vector<std::string> sources;
    mutable std::once_flag once;
    // NULL where the patterns can't be compiled together.
    mutable std::unique_ptr<RE2::Set> compiled;

    void compile() const {
        auto set = std::make_unique<RE2::Set>(regex_options(set_memory), RE2::UNANCHORED);
        for (const std::string &source : sources)
            if (set->Add(source, nullptr) < 0) return;
        if (set->Compile()) compiled = std::move(set);
    }
};

ctext_regex_set *ctext_regex_set_create(void) { return new ctext_regex_set; }

void ctext_regex_set_add(ctext_regex_set *set, const char *pattern, size_t length) {
    set->sources.emplace_back(pattern, length);
}

void ctext_regex_set_free(ctext_regex_set *set) { delete set; }

bool ctext_regex_set_find(const ctext_regex_set *set, const char *text, size_t length, ctext_found found,
                          void *context) {
    std::call_once(set->once, [set] { set->compile(); });
    if (set->compiled == nullptr) return false;
    std::vector<int> numbers;
    RE2::Set::ErrorInfo error;
    if (!set->compiled->Match(re2::StringPiece(text, length), &numbers, &error)) return error.kind == RE2::Set::kNoError;
    for (int number : numbers) found(context, static_cast<uint32_t>(number), 0);
    return true;
}
