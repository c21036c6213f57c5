EXTRA_DIST += %D%/relay %D%/run %D%/table.awk

if WINDOWS
noinst_PROGRAMS += %D%/bits_bench
%C%_bits_bench_SOURCES = %D%/bits_bench.c
%C%_bits_bench_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include
%C%_bits_bench_LDFLAGS = -municode -static-libgcc
%C%_bits_bench_LDADD = idl/libbitsuuid.a -lole32

bench: all
	WINE='$(WINE)' $(srcdir)/%D%/run $(builddir)

.PHONY: bench
endif
