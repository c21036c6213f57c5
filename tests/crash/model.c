/* What a job must be after its calls.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "model.h"

#define STATE(name) (1u << BG_JOB_STATE_##name)

void model_init(struct model *model)
{
    size_t i;

    memset(model, 0, sizeof(*model));
    for (i = 0; i < PROPERTY_COUNT; i++)
        strcpy(model->properties[i], properties[i].initial);
}

/* The names of the places have as many letters. */
BOOL model_has_file(const struct model *model, unsigned int index, const char *file)
{
    size_t skipped = model->any_place ? min(strcspn(file, "/"), strlen(model->files[index])) : 0;

    return !strcmp(model->files[index] + skipped, file + skipped);
}

BOOL model_is_in_queue(const struct model *model)
{
    return model->phase == PHASE_NEW || model->phase == PHASE_RESUMED || model->phase == PHASE_SUSPENDED;
}

/* Nothing goes wrong with the server, so there is no error either. A job may have been whole when it was suspended,
 * which does nothing then: it fetches its files again if they are lost. */
BOOL model_allows_state(const struct model *model, BG_JOB_STATE state)
{
    static const unsigned int states[] =
    {
        [PHASE_NEW]       = STATE(SUSPENDED),
        [PHASE_RESUMED]   = STATE(QUEUED) | STATE(CONNECTING) | STATE(TRANSFERRING) | STATE(TRANSFERRED),
        [PHASE_SUSPENDED] = STATE(SUSPENDED) | STATE(TRANSFERRED),
    };
    unsigned int allowed;

    if (!model_is_in_queue(model))
        return FALSE;
    allowed = states[model->phase];
    if (model->phase == PHASE_SUSPENDED && model->may_start_again)
        allowed |= states[PHASE_RESUMED];
    return allowed >> state & 1;
}
