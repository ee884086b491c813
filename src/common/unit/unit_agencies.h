/*
 * unit_agencies - the central bodies, as facts of Decision 20/2020/QĐ-TTg (electronic
 * identifiers of agencies) and its amendment 09/2025/QĐ-TTg of 14 April 2025, which carries
 * the structure of the Government since 1 March 2025: 14 ministries, 3 bodies of ministerial
 * rank. The two new ministries began with that structure; their identifiers followed.
 * Bodies without an identifier in those lists have none here. Short codes are the
 * usual Vietnamese abbreviations, without tone marks. English names as the bodies use them;
 * German ones are ours.
 */
#ifndef UNIT_UNIT_AGENCIES_H
#define UNIT_UNIT_AGENCIES_H

#include "core/base.h"

struct agency {
    const char *code, *short_code, *kind, *name, *name_en, *name_de;
    const char *since; /* first day in the lists, or of the new structure */
    const char *above; /* short code of the body above it; NULL: the state */
    const char *also;  /* another spelling found in annex tables; NULL: none */
    const char *coded; /* first day of its code; NULL: its own first day */
};

/* clang-format off */
static const struct agency agencies[] = {
    { "G22", "VPCP", "ministerial", "Văn phòng Chính phủ", "Office of the Government", "Regierungsbüro", "2020-07-22", NULL, NULL, NULL },
    { "G01", "BCA", "ministry", "Bộ Công an", "Ministry of Public Security", "Ministerium für Öffentliche Sicherheit", "2020-07-22", NULL, NULL, NULL },
    { "G02", "BCT", "ministry", "Bộ Công Thương", "Ministry of Industry and Trade", "Ministerium für Industrie und Handel", "2020-07-22", NULL, NULL, NULL },
    { "G21", "BDTTG", "ministry", "Bộ Dân tộc và Tôn giáo", "Ministry of Ethnic and Religious Affairs", "Ministerium für Ethnische Gruppen und Religion", "2025-03-01", NULL, NULL, "2025-04-14" },
    { "G03", "BGDDT", "ministry", "Bộ Giáo dục và Đào tạo", "Ministry of Education and Training", "Ministerium für Bildung und Ausbildung", "2020-07-22", NULL, NULL, NULL },
    { "G06", "BKHCN", "ministry", "Bộ Khoa học và Công nghệ", "Ministry of Science and Technology", "Ministerium für Wissenschaft und Technologie", "2020-07-22", NULL, NULL, NULL },
    { "G08", "BNG", "ministry", "Bộ Ngoại giao", "Ministry of Foreign Affairs", "Außenministerium", "2020-07-22", NULL, NULL, NULL },
    { "G09", "BNV", "ministry", "Bộ Nội vụ", "Ministry of Home Affairs", "Innenministerium", "2020-07-22", NULL, NULL, NULL },
    { "G10", "BNNMT", "ministry", "Bộ Nông nghiệp và Môi trường", "Ministry of Agriculture and Environment", "Ministerium für Landwirtschaft und Umwelt", "2025-03-01", NULL, NULL, "2025-04-14" },
    { "G11", "BQP", "ministry", "Bộ Quốc phòng", "Ministry of National Defence", "Verteidigungsministerium", "2020-07-22", NULL, NULL, NULL },
    { "G12", "BTC", "ministry", "Bộ Tài chính", "Ministry of Finance", "Finanzministerium", "2020-07-22", NULL, NULL, NULL },
    { "G15", "BTP", "ministry", "Bộ Tư pháp", "Ministry of Justice", "Justizministerium", "2020-07-22", NULL, NULL, NULL },
    { "G16", "BVHTTDL", "ministry", "Bộ Văn hóa, Thể thao và Du lịch", "Ministry of Culture, Sports and Tourism", "Ministerium für Kultur, Sport und Tourismus", "2020-07-22", NULL, NULL, NULL },
    { "G17", "BXD", "ministry", "Bộ Xây dựng", "Ministry of Construction", "Bauministerium", "2020-07-22", NULL, NULL, NULL },
    { "G18", "BYT", "ministry", "Bộ Y tế", "Ministry of Health", "Gesundheitsministerium", "2020-07-22", NULL, NULL, NULL },
    { "G19", "NHNN", "ministerial", "Ngân hàng Nhà nước Việt Nam", "State Bank of Vietnam", "Staatsbank von Vietnam", "2020-07-22", NULL, "Ngân hàng Nhà nước", NULL },
    { "G20", "TTCP", "ministerial", "Thanh tra Chính phủ", "Government Inspectorate", "Regierungsinspektion", "2020-07-22", NULL, NULL, NULL },
    { "G27", "VOV", "agency", "Đài Tiếng nói Việt Nam", "Voice of Vietnam", "Stimme Vietnams", "2020-07-22", NULL, NULL, NULL },
    { "G28", "VTV", "agency", "Đài Truyền hình Việt Nam", "Vietnam Television", "Vietnamesisches Fernsehen", "2020-07-22", NULL, NULL, NULL },
    { "G30", "TTXVN", "agency", "Thông tấn xã Việt Nam", "Vietnam News Agency", "Vietnamesische Nachrichtenagentur", "2020-07-22", NULL, NULL, NULL },
    { "G31", "VHLKHCN", "agency", "Viện Hàn lâm Khoa học và Công nghệ Việt Nam", "Vietnam Academy of Science and Technology", "Vietnamesische Akademie für Wissenschaft und Technologie", "2020-07-22", NULL, NULL, NULL },
    { "G32", "VHLKHXH", "agency", "Viện Hàn lâm Khoa học xã hội Việt Nam", "Vietnam Academy of Social Sciences", "Vietnamesische Akademie der Sozialwissenschaften", "2020-07-22", NULL, NULL, NULL },
    { "B01", "VPCTN", "president", "Văn phòng Chủ tịch nước", "Office of the President", "Präsidialamt", "2020-07-22", NULL, NULL, NULL },
    { "D01", "TANDTC", "court", "Tòa án nhân dân tối cao", "Supreme People's Court", "Oberstes Volksgericht", "2020-07-22", NULL, NULL, NULL },
    { "E01", "VKSNDTC", "procuracy", "Viện kiểm sát nhân dân tối cao", "Supreme People's Procuracy", "Oberste Volksstaatsanwaltschaft", "2020-07-22", NULL, NULL, NULL },
    { "F01", "KTNN", "audit", "Kiểm toán Nhà nước", "State Audit Office", "Staatlicher Rechnungshof", "2020-07-22", NULL, NULL, NULL },
    { "I01", "MTTQ", "front", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "Central Committee of the Vietnam Fatherland Front", "Zentralkomitee der Vaterländischen Front Vietnams", "2020-07-22", NULL, "Mặt trận Tổ quốc Việt Nam", NULL },
    { "", "VPQH", "assembly", "Văn phòng Quốc hội", "Office of the National Assembly", "Büro der Nationalversammlung", "2020-07-22", NULL, NULL, NULL },
    { "", "VPTW", "party", "Văn phòng Trung ương Đảng", "Office of the Party Central Committee", "Büro des Zentralkomitees der Partei", "2020-07-22", NULL, NULL, NULL },
    { "", "BCDTW", "party", "Ban Chỉ đạo Trung ương về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số", "Central Steering Committee for Science, Technology, Innovation and Digital Transformation", "Zentraler Lenkungsausschuss für Wissenschaft, Technologie, Innovation und digitalen Wandel", "2025-01-13", NULL, "Ban Chỉ đạo Trung ương", NULL },
    { "", "BCDCP", "committee", "Ban Chỉ đạo của Chính phủ về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06", "Government Steering Committee for Science, Technology, Innovation, Digital Transformation and Project 06", "Lenkungsausschuss der Regierung für Wissenschaft, Technologie, Innovation, digitalen Wandel und das Projekt 06", "2025-01-13", NULL, "Ban Chỉ đạo của Chính phủ", NULL },
    { "", "EVN", "enterprise", "Tập đoàn Điện lực Việt Nam", "Vietnam Electricity", "Vietnamesischer Stromkonzern EVN", "2020-07-22", NULL, NULL, NULL },
    /* Departments to which a ministry hands parts of its tasks. */
    { "", "CT-BTC", "department", "Cục Thuế", "Department of Taxation", "Steuerverwaltung", "2025-03-01", "BTC", NULL, NULL },
    { "", "CTK-BTC", "department", "Cục Thống kê", "National Statistics Office", "Amt für Statistik", "2025-03-01", "BTC", NULL, NULL },
    { "", "CNTT-BTC", "department", "Cục Công nghệ thông tin và chuyển đổi số", "Department of Information Technology and Digital Transformation", "Abteilung für Informationstechnik und digitalen Wandel", "2025-03-01", "BTC", NULL, NULL },
    { "", "CDSQG-BKHCN", "department", "Cục Chuyển đổi số quốc gia", "National Digital Transformation Agency", "Nationale Behörde für digitalen Wandel", "2025-03-01", "BKHCN", NULL, NULL },
    { "", "CVT-BKHCN", "department", "Cục Viễn thông", "Telecommunications Authority", "Telekommunikationsbehörde", "2025-03-01", "BKHCN", NULL, NULL },
    { "", "KSTTHC-VPCP", "department", "Cục Kiểm soát thủ tục hành chính", "Administrative Procedures Control Agency", "Behörde zur Kontrolle der Verwaltungsverfahren", "2020-07-22", "VPCP", NULL, NULL },
};
/* clang-format on */

#endif
