# The crash test: a mixed load, kills at random instants, and a check of what is left. "make crashtest" runs as many
# rounds as ROUNDS says; SEED repeats a run.

EXTRA_DIST += %D%/crash.sh %D%/crash.test

if WINDOWS
check_PROGRAMS += %D%/crash
%C%_crash_SOURCES = \
	%D%/calls.c \
	%D%/calls.h \
	%D%/check.c \
	%D%/check.h \
	%D%/content.c \
	%D%/content.h \
	%D%/crash.c \
	%D%/finish.c \
	%D%/finish.h \
	%D%/folders.c \
	%D%/folders.h \
	%D%/found_jobs.c \
	%D%/found_jobs.h \
	%D%/journal.c \
	%D%/journal.h \
	%D%/load.c \
	%D%/load.h \
	%D%/model.c \
	%D%/model.h \
	%D%/properties.c \
	%D%/properties.h \
	%D%/session.c \
	%D%/session.h
%C%_crash_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include
%C%_crash_LDFLAGS = -static-libgcc
%C%_crash_LDADD = idl/libbitsuuid.a -lole32 -luuid

# The service has 64 bits.
if WINDOWS64
long_tests += %D%/crash.test

crashtest: all %D%/crash$(EXEEXT)
	$(AM_TESTS_ENVIRONMENT) bash $(srcdir)/%D%/crash.sh

.PHONY: crashtest
endif
endif
