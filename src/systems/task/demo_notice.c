/*
 * The 19 tasks of Notice 315/TB-VPCP of 23 June 2025, in own words: lead, co-ordinating
 * bodies, result and deadline as in the notice. What had become of them on 28 August is
 * filled in, but for two: the code list came out as Decision 19/2025/QĐ-TTg of 30 June, the
 * rules of the data transmission network as Decision 33/2025/QĐ-TTg of 15 September.
 */
#include <string.h>

#include "systems/task/demo.h"

struct notice_task {
    const char *leads; /* codes, or a class */
    enum demo_end end;
    const char *due_text;
    int64_t month, mday; /* of 2025; 0: no deadline */
    const char *coordinating, *result, *title, *title_en, *title_de;
};

/* clang-format off */
static const struct notice_task tasks[] = {
    { "BCA", DEMO_DONE_LATE, "trước ngày 30/6/2025", 6, 30,
      "Bộ Khoa học và Công nghệ; Văn phòng Chính phủ; các bộ, cơ quan liên quan", "Nghị quyết",
      "Soạn thảo, trình ban hành nghị quyết thúc đẩy tạo lập dữ liệu phục vụ chuyển đổi số toàn diện",
      "Draft and submit a resolution that promotes building the data for a comprehensive digital transformation",
      "Eine Resolution entwerfen und vorlegen, die den Aufbau der Daten für den umfassenden digitalen Wandel fördert" },
    { "BCA", DEMO_OVERDUE, "trong tháng 7/2025", 7, 31,
      "Bộ Xây dựng; Bộ Khoa học và Công nghệ; Văn phòng Chính phủ; UBND các tỉnh, thành phố",
      "Kế hoạch được Thủ tướng Chính phủ phê duyệt",
      "Kế hoạch, lộ trình đưa hệ thống camera an ninh, trật tự, giao thông vào trung tâm điều hành của các tỉnh và kết nối với cơ sở dữ liệu quốc gia về dân cư trên một nền tảng dùng chung",
      "Plan and roadmap for bringing the security, order and traffic cameras into the provincial operations centres and linking them with the population database on one shared platform",
      "Plan und Fahrplan, um die Sicherheits-, Ordnungs- und Verkehrskameras in die Leitzentralen der Provinzen zu bringen und auf einer gemeinsamen Plattform mit der Bevölkerungsdatenbank zu verbinden" },
    { "BCA", DEMO_DONE, "từ ngày 01/7/2025", 7, 1, "", "Hệ thống vận hành",
      "Nâng cấp hệ thống định danh và xác thực điện tử: tài khoản cho người nước ngoài và doanh nghiệp có yếu tố nước ngoài, không gián đoạn khi khóa các tài khoản khác của tổ chức (Nghị định 69/2024)",
      "Upgrade the electronic identification system: accounts for foreigners and for enterprises with foreign elements, without interruption when the other accounts of organisations are locked (Decree 69/2024)",
      "Das System der elektronischen Identifizierung ausbauen: Konten für Ausländer und für Unternehmen mit ausländischer Beteiligung, ohne Unterbrechung, wenn die anderen Konten der Organisationen gesperrt werden (Dekret 69/2024)" },
    { "BKHCN", DEMO_OVERDUE, "trước ngày 30/6/2025", 6, 30, "Bộ Tài chính; các bộ, cơ quan liên quan", "Đề xuất",
      "Nghiên cứu hiện đại hóa, mở rộng mạng truyền số liệu chuyên dùng thành một mạng tập trung, thống nhất từ trung ương đến cấp xã",
      "Study how to modernise and extend the specialised data transmission network into one uniform network from the centre to the communes",
      "Untersuchen, wie das Fachnetz für Datenübertragung zu einem einheitlichen Netz von der Zentrale bis zu den Gemeinden erneuert und erweitert wird" },
    { "BKHCN", DEMO_DONE, "trước ngày 30/6/2025", 6, 30, "Bộ Tài chính; Bộ Tư pháp", "Nghị quyết",
      "Xây dựng nghị quyết theo trình tự rút gọn tháo gỡ vướng mắc cho chuyển đổi số và các dự án công nghệ thông tin",
      "Draft a resolution under the shortened procedure that removes obstacles of digital transformation and of IT projects",
      "Im verkürzten Verfahren eine Resolution entwerfen, die Hindernisse des digitalen Wandels und der IT-Vorhaben beseitigt" },
    { "BKHCN", DEMO_DONE, "trong tháng 7/2025", 7, 31, "Bộ Tài chính", "Văn bản hướng dẫn",
      "Hướng dẫn các địa phương xây dựng và vận hành trung tâm điều hành để kết nối và khai thác dữ liệu",
      "Guide the localities in building and running operations centres so that data are linked and used",
      "Die Provinzen anleiten, Leitzentralen so aufzubauen und zu betreiben, dass Daten verbunden und genutzt werden" },
    { "BKHCN", DEMO_DONE_LATE, "trước ngày 25/6/2025", 6, 25, "UBND các tỉnh, thành phố", "Phương án",
      "Phương án nâng cấp, điều chỉnh hệ thống thông tin giải quyết thủ tục hành chính của các địa phương",
      "Plans for upgrading and adapting the local information systems for administrative procedures",
      "Pläne, um die Informationssysteme der Provinzen für Verwaltungsverfahren auszubauen und anzupassen" },
    { "BTC", DEMO_OPEN, "trong tháng 10/2025", 10, 31, "Bộ Công Thương; các cơ quan, địa phương",
      "Mọi thôn, bản có điện",
      "Chỉ đạo tập đoàn điện lực rà soát, bảo đảm cấp điện để không còn thôn, bản nào thiếu điện",
      "Have the electricity group check and secure the supply so that no village or hamlet lacks power",
      "Den Stromkonzern prüfen und sichern lassen, dass kein Dorf und kein Weiler ohne Strom ist" },
    { "BKHCN", DEMO_OPEN, "trong tháng 11/2025", 11, 30, "", "Không còn thôn, bản trắng sóng",
      "Theo dõi, đôn đốc xóa các vùng lõm sóng di động ở thôn, bản",
      "Follow and press the closing of the gaps in the mobile signal of villages and hamlets",
      "Das Schließen der Mobilfunklücken in Dörfern und Weilern verfolgen und anmahnen" },
    { "BTC", DEMO_DONE_LATE, "trước ngày 25/6/2025", 6, 25,
      "Văn phòng Trung ương Đảng; Văn phòng Chính phủ; các bộ; UBND các tỉnh, thành phố", "Danh mục mã",
      "Công bố danh mục mã các đơn vị hành chính sau sắp xếp",
      "Publish the list of codes of the administrative units after the merger",
      "Die Liste der Codes der Verwaltungseinheiten nach der Zusammenlegung veröffentlichen" },
    { "BTC", DEMO_OPEN, "không thời hạn", 0, 0, "Các bộ, cơ quan ngang bộ; UBND các tỉnh, thành phố",
      "Văn bản hướng dẫn",
      "Hướng dẫn sử dụng ngân sách nhà nước cho các nhiệm vụ cấp bách của Kế hoạch 02-KH/BCĐTW",
      "Guidelines for using the state budget for the urgent tasks of Plan 02-KH/BCĐTW",
      "Leitlinien für den Einsatz des Staatshaushalts bei den dringenden Aufgaben des Plans 02-KH/BCĐTW" },
    { "VPCP", DEMO_DONE, "trước ngày 28/6/2025", 6, 28, "UBND các tỉnh, thành phố", "Cổng vận hành",
      "Hoàn thành mở rộng Cổng Dịch vụ công quốc gia, kết nối với hệ thống của các tỉnh cho mô hình hai cấp, đóng giao diện cổng của các tỉnh; kiểm thử chính thức",
      "Finish the extension of the national public service portal, connect the provinces' systems for the two-level model, close the front ends of the provincial portals; official test",
      "Den Ausbau des nationalen Dienstleistungsportals abschließen, die Systeme der Provinzen für das Zwei-Ebenen-Modell anschließen, die Oberflächen der Provinzportale schließen; amtlicher Test" },
    { "VPCP", DEMO_DONE, "trước ngày 25/6/2025", 6, 25, "UBND các tỉnh, thành phố", "Chất lượng phục vụ",
      "Chỉ đạo, đôn đốc các địa phương nâng chất lượng trung tâm phục vụ hành chính công cấp tỉnh, cấp xã",
      "Lead and press the localities to improve the service centres of provinces and communes",
      "Die Verbesserung der Bürgerämter in Provinzen und Gemeinden leiten und anmahnen" },
    { "VPCP", DEMO_DONE, "trước ngày 30/6/2025", 6, 30, "", "Các hệ thống được rà soát",
      "Rà soát, nâng cấp các hệ thống phục vụ điều hành: trục liên thông văn bản, hệ thống báo cáo, theo dõi nhiệm vụ, họp trực tuyến",
      "Review and upgrade the systems of e-government: document axis, reporting, monitoring of tasks, online meetings",
      "Die Systeme der elektronischen Regierung prüfen und ausbauen: Dokumentenachse, Berichtswesen, Aufgabenverfolgung, Online-Sitzungen" },
    { "ministries", DEMO_OVERDUE, "trước ngày 28/6/2025", 6, 28, "Bộ Công an (chủ trì); Văn phòng Chính phủ (chủ trì)",
      "25 dịch vụ công", "Rà soát cơ sở dữ liệu, cấu trúc lại quy trình để cung cấp 25 dịch vụ công trực tuyến toàn trình dựa trên dữ liệu",
      "Review databases and restructure processes so that 25 public services run fully online on data",
      "Datenbanken prüfen und Abläufe neu ordnen, damit 25 öffentliche Dienste vollständig online auf Daten laufen" },
    { "ministries", DEMO_DONE_LATE, "trong tháng 6/2025", 6, 30, "", "Báo cáo đánh giá",
      "Đánh giá hiệu quả trung tâm điều hành và lập phương án sử dụng",
      "Assess how effective the operations centres are and plan their use",
      "Bewerten, wie wirksam die Leitzentralen sind, und ihre Nutzung planen" },
    { "bodies", DEMO_OPEN, "thường xuyên", 0, 0, "", "Dữ liệu được kết nối, chia sẻ",
      "Thúc đẩy kết nối, chia sẻ, sử dụng dữ liệu phục vụ chỉ đạo, điều hành trong mô hình hai cấp",
      "Promote linking, sharing and using data for leadership under the two-level model",
      "Das Verbinden, Teilen und Nutzen von Daten für die Leitung im Zwei-Ebenen-Modell fördern" },
    { "bodies", DEMO_DONE_LATE, "trước ngày 25/6/2025", 6, 25, "Bộ Khoa học và Công nghệ (tổng hợp)", "Bảng nhu cầu",
      "Tổng hợp nhu cầu ngân sách bổ sung năm 2025 cho Kế hoạch 02-KH/BCĐTW, gửi Bộ Khoa học và Công nghệ",
      "Collect the additional budget needed in 2025 for Plan 02-KH/BCĐTW and send it to the Ministry of Science and Technology",
      "Den zusätzlichen Haushaltsbedarf 2025 für den Plan 02-KH/BCĐTW sammeln und dem Ministerium für Wissenschaft und Technologie senden" },
    { "BCDCP", DEMO_OPEN, "5 ngày một lần", 0, 0, "", "Phiên họp",
      "Họp thường trực rà soát, đôn đốc nhiệm vụ của Nghị quyết 57-NQ/TW, Kế hoạch 02-KH/BCĐTW và Nghị quyết 71/NQ-CP",
      "Standing meeting that reviews and presses the tasks of Resolution 57-NQ/TW, Plan 02-KH/BCĐTW and Resolution 71/NQ-CP",
      "Ständige Sitzung, die die Aufgaben der Resolution 57-NQ/TW, des Plans 02-KH/BCĐTW und der Resolution 71/NQ-CP prüft und anmahnt" },
};
/* clang-format on */

