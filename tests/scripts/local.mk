# Tests of the build itself and of the scripts.

script_tests = \
	tests/scripts/certificates.test \
	tests/scripts/client_certificates.test \
	tests/scripts/dist.test \
	tests/scripts/durable.test \
	tests/scripts/format.test \
	tests/scripts/https.test \
	tests/scripts/idle.test \
	tests/scripts/imports.test \
	tests/scripts/large_files.test \
	tests/scripts/network.test \
	tests/scripts/ntlm.test \
	tests/scripts/ranges.test \
	tests/scripts/secrets.test \
	tests/scripts/setup.test \
	tests/scripts/squid.test \
	tests/scripts/status.test

EXTRA_DIST += $(script_tests) tests/scripts/certificate_cases.sh tests/scripts/ntlm-server tests/scripts/service.sh \
	tests/scripts/tap.sh tests/scripts/tls_certificates.sh .clang-format .ci/run quickstart runtests setup_qmgr.sh \
	tools/build tools/build-deps tools/common.sh tools/install-packages tools/make-prefix tools/web-server.sh \
	tools/wow64-root tools/wow64-run

if WINDOWS
script_client_sources = tests/scripts/client.c tests/scripts/client.h
script_client_libs = idl/libbitsuuid.a -lole32 -luuid
check_PROGRAMS += tests/scripts/auth_client tests/scripts/certificate_client tests/scripts/certificate_matrix \
	tests/scripts/client_certificate_client tests/scripts/durable_client tests/scripts/https_client \
	tests/scripts/idle_client tests/scripts/jobs_client tests/scripts/large_file_client \
	tests/scripts/network_client tests/scripts/proxy_client tests/scripts/range_client \
	tests/scripts/secrets_client tests/scripts/service_holder
tests_scripts_auth_client_SOURCES = tests/scripts/auth_client.c $(script_client_sources)
tests_scripts_auth_client_LDFLAGS = -static-libgcc -municode
tests_scripts_auth_client_LDADD = $(script_client_libs)
tests_scripts_certificate_client_LDFLAGS = -static-libgcc -municode
tests_scripts_certificate_client_LDADD = $(script_client_libs) -lcrypt32
tests_scripts_certificate_matrix_SOURCES = tests/scripts/certificate_matrix.c $(script_client_sources)
tests_scripts_certificate_matrix_LDFLAGS = -static-libgcc
tests_scripts_certificate_matrix_LDADD = $(script_client_libs)
tests_scripts_client_certificate_client_SOURCES = tests/scripts/client_certificate_client.c $(script_client_sources)
tests_scripts_client_certificate_client_LDFLAGS = -static-libgcc -municode
tests_scripts_client_certificate_client_LDADD = $(script_client_libs) -lcrypt32
tests_scripts_durable_client_SOURCES = tests/scripts/durable_client.c $(script_client_sources)
tests_scripts_durable_client_LDFLAGS = -static-libgcc -municode
tests_scripts_durable_client_LDADD = $(script_client_libs) -ladvapi32
tests_scripts_https_client_SOURCES = tests/scripts/https_client.c $(script_client_sources)
tests_scripts_https_client_LDFLAGS = -static-libgcc -municode
tests_scripts_https_client_LDADD = $(script_client_libs)
tests_scripts_idle_client_SOURCES = tests/scripts/idle_client.c $(script_client_sources)
tests_scripts_idle_client_LDFLAGS = -static-libgcc -municode
tests_scripts_idle_client_LDADD = $(script_client_libs)
tests_scripts_jobs_client_SOURCES = tests/scripts/jobs_client.c $(script_client_sources)
tests_scripts_jobs_client_LDFLAGS = -static-libgcc -municode
tests_scripts_jobs_client_LDADD = $(script_client_libs)
tests_scripts_large_file_client_SOURCES = tests/scripts/large_file_client.c $(script_client_sources)
tests_scripts_large_file_client_LDFLAGS = -static-libgcc -municode
tests_scripts_large_file_client_LDADD = $(script_client_libs)
tests_scripts_network_client_SOURCES = tests/scripts/network_client.c $(script_client_sources)
tests_scripts_network_client_LDFLAGS = -static-libgcc -municode
tests_scripts_network_client_LDADD = $(script_client_libs)
tests_scripts_proxy_client_SOURCES = tests/scripts/proxy_client.c $(script_client_sources)
tests_scripts_proxy_client_LDFLAGS = -static-libgcc -municode
tests_scripts_proxy_client_LDADD = $(script_client_libs)
tests_scripts_range_client_SOURCES = tests/scripts/range_client.c $(script_client_sources)
tests_scripts_range_client_LDFLAGS = -static-libgcc -municode
tests_scripts_range_client_LDADD = $(script_client_libs)
tests_scripts_secrets_client_SOURCES = tests/scripts/secrets_client.c $(script_client_sources)
tests_scripts_secrets_client_LDFLAGS = -static-libgcc -municode
tests_scripts_secrets_client_LDADD = $(script_client_libs)
tests_scripts_service_holder_LDFLAGS = -static-libgcc -municode
tests_scripts_service_holder_LDADD =

TESTS += tests/scripts/imports.test
long_tests += tests/scripts/setup.test

# The service has 64 bits, whatever the programs have. A new address concerns every service of the machine, also one that
# is to stand still.
if WINDOWS64
TESTS += tests/scripts/client_certificates.test tests/scripts/idle.test tests/scripts/network.test \
	tests/scripts/ntlm.test tests/scripts/secrets.test
long_tests += tests/scripts/certificates.test tests/scripts/durable.test tests/scripts/https.test \
	tests/scripts/large_files.test tests/scripts/ranges.test tests/scripts/squid.test

# As the test, and from a web server as well, which takes longer.
check-large: all tests/scripts/large_file_client$(EXEEXT) test-prefix
	$(AM_TESTS_ENVIRONMENT) web_server=yes bash $(srcdir)/tests/scripts/large_files.test

# Writes the table of docs/CERTIFICATES.md.
certificates-page: all tests/scripts/certificate_matrix$(EXEEXT) test-prefix
	$(AM_TESTS_ENVIRONMENT) write_page=yes bash $(srcdir)/tests/scripts/certificates.test

.PHONY: certificates-page check-large
endif
else
TESTS += tests/scripts/dist.test tests/scripts/format.test tests/scripts/status.test
endif
