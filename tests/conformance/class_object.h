/* A class of this process that has one object, for BITS to create.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CLASS_OBJECT_H
#define CLASS_OBJECT_H

#include "bits_test.h"

struct class_object
{
    IClassFactory IClassFactory_iface;
    IUnknown *object;
    DWORD cookie;
};

/* The context says who may create the object: CLSCTX_INPROC_SERVER for this process alone. */
HRESULT register_class_object(struct class_object *class, const CLSID *clsid, IUnknown *object, DWORD context);
HRESULT revoke_class_object(struct class_object *class);

#endif
