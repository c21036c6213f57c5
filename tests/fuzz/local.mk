# Fuzz targets of the portable code. "make check" runs each over the same damaged inputs every time; "make fuzz" runs
# libFuzzer, for FUZZ_SECONDS.

fuzz_sources = tests/fuzz/mutated_records.c tests/fuzz/records.c tests/fuzz/records.h
EXTRA_DIST += $(fuzz_sources)

if !WINDOWS
check_PROGRAMS += tests/fuzz/mutated_records
tests_fuzz_mutated_records_SOURCES = $(fuzz_sources)
TESTS += tests/fuzz/mutated_records

CLANG = clang
FUZZ_SECONDS = 60

# What is compiled once more, with the coverage that libFuzzer wants.
fuzz_compiled = tests/fuzz/records.c tests/unit/windows_shim.c dlls/qmgr/queue/*.c dlls/qmgr/store/dates.c \
	dlls/qmgr/store/file_record.c dlls/qmgr/store/job_*.c dlls/qmgr/store/lines*.c dlls/qmgr/store/values.c

fuzz: all tests/fuzz/mutated_records
	$(AM_V_at)$(MKDIR_P) tests/fuzz/corpus
	$(AM_V_at)tests/fuzz/mutated_records tests/fuzz/corpus
	$(AM_V_GEN)$(CLANG) -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(DEFS) $(DEFAULT_INCLUDES) \
		$(AM_CPPFLAGS) -o tests/fuzz/records-fuzzer $(fuzz_compiled:%=$(srcdir)/%) -lpthread
	tests/fuzz/records-fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=32768 tests/fuzz/corpus

CLEANFILES += tests/fuzz/records-fuzzer

.PHONY: fuzz
endif
