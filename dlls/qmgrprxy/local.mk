# qmgrprxy.dll: carries each call between a program and the service. All but call_as.c is made from the IDL files.

EXTRA_DIST += dlls/qmgrprxy/qmgrprxy.def dlls/qmgrprxy/version.rc

if WINDOWS

# The class that makes the proxies, {7ea16215-39fc-435f-b3fd-27bf7b389dea}.
qmgrprxy_clsid = {0x7ea16215,0x39fc,0x435f,{0xb3,0xfd,0x27,0xbf,0x7b,0x38,0x9d,0xea}}

noinst_LIBRARIES += dlls/qmgrprxy/libproxies.a dlls/qmgrprxy/libcallas.a

# widl casts the stubs to another function type and leaves its helpers undeclared.
nodist_dlls_qmgrprxy_libproxies_a_SOURCES = $(idl_proxies)
dlls_qmgrprxy_libproxies_a_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include \
	-include $(srcdir)/dlls/qmgrprxy/unknown_proxy.h \
	-DREGISTER_PROXY_DLL -DPROXY_DELEGATION -D'PROXY_CLSID_IS=$(qmgrprxy_clsid)'
dlls_qmgrprxy_libproxies_a_CFLAGS = $(AM_CFLAGS) -Wno-cast-function-type -Wno-missing-prototypes -Wno-strict-prototypes

dlls_qmgrprxy_libcallas_a_SOURCES = dlls/qmgrprxy/call_as.c dlls/qmgrprxy/unknown_proxy.h
dlls_qmgrprxy_libcallas_a_CPPFLAGS = -I$(builddir)/include -I$(srcdir)/include

qmgrprxydir = $(bindir)
qmgrprxy_DATA = dlls/qmgrprxy/qmgrprxy.dll

qmgrprxy_objects = dlls/qmgrprxy/libproxies.a dlls/qmgrprxy/libcallas.a idl/libbitsuuid.a dlls/qmgrprxy/version.o

dlls/qmgrprxy/version.o: dlls/qmgrprxy/version.rc
	$(AM_V_GEN)$(WINDRES) $(srcdir)/dlls/qmgrprxy/version.rc $@

dlls/qmgrprxy/qmgrprxy.dll: $(qmgrprxy_objects) dlls/qmgrprxy/qmgrprxy.def
	$(AM_V_CCLD)$(CC) $(CFLAGS) $(LDFLAGS) -shared -static-libgcc -Wl,--enable-stdcall-fixup -o $@ \
	    $(srcdir)/dlls/qmgrprxy/qmgrprxy.def $(qmgrprxy_objects) -lrpcrt4 -lole32 -loleaut32 -lkernel32 -luuid

CLEANFILES += dlls/qmgrprxy/qmgrprxy.dll dlls/qmgrprxy/version.o

endif
