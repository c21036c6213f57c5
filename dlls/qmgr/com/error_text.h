/* Texts for people: what an error means and what can be done about it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#ifndef QMGR_COM_ERROR_TEXT_H
#define QMGR_COM_ERROR_TEXT_H

#include <windows.h>

#include "bits.h"

/* Both give a text that the caller frees with CoTaskMemFree. The texts are English. They are also given for language
 * 0, which means any, and for the languages that the system itself uses, so that nobody is left without a text; other
 * languages are HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND). What is no error of BITS has the system's text. A
 * code without any text is HRESULT_FROM_WIN32(ERROR_MR_MID_NOT_FOUND), an unknown context E_INVALIDARG. */
HRESULT error_text(HRESULT code, DWORD language, WCHAR **text);
HRESULT error_context_text(BG_ERROR_CONTEXT context, DWORD language, WCHAR **text);

#endif
