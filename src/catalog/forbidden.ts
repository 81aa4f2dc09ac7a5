/** Something residents must not be told: out of date, untrue or dangerous (section X of the fact sheet, 2026-11-22). */
export interface ForbiddenPhrase {
  /** Stable name, for tests and for talking about it. */
  readonly id: string;
  /** Lower-case parts of which one is in every text that can match: patterns are only tried where one is found. */
  readonly hints: readonly string[];
  /** Matched against one sentence, NFC. */
  readonly pattern: RegExp;
  /** A sentence that also matches this is allowed: it denies, dates or warns. */
  readonly unless?: RegExp;
  /** Why it must not be said, in Vietnamese: authors read it. */
  readonly reason: string;
  /** What to write instead, in Vietnamese. */
  readonly instead: string;
}

const word = (source: string): RegExp => new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, 'iu');

/** Denies: "không cần sổ hộ khẩu", "đừng tin ai…". */
const DENIES = 'không|đừng|chớ|khỏi|chưa chắc|chẳng';
/** Dates: "đã bỏ", "trước đây". */
const DATES = 'bỏ|hết giá trị|hết hiệu lực|hết hạn|thay|trước đây|trước kia|nay là|ngày xưa|cũ';
/** Warns: the sentence tells what a cheat says. */
const WARNS = 'lừa|giả|mạo danh|tự xưng|xưng|kẻ|dọa|nhắn tin rác|hứa|quảng cáo|nghe nói|tin đồn';

const deniedOrDated = word(`${DENIES}|${DATES}`);
const deniedOrWarned = word(`${DENIES}|${WARNS}`);
const any = word(`${DENIES}|${DATES}|${WARNS}`);

const OLD_PAPERS = 'CMND|chứng minh nhân dân|chứng minh thư|sổ hộ khẩu|hộ khẩu giấy|sổ tạm trú';
const OLD_DISTRICT = '(?:cấp )?(?:huyện|quận|thị xã)';

