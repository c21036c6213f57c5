# A client that is written from the documentation alone, so none of this project's headers of BITS is in its path.

if WINDOWS

check_PROGRAMS += tests/spec_client/spec_client
TESTS += tests/spec_client/spec_client$(EXEEXT)

tests_spec_client_spec_client_SOURCES = tests/spec_client/spec_client.c
tests_spec_client_spec_client_CPPFLAGS = -I$(srcdir)/tests/conformance $(CMOCKA_CFLAGS)
tests_spec_client_spec_client_LDFLAGS = -static-libgcc
tests_spec_client_spec_client_LDADD = tests/conformance/libconformance.a $(CMOCKA_LIBS) -lole32 -lws2_32

endif
