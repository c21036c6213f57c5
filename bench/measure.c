/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "measure.h"

double now(void)
{
    LARGE_INTEGER frequency, counter;

    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&counter);
    return (double)counter.QuadPart / frequency.QuadPart;
}

HRESULT report(const WCHAR *what, HRESULT hr)
{
    if (FAILED(hr))
        fwprintf(stderr, L"%ls: error 0x%08lx\n", what, hr);
    return hr;
}