/* Of a common task, the agencies on which it hangs. One of them is the Ministry of Finance,
 * whose procedures were the ones most behind (18 of 82; press of 28 August 2025). */
static enum demo_end end_of(const struct notice_task *t, const char *code, size_t i)
{
    static const char *const behind[] = { "BTC", "BNNMT", "BGDDT" };

    if (t->end == DEMO_OVERDUE) {
        for (size_t k = 0; k < COUNT(behind); k++)
            if (strcmp(behind[k], code) == 0)
                return DEMO_OVERDUE;
        return i % 3 == 0 ? DEMO_DONE_LATE : DEMO_DONE;
    }
    if (t->end == DEMO_DONE_LATE)
        return i % 5 == 2 ? DEMO_DONE_LATE : DEMO_DONE;
    return t->end;
}

static void add_members(struct ctx *c, const struct notice_task *t, const unit_list *l,
                        demo_shares *ret)
{
    for (size_t k = 0; k < l->n; k++)
        *LIST_PUSH(c->arena, ret) =
            (struct demo_share){ .lead = *l->v[k]->short_code ? l->v[k]->short_code : l->v[k]->code,
                                 .end = end_of(t, l->v[k]->short_code, k) };
}

/* Of the 63 provinces of that day the 34 that go on: they have owed it since 1 July. */
static bool add_shares(struct ctx *c, const struct notice_task *t, int64_t opened, demo_shares *ret)
{
    bool bodies = strcmp(t->leads, "bodies") == 0;
    unit_list l = { 0 };

    if (!bodies && strcmp(t->leads, "ministries") != 0) {
        *LIST_PUSH(c->arena, ret) = (struct demo_share){ .lead = t->leads, .end = t->end };
        return true;
    }
    if (!unit_class(c, "ministries", opened, &l) ||
        (bodies && !unit_class(c, "provinces", task_demo_today(), &l)))
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    add_members(c, t, &l, ret);
    return true;
}

