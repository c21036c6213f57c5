/* The memory of libcurl, which copies passwords into its requests, and forgets them: nothing stays in what it frees.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "transfer/curl_memory.h"

/* A block of this size is a mapping of its own, which the heap gives back to the system. Wiping it would only touch the
 * pages of a receive buffer that nothing has come to. */
#define MAPPING_SIZE (1024 * 1024)

static void wipe_and_free(void *block)
{
    if (block && _msize(block) < MAPPING_SIZE)
        SecureZeroMemory(block, _msize(block));
    free(block);
}

/* What realloc moves would stay behind. */
static void *move_and_wipe(void *block, size_t size)
{
    void *moved;

    if (block && size <= _msize(block))
        return block;
    if ((moved = malloc(size)) && block)
    {
        memcpy(moved, block, _msize(block));
        wipe_and_free(block);
    }
    return moved;
}

CURLcode curl_memory_init(void)
{
    return curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_and_free, move_and_wipe, _strdup, calloc);
}
