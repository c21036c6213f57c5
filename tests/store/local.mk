# What the service keeps on the disk, each part linked into a program of its own.

store_programs = \
	tests/store/checkpoint \
	tests/store/damaged_checkpoint \
	tests/store/discarded_records \
	tests/store/jobs

EXTRA_DIST += tests/store/checkpoint.c tests/store/damaged_checkpoint.c tests/store/discarded_records.c \
	tests/store/jobs.c tests/store/store_test.c tests/store/store_test.h

if WINDOWS
check_PROGRAMS += $(store_programs)
TESTS += $(store_programs)

store_cppflags = $(dlls_qmgr_libqmgr_a_CPPFLAGS) $(CMOCKA_CFLAGS)
store_ldadd = dlls/qmgr/libqmgr.a $(CMOCKA_LIBS) $(qmgr_libs)

tests_store_checkpoint_SOURCES = tests/store/checkpoint.c tests/store/store_test.c tests/store/store_test.h
tests_store_checkpoint_CPPFLAGS = $(store_cppflags)
tests_store_checkpoint_LDFLAGS = -static-libgcc
tests_store_checkpoint_LDADD = $(store_ldadd)

tests_store_damaged_checkpoint_SOURCES = tests/store/damaged_checkpoint.c tests/store/store_test.c tests/store/store_test.h
tests_store_damaged_checkpoint_CPPFLAGS = $(store_cppflags)
tests_store_damaged_checkpoint_LDFLAGS = -static-libgcc
tests_store_damaged_checkpoint_LDADD = $(store_ldadd)

tests_store_discarded_records_SOURCES = tests/store/discarded_records.c tests/store/store_test.c tests/store/store_test.h
tests_store_discarded_records_CPPFLAGS = $(store_cppflags)
tests_store_discarded_records_LDFLAGS = -static-libgcc
tests_store_discarded_records_LDADD = $(store_ldadd)

tests_store_jobs_SOURCES = tests/store/jobs.c tests/store/store_test.c tests/store/store_test.h
tests_store_jobs_CPPFLAGS = $(store_cppflags)
tests_store_jobs_LDFLAGS = -static-libgcc
tests_store_jobs_LDADD = $(store_ldadd)
endif
