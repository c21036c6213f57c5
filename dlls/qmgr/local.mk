# qmgr.dll, the service.

qmgr_sources = \
	dlls/qmgr/com/caller.c \
	dlls/qmgr/com/caller.h \
	dlls/qmgr/com/caller_token.c \
	dlls/qmgr/com/client_certificate.c \
	dlls/qmgr/com/com.h \
	dlls/qmgr/com/disconnect.c \
	dlls/qmgr/com/error.c \
	dlls/qmgr/com/error_messages.h \
	dlls/qmgr/com/error_text.c \
	dlls/qmgr/com/error_text.h \
	dlls/qmgr/com/factory.c \
	dlls/qmgr/com/file.c \
	dlls/qmgr/com/file_object.h \
	dlls/qmgr/com/file_properties.c \
	dlls/qmgr/com/file_ranges.c \
	dlls/qmgr/com/http_options.c \
	dlls/qmgr/com/job.c \
	dlls/qmgr/com/job_files.c \
	dlls/qmgr/com/job_network.c \
	dlls/qmgr/com/job_notify.c \
	dlls/qmgr/com/job_object.h \
	dlls/qmgr/com/job_owner.c \
	dlls/qmgr/com/job_properties.c \
	dlls/qmgr/com/job_property_ids.c \
	dlls/qmgr/com/job_reply.c \
	dlls/qmgr/com/job_values.c \
	dlls/qmgr/com/legacy.h \
	dlls/qmgr/com/legacy_group.c \
	dlls/qmgr/com/legacy_job.c \
	dlls/qmgr/com/legacy_manager.c \
	dlls/qmgr/com/legacy_properties.c \
	dlls/qmgr/com/manager.c \
	dlls/qmgr/com/manager_object.h \
	dlls/qmgr/com/peer_cache.c \
	dlls/qmgr/com/permissions.c \
	dlls/qmgr/com/permissions.h \
	dlls/qmgr/com/pins.c \
	dlls/qmgr/com/snapshot.c \
	dlls/qmgr/com/strings.c \
	dlls/qmgr/com/token.c \
	dlls/qmgr/com/token_options.c \
	dlls/qmgr/com/values.c \
	dlls/qmgr/notify/callback.c \
	dlls/qmgr/notify/certificate_callback.c \
	dlls/qmgr/notify/command_line.c \
	dlls/qmgr/notify/legacy_callback.c \
	dlls/qmgr/notify/notify.c \
	dlls/qmgr/notify/notify.h \
	dlls/qmgr/queue/access.c \
	dlls/qmgr/queue/access.h \
	dlls/qmgr/queue/certificate_question.c \
	dlls/qmgr/queue/clock.c \
	dlls/qmgr/queue/clock.h \
	dlls/qmgr/queue/events.c \
	dlls/qmgr/queue/events.h \
	dlls/qmgr/queue/file_output.c \
	dlls/qmgr/queue/file_progress.c \
	dlls/qmgr/queue/file_ranges.c \
	dlls/qmgr/queue/file_requests.c \
	dlls/qmgr/queue/file_validation.c \
	dlls/qmgr/queue/group.c \
	dlls/qmgr/queue/group.h \
	dlls/qmgr/queue/http_settings.c \
	dlls/qmgr/queue/http_syntax.c \
	dlls/qmgr/queue/job.c \
	dlls/qmgr/queue/job.h \
	dlls/qmgr/queue/job_credentials.c \
	dlls/qmgr/queue/job_limits.c \
	dlls/qmgr/queue/job_settings.c \
	dlls/qmgr/queue/job_state.c \
	dlls/qmgr/queue/limits.c \
	dlls/qmgr/queue/limits.h \
	dlls/qmgr/queue/marks.c \
	dlls/qmgr/queue/names.c \
	dlls/qmgr/queue/ownership.c \
	dlls/qmgr/queue/property_ids.c \
	dlls/qmgr/queue/queue.c \
	dlls/qmgr/queue/queue.h \
	dlls/qmgr/queue/ranges.c \
	dlls/qmgr/queue/ranges.h \
	dlls/qmgr/queue/remote_names.c \
	dlls/qmgr/queue/timeouts.c \
	dlls/qmgr/queue/timeouts.h \
	dlls/qmgr/scheduler/changes.c \
	dlls/qmgr/scheduler/changes.h \
	dlls/qmgr/scheduler/finish.c \
	dlls/qmgr/scheduler/network_watch.c \
	dlls/qmgr/scheduler/network_watch.h \
	dlls/qmgr/scheduler/publish.c \
	dlls/qmgr/scheduler/scheduler.c \
	dlls/qmgr/scheduler/scheduler.h \
	dlls/qmgr/scheduler/turns.c \
	dlls/qmgr/scheduler/turns.h \
	dlls/qmgr/service/main.c \
	dlls/qmgr/service/register.c \
	dlls/qmgr/service/register.h \
	dlls/qmgr/service/service.c \
	dlls/qmgr/service/service.h \
	dlls/qmgr/service/start_type.c \
	dlls/qmgr/service/start_type.h \
	dlls/qmgr/service/trace.c \
	dlls/qmgr/store/checkpoint.c \
	dlls/qmgr/store/checkpoint.h \
	dlls/qmgr/store/dates.c \
	dlls/qmgr/store/dates.h \
	dlls/qmgr/store/file_record.c \
	dlls/qmgr/store/file_record.h \
	dlls/qmgr/store/job_parts.c \
	dlls/qmgr/store/job_parts.h \
	dlls/qmgr/store/job_record.c \
	dlls/qmgr/store/job_record.h \
	dlls/qmgr/store/job_secrets.c \
	dlls/qmgr/store/job_state_record.c \
	dlls/qmgr/store/key_tree.c \
	dlls/qmgr/store/key_tree.h \
	dlls/qmgr/store/lines.c \
	dlls/qmgr/store/lines.h \
	dlls/qmgr/store/lines_parse.c \
	dlls/qmgr/store/load.c \
	dlls/qmgr/store/load.h \
	dlls/qmgr/store/name_log.c \
	dlls/qmgr/store/name_log.h \
	dlls/qmgr/store/policy.c \
	dlls/qmgr/store/policy.h \
	dlls/qmgr/store/policy_watch.c \
	dlls/qmgr/store/policy_watch.h \
	dlls/qmgr/store/privilege.c \
	dlls/qmgr/store/privilege.h \
	dlls/qmgr/store/record_names.c \
	dlls/qmgr/store/record_names.h \
	dlls/qmgr/store/registry.c \
	dlls/qmgr/store/registry.h \
	dlls/qmgr/store/save.c \
	dlls/qmgr/store/save.h \
	dlls/qmgr/store/secrets.c \
	dlls/qmgr/store/secrets.h \
	dlls/qmgr/store/store.c \
	dlls/qmgr/store/store.h \
	dlls/qmgr/store/values.c \
	dlls/qmgr/store/values.h \
	dlls/qmgr/store/workers.c \
	dlls/qmgr/store/workers.h \
	dlls/qmgr/transfer/certificate_ask.c \
	dlls/qmgr/transfer/certificate_ask.h \
	dlls/qmgr/transfer/certificate_extension.c \
	dlls/qmgr/transfer/certificate_extension.h \
	dlls/qmgr/transfer/certificate_store.c \
	dlls/qmgr/transfer/certificate_store.h \
	dlls/qmgr/transfer/certificate_strength.c \
	dlls/qmgr/transfer/certificate_strength.h \
	dlls/qmgr/transfer/chain_policy.c \
	dlls/qmgr/transfer/chain_policy.h \
	dlls/qmgr/transfer/client_certificate.c \
	dlls/qmgr/transfer/client_certificate.h \
	dlls/qmgr/transfer/content_range.c \
	dlls/qmgr/transfer/content_range.h \
	dlls/qmgr/transfer/curl_memory.c \
	dlls/qmgr/transfer/curl_memory.h \
	dlls/qmgr/transfer/custom_headers.c \
	dlls/qmgr/transfer/custom_headers.h \
	dlls/qmgr/transfer/download.c \
	dlls/qmgr/transfer/errors.c \
	dlls/qmgr/transfer/errors.h \
	dlls/qmgr/transfer/fetch.c \
	dlls/qmgr/transfer/fetch.h \
	dlls/qmgr/transfer/fetch_output.c \
	dlls/qmgr/transfer/fetch_response.c \
	dlls/qmgr/transfer/file_security.c \
	dlls/qmgr/transfer/file_security.h \
	dlls/qmgr/transfer/header_lines.c \
	dlls/qmgr/transfer/header_lines.h \
	dlls/qmgr/transfer/http_auth.c \
	dlls/qmgr/transfer/http_auth.h \
	dlls/qmgr/transfer/local_copy.c \
	dlls/qmgr/transfer/multipart.c \
	dlls/qmgr/transfer/multipart.h \
	dlls/qmgr/transfer/ocsp.c \
	dlls/qmgr/transfer/output.c \
	dlls/qmgr/transfer/piece_request.c \
	dlls/qmgr/transfer/piece_request.h \
	dlls/qmgr/transfer/proxy.c \
	dlls/qmgr/transfer/proxy.h \
	dlls/qmgr/transfer/proxy_lookup.c \
	dlls/qmgr/transfer/proxy_lookup.h \
	dlls/qmgr/transfer/redirect.c \
	dlls/qmgr/transfer/redirect.h \
	dlls/qmgr/transfer/request.c \
	dlls/qmgr/transfer/request.h \
	dlls/qmgr/transfer/response.c \
	dlls/qmgr/transfer/response.h \
	dlls/qmgr/transfer/response_headers.c \
	dlls/qmgr/transfer/response_headers.h \
	dlls/qmgr/transfer/revocation.c \
	dlls/qmgr/transfer/revocation.h \
	dlls/qmgr/transfer/revocation_check.c \
	dlls/qmgr/transfer/revocation_check.h \
	dlls/qmgr/transfer/revocation_list.c \
	dlls/qmgr/transfer/server_name.c \
	dlls/qmgr/transfer/server_name.h \
	dlls/qmgr/transfer/server_trust.c \
	dlls/qmgr/transfer/server_trust.h \
	dlls/qmgr/transfer/size_query.c \
	dlls/qmgr/transfer/size_query.h \
	dlls/qmgr/transfer/sockets.c \
	dlls/qmgr/transfer/sockets.h \
	dlls/qmgr/transfer/target_folder.c \
	dlls/qmgr/transfer/target_folder.h \
	dlls/qmgr/transfer/target_names.c \
	dlls/qmgr/transfer/target_names.h \
	dlls/qmgr/transfer/temporary_file.c \
	dlls/qmgr/transfer/temporary_file.h \
	dlls/qmgr/transfer/tls.c \
	dlls/qmgr/transfer/tls.h \
	dlls/qmgr/transfer/transfer.c \
	dlls/qmgr/transfer/transfer.h \
	dlls/qmgr/transfer/url.c \
	dlls/qmgr/transfer/url.h \
	dlls/qmgr/transfer/utf8.c \
	dlls/qmgr/transfer/utf8.h

