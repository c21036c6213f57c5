# BITS as its documentation has it, against whatever BITS service the machine has.

if WINDOWS

noinst_LIBRARIES += tests/conformance/libconformance.a
tests_conformance_libconformance_a_SOURCES = \
	tests/conformance/bits_test.c \
	tests/conformance/bits_test.h \
	tests/conformance/http_connection.c \
	tests/conformance/http_connection.h \
	tests/conformance/http_reply.c \
	tests/conformance/http_reply.h \
	tests/conformance/http_server.c \
	tests/conformance/http_server.h
tests_conformance_libconformance_a_CPPFLAGS = $(conformance_cppflags)

conformance_cppflags = -I$(builddir)/include -I$(srcdir)/include $(CMOCKA_CFLAGS)
conformance_ldflags = -static-libgcc
conformance_libs = tests/conformance/libconformance.a idl/libbitsuuid.a $(CMOCKA_LIBS) -lole32 -luuid -lws2_32

conformance_programs = \
	tests/conformance/bad_input \
	tests/conformance/download \
	tests/conformance/enumerators \
	tests/conformance/error \
	tests/conformance/failures \
	tests/conformance/file \
	tests/conformance/job \
	tests/conformance/job_interfaces \
	tests/conformance/job_properties \
	tests/conformance/local_files \
	tests/conformance/manager \
	tests/conformance/retries \
	tests/conformance/service

check_PROGRAMS += $(conformance_programs)
TESTS += $(conformance_programs)

tests_conformance_bad_input_SOURCES = tests/conformance/bad_input.c
tests_conformance_bad_input_CPPFLAGS = $(conformance_cppflags)
tests_conformance_bad_input_LDFLAGS = $(conformance_ldflags)
tests_conformance_bad_input_LDADD = $(conformance_libs)

tests_conformance_download_SOURCES = tests/conformance/download.c
tests_conformance_download_CPPFLAGS = $(conformance_cppflags)
tests_conformance_download_LDFLAGS = $(conformance_ldflags)
tests_conformance_download_LDADD = $(conformance_libs)

tests_conformance_enumerators_SOURCES = tests/conformance/enumerators.c
tests_conformance_enumerators_CPPFLAGS = $(conformance_cppflags)
tests_conformance_enumerators_LDFLAGS = $(conformance_ldflags)
tests_conformance_enumerators_LDADD = $(conformance_libs)

tests_conformance_error_SOURCES = tests/conformance/error.c
tests_conformance_error_CPPFLAGS = $(conformance_cppflags)
tests_conformance_error_LDFLAGS = $(conformance_ldflags)
tests_conformance_error_LDADD = $(conformance_libs)

tests_conformance_failures_SOURCES = tests/conformance/failures.c
tests_conformance_failures_CPPFLAGS = $(conformance_cppflags)
tests_conformance_failures_LDFLAGS = $(conformance_ldflags)
tests_conformance_failures_LDADD = $(conformance_libs)

tests_conformance_file_SOURCES = tests/conformance/file.c
tests_conformance_file_CPPFLAGS = $(conformance_cppflags)
tests_conformance_file_LDFLAGS = $(conformance_ldflags)
tests_conformance_file_LDADD = $(conformance_libs)

tests_conformance_job_SOURCES = tests/conformance/job.c
tests_conformance_job_CPPFLAGS = $(conformance_cppflags)
tests_conformance_job_LDFLAGS = $(conformance_ldflags)
tests_conformance_job_LDADD = $(conformance_libs)

tests_conformance_job_interfaces_SOURCES = tests/conformance/job_interfaces.c
tests_conformance_job_interfaces_CPPFLAGS = $(conformance_cppflags)
tests_conformance_job_interfaces_LDFLAGS = $(conformance_ldflags)
tests_conformance_job_interfaces_LDADD = $(conformance_libs)

tests_conformance_job_properties_SOURCES = tests/conformance/job_properties.c
tests_conformance_job_properties_CPPFLAGS = $(conformance_cppflags)
tests_conformance_job_properties_LDFLAGS = $(conformance_ldflags)
tests_conformance_job_properties_LDADD = $(conformance_libs)

tests_conformance_manager_SOURCES = tests/conformance/manager.c
tests_conformance_manager_CPPFLAGS = $(conformance_cppflags)
tests_conformance_manager_LDFLAGS = $(conformance_ldflags)
tests_conformance_manager_LDADD = $(conformance_libs)

tests_conformance_local_files_SOURCES = tests/conformance/local_files.c
tests_conformance_local_files_CPPFLAGS = $(conformance_cppflags)
tests_conformance_local_files_LDFLAGS = $(conformance_ldflags)
tests_conformance_local_files_LDADD = $(conformance_libs)

tests_conformance_retries_SOURCES = tests/conformance/retries.c
tests_conformance_retries_CPPFLAGS = $(conformance_cppflags)
tests_conformance_retries_LDFLAGS = $(conformance_ldflags)
tests_conformance_retries_LDADD = $(conformance_libs)

tests_conformance_service_SOURCES = tests/conformance/service.c
tests_conformance_service_CPPFLAGS = $(conformance_cppflags)
tests_conformance_service_LDFLAGS = $(conformance_ldflags)
tests_conformance_service_LDADD = $(conformance_libs) -lversion

# It stops the service, and so waits until the other tests have run; the test of the registration comes after it.
service_log = tests/conformance/service.log
service_waits_for = $(TEST_LOGS:tests/conformance/service.log=)
$(service_log): $(service_waits_for:tests/registration/registration.log=)

endif
