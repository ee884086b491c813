/*
 * file - evidence: content-addressed attachments.
 *
 * The content lies once under <data>/files/ab/cdef… (SHA-256), however often it is
 * attached; a row says what it is attached to, under what name, by whom. Uploads
 * are streamed to disk with bounded memory, at most `upload_mb`; the type is sniffed
 * by libmagic, never believed; delivery is always as an attachment, with nosniff.
 * A slice that shows a file first checks that the reader may see its record.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "core/web.h"

extern const struct module file_module;

struct file {
    int64_t id, record, account, at_ms, size;
    const char *name, *type, *sha256, *purpose; /* purpose: "product", "source", "evidence" */
};
typedef LIST(struct file) file_list;

/* In a write: takes the uploaded file over and attaches it. kind: "task". */
MUST_USE bool file_attach(struct ctx *c, const struct upload *u, const char *kind, int64_t record,
                          const char *purpose, int64_t *ret_id);
MUST_USE bool file_list_of(struct ctx *c, const char *kind, int64_t record, file_list *ret);
MUST_USE bool file_get(struct ctx *c, const char *kind, int64_t id, struct file *ret);
/* The answer that delivers it. */
bool file_send(struct ctx *c, const struct file *f, struct res *s);

#endif
