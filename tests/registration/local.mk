# What is registered for BITS, and the texts of its errors.

if WINDOWS

check_PROGRAMS += tests/registration/registration tests/registration/error_text
TESTS += tests/registration/registration$(EXEEXT) tests/registration/error_text$(EXEEXT)

tests_registration_registration_SOURCES = tests/registration/registration.c
tests_registration_registration_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include $(CMOCKA_CFLAGS)
tests_registration_registration_LDFLAGS = -static-libgcc
tests_registration_registration_LDADD = idl/libbitsuuid.a $(CMOCKA_LIBS) -lversion -lole32 -luuid

tests_registration_error_text_SOURCES = \
	tests/error_codes.h \
	tests/registration/error_text.c \
	dlls/qmgr/com/error_messages.h \
	dlls/qmgr/com/error_text.c \
	dlls/qmgr/com/error_text.h \
	dlls/qmgr/com/strings.c
tests_registration_error_text_CPPFLAGS = -I$(srcdir)/dlls/qmgr -I$(builddir)/include -I$(srcdir)/include \
	$(CMOCKA_CFLAGS)
tests_registration_error_text_LDFLAGS = -static-libgcc
tests_registration_error_text_LDADD = $(CMOCKA_LIBS) -lole32

# It takes the service away for a while, and so waits until every other test has run. The target is a variable because
# automake would take a plain name for a rule that replaces its own.
registration_log = tests/registration/registration.log
$(registration_log): $(TEST_LOGS:tests/registration/registration.log=)

endif
