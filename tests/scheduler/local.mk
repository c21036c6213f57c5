# The scheduler of the service, and what becomes of files, linked into programs with a clock, transfers or a store of the
# test's own.

if WINDOWS
check_PROGRAMS += tests/scheduler/files tests/scheduler/scheduler
TESTS += tests/scheduler/files$(EXEEXT) tests/scheduler/scheduler$(EXEEXT)

tests_scheduler_files_SOURCES = tests/scheduler/files.c
tests_scheduler_files_CPPFLAGS = $(tests_scheduler_scheduler_CPPFLAGS)
tests_scheduler_files_LDFLAGS = -static-libgcc
tests_scheduler_files_LDADD = $(tests_scheduler_scheduler_LDADD)

tests_scheduler_scheduler_SOURCES = tests/scheduler/scheduler.c
tests_scheduler_scheduler_CPPFLAGS = $(dlls_qmgr_libqmgr_a_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_scheduler_scheduler_LDFLAGS = -static-libgcc
tests_scheduler_scheduler_LDADD = dlls/qmgr/libqmgr.a idl/libbitsuuid.a $(CMOCKA_LIBS) $(qmgr_libs)
endif
