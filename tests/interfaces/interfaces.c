/* Ids, vtables and slots, from tables of their own: nothing here is taken from the headers under test.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <windows.h>
#include <bits.h>
#include <qmgr.h>
#include <cmocka.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

struct identifier
{
    const char *name;
    const GUID *id;
    const WCHAR *expected;
};

static const struct
{
    struct identifier id;
    size_t slots, expected_slots;
}
interfaces[] =
{
#define INTERFACE_ID(name, id, slots) {{#name, &IID_##name, L"{" id "}"}, sizeof(name##Vtbl) / sizeof(void *), slots}
    INTERFACE_ID(IBackgroundCopyManager, L"5ce34c0d-0dc9-4c1f-897c-daa1b78cee7c", 7),
    INTERFACE_ID(IBackgroundCopyJob, L"37668d37-507e-4160-9316-26306d150b12", 35),
    INTERFACE_ID(IBackgroundCopyError, L"19c613a0-fcb8-4f28-81ae-897c3d078f81", 8),
    INTERFACE_ID(IBackgroundCopyFile, L"01b7bd23-fb88-4a77-8490-5891d3e4653a", 6),
    INTERFACE_ID(IEnumBackgroundCopyFiles, L"ca51e165-c365-424c-8d41-24aaa4ff3c40", 8),
    INTERFACE_ID(IEnumBackgroundCopyJobs, L"1af4f612-3b71-466f-8f58-7b6f73ac57ad", 8),
    INTERFACE_ID(IBackgroundCopyCallback, L"97ea99c7-0186-4ad4-8df9-c5b4e0ed6b22", 6),
    INTERFACE_ID(IBackgroundCopyJob2, L"54b50739-686f-45eb-9dff-d6a9a0faa9af", 43),
    INTERFACE_ID(IBackgroundCopyJob3, L"443c8934-90ff-48ed-bcde-26f5c7450042", 47),
    INTERFACE_ID(IBackgroundCopyFile2, L"83e81b93-0873-474d-8a8c-f2018b1a939c", 8),
    INTERFACE_ID(IBackgroundCopyJobHttpOptions, L"f1bd1079-9f01-4bdc-8036-f09b70095066", 11),
    INTERFACE_ID(IBackgroundCopyCallback2, L"659cdeac-489e-11d9-a9cd-000d56965251", 7),
    INTERFACE_ID(IBackgroundCopyFile3, L"659cdeaa-489e-11d9-a9cd-000d56965251", 12),
    INTERFACE_ID(IBackgroundCopyJob4, L"659cdeae-489e-11d9-a9cd-000d56965251", 53),
    INTERFACE_ID(IBitsPeerCacheRecord, L"659cdeaf-489e-11d9-a9cd-000d56965251", 10),
    INTERFACE_ID(IEnumBitsPeerCacheRecords, L"659cdea4-489e-11d9-a9cd-000d56965251", 8),
    INTERFACE_ID(IBitsPeer, L"659cdea2-489e-11d9-a9cd-000d56965251", 6),
    INTERFACE_ID(IEnumBitsPeers, L"659cdea5-489e-11d9-a9cd-000d56965251", 8),
    INTERFACE_ID(IBitsPeerCacheAdministration, L"659cdead-489e-11d9-a9cd-000d56965251", 17),
    INTERFACE_ID(IBackgroundCopyFile4, L"ef7e0655-7888-4960-b0e5-730846e03492", 13),
    INTERFACE_ID(IBitsTokenOptions, L"9a2584c3-f7d2-457a-9a5e-22b67bffc7d2", 8),
    INTERFACE_ID(IBackgroundCopyJob5, L"e847030c-bbba-4657-af6d-484aa42bf1fe", 55),
    INTERFACE_ID(IBackgroundCopyFile5, L"85c1657f-dafc-40e8-8834-df18ea25717e", 15),
    INTERFACE_ID(IBackgroundCopyCallback3, L"98c97bd2-e32b-4ad8-a528-95fd8b16bd42", 8),
    INTERFACE_ID(IBackgroundCopyFile6, L"cf6784f7-d677-49fd-9368-cb47aee9d1ad", 18),
    INTERFACE_ID(IBackgroundCopyJobHttpOptions2, L"b591a192-a405-4fc3-8323-4c5c542578fc", 13),
    INTERFACE_ID(IBackgroundCopyJobHttpOptions3, L"8a9263d3-fd4c-4eda-9b28-30132a4d4e3c", 15),
    INTERFACE_ID(IBackgroundCopyServerCertificateValidationCallback, L"4cec0d02-def7-4158-813a-c32a46945ff7", 4),
    INTERFACE_ID(IBackgroundCopyQMgr, L"16f41c69-09f5-41d2-8cd8-3c08c47bc8a8", 6),
    INTERFACE_ID(IBackgroundCopyGroup, L"1ded80a7-53ea-424f-8a04-17fea9adc4f5", 18),
    INTERFACE_ID(IBackgroundCopyJob1, L"59f5553c-2031-4629-bb18-2645a6970947", 11),
    INTERFACE_ID(IBackgroundCopyCallback1, L"084f6593-3800-4e08-9b59-99fa59addf82", 6),
    INTERFACE_ID(IEnumBackgroundCopyGroups, L"d993e603-4aa4-47c5-8665-c20d39c2ba4f", 8),
    INTERFACE_ID(IEnumBackgroundCopyJobs1, L"8baeba9d-8f1c-42c4-b82c-09ae79980d25", 8),
};

static const struct identifier classes[] =
{
#define CLASS_ID(name, id) {#name, &CLSID_##name, L"{" id "}"}
    CLASS_ID(BackgroundCopyManager, L"4991d34b-80a1-4291-83b6-3328366b9097"),
    CLASS_ID(BackgroundCopyManager1_5, L"f087771f-d74f-4c1a-bb8a-e16aca9124ea"),
    CLASS_ID(BackgroundCopyManager2_0, L"6d18ad12-bde3-4393-b311-099c346e6df9"),
    CLASS_ID(BackgroundCopyManager2_5, L"03ca98d6-ff5d-49b8-abc6-03dd84127020"),
    CLASS_ID(BackgroundCopyManager3_0, L"659cdea7-489e-11d9-a9cd-000d56965251"),
    CLASS_ID(BackgroundCopyManager4_0, L"bb6df56b-cace-11dc-9992-0019b93a3a84"),
    CLASS_ID(BackgroundCopyManager5_0, L"1ecca34c-e88a-44e3-8d6a-8921bde9e452"),
    CLASS_ID(BackgroundCopyManager10_1, L"4bd3e4e1-7bd4-4a2b-9964-496400de5193"),
    CLASS_ID(BackgroundCopyManager10_2, L"4575438f-a6c8-4976-b0fe-2f26b80d959e"),
    CLASS_ID(BackgroundCopyManager10_3, L"5fd42ad5-c04e-4d36-adc7-e08ff15737ad"),
    CLASS_ID(BackgroundCopyQMgr, L"69ad4aee-51be-439b-a92c-86ae490e8b30"),
};

static const struct identifier libraries[] =
{
#define LIBRARY_ID(name, id) {#name, &LIBID_##name, L"{" id "}"}
    LIBRARY_ID(BackgroundCopyManager, L"1deeb74f-7915-4560-b558-918c83f176a6"),
    LIBRARY_ID(BackgroundCopyManager1_5, L"ea9319ea-c628-480f-8331-768fac397e4e"),
    LIBRARY_ID(BackgroundCopyManager2_0, L"2289a9af-dc96-486e-b268-89c9e3397c3d"),
    LIBRARY_ID(BackgroundCopyManager2_5, L"4974177c-3bb6-4c37-9ff0-6b7426f0aba9"),
    LIBRARY_ID(BackgroundCopyManager3_0, L"659cdea6-489e-11d9-a9cd-000d56965251"),
    LIBRARY_ID(BackgroundCopyManager4_0, L"bb6df56a-cace-11dc-9992-0019b93a3a84"),
    LIBRARY_ID(BackgroundCopyManager5_0, L"d548bc1b-6c12-432e-b176-a96e10681a31"),
    LIBRARY_ID(BackgroundCopyManager10_1, L"8a39e4b6-22c9-4b39-9e0c-b1cdf5f967fd"),
    LIBRARY_ID(BackgroundCopyManager10_2, L"70cdc92e-4b95-49eb-8cda-ad39aa7cc4a0"),
};

static const struct
{
    const char *name;
    size_t offset, slot;
}
methods[] =
{
#define METHOD(interface_name, slot, method) \
    {#interface_name "::" #method, offsetof(interface_name##Vtbl, method), slot}
    METHOD(IBackgroundCopyManager, 3, CreateJob),
    METHOD(IBackgroundCopyManager, 4, GetJob),
    METHOD(IBackgroundCopyManager, 5, EnumJobs),
    METHOD(IBackgroundCopyManager, 6, GetErrorDescription),
    METHOD(IBackgroundCopyJob, 3, AddFileSet),
    METHOD(IBackgroundCopyJob, 4, AddFile),
    METHOD(IBackgroundCopyJob, 5, EnumFiles),
    METHOD(IBackgroundCopyJob, 6, Suspend),
    METHOD(IBackgroundCopyJob, 7, Resume),
    METHOD(IBackgroundCopyJob, 8, Cancel),
    METHOD(IBackgroundCopyJob, 9, Complete),
    METHOD(IBackgroundCopyJob, 10, GetId),
    METHOD(IBackgroundCopyJob, 11, GetType),
    METHOD(IBackgroundCopyJob, 12, GetProgress),
    METHOD(IBackgroundCopyJob, 13, GetTimes),
    METHOD(IBackgroundCopyJob, 14, GetState),
    METHOD(IBackgroundCopyJob, 15, GetError),
    METHOD(IBackgroundCopyJob, 16, GetOwner),
    METHOD(IBackgroundCopyJob, 17, SetDisplayName),
    METHOD(IBackgroundCopyJob, 18, GetDisplayName),
    METHOD(IBackgroundCopyJob, 19, SetDescription),
    METHOD(IBackgroundCopyJob, 20, GetDescription),
    METHOD(IBackgroundCopyJob, 21, SetPriority),
    METHOD(IBackgroundCopyJob, 22, GetPriority),
    METHOD(IBackgroundCopyJob, 23, SetNotifyFlags),
    METHOD(IBackgroundCopyJob, 24, GetNotifyFlags),
    METHOD(IBackgroundCopyJob, 25, SetNotifyInterface),
    METHOD(IBackgroundCopyJob, 26, GetNotifyInterface),
    METHOD(IBackgroundCopyJob, 27, SetMinimumRetryDelay),
    METHOD(IBackgroundCopyJob, 28, GetMinimumRetryDelay),
    METHOD(IBackgroundCopyJob, 29, SetNoProgressTimeout),
    METHOD(IBackgroundCopyJob, 30, GetNoProgressTimeout),
    METHOD(IBackgroundCopyJob, 31, GetErrorCount),
    METHOD(IBackgroundCopyJob, 32, SetProxySettings),
    METHOD(IBackgroundCopyJob, 33, GetProxySettings),
    METHOD(IBackgroundCopyJob, 34, TakeOwnership),
    METHOD(IBackgroundCopyError, 3, GetError),
    METHOD(IBackgroundCopyError, 4, GetFile),
    METHOD(IBackgroundCopyError, 5, GetErrorDescription),
    METHOD(IBackgroundCopyError, 6, GetErrorContextDescription),
    METHOD(IBackgroundCopyError, 7, GetProtocol),
    METHOD(IBackgroundCopyFile, 3, GetRemoteName),
    METHOD(IBackgroundCopyFile, 4, GetLocalName),
    METHOD(IBackgroundCopyFile, 5, GetProgress),
    METHOD(IEnumBackgroundCopyFiles, 3, Next),
    METHOD(IEnumBackgroundCopyFiles, 4, Skip),
    METHOD(IEnumBackgroundCopyFiles, 5, Reset),
    METHOD(IEnumBackgroundCopyFiles, 6, Clone),
    METHOD(IEnumBackgroundCopyFiles, 7, GetCount),
    METHOD(IEnumBackgroundCopyJobs, 3, Next),
    METHOD(IEnumBackgroundCopyJobs, 4, Skip),
    METHOD(IEnumBackgroundCopyJobs, 5, Reset),
    METHOD(IEnumBackgroundCopyJobs, 6, Clone),
    METHOD(IEnumBackgroundCopyJobs, 7, GetCount),
    METHOD(IBackgroundCopyCallback, 3, JobTransferred),
    METHOD(IBackgroundCopyCallback, 4, JobError),
    METHOD(IBackgroundCopyCallback, 5, JobModification),
    METHOD(IBackgroundCopyJob2, 35, SetNotifyCmdLine),
    METHOD(IBackgroundCopyJob2, 36, GetNotifyCmdLine),
    METHOD(IBackgroundCopyJob2, 37, GetReplyProgress),
    METHOD(IBackgroundCopyJob2, 38, GetReplyData),
    METHOD(IBackgroundCopyJob2, 39, SetReplyFileName),
    METHOD(IBackgroundCopyJob2, 40, GetReplyFileName),
    METHOD(IBackgroundCopyJob2, 41, SetCredentials),
    METHOD(IBackgroundCopyJob2, 42, RemoveCredentials),
    METHOD(IBackgroundCopyJob3, 43, ReplaceRemotePrefix),
    METHOD(IBackgroundCopyJob3, 44, AddFileWithRanges),
    METHOD(IBackgroundCopyJob3, 45, SetFileACLFlags),
    METHOD(IBackgroundCopyJob3, 46, GetFileACLFlags),
    METHOD(IBackgroundCopyFile2, 6, GetFileRanges),
    METHOD(IBackgroundCopyFile2, 7, SetRemoteName),
    METHOD(IBackgroundCopyJobHttpOptions, 3, SetClientCertificateByID),
    METHOD(IBackgroundCopyJobHttpOptions, 4, SetClientCertificateByName),
    METHOD(IBackgroundCopyJobHttpOptions, 5, RemoveClientCertificate),
    METHOD(IBackgroundCopyJobHttpOptions, 6, GetClientCertificate),
    METHOD(IBackgroundCopyJobHttpOptions, 7, SetCustomHeaders),
    METHOD(IBackgroundCopyJobHttpOptions, 8, GetCustomHeaders),
    METHOD(IBackgroundCopyJobHttpOptions, 9, SetSecurityFlags),
    METHOD(IBackgroundCopyJobHttpOptions, 10, GetSecurityFlags),
    METHOD(IBackgroundCopyCallback2, 6, FileTransferred),
    METHOD(IBackgroundCopyFile3, 8, GetTemporaryName),
    METHOD(IBackgroundCopyFile3, 9, SetValidationState),
    METHOD(IBackgroundCopyFile3, 10, GetValidationState),
    METHOD(IBackgroundCopyFile3, 11, IsDownloadedFromPeer),
    METHOD(IBackgroundCopyJob4, 47, SetPeerCachingFlags),
    METHOD(IBackgroundCopyJob4, 48, GetPeerCachingFlags),
    METHOD(IBackgroundCopyJob4, 49, GetOwnerIntegrityLevel),
    METHOD(IBackgroundCopyJob4, 50, GetOwnerElevationState),
    METHOD(IBackgroundCopyJob4, 51, SetMaximumDownloadTime),
    METHOD(IBackgroundCopyJob4, 52, GetMaximumDownloadTime),
    METHOD(IBitsPeerCacheRecord, 3, GetId),
    METHOD(IBitsPeerCacheRecord, 4, GetOriginUrl),
    METHOD(IBitsPeerCacheRecord, 5, GetFileSize),
    METHOD(IBitsPeerCacheRecord, 6, GetFileModificationTime),
    METHOD(IBitsPeerCacheRecord, 7, GetLastAccessTime),
    METHOD(IBitsPeerCacheRecord, 8, IsFileValidated),
    METHOD(IBitsPeerCacheRecord, 9, GetFileRanges),
    METHOD(IEnumBitsPeerCacheRecords, 3, Next),
    METHOD(IEnumBitsPeerCacheRecords, 4, Skip),
    METHOD(IEnumBitsPeerCacheRecords, 5, Reset),
    METHOD(IEnumBitsPeerCacheRecords, 6, Clone),
    METHOD(IEnumBitsPeerCacheRecords, 7, GetCount),
    METHOD(IBitsPeer, 3, GetPeerName),
    METHOD(IBitsPeer, 4, IsAuthenticated),
    METHOD(IBitsPeer, 5, IsAvailable),
    METHOD(IEnumBitsPeers, 3, Next),
    METHOD(IEnumBitsPeers, 4, Skip),
    METHOD(IEnumBitsPeers, 5, Reset),
    METHOD(IEnumBitsPeers, 6, Clone),
    METHOD(IEnumBitsPeers, 7, GetCount),
    METHOD(IBitsPeerCacheAdministration, 3, GetMaximumCacheSize),
    METHOD(IBitsPeerCacheAdministration, 4, SetMaximumCacheSize),
    METHOD(IBitsPeerCacheAdministration, 5, GetMaximumContentAge),
    METHOD(IBitsPeerCacheAdministration, 6, SetMaximumContentAge),
    METHOD(IBitsPeerCacheAdministration, 7, GetConfigurationFlags),
    METHOD(IBitsPeerCacheAdministration, 8, SetConfigurationFlags),
    METHOD(IBitsPeerCacheAdministration, 9, EnumRecords),
    METHOD(IBitsPeerCacheAdministration, 10, GetRecord),
    METHOD(IBitsPeerCacheAdministration, 11, ClearRecords),
    METHOD(IBitsPeerCacheAdministration, 12, DeleteRecord),
    METHOD(IBitsPeerCacheAdministration, 13, DeleteUrl),
    METHOD(IBitsPeerCacheAdministration, 14, EnumPeers),
    METHOD(IBitsPeerCacheAdministration, 15, ClearPeers),
    METHOD(IBitsPeerCacheAdministration, 16, DiscoverPeers),
    METHOD(IBackgroundCopyFile4, 12, GetPeerDownloadStats),
    METHOD(IBitsTokenOptions, 3, SetHelperTokenFlags),
    METHOD(IBitsTokenOptions, 4, GetHelperTokenFlags),
    METHOD(IBitsTokenOptions, 5, SetHelperToken),
    METHOD(IBitsTokenOptions, 6, ClearHelperToken),
    METHOD(IBitsTokenOptions, 7, GetHelperTokenSid),
    METHOD(IBackgroundCopyJob5, 53, SetProperty),
    METHOD(IBackgroundCopyJob5, 54, GetProperty),
    METHOD(IBackgroundCopyFile5, 13, SetProperty),
    METHOD(IBackgroundCopyFile5, 14, GetProperty),
    METHOD(IBackgroundCopyCallback3, 7, FileRangesTransferred),
    METHOD(IBackgroundCopyFile6, 15, UpdateDownloadPosition),
    METHOD(IBackgroundCopyFile6, 16, RequestFileRanges),
    METHOD(IBackgroundCopyFile6, 17, GetFilledFileRanges),
    METHOD(IBackgroundCopyJobHttpOptions2, 11, SetHttpMethod),
    METHOD(IBackgroundCopyJobHttpOptions2, 12, GetHttpMethod),
    METHOD(IBackgroundCopyJobHttpOptions3, 13, SetServerCertificateValidationInterface),
    METHOD(IBackgroundCopyJobHttpOptions3, 14, MakeCustomHeadersWriteOnly),
    METHOD(IBackgroundCopyServerCertificateValidationCallback, 3, ValidateServerCertificate),
    METHOD(IBackgroundCopyQMgr, 3, CreateGroup),
    METHOD(IBackgroundCopyQMgr, 4, GetGroup),
    METHOD(IBackgroundCopyQMgr, 5, EnumGroups),
    METHOD(IBackgroundCopyGroup, 3, GetProp),
    METHOD(IBackgroundCopyGroup, 4, SetProp),
    METHOD(IBackgroundCopyGroup, 5, GetProgress),
    METHOD(IBackgroundCopyGroup, 6, GetStatus),
    METHOD(IBackgroundCopyGroup, 7, GetJob),
    METHOD(IBackgroundCopyGroup, 8, SuspendGroup),
    METHOD(IBackgroundCopyGroup, 9, ResumeGroup),
    METHOD(IBackgroundCopyGroup, 10, CancelGroup),
    METHOD(IBackgroundCopyGroup, 11, get_Size),
    METHOD(IBackgroundCopyGroup, 12, get_GroupID),
    METHOD(IBackgroundCopyGroup, 13, CreateJob),
    METHOD(IBackgroundCopyGroup, 14, EnumJobs),
    METHOD(IBackgroundCopyGroup, 15, SwitchToForeground),
    METHOD(IBackgroundCopyGroup, 16, QueryNewJobInterface),
    METHOD(IBackgroundCopyGroup, 17, SetNotificationPointer),
    METHOD(IBackgroundCopyJob1, 3, CancelJob),
    METHOD(IBackgroundCopyJob1, 4, GetProgress),
    METHOD(IBackgroundCopyJob1, 5, GetStatus),
    METHOD(IBackgroundCopyJob1, 6, AddFiles),
    METHOD(IBackgroundCopyJob1, 7, GetFile),
    METHOD(IBackgroundCopyJob1, 8, GetFileCount),
    METHOD(IBackgroundCopyJob1, 9, SwitchToForeground),
    METHOD(IBackgroundCopyJob1, 10, get_JobID),
    METHOD(IBackgroundCopyCallback1, 3, OnStatus),
    METHOD(IBackgroundCopyCallback1, 4, OnProgress),
    METHOD(IBackgroundCopyCallback1, 5, OnProgressEx),
    METHOD(IEnumBackgroundCopyGroups, 3, Next),
    METHOD(IEnumBackgroundCopyGroups, 4, Skip),
    METHOD(IEnumBackgroundCopyGroups, 5, Reset),
    METHOD(IEnumBackgroundCopyGroups, 6, Clone),
    METHOD(IEnumBackgroundCopyGroups, 7, GetCount),
    METHOD(IEnumBackgroundCopyJobs1, 3, Next),
    METHOD(IEnumBackgroundCopyJobs1, 4, Skip),
    METHOD(IEnumBackgroundCopyJobs1, 5, Reset),
    METHOD(IEnumBackgroundCopyJobs1, 6, Clone),
    METHOD(IEnumBackgroundCopyJobs1, 7, GetCount),
};

static void check_id(const struct identifier *identifier)
{
    GUID expected;

    assert_int_equal(IIDFromString(identifier->expected, &expected), S_OK);
    if (!IsEqualGUID(identifier->id, &expected))
        fail_msg("%s is not %ls", identifier->name, identifier->expected);
}

static void test_interfaces(void **state)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(interfaces); ++i)
    {
        check_id(&interfaces[i].id);
        if (interfaces[i].slots != interfaces[i].expected_slots)
            fail_msg("%s has %u slots", interfaces[i].id.name, (unsigned int)interfaces[i].slots);
    }
}

static void test_classes(void **state)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(classes); ++i)
        check_id(&classes[i]);
}

static void test_libraries(void **state)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(libraries); ++i)
        check_id(&libraries[i]);
}

static void test_methods(void **state)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(methods); ++i)
    {
        if (methods[i].offset != methods[i].slot * sizeof(void *))
            fail_msg("%s is not in slot %u", methods[i].name, (unsigned int)methods[i].slot);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_interfaces),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_libraries),
        cmocka_unit_test(test_methods),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
