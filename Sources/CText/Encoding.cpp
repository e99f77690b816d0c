#include "CTextEncoding.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <new>

namespace {

struct Closer {
    void operator()(UConverter *converter) const { ucnv_close(converter); }
};

// A stretch at a time; a unit of UTF-16 becomes three bytes at most.
constexpr size_t stretch = 1024;

}  // namespace

struct ctext_decoder {
    std::unique_ptr<UConverter, Closer> converter;
    /// The first half of a pair whose second has not come yet, or 0.
    UChar lead = 0;
};

ctext_decoder *ctext_decoder_open(const char *encoding) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, Closer> converter(ucnv_open(encoding, &status));
    if (U_FAILURE(status)) return nullptr;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    auto decoder = new (std::nothrow) ctext_decoder;
    if (decoder != nullptr) decoder->converter = std::move(converter);
    return decoder;
}

void ctext_decoder_close(ctext_decoder *decoder) { delete decoder; }

size_t ctext_decode(ctext_decoder *decoder, const uint8_t *bytes, size_t count, bool is_end, size_t *consumed,
                    char *output, size_t room, bool *is_mangled) {
    UChar units[stretch];
    size_t most = std::min(stretch, room / 3 - 2);
    UChar *unit = units;
    auto source = reinterpret_cast<const char *>(bytes);
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(decoder->converter.get(), &unit, units + most, &source,
                   reinterpret_cast<const char *>(bytes) + count, nullptr, is_end, &status);
    *consumed = static_cast<size_t>(reinterpret_cast<const uint8_t *>(source) - bytes);
    *is_mangled = U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR;
    auto target = reinterpret_cast<uint8_t *>(output);
    size_t written = 0;
    for (const UChar *place = units; place < unit; place++) {
        if (U16_IS_LEAD(*place)) {
            decoder->lead = *place;
            continue;
        }
        UChar32 character = *place;
        if (U16_IS_TRAIL(*place)) character = decoder->lead ? U16_GET_SUPPLEMENTARY(decoder->lead, *place) : 0xFFFD;
        decoder->lead = 0;
        U8_APPEND_UNSAFE(target, written, character);
    }
    return written;
}
