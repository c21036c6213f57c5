/* What the parts of the marshalling test share: interfaces, their methods, and the shapes of those methods.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#ifndef TESTS_INTERFACES_MARSHAL_H
#define TESTS_INTERFACES_MARSHAL_H

#define COBJMACROS
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <windows.h>
#include <bits.h>
#include <qmgr.h>
#include <cmocka.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

enum
{
    FIRST_SLOT = 3,  /* after QueryInterface, AddRef and Release */
    MAX_SLOTS = 55,  /* IBackgroundCopyJob5 has the longest vtable */
};

struct method;

/* Methods of one signature share a shape: a fake that checks what arrives in the server and answers, and a caller
 * that checks the answer in the client. Both compute the values from the slot, so that a call that went to the wrong
 * method shows. A shape that occurs in many slots has a fake for each of them. */
struct shape
{
    const void *fake;
    const void *const *fakes;
    void (*call)(IUnknown *object, const struct method *method);
};

/* size: of the value that get_value returns; object: the interface of what goes in or comes out. */
struct method
{
    unsigned int slot;
    const char *name;
    const struct shape *shape;
    size_t size;
    const struct contract *object;
};

/* An interface and its methods; Windows' headers have taken the word interface. */
struct contract
{
    const char *name;
    const IID *iid;
    unsigned int slots;
    const struct contract *base;
    const struct method *methods;
    size_t method_count;
};

