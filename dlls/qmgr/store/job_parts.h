/* The parts of a job's record that stand in values of several lines. Each part is left out where it says what is so
 * without it. Those that read do nothing if *hr is a failure already, and make it one if the value is damaged.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_JOB_PARTS_H
#define QMGR_STORE_JOB_PARTS_H

#include "queue/job.h"
#include "store/values.h"

/* job_state_record.c: what changes with every change of the job. */
void state_write(const struct job *job, struct values *values);
void state_read(HRESULT *hr, const struct values *values, struct job *job);

/* job_parts.c */
void owner_write(const struct job *job, struct values *values);
void owner_read(HRESULT *hr, const struct values *values, struct job *job);
void group_write(const struct job *job, struct values *values);
void group_read(HRESULT *hr, const struct values *values, struct job *job);
void command_line_write(const struct job *job, struct values *values);
void command_line_read(HRESULT *hr, const struct values *values, struct job *job);
void proxy_write(const struct job *job, struct values *values);
void proxy_read(HRESULT *hr, const struct values *values, struct job *job);

/* job_secrets.c: what the job's requests say of its owner. */
void credentials_write(const struct job *job, struct values *values);
void credentials_read(HRESULT *hr, const struct values *values, struct job *job);
void custom_headers_write(const struct job *job, struct values *values);
void custom_headers_read(HRESULT *hr, const struct values *values, struct job *job);
void client_certificate_write(const struct job *job, struct values *values);
void client_certificate_read(HRESULT *hr, const struct values *values, struct job *job);

#endif
