EXTRA_DIST += %D%/relay %D%/run %D%/store %D%/store_table.awk %D%/table.awk

if WINDOWS
noinst_PROGRAMS += %D%/bits_bench %D%/store_bench
%C%_bits_bench_SOURCES = %D%/bits_bench.c %D%/measure.c %D%/measure.h
%C%_bits_bench_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include
%C%_bits_bench_LDFLAGS = -municode -static-libgcc
%C%_bits_bench_LDADD = idl/libbitsuuid.a -lole32
%C%_store_bench_SOURCES = %D%/store_bench.c %D%/measure.c %D%/measure.h
%C%_store_bench_CPPFLAGS = $(%C%_bits_bench_CPPFLAGS)
%C%_store_bench_LDFLAGS = $(%C%_bits_bench_LDFLAGS)
%C%_store_bench_LDADD = $(%C%_bits_bench_LDADD) -lpsapi

bench: all
	WINE='$(WINE)' $(srcdir)/%D%/run $(builddir)

bench-store: all
	WINE='$(WINE)' $(srcdir)/%D%/store $(builddir)

.PHONY: bench bench-store
endif
