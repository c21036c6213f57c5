/* Where the fakes live: another process, or another apartment of this one.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

#include <stdio.h>

enum
{
    PATIENCE = 30000,  /* milliseconds */
    MAX_REFERENCE = 4096,
};

/* A marshalled pointer on its way through the pipe. */
struct reference
{
    HRESULT hr;
    ULONG size;
    BYTE bytes[MAX_REFERENCE];
};

static struct
{
    HANDLE process;
    HANDLE to_server;
    HANDLE from_server;
    IUnknown *objects[64];
}
server;

static void marshal(const struct contract *contract, struct reference *reference)
{
    IUnknown *object = fake_create(contract);
    LARGE_INTEGER start = {0};
    IStream *stream;

    memset(reference, 0, sizeof(*reference));
    if (SUCCEEDED(reference->hr = CreateStreamOnHGlobal(NULL, TRUE, &stream)))
    {
        reference->hr = CoMarshalInterface(stream, contract->iid, object, MSHCTX_LOCAL, NULL, MSHLFLAGS_NORMAL);
        IStream_Seek(stream, start, STREAM_SEEK_SET, NULL);
        if (SUCCEEDED(reference->hr))
            reference->hr = IStream_Read(stream, reference->bytes, MAX_REFERENCE, &reference->size);
        IStream_Release(stream);
    }
    IUnknown_Release(object);
}

static IUnknown *unmarshal(const struct contract *contract, const struct reference *reference)
{
    LARGE_INTEGER start = {0};
    IUnknown *object = NULL;
    IStream *stream;

    if (FAILED(reference->hr))
        fail_msg("CoMarshalInterface(%s) returned %#lx: are the proxies registered?", contract->name, reference->hr);
    assert_int_equal(CreateStreamOnHGlobal(NULL, TRUE, &stream), S_OK);
    assert_int_equal(IStream_Write(stream, reference->bytes, reference->size, NULL), S_OK);
    assert_int_equal(IStream_Seek(stream, start, STREAM_SEEK_SET, NULL), S_OK);
    assert_int_equal(CoUnmarshalInterface(stream, contract->iid, (void **)&object), S_OK);
    IStream_Release(stream);
    return object;
}

static bool read_all(HANDLE pipe, void *buffer, DWORD size)
{
    DWORD got = 0, part;

    while (got < size && ReadFile(pipe, (char *)buffer + got, size - got, &part, NULL) && part)
        got += part;
    return got == size;
}

/* The server process: sends a reference to each fake and serves until the other end closes the pipe. */
int serve(void)
{
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE), output = GetStdHandle(STD_OUTPUT_HANDLE);
    struct reference reference;
    DWORD written;
    size_t i;
    char end;

    if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED)))
        return 1;
    for (i = 0; i < contract_count; ++i)
    {
        marshal(contracts[i], &reference);
        if (!WriteFile(output, &reference, sizeof(reference), &written, NULL))
            return 1;
    }
    read_all(input, &end, sizeof(end));
    CoUninitialize();
    return 0;
}

static void create_pipe(HANDLE *read_end, HANDLE *write_end, HANDLE *ours)
{
    SECURITY_ATTRIBUTES inherit = {.nLength = sizeof(inherit), .bInheritHandle = TRUE};

    assert_true(CreatePipe(read_end, write_end, &inherit, 0));
    assert_true(SetHandleInformation(*ours, HANDLE_FLAG_INHERIT, 0));
}

static void start_process(void)
{
    STARTUPINFOW startup = {.cb = sizeof(startup), .dwFlags = STARTF_USESTDHANDLES};
    WCHAR path[MAX_PATH], command[MAX_PATH + 16];
    PROCESS_INFORMATION process;

    create_pipe(&startup.hStdInput, &server.to_server, &server.to_server);
    create_pipe(&server.from_server, &startup.hStdOutput, &server.from_server);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    assert_true(GetModuleFileNameW(NULL, path, ARRAY_SIZE(path)));
    swprintf(command, ARRAY_SIZE(command), L"\"%ls\" serve", path);
    assert_true(CreateProcessW(path, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    CloseHandle(startup.hStdInput);
    CloseHandle(startup.hStdOutput);
    server.process = process.hProcess;
}

int server_start(void **state)
{
    struct reference reference;
    size_t i;

    assert_int_equal(CoInitializeEx(NULL, COINIT_MULTITHREADED), S_OK);
    assert_true(contract_count <= ARRAY_SIZE(server.objects));
    start_process();
    for (i = 0; i < contract_count; ++i)
    {
        assert_true(read_all(server.from_server, &reference, sizeof(reference)));
        server.objects[i] = unmarshal(contracts[i], &reference);
    }
    return 0;
}

int server_stop(void **state)
{
    size_t i;

    for (i = 0; i < contract_count; ++i)
    {
        if (server.objects[i])
            IUnknown_Release(server.objects[i]);
    }
    CloseHandle(server.to_server);
    if (WaitForSingleObject(server.process, PATIENCE))
        TerminateProcess(server.process, 1);
    CloseHandle(server.from_server);
    CloseHandle(server.process);
    CoUninitialize();
    return 0;
}

IUnknown *server_object(const struct contract *contract)
{
    size_t i = 0;

    while (contracts[i] != contract)
        ++i;
    return server.objects[i];
}

struct apartment
{
    const struct contract *contract;
    struct reference reference;
    HANDLE ready;
};

static DWORD WINAPI apartment_thread(void *context)
{
    struct apartment *apartment = context;
    MSG message;

    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    PeekMessageW(&message, NULL, WM_USER, WM_USER, PM_NOREMOVE);
    marshal(apartment->contract, &apartment->reference);
    SetEvent(apartment->ready);
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
    CoUninitialize();
    return 0;
}

/* A fake that lives in a single-threaded apartment, as a program's callbacks may. */
IUnknown *apartment_object(const struct contract *contract, HANDLE *thread)
{
    struct apartment apartment = {.contract = contract, .ready = CreateEventW(NULL, TRUE, FALSE, NULL)};

    *thread = CreateThread(NULL, 0, apartment_thread, &apartment, 0, NULL);
    assert_non_null(*thread);
    assert_int_equal(WaitForSingleObject(apartment.ready, PATIENCE), WAIT_OBJECT_0);
    CloseHandle(apartment.ready);
    return unmarshal(contract, &apartment.reference);
}

void apartment_leave(HANDLE thread)
{
    PostThreadMessageW(GetThreadId(thread), WM_QUIT, 0, 0);
    assert_int_equal(WaitForSingleObject(thread, PATIENCE), WAIT_OBJECT_0);
    CloseHandle(thread);
}
