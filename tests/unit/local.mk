# Unit tests of the portable code, built for the host under sanitizers.

unit_sources = \
	tests/unit/access.c \
	tests/unit/content_range.c \
	tests/unit/damaged_job_record.c \
	tests/unit/events.c \
	tests/unit/failures.c \
	tests/unit/file_changes.c \
	tests/unit/file_output.c \
	tests/unit/file_progress.c \
	tests/unit/file_ranges.c \
	tests/unit/file_record.c \
	tests/unit/group.c \
	tests/unit/header_lines.c \
	tests/unit/http_options.c \
	tests/unit/job_limits.c \
	tests/unit/job_model.c \
	tests/unit/job_record.c \
	tests/unit/job_settings.c \
	tests/unit/limits.c \
	tests/unit/marks.c \
	tests/unit/multipart.c \
	tests/unit/names.c \
	tests/unit/piece_request.c \
	tests/unit/proxies.c \
	tests/unit/queue_test.c \
	tests/unit/queue_test.h \
	tests/unit/ranges.c \
	tests/unit/record_compare.c \
	tests/unit/record_settings.c \
	tests/unit/record_test.c \
	tests/unit/record_test.h \
	tests/unit/registry_page.c \
	tests/unit/requests.c \
	tests/unit/response.c \
	tests/unit/state_table.c \
	tests/unit/stored_times.c \
	tests/unit/timeouts.c \
	tests/unit/turns.c \
	tests/unit/unit.h \
	tests/unit/windows_shim.c \
	tests/unit/windows_shim.h

EXTRA_DIST += $(unit_sources)

if !WINDOWS
check_LIBRARIES = tests/unit/libportable.a
tests_unit_libportable_a_SOURCES = \
	dlls/qmgr/com/permissions.c \
	dlls/qmgr/queue/access.c \
	dlls/qmgr/queue/certificate_question.c \
	dlls/qmgr/queue/clock.c \
	dlls/qmgr/queue/events.c \
	dlls/qmgr/queue/file_output.c \
	dlls/qmgr/queue/file_progress.c \
	dlls/qmgr/queue/file_ranges.c \
	dlls/qmgr/queue/file_requests.c \
	dlls/qmgr/queue/file_validation.c \
	dlls/qmgr/queue/group.c \
	dlls/qmgr/queue/http_settings.c \
	dlls/qmgr/queue/http_syntax.c \
	dlls/qmgr/queue/job.c \
	dlls/qmgr/queue/job_credentials.c \
	dlls/qmgr/queue/job_limits.c \
	dlls/qmgr/queue/job_settings.c \
	dlls/qmgr/queue/job_state.c \
	dlls/qmgr/queue/limits.c \
	dlls/qmgr/queue/marks.c \
	dlls/qmgr/queue/names.c \
	dlls/qmgr/queue/ownership.c \
	dlls/qmgr/queue/property_ids.c \
	dlls/qmgr/queue/queue.c \
	dlls/qmgr/queue/ranges.c \
	dlls/qmgr/queue/remote_names.c \
	dlls/qmgr/queue/timeouts.c \
	dlls/qmgr/scheduler/turns.c \
	dlls/qmgr/store/dates.c \
	dlls/qmgr/store/file_record.c \
	dlls/qmgr/store/job_parts.c \
	dlls/qmgr/store/job_record.c \
	dlls/qmgr/store/job_secrets.c \
	dlls/qmgr/store/job_state_record.c \
	dlls/qmgr/store/lines.c \
	dlls/qmgr/store/lines_parse.c \
	dlls/qmgr/store/values.c \
	dlls/qmgr/transfer/trust/client_certificate.c \
	dlls/qmgr/transfer/content_range.c \
	dlls/qmgr/transfer/custom_headers.c \
	dlls/qmgr/transfer/errors.c \
	dlls/qmgr/transfer/header_lines.c \
	dlls/qmgr/transfer/http_auth.c \
	dlls/qmgr/transfer/multipart.c \
	dlls/qmgr/transfer/piece_request.c \
	dlls/qmgr/transfer/proxy.c \
	dlls/qmgr/transfer/redirect.c \
	dlls/qmgr/transfer/response.c \
	dlls/qmgr/transfer/response_headers.c \
	dlls/qmgr/transfer/url.c \
	dlls/qmgr/transfer/utf8.c \
	tests/unit/queue_test.c \
	tests/unit/record_compare.c \
	tests/unit/record_settings.c \
	tests/unit/record_test.c \
	tests/unit/windows_shim.c

# A program of one file needs no more than its name below: these are automake's defaults.
AM_CPPFLAGS = -D__WINESRC__ -DCONST_VTABLE -DWIN32_LEAN_AND_MEAN -I$(srcdir)/dlls/qmgr -I$(srcdir)/tests/unit \
	-I$(builddir)/include -I$(srcdir)/include $(WINE_CPPFLAGS) $(CURL_CFLAGS) $(CMOCKA_CFLAGS)
AM_CFLAGS += $(sanitizers)
LDADD = tests/unit/libportable.a $(CURL_LIBS) $(CMOCKA_LIBS) -lpthread

unit_programs = \
	tests/unit/access \
	tests/unit/content_range \
	tests/unit/damaged_job_record \
	tests/unit/events \
	tests/unit/failures \
	tests/unit/file_changes \
	tests/unit/file_output \
	tests/unit/file_progress \
	tests/unit/file_ranges \
	tests/unit/file_record \
	tests/unit/group \
	tests/unit/header_lines \
	tests/unit/http_options \
	tests/unit/job_limits \
	tests/unit/job_model \
	tests/unit/job_record \
	tests/unit/job_settings \
	tests/unit/limits \
	tests/unit/marks \
	tests/unit/multipart \
	tests/unit/names \
	tests/unit/piece_request \
	tests/unit/proxies \
	tests/unit/ranges \
	tests/unit/registry_page \
	tests/unit/requests \
	tests/unit/response \
	tests/unit/state_table \
	tests/unit/stored_times \
	tests/unit/timeouts \
	tests/unit/turns
check_PROGRAMS += $(unit_programs)
TESTS += $(unit_programs)
endif
