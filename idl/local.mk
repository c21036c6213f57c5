# The interfaces of BITS: headers, interface ids and the code of the proxies, all made from the IDL files.

idl_sources = \
	idl/bits.idl \
	idl/bits1_5.idl \
	idl/bits2_0.idl \
	idl/bits2_5.idl \
	idl/bits3_0.idl \
	idl/bits4_0.idl \
	idl/bits5_0.idl \
	idl/bits10_1.idl \
	idl/bits10_2.idl \
	idl/bits10_3.idl \
	idl/qmgr.idl

EXTRA_DIST += $(idl_sources) include/bitsmsg.h

idl_headers = \
	include/bits.h \
	include/bits1_5.h \
	include/bits2_0.h \
	include/bits2_5.h \
	include/bits3_0.h \
	include/bits4_0.h \
	include/bits5_0.h \
	include/bits10_1.h \
	include/bits10_2.h \
	include/bits10_3.h \
	include/qmgr.h

idl_ids = \
	idl/bits_i.c \
	idl/bits1_5_i.c \
	idl/bits2_0_i.c \
	idl/bits2_5_i.c \
	idl/bits3_0_i.c \
	idl/bits4_0_i.c \
	idl/bits5_0_i.c \
	idl/bits10_1_i.c \
	idl/bits10_2_i.c \
	idl/bits10_3_i.c \
	idl/qmgr_i.c

idl_proxies = \
	idl/bits_p.c \
	idl/bits1_5_p.c \
	idl/bits2_0_p.c \
	idl/bits2_5_p.c \
	idl/bits3_0_p.c \
	idl/bits4_0_p.c \
	idl/bits5_0_p.c \
	idl/bits10_1_p.c \
	idl/bits10_2_p.c \
	idl/bits10_3_p.c \
	idl/qmgr_p.c \
	idl/dlldata.c

# unknwn.idl and oaidl.idl are Wine's.
WIDL_FLAGS = -Oicf -I $(srcdir)/idl -I $(wine_headers)/wine/windows

# Each IDL file imports the one before it, so all are compiled together. The stamp's time is that of the
# start, which leaves every output newer than the stamp.
idl/stamp: $(idl_sources)
	$(AM_V_GEN)$(MKDIR_P) idl include
	@rm -f idl/stamp && touch idl/stamp-new
	@set -e; names=; for source in $(idl_sources); do \
	    name=`basename $$source .idl`; \
	    $(WIDL) $(WIDL_FLAGS) -h -H include/$$name.h $(srcdir)/$$source; \
	    $(WIDL) $(WIDL_FLAGS) -u -o idl/$${name}_i.c $(srcdir)/$$source; \
	    $(WIDL) $(WIDL_FLAGS) -p -H $$name.h -o idl/$${name}_p.c $(srcdir)/$$source; \
	    names="$$names $$name"; \
	done; \
	$(WIDL) --dlldata-only -o idl/dlldata.c $$names
	@mv idl/stamp-new idl/stamp

$(idl_headers) $(idl_ids) $(idl_proxies): idl/stamp

if WINDOWS
noinst_LIBRARIES += idl/libbitsuuid.a
nodist_idl_libbitsuuid_a_SOURCES = $(idl_ids)

include_HEADERS = include/bitsmsg.h
nodist_include_HEADERS = $(idl_headers)
endif

BUILT_SOURCES += $(idl_headers)
CLEANFILES += $(idl_headers) $(idl_ids) $(idl_proxies) idl/stamp idl/stamp-new
