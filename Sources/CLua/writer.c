#include "CLua.h"

#include <stdlib.h>
#include <string.h>

// Grows by half as much again and more, so that writing n nodes costs O(n).
static bool grow(void **base, size_t *capacity, size_t count, size_t extra, size_t size) {
    if (extra > (SIZE_MAX >> 4) - count) return false;
    if (count + extra <= *capacity) return true;
    size_t wanted = count + extra;
    if (wanted < *capacity * 2) wanted = *capacity * 2;
    if (wanted < 64) wanted = 64;
    if (wanted > SIZE_MAX / size) return false;
    void *moved = realloc(*base, wanted * size);
    if (moved == NULL) return false;
    *base = moved;
    *capacity = wanted;
    return true;
}

bool clua_writer_grow(clua_writer *writer, size_t nodes, size_t bytes) {
    void *node_base = writer->nodes, *byte_base = writer->bytes;
    bool done = grow(&node_base, &writer->capacity, writer->count, nodes, sizeof(clua_node))
                && grow(&byte_base, &writer->byte_capacity, writer->byte_count, bytes, 1);
    writer->nodes = node_base;
    writer->bytes = byte_base;
    if (!done) writer->failed = true;
    return done;
}

void clua_write_copy(clua_writer *writer, const void *bytes, size_t length) {
    // A node counts in 32 bits; no memory limit leaves room for a longer string.
    if (length > UINT32_MAX) {
        writer->failed = true;
        return;
    }
    if (!clua_writer_grow(writer, 0, length)) return;
    if (length > 0) memcpy(writer->bytes + writer->byte_count, bytes, length);
    clua_write(writer, CLUA_COPY, (uint32_t)length, writer->byte_count);
    writer->byte_count += length;
}

void clua_write_borrowed(clua_writer *writer, const void *bytes, size_t length) {
    if (length > UINT32_MAX) {
        writer->failed = true;
        return;
    }
    clua_write(writer, CLUA_STRING, (uint32_t)length, (uint64_t)(uintptr_t)bytes);
}
