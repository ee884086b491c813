/* The heads of annex tables, as they are written in the documents. */
#include <string.h>

#include "core/text.h"
#include "core/tr.h"
#include "systems/task/task_import.h"

const char *const task_column_names[COLUMNS] = {
    [COL_NUMBER] = N_("Number"),
    [COL_TITLE] = N_("Task"),
    [COL_LEAD] = N_("Lead agency"),
    [COL_COORDINATING] = N_("Co-ordinating"),
    [COL_RESULT] = N_("Result"),
    [COL_DUE_TEXT] = N_("Deadline"),
    [COL_DUE] = N_("Deadline as a day"),
    [COL_PERSON] = N_("Person responsible"),
    [COL_AUTHORITY] = N_("Submitted to"),
    [COL_ANNEX] = N_("Annex"),
    [COL_SECTION] = N_("Section"),
    [COL_TITLE_EN] = N_("The same in English"),
    [COL_TITLE_DE] = N_("The same in German"),
};

/* Folded, each between bars. */
static const char *const heads[COLUMNS] = {
    [COL_NUMBER] = "|tt|stt|so tt|so thu tu|no|number|nr|nummer|",
    [COL_TITLE] = "|ten nhiem vu|nhiem vu|noi dung nhiem vu|noi dung|cong viec|noi dung cong viec|"
                  "task|tasks|aufgabe|",
    [COL_LEAD] = "|co quan chu tri|chu tri|don vi chu tri|co quan don vi chu tri|co quan thuc hien|"
                 "lead|lead agency|federfuhrung|federfuhrende stelle|",
    [COL_COORDINATING] = "|co quan phoi hop|phoi hop|don vi phoi hop|co quan don vi phoi hop|"
                         "coordinating|co ordinating|co ordinating agencies|mitwirkung|"
                         "mitwirkend|mitwirkende stellen|beteiligte|",
    [COL_RESULT] = "|ket qua|san pham|ket qua san pham|san pham ket qua|ket qua dau ra|"
                   "ket qua san pham hoan thanh|result|product|ergebnis|",
    [COL_DUE_TEXT] = "|thoi gian hoan thanh|thoi han hoan thanh|thoi gian|thoi han|han hoan thanh|"
                     "thoi gian thuc hien|deadline|deadline text|time of completion|frist|",
    [COL_DUE] = "|ngay den han|han chot|deadline day|deadline as a day|due|due day|fristtag|"
                "frist als tag|thoi han ghi theo ngay|",
    [COL_PERSON] = "|nguoi chiu trach nhiem|nguoi phu trach|lanh dao phu trach|person|"
                   "person responsible|verantwortlich|verantwortliche person|",
    [COL_AUTHORITY] =
        "|cap trinh|trinh|cap co tham quyen|co quan tham quyen|can cu bo sung cap trinh|"
        "noi trinh|authority|submitted to|vorlage an|",
    [COL_ANNEX] = "|phu luc|annex|anlage|",
    [COL_SECTION] = "|muc|phan|section|abschnitt|",
    [COL_TITLE_EN] = "|tieng anh|title en|english|the same in english|",
    [COL_TITLE_DE] = "|tieng duc|title de|german|deutsch|the same in german|",
};

enum task_column task_column_of(struct ctx *c, const char *head)
{
    const char *word = arena_printf(c->arena, "|%s|", text_fold(c->arena, head));

    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(word, "||") != 0 && strstr(heads[i], word))
            return (enum task_column)i;
    return COLUMNS;
}
