if WINDOWS
bin_PROGRAMS = %D%/bitsget/bitsget
%C%_bitsget_bitsget_SOURCES = %D%/bitsget/bitsget.c
%C%_bitsget_bitsget_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include
%C%_bitsget_bitsget_LDFLAGS = -municode -static-libgcc
%C%_bitsget_bitsget_LDADD = idl/libbitsuuid.a -lole32
endif
