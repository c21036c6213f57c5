/* Every code that the documentation of BITS names: what has a text.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ERROR_CODES_H
#define ERROR_CODES_H

#include <windows.h>

#define BITS_CODE(code) ((HRESULT)(0x80200000 | (code)))
#define HTTP_CODE(status) ((HRESULT)(0x80190000 | (status)))
#define WIN32_CODE(error) ((HRESULT)(0x80070000 | (error)))
#define MAX_CODES 256

struct code_range
{
    HRESULT first, last;
};

/* bitsmsg.h, bits-return-values. The numbers of BITS skip 4a to 4f and 5a to 5f. */
static const struct code_range bits_codes[] =
{
    {BITS_CODE(0x01), BITS_CODE(0x05)}, {0x00200006, 0x00200006},
    {BITS_CODE(0x07), BITS_CODE(0x16)}, {0x00200017, 0x00200017},
    {BITS_CODE(0x18), BITS_CODE(0x19)}, {0x0020001a, 0x0020001a},
    {BITS_CODE(0x1b), BITS_CODE(0x29)}, {0x0020002a, 0x0020002a},
    {BITS_CODE(0x2b), BITS_CODE(0x2e)},
    {BITS_CODE(0x3e), BITS_CODE(0x49)},
    {BITS_CODE(0x50), BITS_CODE(0x54)}, {0x00200055, 0x00200055},
    {BITS_CODE(0x56), BITS_CODE(0x59)},
    {BITS_CODE(0x60), BITS_CODE(0x76)},
    {HTTP_CODE(100), HTTP_CODE(101)}, {HTTP_CODE(200), HTTP_CODE(206)},
    {HTTP_CODE(300), HTTP_CODE(305)}, {HTTP_CODE(307), HTTP_CODE(307)},
    {HTTP_CODE(400), HTTP_CODE(417)}, {HTTP_CODE(449), HTTP_CODE(449)},
    {HTTP_CODE(500), HTTP_CODE(505)},
};

/* Codes of others that the pages name, and those of WinHTTP. */
static const struct code_range foreign_codes[] =
{
    {(HRESULT)0x80004001, (HRESULT)0x80004005}, {(HRESULT)0x8000ffff, (HRESULT)0x8000ffff},
    {(HRESULT)0x8000000a, (HRESULT)0x8000000a}, {(HRESULT)0x80010108, (HRESULT)0x80010108},
    {(HRESULT)0x80010123, (HRESULT)0x80010123}, {(HRESULT)0x80040154, (HRESULT)0x80040154},
    {(HRESULT)0x80092004, (HRESULT)0x80092004},
    {WIN32_CODE(2), WIN32_CODE(3)}, {WIN32_CODE(5), WIN32_CODE(5)}, {WIN32_CODE(14), WIN32_CODE(14)},
    {WIN32_CODE(87), WIN32_CODE(87)}, {WIN32_CODE(1780), WIN32_CODE(1780)}, {WIN32_CODE(1783), WIN32_CODE(1783)},
    {WIN32_CODE(1815), WIN32_CODE(1815)},
    {WIN32_CODE(12002), WIN32_CODE(12002)}, {WIN32_CODE(12005), WIN32_CODE(12007)},
    {WIN32_CODE(12015), WIN32_CODE(12015)}, {WIN32_CODE(12029), WIN32_CODE(12030)},
    {WIN32_CODE(12037), WIN32_CODE(12038)}, {WIN32_CODE(12044), WIN32_CODE(12045)},
    {WIN32_CODE(12057), WIN32_CODE(12057)}, {WIN32_CODE(12152), WIN32_CODE(12152)},
    {WIN32_CODE(12156), WIN32_CODE(12157)}, {WIN32_CODE(12169), WIN32_CODE(12170)},
    {WIN32_CODE(12175), WIN32_CODE(12175)}, {WIN32_CODE(12179), WIN32_CODE(12180)},
    {WIN32_CODE(12185), WIN32_CODE(12186)},
};

/* Older headers name these, and qmgr.h its own. */
static const struct code_range old_codes[] =
{
    {BITS_CODE(0x2f), BITS_CODE(0x3d)}, {(HRESULT)0x81001001, (HRESULT)0x81001004},
};

#endif
