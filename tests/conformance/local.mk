# BITS as its documentation has it, against whatever BITS service the machine has.

if WINDOWS

noinst_LIBRARIES += tests/conformance/libconformance.a
tests_conformance_libconformance_a_SOURCES = \
	tests/conformance/bits_test.c \
	tests/conformance/bits_test.h \
	tests/conformance/callback.c \
	tests/conformance/callback.h \
	tests/conformance/class_object.c \
	tests/conformance/class_object.h \
	tests/conformance/digest_server.c \
	tests/conformance/digest_server.h \
	tests/conformance/encoded_certificate.c \
	tests/conformance/encoded_certificate.h \
	tests/conformance/group_test.c \
	tests/conformance/group_test.h \
	tests/conformance/http_connection.c \
	tests/conformance/http_connection.h \
	tests/conformance/http_reply.c \
	tests/conformance/http_reply.h \
	tests/conformance/http_server.c \
	tests/conformance/http_server.h \
	tests/conformance/job_settings.c \
	tests/conformance/job_settings.h \
	tests/conformance/job_states.c \
	tests/conformance/job_states.h \
	tests/conformance/links_test.c \
	tests/conformance/links_test.h \
	tests/conformance/persistence_test.c \
	tests/conformance/persistence_test.h \
	tests/conformance/progress_watch.c \
	tests/conformance/progress_watch.h \
	tests/conformance/range_test.c \
	tests/conformance/range_test.h \
	tests/conformance/registered_interfaces.c \
	tests/conformance/registered_interfaces.h \
	tests/conformance/report.c \
	tests/conformance/report.h \
	tests/conformance/service_control.c \
	tests/conformance/service_control.h \
	tests/conformance/standard_user.c \
	tests/conformance/standard_user.h \
	tests/error_codes.h

# A program of one file needs no more than its name below: these are automake's defaults.
AM_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include $(CMOCKA_CFLAGS)
AM_LDFLAGS = -static-libgcc
LDADD = tests/conformance/libconformance.a idl/libbitsuuid.a $(CMOCKA_LIBS) -lole32 -loleaut32 -luuid -lws2_32

conformance_programs = \
	tests/conformance/apartment \
	tests/conformance/bad_calls \
	tests/conformance/bad_input \
	tests/conformance/client_certificate \
	tests/conformance/command_line \
	tests/conformance/credentials \
	tests/conformance/download \
	tests/conformance/enumerators \
	tests/conformance/error \
	tests/conformance/file \
	tests/conformance/file_names \
	tests/conformance/file_properties \
	tests/conformance/file_ranges \
	tests/conformance/file_security \
	tests/conformance/group_callback \
	tests/conformance/group_download \
	tests/conformance/group_properties \
	tests/conformance/http_options \
	tests/conformance/job \
	tests/conformance/job_properties \
	tests/conformance/job_property_ids \
	tests/conformance/life_cycle \
	tests/conformance/limits \
	tests/conformance/local_files \
	tests/conformance/manager \
	tests/conformance/network_settings \
	tests/conformance/notifications \
	tests/conformance/on_demand \
	tests/conformance/owner \
	tests/conformance/peer_cache \
	tests/conformance/persistence_properties \
	tests/conformance/priorities \
	tests/conformance/query_interface \
	tests/conformance/queue_manager \
	tests/conformance/remote_names \
	tests/conformance/reply \
	tests/conformance/request_settings \
	tests/conformance/state_changes \
	tests/conformance/states \
	tests/conformance/temporary_name \
	tests/conformance/token_options

# They look at the service, which has 64 bits, more than at what a program sees of it.
if WINDOWS64
conformance_programs += \
	tests/conformance/bad_responses \
	tests/conformance/bodies \
	tests/conformance/damaged_records \
	tests/conformance/digest \
	tests/conformance/disks \
	tests/conformance/failures \
	tests/conformance/full_disk \
	tests/conformance/interruptions \
	tests/conformance/large_files \
	tests/conformance/linked_folders \
	tests/conformance/links \
	tests/conformance/local_sources \
	tests/conformance/many_targets \
	tests/conformance/multiple_ranges \
	tests/conformance/persistence_changes \
	tests/conformance/persistence_files \
	tests/conformance/persistence_groups \
	tests/conformance/persistence_limits \
	tests/conformance/persistence_notifications \
	tests/conformance/persistence_requests \
	tests/conformance/persistence_states \
	tests/conformance/proxies \
	tests/conformance/random_interruptions \
	tests/conformance/range_download \
	tests/conformance/redirects \
	tests/conformance/resume \
	tests/conformance/retries \
	tests/conformance/service \
	tests/conformance/sizes \
	tests/conformance/transfer_limits \
	tests/conformance/volumes
endif

check_PROGRAMS += $(conformance_programs)
TESTS += $(conformance_programs)

tests_conformance_owner_LDADD = $(LDADD) -lshlwapi
tests_conformance_client_certificate_LDADD = $(LDADD) -lcrypt32
tests_conformance_persistence_requests_LDADD = $(LDADD) -lcrypt32
tests_conformance_service_LDADD = $(LDADD) -lversion

# It stops the service, and so waits until the other tests have run; the test of the registration comes after it.
service_log = tests/conformance/service.log
service_waits_for = $(TEST_LOGS:tests/conformance/service.log=)
$(service_log): $(service_waits_for:tests/registration/registration.log=)

endif
