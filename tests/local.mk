# How the tests run: cmocka programs and scripts, all of which print TAP.

TEST_EXTENSIONS = .test
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
TEST_LOG_DRIVER = $(tap_driver)
TEST_LOG_COMPILER = $(top_srcdir)/tests/run-tap bash
EXTRA_DIST += tests/run-tap tests/run-wine tests/time-limit.sh

# The tests need the DLLs of this build in a prefix. TEST_BUILD is where setup_qmgr.sh looks for builds: a prefix for
# 32-bit programs needs the 64-bit build, too. FRESH_PREFIX is what prefixes are copied from.
TEST_PREFIX = $(abs_top_builddir)/prefix
FRESH_PREFIX = $(TEST_PREFIX)-fresh
TEST_BUILD = $(abs_top_builddir)

AM_TESTS_ENVIRONMENT = \
	WINEPREFIX='$(TEST_PREFIX)'; WINE='$(WINE)'; OBJDUMP='$(OBJDUMP)'; \
	test_build='$(TEST_BUILD)'; fresh_prefix='$(FRESH_PREFIX)'; top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; \
	WINEDLLOVERRIDES='mscoree,mshtml='; \
	export WINEPREFIX WINE OBJDUMP test_build fresh_prefix top_srcdir top_builddir WINEDLLOVERRIDES; \
	unset DISPLAY WAYLAND_DISPLAY;

# Those that take long and leave TEST_PREFIX alone. runtests has them run beside the others.
long_tests =
TESTS += $(long_tests)

# Everything that the tests need, for a build that uses all processors; "check" itself runs one test at a time.
test-programs: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) $(check_LIBRARIES) $(check_PROGRAMS)

.PHONY: test-programs

if WINDOWS
LOG_COMPILER = $(top_srcdir)/tests/run-wine

test-prefix: all
	$(AM_V_at)WINE='$(WINE)' $(top_srcdir)/tools/make-prefix '$(FRESH_PREFIX)'
	$(AM_V_at)WINE='$(WINE)' $(top_srcdir)/tools/make-prefix '$(TEST_PREFIX)' '$(FRESH_PREFIX)'
	$(AM_V_at)WINE='$(WINE)' WINEPREFIX='$(TEST_PREFIX)' \
		$(top_srcdir)/setup_qmgr.sh install --build '$(TEST_BUILD)'

check-local: check-TESTS
	$(AM_V_at)WINEPREFIX='$(TEST_PREFIX)' timeout -k 5 20 $${WINESERVER:-wineserver} -k || :

# A dependency of the logs, not of "check", whose targets come in two makes.
every_test_log = $(TEST_LOGS)
$(every_test_log): test-prefix

.PHONY: test-prefix
else
LOG_COMPILER = $(top_srcdir)/tests/run-tap
endif

include tests/interfaces/local.mk
include tests/conformance/local.mk
include tests/registration/local.mk
include tests/spec_client/local.mk
include tests/unit/local.mk
include tests/fuzz/local.mk
include tests/crash/local.mk
include tests/scheduler/local.mk
include tests/store/local.mk
include tests/scripts/local.mk