EXTRA_DIST += dlls/qmgr/qmgr.def dlls/qmgr/qmgr.rc $(qmgr_sources)

if WINDOWS
noinst_LIBRARIES += dlls/qmgr/libqmgr.a
dlls_qmgr_libqmgr_a_SOURCES = $(qmgr_sources)
dlls_qmgr_libqmgr_a_CPPFLAGS = -D__WINESRC__ -DCONST_VTABLE -DUNICODE -D_UNICODE -DWIN32_LEAN_AND_MEAN -D_WIN32_WINNT=0x0601 -I$(srcdir)/dlls/qmgr \
	-I$(builddir)/include -I$(srcdir)/include $(WINE_CPPFLAGS) $(CURL_CFLAGS)

qmgr_libs = $(CURL_LIBS) -lole32 -loleaut32 -ladvapi32 -lcrypt32 -lcryptnet -lntdll -lrpcrt4 -lsecur32 -luserenv -lwinhttp -lws2_32 -luuid

dlls/qmgr/qmgr.res.o: dlls/qmgr/qmgr.rc
	$(AM_V_GEN)$(MKDIR_P) dlls/qmgr && $(WINDRES) $(srcdir)/dlls/qmgr/qmgr.rc $@

dlls/qmgr/qmgr.dll: dlls/qmgr/libqmgr.a dlls/qmgr/qmgr.res.o dlls/qmgr/qmgr.def idl/libbitsuuid.a
	$(AM_V_CCLD)$(CC) $(CFLAGS) -shared -static-libgcc $(LDFLAGS) -o $@ $(srcdir)/dlls/qmgr/qmgr.def \
		dlls/qmgr/qmgr.res.o -Wl,--whole-archive dlls/qmgr/libqmgr.a -Wl,--no-whole-archive \
		idl/libbitsuuid.a $(qmgr_libs)

qmgrdir = $(bindir)
qmgr_DATA = dlls/qmgr/qmgr.dll
CLEANFILES += dlls/qmgr/qmgr.dll dlls/qmgr/qmgr.res.o
endif
