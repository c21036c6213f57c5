/* The properties of a job, each as text.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PROPERTIES_H
#define PROPERTIES_H

#include "session.h"

#define PROPERTY_COUNT 13
#define DISPLAY_NAME 0 /* the property that CreateJob sets */

struct property
{
    const char *name;
    const char *initial;
    HRESULT (*set)(IBackgroundCopyJob *job, const char *text);
    HRESULT (*get)(IBackgroundCopyJob *job, char text[TEXT_MAX]);
    void (*choose)(unsigned int job_number, char text[TEXT_MAX]); /* a random value */
};

extern const struct property properties[PROPERTY_COUNT];

#endif
