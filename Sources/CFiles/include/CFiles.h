// What files can do on Linux beyond POSIX, which Swift's Glibc does not show.
#pragma once

/// Lets the system begin to write to the disk what stands in its memory of a file, and does not wait for it. A hint:
/// what can't be written is told by fsync. sync_file_range(2).
void cfiles_begin_writeback(int descriptor);
