/* The calls of the load: how each is made, and what it does to the model.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CALLS_H
#define CALLS_H

#include "model.h"

/* A job of the load. */
struct load_job
{
    unsigned int number; /* also the beginning of its display name, and the name of its folder */
    struct model model;
    IBackgroundCopyJob *job;
};

/* What a call that has succeeded does to the model of its job. */
void call_apply(struct model *model, const char *name, const char *argument);

/* Makes the call, and notes in the journal that it begins and how it ends. Only S_OK is a success. */
BOOL call_make(struct load_job *job, const char *name, const char *argument);

#endif