#define CONTRACT(contract_name, contract_base, contract_methods) \
{ \
    .name = #contract_name, \
    .iid = &IID_##contract_name, \
    .slots = sizeof(contract_name##Vtbl) / sizeof(void *), \
    .base = contract_base, \
    .methods = contract_methods, \
    .method_count = ARRAY_SIZE(contract_methods), \
}

/* callbacks.c */
extern const struct contract callback, callback2, callback3, certificate_callback;
/* files.c */
extern const struct contract file, file2, file3, file4, file5, file6, enum_files;
/* jobs.c */
extern const struct contract manager, error, enum_jobs, job, job2, job3, job4, job5;
/* options.c */
extern const struct contract http_options, http_options2, http_options3, token_options;
/* peers.c */
extern const struct contract peer, enum_peers, peer_record, enum_peer_records, peer_administration;
/* queue_manager.c */
extern const struct contract queue_manager, group, enum_groups, job1, enum_jobs1, callback1;

/* fake.c: an object with the fakes of an interface in its vtable. */
const struct method *find_method(const struct contract *contract, unsigned int slot);
const struct method *fake_method(IUnknown *iface, unsigned int slot);
IUnknown *fake_create(const struct contract *contract);
bool fake_is(IUnknown *object, const struct contract *contract);

/* values.c: what methods exchange. Each differs from slot to slot. */
HRESULT reply(unsigned int slot);
HRESULT reply_if(unsigned int slot, bool arguments_are_right);
DWORD number_of(unsigned int slot);
int enum_of(unsigned int slot);
UINT64 long_number_of(unsigned int slot);
GUID guid_of(unsigned int slot);
void fill_bytes(void *bytes, size_t size, unsigned int slot);
bool bytes_are(const void *bytes, size_t size, unsigned int slot);
const WCHAR *text_of(unsigned int slot, unsigned int which);
bool text_is(const WCHAR *text, unsigned int slot, unsigned int which);
HRESULT text_copy(unsigned int slot, unsigned int which, WCHAR **copy);
bool text_taken(WCHAR *text, unsigned int slot, unsigned int which);
void fill_ranges(BG_FILE_RANGE *ranges, DWORD count, unsigned int slot);
bool ranges_are(const BG_FILE_RANGE *ranges, DWORD count, unsigned int slot);

/* getters.c */
extern const struct shape get_value, get_value_by_number, get_two_values, get_enum, get_text, get_text_by_number,
        get_two_texts, get_object, get_object_by_number, get_object_by_guid, get_object_by_guid_value, get_ranges;
/* setters.c */
extern const struct shape no_argument, set_number, set_long_number, set_enum, set_guid, set_text, set_optional_text,
        set_two_texts, set_two_optional_texts, set_object;
/* enumerators.c */
extern const struct shape next_object, next_guid;

/* server.c: a process, or a single-threaded apartment, that offers a fake of every interface. */
int serve(void);
int server_start(void **state);
int server_stop(void **state);
IUnknown *server_object(const struct contract *contract);
IUnknown *apartment_object(const struct contract *contract, HANDLE *thread);
void apartment_leave(HANDLE thread);

/* marshal.c */
extern const struct contract *const contracts[];
extern const size_t contract_count;

/* The fakes of a shape, one for each slot, which all call name_fake(slot, ...). */
#define EACH_SLOT(X, ...) \
    X(3, __VA_ARGS__) X(4, __VA_ARGS__) X(5, __VA_ARGS__) X(6, __VA_ARGS__) X(7, __VA_ARGS__) X(8, __VA_ARGS__) \
    X(9, __VA_ARGS__) X(10, __VA_ARGS__) X(11, __VA_ARGS__) X(12, __VA_ARGS__) X(13, __VA_ARGS__) \
    X(14, __VA_ARGS__) X(15, __VA_ARGS__) X(16, __VA_ARGS__) X(17, __VA_ARGS__) X(18, __VA_ARGS__) \
    X(19, __VA_ARGS__) X(20, __VA_ARGS__) X(21, __VA_ARGS__) X(22, __VA_ARGS__) X(23, __VA_ARGS__) \
    X(24, __VA_ARGS__) X(25, __VA_ARGS__) X(26, __VA_ARGS__) X(27, __VA_ARGS__) X(28, __VA_ARGS__) \
    X(29, __VA_ARGS__) X(30, __VA_ARGS__) X(31, __VA_ARGS__) X(32, __VA_ARGS__) X(33, __VA_ARGS__) \
    X(34, __VA_ARGS__) X(35, __VA_ARGS__) X(36, __VA_ARGS__) X(37, __VA_ARGS__) X(38, __VA_ARGS__) \
    X(39, __VA_ARGS__) X(40, __VA_ARGS__) X(41, __VA_ARGS__) X(42, __VA_ARGS__) X(43, __VA_ARGS__) \
    X(44, __VA_ARGS__) X(45, __VA_ARGS__) X(46, __VA_ARGS__) X(47, __VA_ARGS__) X(48, __VA_ARGS__) \
    X(49, __VA_ARGS__) X(50, __VA_ARGS__) X(51, __VA_ARGS__) X(52, __VA_ARGS__) X(53, __VA_ARGS__) \
    X(54, __VA_ARGS__)

#define SLOT_FAKE_0(slot, name) \
    static HRESULT STDMETHODCALLTYPE name##_fake_##slot(IUnknown *iface) { return name##_fake(slot, iface); }
#define SLOT_FAKE_1(slot, name, A) \
    static HRESULT STDMETHODCALLTYPE name##_fake_##slot(IUnknown *iface, A a) { return name##_fake(slot, iface, a); }
#define SLOT_FAKE_2(slot, name, A, B) \
    static HRESULT STDMETHODCALLTYPE name##_fake_##slot(IUnknown *iface, A a, B b) \
    { return name##_fake(slot, iface, a, b); }

#define SLOT_FAKE_NAME(slot, name) name##_fake_##slot,
#define SLOT_FAKE_TABLE(name) static const void *const name##_fakes[] = {EACH_SLOT(SLOT_FAKE_NAME, name)};

/* For methods with no, one and two arguments of the types A and B. */
#define SLOT_FAKES_0(name) \
    typedef HRESULT STDMETHODCALLTYPE name##_function(IUnknown *iface); \
    EACH_SLOT(SLOT_FAKE_0, name) \
    SLOT_FAKE_TABLE(name)
#define SLOT_FAKES_1(name, A) \
    typedef HRESULT STDMETHODCALLTYPE name##_function(IUnknown *iface, A a); \
    EACH_SLOT(SLOT_FAKE_1, name, A) \
    SLOT_FAKE_TABLE(name)
#define SLOT_FAKES_2(name, A, B) \
    typedef HRESULT STDMETHODCALLTYPE name##_function(IUnknown *iface, A a, B b); \
    EACH_SLOT(SLOT_FAKE_2, name, A, B) \
    SLOT_FAKE_TABLE(name)

#define SLOT_SHAPE(name) const struct shape name = {.fakes = name##_fakes, .call = name##_call}

/* A shape that occurs in one slot only. */
#define SINGLE_SHAPE(name) static const struct shape name = {.fake = name##_fake, .call = name##_call}

/* The function in a method's slot; type is its type as a function. */
#define METHOD_FUNCTION(type, object, method) ((type *)(*(void ***)(object))[(method)->slot])

#define check(method, condition) \
    do { if (!(condition)) fail_msg("%s: %s", (method)->name, #condition); } while (0)

#define check_result(method, call, expected) \
    do \
    { \
        HRESULT result_ = (call); \
        if (result_ != (expected)) \
            fail_msg("%s: %s returned %#lx, not %#lx", (method)->name, #call, result_, (HRESULT)(expected)); \
    } while (0)

#define check_reply(method, call) check_result(method, call, reply((method)->slot))

#define check_failure(method, call) \
    do \
    { \
        HRESULT result_ = (call); \
        if (SUCCEEDED(result_)) fail_msg("%s: %s returned %#lx", (method)->name, #call, result_); \
    } while (0)

#endif
