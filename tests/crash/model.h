/* What a job must be after its calls.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef MODEL_H
#define MODEL_H

#include "properties.h"

#define FILES_MAX 24

enum phase
{
    PHASE_NONE,      /* not made yet */
    PHASE_NEW,       /* never resumed */
    PHASE_RESUMED,
    PHASE_SUSPENDED, /* after it was resumed */
    PHASE_COMPLETED,
    PHASE_CANCELLED,
};

struct model
{
    enum phase phase;
    char properties[PROPERTY_COUNT][TEXT_MAX];
    char files[FILES_MAX][TEXT_MAX]; /* each as struct file_spec is written */
    unsigned int file_count;
    BOOL any_place; /* the files may be in another place of the server */
    BOOL may_start_again; /* a Complete that was undone may have taken its files away */
};

void model_init(struct model *model);
BOOL model_has_file(const struct model *model, unsigned int index, const char *file);
BOOL model_is_in_queue(const struct model *model);

/* Whether a job of the model may be in the state. */
BOOL model_allows_state(const struct model *model, BG_JOB_STATE state);

#endif
