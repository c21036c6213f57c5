/* IBackgroundCopyFile to IBackgroundCopyFile6, and the enumerator of files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static const struct method file_methods[] =
{
    {3, "GetRemoteName", &get_text},
    {4, "GetLocalName", &get_text},
    {5, "GetProgress", &get_value, offsetof(BG_FILE_PROGRESS, Completed) + sizeof(BOOL)},
};
const struct contract file = CONTRACT(IBackgroundCopyFile, NULL, file_methods);

static const struct method file2_methods[] =
{
    {6, "GetFileRanges", &get_ranges},
    {7, "SetRemoteName", &set_text},
};
const struct contract file2 = CONTRACT(IBackgroundCopyFile2, &file, file2_methods);

static const struct method file3_methods[] =
{
    {8, "GetTemporaryName", &get_text},
    {9, "SetValidationState", &set_number},
    {10, "GetValidationState", &get_value, sizeof(BOOL)},
    {11, "IsDownloadedFromPeer", &get_value, sizeof(BOOL)},
};
const struct contract file3 = CONTRACT(IBackgroundCopyFile3, &file2, file3_methods);

static const struct method file4_methods[] =
{
    {12, "GetPeerDownloadStats", &get_two_values, sizeof(UINT64)},
};
const struct contract file4 = CONTRACT(IBackgroundCopyFile4, &file3, file4_methods);

/* An id without an arm in the union still reaches the service, which refuses it. */
static const BITS_FILE_PROPERTY_ID unknown_property = 99;

static HRESULT STDMETHODCALLTYPE set_file_property_fake(IBackgroundCopyFile5 *iface, BITS_FILE_PROPERTY_ID property,
        BITS_FILE_PROPERTY_VALUE value)
{
    if (property == unknown_property)
        return BG_E_UNKNOWN_PROPERTY_ID;
    return reply_if(13, property == BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS && text_is(value.String, 13, 0));
}

static void set_file_property_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyFile5 *iface = (IBackgroundCopyFile5 *)object;
    BITS_FILE_PROPERTY_VALUE value = {.String = (WCHAR *)text_of(13, 0)};

    check_reply(method, IBackgroundCopyFile5_SetProperty(iface, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, value));
    check_result(method, IBackgroundCopyFile5_SetProperty(iface, unknown_property, value), BG_E_UNKNOWN_PROPERTY_ID);
}
SINGLE_SHAPE(set_file_property);

static HRESULT STDMETHODCALLTYPE get_file_property_fake(IBackgroundCopyFile5 *iface, BITS_FILE_PROPERTY_ID property,
        BITS_FILE_PROPERTY_VALUE *value)
{
    HRESULT hr;

    if (property != BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS)
        return BG_E_UNKNOWN_PROPERTY_ID;
    hr = text_copy(14, 0, &value->String);
    return FAILED(hr) ? hr : reply(14);
}

static void get_file_property_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyFile5 *iface = (IBackgroundCopyFile5 *)object;
    BITS_FILE_PROPERTY_VALUE value = {0};

    check_reply(method, IBackgroundCopyFile5_GetProperty(iface, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, &value));
    check(method, text_taken(value.String, 14, 0));
    check_result(method, IBackgroundCopyFile5_GetProperty(iface, unknown_property, &value), BG_E_UNKNOWN_PROPERTY_ID);
    check_failure(method, IBackgroundCopyFile5_GetProperty(iface, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, NULL));
}
SINGLE_SHAPE(get_file_property);

static const struct method file5_methods[] =
{
    {13, "SetProperty", &set_file_property},
    {14, "GetProperty", &get_file_property},
};
const struct contract file5 = CONTRACT(IBackgroundCopyFile5, &file4, file5_methods);

static HRESULT STDMETHODCALLTYPE request_ranges_fake(IBackgroundCopyFile6 *iface, DWORD count,
        const BG_FILE_RANGE ranges[])
{
    return reply_if(16, count == 4 && ranges_are(ranges, count, 16));
}

static void request_ranges_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyFile6 *iface = (IBackgroundCopyFile6 *)object;
    BG_FILE_RANGE ranges[4];

    fill_ranges(ranges, ARRAY_SIZE(ranges), 16);
    check_reply(method, IBackgroundCopyFile6_RequestFileRanges(iface, ARRAY_SIZE(ranges), ranges));
    check_failure(method, IBackgroundCopyFile6_RequestFileRanges(iface, ARRAY_SIZE(ranges), NULL));
}
SINGLE_SHAPE(request_ranges);

static const struct method file6_methods[] =
{
    {15, "UpdateDownloadPosition", &set_long_number},
    {16, "RequestFileRanges", &request_ranges},
    {17, "GetFilledFileRanges", &get_ranges},
};
const struct contract file6 = CONTRACT(IBackgroundCopyFile6, &file5, file6_methods);

static const struct method enum_files_methods[] =
{
    {3, "Next", &next_object, 0, &file},
    {4, "Skip", &set_number},
    {5, "Reset", &no_argument},
    {6, "Clone", &get_object, 0, &enum_files},
    {7, "GetCount", &get_value, sizeof(ULONG)},
};
const struct contract enum_files = CONTRACT(IEnumBackgroundCopyFiles, NULL, enum_files_methods);