static const char *lead_words(struct ctx *c, const struct notice_task *t, const demo_shares *s)
{
    return strcmp(t->leads, "ministries") == 0 ? "Các bộ, cơ quan ngang bộ"
                                               : task_demo_lead_words(c, s);
}

bool task_demo_notice(struct ctx *c, int64_t source, demo_tasks *ret)
{
    for (size_t i = 0; i < COUNT(tasks); i++) {
        const struct notice_task *t = &tasks[i];
        struct demo_task *d = NEW(c->arena, struct demo_task);

        *d = (struct demo_task){ .list = "KLTW",
                                 .source = source,
                                 .title = t->title,
                                 .number = arena_printf(c->arena, "%zu", i + 1),
                                 .title_en = t->title_en,
                                 .title_de = t->title_de,
                                 .coordinating = t->coordinating,
                                 .result = t->result,
                                 .authority = "Thủ tướng Chính phủ",
                                 .creditor = "VPCP",
                                 .due_text = t->due_text,
                                 .opened = day(2025, 6, 23),
                                 .due = t->month ? day(2025, (int)t->month, (int)t->mday) : 0 };
        if (strcmp(t->result, "Danh mục mã") == 0) {
            d->product = "19/2025/QĐ-TTg";
            d->product_day = day(2025, 6, 30);
        }
        if (!add_shares(c, t, d->opened, &d->shares))
            return false;
        d->lead = lead_words(c, t, &d->shares);
        *LIST_PUSH(c->arena, ret) = d;
    }
    return true;
}