/** Every forbidden phrase. Order: as on the fact sheet. */
export const forbiddenPhrases: readonly ForbiddenPhrase[] = [
  {
    id: 'province-portal',
    hints: ['cổng dịch vụ công', 'dichvucong.'],
    pattern:
      /cổng dịch vụ công (?:trực tuyến )?(?:của |cấp )?(?:tỉnh|thành phố)|dichvucong\.(?!gov\.vn|bocongan\.|baohiemxahoi\.|mo[a-z]{1,3}\.)[a-z]+\.gov\.vn/iu,
    unless: any,
    reason: 'cổng của tỉnh đã đóng với người dân từ 1/7/2025',
    instead: 'dichvucong.gov.vn, đăng nhập bằng VNeID',
  },
  {
    id: 'portal-phone-account',
    hints: ['cổng'],
    pattern:
      /đăng ký tài khoản[^.;]{0,30}bằng số điện thoại[^.;]{0,30}cổng|cổng dịch vụ công[^.;]{0,40}(?:tài khoản|đăng nhập|đăng ký) bằng (?:số điện thoại|Google|Facebook|mã số BHXH)/iu,
    unless: any,
    reason: 'từ 1/7/2024 Cổng Dịch vụ công quốc gia chỉ nhận VNeID',
    instead: 'đăng nhập bằng VNeID mức 2',
  },
  {
    id: 'district-office',
    hints: ['huyện', 'quận', 'thị xã'],
    pattern: word(
      `(?:UBND|ủy ban(?: nhân dân)?|uỷ ban(?: nhân dân)?|công an|chi cục thuế|bộ phận một cửa|một cửa|phòng tư pháp) ${OLD_DISTRICT}`,
    ),
    unless: any,
    reason: 'từ 1/7/2025 không còn cấp huyện',
    instead: 'xã/phường (Công an xã, Trung tâm Phục vụ hành chính công) hoặc tỉnh',
  },
  {
    id: 'old-numbers-of-units',
    hints: ['63 tỉnh', '10.599'],
    pattern: /(?<!\d)63 tỉnh|10\.599 xã/iu,
    unless: any,
    reason: 'đã sáp nhập từ 1/7/2025',
    instead: '34 tỉnh, thành phố; 3.321 xã, phường, đặc khu',
  },
  {
    id: 'bring-old-papers',
    hints: ['cmnd', 'chứng minh', 'hộ khẩu', 'sổ tạm trú'],
    pattern: new RegExp(
      `(?:mang|cầm|chuẩn bị|đem|xuất trình|nộp|kèm|cần|photo|bản sao|chụp)(?!\\p{L})[^.;]{0,60}(?<!\\p{L})(?:${OLD_PAPERS})(?!\\p{L})`,
      'iu',
    ),
    unless: any,
    reason: 'sổ hộ khẩu giấy hết giá trị từ 1/1/2023, CMND từ 1/1/2025',
    instead: 'thẻ căn cước; cơ quan tự tra dữ liệu cư trú',
  },
  {
    id: 'account-level-3',
    hints: ['mức'],
    pattern: word('(?:tài khoản|định danh|VNeID)(?: điện tử)?(?: định danh)? mức (?:độ )?(?:3|4|ba|bốn)'),
    unless: any,
    reason: 'chỉ có mức 1 và mức 2 (Nghị định 69/2024)',
    instead: 'tài khoản VNeID mức 2',
  },
  {
    id: 'child-without-vneid',
    hints: ['dưới 14 tuổi'],
    pattern: /dưới 14 tuổi (?:không|chưa)[^.;]{0,15} VNeID/iu,
    reason: 'trẻ em cũng được cấp tài khoản (Nghị định 69/2024, Điều 7)',
    instead: 'trẻ dưới 14 tuổi làm cùng cha mẹ',
  },
  {
    id: 'level-2-at-home',
    hints: ['mức'],
    pattern: /(?:đăng ký|làm|lên|nâng)[^.;]{0,40}mức (?:độ )?2[^.;]{0,20} (?:tại nhà|ở nhà|qua điện thoại|online)/iu,
    unless: deniedOrWarned,
    reason: 'mức 2 phải lấy vân tay ở Công an xã, phường; ai mời làm tại nhà là lừa đảo',
    instead: 'đến Công an xã, phường bất kỳ, mang thẻ căn cước',
  },
  {
    id: 'vneid-install-link',
    hints: ['vneid'],
    pattern:
      /(?:em|chúng tôi|cán bộ|bấm) (?:sẽ )?(?:gửi|vào)?[^.;]{0,15}(?:link|đường link) (?:cài|tải)[^.;]{0,20}VNeID/iu,
    unless: deniedOrWarned,
    reason: 'ứng dụng VNeID giả hay phát tán qua đường link',
    instead: 'mở App Store hoặc CH Play, tìm VNeID',
  },
  {
    id: 'judicial-record-office',
    hints: ['lý lịch tư pháp'],
    pattern: /lý lịch tư pháp[^.;]{0,60}Sở Tư pháp|Sở Tư pháp[^.;]{0,60}lý lịch tư pháp/iu,
    unless: deniedOrDated,
    reason: 'từ 1/3/2025 Công an cấp giấy này',
    instead: 'VNeID, mục "Cấp phiếu lý lịch tư pháp", hoặc Công an',
  },
  {
    id: 'driving-licence-office',
    hints: ['gplx', 'giấy phép lái xe', 'bằng lái'],
    pattern:
      /(?:GPLX|giấy phép lái xe|bằng lái)[^.;]{0,60}Sở (?:GTVT|Giao thông)|Sở (?:GTVT|Giao thông)[^.;]{0,60}(?:GPLX|giấy phép lái xe|bằng lái)/iu,
    unless: deniedOrDated,
    reason: 'từ 1/3/2025 Công an quản lý giấy phép lái xe',
    instead: 'Cổng Dịch vụ công quốc gia (Công an quản lý)',
  },
  {
    id: 'unchecked-sites',
    hints: ['dvc4.', 'dancuquocgia'],
    pattern: /dvc4\.gplx\.gov\.vn|dichvucong\.dancuquocgia\.gov\.vn/iu,
    reason: 'chưa rõ trang này còn hoạt động không',
    instead: 'dichvucong.gov.vn',
  },
  {
    id: 'old-id-certificate',
    hints: ['giấy xác nhận số'],
    pattern: /giấy xác nhận số (?:CMND|chứng minh)/iu,
    // Not "cũ": the number is an old one in every sentence about this paper.
    unless: word(`${DENIES}|${WARNS}|bỏ|trước đây`),
    reason: 'từ 15/3/2026 không nơi nào được đòi giấy này (Nghị định 58/2026)',
    instead: 'số cũ có sẵn trong mã QR của thẻ và trong VNeID',
  },
  {
    id: 'renew-because-of-merger',
    hints: ['sáp nhập', 'hợp nhất'],
    pattern:
      /(?:phải|cần|nên)(?: đi)? (?:đổi|làm lại|cấp lại)[^.;]{0,40}(?:sáp nhập|hợp nhất tỉnh)|(?:sáp nhập|hợp nhất tỉnh)[^.;]{0,30}(?:phải|cần|nên)(?: đi)? (?:đổi|làm lại|cấp lại)/iu,
    unless: deniedOrWarned,
    reason: 'giấy tờ vẫn dùng đến hết hạn; địa chỉ được cập nhật tự động',
    instead: 'giấy tờ cũ vẫn dùng đến hết hạn',
  },
  {
    id: 'merged-ministries',
    hints: ['bộ ', 'sở ', 'cục '],
    pattern: word(
      '(?:Bộ|Sở) (?:Thông tin và Truyền thông|TT ?& ?TT|TTTT)|Cục An toàn thông tin|Bộ (?:GTVT|Giao thông vận tải|Kế hoạch và Đầu tư|KH ?& ?ĐT|Lao động[^.;]{0,40}|LĐTBXH|Nông nghiệp và Phát triển nông thôn)',
    ),
    unless: deniedOrDated,
    reason: 'cơ quan đã hợp nhất từ tháng 3/2025',
    instead:
      'Bộ/Sở Khoa học và Công nghệ; an ninh mạng: Bộ Công an; Bộ Xây dựng, Bộ Tài chính, Bộ Nội vụ, Bộ Nông nghiệp và Môi trường',
  },
  {
    id: 'lump-sum-tax',
    hints: ['thuế khoán'],
    pattern: /thuế khoán/iu,
    unless: any,
    reason: 'thuế khoán đã bỏ từ 1/1/2026',
    instead: 'hỏi Thuế cơ sở hoặc xem eTax Mobile',
  },
  {
    id: 'old-tax-threshold',
    hints: ['triệu'],
    pattern: /(?:thuế[^.;]{0,60}(?<!\d)(?:100|200) triệu|(?<!\d)(?:100|200) triệu[^.;]{0,60}thuế)/iu,
    unless: any,
    reason: 'ngưỡng thuế đã đổi từ năm 2026',
    instead: 'ngưỡng hiện hành (kiểm lại với Thuế cơ sở, ghi changes: true)',
  },
  {
    id: 'shop-tax',
    hints: ['shopee', 'sàn', 'bán'],
    pattern:
      /(?:Shopee|sàn)[^.;]{0,40}phải tự khai thuế từng đơn|bán[^.;]{0,30}(?:Facebook|Zalo)[^.;]{0,20}(?:không phải|khỏi|không cần) (?:khai|nộp|đóng)/iu,
    reason: 'sàn đã trừ thuế thay; bán qua Facebook, Zalo thì phải khai',
    instead: 'sàn trừ thuế thay; bán qua Facebook, Zalo thì hỏi Thuế cơ sở',
  },
  {
    id: 'unconfirmed-marketplaces',
    hints: ['voso', 'postmart'],
    pattern:
      /(?:mở|tạo|đăng ký|đăng)[^.;]{0,30}(?:gian hàng|shop|sản phẩm|tài khoản)[^.;]{0,30}(?:Voso|Postmart)|(?:Voso|Postmart)[^.;]{0,40}(?:bấm|đăng ký|tạo|mở) (?:gian hàng|shop|tài khoản|"Đăng ký)/iu,
    unless: word(`${DENIES}|hỏi|${WARNS}`),
    reason: 'chưa rõ hai sàn này còn nhận hàng không',
    instead: 'hỏi bưu cục, Bưu điện xã hoặc cửa hàng Viettel Post xem sàn nào đang nhận hàng ở xã mình',
  },
  {
    id: 'transfer-limits',
    hints: ['10 triệu', 'sinh trắc học'],
    pattern: /dưới 10 triệu[^.;]{0,20}(?:an toàn|không giới hạn)|chưa[^.;]{0,20}sinh trắc học[^.;]{0,15}vẫn chuyển/iu,
    unless: deniedOrWarned,
    reason: 'còn mức 20 triệu một ngày và việc quét sinh trắc học (từ 1/1/2025)',
    instead: 'chuyển từ 10 triệu một lần hoặc quá 20 triệu một ngày cần sinh trắc học',
  },
  {
    id: 'mobile-money-limit',
    hints: ['mobile money'],
    pattern: /Mobile Money[^.;]{0,40}(?<!\d)10 triệu/iu,
    unless: any,
    reason: 'hạn mức đã đổi',
    instead: 'xem hạn mức hiện trong ứng dụng',
  },
  {
    id: 'money-back',
    hints: ['tiền', 'lại'],
    pattern:
      /(?:ngân hàng|công an|sàn|em)[^.;]{0,20}(?:sẽ|chắc chắn)[^.;]{0,20}(?:hoàn|trả lại|lấy lại|đòi lại)[^.;]{0,20}tiền|chắc chắn (?:sẽ )?(?:lấy|đòi|được|nhận) lại/iu,
    unless: deniedOrWarned,
    reason: 'không ai hứa chắc lấy lại được tiền',
    instead: 'báo sớm thì còn cơ hội; không ai hứa trước được',
  },
  {
    id: 'false-proofs',
    hints: ['gọi video', 'ổ khóa', 'https', 'tích xanh', 'ntrust'],
    pattern:
      /gọi video[^.;]{0,40}(?:là chắc|chắc chắn|là người thật)|(?:ổ khóa|https)[^.;]{0,25}(?:là|chắc)[^.;]{0,10}(?:thật|an toàn)|tích xanh[^.;]{0,20}(?:là|chắc)[^.;]{0,10}(?:thật|an toàn|uy tín)|nTrust[^.;]{0,40}(?:là|chắc)[^.;]{0,6}an toàn/iu,
    unless: deniedOrWarned,
    reason: 'khuôn mặt, ổ khóa, tích xanh đều có thể bị làm giả',
    instead: 'tự gọi lại số chính thức để kiểm tra',
  },
  {
    id: 'rumours',
    hints: ['mất'],
    pattern:
      /quét (?:mã )?QR[^.;]{0,20}không (?:bao giờ )?mất tiền|chỉ (?:cần )?nghe (?:điện thoại|máy)[^.;]{0,20}mất (?:hết )?tiền/iu,
    unless: word('tin đồn|không đúng|tin giả|đừng tin'),
    reason: 'điều này không đúng',
    instead: 'quét mã rồi nhìn tên người nhận trước khi chuyển',
  },
  {
    id: 'send-strange-money-back',
    hints: ['tiền lạ', 'chuyển nhầm'],
    pattern: /(?:tiền lạ|chuyển nhầm)[^.;]{0,40}(?:chuyển|trả) (?:trả )?(?:lại |trả )?ngay/iu,
    unless: deniedOrWarned,
    reason: 'có chiêu lừa khiến người nhận thành con nợ',
    instead: 'không tiêu, không tự chuyển; báo ngân hàng của mình',
  },
  {
    id: 'old-privacy-law',
    hints: ['13/2023', 'xóa dữ liệu'],
    pattern: /(?:Nghị định|NĐ)(?: số)? 13\/2023|xóa dữ liệu[^.;]{0,20}72 giờ/iu,
    unless: deniedOrDated,
    reason: 'văn bản này đã được thay từ 1/1/2026',
    instead: 'Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15',
  },
  {
    id: 'absolute-security',
    hints: ['tuyệt đối', '100%', '100 %'],
    pattern: /(?:bảo mật|an toàn) (?:tuyệt đối|100 ?%)|tuyệt đối an toàn/iu,
    unless: deniedOrWarned,
    reason: 'không ai hứa chắc được điều này',
    instead: 'nói rõ giữ gì, không giữ gì',
  },
  {
    id: 'province-app-named',
    hints: ['ihanoi', 'công dân số', 'hue-s', 'i-hà tĩnh', 'thainguyen', 'e-đồng', 'my portal', 'e-'],
    pattern:
      /(?<!\p{L})(?:iHanoi|Công dân số (?:TP|Xứ)[^.;]{0,12}|Hue-S|i-Hà Tĩnh|C-ThaiNguyen|My Portal Đà Nẵng|e-(?:Đồng Tháp|Bình Dương|Tiền Giang|Bến Tre))/iu,
    reason: 'sau sáp nhập nhiều tỉnh đã đổi ứng dụng, mỗi tỉnh một tên',
    instead: 'ứng dụng của tỉnh mình (hỏi xã, phường để biết tên)',
  },
  {
    id: 'advice-outside',
    hints: ['kiện', 'ly hôn', 'đầu tư', 'cổ phiếu', 'lãi suất', 'thuốc', 'hồ sơ', 'mua vàng'],
    pattern:
      /(?:nên|cứ|phải) (?:kiện|ly hôn|đầu tư|mua (?:cổ phiếu|vàng|coin|tiền ảo)|uống thuốc)|(?:chắc chắn|sẽ) (?:thắng kiện|được duyệt|đậu hồ sơ)|hồ sơ[^.;]{0,15}(?:chắc chắn|sẽ) được (?:duyệt|cấp|giải quyết)|lãi suất[^.;]{0,20}cao nhất/iu,
    unless: deniedOrWarned,
    reason: 'em không tư vấn kiện tụng, đầu tư, chữa bệnh và không đoán kết quả hồ sơ',
    instead: 'chỉ nơi đúng: cán bộ, luật sư, thầy thuốc, ngân hàng',
  },
  {
    id: 'address',
    hints: ['mày', 'tao', 'ngài'],
    pattern: word('mày|tao|ngài'),
    unless: word(WARNS),
    reason: 'gọi bà con như vậy là thiếu lễ độ hoặc xa cách',
    instead: '{bác} – em',
  },
];
