/* The interfaces that programs implement.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static bool is_job(IBackgroundCopyJob *object)
{
    return fake_is((IUnknown *)object, &job);
}

static bool is_file(IBackgroundCopyFile *object)
{
    return fake_is((IUnknown *)object, &file);
}

static IBackgroundCopyJob *create_job(void)
{
    return (IBackgroundCopyJob *)fake_create(&job);
}

static IBackgroundCopyFile *create_file(void)
{
    return (IBackgroundCopyFile *)fake_create(&file);
}

static HRESULT STDMETHODCALLTYPE job_error_fake(IBackgroundCopyCallback *iface, IBackgroundCopyJob *about,
        IBackgroundCopyError *problem)
{
    return reply_if(4, is_job(about) && fake_is((IUnknown *)problem, &error));
}

static void job_error_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyError *problem = (IBackgroundCopyError *)fake_create(&error);
    IBackgroundCopyJob *about = create_job();

    check_reply(method, IBackgroundCopyCallback_JobError((IBackgroundCopyCallback *)object, about, problem));
    IBackgroundCopyJob_Release(about);
    IBackgroundCopyError_Release(problem);
}
SINGLE_SHAPE(job_error);

static HRESULT STDMETHODCALLTYPE job_modification_fake(IBackgroundCopyCallback *iface, IBackgroundCopyJob *about,
        DWORD reserved)
{
    return reply_if(5, is_job(about) && reserved == number_of(5));
}

static void job_modification_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyCallback *iface = (IBackgroundCopyCallback *)object;
    IBackgroundCopyJob *about = create_job();

    check_reply(method, IBackgroundCopyCallback_JobModification(iface, about, number_of(5)));
    IBackgroundCopyJob_Release(about);
}
SINGLE_SHAPE(job_modification);

static const struct method callback_methods[] =
{
    {3, "JobTransferred", &set_object, 0, &job},
    {4, "JobError", &job_error},
    {5, "JobModification", &job_modification},
};
const struct contract callback = CONTRACT(IBackgroundCopyCallback, NULL, callback_methods);

static HRESULT STDMETHODCALLTYPE file_transferred_fake(IBackgroundCopyCallback2 *iface, IBackgroundCopyJob *about,
        IBackgroundCopyFile *transferred)
{
    return reply_if(6, is_job(about) && is_file(transferred));
}

static void file_transferred_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyCallback2 *iface = (IBackgroundCopyCallback2 *)object;
    IBackgroundCopyFile *transferred = create_file();
    IBackgroundCopyJob *about = create_job();

    check_reply(method, IBackgroundCopyCallback2_FileTransferred(iface, about, transferred));
    IBackgroundCopyJob_Release(about);
    IBackgroundCopyFile_Release(transferred);
}
SINGLE_SHAPE(file_transferred);

static const struct method callback2_methods[] =
{
    {6, "FileTransferred", &file_transferred},
};
const struct contract callback2 = CONTRACT(IBackgroundCopyCallback2, &callback, callback2_methods);

static HRESULT STDMETHODCALLTYPE ranges_transferred_fake(IBackgroundCopyCallback3 *iface, IBackgroundCopyJob *about,
        IBackgroundCopyFile *filled, DWORD count, const BG_FILE_RANGE ranges[])
{
    return reply_if(7, is_job(about) && is_file(filled) && count == 2 && ranges_are(ranges, count, 7));
}

static void ranges_transferred_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyCallback3 *iface = (IBackgroundCopyCallback3 *)object;
    IBackgroundCopyFile *filled = create_file();
    IBackgroundCopyJob *about = create_job();
    BG_FILE_RANGE ranges[2];

    fill_ranges(ranges, 2, 7);
    check_reply(method, IBackgroundCopyCallback3_FileRangesTransferred(iface, about, filled, 2, ranges));
    IBackgroundCopyJob_Release(about);
    IBackgroundCopyFile_Release(filled);
}
SINGLE_SHAPE(ranges_transferred);

static const struct method callback3_methods[] =
{
    {7, "FileRangesTransferred", &ranges_transferred},
};
const struct contract callback3 = CONTRACT(IBackgroundCopyCallback3, &callback2, callback3_methods);

static HRESULT STDMETHODCALLTYPE validate_fake(IBackgroundCopyServerCertificateValidationCallback *iface,
        IBackgroundCopyJob *about, IBackgroundCopyFile *asked_for, DWORD length, const BYTE certificate[],
        DWORD encoding, DWORD store_length, const BYTE store[])
{
    bool right = is_job(about) && is_file(asked_for) && encoding == number_of(3);

    right = right && length == 300 && bytes_are(certificate, length, 3);
    right = right && store_length == 700 && bytes_are(store, store_length, 4);
    return reply_if(3, right);
}

static void validate_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyServerCertificateValidationCallback *iface = (void *)object;
    IBackgroundCopyFile *asked_for = create_file();
    IBackgroundCopyJob *about = create_job();
    BYTE certificate[300], store[700];
    HRESULT hr;

    fill_bytes(certificate, sizeof(certificate), 3);
    fill_bytes(store, sizeof(store), 4);
    hr = IBackgroundCopyServerCertificateValidationCallback_ValidateServerCertificate(iface, about, asked_for,
            sizeof(certificate), certificate, number_of(3), sizeof(store), store);
    check_reply(method, hr);
    IBackgroundCopyJob_Release(about);
    IBackgroundCopyFile_Release(asked_for);
}
SINGLE_SHAPE(validate);

static const struct method certificate_methods[] =
{
    {3, "ValidateServerCertificate", &validate},
};
const struct contract certificate_callback =
    CONTRACT(IBackgroundCopyServerCertificateValidationCallback, NULL, certificate_methods);
