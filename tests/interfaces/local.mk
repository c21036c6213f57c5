# The interfaces as the documentation has them, and their way through the proxies.

if WINDOWS

interface_tests = \
	tests/interfaces/constants \
	tests/interfaces/interfaces \
	tests/interfaces/marshal

check_PROGRAMS += $(interface_tests)
TESTS += $(interface_tests)

interface_test_cppflags = -I$(builddir)/include -I$(srcdir)/include $(CMOCKA_CFLAGS)
interface_test_libs = $(CMOCKA_LIBS) idl/libbitsuuid.a -lole32 -loleaut32 -luuid

tests_interfaces_constants_CPPFLAGS = $(interface_test_cppflags)
tests_interfaces_constants_LDFLAGS = -static-libgcc
tests_interfaces_constants_LDADD = $(interface_test_libs)

tests_interfaces_interfaces_CPPFLAGS = $(interface_test_cppflags)
tests_interfaces_interfaces_LDFLAGS = -static-libgcc
tests_interfaces_interfaces_LDADD = $(interface_test_libs)

tests_interfaces_marshal_SOURCES = \
	tests/interfaces/callbacks.c \
	tests/interfaces/enumerators.c \
	tests/interfaces/fake.c \
	tests/interfaces/files.c \
	tests/interfaces/getters.c \
	tests/interfaces/jobs.c \
	tests/interfaces/marshal.c \
	tests/interfaces/marshal.h \
	tests/interfaces/options.c \
	tests/interfaces/peers.c \
	tests/interfaces/properties.c \
	tests/interfaces/queue_manager.c \
	tests/interfaces/server.c \
	tests/interfaces/setters.c \
	tests/interfaces/values.c
tests_interfaces_marshal_CPPFLAGS = $(interface_test_cppflags)
tests_interfaces_marshal_LDFLAGS = -static-libgcc
tests_interfaces_marshal_LDADD = $(interface_test_libs)

endif
