#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>

void cfiles_begin_writeback(int descriptor) {
    int before = errno;
    (void)sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
    errno = before;
}
