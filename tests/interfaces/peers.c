/* The interfaces of the peer cache.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static const struct method peer_methods[] =
{
    {3, "GetPeerName", &get_text},
    {4, "IsAuthenticated", &get_value, sizeof(BOOL)},
    {5, "IsAvailable", &get_value, sizeof(BOOL)},
};
const struct contract peer = CONTRACT(IBitsPeer, NULL, peer_methods);

static const struct method enum_peers_methods[] =
{
    {3, "Next", &next_object, 0, &peer},
    {4, "Skip", &set_number},
    {5, "Reset", &no_argument},
    {6, "Clone", &get_object, 0, &enum_peers},
    {7, "GetCount", &get_value, sizeof(ULONG)},
};
const struct contract enum_peers = CONTRACT(IEnumBitsPeers, NULL, enum_peers_methods);

static const struct method peer_record_methods[] =
{
    {3, "GetId", &get_value, sizeof(GUID)},
    {4, "GetOriginUrl", &get_text},
    {5, "GetFileSize", &get_value, sizeof(UINT64)},
    {6, "GetFileModificationTime", &get_value, sizeof(FILETIME)},
    {7, "GetLastAccessTime", &get_value, sizeof(FILETIME)},
    {8, "IsFileValidated", &no_argument},
    {9, "GetFileRanges", &get_ranges},
};
const struct contract peer_record = CONTRACT(IBitsPeerCacheRecord, NULL, peer_record_methods);

static const struct method enum_peer_records_methods[] =
{
    {3, "Next", &next_object, 0, &peer_record},
    {4, "Skip", &set_number},
    {5, "Reset", &no_argument},
    {6, "Clone", &get_object, 0, &enum_peer_records},
    {7, "GetCount", &get_value, sizeof(ULONG)},
};
const struct contract enum_peer_records = CONTRACT(IEnumBitsPeerCacheRecords, NULL, enum_peer_records_methods);

static const struct method peer_administration_methods[] =
{
    {3, "GetMaximumCacheSize", &get_value, sizeof(DWORD)},
    {4, "SetMaximumCacheSize", &set_number},
    {5, "GetMaximumContentAge", &get_value, sizeof(ULONG)},
    {6, "SetMaximumContentAge", &set_number},
    {7, "GetConfigurationFlags", &get_value, sizeof(DWORD)},
    {8, "SetConfigurationFlags", &set_number},
    {9, "EnumRecords", &get_object, 0, &enum_peer_records},
    {10, "GetRecord", &get_object_by_guid, 0, &peer_record},
    {11, "ClearRecords", &no_argument},
    {12, "DeleteRecord", &set_guid},
    {13, "DeleteUrl", &set_text},
    {14, "EnumPeers", &get_object, 0, &enum_peers},
    {15, "ClearPeers", &no_argument},
    {16, "DiscoverPeers", &no_argument},
};
const struct contract peer_administration =
    CONTRACT(IBitsPeerCacheAdministration, NULL, peer_administration_methods);
