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

#include "core/store.h"
#include "core/web.h"

extern const struct module file_module;

/* The record that files are attached to: "task", and its key. Of a record without a tenant
 * of its own, a source: the tenant of whose it is. */
struct file_place {
    const char *kind;
    int64_t tenant, record;
};
struct file {
    int64_t id, account, at_ms, size;
    const char *name, *type, *sha256, *purpose; /* purpose: "product", "source", "evidence" */
};
typedef LIST(struct file) file_list;

/* In a write: keeps the content of the upload, durably, and attaches it. An empty
 * file is refused at u->field. The name is cleaned: no path, no control, 200 bytes. */
MUST_USE bool file_attach(struct ctx *c, const struct upload *u, const struct file_place *to,
                          const char *purpose, int64_t *ret_id);
MUST_USE bool file_list_of(struct ctx *c, const struct file_place *of, file_list *ret);
/* Only one that is attached there: else it is not found. */
MUST_USE bool file_get(struct ctx *c, const struct file_place *of, int64_t id, struct file *ret);
/* The answer that delivers it: as an attachment. */
MUST_USE bool file_send(struct ctx *c, const struct file *f, struct res *s);

/* One line for each row whose content is missing or another one; deep: hashes all. */
MUST_USE bool file_check(struct ctx *c, bool deep, struct buf *report);
/* Contents that no row names: left by a write that failed after keeping them. */
MUST_USE bool file_orphans(struct ctx *c, store_names *ret);
/* `lienthong files [--deep] [--remove]` */
bool file_command(struct ctx *c, int argc, char **argv);

#endif
