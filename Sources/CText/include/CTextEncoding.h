// Text in other encodings than UTF-8, converted by ICU.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Converts one text, piece by piece.
typedef struct ctext_decoder ctext_decoder;

/// NULL where ICU knows no encoding of this name.
ctext_decoder *ctext_decoder_open(const char *encoding);
void ctext_decoder_close(ctext_decoder *decoder);

/// Converts bytes to UTF-8 until they or the room are used up, or up to the first that stand for no character.
///
/// `*consumed` counts the bytes that are done with, those that stand for no character included; `*is_mangled` says
/// whether there were such. `room` is at least 64. Returns how many bytes were written.
size_t ctext_decode(ctext_decoder *decoder, const uint8_t *bytes, size_t count, bool is_end, size_t *consumed,
                    char *output, size_t room, bool *is_mangled);

#ifdef __cplusplus
}
#endif
