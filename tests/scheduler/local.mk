# The scheduler of the service, linked into a program with a clock and transfers of the test's own.

if WINDOWS
check_PROGRAMS += tests/scheduler/scheduler
TESTS += tests/scheduler/scheduler$(EXEEXT)

tests_scheduler_scheduler_SOURCES = tests/scheduler/scheduler.c
tests_scheduler_scheduler_CPPFLAGS = $(dlls_qmgr_libqmgr_a_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_scheduler_scheduler_LDFLAGS = -static-libgcc
tests_scheduler_scheduler_LDADD = dlls/qmgr/libqmgr.a idl/libbitsuuid.a $(CMOCKA_LIBS) $(qmgr_libs)
endif
